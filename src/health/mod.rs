//! Is there a second way in, what endangers it, and what is to be done? Derived from the book, never
//! stored.
//!
//! ```text
//!   rule      the rules: code, severity, playbook
//!   rules     what each of them looks for, at one login
//!   login     an account with its methods followed to devices, numbers, people
//!   ties      what accounts share: lines, devices, keys
//!   check     every rule over every account; update: again over what an edit touched
//!   loss      what breaks if a device, a number or a person is gone
//!   drill     which backups to test next, and how many are tested
//! ```
//!
//! Pure: the day is an argument, and so is what is known of the platforms. No sentence here:
//! findings are data, and `app::findings` says them.

mod check;
pub mod drill;
mod login;
pub mod loss;
mod rule;
mod rules;
#[cfg(test)]
mod sample;
mod ties;
mod update;

pub use crate::model::Severity;
pub use check::{Counts, Health, check};
pub use rule::Rule;

use crate::model::{Catalogue, CopyKind, Id, MethodKind, Snooze, TestResult, Thing, Worded as _};
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
    /// How many accounts, or people, share it.
    Shared(usize),
    /// The day it happened.
    Day(Date),
    /// The day something had to be done by.
    Due {
        /// When.
        on: Date,
        /// Whether it has gone by.
        past: bool,
    },
    /// The method it is about, where no more is to be said.
    Kind(MethodKind),
    /// A backup method and the days since its last test; `None` when it was never tested.
    Tested {
        /// How it arrives.
        kind: MethodKind,
        /// How long ago.
        days: Option<i64>,
    },
    /// A backup method whose last test was of a key before.
    TestPast {
        /// How it arrives.
        kind: MethodKind,
        /// The day the key of now was set up.
        on: Date,
    },
    /// A copy of a key before.
    CopyPast {
        /// What kind of place.
        kind: CopyKind,
        /// Its name, strangers' text; may be empty.
        place: String,
    },
    /// A test that failed.
    Failed {
        /// How it should have arrived.
        kind: MethodKind,
        /// What came.
        result: TestResult,
        /// When.
        on: Date,
    },
    /// How many are left, when that is known.
    Left(Option<usize>),
    /// The other account.
    Other(Id),
    /// A copy of the key.
    Copy {
        /// What kind of place.
        kind: CopyKind,
        /// Its name, strangers' text; may be empty.
        place: String,
    },
    /// A kind of method and the day it goes.
    Withdrawn {
        /// Which.
        kind: MethodKind,
        /// When.
        on: Date,
        /// Whether that day has come.
        past: bool,
    },
    /// What is not filled in, by the field's name in the file: `holder`, `device`, `number`.
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

impl Limits {
    /// How bad it is that a clock is off by so many milliseconds, either way; `None` when it is fine. A
    /// limit itself is over the limit.
    pub fn skew(&self, millis: i64) -> Option<Severity> {
        let reaches = |seconds: u32| millis.unsigned_abs() >= u64::from(seconds) * 1000;
        let (medium, high) = self.clock;
        match () {
            () if reaches(high) => Some(Severity::High),
            () if reaches(medium) => Some(Severity::Medium),
            () => None,
        }
    }
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

/// What a check starts from, besides the book.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// What is known of the platforms.
    pub catalogue: &'a Catalogue,
    /// What the rules measure against.
    pub limits: &'a Limits,
    /// The day.
    pub today: Date,
    /// Milliseconds this machine's clock is ahead, when somebody measured it.
    pub clock_offset: Option<i64>,
}

impl Finding {
    /// Puts it off, as bad as it is now. `id` is for the [`Snooze`]; `by` may be empty.
    pub fn put_off(&self, id: Id, (on, until): (Date, Date), reason: String, by: String) -> Snooze {
        Snooze {
            id,
            rule: self.rule.word().to_owned(),
            account: self.account,
            about: self.about,
            detail: self.detail(),
            severity: Some(self.severity),
            until,
            reason,
            by,
            on,
        }
    }

    /// Whether a snooze is about this finding, however bad that was then.
    pub fn is_of(&self, snooze: &Snooze) -> bool {
        snooze.rule == self.rule.word()
            && (snooze.account, snooze.about) == (self.account, self.about)
            && snooze.detail == self.detail()
    }

    /// Whether a snooze keeps this finding quiet on a day: it is about it, lasts, and the finding has
    /// not become worse.
    pub fn is_put_off(&self, snooze: &Snooze, today: Date) -> bool {
        snooze.until >= today
            && snooze.severity.is_none_or(|then| self.severity >= then)
            && self.is_of(snooze)
    }

    /// What tells it from other findings of its rule about the same, as text that stays the same from
    /// day to day.
    fn detail(&self) -> String {
        match &self.fact {
            Fact::Copy { kind, place } | Fact::CopyPast { kind, place } => {
                format!("{} {place}", kind.word()).trim_end().to_owned()
            }
            Fact::Missing(field) => (*field).to_owned(),
            Fact::Kind(kind)
            | Fact::Tested { kind, .. }
            | Fact::TestPast { kind, .. }
            | Fact::Failed { kind, .. }
            | Fact::Withdrawn { kind, .. } => kind.word().to_owned(),
            Fact::None
            | Fact::Shared(_)
            | Fact::Day(_)
            | Fact::Due { .. }
            | Fact::Left(_)
            | Fact::Other(_)
            | Fact::Offset(_) => String::new(),
        }
    }

    /// A finding as bad as its rule usually is.
    fn at(rule: Rule, account: Option<Id>) -> Self {
        Self { rule, severity: rule.severity(), account, about: None, fact: Fact::None }
    }

    fn about(self, thing: Option<Thing>) -> Self {
        Self { about: thing, ..self }
    }

    fn with(self, fact: Fact) -> Self {
        Self { fact, ..self }
    }
}
