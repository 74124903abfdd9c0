//! Keys that Keyrack does not make: of ssh, and behind age plugins. Built with both features only; what
//! a build without them says of such keys is tried in `cli` and `vault`.

mod home;
mod plugin;
#[path = "../skip/mod.rs"]
mod skip;
mod ssh;
