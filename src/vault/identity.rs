//! What a person opens vaults with: an identity of Keyrack's own, or one that somebody else keeps, a
//! key of ssh or one behind an age plugin. It is read here, and Keyrack's own is written here.

use std::fmt;
use std::str::FromStr as _;
use std::sync::Arc;

use age::armor::Format;
use age::secrecy::ExposeSecret as _;
use age::x25519;
use zeroize::Zeroizing;

use super::guard::{self, Sealed};
use super::plugin::{Obstacle, Plugins};
use super::recipient::Recipient;
use super::{LARGEST_IDENTITY, OpenError, SaveError, WorkFactor, seal};
use crate::secret::Secret;

/// One identity, unlocked. Clones share it, so it is wiped once.
#[derive(Clone)]
pub struct Identity {
    key: Arc<Key>,
    recipient: Recipient,
    plugins: Plugins,
}

enum Key {
    Own(x25519::Identity),
    #[cfg(feature = "ssh")]
    Ssh(Box<age::ssh::Identity>),
    #[cfg(feature = "plugin")]
    Plugin(age::plugin::Identity),
}

impl Identity {
    /// A new one, from age's own randomness.
    pub fn generate() -> Self {
        Self::own(x25519::Identity::generate())
    }

    fn own(identity: x25519::Identity) -> Self {
        let recipient = Recipient::opaque(identity.to_public().to_string());
        Self { key: Arc::new(Key::Own(identity)), recipient, plugins: Plugins::default() }
    }

    /// The same where programs may be started for it, or for the keys it encrypts to.
    #[must_use]
    pub fn with(self, plugins: &Plugins) -> Self {
        Self { plugins: plugins.clone(), ..self }
    }

    /// Its public half.
    pub fn recipient(&self) -> Recipient {
        self.recipient.clone()
    }

    /// Whether it is of Keyrack's own making, and nobody is asked when it opens something.
    pub(super) fn is_own(&self) -> bool {
        matches!(&*self.key, Key::Own(_))
    }

    /// Whether its public half follows from it. That of a plugin is told by a remark in its file.
    pub(super) fn proves_its_recipient(&self) -> bool {
        match &*self.key {
            Key::Own(_) => true,
            #[cfg(feature = "ssh")]
            Key::Ssh(_) => true,
            #[cfg(feature = "plugin")]
            Key::Plugin(_) => false,
        }
    }

    /// The programs that may be started with it.
    pub(super) fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Its private half, `AGE-SECRET-KEY-1…`: for paper, and for an identity file. `None` where somebody
    /// else keeps it: ssh, or a plugin.
    pub fn text(&self) -> Option<Secret> {
        match &*self.key {
            Key::Own(key) => Some(Secret::from_text(key.to_string().expose_secret().to_owned())),
            #[cfg(feature = "ssh")]
            Key::Ssh(_) => None,
            #[cfg(feature = "plugin")]
            Key::Plugin(_) => None,
        }
    }

    /// Hands what age opens files with to `open`.
    pub(super) fn lend<T>(
        &self,
        open: impl FnOnce(&dyn age::Identity) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        match &*self.key {
            Key::Own(key) => open(key),
            #[cfg(feature = "ssh")]
            Key::Ssh(key) => open(&**key),
            #[cfg(feature = "plugin")]
            Key::Plugin(key) => {
                let name = key.plugin();
                self.plugins.allow(name).map_err(OpenError::Obstacle)?;
                let (keys, ear) = (std::slice::from_ref(key), self.plugins.ear(name));
                let plugin = age::plugin::IdentityPluginV1::new(name, keys, ear)
                    .map_err(|_| OpenError::Obstacle(Obstacle::Unknown))?;
                open(&plugin)
            }
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[identity]")
    }
}

/// Reads an identity file: plain (`AGE-SECRET-KEY-1…`, also as it is typed from paper) or an age file with a passphrase; where this
/// build knows them, a private key of OpenSSH or the identity of a plugin. Of several identities in one
/// file the first counts, one of Keyrack's own kind before others.
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
        return read_plain(file, passphrase);
    }
    let binary = guard::binary(file)?;
    match guard::header(&binary)? {
        Sealed::Recipients => Err(OpenError::NoIdentityInside),
        Sealed::Passphrase { log_n } => {
            let passphrase = passphrase.ok_or(OpenError::NeedsPassphrase)?;
            read_plain(&seal::with_passphrase(&binary, passphrase, log_n)?, None)
        }
    }
}

/// What an identity of Keyrack's own begins with.
const BEGIN: &str = "AGE-SECRET-KEY-1";

fn read_plain(text: &[u8], passphrase: Option<&Secret>) -> Result<Identity, OpenError> {
    let text = std::str::from_utf8(text).map_err(|_| OpenError::NoIdentityInside)?;
    // Editors of Windows begin a file so.
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().map(str::trim);
    if let Some(own) = lines.clone().find_map(|line| x25519::Identity::from_str(line).ok()) {
        return Ok(Identity::own(own));
    }
    if text.trim_start().starts_with("-----BEGIN ") && text.contains(" PRIVATE KEY-----") {
        return read_ssh(text, passphrase);
    }
    if let Some(line) = lines.clone().find(|line| line.starts_with("AGE-PLUGIN-")) {
        return read_plugin(line, text);
    }
    if let Some(own) = from_paper(text) {
        return Ok(Identity::own(own));
    }
    let begins =
        |line: &str| line.get(..BEGIN.len()).is_some_and(|it| it.eq_ignore_ascii_case(BEGIN));
    Err(match lines.position(begins) {
        Some(before) => OpenError::Misspelt { line: before + 1 },
        None => OpenError::NoIdentityInside,
    })
}

/// A key as it is typed from paper: spaces, line ends, dashes at the ends of groups and small letters do no harm. By
/// its beginning `sync` knows a file that must not be sent, so there is none without.
fn from_paper(text: &str) -> Option<x25519::Identity> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut letters = Zeroizing::new(String::with_capacity(text.len()));
    letters.extend(lines.flat_map(str::chars).filter(char::is_ascii_alphanumeric));
    letters.make_ascii_uppercase();
    let mut key = Zeroizing::new(String::with_capacity(text.len() + BEGIN.len()));
    key.push_str(BEGIN);
    key.push_str(letters.strip_prefix("AGESECRETKEY1")?);
    x25519::Identity::from_str(&key).ok()
}

#[cfg(not(feature = "ssh"))]
fn read_ssh(_text: &str, _passphrase: Option<&Secret>) -> Result<Identity, OpenError> {
    Err(OpenError::Obstacle(Obstacle::Feature { name: "ssh" }))
}

#[cfg(feature = "ssh")]
fn read_ssh(text: &str, passphrase: Option<&Secret>) -> Result<Identity, OpenError> {
    use age::ssh::Identity as Ssh;

    let unusable = || OpenError::Obstacle(Obstacle::SshType);
    let key = Ssh::from_buffer(text.as_bytes(), None).map_err(|_| unusable())?;
    let public = age::ssh::Recipient::try_from(key.clone()).map_err(|_| unusable())?;
    let key = match key {
        Ssh::Unencrypted(_) => key,
        Ssh::Encrypted(key) => {
            let passphrase =
                passphrase.and_then(seal::secret_string).ok_or(OpenError::NeedsPassphrase)?;
            key.decrypt(passphrase).map_err(|error| seal::explain(&error))?.into()
        }
        Ssh::Unsupported(_) => return Err(unusable()),
    };
    // Told now, and not when the vault is saved: a key that is too short.
    let recipient = Recipient::parse(&public.to_string()).ok_or_else(unusable)?;
    Ok(Identity { key: Arc::new(Key::Ssh(Box::new(key))), recipient, plugins: Plugins::default() })
}

#[cfg(not(feature = "plugin"))]
fn read_plugin(_line: &str, _text: &str) -> Result<Identity, OpenError> {
    Err(OpenError::Obstacle(Obstacle::Feature { name: "plugin" }))
}

/// The public half stands in the last remark before it, where every plugin writes it; asking the plugin
/// would start it.
#[cfg(feature = "plugin")]
fn read_plugin(line: &str, text: &str) -> Result<Identity, OpenError> {
    let obstacle = |why| OpenError::Obstacle(why);
    let key = age::plugin::Identity::from_str(line).map_err(|_| obstacle(Obstacle::Unknown))?;
    let before = text.lines().map(str::trim).take_while(|other| *other != line);
    let remarks = before.filter_map(|line| line.strip_prefix('#'));
    let public = remarks
        .flat_map(str::split_whitespace)
        .filter_map(|word| age::plugin::Recipient::from_str(word).ok())
        .filter(|public| public.plugin() == key.plugin())
        .last()
        .ok_or_else(|| obstacle(Obstacle::NoPublicHalf))?;
    let recipient = Recipient::opaque(public.to_string());
    Ok(Identity { key: Arc::new(Key::Plugin(key)), recipient, plugins: Plugins::default() })
}

/// Writes an identity file: armored, protected by the passphrase when there is one.
pub fn protect_identity(
    identity: &Identity,
    passphrase: Option<(&Secret, WorkFactor)>,
) -> Result<Secret, SaveError> {
    let key = identity.text().ok_or(SaveError::Seal)?;
    let key = key.expose_text().ok_or(SaveError::Seal)?;
    // One allocation of the right size: a text that grows leaves copies of itself behind.
    let mut text = Zeroizing::new(String::with_capacity(256));
    for part in ["# public key: ", identity.recipient.as_str(), "\n", key, "\n"] {
        text.push_str(part);
    }
    match passphrase {
        None => Ok(Secret::new(text.as_bytes().to_vec())),
        Some((passphrase, work)) => {
            let encryptor = seal::passphrase_encryptor(passphrase, work)?;
            seal::encrypt(encryptor, text.as_bytes(), Format::AsciiArmor).map(Secret::new)
        }
    }
}
