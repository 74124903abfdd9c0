//! The report that is filed: what stands in it, what does not, and its signature.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::home::{Home, KEYS};
use super::skip::has;

/// An account whose backup is tested too late, one without a backup, a lost phone, and a finding that
/// was put off.
fn neglected() -> Home {
    let home = Home::with_accounts();
    let ways = ["--by", "totp", "--device", "P-07", "--holder", "Min-ji", "--backup", "sms"];
    home.run(["edit", "ops"].iter().chain(&ways)).done();
    home.run(["edit", "ops", "--backup-number", "+44 7700 900101"]).done();
    home.run(["edit", "ops", "--backup-tested", "2020-01-01"]).done();
    home.run(["edit", "byeolbit", "--backup", "sms", "--backup-device", "P-08"]).done();
    home.run(["device", "lost", "P-08"]).done();
    // Nobody uses it, and it lapses all the same.
    home.run(["number", "add", "+44 7700 900199", "--keepalive", "2020-02-02"]).done();
    let snooze = ["health", "snooze", "B06", "na", "--until", "2099-12-31"];
    home.run(snooze.iter().chain(&["--reason", "SIM ordered", "--by", "Li"])).done();
    home
}

/// A key without a passphrase, or with one; its public half becomes who may sign.
fn key(home: &Home, passphrase: &str) -> bool {
    if !has("ssh-keygen", "signed reports") {
        return false;
    }
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-C", "li", "-N", passphrase, "-f"])
        .arg(home.path("key"))
        .stdin(Stdio::null())
        .status();
    assert!(made.expect("ssh-keygen runs").success());
    let public = fs::read_to_string(home.path("key.pub")).expect("a public key");
    home.write("allowed_signers", format!("li namespaces=\"keyrack\" {public}"));
    true
}

fn verifies(home: &Home, sig: &str, content: &[u8]) -> bool {
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-f", "allowed_signers", "-I", "li", "-n", "keyrack", "-s", sig])
        .current_dir(home.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("ssh-keygen runs");
    child.stdin.take().expect("piped").write_all(content).expect("it reads");
    child.wait().expect("it ends").success()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn it_says_what_is_overdue_and_no_secret() {
    let home = neglected();
    let said = [
        (
            "en",
            ["Overdue (", "last tested", "SIM ordered", "0 of"],
            "signing_key in the settings).",
        ),
        ("zh-CN", ["逾期未办（", "未测试", "SIM ordered", "已完成 0/"], "signing_key）。"),
    ];
    for (lang, words, end) in said {
        for format in ["text", "html", "json"] {
            let args = ["health", "--attest", "--no-sign", "--format", format, "--lang", lang];
            let report = home.run(args).done().stdout;
            for key in KEYS {
                assert!(!report.contains(key), "{key} in {format}");
            }
            assert!(!report.contains("900101"), "a whole number in {format}");
            assert!(!report.contains('\u{1b}') && !report.contains('\u{202e}'), "{format}");
        }
        let report = home.run(["health", "--attest", "--lang", lang]).done().stdout;
        let flat = report.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(flat.contains(word), "{word}:\n{report}");
        }
        assert!(flat.ends_with(end), "{report}");
    }
}

#[test]
fn scripts_get_the_same() {
    let home = neglected();
    let report = home.run(["health", "--attest", "--format", "json"]).json();
    let rules = |list: &str| -> Vec<String> {
        let list = report[list].as_array().expect("a list");
        list.iter().map(|row| row["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert!(rules("overdue").contains(&"B14".to_owned()), "{report:#}");
    assert!(rules("overdue").contains(&"B02".to_owned()), "{report:#}");
    assert_eq!(rules("put_off"), ["B06"]);
    assert_eq!(report["put_off"][0]["until"], "2099-12-31");
    assert_eq!(report["put_off"][0]["by"], "Li");
    assert_eq!(report["losses"][0]["thing"], "P-08");
    assert_eq!(report["losses"][0]["done"], 0);
    let due = &report["numbers_due"][0];
    assert_eq!((&due["number"], &due["keepalive"]), (&"+44•••0199".into(), &"2020-02-02".into()));
    assert_eq!(report["accounts"], 3);
    assert_eq!(report["last_test"]["on"], "2020-01-01");
    assert_eq!(report["signature"]["file"], Value::Null);
    // It names one version: the file's own digest.
    let digest = Command::new("sha256sum").arg(home.path("v.age")).output().expect("runs").stdout;
    let digest = String::from_utf8(digest).expect("text");
    let begins = report["sha256_begins"].as_str().expect("a digest");
    assert!(begins.len() == 16 && digest.starts_with(begins), "{digest} {begins}");
    let severities = ["critical", "high", "medium", "low"].map(|s| &report["counts"][s]);
    let sum: u64 = severities.iter().map(|n| n.as_u64().expect("a count")).sum();
    let listed = rules("overdue").len() + rules("other").len();
    assert_eq!(usize::try_from(sum).ok(), Some(listed));
}

#[test]
fn a_signature_holds_for_every_byte() {
    let home = neglected();
    if !key(&home, "") {
        return;
    }
    for (format, name) in [("text", "r.txt"), ("json", "r.json"), ("html", "r.html")] {
        let args = ["health", "--attest", "--format", format, "--output", name, "--sign", "key"];
        let said = home.run(args).done().stdout;
        let sig = format!("{name}.sig");
        assert!(said.contains(&format!("-s {sig} < {name}")), "{said}");
        assert_eq!([mode(&home.path(name)), mode(&home.path(&sig))], [0o600, 0o600]);
        let report = home.read(name);
        assert!(verifies(&home, &sig, &report), "{format}");
        let mut changed = report.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        assert!(!verifies(&home, &sig, &changed), "{format}: a changed byte goes unnoticed");
        assert!(!verifies(&home, &sig, &report[1..]), "{format}: a missing byte goes unnoticed");
        assert!(String::from_utf8_lossy(&report).contains(&sig), "it says where the signature is");
    }
    // Nothing is written over.
    let again = home.run(["health", "--attest", "--output", "r.txt", "--sign", "key"]);
    assert_eq!(again.code, 7, "{}", again.stderr);
    fs::remove_file(home.path("r.txt")).expect("removes");
    let again = home.run(["health", "--attest", "--output", "r.txt", "--sign", "key"]);
    assert_eq!(again.code, 7, "the signature is there");
    assert!(!home.path("r.txt").exists());
}

/// The command and the paths were cut at 256 characters: in the middle of a name.
#[test]
fn a_long_path_leaves_the_command_whole() {
    let home = neglected();
    if !key(&home, "") {
        return;
    }
    let folder = format!("{}/{}", "a".repeat(200), "b".repeat(100));
    fs::create_dir_all(home.path(&folder)).expect("folders");
    let report = format!("{folder}/r.txt");
    let run = home.run(["health", "--attest", "--output", &report, "--sign", "key"]).done();
    let line = "ssh-keygen -Y verify -f allowed_signers -I NAME -n keyrack";
    assert!(run.stdout.contains(&format!("{line} -s {report}.sig < {report}")), "{}", run.stdout);
    let again = home.run(["health", "--attest", "--output", &report]);
    assert_eq!(again.code, 7);
    assert!(again.stderr.contains(&format!("{report} already")), "{}", again.stderr);
}

#[test]
fn the_settings_name_the_key() {
    let home = neglected();
    if !key(&home, "") {
        return;
    }
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let key = home.path("key");
    home.write(".config/keyrack/settings.ron", format!("(signing_key: {key:?})"));
    home.run(["health", "--attest", "--output", "a.txt"]).done();
    assert!(verifies(&home, "a.txt.sig", &home.read("a.txt")));
    home.run(["health", "--attest", "--output", "b.txt", "--no-sign"]).done();
    assert!(!home.path("b.txt.sig").exists());
    let report = home.read("b.txt");
    assert!(report.ends_with("Not signed, as asked for.\n".as_bytes()));
    let shown = home.run(["health", "--attest"]).done().stdout;
    assert!(shown.trim_end().ends_with("(--output FILE)."), "{shown}");
}

#[test]
fn a_key_that_cannot_sign_leaves_nothing() {
    let home = neglected();
    if !key(&home, "a passphrase") {
        return;
    }
    let protected = home.run(["health", "--attest", "--output", "r.txt", "--sign", "key"]);
    assert_eq!(protected.code, 1);
    assert!(protected.stderr.contains("ssh-add"), "{}", protected.stderr);
    let missing = home.run(["health", "--attest", "--output", "r.txt", "--sign", "no-key"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("did not sign with no-key"), "{}", missing.stderr);
    let mut command = home.keyrack();
    command.args(["health", "--attest", "--output", "r.txt", "--sign", "key"]);
    // The program is named by its path, so it starts without any others.
    let setsid = Path::new("/usr/bin/setsid").exists();
    if setsid {
        let mut bare = Command::new("/usr/bin/setsid");
        bare.arg("--wait").args(command.get_args().skip(1));
        bare.current_dir(home.path(".")).env_clear().env("HOME", home.path("."));
        bare.env("LANG", "C.UTF-8").env("PATH", "/nowhere").stdin(Stdio::null());
        let nobody = home.finish(&mut bare);
        assert_eq!(nobody.code, 1, "{}", nobody.stderr);
        assert!(nobody.stderr.contains("ssh-keygen is not here"), "{}", nobody.stderr);
    }
    assert!(!home.path("r.txt").exists() && !home.path("r.txt.sig").exists());
}

#[test]
fn an_agent_signs_with_a_key_that_has_a_passphrase() {
    let home = neglected();
    if !key(&home, "") || !has("ssh-agent", "a key of an agent") {
        return;
    }
    let socket = home.path("agent");
    let mut agent = Command::new("ssh-agent");
    let agent = agent.arg("-D").arg("-a").arg(&socket).stdout(Stdio::null());
    let mut agent = agent.spawn().expect("it starts");
    let quietly = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).arg(home.path("key")).env("SSH_AUTH_SOCK", &socket);
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("it runs").success()
    };
    // The agent may take a moment to listen.
    let soon = Instant::now() + Duration::from_secs(30);
    let mut added = false;
    while !added && Instant::now() < soon {
        added = quietly("ssh-add", &["-q"]);
    }
    let locked = quietly("ssh-keygen", &["-q", "-p", "-P", "", "-N", "a passphrase", "-f"]);
    let sign = |key: &str, report: &str| {
        let mut command = home.keyrack();
        command.args(["health", "--attest", "--output", report, "--sign", key]);
        home.finish(command.env("SSH_AUTH_SOCK", &socket))
    };
    let runs = [sign("key", "a.txt"), sign("key.pub", "b.txt")];
    agent.kill().expect("it was started here");
    agent.wait().expect("it ends");
    assert!(added && locked);
    for run in runs {
        run.done();
    }
    for name in ["a.txt", "b.txt"] {
        assert!(verifies(&home, &format!("{name}.sig"), &home.read(name)), "{name}");
    }
}

#[test]
fn what_makes_no_sense_together_is_refused() {
    let home = Home::with_vault();
    let cases: [&[&str]; 7] = [
        &["--sign", "key", "--output", "r.txt"],
        &["--attest", "--sign", "key"],
        &["--attest", "--sign", "key", "--no-sign", "--output", "r.txt"],
        &["--attest", "--json"],
        &["--attest", "hikari"],
        &["--attest", "--format", "pdf"],
        &["--format", "html"],
    ];
    for arguments in cases {
        let run = home.run(["health"].iter().chain(arguments));
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(!home.path("r.txt").exists());
    }
}
