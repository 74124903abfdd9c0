//! Maps as Java writes them, made here byte by byte, whole, cut and lying about their size.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::exchange::error::{Limit, Measure};
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Sort};

const PASSWORD: &str = "correct horse";
const MASTER_KEY: [u8; 32] = [0x51; 32];
const SALT: [u8; 32] = [0xa5; 32];
const SECRET: &[u8] = b"12345678901234567890";

/// Gson's list of signed bytes.
fn signed(bytes: &[u8]) -> Value {
    bytes.iter().map(|byte| byte.cast_signed()).collect()
}

/// A key sealed by another; the nonce in one of the two ways.
fn sealed(key: &[u8; 32], plain: &[u8], usage: &str, nonce: u8, bare: bool) -> Value {
    let nonce = [nonce; 12];
    let payload = Payload { msg: plain, aad: usage.as_bytes() };
    let text = Aes256Gcm::new(key.into()).encrypt(Nonce::from_slice(&nonce), payload);
    let der = if bare {
        [b"\x04\x0c", nonce.as_slice()].concat()
    } else {
        [b"\x30\x11\x04\x0c", nonce.as_slice(), b"\x02\x01\x10"].concat()
    };
    json!({
        "mCipher": "AES/GCM/NoPadding",
        "mCipherText": signed(&text.expect("sealed")),
        "mParameters": signed(&der),
        "mToken": usage,
    })
}

fn master(algorithm: &str, rounds: u64) -> Value {
    let mut key = [0; 32];
    let password = PASSWORD.as_bytes();
    let count = u32::try_from(rounds).unwrap_or(1).min(10);
    match algorithm {
        "PBKDF2withHmacSHA1" => {
            pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, &SALT, count, &mut key);
        }
        _ => pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, &SALT, count, &mut key),
    }
    json!({
        "mAlgorithm": algorithm,
        "mIterations": rounds,
        "mSalt": signed(&SALT),
        "mEncryptedKey": sealed(&key, &MASTER_KEY, "AES", 1, false),
    })
}

/// The two strings of a token.
fn strings(id: &str, sealed: &Value, token: &Value) -> [(String, String); 2] {
    let entry = json!({ "key": sealed.to_string() });
    [(id.into(), entry.to_string()), (format!("{id}-token"), token.to_string())]
}

/// Java's own UTF-8, by way of three bytes for every unit.
fn text(value: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for unit in value.encode_utf16() {
        let [high, middle, low] = [unit >> 12, unit >> 6 & 63, unit & 63]
            .map(|bits| u8::try_from(bits).expect("six bits"));
        match unit {
            1..0x80 => bytes.push(middle << 6 | low),
            0 | 0x80..0x800 => bytes.extend([0xc0 | middle, 0x80 | low]),
            _ => bytes.extend([0xe0 | high, 0x80 | middle, 0x80 | low]),
        }
    }
    bytes
}

fn string(value: &str) -> Vec<u8> {
    let text = text(value);
    [b"\x74".as_slice(), &u16::try_from(text.len()).expect("short").to_be_bytes(), &text].concat()
}

/// A map, as Java or a newer Android writes it.
fn map(pairs: &[(String, String)], threshold: bool) -> Vec<u8> {
    let strings = pairs.iter().map(|(key, value)| string(key).into_iter().chain(string(value)));
    raw_map(u32::try_from(pairs.len()).expect("few"), strings.flatten().collect(), threshold)
}

fn raw_map(count: u32, strings: Vec<u8>, threshold: bool) -> Vec<u8> {
    let mut bytes =
        b"\xac\xed\0\x05sr\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\0".to_vec();
    bytes.extend(if threshold { b"\x02".as_slice() } else { b"\x01" });
    bytes.extend(b"F\0\x0aloadFactor");
    if threshold {
        bytes.extend(b"I\0\x09threshold");
    }
    bytes.extend(b"xp\x3f\x40\0\0");
    if threshold {
        bytes.extend(b"\0\0\0\x0c");
    }
    bytes.extend(b"w\x08\0\0\0\x10");
    bytes.extend(count.to_be_bytes());
    bytes.extend(strings);
    bytes.push(b'x');
    bytes
}

fn good(algorithm: &str, threshold: bool) -> Vec<u8> {
    let key = |usage, nonce| sealed(&MASTER_KEY, SECRET, usage, nonce, threshold);
    let mut pairs = Vec::new();
    pairs.extend(strings(
        "b1",
        &key("HmacSHA256", 2),
        &json!({"type": "TOTP", "algo": "SHA256", "digits": 8, "period": 60, "issuerExt": "🛒 光之户外", "label": "kim"}),
    ));
    pairs.push(("masterKey".into(), master(algorithm, 3).to_string()));
    pairs.extend(strings(
        "a2",
        &key("HmacSHA1", 3),
        &json!({"type": "HOTP", "counter": 5, "issuerInt": "Bank", "label": "teller\0", "image": "x"}),
    ));
    pairs.extend(strings(
        "c3",
        &key("HmacSHA1", 4),
        &json!({"type": "TOTP", "issuerExt": "Steam", "label": "bob"}),
    ));
    map(&pairs, threshold)
}

fn open(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    crate::exchange::read(bytes, ask, &mut |_| {})
}

fn damaged(error: &ReadError) -> bool {
    matches!(error, ReadError::Damaged { format: Format::FreeOtp2, .. })
}

#[test]
fn both_shapes_of_the_map() {
    let expected = [
        "🛒 光之户外|kim|totp sha256 8 60s GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
        "Bank|teller\0|hotp sha1 6 5 GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
        "Steam|bob|steam sha1 5 30s GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||",
    ];
    for (algorithm, threshold) in [("PBKDF2withHmacSHA512", true), ("PBKDF2withHmacSHA1", false)] {
        let reading = open(&good(algorithm, threshold), Some(PASSWORD)).expect(algorithm);
        assert_eq!(reading.format, Format::FreeOtp2);
        assert_eq!(lines(&reading), expected, "{algorithm}");
        assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
        assert!(
            reading.rows.iter().all(|row| row.outcome.as_ref().is_ok_and(|r| r.changes.is_empty()))
        );
    }
}

#[test]
fn long_strings_and_references() {
    let master = master("PBKDF2withHmacSHA1", 1).to_string();
    let [(id, entry), (token_id, token)] = strings(
        "a",
        &sealed(&MASTER_KEY, SECRET, "HmacSHA1", 2, true),
        &json!({"type": "TOTP", "label": "x"}),
    );
    let [(other_id, _), (other_token_id, _)] = strings("b", &Value::Null, &Value::Null);
    let long =
        [b"\x7c".as_slice(), &(text(&entry).len() as u64).to_be_bytes(), &text(&entry)].concat();
    let reference = |index: u32| [b"\x71".as_slice(), &(0x7e_0002 + index).to_be_bytes()].concat();
    // Strings 0 to 3, then 4 names of another token with the same texts, then the master key.
    let strings = [
        string(&id),
        long,
        string(&token_id),
        string(&token),
        string(&other_id),
        reference(1),
        string(&other_token_id),
        reference(3),
        string("masterKey"),
        string(&master),
    ];
    let reading = open(&raw_map(5, strings.concat(), true), Some(PASSWORD)).expect("a map");
    let row = "|x|totp sha1 6 30s GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|||";
    assert_eq!(lines(&reading), [row, row]);
    let strings = [string("masterKey"), reference(1)];
    assert!(damaged(&open(&raw_map(1, strings.concat(), true), None).expect_err("forward")));
}

#[test]
fn rows_that_are_refused() {
    let key = sealed(&MASTER_KEY, SECRET, "HmacSHA1", 2, true);
    let token = json!({"type": "TOTP", "issuerExt": "Shop", "label": "kim"});
    let mut other_cipher = key.clone();
    other_cipher["mCipher"] = "AES/CBC/PKCS5Padding".into();
    let mut other_usage = key.clone();
    other_usage["mToken"] = "HmacSHA256".into();
    let mut other_nonce = key.clone();
    other_nonce["mParameters"] = signed(&[4, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let empty = sealed(&MASTER_KEY, b"", "HmacSHA1", 2, true);
    let pairs = |sealed: &Value| strings("a", sealed, &token).to_vec();
    let cases = [
        ("another key", pairs(&sealed(&[7; 32], SECRET, "HmacSHA1", 2, true)), "1: Sealed"),
        ("another usage", pairs(&other_usage), "1: Sealed"),
        ("another cipher", pairs(&other_cipher), "1: Shape"),
        ("another nonce", pairs(&other_nonce), "1: Shape"),
        (
            "no JSON",
            vec![("a".into(), json!({"key": "x"}).to_string()), pairs(&key)[1].clone()],
            "1: Shape",
        ),
        ("nothing in it", pairs(&empty), "1: Key(NoKey)"),
        ("no token", vec![pairs(&key)[0].clone()], "1: Shape"),
        ("no key", vec![pairs(&key)[1].clone()], "1: Key(NoKey)"),
        (
            "a kind",
            strings("a", &key, &json!({"type": "NEW"})).to_vec(),
            r#"1: Key(UnknownType("new"))"#,
        ),
    ];
    for (name, mut pairs, expected) in cases {
        pairs.push(("masterKey".into(), master("PBKDF2withHmacSHA1", 1).to_string()));
        let reading = open(&map(&pairs, true), Some(PASSWORD)).expect(name);
        assert_eq!(lines(&reading), [expected], "{name}");
        assert_eq!(
            reading.rows[0].name.is_empty(),
            ["no token", "a kind"].contains(&name),
            "{name}"
        );
    }
    let pairs = [
        ("masterKey".into(), master("PBKDF2withHmacSHA1", 1).to_string()),
        ("theme".into(), "1".into()),
    ];
    let reading = open(&map(&pairs, true), Some(PASSWORD)).expect("a map");
    assert_eq!(reading.ignored, [(Ignored::Fields, 1)]);
}

#[test]
fn files_that_are_not_read() {
    let with_master = |master: Value| map(&[("masterKey".into(), master.to_string())], true);
    let change = |name: &str, value: Value| {
        let mut master = master("PBKDF2withHmacSHA1", 1);
        master[name] = value;
        with_master(master)
    };
    let good = good("PBKDF2withHmacSHA1", true);
    assert_eq!(open(&good, None).expect_err("none"), ReadError::NeedsPassword(Format::FreeOtp2));
    assert_eq!(open(&good, Some("x")).expect_err("wrong"), ReadError::WrongPassword);
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let cases = [
        (
            "rounds",
            change("mIterations", 2_000_000_000.into()),
            limit(Measure::Rounds, 2_000_000_000, 10_000_000),
        ),
        (
            "another derivation",
            change("mAlgorithm", "PBKDF2withHmacSHA256".into()),
            ReadError::Unsupported(Unsupported::KeyDerivation),
        ),
        (
            "another cipher",
            change("mEncryptedKey", json!({"mCipher": "AES/CBC/PKCS5Padding"})),
            ReadError::Unsupported(Unsupported::Cipher),
        ),
        (
            "more entries than there are bytes",
            raw_map(u32::MAX, Vec::new(), true),
            ReadError::Damaged { format: Format::FreeOtp2, at: Some(82) },
        ),
        (
            "entries",
            raw_map(50_000, b"\x74\0\0".repeat(100_000), true),
            limit(Measure::Entries, 25_000, 20_000),
        ),
        (
            "another class",
            [b"\xac\xed\0\x05sr\0\x13java.util.ArrayList".as_slice(), &good[27..]].concat(),
            ReadError::Unknown(Sort::Bytes),
        ),
        ("no object", b"\xac\xed\0\x05t\0\x01x".to_vec(), ReadError::Unknown(Sort::Bytes)),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(open(&bytes, Some(PASSWORD)).expect_err(name), expected, "{name}");
    }
    let mut behind = good.clone();
    behind.push(0);
    let mut version = good.clone();
    version[28] ^= 1;
    let broken = [
        ("cut off", good[..good.len() - 200].to_vec()),
        ("no end", good[..good.len() - 1].to_vec()),
        ("more behind it", behind),
        ("another version of the class", version),
        ("no master key", map(&[], true)),
        ("a key twice", {
            let master = ("masterKey".to_owned(), master("PBKDF2withHmacSHA1", 1).to_string());
            map(&[master, ("a".into(), "{}".into()), ("a".into(), "{}".into())], true)
        }),
        ("a master key that is no JSON", map(&[("masterKey".into(), "{".into())], true)),
        ("no rounds", change("mIterations", 0.into())),
        ("no algorithm", change("mAlgorithm", Value::Null)),
        ("a short salt", change("mSalt", signed(&[1; 16]))),
        ("fewer entries than it says", raw_map(3, [string("a"), string("b")].concat(), true)),
        ("no UTF-8", raw_map(1, b"\x74\0\x01\xff\x74\0\x01a".to_vec(), true)),
        ("half a character", raw_map(1, b"\x74\0\x01\xc3\x74\0\x01a".to_vec(), true)),
        (
            "a string longer than memory",
            raw_map(1, [b"\x7c".as_slice(), &[0xff; 8]].concat(), true),
        ),
        ("a reference before the first", raw_map(1, b"\x71\0\x7e\0\x01\x74\0\x01a".to_vec(), true)),
    ];
    for (name, bytes) in broken {
        let error = open(&bytes, Some(PASSWORD)).expect_err(name);
        assert!(damaged(&error), "{name}: {error:?}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = good("PBKDF2withHmacSHA1", true);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(if cut { at } else { bytes.len() });
        let _ = open(&bytes, Some(PASSWORD));
    }
}
