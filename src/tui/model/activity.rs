//! What was done, as the screen of it holds it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::activity::{RecordNames, wrong};
use crate::i18n::Activity as Say;
use crate::model::{Book, Id};
use crate::time::{Date, Moment, Zone};
use crate::vault::Activity;

/// What was written down, and what is said of it.
#[derive(Debug)]
pub struct History {
    /// The events, newest first, and what is wrong.
    pub activity: Activity,
    /// What is wrong, in sentences, worst first.
    pub wrong: Vec<Say>,
    /// What records are called.
    pub names: RecordNames,
    /// The book the names are of.
    pub named: Arc<Book>,
    /// Who copied an account's code last on another machine, and when; of the last minutes.
    pub taken: HashMap<Id, (String, Moment)>,
    /// What the clock on the wall says of moments.
    pub zone: Zone,
}

/// The head above some events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Something that is wrong, by its place.
    Wrong(usize),
    /// A day.
    Day(Date),
}

impl History {
    /// As it was read.
    pub fn new(activity: Activity, book: &Arc<Book>, zone: Zone) -> Self {
        Self {
            wrong: wrong(&activity),
            names: RecordNames::new(book, &activity),
            named: Arc::clone(book),
            taken: HashMap::new(),
            activity,
            zone,
        }
    }
}
