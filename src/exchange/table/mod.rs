//! Tables with headings, as teams keep them, in English and Chinese: CSV and TSV (RFC 4180), XLSX
//! (ECMA-376).
//!
//! What a column holds is read from its heading and may be said instead; see [`Column`]. A row may be
//! without a key: a login by text message is an account as well. What spreadsheets do to what is typed
//! into them is undone where nothing is lost by it, and told: an apostrophe that keeps a cell from
//! being computed, full-width letters, the `.0` behind a number. Nothing is ever computed.

mod headings;
mod lines;
mod row;
mod sample;
mod workbook;
mod write;

pub use headings::Column;
pub(super) use workbook::{is_workbook, read_workbook};
pub use write::{Keys, Line, plain_table, write};

use super::error::{Limit, Measure};
use super::{
    Format, Ignored, LARGEST_FILE, LONGEST_TEXT, MOST_ENTRIES, Notice, ReadError, Reading, Record,
    Refused, Row, Spare, Stage, Task,
};
pub(super) use lines::{LONGEST_HEAD, MOST_COLUMNS};
use lines::{Lines, Stretch};

/// The longest cell, in bytes.
const LONGEST_CELL: usize = LONGEST_TEXT;
/// The most bytes of all cells together.
const LARGEST_TEXT: usize = LARGEST_FILE;
/// After how many rows it is told how far reading is.
const STEP: usize = 1000;

/// Whether the first row of a text looks like the headings of a table: several cells, and a key or two
/// other columns among them. Whether a column holds keys is asked when it is read.
pub(super) fn has_headings(text: &str) -> bool {
    let lines = Lines::new(text);
    let Some(titles) = lines.head().and_then(|head| cells(head, lines.delimiter)) else {
        return false;
    };
    let columns: Vec<Column> =
        headings::read(&titles, &[]).into_iter().filter_map(|heading| heading.column).collect();
    titles.len() > 1 && (columns.len() > 1 || columns.contains(&Column::Secret))
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
    /// How many cells of each column are filled.
    filled: Vec<usize>,
}

impl Table {
    fn new(width: Width, expected: usize) -> Self {
        let reading = Reading::new(Format::Table);
        Self { reading, layout: None, width, expected, has_keys: false, filled: Vec::new() }
    }

    /// The next row: the headings, if it is the first one with something in it.
    fn take(
        &mut self,
        number: usize,
        cells: &[&str],
        task: &mut Task<'_>,
    ) -> Result<(), ReadError> {
        Limit::hold(Measure::Columns, cells.len() as u64, MOST_COLUMNS as u64)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let Some(layout) = &self.layout else {
            let end = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
            let titles: Vec<String> =
                cells[..end].iter().map(|title| title.trim().to_owned()).collect();
            let beyond = task.ask.columns.iter().find(|(at, _)| *at >= titles.len());
            if let Some((at, _)) = beyond {
                return Err(ReadError::NoSuchColumn { number: at + 1, count: titles.len() });
            }
            self.reading.columns = headings::read(&titles, task.ask.columns);
            self.layout = Some(row::Layout::new(&self.reading.columns, task.ask.columns));
            self.filled = vec![0; self.reading.columns.len()];
            return Ok(());
        };
        for (sum, cell) in self.filled.iter_mut().zip(cells) {
            *sum += usize::from(!cell.trim().is_empty());
        }
        for (heading, cell) in self.reading.columns.iter_mut().zip(cells) {
            sample::keep(heading, cell);
        }
        let row = layout.read(cells, self.width);
        self.has_keys |= row.has_key;
        self.reading.ignore(Ignored::Fields, row.web);
        self.push(number, row.name, row.outcome)?;
        let done = self.reading.rows.len();
        if done.is_multiple_of(STEP) {
            task.tell(Stage::Reading { done, of: self.expected });
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
        let columns = self.reading.columns.iter().zip(&self.filled).enumerate();
        columns
            .filter(|(at, (heading, cells))| {
                heading.column.is_none() && **cells > 0 && !said.contains(&(*at, None))
            })
            .map(|(at, (heading, cells))| Spare {
                number: at + 1,
                title: heading.title.clone(),
                cells: *cells,
            })
            .collect()
    }

    /// The reading. A column of addresses without one of a key in it is no column of keys. A table of
    /// logins or stores needs none; a list of passwords has such a column, and is asked about.
    fn finish(mut self, task: &Task<'_>) -> Result<Reading, ReadError> {
        let Some(layout) = &self.layout else { return Err(ReadError::Empty) };
        let said = task.ask.columns.iter().any(|(_, column)| *column == Some(Column::Secret));
        let is_web = layout.has_keys() && layout.is_web() && !said && !self.has_keys;
        if is_web || !layout.has_keys() && !layout.has_names() {
            return Err(ReadError::NoKeyColumn { headings: self.reading.columns });
        }
        if !layout.has_keys() {
            self.reading.notices.push(Notice::NoKeys);
        }
        let spare = self.spare(task.ask.columns);
        if !spare.is_empty() {
            self.reading.notices.push(Notice::Columns(spare));
        }
        Ok(self.reading)
    }
}

#[cfg(test)]
mod tests;
