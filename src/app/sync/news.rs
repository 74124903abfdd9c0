//! What an exchange has brought, in one sentence: how much was added, changed and removed, and a few names.

use super::Report;
use crate::app::explain;
use crate::i18n::{Lang, Sync};
use crate::model::{Account, Book, Device, Id, Number, Person};
use crate::text::{Safe, safe, whole};

/// So many names are told of each kind.
const NAMES: usize = 3;

/// What is another afterwards; strangers' text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    /// What one side had taken away and the other changed.
    kept: Vec<String>,
}

impl News {
    /// Adds what became of a book; `kept` stayed although one side had taken it away.
    pub(super) fn add(&mut self, before: &Book, after: &Book, kept: &[Id]) {
        self.list(&before.accounts, &after.accounts, kept, |it| it.id, Account::full_name);
        self.list(
            &before.devices,
            &after.devices,
            kept,
            |it| it.id,
            |it: &Device| it.label.clone(),
        );
        self.list(&before.numbers, &after.numbers, kept, |it| it.id, Number::masked);
        self.list(&before.people, &after.people, kept, |it| it.id, |it: &Person| it.name.clone());
    }

    fn list<T: PartialEq>(
        &mut self,
        before: &[T],
        after: &[T],
        kept: &[Id],
        id: impl Fn(&T) -> Id,
        name: impl Fn(&T) -> String,
    ) {
        let was: std::collections::HashMap<Id, &T> = before.iter().map(|it| (id(it), it)).collect();
        let is: std::collections::HashSet<Id> = after.iter().map(&id).collect();
        for it in after {
            match was.get(&id(it)) {
                None => self.added.push(name(it)),
                Some(was) if *was != it => self.changed.push(name(it)),
                Some(_) => {}
            }
            if kept.contains(&id(it)) {
                self.kept.push(name(it));
            }
        }
        self.removed.extend(before.iter().filter(|it| !is.contains(&id(it))).map(name));
    }

    /// "2 added (A, B), 1 removed (C)"; `None` where nothing differs.
    fn sum(&self, lang: Lang) -> Option<Safe<'static>> {
        let part = |names: &[String], say: fn(usize, Safe<'static>) -> Sync| {
            (!names.is_empty()).then(|| say(names.len(), listed(names, lang)).say(lang))
        };
        let parts = [
            part(&self.added, |n, names| Sync::Added { n, names }),
            part(&self.changed, |n, names| Sync::Changed { n, names }),
            part(&self.removed, |n, names| Sync::Removed { n, names }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty())
            .then(|| whole(&parts.join(if lang == Lang::ZhCn { "，" } else { ", " })))
    }
}

/// The first few.
pub fn listed(names: &[String], lang: Lang) -> Safe<'static> {
    let mut first: Vec<String> = names.iter().take(NAMES).map(|it| safe(it).to_string()).collect();
    if names.len() > NAMES {
        first.push("…".to_owned());
    }
    whole(&first.join(explain::between(lang)))
}

/// What came, in one line of a narrow screen; `None` where nothing did.
pub fn in_short(report: &Report) -> Option<Sync> {
    let News { added, changed, removed, kept } = &report.news;
    if let Some(name) = kept.first() {
        return Some(Sync::UndeletedHere { n: kept.len(), name: safe(name) });
    }
    let [added, changed, removed] = [added, changed, removed].map(Vec::len);
    (added + changed + removed > 0).then_some(Sync::CameIn { added, changed, removed })
}

/// What came, a sentence each.
pub fn told(report: &Report, lang: Lang) -> Vec<Sync> {
    let mut said = Vec::new();
    if report.begun_anew {
        said.push(Sync::BegunAnew);
    }
    let what = report.news.sum(lang);
    said.extend(match (report.merged, report.received, what) {
        (true, _, Some(what)) => Some(Sync::MergedWhat { what }),
        (true, _, None) => Some(Sync::Merged),
        (false, true, Some(what)) => Some(Sync::ReceivedWhat { what }),
        (false, true, None) => Some(Sync::Received),
        (false, false, _) => None,
    });
    let kept = &report.news.kept;
    if !kept.is_empty() {
        said.push(Sync::Undeleted { n: kept.len(), names: listed(kept, lang) });
    }
    said
}
