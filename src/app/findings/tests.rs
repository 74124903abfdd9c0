//! Every sentence, with the names in it.

use super::*;
use crate::health::Severity;
use crate::model::{Id, Number, Person, TestResult, Worded as _};
use crate::text::width;
use crate::time::Moment;

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1_760_000_000), [0, 0, 0, 0, 0, 0, 0, 0, 0, n])
}

fn on(day: i8) -> Date {
    jiff::civil::date(2026, 3, day)
}

const ACCOUNT: u8 = 1;
const OTHER: u8 = 2;
const PHONE: u8 = 3;
const STOLEN: u8 = 4;
const LINE: u8 = 5;
const LAPSED: u8 = 6;
const PAUSED: u8 = 7;
const PERSON: u8 = 8;

fn book(name: &str) -> Book {
    let account = |n: u8, store: &str| Account {
        platform: "Mercado Libre".into(),
        store: store.into(),
        ..Account::blank(id(n))
    };
    let number = |n: u8, state| Number { state, ..Number::new(id(n), "+44 7700 900101".into()) };
    let device = |n: u8, state| Device {
        state,
        holder: Some(id(PERSON)),
        location: "Shenzhen".into(),
        ..Device::new(id(n), "P-07".into())
    };
    Book {
        accounts: vec![account(ACCOUNT, "Hikari"), account(OTHER, "Bodega Norte")],
        devices: vec![device(PHONE, DeviceState::Ok), device(STOLEN, DeviceState::Stolen)],
        numbers: vec![
            number(LINE, NumberState::Ok),
            number(LAPSED, NumberState::Lapsed),
            number(PAUSED, NumberState::Suspended),
        ],
        people: vec![Person::new(id(PERSON), name.into())],
        ..Book::default()
    }
}

/// Everything that can be found, with its sentence in English.
fn cases() -> Vec<(Rule, Option<Thing>, Fact, &'static str)> {
    let device = |n| Some(Thing::Device(id(n)));
    let number = |n| Some(Thing::Number(id(n)));
    let person = Some(Thing::Person(id(PERSON)));
    let kind = MethodKind::SecurityKey;
    let copy = |place: &str| Fact::Copy { kind: CopyKind::Sheet, place: place.into() };
    let goes = |past| Fact::Withdrawn { kind, on: on(31), past };
    let due = |past| Fact::Due { on: on(31), past };
    let tested = |days| Fact::Tested { kind, days };
    let failed = Fact::Failed { kind, result: TestResult::None, on: on(31) };
    vec![
        (Rule::B01, None, Fact::None, "No way in works any more"),
        (Rule::B02, device(PHONE), Fact::Shared(12), "P-07 is lost but registered on 12 logins"),
        (Rule::B02, device(PHONE), Fact::Shared(1), "P-07 is lost but still registered here"),
        (Rule::B02, device(STOLEN), Fact::Shared(12), "P-07 is stolen"),
        (Rule::B02, number(LAPSED), Fact::Shared(12), "+44•••0101 has lapsed"),
        (Rule::B03, device(PHONE), Fact::None, "Min-ji has left but still holds P-07"),
        (Rule::B03, person, copy(""), "Min-ji has left but has the key (spreadsheet or chat)"),
        (Rule::B04, device(PHONE), Fact::Day(on(9)), "since P-07 was lost on 2026-03-09"),
        (Rule::B04, person, Fact::Day(on(9)), "open to Min-ji's identity until 2026-03-09"),
        (Rule::B04, device(PHONE), Fact::None, "lost on an unknown day"),
        (Rule::B05, None, Fact::None, "Mercado Libre requires it"),
        (Rule::B06, None, Fact::None, "No second way in"),
        (Rule::B07, number(LINE), Fact::None, "+44•••0101, which Mercado Libre forbids"),
        (Rule::B08, device(PHONE), Fact::None, "in one handset (P-07)"),
        (Rule::B08, number(LINE), Fact::None, "in one handset (+44•••0101)"),
        (Rule::B09, number(LINE), Fact::Shared(12), "links 12 logins of different owners"),
        (Rule::B10, device(PHONE), failed, "Test of security key failed (nothing came,"),
        (Rule::B10, device(PHONE), Fact::Kind(kind), "P-07 is broken: move security key"),
        (Rule::B11, number(LINE), due(false), "lapses on 2026-03-31"),
        (Rule::B11, number(LINE), due(true), "was to be topped up by 2026-03-31"),
        (Rule::B11, number(PAUSED), due(false), "is suspended"),
        (Rule::B12, number(LINE), Fact::None, "only to +44•••0101, rented or virtual"),
        (Rule::B13, device(PHONE), tested(None), "Backup (security key) was never tested"),
        (Rule::B14, device(PHONE), tested(Some(120)), "last tested 120 days ago"),
        (Rule::B15, person, Fact::None, "Min-ji holds both main and backup"),
        (Rule::B16, device(PHONE), Fact::None, "both kept in Shenzhen"),
        (Rule::B17, None, Fact::None, "Mercado Libre takes no app beside an app"),
        (Rule::B18, None, Fact::Left(Some(2)), "2 recovery codes are left"),
        (Rule::B18, None, Fact::Left(Some(1)), "1 recovery code is left"),
        (Rule::B18, None, Fact::Left(None), "Recovery codes are not recorded"),
        (Rule::B19, None, Fact::Shared(3), "3 people share this login"),
        (Rule::B20, None, goes(false), "Mercado Libre drops security key on 2026-03-31"),
        (Rule::B20, None, goes(true), "Mercado Libre dropped security key on 2026-03-31"),
        (Rule::B21, None, Fact::Other(id(OTHER)), "Same key as Bodega Norte"),
        (Rule::B22, None, Fact::Kind(MethodKind::Voice), "Codes come by call"),
        (Rule::B23, number(LINE), Fact::Shared(12), "serves 12 logins of one owner"),
        (Rule::B24, None, copy("2fa.live"), "outside the team (2fa.live)"),
        (Rule::B25, device(PHONE), Fact::Missing("holder"), "holder of P-07"),
        (Rule::B25, number(LINE), Fact::Missing("device"), "which phone +44•••0101 is in"),
        (Rule::B25, None, Fact::Missing("number"), "where its codes arrive"),
        (Rule::C01, None, Fact::Offset(15_250), "clock is 15.2 s fast"),
        (Rule::C01, None, Fact::Offset(-5_000), "clock is 5.0 s slow"),
    ]
}

fn finding(rule: Rule, about: Option<Thing>, fact: Fact) -> Finding {
    Finding { rule, severity: Severity::High, account: Some(id(ACCOUNT)), about, fact }
}

/// Who is back was shut out all the same; who is not has left.
#[test]
fn whoever_left_is_told_from_whoever_is_back() {
    let mut book = book("Min-ji");
    book.people.iter_mut().for_each(|person| person.left = Some(on(9)));
    let (rule, about, fact, _) =
        cases().into_iter().find(|case| case.3.contains("identity")).expect("a case");
    let said = message(&finding(rule, about, fact), &book, Lang::En);
    assert!(said.contains("since Min-ji left on 2026-03-09"), "{said}");
}

#[test]
fn every_finding_has_a_sentence_that_fits() {
    let book = book("Min-ji");
    for (rule, about, fact, expected) in cases() {
        let found = finding(rule, about, fact);
        let en = message(&found, &book, Lang::En);
        assert!(en.contains(expected), "{}: {en}", rule.word());
        assert!(en.contains(": "), "{}: what to do? {en}", rule.word());
        assert!(width(&en) <= 80, "{} columns: {en}", width(&en));
        let zh = message(&found, &book, Lang::ZhCn);
        assert!(zh.contains('：') && !zh.contains('?'), "{}: {zh}", rule.word());
        assert!(width(&zh) <= 80, "{} columns: {zh}", width(&zh));
    }
    for rule in Rule::ALL {
        assert!(cases().iter().any(|case| case.0 == *rule), "{} has no case", rule.word());
    }
}

#[test]
fn a_name_cannot_act() {
    let book = book("a\u{1b}[2Jb\u{202e}");
    let found = finding(Rule::B15, Some(Thing::Person(id(PERSON))), Fact::None);
    assert!(message(&found, &book, Lang::En).starts_with(r"a\u{1b}[2Jb\u{202e} holds"));
    assert_eq!(label(Thing::Person(id(PERSON)), &book), r"a\u{1b}[2Jb\u{202e}");
}

#[test]
fn what_is_gone_is_named_by_a_question_mark() {
    let found = finding(Rule::B02, Some(Thing::Device(id(99))), Fact::Shared(2));
    assert!(message(&found, &book("Li"), Lang::En).starts_with("? is lost"));
}

#[test]
fn things_of_a_finding() {
    let held = finding(Rule::B03, Some(Thing::Device(id(PHONE))), Fact::None);
    let both = [Thing::Device(id(PHONE)), Thing::Person(id(PERSON))];
    assert_eq!(things(&held, &book("Li")), both);
    assert_eq!(things(&finding(Rule::B06, None, Fact::None), &book("Li")), []);
}

#[test]
fn limits_are_those_of_the_settings() {
    assert_eq!(limits(&Settings::default()), Limits::default());
}
