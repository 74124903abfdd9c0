//! Playbooks, garbled messages, the code of a phone.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{corner, inset};
use crate::app::{loss, proof, words};
use crate::i18n::{Line, Playbook, Screen};
use crate::model::Account;
use crate::otp::Key;
use crate::text::{self, Safe, safe};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Answer, Board, Compare, Goal, Model, Pages, Ungarble};
use crate::tui::theme::{Mark, Meaning};

/// Lines longer than this are hard to follow.
const WIDEST: u16 = 84;

pub(super) fn pages(pages: &Pages, area: Rect, pen: &mut Pen) {
    let area = inset(area);
    match *pages {
        Pages::List { cursor } => list(cursor, area, pen),
        Pages::One { playbook, top, .. } => page(playbook, top, area, pen),
    }
}

fn list(cursor: usize, area: Rect, pen: &mut Pen) {
    pen.say(area, Meaning::Title, &Screen::PlaybooksTitle);
    let rows = area.y + 2..area.bottom();
    let hidden = (cursor + 1).saturating_sub(rows.len());
    for ((place, playbook), y) in Playbook::ALL.into_iter().enumerate().skip(hidden).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        let selected = place == cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        let said = format!("{mark} {:>2}  {}", playbook.number(), playbook.title(pen.lang));
        pen.text(line, meaning, &said);
    }
}

/// Steps stand out by their number, remarks by their place.
fn page(playbook: Playbook, top: usize, area: Rect, pen: &mut Pen) {
    let page = playbook.page(pen.lang);
    let title = format!("{}  {}", playbook.number(), page.title);
    pen.text(area, Meaning::Title, &title);
    let list = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2),
        width: area.width.min(WIDEST),
        ..area
    };
    let mut lines: Vec<(u16, Meaning, Option<usize>, String)> = Vec::new();
    for line in &page.lines {
        let (indent, meaning, number) = match line {
            Line::Text(_) => (0, Meaning::Text, None),
            Line::Step { number, .. } => (4, Meaning::Text, Some(*number)),
            Line::Remark(_) => (4, Meaning::Faint, None),
        };
        let room = usize::from(list.width.saturating_sub(indent));
        for (place, part) in text::wrap(line.text(), room).into_iter().enumerate() {
            lines.push((indent, meaning, number.filter(|_| place == 0), part.to_owned()));
        }
    }
    let room = usize::from(list.height);
    let furthest = lines.len().saturating_sub(room);
    let top = top.min(furthest);
    for ((indent, meaning, number, part), y) in lines.iter().skip(top).take(room).zip(list.y..) {
        let line = Rect { y, height: 1, ..list };
        if let Some(number) = number {
            pen.text(line, Meaning::Key, &format!("{number:>2}"));
        }
        let rest = Rect { x: line.x + indent, width: line.width.saturating_sub(*indent), ..line };
        pen.text(rest, *meaning, part);
    }
    if top < furthest {
        corner(&Screen::More { n: furthest - top }, area, pen);
    }
}

pub(super) fn ungarble(line: &Ungarble, area: Rect, pen: &mut Pen) -> Position {
    let area = inset(area);
    pen.say(area, Meaning::Title, &Screen::UngarbleTitle);
    let said = Screen::UngarbleAsk.say(pen.lang);
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let used = pen.wrapped(below, Meaning::Faint, &said);
    let row = |n: u16| Rect { y: below.y + used + n, height: 1, ..area }.intersection(area);
    let cursor = pen.prompt(row(1), &line.input);
    if line.found.is_empty() {
        if !line.input.text().trim().is_empty() {
            pen.wrapped(
                Rect { height: 3, ..row(3) },
                Meaning::Look,
                &Screen::UngarbleNothing.say(pen.lang),
            );
        }
        return cursor;
    }
    for ((place, found), n) in line.found.iter().enumerate().zip(3..) {
        let at = row(n);
        if at.is_empty() {
            break;
        }
        let selected = place == line.cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let digits = format!("{mark} {:<9}", found.digits);
        let used = pen.text(at, if selected { Meaning::Code } else { Meaning::Text }, &digits) + 1;
        let rest = Rect { x: at.x + used, width: at.width.saturating_sub(used), ..at };
        pen.text(rest, Meaning::Faint, Safe::new(&found.text).as_str());
    }
    cursor
}

pub(super) fn compare(
    model: &Model,
    board: &Board,
    compare: &Compare,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    let account = board.book.account(compare.account)?;
    let key = account.key.as_ref()?;
    let row = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    let title = safe(account.title());
    if compare.goal == Goal::Proof {
        return Some(prove(model, board, compare, (account, key), area, pen));
    }
    pen.say(area, Meaning::Title, &Screen::CompareTitle { title });
    pen.say(row(2), Meaning::Faint, &Screen::CompareAsk);
    let cursor = pen.prompt(row(3), &compare.input);
    if let Some(answer) = compare.answer {
        let meaning = match answer {
            Answer::Match(_) if answer.is_near() => Meaning::Good,
            Answer::Match(_) => Meaning::Look,
            Answer::NoMatch => Meaning::Bad,
        };
        let said = words::drift(key, answer.drift(), key.reach());
        let said = said.say_by(model.lang, &board.keyrack());
        let below = Rect { y: area.y + 5, height: area.height.saturating_sub(5), ..area };
        let used = pen.wrapped(below, meaning, &said);
        let below = Rect { y: below.y + used + 1, height: 3, ..below }.intersection(area);
        pen.wrapped(
            below,
            Meaning::Faint,
            &Screen::CompareNote.say_by(model.lang, &board.keyrack()),
        );
    }
    Some(cursor)
}

/// Whether a second phone has the key that was just set up.
fn prove(
    model: &Model,
    board: &Board,
    compare: &Compare,
    (account, key): (&Account, &Key),
    area: Rect,
    pen: &mut Pen,
) -> Position {
    let row = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    pen.say(area, Meaning::Title, &Screen::ProveTitle { title: safe(account.title()) });
    pen.say(row(2), Meaning::Text, &Screen::ProveAsk);
    let cursor = pen.prompt(row(3), &compare.input);
    let below = Rect { y: area.y + 5, height: area.height.saturating_sub(5), ..area };
    match compare.answer {
        // It is being written down.
        Some(answer) if answer.is_near() => {}
        Some(answer) => {
            let meaning = match answer {
                Answer::Match(_) => Meaning::Look,
                Answer::NoMatch => Meaning::Bad,
            };
            pen.wrapped(below, meaning, &proof::doubt(key, answer.drift()).say(model.lang));
        }
        None => {
            let method = proof::witness(account).and_then(|at| account.methods.get(at));
            let way = method.map(|method| loss::method_in_role(method, &board.book, model.lang));
            let said = match way {
                Some(way) => Screen::ProveOf { way: safe(&way) },
                None => Screen::ProveWhere,
            };
            let used = pen.wrapped(below, Meaning::Faint, &said.say(model.lang));
            let below =
                Rect { y: below.y + used, height: below.height.saturating_sub(used), ..below };
            let key = hint::name(&model.keymap, Place::Menu, Action::Accept);
            pen.wrapped(below, Meaning::Faint, &Screen::ProveSkip { key }.say(model.lang));
        }
    }
    cursor
}
