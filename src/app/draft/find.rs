//! Devices, numbers and people by what somebody types: found, or added to the book.
//!
//! Nothing is required that a hurried person does not know, so a name is enough to have a record.

use super::number::{self, alike};
use super::{Draft, Field, Flaw, Work, split};
use crate::model::{Book, Device, Home, Id, Number, Person};

/// Whether two names are one to a person: upper and lower case and spaces around them aside.
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// The names that one slip of the finger, in longer ones two, makes of what was typed; a few at most.
pub fn near<'a>(names: impl Iterator<Item = &'a str>, asked: &str) -> Vec<&'a str> {
    let letters = |text: &str| -> Vec<char> { text.trim().to_lowercase().chars().collect() };
    let asked = letters(asked);
    let most = if asked.len() < 6 { 1 } else { 2 };
    let mut found: Vec<(usize, &str)> = names
        .map(|name| (slips(&letters(name), &asked), name))
        .filter(|(slips, name)| *slips <= most && *slips < name.chars().count())
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, name)| name).take(3).collect()
}

/// How many letters have to be put in, left out or changed to make one word of another.
fn slips(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (place, wanted) in other.iter().enumerate() {
            let changed = before + usize::from(letter != wanted);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

/// The first person called that.
pub fn person(book: &Book, name: &str) -> Option<Id> {
    people(book, name, None).first().copied()
}

/// The people called that, or the one with that id. Where several vaults are open, those in the vaults
/// of `near` come before all others.
pub fn people(book: &Book, name: &str, near: Option<Home>) -> Vec<Id> {
    called(book, book.people.iter().map(|person| (person.id, &*person.name)), name, near)
}

/// The same for devices and their labels.
pub fn devices(book: &Book, label: &str, near: Option<Home>) -> Vec<Id> {
    called(book, book.devices.iter().map(|device| (device.id, &*device.label)), label, near)
}

fn called<'a>(
    book: &Book,
    all: impl Iterator<Item = (Id, &'a str)>,
    asked: &str,
    near: Option<Home>,
) -> Vec<Id> {
    let id = asked.trim().parse().ok();
    let fits = all.filter(|(known, name)| same(name, asked) || Some(*known) == id);
    closest(book, fits.map(|(id, _)| id).collect(), near)
}

/// A name that nothing is called, but that is a part of what something is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOfName {
    /// The field it was typed in.
    pub field: Field,
    /// What was typed.
    pub name: String,
    /// Whose names hold it: people, or devices.
    pub found: Vec<Id>,
}

impl Draft {
    /// The names that were typed and are a part of one that is known: whoever types one means that one,
    /// or somebody new, and a form cannot tell. `base` is the form before anything was typed.
    pub fn parts_of_names(&self, base: Option<&Self>, book: &Book) -> Vec<PartOfName> {
        let mut parts = Vec::new();
        for &field in self.subject().fields() {
            let text = self.text(field);
            if base.is_some_and(|base| base.text(field) == text) {
                continue;
            }
            let part = |name: &str| {
                let found = match field {
                    Field::Holder | Field::BackupHolder | Field::Users => {
                        people_in_part(book, name)
                    }
                    Field::Device | Field::BackupDevice => devices_in_part(book, name),
                    _ => Vec::new(),
                };
                let name = name.trim().to_owned();
                (!found.is_empty()).then_some(PartOfName { field, name, found })
            };
            match field {
                Field::Users => {
                    parts.extend(named(text, book).iter().filter_map(|name| part(name)));
                }
                _ => parts.extend(part(text)),
            }
        }
        parts
    }
}

/// The names in a list of people. Without a comma it is the one person who is called all of it, where
/// somebody is.
pub(super) fn named(text: &str, book: &Book) -> Vec<String> {
    if person(book, text).is_some() {
        return vec![text.trim().to_owned()];
    }
    split::names(text)
}

/// The people of whose names that is a part, where none is called exactly so.
pub fn people_in_part(book: &Book, name: &str) -> Vec<Id> {
    holding(book.people.iter().map(|person| (person.id, &*person.name)), name)
}

/// The same of devices.
pub fn devices_in_part(book: &Book, name: &str) -> Vec<Id> {
    holding(book.devices.iter().map(|device| (device.id, &*device.label)), name)
}

/// Whether words are some of a name's, one after the other: of several the last may be cut short. What is
/// written without spaces has no words, so any of its letters will do.
fn is_part(name: &str, asked: &str) -> bool {
    let (name, asked) = (name.to_lowercase(), asked.to_lowercase());
    if asked.chars().any(|c| c >= '\u{2e80}') {
        return name.contains(&asked);
    }
    let words = |text: &'_ str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (name, asked) = (words(&name), words(&asked));
    let Some((last, first)) = asked.split_last() else { return false };
    name.windows(asked.len()).any(|some| {
        let (end, start) = (&some[first.len()], &some[..first.len()]);
        start == first && (end == last || !first.is_empty() && end.starts_with(last.as_str()))
    })
}

/// Those of whose names it is a part, where none is called exactly so.
fn holding<'a>(all: impl Iterator<Item = (Id, &'a str)>, asked: &str) -> Vec<Id> {
    let asked = asked.trim();
    let id = asked.parse().ok();
    let mut found = Vec::new();
    for (known, name) in all {
        if same(name, asked) || Some(known) == id {
            return Vec::new();
        }
        if is_part(name, asked) {
            found.push(known);
        }
    }
    found
}

/// Those in the vaults of `near`, where there are any.
fn closest(book: &Book, found: Vec<Id>, near: Option<Home>) -> Vec<Id> {
    let is_near = |id: &Id| near.zip(book.homes.of(*id)).is_some_and(|(a, b)| a.meets(b));
    let close: Vec<Id> = found.iter().copied().filter(is_near).collect();
    if close.is_empty() { found } else { close }
}

/// Digits at the end of a number that are enough to name it.
const ENDING: usize = 4;

/// The line with that number or id, else those that end with these digits; in every record, as
/// [`people`]. `region` as for [`number::normalise`].
pub fn lines(book: &Book, typed: &str, region: Option<&str>, near: Option<Home>) -> Vec<Id> {
    let fits = |fits: &dyn Fn(&Number) -> bool| -> Vec<&Number> {
        book.numbers.iter().filter(|line| fits(line)).collect()
    };
    let id = typed.trim().parse().ok();
    let mut found = fits(&|line| Some(line.id) == id);
    if found.is_empty() {
        let wanted = number::normalise(typed, region).number;
        found = fits(&|line| alike(&line.number, &wanted));
        if found.is_empty() && wanted.len() >= ENDING {
            found = fits(&|line| line.number.ends_with(&wanted));
        }
    }
    closest(book, found.into_iter().map(|line| line.id).collect(), near)
}

impl Work<'_> {
    /// In which of several vaults what a record refers to is looked for first: where it stands, or will.
    pub(super) fn near(&self, record: Id) -> Home {
        self.book.homes.of(record).unwrap_or(Home::only(self.hand))
    }

    /// The person called that, added when there is none; `None` for an empty name.
    pub(super) fn person(&mut self, name: &str, near: Home) -> Result<Option<Id>, Flaw> {
        let found = people(self.book, name, Some(near));
        self.only_or_new(name, found, |book, id, name| book.people.push(Person::new(id, name)))
    }

    /// The device with a label, added when there is none; `None` for an empty label.
    pub(super) fn device(&mut self, label: &str, near: Home) -> Result<Option<Id>, Flaw> {
        let found = devices(self.book, label, Some(near));
        self.only_or_new(label, found, |book, id, label| book.devices.push(Device::new(id, label)))
    }

    fn only_or_new(
        &mut self,
        name: &str,
        found: Vec<Id>,
        add: impl FnOnce(&mut Book, Id, String),
    ) -> Result<Option<Id>, Flaw> {
        let name = name.trim();
        if name.is_empty() {
            return Ok(None);
        }
        Ok(only(found)?.or_else(|| {
            let id = (self.fresh)();
            add(self.book, id, name.to_owned());
            self.book.settle();
            Some(id)
        }))
    }

    /// The line with a number; `None` where it is not known.
    pub(super) fn known_line(&self, typed: &str, near: Home) -> Result<Option<Id>, Flaw> {
        only(lines(self.book, typed, self.region, Some(near)))
    }

    /// The same, added when there is none, with its SIM in a device that is named; `None` for an empty
    /// text.
    pub(super) fn line(
        &mut self,
        typed: &str,
        device: Option<Id>,
        near: Home,
    ) -> Result<Option<Id>, Flaw> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let id = self.known_line(typed, near)?.unwrap_or_else(|| {
            let id = (self.fresh)();
            let number = number::normalise(typed, self.region).number;
            self.book.numbers.push(Number::new(id, number));
            self.book.settle();
            id
        });
        self.move_sim(Some(id), device);
        Ok(Some(id))
    }

    /// Puts a number's SIM into a device that is named.
    pub(super) fn move_sim(&mut self, number: Option<Id>, device: Option<Id>) {
        if let Some(line) = self.book.numbers.iter_mut().find(|line| Some(line.id) == number) {
            line.device = device.or(line.device);
        }
    }
}

/// The one that was found; of several nobody knows which is meant.
fn only(found: Vec<Id>) -> Result<Option<Id>, Flaw> {
    match found[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Flaw::Several { found }),
    }
}
