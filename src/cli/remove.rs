//! `keyrack remove`: takes one account out, after asking.

use std::collections::BTreeSet;

use clap::{ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick::pick;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::{explain, findings, loss};
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::model::Account;
use crate::text::series;

pub fn grammar(lang: Lang) -> Command {
    args::command("remove", "keyrack remove QUERY [--yes]", &Help::Remove, lang)
        .args([args::query(lang), args::flag("yes", &Help::OptYes, lang)])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let account = &open.book.accounts[pick(&open, &args::query_of(matches))?];
    let (title, id) = (loss::title(account), account.id);
    if !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        let question = Say::AskRemove { title: title.clone() }.say(session.lang);
        if !terminal.confirm(&question)? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let out_with = |account: &Account| {
        let out = open.book.exposures(account).map(|it| findings::label(it.thing, &open.book));
        out.collect::<BTreeSet<String>>()
    };
    let names = open.book.account(id).map(out_with).unwrap_or_default();
    let done = Say::Removed { title }.say_by(session.lang, &open.shelf.keyrack(Some(id)));
    open.book.remove(id);
    open.save(session)?;
    out.say(&done)?;
    if !names.is_empty() {
        let names = series(&Vec::from_iter(names), explain::between(session.lang));
        session.note(&Say::RemovedSeen { names });
    }
    Ok(())
}
