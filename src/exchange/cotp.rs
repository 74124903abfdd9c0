//! cotp.

use super::json::Object;
use super::{ReadError, Reading, Task};
use serde_json::Value;

pub(super) fn read(_value: &Value) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_sealed(_object: &Object, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
