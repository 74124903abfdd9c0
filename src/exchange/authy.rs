//! Authy: two preference files from inside an Android phone, of the keys that others issued and of
//! Authy's own.
//!
//! Not documented; after what the app keeps. Each is one string of JSON. Keys of others are base32,
//! perhaps encrypted one by one, under a salt whose very text is used; Authy's own are hexadecimal,
//! of seven digits every ten seconds. Nothing proves a password right but that base32 comes out.

use serde_json::Value;
use zeroize::Zeroizing;

use super::crypt::{self, Hash};
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Format, ReadError, Reading, Record, Refused, Sort, Stage, Task, text, xml};
use crate::otp::{Material, Parts, base32};
use crate::secret::Secret;

const FORMAT: Format = Format::Authy;
/// How the names of the two strings begin and end.
const PREFIX: &str = "com.authy.storage.tokens.";
const SUFFIX: &str = ".key";
const ROUNDS: u64 = 1000;

/// Reads one of the files.
pub(super) fn read(text: &str, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let strings = xml::strings(text, FORMAT)?;
    let lists: Vec<_> = strings
        .into_iter()
        .filter(|(name, _)| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
        .collect();
    if lists.is_empty() {
        return Err(ReadError::Unknown(Sort::Xml));
    }
    let mut rows = Vec::new();
    for (_, list) in &lists {
        match json::parse(FORMAT, list).map_err(ReadError::nowhere)? {
            Value::Array(list) => rows.extend(list),
            _ => return Err(ReadError::damaged(FORMAT)),
        }
    }
    json::list(&rows)?;
    read_rows(&rows, task)
}

fn read_rows(rows: &[Value], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(FORMAT);
    let (mut sealed, mut opened) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        let Some(row) = row.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        let (issuer, login) = names(row);
        let outcome = if is_sealed(row) {
            sealed += 1;
            task.tell(Stage::Reading { done: index, of: rows.len() });
            let secret = open(row, task)?;
            opened += usize::from(secret.is_ok());
            secret.and_then(|secret| account(row, &issuer, &login, &secret))
        } else {
            account(row, &issuer, &login, &row.text("decryptedSecret"))
        };
        reading.push(title(&issuer, &login), outcome);
    }
    if sealed > 0 && opened == 0 {
        return Err(ReadError::WrongOrDamaged(FORMAT));
    }
    Ok(reading)
}

/// Whether the key is there in its encrypted form only.
fn is_sealed(row: &Object) -> bool {
    !row.text("encryptedSecret").is_empty()
        && row.text("decryptedSecret").is_empty()
        && row.text("secretSeed").is_empty()
}

/// The text of an encrypted key.
fn open(
    row: &Object,
    task: &mut Task<'_>,
) -> Result<Result<Zeroizing<String>, Refused>, ReadError> {
    let password = task.password(FORMAT)?;
    let Some(sealed) = text::base64(&row.text("encryptedSecret")) else {
        return Ok(Err(Refused::Shape));
    };
    let salt = row.text("salt");
    let mut key = crypt::DerivedKey::default();
    crypt::pbkdf2(task, Hash::Sha1, password.expose(), salt.as_bytes(), ROUNDS, key.as_mut())?;
    let plain = crypt::aes_cbc(&key, &[0; 16], &sealed);
    let text = plain.as_ref().and_then(|plain| std::str::from_utf8(plain).ok());
    let text = text.filter(|text| base32::decode(text).is_ok());
    Ok(text.map(|text| Zeroizing::new(text.to_owned())).ok_or(Refused::Sealed))
}

fn account(row: &Object, issuer: &str, login: &str, secret: &str) -> Result<Record, Refused> {
    let seed = row.text("secretSeed");
    let digits = row.text("digits");
    if seed.is_empty() {
        let parts = Parts { secret: Material::Text(secret), digits, ..Parts::default() };
        return Record::new(issuer, login, parts);
    }
    let mut bytes = text::hex(&seed).ok_or(Refused::Shape)?;
    let parts = Parts {
        secret: Material::Bytes(Secret::new(std::mem::take(&mut *bytes))),
        digits: if digits.is_empty() { "7".into() } else { digits },
        period: "10".into(),
        ..Parts::default()
    };
    Record::new(issuer, login, parts)
}

/// Issuer and login. What came with the key goes before what can be edited.
fn names(row: &Object) -> (String, String) {
    let [name, original, issuer, kind] =
        ["name", "originalName", "originalIssuer", "accountType"].map(|field| row.text(field));
    let [name, original, issuer, kind] = [&name, &original, &issuer, &kind].map(|text| text.trim());
    if !row.text("secretSeed").is_empty() {
        return (name.to_owned(), String::new());
    }
    let issuer = if issuer.is_empty() {
        before(original, ":").or_else(|| before(name, " - ")).map_or_else(
            || {
                if kind.eq_ignore_ascii_case("authenticator") {
                    String::new()
                } else {
                    capitalised(kind)
                }
            },
            str::to_owned,
        )
    } else {
        issuer.to_owned()
    };
    // Where there is no login, the issuer stands alone.
    let is_issuer = |text: &str| text.is_empty() || text.eq_ignore_ascii_case(&issuer);
    let login = without(original, &issuer, &[":"])
        .or_else(|| without(name, &issuer, &[":", " - "]))
        .or_else(|| [name, original].into_iter().find(|text| !is_issuer(text)))
        .unwrap_or_default();
    (issuer, login.to_owned())
}

fn before<'a>(text: &'a str, separator: &str) -> Option<&'a str> {
    text.split_once(separator).map(|(head, _)| head.trim())
}

/// What follows the issuer and a separator.
fn without<'a>(text: &'a str, issuer: &str, separators: &[&str]) -> Option<&'a str> {
    let head = text.get(..issuer.len()).filter(|head| head.eq_ignore_ascii_case(issuer))?;
    let rest = &text[head.len()..];
    let cut = |separator: &&str| rest.strip_prefix(*separator).map(str::trim_start);
    separators.iter().find_map(cut)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests;
