//! Clones that diverge and come together again.

use std::fs;

use super::machine::{Machine, bare, pair, started};

#[test]
fn what_both_changed_is_on_both() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.note("one", "from the first");
    second.add("three");
    first.sync().done().says("Sent to origin.");
    second.sync().done().says("Both sides had changed something: merged.");
    first.sync().done().says("What others had saved is here now");
    assert_eq!(first.book(), second.book());
    assert!(first.vault() == second.vault(), "byte for byte, so nothing is left to exchange");
    assert_eq!(first.logins(), ["one", "three", "two"]);
    assert!(first.book().contains("from the first"));
    for machine in [&first, &second] {
        machine.sync().done().says("Nothing new");
        machine.is_tidy();
    }
    let log = first.git(["log", "--format=%s %an %ae"]);
    let known = ["Update team.age", "Merge team.age"];
    assert!(
        log.lines().all(|line| known.iter().any(|k| line == format!("{k} Li li@hikari.example"))),
        "{log}"
    );
}

#[test]
fn values_that_clash_are_both_there_and_are_decided_once() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.note("one", "the first says so");
    second.note("one", "the second says so");
    first.sync().done();
    second
        .sync()
        .done()
        .says("1 value clashes. Decide with: keyrack --vault team/team.age")
        .says("id.age conflict");
    first.sync().done();
    let listed = first.run(["conflict"]).done().out;
    assert!(listed.contains("the first says so") && listed.contains("the second says so"));
    let mark = listed.split_whitespace().next().unwrap();
    first.run(["conflict", "decide", mark, "1"]).done();
    first.sync().done();
    second.sync().done();
    second.run(["conflict"]).done().says("Nothing clashes.");
    assert!(first.vault() == second.vault());
}

#[test]
fn three_clones_with_random_edits_converge() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let third = first.clone(folder.path(), "third", &remote);
    let all = [first, second, third];
    let mut seed = 20_261_128_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut added = vec!["one".to_owned(), "two".to_owned()];
    for step in 0..24 {
        let machine = &all[usize::try_from(random(3)).unwrap()];
        match random(4) {
            0 => {
                let login = format!("seller-{step}");
                machine.add(&login);
                added.push(login);
            }
            1 => machine
                .note(["one", "two"][usize::try_from(random(2)).unwrap()], &format!("note {step}")),
            _ => _ = machine.sync().done(),
        }
    }
    for _ in 0..2 {
        for machine in &all {
            machine.sync().done();
        }
    }
    added.sort();
    for machine in &all {
        machine.sync().done().says("Nothing new");
        assert_eq!(machine.book(), all[0].book());
        assert!(machine.vault() == all[0].vault());
        assert_eq!(machine.logins(), added);
        machine.is_tidy();
    }
}

#[test]
fn two_at_once_are_both_served() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    for round in 0..3 {
        first.add(&format!("first-{round}"));
        second.add(&format!("second-{round}"));
        std::thread::scope(|scope| {
            let both = [&first, &second].map(|machine| scope.spawn(|| machine.sync()));
            for one in both {
                one.join().unwrap().done();
            }
        });
    }
    first.sync().done();
    second.sync().done();
    first.sync().done();
    assert_eq!(first.logins().len(), 8);
    assert!(first.vault() == second.vault());
}

#[test]
fn without_the_network_everything_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let away = folder.path().join("away.git");
    fs::rename(&remote, &away).unwrap();
    first.add("three");
    let run = first.sync().ends(20);
    run.says("Everything is committed here, but origin could not be asked");
    first.is_tidy();
    fs::rename(&away, &remote).unwrap();
    first.sync().done().says("Sent to origin.");
    second.sync().done();
    assert_eq!(second.logins().len(), 3);
}

#[test]
fn a_second_machine_without_a_clone_joins_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, remote) = pair(folder.path());
    let third = first.other(folder.path(), "third");
    fs::copy(first.team("team.age"), third.team("team.age")).unwrap();
    third.add("three");
    third.git(["init", "--quiet", "--initial-branch=another"]);
    third.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    third.sync().done().says("Sent to origin.");
    third.is_tidy();
    assert_eq!(third.git(["branch", "--show-current"]), "main\n");
    first.sync().done();
    assert_eq!(first.logins(), ["one", "three", "two"]);
}

#[test]
fn two_clones_on_one_machine_and_two_branches_in_one_clone() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, remote) = pair(folder.path());
    let clone = first.home("clone");
    first.git(["clone", "--quiet", remote.to_str().unwrap(), clone.to_str().unwrap()]);
    let there = |args: &[&str]| first.run([&["--vault", "clone/team.age"], args].concat()).done();
    first.note("one", "from the first");
    there(&["edit", "two", "--note", "from the clone"]);
    first.sync().done();
    there(&["sync"]).says("merged");
    first.sync().done();
    let book = first.book();
    assert!(book.contains("from the first") && book.contains("from the clone"), "{book}");
    first.git(["switch", "--quiet", "-c", "other"]);
    first.add("on-other");
    first.git(["commit", "--quiet", "-am", "Other"]);
    first.git(["switch", "--quiet", "main"]);
    // Another branch is an older version: that is asked about.
    first.run(["add", "--no-key", "--login", "x"]).ends(13);
    first.run(["trust", "--yes"]).done();
    first.add("on-main");
    first.git(["commit", "--quiet", "-am", "Main"]);
    first.git(["merge", "--quiet", "--no-edit", "other"]);
    assert_eq!(first.logins(), ["on-main", "on-other", "one", "two"]);
}

#[test]
fn what_else_lies_in_the_repository_is_left_to_the_person() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    // Other files that only one side changes come along.
    fs::write(second.team("notes.txt"), "one\n").unwrap();
    second.git(["add", "notes.txt"]);
    second.git(["commit", "--quiet", "-m", "Add notes"]);
    second.note("one", "more");
    second.sync().done();
    // Here something else is staged, and something changed: both stay so.
    fs::write(first.team("mine.txt"), "staged\n").unwrap();
    first.git(["add", "mine.txt"]);
    first.add("three");
    first.sync().done().says("merged");
    assert_eq!(fs::read_to_string(first.team("notes.txt")).unwrap(), "one\n");
    assert_eq!(first.git(["status", "--porcelain"]), "A  mine.txt\n");
    second.sync().done();
    assert!(!second.team("mine.txt").exists(), "nobody committed it");
    assert_eq!(first.book(), second.book());
    // What both changed is not ours to merge.
    first.git(["commit", "--quiet", "-m", "Mine"]);
    for (machine, text) in [(&first, "first\n"), (&second, "second\n")] {
        fs::write(machine.team("notes.txt"), text).unwrap();
        machine.git(["commit", "--quiet", "-am", "Change notes"]);
    }
    first.sync().done();
    second.note("two", "late");
    let run = second.sync().ends(21);
    run.says("Both sides changed another file").says("notes.txt");
    assert_eq!(second.git(["status", "--porcelain"]), "");
    second.try_git(["pull", "--quiet"]).ends(1);
    fs::write(second.team("notes.txt"), "both\n").unwrap();
    second.git(["add", "notes.txt"]);
    second.sync().done();
    first.sync().done();
    assert_eq!(first.book(), second.book());
}

#[test]
fn a_changed_file_in_the_way_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    fs::write(second.team("notes.txt"), "theirs\n").unwrap();
    second.git(["add", "notes.txt"]);
    second.git(["commit", "--quiet", "-m", "Add notes"]);
    second.note("one", "more");
    second.sync().done();
    fs::write(first.team("notes.txt"), "mine\n").unwrap();
    first.sync().ends(21).says("are in the way").says("notes.txt");
    assert_eq!(fs::read_to_string(first.team("notes.txt")).unwrap(), "mine\n");
    assert!(first.book().contains("more"), "the vault is taken in");
    fs::remove_file(first.team("notes.txt")).unwrap();
    first.sync().done();
    first.is_tidy();
}

#[test]
fn the_activity_beside_the_vault_travels_along() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    for (machine, note) in [(&first, "first"), (&second, "second")] {
        machine.write_down();
        machine.note("one", note);
    }
    first.sync().done();
    second.sync().done();
    first.sync().done();
    for machine in [&first, &second] {
        assert_eq!(fs::read_dir(machine.team("team.activity")).unwrap().count(), 2);
        let told = machine.run(["activity"]).done().out;
        assert_eq!(told.matches("edited").count(), 2, "{told}");
        machine.is_tidy();
    }
}

#[test]
fn months_of_activity_that_were_dropped_here_leave_git_too() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    for machine in [&first, &second] {
        machine.write_down();
        machine.note("one", "more");
        machine.sync().done();
    }
    first.sync().done();
    let own = |machine: &Machine| -> String {
        let names = fs::read_dir(machine.team("team.activity")).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let theirs = second.run(["doctor", "--json"]).out;
        names.retain(|name| !theirs.contains(&name[..name.len() - 12]));
        names.join(" ")
    };
    let this = own(&first);
    // Two older months, as of a time before; one of them is dropped.
    let machine = &this[..this.len() - 12];
    for month in ["2001-01", "2001-02"] {
        let old = format!("team.activity/{machine}-{month}.log");
        fs::copy(first.team("team.activity").join(&this), first.team(&old)).unwrap();
    }
    first.sync().done();
    let tree = || first.git(["ls-tree", "-r", "--name-only", "HEAD"]);
    assert_eq!(tree().matches(machine).count(), 3);
    fs::remove_file(first.team(&format!("team.activity/{machine}-2001-01.log"))).unwrap();
    first.sync().done();
    first.is_tidy();
    assert_eq!(tree().matches(machine).count(), 2);
    second.sync().done();
    second.is_tidy();
    assert!(!second.team(&format!("team.activity/{machine}-2001-01.log")).exists());
    // All of it gone is nobody dropping old months.
    fs::remove_dir_all(first.team("team.activity")).unwrap();
    first.sync().done();
    assert_eq!(tree().matches(machine).count(), 2);
}

/// The version that the newcomer had cloned was opened first, which nobody had let them into.
#[test]
fn who_cloned_before_they_were_let_in_gets_the_version_that_lets_them_in() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, remote) = pair(folder.path());
    let (anna, line) = Machine::newcomer(folder.path(), "Anna");
    anna.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
    anna.run(["list"]).ends(5);
    anna.sync().done().says("a member has to add you").says("identity show");
    first.run(["member", "add", "--yes", &line]).done();
    first.sync().done();
    anna.sync().done().says("What others had saved is here now");
    assert_eq!(anna.logins(), ["one", "two"]);
    anna.is_tidy();
    // Once it was opened, what comes is compared with it.
    first.note("one", "more");
    first.sync().done();
    anna.sync().done();
    assert!(anna.vault() == first.vault());
}

#[test]
fn a_vault_with_a_passphrase_travels_too() {
    let folder = tempfile::tempdir().unwrap();
    let remote = bare(folder.path());
    let first = Machine::first_with_passphrase(folder.path());
    let (first, second, _) = started(first, folder.path(), remote);
    first.note("one", "from the first");
    second.add("three");
    first.sync().done();
    second.sync().done().says("merged");
    first.sync().done();
    assert!(first.vault() == second.vault());
    assert_eq!(first.logins(), ["one", "three", "two"]);
}

/// Two take each other's version in at the same time; then each takes one thing back to what it was.
#[test]
fn what_was_taken_back_after_two_crossed_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    first.note("one", "plain");
    first.note("two", "plain");
    first.sync().done();
    second.sync().done();
    // A remote each has to itself, so that neither sees the other's merge.
    let apart = folder.path().join("apart.git");
    let (remote, apart) = (remote.to_str().unwrap(), apart.to_str().unwrap());
    first.git(["clone", "--quiet", "--bare", remote, apart]);
    // What git keeps of the one says nothing of the other.
    let turn = |machine: &Machine, to: &str| {
        machine.git(["remote", "set-url", "origin", to]);
        machine.git(["update-ref", "-d", "refs/remotes/origin/main"]);
    };
    turn(&second, apart);
    first.note("one", "changed");
    second.note("two", "changed");
    for machine in [&first, &second] {
        machine.sync().done();
    }
    turn(&first, apart);
    turn(&second, remote);
    for machine in [&first, &second] {
        machine.sync().done().says("merged");
    }
    assert_eq!(first.book(), second.book());
    first.note("two", "plain");
    second.note("one", "plain");
    second.sync().done();
    turn(&first, remote);
    first.git(["fetch", "--quiet"]);
    let bases = first.git(["merge-base", "--all", "HEAD", "origin/main"]);
    assert_eq!(bases.lines().count(), 2, "{bases}");
    first.sync().done().says("merged");
    second.sync().done();
    first.sync().done();
    for machine in [&first, &second] {
        let book = machine.book();
        assert_eq!(
            (book.matches("plain").count(), book.matches("changed").count()),
            (2, 0),
            "{book}"
        );
        machine.is_tidy();
    }
}

/// Somebody shortens a file that another machine wrote, or takes it away, and sends that.
#[test]
fn activity_that_somebody_cut_is_kept_and_said() {
    for (clashing, removing) in [(false, false), (true, false), (false, true), (true, true)] {
        let folder = tempfile::tempdir().unwrap();
        let (first, second, _) = pair(folder.path());
        first.write_down();
        first.note("one", "once");
        first.note("one", "twice");
        first.sync().done();
        second.sync().done();
        let logs = || fs::read_dir(second.team("team.activity")).unwrap().map(Result::unwrap);
        let log = logs().next().unwrap().file_name();
        let path = second.team("team.activity").join(&log);
        let whole = fs::read_to_string(&path).unwrap();
        let cut = whole.lines().next().unwrap();
        if removing {
            second.git(["rm", "--quiet", path.to_str().unwrap()]);
            second.git(["commit", "--quiet", "--message=away"]);
            second.git(["push", "--quiet"]);
        } else {
            fs::write(&path, format!("{cut}\n")).unwrap();
            second.sync().done();
        }
        if clashing {
            first.note("two", "meanwhile");
        }
        first.sync().done().says("had been cut");
        let here = fs::read_to_string(first.team("team.activity").join(&log)).unwrap();
        assert!(here.starts_with(&whole), "{clashing}");
        first.run(["activity"]).done();
        first.is_tidy();
        // What was cut is whole again for everybody.
        second.sync().done();
        assert_eq!(fs::read_to_string(&path).unwrap(), here, "{clashing}");
    }
}

#[test]
fn activity_that_comes_alone_is_something_new() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.write_down();
    first.run(["member", "confirm", "--yes"]).done();
    first.sync().done();
    let run = second.sync().done();
    assert!(!run.out.contains("Nothing new") && !run.err.contains("Nothing new"), "{run:?}");
}

/// To create one there was all that was advised, and a dead end.
#[test]
fn a_clone_without_a_vault_says_who_has_to_push_first() {
    let folder = tempfile::tempdir().unwrap();
    let remote = bare(folder.path());
    let (anna, _) = Machine::newcomer(folder.path(), "Anna");
    anna.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
    anna.sync().ends(6).says("there is no vault yet").says("git pull").says("id.age sync init");
    // The team's vault lies on a branch that the clone has not checked out.
    let first = Machine::first(folder.path());
    first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    first.git(["branch", "-M", "team"]);
    first.sync().done();
    anna.git(["fetch", "--quiet"]);
    anna.sync().ends(6).says("another branch").says("switch team");
}

/// A fast-forward by git's own hand was taken for what was here.
#[test]
fn activity_that_git_itself_brought_cut_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.write_down();
    first.note("one", "once");
    first.note("one", "twice");
    first.sync().done();
    second.sync().done();
    let logs = || fs::read_dir(second.team("team.activity")).unwrap().map(Result::unwrap);
    let path = logs().next().unwrap().path();
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{}\n", whole.lines().next().unwrap())).unwrap();
    second.sync().done();
    first.git(["pull", "--quiet"]);
    first.sync().done().says("git itself brought");
    assert!(!first.sync().done().out.contains("git itself brought"), "once");
}
