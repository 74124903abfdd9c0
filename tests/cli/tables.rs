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
    table(&home, "t.csv", &["platform,login,key,Passwort,empty", "Amazon,ops,KEY,hunter2,"]);
    for arguments in [&["import", "t.csv", "--dry-run"][..], &["import", "t.csv"]] {
        let run = home.run(arguments);
        assert_eq!(run.code, 8);
        assert!(run.stderr.contains("not imported: 4 (Passwort)\n"), "{}", run.stderr);
        assert!(run.stdout.contains("1 column was not imported"), "{}", run.stdout);
        assert!(!(run.stdout + &run.stderr).contains("hunter2"));
    }
    let lost = |home: &Home, more: &[&str]| {
        let run = home.run([&["import", "t.csv", "--json", "--dry-run"], more].concat());
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        (run.code, json["lost"].clone())
    };
    let column = serde_json::json!(
        {"what": "column", "file": 1, "column": 4, "title": "Passwort", "count": 1}
    );
    assert_eq!(lost(&home, &[]), (8, serde_json::json!([column])));
    // Whoever says that it is to stay behind loses nothing.
    assert_eq!(lost(&home, &["--column", "4=none"]), (0, serde_json::json!([])));
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
    let differs = home.run(["import", "third.csv", "--same-key", "merge"]).done();
    for said in ["store: Other in the file; Hikari stays", "login: new in the file; ops stays"] {
        assert!(differs.stderr.contains(said), "{said}: {}", differs.stderr);
    }
    let json = home.run(["import", "third.csv", "--same-key", "merge", "--json", "--dry-run"]);
    let changed = &json.json()["changed"][1];
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
        arguments.extend(["--format".to_owned(), "table".into()]);
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
