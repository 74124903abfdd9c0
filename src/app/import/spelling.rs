//! One spelling for one number. A table that lost a plus says the same number as one that kept it: the one
//! with its country counts. It knows the numbers of the book and of the rows, and nothing of phones.

use std::collections::HashSet;

use super::entry::{Entry, Phone, Told};
use super::things::WHOLE;
use crate::app::draft::number::plain;
use crate::model::Book;

/// Gives numbers without a plus theirs, where the book or another row has it.
pub(super) fn spell(entries: &mut [Entry], book: &Book) {
    let rows = entries.iter().flat_map(|entry| &entry.phones).filter_map(|phone| match phone {
        Phone::Line(number) => Some(number.clone()),
        Phone::None | Phone::Text(_) => None,
    });
    let numbers = book.numbers.iter().map(|line| plain(&line.number)).chain(rows);
    let whole: HashSet<String> = numbers.filter(|number| number.starts_with('+')).collect();
    for entry in entries {
        let (mut mended, mut bare) = (false, false);
        for phone in &mut entry.phones {
            let Phone::Line(number) = phone else { continue };
            if number.starts_with('+') {
                continue;
            }
            let spelt = format!("+{number}");
            if number.len() >= WHOLE && whole.contains(&spelt) {
                (*number, mended) = (spelt, true);
            } else {
                bare = true;
            }
        }
        if mended && !bare {
            entry.told.retain(|told| *told != Told::NoCountry);
        }
    }
}
