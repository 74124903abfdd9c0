//! After an import: what of its files did not come as it stood, and which rows that was.

use std::collections::BTreeMap;
use std::path::Path;

use super::Said;
use crate::app::explain;
use crate::app::import::{Fate, Notice, Plan, Told};
use crate::i18n::{Exchange, Lang};
use crate::text::{Safe, rows, safe, whole, wrap};

/// What did not come as it stood.
#[derive(Debug)]
pub struct Rest {
    /// Rows that were refused or lost something.
    pub lacking: usize,
    /// Rows that were only changed.
    pub changed: usize,
    /// Columns that were left out.
    pub columns: usize,
    /// What is said, and the rows that it is said of; none where it is said of a file.
    pub said: BTreeMap<(Weight, String), Vec<Safe<'static>>>,
    /// The first line on screen.
    pub top: usize,
    /// While the keys that work here are shown: from this one on.
    pub keys: Option<usize>,
    /// What was said when it came, to be said once more when it goes.
    pub notice: Option<Said>,
}

/// How much is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The whole row.
    Refused,
    /// Some of it.
    Lost,
    /// Nothing: it was only changed.
    Changed,
}

impl Rest {
    /// What is to be looked at after an import; `None` when everything came as it stood.
    pub fn of(plan: &Plan, settings: &Path, lang: Lang) -> Option<Self> {
        let mut rest = Self {
            lacking: plan.unread.len(),
            changed: 0,
            columns: plan.spare().count(),
            said: BTreeMap::new(),
            top: 0,
            keys: None,
            notice: None,
        };
        for unread in &plan.unread {
            let Some(file) = plan.sources.get(unread.source) else { continue };
            let mut name = safe(&explain::refused_place(file, unread, lang).say(lang));
            if plan.sources.len() > 1 {
                let said = Exchange::At { place: safe(&file.name), said: name };
                name = safe(&said.say(lang));
            }
            rest.put(Weight::Refused, explain::row(&unread.why, lang), Some(name));
        }
        for (entry, fate) in plan.entries.iter().zip(plan.fates()) {
            let others = match fate {
                Fate::Add => &entry.held,
                Fate::Merge(_) => &entry.differs,
                Fate::Out | Fate::Skip(_) => continue,
            };
            let name = explain::entry_name(plan, entry, lang);
            for told in &entry.told {
                let weight = if told.is_loss() { Weight::Lost } else { Weight::Changed };
                let said = explain::told(told, settings, lang).say(lang);
                rest.put(weight, said, Some(name.clone()));
            }
            for differs in others {
                let said = explain::differs(differs, lang).say(lang);
                rest.put(Weight::Changed, said, Some(name.clone()));
            }
            if entry.told.iter().any(Told::is_loss) {
                rest.lacking += 1;
            } else if !entry.told.is_empty() || !others.is_empty() {
                rest.changed += 1;
            }
        }
        for missing in explain::missing(&plan.missing) {
            rest.put(Weight::Lost, missing.say(lang), None);
        }
        for source in &plan.sources {
            for notice in source.notices.iter().filter(|notice| Notice::is_loss(notice)) {
                let mut said = match notice {
                    Notice::Sheets { read, others } => Exchange::SheetsHere {
                        read: safe(read),
                        names: safe(&others.join(explain::between(lang))),
                    },
                    notice => explain::notice(notice, lang),
                };
                if plan.sources.len() > 1 {
                    let (place, what) = (safe(&source.name), whole(&said.say(lang)));
                    said = Exchange::At { place, said: what };
                }
                rest.put(Weight::Lost, said.say(lang), None);
            }
        }
        (!rest.said.is_empty()).then_some(rest)
    }

    fn put(&mut self, weight: Weight, said: String, name: Option<Safe<'static>>) {
        self.said.entry((weight, said)).or_default().extend(name);
    }

    /// `3 rows to check · 200 changed · 1 column left out`
    pub fn title(&self, lang: Lang) -> String {
        let parts = [
            (self.lacking, Exchange::ToCheck { n: self.lacking }),
            (self.changed, Exchange::SumChanged { n: self.changed }),
            (self.columns, Exchange::SumColumns { n: self.columns }),
        ];
        let said = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, said)| said.say(lang));
        let said: Vec<_> = said.collect();
        if said.is_empty() { Exchange::NotAll.say(lang) } else { said.join(" · ") }
    }

    /// Lines of so many columns: a sentence, and what it is said of further in, without a weight.
    pub fn lines(&self, columns: u16, lang: Lang) -> Vec<(Option<Weight>, String)> {
        let columns = usize::from(columns);
        let mut lines = Vec::new();
        for ((weight, said), names) in &self.said {
            let said = wrap(said, columns).into_iter();
            lines.extend(said.map(|part| (Some(*weight), part.to_owned())));
            let room = columns.saturating_sub(2);
            for line in rows(names.iter().map(Safe::as_str), explain::between(lang), room) {
                let parts = wrap(&line, room).into_iter();
                lines.extend(parts.map(|part| (None, format!("  {part}"))));
            }
        }
        lines
    }
}
