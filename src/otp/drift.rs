//! Which step does a code belong to? Tells whose clock is wrong, or that a key is another one.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{Key, Kind};
use crate::time::Moment;

/// Seconds that are looked at in either direction when nothing says otherwise.
const USUAL_SECONDS: u32 = 600;
/// Counters that are looked at ahead when nothing says otherwise.
const USUAL_COUNTERS: u32 = 20;

/// Bytes of what is typed that are looked at: more than any code has.
const LONGEST: usize = 64;

/// How far a code stands from the one of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Steps from now: negative when the code is an older one. Never negative for counters, whose
    /// 0 is the next one.
    pub steps: i64,
    /// Seconds of a step; `None` for counters.
    pub period: Option<u32>,
}

impl Drift {
    /// By how many seconds the clock that showed the code is ahead (negative: behind), give or take
    /// one period; 0 for counters.
    pub fn seconds(self) -> i64 {
        self.steps * i64::from(self.period.unwrap_or(0))
    }
}

/// A code as it was typed, without spaces and dashes, full-width characters folded.
pub fn tidy(typed: &str) -> Zeroizing<String> {
    // Never grown, so that nothing is left behind; what is longer than this is no code anyway.
    let mut tidy = Zeroizing::new(String::with_capacity(LONGEST));
    for c in typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-') {
        if tidy.len() + c.len_utf8() > LONGEST {
            break;
        }
        tidy.push(c.to_ascii_uppercase());
    }
    tidy
}

impl Key {
    /// How many steps [`drift`](Self::drift) looks at when nothing says otherwise: ten minutes'
    /// worth, at least one; for counters, the next twenty.
    pub fn reach(&self) -> u32 {
        self.period().map_or(USUAL_COUNTERS, |period| (USUAL_SECONDS / period).max(1))
    }

    /// Finds the step that a code belongs to: up to `reach` steps before and after now, the nearest
    /// first; for counters, the next one and `reach` after it. Spaces and dashes do not count.
    ///
    /// A match far from now can be chance: a wrong code of six digits matches one of 41 steps once
    /// in 24,000 times (steps × 10^-digits), one of four digits once in 244.
    pub fn drift(&self, typed: &str, now: Moment, reach: u32) -> Option<Drift> {
        let typed = tidy(typed);
        let (start, back) = match self.kind() {
            Kind::Hotp { counter } => (counter, 0),
            _ => (self.window(now)?.step, i64::from(reach)),
        };
        let period = self.period();
        let ahead = i64::from(reach);
        let mut found = None;
        // All of them are computed, so that the time it takes tells nothing of the answer.
        for steps in (0..=ahead).flat_map(|n| [-n, n]).skip(1) {
            let Some(step) = start.checked_add_signed(steps).filter(|_| steps >= -back) else {
                continue;
            };
            let same = is_same(self.code_at_step(step).expose(), &typed);
            found = found.or(same.then_some(Drift { steps, period }));
        }
        found
    }
}

/// Looks at every character, wherever they differ; capital and small letters are the same. `typed` is
/// [`tidy`].
fn is_same(code: &str, typed: &str) -> bool {
    let pairs = code.bytes().zip(typed.bytes());
    let differences = pairs.fold(0, |all, (a, b)| all | (a.to_ascii_uppercase() ^ b));
    code.len() == typed.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::Algorithm;
    use crate::secret::Secret;

    fn key(kind: Kind, digits: u8) -> Key {
        let secret = Secret::new(b"12345678901234567890".to_vec());
        Key::new(secret, kind, Algorithm::Sha1, digits).expect("within bounds")
    }

    /// RFC 6238, appendix B: 07081804 at 1111111109 and 14050471 at 1111111111 are neighbours.
    #[test]
    fn codes_of_the_steps_around_now() {
        let key = key(Kind::Totp { period: 30 }, 8);
        let now = 1_111_111_109;
        let cases = [
            ("now", "07081804", now, 20, Some(0)),
            ("with spaces", " 0708 1804 ", now, 20, Some(0)),
            ("with a dash", "0708-1804", now, 20, Some(0)),
            ("full width", "０７０８１８０４", now, 20, Some(0)),
            ("the phone is fast", "14050471", now, 20, Some(1)),
            ("the phone is slow", "07081804", 1_111_111_111, 20, Some(-1)),
            ("two minutes slow", "07081804", now + 120, 20, Some(-4)),
            ("as far as is looked", "07081804", now + 20 * 30, 20, Some(-20)),
            ("and one step further", "07081804", now + 21 * 30, 20, None),
            ("ahead, as far as is looked", "07081804", now - 20 * 30, 20, Some(20)),
            ("no reach", "07081804", now, 0, Some(0)),
            ("no reach, the step before", "07081804", 1_111_111_111, 0, None),
            ("the first step of all", "94287082", 1, 20, Some(1)),
            ("another code", "00000000", now, 20, None),
            ("one digit less", "0708180", now, 20, None),
            ("one digit more", "070818040", now, 20, None),
            ("nothing", "", now, 20, None),
        ];
        for (name, typed, now, reach, steps) in cases {
            let drift = key.drift(typed, Moment::from_secs(now), reach);
            assert_eq!(drift.map(|drift| drift.steps), steps, "{name}");
            assert_eq!(drift.map(Drift::seconds), steps.map(|steps| steps * 30), "{name}");
        }
    }

    /// RFC 4226, appendix D: counters 0 to 9.
    #[test]
    fn counters_are_looked_for_ahead_only() {
        let cases = [
            ("the next one", "359152", 2, 20, Some(0)),
            ("three ahead", "254676", 2, 20, Some(3)),
            ("used already", "287082", 2, 20, None),
            ("as far as is looked", "520489", 2, 7, Some(7)),
            ("and one further", "520489", 2, 6, None),
        ];
        for (name, typed, counter, reach, steps) in cases {
            let drift = key(Kind::Hotp { counter }, 6).drift(typed, Moment::from_secs(59), reach);
            assert_eq!(drift, steps.map(|steps| Drift { steps, period: None }), "{name}");
            assert_eq!(drift.map_or(0, Drift::seconds), 0, "{name}");
        }
        let last = key(Kind::Hotp { counter: i64::MAX.unsigned_abs() }, 6);
        assert_eq!(last.drift("no code", Moment::from_secs(0), 3), None);
    }

    #[test]
    fn of_two_matches_the_nearer_counts() {
        // A code of four digits comes back: 1 in 10,000 steps. Found by looking for one.
        let key = key(Kind::Totp { period: 1 }, 4);
        let (step, back) = (1..20_000_u64)
            .find_map(|step| {
                let code = key.code_at_step(step);
                let same = |back: &u64| *back < step && key.code_at_step(step - back) == code;
                (1..60).find(same).map(|back| (step, back))
            })
            .expect("two equal codes within a minute");
        let (code, now) = (key.code_at_step(step), Moment::from_secs(step - back / 3));
        let far = i64::try_from(back / 3).expect("small");
        assert_eq!(key.drift(code.expose(), now, 60).map(|drift| drift.steps), Some(far));
    }

    #[test]
    fn steam_letters_in_any_case() {
        let key = key(Kind::Steam, 5);
        let now = Moment::from_secs(1_511_200_518);
        let typed = key.code(now).expose().to_lowercase();
        assert_eq!(key.drift(&typed, now, 0), Some(Drift { steps: 0, period: Some(30) }));
    }

    #[test]
    fn letters_of_other_kinds_in_any_case() {
        let now = Moment::from_secs(1_581_064_020);
        for kind in [Kind::Motp, Kind::Yandex] {
            let key = key(kind, 6).with_pin(Some(Secret::from_text("7586".into())));
            let code = key.code(now);
            for typed in [code.expose().to_owned(), code.grouped().to_uppercase()] {
                assert_eq!(key.drift(&typed, now, 1).map(|drift| drift.steps), Some(0), "{kind:?}");
            }
            assert_eq!(key.drift("", now, 1), None, "{kind:?}");
        }
    }

    #[test]
    fn ten_minutes_are_looked_at() {
        let reach = |kind| key(kind, 6).reach();
        assert_eq!(reach(Kind::Totp { period: 30 }), 20);
        assert_eq!(reach(Kind::Totp { period: 1 }), 600);
        assert_eq!(reach(Kind::Totp { period: 86_400 }), 1);
        assert_eq!(reach(Kind::Hotp { counter: 0 }), 20);
    }
}
