//! From an error to the sentence that explains it.

use crate::i18n::Fault;
use crate::vault::OpenError;

/// The sentence for a vault or identity that would not open.
pub fn open(_error: &OpenError) -> Fault {
    Fault::VaultMissing { path: crate::text::Safe::new("").into_owned() }
}

/// The sentence for a field of a form that cannot be so; shown beside the field and after its
/// option's name.
pub fn flaw(_flaw: &super::draft::Flaw) -> Fault {
    Fault::VaultMissing { path: crate::text::Safe::new("").into_owned() }
}
