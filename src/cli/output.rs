//! Standard output: lines, tables and JSON, all of them safe to print.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write as _};
use std::os::fd::AsFd;

use serde::Serialize;

use super::exit::Failure;
use crate::text::{escape_json, whole, width, wrap};

/// Columns of a terminal that does not say how many it has.
pub const USUAL: usize = 80;
/// Below so many, lines are broken as if there were as many.
const NARROWEST: usize = 10;

/// Standard output, written in large pieces.
///
/// What is printed must have come through the catalogue or [`Safe`](crate::text::Safe).
#[derive(Debug)]
pub struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    /// Takes standard output for one command.
    pub fn open() -> Self {
        Self(BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }

    /// Columns of the terminal behind standard output, if there is one.
    pub fn columns() -> Option<usize> {
        columns_of(io::stdout())
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// A whole file, and nothing after it: as it is, but where a terminal shows it, line by line with
    /// nothing in it that acts on one.
    pub fn file(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if !Self::is_terminal() {
            self.0.write_all(bytes).map_err(|error| Failure::output(&error))?;
            return self.flush();
        }
        let text = String::from_utf8_lossy(bytes);
        // The mark that has spreadsheets read a file as UTF-8.
        let lines = text.trim_start_matches('\u{feff}').lines();
        lines.map(whole).try_for_each(|line| self.line(line.as_str()))?;
        self.flush()
    }

    /// One line.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.0, "{line}").map_err(|error| Failure::output(&error))
    }

    /// A sentence; on a terminal in lines that break between words.
    pub fn say(&mut self, said: &str) -> Result<(), Failure> {
        match Self::columns() {
            Some(columns) => {
                wrapped(said, columns).iter().try_for_each(|line| self.line(line))?;
                // What is said beside it on standard error comes after it.
                self.flush()
            }
            None => self.line(said),
        }
    }

    /// One JSON document on lines of its own. Characters that act on a terminal are escaped.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::output(&io::Error::other(error)))?;
        self.line(&escape_json(&json))
    }

    /// Rows in columns as wide as their widest cell; the last one is not padded.
    pub fn table(&mut self, rows: &[Vec<String>]) -> Result<(), Failure> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        let mut line = String::new();
        for row in rows {
            line.clear();
            for (cell, wide) in row.iter().zip(&widths) {
                line.push_str(cell);
                let gap = wide + 2 - width(cell);
                line.extend(std::iter::repeat_n(' ', gap));
            }
            self.line(line.trim_end())?;
        }
        Ok(())
    }

    /// Writes what is held back, before somebody is asked something.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(|error| Failure::output(&error))
    }

    /// Makes sure that everything is written.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()
    }
}

/// Whether standard error is a terminal: remarks that only help a person are made there alone.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// A line on standard error in the place of the one before it; an empty one leaves nothing there.
pub fn overwrite(line: &str) {
    // To the first column, and to the end of the line nothing.
    let _ = write!(io::stderr(), "\r{line}\x1b[K");
}

/// A line on standard error. When nobody reads that either, there is nobody to tell.
pub fn complain(said: &str) {
    match columns_of(io::stderr()) {
        Some(columns) => {
            for line in wrapped(said, columns) {
                let _ = writeln!(io::stderr(), "{line}");
            }
        }
        None => {
            let _ = writeln!(io::stderr(), "{said}");
        }
    }
}

/// A command on standard error, in one line however long it is: whoever copies it out of a terminal gets it whole.
pub fn dictate(command: &str) {
    let _ = writeln!(io::stderr(), "{command}");
}

/// Columns of a terminal; the usual ones where it does not say, none where it is no terminal.
pub fn columns_of(terminal: impl AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(terminal).ok()?;
    Some(match size.ws_col {
        0 => USUAL,
        columns => columns.into(),
    })
}

/// A text in lines of at most so many columns. Those of a row of a list stand below its last cell,
/// where that leaves them room, else as far in as the row.
pub fn wrapped(said: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for text in said.split('\n') {
        if width(text) <= columns {
            lines.push(text.to_owned());
            continue;
        }
        let inside = text.trim_start_matches(' ');
        let start = text.len() - inside.len();
        let cell = inside.find("  ").filter(|_| start > 0).map_or(start, |gap| {
            let rest = &inside[gap..];
            start + gap + rest.len() - rest.trim_start_matches(' ').len()
        });
        let has_room = |at: &usize| width(&text[..*at]) * 2 <= columns;
        let (head, tail) = text.split_at([cell, start].into_iter().find(has_room).unwrap_or(0));
        let indent = width(head);
        let room = columns.saturating_sub(indent).max(NARROWEST);
        for (at, line) in wrap(tail, room).into_iter().enumerate() {
            let before = if at == 0 { head.to_owned() } else { " ".repeat(indent) };
            lines.push(before + line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_where_readers_expect_it() {
        let cases: [(&str, &str, usize, &[&str]); 6] = [
            ("short", "a b", 20, &["a b"]),
            ("words", "one two three four five", 12, &["one two", "three four", "five"]),
            ("Chinese", "没有这种格式。请重试一次", 12, &["没有这种格", "式。请重试一", "次"]),
            (
                "a row of a list",
                "  12  one two three four",
                16,
                &["  12  one two", "      three four"],
            ),
            (
                "a row whose first cell takes all room",
                "  0123456789ab  one two three",
                20,
                &["  0123456789ab  one", "  two three"],
            ),
            ("lines of its own", "a\n  b", 20, &["a", "  b"]),
        ];
        for (name, said, columns, lines) in cases {
            assert_eq!(wrapped(said, columns), lines, "{name}");
        }
    }
}
