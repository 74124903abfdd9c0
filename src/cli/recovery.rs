//! `keyrack recovery`: the one-time codes a platform issued for the day when nothing else works.
//!
//! Codes come in by a file, standard input or the terminal, never as an argument. They are printed
//! only where one of them, or all, were asked for by name.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde::Serialize;
use zeroize::Zeroizing;

use super::args;
use super::exit::{Exit, Failure};
use super::form::{self, Filled, fill, options};
use super::input::content;
use super::output::Output;
use super::part::{self, yes};
use super::pick;
use super::prompt::Terminal;
use super::report::Codes;
use super::session::Session;
use super::show;
use crate::activity::{Deed, What};
use crate::app::draft::{Draft, Subject, Target};
use crate::app::loss;
use crate::i18n::{Command as Say, Fault, Help, Lang, Things};
use crate::model::{Account, RecoveryCode};
use crate::platform;
use crate::text::{Safe, safe};

/// The longest list of codes that is read, in bytes.
const LONGEST: usize = 16 << 10;

pub fn grammar(lang: Lang) -> Command {
    let query = || args::query(lang);
    let usage = "keyrack recovery list|set|use|reveal|forget …";
    args::command("recovery", usage, &Help::ManageRecovery, lang)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command(
                "list",
                "keyrack recovery list [QUERY] [--json]",
                &Help::RecoveryList,
                lang,
            )
            .args([query().required(false), args::json(lang)]),
            args::command("set", "keyrack recovery set QUERY [OPTION …]", &Help::RecoverySet, lang)
                .args([query(), args::path("codes-file", &Help::CodesFile, lang)])
                .args(options(Subject::Recovery, lang)),
            args::command("use", "keyrack recovery use QUERY", &Help::RecoveryUse, lang)
                .arg(query()),
            args::command(
                "reveal",
                "keyrack recovery reveal QUERY [--json]",
                &Help::RecoveryReveal,
                lang,
            )
            .args([query(), args::json(lang)]),
            args::command(
                "forget",
                "keyrack recovery forget QUERY [--yes]",
                &Help::RecoveryForget,
                lang,
            )
            .args([query(), yes(lang)]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("set", matches)) => set(matches, session, out),
        Some(("use", matches)) => take(matches, session, out),
        Some(("reveal", matches)) => reveal(matches, session, out),
        Some(("forget", matches)) => forget(matches, session, out),
        _ => list(matches.subcommand().map_or(matches, |(_, matches)| matches), session, out),
    }
}

/// One account's set as JSON.
#[derive(Serialize)]
struct Row<'a> {
    account: String,
    title: &'a str,
    #[serde(flatten)]
    codes: Codes<'a>,
}

fn list(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let asked = args::query_of(matches);
    let accounts: Vec<&Account> = match &*asked {
        "" => open.book.accounts.iter().collect(),
        asked => vec![&open.book.accounts[pick::pick(&open, asked)?]],
    };
    let sets =
        accounts.into_iter().filter_map(|account| Some((account, account.recovery.as_ref()?)));
    if matches.get_flag("json") {
        let rows: Vec<Row> = sets
            .map(|(account, set)| Row {
                account: account.id.to_string(),
                title: account.title(),
                codes: Codes::of(set),
            })
            .collect();
        return out.json(&rows);
    }
    let rows: Vec<Vec<String>> = sets
        .map(|(account, set)| {
            let mut cells = vec![loss::title(account).to_string()];
            cells.extend(show::codes(set, session.lang));
            cells
        })
        .collect();
    if rows.is_empty() {
        session.note_things(&Things::NoSets);
    }
    out.table(&rows)
}

fn set(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let file = matches.get_one::<PathBuf>("codes-file");
    let mut draft = Draft::new(Subject::Recovery);
    let mut any = fill(&mut draft, matches);
    let codes = file.map(|path| content(path, LONGEST)).transpose()?;
    let mut open = session.open()?;
    let account = part::account(&open, matches)?;
    let target = Target::Recovery(account.id);
    let mut draft = target.draft(&open.book).ok_or(Failure::silent(Exit::NotFound))?;
    fill(&mut draft, matches);
    let codes_given = codes.is_some();
    let mut none = 0;
    if let Some(codes) = codes {
        none = set_codes(&mut draft, &codes);
        any = true;
    }
    let counted = matches.get_one::<String>("left").is_some_and(|left| !left.trim().is_empty());
    if counted && (draft.keeps_codes() > 0 || codes_given) {
        return Err(Failure::usage(Fault::CountsItself));
    }
    if !any {
        let mut terminal = Terminal::or(Fault::NoTerminalForCodes)?;
        let typed = terminal.secret(&Things::AskCodes.say(session.lang))?;
        none = set_codes(&mut draft, typed.expose());
    }
    let typed = draft.typed_codes();
    if typed == 0 && (codes_given || !any) {
        return Err(Failure::usage(Fault::NoCodesGiven));
    }
    if none > 0 {
        session.note_things(&Things::NoCodes { n: none });
    }
    let filled = Filled::new(&draft, None);
    let done = form::build(filled, &mut open, session, |work| draft.save(target, work))?;
    open.save(session)?;
    let title = part::account_title(&open, done.id);
    let kept = open.book.account(done.id).and_then(|account| account.recovery.as_ref());
    let n = kept.map_or(0, |set| set.codes.len());
    let said = match typed.saturating_sub(n) {
        _ if typed == 0 => Things::Saved { title },
        0 => Things::SavedCodes { title, n },
        twice => Things::SavedCodesTwice { title, n, twice },
    };
    out.say(&said.say(session.lang))
}

/// Types the codes; how many pieces of the text are none.
fn set_codes(draft: &mut Draft, bytes: &[u8]) -> usize {
    let text = Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
    draft.type_codes(text.trim_start_matches('\u{feff}'))
}

/// The next code that is not used. It is saved as used before anybody sees it: a code that was shown
/// and is not marked would be tried twice.
fn take(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let mut account = part::account(&open, matches)?.clone();
    let none = no_codes(&account, session.lang);
    let set = account.recovery.as_mut();
    let mut unused = set.into_iter().flat_map(|set| &mut set.codes).filter(|c| c.used.is_none());
    let Some(code) = unused.next() else { return Err(none) };
    code.used = Some(platform::now().date());
    let (shown, n) = (code_text(code), unused.count());
    open.book.put(account);
    open.save_alone(session)?;
    out.line(shown.as_str())?;
    session.note_things(&Things::CodesLeft { n });
    Ok(())
}

/// One code as JSON.
#[derive(Serialize)]
struct Revealed<'a> {
    code: &'a str,
    used: Option<String>,
}

fn reveal(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let account = part::account(&open, matches)?;
    let codes = account.recovery.as_ref().map_or(&[][..], |set| &set.codes);
    if !codes.is_empty() {
        let deed = Deed::at(What::Revealed, account.id);
        session.record(&open.shelf, &[Deed { detail: "recovery".into(), ..deed }]);
    }
    if matches.get_flag("json") {
        let codes = codes.iter().map(|code| Revealed {
            code: code.code.expose_text().unwrap_or_default(),
            used: code.used.map(|day| day.to_string()),
        });
        return out.json(&codes.collect::<Vec<_>>());
    }
    let mut left = codes.iter().filter(|code| code.used.is_none()).peekable();
    if left.peek().is_none() {
        return Err(no_codes(account, session.lang));
    }
    left.try_for_each(|code| out.line(code_text(code).as_str()))
}

/// Why there is no code to print: none is left, or they are kept elsewhere.
fn no_codes(account: &Account, lang: Lang) -> Failure {
    let title = loss::title(account);
    let elsewhere = account.recovery.as_ref().filter(|set| {
        let known = set.left() > Some(0) || set.left().is_none() && !set.place.is_empty();
        set.codes.is_empty() && known
    });
    let fault = match elsewhere {
        Some(set) => {
            Fault::CodesElsewhere { title, kept: safe(&show::codes(set, lang).join(", ")) }
        }
        None => Fault::NoRecoveryCodes { title },
    };
    Failure::new(Exit::NoCode, fault)
}

fn code_text(code: &RecoveryCode) -> Safe<'static> {
    safe(code.code.expose_text().unwrap_or_default())
}

fn forget(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let mut account = part::account(&open, matches)?.clone();
    let title = loss::title(&account);
    if account.recovery.is_some() && !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        let question = Things::AskForget { title: title.clone() }.say(session.lang);
        if !terminal.confirm(&question)? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    account.recovery = None;
    open.book.put(account);
    open.save(session)?;
    out.say(&Things::Saved { title }.say(session.lang))
}
