//! Accounts as JSON: stable shapes, described in `docs/cli.md`. No key, no whole phone number.

use serde::Serialize;

use crate::model::{
    Account, Backup, Book, Method, Number, Role, Worded as _, backup, backup_method,
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
        }
    }
}

/// `show --json`.
#[derive(Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    note: &'a str,
    key: Option<Key>,
    methods: Vec<Way<'a>>,
}

#[derive(Serialize)]
struct Key {
    kind: &'static str,
    digits: u8,
    period: Option<u32>,
    counter: Option<u64>,
    algorithm: &'static str,
    bits: usize,
}

#[derive(Serialize)]
struct Way<'a> {
    kind: &'static str,
    role: &'static str,
    state: &'static str,
    device: Option<&'a str>,
    holder: Option<&'a str>,
    number: Option<String>,
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
            bits: key.secret().expose().len() * 8,
        });
        let way = |method: &'a Method| Way {
            kind: method.kind.word(),
            role: method.role.word(),
            state: method.state.word(),
            device: book.device_of(method).map(|device| &*device.label),
            holder: book.holder_of(method).map(|person| &*person.name),
            number: method.number.and_then(|id| book.number(id)).map(Number::masked),
            tested: method.tested.as_ref().map(|test| Tested {
                on: test.on.to_string(),
                result: test.result.word(),
                by: &test.by,
            }),
            status: (method.role == Role::Backup)
                .then(|| status(backup_method(method, book, today, stale_after))),
        };
        Self {
            row: Row::of(account, book, today, stale_after),
            note: &account.note,
            key,
            methods: account.methods.iter().map(way).collect(),
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
