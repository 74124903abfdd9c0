//! Slips of the hand: what is left out, mistyped or said twice must not be taken for something else.

use super::home::Home;

/// One account with a main method on P-01 of Anna, and a tested backup on a number in it.
fn desk() -> Home {
    let home = Home::with_accounts();
    let setup: [&[&str]; 4] = [
        &["device", "add", "P-01", "--holder", "Anna"],
        &["number", "add", "+86 138 0013 8000", "--device", "P-01"],
        &["method", "add", "ops", "--kind", "totp", "--device", "P-01"],
        &["method", "add", "ops", "--kind", "sms", "--number", "8000"],
    ];
    for command in setup {
        home.run(command).done();
    }
    home
}

fn backup(home: &Home) -> String {
    home.run(["show", "ops", "--json"]).json()["backup"].as_str().expect("a word").to_owned()
}

#[test]
fn an_empty_name_is_not_the_only_record() {
    let home = desk();
    let before = home.read("v.age");
    let cases: [&[&str]; 21] = [
        &["device", "lost", ""],
        &["device", "lost", "  "],
        &["device", "found", ""],
        &["device", "remove", "", "--yes"],
        &["device", "show", ""],
        &["device", "edit", "", "--note", "x"],
        &["device", "add", ""],
        &["number", "lapsed", ""],
        &["number", "remove", " ", "--yes"],
        &["person", "left", ""],
        &["person", "back", "", ""],
        &["method", "remove", "ops", "--which", "", "--yes"],
        &["recovery", "forget", "", "--yes"],
        &["remove", "", "--yes"],
        &["code", ""],
        &["print", "card", ""],
        &["print", "emergency", ""],
        &["print", "loss", ""],
        &["platform", "show", ""],
        &["drill", "record", "", "ok"],
        &["health", "wake", "B11", ""],
    ];
    for arguments in cases {
        let run = home.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("The name is empty"), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(home.read("v.age"), before);
    // An empty filter leaves all in.
    home.run(["list", ""]).done();
    home.run(["health", ""]).done();
}

#[test]
fn health_of_an_account_that_is_not_there_is_no_good_news() {
    let home = desk();
    for arguments in [&["health", "typo", "--fail-on", "low"][..], &["health", "typo", "--json"]] {
        let run = home.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{}", run.stderr);
        assert!(run.stderr.contains("No account matches typo"), "{}", run.stderr);
    }
}

#[test]
fn a_test_is_over_when_its_holder_leaves_or_its_phone_or_line_is_taken_out() {
    let cases: [&[&[&str]]; 4] = [
        &[&["person", "left", "Anna"]],
        &[&["device", "remove", "P-01", "--yes"]],
        &[&["number", "remove", "8000", "--yes"]],
        // Of what belongs to somebody else nothing is over.
        &[&["device", "add", "P-02"], &["device", "remove", "P-02", "--yes"]],
    ];
    for (commands, left) in cases.into_iter().zip(["lost", "untested", "untested", "ok"]) {
        let home = desk();
        home.run(["drill", "record", "ops", "ok"]).done();
        assert_eq!(backup(&home), "ok");
        for command in commands {
            home.run(*command).done();
        }
        assert_eq!(backup(&home), left, "{commands:?}");
    }
}

#[test]
fn recovery_codes_that_are_kept_are_counted_and_nothing_is_no_code() {
    let home = desk();
    let set = |arguments: &[&str], input: &str| {
        home.piped([&["recovery", "set", "ops"], arguments].concat(), input)
    };
    // Kept elsewhere.
    set(&["--left", "2", "--place", "paper in safe"], "").done();
    for verb in ["use", "reveal"] {
        let run = home.run(["recovery", verb, "ops"]);
        assert_eq!(run.code, 9);
        assert!(run.stderr.contains("2 left, kept elsewhere, paper in safe"), "{}", run.stderr);
    }
    let before = home.read("v.age");
    for (arguments, input) in [
        (&["--codes-file", "/dev/null"][..], ""),
        (&["--codes-file", "-"], " , ;\n"),
        (&["--codes-file", "-", "--left", "9"], "rook-1"),
    ] {
        assert_eq!(set(arguments, input).code, 2, "{arguments:?}");
    }
    assert_eq!(home.read("v.age"), before);
    let said = set(&["--codes-file", "-"], "rook-1\nrook-2\nrook-1, rook-3").done().stdout;
    assert!(said.contains("3 codes kept, 1 listed twice"), "{said}");
    let run = set(&["--codes-file", "-"], "Backup codes:\n1. rook-1\nsee the safe\nrook-2").done();
    assert!(run.stdout.contains("2 codes kept"), "{}", run.stdout);
    assert!(run.stderr.contains("2 pieces are no codes"), "{}", run.stderr);
    let counted = set(&["--left", "9"], "");
    assert_eq!((counted.code, counted.stdout.as_str()), (2, ""), "{}", counted.stderr);
    assert!(counted.stderr.contains("recovery use"), "{}", counted.stderr);
}

#[test]
fn a_method_that_is_there_is_not_added_again() {
    let home = desk();
    let add = |more: &[&str]| home.run([&["method", "add", "ops"], more].concat());
    let sms = ["--kind", "sms", "--number", "+8613800138000"];
    for again in [&sms[..], &[&sms[..], &["--role", "backup"]].concat()] {
        let run = add(again);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("exactly this method"), "{}", run.stderr);
    }
    let second = add(&["--kind", "push", "--device", "P-01", "--role", "main"]).done();
    assert!(second.stderr.contains("another main method"), "{}", second.stderr);
    let third = add(&["--kind", "email", "--address", "ops@mail.example"]).done();
    assert_eq!(third.stderr, "");
    let listed = home.run(["method", "list", "ops"]).done().stdout;
    assert!(listed.contains("ops@mail.example"), "{listed}");
    // One row for a login, however many of its methods need the device.
    let card = home.run(["print", "card", "P-01"]).done().stdout;
    assert!(card.contains("Logins that need this device (1)"), "{card}");
    // And once more as a key that is there.
    assert_eq!(card.matches("ops@hikari").count(), 2, "{card}");
}

#[test]
fn a_login_on_a_number_in_no_phone_is_counted() {
    let home = Home::with_accounts();
    home.run(["method", "add", "ops", "--kind", "sms", "--number", "+86 138 0013 8000"]).done();
    let sheet = home.run(["print", "handover"]).done().stdout;
    let row = sheet.lines().find(|line| line.starts_with("nobody known")).expect("a row");
    assert!(row.trim_end().ends_with(" 1"), "{row}");
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let home = desk();
    home.run(["number", "lapsed", "8000"]).done();
    home.run(["number", "found", "8000"]).done();
    let cases: [(&[&str], i32, &str); 14] = [
        (
            &["health", "snooze", "B11", "--days", "3", "--reason", "x"],
            3,
            "apart from the accounts",
        ),
        (&["health", "wake", "B11"], 3, "apart from the accounts"),
        (&["drill", "next", "--count", "0"], 2, "--count takes a whole number from 1 to 9999"),
        (&["init", "--work-factor", "x"], 2, "from 10 to 20"),
        (&["drill"], 2, "keyrack drill status"),
        (&["print"], 2, "keyrack print card"),
        (&["recovery"], 2, "keyrack recovery list"),
        (&["method"], 2, "keyrack method list"),
        (&["drill", "--lang", "en"], 2, "drill"),
        (&["playbook", "lo"], 4, "  4  "),
        (&["number", "add", "ask Li"], 2, "keyrack: This is no phone number"),
        (&["number", "found", "8000"], 0, "neither as lost nor as lapsed"),
        (&["drill", "record", "byeolbit", "ok"], 3, "no such method"),
        (&["list", "--codes", "--json"], 2, "--json"),
    ];
    for (arguments, code, said) in cases {
        let run = home.run(arguments);
        let all = run.stdout + &run.stderr;
        assert_eq!(run.code, code, "{arguments:?}: {all}");
        assert!(all.contains(said), "{arguments:?}: {all}");
        assert!(!all.contains("no sense"), "{arguments:?}: {all}");
    }
}

#[test]
fn a_drill_says_why_a_method_cannot_be_tested_so() {
    let home = desk();
    let digits = |more: &[&str]| {
        home.piped([&["drill", "record", "ops", "--digits"], more].concat(), "123456")
    };
    for more in [&[][..], &["--method", "2"], &["--role", "backup"]] {
        let run = digits(more);
        assert_eq!(run.code, 2, "{more:?}: {}", run.stderr);
        assert!(run.stderr.contains("no digits to compare"), "{more:?}: {}", run.stderr);
    }
    home.run(["method", "remove", "ops", "--which", "backup", "--yes"]).done();
    let run = home.run(["drill", "record", "ops", "ok"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("no backup") && run.stderr.contains("--role main"),
        "{}",
        run.stderr
    );
    let letters = home.piped(["code", "ops", "--compare"], "abcdef");
    assert_eq!((letters.code, letters.stdout.as_str()), (2, ""), "{}", letters.stderr);
}

#[test]
fn a_name_that_is_nearly_one_is_named() {
    let home = Home::with_accounts();
    home.run(["person", "add", "Min-ji"]).done();
    home.run(["device", "add", "P-07", "--holder", "Min-ji"]).done();
    for (arguments, said) in [
        (&["device", "lost", "P-7", "--dry-run"][..], "Was it P-07?"),
        (&["print", "loss", "P07"], "Was it P-07?"),
        (&["drill", "next", "--holder", "Minji"], "Was it Min-ji?"),
        (&["print", "card", "P-08"], "Was it P-07?"),
    ] {
        let run = home.run(arguments);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    let run = home.run(["device", "lost", "Q", "--dry-run"]);
    assert!(run.code == 3 && !run.stderr.contains("Was it"), "{}", run.stderr);
}
