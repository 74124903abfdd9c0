//! What the tests of all formats share, and what holds for every format.

use super::*;

/// Runs something that reads, with a password or without, and hears nothing of how far it is.
pub(super) fn quiet<T>(password: Option<&str>, run: impl FnOnce(&mut Task<'_>) -> T) -> T {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    run(&mut Task { ask, tell: &mut |_| {} })
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
