//! What no output may hold: keys, passphrases, and characters that act on a terminal.

use keyrack::text::is_plain;

use super::home::{Home, KEYS, PASSPHRASE, Run};

/// Runs nearly everything, right and wrong, with keys in all the wrong places.
fn everything(home: &Home) -> Vec<(String, Run)> {
    let broken = "\
otpauth://JBSWY3DPEHPK3PXP
otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&algorithm=JBSWY3DPEHPK3PXP
otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=JBSWY3DPEHPK3PXP
otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=0
otpauth://totp/a?secret=JBSWY3DPEHPK3PXP1
otpauth://JBSWY3DPEHPK3PXP/a?secret=JBSWY3DPEHPK3PXP
otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&secret=MFRGGZDFMZTWQ2LK
steam://JBSWY3DPEHPK3PXP1
JBSWY3DPEHPK3PXP
";
    home.write("broken", broken);
    home.write("key", "JBSWY3DPEHPK3PXP1");
    home.write("address", "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=77");
    let commands: [&[&str]; 47] = [
        &["list"],
        &["list", "--json"],
        &["list", "--codes"],
        &["list", "hikari"],
        &["show", "ops"],
        &["show", "ops", "--json"],
        &["show", "byeolbit"],
        &["show", "evil"],
        &["show", "evil", "--json"],
        &["code", "ops"],
        &["code", "ops", "--json"],
        &["code", "byeolbit", "--json"],
        &["code", "evil"],
        &["code", "na"],
        &["import", "list"],
        &["import", "list", "--json"],
        &["import", "broken"],
        &["import", "broken", "--json"],
        &["import", "broken", "--dry-run"],
        &["export", "2fas", "x", "--dry-run"],
        &["export", "2fas", "x", "--dry-run", "--json"],
        &["export", "JBSWY3DPEHPK3PXP", "x"],
        &["export", "text", "printed", "--yes-plain"],
        &["import", "key"],
        &["import", "missing"],
        &["add", "--login", "x", "--key-file", "key"],
        &["add", "--login", "x", "--key-file", "address"],
        &["add", "--login", "x", "--key-file", "broken"],
        &["add", "JBSWY3DPEHPK3PXP"],
        &["add", "--key=JBSWY3DPEHPK3PXP"],
        &["add", "--key", "JBSWY3DPEHPK3PXP"],
        &["add", "--login", "x", "--kind", "JBSWY3DPEHPK3PXP", "--key-file", "key"],
        &["add", "--login", "x", "--digits", "JBSWY3DPEHPK3PXP", "--key-file", "key"],
        &["edit", "ops", "--key-file", "key"],
        &["edit", "ops", "--period", "JBSWY3DPEHPK3PXP"],
        &["edit", "ops", "--key-file", "list"],
        &["edit", "evil", "--note", "\u{1b}]52;c;x\u{7}\u{202e}"],
        &["show", "evil"],
        &["JBSWY3DPEHPK3PXP"],
        &["--passphrase-fd", "JBSWY3DPEHPK3PXP", "list"],
        &["--color", "JBSWY3DPEHPK3PXP", "list"],
        &["ungarble", "--hex", "JBSWY3DPEHPK3PXP"],
        &["ungarble", "\u{1b}]52;c;x\u{7}\u{202e} 1234"],
        &["ungarble", "\u{1b}]52;c;x\u{7}\u{202e} 1234", "--json"],
        &["doctor"],
        &["doctor", "--json"],
        &["remove", "evil", "--yes"],
    ];
    let mut runs = Vec::new();
    for lang in ["en", "zh"] {
        for command in commands {
            let run = home.run([&["--lang", lang], command].concat());
            runs.push((format!("{lang} {}", command.join(" ")), run));
        }
    }
    home.run(["import", "list"]);
    home.write("pass", "another passphrase\n");
    runs.push(("wrong passphrase".into(), home.run(["list"])));
    runs
}

#[test]
fn no_output_holds_a_key_or_a_passphrase() {
    let home = Home::with_accounts();
    let hex = |key: &str| {
        let decoded = keyrack::otp::base32::decode(key).expect("a key");
        let bytes = decoded.secret.expose().iter();
        bytes.map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    };
    let mut needles: Vec<String> = KEYS.iter().map(|key| (*key).to_owned()).collect();
    needles.extend(KEYS.iter().map(|key| hex(key)));
    needles.extend([PASSPHRASE.to_owned(), "another passphrase".to_owned()]);
    needles.push("AGE-SECRET-KEY".to_owned());
    for (name, run) in everything(&home) {
        let said = (run.stdout + &run.stderr).to_lowercase();
        assert!(!said.is_empty(), "{name} said nothing");
        for needle in &needles {
            assert!(!said.contains(&needle.to_lowercase()), "{name}: {said}");
        }
    }
}

#[test]
fn the_recovery_key_is_printed_when_asked_for_and_kept_nowhere() {
    let home = Home::empty();
    let run = home.run(["init", "--work-factor", "10", "--recovery"]).done();
    let recovery = run.stdout.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1"));
    let recovery = recovery.expect("it was asked for").to_owned();
    assert_eq!(home.run(["import", "list"]).code, 8);
    home.write("recovery", &recovery);
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--identity", "recovery", "code", "ops"]);
    home.finish(&mut command).done();

    std::fs::remove_file(home.path("recovery")).expect("removed");
    let kept = walk(&home.path(""));
    assert!(kept.len() > 3, "{kept:?}");
    for path in kept {
        let content = std::fs::read(&path).expect("reads");
        let found = content.windows(recovery.len()).any(|window| window == recovery.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn nothing_printed_acts_on_a_terminal() {
    let home = Home::with_accounts();
    for (name, run) in everything(&home) {
        let acts = |text: &str| text.chars().find(|c| *c != '\n' && !is_plain(*c));
        assert_eq!(acts(&run.stdout), None, "{name}: {:?}", run.stdout);
        assert_eq!(acts(&run.stderr), None, "{name}: {:?}", run.stderr);
    }
}

/// Copies by a program of one's own, which takes it, and which fails with a stranger's text.
fn copy(home: &Home, runs: &mut Vec<(String, Run)>) {
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let command =
        "[\"sh\", \"-c\", \"cat >/dev/null; printf '\\\\033]0;x\\\\007' >&2; exit $KEYRACK_TEST\"]";
    let settings = format!("(clipboard: command, clipboard_command: {command})");
    home.write(".config/keyrack/settings.ron", settings);
    for code in ["0", "1"] {
        let mut copy = home.keyrack();
        copy.env("KEYRACK_TEST", code).args(["copy", "store"]);
        let run = home.finish(&mut copy);
        assert_eq!(run.code == 0, code == "0", "{}", run.stderr);
        runs.push((format!("copy {code}"), run));
    }
}

/// Every character of the classes that act or hide (security test 12), in every text of every kind of
/// record, through every command that shows them.
#[test]
fn no_field_of_any_record_acts_on_a_terminal() {
    use unicode_general_category::{GeneralCategory as Category, get_general_category};
    let acts = |c: &char| {
        use Category::{Control, Format, LineSeparator, ParagraphSeparator};
        let class = get_general_category(*c);
        matches!(class, Control | Format | LineSeparator | ParagraphSeparator)
    };
    // No argument holds a nought.
    let hostile: String = ('\u{1}'..=char::MAX).filter(acts).collect();
    assert!(hostile.chars().count() > 200);
    let home = Home::with_vault();
    home.write("key", KEYS[1]);
    let name = |kind: &str| format!("{kind}{hostile}");
    let (store, login, note) = (name("store"), name("login"), name("note"));
    let (label, person, place) = (name("label"), name("person"), name("place"));
    let setup: [&[&str]; 7] = [
        &["person", "add", &person],
        &["device", "add", &label, "--holder", &person, "--location", &place, "--note", &note],
        &["number", "add", "+447700900101", "--carrier", &note, "--registered-to", &store],
        &[
            "add",
            "--store",
            &store,
            "--login",
            &login,
            "--platform",
            &place,
            "--company",
            &note,
            "--note",
            &note,
            "--tags",
            &label,
            "--sites",
            &place,
            "--key-file",
            "key",
            "--by",
            "totp",
            "--device",
            &label,
            "--backup",
            "email",
        ],
        &["keycopy", "add", "store", "--place", &place, "--holder", &person],
        &["recovery", "set", "store", "--left", "3", "--place", &place],
        &["device", "lost", "label"],
    ];
    let mut runs = Vec::new();
    for arguments in setup {
        runs.push((arguments[..2].join(" "), home.run(arguments)));
    }
    copy(&home, &mut runs);
    let shows: [&[&str]; 25] = [
        &["copy", "store", "--login"],
        &["list"],
        &["list", "--json"],
        &["show", "store"],
        &["show", "store", "--json"],
        &["code", "store"],
        &["code", &store],
        &["list", &hostile],
        &["health"],
        &["health", "--json"],
        &["drill", "status"],
        &["drill", "next"],
        &["device", "list"],
        &["device", "show", "label"],
        &["number", "list"],
        &["person", "list"],
        &["person", "show", "person"],
        &["keycopy", "list", "store"],
        &["method", "list", "store"],
        &["loss", "list"],
        &["print", "audit"],
        &["print", "handover"],
        &["print", "card"],
        &["print", "emergency", "--html"],
        &["device", "show", &hostile],
    ];
    for lang in ["en", "zh"] {
        for arguments in shows {
            let run = home.run([&["--lang", lang], arguments].concat());
            runs.push((format!("{lang} {}", arguments[0]), run));
        }
    }
    let listed = home.run(["list"]).stdout;
    assert!(listed.contains("store") && listed.contains("u{1}"), "{listed}");
    for (name, run) in runs {
        // A form feed between the pages of a sheet is ours.
        let acts =
            |text: &str| text.chars().find(|c| !matches!(c, '\n' | '\u{c}') && !is_plain(*c));
        assert_eq!(acts(&run.stdout), None, "{name}: {:?}", run.stdout);
        assert_eq!(acts(&run.stderr), None, "{name}: {:?}", run.stderr);
    }
}

#[test]
fn hostile_names_are_shown_escaped_and_keep_their_meaning_in_json() {
    let home = Home::with_accounts();
    let list = home.run(["list"]).done().stdout;
    assert!(list.contains(r"Evil\u{1b}]0;x\u{7}"), "{list}");
    assert!(list.contains(r"na\u{202e}me\u{200b}"), "{list}");
    let rows = home.run(["list", "--json"]).json();
    let is_it = |row: &&serde_json::Value| row["login"] == "na\u{202e}me\u{200b}";
    assert!(rows.as_array().expect("rows").iter().any(|row| is_it(&row)), "{rows}");
}
