//! What the commands about a part of an account share: its methods, the copies of its key.

use clap::{Arg, ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::form::{self, Filled, fill, options};
use super::output::{Output, complain};
use super::pick::pick;
use super::prompt::Terminal;
use super::session::{Open, Session};
use crate::app::draft::{Subject, Target, find};
use crate::app::loss;
use crate::i18n::{Command as Say, Fault, Help, Lang, Things};
use crate::model::{Account, Book, Id};
use crate::platform;
use crate::text::safe;
use crate::time::Date;

/// A part: where it stands in its account's list, and the words one may call it by.
pub struct Part {
    /// Its words: role, kind, place …
    pub words: Vec<String>,
    /// Its line in a list.
    pub line: String,
}

/// A kind of part, and what is its own about it.
pub struct Kind {
    /// The command.
    pub name: &'static str,
    /// What it does.
    pub about: Help,
    /// What its options fill.
    pub subject: Subject,
    /// Usage of the command, `list`, `add`, `edit`, `remove`.
    pub usage: [&'static str; 5],
    /// The one at a place of an account, or a new one, as a form's target.
    pub target: fn(Id, Option<usize>) -> Target,
    /// All of an account.
    pub parts: fn(&Account, &Open, &Session) -> Vec<Part>,
    /// The account without the one at a place; the day is today.
    pub without: fn(&Account, usize, &Book, Date) -> Account,
    /// Writes all of an account as JSON.
    pub json: fn(&Account, &Open, &Session, &mut Output) -> Result<(), Failure>,
    /// What is said where there is none.
    pub none: Things,
}

/// `list`, `add`, `edit` and `remove` of a part of an account.
pub fn grammar(kind: &Kind, lang: Lang) -> Command {
    let Kind { name, subject, usage: [all, list, add, edit, remove], .. } = *kind;
    let which = || args::option("which", "WHICH", &Help::OptWhich, lang);
    args::command(name, all, &kind.about, lang)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command("list", list, &Help::RecordList, lang)
                .args([args::query(lang), args::json(lang)]),
            args::command("add", add, &Help::RecordAdd, lang)
                .arg(args::query(lang))
                .args(options(subject, lang)),
            args::command("edit", edit, &Help::RecordEdit, lang)
                .args([args::query(lang), which()])
                .args(options(subject, lang)),
            args::command("remove", remove, &Help::RecordRemove, lang).args([
                args::query(lang),
                which(),
                yes(lang),
            ]),
        ])
}

/// Does what the verb says.
pub fn run(
    kind: &Kind,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let (verb, matches) = matches.subcommand().unwrap_or(("list", matches));
    let mut open = session.open()?;
    let account = account(&open, matches)?.clone();
    let parts = (kind.parts)(&account, &open, session);
    match verb {
        "add" => save((kind.target)(account.id, None), open, matches, session, out),
        "edit" => {
            let at = which(&parts, matches)?;
            save((kind.target)(account.id, Some(at)), open, matches, session, out)
        }
        "remove" => {
            let at = which(&parts, matches)?;
            confirm(&parts[at].line, matches, session)?;
            let left = (kind.without)(&account, at, &open.book, platform::now().date());
            open.book.put(left);
            open.save(session)?;
            let title = account_title(&open, account.id);
            out.say(&Things::Saved { title }.say(session.lang))
        }
        _ if matches.get_flag("json") => (kind.json)(&account, &open, session, out),
        _ if parts.is_empty() => {
            session.note_things(&kind.none);
            Ok(())
        }
        _ => parts.iter().enumerate().try_for_each(|(at, part)| out.line(&numbered(at, part))),
    }
}

/// `--yes`.
pub fn yes(lang: Lang) -> Arg {
    args::flag("yes", &Help::OptYes, lang)
}

/// The account a command is about.
pub fn account<'a>(open: &'a Open, matches: &ArgMatches) -> Result<&'a Account, Failure> {
    Ok(&open.book.accounts[pick(open, &args::query_of(matches))?])
}

/// Which of the parts `--which` names; the only one when it is left out.
pub fn which(parts: &[Part], matches: &ArgMatches) -> Result<usize, Failure> {
    let asked = matches.get_one::<String>("which").map_or("", String::as_str);
    let named = |part: &Part| part.words.iter().any(|word| find::same(word, asked));
    let fitting: Vec<usize> = match asked.parse::<usize>() {
        Ok(place) => (1..=parts.len()).filter(|at| *at == place).map(|at| at - 1).collect(),
        Err(_) if asked.is_empty() => (0..parts.len()).collect(),
        Err(_) => (0..parts.len()).filter(|at| named(&parts[*at])).collect(),
    };
    if let [one] = *fitting {
        return Ok(one);
    }
    let exit = if fitting.is_empty() { Exit::NotFound } else { Exit::Ambiguous };
    let fault = match exit {
        Exit::NotFound => Fault::NoSuchPart { name: safe(asked) },
        _ => Fault::SeveralParts { n: fitting.len() },
    };
    let details = parts.iter().enumerate().map(|(at, part)| numbered(at, part)).collect();
    Err(Failure { details, ..Failure::new(exit, fault) })
}

/// `  1  backup  SMS  +86•••1234`
pub fn numbered(at: usize, part: &Part) -> String {
    format!("  {}  {}", at + 1, part.line)
}

/// `add` and `edit`.
pub fn save(
    target: Target,
    mut open: Open,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let account_before = match target {
        Target::Method(id, None) => open.book.account(id).cloned(),
        _ => None,
    };
    let base = target.draft(&open.book).ok_or(Failure::silent(Exit::NotFound))?;
    let mut draft = base.clone();
    if !fill(&mut draft, matches) {
        return Err(Failure::usage(Fault::NothingNamed));
    }
    let doubts = form::doubts(&draft, Some(&base), &open, session);
    let filled = Filled::new(&draft, Some(&base));
    let done = form::build(filled, &mut open, session, |work| draft.save(target, work))?;
    let title = account_title(&open, done.id);
    let remark = match (target, open.book.account(done.id)) {
        (Target::Method(_, None), Some(after)) => {
            let named = matches.get_one::<String>("role").is_some();
            super::method::check_new(account_before.as_ref(), after, named, &title)?
        }
        _ => None,
    };
    open.save(session)?;
    session.note_all(&doubts);
    session.note_all(remark.as_slice());
    out.say(&Things::Saved { title }.say(session.lang))
}

/// What an account is called in a sentence.
pub fn account_title(open: &Open, id: Id) -> crate::text::Safe<'static> {
    open.book.account(id).map_or_else(|| safe(""), loss::title)
}

/// Asks whether a part may go, unless `--yes` said so.
pub fn confirm(line: &str, matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
    if matches.get_flag("yes") {
        return Ok(());
    }
    let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
    if terminal.confirm(&Say::AskRemove { title: safe(line) }.say(session.lang))? {
        return Ok(());
    }
    complain(&Say::LeftAlone.say(session.lang));
    Err(Failure::silent(Exit::Failed))
}
