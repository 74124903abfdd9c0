//! Several vaults, some of which fail: what is written, what is shown, what is refused.

mod keys;

use std::fs;
use std::path::Path;

use super::*;
use crate::activity::What;
use crate::model::{Account, Device, Method, MethodKind, Role, Worded as _};
use crate::vault::{Identity, Intent, Place, Plugins, backups};

const NOW: Moment = Moment::from_secs(1_795_428_902);

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1_700_000_000), [n; 10])
}

/// One account on the phone that all of them share.
fn content(n: u8) -> Book {
    let method = Method { device: Some(id(99)), ..Method::new(MethodKind::Totp, Role::Main) };
    Book {
        accounts: vec![Account {
            login: format!("login {n}"),
            methods: vec![method],
            ..Account::blank(id(n))
        }],
        devices: vec![Device::new(id(99), "P-01".into())],
        ..Book::default()
    }
}

struct Team {
    folder: tempfile::TempDir,
    identity: Identity,
    desks: Vec<Desk>,
}

impl Team {
    /// So many vaults of one identity.
    fn of(count: u8) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let identity = Identity::generate();
        let file = folder.path().join("id.age");
        fs::write(&file, identity.text().expect("ours").expose()).expect("writes");
        let mut team = Self { folder, identity, desks: Vec::new() };
        for n in 1..=count {
            let place = team.place(&format!("v{n}"));
            team.create(&place, n);
            team.desks.push(Desk {
                place,
                identity: file.clone(),
                machine: "here".into(),
                intent: Intent::Write,
                plugins: Plugins::default(),
            });
        }
        team
    }

    fn place(&self, name: &str) -> Place {
        let at = |folder: &str| self.folder.path().join(folder).join(name);
        Place { file: at("team").with_extension("age"), backups: at("old"), known: at("known") }
    }

    fn create(&self, place: &Place, n: u8) {
        let (keys, place) = (Keys::Identity(self.identity.clone()), place.clone());
        let book = content(n);
        Vault::create(place, keys, Vec::new(), [n; 32], "here", &book, NOW).expect("created");
    }

    /// Another vault in the place of one.
    fn swap(&self, at: usize) {
        let place = self.place("foreign");
        self.create(&place, 77);
        fs::rename(place.file, &self.desks[at].place.file).expect("moves");
    }

    fn open(&self) -> Shelf {
        Shelf::unlock(&self.desks, None, Terms { lang: Lang::En, scope: None }).expect("opens")
    }

    /// What a vault holds in its file.
    fn stored(&self, at: usize) -> Book {
        let desk = &self.desks[at];
        desk::unlock(desk, None).expect("opens").1
    }
}

fn locations(book: &Book) -> Vec<&str> {
    book.devices.iter().map(|device| device.location.as_str()).collect()
}

/// The phone in another place: an edit of every vault.
fn moved_phone(shelf: &Shelf) -> Arc<Book> {
    let mut book = Book::clone(shelf.book());
    book.devices[0].location = "safe".into();
    Arc::new(book)
}

fn save(shelf: &mut Shelf, book: &Arc<Book>) -> Result<Kept, Unkept> {
    shelf.save(book, NOW, Saving::Together)
}

#[test]
fn an_edit_of_what_all_share_is_in_every_file() {
    let team = Team::of(3);
    let mut shelf = team.open();
    let book = moved_phone(&shelf);
    let kept = save(&mut shelf, &book).expect("saved");
    assert_eq!(kept.done.len(), 3);
    for at in 0..3 {
        assert_eq!(locations(&team.stored(at)), ["safe"]);
    }
}

/// It counted as merged, and nobody was told.
#[test]
fn a_vault_that_misses_a_change_of_members_is_told() {
    let team = Team::of(2);
    let mut shelf = team.open();
    let book = moved_phone(&shelf);
    team.swap(1);
    let way = Saving::Regroup { at: 0, changes: &[], id: [9; 32] };
    let kept = shelf.save(&book, NOW, way).expect("the one is written");
    assert!(!kept.merged);
    let said = kept.missed(Lang::En).expect("the other is not").say(Lang::En);
    assert!(said.starts_with("v2: "), "{said}");
    assert_eq!(locations(&team.stored(0)), ["safe"]);
    assert_eq!(shelf.book().devices[0].conflicts.len(), 1, "both are shown");
}

#[test]
fn where_none_would_be_left_all_stay_and_nothing_is_called_saved() {
    let team = Team::of(2);
    let mut shelf = team.open();
    let away = |from: &str, to: &str| {
        let at = |name: &str| team.folder.path().join(name);
        fs::rename(at(from), at(to)).expect("moves");
    };
    away("team", "away");
    assert!(shelf.changed());
    shelf.reload().expect_err("neither is there");
    assert_eq!((shelf.faces().len(), shelf.book().accounts.len()), (2, 2));
    let book = moved_phone(&shelf);
    save(&mut shelf, &book).expect_err("there is no file");
    let _ = fs::remove_dir_all(team.folder.path().join("team"));
    away("away", "team");
    shelf.reload().expect("they are back");
    save(&mut shelf, &book).expect("saved");
    assert_eq!(locations(&team.stored(1)), ["safe"]);
}

#[test]
fn all_of_them_foreign_are_not_shown_and_not_written() {
    let team = Team::of(2);
    let mut shelf = team.open();
    for at in 0..2 {
        team.swap(at);
    }
    shelf.reload().expect_err("both are others");
    assert_eq!(shelf.faces().len(), 2);
    assert!(shelf.book().account(id(77)).is_none(), "what may not be ours is not shown");
    let book = moved_phone(&shelf);
    save(&mut shelf, &book).expect_err("a person has to look first");
    let again = Shelf::unlock(&team.desks, None, Terms { lang: Lang::En, scope: None });
    let error = again.expect_err("nor are they opened").error;
    assert!(matches!(error, OpenError::Doubtful { .. }), "{error:?}");
}

#[test]
fn what_comes_behind_one_that_fails_is_written_all_the_same() {
    let team = Team::of(3);
    let mut shelf = team.open();
    fs::write(&team.desks[1].place.file, "not a vault").expect("writes");
    let book = moved_phone(&shelf);
    let unkept = save(&mut shelf, &book).expect_err("one of them is broken");
    assert_eq!(unkept.vault.as_deref().map(|(name, _)| &**name), Some("v2"), "it is named");
    assert_eq!(locations(&team.stored(0)), ["safe"]);
    assert_eq!(locations(&team.stored(2)), ["safe"]);
}

#[test]
fn what_did_not_arrive_is_not_taken_away_where_it_was() {
    let team = Team::of(2);
    let mut shelf = team.open();
    fs::write(&team.desks[1].place.file, "not a vault").expect("writes");
    let mut book = Book::clone(shelf.book());
    book.relocate(&[id(1)], 1, NOW.date());
    save(&mut shelf, &Arc::new(book)).expect_err("it cannot get there");
    assert!(team.stored(0).account(id(1)).is_some());
}

#[test]
fn one_that_may_not_be_ours_is_shut_and_the_others_work() {
    let team = Team::of(3);
    let mut shelf = team.open();
    team.swap(1);
    shelf.reload().expect("two are left");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (2, 1));
    assert!(shelf.book().account(id(77)).is_none() && shelf.book().account(id(2)).is_none());
    let (said, file) = (shelf.shut()[0].say(Lang::En), team.desks[1].place.file.display());
    assert!(said.ends_with(&format!(": keyrack --vault {file} trust")), "which one: {said}");
    let book = moved_phone(&shelf);
    save(&mut shelf, &book).expect("saved");
    assert_eq!(locations(&team.stored(2)), ["safe"], "places have moved up");
}

#[test]
fn a_save_that_meets_a_foreign_vault_shows_nothing_of_it() {
    let team = Team::of(3);
    let mut shelf = team.open();
    team.swap(1);
    let book = moved_phone(&shelf);
    let unkept = save(&mut shelf, &book).expect_err("a person has to look first");
    assert!(unkept.theirs);
    shelf.shut_doubtful();
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (2, 1));
    assert!(shelf.book().account(id(77)).is_none());
    assert_eq!(locations(shelf.book()), ["safe"], "the others have the edit");
}

#[test]
fn what_is_new_is_refused_where_the_first_vault_is_shut() {
    let team = Team::of(2);
    fs::write(&team.desks[0].place.file, "not a vault").expect("writes");
    let shelf = team.open();
    assert!(!shelf.is_single(), "one that is left over is not the one that was meant");
    let mut book = Book::clone(shelf.book());
    assert!(!shelf.has_no_place_for(&book));
    book.accounts.push(Account::blank(id(5)));
    assert!(shelf.has_no_place_for(&book));
}

/// A vault whose file was away for a moment stayed shut until everything was unlocked anew.
#[test]
fn one_that_was_away_comes_back_in_its_place() {
    let team = Team::of(3);
    let mut shelf = team.open();
    let file = &team.desks[0].place.file;
    let aside = file.with_extension("aside");
    fs::rename(file, &aside).expect("moves");
    shelf.reload().expect("two are left");
    assert_eq!((shelf.faces().len(), shelf.shut().len(), shelf.changed()), (2, 1, false));
    let mut book = Book::clone(shelf.book());
    book.accounts.push(Account::blank(id(5)));
    assert!(shelf.has_no_place_for(&book), "what is new belongs to the first");
    fs::rename(aside, file).expect("moves");
    assert!(shelf.changed());
    shelf.reload().expect("all open");
    let names: Vec<String> = shelf.faces().into_iter().map(|face| face.name).collect();
    assert_eq!((names.join(" "), shelf.shut().len()), ("v1 v2 v3".into(), 0));
    assert_eq!(shelf.book().accounts.len(), 3);
    assert!(!shelf.has_no_place_for(&book));
}

#[test]
fn one_that_somebody_trusts_elsewhere_opens_again() {
    let team = Team::of(2);
    team.swap(1);
    let mut shelf = team.open();
    assert_eq!((shelf.shut().len(), shelf.changed()), (1, false));
    let desk = &team.desks[1];
    desk::unlock(desk, None).expect("opens").0.trust().expect("remembers");
    assert!(shelf.changed());
    shelf.reload().expect("both open");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (2, 0));
    assert!(shelf.book().account(id(77)).is_some());
}

/// A moved account looked deleted in one vault and new in the other.
#[test]
fn what_moves_is_written_down_as_moved() {
    let team = Team::of(2);
    let mut shelf = team.open();
    let before = Arc::clone(shelf.book());
    let mut book = Book::clone(&before);
    book.relocate(&[id(1)], 1, NOW.date());
    book.accounts.push(Account::blank(id(50)));
    book.house(0);
    book.accounts.retain(|account| account.id != id(2));
    let done = |kept: Kept| -> Vec<(usize, What, Id)> {
        let deeds = kept.done.into_iter().flat_map(|(place, deeds)| {
            deeds.into_iter().filter_map(move |deed| Some((place, deed.what, deed.account?)))
        });
        let mut done: Vec<_> = deeds.collect();
        done.sort_by_key(|(place, what, _)| (*place, what.word()));
        done
    };
    let kept = save(&mut shelf, &Arc::new(book)).expect("saved");
    assert_eq!(
        done(kept),
        [
            (0, What::Added, id(50)),
            (0, What::MovedAway, id(1)),
            (1, What::MovedIn, id(1)),
            (1, What::Removed, id(2)),
        ]
    );
    // Taking it back is a move, too.
    let kept = save(&mut shelf, &before).expect("saved");
    assert_eq!(
        done(kept),
        [
            (0, What::MovedIn, id(1)),
            (0, What::Removed, id(50)),
            (1, What::Added, id(2)),
            (1, What::MovedAway, id(1)),
        ]
    );
}

/// A sentence with a long path in it lost its end, and with it the command.
#[test]
fn a_long_path_leaves_the_command_whole() {
    let file = format!("/{}/us.age", "a".repeat(300));
    let said = Fault::VaultForeign.say_by(Lang::En, &i18n::keyrack_at(Path::new(&file)));
    let said = of_vault("us", &said).say(Lang::En);
    assert!(said.ends_with(&format!("keyrack --vault {file} trust")), "{said}");
}

#[test]
fn names_have_as_many_folders_as_they_need() {
    let team = Team::of(1);
    let named = |paths: &[&str]| {
        let desk = |path: &&str| Desk {
            place: Place { file: path.into(), ..team.desks[0].place.clone() },
            ..team.desks[0].clone()
        };
        desk::names(&paths.iter().map(desk).collect::<Vec<_>>()).join(" ")
    };
    assert_eq!(named(&["/x/a/us.age", "/x/b/eu.age"]), "us eu");
    assert_eq!(named(&["/x/a/us.age", "/x/b/us.age", "/x/b/eu.age"]), "a/us b/us eu");
    assert_eq!(named(&["/x/a/us.age", "/y/a/us.age"]), "x/a/us y/a/us");
    assert_eq!(named(&["/us.age", "/a/us.age"]), "/us.age a/us", "the one has no folder");
    assert_eq!(named(&["/a/us.age", "/a/us.old"]), "/a/us.age /a/us.old");
}

#[test]
fn a_copy_of_one_that_is_open_stays_shut() {
    let team = Team::of(2);
    fs::copy(&team.desks[0].place.file, &team.desks[1].place.file).expect("copies");
    let _ = fs::remove_dir_all(&team.desks[1].place.known);
    let shelf = team.open();
    let said: Vec<String> = shelf.shut().iter().map(|why| why.say(Lang::En)).collect();
    assert!(said[0].starts_with("v2: It is a copy of v1"), "{said:?}");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (1, 1));
}

/// It was called somebody else's edit, whatever had become of the file.
#[test]
fn a_file_that_is_gone_or_damaged_is_called_that_and_what_it_held_is_a_backup() {
    type Harm = (fn(&Path), Fault);
    let ways: [Harm; 2] = [
        (|file| fs::remove_file(file).expect("removes"), Fault::VaultGone),
        (
            |file| fs::write(file, "age-encryption.org/v1\nno more").expect("writes"),
            Fault::VaultTorn,
        ),
    ];
    for (harm, fault) in ways {
        let team = Team::of(1);
        let file = &team.desks[0].place.file;
        let mut shelf = team.open();
        let mut first = Book::clone(shelf.book());
        first.accounts[0].note = "the last that was saved".into();
        save(&mut shelf, &Arc::new(first)).expect("saved");
        let held = fs::read(file).expect("reads");
        harm(file);
        assert_eq!(shelf.reload(), Err(fault.clone()));
        assert_eq!(shelf.reload(), Err(fault.clone()));
        let old = backups(&team.desks[0].place).expect("backups");
        assert_eq!(old.len(), 2, "once, however often it is tried");
        assert!(fs::read(&old[0].path).expect("reads") == held, "it is the newest");
        let book = moved_phone(&shelf);
        let unkept = save(&mut shelf, &book).expect_err("there is no vault to save to");
        assert_eq!(unkept.fault(Lang::En), fault);
        assert!(unkept.unread.is_some() && !unkept.theirs);
        fs::write(file, &held).expect("writes");
        assert!(!shelf.changed(), "it is back as it was");
        save(&mut shelf, &book).expect("saved");
        assert_eq!(locations(&team.stored(0)), ["safe"]);
    }
}

/// It took a lock and an unlock, also where its file was only away for a moment.
#[test]
fn one_that_did_not_open_at_the_start_opens_when_its_file_is_there() {
    let team = Team::of(2);
    let (file, away) = (&team.desks[1].place.file, team.folder.path().join("away"));
    fs::rename(file, &away).expect("moves");
    let mut shelf = team.open();
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (1, 1));
    assert!(!shelf.changed(), "nothing is to be tried");
    fs::write(file, "nothing of ours").expect("writes");
    assert!(shelf.changed());
    shelf.reload().expect("the other one is there");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (1, 1));
    assert!(shelf.shut()[0].say(Lang::En).contains("not an age file"), "{:?}", shelf.shut());
    assert!(!shelf.changed(), "it is not tried again and again");
    fs::rename(&away, file).expect("moves");
    assert!(shelf.changed());
    shelf.reload().expect("both are there");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (2, 0));
    assert_eq!(shelf.book().accounts.len(), 2);
    let book = moved_phone(&shelf);
    save(&mut shelf, &book).expect("saved");
    assert_eq!(locations(&team.stored(1)), ["safe"]);
}

#[test]
fn one_that_comes_back_as_a_copy_of_another_stays_shut() {
    let team = Team::of(2);
    fs::remove_file(&team.desks[1].place.file).expect("removes");
    let mut shelf = team.open();
    fs::copy(&team.desks[0].place.file, &team.desks[1].place.file).expect("copies");
    shelf.reload().expect("the first is there");
    assert_eq!((shelf.faces().len(), shelf.shut().len()), (1, 1));
    assert!(shelf.shut()[0].say(Lang::En).contains("a copy of"), "{:?}", shelf.shut());
}
