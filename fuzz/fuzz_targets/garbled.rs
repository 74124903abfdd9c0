//! Messages that arrived garbled.
#![no_main]

use keyrack::garble::{parse_hex, recover, recover_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recover_bytes(bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = recover(&text);
    let _ = parse_hex(&text);
});
