//! Rows that are like something: how the keys stand to each other, what is said, what a merge takes.

use super::*;
use crate::app::explain;
use crate::text::safe;

fn named(platform: &str, store: &str, key: Option<Key>) -> Record {
    let extra = Extra { store: store.into(), ..Extra::default() };
    Record { issuer: platform.into(), login: "me".into(), key, extra, ..Record::default() }
}

fn here(key: Option<Key>) -> Book {
    let account = Account {
        platform: "Bank".into(),
        store: "Hikari".into(),
        login: "me".into(),
        key,
        ..Account::blank(id(1))
    };
    Book { accounts: vec![account], ..Book::default() }
}

#[test]
fn the_sentence_says_which_key_there_is() {
    let eight = || {
        let secret = Secret::from_text("one".into());
        Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 8).ok()
    };
    let (one, two) = (|| Some(totp("one")), || Some(totp("two")));
    let cases = [
        ("another key", one(), named("Bank", "", two()), Keys::Other, Fate::Add),
        (
            "none there",
            None,
            named("Bank", "", two()),
            Keys::Theirs,
            Fate::Merge(Twin::Here(id(1))),
        ),
        ("none here", one(), named("Bank", "", None), Keys::Ours, Fate::Merge(Twin::Here(id(1)))),
        ("neither", None, named("BANK", "", None), Keys::Neither, Fate::Merge(Twin::Here(id(1)))),
        ("another store", None, named("Bank", "Other", two()), Keys::Theirs, Fate::Add),
        // One account cannot give the codes of both.
        ("settings", one(), named("Bank", "", eight()), Keys::Settings, Fate::Add),
        ("one key", one(), named("AWS", "", one()), Keys::Same, Fate::Merge(Twin::Here(id(1)))),
    ];
    let mut said = Vec::new();
    for (name, ours, record, keys, fate) in cases {
        let book = here(ours);
        let mut plan = plan_of(&book, table(vec![record]));
        assert_eq!(plan.entries[0].keys, keys, "{name}");
        let sentence = explain::like(&plan.entries[0], safe("X")).map(|said| said.say(Lang::En));
        said.push(sentence.expect("a sentence"));
        assert!(explain::fate(&plan.entries[0], Fate::Add, safe("X")).is_some(), "{name}");
        plan.same_key = Choice::Merge;
        assert_eq!(plan.fates(), [fate], "{name}");
    }
    said.dedup();
    assert_eq!(said.len(), 7, "{said:#?}");
}

#[test]
fn a_merge_drops_no_key_even_where_it_is_chosen() {
    let secret = || Secret::from_text("one".into());
    let other = |period, algorithm, digits| {
        Key::new(secret(), Kind::Totp { period }, algorithm, digits).expect("a key")
    };
    for (name, theirs) in [
        ("algorithm", other(30, Algorithm::Sha256, 6)),
        ("digits", other(30, Algorithm::Sha1, 8)),
        ("period", other(60, Algorithm::Sha1, 6)),
        ("key", totp("two")),
    ] {
        let book = here(Some(totp("one")));
        let mut plan = plan_of(&book, table(vec![named("Bank", "", Some(theirs.clone()))]));
        plan.entries[0].choice = Some(Choice::Merge);
        let accounts = plan.apply(&book, Lang::En, &mut counting(10)).book.accounts;
        let keys: Vec<_> = accounts.into_iter().filter_map(|account| account.key).collect();
        assert_eq!(keys, [totp("one"), theirs], "{name}");
    }
}

#[test]
fn a_row_is_held_against_where_the_one_before_went() {
    let book = here(Some(totp("one")));
    // The second is called like the first, which goes into the account.
    let rows = vec![named("AWS", "", Some(totp("one"))), named("AWS", "", Some(totp("two")))];
    let mut plan = plan_of(&Book::default(), table(rows));
    plan.same_key = Choice::Merge;
    plan.compare(&book);
    assert_eq!(plan.entries[1].standing, Standing::SameName(Twin::Entry(0)));
    let differs: Vec<_> = plan.entries[1].differs.iter().map(|it| (it.field, &*it.ours)).collect();
    let expected = [(Column::Platform, "Bank"), (Column::Secret, "")];
    assert_eq!(differs, expected.map(|(column, ours)| (Field::Column(column), ours)));
}

#[test]
fn a_plus_that_was_lost_makes_no_other_line() {
    let row = |login: &str, phone: &str| Record {
        login: login.into(),
        extra: Extra { phone_main: phone.into(), ..Extra::default() },
        ..Record::default()
    };
    let cases = [
        ("lost", "8613900000009", "+8613900000009", 1),
        ("lost later", "+8613900000009", "8613900000009", 1),
        // American with its country, Chinese without.
        ("short", "13900000009", "+13900000009", 2),
    ];
    for (name, first, second, count) in cases {
        let mut plan = Plan::default();
        plan.add("file".into(), table(vec![row("a", first), row("b", second)]), None);
        plan.compare(&Book::default());
        let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
        assert_eq!(book.numbers.len(), count, "{name}");
    }
}
