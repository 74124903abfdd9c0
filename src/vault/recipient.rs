//! Public keys: the text a vault keeps as it came, and what kind of key it says it is.
//!
//! It may not know how one is encrypted to (`seal`), nor which programs are allowed here (`plugin`). Pure.

use std::fmt;
use std::str::FromStr as _;

use age::x25519;
use sha2::{Digest as _, Sha256};

/// The letters of a fingerprint: those of age's public keys, which leave out what looks alike.
const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// An age recipient, kept as the opaque text it came as (`age1…`, `ssh-ed25519 …`).
///
/// A vault may name recipients of kinds this build does not know. One that a person types is
/// only taken when it can be encrypted to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient(String);

/// What a public key says it is. Whether it is sound is another question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind<'a> {
    /// One that Keyrack makes itself.
    X25519,
    /// A key of OpenSSH, of any type.
    Ssh,
    /// A key of an age plugin, of a token or of another kind of cryptography.
    Plugin {
        /// The plugin's name, as the key says it.
        name: &'a str,
    },
    /// Anything else.
    Other,
}

impl<'a> KeyKind<'a> {
    /// The kind of a key, from its text alone: the same in every build.
    pub fn of(key: &'a str) -> Self {
        if x25519::Recipient::from_str(key).is_ok() {
            return Self::X25519;
        }
        if ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| key.starts_with(kind)) {
            return Self::Ssh;
        }
        // The part of a key behind its last 1 has no 1 in it.
        match key.strip_prefix("age1").and_then(|rest| rest.rsplit_once('1')) {
            Some((name, _)) if !name.is_empty() => Self::Plugin { name },
            _ => Self::Other,
        }
    }
}

impl Recipient {
    /// Reads a key of a kind that this build can encrypt to; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(own) = x25519::Recipient::from_str(text) {
            return Some(Self(own.to_string()));
        }
        #[cfg(feature = "ssh")]
        if let Ok(key) = age::ssh::Recipient::from_str(text) {
            // Without the remark that stands behind a key of ssh.
            return Some(Self(key.to_string()));
        }
        #[cfg(feature = "plugin")]
        if let Ok(key) = age::plugin::Recipient::from_str(text) {
            return Some(Self(key.to_string()));
        }
        None
    }

    /// Takes what a vault says as it is.
    pub(super) fn opaque(text: String) -> Self {
        Self(text)
    }

    /// What it says it is.
    pub fn kind(&self) -> KeyKind<'_> {
        KeyKind::of(&self.0)
    }

    /// Its text. From a vault it is strangers' text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Twelve letters that stand for a key whose own end says too little: that of an RSA modulus is chosen
/// by whoever makes it, and so is all of what a plugin calls a key. `None` for a key of Keyrack's kind,
/// whose end nobody chooses.
pub fn letters_of(key: &str) -> Option<String> {
    match KeyKind::of(key) {
        KeyKind::Ssh | KeyKind::Plugin { .. } => {
            Some(letters(Sha256::new_with_prefix("keyrack key\n").chain_update(key)))
        }
        KeyKind::X25519 | KeyKind::Other => None,
    }
}

/// The first twelve letters of a digest.
pub(super) fn letters(digest: Sha256) -> String {
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    digest.finalize().iter().take(12).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "age1k5pc066l09ljrfd56jl99mlc59uu5ntah5kunznh6pat263s0qqs6cqgwk";
    const YUBIKEY: &str = "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t";
    const SSH: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN";

    #[test]
    fn a_kind_follows_from_the_text_in_every_build() {
        let plugin = |name| KeyKind::Plugin { name };
        let cases = [
            (OWN, KeyKind::X25519),
            (&OWN[..61], KeyKind::Other),
            (SSH, KeyKind::Ssh),
            ("ecdsa-sha2-nistp256 AAAA", KeyKind::Ssh),
            ("sk-ssh-ed25519@openssh.com AAAA", KeyKind::Ssh),
            (YUBIKEY, plugin("yubikey")),
            ("age1pq1xyz", plugin("pq")),
            ("age1../../evil1qqq", plugin("../../evil")),
            ("age11qqq", KeyKind::Other),
            ("", KeyKind::Other),
        ];
        for (key, kind) in cases {
            assert_eq!(KeyKind::of(key), kind, "{key}");
        }
    }

    #[test]
    fn the_letters_of_a_key_are_of_all_of_it() {
        assert_eq!(letters_of(OWN), None, "its end says enough");
        assert_eq!(letters_of(SSH).as_deref(), Some("xmw5ejnwhqgr"));
        assert_eq!(letters_of(YUBIKEY).as_deref(), Some("tn8chng2jxzc"));
        // The same end, another beginning.
        let other = SSH.replacen("AAAAC3", "AAAAC4", 1);
        assert_ne!(letters_of(&other), letters_of(SSH));
    }
}
