//! What a person has to look at first.

use std::fs;
use std::path::Path;

use super::machine::{Machine, bare, pair};

#[test]
fn the_identity_stays_out_of_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    fs::copy(first.home("id.age"), first.team("id.age")).unwrap();
    let inside = ["--identity", "team/id.age", "sync", "init"];
    first.run(inside).ends(1).says("Move it out of there");
    assert!(!first.team(".git").exists());
    fs::remove_file(first.team("id.age")).unwrap();
    first.run(["sync", "init"]).done().says("Made a git repository");
    first.sync().done().says("There is no remote yet");
    // By hand, later.
    fs::copy(first.home("id.age"), first.team("id.age")).unwrap();
    first.git(["add", "id.age"]);
    first.run(["--identity", "team/id.age", "sync"]).ends(1).says("Move it out of there");
}

/// A copy of what opens the vault, committed by somebody by hand, does not leave the machine.
#[test]
fn what_opens_vaults_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let own = fs::read_to_string(first.home("id.age")).unwrap();
    let key = own.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap().to_owned();
    let paper = format!("recovery key\n\n  {}\n", key.to_lowercase());
    let cases =
        [("backup/x.bin", own.clone()), ("paper.txt", paper), ("sub/identity.age.old", "x".into())];
    for (name, content) in cases {
        fs::create_dir_all(first.team(name).parent().unwrap()).unwrap();
        fs::write(first.team(name), content).unwrap();
        let head = first.git(["rev-parse", "HEAD"]);
        first.git(["add", "."]);
        first.git(["commit", "--quiet", "-m", "By hand"]);
        first.add(&format!("behind {}", name.len()));
        first.sync().ends(1).says(name).says("Nothing was sent");
        // Gone from the files, but not from what would be sent.
        first.git(["rm", "--quiet", name]);
        first.git(["commit", "--quiet", "-m", "Away"]);
        first.sync().ends(1).says(name);
        first.git(["reset", "--quiet", "--soft", head.trim()]);
        first.sync().done().says("Sent");
    }
    // However it is written, and however much stands before it.
    let wide: Vec<u8> =
        format!("\u{feff}{key}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let groups: Vec<&str> =
        key.as_bytes()[16..].chunks(4).map(|part| std::str::from_utf8(part).unwrap()).collect();
    let groups = format!("AGE-SECRET-KEY-1 {}\n", groups.join(" ")).into_bytes();
    let mut long = vec![b'.'; 5 << 20];
    long.extend(own.bytes());
    for (name, content) in [("wide.txt", wide), ("groups.txt", groups), ("long.log", long)] {
        fs::write(first.team(name), content).unwrap();
        let head = first.git(["rev-parse", "HEAD"]);
        first.git(["add", "."]);
        first.git(["commit", "--quiet", "-m", "By hand"]);
        first.sync().ends(1).says(name).says("Nothing was sent");
        first.git(["rm", "--quiet", name]);
        first.git(["reset", "--quiet", "--soft", head.trim()]);
    }
    let told = format!("Key for the new one: {key}");
    first.git(["commit", "--quiet", "--allow-empty", "-m", &told]);
    let run = first.sync().ends(1);
    run.says("The message of commit").says("Nothing was sent");
    assert!(!run.err.contains(&key), "{}", run.err);
    first.git(["commit", "--quiet", "--allow-empty", "--amend", "-m", "Nothing"]);
    first.sync().done();
    second.sync().done();
    assert_eq!(second.logins().len(), 5);
    // What only speaks of such keys is no key.
    fs::write(first.team("README"), "Keep AGE-SECRET-KEY-1... to yourself.\n").unwrap();
    first.git(["add", "README"]);
    first.git(["commit", "--quiet", "-m", "Notes"]);
    first.sync().done().says("Sent");
}

#[test]
fn a_damaged_repository_is_none_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, ..) = pair(folder.path());
    for (name, content) in [("HEAD", ""), ("HEAD", "\0\0\0\0"), ("config", "[core\n")] {
        let path = first.team(".git").join(name);
        let before = fs::read(&path).unwrap();
        fs::write(&path, content).unwrap();
        for way in [&["sync"][..], &["sync", "status"], &["sync", "init"]] {
            let run = first.run(way).ends(1);
            assert!(
                !run.err.contains("not kept in git") && run.err.contains(".git"),
                "{}",
                run.err
            );
        }
        fs::write(&path, before).unwrap();
    }
    first.sync().done();
    // Nothing left of the settings, or of all of it, is no vault that was never in git.
    let config = first.team(".git/config");
    let before = fs::read(&config).unwrap();
    fs::write(&config, "").unwrap();
    for way in [&["sync"][..], &["sync", "status"], &["sync", "init"]] {
        first.run(way).ends(1).says("is damaged").says(".git");
    }
    assert_eq!(fs::read(&config).unwrap(), b"");
    fs::write(&config, before).unwrap();
    first.sync().done();
    fs::rename(first.team(".git"), folder.path().join("aside")).unwrap();
    fs::create_dir(first.team(".git")).unwrap();
    for way in [&["sync"][..], &["sync", "status"], &["sync", "init"]] {
        first.run(way).ends(1).says("is damaged").says(".git");
    }
    assert!(fs::read_dir(first.team(".git")).unwrap().next().is_none());
}

#[test]
fn a_repository_that_only_surrounds_the_vault_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let first = Machine::first(folder.path());
    first.git(["init", "--quiet"]);
    first.sync().done().says("The vault is not kept in git.");
    assert_eq!(first.git(["status", "--porcelain"]), "?? team.age\n");
}

#[test]
fn an_older_version_put_back_is_told_and_taken_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let old = first.vault();
    first.add("three");
    first.sync().done();
    second.sync().done();
    fs::write(first.team("team.age"), &old).unwrap();
    first.run(["trust", "--yes"]).done();
    first.sync().done();
    let before = second.vault();
    second.sync().ends(21).says("an older version that was put back");
    assert!(second.vault() == before);
    second.add("four");
    second.sync().ends(21);
    second.run(["sync", "--accept"]).done();
    assert_eq!(second.logins(), ["four", "one", "two"]);
    first.sync().done();
    assert_eq!(first.logins(), ["four", "one", "two"]);
}

/// It was "another vault", where somebody had been shut out since.
#[test]
fn an_older_version_from_before_somebody_was_shut_out_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let (_, line) = Machine::newcomer(folder.path(), "Anna");
    let line: Vec<&str> = line.split(' ').collect();
    first.run([&["member", "add"], &*line, &["--yes", "--by", "Li"]].concat()).done();
    first.sync().done();
    let old = first.git(["rev-parse", "HEAD"]);
    first.run(["member", "remove", "Anna", "--yes", "--by", "Li"]).done();
    first.sync().done();
    second.run(["sync", "--accept"]).done();
    second.run(["list"]).done();
    // By git alone, as whoever does not know better.
    let put_back =
        |machine: &Machine| machine.git(["checkout", "-q", old.trim(), "--", "team.age"]);
    put_back(&first);
    first.sync().ends(13).says("an older version than this machine has seen");
    first.git(["commit", "-q", "-m", "back"]);
    first.git(["push", "-q"]);
    let before = second.vault();
    for accept in [&["sync"][..], &["sync", "--accept"]] {
        let run = second.run(accept).ends(21);
        run.says("an older version that was put back, from before").says("git pull");
        assert!(!run.err.contains("another vault"), "{run:?}");
        assert!(second.vault() == before);
    }
}

/// Somebody who knows the recipient can encrypt another vault to it.
fn stranger_to(first: &Machine, folder: &Path) -> Machine {
    let stranger = Machine::first(folder);
    fs::copy(first.home("id.age"), stranger.home("id.age")).unwrap();
    fs::remove_file(stranger.team("team.age")).unwrap();
    // Of the one that it was made with this machine knows nothing.
    fs::remove_dir_all(stranger.home(".local/state/keyrack/known")).unwrap();
    stranger.run(["init"]).done();
    stranger
}

#[test]
fn a_strangers_vault_is_not_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = stranger_to(&first, elsewhere.path());
    fs::copy(stranger.team("team.age"), second.team("team.age")).unwrap();
    second.git(["commit", "--quiet", "-am", "Nothing to see"]);
    second.git(["push", "--quiet"]);
    let before = first.vault();
    for accept in [&["sync"][..], &["sync", "--accept"]] {
        let run = first.run(accept).ends(21);
        run.says("It is another vault").says("brought by commit").says(" of Li, ");
    }
    assert!(first.vault() == before);
    // The way out that is told.
    first.sync().ends(21).says("git pull, then");
    first.git(["pull", "--quiet"]);
    first.run(["trust", "--regain"]).done();
    first.sync().done().says("Sent");
    second.git(["pull", "--quiet"]);
    assert!(second.vault() == first.vault());
    fs::copy(stranger.team("team.age"), second.team("team.age")).unwrap();
    second.git(["commit", "--quiet", "-am", "Once more"]);
    second.git(["push", "--quiet"]);
    first.add("three");
    first.sync().ends(21);
    // Nor where git has put an older one in the place of ours.
    first.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    let before = first.vault();
    first.sync().ends(13);
    assert!(first.vault() == before);
}

/// Ann had put the same there once and taken it away again, and she was named for what another did.
#[test]
fn who_brought_it_this_time_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let (foreign, ours) = (stranger_to(&first, elsewhere.path()).vault(), second.vault());
    let put = |content: &[u8], who: &str| {
        fs::write(second.team("team.age"), content).unwrap();
        second.git(["-c", &format!("user.name={who}"), "commit", "--quiet", "-am", "Some change"]);
        second.git(["push", "--quiet"]);
    };
    put(&foreign, "Ann");
    put(&ours, "Ann");
    first.sync().done();
    put(&foreign, "Mallory");
    first.sync().ends(21).says("another vault").says(" of Mallory, ");
}

#[test]
fn damage_and_loss_on_the_remote_change_nothing_here() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let before = first.vault();
    fs::write(second.team("team.age"), &before[..before.len() - 9]).unwrap();
    second.git(["commit", "--quiet", "-am", "Damage"]);
    second.git(["push", "--quiet"]);
    let run = first.sync().ends(21);
    run.says("damaged").says("What lies at the remote").says("-s ours");
    // The file here is whole.
    assert!(!run.err.contains("backup") && !run.err.contains("doctor"), "{run:?}");
    assert!(first.vault() == before);
    second.git(["rm", "--quiet", "team.age"]);
    second.git(["commit", "--quiet", "-m", "Remove"]);
    second.git(["push", "--quiet"]);
    first.sync().ends(21).says("The vault is not in the remote's version").says("-s ours");
    assert!(first.vault() == before);
    // The way out that is told, also with something of one's own that was not sent.
    first.add("three");
    let over = ["pull", "--quiet", "--no-rebase", "--no-ff", "--no-edit", "-s", "ours"];
    first.sync().ends(21);
    first.git(over);
    first.git(["push", "--quiet"]);
    first.sync().done();
    second.git(["pull", "--quiet"]);
    assert_eq!(second.logins(), ["one", "three", "two"]);
    let (before, ours) = (second.vault(), first.vault());
    fs::write(second.team("team.age"), &before[..before.len() - 9]).unwrap();
    second.git(["commit", "--quiet", "-am", "Damage again"]);
    second.git(["push", "--quiet"]);
    first.sync().ends(21).says("damaged").says("-s ours");
    first.git(over);
    first.git(["push", "--quiet"]);
    first.sync().done();
    assert!(first.vault() == ours);
    // Damaged here: what this machine knew is put back, and what others had saved since comes by a sync.
    second.git(["pull", "--quiet"]);
    second.add("four");
    second.sync().done();
    first.add("five");
    let known = first.vault();
    fs::write(first.team("team.age"), &known[..known.len() - 9]).unwrap();
    let run = first.run(["doctor"]);
    run.says("sync after this. ");
    let name = run.out.split("--restore ").nth(1).unwrap().split_whitespace().next().unwrap();
    first.run(["doctor", "--restore", name, "--yes"]).done();
    first.sync().done().says("merged");
    assert_eq!(first.logins(), ["five", "four", "one", "three", "two"]);
}

/// What git by itself has put on the branch was never read here, where another version stands in the folder.
#[test]
fn what_a_pull_brought_is_not_gone_over() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    second.add("four");
    second.sync().done();
    let known = first.vault();
    first.git(["pull", "--quiet"]);
    fs::write(first.team("team.age"), &known).unwrap();
    first.sync().done().says("merged");
    assert_eq!(first.logins(), second.logins());
    second.sync().done();
    assert_eq!(second.logins(), first.logins());
    // A vault that was begun anew in its place is another one.
    let there = first.git(["rev-parse", "HEAD:team.age"]);
    fs::remove_file(first.team("team.age")).unwrap();
    fs::remove_dir_all(first.home(".local/state/keyrack")).unwrap();
    first.run(["init"]).ends(6).says("git checkout");
    let (away, vault) = (first.home("elsewhere.age"), first.team("team.age"));
    first.run(["--vault", "elsewhere.age", "init"]).done();
    fs::copy(away, vault).unwrap();
    first.git(["update-ref", "-d", "refs/keyrack/last"]);
    first.sync().ends(21).says("another vault");
    assert_eq!(first.git(["rev-parse", "HEAD:team.age"]), there);
}

#[test]
fn histories_that_have_nothing_in_common_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let other = tempfile::tempdir().unwrap();
    let remote = bare(other.path());
    let third = stranger_to(&first, other.path());
    third.add("three");
    third.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    third.sync().done();
    let (before, head) = (first.vault(), first.git(["rev-parse", "HEAD"]));
    first.git(["remote", "set-url", "origin", remote.to_str().unwrap()]);
    first.sync().ends(21).says("another vault");
    assert!(first.vault() == before);
    assert_eq!(first.git(["rev-parse", "HEAD"]), head);
}

#[test]
fn a_branch_has_to_be_checked_out() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    first.git(["checkout", "--quiet", "--detach"]);
    first.sync().ends(1).says("No branch is checked out");
}

#[test]
fn how_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.add("three");
    let run = first.run(["sync", "status"]).done();
    run.says("changes that are not committed").says("0 commits to send, 0 to take in");
    run.says("git uses Keyrack to merge and show vaults").says("new commits are not signed");
    first.run(["--lang", "zh", "sync", "status"]).done().says("有未提交的修改");
    second.run(["sync", "status"]).done().says("git by itself cannot merge vaults here");
    let json: serde_json::Value =
        serde_json::from_str(&first.run(["sync", "status", "--json"]).done().out).unwrap();
    assert_eq!(json["git"], true);
    assert_eq!(json["branch"], "main");
    assert_eq!(json["uncommitted"], true);
}

/// Copies that were put in the vault's place, each of them doubtful in its own way.
#[test]
fn what_is_doubtful_is_not_committed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let old = first.vault();
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = stranger_to(&first, elsewhere.path());
    second.add("theirs");
    first.add("three");
    first.sync().done();
    first.add("four");
    let known = first.vault();
    let (_, eve) = Machine::newcomer(folder.path(), "Eve");
    let third = first.other(folder.path(), "third");
    fs::write(third.team("team.age"), &known).unwrap();
    let words: Vec<&str> = eve.split(' ').collect();
    third.run([&["member", "add"], &*words, &["--yes"]].concat()).done();
    let head = first.git(["rev-parse", "HEAD"]);
    let cases = [
        (12, stranger.vault(), "Another vault stands in the place"),
        (13, old, "an older version"),
        (14, second.vault(), "without the last version"),
        (15, third.vault(), "More people can open"),
    ];
    for (code, content, said) in cases {
        fs::write(first.team("team.age"), &content).unwrap();
        for way in [&["sync"][..], &["sync", "--accept"]] {
            first.run(way).ends(code).says(said).says("id.age trust");
        }
        assert!(first.vault() == content);
        assert_eq!(first.git(["rev-parse", "HEAD"]), head, "{code}");
        assert_eq!(first.git(["status", "--porcelain"]), " M team.age\n", "{code}");
        // Nor is it sent where somebody commits it by hand.
        first.git(["commit", "--quiet", "-am", "By hand"]);
        first.sync().ends(code);
        first.git(["reset", "--quiet", "--hard", head.trim()]);
    }
    // The way on.
    fs::write(first.team("team.age"), second.vault()).unwrap();
    first.run(["trust", "--regain"]).done();
    first.sync().done().says("Sent");
    assert_eq!(first.logins(), ["four", "one", "theirs", "three", "two"]);
}

/// What this machine knows is carried without a question, by a timer as well.
#[test]
fn what_is_known_is_committed_without_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let remote = bare(folder.path());
    let first = Machine::first_with_passphrase(folder.path());
    let (first, ..) = super::machine::started(first, folder.path(), remote);
    first.add("three");
    fs::rename(first.home("pass"), first.home("away")).unwrap();
    first.sync().done().says("Sent");
    fs::rename(first.home("away"), first.home("pass")).unwrap();
}
