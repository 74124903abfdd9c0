//! A team on several machines: who is let in opens the vault, who is shut out opens nothing newer, and
//! nothing that opens anything is printed on the way.

use std::fmt::Write as _;
use std::process::Stdio;

use insta::assert_snapshot;
use keyrack::app::trust::short;
use serde_json::Value;

use super::home::{Home, PASSPHRASE, Run};
use super::terminal::Talk;

/// The vault as it travels from one home to another.
fn hand_over(from: &Home, to: &Home) {
    to.write("v.age", from.read("v.age"));
}

/// A newcomer's home, and the line they send.
fn newcomer(name: &str) -> (Home, String) {
    let home = Home::empty();
    let run = home.run(["identity", "new", "--name", name, "--work-factor", "10"]).done();
    let line = run.stdout.trim_end().to_owned();
    assert_eq!(line.lines().count(), 1, "standard output is the line to send: {line}");
    assert!(line.starts_with("age1") && line.ends_with(&format!(" {name}")), "{line}");
    (home, line)
}

fn members(home: &Home) -> Value {
    home.run(["member", "list", "--json"]).json()
}

fn names(home: &Home) -> Vec<String> {
    let members = members(home)["members"].clone();
    let rows = members.as_array().expect("members");
    rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

fn says_no_secret(run: &Run) {
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(!said.contains("AGE-SECRET-KEY-1") && !said.contains(PASSPHRASE), "{said}");
}

#[test]
fn let_in_compared_and_shut_out() {
    let li = Home::with_accounts();
    let (anna, line) = newcomer("Anna");
    let words: Vec<&str> = line.split(' ').collect();
    let add = |more: &[&str]| li.run([&["member", "add"], &*words, more].concat());

    let unsure = add(&[]);
    assert_eq!(unsure.code, 2, "without a terminal --yes has to be said: {}", unsure.stderr);
    let before = li.read("v.age");
    assert!(before == li.read("v.age"));
    let added = add(&["--yes", "--by", "Li"]).done();
    says_no_secret(&added);
    assert_eq!(add(&["--yes"]).code, 2, "nobody is let in twice");

    hand_over(&li, &anna);
    assert_eq!(anna.run(["list", "--json"]).json().as_array().expect("rows").len(), 3);
    let (ours, theirs) = (members(&li), members(&anna));
    assert_eq!(ours["fingerprint"], theirs["fingerprint"]);
    let fingerprint = ours["fingerprint"].as_str().expect("a fingerprint");
    let confirmed = anna.run(["member", "confirm", "--yes"]).done();
    assert!(confirmed.stdout.contains(fingerprint), "{}", confirmed.stdout);
    let row = &ours["members"][1];
    assert_eq!((row["name"].as_str(), row["by"].as_str()), (Some("Anna"), Some("Li")));
    assert_eq!(
        (row["own"].as_bool(), theirs["members"][1]["own"].as_bool()),
        (Some(false), Some(true))
    );
    let people = li.run(["person", "list", "--json"]).json();
    assert_eq!((&people[0]["name"], &people[0]["id"]), (&Value::from("Anna"), &row["person"]));

    // What Anna saves, Li reads.
    anna.run(["edit", "ops", "--note", "hers"]).done();
    hand_over(&anna, &li);
    assert_eq!(li.run(["show", "ops", "--json"]).json()["note"], "hers");

    let removed = li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    says_no_secret(&removed);
    assert!(removed.stderr.contains("keys 3"), "{}", removed.stderr);
    assert!(
        removed.stdout.contains("keyrack --vault v.age --identity me/id.age loss show Anna"),
        "{}",
        removed.stdout
    );
    let had = anna.read("v.age");
    hand_over(&li, &anna);
    assert_eq!(anna.run(["list"]).code, 5, "it is not encrypted to her any more");
    anna.write("v.age", &had);
    assert_eq!(anna.run(["list"]).code, 0, "what she had she keeps");

    // The worklist is there, and is over once every key is a new one.
    let gone = members(&li)["removed"][0].clone();
    assert_eq!((&gone["name"], &gone["steps"]["of"]), (&Value::from("Anna"), &Value::from(3)));
    let rules = || -> Vec<String> {
        let health = li.run(["health", "--json"]).json();
        let found = health["findings"].as_array().expect("findings").clone();
        found.iter().map(|f| f["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert_eq!(rules().iter().filter(|rule| *rule == "B04").count(), 3);
    li.write("key", "KRUGKIDROVUWG2ZA");
    for query in ["ops", "byeolbit", "na"] {
        li.run(["edit", query, "--key-file", "key", "--kind", "totp"]).done();
    }
    assert_eq!(rules().iter().filter(|rule| *rule == "B04" || *rule == "B03").count(), 0);
    let steps = members(&li)["removed"][0]["steps"].clone();
    assert_eq!((&steps["done"], &steps["of"]), (&Value::from(3), &Value::from(3)), "all is done");

    // Back with the version from before: that is told, and who could read it again.
    li.write("v.age", &had);
    assert_eq!(li.run(["list"]).code, 13);
    assert_eq!(li.run(["trust", "--json"]).json()["returning"].as_array().map(Vec::len), Some(1));

    // Put back as a backup it is for those who read the vault now, unless somebody says otherwise.
    li.write("had.age", &had);
    for (more, code) in [(&[][..], 5), (&["--readmit"], 0)] {
        let restore = ["doctor", "--restore", "had.age", "--yes"];
        let run = li.run([&restore, more].concat()).done();
        assert!(run.stderr.contains("Anna ("), "{}", run.stderr);
        li.run(["list"]).done();
        hand_over(&li, &anna);
        assert_eq!(anna.run(["list"]).code, code);
    }
}

/// A backup may be older than somebody who is in by now.
#[test]
fn a_backup_for_its_own_readers_names_who_is_out_by_that() {
    let li = Home::with_accounts();
    let let_in = |name: &str| {
        let (home, line) = newcomer(name);
        let words: Vec<&str> = line.split(' ').collect();
        li.run([&["member", "add"], &*words, &["--yes", "--by", "Li"]].concat()).done();
        home
    };
    let_in("Anna");
    li.write("then.age", li.read("v.age"));
    li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    let bo = let_in("Bo");
    let restore = |more: &[&str]| li.run([&["doctor", "--restore", "then.age"], more].concat());
    // Nobody is there to be asked: it is said, and nothing is done.
    let asked = restore(&["--readmit"]);
    assert_eq!(asked.code, 2, "{}", asked.stderr);
    for name in ["will read it again: Anna (", "will not read it any more: Bo ("] {
        assert!(asked.stderr.contains(name), "{}", asked.stderr);
    }
    assert_eq!(names(&li).last().map(String::as_str), Some("Bo"));
    // Without the option nobody who is in goes out.
    let kept = restore(&["--yes"]).done();
    assert!(!kept.stderr.contains("Bo"), "{}", kept.stderr);
    assert_eq!(names(&li).last().map(String::as_str), Some("Bo"));
    restore(&["--readmit", "--yes"]).done();
    assert_eq!(names(&li).last().map(String::as_str), Some("Anna"));
    hand_over(&li, &bo);
    assert_eq!(bo.run(["list"]).code, 5);
}

/// What somebody saw who was shut out they saw, whether they are back or taken out of the list.
#[test]
fn the_worklist_of_who_was_shut_out_stays_whatever_becomes_of_them() {
    let li = Home::with_accounts();
    let (_, line) = newcomer("Anna");
    let words: Vec<&str> = line.split(' ').collect();
    li.run([&["member", "add"], &*words, &["--yes", "--by", "Li"]].concat()).done();
    li.run(["method", "add", "ops", "--kind", "sms", "--number", "+8613800138000"]).done();
    li.run(["device", "add", "P-01", "--holder", "Anna"]).done();
    li.run(["keycopy", "add", "ops", "--kind", "app", "--device", "P-01"]).done();
    li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    let steps = || members(&li)["removed"][0]["steps"].clone();
    let exposed = || {
        let found = li.run(["health", "--json"]).json()["findings"].clone();
        let rules = found.as_array().expect("findings").iter();
        rules.filter(|finding| finding["rule"] == "B04").count()
    };
    assert_eq!(exposed(), 3);

    let refused = li.run(["person", "remove", "anna", "--yes"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{}", refused.stderr);
    let how = "keyrack --vault v.age --identity me/id.age loss show Anna";
    assert!(refused.stderr.contains(how), "{}", refused.stderr);

    let back = li.run(["person", "back", "anna"]).done();
    assert!(back.stderr.contains(how), "{}", back.stderr);
    assert!(li.run(["person", "show", "anna", "--json"]).json()["left"].is_null());
    // Three keys and a number; what she has in her hands is hers.
    assert_eq!((&steps()["done"], &steps()["of"]), (&Value::from(0), &Value::from(4)));
    assert_eq!(exposed(), 3);
    let shown = li.run(["loss", "show", "anna", "--json"]).json();
    let rows = shown["accounts"].as_array().expect("rows").iter();
    let mut wanted: Vec<String> = rows.map(|row| row["steps"].to_string()).collect();
    wanted.sort();
    assert_eq!(wanted, [r#"["rekey","number"]"#, r#"["rekey"]"#, r#"["rekey"]"#]);
    let found = li.run(["health", "ops"]).done().stdout;
    assert!(found.contains("open to Anna's identity until"), "{found}");

    // Leaving again and coming back by the form is no way around it.
    li.run(["person", "left", "anna"]).done();
    li.run(["person", "edit", "anna", "--left", ""]).done();
    assert_eq!(steps()["of"], Value::from(4));

    li.write("key", "KRUGKIDROVUWG2ZA");
    for query in ["ops", "byeolbit", "na"] {
        li.run(["edit", query, "--key-file", "key", "--kind", "totp"]).done();
    }
    li.run(["loss", "tick", "--thing", "anna", "--step", "number", "ops"]).done();
    assert_eq!((&steps()["done"], &steps()["of"]), (&Value::from(4), &Value::from(4)));
    assert_eq!(exposed(), 0);
    li.run(["person", "remove", "anna", "--yes"]).done();
}

/// Somebody who was shut out, is back under another name, and is shut out once more.
#[test]
fn whoever_is_shut_out_twice_is_one_person_by_both_names() {
    let li = Home::with_accounts();
    let (_, line) = newcomer("Anna");
    let words: Vec<&str> = line.split(' ').collect();
    let add = |more: &[&str]| li.run([&["member", "add", words[0]], more, &["--yes"]].concat());
    add(&["--name", "Anna"]).done();
    li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    li.run(["person", "back", "anna"]).done();
    add(&["--name", "A. Schmidt"]).done();
    li.run(["member", "remove", "anna", "--yes", "--by", "Bo"]).done();
    let listed = li.run(["member"]).done().stdout;
    let (_, out) = listed.split_once("Shut out\n").expect("a heading");
    let rows: Vec<&str> = out.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), 1, "{listed}");
    assert!(rows[0].contains("A. Schmidt") && rows[0].contains("by Bo"), "{listed}");
    assert_eq!(members(&li)["removed"].as_array().map(Vec::len), Some(2), "all of it is there");
}

/// Everything on one day: what was in the vault when she was shut out is what she saw, and no more.
#[test]
fn what_was_seen_on_the_day_somebody_was_shut_out() {
    let li = Home::with_accounts();
    li.write("key1", "KRUGKIDROVUWG2ZA");
    li.write("key2", "MFRGGZDFMZTWQ2LL");
    let rekey = |query: &str, key: &str| {
        li.run(["edit", query, "--key-file", key, "--kind", "totp"]).done();
    };
    let (_, line) = newcomer("Anna");
    let words: Vec<&str> = line.split(' ').collect();
    rekey("ops", "key1");
    li.run([&["member", "add"], &*words, &["--yes", "--by", "Li"]].concat()).done();
    rekey("byeolbit", "key1");
    li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    li.run(["add", "--login", "later", "--key-file", "key2"]).done();
    let progress = || {
        let steps = members(&li)["removed"][0]["steps"].clone();
        (steps["done"].as_u64().expect("a count"), steps["of"].as_u64().expect("a count"))
    };
    assert_eq!(progress(), (0, 3), "she saw both of those, and the third, and not what came later");
    let exposed = || {
        let found = li.run(["health", "--json"]).json()["findings"].clone();
        let rules = found.as_array().expect("findings").iter();
        rules.filter(|finding| finding["rule"] == "B04").count()
    };
    assert_eq!(exposed(), 3);
    rekey("ops", "key2");
    assert_eq!((progress(), exposed()), ((1, 3), 2), "it is ticked off");
    let list = li.run(["loss", "show", "Anna"]).done().stdout;
    assert!(list.contains("1 of 3"), "{list}");
    rekey("byeolbit", "key2");
    rekey("na", "key2");
    assert_eq!((progress(), exposed()), ((3, 3), 0));
}

#[test]
fn a_key_that_was_shut_out_is_known_by_whatever_name() {
    let li = Home::with_accounts();
    let (_, line) = newcomer("Anna");
    let words: Vec<&str> = line.split(' ').collect();
    let add = |more: &[&str]| {
        li.run([&["member", "add"], &*words, &["--yes", "--by", "Li"], more].concat())
    };
    add(&[]).done();
    li.run(["member", "remove", "anna", "--yes", "--by", "Li"]).done();
    let run = add(&["--name", "Anni"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("by Li, as Anna"), "{}", run.stderr);
    assert!(run.stderr.contains("Anna is marked as having left"), "{}", run.stderr);
    li.run(["person", "back", "Anna"]).done();
    let run = add(&["--name", "Anni"]).done();
    assert!(run.stderr.contains("This key was shut out on"), "{}", run.stderr);
    let people = li.run(["person", "list", "--json"]).json();
    assert_eq!(people.as_array().map(Vec::len), Some(1), "{people}");
}

#[test]
fn lines_that_let_nobody_in() {
    let li = Home::with_vault();
    let (anna, line) = newcomer("Anna");
    let secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
    let broken = line.replace(" Anna", "").replacen("age1", "age1q", 1);
    let before = li.read("v.age");
    for (name, line, hint) in [
        ("a private key", secret, "private half"),
        (
            "a plugin",
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t Eve",
            "plugin",
        ),
        ("ssh", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo eve@host", "ssh"),
        ("a letter too many", &broken, "wrong"),
        ("no name", line.strip_suffix(" Anna").expect("a name"), "--name"),
        ("hostile", "age1\u{1b}]0;x\u{7}1q eve", "plugin"),
    ] {
        li.write("line", line);
        let run = li.run(["member", "add", "--file", "line", "--yes"]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(hint), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains("QQQQ"), "{name}");
    }
    assert!(li.read("v.age") == before, "nothing was written");
    li.write("line", &line);
    li.run(["member", "add", "--file", "line", "--name", "Ann", "--yes"]).done();
    assert_eq!(names(&li)[1], "Ann");
    hand_over(&li, &anna);
    anna.run(["list"]).done();

    // A vault with a passphrase has no members.
    let one_file = Home::empty();
    one_file.run(["init", "--passphrase-vault", "--work-factor", "10"]).done();
    one_file.write("line", &line);
    for command in
        [&["member", "add", "--file", "line", "--yes"][..], &["member"], &["member", "confirm"]]
    {
        let run = one_file.run(command);
        assert_eq!(run.code, 2, "{command:?}: {}", run.stderr);
    }
}

#[test]
fn no_plugin_is_ever_started() {
    use std::os::unix::fs::PermissionsExt as _;
    let li = Home::with_vault();
    std::fs::create_dir(li.path("bin")).expect("a folder");
    li.write("bin/age-plugin-evil", format!("#!/bin/sh\ntouch '{}'\n", li.path("ran").display()));
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(li.path("bin/age-plugin-evil"), executable).expect("is set");
    let path = format!("{}:{}", li.path("bin").display(), std::env::var("PATH").expect("a path"));
    let shell = std::process::Command::new("sh")
        .args(["-c", "age-plugin-evil"])
        .env("PATH", &path)
        .status()
        .expect("runs");
    assert!(shell.success() && li.path("ran").exists(), "it would run");
    std::fs::remove_file(li.path("ran")).expect("is there");
    li.write("line", "age1evil1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t Eve");
    li.write(
        "evil",
        "AGE-PLUGIN-EVIL-1QWT50D05NH5VUTPDZMLG5WN80XQ5NEGM4UJ9GHV0SNVDD3YYSF5YW3RHL3T",
    );
    for (arguments, code) in [
        (&["member", "add", "--file", "line", "--yes"][..], 2),
        (&["member", "add", "--file", "evil", "--yes"], 2),
        (&["member", "drill", "--file", "evil"], 2),
        (&["--identity", "evil", "list"], 5),
        (&["--identity", "evil", "identity", "show"], 5),
    ] {
        let run = li.finish(li.keyrack().env("PATH", &path).args(arguments));
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        // Allowing the program may not be all that it takes.
        let is_key = arguments.contains(&"line");
        assert_eq!(run.stderr.contains("go together with no others"), is_key, "{}", run.stderr);
    }
    assert!(!li.path("ran").exists(), "nothing was started");
}

#[test]
fn nobody_is_shut_out_by_a_slip() {
    let li = Home::with_vault();
    let (_, line) = newcomer("Anna");
    li.write("line", &line);
    // Nobody is there to be asked, and nothing comes of it.
    let refused = li.run(["member", "add", "--file", "line"]);
    assert!(refused.code == 2 && !refused.stderr.contains("list of people"), "{}", refused.stderr);
    let added = li.run(["member", "add", "--file", "line", "--yes"]).done();
    assert!(added.stderr.contains("Anna was not in the list of people"), "{}", added.stderr);
    let own = members(&li)["members"][0]["fingerprint"].as_str().expect("one").to_owned();
    for (arguments, code) in [
        (&["member", "remove", "nobody", "--yes"][..], 3),
        (&["member", "remove", "anna"], 2),
        (&["member", "remove", &own, "--yes"], 2),
        (&["member", "remove", "", "--yes"], 2),
    ] {
        assert_eq!(li.run(arguments).code, code, "{arguments:?}");
    }
    assert_eq!(names(&li).len(), 2);
    li.run(["member", "remove", "Anna", "--yes"]).done();
    let last = li.run(["member", "remove", &own, "--yes", "--myself"]);
    assert_eq!(last.code, 2, "nobody would be left: {}", last.stderr);
    li.run(["list"]).done();
}

/// "Min" was taken for Min-ji, and it was Min-ji who had left when that key was shut out.
#[test]
fn a_part_of_a_name_ties_nobody_to_a_key() {
    let li = Home::with_vault();
    li.run(["person", "add", "Min-ji"]).done();
    let (_, line) = newcomer("Min Kim");
    li.write("line", &line);
    let add = |name: &str| li.run(["member", "add", "--file", "line", "--person", name, "--yes"]);
    let run = add("Min");
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("  Min-ji  known since "), "{}", run.stderr);
    assert_eq!(add("Anna").code, 3);
    assert_eq!(names(&li).len(), 1);
    add("min-ji").done();
    assert_eq!(names(&li).len(), 2);
}

/// The lost key of somebody who has another one here: they were marked as left.
#[test]
fn whoever_still_has_a_key_here_has_not_left() {
    let li = Home::with_accounts();
    let (_, line) = newcomer("Li");
    li.write("line", &line);
    li.run(["member", "add", "--file", "line", "--yes"]).done();
    let (_, line) = newcomer("Li");
    li.write("line", &line);
    li.run(["member", "add", "--file", "line", "--yes"]).done();
    let lost = members(&li)["members"][2]["recipient"].as_str().expect("a key").to_owned();
    let run = li.run(["member", "remove", &lost, "--yes"]).done();
    assert!(run.stderr.contains("Li still opens the vault"), "{}", run.stderr);
    assert_eq!(members(&li)["members"].as_array().expect("members").len(), 2);
    let people = li.run(["person", "list", "--json"]).json();
    assert!(people[0]["left"].is_null(), "{people}");
    assert_eq!(li.run(["loss", "list", "--json"]).json().as_array().expect("losses").len(), 0);
    // By the name all of their keys go, and then they have.
    li.run(["member", "remove", "Li", "--yes"]).done();
    let people = li.run(["person", "list", "--json"]).json();
    assert!(people[0]["left"].is_string(), "{people}");
}

#[test]
fn the_key_on_paper_opens_the_vault_and_is_tried() {
    let li = Home::with_accounts();
    let warned = li.run(["member"]).done();
    assert!(warned.stderr.contains("no recovery key"), "{}", warned.stderr);
    let made = li.run(["member", "recovery"]).done();
    let paper = made.stdout.trim_end().to_owned();
    assert_eq!((paper.len(), made.stdout.lines().count()), (74, 1));
    assert!(!made.stderr.contains("AGE-SECRET-KEY"));
    assert_eq!(li.run(["member", "recovery"]).code, 2, "there is one already");
    let listed = li.run(["member"]).done();
    assert!(listed.stdout.contains("never tried"), "{}", listed.stdout);
    assert!(!listed.stderr.contains("over a year"), "it was made just now: {}", listed.stderr);
    let json = li.run(["member", "--json"]).json();
    assert_eq!(json, members(&li), "the verb may be left out");

    // It opens the vault by itself.
    li.write("paper", format!("{paper}\n"));
    let mut command = li.bare();
    command.args(["--vault", "v.age", "--identity", "paper", "list", "--json"]);
    assert_eq!(li.finish(&mut command).json().as_array().expect("rows").len(), 3);

    // As it is typed from paper.
    let groups: Vec<String> = paper
        .to_lowercase()
        .chars()
        .collect::<Vec<_>>()
        .chunks(6)
        .map(|chunk| chunk.iter().collect())
        .collect();
    li.write("typed", groups.join(" "));
    let mut command = li.bare();
    command.args(["--vault", "v.age", "--identity", "typed", "list"]);
    li.finish(&mut command).done();
    let tried = li.run(["member", "drill", "--file", "typed"]).done();
    says_no_secret(&tried);
    let row = members(&li)["members"][1].clone();
    assert_eq!(row["kind"], "recovery");
    assert!(row["tested"].is_string(), "{row}");
    assert!(!li.run(["member"]).done().stderr.contains("recovery key"));

    // In the key itself, whatever letters are in the words before it.
    let mut slip = paper.clone();
    slip.replace_range(20..21, if &paper[20..21] == "Q" { "P" } else { "Q" });
    // Behind a remark, as people keep it.
    li.write("misspelt", format!("# from the safe\n{slip}\n"));
    let mut command = li.bare();
    command.args(["--vault", "v.age", "--identity", "misspelt", "list"]);
    let run = li.finish(&mut command);
    assert!(run.stderr.contains("line 2") && run.stderr.contains("letter"), "{}", run.stderr);
    let mut command = li.bare();
    command.args(["--vault", "v.age", "--identity", "nowhere", "list"]);
    let run = li.finish(&mut command);
    assert!(run.stderr.contains("recovery key"), "{}", run.stderr);

    let other = Home::with_vault();
    let foreign = other.run(["member", "recovery"]).done().stdout;
    let own = String::from_utf8(li.read("me/id.age")).expect("text");
    for (name, typed, hint) in [
        ("a slip", &*slip, "letter of it is wrong"),
        ("nothing", "", "letter of it is wrong"),
        ("of another vault", &*foreign, "does not open this vault"),
        ("a file of another kind", &*own, "letter of it is wrong"),
    ] {
        li.write("typed", typed);
        let run = li.run(["member", "drill", "--file", "typed"]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(hint), "{name}: {}", run.stderr);
        says_no_secret(&run);
    }

    // A new one puts the one before out, once it was tried.
    let replaced = li.run(["member", "recovery", "--replace"]).done();
    assert!(replaced.stderr.contains("drill --replace"), "{}", replaced.stderr);
    assert_eq!(names(&li).len(), 3);
    assert_eq!(opens(&li, "paper"), 0, "until then the one before opens it");
    li.write("new", replaced.stdout);
    li.run(["member", "drill", "--file", "new"]).done();
    assert_eq!((names(&li).len(), opens(&li, "paper")), (3, 0), "only where it is asked for");
    let run = li.run(["member", "drill", "--replace", "--file", "new"]).done();
    says_no_secret(&run);
    assert_eq!(names(&li).len(), 2);
    assert_eq!((opens(&li, "paper"), opens(&li, "new")), (5, 0));
}

/// How it ends when a key in a file is to open the vault.
fn opens(home: &Home, identity: &str) -> i32 {
    let mut command = home.bare();
    command.args(["--vault", "v.age", "--identity", identity, "list"]);
    home.finish(&mut command).code
}

/// Runs it with nobody who reads standard output.
fn unread<const N: usize>(home: &Home, arguments: [&str; N]) -> Run {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let child = home.keyrack().args(arguments).stdout(writer).stderr(Stdio::piped()).spawn();
    let output = child.expect("starts").wait_with_output().expect("runs");
    Run {
        stdout: String::new(),
        stderr: String::from_utf8(output.stderr).expect("text"),
        code: output.status.code().unwrap_or(-1),
    }
}

#[test]
fn a_recovery_key_that_nobody_saw_replaces_none() {
    let li = Home::with_accounts();
    let run = unread(&li, ["member", "recovery"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("could not be shown"), "{}", run.stderr);
    assert_eq!(names(&li).len(), 1, "it would be counted upon");

    let paper = li.run(["member", "recovery"]).done().stdout;
    li.write("paper", paper);
    let run = unread(&li, ["member", "recovery", "--replace"]);
    assert_eq!((run.code, names(&li).len(), opens(&li, "paper")), (1, 2, 0), "{}", run.stderr);
    // One that went nowhere, and who knows where the next one is.
    li.run(["member", "recovery", "--replace"]).done();
    let replaced = li.run(["member", "recovery", "--replace"]).done().stdout;
    li.write("new", replaced);
    assert_eq!((names(&li).len(), opens(&li, "paper")), (4, 0));
    li.run(["member", "drill", "--replace", "--file", "new"]).done();
    assert_eq!((names(&li).len(), opens(&li, "paper"), opens(&li, "new")), (2, 5, 0));
}

#[test]
fn a_person_proves_that_the_new_key_is_on_paper() {
    let li = Home::with_accounts();
    li.write("paper", li.run(["member", "recovery"]).done().stdout);
    let command = "--passphrase-file pass member recovery --replace";
    let mut talk = Talk::begin(&li, command);
    talk.hear("AGE-SECRET-KEY-1").hear("from the paper");
    talk.say("yes\r").hear("not what").hear("from the paper").say("\r");
    talk.hear("from the paper").say("\r");
    talk.hear("drill --replace").end(0);
    assert_eq!(opens(&li, "paper"), 0, "the one before is not gone");

    let mut talk = Talk::begin(&li, command);
    talk.hear("AGE-SECRET-KEY-1").hear("from the paper");
    let shown = talk.said.split("AGE-SECRET-KEY-1").nth(1).expect("the key");
    let shown: String = shown.chars().take_while(char::is_ascii_alphanumeric).collect();
    talk.say(&format!("{}\r", shown[shown.len() - 6..].to_lowercase()));
    talk.end(0);
    li.write("new", format!("AGE-SECRET-KEY-1{shown}\n"));
    assert_eq!((names(&li).len(), opens(&li, "paper"), opens(&li, "new")), (2, 5, 0));
}

#[test]
fn an_identity_gets_another_passphrase_and_another_key() {
    let li = Home::with_accounts();
    let shown = li.run(["identity", "show", "--json"]).json();
    li.write("new", "entirely other words 9\n");
    let change = ["identity", "passphrase", "--new-passphrase-file", "new", "--work-factor", "10"];
    says_no_secret(&li.run(change).done());
    assert_eq!(li.run(["list"]).code, 5, "the old passphrase opens nothing");
    li.write("pass", "entirely other words 9\n");
    li.run(["list"]).done();
    assert_eq!(li.run(["identity", "show", "--json"]).json(), shown, "it is the same identity");

    let (anna, line) = newcomer("Anna");
    li.write("line", line);
    li.run(["member", "add", "--file", "line", "--yes"]).done();
    hand_over(&li, &anna);
    anna.run(["list"]).done();
    assert_eq!(li.run(["identity", "rotate", "--work-factor", "10"]).code, 2, "it asks");
    let rotated =
        li.run(["identity", "rotate", "--yes", "--work-factor", "10", "--by", "Li"]).done();
    says_no_secret(&rotated);
    li.run(["list"]).done();
    assert_eq!(names(&li).len(), 2, "no key is left over");
    let now = li.run(["identity", "show", "--json"]).json();
    assert_ne!(now["recipient"], shown["recipient"]);
    assert!(rotated.stdout.contains(now["fingerprint"].as_str().expect("one")));
    // Anna's machine sees a key it did not know.
    hand_over(&li, &anna);
    assert_eq!(anna.run(["list"]).code, 15);
    anna.run(["trust", "--yes"]).done();
    anna.run(["list"]).done();

    let again = li.run(["identity", "new"]);
    assert_eq!(again.code, 7, "an identity is never replaced by the way: {}", again.stderr);
}

#[test]
fn a_person_is_asked() {
    let li = Home::with_vault();
    let (_, line) = newcomer("Anna");
    li.write("line", &line);
    let command = "--passphrase-file pass member add --file line";
    let key = short(line.split(' ').next().expect("a key"));
    // A part of it is no sign of anything; another one is.
    for (typed, said) in [
        ("\n", "changed"),
        ("y\n", "This is 1 of 12 letters"),
        (&key[10..], "4 of 12 letters"),
        ("qqqq qqqq qqqq", "exchanged"),
    ] {
        let mut talk = Talk::begin(&li, command);
        talk.hear("All twelve letters: ").say(&format!("{}\n", typed.trim_end()));
        talk.hear(said);
        if said != "changed" {
            talk.hear("All twelve letters: ").say("\n");
        }
        let said = talk.end(1);
        assert!(!said.contains(&key), "it has to come from her: {said}");
        assert_eq!(names(&li).len(), 1);
    }
    let mut talk = Talk::begin(&li, command);
    let typed = key.replace(' ', "-").to_uppercase();
    talk.hear("letters: ").say(&format!("{typed}\n")).hear("can open the vault from now on");
    talk.end(0);
    assert_eq!(names(&li).len(), 2);

    // An Enter too many says nothing of the vault.
    let mut talk = Talk::begin(&li, "--passphrase-file pass member confirm");
    talk.hear("All twelve letters: ").say("\n").hear("Nothing was typed.");
    assert!(!talk.end(1).contains("do not use this one"));
    let mut talk = Talk::begin(&li, "--passphrase-file pass member confirm");
    talk.hear("All twelve letters: ").say("yes\n").hear("3 of 12 letters");
    talk.hear("All twelve letters: ").say("qqqq qqqq qqqq\n").hear("another one");
    talk.hear("All twelve letters: ").say("\n").hear("do not use this one");
    talk.end(12);
    let ours = members(&li)["fingerprint"].as_str().expect("one").to_owned();
    let mut talk = Talk::begin(&li, "--passphrase-file pass member confirm");
    talk.hear("All twelve letters: ").say(&format!("{ours}\n")).hear("This is the team's vault");
    talk.end(0);
    let mut talk = Talk::begin(&li, "--passphrase-file pass member remove anna");
    talk.hear("Shut Anna out of the vault? [y/N] ").say("\n");
    talk.end(1);
    assert_eq!(names(&li).len(), 2);

    let paper = li.run(["member", "recovery"]).done().stdout;
    let mut talk = Talk::begin(&li, "--passphrase-file pass member drill");
    talk.hear("(not shown): ").say(&paper).hear("It opens the vault");
    let said = talk.end(0);
    assert!(!said.contains(paper.trim()), "{said}");
}

#[test]
fn what_is_said() {
    for (lang, name) in [("en", "member-en"), ("zh-CN", "member-zh")] {
        let li = Home::with_accounts();
        let (_, line) = newcomer("Anna");
        li.write("line", &line);
        let mut text = String::new();
        let commands: [&[&str]; 12] = [
            &["identity", "show", "--name", "Li"],
            &["member", "add", "--file", "line", "--by", "Li", "--yes"],
            &["member", "recovery", "--by", "Li"],
            &["member", "list"],
            &["member", "confirm", "--yes"],
            &["member", "remove", "anna", "--by", "Li", "--yes"],
            &["member"],
            &["member", "list", "--json"],
            &["member", "recovery"],
            &["identity", "rotate", "--help"],
            &["member", "add", "--help"],
            &["identity", "rotate", "--yes", "--work-factor", "10", "--by", "Li"],
        ];
        for command in commands {
            let run = li.run([&["--lang", lang], command].concat());
            writeln!(text, "$ keyrack {}\n{}", command.join(" "), run.transcript())
                .expect("writes");
        }
        assert_snapshot!(name, letters(&text));
    }
}

/// Fingerprints differ from run to run.
fn letters(text: &str) -> String {
    let is_group = |word: &str| {
        let mut all = word.chars();
        let is_some = all.all(|c| "qpzry9x8gf2tvdw0s3jn54khce6mua7l".contains(c));
        // Three digits and a d are taken for days.
        word == "DAYS" || word.len() == 4 && is_some
    };
    let mut safe = String::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        loop {
            let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).collect();
            let found = words.windows(3).find(|three| three.iter().all(|word| is_group(word)));
            let Some(found) = found.map(|three| three.join(" ")) else { break };
            // What people say with the same letters.
            if !line.contains(&found) || found == "they have seen" {
                break;
            }
            line = line.replace(&found, "LETTERS");
        }
        let today = keyrack::platform::now().date().to_string();
        writeln!(safe, "{}", line.replace(&today, "TODAY")).expect("writes");
    }
    safe
}

#[test]
fn a_key_of_another_kind_is_refused_with_the_build_that_takes_it() {
    if cfg!(any(feature = "ssh", feature = "plugin")) {
        return;
    }
    let home = Home::with_vault();
    let before = home.read("v.age");
    let ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN li";
    let yubikey = "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t li";
    for (line, feature) in [(ssh, "ssh"), (yubikey, "plugin")] {
        let run = home.run(["member", "add", line, "--name", "Li", "--yes"]);
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(run.code, 2, "{said}");
        assert!(said.contains(&format!("--features {feature}.")), "{said}");
    }
    assert_eq!(home.read("v.age"), before);
    let begin = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n";
    for (file, feature) in [(begin, "ssh"), ("AGE-PLUGIN-YUBIKEY-1QQ\n", "plugin")] {
        home.write("me/id.age", file);
        let run = home.run(["list"]);
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.code != 0 && said.contains(&format!("--features {feature}.")), "{said}");
    }
}

/// Whoever shuts the last colleague out is told that nobody else is left, and what is left where that goes wrong.
#[test]
fn whoever_stays_alone_is_told() {
    let li = Home::with_vault();
    let add = |name: &str| {
        li.write("line", newcomer(name).1);
        li.run(["member", "add", "--file", "line", "--yes"]).done();
    };
    add("Anna");
    add("Bo");
    let remove = |name: &str| li.run(["member", "remove", name, "--yes"]).done().stderr;
    let said = remove("Bo");
    assert!(!said.contains("Only you"), "{said}");
    let said = remove("Anna");
    assert!(said.contains("Only you can open it then, and there is no recovery key"), "{said}");
    add("Cho");
    li.run(["member", "recovery"]).done();
    let said = remove("Cho");
    assert!(said.contains("Only you and the recovery key can open it then"), "{said}");
}

/// Whoever left, or goes from the list of people, may open the vault all the same.
#[test]
fn whoever_left_may_still_open_the_vault() {
    let li = Home::with_vault();
    li.write("line", newcomer("Anna").1);
    li.run(["member", "add", "--file", "line", "--yes"]).done();
    li.run(["device", "add", "Galaxy", "--holder", "Anna"]).done();
    let refused = li.run(["person", "remove", "Anna"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("Galaxy"), "{}", refused.stderr);
    assert!(refused.stderr.contains("can open the vault"), "{}", refused.stderr);
    let left = li.run(["person", "left", "Anna"]).done();
    assert!(left.stderr.contains("member remove Anna"), "{}", left.stderr);
    li.run(["member", "remove", "Anna", "--yes"]).done();
    li.run(["person", "back", "Anna"]).done();
    let left = li.run(["person", "left", "Anna"]).done();
    assert!(!left.stderr.contains("member remove"), "{}", left.stderr);
}

/// Which of one's own keys was shut out hung on their order.
#[test]
fn a_name_that_is_ones_own_says_not_which_key() {
    let li = Home::with_vault();
    let (_, line) = newcomer("Li");
    li.write("line", &line);
    let add = ["member", "add", "--file", "line", "--yes"];
    li.finish(li.keyrack().env("LOGNAME", "Li").args(add)).done();
    assert_eq!(names(&li), ["Li", "Li"]);
    let run = li.run(["member", "remove", "Li", "--yes"]);
    assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
    assert_eq!(names(&li).len(), 2);
    let other = members(&li)["members"][1]["fingerprint"].as_str().expect("one").to_owned();
    li.run(["member", "remove", &other, "--yes"]).done();
    assert_eq!(names(&li).len(), 1);
}
