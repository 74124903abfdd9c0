//! Pictures as files.
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::take;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| take(bytes, Some(Format::Picture), None));
