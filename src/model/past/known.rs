//! What accounts tell of keys that others have, by the key: so that thousands that have one older key in common are
//! not each held against all.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Account, Book, Exposure, Id, PastKey};
use crate::otp::Key;
use crate::secret::Secret;
use crate::time::Date;

/// What is told of some keys, brought up to date account by account.
pub(super) struct Known<'a> {
    today: Date,
    marks: BTreeMap<Secret, String>,
    keys: BTreeMap<String, (&'a Key, Told)>,
    /// How often an account was looked at.
    pub(super) looks: usize,
}

/// What is told of one.
#[derive(Default)]
struct Told {
    /// By the day it got out and the place in the list, with who tells it.
    past: BTreeMap<(Option<Date>, usize), (Id, PastKey)>,
    /// With all who tell it: an account, or what is known of one that is gone.
    out: BTreeMap<Exposure, BTreeSet<(Id, bool)>>,
}

impl<'a> Known<'a> {
    /// What all of a book tell of these keys.
    pub(super) fn of(book: &Book, keys: &'a [Key], today: Date) -> Self {
        let marks = keys.iter().map(|key| (key.secret().clone(), key.mark())).collect();
        let keys = keys.iter().map(|key| (key.mark(), (key, Told::default()))).collect();
        let mut known = Self { today, marks, keys, looks: 0 };
        for (place, account) in book.accounts.iter().enumerate() {
            known.put(book, place, account, true);
        }
        let gone = book.gone.iter().enumerate();
        for (at, gone) in gone.map(|(at, gone)| (book.accounts.len() + at, gone)) {
            for past in gone.keys() {
                if let Some((_, told)) = known.keys.get_mut(&past.mark) {
                    told.past.insert((past.exposed, at), (gone.id, past));
                }
            }
            if let Some((_, told)) = known.keys.get_mut(&gone.mark) {
                for out in &gone.out {
                    told.out.entry(*out).or_default().insert((gone.id, true));
                }
            }
        }
        known
    }

    /// Adds what an account tells, or takes it away.
    pub(super) fn put(&mut self, book: &Book, place: usize, account: &Account, is_there: bool) {
        self.looks += 1;
        let own = account.key.as_ref().and_then(|key| self.marks.get(key.secret()));
        let past = account.past.iter().map(|past| &past.mark);
        let marks: BTreeSet<String> = own.into_iter().chain(past).cloned().collect();
        for mark in marks {
            let Some((key, told)) = self.keys.get_mut(&mark) else { continue };
            if let Some(past) = book.known_of(account, key, &mark, self.today) {
                let at = (past.exposed, place);
                if is_there {
                    told.past.insert(at, (account.id, past));
                } else {
                    told.past.remove(&at);
                }
            }
            for out in book.out_of(account, key, &mark) {
                let owners = told.out.entry(out).or_default();
                if is_there {
                    owners.insert((account.id, false));
                } else {
                    owners.remove(&(account.id, false));
                }
            }
        }
    }

    /// What all others tell of the key of an account.
    pub(super) fn elsewhere(&self, account: &Account) -> (Option<PastKey>, Vec<Exposure>) {
        let mark = account.key.as_ref().and_then(|key| self.marks.get(key.secret()));
        let Some((_, told)) = mark.and_then(|mark| self.keys.get(mark)) else {
            return (None, Vec::new());
        };
        let mut last = told.past.values().rev();
        let past = last.find(|(owner, _)| *owner != account.id).map(|(_, past)| past.clone());
        let is_told =
            |owners: &BTreeSet<(Id, bool)>| owners.iter().any(|(it, _)| *it != account.id);
        let out = told.out.iter().filter(|(_, owners)| is_told(owners));
        (past, out.map(|(out, _)| *out).collect())
    }
}
