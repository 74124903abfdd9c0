//! Cells that say that they are the same as above, and what stands there.

use zeroize::Zeroizing;

use super::{Column, cell};
use crate::exchange::Heading;

/// What stands in the row above, in columns that may say that they are the same, by their places; nothing where the
/// table is one of ours, which says all of each row.
#[derive(Default)]
pub(super) struct Above(Option<Vec<String>>);

/// The cells of a row with what they are the same as.
pub(super) struct Filled {
    pub(super) cells: Zeroizing<Vec<String>>,
    /// Of which columns that holds.
    pub(super) columns: Vec<Column>,
}

/// Whether a cell of a column may say that it is the same as above: a key and codes never do.
fn may_repeat(column: Column) -> bool {
    column.is_name() || column == Column::Note
}

impl Above {
    /// The same of a table that is one of ours or not.
    pub(super) fn of(is_ours: bool) -> Self {
        Self((!is_ours).then(Vec::new))
    }

    /// The cells of a row, where some say that they are the same as above. One with nothing above it stays as it is.
    pub(super) fn fill(&self, cells: &[&str], headings: &[Heading]) -> Option<Filled> {
        let row = self.0.as_ref()?;
        let above = |at: usize, cell: &str| {
            let column = headings.get(at)?.column.filter(|it| may_repeat(*it))?;
            let text = row.get(at).filter(|text| !text.is_empty())?;
            cell::is_ditto(cell).then_some((column, text))
        };
        let mut columns = Vec::new();
        let filled = cells.iter().enumerate().map(|(at, cell)| match above(at, cell) {
            Some((column, text)) => {
                columns.push(column);
                text.clone()
            }
            None => (*cell).to_owned(),
        });
        let cells = Zeroizing::new(filled.collect());
        (!columns.is_empty()).then_some(Filled { cells, columns })
    }

    /// Keeps in mind what the next row may be the same as.
    pub(super) fn keep(&mut self, cells: &[&str], headings: &[Heading]) {
        let column = |at: usize| headings.get(at).and_then(|heading| heading.column);
        let kept = |(at, cell): (usize, &&str)| {
            let may = column(at).is_some_and(may_repeat) && !cell::is_ditto(cell);
            if may { cell.trim().to_owned() } else { String::new() }
        };
        if let Some(row) = &mut self.0 {
            *row = cells.iter().enumerate().map(kept).collect();
        }
    }
}
