//! A workbook of Excel and its kin: XML in an archive, read by calamine, one cell after the other. Never
//! as a whole sheet: a cell far out would make it allocate all that could be before it.
//!
//! What calamine would take a file's word for is looked at before: how far a part unpacks, and how
//! many texts there are.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, ErrorKind, Read as _};
use std::ops::Range;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader as _, SheetType, Xlsx, XlsxCellReader,
};
use memchr::memmem;
use zeroize::Zeroizing;

use super::{HEADS, LARGEST_TEXT, LONGEST_HEAD, MOST_COLUMNS, Table, Width, damaged, is_table};
use crate::exchange::archive::{self, LARGEST_MEMBER};
use crate::exchange::error::{Limit, Measure};
use crate::exchange::{Notice, ReadError, Reading, Task, Unsupported};

/// The member that makes an archive a workbook.
const WORKBOOK: &str = "xl/workbook.xml";
/// The most bytes of all parts together.
const LARGEST: u64 = 128 << 20;

/// The most zeros of a number format that are shown.
const MOST_ZEROS: usize = 32;

/// More than any name or reference has that means something here.
const LONGEST_NAME: usize = 32;

/// Whether an archive is a workbook, from the list of its members alone.
pub(in crate::exchange) fn is_workbook(bytes: &[u8]) -> Result<bool, ReadError> {
    let archive = archive::open(bytes)?;
    Ok(archive.is_some_and(|archive| archive.index_for_name(WORKBOOK).is_some()))
}

/// How many sheets are looked into before one is read, and how many beside it: any number of them may name
/// one long part.
const MOST_LOOKS: usize = 64;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads one sheet of a workbook, and names the others in which something stands: the one that was asked for,
/// else the first that begins like a table of accounts, else the first.
pub(in crate::exchange) fn read_workbook(
    bytes: &[u8],
    task: &mut Task<'_>,
) -> Result<Reading, ReadError> {
    let besides = inspect(bytes)?;
    let mut workbook: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let sheets = workbook.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let meant = if let Some(asked) = task.ask.sheet {
        let is_it = |name: &&String| name.trim() == asked.trim();
        let Some(named) = sheets.iter().find(is_it) else {
            return Err(ReadError::NoSuchSheet { sheets });
        };
        named
    } else {
        let mut first = sheets.iter().take(MOST_LOOKS);
        let begins = first.find(|name| begins_like_table(&mut workbook, name));
        begins.or(sheets.first()).ok_or_else(damaged)?
    };
    let mut reading = match read_sheet(&mut workbook, meant, task) {
        Err(ReadError::Empty) if task.ask.sheet.is_some() && sheets.len() > 1 => {
            let others = sheets.iter().filter(|name| *name != meant).cloned().collect();
            return Err(ReadError::EmptySheet { others });
        }
        read => read?,
    };
    reading.notices.extend(besides);
    // Whoever has said which is meant leaves the others.
    if task.ask.sheet.is_some() {
        return Ok(reading);
    }
    let mut looks = MOST_LOOKS;
    let mut others: Vec<String> = sheets.iter().filter(|name| *name != meant).cloned().collect();
    others.retain(|name| match looks.checked_sub(1) {
        Some(left) => {
            looks = left;
            has_cells(&mut workbook, name)
        }
        None => true,
    });
    if !others.is_empty() {
        reading.notices.push(Notice::Sheets { read: meant.clone(), others });
    }
    Ok(reading)
}

fn read_sheet(
    workbook: &mut Book<'_>,
    name: &str,
    task: &mut Task<'_>,
) -> Result<Reading, ReadError> {
    let mut table = Table::new(Width::Trimmed, 0);
    let formats = formats(workbook, name).map_err(|_| damaged())?;
    let merged = workbook.merge_cells_by_sheet_name(name).map_err(|_| damaged())?;
    let mut merged = Merged::new(merged);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| damaged())?;
    let mut row = Cells::new();
    let (mut number, mut room) = (None, LARGEST_TEXT);
    while let Some((at, column, value)) = next(&mut cells).map_err(|_| damaged())? {
        if matches!(&value, Value::Text(text) if text.is_empty()) {
            continue;
        }
        let value = match (value, formats.get(&(at, column))) {
            (Value::Text(text), Some(Shown::Zeros(width))) => Value::Text(padded(text, *width)),
            (Value::Text(text), Some(Shown::Other)) => {
                // A text is shown as it is, and so is a day.
                if text.parse::<f64>().is_ok() {
                    let number = usize::try_from(at).unwrap_or(usize::MAX).saturating_add(1);
                    table.formats.entry(number).or_default().push(column);
                }
                Value::Text(text)
            }
            (value, _) => value,
        };
        // One text can stand in any number of cells.
        room = less(room, &value)?;
        Limit::hold(Measure::Columns, (column as u64).saturating_add(1), MOST_COLUMNS as u64)?;
        if let Some(number) = number.filter(|number| *number != at) {
            merged.fill(number, &mut row, &mut room)?;
            take(&mut table, number, &mut row, task)?;
        }
        number = Some(at);
        row.insert(column, value);
    }
    let number = number.unwrap_or(0);
    merged.fill(number, &mut row, &mut room)?;
    take(&mut table, number, &mut row, task)?;
    drop(cells);
    table.finish(task)
}

/// The filled cells of a row, by their columns.
type Cells = BTreeMap<usize, Value>;

/// What stands in a cell.
#[derive(Clone)]
enum Value {
    /// A text; none where it is empty.
    Text(Zeroizing<String>),
    /// A formula of which no value is stored, or an error of one.
    Formula,
}

/// The next cell: its row and column from 0, and what stands in it.
fn next(
    cells: &mut XlsxCellReader<'_, impl std::io::Read + std::io::Seek>,
) -> Result<Option<(u32, usize, Value)>, calamine::XlsxError> {
    let Some(cell) = cells.next_cell_with_formula_metadata()? else { return Ok(None) };
    let value = match cell.value {
        DataRef::Empty if cell.formula.is_some() => Value::Formula,
        DataRef::Error(_) => Value::Formula,
        value => Value::Text(text(&value)),
    };
    let (at, column) = cell.pos;
    Ok(Some((at, usize::try_from(column).unwrap_or(usize::MAX), value)))
}

/// How a number is shown, where that is otherwise than it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// With zeros before it, so many digits at least.
    Zeros(usize),
    /// As a percentage, an amount, a fraction, a time, or with words.
    Other,
}

impl Shown {
    /// Of the code of a format, that of its positive numbers.
    fn of(code: &str) -> Option<Self> {
        let mut rest = code.split(';').next().unwrap_or_default().chars();
        let mut plain = String::new();
        while let Some(c) = rest.next() {
            match c {
                // The width of a character, one that fills the cell, and colours.
                '_' | '*' => drop(rest.next()),
                '[' => drop(rest.by_ref().take_while(|c| *c != ']').count()),
                '\\' => plain.extend(rest.next()),
                c => plain.push(c),
            }
        }
        let plain = plain.trim();
        let has_only = |signs: &str| plain.chars().all(|c| signs.contains(c));
        let zeros = plain.matches('0').count();
        if plain.eq_ignore_ascii_case("general")
            || plain == "@"
            || has_only("#,.0?") && !has_only("0")
        {
            None
        } else if has_only("0- ()") {
            (2..=MOST_ZEROS).contains(&zeros).then_some(Self::Zeros(zeros))
        } else {
            Some(Self::Other)
        }
    }
}

/// The cells whose numbers are shown otherwise than they are stored.
fn formats(
    workbook: &mut Book<'_>,
    name: &str,
) -> Result<HashMap<(u32, usize), Shown>, calamine::XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let formats = cells.styles().iter().map(|style| {
        Shown::of(style.number_format.as_ref().map_or("", |format| &format.format_code))
    });
    let formats: Vec<Option<Shown>> = formats.collect();
    let mut found = HashMap::new();
    if formats.iter().all(Option::is_none) {
        return Ok(found);
    }
    while let Some((at, column, style)) = cells.next_style_id()? {
        if let Some(format) = formats.get(style).copied().flatten() {
            found.insert((at, usize::try_from(column).unwrap_or(usize::MAX)), format);
        }
    }
    Ok(found)
}

/// A whole number with the zeros before it that its format shows.
fn padded(text: Zeroizing<String>, width: usize) -> Zeroizing<String> {
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole { Zeroizing::new(format!("{:0>width$}", *text)) } else { text }
}

/// The room for texts once there is one more. A formula without a value takes some, too.
fn less(room: usize, value: &Value) -> Result<usize, ReadError> {
    let length = match value {
        Value::Text(text) => text.len(),
        Value::Formula => 1,
    };
    room.checked_sub(length).ok_or(ReadError::Limit(Limit {
        what: Measure::UnpackedBytes,
        asked: LARGEST_TEXT as u64 + 1,
        most: LARGEST_TEXT as u64,
    }))
}

/// Cells that are merged with those below: what stands in the first is meant for each of their rows.
struct Merged {
    /// Those that are still to come, the last one first.
    ahead: Vec<Dimensions>,
    /// By their columns: the last row, and what stands there. A column has one at a time, as it has on a
    /// screen, so that none costs more than a cell.
    open: BTreeMap<usize, (u32, Value)>,
}

impl Merged {
    fn new(mut all: Vec<Dimensions>) -> Self {
        all.retain(|it| it.start.0 < it.end.0);
        all.sort_by_key(|it| std::cmp::Reverse(it.start));
        Self { ahead: all, open: BTreeMap::new() }
    }

    /// Fills a row that has cells of its own, and remembers what begins in it.
    fn fill(&mut self, at: u32, row: &mut Cells, room: &mut usize) -> Result<(), ReadError> {
        self.open.retain(|_, (last, _)| *last >= at);
        for (column, (_, value)) in &self.open {
            if !row.is_empty() && !row.contains_key(column) {
                *room = less(*room, value)?;
                row.insert(*column, value.clone());
            }
        }
        while let Some(next) = self.ahead.pop_if(|next| next.start.0 <= at) {
            let column = usize::try_from(next.start.1).unwrap_or(usize::MAX);
            match row.get(&column).filter(|_| next.start.0 == at) {
                Some(value) => self.open.insert(column, (next.end.0, value.clone())),
                None => continue,
            };
        }
        Ok(())
    }
}

/// Whether the first rows of a sheet have headings that are known, or an account with a key. No more of it is
/// read than of a text.
fn begins_like_table(workbook: &mut Book<'_>, name: &str) -> bool {
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return false };
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    let mut room = LONGEST_HEAD;
    while let Ok(Some((at, column, value))) = next(&mut cells) {
        let Value::Text(text) = value else { continue };
        let Some(left) = room.checked_sub(text.len()) else { break };
        room = left;
        if text.trim().is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if rows.last().is_none_or(|(last, _)| *last != at) {
            if rows.len() == HEADS {
                break;
            }
            rows.push((at, Vec::new()));
        }
        if let Some((_, row)) = rows.last_mut() {
            row.resize(row.len().max(column + 1), String::new());
            text.trim().clone_into(&mut row[column]);
        }
    }
    let rows: Zeroizing<Vec<_>> = Zeroizing::new(rows.into_iter().map(|(_, row)| row).collect());
    is_table(&rows)
}

/// Whether something stands in a sheet: a spreadsheet adds empty ones by itself. One that cannot be read
/// may hold anything.
fn has_cells(workbook: &mut Book<'_>, name: &str) -> bool {
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return true };
    loop {
        match next(&mut cells) {
            Ok(Some((.., Value::Text(text)))) if text.is_empty() => {}
            Ok(None) => return false,
            Ok(Some(_)) | Err(_) => return true,
        }
    }
}

/// The row at a place from 0.
fn take(table: &mut Table, at: u32, row: &mut Cells, task: &mut Task<'_>) -> Result<(), ReadError> {
    let number = usize::try_from(at).unwrap_or(usize::MAX).saturating_add(1);
    let width = row.last_key_value().map_or(0, |(column, _)| column + 1);
    let mut cells = vec![""; width];
    let mut formulas = Vec::new();
    for (&column, value) in &*row {
        match value {
            Value::Text(text) => cells[column] = text,
            Value::Formula => formulas.push(column),
        }
    }
    if !formulas.is_empty() {
        table.formulas.insert(number, formulas);
    }
    table.take(number, &cells, task)?;
    row.clear();
    Ok(())
}

/// A cell as a person sees it, but for the format of numbers.
fn text(value: &DataRef<'_>) -> Zeroizing<String> {
    let text = match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => number_text(*number),
        DataRef::DateTime(date) => date_text(date),
        DataRef::Bool(it) => if *it { "TRUE" } else { "FALSE" }.to_owned(),
        other => Data::from(other.clone()).to_string(),
    };
    Zeroizing::new(text)
}

/// A day as people write one, with its hour, where it has one; what is longer than any calendar is a number in the
/// clothes of a date.
fn date_text(date: &ExcelDateTime) -> String {
    let number = date.as_f64();
    if !date.is_datetime() || !DAYS.contains(&number) {
        return number_text(number);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (number.fract() == 0.0, second) {
        (true, _) => day,
        (false, 0) => format!("{day} {hour:02}:{minute:02}"),
        (false, second) => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// The days that are taken for some: from 1954 on, before the year 10000.
const DAYS: Range<f64> = 20_000.0..2_958_466.0;

/// Up to here a cell holds every whole number exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number without an exponent, as long as none of its digits is made up. Excel keeps fifteen and ends
/// in zeros what was longer; other programs keep what a cell can hold.
fn number_text(number: f64) -> String {
    let is_whole = number.fract() == 0.0 && number.abs() < EXACT && number % 10.0 != 0.0;
    if number.abs() < 1e15 || is_whole {
        return number.to_string();
    }
    let text = format!("{number:E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    // With a point: without one, it could be taken for a key in base32.
    let point = if mantissa.contains('.') { "" } else { ".0" };
    format!("{mantissa}{point}E+{exponent}")
}

/// Unpacks every part once, no further than the limits, and looks at what is in it. What it has besides cells is
/// told.
fn inspect(bytes: &[u8]) -> Result<Vec<Notice>, ReadError> {
    let mut archive = archive::open(bytes)?.ok_or_else(damaged)?;
    let mut sum = 0;
    let (mut comments, mut threads, mut pictures) = (0, 0, 0);
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| failed(&error.into()))?;
        let name = member.name().map_err(|_| damaged())?.to_ascii_lowercase();
        let said = member.size();
        let mut part = Zeroizing::new(Vec::new());
        member.take(LARGEST_MEMBER + 1).read_to_end(&mut part).map_err(|error| failed(&error))?;
        let size = part.len() as u64;
        if size > LARGEST_MEMBER {
            let limit =
                Limit { what: Measure::UnpackedBytes, asked: said.max(size), most: LARGEST_MEMBER };
            return Err(ReadError::Limit(limit));
        }
        sum += size;
        Limit::hold(Measure::UnpackedBytes, sum, LARGEST)?;
        if [".xml", ".rels"].iter().any(|ending| name.ends_with(ending)) {
            inspect_part(&part)?;
        }
        if name.starts_with("xl/media/") {
            pictures += 1;
        } else if name.starts_with("xl/threadedcomments/") {
            threads += tags(&part, b"threadedComment");
        } else if name.starts_with("xl/comments") {
            comments += tags(&part, b"comment");
        }
    }
    // Each thread has a comment of its own for programs that know of none.
    let comments: usize = comments.max(threads);
    let comments = (comments > 0).then_some(Notice::Comments(comments));
    let pictures = (pictures > 0).then_some(Notice::Pictures(pictures));
    Ok(comments.into_iter().chain(pictures).collect())
}

/// How often a tag begins in a part, whatever its prefix.
fn tags(part: &[u8], name: &[u8]) -> usize {
    let is_one = |at: usize| {
        let before = part[..at].iter().rposition(|b| !b.is_ascii_alphanumeric() && *b != b':');
        let ends = part.get(at + name.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
        ends && before.is_some_and(|before| part[before] == b'<')
    };
    memmem::find_iter(part, name).filter(|at| is_one(*at)).count()
}

fn failed(error: &std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::Unsupported => ReadError::Unsupported(Unsupported::Compression),
        _ => damaged(),
    }
}

/// Looks at a part: UTF-8, no document type, no more texts announced than can be in it, and no cell
/// beyond all numbers.
fn inspect_part(part: &[u8]) -> Result<(), ReadError> {
    let text = std::str::from_utf8(part).map_err(|_| damaged())?;
    let text = text.trim_start_matches('\u{feff}');
    // Only the encoding that what follows is looked at in.
    if let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|t| t.split_once("?>"))
        && let Some((_, encoding)) = declaration.split_once("encoding")
        && !encoding.to_ascii_lowercase().contains("utf-8")
    {
        return Err(damaged());
    }
    let types = ["<!DOCTYPE", "<!ENTITY"].iter();
    let types: usize = types.map(|mark| text.matches(mark).count()).sum();
    Limit::hold(Measure::DocumentTypes, types as u64, 0)?;
    for (name, value) in attributes(part) {
        match name {
            b"uniqueCount" => {
                let number = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                // A text takes more than four bytes of XML.
                Limit::hold(Measure::Entries, number.unwrap_or(0), part.len() as u64 / 4)?;
            }
            b"r" | b"ref" if !is_reference(value) => return Err(damaged()),
            _ => {}
        }
    }
    Ok(())
}

/// Whatever looks like an attribute, in a tag or not: its name, and how its value
/// begins.
fn attributes(part: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    memchr::memchr_iter(b'=', part).filter_map(|at| {
        let before = part[..at].trim_ascii_end();
        let name = before
            .iter()
            .rev()
            .take(LONGEST_NAME)
            .take_while(|&&b| b.is_ascii_alphanumeric() || b == b':');
        let name = &before[before.len() - name.count()..];
        let (quote, value) = part[at + 1..].trim_ascii_start().split_first()?;
        let value = &value[..value.len().min(LONGEST_NAME)];
        let end = value.iter().position(|byte| byte == quote).unwrap_or(value.len());
        matches!(quote, b'"' | b'\'').then_some((name, &value[..end]))
    })
}

/// Whether a reference to cells can be computed with: calamine takes columns and rows of any number of
/// letters and digits, and the end of a range off its start. Anything else of that name is left to it.
fn is_reference(value: &[u8]) -> bool {
    let place = |text: &[u8]| {
        let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = text[letters..].iter().take_while(|byte| byte.is_ascii_digit());
        let column = text[..letters].iter().map(|byte| u64::from(byte & 31));
        let row = digits.clone().map(|byte| u64::from(byte & 15));
        let sum = |by: u64| move |sum: u64, digit: u64| sum * by + digit;
        let fits = letters <= 6 && digits.count() <= 9;
        fits.then(|| (column.fold(0, sum(26)), row.fold(0, sum(10))))
    };
    let mut places = value.split(|&byte| byte == b':').map(place);
    let Some(Some(start)) = places.next() else { return false };
    places.all(|end| end.is_some_and(|end| start.0 <= end.0 && start.1 <= end.1))
}

#[cfg(test)]
mod tests;
