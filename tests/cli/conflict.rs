//! What two people changed at the same time, on the command line.

use insta::assert_snapshot;

use super::home::Home;
use super::refusals::{decrypt, plain_home, save};
use super::transcripts::session;

/// A vault in which the name and the note of one account clash.
fn clashing() -> Home {
    let home = plain_home();
    let plain = decrypt(&home);
    let clash = r#"conflicts: [(field: "login", other: (login: "de@hikari.example")), (field: "note", other: (note: "Li's\u{1b}[31m")), (field: "key", other: (key: "KRSXG5CTMVRXEZLU"))], login: "ops@hikari.example""#;
    let marked = plain.replacen(r#"login: "ops@hikari.example""#, clash, 1);
    assert_ne!(plain, marked);
    save(&home, &marked);
    home
}

#[test]
fn what_clashes_is_listed_and_decided() {
    let commands: [&[&str]; 9] = [
        &["conflict"],
        &["conflict", "list", "--json"],
        &["conflict", "decide", "4", "1"],
        &["conflict", "decide", "1", "3"],
        &["conflict", "decide", "1", "2"],
        &["conflict", "decide", "1", "1"],
        &["conflict", "decide", "1", "all"],
        &["conflict"],
        &["list"],
    ];
    for (lang, name) in [("en", "conflict-en"), ("zh-CN", "conflict-zh")] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, session(&clashing(), &spoken));
    }
}

#[test]
fn what_clashes_is_seen_where_somebody_looks() {
    let home = clashing();
    for (lang, said) in [("en", "3 values clash. Decide with"), ("zh", "有 3 处冲突，请用")]
    {
        let shown = home.run(["--lang", lang, "show", "hikari amazon"]).done().stdout;
        assert!(shown.contains(said), "{shown}");
        let doctor = home.run(["--lang", lang, "doctor"]);
        assert!(doctor.stdout.contains(said), "{}", doctor.stdout);
    }
    let doctor = home.run(["doctor", "--json"]).stdout;
    assert!(doctor.contains("\"clashing\": 3"), "{doctor}");
}

#[test]
fn codes_of_keys_that_clash_are_shown_when_asked_for() {
    let home = clashing();
    let code = |text: &str| text.matches("gives").count();
    assert_eq!(code(&home.run(["conflict", "list"]).done().stdout), 0);
    assert_eq!(code(&home.run(["conflict", "list", "--reveal"]).done().stdout), 2);
}
