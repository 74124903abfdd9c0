//! One number in two rows: who holds it, and how it is spelt; and files of which something stays behind.

use super::*;

fn row(login: &str, phone: &str, holder: &str) -> Record {
    let extra = Extra { phone_main: phone.into(), holder: holder.into(), ..Extra::default() };
    Record { issuer: "Bank".into(), login: login.into(), extra, ..Record::default() }
}

fn plan_without_region(book: &Book, rows: Vec<Record>) -> Plan {
    let mut plan = Plan::default();
    plan.add("file".into(), table(rows), None);
    plan.compare(book);
    plan
}

#[test]
fn two_who_hold_one_number_are_told() {
    let rows = || {
        vec![
            row("one", "+8613912345678", "Anna"),
            row("two", "+8613912345678", "Bo"),
            row("three", "+8613912345678", "Anna"),
        ]
    };
    let mut plan = plan_of(&Book::default(), table(rows()));
    let held = |plan: &Plan| -> Vec<(String, String)> {
        let all = plan.entries.iter().flat_map(|entry| &entry.held);
        all.map(|it| (it.ours.clone(), it.theirs.clone())).collect()
    };
    assert_eq!(held(&plan), [("Anna".to_owned(), "Bo".to_owned())]);
    assert_eq!(plan.entries[1].held.len(), 1);
    let applied = plan.apply(&Book::default(), Lang::En, &mut counting(0));
    let two = applied.book.accounts.iter().find(|account| account.login == "two");
    assert_eq!(two.map(|account| &*account.note), Some("holder: Bo"));
    // Who is not taken holds nothing.
    plan.entries[0].chosen = false;
    plan.compare(&Book::default());
    assert_eq!(held(&plan), [("Bo".to_owned(), "Anna".to_owned())]);
}

#[test]
fn who_goes_only_into_a_note_becomes_nobody() {
    let names = |second: &str| {
        let phone = "+8613912345678";
        let rows = vec![row("one", phone, "王敏"), row("two", phone, second)];
        let plan = plan_of(&Book::default(), table(rows));
        let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
        let people: Vec<_> = book.people.iter().map(|person| person.name.clone()).collect();
        let two = book.accounts.iter().find(|account| account.login == "two");
        (people, two.map(|two| two.note.clone()).unwrap_or_default())
    };
    assert_eq!(names("Bo"), (vec!["王敏".to_owned()], "holder: Bo".to_owned()));
    assert_eq!(names("王 敏"), (vec!["王敏".to_owned()], String::new()), "the same person");
}

#[test]
fn a_number_with_a_name_behind_it_is_told_once() {
    let mut record = row("one", "13912345678(王敏)", "");
    record.changes = vec![Change::PhoneMended { backup: false }];
    let plan = plan_of(&Book::default(), table(vec![record]));
    assert_eq!(
        plan.entries[0].told,
        [Told::PhoneInNote { backup: false, text: "13912345678(王敏)".into() }]
    );
}

#[test]
fn the_spelling_with_a_country_counts() {
    let (bare, whole) = ("8613912345678", "+8613912345678");
    for phones in [[bare, whole], [whole, bare]] {
        let rows = vec![row("one", phones[0], ""), row("two", phones[1], "")];
        let plan = plan_without_region(&Book::default(), rows);
        assert!(plan.entries.iter().all(|entry| entry.told.is_empty()), "{phones:?}");
        let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
        let numbers: Vec<_> = book.numbers.iter().map(|line| &*line.number).collect();
        assert_eq!(numbers, [whole], "{phones:?}");
    }
    // Alone it stays as it is, and is asked about.
    let plan = plan_without_region(&Book::default(), vec![row("one", bare, "")]);
    assert_eq!(plan.entries[0].told, [Told::NoCountry]);
    // What is here without one gets it.
    let book = Book { numbers: vec![Number::new(id(90), bare.into())], ..Book::default() };
    let plan = plan_without_region(&book, vec![row("one", whole, "")]);
    let book = plan.apply(&book, Lang::En, &mut counting(0)).book;
    let numbers: Vec<_> = book.numbers.iter().map(|line| (line.id, &*line.number)).collect();
    assert_eq!(numbers, [(id(90), whole)]);
}

#[test]
fn what_stays_behind_in_a_file_makes_it_partial() {
    let cases = [
        (Notice::Sheets { read: "2026".into(), others: vec!["2025".into()] }, true),
        (Notice::Printout, true),
        (Notice::Things(vec!["Li".into()]), true),
        (Notice::OtherForm, false),
    ];
    for (notice, expected) in cases {
        let mut reading = table(vec![row("one", "", "")]);
        reading.notices.push(notice.clone());
        assert_eq!(plan_of(&Book::default(), reading).is_partial(), expected, "{notice:?}");
    }
}

/// What phones there are: label, place, numbers.
fn phones(book: &Book) -> Vec<(String, String, Vec<String>)> {
    let mut all: Vec<_> = book
        .devices
        .iter()
        .map(|device| {
            let lines = book.numbers.iter().filter(|line| line.device == Some(device.id));
            let mut lines: Vec<String> = lines.map(|line| line.number.clone()).collect();
            lines.sort();
            (device.label.clone(), device.location.clone(), lines)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn two_numbers_are_two_phones_whoever_holds_them() {
    let placed = |login: &str, phone: &str, place: &str| {
        let mut record = row(login, phone, "Ann");
        record.extra.location = place.into();
        record
    };
    let rows = || {
        vec![
            placed("one", "+8613912345671", "Berlin"),
            placed("two", "+8613912345672", "Lyon"),
            placed("three", "+8613912345671", ""),
        ]
    };
    let plan = plan_of(&Book::default(), table(rows()));
    assert!(plan.entries.iter().all(|entry| entry.held.is_empty()), "{:?}", plan.entries);
    let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
    let of = |label: &str, place: &str, line: &str| {
        (label.to_owned(), place.to_owned(), vec![line.to_owned()])
    };
    let expected = [of("Ann", "Berlin", "+8613912345671"), of("Ann 2", "Lyon", "+8613912345672")];
    assert_eq!(phones(&book), expected);
    assert_eq!(book.people.len(), 1);
    assert!(book.devices.iter().all(|device| device.holder == Some(book.people[0].id)));
    assert!(book.accounts.iter().all(|account| account.note.is_empty()));
    // And nothing is there twice.
    let again = plan_of(&book, table(rows()));
    assert_eq!(again.sums().same, 3);
    assert_eq!(phones(&again.apply(&book, Lang::En, &mut counting(50)).book), expected);
}

#[test]
fn who_has_a_phone_that_is_not_taken_goes_with_it() {
    let mut first = row("one", "+8613912345671", "Ann");
    first.extra.location = "Berlin".into();
    let plan = plan_of(&Book::default(), table(vec![first.clone()]));
    let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
    let mut other = row("one", "+8613912345672", "Dora");
    other.extra.location = "Rome".into();
    let mut same = row("one", "+8613912345672", "ann");
    same.extra.location = "Berlin".into();
    for (record, expected) in [(other, "+8613912345672 (Dora, Rome)"), (same, "+8613912345672")] {
        let mut plan = plan_of(&book, table(vec![record]));
        plan.same_key = Some(Choice::Merge);
        let kept: Vec<_> =
            plan.entries[0].differs.iter().map(|it| (it.field, &*it.theirs)).collect();
        assert_eq!(kept, [(Field::Column(Column::PhoneMain), expected)]);
        assert_eq!(plan.fates(), [Fate::Skip(Twin::Here(book.accounts[0].id))]);
        let after = plan.apply(&book, Lang::En, &mut counting(50)).book;
        assert_eq!((&after.accounts, &after.people), (&book.accounts, &book.people));
        assert_eq!((&after.devices, &after.numbers), (&book.devices, &book.numbers));
    }
}

#[test]
fn a_phone_without_a_number_gets_the_one_of_its_holder_and_that_is_said() {
    let held =
        |n: u8, label: &str| Device { holder: Some(id(90)), ..Device::new(id(n), label.into()) };
    let cases = [
        ("one phone", vec![held(91, "P-07")], Some("P-07"), 1),
        ("none", vec![], None, 1),
        ("which of two, nobody says", vec![held(91, "P-07"), held(92, "P-08")], None, 3),
    ];
    for (name, devices, expected, count) in cases {
        let person = Person::new(id(90), "Ann".into());
        let book = Book { people: vec![person], devices, ..Book::default() };
        let rows = vec![row("one", "+8613912345671", "Ann")];
        let plan = plan_of(&book, table(rows));
        assert_eq!(plan.entries[0].joined.as_ref().map(|it| &*it.label), expected, "{name}");
        let after = plan.apply(&book, Lang::En, &mut counting(0)).book;
        assert_eq!(after.devices.len(), count, "{name}");
        let line = after.numbers[0].device.and_then(|id| after.device(id)).expect("a phone");
        assert_eq!(line.label, expected.unwrap_or("Ann"), "{name}");
    }
    // One that has a number has got its own.
    let book = Book {
        people: vec![Person::new(id(90), "Ann".into())],
        devices: vec![held(91, "P-07")],
        numbers: vec![Number {
            device: Some(id(91)),
            ..Number::new(id(93), "+8613912345679".into())
        }],
        ..Book::default()
    };
    let plan = plan_of(&book, table(vec![row("one", "+8613912345671", "Ann")]));
    assert_eq!(plan.entries[0].joined, None);
    assert_eq!(plan.apply(&book, Lang::En, &mut counting(0)).book.devices.len(), 2);
}

fn keyed(login: &str, phone: &str, holder: &str) -> Record {
    Record { key: Some(totp("12345678901234567890")), ..row(login, phone, holder) }
}

#[test]
fn the_second_of_two_rows_for_one_account_is_held_against_what_the_first_made_of_it() {
    let (one, two) = ("+8613912345671", "+8613912345672");
    let bare = Account {
        platform: "Bank".into(),
        login: "a".into(),
        key: Some(totp("12345678901234567890")),
        ..Account::blank(id(80))
    };
    let here = Book { accounts: vec![bare], ..Book::default() };
    let cases = [
        ("an account that is here", here, vec![keyed("a", one, ""), keyed("a", two, "Dora")]),
        (
            "one that a row becomes",
            Book::default(),
            vec![keyed("a", "", ""), keyed("b", one, ""), keyed("c", two, "Dora")],
        ),
    ];
    for (name, book, rows) in cases {
        let mut plan = plan_of(&book, table(rows));
        // As from the command line, and as from the dashboard, row by row.
        for by_row in [false, true] {
            plan.same_key = (!by_row).then_some(Choice::Merge);
            for entry in &mut plan.entries {
                entry.choice = by_row.then_some(Choice::Merge);
            }
            plan.hold(&book);
            let last = plan.entries.last().expect("rows");
            let fate = *plan.fates().last().expect("fates");
            let said: Vec<_> = plan
                .kept(last, fate)
                .iter()
                .filter(|it| it.field == Field::Column(Column::PhoneMain))
                .collect();
            let said: Vec<_> = said.iter().map(|it| (&*it.ours, &*it.theirs)).collect();
            assert_eq!(said, [(one, "+8613912345672 (Dora)")], "{name}");
            let after = plan.apply(&book, Lang::En, &mut counting(0)).book;
            let numbers: Vec<_> = after.numbers.iter().map(|line| &*line.number).collect();
            assert_eq!(numbers, [one], "{name}");
        }
    }
}

#[test]
fn a_second_key_for_an_account_without_one_is_not_dropped() {
    let bare = Account { platform: "Bank".into(), login: "a".into(), ..Account::blank(id(80)) };
    let book = Book { accounts: vec![bare], ..Book::default() };
    let other = Record { key: Some(totp("09876543210987654321")), ..row("a", "", "") };
    let mut plan = plan_of(&book, table(vec![keyed("a", "", ""), other]));
    plan.same_key = Some(Choice::Merge);
    plan.compare(&book);
    let after = plan.apply(&book, Lang::En, &mut counting(0)).book;
    let keys = after.accounts.iter().filter(|account| account.key.is_some());
    assert_eq!(keys.count(), 2, "{:?}", plan.fates());
}

#[test]
fn a_phone_that_gets_no_number_from_a_merged_row_is_not_said_to() {
    let (one, two) = ("+8613912345671", "+8613912345672");
    let ann = Device { holder: Some(id(90)), ..Device::new(id(91), "P-07".into()) };
    let person = Person::new(id(90), "Ann".into());
    let book = Book { people: vec![person], devices: vec![ann], ..Book::default() };
    let rows = vec![keyed("a", one, ""), keyed("b", two, "Ann")];
    let mut plan = plan_of(&book, table(rows));
    plan.same_key = Some(Choice::Merge);
    plan.compare(&book);
    let after = plan.apply(&book, Lang::En, &mut counting(0)).book;
    assert!(after.numbers.iter().all(|line| line.device.is_none()));
    assert_eq!(plan.entries[1].joined, None);
}
