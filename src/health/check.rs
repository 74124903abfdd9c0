//! Every rule over every account.

use std::collections::HashMap;

use super::login::{Lens, Login};
use super::ties::Ties;
use super::{Finding, Limits, Severity, Terms, rules};
use crate::model::{Book, Id, Snooze};
use crate::time::Date;

/// All that is wrong with a book on a day.
#[derive(Debug)]
pub struct Health {
    pub(super) accounts: HashMap<Id, Found>,
    /// What is found at no account.
    pub(super) apart: Found,
    pub(super) counts: Counts,
    pub(super) ties: Ties,
    pub(super) quiet: Quiet,
    pub(super) today: Date,
    pub(super) limits: Limits,
}

/// Findings of one account, worst first.
#[derive(Debug, Default)]
pub(super) struct Found {
    open: Vec<Finding>,
    snoozed: Vec<Finding>,
}

/// What is put off, by account.
pub(super) type Quiet = HashMap<Option<Id>, Vec<Snooze>>;

/// How many findings there are, by severity. Those that are put off are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Locked out, or about to be.
    pub critical: usize,
    /// One mishap away from it.
    pub high: usize,
    /// To be mended soon.
    pub medium: usize,
    /// To be mended some day.
    pub low: usize,
}

impl Counts {
    /// How many of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
        }
    }

    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        *self.place(severity) += 1;
    }

    fn subtract(&mut self, severity: Severity) {
        *self.place(severity) -= 1;
    }

    fn place(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
        }
    }
}

/// Looks at everything.
pub fn check(book: &Book, terms: &Terms) -> Health {
    let mut lens = Lens::new(book, terms);
    let logins: Vec<Login> = book.accounts.iter().map(|account| lens.login(account)).collect();
    let mut health = Health {
        accounts: HashMap::with_capacity(logins.len()),
        apart: Found::default(),
        counts: Counts::default(),
        ties: Ties::of(&logins),
        quiet: quiet(book, terms.today),
        today: terms.today,
        limits: terms.limits.clone(),
    };
    for login in &logins {
        health.look(login);
    }
    health.look_apart(book, terms);
    health
}

impl Health {
    /// What is open, worst first; in the same order every time: by severity, rule, age of the
    /// account.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.sorted(|found| &found.open)
    }

    /// What is put off, in the same order.
    pub fn snoozed(&self) -> impl Iterator<Item = &Finding> {
        self.sorted(|found| &found.snoozed)
    }

    /// What is open at an account, worst first.
    pub fn of(&self, account: Id) -> &[Finding] {
        self.accounts.get(&account).map_or(&[], |found| &found.open)
    }

    /// What is open at no account.
    pub fn apart(&self) -> &[Finding] {
        &self.apart.open
    }

    /// The worst that is open at an account.
    pub fn worst(&self, account: Id) -> Option<Severity> {
        self.of(account).first().map(|finding| finding.severity)
    }

    /// How much is open.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn sorted(&self, of: impl Fn(&Found) -> &Vec<Finding>) -> impl Iterator<Item = &Finding> {
        let all = self.accounts.values().chain([&self.apart]);
        let mut list: Vec<&Finding> = all.flat_map(of).collect();
        list.sort_by_key(|finding| {
            (finding.severity, finding.rule, finding.account, finding.about)
        });
        list.into_iter()
    }

    /// Looks at one account, anew if need be.
    pub(super) fn look(&mut self, login: &Login) {
        let mut findings = Vec::new();
        rules::apply(login, &self.ties, &mut findings);
        if findings.is_empty() {
            return self.forget(login.account.id);
        }
        let found = self.sift(findings);
        if let Some(before) = self.accounts.insert(login.account.id, found) {
            self.uncount(&before);
        }
    }

    /// Looks at what belongs to no account, anew if need be.
    pub(super) fn look_apart(&mut self, book: &Book, terms: &Terms) {
        let mut findings = Vec::new();
        rules::apart(book, terms, &self.ties, &mut findings);
        let before = std::mem::take(&mut self.apart);
        self.uncount(&before);
        self.apart = self.sift(findings);
    }

    /// Forgets what was found at an account.
    pub(super) fn forget(&mut self, account: Id) {
        if let Some(before) = self.accounts.remove(&account) {
            self.uncount(&before);
        }
    }

    fn uncount(&mut self, found: &Found) {
        for finding in &found.open {
            self.counts.subtract(finding.severity);
        }
    }

    /// Sorts, sets apart what is put off, counts the rest.
    fn sift(&mut self, mut findings: Vec<Finding>) -> Found {
        findings.sort_by_key(|finding| (finding.severity, finding.rule, finding.about));
        let is_quiet = |finding: &mut Finding| {
            let list = self.quiet.get(&finding.account).map_or(&[][..], Vec::as_slice);
            list.iter().any(|snooze| finding.is_put_off(snooze, self.today))
        };
        let snoozed: Vec<Finding> = if self.quiet.is_empty() {
            Vec::new()
        } else {
            findings.extract_if(.., is_quiet).collect()
        };
        let open = findings;
        for finding in &open {
            self.counts.add(finding.severity);
        }
        Found { open, snoozed }
    }
}

/// What is put off on a day.
pub(super) fn quiet(book: &Book, today: Date) -> Quiet {
    let mut quiet = Quiet::new();
    for snooze in book.snoozes.iter().filter(|snooze| snooze.until >= today) {
        quiet.entry(snooze.account).or_default().push(snooze.clone());
    }
    quiet
}
