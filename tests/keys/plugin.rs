//! Age plugins: a stub of one, listed and not. It leaves a mark wherever it is started, and it encrypts
//! nothing: a file's key stands in the file as it is.

use super::home::Home;
use super::skip::has;

/// Two keys of the stub, and what it opens them with; the same of a plugin that is nowhere listed.
const FAKE: [&str; 2] = [
    "age1fake1qyqszqgpqyqszqgpqyqszqgpqyqszqgpy6ftg5",
    "age1fake1qgpqyqszqgpqyqszqgpqyqszqgpqyqsz470wrz",
];
const FAKE_IDENTITY: &str = "AGE-PLUGIN-FAKE-1QURSWPC8QURSWAJKET8";
const OTHER: &str = "age1other1qyqszqgpqyqszqgpqyqszqgpqyqszqgp77ve9w";
const OTHER_IDENTITY: &str = "AGE-PLUGIN-OTHER-1QURSWPC8QURSW6NMVRX";

/// The protocol of age plugins, in lines. `say` sends a message with a control character in it.
const STUB: &str = r#"#!/bin/sh
echo "$1" >> MARK
say() {
    printf -- '-> msg\n%s\n' "$(printf 'Touch\033[2Jit' | base64 | tr -d =)"
    read -r _; read -r _
}
if [ "$1" = --age-plugin=recipient-v1 ]; then
    count=0
    while read -r line; do
        case "$line" in
            '-> add-recipient '*) count=$((count + 1)) ;;
            '-> wrap-file-key'*) read -r key ;;
            '-> done'*) read -r _; break ;;
        esac
    done
    say
    for n in $(seq $count); do
        printf -- '-> recipient-stanza 0 fake\n%s\n' "$key"
        read -r _; read -r _
    done
else
    while read -r line; do
        case "$line" in
            '-> recipient-stanza 0 fake'*) read -r key ;;
            '-> done'*) read -r _; break ;;
        esac
    done
    ASK
    say
    if [ -n "$key" ]; then
        printf -- '-> file-key 0\n%s\n' "$key"
        read -r _; read -r _
    fi
fi
printf -- '-> done\n\n'
"#;

/// Asks for a PIN and gives up without one.
const PIN: &str = r#"printf -- '-> request-secret\n%s\n' UElO
    read -r reply; read -r _
    if [ "$reply" != '-> ok' ]; then exit 1; fi"#;

/// A home with the stub in `bin`, a vault of Li's, and an identity file for the stub.
fn home() -> Home {
    let home = Home::new();
    stub(&home, "bin/age-plugin-fake", "mark", "");
    stub(&home, "bin/age-plugin-other", "mark-other", "");
    home.write("fake", format!("#       Slot: 1\n#  Recipient: {}\n{FAKE_IDENTITY}\n", FAKE[0]));
    home.write("other", format!("# public key: {OTHER}\n{OTHER_IDENTITY}\n"));
    home.keyrack("li.age", ["init", "--work-factor", "10"]).done();
    home.keyrack("li.age", ["import", "list"]).done();
    home
}

fn stub(home: &Home, name: &str, mark: &str, ask: &str) {
    let mark = home.path(mark).display().to_string();
    home.program(name, &STUB.replace("MARK", &mark).replace("ASK", ask));
}

/// How often the stub was started since it was last asked.
fn started(home: &Home, mark: &str) -> usize {
    if !home.path(mark).exists() {
        return 0;
    }
    let times = home.text(mark).lines().count();
    std::fs::remove_file(home.path(mark)).expect("is there");
    times
}

#[test]
fn a_listed_plugin_encrypts_and_opens_and_is_started_for_nothing_else() {
    let home = home();
    home.allow(&["bin/age-plugin-fake"]);
    let add = ["member", "add", FAKE[0], "--name", "Bo", "--yes"];
    let added = home.keyrack("li.age", add).done();
    assert!(added.stderr.contains("age-plugin-fake: Touch"), "{}", added.stderr);
    assert!(!added.stderr.contains('\u{1b}'), "what it says is harmless: {:?}", added.stderr);
    assert_eq!(started(&home, "mark"), 1, "once for a save");
    home.keyrack("li.age", ["list"]).done();
    assert_eq!(started(&home, "mark"), 0, "reading needs no other's program");
    home.keyrack("li.age", ["member", "add", FAKE[1], "--name", "Bo 2", "--yes"]).done();
    assert_eq!(started(&home, "mark"), 1, "once for both keys");
    home.keyrack("li.age", ["member", "confirm", "--yes"]).done();

    let read = home.keyrack("fake", ["list"]).done();
    assert!(read.stdout.contains("ops@hikari.example"), "{}", read.stdout);
    assert!(started(&home, "mark") > 0);
    home.keyrack("fake", ["edit", "ops", "--note", "by the stub"]).done();
    let note = home.keyrack("li.age", ["show", "ops", "--json"]).done().stdout;
    assert!(note.contains("by the stub"), "{note}");
    let members = home.keyrack("fake", ["member"]).done();
    assert!(members.stdout.contains("Bo (you)"), "{}", members.stdout);
    let shown = home.keyrack("fake", ["identity", "show"]).done().stdout;
    assert!(shown.starts_with(FAKE[0]), "{shown}");
    home.keyrack("fake", ["identity", "passphrase", "--no-passphrase"])
        .refused(&["no identity of Keyrack's own"]);
    home.keyrack("fake", ["identity", "rotate", "--yes"])
        .refused(&["no identity of Keyrack's own"]);

    if has("age", "what age makes of the vault") {
        let plain = home.run("age", ["-d", "-i", "fake", "v.age"]).done();
        assert!(plain.stdout.starts_with("keyrack-vault "));
        home.write("plain", &plain.stdout);
        home.run("age", ["-r", FAKE[0], "-o", "theirs.age", "plain"]).done();
        let theirs = ["--vault", "theirs.age", "--identity", "fake", "list"];
        let read = home.run(env!("CARGO_BIN_EXE_keyrack"), theirs).done();
        assert!(read.stdout.contains("ops@hikari.example"), "{}", read.stdout);
    }
}

#[test]
fn a_plugin_that_is_not_listed_is_never_started() {
    let home = home();
    home.allow(&["bin/age-plugin-fake"]);
    home.keyrack("li.age", ["member", "add", FAKE[0], "--name", "Bo", "--yes"]).done();
    started(&home, "mark");
    let before = home.read("v.age");
    let settings = home.path(".config/keyrack/settings.ron").display().to_string();
    let words = ["age-plugin-other", "plugins", &*settings];
    home.keyrack("li.age", ["member", "add", OTHER, "--name", "Eve", "--yes"]).refused(&words);
    home.keyrack("other", ["list"]).refused(&words);
    home.keyrack("other", ["init", "--vault", "new.age", "--work-factor", "10"]).refused(&words);
    assert_eq!(started(&home, "mark-other"), 0);

    // The list is this machine's: where it is empty, a vault that names the plugin is only read.
    home.allow(&[]);
    home.keyrack("li.age", ["list"]).done();
    home.keyrack("li.age", ["edit", "ops", "--note", "x"]).refused(&["Bo", "age-plugin-fake"]);
    let members = home.keyrack("li.age", ["member"]).done();
    assert!(members.stderr.contains("age-plugin-fake"), "{}", members.stderr);
    home.keyrack("fake", ["list"]).refused(&["age-plugin-fake"]);
    assert_eq!((started(&home, "mark"), started(&home, "mark-other")), (0, 0));
    assert_eq!(home.read("v.age"), before);
}

#[test]
fn another_program_of_that_name_is_not_the_listed_one() {
    let home = home();
    stub(&home, "elsewhere/age-plugin-fake", "mark-elsewhere", "");
    let add = ["member", "add", FAKE[0], "--name", "Bo", "--yes"];
    home.allow(&["elsewhere/age-plugin-fake"]);
    let found = home.path("bin/age-plugin-fake").display().to_string();
    home.keyrack("li.age", add).refused(&["PATH leads to", &found]);
    std::fs::remove_file(home.path("bin/age-plugin-fake")).expect("is there");
    home.keyrack("li.age", add).refused(&["is not found along PATH"]);
    assert_eq!((started(&home, "mark"), started(&home, "mark-elsewhere")), (0, 0));
    // By a link it is the same program.
    std::os::unix::fs::symlink(
        home.path("elsewhere/age-plugin-fake"),
        home.path("bin/age-plugin-fake"),
    )
    .expect("a link");
    home.keyrack("li.age", add).done();
    assert_eq!(started(&home, "mark-elsewhere"), 1);
}

#[test]
fn a_plugin_that_gets_no_answer_or_breaks_off_costs_nothing() {
    let home = home();
    home.allow(&["bin/age-plugin-fake"]);
    home.keyrack("li.age", ["member", "add", FAKE[0], "--name", "Bo", "--yes"]).done();
    let before = home.read("v.age");
    // No terminal to ask on.
    stub(&home, "bin/age-plugin-fake", "mark", PIN);
    home.keyrack("fake", ["list"]).refused(&["not opened by the plugin"]);
    home.program("bin/age-plugin-fake", "#!/bin/sh\nexit 1\n");
    home.keyrack("li.age", ["edit", "ops", "--note", "x"])
        .refused(&["Nothing was saved", "plugin"]);
    home.keyrack("fake", ["list"]).refused(&["not opened by the plugin"]);
    assert_eq!(home.read("v.age"), before);
    // What passes between age and a plugin is not printed.
    let mut command = home.command(env!("CARGO_BIN_EXE_keyrack"));
    command.args(["--vault", "v.age", "--identity", "fake", "list"]).env("AGEDEBUG", "plugin");
    super::home::finish(&mut command).refused(&["AGEDEBUG=plugin is set"]);
    // Nothing says which key it is.
    home.write("bare", format!("{FAKE_IDENTITY}\n"));
    home.keyrack("bare", ["list"]).refused(&["# public key: age1"]);
}

/// The remark before an identity of a plugin is all that says which key it opens, and it can be typed.
#[test]
fn a_remark_that_names_another_key_makes_nobody_a_reader() {
    let home = home();
    home.allow(&["bin/age-plugin-fake"]);
    home.keyrack("li.age", ["member", "add", FAKE[0], "--name", "Bo", "--yes"]).done();
    let before = home.read("v.age");
    // Another plugin's, and one behind it.
    for remarks in
        [format!("# {OTHER}\n{FAKE_IDENTITY}\n"), format!("{FAKE_IDENTITY}\n# {}\n", FAKE[0])]
    {
        home.write("wrong", remarks);
        home.keyrack("wrong", ["list"]).refused(&["nothing in it says which public key"]);
    }
    // Of several the nearest counts.
    home.write("far", format!("# {}\n# {}\n{FAKE_IDENTITY}\n", FAKE[1], FAKE[0]));
    home.keyrack("far", ["list"]).done();
    home.write("wrong", format!("# {}\n# {}\n{FAKE_IDENTITY}\n", FAKE[0], FAKE[1]));
    home.keyrack("wrong", ["list"]).refused(&["is not the one that it opens"]);
    home.keyrack("wrong", ["edit", "ops", "--note", "x"])
        .refused(&["is not the one that it opens"]);
    assert_eq!(home.read("v.age"), before);
    // A vault that would not open for whoever makes it is not made.
    stub(&home, "bin/age-plugin-fake", "mark", "key=");
    home.keyrack("wrong", ["init", "--vault", "new.age"])
        .refused(&["is not the one that it opens"]);
    assert!(!home.path("new.age").exists());
}
