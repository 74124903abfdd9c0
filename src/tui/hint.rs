//! Actions in words, and the keys behind them, looked up from the keymap.

use super::keymap::{Action, Key, Keymap, Place};
use super::model::{Model, Overlay, Stage};
use crate::i18n::Screen;
use crate::text::{Safe, safe};

/// What an action does, as a sentence of the help page.
pub(super) fn sentence(action: Action) -> Screen {
    match action {
        Action::Copy => Screen::DoCopy,
        Action::CopyNext => Screen::DoCopyNext,
        Action::CopyWhenNew => Screen::DoCopyWhenNew,
        Action::CopyLogin => Screen::DoCopyLogin,
        Action::Filter => Screen::DoFilter,
        Action::Clear => Screen::DoClear,
        Action::Down => Screen::DoDown,
        Action::Up => Screen::DoUp,
        Action::PageDown => Screen::DoPageDown,
        Action::PageUp => Screen::DoPageUp,
        Action::Top => Screen::DoTop,
        Action::Bottom => Screen::DoBottom,
        Action::Reveal => Screen::DoReveal,
        Action::RevealAll => Screen::DoRevealAll,
        Action::Big => Screen::DoBig,
        Action::Details => Screen::DoDetails,
        Action::Pin => Screen::DoPin,
        Action::Sort => Screen::DoSort,
        Action::Group => Screen::DoGroup,
        Action::Add => Screen::DoAdd,
        Action::Edit => Screen::DoEdit,
        Action::Delete => Screen::DoDelete,
        Action::Undo => Screen::DoUndo,
        Action::Save => Screen::DoSave,
        Action::Lock => Screen::DoLock,
        Action::Language => Screen::DoLanguage,
        Action::Help => Screen::DoHelp,
        Action::Commands => Screen::DoCommands,
        Action::Redraw => Screen::DoRedraw,
        Action::Suspend => Screen::DoSuspend,
        Action::Quit => Screen::DoQuit,
        Action::Accept => Screen::DoAccept,
        Action::Cancel => Screen::DoCancel,
        Action::NextField => Screen::DoNextField,
        Action::PreviousField => Screen::DoPreviousField,
        Action::NextChoice => Screen::DoNextChoice,
        Action::PreviousChoice => Screen::DoPreviousChoice,
    }
}

/// What an action does, in a word or two for the bottom line.
fn label(action: Action) -> Screen {
    match action {
        Action::Copy => Screen::HintCopy,
        Action::CopyNext => Screen::HintNext,
        Action::Filter => Screen::HintFilter,
        Action::Reveal => Screen::HintReveal,
        Action::Big => Screen::HintBig,
        Action::Details => Screen::HintDetails,
        Action::Help => Screen::HintKeys,
        Action::Commands => Screen::HintCommands,
        Action::Lock => Screen::HintLock,
        Action::Quit => Screen::HintQuit,
        Action::Accept => Screen::HintAccept,
        Action::Cancel => Screen::HintCancel,
        Action::Clear => Screen::HintClear,
        Action::Save => Screen::HintSave,
        Action::NextField => Screen::HintNextField,
        Action::Add => Screen::HintAdd,
        other => sentence(other),
    }
}

/// The key of an action, for a sentence; its name in the file when no key does it.
pub(super) fn name(keymap: &Keymap, place: Place, action: Action) -> Safe<'static> {
    let key = keymap.key(place, action).map(|key| key.to_string());
    safe(&key.unwrap_or_else(|| format!(":{action}")))
}

/// The keys worth knowing where somebody is, most useful first: the bottom line shows as many as
/// fit.
pub(super) fn hints(model: &Model) -> Vec<(Key, Screen)> {
    let place = model.place();
    let actions: &[Action] = match (place, &model.stage) {
        (Place::List, _) => &[
            Action::Copy,
            Action::CopyNext,
            Action::Filter,
            Action::Big,
            Action::Help,
            Action::Commands,
            Action::Reveal,
            Action::Add,
            Action::Details,
            Action::Lock,
            Action::Quit,
        ],
        (Place::Filter, _) => &[Action::Copy, Action::Accept, Action::Clear],
        (Place::Form, _) => &[Action::Save, Action::NextField, Action::Cancel],
        (Place::Big, _) => &[Action::Copy, Action::CopyNext, Action::Cancel],
        (Place::Locked, _) => &[Action::Accept, Action::Quit],
        (Place::Menu, Stage::Open(board)) => match board.overlay {
            Some(Overlay::Help { .. }) => &[Action::Cancel],
            _ => &[Action::Accept, Action::Cancel],
        },
        (Place::Menu, _) => &[Action::Accept, Action::Cancel, Action::Quit],
    };
    keys(&model.keymap, place, actions)
}

fn keys(keymap: &Keymap, place: Place, actions: &[Action]) -> Vec<(Key, Screen)> {
    let label = |action| match (place, action) {
        (Place::Filter, Action::Accept) => Screen::HintToList,
        (_, action) => label(action),
    };
    actions.iter().filter_map(|&action| Some((keymap.key(place, action)?, label(action)))).collect()
}
