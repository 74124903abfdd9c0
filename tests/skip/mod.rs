//! Tests that look over Keyrack's shoulder with another program, which a machine may not have.

use std::env;

/// Whether a program is there. Where it is not, the test says what nobody looks at, and is over; but
/// under `KEYRACK_TESTS=all`, which `.ci/run` sets where it found or installed them all, it fails: a
/// test that skips looks like one that passes.
///
/// What a machine does not allow (to trace, to read another's memory) is no program that is missing:
/// that is printed and skipped in any case.
pub(crate) fn has(program: &str, untried: &str) -> bool {
    let there = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    if !there {
        let all = env::var_os("KEYRACK_TESTS").is_some_and(|tests| tests == "all");
        assert!(!all, "{program} is not installed, and KEYRACK_TESTS=all skips nothing: {untried}");
        eprintln!("SKIPPED: {program} is not installed, so nobody looks here at {untried}");
    }
    there
}
