//! Dashboard.

pub mod terminal;
