//! What is said of a copy, and what is shown where there is no way.

use std::io;

use crate::book;
use crate::stage::{NOW, Stage};
use keyrack::clipboard::{Doubt, Failure, Keeper, Obstacle, Outcome};
use keyrack::i18n::Lang;
use keyrack::model::Account;
use keyrack::otp::Key;
use keyrack::surroundings::Terminal;
use keyrack::tui::{Copy, Focus, Look, Message};

const LONG: &str = "Bodega del Norte y del Sur Sociedad Anónima";

/// A dashboard in which an account has a long name, on its row.
fn stage(width: u16, lang: Lang, look: Look) -> Stage {
    let mut book = book::sample();
    let account = book.account(book::id(4)).expect("is in the sample").clone();
    book.put(Account { store: LONG.into(), ..account });
    let mut stage = Stage::with(book, width, 24, lang, look);
    stage.keys("/bod<tab>");
    stage
}

fn key() -> Key {
    let book = book::sample();
    book.account(book::id(4)).and_then(|account| account.key.clone()).expect("has a key")
}

fn code() -> Copy {
    Copy::Code { account: book::id(4), step: key().window(NOW).expect("it is timed").step }
}

fn login() -> Copy {
    Copy::Login { account: book::id(4) }
}

fn say(stage: &mut Stage, outcome: Outcome, what: Copy) -> String {
    stage.send(Message::Copied(outcome, what));
    stage.screen()
}

#[test]
fn the_next_code_is_said_to_be_the_next() {
    for (lang, copied, sent) in [
        (Lang::En, "the next code; it begins in", "next code, in"),
        (Lang::ZhCn, "下一个验证码", "的下一个验证码"),
    ] {
        let mut stage = stage(80, lang, Look::default());
        let Copy::Code { account, step } = code() else { panic!("a code") };
        let next = Copy::Code { account, step: step + 1 };
        let said = say(&mut stage, Outcome::Copied(Keeper::Desktop), next.clone());
        assert!(said.contains(copied), "{said}");
        let said = say(&mut stage, Outcome::Sent(Doubt::Usual), next.clone());
        assert!(said.contains(sent), "{said}");
        assert!(!say(&mut stage, Outcome::Copied(Keeper::Desktop), code()).contains(copied));
    }
}

fn command_failed(said: &str, code: Option<i32>) -> Failure {
    Failure::CommandFailed { said: said.into(), code }
}

fn failures() -> Vec<Failure> {
    let error = || io::Error::other("no such thing at all in this wide world, sorry about that");
    vec![
        Failure::NoWay(Obstacle::Terminal(Terminal::Vte)),
        Failure::NoWay(Obstacle::Dumb),
        Failure::NoWay(Obstacle::Elsewhere),
        Failure::NoWay(Obstacle::NoCommand),
        Failure::NoWay(Obstacle::Detached),
        Failure::Native(error().to_string()),
        Failure::NoAnswer,
        Failure::Terminal(error()),
        Failure::CommandMissing(error()),
        command_failed("\u{1b}]0;x\u{7}wl-copy: cannot\nsecond line", Some(1)),
        command_failed("", Some(127)),
        command_failed("", None),
        Failure::CommandLate,
    ]
}

/// The line of notices.
fn notice(screen: &str) -> &str {
    // Below it are the keys, and the number for the styles.
    screen.lines().rev().nth(2).unwrap_or_default().trim()
}

#[test]
fn every_sentence_fits_80_columns() {
    for lang in [Lang::En, Lang::ZhCn] {
        let mut outcomes: Vec<Outcome> = failures().into_iter().map(Outcome::Failed).collect();
        outcomes.extend([Outcome::Copied(Keeper::Desktop), Outcome::Off]);
        let doubts = [Doubt::Usual, Doubt::FarTmux, Doubt::NearTmux, Doubt::PerhapsFarTmux];
        outcomes.extend(doubts.map(Outcome::Sent));
        for outcome in outcomes {
            for (what, seconds) in [(code(), 0), (code(), 19), (login(), 0)] {
                let name = format!("{lang:?} {outcome:?} {what:?}");
                let said = [80, 200].map(|width| {
                    let mut stage = stage(width, lang, Look::default());
                    stage.wait(seconds);
                    notice(&say(&mut stage, again(&outcome), what.clone())).to_owned()
                });
                assert_ne!(said[0], "", "{name}: nothing said");
                assert_eq!(said[0], said[1], "{name}: cut");
            }
        }
    }
}

fn again(outcome: &Outcome) -> Outcome {
    let error = |error: &io::Error| io::Error::other(error.to_string());
    let failure = match outcome {
        Outcome::Copied(keeper) => return Outcome::Copied(*keeper),
        Outcome::Sent(doubt) => return Outcome::Sent(*doubt),
        Outcome::Off => return Outcome::Off,
        Outcome::Failed(failure) => failure,
    };
    Outcome::Failed(match failure {
        Failure::NoWay(obstacle) => Failure::NoWay(*obstacle),
        Failure::Native(text) => Failure::Native(text.clone()),
        Failure::NoAnswer => Failure::NoAnswer,
        Failure::Terminal(e) => Failure::Terminal(error(e)),
        Failure::CommandMissing(e) => Failure::CommandMissing(error(e)),
        Failure::CommandFailed { said, code } => command_failed(said, *code),
        Failure::CommandLate => Failure::CommandLate,
    })
}

#[test]
fn a_copy_that_failed_says_where_to_look() {
    let dumb = || Outcome::Failed(Failure::NoWay(Obstacle::Dumb));
    let shown = say(&mut stage(80, Lang::En, Look::default()), dumb(), code());
    assert!(notice(&shown).ends_with("Read it here."), "{shown}");
    let covered = Look { hide_codes: true, ..Look::default() };
    let shown = say(&mut stage(80, Lang::En, covered), dumb(), code());
    assert!(notice(&shown).ends_with("b shows it large."), "{shown}");
    let shown = say(&mut stage(80, Lang::En, Look::default()), dumb(), login());
    assert!(notice(&shown).ends_with("can copy."), "{shown}");
    let silent = Outcome::Failed(command_failed("", Some(3)));
    let shown = say(&mut stage(80, Lang::En, Look::default()), silent, login());
    assert!(notice(&shown).contains("exit code 3"), "{shown}");
}

#[test]
fn a_code_that_is_nowhere_is_shown_large() {
    let plain = key().code(NOW).expose().to_owned();
    for failure in failures() {
        let mut stage = stage(80, Lang::En, Look::default());
        let name = format!("{failure:?}");
        let screen = say(&mut stage, Outcome::Failed(failure), code());
        assert!(screen.lines().any(|line| line.trim() == plain), "{name}:\n{screen}");
        let screen = stage.keys("x").screen();
        assert!(!screen.contains(&plain), "any key leaves: {name}\n{screen}");
    }
}

#[test]
fn nothing_is_shown_large_unasked_otherwise() {
    let plain = key().code(NOW).expose().to_owned();
    let covered = Look { hide_codes: true, ..Look::default() };
    let failed = || Outcome::Failed(Failure::NoWay(Obstacle::Dumb));
    let next = match code() {
        Copy::Code { account, step } => Copy::Code { account, step: step + 1 },
        _ => unreachable!("it is a code"),
    };
    let cases = [
        ("covered", covered, failed(), code()),
        ("not a code", Look::default(), failed(), login()),
        ("the next code", Look::default(), failed(), next),
        ("sent", Look::default(), Outcome::Sent(Doubt::Usual), code()),
        ("off", Look::default(), Outcome::Off, code()),
    ];
    for (name, look, outcome, what) in cases {
        let mut stage = stage(80, Lang::En, look);
        let screen = say(&mut stage, outcome, what);
        assert!(!screen.lines().any(|line| line.trim() == plain), "{name}:\n{screen}");
        assert!(screen.contains("Bodega"), "{name}: the list is still there\n{screen}");
    }
}

/// Covered by hand or for want of somebody who looks: a failed copy uncovers nothing.
#[test]
fn a_failed_copy_leaves_covered_codes_covered() {
    let plain = key().code(NOW).expose().to_owned();
    let failed = || Outcome::Failed(Failure::NoWay(Obstacle::Dumb));
    let mut by_hand = stage(80, Lang::En, Look::default());
    by_hand.keys("H");
    let mut unfocused = stage(80, Lang::En, Look::default());
    unfocused.send(Message::Focus(Focus::Lost));
    let mut idle = stage(80, Lang::En, Look::default());
    idle.wait(60);
    let what =
        Copy::Code { account: book::id(4), step: key().window(idle.now).expect("timed").step };
    let later = key().code(idle.now).expose().to_owned();
    for (name, mut stage, what, plain) in [
        ("by hand", by_hand, code(), plain.clone()),
        ("another window", unfocused, code(), plain),
        ("idle", idle, what, later),
    ] {
        let screen = say(&mut stage, failed(), what);
        assert!(!screen.lines().any(|line| line.trim() == plain), "{name}:\n{screen}");
    }
    // What is covered elsewhere is shown if it was uncovered by hand.
    let mut shown = stage(80, Lang::En, Look { hide_codes: true, ..Look::default() });
    shown.keys("H");
    let screen = say(&mut shown, failed(), code());
    let plain = key().code(NOW).expose().to_owned();
    assert!(screen.lines().any(|line| line.trim() == plain), "{screen}");
}

#[test]
fn the_rest_of_a_copy_is_sent_once_when_it_is_due() {
    let mut stage = stage(80, Lang::En, Look::default());
    assert_eq!(stage.finish_copy(), (None, 0));
    stage.copy_in_two();
    stage.keys("<enter>");
    let due = NOW.plus_millis(300);
    assert_eq!(stage.finish_copy(), (Some(due), 0));
    stage.pass(200).keys("<enter>");
    // Another copy: its own rest is waited for.
    assert_eq!(stage.pass(200).finish_copy(), (Some(due.plus_millis(200)), 0));
    assert_eq!(stage.pass(100).finish_copy(), (None, 1));
    assert_eq!(stage.pass(900).finish_copy(), (None, 1));
}

#[test]
fn what_a_program_printed_is_harmless() {
    let mut stage = stage(80, Lang::En, Look::default());
    let failure = command_failed("\u{1b}]0;x\u{7}no display\n\u{202e}second", Some(1));
    let screen = say(&mut stage, Outcome::Failed(failure), login());
    assert!(screen.contains("clipboard_command failed: "), "{screen}");
    assert!(screen.contains("no display"), "{screen}");
    assert!(!screen.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{screen}");
}

#[test]
fn how_to_open_the_far_tmux_stays_long_enough_to_be_typed() {
    let mut stage = stage(80, Lang::En, Look::default());
    let screen = say(&mut stage, Outcome::Sent(Doubt::FarTmux), code());
    assert!(screen.contains("tmux set -s set-clipboard on"), "{screen}");
    assert!(stage.wait(25).screen().contains("set-clipboard on"));
    assert!(!stage.wait(6).screen().contains("set-clipboard on"));
}
