//! One writer at a time.
//!
//! The lock is an empty file beside the vault, held by the system for the process that has it
//! open; a killed process holds nothing. It is taken away when it is released, so that a folder
//! that is synchronised does not fill up with them.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a save waits for another one to finish.
const PATIENCE: Duration = Duration::from_secs(10);
/// A lock is never a link: whoever may put one there could have us make a file elsewhere.
const NO_LINK: i32 = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
/// How long it sleeps between two looks.
const PAUSE: Duration = Duration::from_millis(5);

/// The right to write a vault, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum LockError {
    /// Somebody else has it.
    Held,
    /// The system would not let us have the file.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock file at `path`, at once or not at all.
    pub(super) fn attempt(path: &Path) -> Result<Self, LockError> {
        // Others who may write the vault must be able to open its lock; it holds nothing.
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o666)
            .custom_flags(NO_LINK)
            .open(path)
            .or_else(|error| match error.kind() {
                // Somebody else's: their lock can be waited for without writing to it.
                io::ErrorKind::PermissionDenied => OpenOptions::new()
                    .read(true)
                    .custom_flags(NO_LINK)
                    .open(path)
                    .map_err(|_| error),
                _ => Err(error),
            })
            .map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held),
            Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
        }
        // The one who had it may have taken the file away between our opening and our locking it;
        // then the next one locks a new file, and this lock keeps nobody out.
        let held = file.metadata().map_err(LockError::Io)?;
        match fs::symlink_metadata(path) {
            Ok(there) if (there.dev(), there.ino()) == (held.dev(), held.ino()) => {
                Ok(Self { path: path.to_owned(), file })
            }
            _ => Err(LockError::Held),
        }
    }

    /// Takes it, waiting for others for a bounded time.
    pub(super) fn wait(path: &Path) -> Result<Self, LockError> {
        let until = Instant::now() + PATIENCE;
        loop {
            match Self::attempt(path) {
                Err(LockError::Held) if Instant::now() < until => sleep(PAUSE),
                result => return result,
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked: see `attempt`.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
