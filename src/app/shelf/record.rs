//! What was done with the vaults that are open: written down beside each, read of all.

use super::one::Open;
use super::{Done, Shelf};
use crate::activity::Deed;
use crate::app::activity::Scribe;
use crate::model::Id;
use crate::time::Moment;
use crate::vault::{Activity, Log, LogError, Vault};

impl Shelf {
    /// The vaults that something done is written down beside: that of the account it was done to, or
    /// all.
    pub fn beside(&self, account: Option<Id>) -> impl Iterator<Item = &Vault> {
        self.places_of(account).map(|place| &self.open[place].vault)
    }

    fn places_of(&self, account: Option<Id>) -> impl Iterator<Item = usize> {
        let home = account.and_then(|id| self.book.homes.of(id));
        (0..self.open.len()).filter(move |place| home.is_none_or(|home| home.has(*place)))
    }

    /// What of it is written down beside each vault.
    pub fn share<'a>(&'a self, deeds: &[Deed]) -> impl Iterator<Item = (&'a Vault, Vec<Deed>)> {
        let done = self.shares(deeds).into_iter();
        done.map(|(place, deeds)| (&self.open[place].vault, deeds))
    }

    fn shares(&self, deeds: &[Deed]) -> Done {
        let mut done: Done = (0..self.open.len()).map(|place| (place, Vec::new())).collect();
        for deed in deeds {
            self.places_of(deed.account).for_each(|place| done[place].1.push(deed.clone()));
        }
        done
    }

    /// Writes down what somebody did.
    pub fn record(&self, scribe: &Scribe, deeds: &[Deed], now: Moment) -> Result<(), LogError> {
        self.record_done(scribe, &self.shares(deeds), now)
    }

    /// Writes down what was done with each.
    pub fn record_done(&self, scribe: &Scribe, done: &Done, now: Moment) -> Result<(), LogError> {
        let mut result = Ok(());
        for (place, deeds) in done.iter().filter(|(_, deeds)| !deeds.is_empty()) {
            if let Some(log) = self.open.get(*place).and_then(|open| open.log.as_ref()) {
                result = result.and(scribe.write(log, deeds, now));
            }
        }
        result
    }

    /// Whether somebody else wrote down something since it was read.
    pub fn has_news(&self) -> bool {
        self.open.iter().filter_map(|open| open.log.as_ref()).any(Log::changed)
    }

    /// The same, from files that were never looked at before.
    pub fn read_activity(&self) -> Result<Activity, LogError> {
        let read = |open: &Open| Log::of(&open.vault).and_then(|mut log| log.read());
        let all = self.open.iter().map(read).reduce(|all, one| Ok(all?.with(one?)));
        all.unwrap_or_else(|| Ok(Activity::default()))
    }

    /// What was done, with all of them; `None` where nothing is written down.
    pub fn activity(&mut self) -> Option<Result<Activity, LogError>> {
        let logs = self.open.iter_mut().filter_map(|open| open.log.as_mut());
        logs.map(Log::read).reduce(|all, one| Ok(all?.with(one?)))
    }
}
