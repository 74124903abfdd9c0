//! After an import: a page of what did not come as it stood. It only shows, and knows nothing of files.

use super::menu::{self, Turned};
use super::{edit, rows, say};
use crate::i18n::Lang;
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key};
use crate::tui::layout::{Details, areas, losses};
use crate::tui::model::{Board, Model, Overlay, Rest, Size, Stage};

/// Shows it, unless somebody is at something else by now.
pub(super) fn show(board: &mut Board, mut rest: Rest) {
    if board.overlay.is_none() && !board.filtering {
        rest.notice = board.notice.as_ref().map(|notice| notice.text.clone());
        board.overlay = Some(Overlay::Rest(Box::new(rest)));
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(model.place(), key);
    let (now, lang, size) = (model.now, model.lang, model.size);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Rest(rest)) = &mut board.overlay else { return Vec::new() };
    if action == Some(Action::Redraw) {
        return vec![Effect::Redraw];
    }
    if let Some(top) = &mut rest.keys {
        if menu::turn(top, action, key) == Turned::Away {
            rest.keys = None;
        }
        return Vec::new();
    }
    match action {
        Some(Action::Help) => rest.keys = Some(0),
        Some(Action::Accept | Action::Cancel) => leave(board, now),
        Some(Action::Undo) => {
            board.overlay = None;
            return edit::undo(model);
        }
        action => go(rest, action, size, lang),
    }
    Vec::new()
}

/// What was said of the import is said again: a key here has taken it away, and it is not too late.
fn leave(board: &mut Board, now: Moment) {
    let Some(Overlay::Rest(rest)) = board.overlay.take() else { return };
    // Where the book was replaced meanwhile, there may be nothing to take back.
    if let Some(said) = rest.notice.filter(|_| !board.undo.is_empty()) {
        say(board, now, said);
    }
}

fn go(rest: &mut Rest, action: Option<Action>, size: Size, lang: Lang) {
    let area = losses(&areas(size, Details::Beside));
    let height = usize::from(area.height).max(1);
    if let Some(by) = action.and_then(|action| rows::step(action, height)) {
        let last = rest.lines(area.width, lang).len().saturating_sub(height);
        rest.top = rest.top.min(last).saturating_add_signed(by).min(last);
    }
}
