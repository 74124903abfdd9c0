//! Files built here in each of andOTP's ways, against what is read from them.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::exchange::tests::{broken, lines, open as open_file, seal_gcm, told};
use crate::exchange::{Ask, Change};
use crate::otp::{Remark, base32::Base32Error};
use crate::secret::Secret;

const PASSWORD: &str = "correct horse";

fn rows() -> Value {
    json!([
        {
            "secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "issuer": "Amazon", "label": "Amazon: ops", "digits": 8,
            "type": "TOTP", "algorithm": "SHA256", "period": 60, "tags": ["EU 店铺", " Amazon", "Amazon"],
            "thumbnail": "Amazon", "last_used": 0, "used_frequency": 3,
        },
        {
            "secret": "GEZDGNBVGY3TQOJQ", "issuer": "", "label": "a - b", "digits": 6, "type": "HOTP",
            "algorithm": "SHA1", "counter": 42, "thumbnail": "Default", "last_used": 1_760_000_000,
        },
        {"secret": "GEZDGNBVGY3TQOJQ", "issuer": "Steam", "label": "bob", "digits": 6, "type": "STEAM"},
        {
            "secret": "HAYTANRXGNRWEZJUG4ZWGMRSMQ======", "issuer": "VPN", "label": "", "digits": 6,
            "type": "MOTP", "algorithm": "SHA1",
        },
    ])
}

const EXPECTED: [&str; 4] = [
    "Amazon|ops|totp sha256 8 60s JBSWY3DPEHPK3PXPJBSWY3DP|EU 店铺,Amazon||",
    "|a - b|hotp sha1 6 42 GEZDGNBVGY3TQOJQ|||",
    "Steam|bob|steam sha1 5 30s GEZDGNBVGY3TQOJQ|||",
    "VPN||motp md5 6 10s 810673cbe473c22d|||",
];

/// The newer way.
fn sealed(rounds: u32, plain: &str) -> Vec<u8> {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(PASSWORD.as_bytes(), &[1; 12], rounds, &mut key);
    let text = seal_gcm(&key, &[2; 12], &[], plain.as_bytes());
    [&rounds.to_be_bytes(), &[1; 12][..], &[2; 12], &text].concat()
}

/// The older way.
fn sealed_old(plain: &str) -> Vec<u8> {
    use sha2::Digest as _;
    let key = sha2::Sha256::digest(PASSWORD).into();
    [&[0xff; 12][..], &seal_gcm(&key, &[0xff; 12], &[], plain.as_bytes())].concat()
}

/// Nothing in a file says that it is andOTP's, so it is said.
fn open(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { format: Some(FORMAT), password: password.as_ref(), ..Ask::default() };
    crate::exchange::read(bytes, ask, &mut |_| {})
}

#[test]
fn a_plain_file() {
    let reading = open_file(rows().to_string().as_bytes(), None).expect("a file");
    assert_eq!(lines(&reading), EXPECTED);
    assert_eq!(reading.ignored, [(Ignored::Icons, 1), (Ignored::Uses, 2)]);
    assert_eq!(reading.rows[3].name, "VPN");
    let motp = reading.rows[3].outcome.as_ref().expect("a record");
    assert_eq!(motp.changes, [Change::Key(Remark::NoPin)]);
}

#[test]
fn both_ways_of_encryption() {
    let rows = rows().to_string();
    for bytes in [sealed(1000, &rows), sealed_old(&rows)] {
        assert_eq!(lines(&open(&bytes, Some(PASSWORD)).expect("opens")), EXPECTED);
        // Without a mark it is tried all the same, as somebody gave a password.
        assert_eq!(lines(&open_file(&bytes, Some(PASSWORD)).expect("opens")), EXPECTED);
    }
}

#[test]
fn the_oldest_files_have_one_text_for_both_names() {
    let row = |label| json!({"secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "label": label, "tags": []});
    let cases = [
        ("both", "Amazon - ops", "Amazon|ops|"),
        ("a login with dashes", "Amazon - a - b", "Amazon|a - b|"),
        ("one", "ops-1", "|ops-1|"),
        ("the issuer again", "A - A: x", "A|x|"),
    ];
    for (name, label, names) in cases {
        let expected = format!("{names}totp sha1 6 30s JBSWY3DPEHPK3PXPJBSWY3DP|||");
        assert_eq!(told(&json!([row(label)])), [expected], "{name}");
    }
}

#[test]
fn rows_that_are_refused() {
    let row = |name: &str, value: Value| {
        let mut row = json!({"secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "issuer": "A", "label": "x"});
        row[name] = value;
        row
    };
    let wrong = Base32Error::Character { character: '!', position: 4 };
    let cases = [
        ("a kind to come", row("type", "FIDO".into()), Refusal::UnknownType("fido".into())),
        ("a kind it has not", row("type", "yandex".into()), Refusal::UnknownType("yandex".into())),
        ("no key", row("secret", Value::Null), Refusal::NoKey),
        ("not base32", row("secret", "AAA!".into()), Refusal::Key(wrong)),
        ("hash", row("algorithm", "MD5".into()), Refusal::Algorithm("MD5".into())),
        ("period", row("period", "x".into()), Refusal::NotANumber { parameter: "period" }),
    ];
    for (name, row, expected) in cases {
        let reading = read(&[row]).expect(name);
        let refused = reading.rows[0].outcome.as_ref().expect_err(name);
        assert_eq!(*refused, Refused::Key(expected), "{name}");
        assert_eq!(reading.rows[0].name, "A: x", "{name}");
    }
    let mixed = json!([{"tags": [], "secret": "AAAA", "label": "x"}, 7]);
    assert_eq!(told(&mixed), ["|x|totp sha1 6 30s AAAA|||", "2: Shape"]);
}

#[test]
fn why_a_file_does_not_open() {
    let rows = rows().to_string();
    let good = sealed(1000, &rows);
    let changed = |at: usize, mut bytes: Vec<u8>| {
        bytes[at] ^= 1;
        bytes
    };
    let many = [&u32::MAX.to_be_bytes(), &good[4..]].concat();
    let (wrong, damaged) = (ReadError::WrongOrDamaged(FORMAT), ReadError::damaged(FORMAT));
    let inside = ReadError::DamagedInside(FORMAT);
    let cases = [
        ("no password", good.clone(), None, ReadError::NeedsPassword(FORMAT)),
        ("another password", good.clone(), Some("x"), wrong.clone()),
        ("another password, old", sealed_old(&rows), Some("x"), wrong.clone()),
        ("changed", changed(good.len() - 1, good.clone()), Some(PASSWORD), wrong.clone()),
        ("changed, old", changed(20, sealed_old(&rows)), Some(PASSWORD), wrong.clone()),
        ("rounds beyond the limit", many, Some(PASSWORD), wrong.clone()),
        ("rounds below the limit", sealed(999, &rows), Some(PASSWORD), wrong),
        ("short", good[..27].to_vec(), None, damaged),
        ("no JSON inside", sealed(1000, "no JSON"), Some(PASSWORD), inside.clone()),
        ("no list inside", sealed_old("{}"), Some(PASSWORD), inside),
    ];
    for (name, bytes, password, expected) in cases {
        assert_eq!(open(&bytes, password).expect_err(name), expected, "{name}");
    }
}

#[test]
fn too_many_rounds_are_never_run() {
    let bytes = [&10_000_001_u32.to_be_bytes(), &[0; 60][..]].concat();
    let password = Secret::from_text(PASSWORD.into());
    let mut derived = 0;
    let ask = Ask { format: Some(FORMAT), password: Some(&password), ..Ask::default() };
    let read = crate::exchange::read(&bytes, ask, &mut |_| derived += 1);
    assert_eq!((read.expect_err("no file"), derived), (ReadError::WrongOrDamaged(FORMAT), 0));
}

proptest! {
    #[test]
    fn no_plain_bytes_panic(bytes in broken(rows().to_string().into_bytes())) {
        let _ = open(&bytes, None);
    }

    #[test]
    fn no_sealed_bytes_panic(bytes in broken(sealed_old(&rows().to_string()))) {
        let _ = open(&bytes, Some(PASSWORD));
    }
}
