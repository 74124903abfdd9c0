//! The form of a place that holds a copy of an account's key.

use super::{Draft, Field, Saved, Subject, Work};
use crate::model::{Account, Book, CopyKind, Id, KeyCopy};

impl Draft {
    /// The form of a copy.
    pub fn of_copy(copy: &KeyCopy, book: &Book) -> Self {
        let mut draft = Self::whole_of(Subject::Copy);
        draft.put(Field::CopyKind, copy.kind);
        draft.set(Field::Place, &copy.place);
        let device = copy.device.and_then(|id| book.device(id));
        draft.set(Field::Device, device.map_or("", |device| &device.label));
        let holder = copy.holder.and_then(|id| book.person(id));
        draft.set(Field::Holder, holder.map_or("", |person| &person.name));
        draft.set_day(Field::Added, copy.added);
        draft.set_day(Field::Removed, copy.removed);
        draft
    }

    /// The account with the copy in it: in the place of the one at `at`, or behind the others.
    pub fn build_copy(
        &self,
        account: &Account,
        at: Option<usize>,
        work: &mut Work,
    ) -> Saved<Account> {
        let mut account = account.clone();
        let near = work.near(account.id);
        let base = at.and_then(|at| account.copies.get(at));
        let shown = base
            .map_or_else(|| Self::whole_of(Subject::Copy), |base| Self::of_copy(base, work.book));
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut copy = base.cloned().unwrap_or(KeyCopy {
            kind: CopyKind::default(),
            place: String::new(),
            device: None,
            holder: None,
            added: None,
            removed: None,
        });
        if touched(Field::CopyKind) {
            copy.kind = self.choice(Field::CopyKind);
        }
        if touched(Field::Place) {
            copy.place = self.trimmed(Field::Place);
        }
        if touched(Field::Device) {
            let device = work.device(self.text(Field::Device), near);
            copy.device = device.map_err(|flaw| vec![(Field::Device, flaw)])?;
        }
        if touched(Field::Holder) {
            let holder = work.person(self.text(Field::Holder), near);
            copy.holder = holder.map_err(|flaw| vec![(Field::Holder, flaw)])?;
        }
        // A phone nobody was known to have is theirs from now on.
        let unheld = |id: &Id| work.book.device(*id).is_some_and(|device| device.holder.is_none());
        if touched(Field::Holder)
            && copy.holder.is_some()
            && let Some(device) = copy.device.filter(unheld)
        {
            work.book.hand_over(device, copy.holder, work.today);
        }
        if touched(Field::Added) {
            copy.added = self.day(Field::Added);
        }
        if touched(Field::Removed) {
            copy.removed = self.day(Field::Removed);
        }
        match at.and_then(|at| account.copies.get_mut(at)) {
            Some(place) => *place = copy,
            None => account.copies.push(copy),
        }
        Ok(account)
    }
}
