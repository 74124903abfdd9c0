//! How rows stand to the accounts of a book and to each other.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::entry::{Entry, Names};
use super::plan::{Standing, Twin};
use crate::model::{Account, Book};
use crate::otp::{Key, Kind};

/// Gives every entry its standing. What it is like is looked for in the book first, then among the
/// entries before it.
pub(super) fn stand(entries: &mut [Entry], book: &Book) {
    let mut known = Known::default();
    for account in &book.accounts {
        let rest = (account.note.trim(), &*account.tags);
        known.learn(names_of(account), account.key.as_ref(), rest, Twin::Here(account.id));
    }
    let accounts: HashMap<_, _> =
        book.accounts.iter().map(|account| (account.id, account)).collect();
    for place in 0..entries.len() {
        let (before, rest) = entries.split_at_mut(place);
        let Some(entry) = rest.first_mut() else { return };
        let facts = |twin: Twin| match twin {
            Twin::Here(id) => {
                accounts.get(&id).map(|account| (names_of(account), account.key.as_ref()))
            }
            Twin::Entry(place) => before.get(place).map(|entry| (entry.names(), entry.key())),
        };
        let standing = known.standing(entry, facts);
        entry.standing = standing;
        known.learn(entry.names(), entry.key(), rest_of(entry), Twin::Entry(place));
    }
}

fn names_of(account: &Account) -> Names<'_> {
    Names { platform: &account.platform, store: &account.store, login: &account.login }
}

/// What tells rows of one name and one key apart.
type Rest<'a> = (&'a str, &'a [String]);

fn rest_of(entry: &Entry) -> Rest<'_> {
    (entry.record.note.trim(), &entry.record.groups)
}

/// Whether two keys give the same codes. How far a counter has got does not tell them apart: a list
/// written before a code was used must not bring that code back.
pub(super) fn same(a: &Key, b: &Key) -> bool {
    let counters = matches!((a.kind(), b.kind()), (Kind::Hotp { .. }, Kind::Hotp { .. }));
    a.secret() == b.secret()
        && a.algorithm() == b.algorithm()
        && a.digits() == b.digits()
        && (counters || a.kind() == b.kind())
}

/// What has which key and which names: the first of each, by hashes no file can aim at. However many
/// rows have one key or one name, each is looked up once.
#[derive(Default)]
struct Known {
    state: RandomState,
    /// By all that makes two rows the same.
    whole: HashMap<u64, Twin>,
    /// The same with note and groups: of several that are the same, the one that a row is a copy of.
    exact: HashMap<u64, Twin>,
    /// By the key's bytes.
    keys: HashMap<u64, Twin>,
    /// By platform and login; upper and lower case are one.
    names: HashMap<u64, Twin>,
}

impl Known {
    fn learn(&mut self, names: Names<'_>, key: Option<&Key>, rest: Rest<'_>, twin: Twin) {
        // Who gave the store a name here has not made it another login: such an account is found
        // without it, too.
        for names in [names, Names { store: "", ..names }] {
            let hash = self.whole_of(names, key);
            self.whole.entry(hash).or_insert(twin);
            self.exact.entry(self.state.hash_one((hash, rest))).or_insert(twin);
        }
        if let Some(key) = key {
            let hash = self.state.hash_one(key.secret().expose());
            self.keys.entry(hash).and_modify(|first| *first = older(*first, twin)).or_insert(twin);
        }
        // A platform alone names no login.
        if !names.login.is_empty() {
            self.names.entry(self.name(names)).or_insert(twin);
        }
    }

    fn whole_of(&self, names: Names<'_>, key: Option<&Key>) -> u64 {
        let key = key.map(|key| {
            let (kind, period) = (key.kind().word(), key.period());
            (key.secret().expose(), key.algorithm().word(), key.digits(), kind, period)
        });
        self.state.hash_one((names.platform, names.store, names.login, key))
    }

    fn name(&self, names: Names<'_>) -> u64 {
        self.state.hash_one((names.platform.to_lowercase(), names.login.to_lowercase()))
    }

    fn standing<'a>(
        &self,
        entry: &Entry,
        facts: impl Fn(Twin) -> Option<(Names<'a>, Option<&'a Key>)>,
    ) -> Standing {
        let (mine, key) = (entry.names(), entry.key());
        let fits = |twin: &Twin, fits: &dyn Fn(Names<'a>, Option<&'a Key>) -> bool| {
            facts(*twin).is_some_and(|(names, other)| fits(names, other))
        };
        let hash = self.whole_of(mine, key);
        let exact = self.exact.get(&self.state.hash_one((hash, rest_of(entry))));
        let found = exact.or(self.whole.get(&hash)).copied();
        let is_same = |theirs: Names<'a>, other: Option<&'a Key>| {
            theirs.platform == mine.platform
                && theirs.login == mine.login
                && (mine.store.is_empty() || theirs.store == mine.store)
                && match (key, other) {
                    (Some(key), Some(other)) => same(key, other),
                    (None, None) => true,
                    _ => false,
                }
        };
        if let Some(twin) = found.filter(|twin| fits(twin, &is_same)) {
            return Standing::Same(twin);
        }
        if let Some(key) = key {
            let found = self.keys.get(&self.state.hash_one(key.secret().expose())).copied();
            let is_like = |_: Names<'a>, other: Option<&'a Key>| {
                other.is_some_and(|other| other.secret() == key.secret())
            };
            if let Some(twin) = found.filter(|twin| fits(twin, &is_like)) {
                return Standing::SameKey(twin);
            }
        }
        if mine.login.is_empty() {
            return Standing::New;
        }
        let found = self.names.get(&self.name(mine)).copied();
        let is_called = |theirs: Names<'a>, _: Option<&'a Key>| alike(mine, theirs);
        found.filter(|twin| fits(twin, &is_called)).map_or(Standing::New, Standing::SameName)
    }
}

fn alike(a: Names<'_>, b: Names<'_>) -> bool {
    let same = |a: &str, b: &str| a == b || a.to_lowercase() == b.to_lowercase();
    same(a.platform, b.platform) && same(a.login, b.login)
}

/// The account that is here longest, else the entry that stands first.
fn older(a: Twin, b: Twin) -> Twin {
    match (a, b) {
        (Twin::Here(a), Twin::Here(b)) => Twin::Here(a.min(b)),
        (Twin::Here(_), Twin::Entry(_)) => a,
        (Twin::Entry(_), Twin::Here(_)) => b,
        (Twin::Entry(a), Twin::Entry(b)) => Twin::Entry(a.min(b)),
    }
}
