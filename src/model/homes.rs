//! Several vaults in one book, and that book back into its vaults.
//!
//! A record that stands in more than one of them, such as a phone that accounts of both hang on, is
//! one record in the book; what is edited of it is edited in all. Where their values differ, both
//! stay, as after any merge, until a person decides.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::merge::merge;
use super::trace::replaced_since;
use super::{
    Account, Book, Catalogue, GoneKey, Id, KeyCopy, Loss, Person, Platform, Snooze, Thing, Tick,
};
use crate::time::Date;

/// A set of vaults, by their places among those that are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home(u64);

impl Home {
    /// As many vaults as can be open at once.
    pub const MOST: usize = u64::BITS as usize;

    /// One vault.
    pub const fn only(place: usize) -> Self {
        Self(1 << place)
    }

    /// Whether a vault is among them.
    pub const fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// Whether both have a vault in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn is_several(self) -> bool {
        self.0.count_ones() > 1
    }

    /// The places, from the first on.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |place| self.has(*place))
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// In which of several vaults each record of a book stands. Empty in the book of one vault, and no
/// part of any file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Homes {
    at: BTreeMap<Id, Home>,
    /// Of people of whom vaults say different days of leaving: what each says.
    left: BTreeMap<Id, Vec<(Home, Option<Date>)>>,
    /// Of accounts that stand in several vaults and came there on different days: since when they are in each.
    arrived: BTreeMap<Id, Vec<(Home, Option<Date>)>>,
}

impl Homes {
    /// Where a record stands; `None` for one that is new, and where there is one vault.
    pub fn of(&self, id: Id) -> Option<Home> {
        self.at.get(&id).copied()
    }

    /// Whether two records stand in one vault; so do all, where there is only one.
    pub fn share(&self, one: Id, other: Id) -> bool {
        self.of(one).zip(self.of(other)).is_none_or(|(one, other)| one.meets(other))
    }

    /// Puts a record into a vault, and nowhere else.
    pub fn put(&mut self, id: Id, place: usize) {
        self.at.insert(id, Home::only(place));
    }

    /// Puts a record into a vault, besides where it stands.
    pub fn add(&mut self, id: Id, place: usize) {
        self.widen(id, Home::only(place));
    }

    fn widen(&mut self, id: Id, home: Home) {
        let place = self.at.entry(id).or_default();
        *place = place.with(home);
    }

    /// Three versions into one: what one side moved is where it moved it; what both moved is where
    /// either did.
    pub(super) fn merge(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut homes = theirs.clone();
        for (id, ours) in &ours.at {
            match (base.of(*id), theirs.of(*id)) {
                (Some(base), Some(_)) if *ours == base => {}
                (Some(base), Some(theirs)) if theirs != base => homes.widen(*id, *ours),
                _ => drop(homes.at.insert(*id, *ours)),
            }
        }
        homes
    }
}

/// One book of the books of several vaults, in their order; at most [`Home::MOST`].
#[must_use]
pub fn join(books: &[&Book]) -> Book {
    let nothing = Book::default();
    let mut all = match books {
        [] => return nothing,
        [first, others @ ..] => {
            let all = Book::clone(first);
            others.iter().fold(all, |all, book| merge(&nothing, &all, book))
        }
    };
    for (place, book) in books.iter().enumerate() {
        for id in ids(book) {
            all.homes.add(id, place);
        }
    }
    for person in all.people.iter().filter(|person| is_open(person)) {
        let said = books.iter().enumerate();
        let said =
            said.filter_map(|(at, book)| Some((Home::only(at), book.person(person.id)?.left)));
        all.homes.left.insert(person.id, said.collect());
    }
    let came = |id: Id| -> Vec<(Home, Option<Date>)> {
        let all = books.iter().enumerate();
        all.filter_map(|(at, book)| Some((Home::only(at), book.account(id)?.arrived))).collect()
    };
    for account in &all.accounts {
        if all.homes.of(account.id).is_some_and(Home::is_several) {
            let came = came(account.id);
            if came.iter().any(|(_, day)| *day != account.arrived) {
                all.homes.arrived.insert(account.id, came);
            }
        }
    }
    all.arrange();
    all
}

/// Whether it waits for somebody to decide when a person left.
fn is_open(person: &Person) -> bool {
    person.conflicts.iter().any(|conflict| conflict.field == "left")
}

/// The book of each vault out of an edited book of all. `before` is the book of all before the edit,
/// `stored` what each vault holds. A record the edit did not touch stays in each as it stands there.
///
/// Every vault holds what its accounts refer to, also where `after` does not say so.
#[must_use]
pub fn split(before: &Book, after: &Book, stored: &[&Book]) -> Vec<Book> {
    let parted = Parted::new(before, after);
    stored.iter().enumerate().map(|(place, stored)| parted.part(place, stored)).collect()
}

impl Book {
    /// Gives records that are in no vault yet a home: what accounts refer to is where they are, a
    /// finding that was put off where its account is, a loss where the lost thing is; all else, and
    /// the loss of somebody who could open the vault, is in the vault at `hand`. For the book of several vaults.
    pub fn house(&mut self, hand: usize) {
        let hand = Home::only(hand);
        let mut homes = std::mem::take(&mut self.homes);
        for account in &self.accounts {
            let home = *homes.at.entry(account.id).or_insert(hand);
            for thing in self.reach(account.things()) {
                homes.widen(thing.id(), home);
            }
        }
        for thing in things(self) {
            let home = *homes.at.entry(thing.id()).or_insert(hand);
            for behind in self.reach([thing]) {
                homes.widen(behind.id(), home);
            }
        }
        for snooze in &self.snoozes {
            let about = snooze.account.or(snooze.about.map(Thing::id));
            let home = about.and_then(|id| homes.of(id)).unwrap_or(hand);
            homes.at.entry(snooze.id).or_insert(home);
        }
        for loss in &self.losses {
            // What somebody saw they saw in the vault they are shut out of.
            let home = homes.of(loss.thing.id()).filter(|_| !loss.saw).unwrap_or(hand);
            homes.at.entry(loss.id).or_insert(home);
        }
        self.homes = homes;
    }

    /// The day somebody left who had a key, as the account's own vault says it. Where another vault says another
    /// day, that clashes until somebody decides; until then an account is judged by its own, so that it stands no
    /// otherwise where that is open alone.
    pub fn left(&self, person: &Person, account: &Account) -> Option<Date> {
        let said = self.homes.left.get(&person.id).filter(|_| is_open(person));
        let Some((said, home)) = said.zip(self.homes.of(account.id)) else { return person.left };
        let mut own = said.iter().filter(|(at, _)| at.meets(home)).peekable();
        let is_told = own.peek().is_some();
        if is_told { own.filter_map(|(_, left)| *left).min() } else { person.left }
    }

    /// What was lost as far as an account's own vault says it.
    pub fn losses_at(&self, account: &Account) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |loss| self.homes.share(loss.id, account.id))
    }

    /// Since when an account is where a loss was: of one that stands in several vaults, since it stands in any that
    /// the loss is of.
    pub(super) fn since(&self, loss: &Loss, account: &Account) -> Date {
        let of_it = self.homes.of(account.id).zip(self.homes.of(loss.id));
        let came = self.homes.arrived.get(&account.id).zip(of_it);
        let days = came.into_iter().flat_map(|(came, (stands, lost))| {
            came.iter().filter(move |(at, _)| at.meets(stands) && at.meets(lost))
        });
        let since = |arrived| Account { arrived, ..Account::blank(account.id) }.since();
        days.map(|(_, day)| since(*day)).min().unwrap_or_else(|| account.since())
    }

    /// Whether it has records that another book has not.
    pub fn has_more_than(&self, other: &Self) -> bool {
        let known: HashSet<Id> = ids(other).collect();
        ids(self).any(|id| !known.contains(&id))
    }

    /// Moves accounts to another vault, with what they hang on. A device or number that nothing else
    /// hangs on where it was goes from there; people stay known. That a key got out is not forgotten
    /// with what stays behind.
    pub fn relocate(&mut self, accounts: &[Id], to: usize, today: Date) {
        let wanted: HashSet<Id> = accounts.iter().copied().collect();
        let moved = self.accounts.iter().filter(|account| wanted.contains(&account.id));
        let moved: Vec<&Account> = moved.collect();
        let homes = moved.iter().filter_map(|account| self.homes.of(account.id));
        let to = Home::only(to);
        let left = homes.fold(Home::default(), Home::with).without(to);
        let reach = self.reach(moved.iter().flat_map(|account| account.things()));
        let moved: Vec<Id> = moved.iter().map(|account| account.id).collect();
        self.keep_exposures(today, |book| {
            for id in &moved {
                book.leave_vault(*id, to);
                let before = book.homes.at.insert(*id, to);
                // Who was shut out there earlier never saw it.
                let account = book.accounts.iter_mut().find(|account| account.id == *id);
                if let Some(account) =
                    account.filter(|_| before.is_some_and(|home| !home.meets(to)))
                {
                    account.arrived = Some(today);
                }
            }
            let stay = book.needed(left, &reach);
            let Book { homes, losses, snoozes, .. } = book;
            for thing in reach {
                let id = thing.id();
                let goes = |place: &usize| {
                    !matches!(thing, Thing::Person(_)) && !stay.contains(&(*place, id))
                };
                let gone = left.places().filter(goes).map(Home::only);
                let gone = gone.fold(Home::default(), Home::with);
                let home = homes.of(id).unwrap_or_default().without(gone).with(to);
                homes.at.insert(id, home);
                for loss in losses.iter().filter(|loss| loss.thing == thing && !loss.saw) {
                    homes.at.insert(loss.id, home);
                }
                let about =
                    |snooze: &&Snooze| snooze.account.is_none() && snooze.about == Some(thing);
                for snooze in snoozes.iter().filter(about) {
                    homes.at.insert(snooze.id, home);
                }
            }
            let of = |snooze: &&Snooze| snooze.account.is_some_and(|id| wanted.contains(&id));
            for snooze in snoozes.iter().filter(of) {
                homes.at.insert(snooze.id, to);
            }
        });
    }

    /// Whoever was shut out of a vault that an account leaves saw its key all the same: a copy that is over goes
    /// along, as with a phone that changed hands, until the key is replaced.
    fn leave_vault(&mut self, id: Id, to: Home) {
        let Some(account) = self.account(id) else { return };
        let goes = |loss: &&Loss| self.homes.of(loss.id).is_some_and(|home| !home.meets(to));
        let seen = self.seen_by(account).filter(goes).filter(|_| account.key.is_some());
        let seen = seen.filter(|loss| !replaced_since(loss, account));
        let seen: Vec<KeyCopy> = seen.map(|loss| KeyCopy::seen(loss.thing.id(), loss.on)).collect();
        if let Some(account) = self.accounts.iter_mut().find(|account| account.id == id) {
            account.add_seen(seen);
        }
    }

    /// Keeps in mind who has seen an account's key and sees the account no more, as after it moved; whoever
    /// sees it again is none of them.
    pub fn keep_sight(&mut self, id: Id, lose: &[Id], see: &[Id], today: Date) {
        let people = &self.people;
        let here = |id: Id| people.iter().any(|it| it.id == id && it.left.is_none());
        let Some(account) = self.accounts.iter_mut().find(|account| account.id == id) else {
            return;
        };
        let sees = |copy: &KeyCopy| copy.holder.is_some_and(|id| see.contains(&id) && here(id));
        account.copies.retain(|copy| !(copy.is_seen() && sees(copy)));
        if account.key.is_some() {
            account.add_seen(lose.iter().map(|person| KeyCopy::seen(*person, today)).collect());
        }
    }

    /// What is needed in some vaults, with the vault: by an account, or by a thing that does not move.
    fn needed(&self, home: Home, moving: &BTreeSet<Thing>) -> HashSet<(usize, Id)> {
        let mut needed = HashSet::new();
        let mut note = |id: Id, things: Vec<Thing>| {
            let at = self.homes.of(id).unwrap_or_default();
            let places: Vec<usize> = home.places().filter(|place| at.has(*place)).collect();
            if places.is_empty() {
                return;
            }
            for thing in self.reach(things) {
                needed.extend(places.iter().map(|place| (*place, thing.id())));
            }
        };
        for account in &self.accounts {
            note(account.id, account.things());
        }
        for thing in things(self).filter(|thing| !moving.contains(thing)) {
            note(thing.id(), vec![thing]);
        }
        needed
    }
}

/// Every record that has an id.
fn ids(book: &Book) -> impl Iterator<Item = Id> {
    let accounts = book.accounts.iter().map(|account| account.id);
    let snoozes = book.snoozes.iter().map(|snooze| snooze.id);
    let losses = book.losses.iter().map(|loss| loss.id);
    let gone = book.gone.iter().map(|gone| gone.id);
    accounts.chain(things(book).map(Thing::id)).chain(snoozes).chain(losses).chain(gone)
}

fn things(book: &Book) -> impl Iterator<Item = Thing> {
    let devices = book.devices.iter().map(|device| Thing::Device(device.id));
    let numbers = book.numbers.iter().map(|number| Thing::Number(number.id));
    let people = book.people.iter().map(|person| Thing::Person(person.id));
    devices.chain(numbers).chain(people)
}

/// Two versions of the book of all.
struct Parted<'a> {
    before: &'a Book,
    after: &'a Book,
}

impl<'a> Parted<'a> {
    fn new(before: &'a Book, after: &'a Book) -> Self {
        Self { before, after }
    }

    /// The book of one vault.
    fn part(&self, place: usize, stored: &Book) -> Book {
        let Self { before, after } = self;
        let stands = |id: Id| after.homes.of(id).is_some_and(|home| home.has(place));
        let mut accounts = list(
            [&before.accounts, &after.accounts, &stored.accounts],
            |account| account.id,
            |account| stands(account.id),
        );
        // Since when it is here no edit of it changes.
        for account in &mut accounts {
            let came = after.homes.arrived.get(&account.id).into_iter().flatten();
            if let Some((_, day)) = came.into_iter().find(|(at, _)| at.has(place)) {
                account.arrived = *day;
            }
        }
        let reach = after.reach(accounts.iter().flat_map(Account::things));
        let is_in = |thing: Thing| stands(thing.id()) || reach.contains(&thing);
        let mut book = Book {
            devices: list(
                [&before.devices, &after.devices, &stored.devices],
                |device| device.id,
                |device| is_in(Thing::Device(device.id)),
            ),
            numbers: list(
                [&before.numbers, &after.numbers, &stored.numbers],
                |number| number.id,
                |number| is_in(Thing::Number(number.id)),
            ),
            people: list(
                [&before.people, &after.people, &stored.people],
                |person| person.id,
                |person| is_in(Thing::Person(person.id)),
            ),
            snoozes: list(
                [&before.snoozes, &after.snoozes, &stored.snoozes],
                |snooze: &Snooze| snooze.id,
                |snooze| stands(snooze.id),
            ),
            losses: list(
                [&before.losses, &after.losses, &stored.losses],
                |loss: &Loss| loss.id,
                |loss| stands(loss.id),
            ),
            gone: list(
                [&before.gone, &after.gone, &stored.gone],
                |gone: &GoneKey| gone.id,
                |gone| stands(gone.id),
            ),
            platforms: self.platforms(&accounts, stored),
            quarantine: stored
                .quarantine
                .iter()
                .filter(|entry| after.quarantine.contains(entry))
                .cloned()
                .collect(),
            accounts,
            homes: Homes::default(),
        };
        self.share_ticks(&mut book, stored);
        self.take_gone(place, &mut book);
        book.settle();
        book
    }

    /// What is lost or has left in the book of all is so where an account comes to that hangs on it, also if
    /// it stood there as in use: the key that it exposed comes along.
    fn take_gone(&self, place: usize, book: &mut Book) {
        let Self { before, after } = self;
        let stood = |id: Id| before.homes.of(id).is_some_and(|home| home.has(place));
        let came = book.accounts.iter().filter(|account| !stood(account.id));
        let came: Vec<Thing> = came.flat_map(Account::things).collect();
        for thing in after.reach(came) {
            book.take_gone(thing, after);
        }
    }

    /// Of what was done after a loss, that at its own accounts; and what stood there although no
    /// account did.
    fn share_ticks(&self, book: &mut Book, stored: &Book) {
        let ids = |book: &Book| -> HashSet<Id> { book.accounts.iter().map(|a| a.id).collect() };
        let (here, was_here) = (ids(book), ids(stored));
        for loss in &mut book.losses {
            let had = stored.losses.iter().find(|had| had.id == loss.id);
            let had = had.map(|had| had.ticks.as_slice()).unwrap_or_default();
            let Some(now) = self.after.losses.iter().find(|now| now.id == loss.id) else {
                continue;
            };
            let before = self.before.losses.iter().find(|was| was.id == loss.id);
            let is_old = |tick: &&Tick| before.is_some_and(|was| was.ticks.contains(tick));
            let is_ours = |tick: &&Tick| {
                match (here.contains(&tick.account), was_here.contains(&tick.account)) {
                    // What another vault says of an account that stands here, too, stays there.
                    (true, true) => had.contains(tick) || !is_old(tick),
                    (true, false) => true,
                    (false, false) => had.contains(tick),
                    (false, true) => false,
                }
            };
            let ours: Vec<Tick> = now.ticks.iter().filter(is_ours).cloned().collect();
            let is_same = ours.len() == had.len() && had.iter().all(|tick| ours.contains(tick));
            loss.ticks = if is_same { had.to_vec() } else { ours };
        }
    }

    /// What a vault says of platforms: what it said, and what is new or came with an account.
    fn platforms(&self, accounts: &[Account], stored: &Book) -> Vec<Platform> {
        let (before, after) = (&self.before.platforms, &self.after.platforms);
        let names =
            |list: &[Platform]| -> HashSet<String> { list.iter().map(Platform::folded).collect() };
        let (was, had) = (names(before), names(&stored.platforms));
        let old: HashSet<Id> = stored.accounts.iter().map(|account| account.id).collect();
        let on = |platform: &Platform, mut accounts: std::slice::Iter<'_, Account>| {
            let alone = Catalogue::new([vec![platform.clone()]]);
            accounts.any(|account| alone.of(&account.platform).is_some())
        };
        let came = |platform: &Platform| {
            let alone = Catalogue::new([vec![platform.clone()]]);
            let mut new = accounts.iter().filter(|account| !old.contains(&account.id));
            new.any(|account| alone.of(&account.platform).is_some())
        };
        let keeps = |platform: &Platform| {
            let name = platform.folded();
            // Where nobody has an account on a new one, nobody knows whose it is.
            let is_new = !was.contains(&name)
                && (on(platform, accounts.iter()) || !on(platform, self.after.accounts.iter()));
            had.contains(&name) || is_new || came(platform)
        };
        list([before, after, &stored.platforms], Platform::folded, keeps)
    }
}

/// The records of a vault that stand in the book of all and belong here: those that were not edited as
/// the vault has them, in its order; behind them what is new here.
fn list<T: Clone + PartialEq, K: Eq + std::hash::Hash>(
    [before, after, stored]: [&Vec<T>; 3],
    key: impl Fn(&T) -> K,
    belongs: impl Fn(&T) -> bool,
) -> Vec<T> {
    let by = |list: &'_ Vec<T>| -> HashMap<K, usize> {
        list.iter().enumerate().map(|(at, record)| (key(record), at)).collect()
    };
    let (was, is) = (by(before), by(after));
    let mut seen = HashSet::new();
    let mut part = Vec::with_capacity(stored.len());
    for record in stored {
        let key = key(record);
        let Some(now) = is.get(&key).map(|at| &after[*at]).filter(|now| belongs(now)) else {
            continue;
        };
        let is_edited = was.get(&key).is_none_or(|at| before[*at] != *now);
        part.push(if is_edited { now.clone() } else { record.clone() });
        seen.insert(key);
    }
    let new = after.iter().filter(|record| belongs(record) && !seen.contains(&key(record)));
    part.extend(new.cloned());
    part
}

#[cfg(test)]
mod tests;
