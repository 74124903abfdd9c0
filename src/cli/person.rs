//! `keyrack person`: colleagues.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::exit::Failure;
use super::output::Output;
use super::pick;
use super::record::{self, Kind};
use super::session::Session;
use super::show::row;
use crate::app::draft::{Field, Target};
use crate::app::explain;
use crate::health::loss::How;
use crate::i18n::{Help, Lang, Things, Word};
use crate::model::{Book, Person, Thing};
use crate::text::safe;

const KIND: Kind = Kind {
    name: "person",
    new: Target::Person(None),
    title: Field::Name,
    about: Help::ManagePerson,
    one: Help::ArgPerson,
    fresh: Help::ArgNewName,
    usage: [
        "keyrack person [list|show|add|edit|remove|left|back] …",
        "keyrack person list [--json]",
        "keyrack person show NAME [--json]",
        "keyrack person add NAME [OPTION …]",
        "keyrack person edit NAME OPTION …",
        "keyrack person remove NAME [--yes]",
    ],
};

pub fn grammar(lang: Lang) -> Command {
    let left = "keyrack person left NAME [--dry-run] [--json] [OPTION …]";
    record::grammar(&KIND, lang).subcommands([
        record::gone("left", left, &Help::PersonLeft, &KIND.one, lang),
        record::back("back", "keyrack person back NAME", &Help::PersonBack, &KIND.one, lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("show", matches)) => show(matches, session, out),
        Some(("add", matches)) => record::add(&KIND, matches, session, out),
        Some(("edit", matches)) => record::edit(pick::person, matches, session, out),
        Some(("remove", matches)) => record::remove(pick::person, matches, session, out),
        Some(("left", matches)) => record::lose(pick::person, How::Left, matches, session, out),
        Some(("back", matches)) => record::regain(pick::person, matches, session, out),
        listed => list(listed.is_some_and(|(_, matches)| matches.get_flag("json")), session, out),
    }
}

/// One person as JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    name: &'a str,
    team: &'a str,
    left: Option<String>,
    devices: Vec<&'a str>,
    accounts: usize,
}

fn describe<'a>(person: &'a Person, book: &'a Book, accounts: usize) -> Row<'a> {
    Row {
        id: person.id.to_string(),
        name: &person.name,
        team: &person.team,
        left: person.left.map(|day| day.to_string()),
        devices: devices(person, book),
        accounts,
    }
}

fn devices<'a>(person: &Person, book: &'a Book) -> Vec<&'a str> {
    let held = book.devices.iter().filter(|device| device.holder == Some(person.id));
    held.map(|device| &*device.label).collect()
}

fn list(json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let book = &open.book;
    let counts = record::counts(book);
    let count = |person: &Person| counts.get(&Thing::Person(person.id)).copied().unwrap_or(0);
    let mut people: Vec<&Person> = book.people.iter().collect();
    people.sort_by_key(|person| person.name.to_lowercase());
    if json {
        let rows: Vec<Row> =
            people.iter().map(|person| describe(person, book, count(person))).collect();
        return out.json(&rows);
    }
    if people.is_empty() {
        session.note_things(&Things::NoPeople);
        return Ok(());
    }
    let rows: Vec<Vec<String>> = people
        .iter()
        .map(|person| {
            let left = person.left.map(|day| Things::LeftOn { day: safe(&day.to_string()) });
            vec![
                safe(&person.name).to_string(),
                safe(&person.team).to_string(),
                safe(&devices(person, book).join(explain::between(session.lang))).to_string(),
                Things::Accounts { n: count(person) }.say(session.lang),
                left.map(|left| left.say(session.lang)).unwrap_or_default(),
            ]
        })
        .collect();
    out.table(&rows)
}

fn show(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let (book, lang) = (&open.book, session.lang);
    let thing = pick::person(&open, &record::name_of(matches))?;
    let Some(person) = book.person(thing.id()) else { return Ok(()) };
    if matches.get_flag("json") {
        return out.json(&describe(person, book, record::uses(book, thing).len()));
    }
    out.line(safe(&person.name).as_str())?;
    let rows = [
        (Word::Team, person.team.clone()),
        (Word::LeftOn, person.left.map(|day| day.to_string()).unwrap_or_default()),
        (Word::Device, devices(person, book).join(explain::between(lang))),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| row(word, text, lang))
        .chain([vec!["  id".to_owned(), person.id.to_string()]])
        .collect();
    out.table(&rows)?;
    record::print_uses(book, Thing::Person(person.id), session, out)
}
