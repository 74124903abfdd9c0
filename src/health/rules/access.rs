//! Who can get in: nobody any more (B01), or somebody who should not (B02–B05).

use super::super::login::{Login, Reach};
use super::super::ties::{Line, Tie, Ties};
use super::super::{Fact, Finding, Rule};
use super::can_be_held;
use crate::model::{Account, Mandate, MethodState, Thing, TwoStep, group::region};

pub fn look(login: &Login, ties: &Ties, found: &mut Vec<Finding>) {
    found.extend(locked_out(login));
    gone(login, ties, found);
    held(login, found);
    found.extend(exposed(login));
    found.extend(off(login));
}

/// B01: every method is lost or out of use, and the key is nowhere.
fn locked_out(login: &Login) -> Option<Finding> {
    let copied = login
        .copies()
        .any(|copy| login.follow(copy).0.is_none_or(|device| can_be_held(device.state)));
    let keyless = login.account.key.is_none() && !copied;
    let dead = !login.ways.is_empty() && login.live().next().is_none();
    let asked = login.account.two_step != TwoStep::Off;
    (keyless && dead && asked).then(|| Finding::at(Rule::B01, Some(login.account.id)))
}

/// B02: a method in use hangs on a device or line that is gone. One for each of those; and one for a
/// lost method of which the book does not say any more what it was on.
fn gone(login: &Login, ties: &Ties, found: &mut Vec<Finding>) {
    let mut told = Vec::new();
    for way in login.ways.iter().filter(|way| way.is_registered()) {
        let device = way.handsets().find(|device| device.state.is_gone());
        let number = way.number.filter(|number| number.state.is_gone());
        let (thing, tie) = match (device, number) {
            (Some(device), _) => (Thing::Device(device.id), Tie::Device(device.id)),
            (None, Some(number)) => (Thing::Number(number.id), Tie::Line(Line::of(number))),
            (None, None) => continue,
        };
        if !told.contains(&thing) {
            told.push(thing);
            let shared = Fact::Shared(ties.sum(&tie).registered);
            let finding = Finding::at(Rule::B02, Some(login.account.id));
            found.push(finding.about(Some(thing)).with(shared));
        }
    }
    let bare = |way: &&Reach| {
        way.method.state == MethodState::Lost && way.device.is_none() && way.number.is_none()
    };
    if let Some(way) = login.ways.iter().find(bare) {
        let finding = Finding::at(Rule::B02, Some(login.account.id));
        found.push(finding.with(Fact::Kind(way.method.kind)));
    }
}

/// B03: somebody who left still has a device of this login, or a copy of its key. One for each
/// device, one for each copy elsewhere.
fn held(login: &Login, found: &mut Vec<Finding>) {
    let finding = || Finding::at(Rule::B03, Some(login.account.id));
    let mut told = Vec::new();
    let ways = login.kept().flat_map(Reach::handsets);
    let copied = login.copies().filter_map(|copy| login.follow(copy).0);
    for device in ways.chain(copied).filter(|device| can_be_held(device.state)) {
        let holder = device.holder.and_then(|id| login.book.person(id));
        if login.left(holder).is_some() && !told.contains(&device.id) {
            told.push(device.id);
            found.push(finding().about(Some(Thing::Device(device.id))));
        }
    }
    for copy in login.copies() {
        let (device, holder) = login.follow(copy);
        let is_told = device.is_some_and(|device| told.contains(&device.id));
        if let (Some(person), Some(_), false) = (holder, login.left(holder), is_told) {
            let fact = Fact::Copy { kind: copy.kind, place: copy.place.clone() };
            found.push(finding().about(Some(Thing::Person(person.id))).with(fact));
        }
    }
}

/// B04: the key was not replaced since somebody who had it left, or since a device with it was
/// lost. One for an account: of what happened since, the first; what has no day comes last. Of what
/// no record tells any more, only the day is known, but for those on whose list it is.
fn exposed(login: &Login) -> Option<Finding> {
    let account = login.account;
    let told = login.book.exposures(account).map(|exposure| (exposure.on, Some(exposure.thing)));
    let untold = account.got_out().into_iter().flat_map(|day| {
        let lists = login.book.out_before(account);
        let nobody = lists.is_empty().then_some(None);
        lists.into_iter().map(Some).chain(nobody).map(move |thing| (Some(day), thing))
    });
    let events = told.chain(untold);
    let (day, thing) = events
        .filter(|(day, _)| day.is_none_or(|day| day <= login.terms.today))
        .min_by_key(|(day, thing)| (day.is_none(), *day, thing.is_none(), *thing))?;
    let finding = Finding::at(Rule::B04, Some(account.id)).about(thing);
    Some(finding.with(day.map_or(Fact::None, Fact::Day)))
}

/// B05: two-step verification is off where the platform requires it.
fn off(login: &Login) -> Option<Finding> {
    let required = |mandate: &&Mandate| {
        mandate.since.is_none_or(|day| day <= login.terms.today) && concerns(mandate, login.account)
    };
    let mandate = (login.account.two_step == TwoStep::Off)
        .then_some(login.platform?)?
        .mandates
        .iter()
        .find(required)?;
    let fact = mandate.since.map_or(Fact::None, Fact::Day);
    Some(Finding::at(Rule::B05, Some(login.account.id)).with(fact))
}

/// Whether a mandate holds for one of an account's marketplaces. An account of which no marketplace
/// is noted could be anywhere, so it is told, too.
fn concerns(mandate: &Mandate, account: &Account) -> bool {
    let code = |name: &str| match name.trim().to_ascii_uppercase() {
        name if name == "GB" => "UK".to_owned(),
        name => name,
    };
    let named = |site: &String| {
        mandate.regions.iter().any(|name| {
            let name = code(name);
            name == code(site) || name == region(site.trim())
        })
    };
    mandate.regions.is_empty()
        || account.marketplaces.is_empty()
        || account.marketplaces.iter().any(named)
}
