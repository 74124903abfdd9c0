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

/// What the conflicts are called, in their order.
fn marks(home: &Home) -> Vec<String> {
    let listed: serde_json::Value =
        serde_json::from_str(&home.run(["conflict", "list", "--json"]).done().stdout)
            .expect("JSON");
    let all = listed.as_array().expect("an array").iter();
    all.map(|it| it["conflict"].as_str().expect("letters").to_owned()).collect()
}

/// A decision about the values as they were is none about those they are now, and can be taken back.
#[test]
fn a_conflict_keeps_its_name_until_a_value_is_another() {
    let home = clashing();
    let before = marks(&home);
    let decided = home.run(["conflict", "decide", &before[1], "1"]).done();
    let told = decided.stderr.lines().find_map(|line| line.split_once("doctor --restore "));
    let backup = told.expect("how to take it back").1.trim().to_owned();
    assert_eq!(marks(&home), [before[0].clone(), before[2].clone()], "the others keep theirs");
    assert_eq!(home.run(["conflict", "decide", &before[1], "2"]).code, 3);
    home.run(["doctor", "--restore", &backup, "--yes"]).done();
    assert_eq!(marks(&home), before);
    let plain = decrypt(&home);
    save(&home, &plain.replacen("KRSXG5CTMVRXEZLU", "KRSXG5CTMVRXEZLV", 1));
    let now = marks(&home);
    assert_eq!(now[..2], before[..2]);
    assert_ne!(now[2], before[2], "another key, although it shows the same");
}

#[test]
fn what_clashes_is_listed_and_decided() {
    let commands: [&[&str]; 9] = [
        &["conflict"],
        &["conflict", "list", "--json"],
        &["conflict", "decide", "1", "1"],
        &["conflict", "decide", "#1", "3"],
        &["conflict", "decide", "#1", "2"],
        // It is decided: what was the second is not taken for it.
        &["conflict", "decide", "#1", "1"],
        &["conflict", "decide", "#2", "all"],
        &["conflict"],
        &["list"],
    ];
    for (lang, name) in [("en", "conflict-en"), ("zh-CN", "conflict-zh")] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let home = clashing();
        let marks = marks(&home);
        let word = |word: &'_ str| -> String {
            match word.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
                Some(n) => marks[n - 1].clone(),
                None => word.to_owned(),
            }
        };
        let spoken: Vec<Vec<String>> =
            spoken.iter().map(|line| line.iter().map(|it| word(it)).collect()).collect();
        let spoken: Vec<Vec<&str>> =
            spoken.iter().map(|line| line.iter().map(String::as_str).collect()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        let mut said = session(&home, &spoken);
        for (mark, name) in marks.iter().zip(["LGNN", "NTEE", "KEYY"]) {
            said = said.replace(mark, name);
        }
        assert_snapshot!(name, said);
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
    // Without its word it was refused.
    assert_eq!(code(&home.run(["conflict", "--reveal"]).done().stdout), 2);
    assert!(home.run(["conflict", "--json"]).json().is_array());
}
