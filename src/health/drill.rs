//! Which backups to test next, and how many are tested.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use super::Limits;
use super::loss::Changed;
use crate::model::{
    Account, Backup, Book, Catalogue, Id, Method, MethodKind, Role, Test, backup_method,
    is_orphaned, worded,
};
use crate::otp::{Key, Kind};
use crate::time::{Date, Moment, days_between};

/// Milliseconds between two requests to one number: platforms lock whoever asks faster.
pub const PAUSE: u64 = 60_000;

/// A backup method that is to be tested some day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose.
    pub account: Id,
    /// The account's place in `book.accounts`.
    pub place: usize,
    /// The method's place in `account.methods`.
    pub method: usize,
    /// Who has the handset, when that is known.
    pub holder: Option<Id>,
    /// The last test of the key there is now.
    pub tested: Option<Date>,
    /// The day it is to be tested.
    pub due: Date,
    /// Days since that day; negative while it lies ahead.
    pub overdue: i64,
    /// How.
    pub trial: Trial,
    /// What is known of it today.
    pub standing: Standing,
}

worded! {
    /// How a method is tested.
    pub enum Trial {
        /// Its holder reads the digits and they are compared: nobody signs in.
        Digits = "digits",
        /// Sign in, in the account's own browser profile, and choose the backup.
        SignIn = "sign-in",
        /// As the platform has it: approve, touch, open the mailbox.
        Manual = "manual",
    }
}

worded! {
    /// Where a backup method stands; each one stands somewhere.
    pub enum Standing {
        /// The last test failed, the handset does not work, or who has it has left.
        Failed = "failed",
        /// Never tested.
        Untested = "untested",
        /// It worked, too long ago.
        Due = "due",
        /// It worked lately.
        Tested = "tested",
    }
}

/// Every backup method in use whose holder can be asked: those of one holder together, whoever has the oldest test first; never
/// tested is older than everything.
pub fn queue(book: &Book, catalogue: &Catalogue, limits: &Limits, today: Date) -> Vec<Due> {
    let mut queue = in_use(book, catalogue, limits, today);
    let method = |due: &Due| &book.accounts[due.place].methods[due.method];
    queue.retain(|due| !is_orphaned(method(due), book, today));
    let oldest = |due: &Due| (due.tested, due.due, due.place, due.method);
    let mut first = HashMap::new();
    for due in &queue {
        let least = first.entry(due.holder).or_insert_with(|| oldest(due));
        *least = oldest(due).min(*least);
    }
    queue.sort_by_key(|due| (first[&due.holder], oldest(due)));
    queue
}

/// Every backup method in use, with those of people who have left.
fn in_use(book: &Book, catalogue: &Catalogue, limits: &Limits, today: Date) -> Vec<Due> {
    let mut found = Vec::new();
    for (place, account) in book.accounts.iter().enumerate() {
        let period = period(account, catalogue, limits);
        for (index, method) in account.methods.iter().enumerate() {
            if method.role != Role::Main {
                found.extend(look(book, place, index, period, limits, today));
            }
        }
    }
    found
}

/// Days a test holds at an account.
fn period(account: &Account, catalogue: &Catalogue, limits: &Limits) -> u32 {
    match catalogue.of(&account.platform).and_then(|platform| platform.money) {
        Some(true) => limits.money_stale_after,
        _ => limits.stale_after,
    }
}

/// The method as it stands; `None` when it is lost or out of use.
fn look(
    book: &Book,
    place: usize,
    index: usize,
    period: u32,
    limits: &Limits,
    today: Date,
) -> Option<Due> {
    let account = &book.accounts[place];
    let method = &account.methods[index];
    let tested = account.test_of(method).map(|test| test.on);
    let later =
        |day: Date, days: u32| day.saturating_add(jiff::Span::new().days(days.min(100_000)));
    let (standing, due) = match backup_method(method, account, book, today, period) {
        Backup::Lost if is_orphaned(method, book, today) => {
            (Standing::Failed, tested.unwrap_or(today))
        }
        Backup::Lost | Backup::Retired | Backup::None => return None,
        Backup::Failed => (Standing::Failed, tested.unwrap_or(today)),
        Backup::Untested => {
            // Who has the key before is asked at once.
            let registered = method.registered.filter(|_| !account.is_test_past(method));
            let by = registered.map(|day| later(day, limits.first_test_within));
            (Standing::Untested, by.unwrap_or(today))
        }
        Backup::Stale { .. } => (Standing::Due, later(tested.unwrap_or(today), period)),
        Backup::Ok { .. } => (Standing::Tested, later(tested.unwrap_or(today), period)),
    };
    Some(Due {
        account: account.id,
        place,
        method: index,
        holder: book.holder_of(method).map(|person| person.id),
        tested,
        due,
        overdue: days_between(due, today),
        trial: trial(account, method),
        standing,
    })
}

/// How a method of an account is tested.
pub fn trial(account: &Account, method: &Method) -> Trial {
    let timed = |key: &Key| !matches!(key.kind(), Kind::Hotp { .. }) && !key.lacks_pin();
    let timed = account.key.as_ref().is_some_and(timed);
    match method.kind {
        MethodKind::Totp if timed => Trial::Digits,
        MethodKind::Sms | MethodKind::Voice | MethodKind::Whatsapp => Trial::SignIn,
        _ => Trial::Manual,
    }
}

/// Writes a test down, at a method by its place in `account.methods`.
pub fn record(book: &mut Book, account: Id, method: usize, test: Test) -> Changed {
    let account = book.accounts.iter_mut().find(|found| found.id == account);
    match account.and_then(|account| account.methods.get_mut(method)) {
        Some(method) if method.tested.as_ref() != Some(&test) => {
            method.tested = Some(test);
            Changed::Yes
        }
        _ => Changed::No,
    }
}

/// The first moment at which one number may be asked for another code.
pub fn wait_until(last_request: Moment) -> Moment {
    last_request.plus_millis(PAUSE)
}

/// How many backup methods stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Worked lately.
    pub tested: usize,
    /// Worked, too long ago.
    pub due: usize,
    /// Failed.
    pub failed: usize,
    /// Never tested.
    pub untested: usize,
}

impl Count {
    /// All of them.
    pub fn total(self) -> usize {
        self.tested + self.due + self.failed + self.untested
    }

    fn add(&mut self, standing: Standing) {
        *match standing {
            Standing::Tested => &mut self.tested,
            Standing::Due => &mut self.due,
            Standing::Failed => &mut self.failed,
            Standing::Untested => &mut self.untested,
        } += 1;
    }
}

/// How far the backups are tested, for everybody and in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All backups in use.
    pub all: Count,
    /// By who has the handset; `None` where nobody knows. By name.
    pub holders: Vec<(Option<Id>, Count)>,
    /// By legal entity; empty where none is named.
    pub companies: Vec<(String, Count)>,
    /// By platform.
    pub platforms: Vec<(String, Count)>,
}

/// How far the backups in use are tested: those of [`queue`], and as failed those of people who have
/// left.
pub fn coverage(book: &Book, catalogue: &Catalogue, limits: &Limits, today: Date) -> Coverage {
    let mut all = Count::default();
    let mut holders: BTreeMap<(bool, &str, Option<Id>), Count> = BTreeMap::new();
    let mut companies: BTreeMap<&str, Count> = BTreeMap::new();
    let mut platforms: BTreeMap<&str, Count> = BTreeMap::new();
    for due in in_use(book, catalogue, limits, today) {
        let account = &book.accounts[due.place];
        let name = due.holder.and_then(|id| book.person(id)).map_or("", |person| &person.name);
        all.add(due.standing);
        holders.entry((due.holder.is_none(), name, due.holder)).or_default().add(due.standing);
        companies.entry(&account.company).or_default().add(due.standing);
        platforms.entry(&account.platform).or_default().add(due.standing);
    }
    let owned = |counts: BTreeMap<&str, Count>| {
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
    };
    Coverage {
        all,
        holders: holders.into_iter().map(|((_, _, id), count)| (id, count)).collect(),
        companies: owned(companies),
        platforms: owned(platforms),
    }
}
