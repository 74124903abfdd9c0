//! The Authenticator browser extension.

use super::json::Object;
use super::{ReadError, Reading};

pub(super) fn is_one(_object: &Object) -> bool {
    false
}
pub(super) fn read(_object: &Object) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
