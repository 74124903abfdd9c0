//! Opening and saving: the only place that writes a vault.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use zeroize::Zeroizing;

use super::backups::{self, BackupKind};
use super::guard::{self, Sealed};
use super::lock::Lock;
use super::meet::{self, Sides, Standing};
use super::schema::{self, Head, Member};
use super::swap::{self, Digest, Target};
use super::{Access, Keys, LARGEST_FILE, OpenError, Recipient, SaveError, Step, WorkFactor, seal};
use crate::activity;
use crate::model::Book;
use crate::secret::Secret;
use crate::time::Moment;

/// Where a vault and what belongs to it live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The vault file; a symbolic link is followed.
    pub file: PathBuf,
    /// The folder for this vault's encrypted backups, outside the vault's own folder.
    pub backups: PathBuf,
}

/// How sure a save is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut.
    Durable,
    /// The new file is in place, but the system would not confirm that it survives a power cut, or
    /// the old version could not be moved to the backups.
    Unconfirmed,
}

/// A save that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// How sure it is.
    pub durability: Durability,
    /// What the vault holds now, where it is more than was given: somebody else had saved, too.
    pub merged: Option<Book>,
}

/// How often one save merges with what others put there meanwhile.
const MEETINGS: usize = 8;

/// Why a backup was not put back.
#[derive(Debug)]
pub enum RestoreError {
    /// The backup does not open.
    Backup(OpenError),
    /// It opens, but could not be put in the vault's place.
    Save(SaveError),
}

/// How often, and after how long each time, a file that reads as torn is read again: git and
/// synchronisers write in pieces.
const TORN: (u32, Duration) = (5, Duration::from_millis(200));

/// An open vault: the keys, what was read, and where it goes back to.
#[derive(Debug)]
pub struct Vault {
    place: Place,
    keys: Keys,
    machine: String,
    head: Head,
    access: Access,
    seen: Seen,
}

impl Vault {
    /// Writes a new vault; refuses when the file exists. `id` is 256 random bits; `machine` names
    /// this machine in the revision. `recipients` is empty for a vault with a passphrase; for any
    /// other, one's own is added when it is missing. Folders that do not exist are made, for this
    /// person alone.
    pub fn create(
        place: Place,
        keys: Keys,
        recipients: Vec<(Recipient, String)>,
        id: [u8; 32],
        machine: &str,
        book: &Book,
        now: Moment,
    ) -> Result<Self, SaveError> {
        let added = Some(now.date());
        let members = recipients
            .into_iter()
            .map(|(recipient, label)| Member { recipient, label, added })
            .collect();
        let mut head = Head { members, ..new_head(id, machine) };
        admit(&keys, &mut head);
        let content = encode(&head, book, &keys)?;
        let create_error =
            |error| SaveError::Io { step: Step::Create, path: place.file.clone(), error };
        if let Some(folder) = place.file.parent().filter(|folder| *folder != Path::new("")) {
            backups::make_folder(folder).map_err(create_error)?;
        }
        if fs::symlink_metadata(&place.file).is_ok() {
            return Err(SaveError::Exists { path: place.file });
        }
        let target = Target::of(&place.file).map_err(create_error)?;
        target.create(&content)?;
        let (digest, stamp) = (swap::digest(&content), Stamp::of(&place.file));
        let seen = Seen { digest, stamp, content: Arc::new(content) };
        let machine = machine.to_owned();
        Ok(Self { place, keys, machine, head, access: Access::ReadWrite, seen })
    }

    /// Reads, checks and decrypts. Sweeps left-overs of a killed save into the backups.
    pub fn open(place: Place, keys: Keys, machine: &str) -> Result<(Self, Book), OpenError> {
        let Loaded { head, book, access, seen } = load(&place.file, &keys)?;
        sweep(&place, &keys);
        Ok((Self { place, keys, machine: machine.to_owned(), head, access, seen }, book))
    }

    /// Saves by the recipe at the head of `vault::swap`. Where somebody else has saved meanwhile, both
    /// versions are merged, if that can be done without asking: see `vault::meet`.
    pub fn save(&mut self, book: &Book, now: Moment) -> Result<Saved, SaveError> {
        // Everything slow happens before the lock is taken, where nobody else has saved.
        let new = self.encode(book)?;
        let target = self.target()?;
        let lock = target.lock()?;
        let before = (self.head.clone(), self.seen.clone());
        let saved = self.save_locked(book, new, &target, &lock, now);
        if saved.is_err() {
            // The next save must not take theirs for the version that ours was made of.
            (self.head, self.seen) = before;
        }
        saved
    }

    fn save_locked(
        &mut self,
        book: &Book,
        mut new: Version,
        target: &Target,
        lock: &Lock,
        now: Moment,
    ) -> Result<Saved, SaveError> {
        let (mut merged, mut aside) = (None, None::<PathBuf>);
        let mut rounds = MEETINGS;
        loop {
            let is_other = self.changed();
            let met = if is_other { self.meet(merged.as_ref().unwrap_or(book)) } else { None };
            // Where a person has to look first, nothing is merged, and what is written is put aside.
            let may_go_on = (met.is_some() || !is_other) && rounds > 0;
            if let Some(both) = met {
                new = self.encode(&both)?;
                merged = Some(both);
            }
            let result = self.put(&new, target, lock, now);
            // What was put aside before is in the version that was written, or put aside, since.
            let last = match &result {
                Err(SaveError::Changed { kept }) => kept.clone(),
                _ => None,
            };
            if matches!(result, Ok(Durability::Durable)) || last.is_some() {
                aside.take().map(fs::remove_file);
            }
            match result {
                Ok(durability) => return Ok(Saved { durability, merged }),
                // Somebody who takes no notice of our lock came in between.
                Err(SaveError::Changed { .. }) if may_go_on => aside = last,
                Err(error) => return Err(error),
            }
            rounds -= 1;
        }
    }

    /// The same, but where somebody else has saved meanwhile, theirs stays: for what a save uses up,
    /// since they may have used it up, too.
    pub fn save_alone(&mut self, book: &Book, now: Moment) -> Result<Durability, SaveError> {
        // Everything slow happens before the lock is taken.
        let new = self.encode(book)?;
        let target = self.target()?;
        let lock = target.lock()?;
        self.put(&new, &target, &lock, now)
    }

    /// The next version, as it will stand in the file.
    fn encode(&self, book: &Book) -> Result<Version, SaveError> {
        if self.access != Access::ReadWrite {
            return Err(SaveError::ReadOnly(self.access));
        }
        let mut head = self.head.clone();
        let saves = head.revision.entry(self.machine.clone()).or_default();
        *saves = saves.saturating_add(1);
        let content = Arc::new(encode(&head, book, &self.keys)?);
        Ok(Version { head, content })
    }

    /// Puts it there.
    fn put(
        &mut self,
        Version { head, content }: &Version,
        target: &Target,
        lock: &Lock,
        now: Moment,
    ) -> Result<Durability, SaveError> {
        let digest = swap::digest(content);
        let durability = target.replace(lock, content, &self.seen.digest, &self.place, now)?;
        backups::rotate(&self.place, now);
        self.head = head.clone();
        let (stamp, content) = (Stamp::of(&target.file), Arc::clone(content));
        self.seen = Seen { digest, stamp, content };
        Ok(durability)
    }

    /// Reads what somebody else put into the file, and merges it with ours.
    fn meet(&mut self, book: &Book) -> Option<Book> {
        let theirs = load_patiently(&self.place.file, &self.keys).ok()?;
        let sides = Sides { head: &self.head, book, seen: &self.seen.content, theirs: &theirs };
        let (head, both) = meet::together(&sides, &self.place, &self.keys)?;
        (self.head, self.seen) = (head, theirs.seen);
        Some(both)
    }

    /// Whether the file on disk is another than the one read: a cheap look at its metadata first,
    /// its content only when that differs.
    pub fn changed(&self) -> bool {
        let stamp = Stamp::of(&self.place.file);
        let is_same = stamp.is_some() && stamp == self.seen.stamp;
        !is_same && swap::digest_of(&self.place.file).ok() != Some(self.seen.digest)
    }

    /// Reads the file again; later saves compare with this version. A file that is missing or torn
    /// is tried again for up to a second: somebody may be writing it. What was known before is kept
    /// among the backups as a conflict, where the new version was not made of it.
    pub fn reload(&mut self) -> Result<Book, OpenError> {
        let Loaded { head, book, access, seen } = load_patiently(&self.place.file, &self.keys)?;
        let is_ours = head.id == self.head.id
            && meet::standing(&head.revision, &self.head.revision) == Standing::Newer;
        if !is_ours && seen.digest != self.seen.digest {
            // Nobody who wrote this has seen what we know, and it may be nowhere else.
            let written = self.seen.stamp.as_ref().map_or(Moment::from_secs(0), Stamp::written);
            let _ = backups::keep(&self.place, &self.seen.content, BackupKind::Conflict, written);
        }
        (self.head, self.access, self.seen) = (head, access, seen);
        Ok(book)
    }

    /// May it be written?
    pub fn access(&self) -> Access {
        self.access
    }

    /// Where it lives.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What the activity is written with; the newest first, which is the one to write with.
    pub fn log_keys(&self) -> Vec<Secret> {
        vec![activity::derive(&self.head.id)]
    }

    /// This machine's name.
    pub fn machine(&self) -> &str {
        &self.machine
    }

    /// Who can read it; empty for a vault with a passphrase.
    pub fn members(&self) -> &[Member] {
        &self.head.members
    }

    /// How often it was saved, on all machines together.
    pub fn revision(&self) -> u64 {
        self.head.revision.values().sum()
    }

    /// How often a machine has saved it.
    pub fn saves(&self, machine: &str) -> u64 {
        self.head.revision.get(machine).copied().unwrap_or(0)
    }

    fn target(&self) -> Result<Target, SaveError> {
        Target::of(&self.place.file).map_err(|error| SaveError::Io {
            step: Step::Lock,
            path: self.place.file.clone(),
            error,
        })
    }
}

/// How a vault or an identity file is locked, from a look at its header: no key derivation, no
/// decryption. An identity that is not protected gives [`OpenError::NotAge`].
pub fn glance(path: &Path) -> Result<Sealed, OpenError> {
    let (file, _) = open_file(path)?;
    let mut start = Vec::new();
    file.take(guard::GLANCE)
        .read_to_end(&mut start)
        .map_err(|error| OpenError::Io { path: path.to_owned(), error })?;
    guard::glance(&start)
}

/// Puts a backup in the vault's place, as it is; what stands there, be it damaged, becomes a
/// backup. A vault that is missing is put there again.
///
/// The backup must open with `keys`. Whoever has the vault open reloads it afterwards.
pub fn restore(
    place: &Place,
    backup: &Path,
    keys: &Keys,
    now: Moment,
) -> Result<Durability, RestoreError> {
    let content = read_file(backup).map_err(RestoreError::Backup)?.0;
    decode(&content, keys).map_err(RestoreError::Backup)?;
    put(place, &content, now).map_err(RestoreError::Save)
}

fn put(place: &Place, content: &[u8], now: Moment) -> Result<Durability, SaveError> {
    let failed = |error| SaveError::Io { step: Step::Compare, path: place.file.clone(), error };
    if let Some(folder) = place.file.parent().filter(|folder| *folder != Path::new("")) {
        backups::make_folder(folder).map_err(failed)?;
    }
    let target = Target::of(&place.file).map_err(failed)?;
    let lock = target.lock()?;
    match swap::digest_of(&target.file) {
        Ok(old) => target.replace(&lock, content, &old, place, now),
        Err(error) if error.kind() == io::ErrorKind::NotFound => target.create(content),
        Err(error) => Err(failed(error)),
    }
}

/// A version that is about to be written.
struct Version {
    head: Head,
    content: Arc<Vec<u8>>,
}

/// What one reading of the file gave.
pub(super) struct Loaded {
    pub(super) head: Head,
    pub(super) book: Book,
    pub(super) access: Access,
    seen: Seen,
}

/// Reads a file that somebody may be writing: one that is missing or torn is tried again.
fn load_patiently(file: &Path, keys: &Keys) -> Result<Loaded, OpenError> {
    let (mut retries, pause) = TORN;
    loop {
        match load(file, keys) {
            Err(error) if retries > 0 && may_be_torn(&error) => {
                retries -= 1;
                sleep(pause);
            }
            result => return result,
        }
    }
}

fn load(file: &Path, keys: &Keys) -> Result<Loaded, OpenError> {
    let (content, stamp) = read_file(file)?;
    let (mut head, book, mut access) = decode(&content, keys)?;
    admit(keys, &mut head);
    if access == Access::ReadWrite
        && matches!(keys, Keys::Identity(_))
        && !head.members.iter().all(|member| member.recipient.is_native())
    {
        access = Access::ForeignRecipient;
    }
    let digest = swap::digest(&content);
    let seen = Seen { digest, stamp: Some(stamp), content: Arc::new(content) };
    Ok(Loaded { head, book, access, seen })
}

/// Makes sure that whoever saves can open it again.
fn admit(keys: &Keys, head: &mut Head) {
    let Keys::Identity(identity) = keys else { return };
    let recipient = identity.recipient();
    if !head.members.iter().any(|member| member.recipient == recipient) {
        head.members.push(Member { recipient, label: String::new(), added: None });
    }
}

pub(super) fn decode(content: &[u8], keys: &Keys) -> Result<(Head, Book, Access), OpenError> {
    schema::read(&seal::open(content, keys)?)
}

fn encode(head: &Head, book: &Book, keys: &Keys) -> Result<Vec<u8>, SaveError> {
    let text = schema::write(head, book).map_err(|_| SaveError::Seal)?;
    let recipients = head.members.iter().map(|member| &member.recipient);
    let content = seal::close(text.as_bytes(), keys, recipients)?;
    if content.len() as u64 > LARGEST_FILE {
        return Err(SaveError::TooLarge { limit: LARGEST_FILE });
    }
    Ok(content)
}

/// A new vault with a passphrase alone, as the bytes of a file for somebody else to put somewhere.
/// `id` and `machine` as for [`Vault::create`].
pub fn portable(
    passphrase: &Secret,
    work: WorkFactor,
    id: [u8; 32],
    machine: &str,
    book: &Book,
) -> Result<Vec<u8>, SaveError> {
    if passphrase.is_empty() {
        return Err(SaveError::EmptyPassphrase);
    }
    let keys = Keys::Passphrase { passphrase: passphrase.clone(), work };
    encode(&new_head(id, machine), book, &keys)
}

/// What such a vault is before it is encrypted: as secret as every key in it.
pub fn readable(id: [u8; 32], machine: &str, book: &Book) -> Result<Zeroizing<String>, SaveError> {
    schema::write(&new_head(id, machine), book).map_err(|_| SaveError::Seal)
}

fn new_head(id: [u8; 32], machine: &str) -> Head {
    let revision = [(machine.to_owned(), 1)].into();
    Head { id: Secret::new(id.to_vec()), revision, members: Vec::new() }
}

pub(super) fn read_file(path: &Path) -> Result<(Vec<u8>, Stamp), OpenError> {
    let (file, metadata) = open_file(path)?;
    let too_large = OpenError::TooLarge { limit: LARGEST_FILE };
    if metadata.len() > LARGEST_FILE {
        return Err(too_large);
    }
    let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut content)
        .map_err(|error| OpenError::Io { path: path.to_owned(), error })?;
    if content.len() as u64 > LARGEST_FILE {
        return Err(too_large);
    }
    Ok((content, Stamp::from(&metadata)))
}

fn open_file(path: &Path) -> Result<(File, Metadata), OpenError> {
    let open = || {
        // Asked before it is opened: opening a pipe waits for somebody to write into it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok((file, metadata))
    };
    open().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing { path: path.to_owned() },
        _ => OpenError::Io { path: path.to_owned(), error },
    })
}

/// Whether an error is one that a file gives while somebody is writing it.
fn may_be_torn(error: &OpenError) -> bool {
    matches!(
        error,
        OpenError::Missing { .. } | OpenError::Empty | OpenError::NotAge | OpenError::Damaged
    )
}

/// Puts versions that a killed save left beside the vault into the backups, and deletes those that
/// are not whole. Does nothing while somebody saves, or where nothing can be written.
fn sweep(place: &Place, keys: &Keys) {
    let Ok(target) = Target::of(&place.file) else { return };
    if target.left_overs().is_empty() {
        return;
    }
    let Some(_lock) = target.lock_now() else { return };
    for path in target.left_overs() {
        let Ok((content, stamp)) = read_file(&path) else { continue };
        match seal::open(&content, keys) {
            // Of another time, with other recipients or another passphrase: whole all the same.
            Ok(_)
            | Err(
                OpenError::NotARecipient
                | OpenError::WrongPassphrase
                | OpenError::NeedsIdentity
                | OpenError::NeedsPassphrase,
            ) => {
                let _ = backups::take_in(place, &path, BackupKind::Recovered, stamp.written());
            }
            Err(OpenError::Damaged | OpenError::Empty | OpenError::NotAge) => {
                let _ = fs::remove_file(&path);
            }
            Err(_) => {}
        }
    }
    backups::sweep(place);
}

/// The version of the file that this program knows.
#[derive(Clone, Debug)]
struct Seen {
    digest: Digest,
    stamp: Option<Stamp>,
    /// As it stood there, encrypted: what both sides come from, should somebody else change it.
    content: Arc<Vec<u8>>,
}

/// What the system says of a file without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    place: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(file: &Path) -> Option<Self> {
        fs::metadata(file).ok().as_ref().map(Self::from)
    }

    /// When its content was last written.
    fn written(&self) -> Moment {
        let (secs, nanos) = self.modified;
        let secs = Duration::from_secs(u64::try_from(secs).unwrap_or(0));
        let nanos = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
        Moment::from_millis(u64::try_from((secs + nanos).as_millis()).unwrap_or(u64::MAX))
    }
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            place: (metadata.dev(), metadata.ino()),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}
