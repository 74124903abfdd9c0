//! cotp: its export, and the database it keeps.
//!
//! After [its source](https://github.com/replydev/cotp). The database is the export, sealed with
//! Argon2id and XChaCha20-Poly1305. mOTP's keys are hexadecimal.

use serde_json::Value;

use super::crypt::{self, Argon2, Argon2Cost};
use super::json::{self, Fields as _, Object};
use super::record::{sort, title};
use super::{Format, ReadError, Reading, Record, Refused, Task, text};
use crate::otp::{Material, Parts};
use crate::secret::Secret;

/// The newest version of the export; the first one was a bare list.
const VERSION: u64 = 2;
/// The newest version of the database.
const DATABASE_VERSION: u64 = 1;
const COST: Argon2Cost = Argon2Cost { memory_kib: 32 << 10, passes: 4, lanes: 4 };

/// Reads an export, of either version.
pub(super) fn read(value: &Value) -> Result<Reading, ReadError> {
    const FORMAT: Format = Format::Cotp;
    let rows = match value {
        Value::Array(list) => json::list(list)?,
        Value::Object(object) => {
            json::version(FORMAT, object, "version", VERSION)?;
            json::rows(FORMAT, object, "elements")?
        }
        _ => return Err(ReadError::damaged(FORMAT)),
    };
    let mut reading = Reading::new(FORMAT);
    for row in rows {
        match row.as_object() {
            Some(row) => reading.push(title(&row.text("issuer"), &row.text("label")), element(row)),
            None => reading.push("", Err(Refused::Shape)),
        }
    }
    Ok(reading)
}

fn element(row: &Object) -> Result<Record, Refused> {
    let (sort, said) = sort(&row.text("type"))?;
    let secret = row.text("secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm: row.text("algorithm"),
        digits: row.text("digits"),
        period: row.text("period"),
        counter: row.text("counter"),
        pin: Some(Secret::from_text(row.text("pin").into_owned())),
    };
    let mut record = Record::new(row.text("issuer"), row.text("label"), parts)?;
    record.changes.extend(said);
    Ok(record)
}

/// Reads a database.
pub(super) fn read_sealed(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    const FORMAT: Format = Format::CotpDatabase;
    json::version(FORMAT, object, "version", DATABASE_VERSION)?;
    let damaged = || ReadError::damaged(FORMAT);
    let part = |name| text::base64(&object.text(name)).ok_or_else(damaged);
    let (salt, nonce, sealed) = (part("salt")?, part("nonce")?, part("cipher")?);
    if salt.len() != 16 || nonce.len() != 24 || sealed.len() < 16 {
        return Err(damaged());
    }
    let password = task.password(FORMAT)?;
    let key = crypt::argon2(task, Argon2::Argon2id, password.expose(), &salt, COST)?;
    let plain = crypt::xchacha20_poly1305(&key, &nonce, &sealed);
    let plain = plain.ok_or(ReadError::WrongOrDamaged(FORMAT))?;
    let value = json::inside(FORMAT, &plain)?;
    match read(&value) {
        Ok(reading) => Ok(Reading { format: FORMAT, ..reading }),
        Err(ReadError::Newer { version, known, .. }) => {
            Err(ReadError::Newer { format: FORMAT, version, known })
        }
        Err(ReadError::Damaged { .. }) => Err(damaged()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use chacha20poly1305::XChaCha20Poly1305;
    use chacha20poly1305::aead::{AeadInPlace as _, KeyInit as _};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::Change;
    use crate::exchange::tests::{argon2id, base64, broken, lines, open, told};
    use crate::otp::Remark;

    const PASSWORD: &str = "correct horse";

    fn elements() -> Value {
        json!([
            {"secret": "JBSWY3DPEHPK3PXP", "issuer": "Bodega", "label": "kim", "digits": 8,
             "type": "TOTP", "algorithm": "SHA512", "period": 60, "counter": null, "pin": null},
            {"secret": "GEZDGNBVGY3TQOJQ", "issuer": "Bank", "label": "teller", "digits": 6,
             "type": "HOTP", "algorithm": "SHA256", "period": 30, "counter": 7, "pin": null},
            {"secret": "MFRGGZDFMZTWQ2LK", "issuer": "Steam", "label": "gamer", "digits": 5,
             "type": "STEAM", "algorithm": "SHA1", "period": 30, "counter": null, "pin": null},
            {"secret": "0123456789ABCDEF", "issuer": "Gateway", "label": "", "digits": 6,
             "type": "MOTP", "algorithm": "MD5", "period": 10, "counter": null, "pin": "1234"},
            {"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY", "issuer": "Yandex", "label": "mail",
             "digits": 8, "type": "YANDEX", "algorithm": "SHA256", "period": 30, "pin": "5678"},
        ])
    }

    const LINES: [&str; 5] = [
        "Bodega|kim|totp sha512 8 60s JBSWY3DPEHPK3PXP|||",
        "Bank|teller|hotp sha256 6 7 GEZDGNBVGY3TQOJQ|||",
        "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
        "Gateway||motp md5 6 10s 0123456789abcdef pin 1234|||",
        "Yandex|mail|yandex sha256 8 30s GEZDGNBVGY3TQOJQGEZDGNBVGY pin 5678|||",
    ];

    fn database(plain: &[u8]) -> Value {
        let key = argon2id(PASSWORD.as_bytes(), &[1; 16], [32768, 4, 4]);
        let mut sealed = plain.to_vec();
        XChaCha20Poly1305::new(&key.into())
            .encrypt_in_place(&[2; 24].into(), &[], &mut sealed)
            .expect("sealed");
        json!({"version": 1, "nonce": base64(&[2; 24]), "salt": base64(&[1; 16]),
               "cipher": base64(&sealed)})
    }

    fn export() -> Value {
        json!({"version": 2, "elements": elements()})
    }

    #[test]
    fn both_versions_of_the_export() {
        for file in [export(), elements()] {
            let reading = open(file.to_string().as_bytes(), None).expect("an export");
            assert_eq!(
                (reading.format, lines(&reading)),
                (Format::Cotp, LINES.map(Into::into).into())
            );
        }
        let error = open(br#"{"version": 3, "elements": []}"#, None).expect_err("newer");
        assert_eq!(error, ReadError::Newer { format: Format::Cotp, version: 3, known: 2 });
    }

    #[test]
    fn odd_rows() {
        let key = "JBSWY3DPEHPK3PXP";
        let cases = [
            (
                "another type",
                json!({"type": "DUO", "secret": key}),
                r#"1: Key(UnknownType("duo"))"#,
            ),
            (
                "another hash",
                json!({"type": "TOTP", "secret": key, "algorithm": "SHA3"}),
                r#"1: Key(Algorithm("SHA3"))"#,
            ),
            (
                "no number",
                json!({"type": "TOTP", "secret": key, "digits": "six"}),
                r#"1: Key(NotANumber { parameter: "digits" })"#,
            ),
            (
                "a list for a number",
                json!({"type": "TOTP", "secret": key, "digits": [8]}),
                r#"1: Key(NotANumber { parameter: "digits" })"#,
            ),
            ("no key", json!({"type": "TOTP"}), "1: Key(NoKey)"),
            ("no object", json!("x"), "1: Shape"),
        ];
        for (name, row, expected) in cases {
            assert_eq!(told(&json!({"version": 2, "elements": [row]})), [expected], "{name}");
        }
        let changes = |row: Value| {
            let file = json!({"version": 2, "elements": [row]});
            let reading = open(file.to_string().as_bytes(), None).expect("an export");
            reading.rows[0].outcome.as_ref().expect("a record").changes.clone()
        };
        let unsaid = json!({"secret": "JBSWY3DPEHPK3PXP", "issuer": "A"});
        assert_eq!(changes(unsaid), [Change::KindAssumed]);
        let counter = json!({"secret": "JBSWY3DPEHPK3PXP", "issuer": "A", "type": "HOTP"});
        assert_eq!(changes(counter), [Change::Key(Remark::NoCounter)]);
    }

    #[test]
    fn the_database() {
        const FORMAT: Format = Format::CotpDatabase;
        let good = database(export().to_string().as_bytes());
        let error = |file: &Value, password| {
            open(file.to_string().as_bytes(), password).expect_err("no reading")
        };
        let reading = open(good.to_string().as_bytes(), Some(PASSWORD)).expect("a database");
        assert_eq!((reading.format, lines(&reading)), (FORMAT, LINES.map(Into::into).into()));
        assert_eq!(error(&good, None), ReadError::NeedsPassword(FORMAT));
        assert_eq!(error(&good, Some("battery staple")), ReadError::WrongOrDamaged(FORMAT));
        assert_eq!(error(&database(b"{"), Some(PASSWORD)), ReadError::DamagedInside(FORMAT));
        assert_eq!(error(&database(b"7"), Some(PASSWORD)), ReadError::DamagedInside(FORMAT));
        let newer = ReadError::Newer { format: FORMAT, version: 3, known: 2 };
        assert_eq!(error(&database(br#"{"version": 3}"#), Some(PASSWORD)), newer);
        let with = |name: &str, value: Value| {
            let mut file = good.clone();
            file[name] = value;
            file
        };
        let damaged = ReadError::damaged(FORMAT);
        let newer = ReadError::Newer { format: FORMAT, version: 2, known: 1 };
        let tampered = base64(&[7; 40]);
        let cases = [
            ("a newer version", with("version", json!(2)), newer),
            ("a short salt", with("salt", json!("AAAA")), damaged.clone()),
            ("a short nonce", with("nonce", json!("AAAA")), damaged.clone()),
            ("no base64", with("cipher", json!("*")), damaged.clone()),
            ("too short", with("cipher", json!("AAAA")), damaged.clone()),
            ("tampered with", with("cipher", json!(tampered)), ReadError::WrongOrDamaged(FORMAT)),
        ];
        for (name, file, expected) in cases {
            assert_eq!(error(&file, Some(PASSWORD)), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(
            export in broken(export().to_string().into_bytes()),
            list in broken(elements().to_string().into_bytes()),
            database in broken(br#"{"version": 1, "nonce": "AA==", "salt": "", "cipher": ""}"#.to_vec()),
        ) {
            for bytes in [export, list, database] {
                let _ = open(&bytes, None);
            }
        }
    }
}
