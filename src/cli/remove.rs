//! `keyrack remove`: takes one account out, after asking.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::output::{Output, complain};
use super::pick::pick;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::loss;
use crate::i18n::{Command as Say, Fault, Help, Lang};

pub fn grammar(lang: Lang) -> Command {
    args::command("remove", "keyrack remove QUERY [--yes]", &Help::Remove, lang)
        .args([args::query(lang), args::flag("yes", &Help::OptYes, lang)])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let account = &open.book.accounts[pick(&open, &args::query_of(matches))?];
    let (title, id) = (loss::title(account), account.id);
    if let Some(said) = loss::before_removal(account, &open.book, session.lang) {
        complain(&said.say(session.lang));
    }
    let how = session.command(&["move", &id.to_string(), "--to", "NAME"]);
    if let Some(said) = loss::goes_from_all(&open.shelf.names_of(id), how) {
        complain(&said.say(session.lang));
    }
    if !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        let question = Say::AskRemove { title: title.clone() }.say(session.lang);
        if !terminal.confirm(&question)? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let done = Say::Removed { title }.say_by(session.lang, &open.shelf.keyrack(Some(id)));
    open.book.remove(id);
    open.save(session)?;
    out.say(&done)
}
