//! Playbooks, garbled messages, the code of a phone.

use super::list::type_into;
use super::{Said, say};
use crate::garble;
use crate::i18n::{Playbook, Screen};
use crate::tui::effect::{Copy, Effect};
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Answer, Board, Compare, Input, Model, Overlay, Pages, Stage, Ungarble};

/// Opens a playbook, or the list of them.
pub(super) fn open(board: &mut Board, playbook: Option<Playbook>) {
    board.overlay = Some(Overlay::Pages(match playbook {
        Some(playbook) => Pages::One { playbook, top: 0, listed: false },
        None => Pages::List { cursor: 0 },
    }));
}

/// Opens the line for a garbled message.
pub(super) fn ungarble(board: &mut Board) {
    board.overlay = Some(Overlay::Ungarble(Ungarble::new()));
}

/// Asks for the code the phone of the selected account shows.
pub(super) fn compare(model: &mut Model) {
    let now = model.now;
    let Stage::Open(board) = &mut model.stage else { return };
    let Some(account) = board.selected() else { return };
    if account.key.is_none() {
        say(board, now, Said::Screen(Screen::NoKeyHere));
        return;
    }
    let (account, input) = (account.id, Input::default());
    board.overlay = Some(Overlay::Compare(Compare { account, input, answer: None }));
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let now = model.now;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match (&mut board.overlay, action) {
        (_, Some(Action::Redraw)) => return vec![Effect::Redraw],
        (Some(Overlay::Pages(pages)), action) => {
            if let Some(next) = turn(pages, action, key) {
                board.overlay = next.map(Overlay::Pages);
            }
        }
        (_, Some(Action::Cancel | Action::Quit)) => board.overlay = None,
        (Some(Overlay::Ungarble(line)), action) => match action {
            Some(Action::Down) => {
                line.cursor = (line.cursor + 1).min(line.found.len().saturating_sub(1));
            }
            Some(Action::Up) => line.cursor = line.cursor.saturating_sub(1),
            Some(Action::Accept) if !line.found.is_empty() => {
                return vec![Effect::Copy(Copy::Digits { place: line.cursor })];
            }
            _ => {
                if type_into(&mut line.input, key) {
                    read(line);
                }
            }
        },
        (Some(Overlay::Compare(compare)), _) => {
            if !type_into(&mut compare.input, key) {
                return Vec::new();
            }
            let account = board.book.account(compare.account);
            let key = account.and_then(|account| account.key.as_ref());
            compare.answer = key.and_then(|key| Answer::to(compare.input.text(), key, now));
        }
        _ => {}
    }
    Vec::new()
}

/// A paste into one of the lines.
pub(super) fn paste(line: &mut Ungarble, text: &str) {
    line.input.insert(text);
    read(line);
}

fn read(line: &mut Ungarble) {
    line.found = garble::recover(line.input.text());
    line.cursor = 0;
}

/// Where a key leads among the pages; `None` when it stays. `Some(None)` closes them.
#[expect(clippy::option_option, reason = "staying, going elsewhere and leaving are three things")]
fn turn(pages: &mut Pages, action: Option<Action>, key: Key) -> Option<Option<Pages>> {
    let back = matches!(action, Some(Action::Cancel | Action::Quit))
        || matches!(key.code, KeyCode::Char('q'));
    match pages {
        Pages::List { cursor } => {
            let last = Playbook::ALL.len() - 1;
            match (action, key.code) {
                (Some(Action::Down), _) | (_, KeyCode::Char('j')) => {
                    *cursor = (*cursor + 1).min(last);
                }
                (Some(Action::Up), _) | (_, KeyCode::Char('k')) => {
                    *cursor = cursor.saturating_sub(1);
                }
                (Some(Action::Accept), _) => {
                    let playbook = Playbook::ALL[*cursor];
                    return Some(Some(Pages::One { playbook, top: 0, listed: true }));
                }
                (_, KeyCode::Char(digit)) => {
                    let number = digit.to_digit(10).and_then(|number| u8::try_from(number).ok());
                    let playbook = Playbook::from_number(number?)?;
                    return Some(Some(Pages::One { playbook, top: 0, listed: true }));
                }
                _ if back => return Some(None),
                _ => {}
            }
            back.then_some(None)
        }
        Pages::One { playbook, top, listed } => {
            match (action, key.code) {
                (Some(Action::Down), _) | (_, KeyCode::Char('j')) => *top = top.saturating_add(1),
                (Some(Action::Up), _) | (_, KeyCode::Char('k')) => *top = top.saturating_sub(1),
                (Some(Action::PageDown), _) | (_, KeyCode::Char(' ')) => {
                    *top = top.saturating_add(10);
                }
                (Some(Action::PageUp), _) => *top = top.saturating_sub(10),
                _ if back => {
                    let cursor = usize::from(playbook.number() - 1);
                    return Some(listed.then_some(Pages::List { cursor }));
                }
                _ => {}
            }
            None
        }
    }
}
