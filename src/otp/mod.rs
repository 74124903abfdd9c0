//! One-time codes: keys as people have them, the codes they give, and `otpauth` addresses.
//!
//! Pure. The arithmetic is totp-rs's; what is here is the tolerance around it and the guards in
//! front of it (digits, period and key length are checked before the crate sees them).

pub mod base32;
mod code;
mod drift;
pub mod motp;
mod parts;
pub mod uri;
pub mod yandex;

pub use code::{Code, Window};
pub use drift::{Drift, tidy};
pub use parts::{Material, Parts, Refusal, Remark, Sort, number};

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// The HMAC behind a key (RFC 6238 §1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// HMAC-SHA-1, which almost every platform uses.
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// MD5, without HMAC: what mOTP hashes with, and nothing else may.
    Md5,
}

impl Algorithm {
    /// Those one can choose from, in the order forms offer them.
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The word in files, arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
            Self::Md5 => "md5",
        }
    }

    /// The algorithm a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.word() == word)
    }

    /// The HMAC another program's word means: any case, `SHA-256`, `HmacSHA1`,
    /// `Algorithm.sha512`; nothing at all is SHA-1. `None` for any other HMAC: reading one of
    /// those as SHA-1 would give wrong codes without a word.
    pub fn guess(word: &str) -> Option<Self> {
        let mut plain: String = word.nfkc().flat_map(char::to_lowercase).collect();
        plain.retain(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
        let plain = plain.strip_prefix("algorithm.").unwrap_or(&plain);
        match plain.strip_prefix("hmac").unwrap_or(plain) {
            "" if plain.is_empty() => Some(Self::Sha1),
            "sha" => Some(Self::Sha1),
            word => Self::from_word(word),
        }
    }
}

/// What moves a code on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Time, RFC 6238. `period` is 1 to 86,400 s.
    Totp {
        /// Seconds one code lives.
        period: u32,
    },
    /// A counter, RFC 4226. `counter` is the next one to use, up to 2^63 - 1.
    Hotp {
        /// The counter of the next code.
        counter: u64,
    },
    /// Steam Guard: SHA-1, 30 s, five characters of an own alphabet.
    Steam,
    /// mOTP: MD5, 10 s, six hexadecimal digits; with a PIN.
    Motp,
    /// Yandex: SHA-256, 30 s, eight letters; with a PIN.
    Yandex,
}

impl Kind {
    /// The word in files, arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
            Self::Motp => "motp",
            Self::Yandex => "yandex",
        }
    }

    /// Whether hash, digits and period follow from the kind alone.
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Steam | Self::Motp | Self::Yandex)
    }

    /// Whether codes need a PIN beside the key.
    pub fn has_pin(self) -> bool {
        matches!(self, Self::Motp | Self::Yandex)
    }
}

/// The shared secret behind an account's codes, and how to compute them.
///
/// Only made by [`Key::new`], so digits and period are always within their bounds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    secret: Secret,
    kind: Kind,
    algorithm: Algorithm,
    digits: u8,
    pin: Option<Secret>,
}

/// Why a key cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// Digits outside 4 to 10.
    Digits,
    /// A period outside 1 to 86,400 s.
    Period,
    /// A counter above 2^63 - 1.
    Counter,
    /// No bytes, or more than 1,024.
    Length,
}

/// Digits of a code when nothing says otherwise.
pub const DEFAULT_DIGITS: u8 = 6;
/// Seconds of a period when nothing says otherwise.
pub const DEFAULT_PERIOD: u32 = 30;

impl Key {
    /// Checks the bounds. Steam, mOTP and Yandex fix algorithm, digits and period whatever is asked
    /// for. For mOTP the secret is the hexadecimal text ([`motp::key`]).
    pub fn new(
        secret: Secret,
        kind: Kind,
        algorithm: Algorithm,
        digits: u8,
    ) -> Result<Self, KeyError> {
        if secret.is_empty() || secret.expose().len() > 1024 {
            return Err(KeyError::Length);
        }
        let (algorithm, digits) = match kind {
            Kind::Steam => (Algorithm::Sha1, 5),
            Kind::Motp => (Algorithm::Md5, 6),
            Kind::Yandex => (Algorithm::Sha256, 8),
            Kind::Totp { period } if !(1..=86_400).contains(&period) => {
                return Err(KeyError::Period);
            }
            Kind::Hotp { counter } if i64::try_from(counter).is_err() => {
                return Err(KeyError::Counter);
            }
            _ if !(4..=10).contains(&digits) => return Err(KeyError::Digits),
            _ => (algorithm, digits),
        };
        Ok(Self { secret, kind, algorithm, digits, pin: None })
    }

    /// The same key with a PIN, or without; kinds that have none stay without. A PIN is text: what is
    /// none was never typed into anything, and no file would give it back.
    #[must_use]
    pub fn with_pin(self, pin: Option<Secret>) -> Self {
        let is_one = |pin: &Secret| pin.expose_text().is_some_and(|text| !text.is_empty());
        Self { pin: pin.filter(|pin| self.kind.has_pin() && is_one(pin)), ..self }
    }

    /// The PIN.
    pub fn pin(&self) -> Option<&Secret> {
        self.pin.as_ref()
    }

    /// Whether there is no code until somebody says the PIN.
    pub fn lacks_pin(&self) -> bool {
        self.kind.has_pin() && self.pin.is_none()
    }

    /// The key bytes.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// What tells it from others where it is kept no more: 64 bits, of which no key follows. It stays inside
    /// the vault all the same.
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        hash.update("keyrack past key\n");
        hash.update(self.secret.expose());
        let begin = &hash.finalize()[..8];
        format!("{:016x}", begin.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    /// The key as people type it: base32, and for mOTP the text it is.
    pub fn written(&self) -> Zeroizing<String> {
        match self.kind {
            Kind::Motp => {
                Zeroizing::new(String::from_utf8_lossy(self.secret.expose()).into_owned())
            }
            _ => base32::encode(&self.secret),
        }
    }

    /// How long the key is. Each character of mOTP's hexadecimal text is half a byte.
    pub fn bits(&self) -> usize {
        let bytes = self.secret.expose();
        let hex = self.kind == Kind::Motp && bytes.iter().all(u8::is_ascii_hexdigit);
        bytes.len() * if hex { 4 } else { 8 }
    }

    /// What moves the code on.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The HMAC.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Characters of a code.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// Seconds one code lives; `None` for counters.
    pub fn period(&self) -> Option<u32> {
        match self.kind {
            Kind::Totp { period } => Some(period),
            Kind::Steam | Kind::Yandex => Some(DEFAULT_PERIOD),
            Kind::Motp => Some(motp::PERIOD),
            Kind::Hotp { .. } => None,
        }
    }

    /// The same key with the next counter; `None` when it is not a counter key or the last counter
    /// is used up.
    pub fn advanced(&self) -> Option<Self> {
        let Kind::Hotp { counter } = self.kind else { return None };
        let kind = Kind::Hotp { counter: counter.checked_add(1)? };
        Self::new(self.secret.clone(), kind, self.algorithm, self.digits).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algorithms_by_name() {
        let cases = [
            ("", Some(Algorithm::Sha1)),
            (" ", Some(Algorithm::Sha1)),
            ("SHA", Some(Algorithm::Sha1)),
            ("sha1", Some(Algorithm::Sha1)),
            ("SHA-1", Some(Algorithm::Sha1)),
            ("HmacSHA1", Some(Algorithm::Sha1)),
            ("HMAC_SHA_256", Some(Algorithm::Sha256)),
            ("Algorithm.sha256", Some(Algorithm::Sha256)),
            ("ＳＨＡ５１２", Some(Algorithm::Sha512)),
            ("hmac sha-512", Some(Algorithm::Sha512)),
            ("MD5", None),
            ("SHA224", None),
            ("SHA384", None),
            ("SHA3-256", None),
            ("SHA512/256", None),
            ("hmac", None),
            ("1", None),
        ];
        for (word, algorithm) in cases {
            assert_eq!(Algorithm::guess(word), algorithm, "{word}");
        }
    }
}
