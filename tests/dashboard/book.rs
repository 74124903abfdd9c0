//! A small book with something of everything; the same on every run.

use keyrack::model::{
    Account, Book, Device, DeviceState, Id, Method, MethodKind, MethodState, Number, Person, Role,
    Test, TestResult,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::{Date, Moment};

/// The `n`th id.
pub fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1_700_000_000 + u64::from(n)), [n; 10])
}

fn key(n: u8, kind: Kind, digits: u8) -> Key {
    let secret = Secret::new((0..20).map(|i| n.wrapping_mul(31).wrapping_add(i)).collect());
    Key::new(secret, kind, Algorithm::Sha1, digits).expect("within bounds")
}

fn account(n: u8, store: &str, platform: &str, login: &str, sites: &str) -> Account {
    Account {
        store: store.into(),
        platform: platform.into(),
        login: login.into(),
        marketplaces: sites.split_whitespace().map(String::from).collect(),
        key: Some(key(n, Kind::Totp { period: 30 }, 6)),
        ..Account::blank(id(n))
    }
}

fn method(kind: MethodKind, role: Role, device: u8) -> Method {
    let device = (device > 0).then(|| id(device));
    Method { device, ..Method::new(kind, role) }
}

fn tested(mut method: Method, on: &str, result: TestResult) -> Method {
    let on: Date = on.parse().expect("a day");
    method.tested = Some(Test { on, result, by: "Li".into() });
    method
}

/// Twelve logins: every kind of code, every backup status, five scripts, two hostile names.
pub fn sample() -> Book {
    use MethodKind::{Push, Sms, Totp, Voice};
    use Role::{Backup, Main};
    let mut hikari =
        account(1, "Hikari Outdoor", "Amazon", "ops@hikari.example", "DE FR IT ES NL PL SE");
    hikari.pinned = true;
    hikari.company = "Hikari GmbH".into();
    hikari.tags = vec!["eu".into(), "outdoor".into()];
    hikari.note = "Parent account of the European unified account.".into();
    hikari.methods = vec![
        method(Totp, Main, 101),
        tested(method(Sms, Backup, 102), "2026-03-03", TestResult::Ok),
    ];
    let mut coupang = account(2, "Hikari Outdoor", "Coupang", "hikari_kr", "KR");
    coupang.key = None;
    coupang.methods =
        vec![Method { number: Some(id(201)), ..method(Sms, Main, 0) }, method(Voice, Backup, 103)];
    let mut guang = account(3, "光之户外", "Amazon", "jp-ops@guangzhi.example", "JP");
    guang.methods = vec![method(Sms, Backup, 104)];
    let bodega = account(4, "Bodega Norte", "Mercado Libre", "ventas@bodega.example", "MX AR");
    let mut seoul = account(5, "서울패션", "Coupang", "seoul_fashion", "KR");
    seoul.methods = vec![tested(method(Sms, Backup, 102), "2025-10-26", TestResult::Ok)];
    let mut sakura = account(6, "さくら堂", "Rakuten", "sakura", "JP");
    sakura.key = Some(key(6, Kind::Hotp { counter: 41 }, 6));
    sakura.methods = vec![tested(method(Sms, Backup, 102), "2026-03-01", TestResult::Garbled)];
    let mut steam = account(7, "Pixel Parts", "Steam", "pixelparts", "");
    steam.key = Some(key(7, Kind::Steam, 5));
    let mut eight = account(8, "Nordic Home", "Allegro", "nordic@home.example", "PL CZ");
    eight.key = Some(key(8, Kind::Totp { period: 60 }, 8));
    eight.methods = vec![Method { state: MethodState::Retired, ..method(Sms, Backup, 102) }];
    let mut wayfair = account(9, "Clay & Oak", "Wayfair", "ops@clayoak.example", "US CA");
    wayfair.key = None;
    wayfair.methods = vec![method(Push, Main, 103)];
    let hostile =
        account(10, "Evil\u{202e}kcatta\u{1b}[31m", "e\u{200b}Bay", "mallory@example.org", "US");
    let long = account(
        11,
        "The Extraordinarily Long Name of a Perfectly Ordinary Store",
        "Shopify",
        "long@example.org",
        "US UK AU NZ SG HK",
    );
    let bare = account(12, "", "PayPal", "pay@hikari.example", "");
    let device = |n, label: &str, holder, state| Device {
        holder: Some(id(holder)),
        state,
        ..Device::new(id(n), label.into())
    };
    let person = |n, name: &str| Person::new(id(n), name.into());
    let mut book = Book {
        accounts: vec![
            hikari, coupang, guang, bodega, seoul, sakura, steam, eight, wayfair, hostile, long,
            bare,
        ],
        devices: vec![
            device(101, "P-03", 151, DeviceState::Ok),
            device(102, "P-05", 152, DeviceState::Ok),
            device(103, "P-07", 152, DeviceState::Ok),
            device(104, "P-09", 151, DeviceState::Lost),
        ],
        numbers: vec![Number {
            device: Some(id(103)),
            ..Number::new(id(201), "+8613800001234".into())
        }],
        people: vec![person(151, "Li"), person(152, "Min-ji")],
        ..Book::default()
    };
    book.settle();
    book
}
