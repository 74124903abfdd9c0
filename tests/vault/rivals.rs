//! Several writers of one vault.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use keyrack::vault::{
    BackupKind, Durability, Identity, Keys, Place, SaveError, Step, Vault, backups,
};

use super::support::{
    MACHINE, NOW, book, bytes, create, everything, names, open, place, plant, seal, unseal,
};
use super::victim::{self, Job};

/// When a test that waits has failed.
const DEADLINE: Duration = Duration::from_mins(1);

#[test]
fn a_version_from_elsewhere_stays_and_ours_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(1));
    let (mut ours, _) = open(&place, &keys);
    let (mut theirs, _) = open(&place, &keys);
    theirs.save(&book(2), NOW).unwrap();
    let their_file = bytes(&place.file);

    let Err(SaveError::Changed { kept: Some(kept) }) = ours.save_alone(&book(3), NOW) else {
        panic!("ours was not based on theirs")
    };
    assert!(bytes(&place.file) == their_file, "theirs stays");
    let conflict = backups(&place).unwrap().into_iter().find(|backup| backup.path == kept).unwrap();
    assert_eq!(conflict.kind, BackupKind::Conflict);
    let as_vault = Place {
        file: kept,
        backups: folder.path().join("elsewhere"),
        known: folder.path().join("known-elsewhere"),
    };
    assert_eq!(open(&as_vault, &keys).1, book(3), "ours is whole");
    assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);

    // Once it has been looked at, saving goes on from there.
    assert_eq!(ours.reload().unwrap(), book(2));
    assert_eq!(ours.save_alone(&book(4), NOW).unwrap(), Durability::Durable);
}

#[test]
fn whatever_stands_in_the_file_it_is_not_written_over() {
    let keys = Keys::Identity(Identity::generate());
    let cases: [(&str, Option<&[u8]>); 4] = [
        ("deleted", None),
        ("empty", Some(b"")),
        ("a conflict of a synchroniser", Some(b"<<<<<<< HEAD")),
        ("another age file", Some(b"age-encryption.org/v1\n-> X25519 A\n")),
    ];
    for (name, content) in cases {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let mut vault = create(&place, &keys, &book(1));
        match content {
            None => fs::remove_file(&place.file).unwrap(),
            Some(content) => plant(&place, content),
        }
        let saved = vault.save_alone(&book(2), NOW);
        let Err(SaveError::Changed { kept: Some(kept) }) = saved else {
            panic!("{name}: {saved:?}")
        };
        assert_eq!(fs::read(&place.file).ok().as_deref(), content, "{name}");
        let as_vault = Place {
            file: kept,
            backups: folder.path().join("elsewhere"),
            known: folder.path().join("known-elsewhere"),
        };
        assert_eq!(open(&as_vault, &keys).1, book(2), "{name}");
    }
}

#[test]
fn a_save_waits_for_one_that_is_running() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    let mut vault = create(&place, &keys, &book(1));
    let before = bytes(&place.file);
    let held = fs::File::create(place.file.with_file_name(".team.age.lock")).unwrap();
    held.lock().unwrap();
    let (ended, end) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| ended.send(vault.save_alone(&book(2), NOW)).unwrap());
        // A save takes milliseconds; this one must still be waiting.
        let early = end.recv_timeout(Duration::from_millis(500));
        assert!(matches!(early, Err(RecvTimeoutError::Timeout)), "it did not wait: {early:?}");
        assert!(bytes(&place.file) == before);
        drop(held);
        let saved = end.recv_timeout(DEADLINE).expect("it goes on");
        assert_eq!(saved.unwrap(), Durability::Durable);
    });
    assert_eq!(open(&place, &keys).1, book(2));
}

#[test]
fn four_processes_add_fifty_each_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(0));
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| victim::run(&[], &Job::Add(50), &place, &keys)))
            .collect();
        for one in all {
            let outcome = one.join().unwrap();
            assert!(outcome.said("added"), "{outcome:?}");
        }
    });
    let (vault, read) = open(&place, &keys);
    assert_eq!(read, book(200));
    assert_eq!(vault.saves(MACHINE), 201);
    assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);
}

/// Somebody who knows no locks exchanges the file while it is being saved. What they take out they
/// remember, and what is put aside is looked at after each save, before its time is over: a version
/// that is then nowhere was destroyed by a save.
#[cfg(target_os = "linux")]
#[test]
fn no_version_of_a_writer_without_locks_is_destroyed() {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    let mut vault = create(&place, &keys, &book(1));
    let plain = unseal(&bytes(&place.file), &identity);
    let refused = AtomicU64::new(0);
    let mut aside: HashMap<PathBuf, Vec<u8>> = HashMap::new();
    let until = Instant::now() + DEADLINE;
    let (put_in, taken_out) = std::thread::scope(|scope| {
        let rival = scope.spawn(|| {
            let (mut put_in, mut taken_out) = (Vec::new(), Vec::new());
            let staged = folder.path().join("theirs");
            // The two must have met more than once.
            while put_in.len() < 300 || refused.load(Ordering::SeqCst) < 10 {
                assert!(Instant::now() < until, "the two hardly met: {refused:?}");
                let version = seal(plain.as_bytes(), &identity);
                fs::write(&staged, &version).unwrap();
                renameat_with(CWD, &staged, CWD, &place.file, RenameFlags::EXCHANGE).unwrap();
                put_in.push(version);
                taken_out.push(fs::read(&staged).unwrap());
            }
            (put_in, taken_out)
        });
        let mut number = 0;
        while !rival.is_finished() {
            number += 1;
            match vault.save_alone(&book(7), NOW.plus_millis(number * 10)) {
                Ok(_) => {}
                Err(SaveError::Changed { kept }) => {
                    assert!(kept.is_some());
                    refused.fetch_add(1, Ordering::SeqCst);
                    vault.reload().unwrap();
                    // Theirs is older each time, and a person would be asked.
                    vault.trust().unwrap();
                }
                Err(error) => panic!("{error:?}"),
            }
            for backup in backups(&place).unwrap() {
                aside.entry(backup.path).or_insert_with_key(|path| bytes(path));
            }
        }
        rival.join().unwrap()
    });
    let kept: HashSet<Vec<u8>> = aside
        .into_values()
        .chain(taken_out)
        .chain(everything(&place).iter().map(|path| bytes(path)))
        .collect();
    let gone = put_in.iter().filter(|version| !kept.contains(*version)).count();
    assert_eq!(gone, 0, "of {} versions", put_in.len());
}

#[test]
fn a_folder_that_cannot_be_written_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(1));
    let before = bytes(&place.file);
    // Somebody else remembers nothing of it.
    fs::remove_dir_all(&place.known).unwrap();
    let beside = place.file.parent().unwrap();
    for (path, mode) in [(folder.path(), 0o755), (beside, 0o555), (place.file.as_path(), 0o644)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    // Permissions are nothing to root.
    let outcome = if rustix::process::geteuid().is_root() {
        if !super::skip::has("setpriv", "a folder that cannot be written") {
            return;
        }
        let become_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        let outcome = victim::run(&become_nobody, &Job::Save(2), &place, &keys);
        if outcome.status.code() == Some(126) || outcome.status.code() == Some(127) {
            eprintln!("SKIPPED: nobody may not run this test, so no read-only folder was tried");
            return;
        }
        outcome
    } else {
        victim::run(&[], &Job::Save(2), &place, &keys)
    };
    let lock = beside.join(".team.age.lock");
    let expected = format!("Io {{ step: {:?}, path: {lock:?}", Step::Lock);
    assert!(outcome.said(&expected), "{outcome:?}");
    assert!(outcome.said("PermissionDenied"), "{outcome:?}");
    fs::set_permissions(beside, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(bytes(&place.file) == before);
    assert_eq!(names(beside), ["team.age"]);
}

#[test]
fn a_full_disk_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    create(&place, &keys, &book(1));
    let before = bytes(&place.file);
    // No file may grow beyond a few kilobytes; without the trap that is a deadly signal.
    let outcome =
        victim::run_in_shell("trap '' XFSZ && ulimit -f 8", &Job::Save(300), &place, &keys);
    assert!(outcome.said("Io { step: Write,"), "{outcome:?}");
    assert!(bytes(&place.file) == before);
    let left: Vec<PathBuf> = everything(&place);
    assert_eq!(left, std::slice::from_ref(&place.file), "no litter");
    assert_eq!(open(&place, &keys).1, book(1));
    let (mut vault, _) = Vault::open(place.clone(), keys, MACHINE).unwrap();
    vault.save(&book(300), NOW).unwrap();
}
