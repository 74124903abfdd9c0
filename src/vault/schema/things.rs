//! Devices, numbers, people.

use super::conflicts;
use super::fields::Maybe;
use super::records::{
    DeviceRecord, Entry, NumberRecord, PersonRecord, date, optional, other_id, own_id, word,
    word_of,
};
use crate::model::{Device, Id, List, Number, Person, Reason};

impl Entry for Device {
    const LIST: List = List::Devices;
    type Id = Id;
    type Record<'a, const STRICT: bool> = DeviceRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: DeviceRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            label: record.label.owned(),
            kind: word(&record.kind, "kind")?,
            holder: other_id(&record.holder, "holder")?,
            location: record.location.owned(),
            state: word(&record.state, "state")?,
            since: date(&record.since, "since")?,
            auto_time: record.auto_time.0,
            note: record.note.owned(),
            conflicts: conflicts::read(&record.id, record.conflicts)?,
        })
    }

    fn record(&self) -> DeviceRecord<'_, true> {
        DeviceRecord {
            id: self.id.to_string().into(),
            label: self.label.as_str().into(),
            kind: word_of(self.kind),
            holder: optional(self.holder),
            location: self.location.as_str().into(),
            state: word_of(self.state),
            since: optional(self.since),
            auto_time: Maybe(self.auto_time),
            note: self.note.as_str().into(),
            conflicts: conflicts::write(&self.conflicts),
            ..DeviceRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Number {
    const LIST: List = List::Numbers;
    type Id = Id;
    type Record<'a, const STRICT: bool> = NumberRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: NumberRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            number: record.number.owned(),
            kind: word(&record.kind, "kind")?,
            carrier: record.carrier.owned(),
            registered_to: record.registered_to.owned(),
            device: other_id(&record.device, "device")?,
            state: word(&record.state, "state")?,
            since: date(&record.since, "since")?,
            keepalive: date(&record.keepalive, "keepalive")?,
            note: record.note.owned(),
            conflicts: conflicts::read(&record.id, record.conflicts)?,
        })
    }

    fn record(&self) -> NumberRecord<'_, true> {
        NumberRecord {
            id: self.id.to_string().into(),
            number: self.number.as_str().into(),
            kind: word_of(self.kind),
            carrier: self.carrier.as_str().into(),
            registered_to: self.registered_to.as_str().into(),
            device: optional(self.device),
            state: word_of(self.state),
            since: optional(self.since),
            keepalive: optional(self.keepalive),
            note: self.note.as_str().into(),
            conflicts: conflicts::write(&self.conflicts),
            ..NumberRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Person {
    const LIST: List = List::People;
    type Id = Id;
    type Record<'a, const STRICT: bool> = PersonRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: PersonRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            name: record.name.owned(),
            team: record.team.owned(),
            left: date(&record.left, "left")?,
            conflicts: conflicts::read(&record.id, record.conflicts)?,
        })
    }

    fn record(&self) -> PersonRecord<'_, true> {
        PersonRecord {
            id: self.id.to_string().into(),
            name: self.name.as_str().into(),
            team: self.team.as_str().into(),
            left: optional(self.left),
            conflicts: conflicts::write(&self.conflicts),
            ..PersonRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}
