//! KeePassXC, CSV.

use super::{ReadError, Reading};

pub(super) fn is_csv(_text: &str) -> bool {
    false
}
pub(super) fn read(_text: &str) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
