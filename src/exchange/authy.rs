//! Authy.

use super::{ReadError, Reading, Task};

pub(super) fn read(_text: &str, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
