//! Who did what when, from the command line.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;

use super::home::{Home, KEYS};
use super::transcripts::session;

fn files(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.path("v.activity")).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// Without the times at the beginning of lines.
fn timeless(text: &str) -> String {
    let line = |line: &str| match line.get(19..) {
        Some(rest) if line.starts_with("20") && line.as_bytes()[13] == b':' => {
            format!("WHEN{rest}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Somebody's day.
fn worked() -> Home {
    let home = Home::with_accounts();
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(name: \"Min-ji\")");
    home.run(["code", "ops"]).done();
    home.run(["edit", "ops", "--note", "call first"]).done();
    home.run(["device", "add", "P-07"]).done();
    home.run(["device", "lost", "P-07", "--stolen"]).done();
    home.run(["export", "list", "out.csv", "--yes"]).wrote();
    home.run(["remove", "byeolbit", "--yes"]).done();
    home
}

#[test]
fn what_was_done_is_listed() {
    let commands: [&[&str]; 8] = [
        &["activity"],
        &["activity", "-n", "2"],
        &["activity", "--what", "edited", "--what", "revealed", "--json"],
        &["activity", "--account", "ops"],
        &["activity", "--account", "nobody"],
        &["activity", "--since", "yesterday"],
        &["activity", "--until", "1d"],
        &["activity", "--what", "sung"],
    ];
    for (lang, name) in [("en", "activity-en"), ("zh-CN", "activity-zh")] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, timeless(&session(&worked(), &spoken)));
    }
}

#[test]
fn a_gap_is_said_and_told_by_the_exit_code() {
    let home = worked();
    assert_eq!(home.run(["activity"]).done().stderr, "");
    let file = files(&home).remove(0);
    let content = fs::read_to_string(&file).expect("text");
    let lines: Vec<&str> = content.lines().collect();
    fs::write(&file, format!("{}\n{}\n", lines[0], lines[2..].join("\n"))).expect("writes");
    let run = home.run(["activity"]);
    assert_eq!(run.code, 16);
    assert!(run.stderr.contains("1 event is missing"), "{}", run.stderr);
    let run = home.run(["activity", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (json["whole"].as_bool(), json["problems"][0]["kind"].as_str()),
        (Some(false), Some("missing"))
    );
    fs::write(&file, format!("{content}torn")).expect("writes");
    assert_eq!(home.run(["activity"]).code, 0, "a line that was left unfinished is no gap");
}

/// B4: the chain of a file says nothing of what was cut off its end; who has seen it before does.
#[test]
fn what_was_cut_off_the_end_of_a_colleagues_file_is_noticed() {
    let (theirs, ours) = (worked(), Home::empty());
    fs::create_dir(ours.path("me")).expect("a folder");
    fs::create_dir(ours.path("v.activity")).expect("a folder");
    for name in ["me/id.age", "v.age"] {
        ours.write(name, theirs.read(name));
    }
    let is_log = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "log");
    let file = files(&theirs).into_iter().find(is_log).expect("a file");
    let here = ours.path("v.activity").join(file.file_name().expect("a name"));
    let content = fs::read_to_string(&file).expect("text");
    fs::write(&here, &content).expect("writes");
    // Nothing is remembered of a look that writes nothing.
    ours.run(["--read-only", "activity"]).done();
    let lines: Vec<&str> = content.lines().collect();
    let cut = format!("{}\n", lines[..lines.len() - 2].join("\n"));
    fs::write(&here, &cut).expect("writes");
    assert_eq!(ours.run(["activity"]).code, 0, "nobody has seen it");
    fs::write(&here, &content).expect("writes");
    assert_eq!(ours.run(["activity"]).done().stderr, "");
    fs::write(&here, &cut).expect("writes");
    for _ in 0..2 {
        let run = ours.run(["activity"]);
        assert_eq!(run.code, 16, "{}", run.stderr);
        assert!(run.stderr.contains("2 events of machine "), "{}", run.stderr);
        assert!(run.stderr.contains("are gone from the end"), "{}", run.stderr);
    }
    // So does who has seen a file that is gone, with its folder or alone.
    for with_folder in [false, true] {
        if with_folder {
            fs::remove_dir_all(here.parent().expect("a folder")).expect("removes");
        } else {
            fs::remove_file(&here).expect("removes");
        }
        let run = ours.run(["activity"]);
        assert_eq!(run.code, 16, "{}", run.stderr);
        assert!(run.stderr.contains("and its files are gone"), "{}", run.stderr);
        assert!(!run.stderr.contains("Nothing has been written"), "{}", run.stderr);
    }
    fs::create_dir(ours.path("v.activity")).expect("a folder");
    fs::write(&here, content).expect("writes");
    assert_eq!(ours.run(["activity"]).done().stderr, "");
}

#[test]
fn it_can_be_switched_off_and_keeps_nobody_from_working() {
    let home = worked();
    let events = || home.run(["activity", "--json"]).json()["events"].as_array().map(Vec::len);
    let before = events();
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(activity: false)");
    home.run(["code", "ops"]).done();
    assert_eq!(events(), before);
    home.write(".config/keyrack/settings.ron", "()");
    fs::remove_dir_all(home.path("v.activity")).expect("removes");
    home.write("v.activity", "in the way");
    let run = home.run(["code", "ops"]).done();
    assert_eq!(run.stderr.matches("could not be written down").count(), 1, "{}", run.stderr);
    assert_eq!(run.stdout.trim().len(), 6);
}

#[test]
fn nothing_in_it_is_a_code_or_a_key_or_computed() {
    let home = worked();
    let code = home.run(["code", "ops"]).done().stdout;
    home.run(["edit", "ops", "--login", "=cmd()"]).done();
    let json = home.run(["activity", "--json"]).done().stdout;
    let csv = home.run(["activity", "--csv"]).done().stdout;
    for needle in KEYS.into_iter().chain([code.trim(), "call first"]) {
        assert!(!json.contains(needle) && !csv.contains(needle), "{needle}");
    }
    assert!(csv.contains("time,who,machine,what,subject"), "{csv}");
    let raw: Vec<u8> =
        files(&home).iter().flat_map(|file| fs::read(file).expect("reads")).collect();
    assert!(!String::from_utf8_lossy(&raw).contains("ops"));
}

#[test]
fn who_may_open_the_vault_is_a_part_of_it() {
    let home = Home::with_accounts();
    let anna = Home::empty();
    let line = anna.run(["identity", "new", "--name", "Anna", "--work-factor", "10"]).done().stdout;
    home.write("line", line);
    home.run(["member", "add", "--file", "line", "--yes"]).done();
    home.run(["member", "confirm", "--yes"]).done();
    home.write("paper", home.run(["member", "recovery"]).done().stdout);
    home.run(["member", "drill", "--file", "paper"]).done();
    home.write("new", home.run(["member", "recovery", "--replace"]).done().stdout);
    home.run(["member", "drill", "--replace", "--file", "new"]).done();
    home.run(["identity", "rotate", "--yes", "--work-factor", "10"]).done();
    home.run(["member", "remove", "anna", "--yes"]).done();
    let json = home.run(["activity", "--json"]).json();
    let events = json["events"].as_array().expect("events");
    let words = ["let-in", "confirmed", "recovery-made", "recovery-tried", "rotated", "shut-out"];
    let told: Vec<&str> = events.iter().filter_map(|event| event["what"].as_str()).collect();
    let told: Vec<&str> = told.into_iter().rev().filter(|word| words.contains(word)).collect();
    let expected = [
        "let-in",
        "confirmed",
        "recovery-made",
        "recovery-tried",
        "recovery-made",
        "recovery-tried",
        "shut-out",
        "rotated",
        "shut-out",
    ];
    assert_eq!(told, expected);
    let commands: [&[&str]; 2] = [
        &["--lang", "en", "activity", "-n", "0"],
        &["--lang", "zh-CN", "activity", "--what", "shut-out", "--what", "let-in"],
    ];
    assert_snapshot!("activity-members", timeless(&session(&home, &commands)));
}
