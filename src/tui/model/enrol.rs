//! Another phone being given an account's key.

use std::sync::Arc;

use super::Input;
use crate::model::{Book, Id};
use crate::time::Moment;

/// Which step it is at. Before these two, a form asks which phone it is.
#[derive(Debug)]
pub enum Enrol {
    /// "Show the key?" The answer is a typed word.
    Asked {
        /// Whose key.
        account: Id,
        /// The book with the new copy of the key in it: saved before anything is shown. The one that is
        /// there when it has that copy already.
        book: Arc<Book>,
        /// What is typed so far.
        word: Input,
    },
    /// The key is on screen.
    Shown {
        /// Whose.
        account: Id,
        /// When it leaves.
        until: Moment,
        /// Light and dark have changed places.
        inverted: bool,
    },
}
