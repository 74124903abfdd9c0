//! Two versions of a vault into one: which version both come from, and what becomes of the head.
//!
//! The version both come from is told by the counts of saves, one for each machine. Whoever has seen
//! a version has at least its counts. The record of what the vault holds is merged in
//! [`model::merge`](crate::model::merge).

use std::collections::BTreeMap;

use super::file::{self, Loaded, Place};
use super::schema::Head;
use super::{Access, BackupKind, Keys, backups};
use crate::model::Book;
use crate::model::merge::merge;

/// How often each machine has saved.
pub(super) type Revision = BTreeMap<String, u64>;

/// The most backups that are opened in search of a common version, where each takes a key
/// derivation.
const DEAR: usize = 4;

/// How one version stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The same counts.
    Same,
    /// It has seen the other one.
    Newer,
    /// The other one has seen it.
    Older,
    /// Neither has seen the other one.
    Forked,
}

/// How `one` stands to `other`.
pub(super) fn standing(one: &Revision, other: &Revision) -> Standing {
    match (covers(one, other), covers(other, one)) {
        (true, true) => Standing::Same,
        (true, false) => Standing::Newer,
        (false, true) => Standing::Older,
        (false, false) => Standing::Forked,
    }
}

/// Whether whoever has these counts has seen a version with those.
fn covers(one: &Revision, other: &Revision) -> bool {
    other.iter().all(|(machine, saves)| one.get(machine).is_some_and(|ours| ours >= saves))
}

/// The two sides that met.
pub(super) struct Sides<'a> {
    /// The head that ours was read with.
    pub(super) head: &'a Head,
    /// What ours holds now.
    pub(super) book: &'a Book,
    /// The file that ours was read from, encrypted as it was.
    pub(super) seen: &'a [u8],
    /// What stands in the file now.
    pub(super) theirs: &'a Loaded,
}

/// Both in one, to be saved over theirs; `None` where a person has to look first: theirs is another
/// vault, an older version, encrypted to other people, not to be written, or no version is left
/// that both come from.
pub(super) fn together(sides: &Sides<'_>, place: &Place, keys: &Keys) -> Option<(Head, Book)> {
    let Sides { head, book, seen, theirs } = sides;
    if theirs.access != Access::ReadWrite
        || theirs.head.id != head.id
        || !same_members(&theirs.head, head)
    {
        return None;
    }
    let base = match standing(&theirs.head.revision, &head.revision) {
        Standing::Newer => file::decode(seen, keys).ok()?.1,
        Standing::Forked => ancestor(head, &theirs.head, place, keys)?.1,
        Standing::Older | Standing::Same => return None,
    };
    let mut merged = theirs.head.clone();
    merged.revision = both(&head.revision, &theirs.head.revision);
    Some((merged, merge(&base, book, &theirs.book)))
}

/// The counts of whoever has seen both.
pub(super) fn both(one: &Revision, other: &Revision) -> Revision {
    let mut both = other.clone();
    for (machine, saves) in one {
        let known = both.entry(machine.clone()).or_default();
        *known = (*known).max(*saves);
    }
    both
}

pub(super) fn same_members(one: &Head, other: &Head) -> bool {
    let of = |head: &Head| {
        let mut all: Vec<_> = head.members.iter().map(|m| m.recipient.clone()).collect();
        all.sort();
        all
    };
    of(one) == of(other)
}

/// The version at which the two parted, if it is among the backups: it has the counts that both have.
/// An older one will not do: what was changed and changed back since would look untouched.
pub(super) fn ancestor(
    ours: &Head,
    theirs: &Head,
    place: &Place,
    keys: &Keys,
) -> Option<(Head, Book)> {
    let mut known = backups::backups(place).ok()?;
    // What was put aside never stood in the vault, though its counts were given again.
    known.retain(|backup| backup.kind == BackupKind::Replaced);
    if matches!(keys, Keys::Passphrase { .. }) {
        known.truncate(DEAR);
    }
    let counts = common(&ours.revision, &theirs.revision);
    known.into_iter().find_map(|backup| {
        let (content, _) = file::read_file(&backup.path).ok()?;
        let (head, book, _) = file::decode(&content, keys).ok()?;
        (head.id == ours.id && head.revision == counts).then_some((head, book))
    })
}

/// The counts that both have seen.
fn common(one: &Revision, other: &Revision) -> Revision {
    let both = one
        .iter()
        .filter_map(|(machine, saves)| Some((machine.clone(), *saves.min(other.get(machine)?))));
    both.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_by_their_counts() {
        type Counts<'a> = &'a [(&'a str, u64)];
        let revision = |counts: Counts<'_>| -> Revision {
            counts.iter().map(|(machine, saves)| ((*machine).to_owned(), *saves)).collect()
        };
        let cases: [(&str, Counts<'_>, Counts<'_>, Standing); 6] = [
            ("one machine, later", &[("a", 3)], &[("a", 2)], Standing::Newer),
            ("one machine, earlier", &[("a", 2)], &[("a", 3)], Standing::Older),
            ("the same", &[("a", 2), ("b", 1)], &[("b", 1), ("a", 2)], Standing::Same),
            ("another machine went on", &[("a", 2), ("b", 1)], &[("a", 2)], Standing::Newer),
            ("both went on", &[("a", 3)], &[("a", 2), ("b", 1)], Standing::Forked),
            ("nothing in common", &[("a", 1)], &[("b", 1)], Standing::Forked),
        ];
        for (name, one, other, expected) in cases {
            assert_eq!(standing(&revision(one), &revision(other)), expected, "{name}");
        }
    }
}
