//! `otpauth://`, `steam://` addresses: a tolerant reader and a strict writer.

use super::{Key, KeyError, base32::Base32Error};

/// What one address says.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// Who issued the key; may be empty.
    pub issuer: String,
    /// The login; may be empty.
    pub login: String,
    /// The key.
    pub key: Option<Key>,
    /// Folder and tag names, in order, without repetition.
    pub groups: Vec<String>,
    /// Free text.
    pub note: String,
    /// Whether it was marked as a favourite.
    pub favourite: bool,
    /// What was read otherwise than it stood there.
    pub remarks: Vec<Remark>,
}

/// Something an address said that was changed or assumed; never a reason to refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The label's prefix differs from the issuer parameter; the parameter won.
    PrefixDiffers {
        /// The prefix, kept in the note.
        prefix: String,
    },
    /// Neither issuer nor login.
    NoName,
    /// A name was not UTF-8; U+FFFD stands for what was lost.
    NotUtf8,
    /// A counter key without a counter: 0 is assumed.
    NoCounter,
    /// Issuer Steam, but digits other than five were asked for: kept as TOTP.
    NotSteam,
    /// The key has a length no whole number of bytes has; the spare bits were dropped.
    OddLength,
    /// Fewer than 80 bits.
    ShortKey,
    /// A parameter stood twice; the first one counts.
    Repeated {
        /// Its name, lower case.
        parameter: &'static str,
    },
}

/// Why an address was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriError {
    /// Not an address of a kind that is read here.
    NotOtpauth,
    /// Longer than 8 KiB.
    TooLong,
    /// A Google Authenticator batch: other reader.
    Migration,
    /// A type other than totp, hotp, steam.
    UnknownType(String),
    /// No key in it.
    NoKey,
    /// The key is not base32.
    Key(Base32Error),
    /// A value out of its bounds.
    Bounds(KeyError),
    /// A number that is none.
    NotANumber {
        /// The parameter's name.
        parameter: &'static str,
    },
    /// An HMAC that is not computed here. Never read as SHA-1.
    Algorithm(String),
}

/// Reads one address.
pub fn parse(_text: &str) -> Result<Address, UriError> {
    Err(UriError::NotOtpauth)
}

/// Writes one address; the result is as secret as the key in it.
pub fn format(_issuer: &str, _login: &str, _key: &Key) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::default()
}
