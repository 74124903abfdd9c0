//! Any book at all: what is saved is what is opened.

use keyrack::model::merge::Merges;
use keyrack::model::{
    Account, Book, Conflict, Device, Homes, Id, KeyCopy, Kinds, Loss, Mandate, Mark, Method,
    Number, PastKey, Person, Platform, Recovery, RecoveryCode, Snooze, Test, Thing, Tick,
    Withdrawal, Worded,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::{Date, Moment};
use keyrack::vault::{Identity, Keys};
use proptest::collection::{btree_map, vec};
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
        Just(Kind::Motp),
        Just(Kind::Yandex),
        Just(Kind::Totp { period: 30 }),
        (1..=86_400_u32).prop_map(|period| Kind::Totp { period }),
        (0..=u64::MAX / 2).prop_map(|counter| Kind::Hotp { counter }),
    ];
    let secret = prop_oneof![vec(any::<u8>(), 1..70), vec(any::<u8>(), 1024)];
    (secret, kind, select(Algorithm::ALL.to_vec()), 4..=10_u8, of(text())).prop_map(
        |(secret, kind, algorithm, digits, pin)| {
            let key = Key::new(Secret::new(secret), kind, algorithm, digits).unwrap();
            key.with_pin(pin.map(Secret::from_text))
        },
    )
}

fn date() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn word<T: Worded + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL.to_vec())
}

fn method() -> impl Strategy<Value = Method> {
    let test = (date(), word(), text()).prop_map(|(on, result, by)| Test { on, result, by });
    let places = (of(an_id()), of(an_id()), text());
    (word(), word(), places, word(), of(date()), of(test)).prop_map(
        |(kind, role, (device, number, address), state, registered, tested)| Method {
            kind,
            role,
            device,
            number,
            address,
            state,
            registered,
            tested,
        },
    )
}

fn copy() -> impl Strategy<Value = KeyCopy> {
    (word(), text(), of(an_id()), of(an_id()), of(date()), of(date())).prop_map(
        |(kind, place, device, holder, added, removed)| KeyCopy {
            kind,
            place,
            device,
            holder,
            added,
            removed,
        },
    )
}

fn past() -> impl Strategy<Value = PastKey> {
    let all = (text(), of(date()), of(date()), any::<bool>());
    all.prop_map(|(mark, keyed, exposed, after)| PastKey { mark, keyed, exposed, after })
}

/// A set that says nothing at all is no set.
fn recovery() -> impl Strategy<Value = Option<Recovery>> {
    let code = (text(), of(date())).prop_map(|(code, used)| RecoveryCode {
        code: Secret::from_text(format!("{code}.")),
        used,
    });
    (vec(code, 0..3), of(any::<u32>()), text(), of(date())).prop_map(
        |(codes, counted, place, checked)| {
            let recovery = Recovery { codes, counted, place, checked };
            (recovery != Recovery::default()).then_some(recovery)
        },
    )
}

fn account() -> impl Strategy<Value = Account> {
    let names = (text(), text(), text(), text(), text());
    let lists = (vec(text(), 0..3), vec(text(), 0..3), vec(method(), 0..3), vec(copy(), 0..3));
    let rest = (
        (of(date()), of(date()), of(date())),
        vec(past(), 0..3),
        word(),
        recovery(),
        vec(an_id(), 0..3),
        text(),
        text(),
    );
    (an_id(), names, lists, any::<bool>(), of(key()), rest).prop_map(
        |(id, names, lists, pinned, key, rest)| {
            let (platform, store, login, company, note) = names;
            let (marketplaces, tags, methods, copies) = lists;
            let ((keyed, exposed, arrived), past, two_step, recovery, users, profile, console) =
                rest;
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
                keyed,
                exposed,
                arrived,
                past,
                copies,
                two_step,
                recovery,
                users,
                profile,
                console,
                methods,
                conflicts: Vec::new(),
            }
        },
    )
}

/// Records of which some have values that clash: of any field, taken from another such record.
fn clashing<T: Merges + std::fmt::Debug>(
    records: impl Fn() -> BoxedStrategy<T>,
) -> impl Strategy<Value = T> {
    let others = prop_oneof![3 => Just(0usize), 1 => 1..3usize];
    let other = (0..T::fields().count(), records());
    (records(), others.prop_flat_map(move |n| vec(other.clone(), n))).prop_map(
        |(mut record, others)| {
            for (round, (field, value)) in (0..).zip(others) {
                let mut other = record.blank();
                let field = T::fields().nth(field).expect("one of them");
                (field.copy)(&value, &mut other);
                let conflict = Conflict { field: field.name, other: Box::new(other), round };
                record.conflicts_mut().push(conflict);
            }
            record
        },
    )
}

fn device() -> impl Strategy<Value = Device> {
    let texts = (text(), text(), text());
    (an_id(), texts, word(), of(an_id()), word(), of(date()), of(any::<bool>())).prop_map(
        |(id, (label, location, note), kind, holder, state, since, auto_time)| Device {
            id,
            label,
            kind,
            holder,
            location,
            state,
            since,
            auto_time,
            note,
            conflicts: Vec::new(),
        },
    )
}

fn number() -> impl Strategy<Value = Number> {
    let texts = (text(), text(), text(), text());
    (an_id(), texts, word(), of(an_id()), word(), of(date()), of(date())).prop_map(
        |(id, (number, carrier, registered_to, note), kind, device, state, since, keepalive)| {
            Number {
                id,
                number,
                kind,
                carrier,
                registered_to,
                device,
                state,
                since,
                keepalive,
                note,
                conflicts: Vec::new(),
            }
        },
    )
}

fn person() -> impl Strategy<Value = Person> {
    (an_id(), text(), text(), of(date())).prop_map(|(id, name, team, left)| Person {
        id,
        name,
        team,
        left,
        conflicts: Vec::new(),
    })
}

fn thing() -> impl Strategy<Value = Thing> {
    prop_oneof![
        an_id().prop_map(Thing::Device),
        an_id().prop_map(Thing::Number),
        an_id().prop_map(Thing::Person),
    ]
}

fn snooze() -> impl Strategy<Value = Snooze> {
    let of_what = (of(thing()), text(), of(word()));
    (an_id(), text(), of(an_id()), of_what, date(), text(), text(), date()).prop_map(
        |(id, rule, account, (about, detail, severity), until, reason, by, on)| Snooze {
            id,
            rule: format!("B{rule}"),
            account,
            about,
            detail,
            severity,
            until,
            reason,
            by,
            on,
        },
    )
}

fn loss() -> impl Strategy<Value = Loss> {
    let tick = (an_id(), word(), date(), text()).prop_map(|(account, step, on, by)| Tick {
        account,
        step,
        on,
        by,
    });
    (an_id(), thing(), any::<bool>(), date(), text(), vec(tick, 0..4))
        .prop_map(|(id, thing, saw, on, by, ticks)| Loss { id, thing, saw, on, by, ticks })
}

/// What one says of a platform; a blank address says nothing.
fn platform() -> impl Strategy<Value = Platform> {
    let address = of(text().prop_map(|text| format!("{text}.")));
    let names = (text(), vec(text(), 0..3), address, btree_map(text(), text(), 0..3));
    let answers = vec(of(any::<bool>()), 5);
    let kinds = of(vec(word(), 0..4).prop_map(Kinds));
    let mandate =
        (vec(text(), 0..3), of(date())).prop_map(|(regions, since)| Mandate { regions, since });
    let withdrawal = (word(), date()).prop_map(|(kind, on)| Withdrawal { kind, on });
    let lists = (kinds, vec(mandate, 0..3), vec(withdrawal, 0..3));
    let marks = select(vec![Mark::V, Mark::S, Mark::U]);
    let rest = (of(any::<u32>()), of(date()), text(), marks, text());
    (names, answers, lists, rest).prop_map(|(names, answers, lists, rest)| {
        let (name, aliases, console, consoles) = names;
        let (kinds, mandates, withdrawing) = lists;
        let (recovery_codes, checked_on, source, mark, note) = rest;
        Platform {
            name: format!("x{name}"),
            aliases,
            console,
            consoles,
            kinds,
            app_twice: answers[0],
            one_number: answers[1],
            mandates,
            recovery_codes,
            sharing: answers[2],
            sub_users: answers[3],
            money: answers[4],
            withdrawing,
            checked_on,
            source,
            mark,
            note,
        }
    })
}

/// Platforms that are told apart by their names.
fn platforms() -> impl Strategy<Value = Vec<Platform>> {
    vec(platform(), 0..4).prop_map(|mut platforms| {
        let mut names = std::collections::HashSet::new();
        platforms.retain(|platform| names.insert(platform.folded()));
        platforms
    })
}

fn book() -> impl Strategy<Value = Book> {
    let upkeep = (vec(snooze(), 0..3), vec(loss(), 0..3), platforms());
    (
        vec(clashing(|| account().boxed()), 0..6),
        vec(clashing(|| device().boxed()), 0..3),
        vec(clashing(|| number().boxed()), 0..3),
        vec(clashing(|| person().boxed()), 0..3),
        upkeep,
    )
        .prop_map(|(accounts, devices, numbers, people, (snoozes, losses, platforms))| Book {
            accounts,
            devices,
            numbers,
            people,
            snoozes,
            losses,
            gone: Vec::new(),
            platforms,
            quarantine: Vec::new(),
            homes: Homes::default(),
        })
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
