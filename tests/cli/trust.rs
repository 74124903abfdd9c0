//! A vault that may not be the one this machine knew, on the command line.

use insta::assert_snapshot;
use serde_json::json;

use super::home::Home;
use super::refusals::{decrypt, encrypt, plain_home};
use super::transcripts::session;

/// The file is put back to what it was before an account was added.
fn rolled_back() -> Home {
    let home = plain_home();
    let old = home.read("v.age");
    home.run(["add", "--no-key", "--login", "new@hikari.example"]).done();
    std::fs::write(home.path("v.age"), old).expect("written");
    home
}

/// Somebody who only knows whom it is encrypted to makes a vault.
fn forged() -> Home {
    let home = plain_home();
    let plain = decrypt(&home);
    let id =
        plain.split("vault: \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    encrypt(&home, &plain.replacen(id, &"A".repeat(52), 1));
    home
}

/// A key is added to the list by hand.
fn let_in() -> Home {
    let home = plain_home();
    let eve = "(key: \"age1k5pc066l09ljrfd56jl99mlc59uu5ntah5kunznh6pat263s0qqs6cqgwk\", label: \"Eve\", by: \"Li\"),";
    encrypt(&home, &decrypt(&home).replacen("recipients: [", &format!("recipients: [\n{eve}"), 1));
    home
}

#[test]
fn each_doubt_has_an_exit_code_and_nothing_is_written() {
    type Make = fn() -> Home;
    let cases: [(&str, Make, i32); 3] = [
        ("another vault", forged, 12),
        ("an older version", rolled_back, 13),
        ("one more can read it", let_in, 15),
    ];
    for (name, make, exit) in cases {
        let home = make();
        let before = home.read("v.age");
        for command in [
            &["list"][..],
            &["code", "hikari"],
            &["show", "hikari"],
            &["add", "--no-key", "--login", "x"],
            &["remove", "hikari", "--yes"],
            &["doctor"],
            // Nobody is there to be asked.
            &["trust"],
        ] {
            let outcome = home.run(command);
            assert_eq!(outcome.code, exit, "{name}, {command:?}: {}", outcome.stderr);
            assert!(outcome.stderr.contains("trust") || command[0] != "list", "{}", outcome.stderr);
        }
        assert!(home.read("v.age") == before, "{name}");
        home.run(["trust", "--yes"]).done();
        home.run(["list"]).done();
    }
}

/// The newest backup is the version before the last save; what this machine knew is the last.
#[test]
fn another_vault_in_its_place_costs_nothing() {
    let home = plain_home();
    home.run(["add", "--no-key", "--login", "last@hikari.example"]).done();
    let plain = decrypt(&home);
    let id =
        plain.split("vault: \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    encrypt(&home, &plain.replacen(id, &"A".repeat(52), 1).replacen("last@", "evil@", 1));
    let foreign = home.read("v.age");
    let run = home.run(["trust"]);
    assert_eq!(run.code, 12);
    assert!(
        run.stdout.contains("changed: last@") || run.stdout.contains("evil@"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("me/id.age trust --regain"), "{}", run.stdout);
    let run = home.run(["trust", "--regain"]).done();
    assert!(run.stdout.contains("evil@hikari.example"), "what goes is said: {}", run.stdout);
    let list = home.run(["list"]).done().stdout;
    assert!(list.contains("last@hikari.example") && !list.contains("evil@"), "{list}");
    let backups = home.run(["doctor", "--json"]).json()["backups"].clone();
    let kept = backups[0]["path"].as_str().map(str::to_owned);
    let kept = kept.or_else(|| backups[0]["name"].as_str().map(str::to_owned)).expect("a backup");
    let find = |folder: std::path::PathBuf| -> Vec<std::path::PathBuf> {
        let mut found = vec![folder];
        let mut at = 0;
        while at < found.len() {
            let inside = std::fs::read_dir(&found[at]).into_iter().flatten().flatten();
            let inside: Vec<_> = inside.map(|entry| entry.path()).collect();
            found.extend(inside);
            at += 1;
        }
        found
    };
    let name = std::path::Path::new(&kept).file_name().expect("a name").to_owned();
    let file = find(home.path("")).into_iter().find(|path| path.file_name() == Some(&name));
    assert!(std::fs::read(file.expect("there")).expect("reads") == foreign, "it is a backup");
}

#[test]
fn what_is_different_is_listed() {
    for (lang, tag) in [("en", "en"), ("zh-CN", "zh")] {
        let commands: [&[&str]; 5] = [
            &["--lang", lang, "list"],
            &["--lang", lang, "trust"],
            &["--lang", lang, "trust", "--regain"],
            &["--lang", lang, "trust"],
            &["--lang", lang, "list"],
        ];
        assert_snapshot!(format!("trust-rolled-back-{tag}"), session(&rolled_back(), &commands));
        let commands: [&[&str]; 4] = [
            &["--lang", lang, "trust"],
            &["--lang", lang, "trust", "--regain"],
            &["--lang", lang, "trust", "--yes"],
            &["--lang", lang, "trust"],
        ];
        assert_snapshot!(format!("trust-let-in-{tag}"), session(&let_in(), &commands));
        assert_snapshot!(format!("trust-forged-{tag}"), session(&forged(), &commands[..1]));
    }
}

/// To look is not to write.
#[test]
fn a_doubt_is_looked_at_without_writing() {
    let home = rolled_back();
    let before = home.read("v.age");
    let run = home.run(["--read-only", "trust"]);
    assert_eq!(run.code, 13, "{}", run.stderr);
    assert!(run.stdout.contains("1 account is missing"), "{}", run.stdout);
    for decides in ["--yes", "--regain"] {
        assert_eq!(home.run(["--read-only", "trust", decides]).code, 7);
    }
    assert!(home.read("v.age") == before);
}

#[test]
fn a_list_is_written_as_its_language_writes_it() {
    let home = plain_home();
    let before = home.read("v.age");
    for login in ["a@hikari.example", "b@hikari.example"] {
        home.run(["add", "--no-key", "--login", login]).done();
    }
    home.run(["edit", "a@hikari.example", "--users", "Li, Bo"]).done();
    let zh = |command: &[&str]| home.run([&["--lang", "zh"], command].concat()).stdout;
    assert!(zh(&["show", "a@hikari.example"]).contains("Li、Bo"));
    home.write("v.age", before);
    let said = zh(&["trust"]);
    assert!(said.contains("缺少 2 个账号：a@hikari.example、b@hikari.example"), "{said}");
    let said = home.run(["trust"]).stdout;
    assert!(said.contains("missing: a@hikari.example, b@hikari.example"), "{said}");
}

#[test]
fn what_is_different_is_told_to_programs() {
    assert_eq!(plain_home().run(["trust", "--json"]).json()["doubt"], json!(null));
    let told = rolled_back().run(["trust", "--json"]).json();
    assert_eq!(told["doubt"], "rolled-back");
    assert_eq!(told["missing"], json!(["new@hikari.example"]));
    assert_eq!((&told["behind"][0]["known"], &told["behind"][0]["found"]), (&json!(3), &json!(2)));
    let told = let_in().run(["trust", "--json"]).json();
    assert_eq!(told["added"].as_array().map(Vec::len), Some(1));
}

#[test]
fn whoever_puts_a_backup_back_has_decided() {
    let home = plain_home();
    home.run(["add", "--no-key", "--login", "new@hikari.example"]).done();
    let backups = home.run(["doctor", "--json"]).json()["backups"].clone();
    let newest = backups[0]["name"].as_str().expect("a name").to_owned();
    home.run(["doctor", "--restore", &newest, "--yes"]).done();
    home.run(["list"]).done();
}

/// Two machines of one name saved for the same count: no version is known that both come from.
#[test]
fn what_cannot_be_put_together_is_not_offered_to_be() {
    let home = plain_home();
    encrypt(&home, &decrypt(&home).replacen("ops@hikari.example", "other@hikari.example", 1));
    let run = home.run(["trust"]);
    assert_eq!(run.code, 14, "{}", run.stderr);
    assert!(!run.stdout.contains("--regain"), "{}", run.stdout);
    home.run(["trust", "--yes"]).done();
    assert!(home.run(["list"]).done().stdout.contains("other@hikari.example"));
}

/// An empty one was made in its place and taken for it: what this machine knew was gone but for a backup.
#[test]
fn no_vault_is_made_where_one_is_lost() {
    let home = plain_home();
    std::fs::remove_file(home.path("v.age")).expect("there");
    let run = home.run(["init", "--no-passphrase"]);
    assert_eq!(run.code, 7, "{}", run.stderr);
    assert!(run.stderr.contains("me/id.age doctor --backups"), "{}", run.stderr);
    assert!(!home.path("v.age").exists());
    let listed = home.run(["doctor", "--backups"]).done().stdout;
    let name = listed.split_whitespace().find(|word| word.ends_with("-conflict.age"));
    home.run(["doctor", "--restore", name.expect("the last version"), "--yes"]).done();
    assert!(home.run(["list"]).done().stdout.contains("ops@hikari.example"));

    // Whoever means it moves the memory away.
    std::fs::remove_file(home.path("v.age")).expect("there");
    let said = home.run(["init", "--no-passphrase"]).stderr;
    let known = said.split_whitespace().find(|word| word.contains("/known/")).expect("a folder");
    let known = home.path(known.trim_start_matches("HOME/"));
    std::fs::rename(&known, home.path("aside")).unwrap_or_else(|why| panic!("{known:?}: {why}"));
    home.run(["init", "--no-passphrase"]).done();
    assert!(!home.run(["list"]).done().stdout.contains("ops@hikari.example"));
}
