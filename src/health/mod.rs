//! Is there a second way in, what endangers it, and what is to be done? Derived from the book, never
//! stored.
//!
//! ```text
//!   rule      the rules: code, severity, playbook
//!   check     every rule over every account, and again over what an edit touched
//!   loss      what breaks if a device, a number or a person is gone
//!   drill     which backups to test next, and how many are tested
//! ```
//!
//! Pure: the day is an argument, and so is what is known of the platforms. No sentence here:
//! findings are data, and `app::findings` says them.

pub mod drill;
pub mod loss;
mod rule;

pub use rule::{Rule, Severity};

use crate::model::{Id, TestResult, Thing};
use crate::time::Date;

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// How bad: some rules grow worse with time.
    pub severity: Severity,
    /// The account it is found at; `None` when it concerns a thing that no account hangs on.
    pub account: Option<Id>,
    /// The device, number or person it is about.
    pub about: Option<Thing>,
    /// What the sentence needs besides.
    pub fact: Fact,
}

/// What a [`Finding`]'s sentence needs besides its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Nothing.
    None,
    /// How many accounts share it.
    Shared(usize),
    /// Days since the last test.
    Days(i64),
    /// The day it happened or will.
    Day(Date),
    /// The last test.
    Test {
        /// What came.
        result: TestResult,
        /// When.
        on: Date,
    },
    /// How many are left, when that is known.
    Left(Option<usize>),
    /// The other account.
    Other(Id),
    /// What a person still holds, by name; strangers' text.
    Item(String),
    /// A kind of method and the day it goes.
    Withdrawn {
        /// Which.
        kind: crate::model::MethodKind,
        /// When.
        on: Date,
    },
    /// What is not filled in, by the field's name in the file.
    Missing(&'static str),
    /// Milliseconds the clock is ahead; negative when it is behind.
    Offset(i64),
}

/// What the rules measure against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Days after which a test is stale; twice that is worse.
    pub stale_after: u32,
    /// The same for accounts where money lies.
    pub money_stale_after: u32,
    /// Days after registering within which a first test is awaited.
    pub first_test_within: u32,
    /// Days before a number lapses on which to warn.
    pub keepalive_within: u32,
    /// Recovery codes at which to ask for new ones.
    pub few_codes: usize,
    /// Seconds a clock may be off before it is worth a word, and before it is bad.
    pub clock: (u32, u32),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stale_after: 90,
            money_stale_after: 30,
            first_test_within: 7,
            keepalive_within: 14,
            few_codes: 2,
            clock: (5, 15),
        }
    }
}
