//! The writer: schema 4, encrypted, with everything in it that the app of either sort of phone insists
//! on.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::super::write::{Ids, Outgoing, Random, draw, ids};
use super::super::{Ask, Task, crypt, text};
use super::{NAMELESS, ROUNDS, SCHEMA};
use crate::otp::{Kind, base32};
use crate::secret::Secret;

/// What the app encrypts beside the services, to tell a wrong password by.
const REFERENCE: &str = "\
    tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3mkISXE0lWbmnWfggogbBJhtYgpK6fMl1D6mtsy92\
    R3HkdGfwuXbzLebqVFJsR7IZ2w58t938iymwG4824igYy1wi6n2WDpO1Q1P69zwJGs2F5a1qP4MyIiDSD7NCV2Ov\
    idXQCBnDlGfmz0f1BQySRkkt4ryiJeCjD2o4QsveJ9uDBUn8ELyOrESv5R5DMDkD4iAF8TXU7KyoJujd";
/// The version that this file could be of, and its number.
const VERSION: (u64, &str) = (5_000_035, "5.5.3");
/// The icon of a service that has none.
const ICON: &str = "a5b3fb65-4ec5-43e6-8ec1-49e24ca9e7ad";
/// The most characters of a name in the app.
const LONGEST_NAME: usize = 30;
/// Bytes of the salt, as on Android.
const SALT: usize = 256;
/// When everything was changed last. The app wants to be told, and nothing is older than this.
const CHANGED: u64 = 0;

/// Writes an encrypted backup of 2FAS.
///
/// Apps on iPhones take passwords in ASCII only.
pub fn write(accounts: &[Outgoing<'_>], password: &Secret, random: Random<'_>) -> Vec<u8> {
    let ids = ids(accounts, 1, random);
    let services: Vec<Value> = accounts
        .iter()
        .enumerate()
        .map(|(position, account)| service(position, account, &ids))
        .collect();
    let services = Zeroizing::new(Value::from(services).to_string());
    let salt = draw::<SALT>(random);
    let key = derive(password, salt.as_slice());
    let mut seal = |plain: &str| {
        let nonce = draw::<12>(random);
        let sealed = crypt::seal_aes_gcm(&key, &nonce, plain.as_bytes());
        [&sealed, salt.as_slice(), nonce.as_slice()].map(text::to_base64).join(":")
    };
    let (services, reference) = (seal(&services), seal(REFERENCE));
    let groups: Vec<Value> = ids
        .iter()
        .map(|(name, id)| json!({ "id": id, "name": name, "isExpanded": true, "updatedAt": CHANGED }))
        .collect();
    let file = json!({
        "services": [],
        "groups": groups,
        "updatedAt": CHANGED,
        "schemaVersion": SCHEMA,
        "appVersionCode": VERSION.0,
        "appVersionName": VERSION.1,
        "appOrigin": "android",
        "servicesEncrypted": services,
        "reference": reference,
    });
    file.to_string().into_bytes()
}

fn derive(password: &Secret, salt: &[u8]) -> crypt::DerivedKey {
    let mut quiet = |_| {};
    let mut task = Task::new(Ask::default(), &mut quiet);
    let mut key = crypt::DerivedKey::default();
    let password = password.expose();
    crypt::pbkdf2(&mut task, crypt::Hash::Sha256, password, salt, ROUNDS, key.as_mut())
        .expect("so many rounds are within the limit");
    key
}

/// What the app shows of a service without an icon: two letters of its name.
pub(super) fn icon(name: &str) -> Value {
    let label: String = name.chars().take(2).flat_map(char::to_uppercase).collect();
    json!({
        "selected": "Label",
        "label": { "text": label, "backgroundColor": "LightBlue" },
        "iconCollection": { "id": ICON },
    })
}

fn service(position: usize, account: &Outgoing<'_>, ids: &Ids<'_>) -> Value {
    let key = account.key;
    let name: String = match account.issuer {
        "" => NAMELESS.into(),
        issuer => issuer.chars().take(LONGEST_NAME).collect(),
    };
    let filled = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    let counter = if let Kind::Hotp { counter } = key.kind() { Some(counter) } else { None };
    json!({
        "name": name,
        "secret": base32::encode(key.secret()).as_str(),
        "serviceTypeID": null,
        "updatedAt": CHANGED,
        "otp": {
            "link": null,
            "label": filled(account.login),
            "account": filled(account.login),
            "issuer": filled(account.issuer),
            "digits": key.digits(),
            "period": key.period(),
            "algorithm": key.algorithm().word().to_ascii_uppercase(),
            "counter": counter,
            "tokenType": key.kind().word().to_ascii_uppercase(),
            "source": "Manual",
        },
        "order": { "position": position },
        "badge": null,
        "icon": icon(&name),
        "groupId": account.groups.first().and_then(|group| ids.get(group.as_str())),
    })
}
