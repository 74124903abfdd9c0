//! Adding, editing, deleting, undoing, saving.

use std::collections::HashMap;
use std::sync::Arc;

use super::{copy, list::type_into, parts, rows, say, screens, things};
use crate::app::draft::{Field, Target, Work};
use crate::app::findings;
use crate::i18n::{Fault, Screen};
use crate::model::{Account, Book, Id};
use crate::otp::Kind;
use crate::text::{Safe, safe};
use crate::time::{Date, Moment};
use crate::tui::effect::{Copy, Effect};
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::message::{NotSaved, Opened};
use crate::tui::model::{
    Board, Doomed, Form, Input, Model, Overlay, Pending, Said, Size, Stage, Stored, Tab, Undo,
};
use crate::vault::{Access, Durability};

/// How many edits can be taken back. Each holds a whole book while the file is saved.
const UNDO_DEPTH: usize = 10;

/// The word that deletes: the same on every keyboard and in every language.
pub const DELETE_WORD: &str = "delete";

/// Whether an edit can be saved now; says why when it cannot.
pub(super) fn may_save(board: &mut Board, now: Moment) -> bool {
    let why = if board.access != Access::ReadWrite {
        Fault::ReadOnlyNewer
    } else if matches!(board.stored, Stored::Soon | Stored::Reading) {
        Fault::StillSaving
    } else {
        return true;
    };
    say(board, now, Said::Fault(why));
    false
}

pub(super) fn add(model: &mut Model) {
    open_form(model, Target::Account(None));
}

pub(super) fn edit(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(id) = board.selected().map(|account| account.id) {
        open_form(model, Target::Account(Some(id)));
    }
}

/// Opens the form of a record, when an edit can be saved now.
pub(super) fn open_form(model: &mut Model, target: Target) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(form) = Form::open(target, &board.book)
        && may_save(board, model.now)
    {
        board.overlay = Some(Overlay::Form(Box::new(form)));
    }
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

/// Goes back from a form or a question to what it was opened from.
fn back(board: &mut Board, account: Option<Id>) {
    board.overlay = None;
    if let Some(account) = account {
        parts::show(board, account, None);
    }
}

/// The account whose parts a form belongs to.
fn owner(target: Target) -> Option<Id> {
    match target {
        Target::Method(id, _) | Target::Copy(id, _) | Target::Recovery(id) => Some(id),
        _ => None,
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

pub(super) fn press_form(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Form, key);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let book = Arc::clone(&board.book);
    let Some(Overlay::Form(form)) = &mut board.overlay else { return Vec::new() };
    let choices = form.field.choices();
    match action {
        Some(Action::Save) => return submit(model),
        Some(Action::Cancel) => {
            if form.changed && !form.leaving {
                form.leaving = true;
            } else {
                let account = owner(form.target);
                back(board, account);
            }
            return Vec::new();
        }
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::NextField) => step(form, 1, &book),
        Some(Action::PreviousField) => step(form, -1, &book),
        Some(Action::NextChoice) if !choices.is_empty() => choose(form, 1),
        Some(Action::PreviousChoice) if !choices.is_empty() => choose(form, -1),
        // At the end of a line, the arrow goes on through what the book has.
        Some(Action::NextChoice) if at_end(form) => offer(form, 1),
        Some(Action::PreviousChoice) if form.taken.is_some() => offer(form, -1),
        _ if !choices.is_empty() => match key.code {
            KeyCode::Char(' ') => choose(form, 1),
            KeyCode::Char(letter) => choose_letter(form, letter),
            KeyCode::Backspace | KeyCode::Delete => set(form, ""),
            _ => {}
        },
        _ => {
            if type_into(&mut form.input, key) {
                form.taken = None;
                store(form);
            }
        }
    }
    form.leaving = false;
    Vec::new()
}

/// A paste into a form goes to the field, as typing does.
pub(super) fn paste(form: &mut Form, text: &str) {
    if form.field.choices().is_empty() {
        // A list of codes has one a line where it is copied from; the field is one line.
        match form.field {
            Field::Codes => form.input.insert(&text.trim().lines().collect::<Vec<_>>().join(", ")),
            _ => form.input.insert(text.trim()),
        }
        store(form);
    }
}

fn store(form: &mut Form) {
    if form.input.text() != form.draft.text(form.field) {
        form.draft.set(form.field, form.input.text());
        form.changed = true;
        form.tried = false;
    }
    form.flaws = form.draft.flaws();
}

fn set(form: &mut Form, word: &str) {
    form.input = Input::with(word);
    store(form);
}

fn choose(form: &mut Form, by: isize) {
    let choices = form.field.choices();
    // Nothing chosen stands before the first.
    let here = choices.iter().position(|word| *word == form.input.text()).map_or(0, |at| at + 1);
    let count = isize::try_from(choices.len() + 1).unwrap_or(1);
    let next = (isize::try_from(here).unwrap_or(0) + by).rem_euclid(count);
    set(
        form,
        usize::try_from(next).ok().and_then(|n| choices.get(n.checked_sub(1)?)).unwrap_or(&""),
    );
}

fn choose_letter(form: &mut Form, letter: char) {
    let lower = letter.to_ascii_lowercase();
    if let Some(word) = form.field.choices().iter().find(|word| word.starts_with(lower)) {
        set(form, word);
    }
}

fn at_end(form: &Form) -> bool {
    form.input.before_cursor().len() == form.input.text().len() && !form.offers().is_empty()
}

fn offer(form: &mut Form, by: isize) {
    if let Some(text) = form.offer(by) {
        form.input = Input::with(&text);
        store(form);
    }
}

fn step(form: &mut Form, by: isize, book: &Book) {
    form.visited.push(form.field);
    let fields = form.fields();
    let here = fields.iter().position(|field| *field == form.field).unwrap_or(0);
    let next = here.saturating_add_signed(by).min(fields.len().saturating_sub(1));
    form.go(fields[next], book);
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let key = hint::name(&model.keymap, Place::List, Action::Undo);
    let Model { now, size, ids, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    if !may_save(board, *now) {
        return Vec::new();
    }
    let Some(Overlay::Form(form)) = &mut board.overlay else { return Vec::new() };
    form.visited = form.draft.subject().fields().to_vec();
    form.tried = true;
    form.flaws = form.draft.flaws();
    if let Some(field) = form.flaws.first().map(|(field, _)| *field) {
        form.go(field, &board.book);
        return Vec::new();
    }
    // What the form began from is not what there is: saving it would take somebody's edit back.
    // Where somebody deleted it meanwhile, what was typed is added anew.
    if form.target.draft(&board.book).is_some_and(|draft| draft != form.base) {
        say(board, *now, Said::Screen(Screen::FormStale));
        return Vec::new();
    }
    let mut book = Book::clone(&board.book);
    let fresh = &mut || ids.fresh(*now);
    let (today, region) = (now.date(), look.region.as_deref());
    let mut work = Work { book: &mut book, today, by: &look.name, region, fresh };
    let saved = match form.draft.save(form.target, &mut work) {
        Ok(saved) => saved,
        Err(flaws) => {
            if let Some((field, _)) = flaws.first() {
                form.go(*field, &board.book);
            }
            form.flaws = flaws;
            return Vec::new();
        }
    };
    let doubts = form.draft.doubts(Some(&form.base), &board.book, look.region.as_deref());
    let title = safe(&saved.title);
    let done = match (doubts.is_empty(), saved.added) {
        (false, _) => Screen::SavedWithDoubt { title, key },
        (true, true) => Screen::Added { title, key },
        (true, false) => Screen::Edited { title, key },
    };
    let target = form.target;
    board.overlay = None;
    let effects = commit(board, book, done, *size);
    match target {
        Target::Account(_) => rows::select(board, saved.id),
        Target::Device(_) | Target::Number(_) | Target::Person(_) => {
            board.things.select(|thing| thing.id() == saved.id);
        }
        _ => back(board, owner(target)),
    }
    screens::follow(board, *size);
    effects
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
        back(board, account);
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
                return Vec::new();
            }
            let what = *what;
            let account = match what {
                Doomed::Part(account, _) => Some(account),
                _ => None,
            };
            board.overlay = None;
            let title = doomed(&board.book, what);
            let Some(book) = without(&board.book, what, now.date()) else { return Vec::new() };
            let effects = commit(board, book, Screen::Deleted { title, key: undo_key }, *size);
            back(board, account);
            effects
        }
        _ => Vec::new(),
    }
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
fn without(book: &Book, what: Doomed, today: Date) -> Option<Book> {
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

pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    if !may_save(board, *now) {
        return Vec::new();
    }
    let Some(Undo { book }) = board.undo.pop() else {
        say(board, *now, Said::Screen(Screen::NothingToUndo));
        return Vec::new();
    };
    let mut earlier = Book::clone(&book);
    keep_used(&mut earlier, &board.book);
    let effects = commit(board, earlier, Screen::Undone, *size);
    // The edit taken back is not an edit to take back.
    board.undo.pop();
    effects
}

/// What was used up stays so, whatever is undone: a counter never goes back, a recovery code works
/// once.
fn keep_used(earlier: &mut Book, now: &Book) {
    let current: HashMap<Id, &Account> = now
        .accounts
        .iter()
        .filter(|account| account.recovery.is_some() || counter(account).is_some())
        .map(|account| (account.id, account))
        .collect();
    for account in &mut earlier.accounts {
        let Some(now) = current.get(&account.id) else { continue };
        if let (Some(old), Some(key)) = (&account.key, &now.key)
            && old.secret() == key.secret()
            && counter(now) > counter(account)
        {
            account.key = Some(key.clone());
        }
        let used = now.recovery.iter().flat_map(|recovery| &recovery.codes);
        let used: Vec<_> = used.filter(|code| code.used.is_some()).collect();
        for code in account.recovery.iter_mut().flat_map(|recovery| &mut recovery.codes) {
            if let Some(same) = used.iter().find(|used| used.code == code.code) {
                code.used = same.used;
            }
        }
    }
}

fn counter(account: &Account) -> Option<u64> {
    match account.key.as_ref()?.kind() {
        Kind::Hotp { counter } => Some(counter),
        _ => None,
    }
}

/// Takes an edit: shown at once, saved behind it, kept for undo.
pub(super) fn commit(board: &mut Board, book: Book, done: Screen, size: Size) -> Vec<Effect> {
    let (selected, row) = (board.selected().map(|account| account.id), board.list.cursor);
    let before = std::mem::replace(&mut board.book, Arc::new(book));
    board.undo.push(Undo { book: before });
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
    if board.tab == Tab::Devices {
        things::rebuild(board);
    }
    match selected.filter(|id| board.book.account(*id).is_some()) {
        Some(id) => rows::select(board, id),
        None => board.list.cursor = row,
    }
    board.list.follow(rows::page(size));
}

/// Saves again what could not be saved.
pub(super) fn retry(model: &mut Model) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    if board.stored == Stored::Yes {
        say(board, model.now, Said::Screen(Screen::AllSaved));
        return Vec::new();
    }
    if !may_save(board, model.now) {
        return Vec::new();
    }
    board.stored = Stored::Soon;
    board.pending = Some(Pending::Say(Screen::Saved));
    vec![Effect::Save]
}

/// Leaves, unless edits would be lost.
pub(super) fn quit(board: &mut Board) -> Vec<Effect> {
    match board.stored {
        Stored::Yes | Stored::Reading => return vec![Effect::Quit],
        // What is being used up still has its code to show.
        Stored::Soon
            if matches!(board.pending, Some(Pending::Counter { .. } | Pending::Code { .. })) => {}
        Stored::Soon => board.pending = Some(Pending::Quit),
        Stored::No => board.overlay = Some(Overlay::Leave),
    }
    Vec::new()
}

/// The file's own version takes the place of ours.
pub(super) fn replace_book(board: &mut Board, opened: Opened, size: Size) {
    let (selected, row) = (board.selected().map(|account| account.id), board.list.cursor);
    board.book = opened.book;
    board.access = opened.access;
    // Going back to a book from before somebody else's edit would take that edit away.
    board.undo.clear();
    board.stored = Stored::Yes;
    board.waiting = None;
    // A place in the old book may be another record in this one.
    if matches!(board.overlay, Some(Overlay::Delete { .. } | Overlay::Snoozing(_))) {
        board.overlay = None;
    }
    refresh(board, selected, row, size);
}

pub(super) fn saved(model: &mut Model, result: Result<Durability, NotSaved>) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let pending = board.pending.take();
    match result {
        Ok(durability) => {
            board.stored = Stored::Yes;
            if durability == Durability::Unconfirmed {
                say(board, *now, Said::Fault(Fault::DurabilityUnconfirmed));
            }
            match pending {
                Some(Pending::Quit) => return vec![Effect::Quit],
                Some(Pending::Counter { account, step, .. }) => {
                    copy::counted(board, *now, account, step);
                    return vec![Effect::Copy(Copy::Code { account, step })];
                }
                Some(Pending::Code { account, code }) => {
                    return vec![Effect::Copy(Copy::Recovery { account, code })];
                }
                Some(Pending::Say(done)) if durability == Durability::Durable => {
                    say(board, *now, Said::Screen(done));
                }
                _ => {}
            }
        }
        Err(NotSaved { fault, theirs }) => {
            board.stored = Stored::No;
            if let Some(Pending::Counter { before, stored, .. }) = pending {
                board.book = before;
                board.stored = stored;
                rows::rebuild(board);
            }
            if let Some(opened) = theirs {
                replace_book(board, opened, *size);
            }
            say(board, *now, Said::Fault(fault));
        }
    }
    Vec::new()
}
