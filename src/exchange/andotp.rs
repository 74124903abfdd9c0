//! andOTP: a JSON list, plain or encrypted in one of two ways. The newer begins with a number of rounds
//! and a salt; the older hashes the password once. Neither has a mark, so a file that does not open
//! may be no file of andOTP at all.
//!
//! Not documented but by [the app's sources](https://github.com/andOTP/andOTP), which rest since 2022.
//! Its oldest files keep issuer and login in one text. An mOTP key is kept as base32 of its
//! hexadecimal text, and without its PIN.

use serde_json::Value;

use super::crypt::{self, DerivedKey, Hash, Plain};
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Format, Ignored, ReadError, Reading, Record, Refused, Task, text};
use crate::otp::{Material, Parts, Refusal, Sort};

const FORMAT: Format = Format::AndOtp;
/// Rounds of PBKDF2 that the newer way asks for, at least and at most; the app draws them at random
/// from a much narrower range.
const ROUNDS: std::ops::RangeInclusive<u32> = 1_000..=10_000_000;
/// Bytes of the salt and of the nonce.
const TWELVE: usize = 12;
/// Bytes of a tag.
const TAG: usize = 16;

/// Whether the first row of a list is one of andOTP's; other programs write rows much like them.
pub(super) fn is_one(first: &Object) -> bool {
    ["thumbnail", "used_frequency", "last_used", "tags"]
        .iter()
        .any(|name| first.contains_key(*name))
}

/// Reads an encrypted file.
pub(super) fn read_sealed(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    if bytes.len() < TWELVE + TAG {
        return Err(ReadError::damaged(FORMAT));
    }
    let password = task.password(FORMAT)?;
    let plain = match open(bytes, password.expose(), task)? {
        Some(plain) => plain,
        None => open_old(bytes, password.expose()).ok_or(ReadError::WrongOrDamaged(FORMAT))?,
    };
    let list = json::inside(FORMAT, &plain)?;
    read(list.as_array().ok_or(ReadError::damaged(FORMAT))?)
}

/// The newer way: rounds, salt, nonce, text. `None` when it is not that.
fn open(bytes: &[u8], password: &[u8], task: &mut Task<'_>) -> Result<Option<Plain>, ReadError> {
    let Some((rounds, rest)) = bytes.split_first_chunk() else { return Ok(None) };
    let rounds = u32::from_be_bytes(*rounds);
    let Some((salt, rest)) = rest.split_at_checked(TWELVE) else { return Ok(None) };
    let Some((nonce, text)) = rest.split_at_checked(TWELVE) else { return Ok(None) };
    if text.len() < TAG || !ROUNDS.contains(&rounds) {
        return Ok(None);
    }
    let mut key = DerivedKey::default();
    crypt::pbkdf2(task, Hash::Sha1, password, salt, rounds.into(), key.as_mut())?;
    Ok(crypt::aes_gcm(&key, nonce, &[], text))
}

/// The older way: nonce, text; the key is a hash of the password.
fn open_old(bytes: &[u8], password: &[u8]) -> Option<Plain> {
    use sha2::Digest as _;
    let key = DerivedKey::new(sha2::Sha256::digest(password).into());
    let (nonce, text) = bytes.split_at_checked(TWELVE)?;
    crypt::aes_gcm(&key, nonce, &[], text)
}

/// Reads a list.
pub(super) fn read(list: &[Value]) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(FORMAT);
    for row in json::list(list)? {
        let Some(row) = row.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        let thumbnail = row.text("thumbnail");
        let icon = !thumbnail.is_empty() && thumbnail != "Default";
        reading.ignore(Ignored::Icons, usize::from(icon));
        let used = ["last_used", "used_frequency"]
            .iter()
            .any(|name| row.whole(name).is_some_and(|number| number > 0));
        reading.ignore(Ignored::Uses, usize::from(used));
        let (issuer, login) = names(row);
        reading.push(title(&issuer, &login), read_row(row, issuer, login));
    }
    Ok(reading)
}

/// Issuer and login.
fn names(row: &Object) -> (String, String) {
    let label = row.text("label").into_owned();
    if row.contains_key("issuer") {
        return (row.text("issuer").into_owned(), label);
    }
    match label.split_once(" - ") {
        Some((issuer, login)) => (issuer.to_owned(), login.to_owned()),
        None => (String::new(), label),
    }
}

fn read_row(row: &Object, issuer: String, login: String) -> Result<Record, Refused> {
    let kind = row.text("type");
    let sort = match Sort::guess(&kind) {
        // Files from before there was a choice do not name the kind.
        None if kind.trim().is_empty() => Sort::Totp,
        None | Some(Sort::Yandex) => return Err(Refusal::unknown_type(&kind).into()),
        Some(sort) => sort,
    };
    let secret = row.text("secret");
    let parts = Parts {
        sort,
        secret: match sort {
            Sort::Motp => Material::Bytes(text::base32(&secret)?),
            _ => Material::Text(&secret),
        },
        algorithm: row.text("algorithm"),
        digits: row.text("digits"),
        period: row.text("period"),
        counter: row.text("counter"),
        pin: None,
    };
    let mut record = Record::new(issuer, login, parts)?;
    record.split_login();
    let tags: Vec<_> = row.list("tags").iter().map(json::text).collect();
    record.group_all(tags.iter().map(AsRef::as_ref));
    Ok(record)
}

#[cfg(test)]
mod tests;
