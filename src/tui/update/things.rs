//! The board of devices, numbers and people.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{care, edit, form};
use crate::app::draft::Target;
use crate::model::{Book, Id, Thing};
use crate::tui::effect::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Board, Doomed, Kind, Lines, Model, Row, Stage, Tab};

/// Makes the rows anew from the book; the cursor stays on its thing.
pub(super) fn rebuild(board: &mut Board) {
    if board.tab != Tab::Devices {
        return;
    }
    let book = &board.book;
    let mut rows = Vec::new();
    let mut section = |kind: Kind, mut things: Vec<(String, Thing)>| {
        things.sort();
        rows.push(Row::Head(kind));
        rows.extend(things.into_iter().map(|(_, thing)| Row::Item(thing)));
    };
    let name = |person: Option<Id>| person.and_then(|id| book.person(id)).map_or("", |p| &p.name);
    let devices = book
        .devices
        .iter()
        .filter(|d| board.keeps(&[&d.label, name(d.holder), &d.location, &d.note]))
        .map(|d| (natural(&d.label), Thing::Device(d.id)));
    section(Kind::Devices, devices.collect());
    let label = |id: Option<Id>| id.and_then(|id| book.device(id)).map_or("", |d| &d.label);
    let numbers = book
        .numbers
        .iter()
        .filter(|n| board.keeps(&[&n.number, label(n.device), &n.carrier, &n.registered_to]))
        .map(|n| (n.number.clone(), Thing::Number(n.id)));
    section(Kind::Numbers, numbers.collect());
    let people = book.people.iter().filter(|p| board.keeps(&[&p.name, &p.team])).map(|p| {
        // Who has left stands below those who are here.
        (format!("{}{}", u8::from(board.has_left(p)), p.name.to_lowercase()), Thing::Person(p.id))
    });
    section(Kind::People, people.collect());
    if !Arc::ptr_eq(&board.loaded, &board.book) {
        board.loads = loads(&board.book);
        board.loaded = Arc::clone(&board.book);
    }
    let before = std::mem::replace(&mut board.things, Lines { rows, ..Lines::default() });
    let kept = board.things.keep(&before, |thing, other| thing == other);
    board.slipped |= !kept && board.overlay.is_none();
}

/// A label that sorts as people count: `P-2` before `P-10`.
fn natural(label: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in label.to_lowercase().chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                let _ = write!(key, "{digits:0>12}");
                digits.clear();
            }
            key.push(c);
        }
    }
    key
}

/// The accounts that hang on each thing.
fn loads(book: &Book) -> HashMap<Thing, Vec<u32>> {
    let mut loads: HashMap<Thing, Vec<u32>> = HashMap::new();
    for (place, account) in (0..).zip(&book.accounts) {
        for thing in book.carriers(account) {
            loads.entry(thing).or_default().push(place);
        }
    }
    loads
}

/// Does what a command says on the board.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match action {
        Action::Open => {
            if let Some(thing) = board.thing() {
                care::open(model, thing);
            }
        }
        Action::Add => {
            let target = new(board);
            form::open(model, target);
        }
        Action::Edit => {
            if let Some(thing) = board.thing() {
                form::open(model, target(thing));
            }
        }
        Action::Delete => {
            if let Some(thing) = board.thing() {
                edit::ask(model, Doomed::Thing(thing));
            }
        }
        Action::AddDevice => form::open(model, Target::Device(None)),
        Action::AddNumber => form::open(model, Target::Number(None)),
        Action::AddPerson => form::open(model, Target::Person(None)),
        Action::Lost => return care::lose(model),
        Action::Found => return care::find(model),
        _ => {}
    }
    Vec::new()
}

/// The form of one more of what the cursor is on.
fn new(board: &Board) -> Target {
    match board.thing() {
        None | Some(Thing::Device(_)) => Target::Device(None),
        Some(Thing::Number(_)) => Target::Number(None),
        Some(Thing::Person(_)) => Target::Person(None),
    }
}

/// The form of a thing.
fn target(thing: Thing) -> Target {
    match thing {
        Thing::Device(id) => Target::Device(Some(id)),
        Thing::Number(id) => Target::Number(Some(id)),
        Thing::Person(id) => Target::Person(Some(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn labels_sort_as_people_count() {
        let mut labels = ["P-10", "p-2", "P-1", "Anna", "P-2b"];
        labels.sort_by_key(|label| natural(label));
        assert_eq!(labels, ["Anna", "P-1", "p-2", "P-2b", "P-10"]);
    }
}
