//! Lines, fingerprints, names, and what becomes of who is shut out.

use super::*;
use crate::model::{Account, CopyKind, KeyCopy, Recovery, RecoveryCode};
use crate::otp::{Algorithm, Key, Kind};
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::Identity;

const DAY: Date = Date::constant(2026, 11, 28);

fn id(number: u8) -> Id {
    Id::new(Moment::from_secs(1_700_000_000), [number; 10])
}

fn member(name: &str) -> Member {
    Member::new(Identity::generate().recipient(), name.into())
}

#[test]
fn a_line_is_a_key_and_a_name() {
    let identity = Identity::generate();
    let key = identity.recipient();
    let private = identity.text().expect("ours").expose_text().expect("text").to_owned();
    let read = |text: &str| Newcomer::read(text).map(|newcomer| newcomer.name);
    let named = [
        (key.to_string(), ""),
        (format!("{key} Li Wei"), "Li Wei"),
        (format!("\n# from Li\n\t{key}\t 李伟 \nmore"), "李伟"),
        (line(&key, "  Li \n Wei "), "Li Wei"),
    ];
    for (text, name) in named {
        assert_eq!(read(&text), Ok(name.to_owned()), "{text}");
    }
    let foreign = |key: &str| LineError::Foreign(Obstacle::of(KeyKind::of(key)));
    let wrong = [
        (format!("{}b", &key.as_str()[..61]), LineError::NotAKey),
        (String::new(), LineError::NotAKey),
        ("Li Wei".into(), LineError::NotAKey),
        (private.to_lowercase(), LineError::Secret),
        (format!("# public key: {key}\n{private}"), LineError::Secret),
        ("ssh-ed25519 AAAAC3Nz li@host".into(), foreign("ssh-ed25519 AAAAC3Nz")),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl".into(), LineError::Secret),
        (
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3b".into(),
            foreign("age1yubikey1q"),
        ),
        ("AGE1TAG1QQQ".into(), foreign("age1tag1q")),
    ];
    for (text, why) in wrong {
        assert_eq!(read(&text), Err(why), "{text}");
    }
}

#[test]
fn a_fingerprint_is_typed_whole() {
    let key = "age1k5pc066l09ljrfd56jl99mlc59uu5ntah5kunznh6pat263s0qqs6cqgwk";
    for (typed, n) in [("s0qq s6cq gwk", 11), ("cqgwk", 5), ("yes", 3), ("", 0), (" - ", 0)] {
        assert_eq!(heard(typed, key), Heard::Short { n, of: 12 }, "{typed}");
    }
    for typed in ["63s0 qqs6 cqgwk", "qqqq qqqq qqqq", key] {
        assert_eq!(heard(typed, key), Heard::Other, "{typed}");
    }
    let shown = short(key);
    let dashed = shown.replace(' ', "-").to_uppercase();
    for typed in [&*shown, &*dashed, &*shown.replace(' ', ""), &format!("  {shown}. ")] {
        assert_eq!(heard(typed, key), Heard::Same, "{typed}");
    }
}

#[test]
fn members_are_found_by_name_part_of_it_or_the_end_of_the_key() {
    let mut book = Book::default();
    book.people.push(Person::new(id(1), "Min-ji".into()));
    let unnamed = Member { person: Some(id(1)), ..member("") };
    let members = [member("Li"), member("Li Wei"), member("Anna"), unnamed];
    let find = |asked: &str| -> Vec<String> {
        named(&members, &book, asked).iter().map(|m| name(m, &book)).collect()
    };
    assert_eq!(find("li"), ["Li"], "the whole name first");
    assert_eq!(find("wei"), ["Li Wei"]);
    assert_eq!(find("i"), ["Li", "Li Wei", "Min-ji"]);
    assert_eq!(find(&short(members[2].recipient.as_str())), ["Anna"]);
    assert!(find("nobody").is_empty());
}

#[test]
fn whoever_is_let_in_is_somebody_of_the_book() {
    let mut book = Book::default();
    book.people.push(Person::new(id(1), "Anna".into()));
    let newcomer =
        |name: &str| Newcomer { recipient: Identity::generate().recipient(), name: name.into() };
    let known = admit(&mut book, &newcomer("anna"), None, "Li", || id(2));
    assert_eq!((known.person, book.people.len()), (Some(id(1)), 1));
    let new = admit(&mut book, &newcomer("Bo"), None, "Li", || id(2));
    assert_eq!((new.person, &*new.label, &*new.by), (Some(id(2)), "Bo", "Li"));
    assert_eq!(book.person(id(2)).expect("added").name, "Bo");
}

#[test]
fn what_was_seen_is_exposed_until_it_is_replaced() {
    let key = Secret::new(vec![7; 20]);
    let key = Key::new(key, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let code = RecoveryCode { code: Secret::from_text("1111".into()), used: None };
    let recovery = Recovery { codes: vec![code], ..Recovery::default() };
    let account = Account { key: Some(key), recovery: Some(recovery), ..Account::blank(id(9)) };
    let mut book = Book { accounts: vec![account], ..Book::default() };
    assert_eq!(Sight::of(&book, 0), Sight { keys: 1, codes: 1, numbers: 0 });
    let (bo, other) = (member("Bo"), member("Bo at home"));
    let mut ids = 1..;
    let changes = shut_out(&mut book, &[], &[&bo, &other], None, Why::Leaves, (DAY, "Li"), || {
        id(ids.next().expect("endless"))
    });
    assert_eq!(changes.len(), 2);
    let person = find::person(&book, "Bo").expect("added");
    assert_eq!(book.person(person).expect("there").left, Some(DAY));
    assert_eq!((book.losses.len(), book.losses[0].saw), (1, true));
    let removed = Removed { member: bo, on: DAY, by: "Li".into() };
    assert_eq!(loss_after(&removed, &book), Some(Thing::Person(person)));
    let exposed = |book: &Book| book.exposures(&book.accounts[0]).count();
    assert_eq!(exposed(&book), 1);
    let mut later = book.clone();
    later.accounts[0].keyed = Some(DAY);
    assert_eq!(exposed(&later), 1, "it may have been replaced before they were shut out");
    loss::tick(&mut later, book.losses[0].id, id(9), crate::model::Step::Rekey, DAY, "Li");
    assert_eq!(exposed(&later), 1, "a tick by hand makes no key another one");
    let mut later = book.clone();
    let new = Secret::new(vec![8; 20]);
    let new = Key::new(new, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let before = later.accounts[0].clone();
    let mut after = Account { key: Some(new), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, DAY);
    later.put(after);
    loss::renewed(&mut later, &before, DAY, "Li");
    assert_eq!(exposed(&later), 0, "a new key is all it takes");
    // A login by text message had no key to be seen, and nothing on the list could be ticked off.
    let mut keyless = book.clone();
    keyless.accounts[0].key = None;
    assert_eq!(exposed(&keyless), 0);

    // A key on paper leaves nobody behind.
    let mut book = Book::default();
    let paper = Member { kind: MemberKind::Recovery, ..member("recovery") };
    shut_out(&mut book, &[], &[&paper], None, Why::Leaves, (DAY, "Li"), || id(1));
    assert_eq!(book, Book::default());
}

#[test]
fn whoever_left_earlier_saw_the_vault_until_they_were_shut_out() {
    let mut book = Book::default();
    let left = Date::constant(2026, 10, 1);
    book.people.push(Person { left: Some(left), ..Person::new(id(1), "Bo".into()) });
    let copy = KeyCopy {
        kind: CopyKind::App,
        place: "Aegis".into(),
        device: None,
        holder: Some(id(1)),
        added: None,
        removed: None,
    };
    let key = Secret::new(vec![7; 20]);
    let key = Key::new(key, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let keyed = Some(Date::constant(2026, 10, 20));
    let account = Account { key: Some(key), keyed, copies: vec![copy], ..Account::blank(id(9)) };
    book.accounts.push(account);
    shut_out(
        &mut book,
        &[],
        &[&Member { person: Some(id(1)), ..member("Bo") }],
        None,
        Why::Leaves,
        (DAY, "Li"),
        || id(3),
    );
    assert_eq!(book.losses[0].on, DAY);
    let catalogue = crate::model::Catalogue::default();
    let list = loss::affected(&book, &catalogue, Thing::Person(id(1)), DAY, 90);
    assert!(list[0].key_exposed, "a key of the time between is one they saw");
}

/// Whoever had the key that was stolen was asked to replace nothing.
#[test]
fn a_stolen_key_begins_the_list_and_nobody_has_left() {
    let key = Secret::new(vec![7; 20]);
    let key = Key::new(key, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let account = Account { key: Some(key), ..Account::blank(id(9)) };
    let mut book = Book { accounts: vec![account], ..Book::default() };
    let (old, new) = (member("Bo"), member("Bo"));
    let all = [old.clone(), new];
    let mut ids = 1..;
    let mut fresh = || id(ids.next().expect("endless"));
    let out = |book: &mut Book, why, fresh: &mut dyn FnMut() -> Id| {
        shut_out(book, &all, &[&old], None, why, (DAY, "Li"), fresh)
    };
    let mut plain = book.clone();
    out(&mut plain, Why::Leaves, &mut fresh);
    assert_eq!(plain, book, "the key was replaced, and that is all");
    let changes = out(&mut book, Why::Stolen, &mut fresh);
    assert!(matches!(&*changes, [Change::Remove { .. }]), "{changes:?}");
    let person = find::person(&book, "Bo").expect("added");
    assert_eq!(book.person(person).expect("there").left, None);
    let removed = Removed { member: old.clone(), on: DAY, by: "Li".into() };
    assert_eq!(loss_after(&removed, &book), Some(Thing::Person(person)));
    let catalogue = crate::model::Catalogue::default();
    let list = loss::affected(&book, &catalogue, Thing::Person(person), DAY, 90);
    assert_eq!(list[0].steps, [crate::model::Step::Rekey], "only what could be read");
    assert!(!is_replaced(&all[1..], &removed, &book));
    assert!(is_replaced(&all[1..], &removed, &plain), "and may have been stolen");
    let called = |members: &[Member]| called_out(members, &removed, &book, Lang::En).to_string();
    assert_eq!(called(&all[1..]), "Bo's earlier identity");
    // Shut out by mistake and let in again on the same day, with the same key.
    assert_eq!(called(&[Member { added: Some(DAY), ..old.clone() }]), "Bo");
}

/// Its list was begun under the end of the key, and looked for under no name.
#[test]
fn a_key_without_a_name_that_is_said_to_be_stolen_later_finds_its_list() {
    let mut book = Book::default();
    let removed = Removed { member: member(""), on: DAY, by: "Li".into() };
    let person = stolen(&mut book, &[&removed.member], "", (DAY, "Li"), &mut || id(1));
    assert_eq!(loss_after(&removed, &book), person.map(Thing::Person));
}

#[test]
fn a_recovery_key_is_tried_once_a_year() {
    let paper = |tested| Member { kind: MemberKind::Recovery, tested, ..member("recovery") };
    assert!(is_due(&paper(None), DAY));
    assert!(!is_due(&paper(Some(Date::constant(2025, 11, 28))), DAY));
    assert!(is_due(&paper(Some(Date::constant(2025, 11, 27))), DAY));
    let made = |added| Member { added: Some(added), ..paper(None) };
    assert!(!is_due(&made(DAY), DAY), "it was made today");
    assert!(is_due(&made(Date::constant(2025, 11, 27)), DAY));
    assert!(!is_due(&member("Li"), DAY));
}
