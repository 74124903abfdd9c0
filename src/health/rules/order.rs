//! What should be in order before something happens: recovery codes (B18), a login for each (B19),
//! methods that stay (B20, B22), keys of one's own (B21, B24), records that say enough (B25).

use super::super::login::{Login, Reach};
use super::super::ties::Ties;
use super::super::{Fact, Finding, Rule};
use crate::model::{DeviceKind, Id, KeyCopy, MethodKind, NumberKind, Thing};
use crate::time::days_between;

/// Days before a method goes on which to say so.
const AHEAD: i64 = 90;

pub fn look(login: &Login, ties: &Ties, found: &mut Vec<Finding>) {
    found.extend(few_codes(login));
    found.extend(shared_login(login));
    withdrawn(login, found);
    found.extend(twin(login, ties));
    found.extend(no_app(login));
    outside(login, found);
    incomplete(login, found);
}

/// B18: the platform issues recovery codes, and few are left or nobody knows.
fn few_codes(login: &Login) -> Option<Finding> {
    let issued = login.platform?.recovery_codes? > 0;
    let left = login.account.recovery.as_ref().and_then(crate::model::Recovery::left);
    let few = left.is_none_or(|left| left <= login.terms.limits.few_codes);
    let finding = Finding::at(Rule::B18, Some(login.account.id));
    (issued && few && login.has_two_step()).then(|| finding.with(Fact::Left(left)))
}

/// B19: several people use one login although each could have their own. Who left is told by B03.
fn shared_login(login: &Login) -> Option<Finding> {
    login.platform.filter(|platform| platform.sub_users == Some(true))?;
    let here =
        |id: &Id| login.book.person(*id).is_some_and(|user| login.left(Some(user)).is_none());
    let mut users: Vec<Id> = login.account.users.iter().copied().filter(here).collect();
    users.sort_unstable();
    users.dedup();
    let finding = Finding::at(Rule::B19, Some(login.account.id));
    (users.len() > 1).then(|| finding.with(Fact::Shared(users.len())))
}

/// B20: a kind of method in use goes within [`AHEAD`] days, or is gone.
fn withdrawn(login: &Login, found: &mut Vec<Finding>) {
    let key = login.account.key.is_some().then_some(MethodKind::Totp);
    let uses = |kind| key == Some(kind) || login.live().any(|way| way.method.kind == kind);
    for going in login.platform.into_iter().flat_map(|platform| &platform.withdrawing) {
        if days_between(login.terms.today, going.on) <= AHEAD && uses(going.kind) {
            let fact = Fact::Withdrawn {
                kind: going.kind,
                on: going.on,
                past: going.on <= login.terms.today,
            };
            found.push(Finding::at(Rule::B20, Some(login.account.id)).with(fact));
        }
    }
}

/// B21: another account has the same key; the oldest one is named.
fn twin(login: &Login, ties: &Ties) -> Option<Finding> {
    let other = ties.twin(login.key?, login.account.id)?;
    Some(Finding::at(Rule::B21, Some(login.account.id)).with(Fact::Other(other)))
}

/// B22: codes come by text or call although the platform takes an app.
fn no_app(login: &Login) -> Option<Finding> {
    let kind = login.main()?.method.kind;
    let offered = login.platform?.kinds.as_ref()?.0.contains(&MethodKind::Totp);
    let finding = Finding::at(Rule::B22, Some(login.account.id));
    (offered && matches!(kind, MethodKind::Sms | MethodKind::Voice))
        .then(|| finding.with(Fact::Kind(kind)))
}

/// B24: a copy of the key is where others than the team can read it, or somebody has seen it who does not see
/// the account any more. Who left is told by B04.
fn outside(login: &Login, found: &mut Vec<Finding>) {
    for copy in login.copies().filter(|copy| copy.kind.is_outside()) {
        let fact = Fact::Copy { kind: copy.kind, place: copy.place.clone() };
        found.push(Finding::at(Rule::B24, Some(login.account.id)).with(fact));
    }
    let account = login.account;
    let seen = account.copies.iter().filter(|copy| copy.is_seen() && copy.is_of(account.keyed));
    for copy in seen.filter(|_| account.key.is_some()) {
        let person = copy.holder.and_then(|id| login.book.person(id));
        let here = person.filter(|person| login.book.left(person, account).is_none());
        if let Some((person, day)) = here.zip(copy.removed) {
            let finding = Finding::at(Rule::B24, Some(account.id));
            found.push(finding.about(Some(Thing::Person(person.id))).with(Fact::Day(day)));
        }
    }
}

/// B25: what one would have to know when something is lost is not noted: who has a device, which
/// phone a SIM is in, where a code arrives at all; and whether a copy has the key that there is now.
fn incomplete(login: &Login, found: &mut Vec<Finding>) {
    let mut told: Vec<(Option<Thing>, &str)> = Vec::new();
    for way in login.live() {
        let missing = missing(login, way);
        if let Some(missing) = missing.filter(|missing| !told.contains(missing)) {
            told.push(missing);
            let (thing, field) = missing;
            let finding = Finding::at(Rule::B25, Some(login.account.id));
            found.push(finding.about(thing).with(Fact::Missing(field)));
        }
    }
    let account = login.account;
    let is_past = |copy: &&KeyCopy| account.key.is_some() && account.is_copy_past(copy);
    for copy in login.copies().filter(is_past) {
        let about = copy.device.map(Thing::Device);
        let fact = Fact::CopyPast { kind: copy.kind, place: copy.place.clone() };
        found.push(Finding::at(Rule::B25, Some(account.id)).about(about).with(fact));
    }
}

fn missing(login: &Login, way: &Reach) -> Option<(Option<Thing>, &'static str)> {
    if let Some(device) = way.device {
        // A phone on the wall is nobody's.
        let needed = device.kind != DeviceKind::Landline && device.holder.is_none();
        return needed.then_some((Some(Thing::Device(device.id)), "holder"));
    }
    if let Some(number) = way.number {
        let needed = matches!(number.kind, NumberKind::Sim | NumberKind::Esim);
        return needed.then_some((Some(Thing::Number(number.id)), "device"));
    }
    let has_key = login.account.key.is_some();
    match way.method.kind {
        _ if way.is_phone() => Some((None, "number")),
        MethodKind::Totp if !has_key => Some((None, "device")),
        _ => None,
    }
}
