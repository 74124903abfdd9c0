//! Files built here, byte by byte, against what is read from them; and what is written, read back.

use serde_json::json;

use super::*;
use crate::exchange::tests::{base64, broken, lines, open, seal_gcm, told};
use crate::exchange::write::Target;
use crate::exchange::write::tests::{
    Account, accounts, counting, expected, kept, outgoing, read_back, totp, written, written_by,
};
use crate::otp::{Remark, base32::Base32Error};
use proptest::prelude::*;

const PASSWORD: &str = "correct horse";
const MASTER: [u8; 32] = [3; 32];

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// A slot for a password, at next to no cost.
fn slot(password: &str) -> Value {
    let mut key = [0; 32];
    let params = scrypt::Params::new(1, 1, 1, 32).expect("parameters");
    scrypt::scrypt(password.as_bytes(), &[7; 32], &params, &mut key).expect("a key");
    let sealed = seal_gcm(&key, &[8; 12], &[], &MASTER);
    json!({
        "type": 1, "uuid": "3a1e", "n": 2, "r": 1, "p": 1, "salt": hex(&[7; 32]),
        "key": hex(&sealed[..32]),
        "key_params": {"nonce": hex(&[8; 12]), "tag": hex(&sealed[32..])},
        "repaired": true, "is_backup": false,
    })
}

fn plain(content: &Value) -> Value {
    json!({"version": 1, "header": {"slots": null, "params": null}, "db": content})
}

fn sealed(content: &Value, slots: &[Value]) -> Value {
    let sealed = seal_gcm(&MASTER, &[9; 12], &[], content.to_string().as_bytes());
    let (text, tag) = sealed.split_at(sealed.len() - 16);
    let params = json!({"nonce": hex(&[9; 12]), "tag": hex(tag)});
    json!({"version": 1, "header": {"slots": slots, "params": params}, "db": base64(text)})
}

fn content() -> Value {
    json!({
        "version": 3,
        "groups": [
            {"uuid": "g1", "name": "EU 店铺"}, {"uuid": "g2", "name": "Amazon"},
            {"uuid": "g3", "name": "nobody's"},
        ],
        "icons_optimized": true,
        "entries": [
            {
                "type": "totp", "name": " ops@hikari.example", "issuer": "Amazon", "note": "a\nb",
                "favorite": true, "icon": null, "groups": ["g2", "g1"],
                "info": {"secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "algo": "SHA256", "digits": 8, "period": 60},
            },
            {
                "type": "hotp", "name": "Amazon:teller", "issuer": "Amazon", "icon": "AAAA", "groups": [],
                "info": {"secret": "GEZDGNBVGY3TQOJQ", "algo": "SHA1", "digits": 6, "counter": 42},
            },
            {
                "type": "steam", "name": "bob", "issuer": "Steam",
                "info": {"secret": "GEZDGNBVGY3TQOJQ", "algo": "SHA1", "digits": 5, "period": 30},
            },
            {
                "type": "motp", "name": "", "issuer": "VPN",
                "info": {"secret": "QEDHHS7EOPBC2AAA", "algo": "MD5", "digits": 6, "period": 10, "pin": "0123"},
            },
            {
                "type": "yandex", "name": "y", "issuer": "",
                "info": {
                    "secret": "LA2V6KMCGYMWWVEW64RNP3JA3I", "algo": "SHA256", "digits": 8, "period": 30,
                    "pin": "7586",
                },
            },
        ],
    })
}

const EXPECTED: [&str; 5] = [
    "Amazon|ops@hikari.example|totp sha256 8 60s JBSWY3DPEHPK3PXPJBSWY3DP|Amazon,EU 店铺|a\nb|*",
    "Amazon|Amazon:teller|hotp sha1 6 42 GEZDGNBVGY3TQOJQ|||",
    "Steam|bob|steam sha1 5 30s GEZDGNBVGY3TQOJQ|||",
    "VPN||motp md5 6 10s 810673cbe473c22d0000 pin 0123|||",
    "|y|yandex sha256 8 30s LA2V6KMCGYMWWVEW64RNP3JA3I pin 7586|||",
];

#[test]
fn a_plain_file() {
    let reading = open(plain(&content()).to_string().as_bytes(), None).expect("a file");
    assert_eq!(lines(&reading), EXPECTED);
    assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
    assert_eq!(reading.rows[1].name, "Amazon: Amazon:teller");
}

#[test]
fn any_slot_with_a_password_may_be_the_one() {
    let finger = json!({"type": 2, "uuid": "x", "key": "00", "key_params": {}});
    let file = sealed(&content(), &[finger, slot("an older one"), slot(PASSWORD)]);
    let reading = open(file.to_string().as_bytes(), Some(PASSWORD)).expect("opens");
    assert_eq!(lines(&reading), EXPECTED);
}

#[test]
fn one_group_and_no_note_in_the_first_version() {
    let mut content = content();
    content["version"] = 1.into();
    let entries = content["entries"].as_array_mut().expect("entries");
    entries.truncate(2);
    for entry in entries {
        let entry = entry.as_object_mut().expect("an entry");
        for name in ["note", "favorite", "groups"] {
            entry.remove(name);
        }
        entry.insert("group".into(), " EU ".into());
    }
    content["entries"][1]["group"] = Value::Null;
    let expected =
        ["Amazon|ops@hikari.example|totp sha256 8 60s JBSWY3DPEHPK3PXPJBSWY3DP|EU||", EXPECTED[1]];
    assert_eq!(told(&plain(&content)), expected);
}

/// One entry with its type and what is in its `info`.
fn one(kind: &str, info: &Value) -> Result<Record, Refused> {
    let entry = json!({"type": kind, "name": "n", "issuer": "i", "groups": ["?"], "info": info});
    read_entry(entry.as_object().expect("an object"), &Groups::read([], "uuid", "name"))
}

#[test]
fn rows_that_are_refused() {
    let key = |secret| json!({"secret": secret, "algo": "SHA1", "digits": 6, "period": 30});
    let with = |name: &str, value: Value| {
        let mut info = key("JBSWY3DPEHPK3PXPJBSWY3DP");
        info[name] = value;
        info
    };
    let hexadecimal = Refusal::Key(Base32Error::Hexadecimal);
    let wrong = Base32Error::Character { character: '1', position: 8 };
    let cases = [
        ("unknown kind", "fido", key("AAAA"), Refusal::UnknownType("fido".into())),
        ("no kind", "", key("AAAA"), Refusal::UnknownType(String::new())),
        ("no key", "totp", json!({}), Refusal::NoKey),
        ("no info", "totp", Value::Null, Refusal::NoKey),
        ("no key of mOTP", "motp", key(" "), Refusal::NoKey),
        ("hexadecimal", "totp", key("0123456789abcdef"), hexadecimal),
        ("not base32", "motp", key("JBSWY3D1"), Refusal::Key(wrong)),
        ("hash", "totp", with("algo", "SHA3-256".into()), Refusal::Algorithm("SHA3-256".into())),
        (
            "digits",
            "totp",
            with("digits", "six".into()),
            Refusal::NotANumber { parameter: "digits" },
        ),
    ];
    for (name, kind, info, expected) in cases {
        assert_eq!(one(kind, &info).expect_err(name), Refused::Key(expected), "{name}");
    }
    let mut content = content();
    content["entries"] = json!([7, null, content["entries"][1]]);
    assert_eq!(told(&plain(&content)), ["1: Shape", "2: Shape", EXPECTED[1]]);
}

#[test]
fn what_was_changed_is_told() {
    let info = |algo| json!({"secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "algo": algo, "digits": "6.0"});
    let cases = [
        ("a group that is not there", "totp", info("SHA1"), vec![]),
        ("MD5 beside TOTP", "totp", info("MD5"), vec![Change::HashMended]),
        ("MD5 beside Steam", "steam", info("MD5"), vec![]),
        (
            "MD5 beside HOTP",
            "hotp",
            info("md5"),
            vec![Change::Key(Remark::NoCounter), Change::HashMended],
        ),
        ("mOTP without a PIN", "motp", info("MD5"), vec![Change::Key(Remark::NoPin)]),
    ];
    for (name, kind, info, mut expected) in cases {
        expected.push(Change::GroupUnknown);
        assert_eq!(one(kind, &info).expect(name).changes, expected, "{name}");
    }
}

#[test]
fn why_a_file_does_not_open() {
    let good = || sealed(&content(), &[slot(PASSWORD)]);
    let with = |path: &str, value: Value| {
        let mut file = good();
        *file.pointer_mut(path).expect("a field") = value;
        file
    };
    let (wrong, damaged) = (ReadError::WrongOrDamaged(FORMAT), ReadError::damaged(FORMAT));
    let inside = ReadError::DamagedInside(FORMAT);
    let mut broken = slot("another");
    broken["salt"] = "xy".into();
    let newer = |version, known| ReadError::Newer { format: FORMAT, version, known };
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let zeros: Value = "00".repeat(16).into();
    let long = "x".repeat(65);
    let mut old = slot(PASSWORD);
    old["repaired"] = Value::Null;
    let mut next = content();
    next["version"] = 4.into();
    let finger = json!([{"type": 2, "key": "00"}]);
    let biometric = ReadError::Unsupported(Unsupported::AegisNoPassword);
    let slots = json!(vec![slot("another"); 17]);
    let mut slotted = plain(&content());
    slotted["header"]["slots"] = json!([slot(PASSWORD)]);
    let cases = [
        ("no password", good(), None, ReadError::NeedsPassword(FORMAT)),
        ("another password", good(), Some("wrong"), wrong.clone()),
        ("a long one", good(), Some(long.as_str()), wrong.clone()),
        ("an old slot", sealed(&content(), &[old.clone()]), Some("x"), wrong.clone()),
        (
            "an old slot and a long password",
            sealed(&content(), &[slot("y"), old]),
            Some(&long),
            ReadError::WrongOrOldSlot,
        ),
        ("a fingerprint only", with("/header/slots", finger), None, biometric.clone()),
        ("no slots", with("/header/slots", Value::Null), None, biometric),
        ("many slots", with("/header/slots", slots), None, limit(Measure::Slots, 17, 16)),
        (
            "a changed content",
            with("/header/params/tag", zeros.clone()),
            Some(PASSWORD),
            inside.clone(),
        ),
        (
            "a changed slot",
            with("/header/slots/0/key_params/tag", zeros),
            Some(PASSWORD),
            wrong.clone(),
        ),
        (
            "a slot that is none",
            with("/header/slots/0/salt", "xy".into()),
            Some("x"),
            inside.clone(),
        ),
        (
            "a slot that is none beside one of another password",
            sealed(&content(), &[broken, slot(PASSWORD)]),
            Some("x"),
            wrong,
        ),
        ("no N", with("/header/slots/0/n", Value::Null), Some(PASSWORD), inside.clone()),
        (
            "a large N",
            with("/header/slots/0/n", (1_u64 << 30).into()),
            Some(PASSWORD),
            limit(Measure::ScryptN, 1 << 30, 1 << 20),
        ),
        ("no base64", with("/db", "?".into()), None, damaged.clone()),
        ("no parameters", with("/header/params", Value::Null), None, damaged.clone()),
        ("a plain content", with("/db", json!({})), Some(PASSWORD), damaged.clone()),
        ("a newer file", with("/version", 2.into()), None, newer(2, 1)),
        ("a version that is none", with("/version", "x".into()), None, damaged.clone()),
        ("a newer content", sealed(&next, &[slot(PASSWORD)]), Some(PASSWORD), newer(4, 3)),
        ("a newer plain content", plain(&next), None, newer(4, 3)),
        ("slots over a plain content", slotted, None, damaged.clone()),
        ("no content", plain(&Value::Null), None, damaged.clone()),
        ("entries that are none", plain(&json!({"entries": "x"})), None, damaged),
        ("a list inside", sealed(&json!([]), &[slot(PASSWORD)]), Some(PASSWORD), inside),
    ];
    for (name, file, password, expected) in cases {
        let error = open(file.to_string().as_bytes(), password).expect_err(name);
        assert_eq!(error, expected, "{name}");
    }
}

#[test]
fn the_password_is_asked_for_at_the_real_cost() {
    let account = Account::new("Amazon", "ops", totp(&[1; 20]));
    let password = Secret::from_text(PASSWORD.into());
    let written = written(Target::Aegis, &[account.outgoing()], PASSWORD);
    assert_eq!(lines(&read_back(&written, Some(&password))), expected([account.record()]));
    let file: Value = serde_json::from_slice(&written.bytes).expect("JSON");
    let slot = &file["header"]["slots"][0];
    assert_eq!([&slot["n"], &slot["r"], &slot["p"]], [32768, 8, 1]);
    assert_eq!((&slot["type"], &slot["repaired"]), (&1.into(), &true.into()));
    assert_eq!((&slot["is_backup"], &file["version"]), (&false.into(), &1.into()));
    let error = open(&written.bytes, Some("wrong")).expect_err("another password");
    assert_eq!(error, ReadError::WrongOrDamaged(FORMAT));
    let text = String::from_utf8(written.bytes.to_vec()).expect("text");
    assert!(!text.contains("Amazon") && !text.contains("AEAQCAIB"));
}

#[test]
fn two_files_have_nothing_random_in_common() {
    let password = Secret::from_text(PASSWORD.into());
    let mut random = counting();
    let mut parts = || {
        let bytes = write::write_at([2, 1, 1], &[], &password, &mut random).expect("memory");
        let file: Value = serde_json::from_slice(&bytes).expect("JSON");
        ["/header/slots/0/salt", "/header/slots/0/key_params/nonce", "/header/params/nonce", "/db"]
            .map(|path| file.pointer(path).expect("a field").clone())
    };
    let (one, other) = (parts(), parts());
    for (one, other) in one.iter().zip(&other) {
        assert_ne!(one, other);
    }
    assert_ne!(one[1], one[2]);
}

proptest! {
    #[test]
    fn what_is_written_comes_back(accounts in accounts(), encrypted: bool) {
        let password = Secret::from_text(PASSWORD.into());
        let out = outgoing(&accounts);
        let target = if encrypted { Target::Aegis } else { Target::AegisPlain };
        let written = written_by(target, &out, |fit| if encrypted {
            write::write_at([2, 1, 1], fit, &password, &mut counting()).expect("memory")
        } else {
            write_plain(fit, &mut counting())
        });
        let reading = read_back(&written, encrypted.then_some(&password));
        prop_assert_eq!(lines(&reading), expected(kept(&accounts, &written).map(Account::record)));
    }

    #[test]
    fn no_plain_bytes_panic(bytes in broken(plain(&content()).to_string().into_bytes())) {
        let _ = open(&bytes, None);
    }

    #[test]
    fn no_sealed_bytes_panic(
        bytes in broken(sealed(&content(), &[slot(PASSWORD)]).to_string().into_bytes()),
    ) {
        let _ = open(&bytes, Some(PASSWORD));
    }
}
