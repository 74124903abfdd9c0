//! What is said of an import: remarks on standard error, sums on standard output.

use super::remark;
use crate::app::explain;
use crate::app::import::{Entry, Fate, Plan, Standing, Sums, Twin};
use crate::cli::output::complain;
use crate::cli::pick::name;
use crate::cli::session::Session;
use crate::i18n::{Exchange, Lang};
use crate::model::Book;
use crate::text::{Safe, safe};

/// What was refused, read otherwise, lost, or is like something here; row by row.
pub(super) fn remarks(plan: &Plan, book: &Book, session: &Session) {
    let lang = session.lang;
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for unread in &plan.unread {
        lines.push((unread.source, unread.row, explain::row(&unread.why, lang)));
    }
    for (entry, fate) in plan.entries.iter().zip(plan.fates()) {
        if matches!(fate, Fate::Add | Fate::Merge(_)) {
            let told = entry.told.iter().map(|told| explain::told(told).say(lang));
            lines.extend(told.map(|said| (entry.source, entry.row, said)));
        }
        if let Some(said) = like(plan, book, entry, fate) {
            lines.push((entry.source, entry.row, said.say(lang)));
        }
    }
    lines.sort_by_key(|(source, row, _)| (*source, *row));
    for (source, row, said) in lines {
        let Some(file) = plan.sources.get(source) else { continue };
        let mut said = Exchange::At {
            place: safe(&explain::place(file.format, row).say(lang)),
            said: safe(&said),
        };
        if plan.sources.len() > 1 {
            said = Exchange::At { place: safe(&file.name), said: safe(&said.say(lang)) };
        }
        remark(&said, lang);
    }
    for part in &plan.missing {
        remark(&explain::missing(*part), lang);
    }
    for source in &plan.sources {
        for notice in &source.notices {
            remark(&explain::notice(notice), lang);
        }
        if !source.columns.is_empty() {
            remark(&Exchange::ColumnsRead, lang);
            for (number, heading) in (1..).zip(&source.columns) {
                let what = explain::column(heading.column).say(lang);
                complain(&format!("  {number}  {}  {what}", Safe::new(&heading.title)));
            }
        }
    }
    if let Some(said) = explain::left_aside(&plan.ignored, lang) {
        remark(&said, lang);
    }
}

/// What an entry is like, and what becomes of it therefore.
fn like(plan: &Plan, book: &Book, entry: &Entry, fate: Fate) -> Option<Exchange> {
    let title = || match entry.standing.twin()? {
        Twin::Here(id) => book.account(id).map(name),
        Twin::Entry(place) => plan.entries.get(place).map(|entry| safe(&Plan::title(entry))),
    };
    match (entry.standing, fate) {
        (Standing::SameKey(_), Fate::Add) => Some(Exchange::TwinKept { title: title()? }),
        (Standing::SameKey(_), Fate::Merge(_)) => Some(Exchange::TwinMerged { title: title()? }),
        (Standing::SameKey(_), Fate::Skip(_)) => Some(Exchange::TwinSkipped { title: title()? }),
        (Standing::SameName(_), Fate::Add) => Some(Exchange::NameKept { title: title()? }),
        (Standing::SameName(_), Fate::Merge(_)) => Some(Exchange::NameMerged { title: title()? }),
        _ => None,
    }
}

/// Whether the sums are of what would be done, or of what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// It would be.
    Would,
    /// It was.
    Was,
}

/// How many fare how.
pub(super) fn sums(sums: &Sums, tense: Tense, lang: Lang) -> Vec<String> {
    let (added, merged) = (sums.added, sums.merged);
    let (first, second) = match tense {
        Tense::Would => (Exchange::WouldImport { n: added }, Exchange::WouldMerge { n: merged }),
        Tense::Was => (Exchange::Imported { n: added }, Exchange::Merged { n: merged }),
    };
    let rest = [
        (merged, second),
        (sums.same, Exchange::HereAlready { n: sums.same }),
        (sums.skipped, Exchange::Skipped { n: sums.skipped }),
        (sums.out, Exchange::LeftOut { n: sums.out }),
        (sums.refused, Exchange::Refused { n: sums.refused }),
        (sums.lost, Exchange::Lost { n: sums.lost }),
    ];
    let rest = rest.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said);
    std::iter::once(first).chain(rest).map(|said| said.say(lang)).collect()
}
