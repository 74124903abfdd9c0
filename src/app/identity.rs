//! The person's own identity file: another passphrase for it, another identity in it.
//!
//! Everything is done in steps, each of which leaves a file that opens what it opened before. The new
//! identity waits in `identity.age.next`; the one before stands in `identity.age.old` until no vault
//! needs it, and then under the day until which it was used: it opens the backups of its time. Which
//! vaults a rotation is for stands in `identity.age.vaults` until it is over, for a second run.

mod before;

pub use before::{Earlier, earlier, kept};

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use super::create::write_by;
use super::desk::{self, Desk, Unopened};
use super::team;
use crate::model::{Book, Id};
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{
    Change, Doubt, DoubtKind, Identity, Intent, Keys, Member, OpenError, Recipient, SaveError,
    Step, Unchanged, Vault, WorkFactor, protect_identity, read_identity,
};

/// The new identity, before it is in place.
const NEXT: &str = "next";
/// The one before, until no vault is encrypted to it any more.
const OLD: &str = "old";
/// The same identity with another passphrase, before it is in place.
const CHANGED: &str = "changed";
/// The vaults of a rotation, a path on each line.
const VAULTS: &str = "vaults";

/// Why an identity is not another one, or not in every vault. Trying again goes on where it stopped.
#[derive(Debug)]
pub enum Stuck {
    /// A file did not open.
    Open(Unopened),
    /// A vault is not the one that this machine knew.
    Doubt(DoubtKind),
    /// A vault did not take the change.
    Vault(Unchanged),
    /// An identity file could not be written. The one before is in place.
    File(SaveError),
    /// What an earlier rotation left beside the identity does not open with its passphrase.
    Left {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: Unopened,
    },
    /// A rotation was stopped half way: its files have the passphrase of now.
    Rotating,
    /// The identity is not of Keyrack's own kind: who made it keeps it.
    NotOurs,
}

/// Why an identity is to be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody wants a new one.
    Renewed,
    /// Somebody else may have it.
    Stolen,
}

impl From<Unopened> for Stuck {
    fn from(error: Unopened) -> Self {
        Self::Open(error)
    }
}

impl From<SaveError> for Stuck {
    fn from(error: SaveError) -> Self {
        Self::File(error)
    }
}

/// Protects the identity file by another passphrase, or by none. The file before stays in place until
/// the new one was read back and opened.
pub fn protect(
    desk: &Desk,
    identity: &Identity,
    passphrase: Option<(&Secret, WorkFactor)>,
) -> Result<(), Stuck> {
    is_ours(identity)?;
    let _alone = alone(desk)?;
    if is_rotating(desk) {
        return Err(Stuck::Rotating);
    }
    let side = beside(&desk.identity, CHANGED);
    // Left from a time when this was stopped: the same identity as in the file itself.
    remove(&side)?;
    let file = protect_identity(identity, passphrase)?;
    write_side(&side, file.expose())?;
    let there = fs::read(&side).map(Secret::new).map_err(failed(Step::ReadBack, &side))?;
    let opened = read_identity(there.expose(), passphrase.map(|(passphrase, _)| passphrase));
    if !opened.is_ok_and(|opened| opened.recipient() == identity.recipient()) {
        remove(&side)?;
        return Err(SaveError::ReadBack.into());
    }
    Ok(replace(&side, &real(&desk.identity))?)
}

/// That an identity is Keyrack's to change.
pub fn is_ours(identity: &Identity) -> Result<(), Stuck> {
    identity.text().map(drop).ok_or(Stuck::NotOurs)
}

/// Whether a rotation was begun and is not over.
fn is_rotating(desk: &Desk) -> bool {
    [NEXT, OLD].iter().any(|kind| fs::symlink_metadata(beside(&desk.identity, kind)).is_ok())
}

/// Where the vaults of a rotation that was stopped are written down; `None` where none was.
pub fn unfinished(desk: &Desk) -> Option<PathBuf> {
    let list = beside(&desk.identity, VAULTS);
    fs::symlink_metadata(&list).is_ok().then_some(list)
}

/// These vaults, and those that a rotation which was stopped is for, too.
pub fn all_of(desks: Vec<Desk>) -> Result<Vec<Desk>, Stuck> {
    let listed = match unfinished(&desks[0]) {
        Some(list) => fs::read(&list).map_err(failed(Step::ReadBack, &list))?,
        None => Vec::new(),
    };
    let lines = listed.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let first = desks[0].clone();
    let listed = lines
        .map(|line| first.with_vault(PathBuf::from(std::ffi::OsString::from_vec(line.to_vec()))));
    Ok(once(desks.into_iter().chain(listed)))
}

/// Each vault once, by whatever path it is called.
pub fn once(desks: impl IntoIterator<Item = Desk>) -> Vec<Desk> {
    let mut all: Vec<Desk> = Vec::new();
    for desk in desks {
        if !all.iter().any(|other| real(&other.place.file) == real(&desk.place.file)) {
            all.push(desk);
        }
    }
    all
}

/// A path without links, as far as it is there. An identity put in the place of a link would leave the file it names
/// as it was, with the key and the passphrase of before.
fn real(path: &Path) -> PathBuf {
    let there = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    there.unwrap_or_else(|_| path.to_owned())
}

/// Writes down which vaults a rotation is for.
fn list(desks: &[Desk]) -> Result<(), SaveError> {
    let mut text = Vec::new();
    for desk in desks {
        text.extend(real(&desk.place.file).as_os_str().as_bytes());
        text.push(b'\n');
    }
    let list = beside(&desks[0].identity, VAULTS);
    let side = beside(&list, NEXT);
    remove(&side)?;
    write_side(&side, &text)?;
    replace(&side, &list)
}

/// One's own identity on its way to be another one.
#[derive(Debug)]
pub struct Rotation {
    desks: Vec<Desk>,
    passphrase: Option<Secret>,
    old: Identity,
    new: Identity,
    /// Whether the new one is in place.
    switched: bool,
    /// Nobody else changes it meanwhile.
    _alone: Option<File>,
}

impl Rotation {
    /// Makes the new identity and writes it beside the one in use, or takes up a rotation that was
    /// stopped. `desks` are the vaults; all have the same identity file.
    pub fn begin(
        desks: Vec<Desk>,
        passphrase: Option<Secret>,
        work: WorkFactor,
    ) -> Result<Self, Stuck> {
        let alone = alone(&desks[0])?;
        let desks = all_of(desks)?;
        let desk = &desks[0];
        let current = desk::identity(desk, passphrase.as_ref())?;
        is_ours(&current)?;
        let side = |kind: &str| {
            let path = beside(&desk.identity, kind);
            let desk = Desk { identity: path.clone(), ..desk.clone() };
            match desk::identity(&desk, passphrase.as_ref()) {
                Err(Unopened { error: OpenError::Missing { .. }, .. }) => Ok(None),
                Err(error) => Err(Stuck::Left { path, error }),
                Ok(identity) => Ok(Some(identity)),
            }
        };
        let (next, before) = (side(NEXT)?, side(OLD)?);
        let is_old = |old: &Identity| old.recipient() != current.recipient();
        if next.is_none() && !before.as_ref().is_some_and(is_old) {
            // A path that is none would hold up all the others for ever.
            for desk in &desks {
                opens(desk, &current)?;
            }
        }
        // From another passphrase that was not put in place: of an identity that goes.
        remove(&beside(&desk.identity, CHANGED))?;
        list(&desks)?;
        let (new, old, switched) = match (next, before) {
            (Some(new), _) => (new, current, false),
            (None, Some(old)) if is_old(&old) => (current, old, true),
            (None, _) => {
                let new = Identity::generate().with(&desk.plugins);
                let file = protect_identity(&new, passphrase.as_ref().map(|p| (p, work)))?;
                write_side(&beside(&desk.identity, NEXT), file.expose())?;
                (new, current, false)
            }
        };
        Ok(Self { desks, passphrase, old, new, switched, _alone: alone })
    }

    /// Lets the new identity into every vault: from here on both open them.
    pub fn admit(
        &self,
        by: &str,
        random: &mut dyn FnMut() -> [u8; 32],
        now: Moment,
    ) -> Result<(), Stuck> {
        for desk in &self.desks {
            let (mut vault, book) = self.open(desk)?;
            let new = self.new.recipient();
            if !vault.members().iter().any(|member| member.recipient == new) {
                let change = Change::Admit(self.successor(&vault, by));
                vault.change(&[change], random(), &book, now).map_err(Stuck::Vault)?;
            }
        }
        Ok(())
    }

    /// Puts the new identity in the place of the one in use, which stays beside it.
    pub fn switch(&mut self) -> Result<(), Stuck> {
        if self.switched {
            return Ok(());
        }
        let path = &self.desks[0].identity;
        let (next, old) = (beside(path, NEXT), beside(path, OLD));
        // Left from a time when this was stopped here.
        remove(&old)?;
        let content = fs::read(path).map(Secret::new).map_err(failed(Step::Backup, path))?;
        write_side(&old, content.expose())?;
        let written = desk::identity(
            &Desk { identity: next.clone(), ..self.desks[0].clone() },
            self.passphrase.as_ref(),
        )?;
        if written.recipient() != self.new.recipient() {
            return Err(SaveError::ReadBack.into());
        }
        replace(&next, &real(path))?;
        self.switched = true;
        Ok(())
    }

    /// Shuts the one before out of every vault; where it was stolen, each lists what was open to it. `random` gives
    /// each its new secret id, and `done` hears of each when that is saved.
    pub fn retire(
        &self,
        by: &str,
        why: Why,
        random: &mut dyn FnMut() -> [u8; 32],
        done: &mut dyn FnMut(&Vault),
        now: Moment,
    ) -> Result<(), Stuck> {
        let old = self.old.recipient();
        for desk in &self.desks {
            let (mut vault, mut book) = self.open(desk)?;
            let mut changes = match why {
                Why::Renewed => Vec::new(),
                Why::Stolen => self.stolen(&vault, &mut book, by, random, now),
            };
            let is_in = |vault: &Vault, recipient: &_| {
                vault.members().iter().any(|member| member.recipient == *recipient)
            };
            if !is_in(&vault, &self.new.recipient()) {
                changes.push(Change::Admit(self.successor(&vault, by)));
            }
            if is_in(&vault, &old) {
                changes.push(match vault.own() {
                    Some(own) if own == old => Change::Leave,
                    _ => Change::Remove { recipient: old.clone(), by: by.to_owned() },
                });
            }
            if !changes.is_empty() || why == Why::Stolen {
                vault.change(&changes, random(), &book, now).map_err(Stuck::Vault)?;
                done(&vault);
            }
        }
        Ok(())
    }

    /// Begins the list of what was open to the identity before, and says whose it was, so that the list is found.
    fn stolen(
        &self,
        vault: &Vault,
        book: &mut Book,
        by: &str,
        random: &mut dyn FnMut() -> [u8; 32],
        now: Moment,
    ) -> Vec<Change> {
        let [old, new] = [&self.old, &self.new].map(Identity::recipient);
        let of = |key: &Recipient| vault.members().iter().find(|member| member.recipient == *key);
        // Stopped behind that, and it goes on.
        let gone = vault.removed().iter().map(|removed| &removed.member);
        let Some(before) = of(&old).or_else(|| gone.rev().find(|it| it.recipient == old)) else {
            return Vec::new();
        };
        let mut fresh = || {
            let bytes = random();
            Id::new(now, std::array::from_fn(|at| bytes[at]))
        };
        let person = team::stolen(book, &[before], by, (now.date(), by), &mut fresh);
        let named = |member: &Member| {
            let label = if member.label.is_empty() { by } else { member.label.as_str() }.to_owned();
            Change::Describe(Member { person: member.person.or(person), label, ..member.clone() })
        };
        [of(&old), of(&new)].into_iter().flatten().map(named).collect()
    }

    /// Gives the identity before its lasting name, and says which: it opens the backups of its time.
    pub fn finish(self, now: Moment) -> Result<PathBuf, Stuck> {
        let path = &self.desks[0].identity;
        let old = beside(path, OLD);
        let content = fs::read(&old).map(Secret::new).map_err(failed(Step::Backup, &old))?;
        let mut number = 1;
        loop {
            let until = if number == 1 {
                format!("until-{}", now.date())
            } else {
                format!("until-{}-{number}", now.date())
            };
            let kept = beside(path, &until);
            match write_side(&kept, content.expose()) {
                Ok(()) => {}
                // Left from a time when this was stopped here.
                Err(SaveError::Exists { .. })
                    if fs::read(&kept).is_ok_and(|there| there == content.expose()) => {}
                Err(SaveError::Exists { .. }) if number < 99 => {
                    number += 1;
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
            // First: as long as it is there, the next rotation is for these vaults, too.
            remove(&beside(path, VAULTS))?;
            remove(&old)?;
            return Ok(kept);
        }
    }

    /// The new key of whoever had the one before.
    fn successor(&self, vault: &Vault, by: &str) -> Member {
        let old = self.old.recipient();
        let before = vault.members().iter().find(|member| member.recipient == old);
        let blank = || Member::new(self.new.recipient(), String::new());
        let before = before.cloned().unwrap_or_else(blank);
        Member { recipient: self.new.recipient(), by: by.to_owned(), ..before }
    }

    /// Opens a vault with whichever of the two it knows.
    fn open(&self, desk: &Desk) -> Result<(Vault, Book), Stuck> {
        let open = |identity: &Identity| {
            Vault::open(desk.place.clone(), Keys::Identity(identity.clone()), &desk.machine)
        };
        let opened = match open(&self.new) {
            Err(OpenError::NotARecipient) => open(&self.old),
            result => result,
        };
        let (mut vault, book) = opened.map_err(|error| Unopened::vault(desk, error))?;
        let new = self.new.recipient();
        // Stopped between the vault and what this machine remembers of it: it was ourselves.
        let is_ours = |doubt: &Doubt| {
            doubt.kind == DoubtKind::Recipients
                && doubt.unlisted == 0
                && doubt.added.iter().all(|member| member.recipient == new)
        };
        match vault.doubt() {
            Some(doubt) if is_ours(doubt) => {
                vault.trust().map_err(|error| Stuck::Vault(error.into()))?;
            }
            Some(doubt) => return Err(Stuck::Doubt(doubt.kind)),
            None => {}
        }
        Ok((vault, book))
    }
}

/// That a vault opens with an identity and is the one this machine knew. Nothing is written.
fn opens(desk: &Desk, identity: &Identity) -> Result<(), Stuck> {
    let keys = Keys::Identity(identity.clone());
    let opened = Vault::open_for(Intent::Read, desk.place.clone(), keys, &desk.machine);
    let (vault, _) = opened.map_err(|error| Unopened::vault(desk, error))?;
    vault.doubt().map_or(Ok(()), |doubt| Err(Stuck::Doubt(doubt.kind)))
}

/// Another identity in the place of one's own: in every vault of `desks` and in the file. What was
/// stopped before goes on where it stopped. Returns where the identity before is kept.
pub fn rotate(
    desks: Vec<Desk>,
    (passphrase, work): (Option<Secret>, WorkFactor),
    by: &str,
    why: Why,
    random: &mut dyn FnMut() -> [u8; 32],
    done: &mut dyn FnMut(&Vault),
    now: Moment,
) -> Result<(Identity, PathBuf), Stuck> {
    let mut rotation = Rotation::begin(desks, passphrase, work)?;
    rotation.admit(by, random, now)?;
    rotation.switch()?;
    rotation.retire(by, why, random, done, now)?;
    Ok((rotation.new.clone(), rotation.finish(now)?))
}

/// `identity.age` as `identity.age.next`.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let path = if path.is_symlink() { real(path) } else { path.to_owned() };
    let mut name = path.into_os_string();
    name.push(".");
    name.push(kind);
    name.into()
}

/// Writes a file beside the identity. What a kill has left of an earlier try is in nobody's way: the
/// identity is ours alone for the time.
fn write_side(path: &Path, content: &[u8]) -> Result<(), SaveError> {
    let half_done = beside(path, "new");
    remove(&half_done)?;
    write_by(half_done.file_name().unwrap_or_default(), path, content)
}

/// The right to change the identity file, until it is dropped: nobody else's half-written files are
/// taken for left-overs. A folder that cannot be locked is used without.
fn alone(desk: &Desk) -> Result<Option<File>, SaveError> {
    let Ok(folder) = File::open(folder(&real(&desk.identity))) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(SaveError::Locked),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

fn failed(step: Step, path: &Path) -> impl Fn(io::Error) -> SaveError {
    let path = path.to_owned();
    move |error| SaveError::Io { step, path: path.clone(), error }
}

/// Takes a file away, if there is one.
fn remove(path: &Path) -> Result<(), SaveError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(failed(Step::Create, path)(error))
        }
        _ => Ok(()),
    }
}

/// Gives a file the place of another one, in one step, durably.
fn replace(from: &Path, to: &Path) -> Result<(), SaveError> {
    fs::rename(from, to).map_err(failed(Step::Exchange, to))?;
    let folder = File::open(folder(to)).and_then(|folder| folder.sync_all());
    folder.map_err(failed(Step::SyncFolder, to))
}

#[cfg(test)]
mod tests;
