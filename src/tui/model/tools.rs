//! What is looked up or worked out over a screen: playbooks, a garbled message, a phone's code.

use super::Input;
use crate::garble::Candidate;
use crate::i18n::Playbook;
use crate::model::Id;
use crate::otp::Drift;

/// A list of pages, or one of them.
#[derive(Debug)]
pub enum Pages {
    /// All of them.
    List {
        /// The selected one.
        cursor: usize,
    },
    /// One.
    One {
        /// Which.
        playbook: Playbook,
        /// The first line shown.
        top: usize,
        /// Whether the list is what lies below it.
        listed: bool,
    },
}

/// A garbled message being read.
#[derive(Debug, Default)]
pub struct Ungarble {
    /// The message.
    pub input: Input,
    /// What it may hold, best first.
    pub found: Vec<Candidate>,
    /// The selected one.
    pub cursor: usize,
}

/// The code of a phone being held against ours.
#[derive(Debug)]
pub struct Compare {
    /// Whose.
    pub account: Id,
    /// What the phone shows.
    pub input: Input,
    /// What came of it, once enough was typed.
    pub answer: Option<Option<Drift>>,
}
