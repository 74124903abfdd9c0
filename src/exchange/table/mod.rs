//! Tables with headings, as teams keep them, in English and Chinese: CSV and TSV (RFC 4180), XLSX
//! (ECMA-376).
//!
//! What a column holds is read from its heading and may be said instead; see [`Column`]. A row may be
//! without a key: a login by text message is an account as well. What spreadsheets do to what is typed
//! into them is undone where nothing is lost by it, and told: an apostrophe that keeps a cell from
//! being computed, full-width letters, the `.0` behind a number. Nothing is ever computed.

mod above;
mod aside;
mod bare;
mod between;
mod cell;
mod ending;
mod head;
mod headings;
mod keyed;
mod lines;
mod meaning;
mod one_time;
mod row;
mod sample;
mod workbook;
mod write;

pub(super) use bare::{
    has_address, is_drawn_key, is_named_key, is_place, may_be_key, may_be_secret, notes_key,
};
pub use bare::{may_carry_keys, veiled};
pub(super) use cell::codes;
pub use cell::is_setting;
pub use headings::Column;
pub use keyed::{NoKey, no_key};
pub use one_time::among as codes_among;
pub use sample::HIDDEN;
pub(super) use sample::names_passwords;
pub(super) use workbook::{is_workbook, read_workbook};
pub use write::{KeyColumn, Line, Words, plain_table, write};

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::error::{Limit, Measure};
use super::{
    Ask, Change, FirstRow, Format, Heading, Ignored, LARGEST_FILE, LONGEST_TEXT, MOST_ENTRIES,
    Notice, ReadError, Reading, Record, Refused, Row, Spare, Stage, Task,
};
use above::Above;
use aside::Again;
use between::{Between, Cut};
use ending::{Ending, Found};
use head::{Head, head, heading_row};
pub(super) use lines::{LONGEST_HEAD, MOST_COLUMNS};
use lines::{Lines, Stretch, begin_of, titles};

/// The longest cell, in bytes.
const LONGEST_CELL: usize = LONGEST_TEXT;
/// The most bytes of all cells together.
const LARGEST_TEXT: usize = LARGEST_FILE;
/// After how many rows it is told how far reading is.
const STEP: usize = 1000;

/// How many rows may be the one of the headings: a title can stand above it.
const HEADS: usize = 5;

/// How many rows below the headings tell what a column holds that leaves it open.
const VALUES: usize = 20;
/// What stands above a column that counts the rows.
const COUNTS: [&str; 3] = ["#", "序号", "行号"];

/// Whether one of the first rows of a text looks like the headings of a table. Whether a column holds keys
/// is asked when it is read.
pub(super) fn has_headings(text: &str) -> bool {
    heading_row(&first_rows(text)).is_some()
}

/// Whether the first rows of a text are those of a table without headings, with keys in it.
pub(super) fn is_bare(text: &str) -> bool {
    has_account(&first_rows(text))
}

fn has_account(rows: &[Vec<String>]) -> bool {
    bare::first_row(rows).is_some_and(|at| bare::has_key(&rows[at], &rows[at + 1..]))
}

/// Whether rows begin a table of accounts: with headings, or with a key.
fn is_table(rows: &[Vec<String>]) -> bool {
    heading_row(rows).is_some() || has_account(rows)
}

/// Whether the first rows of a text look like those of a table by their shape alone.
pub(super) fn is_even(text: &str) -> bool {
    bare::is_even(&first_rows(text))
}

/// Whether the first rows of a text have an address with a key in one column, and something in others: a
/// table, and no list of addresses.
pub(super) fn holds_addresses(text: &str) -> bool {
    bare::holds_addresses(&first_rows(text))
}

/// The cells of the first rows; none where they cannot be read.
fn first_rows(text: &str) -> Vec<Vec<String>> {
    let lines = Lines::new(text);
    let rows = lines.heads(HEADS).into_iter().map(|head| cells(head, lines.delimiter));
    rows.collect::<Option<_>>().unwrap_or_default()
}

/// Holds the columns of another program's table to the limit, before it is read.
pub(super) fn hold_columns(text: &str) -> Result<(), ReadError> {
    Lines::new(text).hold_columns()
}

/// Reads a table from text.
pub(super) fn read(text: &str, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let lines = Lines::new(text);
    let (stretches, numbers) = lines.stretches()?;
    let mut table = Table::new(Width::Whole, numbers.len().saturating_sub(1));
    table.ending = numbers.last().and_then(|number| Ending::of(text, *number));
    // Of one that is open to the end it is known.
    if matches!(stretches.last(), Some(Stretch::Open { .. })) && table.ending.take().is_some() {
        table.reading.notices.push(Notice::Cut { row: numbers.last().copied() });
    }
    let mut last = 0;
    let mut numbers = numbers.into_iter();
    let mut next = || {
        last = numbers.next().unwrap_or(last + 1);
        last
    };
    for stretch in stretches {
        match stretch {
            Stretch::Open { line } => table.refuse(next(), Refused::Unquoted { line })?,
            Stretch::Rows(text) => {
                let mut reader = reader(text, lines.delimiter);
                let mut record = csv::StringRecord::new();
                while reader.read_record(&mut record).map_err(|_| damaged())? {
                    table.take(next(), &record.iter().collect::<Vec<_>>(), task)?;
                }
            }
        }
    }
    table.finish(task)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// The cells of one row.
fn cells(row: &str, delimiter: u8) -> Option<Vec<String>> {
    let record = reader(row, delimiter).into_records().next()?.ok()?;
    Some(record.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn damaged() -> ReadError {
    ReadError::damaged(Format::Table)
}

/// Whether rows say how many cells they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    /// They do: where there are fewer than headings, some are missing.
    Whole,
    /// They end with the last cell that has something in it.
    Trimmed,
}

/// A table on its way into a reading, whatever file it comes from.
struct Table {
    reading: Reading,
    layout: Option<row::Layout>,
    width: Width,
    /// How many rows are expected; 0 when that is not known.
    expected: usize,
    /// Whether a key was found anywhere, right or wrong.
    has_keys: bool,
    /// Whether it is one of ours without keys, whose last column is for people.
    is_sheet: bool,
    /// How many cells of each column are filled.
    filled: Vec<usize>,
    /// How many columns there are: no row has more cells, whatever is said of others.
    widest: usize,
    /// The first rows, by their numbers, until it is known which has the headings.
    first: Vec<(usize, Zeroizing<Vec<String>>)>,
    /// What stands between the accounts.
    between: Between,
    /// The rows that may be looked at to tell what columns hold, before any is read.
    ahead: usize,
    /// How many cells of each column have web addresses instead of keys.
    web: Vec<usize>,
    /// The places of cells that should have a value and have none, by the numbers of their rows, until
    /// those are taken.
    formulas: BTreeMap<usize, Vec<usize>>,
    /// The places of numbers that are shown otherwise than they are stored, in the same way.
    formats: BTreeMap<usize, Vec<usize>>,
    /// What is known of the last row, where no line end follows it.
    ending: Option<Ending>,
    /// The row of the headings of another table, from which on nothing is read.
    other: Option<usize>,
    /// What the next row may be the same as.
    above: Above,
}

impl Table {
    fn new(width: Width, expected: usize) -> Self {
        let reading = Reading::new(Format::Table);
        let (filled, first, web) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            reading,
            layout: None,
            width,
            expected,
            has_keys: false,
            is_sheet: false,
            filled,
            widest: 0,
            first,
            between: Between::default(),
            ahead: HEADS,
            web,
            formulas: BTreeMap::new(),
            formats: BTreeMap::new(),
            ending: None,
            other: None,
            above: Above::default(),
        }
    }

    /// The next row. The headings are the first one with something in it, unless a title stands above
    /// them.
    fn take(
        &mut self,
        number: usize,
        cells: &[&str],
        task: &mut Task<'_>,
    ) -> Result<(), ReadError> {
        Limit::hold(Measure::Columns, cells.len() as u64, MOST_COLUMNS as u64)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) && !self.formulas.contains_key(&number) {
            return Ok(());
        }
        self.widest = self.widest.max(cells.len());
        if self.layout.is_none() {
            let owned = cells.iter().map(|&cell| cell.to_owned()).collect();
            self.first.push((number, Zeroizing::new(owned)));
            let titles = self.first.last().map(|(_, row)| titles(row)).unwrap_or_default();
            // The first headings count.
            if self.ahead == HEADS && heading_row(std::slice::from_ref(&titles)).is_some() {
                let said = task.ask.columns;
                let read = headings::read(&titles, said);
                let is_open = !headings::open(&titles, &read, said).is_empty()
                    || read.iter().all(|heading| heading.column != Some(Column::Secret));
                self.ahead = self.first.len() + if is_open { VALUES } else { 0 };
            }
            return if self.first.len() >= self.ahead { self.begin(task) } else { Ok(()) };
        }
        let formulas = self.formulas.remove(&number).unwrap_or_default();
        let formats = self.formats.remove(&number).unwrap_or_default();
        let is_wrapped = between::is_wrapped(cells);
        let plain: Vec<&str>;
        let cells = if is_wrapped {
            plain = cells.iter().map(|cell| cell::unwrapped(cell).unwrap_or(cell)).collect();
            &plain
        } else {
            cells
        };
        match aside::again(cells, &self.reading.columns) {
            _ if self.other.is_some() => {}
            Some(Again::Other) => self.other = Some(number),
            Some(Again::Same) => {
                self.between.pass(number, cells);
                return Ok(());
            }
            None => {}
        }
        let filled = self.above.fill(cells, &self.reading.columns);
        let same = filled.as_ref().map(|filled| &*filled.columns).unwrap_or_default();
        let whole: Vec<&str>;
        let cells = match &filled {
            Some(filled) => {
                whole = filled.cells.iter().map(String::as_str).collect();
                &whole
            }
            None => cells,
        };
        if let Some(row) = self.other {
            return self.refuse(number, Refused::OtherTable { row });
        }
        // Of one that is cut short it is told that cells are missing. A line without a comma is none.
        let columns = self.reading.columns.len();
        let is_line = cells.len() == 1 && columns > 2;
        let is_short = self.width == Width::Whole && cells.len() < columns && !is_line;
        let ending = self.ending.as_ref();
        let ends = ending.is_some_and(|end| end.is_cut(number, cells, &self.reading.columns));
        let cut = match (formulas.is_empty(), is_short) {
            (false, _) => Cut::Formulas,
            (true, true) => Cut::Short,
            (true, false) => Cut::Whole,
        };
        let key = cells.iter().position(|cell| bare::may_be_secret(cell));
        if cut == Cut::Whole
            && !ends
            && aside::is_title(cells, &self.reading.columns)
            && let Some(place) = key
            && let Some(read) = self.reading.columns.get(place).and_then(|it| it.column)
        {
            return self.refuse(number, Refused::KeyElsewhere { column: place + 1, read });
        }
        let columns = &self.reading.columns;
        if key.is_none() && !ends && self.between.takes(number, cells, columns, cut) {
            return Ok(());
        }
        self.count(cells, &formulas);
        let Some(layout) = &self.layout else { return Ok(()) };
        let mut row = layout.read(cells, &formulas, self.width);
        if let Ok(record) = &mut row.outcome {
            record.changes.extend(is_wrapped.then_some(Change::Unwrapped));
            let columns = formats.iter().filter_map(|at| self.reading.columns.get(*at)?.column);
            record.changes.extend(columns.map(|column| Change::NumberFormat { column }));
            record.changes.extend(same.iter().map(|it| Change::SameAsAbove { column: *it }));
        }
        self.above.keep(cells, &self.reading.columns);
        let columns = &self.reading.columns;
        if let Some(ending) = &mut self.ending
            && ending.look(number, cells, columns, &mut row, ends) == Found::Cut
        {
            self.reading.notices.push(Notice::Cut { row: Some(number) });
            row.forget_torn_codes();
        }
        self.between.place(number, &mut row);
        self.between.remember(number, cells, &self.reading.columns);
        self.has_keys |= row.has_key;
        row.web.iter().for_each(|place| self.web[*place] += 1);
        self.push(number, row.name, row.outcome)?;
        let done = self.reading.rows.len();
        if done.is_multiple_of(STEP) {
            task.tell(Stage::Reading { done, of: self.expected });
        }
        Ok(())
    }

    /// Counts the filled cells of a row, and keeps what shows what columns hold.
    fn count(&mut self, cells: &[&str], formulas: &[usize]) {
        for (at, (sum, cell)) in self.filled.iter_mut().zip(cells).enumerate() {
            let is_filled = !cell::is_nothing(cell.trim()) || formulas.contains(&at);
            *sum += usize::from(is_filled);
        }
        for (heading, cell) in self.reading.columns.iter_mut().zip(cells) {
            sample::keep(heading, cell);
        }
    }

    /// Takes the headings out of the first rows, and goes on with those below.
    fn begin(&mut self, task: &mut Task<'_>) -> Result<(), ReadError> {
        let mut first: Vec<(usize, Zeroizing<Vec<String>>)> = std::mem::take(&mut self.first);
        let rows: Vec<Vec<String>> = first.iter().map(|(_, row)| titles(row)).collect();
        let rows = Zeroizing::new(rows);
        let (at, head) = head(&rows, &task.ask);
        let Some(titles) = rows.get(at) else { return Err(ReadError::Empty) };
        if task.ask.first_row != Some(FirstRow::Account) && aside::is_on_its_side(&rows) {
            return Err(ReadError::OnItsSide);
        }
        let mut titles = Zeroizing::new(titles.clone());
        let is_key = head == Head::Titles && bare::has_key(&titles, &rows[at + 1..]);
        if is_key || head == Head::Titles && !bare::has_heading(&titles) {
            // Whoever says of any row that it has headings may mean one with passwords.
            let is_unknown = |title: &&mut String| Column::from_heading(title).is_none();
            titles.iter_mut().filter(is_unknown).for_each(String::clear);
        }
        if head != Head::Titles {
            // Columns without headings have numbers only.
            let widest = rows[at..].iter().map(Vec::len).max().unwrap_or(0);
            *titles = vec![String::new(); widest];
        }
        let said = task.ask.columns.iter();
        let mut said = said.filter_map(|(place, column)| Some((*place, (*column)?)));
        if let Some((place, column)) = said.find(|(place, column)| {
            !matches!(column, Column::Secret | Column::Recovery)
                && titles.get(*place).is_some_and(|title| sample::names_passwords(title))
        }) {
            return Err(ReadError::PasswordColumn { number: place + 1, column });
        }
        self.is_sheet = write::is_sheet(&titles);
        let is_ours = write::is_ours(&titles);
        (self.between, self.above) = (Between::of(is_ours), Above::of(is_ours));
        self.reading.is_list = self.is_sheet && task.ask.columns.is_empty();
        self.widen(&mut titles, task.ask.columns)?;
        self.reading.columns = headings::read(&titles, task.ask.columns);
        if head == Head::Titles {
            self.settle(&titles, &rows[at + 1..], task.ask.columns);
        }
        let is_said = task.ask.columns.iter().any(|(_, column)| *column == Some(Column::Secret));
        // Addresses say themselves what they are, whatever stands above them that is not known.
        let below = match head {
            Head::Account => rows.get(at..),
            Head::Titles => rows.get(at + 1..),
            Head::Unclear | Head::Wordy => None,
        };
        if !is_said
            && self.reading.columns.iter().all(|it| it.column != Some(Column::Secret))
            && let Some(heading) = below
                .and_then(bare::address_column)
                .filter(|place| !task.ask.columns.iter().any(|(said, _)| said == place))
                .and_then(|place| self.reading.columns.get_mut(place))
            && heading.column.is_none()
        {
            heading.column = Some(Column::Secret);
        }
        self.layout = Some(row::Layout::new(&self.reading.columns, task.ask.columns, is_ours));
        self.filled = vec![0; self.reading.columns.len()];
        self.web.clone_from(&self.filled);
        let number = first.get(at).map_or(1, |(number, _)| *number);
        match head {
            Head::Unclear => self.reading.notices.push(Notice::FirstRow(number)),
            Head::Wordy => self.refuse(number, Refused::Headings)?,
            Head::Titles if is_key => self.refuse(number, Refused::KeyAsHeading)?,
            Head::Titles | Head::Account => {}
        }
        let is_read = matches!(head, Head::Unclear | Head::Account);
        let below = first.split_off(if is_read { at } else { at + 1 });
        let above: Vec<(usize, &[String])> =
            first[..at].iter().zip(&*rows).map(|((number, _), row)| (*number, &**row)).collect();
        self.between.above(&above, &self.reading.columns);
        for (number, row) in below {
            self.take(number, &row.iter().map(String::as_str).collect::<Vec<_>>(), task)?;
        }
        Ok(())
    }

    /// Lets the first values tell what columns hold whose headings leave that open.
    fn settle(
        &mut self,
        titles: &[String],
        below: &[Vec<String>],
        said: &[(usize, Option<Column>)],
    ) {
        for (place, columns) in headings::open(titles, &self.reading.columns, said) {
            let values = below.iter().filter_map(|row| row.get(place)).map(|cell| cell.trim());
            let values = values.filter(|cell| !cell::is_nothing(cell));
            if let Some(column) = meaning::told(&columns, values, self.between.platforms()) {
                self.reading.columns[place].column = Some(column);
            }
        }
    }

    /// Makes room for columns of which something was said and above which nothing stands. Whether there
    /// are as many is known at the end.
    fn widen(
        &mut self,
        titles: &mut Vec<String>,
        said: &[(usize, Option<Column>)],
    ) -> Result<(), ReadError> {
        let count = said.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
        if count > MOST_COLUMNS {
            return Err(ReadError::NoSuchColumn { number: count, count: titles.len() });
        }
        self.widest = self.widest.max(titles.len());
        if count > titles.len() {
            titles.resize(count, String::new());
        }
        Ok(())
    }

    fn refuse(&mut self, number: usize, refused: Refused) -> Result<(), ReadError> {
        self.push(number, String::new(), Err(refused))
    }

    fn push(
        &mut self,
        number: usize,
        name: String,
        outcome: Result<Record, Refused>,
    ) -> Result<(), ReadError> {
        self.reading.rows.push(Row { number, name, outcome: outcome.map(Box::new) });
        let rows = self.reading.rows.len() as u64;
        Limit::hold(Measure::Entries, rows, MOST_ENTRIES as u64)
    }

    /// The columns that are lost: what somebody said to leave aside is not.
    fn spare(&self, said: &[(usize, Option<Column>)]) -> Vec<Spare> {
        let columns = self.reading.columns.iter().zip(self.filled.iter().zip(&self.web));
        let lost = |(heading, (filled, web)): (&Heading, (&usize, &usize))| match heading.column {
            None => *filled,
            Some(_) => *web,
        };
        let columns = columns.map(|it| (it.0, lost(it))).enumerate();
        columns
            .filter(|(at, (_, cells))| *cells > 0 && !said.contains(&(*at, None)))
            // Rows that are counted lose nothing without their numbers.
            .filter(|(_, (heading, _))| !COUNTS.contains(&heading.title.trim()))
            .map(|(at, (heading, cells))| Spare {
                number: at + 1,
                title: heading.title.clone(),
                cells,
            })
            .collect()
    }

    /// The reading. A column of addresses without one of a key in it is no column of keys. A table of
    /// logins or stores needs none; a list of passwords has such a column, and is asked about.
    fn finish(mut self, task: &mut Task<'_>) -> Result<Reading, ReadError> {
        if self.layout.is_none() {
            self.begin(task)?;
        }
        let Some(layout) = &self.layout else { return Err(ReadError::Empty) };
        if let Some((at, _)) = task.ask.columns.iter().find(|(at, _)| *at >= self.widest) {
            return Err(ReadError::NoSuchColumn { number: at + 1, count: self.widest });
        }
        let said = task.ask.columns.iter().any(|(_, column)| *column == Some(Column::Secret));
        let is_web = layout.has_keys() && layout.is_web() && !said && !self.has_keys;
        let is_list = self.reading.columns.iter().any(Heading::names_passwords);
        let has_keys = layout.has_keys() && !is_web;
        if is_web && is_list || !has_keys && !layout.has_names() {
            return Err(ReadError::NoKeyColumn { headings: self.reading.columns });
        }
        if !has_keys {
            self.reading.notices.push(Notice::NoKeys);
        }
        // A column of web addresses alone is none of keys.
        let columns = self.reading.columns.iter_mut().zip(self.filled.iter().zip(&self.web));
        for (heading, (filled, web)) in columns {
            if *web > 0 && filled == web {
                heading.column = None;
            }
        }
        // No password is taken, here or anywhere: they are counted.
        let (passwords, spare): (Vec<_>, Vec<_>) = self
            .spare(task.ask.columns)
            .into_iter()
            .partition(|spare| sample::names_passwords(&spare.title));
        let passwords = passwords.iter().map(|spare| spare.cells).sum();
        self.reading.ignore(Ignored::Passwords, passwords);
        let last = self.reading.columns.len();
        let (derived, spare): (Vec<_>, Vec<_>) =
            spare.into_iter().partition(|spare| self.is_sheet && spare.number == last);
        let derived = derived.into_iter().map(|spare| Notice::Devices { title: spare.title });
        self.reading.notices.extend(derived);
        self.between.tell(&mut self.reading);
        if !spare.is_empty() {
            self.reading.notices.push(Notice::Columns(spare));
        }
        Ok(self.reading)
    }
}

#[cfg(test)]
mod tests;
