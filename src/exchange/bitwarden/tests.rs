//! Vaults and tables built here, against what is read from them; and what is written, read back.

use hmac::{Hmac, Mac as _};
use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::exchange::error::{Limit, Measure};
use crate::exchange::tests::{argon2id, base64, broken, line, lines, open};
use crate::exchange::write::Target;
use crate::exchange::write::tests::{
    Account, accounts, expected, keeps_names, kept, outgoing, read_back, totp, written,
};
use crate::exchange::{Heading, Notice};

const PASSWORD: &str = "correct horse";

/// A login with a key.
fn login(name: &str, username: &str, key: &str) -> Value {
    json!({"type": 1, "name": name, "login": {"username": username, "totp": key}})
}

fn vault() -> Value {
    json!({
        "encrypted": false,
        "folders": [{"id": "f1", "name": "EU/店铺"}, {"id": "f2", "name": "nobody's"}],
        "items": [
            {"type": 2, "name": "A note", "notes": "x", "secureNote": {"type": 0}},
            {
                "type": 1, "name": "Amazon", "notes": "a\nb", "favorite": true, "folderId": "f1",
                "passwordHistory": [{"password": "an older one"}, {"password": "an old one"}],
                "fields": [
                    {"name": "Recovery codes", "value": "aa-1  bb-2;cc-3,dd-4", "type": 1},
                    {"name": "备用码", "value": "ee-5", "type": 0},
                    {"name": "Backup done", "value": "true", "type": 2},
                    {"name": "Backup email", "value": "me@hikari.example", "type": 0},
                    {"name": "Backup PIN", "value": "7586", "type": 1},
                    {"name": "recovery code", "value": "in the safe", "type": 0},
                    {"name": "colour", "value": "blue", "type": 0},
                    {"name": "same", "value": null, "type": 3, "linkedId": 100},
                ],
                "attachments": [{"fileName": "a.pdf"}],
                "login": {
                    "uris": [{"uri": "https://sellercentral.amazon.de/x"}, {"uri": "https://example.org"}],
                    "fido2Credentials": [{"credentialId": "invented"}], "username": "ops@hikari.example",
                    "password": "a password",
                    "totp": "otpauth://totp/Amazon:ops%40hikari.example\
                        ?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Amazon&digits=8&period=60&algorithm=SHA256",
                },
            },
            login("Steam", "bob", "steam://GEZDGNBVGY3TQOJQ"),
            login("Bank", "teller", " gezd gnbv gy3t qojq "),
            login("No key", "x", " "),
            {"type": 1, "name": "gone", "deletedDate": "2026-01-01", "login": {"totp": "AAAA"}},
            {"type": 3, "name": "Card", "card": {"number": "4111111111111111"}},
            7,
        ],
    })
}

const EXPECTED: [&str; 4] = [
    "Amazon|ops@hikari.example|totp sha256 8 60s JBSWY3DPEHPK3PXPJBSWY3DP|EU/店铺|a\nb\n\
        Backup done: true\nBackup email: me@hikari.example\nrecovery code: in the safe|*",
    "Steam|bob|steam sha1 5 30s GEZDGNBVGY3TQOJQ|||",
    "Bank|teller|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||",
    "8: Shape",
];

fn check_vault(reading: &Reading) {
    assert_eq!(lines(reading), EXPECTED);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 3, 4, 8]);
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    let codes: Vec<_> =
        record.recovery.iter().map(|code| code.expose_text().expect("text")).collect();
    assert_eq!(codes, ["aa-1", "bb-2", "cc-3", "dd-4", "ee-5"]);
    let from = |field: &str, count| Change::CodesFrom { field: field.to_owned(), count };
    let names = ["Backup PIN", "colour"].map(str::to_owned).to_vec();
    let expected = [
        from("Recovery codes", 4),
        from("备用码", 1),
        Change::FieldsLeft { names },
        Change::PasskeysLeft { count: 1 },
        Change::AttachmentsLeft { count: 1 },
        Change::AddressesLeft { hosts: vec!["example.org".to_owned()] },
    ];
    assert_eq!(record.changes, expected);
}

#[test]
fn a_plain_vault() {
    let reading = open(vault().to_string().as_bytes(), None).expect("a file");
    check_vault(&reading);
    let expected = [
        (Ignored::Others, 3),
        (Ignored::OldPasswords, 2),
        (Ignored::Passwords, 1),
        (Ignored::Trashed, 1),
    ];
    assert_eq!(reading.ignored, expected);
    let said = format!("{:?}", reading.ignored);
    assert!(!said.contains("a password") && !said.contains("4111"));
}

/// None stands where a key belongs: fields of one's own, a note, passkeys.
#[test]
fn keys_that_stand_elsewhere() {
    const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DP";
    let address = format!("otpauth://totp/A:x?secret={KEY}&issuer=A");
    let field = |name: &str, value: &str| json!({"name": name, "value": value, "type": 1});
    let spaced = "jbsw y3dp ehpk 3pxp jbsw y3dp";
    let taken = format!("A|x|totp sha1 6 30s {KEY}|||");
    let unclear = |names: &[&str]| format!("1: KeyInFields {{ names: {names:?} }}");
    let two = vec![field("otp", KEY), field("key", &KEY[8..])];
    let cases = [
        ("an address", vec![field("whatever", &address)], 0, "", Some(taken.clone())),
        ("a key", vec![field("2FA secret", spaced), field("x", "y")], 0, "", Some(taken.clone())),
        ("the same twice", vec![field("otp", KEY), field("totp", KEY)], 0, "", Some(taken.clone())),
        ("a passkey, too", vec![field("MFA", KEY)], 1, "", Some(taken)),
        ("two", two, 0, "", Some(unclear(&["otp", "key"]))),
        ("no key", vec![field("secret", "hunter2hunter2")], 0, "", Some(unclear(&["secret"]))),
        ("a word", vec![field("key", "correcthorsebattery")], 0, "", Some(unclear(&["key"]))),
        ("another name", vec![field("动态口令", KEY)], 0, "", Some(unclear(&["动态口令"]))),
        ("a word of another name", vec![field("serial", "correcthorsebattery")], 0, "", None),
        ("a box to tick", vec![field("2FA", "true")], 0, "", None),
        ("a passkey", vec![], 2, "", Some("1: Passkeys { count: 2 }".into())),
        ("a note", vec![], 0, "2FA key: JBSWY3DPEHPK3PXP", Some("1: KeyInNote".into())),
        ("letters in a note", vec![], 0, "a\n密钥：JBSWYUDPEHPKUPXP", Some("1: KeyInNote".into())),
        ("a number in a note", vec![], 0, "id 0f0d5a6e0f0d5a6e", None),
    ];
    for (name, fields, passkeys, note, expected) in cases {
        let passkeys = vec![json!({"credentialId": "invented"}); passkeys];
        let csv: Vec<String> = fields
            .iter()
            .map(|it| [it["name"].as_str(), it["value"].as_str()].map(Option::unwrap).join(": "))
            .collect();
        let mut item = login("A", "x", "");
        item["fields"] = fields.into();
        item["notes"] = note.into();
        item["login"]["fido2Credentials"] = passkeys.into();
        let file = json!({"encrypted": false, "items": [&item]});
        let reading = open(file.to_string().as_bytes(), None).expect("a file");
        assert_eq!(lines(&reading), Vec::from_iter(expected.clone()), "{name}");
        assert_eq!(reading.ignored.is_empty(), expected.is_some(), "{name}");
        let record = reading.rows.first().and_then(|row| row.outcome.as_ref().ok());
        let told = record.map(|it| matches!(it.changes[..], [Change::KeyFrom { .. }, ..]));
        assert_ne!(told, Some(false), "{name}");
        if item["login"]["fido2Credentials"] == json!([]) {
            let fields = csv.join("\n");
            let text = format!("{HEADINGS}\n,,login,A,\"{note}\",\"{fields}\",0,,x,,\n");
            let said = lines(&open(text.as_bytes(), None).expect("a table"));
            let expected = expected.map(|it| it.replace("1: ", "2: "));
            assert_eq!(said, Vec::from_iter(expected), "{name}, in a table");
        }
    }
}

#[test]
fn an_organisation_has_collections_instead_of_folders() {
    let mut item = login("A", "x", "AAAA");
    item["collectionIds"] = json!(["c2", "c1", "c3"]);
    let file = json!({
        "encrypted": false, "items": [item],
        "collections": [{"id": "c1", "name": "one"}, {"id": "c2", "name": "two"}],
    });
    let reading = open(file.to_string().as_bytes(), None).expect("a file");
    assert_eq!(lines(&reading), ["A|x|totp sha1 6 30s AAAA|two,one||"]);
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    assert!(record.changes.contains(&Change::GroupUnknown));
}

/// Issuer, login and note of one item.
fn names(name: &str, username: &str, key: &str) -> Result<(String, Vec<Change>), Refused> {
    let item =
        Item { name: name.into(), username: username.into(), key: key.into(), ..Item::default() };
    let Record { issuer, login, note, changes, .. } = item.record()?;
    Ok(([issuer, login, note].join("|"), changes))
}

#[test]
fn names_of_an_item_and_of_the_address_in_it() {
    let key = "secret=JBSWY3DPEHPK3PXPJBSWY3DP";
    let cases = [
        ("both the same", "A", "x", "totp/A:x?issuer=A&", "A|x|"),
        ("in other letters", "amazon", "X", "totp/Amazon:x?issuer=Amazon&", "Amazon|x|"),
        ("no issuer", "A", "x", "totp/x?", "A|x|"),
        ("no names", "A", "x", "totp/?", "A|x|"),
        ("renamed", "My A", "x", "totp/A:x?issuer=A&", "A|x|name: My A"),
        ("another login", "A", "y", "totp/A:x?issuer=A&", "A|x|username: y"),
        ("other names", "My A", "y", "totp/A:x?issuer=A&", "A|x|name: My A\nusername: y"),
        (
            "Authenticator",
            "B & C",
            "",
            "totp/B%20%26amp%3B%20C%3Ax?issuer=B%20%26%20C&",
            "B & C|x|",
        ),
    ];
    for (name, shown, username, address, expected) in cases {
        let (told, changes) =
            names(shown, username, &format!("otpauth://{address}{key}")).expect(name);
        assert_eq!(told, expected, "{name}");
        let noted = if expected.ends_with('|') { vec![] } else { vec![Change::IssuerInNote] };
        assert_eq!(changes, noted, "{name}");
    }
    let nameless = names("", "", &format!("otpauth://totp/?{key}")).expect("a key");
    assert_eq!(nameless.1, [Change::Key(Remark::NoName)]);
    let steam = names("My Steam", "", "STEAM://JBSWY3DPEHPK3PXPJBSWY3DP").expect("a key");
    assert_eq!(steam, ("My Steam||".into(), vec![]));
    let steam = names("", "", "steam://JBSWY3DPEHPK3PXPJBSWY3DP").expect("a key");
    assert_eq!(steam, ("Steam||".into(), vec![]));
}

#[test]
fn rows_that_are_refused() {
    use crate::otp::{Refusal, base32::Base32Error};
    let wrong = Base32Error::Character { character: '!', position: 4 };
    let cases = [
        ("another address", "https://example.org", Refusal::NotOtpauth),
        ("a batch", "otpauth-migration://offline?data=AAAA", Refusal::Migration),
        ("not base32", "AAA!", Refusal::Key(wrong)),
        ("no key", "otpauth://totp/x?secret=", Refusal::NoKey),
        ("hash", "otpauth://totp/x?secret=AAAA&algorithm=MD5", Refusal::Algorithm("MD5".into())),
    ];
    for (name, key, expected) in cases {
        assert_eq!(names("A", "x", key).expect_err(name), Refused::Key(expected), "{name}");
    }
    let two = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP KRUGKIDROVUWG2ZAMJZG653OEBTG66BA";
    assert_eq!(names("A", "x", two).expect_err("two keys"), Refused::KeysTogether);
    let file = json!({"encrypted": false, "items": [login("A", "x", "AAA!")]});
    let reading = open(file.to_string().as_bytes(), None).expect("a file");
    assert_eq!(reading.rows[0].name, "A: x");
}

/// The settings of a key derivation, and the key it gives for the password.
fn kdf(kind: u64) -> (Value, [u8; 32]) {
    let salt = base64(&[1; 16]);
    if kind == 0 {
        let mut key = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha256>(PASSWORD.as_bytes(), salt.as_bytes(), 10, &mut key);
        return (json!({"kdfType": 0, "kdfIterations": 10, "salt": salt}), key);
    }
    let key = argon2id(PASSWORD.as_bytes(), &Sha256::digest(&salt), [1024, 2, 3]);
    let settings = json!({"kdfType": 1, "kdfIterations": 2, "kdfMemory": 1, "kdfParallelism": 3});
    let mut settings = settings;
    settings["salt"] = salt.into();
    (settings, key)
}

/// AES-256-CBC with an HMAC, as Bitwarden writes it.
fn seal(key: &[u8; 32], iv: [u8; 16], text: &str) -> String {
    use cbc::cipher::{BlockEncryptMut as _, KeyIvInit as _, block_padding::Pkcs7};
    let hkdf = hkdf::Hkdf::<Sha256>::from_prk(key).expect("a key");
    let [mut cipher, mut mac] = [[0; 32]; 2];
    hkdf.expand(b"enc", &mut cipher).expect("a key");
    hkdf.expand(b"mac", &mut mac).expect("a key");
    let text = cbc::Encryptor::<aes_gcm::aes::Aes256>::new(&cipher.into(), &iv.into())
        .encrypt_padded_vec_mut::<Pkcs7>(text.as_bytes());
    let mac = Hmac::<Sha256>::new_from_slice(&mac).expect("a key");
    let mac = mac.chain_update(iv).chain_update(&text).finalize().into_bytes();
    format!("2.{}|{}|{}", base64(&iv), base64(&text), base64(&mac))
}

fn sealed(kind: u64, text: &str) -> Value {
    let (mut file, key) = kdf(kind);
    file["encrypted"] = true.into();
    file["passwordProtected"] = true.into();
    file["encKeyValidation_DO_NOT_EDIT"] =
        seal(&key, [2; 16], "0f0d5a6e-0000-4000-8000-000000000000").into();
    file["data"] = seal(&key, [3; 16], text).into();
    file
}

#[test]
fn both_ways_to_a_key() {
    for kind in [0, 1] {
        let file = sealed(kind, &vault().to_string()).to_string();
        check_vault(&open(file.as_bytes(), Some(PASSWORD)).expect("opens"));
    }
}

#[test]
fn why_a_file_does_not_open() {
    let text = vault().to_string();
    let with = |kind, name: &str, value: Value| {
        let mut file = sealed(kind, &text);
        file[name] = value;
        file
    };
    let validation = "encKeyValidation_DO_NOT_EDIT";
    let (damaged, account) =
        (ReadError::damaged(FORMAT), ReadError::Unsupported(Unsupported::BitwardenAccount));
    let inside = ReadError::DamagedInside(FORMAT);
    let unsupported = ReadError::Unsupported;
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let other = seal(&[9; 32], [3; 16], &text);
    let (head, tail) = other.rsplit_once('|').expect("parts");
    let no_mac = format!("{head}|{}", base64(&[0; 31]));
    let five = format!("{head}|{tail}|AAAA");
    let cases = [
        ("no password", sealed(0, &text), None, ReadError::NeedsPassword(FORMAT)),
        ("another password", sealed(0, &text), Some("x"), ReadError::WrongPassword),
        ("another password, Argon2", sealed(1, &text), Some("x"), ReadError::WrongPassword),
        ("changed", with(0, "data", other.clone().into()), Some(PASSWORD), inside.clone()),
        ("of an account", with(0, "passwordProtected", Value::Null), None, account.clone()),
        (
            "of an account, a password",
            with(0, "passwordProtected", false.into()),
            Some("x"),
            account,
        ),
        (
            "another derivation",
            with(0, "kdfType", 9.into()),
            None,
            unsupported(Unsupported::KeyDerivation),
        ),
        ("no derivation", with(0, "kdfType", Value::Null), None, damaged.clone()),
        ("no rounds", with(0, "kdfIterations", 0.into()), Some("x"), damaged.clone()),
        ("no memory", with(1, "kdfMemory", Value::Null), Some("x"), damaged.clone()),
        (
            "much memory",
            with(1, "kdfMemory", (64 << 10).into()),
            Some("x"),
            limit(Measure::Memory, 64 << 30, 1 << 30),
        ),
        (
            "many rounds",
            with(0, "kdfIterations", 10_000_001.into()),
            Some("x"),
            limit(Measure::Rounds, 10_000_001, 10_000_000),
        ),
        (
            "another cipher",
            with(0, "data", "0.AAAA|AAAA".into()),
            None,
            unsupported(Unsupported::Cipher),
        ),
        ("no cipher", with(0, "data", "AAAA|AAAA|AAAA".into()), None, damaged.clone()),
        ("a word for a cipher", with(0, validation, "x.AAAA".into()), None, damaged.clone()),
        ("two parts", with(0, validation, head.into()), None, damaged.clone()),
        ("five parts", with(0, validation, five.into()), None, damaged.clone()),
        ("a short MAC", with(0, "data", no_mac.into()), None, damaged),
        ("no JSON inside", sealed(0, "no JSON"), Some(PASSWORD), inside.clone()),
        ("a list inside", sealed(0, "[]"), Some(PASSWORD), inside),
    ];
    for (name, file, password, expected) in cases {
        let error = open(file.to_string().as_bytes(), password).expect_err(name);
        assert_eq!(error, expected, "{name}");
    }
}

const HEADINGS: &str = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,\
    login_password,login_totp";

#[test]
fn a_table_of_a_vault() {
    let rows = "\
        ,,note,A note,text,,0,,,,\r\n\
        EU/店铺,1,login,Amazon,\"a\nb\",\"Recovery: aa-1 bb-2\ncc-3\nBackup PIN: 7586\nRecovery password: hunter2\ncolour: blue\",0,\"https://example.org,https://a.example\",\
        ops@hikari.example,a password,otpauth://totp/Amazon:ops%40hikari.example?secret=JBSWY3DPEHPK3PXPJBSWY3DP\
        &issuer=Amazon&digits=8&period=60&algorithm=SHA256\r\n\
        ,,login,Steam,,,0,,bob,,steam://GEZDGNBVGY3TQOJQ\r\n\
        ,,login,Bank,,,0,https://bank.example/in,teller,,gezdgnbvgy3tqojq\r\n\
        ,,login,No key,,,0,,x,,\r\n";
    let text = format!("\u{feff}{HEADINGS}\r\n{rows}");
    let reading = open(text.as_bytes(), None).expect("a table");
    assert_eq!(reading.format, Format::BitwardenCsv);
    let expected =
        EXPECTED.map(|line| line.split("\nBackup done").next().unwrap_or(line).to_owned());
    assert_eq!(lines(&reading)[0], format!("{}|*", expected[0]));
    assert_eq!(lines(&reading)[1..], expected[1..3]);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 4, 5]);
    assert_eq!(reading.ignored, [(Ignored::Others, 2), (Ignored::Passwords, 1)]);
    let record = reading.rows[2].outcome.as_ref().expect("a record");
    assert_eq!(
        (record.console.as_str(), &record.changes[..]),
        ("https://bank.example/in", &[][..])
    );
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    let hosts = ["example.org", "a.example"].map(str::to_owned).to_vec();
    let expected = [
        Change::CodesFrom { field: "Recovery".into(), count: 3 },
        Change::FieldsLeft {
            names: ["Backup PIN", "Recovery password", "colour"].map(str::to_owned).to_vec(),
        },
        Change::AddressesLeft { hosts },
    ];
    assert_eq!(record.changes, expected);
    let codes: Vec<_> =
        record.recovery.iter().map(|code| code.expose_text().expect("text")).collect();
    assert_eq!(codes, ["aa-1", "bb-2", "cc-3"]);
}

#[test]
fn tables_in_other_hands() {
    let semicolons = format!("{}\n;;;A;;;;;x;;AAAA\n", HEADINGS.replace(',', ";"));
    let organisation =
        "collections,type,name,login_username,login_totp\n\"two,one\",login,A,x,AAAA\n";
    let quoted = "\"name\",\"login_totp\"\n\"A, \"\"B\"\"\",AAAA\n";
    let short = "name,login_totp,login_username\nA,AAAA\nB\n";
    let cases = [
        ("semicolons", semicolons.as_str(), "A|x|totp sha1 6 30s AAAA|||"),
        ("an organisation", organisation, "A|x|totp sha1 6 30s AAAA|two,one||"),
        ("quotes", quoted, "A, \"B\"||totp sha1 6 30s AAAA|||"),
        ("short rows", short, "A||totp sha1 6 30s AAAA|||"),
    ];
    for (name, text, expected) in cases {
        let reading = open(text.as_bytes(), None).expect(name);
        assert_eq!(
            (reading.format, lines(&reading)),
            (Format::BitwardenCsv, vec![expected.to_owned()]),
            "{name}"
        );
    }
    let error = read_csv("folder,name\n,A\n").expect_err("no key");
    assert_eq!(
        error,
        ReadError::NoKeyColumn {
            headings: ["folder", "name"].map(|title| Heading::new(title.into(), None)).into()
        }
    );
}

#[test]
fn as_many_rows_as_the_limit() {
    let table = |count: usize| format!("name,login_totp\n{}", "A,\n".repeat(count));
    let most = crate::exchange::MOST_ENTRIES;
    assert_eq!(read_csv(&table(most)).expect("all").ignored, [(Ignored::Others, most)]);
    let error = read_csv(&table(most + 1)).expect_err("one more");
    let (asked, most) = (most as u64 + 1, most as u64);
    assert_eq!(error, ReadError::Limit(Limit { what: Measure::Entries, asked, most }));
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_row() {
    let text = "name,login_totp\nA,AAAA\n\"B\nC\",AAAA\n\"D,CCCC\nE,DDDD\n";
    let reading = open(text.as_bytes(), None).expect("a table");
    let expected =
        ["A||totp sha1 6 30s AAAA|||", "B\nC||totp sha1 6 30s AAAA|||", "4: Unquoted { line: 5 }"];
    assert_eq!(lines(&reading), expected);
}

#[test]
fn a_table_that_ends_in_the_middle_of_a_row() {
    let key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let whole = format!("{HEADINGS}\n,,login,A,,,0,,x,,{key}\n,,login,B,,,0,,y,pw,{key}");
    let until = |end: usize| &whole[..whole.len() - end];
    let cases = [
        ("whole", until(0), vec![], false),
        ("in the key", until(5), vec!["3: Cut"], true),
        ("in the key, short", until(24), vec!["3: Cut"], true),
        ("before the key", until(33), vec!["3: Cut"], true),
        ("before the login", until(37), vec!["3: Cut"], true),
        ("in a key of whole groups", until(8), vec!["MayBeCut"], false),
    ];
    for (name, text, expected, is_cut) in cases {
        let reading = open(text.as_bytes(), None).expect(name);
        let last = &reading.rows[1];
        let said = match &last.outcome {
            Err(refused) => vec![format!("{}: {refused:?}", last.number)],
            Ok(record) => {
                let doubt = Change::MayBeCut { column: crate::exchange::table::Column::Secret };
                let doubts = record.changes.iter().filter(|it| **it == doubt);
                doubts.map(|_| "MayBeCut".to_owned()).collect()
            }
        };
        assert_eq!(said, expected, "{name}");
        assert_eq!(last.name, if name == "before the login" { "B" } else { "B: y" }, "{name}");
        assert_eq!(reading.notices == [Notice::Cut { row: Some(3) }], is_cut, "{name}");
    }
    // What the Authenticator writes behind an address shows that it is whole.
    let head = "folder,favorite,type,name,login_uri,login_totp";
    let address = format!("otpauth://totp/A%3Ax?secret={key}&issuer=A");
    let row = format!(",,1,A,,{address},A,30,6");
    for (name, last, is_taken, is_cut) in [
        ("whole", row.as_str(), true, false),
        ("behind the address", &row[..row.len() - 2], true, true),
        ("at the end of the address", &row[..row.len() - 7], false, true),
        ("in the key", &row[..60], false, true),
    ] {
        let reading = open(format!("{head}\n{row}\n{last}").as_bytes(), None).expect(name);
        assert_eq!(reading.rows[1].outcome.is_ok(), is_taken, "{name}");
        assert_eq!(reading.notices == [Notice::Cut { row: Some(3) }], is_cut, "{name}");
    }
}

#[test]
fn a_table_of_the_authenticator() {
    let address = "otpauth://totp/A%2C%20B%3Ax?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=A%2C%20B";
    let text = format!(
        "folder,favorite,type,name,login_uri,login_totp\n\
         ,,1,A, B,,{address},A, B,30,6\n\
         ,,1,,,otpauth://totp/%3Ay?secret=GEZDGNBVGY3TQOJQ&issuer=,,30,6\n\
         ,,1,St\"eam,,steam://GEZDGNBVGY3TQOJQ,St\"eam,30,5\n\
         ,,1,C,,GEZDGNBVGY3TQOJQ\n\
         ,,1,D,,otpauth://totp/D,D,30,6\n\
         ,,1,E,,\n",
    );
    let reading = open(text.as_bytes(), None).expect("a table");
    let expected = [
        "A, B|x|totp sha1 6 30s JBSWY3DPEHPK3PXPJBSWY3DP|||",
        "|y|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||",
        "St\"eam||steam sha1 5 30s GEZDGNBVGY3TQOJQ|||",
        "C||totp sha1 6 30s GEZDGNBVGY3TQOJQ|||",
        "6: Key(NoKey)",
    ];
    assert_eq!(
        (reading.format, lines(&reading)),
        (Format::BitwardenCsv, expected.map(str::to_owned).to_vec())
    );
    assert_eq!(reading.ignored, [(Ignored::Others, 1)]);
}

/// What comes back of an account.
fn held(account: &Account) -> Record {
    let Account { issuer, login, .. } = account;
    let stand_in = [issuer, login].into_iter().find(|name| !name.is_empty());
    Record {
        issuer: stand_in.map_or("--", String::as_str).to_owned(),
        groups: account.groups.iter().take(1).cloned().collect(),
        ..account.record()
    }
}

fn comes_back(target: Target, accounts: &[Account]) -> Result<(), TestCaseError> {
    let written = written(target, &outgoing(accounts), "");
    let reading = read_back(&written, None);
    prop_assert_eq!(lines(&reading), expected(kept(accounts, &written).map(held)));
    Ok(())
}

#[test]
fn what_bitwarden_insists_on_is_written() {
    let account = Account::new("", "", totp(&[1; 20]));
    let json = written(Target::BitwardenJson, &[account.outgoing()], "");
    let file: Value = serde_json::from_slice(&json.bytes).expect("JSON");
    let item = &file["items"][0];
    assert_eq!(
        (&item["name"], &item["type"], &item["reprompt"]),
        (&"--".into(), &1.into(), &0.into())
    );
    assert_eq!((&file["encrypted"], &item["folderId"]), (&false.into(), &Value::Null));
    let table = written(Target::BitwardenCsv, &[account.outgoing()], "");
    let text = std::str::from_utf8(&table.bytes).expect("text");
    let row = ",,login,--,,,0,,,,otpauth://totp/?secret=AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIB";
    assert_eq!(text, format!("{HEADINGS}\n{row}\n"));
}

#[test]
fn nothing_to_write_is_a_file_of_no_logins() {
    for target in [Target::BitwardenJson, Target::BitwardenCsv] {
        assert_eq!(lines(&read_back(&written(target, &[], ""), None)), [""; 0]);
    }
}

#[test]
fn a_login_that_repeats_its_issuer_is_counted() {
    let account = Account::new("A", "A:x", totp(&[1; 20]));
    let written = written(Target::BitwardenCsv, &[account.outgoing()], "");
    assert_eq!(written.lost, [(crate::exchange::Lost::Names, 1)]);
    let reading = read_back(&written, None);
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    assert!(line(record).starts_with("A|x|totp"), "{record:?}");
    assert_eq!(record.note, "username: A:x");
}

proptest! {
    #[test]
    fn what_is_written_comes_back(mut accounts in accounts()) {
        accounts.retain(|account| keeps_names(Target::BitwardenJson, account));
        comes_back(Target::BitwardenJson, &accounts)?;
        comes_back(Target::BitwardenCsv, &accounts)?;
    }

    #[test]
    fn no_plain_bytes_panic(bytes in broken(vault().to_string().into_bytes())) {
        let _ = open(&bytes, None);
    }

    #[test]
    fn no_sealed_bytes_panic(bytes in broken(sealed(0, &vault().to_string()).to_string().into_bytes())) {
        let _ = open(&bytes, Some(PASSWORD));
    }

    #[test]
    fn no_table_panics(
        bytes in broken(format!("{HEADINGS}\n,,login,\"A\nB\",,,0,,x,,AAAA\n,,,C,,,,,,,otpauth://totp/x?\n").into_bytes()),
        unquoted: bool,
    ) {
        let text = String::from_utf8_lossy(&bytes);
        if unquoted {
            let _ = read_csv(&format!("folder,favorite,type,name,login_uri,login_totp\n{text}"));
        }
        let _ = read_csv(&text);
    }
}
