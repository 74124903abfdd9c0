//! `otpauth://`, `steam://` and `motp://` addresses: a tolerant reader and a strict writer.
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

use super::{Algorithm, Key, Kind, Remark, base32};

pub use read::{names, parse};

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

/// Unreserved characters of RFC 3986 §2.3 stay, everything else is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes one address; the result is as secret as the key in it.
///
/// What every reader takes for granted (SHA-1, six digits, 30 seconds) is left out: an address is
/// typed from paper, and drawn as a QR code on small terminals. Steam's says everything.
///
/// [`parse`] reads the same issuer, login and key from it, but for what an address cannot hold:
/// white space round the names, a login that begins with `issuer:`, and a five-digit TOTP key of
/// 30 seconds and an issuer called Steam, which everybody reads as Steam Guard.
pub fn format(issuer: &str, login: &str, key: &Key) -> Zeroizing<String> {
    let secret = key.written();
    // One allocation, so that nothing outgrown is left behind with the key in it.
    let pin = key.pin().map_or(0, |pin| pin.expose().len());
    let room = 6 * issuer.len() + 3 * login.len() + 3 * secret.len() + 2 * pin + 128;
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str(match key.kind() {
        Kind::Totp { .. } => "otpauth://totp/",
        Kind::Hotp { .. } => "otpauth://hotp/",
        Kind::Steam => "otpauth://steam/",
        Kind::Yandex => "otpauth://yaotp/",
        Kind::Motp => "motp://",
    });
    text.extend(utf8_percent_encode(issuer, ESCAPED));
    // A colon alone in front says that what follows is no issuer.
    if !issuer.is_empty() || login.contains(':') || login.eq_ignore_ascii_case("steam") {
        text.push(':');
    }
    text.extend(utf8_percent_encode(login, ESCAPED));
    text.push_str("?secret=");
    text.extend(utf8_percent_encode(&secret, ESCAPED));
    if key.kind() == Kind::Motp {
        return text;
    }
    if !issuer.is_empty() {
        text.push_str("&issuer=");
        text.extend(utf8_percent_encode(issuer, ESCAPED));
    }
    let says_all = key.kind().is_fixed();
    if says_all || key.algorithm() != Algorithm::Sha1 {
        text.push_str("&algorithm=");
        text.push_str(&key.algorithm().word().to_ascii_uppercase());
    }
    // An issuer called Steam means Steam Guard to every reader, unless other digits are named.
    let steam = issuer.trim().eq_ignore_ascii_case("steam");
    if says_all || steam || key.digits() != super::DEFAULT_DIGITS {
        text.push_str("&digits=");
        text.push_str(&key.digits().to_string());
    }
    let (name, number) = match key.kind() {
        Kind::Hotp { counter } => ("&counter=", counter),
        Kind::Totp { period: super::DEFAULT_PERIOD } => return text,
        Kind::Totp { period } => ("&period=", period.into()),
        Kind::Steam => ("&period=", super::DEFAULT_PERIOD.into()),
        Kind::Yandex | Kind::Motp => {
            if let Some(pin) = key.pin() {
                text.push_str("&pin=");
                text.push_str(&base32::encode(pin));
            }
            return text;
        }
    };
    text.push_str(name);
    text.push_str(&number.to_string());
    text
}
