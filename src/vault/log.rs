//! The files of the activity beside the vault: appended to, read, and dropped when they are old.
//!
//! ```text
//!   team.age   team.activity/8da0fc8029af-2026-11.log      one file a machine and month
//! ```
//!
//! Each machine writes its own files only, so that no two of them ever clash, whatever carries them from
//! one to the other. A line is not made durable by itself: that would cost every copy a wait for the
//! disk, and what a power cut takes is an event, not a record; what was half written is told by the next
//! reader. No symbolic link is followed below the vault's folder.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, available_parallelism};

use rustix::fs::{AtFlags, CWD, Dir, Mode, OFlags, fchmod, mkdirat, open, openat, unlinkat};
use rustix::io::Errno;

use super::Access;
use super::file::{Place, Vault};
use super::lock::{Lock, LockError};
use super::pins::{self, Tails};
use super::read::Stamp;
use super::swap::Target;
use crate::activity::{
    self, Deed, Event, FEWEST, Flaw, LogKey, Month, Sheet, Spot, Tail, Written, check,
};
use crate::time::Moment;

/// The largest file that is read, in bytes: more than 200,000 events.
const LARGEST: u64 = 64 << 20;
/// The most bytes that are read of all files together; the newest come first.
const MOST: u64 = 512 << 20;
/// The most files that are looked at: 24 months of 100 machines and more.
const MOST_FILES: usize = 4096;
/// How many files are in memory at once before they are decrypted.
const BATCH: usize = 32;
/// How many of them are decrypted at once.
const MOST_HANDS: usize = 4;
/// How much of the end of a file is read before something is appended.
const TAIL: u64 = 64 << 10;
/// How many files are searched for the last line that verifies.
const LOOKED_BACK: usize = 3;

/// Why nothing was written down, or nothing can be read.
#[derive(Debug)]
pub enum LogError {
    /// The system would not let us.
    Io {
        /// The folder or the file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// Another Keyrack is writing and did not finish in time.
    Locked,
    /// The file of this month is full.
    Full {
        /// The file.
        path: PathBuf,
    },
}

/// The activity of a vault, as far as this machine may read it.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// Newest first.
    pub events: Vec<Arc<Event>>,
    /// What is wrong with what stands there.
    pub flaws: Vec<Flaw>,
    /// Files that were not read, and why.
    pub skipped: Vec<Skipped>,
    /// The last line of each machine.
    pub tails: BTreeMap<Arc<str>, Tail>,
}

impl Activity {
    /// Together with that of another vault.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.events.extend(other.events);
        self.events.sort_by_key(|event| std::cmp::Reverse(event.at));
        self.flaws.extend(other.flaws);
        self.skipped.extend(other.skipped);
        self.tails.extend(other.tails);
        self
    }
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name: strangers' text.
    pub name: String,
    /// Why.
    pub why: Unread,
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its name is none of ours.
    Foreign,
    /// It is no plain file: a link, a folder, a pipe.
    NotAFile,
    /// It is larger than is read, or it is too many.
    TooLarge,
    /// The system would not let us.
    Refused,
}

impl Activity {
    /// Whether something that was written down is not there to be read.
    pub fn has_gap(&self) -> bool {
        let lost = |skipped: &Skipped| matches!(skipped.why, Unread::TooLarge | Unread::Refused);
        self.flaws.iter().any(|flaw| flaw.kind.is_gap()) || self.skipped.iter().any(lost)
    }
}

/// The name of a file of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    machine: Arc<str>,
    month: Month,
}

impl Name {
    fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".log")?;
        let (machine, month) = stem.split_at_checked(stem.len().checked_sub(8)?)?;
        let month = month.strip_prefix('-')?.parse().ok()?;
        is_machine(machine).then(|| Self { machine: machine.into(), month })
    }

    fn file(&self) -> String {
        format!("{}-{}.log", self.machine, self.month)
    }
}

/// Those files of a folder of activity that are gone although it is no time for them to go: `before` it had these,
/// `now` those.
pub fn missed<'a>(before: &[&'a Path], now: &[&Path], today: Moment) -> Vec<&'a Path> {
    let name = |path: &Path| Name::parse(path.file_name()?.to_str()?);
    let left: Vec<Name> = now.iter().filter_map(|path| name(path)).collect();
    let is_missed = |path: &&&Path| {
        let Some(gone) = name(path).filter(|_| !now.contains(*path)) else { return false };
        let own = left.iter().filter(|name| name.machine == gone.machine);
        let months: Vec<Month> = own.map(|name| name.month).collect();
        !activity::may_go(gone.month, &months, Month::of(today))
    };
    before.iter().filter(is_missed).copied().collect()
}

/// Whether a machine's name can be part of a file's.
fn is_machine(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=64).contains(&name.len()) && !name.starts_with('-') && name.bytes().all(plain)
}

/// Where a vault's activity is kept, and how it is read and written there.
pub struct Log {
    path: PathBuf,
    /// The permission bits of the vault: who may read it may read this.
    mode: u32,
    machine: Arc<str>,
    keys: Vec<LogKey>,
    /// What was read of each file, and how that looked then.
    known: BTreeMap<Name, (Stamp, Arc<Sheet>)>,
    /// Those that were left out, as they looked; `None` for what is no file.
    unread: BTreeMap<Name, Option<Stamp>>,
    tails: Tails,
    /// Where the tails of other machines are remembered; nowhere where nothing may be written.
    memory: Option<Place>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What a file holds.
enum Content {
    /// What it held when it was last read.
    Known(Arc<Sheet>),
    /// Lines that are to be read.
    New(Vec<u8>),
}

impl Log {
    /// The activity of an open vault.
    pub fn of(vault: &Vault) -> Result<Self, LogError> {
        let file = &vault.place().file;
        let failed = |error| LogError::Io { path: file.clone(), error };
        let real = Target::of(file).map_err(failed)?.file;
        let mode = real.metadata().map_or(0o600, |data| data.permissions().mode());
        let keys = vault.log_keys().iter().map(LogKey::new).collect();
        let machine = vault.machine().into();
        let path = real.with_extension("activity");
        let tails = pins::tails(vault.place());
        let is_looking = matches!(vault.access(), Access::Asked | Access::Doubtful);
        let memory = (!is_looking).then(|| vault.place().clone());
        Ok(Self {
            path,
            mode,
            machine,
            keys,
            known: BTreeMap::new(),
            unread: BTreeMap::new(),
            tails,
            memory,
        })
    }

    /// The same vault, which may have got another key since.
    pub fn follow(&mut self, vault: &Vault) {
        let keys: Vec<LogKey> = vault.log_keys().iter().map(LogKey::new).collect();
        if keys != self.keys {
            self.keys = keys;
            self.known.clear();
            self.unread.clear();
        }
    }

    /// The folder.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Writes down what somebody did now, in one piece. Files of this machine that are more than `keep`
    /// months older go, but never the last `keep` there are; none do with 0. `random` fills bytes that nobody can guess.
    pub fn append(
        &self,
        deeds: &[Deed],
        who: &str,
        now: Moment,
        keep: u32,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), LogError> {
        let Some(key) = self.keys.first().filter(|_| !deeds.is_empty()) else { return Ok(()) };
        let folder = self.make_folder().map_err(|error| self.failed(error))?;
        let lock = self.path.join(format!(".{}.lock", self.machine));
        let _lock = Lock::wait(&lock).map_err(|error| match error {
            LockError::Held => LogError::Locked,
            LockError::Io(error) => LogError::Io { path: lock.clone(), error },
        })?;
        let own = self.own_files().map_err(|error| self.failed(error))?;
        let this = Month::of(now);
        // A clock that was set back does not part what belongs together. Nor does one that ran ahead once:
        // the files go on behind what it wrote, one a month as ever.
        let mut newest = own.last().map_or(this, |name| name.month.max(this));
        let is_ahead = newest > this;
        if is_ahead
            && let Some(next) = newest.next()
            && let Some(last) = self.earlier(&folder, &own, next)
            && Month::of(last.event.at) < this
        {
            newest = next;
        }
        let name = Name { machine: Arc::clone(&self.machine), month: newest };
        let path = self.path.join(name.file());
        let file_failed = |error| LogError::Io { path: path.clone(), error };
        let mut file = self.open_to_append(&folder, &name).map_err(file_failed)?;
        let length = file.metadata().map_err(file_failed)?.len();
        let tail = read_tail(&mut file, length).map_err(file_failed)?;
        let here = activity::last(&tail, &self.machine, &self.keys);
        let mut spot = match here {
            Some(written) => after(&written, written.spot.place.saturating_add(1)),
            None => self.earlier(&folder, &own, newest).map_or(Spot::default(), |w| after(&w, 0)),
        };
        let mut text = String::new();
        if tail.last().is_some_and(|last| *last != b'\n') {
            text.push('\n');
        }
        for deed in deeds {
            let mut nonce = [0; 24];
            random(&mut nonce);
            let machine = Arc::clone(&self.machine);
            let event = Event { at: now, machine, who: who.to_owned(), deed: deed.clone() };
            let line = activity::seal(&event, &spot, key, nonce);
            let (number, place) = (spot.number.saturating_add(1), spot.place.saturating_add(1));
            spot = Spot { number, place, before: activity::hash(&line) };
            text.push_str(&line);
            text.push('\n');
        }
        if length + text.len() as u64 > LARGEST {
            return Err(LogError::Full { path });
        }
        file.write_all(text.as_bytes()).map_err(file_failed)?;
        if keep > 0 {
            // A clock that runs ahead would let go of everything: so files are counted, too.
            let all = own.len() + usize::from(!own.contains(&name));
            let most = usize::try_from(keep).unwrap_or(usize::MAX).max(FEWEST);
            let over = own.iter().take(all.saturating_sub(most));
            for old in over.filter(|name| is_ahead || name.month < this.back(keep)) {
                // The next one tries again.
                let _ = unlinkat(&folder, old.file(), AtFlags::empty());
            }
        }
        Ok(())
    }

    /// The last line of the files before, as far as one verifies.
    fn earlier(&self, folder: &OwnedFd, own: &[Name], newest: Month) -> Option<Written> {
        let before = own.iter().rev().filter(|name| name.month < newest).take(LOOKED_BACK);
        before.into_iter().find_map(|name| {
            let mut file = open_to_read(folder, &name.file()).ok()?;
            let length = file.metadata().ok()?.len();
            let tail = read_tail(&mut file, length).ok()?;
            activity::last(&tail, &self.machine, &self.keys)
        })
    }

    /// Reads everything; of files that look as before only what was made of them then is looked at.
    /// Nothing is there before something was written down.
    pub fn read(&mut self) -> Result<Activity, LogError> {
        let (found, mut skipped) = match self.list() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), Vec::new()),
            result => result.map_err(|error| self.failed(error))?,
        };
        let (mut known, mut unread) = (BTreeMap::new(), BTreeMap::new());
        if !found.is_empty() {
            let folder = self.open_folder().map_err(|error| self.failed(error))?;
            let mut left = MOST;
            // The newest first: where there is too much, the oldest is left out.
            let mut newest = found;
            newest.sort_by(|a, b| (b.month, &b.machine).cmp(&(a.month, &a.machine)));
            let over = newest.split_off(newest.len().min(MOST_FILES));
            let not_read = |name: &Name, why| Skipped { name: name.file(), why };
            skipped.extend(over.iter().map(|name| not_read(name, Unread::TooLarge)));
            unread.extend(over.into_iter().map(|name| (name.clone(), stamp(&folder, &name))));
            for batch in newest.chunks(BATCH) {
                let mut new = Vec::new();
                for name in batch {
                    match self.content(&folder, name, &mut left) {
                        Ok((stamp, Content::Known(sheet))) => {
                            known.insert(name.clone(), (stamp, sheet));
                        }
                        Ok((stamp, Content::New(content))) => new.push((name, stamp, content)),
                        // Dropped meanwhile.
                        Err(None) => {}
                        Err(Some(why)) => {
                            skipped.push(not_read(name, why));
                            unread.insert(name.clone(), stamp(&folder, name));
                        }
                    }
                }
                let sheets = self.sheets(&new);
                let read = new.into_iter().zip(sheets);
                known.extend(read.map(|((name, stamp, _), sheet)| (name.clone(), (stamp, sheet))));
            }
        }
        (self.known, self.unread) = (known, unread);
        Ok(self.gather(skipped))
    }

    /// Whether the files look otherwise than when they were read.
    pub fn changed(&self) -> bool {
        let seen = self.known.len() + self.unread.len();
        let (Ok((names, _)), Ok(folder)) = (self.list(), self.open_folder()) else {
            return seen > 0;
        };
        let looks_as_before = |name: &Name| match self.known.get(name) {
            Some((seen, _)) => stamp(&folder, name).as_ref() == Some(seen),
            None => self.unread.get(name) == Some(&stamp(&folder, name)),
        };
        names.len() != seen || !names.iter().all(looks_as_before)
    }

    fn gather(&mut self, skipped: Vec<Skipped>) -> Activity {
        let mut all = Activity { skipped, ..Activity::default() };
        let mut machines: BTreeMap<&Arc<str>, Vec<(Month, &Sheet)>> = BTreeMap::new();
        for (name, (_, sheet)) in &self.known {
            machines.entry(&name.machine).or_default().push((name.month, sheet));
        }
        for (machine, sheets) in machines {
            let checked = check(machine, &sheets, self.tails.get(machine).copied());
            all.flaws.extend(checked.flaws);
            all.events.extend(checked.events);
            all.tails.extend(checked.tail.map(|tail| (Arc::clone(machine), tail)));
        }
        let others = self.known.keys().chain(self.unread.keys());
        let newest = others.clone().map(|name| name.month).max();
        let is_there = |machine: &str| others.clone().any(|name| &*name.machine == machine);
        all.flaws.extend(activity::gone(&self.tails, newest, is_there));
        // Of the same moment, too, what was written later comes first.
        all.events.reverse();
        all.events.sort_by_key(|event| std::cmp::Reverse(event.at));
        let is_further = |(machine, tail): &(&Arc<str>, &Tail)| {
            self.tails.get(*machine).is_none_or(|seen| tail.adds_to(seen))
        };
        let further: Tails =
            all.tails.iter().filter(is_further).map(|(it, tail)| (Arc::clone(it), *tail)).collect();
        self.tails.extend(further.iter().map(|(machine, tail)| (Arc::clone(machine), *tail)));
        // Our own lines are as durable as this would be, and come with every copy.
        let others: Tails = further.into_iter().filter(|(it, _)| *it != self.machine).collect();
        if let Some(place) = self.memory.as_ref().filter(|_| !others.is_empty()) {
            // What cannot be remembered is noticed only as long as this runs.
            let _ = pins::remember(place, &others);
        }
        all
    }

    /// Reads files side by side: decrypting takes nearly all of the time.
    fn sheets(&self, files: &[(&Name, Stamp, Vec<u8>)]) -> Vec<Arc<Sheet>> {
        let read = |(name, _, content): &(&Name, Stamp, Vec<u8>)| {
            Arc::new(activity::read(content, &name.machine, &self.keys))
        };
        let hands = available_parallelism().map_or(1, usize::from).min(MOST_HANDS);
        let share = files.len().div_ceil(hands).max(1);
        if files.len() < 2 {
            return files.iter().map(read).collect();
        }
        thread::scope(|scope| {
            let shares: Vec<_> = files
                .chunks(share)
                .map(|share| (share, scope.spawn(|| share.iter().map(read).collect::<Vec<_>>())))
                .collect();
            // Reading does not panic; if it does, once more here shows where.
            let joined = |(share, hand): (&[_], thread::ScopedJoinHandle<'_, Vec<_>>)| {
                hand.join().unwrap_or_else(|_| share.iter().map(read).collect())
            };
            shares.into_iter().flat_map(joined).collect()
        })
    }

    fn content(
        &self,
        folder: &OwnedFd,
        name: &Name,
        left: &mut u64,
    ) -> Result<(Stamp, Content), Option<Unread>> {
        let unread = |error: io::Error| match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT) => None,
            Some(Errno::LOOP | Errno::NXIO | Errno::ISDIR) => Some(Unread::NotAFile),
            _ if error.kind() == io::ErrorKind::InvalidInput => Some(Unread::NotAFile),
            _ => Some(Unread::Refused),
        };
        let file = open_to_read(folder, &name.file()).map_err(unread)?;
        let metadata = file.metadata().map_err(unread)?;
        let stamp = Stamp::from(&metadata);
        let size = metadata.len();
        if size > LARGEST || size > *left {
            return Err(Some(Unread::TooLarge));
        }
        *left -= size;
        if let Some((_, sheet)) = self.known.get(name).filter(|(seen, _)| *seen == stamp) {
            return Ok((stamp, Content::Known(Arc::clone(sheet))));
        }
        let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // What is appended meanwhile is read the next time, as the stamp is of before.
        file.take(size).read_to_end(&mut content).map_err(unread)?;
        Ok((stamp, Content::New(content)))
    }

    /// Our files, and what else lies there.
    fn list(&self) -> io::Result<(Vec<Name>, Vec<Skipped>)> {
        let (mut names, mut foreign) = (Vec::new(), Vec::new());
        for entry in Dir::read_from(self.open_folder()?)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy();
            match Name::parse(&name) {
                Some(name) => names.push(name),
                None if matches!(&*name, "." | "..") => {}
                None if name.starts_with('.') && name.ends_with(".lock") => {}
                None => {
                    foreign.push(Skipped { name: name.into_owned(), why: Unread::Foreign });
                }
            }
        }
        names.sort();
        foreign.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((names, foreign))
    }

    fn own_files(&self) -> io::Result<Vec<Name>> {
        let (mut names, _) = self.list()?;
        names.retain(|name| name.machine == self.machine);
        Ok(names)
    }

    fn failed(&self, error: io::Error) -> LogError {
        LogError::Io { path: self.path.clone(), error }
    }

    fn open_folder(&self) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(open(&self.path, flags, Mode::empty())?)
    }

    fn make_folder(&self) -> io::Result<OwnedFd> {
        match self.open_folder() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            folder => return folder,
        }
        match mkdirat(CWD, &self.path, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let folder = self.open_folder()?;
        // Whoever may write the vault may write theirs beside ours.
        let shared = self.mode & 0o66;
        if shared != 0 {
            fchmod(&folder, Mode::from_raw_mode(0o700 | shared | (shared & 0o44) >> 2))?;
        }
        Ok(folder)
    }

    fn open_to_append(&self, folder: &OwnedFd, name: &Name) -> io::Result<File> {
        let flags =
            OFlags::RDWR | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = match openat(folder, name.file(), flags, Mode::empty()) {
            Err(Errno::NOENT) => {
                let flags = flags | OFlags::CREATE | OFlags::EXCL;
                let made = openat(folder, name.file(), flags, Mode::RUSR | Mode::WUSR)?;
                // They may read it, and write theirs.
                let shared = self.mode & 0o44;
                if shared != 0 {
                    fchmod(&made, Mode::from_raw_mode(0o600 | shared))?;
                }
                made
            }
            file => file?,
        };
        plain(File::from(file))
    }
}

/// Where the line behind one stands.
fn after(written: &Written, place: u32) -> Spot {
    Spot { number: written.spot.number.saturating_add(1), place, before: written.hash }
}

fn stamp(folder: &OwnedFd, name: &Name) -> Option<Stamp> {
    let file = open_to_read(folder, &name.file()).ok()?;
    Some(Stamp::from(&file.metadata().ok()?))
}

/// A file of the folder: opened without following a link, and without waiting for a pipe.
fn open_to_read(folder: &OwnedFd, name: &str) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    plain(File::from(openat(folder.as_fd(), name, flags, Mode::empty())?))
}

fn plain(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// The end of a file.
fn read_tail(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}
