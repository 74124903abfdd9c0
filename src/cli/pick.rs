//! Which account a query means.

use super::exit::{Exit, Failure};
use crate::i18n::Fault;
use crate::model::search::{Resolved, resolve};
use crate::model::{Account, Book};
use crate::text::{Safe, safe};

/// Candidates that are listed of an ambiguous query.
const SHOWN: usize = 10;

/// The place in `book.accounts` of the one account a query means.
pub fn pick(book: &Book, query: &str) -> Result<usize, Failure> {
    match resolve(book, query) {
        Resolved::One(place) => Ok(place),
        Resolved::None => Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(query) })),
        Resolved::Many(places) => {
            let fault = Fault::Ambiguous { query: safe(query), n: places.len() };
            let mut details: Vec<String> =
                places.iter().take(SHOWN).map(|&place| candidate(&book.accounts[place])).collect();
            if places.len() > SHOWN {
                details.push("  …".to_owned());
            }
            Err(Failure { details, ..Failure::new(Exit::Ambiguous, fault) })
        }
    }
}

/// `  0198…  Hikari Outdoor · Amazon · ops@hikari.example`
fn candidate(account: &Account) -> String {
    format!("  {}  {}", account.id, name(account))
}

/// Store, platform and login, as far as there are any.
pub fn name(account: &Account) -> Safe<'static> {
    let names = [&account.store, &account.platform, &account.login];
    let names: Vec<&str> =
        names.into_iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    safe(&names.join(" / "))
}
