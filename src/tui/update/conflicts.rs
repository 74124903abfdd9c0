//! Deciding between values that clashed.

use super::{edit, rows, say};
use crate::app::conflicts::{Choice, Clash, decide, follow, word};
use crate::i18n::{Screen, Team};
use crate::model::Book;
use crate::text::{safe, whole};
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Conflicts, Model, Overlay, Said, Stage};

/// Shows what waits for a decision, the selected account's first.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    let selected = board.selected().map(|account| account.id);
    let conflicts = Conflicts::of(&board.book, selected);
    if conflicts.clashes.is_empty() {
        say(board, model.now, Said::Team(Team::NoConflicts));
    } else {
        board.overlay = Some(Overlay::Conflicts(conflicts));
    }
}

/// The book is another one: the cursor stays on its value, or goes to what is to be decided next.
pub(super) fn renew(board: &mut Board, from: &Book) {
    let Some(Overlay::Conflicts(before)) = &board.overlay else { return };
    let mut conflicts = Conflicts::of(&board.book, None);
    let (were, are) = (&before.clashes, &conflicts.clashes);
    let is_one = |a: &Clash, b: &Clash| (a.list, a.id, a.field) == (b.list, b.id, b.field);
    let same = |(was, choice): &(usize, Choice), (is, other): &(usize, Choice)| {
        is_one(&were[*was], &are[*is])
            && match (choice, other) {
                (Choice::Value(place), Choice::Value(other)) => {
                    follow(from, &were[*was], *place, &board.book) == Some(*other)
                }
                _ => choice == other,
            }
    };
    if !conflicts.lines.keep(&before.lines, same) {
        board.slipped = true;
        // Nothing that is shown changes by the first of its choices.
        let place = conflicts.lines.selected().map(|(place, _)| *place);
        conflicts.lines.select(|(other, _)| Some(*other) == place);
    }
    let done = conflicts.clashes.is_empty();
    board.overlay = (!done).then_some(Overlay::Conflicts(conflicts));
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Conflicts, key);
    // Two lines of its own stand above the list.
    let height = rows::page(model.size).saturating_sub(2).max(1);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Conflicts(conflicts)) = &mut board.overlay else { return Vec::new() };
    let lines = &mut conflicts.lines;
    match action {
        Some(Action::Cancel) => board.overlay = None,
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Accept) => return choose(model),
        Some(Action::Undo) => return edit::undo(model),
        action => rows::walk(lines, action, height),
    }
    Vec::new()
}

fn choose(model: &mut Model) -> Vec<Effect> {
    let undo = hint::name(&model.keymap, Place::Conflicts, Action::Undo);
    let Model { now, size, lang, ids, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let Some(Overlay::Conflicts(conflicts)) = &board.overlay else { return Vec::new() };
    let Some((place, choice)) = conflicts.lines.selected().copied() else { return Vec::new() };
    let Some(clash) = conflicts.clashes.get(place).cloned() else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let Some(book) = decide(&board.book, &clash, choice, || ids.fresh(*now)) else {
        return Vec::new();
    };
    let field = whole(&word(clash.field).say(*lang));
    let title = safe(&clash.title);
    edit::commit(board, book, Screen::Decided { field, title, key: undo }, *size)
}
