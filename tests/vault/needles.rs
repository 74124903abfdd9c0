//! No error tells a key (security test 13): texts that hold one, broken in every way, read by everything
//! that reads such texts.

use std::path::Path;

use keyrack::app::explain;
use keyrack::config::Settings;
use keyrack::exchange::{self, Ask};
use keyrack::i18n::{Fault, Lang};
use keyrack::otp::{base32, uri};
use keyrack::text::safe;
use keyrack::vault::{Identity, Keys, Vault};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::support::{MACHINE, account, book, bytes, create, place, plant, seal, unseal};

/// The key of the accounts of these tests.
const KEY: &str = "JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2LK";

/// What happens to a text, at so many thousandths of it.
#[derive(Clone, Debug)]
enum Blow {
    Cut(usize, usize),
    Twice(usize, usize),
    Put(usize, &'static str),
    End(usize),
}

fn blow() -> impl Strategy<Value = Blow> {
    let place = 0..1000_usize;
    let length = 1..12_usize;
    let pieces = vec![
        "\"",
        "(",
        ")",
        "[",
        ":",
        ",",
        "&",
        "=",
        "%",
        "%4",
        "?",
        "/",
        "#",
        "\n",
        "\0",
        "\u{fffd}",
        "otpauth://",
        "secret=",
        KEY,
        "1",
        "-",
        " ",
        "Some(",
        "key: ",
        "\u{1b}",
    ];
    prop_oneof![
        (place.clone(), length.clone()).prop_map(|(at, length)| Blow::Cut(at, length)),
        (place.clone(), length).prop_map(|(at, length)| Blow::Twice(at, length)),
        (place.clone(), select(pieces)).prop_map(|(at, piece)| Blow::Put(at, piece)),
        place.prop_map(Blow::End),
    ]
}

fn broken(text: &str, blows: &[Blow]) -> String {
    let mut all: Vec<char> = text.chars().collect();
    for blow in blows {
        let at = |thousandth: usize| thousandth * all.len() / 1000;
        match *blow {
            Blow::Cut(from, length) => {
                let from = at(from);
                all.drain(from..(from + length).min(all.len()));
            }
            Blow::Twice(from, length) => {
                let from = at(from);
                let again = all[from..(from + length).min(all.len())].to_vec();
                all.splice(from..from, again);
            }
            Blow::Put(to, piece) => {
                let to = at(to);
                all.splice(to..to, piece.chars());
            }
            Blow::End(from) => all.truncate(at(from).max(1)),
        }
    }
    all.into_iter().collect()
}

/// Ten letters of it in a row are more than a coincidence, in whatever case.
fn tells(text: &str) -> bool {
    let text = text.to_uppercase();
    KEY.as_bytes().windows(10).any(|ten| text.contains(str::from_utf8(ten).unwrap()))
}

/// An error by its `Debug` and by its sentences.
fn quiet(error: &dyn std::fmt::Debug, fault: &Fault) -> Result<(), TestCaseError> {
    silent(fault, &[])?;
    silent(error, &Lang::ALL.map(|lang| fault.say(lang)))
}

/// The same of an error with what is said of it.
fn silent(error: &dyn std::fmt::Debug, said: &[String]) -> Result<(), TestCaseError> {
    for text in [format!("{error:?}"), said.concat()] {
        prop_assert!(!tells(&text), "{}", text);
    }
    Ok(())
}

/// A vault of two accounts with the key, as it is written.
fn plain(identity: &Identity, folder: &Path) -> String {
    let mut book = book(0);
    for n in [1, 2] {
        let mut account = account(n);
        account.key = Some(uri::parse(&address()).unwrap().key.unwrap());
        book.accounts.push(account);
    }
    let place = place(folder);
    std::fs::create_dir_all(place.file.parent().unwrap()).unwrap();
    create(&place, &Keys::Identity(identity.clone()), &book);
    unseal(&bytes(&place.file), identity)
}

fn address() -> String {
    format!(
        "otpauth://totp/Amazon:ops@hikari.example?secret={KEY}&issuer=Amazon&digits=6&period=30"
    )
}

#[test]
fn a_leak_would_be_seen() {
    assert!(tells(&format!("no such type: {}", &KEY.to_lowercase()[4..16])));
    assert!(!tells("no such type: jbswy3dp"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_address_and_no_list_tells_its_key(blows in vec(blow(), 1..5)) {
        let one = broken(&address(), &blows);
        if let Err(error) = uri::parse(&one) {
            quiet(&error, &explain::address(&error))?;
        }
        let list = broken(&format!("{}\n# two\n{}\n", address(), address()), &blows);
        match exchange::read(list.as_bytes(), Ask::default(), &mut |_| {}) {
            Err(error) => {
                let said = |lang| explain::foreign(&safe("list"), &error, lang);
                silent(&error, &Lang::ALL.map(|lang| said(lang).concat()))?;
            }
            Ok(reading) => {
                for refused in reading.rows.into_iter().filter_map(|row| row.outcome.err()) {
                    silent(&refused, &Lang::ALL.map(|lang| explain::row(&refused, lang)))?;
                }
            }
        }
        if let Err(error) = base32::decode(&broken(KEY, &blows)) {
            quiet(&error, &explain::base32(error))?;
        }
    }

    #[test]
    fn no_settings_tell_what_was_pasted_into_them(blows in vec(blow(), 0..4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        for text in [
            format!("(lang: \"{KEY}\", lock_after_minutes: 5)"),
            format!("({KEY}: 3)"),
            format!("(vault: {KEY})"),
            address(),
        ] {
            std::fs::write(&path, broken(&text, &blows)).unwrap();
            if let Err(error) = Settings::load(&path) {
                quiet(&error, &explain::settings(&error))?;
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_vault_tells_its_keys(blows in vec(blow(), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let text = plain(&identity, folder.path());
        prop_assert!(tells(&text));
        let place = place(folder.path());
        plant(&place, &seal(broken(&text, &blows).as_bytes(), &identity));
        match Vault::open(place.clone(), Keys::Identity(identity), MACHINE) {
            Err(error) => quiet(&error, &explain::file(&place.file, &error))?,
            Ok((_, book)) => {
                for entry in &book.quarantine {
                    let told = format!("{:?} {:?}", entry.reason, entry.raw);
                    prop_assert!(!tells(&told), "{}", told);
                }
            }
        }
    }
}
