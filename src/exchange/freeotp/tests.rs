//! Backups of FreeOTP 1 and FreeOTP+ as they are written, and rows that make no sense.

use proptest::prelude::*;

use super::*;
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Sort};
use crate::otp::Remark::{NoCounter, NoName};

/// Java's signed bytes of a text.
fn signed(bytes: &[u8]) -> String {
    format!("{:?}", bytes.iter().map(|byte| byte.cast_signed()).collect::<Vec<_>>())
}

fn token(rest: &str) -> String {
    format!(r#"{{"secret": {}, "type": "TOTP", {rest}}}"#, signed(b"12345678901234567890"))
}

fn plus(tokens: &[String]) -> String {
    format!(r#"{{"tokenOrder": ["x"], "tokens": [{}]}}"#, tokens.join(","))
}

/// Android's preferences, escaped as Android does.
fn preferences(strings: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let strings = strings.iter().map(|(name, text)| {
        format!("    <string name=\"{}\">{}</string>\n", escape(name), escape(text))
    });
    let strings: String = strings.collect();
    format!("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n{strings}</map>\n")
}

fn read_text(text: &str) -> Result<Reading, ReadError> {
    crate::exchange::read(text.as_bytes(), Ask::default(), &mut |_| {})
}

#[test]
fn the_export_of_the_second_program() {
    let high = signed(&(240..=255).collect::<Vec<u8>>());
    let tokens = [
        token(
            r#""algo": "SHA256", "digits": 8, "period": 60, "counter": 0,
            "issuerInt": "int", "issuerExt": "ext", "label": "kim@hikari.example""#,
        ),
        token(
            r#""issuerInt": "int", "issuerExt": "ext", "issuerAlt": "光之户外", "label": "old",
            "labelAlt": "renamed", "image": "content://x""#,
        ),
        format!(r#"{{"type": "HOTP", "label": "fresh", "counter": -1, "secret": {high}}}"#),
        format!(r#"{{"type": "HOTP", "label": "used", "counter": "41", "secret": {high}}}"#),
        token(r#""issuerExt": "Steam", "digits": 5, "label": "bob""#),
        token(r#""issuerExt": "steam", "label": "no game""#),
    ];
    let reading = read_text(&plus(&tokens)).expect("an export");
    assert_eq!(reading.format, Format::FreeOtpPlus);
    let (low, high) = ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "6DY7F47U6X3PP6HZ7L57Z7P674");
    let expected = [
        format!("ext|kim@hikari.example|totp sha256 8 60s {low}|||"),
        format!("光之户外|renamed|totp sha1 6 30s {low}|||"),
        format!("|fresh|hotp sha1 6 0 {high}|||"),
        format!("|used|hotp sha1 6 42 {high}|||"),
        format!("Steam|bob|steam sha1 5 30s {low}|||"),
        format!("steam|no game|totp sha1 6 30s {low}|||"),
    ];
    assert_eq!(lines(&reading), expected);
    assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
    assert_eq!(reading.rows[1].name, "光之户外: renamed");
    let changes = |index: usize| &reading.rows[index].outcome.as_ref().expect("read").changes;
    assert!(changes(0).is_empty());
    assert_eq!(changes(2), &[Change::CounterRaised]);
}

#[test]
fn the_preferences_of_the_first_program() {
    let first = token(r#""issuerExt": "A & B", "label": "<kim>""#);
    let second = r#"{"type": "HOTP", "counter": 0, "secret": [-1,-1,-1,-1,-1], "label": "x"}"#;
    let strings =
        [("A & B:<kim>", first.as_str()), ("tokenOrder", r#"["x"]"#), ("x", second), ("y", "no")];
    let reading = read_text(&preferences(&strings)).expect("preferences");
    assert_eq!(reading.format, Format::FreeOtp1);
    let expected = [
        "A & B|<kim>|totp sha1 6 30s GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
        "|x|hotp sha1 6 1 77777777|||",
        "3: Shape",
    ];
    assert_eq!(lines(&reading), expected);
    assert_eq!(reading.rows[2].name, "y");
}

#[test]
fn preferences_of_another_program() {
    let cases = [
        ("none", preferences(&[])),
        ("texts", preferences(&[("theme", "dark"), ("tokenOrder", "[]")])),
        ("JSON of another kind", preferences(&[("window", r#"{"width": 3}"#)])),
    ];
    for (name, text) in cases {
        assert_eq!(read_text(&text).expect_err(name), ReadError::Unknown(Sort::Xml), "{name}");
    }
}

#[test]
fn rows_that_are_refused_or_told_of() {
    let secret = signed(b"12345678901234567890");
    let with = |rest: &str| format!(r#"{{"secret": {secret}, {rest}}}"#);
    let cases = [
        ("no object", "7".to_owned(), "1: Shape"),
        ("no key", r#"{"type": "TOTP", "label": "a"}"#.to_owned(), "1: Key(NoKey)"),
        ("an empty key", r#"{"type": "TOTP", "secret": []}"#.to_owned(), "1: Key(NoKey)"),
        ("a key in text", r#"{"type": "TOTP", "secret": "AAAA"}"#.to_owned(), "1: Shape"),
        ("no byte", r#"{"type": "TOTP", "secret": [128]}"#.to_owned(), "1: Shape"),
        ("half a byte", r#"{"type": "TOTP", "secret": [1.5]}"#.to_owned(), "1: Shape"),
        ("a kind", with(r#""type": "NEW""#), r#"1: Key(UnknownType("new"))"#),
        ("a hash", with(r#""type": "TOTP", "algo": "MD5""#), r#"1: Key(Algorithm("MD5"))"#),
        ("digits", with(r#""type": "TOTP", "digits": 11"#), "1: Key(Bounds(Digits))"),
        (
            "a counter",
            with(r#""type": "HOTP", "counter": "x""#),
            r#"1: Key(NotANumber { parameter: "counter" })"#,
        ),
        (
            "one beyond the last counter",
            with(r#""type": "HOTP", "counter": 9223372036854775807"#),
            "1: Key(Bounds(Counter))",
        ),
    ];
    for (name, token, expected) in cases {
        let reading = read_text(&plus(&[token])).expect(name);
        assert_eq!(lines(&reading), [expected], "{name}");
    }
    let changes = |token: &str| {
        let reading = read_text(&plus(&[with(token)])).expect("an export");
        reading.rows[0].outcome.as_ref().expect("a row").changes.clone()
    };
    assert_eq!(changes(r#""label": "a""#), [Change::KindAssumed]);
    assert_eq!(changes(r#""label": "a", "type": "HOTP""#), [Change::Key(NoCounter)]);
    assert_eq!(changes(r#""type": "TOTP""#), [Change::Key(NoName)]);
}

proptest! {
    #[test]
    fn nothing_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let first = token(r#""algo": "SHA256", "counter": -1, "issuerAlt": "a", "label": "b""#);
        for text in [plus(std::slice::from_ref(&first)), preferences(&[("a", first.as_str())])] {
            let mut bytes = text.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(if cut { at } else { bytes.len() });
            let _ = crate::exchange::read(&bytes, Ask::default(), &mut |_| {});
        }
    }
}
