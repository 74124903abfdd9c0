//! The writer: version 3 of the content in version 1 of the file, as Aegis itself exports it.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::super::write::{
    Ids, NoMemory, Outgoing, Random, draw, ids, motp_bytes, pin, pretty, uuid,
};
use super::super::{Ask, Task, crypt, text};
use super::{CONTENT, FILE, PASSWORD_SLOT};
use crate::otp::{Kind, base32};
use crate::secret::Secret;

/// What Aegis itself asks of scrypt: N, r, p. 32 MiB.
const COST: [u64; 3] = [1 << 15, 8, 1];

/// Bytes of a tag.
const TAG: usize = 16;

/// Writes an encrypted vault of Aegis.
pub fn write(
    accounts: &[Outgoing<'_>],
    password: &Secret,
    random: Random<'_>,
) -> Result<Vec<u8>, NoMemory> {
    write_at(COST, accounts, password, random)
}

/// The same at another cost.
pub(super) fn write_at(
    cost: [u64; 3],
    accounts: &[Outgoing<'_>],
    password: &Secret,
    random: Random<'_>,
) -> Result<Vec<u8>, NoMemory> {
    let master = draw::<32>(random);
    let slot = slot(cost, &master, password, random)?;
    let content = Zeroizing::new(pretty(&content(accounts, random)));
    let nonce = draw::<12>(random);
    let sealed = crypt::seal_aes_gcm(&master, &nonce, &content);
    let (sealed, tag) = sealed.split_at(sealed.len() - TAG);
    let params = json!({ "nonce": text::to_hex(nonce.as_slice()), "tag": text::to_hex(tag) });
    let file = json!({
        "version": FILE,
        "header": { "slots": [slot], "params": params },
        "db": text::to_base64(sealed),
    });
    Ok(pretty(&file))
}

/// Writes a plain vault of Aegis.
pub fn write_plain(accounts: &[Outgoing<'_>], random: Random<'_>) -> Vec<u8> {
    let file = json!({
        "version": FILE,
        "header": { "slots": null, "params": null },
        "db": content(accounts, random),
    });
    pretty(&file)
}

/// The master key under a password.
fn slot(
    cost: [u64; 3],
    master: &[u8; 32],
    password: &Secret,
    random: Random<'_>,
) -> Result<Value, NoMemory> {
    let (salt, nonce) = (draw::<32>(random), draw::<12>(random));
    let mut quiet = |_| {};
    let mut task = Task::new(Ask::default(), &mut quiet);
    let [n, r, p] = cost;
    let key = crypt::scrypt(&mut task, password, salt.as_slice(), cost)
        .map_err(|_| NoMemory { needed: 128 * n * r })?;
    let sealed = crypt::seal_aes_gcm(&key, &nonce, master);
    let (sealed, tag) = sealed.split_at(sealed.len() - TAG);
    Ok(json!({
        "type": PASSWORD_SLOT,
        "uuid": uuid(random),
        "key": text::to_hex(sealed),
        "key_params": { "nonce": text::to_hex(nonce.as_slice()), "tag": text::to_hex(tag) },
        "n": n,
        "r": r,
        "p": p,
        "salt": text::to_hex(salt.as_slice()),
        "repaired": true,
        "is_backup": false,
    }))
}

fn content(accounts: &[Outgoing<'_>], random: Random<'_>) -> Value {
    let ids = ids(accounts, usize::MAX, random);
    let entries: Vec<Value> = accounts.iter().map(|account| entry(account, &ids, random)).collect();
    let groups: Vec<Value> =
        ids.iter().map(|(name, id)| json!({ "uuid": id, "name": name })).collect();
    json!({ "version": CONTENT, "entries": entries, "groups": groups, "icons_optimized": true })
}

fn entry(account: &Outgoing<'_>, ids: &Ids<'_>, random: Random<'_>) -> Value {
    let groups: Vec<&str> = account
        .groups
        .iter()
        .filter_map(|name| ids.get(name.as_str()).map(String::as_str))
        .collect();
    json!({
        "type": account.key.kind().word(),
        "uuid": uuid(random),
        "name": account.login,
        "issuer": account.issuer,
        "note": account.note,
        "favorite": account.favourite,
        // Aegis insists on the field.
        "icon": null,
        "icon_mime": null,
        "icon_hash": null,
        "groups": groups,
        "info": info(account),
    })
}

fn info(account: &Outgoing<'_>) -> Value {
    let key = account.key;
    let secret = match motp_bytes(key).filter(|_| key.kind() == Kind::Motp) {
        Some(bytes) => base32::encode(&Secret::new(bytes.to_vec())),
        None => base32::encode(key.secret()),
    };
    let mut info = json!({
        "secret": secret.as_str(),
        "algo": key.algorithm().word().to_ascii_uppercase(),
        "digits": key.digits(),
    });
    match (key.kind(), key.period()) {
        (Kind::Hotp { counter }, _) => info["counter"] = counter.into(),
        (_, period) => info["period"] = period.into(),
    }
    if key.kind().has_pin() {
        // It insists on this field, too; an empty PIN is none.
        info["pin"] = pin(key).into();
    }
    info
}
