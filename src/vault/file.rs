//! Opening and saving: the only place that writes a vault.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::backups::{self, BackupKind};
use super::doubt::{self, Doubt, Pin};
use super::lock::Lock;
use super::meet::{self, Revision, Sides, Succession};
use super::pins::{self, Claim};
use super::read::{Loaded, Seen, Stamp, decode, load, load_patiently, read_file};
use super::schema::{self, Head, Member};
use super::swap::{self, Target};
use super::unaware::Unaware;
use super::{
    Access, Identity, Intent, Keys, LARGEST_FILE, Obstacle, OpenError, SaveError, Step, Trust,
    WorkFactor, seal,
};
use crate::activity;
use crate::model::{Book, Id};
use crate::secret::Secret;
use crate::time::{Date, Moment};

/// Where a vault and what belongs to it live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The vault file; a symbolic link is followed.
    pub file: PathBuf,
    /// The folder for this vault's encrypted backups, outside the vault's own folder.
    pub backups: PathBuf,
    /// The folder for what this machine remembers of it, outside the vault's own folder, too.
    pub known: PathBuf,
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
pub(super) const MEETINGS: usize = 8;

/// An open vault: the keys, what was read, and where it goes back to.
#[derive(Debug)]
pub struct Vault {
    pub(super) place: Place,
    pub(super) keys: Keys,
    pub(super) machine: String,
    pub(super) head: Head,
    pub(super) access: Access,
    pub(super) intent: Intent,
    pub(super) seen: Seen,
    /// The highest counts seen here: none is given twice.
    pub(super) highest: Revision,
    /// Why it may not be the one that this machine knew.
    pub(super) doubt: Option<Doubt>,
    /// What opened it before: for versions that somebody made without knowing of the new key.
    pub(super) earlier: Vec<Keys>,
    /// What is in the version taken in last although one side had taken it away.
    pub(super) undeleted: Vec<Id>,
    /// What was taken in last that was saved without knowing whom ours had shut out, where a person was asked.
    pub(super) accepted: Option<Box<Unaware>>,
    /// [`Vault::has_gone`].
    pub(super) has_gone: bool,
}

impl Vault {
    /// Writes a new vault; refuses when the file exists. `id` is 256 random bits; `machine` names
    /// this machine in the revision. `members` is empty for a vault with a passphrase; for any
    /// other, one's own is added when it is missing. Folders that do not exist are made, for this
    /// person alone.
    pub fn create(
        place: Place,
        keys: Keys,
        members: Vec<Member>,
        id: [u8; 32],
        machine: &str,
        book: &Book,
        now: Moment,
    ) -> Result<Self, SaveError> {
        let added = Some(now.date());
        let members = members.into_iter().map(|member| Member { added, ..member }).collect();
        let mut head = Head { members, ..new_head(id, machine) };
        admit(&keys, &mut head);
        let content = encode(&head, book, &keys)?;
        own_key_opens(&content, &head, &keys)?;
        let create_error =
            |error| SaveError::Io { step: Step::Create, path: place.file.clone(), error };
        if let Some(folder) = place.file.parent().filter(|folder| *folder != Path::new("")) {
            backups::make_folder(folder).map_err(create_error)?;
        }
        if fs::symlink_metadata(&place.file).is_ok() {
            return Err(SaveError::Exists { path: place.file });
        }
        let target = Target::of(&place.file).map_err(create_error)?;
        // Where one stood that is gone, its last version may be nowhere else than in this machine's memory.
        pins::keep(&place, &[]).map_err(not_kept(&place))?;
        target.create(&content)?;
        let (digest, stamp) = (swap::digest(&content), Stamp::of(&place.file));
        let seen = Seen { digest, stamp, content: Arc::new(content) };
        let vault = Self::begin(place, keys, machine, head, seen);
        vault.remember(Claim::Decided);
        Ok(vault)
    }

    /// As one that was made here and now stands.
    fn begin(place: Place, keys: Keys, machine: &str, head: Head, seen: Seen) -> Self {
        Self {
            place,
            keys,
            machine: machine.to_owned(),
            head,
            access: Access::ReadWrite,
            intent: Intent::Write,
            seen,
            highest: Revision::new(),
            doubt: None,
            earlier: Vec::new(),
            undeleted: Vec::new(),
            accepted: None,
            has_gone: false,
        }
    }

    /// Reads, checks and decrypts. Where it may not be the vault that this machine knew, it is open for
    /// reading only, [`Vault::doubt`] says why, and nothing is written. Otherwise left-overs of a
    /// killed save are swept into the backups.
    pub fn open(place: Place, keys: Keys, machine: &str) -> Result<(Self, Book), OpenError> {
        Self::open_for(Intent::Write, place, keys, machine)
    }

    /// The same for an intent. Opened for reading only, it touches no file from now on.
    pub fn open_for(
        intent: Intent,
        place: Place,
        keys: Keys,
        machine: &str,
    ) -> Result<(Self, Book), OpenError> {
        // Read before the file: whoever saves meanwhile changes the file first.
        let memory = pins::read(&place);
        let loaded = load(&place.file, &keys)?;
        let doubt = pins::judge(&memory, &loaded, &place, &keys);
        let Loaded { head, book, access, seen, .. } = loaded;
        let begun = Self::begin(place, keys, machine, head, seen);
        let vault = Self { access, intent, highest: memory.highest(), doubt, ..begun };
        if vault.doubt.is_none() && intent == Intent::Write {
            sweep(&vault.place, &vault.keys);
            vault.remember(Claim::Seen);
        }
        Ok((vault, book))
    }

    /// Keeps in mind which version this is. Nobody is stopped where that fails: `keyrack doctor` says so.
    pub(super) fn remember(&self, claim: Claim) {
        if self.intent == Intent::Write {
            let _ = self.pin(claim);
        }
    }

    pub(super) fn pin(&self, claim: Claim) -> io::Result<()> {
        let pin = Pin::new(&self.head, doubt::hex(&self.seen.digest));
        pins::write(&self.place, claim, pin, &self.seen.content)
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
            let ours = merged.as_ref().unwrap_or(book);
            let met = if is_other { self.meet(ours, now.date()) } else { None };
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
    pub(super) fn encode(&self, book: &Book) -> Result<Version, SaveError> {
        self.writable()?;
        next(self.head.clone(), book, &self.machine, &self.highest, &self.keys)
    }

    /// Puts it there.
    pub(super) fn put(
        &mut self,
        Version { head, content }: &Version,
        target: &Target,
        lock: &Lock,
        now: Moment,
    ) -> Result<Durability, SaveError> {
        let digest = swap::digest(content);
        let durability = target.replace(lock, content, &self.seen.digest, &self.place, now)?;
        backups::rotate(&self.place, now);
        // What stays may lack counts that were given here: the file of somebody who said the same.
        meet::raise(&mut self.highest, &self.head.revision);
        self.head = head.clone();
        let (stamp, content) = (Stamp::of(&target.file), Arc::clone(content));
        self.seen = Seen { digest, stamp, content };
        self.remember(Claim::Seen);
        Ok(durability)
    }

    /// Reads what somebody else put into the file, and merges it with ours.
    pub(super) fn meet(&mut self, book: &Book, today: Date) -> Option<Book> {
        let theirs = load_patiently(&self.place.file, &self.keys).ok()?;
        let sides = Sides { head: &self.head, book, seen: &self.seen.content, theirs: &theirs };
        let (head, both) = meet::together(&sides, &self.place, &self.keys, Trust::Usual, today)?;
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
    /// among the backups as a conflict, where the new version was not made of it, or there is none.
    pub fn reload(&mut self) -> Result<Book, OpenError> {
        let memory = pins::read(&self.place);
        let loaded = load_patiently(&self.place.file, &self.keys);
        let loaded = loaded.inspect_err(|error| self.keep_from(error))?;
        let doubt = pins::judge(&memory, &loaded, &self.place, &self.keys);
        let Loaded { head, book, access, seen, .. } = loaded;
        let is_ours = meet::continues(&head, &self.head)
            && meet::standing(&head.revision, &self.head.revision) == Succession::Newer;
        if !is_ours && seen.digest != self.seen.digest && self.intent == Intent::Write {
            // Nobody who wrote this has seen what we know, and it may be nowhere else. Where it cannot
            // be kept it is in this machine's memory still.
            self.keep_seen(|written| written);
        }
        meet::raise(&mut self.highest, &self.head.revision);
        meet::raise(&mut self.highest, &memory.highest());
        (self.head, self.access, self.seen, self.doubt) = (head, access, seen, doubt);
        if self.doubt.is_none() {
            self.remember(Claim::Seen);
        }
        Ok(book)
    }

    /// Keeps what was read among the backups, where the file is gone or damaged: it was the newest version,
    /// and is no backup yet.
    fn keep_from(&self, error: &OpenError) {
        if !error.is_loss() || self.doubt.is_some() || self.intent == Intent::Read {
            return;
        }
        if backups::holding(&self.place, &self.seen.content).is_ok_and(|path| path.is_none()) {
            self.keep_seen(|written| backups::newest_at(&self.place, written));
        }
    }

    /// Puts what was read among the backups as a conflict, at a time that follows from when it was written.
    fn keep_seen(&self, at: impl FnOnce(Moment) -> Moment) {
        let _lock = self.target().and_then(|target| target.lock());
        let written = self.seen.stamp.as_ref().map_or(Moment::from_secs(0), Stamp::written);
        let _ = backups::keep(&self.place, &self.seen.content, BackupKind::Conflict, at(written));
    }

    /// May it be written?
    pub fn access(&self) -> Access {
        match self.access {
            _ if self.doubt.is_some() => Access::Doubtful,
            Access::ReadWrite if self.intent == Intent::Read => Access::Asked,
            access => access,
        }
    }

    /// That it may be written, or why not.
    pub(super) fn writable(&self) -> Result<(), SaveError> {
        match self.access() {
            Access::ReadWrite => Ok(()),
            access => Err(match self.unreachable().next() {
                Some((member, why)) if access == Access::ForeignRecipient => {
                    SaveError::Unreachable { member: Box::new(member.clone()), why: Box::new(why) }
                }
                _ => SaveError::ReadOnly(access),
            }),
        }
    }

    /// The same, but for keys that cannot be encrypted to here: whoever writes may be about to shut them
    /// out, or have what somebody else encrypted to them. What is made here is asked in [`encode`].
    pub(super) fn admissible(&self) -> Result<(), SaveError> {
        match self.access() {
            Access::ForeignRecipient if self.intent == Intent::Write => Ok(()),
            _ => self.writable(),
        }
    }

    /// Why it may not be the vault that this machine knew.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// Whether two files are one vault: a copy beside it, be it from before somebody was removed, or the
    /// same by another path.
    pub fn is_same(&self, other: &Self) -> bool {
        meet::is_one_vault(&self.head, &other.head)
    }

    /// Takes in what is for these earlier identities, too. It is saved for those who read it now.
    pub fn also_reads(&mut self, earlier: Vec<Identity>) {
        self.earlier = earlier.into_iter().map(Keys::Identity).collect();
    }

    /// Whether an identity opens the version that was read.
    pub fn opens_with(&self, identity: &Identity) -> bool {
        decode(&self.seen.content, &Keys::Identity(identity.clone())).is_ok()
    }

    /// Where it lives.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What the activity is written with; the newest first, which is the one to write with.
    pub fn log_keys(&self) -> Vec<Secret> {
        std::iter::once(&self.head.id).chain(&self.head.former).map(activity::derive).collect()
    }

    /// What opens and closes it.
    pub fn keys(&self) -> &Keys {
        &self.keys
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

    /// The SHA-256 of the file that was read, in hexadecimal: names one version.
    pub fn digest(&self) -> String {
        doubt::hex(&self.seen.digest)
    }

    /// Whether these are the bytes of the file that was read, and nothing speaks against it.
    pub fn is_of(&self, content: &[u8]) -> bool {
        self.doubt.is_none() && swap::digest(content) == self.seen.digest
    }

    /// How often a machine has saved it.
    pub fn saves(&self, machine: &str) -> u64 {
        self.head.revision.get(machine).copied().unwrap_or(0)
    }

    pub(super) fn target(&self) -> Result<Target, SaveError> {
        Target::of(&self.place.file).map_err(|error| SaveError::Io {
            step: Step::Lock,
            path: self.place.file.clone(),
            error,
        })
    }
}

/// A version that is about to be written.
pub(super) struct Version {
    pub(super) head: Head,
    pub(super) content: Arc<Vec<u8>>,
}

/// That what was known could not be put among the backups.
pub(super) fn not_kept(place: &Place) -> impl FnOnce(io::Error) -> SaveError {
    let path = place.backups.clone();
    move |error| SaveError::Io { step: Step::Backup, path, error }
}

/// Makes sure that whoever saves can open it again.
pub(super) fn admit(keys: &Keys, head: &mut Head) {
    let Keys::Identity(identity) = keys else { return };
    let recipient = identity.recipient();
    if !head.members.iter().any(|member| member.recipient == recipient) {
        head.members.push(Member::new(recipient, String::new()));
    }
}

/// Makes sure that a new vault opens for whoever made it, where that does not follow from the key.
fn own_key_opens(content: &[u8], head: &Head, keys: &Keys) -> Result<(), SaveError> {
    let Keys::Identity(identity) = keys else { return Ok(()) };
    if identity.proves_its_recipient() || decode(content, keys).is_ok() {
        return Ok(());
    }
    let recipient = identity.recipient();
    let own = head.members.iter().find(|member| member.recipient == recipient);
    let member = own.cloned().unwrap_or_else(|| Member::new(recipient, String::new()));
    Err(SaveError::Unreachable {
        member: Box::new(member),
        why: Box::new(Obstacle::OtherPublicHalf),
    })
}

/// The version that a machine makes of another. `highest` as in [`Vault`].
pub(super) fn next(
    mut head: Head,
    book: &Book,
    machine: &str,
    highest: &Revision,
    keys: &Keys,
) -> Result<Version, SaveError> {
    let saves = head.revision.entry(machine.to_owned()).or_default();
    *saves = highest.get(machine).copied().unwrap_or(0).max(*saves).saturating_add(1);
    let content = Arc::new(encode(&head, book, keys)?);
    Ok(Version { head, content })
}

pub(super) fn encode(head: &Head, book: &Book, keys: &Keys) -> Result<Vec<u8>, SaveError> {
    // Before any program is started for another key.
    for member in &head.members {
        keys.reach(&member.recipient).map_err(|why| SaveError::Unreachable {
            member: Box::new(member.clone()),
            why: Box::new(why),
        })?;
    }
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
    Head {
        id: Secret::new(id.to_vec()),
        former: Vec::new(),
        revision,
        members: Vec::new(),
        removed: Vec::new(),
    }
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
