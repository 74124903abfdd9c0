//! LastPass Authenticator.
//!
//! Not documented; after what the app writes. Time-based keys only. The names can be edited, and
//! those that came with the key are kept beside them.

use super::change::Change;
use super::groups::Groups;
use super::json::{self, Fields as _, Object};
use super::record::title;
use super::{Format, Ignored, ReadError, Reading, Record, Refused};
use crate::otp::{Material, Parts};

const FORMAT: Format = Format::LastPass;
/// The newest version of the export.
const VERSION: u64 = 3;

/// Reads an export.
pub(super) fn read(object: &Object) -> Result<Reading, ReadError> {
    json::version(FORMAT, object, "version", VERSION)?;
    let folders = Groups::read(object.list("folders"), "id", "name");
    let mut reading = Reading::new(FORMAT);
    for row in json::rows(FORMAT, object, "accounts")? {
        let Some(row) = row.as_object() else {
            reading.push("", Err(Refused::Shape));
            continue;
        };
        let folder = row.object("folderData");
        let place = folder.and_then(|folder| folder.whole("position"));
        reading.ignore(Ignored::Positions, usize::from(place.is_some_and(|place| place > 0)));
        let id = folder.map(|folder| folder.text("folderId")).unwrap_or_default();
        let outcome = account(row).map(|mut record| {
            match folders.get(&id) {
                Some(name) => record.group(name),
                // 0 is no folder.
                None if matches!(&*id, "" | "0") => {}
                None => record.changes.push(Change::GroupUnknown),
            }
            record
        });
        reading.push(title(&issuer(row), &row.text("userName")), outcome);
        folders.hold()?;
    }
    Ok(reading)
}

fn issuer(row: &Object) -> std::borrow::Cow<'_, str> {
    let name = row.text("issuerName");
    if name.trim().is_empty() { row.text("originalIssuerName") } else { name }
}

fn account(row: &Object) -> Result<Record, Refused> {
    let secret = row.text("secret");
    let parts = Parts {
        secret: Material::Text(&secret),
        algorithm: row.text("algorithm"),
        digits: row.text("digits"),
        period: row.text("timeStep"),
        ..Parts::default()
    };
    let mut record = Record::new(issuer(row), row.text("userName"), parts)?;
    record.favourite = row.yes("isFavorite");
    Ok(record)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;
    use serde_json::json;

    use super::*;
    use crate::exchange::tests::{broken, lines, open, told};

    fn account_of(issuer: &str, login: &str, secret: &str) -> Value {
        json!({"accountID": "1", "issuerName": issuer, "originalIssuerName": "Before", "userName": login,
               "originalUserName": "before", "secret": secret, "timeStep": 30, "digits": 6,
               "isFavorite": false, "algorithm": "SHA1", "folderData": {"folderId": 0, "position": 0}})
    }

    fn export() -> Value {
        let mut accounts = [
            account_of("Bodega", "kim", "JBSWY3DPEHPK3PXP"),
            account_of("", "ops", "gezd gnbv gy3t qojq"),
            account_of("Bank", "teller", "MFRGGZDFMZTWQ2LK"),
            account_of("Bank", "clerk", ""),
        ];
        accounts[0]["isFavorite"] = json!(true);
        accounts[0]["folderData"] = json!({"folderId": 2, "position": 4});
        accounts[1]["algorithm"] = json!("SHA512");
        accounts[1]["digits"] = json!(8);
        accounts[1]["timeStep"] = json!(60);
        accounts[2]["folderData"]["folderId"] = json!(9);
        json!({"deviceName": "phone", "version": 3, "accounts": accounts,
               "folders": [{"id": 1, "name": "Home"}, {"id": 2, "name": "EU"}]})
    }

    #[test]
    fn accounts_in_folders() {
        let reading = open(export().to_string().as_bytes(), None).expect("an export");
        let expected = [
            "Bodega|kim|totp sha1 6 30s JBSWY3DPEHPK3PXP|EU||*",
            "Before|ops|totp sha512 8 60s GEZDGNBVGY3TQOJQ|||",
            "Bank|teller|totp sha1 6 30s MFRGGZDFMZTWQ2LK|||",
            "4: Key(NoKey)",
        ];
        assert_eq!(reading.format, FORMAT);
        assert_eq!(lines(&reading), expected);
        assert_eq!(reading.rows[3].name, "Bank: clerk");
        assert_eq!(reading.ignored, [(Ignored::Positions, 1)]);
        let record = reading.rows[2].outcome.as_ref().expect("a record");
        assert_eq!(record.changes, [Change::GroupUnknown]);
    }

    #[test]
    fn odd_rows() {
        let mut hash = account_of("A", "a", "JBSWY3DPEHPK3PXP");
        hash["algorithm"] = json!("SHA224");
        let mut step = account_of("A", "a", "JBSWY3DPEHPK3PXP");
        step["timeStep"] = json!(0);
        let cases = [
            ("another hash", hash, r#"1: Key(Algorithm("SHA224"))"#),
            ("no time", step, "1: Key(Bounds(Period))"),
            ("no object", json!(null), "1: Shape"),
            (
                "defaults",
                json!({"secret": "JBSWY3DPEHPK3PXP", "userName": "a"}),
                "|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||",
            ),
        ];
        for (name, row, expected) in cases {
            assert_eq!(told(&json!({"version": 3, "accounts": [row]})), [expected], "{name}");
        }
    }

    #[test]
    fn versions() {
        let error = open(br#"{"version": 4, "accounts": []}"#, None).expect_err("newer");
        assert_eq!(error, ReadError::Newer { format: FORMAT, version: 4, known: 3 });
        let error = open(br#"{"version": [], "accounts": []}"#, None).expect_err("no version");
        assert_eq!(error, ReadError::damaged(FORMAT));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in broken(export().to_string().into_bytes())) {
            let _ = open(&bytes, None);
        }
    }
}
