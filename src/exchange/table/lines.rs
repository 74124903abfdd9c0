//! A table as text: which character parts its cells, and where its rows begin and end.
//!
//! The csv crate reads cells, but takes whatever follows a quotation mark that is never closed for one
//! cell, hundreds of rows at worst. So rows are found here first, and what cannot be one is cut out.

use super::{cell, sample};
use crate::exchange::error::{Limit, Measure};
use crate::exchange::tail::is_ended;
use crate::exchange::{MOST_ENTRIES, ReadError};

/// The most columns of a table.
pub(in crate::exchange) const MOST_COLUMNS: usize = 1000;
/// A first row longer than this is no row of headings.
pub(in crate::exchange) const LONGEST_HEAD: usize = 64 << 10;

/// How many bytes are looked through in vain for the ends of quotation marks. What is open behind them
/// ends with its line.
const FUTILE: usize = 16 << 20;

/// A text as a table.
pub(super) struct Lines<'a> {
    text: &'a str,
    pub(super) delimiter: u8,
    /// The line that the text begins in, from 1.
    first: usize,
}

/// What a text is made of, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    /// Whole rows.
    Rows(&'a str),
    /// A line with a quotation mark that is never closed.
    Open {
        /// Its number, from 1.
        line: usize,
    },
}

/// One row.
struct Row {
    /// Where the next one begins.
    end: usize,
    cells: usize,
    /// Line ends in it, its own among them.
    lines: usize,
    /// Whether all of its quotation marks are closed, as far as can be told.
    closed: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        // What Excel writes and obeys, and nobody means as a heading.
        let hint = text.get(..4).filter(|head| head.eq_ignore_ascii_case("sep="));
        if let Some((line, rest)) = hint.and(text.split_once('\n'))
            && let &[delimiter @ (b',' | b';' | b'\t' | b'|')] =
                line[4..].trim_end_matches('\r').as_bytes()
        {
            return Self { text: rest, delimiter, first: 2 };
        }
        let delimiter = delimiter(text.as_bytes());
        Self { text, delimiter, first: 1 }
    }

    /// The first rows that are not empty, up to one that has no sensible length.
    pub(super) fn heads(&self, most: usize) -> Vec<&'a str> {
        let (mut start, mut heads) = (0, Vec::new());
        while start < self.text.len().min(LONGEST_HEAD) && heads.len() < most {
            let row = self.row(start, self.text.len());
            let text = &self.text[start..row.end];
            if text.len() > LONGEST_HEAD {
                break;
            }
            let blank = |c: char| c.is_whitespace() || c == char::from(self.delimiter) || c == '"';
            if !text.trim_matches(blank).is_empty() {
                heads.push(text);
            }
            start = row.end;
        }
        heads
    }

    /// Holds the columns of every row to the limit. The csv crate makes room for as many as there are.
    pub(super) fn hold_columns(&self) -> Result<(), ReadError> {
        let mut start = 0;
        while start < self.text.len() {
            let row = self.row(start, self.text.len());
            Limit::hold(Measure::Columns, row.cells as u64, MOST_COLUMNS as u64)?;
            start = row.end;
        }
        Ok(())
    }

    /// The text in stretches, and the number of every row that is not blank, as a spreadsheet
    /// counts them: blank ones, too, and one of several lines once.
    pub(super) fn stretches(&self) -> Result<(Vec<Stretch<'a>>, Vec<usize>), ReadError> {
        let (mut stretches, mut numbers) = (Vec::new(), Vec::new());
        let (mut begin, mut start, mut line, mut number) = (0, 0, self.first, 0);
        let mut futile = 0;
        while start < self.text.len() {
            let most = if futile < FUTILE { self.text.len() } else { self.line_end(start) };
            let row = self.row(start, most);
            Limit::hold(Measure::Columns, row.cells as u64, MOST_COLUMNS as u64)?;
            let end = if row.closed { row.end } else { self.open_end(start, &row) };
            let blank = self.text[start..end].trim_matches(['\r', '\n']).is_empty();
            number += 1;
            if !blank {
                numbers.push(number);
            }
            // One more for the headings.
            Limit::hold(Measure::Entries, numbers.len() as u64, MOST_ENTRIES as u64 + 1)?;
            if row.closed {
                line += row.lines;
            } else {
                if begin < start {
                    stretches.push(Stretch::Rows(&self.text[begin..start]));
                }
                stretches.push(Stretch::Open { line });
                line += 1;
                begin = end;
                futile += row.end - start;
            }
            start = end;
        }
        if begin < start {
            stretches.push(Stretch::Rows(&self.text[begin..]));
        }
        Ok((stretches, numbers))
    }

    /// The row that begins at a byte, up to another, by the rules of RFC 4180 as the csv crate reads them.
    fn row(&self, start: usize, most: usize) -> Row {
        let bytes = &self.text.as_bytes()[..most];
        let mut row = Row { end: bytes.len(), cells: 1, lines: 0, closed: true };
        let mut state = State::Begin;
        // Text behind a closing mark: a mark that closed another one's cell, when lines are between.
        let mut stray = false;
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            let pair = byte == b'\r' && bytes.get(at) == Some(&b'\n');
            row.lines += usize::from(matches!(byte, b'\r' | b'\n') && !pair);
            state = match (state, byte) {
                (State::Quoted, b'"') => State::Closed,
                (State::Quoted, _) | (State::Begin | State::Closed, b'"') => State::Quoted,
                (_, byte) if byte == self.delimiter => {
                    row.cells += 1;
                    State::Begin
                }
                (_, b'\r' | b'\n') => {
                    row.lines += usize::from(pair);
                    row.end = at + usize::from(pair);
                    row.closed = !stray || row.lines < 2;
                    return row;
                }
                (State::Closed, b' ' | b'\t') => State::Closed,
                (State::Closed, _) => {
                    stray = true;
                    State::Within
                }
                (State::Begin | State::Within, _) => State::Within,
            };
        }
        row.closed = !matches!(state, State::Quoted) && (!stray || row.lines < 1);
        row
    }

    /// Where what is cut out of a text ends whose quotation mark is never closed: with its line. The rest of a text
    /// that was cut off within a cell is that cell, as far as it has no others in it.
    fn open_end(&self, start: usize, row: &Row) -> usize {
        let end = self.line_end(start);
        let rest = &self.text[end..];
        let is_cell = row.end == self.text.len()
            && !rest.contains(char::from(self.delimiter))
            && self.text[..start].contains(char::from(self.delimiter))
            && !is_ended(self.text);
        if is_cell { self.text.len() } else { end }
    }

    /// Where the line that begins at a byte ends.
    fn line_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        rest.find(['\r', '\n']).map_or(self.text.len(), |at| {
            start + at + if rest[at..].starts_with("\r\n") { 2 } else { 1 }
        })
    }
}

#[derive(Clone, Copy)]
enum State {
    Begin,
    Within,
    Quoted,
    Closed,
}

/// The character that parts the first row with one of them into most cells: a title has none.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    let mut begun = false;
    let mut rows = 0;
    for &byte in bytes.iter().take(LONGEST_HEAD) {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if begun && !quoted => {
                rows += 1;
                if rows == super::HEADS || counts.iter().any(|(_, count)| *count > 0) {
                    break;
                }
                begun = false;
            }
            _ if quoted => {}
            _ => {
                counts.iter_mut().filter(|(one, _)| *one == byte).for_each(|(_, n)| *n += 1);
            }
        }
        begun |= !byte.is_ascii_whitespace();
    }
    // The first of those that are equally frequent.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| byte)
}

/// The cells of a row as headings, up to the last one with something in it.
pub(super) fn titles(row: &[String]) -> Vec<String> {
    let end = row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    let plain = |cell: &String| cell::unwrapped(cell).unwrap_or(cell).trim().to_owned();
    row[..end].iter().map(plain).collect()
}

/// How a row begins, or nothing where a secret may stand in it.
pub(super) fn begin_of(cells: &[impl AsRef<str>]) -> String {
    let mut cells = cells.iter().map(|cell| cell.as_ref().trim());
    let begin = cells.find(|cell| !cell.is_empty()).map(sample::row_begin);
    begin.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_cells() {
        let cases = [
            ("commas", "a,b;c,d\n;;;;;", b','),
            ("semicolons", "a;b;c,d\n", b';'),
            ("tabs", "a\tb\tc,d", b'\t'),
            ("bars", "a|b|c,d", b'|'),
            ("in quotes", "\"a,b,c\";d\n", b';'),
            ("nothing", "a", b','),
            ("as many of both", "a,b;c", b','),
            ("blank lines first", "\n\r\n a;b", b';'),
            ("as Excel says", "sep=;\r\na,b,c;d", b';'),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Lines::new(text).delimiter, expected, "{name}");
        }
    }

    #[test]
    fn rows_and_what_is_none() {
        use Stretch::{Open, Rows};
        let cases = [
            ("plain", "a,b\nc,d", vec![Rows("a,b\nc,d")]),
            ("a line break inside", "a,\"b\nc\"\r\nd", vec![Rows("a,\"b\nc\"\r\nd")]),
            ("marks inside", "\"a \"\"b\"\" c\",\"\"\n", vec![Rows("\"a \"\"b\"\" c\",\"\"\n")]),
            ("a mark within a cell", "5\" disk,b\nc", vec![Rows("5\" disk,b\nc")]),
            ("text behind a mark", "\"Best\" store,b\nc", vec![Rows("\"Best\" store,b\nc")]),
            ("spaces behind a mark", "\"a\nb\" ,c\n", vec![Rows("\"a\nb\" ,c\n")]),
            ("open to the end", "a\n\"b,c\nd\n", vec![Rows("a\n"), Open { line: 2 }, Rows("d\n")]),
            ("open in the last line", "a\r\n\"b", vec![Rows("a\r\n"), Open { line: 2 }]),
            (
                "closed by the next one's mark",
                "a\n\"b,c\nd,\"e\"\nf",
                vec![Rows("a\n"), Open { line: 2 }, Rows("d,\"e\"\nf")],
            ),
            ("behind a break inside", "\"a\n\"\n\"b", vec![Rows("\"a\n\"\n"), Open { line: 3 }]),
            ("old line ends", "a\r\"b\rc", vec![Rows("a\r"), Open { line: 2 }, Rows("c")]),
            (
                "open to the end of a text that is cut",
                "a,b\n\"c,d\ne\nf",
                vec![Rows("a,b\n"), Open { line: 2 }],
            ),
            (
                "the same with more cells",
                "a,b\n\"c,d\ne,f",
                vec![Rows("a,b\n"), Open { line: 2 }, Rows("e,f")],
            ),
            ("behind a hint", "sep=,\n\"b", vec![Open { line: 2 }]),
            ("nothing", "", vec![]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Lines::new(text).stretches().expect("a table").0, expected, "{name}");
        }
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet() {
        let cases = [
            ("plain", "a\nb\nc", vec![1, 2, 3]),
            ("blank ones count", "\na\r\n\r\n\nb\n", vec![2, 5]),
            ("several lines are one row", "a\n\"b\nb\",b\nc", vec![1, 2, 3]),
            ("an open one", "a\n\"b,c\nd\n", vec![1, 2, 3]),
            ("a hint is none", "sep=;\na\nb", vec![1, 2]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Lines::new(text).stretches().expect("a table").1, expected, "{name}");
        }
    }

    #[test]
    fn limits_hold_before_anything_is_built() {
        let wide = format!("{}\n", ",".repeat(MOST_COLUMNS));
        let long = "a,b\n".repeat(MOST_ENTRIES + 2);
        let limit = |text: &str| match Lines::new(text).stretches() {
            Err(ReadError::Limit(limit)) => limit.what,
            other => panic!("no limit: {:?}", other.map(|_| ())),
        };
        assert_eq!(limit(&wide), Measure::Columns);
        assert_eq!(limit(&long), Measure::Entries);
        assert!(Lines::new(&wide[1..]).stretches().is_ok());
        assert!(Lines::new(&long[4..]).stretches().is_ok());
    }
}
