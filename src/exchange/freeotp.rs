//! FreeOTP 1 and FreeOTP+, and the token that FreeOTP 2 writes, too
//! ([source](https://github.com/freeotp/freeotp-android)).
//!
//! FreeOTP+ exports a JSON object with its tokens in a list. FreeOTP 1 has no export: its tokens
//! are strings of JSON in Android's preferences, one a name. What may surprise: keys are lists of
//! Java's signed bytes, and the counter that is stored is the one before the next, −1 for a fresh key.

use std::borrow::Cow;

use serde_json::Value;

use super::change::Change;
use super::json::{self, Fields as _, Object};
use super::record::{sort, title};
use super::{Format, Ignored, ReadError, Reading, Record, Refused, xml};
use crate::otp::{Material, Parts, Refusal, Sort};
use crate::secret::Secret;

/// Which counter a token stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counter {
    /// The next one.
    Next,
    /// The one before it.
    Before,
}

/// Reads the export of FreeOTP+.
pub(super) fn read(object: &Object) -> Result<Reading, ReadError> {
    let tokens = object.get("tokens").and_then(Value::as_array);
    let tokens = tokens.ok_or(ReadError::damaged(Format::FreeOtpPlus))?;
    let mut reading = Reading::new(Format::FreeOtpPlus);
    for token in json::list(tokens)? {
        match token.as_object() {
            Some(token) => push(&mut reading, token),
            None => reading.push("", Err(Refused::Shape)),
        }
    }
    Ok(reading)
}

/// Reads the preferences of FreeOTP 1.
pub(super) fn read_xml(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::FreeOtp1);
    let strings = xml::strings(text, Format::FreeOtp1)?;
    let mut has_token = false;
    for (name, text) in strings.iter().filter(|(name, _)| name != "tokenOrder") {
        match json::parse(Format::FreeOtp1, text) {
            Ok(Value::Object(token)) => {
                has_token |= token.has("secret") && token.has("type");
                push(&mut reading, &token);
            }
            _ => reading.push(name.clone(), Err(Refused::Shape)),
        }
    }
    // The preferences of any other program look alike.
    if has_token { Ok(reading) } else { Err(ReadError::Unknown(super::Sort::Xml)) }
}

fn push(reading: &mut Reading, token: &Object) {
    let secret = bytes(token, "secret");
    let outcome = secret.and_then(|secret| token_of(token, Counter::Before, secret));
    reading.push(name(token), outcome);
    count_pictures(reading, token);
}

/// What FreeOTP shows of a token.
pub(super) fn name(token: &Object) -> String {
    let (issuer, login) = names(token);
    title(&issuer, &login)
}

/// Counts the picture of a token.
pub(super) fn count_pictures(reading: &mut Reading, token: &Object) {
    let pictured = ["image", "imageAlt", "color"].iter().any(|name| !token.text(name).is_empty());
    reading.ignore(Ignored::Icons, usize::from(pictured));
}

/// The account behind a token and its key, if it has one.
pub(super) fn token_of(
    token: &Object,
    counter: Counter,
    secret: Option<Secret>,
) -> Result<Record, Refused> {
    let (issuer, login) = names(token);
    let word = token.text("type");
    let (sort, said) = sort(&word)?;
    let sort = match sort {
        // The program tells it by nothing else.
        Sort::Totp if issuer.trim() == "Steam" => Sort::Steam,
        Sort::Totp | Sort::Hotp => sort,
        _ => return Err(Refusal::unknown_type(&word).into()),
    };
    let (counter, raised) = match counter {
        Counter::Before if sort == Sort::Hotp => raise(token.text("counter")),
        Counter::Before | Counter::Next => (token.text("counter"), false),
    };
    let parts = Parts {
        sort,
        secret: secret.map_or(Material::None, Material::Bytes),
        algorithm: token.text("algo"),
        digits: token.text("digits"),
        period: token.text("period"),
        counter,
        pin: None,
    };
    let mut record = Record::new(issuer, login, parts)?;
    record.changes.extend(said);
    if raised {
        record.changes.push(Change::CounterRaised);
    }
    Ok(record)
}

/// Issuer and login: what the person renamed them to before what the key came with.
fn names(token: &Object) -> (Cow<'_, str>, Cow<'_, str>) {
    let first = |names: &[&str]| {
        let texts = names.iter().map(|name| token.text(name));
        texts.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default()
    };
    (first(&["issuerAlt", "issuerExt", "issuerInt"]), first(&["labelAlt", "label"]))
}

/// The counter after one; whether there was one to go by.
fn raise(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    let trimmed = text.trim();
    let whole = trimmed.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'));
    match whole.map_or(trimmed, |(whole, _)| whole).parse::<i64>() {
        // One beyond the last is refused where all counters are.
        Ok(before) => (i128::from(before).saturating_add(1).max(0).to_string().into(), true),
        Err(_) => (text, false),
    }
}

/// A list of Java's signed bytes; none when there is no list.
pub(super) fn bytes(object: &Object, name: &str) -> Result<Option<Secret>, Refused> {
    if !object.has(name) {
        return Ok(None);
    }
    let list = object.get(name).and_then(Value::as_array).ok_or(Refused::Shape)?;
    // Made as long as it will be: nothing outgrown keeps half a key.
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(list.len()));
    for value in list {
        let byte: i8 = json::text(value).trim().parse().map_err(|_| Refused::Shape)?;
        bytes.push(byte.cast_unsigned());
    }
    Ok(Some(Secret::new(std::mem::take(&mut *bytes))))
}

#[cfg(test)]
mod tests;
