//! What was done, newest first.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::page::Page;
use super::pen::Pen;
use crate::activity::Event;
use crate::app::activity::{detail, stamp, what};
use crate::app::findings;
use crate::i18n::{Activity as Say, Screen, Word};
use crate::model::{Account, Thing};
use crate::text::{Safe, safe};
use crate::tui::model::{Board, Heading, History, Model, Row};
use crate::tui::theme::{Mark, Meaning};

/// The columns of a width: the time, who, what; the rest is of what it was done to.
fn columns(width: u16) -> [u16; 3] {
    match width {
        70.. => [5, 12, 18],
        50..70 => [5, 8, 16],
        _ => [5, 0, 15],
    }
}

fn cells(line: Rect) -> [Rect; 4] {
    let mut x = line.x + 3;
    let [time, who, did] = columns(line.width);
    [time, who, did, u16::MAX].map(|width| {
        let cell = Rect { x, width: width.min(line.right().saturating_sub(x)), ..line };
        x = x.saturating_add(if width > 0 { width.saturating_add(1) } else { 0 });
        cell.intersection(line)
    })
}

pub(super) fn draw(board: &Board, heads: Rect, area: Rect, pen: &mut Pen) -> Option<Position> {
    let Some(history) = &board.history else {
        let said = Say::Reading.say(pen.lang);
        pen.wrapped(inset(area), Meaning::Faint, &said);
        return None;
    };
    let words = [Say::When, Say::Who, Say::Did, Say::To];
    for (cell, word) in cells(heads).into_iter().zip(words) {
        let word = word.say(pen.lang);
        pen.text(cell, Meaning::Faint, &word);
    }
    let mut cursor = None;
    for ((index, row), y) in board.events.shown(area.height.into()).zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        let inside = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
        match row {
            Row::Head(Heading::Wrong(at)) => {
                let said = history.wrong.get(*at).map(|said| said.say(pen.lang));
                pen.text(
                    Rect { x: line.x + 1, width: 1, ..line },
                    Meaning::Bad,
                    pen.theme.mark(Mark::Look),
                );
                pen.text(inside, Meaning::Bad, &said.unwrap_or_default());
            }
            Row::Head(Heading::Day(day)) => {
                pen.text(inside, Meaning::Group, &day.to_string());
            }
            Row::Item(place) => {
                let Some(event) = history.activity.events.get(*place as usize) else { continue };
                let selected = index == board.events.cursor;
                if selected {
                    cursor = Some(Position::new(area.x, y));
                }
                draw_row(board, history, event, selected, line, pen);
            }
        }
    }
    if board.events.items().next().is_none() {
        let nothing = Say::Nothing.say(pen.lang);
        let none = history.activity.events.is_empty();
        let said = if none { nothing } else { Screen::NothingHere.say(pen.lang) };
        let y = area.y + u16::try_from(board.events.rows.len()).unwrap_or(0) + 1;
        let place = Rect { x: area.x + 3, y, width: area.width.saturating_sub(4), height: 3 };
        pen.wrapped(place.intersection(area), Meaning::Faint, &said);
    }
    cursor
}

fn draw_row(
    board: &Board,
    history: &History,
    event: &Event,
    selected: bool,
    line: Rect,
    pen: &mut Pen,
) {
    let [time, who, did, rest] = cells(line);
    let deed = &event.deed;
    let clock = history.zone.time(event.at);
    pen.text(time, Meaning::Faint, clock.get(..5).unwrap_or(&clock));
    let meaning = if history.names.is_out(event) { Meaning::Bad } else { Meaning::Text };
    pen.text(who, meaning, Safe::new(&event.who).as_str());
    let word = what(deed).say(pen.lang);
    pen.text(did, Meaning::Text, &word);
    // Without the login, so that there is room for what else is to be known; the pane has it.
    let subject = match deed.account.and_then(|id| board.book.account(id)) {
        Some(account) => {
            Safe::new(&format!("{} · {}", account.title(), account.platform)).to_string()
        }
        None => history.names.subject(deed, &board.book, pen.lang),
    };
    let used = pen.text(rest, Meaning::Text, &subject);
    let gap = if used > 0 { used + 2 } else { 0 };
    let rest =
        Rect { x: rest.x + gap.min(rest.width), width: rest.width.saturating_sub(gap), ..rest };
    let more = detail(deed, pen.lang);
    pen.text(rest, Meaning::Faint, &more);
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(line, style);
        let mark = pen.theme.mark(Mark::Cursor);
        pen.text(Rect { width: 1, ..line }, Meaning::Selected, mark);
    }
}

/// The worst of what is wrong, on one line.
pub(super) fn whole(board: &Board, area: Rect, pen: &mut Pen) {
    let Some(history) = &board.history else { return };
    let Some(first) = history.wrong.first() else { return };
    let said = first.say(pen.lang);
    let said = match history.wrong.len() {
        1 => said,
        n => Say::AndMore { said: safe(&said), n: n - 1 }.say(pen.lang),
    };
    pen.text(area, Meaning::Bad, &said);
}

/// The selected one in full.
pub(super) fn details(model: &Model, board: &Board, page: &mut Page) {
    let (Some(history), Some(event)) = (&board.history, board.event()) else { return };
    let (lang, deed) = (model.lang, &event.deed);
    page.line(Meaning::Title, &what(deed).say(lang));
    page.line(Meaning::Faint, &stamp(event.at, &history.zone));
    page.gap();
    said(page, &Say::Who, &history.names.who(event, lang));
    said(page, &Say::Machine, &event.machine);
    let account = deed.account.and_then(|id| board.book.account(id));
    match (account, deed.thing) {
        (Some(account), _) => of_account(page, account),
        (None, Some(thing)) => {
            let word = match thing {
                Thing::Device(_) => Word::Device,
                Thing::Number(_) => Word::Number,
                Thing::Person(_) => Word::Name,
            };
            match findings::label(thing, &board.book) {
                name if name == "?" => {
                    said(page, &Say::To, &history.names.subject(deed, &board.book, lang));
                }
                name => page.field(&word, &name),
            }
        }
        (None, None) => said(page, &Say::To, &history.names.subject(deed, &board.book, lang)),
    }
    said(page, &Say::Detail, &detail(deed, lang));
    if !history.wrong.is_empty() {
        page.gap();
    }
    for wrong in &history.wrong {
        page.line(Meaning::Bad, &wrong.say(lang));
    }
}

fn of_account(page: &mut Page, account: &Account) {
    page.field(&Word::Store, &account.store);
    page.field(&Word::Platform, &account.platform);
    page.field(&Word::Login, &account.login);
    page.field(&Word::Company, &account.company);
}

fn said(page: &mut Page, word: &Say, value: &str) {
    let word = word.say(page.pen.lang);
    page.labelled(&word, value);
}
