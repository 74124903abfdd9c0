//! Bytes and characters written out as text, and the way back.
//!
//! A message that merely holds an equals sign, a percent sign or a number must not be taken for
//! one in code: letters and digits are written out by nobody, unless everything is.

use super::charset::Charset;

/// Why something is not hexadecimal. None repeats what was typed but one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// There is no digit in it.
    Empty,
    /// A character that cannot be there.
    Character {
        /// Which.
        character: char,
        /// Its place, from 1.
        position: usize,
    },
    /// Half a byte is missing or too much.
    Odd,
    /// More than [`LONGEST`](super::LONGEST) bytes.
    TooLong,
}

/// Bytes from hexadecimal as programs and people write it: `31D98C56`, `31 D9`, `31:D9`,
/// `0x31, 0xd9`, `U+31D9`, `\u31d9`. Units and characters of the last two become two bytes each,
/// high byte first (four above U+FFFF).
pub fn parse_hex(text: &str) -> Result<Vec<u8>, HexError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut word = String::new();
    let mut kind = Kind::Bytes;
    let mut rest = text.char_indices().peekable();
    let mut position = 0;
    while let Some((at, c)) = rest.next() {
        position += 1;
        let pair = text[at..].get(..2).unwrap_or_default();
        let prefix = match pair {
            "0x" | "0X" | "\\x" => Some(Kind::Bytes),
            "\\u" | "U+" | "u+" => Some(Kind::Units),
            _ => None,
        };
        if let Some(next) = prefix {
            finish(&mut word, kind, &mut bytes)?;
            kind = next;
            rest.next();
            position += 1;
        } else if c.is_ascii_hexdigit() {
            word.push(c);
        } else if matches!(c, ':' | ',' | ';' | '-' | '{' | '}' | '<' | '>') || c.is_whitespace() {
            // Spaces may stand between bytes, or, as dumps do it, between halves of a message.
            if kind == Kind::Units || word.len().is_multiple_of(2) {
                finish(&mut word, kind, &mut bytes)?;
                kind = Kind::Bytes;
            } else {
                return Err(HexError::Odd);
            }
        } else {
            return Err(HexError::Character { character: c, position });
        }
        if bytes.len() + word.len() / 2 > super::LONGEST {
            return Err(HexError::TooLong);
        }
    }
    finish(&mut word, kind, &mut bytes)?;
    if bytes.is_empty() { Err(HexError::Empty) } else { Ok(bytes) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bytes,
    Units,
}

fn finish(word: &mut String, kind: Kind, bytes: &mut Vec<u8>) -> Result<(), HexError> {
    if word.is_empty() {
        return Ok(());
    }
    match kind {
        Kind::Units if word.len() <= 6 => {
            let value = u32::from_str_radix(word, 16).map_err(|_| HexError::Odd)?;
            match (u16::try_from(value), char::from_u32(value)) {
                // A lone surrogate is a unit, too.
                (Ok(unit), _) => bytes.extend(unit.to_be_bytes()),
                (Err(_), Some(c)) => {
                    bytes.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|u| u.to_be_bytes()));
                }
                _ => return Err(HexError::Odd),
            }
        }
        _ if word.len() % 2 == 1 => return Err(HexError::Odd),
        _ => bytes
            .extend(word.as_bytes().chunks(2).map(|pair| nibble(pair[0]) << 4 | nibble(pair[1]))),
    }
    word.clear();
    Ok(())
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10) & 15,
    }
}

/// What a message in code says: bytes, still to be read, or characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    Bytes(Vec<u8>),
    Text(String),
}

/// The code a whole message is written in, where it is in one.
pub fn unwrap(text: &str) -> Option<(Charset, Decoded)> {
    let text = text.trim();
    if let Some(decoded) = references(text) {
        return Some((Charset::Entities, Decoded::Text(decoded)));
    }
    if let Some(decoded) = escapes(text) {
        return Some((Charset::Escapes, decoded));
    }
    let code = text.chars().any(|c| !c.is_ascii_digit()) || text.len() > 8;
    if code
        && text.len() >= 8
        && let Ok(bytes) = parse_hex(text)
    {
        return Some((Charset::Hex, Decoded::Bytes(bytes)));
    }
    [(b'=', Charset::QuotedPrintable), (b'%', Charset::Percent)]
        .into_iter()
        .find_map(|(mark, charset)| Some((charset, Decoded::Bytes(marked(text.as_bytes(), mark)?))))
}

/// `=E9` and `%E9`. A mark that introduces nothing stands for itself; at the end of a line `=` joins
/// it to the next.
fn marked(text: &[u8], mark: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut at, mut adjacent, mut needless, mut other) = (0, 0, 0, 0);
    while at < text.len() {
        let here = &text[at..];
        match here {
            [b'=', b'\r', b'\n', ..] if mark == b'=' => at += 3,
            [b'=', b'\n', ..] if mark == b'=' => at += 2,
            [first, high, low, ..]
                if *first == mark && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                let byte = nibble(*high) << 4 | nibble(*low);
                let meant = !byte.is_ascii_alphanumeric()
                    && (!byte.is_ascii_control() || byte.is_ascii_whitespace());
                needless += usize::from(!meant);
                adjacent += usize::from(here.get(3) == Some(&mark));
                bytes.push(byte);
                at += 3;
            }
            _ => {
                other += 1;
                bytes.push(here[0]);
                at += 1;
            }
        }
    }
    let believed = adjacent > 0 && (needless == 0 || other == 0);
    believed.then_some(bytes)
}

/// `&#39564;`, `&#x9a8c;` and the five names that every writer of them escapes.
fn references(text: &str) -> Option<String> {
    const NAMES: [(&str, char); 6] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' ')];
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    let mut numbers = 0;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference =
            rest.char_indices().take(12).find(|(_, c)| *c == ';').and_then(|(end, _)| {
                let name = &rest[1..end];
                let number = name.strip_prefix('#');
                let value = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                });
                let named = NAMES.iter().find(|(own, _)| *own == name).map(|(_, c)| *c);
                Some((value.and_then(char::from_u32).or(named)?, end, value.is_some()))
            });
        let (c, end, is_number) = reference.unwrap_or(('&', 0, false));
        decoded.push(c);
        rest = &rest[end + 1..];
        numbers += usize::from(is_number);
    }
    decoded.push_str(rest);
    (numbers > 0).then_some(decoded)
}

/// `\u9a8c`, `\u{9a8c}`, `U+9A8C`. Units may be halves of a pair, or no characters at all.
fn escapes(text: &str) -> Option<Decoded> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut dense: Vec<u16> = Vec::new();
    let mut rest = text;
    let mut other = false;
    while let Some(c) = rest.chars().next() {
        let mut pair = [0; 2];
        if let Some((value, after)) = escape(rest) {
            rest = after;
            let code = match u16::try_from(value) {
                Ok(unit) => &[unit][..],
                Err(_) => char::from_u32(value)?.encode_utf16(&mut pair),
            };
            units.extend(code);
            dense.extend(code);
        } else {
            rest = &rest[c.len_utf8()..];
            other |= !c.is_whitespace();
            units.extend(c.encode_utf16(&mut pair).iter());
        }
    }
    // Where there is nothing else, spaces only keep the escapes apart.
    let told = if other { units } else { dense.clone() };
    (!dense.is_empty())
        .then(|| Decoded::Bytes(told.into_iter().flat_map(u16::to_be_bytes).collect()))
}

/// The value of the escape that a text begins with, and what follows.
fn escape(text: &str) -> Option<(u32, &str)> {
    ["\\u{", "\\u", "U+"].into_iter().find_map(|mark| {
        let body = text.strip_prefix(mark)?;
        let most = if mark == "\\u" { 4 } else { 6 };
        let length = body.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
        let value = u32::from_str_radix(&body[..length], 16).ok().filter(|_| length >= 2)?;
        let rest = &body[length..];
        Some((value, if mark == "\\u{" { rest.strip_prefix('}')? } else { rest }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_in_every_dress() {
        let cases: [(&str, &str, &[u8]); 11] = [
            ("plain", "31D98C56", &[0x31, 0xd9, 0x8c, 0x56]),
            ("spaces", " 31 d9 8C56\n", &[0x31, 0xd9, 0x8c, 0x56]),
            ("colons", "31:D9:8C", &[0x31, 0xd9, 0x8c]),
            ("prefixes", "0x31, 0xD9", &[0x31, 0xd9]),
            ("one prefix", "0x31D9", &[0x31, 0xd9]),
            ("string", "\\x31\\xd9", &[0x31, 0xd9]),
            ("code points", "U+31D9 U+8C56", &[0x31, 0xd9, 0x8c, 0x56]),
            ("a short one", "U+31", &[0, 0x31]),
            ("escapes", "\\u4e2d\\u56fd", &[0x4e, 0x2d, 0x56, 0xfd]),
            ("half a pair", "\\ud83d", &[0xd8, 0x3d]),
            ("beyond", "U+1F600", &[0xd8, 0x3d, 0xde, 0]),
        ];
        for (name, text, bytes) in cases {
            assert_eq!(parse_hex(text).as_deref(), Ok(bytes), "{name}");
        }
    }

    #[test]
    fn what_is_no_hexadecimal_is_refused() {
        let long = "00".repeat(super::super::LONGEST + 1);
        let cases = [
            ("nothing", "", HexError::Empty),
            ("spaces", "  : ", HexError::Empty),
            ("a prefix alone", "0x", HexError::Empty),
            ("half a byte", "31D", HexError::Odd),
            ("half a byte inside", "31 D 9A", HexError::Odd),
            ("no character", "U+FFFFFF", HexError::Odd),
            ("a letter", "31Dg", HexError::Character { character: 'g', position: 4 }),
            ("wide", "验", HexError::Character { character: '验', position: 1 }),
            ("too long", &long, HexError::TooLong),
        ];
        for (name, text, error) in cases {
            assert_eq!(parse_hex(text), Err(error), "{name}");
        }
    }

    #[test]
    fn messages_in_code() {
        let bytes = |bytes: &[u8]| Decoded::Bytes(bytes.to_vec());
        let cases = [
            ("hex", "0031003a", Some((Charset::Hex, bytes(b"\x001\0:")))),
            ("digits", "12345678", None),
            (
                "entities",
                "&#39564;&#x8bc1; 1",
                Some((Charset::Entities, Decoded::Text("验证 1".into()))),
            ),
            ("an ampersand", "A&B; 1 &amp; 2", None),
            ("quoted", "=E9=AA=8C 12", Some((Charset::QuotedPrintable, bytes("验 12".as_bytes())))),
            (
                "soft break",
                "=E9=AA=\n=8C",
                Some((Charset::QuotedPrintable, bytes("验".as_bytes()))),
            ),
            ("an equation", "code=123456 pin=9911", None),
            ("all of it", "%31%32%33%34", Some((Charset::Percent, bytes(b"1234")))),
            ("a discount", "20%123456 30%20", None),
            ("escapes", "\\u0031 \\u0032", Some((Charset::Escapes, bytes(b"\x001\x002")))),
            (
                "mixed escapes",
                "\\u9a8c 12",
                Some((Charset::Escapes, bytes(b"\x9a\x8c\0 \x001\x002"))),
            ),
        ];
        for (name, text, decoded) in cases {
            assert_eq!(unwrap(text), decoded, "{name}");
        }
    }
}
