//! Versions that come from elsewhere: what is taken in, what stays byte for byte, what is refused.

use std::fs;
use std::path::Path;

use keyrack::model::{Book, Loss, Person, Thing};
use keyrack::time::Moment;
use keyrack::vault::{
    Access, BackupKind, Change, Identity, Keys, Member, MemberKind, Place, SaveError, TakeError,
    Taken, Trust, Vault, backups,
};

use super::support::{MACHINE, NOW, account, book, bytes, create, id, open, place};

fn with_note(mut book: Book, at: usize, note: &str) -> Book {
    book.accounts[at].note = note.into();
    book
}

/// A machine that has the same vault in a folder of its own.
fn machine(from: &Place, folder: &Path, name: &str, keys: &Keys) -> (Vault, Place) {
    let there = place(&folder.join(name));
    super::support::plant(&there, &bytes(&from.file));
    let name = format!("{name:0<12}");
    (Vault::open(there.clone(), keys.clone(), &name).unwrap().0, there)
}

fn later(minutes: u64) -> Moment {
    NOW.plus_millis(minutes * 60_000)
}

#[test]
fn what_was_made_of_ours_is_taken_as_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let old = bytes(&here.file);
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    theirs.save(&book(3), NOW).unwrap();
    let new = bytes(&there.file);
    for base in [None, Some(&*old)] {
        fs::write(&here.file, &old).unwrap();
        ours = open(&here, &keys).0;
        // The second time it is older than what was taken in.
        ours.trust().unwrap();
        let taken = ours.take_in(&book(2), &new, base, Trust::Usual, NOW).unwrap();
        assert_eq!(taken, Taken::Theirs(book(3)));
        assert!(bytes(&here.file) == new);
    }
    // What was there is among the backups, and what is here already is nothing new.
    assert!(backups(&here).unwrap().iter().any(|backup| bytes(&backup.path) == old));
    let again = ours.take_in(&book(3), &new, None, Trust::Usual, NOW).unwrap();
    assert_eq!(again, Taken::Nothing);
    let older = ours.take_in(&book(3), &old, None, Trust::Usual, NOW).unwrap();
    assert_eq!(older, Taken::Nothing, "ours has seen it");
    ours.save(&book(4), NOW).unwrap();
    assert_eq!(open(&here, &keys).1, book(4));
}

/// Each one asked for a touch of the key, a thousand times, and at each exchange in the background again.
#[test]
fn few_versions_are_opened_in_search_of_a_common_one_where_that_is_felt() {
    let folder = tempfile::tempdir().unwrap();
    let opened = |name: &str, keys: &Keys, is_watched| {
        let here = place(&folder.path().join(name));
        let mut ours = create(&here, keys, &book(1));
        let old = bytes(&here.file);
        ours.save(&book(2), NOW).unwrap();
        let theirs = bytes(&here.file);
        ours.save(&book(3), NOW).unwrap();
        let mut tried = 0;
        let older = std::iter::repeat_n(b"another".to_vec(), 30).chain([old.clone()]);
        let found = ours.parting(&theirs, older.inspect(|_| tried += 1), is_watched);
        (tried, found.is_some_and(|found| found == theirs || found == old))
    };
    let own = Keys::Identity(Identity::generate());
    let slow = super::support::passphrase("quince ladder 47 moss");
    assert_eq!(opened("a", &own, true).0, 31, "all");
    assert_eq!(opened("b", &own, false).0, 20);
    assert_eq!(opened("c", &slow, true).0, 4);
    assert_eq!(opened("d", &slow, false).0, 0);
}

#[test]
fn what_is_not_saved_yet_is_in_what_comes_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    theirs.save(&book(3), NOW).unwrap();
    let edited = with_note(book(2), 0, "not saved yet");
    let taken = ours.take_in(&edited, &bytes(&there.file), None, Trust::Usual, NOW).unwrap();
    let both = with_note(book(3), 0, "not saved yet");
    assert_eq!(taken, Taken::Both(both.clone()));
    assert_eq!(open(&here, &keys).1, both);
}

#[test]
fn two_that_went_on_come_together_and_both_have_been_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let base = bytes(&here.file);
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    ours.save(&with_note(book(2), 0, "ours"), NOW).unwrap();
    theirs.save(&with_note(book(2), 1, "theirs"), NOW).unwrap();
    // Somebody saves once more here, without telling us.
    open(&here, &keys).0.save(&with_note(book(3), 0, "ours"), later(1)).unwrap();
    let mine = with_note(book(2), 0, "ours");
    let taken =
        ours.take_in(&mine, &bytes(&there.file), Some(&base), Trust::Usual, later(2)).unwrap();
    let both = with_note(with_note(book(3), 0, "ours"), 1, "theirs");
    assert_eq!(taken, Taken::Both(both.clone()));
    let (vault, read) = open(&here, &keys);
    assert_eq!(read, both);
    assert_eq!((vault.saves(MACHINE), vault.saves("b00000000000")), (4, 1));
    // The other machine finds it newer than its own, and takes it as it is.
    let joined = bytes(&here.file);
    let mine = with_note(book(2), 1, "theirs");
    assert_eq!(
        theirs.take_in(&mine, &joined, None, Trust::Usual, NOW).unwrap(),
        Taken::Theirs(both)
    );
    assert!(bytes(&there.file) == joined);
}

/// Two clones, or two branches, of one machine: their counts say that one has seen the other.
#[test]
fn whoever_knows_what_both_come_from_is_believed_more_than_the_counts() {
    for (mine, more) in [(1, 1), (2, 1), (1, 2)] {
        let folder = tempfile::tempdir().unwrap();
        let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
        create(&here, &keys, &book(2));
        let base = bytes(&here.file);
        let there = place(&folder.path().join("there"));
        super::support::plant(&there, &base);
        let (mut ours, _) = open(&here, &keys);
        let (mut theirs, _) = open(&there, &keys);
        for _ in 0..mine {
            ours.save(&with_note(book(2), 0, "ours"), NOW).unwrap();
        }
        for _ in 0..more {
            theirs.save(&with_note(book(3), 1, "theirs"), NOW).unwrap();
        }
        let book_here = with_note(book(2), 0, "ours");
        let theirs = bytes(&there.file);
        let taken = ours.take_in(&book_here, &theirs, Some(&base), Trust::Usual, NOW).unwrap();
        let both = with_note(with_note(book(3), 0, "ours"), 1, "theirs");
        assert_eq!(taken, Taken::Both(both), "{mine} and {more}");
        // Once more changes nothing: a run that was killed does that.
        let after = bytes(&here.file);
        let (mut ours, read) = open(&here, &keys);
        let again = ours.take_in(&read, &theirs, Some(&base), Trust::Usual, NOW).unwrap();
        assert_eq!(again, Taken::Nothing);
        assert!(bytes(&here.file) == after);
    }
}

#[test]
fn the_same_on_both_sides_ends_as_one_file_whoever_looks() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let base = bytes(&here.file);
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    ours.save(&book(3), NOW).unwrap();
    theirs.save(&book(3), NOW).unwrap();
    let (mine, other) = (bytes(&here.file), bytes(&there.file));
    ours.take_in(&book(3), &other, Some(&base), Trust::Usual, NOW).unwrap();
    theirs.take_in(&book(3), &mine, Some(&base), Trust::Usual, NOW).unwrap();
    assert!(bytes(&here.file) == bytes(&there.file));
    assert!([mine, other].contains(&bytes(&here.file)));
}

#[test]
fn one_side_that_has_all_keeps_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let base = bytes(&here.file);
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    ours.save(&book(4), NOW).unwrap();
    theirs.save(&book(3), NOW).unwrap();
    let (mine, other) = (bytes(&here.file), bytes(&there.file));
    let taken = ours.take_in(&book(4), &other, Some(&base), Trust::Usual, NOW).unwrap();
    assert_eq!(taken, Taken::Nothing);
    assert!(bytes(&here.file) == mine);
    let taken = theirs.take_in(&book(3), &mine, Some(&base), Trust::Usual, NOW).unwrap();
    assert_eq!(taken, Taken::Theirs(book(4)));
    assert!(bytes(&there.file) == mine);
}

#[test]
fn what_a_person_has_to_look_at_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let first = bytes(&here.file);
    ours.save(&book(3), NOW).unwrap();
    let before = bytes(&here.file);
    let mut refused = |theirs: &[u8], base: Option<&[u8]>| {
        let error = ours.take_in(&book(3), theirs, base, Trust::Usual, NOW).unwrap_err();
        assert!(bytes(&here.file) == before);
        error
    };

    let other = place(&folder.path().join("other"));
    Vault::create(other.clone(), keys.clone(), Vec::new(), [7; 32], MACHINE, &book(2), NOW)
        .unwrap();
    assert!(matches!(refused(&bytes(&other.file), Some(&first)), TakeError::Stranger));

    // Made of ours, as whoever brings it says, and yet older.
    assert!(matches!(refused(&first, Some(&before)), TakeError::Older));

    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    theirs.save(&book(4), NOW).unwrap();
    let newer = bytes(&there.file);
    assert!(matches!(refused(&newer[..newer.len() - 1], None), TakeError::Open(_)));

    // Both went on, and the version they come from is nowhere.
    fs::remove_dir_all(&here.backups).unwrap();
    let stray = place(&folder.path().join("stray"));
    super::support::plant(&stray, &first);
    let mut stray_vault = Vault::open(stray.clone(), keys.clone(), "cccccccccccc").unwrap().0;
    stray_vault.save(&book(5), NOW).unwrap();
    assert!(matches!(refused(&bytes(&stray.file), None), TakeError::NoBase { .. }));
    // Whoever has it brings it.
    let taken =
        ours.take_in(&book(3), &bytes(&stray.file), Some(&first), Trust::Usual, NOW).unwrap();
    assert!(matches!(taken, Taken::Theirs(_) | Taken::Both(_)), "{taken:?}");
}

#[test]
fn other_recipients_are_told_and_taken_in_when_somebody_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let identity = Identity::generate();
    let keys = Keys::Identity(identity);
    let reader = |label: &str| Member::new(Identity::generate().recipient(), label.to_owned());
    let (kim, li) = (reader("Kim"), reader("Li"));
    let readers = vec![kim.clone()];
    let mut ours =
        Vault::create(here.clone(), keys.clone(), readers, [9; 32], MACHINE, &book(2), NOW)
            .unwrap();
    let base = bytes(&here.file);
    let (mut made, there) = machine(&here, folder.path(), "b", &keys);
    let out = Change::Remove { recipient: kim.recipient.clone(), by: "Bo".into() };
    made.change(&[Change::Admit(li.clone()), out], [8; 32], &book(3), NOW).unwrap();
    let theirs = bytes(&there.file);
    let error = ours.take_in(&book(2), &theirs, Some(&base), Trust::Usual, NOW).unwrap_err();
    let TakeError::Recipients { added, removed, .. } = error else { panic!("{error:?}") };
    assert_eq!((&*added[0].label, &*removed[0].label), ("Li", "Kim"));
    assert!(bytes(&here.file) == base);
    let taken = ours.take_in(&book(2), &theirs, Some(&base), Trust::Asked, NOW).unwrap();
    assert_eq!(taken, Taken::Theirs(book(3)));
    assert!(open(&here, &keys).0.members().iter().any(|member| member.label == "Li"));
}

/// A colleague has a key that this build knows nothing of. What is saved elsewhere is read here all the same.
#[test]
fn a_version_for_a_key_of_another_kind_is_taken_as_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let own = Identity::generate();
    let keys = Keys::Identity(own.clone());
    let mut ours = create(&here, &keys, &book(2));
    let admit = |place: &Place| {
        let plain = super::support::unseal(&bytes(&place.file), &own);
        let member = r#"(key: "age1yubikey1qwt50d05", label: "Min-ji"), "#;
        let plain = plain.replacen("recipients: [", &format!("recipients: [\n{member}"), 1);
        assert!(plain.contains(member), "{plain}");
        super::support::seal(plain.as_bytes(), &own)
    };
    for (round, trust) in [(3, Trust::Asked), (4, Trust::Usual)] {
        let base = bytes(&here.file);
        let there = place(&folder.path().join(format!("there{round}")));
        super::support::plant(&there, &bytes(&here.file));
        // Another build, which knows such keys: it has nobody of them in its list while it saves here.
        if round == 4 {
            let plain = super::support::unseal(&base, &own);
            let lines = plain.lines().filter(|line| !line.contains("Min-ji"));
            let without = lines.collect::<Vec<_>>().join("\n");
            super::support::plant(&there, &super::support::seal(without.as_bytes(), &own));
        }
        let mut theirs = Vault::open(there.clone(), keys.clone(), "bbbbbbbbbbbb").unwrap().0;
        theirs.save(&book(round), NOW).unwrap();
        let file = admit(&there);
        let kept = book(round - 1);
        if trust == Trust::Asked {
            let error = ours.take_in(&kept, &file, Some(&base), Trust::Usual, NOW).unwrap_err();
            assert!(matches!(error, TakeError::Recipients { .. }), "{error:?}");
        }
        let taken = ours.take_in(&kept, &file, Some(&base), trust, NOW).unwrap();
        assert_eq!(taken, Taken::Theirs(book(round)));
        assert!(bytes(&here.file) == file);
        assert_eq!(ours.access(), Access::ForeignRecipient);
    }
    let error = ours.save(&book(5), NOW).unwrap_err();
    assert!(matches!(error, SaveError::Unreachable { .. }), "{error:?}");
    // What would have to be encrypted anew is refused, and says for whom.
    let there = place(&folder.path().join("apart"));
    super::support::plant(&there, &bytes(&here.file));
    let edited = with_note(book(4), 0, "here");
    let theirs = super::support::unseal(&bytes(&here.file), &own);
    let theirs = theirs.replacen("ops+2@", "other@", 1).replacen(
        "bbbbbbbbbbbb\": 2",
        "bbbbbbbbbbbb\": 3",
        1,
    );
    let theirs = super::support::seal(theirs.as_bytes(), &own);
    let base = bytes(&here.file);
    let error = ours.take_in(&edited, &theirs, Some(&base), Trust::Usual, NOW).unwrap_err();
    let TakeError::Save(SaveError::Unreachable { member, .. }) = error else { panic!("{error:?}") };
    assert_eq!(member.label, "Min-ji");
    assert!(bytes(&here.file) == base);
}

#[test]
fn a_copy_is_moved_to_the_backups_and_never_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let ours = create(&here, &keys, &book(1));
    let copy = here.file.with_file_name("team (1).age");
    fs::write(&copy, "whatever it is").unwrap();
    let kept = ours.put_away(&copy).unwrap();
    assert!(!copy.exists());
    assert_eq!(bytes(&kept), b"whatever it is");
    assert_eq!(backups(&here).unwrap()[0].kind, BackupKind::Copy);
    std::os::unix::fs::symlink(&here.file, &copy).unwrap();
    assert!(ours.put_away(&copy).is_err());
    assert!(copy.exists());
}

/// Somebody adds a key to the header of the file and leaves the list as it is.
#[test]
fn a_version_that_a_hidden_key_opens_is_not_taken_in_without_asking() {
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let (own, hidden) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(own.clone());
    let mut ours = create(&here, &keys, &book(2));
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
    theirs.save(&book(3), NOW).unwrap();
    let plain = super::support::unseal(&bytes(&there.file), &own);
    let file = super::support::seal_to(plain.as_bytes(), &[&own, &hidden]);
    let before = bytes(&here.file);
    let error = ours.take_in(&book(2), &file, None, Trust::Usual, NOW).unwrap_err();
    assert!(matches!(error, TakeError::Recipients { .. }), "{error:?}");
    assert!(bytes(&here.file) == before);
}

/// Of two files that say the same one stays as it is, without the other's counts. What a third machine made of
/// an earlier version is no descendant of it, and what was given once is not given again.
#[test]
fn a_file_that_stays_without_the_others_counts_misleads_nobody() {
    // Which of the two stays hangs on their bytes.
    for _ in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
        let mut ours = create(&here, &keys, &book(2));
        let base = bytes(&here.file);
        let (mut theirs, there) = machine(&here, folder.path(), "b", &keys);
        let (mut third, apart) = machine(&here, folder.path(), "c", &keys);
        let same = with_note(book(2), 0, "the same");
        ours.save(&same, NOW).unwrap();
        theirs.save(&same, NOW).unwrap();
        third.save(&with_note(book(2), 1, "of before"), NOW).unwrap();
        ours.take_in(&same, &bytes(&there.file), Some(&base), Trust::Usual, NOW).unwrap();
        let stays = bytes(&here.file);
        let both = with_note(same.clone(), 1, "of before");
        let taken = ours.take_in(&same, &bytes(&apart.file), None, Trust::Usual, NOW).unwrap();
        assert_eq!(taken, Taken::Both(both.clone()));
        assert_eq!(ours.saves(MACHINE), 3, "the one that did not stay was the second");
        let mine = with_note(book(2), 1, "of before");
        let taken = third.take_in(&mine, &stays, None, Trust::Usual, NOW).unwrap();
        assert_eq!(taken, Taken::Both(both));
    }
}

/// Two people shut each other out before either knew it. Both in one would open for the key on paper only.
#[test]
fn what_would_open_for_nobody_is_not_put_together_without_asking() {
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let [li, kim, paper] = [(); 3].map(|()| Identity::generate());
    let keys = |identity: &Identity| Keys::Identity(identity.clone());
    let reader = |identity: &Identity| Member::new(identity.recipient(), "Kim".to_owned());
    let sheet = Member { kind: MemberKind::Recovery, ..reader(&paper) };
    let all = vec![reader(&kim), sheet];
    let mut ours =
        Vault::create(here.clone(), keys(&li), all, [9; 32], MACHINE, &book(2), NOW).unwrap();
    let base = bytes(&here.file);
    let (mut theirs, there) = machine(&here, folder.path(), "b", &keys(&kim));
    let out = |identity: &Identity| {
        [Change::Remove { recipient: identity.recipient(), by: String::new() }]
    };
    ours.change(&out(&kim), [1; 32], &book(2), NOW).unwrap();
    theirs.change(&out(&li), [2; 32], &book(2), NOW).unwrap();
    let (mut third, apart) = machine(&here, folder.path(), "c", &keys(&paper));
    let (before, other) = (bytes(&apart.file), bytes(&there.file));
    let error = third.take_in(&book(2), &other, Some(&base), Trust::Usual, NOW).unwrap_err();
    assert!(matches!(error, TakeError::Nobody), "{error:?}");
    // Nor where theirs stands in the file when ours is saved.
    fs::write(&apart.file, &other).unwrap();
    let error = third.save(&book(3), NOW).unwrap_err();
    assert!(matches!(error, SaveError::Changed { .. }), "{error:?}");
    fs::write(&apart.file, &before).unwrap();
    third.take_in(&book(2), &other, Some(&base), Trust::Asked, NOW).unwrap();
    assert!(third.members().iter().all(|member| member.kind == MemberKind::Recovery));
}

/// Whoever takes an older version has not said that nobody was shut out, nor that no key was seen.
#[test]
fn an_older_version_that_is_taken_forgets_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let (here, keys) = (place(folder.path()), Keys::Identity(Identity::generate()));
    let mut ours = create(&here, &keys, &book(2));
    let old = bytes(&here.file);
    let mut seen = book(2);
    seen.people.push(Person::new(id(50), "Bo".to_owned()));
    seen.people[0].left = Some(NOW.date());
    let (thing, on) = (Thing::Person(id(50)), NOW.date());
    seen.losses = vec![Loss { id: id(51), thing, on, by: String::new(), saw: true, ticks: vec![] }];
    // The key of the first account is another one by now.
    seen.accounts[0].key.clone_from(&account(9).key);
    ours.save(&seen, NOW).unwrap();
    let base = bytes(&here.file);
    let refused = ours.take_in(&seen, &old, Some(&base), Trust::Usual, NOW).unwrap_err();
    assert!(matches!(refused, TakeError::Older), "{refused:?}");
    let taken = ours.take_in(&seen, &old, Some(&base), Trust::Asked, NOW).unwrap();
    let Taken::Both(both) = taken else { panic!("{taken:?}") };
    assert_eq!((&both.losses, &both.people), (&seen.losses, &seen.people));
    let (now, before) = (&both.accounts[0], &seen.accounts[0]);
    assert_eq!(now.key, account(1).key, "as it was");
    let known: Vec<_> = now.past.iter().map(|past| (past.mark.clone(), past.exposed)).collect();
    assert_eq!(known, [(before.key.as_ref().unwrap().mark(), Some(on))]);
    assert_eq!(open(&here, &keys).1, both);
}
