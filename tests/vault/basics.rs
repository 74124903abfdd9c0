//! Create, open, save, reload.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use keyrack::secret::Secret;
use keyrack::vault::{
    Access, BackupKind, Durability, Identity, Keys, Member, OpenError, Place, Recipient, SaveError,
    Sealed, Vault, WorkFactor, backups, glance, protect_identity, read_identity,
};

use super::support::{
    Expected, MACHINE, NOW, armor, book, bytes, create, names, open, passphrase, place, plant, seal,
};

#[test]
fn what_is_saved_is_what_is_opened() {
    for keys in [Keys::Identity(Identity::generate()), passphrase("correct horse")] {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        create(&place, &keys, &book(2));
        let (mut vault, read) = open(&place, &keys);
        assert_eq!(read, book(2));
        assert_eq!(vault.access(), Access::ReadWrite);
        assert_eq!(vault.save_alone(&book(3), NOW).unwrap(), Durability::Durable);
        assert!(!vault.changed());
        assert_eq!(vault.reload().unwrap(), book(3));
        assert_eq!(open(&place, &keys).1, book(3));
        assert_eq!(names(place.file.parent().unwrap()), ["team.age"], "nothing left beside it");
    }
}

#[test]
fn each_save_counts_for_its_machine_and_leaves_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(0));
    for number in 1..=3 {
        let (mut vault, _) = Vault::open(place.clone(), keys.clone(), "other").unwrap();
        let before = bytes(&place.file);
        vault.save(&book(number), NOW.plus_millis(number)).unwrap();
        assert_eq!((vault.saves("other"), vault.saves(MACHINE)), (number, 1));
        let newest = backups(&place).unwrap().remove(0);
        assert_eq!((newest.kind, newest.at), (BackupKind::Replaced, NOW.plus_millis(number)));
        assert_eq!(newest.size, before.len() as u64);
        assert_eq!(bytes(&newest.path), before);
    }
    assert_eq!(backups(&place).unwrap().len(), 3);
}

#[test]
fn a_vault_is_never_created_over_something() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let link = Place {
        file: folder.path().join("link"),
        backups: folder.path().join("b"),
        known: folder.path().join("known-b"),
    };
    symlink(folder.path().join("nothing"), &link.file).unwrap();
    let file = Place {
        file: folder.path().join("file"),
        backups: folder.path().join("b"),
        known: folder.path().join("known-b"),
    };
    fs::write(&file.file, "notes").unwrap();
    for place in [file, link] {
        let made =
            Vault::create(place.clone(), keys.clone(), Vec::new(), [9; 32], MACHINE, &book(1), NOW);
        assert!(matches!(made, Err(SaveError::Exists { path }) if path == place.file));
    }
    assert_eq!(names(folder.path()), ["file", "link"]);
    assert_eq!(bytes(&folder.path().join("file")), b"notes");
}

#[test]
fn files_and_folders_are_for_their_owner_until_somebody_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    let mut vault = create(&place, &keys, &book(1));
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.file), 0o600);
    assert_eq!(mode(place.file.parent().unwrap()), 0o700);
    vault.save(&book(2), NOW).unwrap();
    assert_eq!(mode(&place.file), 0o600);
    assert_eq!(mode(&place.backups), 0o700);
    fs::set_permissions(&place.file, fs::Permissions::from_mode(0o640)).unwrap();
    vault.save(&book(3), NOW).unwrap();
    assert_eq!(mode(&place.file), 0o640, "a team's group keeps its access");
}

#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let real = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&real, &keys, &book(1));
    let linked = Place {
        file: folder.path().join("link.age"),
        backups: real.backups.clone(),
        known: real.known.clone(),
    };
    symlink(&real.file, &linked.file).unwrap();
    let (mut vault, _) = open(&linked, &keys);
    vault.save(&book(2), NOW).unwrap();
    assert!(fs::symlink_metadata(&linked.file).unwrap().is_symlink());
    assert!(!vault.changed());
    assert_eq!(open(&real, &keys).1, book(2));
    assert_eq!(names(folder.path()), ["backups", "known", "link.age", "team"]);
}

#[test]
fn an_armored_vault_opens_and_is_saved_binary() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(4));
    let armored = armor(&bytes(&place.file));
    let windows = String::from_utf8(armored.clone()).unwrap().replace('\n', "\r\n");
    for armored in [armored, windows.into_bytes()] {
        plant(&place, &armored);
        assert_eq!(glance(&place.file).unwrap(), Sealed::Recipients);
        let (mut vault, read) = open(&place, &keys);
        assert_eq!(read, book(4));
        // The second one is older than what was saved over the first.
        vault.trust().unwrap();
        vault.save(&book(4), NOW).unwrap();
        assert!(bytes(&place.file).starts_with(b"age-encryption.org/v1\n"));
    }
}

#[test]
fn whoever_saves_can_open_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let (ours, theirs) = (Identity::generate(), Identity::generate());
    let (our_keys, their_keys) = (Keys::Identity(ours.clone()), Keys::Identity(theirs.clone()));
    let to_them = vec![Member::new(theirs.recipient(), "Li Wei".to_owned())];
    let made =
        Vault::create(place.clone(), our_keys.clone(), to_them, [9; 32], MACHINE, &book(1), NOW);
    let members: Vec<_> = made.unwrap().members().to_vec();
    assert_eq!(members.len(), 2);
    assert_eq!(members[0].label, "Li Wei");
    assert_eq!(members[0].added, Some(NOW.date()));
    assert_eq!(members[1].recipient, ours.recipient());
    let (mut vault, read) = open(&place, &their_keys);
    assert_eq!(read, book(1));
    vault.save(&book(2), NOW).unwrap();
    assert_eq!(open(&place, &our_keys).1, book(2));
    assert_eq!(vault.members(), members);

    // One that somebody encrypted by hand, without a word about recipients.
    let plain = format!("keyrack-vault 1 1 1\n(vault: \"{}\")", "A".repeat(52));
    plant(&place, &seal(plain.as_bytes(), &ours));
    let (mut vault, _) = open(&place, &our_keys);
    vault.trust().unwrap();
    vault.save(&book(5), NOW).unwrap();
    assert_eq!(open(&place, &our_keys).1, book(5));
}

#[test]
fn a_change_from_outside_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(1));
    let (mut here, _) = open(&place, &keys);
    let (mut there, _) = open(&place, &keys);
    assert!(!here.changed());
    there.save(&book(2), NOW).unwrap();
    assert!(here.changed());
    assert_eq!(here.reload().unwrap(), book(2));
    assert!(!here.changed());
    here.save(&book(3), NOW).unwrap();

    // The same content in another file is no change.
    let content = bytes(&place.file);
    fs::remove_file(&place.file).unwrap();
    assert!(here.changed());
    fs::write(&place.file, content).unwrap();
    assert!(!here.changed());
}

#[test]
fn a_reload_waits_for_a_file_that_is_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(3));
    let (mut vault, _) = open(&place, &keys);
    let whole = bytes(&place.file);
    for torn in [None, Some(0), Some(10), Some(whole.len() / 2)] {
        match torn {
            None => fs::remove_file(&place.file).unwrap(),
            Some(length) => fs::write(&place.file, &whole[..length]).unwrap(),
        }
        assert!(Vault::open(place.clone(), keys.clone(), MACHINE).is_err(), "it is torn");
        std::thread::scope(|scope| {
            let reload = scope.spawn(|| vault.reload());
            // Written in pieces, as git does it.
            for end in [whole.len() / 3, whole.len() - 1, whole.len()] {
                fs::write(&place.file, &whole[..end]).unwrap();
            }
            assert_eq!(reload.join().unwrap().unwrap(), book(3), "{torn:?}");
        });
    }
    fs::write(&place.file, &whole[..100]).unwrap();
    assert!(matches!(vault.reload(), Err(OpenError::Damaged)), "it stays torn");
    assert!(vault.save_alone(&book(4), NOW).is_err(), "and is not written over");
    assert_eq!(bytes(&place.file), &whole[..100]);
}

#[test]
fn identity_files_come_plain_and_protected() {
    let identity = Identity::generate();
    let passphrase = Secret::from_text("ten words or so".into());
    let work = WorkFactor::new(10).unwrap();
    let plain = protect_identity(&identity, None).unwrap();
    let protected = protect_identity(&identity, Some((&passphrase, work))).unwrap();
    assert!(plain.expose_text().unwrap().contains("AGE-SECRET-KEY-1"));
    assert!(protected.expose().starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----\n"));
    let key = identity.text().unwrap();
    let key = key.expose_text().unwrap();
    let other = Identity::generate().text().unwrap();
    let other = other.expose_text().unwrap();
    let chars: Vec<char> = key.to_lowercase().chars().collect();
    let groups = chars.chunks(6).map(String::from_iter).collect::<Vec<_>>().join(" ");
    let cases: [(&str, Vec<u8>, Option<&Secret>); 7] = [
        ("plain", plain.expose().to_vec(), None),
        ("protected", protected.expose().to_vec(), Some(&passphrase)),
        ("plain, passphrase not needed", plain.expose().to_vec(), Some(&passphrase)),
        (
            "with notes",
            [b"\n# created: today\r\n  ", plain.expose(), b"\nAGE-PLUGIN-X\n"].concat(),
            None,
        ),
        ("typed on two lines", format!("{}\n{}\n", &key[..40], &key[40..]).into(), None),
        ("in groups, under a remark", format!("# from the safe\n{groups}").into(), None),
        ("from Windows", format!("\u{feff}{key}\r\n{other}\r\n").into(), None),
    ];
    for (name, file, passphrase) in cases {
        let read = read_identity(&file, passphrase).expect(name);
        assert_eq!(read.recipient(), identity.recipient(), "{name}");
    }
    let wrong = Secret::from_text("eleven words".into());
    let empty = Secret::from_text(String::new());
    let other = seal(b"AGE-SECRET-KEY-1", &identity);
    let refused: [(&str, &[u8], Option<&Secret>, Expected); 10] = [
        ("no passphrase", protected.expose(), None, |e| matches!(e, OpenError::NeedsPassphrase)),
        ("empty", protected.expose(), Some(&empty), |e| matches!(e, OpenError::NeedsPassphrase)),
        ("wrong", protected.expose(), Some(&wrong), |e| matches!(e, OpenError::WrongPassphrase)),
        ("cut", &protected.expose()[..200], Some(&passphrase), |e| matches!(e, OpenError::Damaged)),
        ("a vault", &other, None, |e| matches!(e, OpenError::NoIdentityInside)),
        ("nothing", b"", None, |e| matches!(e, OpenError::Empty)),
        // It is not known for a key where it lies in a repository.
        ("no beginning", &key.as_bytes()[16..], None, |e| matches!(e, OpenError::NoIdentityInside)),
        ("a letter", b"Dear Li,\n", None, |e| matches!(e, OpenError::NoIdentityInside)),
        ("post-quantum", b"AGE-SECRET-KEY-PQ-1QQQ", None, |e| {
            matches!(e, OpenError::NoIdentityInside)
        }),
        ("huge", &b"#".repeat(70_000), None, |e| matches!(e, OpenError::TooLarge { .. })),
    ];
    for (name, file, passphrase, expected) in refused {
        let error = read_identity(file, passphrase).expect_err(name);
        assert!(expected(&error), "{name}: {error:?}");
    }
    assert!(matches!(
        protect_identity(&identity, Some((&empty, work))),
        Err(SaveError::EmptyPassphrase)
    ));
}

#[test]
fn a_look_at_the_header_tells_how_a_file_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    create(&place, &passphrase("correct horse"), &book(1));
    assert_eq!(glance(&place.file).unwrap(), Sealed::Passphrase { log_n: 10 });
    plant(&place, &armor(&bytes(&place.file)));
    assert_eq!(glance(&place.file).unwrap(), Sealed::Passphrase { log_n: 10 });
    plant(&place, &seal(&b"x".repeat(100_000), &Identity::generate()));
    assert_eq!(glance(&place.file).unwrap(), Sealed::Recipients);
    plant(&place, b"AGE-SECRET-KEY-1");
    assert!(matches!(glance(&place.file), Err(OpenError::NotAge)));
    fs::remove_file(&place.file).unwrap();
    assert!(matches!(glance(&place.file), Err(OpenError::Missing { .. })));
}

#[test]
fn recipients_are_taken_only_when_they_can_be_encrypted_to() {
    let text = Identity::generate().recipient().to_string();
    assert_eq!(Recipient::parse(&format!(" {text}\n")).unwrap().as_str(), text);
    let upper = text.to_uppercase();
    assert_eq!(Recipient::parse(&upper).map(|r| r.to_string()), Some(text.clone()), "{upper}");
    let cases = ["", "age1", "age1pq1qqqq", "ssh-ed25519 AAAA", &text[..text.len() - 1]];
    for case in cases {
        assert_eq!(Recipient::parse(case), None, "{case}");
    }
}

#[test]
fn an_empty_passphrase_locks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let made =
        Vault::create(place.clone(), passphrase(""), Vec::new(), [9; 32], MACHINE, &book(1), NOW);
    assert!(matches!(made, Err(SaveError::EmptyPassphrase)));
    create(&place, &passphrase("correct horse"), &book(1));
    let opened = Vault::open(place, passphrase(""), MACHINE);
    assert!(matches!(opened, Err(OpenError::NeedsPassphrase)));
}
