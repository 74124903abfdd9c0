//! age in and out: what opens a vault and what it is closed with.
//!
//! Pure, but for the randomness that age draws for itself.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::str::FromStr as _;
use std::sync::Arc;

use age::armor::{ArmoredWriter, Format};
use age::secrecy::{ExposeSecret as _, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use zeroize::Zeroizing;

use super::guard::{self, Sealed};
use super::{LARGEST_IDENTITY, OpenError, SaveError};
use crate::secret::Secret;

/// log2 of scrypt's N: how dear a guess of a passphrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// 2^18: about 0.9 s and 256 MiB.
    pub const DEFAULT: Self = Self(18);
    /// The highest that is opened: about 4 s and 1 GiB.
    pub const CEILING: Self = Self(20);

    /// Between 10 and the ceiling.
    pub fn new(log_n: u8) -> Option<Self> {
        (10..=Self::CEILING.0).contains(&log_n).then_some(Self(log_n))
    }

    /// log2 of N.
    pub fn log_n(self) -> u8 {
        self.0
    }
}

/// An age recipient, kept as the opaque text it came as (`age1…`).
///
/// A vault may name recipients of kinds this program does not know. One that a person types is
/// only taken when it can be encrypted to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient(String);

impl Recipient {
    /// Reads an X25519 recipient; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        x25519::Recipient::from_str(text.trim()).ok().map(|recipient| Self(recipient.to_string()))
    }

    /// Takes what a vault says as it is.
    pub(super) fn opaque(text: String) -> Self {
        Self(text)
    }

    /// Whether this program can encrypt to it.
    pub fn is_native(&self) -> bool {
        self.native().is_some()
    }

    /// Its text. From a vault it is strangers' text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn native(&self) -> Option<x25519::Recipient> {
        x25519::Recipient::from_str(&self.0).ok()
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One X25519 identity, unlocked. Clones share it, so it is wiped once.
#[derive(Clone)]
pub struct Identity(Arc<x25519::Identity>);

impl Identity {
    /// A new one, from age's own randomness.
    pub fn generate() -> Self {
        Self(Arc::new(x25519::Identity::generate()))
    }

    /// Its public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public().to_string())
    }

    /// Its private half, `AGE-SECRET-KEY-1…`: for paper, and for an identity file.
    pub fn text(&self) -> Secret {
        Secret::from_text(self.0.to_string().expose_secret().to_owned())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[identity]")
    }
}

/// What opens and closes a vault.
#[derive(Clone, Debug)]
pub enum Keys {
    /// A vault for recipients; saving costs no key derivation.
    Identity(Identity),
    /// A vault with a passphrase; each save derives a key again.
    Passphrase {
        /// The passphrase.
        passphrase: Secret,
        /// Used when saving.
        work: WorkFactor,
    },
}

/// Reads an identity file: plain (`AGE-SECRET-KEY-1…`) or an age file with a passphrase. Of several
/// identities in one file the first counts.
///
/// [`OpenError::NeedsPassphrase`] says to ask for one.
pub fn read_identity(file: &[u8], passphrase: Option<&Secret>) -> Result<Identity, OpenError> {
    if file.len() as u64 > LARGEST_IDENTITY {
        return Err(OpenError::TooLarge { limit: LARGEST_IDENTITY });
    }
    if file.is_empty() {
        return Err(OpenError::Empty);
    }
    if !guard::is_age(file) {
        return first_identity(file);
    }
    let binary = guard::binary(file)?;
    match guard::header(&binary)? {
        Sealed::Recipients => Err(OpenError::NoIdentityInside),
        Sealed::Passphrase { log_n } => {
            let passphrase = passphrase.ok_or(OpenError::NeedsPassphrase)?;
            first_identity(&with_passphrase(&binary, passphrase, log_n)?)
        }
    }
}

fn first_identity(text: &[u8]) -> Result<Identity, OpenError> {
    let text = std::str::from_utf8(text).map_err(|_| OpenError::NoIdentityInside)?;
    text.lines()
        .find_map(|line| x25519::Identity::from_str(line.trim()).ok())
        .map(|identity| Identity(Arc::new(identity)))
        .ok_or(OpenError::NoIdentityInside)
}

/// Writes an identity file: armored, protected by the passphrase when there is one.
pub fn protect_identity(
    identity: &Identity,
    passphrase: Option<(&Secret, WorkFactor)>,
) -> Result<Secret, SaveError> {
    let key = identity.text();
    let key = key.expose_text().ok_or(SaveError::Seal)?;
    // One allocation of the right size: a text that grows leaves copies of itself behind.
    let mut text = Zeroizing::new(String::with_capacity(256));
    for part in ["# public key: ", identity.recipient().as_str(), "\n", key, "\n"] {
        text.push_str(part);
    }
    match passphrase {
        None => Ok(Secret::new(text.as_bytes().to_vec())),
        Some((passphrase, work)) => {
            let encryptor = passphrase_encryptor(passphrase, work)?;
            encrypt(encryptor, text.as_bytes(), Format::AsciiArmor).map(Secret::new)
        }
    }
}

/// Decrypts a whole vault file. Nothing of it is seen before its end has been verified.
pub(super) fn open(file: &[u8], keys: &Keys) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if file.is_empty() {
        return Err(OpenError::Empty);
    }
    let binary = guard::binary(file)?;
    match (guard::header(&binary)?, keys) {
        (Sealed::Passphrase { log_n }, Keys::Passphrase { passphrase, .. }) => {
            with_passphrase(&binary, passphrase, log_n)
        }
        (Sealed::Recipients, Keys::Identity(identity)) => decrypt(&binary, &*identity.0),
        (Sealed::Passphrase { .. }, Keys::Identity(_)) => Err(OpenError::NeedsPassphrase),
        (Sealed::Recipients, Keys::Passphrase { .. }) => Err(OpenError::NeedsIdentity),
    }
}

/// Encrypts a whole vault file: to the recipients, or with the passphrase.
pub(super) fn close<'a>(
    plain: &[u8],
    keys: &Keys,
    recipients: impl Iterator<Item = &'a Recipient>,
) -> Result<Vec<u8>, SaveError> {
    let encryptor = match keys {
        Keys::Passphrase { passphrase, work } => passphrase_encryptor(passphrase, *work)?,
        Keys::Identity(_) => {
            let recipients = recipients
                .map(Recipient::native)
                .collect::<Option<Vec<_>>>()
                .ok_or(SaveError::Seal)?;
            Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as _))
                .map_err(|_| SaveError::Seal)?
        }
    };
    let file = encrypt(encryptor, plain, Format::Binary)?;
    // More recipients than we would read again.
    guard::header(&file).map_err(|_| SaveError::Seal)?;
    Ok(file)
}

fn with_passphrase(
    file: &[u8],
    passphrase: &Secret,
    log_n: u8,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let passphrase = secret_string(passphrase).ok_or(OpenError::NeedsPassphrase)?;
    guard::memory(log_n).map_err(|needed| OpenError::NoMemory { needed })?;
    let mut identity = scrypt::Identity::new(passphrase);
    identity.set_max_work_factor(WorkFactor::CEILING.0);
    decrypt(file, &identity)
}

fn decrypt(file: &[u8], identity: &dyn age::Identity) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let stream = Decryptor::new_buffered(file)
        .and_then(|decryptor| decryptor.decrypt(std::iter::once(identity)))
        .map_err(|error| explain(&error))?;
    // The content is shorter than the file it comes from, so this never grows, and never passes
    // the limit on files.
    let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
    let limit = file.len() as u64;
    stream.take(limit).read_to_end(&mut plain).map_err(|_| OpenError::Damaged)?;
    Ok(plain)
}

fn explain(error: &DecryptError) -> OpenError {
    match error {
        DecryptError::NoMatchingKeys => OpenError::NotARecipient,
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            OpenError::WrongPassphrase
        }
        DecryptError::ExcessiveWork { required, .. } => {
            OpenError::TooMuchWork { asked: *required, ceiling: WorkFactor::CEILING.0 }
        }
        DecryptError::UnknownFormat => OpenError::NotAge,
        _ => OpenError::Damaged,
    }
}

fn passphrase_encryptor(passphrase: &Secret, work: WorkFactor) -> Result<Encryptor, SaveError> {
    let passphrase = secret_string(passphrase).ok_or(SaveError::EmptyPassphrase)?;
    guard::memory(work.0).map_err(|needed| SaveError::NoMemory { needed })?;
    let mut recipient = scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(work.0);
    Encryptor::with_recipients(std::iter::once(&recipient as _)).map_err(|_| SaveError::Seal)
}

fn encrypt(encryptor: Encryptor, plain: &[u8], format: Format) -> Result<Vec<u8>, SaveError> {
    let seal = || -> std::io::Result<Vec<u8>> {
        let file = Vec::with_capacity(plain.len() + plain.len() / 1024 + 4096);
        let mut stream = encryptor.wrap_output(ArmoredWriter::wrap_output(file, format)?)?;
        stream.write_all(plain)?;
        stream.finish()?.finish()
    };
    seal().map_err(|_| SaveError::Seal)
}

/// age's form of a passphrase; `None` when there is nothing in it, which age would take.
fn secret_string(passphrase: &Secret) -> Option<SecretString> {
    passphrase.expose_text().filter(|text| !text.is_empty()).map(|text| text.to_owned().into())
}
