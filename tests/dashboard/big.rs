//! One code large: a word to select, digits from reversed blanks, a bar; gone with the code.

use std::collections::BTreeSet;

use font8x8::UnicodeFonts as _;
use keyrack::i18n::Lang;
use keyrack::tui::Look;
use ratatui::style::{Color, Modifier};

use crate::book;
use crate::stage::{NOW, Stage};

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::with(book::sample(), width, height, Lang::En, Look::default());
    stage.keys("b");
    stage
}

fn code() -> String {
    let book = book::sample();
    let key = book.account(book::id(1)).and_then(|account| account.key.clone()).expect("a key");
    key.code(NOW).expose().to_owned()
}

/// The reversed cells of a colour.
fn reversed(stage: &mut Stage, color: Color) -> BTreeSet<(u16, u16)> {
    let cells = stage.cells();
    let places = (0..cells.area.height).flat_map(|y| (0..cells.area.width).map(move |x| (x, y)));
    places
        .filter(|place| {
            let cell = &cells[*place];
            cell.modifier.contains(Modifier::REVERSED) && cell.fg == color
        })
        .collect()
}

#[test]
fn the_digits_are_those_of_the_font_and_the_bar_as_long_as_the_code_lives() {
    // Columns and lines of the terminal, then of a dot.
    for (width, height, wide, high) in [(80, 24, 1, 1), (130, 30, 2, 1), (200, 40, 3, 2)] {
        let mut stage = stage(width, height);
        let drawn = reversed(&mut stage, Color::Green);
        let (left, top) = (2, drawn.iter().map(|(_, y)| *y).min().expect("digits"));
        let mut expected = BTreeSet::new();
        for (character, place) in code().chars().zip(0..) {
            let glyph = font8x8::BASIC_FONTS.get(character).expect("a digit");
            for (bits, line) in glyph.into_iter().zip(0..) {
                for dot in (0..8_u16).filter(|dot| bits >> dot & 1 == 1) {
                    let gap = if place >= 3 { 4 } else { 0 };
                    let (x, y) = ((place * 8 + gap + dot) * wide, line * high);
                    expected.extend(
                        (0..high).flat_map(|b| (0..wide).map(move |a| (left + x + a, top + y + b))),
                    );
                }
            }
        }
        assert_eq!(drawn, expected, "{width}x{height}");
        let bar = reversed(&mut stage, Color::Reset);
        // 23 of 30 seconds.
        assert_eq!(bar.len(), 46, "{width}x{height}");
        assert_eq!(bar.iter().map(|(_, y)| *y).collect::<BTreeSet<_>>().len(), 1);
    }
}

#[test]
fn the_code_is_one_word_alone_on_its_line() {
    let mut stage = stage(80, 24);
    let screen = stage.screen();
    let alone = screen.lines().filter(|line| line.trim() == code()).count();
    assert_eq!(alone, 1, "{screen}");
    assert_eq!(screen.matches(&code()).count(), 1, "{screen}");
}

#[test]
fn it_leaves_with_the_code_or_at_any_key() {
    let mut stage = stage(80, 24);
    stage.wait(22);
    assert!(stage.screen().contains(&code()), "{}", stage.screen());
    stage.wait(1);
    assert!(!stage.screen().contains(&code()), "{}", stage.screen());
    assert!(stage.screen().contains("12 accounts"), "{}", stage.screen());
    let mut stage = self::stage(80, 24);
    stage.keys("x");
    assert!(!stage.screen().contains(&code()), "{}", stage.screen());
}
