//! Keys of accounts that are here no more although their keys had got out: so that it is known where one of them is
//! added again, and that nobody replaced it.

use std::collections::{BTreeMap, HashSet};

use super::{Account, Book, Exposure, Id, PastKey};
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
    /// [`Key::mark`].
    pub mark: String,
    /// The day it was set up, when that is known.
    pub keyed: Option<Date>,
    /// The day it got out in a way that no record told any more.
    pub exposed: Option<Date>,
    /// The ways in which it got out otherwise.
    pub out: Vec<Exposure>,
}

impl GoneKey {
    /// That of an account that is taken out of a book; `None` where its key had not got out.
    fn of(account: &Account, book: &Book) -> Option<Self> {
        let mark = account.key.as_ref().map(Key::mark)?;
        let mut out: Vec<Exposure> = book.exposures(account).collect();
        out.sort();
        out.dedup();
        let exposed = account.exposed.filter(|on| account.keyed.is_none_or(|day| day < *on));
        let (id, name, keyed) = (account.id, account.full_name(), account.keyed);
        (!out.is_empty() || exposed.is_some()).then_some(Self {
            id,
            name,
            mark,
            keyed,
            exposed,
            out,
        })
    }

    /// What is to be known of it where it comes back.
    pub(super) fn keys(&self) -> impl Iterator<Item = PastKey> {
        let Self { mark, keyed, exposed, .. } = self;
        let own = PastKey { mark: mark.clone(), keyed: *keyed, exposed: *exposed, after: false };
        std::iter::once(own)
    }

    /// When it got out last, as far as anybody knows.
    pub(super) fn last(&self) -> Option<Date> {
        self.out.iter().filter_map(|it| it.on).max().max(self.exposed)
    }
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
        let known: HashSet<Id> = self.gone.iter().map(|gone| gone.id).collect();
        let lost = before.accounts.iter().filter(|it| !here.contains(&it.id));
        let lost = lost.filter(|account| !known.contains(&account.id));
        let lost: Vec<GoneKey> = lost.filter_map(|account| GoneKey::of(account, before)).collect();
        let all = self.gone.drain(..).chain(before.gone.iter().cloned()).chain(lost);
        self.gone = tidied(all, |id| here.contains(&id));
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
            Some(known) => {
                let mut out = [&*known.out, &*new.out].concat();
                out.sort();
                out.dedup();
                let exposed = known.exposed.max(new.exposed);
                each.insert(new.id, GoneKey { exposed, out, ..known.max(new) });
            }
            None => drop(each.insert(new.id, new)),
        }
    }
    let mut all: Vec<GoneKey> = each.into_values().collect();
    if all.len() > MOST {
        all.sort_by_key(|it| (it.last(), it.id));
        all.drain(..all.len() - MOST);
        all.sort_by_key(|it| it.id);
    }
    all
}
