//! A small book for tests: three phones, three people, two lines, and platforms of every sort.

use crate::model::{
    Account, Book, Catalogue, CopyKind, Device, DeviceState, Id, KeyCopy, Kinds, Mandate, Method,
    MethodKind, Number, Person, Platform, Role, Test, TestResult, Withdrawal,
};
use crate::otp::{Algorithm, Key, Kind};
use crate::secret::Secret;
use crate::time::{Date, Moment};

/// The day of the tests, and days before and after it.
pub fn day(after: i32) -> Date {
    jiff::civil::date(2026, 6, 15).saturating_add(jiff::Span::new().days(after))
}

/// A method in use.
pub fn active(kind: MethodKind, role: Role) -> Method {
    Method::new(kind, role)
}

/// One on a line.
pub fn on_line(kind: MethodKind, role: Role, number: Id) -> Method {
    Method { number: Some(number), ..Method::new(kind, role) }
}

/// A book and the ids of what is in it.
pub struct Desk {
    pub book: Book,
    pub people: Vec<Id>,
    pub devices: Vec<Id>,
    pub numbers: Vec<Id>,
    made: u32,
}

impl Desk {
    /// Three people, each with a phone; lines in the second and the third.
    pub fn new() -> Self {
        let (book, people, devices, numbers) = (Book::default(), vec![], vec![], vec![]);
        let mut desk = Self { book, people, devices, numbers, made: 0 };
        for name in ["Anna", "Min-ji", "李雷"] {
            let person = Person::new(desk.fresh(), name.into());
            desk.people.push(person.id);
            desk.book.people.push(person);
        }
        for (label, holder) in ["P-01", "P-02", "P-03"].into_iter().zip(desk.people.clone()) {
            let device = Device::new(desk.fresh(), label.into());
            desk.devices.push(device.id);
            desk.book.devices.push(Device { holder: Some(holder), ..device });
        }
        for (number, device) in [("+44 7700 900101", 1), ("+44 7700 900102", 2)] {
            let number = Number::new(desk.fresh(), number.into());
            desk.numbers.push(number.id);
            desk.book.numbers.push(Number { device: Some(desk.devices[device]), ..number });
        }
        desk
    }

    pub fn fresh(&mut self) -> Id {
        self.made += 1;
        let [a, b, c, d] = self.made.to_be_bytes();
        Id::new(Moment::from_secs(1_760_000_000), [0, 0, 0, 0, 0, 0, a, b, c, d])
    }

    pub fn key(byte: u8) -> Key {
        let secret = Secret::new(vec![byte; 20]);
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
    }

    /// A test that went well so many days ago.
    pub fn good(ago: i32) -> Test {
        Test { on: day(-ago), result: TestResult::Ok, by: String::new() }
    }

    pub fn account(&mut self, platform: &str, login: &str, methods: Vec<Method>) -> Account {
        let id = self.fresh();
        Account { platform: platform.into(), login: login.into(), methods, ..Account::blank(id) }
    }

    /// An account with which nothing is wrong: the app on P-01, tested texts to a line in P-02.
    pub fn sound(&mut self) -> Account {
        let main = Method { device: Some(self.devices[0]), ..active(MethodKind::Totp, Role::Main) };
        let backup = on_line(MethodKind::Sms, Role::Backup, self.numbers[0]);
        let backup = Method { tested: Some(Self::good(1)), ..backup };
        Account {
            store: "Hikari Outdoor".into(),
            company: "Hikari GK".into(),
            marketplaces: vec!["DE".into()],
            key: Some(Self::key(1)),
            keyed: Some(day(-100)),
            ..self.account("Amazon", "ops@hikari.example", vec![main, backup])
        }
    }

    pub fn device(&mut self, n: usize) -> &mut Device {
        &mut self.book.devices[n]
    }

    pub fn number(&mut self, n: usize) -> &mut Number {
        &mut self.book.numbers[n]
    }

    pub fn person(&mut self, n: usize) -> &mut Person {
        &mut self.book.people[n]
    }

    pub fn lose(&mut self, device: usize, since: Option<Date>) {
        let device = self.device(device);
        (device.state, device.since) = (DeviceState::Lost, since);
    }

    /// A copy of a key on a device.
    pub fn copy(&self, kind: CopyKind, device: usize) -> KeyCopy {
        KeyCopy { kind, device: Some(self.devices[device]), ..self.paper() }
    }

    /// A copy of a key on paper.
    #[expect(clippy::unused_self, reason = "reads like the others")]
    pub fn paper(&self) -> KeyCopy {
        let (place, device, holder) = (String::new(), None, None);
        KeyCopy { kind: CopyKind::Paper, place, device, holder, added: None, removed: None }
    }
}

/// Platforms as the shipped list has them, and some that no list has.
pub fn shipped_like() -> Catalogue {
    let named = |name: &str| Platform { name: name.into(), ..Platform::default() };
    let kinds = |kinds: &[MethodKind]| Some(Kinds(kinds.to_vec()));
    let mandate = |regions: &[&str], since: Option<Date>| {
        vec![Mandate { regions: regions.iter().map(|name| (*name).into()).collect(), since }]
    };
    let going = |name: &str, after: i32| Platform {
        withdrawing: vec![Withdrawal { kind: MethodKind::Email, on: day(after) }],
        ..named(name)
    };
    Catalogue::new([vec![
        Platform {
            aliases: vec!["亚马逊".into()],
            kinds: kinds(&[MethodKind::Totp, MethodKind::Sms, MethodKind::Voice]),
            app_twice: Some(false),
            one_number: Some(true),
            mandates: mandate(&["NA", "EU", "JP"], Some(day(-3000))),
            recovery_codes: Some(0),
            sub_users: Some(true),
            ..named("Amazon")
        },
        Platform { kinds: kinds(&[MethodKind::Sms]), ..named("Coupang") },
        Platform { kinds: kinds(&[MethodKind::Sms, MethodKind::Email]), ..named("Texts, mails") },
        Platform { kinds: kinds(&[MethodKind::Email]), ..named("Mails") },
        Platform { sharing: Some(true), ..named("Etsy") },
        Platform { recovery_codes: Some(10), ..named("Shopify") },
        Platform { money: Some(true), ..named("PayPal") },
        Platform { mandates: mandate(&[], None), ..named("OTTO") },
        Platform { mandates: mandate(&["UK"], None), ..named("Britmart") },
        Platform { mandates: mandate(&[], Some(day(1))), ..named("Soon") },
        Platform { kinds: kinds(&[MethodKind::Totp]), app_twice: Some(false), ..named("One app") },
        named("eBay"),
        going("Goes in 90", 90),
        going("Goes in 91", 91),
        going("Gone", -5),
    ]])
}
