//! Databases that another program writes, and ones made here to be wrong in one place.

use std::io::Write as _;

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::generic_array::GenericArray;
use aes_gcm::aes::cipher::{BlockEncrypt as _, KeyInit as _};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockEncryptMut as _, KeyIvInit as _};
use flate2::Compression;
use flate2::write::GzEncoder;
use hmac::Mac as _;
use keepass::config::{
    CompressionConfig as Packed, DatabaseConfig, InnerCipherConfig as Inner, KdfConfig,
    OuterCipherConfig as Outer,
};
use keepass::db::Value;
use keepass::{Database, DatabaseKey};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256, Sha512};

use super::*;
use crate::exchange::Ask;
use crate::exchange::error::{Limit, Measure, Sort as Unread, Unsupported};
use crate::exchange::tests::lines;
use crate::secret::Secret;

const PASSWORD: &str = "correct horse";
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn open(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    crate::exchange::read(bytes, ask, &mut |_| {})
}

/// A database as another program's library writes it.
fn written(config: DatabaseConfig) -> Vec<u8> {
    let mut database = Database::with_config(config);
    let address = format!("otpauth://totp/Old:x?secret={KEY}&period=60&digits=8&issuer=Old");
    let mut root = database.root_mut();
    root.add_entry().edit(|entry| {
        entry.set_unprotected("Title", "光之户外 & <Söhne>");
        entry.set_unprotected("UserName", "kim");
        entry.set_protected("Password", "invented");
        entry.set_unprotected("URL", "https://hikari.example");
        entry.set_unprotected("Notes", "one\n\"two\"");
        entry.set_protected("otp", address.as_str());
        entry.set_protected("PIN", "1234");
        entry.tags = vec!["日本".into(), "shop".into()];
        entry.add_attachment("a.txt", Value::protected(vec![1, 2, 3]));
        let mut earlier = (**entry).clone();
        earlier.set_protected("otp", "otpauth://totp/Old:x?secret=AAAA");
        entry.history.get_or_insert_default().add_entry(earlier);
    });
    root.add_entry().edit(|entry| entry.set_unprotected("Title", "no code"));
    for (title, name, value) in [
        ("a field", "2FA key", KEY),
        ("a passkey", "KPEX_PASSKEY_PRIVATE_KEY_PEM", "invented"),
        ("a note", "Notes", "2FA key: GEZDGNBVGY3TQOJQ"),
    ] {
        root.add_entry().edit(|entry| {
            entry.set_unprotected("Title", title);
            entry.set_unprotected(name, value);
        });
    }
    let mut group = root.add_group();
    group.name = "EU".into();
    let mut inner = group.add_group();
    inner.name = "店铺".into();
    inner.add_entry().edit(|entry| {
        entry.set_unprotected("Title", "Steam");
        entry.set_protected("TOTP Seed", KEY);
        entry.set_unprotected("TOTP Settings", "30;S");
        entry.set_icon_builtin(3);
    });
    let mut bin = root.add_group();
    bin.name = "Recycle Bin".into();
    let id = bin.id().uuid();
    bin.add_group().add_entry().edit(|entry| entry.set_protected("otp", KEY));
    database.meta.recyclebin_uuid = Some(id);
    let mut file = Vec::new();
    let key = DatabaseKey::new().with_password(PASSWORD);
    database.save(&mut file, key).expect("a database");
    file
}

fn cheap(mut derivation: KdfConfig) -> KdfConfig {
    match &mut derivation {
        KdfConfig::Argon2 { memory, iterations, parallelism, .. }
        | KdfConfig::Argon2id { memory, iterations, parallelism, .. } => {
            (*memory, *iterations, *parallelism) = (64 << 10, 2, 2);
        }
        _ => {}
    }
    derivation
}

/// A few of what a database can be sealed with, every one of them once.
fn configs() -> Vec<DatabaseConfig> {
    let default = cheap(DatabaseConfig::default().kdf_config);
    let KdfConfig::Argon2 { memory, iterations, parallelism, version } = default.clone() else {
        panic!("another default");
    };
    let other = KdfConfig::Argon2id { memory, iterations, parallelism, version };
    let of = |outer, compression, inner, derivation| {
        let mut config = DatabaseConfig::default();
        config.outer_cipher_config = outer;
        config.compression_config = compression;
        config.inner_cipher_config = inner;
        config.kdf_config = derivation;
        config
    };
    let aes = KdfConfig::Aes { rounds: 100 };
    vec![
        of(Outer::AES256, Packed::GZip, Inner::ChaCha20, default),
        of(Outer::ChaCha20, Packed::GZip, Inner::Salsa20, other),
        of(Outer::AES256, Packed::None, Inner::ChaCha20, aes),
    ]
}

#[test]
fn what_another_library_writes() {
    // It puts the groups before the entries.
    let expected = [
        format!("Steam||steam sha1 5 30s {KEY}|EU/店铺||"),
        format!("光之户外 & <Söhne>|kim|totp sha1 8 60s {KEY}|日本,shop|one\n\"two\"|"),
        "3: KeyInFields { names: [\"2FA key\"] }".into(),
        "4: Passkeys { count: 1 }".into(),
        "5: KeyInNote".into(),
    ];
    for config in configs() {
        let name = format!("{config:?}");
        let file = written(config);
        let reading = open(&file, Some(PASSWORD)).expect(&name);
        assert_eq!(reading.format, Format::KeePass);
        assert_eq!(lines(&reading), expected, "{name}");
        assert!(
            reading.rows[..2]
                .iter()
                .all(|row| row.outcome.as_ref().is_ok_and(|r| r.changes.is_empty()))
        );
        let mut ignored = reading.ignored;
        ignored.sort_unstable();
        // The attachment and the earlier version; the address and the PIN.
        let counts = [
            (Ignored::Icons, 1),
            (Ignored::Passwords, 1),
            (Ignored::Others, 1),
            (Ignored::Trashed, 1),
            (Ignored::History, 2),
            (Ignored::Fields, 2),
        ];
        assert_eq!(ignored, counts, "{name}");
        assert_eq!(open(&file, None).expect_err(&name), ReadError::NeedsPassword(Format::KeePass));
        assert_eq!(open(&file, Some("x")).expect_err(&name), ReadError::WrongPassword);
    }
}

/// A container put together by hand, so that any part of it can be wrong.
struct Made {
    version: [u8; 4],
    cipher: [u8; 16],
    packing: u32,
    seed: Vec<u8>,
    nonce: Vec<u8>,
    derivation: Vec<u8>,
    content: Vec<u8>,
}

fn dictionary(values: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"\0\x01".to_vec();
    for (name, value) in values {
        bytes.push(match value.len() {
            4 => 0x04,
            8 => 0x05,
            _ => 0x42,
        });
        for part in [name.as_bytes(), value] {
            bytes.extend(u32::try_from(part.len()).expect("short").to_le_bytes());
            bytes.extend(part);
        }
    }
    bytes.push(0);
    bytes
}

fn id(text: u128) -> [u8; 16] {
    text.to_be_bytes()
}

const AES_KDF: u128 = 0xc9d9_f39a_628a_4460_bf74_0d08_c18a_4fea;
const ARGON2ID: u128 = 0x9e29_8b19_56db_4773_b23d_fc3e_c6f0_a1e6;

fn argon2(memory: u64, passes: u64, lanes: u32, version: u32, salt: &[u8]) -> Vec<u8> {
    dictionary(&[
        ("$UUID", &id(ARGON2ID)),
        ("S", salt),
        ("I", &passes.to_le_bytes()),
        ("M", &memory.to_le_bytes()),
        ("P", &lanes.to_le_bytes()),
        ("V", &version.to_le_bytes()),
    ])
}

fn aes_rounds(rounds: u64) -> Vec<u8> {
    dictionary(&[("$UUID", &id(AES_KDF)), ("R", &rounds.to_le_bytes()), ("S", &[7; 32])])
}

/// Inner fields, then XML.
fn content(stream: u32, xml: &str) -> Vec<u8> {
    let field = |kind: u8, value: &[u8]| {
        let length = u32::try_from(value.len()).expect("short").to_le_bytes();
        [&[kind], length.as_slice(), value].concat()
    };
    let fields = [field(1, &stream.to_le_bytes()), field(2, &[9; 64]), field(0, b"")].concat();
    [fields, xml.as_bytes().to_vec()].concat()
}

fn xml(entries: &str) -> String {
    format!(
        "<KeePassFile><Meta></Meta><Root><Group><Name>Root</Name>{entries}</Group></Root></KeePassFile>"
    )
}

fn entry(fields: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        format!("<String><Key>{name}</Key><Value>{value}</Value></String>")
    };
    format!("<Entry>{}</Entry>", fields.iter().map(field).collect::<String>())
}

impl Made {
    fn new(content: Vec<u8>) -> Self {
        Self {
            version: [1, 0, 4, 0],
            cipher: id(0x31c1_f2e6_bf71_4350_be58_0521_6afc_5aff),
            packing: 0,
            seed: vec![3; 32],
            nonce: vec![4; 16],
            derivation: aes_rounds(2),
            content,
        }
    }

    fn of(xml: &str) -> Self {
        Self::new(content(3, xml))
    }

    /// The header, its hash, and what the key gives: always as for two rounds of AES.
    fn file(&self) -> Vec<u8> {
        let mut header = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5".to_vec();
        header.extend(self.version);
        let packing = self.packing.to_le_bytes();
        let fields: [(u8, &[u8]); 6] = [
            (2, &self.cipher),
            (3, &packing),
            (4, &self.seed),
            (7, &self.nonce),
            (11, &self.derivation),
            (0, b"\r\n\r\n"),
        ];
        for (kind, value) in fields {
            header.push(kind);
            header.extend(u32::try_from(value.len()).expect("short").to_le_bytes());
            header.extend(value);
        }
        let mut key = <[u8; 32]>::from(Sha256::digest(Sha256::digest(PASSWORD)));
        let cipher = Aes256::new(&[7; 32].into());
        for _ in 0..2 {
            for half in key.chunks_mut(16) {
                cipher.encrypt_block(GenericArray::from_mut_slice(half));
            }
        }
        let derived = Sha256::digest(key);
        let master = Sha256::digest([&self.seed, derived.as_slice()].concat());
        let macs = Sha512::digest([&self.seed, derived.as_slice(), &[1]].concat());
        let mac = |index: u64, parts: &[&[u8]]| {
            let key = Sha512::digest([&index.to_le_bytes(), macs.as_slice()].concat());
            let mut mac = <hmac::Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).expect("a key");
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        };
        let iv = self.nonce.get(..16).unwrap_or(&[0; 16]);
        let sealed = cbc::Encryptor::<Aes256>::new_from_slices(&master, iv).expect("lengths");
        let sealed = sealed.encrypt_padded_vec_mut::<Pkcs7>(&self.content);
        let mut file =
            [header.clone(), Sha256::digest(&header).to_vec(), mac(u64::MAX, &[&header])].concat();
        for (index, block) in (0..).zip(sealed.chunks(1 << 20).chain([&[][..]])) {
            let length = u32::try_from(block.len()).expect("short").to_le_bytes();
            file.extend(mac(index, &[&u64::to_le_bytes(index), &length, block]));
            file.extend(length);
            file.extend(block);
        }
        file
    }
}

/// Name, fields, the line that comes out.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn keys_in_fields_of_all_names() {
    let hex = "3132333435363738393031323334353637383930";
    let base64 = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";
    let totp = format!("A|b|totp sha1 6 30s {KEY}|||");
    let cases: &[Case<'_>] = &[
        ("a seed alone", &[("TOTP Seed", KEY)], &totp),
        (
            "a seed before an address",
            &[("TOTP Seed", KEY), ("TOTP Settings", "30;6"), ("otp", "x")],
            &totp,
        ),
        ("an address before a lone seed", &[("TOTP Seed", "x1"), ("otp", KEY)], &totp),
        (
            "a time before a lone seed",
            &[("TOTP Seed", "x1"), ("TimeOtp-Secret-Base32", KEY)],
            &totp,
        ),
        ("a third setting", &[("TOTP Seed", KEY), ("TOTP Settings", "30;6;https://x")], &totp),
        ("bare text", &[("TimeOtp-Secret", "12345678901234567890")], &totp),
        ("hexadecimal", &[("TimeOtp-Secret-Hex", hex)], &totp),
        (
            "base64",
            &[("TimeOtp-Secret-Base64", base64), ("TimeOtp-Algorithm", "HMAC-SHA-1")],
            &totp,
        ),
        (
            "all of it",
            &[
                ("TimeOtp-Secret-Base32", KEY),
                ("TimeOtp-Length", "8"),
                ("TimeOtp-Period", "15"),
                ("TimeOtp-Algorithm", "HMAC-SHA-512"),
            ],
            &format!("A|b|totp sha512 8 15s {KEY}|||"),
        ),
        (
            "counting",
            &[("HmacOtp-Secret-Base32", KEY), ("HmacOtp-Counter", "42")],
            &format!("A|b|hotp sha1 6 42 {KEY}|||"),
        ),
        (
            "no number",
            &[("TOTP Seed", KEY), ("TOTP Settings", "x;6")],
            r#"1: Key(NotANumber { parameter: "period" })"#,
        ),
        (
            "a hash",
            &[("TimeOtp-Secret-Hex", hex), ("TimeOtp-Algorithm", "MD5")],
            r#"1: Key(Algorithm("MD5"))"#,
        ),
        ("no hexadecimal", &[("TimeOtp-Secret-Hex", "0x")], "1: Shape"),
        ("a reference for an address", &[("otp", "{REF:P@I:00}")], "1: Reference"),
        ("a reference for a seed", &[("TOTP Seed", "{ref:P@I:00}")], "1: Reference"),
        ("a reference for a secret", &[("TimeOtp-Secret", "{REF:P@I:00}")], "1: Reference"),
        (
            "a reference for digits",
            &[("TimeOtp-Secret-Hex", hex), ("TimeOtp-Length", "{REF:P@I:00}")],
            "1: Reference",
        ),
    ];
    for (name, fields, expected) in cases {
        let fields = [&[("Title", "A"), ("UserName", "b")], *fields].concat();
        let reading = open(&Made::of(&xml(&entry(&fields))).file(), Some(PASSWORD)).expect(name);
        assert_eq!(lines(&reading), [*expected], "{name}");
        assert_eq!(reading.rows[0].name, "A: b");
    }
    let fields = [("Title", "{REF:T@I:00}"), ("TOTP Seed", KEY)];
    let reading = open(&Made::of(&xml(&entry(&fields))).file(), Some(PASSWORD)).expect("a title");
    assert_eq!(lines(&reading), ["1: Reference"]);
}

#[test]
fn what_is_odd_and_harmless() {
    let entry = entry(&[("Title", "A&#x26;&lt;"), ("otp", KEY)]);
    let bare = format!("A&<||totp sha1 6 30s {KEY}");
    // Shorter than a date: a library that is widely used panics.
    let dated =
        entry.replace("<Entry>", "<Entry><Times><CreationTime>AAAA</CreationTime></Times><New/>");
    let before = format!("{entry}<!-- x --><Name>Late</Name><UUID>x</UUID>");
    let late_bin = format!(
        "<KeePassFile><Root><Group><Name>Root</Name>{entry}<Group>{entry}<UUID>x</UUID></Group></Group></Root>\
         <Meta><RecycleBinUUID>x</RecycleBinUUID></Meta></KeePassFile>"
    );
    let cases = [
        ("an odd date", xml(&dated), format!("{bare}|||")),
        ("a name behind", xml(&before), format!("{bare}|||")),
        (
            "a byte order mark",
            format!("\u{feff}<?xml version=\"1.0\"?>{}", xml(&entry)),
            format!("{bare}|||"),
        ),
        ("a bin that is named last", late_bin, format!("{bare}|||")),
        (
            "tags in the way of another program",
            xml(&entry.replace("<Entry>", "<Entry><Tags>a, b;a</Tags>")),
            format!("{bare}|a,b||"),
        ),
    ];
    for (name, xml, expected) in cases {
        let reading = open(&Made::of(&xml).file(), Some(PASSWORD)).expect(name);
        assert_eq!(lines(&reading), [expected], "{name}");
    }
}

#[test]
fn headers_that_are_refused() {
    let good = || Made::of(&xml(&entry(&[("otp", KEY)])));
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let damaged = || ReadError::damaged(Format::KeePass);
    let derived = |derivation| Made { derivation, ..good() }.file();
    let gib = 1_u64 << 30;
    let newer = ReadError::Newer { format: Format::KeePass, version: 5, known: 4 };
    let unsupported = ReadError::Unsupported;
    let mut first = good().file();
    first[4] = 0x65;
    let mut unknown = good().file();
    unknown[4] = 0x68;
    let mut hash = good().file();
    hash[40] ^= 1;
    let cases = [
        ("KeePass 1", first, unsupported(Unsupported::OldKeePass)),
        ("another signature", unknown, ReadError::Unknown(Unread::Bytes)),
        (
            "version 3",
            Made { version: [1, 0, 3, 0], ..good() }.file(),
            unsupported(Unsupported::OldKeePass),
        ),
        ("version 5", Made { version: [0, 0, 5, 0], ..good() }.file(), newer),
        ("a changed header", hash, damaged()),
        ("a header cut off", good().file()[..60].to_vec(), damaged()),
        (
            "Twofish",
            Made { cipher: id(0xad68_f29f_576f_4bb9_a36a_d47a_f965_346c), ..good() }.file(),
            unsupported(Unsupported::Cipher),
        ),
        (
            "a compression",
            Made { packing: 2, ..good() }.file(),
            unsupported(Unsupported::Compression),
        ),
        ("a short seed", Made { seed: vec![1; 31], ..good() }.file(), damaged()),
        ("a short nonce", Made { nonce: vec![1; 12], ..good() }.file(), damaged()),
        ("rounds", derived(aes_rounds(1 << 60)), limit(Measure::Rounds, 1 << 60, 100_000_000)),
        (
            "memory",
            derived(argon2(64 * gib, 2, 2, 0x13, &[1; 32])),
            limit(Measure::Memory, 64 * gib, gib),
        ),
        ("passes", derived(argon2(gib, 17, 2, 0x13, &[1; 32])), limit(Measure::Rounds, 17, 16)),
        ("lanes", derived(argon2(gib, 1, 65, 0x13, &[1; 32])), limit(Measure::Lanes, 65, 64)),
        (
            "all there is",
            derived(argon2(u64::MAX, u64::MAX, u32::MAX, 0x13, &[1; 32])),
            limit(Measure::Memory, u64::MAX - 1023, gib),
        ),
        ("a short salt", derived(argon2(1 << 16, 1, 1, 0x13, &[1; 7])), damaged()),
        (
            "an old Argon2",
            derived(argon2(1 << 16, 1, 1, 0x10, &[1; 32])),
            unsupported(Unsupported::KeyDerivation),
        ),
        (
            "another derivation",
            derived(dictionary(&[("$UUID", &[1; 16]), ("S", &[1; 32])])),
            unsupported(Unsupported::KeyDerivation),
        ),
        ("another dictionary", derived(vec![0, 2, 0]), unsupported(Unsupported::KeyDerivation)),
        ("no derivation", derived(dictionary(&[])), damaged()),
        ("a dictionary cut off", derived(aes_rounds(2)[..40].to_vec()), damaged()),
        (
            "a number of three bytes",
            derived(dictionary(&[("$UUID", &id(AES_KDF)), ("R", &[1; 3]), ("S", &[7; 32])])),
            damaged(),
        ),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(open(&bytes, Some(PASSWORD)).expect_err(name), expected, "{name}");
    }
}

#[test]
fn contents_that_are_refused() {
    let good = || Made::of(&xml(&entry(&[("otp", KEY)])));
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let damaged = || ReadError::DamagedInside(Format::KeePass);
    let before = ReadError::damaged(Format::KeePass);
    let of = |xml: &str| Made::of(xml).file();
    let holding = |content: Vec<u8>| Made::new(content).file();
    let mut block = good().file();
    let start = memchr::memmem::find(&block, b"\r\n\r\n").expect("the header's end") + 4 + 64;
    block[start] ^= 1;
    let file = good().file();
    let deep = format!("{}{}", "<Group>".repeat(100), "</Group>".repeat(100));
    let long = "x".repeat(64 << 10);
    let fields = entry(&[("otp", KEY)]);
    let many = format!("<Group><Name>{long}</Name>{}</Group>", fields.repeat(1_025));
    let types = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", xml(""));
    let mut long_key = content(3, "");
    long_key.splice(0..0, [2, 0xff, 0xff, 0xff, 0xff]);
    let mut beyond = content(3, "");
    beyond.splice(0..0, [3, 0xff, 0xff, 0xff, 0x7f]);
    let protected = xml(&entry(&[("otp", KEY)]).replace("<Value>", "<Value Protected=\"True\">!"));
    let cases = [
        ("another code of a block", block, damaged()),
        ("no last block", file[..file.len() - 36].to_vec(), damaged()),
        ("nothing behind the header", file[..file.len() - 600].to_vec(), before),
        ("not packed", Made { packing: 1, ..good() }.file(), damaged()),
        ("no content", holding(Vec::new()), damaged()),
        ("a stream", holding(content(1, &xml(""))), ReadError::Unsupported(Unsupported::Cipher)),
        ("no stream", holding(b"\0\0\0\0\0<KeePassFile/>".to_vec()), damaged()),
        (
            "a short number",
            holding([b"\x01\x01\0\0\0\x03".to_vec(), content(3, "")[9..].to_vec()].concat()),
            damaged(),
        ),
        ("a long key", holding(long_key), damaged()),
        ("an attachment beyond the end", holding(beyond), damaged()),
        ("document types", of(&types), limit(Measure::DocumentTypes, 1, 0)),
        ("paths", of(&xml(&many)), limit(Measure::TextBytes, 257 << 16, 16 << 20)),
        ("depth", of(&xml(&deep)), limit(Measure::Depth, 65, 64)),
        ("entries", of(&xml(&"<Entry/>".repeat(20_001))), limit(Measure::Entries, 20_001, 20_000)),
        (
            "fields",
            of(&xml(&format!("<Entry>{}</Entry>", "<String/>".repeat(1_000_000)))),
            limit(Measure::Values, 1_000_001, 1_000_000),
        ),
        ("XML cut off", of("<KeePassFile><Root><Group>"), damaged()),
        ("XML crossed", of("<KeePassFile><Root></KeePassFile></Root>"), damaged()),
        ("no group", of("<KeePassFile/>"), damaged()),
        ("an entity", of(&xml("&a;")), damaged()),
        ("no base64", of(&protected), damaged()),
        ("no UTF-8", holding([content(3, ""), b"<a>\xff</a>".to_vec()].concat()), damaged()),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(open(&bytes, Some(PASSWORD)).expect_err(name), expected, "{name}");
    }
    assert_eq!(lines(&open(&file, Some(PASSWORD)).expect("good")).len(), 1);
}

#[test]
fn unpacking_stops_at_the_limit() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&[3, 0xff, 0xff, 0xff, 0xff]).expect("written");
    let zeros = vec![0; 1 << 20];
    for _ in 0..129 {
        packed.write_all(&zeros).expect("written");
    }
    let content = packed.finish().expect("packed");
    let file = Made { packing: 1, ..Made::new(content) }.file();
    let most = 128 << 20;
    let expected = ReadError::Limit(Limit { what: Measure::UnpackedBytes, asked: most + 1, most });
    assert_eq!(open(&file, Some(PASSWORD)).expect_err("a bomb"), expected);
}

proptest! {
    #[test]
    fn nothing_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
        inside in any::<bool>(),
    ) {
        let mut made = Made::of(&xml(&entry(&[("otp", KEY), ("TimeOtp-Secret", "a")])));
        if inside {
            let at = at.index(made.content.len());
            made.content[at] = byte;
            made.content.truncate(if cut { at } else { made.content.len() });
        }
        let mut bytes = made.file();
        if !inside {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(if cut { at } else { bytes.len() });
        }
        let _ = open(&bytes, Some(PASSWORD));
    }
}
