//! Somebody, or a stolen key of theirs, shut out: what is said of it, and that the commands in it work when they
//! are pasted.

use std::fs;

use super::home::{Home, Run};
use super::several::{BOTH, home as two, with};

/// A newcomer's line.
fn line(name: &str) -> Vec<String> {
    let home = Home::empty();
    let run =
        home.run(["identity", "new", &format!("--name={name}"), "--work-factor", "10"]).done();
    run.stdout.split_whitespace().map(str::to_owned).collect()
}

/// Lets somebody into some vaults.
fn let_in(home: &Home, vaults: &[&str], line: &[String]) {
    let line = line.join(" ");
    for vault in vaults {
        let add = ["member", "add", &line, "--yes", "--by", "Li"];
        with(home, &[vault], &add).done();
    }
}

/// The end of a key as people read it.
fn short(line: &[String]) -> String {
    let recipient = keyrack::vault::Recipient::parse(&line[0]).expect("a key");
    keyrack::app::trust::short(recipient.as_str())
}

/// The commands that a sentence names, in words as a shell makes them.
fn commands(run: &Run) -> Vec<Vec<String>> {
    let text = format!("{}\n{}", run.stdout, run.stderr);
    let mut found = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some(at) = rest.find("keyrack ") {
            let (words, end) = words(&rest[at..]);
            found.push(words);
            rest = &rest[at + end..];
        }
    }
    found
}

/// The words of the command a text begins with, and where it ends.
fn words(text: &str) -> (Vec<String>, usize) {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for (at, c) in text.char_indices() {
        let ends =
            |c: char| text[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        match c {
            '\'' => quoted = !quoted,
            _ if quoted => word.push(c),
            ')' => {
                words.push(word);
                return (words, at);
            }
            '.' | ',' if ends(c) => {
                words.push(word);
                return (words, at);
            }
            ' ' if text[at..].starts_with(" (") => {
                words.push(word);
                return (words, at);
            }
            ' ' => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    (words, text.len())
}

/// Runs every command of a run that names no placeholder; each is understood and finds what it names.
fn paste(home: &Home, run: &Run) -> Vec<String> {
    let mut done = Vec::new();
    for words in commands(run) {
        let is_whole =
            |word: &String| word.chars().any(char::is_lowercase) || word.starts_with('-');
        let line = words.join(" ");
        // It asks on a terminal, or needs a line that somebody sends.
        if !words.iter().all(is_whole)
            || ["member add", "identity new"].iter().any(|it| line.ends_with(it))
        {
            continue;
        }
        let run = home.finish(home.bare().args(&words[1..]).args(["--passphrase-file", "pass"]));
        let asks = run.stderr.contains("terminal");
        assert!(run.code == 0 || run.code == 2 && asks, "{line}: {}{}", run.stdout, run.stderr);
        done.push(line);
    }
    done
}

#[test]
fn commands_are_taken_out_of_sentences_as_a_shell_reads_them() {
    let run = |stderr: &str| Run { stdout: String::new(), stderr: stderr.into(), code: 0 };
    let said = "Go: keyrack --vault v.age loss show 'Li Wei' (or: keyrack print loss x). In git: keyrack sync, then";
    let expected = [
        &["keyrack", "--vault", "v.age", "loss", "show", "Li Wei"][..],
        &["keyrack", "print", "loss", "x"],
        &["keyrack", "sync"],
    ];
    assert_eq!(commands(&run(said)), expected);
}

/// Nothing was listed, and "nothing to replace" stood beside the key for good.
#[test]
fn a_stolen_key_is_said_to_be_before_it_is_out_and_behind_that() {
    let home = Home::with_accounts();
    let (old, new) = (line("Anna"), line("Anna"));
    for line in [&old, &new] {
        let_in(&home, &["v.age"], line);
    }
    let plain = home.run(["member", "remove", &short(&old), "--yes"]).done();
    let said = "This key of Anna opens the vault no more.";
    assert!(plain.stdout.contains(said), "{}", plain.stdout);
    let listed = home.run(["member"]).done().stdout;
    let row = listed.lines().last().filter(|row| row.contains("Anna"));
    let row = row.or_else(|| listed.lines().rev().find(|row| row.contains("in with another")));
    assert!(row.is_some_and(|row| row.contains("in with another key")), "{listed}");
    // The very command that was printed lists what was open to it.
    let pasted = paste(&home, &plain);
    let stolen = format!("member remove {} --stolen", short(&old));
    assert!(pasted.iter().any(|line| line.ends_with(&stolen)), "{pasted:?}: {}", plain.stderr);
    let gone = home.run(["member", "list", "--json"]).json()["removed"][0].clone();
    assert_eq!(gone["steps"]["of"], 3, "{gone}");
    let people = home.run(["person", "list", "--json"]).json();
    assert_eq!(people[0]["left"], serde_json::Value::Null, "{people}");
    // What was done since is not undone by saying it twice.
    home.write("key", "KRUGKIDROVUWG2ZA");
    home.run(["edit", "ops", "--key-file", "key", "--kind", "totp"]).done();
    home.run(["member", "remove", &short(&old), "--stolen"]).done();
    let gone = home.run(["member", "list", "--json"]).json()["removed"][0].clone();
    assert_eq!((&gone["steps"]["done"], &gone["steps"]["of"]), (&1.into(), &3.into()), "{gone}");

    // At once, and of the only key somebody has.
    let run = home.run(["member", "remove", "anna", "--stolen", "--yes"]).done();
    assert!(
        run.stdout.contains("3 accounts have something that was open to Anna"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("Anna has no other key."), "{}", run.stderr);
    let pasted = paste(&home, &run);
    assert!(pasted.iter().any(|line| line.contains("loss show Anna")), "{pasted:?}");
    let people = home.run(["person", "list", "--json"]).json();
    assert_eq!(people[0]["left"], serde_json::Value::Null, "{people}");
    let health = home.run(["health"]);
    assert!(health.stdout.contains("open to Anna's identity"), "{}", health.stdout);
}

#[test]
fn a_stolen_identity_lists_what_was_open_to_it() {
    let rotate = ["identity", "rotate", "--yes", "--work-factor", "10", "--by", "Li"];
    let home = two();
    let run = home.run([&rotate[..], &["w.age", "--stolen"]].concat()).done();
    assert!(run.stdout.contains("3 accounts have something that was open to Li"), "{}", run.stdout);
    assert!(run.stdout.contains("1 account has something that was open to Li"), "{}", run.stdout);
    let pasted = paste(&home, &run);
    for vault in ["v.age", "w.age"] {
        let is_it = |line: &&String| line.contains(vault) && line.contains("loss show Li");
        assert!(pasted.iter().any(|line| is_it(&line)), "{pasted:?}");
        let gone =
            with(&home, &[vault], &["member", "list", "--json"]).json()["removed"][0].clone();
        assert_eq!(gone["steps"]["done"], 0, "{gone}");
        let people = with(&home, &[vault], &["person", "list", "--json"]).json();
        assert_eq!(people[0]["left"], serde_json::Value::Null, "{people}");
        let list = with(&home, &[vault], &["member"]).done().stdout;
        assert!(list.contains("Li's earlier identity"), "{list}");
    }
    // "Li", as if whoever is there were gone, and in which of them.
    let list = with(&home, &BOTH, &["loss", "list"]).done().stdout;
    for vault in ["v", "w"] {
        let is_it = |line: &str| {
            line.starts_with("Li's earlier identity ") && line.ends_with(&format!("in {vault}"))
        };
        assert!(list.lines().any(is_it), "{list}");
    }
    // Where it was renewed first, the command for each vault is printed, and works.
    let home = two();
    let run = home.run([&rotate[..], &["w.age"]].concat()).done();
    let pasted = paste(&home, &run);
    assert_eq!(pasted.iter().filter(|line| line.ends_with("--stolen")).count(), 2, "{pasted:?}");
    for vault in ["v.age", "w.age"] {
        let list = with(&home, &[vault], &["loss", "list", "--json"]).json();
        assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    }
}

#[test]
fn whoever_is_out_of_one_vault_and_opens_others_is_told_where() {
    let home = two();
    let anna = line("Anna");
    let_in(&home, &BOTH, &anna);
    // Of several that are open each has a command of its own: the one that named both was refused.
    let command =
        |vault: &str| format!("keyrack --vault {vault} --identity me/id.age member remove ");
    let run = with(&home, &BOTH, &["member", "remove", "anna", "--yes"]);
    assert!(
        run.code == 2 && BOTH.iter().all(|it| run.stderr.contains(&command(it))),
        "{}",
        run.stderr
    );
    let people = with(&home, &["v.age"], &["person", "list", "--json"]).json();
    let id = people[0]["id"].as_str().expect("an id");
    let run = with(&home, &BOTH, &["person", "left", id]).done();
    let said = format!("Anna can open v all the same. To shut them out: {}Anna", command("v.age"));
    assert!(run.stderr.contains(&said), "{}", run.stderr);
    // Of one, the others of the settings are looked at.
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let [v, w] = BOTH.map(|vault| home.path(vault));
    home.write(".config/keyrack/settings.ron", format!("(vault: {v:?}, vaults: [{w:?}])"));
    let run = with(&home, &["v.age"], &["member", "remove", "anna", "--yes"]).done();
    assert!(run.stderr.contains("Anna opens w, too. To shut them out there: "), "{}", run.stderr);
    let run = with(&home, &["w.age"], &["member", "remove", "anna", "--yes"]).done();
    assert!(!run.stderr.contains("opens v, too"), "{}", run.stderr);
}

/// A name of two words, one that looks like an option, and whoever is out: not all of these commands worked.
#[test]
fn what_is_printed_works_when_pasted() {
    let home = Home::with_accounts();
    for name in ["Anna", "-x", "Li Wei"] {
        let_in(&home, &["v.age"], &line(name));
    }
    for name in ["Anna", "Li Wei"] {
        let run = home.run(["member", "remove", name, "--yes"]).done();
        let pasted = paste(&home, &run);
        assert!(pasted.iter().any(|line| line.contains("loss show ")), "{name}: {pasted:?}");
        assert!(pasted.iter().any(|line| line.contains("print loss ")), "{name}: {pasted:?}");
    }
    let run = home.run(["member", "remove", "--yes", "--by", "Li", "--", "-x"]).done();
    let pasted = paste(&home, &run);
    assert!(pasted.iter().any(|line| line.contains("loss show 0")), "{pasted:?}");
    // Whoever is out opens nothing any more: a colleague goes through the list.
    let_in(&home, &["v.age"], &line("Zoe"));
    let members = home.run(["member", "list", "--json"]).json();
    let own = members["members"].as_array().expect("members").iter().find(|it| it["own"] == true);
    let own = own.and_then(|it| it["fingerprint"].as_str()).expect("one's own");
    let run = home.run(["member", "remove", own, "--myself", "--yes", "--by", "Li"]).done();
    let said = "A colleague goes through them with: keyrack loss show ";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}

/// Nothing said which vault it was, and of several the command was refused.
#[test]
fn what_is_said_of_one_of_several_names_it() {
    let home = two();
    let old = home.read("w.age");
    with(&home, &["w.age"], &["edit", "nordlys", "--note", "new"]).done();
    home.write("w.age", old);
    let expected = ["keyrack", "--vault", "w.age", "--identity", "me/id.age", "trust"];
    for asked in ["sync", "list"] {
        let run = with(&home, &BOTH, &[asked]);
        assert!(asked == "list" || run.code == 13, "{}: {}", run.code, run.stderr);
        let command = commands(&run).into_iter().find(|it| it.iter().any(|word| word == "trust"));
        assert_eq!(command.as_deref(), Some(&expected.map(String::from)[..]), "{}", run.stderr);
    }
    let trust = with(&home, &["w.age"], &["trust"]);
    assert_eq!(trust.code, 13, "it answers: {}", trust.stderr);
    // How a copy goes is asked of no vault; what a doctor says of one names it.
    let copy = with(&home, &BOTH, &["doctor", "--copy"]);
    assert!(!copy.stderr.contains("Several"), "{}", copy.stderr);
    let doctor = home.run(["doctor"]);
    for option in ["--clock", "--ask"] {
        let said = format!("keyrack --vault v.age --identity me/id.age doctor {option}");
        assert!(doctor.stdout.contains(&said), "{}", doctor.stdout);
    }
}
