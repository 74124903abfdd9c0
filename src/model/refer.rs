//! What records refer to: found, and pointed elsewhere when they move to another book.

use std::collections::BTreeSet;

use super::{Account, Book, Device, Id, Number, Thing};

/// Says what a thing is called elsewhere; nothing for one that is not there.
pub type Rename<'a> = &'a mut dyn FnMut(Thing) -> Option<Id>;

impl Account {
    /// Every thing it refers to, also in values that clash; some of them twice.
    pub fn things(&self) -> Vec<Thing> {
        let methods = self.methods.iter().flat_map(|method| {
            [method.device.map(Thing::Device), method.number.map(Thing::Number)]
        });
        let copies = self
            .copies
            .iter()
            .flat_map(|copy| [copy.device.map(Thing::Device), copy.holder.map(Thing::Person)]);
        let mut things: Vec<Thing> = methods.chain(copies).flatten().collect();
        things.extend(self.users.iter().copied().map(Thing::Person));
        things.extend(self.conflicts.iter().flat_map(|conflict| conflict.other.things()));
        things
    }

    /// Points all it refers to elsewhere; what is not there is dropped.
    pub fn refer(&mut self, rename: Rename<'_>) {
        self.users = self.users.iter().filter_map(|id| rename(Thing::Person(*id))).collect();
        for method in &mut self.methods {
            method.device = method.device.and_then(|id| rename(Thing::Device(id)));
            method.number = method.number.and_then(|id| rename(Thing::Number(id)));
        }
        for copy in &mut self.copies {
            copy.device = copy.device.and_then(|id| rename(Thing::Device(id)));
            copy.holder = copy.holder.and_then(|id| rename(Thing::Person(id)));
        }
        self.conflicts.iter_mut().for_each(|conflict| conflict.other.refer(rename));
    }
}

impl Device {
    /// Who has it, also in values that clash.
    pub fn things(&self) -> Vec<Thing> {
        let clashing = self.conflicts.iter().flat_map(|conflict| conflict.other.things());
        self.holder.map(Thing::Person).into_iter().chain(clashing).collect()
    }

    /// As [`Account::refer`].
    pub fn refer(&mut self, rename: Rename<'_>) {
        self.holder = self.holder.and_then(|id| rename(Thing::Person(id)));
        self.conflicts.iter_mut().for_each(|conflict| conflict.other.refer(rename));
    }
}

impl Number {
    /// Where its SIM is, also in values that clash.
    pub fn things(&self) -> Vec<Thing> {
        let clashing = self.conflicts.iter().flat_map(|conflict| conflict.other.things());
        self.device.map(Thing::Device).into_iter().chain(clashing).collect()
    }

    /// As [`Account::refer`].
    pub fn refer(&mut self, rename: Rename<'_>) {
        self.device = self.device.and_then(|id| rename(Thing::Device(id)));
        self.conflicts.iter_mut().for_each(|conflict| conflict.other.refer(rename));
    }
}

impl Book {
    /// Lets accounts name somebody else than they do.
    pub fn take_for(&mut self, accounts: &[Id], person: Id, other: Id) {
        for account in self.accounts.iter_mut().filter(|it| accounts.contains(&it.id)) {
            account.refer(&mut |thing| match thing {
                Thing::Person(id) if id == person => Some(other),
                thing => Some(thing.id()),
            });
            once(&mut account.users);
            account.conflicts.iter_mut().for_each(|conflict| once(&mut conflict.other.users));
        }
    }

    /// Every thing that is given, and every one behind those: from the line to the handset its SIM is
    /// in, and from there to who has it.
    pub fn reach(&self, things: impl IntoIterator<Item = Thing>) -> BTreeSet<Thing> {
        let mut all = BTreeSet::new();
        let mut next: Vec<Thing> = things.into_iter().collect();
        while let Some(thing) = next.pop() {
            if !all.insert(thing) {
                continue;
            }
            match thing {
                Thing::Number(id) => {
                    next.extend(self.number(id).map(Number::things).unwrap_or_default());
                }
                Thing::Device(id) => {
                    next.extend(self.device(id).map(Device::things).unwrap_or_default());
                }
                Thing::Person(_) => {}
            }
        }
        all
    }
}

/// Each in its first place only.
fn once(all: &mut Vec<Id>) {
    let mut known = BTreeSet::new();
    all.retain(|id| known.insert(*id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::merge::tests::id;

    #[test]
    fn whoever_is_named_twice_is_named_once() {
        let users = |all: &[u8]| all.iter().map(|n| id(*n)).collect::<Vec<_>>();
        let mut book = Book::default();
        let (before, after) = (users(&[1, 2, 3]), users(&[3, 2]));
        book.accounts.push(Account { users: before, ..Account::blank(id(9)) });
        book.take_for(&[id(9)], id(1), id(3));
        assert_eq!(book.accounts[0].users, after);
    }
}
