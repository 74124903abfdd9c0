//! With which of its first rows a table begins: with headings, or with an account.

use super::headings::{self, Column};
use super::{Ask, FirstRow, bare};

/// Which of some rows looks like headings: several cells, and a key or two other columns among them. What
/// stands above it has fewer cells filled.
pub(super) fn heading_row(rows: &[Vec<String>]) -> Option<usize> {
    let filled = |row: &Vec<String>| bare::filled(row);
    let at = rows.iter().position(|titles| {
        let columns = headings::read(titles, &[]).into_iter().filter_map(|it| it.column);
        let columns: Vec<Column> = columns.collect();
        titles.len() > 1
            && (columns.len() > 1 || columns.contains(&Column::Secret))
            && !bare::has_key(titles, &[])
    })?;
    rows[..at].iter().all(|row| filled(row) < filled(&rows[at])).then_some(at)
}

/// What the row is that a table begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Headings.
    Titles,
    /// An account.
    Account,
    /// It may be either: an account, so that none is lost.
    Unclear,
    /// The same with words where keys were said to be: if it is an account, its key is none.
    Wordy,
}

/// With which of the first rows a table begins, and what that is.
pub(super) fn head(rows: &[Vec<String>], ask: &Ask<'_>) -> (usize, Head) {
    let full = || rows.iter().position(|row| bare::filled(row) > 1).unwrap_or(0);
    match ask.first_row {
        Some(FirstRow::Headings) => {
            return (heading_row(rows).unwrap_or_else(full), Head::Titles);
        }
        Some(FirstRow::Account) => return (0, Head::Account),
        None => {}
    }
    if let Some(at) = heading_row(rows) {
        (at, Head::Titles)
    } else if let Some(at) = bare::first_row(rows) {
        (at, Head::Account)
    } else {
        let at = full();
        let rows = rows.get(at..).unwrap_or_default();
        let head = match bare::is_above_keys(rows, ask.columns) {
            true if rows.first().is_some_and(|row| bare::has_heading(row)) => Head::Titles,
            true => Head::Wordy,
            false => Head::Unclear,
        };
        (at, head)
    }
}
