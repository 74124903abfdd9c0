//! Keys of OpenSSH, made by `ssh-keygen`: as members, and as what a vault is opened with.

use super::home::{Home, PASSPHRASE};
use super::skip::has;

/// The keys: the file, its type, and the passphrase it has.
const KEYS: [(&str, &[&str], &str); 4] = [
    ("ed", &["-t", "ed25519"], ""),
    ("ed-locked", &["-t", "ed25519", "-a", "1"], PASSPHRASE),
    ("rsa", &["-t", "rsa", "-b", "2048"], ""),
    ("rsa-locked", &["-t", "rsa", "-b", "2048", "-a", "1"], PASSPHRASE),
];

fn make(home: &Home, name: &str, kind: &[&str], passphrase: &str) {
    let rest = ["-q", "-N", passphrase, "-C", "li@host", "-f", name];
    home.run("ssh-keygen", kind.iter().copied().chain(rest)).done();
}

/// A vault of Li's, who has an identity of Keyrack's own.
fn vault() -> Home {
    let home = Home::new();
    home.keyrack("li.age", ["init", "--work-factor", "10"]).done();
    home.keyrack("li.age", ["import", "list"]).done();
    home
}

#[test]
fn whoever_has_a_key_of_ssh_is_let_in_opens_and_saves_and_age_does_too() {
    let home = vault();
    for (name, kind, passphrase) in KEYS {
        make(&home, name, kind, passphrase);
        home.keyrack(name, ["list"]).refused(&["not encrypted to your identity"]);
        let line = home.text(format!("{name}.pub"));
        let add = ["member", "add", line.trim(), "--name", name, "--yes"];
        let added = home.keyrack("li.age", add).done();
        let listed = home.keyrack(name, ["member", "list", "--json"]).done();
        let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
        let own = listed["members"].as_array().expect("rows").iter().find(|row| row["own"] == true);
        let own = own.expect("a member");
        assert_eq!(own["name"], name);
        // Without the remark behind it, and with a fingerprint that is not its own end.
        assert!(line.starts_with(own["recipient"].as_str().expect("a key")), "{line}");
        assert!(!own["recipient"].as_str().expect("a key").contains("li@host"));
        let fingerprint = own["fingerprint"].as_str().expect("letters");
        assert!(added.stderr.contains(fingerprint), "{}", added.stderr);
        let end: String = fingerprint.chars().filter(|c| *c != ' ').collect();
        assert!(end.len() == 12 && !line.contains(&end), "{end}");
        let shown = home.keyrack(name, ["identity", "show"]).done().stdout;
        assert!(line.starts_with(shown.rsplit_once(' ').map_or(&*shown, |(key, _)| key).trim()));
        home.keyrack(name, ["edit", "ops", "--note", name]).done();
        let note = home.keyrack("li.age", ["show", "ops", "--json"]).done().stdout;
        assert!(note.contains(&format!("\"note\": \"{name}\"")), "{note}");
        if has("age", "what age makes of the vault") && passphrase.is_empty() {
            let plain = home.run("age", ["-d", "-i", name, "v.age"]).done();
            assert!(plain.stdout.starts_with("keyrack-vault "));
            home.write("plain", &plain.stdout);
            let file = format!("theirs-{name}.age");
            home.run("age", ["-R", &format!("{name}.pub"), "-o", &file, "plain"]).done();
            let theirs = ["--vault", &file, "--identity", name, "list"];
            let read = home.run(env!("CARGO_BIN_EXE_keyrack"), theirs).done();
            assert!(read.stdout.contains("ops@hikari.example"), "{}", read.stdout);
        }
    }
    // They are five now, and nobody is taken for a reader who is not listed.
    home.keyrack("li.age", ["member", "confirm", "--yes"]).done();
    let out = home.keyrack("li.age", ["member", "remove", "rsa-locked", "--yes"]).done();
    assert_eq!(home.keyrack("rsa-locked", ["list"]).code, 5, "{}", out.stderr);
    home.keyrack("ed", ["list"]).done();
}

#[test]
fn a_locked_key_takes_its_own_passphrase_and_is_left_to_ssh() {
    let home = Home::new();
    make(&home, "key", &["-t", "ed25519", "-a", "1"], PASSPHRASE);
    let before = home.read("key");
    home.keyrack("key", ["init", "--work-factor", "10"]).done();
    home.keyrack("key", ["import", "list"]).done();
    home.write("wrong", "quince ladder 48 moss\n");
    let options = ["--vault", "v.age", "--identity", "key", "--passphrase-file", "wrong", "list"];
    home.run(env!("CARGO_BIN_EXE_keyrack"), options).refused(&["passphrase does not open it"]);
    let options = ["--vault", "v.age", "--identity", "key", "list"];
    home.run(env!("CARGO_BIN_EXE_keyrack"), options).refused(&["no terminal"]);
    home.keyrack("key", ["identity", "passphrase", "--new-passphrase-file", "wrong"])
        .refused(&["no identity of Keyrack's own", "ssh-keygen -p -f"]);
    home.keyrack("key", ["identity", "rotate", "--yes"]).refused(&[
        "no identity of Keyrack's own",
        "keyrack --vault v.age --identity key member add",
    ]);
    home.keyrack("key", ["identity", "new"]).refused(&["key"]);
    assert_eq!(home.read("key"), before);
    home.keyrack("key", ["list"]).done();
}

#[test]
fn keys_that_age_has_no_use_for_are_refused_with_what_would_do() {
    let home = vault();
    let before = home.read("v.age");
    for (name, kind) in
        [("ecdsa", ["-t", "ecdsa", "-b", "256"]), ("short", ["-t", "rsa", "-b", "1024"])]
    {
        make(&home, name, &kind, "");
        let line = home.text(format!("{name}.pub"));
        home.keyrack("li.age", ["member", "add", line.trim(), "--name", "X", "--yes"])
            .refused(&["Nobody was let in", "ssh-ed25519 and ssh-rsa from 2048 bits"]);
        home.keyrack(name, ["list"]).refused(&["cannot be used as an identity", "ssh-ed25519"]);
    }
    make(&home, "pem", &["-t", "rsa", "-b", "2048", "-m", "PEM"], PASSPHRASE);
    home.keyrack("pem", ["list"]).refused(&["ssh-keygen -p -f"]);
    home.keyrack("li.age", ["member", "add", "--file", "ecdsa", "--name", "X", "--yes"])
        .refused(&["private half"]);
    assert_eq!(home.read("v.age"), before);
}
