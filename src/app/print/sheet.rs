//! What a sheet is made of.

use zeroize::Zeroizing;

use crate::i18n::Lang;
use crate::secret::Secret;
use crate::text::{Safe, is_plain};
use crate::time::Date;

/// A printout.
///
/// Its texts are sentences of the catalogue and [`Safe`] text; whoever renders it breaks the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// What stands at the foot of every page.
    pub frame: Frame,
    /// Its pages: each begins on paper of its own.
    pub pages: Vec<Page>,
}

/// What stands at the foot of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The day it was printed.
    pub day: Date,
    /// The file's revision at that time.
    pub revision: u64,
    /// The language it is in.
    pub lang: Lang,
}

/// A page, which may take several pieces of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Whom or what it is about.
    pub heading: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page with nothing on it yet.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), blocks: Vec::new() }
    }

    /// Adds something below.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// What comes below it is about this; kept together with what follows.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that must not be overlooked.
    Warning(String),
    /// Labels and what is to be said of them.
    Facts(Vec<(String, String)>),
    /// Keys and codes with their labels, on lines of their own.
    Secrets(Vec<(String, Secret)>),
    /// A text as a QR code; on plain paper, the text.
    Code(Secret),
    /// Columns with heads.
    Table {
        /// The heads.
        heads: Vec<String>,
        /// The rows, as long as the heads.
        rows: Vec<Vec<String>>,
    },
    /// Boxes to tick.
    Checks(Vec<Check>),
    /// Lines to write on by hand, each with its label.
    Blanks(Vec<String>),
}

/// A box to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is to be done.
    pub text: String,
    /// When and by whom it was done, if it was.
    pub done: Option<String>,
}

/// A stranger's text, safe to print.
pub(super) fn own(text: &str) -> String {
    Safe::new(text).to_string()
}

/// A key or a code in letters, whole: its characters are as safe as [`Safe`] ones.
pub(super) fn bare(secret: &Secret) -> Zeroizing<String> {
    let text = secret.expose_text().unwrap_or_default();
    let mut bare = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        if is_plain(c) { bare.push(c) } else { bare.extend(c.escape_unicode()) }
    }
    bare
}
