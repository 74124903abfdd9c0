//! What can happen to the dashboard.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::effect::Copy;
use super::keymap::Key;
use super::model::Size;
use crate::app::desk::Need;
use crate::app::foreign::ImportError;
use crate::app::import::{Reading as Foreign, Stage as Reading};
use crate::app::shelf::Face;
use crate::app::trust::Concern;
use crate::clipboard::Outcome;
use crate::health::Health;
use crate::i18n::{self, Fault, Sync};
use crate::model::{Book, Catalogue};
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{Activity, Durability, Recipient};

/// One thing that happened. The moment it happened is given beside it. Without `Debug`: what is typed and
/// pasted may be a passphrase.
pub enum Message {
    /// A second began.
    Tick,
    /// Keys that came at once, in order: mostly one, more over a slow line.
    Keys(Vec<Key>),
    /// Text was pasted.
    Paste(Zeroizing<String>),
    /// Whether the terminal is the window that is used.
    Focus(Focus),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has a new size.
    Resize(Size),
    /// What it takes to open the vault: asked after locking and after a file was named.
    Needs(Result<Need, Fault>),
    /// The vault was opened, or was not.
    Unlocked(Result<Opened, Refused>),
    /// The vault opens, and no account fits what a shift is for.
    NoneFit(Fault),
    /// The book was written, or was not.
    Saved(Result<Written, NotSaved>),
    /// Whether a vault can be encrypted to a key here, of somebody who is to be let in.
    Reached {
        /// The key.
        recipient: Recipient,
        /// Why not.
        result: Result<(), Fault>,
    },
    /// Who can open the vault was changed, or was not.
    Regrouped(Result<Regrouped, Fault>),
    /// Whether the file changed underneath.
    Watched {
        /// It did.
        changed: bool,
    },
    /// The file was read again.
    Reloaded(Result<Opened, Fault>),
    /// A vault was created; its recovery identity, if one was asked for, is shown once.
    Created(Result<(Opened, Option<Secret>), Fault>),
    /// Health was looked at.
    Checked(Box<Checked>),
    /// What was done was read, or was not.
    Activity(Result<Box<Activity>, Fault>),
    /// What was done could not be written down.
    Unrecorded(Fault),
    /// A plugin says something while it works.
    Plugin(i18n::Foreign),
    /// A checklist was written to a file, whose name this is, or was not.
    Exported(Result<String, Fault>),
    /// Whether there is nothing yet at the path of an export.
    Free {
        /// When that was asked for.
        asked: Moment,
        /// Why it cannot be written there.
        result: Result<(), Fault>,
    },
    /// An export was written to a file, whose path this is, or was not.
    Written {
        /// When that was asked for.
        asked: Moment,
        /// Where it lies.
        result: Result<String, Fault>,
    },
    /// How far the reading of a foreign file is.
    Reading {
        /// When it was asked for.
        asked: Moment,
        /// What takes its time.
        stage: Reading,
    },
    /// A foreign file was read, or was not.
    Read {
        /// When that was asked for.
        asked: Moment,
        /// Which file that is, where it is one; behind it those that were named with it.
        files: Vec<PathBuf>,
        /// What it says, or why it says nothing.
        result: Result<Box<Foreign>, ImportError>,
    },
    /// The vaults were exchanged with other machines, or were not.
    Synced(Result<Option<Sync>, Sync>),
    /// Something was handed to the clipboard.
    Copied(Outcome, Copy),
    /// The process is about to be stopped.
    Stopping,
}

/// Whether the terminal is the window that is used, as far as it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// It is again.
    Gained,
    /// It is not any more.
    Lost,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button was pressed on a cell, counted from 0.
    Click {
        /// The column.
        column: u16,
        /// The row.
        row: u16,
    },
    /// The wheel was turned towards the beginning.
    Up,
    /// The wheel was turned towards the end.
    Down,
}

/// Vaults that are open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What they hold.
    pub book: Arc<Book>,
    /// Each of them; at least one.
    pub vaults: Vec<Face>,
    /// Of several, those that stayed shut: why.
    pub shut: Vec<Fault>,
    /// The files of all that were asked for.
    pub asked: Vec<PathBuf>,
    /// Why the only one may not be the vault that this machine knew.
    pub concern: Option<Box<Concern>>,
    /// What lies beside them and is not in them.
    pub beside: Option<Sync>,
    /// What this machine is called in them.
    pub machine: String,
}

/// A vault that other people can open now.
#[derive(Clone, Debug)]
pub struct Regrouped {
    /// What it is now.
    pub opened: Opened,
    /// How sure the save is.
    pub durability: Durability,
    /// Why another vault does not have it.
    pub missed: Option<Fault>,
}

/// What is wrong with a book.
#[derive(Debug)]
pub struct Checked {
    /// The book that was looked at.
    pub book: Arc<Book>,
    /// What is known of the platforms on this machine.
    pub known: Arc<Catalogue>,
    /// The same with what the book says laid over it.
    pub catalogue: Arc<Catalogue>,
    /// What was found.
    pub health: Health,
    /// Why the person's own list of platforms was left aside.
    pub fault: Option<Fault>,
}

/// How the dashboard ends, where it is not just left.
#[derive(Clone, Debug)]
pub enum Ending {
    /// It was stopped before anything was open.
    Interrupted,
    /// No account fits what a shift is for.
    NoneFit(Fault),
}

/// Why a vault stayed shut.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The sentence.
    pub fault: Fault,
    /// What to ask for now.
    pub need: Need,
}

/// A book that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// How sure that is.
    pub durability: Durability,
    /// The vaults as they are now.
    pub vaults: Vec<Face>,
    /// The records as they were written: with what is kept in mind of the keys before.
    pub book: Arc<Book>,
    /// What the file holds now, where somebody else had saved meanwhile and both were merged.
    pub merged: Option<Opened>,
}

/// Why a book was not written.
#[derive(Clone, Debug)]
pub struct NotSaved {
    /// The sentence.
    pub fault: Fault,
    /// Whether that is because the file is gone or damaged.
    pub unread: bool,
    /// Whether the file holds somebody else's version, which is what must be shown now.
    pub theirs: Option<Opened>,
    /// What is still to be written, where another vault was: it holds more by now.
    pub rest: Option<Arc<Book>>,
}
