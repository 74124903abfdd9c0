//! Bitwarden and Bitwarden Authenticator: a JSON object of folders and items, plain or encrypted with a
//! password, or a table (`bitwarden::csv`).
//!
//! [Documented](https://bitwarden.com/help/condition-bitwarden-import/) where it is plain. A vault holds
//! far more than keys: only logins with a key are read, and of those no passwords. What else an item has is
//! in `bitwarden::fields`. A key stands there as an address, which may name other people than the item does, or
//! bare. What only the account that wrote it can open is refused without asking for a password.

mod csv;
mod fields;
mod seal;
mod write;

pub(super) use csv::{is_csv, read_csv};
pub(super) use write::{write_csv, write_json};

use std::borrow::Cow;

use serde_json::Value;

use super::error::Unsupported;
use super::groups::Groups;
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Change, Format, Ignored, ReadError, Reading, Record, Refused, Row, Task};
use crate::model::Catalogue;
use crate::otp::{Material, Parts, Remark, uri};
use crate::secret::Secret;
use fields::{Field, Place, Shown};

const FORMAT: Format = Format::Bitwarden;
/// The type of an item that is a login.
const LOGIN: u64 = 1;
/// Types of fields of one's own: one that shows only dots, and a link to another field, which says nothing.
const HIDDEN: u64 = 1;
const LINK: u64 = 3;

/// Reads a JSON file.
pub(super) fn read(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    if !object.yes("encrypted") {
        return read_items(object);
    }
    if !object.yes("passwordProtected") {
        return Err(ReadError::Unsupported(Unsupported::BitwardenAccount));
    }
    let plain = json::inside(FORMAT, &seal::open(object, task)?)?;
    read_items(plain.as_object().ok_or(ReadError::damaged(FORMAT))?)
}

fn read_items(object: &Object) -> Result<Reading, ReadError> {
    // Folders, or an organisation's collections.
    let [folders, collections] =
        ["folders", "collections"].map(|list| json::rows(FORMAT, object, list));
    let folders = Groups::read(folders?.iter().chain(collections?), "id", "name");
    let platforms = Catalogue::shipped();
    let mut reading = Reading::new(FORMAT);
    for (number, item) in (1..).zip(json::rows(FORMAT, object, "items")?) {
        let Some(object) = item.as_object() else {
            let outcome = Err(Refused::Shape);
            reading.rows.push(Row { number, name: String::new(), outcome });
            continue;
        };
        let none = Object::new();
        let login = object.object("login").unwrap_or(&none);
        if !object.text("deletedDate").is_empty() {
            reading.ignore(Ignored::Trashed, 1);
            continue;
        }
        let own: Vec<_> = object
            .list("fields")
            .iter()
            .filter_map(Value::as_object)
            .filter_map(field_of)
            .collect();
        let key = Place::of(login.text("totp"), &own);
        if object.whole("type") == Some(LOGIN) && key.is_there() {
            let earlier = object.list("passwordHistory").len();
            reading.ignore(Ignored::OldPasswords, earlier);
            let item = item_of(object, login, own, key, &folders);
            item.push(&mut reading, number, &platforms, !login.text("password").is_empty());
            folders.hold()?;
        } else {
            let name = title(&object.text("name"), &login.text("username"));
            let passkeys = login.list("fido2Credentials").len();
            reading.keyless(number, name, &object.text("notes"), Place::names(&own), passkeys);
        }
    }
    Ok(reading)
}

/// A field of one's own; `None` for one that says nothing.
fn field_of(field: &Object) -> Option<Field<'_>> {
    let shown = match field.whole("type") {
        Some(HIDDEN) => Shown::Hidden,
        Some(LINK) => return None,
        _ => Shown::Open,
    };
    Some(Field { name: field.text("name"), value: field.text("value"), shown })
}

/// What an object says, and what is to be told of that.
fn item_of<'a>(
    object: &'a Object,
    login: &'a Object,
    own: Vec<Field<'a>>,
    key: Place<'a>,
    folders: &'a Groups<'_>,
) -> Item<'a> {
    let uris = login.list("uris").iter().filter_map(Value::as_object);
    let mut item = Item {
        addresses: uris.map(|uri| uri.text("uri")).collect(),
        passkeys: login.list("fido2Credentials").len(),
        attachments: object.list("attachments").len(),
        name: object.text("name"),
        username: login.text("username"),
        note: object.text("notes"),
        favourite: object.yes("favorite"),
        ..Item::default()
    };
    item.take(key, own);
    let ids = object.list("collectionIds").iter().map(json::text);
    let ids = [object.text("folderId")].into_iter().chain(ids).filter(|id| !id.is_empty());
    for id in ids {
        match folders.get(&id) {
            Some(name) => item.folders.push(name.into()),
            None => item.changes.push(Change::GroupUnknown),
        }
    }
    item
}

/// A login with a key, from either sort of file.
#[derive(Default)]
struct Item<'a> {
    name: Cow<'a, str>,
    username: Cow<'a, str>,
    key: Cow<'a, str>,
    note: Cow<'a, str>,
    favourite: bool,
    folders: Vec<Cow<'a, str>>,
    recovery: Vec<Secret>,
    /// Fields of one's own that go into the note, a line each.
    lines: Vec<String>,
    /// The names of those that are not taken.
    left: Vec<String>,
    addresses: Vec<Cow<'a, str>>,
    /// How many there are.
    passkeys: usize,
    attachments: usize,
    /// What is to be told of it.
    changes: Vec<Change>,
}

impl Item<'_> {
    /// Adds what it says to a reading.
    fn push(mut self, reading: &mut Reading, number: usize, platforms: &Catalogue, password: bool) {
        reading.ignore(Ignored::Passwords, usize::from(password));
        let name = title(&self.name, &self.username);
        let addresses = std::mem::take(&mut self.addresses);
        let mut changes = std::mem::take(&mut self.changes);
        let names = std::mem::take(&mut self.left);
        changes.extend((!names.is_empty()).then_some(Change::FieldsLeft { names }));
        let (passkeys, attachments) = (self.passkeys, self.attachments);
        changes.extend((passkeys > 0).then_some(Change::PasskeysLeft { count: passkeys }));
        let attached = Change::AttachmentsLeft { count: attachments };
        changes.extend((attachments > 0).then_some(attached));
        let outcome = self.record().map(|mut record| {
            record.changes.extend(changes);
            fields::visit(&mut record, &addresses, platforms);
            Box::new(record)
        });
        reading.rows.push(Row { number, name, outcome });
    }

    fn record(self) -> Result<Record, Refused> {
        let (name, username) = (self.name.trim(), self.username.trim());
        let key = self.key.trim();
        let mut record = if key.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("steam://")) {
            // It has a key and no names.
            let address = uri::parse(key)?;
            let issuer = if name.is_empty() { address.issuer.clone() } else { name.to_owned() };
            Record { issuer, login: username.to_owned(), ..Record::from(address) }
        } else if key.contains(':') {
            let mut record = Record::from(uri::parse(key)?);
            beside(&mut record, name, username);
            record
        } else {
            Record::new(name, username, Parts { secret: Material::Text(key), ..Parts::default() })?
        };
        if !self.note.is_empty() {
            let own = std::mem::replace(&mut record.note, self.note.into_owned());
            if !own.is_empty() {
                record.annotate(&own);
            }
        }
        self.lines.iter().for_each(|line| record.annotate(line));
        record.favourite |= self.favourite;
        record.group_all(self.folders.iter().map(AsRef::as_ref));
        record.recovery = self.recovery;
        Ok(record)
    }
}

/// The names beside an address: instead of those it lacks, and else in the note where they differ.
fn beside(record: &mut Record, name: &str, username: &str) {
    let mut differ = Vec::new();
    let pairs = [(&mut record.issuer, name, "name"), (&mut record.login, username, "username")];
    for (own, other, what) in pairs {
        if own.is_empty() {
            other.clone_into(own);
        } else if !other.is_empty() && own.to_lowercase() != other.to_lowercase() {
            differ.push([what, ": ", other].concat());
        }
    }
    if !differ.is_empty() {
        record.annotate(&differ.join("\n"));
        record.changes.push(Change::IssuerInNote);
    }
    if !record.issuer.is_empty() || !record.login.is_empty() {
        record.changes.retain(|change| *change != Change::Key(Remark::NoName));
    }
}

#[cfg(test)]
mod tests;
