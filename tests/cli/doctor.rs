//! What `keyrack doctor` finds, and what its exit code says.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::home::Home;

/// Names and kinds of everything in a document; of an array, its first element.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(all) => format!("[{}]", all.first().map(shape).unwrap_or_default()),
        Value::Object(all) => {
            let fields: Vec<String> =
                all.iter().map(|(name, value)| format!("{name}: {}", shape(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

fn report(home: &Home, arguments: &[&str]) -> (Value, i32) {
    let mut command = home.keyrack();
    // A person elsewhere, whatever runs the tests.
    command.env("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22").env("TERM", "xterm-kitty");
    let run = home.finish(command.args(["doctor", "--json"]).args(arguments));
    (serde_json::from_str(&run.stdout).expect(&run.stderr), run.code)
}

#[test]
fn the_shape_of_the_json_is_stable() {
    let home = Home::with_accounts();
    let (report, code) = report(&home, &[]);
    assert_eq!(code, 0, "{report}");
    let file = "path: text, exists: bool, mode: text, private: bool, safe_from_change: bool, \
                owned: bool, problem: null";
    let absent = file.replace("mode: text, private: bool", "mode: null, private: null");
    let absent = absent.replace("change: bool, owned: bool", "change: null, owned: null");
    let expected = [
        ("settings", format!("{{{absent}}}")),
        ("identity", format!("{{{file}, passphrase: bool, beside_vault: bool}}")),
        ("vault", format!("{{{file}}}")),
        (
            "content",
            "{writable: bool, accounts: number, clashing: number, members: number, quarantine: []}"
                .to_owned(),
        ),
        ("backup_folder", "text".to_owned()),
        ("backups_private", "bool".to_owned()),
        ("backups", "[{at: text, kind: text, name: text, size: number}]".to_owned()),
        ("known_folder", "text".to_owned()),
        ("known_problem", "null".to_owned()),
        ("newest_backup_seconds", "number".to_owned()),
        ("clock", "null".to_owned()),
        ("machine", "text".to_owned()),
        ("memory", "text".to_owned()),
        ("swap", "text".to_owned()),
        ("core_files", "text".to_owned()),
        (
            "copying",
            "{person: text, layers: [text], terminal: text, term: text, tmux: null, \
             container: bool, wsl: bool, mode: text, routes: [text], obstacle: null, \
             answer: null, attributes: null, advice: []}"
                .to_owned(),
        ),
    ];
    for (name, expected) in &expected {
        let sorted = |text: &str| {
            let text = text.trim_start_matches(['[', '{']).trim_end_matches('}');
            let mut parts: Vec<&str> = text.split(", ").collect();
            parts.sort_unstable();
            parts.join(", ")
        };
        assert_eq!(sorted(&shape(&report[name])), sorted(expected), "{name}");
    }
    let names = report.as_object().expect("an object").len();
    assert_eq!(names, expected.len() + 1, "and todo: {report}");
    assert_eq!(report["copying"]["person"], "elsewhere");
    assert_eq!(report["copying"]["terminal"], "kitty");
    assert_eq!(report["copying"]["routes"], serde_json::json!(["terminal"]));
}

/// What there is to do of a level, as subjects.
fn todo(report: &Value, level: &str) -> Vec<String> {
    let all = report["todo"].as_array().expect("a list").iter();
    let asked = all.filter(|entry| entry["level"] == level);
    asked.map(|entry| entry["subject"].as_str().expect("a word").to_owned()).collect()
}

fn set(home: &Home, path: &str, mode: u32) {
    fs::set_permissions(home.path(path), fs::Permissions::from_mode(mode)).expect("set");
}

#[test]
fn what_must_be_mended_is_told_by_the_exit_code() {
    type Case = (&'static str, fn(&Home), &'static str, Option<&'static str>);
    let cases: [Case; 6] = [
        ("as it comes", |_| {}, "mend", None),
        (
            "an identity that others read",
            |home| set(home, "me/id.age", 0o640),
            "mend",
            Some("identity"),
        ),
        ("a vault that others change", |home| set(home, "v.age", 0o620), "mend", Some("vault")),
        ("a vault that others read", |home| set(home, "v.age", 0o644), "know", Some("vault")),
        (
            "backups that others look into",
            |home| {
                let backups = fs::read_dir(home.path(".local/state/keyrack/backups"));
                let folder = backups.expect("a folder").next().expect("one").expect("one").path();
                fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("set");
            },
            "mend",
            Some("backups"),
        ),
        (
            "settings that others change",
            |home| {
                fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
                home.write(".config/keyrack/settings.ron", "()");
                set(home, ".config/keyrack/settings.ron", 0o666);
            },
            "mend",
            Some("settings"),
        ),
    ];
    for (name, spoil, level, subject) in cases {
        let home = Home::with_accounts();
        spoil(&home);
        let (report, code) = report(&home, &[]);
        // The machine has its own weaknesses.
        let mut found = todo(&report, level);
        found.retain(|subject| !["memory", "swap", "core_files"].contains(&&**subject));
        assert_eq!(found, subject.into_iter().collect::<Vec<_>>(), "{name}: {report}");
        assert_eq!(code, i32::from(level == "mend" && subject.is_some()), "{name}");
    }
}

#[test]
fn an_identity_without_protection_is_told() {
    let home = Home::empty();
    let arguments = ["--vault", "v.age", "--identity", "id.age"];
    home.finish(home.bare().args(arguments).args(["init", "--no-passphrase"])).done();
    let run = home.finish(home.bare().args(arguments).arg("doctor")).done();
    assert!(run.stdout.contains("600, without a passphrase"), "{}", run.stdout);
    assert!(run.stdout.contains("it lies beside the vault"), "{}", run.stdout);
    assert!(run.stdout.contains(" identity passphrase"), "{}", run.stdout);
}

#[test]
fn a_wrong_passphrase_is_called_wrong() {
    for vault in ["identity", "vault"] {
        let home = Home::empty();
        let own: &[&str] = if vault == "vault" { &["--passphrase-vault"] } else { &[] };
        home.run([&["init", "--work-factor", "10"], own].concat()).done();
        home.write("pass", "not this one\n");
        for (lang, said) in [("en", "That passphrase does not open it"), ("zh", "口令不正确")]
        {
            let run = home.run(["--lang", lang, "doctor"]);
            assert_eq!(run.code, 5, "{}", run.stdout);
            assert!(run.stdout.contains(said), "{}", run.stdout);
            assert!(!run.stdout.contains("no passphrase was asked for"), "{}", run.stdout);
        }
        let (report, _) = report(&home, &[]);
        let problem = report[vault]["problem"].as_str();
        assert!(problem.is_some_and(|problem| problem.contains("does not open")), "{report}");
    }
    // Nobody to ask.
    let home = Home::with_accounts();
    let mut command = home.bare();
    let run = home.finish(command.args(["--vault", "v.age", "--identity", "me/id.age", "doctor"]));
    assert!(run.done().stdout.contains("no passphrase was asked for"));
}

#[test]
fn the_backups_of_a_vault_that_does_not_open_are_listed() {
    let home = Home::with_accounts();
    assert!(!home.run(["doctor"]).done().stdout.contains("-replaced.age"));
    fs::write(home.path("v.age"), "no vault").expect("written");
    let run = home.run(["doctor"]);
    assert_eq!(run.code, 6, "{}", run.stdout);
    assert!(run.stdout.contains("-replaced.age"), "{}", run.stdout);
}

#[test]
fn a_way_that_is_none_is_told_with_what_to_do() {
    let home = Home::with_accounts();
    let cases = [
        (
            "xterm",
            "en",
            &[("VTE_VERSION", "7600")][..],
            "GNOME Terminal / VTE lets no program copy",
        ),
        ("linux", "en", &[], "the Linux console has no clipboard"),
        ("linux", "zh", &[], "Linux 控制台没有剪贴板"),
        ("tmux-256color", "en", &[], "tmux set -s set-clipboard on"),
        ("xterm", "en", &[("XTERM_VERSION", "XTerm(379)")], "disallowedWindowOps"),
        ("mintty", "zh", &[], "mintty：Options"),
    ];
    for (term, lang, variables, said) in cases {
        let mut command = home.keyrack();
        command.env("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22").env("TERM", term);
        command.envs(variables.iter().copied()).args(["--lang", lang, "doctor"]);
        let run = home.finish(&mut command).done();
        assert!(run.stdout.contains(said), "{term}: {}", run.stdout);
    }
}

#[test]
fn a_vault_that_is_gone_is_put_back_from_its_backups() {
    for (lang, said) in [("en", "me/id.age doctor --restore"), ("zh", "me/id.age doctor --restore")]
    {
        let home = Home::with_accounts();
        fs::remove_file(home.path("v.age")).expect("removed");
        let run = home.run(["--lang", lang, "doctor"]);
        assert_eq!(run.code, 6, "{}", run.stdout);
        assert!(run.stdout.contains(said) && !run.stdout.contains("init"), "{}", run.stdout);
    }
    let home = Home::empty();
    assert!(home.run(["doctor"]).stdout.contains("me/id.age init"), "there is none to be put back");
}

/// The version before the last save was named, and "create one" said by everything else.
#[test]
fn of_a_vault_that_is_gone_the_last_version_is_offered() {
    let home = Home::with_accounts();
    home.run(["add", "--no-key", "--platform", "Amazon", "--login", "last@hikari.example"]).done();
    fs::remove_file(home.path("v.age")).expect("removed");
    for words in [&["list"][..], &["sync"], &["trust", "--regain"], &["code", "ops"]] {
        let run = home.run(words);
        assert_eq!(run.code, 6, "{}", run.stderr);
        assert!(run.stderr.contains("me/id.age doctor"), "{words:?}: {}", run.stderr);
        assert!(!run.stderr.contains("init"), "{words:?}: {}", run.stderr);
    }
    let put_back = || {
        let told = home.run(["doctor"]).stdout;
        let name = told.split("--restore").nth(1).and_then(|rest| rest.split_whitespace().next());
        let name = name.expect("a name");
        let listed = home.run(["doctor", "--backups"]).done().stdout;
        // The clock of files is some milliseconds behind, so what that save replaced may stand above it.
        assert!(listed.lines().take(2).any(|line| line.starts_with(name)), "{name}: {listed}");
        home.run(["doctor", "--restore", name, "--yes"]).done();
        assert!(home.run(["list"]).done().stdout.contains("last@hikari.example"));
    };
    put_back();
    // A damaged one hid it: the version before was the newest in the list.
    let whole = home.read("v.age");
    let cut = &whole[..whole.len() - 9];
    let ways = [(cut, "cut short or changed"), (b"", "is empty"), (b"GIF89a", "not an age file")];
    for (damaged, why) in ways {
        let note = format!("once more {}", damaged.len());
        home.run(["edit", "last", "--note", &note]).done();
        home.write("v.age", damaged);
        let told = home.run(["doctor", "--json"]).stdout;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let problem = told["vault"]["problem"].as_str().expect("a problem");
        let (said, how) = problem.split_once('\n').expect("a way back");
        assert!(said.contains(why) && how.contains("doctor --restore"), "{problem}");
        put_back();
        assert!(home.run(["show", "last"]).done().stdout.contains(&note));
    }
    let kept = || home.run(["doctor", "--backups"]).done().stdout;
    assert_eq!(kept(), kept(), "nothing is kept of what stands there");
    // Nor where a whole one stands there that this machine has not opened yet.
    let older = home.read("v.age");
    home.run(["edit", "last", "--note", "known"]).done();
    let before = kept();
    home.write("v.age", older);
    assert_eq!(kept(), before);
}

#[test]
fn what_a_backup_changes_is_said_before_and_written_down() {
    let home = Home::with_accounts();
    home.run(["remove", "byeolbit", "--yes"]).done();
    home.write("before.age", home.read("v.age"));
    home.run(["add", "--no-key", "--platform", "Amazon", "--login", "new@hikari.example"]).done();
    home.run(["edit", "ops", "--note", "other"]).done();
    // Nobody is there to be asked, and all is said.
    let run = home.run(["doctor", "--restore", "before.age"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("1 account goes: "), "{}", run.stderr);
    assert!(run.stderr.contains("1 account will be as it was then: "), "{}", run.stderr);
    assert!(!run.stderr.contains("comes back"), "{}", run.stderr);
    home.run(["doctor", "--restore", "before.age", "--yes"]).done();
    let told = home.run(["activity", "--what", "restored", "--json"]).json();
    assert_eq!(told["events"].as_array().map(Vec::len), Some(1), "{told}");
}

/// What was ticked off in the list of a loss was gone with a backup, unsaid.
#[test]
fn a_backup_says_what_it_takes_back_of_the_lists_of_losses() {
    let home = Home::with_accounts();
    let place = ["--kind", "app", "--place", "Aegis", "--holder", "Bo"];
    home.run([&["keycopy", "add", "ops"][..], &place].concat()).done();
    home.run(["person", "left", "Bo"]).done();
    home.write("then.age", home.read("v.age"));
    let restore = || home.run(["doctor", "--restore", "then.age", "--yes"]).done().stderr;
    assert!(!restore().contains("ticked off"));
    home.run(["loss", "tick", "--thing", "Bo", "--step", "sign-in", "ops"]).done();
    let said = restore();
    let line = "1 step that was ticked off since goes, in the list of: Bo";
    assert!(said.lines().any(|it| it == line), "{said}");
}

/// Whoever has no vault yet and would fetch the team's was told to make one.
#[test]
fn where_there_is_no_vault_sync_says_how_to_fetch_the_teams() {
    let run = Home::empty().run(["sync"]);
    assert!(
        run.code == 6 && run.stderr.contains("git clone ADDRESS ."),
        "{}: {}",
        run.code,
        run.stderr
    );
}
