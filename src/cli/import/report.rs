//! What is said of an import: remarks on standard error, sums on standard output.

use std::collections::HashMap;

use super::{column_word, remark};
use crate::app::explain;
use crate::app::import::{Entry, Fate, Omission, Plan, Refused};
use crate::cli::output::complain;
use crate::cli::session::Session;
use crate::i18n::{Exchange, Lang};
use crate::model::Book;
use crate::text::{Safe, safe, whole};

/// What was refused, read otherwise, lost, or is like something here; row by row.
pub(super) fn remarks(plan: &Plan, book: &Book, session: &Session) {
    let (lang, settings) = (session.lang, session.settings_file());
    let mut lines: Vec<Line> = Vec::new();
    for unread in &plan.unread {
        let Some(file) = plan.sources.get(unread.source) else { continue };
        let place = explain::refused_place(file, unread, lang);
        lines.push((unread.source, unread.row, place, explain::row(&unread.why, lang)));
    }
    let fates = plan.fates();
    for (entry, &fate) in plan.entries.iter().zip(&fates) {
        let Some(file) = plan.sources.get(entry.source) else { continue };
        let line = |said: String| (entry.source, entry.row, explain::place(file, entry.row), said);
        let told = entry.told_of(fate).map(|told| explain::told(told, &settings, lang));
        lines.extend(told.map(|said| line(said.say(lang))));
        let twin = explain::twin(plan, book, entry, lang);
        let stands = twin.and_then(|title| explain::fate(plan, entry, fate, title, lang));
        lines.extend(stands.map(|said| line(said.say(lang))));
        lines.extend(explain::gains(entry, fate, lang).map(|said| line(said.say(lang))));
        lines.extend(entry.joined.iter().map(|it| line(explain::joined(it).say(lang))));
        if entry.is_renamed() && fate == Fate::Add {
            lines.push(line(Exchange::RenamedInList.say(lang)));
        }
        if entry.shifts && matches!(fate, Fate::Merge(_)) {
            lines.push(line(Exchange::KeyBecomesMain.say(lang)));
        }
        let kept = plan.kept(entry, fate).iter();
        lines.extend(kept.map(|field| line(explain::differs(field, lang).say(lang))));
    }
    lines.sort_by_key(|(source, row, ..)| (*source, *row));
    for (source, _, place, said) in once(lines, plan, lang) {
        let said = Exchange::At { place: whole(&place.say(lang)), said: whole(&said) };
        remark(&explain::of_file(plan, &plan.sources[source], said, lang), lang);
    }
    if let n @ 1.. = plan.entries.iter().filter(|entry| plan.is_open(entry)).count() {
        remark(&Exchange::KeptByDefault { n }, lang);
    }
    if let n @ 1.. = plan.shifted() {
        remark(&Exchange::PhonesShift { n }, lang);
    }
    for said in explain::missing(&plan.missing) {
        remark(&said, lang);
    }
    for (at, source) in plan.sources.iter().enumerate() {
        // Of several files, it is said of which.
        let remark = |said| remark(&explain::of_file(plan, source, said, lang), lang);
        for notice in &source.notices {
            remark(explain::notice(notice, lang));
        }
        // Where rows were refused for it, that is said of them.
        let is_told = |number: usize| {
            plan.unread.iter().any(|unread| {
                let is_it = |column| column == number && unread.source == at;
                matches!(unread.why, Refused::KeyElsewhere { column, .. } if is_it(column))
            })
        };
        let keys = plan.unread_keys(at).into_iter();
        for (number, column) in keys.filter(|(number, _)| !is_told(*number)) {
            let column = safe(&column_word(column, lang));
            remark(match plan.key_column(at) {
                Some(other) => Exchange::LooksLikeMoreKeys { number, other },
                None => Exchange::LooksLikeKeys { number, column },
            });
        }
        if !source.columns.is_empty() {
            remark(Exchange::ColumnsRead);
            for (number, heading) in (1..).zip(&source.columns) {
                let what = column_word(heading.column, lang);
                let title = explain::heading(number, &heading.title, lang);
                complain(&format!("  {number}  {title}  {what}"));
            }
        }
    }
    for (at, source) in plan.sources.iter().enumerate() {
        if plan.is_empty(at) {
            remark(
                &Exchange::NoAccountsIn { name: explain::source_name(&source.name, lang) },
                lang,
            );
        }
    }
    if let Some(said) = explain::left_aside(&plan.ignored, lang) {
        remark(&said, lang);
    }
}

/// Of how many rows something is said once for all.
const MANY: usize = 3;

/// A sentence about a row: of which file, of which row, where that stands, and what it says.
type Line = (usize, usize, Exchange, String);

/// Says once what holds for many rows of a file, where the first of them stands.
fn once(lines: Vec<Line>, plan: &Plan, lang: Lang) -> Vec<Line> {
    let mut rows: HashMap<(usize, String), Vec<usize>> = HashMap::new();
    for (source, row, _, said) in &lines {
        rows.entry((*source, said.clone())).or_default().push(*row);
    }
    let mut told = Vec::with_capacity(lines.len());
    for (source, row, place, said) in lines {
        let all = rows.get(&(source, said.clone())).filter(|all| all.len() >= MANY);
        match all.and_then(|all| explain::places(plan.sources.get(source)?, all, lang)) {
            Some(places) if all.is_some_and(|all| all.first() == Some(&row)) => {
                told.push((source, row, places, said));
            }
            Some(_) => {}
            None => told.push((source, row, place, said)),
        }
    }
    told
}

/// What would come, a line each: where it stands in its file, its names, what makes its codes.
pub(super) fn coming(plan: &Plan, lang: Lang) -> Vec<String> {
    let entries = plan.entries.iter().zip(plan.fates());
    let coming = entries.filter(|(_, fate)| matches!(fate, Fate::Add | Fate::Merge(_)));
    coming
        .map(|(entry, _)| {
            let title = match Plan::title(entry) {
                empty if empty.is_empty() => Exchange::Nameless.say(lang),
                title => Safe::new(&title).to_string(),
            };
            let kind = match entry.key() {
                Some(key) => key.kind().word().to_owned(),
                None => Exchange::NoKeyWord.say(lang),
            };
            // Numbers of rows say which one only within a file.
            let file = match &*plan.sources {
                [_, _, ..] => plan.sources.get(entry.source).map(|file| Safe::new(&file.name)),
                _ => None,
            };
            let file = file.map(|file| format!("{file}  ")).unwrap_or_default();
            format!("  {file}{}  {title}  {kind}", entry.row)
        })
        .collect()
}

/// The most of them that are listed before a question: what is above it is to stay in sight.
const LISTED: usize = 15;

/// The same before it is asked whether they are to come: the first, and how many more there are.
pub(super) fn asked(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut names = coming(plan, lang);
    // A line that says that there is one more is as long as that one.
    if names.len() > LISTED {
        let n = names.len() - (LISTED - 1);
        names.truncate(LISTED - 1);
        names.push(Exchange::MoreComing { n }.say(lang));
    }
    names
}

/// Whether the sums are of what would be done, or of what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// It would be.
    Would,
    /// It was.
    Was,
}

/// How many rows a sum names.
const NAMED: usize = 5;

/// A sum, and which rows it is of: the first few.
fn named(said: &Exchange, names: &[Safe<'_>], lang: Lang) -> String {
    let said = whole(&said.say(lang));
    let first: Vec<&str> = names.iter().take(NAMED).map(Safe::as_str).collect();
    let (n, names) =
        (names.len().saturating_sub(NAMED), whole(&first.join(explain::between(lang))));
    match n {
        0 => Exchange::At { place: said, said: names }.say(lang),
        n => Exchange::NamedMore { said, names, n }.say(lang),
    }
}

/// What rows are called.
fn names(plan: &Plan, what: What, lang: Lang) -> Vec<Safe<'static>> {
    if what == What::Refused {
        return plan
            .unread
            .iter()
            .map(|unread| explain::refused_name(plan, unread, lang))
            .collect();
    }
    let is_meant = |entry: &Entry, fate: Fate| match (what, fate) {
        (What::Lost, fate) => plan.loses(entry, fate),
        (What::Skipped, Fate::Skip(_)) => plan.omission(entry) == Omission::Chosen,
        (What::Doubtful, Fate::Skip(_)) => plan.omission(entry) == Omission::Doubtful,
        _ => false,
    };
    let rows = plan.entries.iter().zip(plan.fates());
    let rows = rows.filter(|(entry, fate)| is_meant(entry, *fate));
    rows.map(|(entry, _)| explain::entry_name(plan, entry, lang)).collect()
}

/// Which rows a sum is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Not understood.
    Refused,
    /// Something of them is gone.
    Lost,
    /// Skipped.
    Skipped,
    /// Not merged, because they could be one of several accounts.
    Doubtful,
}

/// How many fare how, a line each.
pub(super) struct Said {
    /// How many come.
    pub counts: Vec<String>,
    /// How many others there are, and why.
    pub rest: Vec<String>,
}

/// How many fare how.
pub(super) fn sums(plan: &Plan, tense: Tense, lang: Lang) -> Said {
    let sums = plan.sums();
    let (added, merged) = (sums.added, sums.merged);
    let (first, second) = match tense {
        Tense::Would => (Exchange::WouldImport { n: added }, Exchange::WouldMerge { n: merged }),
        Tense::Was => (Exchange::Imported { n: added }, Exchange::Merged { n: merged }),
    };
    let second = (merged > 0).then(|| second.say(lang));
    let counts = std::iter::once(first.say(lang)).chain(second).collect();
    let rest = [
        (sums.same, Exchange::HereAlready { n: sums.same }),
        (sums.doubled, Exchange::DoubledRows { n: sums.doubled }),
        (sums.doubtful, Exchange::Doubtful { n: sums.doubtful }),
        (sums.skipped, Exchange::Skipped { n: sums.skipped }),
        (sums.out, Exchange::LeftOut { n: sums.out }),
        (sums.refused, Exchange::Refused { n: sums.refused }),
        (sums.lost, Exchange::Lost { n: sums.lost }),
        (sums.columns, Exchange::LostColumns { n: sums.columns }),
    ];
    let rest = rest.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| {
        let what = match said {
            Exchange::Refused { .. } => What::Refused,
            Exchange::Lost { .. } => What::Lost,
            Exchange::Skipped { .. } => What::Skipped,
            Exchange::Doubtful { .. } => What::Doubtful,
            said => return said.say(lang),
        };
        named(&said, &names(plan, what, lang), lang)
    });
    Said { counts, rest: rest.collect() }
}
