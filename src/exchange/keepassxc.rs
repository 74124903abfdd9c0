//! KeePassXC's CSV ([source](https://github.com/keepassxreboot/keepassxc)), and the values in which
//! KeePass's kin keep a key.
//!
//! What may surprise: the address is made from the columns, with `KeePassXC` for an empty title and
//! `none` for an empty user name. So the columns win.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::change::Change;
use super::record::title;
use super::tail::is_ended;
use super::text::{base64, hex};
use super::{Format, Ignored, ReadError, Reading, Record, Refused, Row, table};
use crate::otp::uri::parse;
use crate::otp::{Material, Parts, Refusal, Remark, Sort};
use crate::secret::Secret;

/// The columns that are read.
const COLUMNS: [&str; 8] =
    ["Group", "Title", "Username", "Password", "URL", "Notes", "TOTP", "Icon"];

/// Whether the first line has the columns that make KeePassXC's table.
pub(super) fn is_csv(text: &str) -> bool {
    let line =
        text.lines().next().filter(|line| line.len() <= table::LONGEST_HEAD).unwrap_or_default();
    let Some(Ok(head)) = reader(line).into_records().next() else { return false };
    ["Title", "Username", "TOTP"].iter().all(|name| head.iter().any(|cell| cell.trim() == *name))
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Reads the table.
pub(super) fn read(text: &str) -> Result<Reading, ReadError> {
    let damaged = ReadError::damaged(Format::KeePassXcCsv);
    table::hold_columns(text)?;
    let mut rows = reader(text).into_records();
    let head = rows.next().and_then(Result::ok).ok_or(damaged.clone())?;
    let places = COLUMNS.map(|name| head.iter().position(|cell| cell.trim() == name));
    if places[6].is_none() {
        return Err(damaged);
    }
    // A quotation mark left open takes all that follows into its cell.
    let open = text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
    let is_ended = is_ended(text);
    let mut reading = Reading::new(Format::KeePassXcCsv);
    let mut rows = rows.enumerate().peekable();
    while let Some((index, row)) = rows.next() {
        let row = row.map_err(|_| damaged.clone())?;
        let cells = places.map(|place| place.and_then(|at| row.get(at)).unwrap_or_default());
        // From 1, and behind the row with the headings.
        let number = index + 2;
        let is_last = rows.peek().is_none();
        if !is_ended && is_last && (open || row.len() < head.len() && !is_blank(&row)) {
            // Every cell is within quotation marks: the one in which a file ends is open.
            reading.cut(number, title(cells[1], cells[2]));
        } else if open && is_last {
            let line = row.position().and_then(|at| usize::try_from(at.line()).ok()).unwrap_or(0);
            let name = title(cells[1], cells[2]);
            let outcome = Err(Refused::Unquoted { line });
            reading.rows.push(Row { number, name, outcome });
        } else if row.len() < head.len() && !is_blank(&row) {
            let name = title(cells[1], cells[2]);
            reading.rows.push(Row { number, name, outcome: Err(Refused::Shape) });
        } else {
            push(&mut reading, number, cells);
        }
    }
    Ok(reading)
}

fn is_blank(row: &StringRecord) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

fn push(reading: &mut Reading, number: usize, cells: [&str; COLUMNS.len()]) {
    let [group, name, login, password, site, note, key, icon] = cells;
    if key.trim().is_empty() {
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            reading.keyless(number, title(name, login), note, Vec::new(), 0);
        }
        return;
    }
    let outcome = otp(key, name, login).map(|mut record| {
        // The first is the name of the whole database.
        if let Some((_, group)) = group.split_once('/') {
            record.group(group);
        }
        note.clone_into(&mut record.note);
        Box::new(record)
    });
    reading.rows.push(Row { number, name: title(name, login), outcome });
    reading.ignore(Ignored::Passwords, usize::from(!password.is_empty()));
    reading.ignore(Ignored::Fields, usize::from(!site.is_empty()));
    reading.ignore(Ignored::Icons, usize::from(!matches!(icon.trim(), "" | "0")));
}

/// The account in the value of KeePassXC's field for keys: an address, the words of the plugin
/// `KeeOtp`, or the key alone.
pub(super) fn otp(text: &str, name: &str, login: &str) -> Result<Record, Refused> {
    if [text, name, login].iter().any(|text| is_reference(text)) {
        return Err(Refused::Reference);
    }
    let text = text.trim();
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if scheme.is_some_and(|scheme| {
        matches!(scheme.as_str(), "otpauth" | "steam" | "motp" | "otpauth-migration")
    }) {
        let mut record = Record::from(parse(text)?);
        take_names(&mut record, name, login);
        return Ok(record);
    }
    if value(text, "key").is_some() {
        return kee_otp(text, name, login);
    }
    Record::new(name, login, Parts { secret: Material::Text(text), ..Parts::default() })
}

/// Whether a value stands for one of another entry.
pub(super) fn is_reference(text: &str) -> bool {
    text.as_bytes().windows(5).any(|window| window.eq_ignore_ascii_case(b"{REF:"))
}

/// Names of the entry before those in the address, which was made from them.
fn take_names(record: &mut Record, name: &str, login: &str) {
    let taken = |own: &str, other: &str, nothing: &str| match own.trim() {
        "" if other == nothing => String::new(),
        "" => other.to_owned(),
        own => own.to_owned(),
    };
    record.issuer = taken(name, &record.issuer, "KeePassXC");
    record.login = taken(login, &record.login, "none");
    // Told of names that are not taken.
    let of_names = |change: &Change| {
        matches!(change, Change::Key(Remark::PrefixDiffers { .. } | Remark::NoName))
    };
    record.changes.retain(|change| !of_names(change));
    record.note.clear();
    if record.issuer.is_empty() && record.login.is_empty() {
        record.changes.push(Change::Key(Remark::NoName));
    }
}

/// One of `name=value&…`, decoded.
fn value(text: &str, name: &str) -> Option<Zeroizing<String>> {
    let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    let value = Zeroizing::new(value.replace('+', " "));
    Some(Zeroizing::new(percent_decode_str(&value).decode_utf8_lossy().into_owned()))
}

fn kee_otp(text: &str, name: &str, login: &str) -> Result<Record, Refused> {
    let of = |name| value(text, name).unwrap_or_default();
    let word = of("type");
    let sort = match word.trim() {
        "" => Sort::Totp,
        word => Sort::guess(word)
            .filter(|sort| matches!(sort, Sort::Totp | Sort::Hotp | Sort::Steam))
            .ok_or_else(|| Refusal::unknown_type(word))?,
    };
    let key = of("key");
    let [algorithm, digits, period, counter] =
        ["otpHashMode", "size", "step", "counter"].map(|name| Cow::Owned(of(name).to_string()));
    let secret = material(&of("encoding"), &key)?;
    let parts = Parts { sort, secret, algorithm, digits, period, counter, pin: None };
    Record::new(name, login, parts)
}

/// A key in one of the ways KeePass knows to write bytes; base32 when none is named.
pub(super) fn material<'a>(encoding: &str, text: &'a str) -> Result<Material<'a>, Refused> {
    let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
        "" | "base32" => return Ok(Material::Text(text)),
        "hex" => hex(&Zeroizing::new(text.split_whitespace().collect::<String>())),
        "base64" => base64(text),
        "utf8" | "utf-8" => Some(Zeroizing::new(text.as_bytes().to_vec())),
        _ => None,
    };
    let mut bytes = bytes.ok_or(Refused::Shape)?;
    Ok(Material::Bytes(Secret::new(std::mem::take(&mut *bytes))))
}

#[cfg(test)]
mod tests;
