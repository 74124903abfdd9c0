//! A new identity, a new vault, a new passphrase.

use std::path::PathBuf;

use super::desk::Desk;
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{OpenError, SaveError, WorkFactor};

/// How a new vault is to be opened.
#[derive(Clone, Debug)]
pub enum Protection {
    /// To an identity file, made now unless it exists.
    Identity {
        /// Protects the identity file; `None` only when asked for by name.
        passphrase: Option<Secret>,
        /// Make an offline recovery key too.
        recovery: Recovery,
    },
    /// By a passphrase alone: one file, nothing else to carry.
    Passphrase(Secret),
}

/// Whether an offline recovery recipient is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Yes: its identity is returned once, to be printed, and kept nowhere.
    Make,
    /// No.
    Skip,
}

/// What was created.
#[derive(Debug)]
pub struct Created {
    /// The vault file.
    pub vault: PathBuf,
    /// The identity file that was written; `None` when one existed or none is needed.
    pub identity: Option<PathBuf>,
    /// The public half of this person's identity.
    pub recipient: Option<String>,
    /// The recovery identity (`AGE-SECRET-KEY-1…`), shown once.
    pub recovery: Option<Secret>,
}

/// Why nothing was created.
#[derive(Debug)]
pub enum CreateError {
    /// The existing identity could not be used.
    Open(OpenError),
    /// A file could not be written.
    Save(SaveError),
    /// The passphrase is empty.
    EmptyPassphrase,
}

/// Creates what is missing: identity first, then the vault. Existing files are never replaced.
pub fn create(
    _desk: &Desk,
    _protection: &Protection,
    _work: WorkFactor,
    _random: [u8; 32],
    _now: Moment,
) -> Result<Created, CreateError> {
    Err(CreateError::EmptyPassphrase)
}

/// A passphrase of ten words from 110 random bits, joined by dashes.
pub fn ten_words(_random: [u8; 20]) -> Secret {
    Secret::from_text(String::new())
}

/// How hard a passphrase is to guess, 0 (at once) to 4 (not in our time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Strength(pub u8);

/// Estimates a passphrase.
pub fn strength(_passphrase: &str) -> Strength {
    Strength(0)
}
