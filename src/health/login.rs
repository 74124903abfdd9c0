//! An account as the rules look at it: its methods followed to handset, line and holder.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::Terms;
use crate::model::{
    Account, Book, Device, DeviceState, Id, KeyCopy, Method, MethodKind, MethodState, Number,
    NumberState, Person, Platform, Role, Thing, TwoStep,
};
use crate::otp::Key;
use crate::time::Date;

/// One account, with everything a rule about it needs.
#[derive(Debug)]
pub struct Login<'a> {
    pub account: &'a Account,
    pub book: &'a Book,
    pub terms: &'a Terms<'a>,
    /// What is known of its platform, if anything.
    pub platform: Option<&'a Platform>,
    /// Its methods, in the file's order.
    pub ways: Vec<Reach<'a>>,
    /// What its key is compared by: the half of a SHA-256. The key itself stays where it is wiped.
    pub key: Option<[u8; 16]>,
}

/// Looks at the accounts of a book, one after the other. Most platforms are named often, and finding
/// one takes a while.
pub struct Lens<'a> {
    book: &'a Book,
    terms: &'a Terms<'a>,
    platforms: HashMap<&'a str, Option<&'a Platform>>,
    devices: Shelf<'a, Device>,
    numbers: Shelf<'a, Number>,
    people: Shelf<'a, Person>,
}

/// Records by id. The ids stand close together: looking one up in the records themselves touches as
/// many places in memory as there are steps.
struct Shelf<'a, T> {
    ids: Vec<Id>,
    records: &'a [T],
}

impl<'a, T> Shelf<'a, T> {
    fn new(records: &'a [T], id: fn(&T) -> Id) -> Self {
        Self { ids: records.iter().map(id).collect(), records }
    }

    fn get(&self, id: Id) -> Option<&'a T> {
        self.records.get(self.ids.binary_search(&id).ok()?)
    }
}

/// A method and what it hangs on.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    pub method: &'a Method,
    pub device: Option<&'a Device>,
    /// The handset its number's SIM is in, when that is another.
    pub sim: Option<&'a Device>,
    pub number: Option<&'a Number>,
    pub holder: Option<&'a Person>,
}

impl<'a> Lens<'a> {
    pub fn new(book: &'a Book, terms: &'a Terms<'a>) -> Self {
        Self {
            book,
            terms,
            platforms: HashMap::new(),
            devices: Shelf::new(&book.devices, |device| device.id),
            numbers: Shelf::new(&book.numbers, |number| number.id),
            people: Shelf::new(&book.people, |person| person.id),
        }
    }

    pub fn login(&mut self, account: &'a Account) -> Login<'a> {
        let (book, terms) = (self.book, self.terms);
        let ways = account.methods.iter().map(|method| {
            let number = method.number.and_then(|id| self.numbers.get(id));
            let sim = number.and_then(|number| number.device);
            let device = method.device.or(sim);
            let sim = sim.filter(|sim| device != Some(*sim)).and_then(|id| self.devices.get(id));
            let device = device.and_then(|id| self.devices.get(id));
            let holder = device.and_then(|device| self.people.get(device.holder?));
            Reach { method, device, sim, number, holder }
        });
        let find = || terms.catalogue.of(&account.platform);
        let platform = *self.platforms.entry(&account.platform).or_insert_with(find);
        let digest = |key: &Key| {
            let mut half = [0; 16];
            half.copy_from_slice(&Sha256::digest(key.secret().expose())[..16]);
            half
        };
        let key = account.key.as_ref().map(digest);
        Login { account, book, terms, platform, ways: ways.collect(), key }
    }
}

impl<'a> Login<'a> {
    /// The methods that the platform has not been told to forget.
    pub fn kept(&self) -> impl Iterator<Item = &Reach<'a>> {
        self.ways.iter().filter(|way| !way.is_retired())
    }

    /// The methods one could sign in with.
    pub fn live(&self) -> impl Iterator<Item = &Reach<'a>> {
        self.ways.iter().filter(|way| way.is_live())
    }

    /// The live method the platform asks for, when it is noted.
    pub fn main(&self) -> Option<&Reach<'a>> {
        self.live().find(|way| way.method.role == Role::Main)
    }

    /// The live backup methods.
    pub fn backups(&self) -> impl Iterator<Item = &Reach<'a>> {
        self.live().filter(|way| way.method.role == Role::Backup)
    }

    /// Whether a second step is asked for, as far as is known.
    pub fn has_two_step(&self) -> bool {
        match self.account.two_step {
            TwoStep::On => true,
            TwoStep::Off => false,
            TwoStep::Unknown => self.account.key.is_some() || self.kept().next().is_some(),
        }
    }

    /// The copies of the key that were not deleted.
    pub fn copies(&self) -> impl Iterator<Item = &'a KeyCopy> {
        self.account.copies.iter().filter(|copy| copy.removed.is_none())
    }

    /// The device a copy of the key is on, and who has it.
    pub fn follow(&self, copy: &KeyCopy) -> (Option<&'a Device>, Option<&'a Person>) {
        let device = copy.device.and_then(|id| self.book.device(id));
        let holder = copy.holder.or_else(|| device?.holder);
        (device, holder.and_then(|id| self.book.person(id)))
    }

    /// The day somebody left, as the vault of the account says it, if that day has come.
    pub fn left(&self, person: Option<&Person>) -> Option<Date> {
        self.book.left(person?, self.account).filter(|day| *day <= self.terms.today)
    }

    /// In whose name accounts are compared: the company, else the store, else the login.
    pub fn owner(&self) -> &'a str {
        let Account { company, store, login, .. } = self.account;
        let named = [company, store, login].into_iter().find(|name| !name.trim().is_empty());
        named.map_or("", |name| name)
    }
}

impl<'a> Reach<'a> {
    /// Whether the method itself is still in use, whatever became of the things behind it.
    pub fn is_registered(&self) -> bool {
        self.method.state == MethodState::Active && !self.is_retired()
    }

    pub fn is_retired(&self) -> bool {
        let device = self.device.map(|device| device.state);
        self.method.state == MethodState::Retired || device == Some(DeviceState::Retired)
    }

    pub fn is_live(&self) -> bool {
        let device = self.handsets().any(|device| device.state.is_gone());
        let number = self.number.is_some_and(|number| number.state.is_gone());
        self.is_registered() && !device && !number
    }

    /// Whether it cannot be tried now: a broken handset, a paused line.
    pub fn is_stuck(&self) -> bool {
        self.handsets().any(|device| device.state == DeviceState::Broken)
            || self.number.is_some_and(|number| number.state == NumberState::Suspended)
    }

    /// Every handset it needs.
    pub fn handsets(&self) -> impl Iterator<Item = &'a Device> {
        self.device.into_iter().chain(self.sim)
    }

    /// The line it arrives on, else the device it is on.
    pub fn thing(&self) -> Option<Thing> {
        let number = self.number.map(|number| Thing::Number(number.id));
        number.or_else(|| Some(Thing::Device(self.device?.id)))
    }

    /// Whether it needs a phone line.
    pub fn is_phone(&self) -> bool {
        is_phone(self.method.kind)
    }
}

/// Whether a kind of method arrives on a phone line.
pub fn is_phone(kind: MethodKind) -> bool {
    matches!(kind, MethodKind::Sms | MethodKind::Voice | MethodKind::Whatsapp)
}
