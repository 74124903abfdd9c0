//! age in and out, with guards in front.

use super::OpenError;
use crate::secret::Secret;

/// log2 of scrypt's N: how dear a guess of a passphrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// 2^18: about 0.9 s and 256 MiB.
    pub const DEFAULT: Self = Self(18);
    /// The highest that is opened: about 4 s and 1 GiB.
    pub const CEILING: Self = Self(20);

    /// Between 10 and the ceiling.
    pub fn new(log_n: u8) -> Option<Self> {
        (10..=Self::CEILING.0).contains(&log_n).then_some(Self(log_n))
    }

    /// log2 of N.
    pub fn log_n(self) -> u8 {
        self.0
    }
}

/// An age recipient, kept as the opaque text it came as (`age1…`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient(String);

/// One X25519 identity, unlocked.
#[derive(Clone)]
pub struct Identity {}

/// What opens and closes a vault.
#[derive(Clone)]
pub enum Keys {
    /// A vault for recipients; saving costs no key derivation.
    Identity(Identity),
    /// A vault with a passphrase; each save derives a key again.
    Passphrase {
        /// The passphrase.
        passphrase: Secret,
        /// Used when saving.
        work: WorkFactor,
    },
}

/// Reads an identity file: plain (`AGE-SECRET-KEY-1…`) or an age file with a passphrase.
/// [`OpenError::NeedsPassphrase`] says to ask for one.
pub fn read_identity(_file: &[u8], _passphrase: Option<&Secret>) -> Result<Identity, OpenError> {
    Err(OpenError::NotAge)
}

/// Writes an identity file: armored, protected by the passphrase when there is one.
pub fn protect_identity(
    _identity: &Identity,
    _passphrase: Option<(&Secret, WorkFactor)>,
) -> Result<Secret, super::SaveError> {
    Err(super::SaveError::Seal)
}
