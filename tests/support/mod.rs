//! What the flows under `tests/` share.

pub mod book;
pub mod screen;
