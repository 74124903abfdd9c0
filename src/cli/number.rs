//! `keyrack number`: phone lines. Masked, unless they are asked for whole.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::exit::Failure;
use super::output::Output;
use super::pick;
use super::record::{self, Kind};
use super::session::{Open, Session};
use super::show::row;
use crate::app::draft::{Field, Target};
use crate::app::words;
use crate::health::loss::How;
use crate::i18n::{Help, Lang, Things, Word};
use crate::model::{Book, Number, Thing, Worded as _};
use crate::text::{joined, safe};

const KIND: Kind = Kind {
    name: "number",
    new: Target::Number(None),
    title: Field::Number,
    about: Help::ManageNumber,
    one: Help::ArgNumber,
    fresh: Help::ArgNewNumber,
    usage: [
        "keyrack number [list|show|add|edit|remove|lapsed|lost|found] …",
        "keyrack number list [--full] [--json]",
        "keyrack number show NUMBER [--full] [--json]",
        "keyrack number add NUMBER [OPTION …]",
        "keyrack number edit NUMBER OPTION …",
        "keyrack number remove NUMBER [--yes]",
    ],
};

pub fn grammar(lang: Lang) -> Command {
    let lost = "keyrack number lost NUMBER [--dry-run] [--json] [OPTION …]";
    let lapsed = "keyrack number lapsed NUMBER [--dry-run] [--json] [OPTION …]";
    let found = "keyrack number found NUMBER";
    record::grammar(&KIND, lang).subcommands([
        record::gone("lost", lost, &Help::NumberLost, &KIND.one, lang),
        record::gone("lapsed", lapsed, &Help::NumberLapsed, &KIND.one, lang),
        record::back("found", found, &Help::DeviceFound, &KIND.one, lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let find = |open: &Open, typed: &str| pick::number(open, typed, session.region());
    match matches.subcommand() {
        Some(("show", matches)) => show(matches, session, out),
        Some(("add", matches)) => record::add(&KIND, matches, session, out),
        Some(("edit", matches)) => record::edit(find, matches, session, out),
        Some(("remove", matches)) => record::remove(find, matches, session, out),
        Some(("lost", matches)) => record::lose(find, How::Lost, matches, session, out),
        Some(("lapsed", matches)) => record::lose(find, How::Lapsed, matches, session, out),
        Some(("found", matches)) => record::regain(find, matches, session, out),
        listed => {
            let flag = |name| listed.is_some_and(|(_, matches)| matches.get_flag(name));
            list(flag("json"), flag("full"), session, out)
        }
    }
}

/// One number as JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    number: String,
    kind: &'static str,
    device: Option<&'a str>,
    carrier: &'a str,
    registered_to: &'a str,
    keepalive: Option<String>,
    state: &'static str,
    since: Option<String>,
    note: &'a str,
    accounts: usize,
}

fn describe<'a>(number: &'a Number, book: &'a Book, full: bool, accounts: usize) -> Row<'a> {
    Row {
        id: number.id.to_string(),
        number: shown(number, full),
        kind: number.kind.word(),
        device: device(number, book),
        carrier: &number.carrier,
        registered_to: &number.registered_to,
        keepalive: number.keepalive.map(|day| day.to_string()),
        state: number.state.word(),
        since: number.since.map(|day| day.to_string()),
        note: &number.note,
        accounts,
    }
}

fn shown(number: &Number, full: bool) -> String {
    if full { number.number.clone() } else { number.masked() }
}

fn device<'a>(number: &Number, book: &'a Book) -> Option<&'a str> {
    number.device.and_then(|id| book.device(id)).map(|device| &*device.label)
}

fn list(json: bool, full: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let book = &open.book;
    let counts = record::counts(book);
    let count = |number: &Number| counts.get(&Thing::Number(number.id)).copied().unwrap_or(0);
    let mut numbers: Vec<&Number> = book.numbers.iter().collect();
    numbers.sort_by(|a, b| a.number.cmp(&b.number));
    if json {
        let rows: Vec<Row> =
            numbers.iter().map(|number| describe(number, book, full, count(number))).collect();
        return out.json(&rows);
    }
    if numbers.is_empty() {
        session.note_things(&Things::NoNumbers);
        return Ok(());
    }
    let rows: Vec<Vec<String>> = numbers
        .iter()
        .map(|number| {
            vec![
                safe(&shown(number, full)).to_string(),
                words::number_kind(number.kind).say(session.lang),
                words::number_state(number.state).say(session.lang),
                safe(device(number, book).unwrap_or_default()).to_string(),
                safe(&number.carrier).to_string(),
                Things::Accounts { n: count(number) }.say(session.lang),
            ]
        })
        .collect();
    out.table(&rows)
}

fn show(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let (book, lang) = (&open.book, session.lang);
    let full = matches.get_flag("full");
    let thing = pick::number(&open, &record::name_of(matches), session.region())?;
    let Some(number) = book.number(thing.id()) else { return Ok(()) };
    if matches.get_flag("json") {
        return out.json(&describe(number, book, full, record::uses(book, thing).len()));
    }
    out.line(safe(&shown(number, full)).as_str())?;
    let state = words::number_state(number.state).say(lang);
    let since = number.since.map(|day| format!(" {day}")).unwrap_or_default();
    let rows = [
        (Word::Kind, words::number_kind(number.kind).say(lang)),
        (Word::State, format!("{state}{since}")),
        (Word::Device, device(number, book).unwrap_or_default().to_owned()),
        (Word::Carrier, number.carrier.clone()),
        (Word::RegisteredTo, number.registered_to.clone()),
        (Word::Keepalive, number.keepalive.map(|day| day.to_string()).unwrap_or_default()),
        (Word::Note, joined(&number.note).into_owned()),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| row(word, text, lang))
        .chain([vec!["  id".to_owned(), number.id.to_string()]])
        .collect();
    out.table(&rows)?;
    record::print_uses(book, Thing::Number(number.id), session, out)
}
