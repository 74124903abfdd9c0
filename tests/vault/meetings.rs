//! Two who saved at the same time: their versions are merged, or a person is asked.

use keyrack::model::{Book, merge};
use keyrack::vault::{BackupKind, Identity, Keys, Place, SaveError, Saved, Vault, backups};

use super::support::{
    NOW, account, book, bytes, create, names, open, passphrase, place, plant, restore, seal, unseal,
};
use super::victim::{self, Job};

fn at(place: &Place, keys: &Keys, machine: &str) -> (Vault, Book) {
    Vault::open(place.clone(), keys.clone(), machine).unwrap()
}

fn with_note(mut book: Book, place: usize, note: &str) -> Book {
    book.accounts[place].note = note.into();
    book
}

fn conflict_backups(place: &Place) -> usize {
    let all = backups(place).unwrap();
    all.iter().filter(|backup| backup.kind == BackupKind::Conflict).count()
}

#[test]
fn what_both_changed_is_in_the_file() {
    for keys in [Keys::Identity(Identity::generate()), passphrase("quince ladder")] {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        create(&place, &keys, &book(3));
        let (mut ours, _) = at(&place, &keys, "aaaaaaaaaaaa");
        let (mut theirs, _) = at(&place, &keys, "bbbbbbbbbbbb");
        theirs.save(&with_note(book(4), 0, "theirs"), NOW).unwrap();

        let Saved { merged: Some(merged), .. } =
            ours.save(&with_note(book(3), 1, "ours"), NOW).unwrap()
        else {
            panic!("it was merged")
        };
        assert_eq!(merged, with_note(with_note(book(4), 0, "theirs"), 1, "ours"));
        let (vault, read) = open(&place, &keys);
        assert_eq!(read, merged, "and that is what is in the file");
        assert_eq!((vault.saves("aaaaaaaaaaaa"), vault.saves("bbbbbbbbbbbb")), (1, 1));
        assert_eq!(conflict_backups(&place), 0, "nothing is left for a person to look at");
        assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);

        // Ours goes on from there without reading again.
        let more = with_note(merged, 2, "more");
        assert_eq!(ours.save(&more, NOW).unwrap().merged, None);
        assert_eq!(open(&place, &keys).1, more);
    }
}

#[test]
fn two_values_of_one_field_are_both_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    create(&place, &keys, &book(1));
    let (mut ours, _) = open(&place, &keys);
    open(&place, &keys).0.save(&with_note(book(1), 0, "theirs"), NOW).unwrap();
    ours.save(&with_note(book(1), 0, "ours"), NOW).unwrap();
    let (_, read) = open(&place, &keys);
    assert_eq!(read.accounts[0].note, "theirs");
    let conflict = &read.accounts[0].conflicts[0];
    assert_eq!((conflict.field, &*conflict.other.note), ("note", "ours"));
    assert_eq!(merge::conflicts(&read), 1);
}

/// Somebody's synchroniser puts a version into the file that never saw ours, and was not made of it.
#[test]
fn two_that_went_on_from_one_version_apart_are_merged() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    create(&place, &keys, &book(3));
    let start = bytes(&place.file);
    let elsewhere = super::support::place(&folder.path().join("elsewhere"));
    std::fs::create_dir_all(elsewhere.file.parent().unwrap()).unwrap();
    plant(&elsewhere, &start);
    let (mut theirs, _) = at(&elsewhere, &keys, "bbbbbbbbbbbb");
    let mut without = book(3);
    without.accounts.remove(2);
    theirs.save(&without, NOW).unwrap();

    let (mut ours, _) = at(&place, &keys, "aaaaaaaaaaaa");
    ours.save(&book(4), NOW).unwrap();
    plant(&place, &bytes(&elsewhere.file));
    let merged = ours.save(&with_note(book(4), 0, "ours"), NOW).unwrap().merged.unwrap();
    let mut expected = with_note(book(4), 0, "ours");
    expected.accounts.remove(2);
    assert_eq!(merged, expected, "what they took away is gone, what we added is there");
}

type Spoil<'a> = &'a dyn Fn(&Place, &[u8]);

#[test]
fn what_a_person_has_to_look_at_is_not_merged() {
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    let stranger = Identity::generate().recipient();
    let rewritten = |place: &Place, from: &str, to: &str| {
        let plain = unseal(&bytes(&place.file), &identity);
        assert!(plain.contains(from), "{plain}");
        plant(place, &seal(plain.replacen(from, to, 1).as_bytes(), &identity));
    };
    let forged = |place: &Place, _: &[u8]| rewritten(place, "vault: \"BEE", "vault: \"CEE");
    let older = |place: &Place, old: &[u8]| plant(place, old);
    let newer = |place: &Place, _: &[u8]| {
        open(place, &keys).0.save(&book(4), NOW).unwrap();
        rewritten(place, "keyrack-vault 5 1 5", "keyrack-vault 9 1 9");
    };
    let somebody = |place: &Place, _: &[u8]| {
        open(place, &keys).0.save(&book(4), NOW).unwrap();
        let added = format!("recipients: [\n(key: \"{stranger}\"),");
        rewritten(place, "recipients: [", &added);
    };
    let damaged = |place: &Place, old: &[u8]| plant(place, &old[..old.len() - 1]);
    let cases: [(&str, Spoil<'_>); 5] = [
        ("another vault", &forged),
        ("an older version, put back", &older),
        ("a newer format", &newer),
        ("somebody else can read it", &somebody),
        ("damaged", &damaged),
    ];
    for (name, spoil) in cases {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let mut ours = create(&place, &keys, &book(2));
        let old = bytes(&place.file);
        ours.save(&book(3), NOW).unwrap();
        spoil(&place, &old);
        let there = bytes(&place.file);
        // More than once: a first refusal must not make the second save go through.
        for _ in 0..2 {
            let saved = ours.save(&with_note(book(3), 0, "ours"), NOW);
            assert!(
                matches!(saved, Err(SaveError::Changed { kept: Some(_) })),
                "{name}: {saved:?}"
            );
            assert!(bytes(&place.file) == there, "{name}: theirs stays");
        }
        assert_eq!(conflict_backups(&place), 2, "{name}: ours is kept");
    }
}

/// Whoever puts a backup back wants what it says, not what came after it.
#[test]
fn a_backup_that_was_put_back_is_not_merged_away() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&place, &keys, &book(2));
    ours.save(&book(9), NOW).unwrap();
    let oldest = backups(&place).unwrap().pop().unwrap();
    restore(&place, &oldest.path, &keys, NOW).unwrap();
    let saved = ours.save(&with_note(book(9), 0, "ours"), NOW);
    let both = with_note(book(2), 0, "ours");
    assert_eq!(saved.unwrap().merged, Some(both.clone()), "an edit of what is there still");
    assert_eq!(open(&place, &keys).1, both);
}

/// Where nobody saves, what stands there is read again; it may not take the last copy of ours with it.
#[test]
fn a_version_that_never_saw_ours_is_read_and_ours_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&place, &keys, &book(2));
    let old = bytes(&place.file);
    ours.save(&with_note(book(2), 0, "ours"), NOW).unwrap();
    plant(&place, &old);
    assert_eq!(ours.reload().unwrap(), book(2));
    let kept = backups(&place).unwrap().into_iter().find(|b| b.kind == BackupKind::Conflict);
    let as_vault = Place {
        file: kept.unwrap().path,
        backups: folder.path().join("elsewhere"),
        known: folder.path().join("known-elsewhere"),
    };
    assert_eq!(open(&as_vault, &keys).1, with_note(book(2), 0, "ours"));

    // What was made of ours needs no such care.
    ours.trust().unwrap();
    open(&place, &keys).0.save(&book(3), NOW).unwrap();
    assert_eq!(ours.reload().unwrap(), book(3));
    assert_eq!(conflict_backups(&place), 1);
}

/// A version that was put aside has the counts of the one that was saved after it, and another content.
#[test]
fn what_was_put_aside_is_never_taken_for_what_both_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    create(&place, &keys, &book(2));
    let start = bytes(&place.file);
    let elsewhere = super::support::place(&folder.path().join("elsewhere"));
    plant(&elsewhere, &start);
    at(&elsewhere, &keys, "bbbbbbbbbbbb").0.save(&book(3), NOW).unwrap();
    let (mut ours, _) = at(&place, &keys, "aaaaaaaaaaaa");
    ours.save(&book(4), NOW).unwrap();
    plant(&place, &bytes(&elsewhere.file));
    // The version at which they parted is gone from the backups: only something put aside is left.
    for backup in backups(&place).unwrap() {
        let aside = backup.path.to_str().unwrap().replace("-replaced", "-conflict");
        std::fs::rename(&backup.path, aside).unwrap();
    }
    let saved = ours.save(&with_note(book(4), 0, "ours"), NOW);
    assert!(matches!(saved, Err(SaveError::Changed { kept: Some(_) })), "{saved:?}");
}

#[test]
fn what_is_used_up_is_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    create(&place, &keys, &book(1));
    let (mut ours, _) = open(&place, &keys);
    open(&place, &keys).0.save(&book(2), NOW).unwrap();
    let saved = ours.save_alone(&with_note(book(1), 0, "used"), NOW);
    assert!(matches!(saved, Err(SaveError::Changed { kept: Some(_) })), "{saved:?}");
    assert_eq!(open(&place, &keys).1, book(2));
}

#[test]
fn four_processes_make_two_hundred_edits_each_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (place, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    create(&place, &keys, &Book { accounts: vec![account(1)], ..Book::default() });
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| victim::run(&[], &Job::Edit(200), &place, &keys)))
            .collect();
        for one in all {
            let outcome = one.join().unwrap();
            assert!(outcome.said("edited"), "{outcome:?}");
        }
    });
    let (vault, read) = open(&place, &keys);
    assert_eq!(read.accounts.len(), 801);
    assert_eq!(read.accounts[0].tags.len(), 800);
    assert_eq!(merge::conflicts(&read), 0);
    assert_eq!(vault.revision(), 801);
    assert_eq!(conflict_backups(&place), 0);
    assert_eq!(names(place.file.parent().unwrap()), ["team.age"]);
}
