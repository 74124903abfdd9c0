//! What is told of values that clash, and what a decision makes of them.

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
        Conflict { field, other, round: 0 }
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
    assert!(hidden.iter().all(|value| !value.contains(&*code(1)) && !value.contains(&*code(2))));
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
    assert_eq!(&*both.accounts[1].store, "Hikari");
    assert_ne!(both.accounts[1].id, both.accounts[0].id);
    // The new account had one person's company and note beside the other's key, unsaid.
    let clashing = |account: &Account| {
        account.conflicts.iter().map(|it| (it.field, it.other.clone())).collect::<Vec<_>>()
    };
    assert!(!both.accounts[0].conflicts.is_empty());
    assert_eq!(
        clashing(&both.accounts[1]),
        clashing(&both.accounts[0]),
        "nobody knows whose it is"
    );
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
        apart.conflicts.push(Conflict { field, other: Box::new(only), round: 0 });
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
    book.accounts[0].conflicts.push(Conflict { field: "login", other, round: 0 });
    assert_eq!(decide(&book, &clash("login"), Choice::All, || id(9)), None);
}

#[test]
fn what_was_used_since_stays_used() {
    use crate::model::{Recovery, RecoveryCode};
    let code = |text: &str, used: Option<&str>| RecoveryCode {
        code: Secret::from_text(text.into()),
        used: used.map(|day| day.parse().expect("a day")),
    };
    let set = |place: &str, codes| Some(Recovery { codes, place: place.into(), ..<_>::default() });
    let counting = |counter, digits| {
        Key::new(Secret::new(vec![3; 20]), Kind::Hotp { counter }, Algorithm::Sha1, digits).ok()
    };
    let mut account = Account::blank(id(1));
    account.recovery =
        set("safe", vec![code("one", Some("2026-11-02")), code("two", None), code("new", None)]);
    account.key = counting(9, 6);
    let mut other = Account::blank(id(1));
    other.recovery = set("desk", vec![code("one", None), code("two", None)]);
    let mut longer = Account::blank(id(1));
    longer.key = counting(4, 8);
    account.conflicts = vec![
        Conflict { field: "recovery", other: Box::new(other), round: 0 },
        Conflict { field: "key", other: Box::new(longer), round: 0 },
    ];
    let book = Book { accounts: vec![account], ..Book::default() };
    let decided = decide(&book, &clash("recovery"), Choice::Value(1), || id(9)).expect("there");
    let kept = decided.accounts[0].recovery.as_ref().expect("a set");
    assert_eq!(kept.place, "desk");
    assert_eq!((kept.codes.len(), kept.left()), (3, Some(2)), "one is used, one was added since");
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

/// Each drew an id of its own, and the account was there twice.
#[test]
fn two_who_decide_for_all_make_one_account() {
    let sign_in = |login: &str, n| Account {
        platform: "Amazon".into(),
        login: login.into(),
        key: key(n),
        ..Account::blank(id(1))
    };
    let of = |account| Book { accounts: vec![account], ..Book::default() };
    let (mine, other) = (of(sign_in("z@hikari", 1)), of(sign_in("a@hikari", 2)));
    let book = merge::merge(&of(sign_in("ops@hikari", 3)), &mine, &other);
    let clash = clashes(&book).remove(0);
    let all = |n| decide(&book, &clash, Choice::All, || id(n)).expect("it is there");
    let both = merge::merge(&book, &all(8), &all(9));
    assert_eq!(both.accounts.len(), 2, "{:?}", both.accounts);
    assert!(clashes(&both).is_empty());
    assert_eq!(all(8), all(9));
}

/// Of the first two a clash came again, and the third let go what it held besides its own.
#[test]
fn no_decision_of_three_is_lost() {
    let named = |login: &str| Account { login: login.into(), ..Account::blank(id(1)) };
    let of = |account| Book { accounts: vec![account], ..Book::default() };
    let (one, two) = (of(named("one")), of(named("two")));
    let book = merge::merge(&of(named("none")), &one, &two);
    let clash = clashes(&book).remove(0);
    let take = |place| decide(&book, &clash, Choice::Value(place), || id(9)).expect("it is there");
    let logins = |book: &Book| {
        let account = &book.accounts[0];
        let mut all: Vec<&str> =
            merge::versions(account, "login").map(|version| &*version.login).collect();
        all.sort_unstable();
        all.join(" ")
    };
    for [a, b, c] in [[0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]] {
        let (a, b, c) = (take(a), take(b), take(c));
        let first = merge::merge(&book, &merge::merge(&book, &a, &b), &c);
        let last = merge::merge(&book, &a, &merge::merge(&book, &b, &c));
        assert_eq!(logins(&first), "one two");
        assert_eq!(first, last);
        // Whoever decides that in the end has decided.
        let clash = clashes(&first).remove(0);
        let end = decide(&first, &clash, Choice::Value(0), || id(9)).expect("it is there");
        assert!(clashes(&merge::merge(&first, &end, &first)).is_empty());
    }
}
