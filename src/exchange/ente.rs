//! Ente Auth: its encrypted export, and a list of items. Its plain export is a list of addresses.
//!
//! After [its description](https://github.com/ente-io/ente/blob/main/auth/migration-guides/encrypted_export.md).
//! Argon2id as libsodium's `pwhash` counts it (memory in bytes, one lane), then one message of
//! libsodium's [secretstream](https://doc.libsodium.org/secret-key_cryptography/secretstream). Real
//! files take a gigabyte to open.

use crypto_secretstream::{Header, Key, PullStream};
use serde_json::Value;
use zeroize::Zeroizing;

use super::crypt::{self, Argon2, Argon2Cost, Plain};
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Format, Ignored, ReadError, Reading, Record, Refused, Task, text, uri_list};
use crate::otp::Refusal;
use crate::otp::uri::parse;

/// The newest version of an encrypted export.
const VERSION: u64 = 1;
/// Bytes that a message has besides its text: what it is, and the tag.
const BESIDES: usize = 17;

/// Reads an encrypted export.
pub(super) fn read(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    const FORMAT: Format = Format::Ente;
    json::version(FORMAT, object, "version", VERSION)?;
    let damaged = || ReadError::damaged(FORMAT);
    let kdf = object.object("kdfParams").ok_or_else(damaged)?;
    let cost = Argon2Cost {
        memory_kib: kdf.whole("memLimit").ok_or_else(damaged)? / 1024,
        passes: kdf.whole("opsLimit").filter(|&passes| passes > 0).ok_or_else(damaged)?,
        lanes: 1,
    };
    let salt = text::base64(&kdf.text("salt")).filter(|salt| salt.len() == 16);
    let salt = salt.ok_or_else(damaged)?;
    let header = text::base64(&object.text("encryptionNonce")).ok_or_else(damaged)?;
    let header = Header::try_from(header.as_slice()).map_err(|_| damaged())?;
    let sealed = text::base64(&object.text("encryptedData")).ok_or_else(damaged)?;
    if sealed.len() < BESIDES {
        return Err(damaged());
    }
    let password = task.password(FORMAT)?;
    let key = crypt::argon2(task, Argon2::Argon2id, password.expose(), &salt, cost)?;
    let plain = open(&key, header, sealed).ok_or(ReadError::WrongOrDamaged(FORMAT))?;
    if text::is_empty(&plain) {
        return Ok(Reading::new(FORMAT));
    }
    match uri_list::read(&plain) {
        Ok(reading) => Ok(Reading { format: FORMAT, ..reading }),
        Err(ReadError::Limit(limit)) => Err(ReadError::Limit(limit)),
        Err(_) => Err(damaged()),
    }
}

/// Opens the one message of a stream. It should be marked as the last, and need not be.
fn open(key: &[u8; 32], header: Header, mut sealed: Plain) -> Option<Plain> {
    let mut stream = PullStream::init(header, &Key::from(*key));
    stream.pull(&mut *sealed, &[]).ok()?;
    Some(sealed)
}

/// Reads a list of items: addresses, and beside each what the app shows of it.
pub(super) fn read_items(object: &Object) -> Result<Reading, ReadError> {
    const FORMAT: Format = Format::EnteItems;
    let mut reading = Reading::new(FORMAT);
    let (mut icons, mut uses, mut positions) = (0, 0, 0);
    for item in json::rows(FORMAT, object, "items")? {
        let Some(item) = item.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        if let Some(display) = item.object("display") {
            let counts = |name| display.whole(name).is_some_and(|count| count > 0);
            icons += usize::from(!display.text("iconSrc").is_empty());
            uses += usize::from(counts("tapCount") || counts("lastUsedAt"));
            positions += usize::from(counts("position"));
        }
        let (name, outcome) = entry(item);
        reading.push(name, outcome);
    }
    reading.ignore(Ignored::Icons, icons);
    reading.ignore(Ignored::Uses, uses);
    reading.ignore(Ignored::Positions, positions);
    Ok(reading)
}

fn entry(item: &Object) -> (String, Result<Record, Refused>) {
    let address = Zeroizing::new(item.text("rawData").into_owned());
    let mut record = match parse(&address) {
        Ok(address) => Record::from(address),
        Err(refusal) => return (uri_list::name(&address), Err(refusal.into())),
    };
    let name = title(&record.issuer, &record.login);
    let Some(display) = item.object("display") else { return (name, Ok(record)) };
    if display.yes("trashed") {
        return (name, Err(Refusal::Trashed.into()));
    }
    record.favourite |= display.yes("pinned");
    record.group_all(display.list("tags").iter().filter_map(Value::as_str));
    let note = display.text("note");
    if !note.is_empty() && note != record.note {
        record.annotate(&note);
    }
    (name, Ok(record))
}

#[cfg(test)]
mod tests {
    use crypto_secretstream::aead::AeadInPlace as _;
    use crypto_secretstream::{Stream, Tag};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::Measure;
    use crate::exchange::tests::{argon2id, base64, broken, lines, open as open_file, told};

    const PASSWORD: &str = "correct horse";

    /// One that libsodium's own `crypto_pwhash` and `crypto_secretstream` wrote.
    const BY_LIBSODIUM: &str = r#"{"version": 1, "kdfParams": {"memLimit": 65536, "opsLimit": 2,
        "salt": "AAECAwQFBgcICQoLDA0ODw=="}, "encryptedData": "NZny0bho4yndyrfyaQ3LN3q7SQbb3PS8r+xzPJ5dkNavZLcuAb2K+Sa6JDDb2UDC/yEVhQalSlfPTqW1IE6KMrswlUx1oNDpP2YUQQhPEhvxcEGYUtnziTmRi9Diu0XfaV26PMPq80fBT9WuZMUxWlPkxFS/ct7llVqfo8K1jaIDJM0dQdAoODK/Bvtkrj9H8RW1zYvGqnG19hynCkNaKRayqLHkCXs9xGBXxOp5+zty/LmaUzYwmTkQrAEENQz4ThFLY+oTGbOKkxa+nsk80TIaub4NsjUzBVPDHN/i5AKoiBHHPJD3FTAD7OhyWD2O+epIhl89vFs04vfssN7TeXX1jUXJxEvaORJHm0J8NizV8SAWvEn8TfuaXW7glpe6fAMN2Uo3CsGAxLxH9YPeKfenH/dVRoatSNbSLMzOXqnsA0NQGOb+vg==",
        "encryptionNonce": "z96aXeCNgCqCxxQNJAenh5pG6hnmwz2H"}"#;

    const LINES: [&str; 2] = [
        "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|EU|drawer 3|*",
        "Bank|teller|hotp sha256 8 7 GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
    ];

    /// One message with any text.
    fn sealed(plain: &[u8]) -> Value {
        let key = argon2id(PASSWORD.as_bytes(), &[3; 16], [64, 1, 1]);
        let mut nonce = [0; 12];
        nonce[0] = 1;
        nonce[4..].copy_from_slice(&[4; 8]);
        let mut message = [&[Tag::Message as u8][..], plain].concat();
        let tag = Stream::init(&Key::from(key), Header::from([4; 24]))
            .encrypt_in_place_detached(&nonce.into(), &[], &mut message)
            .expect("sealed");
        message.extend_from_slice(&tag);
        json!({
            "version": 1,
            "kdfParams": {"memLimit": 65536, "opsLimit": 1, "salt": base64(&[3; 16])},
            "encryptedData": base64(&message),
            "encryptionNonce": base64(&[4; 24]),
        })
    }

    fn error_of(file: &Value, password: Option<&str>) -> ReadError {
        open_file(file.to_string().as_bytes(), password).expect_err("no reading")
    }

    #[test]
    fn what_libsodium_sealed() {
        let reading = open_file(BY_LIBSODIUM.as_bytes(), Some(PASSWORD)).expect("an export");
        assert_eq!(reading.format, Format::Ente);
        assert_eq!(lines(&reading), LINES);
    }

    #[test]
    fn a_message_that_is_not_the_last() {
        let file = sealed(b"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n");
        let reading = open_file(file.to_string().as_bytes(), Some(PASSWORD)).expect("an export");
        assert_eq!(lines(&reading), ["A|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||"]);
        let empty = open_file(sealed(b"").to_string().as_bytes(), Some(PASSWORD));
        assert_eq!(empty.expect("an export").rows.len(), 0);
        let inside = ReadError::DamagedInside(Format::Ente);
        assert_eq!(error_of(&sealed(b"prose"), Some(PASSWORD)), inside);
    }

    #[test]
    fn what_does_not_open() {
        let good: Value = serde_json::from_str(BY_LIBSODIUM).expect("JSON");
        let with = |name: &str, value: Value| {
            let mut file = good.clone();
            *file.pointer_mut(name).expect("a field") = value;
            file
        };
        let damaged = ReadError::damaged(Format::Ente);
        let newer = ReadError::Newer { format: Format::Ente, version: 2, known: 1 };
        let cases = [
            ("a newer version", with("/version", json!(2)), newer),
            ("no parameters", with("/kdfParams", json!(null)), damaged.clone()),
            ("no memory", with("/kdfParams/memLimit", json!(null)), damaged.clone()),
            ("no passes", with("/kdfParams/opsLimit", json!(0)), damaged.clone()),
            ("salt is no base64", with("/kdfParams/salt", json!("*")), damaged.clone()),
            ("salt too short", with("/kdfParams/salt", json!("AAAA")), damaged.clone()),
            ("header too short", with("/encryptionNonce", json!("AAAA")), damaged.clone()),
            ("data too short", with("/encryptedData", json!("AAAA")), damaged.clone()),
        ];
        for (name, file, expected) in cases {
            assert_eq!(error_of(&file, Some(PASSWORD)), expected, "{name}");
        }
        assert_eq!(error_of(&good, None), ReadError::NeedsPassword(Format::Ente));
        let wrong = ReadError::WrongOrDamaged(Format::Ente);
        assert_eq!(error_of(&good, Some("battery staple")), wrong);
        let data = base64(&[7; 200]);
        assert_eq!(error_of(&with("/encryptedData", json!(data)), Some(PASSWORD)), wrong);
        let limits = [
            ("memory", "/kdfParams/memLimit", json!(64_u64 << 30), Measure::Memory),
            ("passes", "/kdfParams/opsLimit", json!(u32::MAX), Measure::Rounds),
        ];
        for (name, field, value, measure) in limits {
            match error_of(&with(field, value), Some(PASSWORD)) {
                ReadError::Limit(limit) => assert_eq!(limit.what, measure, "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    fn items() -> Value {
        let address = "otpauth://totp/Bodega:kim?secret=JBSWY3DPEHPK3PXP&issuer=Bodega";
        let noted = format!("{address}&codeDisplay=%7B%22note%22%3A%22inside%22%7D");
        json!({"items": [
            {"rawData": address, "display": {"pinned": true, "trashed": false, "note": "drawer 3",
                "tags": ["EU", "", "EU", "Tokyo"], "tapCount": 4, "position": 2, "iconSrc": "pack"}},
            {"rawData": address, "display": {"trashed": true, "lastUsedAt": 1_760_000_000_u64}},
            {"rawData": noted, "display": {"note": "beside"}},
            {"rawData": noted, "display": {"note": "inside"}},
            {"rawData": "otpauth://totp/x", "display": {}},
            {"rawData": "steam://MFRGGZDFMZTWQ2LK"},
            7,
        ]})
    }

    #[test]
    fn items_with_what_is_shown_of_them() {
        let reading = open_file(items().to_string().as_bytes(), None).expect("items");
        let expected = [
            "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|EU,Tokyo|drawer 3|*",
            "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP||inside\nbeside|",
            "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP||inside|",
            "5: Key(NoKey)",
            "Steam||steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
            "7: Shape",
        ];
        assert_eq!(lines(&reading), expected);
        assert_eq!(reading.format, Format::EnteItems);
        let ignored = [
            (Ignored::Icons, 1),
            (Ignored::Uses, 2),
            (Ignored::Positions, 1),
            (Ignored::Trashed, 1),
        ];
        assert_eq!(reading.ignored, ignored);
        assert_eq!(told(&json!({"items": [{"rawData": ""}]})), ["1: Key(NotOtpauth)"]);
    }

    proptest! {
        #[test]
        fn no_export_panics(bytes in broken(BY_LIBSODIUM.as_bytes().to_vec())) {
            let _ = open_file(&bytes, None);
        }

        #[test]
        fn no_items_panic(bytes in broken(items().to_string().into_bytes())) {
            let _ = open_file(&bytes, None);
        }

        #[test]
        fn no_message_panics(message in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(open(&[1; 32], Header::from([2; 24]), Zeroizing::new(message)).is_none());
        }
    }
}
