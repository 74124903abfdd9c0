//! The unlock screen.

use super::list::type_into;
use crate::app::desk::Need;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::message::{Ending, Refused};
use crate::tui::model::{Model, Stage};

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Locked, key);
    let Stage::Locked(locked) = &mut model.stage else { return Vec::new() };
    match action {
        Some(Action::Quit) => {
            let is_stop = key == Key { ctrl: true, ..Key::char('c') };
            model.ending = (is_stop && locked.is_first).then_some(Ending::Interrupted);
            return vec![Effect::Quit];
        }
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Suspend) if !locked.opening => return vec![Effect::Suspend],
        // While the vault opens, its keys could not be forgotten before the stop. It comes after that,
        // whatever it came with: the passphrase before it was a line that is typed.
        Some(Action::Suspend) => locked.ahead.push(key, false),
        _ if locked.opening => locked.ahead.push(key, model.hasty),
        Some(Action::Accept) => {
            let asks = matches!(locked.need, Need::IdentityPassphrase | Need::VaultPassphrase);
            if asks && locked.passphrase.text().is_empty() {
                return Vec::new();
            }
            locked.opening = true;
            locked.fault = None;
            locked.heard = None;
            return vec![Effect::Unlock];
        }
        Some(Action::Cancel) => locked.passphrase.clear(),
        _ => {
            type_into(&mut locked.passphrase, key);
        }
    }
    Vec::new()
}

pub(super) fn refuse(model: &mut Model, refused: Refused) {
    if let Stage::Locked(locked) = &mut model.stage {
        locked.opening = false;
        locked.passphrase.clear();
        // Meant for the open vault, not for another try.
        locked.ahead.take();
        locked.fault = Some(refused.fault);
        locked.need = refused.need;
    }
}
