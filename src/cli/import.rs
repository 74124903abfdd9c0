//! `keyrack import`: the accounts of a list of `otpauth` addresses.

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::input::content;
use super::output::{Output, complain};
use super::pick::name;
use super::session::{Session, fresh};
use crate::app::explain;
use crate::app::import::{Change, LARGEST_FILE, Line, Outcome, Report, import};
use crate::i18n::{Command as Say, Help, Lang};
use crate::model::Book;
use crate::otp::Remark;
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    args::command("import", "keyrack import FILE [--dry-run] [--json]", &Help::Import, lang).args([
        args::argument("FILE", &Help::ArgFile, lang)
            .required(true)
            .value_parser(value_parser!(PathBuf)),
        args::flag("dry-run", &Help::ImportDryRun, lang),
        args::json(lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let path = matches.get_one::<PathBuf>("FILE").cloned().unwrap_or_default();
    let bytes = content(&path, LARGEST_FILE + 1)?;
    let mut open = session.open()?;
    let report = import(&mut open.book, &bytes, &mut fresh)
        .map_err(|error| Failure::new(Exit::Failed, explain::list(explain::path(&path), &error)))?;
    drop(bytes);
    let dry_run = matches.get_flag("dry-run");
    if !dry_run && report.added() > 0 {
        open.save(session)?;
    }
    if matches.get_flag("json") {
        out.json(&Told::of(&report, dry_run, session.lang))?;
    } else {
        tell(&report, &open.book, dry_run, session, out)?;
    }
    if report.refused() > 0 { Err(Failure::silent(Exit::Partly)) } else { Ok(()) }
}

/// What was refused or read otherwise on standard error, the sums on standard output.
fn tell(
    report: &Report,
    book: &Book,
    dry_run: bool,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lang = session.lang;
    for line in &report.lines {
        for said in said(line, book, lang) {
            complain(&Say::AtLine { line: line.number, said: safe(&said) }.say(lang));
        }
    }
    let n = report.added();
    let added = if dry_run { Say::WouldImport { n } } else { Say::Imported { n } };
    out.line(&added.say(lang))?;
    if report.same() > 0 {
        out.line(&Say::HereAlready { n: report.same() }.say(lang))?;
    }
    if report.refused() > 0 {
        out.line(&Say::Refused { n: report.refused() }.say(lang))?;
    }
    Ok(())
}

fn said(line: &Line, book: &Book, lang: Lang) -> Vec<String> {
    match &line.outcome {
        Outcome::Same { .. } => Vec::new(),
        Outcome::Refused(error) => vec![explain::row(error).say(lang)],
        Outcome::Added { remarks, twin, .. } => {
            let twin = twin.and_then(|id| book.account(id));
            let twin = twin.map(|account| Say::Twin { title: name(account) }.say(lang));
            remarks.iter().map(|remark| explain_remark(remark).say(lang)).chain(twin).collect()
        }
    }
}

fn explain_remark(change: &Change) -> Say {
    let Change::Key(remark) = change else { return Say::OddLength };
    match remark {
        Remark::PrefixDiffers { prefix } => Say::PrefixDiffers { prefix: safe(prefix) },
        Remark::NoName => Say::NoNameRemark,
        Remark::NotUtf8 => Say::NotUtf8,
        Remark::NoCounter => Say::NoCounter,
        Remark::NotSteam => Say::NotSteam,
        Remark::OddLength => Say::OddLength,
        Remark::SpareBits => Say::SpareBits,
        Remark::ShortKey | Remark::NoPin | Remark::KeyCut => Say::ShortKey,
        Remark::Repeated { parameter } => Say::Repeated { parameter: safe(parameter) },
        Remark::Unread { parameter } => Say::Unread { parameter: safe(parameter) },
    }
}

/// The word of a remark in JSON.
fn word(change: &Change) -> &'static str {
    let Change::Key(remark) = change else { return "" };
    match remark {
        Remark::PrefixDiffers { .. } => "prefix-differs",
        Remark::NoName => "no-name",
        Remark::NotUtf8 => "not-utf8",
        Remark::NoCounter => "no-counter",
        Remark::NotSteam => "not-steam",
        Remark::OddLength => "odd-length",
        Remark::SpareBits => "spare-bits",
        Remark::ShortKey => "short-key",
        Remark::NoPin => "no-pin",
        Remark::KeyCut => "key-cut",
        Remark::Repeated { .. } => "repeated",
        Remark::Unread { .. } => "unread",
    }
}

/// `import --json`.
#[derive(Serialize)]
struct Told {
    dry_run: bool,
    added: usize,
    same: usize,
    refused: usize,
    entries: Vec<Entry>,
}

#[derive(Default, Serialize)]
struct Entry {
    line: usize,
    outcome: &'static str,
    id: Option<String>,
    same_key_as: Option<String>,
    remarks: Vec<&'static str>,
    reason: Option<String>,
}

impl Told {
    fn of(report: &Report, dry_run: bool, lang: Lang) -> Self {
        let entry = |line: &Line| {
            let entry = Entry { line: line.number, ..Entry::default() };
            match &line.outcome {
                Outcome::Added { id, remarks, twin } => Entry {
                    outcome: "added",
                    // An id that is not saved names nothing.
                    id: (!dry_run).then(|| id.to_string()),
                    same_key_as: twin.map(|id| id.to_string()),
                    remarks: remarks.iter().map(word).collect(),
                    ..entry
                },
                Outcome::Same { id } => {
                    Entry { outcome: "same", id: Some(id.to_string()), ..entry }
                }
                Outcome::Refused(error) => Entry {
                    outcome: "refused",
                    reason: Some(explain::row(error).say(lang)),
                    ..entry
                },
            }
        };
        Self {
            dry_run,
            added: report.added(),
            same: report.same(),
            refused: report.refused(),
            entries: report.lines.iter().map(entry).collect(),
        }
    }
}
