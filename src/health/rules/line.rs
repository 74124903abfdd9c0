//! Phone numbers: shared (B09, B23), about to lapse (B11), not one's own (B12).

use super::super::login::{Login, is_phone};
use super::super::ties::{Line, Tie, Ties};
use super::super::{Fact, Finding, Rule};
use crate::model::{MethodKind, Number, NumberKind, NumberState, Thing};
use crate::time::{Date, days_between};

pub fn look(login: &Login, ties: &Ties, found: &mut Vec<Finding>) {
    let mut seen: Vec<Line> = Vec::new();
    for way in login.kept() {
        let Some(number) = way.number.filter(|number| !number.state.is_gone()) else { continue };
        let line = Line::of(number);
        if seen.contains(&line) {
            continue;
        }
        seen.push(line);
        found.extend(shared(login, number, ties));
        found.extend(lapsing(login, number));
    }
    found.extend(not_ones_own(login));
}

/// B09 and B23: the line serves other logins, too: of other owners, or of the same one. Platforms
/// that allow it are left out on both sides.
fn shared(login: &Login, number: &Number, ties: &Ties) -> Option<Finding> {
    if login.platform.is_some_and(|platform| platform.sharing == Some(true)) {
        return None;
    }
    let sum = ties.sum(&Tie::Line(Line::of(number)));
    let rule = if sum.several_owners { Rule::B09 } else { Rule::B23 };
    let finding = Finding::at(rule, Some(login.account.id)).about(Some(Thing::Number(number.id)));
    (sum.sharing > 1).then(|| finding.with(Fact::Shared(sum.sharing)))
}

/// B11: the carrier paused the line, or will soon take it back.
fn lapsing(login: &Login, number: &Number) -> Option<Finding> {
    let within = i64::from(login.terms.limits.keepalive_within);
    let due = number.keepalive.is_some_and(|day| days_between(login.terms.today, day) <= within);
    let past = |on: Date| on < login.terms.today;
    let fact = number.keepalive.map_or(Fact::None, |on| Fact::Due { on, past: past(on) });
    let finding = Finding::at(Rule::B11, Some(login.account.id));
    (due || number.state == NumberState::Suspended)
        .then(|| finding.about(Some(Thing::Number(number.id))).with(fact))
}

/// B12: the platform only sends messages and calls, and the only numbers are rented or virtual. A
/// mailbox beside them is no way in when the platform asks the phone.
fn not_ones_own(login: &Login) -> Option<Finding> {
    let kinds = login.platform?.kinds.as_ref()?;
    let sent = |kind: &MethodKind| is_phone(*kind) || *kind == MethodKind::Email;
    let only_sent = kinds.0.iter().any(|kind| is_phone(*kind)) && kinds.0.iter().all(sent);
    if !only_sent || login.account.key.is_some() {
        return None;
    }
    let borrowed = |number: &&Number| matches!(number.kind, NumberKind::Rented | NumberKind::Voip);
    let mut numbers = login.live().filter_map(|way| way.number).peekable();
    let first = *numbers.peek()?;
    let finding = Finding::at(Rule::B12, Some(login.account.id));
    numbers.all(|number| borrowed(&number)).then(|| finding.about(Some(Thing::Number(first.id))))
}
