//! OTPClient: its export, and versions 2 and 3 of its database.
//!
//! After [its source](https://github.com/paolostivanin/OTPClient). Version 2 wrote the machine's own
//! integers, version 3 network order; read as either, the number behind the mark tells them apart.
//! The nonce has sixteen bytes, and the tag covers the header. What is Steam's only the issuer says.

use serde_json::Value;

use super::crypt::{self, Argon2, Argon2Cost, Plain};
use super::json::{self, Fields as _, Object};
use super::record::{sort, title};
use super::{Format, ReadError, Reading, Record, Refused, Task};
use crate::otp::{Material, Parts, Sort};

/// How a database begins.
const MARK: &[u8] = b"OTPClient";
/// The newest version of the database.
const VERSION: u32 = 3;

/// Reads an export.
pub(super) fn read(list: &[Value]) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::OtpClient);
    for row in json::list(list)? {
        match row.as_object() {
            Some(row) => reading.push(title(&row.text("issuer"), &row.text("label")), entry(row)),
            None => reading.push("", Err(Refused::Shape)),
        }
    }
    Ok(reading)
}

fn entry(row: &Object) -> Result<Record, Refused> {
    let (mut sort, said) = sort(&row.text("type"))?;
    let issuer = row.text("issuer");
    if sort == Sort::Totp && issuer.trim().eq_ignore_ascii_case("steam") {
        sort = Sort::Steam;
    }
    let secret = row.text("secret");
    let parts = Parts {
        sort,
        secret: Material::Text(&secret),
        algorithm: row.text("algo"),
        digits: row.text("digits"),
        period: row.text("period"),
        counter: row.text("counter"),
        pin: None,
    };
    let mut record = Record::new(issuer, row.text("label"), parts)?;
    record.group(&row.text("group"));
    record.changes.extend(said);
    Ok(record)
}

/// A database in its parts.
struct Database<'a> {
    version: u32,
    header: &'a [u8],
    nonce: &'a [u8],
    salt: &'a [u8],
    cost: Argon2Cost,
    sealed: &'a [u8],
}

impl<'a> Database<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, ReadError> {
        const FORMAT: Format = Format::OtpClientDatabase;
        let damaged = || ReadError::damaged(FORMAT);
        let body = bytes.strip_prefix(MARK).ok_or_else(damaged)?;
        let (version, _) = body.split_first_chunk().ok_or_else(damaged)?;
        let version = u32::from_be_bytes(*version);
        let (start, number): (_, fn([u8; 4]) -> u32) = match version {
            // Three bytes that align the integers.
            2 => (7, u32::from_le_bytes),
            3 => (4, u32::from_be_bytes),
            0 | 1 => return Err(damaged()),
            newer => {
                let (version, known) = (newer.into(), VERSION.into());
                return Err(ReadError::Newer { format: FORMAT, version, known });
            }
        };
        let rest = body.get(start..).ok_or_else(damaged)?;
        let (nonce, rest) = rest.split_at_checked(16).ok_or_else(damaged)?;
        let (salt, rest) = rest.split_at_checked(32).ok_or_else(damaged)?;
        let (costs, sealed) = rest.split_at_checked(12).ok_or_else(damaged)?;
        let [passes, memory, lanes] = [0, 4, 8].map(|at| {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&costs[at..at + 4]);
            u64::from(number(bytes))
        });
        if sealed.len() < 16 || passes == 0 || lanes == 0 {
            return Err(damaged());
        }
        let cost = Argon2Cost { memory_kib: memory, passes, lanes };
        let header = &bytes[..bytes.len() - sealed.len()];
        Ok(Self { version, header, nonce, salt, cost, sealed })
    }

    fn open(&self, password: &[u8], task: &mut Task<'_>) -> Result<Option<Plain>, ReadError> {
        let key = crypt::argon2(task, Argon2::Argon2id, password, self.salt, self.cost)?;
        Ok(crypt::aes_gcm(&key, self.nonce, self.header, self.sealed))
    }
}

/// Reads a database.
pub(super) fn read_sealed(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    const FORMAT: Format = Format::OtpClientDatabase;
    let damaged = || ReadError::damaged(FORMAT);
    let database = Database::read(bytes)?;
    let password = task.password(FORMAT)?;
    let mut plain = database.open(password.expose(), task)?;
    // Old versions took as many bytes of the password as it has characters.
    if plain.is_none()
        && database.version == 2
        && let Some(text) = password.expose_text().filter(|text| !text.is_ascii())
    {
        plain = database.open(&password.expose()[..text.chars().count()], task)?;
    }
    let plain = plain.ok_or(ReadError::WrongOrDamaged(FORMAT))?;
    let end = plain.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
    let value = json::inside(FORMAT, &plain[..end])?;
    let reading = read(value.as_array().ok_or_else(damaged)?)?;
    Ok(Reading { format: FORMAT, ..reading })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::Measure;
    use crate::exchange::tests::{argon2id, broken, lines, open, seal_gcm, told};

    const FORMAT: Format = Format::OtpClientDatabase;
    const PASSWORD: &str = "correct horse";

    fn export() -> Value {
        json!([
            {"type": "TOTP", "label": "kim", "issuer": "Bodega", "secret": "JBSWY3DPEHPK3PXP",
             "digits": 8, "algo": "SHA512", "period": 60, "group": "EU"},
            {"type": "HOTP", "label": "teller", "issuer": "Bank", "secret": "GEZDGNBVGY3TQOJQ",
             "digits": 6, "algo": "SHA256", "counter": 7},
            {"type": "TOTP", "label": "gamer", "issuer": "STEAM", "secret": "MFRGGZDFMZTWQ2LK",
             "digits": 6, "algo": "SHA1", "period": 30},
        ])
    }

    const LINES: [&str; 3] = [
        "Bodega|kim|totp sha512 8 60s JBSWY3DPEHPK3PXP|EU||",
        "Bank|teller|hotp sha256 6 7 GEZDGNBVGY3TQOJQ|||",
        "STEAM|gamer|steam sha1 5 30s MFRGGZDFMZTWQ2LK|||",
    ];

    /// A header of either version with costs; 2 is what little-endian machines wrote.
    fn header(version: u8, costs: [u32; 3]) -> Vec<u8> {
        let [t, m, p] = costs;
        let mut header = b"OTPClient".to_vec();
        let put: fn(u32) -> [u8; 4] = match version {
            2 => {
                header.extend([0; 3]);
                u32::to_le_bytes
            }
            _ => u32::to_be_bytes,
        };
        header.extend(put(version.into()));
        header.extend([3; 16]);
        header.extend([4; 32]);
        header.extend([t, m, p].map(put).concat());
        header
    }

    fn database(version: u8, password: &[u8], plain: &[u8]) -> Vec<u8> {
        let header = header(version, [2, 64, 1]);
        let key = argon2id(password, &[4; 32], [64, 2, 1]);
        let sealed = seal_gcm(&key, &[3; 16], &header, plain);
        [header, sealed].concat()
    }

    #[test]
    fn the_export() {
        let reading = open(export().to_string().as_bytes(), None).expect("an export");
        assert_eq!(reading.format, Format::OtpClient);
        assert_eq!(lines(&reading), LINES);
        let cases = [
            ("another type", json!({"type": "X", "algo": ""}), r#"1: Key(UnknownType("x"))"#),
            ("no key", json!({"type": "TOTP", "algo": "SHA1", "issuer": "A"}), "1: Key(NoKey)"),
            (
                "another hash",
                json!({"type": "TOTP", "algo": "SHA384", "secret": "JBSWY3DPEHPK3PXP"}),
                r#"1: Key(Algorithm("SHA384"))"#,
            ),
        ];
        for (name, row, expected) in cases {
            assert_eq!(told(&json!([row])), [expected], "{name}");
        }
        let first = export()[0].clone();
        assert_eq!(told(&json!([first, 7])), [LINES[0], "2: Shape"]);
    }

    #[test]
    fn both_versions_of_the_database() {
        let plain = export().to_string();
        for version in [2, 3] {
            let good = database(version, PASSWORD.as_bytes(), plain.as_bytes());
            let reading = open(&good, Some(PASSWORD)).expect("a database");
            assert_eq!((reading.format, lines(&reading)), (FORMAT, LINES.map(Into::into).into()));
            assert_eq!(open(&good, None).expect_err("sealed"), ReadError::NeedsPassword(FORMAT));
            let wrong = ReadError::WrongOrDamaged(FORMAT);
            assert_eq!(open(&good, Some("battery staple")).expect_err("sealed"), wrong);
            let mut tampered = good.clone();
            *tampered.last_mut().expect("bytes") ^= 1;
            assert_eq!(open(&tampered, Some(PASSWORD)).expect_err("tampered"), wrong);
            let nul = database(version, PASSWORD.as_bytes(), format!("{plain}\0\0").as_bytes());
            assert_eq!(lines(&open(&nul, Some(PASSWORD)).expect("a database")), LINES);
            for other in ["{", "{}", ""] {
                let file = database(version, PASSWORD.as_bytes(), other.as_bytes());
                let error = open(&file, Some(PASSWORD)).expect_err("no list");
                assert_eq!(error, ReadError::DamagedInside(FORMAT), "{version} {other}");
            }
        }
    }

    #[test]
    fn passwords_that_old_versions_cut() {
        let password = "密码 horse";
        let cut = &password.as_bytes()[..8];
        let plain = export().to_string();
        let opens = |version, key: &[u8]| {
            open(&database(version, key, plain.as_bytes()), Some(password)).is_ok()
        };
        assert!(opens(2, password.as_bytes()) && opens(2, cut));
        assert!(opens(3, password.as_bytes()) && !opens(3, cut));
    }

    #[test]
    fn headers_that_cannot_be() {
        let damaged = ReadError::damaged(FORMAT);
        let tail = [0; 16];
        let numbered = |version: u32| [MARK, &version.to_be_bytes(), &[0; 90]].concat();
        let with = |version, costs, tail: &[u8]| [&header(version, costs), tail].concat();
        let cases = [
            ("nothing but the mark", MARK.to_vec(), damaged.clone()),
            ("version 0", numbered(0), damaged.clone()),
            ("version 1", numbered(1), damaged.clone()),
            ("version 4", numbered(4), ReadError::Newer { format: FORMAT, version: 4, known: 3 }),
            ("no tag", with(3, [2, 64, 1], &tail[1..]), damaged.clone()),
            ("no tag in version 2", with(2, [2, 64, 1], &tail[1..]), damaged.clone()),
            ("no passes", with(3, [0, 64, 1], &tail), damaged.clone()),
            ("no lanes", with(3, [2, 64, 0], &tail), damaged.clone()),
            ("a tag", with(3, [2, 64, 1], &tail), ReadError::WrongOrDamaged(FORMAT)),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(open(&bytes, Some(PASSWORD)).expect_err(name), expected, "{name}");
        }
        let limits = [
            ("memory", with(3, [2, 64 << 20, 1], &tail), Measure::Memory),
            ("less than no memory", with(2, [2, u32::MAX, 1], &tail), Measure::Memory),
            ("passes", with(3, [u32::MAX, 1 << 20, 1], &tail), Measure::Rounds),
            ("lanes", with(2, [1, 64, u32::MAX], &tail), Measure::Lanes),
        ];
        for (name, bytes, measure) in limits {
            match open(&bytes, Some(PASSWORD)) {
                Err(ReadError::Limit(limit)) => assert_eq!(limit.what, measure, "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(
            export in broken(export().to_string().into_bytes()),
            old in broken([header(2, [2, 64, 1]), vec![0; 20]].concat()),
            new in broken([header(3, [2, 64, 1]), vec![0; 20]].concat()),
        ) {
            for bytes in [export, old, new] {
                let _ = open(&bytes, None);
            }
        }
    }
}
