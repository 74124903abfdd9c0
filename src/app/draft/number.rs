//! Phone numbers: as people write them, and as they are kept (E.164).

use super::{Draft, Field, Flaw, Saved, Work, find};
use crate::model::{Book, Number};

/// A number as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// E.164 (`+8613800000000`) when it was understood, else what was typed, tidied.
    pub number: String,
    /// Whether it was understood.
    pub understood: bool,
}

/// Whether what was typed can be a number at all: digits and what people put between them.
pub fn is_plausible(typed: &str) -> bool {
    let plain = plain(typed);
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    (3..=20).contains(&digits)
        && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '#' | '*'))
}

/// Reads a number as people write it: `+86 138 …`, `0086…`, full-width digits, with spaces, dashes,
/// dots and brackets. A number without a country code is understood only with a `region` (an ISO
/// 3166 code, `CN`).
pub fn normalise(typed: &str, region: Option<&str>) -> Normal {
    let _ = region;
    let plain = plain(typed);
    Normal { number: plain, understood: false }
}

/// Whether two numbers are the same line.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// Without what only makes it easier to read; `00` at the start is a `+`.
fn plain(typed: &str) -> String {
    let mut plain = String::with_capacity(typed.len());
    for c in typed.trim().chars() {
        match c {
            '０'..='９' => {
                let digit = u32::from(c) - u32::from('０');
                plain.extend(char::from_digit(digit, 10));
            }
            '＋' => plain.push('+'),
            // Marks of direction come along when a number is copied from a contact list.
            '-'
            | '.'
            | '('
            | ')'
            | '（'
            | '）'
            | '/'
            | '－'
            | '‐'..='―'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' => {}
            c if c.is_whitespace() => {}
            c => plain.push(c),
        }
    }
    match plain.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => plain,
    }
}

impl Draft {
    /// The form of a number.
    pub fn of_number(number: &Number, book: &Book) -> Self {
        let mut draft = Self::whole_of(super::Subject::Number);
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
        self.check()?;
        let shown = base.map_or_else(
            || Self::whole_of(self.subject()),
            |base| Self::of_number(base, work.book),
        );
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut number = match base {
            Some(base) => base.clone(),
            None => Number::new((work.fresh)(), String::new()),
        };
        if touched(Field::Number) {
            number.number = normalise(self.text(Field::Number), work.region).number;
            let other = find::line(work.book, &number.number, None);
            if other.is_some_and(|id| id != number.id) {
                return Err(vec![(Field::Number, Flaw::Taken)]);
            }
        }
        if touched(Field::NumberKind) {
            number.kind = self.choice(Field::NumberKind);
        }
        if touched(Field::Device) {
            number.device = work.device(self.text(Field::Device));
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
            number.state = self.choice(Field::NumberState);
            number.since = Some(work.today);
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
