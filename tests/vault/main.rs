//! A vault on a real file system: what it survives and what it refuses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../skip/mod.rs"]
mod skip;
mod support;
mod victim;

mod activity;
mod arrivals;
mod basics;
mod crash;
mod damage;
mod format;
mod meetings;
mod members;
mod needles;
mod pins;
mod random;
mod restore;
mod rivals;
mod rotations;
mod tools;
