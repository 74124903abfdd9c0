//! Keys on the list and in its filter.

use super::{copy, edit, enrol, form, menu, parts, rows, say, tools, vaults};
use crate::i18n::Screen;
use crate::text::whole;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, KeyCode};
use crate::tui::model::{Board, Input, Model, Part, Said, Stage};

/// A key in the filter that is no command.
pub(super) fn filter_key(board: &mut Board, key: Key, size: crate::tui::model::Size) {
    let before = board.filter.text().len();
    let at_end = board.filter.before_cursor().len() == before;
    if !type_into(&mut board.filter, key) {
        return;
    }
    let typed = key.typed().is_some();
    if typed && at_end && board.filter.text().len() > before {
        rows::narrow(board, size);
    } else {
        rows::refilter(board, size);
    }
}

/// The keys every line of text understands. Returns whether it was one of them.
pub(super) fn type_into(input: &mut Input, key: Key) -> bool {
    match (key.code, key.ctrl) {
        (KeyCode::Char('u'), true) => input.delete_to_start(),
        (KeyCode::Char('w'), true) => input.delete_word(),
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => input.home(),
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => input.end(),
        (KeyCode::Char('h'), true) | (KeyCode::Backspace, _) => input.backspace(),
        (KeyCode::Char(c), false) => input.insert(c.encode_utf8(&mut [0; 4])),
        (KeyCode::Delete, _) => input.delete(),
        (KeyCode::Left, _) => input.left(),
        (KeyCode::Right, _) => input.right(),
        _ => return false,
    }
    true
}

/// Does what a command says on the list of accounts.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let (now, size) = (model.now, model.size);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match action {
        Action::Filter => search(board, size),
        Action::Accept => board.filtering = false,
        Action::Clear => clear(board, size),
        Action::Sort => {
            board.sort = board.sort.next();
            reorder(board, size);
            let sort = whole(&menu::sort_word(board.sort).say(model.lang));
            say(board, now, Said::Screen(Screen::SortedBy { sort }));
        }
        Action::Group => {
            board.grouping = board.grouping.next(board.is_several());
            reorder(board, size);
            let group = whole(&menu::group_word(board.grouping).say(model.lang));
            say(board, now, Said::Screen(Screen::GroupedBy { group }));
        }
        Action::RevealAll => return copy::reveal_all(board),
        Action::Copy => {
            board.filtering = false;
            return copy::copy(model, copy::Which::Now);
        }
        Action::CopyNext => return copy::copy(model, copy::Which::Next),
        Action::CopyWhenNew => copy::wait(model),
        Action::CopyLogin => return copy::login(model),
        Action::Reveal => return copy::reveal(model),
        Action::Big => return copy::big(model),
        Action::Pin => return edit::pin(model),
        Action::Compare => tools::compare(model),
        Action::Enrol => enrol::open(model),
        Action::Move => vaults::ask(model),
        Action::Parts => parts::open(model, Part::Method(0)),
        Action::Recovery => parts::open(model, Part::Recovery),
        Action::Add => form::add(model),
        Action::Edit => form::edit(model),
        Action::Delete => edit::ask_delete(model),
        _ => {}
    }
    Vec::new()
}

/// Begins a new search: what is typed now is not meant to go on from an old one.
fn search(board: &mut Board, size: crate::tui::model::Size) {
    board.filtering = true;
    if !board.filter.text().is_empty() {
        board.filter.clear();
        reorder(board, size);
    }
}

fn clear(board: &mut Board, size: crate::tui::model::Size) {
    board.filtering = false;
    board.waiting = None;
    if board.details && board.filter.text().is_empty() {
        board.details = false;
    }
    let id = board.selected().map(|account| account.id);
    if !board.filter.text().is_empty() {
        board.filter.clear();
        rows::rebuild(board);
        board.list.top = 0;
        if let Some(id) = id {
            rows::select(board, id);
        }
        board.list.follow(rows::page(size));
    }
}

fn reorder(board: &mut Board, size: crate::tui::model::Size) {
    let id = board.selected().map(|account| account.id);
    rows::rebuild(board);
    if let Some(id) = id {
        rows::select(board, id);
    }
    board.list.follow(rows::page(size));
}
