//! A version that was saved without the knowledge that somebody was shut out here: by a colleague who did not know
//! it yet, or by whoever was shut out.

use std::collections::HashMap;

use super::Vault;
use super::arrival::any;
use super::meet::{continues, reads};
use super::read;
use super::schema::Removed;
use crate::model::{Account, Book, Device, Id, Number, Person};

/// What such a version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaware {
    /// Who was shut out here and can open it.
    pub out: Vec<Removed>,
    /// How many records it has otherwise than the version before.
    pub changes: usize,
}

impl Vault {
    /// Whether theirs is such a version; `base` is the one it was made of, where that is known, else `book` counts.
    pub fn unaware(&self, theirs: &[u8], base: Option<&[u8]>, book: &Book) -> Option<Unaware> {
        let decode = |content: &[u8]| {
            any(&self.keys, &self.earlier, |keys| read::decode(content, keys)).ok()
        };
        let (head, new, _) = decode(theirs)?;
        if continues(&head, &self.head) {
            return None;
        }
        // Whoever only has another key now is not out.
        let is_back = |gone: &Removed| {
            self.head.members.iter().any(|member| {
                let is_named = !member.label.is_empty() && member.label == gone.member.label;
                is_named || member.person.is_some() && member.person == gone.member.person
            })
        };
        let gone = self.head.removed.iter().filter(|gone| reads(&head, &gone.member));
        let out: Vec<Removed> = gone.filter(|gone| !is_back(gone)).cloned().collect();
        let old = base.and_then(decode).map(|(_, old, _)| old);
        let changes = differ(old.as_ref().unwrap_or(book), &new);
        (!out.is_empty()).then_some(Unaware { out, changes })
    }
}

/// How many records two books have otherwise.
fn differ(old: &Book, new: &Book) -> usize {
    fn of<T: PartialEq>(old: &[T], new: &[T], id: fn(&T) -> Id) -> usize {
        let was: HashMap<Id, &T> = old.iter().map(|it| (id(it), it)).collect();
        let known = new.iter().filter(|it| was.contains_key(&id(it))).count();
        let same = new.iter().filter(|it| was.get(&id(it)).is_some_and(|old| *old == *it)).count();
        new.len() - same + was.len() - known
    }
    of(&old.accounts, &new.accounts, |it: &Account| it.id)
        + of(&old.devices, &new.devices, |it: &Device| it.id)
        + of(&old.numbers, &new.numbers, |it: &Number| it.id)
        + of(&old.people, &new.people, |it: &Person| it.id)
}
