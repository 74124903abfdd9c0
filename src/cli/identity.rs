//! `keyrack identity`: the person's own key, and the line that lets them into a team's vault.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::init::new_passphrase;
use super::input::{self, Source};
use super::output::{Output, complain};
use super::prompt::Terminal;
use super::session::Session;
use super::usage;
use crate::activity::{Deed, What};
use crate::app::desk::{self, Desk, Unopened};
use crate::app::findings::limits;
use crate::app::identity::{self as own, Stuck, Why};
use crate::app::sync::setup::waits;
use crate::app::trust::short;
use crate::app::{create, explain, loss, team};
use crate::health::loss::affected;
use crate::i18n::{Command as Say, Fault, Foreign, Help, Lang, Team, keyrack_at};
use crate::model::Thing;
use crate::platform;
use crate::secret::Secret;
use crate::text::{Safe, safe, whole};
use crate::vault::{Identity, Keys, Log, OpenError, SaveError, Vault, WorkFactor};

pub fn grammar(lang: Lang) -> Command {
    let name = || args::option("name", "NAME", &Help::IdentityName, lang);
    let work = || {
        args::option("work-factor", "N", &Help::InitWork, lang).value_parser(usage::whole(10, 20))
    };
    let vaults = Arg::new("VAULT")
        .help(Help::IdentityVaults.say(lang))
        .help_heading(Help::Arguments.say(lang))
        .num_args(0..)
        .value_parser(value_parser!(PathBuf));
    args::command(
        "identity",
        "keyrack identity new|show|passphrase|rotate …",
        &Help::Identity,
        lang,
    )
    .subcommand_required(true)
    .arg_required_else_help(true)
    .subcommand_help_heading(Help::Commands.say(lang))
    .subcommands([
        args::command("new", "keyrack identity new [OPTION …]", &Help::IdentityNew, lang).args([
            name(),
            args::flag("no-passphrase", &Help::InitNoPassphrase, lang),
            work(),
        ]),
        args::command("show", "keyrack identity show [--json]", &Help::IdentityShow, lang)
            .args([name(), args::json(lang)]),
        args::command(
            "passphrase",
            "keyrack identity passphrase [OPTION …]",
            &Help::IdentityPassphrase,
            lang,
        )
        .args([
            args::path("new-passphrase-file", &Help::NewPassphraseFile, lang)
                .conflicts_with("no-passphrase"),
            args::flag("no-passphrase", &Help::NewNoPassphrase, lang),
            work(),
        ]),
        args::command(
            "rotate",
            "keyrack identity rotate [VAULT …] [--stolen] [--yes]",
            &Help::IdentityRotate,
            lang,
        )
        .args([
            vaults,
            args::flag("stolen", &Help::IdentityStolen, lang),
            args::option("by", "NAME", &Help::OptBy, lang),
            args::flag("yes", &Help::OptYes, lang),
            work(),
        ]),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("new", matches)) => new(matches, session, out),
        Some(("passphrase", matches)) => passphrase(matches, session, out),
        Some(("rotate", matches)) => rotate(matches, session, out),
        Some((_, matches)) => show(matches, session, out),
        None => Ok(()),
    }
}

fn work(matches: &ArgMatches) -> WorkFactor {
    let asked = matches.get_one::<u32>("work-factor").and_then(|work| u8::try_from(*work).ok());
    asked.and_then(WorkFactor::new).unwrap_or(WorkFactor::DEFAULT)
}

fn named(matches: &ArgMatches, session: &Session) -> String {
    session.author(matches.get_one::<String>("name").map(String::as_str))
}

fn new(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.any_desk()?;
    // Before anything is asked.
    if desk::mode(&desk.identity).is_some() {
        let exists = SaveError::Exists { path: desk.identity };
        return Err(create::CreateError::Identity(exists).into());
    }
    let passphrase = if matches.get_flag("no-passphrase") {
        None
    } else {
        Some(match session.given_passphrase()? {
            Some(given) => given,
            None => new_passphrase(&mut Terminal::or(Fault::NoTerminal)?, session)?,
        })
    };
    let identity = create::identity(&desk, passphrase.as_ref(), work(matches))?;
    session.note(&Say::IdentityAt { path: explain::path(&desk.identity) });
    tell(&identity, &named(matches, session), session, out)?;
    session.say(&Team::KeepOwn);
    Ok(())
}

/// The line to send is on standard output, so that it can be piped into a mail.
fn tell(
    identity: &Identity,
    name: &str,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let recipient = identity.recipient();
    session.say(&Team::SendLine);
    out.line(safe(&team::line(&recipient, name)).as_str())?;
    out.flush()?;
    session.say(&Team::FingerprintIs { key: safe(&short(recipient.as_str())) });
    session.say(&Team::ReadAloud);
    Ok(())
}

/// An identity's public half as JSON.
#[derive(Serialize)]
struct Record {
    recipient: String,
    fingerprint: String,
    line: String,
    file: String,
}

fn show(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.any_desk()?;
    let (identity, _) = unlock(&desk, session)?;
    let name = named(matches, session);
    if matches.get_flag("json") {
        let recipient = identity.recipient();
        return out.json(&Record {
            fingerprint: short(recipient.as_str()),
            line: team::line(&recipient, &name),
            recipient: recipient.as_str().to_owned(),
            file: desk.identity.to_string_lossy().into_owned(),
        });
    }
    tell(&identity, &name, session, out)
}

fn passphrase(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.any_desk()?;
    let (identity, _) = unlock(&desk, session)?;
    if own::is_ours(&identity).is_err() {
        let path = explain::path(&desk.identity);
        let said = |_| Foreign::OthersPassphrase { path: path.clone() };
        return Err(Failure::usage(explain::foreign::fault(said)));
    }
    let new = if matches.get_flag("no-passphrase") {
        None
    } else {
        Some(match matches.get_one::<PathBuf>("new-passphrase-file") {
            Some(path) => input::passphrase(&Source::File(path.clone()))?,
            None => new_passphrase(&mut Terminal::or(Fault::NoTerminal)?, session)?,
        })
    };
    if new.as_ref().is_some_and(super::init::is_weak) {
        session.note(&Say::WeakPassphrase);
    }
    let work = work(matches);
    own::protect(&desk, &identity, new.as_ref().map(|passphrase| (passphrase, work))).map_err(
        |error| {
            let why = match error {
                Stuck::Rotating => Some(Team::RotateFirst.say(session.lang)),
                error => Failure::from(error).fault.map(|fault| fault.say(session.lang)),
            };
            let details = why.into_iter().collect();
            Failure { details, ..Failure::new(Exit::NotSaved, Fault::OldPassphrase) }
        },
    )?;
    let said = if new.is_some() { Team::PassphraseChanged } else { Team::PassphraseGone };
    out.say(&said.say(session.lang))
}

fn rotate(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut desks = session.desks()?;
    let desk = desks[0].clone();
    let further = matches.get_many::<PathBuf>("VAULT").into_iter().flatten();
    desks.extend(further.map(|path| desk.with_vault(path.clone())));
    // It is the identity that is exchanged: in every vault that the settings open with it, whichever is named.
    let (globals, environment) = (&session.globals, &session.environment);
    if globals.identity.is_none() && environment.identity.is_none() {
        let listed = session.settings.vault.iter().chain(&session.settings.vaults);
        let listed = listed.filter(|path| path.exists());
        desks.extend(listed.map(|path| desk.with_vault(path.clone())));
    }
    let desks = own::once(desks);
    let named = desks.len();
    let desks = own::all_of(desks)?;
    if desks.len() > named {
        session.say(&Team::RotateGoesOn { n: desks.len() });
    }
    let (identity, passphrase) = unlock(&desk, session)?;
    if own::is_ours(&identity).is_err() {
        let path = explain::path(&desk.identity);
        let said = |_| Foreign::OthersRotation { path: path.clone() };
        return Err(Failure::usage(explain::foreign::fault(said)));
    }
    if !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        if !terminal.confirm(&Team::AskRotate { n: desks.len() }.say(session.lang))? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let by = session.author(matches.get_one::<String>("by").map(String::as_str));
    let now = platform::now();
    let protection = (passphrase, work(matches));
    let why = if matches.get_flag("stolen") { Why::Stolen } else { Why::Renewed };
    let mut done = |vault: &Vault| session.write_down(&Log::of(vault), &[Deed::new(What::Rotated)]);
    let random = &mut platform::random;
    let rotated = own::rotate(desks.clone(), protection, &by, why, random, &mut done, now);
    let (new, kept) = rotated.map_err(|stuck| way_on(stuck, &desk, session))?;
    out.say(&Team::Rotated.say(session.lang))?;
    let key = safe(&short(new.recipient().as_str()));
    out.say(&Team::FingerprintIs { key }.say(session.lang))?;
    for command in to_send(&desks, session) {
        session.say(&Team::RotateSend { command });
    }
    session.say(&Team::KeptOld { path: explain::path(&kept) });
    session.say(&Team::OthersSee);
    if why == Why::Stolen {
        return listed(&desks, &new, session, out);
    }
    let old = identity.recipient();
    let words = team::stolen_words(&old);
    // What was stopped behind the exchange goes on with the new one in the file.
    if old == new.recipient() {
        return Ok(());
    }
    for desk in &desks {
        let command = session.command_among(&desk.place.file, desks.len());
        let said = Team::RotateSeen { words: words.clone() };
        complain(&said.say_by(session.lang, &command));
    }
    Ok(())
}

/// The commands that send what colleagues do not have yet: one, where it finds all the vaults.
fn to_send(desks: &[Desk], session: &Session) -> Vec<Safe<'static>> {
    let known = session.desks().unwrap_or_default();
    let is_known = |desk: &Desk| known.iter().any(|it| it.place.known == desk.place.known);
    let waiting: Vec<&Desk> = desks.iter().filter(|desk| waits(desk)).collect();
    if waiting.iter().all(|desk| is_known(desk)) {
        return waiting.first().map(|_| session.command(&["sync"])).into_iter().collect();
    }
    let command = |desk: &&Desk| whole(&format!("{} sync", keyrack_at(&desk.place.file)));
    waiting.iter().map(command).collect()
}

/// The commands that go through what was open to a stolen identity, in every vault.
fn listed(
    desks: &[Desk],
    new: &Identity,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    for desk in desks {
        let (vault, book) = desk::open(desk, Keys::Identity(new.clone()))?;
        let own = vault.members().iter().find(|member| member.recipient == new.recipient());
        let Some(person) = own.and_then(|member| member.person) else { continue };
        let thing = Thing::Person(person);
        let catalogue = session.catalogue(&book)?;
        let stale_after = limits(&session.settings).stale_after;
        let today = platform::now().date();
        let n = affected(&book, &catalogue, thing, today, stale_after).len();
        let said = loss::to_replace(thing, n, &book);
        let command = session.command_among(&desk.place.file, desks.len());
        out.say(&said.say_by(session.lang, &command))?;
    }
    Ok(())
}

/// Why a rotation stopped, and how it goes on.
fn way_on(stuck: Stuck, desk: &Desk, session: &Session) -> Failure {
    let left = match &stuck {
        Stuck::Left { path, .. } => Some(Team::RotateLeft { path: explain::path(path) }),
        _ => own::unfinished(desk).map(|list| Team::RotateAgain { path: explain::path(&list) }),
    };
    let details = left.map(|said| said.say(session.lang)).into_iter().collect();
    Failure { details, ..stuck.into() }
}

/// The identity, and the passphrase its file has; asks for it, and again when it was typed wrong.
fn unlock(desk: &Desk, session: &Session) -> Result<(Identity, Option<Secret>), Failure> {
    if !desk::is_protected(desk)? {
        return Ok((desk::identity(desk, None)?, None));
    }
    if let Some(passphrase) = session.given_passphrase()? {
        return Ok((desk::identity(desk, Some(&passphrase))?, Some(passphrase)));
    }
    let mut terminal = Terminal::or(Fault::NoTerminal)?;
    let mut tries = 3;
    loop {
        let passphrase = terminal.secret(&Say::AskIdentity.say(session.lang))?;
        tries -= 1;
        match desk::identity(desk, Some(&passphrase)) {
            Err(Unopened {
                error: OpenError::WrongPassphrase | OpenError::NeedsPassphrase,
                ..
            }) if tries > 0 => terminal.line(&Fault::WrongPassphrase.say(session.lang))?,
            result => return Ok((result?, Some(passphrase))),
        }
    }
}
