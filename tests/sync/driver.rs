//! git by itself: with our driver, and without it.

use std::fs;

use super::machine::{Machine, bare, finish, pair, started};

fn diverged(first: &Machine, second: &Machine) {
    first.note("one", "from the first");
    first.sync().done();
    second.add("three");
    second.git(["commit", "--quiet", "-am", "By hand"]);
}

#[test]
fn a_pull_merges_by_our_driver() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    second.run(["sync", "init"]).done();
    diverged(&first, &second);
    second.git(["pull", "--quiet", "--no-edit"]);
    assert_eq!(second.logins(), ["one", "three", "two"]);
    assert!(second.book().contains("from the first"));
    second.is_tidy();
    second.sync().done().says("Sent");
    first.sync().done();
    assert!(first.vault() == second.vault());
}

/// It ended with "several vaults are open", and git called every merge a conflict.
#[test]
fn git_says_which_vault_it_is_whatever_the_settings_say() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    second.run(["sync", "init"]).done();
    diverged(&first, &second);
    let settings = second.home(".config/keyrack/settings.ron");
    fs::write(settings, "(activity: false, vaults: [\"/nowhere/us.age\"])\n").unwrap();
    second.git(["pull", "--quiet", "--no-edit"]);
    assert_eq!(second.logins(), ["one", "three", "two"]);
    assert!(second.git(["log", "-p", "-1", "--first-parent"]).contains("from the first"));
}

#[test]
fn where_one_side_has_all_its_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.note("one", "more");
    first.sync().done();
    let theirs = first.vault();
    let [base, ours, other] = ["base", "ours", "other"].map(|name| second.home(name));
    let merge = |versions: [&[u8]; 3]| {
        for (path, content) in [&base, &ours, &other].into_iter().zip(versions) {
            std::fs::write(path, content).unwrap();
        }
        second.run(["git-merge", "base", "ours", "other", "team/team.age"]).done();
        std::fs::read(&ours).unwrap()
    };
    let old = second.vault();
    assert!(merge([&old, &old, &theirs]) == theirs);
    assert!(merge([&old, &theirs, &old]) == theirs);
    assert!(merge([&old, &theirs, &theirs]) == theirs);
    assert!(merge([b"", &old, &theirs]) == theirs, "without a version both come from");
}

/// It was said that the file could not be read.
#[test]
fn what_cannot_be_written_is_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.note("one", "more");
    first.sync().done();
    fs::write(second.home("theirs"), first.vault()).unwrap();
    fs::copy(second.team("team.age"), second.home("ours")).unwrap();
    // Nobody makes files where the open ones of a process are.
    let merge = ["git-merge", "ours", "/dev/fd/0", "theirs", "team/team.age"];
    let mut command = second.keyrack();
    command.args(merge).stdin(fs::File::open(second.home("ours")).unwrap());
    let run = finish(&mut command).ends(1);
    run.says("/dev/fd/0 could not be written").says("Finish with: keyrack ");
}

#[test]
fn a_clone_without_the_driver_is_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    diverged(&first, &second);
    second.try_git(["pull", "--quiet", "--no-edit"]).ends(1).says("CONFLICT");
    second.run(["list"]).done().says("Git has left a merge half done here.");
    let run = second.sync().done();
    run.says("A merge that git had left half done is finished.").says("Sent");
    assert_eq!(second.logins(), ["one", "three", "two"]);
    assert!(second.book().contains("from the first"));
    second.is_tidy();
    assert_eq!(second.git(["log", "-1", "--format=%P"]).split_whitespace().count(), 2);
    first.sync().done();
    assert!(first.vault() == second.vault());
}

/// Git takes a small vault in which no byte is zero for a text, and writes both sides into it. Whether there is one
/// is a matter of chance, so what git writes then is put there.
#[test]
fn a_vault_that_git_took_for_a_text_is_put_together_from_its_two_sides() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    diverged(&first, &second);
    let ours = second.vault();
    second.try_git(["pull", "--quiet", "--no-edit"]).ends(1).says("CONFLICT");
    let head = b"age-encryption.org/v1\n";
    let rest = |whole: &[u8]| whole.strip_prefix(head).unwrap().to_vec();
    let (ours, theirs) = (rest(&ours), rest(&first.vault()));
    let [mine, between, end]: [&[u8]; 3] =
        [b"<<<<<<< HEAD\n", b"\n=======\n", b"\n>>>>>>> 8f00b204e9800998ecf8427e\n"];
    let torn = [head, mine, &ours, between, &theirs, end].concat();
    fs::write(second.team("team.age"), &torn).unwrap();
    let list = second.run(["list"]);
    list.says("written both versions into it").says(" sync");
    let run = second.sync().done();
    run.says("A merge that git had left half done is finished.").says("Sent");
    assert_eq!(second.logins(), ["one", "three", "two"]);
    assert!(second.book().contains("from the first"));
    second.is_tidy();
    first.sync().done();
    assert!(first.vault() == second.vault());
}

#[test]
fn a_rebase_goes_on_after_the_vault_was_merged() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    diverged(&first, &second);
    second.try_git(["pull", "--quiet", "--rebase"]).ends(1);
    second.sync().ends(21).says("something else is half done in git");
    let mut go_on = vec!["-c", "core.editor=true"];
    go_on.extend(["rebase", "--continue"]);
    second.git(go_on);
    second.sync().done();
    first.sync().done();
    assert_eq!(first.logins(), ["one", "three", "two"]);
    assert!(first.vault() == second.vault());
}

/// Of a rebase git says it the other way round: one's own edits were those of somebody who does not know who is out.
#[test]
fn a_rebase_takes_ones_own_edits_for_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    second.run(["sync", "init"]).done();
    let (_, line) = Machine::newcomer(folder.path(), "Bo");
    let line: Vec<&str> = line.split(' ').collect();
    first.run([&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat()).done();
    first.sync().done();
    second.run(["sync", "--accept"]).done();
    for note in ["own", "own again"] {
        second.note("one", note);
        second.git(["commit", "--quiet", "-a", "-m", note]);
    }
    first.run(["member", "remove", "Bo", "--yes", "--by", "Li"]).done();
    first.add("three");
    first.sync().done();
    second.git(["pull", "--quiet", "--rebase"]);
    assert_eq!(second.logins(), ["one", "three", "two"]);
    assert!(second.book().contains("own again"));
    second.sync().done();
    first.sync().done();
    assert!(first.vault() == second.vault());

    // What comes is looked at there as well.
    second.note("one", "mine");
    second.git(["commit", "--quiet", "-a", "-m", "mine"]);
    let (_, line) = Machine::newcomer(folder.path(), "Zoe");
    let line: Vec<&str> = line.split(' ').collect();
    first.run([&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat()).done();
    first.sync().done();
    second.try_git(["pull", "--quiet", "--rebase"]).ends(1).says("Zoe, key");
}

#[test]
fn without_a_terminal_the_driver_leaves_the_conflict_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let remote = bare(folder.path());
    let first = Machine::first_with_passphrase(folder.path());
    let (first, second, _) = started(first, folder.path(), remote);
    second.run(["sync", "init"]).done();
    diverged(&first, &second);
    let before = second.vault();
    let run = second.try_git(["pull", "--no-edit"]).ends(1);
    run.says("There is no terminal to ask on").says("Finish with: keyrack ").says(" sync");
    assert!(second.vault() == before);
    second.sync().done().says("is finished");
    first.sync().done();
    assert_eq!(first.logins(), ["one", "three", "two"]);
}

#[test]
fn what_git_shows_of_a_vault_has_no_secret_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    std::fs::write(first.home("key"), "JBSWY3DPEHPK3PXP").unwrap();
    std::fs::write(first.home("codes"), "AAAA-1111\nBBBB-2222\n").unwrap();
    std::fs::write(first.home("pin"), "7391").unwrap();
    std::fs::write(first.home("motp"), "0123456789abcdef").unwrap();
    first.run(["edit", "one", "--key-file", "key"]).done();
    first.run(["recovery", "set", "one", "--codes-file", "codes"]).done();
    first
        .run([
            "add",
            "--login",
            "motp",
            "--kind",
            "motp",
            "--key-file",
            "motp",
            "--pin-file",
            "pin",
        ])
        .done();
    first.sync().done();
    let shown = first.git(["log", "-p", "--format=%H"]);
    assert!(shown.contains("\"login\": \"one\"") && shown.contains("key_mark"), "{shown}");
    for secret in ["JBSWY3DP", "AAAA-1111", "BBBB", "7391", "0123456789abcdef", "AGE-SECRET"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    // Nothing of it is kept in the repository.
    first.is_tidy();
}

/// There `.git` is a file that says where git's folder is.
#[test]
fn an_unfinished_merge_in_a_worktree_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine::first(folder.path());
    let git = machine.home("git");
    fs::create_dir(&git).unwrap();
    fs::write(machine.team(".git"), "gitdir: ../git\n").unwrap();
    let warned = || machine.run(["list"]).done().err.contains("merge");
    assert!(!warned());
    fs::write(git.join("MERGE_HEAD"), "").unwrap();
    assert!(warned());
}
