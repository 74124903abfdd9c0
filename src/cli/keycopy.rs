//! `keyrack keycopy`: other places that hold an account's key.

use clap::{ArgMatches, Command};

use super::exit::Failure;
use super::method::join;
use super::output::Output;
use super::part::{self, Part};
use super::report::Copy;
use super::session::{Open, Session};
use super::show;
use crate::app::draft::{Subject, Target};
use crate::i18n::{Help, Lang, Things};
use crate::model::{Account, Worded as _};

const USAGE: [&str; 5] = [
    "keyrack keycopy list|add|edit|remove QUERY …",
    "keyrack keycopy list QUERY [--json]",
    "keyrack keycopy add QUERY OPTION …",
    "keyrack keycopy edit QUERY [--which WHICH] OPTION …",
    "keyrack keycopy remove QUERY [--which WHICH] [--yes]",
];

pub fn grammar(lang: Lang) -> Command {
    part::grammar("keycopy", &Help::ManageCopy, Subject::Copy, USAGE, lang)
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (verb, matches) = matches.subcommand().unwrap_or(("list", matches));
    let mut open = session.open()?;
    let account = part::account(&open, matches)?.clone();
    let parts = parts(&account, &open, session);
    match verb {
        "add" => part::save(Target::Copy(account.id, None), open, matches, session, out),
        "edit" => {
            let at = part::which(&parts, matches)?;
            part::save(Target::Copy(account.id, Some(at)), open, matches, session, out)
        }
        "remove" => {
            let at = part::which(&parts, matches)?;
            part::confirm(&parts[at].line, matches, session)?;
            let mut account = account;
            account.copies.remove(at);
            let id = account.id;
            open.book.put(account);
            open.save(session)?;
            let title = part::account_title(&open, id);
            out.line(&Things::Saved { title }.say(session.lang))
        }
        _ if matches.get_flag("json") => {
            let copies = account.copies.iter().map(|copy| Copy::of(copy, &open.book));
            out.json(&copies.collect::<Vec<_>>())
        }
        _ if parts.is_empty() => {
            session.note_things(&Things::NoCopies);
            Ok(())
        }
        _ => parts.iter().enumerate().try_for_each(|(at, p)| out.line(&part::numbered(at, p))),
    }
}

fn parts(account: &Account, open: &Open, session: &Session) -> Vec<Part> {
    let copies = account.copies.iter();
    copies
        .map(|copy| Part {
            words: vec![copy.kind.word().to_owned(), copy.place.clone()],
            line: join(&show::copy(copy, &open.book, session.lang)),
        })
        .collect()
}
