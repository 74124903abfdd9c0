//! The writers: logins with a key, and nothing else that a vault has room for.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::super::write::{Ids, Outgoing, Random, ids, pretty, uuid};
use super::LOGIN;
use crate::otp::{Kind, base32, uri};

/// The name of an item that has none; as Bitwarden's own importers write it, which refuses a file
/// over an empty one.
const NAMELESS: &str = "--";
const HEADINGS: [&str; 11] = [
    "folder",
    "favorite",
    "type",
    "name",
    "notes",
    "fields",
    "reprompt",
    "login_uri",
    "login_username",
    "login_password",
    "login_totp",
];

/// Writes a plain vault of Bitwarden in JSON.
pub fn write_json(accounts: &[Outgoing<'_>], random: Random<'_>) -> Vec<u8> {
    let ids = ids(accounts, 1, random);
    let items: Vec<Value> = accounts.iter().map(|account| item(account, &ids, random)).collect();
    let folders: Vec<Value> =
        ids.iter().map(|(name, id)| json!({ "id": id, "name": name })).collect();
    let file = json!({ "encrypted": false, "folders": folders, "items": items });
    pretty(&file)
}

/// Writes a vault of Bitwarden as a table.
pub fn write_csv(accounts: &[Outgoing<'_>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut write = |row: [&str; 11]| writer.write_record(row).expect("rows of one length");
    write(HEADINGS);
    for account in accounts {
        let folder = account.groups.first().map_or("", String::as_str);
        let favourite = if account.favourite { "1" } else { "" };
        let (name, note, login, key) = (name(account), account.note, account.login, key(account));
        write([folder, favourite, "login", name, note, "", "0", account.sign_in, login, "", &key]);
    }
    writer.into_inner().expect("memory takes everything")
}

/// What an item is called.
fn name<'a>(account: &Outgoing<'a>) -> &'a str {
    let names = [account.issuer, account.login];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or(NAMELESS)
}

/// A key as Bitwarden takes it.
fn key(account: &Outgoing<'_>) -> Zeroizing<String> {
    if account.key.kind() != Kind::Steam {
        return uri::format(account.issuer, account.login, account.key);
    }
    Zeroizing::new(["steam://", base32::encode(account.key.secret()).as_str()].concat())
}

/// The pages that it is for: with them Bitwarden finds it where one signs in.
fn uris(account: &Outgoing<'_>) -> Vec<Value> {
    let page = Some(account.sign_in).filter(|page| !page.is_empty());
    page.map(|page| json!({ "match": null, "uri": page })).into_iter().collect()
}

fn item(account: &Outgoing<'_>, ids: &Ids<'_>, random: Random<'_>) -> Value {
    let filled = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    json!({
        "id": uuid(random),
        "organizationId": null,
        "folderId": account.groups.first().and_then(|group| ids.get(group.as_str())),
        "collectionIds": null,
        "type": LOGIN,
        "reprompt": 0,
        "name": name(account),
        "notes": filled(account.note),
        "favorite": account.favourite,
        "fields": [],
        "login": {
            "uris": uris(account),
            "username": filled(account.login),
            "password": null,
            "totp": key(account).as_str(),
        },
    })
}
