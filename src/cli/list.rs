//! `keyrack list`: accounts in columns, or as JSON.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::Failure;
use super::output::Output;
use super::report::Row;
use super::session::Session;
use crate::activity::{Deed, What};
use crate::app::export::found;
use crate::app::words;
use crate::i18n::{Command as Say, Help, Lang, Vaults, Word};
use crate::model::{Account, Book, arrival, backup};
use crate::otp::Kind;
use crate::platform;
use crate::text::Safe;
use crate::time::Moment;

pub fn grammar(lang: Lang) -> Command {
    let filter = args::argument("QUERY", &Help::ArgFilter, lang).num_args(0..);
    args::command("list", "keyrack list [QUERY] [--codes|--json]", &Help::List, lang).args([
        filter,
        args::flag("codes", &Help::ListCodes, lang).conflicts_with("json"),
        args::json(lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let accounts = found(&open.book, &args::query_of(matches));
    let now = platform::now();
    if matches.get_flag("json") {
        let stale_after = session.settings.stale_after_days;
        let rows = accounts.into_iter().map(|account| {
            let mut row = Row::of(account, &open.book, now.date(), stale_after);
            row.vault = open.shelf.called(account.id);
            row
        });
        return out.json(&rows.collect::<Vec<_>>());
    }
    if open.book.accounts.is_empty() {
        session.note(&Say::NoAccounts);
        return Ok(());
    }
    let codes = matches.get_flag("codes");
    let shown = accounts.iter().filter(|account| {
        account.key.as_ref().is_some_and(|key| !key.lacks_pin() && key.period().is_some())
    });
    match (codes, shown.count()) {
        (false, _) | (_, 0) => {}
        (true, n) => session.record(&open.shelf, &[Deed::of(What::Revealed, n, "")]),
    }
    let lang = session.lang;
    let mut rows = Vec::with_capacity(accounts.len() + 1);
    let heads = [Word::Store, Word::Platform, Word::Sites, Word::Login, Word::Code, Word::Backup];
    let mut heads: Vec<String> = heads.iter().map(|head| head.say(lang)).collect();
    if !open.shelf.is_single() {
        heads.push(Vaults::Where.say(lang));
    }
    rows.push(heads);
    rows.extend(accounts.into_iter().map(|account| {
        let status = backup(account, &open.book, now.date(), session.settings.stale_after_days);
        let mut cells = vec![
            cell(&account.store),
            cell(&account.platform),
            cell(&account.marketplaces.join(", ")),
            cell(&account.login),
            if codes {
                code(account, &open.book, now, lang)
            } else {
                source(account, &open.book, lang)
            },
            words::backup(status).say(lang),
        ];
        cells.extend(open.shelf.called(account.id).map(|name| cell(&name)));
        cells
    }));
    out.table(&rows)
}

fn cell(text: &str) -> String {
    Safe::new(text).to_string()
}

/// What the code comes from.
fn source(account: &Account, book: &Book, lang: Lang) -> String {
    match &account.key {
        Some(key) if key.lacks_pin() => Word::PinMissing.say(lang),
        Some(key) => key.kind().word().to_owned(),
        None => arrives(account, book, lang),
    }
}

fn code(account: &Account, book: &Book, now: Moment, lang: Lang) -> String {
    match &account.key {
        Some(key) if key.lacks_pin() => Word::PinMissing.say(lang),
        // Showing it would use it up.
        Some(key) if matches!(key.kind(), Kind::Hotp { .. }) => key.kind().word().to_owned(),
        Some(key) => {
            let left = key.window(now).map_or(0, |window| window.left);
            format!("{}  {}", key.code(now).grouped(), Say::SecondsLeft { n: left }.say(lang))
        }
        None => arrives(account, book, lang),
    }
}

fn arrives(account: &Account, book: &Book, lang: Lang) -> String {
    arrival(account, book)
        .map_or_else(|| Word::None.say(lang), |arrival| words::arrival(&arrival, lang))
}
