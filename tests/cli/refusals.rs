//! Bad input: a clear sentence, an exit code, and nothing lost.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;

use super::home::{Home, closed_pipe, full_disk};

/// The plaintext of the vault, as `age -d` would print it.
pub(crate) fn decrypt(home: &Home) -> String {
    use std::io::Read as _;
    let identity = home.read("me/id.age");
    let identity: age::x25519::Identity = String::from_utf8(identity)
        .expect("text")
        .lines()
        .find_map(|line| line.parse().ok())
        .expect("a plain identity");
    let vault = home.read("v.age");
    let mut plain = String::new();
    age::Decryptor::new_buffered(&vault[..])
        .and_then(|decryptor| decryptor.decrypt(std::iter::once(&identity as _)))
        .expect("decrypts")
        .read_to_string(&mut plain)
        .expect("text");
    plain
}

/// Makes `plain` the vault.
pub(crate) fn encrypt(home: &Home, plain: &str) {
    let identity = String::from_utf8(home.read("me/id.age")).expect("text");
    let identity: age::x25519::Identity =
        identity.lines().find_map(|line| line.parse().ok()).expect("a plain identity");
    let file = age::encrypt(&identity.to_public(), plain.as_bytes()).expect("encrypts");
    home.write("v.age", file);
}

/// The same as somebody's save: it is counted.
pub(crate) fn save(home: &Home, plain: &str) {
    let (head, rest) = plain.split_once("revision: {").expect("counts");
    let (counts, rest) = rest.split_once('}').expect("an end");
    let (machine, saves) = counts.trim().trim_end_matches(',').split_once(": ").expect("one");
    let saves: u64 = saves.parse().expect("a number");
    encrypt(home, &format!("{head}revision: {{{machine}: {}}}{rest}", saves + 1));
}

/// A home with accounts and an identity that needs no passphrase.
pub(crate) fn plain_home() -> Home {
    let home = Home::empty();
    home.run(["init", "--no-passphrase"]).done();
    assert_eq!(home.run(["import", "list"]).code, 8);
    home
}

type Spoil = fn(&Home);

#[test]
fn a_vault_that_does_not_open_is_left_as_it_is() {
    let cases: [(&str, Spoil, i32); 13] = [
        ("no vault", |home| fs::remove_file(home.path("v.age")).expect("removed"), 6),
        ("an empty file", |home| home.write("v.age", ""), 6),
        ("not an age file", |home| home.write("v.age", "(accounts: [])\n"), 6),
        ("cut in the header", |home| home.write("v.age", &home.read("v.age")[..100]), 6),
        (
            "cut in the content",
            |home| home.write("v.age", &home.read("v.age")[..home.read("v.age").len() - 20]),
            6,
        ),
        (
            "one bit flipped",
            |home| {
                let mut file = home.read("v.age");
                let last = file.len() - 5;
                file[last] ^= 1;
                home.write("v.age", file);
            },
            6,
        ),
        (
            "a header without end",
            |home| {
                let stanzas = "-> X25519 abc\nabc\n".repeat(20_000);
                home.write("v.age", format!("age-encryption.org/v1\n{stanzas}"));
            },
            6,
        ),
        (
            "a passphrase that costs too much",
            |home| {
                let header =
                    "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\nAAAA\n--- A\n";
                home.write("v.age", header);
            },
            6,
        ),
        (
            "a newer format, closed to us",
            |home| {
                encrypt(
                    home,
                    &decrypt(home).replacen("keyrack-vault 5 1 5", "keyrack-vault 9 9 9", 1),
                );
            },
            6,
        ),
        ("another kind of file inside", |home| encrypt(home, "hello\n"), 6),
        (
            "content that does not parse",
            |home| {
                encrypt(home, &decrypt(home).replacen("accounts", "accounts:", 1));
            },
            6,
        ),
        (
            "a stranger's identity",
            |home| {
                home.run(["--vault", "w.age", "--identity", "other", "init", "--no-passphrase"])
                    .done();
                fs::rename(home.path("other"), home.path("me/id.age")).expect("renamed");
            },
            5,
        ),
        ("no identity", |home| fs::remove_file(home.path("me/id.age")).expect("removed"), 5),
    ];
    let mut text = String::new();
    for (name, spoil, code) in cases {
        let home = plain_home();
        spoil(&home);
        let before = fs::read(home.path("v.age")).ok();
        for command in [&["list"][..], &["code", "byeolbit"], &["add", "--login", "x", "--no-key"]]
        {
            let run = home.run(command);
            assert_eq!(run.code, code, "{name}, {command:?}: {}", run.stderr);
            assert_eq!(run.stdout, "", "{name}, {command:?}");
        }
        assert_eq!(fs::read(home.path("v.age")).ok(), before, "{name}: the file changed");
        writeln!(
            text,
            "{name}:\n  {}  {}",
            home.run(["list"]).stderr,
            home.run(["--lang", "zh", "list"]).stderr
        )
        .expect("writes");
    }
    assert_snapshot!(text);
}

#[test]
fn a_newer_vault_that_may_be_read_is_read_and_not_written() {
    let home = plain_home();
    encrypt(&home, &decrypt(&home).replacen("keyrack-vault 5 1 5", "keyrack-vault 6 1 6", 1));
    let before = home.read("v.age");
    home.run(["code", "ops"]).done();
    // A counter that cannot be saved as used gives no code.
    for command in
        [&["code", "byeolbit"][..], &["remove", "ops", "--yes"], &["edit", "ops", "--pin"]]
    {
        let run = home.run(command);
        assert_eq!((run.code, &*run.stdout), (7, ""), "{command:?}");
        assert!(run.stderr.contains("read-only"), "{}", run.stderr);
    }
    assert_eq!(home.read("v.age"), before);
}

#[test]
fn an_entry_that_makes_no_sense_locks_nothing_out() {
    let home = plain_home();
    save(&home, &decrypt(&home).replacen("JBSWY3DPEHPK3PXP", "no key 1", 1));
    let list = home.run(["list"]).done();
    assert!(list.stderr.contains("makes no sense"), "{}", list.stderr);
    assert!(list.stdout.contains("byeolbit"), "{}", list.stdout);
    let doctor = home.run(["doctor"]).done();
    assert!(doctor.stdout.contains("not understood"), "{}", doctor.stdout);
    home.run(["add", "--login", "x", "--no-key"]).done();
    assert!(decrypt(&home).contains("no key 1"), "it is written back as it was");
}

#[test]
fn passphrases() {
    let home = Home::with_accounts();
    let cases: [(&str, &[u8], i32, &str); 5] = [
        ("wrong", b"quince ladder 47 mos\n", 5, "That passphrase does not open it."),
        ("empty", b"\n", 5, "An empty passphrase protects nothing."),
        ("not UTF-8", b"\xff\xfe\n", 5, "is not UTF-8 text"),
        ("too long", &[b'x'; 5000], 5, "longer than 4096 bytes"),
        (
            "with a space behind",
            b"quince ladder 47 moss \n",
            5,
            "That passphrase does not open it.",
        ),
    ];
    for (name, content, code, sentence) in cases {
        home.write("pass", content);
        let run = home.run(["list"]);
        assert_eq!(run.code, code, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(sentence), "{name}: {}", run.stderr);
    }
    fs::remove_file(home.path("pass")).expect("removed");
    let run = home.run(["list"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("There is no file at pass"), "{}", run.stderr);
}

#[test]
fn arguments() {
    let home = Home::with_accounts();
    let cases: [&[&str]; 26] = [
        &["lits"],
        &["xyzzy"],
        &["list", "--jsn"],
        &["list", "--frobnicate"],
        &["code"],
        &["show"],
        &["import"],
        &["import", "list", "--same-key", "both"],
        &["import", "list", "--format", "xml"],
        &["import", "list", "--column", "0=login"],
        &["import", "-", "-"],
        &["init", "--work-factor", "30"],
        &["init", "--work-factor", "x"],
        &["init", "--work-factor"],
        &["init", "--no-passphrase", "--passphrase-vault"],
        &["--color", "blue", "list"],
        &["--lang", "tlh", "list"],
        &["--passphrase-fd", "x", "list"],
        &["edit", "ops"],
        &["add", "--no-key"],
        &["add", "--login", "x", "--no-key", "--by", "pigeon"],
        &["add", "--login", "x", "--no-key", "--device", "P-07"],
        &["add", "--login", "x", "--no-key", "--backup", "sms", "--backup-tested", "yesterday"],
        &["add", "--login", "x", "--key-file", "list", "--no-key"],
        &["doctor", "--yes"],
        &["demo"],
    ];
    let mut text = String::new();
    for arguments in cases {
        let english = home.run(arguments);
        let chinese = home.finish(home.keyrack().args(arguments).env("LC_ALL", "zh_CN.UTF-8"));
        assert_eq!((english.code, &*english.stdout), (2, ""), "{arguments:?}: {}", english.stderr);
        assert_eq!(chinese.code, 2, "{arguments:?}");
        write!(text, "$ keyrack {}\n{}{}\n", arguments.join(" "), english.stderr, chinese.stderr)
            .expect("writes");
    }
    assert_snapshot!(text);
}

#[test]
fn keys_that_are_none() {
    let home = Home::with_vault();
    let mut text = String::new();
    for key in [
        "",
        "A",
        "JBSWY3DPEHPK3PX0",
        "JBSWY3DPE",
        "3132333435363738",
        "密钥",
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=99",
        "otpauth://totp/x",
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=MD5",
        "otpauth-migration://offline?data=AAAA",
        "https://example.com",
    ] {
        let run = home.piped(["add", "--login", "x", "--key-file", "-"], key);
        assert_eq!(run.stdout.is_empty(), run.code != 0, "{key}");
        writeln!(text, "{key:?}: exit {}\n  {}", run.code, run.stderr.trim_end()).expect("writes");
    }
    assert_snapshot!(text);
}

#[test]
fn which_account_is_meant() {
    let home = Home::with_accounts();
    home.run(["add", "--login", "ops@bodega.example", "--platform", "Amazon", "--no-key"]).done();
    let many = home.run(["code", "amazon"]);
    assert_eq!((many.code, &*many.stdout), (4, ""), "{}", many.stderr);
    assert!(many.stderr.contains("ops@hikari.example"), "{}", many.stderr);
    assert!(many.stderr.contains("ops@bodega.example"), "{}", many.stderr);
    let none = home.run(["show", "zanzibar"]);
    assert_eq!((none.code, &*none.stdout), (3, ""), "{}", none.stderr);
    let list = home.run(["list", "--json"]).json();
    for account in list.as_array().expect("accounts") {
        let shown = home.run(["show", account["id"].as_str().expect("an id"), "--json"]).json();
        assert_eq!(shown["id"], account["id"]);
    }
}

#[test]
fn nothing_is_created_over_anything() {
    let home = Home::with_accounts();
    let (vault, identity) = (home.read("v.age"), home.read("me/id.age"));
    let again = home.run(["init", "--work-factor", "10"]);
    assert_eq!(again.code, 7, "{}", again.stderr);
    // A second vault for the same identity.
    home.run(["--vault", "second/w.age", "init"]).done();
    home.run(["--vault", "second/w.age", "list"]).done();
    assert_eq!((home.read("v.age"), home.read("me/id.age")), (vault, identity));
    // What is in the identity's place is no identity.
    home.write("me/id.age", "hello");
    let foreign = home.run(["--vault", "third/x.age", "init"]);
    assert_eq!(foreign.code, 5, "{}", foreign.stderr);
    assert_eq!(home.read("me/id.age"), b"hello");
    assert!(!home.path("third/x.age").exists());
}

#[test]
fn files_are_for_their_owner_alone() {
    let home = Home::with_accounts();
    for name in ["v.age", "me/id.age"] {
        let mode = fs::metadata(home.path(name)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let mode = fs::metadata(home.path("me")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    fs::set_permissions(home.path("me/id.age"), fs::Permissions::from_mode(0o644)).expect("set");
    let doctor = home.run(["doctor"]);
    assert_eq!(doctor.code, 1, "{}", doctor.stdout);
    assert!(doctor.stdout.contains("others can read it"), "{}", doctor.stdout);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let home = plain_home();
    let folder = fs::Permissions::from_mode(0o500);
    fs::create_dir(home.path("shut")).expect("a folder");
    fs::rename(home.path("v.age"), home.path("shut/v.age")).expect("moved");
    fs::set_permissions(home.path("shut"), folder).expect("set");
    if fs::write(home.path("shut/probe"), "").is_ok() {
        fs::remove_file(home.path("shut/probe")).expect("removed");
        eprintln!("SKIPPED: this user writes where nobody may (root)");
        return;
    }
    let before = home.read("shut/v.age");
    let run = home.run(["--vault", "shut/v.age", "code", "byeolbit"]);
    assert_eq!((run.code, &*run.stdout), (7, ""), "{}", run.stderr);
    assert!(run.stderr.contains("You may not write"), "{}", run.stderr);
    assert_eq!(home.read("shut/v.age"), before);
    fs::set_permissions(home.path("shut"), fs::Permissions::from_mode(0o700)).expect("set");
}

#[test]
fn output_that_nobody_takes() {
    let home = Home::with_accounts();
    // A reader that has had enough is no error.
    for command in [&["list"][..], &["code", "ops"], &["--help"], &["doctor", "--json"]] {
        let status = home.keyrack().args(command).stdout(closed_pipe()).output().expect("runs");
        assert_eq!(status.status.code(), Some(0), "{command:?}");
        assert_eq!(String::from_utf8_lossy(&status.stderr), "", "{command:?}");
    }
    // A full disk is.
    let status = home.keyrack().args(["list"]).stdout(full_disk()).output().expect("runs");
    assert_eq!(status.status.code(), Some(1));
    // Nobody listens to errors either.
    let mut command = home.keyrack();
    command.args(["code", "zanzibar"]).stderr(closed_pipe());
    assert_eq!(command.output().expect("runs").status.code(), Some(3));
}

#[test]
fn paths_of_any_bytes() {
    let home = Home::empty();
    let odd = OsStr::from_bytes(b"v\xff\x1b[31m.age");
    for arguments in [&["init", "--no-passphrase"][..], &["import", "list"], &["list"], &["doctor"]]
    {
        let mut command = home.bare();
        command.arg("--vault").arg(odd).args(["--identity", "id"]).args(arguments);
        let run = home.finish(&mut command);
        assert!(matches!(run.code, 0 | 8), "{arguments:?}: {}", run.stderr);
        let said = run.stdout + &run.stderr;
        assert!(!said.contains('\u{1b}'), "{arguments:?}: {said}");
    }
    assert!(home.path(odd).exists());
}

#[test]
fn broken_settings_stop_everything_but_doctor() {
    let home = Home::with_accounts();
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(lang: \"en\",\n  colour: auto)");
    let run = home.run(["list"]);
    assert_eq!((run.code, &*run.stdout), (1, ""));
    assert!(run.stderr.contains("line 2, column"), "{}", run.stderr);
    let doctor = home.run(["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.stdout.contains("there is no such setting"), "{}", doctor.stdout);
    // The list was cut at 256 characters, and with it a third of the names.
    let all = include_str!("../../docs/settings.ron").lines();
    let names = all.filter_map(|line| line.trim().split_once(':'));
    let names: Vec<&str> = names
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    assert!(names.len() > 25 && names.join(", ").len() > 256, "{names:?}");
    for name in names {
        assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
    }
    home.run(["--help"]).done();
}

#[test]
fn without_a_terminal_the_way_on_is_named() {
    let home = Home::with_accounts();
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--identity", "me/id.age", "list"]);
    let run = home.finish(&mut command);
    assert_eq!(run.code, 5);
    assert!(run.stderr.contains("--passphrase-file"), "{}", run.stderr);
    for (arguments, named) in [
        (&["add", "--login", "x"][..], "--key-file"),
        (&["remove", "ops"], "--yes"),
        (&["edit", "ops", "--ask-key"], "--key-file"),
    ] {
        let run = home.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
    }
    let mut init = home.bare();
    init.args(["--vault", "n.age", "--identity", "n.id", "init"]);
    assert_eq!(home.finish(&mut init).code, 5);
    assert!(!home.path("n.age").exists() && !home.path("n.id").exists());
}
