//! Raivo: a JSON list in which all values are texts, alone or in an encrypted archive (`WinZip`'s AES,
//! APPNOTE 6.3.10 §7 and [AE-1/AE-2](https://www.winzip.com/en/support/aes-encryption/)) beside a page
//! to print.
//!
//! Archives with nothing but one `.txt` are read here, too: that is how `WinAuth` and Authenticator
//! Plus write a list of addresses.

use serde_json::Value;

use super::archive::{self, Archive};
use super::json::{self, Fields as _, Object};
use super::record::{sort, title};
use super::{Format, Ignored, ReadError, Reading, Record, Refused, Sort, Task, uri_list};
use crate::otp::{Material, Parts, Refusal, Sort as Kind};

/// The member that holds the list.
const MEMBER: &[u8] = b"raivo-otp-export.json";

/// Reads the list.
pub(super) fn read(list: &[Value]) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::Raivo);
    for item in json::list(list)? {
        let Some(item) = item.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        reading.push(title(&item.text("issuer"), &item.text("account")), record(item));
        let pictured = !item.text("iconValue").is_empty();
        reading.ignore(Ignored::Icons, usize::from(pictured));
    }
    Ok(reading)
}

fn record(item: &Object) -> Result<Record, Refused> {
    let word = item.text("kind");
    let (sort, said) = sort(&word)?;
    if !matches!(sort, Kind::Totp | Kind::Hotp) {
        return Err(Refusal::unknown_type(&word).into());
    }
    let secret = item.text("secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm: item.text("algorithm"),
        digits: item.text("digits"),
        period: item.text("timer"),
        counter: item.text("counter"),
        pin: None,
    };
    let mut record = Record::new(item.text("issuer"), item.text("account"), parts)?;
    record.favourite = item.yes("pinned");
    record.changes.extend(said);
    Ok(record)
}

/// Whether an archive is one that is read here, by the names in it.
pub(super) fn is_inside(bytes: &[u8]) -> Result<bool, ReadError> {
    Ok(archive::open(bytes)?.is_some_and(|archive| member(&archive).is_some()))
}

/// Reads an archive.
pub(super) fn read_zip(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let damaged = ReadError::damaged(Format::Raivo);
    let mut archive = archive::open(bytes)?.ok_or(damaged.clone())?;
    let (index, format) = member(&archive).ok_or(ReadError::Unknown(Sort::Archive))?;
    let plain = archive::read(&mut archive, index, format, task)?;
    if format == Format::UriList {
        return uri_list::read(&plain);
    }
    let value = json::inside(format, &plain)?;
    read(value.as_array().ok_or(damaged)?)
}

/// The member to read, and what is in it.
fn member(archive: &Archive<'_>) -> Option<(usize, Format)> {
    let is_export =
        |name: &[u8]| name.rsplit(|&b| matches!(b, b'/' | b'\\')).next() == Some(MEMBER);
    if let Some(index) = archive.file_names_raw().position(is_export) {
        return Some((index, Format::Raivo));
    }
    let mut files = archive.file_names_raw().enumerate().filter(|(_, name)| !name.ends_with(b"/"));
    let (index, name) = files.next()?;
    let is_text = String::from_utf8_lossy(name).to_ascii_lowercase().ends_with(".txt");
    (is_text && files.next().is_none()).then_some((index, Format::UriList))
}

#[cfg(test)]
mod tests;
