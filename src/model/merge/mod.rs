//! Three versions of a book into one: the one that both sides come from, and the two sides.
//!
//! Per record and per field. What one side changed is taken; what both changed in the same way, too.
//! Where they changed one field differently, both values stay: one is shown, the other is kept with
//! the record as a [`Conflict`] until a person decides. A record that one side took away and the
//! other changed stays, and so does a thing that something still refers to.
//!
//! It does not matter which side is called ours, nor, where all come from one version, in which
//! order sides are merged, but for a thing that was taken away: whether it comes back is seen when it
//! is merged. No clock is asked, so none that is wrong can drop an edit.
//!
//! Decisions and facts have no conflicts: of two tests the later one counts, of two days on which
//! somebody noted the same the earlier one; of two decisions about a finding the later one.

mod records;
mod rejoin;
mod way;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use super::{
    Account, Book, Device, Homes, Id, Loss, Number, Person, Platform, Quarantined, Snooze, Tick,
};

pub use records::Merges;

/// Another value of a field: two people changed it at the same time, and a person has to say which
/// one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<T> {
    /// The field's name, as in the file.
    pub field: &'static str,
    /// A record that says nothing but this value.
    pub other: Box<T>,
    /// How often it was decided, apart, and clashed again. Otherwise a third decision could not be told from the
    /// first one: it would let go what came of the two.
    pub round: u32,
}

/// A field of a record.
pub struct Field<T> {
    /// Its name, as in the file.
    pub name: &'static str,
    /// Puts the value of one record into another.
    pub copy: fn(&T, &mut T),
    /// How the values of two stand to each other.
    pub compare: fn(&T, &T) -> Ordering,
    merge: fn(Three<&T>, &mut T, Pick, &mut Clash),
}

/// Fields of which one from here and one from there make nothing that works.
pub struct Together<T> {
    /// All of them as one value.
    pub field: Field<T>,
    /// Their names.
    pub of: &'static [&'static str],
    /// Whether two records differ in them so that they must not be mixed.
    are_apart: fn(&T, &T) -> bool,
}

/// A version and the two that were made of it; without one, everything in both is new.
#[derive(Clone, Copy, Debug)]
struct Three<V> {
    base: Option<V>,
    ours: V,
    theirs: V,
}

impl<V: PartialEq + Copy> Three<V> {
    /// The value where at most one side changed it.
    fn one_sided(self) -> Option<V> {
        if self.ours == self.theirs || self.base == Some(self.theirs) {
            Some(self.ours)
        } else if self.base == Some(self.ours) {
            Some(self.theirs)
        } else {
            None
        }
    }
}

impl<V> Three<V> {
    fn as_ref(&self) -> Three<&V> {
        Three { base: self.base.as_ref(), ours: &self.ours, theirs: &self.theirs }
    }

    fn map<W>(self, mut of: impl FnMut(V) -> W) -> Three<W> {
        Three { base: self.base.map(&mut of), ours: of(self.ours), theirs: of(self.theirs) }
    }
}

/// Which of two values that clash is shown; the other one is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pick {
    Greater,
    Lesser,
}

impl Pick {
    fn of<V: Ord>(self, one: V, other: V) -> V {
        match self {
            Self::Greater => one.max(other),
            Self::Lesser => one.min(other),
        }
    }
}

/// Whether two values clashed.
#[derive(Debug, Default)]
struct Clash(bool);

impl Clash {
    fn note(&mut self) {
        self.0 = true;
    }
}

/// Merges two books that both come from a third.
///
/// Records are in the order of their ids afterwards, unless one side is the base: then the other is
/// the answer as it stands.
#[must_use]
pub fn merge(base: &Book, ours: &Book, theirs: &Book) -> Book {
    if let Some(one) = (Three { base: Some(base), ours, theirs }).one_sided() {
        return one.clone();
    }
    let mut book = once(base, ours, theirs);
    let (mut ours, mut theirs) = (Cow::Borrowed(ours), Cow::Borrowed(theirs));
    // A number is on a device that a person has: what comes back may bring the next one along.
    for _ in 0..ROUNDS {
        let mine = rejoin::rejoined(&ours, &theirs, base, &book);
        let other = rejoin::rejoined(&theirs, &ours, base, &book);
        if mine.is_none() && other.is_none() {
            break;
        }
        (ours, theirs) = (mine.map_or(ours, Cow::Owned), other.map_or(theirs, Cow::Owned));
        book = once(base, &ours, &theirs);
    }
    book
}

/// What stays in [`merge`] although one side took it away, because the other changed or needed it: accounts,
/// devices, numbers and people.
#[must_use]
pub fn undeleted(base: &Book, [ours, theirs]: [&Book; 2], merged: &Book) -> Vec<Id> {
    let [base, ours, theirs, merged] = [base, ours, theirs, merged].map(Book::ids);
    let stays = |id: &Id| ours.contains(id) != theirs.contains(id) && merged.contains(id);
    base.into_iter().filter(stays).collect()
}

/// How far things hang on things.
const ROUNDS: usize = 3;

fn once(base: &Book, ours: &Book, theirs: &Book) -> Book {
    let mut book = Book {
        accounts: records(&base.accounts, &ours.accounts, &theirs.accounts, |a| a.id, whole),
        devices: records(&base.devices, &ours.devices, &theirs.devices, |d| d.id, whole),
        numbers: records(&base.numbers, &ours.numbers, &theirs.numbers, |n| n.id, whole),
        people: records(&base.people, &ours.people, &theirs.people, |p| p.id, whole),
        snoozes: records(&base.snoozes, &ours.snoozes, &theirs.snoozes, |s| s.id, snooze),
        losses: records(&base.losses, &ours.losses, &theirs.losses, |l| l.id, loss),
        gone: Vec::new(),
        platforms: records(
            &base.platforms,
            &ours.platforms,
            &theirs.platforms,
            Platform::folded,
            platform,
        ),
        quarantine: quarantine(&base.quarantine, &ours.quarantine, &theirs.quarantine),
        homes: Homes::merge(&base.homes, &ours.homes, &theirs.homes),
    };
    keep_referred(&mut book, [ours, theirs, base]);
    book.settle();
    book.take_gone_keys(base, [ours, theirs]);
    book
}

/// How many fields of a book wait for somebody to decide.
pub fn conflicts(book: &Book) -> usize {
    fn of<T: Merges>(records: &[T]) -> usize {
        let fields = |record: &T| {
            record.conflicts().iter().map(|it| it.field).collect::<BTreeSet<_>>().len()
        };
        records.iter().map(fields).sum()
    }
    of(&book.accounts) + of(&book.devices) + of(&book.numbers) + of(&book.people)
}

/// The values of a field: a record with the one that is shown, then those that clash with it.
pub fn versions<'a, T: Merges>(record: &'a T, field: &'a str) -> impl Iterator<Item = &'a T> {
    let others = record.conflicts().iter().filter(move |conflict| conflict.field == field);
    std::iter::once(record).chain(others.map(|conflict| &*conflict.other))
}

/// Takes another value of a record in the place of the one that is shown; which of them is not
/// there any more, or whose field nobody knows, changes nothing but the conflict.
pub fn resolve<T: Merges>(record: &mut T, field: &str, other: Option<&T>) {
    if let Some(known) = T::field(field)
        && let Some(other) = other
    {
        (known.copy)(other, record);
    }
    record.conflicts_mut().retain(|conflict| conflict.field != field);
}

/// The records of a list, told apart by their ids.
fn records<V: PartialEq + Clone, K: Ord + Hash>(
    base: &[V],
    ours: &[V],
    theirs: &[V],
    id: fn(&V) -> K,
    merge: fn(Three<&V>) -> V,
) -> Vec<V> {
    if let Some(one) = (Three { base: Some(base), ours, theirs }).one_sided() {
        return one.to_vec();
    }
    let of = |side: &'_ [V]| -> BTreeMap<K, usize> {
        side.iter().enumerate().map(|(at, record)| (id(record), at)).collect()
    };
    let (was, mine, other) = (of(base), of(ours), of(theirs));
    let ids: BTreeSet<&K> = mine.keys().chain(other.keys()).collect();
    ids.into_iter()
        .filter_map(|id| {
            let base = was.get(id).map(|at| &base[*at]);
            let ours = mine.get(id).map(|at| &ours[*at]);
            way::present(base, ours, other.get(id).map(|at| &theirs[*at]), merge)
        })
        .collect()
}

/// A record with conflicts of its own, field by field.
fn whole<T: Merges>(three: Three<&T>) -> T {
    let mut merged = three.ours.clone();
    let mut conflicts: Vec<Conflict<T>> = Vec::new();
    let mut merge = |field: &'static Field<T>, three: Three<&T>| {
        let mut clash = Clash::default();
        (field.merge)(three, &mut merged, Pick::Greater, &mut clash);
        clash.0.then(|| {
            let (mut lost, mut other) = (three.ours.blank(), three.ours.blank());
            (field.merge)(three, &mut lost, Pick::Lesser, &mut clash);
            (field.copy)(&lost, &mut other);
            Conflict { field: field.name, other: Box::new(other), round: 0 }
        })
    };
    let next = |base: Option<&T>, field: &Field<T>| {
        base.and_then(|base| round::<T>(base, field)).map_or(0, |round| round + 1)
    };
    for field in T::FIELDS {
        // Whichever value was shown before, two that were decided on apart clash again.
        let base = three
            .base
            .filter(|base: &&T| !were_decided::<T>(base, three.ours, three.theirs, field));
        let round = if base.is_some() { 0 } else { next(three.base, field) };
        let new = merge(field, Three { base, ..three });
        conflicts.extend(new.map(|new| Conflict { round, ..new }));
    }
    if let Some(together) = const { &T::TOGETHER }
        && (together.are_apart)(three.ours, three.theirs)
        && conflicts.iter().any(|conflict| together.of.contains(&conflict.field))
    {
        let parts = conflicts.iter().filter(|conflict| together.of.contains(&conflict.field));
        let round = parts.map(|conflict| conflict.round).max().unwrap_or_default();
        conflicts.retain(|conflict| !together.of.contains(&conflict.field));
        let new = merge(&together.field, Three { base: None, ..three });
        conflicts.extend(new.map(|new| Conflict { round, ..new }));
    }
    conflicts.extend(kept(three));
    *merged.conflicts_mut() = sorted(conflicts, &merged);
    merged
}

/// How often a conflict of a field, or one that the field is part of, was decided; `None` where none waits.
fn round<T: Merges>(record: &T, field: &Field<T>) -> Option<u32> {
    let is_part = |name: &str| match const { &T::TOGETHER } {
        Some(together) => name == together.field.name && together.of.contains(&field.name),
        None => false,
    };
    let of = record.conflicts().iter().filter(|it| it.field == field.name || is_part(it.field));
    of.map(|it| it.round).max()
}

/// Whether both sides have decided a conflict of a field from before. One that waits again since then was decided.
fn were_decided<T: Merges>(base: &T, ours: &T, theirs: &T, field: &Field<T>) -> bool {
    let Some(before) = round(base, field) else { return false };
    [ours, theirs].iter().all(|side| round(*side, field).is_none_or(|round| round > before))
}

/// Conflicts from before that neither side has resolved, and those that either brings, but for a value
/// that whoever wrote it has replaced since, before they saw that it clashes.
fn kept<T: Merges>(three: Three<&T>) -> Vec<Conflict<T>> {
    let [ours, theirs] = [three.ours.conflicts(), three.theirs.conflicts()];
    let base = three.base.map(T::conflicts).unwrap_or_default();
    let stays = |conflict: &&Conflict<T>| {
        !base.contains(conflict) || (ours.contains(conflict) && theirs.contains(conflict))
    };
    let is_replaced = |conflict: &Conflict<T>, by: &T| {
        let field = T::field(conflict.field);
        conflict.round == 0
            && three.base.zip(field).is_some_and(|(base, field)| {
                (field.compare)(base, &conflict.other) == Ordering::Equal
                    && (field.compare)(base, by) != Ordering::Equal
                    && !by.conflicts().contains(conflict)
            })
    };
    let mine = ours.iter().filter(|conflict| !is_replaced(conflict, three.theirs));
    let other = theirs.iter().filter(|conflict| !is_replaced(conflict, three.ours));
    mine.chain(other).filter(stays).cloned().collect()
}

/// In one order, each once, and none that says what the record says.
fn sorted<T: Merges>(mut conflicts: Vec<Conflict<T>>, record: &T) -> Vec<Conflict<T>> {
    let field = |conflict: &Conflict<T>| {
        T::fields().enumerate().find(|(_, field)| field.name == conflict.field)
    };
    conflicts.retain(|conflict| {
        field(conflict)
            .is_some_and(|(_, field)| (field.compare)(&conflict.other, record) != Ordering::Equal)
    });
    conflicts.sort_by(|a, b| match (field(a), field(b)) {
        (Some((first, field)), Some((second, _))) => {
            let value = || (field.compare)(&a.other, &b.other);
            first.cmp(&second).then_with(value).then_with(|| b.round.cmp(&a.round))
        }
        _ => Ordering::Equal,
    });
    conflicts.dedup_by(|a, b| a.field == b.field && a.other == b.other);
    conflicts
}

/// A decision: the later one, as a whole.
fn snooze(three: Three<&Snooze>) -> Snooze {
    let order = |snooze: &Snooze| (snooze.on, snooze.until);
    let (ours, theirs) = (three.ours, three.theirs);
    match order(ours).cmp(&order(theirs)).then_with(|| ours.cmp(theirs)) {
        Ordering::Less => theirs.clone(),
        _ => ours.clone(),
    }
}

/// What was done about a loss: everything that either side did.
fn loss(three: Three<&Loss>) -> Loss {
    let (ours, theirs) = (three.ours, three.theirs);
    let first = if (ours.on, &ours.by) <= (theirs.on, &theirs.by) { ours } else { theirs };
    let tick = |three: Three<&Tick>, _: Pick, _: &mut Clash| {
        let order = |tick: &Tick| (tick.on, tick.by.clone());
        let (ours, theirs) = (three.ours, three.theirs);
        if order(ours) <= order(theirs) { ours.clone() } else { theirs.clone() }
    };
    let ticks = three.map(|loss| &loss.ticks);
    let (pick, mut clash) = (Pick::Greater, Clash::default());
    Loss {
        saw: ours.saw || theirs.saw,
        ticks: way::list(ticks, pick, &mut clash, |tick| (tick.account, tick.step), tick),
        ..first.clone()
    }
}

/// What is known of a platform: as whoever looked last says, where both say something else.
fn platform(three: Three<&Platform>) -> Platform {
    let (ours, theirs) = (three.ours, three.theirs);
    let later = match ours.checked_on.cmp(&theirs.checked_on).then_with(|| ours.cmp(theirs)) {
        Ordering::Less => theirs,
        _ => ours,
    };
    records::platform(three, later)
}

/// What nobody here understands is taken or left as it stands.
fn quarantine(
    base: &[Quarantined],
    ours: &[Quarantined],
    theirs: &[Quarantined],
) -> Vec<Quarantined> {
    let stays = |entry: &&Quarantined| {
        !base.contains(entry) || (ours.contains(entry) && theirs.contains(entry))
    };
    let mut all: Vec<Quarantined> = ours.iter().chain(theirs).filter(stays).cloned().collect();
    all.sort_by(|a, b| (a.list, &a.raw).cmp(&(b.list, &b.raw)));
    all.dedup();
    all
}

/// A device, number or person that one side took away comes back when the other refers to it.
fn keep_referred(book: &mut Book, versions: [&Book; 3]) {
    fn fetch<'a, T: Clone + 'a>(
        have: &mut Vec<T>,
        from: impl Iterator<Item = &'a Vec<T>>,
        id: fn(&T) -> Id,
        referred: &BTreeSet<Id>,
    ) {
        let mut there: BTreeSet<Id> = have.iter().map(id).collect();
        for thing in from.flatten() {
            if referred.contains(&id(thing)) && there.insert(id(thing)) {
                have.push(thing.clone());
            }
        }
    }
    // Things refer to things, at most from a number to a device to a person.
    for _ in 0..3 {
        let referred = referred(book);
        fetch(&mut book.devices, versions.iter().map(|b| &b.devices), |d: &Device| d.id, &referred);
        fetch(&mut book.numbers, versions.iter().map(|b| &b.numbers), |n: &Number| n.id, &referred);
        fetch(&mut book.people, versions.iter().map(|b| &b.people), |p: &Person| p.id, &referred);
    }
}

/// Every thing that something in a book refers to, also in a value that waits for a decision.
fn referred(book: &Book) -> BTreeSet<Id> {
    fn versions<T: Merges>(records: &[T]) -> impl Iterator<Item = &T> {
        records.iter().flat_map(|record| {
            let others = record.conflicts().iter().map(|conflict| &*conflict.other);
            std::iter::once(record).chain(others)
        })
    }
    let account = |account: &Account| {
        let methods = account.methods.iter().flat_map(|method| [method.device, method.number]);
        let copies = account.copies.iter().flat_map(|copy| [copy.device, copy.holder]);
        let users = account.users.iter().copied();
        methods.chain(copies).flatten().chain(users).collect::<Vec<Id>>()
    };
    let accounts = versions(&book.accounts).flat_map(account);
    let holders = versions(&book.devices).filter_map(|device| device.holder);
    let sims = versions(&book.numbers).filter_map(|number| number.device);
    let losses = book.losses.iter().map(|loss| loss.thing.id());
    accounts.chain(holders).chain(sims).chain(losses).collect()
}

#[cfg(test)]
pub(super) mod tests;
