//! A vault that may not be the one this machine knew: what becomes of it.

use super::say;
use crate::app::trust::Decision;
use crate::i18n::Team;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Model, Overlay, Said, Stage, Stored};

/// Shows what speaks against it.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if board.concern.is_none() {
        say(board, model.now, Said::Team(Team::NothingDoubtful));
    }
    show(board);
}

/// The same, where something does. What is being typed is left to be finished first.
pub(super) fn show(board: &mut Board) {
    match (&board.concern, &board.overlay) {
        (None, Some(Overlay::Doubt { .. })) => board.overlay = None,
        // Of what was read since, the answers may be others.
        (Some(_), None | Some(Overlay::Doubt { .. })) => {
            board.overlay = Some(Overlay::Doubt { cursor: 0 });
        }
        _ => {}
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    // Nothing is typed here, so letters move as in every list.
    let moves = |action: &Action| matches!(action, Action::Down | Action::Up);
    let letter = || model.keymap.action(Place::Conflicts, key).filter(moves);
    let action = model.keymap.action(Place::Menu, key).or_else(letter);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let answers = board.concern.as_ref().map(|concern| concern.answers()).unwrap_or_default();
    let Some(Overlay::Doubt { cursor }) = &mut board.overlay else { return Vec::new() };
    match action {
        Some(Action::Cancel) => board.overlay = None,
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Quit) => return vec![Effect::Quit],
        Some(Action::Down) => *cursor = (*cursor + 1).min(answers.len().saturating_sub(1)),
        Some(Action::Up) => *cursor = cursor.saturating_sub(1),
        // Another version is being read: what is answered would be about that one.
        Some(Action::Accept) if board.stored != Stored::Yes => {}
        Some(Action::Accept) => {
            let answer = answers.get(*cursor).copied().unwrap_or(Decision::Look);
            board.overlay = None;
            let effect = match answer {
                Decision::Look => return Vec::new(),
                Decision::Regain => Effect::Regain,
                Decision::Take => Effect::Trust,
            };
            board.answered = Some(answer);
            // Nothing is asked of the file until that is answered.
            board.stored = Stored::Reading;
            return vec![effect];
        }
        _ => {}
    }
    Vec::new()
}
