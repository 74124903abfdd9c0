//! `keyrack trust`: what speaks against a vault that may not be the one this machine knew, and what
//! becomes of it.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::Failure;
use super::output::Output;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::activity::{self, Scribe};
use crate::app::sync::write_accepted;
use crate::app::trust::{Concern, Decision, Difference};
use crate::i18n::{Fault, Help, Lang, Team};
use crate::platform;
use crate::vault::{DoubtKind, SaveError, Trust};

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack trust [--regain | --yes | --json]";
    args::command("trust", usage, &Help::Trust, lang).args([
        args::flag("regain", &Help::TrustRegain, lang).conflicts_with_all(["yes", "json"]),
        args::flag("yes", &Help::OptYes, lang).conflicts_with("json"),
        args::json(lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.desk()?;
    let (mut vault, book) = session.open_whatever(&desk, &mut None)?;
    let concern = Concern::of(&vault, &book, &desk.machine);
    if matches.get_flag("json") {
        return out.json(&Record::of(concern.as_ref()));
    }
    let Some(concern) = concern else {
        return out.line(&Team::NothingDoubtful.say(session.lang));
    };
    let failure = Failure::from(concern.doubt.kind);
    if matches.get_flag("regain") {
        let cannot = |error| match error {
            SaveError::Changed { kept: None } => {
                Failure { fault: Some(Fault::CannotRegain), ..failure }
            }
            error => error.into(),
        };
        if concern.doubt.kind == DoubtKind::Foreign {
            // What goes from its place is said before.
            describe(&concern, session, out)?;
        }
        vault.regain(Trust::Asked, platform::now()).map_err(cannot)?;
        if let Some(unaware) = vault.accepted() {
            let scribe = Scribe::new(&session.settings, session.author(None), session.lang);
            if let Err(error) = write_accepted(&vault, unaware, &scribe, platform::now()) {
                let error = activity::reason(&error, session.lang);
                session.warn(&Fault::NotWrittenDown { error });
            }
        }
        return out.line(&Team::Regained.say(session.lang));
    }
    describe(&concern, session, out)?;
    if concern.answers().contains(&Decision::Regain) {
        let how = match concern.doubt.kind {
            DoubtKind::Forked => Team::HowToTogether,
            _ => Team::HowToRegain,
        };
        out.line(&how.say(session.lang))?;
    }
    if session.globals.read_only {
        return Err(Failure::silent(failure.exit));
    }
    if !matches.get_flag("yes") {
        let Ok(mut terminal) = Terminal::or(Fault::NoTerminalForAnswer) else {
            return Err(Failure::silent(failure.exit));
        };
        if !terminal.confirm(&Team::AskTrust.say(session.lang))? {
            return Err(Failure::silent(failure.exit));
        }
    }
    vault.settle_for(&book, platform::now())?;
    out.line(&Team::Trusted.say(session.lang))
}

fn describe(concern: &Concern, session: &Session, out: &mut Output) -> Result<(), Failure> {
    out.line(&concern.heading().say(session.lang))?;
    for line in concern.lines(session.lang) {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}

/// What speaks against it, as JSON.
#[derive(Default, Serialize)]
struct Record {
    doubt: Option<&'static str>,
    behind: Vec<Behind>,
    added: Vec<String>,
    returning: Vec<String>,
    removed: Vec<String>,
    unlisted: usize,
    missing: Vec<String>,
    changed: Vec<String>,
    new: Vec<String>,
}

#[derive(Serialize)]
struct Behind {
    machine: String,
    known: u64,
    found: u64,
}

impl Record {
    fn of(concern: Option<&Concern>) -> Self {
        let Some(Concern { doubt, difference, .. }) = concern else { return Self::default() };
        let Difference { missing, changed, new } = difference.clone().unwrap_or_default();
        let behind = doubt.behind.iter().map(|behind| Behind {
            machine: behind.machine.clone(),
            known: behind.known,
            found: behind.found,
        });
        Self {
            doubt: Some(match doubt.kind {
                DoubtKind::Memory => "memory",
                DoubtKind::Foreign => "foreign",
                DoubtKind::RolledBack => "rolled-back",
                DoubtKind::Forked => "forked",
                DoubtKind::Recipients => "recipients",
            }),
            behind: behind.collect(),
            added: doubt.added.iter().map(|m| m.recipient.as_str().to_owned()).collect(),
            returning: doubt.returning.iter().map(|m| m.recipient.as_str().to_owned()).collect(),
            removed: doubt.removed.iter().map(|r| r.member.recipient.as_str().to_owned()).collect(),
            unlisted: doubt.unlisted,
            missing,
            changed,
            new,
        }
    }
}
