//! Finding accounts by what people remember of them.
//!
//! A query is words; an account matches when all of them do, each in one of its fields: store,
//! platform, login, marketplaces, company, tags, note, the labels of its devices and the names of
//! who has them; never its key. `#word` looks at tags only, `@word` at holders only. Case, width
//! and accents do not matter, and Chinese names are found by their pinyin and its initials.

mod fold;
mod resolve;
mod sheet;
mod word;

#[cfg(test)]
mod tests;

pub use resolve::{Resolved, resolve};

use super::Book;
use fold::{Spelling, fold_into};
use sheet::Sheet;
use word::{Match, Scorer, Word};

/// Names of all accounts, folded once, so that a key press costs no allocation per account.
#[derive(Clone, Debug, Default)]
pub struct Index {
    sheet: Sheet,
}

/// Whether a name, or a spelling of it in pinyin, begins with what is typed.
pub fn begins(name: &str, typed: &str) -> bool {
    let (mut folded, mut wanted) = (String::new(), String::new());
    fold_into(name, &mut folded);
    fold_into(typed, &mut wanted);
    let mut spelling = Spelling::default();
    spelling.spell(&folded);
    let mut spelt = spelling.all();
    folded.starts_with(&wanted) || spelt.any(|spelt| spelt.starts_with(&wanted))
}

impl Index {
    /// Folds every field of every account.
    pub fn new(book: &Book) -> Self {
        Self { sheet: Sheet::new(book) }
    }

    /// Positions in `book.accounts` that match, best first, equals in the order of the book.
    ///
    /// A word that is a field comes before one that a field begins with, then one that a word of a
    /// field begins with, then one anywhere inside, then one whose letters stand close together
    /// in one field. An empty query matches everything.
    ///
    /// `within` narrows an earlier result: that of a query which this one begins with.
    pub fn find(&self, query: &str, within: Option<&[u32]>) -> Vec<u32> {
        let found = self.rate(query, within);
        // Class, shortfall and position in 16, 16 and 32 bits: faster to sort than their tuple.
        let order = |(at, found): (u32, Match)| {
            (found.class as u64) << 48 | u64::from(found.shortfall) << 32 | u64::from(at)
        };
        let mut found: Vec<u64> = found.map(order).collect();
        found.sort_unstable();
        let position = |order: u64| {
            let [_, _, _, _, position @ ..] = order.to_be_bytes();
            u32::from_be_bytes(position)
        };
        found.into_iter().map(position).collect()
    }

    /// The accounts that match all words of a query, by position, and how well: as badly as the
    /// worst of the words.
    fn rate(&self, query: &str, within: Option<&[u32]>) -> impl Iterator<Item = (u32, Match)> {
        let mut folded = String::new();
        fold_into(query, &mut folded);
        let mut found = vec![within.is_none().then_some(Match::BEST); self.sheet.accounts()];
        for &at in within.unwrap_or_default() {
            if let Some(found) = found.get_mut(at as usize) {
                *found = Some(Match::BEST);
            }
        }
        let mut scorer = Scorer::default();
        let mut best = vec![None; found.len()];
        for word in Word::all(&folded) {
            best.fill(None);
            for (field, owners) in self.sheet.with(word.letters) {
                if owners.iter().any(|&at| found[at as usize].is_some())
                    && let Some(rated) = word.rate(field, &mut scorer)
                {
                    for &at in owners {
                        let best: &mut Option<Match> = &mut best[at as usize];
                        *best = Some(best.map_or(rated, |best| best.min(rated)));
                    }
                }
            }
            for (found, best) in found.iter_mut().zip(&best) {
                *found = found.zip(*best).map(|(found, best)| found.and(best));
            }
        }
        (0..).zip(found).filter_map(|(at, found)| Some((at, found?)))
    }
}
