//! `keyrack device`: handsets and tokens.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::Failure;
use super::output::Output;
use super::pick;
use super::record::{self, Kind};
use super::session::Session;
use super::show::row;
use crate::app::draft::{Field, Target};
use crate::app::{explain, words};
use crate::health::loss::How;
use crate::i18n::{Help, Lang, Things, Word};
use crate::model::{Book, Device, Number, Thing, Worded as _};
use crate::text::{joined, safe};

const KIND: Kind = Kind {
    name: "device",
    new: Target::Device(None),
    title: Field::Label,
    about: Help::ManageDevice,
    one: Help::ArgDevice,
    fresh: Help::ArgNewLabel,
    usage: [
        "keyrack device [list|show|add|edit|remove|lost|found] …",
        "keyrack device list [--json]",
        "keyrack device show LABEL [--json]",
        "keyrack device add LABEL [OPTION …]",
        "keyrack device edit LABEL OPTION …",
        "keyrack device remove LABEL [--yes]",
    ],
};

pub fn grammar(lang: Lang) -> Command {
    let lost = "keyrack device lost LABEL [--stolen] [--dry-run] [--json] [OPTION …]";
    let found = "keyrack device found LABEL";
    record::grammar(&KIND, lang).subcommands([
        record::gone("lost", lost, &Help::DeviceLost, &KIND.one, lang).arg(args::flag(
            "stolen",
            &Help::DeviceStolen,
            lang,
        )),
        record::back("found", found, &Help::DeviceFound, &KIND.one, lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("show", matches)) => show(matches, session, out),
        Some(("add", matches)) => record::add(&KIND, matches, session, out),
        Some(("edit", matches)) => record::edit(pick::device, matches, session, out),
        Some(("remove", matches)) => record::remove(pick::device, matches, session, out),
        Some(("lost", matches)) => {
            let how = if matches.get_flag("stolen") { How::Stolen } else { How::Lost };
            record::lose(pick::device, how, matches, session, out)
        }
        Some(("found", matches)) => record::regain(pick::device, matches, session, out),
        listed => list(listed.is_some_and(|(_, matches)| matches.get_flag("json")), session, out),
    }
}

/// One device as JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    label: &'a str,
    kind: &'static str,
    holder: Option<&'a str>,
    location: &'a str,
    state: &'static str,
    since: Option<String>,
    auto_time: Option<bool>,
    note: &'a str,
    numbers: Vec<String>,
    accounts: usize,
}

fn describe<'a>(device: &'a Device, book: &'a Book, accounts: usize) -> Row<'a> {
    Row {
        id: device.id.to_string(),
        label: &device.label,
        kind: device.kind.word(),
        holder: holder(device, book),
        location: &device.location,
        state: device.state.word(),
        since: device.since.map(|day| day.to_string()),
        auto_time: device.auto_time,
        note: &device.note,
        numbers: numbers(device, book),
        accounts,
    }
}

fn holder<'a>(device: &Device, book: &'a Book) -> Option<&'a str> {
    device.holder.and_then(|id| book.person(id)).map(|person| &*person.name)
}

fn numbers(device: &Device, book: &Book) -> Vec<String> {
    let inside = book.numbers.iter().filter(|number| number.device == Some(device.id));
    inside.map(Number::masked).collect()
}

fn list(json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let book = &open.book;
    let counts = record::counts(book);
    let count = |device: &Device| counts.get(&Thing::Device(device.id)).copied().unwrap_or(0);
    let mut devices: Vec<&Device> = book.devices.iter().collect();
    devices.sort_by_key(|device| device.label.to_lowercase());
    if json {
        let rows: Vec<Row> =
            devices.iter().map(|device| describe(device, book, count(device))).collect();
        return out.json(&rows);
    }
    if devices.is_empty() {
        session.note_things(&Things::NoDevices);
        return Ok(());
    }
    let rows: Vec<Vec<String>> = devices
        .iter()
        .map(|device| {
            vec![
                safe(&device.label).to_string(),
                words::device_kind(device.kind).say(session.lang),
                words::device_state(device.state).say(session.lang),
                safe(holder(device, book).unwrap_or_default()).to_string(),
                safe(&device.location).to_string(),
                Things::Accounts { n: count(device) }.say(session.lang),
            ]
        })
        .collect();
    out.table(&rows)
}

fn show(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let (book, lang) = (&open.book, session.lang);
    let thing = pick::device(&open, &record::name_of(matches))?;
    let Some(device) = book.device(thing.id()) else { return Ok(()) };
    if matches.get_flag("json") {
        return out.json(&describe(device, book, record::uses(book, thing).len()));
    }
    out.line(safe(&device.label).as_str())?;
    let state = words::device_state(device.state).say(lang);
    let since = device.since.map(|day| format!(" {day}")).unwrap_or_default();
    let auto_time = device.auto_time.map(|yes| if yes { "yes" } else { "no" });
    let rows = [
        (Word::Kind, words::device_kind(device.kind).say(lang)),
        (Word::State, format!("{state}{since}")),
        (Word::Holder, holder(device, book).unwrap_or_default().to_owned()),
        (Word::Location, device.location.clone()),
        (Word::Number, numbers(device, book).join(explain::between(lang))),
        (Word::AutoTime, auto_time.unwrap_or_default().to_owned()),
        (Word::Note, joined(&device.note).into_owned()),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| row(word, text, lang))
        .chain([vec!["  id".to_owned(), device.id.to_string()]])
        .collect();
    out.table(&rows)?;
    record::print_uses(book, Thing::Device(device.id), session, out)
}
