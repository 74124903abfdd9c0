//! Which accounts are meant.

use std::collections::BTreeSet;

use crate::app::draft::find;
use crate::app::explain::between;
use crate::i18n::{Fault, Lang, Shift, Word};
use crate::model::group::Sort;
use crate::model::search::Index;
use crate::model::{Account, Book, Id};
use crate::text::{Safe, quoted, safe, series, whole};

/// As many names as a sentence lists.
const LISTED: usize = 12;

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

    /// What was said, as it is said on the command line.
    pub fn words(&self) -> String {
        let said = |option: &'static str, names: &[String]| -> Vec<String> {
            names
                .iter()
                .map(|name| format!("--{option} {}", quoted(&safe(name).to_string())))
                .collect()
        };
        let query = Some(self.query.clone()).filter(|query| !query.is_empty());
        let query = query.into_iter().collect::<Vec<_>>();
        let [tags, platforms, companies] = [
            said("tag", &self.tags),
            said("platform", &self.platforms),
            said("company", &self.companies),
        ];
        [said("query", &query), tags, platforms, companies].concat().join(" ")
    }

    /// A book with these accounts and what they hang on alone.
    pub fn excerpt(&self, book: &Book) -> Book {
        book.excerpt(&self.accounts(book).into_iter().map(|account| account.id).collect())
    }
}

/// The accounts of a query, best first; of an id the one that has it; of an empty one all, in the usual
/// order.
pub fn found<'a>(book: &'a Book, query: &str) -> Vec<&'a Account> {
    if let Some(account) = query.trim().parse().ok().and_then(|id| book.account(id)) {
        return vec![account];
    }
    if query.is_empty() {
        let mut accounts: Vec<&Account> = book.accounts.iter().collect();
        accounts
            .sort_by(|a, b| b.pinned.cmp(&a.pinned).then_with(|| Sort::default().compare(a, b)));
        return accounts;
    }
    let found = Index::new(book).find(query, None);
    found.into_iter().filter_map(|place| book.accounts.get(place as usize)).collect()
}

/// The names that accounts of some books can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct ScopeWords {
    tags: BTreeSet<String>,
    platforms: BTreeSet<String>,
    companies: BTreeSet<String>,
}

impl ScopeWords {
    /// Those of a book, too.
    pub fn add(&mut self, book: &Book) {
        for account in &book.accounts {
            self.tags.extend(account.tags.iter().cloned());
            self.platforms.insert(account.platform.clone());
            self.companies.insert(account.company.clone());
        }
    }

    /// A name in a choice that none of these accounts has, with those there are: one that was mistyped
    /// would leave accounts out unsaid.
    pub fn misses(&self, scope: &Scope, lang: Lang) -> Option<Fault> {
        let miss = |wanted: &[String], known: &BTreeSet<String>| {
            let is_known = |name: &&String| known.iter().any(|known| find::same(known, name));
            let name = safe(wanted.iter().find(|name| !is_known(name))?);
            Some((name, listed(known, lang)))
        };
        let tag = || {
            let (name, known) = miss(&scope.tags, &self.tags)?;
            Some(("tag", Shift::NoTag { name, known }))
        };
        let platform = || {
            let (name, known) = miss(&scope.platforms, &self.platforms)?;
            Some(("platform", Shift::NoPlatform { name, known }))
        };
        let company = || {
            let (name, known) = miss(&scope.companies, &self.companies)?;
            Some(("company", Shift::NoCompany { name, known }))
        };
        let (option, said) = tag().or_else(platform).or_else(company)?;
        Some(Fault::InField { option: safe(option), fault: whole(&said.say(lang)) })
    }
}

fn listed(names: &BTreeSet<String>, lang: Lang) -> Safe<'static> {
    let mut names = names.iter().map(String::as_str).filter(|name| !name.is_empty());
    let mut shown: Vec<&str> = names.by_ref().take(LISTED).collect();
    shown.extend(names.next().map(|_| "…"));
    if shown.is_empty() {
        return whole(&Word::None.say(lang));
    }
    series(&shown, between(lang))
}
