//! Looks at an age file before age does.
//!
//! age parses headers in quadratic time and takes any work factor it can pay for; a file of 220 kB
//! can keep it busy for a minute, one line of text can take 8 GiB. What is counted here is all that
//! is needed to refuse such files; whether a header is well formed is for age to say. Pure.

use std::borrow::Cow;
use std::io::Read as _;

use memmap2::MmapMut;

use super::recipient::KeyKind;
use super::{OpenError, WorkFactor};

/// The longest header, bytes: room for some 600 recipients.
const LONGEST_HEADER: usize = 64 << 10;
/// The most stanzas of a header.
const MOST_STANZAS: usize = 256;

/// How much of a file holds its header for certain, armored or not.
pub(super) const GLANCE: u64 = 2 * LONGEST_HEADER as u64;

const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// How an age file is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// With a passphrase.
    Passphrase {
        /// log2 of the work it takes to open, not above [`WorkFactor::CEILING`].
        log_n: u8,
    },
    /// To recipients.
    Recipients,
}

/// Takes the armor off, if there is one.
pub(super) fn binary(file: &[u8]) -> Result<Cow<'_, [u8]>, OpenError> {
    let Some(armored) = armored(file) else { return Ok(Cow::Borrowed(file)) };
    let mut binary = Vec::with_capacity(armored.len());
    age::armor::ArmoredReader::new(armored)
        .read_to_end(&mut binary)
        .map_err(|_| OpenError::Damaged)?;
    Ok(Cow::Owned(binary))
}

/// How a file is locked, from its first [`GLANCE`] bytes.
pub(super) fn glance(start: &[u8]) -> Result<Sealed, OpenError> {
    let Some(armored) = armored(start) else { return header(start) };
    let mut binary = Vec::with_capacity(start.len());
    // It ends in the middle of a line; what was read up to there holds the header.
    let _ = age::armor::ArmoredReader::new(armored).read_to_end(&mut binary);
    header(&binary)
}

/// The file from its armor on, when it has one.
fn armored(file: &[u8]) -> Option<&[u8]> {
    let file = file.trim_ascii_start();
    file.starts_with(ARMOR).then_some(file)
}

/// Whether a file looks like an age file, armored or not.
pub(super) fn is_age(file: &[u8]) -> bool {
    armored(file).is_some() || file.starts_with(MAGIC)
}

/// Bounds the header of a binary age file and says how the file is locked.
pub(super) fn header(file: &[u8]) -> Result<Sealed, OpenError> {
    if file.is_empty() {
        return Err(OpenError::Empty);
    }
    let Some(rest) = file.strip_prefix(MAGIC) else {
        let cut = MAGIC.starts_with(file);
        return Err(if cut { OpenError::Damaged } else { OpenError::NotAge });
    };
    let (rest, is_whole) = match rest.get(..LONGEST_HEADER) {
        Some(start) => (start, false),
        None => (rest, true),
    };
    let mut stanzas = 0;
    let mut factor = None;
    for line in rest.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"---") {
            return Ok(factor.map_or(Sealed::Recipients, |log_n| Sealed::Passphrase { log_n }));
        }
        if let Some(stanza) = line.strip_prefix(b"-> ") {
            stanzas += 1;
            if stanzas > MOST_STANZAS || (factor.is_some() && stanzas > 1) {
                return Err(OpenError::HostileHeader);
            }
            if let Some(asked) = work(stanza) {
                if stanzas > 1 {
                    return Err(OpenError::HostileHeader);
                }
                let ceiling = WorkFactor::CEILING.log_n();
                if asked > ceiling {
                    return Err(OpenError::TooMuchWork { asked, ceiling });
                }
                factor = Some(asked);
            }
        }
    }
    Err(if is_whole { OpenError::Damaged } else { OpenError::HostileHeader })
}

/// How many keys open a file, whose header was [bounded](header), beyond those that are named, by their
/// kinds; armor included. A plugin may need several stanzas for one key: with a member of that kind what is
/// no X25519 and no ssh is not counted.
pub(super) fn unlisted<'a>(file: &[u8], named: impl Iterator<Item = KeyKind<'a>>) -> usize {
    let Ok(file) = binary(file) else { return 0 };
    let header = &file[..file.len().min(LONGEST_HEADER)];
    let lines = header.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"---"));
    let (mut own, mut ssh, mut others) = (0_usize, 0_usize, 0_usize);
    let mut greased = false;
    for stanza in lines.filter_map(|line| line.strip_prefix(b"-> ")) {
        match stanza.split(|byte| *byte == b' ').next().unwrap_or_default() {
            b"X25519" => own += 1,
            b"ssh-ed25519" | b"ssh-rsa" => ssh += 1,
            // One is put there by age, so that readers bear what they do not know.
            kind if kind.ends_with(b"-grease") && !greased => greased = true,
            _ => others += 1,
        }
    }
    for kind in named {
        match kind {
            KeyKind::X25519 => own = own.saturating_sub(1),
            KeyKind::Ssh => ssh = ssh.saturating_sub(1),
            KeyKind::Plugin { .. } | KeyKind::Other => others = 0,
        }
    }
    own + ssh + others
}

/// The work factor a passphrase stanza asks for; one that is no number asks for none, and age
/// refuses it.
fn work(stanza: &[u8]) -> Option<u8> {
    let mut words = stanza.trim_ascii_end().split(|byte| *byte == b' ');
    if words.next() != Some(b"scrypt") {
        return None;
    }
    let factor = words.nth(1).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or("0");
    let is_number = factor.bytes().all(|byte| byte.is_ascii_digit());
    Some(if is_number { factor.parse().unwrap_or(u8::MAX) } else { 0 })
}

/// Makes sure that scrypt gets its memory (RFC 7914: 128·N·r bytes, r is 8): it would abort the
/// process otherwise.
///
/// The memory is mapped and unmapped, not allocated: the allocator wipes what it frees, and wiping
/// this would take a quarter as long as the derivation itself.
pub(super) fn memory(log_n: u8) -> Result<(), u64> {
    let needed = (128 * 8_u64).checked_shl(log_n.into()).unwrap_or(u64::MAX);
    // One MiB for its smaller buffers and the rest of what we do meanwhile.
    let bytes = usize::try_from(needed.saturating_add(1 << 20)).map_err(|_| needed)?;
    MmapMut::map_anon(bytes).map(drop).map_err(|_| needed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_beyond_those_that_are_named_are_counted_by_kind() {
        let plugin = KeyKind::Plugin { name: "yubikey" };
        let (own, ssh) = (KeyKind::X25519, KeyKind::Ssh);
        let cases: &[(&[&str], &[KeyKind<'_>], usize)] = &[
            (&["X25519 a", "X25519 b", "4x-grease c"], &[own, own], 0),
            (&["X25519 a", "x-grease b", "y-grease c"], &[own], 1),
            (&["X25519 a", "X25519 b"], &[own], 1),
            (&["X25519 a", "ssh-rsa b"], &[own], 1),
            (&["X25519 a", "X25519 b"], &[own, ssh], 1),
            (&["X25519 a", "ssh-rsa b", "ssh-ed25519 c"], &[own, ssh, ssh], 0),
            (&["X25519 a", "piv-p256 b", "piv-p256 c"], &[own, plugin], 0),
            (&["X25519 a", "piv-p256 b"], &[own], 1),
            (&["X25519 a", "X25519 b", "piv-p256 c"], &[own, plugin], 1),
        ];
        for (stanzas, named, expected) in cases {
            let header = format!("-> {}\nbody\n", stanzas.join("\nbody\n-> "));
            let file = [MAGIC, header.as_bytes(), b"--- mac\n-> X25519 content"].concat();
            assert_eq!(unlisted(&file, named.iter().copied()), *expected, "{stanzas:?}");
        }
    }
}
