//! Finding a vault on this machine and opening it.

use std::path::PathBuf;

use crate::model::Book;
use crate::secret::Secret;
use crate::vault::{OpenError, Place, Vault};

/// Where this machine keeps one vault and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The vault and its backups.
    pub place: Place,
    /// The identity file; not looked at for a vault with a passphrase.
    pub identity: PathBuf,
    /// This machine's name in the vault's revision.
    pub machine: String,
}

/// What it takes to open a desk's vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// There is no vault: create one.
    Vault,
    /// Ask for the passphrase of the identity file.
    IdentityPassphrase,
    /// Ask for the passphrase of the vault itself.
    VaultPassphrase,
    /// Nothing: the identity file is not protected.
    Nothing,
}

/// Looks at the files, cheaply: no key derivation, no decryption.
pub fn need(_desk: &Desk) -> Result<Need, OpenError> {
    Ok(Need::Vault)
}

/// Opens the vault. Slow (a key derivation) when a passphrase is needed.
pub fn unlock(_desk: &Desk, _passphrase: Option<&Secret>) -> Result<(Vault, Book), OpenError> {
    Err(OpenError::Empty)
}
