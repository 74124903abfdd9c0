//! A vault as a file to import from: every account of it is a row, with all that is known of it.

use std::sync::Arc;

use crate::exchange::{
    self, Ask, Extra, Format, Ignored, LARGEST_FILE, Limit, Measure, Notice, Own, ReadError,
    Reading, Record, Refused, Row, Sort, Stage, Unsupported,
};
use crate::model::{Account, Book, List, Thing};
use crate::vault::{FORMAT, OpenError, is_loose, peek};

#[cfg(test)]
mod tests;

/// Reads a file of any format: another program's, or a vault.
pub fn read(bytes: &[u8], ask: Ask<'_>, tell: &mut dyn FnMut(Stage)) -> Result<Reading, ReadError> {
    let is_vault = ask.format.map_or_else(|| is_loose(bytes), |format| format == Format::Vault);
    if !is_vault {
        return exchange::read(bytes, ask, tell);
    }
    Limit::hold(Measure::FileBytes, bytes.len() as u64, LARGEST_FILE as u64)?;
    let mut deriving = |memory| tell(Stage::Deriving { memory });
    let book = peek(bytes, ask.password, &mut deriving).map_err(|error| why(&error))?;
    exchange::held(reading(book))
}

/// What is said of a vault that does not open, in the words for files.
fn why(error: &OpenError) -> ReadError {
    let hold = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let work = |log_n: u8| 1_u64.checked_shl(log_n.into()).unwrap_or(u64::MAX);
    match error {
        OpenError::NeedsPassphrase => ReadError::NeedsPassword(Format::Vault),
        OpenError::WrongPassphrase => ReadError::WrongPassword,
        OpenError::NeedsIdentity | OpenError::NotARecipient => {
            ReadError::Unsupported(Unsupported::Age)
        }
        OpenError::TooMuchWork { asked, ceiling } => {
            hold(Measure::ScryptN, work(*asked), work(*ceiling))
        }
        OpenError::TooLarge { limit } => hold(Measure::FileBytes, u64::MAX, *limit),
        OpenError::NoMemory { needed } => ReadError::NoMemory { needed: *needed },
        OpenError::TooNew { format } => {
            let (version, known) = (u64::from(*format), u64::from(FORMAT));
            ReadError::Newer { format: Format::Vault, version, known }
        }
        OpenError::NotAVault => ReadError::Unknown(Sort::Bytes),
        _ => ReadError::damaged(Format::Vault),
    }
}

fn reading(mut book: Book) -> Reading {
    let mut reading = Reading::new(Format::Vault);
    book.settle();
    let accounts = std::mem::take(&mut book.accounts);
    let reached = book.reach(accounts.iter().flat_map(Account::things));
    let people = book.people.iter().map(|it| (Thing::Person(it.id), it.name.clone()));
    let devices = book.devices.iter().map(|it| (Thing::Device(it.id), it.label.clone()));
    let numbers = book.numbers.iter().map(|it| (Thing::Number(it.id), it.masked()));
    let things = people.chain(devices).chain(numbers);
    let alone: Vec<String> =
        things.filter(|(thing, _)| !reached.contains(thing)).map(|(_, name)| name).collect();
    if !alone.is_empty() {
        reading.notices.push(Notice::Things(alone));
    }
    let is_account = |list: &List| *list == List::Accounts;
    let quarantine = std::mem::take(&mut book.quarantine);
    let unread = quarantine.iter().filter(|entry| !is_account(&entry.list)).count();
    for (what, count) in [
        (Ignored::Snoozes, std::mem::take(&mut book.snoozes).len()),
        (Ignored::Losses, std::mem::take(&mut book.losses).len()),
        (Ignored::Platforms, std::mem::take(&mut book.platforms).len()),
        (Ignored::Unreadable, unread),
    ] {
        reading.ignore(what, count);
    }
    let book = Arc::new(book);
    for account in accounts {
        reading.push("", Ok(record(account, &book)));
    }
    for entry in quarantine.into_iter().filter(|entry| is_account(&entry.list)) {
        let number = reading.rows.len() + 1;
        reading.rows.push(Row { number, name: entry.title, outcome: Err(Refused::Shape) });
    }
    reading
}

/// What other formats would say of it, and all the rest beside it.
fn record(account: Account, book: &Arc<Book>) -> Record {
    let codes = account.recovery.iter().flat_map(|recovery| &recovery.codes);
    Record {
        issuer: account.platform.clone(),
        login: account.login.clone(),
        key: account.key.clone(),
        groups: account.tags.clone(),
        note: account.note.clone(),
        favourite: account.pinned,
        recovery: codes.map(|code| code.code.clone()).collect(),
        extra: Extra {
            store: account.store.clone(),
            platform: account.platform.clone(),
            marketplaces: account.marketplaces.clone(),
            ..Extra::default()
        },
        console: String::new(),
        of_key: Vec::new(),
        arrives: None,
        own: Some(Own { account: Box::new(account), book: book.clone() }),
        changes: Vec::new(),
    }
}
