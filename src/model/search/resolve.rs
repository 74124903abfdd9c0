//! One account for the words on a command line.

use super::Index;
use super::fold::{fold_into, folds_to};
use crate::model::{Account, Book, Id};

/// What a query means, as positions in `book.accounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Nothing matches.
    None,
    /// Exactly one account is meant.
    One(usize),
    /// Several are meant equally well: ask, never guess.
    Many(Vec<usize>),
}

impl From<Vec<usize>> for Resolved {
    fn from(found: Vec<usize>) -> Self {
        match *found {
            [] => Self::None,
            [one] => Self::One(one),
            _ => Self::Many(found),
        }
    }
}

/// Finds the account a query names: by id; else by login, store or title, if that is exactly the
/// query; else by what [`Index::find`] finds, of which only the best class counts: letters with
/// gaps between them only if nothing matches without.
///
/// The index is built for the last of these only: most calls answer one question and end.
pub fn resolve(book: &Book, query: &str) -> Resolved {
    let by_id = query.trim().parse::<Id>().ok();
    if let Some(one) = by_id.and_then(|id| book.accounts.iter().position(|a| a.id == id)) {
        return Resolved::One(one);
    }
    let mut folded = String::new();
    fold_into(query.trim(), &mut folded);
    if folded.is_empty() {
        return Resolved::None;
    }
    // The title is the store, where there is one.
    let is_named =
        |account: &Account| folds_to(account.title(), &folded) || folds_to(&account.login, &folded);
    let named: Vec<_> =
        (0..).zip(&book.accounts).filter(|(_, a)| is_named(a)).map(|(at, _)| at).collect();
    if !named.is_empty() {
        return named.into();
    }
    let mut found: Vec<_> = Index::new(book).rate(query, None).collect();
    let best = found.iter().map(|(_, found)| found.class).min();
    found.retain(|(_, found)| Some(found.class) == best);
    found.sort_by_key(|(_, found)| found.shortfall);
    found.into_iter().map(|(at, _)| at as usize).collect::<Vec<_>>().into()
}
