//! The mouse: a click selects, the wheel scrolls. Neither copies, opens or changes anything, so that
//! nothing happens to whoever only wanted to come back to the window.

use ratatui::layout::Position;

use super::{press, rows, screens};
use crate::tui::effect::Effect;
use crate::tui::hit::{Hit, hit};
use crate::tui::keymap::Action;
use crate::tui::message::Mouse;
use crate::tui::model::{Board, Model, Size, Stage, Tab};

/// Rows that one turn of the wheel scrolls, as most programs do.
const TURN: isize = 3;

pub(super) fn take(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    // What was under way when it was switched off.
    if !model.look.mouse {
        return Vec::new();
    }
    board.touch(model.now);
    match mouse {
        Mouse::Click { column, row } => click(model, Position::new(column, row)),
        Mouse::Up => return wheel(model, Action::Up, -TURN),
        Mouse::Down => return wheel(model, Action::Down, TURN),
    }
    Vec::new()
}

fn click(model: &mut Model, at: Position) {
    let (found, size, lang) = (hit(model, at), model.size, model.lang);
    let Stage::Open(board) = &mut model.stage else { return };
    match found {
        Some(Hit::Tab(tab)) => screens::show(board, tab, size, lang),
        Some(Hit::Row(row)) => {
            *cursor(board) = row;
            screens::follow(board, size);
        }
        None => {}
    }
}

fn cursor(board: &mut Board) -> &mut usize {
    match board.tab {
        Tab::Accounts => &mut board.list.cursor,
        Tab::Devices => &mut board.things.cursor,
        Tab::Health => &mut board.findings.cursor,
        Tab::Activity => &mut board.events.cursor,
        Tab::Team => &mut board.matters.cursor,
    }
}

/// Scrolls the list; what lies over it is moved in as by its own key.
fn wheel(model: &mut Model, action: Action, by: isize) -> Vec<Effect> {
    let (size, place) = (model.size, model.place());
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    if board.overlay.is_none() {
        scroll(board, by, size);
        return Vec::new();
    }
    let key = model.keymap.key(place, action);
    let times = key.map_or(0, |_| by.unsigned_abs());
    key.into_iter().cycle().take(times).flat_map(|key| press(model, key)).collect()
}

fn scroll(board: &mut Board, by: isize, size: Size) {
    let height = rows::page(size);
    match board.tab {
        Tab::Accounts => board.list.scroll(by, height),
        Tab::Devices => board.things.scroll(by, height),
        Tab::Health => board.findings.scroll(by, height),
        Tab::Activity => board.events.scroll(by, height),
        Tab::Team => board.matters.scroll(by, height),
    }
}
