//! What `import` does beyond a list that is read at once: choices, several files, questions.

use insta::assert_snapshot;

use super::home::{Home, LIST};
use super::terminal::Talk;
use super::transcripts::session;

/// One entry like an account that is here, one with its name, one new, one that is read otherwise.
const MORE: &str = "\
otpauth://totp/Amazon:root@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon
otpauth://totp/Amazon:ops@hikari.example?secret=KRSXG5CTMVRXEZLUKN2XA&issuer=Amazon
otpauth://totp/Wayfair:ops?secret=ON2XAZLSEBZWKY3SMV2CA===&issuer=Wayfair
otpauth://totp/Label:ops?secret=NVXXEZJAONSWG4TFOQ&issuer=Other&digits=8
";

#[test]
fn choices() {
    let commands: [&[&str]; 9] = [
        &["import", "more", "--dry-run"],
        &["import", "more", "--dry-run", "--same-key", "skip"],
        &["import", "more", "--dry-run", "--same-key", "merge", "--only", "amazon"],
        &["import", "more", "--dry-run", "--only", "3-4"],
        &["import", "more", "--only", "nobody"],
        &["import", "list", "more", "--dry-run"],
        &["import", "more", "--same-key", "merge"],
        &["import", "more"],
        &["list"],
    ];
    for (lang, name) in [("en", "choices-en"), ("zh-CN", "choices-zh")] {
        let home = Home::with_accounts();
        home.write("more", MORE);
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, session(&home, &spoken));
    }
}

#[test]
fn json_of_what_was_changed_and_what_it_is_like() {
    let home = Home::with_accounts();
    home.write("more", MORE);
    let commands: [&[&str]; 2] = [
        &["import", "more", "--json", "--dry-run"],
        &["import", "more", "--json", "--dry-run", "--reveal", "--only", "4"],
    ];
    assert_snapshot!(session(&home, &commands));
}

#[test]
fn keys_are_in_the_json_only_when_they_are_asked_for() {
    let home = Home::with_vault();
    let plain = home.run(["import", "list", "--json", "--dry-run"]).stdout;
    let open = home.run(["import", "list", "--json", "--dry-run", "--reveal"]).stdout;
    for key in super::home::KEYS {
        assert!(!plain.contains(key));
        assert!(open.contains(key));
    }
    // The row that was refused keeps what stood in it to itself.
    assert!(!open.contains("JBSWY3DPEHPK3PX0"));
}

#[test]
fn files_that_are_not_read() {
    let home = Home::with_vault();
    let before = home.read("v.age");
    let cases: [(&str, &[u8]); 9] = [
        ("empty", b" \n\0"),
        ("prose", b"Dear colleague,\nsee you tomorrow\n"),
        ("json", b"{\"a\": 1}"),
        ("broken", b"{\"schemaVersion\": 4, \"services\": ["),
        ("vault", b"age-encryption.org/v1\n-> X25519 abc\n"),
        ("pgp", b"-----BEGIN PGP MESSAGE-----\n"),
        ("sqlite", b"SQLite format 3\0rest"),
        ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("bytes", b"\x01\x02\x03\x00\xff"),
    ];
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for (name, content) in cases {
        home.write(name, content);
        commands.push(vec!["import", name]);
    }
    commands.push(vec!["import", "."]);
    commands.push(vec!["import", "missing"]);
    commands.push(vec!["import", "list", "--password-file", "missing"]);
    commands.push(vec!["import", "list", "--password-file", "empty-password"]);
    home.write("empty-password", "\n");
    let mut text = String::new();
    for lang in ["en", "zh-CN"] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], &command[..]].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        text += &session(&home, &spoken);
    }
    assert_snapshot!(text);
    assert!(home.read("v.age") == before, "nothing was written");
}

#[test]
fn several_files_are_one_save() {
    let home = Home::with_vault();
    home.write("more", MORE);
    let backups =
        || home.run(["doctor", "--json"]).stdout.matches("\"kind\": \"replaced\"").count();
    let before = backups();
    assert_eq!(home.run(["import", "list", "more"]).code, 8);
    assert_eq!(backups(), before + 1);
    assert_eq!(home.run(["list", "--json"]).json().as_array().map(Vec::len), Some(7));
}

#[test]
fn nothing_is_written_when_nothing_is_new() {
    let home = Home::with_accounts();
    let before = home.read("v.age");
    assert_eq!(home.run(["import", "list"]).code, 8);
    assert!(home.read("v.age") == before);
}

#[test]
fn a_person_is_asked_once() {
    let home = Home::with_vault();
    home.write("one", LIST.lines().next().expect("a line"));
    let mut talk = Talk::begin(&home, "--passphrase-file pass import one");
    talk.hear("1 account would be added").hear("Amazon / ops@hikari.example");
    talk.hear("Add 1 account? [y/N] ").say("n\n");
    talk.hear("Nothing was changed.");
    talk.end(1);
    let mut talk = Talk::begin(&home, "--passphrase-file pass import one");
    talk.hear("Add 1 account? [y/N] ").say("y\n").hear("1 account added");
    talk.end(0);
    let mut talk = Talk::begin(&home, "--passphrase-file pass import one");
    talk.hear("1 was here already");
    talk.end(0);
    let again = home.run(["remove", "ops", "--yes"]).done();
    drop(again);
    let mut talk = Talk::begin(&home, "--passphrase-file pass import one --yes");
    talk.hear("1 account added");
    assert!(!talk.end(0).contains("[y/N]"));
}

#[test]
fn what_would_come_is_listed_before_it_is_asked_for() {
    let home = Home::with_vault();
    let row = |n: usize| {
        format!(
            "otpauth://totp/Shop{n}:me?secret=JBSWY3DPEHPK3P{}P\n",
            [
                "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P",
                "Q", "R", "S", "T"
            ][n]
        )
    };
    home.write("many", (0..20).map(row).collect::<String>());
    let mut talk = Talk::begin(&home, "--passphrase-file pass import many");
    talk.hear("20 accounts would be added").hear("Shop0 / me").hear("Shop13 / me");
    let said = talk.hear("… and 6 more").hear("[y/N] ").say("n\n").end(1);
    assert!(!said.contains("Shop14"), "{said}");
}

#[test]
fn what_is_piped_in_is_called_standard_input() {
    let home = Home::with_vault();
    for (lang, said) in [("en", "nothing in standard input"), ("zh-CN", "标准输入中没有内容")]
    {
        let run = home.piped(["--lang", lang, "import", "-"], "\n");
        assert!(run.code == 1 && run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn a_column_that_is_not_there_and_a_file_without_accounts() {
    let home = Home::with_vault();
    home.write("t.csv", "login,secret\nme,JBSWY3DPEHPK3PXP\n");
    for number in ["3", "99"] {
        let run = home.run(["import", "t.csv", "--column", &format!("{number}=note")]);
        assert_eq!(run.code, 1, "{number}");
        let said = format!("t.csv has no column {number}: it has 2.");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
    home.run(["import", "t.csv", "--column", "2=secret"]).done();
    home.write("none.json", r#"{"version": 1, "entries": []}"#);
    let run = home.run(["import", "none.json"]).done();
    assert!(run.stderr.contains("There are no accounts in none.json."), "{}", run.stderr);
}

#[test]
fn one_account_of_a_transfer_code_can_be_chosen() {
    let home = Home::with_accounts();
    home.run(["export", "google-migration", "codes", "--yes-plain"]).wrote();
    let other = Home::with_vault();
    other.write("codes", home.read("codes"));
    let run = other.run(["import", "codes", "--only", "2"]).done();
    assert!(run.stdout.contains("1 account added"), "{}", run.stdout);
    let rows = other.run(["import", "codes", "--dry-run"]).stdout;
    assert!(rows.contains("\n  1  ") && rows.contains("\n  3  "), "{rows}");
    // Which code is broken is said, also behind one that is there twice.
    let codes = String::from_utf8(home.read("codes")).expect("text");
    other.write("codes", format!("{codes}{codes}otpauth-migration://offline?data=AAAA\n"));
    let said = other.run(["import", "codes", "--dry-run"]).stderr;
    assert!(said.contains("transfer code 3: This transfer code cannot be read."), "{said}");
    other.write("codes", "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP\n\notpauth-migration:x\n");
    let said = other.run(["import", "codes", "--dry-run"]).stderr;
    assert!(said.contains("line 3: This transfer code cannot be read."), "{said}");
}

#[test]
fn our_own_list_comes_back_without_a_loss() {
    for (lang, said) in [("en", "is for reading only"), ("zh-CN", "列仅供查看，不导入")] {
        let home = Home::with_accounts();
        let app =
            ["method", "add", "ops", "--kind", "totp", "--role", "backup", "--device", "P-05"];
        home.run(app).done();
        home.run(["--lang", lang, "export", "list", "l.csv", "--yes"]).wrote();
        let run = home.run(["--lang", lang, "import", "l.csv", "--dry-run"]).done();
        assert!(run.stderr.contains(said), "{}", run.stderr);
        // A column of that name in somebody else's table is one that is lost.
        home.write("t.csv", "login,key,devices\nme,JBSWY3DPEHPK3PXP,P-05\n");
        assert_eq!(home.run(["import", "t.csv", "--dry-run"]).code, 8);
    }
}

#[test]
fn where_a_phone_without_a_country_belongs_can_be_set() {
    let home = Home::with_vault();
    home.write("t.csv", "login,key,phone\nme,JBSWY3DPEHPK3PXP,13800138000\n");
    let said = home.run(["import", "t.csv", "--dry-run"]).done().stderr;
    assert!(said.contains("between the brackets of ") && said.contains("settings.ron"), "{said}");
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("creates");
    let whole = said.split("make one with ").nth(1).and_then(|rest| rest.split(" in it").next());
    home.write(".config/keyrack/settings.ron", whole.expect("what belongs in it"));
    let said = home.run(["import", "t.csv", "--dry-run"]).done().stderr;
    assert!(!said.contains("country"), "{said}");
}

#[test]
fn words_for_a_format_are_told_whole() {
    let home = Home::with_vault();
    home.write("bytes", [7u8, 0xff, 0x80, 0].repeat(40));
    home.write("pw", "correct horse\n");
    for lang in ["en", "zh-CN"] {
        let said = home.run(["--lang", lang, "import", "bytes", "--password-file", "pw"]).stderr;
        assert!(said.contains("--format") && said.contains("vault"), "{said}");
        let words = said.lines().skip(1);
        assert!(words.clone().count() > 2, "{said}");
        assert!(words.clone().all(|line| keyrack::text::width(line) < 80), "{said}");
    }
}

#[test]
fn a_key_whose_pin_is_not_in_the_file_comes_without_codes() {
    let home = Home::with_vault();
    home.write(
        "pins",
        "motp://Gate:li?secret=e3152afee62599c8\n\
         otpauth://yaotp/Market:li?secret=LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI\n",
    );
    let run = home.run(["import", "pins"]);
    assert_eq!(run.code, 8);
    let told = "its PIN was not read from the file; no code until you type it in";
    assert_eq!(run.stderr.matches(told).count(), 2, "{}", run.stderr);
    assert!(run.stdout.contains("2 lost something: Gate"), "{}", run.stdout);
    home.write("pin", "7586\n");
    for name in ["gate", "market"] {
        let code = home.run(["code", name]);
        assert!(code.code != 0 && code.stdout.is_empty(), "{}", code.stdout);
        assert!(code.stderr.contains("PIN") && code.stderr.contains("me/id.age edit"));
        assert!(home.run(["list", name]).done().stdout.contains("PIN missing"));
        home.run(["edit", name, "--pin-file", "pin"]).done();
        assert!(!home.run(["code", name]).done().stdout.trim().is_empty());
    }
}
