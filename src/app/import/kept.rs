//! What a row says of an account otherwise than the account itself, beyond its names, and a merge does not
//! take: it is told, field by field. A list of ours says all but the key: there an empty cell says something,
//! too.

use super::entry::{Differs, Entry, Phone};
use super::things::Things;
use crate::app::export;
use crate::exchange::table::{Column, is_setting};
use crate::model::{Account, Number};
use crate::otp::{Key, Kind};

const PHONES: [Column; 2] = [Column::PhoneMain, Column::PhoneBackup];

/// The two numbers of an account that a table has columns for.
fn numbers<'a>(account: &Account, things: &'a Things<'_>) -> [Option<&'a Number>; 2] {
    export::numbers(account, |id| things.number(id))
}

/// The number that stands in an account where one of a row would go, and stays: its place, and what is said.
pub(super) fn instead(
    account: &Account,
    column: usize,
    theirs: &str,
    things: &Things<'_>,
) -> Option<(usize, Differs)> {
    let ours = numbers(account, things)[column]?;
    let known = things.line_of(theirs).map(|place| things.book.numbers[place].id);
    let is_here = known.is_some_and(|id| account.methods.iter().any(|it| it.number == Some(id)));
    let place = *things.lines.get(&ours.id)?;
    (!is_here).then(|| (place, differs(PHONES[column], ours.number.clone(), theirs)))
}

fn differs(column: Column, ours: String, theirs: &str) -> Differs {
    Differs { field: column.into(), ours, theirs: theirs.to_owned() }
}

/// What a row says of a key without having it; and of a list of ours what is empty there and not here.
pub(super) fn unsaid(account: &Account, entry: &Entry, things: &Things<'_>) -> Vec<Differs> {
    let mut all = Vec::new();
    if let Some(key) = account.key.as_ref().filter(|_| !entry.record.of_key.is_empty()) {
        all.extend(settings(key, entry));
    }
    if entry.listed {
        all.extend(emptied(account, entry));
        all.extend(phones(entry, numbers(account, things), things));
    }
    all
}

/// The settings of a key that a row gives otherwise. A counter that is behind is only old.
fn settings(key: &Key, entry: &Entry) -> Vec<Differs> {
    let counter = match key.kind() {
        Kind::Hotp { counter } => Some(counter),
        _ => None,
    };
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let ours = [
        (Column::Algorithm, key.algorithm().word().to_ascii_uppercase()),
        (Column::Digits, key.digits().to_string()),
        (Column::Period, number(key.period().map(u64::from))),
        (Column::Counter, number(counter)),
        (Column::Kind, key.kind().word().to_owned()),
    ];
    let is_behind = |theirs: &str| theirs.parse().is_ok_and(|theirs: u64| Some(theirs) < counter);
    let said = ours.into_iter().filter_map(|(column, ours)| {
        let theirs = entry.record.of_key.iter().find(|(known, _)| *known == column);
        let theirs = theirs.map_or("", |(_, cell)| cell.as_str());
        let is_said = entry.listed || !theirs.is_empty();
        let is_old = column == Column::Counter && is_behind(theirs);
        (is_said && !is_old && !is_setting(&ours, theirs)).then(|| differs(column, ours, theirs))
    });
    said.collect()
}

/// What parts the words of a cell: one that has it comes back as several.
const PARTS: [char; 9] = [';', '；', '，', '、', '|', ',', '/', '\r', '\n'];

/// What is empty, or shorter, in a row of a list of ours.
fn emptied(account: &Account, entry: &Entry) -> Vec<Differs> {
    let record = &entry.record;
    let is_shorter = |ours: &[String], theirs: &[String]| {
        ours.iter().any(|one| !one.contains(PARTS) && !theirs.iter().any(|it| it == one.trim()))
            // One that has more is told already.
            && theirs.iter().all(|one| ours.contains(one))
    };
    let (sites, groups) = (&record.extra.marketplaces, &record.groups);
    let fields = [
        (!account.store.is_empty() && entry.store().is_empty())
            .then(|| differs(Column::Store, account.store.clone(), "")),
        is_shorter(&account.marketplaces, sites).then(|| {
            differs(Column::Marketplaces, account.marketplaces.join(", "), &sites.join(", "))
        }),
        is_shorter(&account.tags, groups)
            .then(|| differs(Column::Groups, account.tags.join(", "), &groups.join(", "))),
        // What it says is long, and may be nobody's business.
        (!account.note.trim().is_empty() && record.note.trim().is_empty())
            .then(|| differs(Column::Note, String::new(), "")),
        (account.pinned && !record.favourite)
            .then(|| differs(Column::Favourite, String::new(), "")),
    ];
    fields.into_iter().flatten().collect()
}

/// The numbers that are empty in a row of a list of ours, and who has the phone and where it lies.
fn phones(entry: &Entry, numbers: [Option<&Number>; 2], things: &Things<'_>) -> Vec<Differs> {
    let text = |number: &Number| number.number.clone();
    let is_named = |number: &Number| {
        entry.phones.iter().any(|phone| {
            matches!(phone, Phone::Line(theirs)
                if things.line_of(theirs).is_some_and(|at| things.book.numbers[at].id == number.id))
        })
    };
    let mut all: Vec<Differs> = Vec::new();
    for ((number, phone), column) in numbers.iter().zip(&entry.phones).zip(PHONES) {
        if let Some(number) = number.filter(|number| *phone == Phone::None && !is_named(number)) {
            all.push(differs(column, text(number), ""));
        }
    }
    let first = numbers.iter().flatten().next().filter(|number| is_named(number));
    if let Some(device) = first.and_then(|number| things.phone_of(number)) {
        let extra = &entry.record.extra;
        let holder = device.holder.filter(|_| extra.holder.trim().is_empty());
        let person = holder.and_then(|id| things.book.people.iter().find(|person| person.id == id));
        all.extend(person.map(|person| differs(Column::Holder, person.name.clone(), "")));
        let location = device.location.trim();
        if !location.is_empty() && extra.location.trim().is_empty() {
            all.push(differs(Column::Location, location.to_owned(), ""));
        }
    }
    all
}
