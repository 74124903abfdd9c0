//! What an edit amounts to: two versions of a book in, deeds out. In one place, so that no command and no
//! key has to remember what it does. Names of fields, never their values.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Deed, LONGEST_DETAIL, What, cut};
use crate::model::merge::Merges;
use crate::model::{
    Account, Book, Device, Id, Method, Number, Person, Recovery, Test, Thing, Worded as _,
};
use crate::otp::{Key, Kind};

/// More deeds of one kind than this in one save, an import for one, are one deed of that many.
const MANY: usize = 8;

/// What somebody did who made `after` of `before`.
pub fn changes(before: &Book, after: &Book) -> Vec<Deed> {
    changes_among(before, after, [before, after])
}

/// The same for one of several vaults, `all` being the books of all of them together before and after: what
/// came from another of them, or went there, was moved. Which one that is, is not said: whoever reads this
/// need not know of it.
pub fn changes_among(before: &Book, after: &Book, all: [&Book; 2]) -> Vec<Deed> {
    let mut deeds = compared(before, after);
    let [was, is] = all.map(|book| LazyCell::new(|| book.ids()));
    for deed in &mut deeds {
        let id = deed.account.or_else(|| deed.thing.map(Thing::id));
        deed.what = match (deed.what, id) {
            (What::Added, Some(id)) if was.contains(&id) => What::MovedIn,
            (What::Removed, Some(id)) if is.contains(&id) => What::MovedAway,
            (what, _) => what,
        };
    }
    summed(deeds)
}

/// Something that was done, and what it was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub deed: Deed,
    /// What the record is called; strangers' text. Empty where it is no record of its own.
    pub name: String,
}

/// What makes `after` of `before`, each by itself, and also what is no deed of anybody's: nothing that people can
/// change is left out.
pub fn each(before: &Book, after: &Book) -> Vec<Change> {
    let mut deeds = compared(before, after);
    let known: HashMap<Id, &Account> = before.accounts.iter().map(|it| (it.id, it)).collect();
    let told: HashSet<Id> = deeds.iter().filter_map(|deed| deed.account).collect();
    // A counter that moved on is no deed of anybody's, but a change.
    let moved = after.accounts.iter().filter(|account| {
        !told.contains(&account.id) && known.get(&account.id).is_some_and(|was| was != account)
    });
    deeds.extend(moved.map(|it| Deed { detail: "key".into(), ..Deed::at(What::Edited, it.id) }));
    if before.losses != after.losses {
        deeds.push(Deed::of(What::Edited, 1, "losses"));
    }
    if before.quarantine != after.quarantine {
        deeds.push(Deed::of(What::Edited, 1, "quarantine"));
    }
    let named = |deed: Deed| {
        let name = [after, before].iter().find_map(|book| name(&deed, book));
        Change { name: name.unwrap_or_default(), deed }
    };
    deeds.into_iter().map(named).collect()
}

/// What the record of a deed is called in a book.
fn name(deed: &Deed, book: &Book) -> Option<String> {
    match (deed.account, deed.thing) {
        (Some(id), _) => book.account(id).map(Merges::name),
        (None, thing) => book.name_of(thing?),
    }
}

fn compared(before: &Book, after: &Book) -> Vec<Deed> {
    let mut deeds = Vec::new();
    records(
        &before.accounts,
        &after.accounts,
        &mut deeds,
        |deed, account: &Account| {
            deed.account = Some(account.id);
        },
        account,
    );
    records(
        &before.devices,
        &after.devices,
        &mut deeds,
        |deed, device: &Device| {
            deed.thing = Some(Thing::Device(device.id));
        },
        device,
    );
    records(
        &before.numbers,
        &after.numbers,
        &mut deeds,
        |deed, number: &Number| {
            deed.thing = Some(Thing::Number(number.id));
        },
        number,
    );
    records(
        &before.people,
        &after.people,
        &mut deeds,
        |deed, person: &Person| {
            deed.thing = Some(Thing::Person(person.id));
        },
        person,
    );
    if before.snoozes != after.snoozes {
        deeds.push(Deed::of(What::Edited, 1, "snoozes"));
    }
    if before.platforms != after.platforms {
        deeds.push(Deed::of(What::Edited, 1, "platforms"));
    }
    deeds
}

/// What became of the records of one kind: `mark` says of which a deed is, `compare` what was done to
/// one that is in both versions.
fn records<T: Merges>(
    before: &[T],
    after: &[T],
    deeds: &mut Vec<Deed>,
    mark: impl Fn(&mut Deed, &T),
    compare: impl Fn(&T, &T, &mut Vec<Deed>),
) {
    if before == after {
        return;
    }
    let mut old: HashMap<Id, &T> = before.iter().map(|record| (record.id(), record)).collect();
    let mut push = |mut deed: Deed, record: &T| {
        mark(&mut deed, record);
        deeds.push(deed);
    };
    let mut done = Vec::new();
    for record in after {
        match old.remove(&record.id()) {
            Some(was) if was == record => {}
            Some(was) => {
                compare(was, record, &mut done);
                for deed in done.drain(..) {
                    push(deed, record);
                }
            }
            None => push(Deed::new(What::Added), record),
        }
    }
    for record in before.iter().filter(|record| old.contains_key(&record.id())) {
        let detail = cut(&record.name(), LONGEST_DETAIL).to_owned();
        push(Deed { detail, ..Deed::new(What::Removed) }, record);
    }
}

/// The fields that differ, but for those that somebody looks at closer.
fn fields<T: Merges>(before: &T, after: &T, but: &[&str]) -> Vec<&'static str> {
    let differs = |a: &T, b: &T| {
        let named = T::FIELDS.iter().filter(|field| !but.contains(&field.name));
        named.filter(|field| (field.compare)(a, b).is_ne()).map(|field| field.name).collect()
    };
    let mut names: Vec<&'static str> = differs(before, after);
    if before.conflicts() != after.conflicts() && names.is_empty() {
        names.push("conflicts");
    }
    names
}

fn edited(names: &[&'static str], deeds: &mut Vec<Deed>) {
    if !names.is_empty() {
        deeds.push(Deed { detail: names.join(" "), ..Deed::new(What::Edited) });
    }
}

fn account(before: &Account, after: &Account, deeds: &mut Vec<Deed>) {
    let mut names = fields(before, after, &["key", "keyed", "methods", "recovery"]);
    match (&before.key, &after.key) {
        (Some(old), Some(new)) if old.secret() != new.secret() => {
            deeds.push(Deed::new(What::Rekeyed));
        }
        (old, new) => {
            if old.as_ref().map(uncounted) != new.as_ref().map(uncounted) {
                names.push("key");
            } else if before.keyed != after.keyed {
                names.push("keyed");
            }
        }
    }
    tests(before, after, &mut names, deeds);
    let (old, new) = (before.recovery.as_ref(), after.recovery.as_ref());
    let (used, taken_back) = (newly_used(old, new), newly_used(new, old));
    if used > 0 {
        deeds.push(Deed::of(What::RecoveryUsed, used, ""));
    }
    if taken_back > 0 || old.map(unused) != new.map(unused) {
        names.push("recovery");
    }
    edited(&names, deeds);
}

/// A key but for its counter, which every code moves on.
fn uncounted(key: &Key) -> Key {
    match key.kind() {
        Kind::Hotp { .. } => {
            let kind = Kind::Hotp { counter: 0 };
            let still = Key::new(key.secret().clone(), kind, key.algorithm(), key.digits());
            still.unwrap_or_else(|_| key.clone())
        }
        _ => key.clone(),
    }
}

fn tests(before: &Account, after: &Account, names: &mut Vec<&'static str>, deeds: &mut Vec<Deed>) {
    let same =
        |a: &Method, b: &Method| (a.kind, a.device, a.number) == (b.kind, b.device, b.number);
    let mut taken_back = false;
    for method in &after.methods {
        let Some(test) = &method.tested else { continue };
        // A test that was taken back leaves the one before: nobody has tried that again.
        let was_later = |was: &Test| was.on > test.on;
        let mut befores = before.methods.iter().filter(|was| same(was, method));
        if befores.any(|was| was.tested.as_ref().is_some_and(was_later)) {
            taken_back = true;
            continue;
        }
        let is_known = |was: &Method| same(was, method) && was.tested.as_ref() == Some(test);
        if !before.methods.iter().any(is_known) {
            deeds.push(Deed::tested(after.id, method.kind, test.result));
        }
    }
    let bare = |account: &Account| -> Vec<Method> {
        let methods = account.methods.iter().cloned();
        methods.map(|method| Method { tested: None, ..method }).collect()
    };
    let tested = |account: &Account| account.methods.iter().filter(|m| m.tested.is_some()).count();
    if taken_back || bare(before) != bare(after) || tested(after) < tested(before) {
        names.push("methods");
    }
}

/// How many codes are used in the one and were not in the other.
fn newly_used(before: Option<&Recovery>, after: Option<&Recovery>) -> usize {
    let codes = |set: Option<&Recovery>| set.map(|set| set.codes.clone()).unwrap_or_default();
    let (old, new) = (codes(before), codes(after));
    let was_unused = |code: &_| old.iter().any(|old| old.code == *code && old.used.is_none());
    new.iter().filter(|code| code.used.is_some() && was_unused(&code.code)).count()
}

/// A set of codes as if none were used.
fn unused(set: &Recovery) -> Recovery {
    let mut set = set.clone();
    set.codes.iter_mut().for_each(|code| code.used = None);
    set
}

/// That something is gone, or is there again, and what else was changed about it.
fn gone(before: bool, after: bool, word: &str, deeds: &mut Vec<Deed>) {
    match (before, after) {
        (false, true) => deeds.push(Deed { detail: word.to_owned(), ..Deed::new(What::Lost) }),
        (true, false) => deeds.push(Deed::new(What::Found)),
        _ => {}
    }
}

fn device(before: &Device, after: &Device, deeds: &mut Vec<Deed>) {
    let (was, is) = (before.state.is_gone(), after.state.is_gone());
    gone(was, is, after.state.word(), deeds);
    let but: &[&str] = if was == is { &[] } else { &["state", "since"] };
    edited(&fields(before, after, but), deeds);
}

fn number(before: &Number, after: &Number, deeds: &mut Vec<Deed>) {
    let (was, is) = (before.state.is_gone(), after.state.is_gone());
    gone(was, is, after.state.word(), deeds);
    let but: &[&str] = if was == is { &[] } else { &["state", "since"] };
    edited(&fields(before, after, but), deeds);
}

fn person(before: &Person, after: &Person, deeds: &mut Vec<Deed>) {
    let (was, is) = (before.left.is_some(), after.left.is_some());
    gone(was, is, "left", deeds);
    let but: &[&str] = if was == is { &[] } else { &["left"] };
    edited(&fields(before, after, but), deeds);
}

/// The deeds, those of which there are too many to be read one by one as one each.
fn summed(deeds: Vec<Deed>) -> Vec<Deed> {
    let mut counts: HashMap<What, usize> = HashMap::new();
    for deed in &deeds {
        *counts.entry(deed.what).or_default() += 1;
    }
    let mut left = Vec::new();
    let mut sums: Vec<(Deed, BTreeSet<String>)> = Vec::new();
    for deed in deeds {
        if counts.get(&deed.what).is_none_or(|n| *n <= MANY) {
            left.push(deed);
            continue;
        }
        let place = sums.iter().position(|(sum, _)| sum.what == deed.what);
        let place = place.unwrap_or_else(|| {
            sums.push((Deed::of(deed.what, 0, ""), BTreeSet::new()));
            sums.len() - 1
        });
        let (sum, words) = &mut sums[place];
        sum.count = sum.count.saturating_add(deed.count);
        // Names of records would not fit; names of fields are few.
        if deed.what == What::Edited {
            words.extend(deed.detail.split(' ').map(str::to_owned));
        }
    }
    left.extend(sums.into_iter().map(|(sum, words)| {
        let words: Vec<String> = words.into_iter().collect();
        Deed { detail: cut(&words.join(" "), LONGEST_DETAIL).to_owned(), ..sum }
    }));
    left
}
