//! Is there a second way in, and where does a code arrive? Derived, never stored.

use super::{
    Account, Book, Device, DeviceState, KeyCopy, Method, MethodKind, MethodState, Number,
    NumberState, Person, Role, Test,
};
use crate::time::{Date, days_between};

/// The backup column: the best of an account's backup methods, because the question it answers is
/// whether one of them works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Backup {
    /// Tested lately.
    Ok {
        /// Days since.
        days: i64,
    },
    /// Tested too long ago.
    Stale {
        /// Days since.
        days: i64,
    },
    /// Never tested.
    Untested,
    /// The last test failed.
    Failed,
    /// Out of use.
    Retired,
    /// The method, its device or its number is gone, or who has it has left.
    Lost,
    /// There is no backup method.
    None,
}

/// The status of an account's backup on a day. `stale_after` is in days.
pub fn backup(account: &Account, book: &Book, today: Date, stale_after: u32) -> Backup {
    account
        .methods
        .iter()
        .filter(|method| method.role == Role::Backup)
        .map(|method| backup_method(method, account, book, today, stale_after))
        .min()
        .unwrap_or(Backup::None)
}

/// Whether a method is there, but with somebody who has left by a day: what was tested with them
/// helps nobody any more.
pub fn is_orphaned(method: &Method, book: &Book, today: Date) -> bool {
    let left = |device: &Device| {
        let holder = device.holder.and_then(|id| book.person(id));
        holder.is_some_and(|person| person.has_left(today))
    };
    method.state == MethodState::Active
        && !is_lost(method, book)
        && book.handsets_of(method).any(left)
}

/// Whether a method, its device or its number is gone.
fn is_lost(method: &Method, book: &Book) -> bool {
    let number = method.number.and_then(|id| book.number(id)).map(|number| number.state);
    method.state == MethodState::Lost
        || book.handsets_of(method).any(|device| device.state.is_gone())
        || number.is_some_and(NumberState::is_gone)
}

impl Account {
    /// The last test of one of its methods. In an app it is one of the key: where that was set up later, nobody
    /// has tested the one there is. A test of the very day counts: replacing a key takes away those of that day,
    /// so it came behind.
    pub fn test_of<'m>(&self, method: &'m Method) -> Option<&'m Test> {
        let is_of_it = |test: &&Test| {
            method.kind != MethodKind::Totp || self.keyed.is_none_or(|keyed| keyed <= test.on)
        };
        method.tested.as_ref().filter(is_of_it)
    }

    /// Whether the last test of a method was of a key that it had before.
    pub fn is_test_past(&self, method: &Method) -> bool {
        method.tested.is_some() && self.test_of(method).is_none()
    }

    /// Whether a copy was made of a key that it had before. One of the very day on which the key was set up is
    /// taken for one of this key, which most are.
    pub fn is_copy_past(&self, copy: &KeyCopy) -> bool {
        copy.added.zip(self.keyed).is_some_and(|(added, keyed)| added < keyed)
    }

    /// Takes away the tests of the day on which its key was set up in the place of another: they were of that one.
    pub fn forget_tests_before(&mut self) {
        let keyed = self.keyed;
        let apps = self.methods.iter_mut().filter(|method| method.kind == MethodKind::Totp);
        for method in apps {
            method.tested.take_if(|test| Some(test.on) == keyed);
        }
    }
}

/// The status of one method of an account: lost before retired before with somebody who left before failed
/// before untested before stale.
pub fn backup_method(
    method: &Method,
    account: &Account,
    book: &Book,
    today: Date,
    stale_after: u32,
) -> Backup {
    let device = book.device_of(method).map(|device| device.state);
    let number = method.number.and_then(|id| book.number(id)).map(|number| number.state);
    let any = |is: fn(DeviceState) -> bool| book.handsets_of(method).any(|at| is(at.state));
    let retired = method.state == MethodState::Retired || device == Some(DeviceState::Retired);
    let broken =
        any(|state| state == DeviceState::Broken) || number == Some(NumberState::Suspended);
    if is_lost(method, book) {
        return Backup::Lost;
    }
    if retired {
        return Backup::Retired;
    }
    if is_orphaned(method, book, today) {
        return Backup::Lost;
    }
    match account.test_of(method) {
        _ if broken => Backup::Failed,
        Some(test) if !test.result.works() => Backup::Failed,
        None => Backup::Untested,
        Some(test) => {
            let days = days_between(test.on, today).max(0);
            if days > i64::from(stale_after) { Backup::Stale { days } } else { Backup::Ok { days } }
        }
    }
}

/// Where the code of an account without a key arrives.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// How.
    pub kind: MethodKind,
    /// On which handset, when known.
    pub device: Option<&'a Device>,
    /// On which line, when known.
    pub number: Option<&'a Number>,
    /// Who has the handset, when known.
    pub holder: Option<&'a Person>,
}

/// Follows the account's main method; `None` when it has none.
pub fn arrival<'a>(account: &Account, book: &'a Book) -> Option<Arrival<'a>> {
    let method = account.method(Role::Main)?;
    Some(Arrival {
        kind: method.kind,
        device: book.device_of(method),
        number: method.number.and_then(|id| book.number(id)),
        holder: book.holder_of(method),
    })
}
