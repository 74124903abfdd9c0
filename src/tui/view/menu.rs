//! The help page, the list of commands, questions.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{corner, inset};
use crate::app::loss;
use crate::i18n::Screen;
use crate::text::{self, safe};
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Board, Doomed, Input, Model, Part};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::update::{DELETE_WORD, doomed, matching};
use crate::tui::{hint, shift};

/// Columns for the keys of an action.
const KEYS: u16 = 16;

/// The keys of the screen that lies below, from the keymap.
pub(super) fn help(
    model: &Model,
    board: &Board,
    place: Place,
    top: usize,
    area: Rect,
    pen: &mut Pen,
) {
    let area = inset(area);
    pen.say(area, Meaning::Title, &Screen::HelpTitle);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let mut actions = model.keymap.actions(place);
    actions.retain(|action| shift::offers(board, *action));
    let per_column = usize::from(list.height).max(1);
    let columns = if list.width >= 100 { 2 } else { 1 };
    let furthest = actions.len().saturating_sub(per_column * columns);
    let width = list.width / u16::try_from(columns).unwrap_or(1);
    let top = top.min(furthest);
    let shown = actions.iter().skip(top).take(per_column * columns);
    for (index, &action) in shown.enumerate() {
        let (column, row) = (index / per_column, index % per_column);
        let x = list.x + width * u16::try_from(column).unwrap_or(0);
        let y = list.y + u16::try_from(row).unwrap_or(0);
        let line = Rect { x, y, width, height: 1 };
        let keys = model.keymap.keys(place, action).map(|key| key.to_string());
        pen.text(Rect { width: KEYS, ..line }, Meaning::Key, &whole(keys));
        let rest = Rect { x: x + 17, width: width.saturating_sub(18), ..line };
        pen.say(rest, Meaning::Text, &hint::sentence_on(place, action));
    }
    if top < furthest {
        let said = Screen::More { n: furthest - top };
        corner(&said, area, pen);
    }
}

/// As many keys as there is room for: half a name would be another key.
fn whole(keys: impl Iterator<Item = String>) -> String {
    keys.reduce(|keys, next| {
        let more = format!("{keys}  {next}");
        if text::width(&more) > KEYS.into() { keys } else { more }
    })
    .unwrap_or_default()
}

/// Every command that holds what is typed.
pub(super) fn commands(
    model: &Model,
    board: &Board,
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
    let found = matching(query.text(), model.lang, board);
    let tab = board.tab;
    let room = usize::from(list.height).max(1);
    let top = (cursor + 1).saturating_sub(room);
    for ((index, action), y) in found.iter().enumerate().skip(top).take(room).zip(list.y..) {
        let selected = index == cursor;
        let line = Rect { y, height: 1, ..list };
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        pen.text(line, meaning, mark);
        let key = model.keymap.key(tab.place(), *action).map(|key| key.to_string());
        let key = key.unwrap_or_default();
        let width = u16::try_from(text::width(&key)).unwrap_or(0);
        let words = Rect { x: line.x + 2, width: line.width.saturating_sub(width + 4), ..line };
        pen.say(words, meaning, &hint::sentence_on(tab.place(), *action));
        let right = line.right().saturating_sub(width);
        pen.text(Rect { x: right, width, ..line }, Meaning::Key, &key);
    }
    if found.is_empty() {
        pen.say(list, Meaning::Faint, &Screen::NoCommand);
    }
    at
}

pub(super) fn delete(
    model: &Model,
    board: &Board,
    what: Doomed,
    word: &Input,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    let room = |n: u16| Rect { y: area.y + n, height: 3, ..area }.intersection(area);
    let mut below = 3;
    let title = doomed(&board.book, what);
    let (title, ask) = match what {
        Doomed::Account(id) => {
            let account = board.book.account(id)?;
            let details = format!("{} {}", account.platform, account.login);
            pen.text(line(1), Meaning::Faint, safe(&details).as_str());
            let names: Vec<&str> = board.vaults_of(id).collect();
            let how = hint::name(&model.keymap, Place::List, Action::Move);
            let homes = loss::goes_from_all(&names, how).map(|said| said.say(pen.lang));
            let out = loss::before_removal(account, &board.book, pen.lang);
            let said = homes.into_iter().chain(out.map(|said| said.say(pen.lang)));
            let mut next = 2;
            for said in said {
                next += pen.wrapped(room(next), Meaning::Bad, &said);
                below = next;
            }
            let word = safe(DELETE_WORD);
            let ask = match &account.key {
                Some(_) => Screen::DeleteAsk { word },
                None => Screen::DeleteKeylessAsk { word },
            };
            (Screen::DeleteTitle { title }, ask)
        }
        Doomed::Thing(thing) => {
            let n = board.loads.get(&thing).map_or(0, Vec::len);
            pen.say(line(1), Meaning::Faint, &Screen::HangOn { n });
            (Screen::DeleteTitle { title }, Screen::DeleteThingAsk { word: safe(DELETE_WORD) })
        }
        Doomed::Part(_, part) => {
            let title = match part {
                Part::Method(_) | Part::NewMethod => Screen::DeleteMethod { title },
                Part::Copy(_) | Part::NewCopy => Screen::DeleteCopy { title },
                Part::Recovery | Part::Code(_) => Screen::DeleteRecovery { title },
            };
            (title, Screen::DeletePartAsk { word: safe(DELETE_WORD) })
        }
    };
    pen.say(area, Meaning::Title, &title);
    below += pen.wrapped(room(below), Meaning::Text, &ask.say(pen.lang));
    Some(pen.prompt(line(below), word))
}

pub(super) fn leave(model: &Model, area: Rect, pen: &mut Pen) {
    let area = inset(area);
    let key = hint::name(&model.keymap, Place::Menu, Action::Accept);
    pen.say(area, Meaning::Bad, &Screen::LeaveTitle);
    let line = Rect { y: area.y + 1, ..area }.intersection(area);
    pen.say(line, Meaning::Text, &Screen::LeaveAsk { key });
}
