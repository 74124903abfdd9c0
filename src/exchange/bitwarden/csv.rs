//! The tables. A vault's follows RFC 4180. The Authenticator's has six headings over nine cells and
//! quotes nothing, so that its rows are taken apart from the address in them.

use csv::{ReaderBuilder, StringRecord};

use super::super::error::{Limit, Measure};
use super::super::record::title;
use super::super::tail::{self, End, Known};
use super::super::{
    Change, Format, Heading, Ignored, MOST_ENTRIES, Notice, ReadError, Reading, Refused, Row, table,
};
use super::Item;
use super::fields::{Field, Place, Shown, addresses};
use crate::model::Catalogue;

const FORMAT: Format = Format::BitwardenCsv;
/// The heading that no other program has.
const KEY: &str = "login_totp";
/// What the Authenticator writes above its rows.
const AUTHENTICATOR: &str = "folder,favorite,type,name,login_uri,login_totp";
/// The place of the name in its rows, where it is no more than one cell, and that of the address.
const NAME: usize = 3;
const ADDRESS: usize = 5;

/// Whether a text begins with the headings of Bitwarden.
pub(in super::super) fn is_csv(text: &str) -> bool {
    let first = headings(text);
    first.split(char::from(delimiter(first))).any(|cell| cell.trim().trim_matches('"') == KEY)
}

fn headings(text: &str) -> &str {
    let first = text.trim_start().lines().next();
    first.filter(|line| line.len() <= table::LONGEST_HEAD).unwrap_or_default()
}

/// Spreadsheets put another one in where the comma belongs to numbers.
fn delimiter(headings: &str) -> u8 {
    let count = |&c: &u8| headings.bytes().filter(|&b| b == c).count();
    // The first of equals: `max_by_key` takes the last.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Reads a table of either program.
pub(in super::super) fn read_csv(text: &str) -> Result<Reading, ReadError> {
    let first = headings(text);
    if first.trim_end() == AUTHENTICATOR {
        return read_unquoted(text);
    }
    table::hold_columns(text)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(first))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        let more = reader.read_record(record).map_err(|_| ReadError::damaged(FORMAT))?;
        Ok((more, reader.position().byte()))
    };
    next(&mut record)?;
    let columns = Columns::read(&record)?;
    let mut reading = Reading::new(FORMAT);
    let platforms = Catalogue::shipped();
    let is_ended = tail::is_ended(text);
    let mut known = Known::default();
    // Cells of the shortest row, once there is one.
    let mut least = None;
    // Behind the row with the headings.
    for number in 2.. {
        let (more, end) = next(&mut record)?;
        if !more {
            break;
        }
        Limit::hold(Measure::Entries, number as u64 - 1, MOST_ENTRIES as u64)?;
        let is_last = !is_ended && usize::try_from(end).is_ok_and(|end| end == text.len());
        if let Some(line) = unclosed(text, &record, end) {
            let outcome = Err(Refused::Unquoted { line });
            reading.rows.push(Row { number, name: String::new(), outcome });
            let cut = is_last.then_some(Notice::Cut { row: Some(number) });
            reading.notices.extend(cut);
            continue;
        }
        let key = record.get(columns.key).unwrap_or_default();
        let end = match () {
            () if !is_last => {
                known.learn(key);
                least = Some(least.unwrap_or(usize::MAX).min(record.len()));
                End::Whole
            }
            () if record.len() < least.unwrap_or(columns.count) || tail::is_broken(text) => {
                reading.notices.push(Notice::Cut { row: Some(number) });
                let is_behind = columns.key + 1 < record.len();
                if is_behind { End::Whole } else { End::Torn }
            }
            // It is the last one, and no quotation mark closes it.
            () if columns.key + 1 == record.len() && !text.ends_with('"') => known.judge(key),
            () => End::Whole,
        };
        read_row(&mut reading, number, &columns, &record, end, &platforms);
    }
    Ok(reading)
}

/// What is to be told of a key, by what is known of its end.
fn doubt(end: End) -> Vec<Change> {
    let doubt = Change::MayBeCut { column: table::Column::Secret };
    if end == End::Doubtful { vec![doubt] } else { Vec::new() }
}

/// The line on which a row begins that ends within quotation marks, as only the last one can.
fn unclosed(text: &str, record: &StringRecord, end: u64) -> Option<usize> {
    let start = record.position()?;
    let end = usize::try_from(end).ok().filter(|&end| end == text.len())?;
    let row = text.get(usize::try_from(start.byte()).ok()?..end)?;
    let odd = row.matches('"').count() % 2 == 1;
    odd.then(|| usize::try_from(start.line()).unwrap_or(usize::MAX))
}

/// Where in a row what stands.
struct Columns {
    /// How many there are.
    count: usize,
    key: usize,
    others: [Option<usize>; 10],
}

impl Columns {
    const OTHERS: [&str; 10] = [
        "folder",
        "collections",
        "favorite",
        "type",
        "name",
        "notes",
        "fields",
        "login_username",
        "login_password",
        "login_uri",
    ];

    fn read(headings: &StringRecord) -> Result<Self, ReadError> {
        let place = |name: &str| headings.iter().position(|cell| cell.trim() == name);
        let none = || {
            let titles = headings.iter().map(|title| Heading::new(title.to_owned(), None));
            ReadError::NoKeyColumn { headings: titles.collect() }
        };
        let key = place(KEY).ok_or_else(none)?;
        Ok(Self { count: headings.len(), key, others: Self::OTHERS.map(place) })
    }

    /// The cells of [`Self::OTHERS`]; empty where there is none.
    fn others<'a>(&self, record: &'a StringRecord) -> [&'a str; 10] {
        self.others.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default())
    }
}

/// Reads a row; `end` is what is known of the end of its key.
fn read_row(
    reading: &mut Reading,
    number: usize,
    columns: &Columns,
    record: &StringRecord,
    end: End,
    platforms: &Catalogue,
) {
    let [folder, collections, favourite, kind, name, notes, fields, username, password, uris] =
        columns.others(record);
    let key = record.get(columns.key).unwrap_or_default();
    let is_login = ["", "1", "login"].iter().any(|word| kind.trim().eq_ignore_ascii_case(word));
    if is_login && end == End::Torn {
        return reading.cut(number, title(name, username));
    }
    // Whether one shows only dots is not written: any may hold a password.
    let own = own_fields(fields).into_iter().map(|(name, value)| Field {
        name: name.into(),
        value: value.into(),
        shown: Shown::Hidden,
    });
    let own: Vec<_> = own.collect();
    let key = Place::of(key.into(), &own);
    if !is_login || !key.is_there() {
        return reading.keyless(number, title(name, username), notes, Place::names(&own), 0);
    }
    let folders = [folder].into_iter().chain(collections.split(','));
    let mut item = Item {
        name: name.into(),
        username: username.into(),
        note: notes.into(),
        favourite: matches!(favourite.trim(), "1" | "true"),
        folders: folders.map(Into::into).collect(),
        addresses: addresses(uris),
        changes: doubt(end),
        ..Item::default()
    };
    item.take(key, own);
    item.push(reading, number, platforms, !password.is_empty());
}

/// Fields of one's own, one a line; a line without a name goes on with the value before it.
fn own_fields(cell: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in cell.lines().filter(|line| !line.trim().is_empty()) {
        // An address has one of its own, and no name before it.
        let parts = if is_address(line.trim()) { Some(("", line)) } else { line.split_once(':') };
        match (parts, fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name, value.to_owned())),
            (None, Some((_, value))) => {
                value.push('\n');
                value.push_str(line);
            }
            (None, None) => fields.push(("", line.to_owned())),
        }
    }
    fields
}

/// Reads a table of the Authenticator.
fn read_unquoted(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(FORMAT);
    let platforms = Catalogue::shipped();
    let is_ended = tail::is_ended(text);
    let mut known = Known::default();
    // What every row before has behind its address.
    let mut least = None;
    let rows = text.lines().filter(|line| !line.trim().is_empty()).skip(1);
    let mut rows = (2..).zip(rows).peekable();
    while let Some((number, row)) = rows.next() {
        Limit::hold(Measure::Entries, number as u64 - 1, MOST_ENTRIES as u64)?;
        let commas = row.matches(',').count() as u64;
        Limit::hold(Measure::Columns, commas + 1, table::MOST_COLUMNS as u64)?;
        let cells: Vec<&str> = row.split(',').collect();
        let address = cells.iter().position(|cell| is_address(cell)).unwrap_or(ADDRESS);
        let is_last = !is_ended && rows.peek().is_none();
        let behind = cells.len().saturating_sub(address + 1);
        let is_short = is_last && least.is_some_and(|least| behind < least);
        let end = match cells.get(address) {
            Some(_) if behind > 0 => End::Whole,
            Some(_) if is_short => End::Torn,
            Some(key) if is_last => known.judge(key),
            None if is_last => End::Torn,
            Some(_) | None => End::Whole,
        };
        if is_short && end == End::Whole {
            reading.notices.push(Notice::Cut { row: Some(number) });
        }
        if end == End::Torn {
            reading.cut(number, cells.get(NAME).copied().unwrap_or_default().to_owned());
            continue;
        }
        least = Some(least.unwrap_or(usize::MAX).min(behind));
        let Some(key) = cells.get(address).filter(|key| !key.trim().is_empty()) else {
            reading.ignore(Ignored::Others, 1);
            continue;
        };
        known.learn(key);
        // Before the address stands a web address, which is empty; all else is the name.
        let name = cells.get(NAME..address.saturating_sub(1)).unwrap_or_default().join(",");
        let (name, key, changes) = (name.into(), (*key).into(), doubt(end));
        let item = Item { name, key, changes, ..Item::default() };
        item.push(&mut reading, number, &platforms, false);
    }
    Ok(reading)
}

fn is_address(cell: &str) -> bool {
    ["otpauth://", "steam://"]
        .iter()
        .any(|head| cell.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)))
}
