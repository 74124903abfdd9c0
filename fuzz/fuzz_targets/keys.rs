//! A key in parts, as every format hands them over: parted by NUL.
#![no_main]

use keyrack::otp::{Material, Parts, Sort};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let sorts = [Sort::Totp, Sort::Hotp, Sort::Steam, Sort::Motp, Sort::Yandex];
    let sort = Sort::guess(next()).unwrap_or(sorts[usize::from(first & 7) % 5]);
    let secret = next();
    let parts = Parts {
        sort,
        secret: match first >> 3 & 1 {
            0 => Material::Text(secret),
            _ => Material::Bytes(Secret::new(secret.as_bytes().to_vec())),
        },
        algorithm: next().into(),
        digits: next().into(),
        period: next().into(),
        counter: next().into(),
        pin: (first >> 4 & 1 == 1).then(|| Secret::from_text(next().into())),
    };
    let Ok(key) = parts.key(&mut Vec::new()) else { return };
    let _ = key.code(Moment::from_secs(1_760_000_000));
});
