//! Whatever it looks like: no format is said.
#![no_main]

use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    take(bytes, None, None);
    take(bytes, None, Some(PASSWORD));
});
