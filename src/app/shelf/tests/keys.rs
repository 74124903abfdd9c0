//! A key that somebody saw who was shut out, and that went in whichever way, is known where it comes back.

use super::*;
use crate::app::conflicts::{self, Choice, Clash};
use crate::app::import::{self, Ask, Plan};
use crate::health::loss::{affected, is_hollow, renewed, shut_out, ticked};
use crate::health::{self, Limits, Rule};
use crate::model::{Catalogue, List, Person, Step, Thing};
use crate::otp::{Algorithm, Key, Kind};
use crate::time::Date;
use crate::vault::{Readers, Restoration, readable};

/// The day on which Bo is shut out; the days before and after.
const DAYS: [Moment; 3] = [Moment::from_secs(1_795_342_502), NOW, Moment::from_secs(1_795_515_302)];
const BO: u8 = 50;

fn key(n: u8) -> Key {
    let secret = Secret::new(vec![n; 20]);
    Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key")
}

/// A vault with one account that matters, and what is asked of it.
struct Stand {
    team: Team,
    shelf: Shelf,
    now: Moment,
}

impl Stand {
    fn new() -> Self {
        let team = Team::of(1);
        let shelf = team.open();
        let mut stand = Self { team, shelf, now: DAYS[0] };
        stand.edit(|book, _| {
            book.people.push(Person::new(id(BO), "Bo".into()));
            book.accounts[0].key = Some(key(1));
        });
        stand
    }

    fn account(&self) -> Account {
        self.shelf.book().account(id(1)).expect("there").clone()
    }

    /// Changes the book as it stands in the vault; returns it as it was and as it was given.
    fn edit(&mut self, change: impl FnOnce(&mut Book, Date)) -> [Arc<Book>; 2] {
        let before = Arc::clone(self.shelf.book());
        let mut book = Book::clone(&before);
        change(&mut book, self.now.date());
        book.settle();
        let after = Arc::new(book);
        self.shelf.save(&after, self.now, Saving::Together).expect("saved");
        [before, after]
    }

    /// Gives the account another key, as the form does.
    fn rekey(&mut self, n: u8) -> [Arc<Book>; 2] {
        self.edit(|book, today| rekey(book, n, today))
    }

    fn undo(&mut self, [before, after]: &[Arc<Book>; 2]) -> [Arc<Book>; 2] {
        self.edit(|book, _| {
            let mut then = Book::clone(after);
            then.take_past(book);
            *book = merge::merge(&then, book, before);
        })
    }

    fn shut_bo_out(&mut self) {
        self.now = DAYS[1];
        self.edit(|book, today| {
            shut_out(book, id(BO), today, "Li", id(90)).expect("a loss");
        });
    }

    /// The vault as it stands in its file.
    fn file(&self) -> Vec<u8> {
        fs::read(&self.team.desks[0].place.file).expect("reads")
    }

    /// Whether the key is still to be replaced, as the list of the loss says, and as health says.
    fn is_open(&self, account: Id) -> [bool; 2] {
        let (book, today) = (self.shelf.book(), self.now.date());
        let list = affected(book, &Catalogue::default(), Thing::Person(id(BO)), today, 90);
        let entry = list.iter().find(|entry| entry.account == account);
        let loss = &book.losses[0];
        let is_done =
            |entry| ticked(loss, account, Step::Rekey).is_some() && !is_hollow(entry, Step::Rekey);
        let (catalogue, limits) = (Catalogue::default(), Limits::default());
        let terms =
            health::Terms { catalogue: &catalogue, limits: &limits, today, clock_offset: None };
        let health = health::check(book, &terms);
        [
            entry.is_some_and(|entry| entry.steps.contains(&Step::Rekey) && !is_done(entry)),
            health.of(account).iter().any(|finding| finding.rule == Rule::B04),
        ]
    }
}

fn rekey(book: &mut Book, n: u8, today: Date) {
    let before = book.account(id(1)).expect("there").clone();
    let mut after = Account { key: Some(key(n)), ..before.clone() };
    if let Some(old) = &before.key {
        book.rekey(&mut after, old, None, today);
    } else {
        after.keyed = Some(today);
        book.first_key(&mut after, today);
    }
    book.put(after);
    renewed(book, &before, today, "Li");
}

/// Makes the key 2 stand in the account before Bo is shut out, which is `true`, and another one afterwards.
type Way = fn(&mut Stand);

/// The key was taken for one that nobody has seen: its step was done, and there was no finding.
#[test]
fn a_key_that_went_in_any_way_is_known_when_it_comes_back() {
    let ways: [(&str, Way); 8] = [
        ("replaced in a form", |stand| {
            stand.rekey(2);
            stand.shut_bo_out();
        }),
        ("an edit taken back", |stand| {
            let edit = stand.rekey(2);
            stand.shut_bo_out();
            stand.undo(&edit);
        }),
        ("an edit taken back, made again, and taken back", |stand| {
            let edit = stand.rekey(2);
            let undone = stand.undo(&edit);
            let again = stand.undo(&undone);
            assert_eq!(stand.account().key, Some(key(2)));
            stand.shut_bo_out();
            stand.undo(&again);
        }),
        ("a clash in which it was shown decided", |stand| {
            stand.edit(|book, today| {
                let mut theirs = book.clone();
                rekey(&mut theirs, 0, today);
                meet(book, &theirs, today, |book| rekey(book, 2, today));
            });
            assert_eq!(stand.account().key, Some(key(2)));
            stand.shut_bo_out();
            decide(stand, 0);
        }),
        ("a clash in which it waited decided", |stand| {
            stand.edit(|book, today| {
                let mut theirs = book.clone();
                rekey(&mut theirs, 3, today);
                meet(book, &theirs, today, |book| rekey(book, 2, today));
            });
            assert_eq!(stand.account().key, Some(key(3)));
            stand.shut_bo_out();
            decide(stand, 3);
        }),
        ("a backup put back", |stand| {
            let old = stand.team.folder.path().join("old.age");
            fs::write(&old, stand.file()).expect("writes");
            stand.rekey(2);
            stand.shut_bo_out();
            let desk = &stand.team.desks[0];
            let keys = Keys::Identity(stand.team.identity.clone());
            let restoration = Restoration::of(desk.place.clone(), &old, keys).expect("opens");
            restoration.put(Readers::Now, "here", stand.now).expect("written");
            stand.shelf.reload().expect("opens");
        }),
        ("an older version taken for the vault", |stand| {
            let old = stand.file();
            stand.rekey(2);
            stand.shut_bo_out();
            fs::write(&stand.team.desks[0].place.file, old).expect("writes");
            stand.shelf.reload().expect("opens");
            assert!(stand.shelf.only().expect("one").doubt().is_some());
            stand.shelf.trust(stand.now).expect("taken");
            assert!(stand.shelf.only().expect("one").doubt().is_none());
        }),
        ("taken out", |stand| {
            stand.rekey(2);
            stand.shut_bo_out();
            stand.edit(|book, _| {
                // As whoever edits the file by other means.
                (book.accounts[0].key, book.accounts[0].keyed) = (None, None);
            });
        }),
    ];
    for (name, way) in ways {
        let mut stand = Stand::new();
        way(&mut stand);
        let loss = stand.shelf.book().losses.first();
        assert!(loss.is_some_and(|loss| loss.saw), "{name}: that Bo was shut out is known");
        stand.now = DAYS[2];
        stand.rekey(9);
        assert_eq!(stand.is_open(id(1)), [false, false], "{name}: a new one");
        stand.rekey(2);
        assert_eq!(stand.is_open(id(1)), [true, true], "{name}: put back");
        let day = stand.account().keyed;
        assert!(day.is_none_or(|day| day <= DAYS[0].date()), "{name}: as old as it was, {day:?}");
        stand.rekey(9);
        assert_eq!(stand.is_open(id(1)), [false, false], "{name}: the new one again");
    }
}

/// The other way round: the key comes back by something else than a form.
#[test]
fn a_key_that_was_seen_is_known_whichever_way_it_comes_back() {
    let ways: [(&str, Way); 4] = [
        ("an edit taken back", |stand| {
            let edit = stand.rekey(9);
            assert_eq!(stand.is_open(id(1)), [false, false]);
            stand.undo(&edit);
        }),
        ("a clash decided", |stand| {
            // Somebody else has only set what belongs to the old key.
            let mut theirs = Book::clone(stand.shelf.book());
            let (secret, kind) = (key(2).secret().clone(), Kind::Totp { period: 60 });
            theirs.accounts[0].key = Key::new(secret, kind, Algorithm::Sha1, 6).ok();
            stand.edit(|book, today| meet(book, &theirs, today, |book| rekey(book, 9, today)));
            decide(stand, 2);
        }),
        ("a row of a vault that fills the account", |stand| {
            let mut theirs = Book::clone(stand.shelf.book());
            theirs.accounts[0].keyed = Some(DAYS[2].date());
            theirs.losses.clear();
            stand.rekey(9);
            stand.edit(|book, today| {
                let mut account = book.accounts[0].clone();
                let old = account.key.clone().expect("a key");
                book.note_past(&mut account, &old, today);
                (account.key, account.keyed) = (None, None);
                book.put(account);
            });
            import(stand, &theirs, Some(import::Choice::Merge));
        }),
        ("a backup put back", |stand| {
            let old = stand.team.folder.path().join("old.age");
            fs::write(&old, stand.file()).expect("writes");
            stand.rekey(9);
            let desk = &stand.team.desks[0];
            let keys = Keys::Identity(stand.team.identity.clone());
            let restoration = Restoration::of(desk.place.clone(), &old, keys).expect("opens");
            restoration.put(Readers::Now, "here", stand.now).expect("written");
            stand.shelf.reload().expect("opens");
        }),
    ];
    for (name, way) in ways {
        let mut stand = Stand::new();
        stand.rekey(2);
        stand.shut_bo_out();
        stand.now = DAYS[2];
        way(&mut stand);
        let mark = stand.account().key.map(|key| key.mark());
        assert_eq!(mark, Some(key(2).mark()), "{name}");
        assert_eq!(stand.is_open(id(1)), [true, true], "{name}");
    }
}

/// Makes an edit while somebody else makes theirs, and both meet.
fn meet(book: &mut Book, theirs: &Book, today: Date, edit: impl FnOnce(&mut Book)) {
    let base = book.clone();
    edit(book);
    let mut both = merge::merge(&base, book, theirs);
    both.keep_marks(&[book, theirs], today);
    *book = both;
}

/// Decides which of two keys holds.
fn decide(stand: &mut Stand, n: u8) {
    let account = stand.account();
    let has = |it: &Account| it.key.as_ref().is_some_and(|it| it.secret() == key(n).secret());
    let place = merge::versions(&account, "key").position(has).expect("a value");
    let (list, id) = (List::Accounts, account.id);
    let clash = Clash { list, id, title: String::new(), field: "key", count: 2 };
    stand.edit(|book, _| {
        let fresh = || super::id(77);
        *book = conflicts::decide(book, &clash, Choice::Value(place), fresh).expect("decided");
    });
    assert!(has(&stand.account()));
}

fn import(stand: &mut Stand, from: &Book, same_key: Option<import::Choice>) {
    let text = readable([8; 32], "there", from).expect("text");
    let reading = import::read(text.as_bytes(), Ask::default(), &mut |_| {}).expect("a vault");
    let mut plan = Plan::default();
    plan.same_key = same_key;
    plan.add("there.ron".into(), reading, None);
    stand.edit(|book, _| {
        plan.compare(book);
        let mut n = 100;
        let mut fresh = || {
            n += 1;
            Id::new(DAYS[2], [n; 10])
        };
        *book = plan.apply(book, Lang::En, &mut fresh).book;
    });
}

/// It was clear: it had come after Bo was shut out.
#[test]
fn a_row_that_is_added_with_a_key_that_was_seen_is_on_the_list() {
    let mut stand = Stand::new();
    stand.rekey(2);
    stand.shut_bo_out();
    stand.now = DAYS[2];
    let fresh = Account::blank(Id::new(DAYS[2], [60; 10]));
    let new = Account { login: "second".into(), key: Some(key(2)), ..fresh };
    let from = Book { accounts: vec![new], ..Book::default() };
    import(&mut stand, &from, Some(import::Choice::Keep));
    let added =
        stand.shelf.book().accounts.iter().find(|it| it.login == "second").expect("added").id;
    assert_eq!(stand.is_open(added), [true, true]);
}

/// It was known only as long as the account was there.
#[test]
fn a_key_that_was_seen_is_known_after_its_account_was_removed() {
    let mut stand = Stand::new();
    stand.rekey(2);
    stand.shut_bo_out();
    stand.now = DAYS[2];
    stand.rekey(9);
    stand.edit(|book, _| drop(book.remove(id(1))));
    assert_eq!(stand.team.stored(0).gone, stand.shelf.book().gone, "as it stands in the file");
    let added = Id::new(DAYS[2], [60; 10]);
    stand.edit(|book, today| {
        let mut new = Account { key: Some(key(2)), ..Account::blank(added) };
        book.first_key(&mut new, today);
        book.put(new);
    });
    assert!(stand.is_open(added)[1]);
}

/// An undone edit was said to be changed by somebody else where only a mark was kept.
#[test]
fn what_is_kept_in_mind_of_keys_keeps_no_edit_from_being_taken_back() {
    let mut stand = Stand::new();
    let added = stand.edit(|book, _| {
        book.put(Account { key: Some(key(5)), ..Account::blank(id(61)) });
    });
    let edit = stand.edit(|book, today| {
        let before = book.account(id(61)).expect("there").clone();
        let mut after = Account { key: Some(key(6)), ..before.clone() };
        book.rekey(&mut after, before.key.as_ref().expect("a key"), None, today);
        book.put(after);
    });
    stand.undo(&edit);
    let account = stand.shelf.book().account(id(61)).expect("there");
    assert_eq!((&account.key, account.past.len()), (&Some(key(5)), 2), "both are known");
    stand.undo(&added);
    assert_eq!(stand.shelf.book().account(id(61)), None);
}

/// The doubt was gone, and the version with what was to be kept among the backups only.
#[test]
fn what_is_to_be_kept_is_still_known_where_it_could_not_be_saved() {
    let mut stand = Stand::new();
    let old = stand.file();
    stand.rekey(2);
    stand.shut_bo_out();
    let desk = &stand.team.desks[0];
    fs::write(&desk.place.file, &old).expect("writes");
    let (mut vault, book) = desk::unlock(desk, None).expect("opens");
    assert!(vault.doubt().is_some());
    // Somebody comes in between.
    fs::write(&desk.place.file, "in the way").expect("writes");
    vault.settle_for(&book, stand.now).expect_err("not over theirs");
    assert!(vault.doubt().is_some(), "nothing was taken");
    fs::write(&desk.place.file, &old).expect("writes");
    let (mut vault, book) = desk::unlock(desk, None).expect("opens");
    assert!(vault.doubt().is_some(), "nor for whoever comes next");
    vault.settle_for(&book, stand.now).expect("taken");
    assert!(vault.doubt().is_none());
    let (vault, book) = desk::unlock(desk, None).expect("opens");
    assert!(vault.doubt().is_none() && book.losses.iter().any(|loss| loss.saw));
    assert!(book.accounts[0].past.iter().any(|past| past.mark == key(2).mark()));
}

/// As many saves of two machines of one name: neither has seen the other's.
#[test]
fn of_a_version_with_the_same_counts_as_much_is_kept() {
    let mut stand = Stand::new();
    let mut desk = stand.team.desks[0].clone();
    let at = |name: &str| stand.team.folder.path().join(name);
    desk.place = Place { file: at("other.age"), backups: at("other"), known: at("other-known") };
    fs::write(&desk.place.file, stand.file()).expect("writes");
    let terms = Terms { lang: Lang::En, scope: None };
    let mut there = Shelf::unlock(std::slice::from_ref(&desk), None, terms).expect("opens");
    stand.rekey(2);
    stand.shut_bo_out();
    for note in ["one", "two"] {
        let mut book = Book::clone(there.book());
        book.accounts[0].note = note.into();
        there.save(&Arc::new(book), NOW, Saving::Together).expect("saved");
    }
    assert_eq!(there.revision(), stand.shelf.revision());
    fs::copy(&desk.place.file, &stand.team.desks[0].place.file).expect("writes");
    stand.shelf.reload().expect("opens");
    assert!(stand.shelf.only().expect("one").doubt().is_some());
    stand.shelf.trust(stand.now).expect("taken");
    let book = stand.shelf.book();
    assert_eq!(book.accounts[0].note, "two");
    assert!(book.losses.iter().any(|loss| loss.saw));
    assert!(book.accounts[0].past.iter().any(|past| past.mark == key(2).mark()));
}
