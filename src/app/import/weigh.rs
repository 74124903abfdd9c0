//! What a merge would bring, tried on a copy that is thrown away.

use std::collections::HashMap;

use super::merge;
use super::plan::{Entry, Twin};
use super::things::Things;
use crate::i18n::Lang;
use crate::model::{Account, Book, Id};
use crate::time::Moment;

/// Tries for every entry that is like something what merging it there would bring, and what stands
/// there otherwise.
pub(super) fn weigh(entries: &mut [Entry], book: &Book) {
    if entries.iter().all(|entry| entry.standing.twin().is_none()) {
        return;
    }
    let mut copy = book.clone();
    let accounts = std::mem::take(&mut copy.accounts);
    let places: HashMap<Id, &Account> =
        accounts.iter().map(|account| (account.id, account)).collect();
    let mut count: u64 = 0;
    // Names for what is never kept.
    let mut fresh = || {
        count += 1;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&count.to_be_bytes());
        Id::new(Moment::from_secs(0), random)
    };
    let mut things = Things::of(&mut copy, &mut fresh);
    for place in 0..entries.len() {
        let (before, rest) = entries.split_at_mut(place);
        let Some(entry) = rest.first_mut() else { return };
        let like = entry.standing.twin().and_then(|twin| match twin {
            Twin::Here(id) => places.get(&id).map(|account| (*account).clone()),
            Twin::Entry(at) => before.get(at).map(|first| {
                let (arrival, id) = (things.arrive(first), (things.fresh)());
                merge::account(first, arrival, Account::blank(id), Lang::default())
            }),
        });
        let Some(like) = like else {
            (entry.brings, entry.differs) = (false, Vec::new());
            continue;
        };
        let mut merged = like.clone();
        let arrival = things.arrive(entry);
        let grew = arrival.grew;
        entry.differs = merge::into(&mut merged, entry, arrival, Lang::default());
        entry.brings = grew || merged != like;
    }
}
