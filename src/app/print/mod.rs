//! Sheets of paper: what a team files, seals or pins to a wall.
//!
//! ```text
//!   sheet     what a sheet is made of: pages of headings, facts, tables, boxes to tick
//!   text      a sheet as plain text          html     as one page for a browser
//!   card, emergency, handover, checklist, audit       the five kinds
//!   attest    the report that is filed
//!   accounts  keys on paper, for whoever takes them along
//!   codes     the same as QR codes, for a phone
//! ```
//!
//! Pure: the day and the file's revision are arguments. A sheet holds only text that is safe to show;
//! keys and codes get on it only through [`Secrets::Print`].

mod accounts;
mod attest;
mod audit;
mod card;
mod checklist;
mod codes;
mod emergency;
mod handover;
mod html;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

pub use accounts::accounts;
pub use attest::{Item, Last, Line, Occasion, PutOff, Statement, Worklist, attest, state};
pub use audit::audit;
pub use card::cards;
pub use checklist::{checklist, page};
pub use codes::{codes, encode};
pub use emergency::{Secrets, emergency, second_keys};
pub use handover::handover;
pub use html::html;
pub use sheet::{Block, Check, Frame, Page, Sheet};
pub use text::{lines, text};

use crate::health::Limits;
use crate::i18n::Lang;
use crate::model::{Book, Catalogue};
use crate::time::Date;

/// What every sheet is made from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The records.
    pub book: &'a Book,
    /// What is known of the platforms.
    pub catalogue: &'a Catalogue,
    /// When a test is too old.
    pub limits: &'a Limits,
    /// The day it is printed.
    pub today: Date,
    /// The file's revision; 0 of several files.
    pub revision: u64,
    /// The language.
    pub lang: Lang,
}

impl Source<'_> {
    fn frame(&self) -> Frame {
        Frame { day: self.today, revision: self.revision, lang: self.lang }
    }
}
