//! `keyrack move`: accounts from one of several vaults to another, after saying who sees them then.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::output::{Output, complain};
use super::pick::pick;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::shelf::Face;
use crate::app::sight::{along, relocate, sight};
use crate::app::{explain, export, loss};
use crate::i18n::{Command as Note, Fault, Help, Lang, Vaults as Say};
use crate::model::{Home, Id};
use crate::platform;
use crate::text::{safe, series};

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack --with FILE move QUERY --to NAME [--all] [--yes]";
    args::command("move", usage, &Help::Move, lang).args([
        args::query(lang),
        args::flag("all", &Help::MoveAll, lang),
        args::option("to", "NAME", &Help::MoveTo, lang).required(true),
        args::flag("yes", &Help::OptYes, lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let faces = open.shelf.faces();
    if faces.len() < 2 {
        return Err(Failure::usage(Fault::SeveralVaults));
    }
    let wanted = matches.get_one::<String>("to").map_or("", |name| name.trim());
    let found: Vec<usize> = (0..faces.len()).filter(|at| faces[*at].name == wanted).collect();
    let [to] = found[..] else {
        let names: Vec<&str> = faces.iter().map(|face| face.name.as_str()).collect();
        let (asked, names) = (safe(wanted), series(&names, explain::between(session.lang)));
        return Err(Failure::usage(Fault::NoSuchVault { asked, names }));
    };
    let query = args::query_of(matches);
    let found: Vec<Id> = if matches.get_flag("all") {
        export::found(&open.book, &query).into_iter().map(|account| account.id).collect()
    } else {
        vec![open.book.accounts[pick(&open, &query)?].id]
    };
    if found.is_empty() {
        return Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(&query) }));
    }
    let is_there = |id: &Id| open.book.homes.of(*id) == Some(Home::only(to));
    let moving: Vec<Id> = found.into_iter().filter(|id| !is_there(id)).collect();
    let there = safe(&faces[to].name);
    if moving.is_empty() {
        return out.say(&Say::AlreadyThere { name: there }.say(session.lang));
    }
    // Every account on its own: they may come from different vaults.
    let mut said: Vec<Say> = Vec::new();
    for id in &moving {
        let home = open.book.homes.of(*id).unwrap_or_default();
        let from: Vec<&Face> = home.places().filter_map(|at| faces.get(at)).collect();
        let new = sight(*id, &from, &faces[to], &open.book);
        said.extend(new.into_iter().filter(|line| !said.contains(line)).collect::<Vec<_>>());
    }
    said.extend(along(&open.book, moving.iter().copied(), to));
    for id in &moving {
        if let Some(account) = open.book.account(*id) {
            complain(&format!("  {}", loss::title(account)));
        }
    }
    for line in &said {
        complain(&line.say(session.lang));
    }
    if !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        let question = Say::AskMove { n: moving.len(), name: there.clone() };
        if !terminal.confirm(&question.say(session.lang))? {
            session.note(&Note::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let today = platform::now().date();
    relocate(&mut open.book, &faces.iter().collect::<Vec<_>>(), &moving, to, today);
    open.save(session)?;
    out.say(&Say::MovedAll { n: moving.len(), name: there }.say(session.lang))
}
