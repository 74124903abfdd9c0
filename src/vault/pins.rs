//! What this machine remembers of a vault, outside the folder that is kept in step with others:
//! `vault.ron`, and `vault.age`, the last version as it was encrypted; `activity.ron`, the last line that each other
//! machine was seen to have written.
//!
//! A memory that cannot be written stops nobody: the next opening is a first sight then, or compares with
//! an older one; [`rememberable`] says so. One that makes no sense is no first sight.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{Access, access};
use serde::Serialize;
use tempfile::NamedTempFile;

use super::backups::{self, BackupKind, HALF_DONE, make_folder};
use super::doubt::{self, Doubt, Found, Memory, Pin, hex};
use super::file::not_kept;
use super::lock::{Lock, LockError};
use super::meet::{self, Succession};
use super::read::{Loaded, decode, read_file};
use super::swap::{self, Digest, Target};
use super::{Keys, LARGEST_FILE, Place, SaveError};
use crate::activity::{Hash, Tail};

/// The last line of each machine.
pub(super) type Tails = BTreeMap<Arc<str>, Tail>;

/// The memory.
const PIN: &str = "vault.ron";
/// The version it is of.
const VERSION: &str = "vault.age";
/// How far the activity was seen.
const TAILS: &str = "activity.ron";
/// Who writes them has this locked.
const LOCK: &str = ".lock";
/// More than a memory ever is, bytes: all of it comes from one vault, and a memory that is not read
/// doubts nothing.
const LONGEST: u64 = 4 * LARGEST_FILE;

/// What is remembered. Only a file that is not there is nothing.
pub(super) fn read(place: &Place) -> Memory {
    let path = place.known.join(PIN);
    let read = || -> io::Result<Option<Pin>> {
        if fs::metadata(&path)?.len() > LONGEST {
            return Ok(None);
        }
        Ok(ron::from_str(&fs::read_to_string(&path)?).ok())
    };
    match read() {
        Ok(Some(pin)) => Memory::Of(pin),
        // No folder, no memory.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Memory::Nothing
        }
        Ok(None) | Err(_) => Memory::Damaged(path),
    }
}

/// Whether these bytes are the version that this machine knew last: whoever carries them elsewhere does
/// not have to open it.
pub fn is_known(place: &Place, content: &[u8]) -> bool {
    read(place).pin().is_some_and(|pin| pin.content == hex(&swap::digest(content)))
}

/// Whether this machine knows nothing of a vault: it never opened it.
pub fn is_unseen(place: &Place) -> bool {
    matches!(read(place), Memory::Nothing)
}

/// Why a version is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// It was read or saved. Another of us may have saved a later one since, and remembered that.
    Seen,
    /// It was made anew, or a person said that it holds, whatever was known.
    Decided,
}

/// Remembers a version. The highest counts are not forgotten over it.
pub(super) fn write(place: &Place, claim: Claim, mut pin: Pin, content: &[u8]) -> io::Result<()> {
    let known = |pin: &mut Pin| {
        let before = read(place);
        meet::raise(&mut pin.highest, &before.highest());
        before
    };
    if known(&mut pin).pin() == Some(&pin) {
        return Ok(());
    }
    let _lock = alone(place)?;
    // Somebody may have written meanwhile.
    let before = known(&mut pin);
    // What two said alike is one version that lacks the count of one of them: that is none of these.
    let is_behind =
        |before: &Pin| meet::standing(&pin.revision, &before.revision) == Succession::Older;
    if claim == Claim::Seen && before.pin().is_some_and(is_behind) {
        return Ok(());
    }
    if before.pin().is_none_or(|before| before.content != pin.content) {
        put(&place.known, VERSION, content)?;
    }
    put(&place.known, PIN, ron_of(&pin)?.as_bytes())?;
    File::open(&place.known)?.sync_all()
}

/// Whether this machine can remember a vault. Nothing is written to find out.
pub fn rememberable(place: &Place) -> io::Result<()> {
    let there = |path: &&Path| fs::symlink_metadata(path).is_ok();
    let Some(nearest) = place.known.ancestors().find(there) else { return Ok(()) };
    if !fs::metadata(nearest)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(access(nearest, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// The version that is remembered, encrypted as it was.
pub(super) fn version(place: &Place) -> Option<Vec<u8>> {
    read_file(&place.known.join(VERSION)).ok().map(|(content, _)| content)
}

/// What speaks against a version that was read.
pub(super) fn judge(
    memory: &Memory,
    Loaded { head, book, unlisted, seen, .. }: &Loaded,
    place: &Place,
    keys: &Keys,
) -> Option<Doubt> {
    let found = Found { head, unlisted: *unlisted, digest: &seen.digest };
    doubt::doubt(memory, found, || {
        let known = version(place).and_then(|content| decode(&content, keys).ok());
        known.is_some_and(|(known, of, _)| meet::same_people(&known, head) && of == *book)
    })
}

/// Puts the version that was known among the backups, before another is known in its place that was not made
/// of it: it may be nowhere else but in `others`. Where it is then. The caller holds the vault's lock.
pub(super) fn keep(place: &Place, others: &[Digest]) -> io::Result<Option<PathBuf>> {
    match read_file(&place.known.join(VERSION)) {
        Ok((content, stamp)) if !others.contains(&swap::digest(&content)) => {
            match backups::holding(place, &content)? {
                None => {
                    let at = backups::newest_at(place, stamp.written());
                    backups::keep(place, &content, BackupKind::Conflict, at)
                }
                Some(path) => Ok(path),
            }
            .map(Some)
        }
        _ => Ok(None),
    }
}

/// The last lines that were seen of the activity, by machine. Of what makes no sense, none.
pub(super) fn tails(place: &Place) -> Tails {
    let read = || -> Option<BTreeMap<String, (u64, String)>> {
        let path = place.known.join(TAILS);
        let short = fs::metadata(&path).ok()?.len() <= LONGEST;
        ron::from_str(&fs::read_to_string(path).ok().filter(|_| short)?).ok()
    };
    let tail = |(machine, (number, hash)): (String, (u64, String))| {
        let (hash, month) = hash.split_once(' ').unwrap_or((&hash, ""));
        Some((machine.into(), Tail { number, hash: unhex(hash)?, month: month.parse().ok() }))
    };
    read().unwrap_or_default().into_iter().filter_map(tail).collect()
}

/// Remembers those that are further on than what is known. Not made durable: what a power cut takes of
/// it is noticed a little later.
pub(super) fn remember(place: &Place, tails: &Tails) -> io::Result<()> {
    let _lock = alone(place)?;
    let mut all = self::tails(place);
    for (machine, tail) in tails {
        let known = all.entry(Arc::clone(machine)).or_insert(*tail);
        if tail.adds_to(known) {
            *known = *tail;
        }
    }
    let row = |tail: &Tail| {
        // Behind the hash, where a program that knows no month does not look.
        let month = tail.month.map(|month| format!(" {month}")).unwrap_or_default();
        (tail.number, hex(&tail.hash) + &month)
    };
    let rows: BTreeMap<&str, (u64, String)> =
        all.iter().map(|(machine, tail)| (&**machine, row(tail))).collect();
    let file = half_done(&place.known, ron_of(&rows)?.as_bytes())?;
    file.persist(place.known.join(TAILS)).map(drop).map_err(|error| error.error)
}

fn unhex(text: &str) -> Option<Hash> {
    let digits = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..text.len() / 2).map_while(digits).collect();
    bytes.try_into().ok()
}

/// Puts the last version of a vault among its backups, where the file is gone, damaged or another one: it may be
/// nowhere else than in this machine's memory. Where it is, if there is one that does not stand in the vault.
pub fn keep_lost(place: &Place) -> Result<Option<PathBuf>, SaveError> {
    let read = || -> io::Result<(Target, Digest)> {
        let target = Target::of(&place.file)?;
        let digest = swap::digest_of(&target.file)?;
        Ok((target, digest))
    };
    let there = match read() {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(not_kept(place)(error)),
    };
    // Of one that is not there, be it with its folder, nobody has the lock.
    let _lock = there.as_ref().map(|(target, _)| target.lock()).transpose()?;
    let stands = there.map(|(_, digest)| digest);
    keep(place, stands.as_slice()).map_err(not_kept(place))
}

/// Whether a vault that is not there was there: this machine remembers it or has backups of it.
pub fn is_lost(place: &Place) -> bool {
    !is_unseen(place) || backups::backups(place).is_ok_and(|all| !all.is_empty())
}

/// Whole or not at all, and there after a power cut: an older one would doubt what this machine saved
/// itself.
fn put(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let file = half_done(folder, content)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}

/// Under a name of its own until it is whole.
fn half_done(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file =
        tempfile::Builder::new().prefix(HALF_DONE.0).suffix(HALF_DONE.1).tempfile_in(folder)?;
    file.write_all(content)?;
    Ok(file)
}

fn ron_of(memory: &impl Serialize) -> io::Result<String> {
    ron::ser::to_string_pretty(memory, ron::ser::PrettyConfig::new())
        .map_err(|_| io::ErrorKind::InvalidData.into())
}

/// The right to write what is remembered of a vault; the folder is made where it is missing.
fn alone(place: &Place) -> io::Result<Lock> {
    make_folder(&place.known)?;
    Lock::wait(&place.known.join(LOCK)).map_err(|error| match error {
        LockError::Held => io::ErrorKind::WouldBlock.into(),
        LockError::Io(error) => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(saves: u64) -> Pin {
        let revision: meet::Revision = [("a".to_owned(), saves)].into();
        Pin { highest: revision.clone(), revision, ..Pin::default() }
    }

    /// What could not be read was taken for gone, and a backup written without the lock.
    #[test]
    fn only_what_is_not_there_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, known, backups] = ["v.age", "known", "backups"].map(|it| folder.path().join(it));
        let place = Place { file, backups, known };
        fs::create_dir(&place.known).expect("made");
        fs::write(place.known.join(VERSION), "the last").expect("written");
        fs::create_dir(&place.file).expect("made");
        assert!(keep_lost(&place).is_err(), "a folder stands there");
        fs::remove_dir(&place.file).expect("removed");
        let kept = keep_lost(&place).expect("kept");
        assert!(kept.is_some());
        let away = Place { file: folder.path().join("away/v.age"), ..place };
        assert_eq!(keep_lost(&away).expect("kept"), kept, "its folder is gone, too");
    }

    /// One opened the first version, another saved the second and remembered it, and only then the first one
    /// wrote what it had read: an older file put back then would have looked like the one that was known.
    #[test]
    fn who_read_earlier_sets_nothing_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let known = folder.path().join("known");
        let place = Place { file: "v.age".into(), backups: folder.path().into(), known };
        let remembered = |claim, saves| {
            write(&place, claim, pin(saves), b"content").expect("writes");
            read(&place).pin().expect("a memory").revision["a"]
        };
        assert_eq!(remembered(Claim::Seen, 2), 2);
        assert_eq!(remembered(Claim::Seen, 1), 2);
        assert_eq!(remembered(Claim::Decided, 1), 1, "a person may");
        assert_eq!(remembered(Claim::Seen, 3), 3);
        assert_eq!(read(&place).highest()["a"], 3);
        // Two said the same, and the other's file is the one that stays.
        let other: meet::Revision = [("a".to_owned(), 2), ("b".to_owned(), 1)].into();
        let pin = Pin { revision: other.clone(), ..pin(2) };
        write(&place, Claim::Seen, pin, b"theirs").expect("writes");
        assert_eq!(read(&place).pin().expect("a memory").revision, other);
    }
}
