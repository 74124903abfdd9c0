//! Exchange with other machines: when it is due, and what came of it.

use super::{edit, say};
use crate::i18n::{Sync as Say, Team};
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Board, Exchange, Model, Said, Stage, Stored};
use crate::vault::Access;

/// After the last edit it is waited for so many milliseconds: people edit several things in a row.
const AFTER_EDITS: u64 = 20_000;
/// After opening, so many.
const AFTER_OPENING: u64 = 3_000;

/// Nothing was exchanged yet.
pub(super) fn begin(board: &mut Board, every: Option<u64>, now: Moment) {
    // A shift exchanges nothing, nor does what is open for reading alone.
    let may = board.shift.is_none() && board.access() == Access::ReadWrite;
    board.exchange.due = every.filter(|_| may).map(|_| now.plus_millis(AFTER_OPENING));
}

/// There is something to send.
pub(super) fn edited(board: &mut Board, every: Option<u64>, now: Moment) {
    if every.is_some() {
        let soon = now.plus_millis(AFTER_EDITS);
        board.exchange.due = Some(board.exchange.due.map_or(soon, |due| due.min(soon)));
    }
}

/// Begins it when it is due.
pub(super) fn due(board: &mut Board, now: Moment) -> Option<Effect> {
    let is_due = board.exchange.due.is_some_and(|due| due <= now);
    (is_due && !board.exchange.is_running && board.stored == Stored::Yes).then(|| {
        board.exchange.due = None;
        board.exchange.is_running = true;
        Effect::Sync
    })
}

/// Somebody asks for it now.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let Model { now, keymap, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    if board.stored == Stored::No {
        let key = hint::name(keymap, Place::List, Action::Save);
        say(board, *now, Said::Team(Team::SaveBefore { key }));
        return Vec::new();
    }
    say(board, *now, Said::Sync(Say::Syncing));
    board.exchange.due = Some(*now);
    board.exchange.is_asked = true;
    due(board, *now).into_iter().collect()
}

pub(super) fn done(model: &mut Model, result: Result<Option<Say>, Say>) {
    let every = model.look.sync_every;
    let Model { now, shut_out, told_of_git, stage: Stage::Open(board), .. } = model else {
        return;
    };
    let Exchange { is_asked, is_behind, trouble: before, due, .. } =
        std::mem::take(&mut board.exchange);
    let next = every.map(|every| now.plus_millis(every));
    let (came, trouble) = match result {
        Ok(came) => (came, None),
        Err(trouble) => (None, Some(trouble)),
    };
    // The same trouble again is no news.
    if let Some(trouble) = trouble.clone().filter(|new| is_asked || before.as_ref() != Some(new)) {
        say(board, *now, Said::Sync(trouble));
    } else if came == Some(Say::NotInGitHere) {
        // Nothing is wrong with that, so it waits until nothing else is said.
        if is_asked || !*told_of_git && board.notice.is_none() {
            *told_of_git = true;
            say(board, *now, Said::Sync(Say::NotInGitHere));
        }
    } else if let Some(came) = came.clone() {
        say(board, *now, Said::Sync(came));
    } else if is_asked {
        say(board, *now, Said::Sync(Say::Done));
    }
    if trouble.is_none() && !is_behind && came != Some(Say::NotInGitHere) {
        *shut_out = false;
    }
    let (due, at) = (due.or(next), trouble.is_none().then_some(*now));
    // That is nothing to be said of a file that has changed.
    let came = came.filter(|came| *came != Say::NotInGitHere);
    board.exchange = Exchange { due, at, came, trouble, ..Exchange::default() };
}
