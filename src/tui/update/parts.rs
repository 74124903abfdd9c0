//! Methods, key copies and recovery codes of one account.

use super::{edit, form, rows, say};
use crate::activity::{Deed, What};
use crate::app::draft::{Target, remove_method};
use crate::i18n::Screen;
use crate::model::{Account, Book, Id};
use crate::text::safe;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Doomed, Model, Overlay, Part, Parts, Pending, Said, Stage};

/// Opens the parts of the selected account, with the cursor on `part` where it is there.
pub(super) fn open(model: &mut Model, part: Part) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(id) = board.selected().map(|account| account.id) {
        show(board, id, Some(part));
    }
}

/// Shows the parts of an account as they are now.
pub(super) fn show(board: &mut Board, account: Id, part: Option<Part>) {
    board.overlay = None;
    let Some(account) = board.book.account(account) else { return };
    let mut parts = Parts::of(account);
    if let Some(part) = part {
        parts.lines.select(|other| *other == part);
    }
    board.overlay = Some(Overlay::Parts(parts));
}

/// The book is another one: the cursor stays on its part.
pub(super) fn renew(board: &mut Board, from: &Book) {
    let Some(Overlay::Parts(before)) = board.overlay.take() else { return };
    let Some(account) = board.book.account(before.account) else { return };
    let mut parts = Parts { shown: before.shown, ..Parts::of(account) };
    let same = |part: &Part, other: &Part| match from.account(before.account) {
        Some(was) => is_same(was, *part, account, *other),
        None => part == other,
    };
    board.slipped |= !parts.lines.keep(&before.lines, same);
    board.overlay = Some(Overlay::Parts(parts));
}

/// Whether two parts of an account, one of an earlier version, are the same: what is looked for is told by
/// where it is, not by what is known of it.
fn is_same(was: &Account, part: Part, account: &Account, other: Part) -> bool {
    let method = |account: &Account, at: usize| {
        account.methods.get(at).map(|it| (it.kind, it.device, it.number, it.address.clone()))
    };
    let copy = |account: &Account, at: usize| {
        account.copies.get(at).map(|it| (it.kind, it.place.clone(), it.device, it.holder))
    };
    let code = |account: &Account, at: usize| {
        account.recovery.as_ref().and_then(|set| set.codes.get(at)).map(|code| code.code.clone())
    };
    match (part, other) {
        (Part::Method(at), Part::Method(other)) => method(was, at) == method(account, other),
        (Part::Copy(at), Part::Copy(other)) => copy(was, at) == copy(account, other),
        (Part::Code(at), Part::Code(other)) => code(was, at) == code(account, other),
        (part, other) => part == other,
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Parts, key);
    let height = rows::page(model.size);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Parts(parts)) = &mut board.overlay else { return Vec::new() };
    let (account, part) = (parts.account, parts.lines.selected().copied());
    rows::walk(&mut parts.lines, action, height);
    match (action, part) {
        (Some(Action::Cancel), _) => board.overlay = None,
        (Some(Action::Redraw), _) => return vec![Effect::Redraw],
        (Some(Action::Reveal), _) => {
            parts.shown = !parts.shown;
            let kept = board.book.account(account).and_then(|account| account.recovery.as_ref());
            if parts.shown && kept.is_some_and(|set| !set.codes.is_empty()) {
                let deed = Deed::at(What::Revealed, account);
                return vec![Effect::Record(Deed { detail: "recovery".into(), ..deed })];
            }
        }
        (Some(Action::Open), Some(Part::Code(code))) => return use_code(model, account, code),
        (Some(Action::Open), Some(part)) => form::open(model, target(account, part)),
        (Some(Action::Add), Some(part)) => {
            let new = match part {
                Part::Method(_) | Part::NewMethod => Part::NewMethod,
                Part::Copy(_) | Part::NewCopy => Part::NewCopy,
                Part::Recovery | Part::Code(_) => Part::Recovery,
            };
            form::open(model, target(account, new));
        }
        (Some(Action::Delete), Some(part)) if is_there(board, account, part) => {
            edit::ask(model, Doomed::Part(account, part));
        }
        (Some(Action::Undo), _) => {
            return edit::undo(model);
        }
        _ => {}
    }
    Vec::new()
}

fn target(account: Id, part: Part) -> Target {
    match part {
        Part::Method(at) => Target::Method(account, Some(at)),
        Part::NewMethod => Target::Method(account, None),
        Part::Copy(at) => Target::Copy(account, Some(at)),
        Part::NewCopy => Target::Copy(account, None),
        Part::Recovery | Part::Code(_) => Target::Recovery(account),
    }
}

fn is_there(board: &Board, account: Id, part: Part) -> bool {
    let Some(account) = board.book.account(account) else { return false };
    match part {
        Part::Method(at) => at < account.methods.len(),
        Part::Copy(at) => at < account.copies.len(),
        Part::Recovery | Part::Code(_) => account.recovery.is_some(),
        Part::NewMethod | Part::NewCopy => false,
    }
}

/// The book without a part; `None` when it is not there.
pub(super) fn without(book: &Book, id: Id, part: Part, today: crate::time::Date) -> Option<Book> {
    let account = book.account(id)?;
    let changed = match part {
        Part::Method(at) => remove_method(account, at, book, today),
        Part::Copy(at) => book.without_copy(account, at, today)?,
        Part::Recovery | Part::Code(_) => Account { recovery: None, ..account.clone() },
        Part::NewMethod | Part::NewCopy => return None,
    };
    let mut book = book.clone();
    book.put(changed);
    Some(book)
}

/// Uses a recovery code up: saves that first, and copies it only when that worked.
fn use_code(model: &mut Model, id: Id, code: usize) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(mut account) = board.book.account(id).cloned() else { return Vec::new() };
    let Some(recovery) = &mut account.recovery else { return Vec::new() };
    let Some(chosen) = recovery.codes.get_mut(code) else { return Vec::new() };
    if let Some(day) = chosen.used {
        say(board, *now, Said::Screen(Screen::CodeUsed { day: safe(&day.to_string()) }));
        return Vec::new();
    }
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    chosen.used = Some(now.date());
    let mut book = Book::clone(&board.book);
    book.put(account);
    let effects = edit::commit(board, book, Screen::Saved, *size);
    board.pending = Some(Pending::Code { account: id, code });
    effects
}
