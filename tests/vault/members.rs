//! Who can read a vault is changed: what opens afterwards, what colleagues notice, what is refused.

use keyrack::model::Book;
use keyrack::vault::{
    Change, DoubtKind, Durability, Identity, Keys, Member, MemberKind, Place, SaveError, Unchanged,
    Vault, backups,
};

use super::support::{
    NOW, account, book, bytes, create, everything, open, passphrase, place, plant, unseal,
};

/// The same vault on another machine, which remembers for itself.
fn elsewhere(place: &Place, name: &str) -> Place {
    let known = place.known.with_file_name(format!("known-{name}"));
    Place {
        backups: place.backups.with_file_name(format!("backups-{name}")),
        known,
        ..place.clone()
    }
}

fn at(place: &Place, identity: &Identity, machine: &str) -> (Vault, Book) {
    Vault::open(place.clone(), Keys::Identity(identity.clone()), machine).unwrap()
}

fn member(identity: &Identity, name: &str) -> Member {
    Member { by: "Li".into(), ..Member::new(identity.recipient(), name.into()) }
}

fn remove(identity: &Identity) -> Change {
    Change::Remove { recipient: identity.recipient(), by: "Li".into() }
}

fn names(vault: &Vault) -> Vec<&str> {
    vault.members().iter().map(|member| member.label.as_str()).collect()
}

/// Whether a refusal is the one that a case is about.
type Why = fn(&Unchanged) -> bool;

/// Li's vault, which Anna and Bo read, too.
struct Team {
    place: Place,
    li: Identity,
    anna: Identity,
    bo: Identity,
    /// Goes when this goes.
    folder: tempfile::TempDir,
}

fn team() -> Team {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path());
    let [li, anna, bo] = [(); 3].map(|()| Identity::generate());
    let mut vault = create(&place, &Keys::Identity(li.clone()), &book(3));
    let both = [Change::Admit(member(&anna, "Anna")), Change::Admit(member(&bo, "Bo"))];
    let saved = vault.change(&both, [1; 32], &book(3), NOW).unwrap();
    assert_eq!((saved.durability, saved.merged), (Durability::Durable, None));
    Team { place, li, anna, bo, folder }
}

#[test]
fn whoever_is_let_in_reads_and_writes() {
    let Team { place, li, anna, folder: _kept, .. } = team();
    let theirs = elsewhere(&place, "anna");
    let (mut vault, read) = at(&theirs, &anna, "aaaaaaaaaaaa");
    assert_eq!(read, book(3));
    assert_eq!(vault.doubt(), None, "a first sight is no doubt");
    let added = &vault.members()[1];
    assert_eq!((&*added.label, &*added.by, added.added), ("Anna", "Li", Some(NOW.date())));
    let own = at(&place, &li, "bbbbbbbbbbbb").0;
    assert_eq!(vault.fingerprint(), own.fingerprint(), "both see the same twelve letters");
    assert_eq!(vault.fingerprint().len(), 12);
    vault.save(&book(4), NOW).unwrap();
    assert_eq!(at(&place, &li, "bbbbbbbbbbbb").1, book(4));
}

#[test]
fn whoever_is_shut_out_opens_nothing_newer() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let before = bytes(&place.file);
    let old_id = unseal(&before, &bo);
    let theirs = elsewhere(&place, "anna");
    at(&theirs, &anna, "aaaaaaaaaaaa");
    let (mut vault, _) = at(&place, &li, "bbbbbbbbbbbb");
    let fingerprint = vault.fingerprint();
    vault.change(&[remove(&bo)], [5; 32], &book(3), NOW).unwrap();
    assert_eq!(names(&vault), ["", "Anna"]);
    assert_eq!(vault.removed()[0].member.label, "Bo");
    assert_eq!((&*vault.removed()[0].by, vault.removed()[0].on), ("Li", NOW.date()));
    assert_ne!(vault.fingerprint(), fingerprint);

    let refused = |place: &Place| {
        let opened = Vault::open(place.clone(), Keys::Identity(bo.clone()), "cccccccccccc");
        assert!(opened.is_err(), "it stays shut");
    };
    refused(&elsewhere(&place, "bo"));
    // Anna goes on without being asked anything, and what she saves is shut, too.
    let (mut hers, _) = at(&theirs, &anna, "aaaaaaaaaaaa");
    assert_eq!(hers.doubt(), None);
    hers.save(&book(4), NOW).unwrap();
    refused(&elsewhere(&place, "bo"));
    let text = unseal(&bytes(&place.file), &li);
    let id = old_id.split("vault: \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(text.contains(id), "the old id is an earlier one now");
    assert!(!text.contains(&format!("vault: \"{id}\"")));

    // What Bo can still do is to put the old version back. It is told, and whom it lets in again.
    plant(&place, &before);
    let (doubtful, _) = at(&theirs, &anna, "aaaaaaaaaaaa");
    let doubt = doubtful.doubt().expect("a doubt");
    assert_eq!(doubt.kind, DoubtKind::RolledBack);
    assert_eq!((doubt.added.len(), &*doubt.returning[0].label), (0, "Bo"));
}

#[test]
fn one_who_has_it_open_meanwhile_merges_and_goes_on() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let theirs = elsewhere(&place, "anna");
    let (mut hers, _) = at(&theirs, &anna, "aaaaaaaaaaaa");
    let (mut ours, _) = at(&place, &li, "bbbbbbbbbbbb");
    ours.change(&[remove(&bo)], [5; 32], &book(3), NOW).unwrap();
    let saved = hers.save(&book(4), NOW).unwrap();
    assert_eq!(saved.merged, Some(book(4)));
    assert_eq!(names(&hers), ["", "Anna"], "the edit does not bring anybody back");
    // One who only looks takes theirs over without a word, and nothing is put aside.
    ours.reload().unwrap();
    assert_eq!(ours.doubt(), None);
    let aside = |place: &Place| {
        let all = backups(place).unwrap();
        all.iter().filter(|backup| backup.kind == keyrack::vault::BackupKind::Conflict).count()
    };
    assert_eq!((aside(&place), aside(&theirs)), (0, 0));
}

#[test]
fn a_reader_of_the_version_before_takes_the_new_one_without_a_conflict() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let theirs = elsewhere(&place, "anna");
    let (mut hers, _) = at(&theirs, &anna, "aaaaaaaaaaaa");
    let (mut ours, _) = at(&place, &li, "bbbbbbbbbbbb");
    ours.change(&[remove(&bo)], [5; 32], &book(3), NOW).unwrap();
    hers.reload().unwrap();
    assert_eq!(hers.doubt(), None);
    let kinds: Vec<_> = backups(&theirs).unwrap().into_iter().map(|backup| backup.kind).collect();
    assert!(kinds.is_empty(), "{kinds:?}");
}

#[test]
fn a_change_takes_what_somebody_saved_meanwhile_along() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let (mut ours, _) = at(&place, &li, "bbbbbbbbbbbb");
    let (mut hers, _) = at(&elsewhere(&place, "anna"), &anna, "aaaaaaaaaaaa");
    let mut noted = book(3);
    noted.accounts[0].note = "hers".into();
    hers.save(&noted, NOW).unwrap();
    let mut more = book(3);
    more.accounts.push(account(9));
    let saved = ours.change(&[remove(&bo)], [5; 32], &more, NOW).unwrap();
    let merged = saved.merged.expect("merged");
    assert_eq!((merged.accounts.len(), &*merged.accounts[0].note), (4, "hers"));
    assert_eq!(open(&place, &Keys::Identity(li)).1, merged);
    assert_eq!(names(&ours), ["", "Anna"]);
}

#[test]
fn two_keys_in_one_step_and_a_word_about_a_third() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let new = Identity::generate();
    let (mut vault, _) = at(&place, &li, "bbbbbbbbbbbb");
    let tested = Member { tested: Some(NOW.date()), ..member(&anna, "Anna") };
    let changes = [Change::Admit(member(&new, "Bo")), remove(&bo), Change::Describe(tested)];
    vault.change(&changes, [5; 32], &book(3), NOW).unwrap();
    let (vault, _) = at(&elsewhere(&place, "bo"), &new, "cccccccccccc");
    assert_eq!(names(&vault), ["", "Anna", "Bo"]);
    assert_eq!(vault.members()[1].tested, Some(NOW.date()));
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let paper = Identity::generate();
    let (mut vault, _) = at(&place, &li, "bbbbbbbbbbbb");
    let recovery = Member { kind: MemberKind::Recovery, ..member(&paper, "recovery") };
    vault.change(&[Change::Admit(recovery)], [5; 32], &book(3), NOW).unwrap();
    let content =
        || -> Vec<_> { everything(&place).into_iter().map(|path| (bytes(&path), path)).collect() };
    let before = content();
    let stranger = Identity::generate();
    let cases: [(&str, Vec<Change>, Why); 5] = [
        ("known", vec![Change::Admit(member(&anna, "Anna"))], |why| {
            matches!(why, Unchanged::Known)
        }),
        ("unknown", vec![remove(&stranger)], |why| matches!(why, Unchanged::Unknown)),
        ("oneself", vec![remove(&li)], |why| matches!(why, Unchanged::Own)),
        ("only paper is left", vec![remove(&anna), remove(&bo), Change::Leave], |why| {
            matches!(why, Unchanged::Last)
        }),
        ("half of it", vec![remove(&anna), remove(&stranger)], |why| {
            matches!(why, Unchanged::Unknown)
        }),
    ];
    for (name, changes, expected) in cases {
        let why = vault.change(&changes, [6; 32], &book(9), NOW).expect_err(name);
        assert!(expected(&why), "{name}: {why:?}");
        assert_eq!(names(&vault), ["", "Anna", "Bo", "recovery"], "{name}");
    }
    assert!(content() == before, "nothing is written");
    vault.save(&book(4), NOW).unwrap();
    assert_eq!(at(&elsewhere(&place, "anna"), &anna, "aaaaaaaaaaaa").1, book(4), "she is still in");

    let folder = tempfile::tempdir().unwrap();
    let place = super::support::place(folder.path());
    let mut vault = create(&place, &passphrase("quince ladder"), &book(1));
    let why = vault.change(&[Change::Admit(member(&anna, "Anna"))], [6; 32], &book(1), NOW);
    assert!(matches!(why, Err(Unchanged::Passphrase)), "{why:?}");
}

#[test]
fn a_version_that_cannot_be_merged_stops_a_change() {
    let Team { place, li, anna, bo, folder: _kept, .. } = team();
    let (mut ours, _) = at(&place, &li, "bbbbbbbbbbbb");
    // Anna lets somebody in whom this machine has not seen.
    let eve = Identity::generate();
    let (mut hers, _) = at(&elsewhere(&place, "anna"), &anna, "aaaaaaaaaaaa");
    hers.change(&[Change::Admit(member(&eve, "Eve"))], [6; 32], &book(3), NOW).unwrap();
    let before = bytes(&place.file);
    let why = ours.change(&[remove(&bo)], [5; 32], &book(3), NOW);
    assert!(matches!(why, Err(Unchanged::Save(SaveError::Changed { kept: None }))), "{why:?}");
    assert!(bytes(&place.file) == before);
    ours.reload().unwrap();
    assert_eq!(ours.doubt().map(|doubt| doubt.kind), Some(DoubtKind::Recipients));
}

#[test]
fn leaving_is_possible_where_it_is_meant() {
    let Team { place, li, anna, folder: _kept, .. } = team();
    let (mut hers, _) = at(&elsewhere(&place, "anna"), &anna, "aaaaaaaaaaaa");
    hers.change(&[Change::Leave], [5; 32], &book(3), NOW).unwrap();
    assert!(
        Vault::open(place.clone(), Keys::Identity(anna.clone()), "aaaaaaaaaaaa").is_err(),
        "it does not open for her again"
    );
    let (vault, _) = at(&place, &li, "bbbbbbbbbbbb");
    assert_eq!((vault.doubt(), names(&vault)), (None, vec!["", "Bo"]));
    assert_eq!(vault.removed()[0].by, "Anna");
}
