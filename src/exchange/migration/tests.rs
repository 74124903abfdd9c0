//! Batches of Google Authenticator, made here field by field, whole and broken; and what is written.

use proptest::prelude::*;

use super::*;
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Format, Numbers, ReadError, read};

/// One field of a protobuf: numbers as varints, texts and bytes by their length.
fn field(number: u8, value: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2][..], &varint(value.len() as u64), value].concat()
}

fn int(number: u8, value: i64) -> Vec<u8> {
    [&[number << 3][..], &varint(value.cast_unsigned())].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}

const SECRET: &[u8] = b"12345678901234567890";

/// An account: name, issuer, then algorithm, digits, kind and counter.
fn account(name: &[u8], issuer: &str, [algorithm, digits, kind, counter]: [i64; 4]) -> Vec<u8> {
    let body = [
        field(1, SECRET),
        field(2, name),
        field(3, issuer.as_bytes()),
        int(4, algorithm),
        int(5, digits),
        int(6, kind),
        int(7, counter),
    ];
    field(1, &body.concat())
}

/// A code of part `index` of `size` in a batch.
fn code(accounts: &[Vec<u8>], size: i64, index: i64, batch: i64) -> String {
    let tail = [int(2, 1), int(3, size), int(4, index), int(5, batch)];
    text(&[accounts.concat(), tail.concat()].concat())
}

fn text(payload: &[u8]) -> String {
    let data = base64(payload).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("otpauth-migration://offline?data={data}")
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

const TOTP: [i64; 4] = [1, 1, 2, 0];

fn reading(text: &str) -> Reading {
    let mut reading = Reading::new(Format::GoogleMigration);
    take(&mut reading, 1, text);
    reading
}

fn told(text: &str) -> Vec<String> {
    lines(&reading(text))
}

#[test]
fn accounts_as_the_app_writes_them() {
    const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let cases: [(&str, &str, &str, [i64; 4], String); 15] = [
        ("both", "A:a", "A", TOTP, format!("A|a|totp sha1 6 30s {KEY}|||")),
        ("a space", "A: a", "a", TOTP, format!("a|a|totp sha1 6 30s {KEY}|||")),
        ("colons", "A:B:c:d", "A:B", TOTP, format!("A:B|c:d|totp sha1 6 30s {KEY}|||")),
        ("another prefix", "B:a", "A", TOTP, format!("A|B:a|totp sha1 6 30s {KEY}|||")),
        ("the issuer alone", "A", "A", TOTP, format!("A||totp sha1 6 30s {KEY}|||")),
        ("in the name", "A:a:b", "", TOTP, format!("A|a:b|totp sha1 6 30s {KEY}|||")),
        ("no issuer", "a", "", TOTP, format!("|a|totp sha1 6 30s {KEY}|||")),
        ("a colon and none", ":a:b", "", TOTP, format!("|a:b|totp sha1 6 30s {KEY}|||")),
        ("defaults", "A:a", "A", [0; 4], format!("A|a|totp sha1 6 30s {KEY}|||")),
        ("SHA-512, 8", "A:a", "A", [3, 2, 2, 9], format!("A|a|totp sha512 8 30s {KEY}|||")),
        ("a counter", "A:a", "A", [2, 1, 1, 42], format!("A|a|hotp sha256 6 42 {KEY}|||")),
        ("Steam", "Steam:a", "steam", [0; 4], format!("steam|a|steam sha1 5 30s {KEY}|||")),
        ("of Steam", "Steam:a", "Steam", TOTP, format!("Steam|a|totp sha1 6 30s {KEY}|||")),
        (
            "the last counter",
            "a",
            "",
            [1, 1, 1, i64::MAX],
            format!("|a|hotp sha1 6 {} {KEY}|||", i64::MAX),
        ),
        ("nobody", "", "", TOTP, format!("||totp sha1 6 30s {KEY}|||")),
    ];
    for (name, label, issuer, numbers, expected) in cases {
        let code = code(&[account(label.as_bytes(), issuer, numbers)], 1, 0, -5);
        assert_eq!(told(&code), [expected], "{name}");
    }
    let odd = reading(&code(&[account(b"A:\xff", "A", TOTP)], 1, 0, 1));
    let record = odd.rows[0].outcome.as_ref().expect("a record");
    assert_eq!(
        (record.login.as_str(), &record.changes[..]),
        ("\u{fffd}", &[Change::Key(Remark::NotUtf8)][..])
    );
}

#[test]
fn what_would_change_a_code_is_refused() {
    let cases = [
        ("MD5", [4, 1, 2, 0], "1: Key(Algorithm(\"MD5\"))"),
        ("an unknown hash", [9, 1, 2, 0], "1: Key(Algorithm(\"9\"))"),
        ("unknown digits", [1, 3, 2, 0], "1: Key(Bounds(Digits))"),
        ("an unknown kind", [1, 1, 3, 0], "1: Key(UnknownType(\"3\"))"),
        ("a counter below zero", [1, 1, 1, -1], "1: Key(Bounds(Counter))"),
    ];
    for (name, numbers, expected) in cases {
        let good = account(b"A:a", "A", TOTP);
        let told = told(&code(&[account(b"A:a", "A", numbers), good], 1, 0, 1));
        assert_eq!((told.len(), told[0].as_str()), (2, expected), "{name}");
    }
    let keyless = field(1, &field(2, b"A:a"));
    let broken = field(1, &SECRET[..2]);
    let reading = reading(&code(&[keyless, broken, account(b"a", "", TOTP)], 1, 0, 1));
    assert_eq!(lines(&reading)[..2], ["1: Key(NoKey)", "1: Shape"]);
    assert!(reading.rows[2].outcome.is_ok());
    assert_eq!(reading.rows[0].name, "A:a");
}

#[test]
fn base64_as_it_survives_copying() {
    // Fields nobody knows, with what base64 makes of them.
    let unknown = field(15, &[[0xfb; 6], [0xff; 6]].concat());
    let payload = [account(b"A:a", "A", TOTP), unknown, int(2, 1)].concat();
    let data = base64(&payload);
    assert!(
        data.contains('+') && data.contains('/') && data.ends_with('='),
        "a payload that shows the difference"
    );
    let expected = told(&text(&payload));
    assert!(expected[0].starts_with("A|"), "{expected:?}");
    let cases = [
        ("not escaped", data.clone()),
        ("a plus that became a space", data.replace('+', " ")),
        ("URL-safe", data.replace('+', "-").replace('/', "_")),
        ("no padding", data.trim_end_matches('=').to_owned()),
        ("another parameter behind it", format!("{data}&x=y")),
    ];
    for (name, data) in cases {
        let heads =
            ["otpauth-migration://offline?data=", " \u{feff}\"OTPAUTH-migration:offline?DATA="];
        for head in heads {
            assert_eq!(told(&format!("{head}{data}\"\n")), expected, "{name}");
        }
    }
}

#[test]
fn what_is_no_part_is_refused_whole() {
    let one = || vec![account(b"a", "", TOTP)];
    let whole = code(&one(), 1, 0, 1);
    let cases = [
        ("cut", text(&one()[0][..30])),
        ("not base64", "otpauth-migration://offline?data=%%%%".to_owned()),
        ("not a payload", "otpauth-migration://offline?data=XXXX".to_owned()),
        ("nothing", "otpauth-migration://offline?data=".to_owned()),
        ("no data", "otpauth-migration://offline".to_owned()),
        ("no accounts", code(&[], 1, 0, 1)),
        ("part 4 of 3", code(&one(), 3, 3, 1)),
        ("part 0", code(&one(), 3, -1, 1)),
        ("fewer than none", code(&one(), -1, 0, 1)),
        ("two milliards of parts", code(&one(), i64::from(i32::MAX), 0, 1)),
    ];
    for (name, text) in cases {
        assert_eq!(told(&text), ["1: Batch { code: 1 }"], "{name}");
        let file = read(text.as_bytes(), Ask::default(), &mut |_| {}).map(|_| ());
        assert_eq!(file, Err(ReadError::damaged(Format::GoogleMigration)), "{name}");
        let both = format!("{text}\n{whole}");
        let rest = read(both.as_bytes(), Ask::default(), &mut |_| {}).expect("the other line");
        assert_eq!(rest.rows.len(), 2, "{name}");
    }
    let long = format!("{whole}{}", "A".repeat(LONGEST));
    assert_eq!(told(&long), ["1: Key(TooLong)"]);
}

#[test]
fn parts_in_any_order() {
    let part = |index, batch, size| code(&[account(b"a", "", TOTP)], size, index, batch);
    let list = [part(2, -7, 3), part(0, -7, 3), part(2, -7, 3), part(1, 9, 2), part(0, 0, 0)];
    let reading = read(list.join("\n").as_bytes(), Ask::default(), &mut |_| {}).expect("a list");
    assert_eq!(reading.format, Format::GoogleMigration);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(reading.parts.len(), 4, "a part that comes again counts once");
    let missing = [Part { batch: -7, part: 2, of: 3 }, Part { batch: 9, part: 1, of: 2 }];
    assert_eq!(reading.missing(), missing);
}

fn key(kind: Kind, algorithm: Algorithm, digits: u8) -> Key {
    Key::new(Secret::new(SECRET.to_vec()), kind, algorithm, digits).expect("a key")
}

#[test]
fn what_is_written_is_read_again() {
    let totp = || key(Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    let keys = [
        ("Amazon", "ops@hikari.example", totp()),
        ("光之户外", "运营+日本", key(Kind::Totp { period: 30 }, Algorithm::Sha512, 8)),
        ("Shop:EU", "a:b", key(Kind::Hotp { counter: 42 }, Algorithm::Sha256, 6)),
        ("", "alone", totp()),
        ("", "a:b", totp()),
        ("A", "", totp()),
        ("A", "A", totp()),
        ("A", "A:A", totp()),
        ("Steam", "six digits", totp()),
        ("", "", totp()),
        ("the eleventh", "x", totp()),
    ];
    let entries: Vec<Entry<'_>> = keys.iter().map(|(i, l, k)| (*i, *l, k)).collect();
    let export = write(&entries, -123, MOST_BYTES);
    assert_eq!((export.texts.len(), export.left_out.len()), (2, 0));
    let mut reading = Reading::new(Format::GoogleMigration);
    for text in &export.texts {
        take(&mut reading, 1, text);
    }
    let parts = [Part { batch: -123, part: 1, of: 2 }, Part { batch: -123, part: 2, of: 2 }];
    assert_eq!(reading.parts, parts);
    for (row, (issuer, login, key)) in reading.rows.iter().zip(&keys) {
        let record = row.outcome.as_ref().expect("a record");
        assert_eq!((record.issuer.as_str(), record.login.as_str()), (*issuer, *login));
        assert_eq!(record.key.as_ref(), Some(key), "{issuer}:{login}");
    }
    assert_eq!(reading.rows.len(), keys.len());
}

#[test]
fn what_the_app_cannot_hold_is_left_out_by_name() {
    let plain = || key(Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    let long = "x".repeat(LONGEST);
    let keys = [
        ("", "a", plain(), None),
        ("", "b", key(Kind::Totp { period: 60 }, Algorithm::Sha1, 6), Some(Unfit::Period)),
        ("", "c", key(Kind::Totp { period: 30 }, Algorithm::Sha1, 7), Some(Unfit::Digits)),
        ("", "d", key(Kind::Steam, Algorithm::Sha1, 5), Some(Unfit::Kind)),
        ("", "e", key(Kind::Motp, Algorithm::Md5, 6), Some(Unfit::Kind)),
        ("", "f", key(Kind::Yandex, Algorithm::Sha256, 8), Some(Unfit::Kind)),
        ("", long.as_str(), plain(), Some(Unfit::TooLong)),
        ("", "g", plain(), None),
    ];
    let entries: Vec<Entry<'_>> = keys.iter().map(|(i, l, k, _)| (*i, *l, k)).collect();
    let export = write(&entries, 1, MOST_BYTES);
    let expected = keys.iter().enumerate().filter_map(|(at, key)| Some((at, key.3?)));
    assert_eq!(export.left_out, expected.collect::<Vec<_>>());
    let logins: Vec<_> = told(&export.texts[0]).iter().map(|line| line[..2].to_owned()).collect();
    assert_eq!((logins, export.texts.len()), (vec!["|a".to_owned(), "|g".to_owned()], 1));
    assert!(write(&[], 1, MOST_BYTES).texts.is_empty());
}

#[test]
fn no_more_in_a_code_than_it_holds() {
    let name = "界".repeat(300);
    let key = key(Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    let entries: Vec<Entry<'_>> = (0..7).map(|_| ("", name.as_str(), &key)).collect();
    let export = write(&entries, i32::MIN, MOST_BYTES);
    assert!(export.texts.len() > 3 && export.texts.iter().all(|text| text.len() <= MOST_BYTES));
    let rows: usize = export.texts.iter().map(|text| told(text).len()).sum();
    assert_eq!(rows, 7);
}

#[test]
fn short_codes_bring_the_same_names_back() {
    let key = Key::new(Secret::new(SECRET.to_vec()), Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    let key = key.expect("a key");
    let names = [
        ("Mercado Libre", "ventas@bodega.example"),
        ("A", "a"),
        ("A", "A:x"),
        ("", "x"),
        ("", "B:x"),
        ("A", ""),
        ("店铺", "运营@hikari.example"),
    ];
    for (issuer, login) in names {
        let [long, short] = [MOST_BYTES, 154].map(|most| write(&[(issuer, login, &key)], 1, most));
        let back = |export: &Export| {
            let mut reading = Reading::new(Format::GoogleMigration);
            take(&mut reading, 1, &export.texts[0]);
            lines(&reading)
        };
        assert_eq!(back(&short), back(&long), "{issuer}/{login}");
        assert!(short.texts[0].len() <= long.texts[0].len(), "{issuer}/{login}");
    }
    let many = [("Amazon", "ops@hikari.example", &key); 25];
    let export = write(&many, 1, 321);
    assert!(export.texts.iter().all(|text| text.len() <= 321));
    assert_eq!(export.counts.iter().sum::<usize>(), 25);
}

proptest! {
    #[test]
    fn no_bytes_panic(
        at in 0..200_usize,
        with in any::<u8>(),
        cut in 0..200_usize,
        payload in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut good = [account(b"A:a", "A", [3, 2, 1, 7]), int(3, 2), int(5, -1)].concat();
        let length = good.len();
        good[at % length] = with;
        told(&text(&good));
        good.truncate(cut % length);
        told(&text(&good));
        told(&text(&payload));
        told(&format!("otpauth-migration:{}", String::from_utf8_lossy(&payload)));
    }
}

#[test]
fn every_entry_has_a_number_of_its_own() {
    let two = |index| {
        let accounts = [account(b"a", "", TOTP), account(b"b", "", TOTP)];
        code(&accounts, 3, index, 7)
    };
    let (first, last) = (two(0), two(2));
    let text = format!("{first}\n\notpauth-migration://offline?data=AAAA\n{last}\n");
    let reading = read(text.as_bytes(), Ask::default(), &mut |_| {}).expect("a list");
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!((numbers, reading.numbers), (vec![1, 2, 3, 4, 5], Numbers::Entries));
    // Where it stands can be said of the one that is broken.
    let broken = reading.rows[2].outcome.as_ref().err();
    assert_eq!(broken, Some(&Refused::Batch { code: 2 }));
    let alone = read(two(0).as_bytes(), Ask::default(), &mut |_| {}).expect("a list");
    assert_eq!(alone.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    // Addresses that share a line, too.
    let line = ["a", "b"].map(|name| format!("otpauth://totp/{name}?secret=JBSWY3DPEHPK3PXP"));
    let line = read(line.join(",").as_bytes(), Ask::default(), &mut |_| {}).expect("a list");
    assert_eq!(line.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
}
