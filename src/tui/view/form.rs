//! The form of a record.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use crate::app::draft::{Field, Subject};
use crate::app::explain;
use crate::app::words;
use crate::i18n::Screen;
use crate::model::mask;
use crate::otp::Remark;
use crate::text::{self, Safe, safe, whole};
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Board, Form, Model, Purpose};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(
    model: &Model,
    board: &Board,
    form: &Form,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let mut title = title(board, form).say(model.lang);
    let stands_alone =
        !matches!(form.target.subject(), Subject::Method | Subject::Copy | Subject::Recovery);
    if board.is_several() && form.target.is_new() && stands_alone {
        title = format!("{title} · {}", safe(board.hand_name()));
    }
    pen.text(area, Meaning::Title, &title);
    if form.is_gone(&board.book) {
        let said = if stands_alone { Screen::FormGone } else { Screen::FormGoneWhole };
        pen.say(Rect { y: area.y + 1, ..area }, Meaning::Look, &said);
    }
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(4), ..area };
    let fields = form.fields();
    let here = fields.iter().position(|field| *field == form.field).unwrap_or(0);
    // A line a field, and the remark under the one being typed.
    let label = fields.iter().map(|field| text::width(&words::field(*field).say(model.lang))).max();
    let label = u16::try_from(label.unwrap_or(0) + 3).unwrap_or(20).min(list.width / 2);
    let lines = |field: &Field| {
        form.flaw(*field).map_or(0, |flaw| {
            let said = explain::flaw(flaw).say(model.lang);
            text::wrap(&said, list.width.saturating_sub(label).into()).len()
        })
    };
    let height = usize::from(list.height);
    let roomy = fields.len() + fields.iter().map(lines).sum::<usize>() <= height;
    let room = height.saturating_sub(lines(&form.field).max(1)).max(1);
    let top = (here + 1).saturating_sub(room);
    let mut cursor = None;
    let mut y = list.y;
    for &field in &fields[top..] {
        if y >= list.bottom() {
            break;
        }
        let line = Rect { y, height: 1, ..list };
        let value = Rect { x: line.x + label, width: line.width.saturating_sub(label), ..line };
        let current = field == form.field;
        let flawed = form.flaw(field).is_some();
        let mark = if current { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = match (flawed, current) {
            (true, _) => Meaning::Bad,
            (false, true) => Meaning::Title,
            (false, false) => Meaning::Faint,
        };
        let name = format!("{mark} {}", words::field(field).say(model.lang));
        pen.text(Rect { width: label.saturating_sub(1), ..line }, meaning, &name);
        if current && field.choices().is_empty() {
            cursor = Some(pen.input(value, &form.input));
            if form.input.text().is_empty() {
                placeholder(form, field, value, pen);
            }
        } else if current {
            cursor = Some(Position::new(value.x, y));
            choices(form, field, value, pen);
        } else if field.is_secret() && !form.draft.text(field).is_empty() {
            pen.text(value, Meaning::Text, "****");
        } else if form.draft.text(field).is_empty() {
            placeholder(form, field, value, pen);
        } else {
            let shown = shown(field, form.draft.text(field), pen);
            pen.text(value, Meaning::Text, &shown);
        }
        y += 1;
        let remark = Rect { y, ..value };
        if let Some(flaw) = form.flaw(field).filter(|_| y < list.bottom()) {
            // What is wrong elsewhere must not push this field away.
            let height = if current || roomy { list.bottom() - y } else { 1 };
            let said = explain::flaw(flaw).say(model.lang);
            y += pen.wrapped(Rect { height, ..remark }, Meaning::Bad, &said);
        } else if y < list.bottom()
            && (previews(form, field) && preview(model, form, remark, pen)
                || current && offers(model, form, remark, pen))
        {
            y += 1;
        }
    }
    let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    if form.leaving {
        let key = hint::name(&model.keymap, Place::Form, Action::Cancel);
        pen.say(foot, Meaning::Bad, &Screen::LeaveForm { key });
    }
    cursor
}

/// What stands in a field that is not being typed: numbers masked, words in the person's language.
fn shown(field: Field, text: &str, pen: &Pen) -> String {
    if field.is_number() {
        return mask(text);
    }
    let word = words::choice(field, text).map(|word| word.say(pen.lang));
    word.unwrap_or_else(|| Safe::new(text).to_string())
}

/// What the book has for the field being typed: `Right: P-01  P-07`. Numbers are masked. Returns whether
/// there is anything.
fn offers(model: &Model, form: &Form, area: Rect, pen: &mut Pen) -> bool {
    let offers = form.offers();
    if offers.is_empty() {
        return false;
    }
    let key = hint::name(&model.keymap, Place::Form, Action::NextChoice);
    // In a sentence it has a name in every language; on its own, what is printed on it.
    let right = key.as_str() == Key::plain(KeyCode::Right).to_string();
    let key = if right { whole(&Screen::RightKey.say(model.lang)) } else { key };
    let said = Screen::Offers { key }.say(model.lang);
    let mut x = area.x + pen.text(area, Meaning::Key, &said);
    // The one that was taken stays in sight.
    let first = form.taken.map_or(0, |taken| taken.saturating_sub(2));
    for (place, offer) in offers.iter().enumerate().skip(first) {
        let shown = shown(form.field, offer, pen);
        let width = u16::try_from(text::width(&shown)).unwrap_or(u16::MAX);
        // Room for the sign that there are more.
        let more = if place + 1 < offers.len() { 3 } else { 0 };
        if x.saturating_add(width + more) > area.right() {
            let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
            pen.text(rest, Meaning::Faint, pen.theme.mark(Mark::Ellipsis));
            break;
        }
        let meaning = if form.taken == Some(place) { Meaning::Selected } else { Meaning::Faint };
        x += pen.text(Rect { x, width, ..area }, meaning, &shown) + 2;
    }
    true
}

/// Whether the code belongs under a field: under the key that was typed, or else under its PIN.
fn previews(form: &Form, field: Field) -> bool {
    let typed = |field: Field| !form.draft.text(field).is_empty();
    match field {
        Field::Key => typed(Field::Key),
        Field::Pin => typed(Field::Pin) && !typed(Field::Key),
        _ => false,
    }
}

/// The code of the key as it stands, to be compared with the phone. Returns whether there is
/// something to say.
fn preview(model: &Model, form: &Form, area: Rect, pen: &mut Pen) -> bool {
    let Ok(Some(key)) = form.draft.key() else { return false };
    if key.lacks_pin() {
        pen.say(area, Meaning::Look, &Screen::KeyNeedsPin);
        return true;
    }
    let code = safe(&key.code(model.now).grouped());
    let remarks = form.draft.key_remarks();
    let is_said = |remark| remarks.contains(&remark);
    let (meaning, said) = match key.window(model.now) {
        _ if is_said(Remark::SpareBits) || is_said(Remark::OddLength) => {
            (Meaning::Look, Screen::KeySpare { code })
        }
        _ if is_said(Remark::ShortKey) => (Meaning::Look, Screen::KeyShort { code }),
        Some(window) => (Meaning::Good, Screen::KeyShows { code, left: window.left }),
        None => (Meaning::Good, Screen::KeyCounts { code }),
    };
    pen.say(area, meaning, &said);
    true
}

fn placeholder(form: &Form, field: Field, area: Rect, pen: &mut Pen) {
    let default = match field {
        Field::Kind => "totp",
        Field::Digits => "6",
        Field::Period => "30",
        Field::Algorithm => "sha1",
        Field::Counter => "0",
        _ => "",
    };
    if !default.is_empty() {
        pen.text(area, Meaning::Faint, default);
        return;
    }
    let said = match field {
        Field::Key if form.draft.keeps_key() => Screen::KeyKept,
        Field::Key => Screen::KeyHint,
        Field::Pin if form.draft.keeps_pin() => Screen::PinKept,
        Field::Pin => Screen::PinHint,
        Field::Codes if form.draft.keeps_codes() > 0 => {
            Screen::CodesKept { n: form.draft.keeps_codes() }
        }
        Field::Codes => Screen::CodesHint,
        Field::Number | Field::BackupNumber => Screen::PhoneHint,
        Field::Sites => Screen::SitesHint,
        Field::BackupTested => Screen::DayHint,
        _ => return,
    };
    pen.say(area, Meaning::Faint, &said);
}

fn choices(form: &Form, field: Field, area: Rect, pen: &mut Pen) {
    let mut x = area.x;
    let none = pen.theme.mark(Mark::None);
    for word in std::iter::once("").chain(field.choices()) {
        let chosen = form.input.text() == word;
        let meaning = if chosen { Meaning::Selected } else { Meaning::Faint };
        let said = words::choice(field, word).map(|said| said.say(pen.lang));
        let shown = match said {
            Some(said) => format!(" {said} "),
            None => format!(" {} ", if word.is_empty() { none } else { word }),
        };
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        x += pen.text(rest, meaning, &shown);
    }
}

/// What the form is for.
fn title(board: &Board, form: &Form) -> Screen {
    // What was deleted meanwhile is called as it was.
    let book = if form.is_gone(&board.book) { &form.book } else { &board.book };
    let title = safe(&form.target.title(book));
    match form.purpose {
        Purpose::Record => {}
        Purpose::Enrol => return Screen::FormEnrol { title },
        Purpose::Proof => return Screen::FormProof { title },
    }
    match (form.target.subject(), form.target.is_new()) {
        (Subject::Account, true) => Screen::FormAdd,
        (Subject::Device, true) => Screen::FormAddDevice,
        (Subject::Number, true) => Screen::FormAddNumber,
        (Subject::Person, true) => Screen::FormAddPerson,
        (Subject::Method, true) => Screen::FormAddMethod { title },
        (Subject::Method, false) => Screen::FormMethod { title },
        (Subject::Copy, _) => Screen::FormAddCopy { title },
        (Subject::Recovery, _) => Screen::FormRecovery { title },
        (_, false) => Screen::FormEdit { title },
    }
}
