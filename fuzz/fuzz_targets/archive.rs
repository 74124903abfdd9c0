//! Archives: Raivo's, with its password and without, and workbooks.
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        take(bytes, Some(Format::Raivo), None);
        take(bytes, Some(Format::Raivo), Some(PASSWORD));
        take(bytes, Some(Format::Table), None);
    }
});
