//! Codes: copied, shown, awaited. A counter is saved as used before its code is seen.

use std::sync::Arc;

use super::{NOTICE, edit, rows, say, screens};
use crate::activity::{Deed, What};
use crate::app::copying;
use crate::clipboard::{Doubt, Failure, Obstacle, Outcome};
use crate::i18n::{Fault, Screen, Shift};
use crate::model::{Account, Id};
use crate::otp::Kind;
use crate::text::{self, Safe, safe};
use crate::time::Moment;
use crate::tui::effect::{Copy, Effect};
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{
    Board, Enrol, ExportStep, Model, Notice, Overlay, Pending, Revealed, Said, Stage, Stored,
    Waiting,
};

/// How long a code revealed by itself stays, in milliseconds.
const REVEALED: u64 = 30_000;
/// How long something stays that is to be typed elsewhere or acted on, in milliseconds.
const LONG_NOTICE: u64 = 30_000;
/// Columns of an account's title in a sentence that fits 80.
const TITLE: usize = 18;

/// Which code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Now,
    Next,
}

/// Copies a code of the selected account.
pub(super) fn copy(model: &mut Model, which: Which) -> Vec<Effect> {
    let (now, edit) = (model.now, edit_key(model));
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    board.waiting = None;
    let Some((id, key)) = code_key(board, now, edit) else { return Vec::new() };
    match (key.window(now), which) {
        (Some(window), _) => {
            let step = window.step + u64::from(which == Which::Next);
            vec![Effect::Copy(Copy::Code { account: id, step })]
        }
        (None, Which::Now) => count_on(board, now, id),
        (None, Which::Next) => {
            say(board, now, Said::Screen(Screen::CounterHasNoNext));
            Vec::new()
        }
    }
}

/// The selected account's key; says why when there is none.
pub(super) fn selected_key(board: &mut Board, now: Moment) -> Option<(Id, crate::otp::Key)> {
    let Some(account) = board.selected() else {
        say(board, now, Said::Screen(Screen::NothingMatches));
        return None;
    };
    let found = account.key.clone().map(|key| (account.id, key));
    if found.is_none() {
        say(board, now, Said::Screen(Screen::NoKeyHere));
    }
    found
}

/// The selected account's key, when it gives codes; says why when it does not. `edit` is the name of
/// what opens its form.
pub(super) fn code_key(
    board: &mut Board,
    now: Moment,
    edit: Safe<'static>,
) -> Option<(Id, crate::otp::Key)> {
    let found = selected_key(board, now)?;
    if found.1.lacks_pin() {
        say(board, now, Said::Screen(Screen::PinMissing { key: edit }));
        return None;
    }
    Some(found)
}

/// The name of what opens the form of the selected account.
pub(super) fn edit_key(model: &Model) -> Safe<'static> {
    hint::name(&model.keymap, Place::List, Action::Edit)
}

/// Uses the next counter up: saves first, and shows and copies only when that worked.
fn count_on(board: &mut Board, now: Moment, id: Id) -> Vec<Effect> {
    let Some(account) = board.book.account(id).cloned() else { return Vec::new() };
    let Some((Kind::Hotp { counter }, next)) =
        account.key.as_ref().map(|key| (key.kind(), key.advanced()))
    else {
        return Vec::new();
    };
    let Some(next) = next else {
        say(board, now, Said::Fault(Fault::CounterUsedUp));
        return Vec::new();
    };
    if board.shift.is_some() {
        say(board, now, Said::Shift(Shift::NoCounter));
        return Vec::new();
    }
    if !edit::may_save(board, now) {
        return Vec::new();
    }
    let before = Arc::clone(&board.book);
    let changed = Account { key: Some(next), ..account };
    Arc::make_mut(&mut board.book).put(changed);
    let stored = std::mem::replace(&mut board.stored, Stored::Soon);
    board.pending = Some(Pending::Counter { account: id, step: counter, before, stored });
    vec![Effect::Save]
}

/// The counter was saved: its code may be seen now.
pub(super) fn counted(board: &mut Board, now: Moment, id: Id, step: u64) {
    board.revealed =
        Some(Revealed { account: id, step: Some(step), until: now.plus_millis(REVEALED) });
}

/// Copies when the next code begins.
pub(super) fn wait(model: &mut Model) {
    let (now, edit) = (model.now, edit_key(model));
    let Stage::Open(board) = &mut model.stage else { return };
    let Some((account, key)) = code_key(board, now, edit) else { return };
    match key.window(now) {
        Some(window) => {
            board.waiting = Some(Waiting { account, step: window.step + 1, at: window.end() });
            board.notice = None;
        }
        None => say(board, now, Said::Screen(Screen::CounterHasNoNext)),
    }
}

/// The copy that was waited for, when its moment has come.
pub(super) fn due(board: &mut Board, now: Moment) -> Vec<Effect> {
    match board.waiting {
        Some(Waiting { account, step, at }) if at <= now => {
            board.waiting = None;
            // Whoever stopped the program over several periods wants today's code, not that one.
            let window = board.book.account(account).and_then(|a| a.key.as_ref()?.window(now));
            let step = window.map_or(step, |window| window.step.max(step));
            vec![Effect::Copy(Copy::Code { account, step })]
        }
        _ => Vec::new(),
    }
}

/// Copies the user name.
pub(super) fn login(model: &mut Model) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match board.selected() {
        Some(account) if !account.login.is_empty() => {
            vec![Effect::Copy(Copy::Login { account: account.id })]
        }
        _ => Vec::new(),
    }
}

/// Shows or hides the selected code.
pub(super) fn reveal(model: &mut Model) -> Vec<Effect> {
    let (now, edit) = (model.now, edit_key(model));
    let asks = hint::name(&model.keymap, Place::List, Action::Copy);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some((account, key)) = code_key(board, now, edit) else { return Vec::new() };
    if board.revealed(account, now).is_some() {
        board.revealed = None;
    } else if key.window(now).is_none() {
        // Looking must not use a counter up.
        say(board, now, Said::Screen(Screen::CounterAsks { key: asks }));
    } else {
        board.revealed = Some(Revealed { account, step: None, until: now.plus_millis(REVEALED) });
        // Where all codes are shown, nothing was uncovered.
        if !board.uncovered() {
            return vec![Effect::Record(Deed::at(What::Revealed, account))];
        }
    }
    Vec::new()
}

/// Shows the selected code large.
pub(super) fn big(model: &mut Model) -> Vec<Effect> {
    let (now, edit) = (model.now, edit_key(model));
    let asks = hint::name(&model.keymap, Place::List, Action::Copy);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some((account, key)) = code_key(board, now, edit) else { return Vec::new() };
    board.filtering = false;
    match (key.window(now), board.revealed(account, now).and_then(|r| r.step)) {
        (Some(window), _) => board.overlay = Some(Overlay::Big { account, step: window.step }),
        (None, Some(step)) => board.overlay = Some(Overlay::Big { account, step }),
        (None, _) => {
            say(board, now, Said::Screen(Screen::CounterAsks { key: asks }));
            return Vec::new();
        }
    }
    vec![Effect::Record(Deed::at(What::Revealed, account))]
}

/// Shows every code, or none.
pub(super) fn reveal_all(board: &mut Board) -> Vec<Effect> {
    board.codes_shown = !board.codes_shown;
    board.revealed = None;
    let gives = |account: &&Account| {
        account.key.as_ref().is_some_and(|key| !key.lacks_pin() && key.period().is_some())
    };
    match board.book.accounts.iter().filter(gives).count() {
        n if board.codes_shown && n > 0 => {
            vec![Effect::Record(Deed::of(What::Revealed, n, ""))]
        }
        _ => Vec::new(),
    }
}

pub(super) fn press_big(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Big, key);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Big { account, step }) = board.overlay else { return Vec::new() };
    match action {
        Some(Action::Copy) => vec![Effect::Copy(Copy::Code { account, step })],
        Some(Action::CopyNext) => {
            let timed = board.book.account(account).and_then(|a| a.key.as_ref()?.period());
            let next = Copy::Code { account, step: step.saturating_add(1) };
            timed.map(|_| Effect::Copy(next)).into_iter().collect()
        }
        Some(action @ (Action::Lock | Action::Redraw)) => screens::act(model, action),
        _ => {
            board.overlay = None;
            Vec::new()
        }
    }
}

/// Hides what has been shown long enough; the big code leaves with its period.
pub(super) fn expire(board: &mut Board, now: Moment) {
    if matches!(board.overlay, Some(Overlay::Enrol(Enrol::Shown { until, .. })) if until <= now) {
        board.overlay = None;
    }
    if let Some(Overlay::Export(export)) = &board.overlay
        && matches!(&export.step, ExportStep::Codes(codes) if codes.until <= now)
    {
        board.overlay = None;
    }
    if board.revealed.is_some_and(|revealed| revealed.until <= now) {
        board.revealed = None;
    }
    if let Some(Overlay::Big { account, step }) = board.overlay {
        let key = board.book.account(account).and_then(|a| a.key.as_ref());
        let lives = match key.map(|key| key.window(now)) {
            Some(Some(window)) => window.step == step,
            Some(None) => board.revealed(account, now).is_some(),
            None => false,
        };
        if !lives {
            board.overlay = None;
        }
    }
}

/// Says what became of a copy. A code that is nowhere is shown large, to be read or selected.
pub(super) fn copied(model: &mut Model, outcome: &Outcome, what: &Copy) -> Vec<Effect> {
    let (now, size) = (model.now, model.size);
    let key = match what {
        Copy::Recovery { .. } => hint::name(&model.keymap, Place::Parts, Action::Reveal),
        _ => hint::name(&model.keymap, Place::List, Action::Big),
    };
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let account = match what {
        Copy::Code { account, .. } | Copy::Login { account } | Copy::Recovery { account, .. } => {
            board.book.account(*account)
        }
        Copy::Digits { .. } => None,
    };
    let title = match account {
        Some(account) => safe(&text::fit(Safe::new(account.title()).as_str(), TITLE, "..")),
        None => safe(""),
    };
    let window = account.and_then(|account| account.key.as_ref()?.window(now));
    let left = match what {
        Copy::Code { step, .. } => window.filter(|window| window.step == *step).map(|w| w.left),
        _ => None,
    };
    let begins = match what {
        Copy::Code { step, .. } => window.filter(|window| window.step < *step).map(|w| w.left),
        _ => None,
    };
    let mut effects = Vec::new();
    if let Copy::Code { account, step } = what {
        match outcome {
            Outcome::Copied(_) | Outcome::Sent(_) => {
                board.taken = Some((*account, *step));
                effects.push(Effect::Record(Deed::at(What::Copied, *account)));
            }
            // The next code is not shown: it would leave with the current one. Nor is any shown
            // to whoever looks on, where codes are kept covered.
            Outcome::Failed(_) if board.uncovered() && board.overlay.is_none() => {
                let counted = board.revealed(*account, now).is_some();
                effects.push(Effect::Record(Deed::at(What::Revealed, *account)));
                if left.is_some() || (window.is_none() && counted) {
                    board.overlay = Some(Overlay::Big { account: *account, step: *step });
                }
            }
            Outcome::Failed(_) | Outcome::Off => {}
        }
    }
    let mut stays = NOTICE;
    let said = match (outcome, what) {
        (Outcome::Off, _) => Said::Fault(Fault::ClipboardOff),
        (Outcome::Failed(failure), _) => {
            stays = LONG_NOTICE;
            failed(board, failure, what, key)
        }
        (Outcome::Copied(_), Copy::Digits { .. }) => Said::Screen(Screen::DigitsCopied),
        (Outcome::Copied(_), Copy::Recovery { .. }) => Said::Screen(Screen::CodeTaken),
        (Outcome::Copied(_), Copy::Login { .. }) => Said::Screen(Screen::Copied { title }),
        (Outcome::Copied(_), Copy::Code { .. }) => match (begins, left) {
            (Some(left), _) => Said::Screen(Screen::CopiedNext { title, left }),
            (_, Some(left)) if left <= 5 => Said::Screen(Screen::CopiedShortLived { title, left }),
            _ => Said::Screen(Screen::Copied { title }),
        },
        // That it is used up matters more than where it went.
        (Outcome::Sent(_), Copy::Recovery { .. }) => Said::Screen(Screen::CodeSent { key }),
        (Outcome::Sent(Doubt::FarTmux), _) => {
            stays = LONG_NOTICE;
            Said::Screen(Screen::SentFarTmux)
        }
        (Outcome::Sent(Doubt::NearTmux), _) => {
            stays = LONG_NOTICE;
            Said::Screen(Screen::SentNearTmux)
        }
        (Outcome::Sent(Doubt::PerhapsFarTmux), _) => {
            stays = LONG_NOTICE;
            Said::Screen(Screen::SentPerhapsFarTmux)
        }
        (Outcome::Sent(Doubt::Usual), Copy::Digits { .. }) => Said::Screen(Screen::DigitsSent),
        // There is no code on the screen to fall back on.
        (Outcome::Sent(Doubt::Usual), _) if board.shift.is_some() => {
            Said::Shift(Shift::Sent { title })
        }
        (Outcome::Sent(Doubt::Usual), Copy::Login { .. }) => {
            Said::Screen(Screen::SentLogin { title })
        }
        (Outcome::Sent(Doubt::Usual), Copy::Code { .. }) => match (begins, left) {
            (Some(left), _) => Said::Screen(Screen::SentNext { title, left, key }),
            (_, Some(left)) if left <= 5 => {
                Said::Screen(Screen::SentShortLived { title, left, key })
            }
            _ => Said::Screen(Screen::Sent { title, key }),
        },
    };
    board.notice = Some(Notice { text: said, until: now.plus_millis(stays) });
    board.list.follow(rows::page(size));
    effects
}

/// Why a copy is nowhere, and where there is room, how to get at what was to be copied.
fn failed(board: &Board, failure: &Failure, what: &Copy, key: Safe<'static>) -> Said {
    let fault = copying::explain(failure);
    if board.shift.is_some() {
        return Said::Fault(fault);
    }
    let short = matches!(
        failure,
        Failure::NoAnswer | Failure::NoWay(Obstacle::Terminal(_) | Obstacle::Dumb)
    );
    let instead = match what {
        Copy::Code { .. } if matches!(board.overlay, Some(Overlay::Big { .. })) => {
            Screen::ReadItHere
        }
        Copy::Code { .. } => Screen::ShowItLarge { key },
        Copy::Digits { .. } => Screen::ReadItHere,
        Copy::Login { .. } | Copy::Recovery { .. } => return Said::Fault(fault),
    };
    if short { Said::Instead(fault, instead) } else { Said::Fault(fault) }
}
