//! Two versions of a vault into one: which version both come from, and what becomes of the head.
//!
//! The version both come from is told by the counts of saves, one for each machine. Whoever has seen
//! a version has at least its counts. The record of what the vault holds is merged in
//! [`model::merge`](crate::model::merge).

use std::collections::BTreeMap;

use super::file::Place;
use super::read::{self, Loaded};
use super::schema::{Head, Member};
use super::{Access, BackupKind, Keys, Recipient, backups};
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
/// vault, an older version, to be read by more people, not to be written, or no version is left
/// that both come from.
pub(super) fn together(sides: &Sides<'_>, place: &Place, keys: &Keys) -> Option<(Head, Book)> {
    let Sides { head, book, seen, theirs } = sides;
    if theirs.access != Access::ReadWrite || !continues(&theirs.head, head) {
        return None;
    }
    let (base_head, base) = match standing(&theirs.head.revision, &head.revision) {
        Standing::Newer => read::decode(seen, keys).map(|(head, book, _)| (head, book)).ok()?,
        Standing::Forked => ancestor(head, &theirs.head, place, keys)?,
        Standing::Older | Standing::Same => return None,
    };
    if theirs.head.members.iter().any(|member| !reads(head, member) && !reads(&base_head, member)) {
        return None;
    }
    Some((heads(&base_head, head, &theirs.head), merge(&base, book, &theirs.book)))
}

/// Whether theirs was made by somebody who can read ours: it has the secret id of ours, or that one
/// is among its earlier ones, because somebody was removed since. Not the other way round: whoever
/// was removed knows the earlier ones.
pub(super) fn continues(theirs: &Head, ours: &Head) -> bool {
    theirs.id == ours.id || theirs.former.contains(&ours.id)
}

/// Whether both are versions of one vault, whichever is the later one.
pub(super) fn is_one_vault(one: &Head, other: &Head) -> bool {
    continues(one, other) || continues(other, one)
}

pub(super) fn reads(head: &Head, member: &Member) -> bool {
    head.members.iter().any(|known| known.recipient == member.recipient)
}

/// Both heads in one, by way of the one both come from: whoever one side removed is out, whoever one
/// side added is in.
pub(super) fn heads(base: &Head, ours: &Head, theirs: &Head) -> Head {
    let mut revision = ours.revision.clone();
    raise(&mut revision, &theirs.revision);
    let find = |head: &Head, recipient: &Recipient| {
        head.members.iter().find(|member| member.recipient == *recipient).cloned()
    };
    let mut members: Vec<Member> = Vec::new();
    for member in ours.members.iter().chain(&theirs.members) {
        let recipient = &member.recipient;
        if members.iter().any(|known| known.recipient == *recipient) {
            continue;
        }
        let of = |head| find(head, recipient);
        members.extend(match (of(base), of(ours), of(theirs)) {
            (base, Some(ours), Some(theirs)) if base.as_ref() == Some(&ours) => Some(theirs),
            (base, Some(ours), Some(theirs)) if base.as_ref() == Some(&theirs) => Some(ours),
            (_, Some(ours), Some(theirs)) => Some(ours.max(theirs)),
            (None, one, other) => one.or(other),
            (Some(_), _, _) => None,
        });
    }
    let mut removed = [&*ours.removed, &*theirs.removed].concat();
    removed.sort();
    removed.dedup();
    let (id, former) = (theirs.id.clone(), theirs.former.clone());
    Head { id, former, revision, members, removed }
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
        let (content, _) = read::read_file(&backup.path).ok()?;
        let (head, book, _) = read::decode(&content, keys).ok()?;
        (is_one_vault(&head, ours) && head.revision == counts).then_some((head, book))
    })
}

/// Raises counts to those of another version, where they are lower.
pub(super) fn raise(counts: &mut Revision, other: &Revision) {
    for (machine, saves) in other {
        let known = counts.entry(machine.clone()).or_default();
        *known = (*known).max(*saves);
    }
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
