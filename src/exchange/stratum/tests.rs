//! Backups of Stratum in its three forms, made here, and what may be wrong with them.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockEncryptMut as _, KeyIvInit as _};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::exchange::tests::{argon2id, broken, lines, open, seal_gcm, told};
use crate::exchange::{Change, Measure};
use crate::otp::Remark;

const PASSWORD: &str = "correct horse";

fn backup() -> Value {
    let row = |kind: u8, issuer: &str, login: &str, secret: &str| {
        json!({"Type": kind, "Icon": null, "Issuer": issuer, "Username": login, "Secret": secret,
               "Pin": null, "Algorithm": 0, "Digits": 6, "Period": 30, "Counter": 0,
               "CopyCount": 0, "Ranking": 0})
    };
    let mut rows = [
        row(2, "Bodega", "kim", "JBSWY3DPEHPK3PXP"),
        row(1, "Bank", "teller", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        row(4, "Steam", "gamer", "MFRGGZDFMZTWQ2LK"),
        row(3, "Gateway", "", "0123456789ABCDEF"),
        row(5, "Yandex", "mail", "GEZDGNBVGY3TQOJQGEZDGNBVGY"),
        row(2, "Odd", "one", "ORSXG5DJNZTQ===="),
    ];
    rows[0]["Icon"] = json!("@picture");
    rows[1]["Algorithm"] = json!(1);
    rows[1]["Counter"] = json!(7);
    rows[2]["Digits"] = json!(5);
    rows[3]["Username"] = json!(null);
    rows[3]["Pin"] = json!("1234");
    rows[4]["Pin"] = json!("5678");
    rows[5]["Algorithm"] = json!(2);
    rows[5]["Digits"] = json!("8");
    rows[5]["Period"] = json!(60);
    rows[5]["CopyCount"] = json!(3);
    rows[5]["Ranking"] = json!(5);
    json!({
        "Authenticators": rows,
        "Categories": [
            {"Id": "1", "Name": "Tokyo", "Ranking": 1},
            {"Id": "2", "Name": "EU", "Ranking": 0},
        ],
        "AuthenticatorCategories": [
            {"CategoryId": "2", "AuthenticatorSecret": "JBSWY3DPEHPK3PXP", "Ranking": 0},
            {"CategoryId": "1", "AuthenticatorSecret": "ORSXG5DJNZTQ====", "Ranking": 0},
            {"CategoryId": "1", "AuthenticatorSecret": "JBSWY3DPEHPK3PXP", "Ranking": 0},
            {"CategoryId": "1", "AuthenticatorSecret": "JBSWY3DPEHPK3PXP", "Ranking": 0},
            {"CategoryId": "9", "AuthenticatorSecret": "JBSWY3DPEHPK3PXP", "Ranking": 0},
            {"CategoryId": "1", "AuthenticatorSecret": "NOSUCHKEY", "Ranking": 0},
        ],
        "CustomIcons": [{"Id": "picture", "Data": ""}],
    })
}

const LINES: [&str; 6] = [
    "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|EU,Tokyo||",
    "Bank|teller|hotp sha256 6 7 GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
    "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
    "Gateway||motp md5 6 10s 0123456789abcdef pin 1234|||",
    "Yandex|mail|yandex sha256 8 30s GEZDGNBVGY3TQOJQGEZDGNBVGY pin 5678|||",
    "Odd|one|totp sha512 8 60s ORSXG5DJNZTQ|Tokyo||",
];

fn strong(plain: &[u8]) -> Vec<u8> {
    let key = argon2id(PASSWORD.as_bytes(), &[1; 16], [65536, 3, 4]);
    let sealed = seal_gcm(&key, &[2; 12], &[], plain);
    [b"AUTHENTICATORPRO", &[1; 16][..], &[2; 12], &sealed].concat()
}

fn legacy(plain: &[u8]) -> Vec<u8> {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(PASSWORD.as_bytes(), &[1; 20], 64_000, &mut key);
    let cipher = cbc::Encryptor::<aes_gcm::aes::Aes256>::new(&key.into(), &[2; 16].into());
    let sealed = cipher.encrypt_padded_vec_mut::<Pkcs7>(plain);
    [b"AuthenticatorPro", &[1; 20][..], &[2; 16], &sealed].concat()
}

#[test]
fn a_backup_of_all_kinds() {
    let reading = open(backup().to_string().as_bytes(), None).expect("a backup");
    assert_eq!(reading.format, Format::Stratum);
    assert_eq!(lines(&reading), LINES);
    let ignored = [(Ignored::Icons, 1), (Ignored::Uses, 1), (Ignored::Positions, 1)];
    assert_eq!(reading.ignored, ignored);
    assert_eq!(reading.rows[3].name, "Gateway");
}

#[test]
fn odd_rows() {
    let row = |row: Value| told(&json!({ "Authenticators": [row] }))[0].clone();
    let cases = [
        ("no type", json!({"Secret": "JBSWY3DPEHPK3PXP"}), r#"1: Key(UnknownType(""))"#),
        ("another type", json!({"Type": 99, "Secret": "A"}), r#"1: Key(UnknownType("99"))"#),
        (
            "another hash",
            json!({"Type": 2, "Secret": "JBSWY3DPEHPK3PXP", "Algorithm": 3}),
            r#"1: Key(Algorithm("3"))"#,
        ),
        ("no key", json!({"Type": 2, "Secret": null}), "1: Key(NoKey)"),
        ("no object", json!(7), "1: Shape"),
        (
            "numbers as text, defaults",
            json!({"Type": "2", "Secret": "JBSWY3DPEHPK3PXP", "Issuer": "A", "Algorithm": null}),
            "A||totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
        ),
    ];
    for (name, value, expected) in cases {
        assert_eq!(row(value), expected, "{name}");
    }
    let motp = json!({"Authenticators": [{"Type": 3, "Secret": "0123456789abcdef"}]});
    let reading = open(motp.to_string().as_bytes(), None).expect("a backup");
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    assert_eq!(record.changes, [Change::Key(Remark::NoPin), Change::Key(Remark::NoName)]);
}

#[test]
fn sealed_in_both_ways() {
    let plain = backup().to_string();
    let wrong = ReadError::WrongOrDamaged(Format::Stratum);
    for (name, sealed) in
        [("strong", strong(plain.as_bytes())), ("legacy", legacy(plain.as_bytes()))]
    {
        assert_eq!(lines(&open(&sealed, Some(PASSWORD)).expect(name)), LINES, "{name}");
        let needs = ReadError::NeedsPassword(Format::Stratum);
        assert_eq!(open(&sealed, None).expect_err(name), needs, "{name}");
        assert_eq!(open(&sealed, Some("battery staple")).expect_err(name), wrong, "{name}");
        let mut tampered = sealed;
        let last = tampered.len() - 1;
        tampered[last] ^= 1;
        assert_eq!(open(&tampered, Some(PASSWORD)).expect_err(name), wrong, "{name}");
    }
}

#[test]
fn what_opens_and_is_no_backup() {
    let damaged = ReadError::DamagedInside(Format::Stratum);
    let wrong = ReadError::WrongOrDamaged(Format::Stratum);
    for plain in ["{", "[]", "{}"] {
        let strong = open(&strong(plain.as_bytes()), Some(PASSWORD));
        assert_eq!(strong.expect_err(plain), damaged, "{plain}");
        // Without a tag, nonsense proves nothing about the password.
        let legacy = open(&legacy(plain.as_bytes()), Some(PASSWORD));
        assert_eq!(legacy.expect_err(plain), wrong, "{plain}");
    }
}

#[test]
fn lengths_that_cannot_be() {
    let cases = [
        ("strong, header only", STRONG.to_vec()),
        ("strong, no tag", [STRONG, &[0; 43]].concat()),
        ("legacy, no salt", [LEGACY, &[0; 19]].concat()),
        ("legacy, nothing in it", [LEGACY, &[0; 36]].concat()),
        ("legacy, not in blocks", [LEGACY, &[0; 53]].concat()),
    ];
    for (name, bytes) in cases {
        let error = open(&bytes, None).expect_err(name);
        assert_eq!(error, ReadError::damaged(Format::Stratum), "{name}");
    }
}

#[test]
fn groups_are_bounded() {
    let row = json!({"Type": 2, "Secret": "JBSWY3DPEHPK3PXP"});
    let binding = json!({"CategoryId": "1", "AuthenticatorSecret": "JBSWY3DPEHPK3PXP"});
    let file = json!({
        "Authenticators": vec![row; 500],
        "Categories": [{"Id": "1", "Name": "A"}],
        "AuthenticatorCategories": vec![binding; 500],
    });
    match open(file.to_string().as_bytes(), None) {
        Err(ReadError::Limit(limit)) => assert_eq!(limit.what, Measure::Entries),
        other => panic!("no limit: {other:?}"),
    }
}

proptest! {
    #[test]
    fn no_plain_bytes_panic(bytes in broken(backup().to_string().into_bytes())) {
        let _ = open(&bytes, None);
    }

    #[test]
    fn no_sealed_bytes_panic(
        bytes in prop_oneof![broken([STRONG, &[0; 50]].concat()), broken([LEGACY, &[0; 60]].concat())],
    ) {
        let _ = open(&bytes, None);
    }
}
