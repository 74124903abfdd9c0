//! A drill: the backups that are due, one after the other.

use std::sync::Arc;

use crate::app::words;
use crate::health::drill::{self, Due, Standing, Trial, coverage, queue};
use crate::i18n::{Playbook, Screen};
use crate::model::{Book, Id, Test, TestResult};
use crate::text::safe;
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Answer, Board, Drill, Input, Lines, Model, Overlay, Row, Said, Stage};

use super::list::type_into;
use super::{edit, rows, say, tools};

/// Begins, or goes on after something was written down.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &model.stage else { return };
    let book = Arc::clone(&board.book);
    renew(model, &book);
}

/// The same after the book `from` became another one.
pub(super) fn renew(model: &mut Model, from: &Book) {
    let (today, height) = (model.now.date(), rows::page(model.size));
    let limits = model.look.limits.clone();
    let Stage::Open(board) = &mut model.stage else { return };
    let before = match board.overlay.take() {
        Some(Overlay::Drill(drill)) => Some(drill),
        _ => None,
    };
    let due = queue(&board.book, &board.catalogue, &limits, today);
    let mut list: Lines<Due, Option<Id>> = Lines::default();
    let mut head = None;
    for due in due.into_iter().filter(|due| due.standing != Standing::Tested) {
        if head != Some(due.holder) {
            list.rows.push(Row::Head(due.holder));
            head = Some(due.holder);
        }
        list.rows.push(Row::Item(due));
    }
    let mut drill = Drill { queue: list, digits: None, answer: None, coverage: None };
    if let Some(before) = before {
        let method = |book: &Book, due: &Due| {
            let method = book.account(due.account)?.methods.get(due.method)?;
            Some((due.account, method.kind, method.device, method.number, method.address.clone()))
        };
        let same = |due: &Due, other: &Due| method(from, due) == method(&board.book, other);
        let is_it = drill.queue.keep(&before.queue, same);
        board.slipped |= !is_it;
        // The digits of the same backup are being read out still.
        if before.digits.is_some() && is_it {
            (drill.digits, drill.answer) = (before.digits, before.answer);
        }
        if before.coverage.is_some() {
            drill.coverage = Some(coverage(&board.book, &board.catalogue, &limits, today));
        }
    }
    drill.queue.follow(height);
    board.overlay = Some(Overlay::Drill(drill));
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Drill(drill)) = &mut board.overlay else { return Vec::new() };
    if drill.digits.is_some() {
        return press_digits(model, key);
    }
    drill.answer = None;
    let action = model.keymap.action(Place::Drill, key);
    let height = rows::page(model.size);
    match action {
        Some(Action::Cancel) if drill.coverage.is_some() => drill.coverage = None,
        Some(Action::Cancel) => board.overlay = None,
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Coverage) => {
            let limits = &model.look.limits;
            let today = model.now.date();
            drill.coverage = match drill.coverage {
                Some(_) => None,
                None => Some(coverage(&board.book, &board.catalogue, limits, today)),
            };
        }
        Some(Action::Playbook) => tools::open(board, Some(Playbook::NoSms)),
        Some(Action::Open) => ask(board, model.now),
        Some(Action::Works) => return record(model, TestResult::Ok, Screen::DrillRecorded),
        Some(Action::Late) => return record(model, TestResult::Late, Screen::DrillRecorded),
        Some(Action::Garbled) => {
            let key = hint::name(&model.keymap, Place::Devices, Action::Ungarble);
            return record(model, TestResult::Garbled, Screen::DrillGarbled { key });
        }
        Some(Action::Nothing) => return record(model, TestResult::None, Screen::DrillRecorded),
        Some(Action::Rejected) => {
            return record(model, TestResult::Rejected, Screen::DrillRecorded);
        }
        Some(Action::Undo) => {
            return edit::undo(model);
        }
        action => rows::walk(&mut drill.queue, action, height),
    }
    Vec::new()
}

/// Begins one test: a line for the digits, or the clock of the number that is asked for a code.
fn ask(board: &mut Board, now: Moment) {
    let Some(Overlay::Drill(drill)) = &mut board.overlay else { return };
    let Some(due) = drill.queue.selected().copied() else { return };
    match due.trial {
        Trial::Digits => drill.digits = Some(Input::default()),
        Trial::SignIn => {
            let account = board.book.account(due.account);
            let Some(number) = account.and_then(|a| a.methods.get(due.method)?.number) else {
                return;
            };
            if let Some(seconds) = pause(board, number, now) {
                say(board, now, Said::Screen(Screen::DrillPause { seconds }));
                return;
            }
            board.asked.retain(|(asked, _)| *asked != number);
            board.asked.push((number, now));
            say(board, now, Said::Screen(Screen::DrillAsked));
        }
        Trial::Manual => say(board, now, Said::Screen(Screen::DrillByHand)),
    }
}

/// Seconds until a number may be asked again.
pub fn pause(board: &Board, number: Id, now: Moment) -> Option<u64> {
    let last = board.asked.iter().find(|(asked, _)| *asked == number)?.1;
    let left = drill::wait_until(last).millis_since(now).div_ceil(1000);
    (left > 0).then_some(left)
}

/// Digits that a holder reads out. The right ones are written down at once.
fn press_digits(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Drill(drill)) = &mut board.overlay else { return Vec::new() };
    let Some(input) = &mut drill.digits else { return Vec::new() };
    match action {
        Some(Action::Cancel | Action::Quit) => {
            drill.digits = None;
            drill.answer = None;
            return Vec::new();
        }
        Some(Action::Redraw) => return vec![Effect::Redraw],
        _ => {}
    }
    // The next code is not meant to go on from one that was refused.
    if drill.answer.is_some() && key.typed().is_some() {
        input.clear();
    }
    if type_into(input, key) { hold(model) } else { Vec::new() }
}

/// Digits that a holder sent.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Drill(drill)) = &mut board.overlay else { return Vec::new() };
    let Some(input) = &mut drill.digits else { return Vec::new() };
    if drill.answer.is_some() {
        input.clear();
    }
    input.insert(text.trim());
    hold(model)
}

/// Holds the digits against the code.
fn hold(model: &mut Model) -> Vec<Effect> {
    let (now, lang) = (model.now, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Drill(drill)) = &mut board.overlay else { return Vec::new() };
    let Some(input) = &drill.digits else { return Vec::new() };
    let Some(due) = drill.queue.selected() else { return Vec::new() };
    let key = board.book.account(due.account).and_then(|account| account.key.as_ref());
    let Some(key) = key else { return Vec::new() };
    drill.answer = Answer::to(input.text(), key, now);
    match drill.answer {
        Some(answer) if answer.is_near() => {
            let said = words::drift(key, answer.drift(), key.reach());
            let said = said.say_by(lang, &board.keyrack());
            record(model, TestResult::Ok, Screen::DrillMatched { said: safe(&said) })
        }
        _ => Vec::new(),
    }
}

/// Writes a result down and goes on to the next.
fn record(model: &mut Model, result: TestResult, done: Screen) -> Vec<Effect> {
    let Model { now, size, look, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(Overlay::Drill(drill)) = &board.overlay else { return Vec::new() };
    let Some(due) = drill.queue.selected().copied() else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let test = Test { on: now.date(), result, by: look.name.clone() };
    let mut book = Book::clone(&board.book);
    drill::record(&mut book, due.account, due.method, test);
    edit::commit(board, book, done, *size)
}
