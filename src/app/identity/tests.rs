//! An identity that is changed or replaced, stopped at every step.

use super::*;
use crate::app::create::{Protection, Recovery, create};
use crate::vault::{Intent, Place, Plugins};

const NOW: Moment = Moment::from_secs(1_795_428_902);

fn desk(folder: &Path, name: &str) -> Desk {
    let place = Place {
        file: folder.join("v.age"),
        backups: folder.join("backups/v"),
        known: folder.join("known/v"),
    };
    let desk = Desk {
        place,
        identity: folder.join("me/identity.age"),
        machine: "1f2e3d4c5b6a".into(),
        intent: Intent::Write,
        plugins: Plugins::default(),
    };
    desk.with_vault(folder.join(name))
}

fn work() -> WorkFactor {
    WorkFactor::new(10).expect("within bounds")
}

fn passphrase() -> Secret {
    Secret::from_text("quince ladder 47 moss".into())
}

fn made(folder: &Path, names: &[&str]) -> Vec<Desk> {
    let desks: Vec<Desk> = names.iter().map(|name| desk(folder, name)).collect();
    for desk in &desks {
        let protection =
            Protection::Identity { passphrase: Some(passphrase()), recovery: Recovery::Make };
        create(desk, &protection, work(), [3; 32], NOW).expect("created");
    }
    desks
}

fn random() -> [u8; 32] {
    [8; 32]
}

/// The identity in the file opens every vault.
fn opens(desks: &[Desk], when: &str) {
    for desk in desks {
        let opened = desk::unlock(desk, Some(&passphrase()));
        let (vault, _) = opened.unwrap_or_else(|error| panic!("{when}: {error:?}"));
        assert_eq!(vault.doubt(), None, "{when}");
    }
}

#[test]
fn wherever_it_is_stopped_the_file_opens_and_the_next_try_goes_on() {
    let whole = |desks: &[Desk]| {
        let protection = (Some(passphrase()), work());
        rotate(desks.to_vec(), protection, "Li", Why::Renewed, &mut random, &mut |_| {}, NOW)
    };
    for stop in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let desks = made(folder.path(), &["eu.age", "us.age"]);
        let before = desk::identity(&desks[0], Some(&passphrase())).expect("opens");
        let begin = || Rotation::begin(desks.clone(), Some(passphrase()), work());
        if stop > 0 {
            let mut rotation = begin().expect("begins");
            if stop > 1 {
                rotation.admit("Li", &mut random, NOW).expect("lets in");
            }
            if stop > 2 {
                rotation.switch().expect("switches");
            }
            if stop > 3 {
                rotation
                    .retire("Li", Why::Renewed, &mut random, &mut |_| {}, NOW)
                    .expect("shuts out");
            }
        }
        opens(&desks, &format!("stopped at {stop}"));
        // Whoever names fewer vaults now has meant those.
        let fewer = if stop == 0 { &desks[..] } else { &desks[..1] };
        let (new, kept) = whole(fewer).expect("goes on");
        opens(&desks, "in the end");
        assert_ne!(new.recipient(), before.recipient());
        let in_file = desk::identity(&desks[0], Some(&passphrase())).expect("opens");
        assert_eq!(in_file.recipient(), new.recipient(), "{stop}");
        for desk in &desks {
            let (vault, _) = desk::unlock(desk, Some(&passphrase())).expect("opens");
            assert_eq!(vault.members().len(), 2, "{stop}: oneself and the key on paper");
            assert_eq!(vault.removed().len(), 1, "{stop}");
            let old = Keys::Identity(before.clone());
            assert!(Vault::open(desk.place.clone(), old, "x").is_err(), "{stop}");
        }
        let kept = Desk { identity: kept, ..desks[0].clone() };
        let kept = desk::identity(&kept, Some(&passphrase())).expect("is kept");
        assert_eq!(kept.recipient(), before.recipient(), "it opens the backups of its time");
        let mut names: Vec<_> = fs::read_dir(folder.path().join("me"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        assert_eq!(names, ["identity.age", "identity.age.until-2026-11-23"], "{stop}");
    }
}

/// Nothing was listed after an identity was stolen, and "nothing to replace" stood beside it for good.
#[test]
fn a_stolen_identity_lists_what_was_open_to_it_in_every_vault() {
    for stop in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let desks = made(folder.path(), &["eu.age", "us.age"]);
        let mut count = 0;
        let mut random = || {
            count += 1;
            [count; 32]
        };
        let protection = || (Some(passphrase()), work());
        if stop {
            let mut rotation =
                Rotation::begin(desks.clone(), Some(passphrase()), work()).expect("begins");
            rotation.admit("Li", &mut random, NOW).expect("lets in");
            rotation.switch().expect("switches");
            rotation.retire("Li", Why::Renewed, &mut random, &mut |_| {}, NOW).expect("is out");
        }
        let why = Why::Stolen;
        rotate(desks.clone(), protection(), "Li", why, &mut random, &mut |_| {}, NOW)
            .expect("rotates");
        for desk in &desks {
            let (vault, book) = desk::unlock(desk, Some(&passphrase())).expect("opens");
            let [removed] = vault.removed() else { panic!("{stop}: {:?}", vault.removed()) };
            let [loss] = &*book.losses else { panic!("{stop}: {:?}", book.losses) };
            assert!(loss.saw && loss.on == NOW.date(), "{stop}");
            let person = book.person(loss.thing.id()).expect("in the list of people");
            assert_eq!((&*person.name, person.left), ("Li", None), "nobody has left");
            // One that was out before it was said is named by nothing in the vault.
            if !stop {
                assert_eq!(team::loss_after(removed, &book), Some(loss.thing));
                assert_eq!(vault.members().iter().filter(|it| it.label == "Li").count(), 1);
            }
        }
    }
}

#[test]
fn a_switch_that_was_stopped_in_its_middle_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let desks = made(folder.path(), &["eu.age"]);
    let path = &desks[0].identity;
    let rotation = Rotation::begin(desks.clone(), Some(passphrase()), work()).expect("begins");
    rotation.admit("Li", &mut random, NOW).expect("lets in");
    // The copy of the one before is made, the new one not in place yet.
    fs::copy(path, beside(path, OLD)).expect("copies");
    opens(&desks, "in the middle");
    let again = || {
        let protection = (Some(passphrase()), work());
        rotate(desks.clone(), protection, "Li", Why::Renewed, &mut random, &mut |_| {}, NOW)
    };
    assert!(matches!(again(), Err(Stuck::File(SaveError::Locked))), "one at a time");
    drop(rotation);
    again().expect("goes on");
    opens(&desks, "in the end");
}

#[test]
fn an_identity_behind_a_link_is_changed_where_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let desks = made(folder.path(), &["eu.age"]);
    let (link, real) = (desks[0].identity.clone(), folder.path().join("dotfiles"));
    fs::rename(&link, &real).expect("moves");
    std::os::unix::fs::symlink(&real, &link).expect("links");
    let is_link = || fs::symlink_metadata(&link).expect("is there").is_symlink();
    let before = desk::identity(&desks[0], Some(&passphrase())).expect("opens");
    let other = Secret::from_text("other words entirely".into());
    protect(&desks[0], &before, Some((&other, work()))).expect("changes");
    assert!(is_link(), "after another passphrase");
    assert!(desk::identity(&desks[0], Some(&passphrase())).is_err(), "the earlier one opens it");
    protect(&desks[0], &before, Some((&passphrase(), work()))).expect("changes");
    let protection = (Some(passphrase()), work());
    rotate(desks.clone(), protection, "Li", Why::Renewed, &mut random, &mut |_| {}, NOW)
        .expect("rotates");
    assert!(is_link(), "after a rotation");
    let behind = Desk { identity: real, ..desks[0].clone() };
    let after = desk::identity(&behind, Some(&passphrase())).expect("opens");
    assert_ne!(after.recipient(), before.recipient(), "the link names the earlier one");
}

#[test]
fn another_passphrase_opens_the_same_identity() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = made(folder.path(), &["eu.age"]).remove(0);
    let before = desk::identity(&desk, Some(&passphrase())).expect("opens");
    let other = Secret::from_text("other words entirely".into());
    for left in ["changed", "changed.new"] {
        fs::write(beside(&desk.identity, left), "left over").expect("writes");
    }
    protect(&desk, &before, Some((&other, work()))).expect("changes");
    assert!(desk::identity(&desk, Some(&passphrase())).is_err());
    let after = desk::identity(&desk, Some(&other)).expect("opens");
    assert_eq!(after.recipient(), before.recipient());
    assert_eq!(desk::mode(&desk.identity), Some(0o600));
    protect(&desk, &before, None).expect("changes");
    assert!(!desk::is_protected(&desk).expect("is read"));
}

#[test]
fn what_is_left_of_a_rotation_is_told_where_it_does_not_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let desks = made(folder.path(), &["eu.age"]);
    let other = Secret::from_text("other words entirely".into());
    let file = protect_identity(&Identity::generate(), Some((&other, work())));
    let next = beside(&desks[0].identity, NEXT);
    fs::write(&next, file.expect("protects").expose()).expect("writes");
    let begin = || Rotation::begin(desks.clone(), Some(passphrase()), work());
    assert!(matches!(begin(), Err(Stuck::Left { path, .. }) if path == next));
    let own = desk::identity(&desks[0], Some(&passphrase())).expect("opens");
    let change = protect(&desks[0], &own, Some((&other, work())));
    assert!(matches!(change, Err(Stuck::Rotating)));
    opens(&desks, "nothing is changed");
    fs::remove_file(&next).expect("is there");
    begin().expect("begins");
}
