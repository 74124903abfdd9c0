//! From a key and a moment to what is typed.

use std::fmt;

use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, Zeroizing};

use super::{Algorithm, Key, Kind};
use crate::time::Moment;

/// A one-time code: 4 to 10 characters, wiped on drop, never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    characters: [u8; 10],
    length: u8,
}

impl Code {
    /// The code as it is typed and copied: no space in it.
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.characters[..self.length.into()]).unwrap_or_default()
    }

    /// The code for the eye: `482 913`. Even lengths of six and more fall in two halves, nine in
    /// threes; short and odd ones stay whole.
    pub fn grouped(&self) -> String {
        let code = self.expose();
        let group = match code.len() {
            6 | 9 => 3,
            8 => 4,
            10 => 5,
            other => other.max(1),
        };
        let mut grouped = String::with_capacity(code.len() + 2);
        for (index, c) in code.char_indices() {
            if index > 0 && index % group == 0 {
                grouped.push(' ');
            }
            grouped.push(c);
        }
        grouped
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        self.characters.zeroize();
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code]")
    }
}

/// Where a moment falls in a key's period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which period since 1970 it is.
    pub step: u64,
    /// Seconds one period lasts.
    pub period: u32,
    /// Whole seconds left, 1 to `period`: a code about to die has 1.
    pub left: u32,
}

impl Window {
    /// The moment the current code dies and the next begins.
    pub fn end(self) -> Moment {
        Moment::from_secs(self.step.saturating_add(1).saturating_mul(self.period.into()))
    }
}

impl Key {
    /// The window `now` falls in; `None` for counter keys.
    pub fn window(&self, now: Moment) -> Option<Window> {
        let period = self.period()?;
        let into = now.secs() % u64::from(period);
        let left = period - u32::try_from(into).unwrap_or(0);
        Some(Window { step: now.secs() / u64::from(period), period, left })
    }

    /// The code of one step: a period since 1970 (RFC 6238 §4.2), or a counter (RFC 4226 §5.1).
    pub fn code_at_step(&self, step: u64) -> Code {
        let totp = self.engine();
        if self.kind == Kind::Steam {
            let text = Zeroizing::new(totp.generate(step).to_string());
            return from_text(&text);
        }
        truncate(totp.sign(step).as_ref(), self.digits)
    }

    /// The code to type now. For a counter key: the one of the next counter, which must be saved
    /// as used before it is shown.
    pub fn code(&self, now: Moment) -> Code {
        self.code_at_step(self.step(now))
    }

    /// The code after the one to type now.
    pub fn next_code(&self, now: Moment) -> Code {
        self.code_at_step(self.step(now).saturating_add(1))
    }

    fn step(&self, now: Moment) -> u64 {
        match (self.kind, self.window(now)) {
            (Kind::Hotp { counter }, _) => counter,
            (_, window) => window.map_or(0, |w| w.step),
        }
    }

    /// totp-rs with a period of one second, so that its time is our step.
    fn engine(&self) -> Totp {
        let algorithm = match (self.kind, self.algorithm) {
            (Kind::Steam, _) => totp_rs::Algorithm::Steam,
            (_, Algorithm::Sha1) => totp_rs::Algorithm::SHA1,
            (_, Algorithm::Sha256) => totp_rs::Algorithm::SHA256,
            (_, Algorithm::Sha512) => totp_rs::Algorithm::SHA512,
        };
        Builder::new()
            .with_algorithm(algorithm)
            .with_digits(self.digits)
            .with_step_duration(1)
            .with_secret(self.secret.expose().to_vec())
            .build_noncompliant()
    }
}

fn from_text(text: &str) -> Code {
    let mut characters = [0; 10];
    let length = text.len().min(10);
    characters[..length].copy_from_slice(&text.as_bytes()[..length]);
    Code { characters, length: u8::try_from(length).unwrap_or(10) }
}

/// Dynamic truncation, RFC 4226 §5.3, to any number of digits: totp-rs does it in 32 bits, which
/// overflow at ten.
fn truncate(hmac: &[u8], digits: u8) -> Code {
    let offset = usize::from(hmac.last().copied().unwrap_or(0) & 15);
    let mut number = hmac
        .get(offset..offset + 4)
        .map_or(0, |b| u32::from_be_bytes([b[0] & 0x7f, b[1], b[2], b[3]]));
    let mut characters = [b'0'; 10];
    for slot in characters[..digits.into()].iter_mut().rev() {
        *slot = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    Code { characters, length: digits }
}
