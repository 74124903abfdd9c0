//! Files that are not what they were, or never were what they say.

use std::fs;
use std::time::{Duration, Instant};

use keyrack::vault::{Identity, Keys, LARGEST_FILE, OpenError, Place, Vault};

use super::support::{
    Expected, MACHINE, armor, book, bytes, create, names, passphrase, place, plant, seal,
    seal_with_passphrase,
};
use super::victim::{self, Job};

fn refusal(place: &Place, keys: &Keys) -> OpenError {
    Vault::open(place.clone(), keys.clone(), MACHINE).expect_err("it is not to be opened")
}

/// Opens a file that must be refused, and looks whether it was touched.
fn refuse(place: &Place, file: &[u8], keys: &Keys) -> OpenError {
    plant(place, file);
    let error = refusal(place, keys);
    assert_eq!(bytes(&place.file), file, "untouched");
    assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);
    error
}

#[test]
fn no_cut_and_no_flipped_bit_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(3));
    let whole = bytes(&place.file);
    for length in 0..whole.len() {
        let error = refuse(&place, &whole[..length], &keys);
        let expected = match length {
            0 => matches!(error, OpenError::Empty),
            _ => matches!(error, OpenError::Damaged),
        };
        assert!(expected, "cut at {length}: {error:?}");
    }
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let error = refuse(&place, &flipped, &keys);
        // A flip in the first line makes it another file, one in our stanza a stranger's.
        assert!(
            matches!(
                error,
                OpenError::Damaged
                    | OpenError::NotAge
                    | OpenError::NotARecipient
                    | OpenError::NeedsPassphrase
            ),
            "bit {bit}: {error:?}"
        );
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(matches!(refuse(&place, &longer, &keys), OpenError::Damaged));
    plant(&place, &whole);
    assert!(Vault::open(place, keys, MACHINE).is_ok(), "the whole one opens");
}

#[test]
fn damage_far_into_the_file_shows_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(800));
    let whole = bytes(&place.file);
    assert!(whole.len() > 2 * 65_536, "age releases its text in pieces of 64 KiB");
    let mut flipped = whole.clone();
    flipped[whole.len() - 20] ^= 1;
    assert!(matches!(refuse(&place, &flipped, &keys), OpenError::Damaged));
    assert!(matches!(refuse(&place, &whole[..2 * 65_536], &keys), OpenError::Damaged));
}

#[test]
fn each_wrong_key_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    let stranger = Keys::Identity(Identity::generate());
    let word = passphrase("correct horse");
    create(&place, &keys, &book(1));
    let shared = bytes(&place.file);
    fs::remove_file(&place.file).unwrap();
    create(&place, &word, &book(1));
    let locked = bytes(&place.file);

    assert!(matches!(refuse(&place, &shared, &stranger), OpenError::NotARecipient));
    assert!(matches!(refuse(&place, &shared, &word), OpenError::NeedsIdentity));
    assert!(matches!(refuse(&place, &locked, &keys), OpenError::NeedsPassphrase));
    let wrong = passphrase("correct house");
    assert!(matches!(refuse(&place, &locked, &wrong), OpenError::WrongPassphrase));
    assert!(matches!(refuse(&place, &locked[..locked.len() - 1], &word), OpenError::Damaged));

    let not_a_vault = seal(b"(vault: \"AAAA\")", &identity);
    assert!(matches!(refuse(&place, &not_a_vault, &keys), OpenError::NotAVault));
    assert!(matches!(refuse(&place, &seal(b"", &identity), &keys), OpenError::NotAVault));
    assert!(matches!(refuse(&place, b"(accounts: [])", &keys), OpenError::NotAge));
    assert!(matches!(refuse(&place, b"age-encryption.org/v2\n", &keys), OpenError::NotAge));
    let cut = &armor(&shared)[..300];
    assert!(matches!(refuse(&place, cut, &keys), OpenError::Damaged));

    fs::remove_file(&place.file).unwrap();
    assert!(matches!(refusal(&place, &keys), OpenError::Missing { path } if path == place.file));
    fs::create_dir(&place.file).unwrap();
    assert!(matches!(refusal(&place, &keys), OpenError::Io { .. }));
}

/// A header of many stanzas, as long as age would read for a minute.
fn many_stanzas(count: usize) -> Vec<u8> {
    let stanza = format!("-> X25519 {}\n{}\n", "A".repeat(43), "A".repeat(43));
    format!("age-encryption.org/v1\n{}--- {}\n", stanza.repeat(count), "A".repeat(43)).into_bytes()
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    let word = passphrase("correct horse");
    let scrypt = |factor: &str| {
        let salt = "A".repeat(22);
        let body = "A".repeat(43);
        format!("age-encryption.org/v1\n-> scrypt {salt} {factor}\n{body}\n--- {body}\n")
    };
    let in_vault =
        |text: String| seal(format!("keyrack-vault 1 1 1\n{text}").as_bytes(), &identity);
    let id = "A".repeat(52);
    let two = scrypt("10").replacen("---", "-> scrypt AAAA 10\nAAAA\n---", 1).into_bytes();
    let mixed = scrypt("10").replacen("-> scrypt", "-> X25519 AAAA\nAAAA\n-> scrypt", 1);
    let endless = [&b"age-encryption.org/v1\n-> X25519 "[..], &b"A".repeat(200_000)].concat();

    let hostile: Expected = |error| matches!(error, OpenError::HostileHeader);
    let unreadable: Expected = |error| matches!(error, OpenError::Unreadable { .. });
    let cases: Vec<(&str, Vec<u8>, &Keys, Expected)> = vec![
        ("4,000 stanzas", many_stanzas(4000), &keys, hostile),
        ("257 stanzas", many_stanzas(257), &keys, hostile),
        ("4,000 stanzas, armored", armor(&many_stanzas(4000)), &keys, hostile),
        ("an endless line", endless, &keys, hostile),
        ("two passphrases", two, &word, hostile),
        ("passphrase and recipient", mixed.into_bytes(), &word, hostile),
        ("factor 21", scrypt("21").into_bytes(), &word, |error| {
            matches!(error, OpenError::TooMuchWork { asked: 21, ceiling: 20 })
        }),
        ("factor 23", scrypt("23").into_bytes(), &word, |error| {
            matches!(error, OpenError::TooMuchWork { asked: 23, ceiling: 20 })
        }),
        ("factor 999", scrypt("999").into_bytes(), &word, |error| {
            matches!(error, OpenError::TooMuchWork { asked: 255, .. })
        }),
        ("factor that is none", scrypt("2x").into_bytes(), &word, |error| {
            matches!(error, OpenError::Damaged)
        }),
        ("1 M brackets", in_vault("[".repeat(1_000_000)), &keys, unreadable),
        (
            "1 M brackets in a field nobody knows",
            in_vault(format!("(vault: \"{id}\", x: {}", "[".repeat(1_000_000))),
            &keys,
            unreadable,
        ),
        (
            "1 M lines",
            in_vault(format!("(vault: \"{id}\", accounts: [{}", "\n".repeat(1_000_000))),
            &keys,
            unreadable,
        ),
        ("text that is none", in_vault("(vault: \"\u{fffd}".into()), &keys, unreadable),
    ];
    for (name, file, keys, expected) in cases {
        let start = Instant::now();
        let error = refuse(&place, &file, keys);
        assert!(expected(&error), "{name}: {error:?}");
        // What it guards against takes minutes; this only tells the two apart.
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
    }
    // 256 are for age to look at, and none of them is ours.
    let many = refuse(&place, &many_stanzas(255), &keys);
    assert!(matches!(many, OpenError::NotARecipient | OpenError::Damaged), "{many:?}");
}

#[test]
fn what_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    plant(&place, b"");
    let file = fs::File::options().write(true).open(&place.file).unwrap();
    file.set_len(LARGEST_FILE + 1).unwrap();
    assert!(matches!(refusal(&place, &keys), OpenError::TooLarge { limit: LARGEST_FILE }));
}

#[test]
fn a_place_in_text_that_is_no_text_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    let cases: [(&str, &[u8], (usize, usize)); 4] = [
        ("not UTF-8", b"keyrack-vault 1 1 1\n(\nvault: \xff", (3, 8)),
        ("a comma missing", b"keyrack-vault 1 1 1\n(\nvault: \"\"\nid: 1)", (4, 1)),
        ("a field twice", b"keyrack-vault 1 1 1\n(vault: \"\", vault: \"\")", (2, 13)),
        ("an unknown list", b"keyrack-vault 1 1 1\n(vault: \"\",\n shelves: [])", (3, 2)),
    ];
    for (name, plain, expected) in cases {
        let OpenError::Unreadable { line, column } = refuse(&place, &seal(plain, &identity), &keys)
        else {
            panic!("{name}: another error")
        };
        assert_eq!((line, column), expected, "{name}");
    }
}

#[test]
fn a_key_derivation_without_memory_is_an_error_and_no_abort() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let plain = format!("keyrack-vault 1 1 1\n(vault: \"{}\")", "A".repeat(52));
    plant(&place, &seal_with_passphrase(plain.as_bytes(), "correct horse", 14));
    let small = bytes(&place.file);
    // The same header, asking for 1 GiB.
    let text = String::from_utf8_lossy(&small[..200]).into_owned();
    let at = text.find(" 14\n").unwrap();
    let mut large = small.clone();
    large[at + 1..at + 3].copy_from_slice(b"20");
    let open = |file: &[u8]| {
        plant(&place, file);
        victim::run_in_shell("ulimit -v 524288", &Job::Open, &place, &passphrase("correct horse"))
    };
    assert!(open(&small).said("opened"), "512 MiB are enough for 2^14");
    let outcome = open(&large);
    assert!(outcome.said("NoMemory { needed: 1073741824 }"), "{outcome:?}");
}
