//! A key for another phone: the last question, and the QR code. Where it has no room, or is not wanted,
//! the key stands there to be typed.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use super::inset;
use super::pen::Pen;
use super::qr::{Shades, blank, paint, words};
use crate::app::loss;
use crate::i18n::Screen;
use crate::model::Account;
use crate::otp::{Algorithm, Key, Kind, base32, uri};
use crate::text::{Safe, safe};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::layout::qr::{Cells, FRAMES, WORDS_BESIDE, modules, plan};
use crate::tui::model::{Board, Enrol, Model};
use crate::tui::theme::Meaning;
use crate::tui::update::SHOW_WORD;

pub(super) fn draw(
    model: &Model,
    board: &Board,
    enrol: &Enrol,
    whole: Rect,
    under: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    match enrol {
        Enrol::Asked { account, book, word } => {
            let area = inset(under);
            let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
            let account = book.account(*account)?;
            let title = safe(account.title());
            pen.say(line(0), Meaning::Title, &Screen::EnrolTitle { title });
            let place = account.copies.last().map(|copy| loss::copy_place(copy, book, pen.lang));
            let place = safe(&place.unwrap_or_default());
            pen.say(line(1), Meaning::Faint, &Screen::EnrolRecord { place });
            let warning = Rect { y: area.y + 3, height: 3, ..area }.intersection(area);
            let used = pen.wrapped(warning, Meaning::Look, &Screen::EnrolWarn.say(pen.lang));
            let below = 4 + used;
            pen.say(line(below), Meaning::Text, &Screen::EnrolAsk { word: safe(SHOW_WORD) });
            Some(pen.prompt(line(below + 1), word))
        }
        Enrol::Shown { account, until, inverted } => {
            let account = board.book.account(*account)?;
            let key = account.key.as_ref()?;
            let left = until.millis_since(model.now).div_ceil(1000);
            let area = Rect { height: whole.height, ..whole };
            blank(area, pen);
            shown(model, account, key, left, *inverted, area, pen);
            None
        }
    }
}

fn shown(
    model: &Model,
    account: &Account,
    key: &Key,
    left: u64,
    inverted: bool,
    area: Rect,
    pen: &mut Pen,
) {
    let code = encode(account, key);
    let cells = Cells::allowed(model.look.ascii);
    let plan = code.as_ref().and_then(|code| plan(modules(code), area, cells, &FRAMES));
    if let (Some(code), Some(plan)) = (&code, plan) {
        let shades = if model.look.color { Shades::Own } else { Shades::Reversed };
        paint(code, plan, inverted, shades, area, pen);
    }
    let words = words(plan, area);
    let mut y = words.y;
    let mut say = |meaning: Meaning, said: &str, gap: u16, pen: &mut Pen| {
        let rest = Rect { y, height: words.bottom().saturating_sub(y), ..words };
        y += pen.wrapped(rest, meaning, said) + gap;
    };
    let lang = pen.lang;
    let roomy = u16::from(words.height > 14);
    say(Meaning::Title, Safe::new(account.title()).as_str(), 0, pen);
    let under = format!("{} {}", account.platform, account.login);
    say(Meaning::Faint, Safe::new(&under).as_str(), roomy, pen);
    let lead = match (&code, plan) {
        (None, _) => Screen::EnrolTooLong,
        (Some(_), Some(_)) => Screen::EnrolScan,
        (Some(code), None) => {
            let least = (2 * FRAMES[1]).saturating_add(modules(code));
            let half = cells.contains(&Cells::Half);
            Screen::EnrolNoRoom {
                width: if half { least } else { 2 * least } + WORDS_BESIDE,
                height: if half { least.div_ceil(2) } else { least },
                has_width: area.width,
                has_height: area.height,
            }
        }
    };
    say(Meaning::Text, &lead.say(lang), roomy, pen);
    match key.kind() {
        Kind::Hotp { .. } => say(Meaning::Look, &Screen::EnrolCounter.say(lang), roomy, pen),
        Kind::Steam => say(Meaning::Look, &Screen::EnrolSteam.say(lang), roomy, pen),
        Kind::Totp { .. } | Kind::Motp | Kind::Yandex => {}
    }
    say(Meaning::Faint, &Screen::EnrolType.say(lang), 0, pen);
    let unusual = unusual(key);
    let more = unusual.is_some() || key.pin().is_some();
    say(Meaning::Text, &in_fours(key), if more { 0 } else { roomy }, pen);
    if let Some(unusual) = unusual {
        say(Meaning::Look, &unusual.say(lang), roomy, pen);
    }
    if let Some(pin) = key.pin() {
        let pin = Zeroizing::new(Safe::new(pin.expose_text().unwrap_or_default()).to_string());
        let line = Zeroizing::new(format!("{} {}", Screen::EnrolPin.say(lang), &*pin));
        say(Meaning::Text, &line, roomy, pen);
    }
    let seconds = Screen::EnrolLeaves { n: left };
    say(if left <= 10 { Meaning::Ending } else { Meaning::Faint }, &seconds.say(lang), 0, pen);
    let name = |action| hint::name(&model.keymap, Place::Qr, action);
    if plan.is_some() {
        let invert = Screen::EnrolInvert { key: name(Action::Invert) };
        say(Meaning::Faint, &invert.say(lang), 0, pen);
    }
    // Half blocks are two columns wide in some terminals, which nothing tells us.
    if let (Some(code), Some(Cells::Half)) = (&code, plan.map(|plan| plan.cells)) {
        let height = modules(code).saturating_add(2 * FRAMES[1]);
        let torn = Screen::EnrolTorn { width: 2 * height + WORDS_BESIDE, height };
        say(Meaning::Faint, &torn.say(lang), 0, pen);
    }
    say(Meaning::Faint, &Screen::EnrolDone { key: name(Action::Cancel) }.say(lang), 0, pen);
}

/// What an app must be told besides the key, where that is not what apps take for granted.
fn unusual(key: &Key) -> Option<Screen> {
    let (digits, algorithm) = (key.digits(), key.algorithm());
    let period = match key.kind() {
        Kind::Steam | Kind::Motp | Kind::Yandex => return None,
        Kind::Totp { period } => Some(period),
        Kind::Hotp { .. } => None,
    };
    let usual = algorithm == Algorithm::Sha1 && digits == 6 && period.is_none_or(|p| p == 30);
    let algorithm = safe(&algorithm.word().to_uppercase());
    (!usual).then_some(match period {
        Some(period) => Screen::EnrolSetTimed { algorithm, digits, period },
        None => Screen::EnrolSetCounted { algorithm, digits },
    })
}

/// The key as people type it: `JBSW Y3DP …`.
fn in_fours(key: &Key) -> Zeroizing<String> {
    let secret = key.written();
    let mut text = Zeroizing::new(String::with_capacity(secret.len() * 2));
    for (place, c) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// The code of the address; none when the names are longer than any code holds. The key is packed
/// by itself: its letters take two thirds of the room there. Small letters, as in the hexadecimal
/// text of mOTP, take as much as anything else.
fn encode(account: &Account, key: &Key) -> Option<QrCode> {
    let address = uri::format(&account.platform, &account.login, key);
    if key.kind() == Kind::Motp {
        let all = [QrSegment::make_bytes(address.as_bytes())];
        return QrCode::encode_segments(&all, QrCodeEcc::Low).ok();
    }
    let secret = base32::encode(key.secret());
    let (before, after) = address.split_once(secret.as_str())?;
    let segments = [
        QrSegment::make_bytes(before.as_bytes()),
        QrSegment::make_alphanumeric(&secret),
        QrSegment::make_bytes(after.as_bytes()),
    ];
    QrCode::encode_segments(&segments, QrCodeEcc::Low).ok()
}
