//! Names in options: whole, in part, and of nobody yet.

use super::home::{Home, PASSPHRASE};
use super::terminal::Talk;

/// Two people and two phones whose names have a part in common.
fn desk() -> Home {
    let home = Home::with_accounts();
    for command in [
        ["person", "add", "Kim Li"],
        ["person", "add", "Kim Lo"],
        ["device", "add", "Phone A"],
        ["device", "add", "Phone B"],
    ] {
        home.run(command).done();
    }
    home
}

fn names(home: &Home, kind: &str, field: &str) -> Vec<String> {
    let listed = home.run([kind, "list", "--json"]).json();
    let rows = listed.as_array().expect("rows").iter();
    rows.map(|row| row[field].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_part_of_a_name_in_an_option_makes_nobody_new() {
    let home = desk();
    let before = home.read("v.age");
    let both = &["Kim Li", "Kim Lo"][..];
    let phones = &["Phone A", "Phone B"][..];
    let cases: [(&[&str], &[&str], &str); 9] = [
        (&["edit", "ops", "--users", "Kim"], both, "person add Kim"),
        (&["edit", "ops", "--users", "Kim Li, kim"], both, "person add kim"),
        (&["device", "add", "P-9", "--holder", "KIM"], both, "person add KIM"),
        (&["device", "edit", "Phone A", "--holder", "Lo"], &["Kim Lo"], "person add Lo"),
        (&["keycopy", "add", "ops", "--holder", "kim l"], both, "person add 'kim l'"),
        (&["keycopy", "add", "ops", "--device", "Phone"], phones, "device add Phone"),
        (
            &["method", "add", "ops", "--kind", "totp", "--device", "phone"],
            phones,
            "device add phone",
        ),
        (&["number", "add", "+8613800138000", "--device", "Phone"], phones, "device add Phone"),
        (
            &["add", "--login", "x", "--by", "sms", "--backup", "totp", "--backup-device", "B"],
            &["Phone B"],
            "device add B",
        ),
    ];
    for (arguments, candidates, command) in cases {
        let run = home.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{arguments:?}: {}", run.stderr);
        for name in candidates {
            assert!(run.stderr.contains(&format!("  {name}\n")), "{arguments:?}: {}", run.stderr);
        }
        let whole = format!("keyrack --vault v.age --identity me/id.age {command}\n");
        assert!(run.stderr.contains(&whole), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(home.read("v.age"), before);

    // All of a name, an id and several whole names are what they were.
    let id =
        home.run(["person", "list", "--json"]).json()[0]["id"].as_str().expect("id").to_owned();
    for arguments in [
        &["device", "edit", "Phone A", "--holder", "kim LO"][..],
        &["device", "edit", "Phone B", "--holder", &id],
        &["edit", "ops", "--users", "Kim Li"],
        &["edit", "ops", "--users", "Kim Li, Kim Lo"],
        // What stands there already is not asked about when something else is edited.
        &["edit", "ops", "--note", "x"],
    ] {
        assert_eq!(home.run(arguments).done().stderr, "", "{arguments:?}");
    }
    assert_eq!(names(&home, "person", "name"), ["Kim Li", "Kim Lo"]);
    assert_eq!(names(&home, "device", "label"), ["Phone A", "Phone B"]);
    let users = home.run(["show", "ops", "--json"]).json()["users"].clone();
    assert_eq!(users, serde_json::json!(["Kim Li", "Kim Lo"]));
    // The way that was shown makes the new one.
    home.run(["person", "add", "Kim"]).done();
    home.run(["edit", "ops", "--users", "Kim"]).done();
}

/// The letters of a name are no part of every name that has them.
#[test]
fn a_name_within_the_letters_of_another_is_a_new_one() {
    let home = Home::with_accounts();
    for name in ["Oliver", "李明"] {
        home.run(["person", "add", name]).done();
    }
    home.run(["device", "add", "P-9", "--holder", "Li"]).done();
    assert_eq!(names(&home, "person", "name"), ["Li", "Oliver", "李明"]);
    assert_eq!(home.run(["device", "add", "P-8", "--holder", "李"]).code, 4, "nothing parts these");
}

/// It was Bert's phone from then on, and nobody was told.
#[test]
fn an_account_takes_nobodys_phone_away() {
    let home = Home::with_accounts();
    home.run(["device", "add", "P-1", "--holder", "Anna"]).done();
    let before = home.read("v.age");
    let add = ["add", "--login", "x", "--no-key", "--by", "push"];
    let with = |more: &[&str]| home.run([&add[..], more].concat());
    for arguments in [
        &["--device", "P-1", "--holder", "Bert"][..],
        &["--backup", "sms", "--backup-device", "p-1", "--backup-holder", "Bert"],
    ] {
        let run = with(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("keyrack device edit P-1 --holder Bert"), "{}", run.stderr);
    }
    assert_eq!(home.read("v.age"), before);
    with(&["--device", "P-1", "--holder", "anna"]).done();
    home.run(["device", "edit", "P-1", "--holder", "Bert"]).done();
}

#[test]
fn who_is_new_is_said() {
    let home = desk();
    let run = home.run(["device", "add", "P-9", "--holder", "Ana Park"]).done();
    assert_eq!(run.stderr, "Ana Park is new: added as a person.\n");
    assert_eq!(run.stdout, "Added P-9\n");
    let ways = ["--by", "sms", "--device", "Q-1", "--number", "+8613800138000", "--holder", "Bo"];
    let add = [&["add", "--login", "x"][..], &ways].concat();
    let said = home.run(add).done().stderr;
    for name in ["Q-1 is new: added as a device.", "Bo is new: added as a person."] {
        assert!(said.contains(name), "{said}");
    }
    assert!(said.contains("+86•••8000 is new: added as a number."), "{said}");
    // Known now.
    assert_eq!(home.run(["edit", "ops", "--users", "Bo,"]).done().stderr, "");
    let zh = home
        .finish(home.keyrack().args(["edit", "ops", "--users", "伟"]).env("LANG", "zh_CN.UTF-8"));
    assert!(zh.done().stderr.contains("人员列表中原来没有 伟，已添加。"));
}

#[test]
fn what_is_wrong_with_the_options_is_said_before_a_key_is_typed() {
    let home = desk();
    let before = home.read("v.age");
    let open = |arguments: &str| {
        let mut talk = Talk::begin(&home, arguments);
        talk.hear("assphrase").say(&format!("{PASSPHRASE}\r"));
        talk
    };
    let cases = [
        ("add --login x --device P-07", "--device: This says where a code arrives, but not how", 2),
        ("add --login x --users Kim", "--users: Kim is only a part of 2 names", 4),
        ("edit ops --ask-key --users Kim", "--users: Kim is only a part of 2 names", 4),
    ];
    for (arguments, said, code) in cases {
        let heard = open(arguments).hear(said).end(code);
        assert!(!heard.contains("not shown; "), "{heard}");
    }
    assert_eq!(home.read("v.age"), before);
}
