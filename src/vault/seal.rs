//! age in and out: what opens a vault and what it is closed with.
//!
//! It touches no file, but age draws its randomness, and a plugin is looked for and started where a person
//! allows one.

use std::io::{Read as _, Write as _};
use std::str::FromStr as _;

use age::armor::{ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt, x25519};
use zeroize::Zeroizing;

use super::guard::{self, Sealed};
use super::identity::Identity;
use super::plugin::{Obstacle, Plugins};
use super::recipient::{KeyKind, Recipient};
use super::{OpenError, SaveError};
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

impl Keys {
    /// Whether it is felt when they open something: a passphrase takes its time, and what others keep may ask for a
    /// touch.
    pub(super) fn are_dear(&self) -> bool {
        match self {
            Self::Identity(identity) => !identity.is_own(),
            Self::Passphrase { .. } => true,
        }
    }

    /// Whether a vault that they open can be encrypted to a key here.
    pub(super) fn reach(&self, recipient: &Recipient) -> Result<(), Obstacle> {
        match self {
            Self::Identity(identity) => identity.plugins().reach(recipient),
            Self::Passphrase { .. } => Ok(()),
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
        (Sealed::Recipients, Keys::Identity(identity)) => {
            identity.lend(|key| decrypt(&binary, key))
        }
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
        Keys::Identity(identity) => {
            // Whoever calls has asked for each whether it can be reached, and says whose it is.
            let sealers = sealers(recipients, identity.plugins()).map_err(|_| SaveError::Seal)?;
            Encryptor::with_recipients(sealers.iter().map(|sealer| &**sealer))
                .map_err(|error| refused(&error))?
        }
    };
    let file = encrypt(encryptor, plain, Format::Binary)?;
    // More recipients than we would read again.
    guard::header(&file).map_err(|_| SaveError::Seal)?;
    Ok(file)
}

/// What encrypts to recipients. A plugin is started when it does.
fn sealers<'a>(
    recipients: impl Iterator<Item = &'a Recipient>,
    plugins: &Plugins,
) -> Result<Vec<Box<dyn age::Recipient>>, Obstacle> {
    let mut sealers: Vec<Box<dyn age::Recipient>> = Vec::new();
    #[cfg(feature = "plugin")]
    let mut foreign = super::plugin::Sealers::default();
    for recipient in recipients {
        plugins.reach(recipient)?;
        let key = recipient.as_str();
        match recipient.kind() {
            KeyKind::X25519 => {
                sealers.push(Box::new(sound(x25519::Recipient::from_str(key).ok())?));
            }
            #[cfg(feature = "ssh")]
            KeyKind::Ssh => sealers.push(Box::new(sound(age::ssh::Recipient::from_str(key).ok())?)),
            #[cfg(feature = "plugin")]
            KeyKind::Plugin { .. } => {
                foreign.add(sound(age::plugin::Recipient::from_str(key).ok())?);
            }
            _ => return Err(Obstacle::Unknown),
        }
    }
    #[cfg(feature = "plugin")]
    for sealer in foreign.ready(plugins)? {
        sealers.push(Box::new(sealer));
    }
    Ok(sealers)
}

fn sound<T>(key: Option<T>) -> Result<T, Obstacle> {
    key.ok_or(Obstacle::Unknown)
}

fn refused(error: &EncryptError) -> SaveError {
    match error {
        EncryptError::IncompatibleRecipients { .. } => SaveError::Mixed,
        #[cfg(feature = "plugin")]
        EncryptError::Plugin(said) => SaveError::Plugin { said: words(said) },
        // A plugin that ended in the middle: only plugins read and write here.
        EncryptError::Io(error) => SaveError::Plugin { said: first_line(error) },
        _ => SaveError::Seal,
    }
}

/// What plugins say of their failure. age does not name the type of what it hands out here.
#[cfg(feature = "plugin")]
fn words<T: ToString>(said: &[T]) -> String {
    said.iter().map(first_line).collect::<Vec<_>>().join("; ")
}

fn first_line(said: &impl ToString) -> String {
    said.to_string().lines().next().unwrap_or_default().to_owned()
}

pub(super) fn with_passphrase(
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
    let decryptor = Decryptor::new_buffered(file).map_err(|error| match error {
        // Read from memory: it ends too early.
        DecryptError::Io(_) => OpenError::Damaged,
        error => explain(&error),
    })?;
    let stream = decryptor.decrypt(std::iter::once(identity)).map_err(|error| explain(&error))?;
    // The content is shorter than the file it comes from, so this never grows, and never passes
    // the limit on files.
    let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
    let limit = file.len() as u64;
    stream.take(limit).read_to_end(&mut plain).map_err(|_| OpenError::Damaged)?;
    Ok(plain)
}

pub(super) fn explain(error: &DecryptError) -> OpenError {
    match error {
        DecryptError::NoMatchingKeys => OpenError::NotARecipient,
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            OpenError::WrongPassphrase
        }
        DecryptError::ExcessiveWork { required, .. } => {
            OpenError::TooMuchWork { asked: *required, ceiling: WorkFactor::CEILING.0 }
        }
        DecryptError::UnknownFormat => OpenError::NotAge,
        #[cfg(feature = "plugin")]
        DecryptError::Plugin(said) => OpenError::Plugin { said: words(said) },
        // A plugin that ended in the middle: nothing else is read from while a key is looked for.
        DecryptError::Io(error) => OpenError::Plugin { said: first_line(error) },
        _ => OpenError::Damaged,
    }
}

pub(super) fn passphrase_encryptor(
    passphrase: &Secret,
    work: WorkFactor,
) -> Result<Encryptor, SaveError> {
    let passphrase = secret_string(passphrase).ok_or(SaveError::EmptyPassphrase)?;
    guard::memory(work.0).map_err(|needed| SaveError::NoMemory { needed })?;
    let mut recipient = scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(work.0);
    Encryptor::with_recipients(std::iter::once(&recipient as _)).map_err(|_| SaveError::Seal)
}

pub(super) fn encrypt(
    encryptor: Encryptor,
    plain: &[u8],
    format: Format,
) -> Result<Vec<u8>, SaveError> {
    let seal = || -> std::io::Result<Vec<u8>> {
        let file = Vec::with_capacity(plain.len() + plain.len() / 1024 + 4096);
        let mut stream = encryptor.wrap_output(ArmoredWriter::wrap_output(file, format)?)?;
        stream.write_all(plain)?;
        stream.finish()?.finish()
    };
    seal().map_err(|_| SaveError::Seal)
}

/// age's form of a passphrase; `None` when there is nothing in it, which age would take.
pub(super) fn secret_string(passphrase: &Secret) -> Option<SecretString> {
    passphrase.expose_text().filter(|text| !text.is_empty()).map(|text| text.to_owned().into())
}
