//! Which record a form is about, and saving it: the same for every kind of record.

use super::{Draft, Flaw, Saved, Subject, Work};
use crate::health::loss;
use crate::model::{Account, Book, DeviceState, Id, Number, Thing};

/// Which record a form is about; one that is new has no id or place yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An account.
    Account(Option<Id>),
    /// A device.
    Device(Option<Id>),
    /// A number.
    Number(Option<Id>),
    /// A person.
    Person(Option<Id>),
    /// A method of an account, by its place.
    Method(Id, Option<usize>),
    /// A copy of an account's key, by its place.
    Copy(Id, Option<usize>),
    /// The recovery codes of an account.
    Recovery(Id),
}

/// What became of a form that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The record; of a method, a copy or recovery codes, their account.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Whether it was not there before.
    pub added: bool,
}

impl Target {
    /// What its form asks for.
    pub fn subject(self) -> Subject {
        match self {
            Self::Account(_) => Subject::Account,
            Self::Device(_) => Subject::Device,
            Self::Number(_) => Subject::Number,
            Self::Person(_) => Subject::Person,
            Self::Method(..) => Subject::Method,
            Self::Copy(..) => Subject::Copy,
            Self::Recovery(_) => Subject::Recovery,
        }
    }

    /// Its form: of a new record an empty one; `None` when the record is not in the book.
    pub fn draft(self, book: &Book) -> Option<Draft> {
        let new = || Some(Draft::new(self.subject()));
        match self {
            Self::Account(None)
            | Self::Device(None)
            | Self::Number(None)
            | Self::Person(None)
            | Self::Method(_, None)
            | Self::Copy(_, None) => new(),
            Self::Account(Some(id)) => Some(Draft::of(book.account(id)?, book)),
            Self::Device(Some(id)) => Some(Draft::of_device(book.device(id)?, book)),
            Self::Number(Some(id)) => Some(Draft::of_number(book.number(id)?, book)),
            Self::Person(Some(id)) => Some(Draft::of_person(book.person(id)?)),
            Self::Method(id, Some(at)) => {
                Some(Draft::of_method(book.account(id)?.methods.get(at)?, book))
            }
            Self::Copy(id, Some(at)) => {
                Some(Draft::of_copy(book.account(id)?.copies.get(at)?, book))
            }
            Self::Recovery(id) => match &book.account(id)?.recovery {
                Some(recovery) => Some(Draft::of_recovery(recovery)),
                None => new(),
            },
        }
    }

    /// Whether it is not in the book yet.
    pub fn is_new(self) -> bool {
        matches!(
            self,
            Self::Account(None)
                | Self::Device(None)
                | Self::Number(None)
                | Self::Person(None)
                | Self::Method(_, None)
                | Self::Copy(_, None)
        )
    }

    /// The record; of a method, a copy or recovery codes, their account. `None` of one that is new.
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Account(id) | Self::Device(id) | Self::Number(id) | Self::Person(id) => id,
            Self::Method(id, _) | Self::Copy(id, _) | Self::Recovery(id) => Some(id),
        }
    }

    /// What the record is called; of a method, a copy or recovery codes, what their account is.
    pub fn title(self, book: &Book) -> String {
        let found = match self {
            Self::Account(id) => id.and_then(|id| book.account(id)).map(Account::title),
            Self::Method(id, _) | Self::Copy(id, _) | Self::Recovery(id) => {
                book.account(id).map(Account::title)
            }
            Self::Device(id) => id.and_then(|id| book.device(id)).map(|device| &*device.label),
            Self::Person(id) => id.and_then(|id| book.person(id)).map(|person| &*person.name),
            Self::Number(id) => {
                return id.and_then(|id| book.number(id)).map(Number::masked).unwrap_or_default();
            }
        };
        found.unwrap_or_default().to_owned()
    }
}

impl Draft {
    /// Builds the record and puts it into the book. A record that somebody removed meanwhile is
    /// added again; what belongs to an account that is gone is refused.
    pub fn save(&self, target: Target, work: &mut Work) -> Saved<Done> {
        let gone = || vec![(self.subject.fields()[0], Flaw::Gone)];
        let account = match target {
            Target::Account(id) => id,
            Target::Method(id, _) | Target::Recovery(id) => Some(id),
            _ => None,
        };
        let before = account.and_then(|id| work.book.account(id)).cloned();
        let (id, added) = match target {
            Target::Account(id) => {
                let base = id.and_then(|id| work.book.account(id)).cloned();
                let account = self.build_account(base.as_ref(), work)?;
                (account.id, work.book.put(account).is_none())
            }
            Target::Method(id, at) => {
                let base = work.book.account(id).cloned().ok_or_else(gone)?;
                let account = self.build_method(&base, at, work)?;
                work.book.put(account);
                (id, at.is_none())
            }
            Target::Copy(id, at) => {
                let base = work.book.account(id).cloned().ok_or_else(gone)?;
                let account = self.build_copy(&base, at, work)?;
                work.book.put(account);
                (id, at.is_none())
            }
            Target::Recovery(id) => {
                let base = work.book.account(id).cloned().ok_or_else(gone)?;
                let account = self.build_recovery(&base, work)?;
                work.book.put(account);
                (id, base.recovery.is_none())
            }
            Target::Device(id) => {
                let base = id.and_then(|id| work.book.device(id)).cloned();
                let device = self.build_device(base.as_ref(), work)?;
                let thing = Thing::Device(device.id);
                let today = work.today;
                // A lost phone that is put out of use is no less lost.
                let is_retired = device.state == DeviceState::Retired;
                let put = |book: &mut Book| put(&mut book.devices, device, |device| device.id);
                work.mark(thing, |book| {
                    if is_retired { book.keep_exposures(today, put) } else { put(book) }
                })
            }
            Target::Number(id) => {
                let base = id.and_then(|id| work.book.number(id)).cloned();
                let number = self.build_number(base.as_ref(), work)?;
                let thing = Thing::Number(number.id);
                work.mark(thing, |book| put(&mut book.numbers, number, |number| number.id))
            }
            Target::Person(id) => {
                let base = id.and_then(|id| work.book.person(id)).cloned();
                let person = self.build_person(base.as_ref(), work)?;
                let thing = Thing::Person(person.id);
                work.mark(thing, |book| put(&mut book.people, person, |person| person.id))
            }
        };
        work.book.settle();
        if let Some(before) = &before {
            loss::renewed(work.book, before, work.today, work.by);
        }
        let title = match target {
            Target::Account(_) => Target::Account(Some(id)),
            Target::Device(_) => Target::Device(Some(id)),
            Target::Number(_) => Target::Number(Some(id)),
            Target::Person(_) => Target::Person(Some(id)),
            other => other,
        }
        .title(work.book);
        Ok(Done { id, title, added })
    }
}

impl Work<'_> {
    /// Changes the record of a thing, and begins its loss when it is gone from now on, ends it when
    /// it is gone no more. Returns its id and what the change returned.
    fn mark<T>(&mut self, thing: Thing, change: impl FnOnce(&mut Book) -> T) -> (Id, T) {
        let before = loss::is_gone(self.book, thing);
        let changed = change(self.book);
        self.book.settle();
        match (before, loss::is_gone(self.book, thing)) {
            (false, true) => {
                loss::begin(self.book, thing, self.today, self.by, (self.fresh)());
            }
            (true, false) => loss::end(self.book, thing),
            _ => {}
        }
        (thing.id(), changed)
    }
}

/// Puts a record in, in the place of the one with its id; says whether there was none.
fn put<T>(list: &mut Vec<T>, record: T, id: fn(&T) -> Id) -> bool {
    if let Some(place) = list.iter_mut().find(|other| id(other) == id(&record)) {
        *place = record;
        return false;
    }
    list.push(record);
    true
}
