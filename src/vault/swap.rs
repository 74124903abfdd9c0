//! Putting a file in the place of another so that there is never less than one of them.
//!
//! ```text
//!   create   .team.age.Xk3f9q.tmp beside team.age, 0600, then the old one's mode
//!   write    the whole new version, made durable, read back and compared
//!   compare  team.age is still the version that was read
//!   exchange the two names, in one step of the system
//!   backup   what is now called .team.age.Xk3f9q.tmp is still the version that was read: to the backups
//!   sync     the folder
//! ```
//!
//! A kill between any two of them leaves the old version or the new one under the vault's name,
//! and the other one beside it or in the backups; [`Target::left_overs`] finds it there.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::{NamedTempFile, TempPath};

use super::backups::{self, BackupKind};
use super::lock::{Lock, LockError};
use super::{Durability, Place, SaveError, Step};
use crate::time::Moment;

/// What tells two versions of a file apart.
pub(super) type Digest = [u8; 32];

/// The end of the name of a version that is not in place yet, or no more.
const TEMPORARY: &str = ".tmp";

/// The file behind the name a person gave, and its neighbours.
#[derive(Debug)]
pub(super) struct Target {
    /// The file itself, links followed.
    pub(super) file: PathBuf,
    folder: PathBuf,
    /// `.team.age.`
    prefix: OsString,
}

impl Target {
    /// Follows links. The file need not exist, its folder must.
    pub(super) fn of(file: &Path) -> io::Result<Self> {
        let file = match fs::canonicalize(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?;
                let folder = file.parent().filter(|folder| *folder != Path::new(""));
                fs::canonicalize(folder.unwrap_or(Path::new(".")))?.join(name)
            }
            file => file?,
        };
        let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        let mut prefix = OsString::from(".");
        prefix.push(file.file_name().ok_or(io::ErrorKind::InvalidInput)?);
        prefix.push(".");
        Ok(Self { file, folder, prefix })
    }

    fn lock_file(&self) -> PathBuf {
        let mut name = self.prefix.clone();
        name.push("lock");
        self.folder.join(name)
    }

    /// Waits for the right to write it.
    pub(super) fn lock(&self) -> Result<Lock, SaveError> {
        let path = self.lock_file();
        Lock::wait(&path).map_err(|error| match error {
            LockError::Held => SaveError::Locked,
            LockError::Io(error) => SaveError::Io { step: Step::Lock, path, error },
        })
    }

    /// Takes the right to write it, if nobody has it and the system lets us.
    pub(super) fn lock_now(&self) -> Option<Lock> {
        Lock::attempt(&self.lock_file()).ok()
    }

    /// Versions that a killed save left beside it. A save that is running has one too: look at them
    /// only under the lock.
    pub(super) fn left_overs(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let prefix = self.prefix.as_encoded_bytes();
        entries
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let name = name.as_encoded_bytes();
                name.starts_with(prefix) && name.ends_with(TEMPORARY.as_bytes())
            })
            .map(|entry| entry.path())
            .collect()
    }

    /// Writes a version under a name beside the file.
    fn stage(&self, content: &[u8]) -> Result<TempPath, SaveError> {
        let mut staged = self
            .temporary()
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(&self.folder)
            .map_err(|error| io_error(Step::Create, &self.folder, error))?;
        self.fill(&mut staged, content)
            .map_err(|(step, error)| io_error(step, staged.path(), error))?;
        let staged = staged.into_temp_path();
        let mut back = Vec::with_capacity(content.len());
        File::open(&staged)
            .and_then(|file| file.take(content.len() as u64 + 1).read_to_end(&mut back))
            .map_err(|error| io_error(Step::ReadBack, &staged, error))?;
        if back == content { Ok(staged) } else { Err(SaveError::ReadBack) }
    }

    fn fill(&self, staged: &mut NamedTempFile, content: &[u8]) -> Result<(), (Step, io::Error)> {
        let mode = fs::metadata(&self.file).map_or(0o600, |old| old.permissions().mode() & 0o777);
        if mode != 0o600 {
            staged
                .as_file()
                .set_permissions(Permissions::from_mode(mode))
                .map_err(|error| (Step::Create, error))?;
        }
        staged.write_all(content).map_err(|error| (Step::Write, error))?;
        staged.as_file().sync_all().map_err(|error| (Step::Sync, error))
    }

    fn temporary(&self) -> tempfile::Builder<'_, '_> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(&self.prefix).suffix(TEMPORARY);
        builder
    }

    /// Puts a first version in place, where there is none.
    pub(super) fn create(&self, content: &[u8]) -> Result<Durability, SaveError> {
        let staged = self.stage(content)?;
        staged.persist_noclobber(&self.file).map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => SaveError::Exists { path: self.file.clone() },
            _ => io_error(Step::Exchange, &self.file, failed.error),
        })?;
        Ok(self.sync())
    }

    /// Puts a version in the place of the one whose digest is `old`, and that one in the backups.
    ///
    /// When another stands there, that one stays, and what was to be written goes to the backups.
    pub(super) fn replace(
        &self,
        _lock: &Lock,
        content: &[u8],
        old: &Digest,
        place: &Place,
        now: Moment,
    ) -> Result<Durability, SaveError> {
        let staged = self.stage(content)?;
        match digest_of(&self.file) {
            Ok(found) if found == *old => {}
            Ok(_) => return Err(keep_ours(place, content, now)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(keep_ours(place, content, now));
            }
            Err(error) => return Err(io_error(Step::Compare, &self.file, error)),
        }
        let replaced =
            self.exchange(staged).map_err(|error| io_error(Step::Exchange, &self.file, error))?;
        // Between the comparison and the exchange somebody else may have put a version there.
        if digest_of(&replaced).is_ok_and(|found| found != *old) {
            return Err(self.put_back(&replaced, content, place, now));
        }
        let backup = backups::take_in(place, &replaced, BackupKind::Replaced, now);
        let synced = self.sync();
        Ok(if backup.is_ok() { synced } else { Durability::Unconfirmed })
    }

    /// Gives the staged version the file's name; returns the name that the old version has now.
    fn exchange(&self, staged: TempPath) -> io::Result<PathBuf> {
        match swap(&staged, &self.file) {
            Ok(()) => staged.keep().map_err(|failed| failed.error),
            Err(error) if is_unsupported(&error) => {
                // The old version gets a second name first, so that it is never without one.
                let old = self.temporary().make_in(&self.folder, |name| {
                    fs::hard_link(&self.file, name).or_else(|_| copy(&self.file, name))
                })?;
                fs::rename(&staged, &self.file)?;
                let _ = staged.keep();
                old.into_temp_path().keep().map_err(|failed| failed.error)
            }
            Err(error) => Err(error),
        }
    }

    /// Gives a stranger's version, taken out by an exchange, its place back.
    fn put_back(&self, theirs: &Path, content: &[u8], place: &Place, now: Moment) -> SaveError {
        let back = match swap(theirs, &self.file) {
            Err(error) if is_unsupported(&error) => fs::rename(theirs, &self.file),
            result => result,
        };
        // What has the other name now is ours, or a third version that came in the meantime, or,
        // when nothing could be put back, theirs: all of them worth keeping.
        let is_ours = digest_of(theirs).is_ok_and(|found| found == digest(content));
        let mut kept = None;
        if theirs.exists() {
            kept = backups::take_in(place, theirs, BackupKind::Conflict, now).ok();
        }
        let _ = self.sync();
        match back {
            Ok(()) if is_ours && kept.is_some() => SaveError::Changed { kept },
            Ok(()) => keep_ours(place, content, now),
            Err(error) => io_error(Step::Exchange, &self.file, error),
        }
    }

    fn sync(&self) -> Durability {
        match File::open(&self.folder).and_then(|folder| folder.sync_all()) {
            Ok(()) => Durability::Durable,
            Err(_) => Durability::Unconfirmed,
        }
    }
}

/// The digest of bytes in memory.
pub(super) fn digest(content: &[u8]) -> Digest {
    Sha256::digest(content).into()
}

/// The digest of a file of any size.
pub(super) fn digest_of(file: &Path) -> io::Result<Digest> {
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(file)?, &mut hasher)?;
    Ok(hasher.finalize().into())
}

fn keep_ours(place: &Place, content: &[u8], now: Moment) -> SaveError {
    SaveError::Changed { kept: backups::keep(place, content, BackupKind::Conflict, now).ok() }
}

fn io_error(step: Step, path: &Path, error: io::Error) -> SaveError {
    SaveError::Io { step, path: path.to_owned(), error }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = File::create_new(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.sync_all()
}

/// Exchanges the names of two files in one step.
#[cfg(target_os = "linux")]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(Into::into)
}

/// Exchanges the names of two files in one step: not on this system.
#[cfg(not(target_os = "linux"))]
fn swap(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an exchange failed because the file system has none (network file systems, FAT).
fn is_unsupported(error: &io::Error) -> bool {
    // EINVAL is what `renameat2` says of flags that the file system does not know.
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}
