//! Locking from wherever nothing is typed.

use keyrack::i18n::Lang;
use keyrack::model::{Book, merge};
use keyrack::tui::Look;

use crate::book;
use crate::stage::Stage;

/// The sample with two values that clash.
fn clashing() -> Book {
    let base = book::sample();
    let side = |name: &str| {
        let mut side = base.clone();
        side.accounts[0].login = format!("{name}@hikari.example");
        side
    };
    merge::merge(&base, &side("li"), &side("anna"))
}

fn stage() -> Stage {
    let mut stage = Stage::with(clashing(), 80, 24, Lang::En, Look::default());
    stage.passphrase = Some("right");
    stage
}

fn is_locked(stage: &mut Stage) -> bool {
    stage.screen().contains("Passphrase of your identity")
}

/// On these it did nothing: whoever left the desk with a list of clashes on it left the vault open.
#[test]
fn the_key_that_locks_does_so_wherever_nothing_is_typed() {
    for keys in [
        "",
        "2",
        "3",
        "4",
        "5",
        "=",
        "m",
        "D",
        "D<tab>",
        "p",
        "p<enter>",
        "?",
        "b",
        "v",
        "2<enter>",
        "2<enter>p",
        "X",
        "X<enter>",
        "X<enter><enter>",
        "X?",
    ] {
        let mut stage = stage();
        stage.keys(keys);
        assert!(!is_locked(&mut stage), "{keys}");
        stage.keys("L");
        assert!(is_locked(&mut stage), "{keys}:\n{}", stage.screen());
    }
}

#[test]
fn where_a_line_is_typed_it_is_a_letter() {
    for keys in ["a", "d", "/", ":", "U", "c", "I", "3z"] {
        let mut stage = stage();
        stage.keys(keys).keys("L");
        assert!(!is_locked(&mut stage), "{keys}:\n{}", stage.screen());
    }
}

#[test]
fn among_many_keys_it_locks_nothing() {
    let mut stage = stage();
    stage.keys("=").burst("LLLLL");
    assert!(!is_locked(&mut stage), "{}", stage.screen());
}

#[test]
fn an_edit_that_is_not_saved_is_not_left() {
    let mut stage = stage();
    stage.disk = crate::stage::Disk::Full;
    stage.keys("*p");
    let screen = stage.keys("L").screen();
    assert!(screen.contains("Not locked"), "{screen}");
}

/// A word that was mistyped stood there still, and the right one behind it was wrong as well.
#[test]
fn a_word_that_is_not_the_one_goes() {
    for (keys, right) in [("d", "delete"), ("QP-03<ctrl-s>", "show")] {
        let mut stage = stage();
        let asked = stage.keys(keys).screen();
        let screen = stage.keys("dlete<enter>").screen();
        assert!(screen.contains("That is not the word") && !screen.contains("dlete"), "{screen}");
        assert!(stage.saved.is_empty(), "{asked}");
        stage.keys(right).keys("<enter>");
        assert_eq!(stage.saved.len(), 1, "{asked}\n{}", stage.screen());
    }
}
