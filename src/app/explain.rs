//! From an error to the sentence that explains it.

use crate::i18n::Fault;
use crate::vault::OpenError;

/// The sentence for a vault or identity that would not open.
pub fn open(_error: &OpenError) -> Fault {
    Fault::VaultMissing { path: crate::text::Safe::new("").into_owned() }
}
