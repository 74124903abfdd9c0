//! Raivo.

use super::{ReadError, Reading, Task};
use serde_json::Value;

pub(super) fn is_inside(_bytes: &[u8]) -> Result<bool, ReadError> {
    Ok(false)
}
pub(super) fn read(_list: &[Value]) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_zip(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
