//! A vault that somebody hands over as bytes: looked into once, never saved to. It has no place, and
//! no identity of ours opens it. Pure.

use super::guard::{self, Sealed};
use super::{Access, Keys, OpenError, WorkFactor, schema, seal};
use crate::model::Book;
use crate::secret::Secret;

/// Whether bytes look like a vault: readable, or an age file that may hold one.
pub fn is_loose(bytes: &[u8]) -> bool {
    guard::is_age(bytes) || schema::is_one(bytes)
}

/// Reads a vault that is readable or closed with a passphrase. `deriving` hears how much memory a key
/// is about to take, in bytes.
///
/// One that a newer program asks not to be written is refused: what is unknown here would be left out
/// of what is made of it.
pub fn peek(
    bytes: &[u8],
    passphrase: Option<&Secret>,
    deriving: &mut dyn FnMut(u64),
) -> Result<Book, OpenError> {
    let (_, book, access) = if guard::is_age(bytes) {
        let Sealed::Passphrase { log_n } = guard::header(&guard::binary(bytes)?)? else {
            return Err(OpenError::NeedsIdentity);
        };
        let passphrase = passphrase.ok_or(OpenError::NeedsPassphrase)?.clone();
        deriving(1024_u64.checked_shl(log_n.into()).unwrap_or(u64::MAX));
        // Nothing is ever closed with these.
        let keys = Keys::Passphrase { passphrase, work: WorkFactor::DEFAULT };
        schema::read(&seal::open(bytes, &keys)?)?
    } else {
        schema::read(bytes)?
    };
    match access {
        Access::NewerFormat { format } => Err(OpenError::TooNew { format }),
        Access::ReadWrite | Access::Doubtful | Access::Asked | Access::ForeignRecipient => Ok(book),
    }
}
