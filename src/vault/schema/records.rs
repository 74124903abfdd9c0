//! Each record of the file, and what reads and writes a value in it. What becomes of a record in the
//! model is told beside: accounts, things, upkeep.

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use super::fields::{Bytes, Hidden, Maybe, Text, record};
use crate::model::{Id, List, Mark, Reason, Worded};
use crate::time::Date;

/// A thing of the model that has a list of its own in the file.
pub(super) trait Entry: Sized {
    /// The list.
    const LIST: List;
    /// What tells the entries of the list apart.
    type Id: Ord + Hash;
    /// How it stands there.
    type Record<'a, const STRICT: bool>: Deserialize<'a> + Serialize;

    /// Makes sense of a record, or says why there is none in it.
    fn read<const STRICT: bool>(record: Self::Record<'_, STRICT>) -> Result<Self, Reason>;
    /// The record it is written as.
    fn record(&self) -> Self::Record<'_, true>;
    /// What no other entry of the list shares with it.
    fn id(&self) -> Self::Id;
}

record! {
    /// The whole file after its first line.
    struct Document<'a, STRICT, A, D, N, P, S, L, G, C> {
        vault: Bytes,
        former: Vec<Bytes>,
        revision: BTreeMap<String, u64>,
        recipients: Vec<MemberRecord<'a, STRICT>>,
        removed: Vec<RemovedRecord<'a, STRICT>>,
        accounts: A,
        devices: D,
        numbers: N,
        people: P,
        snoozes: S,
        losses: L,
        gone: G,
        platforms: C,
    }
}

record! {
    /// A [`Member`](super::Member).
    struct MemberRecord<'a, STRICT> {
        key: Text<'a>,
        label: Text<'a>,
        kind: Text<'a>,
        person: Text<'a>,
        added: Text<'a>,
        by: Text<'a>,
        tested: Text<'a>,
    }
}

record! {
    /// A [`Removed`](super::Removed) member.
    struct RemovedRecord<'a, STRICT> {
        recipient: MemberRecord<'a, STRICT>,
        on: Text<'a>,
        by: Text<'a>,
    }
}

record! {
    /// An [`Account`](crate::model::Account) and its [`Key`](crate::otp::Key).
    struct AccountRecord<'a, STRICT> {
        id: Text<'a>,
        platform: Text<'a>,
        store: Text<'a>,
        login: Text<'a>,
        sites: Vec<Text<'a>>,
        company: Text<'a>,
        tags: Vec<Text<'a>>,
        note: Text<'a>,
        pinned: bool,
        key: Bytes,
        kind: Text<'a>,
        pin: Hidden,
        algorithm: Text<'a>,
        digits: Maybe<u8>,
        period: Maybe<u32>,
        counter: Maybe<u64>,
        keyed: Text<'a>,
        exposed: Text<'a>,
        arrived: Text<'a>,
        past: Vec<PastRecord<'a, STRICT>>,
        copies: Vec<CopyRecord<'a, STRICT>>,
        two_step: Text<'a>,
        recovery: Vec<CodeRecord<'a, STRICT>>,
        recovery_left: Maybe<u32>,
        recovery_place: Text<'a>,
        recovery_checked: Text<'a>,
        users: Vec<Text<'a>>,
        profile: Text<'a>,
        console: Text<'a>,
        methods: Vec<MethodRecord<'a, STRICT>>,
        conflicts: Vec<ConflictRecord<'a, STRICT, AccountRecord<'a, STRICT>>>,
    }
}

record! {
    /// A [`Conflict`](crate::model::Conflict) in a record of the form `R`.
    struct ConflictRecord<'a, STRICT, R> {
        field: Text<'a>,
        other: R,
        round: Maybe<u32>,
    }
}

record! {
    /// A [`PastKey`](crate::model::PastKey).
    struct PastRecord<'a, STRICT> {
        mark: Text<'a>,
        keyed: Text<'a>,
        exposed: Text<'a>,
        after: bool,
    }
}

record! {
    /// A [`KeyCopy`](crate::model::KeyCopy).
    struct CopyRecord<'a, STRICT> {
        kind: Text<'a>,
        place: Text<'a>,
        device: Text<'a>,
        holder: Text<'a>,
        added: Text<'a>,
        removed: Text<'a>,
    }
}

record! {
    /// A [`RecoveryCode`](crate::model::RecoveryCode).
    struct CodeRecord<'a, STRICT> {
        code: Hidden,
        used: Text<'a>,
    }
}

record! {
    /// A [`Method`](crate::model::Method) and its last [`Test`](crate::model::Test).
    struct MethodRecord<'a, STRICT> {
        kind: Text<'a>,
        role: Text<'a>,
        device: Text<'a>,
        number: Text<'a>,
        address: Text<'a>,
        state: Text<'a>,
        registered: Text<'a>,
        tested: Text<'a>,
        result: Text<'a>,
        by: Text<'a>,
    }
}

record! {
    /// A [`Device`](crate::model::Device).
    struct DeviceRecord<'a, STRICT> {
        id: Text<'a>,
        label: Text<'a>,
        kind: Text<'a>,
        holder: Text<'a>,
        location: Text<'a>,
        state: Text<'a>,
        since: Text<'a>,
        auto_time: Maybe<bool>,
        note: Text<'a>,
        conflicts: Vec<ConflictRecord<'a, STRICT, DeviceRecord<'a, STRICT>>>,
    }
}

record! {
    /// A [`Number`](crate::model::Number).
    struct NumberRecord<'a, STRICT> {
        id: Text<'a>,
        number: Text<'a>,
        kind: Text<'a>,
        carrier: Text<'a>,
        registered_to: Text<'a>,
        device: Text<'a>,
        state: Text<'a>,
        since: Text<'a>,
        keepalive: Text<'a>,
        note: Text<'a>,
        conflicts: Vec<ConflictRecord<'a, STRICT, NumberRecord<'a, STRICT>>>,
    }
}

record! {
    /// A [`Person`](crate::model::Person).
    struct PersonRecord<'a, STRICT> {
        id: Text<'a>,
        name: Text<'a>,
        team: Text<'a>,
        left: Text<'a>,
        conflicts: Vec<ConflictRecord<'a, STRICT, PersonRecord<'a, STRICT>>>,
    }
}

record! {
    /// A [`Snooze`](crate::model::Snooze).
    struct SnoozeRecord<'a, STRICT> {
        id: Text<'a>,
        rule: Text<'a>,
        account: Text<'a>,
        device: Text<'a>,
        number: Text<'a>,
        person: Text<'a>,
        detail: Text<'a>,
        severity: Text<'a>,
        until: Text<'a>,
        reason: Text<'a>,
        by: Text<'a>,
        on: Text<'a>,
    }
}

record! {
    /// A [`Loss`](crate::model::Loss).
    struct LossRecord<'a, STRICT> {
        id: Text<'a>,
        device: Text<'a>,
        number: Text<'a>,
        person: Text<'a>,
        saw: bool,
        on: Text<'a>,
        by: Text<'a>,
        ticks: Vec<TickRecord<'a, STRICT>>,
    }
}

record! {
    /// A [`Tick`](crate::model::Tick).
    struct TickRecord<'a, STRICT> {
        account: Text<'a>,
        step: Text<'a>,
        on: Text<'a>,
        by: Text<'a>,
    }
}

record! {
    /// A [`GoneKey`](crate::model::GoneKey).
    struct GoneRecord<'a, STRICT> {
        id: Text<'a>,
        name: Text<'a>,
        mark: Text<'a>,
        keyed: Text<'a>,
        exposed: Text<'a>,
        out: Vec<OutRecord<'a, STRICT>>,
        past: Vec<PastRecord<'a, STRICT>>,
    }
}

record! {
    /// An [`Exposure`](crate::model::Exposure).
    struct OutRecord<'a, STRICT> {
        device: Text<'a>,
        number: Text<'a>,
        person: Text<'a>,
        on: Text<'a>,
    }
}

record! {
    /// A [`Platform`](crate::model::Platform): the form of `platforms.ron`.
    struct PlatformRecord<'a, STRICT> {
        name: Text<'a>,
        aliases: Vec<Text<'a>>,
        console: Text<'a>,
        consoles: BTreeMap<String, String>,
        kinds: Maybe<Vec<Text<'a>>>,
        app_twice: Maybe<bool>,
        one_number: Maybe<bool>,
        mandates: Vec<MandateRecord<'a, STRICT>>,
        recovery_codes: Maybe<u32>,
        sharing: Maybe<bool>,
        sub_users: Maybe<bool>,
        money: Maybe<bool>,
        withdrawing: Vec<WithdrawalRecord<'a, STRICT>>,
        checked_on: Text<'a>,
        source: Text<'a>,
        mark: Mark,
        note: Text<'a>,
    }
}

record! {
    /// A [`Mandate`](crate::model::Mandate).
    struct MandateRecord<'a, STRICT> {
        regions: Vec<Text<'a>>,
        since: Text<'a>,
    }
}

record! {
    /// A [`Withdrawal`](crate::model::Withdrawal).
    struct WithdrawalRecord<'a, STRICT> {
        kind: Text<'a>,
        on: Text<'a>,
    }
}

record! {
    /// Whatever an entry is called by, read from one that makes no sense otherwise.
    struct Names<'a, STRICT> {
        store: Text<'a>,
        login: Text<'a>,
        platform: Text<'a>,
        label: Text<'a>,
        number: Text<'a>,
        name: Text<'a>,
    }
}

impl Names<'_, false> {
    /// The first of them that is there.
    pub(super) fn title(self) -> String {
        [self.store, self.login, self.platform, self.label, self.number, self.name]
            .into_iter()
            .map(Text::owned)
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }
}

/// A word; blank stands for the usual one.
pub(super) fn word<T: Worded + Default>(text: &Text<'_>, field: &'static str) -> Result<T, Reason> {
    if text.0.is_empty() { Ok(T::default()) } else { must(text, field) }
}

/// A word that has to be there.
pub(super) fn must<T: Worded>(text: &Text<'_>, field: &'static str) -> Result<T, Reason> {
    T::from_word(&text.0).ok_or(Reason::Value { field })
}

/// What [`word`] reads.
pub(super) fn word_of<T: Worded + Default>(value: T) -> Text<'static> {
    if value == T::default() { Text::default() } else { value.word().into() }
}

pub(super) fn own_id(text: &Text<'_>) -> Result<Id, Reason> {
    if text.0.is_empty() {
        return Err(Reason::NoId);
    }
    text.0.parse().map_err(|_| Reason::Value { field: "id" })
}

pub(super) fn id_of(text: &Text<'_>, field: &'static str) -> Result<Id, Reason> {
    text.0.parse().map_err(|_| Reason::Value { field })
}

pub(super) fn other_id(text: &Text<'_>, field: &'static str) -> Result<Option<Id>, Reason> {
    if text.0.is_empty() {
        return Ok(None);
    }
    text.0.parse().map(Some).map_err(|_| Reason::Value { field })
}

/// A day that has to be there.
pub(super) fn day(text: &Text<'_>, field: &'static str) -> Result<Date, Reason> {
    date(text, field)?.ok_or(Reason::Value { field })
}

/// A day as ISO 8601 writes it, `2026-03-31`.
pub(super) fn date(text: &Text<'_>, field: &'static str) -> Result<Option<Date>, Reason> {
    if text.0.is_empty() {
        return Ok(None);
    }
    text.0.parse().map(Some).map_err(|_| Reason::Value { field })
}

/// What is there, in its own notation; blank when it is not.
pub(super) fn optional<T: ToString>(value: Option<T>) -> Text<'static> {
    value.map(|value| value.to_string()).unwrap_or_default().into()
}

pub(super) fn texts(list: &[String]) -> Vec<Text<'_>> {
    list.iter().map(|text| text.as_str().into()).collect()
}
