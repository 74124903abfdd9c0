//! What breaks when something is lost, what still works, and the steps to mend it.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::{findings, words};
use crate::health::loss::{Affected, By, Rank, loss_of, progress, ticked};
use crate::i18n::Screen;
use crate::model::{Account, Book, Loss, Number, Step};
use crate::text::{Safe, safe};
use crate::tui::model::{Board, Care, Row};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(board: &Board, care: &Care, area: Rect, pen: &mut Pen) -> Option<Position> {
    let area = inset(area);
    let book = &board.book;
    let what = safe(&findings::label(care.thing, book));
    let loss = loss_of(book, care.thing);
    let title = match loss {
        Some(loss) => {
            let (done, all) = progress(loss, &care.affected);
            Screen::IsLost { what, done, all }
        }
        None => Screen::IfLost { what, n: care.affected.len() },
    };
    pen.say(area, if loss.is_some() { Meaning::Bad } else { Meaning::Title }, &title);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if care.affected.is_empty() {
        pen.say(list, Meaning::Good, &Screen::NothingHangsOn);
        return None;
    }
    let mut cursor = None;
    for ((index, row), y) in care.steps.shown(list.height.into()).zip(list.y..) {
        let line = Rect { y, height: 1, ..list };
        match row {
            Row::Head(place) => {
                if let Some(affected) = care.affected.get(*place) {
                    head(book, affected, line, pen);
                }
            }
            Row::Item((place, step)) => {
                let Some(affected) = care.affected.get(*place) else { continue };
                let selected = index == care.steps.cursor;
                if selected {
                    cursor = Some(Position::new(line.x, y));
                }
                draw_step(board, loss, affected, *step, selected, line, pen);
            }
        }
    }
    cursor
}

/// `✖ Hikari Outdoor · Amazon   works: key in this vault`
fn head(book: &Book, affected: &Affected, line: Rect, pen: &mut Pen) {
    let Some(account) = book.accounts.get(affected.place) else { return };
    let (mark, meaning) = match affected.rank {
        Rank::NoOther => (Mark::Bad, Meaning::Bad),
        Rank::Money | Rank::Main => (Mark::Look, Meaning::Look),
        Rank::Backup | Rank::Other => (Mark::None, Meaning::Faint),
    };
    let name = format!("{} · {}", account.title(), account.platform);
    let mut x = line.x + pen.text(line, meaning, pen.theme.mark(mark)) + 1;
    let rest = |x: u16| Rect { x, width: line.right().saturating_sub(x), ..line };
    x += pen.text(rest(x), Meaning::Title, Safe::new(&name).as_str()) + 3;
    let ways = ways(account, book, affected, pen);
    if ways.is_empty() {
        pen.say(rest(x), Meaning::Bad, &Screen::NothingWorks);
    } else {
        pen.say(rest(x), Meaning::Faint, &Screen::StillWorks { ways: safe(&ways.join("; ")) });
    }
}

/// What still opens an account, in words.
fn ways(account: &Account, book: &Book, affected: &Affected, pen: &Pen) -> Vec<String> {
    let lang = pen.lang;
    let way = |way: &crate::health::loss::Way| {
        let what = match way.by {
            By::Key => Screen::WayKey.say(lang),
            By::Method(place) => {
                let method = account.methods.get(place)?;
                let number = method.number.and_then(|id| book.number(id)).map(Number::masked);
                let device =
                    book.device_of(method).map(|device| Safe::new(&device.label).to_string());
                let mut said = words::kind(method.kind).say(lang);
                for part in number.into_iter().chain(device) {
                    said.push(' ');
                    said.push_str(&part);
                }
                said
            }
            By::Copy(place) => {
                let copy = account.copies.get(place)?;
                let device = copy.device.and_then(|id| book.device(id));
                let place = device.map_or(&copy.place, |device| &device.label);
                Screen::WayCopy { place: safe(place) }.say(lang)
            }
            By::Codes(n) => Screen::WayCodes { n }.say(lang),
        };
        let holder = way.holder.and_then(|id| book.person(id));
        Some(match holder {
            Some(person) => format!("{what} ({})", Safe::new(&person.name)),
            None => what,
        })
    };
    affected.still.iter().filter_map(way).collect()
}

/// `  [x] remove the lost method   Anna 03-12`
fn draw_step(
    board: &Board,
    loss: Option<&Loss>,
    affected: &Affected,
    step: Step,
    selected: bool,
    line: Rect,
    pen: &mut Pen,
) {
    let tick = loss.and_then(|loss| ticked(loss, affected.account, step));
    let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
    pen.text(line, Meaning::Text, mark);
    let line = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
    let sign = if tick.is_some() { "[x]" } else { "[ ]" };
    let meaning = if tick.is_some() { Meaning::Good } else { Meaning::Text };
    let mut x = line.x + pen.text(line, meaning, sign) + 1;
    let rest = |x: u16| Rect { x, width: line.right().saturating_sub(x), ..line };
    x += pen.text(rest(x), meaning, &words::step(step).say(pen.lang)) + 2;
    let beside = match (tick, step) {
        (Some(tick), _) => format!("{} {}", Safe::new(&tick.by), tick.on.strftime("%m-%d")),
        (None, Step::SignIn | Step::Recover) => console(board, affected).unwrap_or_default(),
        _ => String::new(),
    };
    pen.text(rest(x), Meaning::Faint, Safe::new(beside.trim()).as_str());
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(Rect { x: line.x, ..line }, style);
    }
}

/// Where one signs in.
fn console(board: &Board, affected: &Affected) -> Option<String> {
    let account = board.book.accounts.get(affected.place)?;
    if !account.console.is_empty() {
        return Some(account.console.clone());
    }
    board.catalogue.of(&account.platform)?.console.clone()
}
