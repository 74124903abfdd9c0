//! One spelling for one number. A table that lost a plus says the same number as one that kept it: the one
//! with its country counts. It knows the numbers of the book and of the rows, and nothing of phones.

use std::collections::{HashMap, HashSet};

use super::entry::{Entry, Phone, Told};
use super::things::WHOLE;
use crate::app::draft::number::{plain, region_between};
use crate::model::Book;

/// The digits at their ends by which numbers are looked up that may be one.
const END: usize = 7;

fn end(number: &str) -> &str {
    let at = number.len().saturating_sub(END);
    number.get(at..).unwrap_or(number)
}

/// Gives numbers without a plus theirs, where the book or another row has it.
pub(super) fn spell(entries: &mut [Entry], book: &Book) {
    let rows = entries.iter().flat_map(|entry| &entry.phones).filter_map(|phone| match phone {
        Phone::Line(number) => Some(number.clone()),
        Phone::None | Phone::Text(_) => None,
    });
    let numbers = book.numbers.iter().map(|line| plain(&line.number)).chain(rows);
    let whole: HashSet<String> = numbers.filter(|number| number.starts_with('+')).collect();
    let mut ends: HashMap<&str, Vec<&String>> = HashMap::new();
    for number in &whole {
        ends.entry(end(number)).or_default().push(number);
    }
    for entry in entries {
        let (mut mended, mut bare) = (false, false);
        let before = entry.told.len();
        entry.told.retain(|told| !matches!(told, Told::Alike { .. }));
        if entry.told.len() < before && !entry.told.contains(&Told::NoCountry) {
            entry.told.push(Told::NoCountry);
        }
        let mut open = false;
        let mut alike = Vec::new();
        for phone in &mut entry.phones {
            let Phone::Line(number) = phone else { continue };
            if number.starts_with('+') {
                continue;
            }
            let spelt = format!("+{number}");
            if number.len() >= WHOLE && whole.contains(&spelt) {
                (*number, mended) = (spelt, true);
                continue;
            }
            bare = true;
            let others =
                ends.get(end(number)).into_iter().flatten().filter(|_| number.len() >= END);
            let mut others: Vec<_> = others
                .filter_map(|other| Some(((*other).clone(), region_between(number, other)?)))
                .collect();
            others.sort();
            match others.into_iter().next() {
                Some((other, region)) => {
                    alike.push(Told::Alike { number: number.clone(), other, region });
                }
                None => open = true,
            }
        }
        // That says it all, and more exactly.
        if !alike.is_empty() && !open {
            entry.told.retain(|told| *told != Told::NoCountry);
        }
        entry.told.append(&mut alike);
        if mended && !bare {
            entry.told.retain(|told| *told != Told::NoCountry);
        }
    }
}
