//! What is kept on a phone, plain, sealed and by Authy itself, and what a file may say wrongly.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockEncryptMut as _, KeyIvInit as _};
use proptest::prelude::*;
use quick_xml::escape::escape;
use serde_json::json;

use super::*;
use crate::exchange::tests::{base64, broken, lines, open as open_file};
use crate::exchange::{Change, Limit, Measure};
use crate::otp::Remark;

const PASSWORD: &str = "correct horse";
const KEY: &str = "JBSWY3DPEHPK3PXP";

/// A preference file with lists under their names.
fn preferences(lists: &[(&str, Value)]) -> String {
    let strings = lists.iter().map(|(name, list)| {
        let list = list.to_string();
        let list = escape(list.as_str());
        format!("<string name=\"com.authy.storage.tokens.{name}.key\">{list}</string>\n")
    });
    let strings = strings.collect::<Vec<_>>().concat();
    format!(
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n\
         <int name=\"key_version\" value=\"121\" />\n{strings}</map>\n"
    )
}

fn others(rows: &Value) -> String {
    preferences(&[("authenticator", rows.clone())])
}

fn seal(text: &str, salt: &str) -> String {
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(PASSWORD.as_bytes(), salt.as_bytes(), 1000, &mut key);
    let cipher = cbc::Encryptor::<aes_gcm::aes::Aes256>::new(&key.into(), &[0; 16].into());
    base64(&cipher.encrypt_padded_vec_mut::<Pkcs7>(text.as_bytes()))
}

fn sealed_row(name: &str, text: &str) -> Value {
    let salt = "SALTASTEXT234567";
    json!({"accountType": "authenticator", "name": name, "originalName": name, "digits": 6,
           "salt": salt, "encryptedSecret": seal(text, salt)})
}

fn told(text: &str) -> Vec<String> {
    lines(&open_file(text.as_bytes(), None).expect("a file"))
}

#[test]
fn keys_of_others_and_its_own() {
    let rows = json!([
        {"accountType": "authenticator", "originalIssuer": "Bodega", "digits": 6,
         "originalName": "Bodega:kim", "name": "Bodega: kim", "decryptedSecret": KEY},
    ]);
    let own = json!([
        {"accountType": "invented", "appId": "1", "name": "Own \"Shop\"", "digits": 7,
         "secretSeed": "48656c6c6f21deadbeef", "id": 1},
        {"name": "Defaults", "secretSeed": "48656C6C6F21DEADBEEF"},
    ]);
    let text = preferences(&[("authenticator", rows), ("authy", own)]);
    let reading = open_file(text.as_bytes(), None).expect("a file");
    let expected = [
        "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
        "Own \"Shop\"||totp sha1 7 10s JBSWY3DPEHPK3PXP|||",
        "Defaults||totp sha1 7 10s JBSWY3DPEHPK3PXP|||",
    ];
    assert_eq!(reading.format, FORMAT);
    assert_eq!(lines(&reading), expected);
}

#[test]
fn names() {
    let cases = [
        ("all there", ["Shop:EU: a", "Shop:EU:a:b", "Shop:EU", "authenticator"], "Shop:EU|a:b"),
        ("another case", ["", "BODEGA: kim", "Bodega", ""], "Bodega|kim"),
        ("no original name", ["Bodega: kim", "", "Bodega", ""], "Bodega|kim"),
        ("renamed", ["my shop", "kim", "Bodega", ""], "Bodega|my shop"),
        ("named like its issuer", ["Bodega", "kim", "Bodega", ""], "Bodega|kim"),
        ("no login", ["Bodega", "", "Bodega", ""], "Bodega|"),
        ("issuer before a colon", ["x", "Bodega:kim", "", "authenticator"], "Bodega|kim"),
        ("issuer before a dash", ["Bodega - kim", "kim", "", "authenticator"], "Bodega|kim"),
        ("issuer by the logo", ["kim", "kim", "", "bodega"], "Bodega|kim"),
        ("no issuer before the colon", ["", ":kim", "", "authenticator"], "|kim"),
        ("no issuer", ["kim", "kim", "", "authenticator"], "|kim"),
        ("issuer is a beginning of the name", ["Bodegas", "", "Bodega", ""], "Bodega|Bodegas"),
        ("not at a character", ["éa", "中: x", "a", ""], "a|éa"),
    ];
    for (case, [name, original, issuer, kind], expected) in cases {
        let text = others(&json!([{"name": name, "originalName": original,
            "originalIssuer": issuer, "accountType": kind, "decryptedSecret": KEY}]));
        let expected = format!("{expected}|totp sha1 6 30s {KEY}|||");
        assert_eq!(told(&text), [expected], "{case}");
    }
    let text = others(&json!([{"accountType": "authenticator", "decryptedSecret": KEY}]));
    let reading = open_file(text.as_bytes(), None).expect("a file");
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    assert_eq!(record.changes, [Change::Key(Remark::NoName)]);
}

#[test]
fn odd_rows() {
    let cases = [
        ("no key", json!({"name": "a"}), "1: Key(NoKey)"),
        ("no hexadecimal", json!({"name": "a", "secretSeed": "xyz"}), "1: Shape"),
        ("no object", json!("x"), "1: Shape"),
        (
            "no digits",
            json!({"name": "a", "decryptedSecret": KEY, "digits": "many"}),
            r#"1: Key(NotANumber { parameter: "digits" })"#,
        ),
    ];
    for (name, row, expected) in cases {
        assert_eq!(told(&others(&json!([row]))), [expected], "{name}");
    }
}

#[test]
fn keys_under_a_password() {
    let good = others(&json!([sealed_row("A:a", KEY), sealed_row("B:b", "GEZDGNBVGY3TQOJQ")]));
    let expected =
        ["A|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||", "B|b|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||"];
    let reading = open_file(good.as_bytes(), Some(PASSWORD)).expect("a file");
    assert_eq!(lines(&reading), expected);
    let error =
        |text: &str, password| open_file(text.as_bytes(), password).expect_err("no reading");
    assert_eq!(error(&good, None), ReadError::NeedsPassword(FORMAT));
    assert_eq!(error(&good, Some("battery staple")), ReadError::WrongOrDamaged(FORMAT));

    let mut cut = sealed_row("C:c", KEY);
    cut["encryptedSecret"] = json!("AAAA");
    let mut no_base64 = sealed_row("D:d", KEY);
    no_base64["encryptedSecret"] = json!("*");
    let nonsense = sealed_row("E:e", "0189 is no base32");
    let plain = json!({"name": "F", "decryptedSecret": KEY});
    let mixed = json!([cut, sealed_row("A:a", KEY), no_base64, nonsense, plain]);
    let reading = open_file(others(&mixed).as_bytes(), Some(PASSWORD)).expect("a file");
    let plain = "|F|totp sha1 6 30s JBSWY3DPEHPK3PXP|||";
    assert_eq!(lines(&reading), ["1: Sealed", expected[0], "3: Shape", "4: Sealed", plain]);
    assert_eq!(reading.rows[0].name, "C: c");

    // Where none opens, the password is in doubt even if others need none.
    let none = others(&json!([nonsense, {"name": "F", "decryptedSecret": KEY}]));
    assert_eq!(error(&none, Some(PASSWORD)), ReadError::WrongOrDamaged(FORMAT));
}

#[test]
fn files_that_are_not_read() {
    let string = |list: &str| {
        format!("<map><string name='com.authy.storage.tokens.authy.key'>{list}</string></map>")
    };
    let types = Limit { what: Measure::DocumentTypes, asked: 1, most: 0 };
    let cases = [
        ("no list", string("{}"), ReadError::damaged(FORMAT)),
        ("no JSON", string("[{"), ReadError::damaged(FORMAT)),
        (
            "cut off",
            string("[]")[..50].to_owned(),
            ReadError::Damaged { format: FORMAT, at: Some(6) },
        ),
        ("a document type", format!("<!DOCTYPE m>{}", string("[]")), ReadError::Limit(types)),
        (
            "another string",
            "<map><string name='x'>com.authy.storage.tokens.</string></map>".to_owned(),
            ReadError::Unknown(Sort::Xml),
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(open_file(text.as_bytes(), None).expect_err(name), expected, "{name}");
    }
    assert_eq!(told(&string("[]")), [""; 0]);
}

proptest! {
    #[test]
    fn no_bytes_panic(
        bytes in broken(
            others(&json!([sealed_row("A:a", KEY), {"name": "é - b", "decryptedSecret": KEY}])).into(),
        ),
    ) {
        let _ = open_file(&bytes, Some(PASSWORD));
    }
}
