//! Aegis: a JSON object, whose database is an object where it is plain, and else one long text.
//!
//! [Documented](https://github.com/beemdevelopment/Aegis/blob/master/docs/vault.md) by the project.
//! The content is encrypted with a random key, and that key once for every password, fingerprint and
//! the like, in slots: so a wrong password and a damaged content can be told apart. The key of an
//! mOTP entry is kept as the bytes behind its hexadecimal text.

mod write;

pub(super) use write::{write, write_plain};

use serde_json::Value;
use zeroize::Zeroizing;

use super::crypt::{self, DerivedKey};
use super::error::{Limit, Measure, Unsupported};
use super::groups::Groups;
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Change, Format, Ignored, ReadError, Reading, Record, Refused, Task, text};
use crate::otp::{Material, Parts, Refusal, Sort, motp};
use crate::secret::Secret;

const FORMAT: Format = Format::Aegis;
/// The newest version of the file that is known, and that of its content.
const FILE: u64 = 1;
const CONTENT: u64 = 3;
/// The type of a slot that a password opens.
const PASSWORD_SLOT: u64 = 1;
/// Most password slots that are tried: each costs a key derivation, and people have one or two.
const MOST_SLOTS: u64 = 16;
/// The longest password that every version of Aegis takes alike, in bytes.
const PLAIN_PASSWORD: usize = 64;

/// Reads a file.
pub(super) fn read(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    json::version(FORMAT, object, "version", FILE)?;
    let header = object.object("header").filter(|h| h.has("slots") || h.has("params"));
    match (header, object.get("db")) {
        (None, Some(Value::Object(content))) => read_content(content),
        (Some(header), Some(Value::String(sealed))) => {
            let content = unseal(header, sealed, task)?;
            let content = json::inside(FORMAT, &content)?;
            read_content(content.as_object().ok_or(ReadError::damaged(FORMAT))?)
        }
        _ => Err(ReadError::damaged(FORMAT)),
    }
}

/// The content of an encrypted file.
fn unseal(header: &Object, text: &str, task: &mut Task<'_>) -> Result<crypt::Plain, ReadError> {
    let damaged = ReadError::damaged(FORMAT);
    let slots = json::rows(FORMAT, header, "slots")?;
    let params = header.object("params").ok_or(damaged.clone())?;
    let nonce = hex(params, "nonce")?;
    let mut sealed = text::base64(text).ok_or(damaged.clone())?;
    sealed.extend_from_slice(&hex(params, "tag")?);
    let master = open(slots, task)?;
    crypt::aes_gcm(&master, &nonce, &[], &sealed).ok_or(damaged)
}

/// The key of the content, from the first slot that opens.
fn open(slots: &[Value], task: &mut Task<'_>) -> Result<DerivedKey, ReadError> {
    let slots: Vec<&Object> = slots
        .iter()
        .filter_map(Value::as_object)
        .filter(|slot| slot.whole("type") == Some(PASSWORD_SLOT))
        .collect();
    if slots.is_empty() {
        return Err(ReadError::Unsupported(Unsupported::AegisNoPassword));
    }
    Limit::hold(Measure::Slots, slots.len() as u64, MOST_SLOTS)?;
    let password = task.password(FORMAT)?;
    let long = password.expose().len() > PLAIN_PASSWORD;
    let old = long && slots.iter().any(|slot| !slot.yes("repaired"));
    let mut tried = false;
    let mut untried = None;
    for slot in slots {
        match open_slot(slot, &password, task) {
            Ok(Some(master)) => return Ok(master),
            Ok(None) => tried = true,
            // What could not be tried may be the slot that the password belongs to.
            Err(error) => untried = Some(error),
        }
    }
    // A wrong password and a slot with a bit changed look alike.
    let wrong = ReadError::WrongOrDamaged(FORMAT);
    Err(match untried {
        Some(ReadError::Damaged { .. }) if tried => wrong,
        Some(error) => error,
        None if old => ReadError::WrongOrOldSlot,
        None => wrong,
    })
}

/// The key in a slot; `None` when the password is not this slot's.
fn open_slot(
    slot: &Object,
    password: &Secret,
    task: &mut Task<'_>,
) -> Result<Option<DerivedKey>, ReadError> {
    let damaged = ReadError::damaged(FORMAT);
    let params = slot.object("key_params").ok_or(damaged.clone())?;
    let (nonce, salt) = (hex(params, "nonce")?, hex(slot, "salt")?);
    let sealed = Zeroizing::new([hex(slot, "key")?.as_slice(), &hex(params, "tag")?].concat());
    let [Some(n), Some(r), Some(p)] = ["n", "r", "p"].map(|name| slot.whole(name)) else {
        return Err(damaged);
    };
    let key = crypt::scrypt(task, password, &salt, [n, r, p])?;
    let master = crypt::aes_gcm(&key, &nonce, &[], &sealed);
    Ok(master.and_then(|master| <[u8; 32]>::try_from(master.as_slice()).ok()).map(Zeroizing::new))
}

fn hex(object: &Object, name: &str) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let bytes = text::hex(&object.text(name)).filter(|bytes| !bytes.is_empty());
    bytes.ok_or(ReadError::damaged(FORMAT))
}

fn read_content(content: &Object) -> Result<Reading, ReadError> {
    json::version(FORMAT, content, "version", CONTENT)?;
    let groups = Groups::read(json::rows(FORMAT, content, "groups")?, "uuid", "name");
    let mut reading = Reading::new(FORMAT);
    for entry in json::rows(FORMAT, content, "entries")? {
        let Some(entry) = entry.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        reading.ignore(Ignored::Icons, usize::from(!entry.text("icon").is_empty()));
        let name = title(&entry.text("issuer"), &entry.text("name"));
        reading.push(name, read_entry(entry, &groups));
        groups.hold()?;
    }
    Ok(reading)
}

fn read_entry(entry: &Object, groups: &Groups<'_>) -> Result<Record, Refused> {
    let none = Object::new();
    let info = entry.object("info").unwrap_or(&none);
    let kind = entry.text("type");
    let sort = Sort::guess(&kind).ok_or_else(|| Refusal::unknown_type(&kind))?;
    let secret = info.text("secret");
    let algorithm = info.text("algo");
    let mended = matches!(sort, Sort::Totp | Sort::Hotp) && algorithm.eq_ignore_ascii_case("md5");
    let pin = info.text("pin");
    let parts = Parts {
        sort,
        secret: match sort {
            Sort::Motp => Material::Bytes(motp::key_of_bytes(text::base32(&secret)?.expose())),
            _ => Material::Text(&secret),
        },
        algorithm: if mended { "SHA1".into() } else { algorithm },
        digits: info.text("digits"),
        period: info.text("period"),
        counter: info.text("counter"),
        pin: (!pin.is_empty()).then(|| Secret::from_text(pin.into_owned())),
    };
    let mut record = Record::new(entry.text("issuer"), entry.text("name"), parts)?;
    if mended {
        record.changes.push(Change::HashMended);
    }
    record.note = entry.text("note").into_owned();
    record.favourite = entry.yes("favorite");
    if entry.has("groups") {
        let names = entry.list("groups").iter().map(|id| groups.get(&json::text(id)));
        let unknown = names.clone().filter(Option::is_none).map(|_| Change::GroupUnknown);
        record.changes.extend(unknown);
        record.group_all(names.flatten());
    } else {
        record.group(&entry.text("group"));
    }
    Ok(record)
}

#[cfg(test)]
mod tests;
