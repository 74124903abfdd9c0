//! After an import: what of its files did not come as it stood, and which rows that was.

use std::collections::BTreeMap;
use std::path::Path;

use super::Said;
use crate::app::explain;
use crate::app::import::{Fate, Notice, Plan, Told};
use crate::i18n::{Exchange, Lang};
use crate::model::Book;
use crate::text::{Safe, rows, safe, whole, wrap};

/// What did not come as it stood.
#[derive(Debug)]
pub struct Rest {
    /// Rows that were refused or lost something.
    pub lacking: usize,
    /// Rows that were only changed.
    pub changed: usize,
    /// Rows that stand in the files twice.
    pub doubled: usize,
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
    /// What is to be looked at after an import into a book; `None` when everything came as it stood.
    /// `unread` says of whole files that they did not come. `keys` are those that would have changed what the
    /// columns hold, and what the first row is.
    pub fn of(
        plan: &Plan,
        book: &Book,
        unread: Vec<String>,
        keys: &[Safe<'static>; 2],
        settings: &Path,
        lang: Lang,
    ) -> Option<Self> {
        let [columns, headings] = keys;
        let mut rest = Self {
            lacking: plan.unread.len(),
            changed: 0,
            doubled: plan.sums().doubled,
            columns: plan.spare().count(),
            said: BTreeMap::new(),
            top: 0,
            keys: None,
            notice: None,
        };
        for said in unread {
            rest.put(Weight::Refused, said, None);
        }
        for unread in &plan.unread {
            let Some(file) = plan.sources.get(unread.source) else { continue };
            let mut name = safe(&explain::refused_place(file, unread, lang).say(lang));
            if plan.sources.len() > 1 {
                let said = Exchange::At { place: safe(&file.name), said: name };
                name = safe(&said.say(lang));
            }
            rest.put(
                Weight::Refused,
                explain::row_here(&unread.why, columns, headings, lang),
                Some(name),
            );
        }
        for (entry, fate) in plan.entries.iter().zip(plan.fates()) {
            let is_taken = matches!(fate, Fate::Add | Fate::Merge(_));
            let told: Vec<&Told> = entry.told_of(fate).collect();
            let kept = plan.kept(entry, fate).iter();
            let shifts = entry.shifts && matches!(fate, Fate::Merge(_));
            let name = explain::entry_name(plan, entry, lang);
            let (lost, stays): (Vec<_>, Vec<_>) = kept.partition(|differs| differs.is_loss());
            for differs in lost {
                let said = explain::differs(differs, lang).say(lang);
                rest.put(Weight::Lost, said, Some(name.clone()));
            }
            let others: Vec<Exchange> = stays
                .into_iter()
                .map(|differs| explain::differs(differs, lang))
                .chain(entry.joined.iter().map(explain::joined))
                .chain(shifts.then_some(Exchange::KeyBecomesMain))
                .chain((entry.is_renamed() && is_taken).then_some(Exchange::RenamedInList))
                .collect();
            let name = explain::entry_name(plan, entry, lang);
            let twin = explain::twin(plan, book, entry, lang);
            let omitted = twin.and_then(|twin| explain::omitted(plan, entry, fate, twin, lang));
            if let Some(omitted) = omitted {
                let is_more = !matches!(omitted, Exchange::Doubled { .. });
                let weight = if is_more { Weight::Lost } else { Weight::Changed };
                rest.lacking += usize::from(is_more);
                let name = row(plan, entry.source, entry.row, name.clone(), lang);
                rest.put(weight, omitted.say(lang), Some(name));
            }
            for told in &told {
                let weight = if told.is_loss() { Weight::Lost } else { Weight::Changed };
                let said = explain::told(told, settings, lang).say(lang);
                rest.put(weight, said, Some(name.clone()));
            }
            for other in &others {
                rest.put(Weight::Changed, other.say(lang), Some(name.clone()));
            }
            if plan.loses(entry, fate) {
                rest.lacking += 1;
            } else if !told.is_empty() || !others.is_empty() {
                rest.changed += 1;
            }
        }
        for missing in explain::missing(&plan.missing) {
            rest.put(Weight::Lost, missing.say(lang), None);
        }
        for source in &plan.sources {
            for notice in source.notices.iter().filter(|notice| Notice::is_loss(notice)) {
                let said = match notice {
                    Notice::Sheets { read, others } => Exchange::SheetsHere {
                        read: safe(read),
                        names: safe(&others.join(explain::between(lang))),
                    },
                    notice => explain::notice(notice, lang),
                };
                let said = explain::of_file(plan, source, said, lang);
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
            (self.doubled, Exchange::SumDoubled { n: self.doubled }),
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

/// What a row is called that is told from others of its name by where it stands.
fn row(plan: &Plan, source: usize, row: usize, name: Safe<'static>, lang: Lang) -> Safe<'static> {
    let Some(file) = plan.sources.get(source) else { return name };
    let place = whole(&explain::place(file, row).say(lang));
    let said = Exchange::Row { place, name };
    whole(&explain::of_file(plan, file, said, lang).say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::import::{Ask, Choice, Column, Format, Reading, Refused, read};
    use crate::model::{Device, Id, Person};
    use crate::time::Moment;

    fn plan(book: &Book, rows: &str) -> Plan {
        let table = format!("platform,login,key,main phone,holder\n{rows}");
        let reading = read(table.as_bytes(), Ask::default(), &mut |_| {}).expect("a table");
        let mut plan = Plan::default();
        plan.add("file".into(), reading, Some("CN"));
        plan.same_key = Some(Choice::Merge);
        plan.compare(book);
        plan
    }

    fn counting(from: u8) -> impl FnMut() -> Id {
        let mut n = from;
        move || {
            n += 1;
            Id::new(Moment::from_secs(1), [n; 10])
        }
    }

    #[test]
    fn what_the_preview_says_of_a_row_is_said_after_the_import() {
        let mut fresh = counting(0);
        let (ann, phone) = (fresh(), fresh());
        let book = Book {
            people: vec![Person::new(ann, "Ann".into())],
            devices: vec![Device { holder: Some(ann), ..Device::new(phone, "P-07".into()) }],
            ..Book::default()
        };
        let first = "Bank,one,,+8613912345671,Ann\n";
        let got = plan(&book, first);
        let after = got.apply(&book, Lang::En, &mut fresh).book;
        let joined = got.entries[0].joined.as_ref().map(|it| explain::joined(it).say(Lang::En));
        // The other phone of an account that stays, beside a row that comes.
        let kept = plan(&after, "Bank,one,,+8613912345672,\nBank,two,,,\n");
        let differs = &kept.entries[0].differs[0];
        let kept_said = Some(explain::differs(differs, Lang::En).say(Lang::En));
        let keyed = plan(&after, "Bank,one,JBSWY3DPEHPK3PXP,,\n");
        let shifts = Some(Exchange::KeyBecomesMain.say(Lang::En));
        for (name, plan, said) in
            [("joined", got, joined), ("kept", kept, kept_said), ("shifts", keyed, shifts)]
        {
            let keys = [safe("c"), safe("h")];
            let rest = Rest::of(&plan, &book, Vec::new(), &keys, Path::new(""), Lang::En);
            let rest = rest.unwrap_or_else(|| panic!("{name}: nothing is said"));
            let all: Vec<_> = rest.said.keys().map(|(_, said)| said.clone()).collect();
            assert!(all.contains(&said.expect(name)), "{name}: {all:?}");
            let is_lost = name == "kept";
            let counts = (usize::from(is_lost), usize::from(!is_lost));
            assert_eq!((rest.lacking, rest.changed), counts, "{name}");
        }
    }

    #[test]
    fn a_refused_row_is_told_without_options_of_the_command_line() {
        for refused in [
            Refused::KeyAsHeading,
            Refused::KeyElsewhere { column: 2, read: Column::Note },
            Refused::TwoKeys { columns: [1, 2] },
            Refused::Headings,
        ] {
            let mut reading = Reading::new(Format::Table);
            reading.push("", Err(refused.clone()));
            let mut plan = Plan::default();
            plan.add("file".into(), reading, None);
            for lang in Lang::ALL {
                let (book, keys) = (Book::default(), [safe("c"), safe("h")]);
                let rest = Rest::of(&plan, &book, Vec::new(), &keys, Path::new(""), lang)
                    .expect("a refused row");
                let said: Vec<_> = rest.said.keys().map(|(_, said)| said).collect();
                assert!(said.iter().all(|said| !said.contains("--")), "{refused:?}: {said:?}");
            }
        }
    }
}
