//! Which accounts are meant.

use crate::app::draft::find;
use crate::model::group::Sort;
use crate::model::search::Index;
use crate::model::{Account, Book, Id};

/// A choice of accounts: what a query finds, and of each list that is not empty whatever has one of its
/// names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// As in a search; empty for all.
    pub query: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Platforms.
    pub platforms: Vec<String>,
    /// Companies.
    pub companies: Vec<String>,
    /// This one alone.
    pub only: Option<Id>,
}

impl Scope {
    /// The accounts, in the order in which they are shown.
    pub fn accounts<'a>(&self, book: &'a Book) -> Vec<&'a Account> {
        let any = |wanted: &[String], name: &str| {
            wanted.is_empty() || wanted.iter().any(|wanted| find::same(wanted, name))
        };
        let mut accounts = found(book, &self.query);
        accounts.retain(|account| {
            self.only.is_none_or(|id| account.id == id)
                && (self.tags.is_empty() || account.tags.iter().any(|tag| any(&self.tags, tag)))
                && any(&self.platforms, &account.platform)
                && any(&self.companies, &account.company)
        });
        accounts
    }

    /// A book with these accounts and what they hang on alone.
    pub fn excerpt(&self, book: &Book) -> Book {
        book.excerpt(&self.accounts(book).into_iter().map(|account| account.id).collect())
    }
}

/// The accounts of a query, best first; of an empty one all, in the usual order.
pub fn found<'a>(book: &'a Book, query: &str) -> Vec<&'a Account> {
    if query.is_empty() {
        let mut accounts: Vec<&Account> = book.accounts.iter().collect();
        accounts
            .sort_by(|a, b| b.pinned.cmp(&a.pinned).then_with(|| Sort::default().compare(a, b)));
        return accounts;
    }
    let found = Index::new(book).find(query, None);
    found.into_iter().filter_map(|place| book.accounts.get(place as usize)).collect()
}
