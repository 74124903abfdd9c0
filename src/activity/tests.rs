//! What is written is read as it was; what was done to it since is told.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Account, Book, Device, DeviceState, Method, MethodKind, Number, Person, Recovery, RecoveryCode,
    Role, Test, TestResult, Worded as _,
};
use crate::otp::{Algorithm, Key, Kind};
use crate::secret::Secret;
use crate::time::Date;

const NOW: Moment = Moment::from_secs(1_773_566_407);

fn id(n: u8) -> Id {
    Id::new(Moment::from_millis(u64::from(n)), [n; 10])
}

fn key(n: u8) -> LogKey {
    LogKey::new(&derive(&Secret::new(vec![n; 32])))
}

fn machine() -> Arc<str> {
    "8da0fc8029af".into()
}

fn event(n: u64) -> Event {
    let deed = Deed { detail: format!("detail {n}"), ..Deed::at(What::Copied, id(7)) };
    Event { at: NOW.plus_millis(n), machine: machine(), who: "Min-ji".into(), deed }
}

/// So many lines of one file, each with the end of the line.
fn lines(count: u64) -> Vec<String> {
    lines_from(Spot::default(), count).0
}

fn lines_from(mut spot: Spot, count: u64) -> (Vec<String>, Spot) {
    let mut lines = Vec::new();
    for _ in 0..count {
        let n = spot.number;
        let nonce = [u8::try_from(n % 251).expect("small"); 24];
        let line = seal(&event(n), &spot, &key(1), nonce);
        let read = last(line.as_bytes(), &machine(), &[key(1)]).expect("what was written");
        spot = Spot { number: n + 1, place: spot.place + 1, before: read.hash };
        lines.push(line + "\n");
    }
    (lines, spot)
}

fn month() -> Month {
    Month::of(NOW)
}

fn looked(content: &[u8]) -> Checked {
    let sheet = read(content, &machine(), &[key(1)]);
    check(&machine(), &[(month(), &sheet)], None)
}

fn flaws(checked: &Checked) -> Vec<(FlawKind, u64)> {
    checked.flaws.iter().map(|flaw| (flaw.kind, flaw.lines)).collect()
}

fn text(longest: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..longest).prop_map(String::from_iter)
}

fn thing() -> impl Strategy<Value = Option<Thing>> {
    prop_oneof![
        Just(None),
        Just(Some(Thing::Device(id(1)))),
        Just(Some(Thing::Number(id(2)))),
        Just(Some(Thing::Person(id(3)))),
    ]
}

#[test]
fn what_was_written_in_two_places_is_all_there() {
    type Text = &'static [u8];
    let cases: [(&str, Text, Text, Text); 5] = [
        ("theirs goes on", b"a\nb\n", b"a\nb\nc\n", b"a\nb\nc\n"),
        ("ours goes on", b"a\nb\n", b"a\n", b"a\nb\n"),
        ("both went on", b"a\nb\n", b"a\nc\n", b"a\nb\nc\n"),
        ("ours is torn", b"a\nb", b"a\nc\n", b"a\nb\nc\n"),
        ("ours is not there", b"", b"a\n", b"a\n"),
    ];
    for (name, ours, theirs, expected) in cases {
        assert_eq!(both(ours, theirs), expected, "{name}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        at in any::<u64>(),
        who in text(LONGEST_NAME),
        detail in text(LONGEST_DETAIL),
        kind in 0..What::ALL.len() - 1,
        (thing, has_account, count) in (thing(), any::<bool>(), any::<u32>()),
        (number, place) in (any::<u64>(), any::<u32>()),
    ) {
        let account = has_account.then(|| id(9));
        let deed = Deed { what: What::ALL[kind], account, thing, count, detail };
        let event = Event { at: Moment::from_millis(at), machine: machine(), who, deed };
        let spot = Spot { number, place, before: [5; 32] };
        let line = seal(&event, &spot, &key(1), [3; 24]);
        prop_assert!(line.len() <= LONGEST_LINE && line.is_ascii());
        let written = last(line.as_bytes(), &machine(), &[key(2), key(1)]).expect("read");
        prop_assert_eq!(&*written.event, &event);
        prop_assert_eq!(written.spot, spot);
    }

    #[test]
    fn nothing_breaks_the_reader(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        looked(&content);
    }
}

#[test]
fn long_texts_are_cut() {
    let mut long = event(0);
    long.who = "光".repeat(9_000);
    long.deed.detail = "\u{1}".repeat(9_000);
    let line = seal(&long, &Spot::default(), &key(1), [0; 24]);
    let read = last(line.as_bytes(), &machine(), &[key(1)]).expect("read");
    assert_eq!(read.event.who.chars().count(), LONGEST_NAME);
    assert_eq!(read.event.deed.detail.chars().count(), LONGEST_DETAIL);
}

#[test]
fn what_was_done_is_not_told_by_the_length() {
    let line = |what| {
        seal(&Event { deed: Deed::at(what, id(1)), ..event(0) }, &Spot::default(), &key(1), [0; 24])
    };
    let lengths =
        |whats: &[What]| -> Vec<usize> { whats.iter().map(|what| line(*what).len()).collect() };
    let all = lengths(&[What::Copied, What::Revealed, What::Rekeyed, What::Found, What::KeyShown]);
    assert!(all.iter().all(|length| *length == all[0]), "{all:?}");
}

#[test]
fn a_whole_file_has_no_flaw() {
    let checked = looked(lines(5).concat().as_bytes());
    assert_eq!((checked.events.len(), flaws(&checked)), (5, vec![]));
    let numbers: Vec<u64> = checked.events.iter().map(|event| event.at.millis_since(NOW)).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
    assert_eq!(flaws(&looked(b"")), []);
}

#[test]
fn every_single_byte_that_is_changed_is_told() {
    let whole = lines(3).concat().into_bytes();
    for at in 0..whole.len() {
        for flip in [1, 0x20, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= flip;
            assert!(!looked(&changed).flaws.is_empty(), "byte {at} ^ {flip}");
        }
        let mut shorter = whole.clone();
        shorter.remove(at);
        assert!(!looked(&shorter).flaws.is_empty(), "byte {at} taken out");
        let mut longer = whole.clone();
        longer.insert(at, b'\n');
        assert!(!looked(&longer).flaws.is_empty(), "a line ended at {at}");
    }
}

#[test]
fn what_was_done_to_the_lines_is_told() {
    type Case = (&'static str, &'static [usize], usize, &'static [(FlawKind, u64)]);
    use FlawKind::{Damaged, Missing, Order, Torn};
    let all = lines(6);
    let of =
        |places: &[usize]| looked(places.iter().map(|n| &*all[*n]).collect::<String>().as_bytes());
    let cases: [Case; 6] = [
        ("one dropped", &[0, 1, 3, 4, 5], 5, &[(Missing, 1)]),
        ("several dropped", &[0, 4, 5], 3, &[(Missing, 3)]),
        ("the first dropped", &[1, 2, 3, 4, 5], 5, &[(Missing, 1)]),
        ("two swapped", &[0, 2, 1, 3, 4, 5], 6, &[(Order, 1)]),
        ("one twice", &[0, 1, 2, 2, 3, 4, 5], 6, &[(Order, 1)]),
        ("all twice", &[0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], 6, &[(Order, 6)]),
    ];
    for (name, places, events, expected) in cases {
        let checked = of(places);
        assert_eq!((checked.events.len(), &*flaws(&checked)), (events, expected), "{name}");
    }
    let text = all.concat();
    let torn = looked(&text.as_bytes()[..text.len() - 40]);
    assert_eq!((torn.events.len(), flaws(&torn)), (5, vec![(Torn, 1)]));
    let no_end = looked(&text.as_bytes()[..text.len() - 1]);
    assert_eq!((no_end.events.len(), flaws(&no_end)), (6, vec![(Torn, 1)]));
    let altered = text.replacen(&all[2][60..70], "AAAAAAAAAA", 1);
    assert_eq!(flaws(&looked(altered.as_bytes())), [(Damaged, 1)]);
}

#[test]
fn a_line_that_was_left_unfinished_is_no_gap() {
    let (first, spot) = lines_from(Spot::default(), 2);
    let (next, _) = lines_from(spot, 2);
    let torn = &next[0][..50];
    let content = format!("{}{torn}\n{}", first.concat(), next.concat());
    let checked = looked(content.as_bytes());
    assert_eq!((checked.events.len(), flaws(&checked)), (4, vec![(FlawKind::Torn, 1)]));
    assert!(!FlawKind::Torn.is_gap());
}

#[test]
fn months_may_go_from_the_beginning_only() {
    let mut spot = Spot::default();
    let sheets: Vec<(Month, Sheet)> = [3_u64, 2, 2]
        .into_iter()
        .enumerate()
        .map(|(at, count)| {
            let (lines, end) = lines_from(Spot { place: 0, ..spot }, count);
            spot = end;
            let month = month().back(2 - u32::try_from(at).expect("small"));
            (month, read(lines.concat().as_bytes(), &machine(), &[key(1)]))
        })
        .collect();
    let of = |places: &[usize]| {
        let chosen: Vec<_> = places.iter().map(|n| (sheets[*n].0, &sheets[*n].1)).collect();
        flaws(&check(&machine(), &chosen, None))
    };
    assert_eq!(of(&[0, 1, 2]), []);
    assert_eq!(of(&[1, 2]), [], "old activity goes");
    assert_eq!(of(&[2]), []);
    assert_eq!(of(&[0, 2]), [(FlawKind::Missing, 2)]);
    let mut beheaded = sheets[1].1.clone();
    beheaded.lines.remove(0);
    let checked = check(&machine(), &[(month(), &beheaded)], None);
    assert_eq!(flaws(&checked), [(FlawKind::Missing, 1)]);
}

#[test]
fn what_was_seen_before_is_missed_at_the_end() {
    let all = lines(5);
    let known = looked(all.concat().as_bytes()).tail;
    let sheet = read(all[..3].concat().as_bytes(), &machine(), &[key(1)]);
    let checked = check(&machine(), &[(month(), &sheet)], known);
    assert_eq!(flaws(&checked), [(FlawKind::Cut, 2)]);
    let (more, _) = lines_from(
        Spot {
            number: 3,
            place: 3,
            before: looked(all[..3].concat().as_bytes()).tail.expect("one").hash,
        },
        4,
    );
    let rewritten = format!("{}{}", all[..3].concat(), more.concat().replace('A', "B"));
    let sheet = read(rewritten.as_bytes(), &machine(), &[key(1)]);
    assert!(!check(&machine(), &[(month(), &sheet)], known).flaws.is_empty());
    let sheet = read(all.concat().as_bytes(), &machine(), &[key(1)]);
    assert_eq!(flaws(&check(&machine(), &[(month(), &sheet)], known)), []);
}

#[test]
fn files_go_when_they_are_old_and_are_missed_before() {
    let of = |text: &str| text.parse::<Month>().expect("a month");
    let this = of("2026-11");
    let cases: [(&str, &[&str], bool); 9] = [
        ("2026-11", &[], false),
        ("2026-10", &["2026-11"], false),
        // Whatever another machine keeps, it keeps the newest two.
        ("2026-09", &["2026-11"], false),
        ("2026-09", &["2026-10", "2026-11"], true),
        ("2026-10", &["2026-11", "2026-12"], false),
        ("2026-09", &["2026-08", "2026-10", "2026-11"], false),
        // That machine is no longer used.
        ("2024-10", &[], true),
        ("2024-11", &[], false),
        ("2095-01", &["2095-02", "2095-03"], true),
    ];
    for (gone, left, expected) in cases {
        let left: Vec<Month> = left.iter().map(|month| of(month)).collect();
        assert_eq!(may_go(of(gone), &left, this), expected, "{gone} {left:?}");
    }
    let tail = |month: Option<&str>| Tail { number: 4, hash: [1; 32], month: month.map(of) };
    let seen =
        [("a", Some("2026-10")), ("b", Some("2024-09")), ("c", None), ("d", Some("2026-11"))];
    let seen = seen.map(|(machine, month)| (Arc::from(machine), tail(month))).into();
    let told = gone(&seen, Some(this), |machine| machine == "d");
    let told: Vec<_> = told.iter().map(|it| (&*it.machine, it.month, it.kind, it.lines)).collect();
    assert_eq!(told, [("a", of("2026-10"), FlawKind::Gone, 5)]);
}

#[test]
fn another_key_and_another_machine_open_nothing() {
    let content = lines(2).concat();
    let sheet = read(content.as_bytes(), &machine(), &[key(2)]);
    assert_eq!(sheet.lines, [Line::Sealed, Line::Sealed]);
    assert_eq!(flaws(&check(&machine(), &[(month(), &sheet)], None)), [(FlawKind::Sealed, 2)]);
    let sheet = read(content.as_bytes(), &"another".into(), &[key(1)]);
    assert_eq!(sheet.lines, [Line::Damaged, Line::Damaged]);
}

#[test]
fn what_a_newer_program_writes_is_kept() {
    let line = seal(&event(0), &Spot::default(), &key(1), [0; 24]);
    assert!(last(line.as_bytes(), &machine(), &[key(1)]).is_some());
    assert_eq!(What::from_word("taught-to-sing"), None);
}

#[test]
fn months() {
    let month: Month = "2026-03".parse().expect("a month");
    let cases =
        [(0, "2026-03"), (2, "2026-01"), (3, "2025-12"), (27, "2023-12"), (u32::MAX, "0000-01")];
    for (back, expected) in cases {
        assert_eq!(month.back(back).to_string(), expected);
    }
    for text in ["2026-3", "2026-00", "2026-13", "+026-01", "2026_01", "2026-01-01", ""] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
}

fn account(n: u8) -> Account {
    let secret = Secret::from_text(format!("NEEDLE-KEY-{n:09}"));
    Account {
        store: format!("Store {n}"),
        platform: "Amazon".into(),
        key: Some(Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")),
        recovery: Some(Recovery {
            codes: vec![RecoveryCode { code: Secret::from_text("NEEDLE-CODE".into()), used: None }],
            ..Recovery::default()
        }),
        methods: vec![Method::new(MethodKind::Sms, Role::Backup)],
        ..Account::blank(id(n))
    }
}

fn book() -> Book {
    Book {
        accounts: (1..=3).map(account).collect(),
        devices: vec![Device::new(id(20), "P-07".into())],
        numbers: vec![Number::new(id(21), "+8613800138000".into())],
        people: vec![Person::new(id(22), "Li".into())],
        ..Book::default()
    }
}

fn day() -> Date {
    NOW.date()
}

#[test]
fn what_an_edit_amounts_to() {
    type Case = (&'static str, fn(&mut Book), Vec<(What, &'static str)>);
    let cases: Vec<Case> = vec![
        ("nothing", |_| {}, vec![]),
        (
            "a name and a note",
            |b| {
                b.accounts[0].login = "NEEDLE@value".into();
                b.accounts[0].note = "NEEDLE".into();
            },
            vec![(What::Edited, "login note")],
        ),
        (
            "another key",
            |b| {
                let key = Key::new(
                    Secret::from_text("NEEDLE-NEW-KEY".into()),
                    Kind::Steam,
                    Algorithm::Sha1,
                    5,
                );
                b.accounts[0].key = key.ok();
                b.accounts[0].keyed = Some(day());
            },
            vec![(What::Rekeyed, "")],
        ),
        ("no key any more", |b| b.accounts[0].key = None, vec![(What::Edited, "key")]),
        (
            "a test",
            |b| {
                b.accounts[0].methods[0].tested =
                    Some(Test { on: day(), result: TestResult::Ok, by: "Li".into() });
            },
            vec![(What::Tested, "sms ok")],
        ),
        (
            "a method",
            |b| {
                b.accounts[0].methods.push(Method::new(MethodKind::Push, Role::Extra));
            },
            vec![(What::Edited, "methods")],
        ),
        (
            "a code used",
            |b| {
                b.accounts[0].recovery.as_mut().expect("codes").codes[0].used = Some(day());
            },
            vec![(What::RecoveryUsed, "")],
        ),
        (
            "other codes",
            |b| {
                b.accounts[0].recovery.as_mut().expect("codes").codes[0].code =
                    Secret::from_text("NEEDLE-2".into());
            },
            vec![(What::Edited, "recovery")],
        ),
        ("taken out", |b| drop(b.remove(id(2))), vec![(What::Removed, "Store 2 / Amazon")]),
        ("new", |b| b.accounts.push(account(9)), vec![(What::Added, "")]),
        (
            "lost",
            |b| {
                b.devices[0].state = DeviceState::Stolen;
                b.devices[0].since = Some(day());
            },
            vec![(What::Lost, "stolen")],
        ),
        ("broken", |b| b.devices[0].state = DeviceState::Broken, vec![(What::Edited, "state")]),
        ("left", |b| b.people[0].left = Some(day()), vec![(What::Lost, "left")]),
        ("a number taken out", |b| b.numbers.clear(), vec![(What::Removed, "+86•••8000")]),
        (
            "all pinned",
            |b| b.accounts.iter_mut().for_each(|a| a.pinned = true),
            vec![(What::Edited, "pinned"); 3],
        ),
    ];
    for (name, edit, expected) in cases {
        let (before, mut after) = (book(), book());
        edit(&mut after);
        let deeds = changes(&before, &after);
        let told: Vec<(What, &str)> = deeds.iter().map(|deed| (deed.what, &*deed.detail)).collect();
        assert_eq!(told, expected, "{name}");
        let line = format!("{deeds:?}");
        assert!(!line.contains("NEEDLE"), "{name}: {line}");
    }
    // A test that is taken back is no test: "ok" was written down when nothing had come.
    let tested = |on: Date, result: TestResult| {
        let mut book = book();
        book.accounts[0].methods[0].tested = Some(Test { on, result, by: String::new() });
        book
    };
    let earlier = Date::constant(2020, 1, 1);
    let (failed, before) = (tested(day(), TestResult::None), tested(earlier, TestResult::Ok));
    let told = changes(&failed, &before);
    assert_eq!((told.len(), told[0].what, &*told[0].detail), (1, What::Edited, "methods"));
    let (mut lost, found) = (book(), book());
    lost.devices[0].state = DeviceState::Lost;
    assert_eq!(changes(&lost, &found)[0].what, What::Found);
}

#[test]
fn a_counter_that_moves_on_is_no_edit() {
    let counting = |counter| {
        let mut book = book();
        let kind = Kind::Hotp { counter };
        book.accounts[0].key = Key::new(Secret::new(vec![1; 20]), kind, Algorithm::Sha1, 6).ok();
        book
    };
    assert_eq!(changes(&counting(3), &counting(4)), []);
}

#[test]
fn many_of_a_kind_are_one() {
    let mut after = book();
    after.accounts.extend((30..70).map(account));
    after.accounts[0].login = "x".into();
    let deeds = changes(&book(), &after);
    let told: Vec<_> = deeds.iter().map(|deed| (deed.what, deed.count, deed.account)).collect();
    assert_eq!(told, [(What::Edited, 1, Some(id(1))), (What::Added, 40, None)]);
}
