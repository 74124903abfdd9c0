//! `keyrack conflict`: values that two people changed at the same time, and which of them holds.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::output::{Output, complain};
use super::session::{Open, Session, fresh};
use crate::activity::{Deed, What};
use crate::app::conflicts::{self, Choice, Clash, Codes, HAVE_KEYS};
use crate::i18n::{Fault, Help, Lang, Team};
use crate::model::{Book, List};
use crate::platform;
use crate::text::{Safe, safe, whole};
use crate::vault::{BackupKind, backups};

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack conflict [list|decide …] [--reveal] [--json]";
    let list = "keyrack conflict list [--reveal] [--json]";
    let decide = "keyrack conflict decide ID VALUE|all";
    let number = |name, help| args::argument(name, help, lang).required(true);
    let flags = || [args::flag("reveal", &Help::ConflictReveal, lang), args::json(lang)];
    args::command("conflict", usage, &Help::Conflict, lang)
        .args(flags())
        .args_conflicts_with_subcommands(true)
        .subcommands([
            args::command("list", list, &Help::ConflictList, lang).args(flags()),
            args::command("decide", decide, &Help::ConflictDecide, lang)
                .args([number("ID", &Help::ArgConflict), number("VALUE", &Help::ArgValue)]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("decide", matches)) => decide(matches, session, out),
        listed => {
            let matches = listed.map_or(matches, |(_, matches)| matches);
            list(matches.get_flag("reveal"), matches.get_flag("json"), session, out)
        }
    }
}

/// One clash as JSON.
#[derive(Serialize)]
struct Record {
    conflict: String,
    list: &'static str,
    id: String,
    title: String,
    field: &'static str,
    /// The first is the one in lists now.
    values: Vec<String>,
}

fn list(reveal: bool, json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let book = &open.book;
    let codes = if reveal { Codes::Shown(platform::now()) } else { Codes::Hidden };
    let all = conflicts::clashes(book);
    let keys = all.iter().filter(|clash| HAVE_KEYS.contains(&clash.field)).map(|clash| clash.id);
    let deeds: Vec<Deed> = keys.filter(|_| reveal).map(|id| Deed::at(What::Revealed, id)).collect();
    session.record(&open.shelf, &deeds);
    let values = |clash: &Clash| conflicts::values(book, clash, codes, session.lang);
    if json {
        let record = |clash: &Clash| Record {
            conflict: conflicts::mark(book, clash),
            list: match clash.list {
                List::Devices => "devices",
                List::Numbers => "numbers",
                List::People => "people",
                _ => "accounts",
            },
            id: clash.id.to_string(),
            title: clash.title.clone(),
            field: clash.field,
            values: values(clash),
        };
        return out.json(&all.iter().map(record).collect::<Vec<_>>());
    }
    if all.is_empty() {
        session.say(&Team::NoConflicts);
    }
    for clash in &all {
        let word = conflicts::word(clash.field).say(session.lang);
        out.line(&format!("{}  {} · {word}", conflicts::mark(book, clash), name(book, clash)))?;
        for (at, value) in values(clash).iter().enumerate() {
            let value = match at {
                0 => Team::ShownNow { value: safe(value) }.say(session.lang),
                _ => value.clone(),
            };
            out.line(&format!("      {}  {value}", at + 1))?;
        }
    }
    Ok(())
}

/// What tells the record from others: of an account its user name, too.
fn name(book: &Book, clash: &Clash) -> String {
    let account = book.accounts.iter().find(|account| account.id == clash.id);
    match account.filter(|account| !account.login.is_empty() && account.login != clash.title) {
        Some(account) => format!("{} · {}", Safe::new(&clash.title), Safe::new(&account.login)),
        None => Safe::new(&clash.title).to_string(),
    }
}

fn decide(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let all = conflicts::clashes(&open.book);
    let asked = matches.get_one::<String>("ID").map_or("", |asked| asked.trim());
    let unknown = || Failure::new(Exit::NotFound, Fault::NoSuchConflict { asked: safe(asked) });
    let is_it = |clash: &&Clash| conflicts::mark(&open.book, clash).eq_ignore_ascii_case(asked);
    let clash = all.iter().find(is_it).ok_or_else(unknown)?;
    let choice = match matches.get_one::<String>("VALUE").map_or("", String::as_str) {
        "all" if conflicts::can_all_hold(&open.book, clash) => Choice::All,
        "all" => return Err(Failure::usage(Fault::AllCannotHold)),
        text => match text.parse::<usize>() {
            Ok(value) if (1..=clash.count).contains(&value) => Choice::Value(value - 1),
            _ => return Err(Failure::new(Exit::NotFound, Fault::NoSuchValue { n: clash.count })),
        },
    };
    *open.book = conflicts::decide(&open.book, clash, choice, fresh).ok_or_else(unknown)?;
    open.save(session)?;
    let field = whole(&conflicts::word(clash.field).say(session.lang));
    out.line(&Team::Decided { field, title: safe(&clash.title) }.say(session.lang))?;
    if let Some(said) = back(&open, clash, session) {
        complain(&said);
    }
    Ok(())
}

/// How to take a decision back: the version before is the newest of the backups.
fn back(open: &Open, clash: &Clash, session: &Session) -> Option<String> {
    let home = open.book.homes.of(clash.id);
    let at = home.and_then(|home| home.places().next()).unwrap_or(0);
    let place = open.shelf.vault(at)?.place();
    let before = backups(place).ok()?.into_iter().find(|it| it.kind == BackupKind::Replaced)?;
    let name = safe(&before.path.file_name()?.to_string_lossy());
    Some(Team::DecidedBack { name }.say_by(session.lang, &session.command_for(&place.file)))
}
