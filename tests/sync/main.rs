//! Machines that exchange one vault: real git, real repositories on disk, the real program.
//!
//! git and ssh-keygen have to be there: without them these tests fail and do not skip.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod ancestry;
mod background;
mod clones;
mod copies;
mod driver;
mod hostile;
mod kills;
mod machine;
mod refusals;
mod removals;
mod several;
mod signed;
mod told;
