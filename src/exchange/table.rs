//! Tables.

use super::{ReadError, Reading, Task};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The issuer.
    Issuer,
}
pub(super) fn has_headings(_text: &str) -> bool {
    false
}
pub(super) fn is_workbook(_bytes: &[u8]) -> Result<bool, ReadError> {
    Ok(false)
}
pub(super) fn read(_text: &str, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_workbook(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
