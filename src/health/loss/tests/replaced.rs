//! When a key counts as replaced.

use super::*;
use crate::model::merge::merge;
use crate::model::{DeviceState, PastKey};

/// Somebody who was shut out on `TODAY` after a key of theirs: the key that they saw, put back.
#[test]
fn a_key_that_was_seen_and_is_put_back_is_no_other_one() {
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let later: Date = date(2026, 11, 30);
    let mut book = desk(vec![shop(31, "A", Vec::new()), shop(32, "B", Vec::new())]);
    book.accounts[0].key = Some(key(1));
    book.accounts[1].key = Some(key(2));
    shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let list = |book: &Book| affected(book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
    let done = |book: &Book| {
        let loss = &book.losses[0];
        let entry = list(book).into_iter().find(|entry| entry.account == id(31)).expect("listed");
        (
            entry.key_exposed,
            book.exposures(&book.accounts[0]).count(),
            ticked(loss, id(31), Step::Rekey).is_some(),
        )
    };
    let replace = |book: &mut Book, n: u8| {
        let before = book.accounts[0].clone();
        let mut after = Account { key: Some(key(n)), ..before.clone() };
        let old = before.key.as_ref().expect("a key");
        book.rekey(&mut after, old, None, later);
        book.put(after);
        renewed(book, &before, later, "Li");
    };
    assert_eq!(done(&book), (true, 1, false));
    replace(&mut book, 3);
    assert_eq!(done(&book), (false, 0, true));
    replace(&mut book, 1);
    assert_eq!(done(&book), (true, 1, false), "the very key they saw");
    replace(&mut book, 2);
    assert_eq!(done(&book), (true, 1, false), "that of another account they saw");
    replace(&mut book, 4);
    assert_eq!(done(&book), (false, 0, true));
    replace(&mut book, 3);
    assert_eq!(done(&book), (false, 0, true), "one of after they were shut out");
}

/// The old key by mistake, and the new one again, all on the day of the loss or later: the step stayed open for ever.
#[test]
fn the_new_key_counts_whatever_was_put_in_between() {
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let later: Date = date(2026, 11, 30);
    for (first, again) in [(TODAY, TODAY), (TODAY, later), (later, later)] {
        let mut book = desk(vec![shop(31, "A", Vec::new())]);
        book.accounts[0].key = Some(key(9));
        let replace = |book: &mut Book, n: u8, on: Date| {
            let before = book.accounts[0].clone();
            let mut after = Account { key: Some(key(n)), ..before.clone() };
            book.rekey(&mut after, before.key.as_ref().expect("a key"), None, on);
            book.put(after);
            renewed(book, &before, on, "Li");
        };
        // One that was replaced before they were shut out, on that day.
        replace(&mut book, 8, TODAY);
        replace(&mut book, 1, TODAY);
        shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
        let done = |book: &Book| {
            let list = affected(book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
            let entry = list.iter().find(|entry| entry.account == id(31)).expect("listed");
            let ticked = ticked(&book.losses[0], id(31), Step::Rekey).is_some();
            (entry.key_exposed, book.exposures(&book.accounts[0]).count(), ticked)
        };
        assert_eq!(done(&book), (true, 1, false));
        replace(&mut book, 2, first);
        assert_eq!(done(&book), (false, 0, true), "{first}");
        for _ in 0..2 {
            replace(&mut book, 1, again);
            assert_eq!(done(&book), (true, 1, false), "the one they saw, {first} {again}");
            replace(&mut book, 2, again);
            assert_eq!(done(&book), (false, 0, true), "the new one again, {first} {again}");
        }
        replace(&mut book, 8, again);
        assert_eq!(done(&book), (true, 1, false), "one of before, {first} {again}");
    }
}

#[test]
fn a_tick_makes_no_key_another_one() {
    let mut book = desk(vec![shop(31, "A", vec![app(Role::Main, P1)])]);
    book.accounts[0].key = Some(seed());
    let loss = lose(&mut book, phone(), How::Lost, TODAY, "Li", id(90)).expect("is there");
    for step in Step::ALL {
        tick(&mut book, loss, id(31), *step, TODAY, "Li");
    }
    let list = affected(&book, &catalogue(), phone(), TODAY, 90);
    let all = list[0].steps.len();
    assert_eq!(progress(&book, phone(), &list), (all - 1, all), "the key is the same");
    assert!(is_hollow(&list[0], Step::Rekey) && !is_hollow(&list[0], Step::Remove));
    assert_eq!(book.exposures(&book.accounts[0]).count(), 1, "health says so, too");
}

#[test]
fn a_key_of_the_day_of_the_loss_counts_as_seen_before_and_after() {
    let mut book = desk(vec![shop(31, "A", vec![app(Role::Main, P1)])]);
    (book.accounts[0].key, book.accounts[0].keyed) = (Some(seed()), Some(TODAY));
    let list = |book: &Book| affected(book, &catalogue(), phone(), TODAY, 90);
    let would = list(&book);
    lose(&mut book, phone(), How::Lost, TODAY, "Li", id(90)).expect("is there");
    assert_eq!(list(&book), would);
    assert!(would[0].key_exposed && book.exposures(&book.accounts[0]).count() == 1);
    // A tick does not tell which came first.
    let mut ticked = book.clone();
    tick(&mut ticked, id(90), id(31), Step::Rekey, TODAY, "Li");
    assert!(list(&ticked)[0].key_exposed && is_hollow(&list(&ticked)[0], Step::Rekey));
    // Replaced on that day, it is done.
    let before = book.accounts[0].clone();
    let secret = Secret::new(vec![8; 20]);
    let other = Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let mut after = Account { key: Some(other), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, TODAY);
    book.put(after);
    renewed(&mut book, &before, TODAY, "Li");
    assert!(!list(&book)[0].key_exposed && book.exposures(&book.accounts[0]).count() == 0);
}

/// The account is no one's of the vault they were shut out of any more, but they saw its key.
#[test]
fn whoever_handed_a_copy_over_and_left_is_asked_for_it() {
    let mut book = desk(vec![shop(31, "A", Vec::new())]);
    book.accounts[0].key = Some(seed());
    book.accounts[0].copies = vec![KeyCopy {
        kind: CopyKind::Manager,
        device: None,
        holder: Some(id(MIN)),
        removed: Some(TODAY),
        ..copy_on(P1)
    }];
    lose(&mut book, Thing::Person(id(MIN)), How::Left, TODAY, "Li", id(90)).expect("is there");
    let list = |book: &Book| affected(book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
    assert_eq!(list(&book)[0].steps, [Step::SignIn, Step::Rekey]);
    let before = book.accounts[0].clone();
    let secret = Secret::new(vec![8; 20]);
    let other = Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    (book.accounts[0].key, book.accounts[0].keyed) = (Some(other), Some(TODAY));
    renewed(&mut book, &before, TODAY, "Li");
    assert!(book.exposures(&book.accounts[0]).count() == 0);
}

/// Whoever took it out did not know that its key had got out: it went from the list of what to replace.
#[test]
fn an_account_that_another_version_took_out_is_not_forgotten() {
    let mut base = desk(vec![shop(31, "A", Vec::new()), shop(32, "B", Vec::new())]);
    base.accounts[0].key = Some(seed());
    let mut ours = base.clone();
    shut_out(&mut ours, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let mut theirs = base.clone();
    theirs.remove(id(31));
    theirs.remove(id(32));
    assert_eq!(theirs.gone, [], "as far as they know");
    for [one, other] in [[&ours, &theirs], [&theirs, &ours]] {
        let mut both = merge(&base, one, other);
        let gone: Vec<(Id, &str)> = both.gone.iter().map(|it| (it.id, &*it.name)).collect();
        assert_eq!(gone, [(id(31), "A")], "the other one has no key");
        // Nor is it by what is merged later, nor where it is added again.
        assert_eq!(merge(&base, &both, &theirs).gone, both.gone);
        let mut again = Account { key: Some(seed()), ..shop(33, "again", Vec::new()) };
        both.first_key(&mut again, TODAY);
        both.put(again);
        let list = affected(&both, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
        assert!(list.iter().any(|entry| entry.account == id(33) && entry.key_exposed));
        // It is here again.
        assert_eq!(merge(&theirs, &both, &base).gone, []);
    }
}

/// Only the last key was known: the one that was seen was new where the account was added again.
#[test]
fn an_earlier_key_of_an_account_that_is_gone_is_known() {
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let later: Date = date(2026, 11, 30);
    let mut book = desk(vec![shop(31, "A", Vec::new())]);
    book.accounts[0].key = Some(key(1));
    shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let before = book.accounts[0].clone();
    let mut after = Account { key: Some(key(2)), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, later);
    book.put(after);
    renewed(&mut book, &before, later, "Li");
    let with_it = book.clone();
    book.remove(id(31));
    let added = |mut book: Book, n: u8| {
        let fresh = Account::blank(Id::new(Moment::from_secs(1_796_000_000), [9; 10]));
        let mut again = Account { key: Some(key(n)), ..fresh };
        book.first_key(&mut again, later);
        let id = again.id;
        book.put(again);
        let list = affected(&book, &catalogue(), Thing::Person(super::id(MIN)), later, 90);
        list.iter().any(|entry| entry.account == id && entry.key_exposed)
            || book.account(id).is_some_and(|it| it.exposed.is_some())
    };
    assert!(added(book.clone(), 1), "the one that was seen");
    assert!(!added(book.clone(), 2), "the one in its place");
    assert!(!added(book.clone(), 3), "another");
    assert!(book.gone.iter().all(|gone| gone.out.is_empty()), "not while its key was out");
    // Each of two took it out with a key of its own.
    let mut other = with_it.clone();
    other.accounts[0].key = Some(key(4));
    (other.accounts[0].keyed, other.accounts[0].exposed) = (None, Some(later));
    other.remove(id(31));
    for [one, other] in [[&book, &other], [&other, &book]] {
        let mut both = one.clone();
        both.keep_keys(other, later);
        assert_eq!(both.gone.len(), 1);
        assert_eq!([1, 2, 3, 4].map(|n| added(both.clone(), n)), [true, false, false, true]);
    }
    // It is put back with a key in their place.
    let mut back = with_it;
    back.accounts[0].past.clear();
    back.accounts[0].key = Some(key(3));
    back.keep_keys(&book, later);
    let known: Vec<_> = back.accounts[0].past.iter().map(|past| past.mark.clone()).collect();
    assert!(known.contains(&key(1).mark()) && back.gone.is_empty(), "{known:?}");
}

/// Health found it, and it was on no list of what to replace.
#[test]
fn a_key_that_is_added_again_is_on_the_list_of_the_phone_it_was_on() {
    let mut book = desk(vec![shop(31, "A", vec![app(Role::Main, P1)])]);
    book.accounts[0].key = Some(seed());
    lose(&mut book, phone(), How::Lost, TODAY, "Li", id(90)).expect("is there");
    book.remove(id(31));
    assert_eq!(affected(&book, &catalogue(), phone(), TODAY, 90), []);
    let mut again = Account { key: Some(seed()), ..shop(33, "again", Vec::new()) };
    book.first_key(&mut again, TODAY);
    book.put(again);
    let list = |book: &Book| affected(book, &catalogue(), phone(), TODAY, 90);
    let entry = list(&book).pop().expect("listed");
    assert_eq!((entry.account, entry.key_exposed), (id(33), true));
    assert!(entry.steps.contains(&Step::Rekey));
    assert_eq!(affected(&book, &catalogue(), Thing::Device(id(P2)), TODAY, 90), []);
    // Another key is a step that is done.
    let before = book.accounts[0].clone();
    let secret = Secret::new(vec![8; 20]);
    let other = Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let later: Date = date(2026, 11, 30);
    let mut after = Account { key: Some(other), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, later);
    book.put(after);
    renewed(&mut book, &before, later, "Li");
    let entry = list(&book).pop().expect("listed");
    assert!(!entry.key_exposed && ticked(&book.losses[0], id(33), Step::Rekey).is_some());
}

/// A book to which an account with a key is added: whether that is known to have got out.
fn is_known(book: &Book, key: Seed, today: Date) -> bool {
    let fresh = Account::blank(Id::new(Moment::from_secs(1_796_000_000), [9; 10]));
    let mut again = Account { key: Some(key), ..fresh };
    book.first_key(&mut again, today);
    again.exposed.is_some()
}

/// The account was in the backup among those that are gone, with its first key.
#[test]
fn a_key_that_got_out_since_is_known_where_the_account_was_gone_before() {
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let mut book = desk(vec![shop(31, "A", vec![app(Role::Main, P1)])]);
    book.accounts[0].key = Some(key(1));
    lose(&mut book, phone(), How::Lost, TODAY, "Li", id(90)).expect("is there");
    let mut backup = book.clone();
    backup.remove(id(31));
    assert_eq!(backup.gone.len(), 1);
    let later: Date = date(2026, 11, 30);
    let before = book.accounts[0].clone();
    let mut after = Account { key: Some(key(2)), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, TODAY);
    book.put(after);
    renewed(&mut book, &before, TODAY, "Li");
    shut_out(&mut book, id(MIN), later, "Li", id(40)).expect("a loss");
    backup.keep_of(&book, later);
    assert_eq!(backup.gone.len(), 1);
    assert_eq!([1, 2, 3].map(|n| is_known(&backup, key(n), later)), [true, true, false]);
}

/// What got out on a day that nobody knows was dropped where the account had another key as well.
#[test]
fn a_key_that_got_out_nobody_knows_when_is_known() {
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let mut base = desk(vec![shop(31, "A", vec![app(Role::Main, P1)])]);
    base.accounts[0].key = Some(key(1));
    let lost = base.devices.iter_mut().find(|it| Thing::Device(it.id) == phone()).expect("there");
    (lost.state, lost.since) = (DeviceState::Lost, None);
    assert!(base.losses.is_empty());
    let removed = |n: u8| {
        let mut side = base.clone();
        side.accounts[0].key = Some(key(n));
        side.remove(id(31));
        side
    };
    // Each took it out with a key of its own.
    for [one, other] in [[1, 2], [2, 1]] {
        let mut both = merge(&base, &removed(one), &removed(other));
        let known = |book: &Book| [1, 2, 3].map(|n| is_known(book, key(n), TODAY));
        assert_eq!(known(&both), [true, true, false], "{:?}", both.gone);
        both = removed(one);
        both.keep_keys(&removed(other), TODAY);
        assert_eq!(known(&both), [true, true, false], "{:?}", both.gone);
    }
    // One that it had before.
    let mut book = base.clone();
    book.accounts[0].key = Some(key(2));
    let (mark, keyed) = (key(1).mark(), Some(TODAY));
    book.accounts[0].past = vec![PastKey { mark, keyed, exposed: None, after: false }];
    book.remove(id(31));
    assert!(is_known(&book, key(1), TODAY), "{:?}", book.gone);
    // It is put back with another one.
    let mut back = base.clone();
    back.accounts[0].key = Some(key(3));
    back.keep_keys(&removed(1), TODAY);
    let past = back.accounts[0].past.iter().find(|past| past.mark == key(1).mark());
    assert!(past.is_some_and(|past| past.exposed.is_some()), "{past:?}");
}

type Comes<'a> = &'a dyn Fn(&mut Book);

/// It came in after a key of theirs was stolen, and counts as seen by that: health found it, and it was on no list.
#[test]
fn what_comes_later_and_was_open_to_a_stolen_key_is_on_its_list() {
    use crate::health::{Limits, Rule, Terms, check};
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    };
    let later: Date = date(2026, 11, 30);
    let new = Id::new(Moment::from_secs(1_796_000_000), [7; 10]);
    assert!(new.made() > TODAY);
    let mut book = desk(vec![Account { key: Some(key(1)), ..shop(31, "A", Vec::new()) }]);
    expose(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let cases: [(&str, bool, Comes<'_>); 3] = [
        ("its old key under another account", true, &|book| {
            let mut account = Account { key: Some(key(1)), ..Account::blank(new) };
            book.first_key(&mut account, later);
            book.put(account);
        }),
        ("saved open to it by somebody who did not know", true, &|book| {
            let old = book.clone();
            book.put(Account { key: Some(key(2)), keyed: Some(later), ..Account::blank(new) });
            let version = book.clone();
            book.keep_open(&old, &version, &[(id(MIN), TODAY)]);
        }),
        ("a key that it never saw", false, &|book| {
            book.put(Account { key: Some(key(3)), keyed: Some(later), ..Account::blank(new) });
        }),
    ];
    let (catalogue, limits) = (catalogue(), Limits::default());
    let terms = Terms { catalogue: &catalogue, limits: &limits, today: later, clock_offset: None };
    let thing = Thing::Person(id(MIN));
    let told = |book: &Book| {
        let health = check(book, &terms);
        let mut found = health.findings().filter(|it| it.rule == Rule::B04);
        let found = found.find(|it| it.account == Some(new)).map(|it| it.about);
        let list = affected(book, &catalogue, thing, later, 90);
        let entry = list.iter().find(|entry| entry.account == new);
        (found, entry.map(|entry| (entry.key_exposed, entry.steps.contains(&Step::Rekey))))
    };
    for (name, is_out, comes) in cases {
        let mut book = book.clone();
        comes(&mut book);
        let expected = is_out.then_some((Some(thing), (true, true)));
        assert_eq!(told(&book), expected.unzip(), "{name}");
        let before = book.account(new).expect("it is there").clone();
        let mut after = Account { key: Some(key(9)), ..before.clone() };
        book.rekey(&mut after, before.key.as_ref().expect("a key"), None, later);
        book.put(after);
        renewed(&mut book, &before, later, "Li");
        assert_eq!(told(&book), (None, expected.map(|_| (false, true))), "{name}: replaced");
        assert_eq!(ticked(&book.losses[0], new, Step::Rekey).is_some(), is_out, "{name}");
    }
}

/// The first in the file was taken, whatever came after it.
#[test]
fn of_several_losses_of_one_person_the_last_one_of_who_saw_the_vault_is_the_list() {
    let loss = |n: u8, day: i8, saw: bool| {
        let (thing, by, ticks) = (Thing::Person(id(MIN)), String::new(), Vec::new());
        Loss { id: id(n), thing, saw, on: date(2026, 11, day), by, ticks }
    };
    let is_open = |losses: &[&Loss], left: bool| {
        let mut book = desk(Vec::new());
        book.people[1].left = left.then_some(TODAY);
        book.losses = losses.iter().copied().cloned().collect();
        loss_of(&book, Thing::Person(id(MIN))).map(|loss| loss.id)
    };
    let (first, last, later) = (loss(41, 3, true), loss(42, 9, true), loss(43, 12, false));
    let cases = [
        ("shut out twice", [&first, &last], true, Some(42)),
        ("and back", [&first, &last], false, Some(42)),
        ("left later, as somebody said who did not know", [&first, &later], true, Some(41)),
        ("and is back", [&first, &later], false, Some(41)),
        ("an earlier time", [&later, &later], false, None),
        ("on one day", [&loss(44, 9, true), &last], true, Some(44)),
    ];
    for (name, [one, other], left, expected) in cases {
        for losses in [[one, other], [other, one]] {
            assert_eq!(is_open(&losses, left), expected.map(id), "{name}");
        }
    }
}

/// A step that was ticked off went to the loss of another vault, and with that to nowhere.
#[test]
fn each_of_several_vaults_has_its_own_loss() {
    use crate::model::{join, split};
    let thing = Thing::Person(id(MIN));
    let vault = |n: u8, loss: u8, on: Date| {
        let mut book = desk(vec![Account { key: Some(seed()), ..shop(n, "A", Vec::new()) }]);
        shut_out(&mut book, id(MIN), on, "Li", id(loss)).expect("a loss");
        book
    };
    let (eu, us) = (vault(31, 41, date(2026, 11, 9)), vault(32, 42, date(2026, 11, 3)));
    for books in [[&eu, &us], [&us, &eu]] {
        let before = join(&books);
        let list = |book: &Book| affected(book, &catalogue(), thing, TODAY, 90);
        assert_eq!(progress(&before, thing, &list(&before)), (0, 2));
        let mut after = before.clone();
        for (account, loss) in [(31, 41), (32, 42)] {
            let it = before.account(id(account)).expect("there");
            let own = loss_at(&before, thing, it).map(|loss| loss.id);
            assert_eq!(own, Some(id(loss)));
            tick(&mut after, id(loss), id(account), Step::Rekey, TODAY, "Li");
            let it = after.accounts.iter_mut().find(|it| it.id == id(account)).expect("there");
            it.keyed = Some(TODAY);
        }
        assert_eq!(progress(&after, thing, &list(&after)), (2, 2));
        for part in split(&before, &after, &books) {
            assert_eq!(progress(&part, thing, &list(&part)), (1, 1), "in its file");
        }
        // Shut out of one again, what was seen in the other stays on its list.
        let mut again = before.clone();
        shut_out(&mut again, id(MIN), TODAY, "Li", id(43)).expect("a loss");
        again.house(0);
        let seen = |part: &Book| list(part).iter().all(|entry| entry.key_exposed);
        let parts = split(&before, &again, &books);
        assert!(parts.iter().all(|part| seen(part) && list(part).len() == 1));
        let on = |part: &Book| loss_of(part, thing).map(|loss| loss.on);
        assert_eq!(on(&parts[0]), Some(TODAY));
        assert_eq!(on(&parts[1]), on(books[1]), "which knows nothing of it");
    }
}
