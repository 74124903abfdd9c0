//! The open dashboard.

use std::sync::Arc;

use super::{Form, Input, Seat};
use crate::i18n::{Fault, Lang, Screen};
use crate::model::group::{Grouping, Sort};
use crate::model::search::Index;
use crate::model::{Account, Book, Id};
use crate::time::Moment;
use crate::tui::message::Opened;
use crate::vault::Access;

/// The list of accounts and everything around it.
#[derive(Debug)]
pub struct Board {
    /// The records. Shared with the worker while it saves.
    pub book: Arc<Book>,
    /// What people call the vault.
    pub name: String,
    /// May it be written?
    pub access: Access,
    /// Folded names, made when the first filter is typed.
    pub index: Option<Index>,
    /// The filter.
    pub filter: Input,
    /// Whether keys go to the filter.
    pub filtering: bool,
    /// Order.
    pub sort: Sort,
    /// Groups.
    pub grouping: Grouping,
    /// The lines of the list as they stand under each other.
    pub rows: Vec<Row>,
    /// Accounts among the rows.
    pub matches: usize,
    /// The selected row.
    pub cursor: usize,
    /// The first row on screen.
    pub top: usize,
    /// Accounts by the mark of their backup: gone or failing, and to look after.
    pub alarms: (usize, usize),
    /// The day `alarms` was counted on, to count again at midnight.
    pub counted_on: Option<crate::time::Date>,
    /// Whether every code is shown.
    pub codes_shown: bool,
    /// The one code shown although the others are not, and until when.
    pub revealed: Option<Revealed>,
    /// Whether the pane is open on a terminal too narrow for both.
    pub details: bool,
    /// What lies over the list.
    pub overlay: Option<Overlay>,
    /// What was said last.
    pub notice: Option<Notice>,
    /// What happens when the running save is done.
    pub pending: Option<Pending>,
    /// Whether the file holds what the book holds.
    pub stored: Stored,
    /// A copy that waits for the next code.
    pub waiting: Option<Waiting>,
    /// Earlier books, newest last.
    pub undo: Vec<Undo>,
    /// Whether an answer to the last look at the file is awaited.
    pub watch: Watch,
    /// When the last key came.
    pub touched: Moment,
}

/// Whether the file is being looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// No: the next second may ask.
    Idle,
    /// It is; looking may be slow, and questions must not pile up before a lock or a save.
    Asked,
}

/// Whether the file holds what the book holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It does.
    Yes,
    /// It is being written.
    Soon,
    /// The file is somebody else's and is being read.
    Reading,
    /// It could not be written: the edits are only here.
    No,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The head of a group; empty for accounts that fall in none.
    Group(String),
    /// An account, by its place in the book.
    Account(u32),
}

/// A code shown by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// Whose.
    pub account: Id,
    /// The step it belongs to: a counter key's code outlives its counter.
    pub step: Option<u64>,
    /// When it is hidden again.
    pub until: Moment,
}

/// What lies over the list.
#[derive(Debug)]
pub enum Overlay {
    /// The keys that work here.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// Every command, narrowed by what is typed.
    Commands {
        /// What is typed.
        query: Input,
        /// The selected one.
        cursor: usize,
    },
    /// One code, as large as it gets.
    Big {
        /// Whose.
        account: Id,
        /// The code's step; it leaves when the step does.
        step: u64,
    },
    /// An account being typed.
    Form(Box<Form>),
    /// "Delete this account?" The answer is a typed word, which no burst of keys gives by chance.
    Delete {
        /// Which.
        account: Id,
        /// What is typed so far.
        word: Input,
    },
    /// "There are edits that are not saved. Leave?"
    Leave,
}

/// What was said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub text: Said,
    /// When it goes.
    pub until: Moment,
}

/// A sentence of either kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It went well, or simply is so.
    Screen(Screen),
    /// It did not.
    Fault(Fault),
}

impl Said {
    /// The sentence in a language.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Screen(said) => said.say(lang),
            Self::Fault(fault) => fault.say(lang),
        }
    }
}

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    Calm,
    /// Something needs a look.
    Alarm,
}

impl Notice {
    /// How loud.
    pub fn tone(&self) -> Tone {
        match self.text {
            Said::Screen(_) => Tone::Calm,
            Said::Fault(_) => Tone::Alarm,
        }
    }
}

/// What happens when the running save is done.
#[derive(Debug)]
pub enum Pending {
    /// Nothing more than saying so.
    Say(Screen),
    /// A counter was used: only now may its code be shown and copied.
    Counter {
        /// Whose.
        account: Id,
        /// The counter of the code.
        step: u64,
        /// The book before, for a save that fails.
        before: Arc<Book>,
        /// Whether the file held what that book held.
        stored: Stored,
    },
    /// Leave the program.
    Quit,
}

/// A copy that waits for the next code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub account: Id,
    /// The step to copy.
    pub step: u64,
    /// When that step begins.
    pub at: Moment,
}

/// A book to go back to.
#[derive(Debug)]
pub struct Undo {
    /// The records as they were.
    pub book: Arc<Book>,
}

impl Board {
    /// A freshly opened vault, at the seat it was left from.
    pub fn new(opened: Opened, seat: &Seat, codes_shown: bool, now: Moment) -> Self {
        let mut filter = Input::default();
        filter.insert(&seat.filter);
        Self {
            book: opened.book,
            name: opened.name,
            access: opened.access,
            index: None,
            filter,
            filtering: false,
            sort: seat.sort,
            grouping: seat.grouping,
            rows: Vec::new(),
            matches: 0,
            cursor: 0,
            top: 0,
            alarms: (0, 0),
            counted_on: None,
            codes_shown,
            revealed: None,
            details: seat.details,
            overlay: None,
            notice: None,
            pending: None,
            stored: Stored::Yes,
            waiting: None,
            undo: Vec::new(),
            watch: Watch::Idle,
            touched: now,
        }
    }

    /// Where to return to after unlocking.
    pub fn seat(&self) -> Seat {
        Seat {
            filter: self.filter.text().to_owned(),
            account: self.selected().map(|account| account.id),
            sort: self.sort,
            grouping: self.grouping,
            details: self.details,
        }
    }

    /// The account in a row.
    pub fn account_at(&self, row: usize) -> Option<&Account> {
        match self.rows.get(row)? {
            Row::Account(index) => self.book.accounts.get(*index as usize),
            Row::Group(_) => None,
        }
    }

    /// The selected account.
    pub fn selected(&self) -> Option<&Account> {
        self.account_at(self.cursor)
    }

    /// Whether an account's code may be on screen now.
    pub fn shows(&self, account: &Account, now: Moment) -> bool {
        self.codes_shown || self.revealed(account.id, now).is_some()
    }

    /// How an account was revealed by itself, while that lasts.
    pub fn revealed(&self, account: Id, now: Moment) -> Option<Revealed> {
        self.revealed.filter(|r| r.account == account && r.until > now)
    }
}
