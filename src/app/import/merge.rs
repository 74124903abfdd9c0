//! A row that fills what is empty in an account. Nothing that stands there is written over, and a
//! counter never goes back.

use super::plan::Entry;
use super::things::Arrival;
use crate::model::{Account, Method, Recovery, RecoveryCode, Role};
use crate::otp::{Key, Kind};
use crate::secret::Secret;

/// The account that a row becomes.
pub(super) fn account(entry: &Entry, arrival: Arrival, blank: Account) -> Account {
    let mut account = blank;
    into(&mut account, entry, arrival);
    account
}

/// Fills an account.
pub(super) fn into(account: &mut Account, entry: &Entry, arrival: Arrival) {
    let (record, names) = (&entry.record, entry.names());
    fill(&mut account.platform, names.platform);
    fill(&mut account.store, names.store);
    fill(&mut account.login, names.login);
    if account.marketplaces.is_empty() {
        account.marketplaces.clone_from(&record.extra.marketplaces);
    }
    for group in &record.groups {
        if !account.tags.contains(group) {
            account.tags.push(group.clone());
        }
    }
    append(&mut account.note, &entry.note());
    for note in &arrival.notes {
        append(&mut account.note, note);
    }
    account.pinned |= record.favourite;
    match (&mut account.key, &record.key) {
        (empty @ None, key) => empty.clone_from(key),
        (Some(ours), Some(theirs)) => *ours = further(ours, theirs),
        (Some(_), None) => {}
    }
    recover(&mut account.recovery, &record.recovery);
    for user in arrival.users {
        if !account.users.contains(&user) {
            account.users.push(user);
        }
    }
    for method in arrival.methods {
        register(account, method);
    }
}

fn fill(place: &mut String, text: &str) {
    if place.is_empty() {
        text.clone_into(place);
    }
}

/// Adds to a note what it does not say yet.
fn append(note: &mut String, text: &str) {
    if text.is_empty() || note.contains(text) {
        return;
    }
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

/// Adds a method on a number that none is on yet, in its role where that is free.
fn register(account: &mut Account, method: Method) {
    if account.methods.iter().any(|known| known.number == method.number) {
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
