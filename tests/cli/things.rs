//! Devices, numbers, people, methods, key copies and recovery codes by command.

use std::fmt::Write as _;

use insta::assert_snapshot;

use super::home::{Home, Run};
use super::transcripts::session;

const CODES: &str = "rook-1111-aaaa\nrook-2222-bbbb\n\nrook-3333-cccc\n";

fn ids_hidden(text: &str) -> String {
    let is_id = |word: &str| word.len() == 36 && word.bytes().filter(|b| *b == b'-').count() == 4;
    let cut = |c: char| !c.is_ascii_hexdigit() && c != '-';
    let mut out = text.to_owned();
    for word in text.split(cut).filter(|word| is_id(word)) {
        out = out.replace(word, "ID");
    }
    out
}

#[test]
fn help() {
    let home = Home::empty();
    let verbs: [(&str, &[&str]); 6] = [
        ("device", &["", "list", "show", "add", "edit", "remove", "lost", "found"]),
        ("number", &["", "list", "show", "add", "edit", "remove", "lost", "lapsed", "found"]),
        ("person", &["", "list", "show", "add", "edit", "remove", "left", "back"]),
        ("method", &["", "list", "add", "edit", "remove"]),
        ("keycopy", &["", "list", "add", "edit", "remove"]),
        ("recovery", &["", "list", "set", "use", "reveal", "forget"]),
    ];
    for (lang, name) in [("en", "things-help-en"), ("zh-CN", "things-help-zh")] {
        let mut pages = String::new();
        for (command, verbs) in verbs {
            for verb in verbs {
                let mut arguments = vec!["--lang", lang, command];
                arguments.extend((!verb.is_empty()).then_some(*verb));
                arguments.push("--help");
                let page = home.run(&arguments).done().stdout;
                // The options of every command are on the main page.
                let own = page.split("Options of every command").next().unwrap_or_default();
                let own = own.split("通用选项").next().unwrap_or_default();
                writeln!(pages, "$ keyrack {command} {verb} --help\n{own}").expect("writes");
            }
        }
        assert_snapshot!(name, pages);
    }
}

#[test]
fn a_day_with_things() {
    let commands: [&[&str]; 30] = [
        &["device", "list"],
        &["person", "add", "Li", "Lei", "--team", "ops"],
        &["device", "add", "P-01", "--holder", "li lei", "--location", "Shenzhen office"],
        &["device", "add", "p-01"],
        &["device", "add", "P-02", "--kind", "tablet", "--holder", "Min-ji", "--auto-time", "yes"],
        &["number", "add", "+86 138-0013-8000", "--device", "P-01", "--keepalive", "2030-01-31"],
        &["number", "add", "13800138001"],
        &["number", "add", "+86 138 0013 80"],
        &["number", "add", "ask Li"],
        &["method", "add", "ops", "--kind", "totp", "--device", "P-01"],
        &["method", "add", "ops", "--kind", "sms", "--number", "8000"],
        &["method", "add", "ops", "--kind", "sms", "--number", "+8613800138000", "--role", "extra"],
        &["method", "list", "ops"],
        &["method", "edit", "ops", "--which", "sms", "--tested", "2020-02-02", "--result", "late"],
        &["method", "edit", "ops", "--state", "retired"],
        &["keycopy", "add", "ops", "--kind", "web", "--place", "2fa.live", "--added", "2020-01-01"],
        &["keycopy", "list", "ops"],
        &["device", "list"],
        &["device", "show", "p-01"],
        &["device", "edit", "P-01", "--holder", "Min-ji"],
        &["show", "ops"],
        &["number", "list"],
        &["number", "show", "8000", "--full"],
        &["number", "edit", "138", "--state", "suspended"],
        &["person", "list"],
        &["person", "show", "min"],
        &["device", "remove", "P-01"],
        &["device", "remove", "P-01", "--yes"],
        &["method", "remove", "ops", "--which", "1", "--yes"],
        &["show", "ops"],
    ];
    for (lang, name) in [("en", "things-en"), ("zh-CN", "things-zh")] {
        let home = Home::with_accounts();
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, today_hidden(&ids_hidden(&session(&home, &spoken))));
    }
}

/// Days of this century's later years are the day of the test.
fn today_hidden(text: &str) -> String {
    let mut out = text.to_owned();
    let is_day = |word: &str| {
        word.len() == 10 && word.starts_with("20") && !["2020", "2030"].contains(&&word[..4])
    };
    let cut = |c: char| !c.is_ascii_digit() && c != '-';
    for word in text.split(cut).filter(|word| is_day(word)) {
        out = out.replace(word, "TODAY");
    }
    out
}

#[test]
fn shapes() {
    let home = Home::with_accounts();
    let setup: [&[&str]; 5] = [
        &["device", "add", "P-01", "--holder", "Li", "--state", "broken", "--since", "2020-03-01"],
        &["number", "add", "+8613800138000", "--device", "P-01", "--carrier", "CM"],
        &["method", "add", "ops", "--kind", "sms", "--number", "+8613800138000"],
        &["keycopy", "add", "ops", "--kind", "paper", "--place", "safe", "--holder", "Li"],
        &["edit", "ops", "--users", "Li, Min-ji", "--two-step", "yes", "--profile", "work 3"],
    ];
    for command in setup {
        home.run(command).done();
    }
    home.piped(["recovery", "set", "ops", "--codes-file", "-", "--place", "safe"], CODES).done();
    let commands: [&[&str]; 8] = [
        &["device", "list", "--json"],
        &["number", "list", "--json"],
        &["number", "show", "8000", "--full", "--json"],
        &["person", "list", "--json"],
        &["method", "list", "ops", "--json"],
        &["keycopy", "list", "ops", "--json"],
        &["recovery", "list", "--json"],
        &["show", "ops", "--json"],
    ];
    assert_snapshot!("things-json", today_hidden(&ids_hidden(&session(&home, &commands))));
}

#[test]
fn recovery_codes_are_used_once_and_shown_only_when_asked_for() {
    let home = Home::with_accounts();
    let hidden = |run: &Run| assert!(!run.stdout.contains("rook") && !run.stderr.contains("rook"));
    let set = ["recovery", "set", "ops", "--codes-file", "-"];
    let said = home.piped(set, CODES);
    hidden(&said);
    said.done();
    for command in [["recovery", "list"], ["show", "ops"], ["list", "ops"]] {
        hidden(&home.run(command).done());
    }
    hidden(&home.run(["show", "ops", "--json"]).done());
    assert_eq!(home.run(["recovery", "use", "ops"]).done().stdout, "rook-1111-aaaa\n");
    let left = home.run(["recovery", "reveal", "ops"]).done().stdout;
    assert_eq!(left, "rook-2222-bbbb\nrook-3333-cccc\n");
    // Typed again with a new one: what was used stays used.
    home.piped(set, "rook-1111-aaaa, rook-3333-cccc, rook-4444-dddd").done();
    assert_eq!(home.run(["recovery", "use", "ops"]).done().stdout, "rook-3333-cccc\n");
    assert_eq!(home.run(["recovery", "use", "ops"]).done().stdout, "rook-4444-dddd\n");
    assert_eq!(home.run(["recovery", "use", "ops"]).code, 9);
    assert_eq!(home.run(["recovery", "reveal", "ops"]).code, 9);
    // Nobody can be asked here.
    assert_eq!(home.run(["recovery", "forget", "ops"]).code, 2);
    home.run(["recovery", "forget", "ops", "--yes"]).done();
    let none = home.run(["recovery", "list", "ops"]).done();
    assert_eq!(none.stdout, "");
}

#[test]
fn a_code_that_cannot_be_saved_as_used_is_not_shown() {
    let home = Home::with_accounts();
    home.piped(["recovery", "set", "ops", "--codes-file", "-"], CODES).done();
    let vault = home.path(".");
    let mode = |mode| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(mode)).expect("set");
    };
    mode(0o500);
    let run = home.run(["recovery", "use", "ops"]);
    mode(0o700);
    // Whoever may write everywhere can save it all the same.
    if run.code != 0 {
        assert_eq!(run.code, 7);
        assert!(!run.stdout.contains("rook"), "{}", run.stdout);
    }
}

#[test]
fn a_day_that_has_not_come_is_refused() {
    let home = Home::with_accounts();
    for option in ["--keyed", "--backup-tested"] {
        let run = home.run(["edit", "ops", "--backup", "email", option, "2999-01-01"]);
        assert_eq!(run.code, 2, "{option}");
        assert!(run.stderr.contains(&format!("{option}: that day lies ahead")), "{}", run.stderr);
    }
}

#[test]
fn a_doubtful_number_is_not_repeated_on_the_screen() {
    let home = Home::with_accounts();
    for number in ["+86 138 0013 80", "13800138001", "１３８００１３８００2"] {
        let run = home.run(["number", "add", number]).done();
        assert!(run.stderr.contains("•••") && !run.stderr.contains("3800"), "{}", run.stderr);
        assert!(!run.stderr.contains(number), "{}", run.stderr);
    }
}

/// It became a number of its own, with four digits.
#[test]
fn an_ending_that_two_numbers_have_is_no_third_one() {
    let home = Home::with_accounts();
    for number in ["+8613800135678", "+8613900135678"] {
        home.run(["number", "add", number]).done();
    }
    let before = home.read("v.age");
    for arguments in [
        &["edit", "ops", "--backup", "sms", "--backup-number", "5678"][..],
        &["add", "--no-key", "--login", "new", "--by", "sms", "--number", "5678"],
        &["method", "add", "ops", "--kind", "sms", "--number", "5678"],
    ] {
        let run = home.run(arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.matches("5678").count() >= 2, "{}", run.stderr);
    }
    assert!(home.read("v.age") == before);
    home.run(["edit", "ops", "--backup", "sms", "--backup-number", "+8613900135678"]).done();
    assert_eq!(home.run(["number", "list", "--json"]).json().as_array().map(Vec::len), Some(2));
}

#[test]
fn a_number_at_home_takes_the_region_of_the_settings() {
    let home = Home::with_accounts();
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(region: \"CN\")");
    home.run(["number", "add", "138 0013 8000"]).done();
    let shown = home.run(["number", "list", "--full"]).done().stdout;
    assert!(shown.starts_with("+8613800138000 "), "{shown}");
    assert_eq!(home.run(["number", "add", "0086 138 0013 8000"]).code, 2);
}
