//! Devices, numbers and people by what somebody types: found, or added to the book.
//!
//! Nothing is required that a hurried person does not know, so a name is enough to have a record.

use super::Work;
use super::number::{self, alike};
use crate::model::{Book, Device, Id, Number, Person};

/// Whether two names are one to a person: upper and lower case and spaces around them aside.
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// The person called that.
pub fn person(book: &Book, name: &str) -> Option<Id> {
    book.people.iter().find(|person| same(&person.name, name)).map(|person| person.id)
}

/// The device with that label.
pub fn device(book: &Book, label: &str) -> Option<Id> {
    book.devices.iter().find(|device| same(&device.label, label)).map(|device| device.id)
}

/// Digits at the end of a number that are enough to name it.
const ENDING: usize = 4;

/// The line with that number, or the only one that ends with these digits. `region` as for
/// [`number::normalise`].
pub fn line(book: &Book, typed: &str, region: Option<&str>) -> Option<Id> {
    let wanted = number::normalise(typed, region).number;
    exact_line(book, &wanted).or_else(|| {
        let mut ending = book.numbers.iter().filter(|line| line.number.ends_with(&wanted));
        let only = ending.next().filter(|_| ending.next().is_none());
        only.filter(|_| wanted.len() >= ENDING).map(|line| line.id)
    })
}

/// The line with exactly that number.
pub(super) fn exact_line(book: &Book, number: &str) -> Option<Id> {
    book.numbers.iter().find(|line| alike(&line.number, number)).map(|line| line.id)
}

impl Work<'_> {
    /// The person called that, added when there is none; `None` for an empty name.
    pub(super) fn person(&mut self, name: &str) -> Option<Id> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        if let Some(id) = person(self.book, name) {
            return Some(id);
        }
        let id = (self.fresh)();
        self.book.people.push(Person::new(id, name.to_owned()));
        self.book.settle();
        Some(id)
    }

    /// The device with a label, added when there is none; `None` for an empty label.
    pub(super) fn device(&mut self, label: &str) -> Option<Id> {
        let label = label.trim();
        if label.is_empty() {
            return None;
        }
        if let Some(id) = device(self.book, label) {
            return Some(id);
        }
        let id = (self.fresh)();
        self.book.devices.push(Device::new(id, label.to_owned()));
        self.book.settle();
        Some(id)
    }

    /// The line with a number, added when there is none; `None` for an empty text. Its SIM moves to
    /// a device that is named.
    pub(super) fn line(&mut self, typed: &str, device: Option<Id>) -> Option<Id> {
        if typed.trim().is_empty() {
            return None;
        }
        let id = line(self.book, typed, self.region).unwrap_or_else(|| {
            let id = (self.fresh)();
            let number = number::normalise(typed, self.region).number;
            self.book.numbers.push(Number::new(id, number));
            self.book.settle();
            id
        });
        self.move_sim(Some(id), device);
        Some(id)
    }

    /// Puts a number's SIM into a device that is named.
    pub(super) fn move_sim(&mut self, number: Option<Id>, device: Option<Id>) {
        if let Some(line) = self.book.numbers.iter_mut().find(|line| Some(line.id) == number) {
            line.device = device.or(line.device);
        }
    }
}
