//! What a message changes, and what is to be done about it. Pure: no file, clock, terminal or
//! randomness; effects come back as data.

mod activity;
mod care;
mod columns;
mod conflicts;
mod copy;
mod doubt;
mod drill;
mod edit;
mod enrol;
mod export;
mod file;
mod findings;
mod first;
mod form;
mod import;
mod list;
mod lock;
mod locked;
mod menu;
mod mouse;
mod parts;
mod rest;
mod rows;
mod screens;
mod sync;
mod team;
mod things;
mod tools;
mod vaults;

pub(super) use drill::pause;
pub(super) use edit::{DELETE_WORD, doomed};
pub(super) use enrol::SHOW_WORD;
pub(super) use findings::until;
pub(super) use menu::matching;
pub(super) use team::{REMOVE_WORD, STOLEN_WORD, doomed_member, elsewhere, others_open};

use std::sync::Arc;

use super::effect::Effect;
use super::keymap::{Action, Key, KeyCode, Place};
use super::message::{Ending, Focus, Message, Opened};
use super::model::{
    Board, Enrol, Locked, Model, Notice, Overlay, Said, Seat, Stage, Stored, Tab, Typed, Veil,
    Watch,
};
use super::{hint, shift};
use crate::app::desk::Need;
use crate::app::explain;
use crate::i18n::{self, Fault, Screen};
use crate::model::{Book, merge};
use crate::time::Moment;
use crate::vault::Access;

/// How long a notice stays, in milliseconds.
const NOTICE: u64 = 8_000;

/// Takes one message in.
pub fn update(model: &mut Model, message: Message, now: Moment) -> Vec<Effect> {
    model.now = now;
    if model.shift.as_ref().is_some_and(|shift| shift.until <= now) {
        return end_shift(model);
    }
    let before = book(model);
    let types = is_typing(model) && !matches!(message, Message::Keys(_) | Message::Mouse(_));
    if let Stage::Open(board) = &mut model.stage {
        board.slipped = false;
    }
    let effects = take(model, message);
    findings::follow(model);
    if let (Some(before), Some(after)) = (before, book(model))
        && !Arc::ptr_eq(&before, &after)
    {
        renew(model, &before);
        // What is typed on was meant for what somebody else took away.
        if let Stage::Open(board) = &mut model.stage
            && board.slipped
            && board.stored != Stored::Soon
        {
            board.hushed = Some(now);
        }
    }
    // What is typed on was meant for what somebody else's save has closed.
    if types
        && !is_typing(model)
        && let Stage::Open(board) = &mut model.stage
    {
        board.hushed = Some(now);
    }
    effects
}

/// Whether something stands over the screen that takes what is typed.
fn is_typing(model: &Model) -> bool {
    let Stage::Open(board) = &model.stage else { return false };
    match &board.overlay {
        Some(Overlay::Drill(drill)) => drill.digits.is_some(),
        Some(Overlay::Enrol(enrol)) => matches!(enrol, Enrol::Asked { .. }),
        Some(
            Overlay::Form(_)
            | Overlay::Delete { .. }
            | Overlay::Snoozing(_)
            | Overlay::Admit(_)
            | Overlay::ShutOut(_),
        ) => true,
        _ => false,
    }
}

/// The time is over: whatever is open is forgotten, and the program ends.
fn end_shift(model: &mut Model) -> Vec<Effect> {
    let open = matches!(model.stage, Stage::Open(_));
    model.stage = Stage::Locked(Locked::new(Need::Nothing));
    if open { vec![Effect::Forget, Effect::Redraw, Effect::Quit] } else { vec![Effect::Quit] }
}

fn book(model: &Model) -> Option<Arc<Book>> {
    match &model.stage {
        Stage::Open(board) => Some(Arc::clone(&board.book)),
        _ => None,
    }
}

/// The book is another one: what lies over the screen and holds places in it is made anew.
fn renew(model: &mut Model, from: &Book) {
    let Stage::Open(board) = &mut model.stage else { return };
    board.clashing = merge::conflicts(&board.book);
    activity::rebuild(board, model.lang);
    team::rebuild(board);
    match &board.overlay {
        Some(Overlay::Care(care)) => {
            let thing = care.thing;
            care::open(model, thing);
        }
        Some(Overlay::Drill(_)) => drill::renew(model, from),
        Some(Overlay::Conflicts(_)) => conflicts::renew(board, from),
        Some(Overlay::Import(_)) => {
            let book = Arc::clone(&board.book);
            if let Some(Overlay::Import(import)) = &mut board.overlay {
                import.plan.compare(&book);
            }
        }
        Some(Overlay::Export(_)) => export::renew(board, model.now, model.lang),
        Some(Overlay::Parts(_)) => parts::renew(board, from),
        // What waits to be saved would take somebody's edit back.
        Some(Overlay::Enrol(Enrol::Asked { .. })) => {
            board.overlay = None;
            say(board, model.now, Said::Screen(Screen::FormStale));
        }
        _ => {}
    }
}

fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Tick => return tick(model),
        Message::Keys(keys) => return type_keys(model, keys),
        Message::Paste(text) => return paste(model, &text),
        Message::Focus(focus) => turn(model, focus),
        Message::Mouse(mouse) => return mouse::take(model, mouse),
        Message::Resize(size) => {
            model.size = size;
            if let Stage::Open(board) = &mut model.stage {
                board.list.follow(rows::page(size));
            }
        }
        Message::Needs(result) => return needs(model, result),
        Message::Unlocked(Ok(opened)) => return open(model, opened),
        Message::Unlocked(Err(refused)) => locked::refuse(model, refused),
        Message::NoneFit(fault) => {
            model.ending = Some(Ending::NoneFit(fault));
            return vec![Effect::Quit];
        }
        Message::Created(result) => return first::created(model, result),
        Message::Saved(result) => return edit::saved(model, result),
        Message::Reached { recipient, result } => team::reached(model, &recipient, result),
        Message::Regrouped(result) => return team::changed(model, result),
        Message::Watched { changed } => return file::watched(model, changed),
        Message::Reloaded(result) => file::reloaded(model, result),
        Message::Reading { asked, stage } => import::progressed(model, asked, stage),
        Message::Free { asked, result } => return export::free(model, asked, result),
        Message::Written { asked, result } => return export::written(model, asked, result),
        Message::Read { asked, files, result } => return import::read(model, asked, files, result),
        Message::Exported(result) => care::exported(model, result),
        Message::Checked(checked) => findings::checked(model, *checked),
        Message::Activity(result) => activity::read(model, result),
        Message::Unrecorded(fault) => {
            if let Stage::Open(board) = &mut model.stage {
                say(board, model.now, Said::Fault(fault));
            }
        }
        Message::Plugin(said) => match &mut model.stage {
            Stage::Open(board) => say(board, model.now, Said::Foreign(said)),
            Stage::Locked(locked) => locked.heard = Some(said),
            Stage::Welcome(_) => {}
        },
        Message::Synced(result) => sync::done(model, result),
        Message::Copied(outcome, what) => return copy::copied(model, &outcome, &what),
        Message::Stopping => return stop(model),
    }
    Vec::new()
}

/// As many keys as a person may press before a slow line lets them through together.
const AT_ONCE: usize = 3;

/// How long after a heap in which keys did nothing the next ones still belong to it, in milliseconds:
/// a long paste comes in several reads, and the last may be short.
const TAIL: u64 = 30;

/// Keys that came at once.
fn type_keys(model: &mut Model, keys: Vec<Key>) -> Vec<Effect> {
    let follows = model.heap.is_some_and(|heap| model.now.millis_since(heap) <= TAIL);
    model.hasty = keys.len() > AT_ONCE || follows;
    let effects = keys.into_iter().flat_map(|key| press(model, key)).collect();
    model.hasty = false;
    effects
}

/// What was typed ahead, as it would have been taken then.
fn catch_up(model: &mut Model, ahead: Vec<Typed>) -> Vec<Effect> {
    // What it came with was meant for something else.
    model.heap = None;
    let mut effects = Vec::new();
    for typed in ahead {
        match typed {
            Typed::Key(key, hasty) => {
                model.hasty = hasty;
                effects.extend(press(model, key));
                model.hasty = false;
            }
            Typed::Paste(text) => effects.extend(paste(model, &text)),
        }
    }
    effects
}

/// Whether a key must be left alone because it came among many: what was pasted into a terminal that
/// does not mark pastes, or what a line garbled, may go to other places and type into lines, but not
/// do anything. What ends a line that is typed was meant.
fn is_hasty(model: &Model, key: Key) -> bool {
    let place = model.place();
    let typed = matches!(place, Place::Filter | Place::Form | Place::Locked);
    let asked = matches!(&model.stage, Stage::Open(board) if match &board.overlay {
        Some(Overlay::Snoozing(_) | Overlay::Ungarble(_) | Overlay::Compare(_)) => true,
        Some(Overlay::Import(_)) => matches!(place, Place::Menu | Place::Columns),
        _ => false,
    });
    if !model.hasty || typed || asked || !matches!(model.stage, Stage::Open(_)) {
        return false;
    }
    let moves = |action| {
        matches!(
            action,
            Action::Down
                | Action::Up
                | Action::PageDown
                | Action::PageUp
                | Action::Top
                | Action::Bottom
                | Action::Filter
                | Action::Clear
                | Action::Cancel
                | Action::Accounts
                | Action::Devices
                | Action::Health
                | Action::Activity
                | Action::Team
                | Action::Details
                | Action::Help
                | Action::Commands
                | Action::Redraw
        )
    };
    // A key without a meaning among many is a sign of a heap like any other, where nothing is open that
    // it could be typed into; one with Alt may be two.
    let bare = matches!(&model.stage, Stage::Open(board) if board.overlay.is_none());
    model.keymap.action(place, key).map_or(bare && !key.alt, |action| !moves(action))
}

/// Whether a key asks for a stop over what only shows something. What is being filled in would be lost
/// with it.
fn stops(model: &Model, key: Key) -> bool {
    let shows = matches!(&model.stage, Stage::Open(board) if model.place() == Place::Codes || !matches!(
        &board.overlay,
        None | Some(
            Overlay::Form(_)
                | Overlay::Import(_)
                | Overlay::Export(_)
                | Overlay::Snoozing(_)
                | Overlay::Admit(_)
        )
    ));
    shows && !model.hasty && model.keymap.action(Place::List, key) == Some(Action::Suspend)
}

/// Whether a key asks for a command over a list that acts on Enter: what is typed after it would go nowhere, and
/// its Enter would decide whatever the cursor is on.
fn commands(model: &Model, key: Key) -> bool {
    let place = model.place();
    matches!(place, Place::Parts | Place::Loss | Place::Drill | Place::Conflicts | Place::Imported)
        && model.keymap.action(place, key).is_none()
        && model.keymap.action(Place::List, key) == Some(Action::Commands)
}

/// A key in whatever is on screen. `Alt` with a key that has no meaning is Escape and that key: a
/// terminal sends the same bytes for both, and over a slow line they arrive together.
fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let mut effects = Vec::new();
    if is_hasty(model, key) {
        model.heap = Some(model.now);
        return effects;
    }
    if key.alt && !is_bound(model, key) {
        effects = press(model, Key::plain(KeyCode::Esc));
        effects.extend(press(model, Key { alt: false, ..key }));
        return effects;
    }
    if stops(model, key) {
        return screens::leave(model, Action::Suspend);
    }
    if let Some(why) = shift::refused_key(model, key) {
        if let Stage::Open(board) = &mut model.stage {
            board.touch(model.now);
            say(board, model.now, Said::Shift(why));
        }
        return effects;
    }
    let locks = lock::locks(model, key);
    let commands = commands(model, key);
    match &mut model.stage {
        Stage::Welcome(_) => effects.extend(first::press(model, key)),
        Stage::Locked(_) => effects.extend(locked::press(model, key)),
        Stage::Open(board) => {
            board.touch(model.now);
            if board.is_hushed(model.now) {
                return effects;
            }
            // What was said was about something else than what comes now.
            board.notice = None;
            if locks {
                return screens::leave(model, Action::Lock);
            }
            if commands {
                board.overlay = Some(menu::commands());
                return effects;
            }
            match board.overlay {
                None => effects.extend(screens::press(model, key)),
                Some(Overlay::Big { .. }) => effects.extend(copy::press_big(model, key)),
                Some(Overlay::Enrol(_)) => effects.extend(enrol::press(model, key)),
                Some(Overlay::Form(_)) => effects.extend(form::press(model, key)),
                Some(Overlay::Delete { .. } | Overlay::Leave) => {
                    effects.extend(edit::press_question(model, key));
                }
                Some(Overlay::Snoozing(_)) => effects.extend(findings::press_snoozing(model, key)),
                Some(Overlay::Parts(_)) => effects.extend(parts::press(model, key)),
                Some(Overlay::Care(_)) => effects.extend(care::press(model, key)),
                Some(Overlay::Drill(_)) => effects.extend(drill::press(model, key)),
                Some(Overlay::Conflicts(_)) => effects.extend(conflicts::press(model, key)),
                Some(Overlay::Doubt { .. }) => effects.extend(doubt::press(model, key)),
                Some(Overlay::Vaults(_)) => effects.extend(vaults::press(model, key)),
                Some(Overlay::Admit(_) | Overlay::ShutOut(_)) => {
                    effects.extend(team::press(model, key));
                }
                Some(Overlay::Import(_)) => effects.extend(import::press(model, key)),
                Some(Overlay::Rest(_)) => effects.extend(rest::press(model, key)),
                Some(Overlay::Export(_)) => effects.extend(export::press(model, key)),
                Some(Overlay::Pages(_) | Overlay::Ungarble(_) | Overlay::Compare(_)) => {
                    effects.extend(tools::press(model, key));
                }
                Some(Overlay::Help { .. } | Overlay::Commands { .. }) => {
                    effects.extend(menu::press(model, key));
                }
            }
        }
    }
    effects
}

fn is_bound(model: &Model, key: Key) -> bool {
    model.keymap.action(model.place(), key).is_some()
}

/// The window is used, or another one is.
fn turn(model: &mut Model, focus: Focus) {
    let Stage::Open(board) = &mut model.stage else { return };
    match focus {
        Focus::Gained => board.look(model.now),
        Focus::Lost if model.look.hide_unfocused => board.veil = Some(Veil::Unfocused),
        Focus::Lost => {}
    }
}

/// Pasted text goes into lines that are typed, and nowhere else. Not into those that ask for a word to
/// make sure: that is to be typed.
fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.stage {
        Stage::Welcome(welcome) if welcome.choices() == 0 => welcome.input.insert(text),
        Stage::Locked(locked) if locked.opening => locked.ahead.paste(text),
        Stage::Locked(locked) => locked.passphrase.insert(text),
        Stage::Welcome(_) => {}
        Stage::Open(board) => {
            board.touch(model.now);
            match &mut board.overlay {
                Some(Overlay::Form(form)) => form::paste(form, text),
                Some(Overlay::Ungarble(line)) => tools::paste(line, text),
                Some(Overlay::Admit(admit)) => team::paste(admit, text),
                Some(Overlay::Compare(_)) => return tools::paste_code(model, text),
                Some(Overlay::Snoozing(asked)) => asked.line().insert(text),
                Some(Overlay::Drill(_)) => return drill::paste(model, text),
                Some(Overlay::Import(import)) => import::paste(import, text),
                Some(Overlay::Export(export)) => export::paste(export, text),
                Some(Overlay::Commands { query, cursor }) => {
                    query.insert(text);
                    *cursor = 0;
                }
                None if board.filtering && board.tab == Tab::Accounts => {
                    board.filter.insert(text);
                    rows::refilter(board, model.size);
                }
                None if board.filtering => {
                    board.sieve.insert(text);
                    screens::sift(board, model.size, model.lang);
                }
                _ => {}
            }
        }
    }
    Vec::new()
}

fn tick(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let unseen = now.millis_since(board.seen);
    let idle = now.millis_since(board.touched);
    // An edit that is not saved is not thrown away by a timer. Whoever works a shift may not have the
    // passphrase: it ends at its time, and shows no code until then.
    let may_lock = board.stored == Stored::Yes
        && board.shift.is_none()
        && !matches!(&board.overlay, Some(Overlay::Form(form)) if form.changed);
    if board.veil.is_none() && model.look.hide_after.is_some_and(|limit| unseen >= limit) {
        board.veil = Some(Veil::Idle);
    }
    if may_lock && model.look.lock_after.is_some_and(|limit| idle >= limit) {
        return lock(model);
    }
    if board.notice.as_ref().is_some_and(|notice| notice.until <= now) {
        board.notice = None;
    }
    copy::expire(board, now);
    let mut effects = copy::due(board, now);
    effects.extend(sync::due(board, now));
    if board.checked_on != Some(now.date()) {
        board.checked_on = Some(now.date());
        effects.push(Effect::Check);
    }
    // Reading the file again would throw away what could not be written to it. Whether it is back as it
    // was can be seen without.
    let is_watched = match board.stored {
        Stored::Yes => true,
        Stored::No => board.unread.is_some(),
        Stored::Soon | Stored::Reading => false,
    };
    if is_watched && board.watch == Watch::Idle {
        board.watch = Watch::Asked;
        effects.push(Effect::Watch);
    }
    effects
}

/// Nothing secret stays in a process that is stopped.
fn stop(model: &mut Model) -> Vec<Effect> {
    if let Stage::Locked(locked) = &mut model.stage {
        locked.passphrase.clear();
    }
    lock(model)
}

/// Shuts the vault: the book goes, the seat stays.
fn lock(model: &mut Model) -> Vec<Effect> {
    if let Stage::Open(board) = &mut model.stage {
        if matches!(board.stored, Stored::Soon | Stored::No) {
            return vec![Effect::Redraw];
        }
        let seat = board.seat();
        // What the vault needs is asked anew by whoever forgets the keys.
        let mut locked = Locked::new(Need::Nothing);
        locked.opening = true;
        locked.seat = seat;
        model.stage = Stage::Locked(locked);
        return vec![Effect::Forget, Effect::Redraw];
    }
    vec![Effect::Redraw]
}

fn needs(model: &mut Model, result: Result<Need, Fault>) -> Vec<Effect> {
    match (&mut model.stage, result) {
        (Stage::Locked(locked), Ok(need)) => {
            locked.opening = false;
            locked.need = need;
            // Whoever locks and unlocks at once types before we are ready.
            let ahead = locked.ahead.take();
            return catch_up(model, ahead);
        }
        (Stage::Locked(locked), Err(fault)) => {
            locked.opening = false;
            locked.fault = Some(fault);
        }
        (Stage::Welcome(welcome), Ok(need)) => {
            welcome.input.text().trim().clone_into(&mut model.path);
            model.stage = Stage::Locked(Locked::new(need));
        }
        (Stage::Welcome(welcome), Err(fault)) => welcome.fault = Some(Said::Fault(fault)),
        (Stage::Open(_), _) => {}
    }
    Vec::new()
}

fn open(model: &mut Model, opened: Opened) -> Vec<Effect> {
    let (seat, ahead) = match &mut model.stage {
        Stage::Locked(locked) => (std::mem::take(&mut locked.seat), locked.ahead.take()),
        _ => (Seat::default(), Vec::new()),
    };
    let account = seat.account;
    let quarantined = opened.book.quarantine.len();
    let beside = opened.beside.clone();
    let shut = opened.shut.first().cloned();
    let mut board = Board::new(opened, &seat, !model.look.hide_codes, model.now);
    board.shift.clone_from(&model.shift);
    rows::rebuild(&mut board);
    if let Some(id) = account {
        rows::select(&mut board, id);
    }
    board.list.follow(rows::page(model.size));
    let access = board.access();
    if let Some(shift) = &board.shift {
        let key = hint::name(&model.keymap, Place::List, Action::Copy);
        let begins = i18n::Shift::Begins { time: shift.time.clone(), key };
        say(&mut board, model.now, Said::Shift(begins));
    } else if access == Access::Asked {
        say(&mut board, model.now, Said::Screen(Screen::OpenedToRead));
    } else if let Some(fault) = explain::read_only(access).filter(|_| board.concern.is_none()) {
        say(&mut board, model.now, Said::Fault(fault));
    } else if let Some(why) = shut {
        say(&mut board, model.now, Said::Fault(why));
    } else if quarantined > 0 {
        say(&mut board, model.now, Said::Fault(Fault::Quarantined { n: quarantined }));
    } else if let Some(beside) = beside {
        say(&mut board, model.now, Said::Sync(beside));
    }
    if model.look.mouse && board.notice.is_none() {
        screens::tell_mouse(&mut board, model.now, &model.keymap);
    }
    board.checked_on = Some(model.now.date());
    sync::begin(&mut board, model.look.sync_every, model.now);
    doubt::show(&mut board);
    things::rebuild(&mut board);
    team::rebuild(&mut board);
    model.stage = Stage::Open(Box::new(board));
    let mut effects = vec![Effect::Redraw, Effect::Check, Effect::Activity];
    effects.extend(catch_up(model, ahead));
    effects
}

fn say(board: &mut Board, now: Moment, text: Said) {
    // Whoever is told more reads longer.
    let sentences = match &text {
        Said::Teams(said) => said.len().max(1),
        _ => 1,
    };
    let stays = NOTICE.saturating_mul(u64::try_from(sentences).unwrap_or(1));
    board.notice = Some(Notice { text, until: now.plus_millis(stays) });
}
