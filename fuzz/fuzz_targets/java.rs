//! What Java serialised, and the tokens in it.
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| take(bytes, Some(Format::FreeOtp2), Some(PASSWORD)));
