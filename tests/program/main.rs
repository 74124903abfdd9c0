//! The real program on real ptys.

mod citizen;
mod flows;
mod memory;
mod multiplexer;
#[path = "../skip/mod.rs"]
mod skip;
mod window;
