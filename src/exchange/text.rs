//! Text as programs and spreadsheets write it: UTF-8 with and without a mark, UTF-16, and for tables
//! what Excel writes in China.

use zeroize::Zeroizing;

use crate::otp::{Refusal, base32};
use crate::secret::Secret;

/// Whether there is nothing in a file: white space, a byte order mark, zeros.
pub(super) fn is_empty(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let body = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    body.iter().all(|&b| b.is_ascii_whitespace() || b == 0)
}

/// The text of a file: UTF-16 with a mark, else UTF-8, the mark taken off. `None` when it is neither. What is left of
/// a character where a file was cut is U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Option<Zeroizing<String>> {
    if let Some(text) = from_utf16(bytes) {
        return Some(text);
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        Ok(text) => Some(Zeroizing::new(text.to_owned())),
        Err(error) if error.error_len().is_none() => {
            let text = std::str::from_utf8(&body[..error.valid_up_to()]).ok()?;
            // A single byte beyond ASCII is a letter of another encoding, unless there are others of this one.
            let is_utf8 = body.len() < bytes.len() || !text.is_ascii();
            is_utf8.then(|| Zeroizing::new([text, "\u{fffd}"].concat()))
        }
        Err(_) => None,
    }
}

/// The most bytes that are left of a character of GB18030.
const LEFT: usize = 3;

/// The text of a table that is not in UTF-8: GB18030, when it decodes without an error and is Chinese. It may have
/// been cut within a character, as in [`decode`].
pub(super) fn decode_chinese(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let whole = |bytes: &[u8]| {
        let text =
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
        is_chinese(bytes).then(|| Zeroizing::new(text.into_owned()))
    };
    whole(bytes).or_else(|| {
        let parts =
            (1..=LEFT).filter_map(|left| bytes.split_at_checked(bytes.len().checked_sub(left)?));
        let mut parts = parts.filter(|(_, rest)| !rest.is_ascii());
        let text = parts.find_map(|(part, _)| whole(part))?;
        Some(Zeroizing::new([text.as_str(), "\u{fffd}"].concat()))
    })
}

/// The text of a table in any other encoding, with guesses for all but ASCII: to see its shape, not to
/// be read. `None` when it is no text.
pub(super) fn decode_shape(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if bytes.iter().any(is_control) {
        return None;
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    Some(Zeroizing::new(text.into_owned()))
}

/// Whether a text in GB18030 is Chinese. Nearly all of its characters have two bytes beyond ASCII; in European
/// text a letter beyond it stands between others, and would swallow the next one.
fn is_chinese(bytes: &[u8]) -> bool {
    let (mut pairs, mut mixed) = (0, 0);
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        if byte.is_ascii() {
            continue;
        }
        match rest.next() {
            Some(second) if second.is_ascii_digit() => drop(rest.nth(1)),
            Some(second) if second.is_ascii() => mixed += 1,
            _ => pairs += 1,
        }
    }
    pairs > 2 * mixed
}

/// The text of a UTF-16 file, known by its byte order mark.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, rest) = bytes[2..].as_chunks::<2>();
    let units = pairs.iter().map(|&pair| unit(pair));
    // Three bytes of UTF-8 a unit at most: never grown, so no outgrown buffer keeps keys.
    let mut text = Zeroizing::new(String::with_capacity((bytes.len() / 2 + 1) * 3));
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text.extend(rest.first().map(|_| char::REPLACEMENT_CHARACTER));
    Some(text)
}

/// Standard base64, padded or not.
pub(super) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    use base64::Engine as _;
    use base64::alphabet::STANDARD;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, lenient).decode(text.trim()).ok().map(Zeroizing::new)
}

/// Base32 that is not the key itself but what it is kept in.
pub(super) fn base32(text: &str) -> Result<Secret, Refusal> {
    base32::decode(text).map(|decoded| decoded.secret).map_err(|error| match error {
        base32::Base32Error::Empty => Refusal::NoKey,
        error => Refusal::Key(error),
    })
}

/// Hexadecimal.
pub(super) fn hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
    bytes.filter(|_| rest.is_empty()).map(Zeroizing::new)
}

/// Writes standard base64, padded.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Writes hexadecimal, lower case.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
