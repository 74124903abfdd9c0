//! A vault full of needles.

use std::path::Path;

use keyrack::model::{Account, Book, Id, Recovery, RecoveryCode};
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::platform::random;
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{Identity, Keys, Place, Vault, WorkFactor, protect_identity, read_identity};

use super::scan::Needles;

pub(crate) const MACHINE: &str = "1f2e3d4c5b6a";
const ACCOUNTS: u64 = 200;
/// The one with the tag `shift`.
pub(crate) const SHIFT: u64 = 7;

/// What is in the vault, and what opens it.
pub(crate) struct Team {
    pub(crate) passphrase: String,
    pub(crate) identity: String,
    pub(crate) keys: Vec<Vec<u8>>,
    pub(crate) codes: Vec<String>,
    id: [u8; 32],
}

/// Random letters.
pub(crate) fn word(length: usize) -> String {
    random::<64>()[..length].iter().map(|byte| char::from(b'a' + byte % 26)).collect()
}

impl Team {
    /// Writes `v.age` and `id.age`.
    pub(crate) fn settle(home: &Path) -> Self {
        let identity = Identity::generate();
        let team = Self {
            passphrase: word(20),
            identity: identity.text().expect("ours").expose_text().expect("text").to_owned(),
            keys: (0..ACCOUNTS).map(|_| random::<20>().to_vec()).collect(),
            codes: (0..ACCOUNTS).map(|_| word(16)).collect(),
            id: random(),
        };
        let work = WorkFactor::new(10).expect("the least");
        let passphrase = Secret::from_text(team.passphrase.clone());
        let file = protect_identity(&identity, Some((&passphrase, work))).expect("protects");
        std::fs::write(home.join("id.age"), file.expose()).expect("writes");
        let keys = Keys::Identity(identity);
        let now = Moment::from_secs(1_795_428_902);
        Vault::create(place(home), keys, Vec::new(), team.id, MACHINE, &team.book(), now)
            .expect("creates");
        team
    }

    fn book(&self) -> Book {
        let account = |(at, (key, code)): (usize, (&Vec<u8>, &String))| {
            let at = at as u64;
            let kind = Kind::Totp { period: 86_400 };
            let key = Key::new(Secret::new(key.clone()), kind, Algorithm::Sha1, 8);
            let code = RecoveryCode { code: Secret::from_text(code.clone()), used: None };
            let mut unique = [7; 10];
            unique[2..].copy_from_slice(&at.to_be_bytes());
            Account {
                platform: "Amazon".into(),
                store: format!("Store {at:03}"),
                login: format!("ops+{at}@hikari.example"),
                tags: if at == SHIFT { vec!["shift".into()] } else { Vec::new() },
                key: Some(key.expect("a key")),
                recovery: Some(Recovery {
                    codes: vec![code],
                    counted: None,
                    place: String::new(),
                    checked: None,
                }),
                ..Account::blank(Id::new(Moment::from_secs(1_700_000_000 + at), unique))
            }
        };
        let accounts = self.keys.iter().zip(&self.codes).enumerate().map(account).collect();
        Book { accounts, ..Book::default() }
    }

    /// What a shift that sees one account must not hold: keys, logins and names of all others, and every
    /// recovery code.
    pub(crate) fn others(&self) -> Needles {
        let mut needles = Needles::default();
        for (at, key) in (0..).zip(&self.keys).filter(|(at, _)| *at != SHIFT) {
            needles.add("key", key);
            add_key(&mut needles, key);
            needles.add("login", format!("ops+{at}@hikari").as_bytes());
            needles.add("name", format!("Store {at:03}").as_bytes());
        }
        for code in &self.codes {
            needles.add("recovery code", code.as_bytes());
        }
        needles
    }

    /// All of it in all its forms.
    pub(crate) fn needles(&self) -> Needles {
        let mut needles = Needles::default();
        for key in &self.keys {
            needles.add("key", key);
            add_key(&mut needles, key);
        }
        for code in &self.codes {
            needles.add("recovery code", code.as_bytes());
        }
        needles.add_shown("passphrase", &self.passphrase);
        needles.add("identity", self.identity.as_bytes());
        needles.add("identity, lower case", self.identity.to_lowercase().as_bytes());
        needles.add("identity, bytes", &scalar(&self.identity));
        needles.add("vault id", &self.id);
        needles.add("vault id, hex", hex(&self.id).as_bytes());
        needles
    }
}

/// The texts of a key.
fn add_key(needles: &mut Needles, key: &[u8]) {
    let text = base32::encode(&Secret::new(key.to_vec()));
    needles.add("key, base32", text.as_bytes());
    needles.add("key, base32 in lower case", text.to_lowercase().as_bytes());
    needles.add("key, hex", hex(key).as_bytes());
    // As HMAC holds it (RFC 2104 §2).
    for pad in [0x36, 0x5c] {
        let padded: Vec<u8> = key.iter().map(|byte| byte ^ pad).collect();
        needles.add("key, padded", &padded);
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).expect("below 16")).collect()
}

/// Where the vault is.
pub(crate) fn place(home: &Path) -> Place {
    Place { file: home.join("v.age"), backups: home.join("backups"), known: home.join("known") }
}

/// Opens it as the program does, by this process itself.
pub(crate) fn open(home: &Path, passphrase: &str) -> (Vault, Book) {
    let file = std::fs::read(home.join("id.age")).expect("reads");
    let passphrase = Secret::from_text(passphrase.to_owned());
    let identity = read_identity(&file, Some(&passphrase)).expect("opens");
    Vault::open(place(home), Keys::Identity(identity), MACHINE).expect("opens")
}

/// The 32 bytes that a bech32 text (BIP 173) stands for.
pub(crate) fn scalar(text: &str) -> Vec<u8> {
    let letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let data = text.to_lowercase();
    let data = data.rsplit('1').next().expect("data");
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in data[..data.len() - 6].chars() {
        let value = letters.find(letter).expect("bech32");
        bits = bits << 5 | u32::try_from(value).expect("five bits");
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).expect("a byte"));
        }
    }
    bytes.truncate(32);
    bytes
}
