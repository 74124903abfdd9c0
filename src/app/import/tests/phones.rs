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
    assert_eq!(plan.entries[0].told, [Told::PhoneInNote { backup: false }]);
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
