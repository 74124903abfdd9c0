//! Places, keys and books for the tests.

use std::path::Path;

use keyrack::model::{Account, Book, Id, Method, MethodKind, MethodState, Role};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{Identity, Keys, Place, Vault, WorkFactor};

pub(crate) const NOW: Moment = Moment::from_secs(1_795_428_902);
pub(crate) const MACHINE: &str = "1f2e3d4c5b6a";

pub(crate) fn place(folder: &Path) -> Place {
    Place { file: folder.join("team").join("team.age"), backups: folder.join("backups") }
}

pub(crate) fn identity() -> Keys {
    Keys::Identity(Identity::generate())
}

pub(crate) fn passphrase(text: &str) -> Keys {
    Keys::Passphrase {
        passphrase: Secret::from_text(text.into()),
        work: WorkFactor::new(10).unwrap(),
    }
}

pub(crate) fn id(number: u64) -> Id {
    let mut random = [7; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Id::new(Moment::from_secs(1_700_000_000 + number), random)
}

pub(crate) fn key(byte: u8) -> Key {
    let secret = Secret::new(vec![byte; 20]);
    Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).unwrap()
}

pub(crate) fn account(number: u64) -> Account {
    Account {
        platform: "Amazon".into(),
        store: format!("Hikari Outdoor {number}"),
        login: format!("ops+{number}@hikari.example"),
        marketplaces: vec!["DE".into(), "FR".into()],
        key: Some(key(u8::try_from(number % 251).unwrap())),
        methods: vec![Method {
            kind: MethodKind::Sms,
            role: Role::Backup,
            device: Some(id(900)),
            number: None,
            state: MethodState::Active,
            tested: None,
        }],
        ..Account::blank(id(number))
    }
}

/// A book of so many accounts.
pub(crate) fn book(accounts: u64) -> Book {
    Book { accounts: (1..=accounts).map(account).collect(), ..Book::default() }
}

/// A vault with that book, just created.
pub(crate) fn create(place: &Place, keys: &Keys, book: &Book) -> Vault {
    Vault::create(place.clone(), keys.clone(), Vec::new(), [9; 32], MACHINE, book, NOW).unwrap()
}

pub(crate) fn open(place: &Place, keys: &Keys) -> (Vault, Book) {
    Vault::open(place.clone(), keys.clone(), MACHINE).unwrap()
}
