//! `keyrack member`: who can open the vault. Somebody is let in by the line they sent, and shut out by
//! name; what they saw is then worked through with `keyrack loss`. The recovery key is `paper`'s.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde::Serialize;
use zeroize::Zeroizing;

use super::args;
use super::exit::{Exit, Failure};
use super::input::content;
use super::output::Output;
use super::prompt::{LONGEST, Terminal};
use super::record::name;
use super::session::{Open, Session, fresh};
use super::{paper, pick};
use crate::activity::{Deed, What};
use crate::app::shelf::Saving;
use crate::app::team::{self, Heard, Newcomer};
use crate::app::trust::short;
use crate::app::{explain, findings, loss};
use crate::health::loss::{affected, progress};
use crate::i18n::{Command as Say, Fault, Help, Lang, Team};
use crate::model::{Book, Thing, Worded as _};
use crate::platform;
use crate::text::{Safe, safe};
use crate::vault::{Change, Member, MemberKind, Recipient, Removed, Unchanged};

mod remove;

use remove::remove;

pub fn grammar(lang: Lang) -> Command {
    let by = || args::option("by", "NAME", &Help::OptBy, lang);
    let yes = || args::flag("yes", &Help::OptYes, lang);
    let usage = "keyrack member [list|add|remove|confirm|recovery|drill] … [--json]";
    args::command("member", usage, &Help::Member, lang)
        .arg(args::json(lang))
        .args_conflicts_with_subcommands(true)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command("list", "keyrack member list [--json]", &Help::MemberList, lang)
                .arg(args::json(lang)),
            args::command(
                "add",
                "keyrack member add LINE [OPTION …]\n       keyrack member add --file FILE [OPTION …]",
                &Help::MemberAdd,
                lang,
            )
            .args([
                args::argument("LINE", &Help::MemberLine, lang)
                    .num_args(1..)
                    .required_unless_present("file"),
                args::path("file", &Help::MemberFile, lang).conflicts_with("LINE"),
                args::option("name", "NAME", &Help::MemberName, lang),
                args::option("person", "NAME", &Help::MemberPerson, lang),
                by(),
                yes(),
            ]),
            args::command(
                "remove",
                "keyrack member remove NAME [OPTION …]",
                &Help::MemberRemove,
                lang,
            )
            .args([
                name(&Help::ArgMember, lang),
                args::flag("myself", &Help::MemberMyself, lang),
                args::flag("stolen", &Help::MemberStolen, lang),
                by(),
                yes(),
            ]),
            args::command("confirm", "keyrack member confirm [--yes]", &Help::MemberConfirm, lang)
                .arg(yes()),
            args::command(
                "recovery",
                "keyrack member recovery [--replace]",
                &Help::MemberRecovery,
                lang,
            )
            .args([args::flag("replace", &Help::MemberReplace, lang), by()]),
            args::command(
                "drill",
                "keyrack member drill [--replace] [--file FILE]",
                &Help::MemberDrill,
                lang,
            )
            .args([
                args::flag("replace", &Help::MemberDrillReplace, lang),
                args::path("file", &Help::MemberPaper, lang),
                by(),
            ]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("add", matches)) => add(matches, session, out),
        Some(("remove", matches)) => remove(matches, session, out),
        Some(("confirm", matches)) => confirm(matches, session, out),
        Some(("recovery", matches)) => paper::recovery(matches, session, out),
        Some(("drill", matches)) => paper::drill(matches, session, out),
        listed => {
            let matches = listed.map_or(matches, |(_, matches)| matches);
            list(matches.get_flag("json"), session, out)
        }
    }
}

/// The members as JSON.
#[derive(Serialize)]
struct Report<'a> {
    fingerprint: String,
    members: Vec<Row<'a>>,
    removed: Vec<Gone<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: String,
    kind: &'static str,
    recipient: &'a str,
    fingerprint: String,
    person: Option<String>,
    added: Option<String>,
    by: &'a str,
    tested: Option<String>,
    own: bool,
}

#[derive(Serialize)]
struct Gone<'a> {
    name: String,
    kind: &'static str,
    recipient: &'a str,
    on: String,
    by: &'a str,
    steps: Option<Steps>,
}

#[derive(Serialize)]
struct Steps {
    done: usize,
    of: usize,
}

fn list(json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let (vault, book, lang) = (open.vault()?, &open.book, session.lang);
    let own = vault.own().ok_or(Unchanged::Passphrase)?;
    let fingerprint = short(&vault.fingerprint());
    if json {
        let members = vault.members().iter().map(|member| describe(member, book, &own));
        let removed = vault.removed().iter().map(|removed| describe_gone(removed, &open, session));
        return out.json(&Report {
            fingerprint,
            members: members.collect(),
            removed: removed.collect::<Result<_, _>>()?,
        });
    }
    let today = platform::now().date();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for member in vault.members() {
        let added = member.added.map(|day| day.to_string()).unwrap_or_default();
        rows.push(vec![
            team::title(member, book, Some(&own), lang),
            kind(member).say(lang),
            short(member.recipient.as_str()),
            format!("{added} {}", Safe::new(&member.by)).trim().to_owned(),
            team::tried(member, Some(today), lang),
        ]);
    }
    out.table(&rows)?;
    if !vault.removed().is_empty() {
        out.line("")?;
        out.line(&Team::RemovedHeading.say(lang))?;
        let mut rows = Vec::new();
        for at in team::shut_out_last(vault.removed()) {
            let removed = &vault.removed()[at];
            let day = safe(&removed.on.to_string());
            let on = match safe(&removed.by) {
                by if by.as_str().is_empty() => day.to_string(),
                by => Team::RemovedOn { day, by }.say(lang),
            };
            let left = match steps(removed, &open, session)? {
                Some(Steps { done, of }) => Team::DoneOf { done, of },
                None if team::is_replaced(vault.members(), removed, book) => Team::OtherKey,
                None => Team::NothingOpen,
            };
            rows.push(vec![
                team::called_out(vault.members(), removed, book, lang).to_string(),
                on,
                if removed.member.kind == MemberKind::Person {
                    left.say(lang)
                } else {
                    String::new()
                },
            ]);
        }
        out.table(&rows)?;
    }
    out.line("")?;
    out.line(&Team::VaultFingerprint { key: safe(&fingerprint) }.say(lang))?;
    for (member, why) in vault.unreachable() {
        session.warn(&explain::foreign::unreachable(member, &why));
    }
    let mut papers = vault.members().iter().filter(|m| m.kind == MemberKind::Recovery).peekable();
    if papers.peek().is_none() {
        session.say(&Team::NoRecovery);
    } else if papers.any(|member| team::is_due(member, today)) {
        session.say(&Team::RecoveryDue);
    }
    Ok(())
}

fn describe<'a>(member: &'a Member, book: &Book, own: &Recipient) -> Row<'a> {
    Row {
        name: team::name(member, book),
        kind: member.kind.word(),
        recipient: member.recipient.as_str(),
        fingerprint: short(member.recipient.as_str()),
        person: member.person.map(|id| id.to_string()),
        added: member.added.map(|day| day.to_string()),
        by: &member.by,
        tested: member.tested.map(|day| day.to_string()),
        own: member.recipient == *own,
    }
}

fn describe_gone<'a>(
    removed: &'a Removed,
    open: &Open,
    session: &Session,
) -> Result<Gone<'a>, Failure> {
    Ok(Gone {
        name: team::name(&removed.member, &open.book),
        kind: removed.member.kind.word(),
        recipient: removed.member.recipient.as_str(),
        on: removed.on.to_string(),
        by: &removed.by,
        steps: steps(removed, open, session)?,
    })
}

/// How far what somebody saw is replaced; `None` where nothing is to be.
fn steps(removed: &Removed, open: &Open, session: &Session) -> Result<Option<Steps>, Failure> {
    let book = &open.book;
    let Some(thing) = team::loss_after(removed, book) else { return Ok(None) };
    let list = hit(thing, open, session)?;
    let (done, of) = progress(book, thing, &list);
    Ok((of > 0).then_some(Steps { done, of }))
}

fn hit(
    thing: Thing,
    open: &Open,
    session: &Session,
) -> Result<Vec<crate::health::loss::Affected>, Failure> {
    let catalogue = session.catalogue(&open.book)?;
    let limits = findings::limits(&session.settings);
    let today = platform::now().date();
    Ok(affected(&open.book, &catalogue, thing, today, limits.stale_after))
}

fn called(member: &Member, book: &Book) -> Safe<'static> {
    safe(&team::name(member, book))
}

fn kind(member: &Member) -> Team {
    match member.kind {
        MemberKind::Person => Team::KindPerson,
        MemberKind::Recovery => Team::KindRecovery,
    }
}

fn add(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let lang = session.lang;
    let words: Vec<&str> =
        matches.get_many::<String>("LINE").into_iter().flatten().map(String::as_str).collect();
    let text = match matches.get_one::<PathBuf>("file") {
        Some(path) => content(path, LONGEST)?,
        None => Zeroizing::new(words.join(" ").into_bytes()),
    };
    let newcomer = Newcomer::read(&String::from_utf8_lossy(&text));
    let mut newcomer =
        newcomer.map_err(|error| Failure::new(Exit::Usage, explain::line(&error)))?;
    if let Some(name) = matches.get_one::<String>("name") {
        name.trim().clone_into(&mut newcomer.name);
    }
    if newcomer.name.is_empty() {
        return Err(Failure::usage(Fault::LineWithoutName));
    }
    let mut open = session.open()?;
    let own = open.vault()?.own().ok_or(Unchanged::Passphrase)?;
    let is_in = |member: &Member| member.recipient == newcomer.recipient;
    if own == newcomer.recipient || open.vault()?.members().iter().any(is_in) {
        return Err(Unchanged::Known.into());
    }
    // Before anybody is rung up for it.
    open.vault()?.reach(&newcomer.recipient).map_err(Unchanged::Foreign)?;
    let removed = open.vault()?.removed();
    let person = match matches.get_one::<String>("person") {
        Some(name) => Some(pick::whole_person(&open, name)?),
        None => match &team::known_as(&open.book, removed, &newcomer, None)[..] {
            several @ [_, _, ..] => {
                return Err(pick::doubled(&open, "person", several, session.lang));
            }
            found => found.first().copied(),
        },
    };
    if let Some(again) = team::shut_out_before(removed, &newcomer.recipient) {
        session.say(&team::was_shut_out(again));
    }
    let before = open.book.people.len();
    let author = session.author(matches.get_one::<String>("by").map(String::as_str));
    let member = team::admit(&mut open.book, &newcomer, person, &author, fresh);
    let name = safe(&newcomer.name);
    let known = member.person.and_then(|id| open.book.person(id));
    if let Some(person) = known.filter(|person| person.left.is_some()) {
        let word = loss::word(Thing::Person(person.id), &open.book);
        let command = session.command(&["person", "back", &word]);
        return Err(Failure::usage(Fault::MemberLeft { name: safe(&person.name), command }));
    }
    let is_new = open.book.people.len() > before;
    let key = newcomer.recipient.as_str();
    if matches.get_flag("yes") {
        session.say(&Team::FingerprintIs { key: safe(&short(key)) });
    } else if hears(&Team::AskRead { name: name.clone() }, key, &Team::AdmitWrong, session)?
        != Some(true)
    {
        // It is not shown before: it has to come from them.
        session.note(&Say::LeftAlone);
        return Err(Failure::silent(Exit::Failed));
    }
    change(&mut open, &[Change::Admit(member)], session)?;
    out.say(&Team::Admitted { name: name.clone() }.say(lang))?;
    if is_new {
        session.say(&Team::NewPerson { name });
    }
    session.say(&Team::GiveFile);
    Ok(())
}

fn confirm(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let lang = session.lang;
    let mut open = session.open()?;
    open.vault()?.own().ok_or(Unchanged::Passphrase)?;
    for member in open.vault()?.members() {
        let key = short(member.recipient.as_str());
        out.line(&format!("  {key}  {}", called(member, &open.book)))?;
    }
    let key = safe(&short(&open.vault()?.fingerprint()));
    out.line(&Team::VaultFingerprint { key }.say(lang))?;
    out.flush()?;
    if !matches.get_flag("yes") {
        session.say(&Team::CompareVault);
        let key = open.vault()?.fingerprint();
        match hears(&Team::AskHeard, &key, &Team::HeardWrong, session)? {
            Some(true) => {}
            Some(false) => {
                session.say(&Team::NotConfirmed);
                return Err(Failure::silent(Exit::Foreign));
            }
            None => {
                session.note(&Say::LeftAlone);
                return Err(Failure::silent(Exit::Failed));
            }
        }
    }
    open.vault_mut()?.trust()?;
    session.record(&open.shelf, &[Deed::new(What::Confirmed)]);
    out.say(&Team::Confirmed.say(lang))
}

/// Changes who can open the vault, and takes over what somebody else saved meanwhile.
pub(super) fn change(
    open: &mut Open,
    changes: &[Change],
    session: &Session,
) -> Result<(), Failure> {
    let own = open.vault()?.own();
    let author = session.author(None);
    let deeds = team::deeds(changes, open.vault()?.members(), own.as_ref(), &open.book);
    open.deeds.extend(deeds);
    let named = team::introduce(open.vault()?.members(), own.as_ref(), &author);
    let changes: Vec<Change> = named.into_iter().chain(changes.iter().cloned()).collect();
    let way = Saving::Regroup { at: 0, changes: &changes, id: platform::random() };
    open.save_by(way, session)
}

/// Whether somebody types the fingerprint of a key as it is read to them, and not that of another one; a slip may be
/// mended twice. `None` where none was typed, which says nothing of the key.
fn hears(
    question: &Team,
    key: &str,
    wrong: &Team,
    session: &Session,
) -> Result<Option<bool>, Failure> {
    let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
    terminal.line(&question.say(session.lang))?;
    let mut last = None;
    for _ in 0..3 {
        let typed = terminal.ask(&Team::AskTwelve.say(session.lang))?;
        let said = match team::heard(&typed, key) {
            Heard::Same => return Ok(Some(true)),
            Heard::Short { n: 0, .. } => {
                terminal.line(&Team::NothingTyped.say(session.lang))?;
                break;
            }
            Heard::Short { n, of } => Team::TooFewLetters { n, of }.say(session.lang),
            Heard::Other => {
                last = Some(false);
                wrong.say(session.lang)
            }
        };
        terminal.line(&said)?;
    }
    Ok(last)
}

fn ask(question: &Team, session: &Session) -> Result<(), Failure> {
    let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
    if terminal.confirm(&question.say(session.lang))? {
        return Ok(());
    }
    session.note(&Say::LeftAlone);
    Err(Failure::silent(Exit::Failed))
}
