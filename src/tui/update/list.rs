//! Keys on the list and in its filter.

use super::{copy, edit, menu, rows, say};
use crate::i18n::{Lang, Screen};
use crate::text::safe;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Board, Input, Model, Overlay, Said, Stage, Stored};

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let place = model.place();
    if let Some(action) = model.keymap.action(place, key) {
        return act(model, action);
    }
    let size = model.size;
    if let (Place::Filter, Stage::Open(board)) = (place, &mut model.stage) {
        filter_key(board, key, size);
    }
    Vec::new()
}

fn filter_key(board: &mut Board, key: Key, size: crate::tui::model::Size) {
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

/// Does what a command says on the open dashboard.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let (now, size) = (model.now, model.size);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let page = isize::try_from(rows::page(size)).unwrap_or(1);
    match action {
        Action::Down => rows::go(board, 1, size),
        Action::Up => rows::go(board, -1, size),
        Action::PageDown => rows::go(board, page, size),
        Action::PageUp => rows::go(board, -page, size),
        Action::Top => rows::go(board, isize::MIN, size),
        Action::Bottom => rows::go(board, isize::MAX, size),
        Action::Filter => search(board, size),
        Action::Accept => board.filtering = false,
        Action::Clear => clear(board, size),
        Action::Sort => {
            board.sort = board.sort.next();
            reorder(board, size);
            let sort = safe(&menu::sort_word(board.sort).say(model.lang));
            say(board, now, Said::Screen(Screen::SortedBy { sort }));
        }
        Action::Group => {
            board.grouping = board.grouping.next();
            reorder(board, size);
            let group = safe(&menu::group_word(board.grouping).say(model.lang));
            say(board, now, Said::Screen(Screen::GroupedBy { group }));
        }
        Action::Details => board.details = !board.details,
        Action::RevealAll => {
            board.codes_shown = !board.codes_shown;
            board.revealed = None;
        }
        Action::Help => board.overlay = Some(Overlay::Help { top: 0 }),
        Action::Commands => board.overlay = Some(menu::commands()),
        Action::Language => {
            let next = Lang::ALL.iter().position(|lang| *lang == model.lang).map_or(0, |i| i + 1);
            model.lang = Lang::ALL[next % Lang::ALL.len()];
        }
        Action::Lock | Action::Suspend => return leave(model, action),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Quit => return edit::quit(board),
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
        Action::Add => edit::add(model),
        Action::Edit => edit::edit(model),
        Action::Delete => edit::ask_delete(model),
        Action::Undo => return edit::undo(model),
        Action::Save => return edit::retry(model),
        Action::Cancel
        | Action::NextField
        | Action::PreviousField
        | Action::NextChoice
        | Action::PreviousChoice => {}
    }
    Vec::new()
}

/// Locks, for good or before stopping.
fn leave(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        _ if !may_lock(model) => Vec::new(),
        Action::Suspend => vec![Effect::Suspend],
        _ => super::lock(model),
    }
}

/// Whether locking loses nothing; says so when it would.
fn may_lock(model: &mut Model) -> bool {
    if let Stage::Open(board) = &mut model.stage
        && matches!(board.stored, Stored::Soon | Stored::No)
    {
        let key = hint::name(&model.keymap, Place::List, Action::Save);
        say(board, model.now, Said::Screen(Screen::SaveFirst { key }));
        return false;
    }
    true
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
        board.top = 0;
        if let Some(id) = id {
            rows::select(board, id);
        }
        rows::follow(board, size);
    }
}

fn reorder(board: &mut Board, size: crate::tui::model::Size) {
    let id = board.selected().map(|account| account.id);
    rows::rebuild(board);
    if let Some(id) = id {
        rows::select(board, id);
    }
    rows::follow(board, size);
}
