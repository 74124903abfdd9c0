//! Another phone for a key: asked twice, written down, seen, read by a reader of QR codes.

use keyrack::i18n::Lang;
use keyrack::model::{Account, CopyKind};
use keyrack::otp::{Algorithm, Key, Kind, base32, uri};
use keyrack::secret::Secret;
use keyrack::tui::Look;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::book;
use crate::stage::{Disk, Stage};

/// Everything up to the key on screen.
const SHOW: &str = "QP-03<ctrl-s>show<enter>";

fn stage(width: u16, height: u16, look: Look) -> Stage {
    Stage::with(book::sample(), width, height, Lang::En, look)
}

fn plain() -> Stage {
    stage(80, 24, Look::default())
}

/// The account the cursor is on first.
fn hikari() -> Account {
    book::sample().account(book::id(1)).expect("it is in the sample").clone()
}

fn typed(account: &Account) -> String {
    let key = account.key.as_ref().expect("it has a key");
    let secret = base32::encode(key.secret());
    let fours: Vec<&str> =
        secret.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).expect("base32")).collect();
    // As much of it as stays on one line.
    fours[..4].join(" ")
}

/// How light the two halves of a cell are on a dark terminal.
fn light(cell: &Cell) -> (u8, u8) {
    let shade = |color, own| match color {
        Color::White => 255,
        Color::Black => 0,
        _ => own,
    };
    let (fore, back) = (shade(cell.fg, 220), shade(cell.bg, 20));
    let (fore, back) =
        if cell.modifier.contains(Modifier::REVERSED) { (back, fore) } else { (fore, back) };
    match cell.symbol() {
        "▀" => (fore, back),
        "▄" => (back, fore),
        _ => (back, back),
    }
}

/// What a phone held up to the screen reads.
pub fn scan(cells: &Buffer) -> Option<String> {
    const SIDE: usize = 6;
    let (width, height) = (usize::from(cells.area.width), usize::from(cells.area.height));
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width * SIDE, height * 2 * SIDE, |x, y| {
            let cell = (x / SIDE, y / (2 * SIDE));
            let cell = &cells[(
                u16::try_from(cell.0).expect("on screen"),
                u16::try_from(cell.1).expect("on screen"),
            )];
            let (upper, lower) = light(cell);
            if (y / SIDE).is_multiple_of(2) { upper } else { lower }
        });
    let codes = picture.detect_grids();
    codes.first().and_then(|code| code.decode().ok()).map(|(_, text)| text)
}

#[test]
fn a_phone_reads_the_key_from_the_screen() {
    let colourless = Look { color: false, ..Look::default() };
    let ascii = Look { ascii: true, ..Look::default() };
    let cases = [
        ("80x24, half blocks", 80, 24, Look::default(), "▀"),
        ("80x24 without colours", 80, 24, colourless.clone(), "▀"),
        ("words beside, blanks", 140, 50, Look::default(), " "),
        ("words below, blanks", 98, 56, colourless, " "),
        ("ASCII only", 140, 50, ascii, " "),
    ];
    for (name, width, height, look, symbol) in cases {
        let mut stage = stage(width, height, look);
        stage.keys(SHOW);
        let blocks = stage.cells().content.iter().any(|cell| cell.symbol() == "▀");
        assert_eq!(blocks, symbol == "▀", "{name}");
        let address = scan(stage.cells()).unwrap_or_else(|| panic!("{name}: not read"));
        let read = uri::parse(&address).expect("an address");
        assert_eq!(read.key, hikari().key, "{name}");
        assert_eq!((&*read.issuer, &*read.login), ("Amazon", "ops@hikari.example"), "{name}");
    }
}

#[test]
fn a_key_with_a_pin_reaches_the_phone_as_its_address() {
    let key = |kind, secret: &[u8]| {
        let secret = Secret::new(secret.to_vec());
        Key::new(secret, kind, Algorithm::Sha1, 6).expect("a key")
    };
    let pin = || Some(Secret::from_text("7586".into()));
    let yandex = key(Kind::Yandex, b"0123456789abcdef");
    let motp = key(Kind::Motp, b"e3152afee62599c8");
    let cases = [
        (yandex.clone().with_pin(pin()), yandex.with_pin(pin()), "GAYT EMZU", "with the PIN 7586"),
        // Its addresses have no PIN: the app asks for it.
        (motp.clone().with_pin(pin()), motp.clone(), "e315 2afe e625 99c8", "with the PIN 7586"),
        (motp.clone(), motp, "e315 2afe e625 99c8", "Or type this key"),
    ];
    for (key, read, typed, said) in cases {
        let mut book = book::sample();
        book.accounts.retain(|account| account.id == book::id(1));
        book.accounts[0].key = Some(key);
        let mut stage = Stage::with(book, 80, 24, Lang::En, Look::default());
        stage.keys(SHOW);
        let address = scan(stage.cells()).expect("it is read");
        assert_eq!(uri::parse(&address).expect("an address").key, Some(read));
        let screen = stage.screen();
        assert!(screen.contains(typed) && screen.contains(said), "{screen}");
    }
}

#[test]
fn light_and_dark_change_places() {
    let mut stage = plain();
    stage.keys(SHOW);
    let before = scan(stage.cells());
    assert!(before.is_some());
    stage.keys("i");
    assert_eq!(scan(stage.cells()), None, "it is a negative now");
    stage.keys("i");
    assert_eq!(scan(stage.cells()), before);
}

#[test]
fn nothing_is_shown_before_it_is_written_down() {
    let key = typed(&hikari());
    let mut stage = plain();
    stage.keys("Q<ctrl-s>");
    assert!(stage.screen().contains("Say where the key goes"), "{}", stage.screen());
    stage.keys("P-03<ctrl-s>");
    assert!(stage.screen().contains("app, P-03, Li"), "{}", stage.screen());
    for word in ["", "yes", "shown", "delete"] {
        stage.keys(&format!("{word}<enter>"));
        assert!(stage.saved.is_empty() && !stage.screen().contains(&key), "{word}");
        stage.keys(&"<backspace>".repeat(word.len()));
    }
    stage.disk = Disk::Full;
    stage.keys("show<enter>");
    assert!(!stage.screen().contains(&key), "{}", stage.screen());
    stage.disk = Disk::Healthy;
    stage.keys("<ctrl-s>");
    assert!(!stage.screen().contains(&key), "saving later is not asking for it");

    let mut stage = plain();
    stage.keys(SHOW);
    assert!(stage.screen().contains(&key), "{}", stage.screen());
    let copy = stage.saved[0].account(book::id(1)).expect("there").copies.last().expect("recorded");
    assert_eq!((copy.kind, copy.device), (CopyKind::App, Some(book::id(101))));
    assert_eq!(copy.added.map(|day| day.to_string()).as_deref(), Some("2026-03-15"));
}

#[test]
fn the_key_leaves_by_itself_and_its_record_stays() {
    let key = typed(&hikari());
    for leave in ["<esc>", "L"] {
        let mut stage = plain();
        stage.keys(SHOW).keys(leave);
        assert!(!stage.screen().contains(&key), "{leave}");
    }
    let mut stage = plain();
    stage.keys("*").keys(SHOW);
    stage.wait(119);
    assert!(stage.screen().contains(&key), "{}", stage.screen());
    stage.wait(1);
    assert!(!stage.screen().contains(&key));
    let saved = stage.saved.len();
    stage.keys("u");
    assert_eq!(stage.saved.len(), saved, "a key that was seen is known, whatever is undone");
    assert!(stage.screen().contains("Nothing to take back"), "{}", stage.screen());
}

#[test]
fn a_terminal_without_room_says_how_much_is_needed() {
    let mut stage = stage(60, 20, Look::default());
    stage.keys(SHOW);
    let screen = stage.screen();
    assert!(screen.contains("needs 71 columns and 21 lines"), "{screen}");
    assert!(screen.contains(&typed(&hikari())), "{screen}");
    assert_eq!(scan(stage.cells()), None);
    for (width, height, fits) in [(71, 21, true), (70, 21, false), (71, 20, false)] {
        let mut stage = self::stage(width, height, Look::default());
        stage.keys(SHOW);
        assert_eq!(scan(stage.cells()).is_some(), fits, "{width}x{height}");
    }
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_taken_back() {
    let mut stage = plain();
    stage.keys("QP-03<ctrl-s>sho");
    let mut theirs = book::sample();
    theirs.accounts[0].note = "theirs".into();
    stage.underneath = Some(theirs);
    stage.wait(2);
    stage.keys("w<enter>");
    assert!(stage.saved.is_empty() && !stage.screen().contains(&typed(&hikari())));
}

#[test]
fn without_a_key_there_is_nothing_to_enrol() {
    let mut stage = plain();
    stage.keys("/coupang<tab>Q");
    assert!(stage.screen().contains("no key"), "{}", stage.screen());
}

/// The sample with another key, or longer names, at its first account.
fn enrolled(change: impl FnOnce(&mut Account), width: u16, height: u16) -> Stage {
    let mut book = book::sample();
    let mut account = hikari();
    change(&mut account);
    book.put(account);
    let mut stage = Stage::with(book, width, height, Lang::En, Look::default());
    stage.keys(SHOW);
    stage
}

#[test]
fn names_too_long_for_any_code_are_said_and_the_key_can_be_typed() {
    let mut stage = enrolled(|account| account.login = "x".repeat(4_000), 140, 50);
    let screen = stage.screen();
    assert!(screen.contains("too long for a QR code"), "{screen}");
    assert!(!screen.contains("Scan it") && !screen.contains("swap light"), "{screen}");
    assert!(screen.contains(&typed(&hikari())), "{screen}");
    assert_eq!(scan(stage.cells()), None);
}

#[test]
fn what_an_app_must_be_told_besides_the_key_is_said() {
    let key = |kind, algorithm, digits| {
        let secret = hikari().key.expect("it has a key").secret().clone();
        Key::new(secret, kind, algorithm, digits).expect("a key")
    };
    let timed = |period| Kind::Totp { period };
    let cases = [
        (key(timed(30), Algorithm::Sha1, 6), None),
        (key(timed(60), Algorithm::Sha1, 6), Some("SHA1, 6 digits, 60 s")),
        (key(timed(30), Algorithm::Sha256, 8), Some("SHA256, 8 digits, 30 s")),
        (key(Kind::Hotp { counter: 1 }, Algorithm::Sha1, 8), Some("SHA1, 8 digits")),
        (key(Kind::Steam, Algorithm::Sha1, 5), Some("no ordinary authenticator app")),
    ];
    for (key, said) in cases {
        for (width, height) in [(80, 24), (140, 50)] {
            let screen =
                enrolled(|account| account.key = Some(key.clone()), width, height).screen();
            match said {
                Some(said) => {
                    let text: Vec<&str> = screen.split_whitespace().collect();
                    let words: Vec<&str> = said.split(' ').collect();
                    let whole = text.windows(words.len()).any(|some| some == words);
                    // Beside the code, sentences are broken.
                    assert!(whole || screen.contains(words[0]), "{said}:\n{screen}");
                }
                None => assert!(!screen.contains("and set there"), "{screen}"),
            }
        }
    }
}

#[test]
fn a_phone_that_is_shown_a_key_twice_in_a_day_has_one_copy_of_it() {
    let mut stage = stage(80, 24, Look { lock_after: None, ..Look::default() });
    stage.keys(SHOW).keys("<esc>").keys(SHOW);
    assert!(scan(stage.cells()).is_some(), "it is shown again: {}", stage.screen());
    let copies = |stage: &Stage| {
        let book = stage.saved.last().expect("it was saved");
        book.account(book::id(1)).expect("there").copies.len()
    };
    let once = copies(&stage);
    assert_eq!(stage.saved.len(), 1, "the same is not written down twice");
    // Another phone, or another day, is another copy.
    stage.keys("<esc>QP-05<ctrl-s>show<enter><esc>");
    assert_eq!(copies(&stage), once + 1);
    stage.now = stage.now.plus_millis(86_400_000);
    stage.wait(1).keys(SHOW);
    assert_eq!(copies(&stage), once + 2);
}
