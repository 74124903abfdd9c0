//! What becomes of an edit: written, waited for, taken back.

use std::sync::Arc;

use super::{Codes, Rest};
use crate::i18n::{Screen, Team};
use crate::model::{Book, Id, Thing};
use crate::vault::Change;

/// Whether the file holds what the book holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It does.
    Yes,
    /// It is being written.
    Soon,
    /// The file is somebody else's and is being read.
    Reading,
    /// It could not be written: the edits are only here.
    No,
}

/// What happens when the running save is done.
#[derive(Debug)]
pub enum Pending {
    /// Nothing more than saying so.
    Say(Screen),
    /// The same of an import, and what of it did not come as it stood.
    Imported(Screen, Box<Rest>),
    /// A counter was used: only now may its code be shown and copied.
    Counter {
        /// Whose.
        account: Id,
        /// The counter of the code.
        step: u64,
        /// The book before, for a save that fails.
        before: Arc<Book>,
        /// Whether the file held what that book held.
        stored: Stored,
    },
    /// A recovery code was used: only now may it be copied.
    Code {
        /// Whose.
        account: Id,
        /// Its place in the set.
        code: usize,
    },
    /// Who can open the vault is changed, together with the book: nothing of it holds before.
    Members {
        /// The changes.
        changes: Vec<Change>,
        /// The book that goes with them.
        book: Arc<Book>,
        /// What is said when it is done.
        done: Vec<Team>,
        /// Whose loss is shown then.
        then: Option<Thing>,
    },
    /// Where the key goes was written down: only now may it be seen.
    Enrol(Id),
    /// The same of many keys.
    Codes(Codes),
    /// Leave the program.
    Quit,
}

/// An edit that can be taken back.
#[derive(Debug)]
pub struct Undo {
    /// The records as they were.
    pub before: Arc<Book>,
    /// As the edit left them.
    pub after: Arc<Book>,
}
