//! Several vaults in one repository.

use std::fs;

use super::machine::{Machine, Run, pair};

const BOTH: [&str; 2] = ["--with", "team/us.age"];

/// Runs with both vaults.
fn with(machine: &Machine, args: &[&str]) -> Run {
    machine.run(BOTH.iter().chain(args))
}

/// Runs with the second vault alone.
fn us(machine: &Machine, args: &[&str]) -> Run {
    machine.run(["--vault", "team/us.age"].iter().chain(args))
}

fn add(machine: &Machine, login: &str) {
    us(machine, &["add", "--no-key", "--platform", "Amazon", "--login", login]).done();
}

/// Two machines that have exchanged two vaults.
fn started(folder: &std::path::Path) -> (Machine, Machine) {
    let (first, second, _) = pair(folder);
    us(&first, &["init"]).done();
    add(&first, "us-one");
    with(&first, &["sync"]).done().says("team, us:");
    second.sync().done();
    with(&second, &["sync"]).done().says("Nothing new");
    (first, second)
}

/// One after the other they stopped each other: to the first the second was a file in the way, to the
/// second the first one that both sides had changed.
#[test]
fn both_edited_on_both_sides_come_together() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = started(folder.path());
    for (machine, name) in [(&first, "first"), (&second, "second")] {
        machine.note("one", &format!("by the {name}"));
        machine.add(&format!("eu-{name}"));
        add(machine, &format!("us-{name}"));
    }
    with(&first, &["sync"]).done().says("Sent to origin.");
    with(&second, &["sync"])
        .done()
        .says("Both sides had changed something: merged.")
        .says("1 value clashes");
    with(&first, &["sync"]).done();
    for machine in [&first, &second] {
        assert_eq!(machine.logins(), ["eu-first", "eu-second", "one", "two"]);
        let listed = us(machine, &["list", "--json"]).done().out;
        for login in ["us-one", "us-first", "us-second"] {
            assert!(listed.contains(login), "{listed}");
        }
        machine.is_tidy();
    }
    for name in ["team.age", "us.age"] {
        let of = |machine: &Machine| fs::read(machine.team(name)).unwrap();
        assert!(of(&first) == of(&second), "{name} differs");
    }
    let log = first.git(["log", "--format=%s"]);
    assert!(log.contains("Merge team.age, us.age") && log.contains("Update us.age"), "{log}");
}

/// What goes wrong is said on standard error, where the headings of standard output are not.
#[test]
fn of_several_repositories_the_one_that_failed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (first, ..) = pair(folder.path());
    let aside = ["--with", "aside/eu.age"];
    fs::create_dir(first.home("aside")).unwrap();
    first.run(["--vault", "aside/eu.age", "init"]).done();
    first.run(["--vault", "aside/eu.age", "sync", "init"]).done();
    fs::write(first.home("aside/.git/HEAD"), "").unwrap();
    let run = first.run(aside.iter().chain(&["sync"])).ends(1);
    assert!(run.err.starts_with("eu:\nkeyrack: The git repository in "), "{}", run.err);
    assert!(run.out.contains("team:") && run.out.contains("eu:"), "{}", run.out);
    let zh = first.run(["--lang", "zh"].iter().chain(&aside).chain(&["sync"])).ends(1);
    assert!(zh.err.starts_with("eu：\nkeyrack: "), "{}", zh.err);
}

/// A vault that another machine does not have is new there, and is no reason to stop.
#[test]
fn a_vault_that_is_new_beside_another_is_carried() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    us(&second, &["init"]).done();
    us(&second, &["sync", "init"]).done();
    first.add("three");
    first.sync().done();
    with(&second, &["sync"]).done().says("merged");
    first.sync().done();
    with(&first, &["list"]).done().says("three");
    first.is_tidy();
}

/// One that nobody named is carried as any other file is, and not when both sides changed it.
#[test]
fn one_that_is_not_named_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = started(folder.path());
    add(&first, "us-first");
    with(&first, &["sync"]).done();
    add(&second, "us-second");
    let ours = fs::read(second.team("us.age")).unwrap();
    second.sync().ends(21).says("us.age");
    assert!(fs::read(second.team("us.age")).unwrap() == ours);
    with(&second, &["sync"]).done();
    second.is_tidy();
}

/// Where one stops, the others are exchanged, and the one is named.
#[test]
fn one_that_stops_keeps_no_other_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.add("three");
    first.sync().done();
    let run = second.run(["--vault", "nowhere.age", "--with", "team/team.age", "sync"]).ends(6);
    run.says("nowhere:");
    run.says("keyrack: There is no vault at nowhere.age");
    assert_eq!(second.logins(), ["one", "three", "two"]);
}

/// git's own folder was complained of.
#[test]
fn a_clone_without_the_vault_says_that_it_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let (_, second, _) = pair(folder.path());
    fs::remove_file(second.team("team.age")).unwrap();
    let run = second.sync().ends(6);
    run.says("git checkout");
    assert!(!run.err.contains(".git") && !run.err.contains("fatal"), "{run:?}");
}

/// It was "1 removed", as if somebody had thrown it away.
#[test]
fn what_was_moved_to_another_vault_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.write_down();
    fs::create_dir(first.home("other")).unwrap();
    first.run(["--vault", "other/us.age", "init"]).done();
    first.run(["--with", "other/us.age", "move", "one", "--to", "us", "--yes"]).done();
    first.run(["remove", "two", "--yes"]).done();
    first.sync().done();
    let run = second.sync().done();
    run.says("1 removed (Amazon / two), 1 moved to another vault (Amazon / one)");
}

/// Asked about several, two of these answered of none, and the command to go on with was about both.
#[test]
fn each_answers_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = started(folder.path());
    add(&second, "us-more");
    let run = with(&second, &["sync", "status"]).done();
    let (team, other) = run.out.split_once("us:\n").expect("a part for each");
    assert!(team.starts_with("team:\n") && team.contains("all is committed"), "{run:?}");
    assert!(other.contains("changes that are not committed"), "{run:?}");
    let json = with(&second, &["sync", "status", "--json"]).done().out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[1]["vault"], "team/us.age");
    assert_eq!((&json[0]["uncommitted"], &json[1]["uncommitted"]), (&false.into(), &true.into()));
    let signers = second.home("signers");
    fs::write(&signers, "").unwrap();
    let run = with(&second, &["sync", "verify", "--signers", signers.to_str().unwrap()]).ends(22);
    assert!(run.out.starts_with("team, us:\n") && run.out.contains("not signed"), "{run:?}");

    let (_, line) = Machine::newcomer(folder.path(), "Bo");
    let line: Vec<&str> = line.split(' ').collect();
    us(&first, &[&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat()).done();
    with(&first, &["sync"]).done();
    let run = with(&second, &["sync"]).ends(21);
    let command = "--vault team/team.age --with team/us.age --identity id.age sync --accept";
    run.says("us:\n").says("keyrack: Somebody was let in").says(&format!("keyrack {command}"));
    second.run(command.split(' ')).done();
    with(&second, &["sync"]).done();
}

/// Whoever was shut out of one of two got nothing of the other any more, and was not told of which.
#[test]
fn shut_out_of_one_the_other_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let remote = super::machine::bare(folder.path());
    let first = Machine::first(folder.path());
    first.add("one");
    us(&first, &["init"]).done();
    add(&first, "us-one");
    let (anna, line) = Machine::newcomer(folder.path(), "Anna");
    let line: Vec<&str> = line.split(' ').collect();
    let add_her = [&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat();
    first.run(&add_her).done();
    first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    with(&first, &["sync"]).done();
    anna.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
    // The one that she cannot open yet is named, and the other is not said to be shut.
    let run = with(&anna, &["sync"]).done();
    run.says("You cannot open us yet").says("--vault team/us.age --identity id.age identity show");
    assert!(!run.out.contains("cannot open team"), "{run:?}");
    us(&first, &add_her).done();
    with(&first, &["sync"]).done();
    with(&anna, &["sync"]).done();
    us(&anna, &["list"]).done().says("us-one");

    us(&first, &["member", "remove", "Anna", "--yes", "--by", "Li"]).done();
    first.add("two");
    with(&first, &["sync"]).done();
    // What she edits before she knows of it is not sent either.
    add(&anna, "us-hers");
    let kept = fs::read(anna.team("us.age")).unwrap();
    let blob = anna.git(["hash-object", "us.age"]);
    anna.add("three");
    for round in 0..2 {
        let run = with(&anna, &["sync"]).ends(21);
        run.says("us is no longer exchanged").says("brought by commit");
        assert!(!run.err.contains("team is no longer"), "{run:?}");
        assert!(fs::read(anna.team("us.age")).unwrap() == kept, "round {round}");
        let sent = anna.git(["rev-list", "--objects", "origin/main"]);
        assert!(!sent.contains(blob.trim()), "round {round}: {sent}");
    }
    assert_eq!(anna.logins(), ["one", "three", "two"]);
    us(&anna, &["list"]).done().says("us-one");
    // Nothing of hers goes over theirs, whichever way she asks, and what she edits meanwhile is not lost.
    add(&anna, "us-later");
    us(&anna, &["sync"]).ends(21);
    first.add("four");
    with(&first, &["sync"]).done();
    us(&first, &["list"]).done();
    with(&anna, &["sync"]).ends(21);
    assert_eq!(anna.logins(), ["four", "one", "three", "two"]);
    with(&first, &["sync"]).done();
    assert_eq!(first.logins(), ["four", "one", "three", "two"]);
    first.run(["list"]).done();

    // Let in again, she goes on.
    us(&first, &["person", "back", "Anna"]);
    us(&first, &add_her).done();
    with(&first, &["sync"]).done();
    with(&anna, &["sync", "--accept"]).done();
    let listed = us(&anna, &["list", "--json"]).done().out;
    for login in ["us-one", "us-hers", "us-later"] {
        assert!(listed.contains(login), "{listed}");
    }
    anna.is_tidy();

    // Saved for another key of hers, it goes on with that one.
    let (other, line) = Machine::newcomer(folder.path(), "Ann");
    let line: Vec<&str> = line.split(' ').collect();
    let add_it = [&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat();
    first.run(&add_it).done();
    with(&first, &["sync"]).done();
    us(&first, &add_it).done();
    with(&first, &["sync"]).done();
    with(&anna, &["sync", "--accept"]).done();
    us(&first, &["member", "remove", "Anna", "--yes", "--by", "Li"]).done();
    first.add("five");
    with(&first, &["sync"]).done();
    with(&anna, &["sync"]).ends(21).says("us is no longer exchanged");
    add(&anna, "us-last");
    with(&anna, &["sync"]).ends(21);
    fs::copy(other.home("id.age"), anna.home("id.age")).unwrap();
    let run = with(&anna, &["sync"]).done();
    assert!(!run.out.contains("no longer"), "{run:?}");
    with(&first, &["sync"]).done();
    us(&first, &["list"]).done().says("us-last");
    // Nor is it left aside any more where there is no network.
    add(&anna, "us-offline");
    anna.git(["remote", "set-url", "origin", "/nowhere"]);
    let run = with(&anna, &["sync"]);
    assert!(!run.err.contains("no longer exchanged"), "{run:?}");
    anna.is_tidy();
}
