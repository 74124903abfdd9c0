//! `keyrack sync`: the vault exchanged with other machines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::output::{Output, complain, overwrite};
use super::progress::is_seen;
use super::session::Session;
use super::{args, end};
use crate::activity::What;
use crate::app::activity::Scribe;
use crate::app::desk::{self, Desk, Need, need};
use crate::app::explain;
use crate::app::identity;
use crate::app::sync::driver::open_apart;
use crate::app::sync::news::told;
use crate::app::sync::setup::{Plan, SetupError, set_up, status, waits};
use crate::app::sync::{
    Parcel, Phase, Purpose, Report, Trouble, Wish, beyond_doubt, exchange, parcels, repository,
};
use crate::i18n::{self, Fault, Help, Lang, Sync};
use crate::model::{Book, Thing};
use crate::platform;
use crate::sync::{Asking, GitError, Signing};
use crate::text::{Safe, safe, whole};
use crate::vault::{Keys, Log, OpenError, TakeError, Trust, Vault, is_unseen};

mod why;

pub use why::taking;

use why::{about, brought, stopped};

/// The most commits whose signatures are looked at, unless asked for more.
const COMMITS: u32 = 1000;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack sync [--ask] [--accept] [init|status|verify …]";
    args::command("sync", usage, &Help::Sync, lang)
        .args([
            args::flag("ask", &Help::SyncAsk, lang),
            args::flag("accept", &Help::SyncAccept, lang),
        ])
        .subcommands([
            args::command("init", "keyrack sync init [--remote URL]", &Help::SyncInit, lang)
                .arg(args::option("remote", "URL", &Help::SyncRemote, lang)),
            args::command("status", "keyrack sync status [--json]", &Help::SyncStatus, lang)
                .arg(args::json(lang)),
            args::command(
                "verify",
                "keyrack sync verify [--signers PATH] [--last N]",
                &Help::SyncVerify,
                lang,
            )
            .args([
                args::path("signers", &Help::SyncSigners, lang),
                args::option("last", "N", &Help::SyncLast, lang)
                    .value_parser(super::usage::whole(1, u32::MAX)),
            ]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("init", matches)) => init(matches, session, out),
        Some(("status", matches)) => stand(matches.get_flag("json"), session, out),
        Some(("verify", matches)) => verify(matches, session, out),
        _ => sync(matches, session, out),
    }
}

/// The language to speak, and how the commands begin that are said.
pub type Tongue<'a> = (Lang, &'a str);

/// A failure with a sentence of this subject, and lines below it.
fn failure(exit: Exit, said: &Sync, mut more: Vec<String>, (lang, by): Tongue<'_>) -> Failure {
    more.insert(0, format!("keyrack: {}", said.say_by(lang, by)));
    Failure { details: more, ..Failure::silent(exit) }
}

fn git_failure(error: &GitError, tongue: Tongue<'_>) -> Failure {
    let (said, more) = explain::git(error);
    failure(Exit::Failed, &said, more, tongue)
}

fn sync(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desks = session.desks()?;
    let scribe = Scribe::new(&session.settings, session.author(None), session.lang);
    let wish = Wish {
        asking: if matches.get_flag("ask") { Asking::Terminal } else { Asking::Never },
        trust: if matches.get_flag("accept") { Trust::Asked } else { Trust::Usual },
        is_watched: true,
        scribe: Some(&scribe),
        now: platform::now(),
    };
    let mut known = None;
    if let [_] = &desks[..] {
        let parcel = parcels(&desks, wish.asking).remove(0);
        return carry(parcel, wish, &mut known, &name, session, out);
    }
    let names = desk::names(&desks);
    let called = |file: &Path| {
        let place = desks.iter().position(|desk| desk.place.file == file);
        place.map_or_else(|| name(file), |place| safe(&names[place]).to_string())
    };
    let ends = each(&desks, parcels(&desks, wish.asking), session, out, |parcel, out| {
        carry(parcel, wish, &mut known, &called, session, out)
    })?;
    ends.first().map_or(Ok(()), |exit| Err(Failure::silent(*exit)))
}

/// Does something for vaults that go together, those before the next, with their names in front. Gives the exit
/// codes of those with which it did not go well.
fn each<'a>(
    desks: &'a [Desk],
    parcels: Vec<Parcel<'a>>,
    session: &Session,
    out: &mut Output,
    mut work: impl FnMut(Parcel<'a>, &mut Output) -> Result<(), Failure>,
) -> Result<Vec<Exit>, Failure> {
    let (names, mut ends) = (desk::names(desks), Vec::new());
    for parcel in parcels {
        let is_in = |desk: &Desk| parcel.desks().any(|it| it.place.file == desk.place.file);
        let those = desks.iter().zip(&names).filter(|(desk, _)| is_in(desk));
        let those: Vec<String> = those.map(|(_, name)| safe(name).to_string()).collect();
        let those = those.join(explain::between(session.lang));
        let colon = Sync::Heading { names: whole(&those) }.say(session.lang);
        out.say(&colon)?;
        // One that does not go well keeps no other from it. Errors go another way than the headings.
        if let Err(failure) = work(parcel, out) {
            out.flush()?;
            complain(&colon);
            ends.push(end(Err(failure), session.lang));
        }
    }
    Ok(ends)
}

/// The worst of several ends.
fn worst(ends: &[Exit]) -> Result<(), Failure> {
    let worst = ends.iter().max_by_key(|exit| exit.code());
    worst.map_or(Ok(()), |exit| Err(Failure::silent(*exit)))
}

/// One line for whoever leaves while something that would have been exchanged by itself is not sent yet, or that
/// somebody was shut out.
pub fn remind(session: &Session, shut_out: bool) {
    let Ok(desks) = session.desks() else { return };
    if (shut_out || session.settings.sync_every().is_some()) && desks.iter().any(waits) {
        let said = if shut_out { Sync::ShutOutNotSent } else { Sync::NotSentYet };
        complain(&said.say(session.lang));
    }
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    safe(&name.to_string_lossy()).to_string()
}

/// Exchanges what goes together and says what was done; `called` says what a vault is.
fn carry(
    parcel: Parcel<'_>,
    wish: Wish<'_>,
    known: &mut Option<Keys>,
    called: &dyn Fn(&Path) -> String,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    // What git asks stands on the same line.
    let seen = is_seen(session) && wish.asking == Asking::Never;
    let mut shut = Vec::new();
    let open = |desk: &Desk, purpose| {
        if seen {
            overwrite("");
        }
        open_for(purpose, desk, wish, (known, &mut shut), session)
    };
    let tell = |phase| {
        if seen {
            overwrite(&said(phase).say(session.lang));
        }
    };
    let is_one = parcel.desks().count() == 1;
    let desks: Vec<&Desk> = parcel.desks().collect();
    let unseen: Vec<&Desk> = parcel.desks().filter(|desk| is_unseen(&desk.place)).collect();
    let file = parcel.desks().next().map(|desk| desk.place.file.clone()).unwrap_or_default();
    let is_shut = |failure: &Failure| matches!(failure.fault, Some(Fault::NotARecipient { .. }));
    let done = exchange(parcel, wish, open, is_shut, tell);
    if seen {
        overwrite("");
    }
    let mut report = done.map_err(|trouble| {
        if let Some(file) = about(&trouble).filter(|_| !is_one) {
            complain(&Sync::Heading { names: safe(&called(file)) }.say(session.lang));
        }
        let is_theirs =
            matches!(trouble, Trouble::Taking(_, TakeError::Open(OpenError::NotARecipient), _));
        let mut failure = stopped(trouble, &file, is_one, session);
        let paths = shut.iter().filter(|_| is_theirs).map(|path: &PathBuf| explain::path(path));
        let said = paths.map(|path| Sync::EarlierShut { path }.say(session.lang));
        failure.details.extend(said);
        failure
    })?;
    moved(&mut report, &desks, known, session);
    // Whether a passphrase would open it is not asked for that.
    let is_shut = |desk: &Desk| {
        let error = open_apart(desk, None).err().map(|unopened| unopened.error);
        matches!(need(desk), Ok(Need::Nothing)) && matches!(error, Some(OpenError::NotARecipient))
    };
    let said = |desk: &Desk| match () {
        () if is_shut(desk) => Some(Sync::NotLetIn { name: safe(&called(&desk.place.file)) }),
        // Once is enough, until something comes.
        () if report.again && !report.received && !report.merged => None,
        () if matches!(need(desk), Ok(Need::Nothing)) => Some(Sync::FirstHere),
        () => Some(Sync::PerhapsFirst),
    };
    let firsts = unseen.iter().filter_map(|desk| {
        Some(said(desk)?.say_by(session.lang, &session.command_for(&desk.place.file)))
    });
    tell_report(&report, &file, &firsts.collect::<Vec<_>>(), called, session, out)
}

/// Finds out of what is not there any more whether it was moved to another vault, where nobody has to be asked.
fn moved(report: &mut Report, desks: &[&Desk], known: &mut Option<Keys>, session: &Session) {
    if known.is_none() || report.news.removed().next().is_none() {
        return;
    }
    let mut last = HashMap::new();
    for desk in desks {
        let Ok((vault, _)) = session.open_whatever(desk, known) else { continue };
        let Ok(activity) = Log::of(&vault).and_then(|mut log| log.read()) else { continue };
        for event in &activity.events {
            let takes_out = matches!(event.deed.what, What::MovedAway | What::Removed);
            let record = event.deed.account.or_else(|| event.deed.thing.map(Thing::id));
            if let Some(record) = record.filter(|_| takes_out) {
                let newest = last.entry(record).or_insert((event.at, event.deed.what));
                if newest.0 < event.at {
                    *newest = (event.at, event.deed.what);
                }
            }
        }
    }
    let away = last.into_iter().filter(|(_, (_, what))| *what == What::MovedAway);
    report.news.moved(&away.map(|(record, _)| record).collect());
}

/// The open vault. Identities of before that ask for another passphrase are added to `shut`.
fn open_for(
    purpose: Purpose,
    desk: &Desk,
    wish: Wish<'_>,
    (known, shut): (&mut Option<Keys>, &mut Vec<PathBuf>),
    session: &Session,
) -> Result<(Vault, Book), Failure> {
    let (mut vault, book) = session.open_whatever(desk, known)?;
    if purpose == Purpose::Rotated && !identity::kept(desk).is_empty() {
        let earlier = session.with_passphrase(std::slice::from_ref(desk), |passphrase| {
            Ok(identity::earlier(desk, passphrase))
        })?;
        *shut = earlier.shut;
        vault.also_reads(earlier.open);
    }
    beyond_doubt(vault, book, purpose, wish)
        .map_err(|kind| session.about(kind.into(), &desk.place.file))
}

fn said(phase: Phase) -> Sync {
    match phase {
        Phase::Fetching => Sync::Fetching,
        Phase::Merging => Sync::Merging,
        Phase::Pushing => Sync::Pushing,
    }
}

/// `file` is the vault, or one of those, that it is about.
fn tell_report(
    report: &Report,
    file: &Path,
    firsts: &[String],
    called: &dyn Fn(&Path) -> String,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lang = session.lang;
    let keyrack = session.command_for(file);
    let say = |out: &mut Output, said: Sync| out.say(&said.say_by(lang, &keyrack));
    if report.repaired {
        say(out, Sync::Repaired)?;
    }
    if report.copies > 0 {
        say(out, Sync::Copies { n: report.copies })?;
    }
    for said in told(report, lang) {
        say(out, said)?;
    }
    if report.clashes > 0 {
        // Of those of all of them, which that lists together.
        out.say(&Sync::Clashing { n: report.clashes }.say(lang))?;
    }
    match (&report.remote, &report.unreached) {
        (Some(remote), None) if report.sent => say(out, Sync::Sent { remote: remote.clone() })?,
        (Some(remote), None) if !report.received && !report.merged => {
            say(out, Sync::UpToDate { remote: remote.clone() })?;
        }
        (None, _) if report.in_git => {
            if report.committed {
                say(out, Sync::Committed)?;
            }
            say(out, Sync::NoRemote)?;
        }
        (None, _) => say(out, Sync::NotInGit)?,
        _ => {}
    }
    for first in firsts {
        out.say(first)?;
    }
    let mut more = Vec::new();
    for (file, touch) in &report.shut {
        let name = safe(&called(file));
        more.push(Sync::ShutBeside { name }.say_by(lang, &session.command_for(file)));
        more.extend(touch.clone().map(|touch| brought(touch).say(lang)));
    }
    for (path, error) in &report.left {
        more.push(Sync::CopyLeft { path: explain::path(path) }.say(lang));
        let (said, lines) = taking(error, path, (lang, &keyrack));
        more.push(format!("  {said}"));
        more.extend(lines);
    }
    if !report.left.is_empty() {
        more.push(Sync::CopyAway.say(lang));
    }
    if let (Some(error), Some(remote)) = (&report.unreached, &report.remote) {
        let (said, lines) = explain::git(error);
        more.push(said.say(lang));
        more.extend(lines);
        let said = Sync::Unreached { remote: remote.clone() };
        return Err(failure(Exit::Unsent, &said, more, (lang, i18n::keyrack())));
    }
    if more.is_empty() {
        return Ok(());
    }
    Err(Failure { details: more, ..Failure::silent(Exit::Unmerged) })
}

fn init(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.desk()?;
    // What the settings say, git's driver finds by itself.
    let asked = session.globals.identity.as_ref().or(session.environment.identity.as_ref());
    let absolute = |path| std::path::absolute(path).unwrap_or_else(|_| desk.identity.clone());
    let options = asked.map(|path| vec!["--identity".into(), absolute(path)]).unwrap_or_default();
    let plan = Plan { remote: matches.get_one::<String>("remote").cloned(), options };
    let lang = session.lang;
    let tongue = (lang, i18n::keyrack());
    let ready = set_up(&desk, &plan).map_err(|error| match error {
        SetupError::File(error) => {
            Failure::new(Exit::NoVault, explain::file(&desk.place.file, &error))
        }
        SetupError::Git(error) => git_failure(&error, tongue),
        SetupError::Identity(path) => {
            failure(Exit::Failed, &Sync::IdentityInside { path }, Vec::new(), tongue)
        }
        SetupError::Name => failure(Exit::Usage, &Sync::NameAge, Vec::new(), tongue),
        SetupError::Address => failure(Exit::Usage, &Sync::Address, Vec::new(), tongue),
        SetupError::Remote(url) => {
            failure(Exit::Failed, &Sync::OtherRemote { url }, Vec::new(), tongue)
        }
        SetupError::Io(path, error) => Failure::new(Exit::Failed, explain::read(&path, &error)),
        SetupError::Unwritten(path, error) => {
            Failure::new(Exit::Failed, explain::write(&path, &error))
        }
    })?;
    let top = ready.top.clone();
    let first = if ready.made { Sync::Made { top } } else { Sync::Ready { top } };
    out.say(&first.say(lang))?;
    if let Some((name, url)) = ready.remote {
        out.say(&Sync::RemoteIs { name, url }.say(lang))?;
    }
    out.say(&Sync::Next.say(lang))
}

/// `sync status --json`.
#[derive(Serialize)]
struct StatusJson {
    /// The file, where several are asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    vault: Option<String>,
    /// Whether the vault is kept in git.
    git: bool,
    repository: Option<String>,
    branch: Option<String>,
    remote: Option<String>,
    address: Option<String>,
    uncommitted: Option<bool>,
    to_send: Option<usize>,
    to_take_in: Option<usize>,
    half_done: Option<bool>,
    driver: Option<bool>,
    signing: Option<bool>,
    copies: Vec<String>,
}

fn stand(json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desks = session.desks()?;
    if json {
        let all: Result<Vec<StatusJson>, GitError> = desks.iter().map(StatusJson::of).collect();
        let all = all.map_err(|error| git_failure(&error, (session.lang, i18n::keyrack())))?;
        if let [one] = &all[..] {
            return out.json(one);
        }
        let file = |desk: &Desk| Some(explain::path(&desk.place.file).to_string());
        let named = desks.iter().zip(all);
        let named = named.map(|(desk, it)| StatusJson { vault: file(desk), ..it });
        return out.json(&named.collect::<Vec<_>>());
    }
    if let [desk] = &desks[..] {
        return stands(desk, session, out);
    }
    // Each has its own copies beside it, and what is not committed of it.
    let alone = desks.iter().flat_map(|desk| parcels(std::slice::from_ref(desk), Asking::Never));
    let ends = each(&desks, alone.collect(), session, out, |parcel, out| {
        parcel.desks().try_for_each(|desk| stands(desk, session, out))
    })?;
    worst(&ends)
}

impl StatusJson {
    fn of(desk: &Desk) -> Result<Self, GitError> {
        let (status, copies) = status(desk)?;
        let text = |text: &Safe<'static>| text.to_string();
        let of = status.as_ref();
        Ok(Self {
            vault: None,
            git: of.is_some(),
            repository: of.map(|status| text(&status.top)),
            branch: of.and_then(|status| status.branch.as_ref().map(text)),
            remote: of.and_then(|status| status.remote.as_ref().map(|(name, _)| text(name))),
            address: of.and_then(|status| status.remote.as_ref().map(|(_, url)| text(url))),
            uncommitted: of.map(|status| status.uncommitted),
            to_send: of.and_then(|status| status.apart.map(|(ahead, _)| ahead)),
            to_take_in: of.and_then(|status| status.apart.map(|(_, behind)| behind)),
            half_done: of.map(|status| status.half_done),
            driver: of.map(|status| status.driver),
            signing: of.map(|status| status.signing),
            copies: copies.iter().map(|path| explain::path(path).to_string()).collect(),
        })
    }
}

fn stands(desk: &Desk, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (lang, keyrack) = (session.lang, session.command_for(&desk.place.file));
    let (status, copies) = status(desk).map_err(|error| git_failure(&error, (lang, &keyrack)))?;
    let mut rows = Vec::new();
    let mut row = |word: Sync, value: String| rows.push(vec![word.say(lang), value]);
    if let Some(status) = &status {
        let none = || Sync::None.say(lang);
        let either = |is, yes: Sync, no: Sync| if is { yes } else { no }.say_by(lang, &keyrack);
        row(Sync::Repository, status.top.to_string());
        row(Sync::Branch, status.branch.as_ref().map_or_else(none, ToString::to_string));
        let remote = status.remote.as_ref().map(|(name, url)| format!("{name}  {url}"));
        row(Sync::Remote, remote.unwrap_or_else(none));
        row(Sync::Here, either(status.uncommitted, Sync::Uncommitted, Sync::AllCommitted));
        if let Some((ahead, behind)) = status.apart {
            row(Sync::Last, Sync::Apart { ahead, behind }.say(lang));
        }
        row(Sync::Driver, either(status.driver, Sync::DriverThere, Sync::DriverMissing));
        row(Sync::Signatures, either(status.signing, Sync::Signs, Sync::SignsNot));
    }
    for copy in copies {
        row(Sync::CopiesBeside, explain::path(&copy).to_string());
    }
    out.table(&rows)?;
    match status {
        None => out.say(&Sync::NotInGit.say_by(lang, &keyrack)),
        Some(status) if status.half_done => out.say(&Sync::HalfMerged.say(lang)),
        Some(_) => Ok(()),
    }
}

fn verify(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desks = session.desks()?;
    if let [desk] = &desks[..] {
        return verify_at(desk, matches, session, out);
    }
    // Those of one repository have the same commits.
    let together = parcels(&desks, Asking::Never);
    let ends = each(&desks, together, session, out, |parcel, out| {
        parcel.desks().take(1).try_for_each(|desk| verify_at(desk, matches, session, out))
    })?;
    worst(&ends)
}

fn verify_at(
    desk: &Desk,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let (lang, keyrack) = (session.lang, session.command_for(&desk.place.file));
    let tongue = (lang, &*keyrack);
    let failed = |error: GitError| git_failure(&error, tongue);
    let no = |said: Sync| failure(Exit::Failed, &said, Vec::new(), tongue);
    let found = repository(desk, Asking::Never).map_err(failed)?;
    let (git, _) = found.ok_or_else(|| no(Sync::NotInGit))?;
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let named = matches.get_one::<PathBuf>("signers").map(absolute);
    let set = git.file_setting("gpg.ssh.allowedSignersFile").map_err(failed)?;
    let signers = named.or(set).ok_or_else(|| no(Sync::NoSigners))?;
    // Git would take a missing file for one that allows nobody, without saying so.
    super::input::content(&signers, 1)?;
    if git.name_of(&signers).is_some() {
        return Err(no(Sync::SignersInside { path: explain::path(&signers) }));
    }
    let most = matches.get_one::<u32>("last").copied().unwrap_or(COMMITS);
    let commits = git.signatures(most, &signers).map_err(failed)?;
    let word = |signing| match signing {
        Signing::Good => Sync::Good,
        Signing::Unknown => Sync::Unknown,
        Signing::None => Sync::Unsigned,
        Signing::Bad => Sync::Bad,
    };
    let rows: Vec<Vec<String>> = commits
        .iter()
        .map(|commit| {
            let oid = commit.oid.as_str();
            let who =
                if commit.signer.as_str().is_empty() { &commit.author } else { &commit.signer };
            let day = commit.day.to_string();
            vec![oid[..12].to_owned(), day, word(commit.signing).say(lang), who.to_string()]
        })
        .collect();
    out.table(&rows)?;
    let bad = commits.iter().filter(|commit| commit.signing != Signing::Good).count();
    if bad == 0 {
        return out.say(&Sync::AllGood { n: commits.len() }.say(lang));
    }
    Err(failure(
        Exit::Unsigned,
        &Sync::NotAllGood { n: bad, of: commits.len() },
        Vec::new(),
        tongue,
    ))
}
