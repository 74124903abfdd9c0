//! KeePass, version 4 of its file ([KDBX 4](https://keepass.info/help/kb/kdbx.html)), as KeePass,
//! KeePassXC and their kin write it.
//!
//! ```text
//!   container    header and its limits, key, blocks, what is inside
//!   document     the XML in it: groups, entries, protected values
//! ```
//!
//! Read here and not by a crate, because those that exist read the costs without holding them to
//! anything, unpack as much as there is, and panic on dates and numbers that are too short. The
//! primitives are RustCrypto's.
//!
//! A key file or a hardware key changes the master key like another password: without it the password
//! is simply wrong. Keys live in fields of many names; the first kind that an entry has counts.

mod container;
mod document;

use document::{Entry, Field};

use super::error::{Limit, Measure};
use super::groups::MOST_COPIED;
use super::keepassxc::{is_reference, material, otp};
use super::record::title;
use super::table::may_be_key;
use super::{Format, Ignored, ReadError, Reading, Record, Refused, Task};
use crate::otp::{Material, Parts, Sort};

/// Reads a database.
pub(super) fn read(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let content = container::open(bytes, task)?;
    let mut reading = Reading::new(Format::KeePass);
    reading.ignore(Ignored::History, content.attachments);
    let document = document::read(content)?;
    let mut paths = 0;
    reading.ignore(Ignored::History, document.earlier);
    for entry in &document.entries {
        if document.is_trashed(entry) {
            reading.ignore(Ignored::Trashed, 1);
            continue;
        }
        let Some(record) = record(entry) else {
            let name = title(entry.text("Title"), entry.text("UserName"));
            let number = reading.rows.len() + 1;
            let passkeys = usize::from(!entry.text(PASSKEY).is_empty());
            reading.keyless(number, name, entry.text("Notes"), keys(entry), passkeys);
            continue;
        };
        // Every entry has its own copy: a few long names and many entries would be gigabytes.
        let path = document.path(entry);
        paths += path.len() as u64;
        Limit::hold(Measure::TextBytes, paths, MOST_COPIED)?;
        let record = record.map(|mut record| {
            let tags = entry.tags.split([';', ',', '\t']);
            record.group_all(std::iter::once(path.as_str()).chain(tags));
            entry.text("Notes").clone_into(&mut record.note);
            record
        });
        reading.push(title(entry.text("Title"), entry.text("UserName")), record);
        let is_filled = |name| usize::from(!entry.text(name).is_empty());
        reading.ignore(Ignored::Passwords, is_filled("Password"));
        reading.ignore(Ignored::Fields, is_filled("URL") + others(entry));
        reading.ignore(Ignored::Icons, usize::from(entry.pictured));
    }
    Ok(reading)
}

/// The field in which KeePassXC keeps the private half of a passkey.
const PASSKEY: &str = "KPEX_PASSKEY_PRIVATE_KEY_PEM";

/// Fields of the person's own that may hold a key, by their names.
fn keys(entry: &Entry) -> Vec<String> {
    let own = entry.fields.iter().filter(|field| !KNOWN.contains(&field.name.as_str()));
    own.filter(|field| may_be_key(&field.name, &field.value))
        .map(|field| field.name.clone())
        .collect()
}

/// The fields that every entry has.
const KNOWN: [&str; 6] = ["Title", "UserName", "Password", "URL", "Notes", "otp"];

/// Fields of the person's own that hold no key.
fn others(entry: &Entry) -> usize {
    let is_other = |field: &&Field| {
        let name = field.name.as_str();
        let is_key = ["TOTP ", "TimeOtp-", "HmacOtp-"].iter().any(|head| name.starts_with(head));
        !is_key && !KNOWN.contains(&name) && !field.value.is_empty()
    };
    entry.fields.iter().filter(is_other).count()
}

/// The account behind an entry; `None` when there is no key in it.
fn record(entry: &Entry) -> Option<Result<Record, Refused>> {
    let text = |name| entry.text(name).trim();
    let (issuer, login) = (text("Title"), text("UserName"));
    let (seed, settings, address) = (text("TOTP Seed"), text("TOTP Settings"), text("otp"));
    let parts = if !seed.is_empty() && !settings.is_empty() {
        Ok(by_settings(seed, settings))
    } else if !address.is_empty() {
        return Some(otp(address, issuer, login));
    } else if let Some(secret) = secret(entry, "TimeOtp-Secret") {
        secret.map(|secret| Parts {
            secret,
            algorithm: text("TimeOtp-Algorithm").into(),
            digits: text("TimeOtp-Length").into(),
            period: text("TimeOtp-Period").into(),
            ..Parts::default()
        })
    } else if let Some(secret) = secret(entry, "HmacOtp-Secret") {
        let counter = text("HmacOtp-Counter").into();
        secret.map(|secret| Parts { sort: Sort::Hotp, secret, counter, ..Parts::default() })
    } else if seed.is_empty() {
        return None;
    } else {
        Ok(by_settings(seed, ""))
    };
    let read = ["TimeOtp-Algorithm", "TimeOtp-Length", "TimeOtp-Period", "HmacOtp-Counter"];
    let mut read = read.map(text).into_iter().chain([issuer, login, seed, settings]);
    if read.any(is_reference) {
        return Some(Err(Refused::Reference));
    }
    Some(parts.and_then(|parts| Record::new(issuer, login, parts)))
}

/// What KeePassXC and the plugin `TrayTOTP` write: the key, and `step;digits`, or `step;S` for Steam.
fn by_settings<'a>(seed: &'a str, settings: &'a str) -> Parts<'a> {
    let mut settings = settings.split(';');
    let mut next = || settings.next().unwrap_or_default().trim();
    let (period, digits) = (next(), next());
    let is_steam = digits.eq_ignore_ascii_case("s");
    Parts {
        sort: if is_steam { Sort::Steam } else { Sort::Totp },
        secret: Material::Text(seed),
        digits: if is_steam { "" } else { digits }.into(),
        period: period.into(),
        ..Parts::default()
    }
}

/// The key in the field of a name, or of that name and the way it is written.
fn secret<'a>(entry: &'a Entry, name: &str) -> Option<Result<Material<'a>, Refused>> {
    let ways = [("", "utf8"), ("-Hex", "hex"), ("-Base32", "base32"), ("-Base64", "base64")];
    ways.into_iter().find_map(|(suffix, encoding)| {
        let text = entry.text(&[name, suffix].concat());
        if is_reference(text) {
            return Some(Err(Refused::Reference));
        }
        (!text.trim().is_empty()).then(|| material(encoding, text))
    })
}

#[cfg(test)]
mod tests;
