//! Vaults as files to import from: all of it, once, beside what is here; and what is refused.

use super::*;
use crate::app::demo::tests::invented;
use crate::app::import::{Applied, Choice, Fate, Field, Plan, Told};
use crate::i18n::Lang;
use crate::model::{Device, Id, Method, MethodKind, Number, Person, Role};
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{WorkFactor, portable, readable};

const PASSWORD: &str = "slate otter 92 brine";

fn id(n: u8) -> Id {
    Id::new(Moment::from_secs(1), [n; 10])
}

fn written(book: &Book) -> Vec<u8> {
    readable([7; 32], "desk", book).expect("a vault").as_bytes().to_vec()
}

fn sealed(book: &Book, log_n: u8) -> Vec<u8> {
    let work = WorkFactor::new(log_n).expect("a factor");
    portable(&Secret::from_text(PASSWORD.into()), work, [7; 32], "desk", book).expect("a vault")
}

fn taken(bytes: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(|text| Secret::from_text(text.into()));
    read(bytes, Ask { password: password.as_ref(), ..Ask::default() }, &mut |_| {})
}

fn plan(bytes: &[u8], book: &Book, same_key: Choice) -> Plan {
    let mut plan = Plan::default();
    plan.same_key = Some(same_key);
    plan.add("file".into(), taken(bytes, None).expect("a vault"), None);
    plan.compare(book);
    plan
}

fn applied(plan: &Plan, book: &Book) -> Applied {
    let mut n = 200;
    plan.apply(book, Lang::En, &mut || {
        n += 1;
        id(n)
    })
}

#[test]
fn what_no_account_refers_to_is_named() {
    let book = Book {
        accounts: vec![Account::blank(id(1))],
        devices: vec![Device::new(id(2), "P-07".into())],
        numbers: vec![Number::new(id(3), "+8613800000001".into())],
        people: vec![Person::new(id(4), "Li".into())],
        ..Book::default()
    };
    let plan = plan(&written(&book), &Book::default(), Choice::Keep);
    let [Notice::Things(names)] = plan.sources[0].notices.as_slice() else {
        panic!("nothing is said: {:?}", plan.sources[0].notices)
    };
    assert_eq!((&*names[0], &*names[1], names.len()), ("Li", "P-07", 3));
    assert!(!names[2].contains("13800000001"), "{names:?}");
    assert!(plan.is_partial());
}

#[test]
fn a_vault_comes_whole_and_once() {
    let theirs = invented();
    let first = plan(&written(&theirs), &Book::default(), Choice::Keep);
    assert_eq!(first.sources[0].format, Format::Vault);
    assert_eq!(first.sums().added, theirs.accounts.len());
    let ours = applied(&first, &Book::default()).book;
    let mut expected = theirs.clone();
    expected.settle();
    expected.arrange();
    assert_eq!(ours.accounts, expected.accounts);
    let reached = expected.reach(expected.accounts.iter().flat_map(Account::things));
    let is_there = |thing| reached.contains(&thing);
    expected.devices.retain(|device| is_there(crate::model::Thing::Device(device.id)));
    expected.numbers.retain(|number| is_there(crate::model::Thing::Number(number.id)));
    expected.people.retain(|person| is_there(crate::model::Thing::Person(person.id)));
    assert_eq!(ours.devices, expected.devices);
    assert_eq!(ours.numbers, expected.numbers);
    assert_eq!(ours.people, expected.people);
    let all = theirs.devices.len() + theirs.numbers.len() + theirs.people.len();
    let named = first.sources[0].notices.iter().find_map(|notice| match notice {
        Notice::Things(names) => Some(names.len()),
        _ => None,
    });
    assert_eq!(named.unwrap_or(0), all - reached.len());
    let told: Vec<Ignored> = first.ignored.iter().map(|(what, _)| *what).collect();
    assert!(told.contains(&Ignored::Snoozes), "{told:?}");
    for choice in [Choice::Skip, Choice::Merge] {
        let again = plan(&written(&theirs), &ours, choice);
        assert!(again.fates().iter().all(|fate| matches!(fate, Fate::Skip(_))), "{choice:?}");
        assert_eq!(applied(&again, &ours).book, ours);
    }
}

#[test]
fn what_opens_one_and_what_does_not() {
    let book = Book { accounts: vec![Account::blank(id(1))], ..Book::default() };
    let closed = sealed(&book, 10);
    let count = |bytes: &[u8], password| taken(bytes, password).map(|reading| reading.rows.len());
    assert_eq!(count(&closed, Some(PASSWORD)), Ok(1));
    let dear = String::from_utf8_lossy(&closed[..200]).replacen(" 10\n", " 30\n", 1);
    let newer = written(&book);
    let newer = String::from_utf8(newer).expect("text").replacen(
        &format!("vault {FORMAT} 1 {FORMAT}"),
        "vault 9 1 9",
        1,
    );
    let people = "age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n";
    let cases: [(&str, &[u8], Option<&str>, ReadError); 7] = [
        ("no password", &closed, None, ReadError::NeedsPassword(Format::Vault)),
        ("a wrong one", &closed, Some("x"), ReadError::WrongPassword),
        (
            "much work",
            dear.as_bytes(),
            None,
            ReadError::Limit(Limit { what: Measure::ScryptN, asked: 1 << 30, most: 1 << 20 }),
        ),
        ("to people", people.as_bytes(), None, ReadError::Unsupported(Unsupported::Age)),
        (
            "newer",
            newer.as_bytes(),
            None,
            ReadError::Newer { format: Format::Vault, version: 9, known: u64::from(FORMAT) },
        ),
        ("cut", b"keyrack-vault 4 1 4\n(vault: ", None, ReadError::damaged(Format::Vault)),
        ("no vault", b"keyrack-vault x\n", None, ReadError::Unknown(Sort::Bytes)),
    ];
    for (name, bytes, password, expected) in cases {
        assert_eq!(count(bytes, password), Err(expected), "{name}");
    }
}

#[test]
fn what_is_here_under_another_id_is_found_by_its_name() {
    let person = |n: u8, name: &str| Person::new(id(n), name.into());
    let phone = |n: u8, label: &str, holder: u8| Device {
        holder: Some(id(holder)),
        ..Device::new(id(n), label.into())
    };
    let line = |n: u8, number: &str, device: u8| Number {
        device: Some(id(device)),
        ..Number::new(id(n), number.into())
    };
    let sms = |number: u8| Method {
        number: Some(id(number)),
        ..Method::new(MethodKind::Sms, Role::Main)
    };
    let here = Book {
        accounts: vec![Account { login: "here".into(), ..Account::blank(id(1)) }],
        people: vec![person(2, "Li")],
        devices: vec![phone(3, "p-07", 2)],
        numbers: vec![line(4, "+8613800000001", 3)],
        ..Book::default()
    };
    let login = |n: u8, number: u8| Account {
        login: format!("login {n}"),
        company: "Hikari".into(),
        users: vec![id(22), id(99)],
        methods: vec![sms(number)],
        ..Account::blank(id(n))
    };
    let there = Book {
        accounts: vec![login(1, 41), login(12, 42)],
        people: vec![person(21, "li"), person(22, "Min")],
        // Two of one name, of which neither is ours.
        devices: vec![phone(31, "X", 21), phone(32, "x", 22)],
        numbers: vec![line(41, "+86 138 0000 0001", 31), line(42, "+8613800000002", 32)],
        ..Book::default()
    };
    let book = applied(&plan(&written(&there), &here, Choice::Keep), &here).book;
    let names: Vec<&str> = book.people.iter().map(|person| &*person.name).collect();
    assert_eq!(names, ["Li", "Min"]);
    assert_eq!(book.numbers.len(), 2);
    let find = |login: &str| book.accounts.iter().find(|a| a.login == login).expect("imported");
    // Its id is taken here by another login; whom nobody knows is dropped.
    let first = find("login 1");
    assert_ne!(first.id, id(1));
    assert_eq!((first.methods[0].number, &*first.users), (Some(id(4)), &[id(22)][..]));
    let second = find("login 12");
    assert_eq!((second.id, second.methods[0].number), (id(12), Some(id(42))));
    assert_eq!(book.holder_of(&second.methods[0]).map(|person| person.id), Some(id(22)));
}

#[test]
fn a_merge_fills_what_only_vaults_know_and_tells_the_rest() {
    let key = || {
        let secret = Secret::from_text("12345678901234567890".into());
        let kind = crate::otp::Kind::Totp { period: 30 };
        crate::otp::Key::new(secret, kind, crate::otp::Algorithm::Sha1, 6).ok()
    };
    let ours =
        Account { login: "me".into(), company: "Ours".into(), key: key(), ..Account::blank(id(1)) };
    let theirs = Account {
        company: "Theirs".into(),
        profile: "Chrome 2".into(),
        methods: vec![Method {
            address: "a@b.example".into(),
            ..Method::new(MethodKind::Email, Role::Main)
        }],
        ..ours.clone()
    };
    let theirs = Account { id: id(2), ..theirs };
    let here = Book { accounts: vec![ours.clone()], ..Book::default() };
    let there = Book { accounts: vec![theirs.clone()], ..Book::default() };
    let plan = plan(&written(&there), &here, Choice::Merge);
    assert!(plan.entries[0].told.iter().all(|told| !Told::is_loss(told)));
    let differs: Vec<Field> = plan.entries[0].differs.iter().map(|it| it.field).collect();
    assert_eq!(differs, [Field::Company]);
    let merged = applied(&plan, &here).book;
    let expected = Account { company: "Ours".into(), id: id(1), ..theirs };
    assert_eq!(merged.accounts, [expected]);
}
