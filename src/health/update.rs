//! The same again after an edit: only what the edit touched is looked at.

use std::collections::{BTreeSet, HashSet};

use super::Terms;
use super::check::{Health, check, quiet};
use super::login::{Lens, Login};
use super::ties::Tie;
use crate::model::{Account, Book, Device, Id, Method, Number, Person, Step, Test, TwoStep};

/// The most accounts that are looked at one by one; a check of everything costs no more than more
/// of them.
const MOST: usize = 500;

impl Health {
    /// Brings the findings from one version of the book to the next. `self` must be the health of
    /// `before`; the catalogue may differ from the one it was checked with only by what the books say
    /// of platforms.
    pub fn update(&mut self, before: &Book, after: &Book, terms: &Terms) {
        if self.advance(before, after, terms).is_none() {
            *self = check(after, terms);
        }
    }

    /// `None` when too much is different; then `self` is of no more use.
    fn advance(&mut self, before: &Book, after: &Book, terms: &Terms) -> Option<()> {
        // Who saw the vault concerns every account in it.
        let known = before.platforms == after.platforms
            && saw(before).eq(saw(after))
            && before.gone == after.gone;
        if !known || self.today != terms.today || self.limits != *terms.limits {
            return None;
        }
        let things = changed_things(before, after);
        let changes = changed_accounts(before, after, &things)?;
        let (mut was, mut is) = (Lens::new(before, terms), Lens::new(after, terms));
        let mut touched: HashSet<Tie> = HashSet::new();
        for old in changes.iter().filter_map(|change| change.old) {
            touched.extend(self.ties.remove(&was.login(old)));
            self.forget(old.id);
        }
        let edited: Vec<Login> =
            changes.iter().filter_map(|change| change.new).map(|new| is.login(new)).collect();
        for login in &edited {
            touched.extend(self.ties.add(login));
        }
        // How many logins hang on a device only matters when it is gone.
        let matters = |tie: &Tie| match tie {
            Tie::Device(id) => after.device(*id).is_some_and(|device| device.state.is_gone()),
            Tie::Line(_) | Tie::Key(_) => true,
        };
        let mut others: HashSet<Id> = HashSet::new();
        for tie in touched {
            if self.ties.recount(&tie) && matters(&tie) {
                others.extend(self.ties.members(&tie));
            }
        }
        if before.snoozes != after.snoozes {
            let quiet = quiet(after, terms.today);
            let accounts = self.quiet.keys().chain(quiet.keys());
            others.extend(accounts.filter(|id| self.quiet.get(id) != quiet.get(id)).flatten());
            self.quiet = quiet;
        }
        for login in &edited {
            others.remove(&login.account.id);
            self.look(login);
        }
        if others.len() > MOST {
            return None;
        }
        if !others.is_empty() {
            for account in after.accounts.iter().filter(|account| others.contains(&account.id)) {
                self.look(&is.login(account));
            }
        }
        self.look_apart(after, terms);
        Some(())
    }
}

/// What of the losses decides whether a key is one that somebody saw who was shut out.
fn saw(book: &Book) -> impl Iterator<Item = impl PartialEq> {
    let seen = book.losses.iter().filter(|loss| loss.saw);
    seen.flat_map(|loss| {
        let rekeyed = loss.ticks.iter().filter(|tick| tick.step == Step::Rekey);
        let rekeyed = rekeyed.map(|tick| Some(tick.account));
        [None].into_iter().chain(rekeyed).map(|account| (loss.id, loss.thing, loss.on, account))
    })
}

/// An account before and after.
struct Change<'a> {
    old: Option<&'a Account>,
    new: Option<&'a Account>,
}

/// The accounts that are not what they were, or hang on something that is not. `None` when they are
/// too many, or in another order.
fn changed_accounts<'a>(
    before: &'a Book,
    after: &'a Book,
    things: &BTreeSet<Id>,
) -> Option<Vec<Change<'a>>> {
    let (old, new) = (before.accounts.as_slice(), after.accounts.as_slice());
    let mut changes = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let change = match (old.get(i), new.get(j)) {
            (None, None) => return Some(changes),
            (Some(a), Some(b)) if a.id == b.id => {
                (i, j) = (i + 1, j + 1);
                let stands_alike = before.homes.of(a.id) == after.homes.of(b.id)
                    && a.first_keyed() == b.first_keyed();
                if alike(a, b) && stands_alike && !(hangs(a, things) || hangs(b, things)) {
                    continue;
                }
                Change { old: Some(a), new: Some(b) }
            }
            (Some(a), None) => {
                i += 1;
                Change { old: Some(a), new: None }
            }
            (None, Some(b)) => {
                j += 1;
                Change { old: None, new: Some(b) }
            }
            (Some(a), Some(b)) if old.get(i + 1).is_some_and(|next| next.id == b.id) => {
                i += 1;
                Change { old: Some(a), new: None }
            }
            (Some(a), Some(b)) if new.get(j + 1).is_some_and(|next| next.id == a.id) => {
                j += 1;
                Change { old: None, new: Some(b) }
            }
            _ => return None,
        };
        changes.push(change);
        if changes.len() > MOST {
            return None;
        }
    }
}

/// Whether an account hangs on one of these devices, numbers or people.
fn hangs(account: &Account, things: &BTreeSet<Id>) -> bool {
    if things.is_empty() {
        return false;
    }
    let touches = |id: Option<Id>| id.is_some_and(|id| things.contains(&id));
    account.methods.iter().any(|method| touches(method.device) || touches(method.number))
        || account.copies.iter().any(|copy| touches(copy.device) || touches(copy.holder))
        || account.users.iter().any(|user| things.contains(user))
}

/// Whether two versions of an account are the same to every rule. What no rule reads in such an
/// account is not looked at: this runs over all of them.
fn alike(a: &Account, b: &Account) -> bool {
    let Account {
        id,
        platform,
        store,
        login,
        marketplaces,
        company,
        key,
        keyed,
        exposed,
        arrived,
        past: _,
        copies,
        two_step,
        recovery,
        users,
        methods,
        tags: _,
        note: _,
        pinned: _,
        profile: _,
        console: _,
        conflicts: _,
    } = a;
    *id == b.id
        && (*keyed, *exposed, *arrived) == (b.keyed, b.exposed, b.arrived)
        && *two_step == b.two_step
        && methods.len() == b.methods.len()
        && methods.iter().zip(&b.methods).all(|(a, b)| alike_methods(a, b))
        && *key == b.key
        && *platform == b.platform
        && *company == b.company
        && (!company.trim().is_empty() || (*store == b.store && *login == b.login))
        && (*two_step != TwoStep::Off || *marketplaces == b.marketplaces)
        && *copies == b.copies
        && *recovery == b.recovery
        && *users == b.users
}

fn alike_methods(a: &Method, b: &Method) -> bool {
    let Method { kind, role, device, number, address: _, state, registered, tested } = a;
    let told = |test: &Option<Test>| test.as_ref().map(|test| (test.on, test.result));
    (*kind, *role, *state) == (b.kind, b.role, b.state)
        && (*device, *number, *registered) == (b.device, b.number, b.registered)
        && told(tested) == told(&b.tested)
}

fn alike_devices(a: &Device, b: &Device) -> bool {
    let Device {
        id,
        label: _,
        kind,
        holder,
        location,
        state,
        since,
        auto_time: _,
        note: _,
        conflicts: _,
    } = a;
    (*id, *kind, *holder, *state, *since) == (b.id, b.kind, b.holder, b.state, b.since)
        && *location == b.location
}

fn alike_numbers(a: &Number, b: &Number) -> bool {
    let Number {
        id,
        number,
        kind,
        carrier: _,
        registered_to: _,
        device,
        state,
        since: _,
        keepalive,
        note: _,
        conflicts: _,
    } = a;
    (*id, *kind, *device, *state, *keepalive) == (b.id, b.kind, b.device, b.state, b.keepalive)
        && *number == b.number
}

fn alike_people(a: &Person, b: &Person) -> bool {
    let Person { id, name: _, team: _, left, conflicts: _ } = a;
    (*id, *left) == (b.id, b.left)
}

/// The devices, numbers and people that are not what they were, and those that hang on them: a
/// device on its holder, a number on its device.
fn changed_things(before: &Book, after: &Book) -> BTreeSet<Id> {
    let mut changed = BTreeSet::new();
    differ(&before.people, &after.people, |person| person.id, alike_people, &mut changed);
    if !changed.is_empty() {
        let of = |device: &&Device| device.holder.is_some_and(|id| changed.contains(&id));
        let held = before.devices.iter().chain(&after.devices).filter(of);
        let held: Vec<Id> = held.map(|device| device.id).collect();
        changed.extend(held);
    }
    differ(&before.devices, &after.devices, |device| device.id, alike_devices, &mut changed);
    if !changed.is_empty() {
        let of = |number: &&Number| number.device.is_some_and(|id| changed.contains(&id));
        let inside = before.numbers.iter().chain(&after.numbers).filter(of);
        let inside: Vec<Id> = inside.map(|number| number.id).collect();
        changed.extend(inside);
    }
    differ(&before.numbers, &after.numbers, |number| number.id, alike_numbers, &mut changed);
    changed
}

/// Adds what stands in only one of two lists, or differently in both. The lists are sorted by id.
fn differ<T>(
    before: &[T],
    after: &[T],
    id: fn(&T) -> Id,
    alike: fn(&T, &T) -> bool,
    changed: &mut BTreeSet<Id>,
) {
    let (mut i, mut j) = (0, 0);
    loop {
        let (old, new) = (before.get(i), after.get(j));
        let (old_id, new_id) = (old.map(id), new.map(id));
        match (old, new) {
            (None, None) => return,
            (Some(old), Some(new)) if old_id == new_id => {
                if !alike(old, new) {
                    changed.extend(old_id);
                }
                (i, j) = (i + 1, j + 1);
            }
            (Some(_), _) if new_id.is_none() || old_id < new_id => {
                changed.extend(old_id);
                i += 1;
            }
            _ => {
                changed.extend(new_id);
                j += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests;
