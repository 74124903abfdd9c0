//! What a merge would bring, tried on a copy that is thrown away.

use std::collections::HashMap;

use super::entry::{Entry, Field, KeyMatch};
use super::plan::{Fate, Fates, Plan, Twin};
use super::things::Things;
use super::{compare, merge};
use crate::exchange::table::Column;
use crate::i18n::Lang;
use crate::model::{Account, Book, Id, Role};
use crate::otp::{Key, Kind};
use crate::time::Moment;

/// Tries for every entry that is like something what merging it there would bring, and what stands
/// there otherwise.
pub(super) fn weigh(plan: &mut Plan, book: &Book) {
    if plan.entries.iter().all(|entry| entry.standing.twin().is_none()) {
        return;
    }
    let mut copy = book.clone();
    let accounts = std::mem::take(&mut copy.accounts);
    let mut grown = Grown::of(&accounts);
    let mut fresh = passing();
    let mut things = Things::of(&mut copy, &mut fresh);
    let mut fates = Fates::default();
    for place in 0..plan.entries.len() {
        let (before, rest) = plan.entries.split_at_mut(place);
        let Some(entry) = rest.first_mut() else { return };
        // Where an earlier row goes into an account, that is what this one is held against.
        let twin = fates.twin(entry);
        let like = twin.and_then(|twin| grown.at(twin, before, &mut things));
        let mut came_to = None;
        (entry.brings, entry.differs, entry.keys) = (false, Vec::new(), KeyMatch::default());
        (entry.more, entry.shifts) = (Vec::new(), false);
        if let Some(like) = like {
            entry.keys = keys(like.key.as_ref(), entry.key());
            let mut merged = like.clone();
            let arrival = things.arrive(entry, Some(&like));
            let grew = arrival.grew.clone();
            entry.differs = merge::into(&mut merged, entry, arrival, &things, Lang::default());
            let has_main = |account: &Account| account.method(Role::Main).is_some();
            entry.shifts = !entry.is_own() && has_main(&like) && !has_main(&merged);
            entry.brings = !grew.is_empty() || merged != like;
            entry.more = more(&like, &merged);
            entry.more.extend(grew);
            came_to = Some(merged);
        }
        let fate = fates.add(plan, &plan.entries[place]);
        if let (Fate::Merge(twin), Some(merged)) = (fate, came_to) {
            grown.by_rows.insert(twin, merged);
        }
    }
}

/// Notes for every row that becomes an account what is known otherwise of its phone, in the order in
/// which the rows come.
pub(super) fn hold(plan: &mut Plan, book: &Book) {
    for entry in &mut plan.entries {
        (entry.held, entry.joined) = (Vec::new(), None);
    }
    let says = |entry: &Entry| {
        let extra = &entry.record.extra;
        !extra.holder.trim().is_empty() || !extra.location.trim().is_empty()
    };
    if !plan.entries.iter().any(says) {
        return;
    }
    let fates = plan.fates();
    let mut grown = Grown::of(&book.accounts);
    let mut copy = book.clone();
    copy.accounts = Vec::new();
    let mut fresh = passing();
    let mut things = Things::of(&mut copy, &mut fresh);
    for (place, fate) in fates.into_iter().enumerate() {
        let (before, rest) = plan.entries.split_at_mut(place);
        let Some(entry) = rest.first_mut() else { return };
        match fate {
            Fate::Out | Fate::Skip(_) => {}
            Fate::Add => {
                let arrival = things.arrive(entry, None);
                (entry.joined, entry.held) = (arrival.joined, arrival.differs);
            }
            Fate::Merge(twin) => {
                let Some(mut account) = grown.at(twin, before, &mut things) else { continue };
                let mut arrival = things.arrive(entry, Some(&account));
                entry.joined = arrival.joined.take();
                merge::into(&mut account, entry, arrival, &things, Lang::default());
                grown.by_rows.insert(twin, account);
            }
        }
    }
}

/// What rows are merged into, as the rows before have left it.
struct Grown<'a> {
    here: HashMap<Id, &'a Account>,
    by_rows: HashMap<Twin, Account>,
}

impl<'a> Grown<'a> {
    fn of(accounts: &'a [Account]) -> Self {
        let here = accounts.iter().map(|account| (account.id, account)).collect();
        Self { here, by_rows: HashMap::new() }
    }

    /// The account as it is by now. `before` are the rows before.
    fn at(&self, twin: Twin, before: &[Entry], things: &mut Things<'_>) -> Option<Account> {
        if let Some(account) = self.by_rows.get(&twin) {
            return Some(account.clone());
        }
        match twin {
            Twin::Here(id) => self.here.get(&id).map(|account| (*account).clone()),
            Twin::Entry(at) => before.get(at).map(|first| {
                let (arrival, id) = (things.arrive(first, None), (things.fresh)());
                merge::account(first, arrival, Account::blank(id), things, Lang::default())
            }),
        }
    }
}

/// What an account has more of than before.
fn more(before: &Account, after: &Account) -> Vec<Field> {
    let counter = |account: &Account| match account.key.as_ref().map(Key::kind) {
        Some(Kind::Hotp { counter }) => Some(counter),
        _ => None,
    };
    let is_further = counter(before).is_some() && counter(before) != counter(after);
    let is_other_key = before.key != after.key && !is_further;
    let fields: [(bool, Field); 15] = [
        (before.platform != after.platform, Column::Platform.into()),
        (before.store != after.store, Column::Store.into()),
        (before.login != after.login, Column::Login.into()),
        (before.marketplaces != after.marketplaces, Column::Marketplaces.into()),
        (is_other_key, Column::Secret.into()),
        (is_further, Column::Counter.into()),
        (before.tags != after.tags, Column::Groups.into()),
        (before.note != after.note, Column::Note.into()),
        (before.pinned != after.pinned, Column::Favourite.into()),
        (before.recovery != after.recovery, Column::Recovery.into()),
        (before.users != after.users, Column::Holder.into()),
        (before.methods != after.methods, Column::PhoneMain.into()),
        (before.company != after.company, Field::Company),
        (before.profile != after.profile, Field::Profile),
        (before.console != after.console, Field::Console),
    ];
    fields.into_iter().filter(|(is_more, _)| *is_more).map(|(_, field)| field).collect()
}

/// Names for what is never kept.
fn passing() -> impl FnMut() -> Id {
    let mut count: u64 = 0;
    move || {
        count += 1;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&count.to_be_bytes());
        Id::new(Moment::from_secs(0), random)
    }
}

/// How two keys stand to each other.
fn keys(ours: Option<&Key>, theirs: Option<&Key>) -> KeyMatch {
    match (ours, theirs) {
        (None, None) => KeyMatch::Neither,
        (Some(_), None) => KeyMatch::Ours,
        (None, Some(_)) => KeyMatch::Theirs,
        (Some(ours), Some(theirs)) if compare::same(ours, theirs) => KeyMatch::Same,
        (Some(ours), Some(theirs)) if ours.secret() == theirs.secret() => KeyMatch::Settings,
        (Some(_), Some(_)) => KeyMatch::Other,
    }
}
