//! `keyrack doctor`: what is where and how it is; backups, and putting one back.

use std::path::{Path, PathBuf};
use std::slice;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::check::{Asking, Backup, Check, check, list, lost};
use super::exit::{Exit, Failure};
use super::lines::{self, Group, Mark, Todo};
use super::output::{Output, complain};
use super::prompt::Terminal;
use super::session::Session;
use super::way::Copying;
use super::{args, trial};
use crate::activity::{Deed, What};
use crate::app::desk::{Desk, Unopened, keys};
use crate::app::identity::earlier;
use crate::app::trust::{Difference, names, short};
use crate::app::{explain, findings};
use crate::config::SettingsError;
use crate::i18n::{Command as Said, Doctor as Say, Fault, Help, Lang, Sync, Team};
use crate::model::{Account, Book, Loss, Thing, Tick};
use crate::otp::Key;
use crate::platform;
use crate::text::{Safe, safe, series, width, wrap};
use crate::vault::{
    Durability, Keys, Log, Member, OpenError, Place, Readers, Restoration, Vault, sealed,
};

/// The most names that are shown of what a backup changes.
const NAMES: usize = 5;

/// Below so many columns nothing is broken into lines.
const NARROWEST: usize = 40;

pub fn grammar(lang: Lang) -> Command {
    args::command(
        "doctor",
        "keyrack doctor [--clock [SERVER]] [--ask] [--json] [--copy] [--backups] [--restore NAME]",
        &Help::Doctor,
        lang,
    )
    .args([
        args::option("clock", "SERVER", &Help::DoctorClock, lang).num_args(0..=1),
        args::flag("ask", &Help::DoctorAsk, lang),
        args::flag("copy", &Help::DoctorCopy, lang).conflicts_with_all(["clock", "json"]),
        args::flag("backups", &Help::DoctorBackups, lang)
            .conflicts_with_all(["clock", "json", "copy", "ask"]),
        args::option("restore", "NAME", &Help::DoctorRestore, lang)
            .value_parser(value_parser!(PathBuf))
            .conflicts_with_all(["clock", "json", "copy", "ask", "backups"]),
        args::flag("readmit", &Help::DoctorReadmit, lang).requires("restore"),
        args::flag("yes", &Help::OptYes, lang).requires("restore"),
        args::json(lang),
    ])
}

pub fn run(
    matches: &ArgMatches,
    session: &Session,
    broken: Option<&SettingsError>,
    out: &mut Output,
) -> Result<(), Failure> {
    let usable = || match broken {
        Some(error) => Err(Failure::new(Exit::Failed, explain::settings(error))),
        None => Ok(()),
    };
    // How a copy goes is the same whatever vault it is of.
    if matches.get_flag("copy") {
        usable()?;
        return trial::run(asking(matches, session), session, out);
    }
    let desk = session.desk()?;
    if let Some(name) = matches.get_one::<PathBuf>("restore") {
        usable()?;
        return put_back(name, &desk, matches, session, out);
    }
    if matches.get_flag("backups") {
        // A whole one that came from elsewhere is no loss.
        if sealed(&desk.place.file).is_err() {
            lost(&desk, session);
        }
        let backups: Vec<_> =
            list(&desk)?.iter().map(|backup| line(backup, session.lang)).collect();
        if backups.is_empty() {
            let path = explain::path(&desk.place.backups);
            return out.say(&Say::NoBackups { path }.say(session.lang));
        }
        out.table(&backups)?;
        return out.say(&Say::Listed.say(session.lang));
    }
    let asking = asking(matches, session);
    let server = matches.contains_id("clock").then(|| {
        let named = matches.get_one::<String>("clock");
        named.unwrap_or(&session.settings.ntp_server).as_str()
    });
    let check = check(&desk, server, asking, session, broken)?;
    let groups = lines::groups(&check, session);
    if matches.get_flag("json") {
        let copying = check.way.json(session.lang);
        out.json(&Report { check: &check, copying, todo: lines::todo(&groups) })?;
    } else {
        show(&groups, session, out)?;
        rest(&check, &groups, session, out)?;
    }
    let bad = groups.iter().flat_map(|group| &group.lines).any(|line| line.mark == Mark::Bad);
    match check.verdict {
        Exit::Done if !bad => Ok(()),
        Exit::Done => Err(Failure::silent(Exit::Failed)),
        exit => Err(Failure::silent(exit)),
    }
}

/// What is found, the way of a copy and what is to be done, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    check: &'a Check,
    copying: Copying,
    todo: Vec<Todo<'a>>,
}

/// A terminal is asked where a person sees what comes of it, or when that was wished.
fn asking(matches: &ArgMatches, session: &Session) -> Asking {
    let environment = &session.environment;
    let watched = environment.stdin_is_terminal && environment.stdout_is_terminal;
    let knows = !matches!(environment.term.as_deref(), None | Some("dumb" | "unknown"));
    if matches.get_flag("ask") || watched && knows && !matches.get_flag("json") {
        Asking::Terminal
    } else {
        Asking::Nobody
    }
}

/// Groups of lines under their headings, as wide as the terminal.
pub fn show(groups: &[Group], session: &Session, out: &mut Output) -> Result<(), Failure> {
    let ascii = session.settings.ascii;
    let labels = groups.iter().flat_map(|group| &group.lines).map(|line| width(&line.label));
    let indent = labels.max().unwrap_or(0) + 6;
    let columns = Output::columns().filter(|columns| *columns >= NARROWEST);
    for group in groups {
        out.line(&group.heading)?;
        for line in &group.lines {
            let pad = " ".repeat(indent - 4 - width(&line.label));
            let mut start = format!("  {} {}{pad}", line.mark.sign(ascii), line.label);
            for text in std::iter::once(&line.state).chain(&line.advice) {
                let parts = match columns {
                    Some(columns) => wrap(text, columns - indent),
                    None => vec![&**text],
                };
                for part in parts {
                    out.line(&format!("{start}{part}"))?;
                    start = " ".repeat(indent);
                }
            }
        }
    }
    Ok(())
}

/// What stands below the groups: entries that make no sense, the backups of a vault that does not
/// open, and how much there is to do.
fn rest(
    check: &Check,
    groups: &[Group],
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lang = session.lang;
    for entry in check.content.iter().flat_map(|content| &content.quarantine) {
        let (title, reason) = (safe(&entry.title), safe(&entry.reason));
        out.say(&Said::QuarantineLine { title, reason }.say(lang))?;
    }
    if check.vault.problem.is_some() && !check.backups.is_empty() {
        out.table(&check.backups.iter().map(|backup| line(backup, lang)).collect::<Vec<_>>())?;
        out.say(&Say::Listed.say(lang))?;
    }
    let count = |mark| {
        groups.iter().flat_map(|group| &group.lines).filter(|line| line.mark == mark).count()
    };
    let sign = |mark: Mark| safe(mark.sign(session.settings.ascii));
    let said = [
        (count(Mark::Bad), Say::ToMend { mark: sign(Mark::Bad), n: count(Mark::Bad) }),
        (count(Mark::Look), Say::ToKnow { mark: sign(Mark::Look), n: count(Mark::Look) }),
    ];
    let said: Vec<String> =
        said.iter().filter(|(n, _)| *n > 0).map(|(_, said)| said.say(lang)).collect();
    match &*said {
        [] => out.say(&Say::AllWell.say(lang))?,
        said => out.say(&said.join(" "))?,
    }
    if check.way.is_open() { out.say(&Say::TestIt.say(lang)) } else { Ok(()) }
}

fn line(backup: &Backup, lang: Lang) -> Vec<String> {
    let kind = match backup.kind {
        "conflict" => Said::KindConflict,
        "recovered" => Said::KindRecovered,
        "copy" => Said::KindCopy,
        _ => Said::KindReplaced,
    };
    let size = format!("{} KiB", backup.size.div_ceil(1024));
    vec![Safe::new(&backup.name).to_string(), size, kind.say(lang)]
}

fn put_back(
    name: &Path,
    desk: &Desk,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let backup = find(name, desk)?;
    let called = explain::path(Path::new(backup.file_name().unwrap_or_default()));
    // What opens the backup is asked of the backup: the vault may be gone or damaged.
    let place = Place { file: backup.clone(), ..desk.place.clone() };
    let beside = Desk { place, ..desk.clone() };
    let mut shut = Vec::new();
    let restoration = session.with_passphrase(slice::from_ref(&beside), |passphrase| {
        let keys = keys(&beside, passphrase)?;
        let by = |opener: &Keys| {
            Restoration::by(opener, desk.place.clone(), &backup, keys.clone()).map_err(|error| {
                let subject = if matches!(error, OpenError::NotNow) { desk } else { &beside };
                Unopened::vault(subject, error)
            })
        };
        let is_other = |result: &Result<_, Unopened>| {
            !matches!(result, Err(Unopened { error: OpenError::NotARecipient, .. }))
        };
        let first = by(&keys);
        if is_other(&first) {
            return first.map(|restoration| (restoration, keys));
        }
        let earlier = earlier(desk, passphrase);
        let mut opened = earlier.open.into_iter().map(Keys::Identity);
        let result = opened.by_ref().map(|keys| by(&keys)).find(is_other).unwrap_or(first);
        shut = earlier.shut;
        result.map(|restoration| (restoration, keys))
    });
    let (restoration, keys) = restoration.map_err(|failure| {
        let is_theirs = matches!(failure.fault, Some(Fault::NotARecipient { .. }));
        let paths = shut.iter().filter(|_| is_theirs).map(|path| explain::path(path));
        let said = paths.map(|path| Sync::EarlierShut { path }.say(session.lang));
        Failure { details: said.chain(failure.details.clone()).collect(), ..failure }
    })?;
    let list = |members: &[Member]| {
        let names: Vec<String> = members.iter().map(member_name).collect();
        series(&names, explain::between(session.lang))
    };
    let readers = if matches.get_flag("readmit") { Readers::Then } else { Readers::Now };
    if !restoration.returning().is_empty() {
        let names = list(restoration.returning());
        session.note(&match readers {
            Readers::Now => Said::RestoreKeepsOut { names },
            Readers::Then => Said::RestoreLetsIn { names },
        });
    }
    if readers == Readers::Then && !restoration.leaving().is_empty() {
        session.note(&Said::RestoreShutsOut { names: list(restoration.leaving()) });
    }
    for line in differs(&restoration, session.lang) {
        complain(&line);
    }
    if !matches.get_flag("yes") {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        if !terminal.confirm(&Said::AskRestore { name: called.clone() }.say(session.lang))? {
            session.note(&Said::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    if restoration.put(readers, &desk.machine, platform::now())? == Durability::Unconfirmed {
        session.warn(&Fault::DurabilityUnconfirmed);
    }
    // What cannot be written down keeps nobody from having it back.
    if let Ok((vault, _)) = Vault::open(desk.place.clone(), keys, &desk.machine) {
        let detail = backup.file_name().unwrap_or_default().to_string_lossy().into_owned();
        session.write_down(&Log::of(&vault), &[Deed { detail, ..Deed::new(What::Restored) }]);
    }
    out.say(&Said::Restored { name: called }.say(session.lang))
}

/// How what stands in the vault will differ from what is known of it now.
fn differs(restoration: &Restoration, lang: Lang) -> Vec<String> {
    type Line = fn(usize, Safe<'static>) -> Say;
    let (Some(now), then) = restoration.books(platform::now().date()) else { return Vec::new() };
    let Difference { missing, changed, new } = Difference::between(now, &then);
    let sorts: [(Vec<String>, Line); 3] = [
        (missing, |n, names| Say::RestoreDrops { n, names }),
        (new, |n, names| Say::RestoreBrings { n, names }),
        (changed, |n, names| Say::RestoreChanges { n, names }),
    ];
    let sorts = sorts.into_iter().filter(|(titles, _)| !titles.is_empty());
    let lines: Vec<String> =
        sorts.map(|(all, line)| line(all.len(), names(&all, NAMES, lang)).say(lang)).collect();
    // A key that stands here now is no news.
    let is_back = |account: &&Account| {
        let mark = |account: &Account| account.key.as_ref().map(Key::mark);
        let known = now.account(account.id);
        then.exposures(account).next().is_some() && known.is_none_or(|it| mark(it) != mark(account))
    };
    let back = then.accounts.iter().filter(is_back);
    let back: Vec<String> = back.map(|account| account.names().join(" · ")).collect();
    let exposed = (!back.is_empty())
        .then(|| Say::RestoreExposes { n: back.len(), names: names(&back, NAMES, lang) }.say(lang));
    let lines: Vec<String> =
        lines.into_iter().chain(exposed).chain(ticks_gone(now, &then, lang)).collect();
    if lines.is_empty() { vec![Team::DoubtNoDifference.say(lang)] } else { lines }
}

/// What was ticked off of lists of losses since then, and goes.
fn ticks_gone(now: &Book, then: &Book, lang: Lang) -> Option<String> {
    let before = |thing: Thing| then.losses.iter().filter(move |it| it.thing == thing);
    let is_there = |loss: &Loss, tick: &Tick| {
        let same = |it: &&Tick| (it.account, it.step) == (tick.account, tick.step);
        before(loss.thing).flat_map(|loss| &loss.ticks).any(|it| same(&it))
    };
    let gone = |loss: &Loss| loss.ticks.iter().filter(|tick| !is_there(loss, tick)).count();
    let of: Vec<(&Loss, usize)> = now.losses.iter().map(|loss| (loss, gone(loss))).collect();
    let of = of.into_iter().filter(|(_, n)| *n > 0);
    let (all, counts): (Vec<String>, Vec<usize>) =
        of.map(|(loss, n)| (findings::label(loss.thing, now), n)).unzip();
    let n = counts.iter().sum();
    (n > 0).then(|| Say::RestoreUnticks { n, names: names(&all, NAMES, lang) }.say(lang))
}

/// What the team calls a member, and the end of their key, which nobody else has.
fn member_name(member: &Member) -> String {
    let key = short(member.recipient.as_str());
    if member.label.is_empty() { key } else { format!("{} ({key})", member.label) }
}

/// A backup by its name in the list, or any file by its path.
fn find(name: &Path, desk: &Desk) -> Result<PathBuf, Failure> {
    let listed = desk.place.backups.join(name);
    let is_name = name.file_name() == Some(name.as_os_str());
    if is_name && listed.is_file() {
        return Ok(listed);
    }
    if name.is_file() {
        return Ok(name.to_owned());
    }
    Err(Failure::new(Exit::NotFound, Fault::NoBackup { name: explain::path(name) }))
}
