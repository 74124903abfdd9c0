//! The line of backups to test, in cases and at random.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::{
    Device, DeviceState, MethodState, Number, NumberState, Person, Platform, TestResult,
    Worded as _,
};
use crate::otp::{Algorithm, Key};
use crate::secret::Secret;

const TODAY: Date = date(2026, 11, 24);

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(n.into()), [n; 10])
}

fn day(ago: i64) -> Date {
    TODAY.saturating_sub(jiff::Span::new().days(ago))
}

/// Device 11 with Li (1), device 12 with Min-ji (2), device 13 with nobody.
fn desk(accounts: Vec<Account>) -> Book {
    let device = |n: u8, holder: Option<u8>| Device {
        holder: holder.map(id),
        ..Device::new(id(n), format!("P-{n}"))
    };
    Book {
        accounts,
        devices: vec![device(11, Some(1)), device(12, Some(2)), device(13, None)],
        numbers: vec![Number::new(id(21), "+8613800000021".into())],
        people: vec![Person::new(id(1), "Li".into()), Person::new(id(2), "Min-ji".into())],
        ..Book::default()
    }
}

fn catalogue() -> Catalogue {
    let bank = Platform { name: "Bank".into(), money: Some(true), ..Platform::default() };
    Catalogue::new([vec![bank]])
}

fn backup(device: u8, tested: Option<(i64, TestResult)>) -> Method {
    Method {
        device: Some(id(device)),
        tested: tested.map(|(ago, result)| Test { on: day(ago), result, by: String::new() }),
        ..Method::new(MethodKind::Sms, Role::Backup)
    }
}

fn shop(n: u8, methods: Vec<Method>) -> Account {
    Account { platform: "Shop".into(), methods, ..Account::blank(id(n)) }
}

fn line(book: &Book) -> Vec<Due> {
    queue(book, &catalogue(), &Limits::default(), TODAY)
}

const OK: TestResult = TestResult::Ok;

#[test]
fn the_oldest_first_and_holders_together() {
    let book = desk(vec![
        shop(50, vec![backup(11, Some((10, OK)))]),
        shop(51, vec![backup(12, Some((200, OK)))]),
        shop(52, vec![backup(11, Some((300, OK)))]),
        shop(53, vec![backup(12, Some((5, OK)))]),
        shop(54, vec![backup(13, None), Method::new(MethodKind::Sms, Role::Main)]),
    ]);
    let order: Vec<_> = line(&book).iter().map(|due| (due.holder, due.account)).collect();
    let (li, min) = (Some(id(1)), Some(id(2)));
    let expected = [(None, id(54)), (li, id(52)), (li, id(50)), (min, id(51)), (min, id(53))];
    assert_eq!(order, expected);
}

#[test]
fn who_has_left_is_not_asked_and_what_they_have_counts_as_failed() {
    let mut book = desk(vec![
        shop(50, vec![backup(11, Some((0, OK)))]),
        shop(51, vec![backup(12, Some((0, OK)))]),
    ]);
    let count = |book: &Book| {
        let all = coverage(book, &catalogue(), &Limits::default(), TODAY).all;
        (all.tested, all.failed, line(book).len())
    };
    book.people[0].left = Some(day(-1));
    assert_eq!(count(&book), (2, 0, 2), "tomorrow");
    book.people[0].left = Some(TODAY);
    assert_eq!(count(&book), (1, 1, 1), "today");
    book.devices[0].state = DeviceState::Lost;
    assert_eq!(count(&book), (1, 0, 1), "lost besides");
}

#[test]
fn when_a_method_is_due() {
    let registered = |ago, method: Method| Method { registered: Some(day(ago)), ..method };
    let cases = [
        ("worked lately", "Shop", backup(11, Some((10, OK))), -80, Standing::Tested),
        ("on the last day", "Shop", backup(11, Some((90, OK))), 0, Standing::Tested),
        ("a day later", "Shop", backup(11, Some((91, OK))), 1, Standing::Due),
        ("late is in time", "Shop", backup(11, Some((91, TestResult::Late))), 1, Standing::Due),
        ("sooner where money lies", "Bank", backup(11, Some((31, OK))), 1, Standing::Due),
        ("failed", "Shop", backup(11, Some((3, TestResult::Garbled))), 3, Standing::Failed),
        ("never", "Shop", backup(11, None), 0, Standing::Untested),
        ("new", "Shop", registered(2, backup(11, None)), -5, Standing::Untested),
        ("no longer new", "Shop", registered(9, backup(11, None)), 2, Standing::Untested),
    ];
    for (name, platform, method, overdue, standing) in cases {
        let account = Account { platform: platform.into(), ..shop(50, vec![method]) };
        let line = line(&desk(vec![account]));
        let told: Vec<_> = line.iter().map(|due| (due.overdue, due.standing)).collect();
        assert_eq!(told, [(overdue, standing)], "{name}");
        assert_eq!(line[0].due, day(overdue), "{name}");
    }
}

/// A phone that has the key before counted as tested until its test was too old.
#[test]
fn a_test_of_a_key_before_is_none() {
    let app = |ago| Method {
        registered: Some(day(200)),
        kind: MethodKind::Totp,
        ..backup(11, Some((ago, OK)))
    };
    for (name, method, standing) in [
        ("before", app(11), Standing::Untested),
        ("on the day", app(10), Standing::Tested),
        ("of a line", backup(11, Some((11, OK))), Standing::Tested),
    ] {
        let account = Account { keyed: Some(day(10)), ..shop(50, vec![method]) };
        let line = line(&desk(vec![account]));
        assert_eq!(line[0].standing, standing, "{name}");
        assert_eq!(line[0].overdue >= 0, standing == Standing::Untested, "{name}");
    }
}

#[test]
fn how_a_method_is_tested() {
    let key = |kind| {
        let secret = Secret::new(vec![7; 20]);
        Some(Key::new(secret, kind, Algorithm::Sha1, 6).expect("within bounds"))
    };
    let timed = key(Kind::Totp { period: 30 });
    let cases = [
        (MethodKind::Totp, timed.clone(), Trial::Digits),
        (MethodKind::Totp, key(Kind::Motp), Trial::Manual),
        (
            MethodKind::Totp,
            key(Kind::Motp).map(|key| key.with_pin(Some(Secret::from_text("1".into())))),
            Trial::Digits,
        ),
        (MethodKind::Totp, key(Kind::Hotp { counter: 1 }), Trial::Manual),
        (MethodKind::Totp, None, Trial::Manual),
        (MethodKind::Sms, timed, Trial::SignIn),
        (MethodKind::Voice, None, Trial::SignIn),
        (MethodKind::Whatsapp, None, Trial::SignIn),
        (MethodKind::Passkey, None, Trial::Manual),
    ];
    for (kind, key, expected) in cases {
        let account = Account { key, ..shop(50, vec![]) };
        let told = trial(&account, &Method::new(kind, Role::Backup));
        assert_eq!(told, expected, "{kind:?} {:?}", account.key);
    }
}

#[test]
fn a_test_is_written_down_once() {
    let mut book = desk(vec![shop(50, vec![backup(11, None)])]);
    let test = || Test { on: TODAY, result: OK, by: "Li".into() };
    assert_eq!(record(&mut book, id(50), 0, test()), Changed::Yes);
    assert_eq!(record(&mut book, id(50), 0, test()), Changed::No);
    assert_eq!(record(&mut book, id(50), 1, test()), Changed::No);
    assert_eq!(record(&mut book, id(51), 0, test()), Changed::No);
    assert_eq!(line(&book)[0].standing, Standing::Tested);
}

#[test]
fn a_number_is_asked_once_a_minute() {
    let asked = Moment::from_secs(100);
    assert_eq!(wait_until(asked), Moment::from_secs(160));
}

#[test]
fn coverage_by_holder_company_and_platform() {
    let owned = |n, company: &str, platform: &str, method| Account {
        company: company.into(),
        platform: platform.into(),
        ..shop(n, vec![method])
    };
    let book = desk(vec![
        owned(50, "Hikari", "Bank", backup(11, Some((10, OK)))),
        owned(51, "Hikari", "Bank", backup(12, Some((40, OK)))),
        owned(52, "", "Shop", backup(12, None)),
        owned(53, "", "Shop", backup(13, Some((1, TestResult::None)))),
    ]);
    let coverage = coverage(&book, &catalogue(), &Limits::default(), TODAY);
    let count = |tested, due, failed, untested| Count { tested, due, failed, untested };
    assert_eq!(coverage.all, count(1, 1, 1, 1));
    assert_eq!(coverage.all.total(), 4);
    let holders = [
        (Some(id(1)), count(1, 0, 0, 0)),
        (Some(id(2)), count(0, 1, 0, 1)),
        (None, count(0, 0, 1, 0)),
    ];
    assert_eq!(coverage.holders, holders);
    let names = |counts: &[(String, Count)]| {
        counts.iter().map(|(name, count)| (name.clone(), count.total())).collect::<Vec<_>>()
    };
    assert_eq!(names(&coverage.companies), [(String::new(), 2), ("Hikari".into(), 2)]);
    assert_eq!(names(&coverage.platforms), [("Bank".into(), 2), ("Shop".into(), 2)]);
}

fn any_method() -> impl Strategy<Value = Method> {
    let kind = prop::sample::select(MethodKind::ALL.to_vec());
    let role = prop::sample::select(Role::ALL.to_vec());
    let state = prop::sample::select(MethodState::ALL.to_vec());
    let result = prop::sample::select(TestResult::ALL.to_vec());
    (kind, role, state, 11..15_u8, prop::option::of((-5..400_i64, result))).prop_map(
        |(kind, role, state, device, tested)| Method {
            kind,
            role,
            state,
            number: (device == 14).then(|| id(21)),
            ..backup(device, tested)
        },
    )
}

proptest! {
    #[test]
    fn every_backup_in_use_stands_in_the_line_once(
        methods in prop::collection::vec(prop::collection::vec(any_method(), 0..4), 0..10),
        phone in prop::sample::select(DeviceState::ALL.to_vec()),
        number in prop::sample::select(NumberState::ALL.to_vec()),
    ) {
        let accounts = (50..).zip(methods).map(|(n, methods)| shop(n, methods)).collect();
        let mut book = desk(accounts);
        book.devices[0].state = phone;
        book.numbers[0].state = number;
        let line = line(&book);
        let mut awaited = BTreeSet::new();
        for account in &book.accounts {
            for (place, method) in account.methods.iter().enumerate() {
                let device = book.device_of(method).map_or(DeviceState::Ok, |device| device.state);
                let out = device.is_gone() || device == DeviceState::Retired
                    || method.number.is_some() && number.is_gone();
                if method.role != Role::Main && method.state == MethodState::Active && !out {
                    awaited.insert((account.id, place));
                }
            }
        }
        let stands: BTreeSet<_> = line.iter().map(|due| (due.account, due.method)).collect();
        prop_assert_eq!(line.len(), stands.len());
        prop_assert_eq!(stands, awaited);
        // Holders stand together.
        let mut holders: Vec<_> = line.iter().map(|due| due.holder).collect();
        holders.dedup();
        let apart = holders.len();
        holders.sort();
        holders.dedup();
        prop_assert_eq!(holders.len(), apart);
        let coverage = coverage(&book, &catalogue(), &Limits::default(), TODAY);
        prop_assert_eq!(coverage.all.total(), line.len());
        let parts: usize = coverage.holders.iter().map(|(_, count)| count.total()).sum();
        prop_assert_eq!(parts, line.len());
    }
}
