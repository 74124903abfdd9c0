//! Addresses: one by itself, a list of them, and a page with some in it.
#![no_main]

use keyrack::exchange::Format;
use keyrack::otp::{Refusal, uri};
use keyrack_fuzz::take;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(address) = uri::parse(text)
        && let Some(key) = &address.key
    {
        // What is written is read as the same key, unless names that were short enough as they stood
        // are too long when they are written so that every reader takes them.
        match uri::parse(&uri::format(&address.issuer, &address.login, key)) {
            Err(Refusal::TooLong) => {}
            again => {
                let again = again.expect("our own address").key.expect("our own key");
                if key.pin().is_none() {
                    assert!(again.secret() == key.secret() && again.digits() == key.digits());
                }
            }
        }
    }
    take(bytes, Some(Format::UriList), None);
    take(bytes, Some(Format::Html), None);
});
