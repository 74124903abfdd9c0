//! Pictures.

use super::{ReadError, Reading, Task};

pub(super) fn read(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
