//! Google Authenticator.

use super::{Reading, Refused, Row};

pub(super) fn is_one(text: &str) -> bool {
    text.contains("otpauth-migration:")
}

pub(super) fn take(reading: &mut Reading, number: usize, _text: &str) {
    reading.rows.push(Row { number, name: String::new(), outcome: Err(Refused::Batch) });
}
