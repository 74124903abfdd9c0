//! OTPClient.

use super::{ReadError, Reading, Task};
use serde_json::Value;

pub(super) fn read(_list: &[Value]) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_sealed(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
