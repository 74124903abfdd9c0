//! What only Keyrack keeps of accounts, counted: no other program has a place for it, and a table for some of it.

use std::collections::BTreeMap;

use super::sheet::{self, Seen};
use super::{Form, Gone, Outlook};
use crate::app::conflicts::HAVE_KEYS;
use crate::exchange::{Holding, Target};
use crate::model::{Account, Book, Id, Recovery, TwoStep};
use crate::otp::uri;

/// The accounts that have platform, login and key in common with another one, and the store, where it is
/// written, too.
fn twins(accounts: &[&Account], form: Form) -> Vec<Id> {
    let of = |account: &&Account| {
        let store = if form == Form::Of(Target::Csv) { account.store.trim() } else { "" };
        let names = [account.platform.trim(), store, account.login.trim()].map(str::to_owned);
        (names, account.key.clone())
    };
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for account in accounts {
        *known.entry(of(account)).or_default() += 1;
    }
    let is_twin = |account: &&&Account| known.get(&of(account)).is_some_and(|count| *count > 1);
    accounts.iter().filter(is_twin).map(|account| account.id).collect()
}

impl Outlook {
    /// Counts what only Keyrack keeps.
    pub(super) fn lose_own(&mut self, form: Form, accounts: &[&Account], book: &Book) {
        let count = |is: fn(&Account) -> bool| accounts.iter().filter(|a| is(a)).count();
        let is_table = matches!(form, Form::Of(Target::Csv) | Form::List);
        if matches!(form, Form::Of(_) | Form::Codes | Form::List) {
            if !is_table {
                self.lose(Gone::Stores, count(|account| !account.store.is_empty()));
                self.lose(Gone::Sites, count(|account| !account.marketplaces.is_empty()));
            }
            // What a list without keys is read as, is read by people.
            if form != Form::List {
                self.twins = twins(accounts, form);
                self.lose(Gone::Twins, self.twins.len());
            }
            self.lose(Gone::Companies, count(|account| !account.company.is_empty()));
        }
        if !matches!(form, Form::Age | Form::Ron) {
            if is_table {
                let more = accounts.iter().filter(|account| sheet::has_more(account, book));
                self.lose(Gone::MethodFacts, more.count());
                let seen = if form == Form::List { Seen::ByPeople } else { Seen::ByPrograms };
                let facts = sheet::facts(accounts, book, seen);
                self.lose(Gone::NumberFacts, facts.numbers);
                self.lose(Gone::DeviceFacts, facts.devices);
                self.numbers = (accounts.iter())
                    .map(|account| (account.id, sheet::dropped(account, book)))
                    .filter(|(_, dropped)| !dropped.is_empty())
                    .map(|(id, dropped)| (id, dropped.iter().map(|line| line.masked()).collect()))
                    .collect();
            } else {
                self.lose(Gone::Methods, count(|account| !account.methods.is_empty()));
            }
            self.lose(Gone::TwoStep, count(|account| account.two_step != TwoStep::default()));
            self.lose(Gone::People, count(|account| !account.users.is_empty()));
            if !form.target().is_some_and(|target| target.holds(Holding::SignIn)) {
                self.lose(Gone::SignIns, count(|account| !account.console.is_empty()));
            }
            self.lose(Gone::Profiles, count(|account| !account.profile.is_empty()));
            self.lose(Gone::KeyDays, count(|a| a.keyed.is_some() || a.exposed.is_some()));
            self.lose(Gone::Copies, count(|account| !account.copies.is_empty()));
            let paper = matches!(form, Form::Text | Form::Html);
            let more = accounts.iter().filter_map(|account| account.recovery.as_ref());
            self.lose(Gone::RecoveryFacts, more.filter(|set| says_more(set, paper)).count());
            let clashes = accounts.iter().flat_map(|account| &account.conflicts);
            let (keys, others): (Vec<_>, Vec<_>) =
                clashes.partition(|conflict| HAVE_KEYS.contains(&conflict.field));
            // Where no first one is, no second one is missing.
            let is_keyless = form == Form::List;
            self.lose(Gone::SecondKeys, if is_keyless { 0 } else { keys.len() });
            self.lose(Gone::Clashes, others.len());
        }
    }

    pub(super) fn lose(&mut self, what: Gone, count: usize) {
        if count > 0 {
            self.lost.push((what, count));
        }
    }
}

/// Whether more is known of recovery codes than how they read. On paper are those that are left.
fn says_more(set: &Recovery, paper: bool) -> bool {
    let Recovery { codes, counted, place, checked } = set;
    let used = paper && codes.iter().any(|code| code.used.is_some());
    used || counted.is_some() || !place.is_empty() || checked.is_some()
}

/// Whether its address is longer than anybody reads: names grow where they are written with `%`.
pub(super) fn is_long(account: &Account) -> bool {
    let address = |key| uri::format(&account.platform, &account.login, key);
    account.key.as_ref().is_some_and(|key| address(key).len() > uri::LONGEST)
}
