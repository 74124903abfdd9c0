//! A device, number or person that one side took away, and that is there all the same, because the other
//! side changed it or needs it: what was cut off with it is put back.
//!
//! Otherwise it would come back hollow: a phone that nothing hangs on, a method that arrives nowhere.
//! So an edit that meets a deletion leaves the whole, as if nobody had deleted it.

use std::collections::BTreeSet;

use super::Conflict;
use crate::model::{
    Account, Book, CopyKind, Device, Home, Id, KeyCopy, Method, MethodState, Number, Thing,
};

/// A side with everything put back that it took away and that is in what the merge came to, since the
/// other side has it; `None` where there is nothing of that kind.
pub(super) fn rejoined(side: &Book, other: &Book, base: &Book, merged: &Book) -> Option<Book> {
    let back: BTreeSet<Thing> = things(base)
        .filter(|thing| !has(side, *thing) && has(other, *thing) && has(merged, *thing))
        .collect();
    (!back.is_empty()).then(|| Back { base, things: back }.put_into(side.clone()))
}

fn things(book: &Book) -> impl Iterator<Item = Thing> {
    let devices = book.devices.iter().map(|device| Thing::Device(device.id));
    let numbers = book.numbers.iter().map(|number| Thing::Number(number.id));
    devices.chain(numbers).chain(book.people.iter().map(|person| Thing::Person(person.id)))
}

fn has(book: &Book, thing: Thing) -> bool {
    match thing {
        Thing::Device(id) => book.device(id).is_some(),
        Thing::Number(id) => book.number(id).is_some(),
        Thing::Person(id) => book.person(id).is_some(),
    }
}

/// What is put back, and how it was.
struct Back<'a> {
    base: &'a Book,
    things: BTreeSet<Thing>,
}

impl Back<'_> {
    fn has(&self, thing: Option<Thing>) -> bool {
        thing.is_some_and(|thing| self.things.contains(&thing))
    }

    fn put_into(&self, mut book: Book) -> Book {
        let base = self.base;
        let are = |id: Id, kind: fn(Id) -> Thing| self.things.contains(&kind(id));
        book.devices.extend(base.devices.iter().filter(|it| are(it.id, Thing::Device)).cloned());
        book.numbers.extend(base.numbers.iter().filter(|it| are(it.id, Thing::Number)).cloned());
        book.people.extend(base.people.iter().filter(|it| are(it.id, Thing::Person)).cloned());
        // Nobody is the least of all values, so where it clashes with one, it is kept and not shown.
        for device in &mut book.devices {
            let was = base.device(device.id).and_then(|device| device.holder);
            if let Some(was) = was.filter(|id| are(*id, Thing::Person)) {
                let is_cut = |it: &Conflict<Device>| it.other.holder.is_none();
                device.conflicts.retain(|it| it.field != "holder" || !is_cut(it));
                device.holder.get_or_insert(was);
            }
        }
        for number in &mut book.numbers {
            let was = base.number(number.id).and_then(|number| number.device);
            if let Some(was) = was.filter(|id| are(*id, Thing::Device)) {
                let is_cut = |it: &Conflict<Number>| it.other.device.is_none();
                number.conflicts.retain(|it| it.field != "device" || !is_cut(it));
                number.device.get_or_insert(was);
            }
        }
        for account in &mut book.accounts {
            if let Some(was) = base.account(account.id) {
                self.join(account, was);
            }
        }
        for loss in base.losses.iter().filter(|loss| self.things.contains(&loss.thing)) {
            if book.losses.iter().all(|known| known.id != loss.id && known.thing != loss.thing) {
                book.losses.push(loss.clone());
            }
        }
        for snooze in base.snoozes.iter().filter(|snooze| self.has(snooze.about)) {
            if book.snoozes.iter().all(|known| known.id != snooze.id) {
                book.snoozes.push(snooze.clone());
            }
        }
        for thing in &self.things {
            for place in base.homes.of(thing.id()).into_iter().flat_map(Home::places) {
                book.homes.add(thing.id(), place);
            }
        }
        book.settle();
        book
    }

    /// Ties an account to the things again, where it is as the cut left it.
    fn join(&self, account: &mut Account, was: &Account) {
        let cut = |user: &&Id| self.has(Some(Thing::Person(**user)));
        if was.users.iter().filter(|user| !cut(user)).eq(&account.users) {
            account.users.clone_from(&was.users);
        } else {
            let lost = was.users.iter().filter(cut).filter(|user| !account.users.contains(user));
            let lost: Vec<Id> = lost.copied().collect();
            account.users.extend(lost);
        }
        for method in &was.methods {
            self.join_method(account, was, method);
        }
        // Nobody's copy ended: they have the device.
        for device in self.base.devices.iter().filter(|it| self.has(Some(Thing::Device(it.id)))) {
            let is_trace = |copy: &KeyCopy| {
                (copy.kind, copy.device, copy.added) == (CopyKind::App, None, None)
                    && (copy.holder, &copy.place) == (device.holder, &device.label)
                    && copy.removed.is_some()
            };
            account.copies.retain(|copy| !is_trace(copy) || was.copies.iter().any(is_trace));
        }
        let left = |id: Option<Id>, kind: fn(Id) -> Thing| id.filter(|_| !self.has(id.map(kind)));
        for was in &was.copies {
            let (device, holder) =
                (left(was.device, Thing::Device), left(was.holder, Thing::Person));
            if (device, holder) == (was.device, was.holder) {
                continue;
            }
            // Without its device a copy is over, and has the label for a place.
            let is_it = |copy: &&mut KeyCopy| {
                (copy.kind, copy.device, copy.holder) == (was.kind, device, holder)
                    && (copy.place == was.place || was.place.is_empty())
            };
            if let Some(copy) = account.copies.iter_mut().find(is_it) {
                if device != was.device {
                    (copy.removed, copy.place) = (was.removed, was.place.clone());
                }
                (copy.device, copy.holder) = (was.device, was.holder);
            }
        }
    }

    fn join_method(&self, account: &mut Account, before: &Account, was: &Method) {
        let (device, number) = (was.device.map(Thing::Device), was.number.map(Thing::Number));
        let sim = was.number.and_then(|id| self.base.number(id)?.device).map(Thing::Device);
        if ![device, number, sim].into_iter().any(|thing| self.has(thing)) {
            return;
        }
        let place = |it: &Method| (it.kind, it.device, it.number, it.address.clone());
        let bare = Method {
            device: was.device.filter(|_| !self.has(device)),
            number: was.number.filter(|_| !self.has(number)),
            ..was.clone()
        };
        let are = |methods: &[Method], wanted: &Method| -> Vec<usize> {
            (0..methods.len()).filter(|at| place(&methods[*at]) == place(wanted)).collect()
        };
        let is_cut = place(&bare) != place(was);
        // Somebody may have made the same anew.
        if is_cut && !are(&account.methods, was).is_empty() {
            return;
        }
        let found = are(&account.methods, &bare);
        let alike = |at: &&usize| account.methods[**at].role == was.role;
        let others = are(&before.methods, &bare).len();
        let at = match found.iter().rev().find(alike) {
            Some(at) => Some(*at),
            // What always was in no place is not what was cut off.
            None if !is_cut || found.len() > others => found.last().copied(),
            None => None,
        };
        let Some(method) = at.map(|at| &mut account.methods[at]) else { return };
        (method.device, method.number) = (was.device, was.number);
        if method.tested.is_none() {
            method.tested.clone_from(&was.tested);
        }
        let was_gone = [device, number, sim].into_iter().flatten().any(|thing| match thing {
            Thing::Device(id) => self.base.device(id).is_some_and(|it| it.state.is_gone()),
            Thing::Number(id) => self.base.number(id).is_some_and(|it| it.state.is_gone()),
            Thing::Person(_) => false,
        });
        if was_gone && method.state == MethodState::Lost {
            method.state = was.state;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{conflicts, merge, tests::id};
    use super::*;
    use crate::model::{MethodKind, Person, Role, Test, TestResult};
    use crate::time::Date;

    const DAY: Date = Date::constant(2026, 11, 28);

    /// A backup app and a text message on P-07 of Kim, a copy of the key there, and all that is known.
    fn base() -> Book {
        let test = Test { on: DAY, result: TestResult::Ok, by: "Li".to_owned() };
        let mut device = Device::new(id(16), "P-07".to_owned());
        device.holder = Some(id(48));
        let mut number = Number::new(id(32), "+8613800138000".to_owned());
        number.device = Some(id(16));
        let mut account = Account::blank(id(1));
        account.users = vec![id(48), id(49)];
        account.methods = vec![
            Method::new(MethodKind::Totp, Role::Main),
            Method {
                device: Some(id(16)),
                tested: Some(test.clone()),
                ..Method::new(MethodKind::Totp, Role::Backup)
            },
            Method {
                number: Some(id(32)),
                tested: Some(test),
                ..Method::new(MethodKind::Sms, Role::Extra)
            },
        ];
        account.copies = vec![KeyCopy {
            kind: CopyKind::App,
            place: String::new(),
            device: Some(id(16)),
            holder: None,
            added: Some(DAY),
            removed: None,
        }];
        Book {
            accounts: vec![account],
            devices: vec![device],
            numbers: vec![number],
            people: [48, 49].map(|n| Person::new(id(n), format!("person {n}"))).into(),
            ..Book::default()
        }
    }

    /// A5: a phone that one took out while another noted something of it came back without what hung
    /// on it, and nobody was told.
    #[test]
    fn what_one_took_away_and_another_changed_stays_whole() {
        let base = base();
        let note: fn(&mut Book) = |book| book.devices[0].note = "cracked".to_owned();
        let line: fn(&mut Book) = |book| book.numbers[0].note = "prepaid".to_owned();
        let name: fn(&mut Book) = |book| book.people[0].name = "Kim".to_owned();
        let tested: fn(&mut Book) = |book| {
            book.accounts[0].methods[1].role = Role::Main;
        };
        let cases = [
            ("the phone", Thing::Device(id(16)), note),
            ("its number", Thing::Number(id(32)), line),
            ("who has it", Thing::Person(id(48)), name),
            ("the phone, and its method is edited", Thing::Device(id(16)), tested),
        ];
        for (name, thing, edit) in cases {
            let mut edited = base.clone();
            edit(&mut edited);
            let mut without = base.clone();
            without.remove_thing(thing, DAY);
            let merged = merge(&base, &without, &edited);
            assert_eq!(merged, merge(&base, &edited, &without), "{name}");
            // That a key may have got out is not taken back.
            let mut merged = merged;
            merged.accounts[0].exposed = None;
            assert_eq!(merged, edited, "{name}");
            assert_eq!(conflicts(&merged), 0, "{name}");
        }
    }

    #[test]
    fn what_nobody_changed_goes_with_all_that_hung_on_it() {
        let base = base();
        let mut without = base.clone();
        without.remove_thing(Thing::Device(id(16)), DAY);
        let mut noted = base.clone();
        noted.accounts[0].note = "asked".to_owned();
        let merged = merge(&base, &without, &noted);
        assert_eq!((merged.devices.len(), merged.numbers[0].device), (0, None));
        assert!(merged.accounts[0].methods.iter().all(|method| method.device.is_none()));
        // What was changed besides is not undone with it.
        let mut edited = base.clone();
        edited.devices[0].note = "cracked".to_owned();
        without.accounts[0].methods.retain(|method| method.kind == MethodKind::Sms);
        without.accounts[0].note = "one way in".to_owned();
        let merged = merge(&base, &without, &edited);
        let kinds: Vec<MethodKind> = merged.accounts[0].methods.iter().map(|m| m.kind).collect();
        assert_eq!((kinds, merged.devices.len()), (vec![MethodKind::Sms], 1));
        assert_eq!(merged.accounts[0].note, "one way in");
    }
}
