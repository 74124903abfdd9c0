//! The cryptography of other programs' files, by RustCrypto: every cost a file asks for is held
//! against a limit before it is paid.

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::{AeadInPlace as _, KeyInit as _};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce, Tag};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut as _, KeyIvInit as _};
use memmap2::MmapMut;
use zeroize::Zeroizing;

use super::error::{Limit, Measure};
use super::{ReadError, Stage, Task};
use crate::secret::Secret;

/// Bytes that are wiped.
pub(super) type Plain = Zeroizing<Vec<u8>>;
/// A derived key.
pub(super) type DerivedKey = Zeroizing<[u8; 32]>;

// A fuzzer looks for what comes behind a derivation: to that build, everything that costs is too much.
/// Most rounds of PBKDF2.
const PBKDF2_ROUNDS: u64 = if cfg!(fuzzing) { 10_000 } else { 10_000_000 };
/// Most memory of scrypt and Argon2, in bytes.
const MEMORY: u64 = if cfg!(fuzzing) { 1 << 16 } else { 1 << 30 };
/// Most bytes that Argon2 writes in all its passes.
const ARGON2_WORK: u64 = MEMORY << 4;

/// The hash inside PBKDF2's HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// Which Argon2.
pub(super) use argon2::Algorithm as Argon2;

/// What Argon2 is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Argon2Cost {
    pub(super) memory_kib: u64,
    pub(super) passes: u64,
    pub(super) lanes: u64,
}

/// PBKDF2 (RFC 8018 §5.2) with an output of any length.
pub(super) fn pbkdf2(
    task: &mut Task<'_>,
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    rounds: u64,
    out: &mut [u8],
) -> Result<(), ReadError> {
    Limit::hold(Measure::Rounds, rounds, PBKDF2_ROUNDS)?;
    let rounds = u32::try_from(rounds.max(1)).unwrap_or(u32::MAX);
    task.tell(Stage::Deriving { memory: 0 });
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, salt, rounds, out),
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, rounds, out),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, salt, rounds, out),
    }
    Ok(())
}

/// scrypt (RFC 7914), 32 bytes of output.
pub(super) fn scrypt(
    task: &mut Task<'_>,
    password: &Secret,
    salt: &[u8],
    [n, r, p]: [u64; 3],
) -> Result<DerivedKey, ReadError> {
    Limit::hold(Measure::ScryptN, n, 1 << 20)?;
    Limit::hold(Measure::ScryptR, r, 32)?;
    Limit::hold(Measure::ScryptP, p, 16)?;
    let memory = 128 * n * r;
    Limit::hold(Measure::Memory, memory, MEMORY)?;
    for (what, asked, fits) in
        [("N", n, n > 1 && n.is_power_of_two()), ("r", r, r > 0), ("p", p, p > 0)]
    {
        if !fits {
            return Err(ReadError::NoDerivation { what, asked });
        }
    }
    let log_n = u8::try_from(n.trailing_zeros()).unwrap_or(0);
    let (r32, p32) = (u32::try_from(r).unwrap_or(0), u32::try_from(p).unwrap_or(0));
    let none = |_| ReadError::NoDerivation { what: "N", asked: n };
    let params = scrypt::Params::new(log_n, r32, p32, 32).map_err(none)?;
    room(memory)?;
    task.tell(Stage::Deriving { memory });
    let mut key = DerivedKey::default();
    scrypt::scrypt(password.expose(), salt, &params, key.as_mut())
        .map_err(|_| ReadError::NoDerivation { what: "N", asked: n })?;
    Ok(key)
}

/// Argon2 version 1.3 (RFC 9106), 32 bytes of output.
pub(super) fn argon2(
    task: &mut Task<'_>,
    variant: Argon2,
    password: &[u8],
    salt: &[u8],
    cost: Argon2Cost,
) -> Result<DerivedKey, ReadError> {
    let memory = cost.memory_kib.saturating_mul(1024);
    Limit::hold(Measure::Memory, memory, MEMORY)?;
    Limit::hold(Measure::Lanes, cost.lanes, 64)?;
    let work = memory.saturating_mul(cost.passes);
    if work > ARGON2_WORK {
        let most = ARGON2_WORK / memory.max(1);
        return Err(ReadError::Limit(Limit { what: Measure::Rounds, asked: cost.passes, most }));
    }
    // RFC 9106 §3.1.
    let costs = [
        ("passes", cost.passes, cost.passes > 0),
        ("lanes", cost.lanes, cost.lanes > 0),
        ("memory", cost.memory_kib, cost.memory_kib >= 8 * cost.lanes),
        ("salt", salt.len() as u64, salt.len() >= argon2::MIN_SALT_LEN),
    ];
    if let Some((what, asked, _)) = costs.into_iter().find(|(.., fits)| !fits) {
        return Err(ReadError::NoDerivation { what, asked });
    }
    let none = |_| ReadError::NoDerivation { what: "memory", asked: cost.memory_kib };
    let narrow = |n| u32::try_from(n).unwrap_or(u32::MAX);
    let params = argon2::Params::new(
        narrow(cost.memory_kib),
        narrow(cost.passes),
        narrow(cost.lanes),
        Some(32),
    )
    .map_err(none)?;
    room(memory)?;
    task.tell(Stage::Deriving { memory });
    let mut key = DerivedKey::default();
    argon2::Argon2::new(variant, argon2::Version::V0x13, params)
        .hash_password_into(password, salt, key.as_mut())
        .map_err(none)?;
    Ok(key)
}

/// Asks the system for memory and gives it back: what follows ends the process where there is none.
fn room(bytes: u64) -> Result<(), ReadError> {
    let needed = ReadError::NoMemory { needed: bytes };
    let Ok(length) = usize::try_from(bytes + (1 << 20)) else { return Err(needed) };
    MmapMut::map_anon(length).map(drop).map_err(|_| needed)
}

/// AES-256-GCM with the tag behind the text, and a nonce of 12 or 16 bytes. `None` when the tag does
/// not fit or a length is wrong.
pub(super) fn aes_gcm(
    key: &[u8; 32],
    nonce: &[u8],
    associated: &[u8],
    sealed: &[u8],
) -> Option<Plain> {
    let (text, tag) = sealed.split_at_checked(sealed.len().checked_sub(16)?)?;
    let mut plain = Zeroizing::new(text.to_vec());
    let tag = Tag::from_slice(tag);
    let opened = match nonce.len() {
        12 => AesGcm::<Aes256, U12>::new(key.into()).decrypt_in_place_detached(
            Nonce::from_slice(nonce),
            associated,
            &mut plain,
            tag,
        ),
        16 => AesGcm::<Aes256, U16>::new(key.into()).decrypt_in_place_detached(
            Nonce::from_slice(nonce),
            associated,
            &mut plain,
            tag,
        ),
        _ => return None,
    };
    opened.ok().map(|()| plain)
}

/// AES-256-GCM, the other way: the text with the tag behind it.
pub(super) fn seal_aes_gcm(key: &[u8; 32], nonce: &[u8; 12], plain: &[u8]) -> Vec<u8> {
    let mut sealed = plain.to_vec();
    let tag = AesGcm::<Aes256, U12>::new(key.into())
        .encrypt_in_place_detached(Nonce::from_slice(nonce), &[], &mut sealed)
        .expect("shorter than 64 GiB");
    sealed.extend_from_slice(&tag);
    sealed
}

/// AES-256-CBC with PKCS#7 padding. `None` when the padding or a length is wrong.
pub(super) fn aes_cbc(key: &[u8; 32], iv: &[u8], sealed: &[u8]) -> Option<Plain> {
    let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(key, iv).ok()?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let length = decryptor.decrypt_padded_mut::<Pkcs7>(&mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}

/// XChaCha20-Poly1305 with the tag behind the text and a nonce of 24 bytes. `None` when the tag does
/// not fit or a length is wrong.
pub(super) fn xchacha20_poly1305(key: &[u8; 32], nonce: &[u8], sealed: &[u8]) -> Option<Plain> {
    let nonce: &[u8; 24] = nonce.try_into().ok()?;
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.into());
    let mut plain = Zeroizing::new(sealed.to_vec());
    cipher.decrypt_in_place(nonce.into(), &[], &mut *plain).ok()?;
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::quiet;

    fn limit_of<T: std::fmt::Debug>(result: Result<T, ReadError>) -> Measure {
        match result {
            Err(ReadError::Limit(limit)) => limit.what,
            other => panic!("no limit: {other:?}"),
        }
    }

    #[test]
    fn costs_are_refused_before_they_are_paid() {
        let password = Secret::from_text("x".into());
        quiet(None, |task| {
            let mut scrypt = |n, r, p| limit_of(scrypt(task, &password, b"salt", [n, r, p]));
            assert_eq!(scrypt(1 << 30, 8, 1), Measure::ScryptN);
            assert_eq!(scrypt(1 << 20, 32, 1), Measure::Memory);
            assert_eq!(scrypt(16, 33, 1), Measure::ScryptR);
            assert_eq!(scrypt(16, 8, 17), Measure::ScryptP);
            let mut argon2 = |memory_kib, passes, lanes| {
                let cost = Argon2Cost { memory_kib, passes, lanes };
                limit_of(argon2(task, Argon2::Argon2id, b"x", b"saltsalt", cost))
            };
            assert_eq!(argon2(64 << 20, 1, 1), Measure::Memory);
            assert_eq!(argon2(1 << 20, 17, 1), Measure::Rounds);
            assert_eq!(argon2(64, 1, 65), Measure::Lanes);
            assert_eq!(argon2(u64::MAX, u64::MAX, 1), Measure::Memory);
            let rounds = pbkdf2(task, Hash::Sha1, b"x", b"salt", 10_000_001, &mut [0; 32]);
            assert_eq!(limit_of(rounds), Measure::Rounds);
        });
    }

    #[test]
    fn costs_that_are_none_are_no_limit() {
        fn told<T: std::fmt::Debug>(result: Result<T, ReadError>) -> (&'static str, u64) {
            match result {
                Err(ReadError::NoDerivation { what, asked }) => (what, asked),
                other => panic!("another error: {other:?}"),
            }
        }
        let password = Secret::from_text("x".into());
        quiet(None, |task| {
            let mut scrypt = |n, r, p| told(scrypt(task, &password, b"salt", [n, r, p]));
            assert_eq!(scrypt(30_000, 8, 1), ("N", 30_000));
            assert_eq!(scrypt(0, 8, 1), ("N", 0));
            assert_eq!(scrypt(16, 0, 1), ("r", 0));
            assert_eq!(scrypt(16, 8, 0), ("p", 0));
            let mut argon2 = |[memory_kib, passes, lanes]: [u64; 3], salt: &[u8]| {
                let cost = Argon2Cost { memory_kib, passes, lanes };
                told(argon2(task, Argon2::Argon2id, b"x", salt, cost))
            };
            assert_eq!(argon2([4, 1, 4], b"saltsalt"), ("memory", 4));
            assert_eq!(argon2([64, 0, 1], b"saltsalt"), ("passes", 0));
            assert_eq!(argon2([64, 1, 0], b"saltsalt"), ("lanes", 0));
            assert_eq!(argon2([64, 1, 1], b"salt"), ("salt", 4));
        });
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let (key, nonce) = ([7; 32], [9; 12]);
        let mut sealed = seal_aes_gcm(&key, &nonce, b"text");
        assert_eq!(aes_gcm(&key, &nonce, &[], &sealed).expect("opens").as_slice(), b"text");
        assert!(aes_gcm(&[8; 32], &nonce, &[], &sealed).is_none());
        assert!(aes_gcm(&key, &nonce, b"other", &sealed).is_none());
        assert!(aes_gcm(&key, &nonce[..11], &[], &sealed).is_none());
        sealed[0] ^= 1;
        assert!(aes_gcm(&key, &nonce, &[], &sealed).is_none());
        assert!(aes_gcm(&key, &nonce, &[], &sealed[..15]).is_none());
    }
}
