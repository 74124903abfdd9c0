//! Playbooks, garbled messages, the code of a phone.

use super::list::type_into;
use super::{Said, care, copy, drill, edit, form, say};
use crate::app::draft::{Field, Target};
use crate::app::{loss, proof};
use crate::garble;
use crate::health::drill::record;
use crate::i18n::{Lang, Playbook, Screen};
use crate::model::{Book, Id, Test, TestResult};
use crate::text::{self, Safe, safe, whole};
use crate::time::Date;
use crate::tui::effect::{Copy, Effect};
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, KeyCode, Keymap, Place};
use crate::tui::model::{
    Answer, Below, Board, Compare, Goal, Input, Model, Overlay, Pages, Purpose, Stage, Ungarble,
};

/// Columns of a method in a sentence that fits 80.
const WAY: usize = 28;

/// Opens a playbook, or the list of them. Closing it goes back to what it was opened from.
pub(super) fn open(board: &mut Board, playbook: Option<Playbook>) {
    let below = match &board.overlay {
        Some(Overlay::Care(care)) => Below::Loss(care.thing),
        Some(Overlay::Drill(_)) => Below::Drill,
        _ => Below::Screen,
    };
    board.overlay = Some(Overlay::Pages(match playbook {
        Some(playbook) => Pages::One { playbook, top: 0, below },
        None => Pages::List { cursor: 0 },
    }));
}

/// Opens the line for a garbled message.
pub(super) fn ungarble(board: &mut Board) {
    board.overlay = Some(Overlay::Ungarble(Ungarble::new()));
}

/// Asks for the code the phone of the selected account shows.
pub(super) fn compare(model: &mut Model) {
    let (now, edit) = (model.now, copy::edit_key(model));
    let Stage::Open(board) = &mut model.stage else { return };
    let Some((account, _)) = copy::code_key(board, now, edit) else { return };
    let input = Input::default();
    board.overlay =
        Some(Overlay::Compare(Compare { goal: Goal::Look, account, input, answer: None }));
}

/// Asks whether a second phone has the key that was just set up.
pub(super) fn prove(board: &mut Board, account: Id) {
    let (goal, input) = (Goal::Proof, Input::default());
    board.filtering = false;
    board.overlay = Some(Overlay::Compare(Compare { goal, account, input, answer: None }));
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match (&mut board.overlay, action) {
        (_, Some(Action::Redraw)) => return vec![Effect::Redraw],
        (Some(Overlay::Pages(pages)), action) => {
            let below = match pages {
                Pages::One { below, .. } => *below,
                Pages::List { .. } => Below::Screen,
            };
            match (turn(pages, action, key), below) {
                (None, _) => {}
                (Some(Some(next)), _) => board.overlay = Some(Overlay::Pages(next)),
                (Some(None), Below::Loss(thing)) => care::open(model, thing),
                (Some(None), Below::Drill) => drill::open(model),
                (Some(None), _) => board.overlay = None,
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
        (Some(Overlay::Compare(compare)), action) => {
            let asked = compare.goal == Goal::Proof && action == Some(Action::Accept);
            if asked && compare.input.text().is_empty() {
                board.overlay = None;
                return Vec::new();
            }
            if compare.answer.is_some() && key.typed().is_some() {
                compare.input.clear();
            }
            if !asked && !type_into(&mut compare.input, key) {
                return Vec::new();
            }
            return hold(model);
        }
        _ => {}
    }
    Vec::new()
}

/// The question which phone has the key that was proved.
pub(super) fn where_it_is(keymap: &Keymap) -> Screen {
    Screen::ProvedWhere { key: hint::name(keymap, Place::Form, Action::Cancel) }
}

/// A second phone has the key: a test of the app on it, or the question which phone that is.
fn proved(model: &mut Model) -> Vec<Effect> {
    let undo = hint::name(&model.keymap, Place::List, Action::Undo);
    let where_it_is = where_it_is(&model.keymap);
    let leaves_out = hint::name(&model.keymap, Place::Form, Action::Cancel);
    let Model { now, size, look, lang, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let now = *now;
    let Some(Overlay::Compare(compare)) = &board.overlay else { return Vec::new() };
    let Some(account) = board.book.account(compare.account) else { return Vec::new() };
    let id = account.id;
    let near = compare.answer.and_then(Answer::drift).and_then(proof::neighbour);
    let near = near.map(|said| whole(&said.say(*lang)));
    let Some(place) = proof::witness(account) else {
        form::open(model, Target::Copy(id, None));
        let Stage::Open(board) = &mut model.stage else { return Vec::new() };
        if let Some(Overlay::Form(form)) = &mut board.overlay {
            form.purpose = Purpose::Proof;
            form.draft.set(Field::CopyKind, "app");
            form.draft.set(Field::Added, &now.date().to_string());
            form.go(Field::Device, &board.book);
            say(
                board,
                now,
                Said::Screen(match near {
                    Some(near) => Screen::ProvedNearWhere { near, key: leaves_out },
                    None => where_it_is,
                }),
            );
        }
        return Vec::new();
    };
    let way = loss::method_in_role(&account.methods[place], &board.book, *lang);
    let way = safe(&text::fit(&way, WAY, ".."));
    if !edit::may_save(board, now) {
        return Vec::new();
    }
    let test = Test { on: now.date(), result: TestResult::Ok, by: look.name.clone() };
    let mut book = Book::clone(&board.book);
    record(&mut book, id, place, test);
    board.overlay = None;
    let said = match near {
        Some(near) => Screen::ProvedNear { way, near, key: undo },
        None => Screen::Proved { way, key: undo },
    };
    edit::commit(board, book, said, *size)
}

/// Writes a proof down where the copy just saved names a phone: a test of the app there. Returns what the
/// app is called.
pub(super) fn prove_copy(
    book: &mut Book,
    id: Id,
    today: Date,
    by: &str,
    lang: Lang,
) -> Option<Safe<'static>> {
    let account = book.account(id)?;
    let device = account.copies.last()?.device?;
    let mut account = account.clone();
    let test = Test { on: today, result: TestResult::Ok, by: by.to_owned() };
    let at = proof::place(&mut account, device, test);
    let way = loss::method_in_role(&account.methods[at], book, lang);
    book.put(account);
    Some(safe(&text::fit(&way, WAY, "..")))
}

/// A paste into one of the lines.
pub(super) fn paste(line: &mut Ungarble, text: &str) {
    line.input.insert(text);
    read(line);
}

/// A code that the phone sent.
pub(super) fn paste_code(model: &mut Model, text: &str) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Compare(compare)) = &mut board.overlay else { return Vec::new() };
    if compare.answer.is_some() {
        compare.input.clear();
    }
    compare.input.insert(text.trim());
    hold(model)
}

/// Holds what was typed against our code.
fn hold(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Compare(compare)) = &mut board.overlay else { return Vec::new() };
    let key = board.book.account(compare.account).and_then(|account| account.key.as_ref());
    compare.answer = key.and_then(|key| Answer::to(compare.input.text(), key, now));
    if compare.goal == Goal::Proof && compare.answer.is_some_and(Answer::is_near) {
        return proved(model);
    }
    Vec::new()
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
                    return Some(Some(Pages::One { playbook, top: 0, below: Below::List }));
                }
                (_, KeyCode::Char(digit)) => {
                    let number = digit.to_digit(10).and_then(|number| u8::try_from(number).ok());
                    let playbook = Playbook::from_number(number?)?;
                    return Some(Some(Pages::One { playbook, top: 0, below: Below::List }));
                }
                _ if back => return Some(None),
                _ => {}
            }
            back.then_some(None)
        }
        Pages::One { playbook, top, below } => {
            match (action, key.code) {
                (Some(Action::Down), _) | (_, KeyCode::Char('j')) => *top = top.saturating_add(1),
                (Some(Action::Up), _) | (_, KeyCode::Char('k')) => *top = top.saturating_sub(1),
                (Some(Action::PageDown), _) | (_, KeyCode::Char(' ')) => {
                    *top = top.saturating_add(10);
                }
                (Some(Action::PageUp), _) => *top = top.saturating_sub(10),
                _ if back => {
                    let cursor = usize::from(playbook.number() - 1);
                    return Some((*below == Below::List).then_some(Pages::List { cursor }));
                }
                _ => {}
            }
            None
        }
    }
}
