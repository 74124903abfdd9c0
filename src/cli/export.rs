//! `keyrack export`: accounts into a file of another program, a portable vault, a printout or a table.
//!
//! What the format leaves out and loses is said before anything is asked, and asked before anything is
//! written.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::init::{PASSWORD, is_weak, new_secret};
use super::input::{self, Source};
use super::output::{Output, complain};
use super::print::source;
use super::prompt::Terminal;
use super::session::Session;
use super::usage;
use crate::app::export::{Cargo, ExportError, Form, Outlook, Scope, Sealing, is_word};
use crate::app::findings::limits;
use crate::app::{create, explain, loss};
use crate::i18n::{Export as Told, Fault, Help, Lang};
use crate::model::Book;
use crate::platform;
use crate::secret::Secret;
use crate::text::safe;
use crate::vault::WorkFactor;

pub fn grammar(lang: Lang) -> Command {
    let words = PossibleValuesParser::new(Form::all().map(Form::word));
    let several = |name, value, help: &Help| {
        args::option(name, value, help, lang).action(ArgAction::Append).allow_hyphen_values(true)
    };
    let usage = "keyrack export FORMAT FILE [QUERY …] [OPTION …]";
    args::command("export", usage, &Help::Export, lang).args([
        args::argument("FORMAT", &Help::ArgFormat, lang)
            .required(true)
            .value_parser(words)
            .hide_possible_values(true),
        args::argument("FILE", &Help::ArgNewFile, lang)
            .required(true)
            .value_parser(value_parser!(PathBuf)),
        args::argument("QUERY", &Help::ArgFilter, lang).num_args(0..),
        several("tag", "TAG", &Help::ExportTag),
        several("platform", "NAME", &Help::ExportPlatform),
        several("company", "NAME", &Help::ExportCompany),
        args::path("password-file", &Help::ExportPasswordFile, lang),
        args::option("password-fd", "N", &Help::ExportPasswordFd, lang)
            .value_parser(usage::whole(0, i32::MAX.unsigned_abs()))
            .conflicts_with("password-file"),
        args::flag("yes", &Help::OptYes, lang),
        args::flag("yes-plain", &Help::ExportYesPlain, lang),
        args::flag("dry-run", &Help::ExportDryRun, lang),
        args::json(lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let wish = Wish::of(matches)?;
    let open = session.open()?;
    let scope = meant(matches)?;
    let accounts = scope.accounts(&open.book);
    if accounts.is_empty() {
        return Err(Failure::new(Exit::NotFound, nobody(&scope, &open.book, session.lang)));
    }
    let cargo = Cargo::new(&open.book, accounts);
    let outlook = cargo.outlook(wish.form, platform::now().date(), session.lang);
    if !wish.dry_run || !wish.json {
        tell(&outlook, &wish, &open.book, session, out)?;
    }
    if outlook.entries == 0 {
        return Err(Failure::new(Exit::NotFound, Fault::NothingToExport));
    }
    if wish.dry_run {
        if wish.json {
            out.json(&Json::of(&outlook, &wish, &open.book, false))?;
        }
        return whole(&outlook);
    }
    wish.confirm(matches, session)?;
    let password = wish.password(session)?;
    let catalogue = session.catalogue(&open.book)?;
    let limits = limits(&session.settings);
    let sealing = Sealing {
        password: &password,
        work: WorkFactor::DEFAULT,
        machine: &session.desks()?[0].machine,
    };
    let source = source(&open, &catalogue, &limits, session);
    let bytes = cargo
        .write(&outlook, &source, &sealing, &mut platform::fill)
        .map_err(|error| failed(&error))?;
    let deeds = cargo.deeds(&outlook);
    if wish.to_output() {
        session.record(&open.shelf, &deeds);
        out.file(&bytes)?;
        return whole(&outlook);
    }
    create::write_new(&wish.path, &bytes)
        .map_err(|error| Failure::new(Exit::NotSaved, explain::exported(&error)))?;
    session.record(&open.shelf, &deeds);
    if wish.form.is_plain() {
        complain(&Told::DeleteAfter.say(session.lang));
    }
    if wish.json {
        out.json(&Json::of(&outlook, &wish, &open.book, true))?;
    } else {
        let path = explain::path(&wish.path);
        out.say(&Told::Written { n: outlook.entries, path }.say(session.lang))?;
    }
    whole(&outlook)
}

/// How it ends: a dry run as the real one, and both as an import does that left something out.
fn whole(outlook: &Outlook) -> Result<(), Failure> {
    if outlook.is_whole() { Ok(()) } else { Err(Failure::silent(Exit::Partly)) }
}

fn failed(error: &ExportError) -> Failure {
    let exit = match error {
        ExportError::NoMemory(_) => Exit::Failed,
        ExportError::Vault(_) => Exit::NotSaved,
    };
    Failure::new(exit, explain::unmade(error))
}

/// What is asked for.
struct Wish {
    form: Form,
    path: PathBuf,
    password: Option<Source>,
    dry_run: bool,
    json: bool,
}

impl Wish {
    /// What the arguments say, and whether that can be done at all.
    fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let word = matches.get_one::<String>("FORMAT").map(String::as_str);
        let form = word.and_then(Form::from_word);
        let form = form.ok_or_else(|| Failure::silent(Exit::Usage))?;
        let file = matches.get_one::<PathBuf>("password-file").cloned().map(Source::File);
        let descriptor = matches.get_one::<u32>("password-fd").copied().map(Source::Descriptor);
        let wish = Self {
            form,
            path: matches.get_one::<PathBuf>("FILE").cloned().unwrap_or_default(),
            password: file.or(descriptor),
            dry_run: matches.get_flag("dry-run"),
            json: matches.get_flag("json"),
        };
        if wish.password.is_some() && !form.has_password() {
            return Err(Failure::usage(Fault::NoPasswordThere { form: safe(form.word()) }));
        }
        if wish.to_output() {
            if wish.dry_run {
                return Ok(wish);
            }
            if wish.json {
                return Err(Failure::usage(Fault::ExportTwoOutputs));
            }
            if (form.is_plain() || form.is_binary()) && Output::is_terminal() {
                return Err(Failure::usage(Fault::ExportOnTerminal));
            }
        } else {
            // Before anything is asked; a dry run ends as the real one would.
            create::is_free(&wish.path)
                .map_err(|error| Failure::new(Exit::NotSaved, explain::exported(&error)))?;
        }
        Ok(wish)
    }

    /// Whether the file goes to standard output.
    fn to_output(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Asks whether it is to be written: by a word where the file is readable and has keys in it.
    fn confirm(&self, matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
        let lang = session.lang;
        let plain = self.form.is_plain();
        if matches.get_flag(if plain { "yes-plain" } else { "yes" }) {
            return Ok(());
        }
        let sure = if plain {
            let answer = Terminal::or(Fault::PlainTwice)?.ask(&Told::AskPlain.say(lang))?;
            is_word(&answer)
        } else {
            Terminal::or(Fault::NoTerminalForAnswer)?.confirm(&Told::Ask.say(lang))?
        };
        if sure {
            return Ok(());
        }
        complain(&Told::NothingWritten.say(lang));
        Err(Failure::silent(Exit::Failed))
    }

    /// The new password of the file; nothing where it has none.
    fn password(&self, session: &Session) -> Result<Secret, Failure> {
        if !self.form.has_password() {
            return Ok(Secret::new(Vec::new()));
        }
        let Some(source) = &self.password else {
            let mut terminal = Terminal::or(Fault::NoTerminalForPassword)?;
            return new_secret(&mut terminal, &PASSWORD, session);
        };
        let password = input::password(source)?;
        if is_weak(&password) {
            return Err(Failure::new(Exit::Failed, Fault::PasswordWeak));
        }
        Ok(password)
    }
}

/// The accounts that are meant.
fn meant(matches: &ArgMatches) -> Result<Scope, Failure> {
    let values = |option: &str| -> Result<Vec<String>, Failure> {
        let values: Vec<String> =
            matches.get_many::<String>(option).into_iter().flatten().cloned().collect();
        if values.iter().any(|value| value.trim().is_empty()) {
            return Err(Failure::usage(Fault::EmptyName));
        }
        Ok(values)
    };
    Ok(Scope {
        query: args::query_of(matches),
        tags: values("tag")?,
        platforms: values("platform")?,
        companies: values("company")?,
        only: None,
    })
}

/// Why no account is meant: by the first choice that no account fits, else by all of them together.
fn nobody(scope: &Scope, book: &Book, lang: Lang) -> Fault {
    let one = |scope: Scope| scope.accounts(book).is_empty();
    let alone = |names: &[String], of: fn(Vec<String>) -> Scope| {
        (!names.is_empty() && one(of(names.to_vec())))
            .then(|| safe(&names.join(explain::between(lang))))
    };
    if book.accounts.is_empty() {
        return Fault::NothingToExport;
    }
    if !scope.query.is_empty() && one(Scope { query: scope.query.clone(), ..Scope::default() }) {
        return Fault::NotFound { query: safe(&scope.query) };
    }
    let tag = alone(&scope.tags, |tags| Scope { tags, ..Scope::default() });
    let platform = alone(&scope.platforms, |platforms| Scope { platforms, ..Scope::default() });
    let company = alone(&scope.companies, |companies| Scope { companies, ..Scope::default() });
    match (tag, platform, company) {
        (Some(name), ..) => Fault::NoAccountTag { name },
        (_, Some(name), _) => Fault::NoAccountAt { name },
        (.., Some(name)) => Fault::NoAccountOf { name },
        _ => Fault::NoAccountFits,
    }
}

/// What goes in, what does not, and what is lost: on standard output where it is all that is asked for.
fn tell(
    outlook: &Outlook,
    wish: &Wish,
    book: &Book,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lines = explain::outlook(outlook, book, session.lang);
    for line in lines {
        if wish.dry_run {
            out.line(&line)?;
        } else {
            complain(&line);
        }
    }
    Ok(())
}

/// `export --json`.
#[derive(Serialize)]
struct Json {
    format: &'static str,
    written: bool,
    path: String,
    entries: usize,
    left_out: Vec<LeftOut>,
    lost: Vec<Lost>,
}

#[derive(Serialize)]
struct LeftOut {
    id: String,
    title: String,
    reason: &'static str,
}

#[derive(Serialize)]
struct Lost {
    what: &'static str,
    count: usize,
}

impl Json {
    fn of(outlook: &Outlook, wish: &Wish, book: &Book, written: bool) -> Self {
        let title = |id| {
            book.account(id).map(loss::title).map_or_else(String::new, |name| name.to_string())
        };
        Self {
            format: wish.form.word(),
            written,
            path: wish.path.to_string_lossy().into_owned(),
            entries: outlook.entries,
            left_out: outlook
                .left_out
                .iter()
                .map(|(id, reason)| LeftOut {
                    id: id.to_string(),
                    title: title(*id),
                    reason: reason.word(),
                })
                .collect(),
            lost: outlook
                .lost
                .iter()
                .map(|(what, count)| Lost { what: what.word(), count: *count })
                .collect(),
        }
    }
}
