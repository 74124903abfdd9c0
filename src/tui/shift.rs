//! What somebody may do who has the vault for a few hours to copy codes: one table of all actions.
//!
//! It keeps an honest person from slips and from looks over the shoulder. Whoever can open the vault
//! can open it without a shift; `docs/threat-model.md` says so.

use super::keymap::{Action, Key, Place};
use super::model::{Board, Model, Stage};
use super::{hint, keymap::Keymap};
use crate::i18n::Shift as Say;

/// Why something is no part of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It shows a code.
    Shows,
    /// It changes the vault.
    Writes,
    /// It takes more than one code out of the vault.
    Takes,
    /// It is for people who look after the vault.
    Other,
}

/// Why an action is no part of a shift; `None` where it is one. Every action is named, so that a new
/// one has to be decided.
pub(super) fn refusal(action: Action) -> Option<Refusal> {
    match action {
        Action::Copy
        | Action::CopyNext
        | Action::CopyWhenNew
        | Action::CopyLogin
        | Action::Filter
        | Action::Clear
        | Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::Top
        | Action::Bottom
        | Action::Details
        | Action::Sort
        | Action::Group
        | Action::Lock
        | Action::Language
        | Action::Help
        | Action::Commands
        | Action::Redraw
        | Action::Suspend
        | Action::Quit
        | Action::Accept
        | Action::Cancel
        | Action::NextField
        | Action::PreviousField
        | Action::NextChoice
        | Action::PreviousChoice
        | Action::Accounts
        | Action::Devices
        | Action::Health
        | Action::Open
        | Action::Playbook
        | Action::Ungarble
        | Action::Snoozed
        | Action::Lean
        | Action::Mouse => None,
        Action::Reveal | Action::RevealAll | Action::Big => Some(Refusal::Shows),
        Action::Enrol | Action::Invert | Action::Export => Some(Refusal::Takes),
        Action::Pin
        | Action::Add
        | Action::Edit
        | Action::Delete
        | Action::Undo
        | Action::Save
        | Action::AddDevice
        | Action::AddNumber
        | Action::AddPerson
        | Action::Lost
        | Action::Found
        | Action::Drill
        | Action::Snooze
        | Action::Tick
        | Action::Works
        | Action::Late
        | Action::Garbled
        | Action::Nothing
        | Action::Rejected
        | Action::Import
        | Action::Conflicts
        | Action::Move
        | Action::Sync
        | Action::Trust
        | Action::ChooseAll
        | Action::ChooseNone
        | Action::Merge
        | Action::KeepBoth
        | Action::Skip
        | Action::MergeAll
        | Action::KeepAll
        | Action::SkipAll
        | Action::Columns
        | Action::Headings
        | Action::NextSheet
        | Action::AddFile
        | Action::FromClipboard => Some(Refusal::Writes),
        Action::Activity
        | Action::Team
        | Action::Vaults
        | Action::Compare
        | Action::Parts
        | Action::Recovery
        | Action::Coverage => Some(Refusal::Other),
    }
}

/// Whether an action is offered on a board.
pub(super) fn offers(board: &Board, action: Action) -> bool {
    board.shift.is_none() || refusal(action).is_none()
}

/// What is said of an action that is no part of the shift on a board.
pub(super) fn refused(board: &Board, action: Action, keymap: &Keymap) -> Option<Say> {
    board.shift.as_ref()?;
    Some(match refusal(action)? {
        Refusal::Shows => Say::NotShown { key: hint::name(keymap, Place::List, Action::Copy) },
        Refusal::Writes => Say::NotWritten,
        Refusal::Takes => Say::NotTaken,
        Refusal::Other => Say::NotHere,
    })
}

/// The same of a key where it would go now.
pub(super) fn refused_key(model: &Model, key: Key) -> Option<Say> {
    let Stage::Open(board) = &model.stage else { return None };
    refused(board, model.keymap.action(model.place(), key)?, &model.keymap)
}
