//! Who did what when, to be written down and read again: events, the lines they are written in, what is
//! wrong with such lines, and what an edit amounts to.
//!
//! ```text
//!   changes  two versions of a book ─▸ deeds
//!   line     an event ⇄ one line of text, encrypted, with the hash of the line before
//!   chain    the lines of one machine ─▸ events and flaws
//! ```
//!
//! Pure: files are the business of `vault::log`, sentences that of whoever shows them. An event never
//! holds a code, a key or a value of a field: names of records, names of fields and counts only.

mod chain;
mod changes;
mod line;
#[cfg(test)]
mod tests;

pub use chain::{Checked, Flaw, FlawKind, Tail, check, gone};
pub use changes::{Change, changes, changes_among, each};
pub use line::{Hash, Line, LogKey, Sheet, Spot, Written, derive, hash, last, read, seal};

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::model::{Id, MethodKind, TestResult, Thing, Worded as _, worded};
use crate::time::Moment;

/// The most characters of a name in an event.
pub const LONGEST_NAME: usize = 64;
/// The most characters of a detail in an event.
pub const LONGEST_DETAIL: usize = 120;
/// For how many months what a machine wrote is missed, whatever else is there of it: as long as it is kept where
/// nobody says otherwise.
pub const KEPT: u32 = 24;
/// How many files of its own a machine keeps at least.
pub const FEWEST: usize = 2;
/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 4096;

worded! {
    /// What was done.
    pub enum What {
        /// A code went to a clipboard.
        Copied = "copied",
        /// A code was shown, or recovery codes were.
        Revealed = "revealed",
        /// A key was shown as a QR code.
        KeyShown = "key-shown",
        /// Accounts were written to a file.
        Exported = "exported",
        /// Accounts came from a file.
        Imported = "imported",
        /// A record is new.
        Added = "added",
        /// A record was changed.
        Edited = "edited",
        /// A record was taken out.
        Removed = "removed",
        /// A record came from another vault.
        MovedIn = "moved-in",
        /// A record went to another vault.
        MovedAway = "moved-away",
        /// An account has another key.
        Rekeyed = "rekeyed",
        /// A method was tried.
        Tested = "tested",
        /// A device, number or person is gone.
        Lost = "lost",
        /// It is there again.
        Found = "found",
        /// A recovery code was used.
        RecoveryUsed = "recovery-used",
        /// Somebody can open the vault.
        LetIn = "let-in",
        /// Somebody, or a key on paper, cannot any more.
        ShutOut = "shut-out",
        /// The vault was compared with a colleague's.
        Confirmed = "confirmed",
        /// A recovery key was made.
        RecoveryMade = "recovery-made",
        /// It was tried.
        RecoveryTried = "recovery-tried",
        /// Somebody has another identity.
        Rotated = "rotated",
        /// A backup was put back.
        Restored = "restored",
        /// What was saved without the knowledge that somebody is out was taken in.
        Accepted = "accepted",
        /// What a newer program wrote down; its word stands in the detail.
        Other = "other",
    }
}

/// A machine's file that was written in two places from one beginning: what both hold, then what only
/// ours and only theirs does. The chain shows where they parted.
pub fn both(ours: &[u8], theirs: &[u8]) -> Vec<u8> {
    let known: HashSet<&[u8]> = ours.split_inclusive(|byte| *byte == b'\n').collect();
    let mut all = ours.to_vec();
    if !all.is_empty() && !all.ends_with(b"\n") {
        all.push(b'\n');
    }
    let new = theirs.split_inclusive(|byte| *byte == b'\n').filter(|line| !known.contains(line));
    all.extend(new.flatten());
    all
}

/// Whether a machine's file lacks a line that it had before.
pub fn lacks(now: &[u8], before: &[u8]) -> bool {
    let lines = |file| <[u8]>::split(file, |byte| *byte == b'\n');
    let known: HashSet<&[u8]> = lines(now).collect();
    // One that was left unfinished gets its end later.
    lines(before).any(|line| !line.is_empty() && !known.contains(line))
}

/// Whether a machine's file may be gone, as months go that are old, with those of its months `left` that are there.
/// Months go from the beginning only. How long another machine keeps them is not known here, but the newest two
/// stay, and never goes what is younger than the month before. (One that is still to come is of a clock that ran
/// ahead: that machine counts its files and asks for no age.)
pub fn may_go(gone: Month, left: &[Month], this: Month) -> bool {
    let is_old = gone < this.back(1) || gone > this;
    left.iter().all(|month| *month > gone)
        && (gone < this.back(KEPT) || left.len() >= FEWEST && is_old)
}

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub what: What,
    /// To which account, where it was one.
    pub account: Option<Id>,
    /// To which device, number or person, where it was one.
    pub thing: Option<Thing>,
    /// How many records it was done to.
    pub count: u32,
    /// What else is to be known: words for programs and names of records, by kind as
    /// `docs/vault-format.md` lists them. Strangers' text.
    pub detail: String,
}

impl Deed {
    /// Something done to no record in particular.
    pub fn new(what: What) -> Self {
        Self { what, account: None, thing: None, count: 1, detail: String::new() }
    }

    /// Something done to an account.
    pub fn at(what: What, account: Id) -> Self {
        Self { account: Some(account), ..Self::new(what) }
    }

    /// A method of an account was tried.
    pub fn tested(account: Id, kind: MethodKind, result: TestResult) -> Self {
        let detail = format!("{} {}", kind.word(), result.word());
        Self { detail, ..Self::at(What::Tested, account) }
    }

    /// Something done to so many records.
    pub fn of(what: What, count: usize, detail: &str) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Self { count, detail: detail.to_owned(), ..Self::new(what) }
    }
}

/// What somebody did, with who and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, by that machine's clock.
    pub at: Moment,
    /// On which machine.
    pub machine: Arc<str>,
    /// Who, as they call themselves.
    pub who: String,
    /// What.
    pub deed: Deed,
}

/// A month of the calendar, UTC: what one file is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The one in which a moment lies.
    pub fn of(moment: Moment) -> Self {
        let day = moment.date();
        Self { year: day.year(), month: day.month() }
    }

    /// The one after it; the last that has a name in a file has none.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match (self.year, self.month) {
            (9999, 12) => None,
            (year, 12) => Some(Self { year: year + 1, month: 1 }),
            (year, month) => Some(Self { year, month: month + 1 }),
        }
    }

    /// So many months earlier.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        let now = i64::from(self.year) * 12 + i64::from(self.month) - 1;
        let then = (now - i64::from(months)).max(0);
        let part = |n: i64| i16::try_from(n).unwrap_or(0);
        Self { year: part(then / 12), month: i8::try_from(then % 12).unwrap_or(0) + 1 }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, month) = text.split_once('-').ok_or(())?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(());
        }
        let parsed =
            Self { year: year.parse().map_err(drop)?, month: month.parse().map_err(drop)? };
        if (1..=12).contains(&parsed.month) { Ok(parsed) } else { Err(()) }
    }
}

/// A text cut at so many characters.
fn cut(text: &str, longest: usize) -> &str {
    text.char_indices().nth(longest).map_or(text, |(end, _)| &text[..end])
}
