//! What a loss concerns, in cases and at random.

mod replaced;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::{
    CopyKind, DeviceKind, Number, NumberState, Person, Platform, RecoveryCode, Test, TestResult,
    TwoStep,
};
use crate::otp::{Algorithm, Key as Seed, Kind};
use crate::secret::Secret;
use crate::time::Moment;

const TODAY: Date = date(2026, 11, 24);

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(n.into()), [n; 10])
}

const LI: u8 = 1;
const MIN: u8 = 2;
const P1: u8 = 11;
const P2: u8 = 12;
const N1: u8 = 21;
const N2: u8 = 22;

/// Li has phone 1 with SIM 1, Min has phone 2 with SIM 2.
fn desk(accounts: Vec<Account>) -> Book {
    let device = |n, holder| Device {
        holder: Some(id(holder)),
        kind: DeviceKind::Phone,
        ..Device::new(id(n), format!("P-{n}"))
    };
    let number = |n, device| Number {
        device: Some(id(device)),
        ..Number::new(id(n), format!("+861380000{n:04}"))
    };
    Book {
        accounts,
        devices: vec![device(P1, LI), device(P2, MIN)],
        numbers: vec![number(N1, P1), number(N2, P2)],
        people: vec![Person::new(id(LI), "Li".into()), Person::new(id(MIN), "Min-ji".into())],
        ..Book::default()
    }
}

fn catalogue() -> Catalogue {
    let bank = Platform { name: "Bank".into(), money: Some(true), ..Platform::default() };
    Catalogue::new([vec![bank]])
}

fn seed() -> Seed {
    let secret = Secret::new(vec![7; 20]);
    Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("within bounds")
}

fn shop(n: u8, store: &str, methods: Vec<Method>) -> Account {
    Account { store: store.into(), methods, ..Account::blank(id(n)) }
}

fn sms(role: Role, number: u8) -> Method {
    Method { number: Some(id(number)), ..Method::new(MethodKind::Sms, role) }
}

fn app(role: Role, device: u8) -> Method {
    Method { device: Some(id(device)), ..Method::new(MethodKind::Totp, role) }
}

fn copy_on(device: u8) -> KeyCopy {
    KeyCopy {
        kind: CopyKind::App,
        place: String::new(),
        device: Some(id(device)),
        holder: None,
        added: None,
        removed: None,
    }
}

fn list(book: &Book, thing: Thing) -> Vec<Affected> {
    affected(book, &catalogue(), thing, TODAY, 90)
}

fn only(book: &Book, thing: Thing) -> Affected {
    let mut all = list(book, thing);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn bys(affected: &Affected) -> Vec<By> {
    affected.still.iter().map(|way| way.by).collect()
}

fn phone() -> Thing {
    Thing::Device(id(P1))
}

#[test]
fn what_goes_with_what() {
    let email = Method::new(MethodKind::Email, Role::Extra);
    let moved = Method { device: Some(id(P2)), ..sms(Role::Main, N1) };
    let retired = Method { state: MethodState::Retired, ..sms(Role::Main, N1) };
    let (device, number, person) =
        (Thing::Device(id(P1)), Thing::Number(id(N1)), Thing::Person(id(LI)));
    let cases = [
        ("a text message on the SIM", sms(Role::Main, N1), [true, true, true]),
        ("another SIM", sms(Role::Main, N2), [false, false, false]),
        ("an app on the phone", app(Role::Main, P1), [true, false, true]),
        ("an app on another", app(Role::Main, P2), [false, false, false]),
        ("a SIM that is in this phone, shown on that", moved, [true, true, true]),
        ("nowhere in particular", email, [false, false, false]),
        ("removed on the platform", retired, [false, false, false]),
    ];
    for (name, method, expected) in cases {
        let book = desk(vec![shop(50, "A", vec![method])]);
        let hit = [device, number, person].map(|thing| !list(&book, thing).is_empty());
        assert_eq!(hit, expected, "{name}");
    }
}

#[test]
fn the_worst_first() {
    let both = |role| vec![sms(role, N1), sms(Role::Extra, N2)];
    let named = |n, platform: &str, store, methods| Account {
        platform: platform.into(),
        ..shop(n, store, methods)
    };
    let copied = Account { copies: vec![copy_on(P1)], key: Some(seed()), ..shop(57, "A", vec![]) };
    let book = desk(vec![
        copied,
        named(50, "Shop", "A", both(Role::Backup)),
        named(51, "Shop", "b", both(Role::Main)),
        named(52, "Shop", "A", both(Role::Main)),
        named(53, "Bank", "C", both(Role::Backup)),
        named(54, "Bank", "C", both(Role::Main)),
        named(55, "Shop", "D", vec![sms(Role::Backup, N1)]),
        named(56, "Bank", "E", vec![sms(Role::Main, N1)]),
        named(58, "Shop", "F", vec![sms(Role::Main, N2)]),
    ]);
    let order: Vec<(Id, Rank)> =
        list(&book, phone()).iter().map(|found| (found.account, found.rank)).collect();
    let expected = [
        (56, Rank::NoOther),
        (55, Rank::NoOther),
        (54, Rank::Money),
        (53, Rank::Money),
        (52, Rank::Main),
        (51, Rank::Main),
        (50, Rank::Backup),
        (57, Rank::Other),
    ];
    assert_eq!(order, expected.map(|(n, rank)| (id(n), rank)));
}

#[test]
fn a_phone_that_only_carried_the_app_is_no_lock_out() {
    let account = Account { key: Some(seed()), ..shop(50, "A", vec![app(Role::Main, P1)]) };
    let found = only(&desk(vec![account]), phone());
    assert_eq!(bys(&found), [By::Key]);
    assert_eq!((found.rank, found.key_exposed), (Rank::Main, true));
    assert_eq!(found.steps, [Step::SignIn, Step::Rekey]);
}

type Case = (&'static str, Vec<Method>, bool, Vec<KeyCopy>, Vec<By>);

#[test]
fn what_still_works() {
    let tested = |method: Method, result| Method {
        tested: Some(Test { on: TODAY, result, by: String::new() }),
        ..method
    };
    let state = |method: Method, state| Method { state, ..method };
    let refused = tested(app(Role::Extra, P2), TestResult::Rejected);
    let cases: [Case; 10] = [
        ("nothing", vec![], false, vec![], vec![]),
        ("a number elsewhere", vec![sms(Role::Backup, N2)], false, vec![], vec![By::Method(1)]),
        (
            "late is in time",
            vec![tested(sms(Role::Backup, N2), TestResult::Late)],
            false,
            vec![],
            vec![By::Method(1)],
        ),
        (
            "garbled opens nothing",
            vec![tested(sms(Role::Backup, N2), TestResult::Garbled)],
            false,
            vec![],
            vec![],
        ),
        (
            "removed there",
            vec![state(sms(Role::Backup, N2), MethodState::Retired)],
            false,
            vec![],
            vec![],
        ),
        ("the key here", vec![], true, vec![], vec![By::Key]),
        (
            "the app is on no device: it is the key here",
            vec![Method::new(MethodKind::Totp, Role::Extra)],
            true,
            vec![],
            vec![By::Key],
        ),
        ("a key that was refused", vec![refused], true, vec![copy_on(P2)], vec![]),
        ("a copy elsewhere", vec![], false, vec![copy_on(P2)], vec![By::Copy(0)]),
        ("a copy on the same phone", vec![], false, vec![copy_on(P1)], vec![]),
    ];
    for (name, methods, keyed, copies, expected) in cases {
        let methods = [vec![sms(Role::Main, N1)], methods].concat();
        let account = Account { key: keyed.then(seed), copies, ..shop(50, "A", methods) };
        let found = only(&desk(vec![account]), phone());
        assert_eq!(bys(&found), expected, "{name}");
        assert_eq!(found.rank == Rank::NoOther, expected.is_empty(), "{name}");
        assert_eq!(found.steps.contains(&Step::Recover), expected.is_empty(), "{name}");
    }
}

type Mishap = (&'static str, fn(&mut Book));

#[test]
fn what_is_gone_already_is_no_way_in() {
    let account = shop(50, "A", vec![sms(Role::Main, N1), sms(Role::Backup, N2)]);
    let book = desk(vec![account]);
    assert_eq!(bys(&only(&book, phone())), [By::Method(1)]);
    assert_eq!(only(&book, phone()).still[0].holder, Some(id(MIN)));
    let mishaps: [Mishap; 5] = [
        ("the phone is lost", |book| book.devices[1].state = DeviceState::Lost),
        ("the phone is broken", |book| book.devices[1].state = DeviceState::Broken),
        ("the number lapsed", |book| book.numbers[1].state = NumberState::Lapsed),
        ("the number is paused", |book| book.numbers[1].state = NumberState::Suspended),
        ("its holder left", |book| book.people[1].left = Some(TODAY)),
    ];
    for (name, mishap) in mishaps {
        let mut book = book.clone();
        mishap(&mut book);
        assert_eq!(bys(&only(&book, phone())), [], "{name}");
    }
}

#[test]
fn who_leaves_on_a_day_to_come_is_still_here() {
    let mut book = desk(vec![shop(50, "A", vec![sms(Role::Main, N1), sms(Role::Backup, N2)])]);
    book.people[1].left = Some(date(2026, 11, 25));
    assert_eq!(bys(&only(&book, phone())), [By::Method(1)]);
    let person = Thing::Person(id(MIN));
    lose(&mut book, person, How::Left, TODAY, "Li", id(90));
    assert_eq!(book.people[1].left, Some(TODAY), "they left earlier than planned");
    lose(&mut book, person, How::Left, date(2026, 11, 26), "Li", id(91));
    assert_eq!(book.people[1].left, Some(TODAY));
}

#[test]
fn a_lost_phone_takes_the_card_in_it_out_of_another_phones_method() {
    let moved = Method { device: Some(id(P1)), ..sms(Role::Backup, N2) };
    let mut book = desk(vec![shop(50, "A", vec![sms(Role::Main, N1), moved.clone()])]);
    book.devices[1].state = DeviceState::Lost;
    assert_eq!(backup_method(&moved, &book.accounts[0], &book, TODAY, 90), Backup::Lost);
    book.devices[1].state = DeviceState::Broken;
    assert_eq!(backup_method(&moved, &book.accounts[0], &book, TODAY, 90), Backup::Failed);
}

#[test]
fn recovery_codes_are_the_last_resort() {
    let recovery = Some(Recovery { counted: Some(3), ..Recovery::default() });
    let account = Account { recovery, ..shop(50, "A", vec![sms(Role::Main, N1)]) };
    let found = only(&desk(vec![account]), phone());
    assert_eq!((bys(&found), found.rank), (vec![By::Codes(3)], Rank::NoOther));
    assert_eq!(found.steps, [Step::SignIn, Step::Remove, Step::Replace, Step::Test]);
}

#[test]
fn somebody_who_left() {
    let copy = KeyCopy { device: None, holder: Some(id(LI)), ..copy_on(P1) };
    let key = Some(seed());
    let book = desk(vec![
        Account { users: vec![id(LI), id(MIN)], ..shop(50, "A", vec![]) },
        Account { copies: vec![copy.clone()], key: key.clone(), ..shop(51, "B", vec![]) },
        Account { copies: vec![copy_on(P1)], key: key.clone(), ..shop(52, "C", vec![]) },
        shop(53, "D", vec![sms(Role::Main, N1), sms(Role::Backup, N2)]),
        shop(54, "E", vec![sms(Role::Main, N2)]),
        Account {
            copies: vec![KeyCopy { removed: Some(TODAY), ..copy }],
            key,
            ..shop(55, "F", vec![])
        },
    ]);
    let found = list(&book, Thing::Person(id(LI)));
    let told = |found: &Affected| (found.account, found.rank, found.steps.clone());
    let all = [Step::SignIn, Step::Remove, Step::Replace, Step::Test];
    let expected = [
        (id(53), Rank::Main, all.to_vec()),
        (id(50), Rank::Other, vec![Step::SignIn, Step::Remove]),
        (id(51), Rank::Other, vec![Step::SignIn, Step::Rekey]),
        (id(52), Rank::Other, vec![Step::SignIn, Step::Rekey]),
        // The copy is over, but they had it, as health says.
        (id(55), Rank::Other, vec![Step::SignIn, Step::Rekey]),
    ];
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn the_list_lasts_until_all_is_done() {
    let key = Some(seed());
    let methods = vec![app(Role::Main, P1), sms(Role::Extra, N1), sms(Role::Backup, N2)];
    let mut book = desk(vec![
        Account { key, ..shop(50, "A", methods) },
        shop(51, "B", vec![sms(Role::Main, N1)]),
    ]);
    let before = list(&book, phone());
    let loss = lose(&mut book, phone(), How::Lost, TODAY, "Min-ji", id(90)).expect("is there");
    assert_eq!(list(&book, phone()), before, "to mark it changes nothing");

    let all = [Step::SignIn, Step::Remove, Step::Replace, Step::Test, Step::Rekey];
    let on_a = |book: &Book| {
        list(book, phone()).into_iter().find(|found| found.account == id(50)).expect("listed")
    };
    assert_eq!(on_a(&book).steps, all);
    for step in [Step::SignIn, Step::Remove] {
        assert_eq!(tick(&mut book, loss, id(50), step, TODAY, "Li"), Changed::Yes);
        assert_eq!(tick(&mut book, loss, id(50), step, TODAY, "Min-ji"), Changed::No);
    }
    assert_eq!(ticked(&book.losses[0], id(50), Step::Remove).expect("is there").by, "Li");
    assert_eq!(progress(&book, phone(), &list(&book, phone())), (2, 9));

    // The lost methods are deleted; nobody remembers any more that the key was there.
    book.accounts[0].methods = vec![sms(Role::Backup, N2)];
    assert_eq!(on_a(&book).steps, all);
    assert!(on_a(&book).key_exposed);
    book.accounts[0].keyed = Some(date(2026, 11, 25));
    assert!(!on_a(&book).key_exposed);
    assert_eq!(on_a(&book).steps, all[..4]);
    tick(&mut book, loss, id(50), Step::Rekey, TODAY, "Li");
    assert_eq!(on_a(&book).steps, all);

    assert_eq!(untick(&mut book, loss, id(50), Step::Remove), Changed::Yes);
    assert_eq!(untick(&mut book, loss, id(50), Step::Remove), Changed::No);
    assert_eq!(progress(&book, phone(), &list(&book, phone())).0, 2);

    // Once recovered, it stays recovered although something works again.
    tick(&mut book, loss, id(51), Step::Recover, TODAY, "");
    book.accounts[1].methods = vec![sms(Role::Main, N2)];
    let recovered = list(&book, phone()).into_iter().find(|found| found.account == id(51));
    let steps = [Step::Recover, Step::Remove, Step::Replace, Step::Test];
    assert_eq!(recovered.expect("listed").steps, steps);
}

#[test]
fn only_one_loss_is_open() {
    let mut book = desk(vec![]);
    let later = date(2026, 11, 25);
    assert_eq!(lose(&mut book, phone(), How::Lost, TODAY, "Li", id(90)), Some(id(90)));
    assert_eq!(lose(&mut book, phone(), How::Stolen, later, "Li", id(91)), Some(id(90)));
    assert_eq!(book.losses.len(), 1);
    assert_eq!(book.devices[0].state, DeviceState::Stolen);
    assert_eq!(book.devices[0].since, Some(TODAY));
    assert_eq!(lose(&mut book, Thing::Device(id(99)), How::Lost, TODAY, "", id(92)), None);
    assert_eq!(book.losses.len(), 1);
}

fn any_thing() -> impl Strategy<Value = Thing> {
    let number = |n| Thing::Number(id(n));
    prop_oneof![
        prop::sample::select(vec![P1, P2]).prop_map(|n| Thing::Device(id(n))),
        prop::sample::select(vec![N1, N2]).prop_map(number),
        prop::sample::select(vec![LI, MIN]).prop_map(|n| Thing::Person(id(n))),
    ]
}

fn any_account() -> impl Strategy<Value = Account> {
    let role = prop::sample::select(Role::ALL.to_vec());
    let method = (prop::sample::select(MethodKind::ALL.to_vec()), role, 0..6_u8).prop_map(
        |(kind, role, place)| Method {
            device: [P1, P2].get(usize::from(place)).map(|n| id(*n)),
            number: [N1, N2].get(usize::from(place).wrapping_sub(2)).map(|n| id(*n)),
            ..Method::new(kind, role)
        },
    );
    let methods = prop::collection::vec(method, 0..4);
    (50..60_u8, methods, any::<bool>(), prop::option::of(prop::sample::select(vec![LI, MIN])))
        .prop_map(|(n, methods, keyed, user)| Account {
            key: keyed.then(seed),
            users: user.into_iter().map(id).collect(),
            two_step: TwoStep::On,
            ..shop(n, "A", methods)
        })
}

proptest! {
    #[test]
    fn found_is_as_it_was(
        accounts in prop::collection::vec(any_account(), 0..6),
        thing in any_thing(),
        others in prop::collection::vec(any_thing(), 0..3),
        how in prop::sample::select(vec![How::Lost, How::Stolen, How::Lapsed, How::Left]),
    ) {
        let mut book = desk(accounts);
        for other in others.into_iter().filter(|other| *other != thing) {
            lose(&mut book, other, How::Lost, TODAY, "", id(80));
        }
        let before = book.clone();
        let listed = list(&book, thing);
        prop_assert_eq!(lose(&mut book, thing, how, TODAY, "Li", id(90)), Some(id(90)));
        prop_assert_eq!(list(&book, thing), listed);
        prop_assert_eq!(find(&mut book, thing), Changed::Yes);
        prop_assert_eq!(find(&mut book, thing), Changed::No);
        prop_assert_eq!(book, before);
    }

    #[test]
    fn every_account_has_something_to_do(
        accounts in prop::collection::vec(any_account(), 0..8),
        thing in any_thing(),
    ) {
        let book = desk(accounts);
        let found = list(&book, thing);
        prop_assert!(found.windows(2).all(|pair| pair[0].rank <= pair[1].rank));
        for affected in found {
            let account = &book.accounts[affected.place];
            prop_assert_eq!(affected.account, account.id);
            prop_assert!(affected.steps.is_sorted() && affected.steps.len() > 1);
            prop_assert_eq!(affected.steps.contains(&Step::Rekey), affected.key_exposed);
            for way in &affected.still {
                if let By::Method(place) = way.by {
                    prop_assert!(!affected.hit.contains(&place));
                }
            }
        }
    }
}

#[test]
fn a_loss_that_was_left_over_is_not_taken_up_again() {
    let account = Account { key: Some(seed()), ..shop(50, "A", vec![app(Role::Main, P1)]) };
    let mut book = desk(vec![account]);
    let earlier = date(2026, 3, 1);
    let first = lose(&mut book, phone(), How::Lost, earlier, "Li", id(90)).expect("is there");
    tick(&mut book, first, id(50), Step::SignIn, earlier, "Li");
    // Found by a program that forgot the loss; the key was replaced in between.
    book.devices[0].state = DeviceState::Ok;
    book.accounts[0].keyed = Some(date(2026, 4, 1));
    assert_eq!(loss_of(&book, phone()), None);
    assert!(only(&book, phone()).key_exposed, "if it were lost today");
    lose(&mut book, phone(), How::Lost, TODAY, "Min-ji", id(91));
    let told: Vec<_> =
        book.losses.iter().map(|loss| (loss.id, loss.on, loss.ticks.len())).collect();
    assert_eq!(told, [(id(91), TODAY, 0)]);
    assert!(only(&book, phone()).key_exposed);
}

type Change<'a> = &'a dyn Fn(&mut Account);

#[test]
fn what_is_replaced_by_an_edit_is_ticked_off() {
    let code = |text: &str| RecoveryCode { code: Secret::from_text(text.into()), used: None };
    let codes = |texts: &[&str]| {
        let codes = texts.iter().map(|text| code(text)).collect();
        Some(Recovery { codes, ..Recovery::default() })
    };
    let sms = |n| Method { number: Some(id(n)), ..Method::new(MethodKind::Sms, Role::Main) };
    let seen = Account {
        recovery: codes(&["1111", "2222"]),
        ..shop(31, "Hikari", vec![sms(N1), sms(N1)])
    };
    let mut book = desk(vec![seen.clone()]);
    shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let done = |change: &dyn Fn(&mut Account)| {
        let mut book = book.clone();
        change(&mut book.accounts[0]);
        renewed(&mut book, &seen, TODAY, "Li");
        let ticks = &book.losses[0].ticks;
        ticks.iter().map(|tick| tick.step).collect::<Vec<_>>()
    };
    let cases: [(&str, Change<'_>, &[Step]); 7] = [
        ("nothing", &|_| {}, &[]),
        ("new codes", &|account| account.recovery = codes(&["3333"]), &[Step::Codes]),
        ("one of them is old", &|account| account.recovery = codes(&["3333", "2222"]), &[]),
        ("they are forgotten", &|account| account.recovery = None, &[]),
        ("another number", &|account| account.methods = vec![sms(N2)], &[Step::Number]),
        ("one method kept the number", &|account| account.methods[1] = sms(N2), &[]),
        (
            "both",
            &|account| {
                account.methods = vec![sms(N2)];
                account.recovery = codes(&["3333"]);
            },
            &[Step::Codes, Step::Number],
        ),
    ];
    for (name, change, steps) in cases {
        assert_eq!(done(change), steps, "{name}");
    }
    // Another key is a step that is done, and stays on the list; of a login without one there is none.
    let mut book = desk(vec![seen.clone()]);
    let keyless = affected(&book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
    assert!(keyless.iter().all(|account| !account.steps.contains(&Step::Rekey)));
    book.accounts[0].key = Some(seed());
    let seen_keyed = book.accounts[0].clone();
    shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let list = |book: &Book| affected(book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
    assert!(list(&book)[0].steps.contains(&Step::Rekey));
    let before = list(&book)[0].steps.clone();
    let secret = Secret::new(vec![8; 20]);
    let other = Seed::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let mut after = Account { key: Some(other), ..seen_keyed.clone() };
    book.rekey(&mut after, seen_keyed.key.as_ref().expect("a key"), None, TODAY);
    book.put(after);
    renewed(&mut book, &seen_keyed, TODAY, "Li");
    assert_eq!(list(&book)[0].steps, before);
    let loss = &book.losses[0];
    assert!(ticked(loss, id(31), Step::Rekey).is_some_and(|tick| tick.by == "Li"));
    assert!(!list(&book)[0].key_exposed && book.exposures(&book.accounts[0]).count() == 0);
    // In again and out again on that day: they have seen that one, too.
    shut_out(&mut book, id(MIN), TODAY, "Li", id(41)).expect("a loss");
    assert!(list(&book)[0].key_exposed && book.exposures(&book.accounts[0]).count() == 1);
    assert!(ticked(&book.losses[0], id(31), Step::Rekey).is_none());

    let mut book = desk(vec![seen.clone()]);
    shut_out(&mut book, id(MIN), TODAY, "Li", id(40)).expect("a loss");
    let keyless = affected(&book, &catalogue(), Thing::Person(id(MIN)), TODAY, 90);
    assert_eq!(keyless[0].steps, [Step::Codes, Step::Number]);
    // Of a loss after which nobody saw the vault, nothing is known by that.
    book.losses[0].saw = false;
    book.accounts[0].recovery = codes(&["3333"]);
    renewed(&mut book, &seen, TODAY, "Li");
    assert!(book.losses[0].ticks.is_empty());
}
