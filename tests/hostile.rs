//! Files made to cost: each is refused for what it asks for, before that is paid.
//!
//! Every case runs in a process of its own, whose largest size the kernel notes; how long it takes is
//! the business of `benches/import.rs`.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use keyrack::app::explain;
use keyrack::app::import::Told;
use keyrack::exchange::{Ask, Format, Measure, ReadError, read};
use keyrack::i18n::Lang;
use keyrack::secret::Secret;
use keyrack::text::safe;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What may be used beside the file, in KiB.
const ROOM: u64 = 64 << 10;
/// Which case a process is for.
const CASE: &str = "KEYRACK_HOSTILE_CASE";

/// What a file is refused for.
#[derive(Debug, PartialEq, Eq)]
enum Why {
    Limit(Measure),
    NoDerivation,
    Damaged,
    Unknown,
    Age,
}

fn why(error: &ReadError) -> Option<Why> {
    match error {
        ReadError::Limit(limit) => Some(Why::Limit(limit.what)),
        ReadError::NoDerivation { .. } => Some(Why::NoDerivation),
        ReadError::Damaged { .. } => Some(Why::Damaged),
        ReadError::Unknown(_) => Some(Why::Unknown),
        ReadError::Unsupported(_) => Some(Why::Age),
        _ => None,
    }
}

type Case = (&'static str, fn() -> Vec<u8>, Why);

const CASES: &[Case] = &[
    ("a large file", || vec![b'a'; (64 << 20) + 1], Why::Limit(Measure::FileBytes)),
    ("brackets", || b"[".repeat(8 << 20), Why::Limit(Measure::Depth)),
    ("brackets in an object", || b"{\"a\":".repeat(4 << 20), Why::Limit(Measure::Depth)),
    ("values", || between("[", "0,", 16 << 20, "0]"), Why::Limit(Measure::Values)),
    ("objects", || between("[", "{},", 8 << 20, "{}]"), Why::Limit(Measure::Values)),
    ("entries", || entries(20_001), Why::Limit(Measure::Entries)),
    ("a long note", || aegis_entry("n", &"n".repeat(1 << 20)), Why::Limit(Measure::TextBytes)),
    ("a long group of many", grouped, Why::Limit(Measure::TextBytes)),
    ("addresses", || b"steam://AAAA\n".repeat(20_001), Why::Limit(Measure::Entries)),
    ("a large batch", || batch(0x7fff_ffff), Why::Damaged),
    ("headings", || between("issuer,secret,", "a,", 2000, "a\n"), Why::Limit(Measure::Columns)),
    ("cells", || between("issuer,secret\n", ",", 8 << 20, "\n"), Why::Limit(Measure::Columns)),
    ("commas", || b",".repeat(32 << 20), Why::Unknown),
    (
        "cells of Bitwarden",
        || between("folder,type,name,login_totp\n", ",", 16 << 20, "\n"),
        Why::Limit(Measure::Columns),
    ),
    (
        "cells of its Authenticator",
        || between("folder,favorite,type,name,login_uri,login_totp\n\"", ",", 16 << 20, "\n"),
        Why::Limit(Measure::Columns),
    ),
    (
        "cells of KeePassXC",
        || between("Group,Title,Username,Password,TOTP\n", ",", 16 << 20, "\n"),
        Why::Limit(Measure::Columns),
    ),
    ("rows", || between("issuer,secret\n", "a,AAAA\n", 20_001, ""), Why::Limit(Measure::Entries)),
    ("scrypt's N", || aegis_slots(1, 1 << 30, 8, 1), Why::Limit(Measure::ScryptN)),
    ("scrypt's r", || aegis_slots(1, 16, 33, 1), Why::Limit(Measure::ScryptR)),
    ("scrypt's p", || aegis_slots(1, 16, 8, 17), Why::Limit(Measure::ScryptP)),
    ("scrypt's memory", || aegis_slots(1, 1 << 20, 32, 1), Why::Limit(Measure::Memory)),
    ("no power of two", || aegis_slots(1, 30_000, 8, 1), Why::NoDerivation),
    ("slots", || aegis_slots(17, 16, 8, 1), Why::Limit(Measure::Slots)),
    ("rounds", || bitwarden(0, 1_000_000_000, 64, 4), Why::Limit(Measure::Rounds)),
    ("Argon2's memory", || bitwarden(1, 3, 1 << 20, 4), Why::Limit(Measure::Memory)),
    ("Argon2's passes", || bitwarden(1, 1_000_000, 64, 4), Why::Limit(Measure::Rounds)),
    ("Argon2's lanes", || bitwarden(1, 3, 64, 1000), Why::Limit(Measure::Lanes)),
    ("a packed sheet", || archive("xl/workbook.xml", 17 << 20), Why::Limit(Measure::UnpackedBytes)),
    (
        "a packed export",
        || archive("raivo-otp-export.json", 17 << 20),
        Why::Limit(Measure::UnpackedBytes),
    ),
    ("members", || members(2_001), Why::Limit(Measure::Members)),
    ("members that are claimed", claimed_members, Why::Limit(Measure::Members)),
    ("a wide picture", || picture(20_000, 20_000), Why::Limit(Measure::Pixels)),
    ("the widest picture", || picture(0x7fff_ffff, 0x7fff_ffff), Why::Damaged),
    ("entities of entities", entities, Why::Limit(Measure::DocumentTypes)),
    ("elements", || between("<map>", "<a>", 8 << 20, ""), Why::Limit(Measure::Depth)),
    ("a map of Java", java, Why::Damaged),
    (
        "a header without end",
        || between("age-encryption.org/v1\n", "-> a\n", 1 << 20, ""),
        Why::Age,
    ),
];

fn between(head: &str, middle: &str, times: usize, tail: &str) -> Vec<u8> {
    [head, &middle.repeat(times), tail].concat().into_bytes()
}

fn aegis(header: &str, db: &str) -> Vec<u8> {
    format!(r#"{{"version":1,"header":{header},"db":{db}}}"#).into_bytes()
}

fn entries(count: usize) -> Vec<u8> {
    let entries = vec!["{}"; count].join(",");
    aegis("{}", &format!(r#"{{"version":3,"entries":[{entries}]}}"#))
}

fn aegis_entry(name: &str, note: &str) -> Vec<u8> {
    let info = r#"{"secret":"GEZDGNBVGY3TQOJQ","algo":"SHA1","digits":6,"period":30}"#;
    let entry = serde_json::json!({"type": "totp", "name": name, "issuer": "A", "note": note});
    let entry = entry.to_string().replacen('{', &format!(r#"{{"info":{info},"#), 1);
    aegis("{}", &format!(r#"{{"version":3,"entries":[{entry}]}}"#))
}

/// One group with a long name, and entries that are all in it.
fn grouped() -> Vec<u8> {
    let info = r#"{"secret":"GEZDGNBVGY3TQOJQ","algo":"SHA1","digits":6,"period":30}"#;
    let entry = format!(r#"{{"type":"totp","name":"a","groups":["g"],"info":{info}}}"#);
    let entries = vec![entry; 200].join(",");
    let name = "g".repeat(8 << 20);
    let groups = format!(r#"[{{"uuid":"g","name":"{name}"}}]"#);
    aegis("{}", &format!(r#"{{"version":3,"groups":{groups},"entries":[{entries}]}}"#))
}

fn aegis_slots(count: usize, n: u64, r: u64, p: u64) -> Vec<u8> {
    let sealed = r#"{"nonce":"00112233445566778899aabb","tag":"00112233445566778899aabbccddeeff"}"#;
    let slot = format!(
        r#"{{"type":1,"n":{n},"r":{r},"p":{p},"salt":"00","key":"00","key_params":{sealed}}}"#
    );
    let slots = vec![slot; count].join(",");
    aegis(&format!(r#"{{"slots":[{slots}],"params":{sealed}}}"#), "\"AAAA\"")
}

fn bitwarden(kind: u64, rounds: u64, memory: u64, lanes: u64) -> Vec<u8> {
    let sealed = "2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    serde_json::json!({
        "encrypted": true, "passwordProtected": true, "salt": "AAAAAAAAAAAAAAAAAAAAAA==",
        "kdfType": kind, "kdfIterations": rounds, "kdfMemory": memory, "kdfParallelism": lanes,
        "encKeyValidation_DO_NOT_EDIT": sealed, "data": sealed,
    })
    .to_string()
    .into_bytes()
}

/// A code of one account, of a batch of so many.
fn batch(size: u64) -> Vec<u8> {
    use base64::Engine as _;
    let mut payload = b"\x0a\x02\x0a\x00\x10\x01\x18".to_vec();
    let mut rest = size;
    while rest >= 128 {
        payload.push(rest.to_le_bytes()[0] | 128);
        rest >>= 7;
    }
    payload.push(rest.to_le_bytes()[0]);
    let data = base64::engine::general_purpose::STANDARD.encode(payload);
    format!("otpauth-migration://offline?data={data}\n").into_bytes()
}

fn packed(name: &str, content: &[u8], times: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..times {
        let name = if number == 0 { name.to_owned() } else { number.to_string() };
        archive.start_file(name, SimpleFileOptions::default()).expect("memory");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn archive(name: &str, size: usize) -> Vec<u8> {
    packed(name, &vec![b' '; size], 1)
}

fn members(count: usize) -> Vec<u8> {
    packed("xl/workbook.xml", b"", count)
}

/// The end of a directory that speaks of more than there are.
fn claimed_members() -> Vec<u8> {
    let mut file = packed("xl/workbook.xml", b"", 1);
    let end = file.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").expect("an end");
    file[end + 8..end + 12].copy_from_slice(&[0xfe, 0xff, 0xfe, 0xff]);
    file
}

/// A PNG's header, and nothing of the picture.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    chunk.extend([8, 2, 0, 0, 0]);
    let crc = !chunk.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    });
    let rest = b"\0\0\0\0IDAT\x35\xaf\x06\x1e";
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d", chunk.as_slice(), &crc.to_be_bytes(), rest].concat()
}

fn entities() -> Vec<u8> {
    let mut text = "<?xml version='1.0'?><!DOCTYPE map [<!ENTITY a0 \"aaaaaaaaaa\">".to_owned();
    for n in 1..12 {
        let last = format!("&a{};", n - 1).repeat(10);
        write!(text, "<!ENTITY a{n} \"{last}\">").expect("a text");
    }
    text.push_str("]><map><string name='a'>&a11;</string></map>");
    text.into_bytes()
}

/// A map that speaks of two thousand million pairs.
fn java() -> Vec<u8> {
    let head = b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\x00\x02F\x00\x0aloadFactorI\x00\x09thresholdxp";
    [head.as_slice(), b"\x3f\x40\0\0\0\0\0\x0cw\x08\0\0\0\x10\x7f\xff\xff\xff"].concat()
}

/// A number of `/proc/self/status`, in KiB.
fn status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Is a process for one case, when it is started as one.
#[test]
fn one_case() {
    let Ok(wanted) = std::env::var(CASE) else { return };
    let (name, file, expected) =
        CASES.iter().find(|(name, ..)| *name == wanted).expect("a case of that name");
    let file = file();
    let password = Secret::from_text("correct horse".into());
    let ask = Ask { password: Some(&password), ..Ask::default() };
    // The largest size begins anew with the file in memory.
    let fresh = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS");
    let error = read(&file, ask, &mut |_| {}).expect_err(name);
    let after = status("VmHWM");
    assert_eq!(why(&error).as_ref(), Some(expected), "{name}: {error:?}");
    if *expected == Why::Limit(Measure::Members) {
        // Whoever says what it is, is told the same.
        let ask = Ask { format: Some(Format::Table), ..ask };
        let error = read(&file, ask, &mut |_| {}).expect_err(name);
        assert_eq!(why(&error).as_ref(), Some(expected), "{name}: {error:?}");
    }
    match (before, after) {
        (Some(before), Some(after)) if fresh => {
            let used = after.saturating_sub(before);
            println!("{name}: {used} KiB");
            assert!(used <= ROOM, "{name}: {used} KiB");
        }
        _ => eprintln!("SKIPPED: the size of a process cannot be watched here"),
    }
}

#[test]
fn files_that_ask_for_too_much_are_refused_unpaid() {
    let own = std::env::current_exe().expect("a path");
    let mut failed = String::new();
    for (name, ..) in CASES {
        let run = Command::new(&own)
            .args(["--exact", "one_case", "--nocapture", "--test-threads=1"])
            .env(CASE, name)
            .output()
            .expect("starts");
        let said = [run.stdout, run.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        // One that is called otherwise would be none, and none fails.
        if !run.status.success() || !said.contains("1 passed") {
            writeln!(failed, "{name}: {said}").expect("a text");
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// Texts that turn lines round, write over them, or are not seen.
const ODD: [&str; 8] = [
    "\u{1b}[2J\u{1b}]52;c;AAAA\u{7}",
    "a\r\nb\0c\u{7f}",
    "\u{9b}31m",
    "\u{202e}gpj.exe",
    "\u{2066}\u{2069}\u{200f}\u{61c}",
    "\u{200b}\u{feff}\u{2028}",
    "\u{e0041}\u{e007f}",
    "a\u{85}b\u{8}",
];

#[test]
fn names_that_drive_a_terminal_are_said_harmlessly() {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    for text in ODD {
        // Named where it is refused, where it is taken, and where headings are listed.
        let table = format!("\"{text}\",login\n\"{text}\",a\n");
        let files = [
            aegis_entry(text, text),
            String::from_utf8(aegis_entry(text, "n")).expect("text").replace("GEZD", "0000").into(),
            format!("otpauth://totp/{}?secret=JBSWY3DPEHPK3PXP&issuer=B", encoded(text)).into(),
            table.into_bytes(),
        ];
        for (at, file) in files.iter().enumerate() {
            let format = (at == 3).then_some(Format::Table);
            let mut said = Vec::new();
            for lang in [Lang::En, Lang::ZhCn] {
                match read(file, Ask { format, ..Ask::default() }, &mut |_| {}) {
                    Err(error) => said.extend(explain::foreign(&safe("file"), &error, lang)),
                    Ok(reading) => {
                        for row in reading.rows {
                            said.push(safe(&row.name).as_str().to_owned());
                            match row.outcome {
                                Err(refused) => said.push(explain::row(&refused, lang)),
                                Ok(record) => {
                                    said.extend(record.changes.into_iter().map(|change| {
                                        let settings = Path::new("settings.ron");
                                        explain::told(&Told::Read(change), settings, lang).say(lang)
                                    }));
                                }
                            }
                        }
                    }
                }
            }
            assert!(!said.is_empty());
            for sentence in said {
                assert!(!sentence.contains(odd), "{text:?}: {sentence:?}");
            }
        }
    }
}

/// What a file is called, how often what it is made of is repeated, and the file.
type Growing<'a> = (&'a str, usize, &'a dyn Fn(usize) -> String);

/// Each of these took the square of its length: an hour for a file that is let in.
#[test]
fn twice_as_much_takes_twice_as_long() {
    let open = |lines: usize| {
        let line = format!("a\",\"{}\n", "x".repeat(1000));
        format!("issuer,secret\na,AAAA\n{}", line.repeat(lines))
    };
    let address = format!("otpauth://totp/a?secret=AAAA&issuer={}&\n", "a".repeat(40));
    let cases: [Growing<'_>; 3] = [
        ("values of a page", 4_000, &|n| {
            format!("<html>{}<code>{}</code>", "<dd>x</dd>".repeat(n), address.trim_end())
        }),
        ("an address that never ends", 20_000, &|n| {
            format!("{address}{}", "aaaaaaaaaaaaaaaaaaa&\n".repeat(n))
        }),
        ("marks that are never closed", 225, &open),
    ];
    for (name, n, make) in cases {
        // The fastest of three: what else the machine does only adds to it.
        let took = |n: usize| {
            let file = make(n).into_bytes();
            let once = |_| {
                let start = std::time::Instant::now();
                let _ = read(&file, Ask::default(), &mut |_| {});
                start.elapsed()
            };
            (0..3).map(once).min().expect("three")
        };
        let (short, long) = (took(n), took(4 * n));
        assert!(long < 8 * short, "{name}: {short:?}, four times as long: {long:?}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        write!(all, "%{byte:02X}").expect("a text");
        all
    })
}
