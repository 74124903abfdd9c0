//! Several vaults: taking one in hand, moving an account to another.

use super::{edit, say, team};
use crate::app::explain;
use crate::app::sight::relocate;
use crate::i18n::{Fault, Screen, Team, Vaults as Say};
use crate::model::Book;
use crate::text::{safe, series};
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::message::Opened;
use crate::tui::model::{Board, Model, Overlay, Said, Stage, Stored, Vaults};
use crate::vault::Access;

/// That vaults are open which were not.
pub(super) fn back(board: &Board, opened: &Opened) -> Option<Say> {
    let before = board.files();
    let new = opened.vaults.iter().filter(|face| !before.contains(&face.file));
    let names: Vec<&str> = new.map(|face| face.name.as_str()).collect();
    (!names.is_empty()).then(|| Say::OpenNow { names: series(&names, " + ") })
}

/// Lists the vaults.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if board.is_several() || !board.shut.is_empty() {
        let cursor = board.hand;
        board.overlay = Some(Overlay::Vaults(Vaults { moving: None, cursor }));
    } else {
        say(board, model.now, Said::Vaults(Say::One));
    }
}

/// Asks where the selected account moves to.
pub(super) fn ask(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    let Some(id) = board.selected().map(|account| account.id) else { return };
    if !board.is_several() {
        say(board, model.now, Said::Vaults(Say::One));
    } else if board.stored == Stored::No {
        // What could not be saved would move along with it, and order would be lost.
        let key = hint::name(&model.keymap, Place::List, Action::Save);
        say(board, model.now, Said::Team(Team::SaveBefore { key }));
    } else if edit::may_save(board, model.now) {
        board.overlay = Some(Overlay::Vaults(Vaults { moving: Some(id), cursor: 0 }));
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(Overlay::Vaults(list)) = board.overlay else { return Vec::new() };
    let choices = board.choices(list.moving);
    match action {
        Some(Action::Cancel) => board.overlay = None,
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Quit) => return edit::quit(board),
        Some(Action::Down) => {
            let cursor = (list.cursor + 1).min(choices.len().saturating_sub(1));
            board.overlay = Some(Overlay::Vaults(Vaults { cursor, ..list }));
        }
        Some(Action::Up) => {
            let cursor = list.cursor.saturating_sub(1);
            board.overlay = Some(Overlay::Vaults(Vaults { cursor, ..list }));
        }
        Some(Action::Accept) => {
            board.overlay = None;
            let Some(to) = choices.get(list.cursor).copied() else { return Vec::new() };
            let name = safe(&board.vaults[to].name);
            let Some(id) = list.moving else {
                board.hand = to;
                board.held.clone_from(&board.vaults[to].file);
                team::rebuild(board);
                say(board, *now, Said::Vaults(Say::Taken { name }));
                return Vec::new();
            };
            if board.stored != Stored::Yes {
                say(board, *now, Said::Fault(Fault::StillSaving));
                return Vec::new();
            }
            let from = board.book.homes.of(id).unwrap_or_default();
            let all = from.places().chain([to]).map(|place| board.vaults[place].access);
            let shut = all.into_iter().find(|access| *access != Access::ReadWrite);
            if let Some(why) = shut.and_then(explain::read_only) {
                say(board, *now, Said::Fault(why));
                return Vec::new();
            }
            let Some(account) = board.book.account(id) else { return Vec::new() };
            let title = safe(account.title());
            let mut book = Book::clone(&board.book);
            let faces: Vec<_> = board.vaults.iter().collect();
            relocate(&mut book, &faces, &[id], to, now.date());
            return edit::commit(board, book, Screen::MovedTo { title, name }, *size);
        }
        _ => {}
    }
    Vec::new()
}
