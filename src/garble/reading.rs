//! The roads a message may have taken: sent as one thing, seen as another; and the way back along
//! each of them.

use std::collections::VecDeque;
use std::fmt;

use super::charset::{self, Charset, DOUBLE_BYTE};
use super::gsm;
use super::legible::{Impression, impression};
use super::notation::{Decoded, unwrap};
use super::runs::{digit, speaks_of_code};

/// A text in which less than this of a thousand characters belong was not what was sent.
const LEGIBLE: i32 = 900;

/// How long a part of a message must be, in bytes, and how natural, to be believed without the rest.
const SHORTEST: usize = 12;
const NATURAL: i32 = 800;

/// What happened to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Nothing: the digits stand there as they are.
    Plain,
    /// It was sent as one thing and read as another.
    As {
        /// What it was.
        sent: Charset,
        /// What it was taken for, or written out in.
        seen: Charset,
    },
    /// The same, twice in a row.
    Twice {
        /// What it was.
        sent: Charset,
        /// What it was taken for both times.
        seen: Charset,
    },
}

impl fmt::Display for Encoding {
    /// The stable word: `plain`, `utf-8-as-gb18030`, `utf-8-as-latin-1-twice`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => f.write_str("plain"),
            Self::As { sent, seen } => write!(f, "{}-as-{}", sent.word(), seen.word()),
            Self::Twice { sent, seen } => write!(f, "{}-as-{}-twice", sent.word(), seen.word()),
        }
    }
}

/// A message as it may have been sent.
pub struct Reading {
    pub text: String,
    pub encoding: Encoding,
    /// Characters known to be lost.
    pub lost: usize,
    /// What speaks for it; up to about 1350.
    pub score: i32,
    speaks: bool,
    natural: i32,
}

impl Reading {
    /// Weighs a text. `credit` is what is known of the road: proofs add, detours subtract.
    fn new(text: String, encoding: Encoding, lost: usize, credit: i32) -> Option<Self> {
        text.chars().filter(|c| digit(*c).is_some()).nth(3)?;
        let Impression { legible, natural } = impression(&text);
        if encoding != Encoding::Plain && legible < LEGIBLE {
            return None;
        }
        // Any bytes are letters in these two: what is not ASCII must be where words have it.
        if let Encoding::As { sent: Charset::Gsm7 | Charset::Latin1, .. } = encoding
            && natural < NATURAL
            && !is_mostly_ascii(&text)
        {
            return None;
        }
        let speaks = speaks_of_code(&text);
        let score = natural + credit + if speaks { 150 } else { 0 };
        Some(Self { text, encoding, lost, score, speaks, natural })
    }

    /// Whether this was certainly not sent when `best` was: what is no message beside a message
    /// that speaks of a code.
    pub fn pales_beside(&self, best: &Self) -> bool {
        self.encoding != Encoding::Plain
            && best.speaks
            && !self.speaks
            && self.natural < best.natural
    }
}

/// Everything a text that was seen may have been.
pub fn of_text(text: &str) -> Vec<Reading> {
    match unwrap(text) {
        // What is written out is not read as it stands: its numbers are of characters.
        Some((seen, Decoded::Text(inner))) => {
            let written = Encoding::As { sent: Charset::Utf16Be, seen };
            let mut readings = seen_text(&inner);
            readings.extend(Reading::new(inner, written, 0, 0));
            readings.retain(|reading| reading.encoding != Encoding::Plain);
            readings
        }
        Some((seen, Decoded::Bytes(bytes))) => {
            let mut readings = of_bytes(&bytes, seen);
            // These signs stand in other messages, too.
            let maybe = matches!(seen, Charset::Percent | Charset::QuotedPrintable);
            if readings.is_empty() || maybe {
                readings.extend(seen_text(text));
            }
            readings
        }
        None => seen_text(text),
    }
}

/// Everything that bytes may have been which were given or written out as `seen`.
pub fn of_bytes(bytes: &[u8], seen: Charset) -> Vec<Reading> {
    let mut readings = Vec::new();
    let given = Source { bytes: bytes.to_vec(), seen, lost: 0, credit: 0 };
    given.read(&Charset::CONTENT, &mut readings);
    let swapped = Source { bytes: swapped(bytes), seen: Charset::Utf16Le, lost: 0, credit: -40 };
    swapped.read(&[Charset::Ascii, Charset::Gsm7, Charset::Utf8, Charset::Gb18030], &mut readings);
    // What was seen may itself have been written down in bytes.
    let (utf8, broken) = charset::decode(bytes, Charset::Utf8);
    if broken == 0 && !utf8.is_ascii() {
        unit_roads(&utf8, &mut readings);
        byte_roads(&utf8, &mut readings);
    } else if bytes.len().is_multiple_of(2) {
        byte_roads(&charset::decode(bytes, Charset::Utf16Be).0, &mut readings);
    }
    readings
}

/// A text that was seen: as it is, and back along every road.
fn seen_text(text: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    readings.extend(Reading::new(text.to_owned(), Encoding::Plain, lost_in(text), 0));
    unit_roads(text, &mut readings);
    byte_roads(text, &mut readings);
    readings
}

/// Bytes that were taken for UTF-16, two to a character: digits vanish.
fn unit_roads(text: &str, readings: &mut Vec<Reading>) {
    // Two bytes of a message are never both so low; of UTF-16 itself they are, the other way round.
    if text.chars().all(|c| u32::from(c) < 0x100) {
        return;
    }
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let lost = lost_in(text);
    let low = Source { bytes: swapped(&bytes), seen: Charset::Utf16Le, lost, credit: -20 };
    Source { bytes, seen: Charset::Utf16Be, lost, credit: 0 }.read(&Charset::CONTENT, readings);
    low.read(&Charset::CONTENT, readings);
}

/// Bytes that were taken for another encoding of bytes: digits mostly stay, the rest does not.
fn byte_roads(text: &str, readings: &mut Vec<Reading>) {
    if let Some(septets) = gsm::encode(text) {
        let content = [Charset::Ascii, Charset::Utf16Be, Charset::Utf16Le, Charset::Utf8];
        let bytes = gsm::pack(&septets);
        Source { bytes, seen: Charset::Gsm7, lost: 0, credit: -60 }.read(&content, readings);
    }
    if text.is_ascii() {
        let bytes = text.as_bytes().to_vec();
        let content = [Charset::Gsm7, Charset::Utf16Be, Charset::Utf16Le];
        Source { bytes, seen: Charset::Latin1, lost: 0, credit: -100 }.read(&content, readings);
        return;
    }
    for seen in [Charset::Latin1].into_iter().chain(DOUBLE_BYTE) {
        let Some(source) = Source::seen_as(text, seen) else { continue };
        if seen == Charset::Latin1 {
            source.read(&Charset::CONTENT, readings);
        } else {
            let content: Vec<Charset> =
                Charset::CONTENT.into_iter().filter(|content| *content != Charset::Gsm7).collect();
            source.read(&content, readings);
        }
        if matches!(seen, Charset::Latin1 | Charset::Gb18030) {
            readings.extend(source.twice());
        }
    }
}

/// Bytes that were shown as something they are not.
struct Source {
    bytes: Vec<u8>,
    seen: Charset,
    lost: usize,
    credit: i32,
}

impl Source {
    /// The bytes of a text that was read in an encoding of bytes.
    fn seen_as(text: &str, seen: Charset) -> Option<Self> {
        let charset::Bytes { bytes, lost } = charset::encode(text, seen)?;
        Some(Self { bytes, seen, lost, credit: -60 })
    }

    /// Reads the bytes as each of `content`.
    fn read(&self, content: &[Charset], readings: &mut Vec<Reading>) {
        for sent in content.iter().copied() {
            match sent {
                Charset::Ascii => readings.extend(self.one_byte()),
                Charset::Gsm7 => self.septets(readings),
                Charset::Utf8 => readings.extend(self.proven().and_then(|text| {
                    // Hardly anything else is UTF-8 by accident.
                    self.reading(text, sent, 200)
                })),
                Charset::Utf16Be | Charset::Utf16Le => {
                    // A byte too many or too few at the beginning shifts all pairs.
                    let usual = if sent == Charset::Utf16Be { 0 } else { -25 };
                    for (shift, detour) in [(0, usual), (1, usual - 40)] {
                        if shift == 0 && sent == self.seen {
                            continue;
                        }
                        let bytes = self.bytes.get(shift..).unwrap_or_default();
                        let (text, _) = charset::decode(bytes, sent);
                        readings.extend(self.reading(text, sent, detour));
                    }
                }
                _ if sent == self.seen || self.bytes.is_ascii() => {}
                _ => {
                    let (text, _) = charset::decode(&self.bytes, sent);
                    readings.extend(self.reading(text, sent, -40));
                }
            }
        }
    }

    fn one_byte(&self) -> Option<Reading> {
        let (text, _) = charset::decode(&self.bytes, Charset::Latin1);
        // The mark for a lost pair has bytes of its own.
        let text = text.trim_end_matches('\0').replace("ÿý", "\u{fffd}").replace("ýÿ", "\u{fffd}");
        let ascii = text.chars().all(|c| c.is_ascii() || c == '\u{fffd}');
        self.reading(text, if ascii { Charset::Ascii } else { Charset::Latin1 }, 0)
    }

    fn septets(&self, readings: &mut Vec<Reading>) {
        let sent = Charset::Gsm7;
        for fill in 0..7 {
            let text = gsm::decode(&gsm::unpack(&self.bytes, fill));
            let detour = if fill == 0 { -10 } else { -50 };
            match self.reading(text.clone(), sent, detour) {
                Some(reading) => readings.push(reading),
                None => readings.extend(self.stretch(&text)),
            }
            if let Some(packed) = gsm::without_pad(&self.bytes, fill) {
                let text = gsm::decode(&gsm::unpack(packed, fill));
                readings.extend(self.reading(text, sent, detour + 100));
            }
        }
        if let Some((body, fill)) = gsm::after_header(&self.bytes) {
            readings.extend(self.reading(gsm::decode(&gsm::unpack(body, fill)), sent, -10));
        }
    }

    /// What reads well within septets that do not: where a character was dropped in copying, the
    /// bits of all that follow have moved.
    fn stretch(&self, text: &str) -> Option<Reading> {
        let belongs = |c: char| {
            c.is_ascii_graphic() || c.is_ascii_whitespace() || c.is_alphabetic() && c < '\u{100}'
        };
        let stretches = text
            .split(|c| !belongs(c))
            .filter(|part| part.len() >= SHORTEST && impression(part).natural >= NATURAL);
        let part = stretches.max_by_key(|part| part.len())?;
        let start = text.find(part)?;
        let gap = |cut: &str| if cut.is_empty() { "" } else { "\u{fffd}" };
        let (before, after) = (&text[..start], &text[start + part.len()..]);
        let shown = format!("{}{part}{}", gap(before), gap(after));
        let mut reading = self.reading(shown, Charset::Gsm7, -150)?;
        reading.lost = reading.lost.max(before.chars().count() + after.chars().count());
        Some(reading)
    }

    /// The bytes as UTF-8, where that is hardly a coincidence.
    fn proven(&self) -> Option<String> {
        let (text, broken) = charset::decode(&self.bytes, Charset::Utf8);
        let whole = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
        (whole >= 2 && broken * 4 <= whole).then_some(text)
    }

    /// UTF-8 taken for the same thing twice.
    fn twice(&self) -> Option<Reading> {
        let again = Self::seen_as(&self.proven()?, self.seen)?;
        let mut reading = again.reading(again.proven()?, Charset::Utf8, 180)?;
        reading.encoding = Encoding::Twice { sent: Charset::Utf8, seen: self.seen };
        Some(reading)
    }

    fn reading(&self, text: String, sent: Charset, credit: i32) -> Option<Reading> {
        let text = if text.contains('\u{1a}') { text.replace('\u{1a}', "\u{fffd}") } else { text };
        // What is left of a character after a loss is no further one.
        let gaps = text.split(|c| c != '\u{fffd}').filter(|gap| !gap.is_empty()).count();
        let lost = self.lost.max(gaps);
        let encoding = Encoding::As { sent, seen: self.seen };
        Reading::new(text, encoding, lost, self.credit + credit)
    }
}

/// Whether nineteen of twenty characters are ASCII, two at either end aside, where half characters
/// are.
fn is_mostly_ascii(text: &str) -> bool {
    let mut chars: VecDeque<char> = text.chars().collect();
    for _ in 0..2 {
        if chars.front().is_some_and(|c| !c.is_ascii()) {
            chars.pop_front();
        }
        if chars.back().is_some_and(|c| !c.is_ascii()) {
            chars.pop_back();
        }
    }
    chars.iter().filter(|c| !c.is_ascii()).count() * 20 <= chars.len()
}

fn lost_in(text: &str) -> usize {
    text.matches('\u{fffd}').count()
}

/// The bytes of units written the other way round; half a unit at the end is left out.
fn swapped(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks_exact(2).flat_map(|pair| [pair[1], pair[0]]).collect()
}
