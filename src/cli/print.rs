//! `keyrack print`: sheets of paper, as plain text or as one HTML file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use zeroize::Zeroizing;

use super::args;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick;
use super::prompt::Terminal;
use super::session::{Open, Session};
use crate::activity::{Deed, What};
use crate::app::findings::limits;
use crate::app::print::{self, Secrets, Sheet, Source};
use crate::app::{create, explain};
use crate::health::Limits;
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::model::{Book, Catalogue, Thing};
use crate::platform;
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack print card [LABEL] [--html] [--output FILE]\n       \
                 keyrack print emergency [COMPANY] [--secrets] [--html] [--output FILE]\n       \
                 keyrack print handover [--html] [--output FILE]\n       \
                 keyrack print loss NAME [--html] [--output FILE]\n       \
                 keyrack print audit [--html] [--output FILE]";
    let kind = |name, usage, help: &Help| {
        args::command(name, usage, help, lang).args([
            args::flag("html", &Help::PrintHtml, lang),
            args::path("output", &Help::PrintOutput, lang),
        ])
    };
    let name = |help: &Help| args::argument("NAME", help, lang).num_args(0..);
    args::command("print", usage, &Help::Print, lang)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            kind("card", "keyrack print card [LABEL] [OPTION …]", &Help::PrintCard)
                .arg(name(&Help::ArgLabel)),
            kind(
                "emergency",
                "keyrack print emergency [COMPANY] [OPTION …]",
                &Help::PrintEmergency,
            )
            .args([
                name(&Help::ArgCompany),
                args::flag("secrets", &Help::PrintSecrets, lang),
                args::flag("yes-print-secrets", &Help::PrintYes, lang).requires("secrets"),
            ]),
            kind("handover", "keyrack print handover [OPTION …]", &Help::PrintHandover),
            kind("loss", "keyrack print loss NAME [OPTION …]", &Help::PrintLoss)
                .arg(name(&Help::ArgThing).required(true)),
            kind("audit", "keyrack print audit [OPTION …]", &Help::PrintAudit),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (kind, matches) = matches.subcommand().unwrap_or(("", matches));
    let secrets = match kind {
        "emergency" if matches.get_flag("secrets") => {
            ask_again(matches, session)?;
            Secrets::Print
        }
        _ => Secrets::Leave,
    };
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let limits = limits(&session.settings);
    let source = source(&open, &catalogue, &limits, session);
    let sheet = sheet(kind, matches, &open, &source, secrets, session.region())?;
    let html = matches.get_flag("html");
    let text = Zeroizing::new(if html { print::html(&sheet) } else { print::text(&sheet) });
    let with_keys = open.book.accounts.iter().filter(|account| account.key.is_some()).count();
    let deed = Deed::of(What::Exported, with_keys, "print");
    let deeds = if secrets == Secrets::Print { vec![deed] } else { Vec::new() };
    let company = matches.try_get_many::<String>("NAME").ok().flatten().map(words);
    let second = print::second_keys(&open.book, company.as_deref());
    if secrets == Secrets::Print && second > 0 {
        session.note(&Say::SecondKeysLeft { n: second });
    }
    let path = matches.get_one::<PathBuf>("output").filter(|path| *path != Path::new("-"));
    let Some(path) = path else {
        session.record(&open.shelf, &deeds);
        return out.line(text.trim_end());
    };
    create::write_new(path, text.as_bytes())
        .map_err(|error| Failure::new(Exit::NotSaved, explain::printed(&error)))?;
    session.record(&open.shelf, &deeds);
    out.say(&Say::Printed { path: explain::path(path) }.say(session.lang))
}

/// What sheets are made from, as the vault is now.
pub fn source<'a>(
    open: &'a Open,
    catalogue: &'a Catalogue,
    limits: &'a Limits,
    session: &Session,
) -> Source<'a> {
    Source {
        book: &open.book,
        catalogue,
        limits,
        today: platform::now().date(),
        revision: open.shelf.revision(),
        lang: session.lang,
    }
}

/// A name that was given in several words.
fn words<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn sheet(
    kind: &str,
    matches: &ArgMatches,
    open: &Open,
    source: &Source,
    secrets: Secrets,
    region: Option<&str>,
) -> Result<Sheet, Failure> {
    let name = || matches.try_get_many::<String>("NAME").ok().flatten().map(words);
    Ok(match kind {
        "card" => {
            let only = name().map(|label| pick::device(open, &label)).transpose()?;
            print::cards(source, only.map(Thing::id))
        }
        "emergency" => {
            let company = name();
            let sheet = print::emergency(source, company.as_deref(), secrets);
            if let Some(name) = company.filter(|_| sheet.pages.is_empty()) {
                return Err(no_company(source.book, &name));
            }
            sheet
        }
        "handover" => print::handover(source),
        "loss" => print::checklist(source, pick::thing(open, &name().unwrap_or_default(), region)?),
        _ => print::audit(source),
    })
}

/// Nothing is printed of a company that is only named in part: what is meant is listed.
fn no_company(book: &Book, name: &str) -> Failure {
    let part = name.trim().to_lowercase();
    let companies = book.accounts.iter().map(|account| &*account.company);
    let near: BTreeSet<&str> =
        companies.filter(|company| company.to_lowercase().contains(&part)).collect();
    let name = safe(name);
    if near.is_empty() {
        return Failure::new(Exit::NotFound, Fault::UnknownCompany { name });
    }
    let details = near.into_iter().map(|company| format!("  {}", safe(company))).collect();
    Failure { details, ..Failure::new(Exit::Ambiguous, Fault::CompanyInPart { name }) }
}

/// Keys on paper are asked for twice: by an option, and by a word on the terminal or a second
/// option.
fn ask_again(matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
    if matches.get_flag("yes-print-secrets") {
        return Ok(());
    }
    let mut terminal = Terminal::or(Fault::SecretsTwice)?;
    let answer = terminal.ask(&Say::AskPrintSecrets.say(session.lang))?;
    if answer.eq_ignore_ascii_case("print") || answer == "打印" {
        return Ok(());
    }
    session.note(&Say::NothingPrinted);
    Err(Failure::silent(Exit::Failed))
}
