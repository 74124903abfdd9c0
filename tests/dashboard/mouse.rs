//! The mouse, where it was wished for: a click selects, the wheel scrolls, and neither does more.

use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id};
use keyrack::time::Moment;
use keyrack::tui::{Look, Message, Mouse};

use crate::book;
use crate::stage::Stage;

fn with_mouse() -> Look {
    Look { mouse: true, ..Look::default() }
}

fn open(width: u16, height: u16) -> Stage {
    Stage::with(book::sample(), width, height, Lang::En, with_mouse())
}

/// A hundred stores without codes.
fn long() -> Stage {
    let account = |n: u8| Account {
        store: format!("Store {n:03}"),
        ..Account::blank(Id::new(Moment::from_secs(1_700_000_000 + u64::from(n)), [n; 10]))
    };
    let mut book = Book { accounts: (1..=100).map(account).collect(), ..Book::default() };
    book.settle();
    Stage::with(book, 80, 24, Lang::En, with_mouse())
}

/// Where a text stands on the screen.
fn place(stage: &mut Stage, text: &str) -> (u16, u16) {
    let screen = stage.screen();
    let found = screen.lines().enumerate().find_map(|(y, line)| {
        let x = keyrack::text::width(&line[..line.find(text)?]);
        Some((u16::try_from(x).expect("on screen"), u16::try_from(y).expect("on screen")))
    });
    found.unwrap_or_else(|| panic!("no {text:?} in\n{screen}"))
}

/// The screen without the number for its styles, which counts what is behind wide characters, too.
fn text(stage: &mut Stage) -> String {
    let screen = stage.screen();
    screen.rsplit_once("styles").expect("it ends so").0.to_owned()
}

fn click(stage: &mut Stage, text: &str) {
    let (column, row) = place(stage, text);
    stage.send(Message::Mouse(Mouse::Click { column, row }));
}

fn wheel(stage: &mut Stage, turns: &[Mouse]) {
    for turn in turns {
        stage.send(Message::Mouse(*turn));
    }
}

/// The line the cursor is on.
fn selected(stage: &mut Stage) -> String {
    let screen = stage.screen();
    let line = screen.lines().find(|line| line.starts_with('▸'));
    line.unwrap_or_else(|| panic!("nothing selected in\n{screen}")).to_owned()
}

#[test]
fn a_click_selects_a_row_and_copies_nothing() {
    let mut stage = open(80, 24);
    click(&mut stage, "Bodega");
    assert!(selected(&mut stage).contains("Bodega"), "{}", stage.screen());
    click(&mut stage, "Bodega");
    assert!(stage.copied().is_empty() && stage.saved.is_empty());
    // Beside the rows there is nothing to select.
    let before = selected(&mut stage);
    for (column, row) in [(5, 0), (5, 2), (5, 22), (5, 23), (79, 21)] {
        stage.send(Message::Mouse(Mouse::Click { column, row }));
        assert_eq!(selected(&mut stage), before, "{column} {row}");
    }
}

#[test]
fn a_click_on_a_tab_shows_its_screen() {
    for lang in [Lang::En, Lang::ZhCn] {
        let mut stage = Stage::with(book::sample(), 80, 24, lang, with_mouse());
        // What was said of the mouse goes with the first key.
        stage.keys("g");
        let (first, second, third) = match lang {
            Lang::En => ("1 Accounts", "Devices", "Health"),
            Lang::ZhCn => ("1 账号", "设备", "健康"),
        };
        for (tab, key) in [(second, "2"), (third, "3"), (first, "1")] {
            click(&mut stage, tab);
            let clicked = text(stage.keys("<ctrl-l>"));
            let mut pressed = Stage::with(book::sample(), 80, 24, lang, with_mouse());
            assert_eq!(clicked, text(pressed.keys("2").keys(key).keys("<ctrl-l>")), "{tab}");
        }
    }
}

#[test]
fn rows_of_every_screen_can_be_clicked() {
    let mut stage = open(80, 24);
    stage.keys("2");
    click(&mut stage, "P-07");
    assert!(stage.screen().lines().any(|line| line.contains('▸') && line.contains("P-07")));
    stage.keys("3");
    let before = stage.screen();
    let (_, row) = place(&mut stage, "▸");
    stage.send(Message::Mouse(Mouse::Click { column: 10, row: row + 2 }));
    assert_ne!(stage.screen(), before);
}

#[test]
fn the_wheel_scrolls_and_the_cursor_stays_in_sight() {
    let mut stage = long();
    assert!(stage.screen().contains("Store 001"));
    wheel(&mut stage, &[Mouse::Down; 4]);
    let screen = stage.screen();
    assert!(!screen.contains("Store 012") && screen.contains("Store 013"), "{screen}");
    assert!(selected(&mut stage).contains("Store 013"), "{screen}");
    wheel(&mut stage, &[Mouse::Down; 60]);
    assert!(stage.screen().contains("Store 100"), "{}", stage.screen());
    wheel(&mut stage, &[Mouse::Up; 60]);
    assert!(stage.screen().contains("Store 001"), "{}", stage.screen());
}

#[test]
fn over_a_page_the_wheel_turns_it_and_a_click_does_nothing() {
    let mut stage = open(80, 24);
    let list = text(stage.keys("g"));
    let before = stage.keys("?").screen();
    stage.send(Message::Mouse(Mouse::Click { column: 5, row: 5 }));
    assert_eq!(stage.screen(), before);
    wheel(&mut stage, &[Mouse::Down]);
    let scrolled = stage.screen();
    assert_ne!(scrolled, before);
    let mut same = open(80, 24);
    assert_eq!(scrolled, same.keys("?<down><down><down>").screen());
    assert_eq!(text(stage.keys("<esc>")), list);
}

/// Whatever lies over the list: neither opens, types, saves nor leaves anything.
#[test]
fn nothing_is_done_by_the_mouse() {
    for keys in ["b", "Q", "e", "d", "D", "m", ":", "z", "p", "U", "c", "2x", "w", "/bod"] {
        let mut stage = open(80, 24);
        stage.keys(keys);
        let saved = stage.saved.len();
        for turn in [Mouse::Up, Mouse::Down, Mouse::Click { column: 10, row: 6 }] {
            stage.send(Message::Mouse(turn));
        }
        assert!(stage.copied().is_empty() && !stage.left, "{keys}");
        assert_eq!(stage.saved.len(), saved, "{keys}");
    }
}

#[test]
fn it_is_left_alone_unless_wished_for_and_a_key_changes_that() {
    let mut stage = Stage::open(80, 24, Lang::En);
    let before = stage.screen();
    click(&mut stage, "Bodega");
    wheel(&mut stage, &[Mouse::Down; 3]);
    assert_eq!(stage.screen(), before);
    assert!(!stage.wants_mouse());

    stage.keys("M");
    assert!(stage.wants_mouse());
    assert!(stage.screen().contains("Shift-drag selects text"), "{}", stage.screen());
    click(&mut stage, "Bodega");
    assert!(selected(&mut stage).contains("Bodega"));
    stage.keys("M");
    assert!(!stage.wants_mouse());
    // From the list of commands as well.
    stage.keys(":mouse<enter>");
    assert!(stage.wants_mouse());
}

#[test]
fn whoever_switched_it_on_in_the_settings_is_told_how_to_select_text() {
    for (lang, said) in [(Lang::En, "Shift-drag"), (Lang::ZhCn, "按住 Shift 拖动")] {
        let mut stage = Stage::with(book::sample(), 80, 24, lang, with_mouse());
        assert!(stage.screen().contains(said), "{}", stage.screen());
    }
}

#[test]
fn a_click_shows_that_somebody_is_there() {
    let look = Look { hide_after: Some(5_000), ..with_mouse() };
    let mut stage = Stage::with(book::sample(), 80, 24, Lang::En, look);
    stage.wait(6);
    assert!(stage.screen().contains("*** ***"));
    click(&mut stage, "Bodega");
    assert!(!stage.screen().contains("*** ***"), "{}", stage.screen());
}
