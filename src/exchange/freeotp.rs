//! FreeOTP 1 and FreeOTP+.

use super::json::Object;
use super::{ReadError, Reading};

pub(super) fn read(_object: &Object) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_xml(_text: &str) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
