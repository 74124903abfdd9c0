//! The invented stores: who they are, what their codes come from, who holds which phone.

use super::upkeep;
use crate::model::{
    Account, Book, Device, DeviceState, Id, Method, MethodKind, Number, NumberState, Person, Role,
    Test, TestResult,
};
use crate::otp::{Algorithm, Key, Kind};
use crate::secret::Secret;
use crate::time::{Date, Moment};

use MethodKind::{Email, Push, Sms, Totp, Voice, Whatsapp};
use TestResult::{Garbled, Late, None as Nothing, Ok as Good, Rejected};

/// Who holds things. The last one has left.
const PEOPLE: [&str; 7] = ["Min-ji", "李雷", "Sofía", "Kenta", "Anna", "Diego", "Tomasz"];

/// Label, holder, place, state.
const DEVICES: [(&str, &str, &str, DeviceState); 12] = [
    ("P-01", "李雷", "Shenzhen, drawer 2", DeviceState::Ok),
    ("P-02", "李雷", "Shenzhen, drawer 2", DeviceState::Ok),
    ("P-03", "Anna", "Berlin, safe", DeviceState::Ok),
    ("P-04", "Kenta", "大阪 事務所", DeviceState::Ok),
    ("P-05", "Sofía", "Guadalajara", DeviceState::Ok),
    ("P-07", "Min-ji", "서울 사무실", DeviceState::Ok),
    ("P-08", "Tomasz", "", DeviceState::Lost),
    ("P-09", "Anna", "Berlin, safe", DeviceState::Broken),
    ("P-10", "Kenta", "大阪 金庫", DeviceState::Ok),
    ("P-11", "Tomasz", "Berlin, desk", DeviceState::Ok),
    ("P-12", "Diego", "Guadalajara, caja fuerte", DeviceState::Ok),
    ("T-01", "Min-ji", "서울 사무실", DeviceState::Retired),
];

/// Number, the handset its card is in, state. In order: numbers kept for fiction (UK 7700 900,
/// US 555-01, FR 6 39 98), and prefixes nobody was given.
const NUMBERS: [(&str, &str, NumberState); 9] = [
    ("+44 7700 900101", "P-11", NumberState::Ok),
    ("+44 7700 900102", "P-02", NumberState::Ok),
    ("+1 202 555 0143", "P-10", NumberState::Ok),
    ("+1 202 555 0144", "P-08", NumberState::Ok),
    ("+33 6 39 98 00 07", "P-09", NumberState::Ok),
    ("+82 10 0000 0107", "P-07", NumberState::Ok),
    ("+81 70 0000 0104", "P-04", NumberState::Suspended),
    ("+52 55 0000 0105", "P-12", NumberState::Ok),
    ("+48 000 000 108", "P-08", NumberState::Lapsed),
];

/// A way in: kind, device or number, and the last test (days ago, result).
type Way = (MethodKind, &'static str, Option<(i32, TestResult)>);

/// What a row's codes come from.
#[derive(Clone, Copy)]
enum Seed {
    /// Nothing: the code arrives elsewhere.
    No,
    /// The usual: six digits, 30 s, SHA-1.
    Usual,
    /// Something else: kind, algorithm, digits.
    Other(Kind, Algorithm, u8),
}

struct Row {
    store: &'static str,
    platform: &'static str,
    sites: &'static str,
    login: &'static str,
    company: &'static str,
    tags: &'static str,
    seed: Seed,
    main: Way,
    backup: Option<Way>,
}

const fn row(
    (store, platform, sites, login): (&'static str, &'static str, &'static str, &'static str),
    (company, tags): (&'static str, &'static str),
    seed: Seed,
    main: Way,
    backup: Option<Way>,
) -> Row {
    Row { store, platform, sites, login, company, tags, seed, main, backup }
}

const APP: Way = (Totp, "P-01", None);
const MINUTE: Seed = Seed::Other(Kind::Totp { period: 60 }, Algorithm::Sha1, 6);
const EIGHT: Seed = Seed::Other(Kind::Totp { period: 30 }, Algorithm::Sha1, 8);
const SHA256: Seed = Seed::Other(Kind::Totp { period: 30 }, Algorithm::Sha256, 6);
const COUNTER: Seed = Seed::Other(Kind::Hotp { counter: 41 }, Algorithm::Sha1, 6);
const STEAM: Seed = Seed::Other(Kind::Steam, Algorithm::Sha1, 5);

const fn by(kind: MethodKind, on: &'static str, days: i32, result: TestResult) -> Way {
    (kind, on, Some((days, result)))
}

const fn untested(kind: MethodKind, on: &'static str) -> Way {
    (kind, on, None)
}

const HIKARI: &str = "Hikari Trading GK";
const LANHAI: &str = "蓝海虚构贸易有限公司";
const NORTE: &str = "Bodega Norte Ficticia SA";
const NEBEL: &str = "Nebelwald Handels GmbH";

#[rustfmt::skip]
const ROWS: [Row; 42] = [
    row(("Hikari Outdoor", "Amazon", "DE FR IT ES NL UK", "ops@hikari.example"), (HIKARI, "eu main"), Seed::Usual, APP, Some(by(Sms, "+44 7700 900101", 12, Good))),
    row(("Hikari Outdoor", "Amazon", "US CA MX", "na@hikari.example"), (HIKARI, "na main"), Seed::Usual, APP, Some(by(Voice, "+1 202 555 0143", 3, Good))),
    row(("Hikari Outdoor", "Amazon", "JP", "jp@hikari.example"), (HIKARI, "jp"), Seed::Usual, by(Totp, "P-04", 30, Good), Some(by(Sms, "+81 70 0000 0104", 40, Good))),
    row(("Hikari Outdoor", "Coupang", "KR", "hikari-kr"), (HIKARI, "kr"), Seed::No, untested(Sms, "+82 10 0000 0107"), Some(untested(Voice, "+82 10 0000 0107"))),
    row(("Hikari Outdoor", "Rakuten", "JP", "hikari-rms"), (HIKARI, "jp"), Seed::No, untested(Email, "P-04"), None),
    row(("Hikari Outdoor", "eBay", "US UK DE", "hikari_outdoor"), (HIKARI, "eu na"), Seed::Usual, APP, Some(by(Push, "P-03", 140, Good))),
    row(("光之户外", "Amazon", "AU SG", "au@guangzhi.example"), (LANHAI, "fe"), Seed::Usual, APP, Some(by(Sms, "+1 202 555 0144", 20, Good))),
    row(("光之户外", "Shopee", "MY TH VN PH", "guangzhi.sea"), (LANHAI, "sea"), Seed::No, untested(Sms, "+44 7700 900102"), Some(by(Whatsapp, "+44 7700 900102", 9, Good))),
    row(("光之户外", "Lazada", "MY TH ID", "guangzhi-lzd"), (LANHAI, "sea"), Seed::No, untested(Sms, "+44 7700 900102"), None),
    row(("光之户外", "TikTok Shop", "US UK", "guangzhi@tts.example"), (LANHAI, "na eu live"), Seed::Usual, APP, Some(by(Email, "P-02", 55, Late))),
    row(("光之户外", "AliExpress", "ES FR PL", "guangzhi-ae"), (LANHAI, "eu"), Seed::No, untested(Email, "P-02"), None),
    row(("虚构茶馆", "Amazon", "US", "tea@xugou.example"), (LANHAI, "na tea"), SHA256, APP, Some(by(Sms, "+1 202 555 0143", 91, Good))),
    row(("虚构茶馆", "Etsy", "US", "xugou-tea"), (LANHAI, "na tea"), Seed::Usual, APP, Some(by(Sms, "+1 202 555 0143", 21, Rejected))),
    row(("虚构茶馆", "Walmart", "US", "tea@walmart.example"), (LANHAI, "na tea"), Seed::Usual, APP, Some(by(Email, "P-01", 200, Good))),
    row(("虚构茶馆", "Shopify", "US", "admin@xugou.example"), (LANHAI, "na tea own"), Seed::Usual, APP, Some(by(Sms, "+1 202 555 0144", 33, Good))),
    row(("云上瓷器", "Amazon", "UK DE FR", "ops@yunshang.example"), (LANHAI, "eu"), Seed::Usual, APP, Some(by(Sms, "+44 7700 900102", 8, Garbled))),
    row(("云上瓷器", "Wayfair", "US CA", "partner@yunshang.example"), (LANHAI, "na"), Seed::No, untested(Email, "P-01"), None),
    row(("云上瓷器", "Temu", "US DE", "yunshang-temu"), (LANHAI, "na eu"), Seed::No, untested(Sms, "+44 7700 900102"), Some(untested(Email, "P-02"))),
    row(("Bodega Norte", "Mercado Libre", "MX AR CL", "ventas@bodega.example"), (NORTE, "latam main"), Seed::Usual, by(Totp, "P-05", 15, Good), Some(by(Whatsapp, "+52 55 0000 0105", 15, Good))),
    row(("Bodega Norte", "Mercado Livre", "BR", "vendas@bodega.example"), (NORTE, "latam"), Seed::Usual, by(Totp, "P-05", 15, Good), None),
    row(("Bodega Norte", "Amazon", "MX", "mx@bodega.example"), (NORTE, "latam"), Seed::Usual, by(Totp, "P-05", 15, Good), Some(by(Sms, "+52 55 0000 0105", 400, Good))),
    row(("Bodega Norte", "Walmart", "MX", "bodega@wm.example"), (NORTE, "latam"), Seed::No, untested(Sms, "+52 55 0000 0105"), None),
    row(("Panadería Luna", "Shopify", "ES PT", "hola@luna.example"), (NORTE, "eu own"), EIGHT, by(Totp, "P-05", 15, Good), Some(by(Email, "P-05", 2, Good))),
    row(("Panadería Luna", "Etsy", "ES", "panaderia-luna"), (NORTE, "eu"), Seed::Usual, by(Totp, "P-05", 15, Good), Some(untested(Sms, "+52 55 0000 0105"))),
    row(("Nebelwald", "Amazon", "DE AT PL SE", "amazon@nebelwald.example"), (NEBEL, "eu main"), Seed::Usual, by(Totp, "P-03", 5, Good), Some(by(Sms, "+44 7700 900101", 5, Good))),
    row(("Nebelwald", "Kaufland", "DE CZ SK", "seller@nebelwald.example"), (NEBEL, "eu"), Seed::Usual, by(Totp, "P-03", 5, Good), Some(by(Sms, "+33 6 39 98 00 07", 60, Good))),
    row(("Nebelwald", "OTTO Market", "DE", "otto@nebelwald.example"), (NEBEL, "eu"), MINUTE, by(Totp, "P-03", 5, Good), None),
    row(("Nebelwald", "Allegro", "PL", "nebelwald-pl"), (NEBEL, "eu"), Seed::Usual, by(Totp, "P-03", 5, Good), Some(by(Sms, "+48 000 000 108", 70, Good))),
    row(("Nebelwald", "Zalando", "DE NL", "partner@nebelwald.example"), (NEBEL, "eu"), Seed::No, untested(Push, "P-03"), None),
    row(("Nebelwald", "bol", "NL BE", "bol@nebelwald.example"), (NEBEL, "eu"), Seed::No, untested(Sms, "+44 7700 900101"), None),
    row(("별빛 문구", "Coupang", "KR", "byeolbit"), (HIKARI, "kr"), Seed::No, by(Sms, "+82 10 0000 0107", 4, Good), None),
    row(("별빛 문구", "Amazon", "US JP", "ops@byeolbit.example"), (HIKARI, "na jp"), Seed::Usual, by(Totp, "P-07", 11, Good), Some(by(Sms, "+82 10 0000 0107", 11, Good))),
    row(("별빛 문구", "Gmarket", "KR", "byeolbit-gm"), (HIKARI, "kr"), COUNTER, by(Totp, "T-01", 300, Good), Some(by(Totp, "T-01", 300, Good))),
    row(("さくら文具", "Rakuten", "JP", "sakura-rms"), (HIKARI, "jp"), Seed::No, untested(Email, "P-04"), Some(by(Voice, "+81 70 0000 0104", 18, Nothing))),
    row(("さくら文具", "Amazon", "JP", "sakura@bungu.example"), (HIKARI, "jp"), Seed::Usual, by(Totp, "P-04", 30, Good), Some(by(Sms, "+82 10 0000 0107", 88, Good))),
    row(("Pixel Drachen", "Steam", "", "pixeldrachen"), (NEBEL, "games"), STEAM, by(Totp, "P-03", 5, Good), Some(by(Email, "P-03", 26, Good))),
    row(("", "PayPal", "US", "pay@hikari.example"), (HIKARI, "money"), Seed::Usual, APP, Some(by(Sms, "+1 202 555 0143", 6, Good))),
    row(("", "PayPal", "DE", "pay@nebelwald.example"), (NEBEL, "money"), Seed::Usual, by(Totp, "P-03", 5, Good), Some(by(Sms, "+33 6 39 98 00 07", 120, Good))),
    row(("", "Payoneer", "", "payoneer@lanhai.example"), (LANHAI, "money"), Seed::No, untested(Push, "P-02"), Some(by(Sms, "+44 7700 900102", 14, Good))),
    row(("", "WorldFirst", "", "wf@lanhai.example"), (LANHAI, "money"), Seed::No, untested(Sms, "+44 7700 900102"), Some(by(Email, "P-01", 14, Good))),
    row(("", "Wise", "", "wise@bodega.example"), (NORTE, "money"), Seed::Usual, by(Totp, "P-05", 15, Good), Some(by(Sms, "+52 55 0000 0105", 1, Good))),
    row(("", "Airwallex", "", "aw@hikari.example"), (HIKARI, "money"), MINUTE, APP, Some(by(Sms, "+1 202 555 0144", 9, Good))),
];

/// The rows kept at the top.
const PINNED: [usize; 2] = [0, 24];
/// What stands in the note of a few rows.
const NOTES: [(usize, &str); 3] = [
    (3, "The registered number must stay alive: Coupang changes it only with a code sent to it."),
    (15, "上次收到的短信是乱码；先换一种接收方式再试。"),
    (32, "The token is out of use; enrol a phone before the counter is needed again."),
];

/// About forty invented logins with every backup status, in several scripts. `fresh` gives ids,
/// `random` gives key bytes.
pub fn book(
    now: Moment,
    fresh: &mut dyn FnMut() -> Id,
    random: &mut dyn FnMut() -> [u8; 20],
) -> Book {
    let today = now.date();
    let mut book = Book::default();
    for name in PEOPLE {
        let left = (name == "Tomasz").then(|| days_before(today, 9));
        book.people.push(Person { left, ..Person::new(fresh(), name.into()) });
    }
    for (label, holder, location, state) in DEVICES {
        let holder = book.people.iter().find(|person| person.name == holder).map(|p| p.id);
        let device = Device::new(fresh(), label.into());
        book.devices.push(Device { holder, location: location.into(), state, ..device });
    }
    for (number, device, state) in NUMBERS {
        let device = book.devices.iter().find(|d| d.label == device).map(|d| d.id);
        book.numbers.push(Number { device, state, ..Number::new(fresh(), number.into()) });
    }
    for (place, row) in ROWS.iter().enumerate() {
        let ways = [(Role::Main, Some(row.main)), (Role::Backup, row.backup)];
        let methods = ways
            .into_iter()
            .filter_map(|(role, way)| Some(method(&book, role, way?, today)))
            .collect();
        let note = NOTES.iter().find(|(noted, _)| *noted == place).map_or("", |(_, note)| note);
        book.accounts.push(Account {
            platform: row.platform.into(),
            store: row.store.into(),
            login: row.login.into(),
            marketplaces: row.sites.split_whitespace().map(Into::into).collect(),
            company: row.company.into(),
            tags: row.tags.split_whitespace().map(Into::into).collect(),
            note: note.into(),
            pinned: PINNED.contains(&place),
            key: key(row.seed, random),
            methods,
            ..Account::blank(fresh())
        });
    }
    upkeep::adorn(&mut book, today, fresh);
    book.settle();
    book
}

fn key(seed: Seed, random: &mut dyn FnMut() -> [u8; 20]) -> Option<Key> {
    let (kind, algorithm, digits) = match seed {
        Seed::No => return None,
        Seed::Usual => (Kind::Totp { period: 30 }, Algorithm::Sha1, 6),
        Seed::Other(kind, algorithm, digits) => (kind, algorithm, digits),
    };
    Key::new(Secret::new(random().to_vec()), kind, algorithm, digits).ok()
}

fn method(book: &Book, role: Role, (kind, on, test): Way, today: Date) -> Method {
    Method {
        device: book.devices.iter().find(|device| device.label == on).map(|device| device.id),
        number: book.numbers.iter().find(|number| number.number == on).map(|number| number.id),
        tested: test.map(|(days, result)| Test {
            on: days_before(today, days),
            result,
            by: "Anna".into(),
        }),
        ..Method::new(kind, role)
    }
}

/// So many days before a day; after it when negative.
pub(super) fn days_before(today: Date, days: i32) -> Date {
    today.saturating_sub(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_refers_only_to_what_it_has() {
        for (label, holder, ..) in DEVICES {
            assert!(PEOPLE.contains(&holder), "{label}: {holder}");
        }
        for (number, device, _) in NUMBERS {
            assert!(DEVICES.iter().any(|(label, ..)| *label == device), "{number}: {device}");
        }
        for row in &ROWS {
            for (kind, on, _) in std::iter::once(row.main).chain(row.backup) {
                let is_device = DEVICES.iter().any(|(label, ..)| *label == on);
                let is_number = NUMBERS.iter().any(|(number, ..)| *number == on);
                assert!(is_device || is_number, "{}: {kind:?} on {on}", row.login);
            }
        }
    }
}
