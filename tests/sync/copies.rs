//! A folder that a synchroniser keeps, without git.

use std::fs;

use super::machine::Machine;

const COPY: &str = "team.sync-conflict-20261128-220519-ABCDEFG.age";

/// Two machines that made a version each of the same vault; the synchroniser has put the second one's beside
/// the first one's.
pub fn clashed(folder: &std::path::Path) -> Machine {
    let first = Machine::first(folder);
    first.add("one");
    let second = first.other(folder, "second");
    fs::copy(first.team("team.age"), second.team("team.age")).unwrap();
    first.note("one", "from the first");
    second.add("two");
    fs::copy(second.team("team.age"), first.team(COPY)).unwrap();
    first
}

#[test]
fn copies_are_told_of_taken_in_and_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let first = clashed(folder.path());
    fs::copy(first.team(COPY), first.team("team (Li's conflicted copy 2026-11-28).age")).unwrap();
    first.run(["list"]).done().says("A synchroniser has left 2 copies beside the vault");
    first
        .sync()
        .done()
        .says("2 copies that a synchroniser had left are taken in")
        .says("not kept in git");
    assert_eq!(first.logins(), ["one", "two"]);
    assert!(first.book().contains("from the first"));
    let left: Vec<_> = fs::read_dir(first.team("")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let backups = first.run(["doctor", "--backups"]).done().out;
    assert_eq!(backups.matches("-copy.age").count(), 2, "{backups}");
    assert!(first.run(["list"]).done().err.is_empty());
}

/// Both had one name in the vault: whoever had saved more often looked as if they had seen the other's edit.
#[test]
fn a_home_that_was_copied_is_another_machine() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    if fs::metadata(first.home("id.age")).unwrap().created().is_err() {
        eprintln!("SKIPPED: this folder does not tell when a file was made");
        return;
    }
    first.add("one");
    let second = first.copied(folder.path(), "second");
    first.add("two");
    second.add("three");
    second.add("four");
    fs::copy(second.team("team.age"), first.team(COPY)).unwrap();
    first.sync().done();
    assert_eq!(first.logins(), ["four", "one", "three", "two"]);
    fs::copy(first.team("team.age"), second.team("team.age")).unwrap();
    second.run(["list"]).done();
    assert_eq!(second.logins(), ["four", "one", "three", "two"]);
}

#[test]
fn what_is_no_copy_of_this_vault_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let first = clashed(folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = Machine::first(elsewhere.path());
    fs::copy(stranger.home("id.age"), first.home("other.age")).unwrap();
    fs::copy(stranger.team("team.age"), first.team("team (1).age")).unwrap();
    fs::write(first.team("team (2).age"), "no vault").unwrap();
    fs::write(first.team("teams.age"), "another").unwrap();
    let run = first.sync().ends(21);
    run.says("A copy that a synchroniser had left is taken in")
        .says("team (1).age")
        .says("team (2).age")
        .says("move it to another folder");
    assert!(!first.team(COPY).exists());
    for name in ["team (1).age", "team (2).age", "teams.age"] {
        assert!(first.team(name).exists(), "{name}");
    }
}

#[test]
fn a_copy_without_a_common_version_waits_for_another_machine() {
    let folder = tempfile::tempdir().unwrap();
    let first = clashed(folder.path());
    let third = first.other(folder.path(), "third");
    for name in ["team.age", COPY] {
        fs::copy(first.team(name), third.team(name)).unwrap();
    }
    third.sync().ends(21).says("No version is left here that both come from.");
    assert!(third.team(COPY).exists());
    first.sync().done();
    fs::copy(first.team("team.age"), third.team("team.age")).unwrap();
    third.sync().done().says("is taken in");
    assert_eq!(third.logins(), ["one", "two"]);
}

/// One goes on from what the other has taken in already, before that comes back.
#[test]
fn a_second_copy_is_taken_in_by_way_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    first.add("one");
    let second = first.other(folder.path(), "second");
    fs::copy(first.team("team.age"), second.team("team.age")).unwrap();
    first.note("one", "from the first");
    for login in ["two", "three"] {
        second.add(login);
        fs::copy(second.team("team.age"), first.team(COPY)).unwrap();
        first.sync().done().says("is taken in");
    }
    assert_eq!(first.logins(), ["one", "three", "two"]);
    assert!(first.book().contains("from the first"));
}

#[test]
fn copies_in_a_repository_are_taken_in_and_sent() {
    let folder = tempfile::tempdir().unwrap();
    let first = clashed(folder.path());
    let remote = super::machine::bare(folder.path());
    first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    first.sync().done().says("is taken in").says("Sent");
    first.is_tidy();
}

/// "Taken in", and nobody knew what.
#[test]
fn what_a_copy_brings_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let first = clashed(folder.path());
    first.sync().done().says("From the copies: 1 added (Amazon / two)");
    assert!(!first.sync().done().out.contains("added"), "said once");
}

/// It was "not kept in git", and that was all.
#[test]
fn an_older_version_in_a_folder_is_doubted_as_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    first.add("one");
    let old = first.vault();
    first.add("two");
    fs::write(first.team("team.age"), &old).unwrap();
    first.run(["list"]).ends(13);
    let run = first.sync().ends(13);
    run.says("id.age trust");
    assert!(!run.out.contains("git"), "{run:#?}");
    first.run(["trust", "--regain"]).done();
    first.sync().done();
    assert_eq!(first.logins(), ["one", "two"]);
}
