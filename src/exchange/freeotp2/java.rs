//! A `java.util.HashMap` of strings, read byte by byte: one shape, nothing is made because the stream
//! names a class, and nothing is set aside for what it counts.

use zeroize::Zeroizing;

use super::super::error::{Limit, Measure};
use super::super::{Format, LARGEST_FILE, MOST_ENTRIES, ReadError, Sort};

/// The first number by which a stream refers to what it wrote before.
const FIRST_HANDLE: u32 = 0x7e_0000;
/// The class and the map have the first two.
const BEFORE_STRINGS: u32 = 2;

/// The fewest bytes of a key and its value: two empty strings.
const SMALLEST_PAIR: usize = 6;

/// The map, in its order.
#[derive(Default)]
pub(super) struct Map {
    strings: Vec<Zeroizing<String>>,
    pairs: Vec<(usize, usize)>,
}

impl Map {
    /// Keys and values.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = |index: usize| self.strings.get(index).map_or("", |text| text.as_str());
        self.pairs.iter().map(move |&(key, value)| (text(key), text(value)))
    }
}

/// Reads a stream with one map of strings in it.
pub(super) fn read(file: &[u8]) -> Result<Map, ReadError> {
    let mut stream = Stream { file, at: 0, referred: 0 };
    let broken = |stream: &Stream<'_>| ReadError::Damaged {
        format: Format::FreeOtp2,
        at: Some(stream.at + 1),
    };
    if !stream.skip(b"\xac\xed\x00\x05\x73\x72") {
        return Err(ReadError::Unknown(Sort::Bytes));
    }
    match stream.short_text() {
        Some(b"java.util.HashMap") => {}
        Some(_) => return Err(ReadError::Unknown(Sort::Bytes)),
        None => return Err(broken(&stream)),
    }
    let count = stream.head().ok_or_else(|| broken(&stream))?;
    // Not too many entries: a number that was damaged, or made up.
    let room = file.len().saturating_sub(stream.at) / SMALLEST_PAIR;
    if usize::try_from(count).is_ok_and(|count| count > room) {
        return Err(broken(&stream));
    }
    // Two strings a token, and the master key.
    Limit::hold(Measure::Entries, u64::from(count / 2), MOST_ENTRIES as u64)?;
    let mut map = Map::default();
    for _ in 0..count {
        let key = stream.string(&mut map.strings).ok_or_else(|| broken(&stream))?;
        let value = stream.string(&mut map.strings).ok_or_else(|| broken(&stream))?;
        map.pairs.push((key, value));
    }
    if stream.skip(b"\x78") && stream.at == file.len() { Ok(map) } else { Err(broken(&stream)) }
}

/// A place in the bytes; it stays before what cannot be read.
struct Stream<'a> {
    file: &'a [u8],
    at: usize,
    /// Bytes of the strings that were referred to: a reference costs what it stands for, or a small
    /// file would be as much work as a huge one.
    referred: usize,
}

impl<'a> Stream<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let bytes = self.file.get(self.at..)?.get(..length)?;
        self.at += length;
        Some(bytes)
    }

    fn skip(&mut self, expected: &[u8]) -> bool {
        let is_next = self.file.get(self.at..).is_some_and(|rest| rest.starts_with(expected));
        self.at += if is_next { expected.len() } else { 0 };
        is_next
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn short_text(&mut self) -> Option<&'a [u8]> {
        let length = u16::from_be_bytes(self.array()?);
        self.take(length.into())
    }

    /// What stands between the name of the class and the first key; gives the number of pairs.
    fn head(&mut self) -> Option<u32> {
        const VERSION: [u8; 8] = [0x05, 0x07, 0xda, 0xc1, 0xc3, 0x16, 0x60, 0xd1];
        // Serialisable, with a method of its own for the rest.
        if !self.skip(&VERSION) || !self.skip(b"\x03") {
            return None;
        }
        let fields = u16::from_be_bytes(self.array()?);
        if !(1..=2).contains(&fields) {
            return None;
        }
        for _ in 0..fields {
            let is_known = match self.array()? {
                [b'F'] => self.short_text()? == b"loadFactor",
                [b'I'] => self.short_text()? == b"threshold",
                _ => false,
            };
            if !is_known {
                return None;
            }
        }
        // No annotation, no class above; then the fields, and a block of two numbers.
        if !self.skip(b"\x78\x70") {
            return None;
        }
        self.take(4 * usize::from(fields))?;
        if !self.skip(b"\x77\x08") {
            return None;
        }
        let _capacity: [u8; 4] = self.array()?;
        Some(u32::from_be_bytes(self.array()?))
    }

    /// The next string, or one that was read before; its index.
    fn string(&mut self, strings: &mut Vec<Zeroizing<String>>) -> Option<usize> {
        let start = self.at;
        let index = self.string_at(strings);
        if index.is_none() {
            self.at = start;
        }
        index
    }

    fn string_at(&mut self, strings: &mut Vec<Zeroizing<String>>) -> Option<usize> {
        let bytes = match self.array()? {
            [0x74] => self.short_text()?,
            [0x7c] => {
                let length = u64::from_be_bytes(self.array()?);
                self.take(usize::try_from(length).ok()?)?
            }
            [0x71] => {
                let handle = u32::from_be_bytes(self.array()?);
                let index = handle.checked_sub(FIRST_HANDLE + BEFORE_STRINGS)?;
                let index = usize::try_from(index).ok()?;
                self.referred += strings.get(index)?.len();
                return (self.referred <= LARGEST_FILE).then_some(index);
            }
            _ => return None,
        };
        strings.push(text(bytes)?);
        Some(strings.len() - 1)
    }
}

/// The text in Java's own UTF-8 (`DataInput`): NUL in two bytes, what lies beyond the first plane as
/// two surrogates of three bytes each.
fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let mut units = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes.iter();
    let follow = |byte: Option<&u8>| {
        byte.filter(|&byte| byte & 0xc0 == 0x80).map(|byte| u16::from(byte & 0x3f))
    };
    while let Some(&first) = rest.next() {
        let unit = match first {
            0..0x80 => u16::from(first),
            0xc0..0xe0 => u16::from(first & 0x1f) << 6 | follow(rest.next())?,
            0xe0..0xf0 => {
                let high = u16::from(first & 0x0f) << 12 | follow(rest.next())? << 6;
                high | follow(rest.next())?
            }
            _ => return None,
        };
        units.push(unit);
    }
    // Never longer than what it was: no outgrown buffer is left behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() + 2));
    let units = char::decode_utf16(units.iter().copied());
    text.extend(units.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    Some(text)
}
