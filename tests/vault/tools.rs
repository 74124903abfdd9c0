//! The `age` program reads what is written here, and the other way round.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use keyrack::vault::{Identity, Keys, protect_identity, read_identity};

use super::skip::has;
use super::support::{NOW, book, bytes, create, open, place, unseal};

const UNTRIED: &str = "reading and writing a vault without Keyrack";

fn age(program: &str, arguments: &[&str], file: &Path) -> Output {
    let output = Command::new(program).args(arguments).arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    output
}

#[test]
fn age_opens_a_vault_and_keyrack_opens_what_age_encrypted() {
    if !has("age", UNTRIED) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    create(&place, &keys, &book(3));
    let key = folder.path().join("identity.age");
    fs::write(&key, protect_identity(&identity, None).unwrap().expose()).unwrap();

    let key = key.to_str().unwrap();
    let plain = age("age", &["-d", "-i", key], &place.file).stdout;
    assert!(plain.starts_with(b"keyrack-vault 5 1 5\n"));
    assert_eq!(String::from_utf8_lossy(&plain), unseal(&bytes(&place.file), &identity));

    let text = folder.path().join("plain");
    fs::write(&text, &plain).unwrap();
    let recipient = identity.recipient();
    let theirs: [(&str, &[&str], &[u8]); 2] = [
        ("binary", &["-r", recipient.as_str()], b"age-encryption.org/v1\n"),
        ("armored", &["-a", "-r", recipient.as_str()], b"-----BEGIN AGE ENCRYPTED FILE-----\n"),
    ];
    for (name, arguments, start) in theirs {
        let file = age("age", arguments, &text).stdout;
        assert!(file.starts_with(start), "{name}");
        fs::write(&place.file, &file).unwrap();
        let (mut vault, read) = open(&place, &keys);
        assert_eq!(read, book(3), "{name}");
        // The second one is older than what was saved over the first.
        vault.trust().unwrap();
        vault.save(&book(4), NOW).unwrap();
        let saved = age("age", &["-d", "-i", key], &place.file).stdout;
        assert_eq!(String::from_utf8_lossy(&saved), unseal(&bytes(&place.file), &identity));
        assert_eq!(open(&place, &keys).1, book(4), "{name}");
    }
}

#[test]
fn an_identity_of_age_keygen_is_an_identity_here() {
    if !has("age-keygen", UNTRIED) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.txt");
    age("age-keygen", &["-o"], &file);
    let identity = read_identity(&bytes(&file), None).unwrap();
    let public = age("age-keygen", &["-y"], &file).stdout;
    assert_eq!(String::from_utf8_lossy(&public).trim(), identity.recipient().as_str());
}
