//! One encrypted file: opened with suspicion, saved so that nothing is ever lost.
//!
//! ```text
//!   file      a vault that is open; what happens in which order
//!   read      what stands in the file
//!   members   who can read it, changed
//!   meet      somebody else's version and ours into one
//!   doubt     whether it can be the vault that this machine knew           PURE
//!   pins      what this machine remembers of it
//!   arrival   a version that git or a synchroniser brought
//!   restore   a backup put in its place
//!   swap      the only writer: temp file, read back, compare, exchange     backups, lock
//!   log       who did what when, in files beside it
//!   seal      age in and out
//!   identity  what a person opens it with
//!   recipient public keys, as text                                         PURE
//!   plugin    which programs may be started for a key
//!   guard     what is refused before age sees it                           PURE
//!   loose     a vault somebody hands over as bytes                         PURE
//!   schema    records of the file ⇄ model, versions, quarantine            PURE
//! ```
//!
//! The layout, the first line and every field are described in `docs/vault-format.md`.

mod arrival;
mod backups;
mod doubt;
mod file;
mod guard;
mod identity;
mod lock;
mod log;
mod loose;
mod meet;
mod members;
mod pins;
mod plugin;
mod read;
mod recipient;
mod restore;
mod schema;
mod seal;
mod swap;
mod trust;
mod unaware;

pub use arrival::{Joined, TakeError, Taken, Trust, join};
pub use backups::{Backup, BackupKind, backups};
pub use doubt::{Behind, Doubt, DoubtKind};
pub use file::{Durability, Place, Saved, Vault, portable, readable};
pub use guard::Sealed;
pub use identity::{Identity, protect_identity, read_identity};
pub use log::{Activity, Log, LogError, Skipped, Unread, missed};
pub use loose::{is_loose, peek};
pub use members::{Change, Unchanged};
pub use pins::{is_known, is_lost, is_unseen, keep_lost, rememberable};
pub use plugin::{Answer, Obstacle, Plugins, Question, Voice};
pub use read::{Stamp, glance, look, sealed};
pub use recipient::{KeyKind, Recipient, letters_of};
pub use restore::{Readers, Restoration, reinstate};
pub use schema::{Member, MemberKind, Removed};
pub use seal::{Keys, WorkFactor};
pub use unaware::Unaware;

use std::io;
use std::path::PathBuf;

/// The schema this program writes.
pub const FORMAT: u32 = 5;
/// The largest vault file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 << 20;
/// The largest identity file that is read, in bytes.
pub const LARGEST_IDENTITY: u64 = 64 << 10;

/// May this vault be written?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Yes.
    ReadWrite,
    /// A newer program wrote it and asks older ones to keep their hands off.
    NewerFormat {
        /// The format it was written in.
        format: u32,
    },
    /// It may not be the vault that this machine knew: a person has to look first.
    Doubtful,
    /// It was opened for reading only, because somebody asked for that.
    Asked,
    /// One of its recipients cannot be encrypted to here: saving would lock that person out.
    /// [`Vault::unreachable`] says who and why.
    ForeignRecipient,
}

/// What a vault is opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intent {
    /// Reading and writing.
    #[default]
    Write,
    /// Reading only: no file is touched, not even to remember which version was seen.
    Read,
}

/// Why a file could not be opened. Never carries content.
#[derive(Debug)]
pub enum OpenError {
    /// It may not be the one that this machine knew, and was to be opened without anybody looking.
    Doubtful {
        /// Why.
        kind: DoubtKind,
    },
    /// There is no such file.
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The system would not let us read it.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// More than [`LARGEST_FILE`] (vault) or [`LARGEST_IDENTITY`] (identity) bytes.
    TooLarge {
        /// The limit, bytes.
        limit: u64,
    },
    /// The file is empty.
    Empty,
    /// Not an age file at all.
    NotAge,
    /// The age header is oversized or has too many entries: refused before parsing.
    HostileHeader,
    /// The passphrase's work factor is above the ceiling: it would take too much time and memory.
    TooMuchWork {
        /// The factor asked for.
        asked: u8,
        /// The highest that is accepted.
        ceiling: u8,
    },
    /// Not enough memory for the key derivation.
    NoMemory {
        /// Bytes it needs.
        needed: u64,
    },
    /// The passphrase is wrong (or, for a vault with a passphrase, the file's header is damaged:
    /// the two cannot be told apart).
    WrongPassphrase,
    /// A passphrase is needed and none was given.
    NeedsPassphrase,
    /// It is encrypted to recipients, and none of them is this identity.
    NotARecipient,
    /// A backup opens, and the vault as it is now does not: who can read that would be unknown.
    NotNow,
    /// An identity is needed and none was given.
    NeedsIdentity,
    /// The content does not verify: cut short or changed.
    Damaged,
    /// It decrypts, but what is inside is not a Keyrack vault.
    NotAVault,
    /// It decrypts, but this program cannot read such a new format at all.
    TooNew {
        /// The format it was written in.
        format: u32,
    },
    /// It decrypts and is a vault, but its structure does not parse.
    Unreadable {
        /// Line of the decrypted text, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// An identity file that holds no identity.
    NoIdentityInside,
    /// An identity with a mistake in it: its checksum does not fit.
    Misspelt {
        /// Its line, from 1.
        line: usize,
    },
    /// An identity of a kind that cannot be used here.
    Obstacle(Obstacle),
    /// The plugin behind the identity did not open it.
    Plugin {
        /// What it said: a stranger's text.
        said: String,
    },
}

impl OpenError {
    /// Whether the file itself is gone or damaged: whoever has read it before has more than it holds.
    pub fn is_loss(&self) -> bool {
        matches!(
            self,
            Self::Missing { .. }
                | Self::Damaged
                | Self::Empty
                | Self::NotAge
                | Self::HostileHeader
                | Self::NotAVault
                | Self::Unreadable { .. }
        )
    }
}

/// Why a vault could not be saved. The file on disk is what it was before, except where said.
#[derive(Debug)]
pub enum SaveError {
    /// The vault is open read-only.
    ReadOnly(Access),
    /// Another Keyrack is saving right now and did not finish in time.
    Locked,
    /// The file is not what was read: somebody else changed it. Theirs stays in place; ours was
    /// written, encrypted, to `kept` when that was possible.
    Changed {
        /// Where our version was kept.
        kept: Option<PathBuf>,
    },
    /// The file to be created exists.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The system refused a step.
    Io {
        /// The step, for a log and for a person who knows files.
        step: Step,
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// What was written does not read back as it was.
    ReadBack,
    /// The passphrase is empty.
    EmptyPassphrase,
    /// Not enough memory for the key derivation.
    NoMemory {
        /// Bytes it needs.
        needed: u64,
    },
    /// It would be larger than what is opened again.
    TooLarge {
        /// The limit, bytes.
        limit: u64,
    },
    /// A member's key cannot be encrypted to here: saving would lock them out.
    Unreachable {
        /// Who.
        member: Box<Member>,
        /// Why.
        why: Box<Obstacle>,
    },
    /// Keys that withstand quantum computers go together with no others: age refuses that.
    Mixed,
    /// The plugin of a member's key did not encrypt.
    Plugin {
        /// What it said: a stranger's text.
        said: String,
    },
    /// Encrypting failed.
    Seal,
}

/// The steps of a save, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Taking the lock file.
    Lock,
    /// Creating the new file beside the old one.
    Create,
    /// Writing it.
    Write,
    /// Making it durable.
    Sync,
    /// Reading it back.
    ReadBack,
    /// Reading the old one again.
    Compare,
    /// Exchanging the two.
    Exchange,
    /// Moving the old one to the backups.
    Backup,
    /// Making the folder durable.
    SyncFolder,
}
