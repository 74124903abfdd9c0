//! What the commands about devices, numbers and people share: finding one by its name, what hangs on
//! it, and the verbs.

use std::collections::HashMap;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::form::{self, Filled, fill, options};
use super::gone;
use super::output::{Output, complain};
use super::prompt::Terminal;
use super::session::{Open, Session};
use crate::app::draft::{Done, Draft, Field, Target};
use crate::app::{explain, findings, loss, team};
use crate::health::loss::{How, is_owed};
use crate::i18n::{Command as Say, Fault, Help, Lang, Team, Things, keyrack_at};
use crate::model::{Account, Book, Thing};
use crate::platform;
use crate::text::{quoted, safe, series, whole};

/// A record that something else speaks of, in JSON.
#[derive(Serialize)]
pub struct Ref {
    /// `account`, `device`, `number` or `person`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
}

impl Ref {
    /// Of a thing in a book.
    pub fn of(thing: Thing, book: &Book) -> Self {
        let kind = match thing {
            Thing::Device(_) => "device",
            Thing::Number(_) => "number",
            Thing::Person(_) => "person",
        };
        Self { kind, id: thing.id().to_string(), label: findings::label(thing, book) }
    }
}

/// The words of one kind of thing's command.
pub struct Kind {
    /// The command.
    pub name: &'static str,
    /// The thing that a new record is, and whose fields are its options.
    pub new: Target,
    /// The field that is the argument.
    pub title: Field,
    /// What it does.
    pub about: Help,
    /// What the argument names.
    pub one: Help,
    /// What the argument of a new one names.
    pub fresh: Help,
    /// Usage of the command, `list`, `show`, `add`, `edit`, `remove`.
    pub usage: [&'static str; 6],
}

/// `list`, `show`, `add`, `edit` and `remove` of a kind.
pub fn grammar(kind: &Kind, lang: Lang) -> Command {
    let [usage, list, show, add, edit, remove] = kind.usage;
    let subject = kind.new.subject();
    let own = |arg: &Arg| arg.get_id().as_str() == kind.title.option();
    let fields = || options(subject, lang);
    let numbered = subject == crate::app::draft::Subject::Number;
    let full = || numbered.then(|| args::flag("full", &Help::RecordFull, lang));
    args::command(kind.name, usage, &kind.about, lang)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command("list", list, &Help::RecordList, lang).arg(args::json(lang)).args(full()),
            args::command("show", show, &Help::RecordShow, lang)
                .args([name(&kind.one, lang), args::json(lang)])
                .args(full()),
            args::command("add", add, &Help::RecordAdd, lang)
                .arg(name(&kind.fresh, lang))
                .args(fields().filter(|arg| !own(arg))),
            args::command("edit", edit, &Help::RecordEdit, lang)
                .arg(name(&kind.one, lang))
                .args(fields()),
            args::command("remove", remove, &Help::RecordRemove, lang)
                .args([name(&kind.one, lang), args::flag("yes", &Help::OptYes, lang)]),
        ])
}

/// The argument that names a thing. More than one word needs no quotes.
pub fn name(help: &Help, lang: Lang) -> Arg {
    args::argument("NAME", help, lang).required(true).num_args(1..)
}

/// The words of that argument as one text.
pub fn name_of(matches: &ArgMatches) -> String {
    let words: Vec<&str> =
        matches.get_many::<String>("NAME").into_iter().flatten().map(String::as_str).collect();
    words.join(" ")
}

/// `add`: a new one with its name and options.
pub fn add(
    kind: &Kind,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut draft = Draft::new(kind.new.subject());
    draft.set(kind.title, &name_of(matches));
    fill(&mut draft, matches);
    let done = store(kind.new, Some(kind.title), &draft, None, session.open()?, session)?;
    out.say(&Things::Added { title: safe(&done.title) }.say(session.lang))
}

/// `edit`: what the options say, in its place.
pub fn edit(
    find: impl Fn(&Open, &str) -> Result<Thing, Failure>,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let open = session.open()?;
    let thing = find(&open, &name_of(matches))?;
    let target = target(thing);
    let base = target.draft(&open.book).ok_or(Failure::silent(Exit::NotFound))?;
    let mut draft = base.clone();
    if !fill(&mut draft, matches) {
        return Err(Failure::usage(Fault::NothingNamed));
    }
    let done = store(target, None, &draft, Some(&base), open, session)?;
    out.say(&Things::Saved { title: safe(&done.title) }.say(session.lang))
}

/// Saves a filled form, and says what is doubtful in it. `named` is the field that was an argument.
fn store(
    target: Target,
    named: Option<Field>,
    draft: &Draft,
    base: Option<&Draft>,
    mut open: Open,
    session: &Session,
) -> Result<Done, Failure> {
    let doubts = form::doubts(draft, base, &open, session);
    let filled = Filled { draft, base, name: named };
    let done = form::build(filled, &mut open, session, |work| draft.save(target, work))?;
    // That it is there was what was asked for.
    open.made.retain(|thing| thing.id() != done.id);
    open.save(session)?;
    session.note_all(&doubts);
    Ok(done)
}

/// `remove`: asks when something hangs on it.
pub fn remove(
    find: impl Fn(&Open, &str) -> Result<Thing, Failure>,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut open = session.open()?;
    let thing = find(&open, &name_of(matches))?;
    let title = safe(&target(thing).title(&open.book));
    if is_owed(&open.book, thing, platform::now().date()) {
        let command = session.command(&["loss", "show", &loss::word(thing, &open.book)]);
        return Err(Failure::new(Exit::Failed, Fault::StillOwed { name: title, command }));
    }
    let hanging = uses(&open.book, thing);
    let holds = holds(&open, thing, session);
    let is_bare = hanging.is_empty() && holds.is_empty();
    if !is_bare && !matches.get_flag("yes") {
        for said in &holds {
            complain(said);
        }
        if !hanging.is_empty() {
            let said = Things::HangsOn { title: title.clone(), n: hanging.len() };
            complain(&said.say(session.lang));
        }
        for account in hanging {
            complain(&format!("  {}", loss::title(account)));
        }
        let mut terminal = Terminal::or(Fault::NoTerminalForAnswer)?;
        if !terminal.confirm(&Say::AskRemove { title: title.clone() }.say(session.lang))? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let done =
        Things::Removed { title }.say_by(session.lang, &open.shelf.keyrack(Some(thing.id())));
    open.book.remove_thing(thing, platform::now().date());
    open.save(session)?;
    out.say(&done)
}

/// What goes with a person beside accounts, in sentences: the phones they hold, and that they can open the
/// vault.
fn holds(open: &Open, thing: Thing, session: &Session) -> Vec<String> {
    let Thing::Person(id) = thing else { return Vec::new() };
    let held = open.book.devices.iter().filter(|device| device.holder == Some(id));
    let held: Vec<&str> = held.map(|device| &*device.label).collect();
    let name = safe(&findings::label(thing, &open.book));
    let devices = series(&held, explain::between(session.lang));
    let holds = Team::Holds { name, devices }.say(session.lang);
    let holds = (!held.is_empty()).then_some(holds);
    holds.into_iter().chain(still_opens(open, thing, session)).collect()
}

/// That a person can open each of the vaults that are open, and how that ends: one after the other.
pub fn still_opens(open: &Open, thing: Thing, session: &Session) -> Vec<String> {
    let Thing::Person(id) = thing else { return Vec::new() };
    let name = safe(&findings::label(thing, &open.book));
    let (faces, is_single) = (open.shelf.faces(), open.shelf.is_single());
    let said = faces.iter().filter_map(|face| {
        let members = &face.readers.members;
        let member = team::opening(members, id, &open.book).next()?;
        let words = ["member", "remove", &team::word(members, member, &open.book)];
        let name = name.clone();
        Some(if is_single {
            Team::StillOpens { name, command: session.command(&words) }
        } else {
            let vault = safe(&face.name);
            let words = words.map(quoted).join(" ");
            let command = whole(&format!("{} {words}", keyrack_at(&face.file)));
            Team::StillOpensOne { name, vault, command }
        })
    });
    said.map(|said| said.say(session.lang)).collect()
}

/// The record as a form's target.
fn target(thing: Thing) -> Target {
    match thing {
        Thing::Device(id) => Target::Device(Some(id)),
        Thing::Number(id) => Target::Number(Some(id)),
        Thing::Person(id) => Target::Person(Some(id)),
    }
}

/// The accounts that hang on a thing.
pub fn uses(book: &Book, thing: Thing) -> Vec<&Account> {
    book.accounts.iter().filter(|account| book.carriers(account).contains(&thing)).collect()
}

/// How many accounts hang on each thing.
pub fn counts(book: &Book) -> HashMap<Thing, usize> {
    let mut counts = HashMap::new();
    for thing in book.accounts.iter().flat_map(|account| book.carriers(account)) {
        *counts.entry(thing).or_insert(0) += 1;
    }
    counts
}

/// A verb that marks a thing as gone, with its options.
pub fn gone(
    verb: &'static str,
    usage: &'static str,
    help: &Help,
    one: &Help,
    lang: Lang,
) -> Command {
    args::command(verb, usage, help, lang).arg(name(one, lang)).args(gone::options(lang))
}

/// A verb that takes that back.
pub fn back(
    verb: &'static str,
    usage: &'static str,
    help: &Help,
    one: &Help,
    lang: Lang,
) -> Command {
    args::command(verb, usage, help, lang).arg(name(one, lang))
}

/// Marks a thing as gone and says which accounts that concerns.
pub fn lose(
    find: impl Fn(&Open, &str) -> Result<Thing, Failure>,
    how: How,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut open = session.open()?;
    let thing = find(&open, &name_of(matches))?;
    gone::lost(&mut open, thing, how, matches, session, out)
}

/// Takes that back.
pub fn regain(
    find: impl Fn(&Open, &str) -> Result<Thing, Failure>,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut open = session.open()?;
    let thing = find(&open, &name_of(matches))?;
    gone::found(&mut open, thing, session, out)
}

/// The accounts that refer to a thing, one a line.
pub fn print_uses(
    book: &Book,
    thing: Thing,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let hanging = uses(book, thing);
    if hanging.is_empty() {
        return out.say(&Things::NoUses.say(session.lang));
    }
    out.say(&Things::Uses.say(session.lang))?;
    for account in hanging {
        out.line(&format!("  {}", loss::title(account)))?;
    }
    Ok(())
}
