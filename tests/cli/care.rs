//! Losses, drills and printouts, as people and scripts ask for them.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::platform;

use super::home::{Home, KEYS};

/// The day the one test of a backup was on.
fn then() -> String {
    platform::now().date().saturating_sub(jiff::Span::new().days(100)).to_string()
}

/// Two phones: P-01 with Anna, P-02 with 李雷; four logins.
fn team() -> Home {
    let home = Home::with_vault();
    home.write("key", KEYS[0]);
    let then = then();
    let accounts: [&[&str]; 4] = [
        &[
            "--platform",
            "Amazon",
            "--store",
            "Hikari",
            "--login",
            "eu@hikari.example",
            "--company",
            "Hikari GmbH",
            "--sites",
            "DE,FR",
            "--key-file",
            "key",
            "--by",
            "totp",
            "--device",
            "P-01",
            "--holder",
            "Anna",
            "--backup",
            "sms",
            "--backup-number",
            "+44 7700 900101",
            "--backup-device",
            "P-02",
            "--backup-holder",
            "李雷",
            "--backup-tested",
            &then,
        ],
        &[
            "--platform",
            "Coupang",
            "--store",
            "光之户外",
            "--login",
            "guangzhi-kr",
            "--no-key",
            "--by",
            "sms",
            "--number",
            "+82 10 0000 0107",
            "--device",
            "P-01",
        ],
        &[
            "--platform",
            "PayPal",
            "--login",
            "pay@hikari.example",
            "--no-key",
            "--company",
            "Hikari GmbH",
            "--by",
            "sms",
            "--number",
            "+44 7700 900102",
            "--device",
            "P-02",
            "--backup",
            "push",
            "--backup-device",
            "P-01",
        ],
        &[
            "--platform",
            "Shopify",
            "--store",
            "Tea",
            "--login",
            "tea@xugou.example",
            "--no-key",
            "--by",
            "push",
            "--device",
            "P-02",
            "--backup",
            "totp",
            "--backup-device",
            "P-01",
        ],
    ];
    for account in accounts {
        home.run([&["add"], account].concat()).done();
    }
    home
}

fn transcript(home: &Home, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    let user = |command: &[&str]| home.finish(home.keyrack().env("LOGNAME", "anna").args(command));
    for command in commands {
        let said = user(command).transcript();
        writeln!(text, "$ keyrack {}\n{said}", command.join(" ")).expect("writes");
    }
    steady(&text)
}

/// The days are others each time; their names here are as wide as they are.
fn steady(text: &str) -> String {
    text.replace(&platform::now().date().to_string(), "TODAY_____").replace(&then(), "THEN______")
}

#[test]
fn a_phone_is_lost_and_found() {
    let commands: [&[&str]; 7] = [
        &["device", "lost", "p-01", "--dry-run"],
        &["device", "lost", "P-01", "--stolen"],
        &["device", "lost", "P-02", "--dry-run"],
        &["device", "found", "P-01"],
        &["device", "found", "P-01"],
        &["device", "lost", "P-77"],
        &["device", "lost", "P-01", "--on", "2999-01-01"],
    ];
    for (lang, name) in [("en", "lost-en"), ("zh-CN", "lost-zh")] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, transcript(&team(), &spoken));
    }
}

#[test]
fn the_accounts_stand_in_order_for_scripts() {
    let home = team();
    let before = home.read("v.age");
    let told = home.run(["device", "lost", "P-01", "--dry-run", "--json"]).json();
    assert_eq!(home.read("v.age"), before, "a dry run changes nothing");
    assert_eq!(told["thing"]["kind"], "device");
    assert_eq!(told["thing"]["label"], "P-01");
    let rows = told["accounts"].as_array().expect("a list");
    let order: Vec<_> = rows
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().expect("text").to_owned();
            (text("login"), text("role"), text("reason"), row["key_exposed"] == true)
        })
        .collect();
    let expected = [
        ("guangzhi-kr", "main", "no-other-method", false),
        ("pay@hikari.example", "backup", "money", false),
        ("eu@hikari.example", "main", "main", true),
        ("tea@xugou.example", "backup", "backup", true),
    ];
    let expected =
        expected.map(|(login, role, why, key)| (login.into(), role.into(), why.into(), key));
    assert_eq!(order, expected);
    assert_eq!(rows[0]["still"], serde_json::json!([]));
    assert_eq!(rows[0]["steps"], serde_json::json!(["recover", "remove", "replace", "test"]));
    assert_eq!(rows[2]["still"][0]["by"], "key");
    assert_eq!(rows[2]["still"][1]["holder"], "李雷");
    assert_eq!(rows[2]["still"][1]["number"], "+44•••0101");
    assert_eq!(rows[2]["steps"], serde_json::json!(["sign-in", "rekey"]));

    // Marked, it is the same list.
    let marked = home.run(["device", "lost", "P-01", "--json"]).json();
    assert_eq!(marked, told);
    assert_ne!(home.read("v.age"), before);
}

#[test]
fn a_drill() {
    let commands: [&[&str]; 10] = [
        &["drill", "status"],
        &["drill", "next"],
        &["drill", "next", "--holder", "李雷", "--count", "1"],
        &["drill", "next", "--holder", "Nobody"],
        &["drill", "record", "eu@hikari.example", "garbled"],
        &["drill", "record", "pay@hikari.example", "late", "--by", "Min-ji", "--on", "2020-01-02"],
        &["drill", "record", "pay@hikari.example", "fine"],
        &["drill", "record", "guangzhi-kr", "ok"],
        &["drill", "record", "tea@xugou.example", "--digits"],
        &["drill", "status"],
    ];
    for (lang, name) in [("en", "drill-en"), ("zh-CN", "drill-zh")] {
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, transcript(&team(), &spoken));
    }
    let home = team();
    let status = home.run(["drill", "status", "--json"]).json();
    assert_eq!(status["all"]["total"], 3);
    assert_eq!(status["all"]["untested"], 2);
    assert_eq!(status["holders"][0]["name"], "Anna");
    let next = home.run(["drill", "next", "--json"]).json();
    assert_eq!(next.as_array().map(Vec::len), Some(3));
}

#[test]
fn digits_are_compared_and_only_then_written_down() {
    let home = Home::with_vault();
    home.write("key", KEYS[0]);
    // A period as long as it may be, so that the test does not sit on its edge.
    home.run([
        "add",
        "--login",
        "ops",
        "--key-file",
        "key",
        "--period",
        "86400",
        "--by",
        "sms",
        "--number",
        "+44 7700 900101",
        "--backup",
        "totp",
        "--backup-device",
        "P-01",
    ])
    .done();
    let secret = base32::decode(KEYS[0]).expect("a key").secret;
    let kind = Kind::Totp { period: 86_400 };
    let key = Key::new(secret, kind, Algorithm::Sha1, 6).expect("within bounds");
    let tested = || {
        let shown = home.run(["show", "ops", "--json"]).json();
        shown["methods"][1]["tested"]["result"].as_str().map(str::to_owned)
    };
    let now = platform::now();
    let day = 86_400_000;
    let code = |millis: u64| key.code(now.plus_millis(millis)).expose().to_owned();
    let record = |typed: &str| home.piped(["drill", "record", "ops", "--digits"], typed);
    for wrong in ["", "12345", "abcdef", &code(40 * day)] {
        let form = i32::from(wrong.len() != 6 || wrong == "abcdef") + 1;
        assert_eq!(record(wrong).code, form, "{wrong}");
        assert_eq!(tested(), None, "{wrong}");
    }
    let next = record(&code(day)).done();
    assert!(next.stderr.contains("next code"), "{}", next.stderr);
    assert_eq!(tested().as_deref(), Some("ok"));
    let same = record(&code(0)).done();
    assert!(same.stderr.contains("code of now"), "{}", same.stderr);
    for run in [next, same] {
        assert!(!run.stdout.contains(&code(0)) && !run.stderr.contains(&code(0)));
    }
}

#[test]
fn sheets_of_paper() {
    let home = team();
    home.run(["device", "lost", "P-01", "--by", "Anna"]).done();
    let mut text = String::new();
    for command in [
        &["card", "P-02"][..],
        &["emergency", "hikari gmbh"],
        &["handover"],
        &["loss", "P-01"],
        &["audit"],
    ] {
        let said = home.run([&["print"], command].concat()).done().stdout;
        writeln!(text, "$ keyrack print {}\n{said}", command.join(" ")).expect("writes");
    }
    assert_snapshot!(steady(&text));
}

#[test]
fn a_sheet_of_one_company_holds_no_other_entity() {
    let home = team();
    home.write("other", KEYS[1]);
    for (store, company) in [("Hikari HK", "Hikari GmbH Hong Kong"), ("Momo", "")] {
        let add = ["add", "--store", store, "--company", company, "--key-file", "other"];
        home.run(add).done();
    }
    let secrets = ["--secrets", "--yes-print-secrets"];
    for options in [&[][..], &secrets] {
        let sheet = |name| home.run([&["print", "emergency", name], options].concat());
        let whole = sheet(" HIKARI gmbh ").done().stdout;
        assert!(whole.contains("Hikari GmbH") && !whole.contains("Hong Kong"), "{whole}");
        assert!(!whole.contains(KEYS[1]), "{whole}");
        for part in ["hikari", "Hong Kong"] {
            let run = sheet(part);
            assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{part}");
            assert!(run.stderr.contains("  Hikari GmbH Hong Kong\n"), "{}", run.stderr);
        }
        assert_eq!(sheet("no such company").code, 3);
    }
}

#[test]
fn a_sheet_goes_into_a_new_file_for_one_person() {
    let home = team();
    home.run(["print", "audit", "--html", "--output", "audit.html"]).done();
    // As everywhere.
    let plain = home.run(["print", "audit", "--html", "--output", "-"]).done();
    assert!(plain.stdout.contains("</html>") && !home.path("-").exists(), "{}", plain.stdout);
    let mode = fs::metadata(home.path("audit.html")).expect("is there").permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    let written = home.read("audit.html");
    assert!(written.starts_with(b"<!doctype html>"));
    let again = home.run(["print", "handover", "--html", "--output", "audit.html"]);
    assert_eq!(again.code, 7, "{}", again.stderr);
    assert!(again.stderr.contains("not replaced"), "{}", again.stderr);
    assert_eq!(home.read("audit.html"), written);
    let lost = home.run(["print", "audit", "--output", "mistyped/audit.txt"]);
    assert_eq!(lost.code, 7, "{}", lost.stderr);
    assert!(lost.stderr.contains("no folder mistyped"), "{}", lost.stderr);
    assert!(!home.path("mistyped").exists());
}

#[test]
fn keys_on_paper_are_asked_for_twice() {
    let home = team();
    let holds_key = |text: &str| text.contains(KEYS[0]);
    let plain = home.run(["print", "emergency"]).done();
    assert!(!holds_key(&plain.stdout));
    let once = home.run(["print", "emergency", "--secrets"]);
    assert_eq!(once.code, 2);
    assert!(once.stdout.is_empty(), "{}", once.stdout);
    let other = home.run(["print", "emergency", "--yes-print-secrets"]);
    assert_eq!((other.code, other.stdout.as_str()), (2, ""));
    let twice = home.run(["print", "emergency", "--secrets", "--yes-print-secrets"]).done();
    assert!(holds_key(&twice.stdout));
    assert_eq!(home.run(["print", "audit", "--secrets"]).code, 2);
    assert_eq!(home.run(["print", "emergency", "no such company"]).code, 3);
    assert_eq!(home.run(["print", "loss", "no such thing"]).code, 3);
}

#[test]
fn the_work_after_a_loss_is_ticked_off() {
    let home = team();
    let tick = |words: &[&str]| home.run([&["loss", "tick"], words].concat());
    let hikari = ["--thing", "P-01", "--step", "sign-in", "hikari", "--by", "Li"];
    let run = tick(&hikari);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("me/id.age device lost"), "{}", run.stderr);
    let run = home.run(["loss", "list"]).done();
    assert_eq!((run.stdout.as_str(), run.stderr.contains("Nothing is marked")), ("", true));

    home.run(["device", "lost", "P-01", "--by", "Anna"]).done();
    let progress = || home.run(["loss", "list"]).done().stdout;
    assert!(progress().contains("P-01") && progress().contains("  0 of "), "{}", progress());
    assert!(tick(&hikari).done().stdout.contains("Hikari"));
    assert!(progress().contains("  1 of "), "{}", progress());
    assert!(tick(&hikari).done().stdout.contains("already"));
    let shown = home.run(["loss", "show", "P-01"]).done().stdout;
    assert!(shown.lines().any(|line| line.contains("[x]") && line.contains("Li")), "{shown}");
    let json = home.run(["loss", "list", "--json"]).done().stdout;
    assert!(json.contains("\"label\": \"P-01\"") && json.contains("\"done\": 1"), "{json}");

    tick(&[&hikari[..], &["--undo"]].concat()).done();
    assert!(progress().contains("  0 of "), "{}", progress());
    let run = tick(&["--thing", "P-01", "--step", "recover", "hikari"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("sign-in"), "{}", run.stderr);
    assert_eq!(tick(&["--thing", "P-01", "--step", "dance", "hikari"]).code, 2);
}
