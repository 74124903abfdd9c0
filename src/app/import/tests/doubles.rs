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

/// One row of a table: the name of its platform, and a note.
fn keyed(issuer: &str, note: &str) -> Record {
    Record {
        issuer: issuer.into(),
        login: "a".into(),
        key: Some(totp("one")),
        note: note.into(),
        ..Record::default()
    }
}

#[test]
fn what_is_left_out_by_hand_takes_no_other_in() {
    use Fate::{Add, Merge, Out, Skip};
    let first = || Twin::Entry(0);
    let bank = || keyed("Bank", "");
    let cases = [
        (
            "what says the same stays out",
            vec![bank(), bank(), bank()],
            None,
            vec![0],
            vec![Out, Skip(first()), Skip(first())],
        ),
        (
            "so does what says more",
            vec![bank(), keyed("Bank", "more")],
            None,
            vec![0],
            vec![Out, Skip(first())],
        ),
        ("a question stays one", vec![bank(), keyed("AWS", "")], None, vec![0], vec![Out, Add]),
        (
            "what was chosen for it stays",
            vec![bank(), keyed("AWS", "")],
            Some(Choice::Skip),
            vec![0],
            vec![Out, Skip(first())],
        ),
        (
            "what was to be merged with it is one account",
            vec![bank(), keyed("AWS", ""), keyed("Aws 2", "")],
            Some(Choice::Merge),
            vec![0],
            vec![Out, Add, Merge(Twin::Entry(1))],
        ),
        ("all of them", vec![bank(), bank()], None, vec![0, 1], vec![Out, Out]),
        ("a later one", vec![bank(), bank(), bank()], None, vec![1], vec![Add, Out, Skip(first())]),
    ];
    for (name, rows, same_key, out, expected) in cases {
        let mut plan = plan_of(&Book::default(), table(rows));
        plan.same_key = same_key;
        plan.compare(&Book::default());
        let open = |plan: &Plan| plan.entries.iter().map(|it| plan.is_open(it)).collect::<Vec<_>>();
        let (standings, before) = (plan.entries.iter().map(|it| it.standing), open(&plan));
        let standings: Vec<_> = standings.collect();
        for place in &out {
            plan.entries[*place].chosen = false;
        }
        plan.hold(&Book::default());
        assert_eq!(plan.fates(), expected, "{name}");
        let asked = before.iter().enumerate().map(|(at, open)| *open && !out.contains(&at));
        assert_eq!(open(&plan), asked.collect::<Vec<_>>(), "{name}");
        // Comparing anew, with another file besides, changes nothing of it.
        plan.compare(&Book::default());
        let again: Vec<_> = plan.entries.iter().map(|it| it.standing).collect();
        assert_eq!((plan.fates(), again), (expected.clone(), standings), "{name}");
        let added = expected.iter().filter(|fate| **fate == Add).count();
        let applied = plan.apply(&Book::default(), Lang::En, &mut counting(0));
        assert_eq!(applied.book.accounts.len(), added, "{name}");
    }
}

#[test]
fn with_what_was_not_asked_for_nothing_is_compared() {
    let bank = || keyed("Bank", "");
    let rows = [bank(), bank(), bank(), keyed("AWS", "")];
    let mut plan = plan_of(&Book::default(), table(rows.to_vec()));
    plan.only = true;
    for (asked, expected) in [
        (vec![1, 2], vec![Fate::Out, Fate::Add, Fate::Skip(Twin::Entry(1)), Fate::Out]),
        (vec![2], vec![Fate::Out, Fate::Out, Fate::Add, Fate::Out]),
        (vec![3], vec![Fate::Out, Fate::Out, Fate::Out, Fate::Add]),
    ] {
        for (at, entry) in plan.entries.iter_mut().enumerate() {
            entry.chosen = asked.contains(&at);
        }
        for choice in [None, Some(Choice::Skip), Some(Choice::Merge)] {
            plan.same_key = choice;
            plan.compare(&Book::default());
            assert_eq!(plan.fates(), expected, "{asked:?} {choice:?}");
            let first = &plan.entries[asked[0]];
            assert_eq!((first.standing, plan.is_open(first)), (Likeness::New, false), "{asked:?}");
        }
    }
    // Nor are keys of a row that is none.
    let other = Record { key: Some(totp("other")), ..bank() };
    let mut plan = plan_of(&Book::default(), table(vec![bank(), other]));
    plan.only = true;
    plan.entries[0].chosen = false;
    plan.compare(&Book::default());
    assert!(explain::twin(&plan, &Book::default(), &plan.entries[1], Lang::En).is_none());
}
