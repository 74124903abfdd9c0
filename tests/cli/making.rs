//! Files that are made new: whole or not at all, and whatever a kill has left beside them.

use std::fs;

use super::home::Home;
use super::rotation::{has_strace, wherever};

const NEW: [&str; 4] = ["identity", "new", "--work-factor", "10"];
const INIT: [&str; 3] = ["init", "--work-factor", "10"];
/// Where something is made to last.
const CALLS: [&str; 3] = ["renameat2", "fsync", "write"];
const EXPORT: [&str; 4] = ["export", "ron", "out", "--yes-plain"];

/// A kill left `id.age.new`, and from then on `id.age` could not be written: it was said to exist.
#[test]
fn what_was_left_half_done_blocks_nothing() {
    let home = Home::empty();
    fs::create_dir(home.path("me")).expect("a folder");
    for name in ["me/id.age.new", "v.age.new", "out.new"] {
        home.write(name, "half");
    }
    home.run(NEW).done();
    home.run(INIT).done();
    home.run(["import", "list"]).wrote();
    home.run(EXPORT).wrote();
    let other = Home::empty();
    fs::create_dir(other.path("me")).expect("a folder");
    other.write("me/id.age.new", "half");
    other.run(INIT).done();
}

#[test]
fn wherever_the_making_of_an_identity_is_killed_the_next_try_goes_on() {
    if !has_strace() {
        return;
    }
    let points = wherever(&CALLS, Home::empty, &NEW, |home, when| {
        let is_there = home.path("me/id.age").exists();
        assert_eq!(home.run(NEW).code, if is_there { 7 } else { 0 }, "{when}");
        // Half of one would not open.
        let run = home.run(INIT);
        assert_eq!(run.code, 0, "{when}: {}", run.stderr);
    });
    assert!(points >= 4, "{points}");
}

#[test]
fn wherever_an_export_is_killed_the_next_try_goes_on() {
    if !has_strace() {
        return;
    }
    let points = wherever(&CALLS, Home::with_accounts, &EXPORT, |home, when| {
        if !home.path("out").exists() {
            home.run(EXPORT).wrote();
        }
        let out = String::from_utf8(home.read("out")).expect("text");
        home.run(["export", "ron", "whole", "--yes-plain"]).wrote();
        assert_eq!(out.len(), home.read("whole").len(), "{when}");
    });
    assert!(points >= 4, "{points}");
}
