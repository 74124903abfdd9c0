//! Proton Authenticator, plain and encrypted.
//!
//! After [its source](https://github.com/ProtonMail/proton-pass-common/tree/main/proton-authenticator).
//! Entries are addresses with the name the app shows beside them: renaming one there leaves its
//! address as it was.

use zeroize::Zeroizing;

use super::change::Change;
use super::crypt::{self, Argon2, Argon2Cost};
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Format, ReadError, Reading, Record, Refused, Task, text};
use crate::otp::uri::parse;
use crate::otp::{Refusal, Remark};

const FORMAT: Format = Format::Proton;
/// The newest version of both kinds of export.
const VERSION: u64 = 1;
const COST: Argon2Cost = Argon2Cost { memory_kib: 19 << 10, passes: 2, lanes: 1 };
/// What the tag covers besides.
const ASSOCIATED: &[u8] = b"proton.authenticator.export.v1";
const NONCE: usize = 12;
const TAG: usize = 16;

/// Reads an export.
pub(super) fn read(object: &Object, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    json::version(FORMAT, object, "version", VERSION)?;
    if object.has("entries") {
        return read_entries(object);
    }
    let damaged = || ReadError::damaged(FORMAT);
    let part = |name| text::base64(&object.text(name)).ok_or_else(damaged);
    let (salt, content) = (part("salt")?, part("content")?);
    if salt.len() != 16 || content.len() < NONCE + TAG {
        return Err(damaged());
    }
    let password = task.password(FORMAT)?;
    let key = crypt::argon2(task, Argon2::Argon2id, password.expose(), &salt, COST)?;
    let (nonce, sealed) = content.split_at(NONCE);
    let plain = crypt::aes_gcm(&key, nonce, ASSOCIATED, sealed);
    let plain = plain.ok_or(ReadError::WrongOrDamaged(FORMAT))?;
    let value = json::inside(FORMAT, &plain)?;
    let object = value.as_object().ok_or_else(damaged)?;
    json::version(FORMAT, object, "version", VERSION)?;
    read_entries(object)
}

fn read_entries(object: &Object) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(FORMAT);
    for entry in json::rows(FORMAT, object, "entries")? {
        match entry.as_object().and_then(|entry| Some((entry, entry.object("content")?))) {
            Some((entry, content)) => {
                let (name, outcome) = read_entry(content, &entry.text("note"));
                reading.push(name, outcome);
            }
            None => reading.push("", Err(Refused::Shape)),
        }
    }
    Ok(reading)
}

fn read_entry(content: &Object, note: &str) -> (String, Result<Record, Refused>) {
    let shown = content.text("name");
    let shown = shown.trim();
    let shown = shown.strip_prefix(':').unwrap_or(shown).trim_start();
    let outcome = || {
        let kind = content.text("entry_type");
        let is_steam = match kind.trim().to_ascii_lowercase().as_str() {
            "totp" => false,
            "steam" => true,
            _ => return Err(Refusal::unknown_type(&kind).into()),
        };
        let uri = Zeroizing::new(content.text("uri").into_owned());
        let mut record = Record::from(parse(&uri)?);
        let issuer = if is_steam { "Steam" } else { &record.issuer };
        // An entry without a login shows its issuer instead.
        let stands_in = record.login.is_empty() && shown.eq_ignore_ascii_case(issuer);
        if !shown.is_empty() && !stands_in {
            shown.clone_into(&mut record.login);
            record.changes.retain(|change| *change != Change::Key(Remark::NoName));
        }
        if !note.is_empty() {
            record.annotate(note);
        }
        Ok(record)
    };
    let outcome = outcome();
    let issuer = outcome.as_ref().map_or("", |record| &record.issuer);
    (title(issuer, shown), outcome)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::exchange::tests::{argon2id, base64, broken, lines, open, seal_gcm, told};

    const PASSWORD: &str = "correct horse";

    fn entry(kind: &str, uri: &str, name: &str, note: &str) -> Value {
        json!({"id": "1", "content": {"uri": uri, "entry_type": kind, "name": name}, "note": note})
    }

    fn export() -> Value {
        let totp = "otpauth://totp/kim?secret=JBSWY3DPEHPK3PXP&issuer=Bodega";
        let sha256 =
            "otpauth://totp/:ops?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA256&digits=8&period=60";
        let entries = [
            entry("Totp", totp, "kim", "drawer 3"),
            entry("Totp", totp, "renamed", ""),
            entry("Totp", sha256, ":ops", ""),
            entry("Totp", "otpauth://totp/:?secret=JBSWY3DPEHPK3PXP&issuer=Bank", "Bank", ""),
            entry("Totp", "otpauth://totp/?secret=JBSWY3DPEHPK3PXP", "named here only", ""),
            entry("Steam", "steam://MFRGGZDFMZTWQ2LK", "gamer", ""),
            entry("Steam", "steam://MFRGGZDFMZTWQ2LK", "Steam", ""),
        ];
        json!({"version": 1, "entries": entries})
    }

    const LINES: [&str; 7] = [
        "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP||drawer 3|",
        "Bodega|renamed|totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
        "|ops|totp sha256 8 60s GEZDGNBVGY3TQOJQ|||",
        "Bank||totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
        "|named here only|totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
        "Steam|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
        "Steam||steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
    ];

    fn sealed(plain: &[u8]) -> Value {
        let key = argon2id(PASSWORD.as_bytes(), &[1; 16], [19456, 2, 1]);
        let content = seal_gcm(&key, &[2; 12], b"proton.authenticator.export.v1", plain);
        let content = [&[2; 12], content.as_slice()].concat();
        json!({"version": 1, "salt": base64(&[1; 16]), "content": base64(&content)})
    }

    #[test]
    fn entries_and_what_they_are_called() {
        let reading = open(export().to_string().as_bytes(), None).expect("an export");
        assert_eq!(reading.format, Format::Proton);
        assert_eq!(lines(&reading), LINES);
        let changes =
            |row: usize| reading.rows[row].outcome.as_ref().expect("a record").changes.len();
        assert_eq!((changes(3), changes(4)), (0, 0), "named after all");
    }

    #[test]
    fn odd_rows() {
        let uri = "otpauth://totp/kim?secret=JBSWY3DPEHPK3PXP";
        let cases = [
            ("another type", entry("Hotp", uri, "a", ""), r#"1: Key(UnknownType("hotp"))"#),
            ("no type", entry("", uri, "a", ""), r#"1: Key(UnknownType(""))"#),
            ("no address", entry("Totp", "JBSWY3DPEHPK3PXP", "a", ""), "1: Key(NotOtpauth)"),
            ("no content", json!({"note": "x"}), "1: Shape"),
        ];
        for (name, entry, expected) in cases {
            let file = json!({"version": 1, "entries": [entry]});
            assert_eq!(told(&file), [expected], "{name}");
        }
        let file = json!({"version": 1, "entries": [entry("Hotp", uri, "kim", "")]});
        let reading = open(file.to_string().as_bytes(), None).expect("an export");
        assert_eq!(reading.rows[0].name, "kim");
    }

    #[test]
    fn sealed_under_a_password() {
        let good = sealed(export().to_string().as_bytes());
        let error = |file: &Value, password| {
            open(file.to_string().as_bytes(), password).expect_err("no reading")
        };
        let reading = open(good.to_string().as_bytes(), Some(PASSWORD)).expect("an export");
        assert_eq!(lines(&reading), LINES);
        assert_eq!(error(&good, None), ReadError::NeedsPassword(FORMAT));
        assert_eq!(error(&good, Some("battery staple")), ReadError::WrongOrDamaged(FORMAT));
        assert_eq!(error(&sealed(b"[]"), Some(PASSWORD)), ReadError::DamagedInside(FORMAT));
        let with = |name: &str, value: Value| {
            let mut file = good.clone();
            file[name] = value;
            file
        };
        let newer = ReadError::Newer { format: FORMAT, version: 2, known: 1 };
        let damaged = ReadError::damaged(FORMAT);
        let tampered = base64(&[7; 40]);
        let cases = [
            ("a newer version", with("version", json!(2)), newer),
            ("a version that is none", with("version", json!("x")), damaged.clone()),
            ("a short salt", with("salt", json!("AAAA")), damaged.clone()),
            ("no salt", with("salt", json!(null)), damaged.clone()),
            ("no base64", with("content", json!("*")), damaged.clone()),
            ("too short", with("content", json!(base64(&[0; 27]))), damaged.clone()),
            ("tampered with", with("content", json!(tampered)), ReadError::WrongOrDamaged(FORMAT)),
        ];
        for (name, file, expected) in cases {
            assert_eq!(error(&file, Some(PASSWORD)), expected, "{name}");
        }
        let newer = json!({"version": 2, "entries": []});
        let expected = ReadError::Newer { format: FORMAT, version: 2, known: 1 };
        assert_eq!(error(&newer, None), expected);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(
            bytes in broken(export().to_string().into_bytes()),
            sealed in broken(json!({"version": 1, "salt": "AAAA", "content": ""}).to_string().into()),
        ) {
            let _ = open(&bytes, None);
            let _ = open(&sealed, None);
        }
    }
}
