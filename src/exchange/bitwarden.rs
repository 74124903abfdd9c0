//! Bitwarden.

use super::json::Object;
use super::{ReadError, Reading, Task};

pub(super) fn read(_object: &Object, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn is_csv(_text: &str) -> bool {
    false
}
pub(super) fn read_csv(_text: &str) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
