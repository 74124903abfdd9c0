//! Another phone for a key: which one is asked, a word is typed, the copy is written down, and only
//! then is the key seen. A key that was seen is known for good, so its record is not taken back.

use std::sync::Arc;

use super::list::type_into;
use super::{copy, edit, form, say, screens};
use crate::activity::{Deed, What};
use crate::app::draft::{Draft, Field, Target};
use crate::i18n::{Fault, Screen};
use crate::model::{Book, Id};
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Enrol, Input, Model, Overlay, Pending, Purpose, Said, Stage};

/// The word that shows a key.
pub const SHOW_WORD: &str = "show";

/// How long a key stays on screen, in milliseconds: time to unlock a phone and open its app.
const SHOWN: u64 = 120_000;

/// Asks which phone is to hold the selected account's key.
pub(super) fn open(model: &mut Model) {
    let now = model.now;
    let Stage::Open(board) = &mut model.stage else { return };
    let Some((account, _)) = copy::selected_key(board, now) else { return };
    form::open(model, Target::Copy(account, None));
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(Overlay::Form(form)) = &mut board.overlay {
        form.purpose = Purpose::Enrol;
        form.draft.set(Field::CopyKind, "app");
        form.draft.set(Field::Added, &now.date().to_string());
        form.go(Field::Device, &board.book);
    }
}

/// Whether a form says where the key goes.
pub(super) fn names_a_place(draft: &Draft) -> bool {
    [Field::Place, Field::Device, Field::Holder]
        .into_iter()
        .any(|field| !draft.text(field).trim().is_empty())
}

/// Asks once more, with the book that the answer saves.
pub(super) fn ask(board: &mut Board, account: Id, book: Book) {
    let copies = |book: &Book| {
        book.account(account).map(|account| account.copies.clone()).unwrap_or_default()
    };
    let known = copies(&board.book);
    // Looked at again for the phone that it was shown to today: that is written down.
    let is_known = copies(&book).iter().all(|copy| known.contains(copy));
    let book = if is_known { Arc::clone(&board.book) } else { Arc::new(book) };
    board.overlay = Some(Overlay::Enrol(Enrol::Asked { account, book, word: Input::default() }));
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(model.place(), key);
    let compare = hint::name(&model.keymap, Place::List, Action::Compare);
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(Overlay::Enrol(enrol)) = &mut board.overlay else { return Vec::new() };
    match enrol {
        Enrol::Asked { account, book, word } => match action {
            Some(Action::Cancel) => board.overlay = None,
            Some(Action::Redraw) => return vec![Effect::Redraw],
            Some(Action::Accept) if word.text().trim() == SHOW_WORD => {
                let (account, book) = (*account, Arc::clone(book));
                if !edit::may_save(board, *now) {
                    return Vec::new();
                }
                board.overlay = None;
                if Arc::ptr_eq(&book, &board.book) {
                    return recorded(board, *now, account);
                }
                let book = Arc::unwrap_or_clone(book);
                let effects = edit::commit(board, book, Screen::Saved, *size);
                board.pending = Some(Pending::Enrol(account));
                return effects;
            }
            Some(Action::Accept) => {
                if edit::wrong(word) {
                    say(board, *now, Said::Fault(Fault::NotTheWord));
                }
            }
            _ => {
                type_into(word, key);
            }
        },
        Enrol::Shown { inverted, .. } => match action {
            Some(Action::Invert) => *inverted = !*inverted,
            Some(Action::Cancel) => {
                board.overlay = None;
                say(board, *now, Said::Screen(Screen::Enrolled { key: compare }));
            }
            Some(action @ (Action::Lock | Action::Redraw)) => return screens::act(model, action),
            _ => {}
        },
    }
    Vec::new()
}

/// The copy is in the file: the key may be seen.
pub(super) fn recorded(board: &mut Board, now: Moment, account: Id) -> Vec<Effect> {
    // Taking the record back would not take the key back.
    board.undo.clear();
    let until = now.plus_millis(SHOWN);
    board.overlay = Some(Overlay::Enrol(Enrol::Shown { account, until, inverted: false }));
    vec![Effect::Record(Deed::at(What::KeyShown, account))]
}
