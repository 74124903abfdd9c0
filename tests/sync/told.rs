//! What is said of an exchange, and that the ways out lead out.

use super::machine::{Machine, bare, finish, pair};

/// A first machine and a colleague's, in step.
fn team(folder: &std::path::Path) -> (Machine, Machine, String) {
    let remote = bare(folder);
    let first = Machine::first(folder);
    first.add("one");
    let (anna, line) = Machine::newcomer(folder, "Anna");
    let_in(&first, &line);
    first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    first.sync().done();
    anna.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
    (first, anna, line)
}

fn let_in(by: &Machine, line: &str) {
    let words: Vec<&str> = line.split(' ').collect();
    by.run([&["member", "add"], &*words, &["--yes", "--by", "Li"]].concat()).done();
}

/// The file here was blamed, and whoever was let in again after git had brought a version that was not for them
/// stayed stuck.
#[test]
fn whoever_was_shut_out_is_told_so_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (first, anna, line) = team(folder.path());
    let run = anna.sync().done();
    run.says("member confirm");
    assert!(!run.out.contains("identity show"), "it opens: {run:#?}");
    assert!(!anna.sync().done().out.contains("member confirm"), "said once");
    anna.run(["list"]).done();
    assert!(!anna.sync().done().out.contains("member confirm"), "said once");
    let run = first.run(["member", "remove", "Anna", "--yes", "--by", "Li"]).done();
    run.says("access to the repository").says("sync");
    first.sync().done();
    let run = anna.sync().ends(21);
    run.says("What lies at the remote does not open with your identity").says("brought by commit");
    assert!(!run.err.contains("team.age is not encrypted"), "{run:#?}");
    // Git brings it all the same.
    anna.git(["pull", "--quiet"]);
    anna.run(["list"]).ends(5);
    first.run(["person", "back", "Anna", "--yes"]);
    first.run(["person", "back", "Anna"]);
    let_in(&first, &line);
    first.add("two");
    first.sync().done();
    anna.sync().done();
    assert_eq!(anna.logins(), ["one", "two"]);
    anna.is_tidy();
}

/// It showed a key of 62 letters, and neither by whom nor how to tell it from another.
#[test]
fn who_was_let_in_is_told_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (first, anna, _) = team(folder.path());
    anna.sync().done();
    anna.run(["list"]).done();
    let (_, line) = Machine::newcomer(folder.path(), "Bo");
    let_in(&first, &line);
    first.sync().done();
    let run = anna.sync().ends(21);
    let key = line.split(' ').next().unwrap();
    let end = &key[key.len() - 4..];
    run.says("Bo, key … ").says(end).says("let in by Li on").says("sync --accept");
    assert!(!run.err.contains("age1"), "{run:#?}");
    anna.run(["sync", "--accept"]).done();
}

/// The command that was told ended with "Several vaults".
#[test]
fn with_several_vaults_the_way_into_git_names_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    std::fs::create_dir(first.home("other")).unwrap();
    let mut init = first.keyrack();
    finish(init.args(["--vault", "other/us.age", "init"])).done();
    let run = first.run(["--with", "other/us.age", "sync"]).done();
    run.says("--vault").says("other/us.age");
    assert!(!run.out.contains("--with"), "{run:#?}");
    for line in run.out.lines().filter(|line| line.contains("sync init --remote")) {
        let command = line.split("keyrack ").last().unwrap().replace("URL", "/nowhere");
        let words: Vec<&str> = command.split(' ').map(|word| word.trim_matches('\'')).collect();
        first.run(words).done();
    }
}

#[test]
fn a_newcomer_without_anything_is_told_how_to_join() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    std::fs::remove_file(first.team("team.age")).unwrap();
    std::fs::remove_dir_all(first.home(".local/state/keyrack")).unwrap();
    first.sync().says("To join a team's: keyrack identity new");
    first.run(["--lang", "zh", "sync"]).says("加入团队请用 keyrack identity new");
    first.run(["--lang", "zh", "sync", "--help"]).done().says("命令：");
}

/// Three values of one field were two clashes here and one in the list.
#[test]
fn clashes_are_counted_as_they_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let third = first.clone(folder.path(), "third", &remote);
    for (at, machine) in [&first, &second, &third].into_iter().enumerate() {
        machine.note("one", &format!("note {at}"));
    }
    first.sync().done();
    second.sync().done().says("1 value clashes");
    third.sync().done().says("1 value clashes");
}

/// "Were you shut out?", said to whoever had never been in.
#[test]
fn two_who_began_a_vault_each_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let remote = bare(folder.path());
    let first = Machine::first(folder.path());
    first.add("one");
    let (anna, _) = Machine::newcomer(folder.path(), "Anna");
    anna.run(["init", "--no-passphrase"]).done();
    anna.add("two");
    for machine in [&first, &anna] {
        machine.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    }
    first.sync().done();
    let vault = anna.vault();
    for _ in 0..2 {
        let run = anna.sync().ends(21);
        run.says("another vault").says("of Li").says("identity show").says("move");
        assert!(!run.err.contains("shut out"), "{run:#?}");
        assert!(anna.vault() == vault);
    }
}
