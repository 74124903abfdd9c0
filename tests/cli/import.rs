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
    talk.hear("1 account would be added").hear("Add 1 account? [y/N] ").say("n\n");
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
