//! The preferences of Android programs.
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    take(bytes, Some(Format::FreeOtp1), None);
    take(bytes, Some(Format::Authy), None);
    take(bytes, Some(Format::Authy), Some(PASSWORD));
});
