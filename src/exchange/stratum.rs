//! Stratum.

use super::json::Object;
use super::{ReadError, Reading, Task};

pub(super) const STRONG: &[u8] = b"AUTHENTICATORPRO";
pub(super) const LEGACY: &[u8] = b"AuthenticatorPro";
pub(super) fn read(_object: &Object) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_sealed(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
