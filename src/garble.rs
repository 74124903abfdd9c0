//! The digits of a verification code, from a text message that arrived as 乱码.
//!
//! A gateway or phone that takes one encoding for another shows digits as Chinese characters,
//! hexadecimal or worse, but rarely destroys them. [`recover`] goes the way back along every road
//! that is known to be taken, keeps what reads like a message, and lists the runs of 4 to 8 digits
//! in it, best first. It computes nothing that the message does not hold: an empty list means that
//! the code cannot be had from it.
//!
//! ```text
//!   charset   encodings and their names; gsm: the 7-bit alphabet of GSM 03.38, packed
//!   notation  bytes written as text: hexadecimal, %E9, =E9, &#39564;, \u9a8c
//!   reading   the roads: sent as one thing, seen as another
//!   legible   whether a text reads like a message; runs: which digits are the code
//! ```
//!
//! Pure, and nothing leaves the machine. Codes are short-lived, but they are codes: [`Candidate`]
//! does not show them in `Debug`, and no error repeats them.

mod charset;
mod gsm;
mod legible;
mod notation;
mod reading;
mod runs;
#[cfg(test)]
mod tests;

use std::fmt;

pub use charset::Charset;
pub use notation::{HexError, parse_hex};
pub use reading::Encoding;
use reading::Reading;

/// The longest message that is read, in bytes; what stands behind is not looked at. Forty long text
/// messages fit.
pub const LONGEST: usize = 64 << 10;

/// The most candidates that are listed.
const MOST: usize = 16;

/// Digits that may be the code.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// 4 to 8 ASCII digits, without the spaces and hyphens they were grouped with.
    pub digits: String,
    /// What happened to the message.
    pub encoding: Encoding,
    /// The whole message as recovered; strangers' text.
    pub text: String,
    /// Characters known to be lost on the way: they read U+FFFD, no character can have the bytes
    /// that stood there, or they make no sense because something before them was dropped. What was
    /// dropped without a trace is not among them.
    pub lost: usize,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { encoding, lost, .. } = self;
        f.debug_struct("Candidate").field("encoding", encoding).field("lost", lost).finish()
    }
}

/// The codes that a message as shown may hold, best first, each once.
pub fn recover(text: &str) -> Vec<Candidate> {
    let end = text.floor_char_boundary(LONGEST);
    rank(&reading::of_text(&text[..end]))
}

/// The same for a message whose bytes, or UTF-16 units with the high byte first, are known. Nothing
/// was lost in showing and copying it.
pub fn recover_bytes(bytes: &[u8]) -> Vec<Candidate> {
    rank(&reading::of_bytes(&bytes[..bytes.len().min(LONGEST)], Charset::Hex))
}

/// A run of digits and what speaks for it.
struct Scored {
    score: i32,
    reading: usize,
    digits: String,
}

fn rank(readings: &[Reading]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (place, reading) in readings.iter().enumerate() {
        for run in runs::find(&reading.text) {
            found.push(Scored {
                score: reading.score + run.score,
                reading: place,
                digits: run.digits,
            });
        }
    }
    // Stable: equals stay in the order of the readings and of the message.
    found.sort_by_key(|scored| std::cmp::Reverse(scored.score));
    let Some(best) = found.first().map(|scored| &readings[scored.reading]) else {
        return Vec::new();
    };
    let mut kept: Vec<&Scored> = Vec::new();
    for scored in &found {
        // A part of a better candidate was cut from it on a road that loses an end.
        let known = |better: &&Scored| {
            better.digits == scored.digits
                || better.reading != scored.reading && better.digits.contains(&scored.digits)
        };
        if kept.len() < MOST
            && !readings[scored.reading].pales_beside(best)
            && !kept.iter().any(known)
        {
            kept.push(scored);
        }
    }
    kept.into_iter()
        .map(|scored| {
            let reading = &readings[scored.reading];
            Candidate {
                digits: scored.digits.clone(),
                encoding: reading.encoding,
                text: reading.text.clone(),
                lost: reading.lost,
            }
        })
        .collect()
}
