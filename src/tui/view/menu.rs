//! The help page, the list of commands, questions.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use crate::i18n::Screen;
use crate::model::Id;
use crate::text::{self, safe};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Board, Input, Model};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::update::{DELETE_WORD, matching};

/// The keys of the list, the filter and the big view, from the keymap.
pub(super) fn help(model: &Model, top: usize, area: Rect, pen: &mut Pen) {
    let area = inset(area);
    pen.say(area, Meaning::Title, &Screen::HelpTitle);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let actions = model.keymap.actions(Place::List);
    let per_column = usize::from(list.height).max(1);
    let columns = if list.width >= 100 { 2 } else { 1 };
    let furthest = actions.len().saturating_sub(per_column * columns);
    let width = list.width / u16::try_from(columns).unwrap_or(1);
    let shown = actions.iter().skip(top.min(furthest)).take(per_column * columns);
    for (index, &action) in shown.enumerate() {
        let (column, row) = (index / per_column, index % per_column);
        let x = list.x + width * u16::try_from(column).unwrap_or(0);
        let y = list.y + u16::try_from(row).unwrap_or(0);
        let line = Rect { x, y, width, height: 1 };
        let keys: Vec<_> = model.keymap.keys(Place::List, action).map(|k| k.to_string()).collect();
        pen.text(Rect { width: 16, ..line }, Meaning::Key, &keys.join("  "));
        let rest = Rect { x: x + 17, width: width.saturating_sub(18), ..line };
        pen.say(rest, Meaning::Text, &hint::sentence(action));
    }
}

/// Every command that holds what is typed.
pub(super) fn commands(
    model: &Model,
    query: &Input,
    cursor: usize,
    area: Rect,
    pen: &mut Pen,
) -> Position {
    let area = inset(area);
    pen.say(area, Meaning::Title, &Screen::CommandsTitle);
    let line = Rect { y: area.y + 1, height: 1, ..area };
    let used = pen.text(line, Meaning::Key, ": ");
    let line = Rect { x: line.x + used, width: line.width.saturating_sub(used), ..line };
    let at = pen.input(line, query);
    let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    let found = matching(query.text(), model.lang);
    let room = usize::from(list.height).max(1);
    let top = (cursor + 1).saturating_sub(room);
    for ((index, action), y) in found.iter().enumerate().skip(top).take(room).zip(list.y..) {
        let selected = index == cursor;
        let line = Rect { y, height: 1, ..list };
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        pen.text(line, meaning, mark);
        let key = model.keymap.key(Place::List, *action).map(|key| key.to_string());
        let key = key.unwrap_or_default();
        let width = u16::try_from(text::width(&key)).unwrap_or(0);
        let words = Rect { x: line.x + 2, width: line.width.saturating_sub(width + 4), ..line };
        pen.say(words, meaning, &hint::sentence(*action));
        let right = line.right().saturating_sub(width);
        pen.text(Rect { x: right, width, ..line }, Meaning::Key, &key);
    }
    if found.is_empty() {
        pen.say(list, Meaning::Faint, &Screen::NothingMatches);
    }
    at
}

pub(super) fn delete(
    board: &Board,
    account: Id,
    word: &Input,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    let account = board.book.account(account)?;
    pen.say(area, Meaning::Title, &Screen::DeleteTitle { title: safe(account.title()) });
    let details = format!("{} {}", account.platform, account.login);
    let details = safe(&details);
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    pen.text(line(1), Meaning::Faint, details.as_str());
    pen.say(line(3), Meaning::Text, &Screen::DeleteAsk { word: safe(DELETE_WORD) });
    Some(pen.prompt(line(4), word))
}

pub(super) fn leave(model: &Model, area: Rect, pen: &mut Pen) {
    let area = inset(area);
    let key = hint::name(&model.keymap, Place::Menu, Action::Accept);
    pen.say(area, Meaning::Bad, &Screen::LeaveTitle);
    let line = Rect { y: area.y + 1, ..area }.intersection(area);
    pen.say(line, Meaning::Text, &Screen::LeaveAsk { key });
}

fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    }
}
