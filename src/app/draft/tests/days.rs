//! Days that have not come.

use super::*;

fn full() -> Book {
    let mut book = team();
    book.numbers = vec![Number::new(id(40), "+8613800138000".into())];
    let kind = CopyKind::Paper;
    let place = String::new();
    let copy = KeyCopy { kind, place, device: None, holder: None, added: None, removed: None };
    book.accounts[0].copies = vec![copy];
    book
}

#[test]
fn what_has_happened_was_not_tomorrow() {
    let (device, number) = (Target::Device(Some(id(20))), Target::Number(Some(id(40))));
    let (person, codes) = (Target::Person(Some(id(60))), Target::Recovery(id(1)));
    let (method, copy) = (Target::Method(id(1), Some(0)), Target::Copy(id(1), Some(0)));
    let cases = [
        (ACCOUNT(), Field::Keyed, false),
        (ACCOUNT(), Field::BackupTested, false),
        (device, Field::Since, false),
        (number, Field::Since, false),
        (number, Field::Keepalive, true),
        (person, Field::LeftOn, true),
        (method, Field::Registered, false),
        (method, Field::Tested, false),
        (copy, Field::Added, false),
        (copy, Field::Removed, false),
        (codes, Field::Checked, false),
    ];
    for (target, field, may) in cases {
        // It is the day after already where the person is.
        let near = edit(&mut full(), target, &[(field, "2026-05-06")]);
        assert!(near.is_ok(), "{field:?}: {near:?}");
        let far = edit(&mut full(), target, &[(field, "2030-01-01")]);
        let expected = if may { None } else { Some(vec![(field, Flaw::Ahead)]) };
        assert_eq!(far.err(), expected, "{field:?}");
    }
}

#[test]
fn a_day_ahead_that_stood_there_stops_nobody() {
    let mut book = full();
    book.accounts[0].keyed = Some(day("2030-01-01"));
    edit(&mut book, ACCOUNT(), &[(Field::Note, "x")]).expect("saved");
    let wrong = edit(&mut book, ACCOUNT(), &[(Field::Keyed, "2031-01-01"), (Field::By, "fax")]);
    assert_eq!(wrong, Err(vec![(Field::By, Flaw::NotAChoice), (Field::Keyed, Flaw::Ahead)]));
}

/// Whoever was shut out saw the key that is still here: a later day for it replaced nothing.
#[test]
fn a_day_that_the_same_key_contradicts_is_refused() {
    let mut book = full();
    let seen = Loss {
        id: id(90),
        thing: Thing::Person(id(60)),
        saw: true,
        on: day("2026-03-01"),
        by: String::new(),
        ticks: Vec::new(),
    };
    book.losses.push(seen);
    book.accounts[0].keyed = Some(day("2026-01-01"));
    assert!(book.accounts[0].key.is_some());
    let exposed = |book: &Book| book.exposures(&book.accounts[0]).count();
    assert_eq!(exposed(&book), 1);
    let later = edit(&mut book, ACCOUNT(), &[(Field::Keyed, "2026-04-01")]);
    assert_eq!(later, Err(vec![(Field::Keyed, Flaw::SameKey)]));
    edit(&mut book, ACCOUNT(), &[(Field::Keyed, "2026-02-01")]).expect("as exposed as before");
    assert_eq!(exposed(&book), 1);
}
