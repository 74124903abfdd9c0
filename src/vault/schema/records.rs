//! Each record of the file and the model's counterpart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::{Bytes, Maybe, Text, record};
use crate::model::{
    Account, Device, DeviceState, Id, List, Method, MethodKind, MethodState, Number, NumberState,
    Person, Reason, Role, Test, TestResult,
};
use crate::otp::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind};
use crate::time::Date;

/// A thing of the model that has a list of its own in the file.
pub(super) trait Entry: Sized {
    /// The list.
    const LIST: List;
    /// How it stands there.
    type Record<'a, const STRICT: bool>: Deserialize<'a> + Serialize;

    /// Makes sense of a record, or says why there is none in it.
    fn read<const STRICT: bool>(record: Self::Record<'_, STRICT>) -> Result<Self, Reason>;
    /// The record it is written as.
    fn record(&self) -> Self::Record<'_, true>;
    /// Its name for life.
    fn id(&self) -> Id;
}

record! {
    /// The whole file after its first line.
    struct Document<'a, STRICT, A, D, N, P> {
        vault: Bytes,
        revision: BTreeMap<String, u64>,
        recipients: Vec<MemberRecord<'a, STRICT>>,
        accounts: A,
        devices: D,
        numbers: N,
        people: P,
    }
}

record! {
    /// A [`Member`](super::Member).
    struct MemberRecord<'a, STRICT> {
        key: Text<'a>,
        label: Text<'a>,
        added: Text<'a>,
    }
}

record! {
    /// An [`Account`] and its [`Key`].
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
        algorithm: Text<'a>,
        digits: Maybe<u8>,
        period: Maybe<u32>,
        counter: Maybe<u64>,
        methods: Vec<MethodRecord<'a, STRICT>>,
    }
}

record! {
    /// A [`Method`] and its last [`Test`].
    struct MethodRecord<'a, STRICT> {
        kind: Text<'a>,
        role: Text<'a>,
        device: Text<'a>,
        number: Text<'a>,
        state: Text<'a>,
        tested: Text<'a>,
        result: Text<'a>,
        by: Text<'a>,
    }
}

record! {
    /// A [`Device`].
    struct DeviceRecord<'a, STRICT> {
        id: Text<'a>,
        label: Text<'a>,
        holder: Text<'a>,
        location: Text<'a>,
        state: Text<'a>,
    }
}

record! {
    /// A [`Number`].
    struct NumberRecord<'a, STRICT> {
        id: Text<'a>,
        number: Text<'a>,
        device: Text<'a>,
        state: Text<'a>,
    }
}

record! {
    /// A [`Person`].
    struct PersonRecord<'a, STRICT> {
        id: Text<'a>,
        name: Text<'a>,
        left: Text<'a>,
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

impl Entry for Account {
    const LIST: List = List::Accounts;
    type Record<'a, const STRICT: bool> = AccountRecord<'a, STRICT>;

    fn read<const STRICT: bool>(mut record: AccountRecord<'_, STRICT>) -> Result<Self, Reason> {
        let key = read_key(&mut record)?;
        Ok(Self {
            id: own_id(&record.id)?,
            platform: record.platform.owned(),
            store: record.store.owned(),
            login: record.login.owned(),
            marketplaces: record.sites.into_iter().map(Text::owned).collect(),
            company: record.company.owned(),
            tags: record.tags.into_iter().map(Text::owned).collect(),
            note: record.note.owned(),
            pinned: record.pinned,
            key,
            methods: record.methods.into_iter().map(read_method).collect::<Result<_, _>>()?,
        })
    }

    fn record(&self) -> AccountRecord<'_, true> {
        let mut record = AccountRecord {
            id: self.id.to_string().into(),
            platform: self.platform.as_str().into(),
            store: self.store.as_str().into(),
            login: self.login.as_str().into(),
            sites: texts(&self.marketplaces),
            company: self.company.as_str().into(),
            tags: texts(&self.tags),
            note: self.note.as_str().into(),
            pinned: self.pinned,
            methods: self.methods.iter().map(method_record).collect(),
            ..AccountRecord::default()
        };
        if let Some(key) = &self.key {
            write_key(key, &mut record);
        }
        record
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Device {
    const LIST: List = List::Devices;
    type Record<'a, const STRICT: bool> = DeviceRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: DeviceRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            label: record.label.owned(),
            holder: other_id(&record.holder, "holder")?,
            location: record.location.owned(),
            state: word(&record.state, "state", &DEVICE_STATES)?,
        })
    }

    fn record(&self) -> DeviceRecord<'_, true> {
        DeviceRecord {
            id: self.id.to_string().into(),
            label: self.label.as_str().into(),
            holder: optional(self.holder),
            location: self.location.as_str().into(),
            state: word_of(self.state, &DEVICE_STATES),
            ..DeviceRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Number {
    const LIST: List = List::Numbers;
    type Record<'a, const STRICT: bool> = NumberRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: NumberRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            number: record.number.owned(),
            device: other_id(&record.device, "device")?,
            state: word(&record.state, "state", &NUMBER_STATES)?,
        })
    }

    fn record(&self) -> NumberRecord<'_, true> {
        NumberRecord {
            id: self.id.to_string().into(),
            number: self.number.as_str().into(),
            device: optional(self.device),
            state: word_of(self.state, &NUMBER_STATES),
            ..NumberRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Person {
    const LIST: List = List::People;
    type Record<'a, const STRICT: bool> = PersonRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: PersonRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            name: record.name.owned(),
            left: date(&record.left, "left")?,
        })
    }

    fn record(&self) -> PersonRecord<'_, true> {
        PersonRecord {
            id: self.id.to_string().into(),
            name: self.name.as_str().into(),
            left: optional(self.left),
            ..PersonRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

fn read_key<const STRICT: bool>(
    record: &mut AccountRecord<'_, STRICT>,
) -> Result<Option<Key>, Reason> {
    let kind = match &*record.kind.0 {
        "" | "totp" => Kind::Totp { period: record.period.0.unwrap_or(DEFAULT_PERIOD) },
        "hotp" => Kind::Hotp { counter: record.counter.0.unwrap_or(0) },
        "steam" => Kind::Steam,
        _ => return Err(Reason::Value { field: "kind" }),
    };
    let algorithm = match &*record.algorithm.0 {
        "" => Algorithm::default(),
        word => Algorithm::from_word(word).ok_or(Reason::Value { field: "algorithm" })?,
    };
    let secret = match std::mem::take(&mut record.key) {
        Bytes::Some(secret) => secret,
        // What describes a key that is not there would be lost on the next save.
        Bytes::None
            if record.kind.0.is_empty()
                && record.algorithm.0.is_empty()
                && record.digits.0.is_none()
                && record.period.0.is_none()
                && record.counter.0.is_none() =>
        {
            return Ok(None);
        }
        Bytes::None | Bytes::Garbled => return Err(Reason::Value { field: "key" }),
    };
    let digits = record.digits.0.unwrap_or(if kind == Kind::Steam { 5 } else { DEFAULT_DIGITS });
    let key = Key::new(secret, kind, algorithm, digits).map_err(|error| Reason::Value {
        field: match error {
            KeyError::Digits => "digits",
            KeyError::Period => "period",
            KeyError::Counter => "counter",
            KeyError::Length => "key",
        },
    })?;
    // What this kind of key has no use for would be lost on the next save, too.
    let idle = [
        ("counter", record.counter.0.is_some() && !matches!(kind, Kind::Hotp { .. })),
        ("period", record.period.0.is_some() && !matches!(kind, Kind::Totp { .. })),
        ("digits", key.digits() != digits),
        ("algorithm", key.algorithm() != algorithm),
    ];
    match idle.into_iter().find(|(_, idle)| *idle) {
        Some((field, _)) => Err(Reason::Value { field }),
        None => Ok(Some(key)),
    }
}

fn write_key(key: &Key, record: &mut AccountRecord<'_, true>) {
    record.key = Bytes::Some(key.secret().clone());
    match key.kind() {
        Kind::Totp { period } => record.period = Maybe::unless(period, &DEFAULT_PERIOD),
        Kind::Hotp { counter } => {
            record.kind = key.kind().word().into();
            record.counter = Maybe::unless(counter, &0);
        }
        Kind::Steam => {
            record.kind = key.kind().word().into();
            return;
        }
    }
    if key.algorithm() != Algorithm::default() {
        record.algorithm = key.algorithm().word().into();
    }
    record.digits = Maybe::unless(key.digits(), &DEFAULT_DIGITS);
}

fn read_method<const STRICT: bool>(record: MethodRecord<'_, STRICT>) -> Result<Method, Reason> {
    let tested = date(&record.tested, "tested")?;
    if tested.is_none() && !(record.result.0.is_empty() && record.by.0.is_empty()) {
        return Err(Reason::Value { field: "tested" });
    }
    let test = match tested {
        None => None,
        Some(on) => {
            let result = TEST_RESULTS
                .iter()
                .find(|(_, word)| *word == record.result.0)
                .ok_or(Reason::Value { field: "result" })?
                .0;
            Some(Test { on, result, by: record.by.owned() })
        }
    };
    Ok(Method {
        kind: MethodKind::from_word(&record.kind.0).ok_or(Reason::Value { field: "kind" })?,
        role: Role::from_word(&record.role.0).ok_or(Reason::Value { field: "role" })?,
        device: other_id(&record.device, "device")?,
        number: other_id(&record.number, "number")?,
        state: word(&record.state, "state", &METHOD_STATES)?,
        tested: test,
    })
}

fn method_record(method: &Method) -> MethodRecord<'_, true> {
    let mut record = MethodRecord {
        kind: method.kind.word().into(),
        role: method.role.word().into(),
        device: optional(method.device),
        number: optional(method.number),
        state: word_of(method.state, &METHOD_STATES),
        ..MethodRecord::default()
    };
    if let Some(test) = &method.tested {
        record.tested = test.on.to_string().into();
        record.result = TEST_RESULTS
            .iter()
            .find(|(result, _)| *result == test.result)
            .map_or("", |r| r.1)
            .into();
        record.by = test.by.as_str().into();
    }
    record
}

/// The words of a state. The first is the usual one and is left out of the file.
type Words<T, const N: usize> = [(T, &'static str); N];

const METHOD_STATES: Words<MethodState, 3> = [
    (MethodState::Active, "active"),
    (MethodState::Lost, "lost"),
    (MethodState::Retired, "retired"),
];

const DEVICE_STATES: Words<DeviceState, 4> = [
    (DeviceState::Ok, "ok"),
    (DeviceState::Lost, "lost"),
    (DeviceState::Broken, "broken"),
    (DeviceState::Retired, "retired"),
];

const NUMBER_STATES: Words<NumberState, 4> = [
    (NumberState::Ok, "ok"),
    (NumberState::Suspended, "suspended"),
    (NumberState::Lapsed, "lapsed"),
    (NumberState::Lost, "lost"),
];

const TEST_RESULTS: Words<TestResult, 5> = [
    (TestResult::Ok, "ok"),
    (TestResult::Late, "late"),
    (TestResult::Garbled, "garbled"),
    (TestResult::None, "none"),
    (TestResult::Rejected, "rejected"),
];

fn word<T: Copy, const N: usize>(
    text: &Text<'_>,
    field: &'static str,
    words: &Words<T, N>,
) -> Result<T, Reason> {
    words
        .iter()
        .find(|(_, word)| *word == text.0)
        .or_else(|| words.first().filter(|_| text.0.is_empty()))
        .map(|(value, _)| *value)
        .ok_or(Reason::Value { field })
}

fn word_of<T: PartialEq + Copy, const N: usize>(value: T, words: &Words<T, N>) -> Text<'static> {
    words.iter().skip(1).find(|(known, _)| *known == value).map_or("", |(_, word)| word).into()
}

fn own_id(text: &Text<'_>) -> Result<Id, Reason> {
    if text.0.is_empty() {
        return Err(Reason::NoId);
    }
    text.0.parse().map_err(|_| Reason::Value { field: "id" })
}

fn other_id(text: &Text<'_>, field: &'static str) -> Result<Option<Id>, Reason> {
    if text.0.is_empty() {
        return Ok(None);
    }
    text.0.parse().map(Some).map_err(|_| Reason::Value { field })
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

fn texts(list: &[String]) -> Vec<Text<'_>> {
    list.iter().map(|text| text.as_str().into()).collect()
}
