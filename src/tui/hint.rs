//! Actions in words, and the keys behind them, looked up from the keymap.

use super::keymap::{Action, Key, Keymap, Place};
use super::model::{Board, Compare, Goal, ImportStep, Model, Overlay, Pages, Stage, Tab};
use super::shift;
use crate::i18n::Screen;
use crate::model::Thing;
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
        Action::AddDevice => Screen::DoAddDevice,
        Action::AddNumber => Screen::DoAddNumber,
        Action::AddPerson => Screen::DoAddPerson,
        Action::Accounts => Screen::DoAccounts,
        Action::Devices => Screen::DoDevices,
        Action::Health => Screen::DoHealth,
        Action::Activity => Screen::DoActivity,
        Action::Team => Screen::DoTeam,
        Action::Open => Screen::DoOpen,
        Action::Lost => Screen::DoLost,
        Action::Found => Screen::DoFound,
        Action::Drill => Screen::DoDrill,
        Action::Playbook => Screen::DoPlaybook,
        Action::Ungarble => Screen::DoUngarble,
        Action::Compare => Screen::DoCompare,
        Action::Parts => Screen::DoParts,
        Action::Recovery => Screen::DoRecovery,
        Action::Snooze => Screen::DoSnooze,
        Action::Snoozed => Screen::DoSnoozed,
        Action::Tick => Screen::DoTick,
        Action::Export => Screen::DoExport,
        Action::Works => Screen::DoWorks,
        Action::Late => Screen::DoLate,
        Action::Garbled => Screen::DoGarbled,
        Action::Nothing => Screen::DoNothing,
        Action::Rejected => Screen::DoRejected,
        Action::Coverage => Screen::DoCoverage,
        Action::Enrol => Screen::DoEnrol,
        Action::Invert => Screen::DoInvert,
        Action::Lean => Screen::DoLean,
        Action::Mouse => Screen::DoMouse,
        Action::Import => Screen::DoImport,
        Action::Conflicts => Screen::DoConflicts,
        Action::Vaults => Screen::DoVaults,
        Action::Sync => Screen::DoSync,
        Action::Move => Screen::DoMove,
        Action::Trust => Screen::DoTrust,
        Action::ChooseAll => Screen::DoChooseAll,
        Action::ChooseNone => Screen::DoChooseNone,
        Action::Merge => Screen::DoMerge,
        Action::KeepBoth => Screen::DoKeepBoth,
        Action::Skip => Screen::DoSkip,
        Action::MergeAll => Screen::DoMergeAll,
        Action::KeepAll => Screen::DoKeepAll,
        Action::SkipAll => Screen::DoSkipAll,
        Action::Columns => Screen::DoColumns,
        Action::Headings => Screen::DoHeadings,
        Action::NextSheet => Screen::DoNextSheet,
        Action::AddFile => Screen::DoAddFile,
        Action::FromClipboard => Screen::DoFromClipboard,
    }
}

/// The same where a screen has a word of its own for it.
pub(super) fn sentence_on(place: Place, action: Action) -> Screen {
    match (place, action) {
        (Place::Devices, Action::Open) => Screen::DoIfLost,
        (Place::Devices, Action::Add) => Screen::DoAddThing,
        (Place::Devices, Action::Edit) => Screen::DoEditThing,
        (Place::Devices, Action::Delete) => Screen::DoDeleteThing,
        (Place::Health | Place::Activity, Action::Open) => Screen::DoGoTo,
        (Place::Team, Action::Add) => Screen::DoAdmit,
        (Place::Team, Action::Delete) => Screen::DoShutOut,
        (Place::Import, Action::Tick) => Screen::DoChoose,
        (Place::Columns, Action::Accept) => Screen::DoReadAgain,
        (Place::Conflicts, Action::Accept) => Screen::DoTake,
        (
            Place::List | Place::Devices | Place::Health | Place::Activity | Place::Team,
            Action::Export,
        ) => Screen::DoTakeOut,
        (Place::Codes, Action::Accept) => Screen::DoNextCode,
        (Place::Codes, Action::PreviousChoice) => Screen::DoPreviousCode,
        _ => sentence(action),
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
        Action::Edit => Screen::HintEdit,
        Action::Accounts => Screen::HintAccounts,
        Action::Devices => Screen::HintDevices,
        Action::Health => Screen::HintHealth,
        Action::Activity => Screen::HintActivity,
        Action::Team => Screen::HintTeam,
        Action::Open => Screen::HintOpen,
        Action::Lost => Screen::HintLost,
        Action::Found => Screen::HintFound,
        Action::Drill => Screen::HintDrill,
        Action::Playbook => Screen::HintPlaybook,
        Action::Snooze => Screen::HintSnooze,
        Action::Tick => Screen::HintTick,
        Action::Export => Screen::HintExport,
        Action::Works => Screen::HintWorks,
        Action::Late => Screen::HintLate,
        Action::Garbled => Screen::HintGarbled,
        Action::Nothing => Screen::HintNothing,
        Action::Rejected => Screen::HintRejected,
        Action::Coverage => Screen::HintCoverage,
        Action::Delete => Screen::HintDelete,
        Action::Undo => Screen::HintUndo,
        Action::ChooseAll => Screen::HintAll,
        Action::ChooseNone => Screen::HintNone,
        Action::Merge => Screen::HintMerge,
        Action::KeepBoth => Screen::HintKeepBoth,
        Action::Skip => Screen::HintSkip,
        Action::MergeAll => Screen::HintMergeAll,
        Action::Columns => Screen::HintColumns,
        Action::Headings => Screen::HintHeadings,
        Action::NextSheet => Screen::HintSheet,
        Action::AddFile => Screen::HintAddFile,
        Action::FromClipboard => Screen::HintFromClipboard,
        other => sentence(other),
    }
}

/// The key of an action, for a sentence; its name in the file when no key does it.
pub(super) fn name(keymap: &Keymap, place: Place, action: Action) -> Safe<'static> {
    let key = keymap.key(place, action).map(|key| key.to_string());
    safe(&key.unwrap_or_else(|| format!(":{action}")))
}

/// What is worth knowing on the screen of what was done.
const ACTIVITY: &[Action] = &[
    Action::Open,
    Action::Filter,
    Action::Details,
    Action::Accounts,
    Action::Help,
    Action::Commands,
    Action::Quit,
];

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
        (Place::Devices, _) => &[
            Action::Open,
            Action::Lost,
            Action::Found,
            Action::Add,
            Action::Edit,
            Action::Drill,
            Action::Help,
            Action::Details,
            Action::Delete,
            Action::Quit,
        ],
        (Place::Health, _) => &[
            Action::Open,
            Action::Playbook,
            Action::Snooze,
            Action::Drill,
            Action::Help,
            Action::Details,
            Action::Commands,
            Action::Quit,
        ],
        (Place::Activity, _) => ACTIVITY,
        (Place::Team, _) => TEAM,
        (Place::Parts, _) => &[
            Action::Open,
            Action::Add,
            Action::Delete,
            Action::Reveal,
            Action::Undo,
            Action::Cancel,
        ],
        (Place::Loss, _) => &[
            Action::Tick,
            Action::Lost,
            Action::Playbook,
            Action::Export,
            Action::Undo,
            Action::Cancel,
        ],
        (Place::Drill, _) => &[
            Action::Open,
            Action::Works,
            Action::Late,
            Action::Garbled,
            Action::Nothing,
            Action::Rejected,
            Action::Coverage,
            Action::Cancel,
        ],
        (Place::Conflicts, _) => &[Action::Accept, Action::Undo, Action::Cancel],
        (Place::Import, Stage::Open(board)) => import_actions(board),
        (Place::Import, _) => &[],
        (Place::Columns, _) => {
            &[Action::Accept, Action::NextSheet, Action::Help, Action::Cancel, Action::Headings]
        }
        (Place::Export, _) => &[Action::Accept, Action::Help, Action::Cancel],
        (Place::Imported, _) => &[Action::Accept, Action::Undo, Action::Help],
        (Place::Filter, Stage::Open(board)) if board.tab != Tab::Accounts => {
            &[Action::Accept, Action::Clear]
        }
        (Place::Filter, _) => &[Action::Copy, Action::Accept, Action::Clear],
        (Place::Form, _) => &[Action::Save, Action::NextField, Action::Cancel],
        (Place::Big, _) => &[Action::Copy, Action::CopyNext, Action::Cancel],
        (Place::Qr, _) => &[Action::Invert, Action::Cancel],
        (Place::Codes, _) => &[Action::Accept, Action::Invert, Action::Cancel],
        (Place::Locked, _) => &[Action::Accept, Action::Quit],
        (Place::Menu, Stage::Open(board)) => menu_actions(board),
        (Place::Menu, _) => &[Action::Accept, Action::Cancel, Action::Quit],
    };
    let Stage::Open(board) = &model.stage else { return keys(&model.keymap, place, actions) };
    let offered: Vec<Action> =
        actions.iter().copied().filter(|action| shift::offers(board, *action)).collect();
    let mut hints = keys(&model.keymap, place, &offered);
    fit(board, place, &mut hints);
    hints
}

/// The same on the screen of the team.
const TEAM: &[Action] = &[
    Action::Open,
    Action::Add,
    Action::Delete,
    Action::Help,
    Action::Details,
    Action::Commands,
    Action::Quit,
];

/// What can be done where something is asked, typed or only shown.
fn menu_actions(board: &Board) -> &'static [Action] {
    match board.overlay {
        Some(Overlay::Import(ref import)) if matches!(import.step, ImportStep::Path) => {
            &[Action::Accept, Action::Cancel, Action::FromClipboard]
        }
        Some(Overlay::Import(ref import))
            if matches!(import.step, ImportStep::Keys(_) | ImportStep::Columns(_)) =>
        {
            &[Action::Cancel]
        }
        Some(Overlay::Export(ref export)) if export.keys.is_some() => &[Action::Cancel],
        Some(
            Overlay::Help { .. }
            | Overlay::Rest(_)
            | Overlay::Pages(Pages::One { .. })
            | Overlay::Compare(Compare { goal: Goal::Look, .. }),
        ) => &[Action::Cancel],
        _ => &[Action::Accept, Action::Cancel],
    }
}

/// What can be done with the selected row of an import.
fn import_actions(board: &Board) -> &'static [Action] {
    let Some(Overlay::Import(import)) = &board.overlay else { return &[] };
    match (import.has_choice(), import.table().is_some()) {
        (true, true) => &[
            Action::Accept,
            Action::Merge,
            Action::KeepBoth,
            Action::Skip,
            Action::MergeAll,
            Action::NextSheet,
            Action::Columns,
            Action::Help,
            Action::Cancel,
            Action::Headings,
            Action::AddFile,
            Action::Tick,
        ],
        (true, false) => &[
            Action::Accept,
            Action::Merge,
            Action::KeepBoth,
            Action::Skip,
            Action::MergeAll,
            Action::Help,
            Action::Cancel,
            Action::AddFile,
            Action::Tick,
            Action::ChooseAll,
        ],
        (false, true) => &[
            Action::Accept,
            Action::Tick,
            Action::NextSheet,
            Action::Columns,
            Action::Help,
            Action::AddFile,
            Action::Cancel,
            Action::Headings,
            Action::ChooseAll,
            Action::ChooseNone,
        ],
        (false, false) => &[
            Action::Accept,
            Action::Tick,
            Action::Help,
            Action::AddFile,
            Action::Cancel,
            Action::ChooseAll,
            Action::ChooseNone,
        ],
    }
}

/// The words that hang on what is selected.
fn fit(board: &Board, place: Place, hints: &mut Vec<(Key, Screen)>) {
    let thing = match &board.overlay {
        Some(Overlay::Ungarble(_)) => {
            if let Some((_, said)) = hints.first_mut() {
                *said = Screen::HintCopy;
            }
            return;
        }
        Some(Overlay::Import(import)) if place == Place::Menu => {
            if import.work.is_some() {
                hints.retain(|(_, said)| *said == Screen::HintCancel);
            }
            if let Some((_, said)) = hints.first_mut().filter(|(_, s)| *s == Screen::HintAccept) {
                *said = Screen::HintRead;
            }
            return;
        }
        Some(Overlay::Import(import)) if place == Place::Import => {
            // A merge that would be refused is not offered.
            hints.retain(|(_, said)| import.may_merge() || *said != Screen::HintMerge);
            let has_sheets = import.table().is_some_and(|file| file.sheets.len() > 1);
            hints.retain(|(_, said)| has_sheets || *said != Screen::HintSheet);
            return;
        }
        Some(Overlay::Import(import)) if place == Place::Columns => {
            let has_sheets = match &import.step {
                ImportStep::Columns(columns) => columns.sheets.len() > 1,
                _ => false,
            };
            hints.retain(|(_, said)| has_sheets || *said != Screen::HintSheet);
            return;
        }
        Some(Overlay::Care(care)) => {
            // What is marked already needs no mark.
            hints.retain(|(_, said)| care.done.is_none() || *said != Screen::HintLost);
            Some(care.thing)
        }
        None if place == Place::Devices => board.thing(),
        _ => None,
    };
    for (_, said) in hints {
        match (thing, &*said) {
            (Some(Thing::Number(_)), Screen::HintLost) => *said = Screen::HintLapsed,
            (Some(Thing::Person(_)), Screen::HintLost) => *said = Screen::HintLeft,
            (Some(Thing::Person(_)), Screen::HintFound) => *said = Screen::HintBack,
            _ => {}
        }
    }
}

fn keys(keymap: &Keymap, place: Place, actions: &[Action]) -> Vec<(Key, Screen)> {
    let label = |action| match (place, action) {
        (Place::Filter, Action::Accept) => Screen::HintToList,
        (Place::Devices, Action::Open) => Screen::HintIfLost,
        (Place::Health | Place::Activity, Action::Open) => Screen::HintGoTo,
        (Place::Team, Action::Add) => Screen::HintAdmit,
        (Place::Team, Action::Delete) => Screen::HintShutOut,
        (Place::Parts, Action::Open) => Screen::HintEdit,
        (Place::Drill, Action::Open) => Screen::HintDigits,
        (Place::Import, Action::Tick) => Screen::HintChoose,
        (Place::Import, Action::Accept) => Screen::HintImport,
        (Place::Columns, Action::Accept) => Screen::HintRead,
        (Place::Conflicts, Action::Accept) => Screen::HintTake,
        (_, action) => label(action),
    };
    actions.iter().filter_map(|&action| Some((keymap.key(place, action)?, label(action)))).collect()
}
