//! What was done: listed, and gone to.

use std::collections::HashMap;
use std::sync::Arc;

use super::{rows, say, screens};
use crate::activity::{Event, What};
use crate::app::activity::{RecordNames, detail, what};
use crate::i18n::{Fault, Lang};
use crate::model::{Id, Thing};
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Board, Heading, History, Model, Row, Said, Size, Stage, Tab};
use crate::vault::Activity;

/// For how long it is remembered that somebody copied a code, in milliseconds: longer than codes live.
const RECENT: u64 = 10 * 60_000;

/// Takes in what the worker has read.
pub(super) fn read(model: &mut Model, result: Result<Box<Activity>, Fault>) {
    let (now, size) = (model.now, model.size);
    let Model { lang, look, stage: Stage::Open(board), .. } = model else { return };
    match result {
        Ok(activity) => {
            let mut history = History::new(*activity, &board.book, look.zone.clone());
            history.taken = taken(&history.activity, &board.machine, now);
            board.history = Some(history);
            rebuild(board, *lang);
            board.events.follow(rows::page(size));
        }
        Err(fault) => say(board, now, Said::Fault(fault)),
    }
}

/// Who copied what last, on other machines, in the last minutes.
fn taken(activity: &Activity, own: &str, now: Moment) -> HashMap<Id, (String, Moment)> {
    let mut taken = HashMap::new();
    let recent = activity.events.iter().take_while(|event| now.millis_since(event.at) <= RECENT);
    for event in recent.filter(|event| event.deed.what == What::Copied && *event.machine != *own) {
        if let Some(account) = event.deed.account {
            taken.entry(account).or_insert_with(|| (event.who.clone(), event.at));
        }
    }
    taken
}

/// Makes the rows anew, where they are shown; the cursor stays on its event.
pub(super) fn rebuild(board: &mut Board, lang: Lang) {
    if board.tab != Tab::Activity {
        return;
    }
    let selected = board.event().cloned();
    let at_top = board.events.selected() == board.events.items().next();
    let Some(history) = &mut board.history else { return };
    if !Arc::ptr_eq(&history.named, &board.book) {
        history.names = RecordNames::new(&board.book, &history.activity);
        history.named = Arc::clone(&board.book);
    }
    let Some(history) = &board.history else { return };
    let words: Vec<String> =
        board.sieve.text().to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut rows: Vec<Row<u32, Heading>> =
        (0..history.wrong.len()).map(|at| Row::Head(Heading::Wrong(at))).collect();
    let mut day = None;
    for (place, event) in (0..).zip(&history.activity.events) {
        if !words.is_empty() && !keeps(board, history, event, &words, lang) {
            continue;
        }
        let date = history.zone.date(event.at);
        if day.replace(date) != Some(date) {
            rows.push(Row::Head(Heading::Day(date)));
        }
        rows.push(Row::Item(place));
    }
    board.events.rows = rows;
    // Whoever looks at the newest one wants to see what comes.
    if let Some(event) = selected.filter(|_| !at_top) {
        let events = &history.activity.events;
        board.events.select(|place| events.get(*place as usize) == Some(&event));
    } else {
        board.events.cursor = 0;
        board.events.settle(1);
    }
}

/// Whether every word typed is part of what is said of an event.
fn keeps(board: &Board, history: &History, event: &Event, words: &[String], lang: Lang) -> bool {
    let deed = &event.deed;
    let texts = [
        event.who.to_lowercase(),
        what(deed).say(lang).to_lowercase(),
        history.names.subject(deed, &board.book, lang).to_lowercase(),
        detail(deed, lang).to_lowercase(),
        event.machine.to_lowercase(),
        history.zone.date(event.at).to_string(),
    ];
    words.iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

/// Does what a command says on the list.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let (size, lang) = (model.size, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    if action == Action::Open {
        go(board, size, lang);
    }
    Vec::new()
}

/// Goes to what it was done to, if that is still there.
fn go(board: &mut Board, size: Size, lang: Lang) {
    let Some(event) = board.event() else { return };
    let (account, thing) = (event.deed.account, event.deed.thing);
    let is_there = |thing: &Thing| match thing {
        Thing::Device(id) => board.book.device(*id).is_some(),
        Thing::Number(id) => board.book.number(*id).is_some(),
        Thing::Person(id) => board.book.person(*id).is_some(),
    };
    let account = account.filter(|id| board.book.account(*id).is_some());
    screens::go_to(board, account, thing.filter(is_there), size, lang);
}
