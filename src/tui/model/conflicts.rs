//! Values that clashed, to be decided one by one.

use super::{Lines, Row};
use crate::app::conflicts::{Choice, Clash, can_all_hold, clashes};
use crate::model::{Book, Id};

/// Everything that waits for a decision.
#[derive(Debug)]
pub struct Conflicts {
    /// What clashes.
    pub clashes: Vec<Clash>,
    /// A head for each of them, by its place, and below it what may be chosen.
    pub lines: Lines<(usize, Choice), usize>,
}

impl Conflicts {
    /// Those of a book, with the cursor on the first one of a record where it has any.
    pub fn of(book: &Book, record: Option<Id>) -> Self {
        let clashes = clashes(book);
        let mut lines = Lines::default();
        for (place, clash) in clashes.iter().enumerate() {
            lines.rows.push(Row::Head(place));
            let values = (0..clash.count).map(Choice::Value);
            let all = can_all_hold(book, clash).then_some(Choice::All);
            lines.rows.extend(values.chain(all).map(|choice| Row::Item((place, choice))));
        }
        lines.settle(1);
        if record.is_some() {
            lines.select(|(place, _)| clashes.get(*place).map(|clash| clash.id) == record);
        }
        Self { clashes, lines }
    }
}
