//! A vault on a real file system: what it survives and what it refuses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod basics;
