//! What stands where a person clicks, as a pure function of the model; `view` draws by the same
//! places.

use ratatui::layout::{Position, Rect};

use super::keymap::Action;
use super::layout::{Details, areas};
use super::model::{Board, Model, Stage, Tab};
use super::shift;
use crate::i18n::Screen;
use crate::text;

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// The name of a screen.
    Tab(Tab),
    /// An item of the list on the screen that is shown, by its row.
    Row(usize),
}

/// What a click on a cell means. Nothing under what lies over the screen.
pub(super) fn hit(model: &Model, at: Position) -> Option<Hit> {
    let Stage::Open(board) = &model.stage else { return None };
    if board.overlay.is_some() {
        return None;
    }
    let areas = areas(model.size, if board.details { Details::Open } else { Details::Beside });
    if areas.bar.contains(at) && shows_tabs(board) {
        let tabs = tabs(model, areas.bar);
        return tabs.into_iter().find(|(_, _, place)| place.contains(at)).map(|t| Hit::Tab(t.0));
    }
    let covered = board.details && areas.pane.x == 0;
    if covered || !areas.list.contains(at) {
        return None;
    }
    let (line, height) = (usize::from(at.y - areas.list.y), usize::from(areas.list.height));
    let row = match board.tab {
        Tab::Accounts => board.list.item_on_screen(line, height),
        Tab::Devices => board.things.item_on_screen(line, height),
        Tab::Health => board.findings.item_on_screen(line, height),
        Tab::Activity => board.events.item_on_screen(line, height),
        Tab::Team => board.matters.item_on_screen(line, height),
    };
    row.map(Hit::Row)
}

/// Whether the bar shows the screens; else it shows what is searched for.
pub(super) fn shows_tabs(board: &Board) -> bool {
    board.query().text().is_empty() && !board.filtering
}

/// ` 1 Accounts   2 Devices   3 Health   4 Activity   5 Team`: the names and where they stand, as many as have
/// room.
pub(super) fn tabs(model: &Model, bar: Rect) -> Vec<(Tab, String, Rect)> {
    let names = [
        (Action::Accounts, Screen::TabAccounts),
        (Action::Devices, Screen::TabDevices),
        (Action::Health, Screen::TabHealth),
        (Action::Activity, Screen::TabActivity),
        (Action::Team, Screen::TabTeam),
    ];
    let (mut x, right) = (bar.x + 1, bar.right().saturating_sub(1));
    let mut tabs = Vec::new();
    let is_offered = |action| match &model.stage {
        Stage::Open(board) => shift::offers(board, action),
        _ => true,
    };
    for ((action, name), tab) in names.into_iter().zip(Tab::ALL) {
        if !is_offered(action) {
            continue;
        }
        let key = model.keymap.key(model.place(), action).map(|key| key.to_string());
        let name = format!(" {} {} ", key.unwrap_or_default(), name.say(model.lang));
        let width = u16::try_from(text::width(&name)).unwrap_or(u16::MAX);
        if width > right.saturating_sub(x) {
            break;
        }
        tabs.push((tab, name, Rect { x, width, ..bar }));
        x += width + 1;
    }
    tabs
}
