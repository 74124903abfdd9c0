//! The protobuf in Google Authenticator's codes: the bytes themselves, and behind a line end another
//! code of the same batch.
#![no_main]

use base64::Engine as _;
use keyrack::exchange::Format;
use keyrack_fuzz::take;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let codes = bytes.split(|byte| *byte == b'\n').map(|payload| {
        let data = base64::engine::general_purpose::STANDARD.encode(payload);
        format!("otpauth-migration://offline?data={}\n", data.replace('+', "%2B"))
    });
    take(codes.collect::<String>().as_bytes(), Some(Format::GoogleMigration), None);
    take(bytes, Some(Format::GoogleMigration), None);
});
