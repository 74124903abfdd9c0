//! 2FAuth: its export, with fields or with addresses.
//!
//! After [its source](https://github.com/Bubka/2FAuth). The addresses were decoded before they were
//! written, so `#`, `&`, `?` and `%` stand raw in them; the reader of addresses is used to that.

use zeroize::Zeroizing;

use super::json::{self, Fields as _, Object};
use super::record::{sort, title};
use super::{Format, Ignored, ReadError, Reading, Record, Refused};
use crate::otp::uri::parse;
use crate::otp::{Material, Parts};

const FORMAT: Format = Format::TwoFAuth;
/// The newest version of the export's fields.
const SCHEMA: u64 = 1;

/// Reads an export.
pub(super) fn read(object: &Object) -> Result<Reading, ReadError> {
    json::version(FORMAT, object, "schema", SCHEMA)?;
    let mut reading = Reading::new(FORMAT);
    for row in json::rows(FORMAT, object, "data")? {
        let Some(row) = row.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        let icon = ["icon", "icon_file"].iter().any(|name| !row.text(name).is_empty());
        reading.ignore(Ignored::Icons, usize::from(icon));
        let name = title(&row.text("service"), &row.text("account"));
        reading.push(name, if row.has("uri") { address(row) } else { account(row) });
    }
    Ok(reading)
}

fn address(row: &Object) -> Result<Record, Refused> {
    let uri = Zeroizing::new(row.text("uri").into_owned());
    Ok(parse(&uri)?.into())
}

fn account(row: &Object) -> Result<Record, Refused> {
    let kind = row.text("otp_type");
    let kind = if kind.trim().eq_ignore_ascii_case("steamtotp") { "steam".into() } else { kind };
    let (sort, said) = sort(&kind)?;
    let secret = row.text("secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm: row.text("algorithm"),
        digits: row.text("digits"),
        period: row.text("period"),
        counter: row.text("counter"),
        pin: None,
    };
    let mut record = Record::new(row.text("service"), row.text("account"), parts)?;
    record.changes.extend(said);
    Ok(record)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::exchange::Change;
    use crate::exchange::tests::{broken, lines, open, told};

    fn file(data: &Value) -> Value {
        json!({"app": "2fauth_v8.0.1", "schema": 1, "datetime": "2026-01-02", "data": data})
    }

    fn fields() -> Value {
        file(&json!([
            {"otp_type": "totp", "account": "kim", "service": "Bodega", "icon": "shop.png",
             "icon_mime": "image/png", "icon_file": "AAAA", "secret": "JBSWY3DPEHPK3PXP",
             "digits": 8, "algorithm": "sha512", "period": 60, "counter": null,
             "legacy_uri": "otpauth://totp/Bodega:other?secret=AAAA"},
            {"otp_type": "hotp", "account": "teller", "service": "Bank", "icon": null,
             "secret": "GEZDGNBVGY3TQOJQ", "digits": 6, "algorithm": "sha256", "period": null,
             "counter": 7},
            {"otp_type": "steamtotp", "account": "gamer", "service": "Steam", "icon": null,
             "secret": "MFRGGZDFMZTWQ2LK", "digits": 5, "algorithm": "sha1", "period": 30},
        ]))
    }

    #[test]
    fn fields_of_a_key() {
        let reading = open(fields().to_string().as_bytes(), None).expect("an export");
        let expected = [
            "Bodega|kim|totp sha512 8 60s JBSWY3DPEHPK3PXP|||",
            "Bank|teller|hotp sha256 6 7 GEZDGNBVGY3TQOJQ|||",
            "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
        ];
        assert_eq!(reading.format, FORMAT);
        assert_eq!(lines(&reading), expected);
        assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
    }

    #[test]
    fn addresses_that_were_decoded() {
        let addresses = file(&json!([
            {"uri": "otpauth://totp/A#1 & B?:50%+tax #7?algorithm=sha1&digits=6&issuer=A#1 & B?&period=30&secret=JBSWY3DPEHPK3PXP"},
            {"uri": "otpauth://hotp/Bank:teller?algorithm=sha256&digits=8&issuer=Bank&counter=7&secret=GEZDGNBVGY3TQOJQ"},
            {"uri": "otpauth://totp/Steam:gamer?algorithm=sha1&digits=5&issuer=Steam&period=30&secret=MFRGGZDFMZTWQ2LK"},
            {"uri": "otpauth://totp/none"},
        ]));
        let expected = [
            "A#1 & B?|50%+tax #7|totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
            "Bank|teller|hotp sha256 8 7 GEZDGNBVGY3TQOJQ|||",
            "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
            "4: Key(NoKey)",
        ];
        assert_eq!(told(&addresses), expected);
    }

    #[test]
    fn odd_rows() {
        let key = "JBSWY3DPEHPK3PXP";
        let cases = [
            (
                "another type",
                json!({"otp_type": "yandex2", "secret": key}),
                r#"1: Key(UnknownType("yandex2"))"#,
            ),
            (
                "another hash",
                json!({"otp_type": "totp", "secret": key, "algorithm": "md5"}),
                r#"1: Key(Algorithm("md5"))"#,
            ),
            ("no key", json!({"otp_type": "totp", "secret": null}), "1: Key(NoKey)"),
            ("no text", json!({"uri": 7}), "1: Key(NotOtpauth)"),
            ("no object", json!([]), "1: Shape"),
        ];
        for (name, row, expected) in cases {
            assert_eq!(told(&file(&json!([row]))), [expected], "{name}");
        }
        let unsaid = file(&json!([{"secret": key, "service": "A"}]));
        let reading = open(unsaid.to_string().as_bytes(), None).expect("an export");
        let record = reading.rows[0].outcome.as_ref().expect("a record");
        assert_eq!(record.changes, [Change::KindAssumed]);
    }

    #[test]
    fn files_that_are_not_read() {
        let newer = json!({"app": "2fauth_v9", "schema": 2, "data": []});
        let error = open(newer.to_string().as_bytes(), None).expect_err("newer");
        assert_eq!(error, ReadError::Newer { format: FORMAT, version: 2, known: 1 });
        let error = open(br#"{"app": "2fauth_v8", "data": "x"}"#, None).expect_err("no list");
        assert_eq!(error, ReadError::damaged(FORMAT));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in broken(fields().to_string().into_bytes())) {
            let _ = open(&bytes, None);
        }
    }
}
