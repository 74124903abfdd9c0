//! Equal rows of one file: none is lost unsaid, and none comes twice.

use super::*;
use crate::app::explain;

/// What `export list` writes of accounts with this login each, as it is read.
fn listed(logins: &[&str]) -> Reading {
    let row = |login: &&str| Record {
        issuer: "Bank".into(),
        login: (*login).into(),
        ..Record::default()
    };
    Reading { is_list: true, ..table(logins.iter().map(row).collect()) }
}

#[test]
fn a_list_of_ours_brings_every_account_once() {
    let rows = ["a", "a", "b"];
    let plan = plan_of(&Book::default(), listed(&rows));
    assert_eq!(plan.fates(), [Fate::Add; 3]);
    let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
    assert_eq!(book.accounts.len(), 3);
    for choice in [None, Some(Choice::Merge), Some(Choice::Keep)] {
        let mut again = plan_of(&book, listed(&rows));
        again.same_key = choice;
        assert_eq!((again.sums().added, again.sums().same), (0, 3), "{choice:?}");
    }
    // One that is missing here comes, beside the one that is its like.
    let mut less = book.clone();
    less.accounts.remove(0);
    let sums = plan_of(&less, listed(&rows)).sums();
    assert_eq!((sums.added, sums.same), (1, 2));
    // The same list twice at once is no second pair.
    let mut twice = Plan::default();
    twice.add("one".into(), listed(&rows), None);
    twice.add("two".into(), listed(&rows), None);
    twice.compare(&Book::default());
    assert_eq!((twice.sums().added, twice.sums().doubled), (3, 3));
}

#[test]
fn a_list_tells_accounts_with_a_key_from_those_without() {
    let account = |n, key| Account {
        platform: "Bank".into(),
        login: "a".into(),
        key,
        ..Account::blank(id(n))
    };
    let accounts = vec![account(1, Some(totp("one"))), account(2, None)];
    let book = Book { accounts, ..Book::default() };
    let sums = plan_of(&book, listed(&["a", "a"])).sums();
    assert_eq!((sums.added, sums.same), (0, 2));
    let sums = plan_of(&book, listed(&["a", "a", "a"])).sums();
    assert_eq!((sums.added, sums.same), (1, 2));
}

#[test]
fn an_equal_row_of_another_table_is_said_with_its_number_and_was_not_here() {
    let row = || Record { issuer: "Bank".into(), login: "a".into(), ..Record::default() };
    let keyed = || Record { key: Some(totp("one")), ..row() };
    for (name, rows) in [("keyless", vec![row(), row()]), ("keyed", vec![keyed(), keyed()])] {
        let mut plan = plan_of(&Book::default(), table(rows));
        let sums = plan.sums();
        assert_eq!((sums.added, sums.same, sums.doubled), (1, 0, 1), "{name}");
        let (entry, fate) = (&plan.entries[1], plan.fates()[1]);
        let title = explain::twin(&plan, &Book::default(), entry, Lang::En).expect("a twin");
        let said = explain::fate(&plan, entry, fate, title, Lang::En);
        assert_eq!(
            said.map(|said| said.say(Lang::En)).as_deref(),
            Some("the same as row 1 (Bank / a); left out"),
            "{name}"
        );
        // By hand it comes all the same.
        plan.entries[1].choice = Some(Choice::Keep);
        assert_eq!((plan.sums().added, plan.sums().doubled), (2, 0), "{name}");
    }
}

#[test]
fn what_could_be_one_of_several_is_no_row_that_is_here() {
    let account = |n| Account {
        platform: "Bank".into(),
        login: "a".into(),
        key: Some(totp("one")),
        ..Account::blank(id(n))
    };
    let book = Book { accounts: vec![account(1), account(2)], ..Book::default() };
    let row = Record {
        issuer: "Bank".into(),
        login: "a".into(),
        key: Some(totp("one")),
        note: "new".into(),
        ..Record::default()
    };
    let mut plan = plan_of(&book, table(vec![row]));
    plan.same_key = Some(Choice::Merge);
    let sums = plan.sums();
    assert_eq!((sums.same, sums.skipped, sums.doubtful), (0, 0, 1));
    assert!(plan.doubts());
}

#[test]
fn twins_of_a_list_are_told_apart_by_their_phones_and_by_what_is_said_of_a_key() {
    let account = |n, key, line: u8| Account {
        platform: "Bank".into(),
        login: "a".into(),
        key,
        methods: vec![Method {
            number: Some(id(line)),
            ..Method::new(MethodKind::Sms, Role::Main)
        }],
        ..Account::blank(id(n))
    };
    let number = |n, text: &str| Number::new(id(n), text.into());
    let book = Book {
        accounts: vec![
            account(1, None, 90),
            account(2, None, 91),
            account(3, Some(totp("one")), 92),
        ],
        numbers: vec![
            number(90, "+8613800000001"),
            number(91, "+8613800000002"),
            number(92, "+8613800000003"),
        ],
        ..Book::default()
    };
    let row = |phone: &str, algorithm: &str| Record {
        issuer: "Bank".into(),
        login: "a".into(),
        extra: Extra { phone_main: phone.into(), ..Extra::default() },
        of_key: vec![(Column::Algorithm, algorithm.to_owned())]
            .into_iter()
            .filter(|(_, cell)| !cell.is_empty())
            .chain((!algorithm.is_empty()).then(|| (Column::Digits, "6".to_owned())))
            .chain((!algorithm.is_empty()).then(|| (Column::Period, "30".to_owned())))
            .chain((!algorithm.is_empty()).then(|| (Column::Kind, "totp".to_owned())))
            .collect(),
        ..Record::default()
    };
    let rows =
        vec![row("+8613800000003", "SHA1"), row("+8613800000002", ""), row("+8613800000001", "")];
    let reading = Reading { is_list: true, ..table(rows) };
    for choice in [None, Some(Choice::Merge)] {
        let mut plan = plan_of(&book, reading.clone());
        plan.same_key = choice;
        assert_eq!((plan.sums().same, plan.withholds()), (3, false), "{choice:?}");
        assert!(plan.entries.iter().all(|entry| entry.differs.is_empty()), "{choice:?}");
    }
}
