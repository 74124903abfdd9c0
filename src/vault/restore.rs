//! A backup put in the vault's place: what it held is the newest version then, made of it and of what
//! stood there.
//!
//! So no count of saves is given twice, colleagues find it newer than theirs, and nobody reads it who
//! was removed since, unless a person says so. What was used up stays so: no code is given twice. No key
//! that had got out is taken for a new one.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::backups;
use super::doubt::{self, DoubtKind, Pin};
use super::file::{self, Durability, Place, Version};
use super::meet::{self, Revision};
use super::pins::{self, Claim};
use super::read::{self, Loaded, read_file};
use super::schema::{Head, Member};
use super::swap::{self, Digest, Target};
use super::{Access, Keys, OpenError, SaveError, Step};
use crate::model::Book;
use crate::time::{Date, Moment};

/// Who reads what is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Who can read the vault now.
    Now,
    /// Who could read it then.
    Then,
}

/// A backup that opens, before it is put back.
pub struct Restoration {
    place: Place,
    keys: Keys,
    backup: Loaded,
    /// What is known of the vault as it is now.
    now: Option<(Head, Book)>,
    highest: Revision,
    returning: Vec<Member>,
    leaving: Vec<Member>,
}

impl std::fmt::Debug for Restoration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Restoration").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Restoration {
    /// Looks at a backup of a vault. The vault itself may be missing or damaged: then what this machine
    /// remembers of it says who can read it.
    pub fn of(place: Place, backup: &Path, keys: Keys) -> Result<Self, OpenError> {
        let opener = keys.clone();
        Self::by(&opener, place, backup, keys)
    }

    /// The same where something else opens the backup than the vault: an identity of before. It has no
    /// part in who reads what is put back.
    ///
    /// What opens an older version only is refused as [`OpenError::NotNow`]: who can read the vault now
    /// would be unknown, and everybody who could read the older one would be in again.
    pub fn by(opener: &Keys, place: Place, backup: &Path, keys: Keys) -> Result<Self, OpenError> {
        let backup = read::loaded(read_file(backup)?.0, None, opener)?;
        let memory = pins::read(&place);
        let stands = known(read::load(&place.file, &keys))?;
        // Another vault or an older version says nothing of who can read this one now.
        let stands = stands.filter(|it| {
            let doubt = pins::judge(&memory, it, &place, &keys);
            doubt.is_none_or(|doubt| doubt.kind == DoubtKind::Memory)
        });
        let now = match (stands, pins::version(&place)) {
            (Some(stands), _) => Some((stands.head, stands.book)),
            (None, Some(content)) => known(read::decode(&content, &keys))?.map(|it| (it.0, it.1)),
            (None, None) => None,
        };
        let now = now.filter(|(now, _)| meet::is_one_vault(now, &backup.head));
        let reads = |member: &&Member| now.as_ref().is_none_or(|(now, _)| meet::reads(now, member));
        let returning = backup.head.members.iter().filter(|it| !reads(it)).cloned().collect();
        let was_in = |member: &&Member| meet::reads(&backup.head, member);
        let own = match &keys {
            Keys::Identity(identity) => Some(identity.recipient()),
            Keys::Passphrase { .. } => None,
        };
        let members = now.iter().flat_map(|(now, _)| &now.members);
        let leaving = members.filter(|it| !was_in(it) && own.as_ref() != Some(&it.recipient));
        let leaving = leaving.cloned().collect();
        let highest = memory.highest();
        Ok(Self { place, keys, backup, now, highest, returning, leaving })
    }

    /// Who could read the vault then and cannot now.
    pub fn returning(&self) -> &[Member] {
        &self.returning
    }

    /// Who can read the vault now and could not then: out, if who could read it then reads it again.
    pub fn leaving(&self) -> &[Member] {
        &self.leaving
    }

    /// What is known of the accounts as they are now, and what will be there.
    pub fn books(&self, today: Date) -> (Option<&Book>, Book) {
        (self.now.as_ref().map(|(_, book)| book), self.book(today))
    }

    /// What will be there: what was used up since stays so, and so do whoever was shut out and the keys that got out.
    fn book(&self, today: Date) -> Book {
        let mut book = self.backup.book.clone();
        if let Some((_, known)) = &self.now {
            book.keep_of(known, today);
        }
        book
    }

    /// Puts it in the vault's place; what stands there, be it damaged, becomes a backup. Whoever has the
    /// vault open reloads it afterwards.
    pub fn put(
        self,
        readers: Readers,
        machine: &str,
        now: Moment,
    ) -> Result<Durability, SaveError> {
        let Version { head, content } = self.version(readers, machine, now.date())?;
        let durability = reinstate(&self.place, &content, now)?;
        // Whoever puts an older version back has decided that it holds.
        let pin = Pin::new(&head, doubt::hex(&swap::digest(&content)));
        let _ = pins::write(&self.place, Claim::Decided, pin, &content);
        Ok(durability)
    }

    fn version(&self, readers: Readers, machine: &str, today: Date) -> Result<Version, SaveError> {
        let Loaded { head, access, seen, .. } = &self.backup;
        if *access != Access::ReadWrite {
            // What this program may not write goes back as it is, or not at all.
            let is_as_now = self.returning.is_empty() || readers == Readers::Then;
            let version = || Version { head: head.clone(), content: Arc::clone(&seen.content) };
            return is_as_now.then(version).ok_or(SaveError::ReadOnly(*access));
        }
        let book = self.book(today);
        let mut next = match &self.now {
            Some((now, _)) => meet::succeed(now, head),
            None => head.clone(),
        };
        if readers == Readers::Then {
            next.members.clone_from(&head.members);
        }
        file::admit(&self.keys, &mut next);
        file::next(next, &book, machine, &self.highest, &self.keys)
    }
}

/// A version that says who can read the vault now; nothing where it is damaged or not there.
fn known<T>(version: Result<T, OpenError>) -> Result<Option<T>, OpenError> {
    match version {
        Ok(version) => Ok(Some(version)),
        Err(
            OpenError::NotARecipient
            | OpenError::NeedsIdentity
            | OpenError::NeedsPassphrase
            | OpenError::Obstacle(_)
            | OpenError::Plugin { .. },
        ) => Err(OpenError::NotNow),
        // A wrong passphrase may be damage as well, and behind one there is nobody to be let in again.
        Err(_) => Ok(None),
    }
}

/// Puts a whole version, encrypted as it is, in the vault's place; what stands there, be it damaged, becomes a
/// backup. What this machine remembers of the vault stays as it was.
pub fn reinstate(place: &Place, content: &[u8], now: Moment) -> Result<Durability, SaveError> {
    let failed = |error| SaveError::Io { step: Step::Compare, path: place.file.clone(), error };
    if let Some(folder) = place.file.parent().filter(|folder| *folder != Path::new("")) {
        backups::make_folder(folder).map_err(failed)?;
    }
    let target = Target::of(&place.file).map_err(failed)?;
    let lock = target.lock()?;
    let stands = swap::digest_of(&target.file);
    // What stands there becomes a backup. What was known last is to be one, too, where that is something else.
    let others: Vec<Digest> = stands.iter().copied().chain([swap::digest(content)]).collect();
    pins::keep(place, &others).map_err(file::not_kept(place))?;
    match stands {
        Ok(old) => target.replace(&lock, content, &old, place, now),
        Err(error) if error.kind() == io::ErrorKind::NotFound => target.create(content),
        Err(error) => Err(failed(error)),
    }
}
