//! Stratum, formerly Authenticator Pro: its backup, plain and sealed in two ways.
//!
//! After [its description](https://github.com/stratumauth/app/blob/main/doc/BACKUP_FORMAT.md).
//! Kinds and hashes are numbers. A category is bound to a key by the very text of the key. The
//! legacy way has no tag: what does not decrypt to JSON cannot say whether the password was wrong.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::crypt::{self, Argon2, Argon2Cost, Hash, Plain};
use super::groups::MOST_COPIED;
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{
    Format, Ignored, Limit, MOST_ENTRIES, Measure, ReadError, Reading, Record, Refused, Task,
};
use crate::otp::{Material, Parts, Refusal, Sort};
use crate::secret::Secret;

/// How a backup begins that is sealed with Argon2id and AES-GCM.
pub(super) const STRONG: &[u8] = b"AUTHENTICATORPRO";
/// How one begins that is sealed with PBKDF2 and AES-CBC.
pub(super) const LEGACY: &[u8] = b"AuthenticatorPro";

const FORMAT: Format = Format::Stratum;
/// Most bindings of keys to categories.
const MOST_GROUPS: usize = 10 * MOST_ENTRIES;
const LEGACY_ROUNDS: u64 = 64_000;
const STRONG_COST: Argon2Cost = Argon2Cost { memory_kib: 64 << 10, passes: 3, lanes: 4 };

/// Reads a plain backup.
pub(super) fn read(object: &Object) -> Result<Reading, ReadError> {
    let rows = json::rows(FORMAT, object, "Authenticators")?;
    if !object.has("Authenticators") {
        return Err(ReadError::damaged(FORMAT));
    }
    let bindings = Bindings::read(object);
    let mut reading = Reading::new(FORMAT);
    let (mut icons, mut uses, mut positions, mut groups, mut copied) = (0, 0, 0, 0, 0);
    for row in rows {
        let Some(row) = row.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        icons += usize::from(!row.text("Icon").is_empty());
        uses += usize::from(row.whole("CopyCount").is_some_and(|count| count > 0));
        positions += usize::from(row.whole("Ranking").is_some_and(|place| place > 0));
        let bound = bindings.of(&row.text("Secret"));
        groups += bound.len();
        copied += bound.iter().map(|(_, name)| name.len() as u64).sum::<u64>();
        // One key in many rows, and bound to everything: a small file with gigabytes of groups.
        Limit::hold(Measure::Entries, groups as u64, MOST_GROUPS as u64)?;
        Limit::hold(Measure::TextBytes, copied, MOST_COPIED)?;
        let name = title(&row.text("Issuer"), &row.text("Username"));
        reading.push(name, entry(row, bound));
    }
    reading.ignore(Ignored::Icons, icons.max(object.list("CustomIcons").len()));
    reading.ignore(Ignored::Uses, uses);
    reading.ignore(Ignored::Positions, positions);
    Ok(reading)
}

fn entry(row: &Object, bindings: &[(Cow<'_, str>, Cow<'_, str>)]) -> Result<Record, Refused> {
    let sort = match row.whole("Type") {
        Some(1) => Sort::Hotp,
        Some(2) => Sort::Totp,
        Some(3) => Sort::Motp,
        Some(4) => Sort::Steam,
        Some(5) => Sort::Yandex,
        _ => return Err(Refusal::unknown_type(&row.text("Type")).into()),
    };
    let algorithm = match row.whole("Algorithm") {
        Some(0) => Cow::Borrowed("SHA1"),
        Some(1) => Cow::Borrowed("SHA256"),
        Some(2) => Cow::Borrowed("SHA512"),
        _ => row.text("Algorithm"),
    };
    let secret = row.text("Secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm,
        digits: row.text("Digits"),
        period: row.text("Period"),
        counter: row.text("Counter"),
        pin: Some(Secret::from_text(row.text("Pin").into_owned())),
    };
    let mut record = Record::new(row.text("Issuer"), row.text("Username"), parts)?;
    record.group_all(bindings.iter().map(|(_, name)| name.as_ref()));
    Ok(record)
}

/// Which keys are in which categories: text of the key and name, sorted by the text.
struct Bindings<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Bindings<'a> {
    fn read(object: &'a Object) -> Self {
        let objects = |name| object.list(name).iter().filter_map(Value::as_object);
        let names: HashMap<_, _> = objects("Categories")
            .map(|category| (category.text("Id"), category.text("Name")))
            .collect();
        let mut pairs: Vec<_> = objects("AuthenticatorCategories")
            .filter_map(|binding| {
                let name = names.get(&binding.text("CategoryId"))?;
                Some((binding.text("AuthenticatorSecret"), name.clone()))
            })
            .collect();
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(pairs)
    }

    /// Those of a key, in the order of the file.
    fn of(&self, secret: &str) -> &[(Cow<'a, str>, Cow<'a, str>)] {
        let start = self.0.partition_point(|(text, _)| text.as_ref() < secret);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|(text, _)| text == secret)]
    }
}

/// Reads a sealed backup.
pub(super) fn read_sealed(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    if bytes.starts_with(STRONG) {
        let plain = open_strong(bytes, task)?;
        return read_plain(&plain);
    }
    let plain = open_legacy(bytes, task)?;
    read_plain(&plain).map_err(|error| match error {
        ReadError::Damaged { .. } => ReadError::WrongOrDamaged(FORMAT),
        error => error,
    })
}

fn read_plain(plain: &[u8]) -> Result<Reading, ReadError> {
    let value = json::inside(FORMAT, plain)?;
    read(value.as_object().ok_or(ReadError::damaged(FORMAT))?)
}

fn open_strong(bytes: &[u8], task: &mut Task<'_>) -> Result<Plain, ReadError> {
    let damaged = ReadError::damaged(FORMAT);
    let (salt, rest) = bytes[STRONG.len()..].split_at_checked(16).ok_or(damaged.clone())?;
    let (nonce, sealed) = rest.split_at_checked(12).ok_or(damaged.clone())?;
    if sealed.len() < 16 {
        return Err(damaged);
    }
    let password = task.password(FORMAT)?;
    let key = crypt::argon2(task, Argon2::Argon2id, password.expose(), salt, STRONG_COST)?;
    crypt::aes_gcm(&key, nonce, &[], sealed).ok_or(ReadError::WrongOrDamaged(FORMAT))
}

fn open_legacy(bytes: &[u8], task: &mut Task<'_>) -> Result<Plain, ReadError> {
    let damaged = ReadError::damaged(FORMAT);
    let body = bytes.strip_prefix(LEGACY).ok_or(damaged.clone())?;
    let (salt, rest) = body.split_at_checked(20).ok_or(damaged.clone())?;
    let (iv, sealed) = rest.split_at_checked(16).ok_or(damaged.clone())?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(16) {
        return Err(damaged);
    }
    let password = task.password(FORMAT)?;
    let mut key = crypt::DerivedKey::default();
    crypt::pbkdf2(task, Hash::Sha1, password.expose(), salt, LEGACY_ROUNDS, key.as_mut())?;
    crypt::aes_cbc(&key, iv, sealed).ok_or(ReadError::WrongOrDamaged(FORMAT))
}

#[cfg(test)]
mod tests;
