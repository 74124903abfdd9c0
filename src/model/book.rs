//! Everything a vault holds, in memory.

use std::collections::{HashMap, HashSet};

use super::group::Sort;
use super::homes::Homes;
use super::merge::Merges;
use super::{Account, Device, GoneKey, Id, Loss, Method, Number, Person, Platform, Snooze, Thing};

/// The records of one vault.
///
/// Accounts stand in the file's order; lists sort for themselves. Devices, numbers and people are
/// kept sorted by id ([`Book::settle`]), because every row follows references to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// Logins.
    pub accounts: Vec<Account>,
    /// Handsets and tokens.
    pub devices: Vec<Device>,
    /// Phone lines.
    pub numbers: Vec<Number>,
    /// Colleagues.
    pub people: Vec<Person>,
    /// Findings that were put off.
    pub snoozes: Vec<Snooze>,
    /// Losses and how far they are worked through.
    pub losses: Vec<Loss>,
    /// Keys that had got out, of accounts that are here no more.
    pub gone: Vec<GoneKey>,
    /// What is known of platforms here, over what the program and a person's own list say. No two
    /// have the same [`Platform::folded`] name.
    pub platforms: Vec<Platform>,
    /// Entries that make no sense to this program; written back as they were.
    pub quarantine: Vec<Quarantined>,
    /// Where the records stand, in the book of several vaults.
    pub homes: Homes,
}

/// An entry that could not be understood. It may hold a key, so its text is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The list it stood in, and goes back to.
    pub list: List,
    /// The RON text as it stood in the file.
    pub raw: crate::secret::Secret,
    /// What can be told of it for a list: its store or login, when those could be read.
    pub title: String,
    /// What is wrong, without any value from it.
    pub reason: Reason,
}

/// One of the lists of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Logins.
    Accounts,
    /// Handsets and tokens.
    Devices,
    /// Phone lines.
    Numbers,
    /// Colleagues.
    People,
    /// Findings that were put off.
    Snoozes,
    /// Losses.
    Losses,
    /// Keys of accounts that are here no more.
    Gone,
    /// What is known of platforms.
    Platforms,
}

/// Why an entry makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not a record, a field stands twice, or a value is of another sort (text for a number).
    Shape,
    /// It has a field that this program does not know.
    UnknownField,
    /// A field's value is none of those it may have: a key that is not base32, an unknown word, a
    /// date that is none, digits out of bounds.
    Value {
        /// The field's name in the file.
        field: &'static str,
    },
    /// It has no id.
    NoId,
    /// An earlier entry has the same id, or the same name in a list without ids.
    Duplicate,
}

impl Book {
    /// Takes over from a later version who was shut out since, with nothing done of it yet: the keys they saw
    /// are those of this version.
    pub fn keep_shut_out(&mut self, later: &Self) {
        for loss in later.losses.iter().filter(|loss| loss.saw) {
            if self.losses.iter().any(|known| known.id == loss.id) {
                continue;
            }
            self.losses.push(Loss { ticks: Vec::new(), ..loss.clone() });
            let Some(gone) = later.person(loss.thing.id()) else { continue };
            match self.people.iter_mut().find(|person| person.id == gone.id) {
                Some(person) => person.left = person.left.or(gone.left),
                None => self.people.push(gone.clone()),
            }
        }
        self.take_gone_keys(&Self::default(), [later]);
        self.settle();
    }

    /// Takes over of a thing that it is lost or has left, where another book says so.
    pub(super) fn take_gone(&mut self, thing: Thing, other: &Self) {
        match thing {
            Thing::Device(id) => {
                let gone = other.device(id).filter(|device| device.state.is_gone());
                let here = self.devices.iter_mut().find(|device| device.id == id);
                if let Some((here, gone)) = here.filter(|it| !it.state.is_gone()).zip(gone) {
                    (here.state, here.since) = (gone.state, gone.since);
                }
            }
            Thing::Number(id) => {
                let gone = other.number(id).filter(|number| number.state.is_gone());
                let here = self.numbers.iter_mut().find(|number| number.id == id);
                if let Some((here, gone)) = here.filter(|it| !it.state.is_gone()).zip(gone) {
                    (here.state, here.since) = (gone.state, gone.since);
                }
            }
            Thing::Person(id) => {
                let left = other.person(id).and_then(|person| person.left);
                if let Some(here) = self.people.iter_mut().find(|person| person.id == id) {
                    here.left = here.left.or(left);
                }
            }
        }
    }

    /// Takes over from a later version what was used up since: a counter never goes back, a recovery code
    /// works once, whatever is undone or put back.
    pub fn keep_used(&mut self, later: &Self) {
        let used = later.accounts.iter().filter(|account| account.uses_up());
        let used: HashMap<Id, &Account> = used.map(|account| (account.id, account)).collect();
        for account in &mut self.accounts {
            if let Some(later) = used.get(&account.id) {
                account.keep_used(later);
            }
        }
    }

    /// Every account, device, number and person.
    pub fn ids(&self) -> HashSet<Id> {
        let accounts = self.accounts.iter().map(|account| account.id);
        let devices = self.devices.iter().map(|device| device.id);
        let numbers = self.numbers.iter().map(|number| number.id);
        let people = self.people.iter().map(|person| person.id);
        accounts.chain(devices).chain(numbers).chain(people).collect()
    }

    /// The account with an id.
    pub fn account(&self, id: Id) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The device with an id.
    pub fn device(&self, id: Id) -> Option<&Device> {
        find(&self.devices, id, |device| device.id)
    }

    /// The number with an id.
    pub fn number(&self, id: Id) -> Option<&Number> {
        find(&self.numbers, id, |number| number.id)
    }

    /// The person with an id.
    pub fn person(&self, id: Id) -> Option<&Person> {
        find(&self.people, id, |person| person.id)
    }

    /// Sorts what is looked up by id; to be called after records came in some other order.
    pub fn settle(&mut self) {
        self.devices.sort_by_key(|device| device.id);
        self.numbers.sort_by_key(|number| number.id);
        self.people.sort_by_key(|person| person.id);
    }

    /// Brings the accounts into the order lists show them in, so that the first screen has little
    /// left to sort.
    pub fn arrange(&mut self) {
        self.accounts.sort_by(|a, b| Sort::Store.compare(a, b));
    }

    /// Puts an account in, in the place of the one with its id; returns that one.
    pub fn put(&mut self, account: Account) -> Option<Account> {
        if let Some(place) = self.accounts.iter_mut().find(|a| a.id == account.id) {
            Some(std::mem::replace(place, account))
        } else {
            self.accounts.push(account);
            None
        }
    }

    /// Takes an account out. That its key had got out is kept in mind.
    pub fn remove(&mut self, id: Id) -> Option<Account> {
        let index = self.accounts.iter().position(|account| account.id == id)?;
        let account = self.accounts[index].clone();
        self.note_gone(&account);
        self.snoozes.retain(|snooze| snooze.account != Some(id));
        for loss in &mut self.losses {
            loss.ticks.retain(|tick| tick.account != id);
        }
        Some(self.accounts.remove(index))
    }

    /// Takes a thing out, with every mention of it. What must not be forgotten with it is the business
    /// of [`Book::remove_thing`].
    pub(super) fn unlink(&mut self, thing: Thing) {
        let id = thing.id();
        let drop = |place: &mut Option<Id>| {
            if *place == Some(id) {
                *place = None;
            }
        };
        let inside = |number: &&Number| number.device == Some(id);
        let sims: Vec<Id> = self.numbers.iter().filter(inside).map(|number| number.id).collect();
        self.devices.retain(|device| device.id != id);
        self.numbers.retain(|number| number.id != id);
        self.people.retain(|person| person.id != id);
        self.losses.retain(|loss| loss.thing.id() != id);
        self.snoozes.retain(|snooze| snooze.about.is_none_or(|about| about.id() != id));
        self.devices.iter_mut().for_each(|device| drop(&mut device.holder));
        self.numbers.iter_mut().for_each(|number| drop(&mut number.device));
        for account in &mut self.accounts {
            account.users.retain(|user| *user != id);
            for method in &mut account.methods {
                let by_sim = method.number.is_some_and(|number| sims.contains(&number));
                // A test was of that phone, or that line.
                if by_sim || [method.device, method.number].contains(&Some(id)) {
                    method.tested = None;
                }
                drop(&mut method.device);
                drop(&mut method.number);
            }
            for copy in &mut account.copies {
                drop(&mut copy.device);
                drop(&mut copy.holder);
            }
        }
    }

    /// The devices that an account's key is on, each once: in an app there, or as a copy that was not deleted.
    pub fn devices_with_key(&self, account: &Account) -> Vec<Id> {
        let apps =
            account.apps().flat_map(|method| self.handsets_of(method).map(|device| device.id));
        let copies = account.copies.iter().filter(|copy| copy.removed.is_none());
        let copies = copies.filter_map(|copy| copy.device);
        let mut devices: Vec<Id> = apps.chain(copies).collect();
        devices.sort_unstable();
        devices.dedup();
        devices
    }

    /// The handset a method is on: its own, or the one its number's SIM is in.
    pub fn device_of(&self, method: &Method) -> Option<&Device> {
        let device = method.device.or_else(|| self.number(method.number?)?.device);
        self.device(device?)
    }

    /// Every handset a method needs: its own and the one its number's SIM is in. Usually they are the
    /// same.
    pub fn handsets_of(&self, method: &Method) -> impl Iterator<Item = &Device> {
        let sim = method.number.and_then(|id| self.number(id)?.device);
        let sim = sim.filter(|sim| method.device != Some(*sim));
        [method.device, sim].into_iter().flatten().filter_map(|id| self.device(id))
    }

    /// What a thing is called; strangers' text. `None` where it is not there.
    pub fn name_of(&self, thing: Thing) -> Option<String> {
        match thing {
            Thing::Device(id) => self.device(id).map(Merges::name),
            Thing::Number(id) => self.number(id).map(Merges::name),
            Thing::Person(id) => self.person(id).map(Merges::name),
        }
    }

    /// Who has the handset a method is on.
    pub fn holder_of(&self, method: &Method) -> Option<&Person> {
        self.person(self.device_of(method)?.holder?)
    }
}

fn find<T>(sorted: &[T], id: Id, of: fn(&T) -> Id) -> Option<&T> {
    sorted.binary_search_by_key(&id, of).ok().map(|index| &sorted[index])
}
