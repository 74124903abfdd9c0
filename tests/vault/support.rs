//! Places, keys, books and files for the tests.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use keyrack::model::{Account, Book, Id, Method, MethodKind, Role};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{
    Durability, Identity, Keys, OpenError, Place, Readers, Restoration, Vault, WorkFactor,
};

pub(crate) const NOW: Moment = Moment::from_secs(1_795_428_902);
pub(crate) const MACHINE: &str = "1f2e3d4c5b6a";

/// Whether an error is the one that a case of a table is about.
pub(crate) type Expected = fn(&OpenError) -> bool;

/// A vault's place in a folder of its own.
pub(crate) fn place(folder: &Path) -> Place {
    Place {
        file: folder.join("team").join("team.age"),
        backups: folder.join("backups"),
        known: folder.join("known"),
    }
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

pub(crate) fn account(number: u64) -> Account {
    let secret = Secret::new(vec![u8::try_from(number % 251).unwrap(); 20]);
    Account {
        platform: "Amazon".into(),
        store: format!("Hikari Outdoor {number}"),
        login: format!("ops+{number}@hikari.example"),
        marketplaces: vec!["DE".into(), "FR".into()],
        key: Some(Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).unwrap()),
        methods: vec![Method {
            device: Some(id(900)),
            ..Method::new(MethodKind::Sms, Role::Backup)
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

/// Puts a backup in the vault's place, for whoever can read the vault now.
pub(crate) fn restore(
    place: &Place,
    backup: &Path,
    keys: &Keys,
    now: Moment,
) -> Result<Durability, OpenError> {
    let restoration = Restoration::of(place.clone(), backup, keys.clone())?;
    Ok(restoration.put(Readers::Now, MACHINE, now).unwrap())
}

/// The age library by itself: encrypts a text to an identity.
pub(crate) fn seal(plain: &[u8], identity: &Identity) -> Vec<u8> {
    let recipient: age::x25519::Recipient = identity.recipient().as_str().parse().unwrap();
    age::encrypt(&recipient, plain).unwrap()
}

/// The same to several, whom nothing in the text has to name.
pub(crate) fn seal_to(plain: &[u8], identities: &[&Identity]) -> Vec<u8> {
    let all: Vec<age::x25519::Recipient> =
        identities.iter().map(|identity| identity.recipient().as_str().parse().unwrap()).collect();
    let all = all.iter().map(|recipient| recipient as &dyn age::Recipient);
    let mut file = Vec::new();
    let mut stream = age::Encryptor::with_recipients(all).unwrap().wrap_output(&mut file).unwrap();
    stream.write_all(plain).unwrap();
    stream.finish().unwrap();
    file
}

/// The age library by itself: decrypts a file.
pub(crate) fn unseal(file: &[u8], identity: &Identity) -> String {
    let key: age::x25519::Identity =
        identity.text().unwrap().expose_text().unwrap().parse().unwrap();
    String::from_utf8(age::decrypt(&key, file).unwrap()).unwrap()
}

/// Encrypts with a passphrase and any work factor.
pub(crate) fn seal_with_passphrase(plain: &[u8], passphrase: &str, log_n: u8) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.to_owned().into());
    recipient.set_work_factor(log_n);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _)).unwrap();
    let mut file = Vec::new();
    let mut stream = encryptor.wrap_output(&mut file).unwrap();
    stream.write_all(plain).unwrap();
    stream.finish().unwrap();
    file
}

/// Puts the armor on.
pub(crate) fn armor(file: &[u8]) -> Vec<u8> {
    let format = age::armor::Format::AsciiArmor;
    let mut armored = age::armor::ArmoredWriter::wrap_output(Vec::new(), format).unwrap();
    armored.write_all(file).unwrap();
    armored.finish().unwrap()
}

/// Puts a file in a vault's place, as a stranger would.
pub(crate) fn plant(place: &Place, file: &[u8]) {
    std::fs::create_dir_all(place.file.parent().unwrap()).unwrap();
    std::fs::write(&place.file, file).unwrap();
}

pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    let mut content = Vec::new();
    std::fs::File::open(path).unwrap().read_to_end(&mut content).unwrap();
    content
}

/// The names in a folder, sorted; none when there is no such folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every file in the vault's folder and among its backups.
pub(crate) fn everything(place: &Place) -> Vec<PathBuf> {
    [place.file.parent().unwrap(), &place.backups]
        .into_iter()
        .flat_map(|folder| names(folder).into_iter().map(move |name| folder.join(name)))
        .collect()
}
