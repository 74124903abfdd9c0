//! Accounts that went from one vault to another, and whoever was shut out of one of them: what is said of their keys
//! is the same where a vault is open alone and where both are.

use super::home::Home;
use super::several::{BOTH, home, let_in_bo, with};

/// What is said of who has the key of the account that moves.
fn told(home: &Home, vaults: &[&str]) -> Vec<String> {
    let run = with(home, vaults, &["health", "ops@hikari", "--json"]).done();
    let rules = run.json()["findings"].as_array().cloned().unwrap_or_default();
    let rules = rules.iter().filter_map(|found| Some(found["rule"].as_str()?.to_owned()));
    let mut rules: Vec<String> =
        rules.filter(|rule| ["B03", "B04", "B24"].contains(&rule.as_str())).collect();
    rules.sort();
    rules
}

#[test]
fn who_saw_a_key_is_told_alike_alone_and_together() {
    let phone = ["device", "add", "PB", "--holder", "Bo"];
    let app = ["method", "add", "ops@hikari", "--kind", "totp", "--role", "main", "--device", "PB"];
    for (before, on_phone, rekeyed) in (0..8).map(|n| (n & 1 == 0, n & 2 == 0, n & 4 == 0)) {
        let case = format!("moved before: {before}, on a phone: {on_phone}, new key: {rekeyed}");
        let home = home();
        let_in_bo(&home);
        let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments).done();
        if on_phone {
            in_v(&phone);
            in_v(&app);
        }
        if !before {
            in_v(&["member", "remove", "Bo", "--yes"]);
        }
        with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
        if before {
            in_v(&["member", "remove", "Bo", "--yes"]);
        }
        if rekeyed {
            home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
            with(&home, &["w.age"], &["edit", "ops@hikari", "--key-file", "new"]).done();
        }
        let alone = told(&home, &["w.age"]);
        assert_eq!(alone, told(&home, &BOTH), "{case}");
        let expected: &[&str] = match (before, on_phone, rekeyed) {
            // Nothing there says that he is out.
            (true, _, false) => &["B24"],
            (false, true, false) => &["B03", "B04"],
            // The phone is still his.
            (false, true, true) => &["B03"],
            (false, false, false) => &["B04"],
            (true, _, true) | (false, false, true) => &[],
        };
        assert_eq!(alone, expected, "{case}");
    }
}

/// The list of the vault that it left was done, and nobody was told of the other.
#[test]
fn whoever_is_shut_out_is_told_of_in_the_other_vault_too() {
    let home = home();
    let_in_bo(&home);
    with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    // Bo, who saw its key, was said to have it in a password manager, and that to be deleted.
    for words in [&["show", "ops@hikari"][..], &["keycopy", "list", "ops@hikari"]] {
        let told = with(&home, &["w.age"], words).done().stdout;
        let line = told.lines().find(|line| line.contains("seen in a vault")).expect("a line");
        assert!(
            line.contains("Bo") && line.contains("until ") && !line.contains("deleted"),
            "{told}"
        );
    }
    let removed = with(&home, &["v.age"], &["member", "remove", "Bo", "--yes"]).done().stderr;
    let shown = with(&home, &["v.age"], &["loss", "show", "Bo"]).done().stderr;
    for said in [&removed, &shown] {
        assert!(said.contains("ops@hikari.example"), "{said}");
        let command = "keyrack --vault OTHER --identity me/id.age person left Bo";
        assert!(said.contains(command), "{said}");
    }
    assert_eq!(told(&home, &["w.age"]), ["B24"]);
    with(&home, &["w.age"], &["person", "left", "Bo"]).done();
    for vaults in [&["w.age"][..], &BOTH] {
        assert_eq!(told(&home, vaults), ["B04"]);
    }
    // Where none went away, nothing is said of another.
    let alone = Home::with_accounts();
    let_in_bo(&alone);
    let removed = with(&alone, &["v.age"], &["member", "remove", "Bo", "--yes"]).done().stderr;
    assert!(!removed.contains("OTHER"), "{removed}");
}

/// It was marked in one of two that use it, and said to be marked.
#[test]
fn a_phone_that_is_lost_in_one_vault_is_noticed_where_both_are_open() {
    let home = home();
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments).done();
    in_v(&["device", "add", "PQ"]);
    for login in ["ops@hikari", "byeolbit"] {
        in_v(&["method", "add", login, "--kind", "totp", "--role", "main", "--device", "PQ"]);
    }
    assert!(!in_v(&["device", "lost", "PQ"]).stderr.contains("OTHER"), "there is no other");
    in_v(&["device", "found", "PQ"]);
    with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    let lost = in_v(&["device", "lost", "PQ"]).stderr;
    let command = "keyrack --vault OTHER --identity me/id.age device lost PQ";
    assert!(lost.contains(command), "{lost}");
    assert_eq!(told(&home, &["w.age"]), [""; 0]);
    assert_eq!(told(&home, &BOTH), ["B04"]);
    // Said again with both open, both have it.
    let lost = with(&home, &BOTH, &["device", "lost", "PQ"]).done().stderr;
    assert!(lost.contains("Marked so in: v + w."), "{lost}");
    assert_eq!(told(&home, &["w.age"]), ["B04"]);
}

/// A command in a sentence that was to be typed did not find the vault that was meant.
#[test]
fn commands_in_sentences_find_what_this_one_was_given() {
    let home = home();
    let start = "keyrack --vault w.age --identity me/id.age";
    let in_w = |arguments: &[&str]| with(&home, &["w.age"], arguments);
    home.write("w.sync-conflict-20261128-220519-ABCDEFG.age", home.read("v.age"));
    let listed = in_w(&["list"]).done().stderr;
    assert!(listed.contains(&format!("{start} sync")), "{listed}");
    let missed = in_w(&["show", "nobody"]).stderr;
    assert!(missed.contains(&format!("{start} list")), "{missed}");
    let id = in_w(&["show", "nordlys", "--json"]).json()["id"].as_str().expect("id").to_owned();
    in_w(&["device", "add", "PQ"]).done();
    in_w(&["method", "add", "nordlys", "--kind", "totp", "--role", "main", "--device", "PQ"])
        .done();
    in_w(&["device", "lost", "PQ"]).done();
    let ticked =
        in_w(&["loss", "tick", "--thing", "PQ", "--step", "rekey", "nordlys"]).done().stdout;
    assert!(ticked.contains(&format!("{start} edit {id} --ask-key")), "{ticked}");
}

/// Whoever an account named became a second person of that name in the other vault, unsaid.
#[test]
fn whoever_an_account_names_is_the_one_of_that_name_there() {
    let home = home();
    let people = |vault: &str| {
        let rows = with(&home, &[vault], &["person", "list", "--json"]).done().json();
        rows.as_array().expect("rows").clone()
    };
    with(&home, &["v.age"], &["edit", "ops@hikari", "--users", "Bo"]).done();
    with(&home, &["w.age"], &["person", "add", "bo"]).done();
    let there = people("w.age")[0]["id"].clone();
    let run = with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    assert!(run.stderr.contains("Taken for whoever is called so there: Bo"), "{}", run.stderr);
    let known = people("w.age");
    assert_eq!((known.len(), &known[0]["id"]), (1, &there));
    let shown = with(&home, &["w.age"], &["show", "ops@hikari", "--json"]).json();
    assert!(shown["users"].to_string().contains("bo"), "{shown}");
    assert_eq!(people("v.age").len(), 1, "where it was, Bo stays known");
    // Whoever comes with a phone stays who they are: the phone may be needed where it was.
    let phone = ["keycopy", "add", "byeolbit", "--kind", "app", "--device", "P-01"];
    with(&home, &["v.age"], &["device", "add", "P-01", "--holder", "Bo"]).done();
    with(&home, &["v.age"], &phone).done();
    let run = with(&home, &BOTH, &["move", "byeolbit", "--to", "w", "--yes"]).done();
    assert!(run.stderr.contains("there will be two: Bo"), "{}", run.stderr);
    assert_eq!(people("w.age").len(), 2);
    // Two of one name are told apart by more than an id.
    let run = with(&home, &["w.age"], &["person", "left", "bo"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    for told in ["Bo  P-01  1 account  known since ", "bo  1 account  known since "] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}
