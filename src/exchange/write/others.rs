//! What Google Authenticator's codes and tables hold of an account, and the two written as the other
//! targets are.

use super::{Fit, Names, Outgoing, Random, Target, Unfit, Written, draw};
use crate::exchange::migration;
use crate::exchange::table::{self, Keys, Line};
use crate::exchange::{Ask, Format, Reading, Record, read};

/// Writes the addresses of Google Authenticator's codes, one a line.
pub fn write_migration(accounts: &[Outgoing<'_>], random: Random<'_>) -> Written {
    let fit = Fit::new(Target::GoogleMigration, accounts);
    let batch = i32::from_le_bytes(*draw(random));
    let entries: Vec<_> = fit.accounts.iter().map(entry).collect();
    let texts = migration::write(&entries, batch).texts;
    fit.written(lines(texts.iter().map(|text| text.as_str())))
}

/// Writes a table with headings.
pub fn write_csv(accounts: &[Outgoing<'_>]) -> Written {
    let fit = Fit::new(Target::Csv, accounts);
    let bytes = table::write(fit.accounts.iter().map(line), Keys::Written).to_vec();
    fit.written(bytes)
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
    }
}

/// Whether a code of Google Authenticator brings an account back.
pub(super) fn by_code(account: &Outgoing<'_>) -> Result<Names, Unfit> {
    let export = migration::write(&[entry(account)], 0);
    if let Some((_, unfit)) = export.left_out.first() {
        return Err(*unfit);
    }
    let mut reading = Reading::new(Format::GoogleMigration);
    for text in &export.texts {
        migration::take(&mut reading, 1, text);
    }
    compare(account, &reading)
}

/// Whether a row of a table brings an account back; its groups, too.
pub(super) fn by_row(account: &Outgoing<'_>) -> Result<Names, Unfit> {
    let bytes = table::write([line(account)], Keys::Written);
    let ask = Ask { format: Some(Format::Table), ..Ask::default() };
    let reading = read(&bytes, ask, &mut |_| {}).map_err(|_| Unfit::Key)?;
    let names = compare(account, &reading)?;
    let same = record(&reading).is_some_and(|record| record.groups == account.groups);
    Ok(if same { names } else { Names::Changed })
}

fn compare(account: &Outgoing<'_>, reading: &Reading) -> Result<Names, Unfit> {
    let record = record(reading).ok_or(Unfit::Key)?;
    let without_pin = account.key.clone().with_pin(None);
    if record.key.as_ref() != Some(&without_pin) {
        return Err(Unfit::Key);
    }
    let same = record.issuer == account.issuer && record.login == account.login;
    Ok(if same { Names::Kept } else { Names::Changed })
}

/// The only record of a reading.
fn record(reading: &Reading) -> Option<&Record> {
    match reading.rows.as_slice() {
        [row] => row.outcome.as_deref().ok(),
        _ => None,
    }
}
