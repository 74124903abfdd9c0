//! What Google Authenticator's codes and tables hold of an account, and the two written as the other
//! targets are.

use super::{Names, Outgoing, Random, Unfit, draw};
use zeroize::Zeroizing;

use crate::exchange::migration;
use crate::exchange::table::{self, KeyColumn, Line, Words};
use crate::exchange::{Ask, Format, Reading, Record, read};
use crate::secret::Secret;

/// The longest text of a QR code, in bytes: the largest one, with the least error correction
/// (ISO/IEC 18004 table 7).
const MOST_IN_CODE: usize = 2953;

/// Writes the addresses of Google Authenticator's codes, one a line.
pub(super) fn write_migration(accounts: &[Outgoing<'_>], random: Random<'_>) -> Vec<u8> {
    let batch = i32::from_le_bytes(*draw(random));
    let entries: Vec<_> = accounts.iter().map(entry).collect();
    let texts = migration::write(&entries, batch, migration::MOST_BYTES).texts;
    lines(texts.iter().map(|text| text.as_str()))
}

/// The texts of Google Authenticator's codes, none longer than `most` that can be helped, and how many
/// accounts are in each. The accounts are those that [`loss`](super::loss) does not leave out. A low
/// `batch` is a shorter text.
pub fn codes(accounts: &[Outgoing<'_>], batch: u8, most: usize) -> Vec<(Secret, usize)> {
    let entries: Vec<_> = accounts.iter().map(entry).collect();
    let export = migration::write(&entries, batch.into(), most);
    let secret = |text: &Zeroizing<String>| Secret::new(text.as_bytes().to_vec());
    export.texts.iter().map(secret).zip(export.counts).collect()
}

/// Whether an account alone is more than a QR code of any size holds.
pub fn is_beyond_codes(account: &Outgoing<'_>) -> bool {
    let alone = codes(std::slice::from_ref(account), 0, migration::MOST_BYTES);
    alone.iter().any(|(text, _)| text.expose().len() > MOST_IN_CODE)
}

/// Writes a table with headings.
pub fn write_csv(accounts: &[Outgoing<'_>], words: Words) -> Zeroizing<Vec<u8>> {
    table::write(accounts.iter().map(line), KeyColumn::Written, words)
}

/// Texts on lines of their own, in one allocation: one that grows leaves copies of itself behind.
pub(in crate::exchange) fn lines<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(texts.clone().map(|text| text.len() + 1).sum());
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

fn entry<'a>(account: &Outgoing<'a>) -> migration::Entry<'a> {
    (account.issuer, account.login, account.key)
}

fn line<'a>(account: &Outgoing<'a>) -> Line<'a> {
    Line {
        issuer: account.issuer,
        login: account.login,
        key: Some(account.key),
        groups: account.groups,
        note: account.note,
        favourite: account.favourite,
        extra: account.extra,
        devices: "",
    }
}

/// Whether a code of Google Authenticator brings an account back.
pub(super) fn by_code(account: &Outgoing<'_>) -> Result<Names, Unfit> {
    let export = migration::write(&[entry(account)], 0, migration::MOST_BYTES);
    if let Some((_, unfit)) = export.left_out.first() {
        return Err(*unfit);
    }
    let mut reading = Reading::new(Format::GoogleMigration);
    for text in &export.texts {
        migration::take(&mut reading, 1, text);
    }
    compare(account, record(&reading))
}

/// Whether the rows of a table bring accounts back; their groups, too. All of them are read at once:
/// a table for each takes nine times as long.
pub(super) fn by_rows(accounts: &[Outgoing<'_>]) -> Vec<Result<Names, Unfit>> {
    match rows(accounts) {
        Some(reading) if reading.rows.len() == accounts.len() => {
            let rows = reading.rows.iter().map(|row| row.outcome.as_deref().ok());
            accounts.iter().zip(rows).map(|(account, record)| by_record(account, record)).collect()
        }
        // One that breaks the table for the others, or more than are read from one file.
        _ => accounts.iter().map(by_row).collect(),
    }
}

/// The same of one account.
pub(super) fn by_row(account: &Outgoing<'_>) -> Result<Names, Unfit> {
    let reading = rows(&[*account]).ok_or(Unfit::Key)?;
    by_record(account, record(&reading))
}

/// How many rows of a table without keys come back with other names. One that has none does not come back.
pub fn renamed(lines: &[Line<'_>]) -> usize {
    let is_renamed = |line: &Line<'_>, record: Option<&Record>| {
        record.is_some_and(|record| names(line, record) == Names::Changed)
    };
    match table(lines.iter().copied(), KeyColumn::LeftOut) {
        Some(reading) if reading.rows.len() == lines.len() => {
            let rows = reading.rows.iter().map(|row| row.outcome.as_deref().ok());
            lines.iter().zip(rows).filter(|(line, record)| is_renamed(line, *record)).count()
        }
        _ => {
            let alone = |line: &Line<'_>| table([*line], KeyColumn::LeftOut);
            let renamed = |line: &&Line<'_>| {
                alone(line).is_some_and(|reading| is_renamed(line, record(&reading)))
            };
            lines.iter().filter(renamed).count()
        }
    }
}

/// A table of accounts, read.
fn rows(accounts: &[Outgoing<'_>]) -> Option<Reading> {
    table(accounts.iter().map(line), KeyColumn::Written)
}

fn table<'a>(lines: impl IntoIterator<Item = Line<'a>>, keys: KeyColumn) -> Option<Reading> {
    let bytes = table::write(lines, keys, Words::default());
    let ask = Ask { format: Some(Format::Table), ..Ask::default() };
    read(&bytes, ask, &mut |_| {}).ok()
}

fn by_record(account: &Outgoing<'_>, record: Option<&Record>) -> Result<Names, Unfit> {
    let names = compare(account, record)?;
    Ok(record.map_or(names, |record| self::names(&line(account), record)))
}

/// What becomes of what a row is called.
fn names(line: &Line<'_>, record: &Record) -> Names {
    let (read, written) = (&record.extra, line.extra);
    let same = called(line.issuer, line.login, &written.store, record)
        && record.groups == line.groups
        && (&read.store, &read.marketplaces) == (&written.store, &written.marketplaces);
    if same { Names::Kept } else { Names::Changed }
}

/// Whether a record has the names of an account.
fn called(issuer: &str, login: &str, store: &str, record: &Record) -> bool {
    // A store stands in for an issuer that is missing, until it is known for what it is.
    let stands_in = issuer.is_empty() && record.issuer == store;
    (record.issuer == issuer || stands_in) && record.login == login
}

fn compare(account: &Outgoing<'_>, record: Option<&Record>) -> Result<Names, Unfit> {
    let record = record.ok_or(Unfit::Key)?;
    let without_pin = account.key.clone().with_pin(None);
    if record.key.as_ref() != Some(&without_pin) {
        return Err(Unfit::Key);
    }
    let same = called(account.issuer, account.login, &account.extra.store, record);
    Ok(if same { Names::Kept } else { Names::Changed })
}

/// The only record of a reading.
fn record(reading: &Reading) -> Option<&Record> {
    match reading.rows.as_slice() {
        [row] => row.outcome.as_deref().ok(),
        _ => None,
    }
}
