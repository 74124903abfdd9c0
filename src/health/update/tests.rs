//! Whatever is edited, in whatever order: the findings brought up to date are those of a fresh
//! check.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::super::sample::{Desk, active, day, shipped_like};
use super::super::{Finding, Health, Limits, Rule, Terms, check};
use super::MOST;
use crate::health::loss::{affected, expose, shut_out, tick};
use crate::model::{
    Account, Book, CopyKind, Device, DeviceState, Id, KeyCopy, Loss, MethodKind, MethodState,
    Number, NumberState, Platform, Recovery, Role, Snooze, Test, TestResult, Thing, TwoStep,
    Withdrawal, Worded,
};

const PLATFORMS: [&str; 6] = ["Amazon", "Coupang", "Etsy", "Shopify", "PayPal", "Nobody knows"];

/// An edit, as numbers that choose.
type Edit = (u8, u8, u8, u8);

/// A value of a list, or nothing of an empty one.
fn at<T: Clone>(list: &[T], n: u8) -> Option<T> {
    (!list.is_empty()).then(|| list[usize::from(n) % list.len()].clone())
}

fn word<T: Worded>(n: u8) -> T {
    T::ALL[usize::from(n) % T::ALL.len()]
}

/// One of the first few, or none.
fn maybe<T>(list: &[T], id: fn(&T) -> Id, n: u8) -> Option<Id> {
    list.get(usize::from(n) % (list.len() + 1)).map(id)
}

fn pick<T>(list: &mut [T], id: Option<Id>, of: fn(&T) -> Id) -> Option<&mut T> {
    list.iter_mut().find(|one| Some(of(one)) == id)
}

fn apply(desk: &mut Desk, (what, a, b, c): Edit) {
    let fresh = desk.fresh();
    let book = &mut desk.book;
    let accounts: Vec<Id> = book.accounts.iter().map(|account| account.id).collect();
    let device = maybe(&book.devices, |device| device.id, b);
    let number = maybe(&book.numbers, |number| number.id, c);
    let person = maybe(&book.people, |person| person.id, b);
    let account = at(&accounts, a).and_then(|id| book.accounts.iter_mut().find(|x| x.id == id));
    match (what % 26, account) {
        (3, Some(account)) => {
            let id = account.id;
            book.remove(id);
        }
        (4..=12, Some(account)) => edit(account, what % 26, (a, b, c), (device, number, person)),
        (0..=2, _) => {
            let made = made(book, fresh, (a, b, c), (device, number));
            let place = usize::from(b) % (book.accounts.len() + 1);
            book.accounts.insert(place, made);
        }
        (13, _) => {
            if let Some(device) = pick(&mut book.devices, device, |one| one.id) {
                device.state = word::<DeviceState>(c);
                device.since = (a % 2 == 0).then(|| day(-4));
                device.location = ["", "Berlin", "Shenzhen"][usize::from(a) % 3].into();
            }
        }
        (14, _) => {
            let holder = maybe(&book.people, |person| person.id, c);
            if let Some(device) = pick(&mut book.devices, device, |one| one.id) {
                device.holder = holder;
            }
        }
        (15, _) => {
            if let Some(number) = pick(&mut book.numbers, number, |one| one.id) {
                number.state = word::<NumberState>(a);
                number.keepalive = (b % 2 == 0).then(|| day(i32::from(a) % 30));
            }
        }
        (16, _) => {
            if let Some(number) = pick(&mut book.numbers, number, |one| one.id) {
                number.device = device;
                number.number = format!("+44 7700 9001{:02}", a % 3);
            }
        }
        (17, _) => {
            let left = c.is_multiple_of(2).then(|| day(-i32::from(c % 9)));
            if let Some(person) = pick(&mut book.people, person, |one| one.id) {
                person.left = left;
            }
        }
        (18, _) => book.devices.push(Device { holder: person, ..Device::new(fresh, "P-X".into()) }),
        (19, _) => book
            .numbers
            .push(Number { device, ..Number::new(fresh, format!("+44 7700 9001{:02}", a % 3)) }),
        (20, _) => {
            let thing = match a % 3 {
                0 => device.map(Thing::Device),
                1 => number.map(Thing::Number),
                _ => person.map(Thing::Person),
            };
            if let Some(thing) = thing {
                book.remove_thing(thing, day(0));
            }
        }
        (21, account) => {
            let account = account.map(|account| account.id);
            let rule = ["B06", "B02", "B09", "B25", "B03", "C01", "no rule"][usize::from(c) % 7];
            let about = number.map(Thing::Number).filter(|_| b % 2 == 0);
            book.snoozes.push(Snooze {
                id: fresh,
                rule: rule.into(),
                account: account.filter(|_| b % 5 != 0),
                about,
                detail: ["", "", "sms", "holder"][usize::from(a) % 4].into(),
                severity: (a % 3 == 0).then(|| word(b)),
                until: day(i32::from(b) % 5 - 1),
                reason: "later".into(),
                by: String::new(),
                on: day(-1),
            });
        }
        (22, _) => {
            book.snoozes.pop();
        }
        (23, _) => book.arrange(),
        (24..=25, account) => {
            let account = account.map(|account| account.id);
            see(book, fresh, (what % 26 == 24, a, b, c), (account, person));
        }
        _ => {}
    }
    desk.book.settle();
}

/// A new account.
fn made(
    book: &Book,
    fresh: Id,
    (a, b, c): (u8, u8, u8),
    (device, number): (Option<Id>, Option<Id>),
) -> Account {
    let mut method = active(word(a), Role::Main);
    (method.device, method.number) = (device, number);
    let mut backup = active(word(b), Role::Backup);
    backup.number = number;
    let platform = PLATFORMS[usize::from(c) % PLATFORMS.len()];
    let company = if a % 3 == 0 { String::new() } else { format!("Company {}", a % 3) };
    let mut made = Account {
        platform: platform.into(),
        company,
        key: (a % 2 == 0).then(|| Desk::key(b % 4)),
        keyed: (b % 2 == 0).then(|| day(-100)),
        methods: vec![method, backup],
        ..Account::blank(fresh)
    };
    if c.is_multiple_of(2) {
        book.first_key(&mut made, day(0));
    }
    made
}

/// Somebody is shut out, or a key of theirs is stolen; or a step is ticked off.
fn see(
    book: &mut Book,
    fresh: Id,
    (is_new, a, b, c): (bool, u8, u8, u8),
    (account, person): (Option<Id>, Option<Id>),
) {
    let (on, by) = (day(-i32::from(c % 9)), "Li");
    match (is_new, person, account) {
        (true, Some(person), _) if a.is_multiple_of(2) => {
            shut_out(book, person, on, by, fresh);
        }
        (true, Some(person), _) => {
            expose(book, person, on, by, fresh);
        }
        (false, _, Some(account)) => {
            if let Some(loss) = at(&book.losses, c).map(|loss| loss.id) {
                tick(book, loss, account, word(b), day(0), by);
            }
        }
        _ => {}
    }
}

/// Edits one account.
fn edit(
    account: &mut Account,
    what: u8,
    (a, b, c): (u8, u8, u8),
    (device, number, person): (Option<Id>, Option<Id>, Option<Id>),
) {
    match what {
        4 => account.company = format!("Company {}", b % 3),
        5 => account.key = (b % 5 != 0).then(|| Desk::key(b % 4)),
        6 => account.two_step = word::<TwoStep>(b),
        7 => {
            if let Some(method) = account.methods.first_mut() {
                (method.device, method.number) = (device, number);
            }
        }
        8 => {
            if let Some(method) = account.methods.last_mut() {
                method.state = word::<MethodState>(b);
                method.kind = word::<MethodKind>(c);
            }
        }
        9 => {
            if let Some(method) = account.methods.last_mut() {
                let result = word::<TestResult>(b);
                method.tested = Some(Test { on: day(-i32::from(c)), result, by: String::new() });
            }
        }
        10 => account.copies.push(KeyCopy {
            kind: word::<CopyKind>(a),
            place: String::new(),
            device,
            holder: if c % 2 == 0 { person } else { None },
            added: None,
            removed: (c % 5 == 0).then(|| day(-2)),
        }),
        11 => account.users.extend(person),
        12 if b % 9 != 8 => fill(account, b % 9, c),
        12 => account.note.push('x'),
        _ => {}
    }
}

/// Fields that an account is rarely born with.
fn fill(account: &mut Account, which: u8, c: u8) {
    match which {
        0 => account.keyed = (!c.is_multiple_of(3)).then(|| day(-i32::from(c % 9))),
        1 => {
            let counted = Some(u32::from(c % 4));
            account.recovery =
                c.is_multiple_of(2).then(|| Recovery { counted, ..Recovery::default() });
        }
        2 => account.marketplaces = vec![["DE", "AU", "GB"][usize::from(c) % 3].into()],
        3 => account.platform = PLATFORMS[usize::from(c) % PLATFORMS.len()].into(),
        4 => {
            if let Some(method) = account.methods.last_mut() {
                (method.registered, method.tested) = (Some(day(-i32::from(c % 12))), None);
            }
        }
        5 => account.store = format!("Store {}", c % 3),
        6 => account.login = format!("login {}", c % 3),
        _ => account.exposed = c.is_multiple_of(2).then(|| day(-i32::from(c % 9))),
    }
}

fn all(health: &Health) -> (Vec<Finding>, Vec<Finding>) {
    (health.findings().cloned().collect(), health.snoozed().cloned().collect())
}

/// What was open to somebody is on their list exactly where health finds that it was: a key that came in later, and counts
/// as seen by a stolen one of theirs, was found and on no list.
fn lists_what_health_says(book: &Book, health: &Health) -> Result<(), TestCaseError> {
    for thing in book.losses.iter().filter(|loss| loss.saw).map(|loss| loss.thing) {
        let list = affected(book, &shipped_like(), thing, day(0), 90);
        for account in book.accounts.iter().filter(|account| account.key.is_some()) {
            let entry = list.iter().find(|entry| entry.account == account.id);
            let listed = entry.is_some_and(|entry| entry.key_exposed);
            let is_it = |finding: &&Finding| {
                (finding.rule, finding.account) == (Rule::B04, Some(account.id))
            };
            let found = health.findings().chain(health.snoozed()).find(is_it);
            let is_its = found.is_some_and(|finding| finding.about == Some(thing));
            prop_assert!(listed || !is_its, "found, and on no list");
            prop_assert!(!listed || found.is_some(), "on the list, and not found");
            let seen =
                account.copies.iter().any(|it| it.is_seen() && it.holder == Some(thing.id()));
            prop_assert!(
                listed || !(seen && is_open(book, account, thing)),
                "seen, and on no list"
            );
        }
    }
    Ok(())
}

/// Whether a key counts as out, and of nothing else it is known.
fn is_open(book: &Book, account: &Account, thing: Thing) -> bool {
    let loss = book.losses.iter().find(|loss| loss.saw && loss.thing == thing);
    let is_after = |loss: &Loss| account.got_out() == Some(loss.on);
    let of_it = |copy: &&KeyCopy| copy.is_seen() && copy.holder == Some(thing.id());
    let copy = account.copies.iter().find(of_it).and_then(|copy| copy.removed);
    loss.is_some_and(|loss| is_after(loss) && copy >= Some(loss.on))
        && account.keyed.is_none_or(|keyed| copy >= Some(keyed))
}

fn start() -> Desk {
    let mut desk = Desk::new();
    let account = desk.sound();
    desk.book.accounts.push(account);
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_update_is_a_fresh_check(edits in prop::collection::vec(any::<Edit>(), 1..40)) {
        let (catalogue, limits) = (shipped_like(), Limits::default());
        let terms = Terms { catalogue: &catalogue, limits: &limits, today: day(0), clock_offset: Some(9_000) };
        let mut desk = start();
        let mut health = check(&desk.book, &terms);
        for edit in edits {
            let before = desk.book.clone();
            apply(&mut desk, edit);
            health.update(&before, &desk.book, &terms);
            let fresh = check(&desk.book, &terms);
            prop_assert_eq!(all(&health), all(&fresh), "after {:?}", edit);
            prop_assert_eq!(health.counts(), fresh.counts());
            for account in &desk.book.accounts {
                prop_assert_eq!(health.worst(account.id), fresh.worst(account.id));
            }
            lists_what_health_says(&desk.book, &fresh)?;
        }
    }
}

#[test]
fn another_day_or_another_limit_is_a_fresh_check() {
    let catalogue = shipped_like();
    let usual = Limits::default();
    let strict = Limits { stale_after: 0, ..Limits::default() };
    let desk = start();
    let terms = |limits, today| Terms { catalogue: &catalogue, limits, today, clock_offset: None };
    for (name, limits, today) in
        [("a year later", &usual, day(365)), ("another limit", &strict, day(0))]
    {
        let mut health = check(&desk.book, &terms(&usual, day(0)));
        assert_eq!(all(&health).0, [], "{name}");
        health.update(&desk.book, &desk.book, &terms(limits, today));
        assert_eq!(all(&health).0.len(), 1, "{name}");
    }
}

#[test]
fn what_the_vault_says_of_platforms_is_followed() {
    let known = std::sync::Arc::new(shipped_like());
    let limits = Limits::default();
    let mut desk = start();
    let terms = |catalogue| Terms { catalogue, limits: &limits, today: day(0), clock_offset: None };
    let mut health = check(&desk.book, &terms(&known));
    assert_eq!(all(&health).0, []);
    let before = desk.book.clone();
    desk.book.platforms.push(Platform {
        name: desk.book.accounts[0].platform.clone(),
        withdrawing: MethodKind::ALL.iter().map(|&kind| Withdrawal { kind, on: day(5) }).collect(),
        ..Platform::default()
    });
    let said = known.with(&desk.book);
    health.update(&before, &desk.book, &terms(&said));
    assert_eq!(all(&health), all(&check(&desk.book, &terms(&said))));
    assert_ne!(all(&health).0, []);
    health.update(&desk.book, &before, &terms(&known));
    assert_eq!(all(&health).0, []);
}

#[test]
fn a_number_of_many_accounts_is_followed_too() {
    let (catalogue, limits) = (shipped_like(), Limits::default());
    let terms = Terms { catalogue: &catalogue, limits: &limits, today: day(0), clock_offset: None };
    let mut desk = start();
    let methods = desk.book.accounts[0].methods.clone();
    for n in 0..MOST + 10 {
        let account = desk.account("eBay", &format!("login {n}"), methods.clone());
        desk.book.accounts.push(account);
    }
    let mut health = check(&desk.book, &terms);
    let before = desk.book.clone();
    desk.number(0).state = NumberState::Lapsed;
    desk.book.accounts.swap(3, 4);
    health.update(&before, &desk.book, &terms);
    assert_eq!(all(&health), all(&check(&desk.book, &terms)));
}

/// A change by hand.
type Touch = fn(&mut Desk);

#[test]
fn every_field_that_a_rule_reads_is_followed() {
    let (catalogue, limits) = (shipped_like(), Limits::default());
    let terms = Terms { catalogue: &catalogue, limits: &limits, today: day(0), clock_offset: None };
    let cases: [(&str, Touch, Touch); 9] = [
        ("keyed", |desk| desk.lose(0, Some(day(-5))), |d| d.book.accounts[0].keyed = Some(day(0))),
        ("exposed", |_| (), |desk| desk.book.accounts[0].exposed = Some(day(0))),
        (
            "recovery",
            |desk| desk.book.accounts[0].platform = "Shopify".into(),
            |desk| {
                let counted = Some(9);
                let recovery = Recovery { counted, ..Recovery::default() };
                desk.book.accounts[0].recovery = Some(recovery);
            },
        ),
        (
            "marketplaces",
            |desk| desk.book.accounts[0].two_step = TwoStep::Off,
            |desk| desk.book.accounts[0].marketplaces = vec!["AU".into()],
        ),
        ("platform", |_| (), |desk| desk.book.accounts[0].platform = "Shopify".into()),
        (
            "registered",
            |desk| desk.book.accounts[0].methods[1].tested = None,
            |desk| desk.book.accounts[0].methods[1].registered = Some(day(-1)),
        ),
        (
            "location",
            |desk| desk.device(0).location = "Berlin".into(),
            |desk| desk.device(1).location = "Berlin".into(),
        ),
        ("store", share, |desk| desk.book.accounts[0].store = "Other".into()),
        ("login", share, |desk| {
            desk.book.accounts[0].store.clear();
            desk.book.accounts[0].login = "Other".into();
        }),
    ];
    for (name, prepare, edit) in cases {
        let mut desk = start();
        prepare(&mut desk);
        let mut health = check(&desk.book, &terms);
        let first = all(&health);
        let before = desk.book.clone();
        edit(&mut desk);
        health.update(&before, &desk.book, &terms);
        assert_eq!(all(&health), all(&check(&desk.book, &terms)), "{name}");
        assert_ne!(all(&health), first, "{name}: the case says nothing");
    }
}

/// A second account of the same store, without a company, on the same line.
fn share(desk: &mut Desk) {
    desk.book.accounts[0].company.clear();
    let methods = desk.book.accounts[0].methods[1..].to_vec();
    let mut other = desk.account("Amazon", "x@hikari.example", methods);
    other.store = desk.book.accounts[0].store.clone();
    desk.book.accounts.push(other);
}
