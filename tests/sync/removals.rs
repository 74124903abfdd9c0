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
    // Bo could have saved it.
    let (vault, book) = (a.vault(), a.book());
    a.sync().ends(21).says("edited: Amazon / one (Note)").says("--accept");
    assert!(a.vault() == vault && a.book() == book);
    let accepted = a.run(["sync", "--accept"]).done();
    accepted.says("merged").says("without knowing that Bo was shut out");
    team.in_step(A, B, &[C]);
    assert!(a.book().contains("from Anna"));
    // And once more, from what came of it.
    b.note("two", "again");
    team.remove(A, D);
    b.sync().done();
    a.sync().ends(21).says("edited: Amazon / two (Note)");
    a.run(["sync", "--accept"]).done();
    team.in_step(A, B, &[C, D]);
}

/// What whoever is out had deleted and moved went in, and the list of what to replace was the shorter for it.
#[test]
fn whatever_was_changed_without_knowing_waits_for_a_yes() {
    let team = Team::new();
    let [a, b, c, _] = &team.machines;
    a.write_down();
    a.run(["device", "add", "P-01"]).done();
    a.run(["person", "add", "Zoe"]).done();
    a.sync().done();
    c.sync().done();
    team.remove(A, C);
    a.sync().done();
    c.run(["remove", "two", "--yes"]).done();
    c.run(["device", "edit", "P-01", "--holder", "Zoe"]).done();
    c.run(["edit", "one", "--console", "https://evil.example"]).done();
    c.add("three");
    c.git(["config", "user.name", "Anna"]);
    c.git(["add", "--all"]);
    c.git(["commit", "--quiet", "-m", "Update team.age"]);
    c.git(["push", "--quiet", "--force"]);
    let (vault, book) = (a.vault(), a.book());
    let run = a.sync().ends(21);
    run.says("added: Amazon / three").says("deleted: Amazon / two").says("edited: P-01 (Holder)");
    assert!(run.err.contains("Amazon / one ("), "{run:#?}");
    assert!(a.vault() == vault && a.book() == book);
    a.run(["sync", "--accept"]).done();
    a.sync().done();
    b.sync().done();
    let told = b.run(["activity"]).done();
    for name in ["Amazon / one", "Amazon / two (deleted)", "Amazon / three", "P-01"] {
        let is_it = |line: &str| line.contains("took in") && line.contains(name);
        assert!(told.out.lines().any(is_it), "{name}: {told:#?}");
    }
}

/// A colleague's exchange takes the removal in before it sends: theirs knows of it.
#[test]
fn a_colleague_who_did_not_know_it_yet_asks_nobody() {
    let team = Team::new();
    let [a, b, ..] = &team.machines;
    a.run(["device", "add", "P-01"]).done();
    a.sync().done();
    b.sync().done();
    team.remove(A, C);
    a.sync().done();
    b.note("one", "from Anna");
    b.run(["remove", "two", "--yes"]).done();
    b.run(["device", "edit", "P-01", "--location", "Berlin"]).done();
    b.add("three");
    b.sync().done().says("merged");
    let run = a.sync().done();
    assert!(!(run.out.clone() + &run.err).contains("without knowing"), "{run:#?}");
    team.in_step(A, B, &[C]);
    assert!(a.book().contains("from Anna") && a.book().contains("three"), "{}", a.book());
}

/// Their clone can still push, and what they saved since was merged without a word.
#[test]
fn what_somebody_saves_who_is_shut_out_is_asked_about() {
    let team = Team::new();
    let [a, _, c, _] = &team.machines;
    team.remove(A, C);
    c.git(["config", "user.name", "Bo"]);
    c.note("one", "from Bo");
    fs::write(c.home("key"), "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU").unwrap();
    c.run(["add", "--store", "New", "--login", "new", "--key-file", "key"]).done();
    c.sync().done();
    let (vault, book) = (a.vault(), a.book());
    let run = a.sync().ends(21);
    run.says("Bo was shut out here, and git names Bo").says("2 changes").says("--accept");
    assert!(a.vault() == vault && a.book() == book);
    let accepted = a.run(["sync", "--accept"]).done();
    accepted.says("without knowing that Bo was shut out");
    accepted.says("1 key came in a version that was still open to Bo").says("loss show Bo");
    assert!(a.book().contains("from Bo"));
    let again = a.sync().done();
    again.says("Nothing new");
    assert!(!again.out.contains("still open to"), "{again:#?}");
}

/// By the other way to say yes nothing of it was written down.
#[test]
fn what_is_taken_in_by_trust_is_written_down_as_by_an_exchange() {
    let team = Team::new();
    let [a, _, c, _] = &team.machines;
    team.remove(A, C);
    c.note("one", "from Bo");
    fs::copy(c.team("team.age"), a.team("team.age")).unwrap();
    let run = a.run(["list"]);
    assert!(run.code != Some(0), "{run:#?}");
    a.write_down();
    a.run(["trust", "--regain"]).done();
    assert!(a.book().contains("from Bo"));
    let told = a.run(["activity", "--what", "accepted"]).done();
    told.says("one").says("without knowing that Bo was shut out");
}

/// What git had left in the middle of a rebase was taken in unasked.
#[test]
fn what_a_rebase_brings_waits_for_a_yes_as_well() {
    let team = Team::new();
    let [a, _, c, _] = &team.machines;
    team.remove(A, C);
    a.git(["commit", "--quiet", "-am", "By hand"]);
    c.note("one", "from Bo");
    c.sync().done();
    let pull = ["-c", "merge.keyrack.driver=false", "pull", "--quiet", "--rebase"];
    a.try_git(pull).ends(1);
    let there = a.vault();
    let run = a.sync();
    assert!(run.code != Some(0) && a.vault() == there, "{run:#?}");
    a.write_down();
    a.run(["sync", "--accept"]).ends(21).says("something else is half done in git");
    assert!(a.vault() != there && a.book().contains("from Bo"));
    let told = a.run(["activity", "--what", "accepted"]).done();
    told.says("one").says("without knowing that Bo was shut out");
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
    let mut pull = Command::new("git");
    pull.arg("-C").arg(a.team("")).args(["pull", "--quiet", "--no-edit"]);
    assert!(!pull.output().unwrap().status.success(), "nobody was asked");
    a.sync().ends(21).says("edited: Amazon / one (Note)");
    a.run(["sync", "--accept"]).done();
    assert!(a.book().contains("from Anna"));
    team.in_step(A, B, &[C]);

    b.note("two", "in a copy");
    let copy = a.team("team.sync-conflict-20261128-220519-ABCDEFG.age");
    team.remove(A, D);
    std::fs::copy(b.team("team.age"), &copy).unwrap();
    a.sync().ends(21).says("edited: Amazon / two (Note)");
    a.run(["sync", "--accept"]).done().says("is taken in");
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
