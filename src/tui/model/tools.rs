//! What is looked up or worked out over a screen: playbooks, a garbled message, a phone's code.

use super::Input;
use crate::garble::Candidate;
use crate::i18n::Playbook;
use crate::model::{Id, Thing};
use crate::otp::{Drift, Key, tidy};
use crate::time::Moment;

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
        /// What lies below it.
        below: Below,
    },
}

/// What a page was opened from, and goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// A screen.
    Screen,
    /// The list of pages.
    List,
    /// A loss.
    Loss(Thing),
    /// A drill.
    Drill,
}

/// A garbled message being read.
#[derive(Debug)]
pub struct Ungarble {
    /// The message.
    pub input: Input,
    /// What it may hold, best first.
    pub found: Vec<Candidate>,
    /// The selected one.
    pub cursor: usize,
}

impl Ungarble {
    /// An empty line.
    pub fn new() -> Self {
        Self { input: Input::verbatim(), found: Vec::new(), cursor: 0 }
    }
}

/// The code of a phone being held against ours.
#[derive(Debug)]
pub struct Compare {
    /// What for.
    pub goal: Goal,
    /// Whose.
    pub account: Id,
    /// What the phone shows.
    pub input: Input,
    /// What came of it, once enough was typed.
    pub answer: Option<Answer>,
}

/// What the code of a phone is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To see whose clock is off. Nothing is changed.
    Look,
    /// To prove that the phone has the key that was just set up. What proves it is a test.
    Proof,
}

/// What came of holding a code against ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the code of a step.
    Match(Drift),
    /// It is the code of no step near.
    NoMatch,
}

impl Answer {
    /// Looks at what was typed, once that is as long as a code.
    pub fn to(typed: &str, key: &Key, now: Moment) -> Option<Self> {
        if tidy(typed).chars().count() < usize::from(key.digits()) {
            return None;
        }
        Some(key.drift(typed, now, key.reach()).map_or(Self::NoMatch, Self::Match))
    }

    /// The step it belongs to.
    pub fn drift(self) -> Option<Drift> {
        match self {
            Self::Match(drift) => Some(drift),
            Self::NoMatch => None,
        }
    }

    /// Whether the two go together: one step off is a slow reader, or a clock that is off a little.
    pub fn is_near(self) -> bool {
        self.drift().is_some_and(|drift| drift.steps.abs() <= 1)
    }
}
