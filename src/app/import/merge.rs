//! A row that fills what is empty in an account. Nothing that stands there is written over: it is
//! told. A counter never goes back. A key that comes is the main way, as if it had stood in one row with the
//! phones.

use super::entry::{Differs, Entry, Field};
use super::things::{Arrival, Things};
use super::{bring, kept};
use crate::exchange::table::Column;
use crate::i18n::Lang;
use crate::model::{Account, Method, MethodKind, Recovery, RecoveryCode, Role};
use crate::otp::{Key, Kind};
use crate::secret::Secret;

/// The account that a row becomes.
pub(super) fn account(
    entry: &Entry,
    arrival: Arrival,
    blank: Account,
    things: &Things<'_>,
    lang: Lang,
) -> Account {
    if let Some(own) = arrival.own {
        return Account { id: blank.id, ..own };
    }
    let mut account = blank;
    into(&mut account, entry, arrival, things, lang);
    account
}

/// Fills an account; returns what stands there otherwise and stays. `things` know what `arrival` names;
/// `lang` is for the names of what goes into the note.
pub(super) fn into(
    account: &mut Account,
    entry: &Entry,
    arrival: Arrival,
    things: &Things<'_>,
    lang: Lang,
) -> Vec<Differs> {
    let unsaid = kept::unsaid(account, entry, things);
    let (record, names) = (&entry.record, entry.names());
    let is_own = arrival.own.is_some();
    let mut differs = arrival.differs;
    differs.extend(unsaid);
    let mut differ = |field: Field, ours: &str, theirs: &str| {
        differs.push(Differs { field, ours: ours.to_owned(), theirs: theirs.to_owned() });
    };
    for (field, ours, theirs) in [
        (Column::Platform, &mut account.platform, names.platform),
        (Column::Store, &mut account.store, names.store),
        (Column::Login, &mut account.login, names.login),
    ] {
        if ours.is_empty() {
            theirs.clone_into(ours);
        } else if !theirs.is_empty() && ours.to_lowercase() != theirs.to_lowercase() {
            differ(field.into(), ours, theirs);
        }
    }
    if account.console.is_empty() {
        account.console.clone_from(&record.console);
    } else if !record.console.is_empty() && account.console != record.console {
        differ(Field::Console, &account.console, &record.console);
    }
    let sites = &record.extra.marketplaces;
    if account.marketplaces.is_empty() {
        account.marketplaces.clone_from(sites);
    } else if sites.iter().any(|site| !account.marketplaces.contains(site)) {
        differ(Column::Marketplaces.into(), &account.marketplaces.join(", "), &sites.join(", "));
    }
    for group in &record.groups {
        if !account.tags.contains(group) {
            account.tags.push(group.clone());
        }
    }
    let note = record.note.trim();
    if !note.is_empty() && !format!("\n{}\n", account.note).contains(&format!("\n{note}\n")) {
        append(&mut account.note, note);
    }
    for aside in entry.asides().iter().chain(&arrival.asides) {
        let is_said = |lang: &Lang| {
            let line = aside.line(*lang);
            account.note.lines().any(|known| known == line)
        };
        if !Lang::ALL.iter().any(is_said) {
            append(&mut account.note, &aside.line(lang));
        }
    }
    account.pinned |= record.favourite;
    let keyless = account.key.is_none();
    match (&mut account.key, &record.key) {
        (empty @ None, key) => empty.clone_from(key),
        (Some(ours), Some(theirs)) => {
            let like = |kind: Kind| match kind {
                Kind::Hotp { .. } => Kind::Hotp { counter: 0 },
                kind => kind,
            };
            let is_same = ours.secret() == theirs.secret()
                && ours.algorithm() == theirs.algorithm()
                && ours.digits() == theirs.digits()
                && like(ours.kind()) == like(theirs.kind());
            let pins = ours.pin().zip(theirs.pin());
            if !is_same || pins.is_some_and(|(ours, theirs)| ours != theirs) {
                differ(Column::Secret.into(), "", "");
            }
            *ours = further(ours, theirs);
        }
        (Some(_), None) => {}
    }
    if keyless && account.key.is_some() && !is_own {
        shift(account);
    }
    match arrival.own {
        Some(own) => differs.extend(bring::fill(account, own, keyless)),
        None => recover(&mut account.recovery, &record.recovery),
    }
    for user in arrival.users {
        if !account.users.contains(&user) {
            account.users.push(user);
        }
    }
    // As if its key had stood in the same row: that is the main way then, and a phone is not.
    let is_shifted = !is_own && record.key.is_none() && account.key.is_some();
    for method in arrival.methods {
        let role = if is_shifted { behind(method.role) } else { method.role };
        register(account, Method { role, ..method });
    }
    differs
}

/// Puts the phones of an account behind a key that has come to it: whatever was the main way is the backup.
/// An app is where the key is.
fn shift(account: &mut Account) {
    if account.method(Role::Main).is_none_or(|main| main.kind == MethodKind::Totp) {
        return;
    }
    for method in &mut account.methods {
        method.role = behind(method.role);
    }
}

/// The next role.
fn behind(role: Role) -> Role {
    match role {
        Role::Main => Role::Backup,
        Role::Backup | Role::Extra => Role::Extra,
    }
}

/// Adds a line to a note.
fn append(note: &mut String, text: &str) {
    if !note.is_empty() {
        note.push('\n');
    }
    note.push_str(text);
}

/// Our key with what theirs knows better: a PIN that is missing here, a counter that is further on.
fn further(ours: &Key, theirs: &Key) -> Key {
    if ours.secret() != theirs.secret() {
        return ours.clone();
    }
    if let (Kind::Hotp { counter }, Kind::Hotp { counter: other }) = (ours.kind(), theirs.kind())
        && other > counter
    {
        let kind = Kind::Hotp { counter: other };
        let moved = Key::new(ours.secret().clone(), kind, ours.algorithm(), ours.digits());
        return moved.unwrap_or_else(|_| ours.clone());
    }
    if ours.lacks_pin() && ours.kind() == theirs.kind() {
        return ours.clone().with_pin(theirs.pin().cloned());
    }
    ours.clone()
}

/// Adds codes that are not there. One that is stays used, if it was.
fn recover(recovery: &mut Option<Recovery>, codes: &[Secret]) {
    if codes.is_empty() {
        return;
    }
    let known = &mut recovery.get_or_insert_default().codes;
    for code in codes {
        if known.iter().all(|other| other.code != *code) {
            known.push(RecoveryCode { code: code.clone(), used: None });
        }
    }
}

/// Adds a method that is not there yet, in its role where that is free.
fn register(account: &mut Account, method: Method) {
    if account.methods.iter().any(|known| bring::is_one(known, &method)) {
        return;
    }
    let role = match method.role {
        role if account.method(role).is_none() => role,
        Role::Main if account.method(Role::Backup).is_none() => Role::Backup,
        _ => Role::Extra,
    };
    account.methods.push(Method { role, ..method });
    account.methods.sort_by_key(|method| method.role);
}
