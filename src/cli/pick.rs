//! Which account a query means; which device, number or person a name.

use super::exit::{Exit, Failure};
use crate::app::draft::find;
use crate::app::loss::title;
use crate::i18n::{Fault, Lang};
use crate::model::search::{Resolved, resolve};
use crate::model::{Account, Book, Id, Number, Thing};
use crate::text::safe;

/// Candidates that are listed of an ambiguous query.
const SHOWN: usize = 10;

/// The place in `book.accounts` of the one account a query means.
pub fn pick(book: &Book, query: &str) -> Result<usize, Failure> {
    if query.trim().is_empty() {
        return Err(Failure::usage(Fault::EmptyName));
    }
    match resolve(book, query) {
        Resolved::One(place) => Ok(place),
        Resolved::None => Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(query) })),
        Resolved::Many(places) => {
            let fault = Fault::Ambiguous { query: safe(query), n: places.len() };
            let mut details: Vec<String> =
                places.iter().take(SHOWN).map(|&place| candidate(&book.accounts[place])).collect();
            if places.len() > SHOWN {
                details.push("  …".to_owned());
            }
            Err(Failure { details, ..Failure::new(Exit::Ambiguous, fault) })
        }
    }
}

/// `  0198…  Hikari Outdoor · Amazon · ops@hikari.example`
fn candidate(account: &Account) -> String {
    format!("  {}  {}", account.id, title(account))
}

/// The device with a label, or with the only label that holds these letters.
pub fn device(book: &Book, label: &str) -> Result<Thing, Failure> {
    let named = book.devices.iter().map(|device| (device.id, device.label.clone()));
    choose(named.collect(), label, "device").map(Thing::Device)
}

/// The person with a name, or with the only name that holds these letters.
pub fn person(book: &Book, name: &str) -> Result<Thing, Failure> {
    let named = book.people.iter().map(|person| (person.id, person.name.clone()));
    choose(named.collect(), name, "person").map(Thing::Person)
}

/// The number, or the only one that ends with these digits.
pub fn number(book: &Book, typed: &str, region: Option<&str>) -> Result<Thing, Failure> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let ending = book.numbers.iter().filter(|number| {
        !digits.is_empty() && number.number.ends_with(&digits) || number.id.to_string() == typed
    });
    let mut named: Vec<&Number> = ending.collect();
    if named.iter().any(|number| number.number == typed) {
        named.retain(|number| number.number == typed);
    }
    // The large table of numbers is asked only where the digits alone do not tell.
    if named.is_empty() {
        let lines = find::lines(book, typed, region, None);
        named.extend(lines.into_iter().filter_map(|id| book.number(id)));
    }
    match &*named {
        [] => Err(nothing(typed, "number")),
        [one] => Ok(Thing::Number(one.id)),
        several => Err(many(typed, &several.iter().map(|n| (n.id, n.masked())).collect::<Vec<_>>())),
    }
}

/// The device, the person or the number that is called exactly so; of a number, its end will do.
pub fn thing(book: &Book, name: &str, region: Option<&str>) -> Result<Thing, Failure> {
    let devices = book.devices.iter().map(|device| (device.id, device.label.clone()));
    let people = book.people.iter().map(|person| (person.id, person.name.clone()));
    for (named, kind) in [
        (devices.collect::<Named>(), Thing::Device as fn(Id) -> Thing),
        (people.collect(), Thing::Person),
    ] {
        match &*exactly(named, name) {
            [] => {}
            [(id, _)] => return Ok(kind(*id)),
            several => return Err(many(name, several)),
        }
    }
    match &find::lines(book, name, region, None)[..] {
        [] => Err(Failure::new(Exit::NotFound, Fault::UnknownThing { name: safe(name) })),
        [id] => Ok(Thing::Number(*id)),
        several => Err(many(name, &called(book, several))),
    }
}

/// An option of a form names several records.
pub fn unclear(book: &Book, option: &'static str, found: &[Id], lang: Lang) -> Failure {
    let found = called(book, found);
    let failure = many(found.first().map_or("", |(_, name)| name), &found);
    let said = |fault: Fault| safe(&fault.say(lang));
    let fault =
        failure.fault.map(|fault| Fault::InField { option: safe(option), fault: said(fault) });
    Failure { fault, ..failure }
}

/// Records with what they are called.
fn called(book: &Book, found: &[Id]) -> Named {
    let name = |id: Id| {
        let person = book.person(id).map(|person| person.name.clone());
        let device = || book.device(id).map(|device| device.label.clone());
        person.or_else(device).or_else(|| book.number(id).map(Number::masked)).unwrap_or_default()
    };
    found.iter().map(|id| (*id, name(*id))).collect()
}

type Named = Vec<(Id, String)>;

/// Those that are called exactly so, or have that id. Several are where several vaults are open, or an
/// account came from another with its phone.
fn exactly(named: Named, asked: &str) -> Named {
    let (mut named, asked) = (named, asked.trim());
    named.retain(|(id, name)| find::same(name, asked) || id.to_string() == asked);
    named
}

fn choose(named: Named, asked: &str, kind: &'static str) -> Result<Id, Failure> {
    let mut found = exactly(named.clone(), asked);
    if found.is_empty() {
        let part = asked.trim().to_lowercase();
        found = named;
        found.retain(|(_, name)| name.to_lowercase().contains(&part));
    }
    match &*found {
        [] => Err(nothing(asked, kind)),
        [(id, _)] => Ok(*id),
        several => Err(many(asked, several)),
    }
}

fn nothing(name: &str, kind: &'static str) -> Failure {
    Failure::new(Exit::NotFound, Fault::NoThing { name: safe(name), kind: safe(kind) })
}

fn many(name: &str, found: &[(Id, String)]) -> Failure {
    let fault = Fault::ManyThings { name: safe(name), n: found.len() };
    let shown = found.iter().take(SHOWN);
    let mut details: Vec<String> =
        shown.map(|(id, name)| format!("  {id}  {}", safe(name))).collect();
    if found.len() > SHOWN {
        details.push("  …".to_owned());
    }
    Failure { details, ..Failure::new(Exit::Ambiguous, fault) }
}
