//! What a terminal is asked, what it may answer, and that nothing of it reaches the shell behind.

use std::time::Duration;

use rustix::process::Signal;

use super::home::Home;
use super::terminal::Talk;

const QUESTION: &str = "\x1b[c";

/// Doctor on a terminal, then whatever is left in its input.
fn doctor(home: &Home, before: &str) -> Talk {
    let program = env!("CARGO_BIN_EXE_keyrack");
    let line = format!(
        "{before} '{program}' --vault v.age --identity me/id.age --passphrase-file pass doctor; \
         echo \"exit $?\"; stty -a | tr '\\n' ' '; stty raw -echo min 0 time 5; \
         echo 'left:'; head -c 99 | od -An -c; echo ':end'"
    );
    let variables = [("TERM", "xterm"), ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")];
    Talk::begin_line(home, &variables, &line)
}

/// What was left, after the command ended with this and its terminal was as before.
fn left(talk: &mut Talk, code: i32) -> String {
    let said = talk.hear(&format!("exit {code}\r\n")).hear("left:").hear(":end").rest();
    assert!(said.contains(" icanon") && said.contains(" isig"), "{said}");
    assert!(!said.contains("-echo "), "{said}");
    let from = said.rfind("left:").expect("heard") + "left:".len();
    let to = said.rfind(":end").expect("heard");
    said[from..to].split_whitespace().collect()
}

#[test]
fn an_answer_is_told_and_leaves_nothing() {
    let home = Home::with_accounts();
    let endless = format!("{}\recho executed\r", "x".repeat(400));
    let cases = [
        ("takes copies", "\x1b[?62;52c", "it says that it takes copies"),
        ("says nothing of them", "\x1b[?1;2c", "without a word about copies"),
        ("keys before the answer", "rm -r x\r\x1b[?62;52c", "it says that it takes copies"),
        ("garbage", "\x1b[?x;yc\x07echo executed\r", "no answer within two seconds"),
        ("more than is listened to", &endless, "no answer within two seconds"),
        ("silence", "", "no answer within two seconds"),
    ];
    for (name, answer, said) in cases {
        let mut talk = doctor(&home, "");
        talk.hear(QUESTION).say(answer);
        talk.hear(said);
        assert_eq!(left(&mut talk, 0), "", "{name}");
        assert_eq!(talk.said.matches(QUESTION).count(), 1, "{name}");
    }
}

#[test]
fn an_answer_that_takes_its_time_is_one() {
    let home = Home::with_accounts();
    let mut talk = doctor(&home, "");
    talk.hear(QUESTION);
    // As long as that is what is tested; there is nothing to wait for.
    std::thread::sleep(Duration::from_millis(400));
    talk.say("\x1b[?6");
    std::thread::sleep(Duration::from_millis(400));
    talk.say("2;52c").hear("it says that it takes copies");
    assert_eq!(left(&mut talk, 0), "");
}

#[test]
fn who_typed_ahead_is_not_disturbed() {
    let home = Home::with_accounts();
    let mut talk = doctor(&home, "stty -echo; echo ready; read go; stty echo;");
    talk.hear("ready").say("go\rls\r").hear("keys were waiting");
    assert_eq!(left(&mut talk, 0), "ls\\n");
    assert!(!talk.said.contains(QUESTION), "{}", talk.said);
}

#[test]
fn giving_up_gives_the_terminal_back() {
    let home = Home::with_accounts();
    let mut talk = doctor(&home, "");
    talk.hear(QUESTION).say("\x03").hear("Stopped");
    assert_eq!(left(&mut talk, 130), "");
    let mut talk = doctor(&home, "");
    talk.hear(QUESTION);
    talk.signal(Signal::TERM);
    assert_eq!(left(&mut talk, 143), "");
}

#[test]
fn nobody_is_asked_who_cannot_answer() {
    let home = Home::with_accounts();
    let program = env!("CARGO_BIN_EXE_keyrack");
    let options = "--vault v.age --identity me/id.age --passphrase-file pass";
    for (term, command) in [
        ("dumb", "doctor"),
        ("xterm", "doctor --json"),
        ("xterm", "doctor | cat"),
        ("xterm", "doctor </dev/null"),
        ("xterm", "list"),
        ("xterm", "copy evil"),
    ] {
        let line = format!("'{program}' {options} {command}");
        let said = Talk::begin_line(&home, &[("TERM", term)], &line).rest();
        assert!(!said.contains(QUESTION), "{term}, {command}: {said}");
    }
    let line = format!("'{program}' {options} doctor --json --ask >report");
    let mut talk = Talk::begin_line(&home, &[("TERM", "xterm")], &line);
    talk.hear(QUESTION).say("\x1b[?62;52c").rest();
    let report = String::from_utf8(home.read("report")).expect("text");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["copying"]["answer"], "copies");
}
