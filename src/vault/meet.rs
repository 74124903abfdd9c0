//! Two versions of a vault into one: which version both come from, and what becomes of the head.
//!
//! The version both come from is told by the counts of saves, one for each machine. Whoever has seen
//! a version has at least its counts. The record of what the vault holds is merged in
//! [`model::merge`](crate::model::merge), what is kept in mind of keys that go by it in [`Book::keep_marks`].

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::file::Place;
use super::read::{self, Loaded};
use super::schema::{Head, Member, MemberKind};
use super::unaware::{Unaware, unaware};
use super::{Access, BackupKind, Keys, Recipient, Trust, backups};
use crate::model::merge::merge;
use crate::model::{Book, Id};
use crate::secret::Secret;
use crate::time::Date;

/// How often each machine has saved.
pub(super) type Revision = BTreeMap<String, u64>;

/// The most earlier versions that are opened in search of a common one, where that is felt each time.
pub(super) const DEAR: usize = 4;

/// Whether one version comes after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Succession {
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
pub(super) fn standing(one: &Revision, other: &Revision) -> Succession {
    match (covers(one, other), covers(other, one)) {
        (true, true) => Succession::Same,
        (true, false) => Succession::Newer,
        (false, true) => Succession::Older,
        (false, false) => Succession::Forked,
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
/// vault, an older version, to be read by more people, not to be written, of somebody who may be shut out,
/// or no version is left that both come from. Whoever was asked has looked at what may be of somebody who is out.
pub(super) fn together(
    sides: &Sides<'_>,
    place: &Place,
    keys: &Keys,
    trust: Trust,
    today: Date,
) -> Option<(Head, Book)> {
    let Sides { head, book, seen, theirs } = sides;
    // A key that its list does not name opens it, or it is not to be written.
    if theirs.unlisted > 0 || !is_known(theirs.access) {
        return None;
    }
    let (base_head, base) = match standing(&theirs.head.revision, &head.revision) {
        Succession::Newer if continues(&theirs.head, head) => {
            read::decode(seen, keys).map(|(head, book, _)| (head, book)).ok()?
        }
        Succession::Forked if is_one_vault(&theirs.head, head) => {
            ancestor(head, &theirs.head, place, keys)?
        }
        _ => return None,
    };
    let both = heads(&base_head, head, &theirs.head);
    if both.members.iter().any(|member| !reads(head, member) && !reads(&base_head, member))
        || leaves_nobody(&both, head)
        || trust == Trust::Usual
            && unaware((head, book), (&theirs.head, &theirs.book), &base, &[])
                .as_ref()
                .is_some_and(Unaware::is_grave)
    {
        return None;
    }
    let mut merged = merge(&base, book, &theirs.book);
    merged.keep_marks(&[book, &theirs.book], today);
    keep_open(&mut merged, &base, head, (&theirs.head, &theirs.book));
    Some((both, merged))
}

/// Whether a version is of a format that this program writes. Whether its keys can be encrypted to here is
/// asked for what is made of it.
pub(super) fn is_known(access: Access) -> bool {
    matches!(access, Access::ReadWrite | Access::ForeignRecipient)
}

/// How another version stands to ours by the secret ids that both know: a new one is made each time
/// somebody is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// Nobody was removed since on either side.
    Same,
    /// Somebody was removed there since. Whoever did it could read ours.
    Later,
    /// Somebody was removed here since. Whoever made theirs did not know it yet, or is the one.
    Earlier,
    /// Somebody was removed on both sides, and neither knew it of the other.
    Apart,
    /// They have nothing in common.
    None,
}

/// By the ids of both and the earlier ones of both, or by what stands for them.
pub(super) fn kin<T: PartialEq>(theirs: (&T, &[T]), ours: (&T, &[T])) -> Kin {
    if theirs.0 == ours.0 {
        Kin::Same
    } else if theirs.1.contains(ours.0) {
        Kin::Later
    } else if ours.1.contains(theirs.0) {
        Kin::Earlier
    } else if theirs.1.iter().any(|id| ours.1.contains(id)) {
        Kin::Apart
    } else {
        Kin::None
    }
}

fn kin_of(theirs: &Head, ours: &Head) -> Kin {
    kin((&theirs.id, &theirs.former), (&ours.id, &ours.former))
}

/// Whether theirs was made by somebody who can read ours.
pub(super) fn continues(theirs: &Head, ours: &Head) -> bool {
    matches!(kin_of(theirs, ours), Kin::Same | Kin::Later)
}

/// Whether theirs is from before somebody was shut out of ours.
pub(super) fn was_earlier(theirs: &Head, ours: &Head) -> bool {
    kin_of(theirs, ours) == Kin::Earlier
}

/// Whether both are versions of one vault, whoever was removed since. Of one that has an earlier id
/// than ours only this can be said: it was made without what we know. Where it claims to have seen
/// that, it is somebody's who was removed.
pub(super) fn is_one_vault(one: &Head, other: &Head) -> bool {
    kin_of(one, other) != Kin::None
}

/// Whether two heads say the same of who can read the vault, and could.
pub(super) fn same_people(one: &Head, other: &Head) -> bool {
    let people = |head: &Head| {
        let mut all: Vec<Member> = head.members.clone();
        all.sort();
        all
    };
    let said = |head: &Head| (head.id.clone(), head.former.clone(), head.removed.clone());
    said(one) == said(other) && people(one) == people(other)
}

/// Whether what two versions come to opens for no person any more, and ours did: on each side somebody shut
/// the others out before they knew it of each other.
pub(super) fn leaves_nobody(both: &Head, ours: &Head) -> bool {
    let opens = |head: &Head| head.members.iter().any(|it| it.kind == MemberKind::Person);
    opens(ours) && !opens(both)
}

pub(super) fn reads(head: &Head, member: &Member) -> bool {
    head.members.iter().any(|known| known.recipient == member.recipient)
}

/// Counts keys of `both` as seen that a version brought, made of `old`, which somebody can open whom the other side
/// has shut out: whoever saved it did not know that.
pub(super) fn keep_open(
    both: &mut Book,
    old: &Book,
    aware: &Head,
    (head, version): (&Head, &Book),
) {
    let gone = aware.removed.iter().filter(|gone| reads(head, &gone.member));
    let gone = gone.filter(|gone| !reads(aware, &gone.member));
    let who = |member: &Member| {
        let known = member.person.filter(|id| both.person(*id).is_some());
        let named = || both.people.iter().find(|person| person.name == member.label);
        known.or_else(|| named().map(|person| person.id))
    };
    let out: Vec<(Id, Date)> =
        gone.filter_map(|gone| Some((who(&gone.member)?, gone.on))).collect();
    both.keep_open(old, version, &out);
}

/// Both heads in one, by way of the one both come from: whoever one side removed is out, whoever one
/// side added is in.
pub(super) fn heads(base: &Head, ours: &Head, theirs: &Head) -> Head {
    let mut revision = ours.revision.clone();
    raise(&mut revision, &theirs.revision);
    let find = |head: &Head, recipient: &Recipient| {
        head.members.iter().find(|member| member.recipient == *recipient).cloned()
    };
    // Whether one side has removed somebody and the other did not know it: what both come from may be
    // older than that.
    let shuts_out = |one: &Head, other: &Head, recipient: &Recipient| {
        one.removed.iter().any(|removed| {
            removed.member.recipient == *recipient && !other.removed.contains(removed)
        })
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
            (None, Some(one), None) if !shuts_out(theirs, ours, recipient) => Some(one),
            (None, None, Some(one)) if !shuts_out(ours, theirs, recipient) => Some(one),
            _ => None,
        });
    }
    let mut removed = [&*ours.removed, &*theirs.removed].concat();
    removed.sort();
    removed.dedup();
    let (id, former) = ids(ours, theirs);
    Head { id, former, revision, members, removed }
}

/// The head of what is made of an earlier version that takes the place of a later one: who reads the
/// later one, and what both have seen.
pub(super) fn succeed(now: &Head, earlier: &Head) -> Head {
    let members = now.members.clone();
    Head { members, ..heads(now, now, earlier) }
}

/// The secret id of what comes of two, and the earlier ones.
///
/// Whom one side removed may know the other side's id, where that was made apart. So neither will do:
/// the next one follows from both, and only who knows both knows it. It is the same on whichever
/// machine they are merged.
fn ids(ours: &Head, theirs: &Head) -> (Secret, Vec<Secret>) {
    let kin = kin_of(theirs, ours);
    let is_ours_first = match kin {
        Kin::Later => false,
        Kin::Earlier => true,
        Kin::Same | Kin::Apart | Kin::None => {
            (&ours.id, &ours.former) > (&theirs.id, &theirs.former)
        }
    };
    let (first, other) = if is_ours_first { (ours, theirs) } else { (theirs, ours) };
    let mut former = first.former.clone();
    let id = if kin == Kin::Apart {
        former.insert(0, other.id.clone());
        former.insert(0, first.id.clone());
        let both = Sha256::new_with_prefix("keyrack id of both\n");
        let both = both.chain_update(first.id.expose()).chain_update(other.id.expose());
        Secret::new(both.finalize().to_vec())
    } else {
        first.id.clone()
    };
    let more = other.former.iter().filter(|id| !first.former.contains(id));
    former.extend(more.cloned());
    (id, former)
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
    // What was put aside never stood in the vault, though its counts were given again. A copy stood in somebody
    // else's, and they go on from it until they have what came of it here.
    known.retain(|backup| matches!(backup.kind, BackupKind::Replaced | BackupKind::Copy));
    if keys.are_dear() {
        known.truncate(DEAR);
    }
    known.into_iter().find_map(|backup| {
        let (content, _) = read::read_file(&backup.path).ok()?;
        let (head, book, _) = read::decode(&content, keys).ok()?;
        is_parting(&head, ours, theirs).then_some((head, book))
    })
}

/// Whether a version is the one at which two parted.
pub(super) fn is_parting(head: &Head, ours: &Head, theirs: &Head) -> bool {
    is_one_vault(head, ours) && head.revision == common(&ours.revision, &theirs.revision)
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
        let cases: [(&str, Counts<'_>, Counts<'_>, Succession); 6] = [
            ("one machine, later", &[("a", 3)], &[("a", 2)], Succession::Newer),
            ("one machine, earlier", &[("a", 2)], &[("a", 3)], Succession::Older),
            ("the same", &[("a", 2), ("b", 1)], &[("b", 1), ("a", 2)], Succession::Same),
            ("another machine went on", &[("a", 2), ("b", 1)], &[("a", 2)], Succession::Newer),
            ("both went on", &[("a", 3)], &[("a", 2), ("b", 1)], Succession::Forked),
            ("nothing in common", &[("a", 1)], &[("b", 1)], Succession::Forked),
        ];
        for (name, one, other, expected) in cases {
            assert_eq!(standing(&revision(one), &revision(other)), expected, "{name}");
        }
    }
}
