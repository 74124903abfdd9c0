//! What each rule looks for, at one login. Each is a function of the login and of what it shares
//! with others; none looks at another account.
//!
//! ```text
//!   access    B01–B05: locked out, lost, left, not replaced, off
//!   backup    B06–B08, B10, B13–B17: the second way in, whether it works, whether it is a second one
//!   line      B09, B11, B12, B23: phone numbers
//!   order     B18–B22, B24, B25: what should be in order
//! ```
//!
//! What is lost speaks for itself: a method on a lost phone is not also called untested or stale.
//! Methods that are out of use count for nothing, except that none of them is a way in.

mod access;
mod backup;
mod line;
mod order;
#[cfg(test)]
mod tests;

use super::login::Login;
use super::ties::{Tie, Ties};
use super::{Fact, Finding, Rule, Terms};
use crate::model::{Book, Device, DeviceState, Id, Thing};

/// Everything that is wrong at a login, in no order.
pub fn apply(login: &Login, ties: &Ties, found: &mut Vec<Finding>) {
    access::look(login, ties, found);
    backup::look(login, found);
    line::look(login, ties, found);
    order::look(login, ties, found);
}

/// What is wrong beside the accounts: with things that no account hangs on, and with this machine.
pub fn apart(book: &Book, terms: &Terms, ties: &Ties, found: &mut Vec<Finding>) {
    let left = book.people.iter().filter(|person| person.has_left(terms.today));
    let left: Vec<Id> = left.map(|person| person.id).collect();
    let held = |device: &&Device| {
        device.holder.is_some_and(|id| left.binary_search(&id).is_ok())
            && can_be_held(device.state)
            && !ties.is_used(&Tie::Device(device.id))
    };
    for device in book.devices.iter().filter(held) {
        found.push(Finding::at(Rule::B03, None).about(Some(Thing::Device(device.id))));
    }
    found.extend(clock(terms));
}

/// C01: this computer's clock is off.
fn clock(terms: &Terms) -> Option<Finding> {
    let offset = terms.clock_offset?;
    let severity = terms.limits.skew(offset)?;
    Some(Finding { severity, ..Finding::at(Rule::C01, None) }.with(Fact::Offset(offset)))
}

/// Whether a device in this state is in somebody's hands and worth collecting.
fn can_be_held(state: DeviceState) -> bool {
    matches!(state, DeviceState::Ok | DeviceState::Broken)
}
