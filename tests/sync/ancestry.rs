//! What git calls an ancestor and the versions themselves do not: somebody has kept one side of a merge and let the
//! other go, or begun the history anew.

use std::fs;
use std::path::Path;

use super::machine::{Machine, bare, pair};

/// The second machine has ended git's conflict by keeping its own side whole: what the first has sent is an ancestor,
/// and nothing of it is left.
fn kept_ours(first: &Machine, second: &Machine) {
    first.add("three");
    first.sync().done().says("Sent");
    second.add("theirs");
    second.git(["commit", "--quiet", "-am", "By hand"]);
    second.try_git(["pull", "--quiet", "--no-rebase"]).ends(1);
    second.git(["checkout", "--quiet", "--ours", "team.age"]);
    second.git(["commit", "--quiet", "-am", "Merged by hand"]);
}

/// The remote has another history now, with what is in the folder after some change.
fn begin_anew(machine: &Machine, remote: &Path, change: impl Fn(&Machine)) {
    machine.git(["checkout", "--quiet", "--orphan", "fresh"]);
    change(machine);
    machine.git(["commit", "--quiet", "-am", "Begin anew"]);
    machine.git(["branch", "-M", "fresh", "main"]);
    machine.git(["push", "--quiet", "--force", remote.to_str().unwrap(), "main"]);
}

#[track_caller]
fn agree(machines: [&Machine; 2], logins: &[&str]) {
    for machine in machines {
        assert_eq!(machine.logins(), logins);
        machine.is_tidy();
    }
    assert!(machines[0].vault() == machines[1].vault());
}

/// It was taken for a later version of ours, and what we had saved was gone without a word.
#[test]
fn a_merge_by_hand_that_kept_one_side_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    kept_ours(&first, &second);
    second.git(["push", "--quiet"]);
    first.sync().done().says("Both sides had changed something");
    second.sync().done();
    agree([&first, &second], &["one", "theirs", "three", "two"]);
}

/// The same where both went on, so that git names what was let go as the version that both come from.
#[test]
fn nor_where_we_went_on_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    kept_ours(&first, &second);
    second.git(["push", "--quiet"]);
    first.add("four");
    // Without the backups it is git that has the version both come from.
    fs::remove_dir_all(first.home(".local/state/keyrack/backups")).unwrap();
    first.sync().done().says("Both sides had changed something");
    second.sync().done();
    agree([&first, &second], &["four", "one", "theirs", "three", "two"]);
}

/// The same on the machine where it was done, before anything is sent.
#[test]
fn nor_where_it_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    kept_ours(&first, &second);
    second.sync().done().says("Both sides had changed something").says("Sent");
    first.sync().done();
    agree([&first, &second], &["one", "theirs", "three", "two"]);
    // And where the first has sent more since.
    kept_ours(&first, &second);
    first.add("five");
    first.sync().done();
    second.sync().done();
    first.sync().done();
    agree([&first, &second], &["five", "one", "theirs", "theirs", "three", "three", "two"]);
}

/// Whoever had edits that were not sent lost them by the way that was told: to clone into another folder.
#[test]
fn a_history_begun_anew_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    second.add("unsent");
    first.add("three");
    first.sync().done();
    begin_anew(&first, &remote, |_| {});
    let run = second.sync().done();
    run.says("history was begun anew").says("Sent");
    first.sync().done();
    agree([&first, &second], &["one", "three", "two", "unsent"]);
    assert_eq!(
        second.git(["rev-list", "--count", "origin/main"]),
        "2\n",
        "the old history is sent again"
    );
    // Where somebody has changed nothing, as well.
    let third = first.clone(folder.path(), "third", &remote);
    third.sync().done();
    begin_anew(&first, &remote, |_| {});
    third.sync().done();
    assert_eq!(third.git(["rev-parse", "HEAD"]), first.git(["rev-parse", "HEAD"]));
    third.is_tidy();
}

/// A list of keys that the new history was begun to be rid of came back with the next exchange of everybody.
#[test]
fn a_history_begun_anew_gets_nothing_back_that_it_has_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    first.write_down();
    second.write_down();
    fs::write(first.team("keys.csv"), "login,key\n").unwrap();
    first.git(["add", "keys.csv"]);
    first.git(["commit", "--quiet", "-m", "By hand"]);
    first.sync().done();
    second.sync().done();
    second.add("unsent");
    begin_anew(&first, &remote, |first| {
        first.git(["rm", "--quiet", "--cached", "keys.csv"]);
    });
    second.sync().done().says("history was begun anew").says("Sent");
    let sent = second.git(["ls-tree", "-r", "--name-only", "origin/main"]);
    assert!(!sent.contains("keys.csv"), "{sent}");
    assert!(sent.contains("team.activity/"), "{sent}");
    // What lies in the folder is the person's: it is no longer carried, and not deleted.
    assert_eq!(second.git(["status", "--porcelain"]), "?? keys.csv\n");
    assert_eq!(fs::read_to_string(second.team("keys.csv")).unwrap(), "login,key\n");
    first.sync().done();
    assert_eq!(first.logins(), ["one", "two", "unsent"]);
    assert!(first.vault() == second.vault());
}

/// The same where the first commits are as they were: `git filter-repo` writes only those anew that had the file.
#[test]
fn nor_where_only_the_end_of_it_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let start = first.git(["rev-parse", "HEAD"]);
    fs::write(first.team("keys.csv"), "login,key\n").unwrap();
    first.git(["add", "keys.csv"]);
    first.git(["commit", "--quiet", "-m", "By hand"]);
    first.add("three");
    first.sync().done();
    second.sync().done();
    second.add("unsent");
    second.run(["remove", "one", "--yes"]).done();
    first.git(["reset", "--quiet", "--soft", start.trim()]);
    first.git(["rm", "--quiet", "--cached", "keys.csv"]);
    first.git(["commit", "--quiet", "-m", "Without it"]);
    fs::remove_file(first.team("keys.csv")).unwrap();
    first.git(["push", "--quiet", "--force", remote.to_str().unwrap(), "main"]);
    second.sync().done().says("history was begun anew").says("Sent");
    let sent = second.git(["log", "--format=", "--name-only", "origin/main"]);
    assert!(!sent.contains("keys.csv"), "{sent}");
    assert_eq!(second.git(["status", "--porcelain"]), "?? keys.csv\n");
    first.sync().done();
    assert_eq!(first.logins(), ["three", "two", "unsent"]);
    assert!(first.vault() == second.vault());
    // It is told once.
    second.add("more");
    let run = second.sync().done();
    assert!(!run.out.contains("anew"), "{run:#?}");
}

/// It was told to merge with git pull, which brings the old history back.
#[test]
fn a_history_begun_anew_has_its_own_form_of_other_files() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    fs::write(first.team("notes.txt"), "old\n").unwrap();
    first.git(["add", "notes.txt"]);
    first.git(["commit", "--quiet", "-m", "By hand"]);
    first.sync().done();
    second.sync().done();
    begin_anew(&first, &remote, |first| fs::write(first.team("notes.txt"), "new\n").unwrap());
    second.sync().done().says("history was begun anew");
    assert_eq!(fs::read_to_string(second.team("notes.txt")).unwrap(), "new\n");
    agree([&first, &second], &["one", "two"]);
}

/// It ended with git's "bad revision": there is no HEAD yet.
#[test]
fn a_folder_without_a_history_finds_the_version_both_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    first.add("three");
    first.sync().done();
    second.add("mine");
    fs::remove_dir_all(second.team(".git")).unwrap();
    fs::remove_dir_all(second.home(".local/state/keyrack/backups")).unwrap();
    second.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    second.sync().done().says("Both sides had changed something");
    first.sync().done();
    agree([&first, &second], &["mine", "one", "three", "two"]);
}

/// What was put together of git's two sides stood under "From the others", one's own among it.
#[test]
fn a_repair_is_no_news() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.add("three");
    first.sync().done();
    second.add("mine");
    second.git(["commit", "--quiet", "-am", "By hand"]);
    second.try_git(["-c", "merge.keyrack.driver=false", "pull", "--quiet"]).ends(1);
    second.git(["checkout", "--quiet", "--theirs", "team.age"]);
    fs::remove_dir_all(second.home(".local/state/keyrack")).unwrap();
    first.add("four");
    first.sync().done();
    let run = second.sync().done();
    run.says("half done is finished").says("1 added (Amazon / four)");
    assert!(!run.out.contains("mine") && !run.err.contains("mine"), "{run:#?}");
    first.sync().done().says("1 added (Amazon / mine)");
}

/// Another program's repository is no place for the vault, whatever somebody typed as its address.
#[test]
fn a_history_without_the_vault_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let remote = bare(elsewhere.path());
    let other = second.other(elsewhere.path(), "other");
    other.git(["init", "--quiet"]);
    fs::write(other.team("README"), "Something else\n").unwrap();
    other.git(["add", "README"]);
    other.git(["commit", "--quiet", "-m", "Something else"]);
    other.git(["push", "--quiet", remote.to_str().unwrap(), "main"]);
    first.git(["remote", "set-url", "origin", remote.to_str().unwrap()]);
    let run = first.sync().ends(21);
    run.says("nothing in common").says("trust --regain");
}

/// What came as a deletion was there without a word, a restored backup for one.
#[test]
fn what_came_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    for login in ["three", "four", "five"] {
        first.add(login);
    }
    first.note("one", "new");
    first.run(["remove", "two", "--yes"]).done();
    first.sync().done();
    let run = second.sync().done();
    run.says("3 added (Amazon / three, Amazon / four, Amazon / five)")
        .says("1 changed (Amazon / one)");
    run.says("1 removed (Amazon / two)");
    let run = first.run(["add", "--no-key", "--platform", "Amazon", "--login", "six"]);
    run.done();
    second.add("mine");
    first.sync().done();
    second.run(["--lang", "zh", "sync"]).done().says("新增 1 项（Amazon / six）");
}

/// It was undone, and neither was told.
#[test]
fn what_one_removed_and_the_other_edited_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.run(["remove", "one", "--yes"]).done();
    first.sync().done();
    second.note("one", "still needed");
    second.run(["remove", "two", "--yes"]).done();
    let run = second.sync().done();
    run.says("Amazon / one was removed by one and is still used or edited by the other: kept.");
    first.note("two", "this too");
    let run = first.sync().done();
    run.says(
        "Amazon / one, Amazon / two were removed by one and are still used or edited by the other: kept.",
    );
    assert_eq!(first.logins(), ["one", "two"]);
}

/// Three who take each other's version in at every step leave three versions to come from, and each of those three
/// again: all ways through that were gone one by one.
#[test]
fn a_history_that_crosses_again_and_again_is_merged_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    first.sync().done();
    let tree = first.git(["rev-parse", "HEAD^{tree}"]).trim().to_owned();
    let mut tips = vec![first.git(["rev-parse", "HEAD"]).trim().to_owned()];
    for step in 0..17 {
        let commit = |side: char| {
            let mut args = vec!["commit-tree".to_owned(), "-m".into(), format!("{side}{step}")];
            args.extend(tips.iter().flat_map(|tip| ["-p".to_owned(), tip.clone()]));
            args.push(tree.clone());
            first.git(args).trim().to_owned()
        };
        tips = ['a', 'b', 'c'].map(commit).to_vec();
    }
    let remote = remote.to_str().unwrap();
    first.git([
        "push",
        "--quiet",
        remote,
        &format!("{}:main", tips[0]),
        &format!("{}:refs/heads/b", tips[1]),
    ]);
    first.git(["reset", "--quiet", "--hard", &tips[0]]);
    second.git(["fetch", "--quiet", remote, "b"]);
    second.git(["reset", "--quiet", "--hard", &tips[1]]);
    first.add("three");
    first.sync().done();
    second.add("four");
    second.sync().done().says("Both sides had changed something");
    first.sync().done();
    agree([&first, &second], &["four", "one", "three", "two"]);
}
