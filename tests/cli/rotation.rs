//! Another identity or passphrase, stopped anywhere: what is left opens, and the next run goes on.

use std::fs;
use std::process::{Command, Stdio};

use super::home::{Home, PASSPHRASE};
use super::skip::has;

const ROTATE: [&str; 5] = ["identity", "rotate", "--yes", "--work-factor", "10"];

/// Somebody with two vaults.
fn two() -> Home {
    let home = Home::with_vault();
    home.run(["--vault", "w.age", "init", "--work-factor", "10"]).done();
    home
}

/// Runs it, and ends it at the `count`th call of that name; whether there was one.
fn killed(home: &Home, (name, count): (&str, usize), arguments: &[&str]) -> bool {
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", &format!("trace={name}")]);
    command.args(["-e", &format!("inject={name}:signal=KILL:when={count}")]);
    command.arg(env!("CARGO_BIN_EXE_keyrack"));
    command.args(["--vault", "v.age", "--identity", "me/id.age", "--passphrase-file", "pass"]);
    command.args(arguments).current_dir(home.path("")).env_clear().env("HOME", home.path(""));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // strace ends as what it traced has ended.
    command.status().expect("strace runs").code().is_none()
}

/// Whether a program can be killed at a call here: strace may be missing, or may not trace.
pub(crate) fn has_strace() -> bool {
    if !has("strace", "what a kill leaves") {
        return false;
    }
    let mut probe = Command::new("strace");
    probe.args(["-f", "-o", "/dev/null", "-e", "trace=none", "true"]).stderr(Stdio::null());
    let works = probe.status().is_ok_and(|status| status.success());
    if !works {
        eprintln!("SKIPPED: strace may not trace here");
    }
    works
}

/// What lies in the folder of the identity.
fn beside(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path("me")).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().into_string().expect("a name")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Both vaults open for the identity in the file, and how many keys do.
fn members(home: &Home, when: &str) -> [usize; 2] {
    ["v.age", "w.age"].map(|vault| {
        let run = home.run(["--vault", vault, "member", "list", "--json"]);
        assert_eq!(run.code, 0, "{when}, {vault}: {}", run.stderr);
        run.json()["members"].as_array().expect("members").len()
    })
}

#[test]
fn wherever_a_rotation_is_killed_the_next_one_ends_it() {
    killed_rotations(&["renameat2", "rename", "unlink"]);
}

#[test]
fn before_whatever_is_made_durable_a_rotation_is_killed_the_next_one_ends_it() {
    killed_rotations(&["fsync"]);
}

/// Ends it at every call of these names, each time in a home of its own; how often that was. What it left
/// is looked at by `left`, which is told when it ended.
pub(crate) fn wherever(
    calls: &[&str],
    home: impl Fn() -> Home,
    arguments: &[&str],
    left: impl Fn(&Home, &str),
) -> usize {
    let mut points = 0;
    for name in calls {
        for count in 1.. {
            let home = home();
            if !killed(&home, (name, count), arguments) {
                break;
            }
            points += 1;
            left(&home, &format!("{name} {count}"));
        }
    }
    points
}

fn killed_rotations(calls: &[&str]) {
    if !has_strace() {
        return;
    }
    let points = wherever(calls, two, &[&ROTATE[..], &["w.age"]].concat(), |home, when| {
        for vault in ["v.age", "w.age"] {
            // 15: it opens, and this machine was to hear of the new key only behind that.
            let run = home.run(["--vault", vault, "list"]);
            assert!([0, 15].contains(&run.code), "{when}, {vault}: {}", run.stderr);
        }
        // Once it has begun, whoever names fewer vaults than the first time has meant those.
        let begun = beside(home).iter().any(|name| name == "id.age.vaults");
        let named: &[&str] = if begun { &[] } else { &["w.age"] };
        let run = home.run([&ROTATE[..], named].concat());
        assert_eq!(run.code, 0, "{when}: {}", run.stderr);
        assert_eq!(members(home, when), [1, 1], "{when}");
        let left = beside(home);
        let is_kept = |name: &String| name == "id.age" || name.starts_with("id.age.until-");
        assert!(left.len() >= 2 && left.iter().all(is_kept), "{when}: {left:?}");
    });
    assert!(points > 10, "{points}");
}

#[test]
fn wherever_a_new_passphrase_is_killed_one_of_the_two_opens_it() {
    if !has_strace() {
        return;
    }
    let change = ["identity", "passphrase", "--new-passphrase-file", "new", "--work-factor", "10"];
    let home = || {
        let home = two();
        home.write("new", "entirely other words 9\n");
        home
    };
    let calls = ["renameat2", "rename", "unlink", "fsync", "write"];
    let points = wherever(&calls, home, &change, |home, when| {
        if home.run(["list"]).code != 0 {
            home.write("pass", "entirely other words 9\n");
        }
        members(home, when);
        home.write("new", format!("{PASSPHRASE}\n"));
        let run = home.run(change);
        assert_eq!(run.code, 0, "{when}: {}", run.stderr);
        home.write("pass", format!("{PASSPHRASE}\n"));
        members(home, when);
        assert_eq!(beside(home), ["id.age"], "{when}");
    });
    assert!(points >= 6, "{points}");
}

#[test]
fn a_passphrase_waits_for_the_end_of_a_rotation() {
    if !has_strace() {
        return;
    }
    let home = two();
    home.write("new", "entirely other words 9\n");
    let change = ["identity", "passphrase", "--new-passphrase-file", "new", "--work-factor", "10"];
    let all = [&ROTATE[..], &["w.age"]].concat();
    let stops = (1..40).find(|count| {
        killed(&home, ("fsync", *count), &all);
        beside(&home).iter().any(|name| name == "id.age.next")
    });
    assert!(stops.is_some(), "{:?}", beside(&home));
    let run = home.run(change);
    assert_eq!(run.code, 7, "{}", run.stderr);
    assert!(run.stderr.contains("me/id.age identity rotate"), "{}", run.stderr);
    // One of its vaults is not there.
    fs::rename(home.path("w.age"), home.path("away")).expect("moves");
    let run = home.run(ROTATE);
    assert_ne!(run.code, 0);
    assert!(run.stderr.contains("w.age"), "{}", run.stderr);
    home.run(["list"]).done();
    fs::rename(home.path("away"), home.path("w.age")).expect("moves");
    home.run(ROTATE).done();
    assert_eq!(members(&home, "in the end"), [1, 1]);
    home.run(change).done();
}

/// It began all the same, and could not be ended without the file.
#[test]
fn a_path_that_is_no_vault_begins_nothing() {
    let home = two();
    let before = (home.read("v.age"), home.read("w.age"), home.read("me/id.age"));
    let run = home.run([&ROTATE[..], &["w.age", "missing.age"]].concat());
    assert_eq!(run.code, 6, "{}", run.stderr);
    assert!(
        run.stderr.contains("missing.age") && !run.stderr.contains("not over"),
        "{}",
        run.stderr
    );
    assert!((home.read("v.age"), home.read("w.age"), home.read("me/id.age")) == before);
    assert_eq!(beside(&home), ["id.age"]);
    home.run([&ROTATE[..], &["w.age"]].concat()).done();
    assert_eq!(members(&home, "in the end"), [1, 1]);
}

/// A vault of the settings that was not named kept the identity of before, which nothing opened with then.
#[test]
fn the_vaults_of_the_settings_come_along() {
    let home = two();
    let path = |name: &str| home.path(name).display().to_string();
    let (v, w, id) = (path("v.age"), path("w.age"), path("me/id.age"));
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(
        ".config/keyrack/settings.ron",
        format!("(vault: \"{v}\", vaults: [\"{w}\"], identity: \"{id}\")\n"),
    );
    let before = home.read("me/id.age");
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--passphrase-file", "pass"]).args(ROTATE);
    home.finish(&mut command).done();
    assert!(home.read("me/id.age") != before, "it is another one");
    assert_eq!(members(&home, "after a rotation of the first"), [1, 1]);
}

/// A backup of before a rotation did not open, and nothing said that another passphrase is why.
#[test]
fn an_identity_of_before_with_another_passphrase_is_named() {
    let home = Home::with_vault();
    home.run(["add", "--no-key", "--login", "one"]).done();
    let had = home.read("v.age");
    home.run(ROTATE).done();
    home.write("had.age", &had);
    home.write("new", "entirely other words 9\n");
    let change = ["identity", "passphrase", "--new-passphrase-file", "new", "--work-factor", "10"];
    home.run(change).done();
    home.write("pass", "entirely other words 9\n");
    let run = home.run(["doctor", "--restore", "had.age", "--yes"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    let earlier = beside(&home).into_iter().find(|name| name.contains("until")).expect("is kept");
    assert!(run.stderr.contains(&earlier), "{}", run.stderr);
    // What is said to do helps.
    let earlier = format!("me/{earlier}");
    home.write("pass", format!("{PASSPHRASE}\n"));
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--passphrase-file", "pass", "--identity", &earlier]);
    home.finish(command.args(change)).done();
    home.write("pass", "entirely other words 9\n");
    home.run(["doctor", "--restore", "had.age", "--yes"]).done();
}

/// With the identity of before a backup of its time let in again whoever was shut out since.
#[test]
fn a_backup_of_before_a_rotation_is_for_those_of_now() {
    let home = Home::with_vault();
    home.run(["add", "--no-key", "--login", "one"]).done();
    let had = home.read("v.age");
    home.run(ROTATE).done();
    home.run(["add", "--no-key", "--login", "two"]).done();
    home.write("had.age", &had);
    let earlier = beside(&home).into_iter().find(|name| name.contains("until")).expect("is kept");
    let earlier = home.path("me").join(earlier).display().to_string();
    let before = home.read("v.age");
    for more in [&[][..], &["--readmit"]] {
        let restore = ["--identity", &earlier, "doctor", "--restore", "had.age", "--yes"];
        let mut command = home.bare();
        command.args(["--vault", "v.age", "--passphrase-file", "pass"]).args(restore).args(more);
        let run = home.finish(&mut command);
        assert_eq!(run.code, 5, "{}", run.stderr);
        assert!(run.stderr.contains("v.age as it is now"), "{}", run.stderr);
    }
    assert!(home.read("v.age") == before, "nothing was written");
    home.run(["list"]).done();
    // The identity of now takes the one before to open the backup.
    let run = home.run(["doctor", "--restore", "had.age", "--yes"]).done();
    assert!(run.stderr.contains("cannot read the vault now"), "{}", run.stderr);
    let list = home.run(["list"]).done().stdout;
    assert!(list.contains("one") && !list.contains("two"), "{list}");
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--identity", &earlier, "--passphrase-file", "pass", "list"]);
    assert_eq!(home.finish(&mut command).code, 5);
}

/// "Ask a member", who is oneself.
#[test]
fn a_vault_that_a_rotation_left_out_names_the_identity_that_opens_it() {
    let home = two();
    home.run(ROTATE).done();
    let run = home.run(["--vault", "w.age", "list"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("id.age.until-"), "{}", run.stderr);
    let told = run.stderr.lines().find_map(|line| line.split_once(": keyrack --vault w.age "));
    let told = told.expect("a command").1.split(" LINE").next().expect("words");
    let line = home.run(["identity", "show"]).done().stdout;
    let mut words: Vec<&str> = told.split(' ').collect();
    words.extend(line.split_whitespace());
    let mut command = home.keyrack();
    command
        .args(["--vault", "w.age", "--passphrase-file", "pass"])
        .args(words)
        .args(["--name", "Li", "--yes"]);
    home.finish(&mut command).done();
    home.run(["--vault", "w.age", "trust", "--yes"]);
    home.run(["--vault", "w.age", "list"]).done();
}
