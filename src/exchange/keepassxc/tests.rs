//! Tables as KeePassXC writes them, and rows that make no sense.

use proptest::prelude::*;

use super::*;
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Notice};

const HEAD: &str = r#""Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created""#;
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn row(cells: [&str; 8]) -> String {
    let quoted = cells.iter().map(|cell| format!("\"{}\",", cell.replace('"', "\"\"")));
    format!("{}\"2026-01-02T03:04:05Z\",\"2025-01-02T03:04:05Z\"", quoted.collect::<String>())
}

fn table(rows: &[String]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn open(text: &str) -> Result<Reading, ReadError> {
    crate::exchange::read(text.as_bytes(), Ask::default(), &mut |_| {})
}

#[test]
fn columns_win_over_the_address() {
    let address = |label: &str, rest: &str| format!("otpauth://totp/{label}?secret={KEY}{rest}");
    let rows = [
        row([
            "Root/EU 店铺/日本",
            "光之户外",
            "kim, \"k\"",
            "invented",
            "https://hikari.example",
            "line one\nline two",
            &address("Other:x", "&period=60&digits=8&issuer=%E5%85%89&algorithm=SHA512"),
            "7",
        ]),
        row(["Root", "no code", "nobody", "invented", "", "", "", "0"]),
        row(["Root", "", "", "", "", "", &address("KeePassXC:none", "&issuer=KeePassXC"), "0"]),
        row(["Root", "Steam", "bob", "", "", "", &address("Steam:bob", "&encoder=steam"), "0"]),
        row(["Root", "", "kim", "", "", "", &address("Shop:lee", ""), "0"]),
        row(["Root", "", "lee", "", "", "2FA key: GEZDGNBVGY3TQOJQ", "", "0"]),
    ];
    let reading = open(&table(&rows)).expect("a table");
    assert_eq!(reading.format, Format::KeePassXcCsv);
    let expected = [
        format!("光之户外|kim, \"k\"|totp sha512 8 60s {KEY}|EU 店铺/日本|line one\nline two|"),
        format!("||totp sha1 6 30s {KEY}|||"),
        format!("Steam|bob|steam sha1 5 30s {KEY}|||"),
        format!("Shop|kim|totp sha1 6 30s {KEY}|||"),
        "7: KeyInNote".into(),
    ];
    assert_eq!(lines(&reading), expected);
    let numbers: Vec<usize> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 4, 5, 6, 7]);
    let changes = |index: usize| &reading.rows[index].outcome.as_ref().expect("read").changes;
    assert!(changes(0).is_empty(), "{:?}", changes(0));
    assert_eq!(changes(1), &[Change::Key(Remark::NoName)]);
    let counts = [Ignored::Passwords, Ignored::Fields, Ignored::Icons, Ignored::Others];
    assert_eq!(reading.ignored, counts.map(|what| (what, 1)));
}

#[test]
fn other_tables_are_left_to_others() {
    assert!(is_csv(HEAD) && is_csv("Title,Username,TOTP"));
    for head in ["Title,Username", "title,secret", "", "\"Title", "a\nTitle,Username,TOTP"] {
        assert!(!is_csv(head), "{head}");
    }
}

#[test]
fn the_ways_to_write_a_key() {
    let read = |text: &str| match otp(text, "Shop", "kim") {
        Ok(record) => crate::exchange::tests::line(&record),
        Err(refused) => format!("{refused:?}"),
    };
    let hex = "3132333435363738393031323334353637383930";
    let totp = format!("Shop|kim|totp sha1 6 30s {KEY}|||");
    let cases = [
        ("a key", KEY.to_owned(), totp.clone()),
        ("padded", format!(" {KEY}==== "), totp.clone()),
        ("an address", format!("otpauth://totp/a:b?secret={KEY}"), totp.clone()),
        ("of two issuers", format!("otpauth://totp/a:b?secret={KEY}&issuer=c"), totp.clone()),
        (
            "Steam's address",
            format!("steam://{KEY}"),
            format!("Shop|kim|steam sha1 5 30s {KEY}|||"),
        ),
        (
            "KeeOtp",
            format!("key={}&size=8&step=60&otpHashMode=Sha256", KEY.to_lowercase()),
            format!("Shop|kim|totp sha256 8 60s {KEY}|||"),
        ),
        (
            "KeeOtp counting",
            format!("type=Hotp&counter=7&key={KEY}%3D%3d"),
            format!("Shop|kim|hotp sha1 6 7 {KEY}|||"),
        ),
        ("KeeOtp in hexadecimal", format!("key={hex}&encoding=Hex"), totp.clone()),
        ("KeeOtp in text", "key=12345678901234567890&encoding=UTF8".into(), totp),
        (
            "KeeOtp of a kind",
            format!("key={KEY}&type=Later"),
            r#"Key(UnknownType("later"))"#.into(),
        ),
        ("KeeOtp in another way", format!("key={KEY}&encoding=base58"), "Shape".into()),
        ("KeeOtp's hash", format!("key={KEY}&otpHashMode=Md5"), r#"Key(Algorithm("Md5"))"#.into()),
        ("KeeOtp without", "key=&size=6".into(), "Key(NoKey)".into()),
        ("a reference", "{REF:T@I:46C9B1FFBD4ABC4BBB260C6190BAD20C}".into(), "Reference".into()),
        ("a batch", "otpauth-migration://offline?data=AAAA".into(), "Key(Migration)".into()),
    ];
    for (name, text, expected) in cases {
        assert_eq!(read(&text), expected, "{name}");
    }
    assert_eq!(otp(KEY, "a {ref:T@I:x}", "").expect_err("title"), Refused::Reference);
}

#[test]
fn a_table_that_ends_in_the_middle_of_a_row() {
    let good = row(["Root", "A", "a", "", "", "", KEY, "0"]);
    let whole = format!("{HEAD}\n{good}\n{good}");
    let cut = |end: usize| {
        let reading = open(&whole[..whole.len() - end]).expect("a table");
        let is_refused = matches!(reading.rows[1].outcome, Err(Refused::Cut));
        (is_refused, reading.notices == [Notice::Cut { row: Some(3) }])
    };
    assert_eq!(cut(0), (false, false));
    // In a day, between cells, in the key, in the title.
    for end in [5, 23, 60, 95] {
        assert_eq!(cut(end), (true, true), "{end}");
    }
}

#[test]
fn rows_that_are_cut_off() {
    let good = row(["Root", "A", "a", "", "", "", KEY, "0"]);
    let cases = [
        ("short", format!("{HEAD}\n\"Root\",\"B\",\"b\",\"\"\n{good}\n"), vec!["2: Shape", "A|a"]),
        (
            "quote",
            format!("{HEAD}\n{good}\n\"Root\",\"B\",\"b\",\"x\n"),
            vec!["A|a", "3: Unquoted { line: 3 }"],
        ),
        ("blank", format!("{HEAD}\n\n{good}\n,,\n"), vec!["A|a"]),
    ];
    for (name, text, expected) in cases {
        let told = lines(&open(&text).expect(name));
        let told: Vec<_> =
            told.iter().map(|line| line.split("|totp").next().unwrap_or("")).collect();
        assert_eq!(told, expected, "{name}");
    }
    assert_eq!(read("Title\n").expect_err("headings"), ReadError::damaged(Format::KeePassXcCsv));
}

proptest! {
    #[test]
    fn nothing_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), text in "\\PC*") {
        let good = row(["Root/a", "A", "a", "p", "", "n", "key=AAAA&size=6&step=30", "0"]);
        let mut bytes = table(&[good]).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = crate::exchange::read(&bytes, Ask::default(), &mut |_| {});
        let _ = otp(&text, "a", "b");
    }
}
