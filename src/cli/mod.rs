//! The command line: one file a command, each with its grammar and what it does.
//!
//! ```text
//!   args       what all commands share; usage: what is said of wrong arguments
//!   session    language, settings, desk, passphrase, the open vault
//!   input      files that options name; prompt: questions on the terminal
//!   raw          the terminal without echo; stop: what is put back before a signal ends us
//!   output     standard output and standard error; progress: how far slow work is
//!   exit       exit codes and failures; form: options that fill a form
//!   pick       which account is meant; report: accounts as JSON
//!   record     what device, number and person share; gone: marking them as lost and taking it back
//!   part       what method and keycopy share
//!   sync       git and synchronised folders; driver: what git itself starts
//!   check      what doctor finds; lines: the same as lines; way: the way of a copy; probe: what
//!              a terminal answers; trial: a copy there and back; clock: by a time server; compare: a code with a phone's
//! ```
//!
//! Standard output carries what was asked for and nothing else; everything said besides goes to
//! standard error, questions to the terminal. The dashboard is not opened here: whoever called is
//! told to ([`Next`]).

mod activity;
mod add;
mod args;
mod attest;
mod check;
mod clock;
mod code;
mod compare;
mod conflict;
mod copy;
mod device;
mod doctor;
mod drill;
mod driver;
mod edit;
mod exit;
mod export;
mod form;
mod gone;
mod health;
mod identity;
mod import;
mod init;
mod input;
mod keycopy;
mod lines;
mod list;
mod loss;
mod member;
mod method;
mod number;
mod output;
mod paper;
mod part;
mod person;
mod pick;
mod platform;
mod playbook;
mod plugin;
mod print;
mod probe;
mod progress;
mod prompt;
mod proof;
mod raw;
mod readonly;
mod record;
mod recovery;
mod relocate;
mod remove;
mod report;
mod session;
mod shift;
mod show;
mod stop;
mod sync;
mod trial;
mod trust;
mod ungarble;
mod usage;
mod way;

pub use exit::{Exit, Failure};
pub use session::Session;
pub use shift::Wanted;
pub use sync::remind as remind_to_sync;

use std::ffi::OsString;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::app::explain;
use crate::config::{FILE_NAME, Settings, SettingsError};
use crate::i18n::{Fault, Lang, keyrack_for, negotiate};
use crate::platform::{Environment, Folders, Hardening};
use output::{Output, complain};

/// What is to be done after the arguments were read.
#[derive(Debug)]
pub enum Next {
    /// Nothing: a command was carried out, or was not.
    Exit(Exit),
    /// Open the dashboard.
    Dashboard(Box<Session>, Stage),
}

/// Which vault the dashboard opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The one of the session.
    Own,
    /// The same, of which only some accounts are seen for some time.
    Shift(Wanted),
    /// The demo's.
    Demo,
}

/// Carries out a command, unless it is the dashboard. The first argument is the program's own name.
pub fn run(args: Vec<OsString>, hardening: Hardening) -> Next {
    let environment = Environment::read();
    let folders = Folders::find().ok();
    let settings = folders
        .as_ref()
        .map_or_else(|| Ok(Settings::default()), |at| Settings::load(&at.config.join(FILE_NAME)));
    let asked = args::asked_lang(&args).map(|tag| tag.to_string_lossy().into_owned());
    let lang = {
        let set = settings.as_ref().ok().and_then(|settings| settings.lang.as_deref());
        let wishes = asked.as_deref().into_iter().chain(set);
        negotiate(wishes.chain(environment.locales()))
    };
    if asked.is_some_and(|tag| Lang::from_tag(&tag).is_none()) {
        return Next::Exit(end(Err(Failure::usage(Fault::NotALanguage)), lang));
    }
    let matches = match parse(args, lang) {
        Ok(matches) => matches,
        Err(failure) => return Next::Exit(end(Err(failure), lang)),
    };
    if args::names_nothing(&matches) {
        return Next::Exit(end(Err(Failure::usage(Fault::EmptyName)), lang));
    }
    let (settings, broken) = match settings {
        Ok(settings) => (settings, None),
        Err(error) => (Settings::default(), Some(error)),
    };
    let mut globals = args::globals(&matches);
    let stage = match matches.subcommand() {
        None => Some(Stage::Own),
        Some(("demo", _)) => Some(Stage::Demo),
        Some(("shift", matches)) => match Wanted::of(matches) {
            Ok(wanted) => {
                // A book of which parts are missing must never be saved.
                globals.read_only = true;
                Some(Stage::Shift(wanted))
            }
            Err(failure) => return Next::Exit(end(Err(failure), lang)),
        },
        Some(_) => None,
    };
    let session = Session { lang, environment, settings, globals, hardening, folders };
    session.introduce();
    let Some(stage) = stage else {
        return Next::Exit(end(perform(&matches, &session, broken), lang));
    };
    match broken {
        Some(error) => Next::Exit(end(Err(settings_failure(&error)), lang)),
        None => Next::Dashboard(Box::new(session), stage),
    }
}

/// Says what went wrong, if anything did, and gives the exit code.
pub fn end(result: Result<(), Failure>, lang: Lang) -> Exit {
    let Err(failure) = result else { return Exit::Done };
    let keyrack = keyrack_for(failure.at.as_ref().map(|at| at.as_path()));
    if let Some(fault) = failure.fault {
        complain(&format!("keyrack: {}", fault.say_by(lang, &keyrack)));
    }
    failure.details.iter().for_each(|line| complain(line));
    failure.exit
}

fn parse(args: Vec<OsString>, lang: Lang) -> Result<ArgMatches, Failure> {
    args::grammar(lang).try_get_matches_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let mut out = Output::open();
            let said = out
                .line(&args::in_type(&error.render().to_string(), lang))
                .and_then(|()| out.finish());
            said.err().unwrap_or_else(|| Failure::silent(Exit::Done))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = args::in_type(&error.render().to_string(), lang);
            let details = help.lines().map(str::to_owned).collect();
            Failure { details, ..Failure::silent(Exit::Usage) }
        }
        _ => Failure::usage(usage::explain(&error)),
    })
}

fn perform(
    matches: &ArgMatches,
    session: &Session,
    broken: Option<SettingsError>,
) -> Result<(), Failure> {
    if session.globals.read_only && readonly::writes(matches) {
        return Err(Failure::new(Exit::NotSaved, Fault::ReadOnlyCommand));
    }
    let (name, matches) = matches.subcommand().unwrap_or(("", matches));
    let mut out = Output::open();
    // Doctor says what is wrong with the settings; nothing else goes on without them.
    match (name, broken) {
        ("doctor", broken) => doctor::run(matches, session, broken.as_ref(), &mut out),
        (_, Some(error)) => Err(settings_failure(&error)),
        ("init", _) => init::run(matches, session, &mut out),
        ("add", _) => add::run(matches, session, &mut out),
        ("edit", _) => edit::run(matches, session, &mut out),
        ("move", _) => relocate::run(matches, session, &mut out),
        ("remove", _) => remove::run(matches, session, &mut out),
        ("show", _) => show::run(matches, session, &mut out),
        ("copy", _) => copy::run(matches, session, &mut out),
        ("code", _) => code::run(matches, session, &mut out),
        ("platform", _) => platform::run(matches, session, &mut out),
        ("health", _) => health::run(matches, session, &mut out),
        ("device", _) => device::run(matches, session, &mut out),
        ("drill", _) => drill::run(matches, session, &mut out),
        ("print", _) => print::run(matches, session, &mut out),
        ("number", _) => number::run(matches, session, &mut out),
        ("person", _) => person::run(matches, session, &mut out),
        ("method", _) => method::run(matches, session, &mut out),
        ("loss", _) => loss::run(matches, session, &mut out),
        ("keycopy", _) => keycopy::run(matches, session, &mut out),
        ("recovery", _) => recovery::run(matches, session, &mut out),
        ("playbook", _) => playbook::run(matches, session, &mut out),
        ("ungarble", _) => ungarble::run(matches, session, &mut out),
        ("export", _) => export::run(matches, session, &mut out),
        ("trust", _) => trust::run(matches, session, &mut out),
        ("activity", _) => activity::run(matches, session, &mut out),
        ("identity", _) => identity::run(matches, session, &mut out),
        ("member", _) => member::run(matches, session, &mut out),
        ("conflict", _) => conflict::run(matches, session, &mut out),
        ("sync", _) => sync::run(matches, session, &mut out),
        ("git-merge", _) => driver::merge(matches, session),
        ("git-show", _) => driver::show(matches, session, &mut out),
        ("import", _) => import::run(matches, session, &mut out),
        _ => list::run(matches, session, &mut out),
    }?;
    out.finish()
}

fn settings_failure(error: &SettingsError) -> Failure {
    Failure::new(Exit::Failed, explain::settings(error))
}
