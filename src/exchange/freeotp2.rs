//! The backup of FreeOTP 2 ([source](https://github.com/freeotp/freeotp-android)): a map of strings as
//! Java serialises it (Java Object Serialization Specification §6), whatever its name ends in.
//!
//! The map holds a master key, sealed with a key from the password, and for every token two strings:
//! its key, sealed with the master key, and what it is. Counters are not shifted here, unlike in
//! FreeOTP 1. The order is the map's, which is nobody's.

mod java;

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::crypt::{self, DerivedKey, Hash, Plain};
use super::error::Unsupported;
use super::freeotp::{Counter, bytes, count_pictures, name, token_of};
use super::json::{self, Fields as _, Object};
use super::{Format, Ignored, ReadError, Reading, Refused, Task};
use crate::secret::Secret;

/// The string that holds the master key.
const MASTER: &str = "masterKey";
/// What follows the name of a key in the name of its token.
const TOKEN: &str = "-token";

/// Reads a backup.
pub(super) fn read(file: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let map = java::read(file)?;
    let texts: HashMap<&str, &str> = map.pairs().collect();
    let damaged = ReadError::damaged(Format::FreeOtp2);
    // A map has each key once. One name for many keys would have its token read for each of them.
    if texts.len() < map.pairs().count() {
        return Err(damaged);
    }
    let master = texts.get(MASTER).and_then(|text| object(text)).ok_or(damaged)?;
    let master = open_master(&master, task)?;
    let mut reading = Reading::new(Format::FreeOtp2);
    for (name, text) in map.pairs() {
        if name == MASTER || name.ends_with(TOKEN) {
            continue;
        }
        match object(text).filter(|entry| entry.has("key")) {
            Some(entry) => {
                let token = texts.get(format!("{name}{TOKEN}").as_str());
                push(&mut reading, &entry, token.copied(), &master);
            }
            None => reading.ignore(Ignored::Fields, 1),
        }
    }
    for (key, text) in map.pairs() {
        let Some(key) = key.strip_suffix(TOKEN) else { continue };
        if !texts.contains_key(key) {
            let token = object(text).unwrap_or_default();
            reading.push(name(&token), token_of(&token, Counter::Next, None));
        }
    }
    Ok(reading)
}

/// One token: its key opened, and what the string beside it says.
fn push(reading: &mut Reading, entry: &Object, token: Option<&str>, master: &DerivedKey) {
    let token = token.and_then(object);
    let sealed = entry.get("key").and_then(|text| object(text.as_str()?));
    let outcome = match (&token, sealed.as_ref().and_then(Sealed::read)) {
        (Some(token), Some(sealed)) => match sealed.open(master) {
            Some(mut plain) => {
                let secret = Secret::new(std::mem::take(&mut *plain));
                token_of(token, Counter::Next, Some(secret))
            }
            None => Err(Refused::Sealed),
        },
        // Without either of them, any code would be a guess.
        _ => Err(Refused::Shape),
    };
    reading.push(token.as_ref().map(name).unwrap_or_default(), outcome);
    if let Some(token) = &token {
        count_pictures(reading, token);
    }
}

/// Opens the master key with the password.
fn open_master(master: &Object, task: &mut Task<'_>) -> Result<DerivedKey, ReadError> {
    let damaged = ReadError::damaged(Format::FreeOtp2);
    let hash = match master.text("mAlgorithm").as_ref() {
        word if word.eq_ignore_ascii_case("PBKDF2withHmacSHA1") => Hash::Sha1,
        word if word.eq_ignore_ascii_case("PBKDF2withHmacSHA512") => Hash::Sha512,
        "" => return Err(damaged),
        _ => return Err(ReadError::Unsupported(Unsupported::KeyDerivation)),
    };
    let rounds = master.whole("mIterations").filter(|&rounds| rounds > 0);
    let rounds = rounds.ok_or(damaged.clone())?;
    let salt = bytes(master, "mSalt").ok().flatten().ok_or(damaged.clone())?;
    let sealed = master.object("mEncryptedKey").ok_or(damaged.clone())?;
    if sealed.text("mCipher") != CIPHER {
        return Err(ReadError::Unsupported(Unsupported::Cipher));
    }
    let sealed = Sealed::read(sealed).ok_or(damaged.clone())?;
    // The key is as long as the salt; only one length is ever written.
    let mut key = DerivedKey::default();
    if salt.expose().len() != key.len() {
        return Err(damaged);
    }
    let password = task.password(Format::FreeOtp2)?;
    crypt::pbkdf2(task, hash, password.expose(), salt.expose(), rounds, key.as_mut())?;
    let plain = sealed.open(&key).ok_or(ReadError::WrongPassword)?;
    let plain: &[u8; 32] = plain.as_slice().try_into().map_err(|_| damaged)?;
    Ok(Zeroizing::new(*plain))
}

/// The only cipher that is written.
const CIPHER: &str = "AES/GCM/NoPadding";

/// A key that another one seals.
struct Sealed {
    nonce: [u8; 12],
    /// Text and tag.
    text: Secret,
    /// What the key is for, which the tag covers.
    usage: String,
}

impl Sealed {
    fn read(object: &Object) -> Option<Self> {
        if object.text("mCipher") != CIPHER {
            return None;
        }
        let of = |name| bytes(object, name).ok().flatten();
        let (text, parameters) = (of("mCipherText")?, of("mParameters")?);
        let usage = object.text("mToken").into_owned();
        Some(Self { nonce: nonce(parameters.expose())?, text, usage })
    }

    fn open(&self, key: &DerivedKey) -> Option<Plain> {
        crypt::aes_gcm(key, &self.nonce, self.usage.as_bytes(), self.text.expose())
    }
}

/// The nonce in DER: alone, as older Androids write it, or before the length of the tag (RFC 5084
/// §3.2).
fn nonce(der: &[u8]) -> Option<[u8; 12]> {
    let der = match der {
        [0x30, 0x11, inner @ .., 0x02, 0x01, 0x10] => inner,
        der => der,
    };
    der.strip_prefix(b"\x04\x0c")?.try_into().ok()
}

fn object(text: &str) -> Option<Object> {
    match json::parse(Format::FreeOtp2, text) {
        Ok(serde_json::Value::Object(object)) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
