//! 2FAuth.

use super::json::Object;
use super::{ReadError, Reading};

pub(super) fn read(_object: &Object) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
