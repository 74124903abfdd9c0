//! Tables of what a plan says and makes.

mod doubles;
mod likeness;
mod phones;

use super::*;
use crate::exchange::{Extra, Part, Refused};
use crate::i18n::Lang;
use crate::model::{Account, Book, Device, Id, Method, MethodKind, Number, Person, Role};
use crate::otp::{Algorithm, Key, Kind, Remark};
use crate::secret::Secret;
use crate::time::Moment;

const A: &str = "otpauth://totp/Amazon:ops@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon";
const OTHER_KEY: &str =
    "otpauth://totp/Amazon:ops@hikari.example?secret=GEZDGNBVGY3TQOJQ&issuer=Amazon";

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1), [n; 10])
}

fn counting(from: u8) -> impl FnMut() -> Id {
    let mut n = from;
    move || {
        n += 1;
        id(n)
    }
}

fn plan_of(book: &Book, reading: Reading) -> Plan {
    let mut plan = Plan::default();
    plan.add("file".into(), reading, Some("CN"));
    plan.compare(book);
    plan
}

fn list(book: &Book, list: &str) -> Plan {
    plan_of(book, read(list.as_bytes(), Ask::default(), &mut |_| {}).expect("a list"))
}

fn into(book: &mut Book, text: &str) -> Sums {
    let plan = list(book, text);
    let from = u8::try_from(book.accounts.len()).expect("a small book");
    *book = plan.apply(book, Lang::En, &mut counting(from)).book;
    plan.sums()
}

fn table(records: Vec<Record>) -> Reading {
    let mut reading = Reading::new(Format::Table);
    for record in records {
        reading.push("", Ok(record));
    }
    reading
}

fn key(text: &str, kind: Kind) -> Key {
    Key::new(Secret::from_text(text.into()), kind, Algorithm::Sha1, 6).expect("a key")
}

fn totp(text: &str) -> Key {
    key(text, Kind::Totp { period: 30 })
}

#[test]
fn names_go_where_they_belong() {
    let extra = |platform: &str, store: &str| Extra {
        platform: platform.into(),
        store: store.into(),
        ..Extra::default()
    };
    let cases = [
        ("an address", "Amazon", extra("", ""), ("Amazon", "", "")),
        ("a platform column", "Amazon", extra("Amazon", "Hikari"), ("Amazon", "Hikari", "")),
        ("a store column alone", "Hikari", extra("", "Hikari"), ("", "Hikari", "")),
        ("an issuer beside", "AWS", extra("Amazon", "Hikari"), ("Amazon", "Hikari", "issuer: AWS")),
    ];
    for (name, issuer, extra, (platform, store, note)) in cases {
        let record = Record { issuer: issuer.into(), extra, ..Record::default() };
        let plan = plan_of(&Book::default(), table(vec![record]));
        let book = plan.apply(&Book::default(), Lang::En, &mut counting(0)).book;
        let account = &book.accounts[0];
        let found = (&*account.platform, &*account.store, &*account.note);
        assert_eq!(found, (platform, store, note), "{name}");
        let told = !note.is_empty();
        assert_eq!(
            plan.entries[0].told.contains(&Told::Read(Change::IssuerInNote)),
            told,
            "{name}"
        );
    }
}

#[test]
fn what_is_here_is_not_added_again() {
    let mut book = Book::default();
    let first = into(&mut book, &format!("{A}\n{A}\n"));
    assert_eq!((first.added, first.doubled, first.refused), (1, 1, 0));
    let second = into(&mut book, A);
    assert_eq!((second.added, second.same), (0, 1));
    assert_eq!(book.accounts.len(), 1);
    // A name that the store was given here makes it no other login.
    book.accounts[0].store = "Hikari Outdoor".into();
    assert_eq!(into(&mut book, A).same, 1);
}

#[test]
fn a_counter_that_was_used_does_not_come_back() {
    let list = "otpauth://hotp/Bank:me?secret=JBSWY3DPEHPK3PXP&counter=0";
    let mut book = Book::default();
    into(&mut book, list);
    let used = book.accounts[0].key.as_ref().and_then(Key::advanced);
    book.accounts[0].key.clone_from(&used);
    let again = into(&mut book, list);
    assert_eq!((again.added, again.same), (0, 1));
    assert_eq!(book.accounts[0].key, used);
}

#[test]
fn how_rows_stand() {
    let mut book = Book::default();
    into(&mut book, A);
    let first = Twin::Here(book.accounts[0].id);
    let cases = [
        ("the same", A.to_owned(), Likeness::Same(first), Fate::Skip(first)),
        ("another login", A.replace("ops@", "new@"), Likeness::SameKey(first), Fate::Add),
        ("another platform", A.replace("Amazon", "AWS"), Likeness::SameKey(first), Fate::Add),
        ("other digits", format!("{A}&digits=8"), Likeness::SameKey(first), Fate::Add),
        ("another key", OTHER_KEY.to_owned(), Likeness::SameName(first), Fate::Add),
        (
            "another key, other letters",
            OTHER_KEY.replace("Amazon", "AMAZON"),
            Likeness::SameName(first),
            Fate::Add,
        ),
        ("nothing alike", OTHER_KEY.replace("ops@", "new@"), Likeness::New, Fate::Add),
    ];
    for (name, text, standing, fate) in cases {
        let plan = list(&book, &text);
        assert_eq!(plan.entries[0].standing, standing, "{name}");
        assert_eq!(plan.fates(), [fate], "{name}");
        let open = matches!(standing, Likeness::SameKey(_)) && name != "other digits";
        assert_eq!(plan.is_open(&plan.entries[0]), open, "{name}");
    }
}

#[test]
fn a_platform_alone_names_no_login() {
    let text = "otpauth://totp/Google?secret=JBSWY3DPEHPK3PXP&issuer=Google\n\
                otpauth://totp/Google?secret=GEZDGNBVGY3TQOJQ&issuer=Google";
    let plan = list(&Book::default(), text);
    assert_eq!(plan.entries[1].standing, Likeness::New);
}

#[test]
fn rows_without_a_key_are_told_apart_by_their_names() {
    let row =
        |login: &str| Record { issuer: "Coupang".into(), login: login.into(), ..Record::default() };
    let mut book = Book::default();
    let rows = || table(vec![row("a"), row("b"), row("a")]);
    let plan = plan_of(&book, rows());
    assert_eq!(plan.fates(), [Fate::Add, Fate::Add, Fate::Skip(Twin::Entry(0))]);
    book = plan.apply(&book, Lang::En, &mut counting(0)).book;
    let again = plan_of(&book, rows()).sums();
    assert_eq!((again.added, again.same), (0, 3));
}

#[test]
fn a_merge_fills_and_overwrites_nothing() {
    let ours = Account {
        platform: "Amazon".into(),
        login: "ops".into(),
        tags: vec!["eu".into()],
        note: "ours".into(),
        key: Some(totp("12345678901234567890")),
        ..Account::blank(id(1))
    };
    let theirs = Record {
        issuer: "AWS".into(),
        login: "root".into(),
        key: ours.key.clone(),
        groups: vec!["eu".into(), "new".into()],
        note: "theirs".into(),
        favourite: true,
        recovery: vec![Secret::from_text("one".into()), Secret::from_text("two".into())],
        extra: Extra {
            store: "Hikari".into(),
            marketplaces: vec!["DE".into()],
            phone_main: "13800000000".into(),
            ..Extra::default()
        },
        ..Record::default()
    };
    let book = Book { accounts: vec![ours], ..Book::default() };
    let mut plan = plan_of(&book, table(vec![theirs]));
    plan.same_key = Some(Choice::Merge);
    let mut applied = plan.apply(&book, Lang::En, &mut counting(10));
    assert_eq!(applied.outcomes, [Outcome::Merged(id(1))]);
    let account = applied.book.accounts.remove(0);
    assert_eq!((&*account.platform, &*account.store, &*account.login), ("Amazon", "Hikari", "ops"));
    assert_eq!(account.tags, ["eu", "new"]);
    assert_eq!(account.note, "ours\ntheirs");
    assert!(account.pinned);
    assert_eq!(account.marketplaces, ["DE"]);
    assert_eq!(account.recovery.as_ref().and_then(crate::model::Recovery::left), Some(2));
    assert_eq!(account.methods.len(), 1);
    assert_eq!(applied.book.numbers[0].number, "+8613800000000");
    // And again: nothing is there twice.
    applied.book.accounts.push(account.clone());
    plan.compare(&applied.book);
    assert_eq!(plan.apply(&applied.book, Lang::En, &mut counting(20)).book.accounts, [account]);
}

#[test]
fn what_a_merge_makes_of_two_keys() {
    let hotp = |counter| Some(key("12345678901234567890", Kind::Hotp { counter }));
    let time = || Some(totp("12345678901234567890"));
    let pin = |pin: &str| Some(Secret::from_text(pin.into()));
    let motp = |said| Some(key("0123456789abcdef", Kind::Motp).with_pin(said));
    let cases = [
        ("none here", None, time(), time()),
        ("none there", time(), None, time()),
        ("a counter further on", hotp(3), hotp(9), hotp(9)),
        ("a counter that was used here", hotp(9), hotp(3), hotp(9)),
        ("a PIN that was missing", motp(None), motp(pin("1234")), motp(pin("1234"))),
        ("a PIN of its own", motp(pin("1")), motp(pin("2")), motp(pin("1"))),
    ];
    for (name, ours, theirs, expected) in cases {
        let names = |key| Account {
            platform: "Bank".into(),
            login: "me".into(),
            key,
            ..Account::blank(id(1))
        };
        let book = Book { accounts: vec![names(ours)], ..Book::default() };
        let record =
            Record { issuer: "Bank".into(), login: "me".into(), key: theirs, ..Record::default() };
        let mut plan = plan_of(&book, table(vec![record]));
        plan.entries[0].choice = Some(Choice::Merge);
        let merged = plan.apply(&book, Lang::En, &mut counting(10)).book;
        assert_eq!(merged.accounts, [names(expected)], "{name}");
    }
}

#[test]
fn phones_holders_and_places_of_a_table() {
    let extra = |main: &str, backup: &str, holder: &str, location: &str| Extra {
        phone_main: main.into(),
        phone_backup: backup.into(),
        holder: holder.into(),
        location: location.into(),
        ..Extra::default()
    };
    let record = |login: &str, key: Option<Key>, extra: Extra| Record {
        issuer: "Coupang".into(),
        login: login.into(),
        key,
        extra,
        ..Record::default()
    };
    let known = Book {
        people: vec![Person::new(id(90), "Min-ji".into())],
        devices: vec![Device { holder: Some(id(90)), ..Device::new(id(91), "P-07".into()) }],
        numbers: vec![Number {
            device: Some(id(91)),
            ..Number::new(id(92), "+8613800000001".into())
        }],
        ..Book::default()
    };
    let rows = vec![
        record("sms", None, extra("+86 138 0000 0002", "138 0000 0003", "李", "Berlin")),
        record("key", Some(totp("12345678901234567890")), extra("13800000002", "", "李", "Berlin")),
        record("known", None, extra("13800000001", "", "min-ji", "")),
        record("conflict", None, extra("13800000001", "", "李", "")),
        record("desk", None, extra("", "", "王", "safe")),
        record("lost", None, Extra { ..extra("1.39E+10", "ask Li", "", "") }),
    ];
    let plan = plan_of(&known, table(rows));
    let book = plan.apply(&known, Lang::En, &mut counting(0)).book;
    let told = |n: usize| plan.entries[n].told.clone();
    let account = |login: &str| {
        book.accounts.iter().find(|account| account.login == login).expect("imported")
    };
    let ways = |login: &str| -> Vec<(Role, MethodKind, String)> {
        let number = |method: &Method| {
            method.number.and_then(|id| book.number(id)).map(|n| n.number.clone())
        };
        let ways = account(login).methods.iter();
        ways.map(|m| (m.role, m.kind, number(m).unwrap_or_default())).collect()
    };
    let sms = |role, number: &str| (role, MethodKind::Sms, number.to_owned());
    assert_eq!(
        ways("sms"),
        [sms(Role::Main, "+8613800000002"), sms(Role::Backup, "+8613800000003")]
    );
    assert_eq!(ways("key"), [sms(Role::Backup, "+8613800000002")]);
    let holder = |login: &str| {
        let method = account(login).method(Role::Main).or(account(login).method(Role::Backup));
        method.and_then(|method| book.holder_of(method)).map(|person| &*person.name)
    };
    assert_eq!(holder("sms"), Some("李"));
    assert_eq!(holder("known"), Some("Min-ji"));
    assert_eq!(account("conflict").note, "holder: 李");
    assert_eq!(book.people.len(), 3);
    assert_eq!(book.numbers.len(), 3);
    let labels: Vec<_> = book.devices.iter().map(|d| (&*d.label, &*d.location)).collect();
    assert!(labels.contains(&("李", "Berlin")) && labels.contains(&("P-07", "")), "{labels:?}");
    // No phone to be kept: who it is signs in, and the place is a note.
    let desk = account("desk");
    assert_eq!(desk.users.len(), 1);
    assert_eq!(desk.note, "location: safe");
    assert_eq!(told(4), [Told::HolderUses, Told::LocationInNote]);
    // What is no number is kept as a note, and lost as a number.
    assert_eq!(account("lost").note, "main phone: 1.39E+10\nbackup phone: ask Li");
    assert_eq!(
        told(5),
        [(false, "1.39E+10"), (true, "ask Li")]
            .map(|(backup, text)| Told::PhoneInNote { backup, text: text.into() })
    );
    assert_eq!(plan.sums().lost, 1);
    assert!(plan.is_partial());
}

#[test]
fn losses_are_told_from_changes() {
    let lost = [
        Change::PhoneLost { backup: true },
        Change::MoreCells { count: 2 },
        Change::Key(Remark::NotUtf8),
        Change::Key(Remark::NoPin),
    ];
    let changed = [
        Change::KindAssumed,
        Change::CounterRaised,
        Change::Apostrophe,
        Change::PhoneMended { backup: false },
        Change::Key(Remark::ShortKey),
    ];
    assert!(lost.into_iter().all(|change| Told::Read(change).is_loss()));
    assert!(!changed.into_iter().any(|change| Told::Read(change).is_loss()));
}

#[test]
fn parts_are_missing_until_another_file_has_them() {
    let reading = |seen: &[(i32, u32)]| Reading {
        parts: seen.iter().map(|&(batch, part)| Part { batch, part, of: 3 }).collect(),
        ..Reading::new(Format::GoogleMigration)
    };
    let mut plan = Plan::default();
    let missing = |plan: &Plan| plan.missing.iter().map(|p| (p.batch, p.part)).collect::<Vec<_>>();
    plan.add("1".into(), reading(&[(-7, 1)]), None);
    assert_eq!(missing(&plan), [(-7, 2), (-7, 3)]);
    plan.add("2".into(), reading(&[(-7, 3), (4, 1), (4, 2), (4, 3)]), None);
    assert_eq!(missing(&plan), [(-7, 2)]);
    assert!(plan.is_partial());
    plan.add("3".into(), reading(&[(-7, 2)]), None);
    assert!(missing(&plan).is_empty() && !plan.is_partial());
    plan.add("4".into(), reading(&[(-7, 2)]), None);
    assert!(missing(&plan).is_empty(), "a part that comes again takes nothing away");
}

#[test]
fn a_refused_row_stops_no_other() {
    let plan = list(&Book::default(), &format!("otpauth://totp/x?secret=1\n{A}\nhello\n"));
    assert_eq!((plan.sums().added, plan.sums().refused), (1, 2));
    let rows: Vec<_> = plan.unread.iter().map(|unread| unread.row).collect();
    assert_eq!((rows, plan.entries[0].row), (vec![1, 3], 2));
    assert!(matches!(plan.unread[0].why, Refused::Key(_)));
}

#[test]
fn thousands_with_one_name_or_one_key_are_looked_up_once() {
    let row = |n: u32, same_key: bool| Record {
        issuer: "Bank".into(),
        login: if same_key { n.to_string() } else { "me".into() },
        key: Some(totp(&if same_key { "one key".into() } else { format!("key {n:08}") })),
        ..Record::default()
    };
    for same_key in [true, false] {
        let rows = (0..20_000).map(|n| row(n, same_key)).collect();
        let plan = plan_of(&Book::default(), table(rows));
        let expected = if same_key {
            Likeness::SameKey(Twin::Entry(0))
        } else {
            Likeness::SameName(Twin::Entry(0))
        };
        assert_eq!(plan.entries[19_999].standing, expected);
    }
}
