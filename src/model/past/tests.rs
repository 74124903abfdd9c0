//! No key that stood here is forgotten, over random books.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::merge::merge;
use crate::model::merge::tests::{Edit, edits, id};
use crate::model::{Exposure, Loss, Person, Thing};

fn day(n: i8) -> Date {
    Date::constant(2026, 11, n)
}

/// What somebody does to a book. No account is added under the id of one that is gone.
fn apply(book: Book, edits: &[Edit]) -> Book {
    let mut book = crate::model::merge::tests::apply(book, edits);
    let here = book.ids();
    book.gone.retain(|gone| !here.contains(&gone.id));
    book
}

const TODAY: Date = Date::constant(2026, 11, 30);

/// What waits in a clash among it.
fn marks(account: &Account) -> BTreeSet<String> {
    let past = account.past.iter().map(|past| past.mark.clone());
    let waits = clashing(account).map(|(key, _)| key.mark());
    account.key.iter().map(Key::mark).chain(past).chain(waits).collect()
}

fn forgets(before: &Book, after: &Book) -> Option<Id> {
    let here = |account: &&Account| after.account(account.id).is_some();
    let mut all = before.accounts.iter().filter(here);
    all.find(|it| after.account(it.id).is_none_or(|now| !marks(it).is_subset(&marks(now))))
        .map(|account| account.id)
}

/// A book without what may follow from a key that comes back.
fn bare(book: &Book) -> Book {
    let mut book = book.clone();
    for account in &mut book.accounts {
        (account.keyed, account.exposed) = (None, None);
        account.past.clear();
        account.copies.clear();
    }
    book.gone.clear();
    book
}

/// The same book, in which somebody is out who saw all of it until a day.
fn seen(mut book: Book, until: i8) -> Book {
    let mut person = Person::new(id(99), "Bo".to_owned());
    person.left = Some(day(until));
    book.people.push(person);
    let thing = Thing::Person(id(99));
    let (by, ticks) = (String::new(), Vec::new());
    book.losses.push(Loss { id: id(98), thing, on: day(until), by, saw: true, ticks });
    book.settle();
    book
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_key_is_forgotten(
        base in edits(30), one in edits(12), other in edits(12), until in 1..28i8, is_seen: bool,
    ) {
        let base = apply(Book::default(), &base);
        let base = if is_seen { seen(base, until) } else { base };
        let [before, after] = [one, other].map(|edits| apply(base.clone(), &edits));
        let mut kept = after.clone();
        kept.keep_keys(&before, TODAY);
        prop_assert_eq!(forgets(&before, &kept), None);
        prop_assert_eq!(forgets(&after, &kept), None, "nor what it knew itself");
        prop_assert_eq!(bare(&kept), bare(&after), "nothing else changes");
        let mut again = kept.clone();
        again.keep_keys(&before, TODAY);
        prop_assert_eq!(&again, &kept, "once is enough");
        // Whoever asks first whether there is anything to keep hears the same.
        let (given, same) = (Arc::new(after.clone()), Arc::new(kept.clone()));
        prop_assert_eq!(&*Book::keeping(&given, &before, TODAY), &kept);
        prop_assert!(Arc::ptr_eq(&Book::keeping(&same, &before, TODAY), &same));
        // What had got out has got out where it is again.
        for account in &kept.accounts {
            let Some(mark) = account.key.as_ref().map(Key::mark) else { continue };
            let Some(was) = before.account(account.id) else { continue };
            let past = was.past.iter().find(|past| past.mark == mark);
            if let Some(on) = past.and_then(|past| past.exposed)
                && was.key.as_ref().map(Key::mark) != Some(mark)
            {
                prop_assert!(account.exposed >= Some(on) && account.keyed.is_none_or(|it| it < on));
            }
        }
        // Kept by the key or asked of each: it is the same.
        let keys: Vec<Key> = kept.accounts.iter().filter_map(|it| it.key.clone()).collect();
        let known = Known::of(&kept, &keys, TODAY);
        for account in &kept.accounts {
            let Some(mark) = account.key.as_ref().map(Key::mark) else { continue };
            let out: BTreeSet<Exposure> =
                kept.seen_elsewhere(account, &mark).into_iter().collect();
            let asked = (kept.known_elsewhere(account, &mark, TODAY), Vec::from_iter(out));
            prop_assert_eq!(known.elsewhere(account), asked);
        }
        // That of an account that is gone, too.
        for account in &before.accounts {
            let has_got_out = before.exposures(account).any(|it: Exposure| it.on.is_some());
            if has_got_out && account.key.is_some() && kept.account(account.id).is_none() {
                prop_assert!(kept.gone.iter().any(|gone| gone.id == account.id));
            }
        }
    }

    /// A version of somebody who keeps them in mind as well stays as it is; two are one, whichever comes first.
    #[test]
    fn what_both_keep_in_mind_is_kept(base in edits(30), ours in edits(12), theirs in edits(12)) {
        let base = seen(apply(Book::default(), &base), 9);
        let [ours, theirs] = [ours, theirs].map(|edits| {
            let mut side = apply(base.clone(), &edits);
            side.keep_keys(&base, TODAY);
            side
        });
        let both = |base: &Book, ours: &Book, theirs: &Book| {
            let mut both = merge(base, ours, theirs);
            both.keep_marks(&[ours, theirs], TODAY);
            both
        };
        prop_assert_eq!(&both(&base, &base, &theirs), &theirs, "it was made of ours");
        prop_assert_eq!(&both(&base, &ours, &base), &ours, "ours was made of it");
        let merged = both(&base, &ours, &theirs);
        prop_assert_eq!(&both(&base, &theirs, &ours), &merged, "it matters which side is ours");
        prop_assert_eq!(forgets(&ours, &merged), None);
        prop_assert_eq!(forgets(&theirs, &merged), None);
        prop_assert_eq!(&both(&ours, &ours, &merged), &merged);
        prop_assert_eq!(&both(&theirs, &theirs, &merged), &merged);
    }
}

#[test]
fn of_a_key_that_both_noted_the_worst_is_known() {
    let past = |keyed: Option<Date>, exposed: Option<Date>, after: bool| PastKey {
        mark: "0123456789abcdef".to_owned(),
        keyed,
        exposed,
        after,
    };
    let one = past(Some(day(3)), None, true);
    let other = past(Some(day(2)), Some(day(9)), false);
    let unknown = past(None, Some(day(8)), true);
    let together = |all: &[&PastKey]| {
        let mut known = Vec::new();
        for it in all {
            remember(&mut known, (*it).clone());
        }
        known
    };
    assert_eq!(together(&[&one, &other]), together(&[&other]));
    assert_eq!(together(&[&other, &one]), together(&[&other]));
    let worst = [past(None, Some(day(9)), false)];
    assert_eq!(together(&[&one, &unknown, &other]), worst);
    assert_eq!(together(&[&other, &one, &unknown]), worst);
}

/// Each of thousands that got one older key back was held against all of them.
#[test]
fn what_follows_for_many_with_one_key_grows_with_their_number() {
    use crate::otp::{Algorithm, Kind};
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let looks = |n: u16| {
        let account = |at: u16| {
            let [high, low] = at.to_be_bytes();
            let made = crate::time::Moment::from_millis(u64::from(at));
            let keyed = Some(day(1));
            let id = Id::new(made, [high, low, 0, 0, 0, 0, 0, 0, 0, 1]);
            Account { key: Some(key(1)), keyed, ..Account::blank(id) }
        };
        let mut book = Book { accounts: (0..n).map(account).collect(), ..Book::default() };
        book.accounts[0].exposed = Some(day(9));
        let mut person = Person::new(id(99), "Bo".to_owned());
        person.left = Some(day(9));
        book.people.push(person);
        book.accounts[1].copies = vec![crate::model::KeyCopy::seen(id(99), day(9))];
        let came: Vec<usize> = (2..usize::from(n)).collect();
        let looks = book.take_back(&came, TODAY);
        let is_out = |account: &Account| {
            account.exposed == Some(day(9)) && book.exposures(account).count() == 1
        };
        assert!(book.accounts[2..].iter().all(is_out), "and each of them is out");
        looks
    };
    let (few, many) = (looks(100), looks(400));
    assert!((100..=300).contains(&few) && many <= 1200, "{few} {many}");
}
