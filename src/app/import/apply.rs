//! What a plan makes of a book.

use std::collections::{HashMap, HashSet};

use super::merge;
use super::plan::{Fate, Plan, Twin};
use super::things::Things;
use crate::i18n::Lang;
use crate::model::{Account, Book, Id};

/// A plan that was carried out.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The book that it makes.
    pub book: Book,
    /// What became of every entry, in order.
    pub outcomes: Vec<Outcome>,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not chosen.
    Out,
    /// It is an account now.
    Added(Id),
    /// It filled what was empty in this one.
    Merged(Id),
    /// Nothing; this one is like it.
    Skipped(Id),
}

impl Outcome {
    /// The account that has it now.
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Out => None,
            Self::Added(id) | Self::Merged(id) | Self::Skipped(id) => Some(id),
        }
    }
}

impl Applied {
    /// How many accounts have something of it: several rows may have gone into one.
    pub fn accounts(&self) -> usize {
        let ids = self.outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Added(id) | Outcome::Merged(id) => Some(*id),
            Outcome::Out | Outcome::Skipped(_) => None,
        });
        ids.collect::<HashSet<_>>().len()
    }
}

impl Plan {
    /// The book with everything in it that was chosen. Like all edits, it is one book and one save.
    /// `lang` is for what goes into notes.
    pub fn apply(&self, book: &Book, lang: Lang, fresh: &mut dyn FnMut() -> Id) -> Applied {
        let mut book = book.clone();
        let mut places: HashMap<Id, usize> =
            book.accounts.iter().enumerate().map(|(place, account)| (account.id, place)).collect();
        // Apart from the book while its things are looked up and added.
        let mut accounts = std::mem::take(&mut book.accounts);
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(self.entries.len());
        let mut things = Things::of(&mut book, fresh);
        for (entry, fate) in self.entries.iter().zip(self.fates()) {
            let resolve = |twin: Twin| match twin {
                Twin::Here(id) => Some(id),
                Twin::Entry(place) => outcomes.get(place).and_then(|outcome| outcome.id()),
            };
            let outcome = match fate {
                Fate::Out => Outcome::Out,
                Fate::Skip(twin) => resolve(twin).map_or(Outcome::Out, Outcome::Skipped),
                Fate::Merge(twin) => {
                    let found = resolve(twin).and_then(|id| places.get(&id));
                    if let Some(account) = found.and_then(|place| accounts.get_mut(*place)) {
                        // Nobody has the key less by it, so nobody leaves a trace.
                        let arrival = things.arrive(entry, Some(account));
                        merge::into(account, entry, arrival, &things, lang);
                        Outcome::Merged(account.id)
                    } else {
                        Outcome::Out
                    }
                }
                Fate::Add => {
                    let arrival = things.arrive(entry, None);
                    let own = entry.record.own.as_ref().map(|own| own.account.id);
                    let free = own.filter(|id| !places.contains_key(id));
                    let id = free.unwrap_or_else(&mut *things.fresh);
                    places.insert(id, accounts.len());
                    let blank = Account::blank(id);
                    accounts.push(merge::account(entry, arrival, blank, &things, lang));
                    Outcome::Added(id)
                }
            };
            outcomes.push(outcome);
        }
        book.accounts = accounts;
        book.settle();
        book.arrange();
        Applied { book, outcomes }
    }
}
