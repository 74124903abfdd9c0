//! From a key and a moment to what is typed.

use std::fmt;

use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, Zeroizing};

use super::{Algorithm, Key, Kind, motp, yandex};
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
    /// Empty while [`Key::lacks_pin`].
    pub fn code_at_step(&self, step: u64) -> Code {
        if self.kind.has_pin() {
            let Some(pin) = &self.pin else { return from_text("") };
            return match self.kind {
                Kind::Motp => motp::code(&self.secret, pin, step),
                _ => yandex::code(&self.secret, pin, step),
            };
        }
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
            (_, Algorithm::Sha1 | Algorithm::Md5) => totp_rs::Algorithm::SHA1,
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

pub(super) fn from_text(text: &str) -> Code {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::{KeyError, base32};
    use crate::secret::Secret;

    fn key(length: usize, kind: Kind, algorithm: Algorithm, digits: u8) -> Key {
        let bytes: Vec<u8> = b"1234567890".iter().copied().cycle().take(length).collect();
        Key::new(Secret::new(bytes), kind, algorithm, digits).expect("within bounds")
    }

    fn totp(period: u32, digits: u8) -> Key {
        key(20, Kind::Totp { period }, Algorithm::Sha1, digits)
    }

    fn hotp(counter: u64, digits: u8) -> Key {
        key(20, Kind::Hotp { counter }, Algorithm::Sha1, digits)
    }

    #[test]
    fn rfc_6238_appendix_b() {
        let cases = [
            (59, ["94287082", "46119246", "90693936"]),
            (1_111_111_109, ["07081804", "68084774", "25091201"]),
            (1_111_111_111, ["14050471", "67062674", "99943326"]),
            (1_234_567_890, ["89005924", "91819424", "93441116"]),
            (2_000_000_000, ["69279037", "90698825", "38618901"]),
            (20_000_000_000, ["65353130", "77737706", "47863826"]),
        ];
        let algorithms = [(20, Algorithm::Sha1), (32, Algorithm::Sha256), (64, Algorithm::Sha512)];
        for (seconds, codes) in cases {
            for ((length, algorithm), code) in algorithms.into_iter().zip(codes) {
                let key = key(length, Kind::Totp { period: 30 }, algorithm, 8);
                let now = Moment::from_secs(seconds);
                assert_eq!(key.code(now).expose(), code, "{algorithm:?} at {seconds}");
            }
        }
    }

    /// The table's decimal column has ten digits, its last column the last six of them; so every
    /// number of digits is proved.
    #[test]
    fn rfc_4226_appendix_d_with_every_number_of_digits() {
        let numbers = [
            "1284755224",
            "1094287082",
            "0137359152",
            "1726969429",
            "1640338314",
            "0868254676",
            "1918287922",
            "0082162583",
            "0673399871",
            "0645520489",
        ];
        for (counter, number) in (0..).zip(numbers) {
            for digits in 4..=10 {
                let code = hotp(counter, digits).code(Moment::from_secs(0));
                let last = &number[number.len() - usize::from(digits)..];
                assert_eq!(code.expose(), last, "counter {counter}, {digits} digits");
            }
        }
    }

    #[test]
    fn steam_codes() {
        let secret = base32::decode("63BEDWCQZKTQWPESARIERL5DTTQFCJTK").expect("a key").secret;
        let key = Key::new(secret, Kind::Steam, Algorithm::Sha512, 9).expect("fixed by the kind");
        for (seconds, code) in [(1_511_200_518, "FR8RV"), (1_511_200_714, "9P3VP")] {
            assert_eq!(key.code(Moment::from_secs(seconds)).expose(), code, "at {seconds}");
        }
    }

    #[test]
    fn the_next_code_is_the_code_of_the_next_period() {
        let now = Moment::from_secs(1_111_111_109);
        for period in [1, 15, 30, 60, 86_400] {
            let key = totp(period, 6);
            let later = now.plus_millis(u64::from(period) * 1000);
            assert_eq!(key.next_code(now), key.code(later), "{period} s");
        }
        assert_eq!(hotp(4, 6).next_code(now), hotp(5, 6).code(now));
    }

    #[test]
    fn windows_count_down_to_one() {
        let window = |period, millis| totp(period, 6).window(Moment::from_millis(millis));
        let cases = [
            ("first instant", 30, 30_000, Window { step: 1, period: 30, left: 30 }),
            ("within the first second", 30, 30_999, Window { step: 1, period: 30, left: 30 }),
            ("last instant", 30, 59_999, Window { step: 1, period: 30, left: 1 }),
            ("one second", 1, 5_500, Window { step: 5, period: 1, left: 1 }),
            ("a day", 86_400, 86_399_000, Window { step: 0, period: 86_400, left: 1 }),
        ];
        for (name, period, millis, expected) in cases {
            assert_eq!(window(period, millis), Some(expected), "{name}");
        }
        assert_eq!(hotp(0, 6).window(Moment::from_secs(1)), None);
        let end = totp(30, 6).window(Moment::from_millis(45_678)).map(Window::end);
        assert_eq!(end, Some(Moment::from_secs(60)));
    }

    #[test]
    fn the_end_of_time_has_codes() {
        let now = Moment::from_millis(u64::MAX);
        let _ = (totp(1, 10).next_code(now), totp(86_400, 4).code(now));
        assert!(totp(1, 6).window(now).is_some_and(|window| window.end() >= now));
        let last = hotp(i64::MAX.unsigned_abs(), 6);
        assert_eq!(last.next_code(now).expose().len(), 6);
        assert_eq!(last.advanced(), None);
    }

    #[test]
    fn a_counter_moves_on() {
        let next = hotp(41, 6).advanced().expect("counters go on");
        assert_eq!(next.kind(), Kind::Hotp { counter: 42 });
        assert_eq!(totp(30, 6).advanced(), None);
    }

    #[test]
    fn bounds() {
        let new = |length, kind, digits| {
            Key::new(Secret::new(vec![7; length]), kind, Algorithm::Sha1, digits).err()
        };
        let totp = |period| Kind::Totp { period };
        let cases = [
            ("no bytes", new(0, totp(30), 6), Some(KeyError::Length)),
            ("one byte", new(1, totp(30), 6), None),
            ("most bytes", new(1024, totp(30), 6), None),
            ("one more", new(1025, totp(30), 6), Some(KeyError::Length)),
            ("no period", new(20, totp(0), 6), Some(KeyError::Period)),
            ("a day", new(20, totp(86_400), 6), None),
            ("more than a day", new(20, totp(86_401), 6), Some(KeyError::Period)),
            ("few digits", new(20, totp(30), 3), Some(KeyError::Digits)),
            ("many digits", new(20, totp(30), 11), Some(KeyError::Digits)),
            ("counter", new(20, Kind::Hotp { counter: 1 << 63 }, 6), Some(KeyError::Counter)),
            ("Steam fixes its digits", new(20, Kind::Steam, 77), None),
        ];
        for (name, error, expected) in cases {
            assert_eq!(error, expected, "{name}");
        }
    }

    #[test]
    fn groups_for_the_eye() {
        let cases = [
            ("1234", "1234"),
            ("12345", "12345"),
            ("123456", "123 456"),
            ("1234567", "1234567"),
            ("12345678", "1234 5678"),
            ("123456789", "123 456 789"),
            ("1234567890", "12345 67890"),
        ];
        for (code, grouped) in cases {
            assert_eq!(from_text(code).grouped(), grouped);
            assert_eq!(from_text(code).expose(), code);
        }
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", totp(30, 6).code(Moment::from_secs(59))), "[code]");
    }
}
