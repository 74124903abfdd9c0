//! The same again after an edit: only what the edit touched is looked at.

use std::collections::HashSet;

use super::Terms;
use super::check::{Health, check, quiet};
use super::login::Login;
use super::ties::Tie;
use crate::model::{Account, Book, Id};

/// The most accounts that are looked at one by one; a check of everything costs no more than more
/// of them.
const MOST: usize = 500;

impl Health {
    /// Brings the findings from one version of the book to the next. `self` must be the health of
    /// `before`, and the catalogue the one it was checked with.
    pub fn update(&mut self, before: &Book, after: &Book, terms: &Terms) {
        if self.advance(before, after, terms).is_none() {
            *self = check(after, terms);
        }
    }

    /// `None` when too much is different; then `self` is of no more use.
    fn advance(&mut self, before: &Book, after: &Book, terms: &Terms) -> Option<()> {
        if self.today != terms.today || self.limits != *terms.limits {
            return None;
        }
        let things = changed_things(before, after);
        let changes = changed_accounts(before, after, &things)?;
        let mut again: HashSet<Id> = changes.iter().filter_map(Change::id).collect();
        let mut touched: HashSet<Tie> = HashSet::new();
        for change in &changes {
            if let Some(old) = change.old {
                touched.extend(self.ties.remove(&Login::of(old, before, terms)));
                self.forget(old.id);
            }
        }
        for change in &changes {
            if let Some(new) = change.new {
                touched.extend(self.ties.add(&Login::of(new, after, terms)));
            }
        }
        // How many logins hang on a device only matters when it is gone.
        let matters = |tie: &Tie| match tie {
            Tie::Device(id) => after.device(*id).is_some_and(|device| device.state.is_gone()),
            Tie::Line(_) | Tie::Key(_) => true,
        };
        for tie in touched {
            if self.ties.recount(&tie) && matters(&tie) {
                again.extend(self.ties.members(&tie));
            }
        }
        if before.snoozes != after.snoozes {
            let quiet = quiet(after, terms.today);
            again.extend(self.quiet.symmetric_difference(&quiet).filter_map(|(_, id, _)| *id));
            self.quiet = quiet;
        }
        if again.len() > MOST {
            return None;
        }
        for account in after.accounts.iter().filter(|account| again.contains(&account.id)) {
            self.look(&Login::of(account, after, terms));
        }
        self.look_apart(after, terms);
        Some(())
    }
}

/// An account before and after.
struct Change<'a> {
    old: Option<&'a Account>,
    new: Option<&'a Account>,
}

impl Change<'_> {
    fn id(&self) -> Option<Id> {
        self.new.or(self.old).map(|account| account.id)
    }
}

/// The accounts that are not what they were, or hang on something that is not. `None` when they are
/// too many, or in another order.
fn changed_accounts<'a>(
    before: &'a Book,
    after: &'a Book,
    things: &HashSet<Id>,
) -> Option<Vec<Change<'a>>> {
    let (old, new) = (before.accounts.as_slice(), after.accounts.as_slice());
    let mut changes = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let change = match (old.get(i), new.get(j)) {
            (None, None) => return Some(changes),
            (Some(a), Some(b)) if a.id == b.id => {
                (i, j) = (i + 1, j + 1);
                if alike(a, b) && !(hangs(a, things) || hangs(b, things)) {
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
fn hangs(account: &Account, things: &HashSet<Id>) -> bool {
    if things.is_empty() {
        return false;
    }
    let touches = |id: Option<Id>| id.is_some_and(|id| things.contains(&id));
    account.methods.iter().any(|method| touches(method.device) || touches(method.number))
        || account.copies.iter().any(|copy| touches(copy.device) || touches(copy.holder))
        || account.users.iter().any(|user| things.contains(user))
}

/// Whether two versions of an account are the same to every rule.
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
    } = a;
    *id == b.id
        && *keyed == b.keyed
        && *two_step == b.two_step
        && *methods == b.methods
        && *key == b.key
        && *platform == b.platform
        && *company == b.company
        && *store == b.store
        && *login == b.login
        && *marketplaces == b.marketplaces
        && *copies == b.copies
        && *recovery == b.recovery
        && *users == b.users
}

/// The devices, numbers and people that are not what they were, and those that hang on them: a
/// device on its holder, a number on its device.
fn changed_things(before: &Book, after: &Book) -> HashSet<Id> {
    let mut changed = HashSet::new();
    differ(&before.people, &after.people, |person| person.id, &mut changed);
    differ(&before.devices, &after.devices, |device| device.id, &mut changed);
    if !changed.is_empty() {
        let holder = |id: Option<Id>| id.is_some_and(|id| changed.contains(&id));
        let held = before.devices.iter().chain(&after.devices);
        let held: Vec<Id> = held.filter(|device| holder(device.holder)).map(|d| d.id).collect();
        changed.extend(held);
        let inside = |id: Option<Id>| id.is_some_and(|id| changed.contains(&id));
        let lines = before.numbers.iter().chain(&after.numbers);
        let lines: Vec<Id> = lines.filter(|number| inside(number.device)).map(|n| n.id).collect();
        changed.extend(lines);
    }
    differ(&before.numbers, &after.numbers, |number| number.id, &mut changed);
    changed
}

/// Adds what stands in only one of two lists, or differently in both. The lists are sorted by id.
fn differ<T: PartialEq>(before: &[T], after: &[T], id: fn(&T) -> Id, changed: &mut HashSet<Id>) {
    let (mut i, mut j) = (0, 0);
    while let Some(either) = before.get(i).or(after.get(j)) {
        let (old, new) = (before.get(i).map(id), after.get(j).map(id));
        if old == new {
            if before.get(i) != after.get(j) {
                changed.insert(id(either));
            }
            (i, j) = (i + 1, j + 1);
        } else if new.is_none_or(|new| old.is_some_and(|old| old < new)) {
            changed.extend(old);
            i += 1;
        } else {
            changed.extend(new);
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests;
