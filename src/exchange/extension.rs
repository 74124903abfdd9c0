//! The Authenticator browser extension's backup, without encryption. Its other file is a list of
//! addresses.
//!
//! After [its source](https://github.com/Authenticator-Extension/Authenticator). An object with an
//! entry a key, in no order but its `index`; what is the default is left out. Behind `::` an issuer
//! says for which host it is. A key can be hexadecimal, by its type.

use serde_json::Value;

use super::json::{Fields as _, Object};
use super::record::{sort, title};
use super::{Format, Ignored, Limit, MOST_ENTRIES, Measure, ReadError, Reading, Record, Refused};
use super::{Unsupported, text};
use crate::otp::{Material, Parts};
use crate::secret::Secret;

const FORMAT: Format = Format::Extension;

/// Whether an object is such a backup: nothing but entries.
pub(super) fn is_one(object: &Object) -> bool {
    let is_entry = |entry: &Object| entry.contains_key("hash") || entry.contains_key("dataType");
    !object.is_empty() && object.values().all(|entry| entry.as_object().is_some_and(is_entry))
}

/// Reads a backup.
pub(super) fn read(object: &Object) -> Result<Reading, ReadError> {
    Limit::hold(Measure::Entries, object.len() as u64, MOST_ENTRIES as u64)?;
    let mut entries: Vec<_> = object.values().filter(|entry| !is_key(entry)).collect();
    let sealed = |entry: &&Value| entry.as_object().is_some_and(is_sealed);
    if entries.len() < object.len() && entries.is_empty()
        || !entries.is_empty() && entries.iter().all(sealed)
    {
        return Err(ReadError::Unsupported(Unsupported::ExtensionEncrypted));
    }
    entries.sort_by_key(|entry| {
        entry.as_object().and_then(|entry| entry.whole("index")).unwrap_or(u64::MAX)
    });
    let mut reading = Reading::new(FORMAT);
    for entry in entries {
        let Some(entry) = entry.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        let issuer = entry.text("issuer");
        let (issuer, host) = issuer.split_once("::").unwrap_or((&issuer, ""));
        reading.ignore(Ignored::Fields, usize::from(!host.trim().is_empty()));
        let outcome =
            if is_sealed(entry) { Err(Refused::Sealed) } else { read_entry(entry, issuer) };
        reading.push(title(issuer, &entry.text("account")), outcome);
    }
    Ok(reading)
}

/// Whether an entry is the key to others.
fn is_key(entry: &Value) -> bool {
    entry
        .as_object()
        .is_some_and(|entry| entry.text("dataType") == "Key" || entry.contains_key("enc"))
}

/// Whether an entry is encrypted.
fn is_sealed(entry: &Object) -> bool {
    entry.text("dataType") == "EncOTPStorage" || entry.yes("encrypted")
}

fn read_entry(entry: &Object, issuer: &str) -> Result<Record, Refused> {
    let kind = entry.text("type").trim().to_ascii_lowercase();
    let (kind, hexadecimal) = match kind.as_str() {
        "hex" => ("totp", true),
        "hhex" => ("hotp", true),
        kind => (kind, false),
    };
    let (sort, said) = sort(kind)?;
    let secret = entry.text("secret");
    let material = if hexadecimal {
        let mut bytes = text::hex(&secret).ok_or(Refused::Shape)?;
        Material::Bytes(Secret::new(std::mem::take(&mut *bytes)))
    } else {
        Material::Text(&secret)
    };
    let parts = Parts {
        sort,
        secret: material,
        algorithm: entry.text("algorithm"),
        digits: entry.text("digits"),
        period: entry.text("period"),
        counter: entry.text("counter"),
        pin: None,
    };
    let mut record = Record::new(issuer, entry.text("account"), parts)?;
    record.favourite = entry.yes("pinned");
    record.changes.extend(said);
    Ok(record)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::Sort;
    use crate::exchange::tests::{broken, lines, open, told};

    fn entry(index: u8, kind: &str, issuer: &str, account: &str, secret: &str) -> Value {
        json!({"dataType": "OTPStorage", "encrypted": false, "hash": "x", "index": index,
               "type": kind, "secret": secret, "counter": 0, "issuer": issuer, "account": account})
    }

    fn backup() -> Value {
        let mut bodega = entry(0, "totp", "Bodega::shop.example", "kim", "JBSWY3DPEHPK3PXP");
        bodega["pinned"] = json!(true);
        let mut bank = entry(1, "hotp", "Bank", "teller", "GEZDGNBVGY3TQOJQ");
        bank["counter"] = json!(7);
        let mut hex = entry(2, "hex", "Hex", "h", "48656C6c6f21deadbeef");
        hex["algorithm"] = json!("SHA256");
        hex["digits"] = json!(8);
        hex["period"] = json!(60);
        let mut counted = entry(3, "hhex", "Hex", "c", "48656c6c6f21deadbeef");
        counted["counter"] = json!(3);
        json!({
            "d": bodega, "c": bank, "b": hex, "a": counted,
            "e": entry(4, "steam", "Steam", "gamer", "MFRGGZDFMZTWQ2LK"),
            "0": entry(5, "battle", "Games", "g", "MFRGGZDFMZTWQ2LK"),
        })
    }

    #[test]
    fn entries_by_their_index() {
        let reading = open(backup().to_string().as_bytes(), None).expect("a backup");
        let expected = [
            "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|||*",
            "Bank|teller|hotp sha1 6 7 GEZDGNBVGY3TQOJQ|||",
            "Hex|h|totp sha256 8 60s JBSWY3DPEHPK3PXP|||",
            "Hex|c|hotp sha1 6 3 JBSWY3DPEHPK3PXP|||",
            "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
            r#"6: Key(UnknownType("battle"))"#,
        ];
        assert_eq!(reading.format, FORMAT);
        assert_eq!(lines(&reading), expected);
        assert_eq!(reading.rows[5].name, "Games: g");
        assert_eq!(reading.ignored, [(Ignored::Fields, 1)]);
    }

    #[test]
    fn odd_rows() {
        let cases = [
            ("not hexadecimal", entry(0, "hex", "", "a", "xyz"), "1: Shape"),
            ("half a byte", entry(0, "hex", "", "a", "abc"), "1: Shape"),
            ("no key", entry(0, "hhex", "", "a", ""), "1: Key(NoKey)"),
            (
                "hexadecimal unsaid",
                entry(0, "totp", "", "a", "0189abcd0189abcd"),
                "1: Key(Key(Hexadecimal))",
            ),
        ];
        for (name, entry, expected) in cases {
            assert_eq!(told(&json!({ "x": entry })), [expected], "{name}");
        }
        let mut sealed = entry(1, "totp", "B", "b", "U2FsdGVkX1");
        sealed["encrypted"] = json!(true);
        let both = json!({"x": sealed, "y": entry(0, "totp", "A", "a", "JBSWY3DPEHPK3PXP"),
                          "key": {"enc": "U2FsdGVkX1", "hash": "x"}});
        assert_eq!(told(&both), ["A|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||", "2: Sealed"]);
    }

    #[test]
    fn files_that_are_not_read() {
        let encrypted = ReadError::Unsupported(Unsupported::ExtensionEncrypted);
        let key = json!({"dataType": "Key", "id": "1", "salt": "abc", "hash": "x", "version": 3});
        let sealed = json!({"dataType": "EncOTPStorage", "keyId": "1", "data": "x", "index": 0});
        let mut old = entry(0, "totp", "A", "a", "U2FsdGVkX1");
        old["encrypted"] = json!(true);
        let cases = [
            ("a key and what it seals", json!({"k": key, "x": sealed}), encrypted.clone()),
            ("a key alone", json!({ "k": key }), encrypted.clone()),
            ("sealed alone", json!({ "x": sealed }), encrypted.clone()),
            ("sealed in the old way", json!({ "x": old }), encrypted),
            ("something else, too", json!({"x": sealed, "y": 1}), ReadError::Unknown(Sort::Json)),
            ("nothing", json!({}), ReadError::Unknown(Sort::Json)),
        ];
        for (name, file, expected) in cases {
            assert_eq!(
                open(file.to_string().as_bytes(), None).expect_err(name),
                expected,
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in broken(backup().to_string().into_bytes())) {
            let _ = open(&bytes, None);
        }
    }
}
