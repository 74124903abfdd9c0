//! mOTP ([Mobile-OTP](https://motp.sourceforge.net/)): six hexadecimal digits of an MD5 over ten-second
//! steps, a key and a PIN. Old and weak, and still what some gateways ask for.

use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::code::{Code, from_text};
use crate::secret::Secret;

/// Seconds one code lives.
pub(super) const PERIOD: u32 = 10;

/// The key as it is hashed: the hexadecimal text, lower case; a text that is not hexadecimal stays
/// as it is. `None` when there is nothing.
pub fn key(text: &str) -> Option<Secret> {
    let text = text.trim();
    let hex = text.bytes().all(|b| b.is_ascii_hexdigit());
    let text = if hex { text.to_ascii_lowercase() } else { text.to_owned() };
    (!text.is_empty()).then(|| Secret::from_text(text))
}

/// The text of a key that another program keeps as the bytes behind it.
pub fn key_of_bytes(bytes: &[u8]) -> Secret {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
        }
    }
    Secret::from_text(std::mem::take(&mut *text))
}

/// The code of a step: the first six hexadecimal digits of MD5(step in decimal, key, PIN).
pub(super) fn code(key: &Secret, pin: &Secret, step: u64) -> Code {
    let digest = Md5::new()
        .chain_update(step.to_string())
        .chain_update(key.expose())
        .chain_update(pin.expose())
        .finalize();
    let text = key_of_bytes(&digest[..3]);
    from_text(text.expose_text().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors that the clients' own test suites share.
    #[test]
    fn public_vectors() {
        let cases = [
            (165_892_298, "e3152afee62599c8", "1234", "e7d8b6"),
            (123_456_789, "e3152afee62599c8", "1234", "4ebfb2"),
            (1_659_540_020, "bbb1912bb5c515be", "9999", "ced7b1"),
            (1_659_540_022, "bbb1912bb5c515be", "9999", "ced7b1"),
            (1_659_539_870, "bbb1912bb5c515be", "9999", "1a14f8"),
            (1_659_539_878, "bbb1912bb5c515be", "9999", "1a14f8"),
        ];
        for (seconds, text, pin, expected) in cases {
            let secret = key(text).expect("a key");
            let pin = Secret::from_text(pin.into());
            let code = code(&secret, &pin, seconds / u64::from(PERIOD));
            assert_eq!(code.expose(), expected, "at {seconds}");
        }
    }

    #[test]
    fn keys_are_text() {
        let exposed = |text| key(text).map(|key| key.expose_text().map(str::to_owned));
        assert_eq!(exposed(" 810673CBE473C22D "), Some(Some("810673cbe473c22d".into())));
        assert_eq!(exposed("Not Hex"), Some(Some("Not Hex".into())));
        assert_eq!(exposed(" "), None);
        assert_eq!(key_of_bytes(&[0x81, 0x06, 0x0f]).expose_text(), Some("81060f"));
    }
}
