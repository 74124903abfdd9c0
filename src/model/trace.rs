//! Who had a key: what must not be forgotten when a phone changes hands.
//!
//! An authenticator app on a phone holds the key itself, so whoever held the phone may have copied
//! it. That ends only when the key is replaced. A rule that looks at today's holders alone would
//! fall silent as soon as somebody hands the phone over; so the earlier holder is written down as a
//! [`KeyCopy`] that was removed on that day. It is written for every change of hands and not only
//! for people who have left: most hand their phone over first and are marked as having left later.

use super::{Account, Book, CopyKind, Id, KeyCopy, MethodKind};
use crate::time::Date;

/// Somebody who has an account's key through an app on a device they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeper {
    /// Who.
    pub person: Id,
    /// The device's label.
    pub place: String,
}

impl Book {
    /// Everybody who has an account's key through an app.
    pub fn keepers(&self, account: &Account) -> Vec<Keeper> {
        let apps = account.methods.iter().filter(|method| method.kind == MethodKind::Totp);
        apps.filter_map(|method| self.device_of(method))
            .filter_map(|device| {
                Some(Keeper { person: device.holder?, place: device.label.clone() })
            })
            .collect()
    }

    /// Gives a device to somebody, or to nobody, and leaves a trace of who had it at every account
    /// whose key is on it. To be called before a device is removed, too.
    pub fn hand_over(&mut self, device: Id, holder: Option<Id>, today: Date) {
        let Some(place) = self.devices.iter_mut().find(|place| place.id == device) else { return };
        let before = std::mem::replace(&mut place.holder, holder);
        let Some(person) = before.filter(|_| before != holder) else { return };
        let keeper = Keeper { person, place: place.label.clone() };
        let mut accounts = std::mem::take(&mut self.accounts);
        for account in &mut accounts {
            let on_it = account.methods.iter().any(|method| {
                method.kind == MethodKind::Totp
                    && self.device_of(method).is_some_and(|found| found.id == device)
            });
            if on_it {
                account.remember(&keeper, today);
            }
        }
        self.accounts = accounts;
    }
}

impl Account {
    /// Leaves a trace of everybody in `before` who has the key no more.
    pub fn leave_traces(&mut self, before: &[Keeper], book: &Book, today: Date) {
        let now = book.keepers(self);
        for keeper in before.iter().filter(|keeper| now.iter().all(|k| k.person != keeper.person)) {
            self.remember(keeper, today);
        }
    }

    fn remember(&mut self, keeper: &Keeper, today: Date) {
        let known = self.copies.iter_mut().find(|copy| {
            copy.kind == CopyKind::App
                && copy.holder == Some(keeper.person)
                && copy.place == keeper.place
                && copy.removed.is_some()
        });
        match known {
            Some(copy) => copy.removed = Some(today),
            None => self.copies.push(KeyCopy {
                kind: CopyKind::App,
                place: keeper.place.clone(),
                device: None,
                holder: Some(keeper.person),
                added: None,
                removed: Some(today),
            }),
        }
    }
}
