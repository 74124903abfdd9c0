//! How every screen looks to terminals and people that differ: no colours, sixteen colours on any
//! background, ASCII only.

use keyrack::app::desk::Need;
use keyrack::i18n::Lang;
use keyrack::model::Book;
use keyrack::tui::Look;
use ratatui::style::{Color, Modifier};

use crate::book;
use crate::stage::Stage;

/// Keys to every screen, page, form and question of an open dashboard.
const SCREENS: [&str; 34] = [
    "",
    "/hik",
    "/zzzz",
    "i",
    "?",
    ":",
    ":co",
    "b",
    "a",
    "e",
    "ddel",
    "o",
    "ss",
    "2",
    "2ji",
    "2<enter>",
    "2x",
    "2jje",
    "2jjjje",
    "2Ge",
    "2d",
    "2?",
    "3",
    "3ji",
    "3z",
    "3p",
    "3?",
    "D",
    "D<tab>",
    "m",
    "m<enter>",
    "mjj<enter>",
    "c123",
    "U",
];

/// The same for what needs more than a look.
const DEEP: [&str; 6] =
    ["QP-03<ctrl-s>", "QP-03<ctrl-s>show<enter>", "r<enter>", "<enter>", "*", ":playbook<enter>"];

fn screens() -> impl Iterator<Item = &'static str> {
    SCREENS.into_iter().chain(DEEP)
}

/// The sample without the names that are not ASCII.
fn plain_book() -> Book {
    let mut book = book::sample();
    book.accounts.retain(|account| {
        [&account.store, &account.platform, &account.login].into_iter().all(|name| name.is_ascii())
    });
    book.settle();
    book
}

#[test]
fn ascii_means_ascii() {
    for (width, height) in [(80, 24), (140, 40), (40, 10)] {
        let look = || Look { ascii: true, ..Look::default() };
        for keys in screens() {
            let mut stage = Stage::with(plain_book(), width, height, Lang::En, look());
            let screen = stage.keys(keys).screen();
            // Menus of Chinese pages are quoted; their letters are wide everywhere.
            let odd = |c: &char| !c.is_ascii() && keyrack::text::width(&c.to_string()) != 2;
            let odd: Vec<char> = screen.chars().filter(odd).collect();
            assert!(odd.is_empty(), "{keys:?} at {width}x{height}: {odd:?} in\n{screen}");
        }
        for need in [Need::Vault, Need::IdentityPassphrase, Need::VaultPassphrase] {
            let mut stage = Stage::begin(plain_book(), need, width, height, Lang::En, look());
            assert!(stage.screen().is_ascii(), "{}", stage.screen());
        }
    }
}

/// What a cell may be: sixteen colours adapt to the person's own light or dark background, and the
/// darkest and the lightest of them vanish on one of the two.
#[test]
fn colours_are_legible_on_any_background() {
    for keys in screens() {
        let mut stage = Stage::with(book::sample(), 100, 30, Lang::En, Look::default());
        let is_code = keys.starts_with('Q') && keys.ends_with("show<enter>");
        for cell in &stage.keys(keys).cells().content {
            let black_and_white = matches!(cell.fg, Color::Black | Color::White | Color::Gray)
                || cell.bg != Color::Reset;
            assert!(!black_and_white || is_code, "{keys:?}: {cell:?}");
            let named = !matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_));
            assert!(named, "{keys:?}: {cell:?}");
        }
    }
}

#[test]
fn without_colours_there_are_none() {
    let look = || Look { color: false, ..Look::default() };
    for keys in screens() {
        let mut stage = Stage::with(book::sample(), 100, 30, Lang::En, look());
        for cell in &stage.keys(keys).cells().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys:?}: {cell:?}");
        }
    }
}

/// Colour is never all there is: the selected row and what is chosen are reversed.
#[test]
fn what_is_selected_is_reversed_with_and_without_colours() {
    for color in [true, false] {
        for keys in ["", "2", "3", "D", "2x", "i", "/hik"] {
            let look = Look { color, ..Look::default() };
            let mut stage = Stage::with(book::sample(), 140, 30, Lang::En, look);
            stage.keys(keys);
            let cells = stage.cells();
            let row =
                (0..30).find(|y| cells[(0, *y)].symbol() == "▸" || cells[(2, *y)].symbol() == "▸");
            let row = row.unwrap_or_else(|| panic!("{keys:?}: nothing is selected"));
            let reversed =
                (3..20).filter(|x| cells[(*x, row)].modifier.contains(Modifier::REVERSED)).count();
            assert!(reversed > 10, "{keys:?}, colour: {color}, row {row}: {reversed}");
        }
    }
}
