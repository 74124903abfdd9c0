//! How a command ends: what a script can tell from the exit code. Listed in `docs/cli.md`.

use std::io;
use std::path::PathBuf;

use crate::app::create::CreateError;
use crate::app::desk::{Part, Unopened};
use crate::app::identity::Stuck;
use crate::app::{explain, trust};
use crate::i18n::Fault;
use crate::text::Safe;
use crate::vault::{DoubtKind, OpenError, SaveError, Unchanged};

/// The exit codes. Stable: a code never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done = 0,
    /// 1: failed, for a reason none of the others names.
    Failed = 1,
    /// 2: the arguments make no sense.
    Usage = 2,
    /// 3: no account, or no backup, platform or playbook, is called that.
    NotFound = 3,
    /// 4: several accounts are called that.
    Ambiguous = 4,
    /// 5: the vault stays shut: wrong passphrase, no passphrase, no identity, or not one of its
    /// recipients.
    Shut = 5,
    /// 6: there is no vault, or the file is damaged or none.
    NoVault = 6,
    /// 7: not saved: changed underneath, locked by another Keyrack, read-only, disk full. The vault
    /// is what it was.
    NotSaved = 7,
    /// 8: done, but not whole: an import refused some entries or lost a part of them, an export left
    /// out or lost something. A dry run ends as the real one would.
    Partly = 8,
    /// 9: no code: this account gives none here, or none can be recovered from the message.
    NoCode = 9,
    /// 10: `health --fail-on` found something that bad.
    Findings = 10,
    /// 11: nothing was copied: there is no way to a clipboard, it failed, or what was copied did not
    /// come back.
    NotCopied = 11,
    /// 12: another vault stands in the place of the one this machine knew.
    Foreign = 12,
    /// 13: the file holds an older version than this machine has seen.
    RolledBack = 13,
    /// 14: the file was saved without the last version that this machine knew.
    Forked = 14,
    /// 15: more people can read the vault than this machine knew of.
    Recipients = 15,
    /// 16: `activity` found that something which was written down is missing or was altered.
    Broken = 16,
    /// 17: what this machine remembers of the vault is damaged.
    Memory = 17,
    /// 20: `sync` committed everything here, but the remote could not be asked or did not take it.
    Unsent = 20,
    /// 21: `sync` stopped before a version that a person has to look at first.
    Unmerged = 21,
    /// 22: `sync verify` found a commit that nobody signed who may.
    Unsigned = 22,
    /// 130: stopped with Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// The number a script sees.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is said on standard error; nothing where nobody listens.
    pub fault: Option<Fault>,
    /// More lines below it, safe to print.
    pub details: Vec<String>,
    /// The one of several vaults that its commands are about.
    pub at: Option<Box<PathBuf>>,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(exit: Exit, fault: Fault) -> Self {
        Self { exit, fault: Some(fault), details: Vec::new(), at: None }
    }

    /// Arguments that make no sense.
    pub fn usage(fault: Fault) -> Self {
        Self::new(Exit::Usage, fault)
    }

    /// Ended with an exit code, after everything was said.
    pub fn silent(exit: Exit) -> Self {
        Self { exit, fault: None, details: Vec::new(), at: None }
    }

    /// Standard output could not be written. A reader that has had enough is no error.
    pub fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::silent(Exit::Done);
        }
        let error = Safe::new(&error.to_string()).into_owned();
        Self::new(Exit::Failed, Fault::OutputFailed { error })
    }
}

impl From<Unopened> for Failure {
    fn from(unopened: Unopened) -> Self {
        if let OpenError::Doubtful { kind } = unopened.error {
            return kind.into();
        }
        let exit = match (unopened.part, &unopened.error) {
            (Part::Identity, _)
            | (
                _,
                OpenError::WrongPassphrase
                | OpenError::NeedsPassphrase
                | OpenError::NeedsIdentity
                | OpenError::NotARecipient
                | OpenError::NotNow
                | OpenError::NoMemory { .. },
            ) => Exit::Shut,
            (_, OpenError::Io { .. }) => Exit::Failed,
            _ => Exit::NoVault,
        };
        Self::new(exit, explain::open(&unopened))
    }
}

impl From<DoubtKind> for Failure {
    fn from(kind: DoubtKind) -> Self {
        let exit = match kind {
            DoubtKind::Memory => Exit::Memory,
            DoubtKind::Foreign => Exit::Foreign,
            DoubtKind::RolledBack => Exit::RolledBack,
            DoubtKind::Forked => Exit::Forked,
            DoubtKind::Recipients => Exit::Recipients,
        };
        Self::new(exit, trust::fault(kind))
    }
}

impl From<Unchanged> for Failure {
    fn from(error: Unchanged) -> Self {
        let exit = match &error {
            Unchanged::Save(_) | Unchanged::Unknown => Exit::NotSaved,
            _ => Exit::Usage,
        };
        Self::new(exit, explain::unchanged(&error))
    }
}

impl From<Stuck> for Failure {
    fn from(stuck: Stuck) -> Self {
        match stuck {
            Stuck::Open(unopened) => unopened.into(),
            Stuck::Doubt(kind) => kind.into(),
            Stuck::Vault(error) => error.into(),
            Stuck::Left { error, .. } => error.into(),
            Stuck::File(error) => error.into(),
            Stuck::Rotating => Self::new(Exit::NotSaved, Fault::OldPassphrase),
            Stuck::NotOurs => Self::usage(Fault::OldPassphrase),
        }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        Self::new(Exit::NotSaved, explain::save(&error))
    }
}

impl From<CreateError> for Failure {
    fn from(error: CreateError) -> Self {
        let fault = explain::create(&error);
        match error {
            CreateError::Open(unopened) => unopened.into(),
            CreateError::Lost { .. } | CreateError::Save(_) | CreateError::Identity(_) => {
                Self::new(Exit::NotSaved, fault)
            }
            CreateError::EmptyPassphrase => Self::usage(fault),
            CreateError::Folder { .. } => Self::new(Exit::Failed, fault),
        }
    }
}
