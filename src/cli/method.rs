//! `keyrack method`: the two-step methods of an account, one by one.

use clap::{ArgMatches, Command};

use super::exit::Failure;
use super::output::Output;
use super::part::{self, Kind, Part};
use super::report::Whole;
use super::session::{Open, Session};
use super::show;
use crate::app::draft::{Subject, Target, remove_method};
use crate::i18n::{Fault, Help, Lang, Things};
use crate::model::{Account, Method, MethodState, Role, Worded as _};
use crate::platform;
use crate::text::Safe;

const KIND: Kind = Kind {
    name: "method",
    about: Help::ManageMethod,
    subject: Subject::Method,
    usage: [
        "keyrack method list|add|edit|remove QUERY …",
        "keyrack method list QUERY [--json]",
        "keyrack method add QUERY --kind METHOD [OPTION …]",
        "keyrack method edit QUERY [--which WHICH] OPTION …",
        "keyrack method remove QUERY [--which WHICH] [--yes]",
    ],
    target: Target::Method,
    parts,
    without: remove_method,
    json,
    none: Things::NoMethods,
};

pub fn grammar(lang: Lang) -> Command {
    part::grammar(&KIND, lang)
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    part::run(&KIND, matches, session, out)
}

fn json(
    account: &Account,
    open: &Open,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let (today, stale_after) = (platform::now().date(), session.settings.stale_after_days);
    out.json(&Whole::of(account, &open.book, today, stale_after).methods)
}

/// Refuses a new method that is there already; remarks on a second main one. A role that was named
/// tells two alike apart: an app may be main and backup.
pub fn check_new(
    before: Option<&Account>,
    after: &Account,
    role_named: bool,
    title: &Safe<'static>,
) -> Result<Option<Things>, Failure> {
    let old = before.map_or(&[][..], |account| &account.methods);
    // The new one stands behind those of its role.
    let new = (0..after.methods.len()).find(|at| old.get(*at) != after.methods.get(*at));
    let Some(new) = new.map(|at| &after.methods[at]) else { return Ok(None) };
    let place = |m: &Method| (m.kind, m.device, m.number, m.address.to_lowercase());
    let alike = |m: &&Method| place(m) == place(new) && m.state != MethodState::Retired;
    if old.iter().filter(alike).any(|m| !role_named || m.role == new.role) {
        return Err(Failure::usage(Fault::SameMethod { title: title.clone() }));
    }
    let is_main = |m: &Method| m.role == Role::Main && m.state == MethodState::Active;
    let second = is_main(new) && old.iter().any(is_main);
    Ok(second.then(|| Things::SecondMain { title: title.clone() }))
}

fn parts(account: &Account, open: &Open, session: &Session) -> Vec<Part> {
    let (today, stale_after) = (platform::now().date(), session.settings.stale_after_days);
    let line = |method| show::way((account, method), &open.book, today, stale_after, session.lang);
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
