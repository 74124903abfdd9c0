//! Somebody is shut out on one machine while another one goes on.

use std::fs;
use std::process::Command;

use super::machine::{Machine, bare};

/// A team of four with a machine each, all in step.
struct Team {
    _folder: tempfile::TempDir,
    machines: [Machine; 4],
}

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;
const D: usize = 3;
const NAMES: [&str; 4] = ["Li", "Anna", "Bo", "Dora"];

impl Team {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let remote = bare(folder.path());
        let first = Machine::first(folder.path());
        first.add("one");
        first.add("two");
        let others = [B, C, D].map(|at| {
            let (machine, line) = Machine::newcomer(folder.path(), NAMES[at]);
            let words: Vec<&str> = line.split(' ').collect();
            first.run([&["member", "add"], &*words, &["--yes", "--by", "Li"]].concat()).done();
            machine
        });
        first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
        first.sync().done();
        for machine in &others {
            machine.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
            machine.run(["sync", "init"]).done();
            machine.sync().done();
        }
        let [b, c, d] = others;
        Self { _folder: folder, machines: [first, b, c, d] }
    }

    fn remove(&self, at: usize, whom: usize) {
        let name = NAMES[whom].to_lowercase();
        self.machines[at].run(["member", "remove", &name, "--yes", "--by", NAMES[at]]).done();
    }

    #[track_caller]
    fn in_step(&self, one: usize, other: usize, out: &[usize]) {
        let [one, other] = [one, other].map(|at| &self.machines[at]);
        for machine in [one, other] {
            machine.sync().done();
        }
        one.sync().done().says("Nothing new");
        assert!(one.vault() == other.vault());
        assert_eq!(one.book(), other.book());
        one.is_tidy();
        other.is_tidy();
        let file = one.team("team.age");
        for at in 0..4 {
            let machine = &self.machines[at];
            let looks = ["--vault", file.to_str().unwrap(), "--read-only", "list"];
            machine.run(looks).ends(if out.contains(&at) { 5 } else { 0 });
        }
    }
}

/// Whoever changed their key could take in nothing more that somebody had saved for the old one.
#[test]
fn what_came_for_the_key_before_is_taken_in() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    a.run(["identity", "rotate", "--yes"]).done();
    b.add("saved-meanwhile");
    b.sync().done();
    a.sync().done().says("merged");
    // A key that is new is asked for, as ever.
    b.sync().ends(21);
    b.run(["sync", "--accept"]).done();
    team.in_step(A, B, &[]);
    assert!(a.book().contains("saved-meanwhile"));
    // The old key opens it no more.
    let mut kept = fs::read_dir(a.home("")).unwrap().flatten().map(|entry| entry.path());
    let old = kept.find(|path| path.to_string_lossy().contains(".until-")).unwrap();
    a.run(["--identity", old.to_str().unwrap(), "list"]).ends(5);
}

/// It was said that the others' version does not open, and not that a file beside the identity opens it.
#[test]
fn an_earlier_key_with_another_passphrase_is_named() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    a.run(["identity", "rotate", "--yes"]).done();
    let mut kept = fs::read_dir(a.home("")).unwrap().flatten().map(|entry| entry.path());
    let old = kept.find(|path| path.to_string_lossy().contains(".until-")).unwrap();
    let old = old.to_str().unwrap();
    let another = |new: &str| {
        fs::write(a.home("other"), format!("{new}\n")).unwrap();
        let words = ["identity", "passphrase", "--work-factor", "10", "--new-passphrase-file"];
        let words = [&["--identity", old][..], &words, &["other"]].concat();
        a.run(words)
    };
    another("entirely other words 9").done();
    b.add("saved-meanwhile");
    b.sync().done();
    let refused = a.sync().ends(21);
    refused.says(".until-");
    assert!(refused.err.contains("identity passphrase"), "{refused:#?}");
}

/// What was saved without knowing of a removal went out once more for whoever was shut out, as a parent of what
/// both sides came to.
#[test]
fn nothing_is_sent_that_whom_they_shut_out_could_open() {
    let team = Team::new();
    let [a, b, c, _] = &team.machines;
    team.remove(A, C);
    a.sync().done();
    let removed = a.git(["rev-parse", "HEAD"]);
    b.add("saved-meanwhile");
    b.sync().done().says("merged");
    let newer = b.git(["rev-list", &format!("{}..HEAD", removed.trim())]);
    assert!(!newer.trim().is_empty());
    for commit in newer.lines() {
        let file = b.home("version.age");
        let blob = format!("{commit}:team.age");
        let git = Command::new("git")
            .arg("-C")
            .arg(b.team(""))
            .args(["cat-file", "blob", &blob])
            .output();
        fs::write(&file, git.unwrap().stdout).unwrap();
        let looks = ["--vault", file.to_str().unwrap(), "--read-only", "list"];
        b.run(looks).done().says("saved-meanwhile");
        c.run(looks).ends(5);
    }
    team.in_step(A, B, &[C]);
    assert!(a.book().contains("saved-meanwhile"));
}

#[test]
fn the_one_who_removes_syncs_second() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    team.remove(A, C);
    b.note("one", "from Anna");
    b.sync().done();
    a.sync().done().says("merged").says("without knowing that Bo was shut out");
    team.in_step(A, B, &[C]);
    assert!(a.book().contains("from Anna"));
    // And once more, from what came of it.
    b.note("two", "again");
    team.remove(A, D);
    b.sync().done();
    a.sync().done();
    team.in_step(A, B, &[C, D]);
}

/// Their clone can still push, and what they saved since was merged without a word.
#[test]
fn what_somebody_saves_who_is_shut_out_is_asked_about() {
    let team = Team::new();
    let [a, _, c, _] = &team.machines;
    team.remove(A, C);
    c.git(["config", "user.name", "Bo"]);
    c.note("one", "from Bo");
    c.sync().done();
    let (vault, book) = (a.vault(), a.book());
    let run = a.sync().ends(21);
    run.says("Bo was shut out here, and git names Bo").says("1 change").says("--accept");
    assert!(a.vault() == vault && a.book() == book);
    a.run(["sync", "--accept"]).done().says("without knowing that Bo was shut out");
    assert!(a.book().contains("from Bo"));
    a.sync().done().says("Nothing new");
}

#[test]
fn the_one_who_removes_syncs_first() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    team.remove(A, C);
    b.note("one", "from Anna");
    a.sync().done();
    b.sync().done().says("merged");
    team.in_step(A, B, &[C]);
    assert!(a.book().contains("from Anna"));
}

#[test]
fn both_remove_somebody_else() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    team.remove(A, C);
    team.remove(B, D);
    a.note("one", "from Li");
    b.note("two", "from Anna");
    b.sync().done();
    // It could be Bo, who shuts others out.
    a.sync().ends(21).says("cannot open it: Dora");
    a.run(["sync", "--accept"]).done();
    team.in_step(A, B, &[C, D]);
    let book = a.book();
    assert!(book.contains("from Li") && book.contains("from Anna"), "{book}");
    // Nobody is in doubt, and who is out stays out.
    a.add("three");
    team.in_step(A, B, &[C, D]);
}

#[test]
fn by_gits_own_merge_and_by_a_synchronisers_copy() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    team.remove(A, C);
    b.note("one", "from Anna");
    b.sync().done();
    a.git(["commit", "--quiet", "-am", "By hand"]);
    a.git(["pull", "--quiet", "--no-edit"]);
    assert!(a.book().contains("from Anna"));
    team.in_step(A, B, &[C]);

    b.note("two", "in a copy");
    let copy = a.team("team.sync-conflict-20261128-220519-ABCDEFG.age");
    team.remove(A, D);
    std::fs::copy(b.team("team.age"), &copy).unwrap();
    a.sync().done().says("is taken in");
    assert!(!copy.exists());
    // git knows it as well by now, and nothing of it comes twice.
    team.in_step(A, B, &[C, D]);
    assert!(b.book().contains("in a copy"));
}

/// The question named them like any colleague.
#[test]
fn whoever_is_out_and_lets_somebody_in_is_named_as_that() {
    let team = Team::new();
    let [a, _, _, d] = &team.machines;
    team.remove(A, D);
    a.sync().done();
    let folder = tempfile::tempdir().unwrap();
    let (_, line) = Machine::newcomer(folder.path(), "Mole");
    let words: Vec<&str> = line.split(' ').collect();
    d.run([&["member", "add"], &*words, &["--yes", "--by", "Dora"]].concat()).done();
    d.git(["commit", "--quiet", "--all", "-m", "Save"]);
    d.git(["push", "--quiet", "--force"]);
    let run = a.sync().ends(21);
    run.says("Mole, key … ").says("let in by Dora").says("Dora was shut out here on");
}

/// With another name in git, the key of whoever is out was taken in and sent on.
#[test]
fn a_key_of_whoever_is_shut_out_waits_for_a_yes_under_any_name() {
    let team = Team::new();
    let [a, b, c, _] = &team.machines;
    fs::write(c.home(".config/keyrack/settings.ron"), "(name: \"Bo\")\n").unwrap();
    a.write_down();
    team.remove(A, C);
    a.sync().done();
    fs::write(c.home("key"), "JBSWY3DPEHPK3PXP\n").unwrap();
    c.run(["edit", "one", "--key-file", "key"]).done();
    c.git(["config", "user.name", "Anna"]);
    c.git(["add", "--all"]);
    c.git(["commit", "--quiet", "-m", "Update team.age"]);
    c.git(["push", "--quiet", "--force"]);
    let (vault, book) = (a.vault(), a.book());
    let run = a.sync().ends(21);
    run.says("Bo").says("Amazon / one").says("--accept");
    assert!(a.vault() == vault && a.book() == book);
    a.run(["sync", "--accept"]).done().says("without knowing that Bo was shut out");
    assert!(a.book() != book);
    a.sync().done().says("Nothing new");
    // Whoever comes later finds who let it in.
    b.sync().done();
    let told = b.run(["activity"]).done();
    told.says("took in").says("one");
    assert!(told.out.contains("Bo (shut out)"), "{told:#?}");
}

/// By way of a folder, no name is known at all.
#[test]
fn a_copy_with_a_key_of_whoever_is_shut_out_waits_as_well() {
    let team = Team::new();
    let [a, _, c, _] = &team.machines;
    fs::write(c.home("key"), "JBSWY3DPEHPK3PXP\n").unwrap();
    c.run(["edit", "one", "--key-file", "key"]).done();
    team.remove(A, C);
    let copy = a.team("team.sync-conflict-20261128-220519-ABCDEFG.age");
    fs::copy(c.team("team.age"), &copy).unwrap();
    let book = a.book();
    a.sync().ends(21).says("Amazon / one").says("--accept");
    assert!(copy.exists() && a.book() == book);
    a.run(["sync", "--accept"]).done().says("is taken in");
    assert!(!copy.exists() && a.book() != book);
}

/// It was "1 changed (Bo)", like a new telephone number.
#[test]
fn whom_others_shut_out_is_said() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    a.run(["person", "add", "Bo"]);
    a.sync().done();
    b.sync().done();
    team.remove(A, C);
    a.sync().done();
    b.sync().done().says("Bo was shut out");
    assert!(!b.sync().done().out.contains("shut out"), "said once");
}
