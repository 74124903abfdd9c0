//! From other programs' files to accounts: what they hold, how each entry stands to what is here, what
//! is to become of it, and the one new book that follows.
//!
//! ```text
//!   files ─▸ Source … ─▸ Plan ─▸ choices (data) ─▸ apply ─▸ Applied: one book, one save
//!                         │
//!                  compare: new, the same, the same key, the same name
//!   own: a vault is a file of accounts, too       bring: with the things they refer to
//! ```
//!
//! What is the same is decided in one place, `compare`, and what becomes of it in another, `plan::Fates`:
//!
//! - A row is like what is here, else like the first row before it that is like it.
//! - What was never asked for (`Plan::only`) is no row: nothing is compared with it.
//! - What a person left out stays a row. What says the same stays out with it; what says more, or is a
//!   question, fares as it would beside one that is taken. So leaving one out takes no other in.
//! - What was to be merged with one that was left out becomes an account, the first; the others merge with
//!   that.
//!
//! Nothing of a book changes before [`Plan::apply`], and that returns another one. Pure; the files
//! are read by whoever calls.

mod apply;
mod bring;
mod compare;
mod entry;
mod kept;
mod merge;
mod own;
mod plan;
mod spelling;
#[cfg(test)]
mod tests;
mod things;
mod weigh;

pub use apply::{Applied, Outcome};
pub use entry::{Differs, Entry, Field, Joined, KeyMatch, Phone, Told};
pub use own::read;
pub use plan::{Choice, Fate, Likeness, Omission, Plan, Source, Sums, Twin, Unread};

pub use crate::exchange::table::{Column, veiled};
pub use crate::exchange::{
    Ask, Change, Extra, FirstRow, Format, Heading, Ignored, LARGEST_FILE, Notice, Part, ReadError,
    Reading, Record, Refused, Sort, Spare, Stage,
};
