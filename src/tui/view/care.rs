//! What breaks when something is lost, what still works, and the steps to mend it.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::{findings, loss, words};
use crate::health::loss::{Affected, Rank, is_hollow};
use crate::i18n::{Care as Words, Screen};
use crate::model::{Book, Step, Thing};
use crate::text::{Safe, safe, whole};
use crate::tui::model::{Board, Care, Row};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(board: &Board, care: &Care, area: Rect, pen: &mut Pen) -> Option<Position> {
    let area = inset(area);
    let book = &board.book;
    let what = safe(&findings::label(care.thing, book));
    let (title, meaning) = match &care.done {
        Some(ticks) => {
            let all = care.steps.items().count();
            let is_done = |(place, step): &&(usize, Step)| {
                care.affected.get(*place).is_some_and(|entry| {
                    ticks.contains_key(&(entry.account, *step)) && !is_hollow(entry, *step)
                })
            };
            let done = care.steps.items().filter(is_done).count();
            let is_here = |id| book.person(id).is_some_and(|person| person.left.is_none());
            let title = match care.thing {
                Thing::Person(id) if is_here(id) => Screen::SawVault { what, done, all },
                thing => is_gone(thing, what, done, all),
            };
            (title, Meaning::Bad)
        }
        None => (Screen::IfLost { what, n: care.affected.len() }, Meaning::Title),
    };
    pen.say(area, meaning, &title);
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
                draw_step(board, care, affected, *step, selected, line, pen);
            }
        }
    }
    cursor
}

/// `✖ Hikari Outdoor / Amazon / ops@hikari.example   works: key in this vault`
fn head(book: &Book, affected: &Affected, line: Rect, pen: &mut Pen) {
    let Some(account) = book.accounts.get(affected.place) else { return };
    let (mark, meaning) = match affected.rank {
        Rank::NoOther => (Mark::Bad, Meaning::Bad),
        Rank::Money | Rank::Main => (Mark::Look, Meaning::Look),
        Rank::Backup | Rank::Other => (Mark::None, Meaning::Faint),
    };
    let name = loss::title(account);
    let mut x = line.x + pen.text(line, meaning, pen.theme.mark(mark)) + 1;
    let rest = |x: u16| Rect { x, width: line.right().saturating_sub(x), ..line };
    x += pen.text(rest(x), Meaning::Title, name.as_str()) + 3;
    if affected.still.is_empty() {
        pen.say(rest(x), Meaning::Bad, &Screen::NothingWorks);
    } else {
        let ways = loss::still(affected, account, book, pen.lang).join(words::semicolon(pen.lang));
        pen.say(rest(x), Meaning::Faint, &Screen::StillWorks { ways: whole(&ways) });
    }
}

/// `  [x] remove the lost method   Anna 03-12`
fn draw_step(
    board: &Board,
    care: &Care,
    affected: &Affected,
    step: Step,
    selected: bool,
    line: Rect,
    pen: &mut Pen,
) {
    let tick = care.done.as_ref().and_then(|done| done.get(&(affected.account, step)));
    let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
    pen.text(line, Meaning::Text, mark);
    let line = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
    let sign = if tick.is_some() { "[x]" } else { "[ ]" };
    let hollow = tick.is_some() && is_hollow(affected, step);
    let meaning = match tick {
        Some(_) if hollow => Meaning::Look,
        Some(_) => Meaning::Good,
        None => Meaning::Text,
    };
    let mut x = line.x + pen.text(line, meaning, sign) + 1;
    let rest = |x: u16| Rect { x, width: line.right().saturating_sub(x), ..line };
    x += pen.text(rest(x), meaning, &words::step(step).say(pen.lang)) + 2;
    let beside = match (tick, step) {
        (Some((by, on)), _) if hollow => {
            let done = whole(format!("{} {on}", Safe::new(by)).trim());
            Words::HollowTick { done }.say(pen.lang)
        }
        (Some((by, on)), _) => format!("{} {on}", Safe::new(by)),
        (None, Step::SignIn | Step::Recover) => {
            let account = board.book.accounts.get(affected.place);
            let console = account.and_then(|account| loss::console(account, &board.catalogue));
            console.unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    pen.text(rest(x), Meaning::Faint, Safe::new(beside.trim()).as_str());
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(Rect { x: line.x, ..line }, style);
    }
}

/// The title of a list that is being worked through, by what is gone.
fn is_gone(thing: Thing, what: Safe<'static>, done: usize, all: usize) -> Screen {
    match thing {
        Thing::Device(_) => Screen::IsLost { what, done, all },
        Thing::Number(_) => Screen::IsLapsed { what, done, all },
        Thing::Person(_) => Screen::HasGone { what, done, all },
    }
}
