//! Methods, key copies and recovery codes of one account.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{inset, label};
use crate::app::words;
use crate::i18n::{Screen, Word};
use crate::model::{Account, Book, KeyCopy, Method, Number, RecoveryCode, backup_method};
use crate::text::{Safe, safe};
use crate::tui::model::{Board, Model, Part, Parts, Row, Section};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(
    model: &Model,
    board: &Board,
    parts: &Parts,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    let account = board.book.account(parts.account)?;
    let title = format!("{} · {}", account.title(), account.platform);
    pen.text(area, Meaning::Title, Safe::new(&title).as_str());
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let mut cursor = None;
    for ((index, row), y) in parts.lines.shown(list.height.into()).zip(list.y..) {
        let line = Rect { y, height: 1, ..list };
        match row {
            Row::Head(section) => {
                let said = match section {
                    Section::Methods => Screen::Methods,
                    Section::Copies => Screen::CopiesHead,
                    Section::Recovery => Screen::RecoveryHead,
                };
                pen.say(line, Meaning::Group, &said);
            }
            Row::Item(part) => {
                let selected = index == parts.lines.cursor;
                if selected {
                    cursor = Some(Position::new(line.x, y));
                }
                let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
                pen.text(line, Meaning::Text, mark);
                let rest = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
                let (meaning, said) =
                    part_line(model, &board.book, account, *part, parts.shown, pen);
                pen.text(rest, if selected { Meaning::Title } else { meaning }, &said);
            }
        }
    }
    cursor
}

fn part_line(
    model: &Model,
    book: &Book,
    account: &Account,
    part: Part,
    shown: bool,
    pen: &Pen,
) -> (Meaning, String) {
    let lang = pen.lang;
    let none = (Meaning::Faint, String::new());
    match part {
        Part::Method(at) => {
            let method = account.methods.get(at);
            method.map_or(none, |method| method_line(model, (account, method), book, pen))
        }
        Part::Copy(at) => {
            account.copies.get(at).map_or(none, |copy| copy_line(account, book, copy, pen))
        }
        Part::NewMethod => (Meaning::Faint, Screen::NewMethod.say(lang)),
        Part::NewCopy => (Meaning::Faint, Screen::NewCopy.say(lang)),
        Part::Recovery => match &account.recovery {
            None => (Meaning::Faint, Screen::NewRecovery.say(lang)),
            Some(recovery) => {
                let left = match recovery.left() {
                    Some(n) => Screen::RecoveryLeft { n },
                    None => Screen::RecoveryUncounted,
                };
                let place = Safe::new(&recovery.place).to_string();
                (Meaning::Text, format!("{}  {place}", left.say(lang)))
            }
        },
        Part::Code(at) => {
            let codes = account.recovery.as_ref().map(|recovery| &recovery.codes);
            codes.and_then(|codes| codes.get(at)).map_or(none, |code| code_line(code, shown, pen))
        }
    }
}

/// `backup  SMS  +86•••1234, P-07, Min-ji  ✔ ok 12d`
fn method_line(
    model: &Model,
    (account, method): (&Account, &Method),
    book: &Book,
    pen: &Pen,
) -> (Meaning, String) {
    let lang = pen.lang;
    let mut places: Vec<String> = Vec::new();
    places.extend(method.number.and_then(|id| book.number(id)).map(Number::masked));
    places.extend(book.device_of(method).map(|device| Safe::new(&device.label).to_string()));
    places.extend((!method.address.is_empty()).then(|| Safe::new(&method.address).to_string()));
    let holder = book.holder_of(method).map(|person| Safe::new(&person.name).to_string());
    // A device named after its holder is said once.
    places.extend(holder.filter(|name| !places.contains(name)));
    let status = backup_method(method, account, book, model.now.date(), model.look.stale_after);
    let (mark, meaning) = label::backup(status);
    let mut said = format!(
        "{}  {}  {}  {} {}",
        words::role(method.role).say(lang),
        words::kind(method.kind).say(lang),
        places.join(", "),
        pen.theme.mark(mark),
        words::backup(status).say(lang),
    );
    if account.is_test_past(method) {
        said = format!("{said}, {}", Word::OfKeyBefore.say(lang));
    }
    (meaning, said)
}

fn copy_line(account: &Account, book: &Book, copy: &KeyCopy, pen: &Pen) -> (Meaning, String) {
    let lang = pen.lang;
    let device = copy.device.and_then(|id| book.device(id));
    let holder = copy.holder.or_else(|| device?.holder).and_then(|id| book.person(id));
    let names = [device.map(|device| &*device.label), Some(&*copy.place), holder.map(|p| &*p.name)];
    let names: Vec<String> = names
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
        .map(|name| Safe::new(name).to_string())
        .collect();
    let kind = words::copy(copy).say(lang);
    let mut said = format!("{kind}  {}", names.join(", "));
    if let Some(over) = words::copy_over(copy) {
        said = format!("{said}  {}", over.say(lang));
    }
    let is_past = account.is_copy_past(copy);
    if is_past {
        said = format!("{said}  {}", Word::OfKeyBefore.say(lang));
    }
    let meaning = match (copy.removed, copy.kind.is_outside() || is_past) {
        (Some(_), _) => Meaning::Faint,
        (None, true) => Meaning::Look,
        (None, false) => Meaning::Text,
    };
    (meaning, said)
}

fn code_line(code: &RecoveryCode, shown: bool, pen: &Pen) -> (Meaning, String) {
    let text = if shown {
        safe(code.code.expose_text().unwrap_or_default()).to_string()
    } else {
        "********".into()
    };
    match code.used {
        Some(day) => {
            let day = safe(&day.to_string());
            (Meaning::Faint, format!("{text}  {}", Screen::UsedOn { day }.say(pen.lang)))
        }
        None => (Meaning::Text, text),
    }
}
