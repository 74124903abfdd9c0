//! The encryption with a password: a key from the password, and two from that one. A short text is
//! encrypted as well, so that a wrong password can be told from a damaged file.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use super::super::crypt::{self, Argon2, Argon2Cost, DerivedKey, Hash, Plain};
use super::super::error::Unsupported;
use super::super::json::{Fields as _, Object};
use super::super::{ReadError, Task, text};
use super::FORMAT;

/// AES-256-CBC with an HMAC-SHA-256: the only cipher of a file with a password.
const CIPHER: &str = "2";
const PBKDF2: u64 = 0;
const ARGON2ID: u64 = 1;

/// Decrypts the content of a file.
pub(super) fn open(object: &Object, task: &mut Task<'_>) -> Result<Plain, ReadError> {
    let kdf = Kdf::read(object)?;
    let check = Sealed::read(&object.text("encKeyValidation_DO_NOT_EDIT"))?;
    let data = Sealed::read(&object.text("data"))?;
    let keys = KeyPair::expand(&kdf.derive(&object.text("salt"), task)?);
    check.open(&keys).ok_or(ReadError::WrongPassword)?;
    data.open(&keys).ok_or(ReadError::damaged(FORMAT))
}

/// How the key comes from the password.
enum Kdf {
    Pbkdf2 { rounds: u64 },
    Argon2id(Argon2Cost),
}

impl Kdf {
    fn read(object: &Object) -> Result<Self, ReadError> {
        let number = |name| {
            let number = object.whole(name).filter(|&number| number > 0);
            number.ok_or(ReadError::damaged(FORMAT))
        };
        match object.whole("kdfType") {
            Some(PBKDF2) => Ok(Self::Pbkdf2 { rounds: number("kdfIterations")? }),
            Some(ARGON2ID) => Ok(Self::Argon2id(Argon2Cost {
                memory_kib: number("kdfMemory")?.saturating_mul(1024),
                passes: number("kdfIterations")?,
                lanes: number("kdfParallelism")?,
            })),
            Some(_) => Err(ReadError::Unsupported(Unsupported::KeyDerivation)),
            None => Err(ReadError::damaged(FORMAT)),
        }
    }

    /// The key. The salt is the text as it stands, though it looks like base64.
    fn derive(&self, salt: &str, task: &mut Task<'_>) -> Result<DerivedKey, ReadError> {
        let password = task.password(FORMAT)?;
        match *self {
            Self::Pbkdf2 { rounds } => {
                let mut key = DerivedKey::default();
                let (password, salt) = (password.expose(), salt.as_bytes());
                crypt::pbkdf2(task, Hash::Sha256, password, salt, rounds, key.as_mut())?;
                Ok(key)
            }
            Self::Argon2id(cost) => {
                let salt = Sha256::digest(salt);
                crypt::argon2(task, Argon2::Argon2id, password.expose(), &salt, cost)
            }
        }
    }
}

/// One key to decrypt with, one to check with.
struct KeyPair {
    cipher: DerivedKey,
    mac: DerivedKey,
}

impl KeyPair {
    /// HKDF's second half alone: the key is as long as a hash, and taken for one.
    fn expand(key: &DerivedKey) -> Self {
        let hkdf = hkdf::Hkdf::<Sha256>::from_prk(key.as_slice()).expect("as long as the hash");
        let expand = |info: &[u8]| {
            let mut key = DerivedKey::default();
            hkdf.expand(info, key.as_mut()).expect("no longer than the hash");
            key
        };
        Self { cipher: expand(b"enc"), mac: expand(b"mac") }
    }
}

/// A text with what is needed to open it.
struct Sealed {
    iv: Plain,
    text: Plain,
    mac: Plain,
}

impl Sealed {
    fn read(text: &str) -> Result<Self, ReadError> {
        let damaged = || ReadError::damaged(FORMAT);
        let (cipher, rest) = text.trim().split_once('.').ok_or_else(damaged)?;
        if cipher != CIPHER {
            let known = cipher.parse::<u8>().map(|_| ReadError::Unsupported(Unsupported::Cipher));
            return Err(known.unwrap_or_else(|_| damaged()));
        }
        let mut parts = rest.split('|').map(text::base64);
        let mut part = || parts.next().flatten().ok_or_else(damaged);
        let sealed = Self { iv: part()?, text: part()?, mac: part()? };
        let whole = parts.next().is_none() && sealed.iv.len() == 16 && sealed.mac.len() == 32;
        if whole { Ok(sealed) } else { Err(damaged()) }
    }

    fn open(&self, keys: &KeyPair) -> Option<Plain> {
        let mac = Hmac::<Sha256>::new_from_slice(keys.mac.as_slice()).ok()?;
        mac.chain_update(&*self.iv).chain_update(&*self.text).verify_slice(&self.mac).ok()?;
        crypt::aes_cbc(&keys.cipher, &self.iv, &self.text)
    }
}
