//! Which account a query means; which device, number or person a name.

use super::exit::{Exit, Failure};
use super::session::{Open, Session};
use crate::app::draft::find::{self, PartOfName};
use crate::app::explain;
use crate::app::loss::title;
use crate::health::loss::is_gone;
use crate::i18n::{Fault, Lang, Things};
use crate::model::search::{Resolved, resolve};
use crate::model::{Id, Number, Thing};
use crate::text::{safe, series, whole};

/// Candidates that are listed of an ambiguous query.
const SHOWN: usize = 10;

/// The place in `book.accounts` of the one account a query means.
pub fn pick(open: &Open, query: &str) -> Result<usize, Failure> {
    if query.trim().is_empty() {
        return Err(Failure::usage(Fault::EmptyName));
    }
    let book = &open.book;
    match resolve(book, query) {
        Resolved::One(place) => Ok(place),
        Resolved::None => Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(query) })),
        Resolved::Many(places) => {
            let fault = Fault::Ambiguous { query: safe(query), n: places.len() };
            let found = places.iter().map(|&place| {
                let account = &book.accounts[place];
                (account.id, title(account).to_string())
            });
            Err(unclear(fault, open, &found.collect::<Named>()))
        }
    }
}

/// The device with a label, or with the only label that holds these letters.
pub fn device(open: &Open, label: &str) -> Result<Thing, Failure> {
    let named = open.book.devices.iter().map(|device| (device.id, device.label.clone()));
    choose(open, named.collect(), label, "device").map(Thing::Device)
}

/// The person with a name, or with the only name that holds these letters.
pub fn person(open: &Open, name: &str) -> Result<Thing, Failure> {
    let named = open.book.people.iter().map(|person| (person.id, person.name.clone()));
    choose(open, named.collect(), name, "person").map(Thing::Person)
}

/// The person who is called exactly so: of whoever is written down for good, a part of a name says too little.
pub fn whole_person(open: &Open, name: &str) -> Result<Id, Failure> {
    let book = &open.book;
    match &*find::people(book, name, None) {
        [one] => Ok(*one),
        [] => match &*find::people_in_part(book, name) {
            [] => Err(nothing(name, "person")),
            found => Err(many(open, name, found.iter().copied())),
        },
        several => Err(many(open, name, several.iter().copied())),
    }
}

/// The number, or the only one that ends with these digits.
pub fn number(open: &Open, typed: &str, region: Option<&str>) -> Result<Thing, Failure> {
    let book = &open.book;
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
        several => Err(many(open, typed, several.iter().map(|number| number.id))),
    }
}

/// The device, the person or the number that is called exactly so; of a number, its end will do. Of
/// several the only one that is gone: whoever asks about a loss means that.
pub fn thing(open: &Open, name: &str, region: Option<&str>) -> Result<Thing, Failure> {
    let book = &open.book;
    let things = |found: Vec<Id>, kind: fn(Id) -> Thing| found.into_iter().map(kind).collect();
    let mut found: Vec<Thing> = things(find::devices(book, name, None), Thing::Device);
    if found.is_empty() {
        found = things(find::people(book, name, None), Thing::Person);
    }
    if found.is_empty() {
        found = things(find::lines(book, name, region, None), Thing::Number);
    }
    let mut gone = found.iter().filter(|thing| is_gone(book, **thing));
    match (&*found, gone.next().filter(|_| gone.next().is_none())) {
        ([], _) => {
            let devices = book.devices.iter().map(|device| device.label.clone());
            let all: Vec<String> =
                devices.chain(book.people.iter().map(|person| person.name.clone())).collect();
            Err(unnamed(&all, name, None))
        }
        ([only], _) | (_, Some(only)) => Ok(*only),
        (several, None) => Err(many(open, name, several.iter().map(|thing| thing.id()))),
    }
}

/// An option of a form names several records.
pub fn doubled(open: &Open, option: &'static str, found: &[Id], lang: Lang) -> Failure {
    let name = found.first().map_or_else(String::new, |id| called(open, *id));
    let failure = many(open, &name, found.iter().copied());
    let said = |fault: Fault| whole(&fault.say(lang));
    let fault =
        failure.fault.map(|fault| Fault::InField { option: safe(option), fault: said(fault) });
    Failure { fault, ..failure }
}

/// An option of a form names a part of what somebody or something is called.
pub fn part_of_names(open: &Open, part: &PartOfName, session: &Session) -> Failure {
    let PartOfName { field, name, found } = part;
    let is_person = found.iter().any(|id| open.book.person(*id).is_some());
    let kind = if is_person { "person" } else { "device" };
    let named: Named = found.iter().map(|id| (*id, safe(&called(open, *id)).to_string())).collect();
    let command = session.command(&[kind, "add", name]);
    let said = Things::PartOfNames { name: safe(name), n: found.len(), command };
    let (option, said) = (safe(field.option()), whole(&said.say(session.lang)));
    unclear(Fault::InField { option, fault: said }, open, &named)
}

/// What a device, a person or a number is called.
fn called(open: &Open, id: Id) -> String {
    let person = open.book.person(id).map(|person| person.name.clone());
    let device = || open.book.device(id).map(|device| device.label.clone());
    let number = || open.book.number(id).map(Number::masked);
    person.or_else(device).or_else(number).unwrap_or_default()
}

type Named = Vec<(Id, String)>;

/// Those that are called exactly so, or have that id. Several are where several vaults are open, or an
/// account came from another with its phone.
fn exactly(named: Named, asked: &str) -> Named {
    let (mut named, asked) = (named, asked.trim());
    named.retain(|(id, name)| find::same(name, asked) || id.to_string() == asked);
    named
}

fn choose(open: &Open, named: Named, asked: &str, kind: &'static str) -> Result<Id, Failure> {
    let mut found = exactly(named.clone(), asked);
    let all: Vec<String> = named.iter().map(|(_, name)| name.clone()).collect();
    if found.is_empty() {
        let part = asked.trim().to_lowercase();
        found = named;
        found.retain(|(_, name)| name.to_lowercase().contains(&part));
    }
    match &*found {
        [] => Err(unnamed(&all, asked, Some(kind))),
        [(id, _)] => Ok(*id),
        several => Err(many(open, asked, several.iter().map(|(id, _)| *id))),
    }
}

/// Nobody is called that.
pub fn nobody(open: &Open, name: &str) -> Failure {
    let all: Vec<String> = open.book.people.iter().map(|person| person.name.clone()).collect();
    if find::near(all.iter().map(String::as_str), name).is_empty() {
        return Failure::new(Exit::NotFound, Fault::UnknownPerson { name: safe(name) });
    }
    unnamed(&all, name, Some("person"))
}

/// Nothing is called that; what is nearly called so is named. `kind` is that of a command, where one is meant.
fn unnamed(all: &[String], asked: &str, kind: Option<&'static str>) -> Failure {
    let near = find::near(all.iter().map(String::as_str), asked);
    let (name, names) = (safe(asked), series(&near, ", "));
    let fault = match (kind, near.is_empty()) {
        (Some(kind), true) => return nothing(asked, kind),
        (Some(kind), false) => Fault::NoThingNear { name, kind: safe(kind), names },
        (None, true) => Fault::UnknownThing { name },
        (None, false) => Fault::UnknownThingNear { name, names },
    };
    Failure::new(Exit::NotFound, fault)
}

fn nothing(name: &str, kind: &'static str) -> Failure {
    Failure::new(Exit::NotFound, Fault::NoThing { name: safe(name), kind: safe(kind) })
}

fn many(open: &Open, name: &str, found: impl Iterator<Item = Id>) -> Failure {
    let described = |id| {
        let parts = [safe(&called(open, id)).to_string(), tells_apart(open, id)];
        (id, parts.join("  ").trim_end().to_owned())
    };
    let found: Named = found.map(described).collect();
    unclear(Fault::ManyThings { name: safe(name), n: found.len() }, open, &found)
}

/// What tells a record from others that are called the same: what they hold or who holds it, how many accounts hang
/// on it, since when it is known.
fn tells_apart(open: &Open, id: Id) -> String {
    let (book, lang) = (&open.book, open.shelf.lang());
    let held = book.devices.iter().filter(|device| device.holder == Some(id));
    let held = held.map(|device| device.label.clone());
    let device = book.device(id).and_then(|device| book.person(device.holder?));
    let line = book.number(id).and_then(|line| book.device(line.device?));
    let in_it = book.numbers.iter().filter(|line| line.device == Some(id)).map(Number::masked);
    let things = held.chain(device.map(|person| person.name.clone())).chain(in_it);
    let things: Vec<String> = things.chain(line.map(|device| device.label.clone())).collect();
    let hangs = |thing: &Thing| thing.id() == id;
    let n = book.accounts.iter().filter(|it| book.carriers(it).iter().any(hangs)).count();
    let accounts = (n > 0).then(|| Things::AccountsHang { n }.say(lang));
    let since = Things::KnownSince { day: safe(&id.made().to_string()) }.say(lang);
    let things = series(&things, explain::between(lang)).to_string();
    let parts = [Some(things).filter(|held| !held.is_empty()), accounts, Some(since)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// `  0198…  Hikari Outdoor · Amazon · ops@hikari.example  eu`: what fits, safe to show, and in which of
/// several vaults it stands.
fn unclear(fault: Fault, open: &Open, found: &[(Id, String)]) -> Failure {
    let line = |(id, name): &(Id, String)| match open.shelf.called(*id) {
        Some(vault) => format!("  {id}  {name}  {}", safe(&vault)),
        None => format!("  {id}  {name}"),
    };
    let mut details: Vec<String> = found.iter().take(SHOWN).map(line).collect();
    if found.len() > SHOWN {
        details.push("  …".to_owned());
    }
    Failure { details, ..Failure::new(Exit::Ambiguous, fault) }
}
