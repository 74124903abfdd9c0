//! The help page and the list of commands.

use super::list::type_into;
use super::screens;
use crate::i18n::{Lang, Word};
use crate::model::group::{Grouping, Sort};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Board, Input, Model, Overlay, Stage, Tab};
use crate::tui::{hint, shift};

/// The list of commands, nothing typed yet.
pub(super) fn commands() -> Overlay {
    Overlay::Commands { query: Input::default(), cursor: 0 }
}

/// What `:` offers on a screen, by name: first what is special to it.
fn offered(tab: Tab) -> impl Iterator<Item = Action> {
    let own: &[Action] = match tab {
        Tab::Accounts => &[
            Action::Copy,
            Action::CopyNext,
            Action::CopyWhenNew,
            Action::CopyLogin,
            Action::Reveal,
            Action::RevealAll,
            Action::Big,
            Action::Filter,
            Action::Sort,
            Action::Group,
            Action::Pin,
            Action::Add,
            Action::Edit,
            Action::Delete,
            Action::Parts,
            Action::Recovery,
            Action::Compare,
            Action::Enrol,
            Action::Move,
        ],
        Tab::Devices => &[
            Action::Open,
            Action::Lost,
            Action::Found,
            Action::Filter,
            Action::AddDevice,
            Action::AddNumber,
            Action::AddPerson,
            Action::Edit,
            Action::Delete,
        ],
        Tab::Health => &[Action::Open, Action::Snooze, Action::Snoozed, Action::Filter],
        Tab::Activity => &[Action::Open, Action::Filter],
        Tab::Team => &[Action::Open, Action::Add, Action::Delete, Action::Filter],
    };
    let shared = [
        Action::Details,
        Action::Playbook,
        Action::Drill,
        Action::Import,
        Action::Conflicts,
        Action::Vaults,
        Action::Sync,
        Action::Trust,
        Action::Export,
        Action::Ungarble,
        Action::Accounts,
        Action::Devices,
        Action::Health,
        Action::Team,
        Action::Undo,
        Action::Save,
        Action::Language,
        Action::Lean,
        Action::Mouse,
        Action::Redraw,
        Action::Lock,
        Action::Help,
        Action::Quit,
    ];
    own.iter().copied().chain(shared)
}

/// The commands of a screen whose sentence or name holds every word typed.
pub fn matching(query: &str, lang: Lang, board: &Board) -> Vec<Action> {
    let tab = board.tab;
    let query = query.to_lowercase();
    let fits = |action: &Action| {
        let said = hint::sentence_on(tab.place(), *action).say(lang);
        let text = format!("{said} {action}").to_lowercase();
        query.split_whitespace().all(|word| text.contains(word))
    };
    offered(tab).filter(|action| shift::offers(board, *action)).filter(fits).collect()
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let lang = model.lang;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let found = match &board.overlay {
        Some(Overlay::Commands { query, .. }) => matching(query.text(), lang, board),
        _ => Vec::new(),
    };
    match (&mut board.overlay, action) {
        (_, Some(Action::Redraw)) => return vec![Effect::Redraw],
        (Some(Overlay::Help { top }), action) => match turn(top, action, key) {
            Turned::Away => board.overlay = None,
            Turned::On => {}
        },
        (_, Some(Action::Cancel)) => board.overlay = None,
        (Some(Overlay::Commands { query, cursor }), action) => match action {
            Some(Action::Down) => *cursor = (*cursor + 1).min(found.len().saturating_sub(1)),
            Some(Action::Up) => *cursor = cursor.saturating_sub(1),
            Some(Action::Accept) => {
                let chosen = found.get(*cursor).copied();
                board.overlay = None;
                return chosen.map(|action| screens::act(model, action)).unwrap_or_default();
            }
            _ => {
                if type_into(query, key) {
                    *cursor = 0;
                }
            }
        },
        _ => {}
    }
    Vec::new()
}

/// What became of a page of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    /// It is still there.
    On,
    /// It goes.
    Away,
}

/// A key on a page of keys, whatever that lies over: `top` is its first line.
pub(super) fn turn(top: &mut usize, action: Option<Action>, key: Key) -> Turned {
    *top = match (action, key.code) {
        (Some(Action::Cancel | Action::Accept | Action::Quit), _)
        | (None, KeyCode::Char('q' | '?')) => return Turned::Away,
        (Some(Action::Down), _) | (None, KeyCode::Char('j')) => top.saturating_add(1),
        (Some(Action::Up), _) | (None, KeyCode::Char('k')) => top.saturating_sub(1),
        (Some(Action::PageDown), _) => top.saturating_add(10),
        (Some(Action::PageUp), _) => top.saturating_sub(10),
        _ => *top,
    };
    Turned::On
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
        Grouping::Vault => Word::Vault,
    }
}
