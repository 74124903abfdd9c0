//! The real program on real ptys.

mod citizen;
mod flows;
mod memory;
mod multiplexer;
mod window;
