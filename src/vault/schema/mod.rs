//! The records of the file, apart from the model so that each can change on its own.
//!
//! ```text
//!   keyrack-vault 5 1 5          first line: format, least format of a reader, of a writer
//!   ( vault: "…", …              RON, one entry a line
//! ```
//!
//! Pure. Reading goes over the text once, straight into the model. Only when something in it makes
//! no sense is it read a second time, entry by entry, so that the one bad entry is put aside as it
//! stands and the rest still opens.
//!
//! | format | what came |
//! | --- | --- |
//! | 1 | accounts, devices, numbers, people |
//! | 2 | key copies, recovery codes, users, kinds and days of things; snoozes, losses, platforms |
//! | 3 | keys with a PIN: mOTP, Yandex |
//! | 4 | conflicts |
//! | 5 | members: who, what for, since when; who was removed; what a removed member saw; keys of accounts that are gone |
//!
//! Formats 2 to 5 only added fields and words, so a body of an older one is one of format 5. A step
//! that is more than that belongs between [`first_line`] and [`load`]: a function from a body of format *n* to one of
//! format *n* + 1.

mod accounts;
mod conflicts;
mod fields;
mod head;
mod platforms;
mod records;
mod things;
mod upkeep;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::marker::PhantomData;

use ron::ser::PrettyConfig;
use ron::value::RawValue;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeSeq as _;
use serde::{Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use self::fields::{Field, Fields, Read};
pub(super) use self::head::Head;
use self::head::HeadRecord;
pub use self::head::{Member, MemberKind, Removed};
use self::records::{Document, Entry, Names};
use super::{Access, FORMAT, OpenError};
use crate::model::{
    Account, Book, Device, GoneKey, Homes, List, Loss, Number, Person, Platform, Quarantined,
    Reason, Snooze,
};
use crate::secret::Secret;

/// The least format of a reader: what came since leaves the rest as it was, and a reader of format 1
/// skips what it does not know.
const READER: u32 = 1;

/// The first word of a vault.
const MAGIC: &str = "keyrack-vault";

/// The most entries that room is made for before they have been seen.
const MOST_ROOM: usize = 1 << 14;

/// Every list read straight into the model.
type Plain<'a, const STRICT: bool> = Document<
    'a,
    STRICT,
    Known<Account, STRICT>,
    Known<Device, STRICT>,
    Known<Number, STRICT>,
    Known<Person, STRICT>,
    Known<Snooze, STRICT>,
    Known<Loss, STRICT>,
    Known<GoneKey, STRICT>,
    Known<Platform, STRICT>,
>;

/// Every list cut into entries that nobody has looked into yet.
type Raw<'a, const STRICT: bool> = Document<
    'a,
    STRICT,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
    Vec<&'a RawValue>,
>;

/// Reads the decrypted content of a vault.
pub(super) fn read(plain: &[u8]) -> Result<(Head, Book, Access), OpenError> {
    let ([format, reader, writer], body) = first_line(plain)?;
    if reader > FORMAT {
        return Err(OpenError::TooNew { format });
    }
    let body = std::str::from_utf8(body).map_err(|error| {
        let valid = String::from_utf8_lossy(&body[..error.valid_up_to()]);
        let line = valid.split('\n').count();
        let last = valid.rsplit('\n').next().unwrap_or_default();
        OpenError::Unreadable { line: line + 1, column: last.chars().count() + 1 }
    })?;
    if writer > FORMAT {
        let (head, book) = load::<false>(body)?;
        return Ok((head, book, Access::NewerFormat { format }));
    }
    let (head, book) = load::<true>(body)?;
    Ok((head, book, Access::ReadWrite))
}

/// Writes what [`read`] reads. Fails only for a quarantined text that is no RON.
pub(super) fn write(head: &Head, book: &Book) -> Result<Zeroizing<String>, ron::Error> {
    let head = HeadRecord::of(head);
    let document: Document<'_, true, _, _, _, _, _, _, _, _> = Document {
        vault: head.vault,
        former: head.former,
        revision: head.revision,
        recipients: head.recipients,
        removed: head.removed,
        accounts: Listing::new(&book.accounts, book)?,
        devices: Listing::new(&book.devices, book)?,
        numbers: Listing::new(&book.numbers, book)?,
        people: Listing::new(&book.people, book)?,
        snoozes: Listing::new(&book.snoozes, book)?,
        losses: Listing::new(&book.losses, book)?,
        gone: Listing::new(&book.gone, book)?,
        platforms: Listing::new(&book.platforms, book)?,
        life: PhantomData,
    };
    // Room for everything at once: a text that grows leaves copies of itself behind.
    let quarantined: usize = book.quarantine.iter().map(|entry| entry.raw.expose().len()).sum();
    let room = 256 * (16 + book.accounts.len() + book.devices.len()) + quarantined;
    let mut text = Zeroizing::new(String::with_capacity(room));
    writeln!(text, "{MAGIC} {FORMAT} {READER} {FORMAT}")?;
    let layout = PrettyConfig::new().depth_limit(2).indentor("").new_line("\n");
    ron::Options::default().to_writer_pretty(&mut *text, &document, layout)?;
    text.push('\n');
    Ok(text)
}

/// Whether a text begins as a vault does.
pub(super) fn is_one(plain: &[u8]) -> bool {
    let rest = plain.strip_prefix(MAGIC.as_bytes());
    rest.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
}

/// Format, least format of a reader, least format of a writer; and what follows.
fn first_line(plain: &[u8]) -> Result<([u32; 3], &[u8]), OpenError> {
    let end = plain.iter().take(128).position(|byte| *byte == b'\n').ok_or(OpenError::NotAVault)?;
    let (line, body) = plain.split_at(end);
    let line = std::str::from_utf8(line).map_err(|_| OpenError::NotAVault)?;
    let mut words = line.split_ascii_whitespace();
    if words.next() != Some(MAGIC) {
        return Err(OpenError::NotAVault);
    }
    let mut versions = [0; 3];
    for version in &mut versions {
        *version = words.next().and_then(|word| word.parse().ok()).ok_or(OpenError::NotAVault)?;
    }
    Ok((versions, &body[1..]))
}

fn load<const STRICT: bool>(body: &str) -> Result<(Head, Book), OpenError> {
    // One entry a line: reserving that much saves moving them all again and again.
    let room = body.bytes().filter(|byte| *byte == b'\n').count().min(MOST_ROOM);
    let plain = Fields::<Plain<'_, STRICT>>::new(room);
    if let Ok(mut document) = ron::Options::default().from_str_seed(body, plain)
        && document.accounts.ids_differ()
        && document.devices.ids_differ()
        && document.numbers.ids_differ()
        && document.people.ids_differ()
        && document.snoozes.ids_differ()
        && document.losses.ids_differ()
        && document.gone.ids_differ()
        && document.platforms.ids_differ()
    {
        let head = HeadRecord::take(&mut document);
        let book = Book {
            accounts: document.accounts.0,
            devices: document.devices.0,
            numbers: document.numbers.0,
            people: document.people.0,
            snoozes: document.snoozes.0,
            losses: document.losses.0,
            gone: document.gone.0,
            platforms: document.platforms.0,
            quarantine: Vec::new(),
            homes: Homes::default(),
        };
        return Ok((head.read()?, book));
    }
    let mut document: Raw<'_, STRICT> = ron::from_str(body).map_err(|error| {
        OpenError::Unreadable { line: error.span.start.line + 1, column: error.span.start.col }
    })?;
    let head = HeadRecord::take(&mut document);
    let mut quarantine = Vec::new();
    let book = Book {
        accounts: sort_out::<_, STRICT>(&document.accounts, &mut quarantine),
        devices: sort_out::<_, STRICT>(&document.devices, &mut quarantine),
        numbers: sort_out::<_, STRICT>(&document.numbers, &mut quarantine),
        people: sort_out::<_, STRICT>(&document.people, &mut quarantine),
        snoozes: sort_out::<_, STRICT>(&document.snoozes, &mut quarantine),
        losses: sort_out::<_, STRICT>(&document.losses, &mut quarantine),
        gone: sort_out::<_, STRICT>(&document.gone, &mut quarantine),
        platforms: sort_out::<_, STRICT>(&document.platforms, &mut quarantine),
        quarantine,
        homes: Homes::default(),
    };
    Ok((head.read()?, book))
}

/// The entries of a list that make sense; the others go to the quarantine.
fn sort_out<T: Entry, const STRICT: bool>(
    entries: &[&RawValue],
    quarantine: &mut Vec<Quarantined>,
) -> Vec<T> {
    let mut known = Vec::with_capacity(entries.len());
    let mut ids = HashSet::with_capacity(entries.len());
    for entry in entries {
        let read = match ron::from_str::<T::Record<'_, STRICT>>(entry.get_ron()) {
            Ok(record) => T::read(record),
            Err(error) => Err(match error.code {
                ron::Error::NoSuchStructField { .. } => Reason::UnknownField,
                _ => Reason::Shape,
            }),
        };
        match read {
            Ok(entry) if ids.insert(entry.id()) => known.push(entry),
            read => quarantine.push(Quarantined {
                list: T::LIST,
                raw: Secret::from_text(entry.get_ron().to_owned()),
                title: ron::from_str::<Names<'_, false>>(entry.get_ron())
                    .map(Names::title)
                    .unwrap_or_default(),
                reason: read.err().unwrap_or(Reason::Duplicate),
            }),
        }
    }
    known
}

/// A list in which every entry makes sense; one that does not is an error.
struct Known<T, const STRICT: bool>(Vec<T>);

impl<T, const STRICT: bool> Default for Known<T, STRICT> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Entry, const STRICT: bool> Known<T, STRICT> {
    fn ids_differ(&self) -> bool {
        // Entries mostly stand in the order they were made in, and ids sort by creation.
        if self.0.is_sorted_by(|a, b| a.id() < b.id()) {
            return true;
        }
        let mut ids = HashSet::with_capacity(self.0.len());
        self.0.iter().all(|entry| ids.insert(entry.id()))
    }
}

impl<'de, T: Entry, const STRICT: bool> Read<'de> for Known<T, STRICT> {
    fn read<M: MapAccess<'de>>(map: &mut M, room: usize) -> Result<Self, M::Error> {
        // The others are short, and what is reserved for nothing is wiped for nothing.
        map.next_value_seed(Entries {
            room: if T::LIST == List::Accounts { room } else { 0 },
            known: PhantomData,
        })
    }
}

/// Reads a [`Known`] list.
struct Entries<T, const STRICT: bool> {
    room: usize,
    known: PhantomData<T>,
}

impl<'de, T: Entry, const STRICT: bool> DeserializeSeed<'de> for Entries<T, STRICT> {
    type Value = Known<T, STRICT>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Entry, const STRICT: bool> Visitor<'de> for Entries<T, STRICT> {
    type Value = Known<T, STRICT>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut entries = Vec::with_capacity(self.room);
        while let Some(record) = seq.next_element::<T::Record<'de, STRICT>>()? {
            entries.push(T::read(record).map_err(|_| S::Error::custom("no sense"))?);
        }
        Ok(Known(entries))
    }
}

/// A list on its way into the file: entries of the model, then what is in quarantine.
struct Listing<'a, T> {
    known: &'a [T],
    raw: Vec<&'a RawValue>,
}

impl<'a, T: Entry> Listing<'a, T> {
    fn new(known: &'a [T], book: &'a Book) -> Result<Self, ron::Error> {
        let raw = book
            .quarantine
            .iter()
            .filter(|entry| entry.list == T::LIST)
            .map(|entry| {
                let text = entry.raw.expose_text().ok_or(ron::Error::ExpectedRawValue)?;
                RawValue::from_ron(text).map_err(|error| error.code)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { known, raw })
    }
}

impl<T> Field for Listing<'_, T> {
    fn is_blank(&self) -> bool {
        self.known.is_empty() && self.raw.is_empty()
    }
}

impl<T: Entry> Serialize for Listing<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.known.len() + self.raw.len()))?;
        for entry in self.known {
            list.serialize_element(&entry.record())?;
        }
        for entry in &self.raw {
            list.serialize_element(entry)?;
        }
        list.end()
    }
}
