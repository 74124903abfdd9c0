//! What endangers the accounts, for people and for scripts.

use std::fmt::Write as _;

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::home::Home;

/// The imported accounts, one of them with main and backup in one phone, and a number that two
/// owners share.
fn endangered() -> Home {
    let home = Home::with_accounts();
    let names = ["--platform", "Coupang", "--store", "光之户外", "--login", "guangzhi-kr"];
    let ways = ["--by", "sms", "--device", "P-07", "--holder", "Min-ji"];
    let number = ["--number", "+44 7700 900101"];
    home.run(["add"].iter().chain(&names).chain(&ways).chain(&number)).done();
    home.run(["edit", "ops", "--by", "totp", "--device", "P-07", "--backup", "sms"]).done();
    home.run(["edit", "ops", "--backup-device", "P-07", "--backup-number", "+44 7700 900101"])
        .done();
    home
}

#[test]
fn a_session_in_both_languages() {
    let commands: [&[&str]; 12] = [
        &["health"],
        &["health", "guangzhi"],
        &[
            "health",
            "snooze",
            "b09",
            "guangzhi",
            "--until",
            "2099-12-31",
            "--reason",
            "SIM ordered",
        ],
        &["health", "guangzhi"],
        &["health", "--snoozed"],
        &["health", "wake", "B09", "guangzhi"],
        &["health", "wake", "B09", "guangzhi"],
        &["health", "--snoozed"],
        &["health", "snooze", "B01", "guangzhi", "--days", "3", "--reason", "x"],
        &["health", "snooze", "B99", "guangzhi", "--days", "3", "--reason", "x"],
        &["health", "snooze", "B06", "guangzhi", "--until", "2020-01-01", "--reason", "x"],
        &["health", "snooze", "B06", "guangzhi", "--days", "3", "--reason", " "],
    ];
    for (lang, name) in [("en", "health-en"), ("zh-CN", "health-zh")] {
        let home = endangered();
        let mut text = String::new();
        for command in commands {
            let transcript = home.run([&["--lang", lang], command].concat()).transcript();
            writeln!(text, "$ keyrack {}\n{transcript}", command.join(" ")).expect("writes");
        }
        assert_snapshot!(name, text);
    }
}

#[test]
fn json_for_scripts() {
    let home = endangered();
    let report = home.run(["health", "--json"]).json();
    let findings = report["findings"].as_array().expect("findings");
    let severity = |word: &str| {
        let count = findings.iter().filter(|finding| finding["severity"] == word).count();
        assert_eq!(report["counts"][word], count, "{word}");
        count
    };
    let [critical, high, medium, low] = ["critical", "high", "medium", "low"].map(severity);
    assert_eq!(critical + high + medium + low, findings.len());
    assert!(high > 0);

    let account = home.run(["list", "guangzhi", "--json"]).json()[0]["id"].clone();
    let of = |rule: &str| {
        let mut all = findings.iter();
        all.find(|f| f["rule"] == rule && f["account"] == account).expect("found").clone()
    };
    let shared = of("B09");
    assert_eq!(shared["store"], "光之户外");
    assert_eq!(shared["platform"], "Coupang");
    assert_eq!(shared["login"], "guangzhi-kr");
    assert_eq!(shared["playbook"], 7);
    assert_eq!(shared["refs"][0]["kind"], "number");
    assert_eq!(shared["refs"][0]["label"], "+44•••0101", "masked");
    assert!(shared["message"].as_str().expect("a sentence").contains("2 logins"));
    assert_eq!(of("B06")["refs"], json!([]));

    let whole = report.to_string();
    assert!(!whole.contains("900101"), "a whole number is told");
}

#[test]
fn a_backup_that_is_to_be_tested_has_its_own_playbook() {
    let home = Home::with_accounts();
    let sms = ["--kind", "sms", "--role", "backup", "--number", "+8613800138000"];
    home.run([&["method", "add", "ops"], &sms[..]].concat()).done();
    let found = home.run(["health", "--json"]).json();
    let found = found["findings"].as_array().expect("findings").clone();
    let untested = found.iter().find(|finding| finding["rule"] == "B13").expect("one");
    assert_eq!(untested["playbook"], 10);
    let page = home.run(["playbook", "10"]).done().stdout;
    assert!(page.contains("A backup is to be tested"), "{page}");
}

#[test]
fn snoozes_are_told_with_their_reason() {
    let home = endangered();
    let before = home.run(["health", "--json"]).json();
    home.run(["health", "snooze", "B06", "guangzhi", "--until", "2099-12-31"].iter().chain(&[
        "--reason",
        "waits for a second SIM",
        "--by",
        "Li",
    ]))
    .done();
    let after = home.run(["health", "--json"]).json();
    let high = |report: &Value| report["counts"]["high"].as_u64().expect("a count");
    assert_eq!(high(&after) + 1, high(&before));
    let snoozed = home.run(["health", "--snoozed", "--json"]).json();
    assert_eq!(snoozed["counts"]["high"], 1);
    let expected = json!({"until": "2099-12-31", "reason": "waits for a second SIM", "by": "Li"});
    assert_eq!(snoozed["findings"][0]["snoozed"], expected);

    // A second decision takes the place of the first.
    home.run(["health", "snooze", "B06", "guangzhi", "--days", "0", "--reason", "today"]).done();
    let snoozed = home.run(["health", "--snoozed", "--json"]).json();
    assert_eq!(snoozed["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(snoozed["findings"][0]["snoozed"]["reason"], "today");
}

#[test]
fn a_script_can_tell_how_bad_it_is() {
    let home = endangered();
    let code = |limit: &str| home.run(["health", "--fail-on", limit]).code;
    assert_eq!(code("critical"), 0);
    assert_eq!(code("high"), 10);
    assert_eq!(code("medium"), 10);
    assert_eq!(code("low"), 10);
    assert_eq!(code("nonsense"), 2);
    let failed = home.run(["health", "--json", "--fail-on", "high"]);
    assert_eq!(failed.code, 10);
    assert!(serde_json::from_str::<Value>(&failed.stdout).is_ok(), "told in full all the same");
    // What somebody does not ask about does not count.
    assert_eq!(home.run(["health", "byeolbit", "--fail-on", "critical"]).code, 0);
    assert_eq!(Home::with_vault().run(["health", "--fail-on", "low"]).code, 0);
}

#[test]
fn limits_and_platforms_are_those_of_the_settings() {
    let home = endangered();
    home.run(["edit", "ops", "--backup-tested", "2020-01-01"]).done();
    let rules = |home: &Home| {
        let report = home.run(["health", "ops", "--json"]).json();
        let findings = report["findings"].as_array().expect("findings").clone();
        findings.iter().map(|f| f["rule"].as_str().expect("a rule").to_owned()).collect::<Vec<_>>()
    };
    let usual = rules(&home);
    assert!(usual.contains(&"B14".to_owned()) && usual.contains(&"B08".to_owned()), "{usual:?}");
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(stale_after_days: 99999)");
    home.write(".config/keyrack/platforms.ron", r#"[(name: "Amazon", sharing: true)]"#);
    let lenient = rules(&home);
    for rule in ["B14", "B09"] {
        assert!(usual.contains(&rule.to_owned()), "{rule}: {usual:?}");
        assert!(!lenient.contains(&rule.to_owned()), "{rule}: {lenient:?}");
    }
}
