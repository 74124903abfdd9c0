//! What is told before accounts go out: values that clash, entries nobody reads, addresses that grew.

mod fields;
mod sheet;

use super::*;
use crate::model::{
    Conflict, Device, List, Loss, Method, MethodKind, Person, Quarantined, Reason as Odd, Role,
};
use crate::otp::{Algorithm, Key, Kind};
use crate::time::Moment;
use crate::vault::peek;

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1), [n; 10])
}

fn key(text: &str) -> Option<Key> {
    let kind = Kind::Totp { period: 30 };
    Key::new(Secret::from_text(text.into()), kind, Algorithm::Sha1, 6).ok()
}

/// Two accounts; the first has a second key, and methods that clash.
fn clashing() -> Book {
    let other = Method { device: Some(id(10)), ..Method::new(MethodKind::Push, Role::Main) };
    let clash = |field, other| Conflict { field, other: Box::new(other), round: 0 };
    let blank = || Account::blank(id(1));
    let account = Account {
        login: "me".into(),
        key: key("one"),
        conflicts: vec![
            clash("key", Account { key: key("two"), ..blank() }),
            clash("methods", Account { methods: vec![other], ..blank() }),
        ],
        ..blank()
    };
    let phone = Device { holder: Some(id(11)), ..Device::new(id(10), "P-07".into()) };
    let odd = Quarantined {
        list: List::Accounts,
        raw: Secret::from_text("(id: 1)".into()),
        title: "odd".into(),
        reason: Odd::NoId,
    };
    Book {
        accounts: vec![account, Account { key: key("three"), ..Account::blank(id(2)) }],
        devices: vec![phone, Device::new(id(12), "P-08".into())],
        people: vec![Person::new(id(11), "Li".into())],
        quarantine: vec![odd],
        ..Book::default()
    }
}

/// What is told of accounts in English.
fn outlook_of(cargo: &Cargo<'_>, form: Form) -> Outlook {
    cargo.outlook(form, "2026-04-01".parse().expect("a day"), Lang::En)
}

fn lost(cargo: &Cargo<'_>, form: Form) -> Vec<(Gone, usize)> {
    let mut lost = outlook_of(cargo, form).lost;
    lost.retain(|(what, _)| {
        matches!(what, Gone::SecondKeys | Gone::Clashes | Gone::Unreadable | Gone::Addresses)
    });
    lost
}

#[test]
fn what_clashes_and_what_nobody_reads_is_told() {
    let book = clashing();
    let all = Cargo::new(&book, book.accounts.iter().collect());
    let one = Cargo::new(&book, vec![&book.accounts[0]]);
    let clashes = vec![(Gone::SecondKeys, 1), (Gone::Clashes, 1)];
    let unreadable = vec![(Gone::Unreadable, 1)];
    for form in Form::all() {
        let own = matches!(form, Form::Age | Form::Ron);
        let (whole, part) = if own {
            (Vec::new(), unreadable.clone())
        } else {
            ([clashes.clone(), unreadable.clone()].concat(), clashes.clone())
        };
        // A second key is none too few where the first one is not written either.
        let said = |mut lost: Vec<(Gone, usize)>| {
            lost.retain(|(what, _)| form != Form::List || *what != Gone::SecondKeys);
            lost
        };
        assert_eq!(lost(&all, form), said(whole), "{form:?}");
        assert_eq!(lost(&one, form), said(part), "{form:?}");
    }
}

#[test]
fn a_part_of_a_vault_has_what_clashing_values_refer_to() {
    let book = clashing();
    let part =
        Cargo::new(&book, vec![&book.accounts[0]]).book("2026-04-01".parse().expect("a day"));
    let text = readable([1; 32], "desk", &part).expect("a vault");
    let part = peek(text.as_bytes(), None, &mut |_| {}).expect("reads");
    let labels: Vec<&str> = part.devices.iter().map(|device| &*device.label).collect();
    assert_eq!((labels, part.people.len()), (vec!["P-07"], 1));
    assert_eq!(part.accounts, book.accounts[..1]);
}

#[test]
fn a_name_that_grows_too_long_is_told_on_paper() {
    let mut book = clashing();
    book.accounts[1].login = "光".repeat(1000);
    let all = Cargo::new(&book, book.accounts.iter().collect());
    assert!(lost(&all, Form::Text).contains(&(Gone::Addresses, 1)));
    let left_out = outlook_of(&all, Form::Of(Target::UriList)).left_out;
    assert_eq!(left_out, [(id(2), Reason::Unfit(Unfit::TooLong))]);
}

/// The page had no picture for it, and it was said to be written.
#[test]
fn an_account_that_no_code_holds_is_left_out_of_codes() {
    let mut book = clashing();
    book.accounts[1].login = "a".repeat(2300);
    let all = Cargo::new(&book, book.accounts.iter().collect());
    let outlook = outlook_of(&all, Form::Codes);
    assert_eq!(outlook.left_out, [(id(2), Reason::Unfit(Unfit::TooLong))]);
    assert_eq!(outlook.entries, 1);
    assert!(all.codes(&outlook, 0, ON_PAPER).iter().all(|(text, _)| print::encode(text).is_some()));
    assert_eq!(outlook_of(&all, Form::Of(Target::GoogleMigration)).entries, 2);
}

/// It left as a key without any name, and came back as one.
#[test]
fn an_account_with_nothing_but_a_store_leaves_under_its_name() {
    let account = Account { store: "Hikari".into(), key: key("one"), ..Account::blank(id(1)) };
    let book = Book { accounts: vec![account], ..Book::default() };
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    assert_eq!((cargo.outgoing(&[])[0].issuer, cargo.outgoing(&[])[0].login), ("Hikari", ""));
}

#[test]
fn an_id_means_its_account() {
    let account = |n: u8| Account { login: "me".into(), ..Account::blank(id(n)) };
    let book = Book { accounts: vec![account(1), account(2)], ..Book::default() };
    let found: Vec<Id> = scope::found(&book, &id(2).to_string()).iter().map(|it| it.id).collect();
    assert_eq!(found, [id(2)]);
}

/// What somebody who was shut out has seen looked clean in a copy of a part.
#[test]
fn a_part_of_a_vault_keeps_what_got_out_and_tells_what_stays() {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let account =
        |n: u8| Account { login: format!("{n}"), key: key("one"), ..Account::blank(id(n)) };
    let gone = Person { left: Some(day("2026-03-02")), ..Person::new(id(11), "Li".into()) };
    let loss = Loss {
        id: id(12),
        thing: Thing::Person(id(11)),
        saw: true,
        on: day("2026-03-02"),
        by: String::new(),
        ticks: Vec::new(),
    };
    let book = Book {
        accounts: vec![account(1), account(2)],
        people: vec![gone],
        losses: vec![loss],
        ..Book::default()
    };
    assert_eq!(book.exposures(&book.accounts[0]).count(), 1);
    let cargo = Cargo::new(&book, vec![&book.accounts[0]]);
    let part = cargo.book(day("2026-04-01"));
    assert_eq!((part.accounts.len(), part.people.len(), part.losses.len()), (1, 0, 0));
    assert_eq!(part.accounts[0].exposed, Some(day("2026-03-02")));
    assert_eq!(outlook_of(&cargo, Form::Age).lost, [(Gone::Losses, 1)]);
    let all = Cargo::new(&book, book.accounts.iter().collect());
    assert_eq!(all.book(day("2026-04-01")), book);
    assert_eq!(outlook_of(&all, Form::Age).lost, []);
}

#[test]
fn accounts_that_cannot_be_told_apart_afterwards_are_named() {
    let account = |n, store: &str, text| Account {
        platform: "Amazon".into(),
        store: store.into(),
        login: "ops".into(),
        key: key(text),
        ..Account::blank(id(n))
    };
    let accounts = vec![account(1, "A", "one"), account(2, "B", "one"), account(3, "C", "two")];
    let book = Book { accounts, ..Book::default() };
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    let outlook = outlook_of(&cargo, Form::Of(Target::Aegis));
    assert!(outlook.lost.contains(&(Gone::Twins, 2)), "{:?}", outlook.lost);
    let lines = crate::app::explain::outlook(&outlook, &book, Lang::En);
    let at = lines.iter().position(|line| line.contains("what tells 2 accounts apart"));
    let names = &lines[at.expect("it is said") + 1];
    assert!(names.contains("A /") && names.contains("B /") && !names.contains("C /"), "{names}");
    // A table has their stores, too.
    assert!(outlook_of(&cargo, Form::Of(Target::Csv)).twins.is_empty());
}
