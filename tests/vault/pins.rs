//! A vault that may not be the one this machine knew: it opens for reading, says why, and nothing is
//! written until a person has decided.

use std::os::unix::fs::PermissionsExt as _;

use keyrack::model::Book;
use keyrack::secret::Secret;
use keyrack::vault::{
    Access, Change, DoubtKind, Identity, Keys, Member, Place, SaveError, Trust, Vault, backups,
    rememberable,
};

use super::support::{
    MACHINE, NOW, book, bytes, create, everything, names, open, passphrase, place, plant, restore,
    seal, seal_to, unseal,
};

/// The same vault on another machine, which remembers for itself.
fn elsewhere(place: &Place, folder: &std::path::Path) -> Place {
    let known = folder.join("known-elsewhere");
    Place { backups: folder.join("backups-elsewhere"), known, ..place.clone() }
}

fn kind(vault: &Vault) -> Option<DoubtKind> {
    vault.doubt().map(|doubt| doubt.kind)
}

/// Opens what stands there and sees that nothing at all is written.
fn doubted(place: &Place, keys: &Keys) -> (Vault, Book) {
    let content = || -> Vec<_> {
        let known = names(&place.known).into_iter().map(|name| place.known.join(name));
        let all = everything(place).into_iter().chain(known);
        all.map(|path| (bytes(&path), path)).collect()
    };
    let before = content();
    let (mut vault, read) = open(place, keys);
    assert_eq!(vault.access(), Access::Doubtful);
    let saved = vault.save(&book(7), NOW);
    assert!(matches!(saved, Err(SaveError::ReadOnly(Access::Doubtful))), "{saved:?}");
    let saved = vault.save_alone(&book(7), NOW);
    assert!(matches!(saved, Err(SaveError::ReadOnly(Access::Doubtful))), "{saved:?}");
    assert!(content() == before, "nothing is written");
    (vault, read)
}

#[test]
fn each_older_version_is_told_from_the_one_that_was_known() {
    for keys in [Keys::Identity(Identity::generate()), passphrase("quince ladder")] {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let mut vault = create(&place, &keys, &book(0));
        let mut older = vec![bytes(&place.file)];
        let versions = if matches!(keys, Keys::Identity(_)) { 10 } else { 2 };
        for number in 1..=versions {
            vault.save(&book(number), NOW).unwrap();
            older.push(bytes(&place.file));
        }
        let newest = older.pop().unwrap();
        for (number, content) in older.iter().enumerate() {
            plant(&place, content);
            let (vault, read) = doubted(&place, &keys);
            assert_eq!(kind(&vault), Some(DoubtKind::RolledBack));
            assert_eq!(read, book(number as u64), "it is shown");
            assert_eq!(vault.known(), Some(book(versions)), "and so is what is missing");
            let behind = &vault.doubt().unwrap().behind;
            assert_eq!(behind.len(), 1);
            assert_eq!((behind[0].known, behind[0].found), (versions + 1, number as u64 + 1));
        }
        plant(&place, &newest);
        assert_eq!(kind(&open(&place, &keys).0), None, "the known one is known");
    }
}

#[test]
fn a_stranger_who_knows_every_recipient_makes_another_vault() {
    let ours = Identity::generate();
    let keys = Keys::Identity(ours.clone());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    create(&place, &keys, &book(2));
    let real = unseal(&bytes(&place.file), &ours);
    // Everything but the secret id can be guessed or seen.
    let id = real.split("vault: \"").nth(1).unwrap().split('"').next().unwrap();
    let forged = real.replacen(id, &"A".repeat(52), 1);
    plant(&place, &seal(forged.as_bytes(), &ours));
    let (vault, _) = doubted(&place, &keys);
    assert_eq!(kind(&vault), Some(DoubtKind::Foreign));

    // Nor does it help to claim a past.
    let past = format!("former: [\"{}\"],\nrevision", "B".repeat(51) + "A");
    let forged = forged.replacen("revision", &past, 1);
    plant(&place, &seal(forged.as_bytes(), &ours));
    assert_eq!(kind(&doubted(&place, &keys).0), Some(DoubtKind::Foreign));
}

#[test]
fn whoever_was_added_elsewhere_is_named_first() {
    let (ours, eve) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(ours.clone());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let mut vault = create(&place, &keys, &book(2));
    let real = unseal(&bytes(&place.file), &ours);
    let entry = format!("recipients: [\n(key: \"{}\", label: \"Eve\"),", eve.recipient());
    let added = real.replacen("recipients: [", &entry, 1).replacen(": 1,", ": 2,", 1);
    plant(&place, &seal(added.as_bytes(), &ours));
    let (mut doubtful, _) = doubted(&place, &keys);
    assert_eq!(kind(&doubtful), Some(DoubtKind::Recipients));
    let named: Vec<&str> =
        doubtful.doubt().unwrap().added.iter().map(|member| member.label.as_str()).collect();
    assert_eq!(named, ["Eve"]);

    // One who has it open meets the same question: their edit is kept and theirs stays.
    let saved = vault.save(&book(3), NOW);
    assert!(matches!(saved, Err(SaveError::Changed { kept: Some(_) })), "{saved:?}");
    vault.reload().unwrap();
    assert_eq!(kind(&vault), Some(DoubtKind::Recipients));

    doubtful.trust().unwrap();
    doubtful.save(&book(4), NOW).unwrap();
    assert_eq!(kind(&open(&place, &keys).0), None);
    assert_eq!(open(&place, &Keys::Identity(eve)).1, book(4), "she was let in");
}

#[test]
fn a_key_that_the_list_does_not_name_is_seen_in_the_header() {
    let (ours, hidden) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(ours.clone());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    create(&place, &keys, &book(2));
    let plain = unseal(&bytes(&place.file), &ours);
    let file = seal_to(plain.as_bytes(), &[&ours, &hidden]);
    plant(&place, &file);
    let (mut vault, _) = doubted(&place, &keys);
    assert_eq!(vault.doubt().unwrap().unlisted, 1);

    // Whoever goes on shuts it out.
    vault.trust().unwrap();
    vault.save(&book(3), NOW).unwrap();
    let opened = Vault::open(place.clone(), Keys::Identity(hidden), MACHINE);
    assert!(opened.is_err());
}

#[test]
fn what_was_made_without_our_last_version_is_put_together_with_it() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    create(&here, &keys, &book(2));
    let start = bytes(&here.file);
    let mut ours = book(2);
    ours.accounts[0].note = "ours".into();
    open(&here, &keys).0.save(&ours, NOW).unwrap();

    // A synchroniser puts there what somebody made of the first version.
    let apart = place(&folder.path().join("apart"));
    plant(&apart, &start);
    let (mut theirs, _) = Vault::open(apart.clone(), keys.clone(), "bbbbbbbbbbbb").unwrap();
    theirs.save(&book(3), NOW).unwrap();
    plant(&here, &bytes(&apart.file));

    let (mut vault, read) = doubted(&here, &keys);
    assert_eq!(kind(&vault), Some(DoubtKind::Forked));
    assert_eq!(read, book(3));
    vault.regain(Trust::Asked, NOW).unwrap();
    let mut both = book(3);
    both.accounts[0].note = "ours".into();
    let (vault, read) = open(&here, &keys);
    assert_eq!((kind(&vault), read), (None, both));
    assert_eq!(vault.saves("bbbbbbbbbbbb"), 1, "it has seen theirs");
}

/// A machine that was cloned, or put back from an image, has the name of the other one: both give the same
/// count to a version of their own.
#[test]
fn two_machines_of_one_name_do_not_save_over_one_another_unasked() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    create(&here, &keys, &book(1));
    let there = place(&folder.path().join("there"));
    plant(&there, &bytes(&here.file));
    open(&here, &keys).0.save(&book(2), NOW).unwrap();
    let ours = bytes(&here.file);

    open(&there, &keys).0.save(&book(2), NOW).unwrap();
    plant(&here, &bytes(&there.file));
    assert_eq!(kind(&open(&here, &keys).0), None, "it holds the same");

    plant(&here, &ours);
    open(&here, &keys);
    plant(&there, &ours);
    let (mut theirs, _) = open(&there, &keys);
    open(&here, &keys).0.save(&book(3), NOW).unwrap();
    theirs.save(&book(4), NOW).unwrap();
    plant(&here, &bytes(&there.file));
    let (mut vault, read) = doubted(&here, &keys);
    assert_eq!((kind(&vault), read), (Some(DoubtKind::Forked), book(4)));
    assert_eq!(vault.known(), Some(book(3)), "what is missing is there to be looked at");
    let (elsewhere, _) = open(&here, &keys);
    assert!(!elsewhere.is_settled());
    vault.trust().unwrap();
    assert!(elsewhere.is_settled() && kind(&open(&here, &keys).0).is_none());
    assert!(backups(&here).unwrap().iter().any(|backup| {
        restore(&here, &backup.path, &keys, NOW).unwrap();
        open(&here, &keys).1 == book(3)
    }));
}

#[test]
fn a_vault_made_where_another_was_lost_leaves_its_last_version_among_the_backups() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    create(&place, &keys, &book(1)).save(&book(2), NOW).unwrap();
    let last = bytes(&place.file);
    std::fs::remove_file(&place.file).unwrap();
    create(&place, &keys, &book(0));
    assert!(backups(&place).unwrap().iter().any(|backup| bytes(&backup.path) == last));
}

#[test]
fn nothing_is_taken_for_the_vault_where_that_cannot_be_remembered() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let mut vault = create(&place, &keys, &book(1));
    let old = bytes(&place.file);
    vault.save(&book(2), NOW).unwrap();
    plant(&place, &old);
    let (mut vault, _) = open(&place, &keys);
    let known = folder.path().join("aside");
    std::fs::rename(&place.known, &known).unwrap();
    std::fs::write(&place.known, "in the way").unwrap();
    assert!(matches!(vault.trust(), Err(SaveError::Io { .. })));
    assert_eq!(kind(&vault), Some(DoubtKind::RolledBack));

    // Nor where the last version cannot be kept.
    std::fs::remove_file(&place.known).unwrap();
    std::fs::rename(&known, &place.known).unwrap();
    std::fs::remove_dir_all(&place.backups).unwrap();
    std::fs::write(&place.backups, "in the way").unwrap();
    assert!(matches!(vault.trust(), Err(SaveError::Io { .. })));
    assert_eq!(vault.known(), Some(book(2)), "it is still there");
}

#[test]
fn a_copy_from_before_somebody_was_removed_is_the_same_vault() {
    let (ours, eve) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(ours);
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let members = vec![Member::new(eve.recipient(), "Eve".into())];
    let mut vault =
        Vault::create(here.clone(), keys.clone(), members, [7; 32], MACHINE, &book(1), NOW)
            .unwrap();
    let there = place(&folder.path().join("there"));
    plant(&there, &bytes(&here.file));
    let remove = Change::Remove { recipient: eve.recipient(), by: "Li".into() };
    vault.change(&[remove], [8; 32], &book(1), NOW).unwrap();
    assert!(vault.is_same(&open(&there, &keys).0));
    let other = place(&folder.path().join("other"));
    let other = Vault::create(other, keys, vec![], [9; 32], MACHINE, &book(1), NOW).unwrap();
    assert!(!vault.is_same(&other));
}

#[test]
fn what_was_rolled_back_is_put_back_and_counts_go_on() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let mut vault = create(&place, &keys, &book(1));
    let old = bytes(&place.file);
    vault.save(&book(2), NOW).unwrap();
    vault.save(&book(3), NOW).unwrap();
    plant(&place, &old);
    let (mut vault, _) = doubted(&place, &keys);
    vault.regain(Trust::Asked, NOW).unwrap();
    let (vault, read) = open(&place, &keys);
    assert_eq!((kind(&vault), read), (None, book(3)));
    assert_eq!(vault.saves(MACHINE), 4, "no count is given twice");
}

/// Of two versions with the same counts, one would be taken for what the other was made of.
#[test]
fn no_count_is_given_twice_after_a_backup_was_put_back() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    let there = elsewhere(&here, folder.path());
    let mut vault = create(&here, &keys, &book(1));
    vault.save(&book(2), NOW).unwrap();
    vault.save(&book(3), NOW).unwrap();
    assert_eq!(kind(&open(&there, &keys).0), None, "a colleague has seen it");
    let oldest = backups(&here).unwrap().pop().unwrap();
    restore(&here, &oldest.path, &keys, NOW).unwrap();

    let (mut vault, read) = open(&here, &keys);
    assert_eq!((kind(&vault), read), (None, book(1)), "whoever put it back has decided");
    assert_eq!(vault.saves(MACHINE), 4, "it is a version of its own");
    let (theirs, read) = open(&there, &keys);
    assert_eq!((kind(&theirs), read), (None, book(1)), "and newer than what a colleague knew");
    vault.save(&book(4), NOW).unwrap();
    assert_eq!(vault.saves(MACHINE), 5);
    assert_eq!(kind(&open(&there, &keys).0), None);
}

#[test]
fn a_memory_that_is_gone_starts_anew_and_one_that_makes_no_sense_is_told() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let mut vault = create(&place, &keys, &book(1));
    let old = bytes(&place.file);
    vault.save(&book(2), NOW).unwrap();
    let memory = place.known.join("vault.ron");
    for spoil in [b"".as_slice(), b"(", b"\xff\xfe"] {
        std::fs::write(&memory, spoil).unwrap();
        plant(&place, &old);
        let (mut vault, _) = doubted(&place, &keys);
        let doubt = vault.doubt().expect("a doubt");
        assert_eq!((doubt.kind, doubt.memory.as_ref()), (DoubtKind::Memory, Some(&memory)));
        assert!(bytes(&memory) == spoil, "nothing is remembered over it");
        vault.trust().unwrap();
        assert!(bytes(&memory).starts_with(b"("), "and remembers again");
        assert_eq!(kind(&open(&place, &keys).0), None);
    }
    std::fs::remove_file(&memory).unwrap();
    plant(&place, &old);
    assert_eq!(kind(&open(&place, &keys).0), None, "a first sight");
}

#[test]
fn a_memory_that_cannot_be_written_stops_nobody_and_is_told_when_asked() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    assert!(rememberable(&place).is_ok(), "the folder is made when it is needed");
    assert!(!place.known.exists());
    std::fs::write(&place.known, "in the way").unwrap();
    let mut vault = create(&place, &keys, &book(1));
    vault.save(&book(2), NOW).unwrap();
    assert_eq!(kind(&open(&place, &keys).0), None);
    assert!(rememberable(&place).is_err());
}

/// Each remembers what it saved; whoever is last must not forget the counts of the others.
#[test]
fn several_who_remember_at_once_forget_nothing() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let here = place(folder.path());
    create(&here, &keys, &book(1));
    let machines = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"];
    std::thread::scope(|scope| {
        for name in machines {
            let (place, keys) = (here.clone(), keys.clone());
            scope.spawn(move || {
                for _ in 0..10 {
                    // The file is there as some version, whoever was last.
                    let (mut vault, book) = Vault::open(place.clone(), keys.clone(), name).unwrap();
                    vault.trust().unwrap();
                    let _ = vault.save(&book, NOW);
                }
            });
        }
    });
    assert_eq!(
        names(&here.known),
        ["vault.age", "vault.ron"],
        "no lock and nothing half done is left"
    );
    let memory = String::from_utf8(bytes(&here.known.join("vault.ron"))).unwrap();
    let highest = memory.split("highest").nth(1).unwrap();
    let (vault, _) = open(&here, &keys);
    assert_eq!(kind(&vault), None);
    for name in machines {
        let saves = vault.saves(name);
        assert!(highest.contains(&format!("\"{name}\": {saves}")), "{name} {saves} {memory}");
    }
}

#[test]
fn what_is_remembered_gives_nothing_away() {
    let keys = Keys::Identity(Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let mut vault = create(&place, &keys, &book(3));
    vault.save(&book(4), NOW).unwrap();
    let memory = bytes(&place.known.join("vault.ron"));
    let id = Secret::new(vec![9; 32]);
    for needle in [b"Hikari".as_slice(), b"ops+", id.expose(), b"BEEQSCIJ", b"0909090909"] {
        assert!(!memory.windows(needle.len()).any(|part| part == needle), "{needle:?}");
    }
    assert!(bytes(&place.known.join("vault.age")) == bytes(&place.file), "encrypted as it was");
    for path in [place.known.clone(), place.known.join("vault.ron"), place.known.join("vault.age")]
    {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path:?}");
    }
}
