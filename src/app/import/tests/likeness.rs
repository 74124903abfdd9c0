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
        ("another key", one(), named("Bank", "", two()), KeyMatch::Other, Fate::Add),
        (
            "none there",
            None,
            named("Bank", "", two()),
            KeyMatch::Theirs,
            Fate::Merge(Twin::Here(id(1))),
        ),
        (
            "none here",
            one(),
            named("Bank", "", None),
            KeyMatch::Ours,
            Fate::Skip(Twin::Here(id(1))),
        ),
        (
            "neither",
            None,
            named("BANK", "", None),
            KeyMatch::Neither,
            Fate::Skip(Twin::Here(id(1))),
        ),
        ("another store", None, named("Bank", "Other", two()), KeyMatch::Theirs, Fate::Add),
        // One account cannot give the codes of both.
        ("settings", one(), named("Bank", "", eight()), KeyMatch::Settings, Fate::Add),
        ("one key", one(), named("AWS", "", one()), KeyMatch::Same, Fate::Skip(Twin::Here(id(1)))),
    ];
    // One that would bring nothing is no merge.
    let mut said = Vec::new();
    for (name, ours, record, keys, fate) in cases {
        let book = here(ours);
        let mut plan = plan_of(&book, table(vec![record]));
        assert_eq!(plan.entries[0].keys, keys, "{name}");
        let sentence =
            explain::like(&plan.entries[0], safe("X"), Lang::En).map(|said| said.say(Lang::En));
        said.push(sentence.expect("a sentence"));
        assert!(
            explain::fate(&plan, &plan.entries[0], Fate::Add, safe("X"), Lang::En).is_some(),
            "{name}"
        );
        plan.same_key = Some(Choice::Merge);
        assert_eq!(plan.fates(), [fate], "{name}");
        let gains = explain::gains(&plan.entries[0], fate, Lang::En).map(|it| it.say(Lang::En));
        let merged = matches!(fate, Fate::Merge(_)).then(|| "added there: key".to_owned());
        assert_eq!(gains, merged, "{name}");
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
    plan.same_key = Some(Choice::Merge);
    plan.compare(&book);
    assert_eq!(plan.entries[1].standing, Likeness::SameName(Twin::Entry(0)));
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

#[test]
fn a_row_that_gives_other_codes_is_left_out_only_by_hand() {
    let book = here(Some(totp("one")));
    let eight =
        Key::new(Secret::from_text("one".into()), Kind::Totp { period: 30 }, Algorithm::Sha1, 8);
    for choice in [None, Some(Choice::Keep), Some(Choice::Merge), Some(Choice::Skip)] {
        let mut plan = plan_of(&book, table(vec![named("AWS", "", eight.clone().ok())]));
        plan.same_key = choice;
        assert_eq!(plan.fates(), [Fate::Add], "{choice:?}");
        assert!(!plan.is_open(&plan.entries[0]));
        let said = explain::fate(&plan, &plan.entries[0], Fate::Add, safe("X"), Lang::En);
        let said = said.expect("a sentence").say(Lang::En);
        assert!(said.starts_with("the same secret as X, but with another algorithm"), "{said}");
        plan.entries[0].choice = Some(Choice::Skip);
        assert_eq!(plan.fates(), [Fate::Skip(Twin::Here(id(1)))], "{choice:?}");
    }
}

#[test]
fn a_row_of_the_same_names_that_says_more_is_kept_where_both_are_to_be() {
    let noted = |note: &str| Record { note: note.into(), ..named("Bank", "", Some(totp("one"))) };
    let rows = || table(vec![noted("first"), noted("second"), noted("first")]);
    let mut plan = plan_of(&Book::default(), rows());
    assert_eq!((plan.sums().added, plan.sums().doubled, plan.withholds()), (1, 2, true));
    plan.same_key = Some(Choice::Keep);
    assert_eq!((plan.sums().added, plan.sums().doubled, plan.withholds()), (2, 1, false));
    let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
    let kept: Vec<_> = book.accounts.iter().map(|account| &*account.note).collect();
    assert_eq!(kept, ["first", "second"]);
    // And no third time.
    let mut again = plan_of(&book, rows());
    again.same_key = Some(Choice::Keep);
    assert_eq!((again.sums().added, again.sums().same), (0, 3));
    assert!(!again.withholds());
}

#[test]
fn what_a_row_says_more_is_named() {
    let hotp = |counter| Some(key("one", Kind::Hotp { counter }));
    let mut more = named("Bank", "", hotp(9));
    more.note = "shelf".into();
    more.groups = vec!["eu".into()];
    let plan = plan_of(&here(hotp(3)), table(vec![more]));
    let fate = plan.fates()[0];
    assert_eq!(fate, Fate::Skip(Twin::Here(id(1))));
    for (lang, expected) in [
        (Lang::En, "says more: a counter that is further on, groups, note;"),
        (Lang::ZhCn, "（更靠后的计数器值、分组、备注）"),
    ] {
        let said =
            explain::fate(&plan, &plan.entries[0], fate, safe("X"), lang).expect("a sentence");
        assert!(said.say(lang).contains(expected), "{}", said.say(lang));
    }
    // What stands here otherwise is no less left out.
    let mut sites = named("Bank", "", hotp(3));
    sites.extra.marketplaces = vec!["DE".into()];
    let mut book = here(hotp(3));
    book.accounts[0].marketplaces = vec!["UK".into()];
    let plan = plan_of(&book, table(vec![sites]));
    assert!(plan.withholds());
    let said = explain::fate(&plan, &plan.entries[0], plan.fates()[0], safe("X"), Lang::En);
    let said = said.expect("a sentence").say(Lang::En);
    assert!(said.contains("says something else: marketplaces;"), "{said}");
}
