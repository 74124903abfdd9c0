//! The board of devices, numbers and people.

use ratatui::layout::{Position, Rect};

use super::page::Page;
use super::pen::Pen;
use crate::app::words;
use crate::i18n::{Screen, Word};
use crate::model::{Device, DeviceState, Number, NumberState, Person, Thing};
use crate::text::{Safe, joined, safe};
use crate::time::Date;
use crate::tui::model::{Board, Kind, Model, Row};
use crate::tui::theme::{Mark, Meaning};

/// The columns: name, what it is, who has it, where, state, and how many logins hang on it. Those
/// without room go from the middle: where, what, who.
struct Columns {
    name: u16,
    what: u16,
    holder: u16,
    place: u16,
    state: u16,
    load: u16,
}

fn columns(width: u16) -> Columns {
    let mut c = Columns { name: 14, what: 11, holder: 13, place: 0, state: 18, load: 9 };
    let used = |c: &Columns| 3 + c.name + c.what + c.holder + c.place + c.state + c.load + 6;
    let drops: [fn(&mut Columns); 3] = [|c| c.load = 4, |c| c.what = 0, |c| c.holder = 0];
    for drop in drops {
        if width >= used(&c) {
            break;
        }
        drop(&mut c);
    }
    // A state and its day in full before anything else grows.
    c.state += width.saturating_sub(used(&c)).min(4);
    let spare = width.saturating_sub(used(&c));
    if spare >= 10 {
        c.place = spare.min(24);
    }
    c.name += width.saturating_sub(used(&c)).min(16);
    c
}

impl Columns {
    fn cells(&self, line: Rect) -> [Rect; 6] {
        let mut x = line.x + 3;
        [self.name, self.what, self.holder, self.place, self.state, self.load].map(|width| {
            let cell = Rect { x, width, ..line }.intersection(line);
            x += if width > 0 { width + 1 } else { 0 };
            cell
        })
    }
}

/// One thing in the columns' words.
struct Cells {
    name: String,
    what: String,
    holder: String,
    place: String,
    state: (Mark, Meaning, String),
}

pub(super) fn draw(board: &Board, heads: Rect, area: Rect, pen: &mut Pen) -> Option<Position> {
    let columns = columns(area.width);
    let words = [Word::Called, Word::Kind, Word::Holder, Word::Location, Word::State, Word::Logins];
    for (cell, word) in columns.cells(heads).into_iter().zip(words) {
        let word = word.say(pen.lang);
        pen.text(cell, Meaning::Faint, &word);
    }
    let mut cursor = None;
    for ((index, row), y) in board.things.shown(area.height.into()).zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        match row {
            Row::Head(kind) => {
                let word = section(*kind).say(pen.lang);
                let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
                pen.text(line, Meaning::Group, &word);
            }
            Row::Item(thing) => {
                let selected = index == board.things.cursor;
                if selected {
                    cursor = Some(Position::new(area.x, y));
                }
                draw_row(board, *thing, selected, &columns, line, pen);
            }
        }
    }
    if board.things.items().next().is_none() {
        let none = board.sieve.text().is_empty();
        let said = if none { Screen::NoThings } else { Screen::NothingHere }.say(pen.lang);
        let y = area.y + 4;
        let area = Rect { x: area.x + 3, y, width: area.width.saturating_sub(4), height: 3 };
        pen.wrapped(area, Meaning::Faint, &said);
    }
    cursor
}

fn section(kind: Kind) -> Word {
    match kind {
        Kind::Devices => Word::Devices,
        Kind::Numbers => Word::Numbers,
        Kind::People => Word::People,
    }
}

fn draw_row(
    board: &Board,
    thing: Thing,
    selected: bool,
    columns: &Columns,
    line: Rect,
    pen: &mut Pen,
) {
    let Some(cells) = cells(board, thing, pen) else { return };
    if selected {
        let mark = pen.theme.mark(Mark::Cursor);
        pen.text(Rect { width: 1, ..line }, Meaning::Text, mark);
    }
    let [name, what, holder, place, state, load] = columns.cells(line);
    let (mark, meaning, word) = cells.state;
    pen.text(name, Meaning::Text, &cells.name);
    pen.text(what, Meaning::Faint, &cells.what);
    pen.text(holder, Meaning::Text, &cells.holder);
    pen.text(place, Meaning::Faint, &cells.place);
    let used = pen.text(state, meaning, pen.theme.mark(mark)) + 1;
    let rest = Rect { x: state.x + used, width: state.width.saturating_sub(used), ..state };
    pen.text(rest, meaning, &word);
    let count = board.loads.get(&thing).map_or(0, Vec::len);
    pen.text(load, if count > 0 { Meaning::Text } else { Meaning::Faint }, &count.to_string());
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(line, style);
    }
}

fn cells(board: &Board, thing: Thing, pen: &Pen) -> Option<Cells> {
    let book = &board.book;
    let lang = pen.lang;
    Some(match thing {
        Thing::Device(id) => {
            let device = book.device(id)?;
            Cells {
                name: Safe::new(&device.label).to_string(),
                what: words::device_kind(device.kind).say(lang),
                holder: name(device.holder.and_then(|id| book.person(id))),
                place: Safe::new(&device.location).to_string(),
                state: device_state(device, pen),
            }
        }
        Thing::Number(id) => {
            let number = book.number(id)?;
            let device = number.device.and_then(|id| book.device(id));
            let label = device.map(|device| Safe::new(&device.label).to_string());
            Cells {
                name: number.masked(),
                what: words::number_kind(number.kind).say(lang),
                holder: label.unwrap_or_default(),
                place: Safe::new(&number.carrier).to_string(),
                state: number_state(number, pen),
            }
        }
        Thing::Person(id) => {
            let person = book.person(id)?;
            Cells {
                name: Safe::new(&person.name).to_string(),
                what: String::new(),
                holder: String::new(),
                place: Safe::new(&person.team).to_string(),
                state: match person.left.filter(|_| board.has_left(person)) {
                    Some(day) => (Mark::Look, Meaning::Look, dated(&Word::HasLeft, Some(day), pen)),
                    None => (Mark::Good, Meaning::Good, Word::Here.say(lang)),
                },
            }
        }
    })
}

fn name(person: Option<&Person>) -> String {
    person.map(|person| Safe::new(&person.name).to_string()).unwrap_or_default()
}

fn device_state(device: &Device, pen: &Pen) -> (Mark, Meaning, String) {
    let word = words::device_state(device.state);
    match device.state {
        DeviceState::Ok => (Mark::Good, Meaning::Good, word.say(pen.lang)),
        DeviceState::Lost | DeviceState::Stolen => {
            (Mark::Bad, Meaning::Bad, dated(&word, device.since, pen))
        }
        DeviceState::Broken => (Mark::Look, Meaning::Look, dated(&word, device.since, pen)),
        DeviceState::Retired => (Mark::None, Meaning::Faint, dated(&word, device.since, pen)),
    }
}

fn number_state(number: &Number, pen: &Pen) -> (Mark, Meaning, String) {
    let word = words::number_state(number.state);
    match number.state {
        NumberState::Ok => (Mark::Good, Meaning::Good, word.say(pen.lang)),
        NumberState::Suspended => (Mark::Look, Meaning::Look, dated(&word, number.since, pen)),
        NumberState::Lapsed | NumberState::Lost => {
            (Mark::Bad, Meaning::Bad, dated(&word, number.since, pen))
        }
    }
}

/// `lost 2026-03-12`: a state and the day it began.
fn dated(word: &Word, since: Option<Date>, pen: &Pen) -> String {
    let word = word.say(pen.lang);
    match since {
        Some(day) => format!("{word} {day}"),
        None => word,
    }
}

/// The selected one in full.
pub(super) fn details(model: &Model, board: &Board, page: &mut Page) {
    let Some(thing) = board.thing() else { return };
    let book = &board.book;
    let lang = model.lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match thing {
        Thing::Device(id) => {
            let Some(device) = book.device(id) else { return };
            page.line(Meaning::Title, Safe::new(&device.label).as_str());
            let kind = words::device_kind(device.kind).say(lang);
            page.line(Meaning::Faint, &kind);
            page.gap();
            page.field(&Word::Holder, &name(device.holder.and_then(|id| book.person(id))));
            page.field(&Word::Location, &device.location);
            page.field(&Word::State, &words::device_state(device.state).say(lang));
            page.field(&Word::Since, &day(device.since));
            let auto = device.auto_time.map(|auto| if auto { Word::Yes } else { Word::No });
            page.field(&Word::AutoTime, &auto.map(|word| word.say(lang)).unwrap_or_default());
            let numbers = book.numbers.iter().filter(|number| number.device == Some(id));
            let numbers: Vec<String> = numbers.map(Number::masked).collect();
            page.field(&Word::Numbers, &numbers.join(" "));
            page.field(&Word::Note, &joined(&device.note));
        }
        Thing::Number(id) => {
            let Some(number) = book.number(id) else { return };
            page.line(Meaning::Title, &number.masked());
            let kind = words::number_kind(number.kind).say(lang);
            page.line(Meaning::Faint, &kind);
            page.gap();
            let device = number.device.and_then(|id| book.device(id));
            page.field(&Word::Device, device.map_or("", |device| &device.label));
            let holder = device.and_then(|device| book.person(device.holder?));
            page.field(&Word::Holder, &name(holder));
            page.field(&Word::Carrier, &number.carrier);
            page.field(&Word::RegisteredTo, &number.registered_to);
            page.field(&Word::State, &words::number_state(number.state).say(lang));
            page.field(&Word::Since, &day(number.since));
            page.field(&Word::Keepalive, &day(number.keepalive));
            page.field(&Word::Note, &joined(&number.note));
        }
        Thing::Person(id) => {
            let Some(person) = book.person(id) else { return };
            page.line(Meaning::Title, Safe::new(&person.name).as_str());
            page.gap();
            page.field(&Word::Team, &person.team);
            page.field(&Word::HasLeft, &day(person.left));
            let devices = book.devices.iter().filter(|device| device.holder == Some(id));
            let devices: Vec<&str> = devices.map(|device| &*device.label).collect();
            page.field(&Word::Devices, &devices.join(" "));
        }
    }
    page.gap();
    let n = board.loads.get(&thing).map_or(0, Vec::len);
    page.line(Meaning::Group, &Screen::HangOn { n }.say(lang));
    for place in board.loads.get(&thing).map_or(&[][..], Vec::as_slice) {
        if page.is_full() {
            break;
        }
        if let Some(account) = book.accounts.get(*place as usize) {
            let title = safe(account.title());
            let platform = safe(&account.platform);
            page.line(Meaning::Text, &format!("{title} · {platform}"));
        }
    }
}
