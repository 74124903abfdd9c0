//! Several vaults with things of one name: what is asked about, and what is meant all the same.

use super::home::Home;
use super::several::with;

const BOTH: [&str; 2] = ["v.age", "w.age"];

/// `v.age` and `w.age` of the same identity, each with a phone `P-01`, a person `Bob`, one number and an
/// account that hangs on them.
fn home() -> Home {
    let home = Home::with_vault();
    with(&home, &["w.age"], &["init"]).done();
    for (vault, login) in [("v.age", "one"), ("w.age", "two")] {
        let run = |arguments: &[&str]| with(&home, &[vault], arguments).done();
        run(&["device", "add", "P-01", "--holder", "Bob", "--location", vault]);
        run(&["number", "add", "+8613800138000", "--device", "P-01"]);
        run(&["add", "--store", "Luna", "--login", login, "--no-key"]);
        run(&["method", "add", login, "--kind", "sms", "--number", "+8613800138000"]);
    }
    home
}

fn id(home: &Home, vault: &str, kind: &str) -> String {
    let arguments =
        if kind == "account" { &["list", "--json"][..] } else { &[kind, "list", "--json"] };
    let rows = with(home, &[vault], arguments).done().json();
    rows[0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_fits_two_is_listed_with_its_vaults() {
    let home = home();
    let cases: [(&str, &[&str]); 14] = [
        ("device", &["device", "show", "p-01"]),
        ("device", &["device", "lost", "P-01", "--dry-run"]),
        ("device", &["device", "edit", "P-01", "--note", "x"]),
        ("device", &["device", "remove", "P-01", "--yes"]),
        ("device", &["print", "card", "P-01"]),
        ("device", &["print", "loss", "P-01"]),
        ("person", &["person", "show", "Bob"]),
        ("person", &["person", "edit", "Bob", "--team", "x"]),
        ("person", &["person", "left", "Bob"]),
        ("person", &["loss", "show", "Bob"]),
        ("number", &["number", "show", "+8613800138000"]),
        ("number", &["number", "lost", "8000", "--dry-run"]),
        ("number", &["loss", "show", "8000"]),
        ("account", &["show", "luna"]),
    ];
    let before = BOTH.map(|vault| home.read(vault));
    for (kind, arguments) in cases {
        let run = with(&home, &BOTH, arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {}{}", run.stdout, run.stderr);
        for (vault, name) in [("v.age", "  v"), ("w.age", "  w")] {
            let id = id(&home, vault, kind);
            let line = run.stderr.lines().find(|line| line.contains(&id));
            assert!(line.is_some_and(|line| line.ends_with(name)), "{arguments:?}: {}", run.stderr);
        }
    }
    assert!(before == BOTH.map(|vault| home.read(vault)), "nothing was guessed");
    for (kind, at) in [("device", "location"), ("number", "number"), ("person", "name")] {
        let wanted = id(&home, "w.age", kind);
        let shown = with(&home, &BOTH, &[kind, "show", &wanted, "--json"]).done().json();
        assert!(shown["id"] == wanted.as_str() && shown[at].is_string(), "{shown}");
        with(&home, &BOTH, &["loss", "show", &wanted]).done();
    }
}

/// After somebody was shut out of one vault, the list of what they saw was asked for in vain.
#[test]
fn of_two_of_one_name_the_one_that_is_gone_is_meant_by_its_loss() {
    let home = home();
    let bob = id(&home, "w.age", "person");
    with(&home, &["w.age"], &["person", "left", "Bob"]).done();
    let shown = with(&home, &BOTH, &["loss", "show", "Bob", "--json"]).done().json();
    assert_eq!(shown["thing"]["id"], bob.as_str());
    with(&home, &["v.age"], &["person", "left", "Bob"]).done();
    assert_eq!(with(&home, &BOTH, &["loss", "show", "Bob"]).code, 4, "now it is either");
}
