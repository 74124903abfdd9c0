//! An account of another vault, with the devices, numbers and people it refers to. They keep their ids,
//! so that what comes again is known again. What is here under its id, or else under its name, stays as
//! it is.

use super::entry::{Differs, Field};
use super::things::{Things, folded};
use crate::app::draft::number::plain;
use crate::exchange::Own;
use crate::model::{Account, Book, Id, Method, Thing, TwoStep};
use crate::otp::Key;

impl Things<'_> {
    /// The account as it stands in this book.
    pub(super) fn bring(&mut self, own: &Own) -> Account {
        let mut account = (*own.account).clone();
        account.refer(&mut |thing| self.find(thing, &own.book));
        account
    }

    fn find(&mut self, thing: Thing, from: &Book) -> Option<Id> {
        if self.known.contains(&thing) {
            return Some(thing.id());
        }
        if let Some(id) = self.brought.get(&thing) {
            return Some(*id);
        }
        // Two of one name over there are two here.
        let id = match thing {
            Thing::Person(id) => {
                let person = from.person(id)?;
                let name = folded(&person.name);
                let known = self.people.get(&name).filter(|id| from.person(**id).is_none());
                if let Some(known) = known {
                    *known
                } else {
                    self.people.entry(name).or_insert(id);
                    self.book.people.push(person.clone());
                    id
                }
            }
            Thing::Device(id) => {
                let device = from.device(id)?;
                let label = folded(&device.label);
                let known = self.devices.get(&label).map(|place| self.book.devices[*place].id);
                if let Some(known) = known.filter(|id| from.device(*id).is_none()) {
                    known
                } else {
                    let mut device = device.clone();
                    device.refer(&mut |thing| self.find(thing, from));
                    let place = self.book.devices.len();
                    self.devices.entry(label).or_insert(place);
                    self.places.insert(id, place);
                    self.book.devices.push(device);
                    id
                }
            }
            Thing::Number(id) => {
                let line = from.number(id)?;
                let number = plain(&line.number);
                let known = self.line_of(&number).map(|place| self.book.numbers[place].id);
                if let Some(known) = known.filter(|id| from.number(*id).is_none()) {
                    known
                } else {
                    let mut line = line.clone();
                    line.refer(&mut |thing| self.find(thing, from));
                    if let Some(device) = line.device {
                        self.numbered(device);
                    }
                    self.numbers.entry(number).or_insert(self.book.numbers.len());
                    self.lines.insert(id, self.book.numbers.len());
                    self.book.numbers.push(line);
                    id
                }
            }
        };
        self.brought.insert(thing, id);
        Some(id)
    }
}

/// Fills what is empty in an account with what only vaults know; returns what stands there otherwise.
/// `keyless` says whether there was no key before.
pub(super) fn fill(account: &mut Account, theirs: Account, keyless: bool) -> Vec<Differs> {
    let mut differs = Vec::new();
    let clashes = !theirs.conflicts.is_empty();
    // What is used there is used.
    account.keep_used(&theirs);
    for (field, ours, theirs) in [
        (Field::Company, &mut account.company, theirs.company),
        (Field::Profile, &mut account.profile, theirs.profile),
        (Field::Console, &mut account.console, theirs.console),
    ] {
        if ours.is_empty() {
            *ours = theirs;
        } else if !theirs.is_empty() && *ours != theirs {
            differs.push(Differs { field, ours: ours.clone(), theirs });
        }
    }
    if account.two_step == TwoStep::default() {
        account.two_step = theirs.two_step;
    }
    account.take_past(&theirs.past);
    let is_same = account.key.as_ref().map(Key::secret) == theirs.key.as_ref().map(Key::secret);
    if keyless || is_same {
        account.keyed = account.keyed.or(theirs.keyed);
        account.exposed = account.exposed.max(theirs.exposed);
        let copies = theirs.copies.into_iter();
        let fresh: Vec<_> = copies.filter(|copy| !account.copies.contains(copy)).collect();
        account.copies.extend(fresh);
    }
    if let Some(theirs) = theirs.recovery {
        let ours = account.recovery.get_or_insert_default();
        ours.counted = ours.counted.or(theirs.counted);
        ours.checked = ours.checked.max(theirs.checked);
        if ours.place.is_empty() {
            ours.place = theirs.place;
        }
        for code in theirs.codes {
            match ours.codes.iter_mut().find(|known| known.code == code.code) {
                Some(known) => known.used = known.used.or(code.used),
                None => ours.codes.push(code),
            }
        }
    }
    if clashes {
        differs.push(Differs { field: Field::Clashes, ours: String::new(), theirs: String::new() });
    }
    differs
}

/// Whether two methods are one: on the same line, or of one kind in the same place.
pub(super) fn is_one(a: &Method, b: &Method) -> bool {
    match (a.number, b.number) {
        (Some(a), Some(b)) => a == b,
        (None, None) => (a.kind, a.device, &a.address) == (b.kind, b.device, &b.address),
        _ => false,
    }
}
