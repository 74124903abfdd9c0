//! Ente Auth.

use super::json::Object;
use super::{ReadError, Reading, Task};

pub(super) fn read(_object: &Object, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_items(_object: &Object) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
