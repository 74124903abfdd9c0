//! Who can read a vault, changed: somebody let in, somebody shut out. It is written at once, by the
//! ordinary recipe, and either all of it holds or nothing.
//!
//! It may not know people: who stands behind a key is said by whoever asks for the change.

use sha2::{Digest as _, Sha256};

use super::file::{self, Saved, Vault};
use super::lock::Lock;
use super::recipient::letters;
use super::schema::{Head, Member, MemberKind, Removed};
use super::swap::Target;
use super::{Access, Keys, Obstacle, Recipient, SaveError};
use crate::model::Book;
use crate::secret::Secret;
use crate::time::Moment;

/// A change of who can read a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Lets somebody in.
    Admit(Member),
    /// Says something else of somebody who is in: their name, their last test.
    Describe(Member),
    /// Shuts somebody out.
    Remove {
        /// Whom.
        recipient: Recipient,
        /// Who does it; may be empty.
        by: String,
    },
    /// Shuts out whoever has the vault open: it does not open for them again.
    Leave,
}

/// Why nobody was let in or shut out. Everything is what it was.
#[derive(Debug)]
pub enum Unchanged {
    /// The vault opens with a passphrase: who knows that is in.
    Passphrase,
    /// A key that cannot be encrypted to here.
    Foreign(Obstacle),
    /// The key is in the list already.
    Known,
    /// The key is not in the list.
    Unknown,
    /// Nobody but keys on paper would be left.
    Last,
    /// It is one's own key; [`Change::Leave`] says that it is meant.
    Own,
    /// It could not be saved.
    Save(SaveError),
}

impl From<SaveError> for Unchanged {
    fn from(error: SaveError) -> Self {
        Self::Save(error)
    }
}

impl Vault {
    /// Makes changes, all or none, and saves them with a book. What somebody else has saved meanwhile is
    /// merged first. `id`, 256 random bits, becomes the vault's secret id where somebody is shut out:
    /// whoever knows only the earlier one cannot make a vault that is taken for this one.
    pub fn change(
        &mut self,
        changes: &[Change],
        id: [u8; 32],
        book: &Book,
        now: Moment,
    ) -> Result<Saved, Unchanged> {
        let Some(own) = self.own() else { return Err(Unchanged::Passphrase) };
        self.admissible()?;
        // What makes no sense is refused before anybody has to wait.
        changed(&self.head, changes, &own, &self.keys, id, now)?;
        let target = self.target()?;
        let lock = target.lock()?;
        let before = (self.head.clone(), self.seen.clone());
        let result = self.change_locked(changes, &own, id, book, (&target, &lock), now);
        if result.is_err() {
            (self.head, self.seen) = before;
        }
        result
    }

    fn change_locked(
        &mut self,
        changes: &[Change],
        own: &Recipient,
        id: [u8; 32],
        book: &Book,
        (target, lock): (&Target, &Lock),
        now: Moment,
    ) -> Result<Saved, Unchanged> {
        let mut merged = None;
        if self.changed() {
            let both = self.meet(book, now.date()).ok_or(SaveError::Changed { kept: None })?;
            merged = Some(both);
        }
        self.head = changed(&self.head, changes, own, &self.keys, id, now)?;
        let book = merged.as_ref().unwrap_or(book);
        let new = file::next(self.head.clone(), book, &self.machine, &self.highest, &self.keys)?;
        let durability = self.put(&new, target, lock, now)?;
        // All of its keys can be encrypted to: so it was made.
        self.access = Access::ReadWrite;
        Ok(Saved { durability, merged })
    }

    /// The public half of what opened it; `None` for a passphrase.
    pub fn own(&self) -> Option<Recipient> {
        match &self.keys {
            Keys::Identity(identity) => Some(identity.recipient()),
            Keys::Passphrase { .. } => None,
        }
    }

    /// Whether a key can be encrypted to here. No program is started.
    pub fn reach(&self, recipient: &Recipient) -> Result<(), Obstacle> {
        self.keys.reach(recipient)
    }

    /// The members whose keys cannot be encrypted to here, with why: while there are any, it cannot be
    /// saved.
    pub fn unreachable(&self) -> impl Iterator<Item = (&Member, Obstacle)> {
        let why = |member: &'_ Member| self.reach(&member.recipient).err();
        self.head.members.iter().filter_map(move |member| Some((member, why(member)?)))
    }

    /// Who could read it and cannot any more.
    pub fn removed(&self) -> &[Removed] {
        &self.head.removed
    }

    /// Twelve letters that are the same wherever this vault is read by the same people, and nowhere
    /// else: made of its secret id and of everybody's key.
    pub fn fingerprint(&self) -> String {
        let mut keys: Vec<&str> =
            self.head.members.iter().map(|member| member.recipient.as_str()).collect();
        keys.sort_unstable();
        let mut digest = Sha256::new_with_prefix("keyrack members\n");
        digest.update(self.head.id.expose());
        for key in keys {
            digest.update("\n");
            digest.update(key);
        }
        letters(digest)
    }
}

/// The head after some changes.
fn changed(
    head: &Head,
    changes: &[Change],
    own: &Recipient,
    keys: &Keys,
    id: [u8; 32],
    now: Moment,
) -> Result<Head, Unchanged> {
    let mut head = head.clone();
    let today = now.date();
    let mut shut_out = Vec::new();
    let place = |head: &Head, recipient: &Recipient| {
        head.members.iter().position(|member| member.recipient == *recipient)
    };
    for change in changes {
        let (recipient, by) = match change {
            Change::Admit(member) if place(&head, &member.recipient).is_some() => {
                return Err(Unchanged::Known);
            }
            Change::Admit(member) => {
                keys.reach(&member.recipient).map_err(Unchanged::Foreign)?;
                head.members.push(Member { added: Some(today), ..member.clone() });
                continue;
            }
            Change::Describe(member) => {
                let at = place(&head, &member.recipient).ok_or(Unchanged::Unknown)?;
                head.members[at] = member.clone();
                continue;
            }
            Change::Remove { recipient, .. } if recipient == own => return Err(Unchanged::Own),
            Change::Remove { recipient, by } => (recipient, by.clone()),
            Change::Leave => (own, String::new()),
        };
        let at = place(&head, recipient).ok_or(Unchanged::Unknown)?;
        let member = head.members.remove(at);
        let by = if *change == Change::Leave { member.label.clone() } else { by };
        shut_out.push(Removed { member, on: today, by });
    }
    if !head.members.iter().any(|member| member.kind == MemberKind::Person) {
        return Err(Unchanged::Last);
    }
    if !shut_out.is_empty() {
        let before = std::mem::replace(&mut head.id, Secret::new(id.to_vec()));
        head.former.insert(0, before);
        head.removed.extend(shut_out);
    }
    Ok(head)
}
