//! A key that somebody saw who was shut out stays on their list, whatever is typed around it.

use super::home::{Home, KEYS};

/// Three accounts, and Bo, who can open the vault.
fn home() -> Home {
    let home = Home::with_accounts();
    let bo = Home::empty();
    let line = bo.run(["identity", "new", "--name", "Bo", "--work-factor", "10"]).done().stdout;
    let words: Vec<&str> = line.split_whitespace().collect();
    home.run([&["member", "add", "--yes"], &*words].concat()).done();
    home
}

fn shut_out_bo(home: &Home) {
    home.run(["member", "remove", "Bo", "--yes"]).done();
}

/// Whether the key of a login is on Bo's list, and how many logins health finds whose key got out.
fn open(home: &Home, login: &str) -> (bool, usize) {
    let shown = home.run(["loss", "show", "Bo", "--json"]).json();
    let rows = shown["accounts"].as_array().expect("accounts").clone();
    let row = rows.iter().find(|row| row["login"] == login);
    let found = home.run(["health", "--json"]).json().to_string();
    (row.is_some_and(|row| row["key_exposed"] == true), found.matches("\"B04\"").count())
}

fn today() -> String {
    let run = std::process::Command::new("date").args(["-u", "+%F"]).output().expect("runs");
    String::from_utf8(run.stdout).expect("text").trim().to_owned()
}

fn tomorrow() -> String {
    let run = std::process::Command::new("date").args(["-u", "-d", "tomorrow", "+%F"]).output();
    String::from_utf8(run.expect("runs").stdout).expect("text").trim().to_owned()
}

const HIKARI: &str = "ops@hikari.example";

#[test]
fn a_day_typed_by_hand_makes_no_key_another_one() {
    let home = home();
    // It is no day of the book yet, wherever the person is.
    home.run(["edit", HIKARI, "--keyed", &tomorrow()]).done();
    let shown = home.run(["show", HIKARI, "--json"]).json().to_string();
    assert!(shown.contains(&today()) && !shown.contains(&tomorrow()), "{shown}");
    shut_out_bo(&home);
    assert_eq!(open(&home, HIKARI), (true, 3));
    for day in [today(), tomorrow()] {
        let run = home.run(["edit", "byeolbit", "--keyed", &day]);
        assert!(open(&home, "byeolbit") == (true, 3), "{day}: {}", run.stderr);
    }
    // Nor does it where the key is typed anew, taken out and put back.
    home.write("same", KEYS[0]);
    home.run(["edit", HIKARI, "--key-file", "same", "--keyed", &tomorrow()]);
    assert_eq!(open(&home, HIKARI), (true, 3));
    home.run(["edit", HIKARI, "--remove-key"]).done();
    home.run(["edit", HIKARI, "--key-file", "same", "--keyed", &tomorrow()]).done();
    assert_eq!(open(&home, HIKARI), (true, 3));
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    home.run(["edit", HIKARI, "--key-file", "new"]).done();
    assert_eq!(open(&home, HIKARI), (false, 2));
}

/// A key of that very day was ticked off by hand, and the list said that it was done.
#[test]
fn a_key_that_was_there_on_the_day_is_not_ticked_off_by_hand() {
    let home = home();
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    home.run(["edit", HIKARI, "--key-file", "new"]).done();
    shut_out_bo(&home);
    let tick = home.run(["loss", "tick", "--thing", "Bo", "--step", "rekey", HIKARI]).done();
    assert!(!tick.stdout.contains("Done"), "{}", tick.stdout);
    assert_eq!(open(&home, HIKARI), (true, 3));
    home.write("other", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK");
    home.run(["edit", HIKARI, "--key-file", "other"]).done();
    assert_eq!(open(&home, HIKARI), (false, 2));
}

/// The same key under another login, or under the same one taken out and added again.
#[test]
fn a_key_that_was_seen_is_known_under_another_login() {
    let home = home();
    shut_out_bo(&home);
    home.write("same", KEYS[0]);
    home.run(["add", "--platform", "Etsy", "--login", "second", "--key-file", "same"]).done();
    assert_eq!(open(&home, "second"), (true, 4));
    let gone = home.run(["remove", HIKARI, "--yes"]).done();
    assert!(gone.stderr.contains("Bo"), "{}", gone.stderr);
    home.run(["add", "--platform", "Amazon", "--login", HIKARI, "--key-file", "same"]).done();
    assert_eq!(open(&home, HIKARI), (true, 4));
}

/// It was clear, as if the key had been replaced, and on no list.
#[test]
fn an_account_that_is_removed_and_added_again_has_the_key_that_was_seen() {
    let home = home();
    shut_out_bo(&home);
    home.write("same", KEYS[0]);
    let gone = home.run(["remove", HIKARI, "--yes"]).done();
    assert!(gone.stderr.contains("Its key got out: Bo"), "{}", gone.stderr);
    assert_eq!(open(&home, HIKARI), (false, 2));
    let shown = home.run(["loss", "show", "Bo"]).done();
    assert!(shown.stdout.contains("removed here while its key was out"), "{}", shown.stdout);
    assert!(shown.stdout.contains(HIKARI), "{}", shown.stdout);
    home.run(["add", "--platform", "Amazon", "--login", HIKARI, "--key-file", "same"]).done();
    assert_eq!(open(&home, HIKARI), (true, 3));
    // One that nobody saw is another matter.
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    home.run(["edit", HIKARI, "--key-file", "new"]).done();
    let gone = home.run(["remove", HIKARI, "--yes"]).done();
    assert!(!gone.stderr.contains("got out"), "{}", gone.stderr);
    home.run(["add", "--platform", "Amazon", "--login", HIKARI, "--key-file", "new"]).done();
    assert_eq!(open(&home, HIKARI), (false, 2));
}

/// A backup that brings the key back that somebody saw says so, and of which account.
#[test]
fn a_backup_says_which_keys_it_brings_back_that_got_out() {
    let home = home();
    shut_out_bo(&home);
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    home.run(["edit", HIKARI, "--key-file", "new"]).done();
    let listed = home.run(["doctor", "--backups"]).done().stdout;
    let newest = listed.split_whitespace().find(|word| word.ends_with("-replaced.age"));
    let newest = newest.expect("a backup").to_owned();
    let back = home.run(["doctor", "--restore", &newest, "--yes"]).done();
    let said = "1 account gets a key back that had got out";
    let line = back.stderr.lines().find(|line| line.contains(said));
    assert!(line.is_some_and(|line| line.contains(HIKARI)), "{}", back.stderr);
    assert_eq!(open(&home, HIKARI), (true, 3));
}

/// The key that Bo had seen was new to the older version, and its step was done.
#[test]
fn a_key_that_was_seen_is_known_in_an_older_version() {
    type Way<'a> = &'a dyn Fn(&Home);
    let ways: [(&str, Way<'_>); 2] = [
        ("put back", &|home| drop(home.run(["doctor", "--restore", "old.age", "--yes"]).done())),
        ("taken for the vault", &|home| {
            home.write("v.age", home.read("old.age"));
            home.run(["trust", "--yes"]).done();
        }),
    ];
    for (name, way) in ways {
        let home = home();
        home.write("seen", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
        home.write("new", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK");
        home.write("old.age", home.read("v.age"));
        home.run(["edit", HIKARI, "--key-file", "seen"]).done();
        shut_out_bo(&home);
        home.run(["edit", HIKARI, "--key-file", "new"]).done();
        assert_eq!(open(&home, HIKARI), (false, 2), "{name}");
        way(&home);
        assert_eq!(open(&home, HIKARI), (true, 3), "{name}: the key before");
        home.run(["edit", HIKARI, "--key-file", "new"]).done();
        assert_eq!(open(&home, HIKARI), (false, 2), "{name}: the new one again");
        home.run(["edit", HIKARI, "--key-file", "seen"]).done();
        assert_eq!(open(&home, HIKARI), (true, 3), "{name}: the one that was seen");
    }
}
