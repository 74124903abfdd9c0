//! Files built here as either phone writes them, against what is read; and what is written, read back.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::exchange::tests::{base64, broken, lines, open, seal_gcm, told};
use crate::exchange::write::Target;
use crate::exchange::write::tests::{
    Account, accounts, expected, kept, outgoing, read_back, totp, written,
};
use crate::otp::Remark;
use crate::secret::Secret;

const PASSWORD: &str = "correct horse";

fn plain(schema: u64, services: &Value) -> Value {
    json!({
        "schemaVersion": schema, "appOrigin": "android", "services": services,
        "groups": [
            {"id": "g1", "name": "EU 店铺", "isExpanded": true},
            {"id": "g2", "name": "nobody's", "isExpanded": true},
        ],
    })
}

/// Ciphertext, salt and nonce.
fn seal(password: &str, salt: &[u8], nonce: [u8; 12], text: &str) -> String {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), salt, 10_000, &mut key);
    let sealed = seal_gcm(&key, &nonce, &[], text.as_bytes());
    [base64(&sealed), base64(salt), base64(&nonce)].join(":")
}

/// A file as the apps write it; salts of 256 bytes on Android and of 32 on iPhones.
fn sealed(salt: usize, services: &Value) -> Value {
    let salt = vec![5; salt];
    let mut file = plain(4, &json!([]));
    file["servicesEncrypted"] = seal(PASSWORD, &salt, [6; 12], &services.to_string()).into();
    file["reference"] = seal(PASSWORD, &salt, [7; 12], "a text that is known").into();
    file
}

fn services() -> Value {
    json!([
        {
            "name": "Amazon", "secret": "jbswy3dp ehpk3pxp jbswy3dp", "order": {"position": 3},
            "otp": {
                "account": "ops@hikari.example", "label": "x", "issuer": "Amazon", "digits": null,
                "period": null, "algorithm": null, "tokenType": "TOTP", "link": "otpauth://[hidden]",
            },
            "icon": {"selected": "Label"}, "groupId": "g1", "badge": {"color": "Red"},
        },
        {
            "name": "Bank", "secret": "GEZDGNBVGY3TQOJQ", "order": {"position": 1},
            "otp": {
                "account": "teller", "issuer": "Bank", "digits": 8, "algorithm": "SHA256",
                "tokenType": "HOTP", "counter": 42,
            },
        },
        {
            "name": "Steam", "secret": "GEZDGNBVGY3TQOJQ", "order": {"position": 2},
            "otp": {"account": "bob", "issuer": "Steam", "digits": 5, "period": 30, "tokenType": "STEAM"},
        },
        {
            "name": "Unknown", "secret": "GEZDGNBVGY3TQOJQ", "order": {"position": 0},
            "otp": {"account": "a", "period": 60, "algorithm": "SHA512"},
        },
    ])
}

const EXPECTED: [&str; 4] = [
    "|a|totp sha512 6 60s GEZDGNBVGY3TQOJQ|||",
    "Bank|teller|hotp sha256 8 42 GEZDGNBVGY3TQOJQ|||",
    "Steam|bob|steam sha1 5 30s GEZDGNBVGY3TQOJQ|||",
    "Amazon|ops@hikari.example|totp sha1 6 30s JBSWY3DPEHPK3PXPJBSWY3DP|EU 店铺||",
];

#[test]
fn a_plain_file_in_the_order_of_the_app() {
    for schema in [3, 4] {
        let file = plain(schema, &services()).to_string();
        let reading = open(file.as_bytes(), None).expect("a file");
        assert_eq!(lines(&reading), EXPECTED);
        assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
        assert!(reading.rows.iter().all(|row| {
            let record = row.outcome.as_ref().expect("a record");
            record.changes.iter().all(|change| *change == Change::Key(Remark::ShortKey))
        }));
    }
}

#[test]
fn encrypted_files_of_both_phones() {
    for salt in [256, 32] {
        let file = sealed(salt, &services()).to_string();
        let reading = open(file.as_bytes(), Some(PASSWORD)).expect("opens");
        assert_eq!(lines(&reading), EXPECTED);
    }
    let mut file = sealed(32, &services());
    file["reference"] = Value::Null;
    assert_eq!(lines(&open(file.to_string().as_bytes(), Some(PASSWORD)).expect("opens")), EXPECTED);
}

/// One service with what is said of its key beside the key itself.
fn one(schema: u64, name: &str, otp: &Value) -> Result<Record, Refused> {
    let service = json!({"name": name, "secret": "JBSWY3DPEHPK3PXPJBSWY3DP", "otp": otp});
    let reading = open(plain(schema, &json!([service])).to_string().as_bytes(), None);
    let mut rows = reading.expect("a file").rows;
    rows.remove(0).outcome.map(|record| *record)
}

#[test]
fn names_that_the_app_cut_and_changed() {
    let long = "A company with a very long name";
    let cut = &long[..30];
    let cases = [
        ("both the same", "A", json!({"issuer": "A", "account": "x"}), "A|x|"),
        ("cut", cut, json!({"issuer": long, "account": "x"}), "A company with a very long name|x|"),
        ("renamed", "My A", json!({"issuer": "A", "account": "x"}), "My A|x|issuer: A"),
        ("no issuer", "A", json!({"account": "x"}), "A|x|"),
        ("nothing", "Unknown", json!({}), "||"),
        ("an issuer of that name", "Unknown", json!({"issuer": "Unknown"}), "Unknown||"),
        ("a label", "A", json!({"label": "A:x:y", "issuer": "A"}), "A|x:y|"),
        ("a label with colons", "A:B", json!({"label": "A:B:x", "issuer": "A:B"}), "A:B|x|"),
        ("a label of another", "A", json!({"label": "B:x"}), "A|x|"),
        ("a label alone", "A", json!({"label": "x", "account": null}), "A|x|"),
        ("a label that is the issuer", "A", json!({"label": "A"}), "A||"),
    ];
    for (name, shown, otp, expected) in cases {
        let record = one(4, shown, &otp).expect(name);
        let told = [record.issuer, record.login, record.note].join("|");
        assert_eq!(told, expected, "{name}");
        let noted = record.changes.contains(&Change::IssuerInNote);
        assert_eq!(noted, name == "renamed", "{name}");
    }
}

#[test]
fn the_first_schemas_do_not_tell_kinds() {
    for schema in 1..=4 {
        let record = one(schema, "A", &json!({})).expect("a record");
        let assumed = record.changes.contains(&Change::KindAssumed);
        assert_eq!(assumed, schema < 3, "{schema}");
    }
}

#[test]
fn rows_that_are_refused() {
    let number = |parameter| Refusal::NotANumber { parameter };
    let cases = [
        ("a kind to come", json!({"tokenType": "FUTURE"}), Refusal::UnknownType("future".into())),
        ("a kind it has not", json!({"tokenType": "MOTP"}), Refusal::UnknownType("motp".into())),
        ("SHA224", json!({"algorithm": "SHA224"}), Refusal::Algorithm("SHA224".into())),
        ("SHA384", json!({"algorithm": "SHA384"}), Refusal::Algorithm("SHA384".into())),
        ("digits", json!({"digits": "six"}), number("digits")),
    ];
    for (name, otp, expected) in cases {
        assert_eq!(one(4, "A", &otp).expect_err(name), Refused::Key(expected), "{name}");
    }
    let rows = json!([7, {"name": "A", "otp": {"account": "x"}}, {"name": "B", "secret": "AAAA", "groupId": "?"}]);
    let reading = open(plain(4, &rows).to_string().as_bytes(), None).expect("a file");
    assert_eq!(lines(&reading), ["1: Shape", "2: Key(NoKey)", "B||totp sha1 6 30s AAAA|||"]);
    assert_eq!(reading.rows[1].name, "A: x");
    let record = reading.rows[2].outcome.as_ref().expect("a record");
    assert!(record.changes.contains(&Change::GroupUnknown));
}

#[test]
fn why_a_file_does_not_open() {
    let with = |name: &str, value: Value| {
        let mut file = sealed(32, &services());
        file[name] = value;
        file
    };
    let damaged = ReadError::damaged(FORMAT);
    let inside = ReadError::DamagedInside(FORMAT);
    let other = seal(PASSWORD, &[5; 32], [6; 12], "[]");
    let changed: Value =
        [&base64(&[0; 40]), ":", other.split_once(':').expect("parts").1].concat().into();
    let two: Value = other.rsplit_once(':').expect("parts").0.into();
    let newer = ReadError::Newer { format: FORMAT, version: 5, known: 4 };
    let mut without = with("reference", Value::Null);
    without["servicesEncrypted"] = changed.clone();
    let no_list: Value = seal(PASSWORD, &[5; 32], [6; 12], "{}").into();
    let no_json: Value = seal(PASSWORD, &[5; 32], [6; 12], "no JSON").into();
    let four: Value = format!("{other}:AAAA").into();
    let nonce: Value = "AAAA:AAAA:AAAA".into();
    let cases = [
        ("no password", sealed(256, &services()), None, ReadError::NeedsPassword(FORMAT)),
        ("another password", sealed(32, &services()), Some("x"), ReadError::WrongPassword),
        ("changed", with("servicesEncrypted", changed), Some(PASSWORD), inside.clone()),
        ("changed, no reference", without, Some(PASSWORD), ReadError::WrongOrDamaged(FORMAT)),
        ("two parts", with("servicesEncrypted", two), None, damaged.clone()),
        ("four parts", with("servicesEncrypted", four), None, damaged.clone()),
        ("a short nonce", with("servicesEncrypted", nonce), None, damaged.clone()),
        ("no base64", with("servicesEncrypted", "?:?:?".into()), None, damaged.clone()),
        ("no list", with("servicesEncrypted", no_list), Some(PASSWORD), inside.clone()),
        ("no JSON", with("servicesEncrypted", no_json), Some(PASSWORD), inside),
        ("newer", with("schemaVersion", 5.into()), None, newer),
        ("a version that is none", with("schemaVersion", "x".into()), None, damaged.clone()),
        ("services that are none", plain(4, &json!("x")), None, damaged),
    ];
    for (name, file, password, expected) in cases {
        let error = open(file.to_string().as_bytes(), password).expect_err(name);
        assert_eq!(error, expected, "{name}");
    }
}

/// Both apps refuse a file in which one of these is missing.
#[test]
fn what_the_apps_insist_on_is_written() {
    let mut account = Account::new("An issuer of more than 30 characters", "", totp(&[1; 20]));
    account.groups = vec!["EU".into(), "Amazon".into()];
    let written = written(Target::TwoFas, &[account.outgoing()], PASSWORD);
    let file: Value = serde_json::from_slice(&written.bytes).expect("JSON");
    assert_eq!((&file["schemaVersion"], &file["appOrigin"]), (&4.into(), &"android".into()));
    assert_eq!((&file["services"], &file["groups"][0]["name"]), (&json!([]), &"EU".into()));
    assert_eq!(file["groups"].as_array().map(Vec::len), Some(1));
    let key = |sealed: &Sealed| {
        let mut key = DerivedKey::default();
        pbkdf2::pbkdf2_hmac::<sha2::Sha256>(b"correct horse", &sealed.salt, 10_000, key.as_mut());
        key
    };
    let opened = ["servicesEncrypted", "reference"].map(|name| {
        let sealed = Sealed::read(file[name].as_str().expect("a text")).expect("three parts");
        assert_eq!(sealed.salt.len(), 256);
        let plain = sealed.open(&key(&sealed)).expect("opens");
        (String::from_utf8(plain.to_vec()).expect("text"), sealed.nonce)
    });
    let [(services, first), (reference, second)] = opened;
    assert_ne!(first, second, "two nonces under one key");
    assert!(reference.starts_with("tRViSsLKzd86") && reference.ends_with("KyoJujd"));
    assert_eq!(reference.len(), 256);
    let services: Value = serde_json::from_str(&services).expect("JSON");
    let service = &services[0];
    assert_eq!(service["name"], "An issuer of more than 30 char");
    assert_eq!(service["otp"]["issuer"], account.issuer.as_str());
    assert_eq!(
        (&service["otp"]["tokenType"], &service["order"]["position"]),
        (&"TOTP".into(), &0.into())
    );
    assert!(service["otp"]["source"].is_string() && service["updatedAt"].is_u64());
    assert!(service["icon"]["iconCollection"]["id"].is_string());
    assert_eq!(service["groupId"], file["groups"][0]["id"]);
    // What stands there because the apps insist on it is not told of as left aside.
    let reading = open(&written.bytes, Some(PASSWORD)).expect("reads");
    assert_eq!(reading.ignored, []);
}

#[test]
fn an_empty_file_is_one() {
    assert_eq!(told(&plain(4, &json!([]))), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_comes_back(accounts in accounts()) {
        let password = Secret::from_text(PASSWORD.into());
        let out = outgoing(&accounts);
        let written = written(Target::TwoFas, &out, PASSWORD);
        let held = |account: &Account| Record {
            groups: account.groups.iter().take(1).cloned().collect(),
            note: String::new(),
            favourite: false,
            ..account.record()
        };
        let reading = read_back(&written, Some(&password));
        prop_assert_eq!(lines(&reading), expected(kept(&accounts, &written).map(held)));
    }

    #[test]
    fn no_sealed_bytes_panic(bytes in broken(sealed(32, &services()).to_string().into_bytes())) {
        let _ = open(&bytes, Some(PASSWORD));
    }
}

proptest! {
    #[test]
    fn no_plain_bytes_panic(bytes in broken(plain(2, &services()).to_string().into_bytes())) {
        let _ = open(&bytes, None);
    }
}
