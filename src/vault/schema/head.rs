//! What a vault says of itself: its secret name, who has saved it, who can read it.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::mem::take;

use super::fields::{Bytes, Field};
use super::records::{
    Document, MemberRecord, RemovedRecord, date, optional, other_id, word, word_of,
};
use crate::model::{Id, worded};
use crate::secret::Secret;
use crate::time::Date;
use crate::vault::OpenError;
use crate::vault::recipient::Recipient;

/// What stands around the lists of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::vault) struct Head {
    /// 256 random bits that only those who can read the vault know. A new one each time somebody is
    /// removed.
    pub(in crate::vault) id: Secret,
    /// The earlier ones, the last one first. Whoever knows them could read the vault then.
    pub(in crate::vault) former: Vec<Secret>,
    /// How often each machine has saved it.
    pub(in crate::vault) revision: BTreeMap<String, u64>,
    /// Who can read it; empty for a vault with a passphrase.
    pub(in crate::vault) members: Vec<Member>,
    /// Who could.
    pub(in crate::vault) removed: Vec<Removed>,
}

/// Somebody whom the vault is encrypted to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Their public key.
    pub recipient: Recipient,
    /// What the team calls it: a person, or "recovery".
    pub label: String,
    /// What it is for.
    pub kind: MemberKind,
    /// Who it is, where the vault has a record of them.
    pub person: Option<Id>,
    /// The day it was added, when that is known.
    pub added: Option<Date>,
    /// Who added it; may be empty.
    pub by: String,
    /// The last day on which it was shown to open the vault: for a recovery key, its last drill.
    pub tested: Option<Date>,
}

impl Member {
    /// A colleague of whom only the key is known.
    pub fn new(recipient: Recipient, label: String) -> Self {
        Self {
            recipient,
            label,
            kind: MemberKind::Person,
            person: None,
            added: None,
            by: String::new(),
            tested: None,
        }
    }
}

worded! {
    /// What a recipient is for.
    #[derive(Default)]
    pub enum MemberKind {
        /// Somebody works with it.
        #[default]
        Person = "person",
        /// It lies on paper, for the day on which nobody can open the vault any more.
        Recovery = "recovery",
    }
}

/// Somebody whom the vault was encrypted to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// As they stood in the list.
    pub member: Member,
    /// The day they were removed.
    pub on: Date,
    /// Who removed them; may be empty.
    pub by: String,
}

/// The fields of [`Head`] as they stand in the file.
pub(super) struct HeadRecord<'a, const STRICT: bool> {
    pub(super) vault: Bytes,
    pub(super) former: Vec<Bytes>,
    pub(super) revision: BTreeMap<String, u64>,
    pub(super) recipients: Vec<MemberRecord<'a, STRICT>>,
    pub(super) removed: Vec<RemovedRecord<'a, STRICT>>,
}

impl<'a, const STRICT: bool> HeadRecord<'a, STRICT> {
    /// Out of a document, whatever its lists are.
    pub(super) fn take<A, D, N, P, S, L, G, C>(
        document: &mut Document<'a, STRICT, A, D, N, P, S, L, G, C>,
    ) -> Self {
        Self {
            vault: take(&mut document.vault),
            former: take(&mut document.former),
            revision: take(&mut document.revision),
            recipients: take(&mut document.recipients),
            removed: take(&mut document.removed),
        }
    }

    /// Makes sense of it. Only the secret name has to be there.
    pub(super) fn read(self) -> Result<Head, OpenError> {
        let Bytes::Some(id) = self.vault else { return Err(OpenError::NotAVault) };
        let some = |bytes| match bytes {
            Bytes::Some(id) => Some(id),
            Bytes::None | Bytes::Garbled => None,
        };
        Ok(Head {
            id,
            former: self.former.into_iter().filter_map(some).collect(),
            revision: self.revision,
            members: self.recipients.into_iter().map(read_member).collect(),
            removed: self.removed.into_iter().filter_map(read_removed).collect(),
        })
    }
}

impl<'a> HeadRecord<'a, true> {
    /// What [`HeadRecord::read`] reads.
    pub(super) fn of(head: &'a Head) -> Self {
        Self {
            vault: Bytes::Some(head.id.clone()),
            former: head.former.iter().cloned().map(Bytes::Some).collect(),
            revision: head.revision.clone(),
            recipients: head.members.iter().map(member_record).collect(),
            removed: head.removed.iter().map(removed_record).collect(),
        }
    }
}

impl<const STRICT: bool> Field for MemberRecord<'_, STRICT> {
    fn is_blank(&self) -> bool {
        self.key.is_blank()
    }
}

// A recipient is never put aside: whatever else is wrong with its entry, the next save has to be
// encrypted to it.
fn read_member<const STRICT: bool>(record: MemberRecord<'_, STRICT>) -> Member {
    Member {
        kind: word(&record.kind, "kind").unwrap_or_default(),
        person: other_id(&record.person, "person").unwrap_or_default(),
        added: date(&record.added, "added").unwrap_or_default(),
        tested: date(&record.tested, "tested").unwrap_or_default(),
        by: record.by.owned(),
        label: record.label.owned(),
        recipient: Recipient::opaque(record.key.owned()),
    }
}

fn member_record(member: &Member) -> MemberRecord<'_, true> {
    MemberRecord {
        key: member.recipient.as_str().into(),
        label: member.label.as_str().into(),
        kind: word_of(member.kind),
        person: optional(member.person),
        added: optional(member.added),
        by: member.by.as_str().into(),
        tested: optional(member.tested),
        life: PhantomData,
    }
}

fn read_removed<const STRICT: bool>(record: RemovedRecord<'_, STRICT>) -> Option<Removed> {
    let on = date(&record.on, "on").unwrap_or_default()?;
    Some(Removed { member: read_member(record.recipient), on, by: record.by.owned() })
}

fn removed_record(removed: &Removed) -> RemovedRecord<'_, true> {
    RemovedRecord {
        recipient: member_record(&removed.member),
        on: removed.on.to_string().into(),
        by: removed.by.as_str().into(),
        life: PhantomData,
    }
}
