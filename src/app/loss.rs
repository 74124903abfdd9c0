//! Losses in words: what a thing is called, why an account stands where it stands, what still works.

use std::collections::BTreeSet;

use super::draft::find;
use super::{explain, findings, trust, words};
use crate::health::loss::{Affected, By, Rank, Way, is_gone, loss_of};
use crate::i18n::{Care, Lang, Sync, Team, Vaults, Word};
use crate::model::{Account, Book, Catalogue, Method, Number, Thing};
use crate::text::{Safe, quoted, safe, series, whole};

/// What a device, a number or a person is called: label, masked number, name.
pub fn label(thing: Thing, book: &Book) -> Safe<'static> {
    safe(&findings::label(thing, book))
}

/// What names a thing in a command, and no other: what it is called where that will do, else its id.
pub fn word(thing: Thing, book: &Book) -> String {
    let (id, label) = (thing.id(), findings::label(thing, book));
    let devices = || find::devices(book, &label, None);
    let will_do = match thing {
        Thing::Device(_) => devices() == [id],
        Thing::Person(_) => devices().is_empty() && find::people(book, &label, None) == [id],
        // It is shown with letters left out.
        Thing::Number(_) => false,
    };
    let is_plain = !label.starts_with('-') && label.trim() == label;
    if will_do && is_plain { label } else { id.to_string() }
}

/// What a list of losses calls a thing: of somebody who is there, the identity of theirs that got out.
pub fn lost_label(thing: Thing, book: &Book, lang: Lang) -> Safe<'static> {
    let name = label(thing, book);
    let is_here = matches!(thing, Thing::Person(_)) && !is_gone(book, thing);
    let saw = loss_of(book, thing).is_some_and(|loss| loss.saw);
    if is_here && saw { whole(&Care::EarlierIdentity { name }.say(lang)) } else { name }
}

/// How far a loss is worked off.
pub fn progress_words(done: usize, all: usize) -> Care {
    if all == 0 { Care::NothingLeft } else { Care::Progress { done, all } }
}

/// What is said of how many accounts have something that was open to somebody, with the command that goes through them.
pub fn to_replace(thing: Thing, n: usize, book: &Book) -> Team {
    let name = label(thing, book);
    match n {
        0 => Team::NothingToReplace { name },
        n => Team::ReplaceNow { n, name, who: whole(&quoted(&word(thing, book))) },
    }
}

/// What is said of keys that count as seen since a book before, because the version that they came in was saved by
/// somebody who did not know who was out: a sentence for each list.
pub fn saved_open([before, after]: [&Book; 2]) -> Vec<Sync> {
    let said = |(thing, n): (Thing, usize)| {
        let who = whole(&quoted(&word(thing, after)));
        Sync::SavedOpen { n, name: label(thing, after), who }
    };
    after.opened_since(before).into_iter().map(said).collect()
}

/// The word for a kind of thing in files, options and JSON.
pub fn kind(thing: Thing) -> &'static str {
    match thing {
        Thing::Device(_) => "device",
        Thing::Number(_) => "number",
        Thing::Person(_) => "person",
    }
}

/// Store, platform and login, as far as there are any.
pub fn title(account: &Account) -> Safe<'static> {
    safe(&account.full_name())
}

/// What is to be known before an account is removed: that its key had got out, and to whom.
pub fn before_removal(account: &Account, book: &Book, lang: Lang) -> Option<Care> {
    let out = book.exposures(account).map(|it| findings::label(it.thing, book));
    let out: BTreeSet<String> = out.collect();
    let names = series(&Vec::from_iter(out), explain::between(lang));
    (!names.as_str().is_empty()).then_some(Care::KeyStaysOut { names })
}

/// That an account which is about to be removed stands in several of the vaults that are open, of these names, and
/// `how` it stays in one of them.
pub fn goes_from_all(names: &[&str], how: Safe<'static>) -> Option<Vaults> {
    (names.len() > 1).then(|| Vaults::GoesFromAll { names: series(names, " + "), how })
}

/// Accounts that a lost thing exposed and that were removed with the key they had.
pub fn removed(book: &Book, thing: Thing, lang: Lang) -> Option<Care> {
    let gone = book.gone.iter().filter(|gone| gone.out.iter().any(|it| it.thing == thing));
    let names: Vec<String> = gone.map(|gone| gone.name.clone()).collect();
    let n = names.len();
    (n > 0).then(|| Care::RemovedUnreplaced { n, names: trust::names(&names, NAMES, lang) })
}

/// So many of them are named.
const NAMES: usize = 8;

/// Why an account stands where it stands.
pub fn rank(rank: Rank) -> Care {
    match rank {
        Rank::NoOther => Care::RankNoOther,
        Rank::Money => Care::RankMoney,
        Rank::Main => Care::RankMain,
        Rank::Backup => Care::RankBackup,
        Rank::Other => Care::RankOther,
    }
}

/// `SMS, +86•••1234, P-07, Min-ji`
pub fn method(method: &Method, book: &Book, lang: Lang) -> String {
    let mut parts = vec![words::kind(method.kind).say(lang)];
    parts.extend(method.number.and_then(|id| book.number(id)).map(Number::masked));
    parts.extend(book.device_of(method).map(|device| Safe::new(&device.label).to_string()));
    let holder = book.holder_of(method).map(|person| Safe::new(&person.name).to_string());
    // A device named after its holder is said once.
    parts.extend(holder.filter(|name| parts.last() != Some(name)));
    if !method.address.is_empty() {
        parts.push(Safe::new(&method.address).to_string());
    }
    parts.join(", ")
}

/// The same with its role before it.
pub fn method_in_role(entry: &Method, book: &Book, lang: Lang) -> String {
    format!(
        "{}{}{}",
        words::role(entry.role).say(lang),
        words::colon(lang),
        method(entry, book, lang)
    )
}

/// What still opens an account, in one line.
pub fn way(way: &Way, account: &Account, book: &Book, lang: Lang) -> String {
    match way.by {
        By::Key => Care::KeyHere.say(lang),
        By::Codes(n) => Care::CodesLeft { n }.say(lang),
        By::Method(place) => {
            let text = account.methods.get(place).map(|entry| method_in_role(entry, book, lang));
            let status = way.status.map(|status| words::backup(status).say(lang));
            let status = status.map(|status| format!(" ({status})")).unwrap_or_default();
            text.unwrap_or_default() + &status
        }
        By::Copy(place) => {
            let place = account.copies.get(place).map(|copy| copy_place(copy, book, lang));
            Care::CopyOf { place: safe(&place.unwrap_or_default()) }.say(lang)
        }
    }
}

/// Where a copy of a key lies and who has it: `app, Aegis, P-03, Anna`.
pub fn copy_place(copy: &crate::model::KeyCopy, book: &Book, lang: Lang) -> String {
    let device = copy.device.and_then(|id| book.device(id));
    let holder = copy.holder.or_else(|| device?.holder).and_then(|id| book.person(id));
    let own = |text: &String| Safe::new(text).to_string();
    let mut parts = vec![words::copy(copy).say(lang)];
    parts.extend(Some(&copy.place).filter(|place| !place.is_empty()).map(own));
    parts.extend(device.map(|device| own(&device.label)));
    parts.extend(holder.map(|person| own(&person.name)));
    parts.join(", ")
}

/// The same, with a word where it is a copy of a key that the account had before.
pub fn copy(account: &Account, copy: &crate::model::KeyCopy, book: &Book, lang: Lang) -> String {
    let place = copy_place(copy, book, lang);
    if account.is_copy_past(copy) {
        return format!("{place} ({})", Word::OfKeyBefore.say(lang));
    }
    place
}

/// When a method was last tested; of one that was with a key before, so.
pub fn last_test(account: &Account, method: &Method, lang: Lang) -> String {
    match &method.tested {
        Some(test) if account.is_test_past(method) => {
            format!("{} ({})", test.on, Word::OfKeyBefore.say(lang))
        }
        Some(test) => test.on.to_string(),
        None => Care::NeverOn.say(lang),
    }
}

/// Everything that still opens an account; `nothing` where that is the case.
pub fn still(affected: &Affected, account: &Account, book: &Book, lang: Lang) -> Vec<String> {
    if affected.still.is_empty() {
        return vec![Care::Nothing.say(lang)];
    }
    affected.still.iter().map(|entry| way(entry, account, book, lang)).collect()
}

/// Where one signs in: the account's own address, else the platform's for its first marketplace,
/// else the platform's.
pub fn console<'a>(account: &'a Account, catalogue: &'a Catalogue) -> Option<&'a str> {
    if !account.console.is_empty() {
        return Some(&account.console);
    }
    let platform = catalogue.of(&account.platform)?;
    let by_site = |site: &String| {
        let mut sites = platform.consoles.iter();
        sites.find(|(name, _)| name.eq_ignore_ascii_case(site)).map(|(_, address)| address)
    };
    let address = account.marketplaces.iter().find_map(by_site).or(platform.console.as_ref())?;
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Device, Number, Person};
    use crate::time::Moment;

    #[test]
    fn a_command_names_one_thing_and_no_other() {
        let id = |n: u8| crate::model::Id::new(Moment::from_millis(u64::from(n)), [n; 10]);
        let person = |n, name: &str| Person::new(id(n), name.to_owned());
        let device = |n, label: &str| Device::new(id(n), label.to_owned());
        let mut book = Book {
            people: vec![
                person(1, "Anna"),
                person(2, "anna"),
                person(3, "Li Wei"),
                person(4, "-x"),
                person(5, "P-07"),
            ],
            devices: vec![device(6, "P-07"), device(7, "P-08")],
            numbers: vec![Number::new(id(8), "+4915112345678".to_owned())],
            ..Book::default()
        };
        book.settle();
        let person = |n| Thing::Person(id(n));
        let cases = [
            ("two of one name", person(1), id(1).to_string()),
            ("one name", person(3), "Li Wei".to_owned()),
            ("like an option", person(4), id(4).to_string()),
            ("like a device", person(5), id(5).to_string()),
            ("a device", Thing::Device(id(7)), "P-08".to_owned()),
            ("a number", Thing::Number(id(8)), id(8).to_string()),
        ];
        for (name, thing, expected) in cases {
            assert_eq!(word(thing, &book), expected, "{name}");
        }
    }
}
