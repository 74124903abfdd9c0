//! Each rule with the case it is for and the case beside it that it must not be for.

mod access;
mod backup;
mod line;
mod order;

use super::super::{Finding, Limits, Rule, Severity, Terms, check};
use crate::health::sample::{Desk, active, day, shipped_like};
use crate::model::{Account, Book, CopyKind, KeyCopy, MethodKind, Role, Worded as _};

/// What a case does to an account with a key, a main app on P-01 and a tested backup on a number
/// in P-02, with which nothing is wrong.
type Change = fn(&mut Desk, &mut Account);
/// A name, what is put off, what changes then, and the rule that is told again.
type Woken = (&'static str, Change, fn(&mut Account), Option<Rule>);
/// What is done afterwards.
type Later = fn(&mut Desk);

struct Case {
    name: &'static str,
    change: Change,
    found: bool,
}

const fn yes(name: &'static str, change: Change) -> Case {
    Case { name, change, found: true }
}

const fn no(name: &'static str, change: Change) -> Case {
    Case { name, change, found: false }
}

fn findings(change: Change) -> (Vec<Finding>, Desk, Account) {
    let mut desk = Desk::new();
    let mut account = desk.sound();
    change(&mut desk, &mut account);
    desk.book.accounts.insert(0, account.clone());
    desk.book.settle();
    (found_in(&desk.book), desk, account)
}

fn found_in(book: &Book) -> Vec<Finding> {
    let (catalogue, limits) = (shipped_like(), Limits::default());
    let terms = Terms { catalogue: &catalogue, limits: &limits, today: day(0), clock_offset: None };
    check(book, &terms).findings().cloned().collect()
}

fn judge(rule: Rule, cases: &[Case]) {
    for case in cases {
        let (found, _, account) = findings(case.change);
        let hit = found.iter().any(|f| f.rule == rule && f.account == Some(account.id));
        assert_eq!(hit, case.found, "{}: {}: {found:?}", rule.word(), case.name);
    }
}

/// The first finding of a rule at the account.
fn one(rule: Rule, change: Change) -> (Finding, Desk) {
    let (found, desk, account) = findings(change);
    let mut hits = found.into_iter().filter(|f| f.rule == rule && f.account == Some(account.id));
    (hits.next().unwrap_or_else(|| panic!("{} is not found", rule.word())), desk)
}

#[test]
fn nothing_is_wrong_with_a_sound_account() {
    let (found, ..) = findings(|_, _| ());
    assert_eq!(found, []);
}

#[test]
fn c01_the_clock() {
    let desk = Desk::new();
    let (catalogue, limits) = (shipped_like(), Limits::default());
    let cases = [
        (None, None),
        (Some(4_999), None),
        (Some(5_000), Some(Severity::Medium)),
        (Some(-14_999), Some(Severity::Medium)),
        (Some(15_000), Some(Severity::High)),
        (Some(-15_000), Some(Severity::High)),
        (Some(i64::MIN), Some(Severity::High)),
    ];
    for (clock_offset, severity) in cases {
        let terms = Terms { catalogue: &catalogue, limits: &limits, today: day(0), clock_offset };
        let health = check(&desk.book, &terms);
        let found: Vec<&Finding> = health.findings().collect();
        let told = found.first().map(|finding| (finding.rule, finding.severity));
        assert_eq!(told, severity.map(|bad| (Rule::C01, bad)), "{clock_offset:?}");
    }
    let strict = Limits { clock: (1, 2), ..Limits::default() };
    assert_eq!(strict.skew(2_000), Some(Severity::High));
}

/// What is found after everything that was found was put off, and something changed since.
fn after_putting_off(prepare: Change, later: fn(&mut Account)) -> Vec<Finding> {
    let (found, mut desk, _) = findings(prepare);
    for finding in &found {
        let days = (day(0), day(7));
        desk.book.snoozes.push(finding.put_off(
            desk.people[0],
            days,
            "later".into(),
            String::new(),
        ));
    }
    assert_eq!(found_in(&desk.book), [], "all is put off");
    later(&mut desk.book.accounts[0]);
    found_in(&desk.book)
}

#[test]
fn a_snooze_is_for_one_finding_as_bad_as_it_was() {
    fn web(place: &str) -> KeyCopy {
        let (device, holder, added, removed) = (None, None, None, None);
        KeyCopy { kind: CopyKind::Web, place: place.into(), device, holder, added, removed }
    }
    fn stale(days: i32, account: &mut Account) {
        account.methods[1].tested = Some(Desk::good(days));
    }
    let page: Change = |_, account| account.copies.push(web("2fa.live"));
    let cases: [Woken; 5] = [
        ("nothing new", page, |account| account.note = "x".into(), None),
        ("another web page", page, |account| account.copies.push(web("totp.app")), Some(Rule::B24)),
        (
            "a sheet of the same name",
            page,
            |account| account.copies.push(KeyCopy { kind: CopyKind::Sheet, ..web("2fa.live") }),
            Some(Rule::B24),
        ),
        (
            "tested even longer ago",
            |_, account| stale(100, account),
            |account| stale(181, account),
            Some(Rule::B14),
        ),
        (
            "a backup of another kind, never tested",
            |_, account| account.methods.push(active(MethodKind::Email, Role::Backup)),
            |account| account.methods.push(active(MethodKind::Push, Role::Backup)),
            Some(Rule::B13),
        ),
    ];
    for (name, prepare, later, woken) in cases {
        let found: Vec<Rule> =
            after_putting_off(prepare, later).into_iter().map(|found| found.rule).collect();
        assert_eq!(found, Vec::from_iter(woken), "{name}");
    }
    let milder = after_putting_off(|_, account| stale(181, account), |account| stale(100, account));
    assert_eq!(milder, [], "less bad than it was");
}
