//! Where the key that locks does so.

use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Enrol, ExportStep, ImportStep, Model, Overlay, Stage};

/// Whether a key locks what stands over a screen, as it does on the screen: wherever no line is typed and
/// the key means nothing else.
pub(super) fn locks(model: &Model, key: Key) -> bool {
    let Stage::Open(board) = &model.stage else { return false };
    let meant = model.keymap.action(model.place(), key);
    let stands = board.overlay.is_some() && !has_line(board) && !model.hasty;
    stands
        && meant.is_none_or(|action| action == Action::Lock)
        && model.keymap.action(Place::List, key) == Some(Action::Lock)
}

/// Whether what stands over the screen has a line that is typed.
fn has_line(board: &Board) -> bool {
    match &board.overlay {
        Some(
            Overlay::Form(_)
            | Overlay::Commands { .. }
            | Overlay::Delete { .. }
            | Overlay::Snoozing(_)
            | Overlay::Admit(_)
            | Overlay::ShutOut(_)
            | Overlay::Ungarble(_)
            | Overlay::Compare(_),
        ) => true,
        Some(Overlay::Drill(drill)) => drill.digits.is_some(),
        Some(Overlay::Enrol(enrol)) => matches!(enrol, Enrol::Asked { .. }),
        Some(Overlay::Import(import)) => match &import.step {
            ImportStep::Path | ImportStep::Password(_) => true,
            // Letters choose what a column holds.
            ImportStep::Columns(columns) => columns.keys.is_none(),
            ImportStep::Wait | ImportStep::Preview | ImportStep::Keys(_) => false,
        },
        Some(Overlay::Export(export)) => {
            use ExportStep as Step;
            export.keys.is_none()
                && matches!(
                    export.step,
                    Step::Path | Step::Password | Step::Again | Step::Phone | Step::Word
                )
        }
        Some(
            Overlay::Help { .. }
            | Overlay::Parts(_)
            | Overlay::Care(_)
            | Overlay::Conflicts(_)
            | Overlay::Doubt { .. }
            | Overlay::Vaults(_)
            | Overlay::Pages(_)
            | Overlay::Rest(_)
            | Overlay::Big { .. }
            | Overlay::Leave,
        )
        | None => false,
    }
}
