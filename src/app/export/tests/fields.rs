//! Every field of an account goes out, or is told as lost.

use super::super::*;
use super::{id, key, outlook_of};
use crate::app::findings::limits;
use crate::app::import;
use crate::config::Settings;
use crate::i18n::Lang;
use crate::model::{
    Catalogue, Conflict, CopyKind, Device, KeyCopy, Method, MethodKind, Person, Recovery,
    RecoveryCode, Role, TwoStep,
};
use crate::otp::uri;

/// A field of an account: its name, what it holds, what of it stands in a file that is only looked at,
/// and what is told where it is lost.
struct Fact {
    name: &'static str,
    value: String,
    shown: Option<String>,
    told: &'static [Gone],
}

/// Every field, so that a new one cannot be forgotten: whoever adds it says here how its loss is told.
fn facts(account: &Account) -> Vec<Fact> {
    let Account {
        // It names nothing in another program.
        id: _,
        // Another program has no members.
        arrived: _,
        // Marks of keys leave no vault.
        past: _,
        platform,
        store,
        login,
        marketplaces,
        company,
        tags,
        note,
        pinned,
        key,
        keyed,
        exposed,
        copies,
        two_step,
        recovery,
        users,
        profile,
        console,
        methods,
        conflicts,
    } = account;
    let fact = |name, value: String, shown: &str, told| {
        let shown = (!shown.is_empty()).then(|| shown.to_owned());
        Fact { name, value, shown, told }
    };
    let written = key.as_ref().map(|key| key.written().to_string()).unwrap_or_default();
    let key = key.as_ref().map(|key| uri::format("", "", key).to_string()).unwrap_or_default();
    let codes = recovery.iter().flat_map(|set| &set.codes);
    let codes: Vec<_> = codes.filter_map(|code| code.code.expose_text()).collect();
    let facts = recovery.as_ref().map(|set| (set.counted, &set.place, set.checked));
    vec![
        fact("platform", platform.clone(), platform, &[Gone::Of(Lost::Issuers)]),
        fact("store", store.clone(), store, &[Gone::Stores]),
        fact("login", login.clone(), login, &[Gone::Of(Lost::Names)]),
        fact("marketplaces", format!("{marketplaces:?}"), &marketplaces.concat(), &[Gone::Sites]),
        fact("company", company.clone(), company, &[Gone::Companies]),
        fact(
            "tags",
            format!("{tags:?}"),
            tags.first().map_or("", String::as_str),
            &[Gone::Of(Lost::Groups)],
        ),
        fact("note", note.clone(), note, &[Gone::Of(Lost::Notes)]),
        fact("pinned", pinned.to_string(), "yes", &[Gone::Of(Lost::Favourites)]),
        fact("key", key, &written, &[]),
        fact("keyed", format!("{keyed:?}"), "", &[Gone::KeyDays]),
        fact("exposed", format!("{exposed:?}"), "", &[Gone::KeyDays]),
        fact("copies", format!("{copies:?}"), "", &[Gone::Copies]),
        fact("two_step", format!("{two_step:?}"), "", &[Gone::TwoStep]),
        fact(
            "recovery codes",
            format!("{codes:?}"),
            codes.first().copied().unwrap_or_default(),
            &[Gone::Of(Lost::Recovery)],
        ),
        fact("recovery facts", format!("{facts:?}"), "", &[Gone::RecoveryFacts]),
        fact("users", format!("{users:?}"), "", &[Gone::People]),
        fact("profile", profile.clone(), profile, &[Gone::Profiles]),
        fact("console", console.clone(), console, &[Gone::SignIns]),
        fact("methods", format!("{methods:?}"), "", &[Gone::Methods, Gone::MethodFacts]),
        fact("conflicts", format!("{conflicts:?}"), "", &[Gone::Clashes]),
    ]
}

/// An account with something in every field.
fn full() -> Book {
    let day = "2026-03-01".parse().ok();
    let other = Account { note: "other words".into(), ..Account::blank(id(1)) };
    let account = Account {
        id: id(1),
        arrived: day,
        past: Vec::new(),
        platform: "Walmart".into(),
        store: "Hikari".into(),
        login: "ops@hikari.example".into(),
        marketplaces: vec!["US9".into()],
        company: "Guangjin".into(),
        tags: vec!["north".into(), "south".into()],
        note: "by the window".into(),
        pinned: true,
        key: key("hihaylord of north"),
        keyed: day,
        exposed: day,
        copies: vec![KeyCopy {
            kind: CopyKind::App,
            place: "Aegis".into(),
            device: Some(id(10)),
            holder: None,
            added: day,
            removed: None,
        }],
        two_step: TwoStep::On,
        recovery: Some(Recovery {
            codes: vec![RecoveryCode { code: Secret::from_text("aaaa-1111".into()), used: None }],
            counted: Some(3),
            place: "the safe".into(),
            checked: day,
        }),
        users: vec![id(11)],
        profile: "window 4".into(),
        console: "https://sell.example/in".into(),
        methods: vec![Method { device: Some(id(10)), ..Method::new(MethodKind::Push, Role::Main) }],
        conflicts: vec![Conflict { field: "note", other: Box::new(other), round: 0 }],
    };
    Book {
        accounts: vec![account],
        devices: vec![Device::new(id(10), "P-07".into())],
        people: vec![Person::new(id(11), "Li".into())],
        ..Book::default()
    }
}

/// What comes back of the only account of a book.
fn back(bytes: &[u8], password: &Secret) -> Account {
    let ask = import::Ask { password: Some(password), ..import::Ask::default() };
    let reading = import::read(bytes, ask, &mut |_| {}).expect("written here");
    let mut plan = import::Plan::default();
    plan.add("f".into(), reading, None);
    plan.compare(&Book::default());
    let mut applied = plan.apply(&Book::default(), Lang::En, &mut || id(99));
    assert_eq!(applied.book.accounts.len(), 1);
    applied.book.accounts.remove(0)
}

#[test]
fn every_field_goes_out_or_is_told_as_lost() {
    let book = full();
    let cargo = Cargo::new(&book, book.accounts.iter().collect());
    let (catalogue, limits) = (Catalogue::default(), limits(&Settings::default()));
    let source = Source {
        book: &book,
        catalogue: &catalogue,
        limits: &limits,
        today: "2026-04-01".parse().expect("a day"),
        revision: 1,
        lang: Lang::En,
    };
    let password = Secret::from_text("correct horse".into());
    let sealing = Sealing {
        password: &password,
        work: WorkFactor::new(10).expect("a factor"),
        machine: "desk",
    };
    let told_of = facts(&book.accounts[0]);
    for form in Form::all() {
        let outlook = outlook_of(&cargo, form);
        assert_eq!(outlook.entries, 1, "{form:?}");
        let mut next = 0_u8;
        let mut random = |bytes: &mut [u8]| {
            for byte in bytes {
                next = next.wrapping_add(1);
                *byte = next;
            }
        };
        let is_told = |fact: &Fact| outlook.lost.iter().any(|(what, _)| fact.told.contains(what));
        // Pixels of a code are read by the tests of the command line; what is in them is the same.
        let form = if form == Form::Codes { Form::Of(Target::GoogleMigration) } else { form };
        let outlook = outlook_of(&cargo, form);
        let bytes = cargo.write(&outlook, &source, &sealing, &mut random).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        let looked = matches!(form, Form::Text | Form::Html | Form::List);
        let came = (!looked).then(|| facts(&back(&bytes, &password)));
        for (at, fact) in told_of.iter().enumerate() {
            let carried = match &came {
                Some(came) => came[at].value == fact.value,
                None => fact.shown.as_ref().is_some_and(|shown| text.contains(shown.as_str())),
            };
            // The reader has one of its own for the platform.
            let carried = carried || fact.name == "console" && text.contains(&fact.value);
            let by_its_name = form == Form::List && fact.name == "key";
            assert!(
                carried || is_told(fact) || by_its_name,
                "{form:?}: {} is lost and nothing says so: {:?}",
                fact.name,
                outlook.lost
            );
            let partly = matches!(fact.name, "tags");
            assert!(
                !(carried && is_told(fact)) || partly,
                "{form:?}: {} is there, and said to be lost",
                fact.name
            );
        }
    }
}
