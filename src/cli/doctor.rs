//! `keyrack doctor`: what is where and how it is; backups, and putting one back.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};

use super::args;
use super::check::{Backup, Check, File, check};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::desk::{Desk, Unopened, keys};
use crate::app::explain;
use crate::config::SettingsError;
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::platform::{self, Hardening};
use crate::text::{Safe, safe};
use crate::vault::{Durability, Place, RestoreError, SaveError, restore};

pub fn grammar(lang: Lang) -> Command {
    args::command(
        "doctor",
        "keyrack doctor [--clock [SERVER]] [--restore NAME] [--json]",
        &Help::Doctor,
        lang,
    )
    .args([
        args::option("clock", "SERVER", &Help::DoctorClock, lang)
            .num_args(0..=1)
            .conflicts_with("restore"),
        args::option("restore", "NAME", &Help::DoctorRestore, lang)
            .value_parser(value_parser!(PathBuf))
            .conflicts_with("json"),
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
    let desk = session.desk()?;
    if let Some(name) = matches.get_one::<PathBuf>("restore") {
        if let Some(error) = broken {
            return Err(Failure::new(Exit::Failed, explain::settings(error)));
        }
        return put_back(name, &desk, matches.get_flag("yes"), session, out);
    }
    let server = matches.contains_id("clock").then(|| {
        let named = matches.get_one::<String>("clock");
        named.unwrap_or(&session.settings.ntp_server).as_str()
    });
    let check = check(&desk, server, session, broken)?;
    if matches.get_flag("json") {
        out.json(&check)?;
    } else {
        tell(&check, session, out)?;
    }
    match check.verdict {
        Exit::Done => Ok(()),
        exit => Err(Failure::silent(exit)),
    }
}

fn tell(check: &Check, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let lang = session.lang;
    let row = |label: Say, what: &str, said: String| {
        vec![label.say(lang), Safe::new(what).to_string(), said]
    };
    let memory = match &session.hardening {
        Hardening::On => Say::Hardened,
        Hardening::Off => Say::NotHardened,
        Hardening::Failed(error) => Say::HardenFailed { error: safe(error) },
    };
    let mut rows = vec![
        row(Say::SettingsLine, &check.settings.path, state(&check.settings, lang)),
        row(Say::IdentityLine, &check.identity.path, state(&check.identity, lang)),
        row(Say::VaultLine, &check.vault.path, state(&check.vault, lang)),
        row(Say::BackupsLine, &check.backup_folder, check.backups.len().to_string()),
    ];
    match &check.content {
        None => rows.push(row(Say::AccountsLine, "?", Say::NotOpened.say(lang))),
        Some(content) => {
            let written = if content.writable { Say::ReadWrite } else { Say::ReadOnly };
            let (accounts, members) = (content.accounts.to_string(), content.members.to_string());
            rows.push(row(Say::AccountsLine, &accounts, written.say(lang)));
            rows.push(row(Say::MembersLine, &members, String::new()));
        }
    }
    if let Some(clock) = &check.clock {
        rows.push(row(Say::ClockLine, &clock.offset(lang), clock.remark(lang)));
    }
    rows.push(row(Say::MachineLine, &check.machine, String::new()));
    rows.push(row(Say::MemoryLine, &memory.say(lang), String::new()));
    out.table(&rows)?;
    for entry in check.content.iter().flat_map(|content| &content.quarantine) {
        let title = safe(&entry.title);
        out.line(&Say::QuarantineLine { title, reason: safe(&entry.reason) }.say(lang))?;
    }
    if check.backups.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.table(&check.backups.iter().map(|backup| line(backup, lang)).collect::<Vec<_>>())
}

fn state(file: &File, lang: Lang) -> String {
    if let Some(problem) = &file.problem {
        return problem.clone();
    }
    match (&file.mode, file.private) {
        (Some(mode), Some(true)) => Say::Mode { mode: safe(mode) }.say(lang),
        (Some(mode), _) => Say::TooOpen { mode: safe(mode) }.say(lang),
        (None, _) => Say::Absent.say(lang),
    }
}

fn line(backup: &Backup, lang: Lang) -> Vec<String> {
    let kind = match backup.kind {
        "conflict" => Say::KindConflict,
        "recovered" => Say::KindRecovered,
        _ => Say::KindReplaced,
    };
    let size = format!("{} KiB", backup.size.div_ceil(1024));
    vec![Safe::new(&backup.name).to_string(), size, kind.say(lang)]
}

fn put_back(
    name: &Path,
    desk: &Desk,
    sure: bool,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let backup = find(name, desk)?;
    let called = explain::path(Path::new(backup.file_name().unwrap_or_default()));
    // What opens the backup is asked of the backup: the vault may be gone or damaged.
    let place = Place { file: backup.clone(), ..desk.place.clone() };
    let beside = Desk { place, ..desk.clone() };
    if !sure {
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        if !terminal.confirm(&Say::AskRestore { name: called.clone() }.say(session.lang))? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let now = platform::now();
    let durability = session.with_passphrase(&beside, |passphrase| {
        let keys = keys(&beside, passphrase)?;
        match restore(&desk.place, &backup, &keys, now) {
            Ok(durability) => Ok(Ok(durability)),
            Err(RestoreError::Backup(error)) => Err(Unopened::vault(&beside, error)),
            Err(RestoreError::Save(error)) => Ok(Err::<Durability, SaveError>(error)),
        }
    })??;
    if durability == Durability::Unconfirmed {
        session.warn(&Fault::DurabilityUnconfirmed);
    }
    out.line(&Say::Restored { name: called }.say(session.lang))
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
