//! Lists and archives as Raivo writes them, and archives that lie.

use std::io::Write as _;
use std::sync::LazyLock;

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::generic_array::GenericArray;
use aes_gcm::aes::cipher::{BlockEncrypt as _, KeyInit as _};
use hmac::Mac as _;
use proptest::prelude::*;
use serde_json::json;
use zip::unstable::write::FileOptionsExt as _;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

use super::*;
use crate::exchange::error::{Limit, Measure, Unsupported};
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Change};
use crate::secret::Secret;

const PASSWORD: &str = "correct horse";
const NAME: &str = "raivo-otp-export.json";

fn item(rest: &Value) -> Value {
    let mut item = json!({
        "issuer": "Shop", "account": "kim@hikari.example", "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "algorithm": "SHA1", "digits": "6", "kind": "TOTP", "timer": "30", "counter": "0",
        "pinned": "false", "iconType": "", "iconValue": "",
    });
    for (name, value) in rest.as_object().into_iter().flatten() {
        item[name] = value.clone();
    }
    item
}

fn export() -> String {
    json!([
        item(&json!({"algorithm": "SHA256", "digits": "8", "timer": "60", "pinned": "true"})),
        item(&json!({"issuer": "", "kind": "HOTP", "timer": "0", "counter": "42", "iconValue": "a.png"})),
    ])
    .to_string()
}

fn expected() -> [String; 2] {
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    [
        format!("Shop|kim@hikari.example|totp sha256 8 60s {key}|||*"),
        format!("|kim@hikari.example|hotp sha1 6 42 {key}|||"),
    ]
}

fn open(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    crate::exchange::read(bytes, ask, &mut |_| {})
}

fn zip(options: SimpleFileOptions, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, options).expect("a member");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// An archive of one stored member in `WinZip`'s AES-256 (AE-2), byte by byte.
fn sealed_by_hand(name: &str, plain: &[u8]) -> Vec<u8> {
    let salt = [0x5a; 16];
    let mut keys = [0; 66];
    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(PASSWORD.as_bytes(), &salt, 1000, &mut keys);
    let cipher = Aes256::new(GenericArray::from_slice(&keys[..32]));
    let mut text = plain.to_vec();
    for (index, chunk) in text.chunks_mut(16).enumerate() {
        let mut block = GenericArray::from((index as u128 + 1).to_le_bytes());
        cipher.encrypt_block(&mut block);
        chunk.iter_mut().zip(block).for_each(|(byte, mask)| *byte ^= mask);
    }
    let mut mac =
        <hmac::Hmac<sha1::Sha1> as hmac::Mac>::new_from_slice(&keys[32..64]).expect("a key");
    mac.update(&text);
    let body = [&salt, &keys[64..], &text, &mac.finalize().into_bytes()[..10]].concat();
    let extra = b"\x01\x99\x07\0\x02\0AE\x03\0\0";
    let long = |length: usize| u32::try_from(length).expect("short").to_le_bytes();
    let short = |length: usize| u16::try_from(length).expect("short").to_le_bytes();
    let mut common = b"\x33\0\x01\0\x63\0\0\0\x21\x5a\0\0\0\0".to_vec();
    common.extend([long(body.len()), long(plain.len())].concat());
    common.extend([short(name.len()), short(extra.len())].concat());
    let local = [b"PK\x03\x04", common.as_slice(), name.as_bytes(), extra, &body].concat();
    let directory =
        [b"PK\x01\x02\x33\0", common.as_slice(), &[0; 14], name.as_bytes(), extra].concat();
    let sizes = [long(directory.len()), long(local.len())].concat();
    [&local, &directory, b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &sizes, b"\0\0"].concat()
}

#[test]
fn all_values_are_texts() {
    let reading = open(export().as_bytes(), None).expect("a list");
    assert_eq!(reading.format, Format::Raivo);
    assert_eq!(lines(&reading), expected());
    assert_eq!(reading.ignored, [(Ignored::Icons, 1)]);
}

#[test]
fn archives_in_all_their_ways() {
    let text = export();
    let both: &[(&str, &[u8])] = &[("raivo-otp-export.html", b"<html>"), (NAME, text.as_bytes())];
    let aes = |mode| deflated().with_aes_encryption(mode, PASSWORD);
    let old = deflated().with_deprecated_encryption(PASSWORD.as_bytes()).expect("options");
    let cases = [
        ("by hand", sealed_by_hand(NAME, text.as_bytes())),
        ("128 bits", zip(aes(AesMode::Aes128), both)),
        ("192 bits", zip(aes(AesMode::Aes192), both)),
        ("256 bits", zip(aes(AesMode::Aes256), both)),
        ("the old cipher", zip(old, both)),
    ];
    for (name, bytes) in cases {
        assert_eq!(lines(&open(&bytes, Some(PASSWORD)).expect(name)), expected(), "{name}");
        assert_eq!(open(&bytes, None).expect_err(name), ReadError::NeedsPassword(Format::Raivo));
        let mut changed = bytes.clone();
        // In the last member, before the directory.
        let at = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory") - 40;
        changed[at] ^= 1;
        let wanted: &[ReadError] = match name {
            "the old cipher" => &[ReadError::WrongOrDamaged(Format::Raivo)],
            _ => &[ReadError::DamagedInside(Format::Raivo)],
        };
        assert!(wanted.contains(&open(&changed, Some(PASSWORD)).expect_err(name)), "{name}");
        // One wrong password of 256 passes the old cipher's check; the next one does not, too.
        let wrong = ["wrong", "x", "y"].map(|word| open(&bytes, Some(word)).expect_err(name));
        assert!(wrong.contains(&ReadError::WrongPassword), "{name}: {wrong:?}");
    }
    let plain = zip(deflated(), &[("../../etc/raivo-otp-export.json", text.as_bytes())]);
    assert_eq!(lines(&open(&plain, None).expect("plain")), expected());
}

#[test]
fn a_lone_text_is_a_list_of_addresses() {
    let list = b"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n";
    let plain = zip(deflated(), &[("codes/", b""), ("codes/WinAuth.TXT", list)]);
    let aes = deflated().with_aes_encryption(AesMode::Aes256, PASSWORD);
    for bytes in [plain, zip(aes, &[("a.txt", list)])] {
        let reading = open(&bytes, Some(PASSWORD)).expect("a list");
        assert_eq!(reading.format, Format::UriList);
        assert_eq!(lines(&reading), ["A|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||"]);
    }
    let two = zip(deflated(), &[("a.txt", list), ("b.txt", list)]);
    assert_eq!(open(&two, None).expect_err("two"), ReadError::Unknown(Sort::Archive));
}

#[test]
fn archives_that_are_not_read() {
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let zeros = vec![b' '; 17 << 20];
    let bomb = zip(deflated(), &[(NAME, &zeros)]);
    let most = 16 << 20;
    assert_eq!(open(&bomb, None).expect_err("bomb"), limit(Measure::UnpackedBytes, 17 << 20, most));
    // The size it claims, in the header and in the directory, made harmless.
    let mut lying = bomb.clone();
    let size = u32::try_from(zeros.len()).expect("small").to_le_bytes();
    let places: Vec<usize> = memchr::memmem::find_iter(&bomb, &size).collect();
    for at in places {
        lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert_eq!(open(&lying, None).expect_err("lying"), ReadError::damaged(Format::Raivo));

    let names: Vec<String> = (0..2_001).map(|index| format!("{index}.json")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let many = open(&zip(deflated(), &members), None).expect_err("many");
    assert_eq!(many, limit(Measure::Members, 2_001, 2_000));
    // Zip64's end of the directory, claiming what nobody has.
    let mut claim = vec![b'.'; 4096];
    claim[..4].copy_from_slice(b"PK\x03\x04");
    claim.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0");
    claim.extend([0; 12]);
    claim.extend([0xff; 40]);
    assert_eq!(open(&claim, None).expect_err("claim"), limit(Measure::Members, u64::MAX, 2_000));

    let mut other = zip(deflated(), &[(NAME, export().as_bytes())]);
    let local = memchr::memmem::find(&other, b"PK\x03\x04").expect("a member");
    let central = memchr::memmem::find(&other, b"PK\x01\x02").expect("a directory");
    other[local + 8] = 98;
    other[central + 10] = 98;
    let cases = [
        ("a compression", other, ReadError::Unsupported(Unsupported::Compression)),
        ("no list", zip(deflated(), &[(NAME, b"{}")]), ReadError::damaged(Format::Raivo)),
        ("no JSON", zip(deflated(), &[(NAME, b"[")]), ReadError::damaged(Format::Raivo)),
        ("no text", zip(deflated(), &[(NAME, b"[\xff\xff]")]), ReadError::damaged(Format::Raivo)),
        ("other names", zip(deflated(), &[("a.json", b"[]")]), ReadError::Unknown(Sort::Archive)),
        ("its beginning alone", b"PK\x03\x04".to_vec(), ReadError::BrokenArchive),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(open(&bytes, Some(PASSWORD)).expect_err(name), expected, "{name}");
    }
}

#[test]
fn rows_that_are_refused() {
    let cases = [
        ("no object", json!(7), "2: Shape"),
        ("a kind", item(&json!({"kind": "STEAM"})), r#"2: Key(UnknownType("steam"))"#),
        ("no key", item(&json!({"secret": ""})), "2: Key(NoKey)"),
        ("a hash", item(&json!({"algorithm": "MD5"})), r#"2: Key(Algorithm("MD5"))"#),
        ("no period", item(&json!({"timer": "0"})), "2: Key(Bounds(Period))"),
        (
            "no number",
            item(&json!({"digits": "six"})),
            r#"2: Key(NotANumber { parameter: "digits" })"#,
        ),
    ];
    for (name, row, expected) in cases {
        let list = json!([item(&json!({})), row]);
        let reading = open(list.to_string().as_bytes(), None).expect(name);
        assert_eq!(lines(&reading)[1], expected, "{name}");
    }
    let reading = read(&[item(&json!({"kind": ""}))]).expect("a list");
    assert_eq!(reading.rows[0].name, "Shop: kim@hikari.example");
    assert_eq!(reading.rows[0].outcome.as_ref().expect("a row").changes, [Change::KindAssumed]);
}

proptest! {
    // Each opens an archive, with its thousand rounds.
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        // Sealed once: the key takes longer than all the rest.
        static SEALED: LazyLock<Vec<u8>> =
            LazyLock::new(|| sealed_by_hand(NAME, export().as_bytes()));
        for mut bytes in [SEALED.clone(), export().into_bytes()] {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(if cut { at } else { bytes.len() });
            let _ = open(&bytes, Some(PASSWORD));
        }
    }
}
