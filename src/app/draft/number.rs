//! Phone numbers: as people write them, and as they are kept (E.164).
//!
//! What numbers look like in each country is a large table that takes a moment to load. It is asked
//! only when a number was typed, never to show or compare those that are kept.

use phonenumber::Mode;

use super::{Draft, Field, Flaw, Saved, Subject, Work};
use crate::model::{Book, Number};

/// A number as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// E.164 (`+8613800000000`) when it was understood, else what was typed, without what only makes
    /// it easier to read.
    pub number: String,
    /// What is odd about it.
    pub doubt: Option<Doubt>,
}

/// Why a number may be mistyped. It is kept all the same: tables of numbers grow old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It has no country code, or one that is none: it was kept as it was typed.
    NoCountry,
    /// Its country gives out no such numbers.
    Unusual,
}

/// Digits of the shortest and the longest text that can be a number: a short code, and an
/// international number with a carrier's prefix.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=20;

/// Whether what was typed can be a number at all: digits and what people put between them.
pub fn is_plausible(typed: &str) -> bool {
    let plain = plain(typed);
    let (plus, digits) = (plain.rfind('+'), plain.strip_prefix('+').unwrap_or(&plain));
    plus.is_none_or(|at| at == 0)
        && DIGITS.contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
}

/// Reads a number as people write it: `+86 138 …`, `0086…`, full-width digits, with spaces, dashes,
/// dots and brackets. A number without a country code is understood only with a `region` (an ISO
/// 3166 code, `CN`).
pub fn normalise(typed: &str, region: Option<&str>) -> Normal {
    let plain = plain(typed);
    let region = region.and_then(|region| region.to_ascii_uppercase().parse().ok());
    // With the brackets of `+49 (0)30`, which say that a digit is left out behind a country code.
    let tidy = if plain.starts_with('+') { tidy(typed) } else { plain.clone() };
    match phonenumber::parse(region, tidy) {
        Ok(number) => Normal {
            doubt: (!number.is_valid()).then_some(Doubt::Unusual),
            number: number.format().mode(Mode::E164).to_string(),
        },
        Err(_) => Normal { number: plain, doubt: Some(Doubt::NoCountry) },
    }
}

/// The region (an ISO 3166 code) in which a number without its country is another one, with its country.
pub(in crate::app) fn region_between(bare: &str, whole: &str) -> Option<String> {
    let country = phonenumber::parse(None, whole).ok()?.country().id()?;
    let region: &str = country.as_ref();
    (normalise(bare, Some(region)).number == whole).then(|| region.to_owned())
}

/// Whether two numbers are the same line.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// Without what only makes it easier to read; `00` at the start is a `+`.
pub(in crate::app) fn plain(typed: &str) -> String {
    let tidy = tidy(typed);
    tidy.chars().filter(|c| !matches!(c, '(' | ')')).collect()
}

/// Half-width, without spaces, dashes, dots and marks of direction, which come along when a number
/// is copied from a list of contacts; `00` at the start is a `+`.
fn tidy(typed: &str) -> String {
    let mut tidy = String::with_capacity(typed.len());
    for c in typed.chars() {
        match c {
            '０'..='９' => tidy.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
            '＋' => tidy.push('+'),
            '（' => tidy.push('('),
            '）' => tidy.push(')'),
            '-'
            | '.'
            | '/'
            | '－'
            | '‐'..='―'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' => {}
            c if c.is_whitespace() => {}
            c => tidy.push(c),
        }
    }
    match tidy.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => tidy,
    }
}

impl Draft {
    /// The form of a number.
    pub fn of_number(number: &Number, book: &Book) -> Self {
        let mut draft = Self::whole_of(Subject::Number);
        draft.set(Field::Number, &number.number);
        draft.put(Field::NumberKind, number.kind);
        let device = number.device.and_then(|id| book.device(id));
        draft.set(Field::Device, device.map_or("", |device| &device.label));
        draft.set(Field::Carrier, &number.carrier);
        draft.set(Field::RegisteredTo, &number.registered_to);
        draft.set_day(Field::Keepalive, number.keepalive);
        draft.put(Field::NumberState, number.state);
        draft.set_day(Field::Since, number.since);
        draft.set(Field::Note, &number.note);
        draft
    }

    /// Makes the number: a new one, or `base` with what the form says in its place.
    pub fn build_number(&self, base: Option<&Number>, work: &mut Work) -> Saved<Number> {
        let shown = base.map_or_else(
            || Self::whole_of(Subject::Number),
            |base| Self::of_number(base, work.book),
        );
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut number = match base {
            Some(base) => base.clone(),
            None => Number::new((work.fresh)(), String::new()),
        };
        if touched(Field::Number) {
            number.number = normalise(self.text(Field::Number), work.region).number;
            let is_other =
                |line: &Number| line.id != number.id && alike(&line.number, &number.number);
            if work.book.numbers.iter().any(is_other) {
                return Err(vec![(Field::Number, Flaw::Taken)]);
            }
        }
        if touched(Field::NumberKind) {
            number.kind = self.choice(Field::NumberKind);
        }
        if touched(Field::Device) {
            let device = work.device(self.text(Field::Device), work.near(number.id));
            number.device = device.map_err(|flaw| vec![(Field::Device, flaw)])?;
        }
        if touched(Field::Carrier) {
            number.carrier = self.trimmed(Field::Carrier);
        }
        if touched(Field::RegisteredTo) {
            number.registered_to = self.trimmed(Field::RegisteredTo);
        }
        if touched(Field::Keepalive) {
            number.keepalive = self.day(Field::Keepalive);
        }
        if touched(Field::NumberState) {
            let before = std::mem::replace(&mut number.state, self.choice(Field::NumberState));
            // Whoever has it may have it since the day it was first missed.
            if !(before.is_gone() && number.state.is_gone()) {
                number.since = Some(work.today);
            }
        }
        if touched(Field::Since) {
            number.since = self.day(Field::Since);
        }
        if touched(Field::Note) {
            number.note = self.trimmed(Field::Note);
        }
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        type Case = (&'static str, &'static str, Option<&'static str>, &'static str, Option<Doubt>);
        let cases: [Case; 17] = [
            ("E.164", "+8613800138000", None, "+8613800138000", None),
            ("spaces", "+86 138 0013 8000", None, "+8613800138000", None),
            ("zeros for a plus", "0086 138-0013-8000", None, "+8613800138000", None),
            ("full width", "＋８６（138）00138000", None, "+8613800138000", None),
            (
                "left-to-right marks",
                "\u{202a}+86 13800138000\u{202c}",
                None,
                "+8613800138000",
                None,
            ),
            ("dots and slashes", "+49.30/123 45 67", None, "+49301234567", None),
            ("a zero left out", "+49 (0)30 1234567", None, "+49301234567", None),
            ("a zero that stays", "+39 06 1234567", None, "+39061234567", None),
            ("brackets", "+1 (212) 555-0143", None, "+12125550143", None),
            ("at home", "138 0013 8000", Some("CN"), "+8613800138000", None),
            ("at home, small letters", "13800138000", Some("cn"), "+8613800138000", None),
            ("abroad from home", "0044 20 7946 0018", Some("CN"), "+442079460018", None),
            ("nowhere", "138 0013 8000", None, "13800138000", Some(Doubt::NoCountry)),
            ("no such region", "13800138000", Some("??"), "13800138000", Some(Doubt::NoCountry)),
            ("no such country", "+999 123 4567", None, "+9991234567", Some(Doubt::NoCountry)),
            ("a digit short", "+86 138 0013 800", None, "+861380013800", Some(Doubt::Unusual)),
            ("a short code", "95588", None, "95588", Some(Doubt::NoCountry)),
        ];
        for (name, typed, region, number, doubt) in cases {
            assert!(is_plausible(typed), "{name}");
            let normal = normalise(typed, region);
            assert_eq!(normal, Normal { number: number.into(), doubt }, "{name}");
            assert_eq!(normalise(number, region).number, number, "{name}: twice");
        }
    }

    #[test]
    fn what_is_no_number() {
        for typed in
            ["", "+", "12", "1-800-FLOWERS", "ask Li", "86+138", "++86138", "123456789012345678901"]
        {
            assert!(!is_plausible(typed), "{typed}");
        }
    }

    #[test]
    fn one_line_written_twice_is_one_line() {
        assert!(alike("+86 138 0013 8000", "+8613800138000"));
        assert!(alike("0086(138)00138000", "+8613800138000"));
        assert!(!alike("+8613800138000", "13800138000"));
    }
}
