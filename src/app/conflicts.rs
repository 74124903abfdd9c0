//! Values that clashed, side by side, and what becomes of a decision.
//!
//! Pure: a decision gives another book.

use sha2::{Digest as _, Sha256};

use crate::app::{explain, words};
use crate::i18n::{Lang, Team, Word};
use crate::model::merge::{self, Merges};
use crate::model::{
    Account, Book, Device, Id, KeyCopy, List, Method, MethodState, Number, Person, TwoStep,
};
use crate::otp::{Key, Kind};
use crate::text::{Safe, joined, safe};
use crate::time::{Date, Moment};

/// One field of one record with more than one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The list the record is in: accounts, devices, numbers or people.
    pub list: List,
    /// The record.
    pub id: Id,
    /// What the record is called; strangers' text.
    pub title: String,
    /// The field's name in the file.
    pub field: &'static str,
    /// How many values it has.
    pub count: usize,
}

/// Which value holds from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One of [`values`], by its place: 0 is the one that is shown in lists.
    Value(usize),
    /// All of them: of a note all lines, of a login or a key one account each.
    All,
}

/// Whether codes of keys that clash may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// They may, as of this moment.
    Shown(Moment),
    /// They may not.
    Hidden,
}

/// Everything in a book that waits for a decision: accounts first, in the file's order.
pub fn clashes(book: &Book) -> Vec<Clash> {
    fn of<T: Merges>(
        list: List,
        records: &[T],
        title: impl Fn(&T) -> String,
        all: &mut Vec<Clash>,
    ) {
        for record in records.iter().filter(|record| !record.conflicts().is_empty()) {
            for field in T::fields() {
                let count = merge::versions(record, field.name).count();
                if count > 1 {
                    let (id, title, field) = (record.id(), title(record), field.name);
                    all.push(Clash { list, id, title, field, count });
                }
            }
        }
    }
    let mut all = Vec::new();
    of(List::Accounts, &book.accounts, |account| account.title().to_owned(), &mut all);
    of(List::Devices, &book.devices, |device| device.label.clone(), &mut all);
    of(List::Numbers, &book.numbers, Number::masked, &mut all);
    of(List::People, &book.people, |person| person.name.clone(), &mut all);
    all
}

/// The values of a clash, each in one line that is safe to show; the first is the one in lists.
pub fn values(book: &Book, clash: &Clash, codes: Codes, lang: Lang) -> Vec<String> {
    fn of<T: Merges>(records: &[T], clash: &Clash, value: impl Fn(&T) -> String) -> Vec<String> {
        let record = records.iter().find(|record| record.id() == clash.id);
        let versions = record.into_iter().flat_map(|record| merge::versions(record, clash.field));
        versions.map(value).collect()
    }
    let field = clash.field;
    let mut values = match clash.list {
        List::Accounts => {
            of(&book.accounts, clash, |account| account_value(account, field, book, codes, lang))
        }
        List::Devices => of(&book.devices, clash, |device| device_value(device, field, book, lang)),
        List::Numbers => of(&book.numbers, clash, |number| number_value(number, field, book, lang)),
        List::People => of(&book.people, clash, |person| person_value(person, field)),
        List::Snoozes | List::Losses | List::Gone | List::Platforms => Vec::new(),
    };
    for value in values.iter_mut().filter(|value| value.is_empty()) {
        *value = Team::NoValue.say(lang);
    }
    values
}

/// What a clash is called until it is decided: four letters that are others once any of its values is. A number in a
/// list would be that of the next one after a decision.
pub fn mark(book: &Book, clash: &Clash) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text);
        hash.update([0]);
    };
    add(&clash.id.to_string());
    add(clash.field);
    for value in values(book, clash, Codes::Hidden, Lang::En) {
        add(&value);
    }
    let account = book.account(clash.id).filter(|_| clash.list == List::Accounts);
    for version in account.into_iter().flat_map(|it| merge::versions(it, clash.field)) {
        add(&version.key.as_ref().map(Key::mark).unwrap_or_default());
    }
    let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    hash.finalize()[..4].iter().map(letter).collect()
}

/// None that is taken for another, and no vowel: so no words.
const LETTERS: &[u8; 16] = b"bcdfghjkmpqrtvwx";

/// Where a value of a clash stands in another book; `None` where it is none of its values there.
pub fn follow(before: &Book, clash: &Clash, place: usize, now: &Book) -> Option<usize> {
    fn of<T: Merges>(before: &[T], clash: &Clash, place: usize, now: &[T]) -> Option<usize> {
        let field = T::field(clash.field)?;
        let find = |records: &'_ [T]| records.iter().position(|record| record.id() == clash.id);
        let value = merge::versions(&before[find(before)?], field.name).nth(place)?;
        let mut values = merge::versions(&now[find(now)?], field.name);
        values.position(|other| (field.compare)(value, other).is_eq())
    }
    match clash.list {
        List::Accounts => of(&before.accounts, clash, place, &now.accounts),
        List::Devices => of(&before.devices, clash, place, &now.devices),
        List::Numbers => of(&before.numbers, clash, place, &now.numbers),
        List::People => of(&before.people, clash, place, &now.people),
        List::Snoozes | List::Losses | List::Gone | List::Platforms => None,
    }
}

/// Whether all values can hold together: of a key that counts not (two accounts would give the same codes
/// twice), and of logins and keys that clash apart not (nobody knows which go together).
pub fn can_all_hold(book: &Book, clash: &Clash) -> bool {
    let counts = |key: &Key| matches!(key.kind(), Kind::Hotp { .. });
    match (clash.list, clash.field) {
        (_, "note") | (List::Accounts, "sign_in") => true,
        (List::Accounts, field @ ("key" | "login")) => book.account(clash.id).is_some_and(|a| {
            let apart = |it: &&str| *it != field && clashes_in(a, it);
            let counted = field == "login" && a.key.as_ref().is_some_and(counts);
            !(counted || ["key", "login", "sign_in"].iter().any(apart))
        }),
        _ => false,
    }
}

/// Whether an account has more than one key, of which somebody has to say which one holds.
pub fn key_clashes(account: &Account) -> bool {
    HAVE_KEYS.into_iter().any(|field| clashes_in(account, field))
}

/// The fields of an account that have a key in them.
pub const HAVE_KEYS: [&str; 2] = ["key", "sign_in"];

fn clashes_in(account: &Account, field: &str) -> bool {
    account.conflicts.iter().any(|conflict| conflict.field == field)
}

/// The book after a decision; `None` when the clash is not there any more, or has no such value.
/// `fresh` makes the ids of accounts that are added.
pub fn decide(
    book: &Book,
    clash: &Clash,
    choice: Choice,
    mut fresh: impl FnMut() -> Id,
) -> Option<Book> {
    if choice == Choice::All && !can_all_hold(book, clash) {
        return None;
    }
    let mut decided = book.clone();
    let book = &mut decided;
    let done = match clash.list {
        List::Accounts => decide_account(&mut book.accounts, clash, choice, &mut fresh),
        List::Devices => settle(&mut book.devices, clash, choice, |device| Some(&mut device.note)),
        List::Numbers => settle(&mut book.numbers, clash, choice, |number| Some(&mut number.note)),
        List::People => settle(&mut book.people, clash, choice, |_| None),
        List::Snoozes | List::Losses | List::Gone | List::Platforms => None,
    };
    done.map(|()| decided)
}

fn find<'a, T: Merges>(records: &'a mut [T], clash: &Clash) -> Option<&'a mut T> {
    records.iter_mut().find(|record| record.id() == clash.id)
}

fn decide_account(
    accounts: &mut Vec<Account>,
    clash: &Clash,
    choice: Choice,
    fresh: &mut impl FnMut() -> Id,
) -> Option<()> {
    let account = find(accounts, clash)?;
    let before = account.clone();
    if choice == Choice::All && clash.field != "note" {
        let known = Account::field(clash.field)?;
        merge::resolve(account, clash.field, None);
        for other in merge::versions(&before, clash.field).skip(1) {
            // A recovery code works once, so only one of the accounts has them. What else clashes does so in both:
            // nobody knows whose note goes with whose key.
            let (id, recovery) = (before.id, None);
            let others = before.conflicts.iter();
            let others = others.filter(|it| ![clash.field, "recovery"].contains(&it.field));
            let conflicts = others.cloned().collect();
            let mut new = Account { id, recovery, conflicts, ..before.clone() };
            (known.copy)(other, &mut new);
            new.id = twin(&new, clash.field);
            // Somebody else may have decided the same, and it has come already.
            match accounts.iter().find(|account| account.id == new.id) {
                Some(there) if there.login == new.login && there.key == new.key => continue,
                Some(_) => new.id = fresh(),
                None => {}
            }
            accounts.push(new);
        }
        return Some(());
    }
    settle(accounts, clash, choice, |account| Some(&mut account.note))?;
    let account = find(accounts, clash)?;
    // What was used since the values clashed stays used, and codes added since stay.
    account.keep_used(&before);
    if let Some(set) = &mut account.recovery {
        let known = before.recovery.into_iter().flat_map(|set| set.codes);
        let new = known.filter(|code| set.codes.iter().all(|c| c.code != code.code));
        let new: Vec<_> = new.collect();
        set.codes.extend(new);
    }
    Some(())
}

/// The id of an account that another value of a clash becomes: the same wherever it is decided, so that two who decide
/// the same make one account. Sixteen bits of the key's mark are in it, of which no key follows.
fn twin(account: &Account, field: &str) -> Id {
    let mark = account.key.as_ref().map(Key::mark).unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [&account.id.to_string(), field, &account.login, &mark[..mark.len().min(4)]] {
        hash.update(part);
        hash.update([0]);
    }
    let mut seed = [0; 10];
    seed.copy_from_slice(&hash.finalize()[..10]);
    account.id.derived(seed)
}

/// Takes a value, or of a note all of them, one below the other.
fn settle<T: Merges>(
    records: &mut [T],
    clash: &Clash,
    choice: Choice,
    note: fn(&mut T) -> Option<&mut String>,
) -> Option<()> {
    let record = find(records, clash)?;
    let mut versions: Vec<T> = merge::versions(record, clash.field).cloned().collect();
    if versions.len() < 2 {
        return None;
    }
    match choice {
        Choice::Value(0) => merge::resolve(record, clash.field, None),
        Choice::Value(place) => merge::resolve(record, clash.field, Some(versions.get(place)?)),
        Choice::All => {
            let lines = versions.iter_mut().filter_map(|version| note(version).map(|n| n.clone()));
            let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
            *note(record)? = lines.join("\n");
            merge::resolve(record, clash.field, None);
        }
    }
    Some(())
}

/// A field's name.
pub fn word(field: &str) -> Word {
    match field {
        "platform" => Word::Platform,
        "store" => Word::Store,
        "login" => Word::Login,
        "sites" => Word::Sites,
        "company" => Word::Company,
        "tags" => Word::Tags,
        "pinned" => Word::Pinned,
        "key" => Word::Key,
        "sign_in" => Word::SignIn,
        "keyed" => Word::Keyed,
        "exposed" => Word::ExposedOn,
        "arrived" => Word::ArrivedOn,
        "past" => Word::PastKeys,
        "copies" => Word::KeyCopy,
        "two_step" => Word::TwoStep,
        "recovery" => Word::RecoveryCodes,
        "users" => Word::Users,
        "profile" => Word::Profile,
        "console" => Word::Console,
        "methods" => Word::Methods,
        "label" => Word::Label,
        "kind" => Word::Kind,
        "holder" => Word::Holder,
        "location" => Word::Location,
        "state" => Word::State,
        "since" => Word::Since,
        "auto_time" => Word::AutoTime,
        "number" => Word::Number,
        "carrier" => Word::Carrier,
        "registered_to" => Word::RegisteredTo,
        "device" => Word::Device,
        "keepalive" => Word::Keepalive,
        "name" => Word::Name,
        "team" => Word::Team,
        "left" => Word::LeftOn,
        _ => Word::Note,
    }
}

fn account_value(account: &Account, field: &str, book: &Book, codes: Codes, lang: Lang) -> String {
    let key = || account.key.as_ref().map(|key| key_value(key, codes, lang)).unwrap_or_default();
    match field {
        "platform" => text(&account.platform),
        "store" => text(&account.store),
        "login" => text(&account.login),
        "sites" => text(&account.marketplaces.join(" ")),
        "company" => text(&account.company),
        "tags" => text(&account.tags.join(" ")),
        "pinned" => yes(account.pinned, lang),
        "key" => key(),
        "sign_in" => {
            let halves = [text(&account.login), key()];
            halves
                .map(|half| if half.is_empty() { Team::NoValue.say(lang) } else { half })
                .join(" · ")
        }
        "keyed" => day(account.keyed),
        "exposed" => day(account.exposed),
        "arrived" => day(account.arrived),
        "past" if account.past.is_empty() => String::new(),
        "past" => account.past.len().to_string(),
        "copies" => join(account.copies.iter().map(|copy| copy_value(copy, book, lang)), lang),
        "two_step" if account.two_step == TwoStep::Unknown => String::new(),
        "two_step" => words::two_step(account.two_step).say(lang),
        "recovery" => recovery_value(account, lang),
        "users" => join(account.users.iter().map(|user| person(Some(*user), book)), lang),
        "profile" => text(&account.profile),
        "console" => text(&account.console),
        "methods" => {
            join(account.methods.iter().map(|method| method_value(method, book, lang)), lang)
        }
        _ => text(&account.note),
    }
}

fn device_value(device: &Device, field: &str, book: &Book, lang: Lang) -> String {
    match field {
        "label" => text(&device.label),
        "kind" => words::device_kind(device.kind).say(lang),
        "holder" => person(device.holder, book),
        "location" => text(&device.location),
        "state" => words::device_state(device.state).say(lang),
        "since" => day(device.since),
        "auto_time" => device.auto_time.map(|auto| yes(auto, lang)).unwrap_or_default(),
        _ => text(&device.note),
    }
}

fn number_value(number: &Number, field: &str, book: &Book, lang: Lang) -> String {
    match field {
        "number" => text(&number.number),
        "kind" => words::number_kind(number.kind).say(lang),
        "carrier" => text(&number.carrier),
        "registered_to" => text(&number.registered_to),
        "device" => label(number.device, book),
        "state" => words::number_state(number.state).say(lang),
        "since" => day(number.since),
        "keepalive" => day(number.keepalive),
        _ => text(&number.note),
    }
}

fn person_value(person: &Person, field: &str) -> String {
    match field {
        "name" => text(&person.name),
        "team" => text(&person.team),
        _ => day(person.left),
    }
}

/// A key by the code it gives: what can be held against a phone.
fn key_value(key: &Key, codes: Codes, lang: Lang) -> String {
    let kind = safe(&key.kind().word().to_ascii_uppercase());
    match codes {
        // The code of one that counts is used up when it is seen.
        Codes::Shown(now) if !key.lacks_pin() && key.period().is_some() => {
            Team::KeyGives { kind, code: safe(&key.code(now).grouped()) }.say(lang)
        }
        _ => Team::KeyHidden { kind }.say(lang),
    }
}

fn recovery_value(account: &Account, lang: Lang) -> String {
    let Some(set) = &account.recovery else { return String::new() };
    let left = |n: Option<usize>| n.map(|n| Team::CodesLeft { n }.say(lang)).unwrap_or_default();
    let counted = set.counted.filter(|_| !set.codes.is_empty()).map(|n| n as usize);
    join([left(set.left()), left(counted), text(&set.place), day(set.checked)].into_iter(), lang)
}

fn method_value(method: &Method, book: &Book, lang: Lang) -> String {
    let places = [
        words::role(method.role).say(lang),
        words::kind(method.kind).say(lang),
        label(method.device, book),
        method.number.and_then(|id| book.number(id)).map(Number::masked).unwrap_or_default(),
        text(&method.address),
        match method.state {
            MethodState::Active => String::new(),
            state => words::method_state(state).say(lang),
        },
        day(method.registered),
    ];
    places.into_iter().filter(|place| !place.is_empty()).collect::<Vec<_>>().join(" ")
}

fn copy_value(copy: &KeyCopy, book: &Book, lang: Lang) -> String {
    let kind = words::copy(copy).say(lang);
    let places = [kind, text(&copy.place), label(copy.device, book), person(copy.holder, book)];
    places.into_iter().filter(|place| !place.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One line: what has several is cut where it is shown.
fn text(text: &str) -> String {
    Safe::new(&joined(text)).to_string()
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn yes(is: bool, lang: Lang) -> String {
    if is { Word::Yes.say(lang) } else { Word::No.say(lang) }
}

fn label(device: Option<Id>, book: &Book) -> String {
    device.and_then(|id| book.device(id)).map(|device| text(&device.label)).unwrap_or_default()
}

fn person(id: Option<Id>, book: &Book) -> String {
    id.and_then(|id| book.person(id)).map(|person| text(&person.name)).unwrap_or_default()
}

fn join(values: impl Iterator<Item = String>, lang: Lang) -> String {
    values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(explain::between(lang))
}

#[cfg(test)]
mod tests;
