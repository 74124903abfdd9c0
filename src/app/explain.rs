//! From an error to the sentence that explains it: what failed, and what to do next.
//!
//! Paths and the system's own words pass through [`Safe`]; nothing a person
//! typed in secret ever does. A wrong passphrase gets no hint of how wrong it was.

mod columns;
mod exchange;
pub mod foreign;
mod likeness;
mod notice;

pub use columns::{column, heading, likely_columns, unread_keys};
pub use exchange::{
    between, entry_name, file as foreign, format, left_aside, missing, name, of_file, place,
    places, refused_at, refused_name, refused_place, remarked, row, row_here, source_name, stage,
    told, unopened, unread,
};
pub use likeness::{differs, fate, gains, joined, like, omitted, twin};
pub use notice::notice;

use std::io;
use std::path::Path;

use super::create::CreateError;
use super::desk::{Part, Unopened};
use super::draft::Flaw;
use super::export::{ExportError, Gone, Outlook};
use super::loss;
use super::platforms::PlatformsError;
use super::team::LineError;
use crate::config::{Mistake, SettingsError};
use crate::i18n::{Export, Fault, Foreign, Lang, Sync};
use crate::model::platform::{Problem, ReadError};
use crate::model::{Book, MethodKind, Worded};
use crate::otp::KeyError;
use crate::otp::Refusal;
use crate::otp::base32::Base32Error;
use crate::platform::{MachineError, NtpError};
use crate::sync::GitError;
use crate::text::{Safe, quoted, safe, whole};
use crate::vault::{Access, OpenError, SaveError, Unchanged};

/// A path as it may be shown.
pub fn path(path: &Path) -> Safe<'static> {
    whole(&path.to_string_lossy())
}

/// A vault or identity file that did not open.
pub fn open(unopened: &Unopened) -> Fault {
    match (unopened.part, &unopened.error) {
        (Part::Identity, OpenError::Missing { path: missing }) => {
            Fault::IdentityMissing { path: path(missing) }
        }
        (Part::Vault, OpenError::Missing { .. }) if unopened.is_lost => unlock(unopened),
        (Part::Vault, _) if unopened.is_half_merged => {
            Fault::HalfMerged { path: path(&unopened.path) }
        }
        (_, error) => file(&unopened.path, error),
    }
}

/// The same of a vault that is open here: what was read of it is shown on, and nothing can be saved. In
/// one line, as it stays on the screen.
pub fn underneath(unopened: &Unopened) -> Fault {
    match &unopened.error {
        OpenError::Missing { .. } => Fault::VaultGone,
        error if error.is_loss() => Fault::VaultTorn,
        OpenError::NotARecipient => Fault::Renewed,
        _ => open(unopened),
    }
}

/// The same of one that was open here before.
pub fn unlock(unopened: &Unopened) -> Fault {
    match (unopened.part, &unopened.error) {
        (Part::Vault, OpenError::Missing { .. }) => Fault::VaultAway { path: path(&unopened.path) },
        _ => open(unopened),
    }
}

/// Any encrypted file that did not open: a vault, a backup.
pub fn file(at: &Path, error: &OpenError) -> Fault {
    let path = || path(at);
    match error {
        OpenError::Missing { .. } => Fault::VaultMissing { path: path() },
        OpenError::Io { path, error } => read(path, error),
        OpenError::TooLarge { limit } => Fault::TooLarge { path: path(), kib: limit >> 10 },
        OpenError::Empty => Fault::EmptyFile { path: path() },
        OpenError::NotAge => Fault::NotAge { path: path() },
        OpenError::HostileHeader => Fault::HostileHeader { path: path() },
        OpenError::TooMuchWork { asked, ceiling } => {
            Fault::TooMuchWork { path: path(), asked: *asked, ceiling: *ceiling }
        }
        OpenError::NoMemory { needed } => Fault::NoMemory { mib: needed >> 20 },
        OpenError::WrongPassphrase => Fault::WrongPassphrase,
        OpenError::NeedsPassphrase => Fault::NeedsPassphrase,
        OpenError::Doubtful { kind } => super::trust::fault(*kind),
        OpenError::NotARecipient => Fault::NotARecipient { path: path() },
        OpenError::NotNow => Fault::NotNow { path: path() },
        OpenError::NeedsIdentity => Fault::NeedsIdentity { path: path() },
        OpenError::Damaged => Fault::Damaged { path: path() },
        OpenError::NotAVault => Fault::NotAVault { path: path() },
        OpenError::TooNew { format } => Fault::TooNew { path: path(), format: *format },
        OpenError::Unreadable { line, column } => {
            Fault::Unreadable { path: path(), line: *line, column: *column }
        }
        OpenError::NoIdentityInside => Fault::NoIdentityInside { path: path() },
        OpenError::Misspelt { line } => {
            foreign::fault(|_| Foreign::Misspelt { path: path(), line: *line })
        }
        OpenError::Obstacle(why) => foreign::not_opened_by(at, why),
        OpenError::Plugin { said } => foreign::fault(|_| Foreign::DidNotOpen { said: safe(said) }),
    }
}

/// A file the system would not let us read.
pub fn read(at: &Path, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::FileMissing { path: path(at) },
        io::ErrorKind::PermissionDenied => Fault::NotReadable { path: path(at) },
        io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => {
            Fault::NotAFile { path: path(at) }
        }
        _ => Fault::ReadFailed { path: path(at), error: safe(&error.to_string()) },
    }
}

/// A file the system would not let us write.
pub fn write(at: &Path, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Fault::NotWritable { path: path(at) },
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Fault::DiskFull { path: path(at) }
        }
        io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnlyDisk { path: path(at) },
        io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => {
            Fault::NotAFile { path: path(at) }
        }
        _ => Fault::WriteFailed { path: path(at), error: safe(&error.to_string()) },
    }
}

/// A vault that was not saved.
pub fn save(error: &SaveError) -> Fault {
    match error {
        SaveError::ReadOnly(access) => read_only(*access).unwrap_or(Fault::SealFailed),
        SaveError::Locked => Fault::VaultLocked,
        SaveError::Changed { kept: None } => Fault::Changed,
        SaveError::Changed { kept: Some(kept) } => Fault::ChangedKept { path: path(kept) },
        SaveError::Exists { path: existing } => Fault::VaultExists { path: path(existing) },
        SaveError::Io { path, error, .. } => write(path, error),
        SaveError::TooLarge { limit } => Fault::VaultTooLarge { mib: limit >> 20 },
        SaveError::ReadBack => Fault::ReadBack,
        SaveError::EmptyPassphrase => Fault::PassphraseEmpty,
        SaveError::NoMemory { needed } => Fault::NoMemory { mib: needed >> 20 },
        SaveError::Seal => Fault::SealFailed,
        SaveError::Unreachable { member, why } => foreign::unreachable(member, why),
        SaveError::Mixed => foreign::fault(|_| Foreign::Mixed),
        SaveError::Plugin { said } => foreign::fault(|_| Foreign::DidNotSeal { said: safe(said) }),
    }
}

/// A line that lets nobody in.
pub fn line(error: &LineError) -> Fault {
    match error {
        LineError::Secret => Fault::SecretInLine,
        LineError::Foreign(why) => foreign::not_let_in(why),
        LineError::NotAKey => Fault::NotAPublicKey,
    }
}

/// Members that are what they were.
pub fn unchanged(error: &Unchanged) -> Fault {
    match error {
        Unchanged::Passphrase => Fault::NoMembers,
        Unchanged::Foreign(why) => foreign::not_let_in(why),
        Unchanged::Known => Fault::AlreadyMember,
        // Named a moment ago: somebody else was quicker.
        Unchanged::Unknown => Fault::Changed,
        Unchanged::Last => Fault::LastMember,
        Unchanged::Own => Fault::OwnMember,
        Unchanged::Save(error) => save(error),
    }
}

/// A printout that was not written.
pub fn printed(error: &SaveError) -> Fault {
    match error {
        SaveError::Exists { path: existing } => Fault::FileExists { path: path(existing) },
        other => unwritten(other, |path| Fault::FolderMissing { path }),
    }
}

/// A new file that was not written: the folder is not there, or what the disk says.
fn unwritten(error: &SaveError, no_folder: fn(Safe<'static>) -> Fault) -> Fault {
    match error {
        SaveError::Io { path: file, error, .. }
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            no_folder(path(file.parent().unwrap_or(Path::new("/"))))
        }
        other => save(other),
    }
}

/// An export that was not written.
pub fn exported(error: &SaveError) -> Fault {
    match error {
        SaveError::Exists { path: existing } => Fault::ExportExists { path: path(existing) },
        other => unwritten(other, |path| Fault::ExportFolder { path }),
    }
}

/// An export that could not be made.
pub fn unmade(error: &ExportError) -> Fault {
    match error {
        ExportError::NoMemory(error) => Fault::NoMemory { mib: error.needed >> 20 },
        ExportError::Vault(error) => exported(error),
    }
}

/// What goes into an export, what does not, and what is lost, line by line.
pub fn outlook(outlook: &Outlook, book: &Book, lang: Lang) -> Vec<String> {
    let form = safe(outlook.form().word());
    let mut lines = vec![Export::Holds { n: outlook.entries, form }.say(lang)];
    if !outlook.left_out.is_empty() {
        lines.push(Export::LeftOut { n: outlook.left_out.len() }.say(lang));
    }
    for (id, reason) in &outlook.left_out {
        let title = book.account(*id).map_or_else(|| safe(""), loss::title);
        let reason = whole(&reason.explain().say(lang));
        lines.push(Export::LeftOutOne { title, reason }.say(lang));
    }
    if !outlook.lost.is_empty() {
        lines.push(Export::Loses.say(lang));
    }
    for (what, n) in &outlook.lost {
        lines.push(what.explain(*n).say(lang));
        if *what == Gone::MethodFacts {
            lines.extend(numbers(outlook, book, lang));
        }
        if *what == Gone::Twins {
            lines.push(twins(outlook, book, lang));
        }
    }
    lines
}

/// How many accounts a loss names.
const NAMED: usize = 5;

/// Which accounts could not be told apart.
fn twins(outlook: &Outlook, book: &Book, lang: Lang) -> String {
    let titles = outlook.twins.iter().take(NAMED).filter_map(|id| book.account(*id));
    let mut names: Vec<String> =
        titles.map(|account| loss::title(account).as_str().to_owned()).collect();
    if let n @ 1.. = outlook.twins.len().saturating_sub(NAMED) {
        names.push(Export::AndMore { n }.say(lang));
    }
    Export::LostTwinsOf { names: whole(&names.join(between(lang))) }.say(lang)
}

/// Whose numbers a table has no column for.
fn numbers(outlook: &Outlook, book: &Book, lang: Lang) -> Vec<String> {
    let named = outlook.numbers.iter().take(NAMED).map(|(id, numbers)| {
        let title = book.account(*id).map_or_else(|| safe(""), loss::title);
        Export::LostNumbers { title, numbers: safe(&numbers.join(between(lang))) }.say(lang)
    });
    let more = outlook.numbers.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("  {}", Export::AndMore { n: more }.say(lang)));
    named.chain(more).collect()
}

/// Why a vault may not be written; `None` when it may.
pub fn read_only(access: Access) -> Option<Fault> {
    match access {
        Access::ReadWrite => None,
        Access::Doubtful => Some(Fault::ReadOnlyDoubtful),
        Access::Asked => Some(Fault::ReadOnlyAsked),
        Access::NewerFormat { .. } => Some(Fault::ReadOnlyNewer),
        Access::ForeignRecipient => Some(Fault::ReadOnlyRecipient),
    }
}

/// A vault that was not created.
pub fn create(error: &CreateError) -> Fault {
    match error {
        CreateError::Lost { path: lost, known } => {
            Fault::VaultLost { path: path(lost), known: path(known) }
        }
        CreateError::Open(unopened) => open(unopened),
        CreateError::Identity(SaveError::Exists { path: existing }) => {
            Fault::IdentityExists { path: path(existing) }
        }
        CreateError::Save(error) | CreateError::Identity(error) => save(error),
        CreateError::Folder { inside, error } => {
            Fault::DemoFolder { path: path(inside), error: safe(&error.to_string()) }
        }
        CreateError::EmptyPassphrase => Fault::PassphraseEmpty,
    }
}

/// An address that was refused.
pub fn address(error: &Refusal) -> Fault {
    match error {
        Refusal::NotOtpauth => Fault::AddressOther,
        Refusal::TooLong => Fault::AddressTooLong,
        Refusal::Migration => Fault::AddressMigration,
        Refusal::UnknownType(word) => Fault::AddressType { word: safe(word) },
        Refusal::NoKey => Fault::AddressNoKey,
        Refusal::Key(error) => base32(*error),
        Refusal::Bounds(error) => key(*error),
        Refusal::NotANumber { parameter } => Fault::AddressNumber { parameter: safe(parameter) },
        Refusal::Algorithm(word) => Fault::AddressAlgorithm { word: safe(word) },
        Refusal::Trashed => Fault::AddressTrashed,
    }
}

/// A text that is no key.
pub fn base32(error: Base32Error) -> Fault {
    match error {
        Base32Error::Empty => Fault::KeyEmpty,
        Base32Error::Character { character: typed, position } => {
            let character = safe(typed.encode_utf8(&mut [0; 4]));
            match typed {
                '0' | '０' => Fault::KeyCharacterO { character, position },
                '1' | '１' => Fault::KeyCharacterIL { character, position },
                '8' | '８' => Fault::KeyCharacterB { character, position },
                _ => Fault::KeyCharacter { character, position },
            }
        }
        Base32Error::Hexadecimal => Fault::KeyHexadecimal,
        Base32Error::Length { characters } => Fault::KeyLength { n: characters },
    }
}

/// A key that cannot be.
pub fn key(error: KeyError) -> Fault {
    match error {
        KeyError::Digits => Fault::BadDigits,
        KeyError::Period => Fault::BadPeriod,
        KeyError::Counter => Fault::BadCounter,
        KeyError::Length => Fault::KeyEmpty,
    }
}

/// What is wrong with one field of a form; shown beside the field and after its option's name.
pub fn flaw(flaw: &Flaw) -> Fault {
    match flaw {
        Flaw::NoName => Fault::NoName,
        Flaw::Missing => Fault::FieldMissing,
        Flaw::Taken => Fault::NameTaken,
        Flaw::Several { found } => Fault::NameOfSeveral { n: found.len() },
        Flaw::PartOf { name } => Fault::PartOfName { name: safe(name) },
        Flaw::HeldBy { device, holder, named } => {
            let words = ["keyrack", "device", "edit", device, "--holder", named];
            let command = whole(&words.map(quoted).join(" "));
            Fault::HeldBy { device: safe(device), holder: safe(holder), command }
        }
        Flaw::NotAPhone => Fault::NotAPhone,
        Flaw::KeyThere => Fault::KeyThere,
        Flaw::NoTest => Fault::NoTestDay,
        Flaw::Gone => Fault::RecordGone,
        Flaw::Key(error) => base32(*error),
        Flaw::OddLength { characters } => Fault::KeyOddLength { n: *characters },
        Flaw::Words => Fault::KeyWords,
        Flaw::Together => Fault::KeysTogether,
        Flaw::NotHex => Fault::KeyNotHex,
        Flaw::KeyAnew => Fault::KeyAnew,
        Flaw::Address(error) => address(error),
        Flaw::Bounds(error) => key(*error),
        Flaw::NotANumber => Fault::NotANumber,
        Flaw::NotAChoice => Fault::NotAChoice,
        Flaw::NotADay => Fault::NotADay,
        Flaw::Ahead => Fault::DayAhead,
        Flaw::SameKey => Fault::SameKeyOut,
        Flaw::NoMethod => Fault::NoMethod,
    }
}

/// What git did not do: a sentence, and its own words in lines below it.
pub fn git(error: &GitError) -> (Sync, Vec<String>) {
    let plain = |said| (said, Vec::new());
    match error {
        GitError::Missing => plain(Sync::GitMissing),
        GitError::Late { verb } => plain(Sync::GitLate { verb: safe(verb) }),
        GitError::Said { verb, words } => {
            let words = words.iter().map(|line| format!("  {line}")).collect();
            (Sync::GitSaid { verb: safe(verb) }, words)
        }
        GitError::Settings { keys } => {
            let keys: Vec<&str> = keys.iter().map(Safe::as_str).collect();
            plain(Sync::GitSettings { keys: whole(&keys.join(", ")) })
        }
        GitError::Damaged { folder } => plain(Sync::GitDamaged { path: path(folder) }),
        GitError::Busy => plain(Sync::Busy),
        GitError::Io { error } => plain(Sync::GitIo { error: error.clone() }),
    }
}

/// This machine has no name.
pub fn machine(error: &MachineError) -> Fault {
    Fault::MachineName { path: path(&error.path), error: safe(&error.error.to_string()) }
}

/// A time server that did not help.
pub fn clock(server: &str, error: &NtpError) -> Fault {
    let server = safe(server);
    match error {
        NtpError::Unreachable(error) => {
            Fault::NtpUnreachable { server, error: safe(&error.to_string()) }
        }
        NtpError::Silent => Fault::NtpSilent { server },
        NtpError::Refused => Fault::NtpRefused { server },
        NtpError::Useless => Fault::NtpUseless { server },
    }
}

/// A person's list of platforms that cannot be used.
pub fn platforms(error: &PlatformsError) -> Fault {
    let (at, ReadError { line, column, problem }) = match error {
        PlatformsError::File(error) => return settings(error),
        PlatformsError::Wrong { path, error } => (path, error),
    };
    let (path, line, column) = (path(at), *line, *column);
    match problem {
        Problem::UnknownField { known } => {
            Fault::SettingsUnknownOption { path, line, column, known: whole(&known.join(", ")) }
        }
        Problem::UnknownWord { known } => {
            Fault::SettingsUnknownWord { path, line, column, known: whole(&known.join(", ")) }
        }
        Problem::UnknownKind => {
            let known: Vec<&str> = MethodKind::ALL.iter().map(|kind| kind.word()).collect();
            Fault::SettingsUnknownWord { path, line, column, known: whole(&known.join(", ")) }
        }
        Problem::Twice { field } => {
            Fault::SettingsTwice { path, line, column, option: safe(field) }
        }
        Problem::NoName { nth } => Fault::PlatformWithoutName { path, nth: *nth },
        Problem::Day => Fault::SettingsDay { path, line, column },
        Problem::Number => Fault::SettingsNumber { path, line, column },
        Problem::Truth => Fault::SettingsTruth { path, line, column },
        Problem::Text => Fault::SettingsText { path, line, column },
        Problem::Form => Fault::SettingsForm { path, line, column },
    }
}

/// Settings that cannot be used.
pub fn settings(error: &SettingsError) -> Fault {
    match error {
        SettingsError::Io { path, error } => read(path, error),
        SettingsError::TooLarge { path: at } => Fault::SettingsTooLarge { path: path(at) },
        SettingsError::RelativePath { path: at, option } => {
            Fault::SettingsRelative { path: path(at), option: safe(option) }
        }
        SettingsError::Wrong { path: at, line, column, mistake } => {
            let (path, line, column) = (path(at), *line, *column);
            match mistake {
                Mistake::UnknownOption { known } => {
                    let known = whole(&known.join(", "));
                    Fault::SettingsUnknownOption { path, line, column, known }
                }
                Mistake::UnknownWord { known } => {
                    let known = whole(&known.join(", "));
                    Fault::SettingsUnknownWord { path, line, column, known }
                }
                Mistake::Twice { option } => {
                    Fault::SettingsTwice { path, line, column, option: safe(option) }
                }
                Mistake::Number => Fault::SettingsNumber { path, line, column },
                Mistake::Truth => Fault::SettingsTruth { path, line, column },
                Mistake::Text => Fault::SettingsText { path, line, column },
                Mistake::Form => Fault::SettingsForm { path, line, column },
            }
        }
    }
}
