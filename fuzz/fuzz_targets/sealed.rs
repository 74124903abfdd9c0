//! Everything that a password opens, with the right one where a seed is whole. Costs that are not cheap
//! are refused in this build (`cfg(fuzzing)`).
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 10] = [
    Format::Aegis,
    Format::TwoFas,
    Format::AndOtp,
    Format::Stratum,
    Format::Ente,
    Format::Bitwarden,
    Format::Proton,
    Format::CotpDatabase,
    Format::OtpClientDatabase,
    Format::KeePass,
];

fuzz_target!(|bytes: &[u8]| {
    for format in FORMATS {
        take(bytes, Some(format), Some(PASSWORD));
    }
});
