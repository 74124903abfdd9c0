//! What `import` makes of tables: columns, phones, rows of accounts that are here.

use super::home::Home;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The table with these rows under the headings.
fn table(home: &Home, name: &str, rows: &[&str]) {
    home.write(name, rows.join("\n").replace("KEY", KEY));
}

#[test]
fn a_column_that_is_not_taken_is_a_loss() {
    let home = Home::with_vault();
    table(&home, "t.csv", &["platform,login,key,Farbe,empty", "Amazon,ops,KEY,hunter2,"]);
    for arguments in [&["import", "t.csv", "--dry-run"][..], &["import", "t.csv"]] {
        let run = home.run(arguments);
        assert_eq!(run.code, 8);
        assert!(run.stderr.contains("not imported: 4 (Farbe): 1 cell\n"), "{}", run.stderr);
        assert!(run.stdout.contains("1 column was not imported"), "{}", run.stdout);
        assert!(!(run.stdout + &run.stderr).contains("hunter2"));
    }
    let lost = |home: &Home, more: &[&str]| {
        let run = home.run([&["import", "t.csv", "--json", "--dry-run"], more].concat());
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        (run.code, json["lost"].clone())
    };
    let column = serde_json::json!(
        {"what": "column", "file": 1, "column": 4, "title": "Farbe", "count": 1}
    );
    assert_eq!(lost(&home, &[]), (8, serde_json::json!([column])));
    // Whoever says that it is to stay behind loses nothing.
    assert_eq!(lost(&home, &["--column", "4=none"]), (0, serde_json::json!([])));
    // Passwords are nobody's to take: they are counted.
    table(&home, "t.csv", &["platform,login,key,Passwort,empty", "Amazon,ops,KEY,hunter2,"]);
    let passwords = serde_json::json!([{"what": "passwords", "count": 1}]);
    assert_eq!(lost(&home, &[]), (0, passwords));
}

#[test]
fn what_a_heading_means_does_not_hang_on_the_order() {
    let home = Home::with_vault();
    table(&home, "a.csv", &["Phone,Main phone,login,key", "+8613800000001,+8613800000002,ops,KEY"]);
    table(&home, "b.csv", &["Main phone,Phone,login,key", "+8613800000002,+8613800000001,ops,KEY"]);
    for name in ["a.csv", "b.csv"] {
        let run = home.run(["import", name, "--json", "--dry-run"]);
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(json["entries"][0]["extra"]["phone_main"], "+8613800000002", "{name}");
        assert_eq!(json["lost"][0]["title"], "Phone", "{name}");
    }
}

#[test]
fn a_row_of_an_account_that_is_here_brings_what_is_missing() {
    let home = Home::with_vault();
    table(&home, "first.csv", &["platform,store,login,key", "Amazon,Hikari,ops,KEY"]);
    home.run(["import", "first.csv"]).done();
    table(
        &home,
        "second.csv",
        &[
            "platform,store,login,key,site,main phone,backup phone,holder,note",
            "Amazon,Hikari,ops,KEY,,+8613800000001,+8613800000002,Li,second shelf",
        ],
    );
    let skipped = home.run(["import", "second.csv"]);
    assert_eq!(skipped.code, 8, "what stays out is no success");
    home.run(["import", "second.csv", "--same-key", "skip"]).done();
    assert!(skipped.stdout.contains("1 was here already"), "{}", skipped.stdout);
    assert!(skipped.stderr.contains("--same-key merge"), "{}", skipped.stderr);
    let merged = home.run(["import", "second.csv", "--same-key", "merge"]).done();
    assert!(merged.stdout.contains("1 was merged"), "{}", merged.stdout);
    let shown = home.run(["show", "ops"]).done().stdout;
    for part in ["second shelf", "0001", "0002", "Li"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // And not twice.
    let again = home.run(["import", "second.csv", "--same-key", "merge"]).done();
    assert!(again.stdout.contains("1 was here already"), "{}", again.stdout);
    // What stands there otherwise stays, and is said.
    table(&home, "third.csv", &["platform,store,login,key,holder", "Amazon,Other,new,KEY,Wang"]);
    let differs = home.run(["import", "third.csv", "--same-key", "merge"]);
    assert_eq!(differs.code, 8, "a login that is dropped is a loss");
    for said in ["store: Other in the file; Hikari stays", "login: new in the file; ops stays"] {
        assert!(differs.stderr.contains(said), "{said}: {}", differs.stderr);
    }
    let json = home.run(["import", "third.csv", "--same-key", "merge", "--json", "--dry-run"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let is_store = |it: &&serde_json::Value| it["field"] == "store";
    let changed = json["changed"].as_array().expect("changed").iter().find(is_store);
    let changed = changed.expect("what stays");
    assert_eq!((&changed["field"], &changed["reason"]), (&"store".into(), &"kept".into()));
    assert_eq!((&changed["from"], &changed["to"]), (&"Other".into(), &"Hikari".into()));
    assert!(home.run(["show", "ops"]).done().stdout.contains("Hikari"));
}

#[test]
fn a_list_without_keys_comes_back_as_accounts_without_keys() {
    let home = Home::with_vault();
    table(&home, "t.csv", &["platform,login,main phone", "Coupang,ops,+8613800000001"]);
    let run = home.run(["import", "t.csv"]).done();
    assert!(run.stderr.contains("No column holds keys"), "{}", run.stderr);
    home.run(["export", "list", "list.csv", "--yes"]);
    let other = Home::with_vault();
    std::fs::copy(home.path("list.csv"), other.path("list.csv")).expect("copied");
    let run = other.run(["import", "list.csv"]);
    assert!(run.stdout.contains("1 account added"), "{}{}", run.stdout, run.stderr);
    let shown = other.run(["show", "ops"]).done().stdout;
    assert!(shown.contains("0001") && shown.contains("Coupang"), "{shown}");
}

#[test]
fn a_dry_run_lists_what_would_come() {
    let home = Home::with_vault();
    table(
        &home,
        "t.csv",
        &["platform,store,login,key", "Amazon,Hikari,ops,KEY", "Coupang,光之户外,kr,", "Etsy,,x,1"],
    );
    let run = home.run(["import", "t.csv", "--dry-run"]);
    assert!(
        run.stdout.starts_with(
            "2 accounts would be added\n  2  Hikari / Amazon / ops  totp\n  \
             3  光之户外 / Coupang / kr  no key\n"
        ),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("row 4 (Etsy: x): "), "{}", run.stderr);
    // Only a dry run does: afterwards there is a list.
    assert!(!home.run(["import", "t.csv"]).stdout.contains("Hikari"));
}

#[test]
fn columns_are_named_as_they_are_listed() {
    let home = Home::with_vault();
    table(&home, "t.csv", &["a,b,c,d,e", "Amazon,ops,KEY,+8613800000001,x"]);
    let columns = |words: [&str; 5]| {
        let mut arguments = vec!["import".to_owned(), "t.csv".into(), "--dry-run".into()];
        arguments.extend(["--headings".to_owned(), "yes".into()]);
        for (n, word) in (1..).zip(words) {
            arguments.extend(["--column".to_owned(), format!("{n}={word}")]);
        }
        arguments
    };
    let english = ["platform", "login", "key", "main-phone", "none"];
    let chinese = ["平台", "登录账号", "密钥", "主手机号", "不导入"];
    for (lang, shown) in [("en", english), ("zh-CN", chinese)] {
        for typed in
            [english, chinese, ["PLATFORM", "e-mail", "secret", "phone-main", "(left aside)"]]
        {
            let run = home.run([vec!["--lang".into(), lang.into()], columns(typed)].concat());
            assert_eq!(run.code, 0, "{}", run.stderr);
            for (n, word) in (1..).zip(shown) {
                let end = format!("  {word}");
                let is_listed =
                    |line: &str| line.starts_with(&format!("  {n}  ")) && line.ends_with(&end);
                assert!(run.stderr.lines().any(is_listed), "{word}: {}", run.stderr);
            }
        }
        let run = home.run(["--lang", lang, "import", "t.csv", "--column", "3=banana"]);
        assert_eq!(run.code, 2);
        for word in shown {
            assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
        }
    }
}

#[test]
fn what_goes_into_a_note_is_named_in_the_language_of_who_imports() {
    let home = Home::with_vault();
    table(
        &home,
        "t.csv",
        &["platform,login,key,main phone,location", "Amazon,ops,KEY,ask Li,safe"],
    );
    assert_eq!(home.run(["--lang", "zh-CN", "import", "t.csv"]).code, 8);
    let note = |home: &Home| home.run(["show", "ops", "--json"]).json()["note"].clone();
    assert_eq!(note(&home), "主手机号：ask Li\n存放地点：safe");
    // Another language says it no second time.
    home.run(["import", "t.csv", "--same-key", "merge"]);
    assert_eq!(note(&home), "主手机号：ask Li\n存放地点：safe");
}

#[test]
fn a_file_without_a_mark_names_what_it_may_be() {
    let home = Home::with_vault();
    home.write("bytes", vec![0xa7; 200]);
    home.write("word", "wrong\n");
    let run = home.run(["import", "bytes", "--password-file", "word"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("--format") && run.stderr.contains("2fas, "), "{}", run.stderr);
    // Whoever has said it needs no list.
    let run = home.run(["import", "bytes", "--password-file", "word", "--format", "andotp"]);
    assert!(!run.stderr.contains("2fas"), "{}", run.stderr);
}

#[test]
fn a_table_without_headings_loses_no_account_and_shows_no_key() {
    let home = Home::with_vault();
    let other = "ONEVA7CYKZA6MUD3K4QOSFBV3SX66P2J";
    table(&home, "t.csv", &[&format!("Amazon,ops@x.example,{other}"), "Etsy,etsy@x.example,KEY"]);
    let columns = ["--column", "1=issuer", "--column", "2=login", "--column", "3=key"];
    for format in [&["--format", "table"][..], &[]] {
        let run = home.run([&["import", "t.csv", "--dry-run"], format, &columns].concat()).done();
        assert!(run.stdout.starts_with("2 accounts would be added\n  1  Amazon"), "{}", run.stdout);
        assert!(run.stderr.contains("\n  3  column 3  key\n"), "{}", run.stderr);
    }
    // Whatever is not said of it, nothing shows what stands in its first row.
    home.write("uris.txt", format!("otpauth://totp/A:a?secret={KEY}\n"));
    let cases: [&[&str]; 5] = [
        &["import", "t.csv"],
        &["import", "t.csv", "--format", "table"],
        &["import", "t.csv", "--column", "1=issuer", "--column", "2=login", "--dry-run"],
        &["import", "t.csv", "--column", "1=issuer", "--column", "2=login", "--dry-run", "--json"],
        &["import", "uris.txt", "--format", "table"],
    ];
    for arguments in cases {
        for lang in ["en", "zh-CN"] {
            let run = home.run([&["--lang", lang], arguments].concat());
            let said = [&*run.stdout, &run.stderr].concat();
            assert!(!said.contains(other) && !said.contains(KEY), "{said}");
            if arguments.len() < 5 {
                assert_eq!(run.code, 1, "{said}");
                let expected = if lang == "en" {
                    "has no row of headings"
                } else {
                    "没有可识别的表头"
                };
                let column = if arguments[1] == "uris.txt" { "--column 1=" } else { "--column 3=" };
                assert!(said.contains(expected) && said.contains(column), "{said}");
            }
        }
    }
    let json: serde_json::Value = serde_json::from_str(&home.run(cases[3]).stdout).expect("JSON");
    let lost = &json["lost"][0];
    assert_eq!((&lost["title"], &lost["column"]), (&"column 3".into(), &3.into()));
}

#[test]
fn both_are_kept_whole_where_both_are_to_be_kept() {
    let home = Home::with_vault();
    table(&home, "t.csv", &["platform,login,key,note", "Amazon,ops,KEY,one", "Amazon,ops,KEY,two"]);
    let unsaid = home.run(["import", "t.csv", "--dry-run"]);
    assert_eq!(unsaid.code, 8);
    assert!(unsaid.stderr.contains("but says more: note;"), "{}", unsaid.stderr);
    let kept = home.run(["import", "t.csv", "--same-key", "keep"]).done();
    assert!(kept.stdout.contains("2 accounts added"), "{}", kept.stdout);
    assert!(kept.stderr.contains("says more: note; kept both"), "{}", kept.stderr);
    let again = home.run(["import", "t.csv", "--same-key", "keep"]).done();
    assert!(again.stdout.contains("2 were here already"), "{}", again.stdout);
}

#[test]
fn what_gives_other_codes_is_not_skipped_with_the_same_keys() {
    let home = Home::with_accounts();
    home.write(
        "more",
        "otpauth://totp/Amazon:ops@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon&period=60\n\
         otpauth://totp/AWS:root?secret=JBSWY3DPEHPK3PXP&issuer=AWS\n",
    );
    let run = home.run(["import", "more", "--same-key", "skip"]).done();
    assert!(run.stdout.contains("1 account added"), "{}", run.stdout);
    assert!(run.stdout.contains("1 was skipped"), "{}", run.stdout);
    assert!(run.stderr.contains("line 1: the same secret as"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_with_options_for_columns_is_said() {
    let home = Home::with_vault();
    let run = home.run(["import", "list", "--column", "1=key"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("list is none: list of otpauth addresses"), "{}", run.stderr);
    // What the words are is a question, and answered.
    let run = home.run(["import", "list", "--column", "1=?"]).done();
    assert!(run.stdout.contains("main-phone") && run.stdout.contains("none"), "{}", run.stdout);
    let two = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    table(&home, "t.csv", &["platform,login,key,2fa", &format!("Amazon,ops,KEY,{two}")]);
    let run = home.run(["import", "t.csv"]);
    assert!(run.stderr.contains("in the columns 3 and 4"), "{}", run.stderr);
    home.write("t.csv", format!("login,key,digits\nme,{KEY},six\n"));
    let run = home.run(["--lang", "zh-CN", "import", "t.csv"]);
    assert!(run.stderr.contains("其中的位数不是数字"), "{}", run.stderr);
}

#[test]
fn a_format_that_does_not_fit_is_blamed_and_not_the_file() {
    let home = Home::with_vault();
    table(&home, "t.csv", &["platform,login,key", "Amazon,ops,KEY"]);
    let run = home.run(["import", "t.csv", "--format", "aegis"]);
    assert_eq!(run.code, 1);
    let said = "--format says Aegis, but t.csv looks like something else: table.";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(!run.stderr.contains("damaged"), "{}", run.stderr);
    // A password that was given is not asked for again.
    home.write("bytes", vec![0xa7; 20]);
    home.write("word", "wrong\n");
    let run = home.run(["import", "bytes", "--password-file", "word"]);
    assert!(!run.stderr.contains("give its password"), "{}", run.stderr);
}

#[test]
fn a_guess_at_steam_is_told_and_the_trash_is_left_aside() {
    let home = Home::with_vault();
    let steam = "otpauth://totp/Steam:partner@shop?secret=JBSWY3DPEHPK3PXP&issuer=Steam\n";
    let trashed =
        "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&codeDisplay=%7B%22trashed%22%3Atrue%7D\n";
    home.write("more", [steam, trashed].concat());
    let run = home.run(["import", "more", "--json", "--dry-run"]).done();
    let changed = &run.json()["changed"][0];
    assert_eq!((&changed["reason"], &changed["to"]), (&"steam-by-issuer".into(), &"steam".into()));
    let run = home.run(["import", "more"]).done();
    assert!(run.stderr.contains("1 entry in the trash"), "{}", run.stderr);
}

#[test]
fn a_table_of_phones_alone_is_said_to_make_no_account_and_how_it_does() {
    let home = Home::with_vault();
    home.write("t.csv", "Label,Holder,Location\nP-01,Bob,Berlin\n");
    let run = home.run(["import", "t.csv"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("no account can be made of it"), "{}", run.stderr);
    assert!(run.stderr.contains("--column N=login"), "{}", run.stderr);
    home.run(["import", "t.csv", "--dry-run", "--column", "1=login"]);
}
