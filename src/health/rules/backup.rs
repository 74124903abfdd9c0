//! The second way in: whether there is one (B06), whether it is a second one (B07, B08, B15–B17),
//! and whether it works (B10, B13, B14).

use super::super::login::{Login, Reach};
use super::super::ties::Line;
use super::super::{Fact, Finding, Rule, Severity};
use crate::model::{DeviceState, MethodKind, Platform, Role, Thing};
use crate::time::days_between;

pub fn look(login: &Login, found: &mut Vec<Finding>) {
    found.extend(none(login));
    found.extend(one_number(login));
    let together = one_handset(login);
    if together.is_none() {
        found.extend(one_person(login));
        found.extend(one_place(login));
    }
    found.extend(together);
    login.live().for_each(|way| found.extend(failed(login, way)));
    login.backups().for_each(|way| found.extend(untested(login, way)));
    found.extend(only_apps(login));
}

/// B06: no backup method is in use, although the platform takes one. A backup on a lost phone is
/// still registered and told by B02.
fn none(login: &Login) -> Option<Finding> {
    let has_one =
        login.ways.iter().any(|way| way.method.role == Role::Backup && way.is_registered());
    let missing = login.has_two_step() && !has_one && login.platform.is_none_or(takes_two);
    missing.then(|| Finding::at(Rule::B06, Some(login.account.id)))
}

/// Whether a platform can have two methods for one login. Where that is not known, it can.
fn takes_two(platform: &Platform) -> bool {
    match platform.kinds.as_ref().map(|kinds| kinds.0.as_slice()) {
        Some([]) => false,
        Some([MethodKind::Totp]) => platform.app_twice != Some(false),
        _ => true,
    }
}

/// B07: main and backup are one number, where the platform does not allow that.
fn one_number(login: &Login) -> Option<Finding> {
    let main =
        login.platform.filter(|platform| platform.one_number == Some(true)).and(login.main())?;
    let line = main.number.map(Line::of)?;
    login.backups().find(|way| way.number.map(Line::of) == Some(line))?;
    Some(Finding::at(Rule::B07, Some(login.account.id)).about(main.thing()))
}

/// B08: main and every backup are in one handset, or on one line, which can only be in one. A key
/// that is only kept here has no handset.
fn one_handset(login: &Login) -> Option<Finding> {
    let device = common(login, |way| way.device.map(|device| device.id)).map(Thing::Device);
    let line = || common(login, |way| way.number.map(Line::of)).and_then(|_| login.main()?.thing());
    let thing = device.or_else(line)?;
    Some(Finding::at(Rule::B08, Some(login.account.id)).about(Some(thing)))
}

/// B15: one person holds main and every backup.
fn one_person(login: &Login) -> Option<Finding> {
    let person = common(login, |way| way.holder.map(|person| person.id))?;
    Some(Finding::at(Rule::B15, Some(login.account.id)).about(Some(Thing::Person(person))))
}

/// B16: main and every backup are kept in one place.
fn one_place(login: &Login) -> Option<Finding> {
    let place = |way: &Reach| {
        way.device.map(|device| device.location.trim().to_lowercase()).filter(|at| !at.is_empty())
    };
    common(login, place)?;
    let device = login.main()?.device?.id;
    Some(Finding::at(Rule::B16, Some(login.account.id)).about(Some(Thing::Device(device))))
}

/// What the main method and every backup have in common.
fn common<T: PartialEq>(login: &Login, of: impl Fn(&Reach) -> Option<T>) -> Option<T> {
    let main = of(login.main()?)?;
    login.backups().next()?;
    login.backups().all(|way| of(way).as_ref() == Some(&main)).then_some(main)
}

/// B10: the last test brought nothing usable, or the handset is broken.
fn failed(login: &Login, way: &Reach) -> Option<Finding> {
    let finding = Finding::at(Rule::B10, Some(login.account.id));
    let kind = way.method.kind;
    let tested = login.account.test_of(way.method);
    if let Some(test) = tested.filter(|test| !test.result.works()) {
        let fact = Fact::Failed { kind, result: test.result, on: test.on };
        return Some(finding.about(way.thing()).with(fact));
    }
    let broken = way.handsets().find(|device| device.state == DeviceState::Broken)?;
    Some(finding.about(Some(Thing::Device(broken.id))).with(Fact::Kind(kind)))
}

/// B13 and B14: a backup that was never tested, not since the key is another one, or too long ago.
fn untested(login: &Login, way: &Reach) -> Option<Finding> {
    let (limits, today) = (login.terms.limits, login.terms.today);
    if way.is_stuck() {
        return None;
    }
    let kind = way.method.kind;
    if let Some(on) = login.account.keyed.filter(|_| login.account.is_test_past(way.method)) {
        let finding = Finding::at(Rule::B13, Some(login.account.id)).about(way.thing());
        return Some(finding.with(Fact::TestPast { kind, on }));
    }
    let Some(test) = login.account.test_of(way.method) else {
        let young = way
            .method
            .registered
            .is_some_and(|day| days_between(day, today) <= i64::from(limits.first_test_within));
        let finding = Finding::at(Rule::B13, Some(login.account.id)).about(way.thing());
        return (!young).then(|| finding.with(Fact::Tested { kind, days: None }));
    };
    let money = login.platform.is_some_and(|platform| platform.money == Some(true));
    let limit = i64::from(if money { limits.money_stale_after } else { limits.stale_after });
    let days = days_between(test.on, today);
    if !test.result.works() || days <= limit {
        return None;
    }
    let usual = Finding::at(Rule::B14, Some(login.account.id));
    let severity = if days >= 2 * limit { Severity::High } else { usual.severity };
    let finding = Finding { severity, ..usual }.about(way.thing());
    Some(finding.with(Fact::Tested { kind, days: Some(days) }))
}

/// B17: main and every backup are authenticators, where the platform wants something else as well.
fn only_apps(login: &Login) -> Option<Finding> {
    login.platform.filter(|platform| platform.app_twice == Some(false))?;
    let mut mains = login.kept().filter(|way| way.method.role == Role::Main).peekable();
    // A login with a key and no main method has the app as its main one.
    let app = match mains.peek() {
        Some(_) => mains.all(|way| way.method.kind == MethodKind::Totp),
        None => login.account.key.is_some(),
    };
    let mut backups = login.kept().filter(|way| way.method.role == Role::Backup).peekable();
    let wrong =
        app && backups.peek().is_some() && backups.all(|way| way.method.kind == MethodKind::Totp);
    wrong.then(|| Finding::at(Rule::B17, Some(login.account.id)))
}
