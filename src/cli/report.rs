//! Accounts as JSON: stable shapes, described in `docs/cli.md`. No key, no whole phone number.

use serde::Serialize;

use crate::model::{
    Account, Backup, Book, KeyCopy, Method, Number, Recovery, Role, Worded as _, backup,
    backup_method,
};
use crate::otp::Kind;
use crate::time::Date;

/// One account of `list --json`.
#[derive(Serialize)]
pub struct Row<'a> {
    id: String,
    platform: &'a str,
    store: &'a str,
    login: &'a str,
    marketplaces: &'a [String],
    kind: &'static str,
    company: &'a str,
    tags: &'a [String],
    pinned: bool,
    backup: &'static str,
    /// Where several vaults are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vault: Option<String>,
}

impl<'a> Row<'a> {
    /// Describes an account.
    pub fn of(account: &'a Account, book: &Book, today: Date, stale_after: u32) -> Self {
        Self {
            id: account.id.to_string(),
            platform: &account.platform,
            store: &account.store,
            login: &account.login,
            marketplaces: &account.marketplaces,
            kind: kind(account),
            company: &account.company,
            tags: &account.tags,
            pinned: account.pinned,
            backup: status(backup(account, book, today, stale_after)),
            vault: None,
        }
    }
}

/// `show --json`.
#[derive(Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    pub row: Row<'a>,
    note: &'a str,
    key: Option<Key>,
    keyed: Option<String>,
    two_step: &'static str,
    users: Vec<&'a str>,
    profile: &'a str,
    console: &'a str,
    /// The methods, in the order of the account's list.
    pub methods: Vec<MethodJson<'a>>,
    copies: Vec<Copy<'a>>,
    recovery: Option<Codes<'a>>,
}

/// A place that holds a copy of a key.
#[derive(Serialize)]
pub struct Copy<'a> {
    kind: &'static str,
    place: &'a str,
    device: Option<&'a str>,
    holder: Option<&'a str>,
    added: Option<String>,
    removed: Option<String>,
}

impl<'a> Copy<'a> {
    /// Describes a copy.
    pub fn of(copy: &'a KeyCopy, book: &'a Book) -> Self {
        let device = copy.device.and_then(|id| book.device(id));
        let holder = copy.holder.or_else(|| device?.holder).and_then(|id| book.person(id));
        Self {
            kind: copy.kind.word(),
            place: &copy.place,
            device: device.map(|device| &*device.label),
            holder: holder.map(|person| &*person.name),
            added: copy.added.map(|day| day.to_string()),
            removed: copy.removed.map(|day| day.to_string()),
        }
    }
}

/// Recovery codes, without the codes.
#[derive(Serialize)]
pub struct Codes<'a> {
    left: Option<usize>,
    kept: usize,
    place: &'a str,
    checked: Option<String>,
}

impl<'a> Codes<'a> {
    /// Describes a set.
    pub fn of(set: &'a Recovery) -> Self {
        Self {
            left: set.left(),
            kept: set.codes.len(),
            place: &set.place,
            checked: set.checked.map(|day| day.to_string()),
        }
    }
}

#[derive(Serialize)]
struct Key {
    kind: &'static str,
    digits: u8,
    period: Option<u32>,
    counter: Option<u64>,
    algorithm: &'static str,
    bits: usize,
    pin: Option<&'static str>,
}

/// One method.
#[derive(Serialize)]
pub struct MethodJson<'a> {
    kind: &'static str,
    role: &'static str,
    state: &'static str,
    device: Option<&'a str>,
    holder: Option<&'a str>,
    number: Option<String>,
    address: &'a str,
    registered: Option<String>,
    tested: Option<Tested<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

#[derive(Serialize)]
struct Tested<'a> {
    on: String,
    result: &'static str,
    by: &'a str,
}

impl<'a> Whole<'a> {
    /// Describes an account with its methods.
    pub fn of(account: &'a Account, book: &'a Book, today: Date, stale_after: u32) -> Self {
        let key = account.key.as_ref().map(|key| Key {
            kind: key.kind().word(),
            digits: key.digits(),
            period: key.period(),
            counter: match key.kind() {
                Kind::Hotp { counter } => Some(counter),
                _ => None,
            },
            algorithm: key.algorithm().word(),
            bits: key.bits(),
            pin: key.kind().has_pin().then(|| if key.lacks_pin() { "missing" } else { "kept" }),
        });
        let way = |method: &'a Method| MethodJson {
            kind: method.kind.word(),
            role: method.role.word(),
            state: method.state.word(),
            device: book.device_of(method).map(|device| &*device.label),
            holder: book.holder_of(method).map(|person| &*person.name),
            number: method.number.and_then(|id| book.number(id)).map(Number::masked),
            address: &method.address,
            registered: method.registered.map(|day| day.to_string()),
            tested: method.tested.as_ref().map(|test| Tested {
                on: test.on.to_string(),
                result: test.result.word(),
                by: &test.by,
            }),
            status: (method.role == Role::Backup)
                .then(|| status(backup_method(method, account, book, today, stale_after))),
        };
        Self {
            row: Row::of(account, book, today, stale_after),
            note: &account.note,
            key,
            keyed: account.keyed.map(|day| day.to_string()),
            two_step: account.two_step.word(),
            users: account
                .users
                .iter()
                .filter_map(|id| book.person(*id))
                .map(|person| &*person.name)
                .collect(),
            profile: &account.profile,
            console: &account.console,
            methods: account.methods.iter().map(way).collect(),
            copies: account.copies.iter().map(|copy| Copy::of(copy, book)).collect(),
            recovery: account.recovery.as_ref().map(Codes::of),
        }
    }
}

/// What a code comes from: the kind of key, else the main method, else `none`.
pub fn kind(account: &Account) -> &'static str {
    match &account.key {
        Some(key) => key.kind().word(),
        None => account.method(Role::Main).map_or("none", |method| method.kind.word()),
    }
}

fn status(status: Backup) -> &'static str {
    match status {
        Backup::Ok { .. } => "ok",
        Backup::Stale { .. } => "stale",
        Backup::Untested => "untested",
        Backup::Failed => "failed",
        Backup::Retired => "retired",
        Backup::Lost => "lost",
        Backup::None => "none",
    }
}
