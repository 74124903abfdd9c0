//! Every format that is JSON, handed the same bytes.
#![no_main]

use keyrack::exchange::Format;
use keyrack_fuzz::take;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 15] = [
    Format::Aegis,
    Format::TwoFas,
    Format::AndOtp,
    Format::Stratum,
    Format::Ente,
    Format::EnteItems,
    Format::Bitwarden,
    Format::Proton,
    Format::FreeOtpPlus,
    Format::LastPass,
    Format::Raivo,
    Format::Cotp,
    Format::OtpClient,
    Format::TwoFAuth,
    Format::Extension,
];

fuzz_target!(|bytes: &[u8]| {
    for format in FORMATS {
        take(bytes, Some(format), None);
    }
});
