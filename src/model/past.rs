//! Keys that stood here before, whichever way they went: so that one is known where it comes back.
//!
//! A form notes the key that it replaces ([`Book::rekey`]). A key goes in other ways as well: a backup is put
//! back, an edit taken back, a clash decided, another version taken. So a book is held against the one before
//! it wherever it is saved, and against both sides wherever a version comes in from elsewhere.

mod known;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use self::known::Known;
use super::merge::versions;
use super::{Account, Book, Exposure, GoneKey, Id, PastKey};
use crate::otp::Key;
use crate::secret::Secret;
use crate::time::Date;

/// Adds what is known of a key to what was known of it.
pub(super) fn remember(past: &mut Vec<PastKey>, new: PastKey) {
    match past.iter_mut().find(|known| known.mark == new.mark) {
        Some(known) => {
            known.keyed = known.keyed.min(new.keyed);
            known.exposed = known.exposed.max(new.exposed);
            known.after &= new.after;
        }
        None => past.push(new),
    }
}

impl Account {
    /// Takes over what is known elsewhere of keys that it had.
    pub fn take_past(&mut self, past: &[PastKey]) {
        for known in past {
            remember(&mut self.past, known.clone());
        }
    }
}

impl Book {
    /// A book that takes the place of another, with all that is to be kept in mind of the keys of that one
    /// ([`Book::keep_keys`]); the very same where there is nothing more to keep.
    #[must_use]
    pub fn keeping(book: &Arc<Self>, before: &Self, today: Date) -> Arc<Self> {
        if book.has_all_keys_of(before) {
            return Arc::clone(book);
        }
        let mut kept = Self::clone(book);
        kept.keep_keys(before, today);
        if kept == **book { Arc::clone(book) } else { Arc::new(kept) }
    }

    /// What is not to be forgotten of a later version where an earlier one takes its place: what was used up, who
    /// was shut out, and which keys had got out.
    pub fn keep_of(&mut self, later: &Self, today: Date) {
        self.keep_used(later);
        self.keep_shut_out(later);
        self.keep_keys(later, today);
    }

    /// Keeps in mind every key that an account had in the book before and has here no more, as that book judges it,
    /// and all that was known there of earlier ones. A key that comes back is as old as it was then. Of an account
    /// that is not here any more its key is kept in mind where that had got out.
    pub fn keep_keys(&mut self, before: &Self, today: Date) {
        self.keep_gone(before);
        self.keep_marks(&[before], today);
    }

    /// Takes over of another version only what it knows of earlier keys.
    pub fn take_past(&mut self, other: &Self) {
        let known = by_id(other);
        for account in &mut self.accounts {
            if let Some(other) = known.get(&account.id) {
                account.take_past(&other.past);
            }
        }
    }

    /// The same of accounts that are here, and of each of several books that this one takes the place of: both sides
    /// of a merge.
    pub fn keep_marks(&mut self, sides: &[&Self], today: Date) {
        let known: Vec<_> = sides.iter().map(|side| (*side, by_id(side))).collect();
        let mut came = Vec::new();
        for (place, account) in self.accounts.iter_mut().enumerate() {
            let mut past = account.past.clone();
            let mut is_come = false;
            for (side, known) in &known {
                let was = known.get(&account.id).copied();
                if was.is_some_and(|was| is_settled(account, was)) {
                    continue;
                }
                let is_noted = was.is_some_and(|was| was_noted(account, was));
                match was {
                    Some(was) => side.pass_on(&mut past, (account, was), is_noted, today),
                    None => side.pass_on_gone(&mut past, account),
                }
                let had = was.and_then(|was| was.key.as_ref()).map(Key::secret);
                let has = account.key.as_ref().map(Key::secret);
                is_come |= has.is_some() && has != had && !is_noted;
            }
            if past != account.past {
                // Whichever version it came from first.
                past.sort();
                account.past = past;
            }
            came.extend(is_come.then_some(place));
        }
        // Only now is all known that other accounts had.
        self.take_back(&came, today);
    }

    /// What this book, the one before, knows of keys that an account had in it. The one that was replaced in a form
    /// is noted already.
    fn pass_on(
        &self,
        past: &mut Vec<PastKey>,
        (account, was): (&Account, &Account),
        is_noted: bool,
        today: Date,
    ) {
        for known in &was.past {
            remember(past, known.clone());
        }
        let has = account.key.as_ref().map(Key::mark);
        let mut note = |key: &Key, keyed: Option<Date>| {
            if has.as_ref() != Some(&key.mark()) {
                let then = Account { key: Some(key.clone()), keyed, ..was.clone() };
                remember(past, self.judged(&then, key, today));
            }
        };
        if let Some(key) = was.key.as_ref().filter(|_| !is_noted) {
            note(key, was.keyed);
        }
        // Of one that was let go in a clash, which day belongs to it may be unknown: then the first of all does.
        let first = || versions(was, "keyed").map(|version| version.keyed).min().flatten();
        for (key, keyed) in clashing(was) {
            if clashing(account).all(|(other, _)| other.secret() != key.secret()) {
                note(key, keyed.unwrap_or_else(first));
            }
        }
    }

    /// The same of an account that was gone from it and is back.
    fn pass_on_gone(&self, past: &mut Vec<PastKey>, account: &Account) {
        let has = account.key.as_ref().map(Key::mark);
        for gone in self.gone.iter().filter(|gone| gone.id == account.id) {
            for key in gone.keys() {
                // Of the key that it has, records tell how it got out otherwise.
                let is_back = has.as_ref() == Some(&key.mark);
                let is_last = key.mark == gone.mark && !is_back;
                let exposed = if is_last { gone.last() } else { key.exposed };
                if exposed.is_some() || !is_back {
                    remember(past, PastKey { exposed, ..key });
                }
            }
        }
    }

    /// What follows from keys that have come to accounts otherwise than by a form. Returns how often an account was
    /// looked at for it.
    fn take_back(&mut self, came: &[usize], today: Date) -> usize {
        let came = self.met_before(came, today);
        let keys = came.iter().filter_map(|place| self.accounts[*place].key.clone());
        let keys: Vec<Key> = keys.collect();
        if keys.is_empty() {
            return 0;
        }
        let mut known = Known::of(self, &keys, today);
        // What follows for one may say something of another with the same key.
        for _ in 0..=came.len() {
            let mut is_same = true;
            for place in &came {
                let before = &self.accounts[*place];
                let account = self.taken_back(before, known.elsewhere(before), today);
                if account != *before {
                    is_same = false;
                    known.put(self, *place, before, false);
                    known.put(self, *place, &account, true);
                    self.accounts[*place] = account;
                }
            }
            if is_same {
                break;
            }
        }
        known.looks
    }

    /// Those of some accounts whose keys stood somewhere before, or stand at another account that tells something of
    /// them: a list of thousands with one key that is new today has nothing to tell.
    fn met_before(&self, came: &[usize], today: Date) -> Vec<usize> {
        if came.is_empty() {
            return Vec::new();
        }
        let past = self.accounts.iter().flat_map(|account| account.past.iter().cloned());
        let gone = self.gone.iter().flat_map(GoneKey::keys);
        let known: HashSet<String> = past.chain(gone).map(|past| past.mark).collect();
        let tell = self.accounts.iter().filter(|account| self.is_old(account, today));
        let mut told: BTreeMap<&Secret, usize> = BTreeMap::new();
        for key in tell.filter_map(|account| account.key.as_ref()) {
            *told.entry(key.secret()).or_default() += 1;
        }
        let is_met = |account: &Account, key: &Key| {
            let others = usize::from(self.is_old(account, today));
            told.get(key.secret()) > Some(&others) || known.contains(&key.mark())
        };
        let met = |account: &Account| account.key.as_ref().is_some_and(|key| is_met(account, key));
        came.iter().copied().filter(|place| met(&self.accounts[*place])).collect()
    }

    /// An account with a key that has come. How old it says itself that it is counts where only others had it.
    fn taken_back(
        &self,
        account: &Account,
        elsewhere: (Option<PastKey>, Vec<Exposure>),
        today: Date,
    ) -> Account {
        let mut taken = account.clone();
        self.first_key_by(&mut taken, elsewhere, today);
        let mark = account.key.as_ref().map(Key::mark);
        if account.past.iter().all(|past| Some(&past.mark) != mark.as_ref()) {
            taken.keyed = taken.keyed.min(account.keyed);
        }
        taken
    }

    /// Whether nothing is to be kept of a book before; `false` where that takes a closer look.
    fn has_all_keys_of(&self, before: &Self) -> bool {
        let known = by_id(before);
        let is_settled =
            |account: &Account| known.get(&account.id).is_some_and(|was| is_settled(account, was));
        // As many, and each of them was there.
        self.accounts.len() == before.accounts.len()
            && self.accounts.iter().all(is_settled)
            && self.gone == before.gone
    }
}

/// A book's accounts by their ids.
pub(super) fn by_id(book: &Book) -> HashMap<Id, &Account> {
    book.accounts.iter().map(|account| (account.id, account)).collect()
}

/// Whether nothing is to be kept of an account as it was.
fn is_settled(account: &Account, was: &Account) -> bool {
    let is_same = account.key.as_ref().map(Key::secret) == was.key.as_ref().map(Key::secret);
    is_same && account.past == was.past && account.conflicts == was.conflicts
}

/// Whether the key that an account had is noted otherwise than it was then: whoever replaced it saw to what follows.
fn was_noted(account: &Account, was: &Account) -> bool {
    let Some(mark) = was.key.as_ref().map(Key::mark) else { return false };
    let noted = |account: &Account| account.past.iter().find(|past| past.mark == mark).cloned();
    noted(account).is_some_and(|now| noted(was) != Some(now))
}

/// The keys of an account that wait for a decision, each with its day where that waits with it.
fn clashing(account: &Account) -> impl Iterator<Item = (&Key, Option<Option<Date>>)> {
    account.conflicts.iter().filter_map(|conflict| {
        let keyed = (conflict.field == "sign_in").then_some(conflict.other.keyed);
        Some((conflict.other.key.as_ref()?, keyed))
    })
}

#[cfg(test)]
mod tests;
