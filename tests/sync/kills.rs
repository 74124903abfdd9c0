//! A sync that is killed at each start of git that writes, before it at one and behind it at the next. What it left is
//! valid, and the next one ends what it had begun.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::machine::{Machine, finish, pair};

/// What git does without writing anything.
const READING: &str =
    "rev-parse cat-file rev-list merge-base ls-tree diff-tree remote config symbolic-ref";

/// A `git` that counts its starts, and ends who started it at one of them. What only reads is not
/// counted: a kill there leaves what one at the next that writes does.
fn counting_git(folder: &Path) {
    let path = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&path).map(|dir| dir.join("git")).find(|git| git.is_file());
    let real = real.expect("git is installed");
    let real = real.display();
    let script = format!(
        "#!/bin/sh\n\
         for verb in {READING}; do\n\
         case \" $* \" in *\" $verb \"*) exec '{real}' \"$@\" ;; esac\n\
         done\n\
         n=$(($(cat \"$KR_COUNT\") + 1)); echo $n > \"$KR_COUNT\"\n\
         if [ $n = \"$KR_KILL\" ]; then\n\
         [ \"$KR_WHEN\" = after ] && '{real}' \"$@\"\n\
         kill -9 $PPID; exit 1\n\
         fi\n\
         exec '{real}' \"$@\"\n"
    );
    fs::create_dir(folder.join("bin")).unwrap();
    let git = folder.join("bin/git");
    fs::write(&git, script).unwrap();
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Syncs with the counting git; how many times git was started, and whether the sync was killed.
fn sync(machine: &Machine, folder: &Path, kill: usize, when: &str) -> (usize, bool) {
    let count = folder.join("count");
    fs::write(&count, "0\n").unwrap();
    let mut command = machine.keyrack();
    let path = std::env::var_os("PATH").unwrap();
    let bin = [folder.join("bin")].into_iter().chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(bin).unwrap());
    command.env("KR_COUNT", &count).env("KR_KILL", kill.to_string()).env("KR_WHEN", when);
    let run = finish(command.arg("sync"));
    let starts = fs::read_to_string(&count).unwrap().trim().parse().unwrap();
    let killed = run.code.is_none();
    assert!(killed || run.code == Some(0), "{run:#?}");
    assert_eq!(killed, kill > 0, "{run:#?}");
    (starts, killed)
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(copied.success());
}

/// Kills a sync before every other start of git, or behind it at the others.
fn killed(when: &str, diverge: impl Fn(&Machine, &Machine)) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let work = folder.join("work");
    fs::create_dir(&work).unwrap();
    counting_git(folder);
    let (first, second, _) = pair(&work);
    diverge(&first, &second);
    let start = folder.join("start");
    copy(&work, &start);
    // What is counted is a copy, too: it is another machine.
    copy(&start, &work);
    let (steps, killed) = sync(&second, folder, 0, "never");
    assert!(!killed && steps > 8, "{steps}");
    let (book, logins) = (second.book(), second.logins());
    let begin = if when == "before" { 2 } else { 1 };
    for step in (begin..=steps).step_by(2) {
        copy(&start, &work);
        let (_, killed) = sync(&second, folder, step, when);
        assert!(killed, "step {step} of {steps}");
        // Whatever was left opens.
        let there = second.logins();
        assert!(there.len() >= 2, "{step} {when}: {there:?}");
        second.git(["fsck", "--strict", "--no-dangling"]);
        sync(&second, folder, 0, "never");
        assert_eq!(second.logins(), logins, "{step} {when}");
        assert_eq!(second.book(), book, "{step} {when}");
        second.is_tidy();
        // That others take it from there is seen now and then: it takes as long as all the rest.
        if step % 8 == begin || step + 2 > steps {
            first.sync().done();
            assert!(first.vault() == second.vault(), "{step} {when}");
            first.is_tidy();
        }
    }
}

fn both_edited(first: &Machine, second: &Machine) {
    first.write_down();
    second.write_down();
    first.note("one", "from the first");
    fs::write(first.team("notes.txt"), "also\n").unwrap();
    first.git(["add", "notes.txt"]);
    first.git(["commit", "--quiet", "-m", "Add notes"]);
    first.sync().done();
    second.add("three");
}

#[test]
fn a_merge_is_killed_before_a_start_of_git() {
    killed("before", both_edited);
}

#[test]
fn a_merge_is_killed_behind_a_start_of_git() {
    killed("after", both_edited);
}

#[test]
fn taking_in_is_killed() {
    // What it does is a part of what a merge does.
    killed("after", |first, _| {
        first.add("three");
        fs::write(first.team("notes.txt"), "also\n").unwrap();
        first.git(["add", "notes.txt"]);
        first.git(["commit", "--quiet", "-m", "Add notes"]);
        first.sync().done();
    });
}

#[test]
fn a_file_that_somebody_saves_all_the_time_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    std::thread::scope(|scope| {
        let rival = scope.spawn(|| {
            for number in 0..12 {
                first.add(&format!("rival-{number}"));
            }
        });
        let mut number = 0;
        while !rival.is_finished() {
            second.add(&format!("far-{number}"));
            number += 1;
            second.sync().done();
            first.sync().done();
        }
        rival.join().unwrap();
        first.sync().done();
        second.sync().done();
        assert_eq!(first.logins().len(), 2 + 12 + number);
    });
    first.sync().done();
    assert_eq!(first.book(), second.book());
}
