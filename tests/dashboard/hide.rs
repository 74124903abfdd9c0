//! Codes that are covered while nobody looks.

use keyrack::i18n::Lang;
use keyrack::tui::{Focus, Look, Message};

use crate::book;
use crate::stage::Stage;

/// Hikari's code at the beginning.
const CODE: &str = "444 558";

fn with(look: Look) -> Stage {
    Stage::with(book::sample(), 140, 30, Lang::En, look)
}

fn shown(stage: &mut Stage) -> usize {
    stage.screen().matches(CODE).count()
}

#[test]
fn another_window_covers_codes_and_this_one_shows_them() {
    let mut stage = with(Look::default());
    assert_eq!(shown(&mut stage), 2, "in the list and beside it");
    stage.send(Message::Focus(Focus::Lost));
    assert_eq!(shown(&mut stage), 0);
    assert!(stage.screen().contains("another window"), "{}", stage.screen());
    stage.send(Message::Focus(Focus::Gained));
    assert_eq!(shown(&mut stage), 2);

    let mut stage = with(Look { hide_unfocused: false, ..Look::default() });
    stage.send(Message::Focus(Focus::Lost));
    assert_eq!(shown(&mut stage), 2, "it was not wished for");
}

#[test]
fn a_while_without_a_key_covers_codes_and_a_key_shows_them() {
    let look = || Look { hide_after: Some(5_000), ..Look::default() };
    let mut stage = with(look());
    stage.wait(4);
    assert_eq!(shown(&mut stage), 2);
    stage.wait(1);
    assert_eq!(shown(&mut stage), 0);
    stage.keys("<enter>");
    assert_eq!(shown(&mut stage), 2);
    assert_eq!(stage.copied(), [CODE.replace(' ', "")], "the key did what it does");
    stage.wait(5).paste("x");
    assert_eq!(shown(&mut stage), 2, "somebody is there");

    let mut stage = with(Look { hide_after: None, lock_after: None, ..look() });
    stage.wait(20);
    assert_eq!(shown(&mut stage), 2);
}

#[test]
fn what_was_asked_for_stays() {
    let mut stage = with(Look::default());
    stage.keys("b").send(Message::Focus(Focus::Lost));
    assert!(stage.screen().contains(&CODE.replace(' ', "")), "{}", stage.screen());

    let mut stage = with(Look { hide_codes: true, ..Look::default() });
    stage.keys("<space>").send(Message::Focus(Focus::Lost));
    assert_eq!(shown(&mut stage), 2);
    stage.wait(10);
    assert_eq!(shown(&mut stage), 2);
}

/// Coming back is looking: what was covered for want of keys starts anew.
#[test]
fn coming_back_shows_codes_for_a_while() {
    let mut stage = with(Look { hide_after: Some(60_000), ..Look::default() });
    stage.send(Message::Focus(Focus::Lost));
    stage.wait(90).send(Message::Focus(Focus::Gained));
    let covered = |stage: &mut Stage| stage.screen().contains("*** ***");
    assert!(!covered(&mut stage));
    stage.wait(2);
    assert!(!covered(&mut stage), "not for a blink");
    stage.wait(58);
    assert!(covered(&mut stage), "nobody looks any more");
}

/// Only a key says that somebody is there: locking is not put off by windows that come and go.
#[test]
fn coming_back_does_not_put_off_locking() {
    let mut stage = with(Look { lock_after: Some(100_000), ..Look::default() });
    stage.passphrase = Some("right");
    stage.wait(90).send(Message::Focus(Focus::Gained));
    stage.wait(9);
    assert!(stage.screen().contains("accounts"));
    stage.wait(1);
    assert!(!stage.screen().contains("accounts"), "{}", stage.screen());
}

/// With everything shown, the one that is asked for while the others are about to be covered.
#[test]
fn space_before_going_to_another_window_keeps_that_code() {
    let mut stage = with(Look::default());
    stage.keys("<space>").send(Message::Focus(Focus::Lost));
    let screen = stage.screen();
    assert!(screen.contains(CODE), "{screen}");
    assert!(!screen.contains("033 005"), "the others are covered\n{screen}");
}
