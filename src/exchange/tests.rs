//! What the tests of all formats share, and what holds for every format.

use proptest::prelude::*;

use super::*;

/// Runs something that reads, with a password or without, and hears nothing of how far it is.
pub(super) fn quiet<T>(password: Option<&str>, run: impl FnOnce(&mut Task<'_>) -> T) -> T {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    run(&mut Task::new(ask, &mut |_| {}))
}

/// Keeps a file for the fuzzer, when that is asked for (`fuzz/run seeds`).
pub(super) fn seed(bytes: &[u8]) {
    use sha2::Digest as _;
    if let Some(folder) = std::env::var_os("KEYRACK_SEEDS")
        && bytes.len() <= 16 << 10
    {
        let name = text::to_hex(&sha2::Sha256::digest(bytes)[..8]);
        std::fs::write(std::path::Path::new(&folder).join(name), bytes)
            .expect("the folder is there");
    }
}

/// A record in one line, keys and all: `issuer|login|kind algorithm digits period-or-counter key|groups|note|★`.
pub(super) fn line(record: &Record) -> String {
    let key = record.key.as_ref().map_or_else(
        || "none".to_owned(),
        |key| {
            let moves = match key.kind() {
                crate::otp::Kind::Hotp { counter } => counter.to_string(),
                _ => key.period().map_or_else(String::new, |period| format!("{period}s")),
            };
            let secret = match key.kind() {
                crate::otp::Kind::Motp => key.secret().expose_text().unwrap_or_default().to_owned(),
                _ => crate::otp::base32::encode(key.secret()).to_string(),
            };
            let pin = key
                .pin()
                .and_then(Secret::expose_text)
                .map_or_else(String::new, |pin| format!(" pin {pin}"));
            let (kind, algorithm, digits) =
                (key.kind().word(), key.algorithm().word(), key.digits());
            format!("{kind} {algorithm} {digits} {moves} {secret}{pin}")
        },
    );
    let star = if record.favourite { "*" } else { "" };
    let groups = record.groups.join(",");
    format!("{}|{}|{key}|{groups}|{}|{star}", record.issuer, record.login, record.note)
}

/// Every row in one line: a record, or why not.
pub(super) fn lines(reading: &Reading) -> Vec<String> {
    let told = |row: &Row| match &row.outcome {
        Ok(record) => line(record),
        Err(refused) => format!("{}: {refused:?}", row.number),
    };
    reading.rows.iter().map(told).collect()
}

/// What a file of any format says, with a password or without.
pub(super) fn open(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    read(bytes, Ask { password: password.as_ref(), ..Ask::default() }, &mut |_| {})
}

/// The lines of a JSON file that needs no password.
pub(super) fn told(file: &serde_json::Value) -> Vec<String> {
    lines(&open(file.to_string().as_bytes(), None).expect("a file"))
}

/// Standard base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Argon2id, version 1.3.
pub(super) fn argon2id(password: &[u8], salt: &[u8], [m, t, p]: [u32; 3]) -> [u8; 32] {
    let params = argon2::Params::new(m, t, p, Some(32)).expect("parameters");
    let mut key = [0; 32];
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password, salt, &mut key)
        .expect("a key");
    key
}

/// AES-256-GCM with the tag behind the text.
pub(super) fn seal_gcm(key: &[u8; 32], nonce: &[u8], associated: &[u8], plain: &[u8]) -> Vec<u8> {
    use aes_gcm::aead::consts::{U12, U16};
    use aes_gcm::aead::{AeadInPlace as _, KeyInit as _};
    use aes_gcm::{AesGcm, aes::Aes256};
    let mut sealed = plain.to_vec();
    match nonce.len() {
        12 => AesGcm::<Aes256, U12>::new(key.into()).encrypt_in_place(
            aes_gcm::Nonce::from_slice(nonce),
            associated,
            &mut sealed,
        ),
        _ => AesGcm::<Aes256, U16>::new(key.into()).encrypt_in_place(
            aes_gcm::Nonce::from_slice(nonce),
            associated,
            &mut sealed,
        ),
    }
    .expect("sealed");
    sealed
}

/// A good file with bytes changed, taken out and put in, and perhaps cut off.
pub(super) fn broken(good: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), any::<u8>(), 0..5_u8);
    prop::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut bytes = good.clone();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 if byte < 40 => bytes.truncate(at),
                _ if at == bytes.len() => {}
                1 => drop(bytes.remove(at)),
                2 => bytes[at] = *b"[]{}\"0,:-"[..].get(usize::from(byte) % 9).unwrap_or(&0),
                _ => bytes[at] = byte,
            }
        }
        bytes
    })
}

#[test]
fn words_are_told_apart() {
    for format in Format::ALL {
        assert_eq!(Format::from_word(format.word()), Some(*format));
    }
}

#[test]
fn passwords_have_two_forms_only_outside_of_ascii() {
    let other = |text: &str| {
        let other = other_form(&Secret::from_text(text.into()));
        other.map(|other| other.expose_text().expect("text").to_owned())
    };
    assert_eq!(other("correct horse"), None);
    assert_eq!(other("caf\u{e9}").as_deref(), Some("cafe\u{301}"));
    assert_eq!(other("cafe\u{301}").as_deref(), Some("caf\u{e9}"));
    assert_eq!(other("密码"), None);
}

#[test]
fn no_text_of_an_entry_is_longer_than_the_limit() {
    const MOST: usize = LONGEST_TEXT;
    let aegis = |issuer: usize, note: usize, group: usize| {
        let info = serde_json::json!({"secret": "GEZDGNBVGY3TQOJQ", "digits": 6, "period": 30});
        let entry = serde_json::json!({
            "type": "totp", "name": "a", "issuer": "i".repeat(issuer), "note": "n".repeat(note),
            "groups": ["g"], "info": info,
        });
        let groups = serde_json::json!([{"uuid": "g", "name": "g".repeat(group)}]);
        let content = serde_json::json!({"version": 3, "groups": groups, "entries": [entry]});
        serde_json::json!({"version": 1, "header": {}, "db": content}).to_string()
    };
    let plus = |label: usize| {
        let token = serde_json::json!({
            "algo": "SHA1", "digits": 6, "period": 30, "type": "TOTP", "secret": [1, 2, 3],
            "issuerExt": "A", "label": "l".repeat(label),
        });
        serde_json::json!({"tokens": [token]}).to_string()
    };
    let table = |recovery: usize| {
        format!("issuer,login,secret,recovery\nA,a,GEZDGNBVGY3TQOJQ,{}\n", "r".repeat(recovery))
    };
    assert!(open(aegis(MOST, MOST, MOST).as_bytes(), None).is_ok());
    assert!(open(plus(MOST).as_bytes(), None).is_ok());
    assert!(open(table(MOST).as_bytes(), None).is_ok());
    let cases = [
        ("an issuer", aegis(MOST + 1, 1, 1)),
        ("a note", aegis(1, MOST + 1, 1)),
        ("a group", aegis(1, 1, MOST + 1)),
        ("a login", plus(MOST + 1)),
    ];
    for (name, file) in cases {
        let asked = MOST as u64 + 1;
        match open(file.as_bytes(), None) {
            Err(ReadError::Limit(limit)) => {
                assert_eq!((limit.what, limit.most), (Measure::TextBytes, MOST as u64), "{name}");
                assert!(limit.asked >= asked, "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    // A table refuses the row, since it reads cells that mean nothing, too.
    let reading = open(table(MOST + 1).as_bytes(), None).expect("a table");
    assert!(matches!(reading.rows[0].outcome, Err(Refused::Shape)));
}

#[test]
fn a_file_that_is_not_what_somebody_said_is_not_called_damaged() {
    let aegis = r#"{"version": 1, "header": {"slots": null, "params": null},
        "db": {"version": 3, "entries": [{"type": "totp", "name": "a", "info": {"secret": "JBSW"}}]}}"#;
    let sealed = r#"{"version": 1, "header": {"slots": [{"type": 1}], "params": {"nonce": "00", "tag": "00"}},
        "db": "AAAA"}"#;
    let ente = r#"{"version": 1, "kdfParams": {}, "encryptedData": "", "encryptionNonce": ""}"#;
    let csv = "login,secret\nme,JBSWY3DPEHPK3PXP\n";
    let list = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";
    let cases = [
        ("Aegis", aegis, Format::TwoFas, Some(Format::Aegis)),
        ("Aegis, sealed", sealed, Format::TwoFas, Some(Format::Aegis)),
        ("Ente", ente, Format::Aegis, Some(Format::Ente)),
        ("a table", csv, Format::Aegis, Some(Format::Table)),
        ("a list", list, Format::Aegis, Some(Format::UriList)),
        ("Aegis for a list", aegis, Format::UriList, Some(Format::Aegis)),
        ("Aegis for a table", aegis, Format::Table, Some(Format::Aegis)),
        ("prose", "Dear colleague,\nsee you", Format::Aegis, None),
    ];
    for (name, text, asked, looks) in cases {
        let ask = Ask { format: Some(asked), ..Ask::default() };
        let error = read(text.as_bytes(), ask, &mut |_| {}).expect_err(name);
        assert_eq!(error, ReadError::NotThat { asked, looks }, "{name}");
    }
    // What is that, and broken, is.
    let ask = Ask { format: Some(Format::Aegis), ..Ask::default() };
    let broken = read(&aegis.as_bytes()[..90], ask, &mut |_| {}).expect_err("broken");
    assert!(matches!(broken, ReadError::Damaged { format: Format::Aegis, .. }), "{broken:?}");
    // And what holds nothing may do so.
    let empty = r#"{"schemaVersion": 4, "services": []}"#;
    let ask = Ask { format: Some(Format::TwoFas), ..Ask::default() };
    assert_eq!(read(empty.as_bytes(), ask, &mut |_| {}).expect("empty").rows.len(), 0);
}

#[test]
fn what_lies_in_the_trash_stays_there_whatever_the_format() {
    let trashed = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&codeDisplay=%7B%22trashed%22%3Atrue%7D";
    let address = "otpauth://totp/b?secret=JBSWY3DPEHPK3PXP";
    let items = format!(
        r#"{{"items": [{{"rawData": "{address}", "display": {{"trashed": true}}}}, {{"rawData": "{address}"}}]}}"#
    );
    for (name, text) in [
        ("a list", format!("{trashed}\n{address}\n")),
        ("items", items),
        ("a table", format!("login,key\na,{trashed}\nb,{address}\n")),
    ] {
        let reading = read(text.as_bytes(), Ask::default(), &mut |_| {}).expect(name);
        assert_eq!(reading.rows.len(), 1, "{name}");
        assert_eq!(reading.ignored, [(Ignored::Trashed, 1)], "{name}");
    }
}

/// What stands right of an address is no part of it: which column has the keys is asked.
#[test]
fn a_table_with_addresses_is_no_list_of_them() {
    let address = "otpauth://totp/Amazon:x?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Amazon";
    for given in ["Konto,Dings,Passwort\nx,ADDRESS,geheim1\n", "链接,备用\nADDRESS,geheim1\n"] {
        let text = given.replace("ADDRESS", address);
        let Err(ReadError::NoKeyColumn { headings }) =
            read(text.as_bytes(), Ask::default(), &mut |_| {})
        else {
            panic!("{given}")
        };
        let keys = headings.iter().filter(|it| it.looks == Some(table::Column::Secret));
        assert_eq!(keys.count(), 1, "{given}");
    }
}
