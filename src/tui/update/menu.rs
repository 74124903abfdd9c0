//! The help page and the list of commands.

use super::list::{self, type_into};
use crate::i18n::{Lang, Word};
use crate::model::group::{Grouping, Sort};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Input, Model, Overlay, Stage};

/// The list of commands, nothing typed yet.
pub(super) fn commands() -> Overlay {
    Overlay::Commands { query: Input::default(), cursor: 0 }
}

/// What `:` offers: everything that works on the list, by name.
const COMMANDS: [Action; 22] = [
    Action::Copy,
    Action::CopyNext,
    Action::CopyWhenNew,
    Action::CopyLogin,
    Action::Reveal,
    Action::RevealAll,
    Action::Big,
    Action::Details,
    Action::Filter,
    Action::Sort,
    Action::Group,
    Action::Pin,
    Action::Add,
    Action::Edit,
    Action::Delete,
    Action::Undo,
    Action::Save,
    Action::Language,
    Action::Redraw,
    Action::Lock,
    Action::Help,
    Action::Quit,
];

/// The commands whose sentence or name holds every word typed.
pub fn matching(query: &str, lang: Lang) -> Vec<Action> {
    let query = query.to_lowercase();
    let fits = |action: &Action| {
        let text =
            format!("{} {action}", crate::tui::hint::sentence(*action).say(lang)).to_lowercase();
        query.split_whitespace().all(|word| text.contains(word))
    };
    COMMANDS.into_iter().filter(fits).collect()
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let lang = model.lang;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match (&mut board.overlay, action) {
        (_, Some(Action::Redraw)) => return vec![Effect::Redraw],
        (Some(Overlay::Help { .. }), Some(Action::Cancel | Action::Accept | Action::Quit))
        | (_, Some(Action::Cancel)) => board.overlay = None,
        (Some(Overlay::Help { top }), Some(Action::Down)) => *top = top.saturating_add(1),
        (Some(Overlay::Help { top }), Some(Action::Up)) => *top = top.saturating_sub(1),
        (Some(Overlay::Help { top }), Some(Action::PageDown)) => *top = top.saturating_add(10),
        (Some(Overlay::Help { top }), Some(Action::PageUp)) => *top = top.saturating_sub(10),
        (Some(Overlay::Help { top }), _) => match key.code {
            KeyCode::Char('j') => *top = top.saturating_add(1),
            KeyCode::Char('k') => *top = top.saturating_sub(1),
            KeyCode::Char('q' | '?') => board.overlay = None,
            _ => {}
        },
        (Some(Overlay::Commands { query, cursor }), action) => {
            let found = matching(query.text(), lang);
            match action {
                Some(Action::Down) => *cursor = (*cursor + 1).min(found.len().saturating_sub(1)),
                Some(Action::Up) => *cursor = cursor.saturating_sub(1),
                Some(Action::Accept) => {
                    let chosen = found.get(*cursor).copied();
                    board.overlay = None;
                    return chosen.map(|action| list::act(model, action)).unwrap_or_default();
                }
                _ => {
                    if type_into(query, key) {
                        *cursor = 0;
                    }
                }
            }
        }
        _ => {}
    }
    Vec::new()
}

/// The word for an order.
pub(super) fn sort_word(sort: Sort) -> Word {
    match sort {
        Sort::Store => Word::Store,
        Sort::Platform => Word::Platform,
        Sort::Login => Word::Login,
        Sort::Newest => Word::NewestFirst,
    }
}

/// The word for groups.
pub(super) fn group_word(grouping: Grouping) -> Word {
    match grouping {
        Grouping::None => Word::None,
        Grouping::Platform => Word::Platform,
        Grouping::Company => Word::Company,
        Grouping::Holder => Word::Holder,
        Grouping::Region => Word::Region,
    }
}
