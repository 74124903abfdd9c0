//! Any book at all: what is saved is what is opened.

use keyrack::model::{
    Account, Book, Device, DeviceState, Id, Method, MethodKind, MethodState, Number, NumberState,
    Person, Role, Test, TestResult,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::{Date, Moment};
use keyrack::vault::{Identity, Keys};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::support::{NOW, create, open, place};

/// Texts that break out of quotes, comments, lines and terminals.
fn text() -> impl Strategy<Value = String> {
    let hostile = select(vec![
        "",
        "\"",
        "\\",
        "\\\"",
        "\n",
        "\r\n",
        "\0",
        "\x1b]0;x\x07",
        "\u{202e}",
        "\u{feff}",
        "//",
        "/*",
        "*/",
        "r#\"",
        "\"#",
        ")",
        "]",
        ",",
        "Some(",
        "\u{301}",
        "e\u{301}",
        "👩‍👩‍👧",
        "光之户外",
        "\u{e0041}",
        "\u{10ffff}",
        "\\u{0}",
        "'",
        "#![enable(implicit_some)]",
        "  ",
        "AGE-SECRET-KEY-1",
    ]);
    let piece =
        prop_oneof![hostile.prop_map(str::to_owned), any::<String>(), "[a-zA-Z0-9 @.-]{0,12}"];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn an_id() -> impl Strategy<Value = Id> {
    (0..1_u64 << 48, any::<[u8; 10]>())
        .prop_map(|(ms, random)| Id::new(Moment::from_millis(ms), random))
}

fn key() -> impl Strategy<Value = Key> {
    let kind = prop_oneof![
        Just(Kind::Steam),
        Just(Kind::Totp { period: 30 }),
        (1..=86_400_u32).prop_map(|period| Kind::Totp { period }),
        (0..=u64::MAX / 2).prop_map(|counter| Kind::Hotp { counter }),
    ];
    let secret = prop_oneof![vec(any::<u8>(), 1..70), vec(any::<u8>(), 1024)];
    (secret, kind, select(Algorithm::ALL.to_vec()), 4..=10_u8).prop_map(
        |(secret, kind, algorithm, digits)| {
            Key::new(Secret::new(secret), kind, algorithm, digits).unwrap()
        },
    )
}

fn date() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn method() -> impl Strategy<Value = Method> {
    use TestResult::{Garbled, Late, None, Ok, Rejected};
    let test = (date(), select(vec![Ok, Late, Garbled, None, Rejected]), text())
        .prop_map(|(on, result, by)| Test { on, result, by });
    let states = vec![MethodState::Active, MethodState::Lost, MethodState::Retired];
    let kinds = select(MethodKind::ALL.to_vec());
    (kinds, select(Role::ALL.to_vec()), of(an_id()), of(an_id()), select(states), of(test))
        .prop_map(|(kind, role, device, number, state, tested)| Method {
            kind,
            role,
            device,
            number,
            state,
            tested,
        })
}

fn account() -> impl Strategy<Value = Account> {
    let names = (text(), text(), text(), text(), text());
    let lists = (vec(text(), 0..3), vec(text(), 0..3), vec(method(), 0..3));
    (an_id(), names, lists, any::<bool>(), of(key())).prop_map(|(id, names, lists, pinned, key)| {
        let (platform, store, login, company, note) = names;
        let (marketplaces, tags, methods) = lists;
        Account {
            id,
            platform,
            store,
            login,
            marketplaces,
            company,
            tags,
            note,
            pinned,
            key,
            methods,
        }
    })
}

fn device() -> impl Strategy<Value = Device> {
    use DeviceState::{Broken, Lost, Ok, Retired};
    (an_id(), text(), of(an_id()), text(), select(vec![Ok, Lost, Broken, Retired])).prop_map(
        |(id, label, holder, location, state)| Device { id, label, holder, location, state },
    )
}

fn number() -> impl Strategy<Value = Number> {
    use NumberState::{Lapsed, Lost, Ok, Suspended};
    (an_id(), text(), of(an_id()), select(vec![Ok, Suspended, Lapsed, Lost]))
        .prop_map(|(id, number, device, state)| Number { id, number, device, state })
}

fn person() -> impl Strategy<Value = Person> {
    (an_id(), text(), of(date())).prop_map(|(id, name, left)| Person { id, name, left })
}

fn book() -> impl Strategy<Value = Book> {
    (vec(account(), 0..6), vec(device(), 0..3), vec(number(), 0..3), vec(person(), 0..3)).prop_map(
        |(accounts, devices, numbers, people)| Book {
            accounts,
            devices,
            numbers,
            people,
            quarantine: Vec::new(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_book_is_opened_as_it_was_saved(first in book(), second in book()) {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let keys = Keys::Identity(Identity::generate());
        create(&place, &keys, &first);
        let (mut vault, read) = open(&place, &keys);
        prop_assert_eq!(read, first);
        vault.save(&second, NOW).unwrap();
        prop_assert_eq!(open(&place, &keys).1, second);
    }
}
