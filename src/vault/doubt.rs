//! What speaks against a vault that opens well. Anybody can encrypt to us, and everybody who can write
//! the file can put an old copy back: so a vault is compared with what this machine remembers of it.
//!
//! Pure: the memory itself is read and written in `pins`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::meet::{Kin, Revision, Succession, kin, standing};
use super::schema::{Head, Member, Removed};
use super::swap::Digest;
use crate::secret::Secret;

/// What a machine remembers of a vault: nothing that opens it or could be taken for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Pin {
    /// Of its secret id, in hexadecimal.
    pub(super) vault: String,
    /// Of the earlier ones.
    pub(super) former: Vec<String>,
    /// How often each machine had saved it.
    pub(super) revision: Revision,
    /// Whom it was encrypted to.
    pub(super) recipients: BTreeSet<String>,
    /// Whom it was encrypted to before.
    pub(super) removed: BTreeSet<String>,
    /// The highest counts that were ever seen here, also in versions that are gone.
    pub(super) highest: Revision,
    /// Of the file, in hexadecimal.
    pub(super) content: String,
}

impl Pin {
    /// Of a version.
    pub(super) fn new(head: &Head, content: String) -> Self {
        Self {
            vault: fingerprint(&head.id),
            former: head.former.iter().map(fingerprint).collect(),
            revision: head.revision.clone(),
            recipients: head.members.iter().map(key).collect(),
            removed: head.removed.iter().map(|removed| key(&removed.member)).collect(),
            highest: head.revision.clone(),
            content,
        }
    }
}

/// What this machine finds of its memory of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Memory {
    /// None: it has never seen the vault.
    Nothing,
    /// A file that makes no sense, or that the system does not give.
    Damaged(PathBuf),
    /// This.
    Of(Pin),
}

impl Memory {
    /// What it says, where it says anything.
    pub(super) fn pin(&self) -> Option<&Pin> {
        match self {
            Self::Of(pin) => Some(pin),
            Self::Nothing | Self::Damaged(_) => None,
        }
    }

    /// The highest counts that were ever seen.
    pub(super) fn highest(&self) -> Revision {
        self.pin().map(|pin| pin.highest.clone()).unwrap_or_default()
    }
}

/// Why a vault is not taken for the one this machine knew, without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The worst that was found.
    pub kind: DoubtKind,
    /// The machines of which saves are missing that this one has seen.
    pub behind: Vec<Behind>,
    /// Who can read it and could not before.
    pub added: Vec<Member>,
    /// Who can read it although they were removed.
    pub returning: Vec<Member>,
    /// Who was removed since.
    pub removed: Vec<Removed>,
    /// How many keys open the file that its list does not name.
    pub unlisted: usize,
    /// The file with this machine's memory, where it makes no sense.
    pub memory: Option<PathBuf>,
}

/// The kinds of doubt, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// What this machine remembers of it is damaged: nothing can be said of it.
    Memory,
    /// Another vault stands in its place. Whoever made it did not know the secret id of ours.
    Foreign,
    /// An older version of it.
    RolledBack,
    /// A version that was made without the last one this machine knew.
    Forked,
    /// More people can read it.
    Recipients,
}

/// A machine of which saves are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Its name in the revision.
    pub machine: String,
    /// How often it had saved.
    pub known: u64,
    /// How often it has, as the file says.
    pub found: u64,
}

/// A version that is compared with what is remembered.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    /// Its head.
    pub(super) head: &'a Head,
    /// How many keys open the file that its list does not name.
    pub(super) unlisted: usize,
    /// Of the file.
    pub(super) digest: &'a Digest,
}

/// What speaks against a version; nothing where it is the one known or was made of it, for the same
/// people. Without a memory of the vault only keys that its list does not name speak against it.
///
/// Two machines of one name give a count twice, so that another file may stand for the same counts. Whether
/// it holds the same as the one known is for `holds_the_same` to find out, which may open that one.
pub(super) fn doubt(
    memory: &Memory,
    Found { head, unlisted, digest }: Found<'_>,
    holds_the_same: impl FnOnce() -> bool,
) -> Option<Doubt> {
    let blank = |kind| Doubt {
        kind,
        behind: Vec::new(),
        added: Vec::new(),
        returning: Vec::new(),
        removed: Vec::new(),
        unlisted,
        memory: None,
    };
    let pin = match memory {
        Memory::Of(pin) => pin,
        Memory::Nothing => return (unlisted > 0).then(|| blank(DoubtKind::Recipients)),
        Memory::Damaged(path) => {
            return Some(Doubt { memory: Some(path.clone()), ..blank(DoubtKind::Memory) });
        }
    };
    let former: Vec<String> = head.former.iter().map(fingerprint).collect();
    let kin = kin((&fingerprint(&head.id), &former), (&pin.vault, &pin.former));
    let could_read = |member: &Member| pin.recipients.contains(member.recipient.as_str());
    let was_removed = |member: &Member| pin.removed.contains(member.recipient.as_str());
    let new = head.members.iter().filter(|member| !could_read(member)).cloned();
    let (mut returning, mut added): (Vec<Member>, Vec<Member>) = new.partition(was_removed);
    let counts = standing(&head.revision, &pin.revision);
    let is_seen = matches!(counts, Succession::Same | Succession::Newer);
    let kind = match counts {
        _ if kin == Kin::None => DoubtKind::Foreign,
        // Whoever has seen our last version has its id.
        _ if is_seen && matches!(kin, Kin::Earlier | Kin::Apart) => DoubtKind::Foreign,
        Succession::Older => DoubtKind::RolledBack,
        Succession::Forked => DoubtKind::Forked,
        _ if !added.is_empty() || !returning.is_empty() || unlisted > 0 => DoubtKind::Recipients,
        Succession::Same if pin.content != hex(digest) && !holds_the_same() => DoubtKind::Forked,
        Succession::Same | Succession::Newer => return None,
    };
    let is_ours = kind != DoubtKind::Foreign;
    // Let in again, as far as this can tell.
    if !is_ours || kind == DoubtKind::Recipients {
        added.append(&mut returning);
    }
    // Of another vault neither says anything.
    let (mut behind, mut removed) = (Vec::new(), Vec::new());
    if is_ours {
        behind = self::behind(&pin.revision, &head.revision);
        // Whoever was let in again since is no news.
        let went =
            |removed: &&Removed| could_read(&removed.member) && !was_removed(&removed.member);
        removed = head.removed.iter().filter(went).cloned().collect();
    }
    Some(Doubt { behind, added, returning, removed, ..blank(kind) })
}

fn behind(known: &Revision, found: &BTreeMap<String, u64>) -> Vec<Behind> {
    let counts = known.iter().map(|(machine, known)| Behind {
        machine: machine.clone(),
        known: *known,
        found: found.get(machine).copied().unwrap_or(0),
    });
    counts.filter(|behind| behind.found < behind.known).collect()
}

fn key(member: &Member) -> String {
    member.recipient.as_str().to_owned()
}

/// Tells vault ids apart without giving them away.
fn fingerprint(id: &Secret) -> String {
    hex(&Sha256::digest(id.expose()))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Date;
    use crate::vault::Recipient;

    fn member(key: &str) -> Member {
        Member::new(Recipient::opaque(key.to_owned()), key.to_owned())
    }

    fn head(id: u8, former: &[u8], saves: &[(&str, u64)], members: &[&str]) -> Head {
        Head {
            id: Secret::new(vec![id; 32]),
            former: former.iter().map(|id| Secret::new(vec![*id; 32])).collect(),
            revision: saves.iter().map(|(name, saves)| ((*name).to_owned(), *saves)).collect(),
            members: members.iter().map(|key| member(key)).collect(),
            removed: Vec::new(),
        }
    }

    /// The same as is known, where the counts are the same.
    fn judge(memory: &Memory, head: &Head, unlisted: usize) -> Option<Doubt> {
        doubt(memory, Found { head, unlisted, digest: &[0; 32] }, || true)
    }

    #[test]
    fn a_version_is_compared_with_what_is_remembered() {
        let pin = Pin::new(&head(1, &[], &[("a", 2), ("b", 1)], &["li", "anna"]), String::new());
        let both: &[&str] = &["anna", "li"];
        let cases = [
            ("the same", head(1, &[], &[("a", 2), ("b", 1)], both), 0, None),
            ("a later one", head(1, &[], &[("a", 2), ("b", 4)], both), 0, None),
            (
                "somebody was removed, and the id is new",
                head(7, &[1], &[("a", 3), ("b", 1)], &["li"]),
                0,
                None,
            ),
            (
                "another vault",
                head(9, &[], &[("a", 2), ("b", 1)], both),
                0,
                Some(DoubtKind::Foreign),
            ),
            (
                "another with a past of its own",
                head(9, &[8], &[("a", 9), ("b", 9)], both),
                0,
                Some(DoubtKind::Foreign),
            ),
            (
                "an older one",
                head(1, &[], &[("a", 1), ("b", 1)], both),
                0,
                Some(DoubtKind::RolledBack),
            ),
            (
                "an older one without a machine",
                head(1, &[], &[("a", 2)], both),
                0,
                Some(DoubtKind::RolledBack),
            ),
            (
                "made without our last",
                head(1, &[], &[("a", 1), ("b", 2)], both),
                0,
                Some(DoubtKind::Forked),
            ),
            (
                "one more reads it",
                head(1, &[], &[("a", 3), ("b", 1)], &["li", "anna", "eve"]),
                0,
                Some(DoubtKind::Recipients),
            ),
            (
                "one more reads it secretly",
                head(1, &[], &[("a", 3), ("b", 1)], both),
                1,
                Some(DoubtKind::Recipients),
            ),
            (
                "older, and one more reads it",
                head(1, &[], &[("a", 1), ("b", 1)], &["eve"]),
                0,
                Some(DoubtKind::RolledBack),
            ),
        ];
        for (name, head, unlisted, expected) in cases {
            let found = judge(&Memory::Of(pin.clone()), &head, unlisted);
            assert_eq!(found.map(|doubt| doubt.kind), expected, "{name}");
        }
    }

    /// Two machines of one name each gave the next count to a version of their own.
    #[test]
    fn another_file_of_the_same_counts_holds_the_same_or_is_a_fork() {
        let head = head(1, &[], &[("a", 2)], &["li"]);
        let memory = Memory::Of(Pin::new(&head, hex(&[7; 32])));
        let cases = [
            ("the very file", [7; 32], false, None),
            ("another that holds the same", [8; 32], true, None),
            ("another", [8; 32], false, Some(DoubtKind::Forked)),
        ];
        for (name, digest, holds_the_same, expected) in cases {
            let found = Found { head: &head, unlisted: 0, digest: &digest };
            let found = doubt(&memory, found, || holds_the_same);
            assert_eq!(found.map(|doubt| doubt.kind), expected, "{name}");
        }
    }

    #[test]
    fn what_is_different_is_named() {
        let pin = Pin::new(&head(1, &[], &[("a", 2), ("b", 1)], &["li", "anna"]), String::new());
        let mut found = head(1, &[], &[("a", 1), ("c", 1)], &["li", "eve"]);
        let on = Date::constant(2026, 11, 28);
        found.removed.push(Removed { member: member("anna"), on, by: "Li".into() });
        found.removed.push(Removed { member: member("who came and went"), on, by: "Li".into() });
        let mut again = head(1, &[], &[("a", 3)], &["li", "anna"]);
        again.removed.clone_from(&found.removed);
        let again = Memory::Of(Pin::new(&again, String::new()));
        let doubt = judge(&again, &found, 0).expect("a doubt");
        assert_eq!(doubt.removed, [], "she was let in again since");
        let doubt = judge(&Memory::Of(pin), &found, 0).expect("a doubt");
        let behind: Vec<_> =
            doubt.behind.iter().map(|b| (b.machine.as_str(), b.known, b.found)).collect();
        assert_eq!(behind, [("a", 2, 1), ("b", 1, 0)]);
        assert_eq!(doubt.added, [member("eve")]);
        let removed: Vec<_> = doubt.removed.iter().map(|r| r.member.label.as_str()).collect();
        assert_eq!(removed, ["anna"]);
    }

    #[test]
    fn without_a_memory_only_hidden_keys_are_doubtful() {
        let first = head(1, &[], &[("a", 1)], &["li"]);
        assert_eq!(judge(&Memory::Nothing, &first, 0), None);
        assert_eq!(judge(&Memory::Nothing, &first, 2).expect("a doubt").unlisted, 2);
    }

    #[test]
    fn a_damaged_memory_is_doubtful_whatever_stands_there() {
        let found = judge(&Memory::Damaged("known/vault.ron".into()), &head(1, &[], &[], &[]), 0);
        let found = found.expect("a doubt");
        assert_eq!((found.kind, found.memory), (DoubtKind::Memory, Some("known/vault.ron".into())));
    }

    #[test]
    fn a_memory_does_not_give_the_vaults_id_away() {
        let head = head(1, &[], &[], &[]);
        let text = ron::to_string(&Pin::new(&head, String::new())).expect("RON");
        assert!(!text.contains(&hex(&[1; 32])), "{text}");
        assert!(text.contains(&fingerprint(&head.id)));
    }
}
