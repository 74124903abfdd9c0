//! What changes the book: deleting, pinning, undoing, saving. Forms are beside.

use std::sync::Arc;

use super::{
    copy, doubt, enrol, export, form, list::type_into, parts, rest, rows, say, sync, team, things,
};
use crate::activity::{Change, each};
use crate::app::{activity, explain, findings, loss};
use crate::health::Finding;
use crate::health::loss::is_owed;
use crate::i18n::{Fault, Lang, Screen, Team, Vaults, keyrack};
use crate::model::{Account, Book, Id, Thing, merge};
use crate::text::{Safe, quoted, safe, whole};
use crate::time::{Date, Moment};
use crate::tui::effect::{Copy, Effect};
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::message::{NotSaved, Opened, Written};
use crate::tui::model::{
    Board, Doomed, Input, Model, Overlay, Part, Pending, Said, Size, Stage, Stored, Tab, Undo,
};
use crate::vault::Durability;

/// How many edits can be taken back. Each holds a whole book while the file is saved.
const UNDO_DEPTH: usize = 10;

/// The word that deletes: the same on every keyboard and in every language.
pub const DELETE_WORD: &str = "delete";

/// Whether an edit can be saved now; says why when it cannot.
pub(super) fn may_save(board: &mut Board, now: Moment) -> bool {
    let why = if let Some(why) = explain::read_only(board.access()) {
        why
    } else if let Some(why) = &board.unread {
        why.clone()
    } else if board.stored == Stored::Reading {
        Fault::StillReading
    } else if board.stored == Stored::Soon {
        Fault::StillSaving
    } else if board.is_hand_shut() {
        // What is new would go to another, whose members never saw it.
        let name = board.held.file_stem().unwrap_or_default().to_string_lossy();
        let name = safe(&name);
        say(board, now, Said::Vaults(Vaults::HandShut { name }));
        return false;
    } else {
        return true;
    };
    say(board, now, Said::Fault(why));
    false
}

pub(super) fn ask_delete(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(id) = board.selected().map(|account| account.id) {
        ask(model, Doomed::Account(id));
    }
}

/// Asks whether to delete something.
pub(super) fn ask(model: &mut Model, what: Doomed) {
    let Stage::Open(board) = &mut model.stage else { return };
    if may_save(board, model.now) {
        board.overlay = Some(Overlay::Delete { what, word: Input::default() });
    }
}

pub(super) fn pin(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(account) = board.selected() else { return Vec::new() };
    let changed = Account { pinned: !account.pinned, ..account.clone() };
    let title = safe(account.title());
    let done = if changed.pinned { Screen::Pinned { title } } else { Screen::Unpinned { title } };
    if !may_save(board, *now) {
        return Vec::new();
    }
    let mut book = Book::clone(&board.book);
    book.put(changed);
    commit(board, book, done, *size)
}

pub(super) fn press_question(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let undo_key = hint::name(&model.keymap, Place::List, Action::Undo);
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    if action == Some(Action::Cancel) {
        let account = match board.overlay {
            Some(Overlay::Delete { what: Doomed::Part(account, _), .. }) => Some(account),
            _ => None,
        };
        form::back(board, account);
        return Vec::new();
    }
    match &mut board.overlay {
        Some(Overlay::Leave) if action == Some(Action::Accept) => vec![Effect::Quit],
        Some(Overlay::Delete { what, word }) => {
            if action != Some(Action::Accept) {
                type_into(word, key);
                return Vec::new();
            }
            if word.text().trim() != DELETE_WORD {
                if wrong(word) {
                    say(board, *now, Said::Fault(Fault::NotTheWord));
                }
                return Vec::new();
            }
            let what = *what;
            let account = match what {
                Doomed::Part(account, _) => Some(account),
                _ => None,
            };
            board.overlay = None;
            let title = doomed(&board.book, what);
            if let Doomed::Thing(thing) = what
                && is_owed(&board.book, thing, now.date())
            {
                let word = loss::word(thing, &board.book);
                let command = whole(&format!("{} loss show {}", keyrack(), quoted(&word)));
                say(board, *now, Said::Fault(Fault::StillOwed { name: title, command }));
                return Vec::new();
            }
            let Some(book) = without(&board.book, what, now.date()) else { return Vec::new() };
            let effects = commit(board, book, Screen::Deleted { title, key: undo_key }, *size);
            form::back(board, account);
            effects
        }
        _ => Vec::new(),
    }
}

/// Whether another word was typed than the one that was asked for; it goes, to be typed anew. Nothing
/// typed is an Enter too many.
pub(super) fn wrong(word: &mut Input) -> bool {
    let is_other = !word.text().trim().is_empty();
    word.clear();
    is_other
}

/// What is about to be deleted, by name; of a part, the account's.
pub fn doomed(book: &Book, what: Doomed) -> Safe<'static> {
    match what {
        Doomed::Account(id) | Doomed::Part(id, _) => {
            safe(book.account(id).map_or("", Account::title))
        }
        Doomed::Thing(thing) => safe(&findings::label(thing, book)),
    }
}

/// The book without it.
pub(super) fn without(book: &Book, what: Doomed, today: Date) -> Option<Book> {
    let mut left = book.clone();
    match what {
        Doomed::Account(id) => {
            left.remove(id)?;
        }
        Doomed::Thing(thing) => left.remove_thing(thing, today),
        Doomed::Part(account, part) => return parts::without(book, account, part, today),
    }
    Some(left)
}

/// What was taken back of an edit, by the name of what it was of.
fn undone(before: &Book, after: &Book, lang: Lang) -> Screen {
    let changes = each(before, after);
    let mut named = changes.iter().filter(|change| !change.name.is_empty());
    let Some(Change { deed, name }) = named.next() else { return Screen::Undone };
    match changes.len() - 1 {
        0 => Screen::UndoneOf { name: safe(name), what: whole(&activity::what(deed).say(lang)) },
        n => Screen::UndoneMany { name: safe(name), n },
    }
}

pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, lang, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    if !may_save(board, *now) {
        return Vec::new();
    }
    let Some(Undo { before, after }) = board.undo.pop() else {
        say(board, *now, Said::Screen(Screen::NothingToUndo));
        return Vec::new();
    };
    // Only the edit goes: what somebody else has saved since stays. What is kept in mind of keys is no edit.
    let mut then = Book::clone(&after);
    then.take_past(&board.book);
    let mut earlier = merge::merge(&then, &board.book, &before);
    let clashing = merge::conflicts(&board.book).max(merge::conflicts(&before));
    if earlier == *board.book || merge::conflicts(&earlier) > clashing {
        say(board, *now, Said::Screen(Screen::NotUndone));
        return Vec::new();
    }
    earlier.keep_used(&board.book);
    let home = |book: &Book, account: &Account| book.homes.of(account.id);
    let moves = |account: &&Account| {
        let now = home(&board.book, account);
        now.is_some() && now != home(&earlier, account)
    };
    let done = if earlier.accounts.iter().any(|account| moves(&account)) {
        Screen::UndoneMove
    } else {
        undone(&before, &after, *lang)
    };
    // An import that is taken back before it could be saved.
    board.deeds.clear();
    let effects = commit(board, earlier, done, *size);
    // The edit taken back is not an edit to take back.
    board.undo.pop();
    effects
}

/// Takes an edit: shown at once, saved behind it, kept for undo.
pub(super) fn commit(board: &mut Board, mut book: Book, done: Screen, size: Size) -> Vec<Effect> {
    if board.is_several() {
        book.house(board.hand);
    }
    let (selected, row) = (board.selected().map(|account| account.id), board.list.cursor);
    let after = Arc::new(book);
    let before = std::mem::replace(&mut board.book, Arc::clone(&after));
    board.undo.push(Undo { before, after });
    if board.undo.len() > UNDO_DEPTH {
        board.undo.remove(0);
    }
    refresh(board, selected, row, size);
    board.stored = Stored::Soon;
    board.pending = Some(Pending::Say(done));
    vec![Effect::Save]
}

/// Shows a changed book, with the cursor on the account it was on, or on the same row if that is gone.
fn refresh(board: &mut Board, selected: Option<Id>, row: usize, size: Size) {
    board.index = None;
    rows::rebuild(board);
    match board.tab {
        Tab::Devices => things::rebuild(board),
        Tab::Team => team::rebuild(board),
        Tab::Accounts | Tab::Health | Tab::Activity => {}
    }
    if let Some(id) = selected.filter(|id| board.book.account(*id).is_some()) {
        rows::select(board, id);
    } else {
        let has_keys = board.tab == Tab::Accounts && board.overlay.is_none();
        board.slipped |= has_keys && selected.is_some();
        board.list.cursor = row;
    }
    board.list.follow(rows::page(size));
}

/// Saves again what could not be saved.
pub(super) fn retry(model: &mut Model) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    if board.stored == Stored::Yes {
        let said = match &board.unread {
            Some(why) => Said::Fault(why.clone()),
            None => Said::Screen(Screen::AllSaved),
        };
        say(board, model.now, said);
        return Vec::new();
    }
    // Whether the file can be read again by now, the save finds out.
    let unread = board.unread.take();
    let may_save = may_save(board, model.now);
    board.unread = unread;
    if may_save { save_again(board) } else { Vec::new() }
}

fn save_again(board: &mut Board) -> Vec<Effect> {
    board.stored = Stored::Soon;
    board.pending = Some(Pending::Say(Screen::Saved));
    vec![Effect::Save]
}

/// The file is there again as it was: what could not be saved is.
pub(super) fn back(board: &mut Board, now: Moment) -> Vec<Effect> {
    if board.stored == Stored::No && board.pending.is_none() {
        return save_again(board);
    }
    say(board, now, Said::Screen(Screen::FileBack));
    Vec::new()
}

/// Leaves, unless edits would be lost.
pub(super) fn quit(board: &mut Board) -> Vec<Effect> {
    match board.stored {
        Stored::Yes | Stored::Reading => return vec![Effect::Quit],
        // What is being used up still has its code to show.
        Stored::Soon
            if matches!(
                board.pending,
                Some(
                    Pending::Counter { .. }
                        | Pending::Code { .. }
                        | Pending::Enrol(_)
                        | Pending::Codes(_)
                        | Pending::Members { .. }
                )
            ) => {}
        Stored::Soon => board.pending = Some(Pending::Quit),
        Stored::No => board.overlay = Some(Overlay::Leave),
    }
    Vec::new()
}

/// The file's own version, with what somebody else has saved, takes the place of ours. Our edits can still be taken
/// back where it is of the same vaults, and nothing of it is in doubt.
pub(super) fn meet(board: &mut Board, opened: Opened, size: Size) {
    let is_plain = board.concern.is_none() && opened.concern.is_none();
    let is_same = is_plain
        && opened
            .vaults
            .iter()
            .map(|face| &face.file)
            .eq(board.vaults.iter().map(|face| &face.file));
    let undo = std::mem::take(&mut board.undo);
    replace_book(board, opened, size);
    if is_same {
        board.undo = undo;
    }
}

/// The file's own version takes the place of ours.
pub(super) fn replace_book(board: &mut Board, opened: Opened, size: Size) {
    let (selected, row) = (board.selected().map(|account| account.id), board.list.cursor);
    let before = std::mem::replace(&mut board.book, opened.book);
    board.concern = opened.concern;
    board.unread = None;
    board.shut = opened.shut;
    board.show_vaults(opened.vaults);
    // Edits were of other vaults, perhaps, or of a book that nobody has looked at: see `meet`.
    board.undo.clear();
    board.stored = Stored::Yes;
    board.waiting = None;
    let is_there = |thing: Thing, book: &Book| match thing {
        Thing::Device(id) => book.device(id).is_some(),
        Thing::Number(id) => book.number(id).is_some(),
        Thing::Person(id) => book.person(id).is_some(),
    };
    // A place in the old book may be another record in this one.
    let goes = match &mut board.overlay {
        // What is typed on would be taken for commands.
        Some(Overlay::Delete { what, .. }) => match again(*what, &before, &board.book) {
            Some(same) => {
                *what = same;
                false
            }
            None => true,
        },
        Some(Overlay::Snoozing(asked)) => {
            let Finding { account, about, .. } = asked.finding;
            account.is_some_and(|id| board.book.account(id).is_none())
                || about.is_some_and(|thing| !is_there(thing, &board.book))
        }
        Some(Overlay::ShutOut(asked)) => {
            let readers = &board.vaults[board.hand].readers;
            readers.members.iter().all(|member| member.recipient != asked.recipient)
        }
        _ => false,
    };
    if goes {
        board.overlay = None;
    }
    doubt::show(board);
    refresh(board, selected, row, size);
}

/// The same in another book. A part has no name of its own: it is the same as long as it says the same.
fn again(what: Doomed, before: &Book, now: &Book) -> Option<Doomed> {
    fn place<T: PartialEq>(before: &[T], now: &[T], at: usize) -> Option<usize> {
        let part = before.get(at)?;
        now.iter().position(|other| other == part)
    }
    match what {
        Doomed::Account(id) => now.account(id).map(|_| what),
        Doomed::Thing(Thing::Device(id)) => now.device(id).map(|_| what),
        Doomed::Thing(Thing::Number(id)) => now.number(id).map(|_| what),
        Doomed::Thing(Thing::Person(id)) => now.person(id).map(|_| what),
        Doomed::Part(id, part) => {
            let (before, now) = (before.account(id)?, now.account(id)?);
            let part = match part {
                Part::Method(at) => Part::Method(place(&before.methods, &now.methods, at)?),
                Part::Copy(at) => Part::Copy(place(&before.copies, &now.copies, at)?),
                Part::Recovery | Part::Code(_) if before.recovery == now.recovery => part,
                _ => return None,
            };
            Some(Doomed::Part(id, part))
        }
    }
}

pub(super) fn saved(model: &mut Model, result: Result<Written, NotSaved>) -> Vec<Effect> {
    let Model { now, size, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let pending = board.pending.take();
    match result {
        Ok(Written { durability, vaults, book, merged }) => {
            // What the save kept in mind of keys belongs to the edit that is taken back, and is not somebody else's.
            if let Some(edit) = board.undo.last_mut()
                && Arc::ptr_eq(&edit.after, &board.book)
            {
                edit.after = match &merged {
                    Some(_) => Book::keeping(&edit.after, &edit.before, now.date()),
                    None => Arc::clone(&book),
                };
            }
            if merged.is_none() {
                board.book = book;
            }
            board.stored = Stored::Yes;
            board.unread = None;
            sync::edited(board, look.sync_every, *now);
            let mut effects: Vec<Effect> =
                std::mem::take(&mut board.deeds).into_iter().map(Effect::Record).collect();
            let met = merged.is_some();
            board.show_vaults(vaults);
            if let Some(opened) = merged {
                let n = merge::conflicts(&opened.book);
                let open = loss::saved_open([&board.book, &opened.book]).into_iter().next();
                meet(board, opened, *size);
                say(board, *now, open.map_or(Said::Team(Team::merged(n)), Said::Sync));
            }
            // Nothing else is to be said of it.
            let is_plain = durability == Durability::Durable && !met;
            if durability == Durability::Unconfirmed {
                say(board, *now, Said::Fault(Fault::DurabilityUnconfirmed));
            }
            match pending {
                Some(Pending::Quit) => effects.push(Effect::Quit),
                Some(Pending::Counter { account, step, .. }) => {
                    copy::counted(board, *now, account, step);
                    effects.push(Effect::Copy(Copy::Code { account, step }));
                }
                Some(Pending::Code { account, code }) => {
                    effects.push(Effect::Copy(Copy::Recovery { account, code }));
                }
                Some(Pending::Enrol(account)) => {
                    effects.extend(enrol::recorded(board, *now, account));
                }
                Some(Pending::Codes(codes)) => {
                    effects.extend(export::recorded(board, *now, codes));
                }
                Some(Pending::Say(done)) if is_plain => say(board, *now, Said::Screen(done)),
                Some(Pending::Imported(done, rest)) => {
                    if is_plain {
                        say(board, *now, Said::Screen(done));
                    }
                    rest::show(board, *rest);
                }
                _ => {}
            }
            return effects;
        }
        Err(NotSaved { fault, unread, theirs, rest }) => {
            board.stored = Stored::No;
            board.unread = unread.then(|| fault.clone());
            match pending {
                Some(Pending::Counter { before, stored, .. }) => {
                    board.book = before;
                    board.stored = stored;
                    rows::rebuild(board);
                }
                Some(Pending::Codes(_)) => export::unrecorded(board),
                _ => {}
            }
            // What was done is done where the same book is saved later.
            if theirs.is_some() || rest.is_some() {
                board.deeds.clear();
            }
            if let Some(opened) = theirs {
                replace_book(board, opened, *size);
            } else if let Some(rest) = rest {
                let (selected, row) = (board.selected().map(|a| a.id), board.list.cursor);
                board.book = rest;
                board.undo.clear();
                refresh(board, selected, row, *size);
            }
            say(board, *now, Said::Fault(fault));
        }
    }
    Vec::new()
}
