//! Yandex's codes: eight letters of an HMAC-SHA-256 whose key is a hash of PIN and key.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::code::{Code, from_text};
use crate::secret::Secret;

/// Bytes of a key; what follows them in the texts that Yandex shows is a checksum.
pub(super) const LENGTH: usize = 16;

/// The part of a key that codes are made of.
pub fn key(secret: &Secret) -> Secret {
    let bytes = secret.expose();
    Secret::new(bytes[..bytes.len().min(LENGTH)].to_vec())
}

/// Letters of a code.
const LETTERS: usize = 8;

/// The code of a 30-second step.
pub(super) fn code(key: &Secret, pin: &Secret, step: u64) -> Code {
    let key = &key.expose()[..key.expose().len().min(LENGTH)];
    let mixed = Sha256::new().chain_update(pin.expose()).chain_update(key).finalize();
    let mixed = Zeroizing::new(<[u8; 32]>::from(mixed));
    // The first byte is left out where it is zero: the original keeps the hash as a number.
    let mixed = mixed.strip_prefix(&[0]).unwrap_or(mixed.as_slice());
    let mut mac = Hmac::<Sha256>::new_from_slice(mixed).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[31] & 15);
    let number = hash[offset..offset + 8].iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
    let mut number = (number & i64::MAX.unsigned_abs()) % 26_u64.pow(8);
    let mut letters = Zeroizing::new([b'a'; LETTERS]);
    for letter in letters.iter_mut().rev() {
        *letter = b'a' + u8::try_from(number % 26).unwrap_or(0);
        number /= 26;
    }
    from_text(std::str::from_utf8(letters.as_slice()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::base32;

    /// The vectors that the clients' own test suites share.
    #[test]
    fn public_vectors() {
        let cases = [
            ("5239", "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY", 1_641_559_648, "umozdicq"),
            ("7586", "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI", 1_581_064_020, "oactmacq"),
            ("7586", "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI", 1_581_090_810, "wemdwrix"),
            (
                "5210481216086702",
                "JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M",
                1_581_091_469,
                "dfrpywob",
            ),
        ];
        for (pin, text, seconds, expected) in cases {
            let secret = base32::decode(text).expect("a key").secret;
            let code = code(&secret, &Secret::from_text(pin.into()), seconds / 30);
            assert_eq!(code.expose(), expected, "at {seconds}");
        }
    }
}
