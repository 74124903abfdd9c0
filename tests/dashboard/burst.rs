//! Keys that come together: pasted where pastes are not marked, garbled by a line, or typed ahead.

use keyrack::app::desk::Need;
use keyrack::i18n::Lang;
use keyrack::tui::Look;
use proptest::prelude::*;

use crate::book;
use crate::stage::Stage;

fn open() -> Stage {
    Stage::open(80, 24, Lang::En)
}

fn locked() -> Stage {
    let need = Need::IdentityPassphrase;
    let mut stage = Stage::begin(book::sample(), need, 80, 24, Lang::En, Look::default());
    stage.passphrase = Some("right");
    stage
}

fn is_open(stage: &mut Stage) -> bool {
    stage.screen().contains("accounts")
}

/// Nothing was copied, written, shut or left.
fn assert_unharmed(stage: &mut Stage, burst: &str) {
    assert!(stage.copied().is_empty(), "{burst:?} copied");
    assert!(stage.saved.is_empty(), "{burst:?} wrote");
    assert!(!stage.left, "{burst:?} left");
    assert!(is_open(stage), "{burst:?} locked:\n{}", stage.screen());
}

#[test]
fn what_comes_in_a_heap_does_nothing() {
    for burst in [
        "dd<enter>q<enter>",
        "<enter><enter><enter><enter>",
        "yes, delete it all",
        "nnnnwwwwyyyy",
        "LLLL",
        "q<ctrl-c><ctrl-c><ctrl-z>",
        "2xxxx",
        "mjjjj<enter><enter>",
        "QP-03<ctrl-s>show<enter>",
        ":lock<enter>",
        "uuuu****",
    ] {
        let mut stage = open();
        stage.burst(burst);
        assert_unharmed(&mut stage, burst);
    }
}

#[test]
fn the_end_of_a_heap_belongs_to_it() {
    for (first, last) in [("xxxx", "nn<enter>"), ("jjjjx", "<enter>"), ("wwww", "L"), ("ggqg", "q")]
    {
        let mut stage = open();
        stage.burst(first).pass(20).burst(last).pass(20).burst(last);
        assert_unharmed(&mut stage, last);
    }
}

#[test]
fn a_heap_that_was_meant_holds_up_no_key_behind_it() {
    let mut stage = open();
    stage.burst("/bodega<enter>").pass(5).keys("q");
    assert_eq!((stage.copied().len(), stage.left), (1, true));
}

#[test]
fn a_heap_uncovers_nothing() {
    for burst in ["    ", "bbbb", "HHHHH", " bH<enter>", "jjj ", "QQQQ"] {
        let look = Look { hide_codes: true, ..Look::default() };
        let mut stage = Stage::with(book::sample(), 80, 24, Lang::En, look);
        let before = stage.screen();
        assert!(before.contains("*** ***"), "{before}");
        stage.burst(burst).keys("g");
        assert_eq!(stage.screen(), before, "{burst:?}");
    }
}

#[test]
fn a_slow_line_that_bunches_keys_is_understood() {
    let mut stage = open();
    stage.burst("kj<enter>");
    assert_eq!(stage.copied().len(), 1);
    let mut stage = open();
    stage.burst("jjjjjjjjjkkkkkkkk").pass(50).keys("<enter>");
    let mut same = open();
    same.keys("j<enter>");
    assert_eq!(stage.copied(), same.copied(), "moving counts, however many");
    // The end of a line that is typed was meant.
    let mut stage = open();
    stage.burst("/bodega<enter>");
    assert_eq!(stage.copied().len(), 1);
}

/// It was swallowed, and the Enter behind it copied a code.
#[test]
fn a_command_that_a_slow_line_bunches_waits_for_its_own_enter() {
    let mut stage = open();
    stage.burst(":sort").pass(50);
    assert!(stage.screen().contains(": sort"), "{}", stage.screen());
    stage.keys("<enter>");
    assert!(stage.copied().is_empty());
    // One that comes with its Enter is not carried out: nobody may have typed it.
    let mut stage = open();
    stage.burst(":lock<enter>").pass(50);
    assert!(stage.screen().contains(": lock"), "{}", stage.screen());
}

#[test]
fn what_is_typed_while_the_vault_opens_acts_on_it() {
    let mut stage = locked();
    stage.burst("right<enter>/bodega<enter>");
    assert_eq!(stage.copied().len(), 1, "{}", stage.screen());
    assert!(stage.screen().contains("ventas@bodega") || stage.screen().contains("Bodega"));
}

/// Stopped at once, the process would keep the passphrase, and the vault would be open unasked when
/// it goes on.
#[test]
fn a_stop_while_the_vault_opens_comes_after_it_and_forgets_the_keys() {
    let mut stage = locked();
    stage.burst("right<enter><ctrl-z>");
    assert_eq!(stage.stops, [true], "the keys are forgotten before the only stop");
    assert!(!is_open(&mut stage), "{}", stage.screen());
    // And while they are being forgotten it is one stop, of a vault that is shut.
    let mut stage = locked();
    stage.keys("right<enter>").burst("L<ctrl-z>");
    assert_eq!(stage.stops, [false]);
    assert!(!is_open(&mut stage), "{}", stage.screen());
}

/// What shows a code or a key must not stay on the screen because the stop is asked for over it.
#[test]
fn a_stop_is_a_stop_over_whatever_only_shows_something() {
    for keys in ["b", "?", ":", "m", "p", "QP-09<ctrl-s>show<enter>"] {
        let mut stage = open();
        stage.keys(keys).keys("<ctrl-z>");
        assert_eq!(stage.stops.len(), 1, "{keys}: {}", stage.screen());
    }
    // What is being filled in is not thrown away by a key beside the one that was meant.
    let mut stage = open();
    stage.keys("aAcme<ctrl-z>");
    assert!(stage.stops.is_empty() && stage.screen().contains("Acme"), "{}", stage.screen());
}

#[test]
fn a_stop_forgets_what_was_typed_of_a_passphrase() {
    let mut stage = locked();
    stage.keys("rig<ctrl-z>");
    stage.keys("right<enter>");
    assert!(is_open(&mut stage), "{}", stage.screen());
}

#[test]
fn what_is_typed_behind_a_wrong_passphrase_is_nobodys() {
    let mut stage = locked();
    stage.burst("wrong<enter>junk<enter>more");
    assert!(!is_open(&mut stage));
    stage.keys("right<enter>");
    assert!(is_open(&mut stage), "the line was empty\n{}", stage.screen());
}

#[test]
fn a_passphrase_typed_right_after_locking_is_whole() {
    let mut stage = locked();
    stage.keys("right<enter>");
    stage.burst("Lri").keys("ght<enter>");
    assert!(is_open(&mut stage), "{}", stage.screen());
}

#[test]
fn keys_typed_one_by_one_while_the_vault_opens_count_one_by_one() {
    let mut stage = locked();
    stage.held = true;
    stage.keys("right<enter>jjkk<enter>").let_go();
    assert_eq!(stage.copied().len(), 1, "{}", stage.screen());
    let mut same = locked();
    same.keys("right<enter>jjkk<enter>");
    assert_eq!(stage.copied(), same.copied());
    // A heap stays a heap, and the keys before and behind it do not join it.
    let mut stage = locked();
    stage.held = true;
    stage.keys("right<enter>jk").burst("dd<enter>q<enter>").keys("<enter>").let_go();
    assert_eq!(stage.copied().len(), 1, "{}", stage.screen());
    assert!(is_open(&mut stage) && !stage.left && stage.saved.is_empty());
}

#[test]
fn a_passphrase_pasted_right_after_locking_is_whole() {
    let mut stage = locked();
    stage.keys("right<enter>");
    stage.held = true;
    stage.keys("Lr").paste("igh").keys("t<enter>").let_go();
    assert!(is_open(&mut stage), "{}", stage.screen());
}

#[test]
fn what_is_pasted_while_the_vault_opens_goes_where_it_would_have_gone() {
    let mut stage = locked();
    stage.held = true;
    stage.keys("right<enter>/").paste("bodega").keys("<enter>").let_go();
    let mut same = open();
    same.keys("/bodega<enter>");
    assert_eq!(stage.copied(), same.copied(), "{}", stage.screen());
    // Over no line it goes nowhere.
    let mut stage = locked();
    stage.held = true;
    stage.keys("right<enter>").paste("dd\ndelete\nq\nL").let_go();
    assert_unharmed(&mut stage, "a paste");
    // Behind a passphrase that opens nothing it is nobody's.
    let mut stage = locked();
    stage.held = true;
    stage.keys("wrong<enter>").paste("junk").let_go();
    stage.keys("right<enter>");
    assert!(is_open(&mut stage), "{}", stage.screen());
}

#[test]
fn of_too_much_ahead_the_beginning_counts_and_nothing_behind_it() {
    let mut stage = locked();
    stage.held = true;
    let much = "x".repeat(5_000);
    stage.keys("right<enter>/bod").paste(&much).keys("<enter>").let_go();
    assert!(stage.copied().is_empty(), "an Enter that lost its text says nothing");
    assert!(is_open(&mut stage), "{}", stage.screen());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever letters and controls there are, unless they open a line and end it.
    #[test]
    fn no_heap_of_keys_does_anything(keys in "[a-zA-Z0-9 .:;?!*+\\-]{4,40}", ends in 0..4_usize) {
        let burst = format!("{keys}{}", "<enter>".repeat(ends));
        let mut stage = open();
        stage.burst(&burst);
        assert_unharmed(&mut stage, &burst);
    }
}
