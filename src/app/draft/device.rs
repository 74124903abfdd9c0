//! The form of a device.

use super::{Draft, Field, Flaw, Saved, Subject, Work, find};
use crate::model::{Book, Device};

impl Draft {
    /// The form of a device.
    pub fn of_device(device: &Device, book: &Book) -> Self {
        let mut draft = Self::whole_of(Subject::Device);
        draft.set(Field::Label, &device.label);
        draft.put(Field::DeviceKind, device.kind);
        let holder = device.holder.and_then(|id| book.person(id));
        draft.set(Field::Holder, holder.map_or("", |person| &person.name));
        draft.set(Field::Location, &device.location);
        draft.put(Field::DeviceState, device.state);
        draft.set_day(Field::Since, device.since);
        draft.set(
            Field::AutoTime,
            match device.auto_time {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            },
        );
        draft.set(Field::Note, &device.note);
        draft
    }

    /// Makes the device: a new one, or `base` with what the form says in its place. A device that
    /// changes hands leaves a trace at the accounts whose key is on it ([`Book::hand_over`]).
    pub fn build_device(&self, base: Option<&Device>, work: &mut Work) -> Saved<Device> {
        let shown = base.map_or_else(
            || Self::whole_of(Subject::Device),
            |base| Self::of_device(base, work.book),
        );
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut device = match base {
            Some(base) => base.clone(),
            None => Device::new((work.fresh)(), String::new()),
        };
        if touched(Field::Label) {
            device.label = self.trimmed(Field::Label);
            if find::devices(work.book, &device.label, None).iter().any(|id| *id != device.id) {
                return Err(vec![(Field::Label, Flaw::Taken)]);
            }
        }
        if touched(Field::Holder) {
            let holder = work.person(self.text(Field::Holder), work.near(device.id));
            device.holder = holder.map_err(|flaw| vec![(Field::Holder, flaw)])?;
            work.book.hand_over(device.id, device.holder, work.today);
        }
        if touched(Field::DeviceKind) {
            device.kind = self.choice(Field::DeviceKind);
        }
        if touched(Field::Location) {
            device.location = self.trimmed(Field::Location);
        }
        if touched(Field::DeviceState) {
            let before = std::mem::replace(&mut device.state, self.choice(Field::DeviceState));
            // Whoever has it may have it since the day it was first missed.
            if !(before.is_gone() && device.state.is_gone()) {
                device.since = Some(work.today);
            }
        }
        if touched(Field::Since) {
            device.since = self.day(Field::Since);
        }
        if touched(Field::AutoTime) {
            device.auto_time = match self.text(Field::AutoTime) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
        }
        if touched(Field::Note) {
            device.note = self.trimmed(Field::Note);
        }
        Ok(device)
    }
}
