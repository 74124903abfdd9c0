//! What hangs on one account: its methods, the copies of its key, its recovery codes.

use super::Lines;
use crate::model::{Account, Id, Thing};

/// The parts of an account, each of which can be opened.
#[derive(Debug)]
pub struct Parts {
    /// Whose.
    pub account: Id,
    /// The parts.
    pub lines: Lines<Part, Section>,
    /// Whether recovery codes are shown.
    pub shown: bool,
}

/// A section of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Ways to pass two-step verification.
    Methods,
    /// Other places with the same key.
    Copies,
    /// One-time codes.
    Recovery,
}

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A method, by its place.
    Method(usize),
    /// One more of them.
    NewMethod,
    /// A copy of the key, by its place.
    Copy(usize),
    /// One more of them.
    NewCopy,
    /// The recovery codes as a whole.
    Recovery,
    /// One recovery code, by its place.
    Code(usize),
}

/// What is about to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doomed {
    /// An account.
    Account(Id),
    /// A device, a number or a person.
    Thing(Thing),
    /// A part of an account.
    Part(Id, Part),
}

impl Parts {
    /// The parts of an account, with the cursor on the first one.
    pub fn of(account: &Account) -> Self {
        use super::Row::{Head, Item};
        let mut rows = vec![Head(Section::Methods)];
        rows.extend((0..account.methods.len()).map(|at| Item(Part::Method(at))));
        rows.push(Item(Part::NewMethod));
        rows.push(Head(Section::Copies));
        rows.extend((0..account.copies.len()).map(|at| Item(Part::Copy(at))));
        rows.push(Item(Part::NewCopy));
        rows.push(Head(Section::Recovery));
        rows.push(Item(Part::Recovery));
        let codes = account.recovery.as_ref().map_or(0, |recovery| recovery.codes.len());
        rows.extend((0..codes).map(|at| Item(Part::Code(at))));
        let mut lines = Lines { rows, ..Lines::default() };
        lines.settle(1);
        Self { account: account.id, lines, shown: false }
    }
}
