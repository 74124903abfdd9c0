//! Backups, and putting one back.

use std::fs;
use std::path::Path;

use keyrack::model::{Loss, Person, Thing};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::vault::{
    BackupKind, Change, Durability, Identity, Keys, Member, OpenError, Place, Readers, Restoration,
    Vault, backups,
};

use super::support::{MACHINE, NOW, book, bytes, create, id, names, open, place, plant, restore};

const LATER: u64 = 60_000;

/// Does something to a vault file.
type Break = fn(&Path);

/// A vault saved with 1, 2, 3 accounts.
fn three_versions(folder: &Path, keys: &Keys) -> Place {
    let place = place(folder);
    let mut vault = create(&place, keys, &book(1));
    vault.save(&book(2), NOW).unwrap();
    vault.save(&book(3), NOW.plus_millis(LATER)).unwrap();
    place
}

#[test]
fn a_backup_goes_back_and_the_current_version_becomes_one() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::Identity(Identity::generate());
    let place = three_versions(folder.path(), &keys);
    let listed = backups(&place).unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].at, NOW.plus_millis(LATER), "newest first");
    let current = bytes(&place.file);
    let oldest = listed[1].path.clone();
    let later = NOW.plus_millis(2 * LATER);
    assert_eq!(restore(&place, &oldest, &keys, later).unwrap(), Durability::Durable);
    assert!(oldest.exists(), "and it stays a backup");
    let (vault, read) = open(&place, &keys);
    assert_eq!((read, vault.saves(MACHINE)), (book(1), 4), "it has seen what it replaces");
    let newest = backups(&place).unwrap().remove(0);
    assert_eq!((newest.at, newest.kind), (later, BackupKind::Replaced));
    assert_eq!(bytes(&newest.path), current);
}

#[test]
fn restoring_needs_no_vault_that_works() {
    let keys = Keys::Identity(Identity::generate());
    let states: [(&str, Break); 5] = [
        ("missing", |file| fs::remove_file(file).unwrap()),
        ("its folder missing", |file| fs::remove_dir_all(file.parent().unwrap()).unwrap()),
        ("cut", |file| {
            let half = bytes(file).len() / 2;
            fs::write(file, &bytes(file)[..half]).unwrap();
        }),
        ("empty", |file| fs::write(file, b"").unwrap()),
        ("huge", |file| {
            fs::File::create(file).unwrap().set_len(100 << 20).unwrap();
        }),
    ];
    for (name, break_it) in states {
        let folder = tempfile::tempdir().unwrap();
        let place = three_versions(folder.path(), &keys);
        break_it(&place.file);
        assert!(Vault::open(place.clone(), keys.clone(), MACHINE).is_err(), "{name}");
        let there = fs::metadata(&place.file).ok().map(|broken| broken.len());
        let backup = backups(&place).unwrap().remove(0).path;
        restore(&place, &backup, &keys, NOW.plus_millis(9 * LATER)).expect(name);
        assert_eq!(open(&place, &keys).1, book(2), "{name}");
        let kept = backups(&place).unwrap();
        if let Some(size) = there {
            assert!(kept.iter().any(|it| it.size == size), "{name}: what was broken is kept");
        }
        assert_eq!(names(place.file.parent().unwrap()), ["team.age"], "{name}");
    }
}

#[test]
fn what_does_not_open_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::Identity(Identity::generate());
    let place = three_versions(folder.path(), &keys);
    let before = bytes(&place.file);
    let backup = backups(&place).unwrap().remove(0).path;
    let stranger = Keys::Identity(Identity::generate());
    let refused = restore(&place, &backup, &stranger, NOW);
    assert!(matches!(refused, Err(OpenError::NotARecipient)));
    let content = bytes(&backup);
    fs::write(&backup, &content[..content.len() - 1]).unwrap();
    let refused = restore(&place, &backup, &keys, NOW);
    assert!(matches!(refused, Err(OpenError::Damaged)));
    let nothing = folder.path().join("nothing.age");
    let refused = restore(&place, &nothing, &keys, NOW);
    assert!(matches!(refused, Err(OpenError::Missing { .. })));
    assert_eq!(bytes(&place.file), before);
    assert_eq!(backups(&place).unwrap().len(), 2);
}

/// A vault that Bo could read, and cannot any more; the backup of before.
fn without_bo(folder: &Path, li: &Identity, bo: &Identity) -> (Place, std::path::PathBuf) {
    let place = place(folder);
    let mut vault = create(&place, &Keys::Identity(li.clone()), &book(1));
    let bo = bo.recipient();
    let member = Member::new(bo.clone(), "Bo".into());
    vault.change(&[Change::Admit(member)], [1; 32], &book(2), NOW).unwrap();
    let remove = Change::Remove { recipient: bo, by: "Li".into() };
    vault.change(&[remove], [2; 32], &book(3), NOW.plus_millis(LATER)).unwrap();
    let backup = backups(&place).unwrap().remove(0).path;
    (place, backup)
}

#[test]
fn whoever_was_removed_since_stays_out() {
    let (li, bo) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(li.clone());
    let states: [(&str, Break); 3] = [
        ("as it is", |_| {}),
        ("missing", |file| fs::remove_file(file).unwrap()),
        ("cut", |file| {
            let half = bytes(file).len() / 2;
            fs::write(file, &bytes(file)[..half]).unwrap();
        }),
    ];
    for (name, break_it) in states {
        for readers in [Readers::Now, Readers::Then] {
            let folder = tempfile::tempdir().unwrap();
            let (place, backup) = without_bo(folder.path(), &li, &bo);
            let id = open(&place, &keys).0.log_keys();
            break_it(&place.file);
            let restoration = Restoration::of(place.clone(), &backup, keys.clone()).unwrap();
            let returning: Vec<_> = restoration.returning().iter().map(|m| &*m.label).collect();
            assert_eq!(returning, ["Bo"], "{name}: it is said");
            restoration.put(readers, MACHINE, NOW.plus_millis(2 * LATER)).unwrap();
            let (vault, read) = open(&place, &keys);
            assert_eq!((read, vault.doubt()), (book(2), None), "{name}");
            assert!(vault.log_keys() == id, "{name}: the secret id of the later one");
            assert_eq!(vault.removed()[0].member.label, "Bo", "{name}");
            let theirs = place.clone();
            let theirs = Place { known: folder.path().join("bo"), ..theirs };
            let opened = Vault::open(theirs, Keys::Identity(bo.clone()), "bbbbbbbbbbbb");
            assert_eq!(opened.is_ok(), readers == Readers::Then, "{name}");
        }
    }
}

#[test]
fn what_opens_the_backup_only_puts_nothing_back() {
    let (li, bo, next) = (Identity::generate(), Identity::generate(), Identity::generate());
    let (old, new) = (Keys::Identity(li.clone()), Keys::Identity(next.clone()));
    let folder = tempfile::tempdir().unwrap();
    let (place, backup) = without_bo(folder.path(), &li, &bo);
    let (mut vault, read) = open(&place, &old);
    let member = Member::new(next.recipient(), "Li".into());
    vault.change(&[Change::Admit(member), Change::Leave], [3; 32], &read, NOW).unwrap();
    open(&place, &new);
    let (before, known) = (bytes(&place.file), bytes(&place.known.join("vault.ron")));
    let refused = restore(&place, &backup, &old, NOW);
    assert!(matches!(refused, Err(OpenError::NotNow)), "{refused:?}");
    // What this machine remembers does not open with it, either.
    fs::remove_file(&place.file).unwrap();
    let refused = restore(&place, &backup, &old, NOW);
    assert!(matches!(refused, Err(OpenError::NotNow)), "{refused:?}");
    fs::write(&place.file, &before).unwrap();
    assert!(bytes(&place.known.join("vault.ron")) == known, "and is what it was");
    // It opens the backup, and no more.
    let refused = restore(&place, &backup, &new, NOW);
    assert!(matches!(refused, Err(OpenError::NotARecipient)), "{refused:?}");
    let restoration = Restoration::by(&old, place.clone(), &backup, new.clone()).unwrap();
    restoration.put(Readers::Now, MACHINE, NOW.plus_millis(LATER)).unwrap();
    let (vault, read) = open(&place, &new);
    assert_eq!((read, vault.doubt()), (book(2), None));
    let members: Vec<_> = vault.members().iter().map(|member| &member.recipient).collect();
    assert_eq!(members, [&next.recipient()]);
    for keys in [old, Keys::Identity(bo)] {
        let opened = Vault::open(place.clone(), keys, MACHINE);
        assert!(matches!(opened, Err(OpenError::NotARecipient)));
    }
}

#[test]
fn a_stranger_in_the_vaults_place_does_not_say_who_reads_it() {
    let (li, bo) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(li.clone());
    let folder = tempfile::tempdir().unwrap();
    let (here, backup) = without_bo(folder.path(), &li, &bo);
    let stranger = place(&folder.path().join("stranger"));
    let eve = Member::new(Identity::generate().recipient(), "Eve".into());
    let made =
        Vault::create(stranger.clone(), keys.clone(), vec![eve], [7; 32], MACHINE, &book(0), NOW);
    made.unwrap();
    plant(&here, &bytes(&stranger.file));
    restore(&here, &backup, &keys, NOW.plus_millis(2 * LATER)).unwrap();
    let (vault, read) = open(&here, &keys);
    assert_eq!((read, vault.doubt(), vault.members().len()), (book(2), None, 1));
}

#[test]
fn old_backups_go_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    let mut vault = create(&place, &keys, &book(1));
    vault.save(&book(1), NOW).unwrap();
    fs::write(place.backups.join("notes.txt"), "keep").unwrap();
    for minute in 1..30 {
        vault.save(&book(1), NOW.plus_millis(minute * LATER)).unwrap();
    }
    let listed = backups(&place).unwrap();
    assert_eq!(listed.len(), 10);
    assert_eq!(listed[0].at, NOW.plus_millis(29 * LATER));
    assert_eq!(names(&place.backups).len(), 11);
    assert!(place.backups.join("notes.txt").exists());
}

#[test]
fn two_saves_at_the_same_moment_leave_two_backups() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let keys = Keys::Identity(Identity::generate());
    let mut vault = create(&place, &keys, &book(1));
    let first = bytes(&place.file);
    vault.save(&book(2), NOW).unwrap();
    let second = bytes(&place.file);
    vault.save(&book(3), NOW).unwrap();
    let kept: Vec<_> = backups(&place).unwrap().iter().map(|backup| bytes(&backup.path)).collect();
    assert!(kept == [second, first], "two, the later one first");
}

#[test]
fn left_overs_of_a_killed_save_are_swept_by_the_next_open() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::Identity(Identity::generate());
    let place = three_versions(folder.path(), &keys);
    let beside = place.file.parent().unwrap();
    let whole = bytes(&place.file);
    let theirs = {
        let other = super::support::place(&folder.path().join("other"));
        create(&other, &Keys::Identity(Identity::generate()), &book(1));
        bytes(&other.file)
    };
    fs::write(beside.join(".team.age.AAAAAA.tmp"), &whole).unwrap();
    fs::write(beside.join(".team.age.BBBBBB.tmp"), &whole[..whole.len() / 2]).unwrap();
    fs::write(beside.join(".team.age.CCCCCC.tmp"), b"").unwrap();
    fs::write(beside.join(".team.age.DDDDDD.tmp"), &theirs).unwrap();
    fs::write(beside.join(".team.age.lock"), b"").unwrap();
    // Not ours.
    fs::write(beside.join(".other.age.EEEEEE.tmp"), &whole).unwrap();
    fs::write(beside.join("team.age.tmp"), &whole).unwrap();
    let old = place.backups.join(".keyrack-FFFFFF.tmp");
    fs::write(&old, b"half").unwrap();

    assert_eq!(open(&place, &keys).1, book(3));
    assert_eq!(names(beside), [".other.age.EEEEEE.tmp", "team.age", "team.age.tmp"]);
    assert!(!old.exists());
    let recovered: Vec<_> = backups(&place)
        .unwrap()
        .into_iter()
        .filter(|backup| backup.kind == BackupKind::Recovered)
        .map(|backup| bytes(&backup.path))
        .collect();
    assert_eq!(recovered.len(), 2);
    assert!(recovered.contains(&whole) && recovered.contains(&theirs));
}

/// The code of a counter was given a second time.
#[test]
fn what_was_used_since_stays_used() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let counting = |counter: u64| {
        let mut book = book(2);
        let secret = Secret::new(b"12345678901234567890".to_vec());
        let kind = Kind::Hotp { counter };
        book.accounts[0].key = Some(Key::new(secret, kind, Algorithm::Sha1, 6).unwrap());
        book
    };
    let mut vault = create(&place, &keys, &counting(7));
    let mut later = counting(9);
    later.accounts[1].note = "saved since".into();
    vault.save(&later, NOW).unwrap();
    let first = backups(&place).unwrap()[0].path.clone();
    restore(&place, &first, &keys, NOW).unwrap();
    assert_eq!(open(&place, &keys).1, counting(9));
}

/// It was in this machine's memory alone, and went when something else was known in its place.
#[test]
fn the_last_save_is_kept_whatever_is_taken_in_its_place() {
    type Take = fn(&Place, &Keys);
    let trusted: Take = |place, keys| {
        let mut vault = open(place, keys).0;
        assert!(vault.doubt().is_some());
        vault.trust().unwrap();
    };
    let restored: Take = |place, keys| {
        fs::remove_file(&place.file).unwrap();
        let first = backups(place).unwrap().pop().unwrap();
        restore(place, &first.path, keys, NOW).unwrap();
    };
    let put_back: Take = |place, keys| {
        let first = backups(place).unwrap().pop().unwrap();
        fs::copy(first.path, &place.file).unwrap();
        let mut vault = open(place, keys).0;
        assert!(vault.doubt().is_some());
        vault.trust().unwrap();
    };
    let cases = [("another vault", trusted), ("no file", restored), ("an older one", put_back)];
    for (name, take) in cases {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::Identity(Identity::generate());
        let place = three_versions(folder.path(), &keys);
        let last = bytes(&place.file);
        if name == "another vault" {
            let other = super::support::place(&folder.path().join("other"));
            Vault::create(other.clone(), keys.clone(), Vec::new(), [1; 32], MACHINE, &book(1), NOW)
                .unwrap();
            fs::copy(&other.file, &place.file).unwrap();
        }
        take(&place, &keys);
        let kept = backups(&place).unwrap();
        assert!(kept.iter().any(|backup| bytes(&backup.path) == last), "{name}");
    }
}

/// Who was shut out had seen the keys that are back, and nothing said so any more.
#[test]
fn who_was_shut_out_since_stays_on_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut before = book(2);
    before.people.push(Person::new(id(500), "Min-ji".into()));
    let mut vault = create(&place, &keys, &before);
    let mut later = before.clone();
    later.people[0].left = Some(NOW.date());
    later.losses.push(Loss {
        id: id(501),
        thing: Thing::Person(id(500)),
        saw: true,
        on: NOW.date(),
        by: "Li".into(),
        ticks: Vec::new(),
    });
    vault.save(&later, NOW).unwrap();
    let first = backups(&place).unwrap()[0].path.clone();
    restore(&place, &first, &keys, NOW).unwrap();
    assert_eq!(open(&place, &keys).1, later);
}

#[test]
fn a_save_that_is_running_is_not_swept() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::Identity(Identity::generate());
    let place = three_versions(folder.path(), &keys);
    let beside = place.file.parent().unwrap();
    let lock = fs::File::create(beside.join(".team.age.lock")).unwrap();
    lock.lock().unwrap();
    let staged = beside.join(".team.age.AAAAAA.tmp");
    fs::write(&staged, b"half").unwrap();
    open(&place, &keys);
    assert!(staged.exists(), "somebody is writing it");
    drop(lock);
    open(&place, &keys);
    assert!(!staged.exists());
}

#[test]
fn backups_may_be_on_another_file_system() {
    let other = Path::new("/dev/shm");
    let folder = tempfile::tempdir().unwrap();
    let mut place = place(folder.path());
    let Ok(there) = tempfile::tempdir_in(other) else {
        eprintln!("SKIPPED: no {} to put backups on", other.display());
        return;
    };
    place.backups = there.path().join("backups");
    let keys = Keys::Identity(Identity::generate());
    let mut vault = create(&place, &keys, &book(1));
    let first = bytes(&place.file);
    assert_eq!(vault.save_alone(&book(2), NOW).unwrap(), Durability::Durable);
    assert_eq!(bytes(&backups(&place).unwrap()[0].path), first);
    assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);
    assert_eq!(names(&place.backups).len(), 1);
}

#[test]
fn backups_of_no_vault_are_none() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backups(&place(folder.path())).unwrap(), []);
    plant(&place(folder.path()), b"x");
    assert_eq!(backups(&place(folder.path())).unwrap(), []);
}
