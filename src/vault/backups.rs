//! Encrypted backups: the 10 newest, 7 daily, 4 weekly.
//!
//! Each file is a whole earlier version of the vault, as it was encrypted then. Its name says when
//! it was put aside and why, `20261123T101502.123Z-replaced.age`, and nothing else.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::Place;
use crate::time::Moment;

/// Versions kept whatever their age.
const NEWEST: usize = 10;
/// Latest days of which the last version is kept.
const DAYS: usize = 7;
/// Latest weeks of which the last version is kept.
const WEEKS: usize = 4;

/// How a backup's name shows its time, UTC.
const TIME: &str = "%Y%m%dT%H%M%S%.3fZ";
/// Around the name of a backup that is being written.
pub(super) const HALF_DONE: (&str, &str) = (".keyrack-", ".tmp");

/// One backup file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// When the version it holds was replaced.
    pub at: Moment,
    /// Bytes.
    pub size: u64,
    /// Where it comes from.
    pub kind: BackupKind,
}

/// Where a backup comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupKind {
    /// The version before a save.
    Replaced,
    /// Ours, when somebody else's stood in the file.
    Conflict,
    /// A left-over of a save that was killed.
    Recovered,
    /// What a synchroniser had left beside the vault, taken in.
    Copy,
}

impl BackupKind {
    const ALL: [Self; 4] = [Self::Replaced, Self::Conflict, Self::Recovered, Self::Copy];

    fn word(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Conflict => "conflict",
            Self::Recovered => "recovered",
            Self::Copy => "copy",
        }
    }
}

/// The backups of a vault, newest first; empty when the folder does not exist.
pub fn backups(place: &Place) -> io::Result<Vec<Backup>> {
    let entries = match fs::read_dir(&place.backups) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Some((at, kind)) = parse_name(&entry.file_name()) else { continue };
        // One that is deleted meanwhile is no backup any more.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() {
            found.push(Backup { path: entry.path(), at, size: metadata.len(), kind });
        }
    }
    found.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    Ok(found)
}

/// When the newest version of all was put aside: at `written`, but behind every one that is there. The file's clock
/// may lag behind the one that the version before was put aside by.
pub(super) fn newest_at(place: &Place, written: Moment) -> Moment {
    let last = backups(place).ok().and_then(|all| Some(all.first()?.at.plus_millis(1)));
    last.map_or(written, |last| written.max(last))
}

/// Where a version is among them.
pub(super) fn holding(place: &Place, content: &[u8]) -> io::Result<Option<PathBuf>> {
    let same = backups(place)?.into_iter().filter(|backup| backup.size == content.len() as u64);
    let mut paths = same.map(|backup| backup.path);
    Ok(paths.find(|path| fs::read(path).is_ok_and(|read| read == content)))
}

/// The backups that nobody needs any more. Left-overs are counted by themselves; versions that lost
/// against somebody else's, and copies, are a person's to delete.
///
/// Counted are days and weeks that have a version, so a long pause takes nothing away. What claims
/// to be from the future was put aside under a wrong clock: it counts as the oldest, or it would
/// crowd out what is put aside now.
pub(super) fn rotation(backups: &[Backup], now: Moment) -> Vec<&Backup> {
    [BackupKind::Replaced, BackupKind::Recovered]
        .into_iter()
        .flat_map(|kind| outlived(backups, kind, now))
        .collect()
}

fn outlived(backups: &[Backup], kind: BackupKind, now: Moment) -> Vec<&Backup> {
    let mut rest: Vec<_> = backups.iter().filter(|backup| backup.kind == kind).collect();
    rest.sort_by_key(|backup| (backup.at > now, Reverse(backup.at)));
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let mut count = 0;
    rest.retain(|backup| {
        let day = backup.at.date();
        let week = (day.iso_week_date().year(), day.iso_week_date().week());
        // Every version is counted everywhere, so one can be the last of its day and of its week.
        let is_last_of_day = days.len() < DAYS && days.insert(day);
        let is_last_of_week = weeks.len() < WEEKS && weeks.insert(week);
        count += 1;
        !(count <= NEWEST || is_last_of_day || is_last_of_week)
    });
    rest
}

/// Deletes what [`rotation`] names. Failing is no reason to bother anybody: the next save tries
/// again.
pub(super) fn rotate(place: &Place, now: Moment) {
    let Ok(all) = backups(place) else { return };
    for backup in rotation(&all, now) {
        let _ = fs::remove_file(&backup.path);
    }
}

/// Moves a file into the backups: by name, or piece by piece when they are on another file system.
/// The caller holds the vault's lock.
pub(super) fn take_in(
    place: &Place,
    file: &Path,
    kind: BackupKind,
    at: Moment,
) -> io::Result<PathBuf> {
    make_folder(&place.backups)?;
    let path = free_name(&place.backups, kind, at)?;
    match fs::rename(file, &path) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            write(&place.backups, &path, &fs::read(file)?)?;
            fs::remove_file(file)?;
        }
        result => result?,
    }
    File::open(&place.backups)?.sync_all()?;
    Ok(path)
}

/// Writes a version that never stood in the vault into the backups. The caller holds the lock.
pub(super) fn keep(
    place: &Place,
    content: &[u8],
    kind: BackupKind,
    at: Moment,
) -> io::Result<PathBuf> {
    make_folder(&place.backups)?;
    let path = free_name(&place.backups, kind, at)?;
    write(&place.backups, &path, content)?;
    File::open(&place.backups)?.sync_all()?;
    Ok(path)
}

/// Takes away what a killed writer left half done. The caller holds the lock.
pub(super) fn sweep(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.backups) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(HALF_DONE.0) && name.ends_with(HALF_DONE.1) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn write(folder: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file =
        tempfile::Builder::new().prefix(HALF_DONE.0).suffix(HALF_DONE.1).tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// Makes a folder and those above it, for this person alone.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// A name that nothing has yet. Of two versions in one millisecond the second one counts as later.
fn free_name(folder: &Path, kind: BackupKind, at: Moment) -> io::Result<PathBuf> {
    for later in 0..1000 {
        let path = folder.join(name(at.plus_millis(later), kind));
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn name(at: Moment, kind: BackupKind) -> String {
    let time = i64::try_from(at.millis()).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let time = time.unwrap_or(Timestamp::MAX).strftime(TIME);
    format!("{time}-{}.age", kind.word())
}

fn parse_name(name: &OsStr) -> Option<(Moment, BackupKind)> {
    let (time, word) = name.to_str()?.strip_suffix(".age")?.split_once('-')?;
    let kind = BackupKind::ALL.into_iter().find(|kind| kind.word() == word)?;
    let time = Offset::UTC.to_timestamp(DateTime::strptime(TIME, time).ok()?).ok()?;
    let millis = u64::try_from(time.as_millisecond()).ok()?;
    Some((Moment::from_millis(millis), kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;
    const DAY: u64 = 24 * 60 * MINUTE;

    fn backup(at: Moment, kind: BackupKind) -> Backup {
        Backup { path: name(at, kind).into(), at, size: 1, kind }
    }

    #[test]
    fn names_say_when_and_why_and_sort_by_time() {
        let at = Moment::from_millis(1_795_428_902_123);
        assert_eq!(name(at, BackupKind::Replaced), "20261123T101502.123Z-replaced.age");
        for kind in BackupKind::ALL {
            let name = name(at, kind);
            assert_eq!(parse_name(OsStr::new(&name)), Some((at, kind)), "{name}");
        }
        let times = [0, 999, 1000, 60_000, 1_795_428_902_123, 1_795_428_902_124, 4_102_444_800_000];
        let names = times.map(|ms| name(Moment::from_millis(ms), BackupKind::Replaced));
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn other_files_are_no_backups() {
        let names = [
            "notes.txt",
            "vault.age",
            "20261123T101502.123Z-replaced.txt",
            "20261123T101502.123Z-stolen.age",
            "20261323T101502.123Z-replaced.age",
            "20261123T101502.123Z-replaced-2.age",
            ".keyrack-1.tmp",
        ];
        for name in names {
            assert_eq!(parse_name(OsStr::new(name)), None, "{name}");
        }
    }

    #[test]
    fn rotation_keeps_new_daily_and_weekly() {
        // A Monday, noon.
        let now = Moment::from_millis(1_795_435_200_000);
        let replaced = |count: u64, every: u64| -> Vec<Backup> {
            let at = |n| Moment::from_millis(now.millis() - n * every);
            (0..count).map(|n| backup(at(n), BackupKind::Replaced)).collect()
        };
        let cases = [
            ("nothing", vec![], 0),
            ("ten of a minute", replaced(10, MINUTE), 10),
            ("an hour of saves", replaced(60, MINUTE), 10),
            // The ten newest reach into the third week; the fourth gives one more.
            ("one a day for a year", replaced(365, DAY), 11),
            // Seven of today and three of yesterday, five days before, two weeks before.
            ("every two hours for a year", replaced(4380, DAY / 12), 17),
            ("one a month for years", replaced(40, 30 * DAY), 10),
        ];
        for (case, all, kept) in cases {
            let gone = rotation(&all, now);
            assert_eq!(all.len() - gone.len(), kept, "{case}");
            assert!(all.iter().take(NEWEST).all(|new| !gone.contains(&new)), "{case}");
        }
    }

    #[test]
    fn rotation_never_takes_what_lost_and_counts_left_overs_apart() {
        let now = Moment::from_millis(1_795_435_200_000);
        let all: Vec<_> = (0..120)
            .map(|n| {
                let at = Moment::from_millis(now.millis() - n * MINUTE);
                backup(at, BackupKind::ALL[usize::try_from(n % 4).expect("small")])
            })
            .collect();
        let gone = rotation(&all, now);
        for (kind, kept) in [
            (BackupKind::Replaced, 10),
            (BackupKind::Conflict, 30),
            (BackupKind::Recovered, 10),
            (BackupKind::Copy, 30),
        ] {
            let count = |list: &[&Backup]| list.iter().filter(|b| b.kind == kind).count();
            assert_eq!(30 - count(&gone), kept, "{kind:?}");
        }
    }

    #[test]
    fn a_clock_that_ran_ahead_does_not_crowd_out_what_is_saved_now() {
        let now = Moment::from_millis(1_795_435_200_000);
        let ahead = (1..=30).map(|n| now.plus_millis(n * 400 * DAY));
        let here = (0..5).map(|n| Moment::from_millis(now.millis() - n * MINUTE));
        let all: Vec<_> = ahead.chain(here).map(|at| backup(at, BackupKind::Replaced)).collect();
        let gone = rotation(&all, now);
        assert!(gone.iter().all(|backup| backup.at > now), "{gone:?}");
        assert!(!gone.is_empty());
    }
}
