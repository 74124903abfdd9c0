//! `--read-only`: what would write says so, and no file changes.

use std::fs;
use std::path::{Path, PathBuf};

use super::home::Home;

/// Every file below a folder, with what it holds and when it was written.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let metadata = entry.metadata().expect("metadata");
        if metadata.is_dir() {
            found.extend(files(&entry.path()));
        } else {
            let content = fs::read(entry.path()).expect("reads");
            found.push((entry.path(), content, metadata.modified().expect("a time")));
        }
    }
    found.sort();
    found
}

#[test]
fn what_writes_is_refused_before_anything_is_asked() {
    let home = Home::with_accounts();
    home.run(["edit", "ops", "--by", "totp", "--device", "P-07"]).done();
    let before = files(&home.path("."));
    let cases: [&[&str]; 10] = [
        &["add", "--platform", "Amazon", "--login", "x"],
        &["edit", "ops", "--store", "X"],
        &["remove", "ops", "--yes"],
        &["import", "list", "--yes"],
        &["device", "lost", "P-07"],
        &["device", "add", "P-99"],
        &["health", "snooze", "B06", "ops", "--days", "3", "--reason", "x"],
        &["drill", "record", "ops", "--works"],
        &["init"],
        &["recovery", "forget", "ops", "--yes"],
    ];
    for arguments in cases {
        // Not even the passphrase is read.
        let mut command = home.bare();
        command.args(["--vault", "v.age", "--identity", "me/id.age", "--read-only"]);
        let run = home.finish(command.args(arguments));
        let code = if run.stderr.contains("--read-only") { 7 } else { 2 };
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
    }
    // A code that counts finds out from the vault.
    let counted = home.run(["code", "byeolbit", "--read-only"]);
    assert_eq!(counted.code, 7, "{}", counted.stderr);
    assert!(counted.stderr.contains("read-only") && counted.stdout.is_empty());
    assert_eq!(files(&home.path(".")), before);
}

#[test]
fn what_reads_goes_on_and_leaves_no_trace() {
    let home = Home::with_accounts();
    home.run(["edit", "ops", "--by", "totp", "--device", "P-07"]).done();
    // This machine forgets which version it has seen: reading only, it does not note it again.
    fs::remove_dir_all(home.path(".local/state/keyrack/known")).expect("it is there");
    let before = files(&home.path("."));
    let cases: [&[&str]; 7] = [
        &["list", "--json"],
        &["show", "ops"],
        &["code", "ops"],
        &["health"],
        &["health", "--attest"],
        &["device", "lost", "P-07", "--dry-run"],
        &["print", "audit"],
    ];
    for arguments in cases {
        home.run(["--read-only"].iter().chain(arguments)).done();
        assert_eq!(files(&home.path(".")), before, "{arguments:?}");
    }
}

#[test]
fn a_shift_says_which_accounts_and_how_long() {
    let home = Home::with_accounts();
    let cases: [(&[&str], i32); 6] = [
        (&[], 2),
        (&["--query", "ops", "--for", "25h"], 2),
        (&["--query", "ops", "--for", "soon"], 2),
        (&["--query", ""], 2),
        (&["--query", " "], 2),
        // All is well, but there is no terminal.
        (&["--query", "ops", "--for", "8h"], 2),
    ];
    for (arguments, code) in cases {
        let run = home.run(["shift"].iter().chain(arguments));
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
    }
    let said = home.run(["shift", "--query", "ops", "--for", "25h"]).stderr;
    assert!(said.contains("up to 24h"), "{said}");
    let said = home.run(["shift"]).stderr;
    assert!(said.contains("--query, --tag"), "{said}");
}
