//! How rows stand to the accounts of a book and to each other.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher as _, RandomState};

use super::entry::{Entry, Names, Phone};
use super::plan::{Likeness, Twin};
use crate::app::draft::number::plain;
use crate::app::export;
use crate::model::{Account, Book, Id};
use crate::otp::{Key, Kind};

/// Gives every entry its standing, and says how many it could be. What it is like is looked for in the book
/// first, then among the entries before it. With `only`, one that is not chosen is like nothing, and nothing
/// is like it.
pub(super) fn stand(entries: &mut [Entry], book: &Book, only: bool) {
    let is_asked = |entry: &Entry| entry.chosen || !only;
    let asked = || entries.iter().filter(|entry| is_asked(entry));
    let mut known = Known { own: asked().filter_map(own).collect(), ..Known::default() };
    for account in &book.accounts {
        let numbers = export::numbers(account, |id| book.number(id));
        let phones = numbers.map(|line| line.map(|line| plain(&line.number)).unwrap_or_default());
        let rest = Rest { said: (account.note.trim(), &account.tags), phones };
        let twin = Twin::Here(account.id);
        known.learn(names_of(account), account.key.as_ref(), &rest, twin, Counts::Yes);
        if !known.own.contains(&account.id) {
            known.offer(names_of(account), account.key.as_ref(), account.id);
        }
    }
    let stored = asked().filter(|entry| is_listed(entry) && !entry.store().is_empty());
    let stored = stored.map(|it| (it.source, known.hash(By::NoStore, it.names(), None)));
    let stored: HashSet<_> = stored.collect();
    known.stored = stored;
    let accounts: HashMap<_, _> =
        book.accounts.iter().map(|account| (account.id, account)).collect();
    let mut earlier: HashMap<Id, usize> = HashMap::new();
    for place in 0..entries.len() {
        let (before, rest) = entries.split_at_mut(place);
        let Some(entry) = rest.first_mut() else { return };
        if !is_asked(entry) {
            (entry.standing, entry.rivals) = (Likeness::New, 0);
            continue;
        }
        let facts = |twin: Twin| match twin {
            Twin::Here(id) => {
                accounts.get(&id).map(|account| (names_of(account), account.key.as_ref()))
            }
            Twin::Entry(place) => before.get(place).map(|entry| (entry.names(), entry.key())),
        };
        let found = match own(entry) {
            Some(id) => {
                let itself = accounts.get(&id).map(|_| Twin::Here(id));
                let itself = itself.or_else(|| earlier.get(&id).copied().map(Twin::Entry));
                earlier.entry(id).or_insert(place);
                let is_other = |twin: &Twin, known: &Known| match twin {
                    Twin::Here(other) => *other != id && known.own.contains(other),
                    Twin::Entry(at) => {
                        before.get(*at).and_then(own).is_some_and(|other| other != id)
                    }
                };
                known.standing_of_own(entry, itself, &is_other, &facts)
            }
            None if is_listed(entry) => {
                let source = entry.source;
                let is_beside = |twin: &Twin| match twin {
                    Twin::Here(_) => false,
                    Twin::Entry(at) => before.get(*at).is_some_and(|row| row.source == source),
                };
                known.standing_of_listed(entry, &is_beside, &facts)
            }
            None => known.standing(entry, &facts),
        };
        (entry.standing, entry.rivals) = (found.standing, found.count);
        let is_own = match entry.standing {
            Likeness::Same(_) => false,
            // Without a key, it goes where its name is.
            Likeness::SameName(_) => entry.key().is_some(),
            Likeness::New | Likeness::SameKey(_) => true,
        };
        let counts = if is_own { Counts::Yes } else { Counts::No };
        known.learn(entry.names(), entry.key(), &rest_of(entry), Twin::Entry(place), counts);
    }
}

/// The account of another vault that an entry is.
fn own(entry: &Entry) -> Option<Id> {
    entry.record.own.as_ref().map(|own| own.account.id)
}

fn names_of(account: &Account) -> Names<'_> {
    Names { platform: &account.platform, store: &account.store, login: &account.login }
}

/// Whether an entry is a row of a list of ours that has no keys.
fn is_listed(entry: &Entry) -> bool {
    entry.listed && entry.key().is_none() && !entry.names().is_empty()
}

/// What tells rows of one name and one key apart.
struct Rest<'a> {
    /// The note and the groups.
    said: (&'a str, &'a [String]),
    /// The numbers of the columns of phones.
    phones: [String; 2],
}

impl Rest<'_> {
    /// The hashes of what has it, from the hash of the names and the key: with all of it, with what every
    /// format has, without.
    fn hashes(&self, state: &RandomState, hash: u64) -> [u64; 3] {
        [state.hash_one((hash, self.said, &self.phones)), state.hash_one((hash, self.said)), hash]
    }
}

fn rest_of(entry: &Entry) -> Rest<'_> {
    let phones = entry.phones.each_ref().map(|phone| match phone {
        Phone::Line(number) => plain(number),
        Phone::None | Phone::Text(_) => String::new(),
    });
    Rest { said: (entry.record.note.trim(), &entry.record.groups), phones }
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

/// Whether something is one more account, or goes into one that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    Yes,
    No,
}

/// The first of those that are alike, and how many accounts they are.
#[derive(Clone, Copy, Debug)]
struct Seen {
    first: Twin,
    count: usize,
}

/// How an entry stands, and how many accounts it could be.
struct Found {
    standing: Likeness,
    count: usize,
}

/// What has which key and which names: the first of each, by hashes no file can aim at. However many
/// rows have one key or one name, each is looked up once.
#[derive(Default)]
struct Known {
    state: RandomState,
    /// By all that makes two rows the same; and by that with note and groups: of several that are the same,
    /// the one that a row is a copy of.
    alike: HashMap<u64, Seen>,
    /// By the key's bytes.
    keys: HashMap<u64, Twin>,
    /// By platform and login, and by these and the store; upper and lower case are one.
    names: HashMap<u64, Seen>,
    /// The accounts that the entries of another vault are there.
    own: HashSet<Id>,
    /// The other accounts here, by all that makes two rows the same: each is one of those entries at most.
    offers: HashMap<u64, VecDeque<Id>>,
    /// Those of them that are one.
    taken: HashSet<Id>,
    /// Of lists of ours without keys, by their files: how many rows there were of each that are the same.
    rows: HashMap<(usize, u64), usize>,
    /// And what those with a store are called without it.
    stored: HashSet<(usize, u64)>,
}

/// By how much of it a row is found.
#[derive(Clone, Copy, Debug, Hash)]
enum By {
    /// Names and key.
    All,
    /// Who gave the store a name here has not made it another login: without that.
    NoStore,
    /// A list of ours without keys says all but the key: without that.
    NoKey,
}

type Facts<'a> = (Names<'a>, Option<&'a Key>);

impl Known {
    fn learn(
        &mut self,
        names: Names<'_>,
        key: Option<&Key>,
        rest: &Rest<'_>,
        twin: Twin,
        counts: Counts,
    ) {
        let seen = Seen { first: twin, count: 0 };
        let by = usize::from(counts == Counts::Yes);
        let ways = [
            Some(By::All),
            (!names.store.is_empty()).then_some(By::NoStore),
            key.map(|_| By::NoKey),
        ];
        for way in ways.into_iter().flatten() {
            let hash = self.hash(way, names, key);
            for hash in rest.hashes(&self.state, hash) {
                self.alike.entry(hash).or_insert(seen).count += by;
            }
        }
        if let Some(key) = key {
            let hash = self.state.hash_one(key.secret().expose());
            self.keys.entry(hash).and_modify(|first| *first = older(*first, twin)).or_insert(twin);
        }
        // A platform alone names no login.
        if !names.login.is_empty() {
            for store in [None, Some(names.store)] {
                let hash = self.called(names, store);
                self.names.entry(hash).or_insert(seen).count += by;
            }
        }
    }

    /// An account here that an entry of another vault may be.
    fn offer(&mut self, names: Names<'_>, key: Option<&Key>, id: Id) {
        let loose = (!names.store.is_empty()).then_some(By::NoStore);
        for way in [Some(By::All), loose].into_iter().flatten() {
            let hash = self.hash(way, names, key);
            self.offers.entry(hash).or_default().push_back(id);
        }
    }

    fn hash(&self, by: By, names: Names<'_>, key: Option<&Key>) -> u64 {
        let store = if matches!(by, By::NoStore) { "" } else { names.store };
        let key = key.filter(|_| !matches!(by, By::NoKey)).map(|key| {
            let (kind, period) = (key.kind().word(), key.period());
            (key.secret().expose(), key.algorithm().word(), key.digits(), kind, period)
        });
        self.state.hash_one((by, names.platform, store, names.login, key))
    }

    fn called(&self, names: Names<'_>, store: Option<&str>) -> u64 {
        let store = store.map(str::to_lowercase);
        self.state.hash_one((names.platform.to_lowercase(), store, names.login.to_lowercase()))
    }

    /// How a row stands that says nothing of who it is but its names and its key.
    fn standing<'a>(&self, entry: &Entry, facts: &dyn Fn(Twin) -> Option<Facts<'a>>) -> Found {
        let (mine, key) = (entry.names(), entry.key());
        for way in [By::All, By::NoStore] {
            let all_but = self.hash(way, mine, key);
            if let Some(seen) = self.copy_of(entry, all_but, facts) {
                return Found { standing: Likeness::Same(seen.first), count: seen.count };
            }
        }
        self.likeness(entry, &|_| false, facts)
    }

    /// How a row of a list of ours without keys stands. Every row of it is an account of its own: what is
    /// the same is as many of them as there are, and the next one comes besides.
    fn standing_of_listed<'a>(
        &mut self,
        entry: &Entry,
        is_beside: &dyn Fn(&Twin) -> bool,
        facts: &dyn Fn(Twin) -> Option<Facts<'a>>,
    ) -> Found {
        let (mine, mut is_one_more) = (entry.names(), false);
        // Where other rows of its name have stores, one without is none of those.
        let rests = self.stored.contains(&(entry.source, self.hash(By::NoStore, mine, None)));
        let loose = (mine.store.is_empty() && !rests).then_some(By::NoStore);
        // One that tells of a key is that of an account with one, if there is any.
        let mut ways = [Some(By::All), loose, Some(By::NoKey)];
        if !entry.record.of_key.is_empty() {
            ways.rotate_right(1);
        }
        for way in ways.into_iter().flatten() {
            let all_but = self.hash(way, mine, None);
            let Some(seen) = self.copy_of(entry, all_but, facts) else { continue };
            let most = self.alike.get(&all_but).map_or(0, |all| all.count);
            let rows = self.rows.entry((entry.source, all_but)).or_insert(0);
            if *rows < most {
                *rows += 1;
                return Found { standing: Likeness::Same(seen.first), count: seen.count };
            }
            is_one_more |= most > 0;
        }
        *self.rows.entry((entry.source, self.hash(By::All, mine, None))).or_insert(0) += 1;
        if is_one_more {
            return Found { standing: Likeness::New, count: 0 };
        }
        self.likeness(entry, is_beside, facts)
    }

    /// What a row is the same as, by the hash of what makes it so: with the same note and groups, if there is
    /// one.
    fn copy_of<'a>(
        &self,
        entry: &Entry,
        all_but: u64,
        facts: &dyn Fn(Twin) -> Option<Facts<'a>>,
    ) -> Option<Seen> {
        let hashes = rest_of(entry).hashes(&self.state, all_but);
        let mut found = hashes.iter().filter_map(|hash| self.alike.get(hash));
        found.find(|seen| is_same(entry, facts(seen.first))).copied()
    }

    /// How an account of another vault stands. It is `itself`, where that is here, whatever it is called by
    /// now; else one that is the same and no other entry's. What others of its vault are is not like it:
    /// `is_other` knows them.
    fn standing_of_own<'a>(
        &mut self,
        entry: &Entry,
        itself: Option<Twin>,
        is_other: &dyn Fn(&Twin, &Self) -> bool,
        facts: &dyn Fn(Twin) -> Option<Facts<'a>>,
    ) -> Found {
        let agrees = |twin: &Twin| {
            facts(*twin).is_some_and(|(_, other)| match (entry.key(), other) {
                (Some(key), Some(other)) => same(key, other),
                (None, None) => true,
                _ => false,
            })
        };
        if let Some(twin) = itself.filter(agrees) {
            return Found { standing: Likeness::Same(twin), count: 1 };
        }
        for way in [By::All, By::NoStore] {
            let hash = self.hash(way, entry.names(), entry.key());
            let Some(offers) = self.offers.get_mut(&hash) else { continue };
            while offers.front().is_some_and(|id| self.taken.contains(id)) {
                offers.pop_front();
            }
            let first = offers.front().copied();
            if let Some(id) = first.filter(|id| is_same(entry, facts(Twin::Here(*id)))) {
                self.taken.insert(id);
                return Found { standing: Likeness::Same(Twin::Here(id)), count: 1 };
            }
        }
        self.likeness(entry, &|twin| is_other(twin, self), facts)
    }

    /// What has the same key, or else the same name.
    fn likeness<'a>(
        &self,
        entry: &Entry,
        is_other: &dyn Fn(&Twin) -> bool,
        facts: &dyn Fn(Twin) -> Option<Facts<'a>>,
    ) -> Found {
        let mine = entry.names();
        if let Some(key) = entry.key() {
            let found = self.keys.get(&self.state.hash_one(key.secret().expose())).copied();
            let is_like = |twin: &Twin| {
                let other = facts(*twin).and_then(|(_, other)| other);
                !is_other(twin) && other.is_some_and(|other| other.secret() == key.secret())
            };
            if let Some(twin) = found.filter(is_like) {
                return Found { standing: Likeness::SameKey(twin), count: 1 };
            }
        }
        if mine.login.is_empty() {
            return Found { standing: Likeness::New, count: 0 };
        }
        // The same store, else none, else any: one without a store may be any of them.
        let stores = [Some(mine.store), Some(""), None];
        let stores = if mine.store.is_empty() { &stores[2..] } else { &stores[..] };
        let seen = stores.iter().find_map(|store| self.names.get(&self.called(mine, *store)));
        let is_called = |seen: &&Seen| {
            let theirs = facts(seen.first).map(|(theirs, _)| theirs);
            !is_other(&seen.first) && theirs.is_some_and(|theirs| alike(mine, theirs))
        };
        match seen.filter(is_called) {
            Some(seen) => Found { standing: Likeness::SameName(seen.first), count: seen.count },
            None => Found { standing: Likeness::New, count: 0 },
        }
    }
}

/// Whether a row and what has these names and this key are the same.
fn is_same(entry: &Entry, facts: Option<Facts<'_>>) -> bool {
    let mine = entry.names();
    facts.is_some_and(|(theirs, other)| {
        theirs.platform == mine.platform
            && theirs.login == mine.login
            && (mine.store.is_empty() || theirs.store == mine.store)
            && match (entry.key(), other) {
                (Some(key), Some(other)) => same(key, other),
                (None, None) => true,
                (None, Some(_)) => entry.listed,
                (Some(_), None) => false,
            }
    })
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
