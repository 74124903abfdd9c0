//! The real program on a real pty.

mod citizen;
mod flows;
mod window;
