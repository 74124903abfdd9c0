//! Keys that came in with a version which somebody could still open who was out: replaced without that knowledge,
//! whatever day they are of.

use std::collections::{BTreeMap, BTreeSet};

use super::past::{by_id, remember};
use super::{Account, Book, Id, KeyCopy, Loss, PastKey, Thing};
use crate::otp::Key;
use crate::time::Date;

impl Book {
    /// Counts keys as seen that a version brought which was made of `old` and encrypted to people who were out: `out`
    /// says whom, and since when. Only where what they saw is to be replaced; a key of theirs that was merely renewed
    /// opens nothing to others.
    pub fn keep_open(&mut self, old: &Self, version: &Self, out: &[(Id, Date)]) {
        let is_of = |loss: &&Loss| {
            let person = |(id, on): &(Id, Date)| loss.thing == Thing::Person(*id) && loss.on >= *on;
            loss.saw && out.iter().any(person)
        };
        let losses: Vec<Loss> = self.losses.iter().filter(is_of).cloned().collect();
        if losses.is_empty() {
            return;
        }
        let old = by_id(old);
        let had = |account: &Account| old.get(&account.id).and_then(|it| it.key.as_ref());
        let brought = version.accounts.iter().filter_map(|account| {
            let key = account.key.as_ref()?;
            let is_old = had(account).is_some_and(|old| old.secret() == key.secret());
            (!is_old).then_some((account.id, key))
        });
        for (id, key) in brought {
            if let Some(at) = self.accounts.iter().position(|account| account.id == id) {
                let mut account = self.accounts[at].clone();
                for loss in &losses {
                    self.open_to(&mut account, key, loss);
                }
                self.accounts[at] = account;
            }
        }
    }

    /// On whose lists keys are that count as seen since a book before for [that reason](Self::keep_open), and how many on
    /// each.
    pub fn opened_since(&self, before: &Self) -> BTreeMap<Thing, usize> {
        let known = by_id(before);
        let mut lists = BTreeMap::new();
        for account in self.accounts.iter().filter(|account| !account.past.is_empty()) {
            let Some(mark) = account.key.as_ref().map(Key::mark) else { continue };
            let noted = |account: &Account| {
                let mut past = account.past.iter();
                past.find(|it| it.mark == mark && it.keyed.is_none()).and_then(|it| it.exposed)
            };
            let (on, was) = (noted(account), known.get(&account.id).and_then(|it| noted(it)));
            let seen = self.losses_at(account).filter(|loss| loss.saw && Some(loss.on) == on);
            let things: BTreeSet<Thing> = seen.map(|loss| loss.thing).collect();
            for thing in things.into_iter().filter(|_| was != on) {
                *lists.entry(thing).or_default() += 1;
            }
        }
        lists
    }

    fn open_to(&self, account: &mut Account, key: &Key, loss: &Loss) {
        let (mark, exposed) = (key.mark(), Some(loss.on));
        // Also where it only waits for a decision, or comes back.
        remember(&mut account.past, PastKey { mark, keyed: None, exposed, after: false });
        if account.key.as_ref().is_none_or(|own| own.secret() != key.secret()) {
            return;
        }
        account.keyed = None;
        if !self.was_seen(loss, account) {
            account.exposed = account.exposed.max(exposed);
            account.add_seen(vec![KeyCopy::seen(loss.thing.id(), loss.on)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Person;
    use crate::otp::{Algorithm, Kind};
    use crate::secret::Secret;
    use crate::time::Moment;

    const OUT: Date = Date::constant(2026, 11, 23);
    const LATER: Date = Date::constant(2026, 11, 25);

    fn id(millis: u64, n: u8) -> Id {
        Id::new(Moment::from_millis(millis), [n; 10])
    }

    fn account(id: Id, byte: u8, keyed: Date) -> Account {
        let secret = Secret::new(vec![byte; 20]);
        let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
        Account { key: Some(key), keyed: Some(keyed), ..Account::blank(id) }
    }

    /// A day's difference made a key count as replaced that whoever was out could read.
    #[test]
    fn a_key_that_came_in_a_version_open_to_somebody_who_is_out_is_seen() {
        let (bo, first) = (id(1, 9), id(2, 1));
        let new = Id::new(Moment::from_secs(u64::MAX / 4_000_000), [3; 10]);
        let shut_out = |mut book: Book, left: Option<Date>| {
            book.people = vec![Person { left, ..Person::new(bo, "Bo".to_owned()) }];
            let thing = Thing::Person(bo);
            let (id, by) = (id(3, 4), "Li".to_owned());
            book.losses = vec![Loss { id, thing, saw: true, on: OUT, by, ticks: Vec::new() }];
            book
        };
        let of = |accounts: Vec<Account>| Book { accounts, ..Book::default() };
        let old = of(vec![account(first, 1, Date::constant(2026, 1, 1))]);
        let theirs = of(vec![account(first, 2, LATER), account(new, 3, LATER)]);
        for left in [Some(OUT), None] {
            let mut both = shut_out(theirs.clone(), left);
            both.keep_open(&old, &old, &[(bo, OUT)]);
            assert_eq!(both.accounts, theirs.accounts, "it brought nothing");
            both.keep_open(&old, &theirs, &[(bo, LATER)]);
            assert_eq!(both.accounts, theirs.accounts, "what was replaced then is another matter");
            assert_eq!(both.exposures(&both.accounts[0]).count(), 0, "{left:?}: by its day");
            let before = both.clone();
            both.keep_open(&old, &theirs, &[(bo, OUT)]);
            let again = both.clone();
            let lists = both.opened_since(&before);
            assert_eq!(lists, BTreeMap::from([(Thing::Person(bo), 2)]), "whose list it is");
            assert!(both.opened_since(&again).is_empty() && before.opened_since(&old).is_empty());
            both.keep_open(&old, &theirs, &[(bo, OUT)]);
            assert_eq!(both, again, "once is enough");
            let thing = Thing::Person(bo);
            assert!(both.exposures(&both.accounts[0]).any(|it| it.thing == thing), "{left:?}");
            assert_eq!(both.accounts[1].exposed, Some(OUT), "{left:?}: one that was new");
            let mut next = both.accounts[0].clone();
            let key = next.key.replace(account(first, 5, LATER).key.expect("a key"));
            both.rekey(&mut next, &key.expect("a key"), None, LATER);
            assert_eq!(both.exposures(&next).count(), 0, "{left:?}: until it is another key");
        }
    }
}
