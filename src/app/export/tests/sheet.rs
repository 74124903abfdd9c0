//! What a table says of phones: it comes back, or is told as lost.

use super::super::*;
use super::{id, key, outlook_of};
use crate::app::findings::limits;
use crate::app::import;
use crate::config::Settings;
use crate::i18n::Lang;
use crate::model::{Catalogue, Device, Method, MethodKind, Number, Person, Role};

/// Two lines in one phone that Li keeps in the safe; a login with a key and one without.
fn book() -> Book {
    let line =
        |n, number: &str| Number { device: Some(id(10)), ..Number::new(id(n), number.to_owned()) };
    let sms = |n, role| Method { number: Some(id(n)), ..Method::new(MethodKind::Sms, role) };
    let phone = Device {
        holder: Some(id(11)),
        location: "safe".into(),
        ..Device::new(id(10), "P-07".into())
    };
    let push = Method { device: Some(id(10)), ..Method::new(MethodKind::Push, Role::Main) };
    let account = |n, login: &str| Account {
        platform: "Walmart".into(),
        store: "光".into(),
        login: login.into(),
        ..Account::blank(id(n))
    };
    Book {
        accounts: vec![
            Account {
                key: key("one"),
                methods: vec![sms(20, Role::Backup)],
                marketplaces: vec!["US".into(), "CA".into()],
                ..account(1, "a")
            },
            Account {
                methods: vec![sms(20, Role::Main), sms(21, Role::Backup)],
                ..account(2, "b")
            },
            Account { methods: vec![push], ..account(3, "c") },
        ],
        devices: vec![phone],
        numbers: vec![line(20, "+12025550147"), line(21, "+12025550148")],
        people: vec![Person::new(id(11), "Li".into())],
        ..Book::default()
    }
}

fn written(cargo: &Cargo<'_>, form: Form) -> String {
    let (catalogue, limits) = (Catalogue::default(), limits(&Settings::default()));
    let source = Source {
        book: cargo.book,
        catalogue: &catalogue,
        limits: &limits,
        today: "2026-04-01".parse().expect("a day"),
        revision: 1,
        lang: Lang::En,
    };
    let password = Secret::from_text(String::new());
    let sealing = Sealing { password: &password, work: WorkFactor::DEFAULT, machine: "desk" };
    let bytes =
        cargo.write(&outlook_of(cargo, form), &source, &sealing, &mut |_| {}).expect("a file");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn phones_of_a_table_come_back() {
    let book = book();
    let cargo = Cargo::new(&book, vec![&book.accounts[0]]);
    // What stands on the phone's sticker has no column.
    assert_eq!(outlook_of(&cargo, Form::Of(Target::Csv)).lost, [(Gone::DeviceFacts, 1)]);
    let text = written(&cargo, Form::Of(Target::Csv));
    let reading = import::read(text.as_bytes(), import::Ask::default(), &mut |_| {});
    let mut plan = import::Plan::default();
    plan.add("f".into(), reading.expect("written here"), None);
    let mut last = 90;
    let mut fresh = || {
        last += 1;
        id(last)
    };
    let back = plan.apply(&Book::default(), Lang::En, &mut fresh).book;
    let account = &back.accounts[0];
    assert_eq!(
        (account.store.as_str(), &*account.marketplaces),
        ("光", &["US".into(), "CA".into()][..])
    );
    let [method] = &*account.methods else { panic!("{:?}", account.methods) };
    assert_eq!((method.kind, method.role), (MethodKind::Sms, Role::Backup));
    assert_eq!(back.numbers[0].number, "+12025550147");
    assert_eq!(back.devices[0].location, "safe");
    assert_eq!(back.people[0].name, "Li");
    assert!(!plan.is_partial());
}

#[test]
fn two_numbers_stay_in_their_columns_with_a_key_and_without() {
    let mut book = book();
    let sms = |n, role| Method { number: Some(id(n)), ..Method::new(MethodKind::Sms, role) };
    book.accounts.truncate(2);
    book.accounts[0].methods = vec![sms(21, Role::Backup), sms(20, Role::Extra)];
    let phones = |text: &str| -> Vec<String> {
        let number = |row: &str, at| {
            let cells: Vec<&str> = row.split(',').collect();
            cells
                .get(at)
                .map_or_else(String::new, |it: &&str| it.trim_start_matches('\'').to_owned())
        };
        let rows: Vec<&str> = text.lines().collect();
        let heads: Vec<&str> = rows[0].split(',').collect();
        let at = heads.iter().position(|head| *head == "main phone").expect("the column");
        rows[1..].iter().map(|row| [number(row, at), number(row, at + 1)].join(" ")).collect()
    };
    for form in [Form::Of(Target::Csv), Form::List] {
        let cargo = Cargo::new(&book, book.accounts.iter().collect());
        assert!(outlook_of(&cargo, form).lost.iter().all(|(what, _)| *what != Gone::MethodFacts));
        let text = written(&cargo, form);
        let reading = import::read(text.as_bytes(), import::Ask::default(), &mut |_| {});
        let mut plan = import::Plan::default();
        plan.add("f".into(), reading.expect("written here"), None);
        let mut last = 90;
        let mut fresh = || {
            last += 1;
            id(last)
        };
        let back = plan.apply(&Book::default(), Lang::En, &mut fresh).book;
        let again = written(&Cargo::new(&back, back.accounts.iter().collect()), form);
        assert_eq!(phones(&again), phones(&text), "{form:?}");
        assert!(phones(&text)[0].contains("0148 +12025550147"), "{text}");
    }
    // What has no column is named.
    book.accounts[1].methods.push(sms(20, Role::Extra));
    book.numbers.push(Number::new(id(22), "+12025550149".into()));
    book.accounts[1].methods.push(sms(22, Role::Extra));
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    let said = crate::app::explain::outlook(&outlook_of(&cargo, Form::List), &book, Lang::En);
    let named = |line: &String| line.contains('b') && line.contains("0149");
    assert!(said.iter().any(named), "{said:?}");
}

/// A note is where many keep a spare key, and whoever asked for a table without keys had it in there.
#[test]
fn a_list_has_no_keys_in_its_notes() {
    let key = "JBSWY3DPEHPK3PXP";
    let address = format!("otpauth://totp/A:b?secret={key}&issuer=A");
    let cases = [
        (format!("old key {key}"), "old key ••••".to_owned()),
        (format!("see\n{address} and P-07\n"), "see\n•••• and P-07\n".to_owned()),
        ("JBSW Y3DP EHPK 3PXP".to_owned(), "••••".to_owned()),
        ("call Ann at 5, shelf 3".to_owned(), "call Ann at 5, shelf 3".to_owned()),
        (
            "from otpauth-migration://offline?data=CjEKCkhl%2B the old phone".to_owned(),
            "from •••• the old phone".to_owned(),
        ),
        (
            "otpauth-migration://offline?data=CjEKCkhl\nbG8h3q2%2BbG8h\nof Ann".to_owned(),
            "••••\n••••\nof Ann".to_owned(),
        ),
        (
            "motp://A:b?x=1 steam://abcdef apple-otpauth://totp/A".to_owned(),
            "•••• •••• ••••".to_owned(),
        ),
        ("OTPAUTH%3A%2F%2Ftotp%2Fa is P-07".to_owned(), "•••• is P-07".to_owned()),
        (format!("{address} or JBSW Y3DP EHPK 3PXP"), "•••• or ••••".to_owned()),
    ];
    for (note, shown) in cases {
        assert_eq!(super::super::sheet::keyless(&note), shown);
    }
    let mut account = Account::blank(id(1));
    account.note = format!("spare: {key}");
    let book = Book { accounts: vec![account], ..Book::default() };
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    assert!(outlook_of(&cargo, Form::List).lost.contains(&(Gone::NoteKeys, 1)));
    assert!(!written(&cargo, Form::List).contains(key));
    // Nor in any name: by an import of the wrong column.
    let names: [fn(&mut Account, String); 5] = [
        |account, key| account.platform = key,
        |account, key| account.store = key,
        |account, key| account.login = key,
        |account, key| account.tags = vec!["north".into(), key],
        |account, key| account.marketplaces = vec![key],
    ];
    for put in names {
        for text in [key.to_owned(), "otpauth-migration://offline?data=CjEKCkhl".to_owned()] {
            let mut account = Account { login: "a".into(), ..Account::blank(id(1)) };
            put(&mut account, text.clone());
            let book = Book { accounts: vec![account], ..Book::default() };
            let cargo = Cargo::new(&book, book.accounts.iter().collect());
            assert!(outlook_of(&cargo, Form::List).lost.contains(&(Gone::NoteKeys, 1)), "{text}");
            assert!(!written(&cargo, Form::List).contains(&text), "{text}");
        }
    }
    // Things have names, too.
    let mut book = self::book();
    book.devices[0].label = key.into();
    book.devices[0].location = key.into();
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    assert!(!written(&cargo, Form::List).contains(key));
    // And people, of whom only the first has a column.
    let mut book = self::book();
    book.people[0].name = key.into();
    let cargo = Cargo::new(&book, vec![&book.accounts[2]]);
    assert!(outlook_of(&cargo, Form::List).lost.contains(&(Gone::NoteKeys, 1)));
    let text = written(&cargo, Form::List);
    assert!(text.contains("••••") && !text.contains(key), "{text}");
}

/// The table with keys said so, the one without did not.
#[test]
fn a_tag_that_becomes_two_is_told_in_a_list_too() {
    for (tag, told) in [("a;b", true), ("a b", false)] {
        let mut book = book();
        book.accounts[2].tags = vec![tag.into()];
        let cargo = Cargo::new(&book, book.accounts.iter().collect());
        let lost = outlook_of(&cargo, Form::List).lost;
        assert_eq!(lost.contains(&(Gone::Of(Lost::Names), 1)), told, "{lost:?}");
    }
}

#[test]
fn a_list_for_people_says_which_phones_there_are() {
    let book = book();
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    // How the third one's code arrives has no column.
    assert_eq!(outlook_of(&cargo, Form::List).lost, [(Gone::MethodFacts, 1)]);
    let text = written(&cargo, Form::List);
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(
        rows[1..],
        [
            "Walmart,光,US;CA,a,SHA1,6,30,,totp,,,,'+12025550147,,Li,safe,P-07 (Li)",
            "Walmart,光,,b,,,,,,,,,'+12025550147,'+12025550148,Li,safe,P-07 (Li)",
            "Walmart,光,,c,,,,,,,,,,,,,P-07 (Li)",
        ]
    );
}

/// What is known of a number and of the phone it is in, in words that two books have in common.
fn known(book: &Book) -> [Vec<(&'static str, String)>; 2] {
    // Every field, so that a new one cannot be forgotten.
    let Number {
        id: _,
        number,
        kind,
        carrier,
        registered_to,
        device,
        state,
        since,
        keepalive,
        note,
        conflicts: _,
    } = &book.numbers[0];
    let of_number = vec![
        ("number", number.clone()),
        ("number kind", format!("{kind:?}")),
        ("carrier", carrier.clone()),
        ("registered to", registered_to.clone()),
        ("in a phone", device.is_some().to_string()),
        ("number state", format!("{state:?}")),
        ("number since", format!("{since:?}")),
        ("keepalive", format!("{keepalive:?}")),
        ("number note", note.clone()),
    ];
    let Some(device) = book.devices.first() else { return [of_number, Vec::new()] };
    let Device {
        id: _,
        label,
        kind,
        holder,
        location,
        state,
        since,
        auto_time,
        note,
        conflicts: _,
    } = device;
    let holder = holder.and_then(|id| book.person(id));
    let holder = holder.map(|Person { id: _, name, team, left, conflicts: _ }| (name, team, left));
    let of_device = vec![
        ("label", label.clone()),
        ("device kind", format!("{kind:?}")),
        ("holder", format!("{holder:?}")),
        ("location", location.clone()),
        ("device state", format!("{state:?}")),
        ("device since", format!("{since:?}")),
        ("automatic time", format!("{auto_time:?}")),
        ("device note", note.clone()),
    ];
    [of_number, of_device]
}

/// A lapsed number came back as one that works, and a table said that nothing is lost.
#[test]
fn what_does_not_come_back_of_numbers_and_devices_is_told() {
    use crate::model::{DeviceKind, DeviceState, NumberKind, NumberState};
    type Edit = fn(&mut Book);
    let edits: [(&str, Edit); 18] = [
        ("", |_| {}),
        ("number kind", |book| book.numbers[0].kind = NumberKind::Rented),
        ("carrier", |book| book.numbers[0].carrier = "Vodafone".into()),
        ("registered to", |book| book.numbers[0].registered_to = "Guangjin".into()),
        ("in a phone", |book| book.numbers[0].device = None),
        ("number state", |book| book.numbers[0].state = NumberState::Lapsed),
        ("number since", |book| book.numbers[0].since = "2026-03-01".parse().ok()),
        ("keepalive", |book| book.numbers[0].keepalive = "2026-05-01".parse().ok()),
        ("number note", |book| book.numbers[0].note = "top up".into()),
        ("label", |book| book.devices[0].label = "P-07".into()),
        ("device kind", |book| book.devices[0].kind = DeviceKind::Tablet),
        ("device state", |book| book.devices[0].state = DeviceState::Lost),
        ("device since", |book| book.devices[0].since = "2026-03-01".parse().ok()),
        ("automatic time", |book| book.devices[0].auto_time = Some(true)),
        ("device note", |book| book.devices[0].note = "cracked".into()),
        ("team", |book| book.people[0].team = "north".into()),
        ("left", |book| book.people[0].left = "2026-03-01".parse().ok()),
        ("nobody's", |book| book.devices[0].holder = None),
    ];
    for (name, edit) in edits {
        let mut book = book();
        book.accounts.truncate(1);
        book.numbers.truncate(1);
        book.devices[0].label = "Li".into();
        edit(&mut book);
        let cargo = Cargo::new(&book, book.accounts.iter().collect());
        let lost = outlook_of(&cargo, Form::Of(Target::Csv)).lost;
        let text = written(&cargo, Form::Of(Target::Csv));
        let reading = import::read(text.as_bytes(), import::Ask::default(), &mut |_| {});
        let mut plan = import::Plan::default();
        plan.add("f".into(), reading.expect("written here"), None);
        let mut made = 90;
        let mut fresh = || {
            made += 1;
            id(made)
        };
        let back = plan.apply(&Book::default(), Lang::En, &mut fresh).book;
        let [number, device] = known(&book);
        let [number_back, device_back] = known(&back);
        // A phone that nobody has and no number is in is none of the account's.
        let is_reached = book.numbers[0].device.is_some();
        let told = |what| lost.contains(&(what, 1));
        assert_eq!(told(Gone::NumberFacts), number != number_back, "{name}: {lost:?}");
        let is_other = is_reached && device != device_back;
        assert_eq!(told(Gone::DeviceFacts), is_other, "{name}: {lost:?}");
    }
}

/// Whoever takes over calls a number that is nobody's any more.
#[test]
fn a_list_for_people_says_what_became_of_phones() {
    use crate::model::{DeviceState, MethodState, NumberState};
    let mut book = book();
    book.numbers[0].state = NumberState::Lapsed;
    book.numbers[1].carrier = "Vodafone".into();
    book.accounts[1].methods[1].state = MethodState::Retired;
    book.devices[0].state = DeviceState::Stolen;
    book.people[0].left = "2026-03-01".parse().ok();
    let cargo = Cargo::new(&book, vec![&book.accounts[1]]);
    let lost = outlook_of(&cargo, Form::List).lost;
    // The carrier alone; the rest stands there.
    assert_eq!(lost, [(Gone::MethodFacts, 1), (Gone::NumberFacts, 1)]);
    let text = written(&cargo, Form::List);
    let said = "P-07 (Li, left, stolen); +12025550147 (lapsed); +12025550148 (retired)";
    assert!(text.contains(said), "{text}");
}
