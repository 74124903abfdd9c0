//! What the book has already, to be chosen instead of typed.

use std::collections::BTreeSet;

use super::{Draft, Field, Subject};
use crate::model::Book;

impl Draft {
    /// What a free field is likely to hold, in order, each once. A phone number is whole here,
    /// because it is what is written into the field; [`Number::masked`](crate::model::Number::masked)
    /// shows it.
    pub fn suggestions(&self, field: Field, book: &Book) -> Vec<String> {
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        match field {
            Field::Platform => texts.extend(book.accounts.iter().map(|a| &*a.platform)),
            Field::Company => texts.extend(book.accounts.iter().map(|a| &*a.company)),
            Field::Device | Field::BackupDevice => {
                texts.extend(book.devices.iter().map(|device| &*device.label));
            }
            Field::Number if self.subject == Subject::Number => {}
            Field::Number | Field::BackupNumber => {
                texts.extend(book.numbers.iter().map(|number| &*number.number));
            }
            Field::Holder
            | Field::BackupHolder
            | Field::Users
            | Field::TestedBy
            | Field::RegisteredTo => {
                texts.extend(book.people.iter().map(|person| &*person.name));
            }
            Field::Location => texts.extend(book.devices.iter().map(|device| &*device.location)),
            Field::Carrier => texts.extend(book.numbers.iter().map(|number| &*number.carrier)),
            Field::Team => texts.extend(book.people.iter().map(|person| &*person.team)),
            Field::Place if self.subject == Subject::Copy => {
                let copies = book.accounts.iter().flat_map(|account| &account.copies);
                texts.extend(copies.map(|copy| &*copy.place));
            }
            Field::Place => {
                let sets = book.accounts.iter().filter_map(|account| account.recovery.as_ref());
                texts.extend(sets.map(|recovery| &*recovery.place));
            }
            _ => {}
        }
        texts.remove("");
        texts.into_iter().map(str::to_owned).collect()
    }
}
