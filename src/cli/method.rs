//! `keyrack method`: the two-step methods of an account, one by one.

use clap::{ArgMatches, Command};

use super::exit::Failure;
use super::output::Output;
use super::part::{self, Part};
use super::report::Whole;
use super::session::{Open, Session};
use super::show;
use crate::app::draft::{Subject, Target, remove_method};
use crate::i18n::{Help, Lang, Things};
use crate::model::{Account, Worded as _};
use crate::platform;

const USAGE: [&str; 5] = [
    "keyrack method list|add|edit|remove QUERY …",
    "keyrack method list QUERY [--json]",
    "keyrack method add QUERY --kind METHOD [OPTION …]",
    "keyrack method edit QUERY [--which WHICH] OPTION …",
    "keyrack method remove QUERY [--which WHICH] [--yes]",
];

pub fn grammar(lang: Lang) -> Command {
    part::grammar("method", &Help::ManageMethod, Subject::Method, USAGE, lang)
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (verb, matches) = matches.subcommand().unwrap_or(("list", matches));
    let mut open = session.open()?;
    let account = part::account(&open, matches)?.clone();
    let parts = parts(&account, &open, session);
    match verb {
        "add" => part::save(Target::Method(account.id, None), open, matches, session, out),
        "edit" => {
            let at = part::which(&parts, matches)?;
            part::save(Target::Method(account.id, Some(at)), open, matches, session, out)
        }
        "remove" => {
            let at = part::which(&parts, matches)?;
            part::confirm(&parts[at].line, matches, session)?;
            open.book.put(remove_method(&account, at, &open.book, platform::now().date()));
            open.save(session)?;
            let title = part::account_title(&open, account.id);
            out.line(&Things::Saved { title }.say(session.lang))
        }
        _ if matches.get_flag("json") => {
            let today = platform::now().date();
            let stale_after = session.settings.stale_after_days;
            out.json(&Whole::of(&account, &open.book, today, stale_after).methods)
        }
        _ if parts.is_empty() => {
            session.note_things(&Things::NoMethods);
            Ok(())
        }
        _ => parts.iter().enumerate().try_for_each(|(at, p)| out.line(&part::numbered(at, p))),
    }
}

fn parts(account: &Account, open: &Open, session: &Session) -> Vec<Part> {
    let (today, stale_after) = (platform::now().date(), session.settings.stale_after_days);
    let line = |method| show::way(method, &open.book, today, stale_after, session.lang);
    account
        .methods
        .iter()
        .map(|method| Part {
            words: vec![method.role.word().to_owned(), method.kind.word().to_owned()],
            line: join(&line(method)),
        })
        .collect()
}

/// The cells that are not empty, in one line.
pub fn join(cells: &[String]) -> String {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|c| !c.is_empty()).collect();
    cells.join("  ")
}
