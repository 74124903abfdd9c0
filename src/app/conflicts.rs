//! Values that clashed, side by side, and what becomes of a decision.
//!
//! Pure: a decision gives another book.

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
        List::Snoozes | List::Losses | List::Platforms => Vec::new(),
    };
    for value in values.iter_mut().filter(|value| value.is_empty()) {
        *value = Team::NoValue.say(lang);
    }
    values
}

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
        List::Snoozes | List::Losses | List::Platforms => None,
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
        List::Snoozes | List::Losses | List::Platforms => None,
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
            // A recovery code works once, so only one of the accounts has them.
            let (id, recovery, conflicts) = (fresh(), None, Vec::new());
            let mut new = Account { id, recovery, conflicts, ..before.clone() };
            (known.copy)(other, &mut new);
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
    let kind = words::copy_kind(copy.kind).say(lang);
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
mod tests {
    use super::*;
    use crate::model::Conflict;
    use crate::otp::Algorithm;
    use crate::secret::Secret;

    fn id(n: u8) -> Id {
        format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().expect("an id")
    }

    fn key(n: u8) -> Option<Key> {
        let secret = Secret::new(vec![n; 20]);
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).ok()
    }

    /// An account in which everything clashes that can hold together, and a login that cannot.
    fn book() -> Book {
        let other = |field: &'static str, change: fn(&mut Account)| {
            let mut other = Box::new(Account::blank(id(1)));
            change(&mut other);
            Conflict { field, other }
        };
        let account = Account {
            store: "Hikari".into(),
            note: "ours".into(),
            key: key(1),
            company: "Hikari GmbH".into(),
            conflicts: vec![
                other("company", |a| a.company = "Hikari AG".into()),
                other("company", |_| {}),
                other("note", |a| a.note = "theirs\u{1b}".into()),
                other("key", |a| a.key = key(2)),
            ],
            ..Account::blank(id(1))
        };
        Book { accounts: vec![account], ..Book::default() }
    }

    fn clash(field: &'static str) -> Clash {
        let count = if field == "company" { 3 } else { 2 };
        Clash { list: List::Accounts, id: id(1), title: "Hikari".into(), field, count }
    }

    #[test]
    fn every_value_is_told_and_none_raw() {
        let (book, now) = (book(), Moment::from_secs(59));
        assert_eq!(clashes(&book), ["company", "note", "key"].map(clash));
        let of = |field| values(&book, &clash(field), Codes::Shown(now), Lang::En);
        assert_eq!(of("company"), ["Hikari GmbH", "Hikari AG", "nothing"]);
        assert_eq!(of("note"), ["ours", "theirs\\u{1b}"]);
        let [ours, theirs] = &of("key")[..] else { panic!("two keys") };
        let code = |n| key(n).expect("a key").code(now).grouped();
        assert!(ours.contains(&*code(1)) && theirs.contains(&*code(2)), "{ours} {theirs}");
        let hidden = values(&book, &clash("key"), Codes::Hidden, Lang::En);
        assert!(
            hidden.iter().all(|value| !value.contains(&*code(1)) && !value.contains(&*code(2)))
        );
    }

    #[test]
    fn a_decision_settles_its_field_alone() {
        let book = book();
        let fresh = || id(9);
        let decided = |field, choice| decide(&book, &clash(field), choice, fresh);
        let company = |place| {
            let book = decided("company", Choice::Value(place)).expect("there");
            assert_eq!(clashes(&book), ["note", "key"].map(clash));
            book.accounts[0].company.clone()
        };
        assert_eq!([company(0), company(1), company(2)], ["Hikari GmbH", "Hikari AG", ""]);
        assert_eq!(decided("company", Choice::Value(3)), None);
        assert_eq!(decided("company", Choice::All), None);
        assert_eq!(decided("login", Choice::Value(0)), None, "it does not clash");

        let both = decided("note", Choice::All).expect("there");
        assert_eq!(both.accounts[0].note, "ours\ntheirs\u{1b}");
        let both = decided("key", Choice::All).expect("there");
        assert_eq!((&both.accounts[0].key, &both.accounts[1].key), (&key(1), &key(2)));
        assert_eq!((both.accounts[1].id, &*both.accounts[1].store), (id(9), "Hikari"));
        assert_eq!(both.accounts[1].conflicts, [], "the new one has nothing to decide");
    }

    /// Each login stays with the key that was made for it.
    #[test]
    fn a_login_and_its_key_are_decided_together() {
        let sign_in = |login: &str, n| Account {
            login: login.into(),
            key: key(n),
            store: "Hikari".into(),
            ..Account::blank(id(1))
        };
        let of = |account: Account| Book { accounts: vec![account], ..Book::default() };
        let (mine, other) = (of(sign_in("z@hikari", 1)), of(sign_in("a@hikari", 2)));
        let book = merge::merge(&of(sign_in("ops@hikari", 3)), &mine, &other);
        let all = clashes(&book);
        assert_eq!((all.len(), all[0].field, all[0].count), (1, "sign_in", 2));
        let now = Moment::from_secs(59);
        let shown = values(&book, &all[0], Codes::Shown(now), Lang::En);
        for (login, n) in [("z@hikari", 1), ("a@hikari", 2)] {
            let code = key(n).expect("a key").code(now);
            let is_it = |value: &String| value.contains(login) && value.contains(&*code.grouped());
            assert!(shown.iter().any(is_it), "{shown:?}");
        }
        assert!(key_clashes(&book.accounts[0]));
        let halves = |account: &Account| (account.login.clone(), account.key.clone());
        let pair = |login: &str, n| (login.to_owned(), key(n));
        let both = decide(&book, &all[0], Choice::All, || id(9)).expect("there");
        let pairs = both.accounts.iter().map(halves).collect::<Vec<_>>();
        assert_eq!(pairs, [pair("z@hikari", 1), pair("a@hikari", 2)]);
        let one = decide(&book, &all[0], Choice::Value(1), || id(9)).expect("there");
        assert_eq!(halves(&one.accounts[0]), pair("a@hikari", 2));
        // Which go together nobody knows, where they clashed one after the other.
        let mut apart = sign_in("z@hikari", 1);
        for (field, other) in [("login", sign_in("a@hikari", 0)), ("key", sign_in("", 2))] {
            let mut only = Account::blank(id(1));
            (Account::field(field).expect("known").copy)(&other, &mut only);
            apart.conflicts.push(Conflict { field, other: Box::new(only) });
        }
        let book = of(apart);
        assert_eq!(decide(&book, &clashes(&book)[0], Choice::All, || id(9)), None);
        assert_eq!(decide(&book, &clashes(&book)[1], Choice::All, || id(9)), None);
    }

    #[test]
    fn what_works_once_is_not_doubled() {
        use crate::model::{Recovery, RecoveryCode};
        let mut book = book();
        let code = RecoveryCode { code: Secret::from_text("one".into()), used: None };
        book.accounts[0].recovery = Some(Recovery { codes: vec![code], ..Recovery::default() });
        let both = decide(&book, &clash("key"), Choice::All, || id(9)).expect("there");
        let has = |account: &Account| account.recovery.is_some();
        assert_eq!((has(&both.accounts[0]), has(&both.accounts[1])), (true, false));

        let counting =
            Key::new(Secret::new(vec![3; 20]), Kind::Hotp { counter: 7 }, Algorithm::Sha1, 6);
        book.accounts[0].key = counting.ok();
        let mut other = Box::new(Account::blank(id(1)));
        other.login = "other".into();
        book.accounts[0].conflicts.push(Conflict { field: "login", other });
        assert_eq!(decide(&book, &clash("login"), Choice::All, || id(9)), None);
    }

    #[test]
    fn what_was_used_since_stays_used() {
        use crate::model::{Recovery, RecoveryCode};
        let code = |text: &str, used: Option<&str>| RecoveryCode {
            code: Secret::from_text(text.into()),
            used: used.map(|day| day.parse().expect("a day")),
        };
        let set =
            |place: &str, codes| Some(Recovery { codes, place: place.into(), ..<_>::default() });
        let counting = |counter, digits| {
            Key::new(Secret::new(vec![3; 20]), Kind::Hotp { counter }, Algorithm::Sha1, digits).ok()
        };
        let mut account = Account::blank(id(1));
        account.recovery = set(
            "safe",
            vec![code("one", Some("2026-11-02")), code("two", None), code("new", None)],
        );
        account.key = counting(9, 6);
        let mut other = Account::blank(id(1));
        other.recovery = set("desk", vec![code("one", None), code("two", None)]);
        let mut longer = Account::blank(id(1));
        longer.key = counting(4, 8);
        account.conflicts = vec![
            Conflict { field: "recovery", other: Box::new(other) },
            Conflict { field: "key", other: Box::new(longer) },
        ];
        let book = Book { accounts: vec![account], ..Book::default() };
        let decided = decide(&book, &clash("recovery"), Choice::Value(1), || id(9)).expect("there");
        let kept = decided.accounts[0].recovery.as_ref().expect("a set");
        assert_eq!(kept.place, "desk");
        assert_eq!(
            (kept.codes.len(), kept.left()),
            (3, Some(2)),
            "one is used, one was added since"
        );
        let decided = decide(&book, &clash("key"), Choice::Value(1), || id(9)).expect("there");
        assert_eq!(decided.accounts[0].key, counting(9, 8), "a counter never goes back");
        let shown = values(&book, &clash("key"), Codes::Shown(Moment::from_secs(59)), Lang::En);
        let code = book.accounts[0].key.as_ref().expect("a key").code(Moment::from_secs(59));
        assert!(!shown[0].contains(&*code.grouped()), "seeing it would use it up");
    }

    /// A field without a word of its own would be called a note.
    #[test]
    fn every_field_has_its_word() {
        fn fields<T: Merges>() -> impl Iterator<Item = &'static str> {
            T::fields().map(|field| field.name)
        }
        let all = fields::<Account>().chain(fields::<Device>()).chain(fields::<Number>());
        for field in all.chain(fields::<Person>()).filter(|field| *field != "note") {
            assert_ne!(word(field), Word::Note, "{field}");
        }
    }
}
