//! Findings put off, losses worked through, keys that had got out of accounts that are here no more.

use super::accounts::{past_record, read_past};
use super::fields::Text;
use super::records::{
    Entry, GoneRecord, LossRecord, OutRecord, SnoozeRecord, TickRecord, date, day, id_of, must,
    optional, other_id, own_id,
};
use crate::model::{Exposure, GoneKey, Id, List, Loss, Reason, Snooze, Thing, Tick, Worded};

impl Entry for Snooze {
    const LIST: List = List::Snoozes;
    type Id = Id;
    type Record<'a, const STRICT: bool> = SnoozeRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: SnoozeRecord<'_, STRICT>) -> Result<Self, Reason> {
        let severity = match &*record.severity.0 {
            "" => None,
            _ => Some(must(&record.severity, "severity")?),
        };
        if record.rule.0.is_empty() {
            return Err(Reason::Value { field: "rule" });
        }
        Ok(Self {
            id: own_id(&record.id)?,
            account: other_id(&record.account, "account")?,
            about: thing(&record.device, &record.number, &record.person)?,
            detail: record.detail.owned(),
            severity,
            until: day(&record.until, "until")?,
            on: day(&record.on, "on")?,
            rule: record.rule.owned(),
            reason: record.reason.owned(),
            by: record.by.owned(),
        })
    }

    fn record(&self) -> SnoozeRecord<'_, true> {
        let [device, number, person] = places(self.about);
        SnoozeRecord {
            id: self.id.to_string().into(),
            rule: self.rule.as_str().into(),
            account: optional(self.account),
            device,
            number,
            person,
            detail: self.detail.as_str().into(),
            severity: self.severity.map(Worded::word).unwrap_or_default().into(),
            until: self.until.to_string().into(),
            reason: self.reason.as_str().into(),
            by: self.by.as_str().into(),
            on: self.on.to_string().into(),
            ..SnoozeRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for Loss {
    const LIST: List = List::Losses;
    type Id = Id;
    type Record<'a, const STRICT: bool> = LossRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: LossRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            thing: thing(&record.device, &record.number, &record.person)?
                .ok_or(Reason::Value { field: "device" })?,
            saw: record.saw,
            on: day(&record.on, "on")?,
            by: record.by.owned(),
            ticks: record.ticks.into_iter().map(read_tick).collect::<Result<_, _>>()?,
        })
    }

    fn record(&self) -> LossRecord<'_, true> {
        let [device, number, person] = places(Some(self.thing));
        LossRecord {
            id: self.id.to_string().into(),
            device,
            number,
            person,
            saw: self.saw,
            on: self.on.to_string().into(),
            by: self.by.as_str().into(),
            ticks: self.ticks.iter().map(tick_record).collect(),
            ..LossRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

impl Entry for GoneKey {
    const LIST: List = List::Gone;
    type Id = Id;
    type Record<'a, const STRICT: bool> = GoneRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: GoneRecord<'_, STRICT>) -> Result<Self, Reason> {
        Ok(Self {
            id: own_id(&record.id)?,
            name: record.name.owned(),
            mark: record.mark.owned(),
            keyed: date(&record.keyed, "keyed")?,
            exposed: date(&record.exposed, "exposed")?,
            out: record.out.iter().map(read_out).collect::<Result<_, _>>()?,
            past: record.past.into_iter().map(read_past).collect::<Result<_, _>>()?,
        })
    }

    fn record(&self) -> GoneRecord<'_, true> {
        GoneRecord {
            id: self.id.to_string().into(),
            name: self.name.as_str().into(),
            mark: self.mark.as_str().into(),
            keyed: optional(self.keyed),
            exposed: optional(self.exposed),
            out: self.out.iter().map(out_record).collect(),
            past: self.past.iter().map(past_record).collect(),
            ..GoneRecord::default()
        }
    }

    fn id(&self) -> Id {
        self.id
    }
}

fn read_out<const STRICT: bool>(record: &OutRecord<'_, STRICT>) -> Result<Exposure, Reason> {
    let thing = thing(&record.device, &record.number, &record.person)?;
    let thing = thing.ok_or(Reason::Value { field: "device" })?;
    Ok(Exposure { thing, on: date(&record.on, "on")? })
}

fn out_record(out: &Exposure) -> OutRecord<'static, true> {
    let [device, number, person] = places(Some(out.thing));
    OutRecord { device, number, person, on: optional(out.on), ..OutRecord::default() }
}

fn read_tick<const STRICT: bool>(record: TickRecord<'_, STRICT>) -> Result<Tick, Reason> {
    Ok(Tick {
        account: id_of(&record.account, "account")?,
        step: must(&record.step, "step")?,
        on: day(&record.on, "on")?,
        by: record.by.owned(),
    })
}

fn tick_record(tick: &Tick) -> TickRecord<'_, true> {
    TickRecord {
        account: tick.account.to_string().into(),
        step: tick.step.word().into(),
        on: tick.on.to_string().into(),
        by: tick.by.as_str().into(),
        ..TickRecord::default()
    }
}

/// At most one of the three is there.
fn thing(device: &Text<'_>, number: &Text<'_>, person: &Text<'_>) -> Result<Option<Thing>, Reason> {
    let device = other_id(device, "device")?.map(Thing::Device);
    let number = other_id(number, "number")?.map(Thing::Number);
    let person = other_id(person, "person")?.map(Thing::Person);
    match (device, number, person) {
        (thing, None, None) | (None, thing, None) | (None, None, thing) => Ok(thing),
        _ => Err(Reason::Value { field: "device" }),
    }
}

/// What [`thing`] reads.
fn places(thing: Option<Thing>) -> [Text<'static>; 3] {
    let mut places = [Text::default(), Text::default(), Text::default()];
    if let Some(thing) = thing {
        let place = match thing {
            Thing::Device(_) => 0,
            Thing::Number(_) => 1,
            Thing::Person(_) => 2,
        };
        places[place] = thing.id().to_string().into();
    }
    places
}
