//! Keys of accounts that are here no more although their keys had got out: so that it is known where one of them is
//! added again, and that nobody replaced it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::past::remember;
use super::{Account, Book, Exposure, Id, Loss, PastKey, Thing};
use crate::otp::Key;
use crate::time::Date;

/// So many are kept, the last ones that got out.
const MOST: usize = 500;

/// The key of such an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoneKey {
    /// The account's.
    pub id: Id,
    /// What it was called; strangers' text.
    pub name: String,
    /// [`Key::mark`]; empty where the account had none any more.
    pub mark: String,
    /// The day it was set up, when that is known.
    pub keyed: Option<Date>,
    /// The day it got out in a way that no record told any more.
    pub exposed: Option<Date>,
    /// The ways in which it got out otherwise.
    pub out: Vec<Exposure>,
    /// Keys that the account had before, of those that had got out.
    pub past: Vec<PastKey>,
}

impl GoneKey {
    /// That of an account that is taken out of a book; `None` where neither its key nor one that it had before had
    /// got out.
    fn of(account: &Account, book: &Book) -> Option<Self> {
        let key = account.key.as_ref();
        let mark = key.map(Key::mark).unwrap_or_default();
        let out: BTreeSet<Exposure> = key.iter().flat_map(|_| book.exposures(account)).collect();
        let exposed = account.got_out().filter(|_| key.is_some());
        let mut past = account.past.clone();
        past.retain(|past| past.mark != mark);
        for past in &mut past {
            // As if it had never been replaced.
            let then = Account { keyed: past.keyed, past: Vec::new(), ..account.clone() };
            past.exposed = book.exposures(&then).map(|it| day_of(&it)).max().max(past.exposed);
        }
        past.retain(|past| past.exposed.is_some());
        past.sort();
        let (id, name, keyed) = (account.id, account.full_name(), account.keyed);
        let is_out = !out.is_empty() || exposed.is_some() || !past.is_empty();
        let out = out.into_iter().collect();
        is_out.then_some(Self { id, name, mark, keyed, exposed, out, past })
    }

    /// What two versions know of it. Where each took it out with a key of its own, one that got out is the last.
    fn with(self, other: Self) -> Self {
        let is_out = |it: &Self| !it.out.is_empty() || it.exposed.is_some();
        let is_first = is_out(&self).cmp(&is_out(&other)).then_with(|| self.cmp(&other)).is_ge();
        let (first, other) = if is_first { (self, other) } else { (other, self) };
        let is_same = first.mark == other.mark;
        let more = if is_same { &*other.out } else { &[] };
        let out: BTreeSet<Exposure> = first.out.iter().chain(more).copied().collect();
        let own = if is_same { other.exposed } else { other.last() };
        let own = PastKey { exposed: own, ..other.own() };
        let mut past = first.past.clone();
        for known in other.past.into_iter().chain([own]).filter(|it| it.exposed.is_some()) {
            remember(&mut past, known);
        }
        let of_it = past.iter().filter(|past| past.mark == first.mark);
        let exposed = of_it.filter_map(|past| past.exposed).max().max(first.exposed);
        past.retain(|past| past.mark != first.mark);
        past.sort();
        Self { exposed, out: out.into_iter().collect(), past, ..first }
    }

    fn own(&self) -> PastKey {
        let Self { mark, keyed, exposed, .. } = self;
        PastKey { mark: mark.clone(), keyed: *keyed, exposed: *exposed, after: false }
    }

    /// What is to be known of each of its keys where one comes back.
    pub(super) fn keys(&self) -> impl Iterator<Item = PastKey> {
        let own = (!self.mark.is_empty()).then(|| self.own());
        own.into_iter().chain(self.past.iter().cloned())
    }

    /// When it got out last, as far as anybody knows.
    pub(super) fn last(&self) -> Option<Date> {
        self.out.iter().map(day_of).max().max(self.exposed)
    }
}

/// The day of what got out. Of one that nobody knows, that on which its thing was written down, which is the
/// same on every machine: that the key got out is not to be forgotten over it.
fn day_of(out: &Exposure) -> Date {
    out.on.unwrap_or_else(|| out.thing.id().made())
}

impl Book {
    /// Keeps in mind that an account's key had got out, where it had, before the account is taken out.
    pub(super) fn note_gone(&mut self, account: &Account) {
        let new = GoneKey::of(account, self);
        self.gone = tidied(self.gone.drain(..).chain(new), |_| false);
    }

    /// Keeps in mind what the book before says of keys that had got out, of accounts that are not here.
    pub(super) fn keep_gone(&mut self, before: &Self) {
        let here: HashSet<Id> = self.accounts.iter().map(|account| account.id).collect();
        // Also of those that are known to be gone: they may have been here again, with another key.
        let lost = before.accounts.iter().filter(|it| !here.contains(&it.id));
        let lost: Vec<GoneKey> = lost.filter_map(|account| GoneKey::of(account, before)).collect();
        let all = self.gone.drain(..).chain(before.gone.iter().cloned()).chain(lost);
        self.gone = tidied(all, |id| here.contains(&id));
    }

    /// Through what the key of an account got out of which no exposure tells, as long as it counts as out: with accounts
    /// that are here no more, or because it was open to somebody whose list is still to be done although they are here,
    /// as after one of their keys was stolen. The copy that was left with them says so.
    pub fn out_before(&self, account: &Account) -> Vec<Thing> {
        let Some(on) = account.got_out() else { return Vec::new() };
        let mark = account.key.as_ref().map(Key::mark).filter(|_| !self.gone.is_empty());
        let gone = self.gone.iter().filter(|gone| mark.as_ref() == Some(&gone.mark));
        let gone = gone.flat_map(|gone| &gone.out).map(|it| it.thing);
        let seen = account.copies.iter().filter(|copy| copy.is_seen());
        let seen = seen.filter(|copy| copy.is_of(account.first_keyed()));
        let seen = seen.filter_map(|copy| Some((Thing::Person(copy.holder?), copy.removed?)));
        let seen = seen.filter(|(thing, until)| {
            let is_it = |loss: &&Loss| loss.saw && loss.thing == *thing;
            self.losses.iter().filter(is_it).any(|loss| loss.on <= on.min(*until))
        });
        gone.chain(seen.map(|(thing, _)| thing)).collect()
    }

    /// Takes over what another version knows of accounts that are not here, and of those of `base` that are here no
    /// more: whoever took them out may not have known that their keys had got out.
    pub(super) fn take_gone_keys<'a>(
        &mut self,
        base: &Self,
        others: impl IntoIterator<Item = &'a Self>,
    ) {
        let here = self.ids();
        let lost = base.accounts.iter().filter(|account| !here.contains(&account.id));
        let lost: Vec<GoneKey> = lost.filter_map(|account| GoneKey::of(account, self)).collect();
        let others = others.into_iter().flat_map(|book| book.gone.iter().cloned());
        let all: Vec<GoneKey> = self.gone.drain(..).chain(others).chain(lost).collect();
        self.gone = tidied(all, |id| here.contains(&id));
    }
}

/// Each account once, with all that is known of it; by their ids.
fn tidied(all: impl IntoIterator<Item = GoneKey>, is_here: impl Fn(Id) -> bool) -> Vec<GoneKey> {
    let mut each: BTreeMap<Id, GoneKey> = BTreeMap::new();
    for new in all.into_iter().filter(|it| !is_here(it.id)) {
        match each.remove(&new.id) {
            Some(known) => drop(each.insert(new.id, known.with(new))),
            None => drop(each.insert(new.id, new)),
        }
    }
    let mut all: Vec<GoneKey> = each.into_values().collect();
    if all.len() > MOST {
        let of_past = |it: &GoneKey| it.past.iter().filter_map(|past| past.exposed).max();
        all.sort_by_key(|it| (it.last().max(of_past(it)), it.id));
        all.drain(..all.len() - MOST);
        all.sort_by_key(|it| it.id);
    }
    all
}
