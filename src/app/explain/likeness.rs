//! How a row of an import stands to what is here, in words: what it is like, what becomes of it therefore, and
//! what of it is not taken.

use super::columns::column;
use super::exchange::{between, place};
use crate::app::import::{
    Choice, Column, Differs, Entry, Fate, Field, Joined, KeyMatch, Likeness, Omission, Plan, Twin,
    veiled,
};
use crate::app::loss;
use crate::i18n::{Exchange, Lang, Word};
use crate::model::Book;
use crate::text::{Safe, safe, whole};

/// What an entry is like is called: an account here, or another row, by where it stands.
pub fn twin(plan: &Plan, book: &Book, entry: &Entry, lang: Lang) -> Option<Safe<'static>> {
    let first = match entry.standing.twin()? {
        Twin::Here(id) => return book.account(id).map(loss::title),
        Twin::Entry(at) => plan.entries.get(at)?,
    };
    let (source, title) = (plan.sources.get(first.source)?, Plan::title(first));
    let mut at = whole(&place(source, first.row).say(lang));
    if first.source != entry.source {
        at = whole(&Exchange::At { place: safe(&source.name), said: at }.say(lang));
    }
    if title.is_empty() {
        return Some(at);
    }
    Some(whole(&Exchange::Row { place: at, name: safe(&title) }.say(lang)))
}

/// What an entry is like; `title` names that.
pub fn like(entry: &Entry, title: Safe<'static>, lang: Lang) -> Option<Exchange> {
    Some(match (entry.standing, entry.keys) {
        (Likeness::New, _) => return None,
        (Likeness::Same(_), _) if entry.says_more() => {
            Exchange::SameHereMore { title, fields: more(entry, lang) }
        }
        (Likeness::Same(Twin::Entry(_)), _) => Exchange::SameAsRow { title },
        (Likeness::Same(_), _) => Exchange::SameHere { title },
        (Likeness::SameKey(_), KeyMatch::Settings) => Exchange::SameKeyElse { title },
        (Likeness::SameKey(_), _) => Exchange::SameKeyOf { title },
        (Likeness::SameName(_), _) if entry.is_ambiguous() => {
            Exchange::SameNameSeveral { n: entry.rivals, title }
        }
        (Likeness::SameName(_), KeyMatch::Ours) => Exchange::SameNameTheirs { title },
        (Likeness::SameName(_), KeyMatch::Theirs) => Exchange::SameNameRow { title },
        (Likeness::SameName(_), KeyMatch::Neither) => Exchange::SameNameNeither { title },
        (Likeness::SameName(_), _) => Exchange::SameNameOf { title },
    })
}

/// What becomes of an entry that is like something, as the command line says it.
pub fn fate(
    plan: &Plan,
    entry: &Entry,
    fate: Fate,
    title: Safe<'static>,
    lang: Lang,
) -> Option<Exchange> {
    Some(match (entry.standing, fate) {
        (_, Fate::Skip(_)) if plan.omission(entry) == Omission::Doubtful => {
            Exchange::NameDoubted { n: entry.rivals, title }
        }
        (Likeness::SameName(_), Fate::Add) if entry.is_ambiguous() => {
            Exchange::NameKeptSeveral { n: entry.rivals, title }
        }
        // What is kept is said field by field.
        (Likeness::Same(Twin::Here(_)), Fate::Skip(_)) if !plan.kept(entry, fate).is_empty() => {
            return None;
        }
        // Merging would not bring it in: nobody has said into which.
        (Likeness::Same(_), Fate::Skip(_)) if entry.brings && entry.is_ambiguous() => {
            Exchange::NameDoubted { n: entry.rivals, title }
        }
        (Likeness::Same(_), Fate::Skip(_)) if entry.brings => {
            Exchange::SameHasMore { title, fields: more(entry, lang) }
        }
        (Likeness::Same(_), Fate::Skip(_)) if entry.says_more() => {
            Exchange::SameDiffers { title, fields: more(entry, lang) }
        }
        (Likeness::Same(Twin::Entry(_)), Fate::Skip(_)) => Exchange::Doubled { title },
        (Likeness::Same(_), Fate::Add) => Exchange::SameKept { title, fields: more(entry, lang) },
        (Likeness::SameKey(_), Fate::Add) if entry.keys == KeyMatch::Settings => {
            Exchange::TwinElseKept { title }
        }
        (Likeness::SameKey(_), Fate::Add) => Exchange::TwinKept { title },
        (Likeness::SameKey(_), Fate::Merge(_)) => Exchange::TwinMerged { title },
        (Likeness::SameKey(_), Fate::Skip(_)) if plan.omission(entry) == Omission::Same => {
            Exchange::TwinHere { title }
        }
        (Likeness::SameKey(_), Fate::Skip(_)) => Exchange::TwinSkipped { title },
        (Likeness::SameName(_), Fate::Add) => match entry.keys {
            KeyMatch::Other | KeyMatch::Settings | KeyMatch::Same => Exchange::NameKept { title },
            _ if !entry.agrees() => Exchange::NameKeptStore { title },
            KeyMatch::Theirs => Exchange::NameKeptRow { title },
            KeyMatch::Ours => Exchange::NameKeptTheirs { title },
            KeyMatch::Neither => Exchange::NameKeptNeither { title },
        },
        (Likeness::Same(_) | Likeness::SameName(_), Fate::Merge(_)) => {
            Exchange::NameMerged { title }
        }
        _ => return None,
    })
}

/// What of a row is not here after all, where nobody chose that; for whoever looks when it is done.
pub fn omitted(
    plan: &Plan,
    entry: &Entry,
    fate: Fate,
    title: Safe<'static>,
    lang: Lang,
) -> Option<Exchange> {
    let is_chosen = entry.choice.or(plan.same_key) == Some(Choice::Skip);
    if is_chosen || !matches!(fate, Fate::Skip(_)) {
        return None;
    }
    let is_same = matches!(entry.standing, Likeness::Same(_));
    match plan.omission(entry) {
        Omission::Doubtful => Some(Exchange::NameDoubted { n: entry.rivals, title }),
        // What is kept is said field by field.
        _ if is_same && entry.says_more() && plan.kept(entry, fate).is_empty() => {
            Some(Exchange::SameMoreLeft { title, fields: more(entry, lang) })
        }
        Omission::Doubled(_) => Some(Exchange::Doubled { title }),
        Omission::Same | Omission::Chosen => None,
    }
}

/// What of an account another one is by a row that is merged into it: the fields that are filled or get more, each
/// by its name. `None` for a row that is not merged.
pub fn gains(entry: &Entry, fate: Fate, lang: Lang) -> Option<Exchange> {
    let is_merged = matches!(fate, Fate::Merge(_)) && entry.brings;
    is_merged.then(|| Exchange::MergeBrings { fields: listed(entry, &[], lang) })
}

/// Of what a row says more than what it is like, or something else.
fn more(entry: &Entry, lang: Lang) -> Safe<'static> {
    listed(entry, &entry.differs, lang)
}

/// The names of fields, each once.
fn listed(entry: &Entry, others: &[Differs], lang: Lang) -> Safe<'static> {
    let name = |field: &Field| match field {
        Field::Column(Column::Counter) => Exchange::MoreCounter.say(lang),
        // Beside a key that is there already, it is what that one lacks.
        Field::Column(Column::Secret) if entry.keys != KeyMatch::Theirs => {
            Exchange::MorePin.say(lang)
        }
        Field::Column(Column::PhoneMain) => Exchange::MorePhones.say(lang),
        Field::Clashes => Exchange::MoreClashes.say(lang),
        field => named(*field, lang),
    };
    let others = others.iter().map(|differs| &differs.field);
    let mut fields: Vec<String> = Vec::new();
    for field in entry.more.iter().chain(others).map(name) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if fields.is_empty() {
        fields.push(Exchange::MoreElse.say(lang));
    }
    safe(&fields.join(between(lang)))
}

/// What a field is called within a sentence.
fn named(field: Field, lang: Lang) -> String {
    match field {
        Field::Column(field) => column(Some(field)).say(lang),
        Field::Company => Word::Company.say(lang).to_lowercase(),
        Field::Profile => Word::Profile.say(lang).to_lowercase(),
        Field::Console => Word::Console.say(lang).to_lowercase(),
        Field::Clashes => String::new(),
    }
}

fn is_key(field: Field) -> bool {
    field == Field::Column(Column::Secret)
}

/// What stands in an account otherwise than in a row that was merged into it.
pub fn differs(differs: &Differs, lang: Lang) -> Exchange {
    if differs.theirs.is_empty() && differs.field != Field::Clashes && !is_key(differs.field) {
        let (field, ours) = (safe(&named(differs.field, lang)), safe(&differs.ours));
        return if differs.ours.is_empty() {
            Exchange::DiffersEmptied { field }
        } else {
            Exchange::DiffersEmpty { field, ours }
        };
    }
    let field = match differs.field {
        Field::Column(Column::Secret) => return Exchange::KeyDiffers,
        Field::Clashes => return Exchange::ClashesStay,
        Field::Column(field @ (Column::Holder | Column::Location)) => {
            let (ours, theirs) = (safe(&differs.ours), safe(&veiled(&differs.theirs)));
            return match field {
                Column::Holder => Exchange::HolderDiffers { ours, theirs },
                _ => Exchange::LocationDiffers { ours, theirs },
            };
        }
        field => named(field, lang),
    };
    let (ours, theirs) = (safe(&differs.ours), safe(&veiled(&differs.theirs)));
    Exchange::Differs { field: safe(&field), ours, theirs }
}

/// What is said where a phone that is known without a number gets one.
pub fn joined(joined: &Joined) -> Exchange {
    Exchange::PhoneJoined { number: safe(&joined.number), label: safe(&joined.label) }
}
