//! `otpauth://`, `steam://` addresses: a tolerant reader and a strict writer.
//!
//! After the [Key Uri Format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format),
//! with what programs really write: no fragment (`#` is text), `?` and `&` left raw in names, `+`
//! that means a space or a plus, prefixes that contradict the issuer. What is guessed is told as a
//! [`Remark`]; what would change the codes is refused.

mod names;
mod read;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::{Algorithm, Key, KeyError, Kind, base32, base32::Base32Error};

pub use read::parse;

/// The longest address that is read, in bytes.
pub const LONGEST: usize = 8 << 10;

/// What one address says.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// Who issued the key; may be empty.
    pub issuer: String,
    /// The login; may be empty.
    pub login: String,
    /// The key. [`parse`] always gives one.
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
    /// The key's length is possible, but its last character says more than whole bytes hold; the
    /// spare bits were dropped.
    SpareBits,
    /// Fewer than 80 bits.
    ShortKey,
    /// A parameter stood twice; the first one counts.
    Repeated {
        /// Its name, lower case.
        parameter: &'static str,
    },
    /// A parameter with tags, note and the like could not be read and was left out.
    Unread {
        /// Its name, lower case.
        parameter: &'static str,
    },
}

/// Why an address was refused. Never carries the key, nor a text that could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriError {
    /// Not an address of a kind that is read here.
    NotOtpauth,
    /// Longer than 8 KiB.
    TooLong,
    /// A Google Authenticator batch: other reader.
    Migration,
    /// A type other than totp, hotp, steam; lower case, at most eight characters.
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
    /// An HMAC that is not computed here. Never read as SHA-1. Empty when what stood there is too
    /// long for a name.
    Algorithm(String),
    /// Its program had it in the trash.
    Trashed,
}

/// Unreserved characters of RFC 3986 §2.3 stay, everything else is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes one address; the result is as secret as the key in it.
///
/// What every reader takes for granted (SHA-1, six digits, 30 seconds) is left out: an address is
/// typed from paper, and drawn as a QR code on small terminals. Steam's says everything.
///
/// [`parse`] reads the same issuer, login and key from it, but for what an address cannot hold:
/// white space round the names, a login that begins with `issuer:`, and a five-digit TOTP key of
/// an issuer called Steam, which everybody reads as Steam Guard.
pub fn format(issuer: &str, login: &str, key: &Key) -> Zeroizing<String> {
    let secret = base32::encode(key.secret());
    // One allocation, so that nothing outgrown is left behind with the key in it.
    let room = 6 * issuer.len() + 3 * login.len() + secret.len() + 128;
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str("otpauth://");
    text.push_str(key.kind().word());
    text.push('/');
    text.extend(utf8_percent_encode(issuer, ESCAPED));
    // A colon alone in front says that what follows is no issuer.
    if !issuer.is_empty() || login.contains(':') || login.eq_ignore_ascii_case("steam") {
        text.push(':');
    }
    text.extend(utf8_percent_encode(login, ESCAPED));
    text.push_str("?secret=");
    text.push_str(&secret);
    if !issuer.is_empty() {
        text.push_str("&issuer=");
        text.extend(utf8_percent_encode(issuer, ESCAPED));
    }
    let says_all = key.kind() == Kind::Steam;
    if says_all || key.algorithm() != Algorithm::Sha1 {
        text.push_str("&algorithm=");
        text.push_str(&key.algorithm().word().to_ascii_uppercase());
    }
    if says_all || key.digits() != super::DEFAULT_DIGITS {
        text.push_str("&digits=");
        text.push_str(&key.digits().to_string());
    }
    let (name, number) = match key.kind() {
        Kind::Hotp { counter } => ("&counter=", counter),
        Kind::Totp { period: super::DEFAULT_PERIOD } => return text,
        Kind::Totp { period } => ("&period=", period.into()),
        Kind::Steam => ("&period=", super::DEFAULT_PERIOD.into()),
    };
    text.push_str(name);
    text.push_str(&number.to_string());
    text
}
