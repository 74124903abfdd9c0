//! Every kind of record through its form and back; what a form must not lose.

mod days;
mod gone;
mod pin;
mod place;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Account, CopyKind, Device, DeviceKind, DeviceState, KeyCopy, Loss, Method, MethodKind,
    MethodState, Number, NumberKind, NumberState, Person, Recovery, Role, Snooze, Test, TestResult,
    Thing, TwoStep,
};
use crate::otp::{Algorithm, Kind};
use crate::secret::Secret;
use crate::time::Moment;

const TODAY: &str = "2026-05-05";

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn id(n: u8) -> Id {
    Id::new(Moment::from_millis(u64::from(n)), [n; 10])
}

fn worded<T: Worded + std::fmt::Debug>() -> impl Strategy<Value = T> {
    proptest::sample::select(T::ALL)
}

/// Few names, so that some are the same, the same but for capitals, or missing.
fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["P-01", "p-01", "P-02", "Li Lei", "li lei", "光之", ""])
        .prop_map(str::to_owned)
}

fn days() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((1_i8..=28).prop_map(|d| day(&format!("2026-03-{d:02}"))))
}

/// A reference to one of four records, of which one is never there.
fn link(from: u8) -> impl Strategy<Value = Option<Id>> {
    proptest::option::of((from..from + 4).prop_map(id))
}

prop_compose! {
    fn device(n: u8)(label in name(), kind in worded(), holder in link(60), location in name(),
        state in worded::<DeviceState>(), since in days(), auto_time in any::<Option<bool>>(), note in name()) -> Device {
        let label = if label.is_empty() { "P-09".into() } else { label };
        let kind: DeviceKind = kind;
        Device { kind, holder, location, state, since, auto_time, note, ..Device::new(id(n), label) }
    }
}

prop_compose! {
    fn number(n: u8)(tail in 0..3, kind in worded::<NumberKind>(), carrier in name(), registered_to in name(),
        device in link(20), state in worded::<NumberState>(), since in days(), keepalive in days(), note in name()) -> Number {
        let digits = ["+8613800138000", "138 0013 8000", "+1 212-555-0143"][usize::try_from(tail).expect("small")];
        Number { kind, carrier, registered_to, device, state, since, keepalive, note, ..Number::new(id(n), digits.into()) }
    }
}

prop_compose! {
    fn person(n: u8)(name in name(), team in name(), left in days()) -> Person {
        let name = if name.is_empty() { "Wang".into() } else { name };
        Person { team, left, ..Person::new(id(n), name) }
    }
}

prop_compose! {
    fn method()(kind in worded::<MethodKind>(), role in worded::<Role>(), device in link(20), number in link(40),
        address in name(), state in worded::<MethodState>(), registered in days(),
        tested in proptest::option::of((worded::<TestResult>(), name()))) -> Method {
        let tested = tested.map(|(result, by)| Test { on: day("2026-02-02"), result, by });
        Method { device, number, address, state, registered, tested, ..Method::new(kind, role) }
    }
}

prop_compose! {
    fn copy()(kind in worded::<CopyKind>(), place in name(), device in link(20), holder in link(60),
        added in days(), removed in days()) -> KeyCopy {
        KeyCopy { kind, place, device, holder, added, removed }
    }
}

fn key() -> impl Strategy<Value = Key> {
    let kinds = vec![
        Kind::Totp { period: 60 },
        Kind::Hotp { counter: 7 },
        Kind::Steam,
        Kind::Motp,
        Kind::Yandex,
    ];
    (proptest::sample::select(kinds), any::<bool>()).prop_map(|(kind, pin)| {
        let key = Key::new(Secret::new(vec![7; 20]), kind, Algorithm::default(), 8).expect("a key");
        key.with_pin(pin.then(|| Secret::from_text("0007".into())))
    })
}

prop_compose! {
    fn account(n: u8)(texts in proptest::collection::vec(name(), 7), methods in proptest::collection::vec(method(), 0..5),
        copies in proptest::collection::vec(copy(), 0..3), key in proptest::option::of(key()), keyed in days(),
        two_step in worded::<TwoStep>(), users in proptest::collection::vec(60_u8..64, 0..3),
        codes in proptest::option::of(proptest::collection::vec(days(), 0..3)), counted in any::<Option<u32>>()) -> Account {
        let [company, note, profile, console, place, tag, site] = <[String; 7]>::try_from(texts).expect("seven");
        let codes = codes.map(|days| Recovery {
            codes: days.into_iter().map(|used| RecoveryCode { code: Secret::new(b"rook".to_vec()), used }).collect(),
            counted, place, checked: Some(used_day()),
        });
        Account { store: "Hikari".into(), company, note, profile, console, methods, copies, key, keyed, two_step,
            tags: vec![tag], marketplaces: vec![site], users: users.into_iter().map(id).collect(), recovery: codes,
            ..Account::blank(id(n)) }
    }
}

fn used_day() -> Date {
    day("2026-01-01")
}

fn thing() -> impl Strategy<Value = Thing> {
    let at = |from: u8| (from..from + 3).prop_map(id);
    prop_oneof![
        at(20).prop_map(Thing::Device),
        at(40).prop_map(Thing::Number),
        at(60).prop_map(Thing::Person),
    ]
}

prop_compose! {
    fn book()(accounts in [account(1), account(2)], devices in [device(20), device(21), device(22)],
        numbers in [number(40), number(41), number(42)], people in [person(60), person(61), person(62)],
        about in proptest::option::of(thing()), lost in thing()) -> Book {
        let snooze = Snooze { id: id(80), rule: "B09".into(), account: Some(id(1)), about, detail: String::new(), severity: None, until: day("2026-09-09"),
            reason: String::new(), by: String::new(), on: day("2026-03-03") };
        let loss = Loss { id: id(81), thing: lost, on: day("2026-03-03"), by: String::new(), saw: false, ticks: Vec::new() };
        Book { accounts: accounts.into(), devices: devices.into(), numbers: numbers.into(), people: people.into(),
            snoozes: vec![snooze], losses: vec![loss], ..Book::default() }
    }
}

fn targets(book: &Book) -> Vec<Target> {
    let mut targets = vec![];
    for account in &book.accounts {
        targets.push(Target::Account(Some(account.id)));
        targets.push(Target::Recovery(account.id));
        targets.extend((0..account.methods.len()).map(|at| Target::Method(account.id, Some(at))));
        targets.extend((0..account.copies.len()).map(|at| Target::Copy(account.id, Some(at))));
    }
    targets.extend(book.devices.iter().map(|device| Target::Device(Some(device.id))));
    targets.extend(book.numbers.iter().map(|number| Target::Number(Some(number.id))));
    targets.extend(book.people.iter().map(|person| Target::Person(Some(person.id))));
    targets
}

fn save(draft: &Draft, target: Target, book: &mut Book) -> Saved<Done> {
    let mut next = 100;
    let fresh = &mut || {
        next += 1;
        id(next)
    };
    draft.save(
        target,
        &mut Work { book, today: day(TODAY), by: "Min-ji", region: None, hand: 0, fresh },
    )
}

proptest! {
    #[test]
    fn a_form_that_nobody_touched_changes_nothing(before in book()) {
        for target in targets(&before) {
            let mut book = before.clone();
            let draft = target.draft(&book).expect("is there");
            let done = save(&draft, target, &mut book).expect("no flaws");
            prop_assert!(!done.added || target.subject() == Subject::Recovery, "{target:?}");
            prop_assert_eq!(&book, &before, "{:?}", target);
        }
    }

    #[test]
    fn what_is_removed_is_mentioned_nowhere(mut book in book(), thing in thing()) {
        book.remove_thing(thing, used_day());
        let left = format!("{book:?}");
        prop_assert!(!left.contains(&thing.id().to_string()));
    }
}

/// An account whose key is on P-01, which Li holds, with a text message to the same phone.
fn team() -> Book {
    let mut book = Book {
        people: vec![Person::new(id(60), "Li".into()), Person::new(id(61), "Min-ji".into())],
        devices: vec![Device { holder: Some(id(60)), ..Device::new(id(20), "P-01".into()) }],
        ..Book::default()
    };
    let app = Method { device: Some(id(20)), ..Method::new(MethodKind::Totp, Role::Main) };
    let second = Method::new(MethodKind::Email, Role::Backup);
    let third = Method::new(MethodKind::Sms, Role::Backup);
    let key =
        Key::new(Secret::new(vec![7; 20]), Kind::Totp { period: 30 }, Algorithm::default(), 6);
    let account = Account {
        store: "Hikari".into(),
        key: key.ok(),
        methods: vec![app, second, third],
        ..Account::blank(id(1))
    };
    book.accounts = vec![account];
    book
}

fn edit(book: &mut Book, target: Target, texts: &[(Field, &str)]) -> Saved<Done> {
    let mut draft = target.draft(book).expect("is there");
    for (field, text) in texts {
        draft.set(*field, text);
    }
    save(&draft, target, book)
}

const ACCOUNT: fn() -> Target = || Target::Account(Some(id(1)));

#[test]
fn who_had_a_key_is_not_forgotten() {
    type Change = (&'static str, Target, Vec<(Field, &'static str)>, bool);
    let cases: [Change; 7] = [
        ("handed over", Target::Device(Some(id(20))), vec![(Field::Holder, "min-ji")], true),
        ("put away", Target::Device(Some(id(20))), vec![(Field::Holder, "")], true),
        ("handed over in the account's form", ACCOUNT(), vec![(Field::Holder, "Min-ji")], true),
        ("on another phone", ACCOUNT(), vec![(Field::Device, "P-02"), (Field::Holder, "")], true),
        (
            "no app any more",
            ACCOUNT(),
            vec![(Field::By, "sms"), (Field::Device, ""), (Field::Holder, "")],
            true,
        ),
        ("the same person", Target::Device(Some(id(20))), vec![(Field::Holder, " LI ")], false),
        (
            "with a new key",
            ACCOUNT(),
            vec![
                (Field::Device, "P-02"),
                (Field::Holder, "Min-ji"),
                (Field::Key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            ],
            false,
        ),
    ];
    for (name, target, texts, traced) in cases {
        let mut book = team();
        edit(&mut book, target, &texts).expect(name);
        let trace = KeyCopy {
            kind: CopyKind::App,
            place: "P-01".into(),
            device: None,
            holder: Some(id(60)),
            added: None,
            removed: Some(day("2026-05-05")),
        };
        let expected = if traced { vec![trace] } else { Vec::new() };
        assert_eq!(book.accounts[0].copies, expected, "{name}");
    }
}

/// A lost phone that was set to retired, and a copy that was taken off the list, both silenced B04.
#[test]
fn tidying_up_is_not_replacing_the_key() {
    let mut book = team();
    let phone = Target::Device(Some(id(20)));
    edit(&mut book, phone, &[(Field::DeviceState, "lost"), (Field::Since, "2026-04-01")])
        .expect("saves");
    assert_eq!(book.accounts[0].exposed, None, "the record says so itself");
    let mut found = book.clone();
    edit(&mut found, phone, &[(Field::DeviceState, "ok")]).expect("saves");
    assert_eq!(found.accounts[0].exposed, None, "it turned up");
    edit(&mut book, phone, &[(Field::DeviceState, "retired")]).expect("saves");
    assert_eq!(book.accounts[0].exposed, Some(day("2026-04-01")));

    let mut book = team();
    edit(
        &mut book,
        Target::Copy(id(1), None),
        &[(Field::Place, "Aegis"), (Field::Holder, "Min-ji")],
    )
    .expect("saves");
    let before = book.accounts[0].clone();
    let without = book.without_copy(&before, 0, day("2026-05-05")).expect("it is there");
    assert_eq!((without.copies.len(), without.exposed), (0, None));
    for person in &mut book.people {
        person.left = (person.name == "Min-ji").then(|| day("2026-04-02"));
    }
    let without = book.without_copy(&before, 0, day("2026-05-05")).expect("it is there");
    assert_eq!((without.copies.len(), without.exposed), (0, Some(day("2026-04-02"))));
    assert!(book.without_copy(&before, 1, day("2026-05-05")).is_none());
}

#[test]
fn a_key_that_is_replaced_is_dated() {
    let other = (Field::Key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let cases = [
        ("replaced", vec![other], Some("2026-05-05")),
        ("replaced, and dated", vec![other, (Field::Keyed, "2026-05-01")], Some("2026-05-01")),
        ("described otherwise", vec![(Field::Period, "60")], Some("2026-01-01")),
        ("nothing of it", vec![(Field::Note, "x")], Some("2026-01-01")),
    ];
    for (name, texts, keyed) in cases {
        let mut book = team();
        book.accounts[0].keyed = Some(used_day());
        // On the day of the edit, and before it.
        let test = Test { on: day("2026-05-05"), result: TestResult::Ok, by: String::new() };
        book.accounts[0].methods[0].tested = Some(test);
        edit(&mut book, ACCOUNT(), &texts).expect(name);
        let account = &book.accounts[0];
        assert_eq!(account.keyed, keyed.map(day), "{name}");
        let is_of_it = account.test_of(&account.methods[0]).is_some();
        assert_eq!(is_of_it, name != "replaced", "{name}");
    }
}

#[test]
fn methods_that_a_form_does_not_show_stay() {
    let mut book = team();
    edit(&mut book, ACCOUNT(), &[(Field::Backup, "voice")]).expect("saved");
    let kinds: Vec<MethodKind> = book.accounts[0].methods.iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [MethodKind::Totp, MethodKind::Voice, MethodKind::Sms]);
    edit(&mut book, ACCOUNT(), &[(Field::Backup, "")]).expect("saved");
    let kinds: Vec<MethodKind> = book.accounts[0].methods.iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [MethodKind::Totp, MethodKind::Sms]);
}

#[test]
fn a_number_is_found_by_its_last_digits_and_nothing_else_is_taken_for_it() {
    let mut book = team();
    book.numbers = vec![Number::new(id(40), "+8613800138123".into())];
    let texts = [(Field::Backup, "sms"), (Field::BackupNumber, "8123")];
    edit(&mut book, ACCOUNT(), &texts).expect("saved");
    assert_eq!(book.accounts[0].methods[1].number, Some(id(40)));
    edit(&mut book, ACCOUNT(), &[(Field::BackupNumber, "123")]).expect("saved");
    assert_eq!(book.numbers.len(), 2);
    let mut other = Draft::new(Subject::Number);
    other.set(Field::Number, "0086 138 0013 8123");
    let taken = save(&other, Target::Number(None), &mut book);
    assert_eq!(taken, Err(vec![(Field::Number, Flaw::Taken)]));
}

/// Of two people, phones or lines of one name the first was taken.
#[test]
fn of_two_of_one_name_none_is_taken_unsaid() {
    let number = || Number::new(id(40), "+8613800138123".into());
    let twins = || Book {
        people: vec![Person::new(id(60), "Li".into()), Person::new(id(62), "LI ".into())],
        devices: vec![Device::new(id(20), "P-01".into()), Device::new(id(22), "p-01".into())],
        numbers: vec![number(), Number { id: id(42), ..number() }],
        accounts: vec![Account { store: "Hikari".into(), ..Account::blank(id(1)) }],
        ..Book::default()
    };
    let method = Target::Method(id(1), None);
    let cases: [(Target, Field, &str, [u8; 2]); 8] = [
        (Target::Device(None), Field::Holder, "li", [60, 62]),
        (Target::Number(None), Field::Device, "P-01", [20, 22]),
        (Target::Account(None), Field::Users, "Li", [60, 62]),
        (method, Field::Device, "P-01", [20, 22]),
        (method, Field::Number, "8123", [40, 42]),
        (method, Field::Holder, "Li", [60, 62]),
        (Target::Copy(id(1), None), Field::Device, "P-01", [20, 22]),
        (Target::Copy(id(1), None), Field::Holder, "Li", [60, 62]),
    ];
    for (target, field, typed, found) in cases {
        let needed: &[(Field, &str)] = match target {
            Target::Device(_) => &[(Field::Label, "P-02")],
            Target::Number(_) => &[(Field::Number, "+4930123456")],
            Target::Account(_) => &[(Field::Store, "Luna")],
            _ => &[(Field::MethodKind, "sms")],
        };
        let texts = [needed, &[(field, typed)]].concat();
        let found: Vec<Id> = found.into_iter().map(id).collect();
        let [first, second] = found[..] else { unreachable!("two") };
        let mut book = twins();
        let refused = edit(&mut book, target, &texts);
        assert_eq!(refused, Err(vec![(field, Flaw::Several { found })]), "{field:?} {typed}");
        // One by its id, or the one that stands in the same vault.
        let by_id = second.to_string();
        let texts = [needed, &[(field, &by_id)]].concat();
        edit(&mut book, target, &texts).expect("saved");
        let mentions = |book: &Book, one: Id| {
            let records = (&book.accounts, &book.devices, &book.numbers);
            format!("{records:?}").matches(&one.to_string()).count()
        };
        let none = |one| mentions(&twins(), one);
        assert!(mentions(&book, second) > none(second), "{field:?}");
        assert_eq!(mentions(&book, first), none(first), "{field:?}");
        let mut book = twins();
        for (record, place) in [(id(1), 0), (first, 1), (second, 0)] {
            book.homes.put(record, place);
        }
        let texts = [needed, &[(field, typed)]].concat();
        edit(&mut book, target, &texts).expect("saved");
        assert!(mentions(&book, second) > none(second), "{field:?}");
    }
}

/// Who was named beside a new phone was not its holder, and that was found wrong a moment later.
#[test]
fn a_phone_nobody_had_goes_to_whoever_is_named_with_a_copy_on_it() {
    let person = |n, name: &str| Person::new(id(n), name.to_owned());
    let mut book = Book {
        accounts: vec![Account::blank(id(1))],
        devices: vec![Device::new(id(20), "PX-77".into())],
        people: vec![person(60, "Anna"), person(61, "Bert")],
        ..Book::default()
    };
    let copy = |holder: &str, book: &mut Book| {
        let target = Target::Copy(id(1), None);
        let mut draft = target.draft(book).expect("a form");
        draft.set(Field::CopyKind, "app");
        draft.set(Field::Device, "PX-77");
        draft.set(Field::Holder, holder);
        save(&draft, target, book).expect("saved");
        let holder = book.devices[0].holder.and_then(|holder| book.person(holder));
        holder.map(|person| person.name.clone())
    };
    assert_eq!(copy("", &mut book), None);
    assert_eq!(copy("Anna", &mut book).as_deref(), Some("Anna"));
    // Somebody else may have a copy on a phone that is Anna's.
    assert_eq!(copy("Bert", &mut book).as_deref(), Some("Anna"));
}

#[test]
fn what_reads_as_a_key_and_is_none_is_refused() {
    let (one, other) = ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KRUGKIDROVUWG2ZAMJZG653OEBTG66BA");
    for (typed, flaw) in [
        ("no 2FA".to_owned(), Some(Flaw::Words)),
        ("P 7".to_owned(), Some(Flaw::Words)),
        (format!("KEY {other}"), Some(Flaw::Words)),
        (format!("me {other}"), Some(Flaw::Words)),
        (format!("{other}\n{one}"), Some(Flaw::Together)),
        (format!("{other} {one}"), Some(Flaw::Together)),
        (format!("{one}{one}"), Some(Flaw::Together)),
        // Short, and a key; that is remarked.
        ("GEZD5NB7".to_owned(), None),
        ("jbsw y3dp ehpk 3pxp".to_owned(), None),
    ] {
        let mut draft = Draft::new(Subject::Account);
        draft.set(Field::Login, "me");
        draft.set(Field::Key, &typed);
        assert_eq!(draft.key().err(), flaw.map(|flaw| (Field::Key, flaw)), "{typed}");
    }
}

/// It stood in lists and on screens for everybody to see.
#[test]
fn a_key_in_the_field_of_a_name_is_refused() {
    let key = "NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let mut book = Book::default();
    for field in [Field::Platform, Field::Store, Field::Login, Field::Sites, Field::Tags] {
        let mut draft = Draft::new(Subject::Account);
        draft.set(Field::Login, "me");
        draft.set(field, key);
        let refused = save(&draft, Target::Account(None), &mut book).expect_err("a key");
        assert_eq!(refused, [(field, Flaw::KeyThere)]);
    }
    let mut draft = Draft::new(Subject::Person);
    draft.set(Field::Name, key);
    let refused = save(&draft, Target::Person(None), &mut book).expect_err("a key");
    assert_eq!(refused, [(Field::Name, Flaw::KeyThere)]);
    // What stands there already does not keep anybody from something else.
    let id = id(7);
    book.accounts.push(Account { login: key.into(), ..Account::blank(id) });
    let mut draft = Target::Account(Some(id)).draft(&book).expect("it");
    draft.set(Field::Note, "call first");
    save(&draft, Target::Account(Some(id)), &mut book).expect("saved");
    for name in ["光之户外旗舰店", "OPERATIONSDEPARTMENT", "seller2024@hikari.example", "P-07"]
    {
        let mut draft = Draft::new(Subject::Account);
        draft.set(Field::Login, name);
        assert!(!draft.has_misplaced_key(Field::Login), "{name}");
    }
}

#[test]
fn every_flaw_is_told_at_its_field() {
    type Case = (Subject, &'static [(Field, &'static str)], &'static [(Field, Flaw)]);
    let cases: [Case; 9] = [
        (Subject::Device, &[], &[(Field::Label, Flaw::Missing)]),
        (
            Subject::Device,
            &[(Field::Label, "P"), (Field::DeviceKind, "car")],
            &[(Field::DeviceKind, Flaw::NotAChoice)],
        ),
        (Subject::Number, &[(Field::Number, "ask")], &[(Field::Number, Flaw::NotAPhone)]),
        (
            Subject::Person,
            &[(Field::Name, "Li"), (Field::LeftOn, "soon")],
            &[(Field::LeftOn, Flaw::NotADay)],
        ),
        (Subject::Method, &[], &[(Field::MethodKind, Flaw::Missing)]),
        (
            Subject::Method,
            &[(Field::MethodKind, "sms"), (Field::Result, "ok")],
            &[(Field::Result, Flaw::NoTest)],
        ),
        (Subject::Copy, &[(Field::Added, "x")], &[(Field::Added, Flaw::NotADay)]),
        (Subject::Recovery, &[(Field::Left, "few")], &[(Field::Left, Flaw::NotANumber)]),
        (
            Subject::Account,
            &[(Field::TwoStep, "maybe")],
            &[(Field::Store, Flaw::NoName), (Field::TwoStep, Flaw::NotAChoice)],
        ),
    ];
    for (subject, texts, flaws) in cases {
        let mut draft = Draft::new(subject);
        for (field, text) in texts {
            draft.set(*field, text);
        }
        assert_eq!(draft.flaws(), flaws, "{subject:?} {texts:?}");
    }
}

#[test]
fn a_hurried_person_sees_the_short_form() {
    let mut draft = Draft::new(Subject::Account);
    assert!(draft.fields().all(|field| field != Field::TwoStep));
    draft.unfold();
    assert!(draft.fields().any(|field| field == Field::TwoStep));
    assert!(draft.fields().all(|field| field != Field::Keyed), "without a key");
    let book = team();
    let mut draft = Draft::new(Subject::Account);
    assert_eq!(draft.suggestions(Field::Holder, &book), ["Li", "Min-ji"]);
    assert_eq!(draft.suggestions(Field::Store, &book), [""; 0]);
    draft.set(Field::Users, "Li");
    assert!(draft.applies(Field::Users));
}
