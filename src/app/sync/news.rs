//! What an exchange has brought, in one sentence: how much was added, changed and removed, and a few names.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Report;
use crate::app::loss::saved_open;
use crate::app::trust;
use crate::i18n::{Lang, Sync};
use crate::model::merge::Merges;
use crate::model::{Book, Id};
use crate::text::{Safe, safe, whole};

/// So many names are told of each kind.
const NAMES: usize = 3;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Added,
    Changed,
    Removed,
    /// Removed, and there in another vault.
    Moved,
    /// As it was, in the end.
    Same,
}

impl Fate {
    /// What comes of one after another.
    fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Added, Self::Removed) => Self::Same,
            (Self::Added, _) => Self::Added,
            (Self::Removed, Self::Added) => Self::Changed,
            (same, Self::Same) => same,
            (_, next) => next,
        }
    }
}

/// One thing that is another afterwards, or stayed although one side had taken it away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// In which vault, and which it is there.
    key: (usize, Id),
    name: String,
    fate: Fate,
    undeleted: bool,
    /// It is in another vault as well: one side has moved it there.
    moved: bool,
}

/// What is another afterwards; strangers' text. Nothing of what a vault hides is kept for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    items: Vec<Item>,
    /// What came had lines of the activity cut away, which are kept here.
    pub(super) cut: bool,
    /// What git by itself has brought since the last exchange had.
    pub(super) pulled_cut: bool,
    late: Vec<Late>,
    /// Who was shut out elsewhere.
    shut: BTreeSet<String>,
    /// On whose lists keys came.
    open: Vec<Sync>,
}

/// What was saved without the knowledge that somebody was shut out, and taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Late {
    /// Who saved it, as git was told.
    pub(super) authors: Vec<String>,
    /// Who was shut out, and could have.
    pub(super) out: Vec<String>,
    pub(super) changes: usize,
}

impl News {
    /// Adds what became of a vault's book, once more where it was taken in before; `undeleted` stayed although one
    /// side had taken it away.
    pub(super) fn add(&mut self, at: usize, [before, after]: [&Book; 2], undeleted: &[Id]) {
        let mut list = List { known: self.items.len(), news: self, at, undeleted };
        list.add(&before.accounts, &after.accounts);
        list.add(&before.devices, &after.devices);
        list.add(&before.numbers, &after.numbers);
        list.add(&before.people, &after.people);
        let open = saved_open([before, after]).into_iter();
        let new: Vec<Sync> = open.filter(|said| !self.open.contains(said)).collect();
        self.open.extend(new);
    }

    /// Adds those of other vaults.
    pub fn join(&mut self, others: Self) {
        self.items.extend(others.items);
        self.cut |= others.cut;
        self.pulled_cut |= others.pulled_cut;
        self.late.extend(others.late);
        self.shut.extend(others.shut);
        self.open.extend(others.open);
    }

    /// Adds what was saved without the knowledge of who was shut out, once.
    pub(super) fn late(&mut self, late: Option<Late>) {
        let new = late.filter(|late| !self.late.contains(late));
        self.late.extend(new);
    }

    /// Adds who was shut out elsewhere.
    pub(super) fn shut_out(&mut self, names: impl Iterator<Item = String>) {
        self.shut.extend(names);
    }

    /// What one side does not have any more, whether it stayed or not.
    pub fn removed(&self) -> impl Iterator<Item = Id> {
        let gone = self.items.iter().filter(|item| item.fate == Fate::Removed || item.undeleted);
        gone.map(|item| item.key.1)
    }

    /// Says of what is not there any more that it was moved to another vault, and of what stayed that it is there,
    /// too.
    pub fn moved(&mut self, away: &HashSet<Id>) {
        for item in self.items.iter_mut().filter(|item| away.contains(&item.key.1)) {
            match item.fate {
                Fate::Removed => item.fate = Fate::Moved,
                _ => item.moved |= item.undeleted,
            }
        }
    }

    fn shut(&self, lang: Lang) -> Option<Sync> {
        let names: Vec<String> = self.shut.iter().cloned().collect();
        (!names.is_empty())
            .then(|| Sync::ShutElsewhere { n: names.len(), names: listed(&names, lang) })
    }

    /// Puts one down, together with what was known of it among the first `known`.
    fn put(&mut self, new: Item, known: usize) {
        match self.items[..known].iter_mut().find(|item| item.key == new.key) {
            Some(item) => {
                let fate = item.fate.then(new.fate);
                let undeleted = item.undeleted || new.undeleted;
                let undeleted = undeleted && fate != Fate::Removed;
                *item = Item { fate, undeleted, moved: item.moved, ..new };
            }
            None => self.items.push(new),
        }
    }

    fn named(&self, fate: Fate) -> Vec<String> {
        let of = self.items.iter().filter(|item| item.fate == fate);
        of.map(|item| item.name.clone()).collect()
    }

    /// What stayed although one side had taken it away, or, as `moved` says, moved it to another vault.
    fn undeleted(&self, moved: bool) -> Vec<String> {
        let of = self.items.iter().filter(|item| item.undeleted && item.moved == moved);
        of.map(|item| item.name.clone()).collect()
    }

    /// "2 added (A, B), 1 removed (C)"; `None` where nothing differs.
    fn sum(&self, lang: Lang) -> Option<Safe<'static>> {
        let part = |names: Vec<String>, say: fn(usize, Safe<'static>) -> Sync| {
            (!names.is_empty()).then(|| say(names.len(), listed(&names, lang)).say(lang))
        };
        let parts = [
            part(self.named(Fate::Added), |n, names| Sync::Added { n, names }),
            part(self.named(Fate::Changed), |n, names| Sync::Changed { n, names }),
            part(self.named(Fate::Removed), |n, names| Sync::Removed { n, names }),
            part(self.named(Fate::Moved), |n, names| Sync::MovedAway { n, names }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty())
            .then(|| whole(&parts.join(if lang == Lang::ZhCn { "，" } else { ", " })))
    }
}

/// One kind of things of a vault after the other.
struct List<'a> {
    news: &'a mut News,
    /// How many were known before.
    known: usize,
    at: usize,
    undeleted: &'a [Id],
}

impl List<'_> {
    fn add<T: Merges>(&mut self, before: &[T], after: &[T]) {
        let was: HashMap<Id, &T> = before.iter().map(|it| (it.id(), it)).collect();
        let is: HashSet<Id> = after.iter().map(T::id).collect();
        let here = after.iter().map(|it| match was.get(&it.id()) {
            None => (it, Fate::Added),
            Some(was) if *was != it => (it, Fate::Changed),
            Some(_) => (it, Fate::Same),
        });
        let gone = before.iter().filter(|it| !is.contains(&it.id())).map(|it| (it, Fate::Removed));
        for (it, fate) in here.chain(gone) {
            let undeleted = fate != Fate::Removed && self.undeleted.contains(&it.id());
            if fate != Fate::Same || undeleted {
                let (key, name) = ((self.at, it.id()), it.name());
                self.news.put(Item { key, name, fate, undeleted, moved: false }, self.known);
            }
        }
    }
}

/// The first few.
pub fn listed(names: &[String], lang: Lang) -> Safe<'static> {
    trust::names(names, NAMES, lang)
}

/// What came, in one line of a narrow screen; `None` where nothing did.
pub fn in_short(news: &News) -> Option<Sync> {
    if news.cut || news.pulled_cut {
        return Some(Sync::CutHere);
    }
    if let Some(said) = news.open.first() {
        return Some(said.clone());
    }
    if let Some(name) = news.shut.first() {
        return Some(Sync::ShutElsewhereHere { n: news.shut.len(), name: safe(name) });
    }
    let undeleted = news.undeleted(false);
    if let Some(name) = undeleted.first() {
        return Some(Sync::UndeletedHere { n: undeleted.len(), name: safe(name) });
    }
    let [added, changed, removed] =
        [Fate::Added, Fate::Changed, Fate::Removed].map(|fate| news.named(fate).len());
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
        (false, false, Some(what)) if report.copies > 0 => Some(Sync::CopiesWhat { what }),
        (false, false, _) => None,
    });
    said.extend(report.news.shut(lang));
    said.extend(report.news.open.iter().cloned());
    let undeleted = report.news.undeleted(false);
    if !undeleted.is_empty() {
        said.push(Sync::Undeleted { n: undeleted.len(), names: listed(&undeleted, lang) });
    }
    let moved = report.news.undeleted(true);
    if !moved.is_empty() {
        said.push(Sync::MovedEdited { n: moved.len(), names: listed(&moved, lang) });
    }
    said.extend(report.news.late.iter().map(|late| Sync::Late {
        n: late.changes,
        authors: listed(&late.authors, lang),
        who: listed(&late.out, lang),
    }));
    if report.news.cut {
        said.push(Sync::ActivityCut);
    }
    if report.news.pulled_cut {
        said.push(Sync::PulledCut);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Account;
    use crate::time::Moment;

    fn book(logins: &[(u8, &str)]) -> Book {
        let account = |(n, login): &(u8, &str)| Account {
            platform: "Amazon".to_owned(),
            login: (*login).to_owned(),
            ..Account::blank(Id::new(Moment::from_millis(0), [*n; 10]))
        };
        Book { accounts: logins.iter().map(account).collect(), ..Book::default() }
    }

    /// Somebody was quicker, and what both rounds brought was counted in each.
    #[test]
    fn what_comes_twice_is_counted_once() {
        let rounds = [
            book(&[(1, "old"), (2, "b"), (3, "c")]),
            book(&[(1, "new"), (2, "b"), (4, "d"), (5, "e")]),
            book(&[(1, "newer"), (3, "back"), (4, "dd")]),
        ];
        let mut news = News::default();
        for round in rounds.windows(2) {
            news.add(0, [&round[0], &round[1]], &[]);
        }
        let said = news.sum(Lang::En).map(|said| said.to_string());
        assert_eq!(
            said.as_deref(),
            Some(
                "1 added (Amazon / dd), 2 changed (Amazon / newer, Amazon / back), 1 removed (Amazon / b)"
            )
        );
    }

    /// What had been moved to another vault was said to be removed.
    #[test]
    fn what_was_moved_and_edited_is_told_from_what_was_removed_and_edited() {
        let (before, after) = (book(&[(1, "a"), (2, "b")]), book(&[(1, "aa"), (2, "bb")]));
        let kept: Vec<Id> = before.accounts.iter().map(|account| account.id).collect();
        let mut news = News::default();
        news.add(0, [&before, &after], &kept);
        assert_eq!(news.removed().count(), 2, "it is looked up whether they were moved");
        news.moved(&HashSet::from([kept[0]]));
        let report = Report { received: true, news, ..Report::default() };
        let said: Vec<String> =
            told(&report, Lang::En).iter().map(|said| said.say(Lang::En)).collect();
        assert!(
            said.iter().any(|it| it.starts_with("Amazon / aa was moved to another")),
            "{said:?}"
        );
        assert!(said.iter().any(|it| it.starts_with("Amazon / bb was removed by")), "{said:?}");
    }

    /// Of several repositories only the last one's news was told. One thing may lie in two vaults.
    #[test]
    fn those_of_several_are_summed() {
        let (before, after) = (book(&[(1, "a")]), book(&[(1, "b"), (2, "c")]));
        let of = || {
            let mut news = News::default();
            news.add(0, [&before, &after], &[]);
            news
        };
        let mut all = of();
        all.join(of());
        all.join(News::default());
        let sum = Sync::CameIn { added: 2, changed: 2, removed: 0 };
        assert_eq!(in_short(&all), Some(sum));
        assert_eq!(in_short(&News::default()), None);
    }
}
