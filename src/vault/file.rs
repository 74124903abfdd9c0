//! Opening and saving: the only place that writes a vault.

use std::path::PathBuf;

use super::{Access, Keys, OpenError, Recipient, SaveError};
use crate::model::Book;
use crate::time::Moment;

/// Where a vault and what belongs to it live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The vault file; a symbolic link is followed.
    pub file: PathBuf,
    /// The folder for this vault's encrypted backups, outside the vault's own folder.
    pub backups: PathBuf,
}

/// How sure a save is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut.
    Durable,
    /// The new file is in place, but the system would not confirm that it survives a power cut, or
    /// the old version could not be moved to the backups.
    Unconfirmed,
}

/// An open vault: the keys, what was read, and where it goes back to.
pub struct Vault {}

impl Vault {
    /// Writes a new vault; refuses when the file exists. `id` is 256 random bits; `machine` names
    /// this machine in the revision. `recipients` is empty for a vault with a passphrase.
    pub fn create(
        _place: Place,
        _keys: Keys,
        _recipients: Vec<(Recipient, String)>,
        _id: [u8; 32],
        _machine: &str,
        _book: &Book,
        _now: Moment,
    ) -> Result<Self, SaveError> {
        Err(SaveError::Locked)
    }

    /// Reads, checks and decrypts. Sweeps left-overs of a killed save into the backups.
    pub fn open(_place: Place, _keys: Keys, _machine: &str) -> Result<(Self, Book), OpenError> {
        Err(OpenError::Empty)
    }

    /// Saves by the recipe at the head of this module.
    pub fn save(&mut self, _book: &Book, _now: Moment) -> Result<Durability, SaveError> {
        Err(SaveError::Locked)
    }

    /// Whether the file on disk is another than the one read: a cheap look at its metadata first,
    /// its content only when that differs.
    pub fn changed(&self) -> bool {
        false
    }

    /// Reads the file again; later saves compare with this version.
    pub fn reload(&mut self) -> Result<Book, OpenError> {
        Err(OpenError::Empty)
    }

    /// May it be written?
    pub fn access(&self) -> Access {
        Access::ReadWrite
    }

    /// Where it lives.
    pub fn place(&self) -> &Place {
        unimplemented!()
    }
}
