//! Somebody was shut out, and somebody else went on without knowing it: both come together on either
//! side, and whoever was shut out stays out.

use std::fs;

use keyrack::activity::What;
use keyrack::model::{Book, Id, Loss, Person, Thing};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::vault::{
    Change, DoubtKind, Identity, Keys, Member, Place, SaveError, TakeError, Taken, Trust, Vault,
    join,
};

use super::support::{NOW, book, bytes, create, place, plant, seal_to, unseal};

/// Four people with the vault of three accounts in a folder of their own each.
struct Team {
    _folder: tempfile::TempDir,
    who: [Identity; 4],
    places: [Place; 4],
    base: Vec<u8>,
}

const NAMES: [&str; 4] = ["Li", "Anna", "Bo", "Dora"];
const MACHINES: [&str; 4] = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"];
const LI: usize = 0;
const ANNA: usize = 1;
const BO: usize = 2;
const DORA: usize = 3;

impl Team {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let who = [(); 4].map(|()| Identity::generate());
        let places = NAMES.map(|name| place(&folder.path().join(name)));
        let mut vault = create(&places[LI], &Keys::Identity(who[LI].clone()), &book(3));
        let others = [ANNA, BO, DORA].map(|at| Change::Admit(member(&who[at], NAMES[at])));
        vault.change(&others, [1; 32], &book(3), NOW).unwrap();
        let base = bytes(&places[LI].file);
        for place in &places[1..] {
            plant(place, &base);
        }
        Self { _folder: folder, who, places, base }
    }

    fn keys(&self, at: usize) -> Keys {
        Keys::Identity(self.who[at].clone())
    }

    #[track_caller]
    fn open(&self, at: usize) -> (Vault, Book) {
        let (vault, book) =
            Vault::open(self.places[at].clone(), self.keys(at), MACHINES[at]).unwrap();
        assert_eq!(vault.doubt(), None);
        (vault, book)
    }

    /// Shuts somebody out on one's machine.
    fn shut_out(&self, at: usize, whom: usize) {
        let (mut vault, book) = self.open(at);
        let recipient = self.who[whom].recipient();
        let id = [u8::try_from(10 + at).unwrap(); 32];
        let change = Change::Remove { recipient, by: NAMES[at].into() };
        vault.change(&[change], id, &book, NOW).unwrap();
    }

    fn note(&self, at: usize, account: usize, note: &str) {
        let (mut vault, mut book) = self.open(at);
        book.accounts[account].note = note.into();
        vault.save(&book, NOW).unwrap();
    }

    fn file(&self, at: usize) -> Vec<u8> {
        bytes(&self.places[at].file)
    }

    /// Takes in what stands on somebody else's machine.
    fn take(&self, at: usize, from: usize, base: Option<&[u8]>) -> Result<Taken, TakeError> {
        let (mut vault, book) = self.open(at);
        vault.take_in(&book, &self.file(from), base, Trust::Usual, NOW)
    }

    /// The same after a person has looked.
    fn take_asked(&self, at: usize, from: usize, base: Option<&[u8]>) -> Result<Taken, TakeError> {
        let (mut vault, book) = self.open(at);
        vault.take_in(&book, &self.file(from), base, Trust::Asked, NOW)
    }

    /// Who can read what stands on a machine.
    #[track_caller]
    fn readers(&self, at: usize) -> Vec<&'static str> {
        let file = self.file(at);
        let opens = |who: &usize| {
            let keys = Keys::Identity(self.who[*who].clone());
            let alone = tempfile::tempdir().unwrap();
            let place = place(alone.path());
            plant(&place, &file);
            Vault::open(place, keys, "eeeeeeeeeeee").is_ok()
        };
        (0..4).filter(opens).map(|at| NAMES[at]).collect()
    }

    fn id(&self, at: usize, by: usize) -> String {
        let text = unseal(&self.file(at), &self.who[by]);
        text.split("vault: \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

fn member(identity: &Identity, name: &str) -> Member {
    Member { by: "Li".into(), ..Member::new(identity.recipient(), name.into()) }
}

#[test]
fn whoever_shuts_somebody_out_takes_in_what_others_saved_meanwhile() {
    for knows_base in [true, false] {
        let team = Team::new();
        team.open(ANNA);
        team.shut_out(LI, BO);
        team.note(ANNA, 0, "hers");
        let id = team.id(LI, LI);
        let base = knows_base.then_some(&*team.base);
        // Bo could have saved it.
        let before = team.file(LI);
        let asked = team.take(LI, ANNA, base);
        let Err(TakeError::Unaware(unaware)) = asked else { panic!("{asked:?}") };
        let changes = unaware.changes.iter();
        let changes: Vec<_> = changes.map(|it| (it.deed.what, &*it.deed.detail)).collect();
        assert_eq!(changes, [(What::Edited, "note")]);
        assert!(unaware.keys.is_empty() && unaware.shut.is_empty() && team.file(LI) == before);
        let taken = team.take_asked(LI, ANNA, base).unwrap();
        assert!(matches!(taken, Taken::Both(_)), "{taken:?}");
        assert_eq!(team.id(LI, LI), id, "the newer one");
        assert_eq!(team.readers(LI), ["Li", "Anna", "Dora"]);
        // The other way round it comes as it stands, and nobody is asked.
        let taken = team.take(ANNA, LI, None).unwrap();
        assert!(matches!(taken, Taken::Theirs(_)), "{taken:?}");
        assert_eq!(team.open(ANNA).1.accounts[0].note, "hers");
        assert!(team.file(LI) == team.file(ANNA));
    }
}

#[test]
fn whoever_did_not_know_it_yet_takes_it_in() {
    for knows_base in [true, false] {
        let team = Team::new();
        team.open(ANNA);
        team.shut_out(LI, BO);
        team.note(ANNA, 0, "hers");
        let id = team.id(LI, LI);
        let taken = team.take(ANNA, LI, knows_base.then_some(&*team.base)).unwrap();
        assert!(matches!(taken, Taken::Both(_)), "{taken:?}");
        assert_eq!(team.id(ANNA, ANNA), id);
        assert_eq!(team.readers(ANNA), ["Li", "Anna", "Dora"]);
    }
}

#[test]
fn two_who_shut_out_different_people_end_with_one_file_that_neither_of_them_opens() {
    let team = Team::new();
    team.open(ANNA);
    team.shut_out(LI, BO);
    team.shut_out(ANNA, DORA);
    let (mine, hers) = (team.file(LI), team.file(ANNA));
    // Dora is out by a version of which nobody knows whether Bo has saved it.
    let asked = team.take(LI, ANNA, Some(&team.base));
    assert!(matches!(asked, Err(TakeError::Unaware(_))));
    team.take_asked(LI, ANNA, Some(&team.base)).unwrap();
    assert_eq!(team.readers(LI), ["Li", "Anna"]);
    // Each of the two ids is known to one who is out. The next one follows from both.
    let id = team.id(LI, LI);
    assert!(![team.id(ANNA, ANNA), team.id(ANNA, LI)].contains(&id));
    let one = team.file(LI);
    // Git's own merge asks nobody.
    let (place, keys) = (&team.places[LI], team.keys(LI));
    let driven = join(Some(&team.base), &mine, &hers, place, &keys, MACHINES[LI], NOW.date());
    assert!(driven.is_err());
    // The other side by itself comes to the same id, the same list, the same content.
    plant(&team.places[LI], &mine);
    team.take_asked(ANNA, LI, Some(&team.base)).unwrap();
    let other = team.file(ANNA);
    let head = |file: &[u8]| {
        let text = unseal(file, &team.who[LI]);
        let (start, rest) = text.split_once("revision: {").unwrap();
        let people = rest.split_once("recipients: [").unwrap().1.split_once("accounts").unwrap().0;
        (
            start.to_owned(),
            people.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>(),
        )
    };
    assert_eq!(head(&one), head(&other));
    // Both write theirs, and meet again.
    fs::write(&team.places[ANNA].file, &other).unwrap();
    plant(&team.places[LI], &one);
    let alone =
        |at: usize| Place { known: team.places[at].known.join("anew"), ..team.places[at].clone() };
    for (at, theirs) in [(LI, &other), (ANNA, &one)] {
        let (mut vault, book) = Vault::open(alone(at), team.keys(at), MACHINES[at]).unwrap();
        vault.take_in(&book, theirs, Some(&team.base), Trust::Asked, NOW).unwrap();
    }
    assert!(team.file(LI) == team.file(ANNA));
    assert_eq!(team.readers(LI), ["Li", "Anna"]);
}

#[test]
fn a_save_that_meets_a_version_of_before_keeps_them_out() {
    let team = Team::new();
    team.shut_out(LI, BO);
    let (mut vault, mut ours) = team.open(LI);
    team.note(ANNA, 0, "hers");
    // A synchroniser puts hers in the place of ours.
    plant(&team.places[LI], &team.file(ANNA));
    ours.accounts[1].note = "ours".into();
    // Whoever is out could have put it there: a person looks first, and ours is kept.
    let saved = vault.save(&ours, NOW);
    assert!(matches!(saved, Err(SaveError::Changed { kept: Some(_) })), "{saved:?}");
    assert!(team.file(LI) == team.file(ANNA));

    // The same where nobody had it open: that is asked, and can be put together.
    plant(&team.places[LI], &team.file(ANNA));
    let (mut vault, _) = Vault::open(team.places[LI].clone(), team.keys(LI), MACHINES[LI]).unwrap();
    let doubt = vault.doubt().expect("a doubt").clone();
    assert_eq!(doubt.kind, DoubtKind::Forked, "ours has not taken it in");
    assert_eq!(doubt.returning.iter().map(|m| &*m.label).collect::<Vec<_>>(), ["Bo"]);
    assert!(doubt.added.is_empty());
    let refused = vault.regain(Trust::Usual, NOW);
    assert!(matches!(refused, Err(SaveError::Changed { kept: None })), "{refused:?}");
    let saved = vault.regain(Trust::Asked, NOW).unwrap();
    assert_eq!(saved.merged.expect("merged").accounts[0].note, "hers");
    assert_eq!(team.readers(LI), ["Li", "Anna", "Dora"]);
    assert_eq!(vault.accepted().map(|it| it.changes.len()), Some(1));

    // What changes nothing is not written down as taken in.
    team.note(LI, 2, "the same");
    team.note(ANNA, 2, "the same");
    plant(&team.places[LI], &team.file(ANNA));
    let (mut vault, _) = Vault::open(team.places[LI].clone(), team.keys(LI), MACHINES[LI]).unwrap();
    vault.regain(Trust::Asked, NOW).unwrap();
    assert_eq!(vault.accepted(), None);
}

#[test]
fn whoever_is_out_cannot_claim_to_have_seen_what_came_after() {
    let team = Team::new();
    team.note(BO, 0, "his");
    let old = unseal(&team.file(BO), &team.who[BO]);
    team.shut_out(LI, BO);
    let all: Vec<&Identity> = team.who.iter().collect();
    // Counts are names and numbers: he has seen the names.
    let claimed = old.replacen("revision: {", "revision: {\n\"aaaaaaaaaaaa\": 99,", 1);
    let file = seal_to(claimed.as_bytes(), &all);
    let (mut vault, read) = team.open(LI);
    let error = vault.take_in(&read, &file, None, Trust::Usual, NOW).unwrap_err();
    assert!(matches!(error, TakeError::Stranger), "{error:?}");
    let ours = team.file(LI);
    let error = vault.take_in(&read, &file, Some(&ours), Trust::Asked, NOW).unwrap_err();
    assert!(matches!(error, TakeError::Stranger), "{error:?}");
    plant(&team.places[LI], &file);
    let (vault, _) = Vault::open(team.places[LI].clone(), team.keys(LI), MACHINES[LI]).unwrap();
    assert_eq!(vault.doubt().map(|doubt| doubt.kind), Some(DoubtKind::Foreign));
}

/// Of two versions that crossed, git may name one that is older than somebody's coming.
#[test]
fn whoever_is_out_stays_out_where_the_base_never_knew_them() {
    let folder = tempfile::tempdir().unwrap();
    let here = place(&folder.path().join("here"));
    let there = place(&folder.path().join("there"));
    let (li, bo) = (Identity::generate(), Identity::generate());
    let keys = Keys::Identity(li.clone());
    let mut ours = create(&here, &keys, &book(2));
    let base = bytes(&here.file);
    ours.change(&[Change::Admit(member(&bo, "Bo"))], [1; 32], &book(2), NOW).unwrap();
    plant(&there, &bytes(&here.file));
    let mut theirs = Vault::open(there.clone(), keys.clone(), "bbbbbbbbbbbb").unwrap().0;
    theirs.save(&book(3), NOW).unwrap();
    let gone = Change::Remove { recipient: bo.recipient(), by: "Li".into() };
    ours.change(&[gone], [2; 32], &book(2), NOW).unwrap();
    for (place, name, from) in [(&here, "aaaaaaaaaaaa", &there), (&there, "bbbbbbbbbbbb", &here)] {
        let content = bytes(&place.file);
        let (mut vault, read) = Vault::open(place.clone(), keys.clone(), name).unwrap();
        vault.take_in(&read, &bytes(&from.file), Some(&base), Trust::Asked, NOW).unwrap();
        assert!(vault.members().iter().all(|member| member.label != "Bo"), "{name}");
        assert_eq!(Vault::open(place.clone(), keys.clone(), name).unwrap().1, book(3));
        plant(place, &content);
        fs::remove_dir_all(&place.known).unwrap();
    }
}

#[test]
fn whoever_was_let_in_again_stays_in() {
    let team = Team::new();
    team.shut_out(LI, BO);
    plant(&team.places[ANNA], &team.file(LI));
    let base = team.file(LI);
    let (mut vault, read) = team.open(LI);
    vault.change(&[Change::Admit(member(&team.who[BO], "Bo"))], [7; 32], &read, NOW).unwrap();
    team.note(ANNA, 0, "hers");
    team.take(LI, ANNA, Some(&base)).unwrap();
    assert_eq!(team.readers(LI), ["Li", "Anna", "Bo", "Dora"]);
}

/// A key of the day after counted as replaced, although whoever was out could read it where it was saved.
#[test]
fn a_key_saved_open_to_whoever_was_out_is_seen() {
    let bo = Id::new(NOW, [9; 10]);
    let knows = |mut book: Book| {
        book.people.push(Person { left: Some(NOW.date()), ..Person::new(bo, "Bo".into()) });
        let (thing, on, by) = (Thing::Person(bo), NOW.date(), "Li".to_owned());
        let id = Id::new(NOW, [8; 10]);
        book.losses.push(Loss { id, thing, saw: true, on, by, ticks: Vec::new() });
        book
    };
    let seen = |book: &Book| {
        let account = &book.accounts[0];
        book.exposures(account).any(|it| it.thing == Thing::Person(bo))
    };
    let shut_out = |team: &Team| {
        let (mut vault, book) = team.open(LI);
        let recipient = team.who[BO].recipient();
        let change = Change::Remove { recipient, by: "Li".into() };
        vault.change(&[change], [10; 32], &knows(book), NOW).unwrap();
    };
    let rekey = |team: &Team, at: usize| {
        let (mut vault, mut book) = team.open(at);
        let key =
            Key::new(Secret::new(vec![77; 20]), Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
        (book.accounts[0].key, book.accounts[0].keyed) =
            (key.ok(), Some(NOW.plus_millis(86_400_000).date()));
        vault.save(&book, NOW).unwrap();
    };
    let base = |team: &Team| Some(team.base.clone());
    // By whoever knew it: replaced.
    let team = Team::new();
    shut_out(&team);
    assert!(seen(&team.open(LI).1));
    rekey(&team, LI);
    assert!(!seen(&team.open(LI).1));
    // It came from where it was not known.
    let team = Team::new();
    team.open(ANNA);
    shut_out(&team);
    rekey(&team, ANNA);
    team.take_asked(LI, ANNA, base(&team).as_deref()).unwrap();
    assert!(seen(&team.open(LI).1), "it came open to them");
    // There: it lies nowhere else yet, or it does.
    for has_gone in [false, true] {
        let team = Team::new();
        team.open(ANNA);
        shut_out(&team);
        rekey(&team, ANNA);
        let (mut vault, book) = team.open(ANNA);
        if has_gone {
            vault.has_gone();
        }
        let (file, base) = (team.file(LI), base(&team));
        vault.take_in(&book, &file, base.as_deref(), Trust::Usual, NOW).unwrap();
        assert_eq!(seen(&team.open(ANNA).1), has_gone);
    }
}
