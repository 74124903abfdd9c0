//! An event as one line of text.
//!
//! ```text
//!   base64( 1 | key id 4 | SHA-256 of the line before 32 | nonce 24 | ciphertext and tag )
//! ```
//!
//! XChaCha20-Poly1305 under a key that follows from the vault's secret id, so that writing a line costs
//! no key derivation and only members can read one. The machine's name, the id of the key and the hash
//! are authenticated with it: a line fits nowhere else. What is encrypted is padded, because its length
//! would tell what was done.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{AeadInPlace as _, KeyInit as _};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Deed, Event, LONGEST_DETAIL, LONGEST_LINE, LONGEST_NAME, What, cut};
use crate::model::{Thing, Worded as _};
use crate::secret::Secret;
use crate::time::Moment;

/// The hash of a line.
pub type Hash = [u8; 32];

/// The form of a line.
const FORM: u8 = 1;
/// What the log key is derived for.
const PURPOSE: &[u8] = b"keyrack activity 1";
/// What is encrypted has a multiple of so many bytes.
const BLOCK: usize = 64;

const KEY_ID: usize = 4;
const NONCE: usize = 24;
const TAG: usize = 16;
/// Bytes before the ciphertext.
const HEAD: usize = 1 + KEY_ID + 32 + NONCE;

/// The key of a vault's activity.
///
/// # Panics
///
/// Never: 32 bytes can always be derived.
pub fn derive(vault: &Secret) -> Secret {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, vault.expose())
        .expand(PURPOSE, &mut *key)
        .expect("HKDF gives up to 255 hashes");
    Secret::new(key.to_vec())
}

/// A log key, ready for use.
#[derive(Clone)]
pub struct LogKey {
    id: [u8; KEY_ID],
    cipher: XChaCha20Poly1305,
}

impl LogKey {
    /// From the 32 bytes of [`derive()`].
    ///
    /// # Panics
    ///
    /// With a key of another length.
    pub fn new(key: &Secret) -> Self {
        let [a, b, c, d, ..]: Hash = Sha256::digest(key.expose()).into();
        let cipher = XChaCha20Poly1305::new_from_slice(key.expose()).expect("a key of 32 bytes");
        Self { id: [a, b, c, d], cipher }
    }
}

impl PartialEq for LogKey {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for LogKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LogKey(..)")
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// How many lines this machine had written before it.
    pub number: u64,
    /// How many of them stand before it in its file.
    pub place: u32,
    /// The hash of the line before; zeros before the first one of all.
    pub before: Hash,
}

/// What is encrypted.
#[derive(Serialize, Deserialize)]
struct Content<'a> {
    /// [`Spot::number`].
    n: u64,
    /// [`Spot::place`].
    m: u32,
    at: u64,
    #[serde(borrow)]
    who: Cow<'a, str>,
    #[serde(borrow)]
    what: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    account: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    device: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    number: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    person: Option<Cow<'a, str>>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: u32,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    detail: Cow<'a, str>,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

/// An event as a line, without the end of the line. `nonce` is random and used once.
///
/// # Panics
///
/// Never: an event of capped texts can be written and encrypted.
pub fn seal(event: &Event, spot: &Spot, key: &LogKey, nonce: [u8; NONCE]) -> String {
    let deed = &event.deed;
    let id = |wanted: fn(&Thing) -> bool| {
        deed.thing.filter(wanted).map(|thing| Cow::Owned(thing.id().to_string()))
    };
    let content = Content {
        n: spot.number,
        m: spot.place,
        at: event.at.millis(),
        who: cut(&event.who, LONGEST_NAME).into(),
        what: deed.what.word().into(),
        account: deed.account.map(|id| Cow::Owned(id.to_string())),
        device: id(|thing| matches!(thing, Thing::Device(_))),
        number: id(|thing| matches!(thing, Thing::Number(_))),
        person: id(|thing| matches!(thing, Thing::Person(_))),
        count: deed.count,
        detail: cut(&deed.detail, LONGEST_DETAIL).into(),
    };
    let mut text = serde_json::to_vec(&content).expect("texts and numbers can be written");
    text.resize(text.len().next_multiple_of(BLOCK), b' ');
    let mut bytes = Vec::with_capacity(HEAD + text.len() + TAG);
    bytes.push(FORM);
    bytes.extend(key.id);
    bytes.extend(spot.before);
    bytes.extend(nonce);
    let aad = bound(&event.machine, &bytes);
    let tag = key
        .cipher
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), &aad, &mut text)
        .expect("a short text can be encrypted");
    bytes.extend(text);
    bytes.extend(tag);
    STANDARD_NO_PAD.encode(bytes)
}

/// The hash of a line, without its end.
pub fn hash(line: &str) -> Hash {
    Sha256::digest(line).into()
}

/// What is authenticated with a line: whose it is, and its head without the nonce.
fn bound(machine: &str, head: &[u8]) -> Vec<u8> {
    let mut bound = Vec::with_capacity(machine.len() + 1 + HEAD - NONCE);
    bound.extend(machine.as_bytes());
    bound.push(0);
    bound.extend(&head[..HEAD - NONCE]);
    bound
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// An event.
    Whole(Written),
    /// Written with a key that is not known here.
    Sealed,
    /// Not what anybody wrote.
    Damaged,
}

/// An event that verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it stands.
    pub spot: Spot,
    /// The hash of its line.
    pub hash: Hash,
    /// The event.
    pub event: Arc<Event>,
}

/// The lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// In the file's order.
    pub lines: Vec<Line>,
    /// The end of the last line is missing.
    pub is_torn: bool,
}

/// Reads what one machine wrote in one month.
pub fn read(content: &[u8], machine: &Arc<str>, keys: &[LogKey]) -> Sheet {
    let is_torn = content.last().is_some_and(|last| *last != b'\n');
    let text = content.strip_suffix(b"\n").unwrap_or(content);
    let mut reader = Reader { machine, keys, bytes: Vec::new(), bound: Vec::new() };
    let lines = if content.is_empty() { Vec::new() } else { reader.lines(text) };
    Sheet { lines, is_torn }
}

/// The last line that verifies, in the end of a file; that may begin within a line.
pub fn last(tail: &[u8], machine: &Arc<str>, keys: &[LogKey]) -> Option<Written> {
    let mut reader = Reader { machine, keys, bytes: Vec::new(), bound: Vec::new() };
    tail.rsplit(|byte| *byte == b'\n').find_map(|line| match reader.line(line) {
        Line::Whole(written) => Some(written),
        Line::Sealed | Line::Damaged => None,
    })
}

/// Reads line by line, with buffers that are used again.
struct Reader<'a> {
    machine: &'a Arc<str>,
    keys: &'a [LogKey],
    bytes: Vec<u8>,
    bound: Vec<u8>,
}

impl Reader<'_> {
    fn lines(&mut self, text: &[u8]) -> Vec<Line> {
        let mut lines = Vec::with_capacity(text.len() / 256);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text).chain([text.len()]) {
            lines.push(self.line(&text[start..end]));
            start = end + 1;
        }
        lines
    }

    fn line(&mut self, line: &[u8]) -> Line {
        self.open(line).unwrap_or(Line::Damaged)
    }

    fn open(&mut self, line: &[u8]) -> Option<Line> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        self.bytes.clear();
        STANDARD_NO_PAD.decode_vec(line, &mut self.bytes).ok()?;
        if self.bytes.len() < HEAD + TAG || self.bytes[0] != FORM {
            return None;
        }
        let (head, rest) = self.bytes.split_at_mut(HEAD);
        let Some(key) = self.keys.iter().find(|key| head[1..=KEY_ID] == key.id) else {
            return Some(Line::Sealed);
        };
        self.bound.clear();
        self.bound.extend(self.machine.as_bytes());
        self.bound.push(0);
        self.bound.extend(&head[..HEAD - NONCE]);
        let (nonce, end) = (XNonce::from_slice(&head[HEAD - NONCE..]), rest.len() - TAG);
        let (text, tag) = rest.split_at_mut(end);
        key.cipher
            .decrypt_in_place_detached(nonce, &self.bound, text, Tag::from_slice(tag))
            .ok()?;
        let content: Content<'_> = serde_json::from_slice(text).ok()?;
        let hash: Hash = Sha256::digest(line).into();
        let before = head[1 + KEY_ID..HEAD - NONCE].try_into().ok()?;
        let spot = Spot { number: content.n, place: content.m, before };
        let event = Arc::new(event(content, self.machine));
        Some(Line::Whole(Written { spot, hash, event }))
    }
}

fn event(content: Content<'_>, machine: &Arc<str>) -> Event {
    let id = |text: Option<Cow<'_, str>>| text.and_then(|text| text.parse().ok());
    let thing = id(content.device)
        .map(Thing::Device)
        .or_else(|| id(content.number).map(Thing::Number))
        .or_else(|| id(content.person).map(Thing::Person));
    let (what, detail) = match What::from_word(&content.what) {
        Some(what) => (what, content.detail.into_owned()),
        None => (What::Other, format!("{} {}", content.what, content.detail).trim().to_owned()),
    };
    Event {
        at: Moment::from_millis(content.at),
        machine: Arc::clone(machine),
        who: content.who.into_owned(),
        deed: Deed { what, account: id(content.account), thing, count: content.count, detail },
    }
}
