//! Where codes arrive: the two ways in that an account's form shows, and the form of any one method.

use super::{Draft, Field, Flaw, Saved, Subject, Work, find};
use crate::model::{
    Account, Book, Home, Id, Method, MethodKind, Role, Test, TestResult, Worded as _,
};
use crate::time::Date;

/// The fields that say where a method's code arrives.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) role: Role,
    pub(super) kind: Field,
    pub(super) device: Field,
    pub(super) number: Field,
    pub(super) holder: Field,
}

/// The main method in an account's form.
pub(super) const MAIN: Way = Way {
    role: Role::Main,
    kind: Field::By,
    device: Field::Device,
    number: Field::Number,
    holder: Field::Holder,
};

/// The first backup method in an account's form.
pub(super) const BACKUP: Way = Way {
    role: Role::Backup,
    kind: Field::Backup,
    device: Field::BackupDevice,
    number: Field::BackupNumber,
    holder: Field::BackupHolder,
};

/// The method in a form of its own. Its role is a field there.
const ITSELF: Way = Way { kind: Field::MethodKind, ..MAIN };

impl Draft {
    /// The form of a method.
    pub fn of_method(method: &Method, book: &Book) -> Self {
        let mut draft = Self::whole_of(Subject::Method);
        draft.put(Field::Role, method.role);
        draft.put(Field::MethodKind, method.kind);
        draft.show_place(ITSELF, method, book);
        draft.set(Field::Address, &method.address);
        draft.put(Field::MethodState, method.state);
        draft.set_day(Field::Registered, method.registered);
        if let Some(test) = &method.tested {
            draft.set_day(Field::Tested, Some(test.on));
            draft.put(Field::Result, test.result);
            draft.set(Field::TestedBy, &test.by);
        }
        draft
    }

    /// Fills in where a method's code arrives, as far as the book knows.
    pub(super) fn show_place(&mut self, way: Way, method: &Method, book: &Book) {
        let device = book.device_of(method).map_or("", |device| &device.label);
        self.set(way.device, device);
        let number = method.number.and_then(|id| book.number(id));
        self.set(way.number, number.map_or("", |number| &number.number));
        self.set(way.holder, book.holder_of(method).map_or("", |person| &person.name));
    }

    pub(super) fn method_flaws(&self) -> Vec<(Field, Flaw)> {
        let mut flaws = self.missing(Field::MethodKind);
        if self.text(Field::Tested).trim().is_empty() {
            let results = [Field::Result, Field::TestedBy].into_iter();
            let stray = results.filter(|field| !self.text(*field).trim().is_empty());
            flaws.extend(stray.map(|field| (field, Flaw::NoTest)));
        }
        flaws
    }

    /// The account with the method in it: in the place of the one at `at`, or behind those of its
    /// role.
    pub fn build_method(
        &self,
        account: &Account,
        at: Option<usize>,
        work: &mut Work,
    ) -> Saved<Account> {
        let mut account = account.clone();
        let before = work.book.keepers(&account);
        let base = at.and_then(|at| account.methods.get(at)).cloned();
        let shown = base.as_ref().map_or_else(
            || Self::whole_of(Subject::Method),
            |base| Self::of_method(base, work.book),
        );
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let role =
            Role::from_word(self.text(Field::Role).trim()).unwrap_or_else(|| free_role(&account));
        let kind = MethodKind::from_word(self.text(Field::MethodKind).trim())
            .ok_or_else(|| vec![(Field::MethodKind, Flaw::Missing)])?;
        let near = work.near(account.id);
        let (device, number) = self.arrive(ITSELF, base.as_ref(), &shown, near, work)?;
        let base = base.unwrap_or_else(|| Method::new(kind, role));
        let mut method = Method { kind, role, device, number, ..base };
        if touched(Field::Address) {
            method.address = self.trimmed(Field::Address);
        }
        if touched(Field::MethodState) {
            method.state = self.choice(Field::MethodState);
        }
        if touched(Field::Registered) {
            method.registered = self.day(Field::Registered);
        }
        if [Field::Tested, Field::Result, Field::TestedBy].into_iter().any(touched) {
            method.tested = self.day(Field::Tested).map(|on| Test {
                on,
                result: TestResult::from_word(self.text(Field::Result).trim())
                    .unwrap_or(TestResult::Ok),
                by: self.trimmed(Field::TestedBy),
            });
        }
        match at.and_then(|at| account.methods.get_mut(at)) {
            Some(place) if place.role == method.role => *place = method,
            Some(place) => {
                *place = method;
                account.methods.sort_by_key(|method| method.role);
            }
            None => {
                account.methods.push(method);
                account.methods.sort_by_key(|method| method.role);
            }
        }
        account.leave_traces(&before, work.book, work.today);
        Ok(account)
    }

    /// Sets the main and the first backup method as an account's form has them; says whether
    /// anything about them was touched. Further ones stay as they are.
    pub(super) fn take_methods(
        &self,
        account: &mut Account,
        shown: &Self,
        work: &mut Work,
    ) -> Saved<bool> {
        let touched = |field: Field| shown.text(field) != self.text(field);
        let near = work.near(account.id);
        let mut any = false;
        for way in [MAIN, BACKUP] {
            let tests = (way.role == Role::Backup).then_some(Field::BackupTested);
            let fields = [way.kind, way.device, way.number, way.holder].into_iter().chain(tests);
            if !fields.into_iter().any(touched) {
                continue;
            }
            any = true;
            let at = account.methods.iter().position(|method| method.role == way.role);
            let old = at.map(|at| account.methods[at].clone());
            let Some(kind) = MethodKind::from_word(self.text(way.kind).trim()) else {
                at.map(|at| account.methods.remove(at));
                continue;
            };
            let (device, number) = self.arrive(way, old.as_ref(), shown, near, work)?;
            // Another kind is another method: nothing that was known of the old one holds for it.
            let same = old.filter(|old| old.kind == kind);
            let base = same.unwrap_or_else(|| Method::new(kind, way.role));
            let mut method = Method { device, number, ..base };
            if tests.is_some_and(touched) {
                method.tested = retest(method.tested, self.day(Field::BackupTested));
            }
            match at {
                Some(at) => account.methods[at] = method,
                None => account.methods.push(method),
            }
        }
        Ok(any)
    }

    /// The device and the number of a method. Who is named as its holder has the device from now on:
    /// whoever types it knows better than the file.
    fn arrive(
        &self,
        way: Way,
        old: Option<&Method>,
        shown: &Self,
        near: Home,
        work: &mut Work,
    ) -> Saved<(Option<Id>, Option<Id>)> {
        let at = |field: Field| move |flaw: Flaw| vec![(field, flaw)];
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut device = old.and_then(|old| old.device);
        let known = work.book.devices.len();
        if touched(way.device) {
            device = work.device(self.text(way.device), near).map_err(at(way.device))?;
        }
        let mut number = old.and_then(|old| old.number);
        if touched(way.number) {
            let typed = self.text(way.number);
            let known = work.known_line(typed, near).map_err(at(way.number))?;
            let stays = !touched(way.device) && known.is_some();
            // A SIM that is known stays where it is, with the other logins it serves; a new one is in
            // the phone that stands beside it.
            let beside = || old.and_then(|old| work.book.device_of(old)).map(|device| device.id);
            let into = if touched(way.device) { device } else { beside() };
            let into = into.filter(|_| !stays);
            number = work.line(typed, into, near).map_err(at(way.number))?;
        } else if touched(way.device) && device.is_some() {
            work.move_sim(number, device);
        }
        let holder = self.text(way.holder);
        // A device nobody knew has the holder that stands beside it.
        if touched(way.holder) || work.book.devices.len() > known && !holder.trim().is_empty() {
            let mut on = device;
            if on.is_none() {
                on = number.and_then(|id| work.book.number(id)).and_then(|line| line.device);
            }
            // Who is named without a device has one that is called after them.
            if on.is_none() {
                device = work.device(holder, near).map_err(at(way.holder))?;
                on = device;
                work.move_sim(number, device);
            }
            if let Some(on) = on {
                if touched(way.device) {
                    is_with(on, holder, work.book).map_err(at(way.holder))?;
                }
                let holder = work.person(holder, near).map_err(at(way.holder))?;
                work.book.hand_over(on, holder, work.today);
            }
        }
        Ok((device, number))
    }
}

/// That a device is with whoever is named beside it, or with nobody yet: what serves other logins, too, does
/// not change hands by the way.
fn is_with(device: Id, named: &str, book: &Book) -> Result<(), Flaw> {
    let Some(device) = book.device(device) else { return Ok(()) };
    let holder = device.holder.and_then(|id| book.person(id));
    match holder.filter(|holder| !find::people(book, named, None).contains(&holder.id)) {
        Some(holder) => Err(Flaw::HeldBy {
            device: device.label.clone(),
            holder: holder.name.clone(),
            named: named.trim().to_owned(),
        }),
        None => Ok(()),
    }
}

/// The account without the method at a place. Who had the key through it leaves a trace.
pub fn remove_method(account: &Account, at: usize, book: &Book, today: Date) -> Account {
    let before = book.keepers(account);
    let mut account = account.clone();
    if at < account.methods.len() {
        account.methods.remove(at);
    }
    account.leave_traces(&before, book, today);
    account
}

/// The first role that no method has.
fn free_role(account: &Account) -> Role {
    let taken = |role: &Role| account.method(*role).is_some();
    [Role::Main, Role::Backup].into_iter().find(|role| !taken(role)).unwrap_or(Role::Extra)
}

/// A day typed into the form counts as a test that worked; the day that stood there keeps its
/// result; no day is no test.
fn retest(old: Option<Test>, on: Option<Date>) -> Option<Test> {
    let on = on?;
    match old {
        Some(old) if old.on == on => Some(old),
        _ => Some(Test { on, result: TestResult::Ok, by: String::new() }),
    }
}
