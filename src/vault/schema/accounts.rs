//! Accounts and what hangs on them.

use super::conflicts;
use super::fields::Text;
use super::fields::{Bytes, Hidden, Maybe};
use super::records::{
    AccountRecord, CodeRecord, CopyRecord, Entry, MethodRecord, PastRecord, date, id_of, must,
    optional, other_id, own_id, texts, word, word_of,
};
use crate::model::{
    Account, Id, KeyCopy, List, Method, PastKey, Reason, Recovery, RecoveryCode, Test, Worded,
};
use crate::otp::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind};

impl Entry for Account {
    const LIST: List = List::Accounts;
    type Id = Id;
    type Record<'a, const STRICT: bool> = AccountRecord<'a, STRICT>;

    fn read<const STRICT: bool>(mut record: AccountRecord<'_, STRICT>) -> Result<Self, Reason> {
        let key = read_key(&mut record)?;
        let conflicts = conflicts::read(&record.id, std::mem::take(&mut record.conflicts))?;
        let recovery = read_recovery(&mut record)?;
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
            keyed: date(&record.keyed, "keyed")?,
            exposed: date(&record.exposed, "exposed")?,
            arrived: date(&record.arrived, "arrived")?,
            past: record.past.into_iter().map(read_past).collect::<Result<_, _>>()?,
            copies: record.copies.into_iter().map(read_copy).collect::<Result<_, _>>()?,
            two_step: word(&record.two_step, "two_step")?,
            recovery,
            users: record.users.iter().map(|id| id_of(id, "users")).collect::<Result<_, _>>()?,
            profile: record.profile.owned(),
            console: record.console.owned(),
            methods: record.methods.into_iter().map(read_method).collect::<Result<_, _>>()?,
            conflicts,
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
            keyed: optional(self.keyed),
            exposed: optional(self.exposed),
            arrived: optional(self.arrived),
            past: self.past.iter().map(past_record).collect(),
            copies: self.copies.iter().map(copy_record).collect(),
            two_step: word_of(self.two_step),
            users: self.users.iter().map(|id| id.to_string().into()).collect(),
            profile: self.profile.as_str().into(),
            console: self.console.as_str().into(),
            methods: self.methods.iter().map(method_record).collect(),
            conflicts: conflicts::write(&self.conflicts),
            ..AccountRecord::default()
        };
        if let Some(key) = &self.key {
            write_key(key, &mut record);
        }
        if let Some(recovery) = &self.recovery {
            write_recovery(recovery, &mut record);
        }
        record
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
        "motp" => Kind::Motp,
        "yandex" => Kind::Yandex,
        _ => return Err(Reason::Value { field: "kind" }),
    };
    let algorithm = match &*record.algorithm.0 {
        "" => None,
        word => Some(Algorithm::from_word(word).ok_or(Reason::Value { field: "algorithm" })?),
    };
    let secret = match std::mem::take(&mut record.key) {
        Bytes::Some(secret) => secret,
        // What describes a key that is not there would be lost on the next save.
        Bytes::None
            if record.kind.0.is_empty()
                && record.pin.0.is_none()
                && record.algorithm.0.is_empty()
                && record.digits.0.is_none()
                && record.period.0.is_none()
                && record.counter.0.is_none() =>
        {
            return Ok(None);
        }
        Bytes::None | Bytes::Garbled => return Err(Reason::Value { field: "key" }),
    };
    let usual = (algorithm.unwrap_or_default(), record.digits.0.unwrap_or(DEFAULT_DIGITS));
    let key = Key::new(secret, kind, usual.0, usual.1).map_err(|error| Reason::Value {
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
        ("digits", record.digits.0.is_some_and(|digits| digits != key.digits())),
        ("algorithm", algorithm.is_some_and(|algorithm| algorithm != key.algorithm())),
        ("pin", record.pin.0.is_some() && !kind.has_pin()),
    ];
    match idle.into_iter().find(|(_, idle)| *idle) {
        Some((field, _)) => Err(Reason::Value { field }),
        None => Ok(Some(key.with_pin(record.pin.0.take()))),
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
        Kind::Steam | Kind::Motp | Kind::Yandex => {
            record.kind = key.kind().word().into();
            record.pin = Hidden(key.pin().cloned());
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
            let result = must(&record.result, "result")?;
            Some(Test { on, result, by: record.by.owned() })
        }
    };
    Ok(Method {
        kind: must(&record.kind, "kind")?,
        role: must(&record.role, "role")?,
        device: other_id(&record.device, "device")?,
        number: other_id(&record.number, "number")?,
        address: record.address.owned(),
        state: word(&record.state, "state")?,
        registered: date(&record.registered, "registered")?,
        tested: test,
    })
}

fn method_record(method: &Method) -> MethodRecord<'_, true> {
    let mut record = MethodRecord {
        kind: method.kind.word().into(),
        role: method.role.word().into(),
        device: optional(method.device),
        number: optional(method.number),
        address: method.address.as_str().into(),
        state: word_of(method.state),
        registered: optional(method.registered),
        ..MethodRecord::default()
    };
    if let Some(test) = &method.tested {
        record.tested = test.on.to_string().into();
        record.result = test.result.word().into();
        record.by = test.by.as_str().into();
    }
    record
}

fn read_copy<const STRICT: bool>(record: CopyRecord<'_, STRICT>) -> Result<KeyCopy, Reason> {
    Ok(KeyCopy {
        kind: word(&record.kind, "kind")?,
        place: record.place.owned(),
        device: other_id(&record.device, "device")?,
        holder: other_id(&record.holder, "holder")?,
        added: date(&record.added, "added")?,
        removed: date(&record.removed, "removed")?,
    })
}

fn copy_record(copy: &KeyCopy) -> CopyRecord<'_, true> {
    CopyRecord {
        kind: word_of(copy.kind),
        place: copy.place.as_str().into(),
        device: optional(copy.device),
        holder: optional(copy.holder),
        added: optional(copy.added),
        removed: optional(copy.removed),
        ..CopyRecord::default()
    }
}

pub(super) fn read_past<const STRICT: bool>(
    record: PastRecord<'_, STRICT>,
) -> Result<PastKey, Reason> {
    Ok(PastKey {
        mark: record.mark.owned(),
        keyed: date(&record.keyed, "keyed")?,
        exposed: date(&record.exposed, "exposed")?,
        after: record.after,
    })
}

pub(super) fn past_record(past: &PastKey) -> PastRecord<'_, true> {
    PastRecord {
        mark: past.mark.as_str().into(),
        keyed: optional(past.keyed),
        exposed: optional(past.exposed),
        after: past.after,
        ..PastRecord::default()
    }
}

fn read_recovery<const STRICT: bool>(
    record: &mut AccountRecord<'_, STRICT>,
) -> Result<Option<Recovery>, Reason> {
    let codes = std::mem::take(&mut record.recovery);
    let read = |code: CodeRecord<'_, STRICT>| {
        let used = date(&code.used, "used")?;
        let code = code.code.0.ok_or(Reason::Value { field: "code" })?;
        Ok(RecoveryCode { code, used })
    };
    let recovery = Recovery {
        codes: codes.into_iter().map(read).collect::<Result<_, _>>()?,
        counted: record.recovery_left.0,
        place: std::mem::take(&mut record.recovery_place).owned(),
        checked: date(&record.recovery_checked, "recovery_checked")?,
    };
    Ok((recovery != Recovery::default()).then_some(recovery))
}

fn write_recovery<'a>(recovery: &'a Recovery, record: &mut AccountRecord<'a, true>) {
    let code = |code: &RecoveryCode| CodeRecord {
        code: Hidden(Some(code.code.clone())),
        used: optional(code.used),
        ..CodeRecord::default()
    };
    record.recovery = recovery.codes.iter().map(code).collect();
    record.recovery_left = Maybe(recovery.counted);
    record.recovery_place = recovery.place.as_str().into();
    record.recovery_checked = optional(recovery.checked);
}
