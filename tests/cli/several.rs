//! Several vaults at once: one list, each edit in its own file, an account that moves.

use super::home::{Home, Run};

/// The options that open a vault of these names.
pub(crate) fn with(home: &Home, vaults: &[&str], arguments: &[&str]) -> Run {
    let mut command = home.bare();
    for (place, vault) in vaults.iter().enumerate() {
        command.args([if place == 0 { "--vault" } else { "--with" }, vault]);
    }
    command.args(["--identity", "me/id.age", "--passphrase-file", "pass"]);
    home.finish(command.args(arguments))
}

/// One with three accounts in `v.age` and one in `w.age`, of the same identity.
pub(crate) fn home() -> Home {
    let home = Home::with_accounts();
    with(&home, &["w.age"], &["init"]).done();
    home.write("key", "KRSXG5CTMVRXEZLU\n");
    let account = ["--store", "Nordlys", "--platform", "Amazon", "--login", "ops@nordlys.example"];
    with(&home, &["w.age"], &[&["add", "--key-file", "key"], &account[..]].concat()).done();
    home
}

pub(crate) const BOTH: [&str; 2] = ["v.age", "w.age"];

fn logins(run: Run) -> Vec<String> {
    let rows = run.done().json();
    let rows = rows.as_array().expect("rows").clone();
    let mut logins: Vec<String> =
        rows.iter().map(|row| row["login"].as_str().expect("a login").to_owned()).collect();
    logins.sort();
    logins
}

#[test]
fn one_list_and_each_edit_in_its_own_file() {
    let home = home();
    assert_eq!(logins(with(&home, &BOTH, &["list", "--json"])).len(), 4);
    let code = with(&home, &BOTH, &["code", "nordlys"]).done();
    assert_eq!(code.stdout.trim().len(), 6, "{}", code.stdout);

    let before = home.read("v.age");
    with(&home, &BOTH, &["edit", "nordlys", "--note", "new"]).done();
    assert!(before == home.read("v.age"), "nothing of it was edited");
    let shown = with(&home, &["w.age"], &["show", "nordlys", "--json"]).json();
    assert_eq!(shown["note"], "new");

    // What is new goes to the first.
    let before = home.read("w.age");
    with(&home, &BOTH, &["add", "--store", "Third", "--login", "third", "--no-key"]).done();
    assert!(before == home.read("w.age"));
    assert_eq!(logins(with(&home, &["v.age"], &["list", "third", "--json"])), ["third"]);

    // Named twice it is one.
    assert_eq!(logins(with(&home, &["v.age", "./v.age"], &["list", "--json"])).len(), 4);
}

/// Of two phones with one label the first was taken, and half of what breaks was left out.
#[test]
fn a_name_that_stands_in_both_is_asked_about() {
    let home = home();
    for (vault, login) in [("v.age", "ops@hikari"), ("w.age", "nordlys")] {
        with(&home, &[vault], &["device", "add", "P-01", "--holder", "Li"]).done();
        let place = ["--kind", "app", "--device", "P-01"];
        with(&home, &[vault], &[&["keycopy", "add", login][..], &place].concat()).done();
    }
    let person = ["person", "left", "Li", "--dry-run"];
    for asked in [&["device", "lost", "P-01", "--dry-run"][..], &["loss", "show", "p-01"], &person]
    {
        let run = with(&home, &BOTH, asked);
        assert_eq!(run.code, 4, "{asked:?}: {}{}", run.stdout, run.stderr);
        assert_eq!(run.stderr.lines().count(), 3, "{}", run.stderr);
        let id = run.stderr.lines().nth(1).expect("listed").split_whitespace().next();
        let mut by_id = asked.to_vec();
        by_id[2] = id.expect("an id");
        let told = with(&home, &BOTH, &by_id).done();
        assert!(told.stdout.contains('1'), "{}", told.stdout);
    }
}

/// Of two people of one name the first became the holder of a phone, unsaid.
#[test]
fn an_option_that_fits_two_asks_which() {
    let home = home();
    let in_w = |arguments: &[&str]| with(&home, &["w.age"], arguments).done();
    with(&home, &["v.age"], &["device", "add", "P-01", "--holder", "Li"]).done();
    in_w(&["device", "add", "P-02", "--holder", "Li"]);
    in_w(&["device", "add", "P-03"]);
    // Each vault has one of its own.
    with(&home, &BOTH, &["device", "edit", "P-03", "--holder", "Li"]).done();
    let people = |vault: &str| {
        let rows = with(&home, &[vault], &["person", "list", "--json"]).done().json();
        rows.as_array().expect("rows").iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((people("v.age").len(), people("w.age").len()), (1, 1));
    // Now both are known in one.
    let phone = ["keycopy", "add", "ops@hikari", "--kind", "app", "--device", "P-01"];
    with(&home, &["v.age"], &phone).done();
    with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    let known = people("w.age");
    assert_eq!(known.len(), 2);
    let edit = ["keycopy", "add", "nordlys", "--kind", "app", "--place", "x", "--holder"];
    for arguments in [
        &["device", "add", "P-04", "--holder", "Li"][..],
        &["device", "edit", "P-03", "--holder", "li "],
        &[&edit[..], &["Li"]].concat(),
    ] {
        let before = home.read("w.age");
        let run = with(&home, &["w.age"], arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("--holder: 2 records match Li"), "{}", run.stderr);
        let named = |id: &serde_json::Value| run.stderr.contains(id.as_str().expect("an id"));
        assert!(known.iter().all(named) && before == home.read("w.age"), "{}", run.stderr);
    }
    let id = known[1].as_str().expect("an id");
    in_w(&["device", "add", "P-04", "--holder", id]);
    let shown = in_w(&["device", "show", "P-04", "--json"]).json();
    assert_eq!(shown["holder"], "Li");
    assert_eq!(people("w.age").len(), 2, "nobody was added");
}

#[test]
fn what_is_done_to_one_vault_asks_which() {
    let home = home();
    for arguments in
        [&["member", "list"][..], &["sync", "init"], &["trust"], &["health", "--attest"]]
    {
        let run = with(&home, &BOTH, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("--vault"), "{}", run.stderr);
    }
}

#[test]
fn one_that_does_not_open_keeps_nobody_from_the_others() {
    let home = home();
    home.write("broken.age", "age-encryption.org/v1\n");
    let run = with(&home, &["broken.age", "v.age", "gone.age", "w.age"], &["list", "--json"]);
    assert!(run.stderr.contains("broken: ") && run.stderr.contains("gone: "), "{}", run.stderr);
    assert!(
        run.stderr.contains(": keyrack --vault broken.age --identity me/id.age doctor"),
        "{}",
        run.stderr
    );
    assert_eq!(logins(run).len(), 4);
    let none = with(&home, &["broken.age", "gone.age"], &["list"]);
    assert_ne!(none.code, 0);
}

#[test]
fn an_account_moves_with_what_it_hangs_on() {
    let home = home();
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments);
    in_v(&["person", "add", "Min-ji"]).done();
    in_v(&["device", "add", "P-07", "--holder", "Min-ji"]).done();
    in_v(&["method", "add", "ops", "--kind", "totp", "--role", "main", "--device", "P-07"]).done();

    let unsure = with(&home, &BOTH, &["move", "hikari", "--to", "w"]);
    assert_eq!(unsure.code, 2, "without a terminal --yes has to be said: {}", unsure.stderr);
    let moved = with(&home, &BOTH, &["move", "hikari", "--to", "w", "--yes"]).done();
    assert!(moved.stderr.contains("P-07"), "what goes along is said: {}", moved.stderr);
    assert_eq!(logins(in_v(&["list", "--json"])).len(), 2);
    let in_w = |arguments: &[&str]| with(&home, &["w.age"], arguments);
    assert_eq!(logins(in_w(&["list", "--json"])), ["ops@hikari.example", "ops@nordlys.example"]);
    let devices = in_w(&["device", "list", "--json"]).json();
    assert_eq!(devices[0]["label"], "P-07");
    let left = in_v(&["device", "list", "--json"]).json();
    assert_eq!(left.as_array().expect("rows").len(), 0, "nothing there hangs on it");
    // Both records say so; which other vault there is, they do not.
    for (vault, word, said) in
        [("v.age", "moved-away", "moved away"), ("w.age", "moved-in", "moved in")]
    {
        let told = with(&home, &[vault], &["activity", "--what", word, "--json"]).done().json();
        let events = told["events"].as_array().expect("events");
        assert_eq!(events.iter().filter(|event| event["account"].is_string()).count(), 1, "{told}");
        assert!(!["v.age", "w.age"].iter().any(|name| told.to_string().contains(name)), "{told}");
        let shown = with(&home, &[vault], &["activity"]).done().stdout;
        assert!(shown.contains(said) && !shown.contains("deleted"), "{shown}");
    }

    let again = with(&home, &BOTH, &["move", "hikari", "--to", "w", "--yes"]).done();
    assert!(again.stdout.contains("already") || again.stderr.contains("already"));
    for (arguments, why) in [
        (&["move", "hikari", "--to", "x", "--yes"][..], "v, w"),
        (&["move", "nobody", "--to", "w", "--yes"], "nobody"),
    ] {
        let run = with(&home, &BOTH, arguments);
        assert!(run.code != 0 && run.stderr.contains(why), "{}", run.stderr);
    }
    let one = with(&home, &["v.age"], &["move", "hikari", "--to", "w", "--yes"]);
    assert_eq!(one.code, 2, "{}", one.stderr);
}

#[test]
fn the_settings_name_vaults_that_are_open_together() {
    let home = home();
    let path = |name: &str| home.path(name).to_string_lossy().into_owned();
    let settings = format!("(vault: \"{}\", vaults: [\"{}\"])", path("v.age"), path("w.age"));
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", settings);
    assert_eq!(logins(with(&home, &[], &["list", "--json"])).len(), 4);
    assert_eq!(
        logins(with(&home, &["w.age"], &["list", "--json"])).len(),
        1,
        "the option goes before"
    );
}

/// A command that asks which vault was advised without saying which.
#[test]
fn advice_says_which_vault() {
    let home = home();
    let removed = with(&home, &BOTH, &["remove", "nordlys", "--yes"]).done().stdout;
    let how = removed.split(": keyrack ").nth(1).expect("advice").trim();
    assert_eq!(how, "--vault w.age --identity me/id.age doctor --backups");
    assert!(home.run(how.split(' ')).done().stdout.contains("KiB"));
    with(&home, &["w.age"], &["device", "add", "P-01"]).done();
    let removed = with(&home, &BOTH, &["device", "remove", "P-01"]).done().stdout;
    assert!(
        removed.contains("keyrack --vault w.age --identity me/id.age doctor --backups"),
        "{removed}"
    );
    let alone = with(&home, &["v.age"], &["remove", "byeolbit", "--yes"]).done().stdout;
    assert!(
        alone.contains(": keyrack --vault v.age --identity me/id.age doctor --backups"),
        "{alone}"
    );
}

/// The same vault twice was listed twice, and an account could be moved from it to itself.
#[test]
fn a_copy_beside_a_vault_is_not_opened_with_it() {
    let home = home();
    home.write("copy.age", home.read("v.age"));
    let run = with(&home, &["v.age", "copy.age"], &["list", "--json"]);
    assert!(run.stderr.contains("copy: It is a copy of v"), "{}", run.stderr);
    assert_eq!(logins(run).len(), 3);
}

#[test]
fn two_files_of_one_name_are_told_apart_by_their_folders() {
    let home = home();
    for folder in ["eu", "us"] {
        std::fs::create_dir(home.path(folder)).expect("a folder");
    }
    home.write("eu/team.age", home.read("v.age"));
    home.write("us/team.age", home.read("w.age"));
    let vaults = ["eu/team.age", "us/team.age"];
    let refused = with(&home, &vaults, &["move", "nordlys", "--to", "team", "--yes"]);
    assert!(refused.stderr.contains("eu/team, us/team"), "{}", refused.stderr);
    let synced = with(&home, &vaults, &["sync"]).stdout;
    assert!(synced.contains("eu/team:") && synced.contains("us/team:"), "{synced}");
    with(&home, &vaults, &["move", "nordlys", "--to", "eu/team", "--yes"]).done();
    assert_eq!(logins(with(&home, &["eu/team.age"], &["list", "--json"])).len(), 4);
}

/// The passphrase of the one was tried on the identity of the other, and neither opened.
#[test]
fn a_vault_with_a_passphrase_of_its_own_opens_by_it() {
    let home = home();
    home.write("other", "another passphrase 48 pine\n");
    let mut command = home.bare();
    command.args(["--vault", "x.age", "--identity", "me/id.age", "--passphrase-file", "other"]);
    let made = command.args(["init", "--passphrase-vault", "--work-factor", "10"]);
    home.finish(made).done();
    let mut command = home.bare();
    command.args(["--vault", "x.age", "--with", "v.age", "--identity", "me/id.age"]);
    let run = home.finish(command.args(["--passphrase-file", "other", "list", "--json"]));
    assert!(run.stderr.contains("v: "), "{}", run.stderr);
    assert_eq!(logins(run), [""; 0]);
}

#[test]
fn each_account_says_which_vault_it_is_in_where_several_are_open() {
    let home = home();
    let listed = with(&home, &BOTH, &["list"]).done().stdout;
    let row = listed.lines().find(|line| line.contains("Nordlys")).expect("listed");
    assert!(listed.lines().next().expect("heads").ends_with("Vault") && row.ends_with(" w"));
    assert_eq!(with(&home, &BOTH, &["show", "nordlys", "--json"]).json()["vault"], "w");
    assert!(with(&home, &BOTH, &["show", "nordlys"]).done().stdout.contains("Vault"));
    assert!(!with(&home, &["w.age"], &["list"]).done().stdout.contains("Vault"));
    let sheet = |vaults: &[&str]| with(&home, vaults, &["print", "audit"]).done().stdout;
    assert!(sheet(&BOTH).contains("from several vaults"), "no file has a sum of revisions");
    assert!(sheet(&["w.age"]).contains("file revision"));
}

/// Nobody is told to create a vault in the place of one that is away.
#[test]
fn one_that_is_away_is_not_to_be_created_anew() {
    let home = home();
    let run = with(&home, &["v.age", "away.age"], &["list", "--json"]);
    assert!(run.stderr.contains("away: There is no file"), "{}", run.stderr);
    assert!(!run.stderr.contains("init"), "{}", run.stderr);
    run.done();
}

/// The list of the vault it left was done with it, and that of the other knew nothing of them.
#[test]
fn an_account_takes_along_who_was_shut_out_and_has_seen_it() {
    let home = home();
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments);
    let bo = Home::empty();
    let line = bo.run(["identity", "new", "--name", "Bo", "--work-factor", "10"]).done().stdout;
    let words: Vec<&str> = line.split_whitespace().collect();
    in_v(&[&["member", "add", "--yes"], &*words].concat()).done();
    in_v(&["member", "remove", "Bo", "--yes"]).done();
    in_v(&["device", "add", "P-07"]).done();
    in_v(&["method", "add", "ops", "--kind", "totp", "--role", "main", "--device", "P-07"]).done();
    with(&home, &["w.age"], &["device", "add", "p-07"]).done();
    let moved = with(&home, &BOTH, &["move", "hikari", "--to", "w", "--yes"]).done();
    assert!(moved.stderr.contains("have seen it: Bo"), "{}", moved.stderr);
    assert!(moved.stderr.contains("called so, too: P-07"), "{}", moved.stderr);
    let in_w = |arguments: &[&str]| with(&home, &["w.age"], arguments);
    let rows = || in_w(&["loss", "show", "Bo", "--json"]).json()["accounts"].clone();
    assert_eq!(rows()[0]["key_exposed"], true, "{}", rows());
    let found = in_w(&["health", "--json"]).json().to_string();
    assert!(found.contains("B04"), "{found}");
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    in_w(&["edit", "ops@hikari", "--key-file", "new"]).done();
    assert!(rows()[0]["key_exposed"] != true, "{}", rows());
    assert!(!in_w(&["health", "--json"]).json().to_string().contains("B04"));
}

/// Lets Bo into `v.age`, from a home of his own.
pub(crate) fn let_in_bo(home: &Home) {
    let bo = Home::empty();
    let line = bo.run(["identity", "new", "--name", "Bo", "--work-factor", "10"]).done().stdout;
    let words: Vec<&str> = line.split_whitespace().collect();
    with(home, &["v.age"], &[&["member", "add", "--yes"], &*words].concat()).done();
}

/// The rules that one login of `w.age`, opened alone, breaks.
fn broken(home: &Home, login: &str) -> Vec<String> {
    let run = with(home, &["w.age"], &["health", login, "--json"]).done();
    let rules = run.json()["findings"].as_array().cloned().unwrap_or_default();
    rules.iter().filter_map(|found| Some(found["rule"].as_str()?.to_owned())).collect()
}

/// The phone was known there as in use already, and that it is lost stayed behind.
#[test]
fn what_is_lost_is_lost_where_a_later_move_goes_too() {
    let home = home();
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments).done();
    in_v(&["device", "add", "PQ"]);
    for login in ["ops@hikari", "byeolbit"] {
        in_v(&["method", "add", login, "--kind", "totp", "--role", "main", "--device", "PQ"]);
    }
    with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    in_v(&["device", "lost", "PQ"]);
    let moved = with(&home, &BOTH, &["move", "byeolbit", "--to", "w", "--yes"]).done();
    assert!(
        moved.stderr.contains("Lost or left, and marked so there, too: PQ"),
        "{}",
        moved.stderr
    );
    let phone = with(&home, &["w.age"], &["device", "show", "PQ", "--json"]).json();
    assert_eq!(phone["state"], "lost");
    for login in ["ops@hikari", "byeolbit"] {
        assert!(broken(&home, login).contains(&"B04".into()), "{login}");
    }
    let losses = with(&home, &["w.age"], &["loss", "list"]).done().stdout;
    assert!(losses.contains("PQ"), "{losses}");
}

#[test]
fn whoever_left_has_left_where_a_later_move_goes_too() {
    let home = home();
    let_in_bo(&home);
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments).done();
    in_v(&["device", "add", "PB", "--holder", "Bo"]);
    let on = ["--kind", "totp", "--role", "main", "--device", "PB"];
    in_v(&[&["method", "add", "ops@hikari"][..], &on].concat());
    with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    in_v(&["member", "remove", "Bo", "--yes"]);
    with(&home, &BOTH, &["move", "byeolbit", "--to", "w", "--yes"]).done();
    for login in ["ops@hikari", "byeolbit"] {
        assert!(broken(&home, login).contains(&"B04".into()), "{login}");
    }
    // Neither says that there is nothing, and none leaves a day out.
    let losses = with(&home, &["w.age"], &["loss", "list"]).done().stdout;
    assert!(losses.contains("Bo  since 20"), "{losses}");
    let report = with(&home, &["w.age"], &["health", "--attest"]).done().stdout;
    let line = report.lines().find(|line| line.trim_start().starts_with("Bo ")).expect("a line");
    assert!(line.contains("  20"), "{line}");
}

/// Whoever sees an account no more because it moved has seen its key: that was said, and forgotten.
#[test]
fn an_account_keeps_in_mind_who_saw_its_key_before_it_moved() {
    let home = home();
    let_in_bo(&home);
    let moved = with(&home, &BOTH, &["move", "ops@hikari", "--to", "w", "--yes"]).done();
    assert!(moved.stderr.contains("no longer see it: Bo"), "{}", moved.stderr);
    assert!(!moved.stderr.contains("will see it"), "{}", moved.stderr);
    with(&home, &["v.age"], &["member", "remove", "Bo", "--yes"]).done();
    let rules = broken(&home, "ops@hikari");
    assert!(rules.contains(&"B24".into()), "{rules:?}");
    with(&home, &["w.age"], &["person", "left", "Bo"]).done();
    assert!(broken(&home, "ops@hikari").contains(&"B04".into()));
    home.write("new", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    with(&home, &["w.age"], &["edit", "ops@hikari", "--key-file", "new"]).done();
    let rules = broken(&home, "ops@hikari");
    assert!(!rules.iter().any(|rule| rule == "B04" || rule == "B24"), "{rules:?}");
}

#[test]
fn an_account_without_a_key_leaves_none_on_a_list() {
    let home = home();
    let_in_bo(&home);
    let in_v = |arguments: &[&str]| with(&home, &["v.age"], arguments).done();
    in_v(&["add", "--platform", "eBay", "--login", "plain", "--no-key"]);
    in_v(&["number", "add", "+49 30 1234567"]);
    in_v(&[
        "method",
        "add",
        "plain",
        "--kind",
        "sms",
        "--role",
        "main",
        "--number",
        "+49301234567",
    ]);
    in_v(&["member", "remove", "Bo", "--yes"]);
    let moved = with(&home, &BOTH, &["move", "plain", "--to", "w", "--yes"]).done();
    assert!(moved.stderr.contains("have seen it: Bo"), "{}", moved.stderr);
    assert!(!moved.stderr.contains("Its key"), "{}", moved.stderr);
}

/// Whoever had been told that it stands in both wanted one of them gone, and lost both, unsaid.
#[test]
fn before_both_go_it_is_said_how_one_stays() {
    let home = home();
    let before = home.read("v.age");
    with(&home, &BOTH, &["move", "hikari", "--to", "w", "--yes"]).done();
    // As after a kill between the two saves.
    std::fs::write(home.path("v.age"), before).expect("written");
    with(&home, &["v.age"], &["trust", "--yes"]).done();
    let count =
        || ["v.age", "w.age"].map(|vault| logins(with(&home, &[vault], &["list", "--json"])).len());
    assert_eq!(count(), [3, 2]);
    let asked = with(&home, &BOTH, &["remove", "ops@hikari"]);
    assert!(asked.code != 0 && count() == [3, 2], "{}", asked.stderr);
    assert!(asked.stderr.contains("stands in v + w"), "{}", asked.stderr);
    let command = asked.stderr.lines().find_map(|line| line.rsplit_once(" move ")).expect("told").1;
    let id = command.split_whitespace().next().expect("an id");
    with(&home, &BOTH, &["move", id, "--to", "v", "--yes"]).done();
    assert_eq!(count(), [3, 1]);
    let gone = with(&home, &BOTH, &["remove", "ops@hikari", "--yes"]).done();
    assert!(!gone.stderr.contains("stands in"), "{}", gone.stderr);
    assert_eq!(count(), [2, 1]);
}
