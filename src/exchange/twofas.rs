//! 2FAS: a JSON object with a list of services, or with that list encrypted in a text beside the
//! groups, which stay readable. Four versions; Android and iPhones differ in the length of the salt
//! and in what they keep of the address a key came in.
//!
//! Not documented but by [the app's sources](https://github.com/twofas/2fas-android). What is shown
//! is a name that the app cuts at 30 characters, beside the issuer that the key came with. A text that
//! everybody knows is encrypted as well, so that a wrong password can be told from a damaged list.

mod write;

pub(super) use write::write;

use std::borrow::Cow;

use serde_json::Value;

use super::crypt::{self, DerivedKey, Hash, Plain};
use super::groups::Groups;
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Change, Format, Ignored, ReadError, Reading, Record, Refused, Task, text};
use crate::otp::{Material, Parts, Refusal, Sort};

const FORMAT: Format = Format::TwoFas;
/// The newest schema that is known.
const SCHEMA: u64 = 4;
/// The first schema that says what kind of key it is.
const WITH_KIND: u64 = 3;
/// Rounds of PBKDF2 in every version.
const ROUNDS: u64 = 10_000;
/// The name of a service that has none.
const NAMELESS: &str = "Unknown";

/// Reads a file.
pub(super) fn read(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    json::version(FORMAT, object, "schemaVersion", SCHEMA)?;
    let sealed = object.text("servicesEncrypted");
    if sealed.is_empty() {
        return read_services(object, json::rows(FORMAT, object, "services")?);
    }
    let services = unseal(&sealed, &object.text("reference"), task)?;
    let services = json::inside(FORMAT, &services)?;
    let services = services.as_array().ok_or(ReadError::damaged(FORMAT))?;
    read_services(object, json::list(services)?)
}

/// A text with what is needed to open it.
struct Sealed {
    text: Plain,
    salt: Plain,
    nonce: Plain,
}

impl Sealed {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(':').map(text::base64);
        let (text, salt, nonce) = (parts.next()??, parts.next()??, parts.next()??);
        (parts.next().is_none() && nonce.len() == 12).then_some(Self { text, salt, nonce })
    }

    fn open(&self, key: &DerivedKey) -> Option<Plain> {
        crypt::aes_gcm(key, &self.nonce, &[], &self.text)
    }
}

/// The list of services.
fn unseal(sealed: &str, reference: &str, task: &mut Task<'_>) -> Result<Plain, ReadError> {
    let sealed = Sealed::read(sealed).ok_or(ReadError::damaged(FORMAT))?;
    let password = task.password(FORMAT)?;
    let mut derive = |salt: &[u8]| {
        let mut key = DerivedKey::default();
        crypt::pbkdf2(task, Hash::Sha256, password.expose(), salt, ROUNDS, key.as_mut())?;
        Ok(key)
    };
    let key = derive(&sealed.salt)?;
    if let Some(services) = sealed.open(&key) {
        return Ok(services);
    }
    let Some(reference) = Sealed::read(reference) else {
        return Err(ReadError::WrongOrDamaged(FORMAT));
    };
    let key = if reference.salt == sealed.salt { key } else { derive(&reference.salt)? };
    match reference.open(&key) {
        Some(_) => Err(ReadError::damaged(FORMAT)),
        None => Err(ReadError::WrongPassword),
    }
}

fn read_services(object: &Object, services: &[Value]) -> Result<Reading, ReadError> {
    let groups = Groups::read(json::rows(FORMAT, object, "groups")?, "id", "name");
    let schema = object.whole("schemaVersion").unwrap_or(1);
    let mut services: Vec<&Value> = services.iter().collect();
    services.sort_by_key(|service| position(service).unwrap_or(u64::MAX));
    let mut reading = Reading::new(FORMAT);
    for service in services {
        let Some(service) = service.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        reading.ignore(Ignored::Icons, usize::from(has_icon(service)));
        let none = Object::new();
        let otp = service.object("otp").unwrap_or(&none);
        let names = Names::read(service, otp);
        let name = title(&names.issuer, &names.login);
        reading.push(name, read_service(service, otp, names, schema, &groups));
        groups.hold()?;
    }
    Ok(reading)
}

/// Whether somebody gave a service an icon. The one that stands in our own files for none is nobody's.
fn has_icon(service: &Object) -> bool {
    service.has("icon") && service.get("icon") != Some(&write::icon(&service.text("name")))
}

/// Where a service stands in the app's list.
fn position(service: &Value) -> Option<u64> {
    service.as_object()?.object("order")?.whole("position")
}

fn read_service(
    service: &Object,
    otp: &Object,
    names: Names<'_>,
    schema: u64,
    groups: &Groups<'_>,
) -> Result<Record, Refused> {
    let kind = otp.text("tokenType");
    let sort = match Sort::guess(&kind) {
        Some(sort @ (Sort::Totp | Sort::Hotp | Sort::Steam)) => sort,
        None if kind.trim().is_empty() => Sort::Totp,
        _ => return Err(Refusal::unknown_type(&kind).into()),
    };
    let secret = service.text("secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm: otp.text("algorithm"),
        digits: otp.text("digits"),
        period: otp.text("period"),
        counter: otp.text("counter"),
        pin: None,
    };
    let mut record = Record::new(names.issuer, names.login, parts)?;
    if schema < WITH_KIND && kind.trim().is_empty() {
        record.changes.push(Change::KindAssumed);
    }
    if let Some(issuer) = names.other_issuer {
        record.annotate(&format!("issuer: {issuer}"));
        record.changes.push(Change::IssuerInNote);
    }
    let group = service.text("groupId");
    match groups.get(&group) {
        Some(name) => record.group(name),
        None if group.is_empty() => {}
        None => record.changes.push(Change::GroupUnknown),
    }
    Ok(record)
}

/// Who and what a key is for.
struct Names<'a> {
    issuer: Cow<'a, str>,
    login: Cow<'a, str>,
    /// The issuer of the key, where another name is shown.
    other_issuer: Option<String>,
}

impl<'a> Names<'a> {
    fn read(service: &'a Object, otp: &'a Object) -> Self {
        let (shown, original) = (service.text("name"), otp.text("issuer"));
        let (name, own) = (shown.trim(), original.trim());
        let (issuer, other_issuer) = if own.is_empty() {
            (if name == NAMELESS { "".into() } else { shown }, None)
        } else if own.starts_with(name) {
            (original, None)
        } else {
            let own = own.to_owned();
            (shown, Some(own))
        };
        let account = otp.text("account");
        let login =
            if account.is_empty() { after(otp.text("label"), issuer.trim()) } else { account };
        Self { issuer, login, other_issuer }
    }
}

/// The login in a label that may begin with the issuer or be nothing else.
fn after<'a>(label: Cow<'a, str>, issuer: &str) -> Cow<'a, str> {
    let rest = label.strip_prefix(issuer).and_then(|rest| rest.strip_prefix(':'));
    match rest.or_else(|| label.split_once(':').map(|(_, rest)| rest)) {
        Some(login) => Cow::Owned(login.to_owned()),
        None if label.trim() == issuer => "".into(),
        None => label,
    }
}

#[cfg(test)]
mod tests;
