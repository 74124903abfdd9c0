//! What `keyrack doctor` finds: collected once, told as lines or as JSON.

use std::path::Path;

use serde::Serialize;

use super::clock::Clock;
use super::exit::{Exit, Failure};
use super::probe::{self, Reply};
use super::prompt::Terminal;
use super::session::Session;
use super::way::Way;
use crate::app::desk::{Desk, Need, lies_beside, mode, need, owner};
use crate::app::sync::repository;
use crate::app::{copying, explain};
use crate::config::{FILE_NAME, SettingsError};
use crate::i18n::{Command as Say, Doctor, Fault, Lang};
use crate::model::Book;
use crate::model::{Quarantined, Reason, merge};
use crate::platform::{self, CoreFiles, Exposure, Hardening, Swap, own_user};
use crate::sync;
use crate::text::{safe, whole};
use crate::time::Moment;
use crate::vault::{self, BackupKind, backups, rememberable};

/// Everything that was found. `doctor --json` writes it as it is, with what is to be done.
#[derive(Debug, Serialize)]
pub struct Check {
    /// The settings file.
    pub settings: File,
    /// The identity file.
    pub identity: Identity,
    /// The vault file.
    pub vault: File,
    /// What is in the vault; nothing when it was not opened.
    pub content: Option<Content>,
    /// The folder of the backups.
    pub backup_folder: String,
    /// Whether only this person can look into it; nothing when it is not there.
    pub backups_private: Option<bool>,
    /// The backups, newest first.
    pub backups: Vec<Backup>,
    /// Where this machine remembers which version it saw last.
    pub known_folder: String,
    /// Why it cannot, in the language asked for.
    pub known_problem: Option<String>,
    /// Seconds since the newest was put aside.
    pub newest_backup_seconds: Option<u64>,
    /// This machine's clock; nothing when nobody asked.
    pub clock: Option<Clock>,
    /// This machine's name in the vault.
    pub machine: String,
    /// Whether other programs can look into this one.
    pub memory: &'static str,
    /// Where memory may be moved to.
    pub swap: &'static str,
    /// Whether a crash leaves memory in a file.
    pub core_files: &'static str,
    /// Which way a copy takes.
    #[serde(skip)]
    pub way: Way,
    /// What was found of swap and core files.
    #[serde(skip)]
    pub exposure: Exposure,
    /// The exit code.
    #[serde(skip)]
    pub verdict: Exit,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct File {
    /// Where it is.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
    /// Its permissions in octal.
    pub mode: Option<String>,
    /// Whether only this person can read it.
    pub private: Option<bool>,
    /// Whether nobody else can change it.
    pub safe_from_change: Option<bool>,
    /// Whether it belongs to this person.
    pub owned: Option<bool>,
    /// What is wrong with it, in the language asked for; in a second line how it is put back, where it can be.
    pub problem: Option<String>,
}

impl File {
    fn look(path: &Path) -> Self {
        let mode = mode(path);
        Self {
            path: path.to_string_lossy().into_owned(),
            exists: mode.is_some(),
            mode: mode.map(|mode| format!("{mode:03o}")),
            private: mode.map(|mode| mode.trailing_zeros() >= 6),
            safe_from_change: mode.map(|mode| mode & 0o022 == 0),
            // Root may do everything, and owns little of what it is used on.
            owned: owner(path).map(|owner| [owner, 0].contains(&own_user())),
            problem: None,
        }
    }
}

/// The identity file.
#[derive(Debug, Serialize)]
pub struct Identity {
    /// As any file.
    #[serde(flatten)]
    pub file: File,
    /// Whether a passphrase protects it; nothing where this vault needs none.
    pub passphrase: Option<bool>,
    /// Whether it lies in the vault's folder.
    pub beside_vault: bool,
}

/// What is in an open vault.
#[derive(Debug, Serialize)]
pub struct Content {
    /// Whether it may be written.
    pub writable: bool,
    /// How many accounts there are.
    pub accounts: usize,
    /// How many can open it; 0 for a vault with a passphrase.
    pub members: usize,
    /// Entries that make no sense.
    pub quarantine: Vec<Entry>,
    /// How many values wait for a decision because two people changed them.
    pub clashing: usize,
}

/// An entry that makes no sense.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What can be told of it.
    pub title: String,
    /// What is wrong, in the language asked for.
    pub reason: String,
}

/// One backup.
#[derive(Debug, Serialize)]
pub struct Backup {
    /// The name of its file.
    pub name: String,
    /// When its version was put aside.
    pub at: String,
    /// `replaced`, `conflict`, `recovered` or `copy`.
    pub kind: &'static str,
    /// Bytes.
    pub size: u64,
}

/// Looks at everything; opens the vault where that needs no question that cannot be asked. Who
/// names a time server asks about the clock, and is not asked for a passphrase.
pub fn check(
    desk: &Desk,
    server: Option<&str>,
    asking: Asking,
    session: &Session,
    broken: Option<&SettingsError>,
) -> Result<Check, Failure> {
    let folder = session.folders.as_ref().map(|folders| folders.config.join(FILE_NAME));
    let questions = if server.is_some() { Questions::None } else { Questions::Passphrase };
    let opened = open(desk, questions, session);
    let needed = need(desk).ok();
    let passphrase = match needed {
        Some(Need::IdentityPassphrase) => Some(true),
        Some(Need::Nothing) => Some(false),
        Some(Need::Vault | Need::VaultPassphrase) | None => None,
    };
    // After the passphrase was typed, so that no key of it is waiting.
    let way = way(asking, session)?;
    let torn = opened.as_ref().err().filter(|failure| is_torn(failure, desk));
    let last = torn.and_then(|_| lost(desk, session));
    let backups = list(desk)?;
    let newest = newest(desk)?;
    let exposure = Exposure::look();
    let mut check = Check {
        settings: File::look(&folder.unwrap_or_default()),
        identity: Identity {
            file: File::look(&desk.identity),
            passphrase,
            beside_vault: passphrase.is_some() && lies_beside(desk),
        },
        vault: File::look(&desk.place.file),
        content: None,
        backup_folder: desk.place.backups.to_string_lossy().into_owned(),
        backups_private: mode(&desk.place.backups).map(|mode| mode.trailing_zeros() >= 6),
        backups,
        known_folder: desk.place.known.to_string_lossy().into_owned(),
        known_problem: rememberable(&desk.place)
            .err()
            .map(|error| explain::write(&desk.place.known, &error).say(session.lang)),
        newest_backup_seconds: newest.map(|at| platform::now().secs().saturating_sub(at.secs())),
        clock: server.map(|server| Clock::ask(server, session)),
        machine: desk.machine.clone(),
        memory: match session.hardening {
            Hardening::On => "closed",
            Hardening::Off => "open",
            Hardening::Failed(_) => "unsure",
        },
        swap: match exposure.swap {
            Swap::Off => "off",
            Swap::Memory => "memory",
            Swap::Encrypted => "encrypted",
            Swap::Disk => "disk",
            Swap::Unknown => "unknown",
        },
        core_files: match exposure.core_files {
            CoreFiles::Off => "off",
            CoreFiles::On => "on",
            CoreFiles::Unknown => "unknown",
        },
        way,
        exposure,
        verdict: Exit::Done,
    };
    if let Some(error) = broken {
        check.settings.problem = Some(explain::settings(error).say(session.lang));
        check.verdict = Exit::Failed;
    }
    if check.clock.as_ref().is_some_and(Clock::is_bad) {
        check.verdict = Exit::Failed;
    }
    match opened {
        Ok(None) => {}
        Ok(Some(open)) => check.content = Some(content(&open, session)),
        Err(failure) => {
            check.verdict = failure.exit;
            let newest = || Some(check.backups.first()?.name.clone());
            let name = is_torn(&failure, desk).then(|| last.or_else(newest)).flatten();
            let said = match name {
                Some(name) => Some(put_back(&failure, &name, desk, session.lang)),
                None => failure.fault.map(|fault| fault.say(session.lang)),
            };
            let at_fault = match failure.exit {
                Exit::Shut if needed != Some(Need::VaultPassphrase) => &mut check.identity.file,
                _ => &mut check.vault,
            };
            at_fault.problem = said;
        }
    }
    Ok(check)
}

/// Whether the terminal may be asked what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Yes, if there is one.
    Terminal,
    /// No.
    Nobody,
}

/// Which way a copy would take now.
pub fn way(asking: Asking, session: &Session) -> Result<Way, Failure> {
    let terminal = if asking == Asking::Terminal { Terminal::open() } else { None };
    let answer = terminal.map(|mut terminal| probe::ask(&mut terminal)).transpose();
    // A terminal that fails is one that does not answer.
    let answer = answer.unwrap_or(Some(Reply::Silent));
    if answer == Some(Reply::Stopped) {
        return Err(Failure::new(Exit::Interrupted, Fault::Interrupted));
    }
    let around = session.environment.find_surroundings();
    Ok(Way::new(around, copying::wish(&session.settings), answer))
}

/// What a person may be asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Questions {
    /// The passphrase.
    Passphrase,
    /// Nothing.
    None,
}

/// The open vault; nothing when there is nobody to ask for the passphrase.
fn open(
    desk: &Desk,
    questions: Questions,
    session: &Session,
) -> Result<Option<(vault::Vault, Book)>, Failure> {
    let asks = matches!(need(desk)?, Need::IdentityPassphrase | Need::VaultPassphrase);
    let nobody = questions == Questions::None || Terminal::open().is_none();
    if asks && session.globals.passphrase.is_none() && nobody {
        return Ok(None);
    }
    session.open_at(desk).map(Some)
}

fn content((vault, book): &(vault::Vault, Book), session: &Session) -> Content {
    let entry = |entry: &Quarantined| Entry {
        title: entry.title.clone(),
        reason: reason(entry.reason).say(session.lang),
    };
    Content {
        writable: vault.access() == vault::Access::ReadWrite,
        accounts: book.accounts.len(),
        members: vault.members().len(),
        quarantine: book.quarantine.iter().map(entry).collect(),
        clashing: merge::conflicts(book),
    }
}

fn reason(reason: Reason) -> Say {
    match reason {
        Reason::Shape => Say::ReasonShape,
        Reason::UnknownField => Say::ReasonUnknownField,
        Reason::Value { field } => Say::ReasonValue { field: safe(field) },
        Reason::NoId => Say::ReasonNoId,
        Reason::Duplicate => Say::ReasonDuplicate,
    }
}

/// Whether what failed is that the vault's file is gone or damaged.
fn is_torn(failure: &Failure, desk: &Desk) -> bool {
    match &failure.fault {
        Some(Fault::VaultAway { .. }) => true,
        Some(
            Fault::Damaged { path }
            | Fault::EmptyFile { path }
            | Fault::NotAge { path }
            | Fault::HostileHeader { path }
            | Fault::NotAVault { path }
            | Fault::Unreadable { path, .. },
        ) => *path == explain::path(&desk.place.file),
        _ => false,
    }
}

/// What is wrong with a vault that is gone or damaged; how it is put back from a backup, and what else may have it.
fn put_back(failure: &Failure, name: &str, desk: &Desk, lang: Lang) -> String {
    let name = whole(name);
    let (why, said) = match &failure.fault {
        Some(Fault::VaultAway { .. }) => (None, Doctor::VaultGone { name }),
        fault => (fault.as_ref().map(|it| it.say(lang)), Doctor::VaultTorn { name }),
    };
    let how = match repository(desk, sync::Asking::Never) {
        Ok(Some(_)) => Doctor::ThenSync { said: whole(&said.say(lang)) }.say(lang),
        Ok(None) | Err(_) => said.say(lang),
    };
    why.into_iter().chain([how]).collect::<Vec<_>>().join("\n")
}

/// The backup that has the last version of a vault, where another file stands there or none; it is made now where
/// there is none.
pub fn lost(desk: &Desk, session: &Session) -> Option<String> {
    // What cannot be put there is no reason to show no others.
    let keep = || vault::keep_lost(&desk.place).ok().flatten();
    let path = if session.globals.read_only { None } else { keep() };
    path.map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// The backups of a vault, newest first.
pub fn list(desk: &Desk) -> Result<Vec<Backup>, Failure> {
    let backup = |backup: vault::Backup| Backup {
        name: backup.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        at: time(backup.at),
        kind: match backup.kind {
            BackupKind::Replaced => "replaced",
            BackupKind::Conflict => "conflict",
            BackupKind::Recovered => "recovered",
            BackupKind::Copy => "copy",
        },
        size: backup.size,
    };
    Ok(found(desk)?.into_iter().map(backup).collect())
}

fn newest(desk: &Desk) -> Result<Option<Moment>, Failure> {
    Ok(found(desk)?.first().map(|backup| backup.at))
}

fn found(desk: &Desk) -> Result<Vec<vault::Backup>, Failure> {
    let failed = |error| Failure::new(Exit::Failed, explain::read(&desk.place.backups, &error));
    backups(&desk.place).map_err(failed)
}

/// `2026-11-23T10:15:02Z`
fn time(at: Moment) -> String {
    let secs = i64::try_from(at.secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(secs).unwrap_or(jiff::Timestamp::MAX).to_string()
}
