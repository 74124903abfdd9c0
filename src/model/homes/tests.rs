//! Several vaults as one book: nothing that was not edited changes anywhere, and every vault holds what
//! its accounts refer to.

use proptest::prelude::*;

use super::*;
use crate::model::merge::tests::{apply, edits, id};
use crate::model::{Device, Method, MethodKind, Number, Person, Role, Severity, Step, Tick};

fn day(n: u8) -> Date {
    format!("2026-11-{n:02}").parse().expect("a day")
}

/// Each of these holds; `None` where a vault lacks a thing that one of its accounts refers to.
fn lacks(book: &Book, all: &Book) -> Option<Thing> {
    let there: HashSet<Thing> = things(book).collect();
    let known: HashSet<Thing> = things(all).collect();
    let wanted = all.reach(book.accounts.iter().flat_map(Account::things));
    wanted.into_iter().find(|thing| known.contains(thing) && !there.contains(thing))
}

/// A tick at an account that only another vault has became that vault's, too.
#[test]
fn a_tick_stays_in_the_vault_that_says_it() {
    let edits: [&[_]; 2] = [&[(10, 1, 0), (0, 1, 0)], &[(10, 1, 0), (10, 1, 1)]];
    let books = edits.map(|edits| apply(Book::default(), edits));
    let books: Vec<&Book> = books.iter().collect();
    let all = join(&books);
    for (part, book) in split(&all, &all, &books).iter().zip(&books) {
        assert_eq!(part.losses, book.losses);
    }
}

proptest! {
    #[test]
    fn what_nobody_edits_stays_in_every_vault_as_it_is(
        one in edits(12), other in edits(12), third in edits(6),
    ) {
        let books = [one, other, third].map(|edits| apply(Book::default(), &edits));
        let books: Vec<&Book> = books.iter().collect();
        let all = join(&books);
        let parts = split(&all, &all, &books);
        // But for what a vault's accounts refer to and only another vault has.
        for (part, book) in parts.iter().zip(&books) {
            prop_assert_eq!(&part.accounts, &book.accounts);
            prop_assert_eq!((&part.snoozes, &part.losses), (&book.snoozes, &book.losses));
            for device in &book.devices {
                prop_assert_eq!(part.device(device.id), Some(device));
            }
            for number in &book.numbers {
                prop_assert_eq!(part.number(number.id), Some(number));
            }
            for person in &book.people {
                prop_assert_eq!(part.person(person.id), Some(person));
            }
            for platform in &book.platforms {
                prop_assert!(part.platforms.contains(platform), "{:?}", platform.name);
            }
            prop_assert_eq!(&part.quarantine, &book.quarantine);
            prop_assert_eq!(lacks(part, &all), None);
        }
    }

    #[test]
    fn an_edit_is_in_every_vault_that_has_the_record(
        one in edits(12), other in edits(12), then in edits(8), hand in 0..2_usize,
    ) {
        let books = [one, other].map(|edits| apply(Book::default(), &edits));
        let books: Vec<&Book> = books.iter().collect();
        let all = join(&books);
        let mut after = apply(all.clone(), &then);
        after.house(hand);
        let parts = split(&all, &after, &books);
        for (place, part) in parts.iter().enumerate() {
            prop_assert_eq!(lacks(part, &after), None);
            for account in &part.accounts {
                prop_assert!(after.homes.of(account.id).expect("a home").has(place));
                let now = after.account(account.id).expect("it is not gone");
                let as_it_was = books[place].account(account.id) == Some(account);
                let untouched = all.account(account.id) == Some(now) && as_it_was;
                prop_assert!(untouched || now == account);
            }
        }
        for account in &after.accounts {
            let home = after.homes.of(account.id).expect("a home");
            prop_assert!(home != Home::default());
            for place in home.places() {
                prop_assert!(parts[place].account(account.id).is_some());
            }
        }
        for thing in things(&after) {
            let has = |part: &Book| things(part).any(|there| there == thing);
            prop_assert!(parts.iter().any(has), "{:?} is nowhere", thing);
        }
        // What is written is what is shown when it is read again.
        let parts: Vec<&Book> = parts.iter().collect();
        let again = join(&parts);
        prop_assert_eq!(again.accounts.len(), after.accounts.len());
    }

    #[test]
    fn an_account_that_moves_is_nowhere_else_and_lacks_nothing(
        one in edits(20), other in edits(12), which in 0..2_u8, to in 0..2_usize,
    ) {
        let books = [one, other].map(|edits| apply(Book::default(), &edits));
        let books: Vec<&Book> = books.iter().collect();
        let mut all = join(&books);
        all.house(0);
        let mut after = all.clone();
        after.relocate(&[id(which)], to, day(1));
        let parts = split(&all, &after, &books);
        for (place, part) in parts.iter().enumerate() {
            prop_assert_eq!(lacks(part, &after), None);
            if all.account(id(which)).is_some() {
                prop_assert_eq!(part.account(id(which)).is_some(), place == to);
            }
        }
        for thing in things(&after) {
            let has = |part: &Book| things(part).any(|there| there == thing);
            prop_assert!(parts.iter().any(has), "{:?} is nowhere", thing);
        }
    }
}

fn sms(line: u8) -> Method {
    Method { number: Some(id(line)), ..Method::new(MethodKind::Sms, Role::Main) }
}

/// One vault with two accounts on two lines in one phone of one person.
fn eu() -> Book {
    let line = |n: u8| Number { device: Some(id(20)), ..Number::new(id(n), format!("+4930{n}")) };
    Book {
        accounts: vec![
            Account { methods: vec![sms(10)], ..Account::blank(id(1)) },
            Account { methods: vec![sms(11)], ..Account::blank(id(2)) },
        ],
        numbers: vec![line(10), line(11)],
        devices: vec![Device { holder: Some(id(30)), ..Device::new(id(20), "P-01".into()) }],
        people: vec![Person::new(id(30), "Min-ji".into())],
        ..Book::default()
    }
}

fn us() -> Book {
    Book { accounts: vec![Account::blank(id(3))], ..Book::default() }
}

fn places(book: &Book, id: Id) -> Vec<usize> {
    book.homes.of(id).map(|home| home.places().collect()).unwrap_or_default()
}

#[test]
fn what_else_hangs_on_a_thing_keeps_it_where_it_is() {
    let (eu, us) = (eu(), us());
    let before = join(&[&eu, &us]);
    let mut after = before.clone();
    after.relocate(&[id(1)], 1, day(1));
    let [left, right] = &split(&before, &after, &[&eu, &us])[..] else { panic!("two") };
    let numbers = |book: &Book| book.numbers.iter().map(|n| n.id).collect::<Vec<_>>();
    assert_eq!((numbers(left), numbers(right)), (vec![id(11)], vec![id(10)]));
    assert!(left.device(id(20)).is_some(), "the other line is in it");
    assert!(right.device(id(20)).is_some());
    assert!(right.person(id(30)).is_some() && left.person(id(30)).is_some());
    // And back again: undoing is taking the earlier book.
    let parts = split(&after, &before, &[left, right]);
    assert_eq!((&parts[0].numbers, &parts[1]), (&eu.numbers, &us));
    assert_eq!(parts[0].accounts.len(), 2);
}

#[test]
fn an_edit_of_a_shared_phone_reaches_both_vaults_and_no_other_edit_does() {
    let (eu, mut us) = (eu(), us());
    us.accounts[0].methods.push(sms(10));
    (us.numbers, us.devices, us.people) =
        (eu.numbers.clone(), eu.devices.clone(), eu.people.clone());
    let before = join(&[&eu, &us]);
    let mut after = before.clone();
    after.devices[0].location = "safe".into();
    after.accounts.iter_mut().find(|a| a.id == id(2)).expect("there").note = "new".into();
    let parts = split(&before, &after, &[&eu, &us]);
    assert!(parts.iter().all(|part| part.devices[0].location == "safe"));
    assert_eq!(parts[1].accounts, us.accounts);
}

#[test]
fn values_that_differ_between_vaults_clash_until_somebody_decides() {
    let (eu, mut us) = (eu(), us());
    us.people = vec![Person::new(id(30), "Kim Min-ji".into())];
    let before = join(&[&eu, &us]);
    assert_eq!(before.people[0].conflicts.len(), 1);
    assert_eq!(split(&before, &before, &[&eu, &us]), [eu.clone(), us.clone()], "nobody decided");
    let mut after = before.clone();
    after.people[0].conflicts.clear();
    for part in split(&before, &after, &[&eu, &us]) {
        assert_eq!(part.people, after.people);
    }
}

#[test]
fn what_is_new_has_a_home() {
    let (eu, us) = (eu(), us());
    let before = join(&[&eu, &us]);
    let mut after = before.clone();
    after.accounts.push(Account { methods: vec![sms(10)], ..Account::blank(id(4)) });
    after.people.push(Person::new(id(31), "Ana".into()));
    after.losses.push(Loss {
        id: id(60),
        thing: Thing::Number(id(10)),
        saw: false,
        on: day(1),
        by: String::new(),
        ticks: [1, 4].map(tick).into(),
    });
    after.settle();
    after.house(1);
    assert_eq!(places(&after, id(4)), [1]);
    assert_eq!(places(&after, id(31)), [1]);
    assert_eq!(places(&after, id(10)), [0, 1], "it is needed in both now");
    assert_eq!(places(&after, id(30)), [0, 1], "and who has the phone it is in");
    assert_eq!(places(&after, id(60)), [0, 1]);
    let parts = split(&before, &after, &[&eu, &us]);
    let ticked = |part: &Book| part.losses[0].ticks.iter().map(|t| t.account).collect::<Vec<_>>();
    assert_eq!((ticked(&parts[0]), ticked(&parts[1])), (vec![id(1)], vec![id(4)]));
    // Read again, it is one loss with both.
    let again = join(&[&parts[0], &parts[1]]);
    assert_eq!(again.losses.len(), 1);
    assert_eq!(again.losses[0].ticks.len(), 2);
}

fn tick(account: u8) -> Tick {
    Tick { account: id(account), step: Step::Rekey, on: day(1), by: String::new() }
}

#[test]
fn whoever_was_shut_out_of_one_vault_saw_nothing_of_another() {
    use crate::otp::{Algorithm, Key, Kind};
    use crate::secret::Secret;
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 10]);
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).ok()
    };
    let (mut eu, mut us) = (eu(), us());
    eu.accounts[0].key = key(1);
    us.accounts[0].key = key(3);
    eu.people[0].left = Some(day(1));
    us.people.clone_from(&eu.people);
    let loss = Loss {
        id: id(60),
        thing: Thing::Person(id(30)),
        saw: true,
        on: day(1),
        by: String::new(),
        ticks: Vec::new(),
    };
    eu.losses.push(loss);
    let before = join(&[&eu, &us]);
    let exposed = |book: &Book, n: u8| {
        let account = book.account(id(n)).expect("it is there");
        (book.exposures(account).count() > 0, account.exposed)
    };
    assert_eq!(exposed(&before, 1), (true, None));
    assert_eq!(exposed(&before, 3), (false, None));
    let mut after = before.clone();
    after.relocate(&[id(1)], 1, day(2));
    assert_eq!(exposed(&after, 1), (true, None), "who saw it goes along");
    let parts = split(&before, &after, &[&eu, &us]);
    assert_eq!((parts[0].losses.len(), parts[1].losses.len()), (1, 0));
    let alone = &parts[1];
    let moved = alone.account(id(1)).expect("it is there");
    let who: Vec<Thing> = alone.exposures(moved).map(|exposure| exposure.thing).collect();
    assert_eq!(who, [Thing::Person(id(30))], "also where that vault is open alone");
    // What comes later they never saw; on the same day nobody can tell.
    for (on, seen) in [(day(1), true), (day(2), false)] {
        let mut after = before.clone();
        after.relocate(&[id(3)], 0, on);
        assert_eq!(exposed(&after, 3).0, seen, "{on}");
    }
}

#[test]
fn what_was_put_off_moves_with_its_account() {
    let (mut eu, us) = (eu(), us());
    eu.snoozes.push(Snooze {
        id: id(50),
        rule: "B01".into(),
        account: Some(id(1)),
        about: None,
        detail: String::new(),
        severity: Some(Severity::High),
        until: day(9),
        reason: String::new(),
        by: String::new(),
        on: day(1),
    });
    let before = join(&[&eu, &us]);
    let mut after = before.clone();
    after.relocate(&[id(1)], 1, day(1));
    let parts = split(&before, &after, &[&eu, &us]);
    assert_eq!((parts[0].snoozes.len(), parts[1].snoozes.len()), (0, 1));
}

#[test]
fn what_a_vault_says_of_a_platform_comes_with_the_account() {
    let (mut eu, us) = (eu(), us());
    let own = Platform { name: "Our shop".into(), ..Platform::default() };
    let other = Platform { name: "Another".into(), ..Platform::default() };
    eu.platforms = vec![own.clone(), other];
    eu.accounts[0].platform = "our shop".into();
    let before = join(&[&eu, &us]);
    let mut after = before.clone();
    after.relocate(&[id(1)], 1, day(1));
    let parts = split(&before, &after, &[&eu, &us]);
    assert_eq!(parts[0].platforms, eu.platforms);
    assert_eq!(parts[1].platforms, [own]);
}

/// It moved on one machine while a colleague edited it on another: of a loss that the move knew nothing of, the book of
/// both said nothing any more.
#[test]
fn what_stands_in_both_is_out_where_either_says_so() {
    use crate::otp::{Algorithm, Key, Kind};
    use crate::secret::Secret;
    let key = |n: u8| {
        let secret = Secret::new(vec![n; 10]);
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).ok()
    };
    let (bo, out) = (id(30), day(3));
    let loss = |n: u8, on: Date| {
        let (thing, by) = (Thing::Person(bo), String::new());
        Loss { id: id(n), thing, saw: true, on, by, ticks: Vec::new() }
    };
    let book = |account: Account, left: Option<Date>, losses: Vec<Loss>| Book {
        accounts: vec![account],
        people: vec![Person { left, ..Person::new(bo, "Bo".into()) }],
        losses,
        ..Book::default()
    };
    let plain = Account { key: key(1), ..Account::blank(id(1)) };
    let moved = Account { arrived: Some(day(5)), ..plain.clone() };
    let keyed = |account: &Account, n: u8, on: u8| Account {
        key: key(n),
        keyed: Some(day(on)),
        ..account.clone()
    };
    let seen =
        Account { copies: vec![KeyCopy::seen(bo, out)], exposed: Some(out), ..moved.clone() };
    // The account as each has it, and until when whoever was shut out of each could read it.
    let cases = [
        ("the move knew nothing of it", plain.clone(), moved.clone(), [Some(3), None]),
        ("out of both", plain.clone(), moved.clone(), [Some(3), Some(5)]),
        ("the move took it along", plain.clone(), seen.clone(), [Some(3), None]),
        ("another day there", plain.clone(), keyed(&moved, 1, 4), [Some(3), None]),
        ("another day here", keyed(&plain, 1, 4), keyed(&moved, 1, 4), [Some(9), None]),
        ("another key there", plain.clone(), keyed(&moved, 2, 6), [Some(3), None]),
        ("another key here", keyed(&plain, 2, 6), seen, [Some(3), None]),
    ];
    let is_out = |book: &Book| {
        let account = book.account(id(1)).expect("it is there");
        book.exposures(account).next().is_some() || account.got_out().is_some()
    };
    for left in [Some(out), None] {
        for (name, one, other, on) in &cases {
            let losses =
                |n: u8, on: Option<u8>| on.map(|on| loss(n, day(on))).into_iter().collect();
            let eu = book(one.clone(), left, losses(60, on[0]));
            let us = book(other.clone(), left, losses(61, on[1]));
            let alone = [is_out(&eu), is_out(&us)];
            for books in [[&eu, &us], [&us, &eu]] {
                let both = join(&books);
                assert_eq!(is_out(&both), alone[0] || alone[1], "{name}: {alone:?}");
                // Also after an edit of something else, and wherever it is kept then.
                let mut after = both.clone();
                after.accounts[0].note = "new".into();
                assert_eq!(is_out(&after), is_out(&both), "{name}: edited");
                let parts = split(&both, &after, &books);
                for (part, before) in parts.iter().zip(books) {
                    assert!(is_out(part) || !is_out(before), "{name}: each alone");
                    let came = |book: &Book| book.account(id(1)).map(|it| it.arrived);
                    assert_eq!(came(part), came(before), "{name}");
                }
                for to in 0..2 {
                    let mut after = both.clone();
                    after.relocate(&[id(1)], to, day(9));
                    let parts = split(&both, &after, &books);
                    // Where it has another key it is taken as it stands there.
                    let before = if one.key == other.key { &both } else { books[to] };
                    assert!(is_out(&parts[to]) || !is_out(before), "{name}: in {to} only");
                }
            }
        }
    }
}
