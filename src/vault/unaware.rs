//! A version that was saved without the knowledge that somebody was shut out here: by a colleague who did not know
//! it yet, or by whoever was shut out.

use std::collections::BTreeSet;

use super::arrival::any;
use super::meet::{continues, reads};
use super::read;
use super::schema::{Head, Member, Removed};
use super::{Keys, Vault};
use crate::activity::{Change, each};
use crate::model::merge::merge;
use crate::model::{Account, Book, Id};
use crate::otp::Key;
use crate::secret::Secret;

/// What such a version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaware {
    /// Who was shut out here and can open it.
    pub out: Vec<Removed>,
    /// What it would make of ours.
    pub changes: Vec<Change>,
    /// Accounts of ours that would have another key or other recovery codes; strangers' text.
    pub keys: Vec<(Id, String)>,
    /// Who can open ours and was shut out there.
    pub shut: Vec<Member>,
}

impl Unaware {
    /// Whether a person has to look first: who saved it is not known, whatever name stands at it, and whatever is
    /// changed there may be of whoever is out. A colleague's exchange takes the removal in before it sends anything.
    pub fn is_grave(&self) -> bool {
        !self.changes.is_empty() || !self.shut.is_empty()
    }
}

impl Vault {
    /// Whether theirs is such a version; `base` is the one it was made of, where that is known, else `book` counts.
    pub fn unaware(&self, theirs: &[u8], base: Option<&[u8]>, book: &Book) -> Option<Unaware> {
        let decode = |content: &[u8]| {
            any(&self.keys, &self.earlier, |keys| read::decode(content, keys)).ok()
        };
        let (head, new, _) = decode(theirs)?;
        let old = base.and_then(decode).map(|(_, old, _)| old);
        unaware((&self.head, book), (&head, &new), old.as_ref().unwrap_or(book), &self.earlier)
    }

    /// Whom somebody has shut out since these were.
    pub fn shut_out_since(&self, before: &[Removed]) -> Vec<Member> {
        let new = self.head.removed.iter().filter(|gone| !before.contains(gone));
        let members = new.map(|gone| &gone.member).filter(|member| !is_in(&self.head, member));
        members.cloned().collect()
    }
}

/// The same of what was read; `old` is what theirs was made of, `earlier` what opened ours before.
pub(super) fn unaware(
    (head, book): (&Head, &Book),
    (theirs, new): (&Head, &Book),
    old: &Book,
    earlier: &[Keys],
) -> Option<Unaware> {
    if continues(theirs, head) {
        return None;
    }
    let gone = head.removed.iter().filter(|gone| reads(theirs, &gone.member));
    // Whoever only has another key now is not out; one's own is known, also where nobody has named it.
    let is_own = |member: &Member| {
        let mut own = earlier.iter();
        own.any(|it| matches!(it, Keys::Identity(it) if it.recipient() == member.recipient))
    };
    let gone = gone.filter(|gone| !is_in(head, &gone.member) && !is_own(&gone.member));
    let out: Vec<Removed> = gone.cloned().collect();
    if out.is_empty() {
        return None;
    }
    let is_shut = |member: &&Member| {
        let mut removed = theirs.removed.iter();
        removed.any(|gone| gone.member.recipient == member.recipient) && !is_in(theirs, member)
    };
    let merged = merge(old, book, new);
    let is_other = |account: &&Account| {
        book.account(account.id).is_some_and(|known| opens(known) != opens(account))
    };
    let keys = merged.accounts.iter().filter(is_other);
    Some(Unaware {
        out,
        keys: keys.map(|account| (account.id, account.full_name())).collect(),
        changes: each(book, &merged),
        shut: head.members.iter().filter(is_shut).cloned().collect(),
    })
}

/// Whether somebody can open a version, be it with another key.
pub(super) fn is_in(head: &Head, member: &Member) -> bool {
    head.members.iter().any(|known| {
        let is_named = !known.label.is_empty() && known.label == member.label;
        is_named
            || known.person.is_some() && known.person == member.person
            || known.recipient == member.recipient
    })
}

/// What an account is opened with, by marks where it is a key; also what waits for a decision.
fn opens(account: &Account) -> (BTreeSet<String>, BTreeSet<Secret>) {
    let others = account.conflicts.iter().map(|conflict| &*conflict.other);
    let versions = || std::iter::once(account).chain(others.clone());
    let codes = versions().filter_map(|it| it.recovery.as_ref()).flat_map(|set| &set.codes);
    (
        versions().filter_map(|it| it.key.as_ref()).map(Key::mark).collect(),
        codes.map(|code| code.code.clone()).collect(),
    )
}
