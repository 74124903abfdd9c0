//! Is there a second way in, and where does a code arrive? Derived, never stored.

use super::{
    Account, Book, Device, DeviceState, Method, MethodKind, MethodState, Number, NumberState,
    Person, Role,
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
        .map(|method| backup_method(method, book, today, stale_after))
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

/// The status of one method: lost before retired before with somebody who left before failed before
/// untested before stale.
pub fn backup_method(method: &Method, book: &Book, today: Date, stale_after: u32) -> Backup {
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
    match &method.tested {
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
