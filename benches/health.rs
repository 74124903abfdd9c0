//! What health costs: `cargo bench --bench health`.
//!
//! Prints the fastest run and the median of a whole check at three sizes, and of bringing it up to
//! date after one edit. Uses no bench library, as `benches/search.rs`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use keyrack::health::{Limits, Terms, check};
use keyrack::model::{
    Account, Book, Catalogue, Device, DeviceState, Id, Method, MethodKind, Number, Person, Role,
    Test, TestResult,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::{Date, Moment};
use zeroizing_alloc::ZeroAlloc;

/// The program's own: wiping what is freed is part of the cost.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const PLATFORMS: [&str; 8] =
    ["Amazon", "Coupang", "Wayfair", "Mercado Libre", "Etsy", "Shopify", "PayPal", "Nobody knows"];
const SITES: [&str; 5] = ["DE", "JP", "US", "KR", "MX"];

/// Pseudo-random, the same every time: what matters is that neighbours differ.
fn pick(number: usize, salt: usize, of: usize) -> usize {
    ((number * 31 + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % of
}

fn id(list: u8, number: usize) -> Id {
    let [.., a, b, c, d] = number.to_be_bytes();
    Id::new(Moment::from_secs(1_760_000_000), [0, list, 0, 0, 0, 0, a, b, c, d])
}

fn today() -> Date {
    Moment::from_secs(1_780_000_000).date()
}

fn days_ago(days: usize) -> Date {
    Moment::from_secs(1_780_000_000 - 86_400 * days as u64).date()
}

/// How many phone lines the accounts are spread over.
#[derive(Clone, Copy)]
enum Lines {
    Many,
    One,
}

/// A team's book: for ten accounts three lines and two phones, one phone in fifty lost.
fn book(accounts: usize, lines: Lines) -> Book {
    let (numbers, devices) = (accounts * 3 / 10, accounts / 5);
    let people = (accounts / 50).max(1);
    Book {
        accounts: (0..accounts).map(|n| account(n, numbers, devices, people, lines)).collect(),
        devices: (0..devices)
            .map(|n| Device {
                holder: Some(id(4, pick(n, 1, people))),
                location: format!("Drawer {}", n % 40),
                state: if n % 50 == 7 { DeviceState::Lost } else { DeviceState::Ok },
                since: Some(days_ago(3)),
                ..Device::new(id(2, n), format!("P-{n:04}"))
            })
            .collect(),
        numbers: (0..numbers)
            .map(|n| Number {
                device: Some(id(2, pick(n, 2, devices))),
                ..Number::new(id(3, n), format!("+44 7700 {n:06}"))
            })
            .collect(),
        people: (0..people)
            .map(|n| Person {
                left: (n % 20 == 3).then(|| days_ago(5)),
                ..Person::new(id(4, n), format!("Person {n}"))
            })
            .collect(),
        ..Book::default()
    }
}

fn account(n: usize, numbers: usize, devices: usize, people: usize, lines: Lines) -> Account {
    let line = match lines {
        Lines::Many => pick(n, 3, numbers),
        Lines::One => 0,
    };
    let tested = (!n.is_multiple_of(7)).then(|| Test {
        on: days_ago(pick(n, 4, 150)),
        result: if n.is_multiple_of(31) { TestResult::Garbled } else { TestResult::Ok },
        by: "Li".into(),
    });
    let main = Method {
        device: Some(id(2, pick(n, 5, devices))),
        ..Method::new(MethodKind::Totp, Role::Main)
    };
    let backup =
        Method { number: Some(id(3, line)), tested, ..Method::new(MethodKind::Sms, Role::Backup) };
    let secret = Secret::new([n.to_be_bytes(), n.to_le_bytes()].concat());
    let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    Account {
        platform: PLATFORMS[pick(n, 6, PLATFORMS.len())].into(),
        store: format!("Store {n}"),
        login: format!("ops-{n:06}@hikari.example"),
        marketplaces: (0..3).map(|salt| SITES[pick(n, 7 + salt, 5)].into()).collect(),
        company: format!("Company {}", pick(n, 10, accounts_a_company(numbers))),
        tags: vec!["EU".into()],
        key: key.ok(),
        keyed: Some(days_ago(200)),
        users: vec![id(4, pick(n, 11, people)), id(4, pick(n, 12, people))],
        methods: vec![main, backup],
        ..Account::blank(id(1, n))
    }
}

fn accounts_a_company(numbers: usize) -> usize {
    (numbers / 10).max(1)
}

/// The fastest run and the median, in milliseconds.
fn report<T>(what: &str, runs: usize, mut work: impl FnMut() -> (T, Duration)) -> f64 {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let (result, time) = work();
            drop(black_box(result));
            time
        })
        .collect();
    times.sort_unstable();
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let (fastest, median) = (millis(times[0]), millis(times[runs / 2]));
    println!("{what:<52} {fastest:>9.3} ms {median:>9.3} ms");
    fastest
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    let time = start.elapsed();
    (result, time)
}

/// What bringing the findings up to date costs after an edit, checking aside.
fn edit(what: &str, book: &Book, terms: &Terms, change: impl Fn(&mut Book)) {
    let mut after = book.clone();
    change(&mut after);
    report(what, 20, || {
        let mut health = check(book, terms);
        let ((), time) = timed(|| health.update(book, &after, terms));
        (health, time)
    });
}

fn main() {
    let (catalogue, limits) = (Catalogue::shipped(), Limits::default());
    let terms =
        Terms { catalogue: &catalogue, limits: &limits, today: today(), clock_offset: Some(20) };
    println!("{:<52} {:>12} {:>12}", "", "fastest", "median");
    for lines in [Lines::Many, Lines::One] {
        let mut before = None;
        for accounts in [1_000, 10_000, 100_000] {
            let book = book(accounts, lines);
            let health = check(&book, &terms);
            let found = health.findings().count();
            let spread = match lines {
                Lines::Many => "",
                Lines::One => ", all on one line",
            };
            let what = format!("check {accounts} accounts{spread}: {found} findings");
            let runs = if accounts > 50_000 { 9 } else { 31 };
            let time = report(&what, runs, || timed(|| check(&book, &terms)));
            if let Some(before) = before {
                println!("{:<52} {:>9.1} ×", "  growth for ten times as many", time / before);
            }
            before = Some(time);
        }
    }

    let large = book(10_000, Lines::Many);
    edit("update 10000: nothing", &large, &terms, |_| ());
    edit("update 10000: a test recorded", &large, &terms, |book| {
        let result = TestResult::Ok;
        book.accounts[5_000].methods[1].tested =
            Some(Test { on: today(), result, by: "Li".into() });
    });
    edit("update 10000: another number", &large, &terms, |book| {
        book.accounts[5_000].methods[1].number = Some(id(3, 1));
    });
    edit("update 10000: an account taken out", &large, &terms, |book| {
        book.accounts.remove(5_000);
    });
    edit("update 10000: an account put in", &large, &terms, |book| {
        book.accounts.push(account(20_000, 3_000, 2_000, 200, Lines::Many));
    });
    edit("update 10000: a phone lost", &large, &terms, |book| {
        book.devices[1_000].state = DeviceState::Lost;
    });
    edit("update 10000: a person left", &large, &terms, |book| {
        book.people[100].left = Some(today());
    });
    let one = book(10_000, Lines::One);
    edit("update 10000, one line: a test recorded", &one, &terms, |book| {
        let result = TestResult::Ok;
        book.accounts[5_000].methods[1].tested =
            Some(Test { on: today(), result, by: "Li".into() });
    });
    edit("update 10000, one line: one leaves it", &one, &terms, |book| {
        book.accounts[5_000].methods[1].number = Some(id(3, 1));
    });
    let health = check(&large, &terms);
    report("sort the findings of 10000", 31, || {
        timed(|| health.findings().cloned().collect::<Vec<_>>())
    });
}
