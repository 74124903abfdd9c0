//! The vault's file, which somebody else may change, take away or damage.

use super::{edit, say, vaults};
use crate::app::trust::Decision;
use crate::i18n::{Fault, Screen, Team};
use crate::tui::effect::Effect;
use crate::tui::message::Opened;
use crate::tui::model::{Model, Said, Stage, Stored, Watch};

/// Reads the file again, unless there is an edit it does not hold: saving that will find out.
/// Until it is read nothing can be edited, so no edit is ever based on the version before.
pub(super) fn watched(model: &mut Model, changed: bool) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    board.watch = Watch::Idle;
    if !changed {
        return if board.unread.take().is_some() {
            edit::back(board, model.now)
        } else {
            Vec::new()
        };
    }
    if board.stored != Stored::Yes {
        return Vec::new();
    }
    // What could not be read is tried on and on; nothing can be edited meanwhile, and that is said.
    if board.unread.is_none() {
        board.stored = Stored::Reading;
    }
    vec![Effect::Reload]
}

pub(super) fn reloaded(model: &mut Model, result: Result<Opened, Fault>) {
    let Stage::Open(board) = &mut model.stage else { return };
    let answer = board.answered.take();
    match result {
        Ok(opened) => {
            let was = board.concern.is_some();
            let shut = opened.shut.last().filter(|_| opened.vaults.len() < board.vaults.len());
            let shut = shut.cloned();
            let back = vaults::back(board, &opened);
            edit::meet(board, opened, model.size);
            let said = match (shut, back, answer) {
                (Some(why), ..) => Said::Fault(why),
                (None, Some(back), _) => Said::Vaults(back),
                _ if !was || board.concern.is_some() => Said::Screen(Screen::Reloaded),
                (None, None, Some(Decision::Regain)) => Said::Team(Team::Regained),
                (None, None, Some(Decision::Take)) => Said::Team(Team::Trusted),
                (None, None, Some(Decision::Look) | None) => Said::Team(Team::Settled),
            };
            // It may have been exchanged elsewhere, and then what kept us from it is gone.
            if board.exchange.trouble.is_some() {
                board.exchange.due = Some(model.now);
            }
            // Our own exchange has changed it, and says what came.
            let is_ours = matches!(said, Said::Screen(Screen::Reloaded));
            match board.exchange.came.take() {
                Some(came) if is_ours => say(board, model.now, Said::Sync(came)),
                None if is_ours && board.exchange.is_running => {}
                _ => say(board, model.now, said),
            }
        }
        Err(fault) => {
            if board.stored == Stored::Reading {
                board.stored = Stored::Yes;
            }
            // What somebody has answered was not done: that says nothing of the file. Said again and
            // again, it would stand in the way of what else is to be said.
            if answer.is_some() || board.unread.as_ref() != Some(&fault) {
                say(board, model.now, Said::Fault(fault.clone()));
            }
            if answer.is_none() {
                board.unread = Some(fault);
            }
        }
    }
}
