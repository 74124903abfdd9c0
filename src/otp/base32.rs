//! Keys as people have them, to bytes and back (RFC 4648 §6, read leniently).

use unicode_normalization::char::decompose_compatible;
use zeroize::Zeroizing;

use crate::secret::Secret;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The longest key, in bytes.
const LONGEST: usize = 1024;
/// The fewest characters that are taken for a hexadecimal key: a code has fewer.
const SHORTEST_HEX: usize = 12;

/// Why a text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base32Error {
    /// Nothing but spaces and padding.
    Empty,
    /// A character outside A-Z and 2-7, and where it stands (from 1).
    Character {
        /// The character as it was typed.
        character: char,
        /// Its place among the characters typed, from 1.
        position: usize,
    },
    /// Twelve or more of 0-9 and a-f, with a 0, 1, 8 or 9 among them: hexadecimal, not base32.
    Hexadecimal,
    /// Less than one byte, or more than 1,024.
    Length {
        /// Base32 characters found.
        characters: usize,
    },
}

/// A decoded key and what was odd about its text.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The bytes.
    pub secret: Secret,
    /// Base32 characters without spaces, dashes and padding.
    pub characters: usize,
    /// Whether no whole number of bytes has that many characters (length mod 8 is 1, 3 or 6): one
    /// was lost or doubled on the way. Refused when typed, reported when imported.
    pub odd_length: bool,
    /// Whether the left-over bits were not zero.
    pub spare_bits: bool,
}

/// Reads a key: any case, full-width letters folded, spaces, dashes and padding ignored.
///
/// 0, 1, 8 and 9 are refused, never guessed to be letters: a wrong guess gives codes that are
/// refused by the platform with nothing to say why.
pub fn decode(text: &str) -> Result<Decoded, Base32Error> {
    if let Some(secret) = decode_plain(text.as_bytes()) {
        return Ok(Decoded {
            secret,
            characters: text.len(),
            odd_length: false,
            spare_bits: false,
        });
    }
    let mut reader = Reader::new(text.len());
    for (index, typed) in text.chars().enumerate() {
        // Compatibility decomposition gives the same ASCII as NFKC; what stays outside ASCII is
        // refused either way.
        decompose_compatible(typed, |c| reader.take(c, typed, index + 1));
    }
    reader.finish()
}

/// Reads what [`encode`] writes and nothing else: most keys are written so, and a vault holds
/// thousands of them.
fn decode_plain(text: &[u8]) -> Option<Secret> {
    let length = text.len() * 5 / 8;
    if !(1..=LONGEST).contains(&length) || matches!(text.len() % 8, 1 | 3 | 6) {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    let (mut bits, mut held) = (0_u32, 0);
    for &c in text {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            let [.., byte] = (bits >> held).to_be_bytes();
            bytes.push(byte);
        }
    }
    let has_spare_bits = bits & ((1 << held) - 1) != 0;
    (!has_spare_bits).then(|| Secret::new(std::mem::take(&mut *bytes)))
}

/// Writes a key: upper case, no padding.
pub fn encode(secret: &Secret) -> Zeroizing<String> {
    let bytes = secret.expose();
    let mut text = Zeroizing::new(String::with_capacity((bytes.len() * 8).div_ceil(5)));
    let mut digit = |bits: u32| text.push(char::from(ALPHABET[(bits & 31) as usize]));
    let (mut bits, mut held) = (0_u32, 0);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            digit(bits >> held);
        }
    }
    if held > 0 {
        digit(bits << (5 - held));
    }
    text
}

struct Reader {
    bytes: Zeroizing<Vec<u8>>,
    bits: u32,
    held: u32,
    characters: usize,
    padding: Option<(char, usize)>,
    wrong: Option<(char, usize)>,
    hexadecimal: bool,
}

impl Reader {
    fn new(length: usize) -> Self {
        Self {
            // Never grown, so that no outgrown buffer keeps a part of the key.
            bytes: Zeroizing::new(Vec::with_capacity((length + 1).min(LONGEST))),
            bits: 0,
            held: 0,
            characters: 0,
            padding: None,
            wrong: None,
            hexadecimal: true,
        }
    }

    fn take(&mut self, c: char, typed: char, position: usize) {
        if is_filler(c) {
            return;
        }
        if c == '=' {
            self.padding.get_or_insert((typed, position));
            return;
        }
        // Padding is only that at the end.
        let wrong = self.padding.or((value(c).is_none()).then_some((typed, position)));
        self.wrong = self.wrong.or(wrong);
        self.hexadecimal &= c.is_ascii_hexdigit();
        self.characters += 1;
        self.bits = self.bits << 5 | value(c).unwrap_or(0);
        self.held += 5;
        if self.held >= 8 {
            self.held -= 8;
            let [.., byte] = (self.bits >> self.held).to_be_bytes();
            if self.bytes.len() < self.bytes.capacity() {
                self.bytes.push(byte);
            }
        }
    }

    fn finish(mut self) -> Result<Decoded, Base32Error> {
        let characters = self.characters;
        match self.wrong {
            _ if characters == 0 => return Err(Base32Error::Empty),
            Some(_) if self.hexadecimal && self.padding.is_none() && characters >= SHORTEST_HEX => {
                return Err(Base32Error::Hexadecimal);
            }
            Some((character, position)) => {
                return Err(Base32Error::Character { character, position });
            }
            None if !(1..=LONGEST).contains(&(characters * 5 / 8)) => {
                return Err(Base32Error::Length { characters });
            }
            None => {}
        }
        let spare = (1 << self.held) - 1;
        Ok(Decoded {
            secret: Secret::new(std::mem::take(&mut *self.bytes)),
            characters,
            odd_length: matches!(characters % 8, 1 | 3 | 6),
            spare_bits: self.bits & spare != 0,
        })
    }
}

/// What people and programs put between the characters of a key: spaces, every kind of dash (word
/// processors lengthen them), zero-width and direction marks that come along with a copy.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '_' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{2212}' | '\u{feff}')
}

fn value(c: char) -> Option<u32> {
    match c.to_ascii_uppercase() {
        c @ 'A'..='Z' => Some(u32::from(c) - u32::from('A')),
        c @ '2'..='7' => Some(u32::from(c) - u32::from('2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        decode(text).expect(text).secret.expose().to_vec()
    }

    #[test]
    fn rfc_4648_vectors() {
        let cases = [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, text) in cases {
            assert_eq!(bytes(text), plain.as_bytes(), "{text}");
            assert_eq!(*encode(&Secret::from_text(plain.into())), text);
        }
    }

    #[test]
    fn keys_as_people_have_them() {
        let plain = bytes("JBSWY3DPEHPK3PXP");
        let cases = [
            ("lower case", "jbswy3dpehpk3pxp"),
            ("groups of four", "jbsw y3dp ehpk 3pxp"),
            ("dashes", "JBSW-Y3DP-EHPK-3PXP"),
            ("en dashes", "JBSW–Y3DP–EHPK–3PXP"),
            ("underscores", "JBSW_Y3DP_EHPK_3PXP"),
            ("padding", "JBSWY3DPEHPK3PXP======"),
            ("padding and line end", "JBSWY3DPEHPK3PXP==\r\n"),
            ("full width", "ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ"),
            ("full-width lower case, ideographic space", "ｊｂｓｗ　ｙ３ｄｐｅｈｐｋ３ｐｘｐ＝"),
            ("no-break space", "JBSW\u{a0}Y3DP\u{202f}EHPK3PXP"),
            ("zero-width marks", "\u{feff}JBSW\u{200b}Y3DP\u{2060}EHPK3PXP\u{200e}"),
            ("tab", "\tJBSWY3DP\tEHPK3PXP"),
        ];
        for (name, text) in cases {
            let decoded = decode(text).expect(name);
            assert_eq!(decoded.secret.expose(), plain, "{name}");
            assert_eq!(decoded.characters, 16, "{name}");
            assert!(!decoded.odd_length && !decoded.spare_bits, "{name}");
        }
    }

    #[test]
    fn every_length_platforms_use() {
        // characters, bytes, odd length
        let cases = [
            (2, 1, false),
            (3, 1, true),
            (4, 2, false),
            (5, 3, false),
            (6, 3, true),
            (7, 4, false),
            (8, 5, false),
            (9, 5, true),
            (16, 10, false),
            (17, 10, true),
            (26, 16, false),
            (32, 20, false),
            (52, 32, false),
            (1639, 1024, false),
        ];
        for (characters, length, odd) in cases {
            let decoded = decode(&"A".repeat(characters)).expect("legal");
            assert_eq!(decoded.secret.expose().len(), length, "{characters} characters");
            assert_eq!(decoded.odd_length, odd, "{characters} characters");
            assert!(!decoded.spare_bits, "{characters} characters");
        }
    }

    #[test]
    fn spare_bits_are_dropped_and_told() {
        let decoded = decode("JBSWY3D").expect("four bytes");
        assert!(decoded.spare_bits);
        assert_eq!(decoded.secret.expose(), bytes("JBSWY3A"));
    }

    #[test]
    fn impossible_keys_say_why() {
        let wrong = |character, position| Base32Error::Character { character, position };
        let cases = [
            ("nothing", "", Base32Error::Empty),
            ("only padding", " == - ", Base32Error::Empty),
            ("zero", "JBSWY3DPEHPK3PX0", wrong('0', 16)),
            ("one", "1BSWY3DPEHPK3PXP", wrong('1', 1)),
            ("eight after spaces", "JBSW Y3DP 8HPK", wrong('8', 11)),
            ("nine", "JBSWY9DP", wrong('9', 6)),
            ("the first of several", "JB0W!3DP", wrong('0', 3)),
            ("full-width one, as typed", "ＪＢ１", wrong('１', 3)),
            ("accent", "JBSÉ", wrong('É', 4)),
            ("Han", "密钥", wrong('密', 1)),
            ("plus", "JBSW+Y3DP", wrong('+', 5)),
            ("padding inside", "JBSW=Y3DP", wrong('=', 5)),
            ("padding inside hexadecimal", "22=01", wrong('=', 3)),
            ("hexadecimal", "3132333435363738393031323334353637383930", Base32Error::Hexadecimal),
            ("a code", "000000", wrong('0', 1)),
            ("hexadecimal, any case", "DEADbeef 0123", Base32Error::Hexadecimal),
            ("one character", "A", Base32Error::Length { characters: 1 }),
            ("one character, padded", " a= ", Base32Error::Length { characters: 1 }),
        ];
        for (name, text, error) in cases {
            assert_eq!(decode(text).expect_err(name), error, "{name}");
        }
        let long = decode(&"A".repeat(1640)).expect_err("1,025 bytes");
        assert_eq!(long, Base32Error::Length { characters: 1640 });
    }

    #[test]
    fn hexadecimal_letters_alone_are_base32() {
        assert_eq!(bytes("ABCDEF23").len(), 5);
    }

    proptest! {
        #[test]
        fn encoding_is_undone(key in prop::collection::vec(any::<u8>(), 1..=1024)) {
            let text = encode(&Secret::new(key.clone()));
            let decoded = decode(&text).expect("just encoded");
            prop_assert_eq!(decoded.secret.expose(), key);
            prop_assert!(!decoded.odd_length && !decoded.spare_bits);
        }

        #[test]
        fn no_text_panics(text in "\\PC*|[A-Za-z0-9= -]{0,40}") {
            let _ = decode(&text);
        }
    }
}
