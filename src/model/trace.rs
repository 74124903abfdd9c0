//! Who had a key: what must not be forgotten when a phone changes hands.
//!
//! An authenticator app on a phone holds the key itself, so whoever held the phone may have copied
//! it. That ends only when the key is replaced. A rule that looks at today's holders alone would
//! fall silent as soon as somebody hands the phone over; so the earlier holder is written down as a
//! [`KeyCopy`] that was removed on that day. It is written for every change of hands and not only
//! for people who have left: most hand their phone over first and are marked as having left later.
//!
//! A record that is taken out cannot be pointed at any more. What it exposed is kept as a day, in
//! [`Account::exposed`]: tidying up must not look like replacing the key.

use super::{
    Account, Book, CopyKind, Device, GoneKey, Id, KeyCopy, Loss, Method, MethodKind, MethodState,
    PastKey, Step, Thing, Tick,
};
use crate::otp::Key;
use crate::time::Date;

/// Somebody who has an account's key through a device they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Keeper {
    person: Id,
    /// The device's label.
    place: String,
}

/// Who has an account's key, and how it got out: what an edit must not make anybody forget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepers {
    through_devices: Vec<Keeper>,
    exposures: Vec<Exposure>,
}

/// A way in which an account's key, the one it still has, came into hands outside the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exposure {
    /// The lost device, or who left.
    pub thing: Thing,
    /// Since when, which may be a day to come; `None` when nobody knows.
    pub on: Option<Date>,
}

impl Book {
    /// Everybody who has an account's key, and how it got out.
    pub fn keepers(&self, account: &Account) -> Keepers {
        let apps = account.apps().filter_map(|method| self.device_of(method));
        let live = account.copies.iter().filter(|copy| follows_device(copy));
        let copied = live.filter_map(|copy| self.device(copy.device?));
        let keeper =
            |device: &Device| Some(Keeper { person: device.holder?, place: device.label.clone() });
        Keepers {
            through_devices: apps.chain(copied).filter_map(keeper).collect(),
            exposures: self.exposures(account).collect(),
        }
    }

    /// How an account's key got out and was not replaced since, by the records that still say so.
    ///
    /// A device may be lost without anybody knowing since when. Then no day of replacing can be shown
    /// to be late enough: it counts until the method or the copy is taken out. A copy that is over
    /// still counts for whoever had it, unless the key was replaced after it was over.
    pub fn exposures(&self, account: &Account) -> impl Iterator<Item = Exposure> {
        self.exposures_if(account, None)
    }

    /// The same, as if a thing that may still be there were gone: no key was replaced since then.
    pub fn exposures_if(
        &self,
        account: &Account,
        gone: Option<Thing>,
    ) -> impl Iterator<Item = Exposure> {
        let is_it = move |thing: Thing| gone == Some(thing);
        let lost = move |device: Option<&Device>| {
            let thing = Thing::Device(device?.id);
            let device = device.filter(|device| device.state.is_gone() || is_it(thing))?;
            let on = device.state.is_gone().then(|| self.day_of(thing, device.since));
            Some(Exposure { thing, on: on.flatten() })
        };
        let left = move |person: Option<Id>| {
            let person = self.person(person?)?;
            let thing = Thing::Person(person.id);
            let on = self.left(person, account);
            (on.is_some() || is_it(thing)).then_some(Exposure { thing, on })
        };
        let keyed = account.first_keyed();
        let apps = account.apps().filter_map(|method| self.device_of(method));
        let apps = apps.filter(|device| device.state != super::DeviceState::Retired);
        let by_app = apps.flat_map(move |device| [lost(Some(device)), left(device.holder)]);
        let holder = move |copy: &KeyCopy| {
            let device = || self.device(copy.device?);
            left(copy.holder.or_else(|| device()?.holder).filter(|_| copy.is_of(keyed)))
        };
        let by_copy = account.copies.iter().flat_map(move |copy| {
            let device = copy.device.and_then(|id| self.device(id));
            let was_there = |loss: &Exposure| match (copy.removed, loss.on) {
                (None, _) => true,
                (Some(removed), Some(on)) => removed >= on,
                (Some(_), None) => false,
            };
            let held = copy.removed.is_none().then(|| holder(copy)).flatten();
            [lost(device).filter(was_there), held]
        });
        // That somebody had this very key until they left is written down: replacing it ends such a copy.
        let over = account.copies.iter().filter_map(move |copy| {
            let (removed, had) = (copy.removed?, holder(copy)?);
            let is_told = had.on.is_some_and(|on| removed <= on && keyed == Some(on));
            (is_told || !self.is_replaced(account, had.thing, had.on)).then_some(had)
        });
        // Of a login without a key here they saw none.
        let read = self.losses.iter().filter(|_| account.key.is_some());
        let read =
            read.filter(move |loss| self.was_seen(loss, account) && !replaced_since(loss, account));
        // Also of whoever is back: what was seen was seen.
        let by_vault = read.filter_map(|loss| {
            self.person(loss.thing.id())?;
            Some(Exposure { thing: loss.thing, on: Some(loss.on) })
        });
        by_app
            .chain(by_copy)
            .flatten()
            .filter(move |exposure| !self.is_replaced(account, exposure.thing, exposure.on))
            .chain(over)
            .chain(by_vault)
    }

    /// The day a thing was lost: what its record says, else what was written down of its loss.
    pub fn day_of(&self, thing: Thing, since: Option<Date>) -> Option<Date> {
        let losses = || self.losses.iter().filter(|loss| loss.thing == thing);
        since.or_else(|| losses().map(|loss| loss.on).max())
    }

    /// Whether an account's key was replaced after it got out with a thing on a day. Health, the lists of what
    /// is to be done and the report all ask this: what somebody ticked off does not make a key another one. Days
    /// do not tell which came first on that very day; then only a step that was ticked off says so, and that a key
    /// that had got out stood here before.
    pub fn is_replaced(&self, account: &Account, thing: Thing, on: Option<Date>) -> bool {
        let ticked = || {
            let losses = self.losses_at(account).filter(|loss| loss.thing == thing);
            losses.flat_map(|loss| &loss.ticks).any(|tick| is_rekey(tick, account))
        };
        let told = || self.losses_at(account).any(|loss| loss.thing == thing);
        account.first_keyed().zip(on).is_some_and(|(keyed, on)| {
            // Where nothing was written down, nothing can be ticked off.
            keyed > on || keyed == on && (ticked() && account.followed_one_out(on) || !told())
        })
    }

    /// What follows from another key in the place of `old` besides the key itself. One that is new here is of
    /// today. One that stood here before is as old as it was then: to put it back replaces nothing.
    pub fn rekey(&self, account: &mut Account, old: &Key, day: Option<Date>, today: Date) {
        if account.key.is_none() {
            return;
        }
        let before = self.known_key(account, today);
        self.note_past(account, old, today);
        match before {
            Some(before) => {
                let out = self.seen_elsewhere(account, &before.mark);
                self.take_known(account, &before, &out, today);
            }
            None => account.keyed = day.or(Some(today)),
        }
    }

    /// Keeps the mark of a key that an account had until now; `account` still has its day.
    pub fn note_past(&self, account: &mut Account, old: &Key, today: Date) {
        let past = self.judged(account, old, today);
        account.past.retain(|other| other.mark != past.mark);
        account.past.push(past);
    }

    /// What is to be known of a key that goes from an account which still has its day.
    pub(super) fn judged(&self, account: &Account, old: &Key, today: Date) -> PastKey {
        let out = self.exposures(account).map(|exposure| exposure.on.unwrap_or(today));
        let out = out.filter(|on| *on <= today).max();
        let followed = || account.keyed.is_some_and(|day| account.followed_one_out(day));
        PastKey {
            mark: old.mark(),
            keyed: account.keyed,
            exposed: out.max(account.got_out()),
            after: out.is_none() && followed(),
        }
    }

    /// What follows from a key where there was none: one that stood here before, or that got out of another
    /// account, is as old as it was then.
    pub fn first_key(&self, account: &mut Account, today: Date) {
        let Some(mark) = account.key.as_ref().map(Key::mark) else { return };
        let known = self.known_elsewhere(account, &mark, today);
        let out = self.seen_elsewhere(account, &mark);
        self.first_key_by(account, (known, out), today);
    }

    /// The same by what all others tell of it.
    pub(super) fn first_key_by(
        &self,
        account: &mut Account,
        (known, out): (Option<PastKey>, Vec<Exposure>),
        today: Date,
    ) {
        let Some(mark) = account.key.as_ref().map(Key::mark) else { return };
        let own = account.past.iter().find(|past| past.mark == mark).cloned();
        let is_told = own.is_some() || !out.is_empty();
        if let Some(before) = own.or(known).filter(|it| is_told || it.exposed.is_some()) {
            self.take_known(account, &before, &out, today);
        }
    }

    fn take_known(&self, account: &mut Account, before: &PastKey, out: &[Exposure], today: Date) {
        let days = out.iter().map(|it| it.on.unwrap_or(today)).filter(|on| *on <= today);
        let exposed = days.max().max(before.exposed);
        let is_before = |day: &Date| exposed.is_none_or(|on| *day < on);
        account.keyed = before.keyed.filter(is_before);
        account.exposed = account.exposed.max(exposed);
        let told: Vec<Thing> = self.exposures(account).map(|it| it.thing).collect();
        let people = out.iter().filter(|it| !told.contains(&it.thing));
        let people = people.filter_map(|it| match it.thing {
            Thing::Person(id) if self.person(id).is_none() => None,
            Thing::Person(id) => Some(KeyCopy::seen(id, it.on.unwrap_or(today))),
            Thing::Device(_) | Thing::Number(_) => None,
        });
        account.add_seen(people.collect());
    }

    /// How a key got out of the other accounts that have it or had it.
    pub(super) fn seen_elsewhere(&self, account: &Account, mark: &str) -> Vec<Exposure> {
        let others = self.accounts.iter().filter(|other| other.id != account.id);
        let key = account.key.as_ref();
        let out = others.filter_map(|other| Some(self.out_of(other, key?, mark)));
        let gone = self.gone.iter().filter(|gone| gone.id != account.id && gone.mark == mark);
        out.flatten().chain(gone.flat_map(|gone| gone.out.iter().copied())).collect()
    }

    /// How a key got out of an account that has it or had it.
    pub(super) fn out_of(&self, account: &Account, key: &Key, mark: &str) -> Vec<Exposure> {
        if account.has_key(key) {
            return self.exposures(account).collect();
        }
        let Some(past) = account.past.iter().find(|past| past.mark == mark) else {
            return Vec::new();
        };
        // As if it had never been replaced.
        let (key, keyed) = (Some(key.clone()), past.keyed);
        let then = Account { key, keyed, past: Vec::new(), ..account.clone() };
        self.exposures(&then).collect()
    }

    /// Whether a day that was typed would make a key count as replaced that is the same: it stands here since the
    /// day that was known, and at the latest since the account is here where it is its first.
    pub fn is_typed_away(&self, before: &Account, after: &Account) -> bool {
        let made = before.id.made();
        let since = match before.keyed {
            Some(day) if before.past.is_empty() => day.max(made),
            known => known.unwrap_or(made),
        };
        let same = before.key.as_ref().zip(after.key.as_ref());
        if same.is_none_or(|(old, new)| old.secret() != new.secret())
            || after.keyed.is_none_or(|day| day <= since)
        {
            return false;
        }
        let typed = Account { keyed: after.keyed, ..before.clone() };
        let still: Vec<Exposure> = self.exposures(&typed).collect();
        let is_over = before.exposed.is_some_and(|on| {
            before.keyed.is_none_or(|day| day < on) && after.keyed.is_some_and(|day| day >= on)
        });
        is_over || self.exposures(before).any(|it| !still.contains(&it))
    }

    /// Whether the key that an account has says something of where it comes to stand as well: it is of before
    /// today, or had got out.
    pub(super) fn is_old(&self, account: &Account, today: Date) -> bool {
        account.key.is_some()
            && (account.since_keyed() < today || self.exposures(account).next().is_some())
    }

    /// What is known of the key that an account has, where that stood here before today, or at another account.
    pub fn known_key(&self, account: &Account, today: Date) -> Option<PastKey> {
        let mark = &*account.key.as_ref()?.mark();
        let own = account.past.iter().find(|past| past.mark == mark).cloned();
        own.or_else(|| self.known_elsewhere(account, mark, today))
    }

    pub(super) fn known_elsewhere(
        &self,
        account: &Account,
        mark: &str,
        today: Date,
    ) -> Option<PastKey> {
        let key = account.key.as_ref()?;
        let others = self.accounts.iter().filter(|other| other.id != account.id);
        let all = others.filter_map(|other| self.known_of(other, key, mark, today));
        let gone = self.gone.iter().filter(|gone| gone.id != account.id);
        let gone = gone.flat_map(GoneKey::keys).filter(|past| past.mark == mark);
        all.chain(gone).max_by_key(|past| past.exposed)
    }

    /// What an account that had a key, or has it since before today, tells of it.
    pub(super) fn known_of(
        &self,
        account: &Account,
        key: &Key,
        mark: &str,
        today: Date,
    ) -> Option<PastKey> {
        let past = account.past.iter().find(|past| past.mark == mark).cloned();
        let has = || {
            let tells = account.has_key(key) && self.is_old(account, today);
            tells.then(|| PastKey {
                mark: mark.to_owned(),
                keyed: Some(account.since_keyed()),
                exposed: account.exposed,
                after: false,
            })
        };
        past.or_else(has)
    }

    /// Whether whoever was shut out saw an account: nothing of another vault, and nothing that came later.
    /// What came on that day is told by the moments at which both were made; what was moved here on that
    /// day, and all that is in doubt, was seen.
    pub fn was_seen(&self, loss: &Loss, account: &Account) -> bool {
        let came_after =
            loss.id.made() == loss.on && account.id.made() == loss.on && account.id > loss.id;
        loss.saw
            && self.since(loss, account) <= loss.on
            && !came_after
            && self.homes.share(loss.id, account.id)
    }

    /// Those who were shut out after they had seen an account.
    pub fn seen_by(&self, account: &Account) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |loss| self.was_seen(loss, account))
    }

    /// Gives a device to somebody, or to nobody, and leaves a trace of who had it at every account
    /// whose key is on it.
    pub fn hand_over(&mut self, device: Id, holder: Option<Id>, today: Date) {
        let Some(place) = self.devices.iter_mut().find(|place| place.id == device) else { return };
        let before = std::mem::replace(&mut place.holder, holder);
        let Some(person) = before.filter(|_| before != holder) else { return };
        let keeper = Keeper { person, place: place.label.clone() };
        let mut accounts = std::mem::take(&mut self.accounts);
        for account in &mut accounts {
            let is_there = |found: &Device| found.id == device;
            let mut on_it =
                account.apps().any(|method| self.device_of(method).is_some_and(is_there));
            for copy in account.copies.iter_mut().filter(|copy| copy.device == Some(device)) {
                on_it |= follows_device(copy);
                // What is over stays with whoever had it.
                if copy.removed.is_some() {
                    copy.holder.get_or_insert(person);
                }
            }
            if on_it {
                account.remember(&keeper, today);
            }
        }
        self.accounts = accounts;
    }

    /// Takes a device, a number or a person out, with every mention of it. Who had a key through it
    /// leaves a trace; a key that it exposed stays [exposed](Account::exposed); a method that went
    /// with it stays lost. Whoever is taken out has left: nobody can say so afterwards.
    pub fn remove_thing(&mut self, thing: Thing, today: Date) {
        match thing {
            Thing::Device(id) => self.hand_over(id, None, today),
            Thing::Person(id) => {
                let person = self.people.iter_mut().find(|person| person.id == id);
                if let Some(person) = person.filter(|person| !person.has_left(today)) {
                    person.left = Some(today);
                }
            }
            Thing::Number(_) => {}
        }
        self.keep_exposures(today, |book| {
            book.end_what_goes_with(thing, today);
            book.unlink(thing);
        });
    }

    /// Makes a change to things after which no record may tell any more how a key got out: those
    /// keys stay [exposed](Account::exposed). The change leaves the list of accounts as it is.
    pub fn keep_exposures<T>(&mut self, today: Date, change: impl FnOnce(&mut Self) -> T) -> T {
        let before: Vec<Vec<Exposure>> =
            self.accounts.iter().map(|account| self.exposures(account).collect()).collect();
        let changed = change(self);
        let mut accounts = std::mem::take(&mut self.accounts);
        for (account, before) in accounts.iter_mut().zip(&before) {
            account.keep_exposed(before, self, today);
        }
        self.accounts = accounts;
        changed
    }

    /// An account without the copy of its key at a place; `None` when there is none. That the key
    /// got out through it is kept.
    pub fn without_copy(&self, account: &Account, at: usize, today: Date) -> Option<Account> {
        account.copies.get(at)?;
        let before: Vec<Exposure> = self.exposures(account).collect();
        let mut account = account.clone();
        account.copies.remove(at);
        account.keep_exposed(&before, self, today);
        Some(account)
    }

    /// Methods that went with a thing are lost, and copies on it are over.
    fn end_what_goes_with(&mut self, thing: Thing, today: Date) {
        let id = thing.id();
        let label = self.device(id).map(|device| device.label.clone());
        let is_gone = self.device(id).is_some_and(|device| device.state.is_gone())
            || self.number(id).is_some_and(|number| number.state.is_gone());
        let mut accounts = std::mem::take(&mut self.accounts);
        for account in &mut accounts {
            for method in &mut account.methods {
                let hangs = method.number == Some(id)
                    || self.handsets_of(method).any(|device| device.id == id);
                if is_gone && hangs && method.state == MethodState::Active {
                    method.state = MethodState::Lost;
                }
            }
            for copy in account.copies.iter_mut().filter(|copy| copy.device == Some(id)) {
                copy.removed.get_or_insert(today);
                if copy.place.is_empty() {
                    copy.place = label.clone().unwrap_or_default();
                }
            }
        }
        self.accounts = accounts;
    }
}

fn is_rekey(tick: &Tick, account: &Account) -> bool {
    tick.account == account.id && tick.step == Step::Rekey
}

/// The same of somebody who was shut out and saw the key before.
pub fn replaced_since(loss: &Loss, account: &Account) -> bool {
    let ticked = || loss.ticks.iter().any(|tick| is_rekey(tick, account));
    let same_day = || ticked() && account.followed_one_out(loss.on);
    account.first_keyed().is_some_and(|keyed| keyed > loss.on || keyed == loss.on && same_day())
}

/// Whether a copy of a key is with whoever holds its device.
fn follows_device(copy: &KeyCopy) -> bool {
    copy.removed.is_none() && copy.holder.is_none()
}

impl KeyCopy {
    /// Whether it is one of the key that was set up on a day.
    pub fn is_of(&self, keyed: Option<Date>) -> bool {
        self.removed.zip(keyed).is_none_or(|(removed, keyed)| keyed <= removed)
    }
}

impl Account {
    /// The apps that have its key, but for those that the platform no longer knows.
    pub(super) fn apps(&self) -> impl Iterator<Item = &Method> {
        let is_live = |method: &&Method| {
            method.kind == MethodKind::Totp && method.state != MethodState::Retired
        };
        self.methods.iter().filter(is_live)
    }

    /// Whether both have the same key.
    pub fn has_key_of(&self, other: &Self) -> bool {
        other.key.as_ref().is_some_and(|key| self.has_key(key))
    }

    fn has_key(&self, key: &Key) -> bool {
        self.key.as_ref().is_some_and(|own| own.secret() == key.secret())
    }

    /// The day its key was set up. Where two versions say different days, the earlier one until somebody decides: the
    /// key of one is not replaced by that of the other.
    pub fn first_keyed(&self) -> Option<Date> {
        let waits = self.conflicts.iter().filter(|it| matches!(it.field, "keyed" | "sign_in"));
        waits.map(|conflict| conflict.other.keyed).fold(self.keyed, Option::min)
    }

    /// The last day on which its key got out in a way that no record tells any more; nothing once it was replaced
    /// since.
    pub fn got_out(&self) -> Option<Date> {
        self.exposed.filter(|on| self.first_keyed().is_none_or(|day| day < *on))
    }

    /// Since when its key stands here, at the earliest when it is here itself.
    fn since_keyed(&self) -> Date {
        self.keyed.unwrap_or_else(|| self.id.made())
    }

    /// Whether a key stood here before this one that had got out on a day or later.
    fn followed_one_out(&self, on: Date) -> bool {
        self.past.iter().any(|past| past.exposed.is_some_and(|out| out >= on))
    }

    /// Leaves a trace of everybody in `before` who has the key no more, and keeps in mind how it got
    /// out.
    pub fn leave_traces(&mut self, before: &Keepers, book: &Book, today: Date) {
        let now = book.keepers(self).through_devices;
        for keeper in &before.through_devices {
            if now.iter().all(|other| other.person != keeper.person) {
                self.remember(keeper, today);
            }
        }
        self.keep_exposed(&before.exposures, book, today);
    }

    /// Keeps the last day on which the key got out in a way that no record tells any more. What has
    /// no day counts as of today.
    fn keep_exposed(&mut self, before: &[Exposure], book: &Book, today: Date) {
        let now: Vec<Exposure> = book.exposures(self).collect();
        let untold = before.iter().filter(|exposure| !now.contains(exposure));
        let days = untold.map(|exposure| exposure.on.unwrap_or(today)).filter(|on| *on <= today);
        let is_open = |on: &Date| self.first_keyed().is_none_or(|keyed| keyed < *on);
        self.exposed = days.filter(is_open).max().max(self.exposed);
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
