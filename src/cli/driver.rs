//! What git itself starts: `keyrack git-merge`, its merge driver, and `keyrack git-show`, what it
//! shows of a vault in a comparison.

use std::path::PathBuf;
use std::slice;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::args;
use super::exit::{Exit, Failure};
use super::output::{Output, complain};
use super::report::Whole;
use super::session::Session;
use super::sync::taking;
use crate::app::desk::{Desk, Need, need};
use crate::app::explain;
use crate::app::sync::driver::{Outcome, merge_files, open_apart};
use crate::i18n::{Help, Lang, Sync, keyrack};
use crate::model::{Account, Id, Number, Worded as _};
use crate::platform;
use crate::text::safe;

fn file(name: &'static str) -> Arg {
    Arg::new(name).value_parser(value_parser!(PathBuf)).required(true)
}

pub fn merge_grammar(lang: Lang) -> Command {
    let usage = "keyrack git-merge BASE OURS THEIRS PATH";
    args::command("git-merge", usage, &Help::GitMerge, lang)
        .args(["BASE", "OURS", "THEIRS", "PATH"].map(file))
        .hide(true)
}

pub fn show_grammar(lang: Lang) -> Command {
    args::command("git-show", "keyrack git-show FILE", &Help::GitShow, lang)
        .arg(file("FILE"))
        .hide(true)
}

fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

/// Merges into the file of our side. When that is not possible it stays, and git calls it a conflict.
pub fn merge(matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
    let [base, ours, theirs] = ["BASE", "OURS", "THEIRS"].map(|name| path(matches, name));
    let desk = session.any_desk()?;
    let lang = session.lang;
    let desk = Desk { place: desk.with_vault(path(matches, "PATH")).place, ..desk };
    // What opens the version of our side opens the others.
    let apart = desk.apart(ours.clone());
    let outcome = session.with_passphrase(slice::from_ref(&apart), |passphrase| {
        merge_files(&desk, [&base, &ours, &theirs], passphrase, platform::now().date())
    });
    let left = |failure: Failure| {
        let mut details = failure.details;
        if let Some(fault) = failure.fault {
            details.insert(0, format!("keyrack: {}", fault.say(lang)));
        }
        details.push(Sync::MergeLeft.say(lang));
        Failure { details, ..Failure::silent(failure.exit) }
    };
    match outcome.map_err(left)? {
        Outcome::Merged(said) => {
            let keyrack = session.command_for(&desk.place.file);
            for said in said {
                complain(&said.say_by(lang, &keyrack));
            }
            Ok(())
        }
        Outcome::Refused(error) => {
            let (said, mut details) = taking(&error, &desk.place.file, (lang, keyrack()));
            details.insert(0, format!("keyrack: {said}"));
            Err(left(Failure { details, ..Failure::silent(Exit::Unmerged) }))
        }
        Outcome::Unwritten(at, error) => {
            Err(left(Failure::new(Exit::Failed, explain::write(&at, &error))))
        }
    }
}

/// A vault as git compares it: one field a line, nothing secret.
#[derive(Serialize)]
struct Shown<'a> {
    accounts: Vec<Marked<'a>>,
    devices: Vec<Thing<'a>>,
    numbers: Vec<Thing<'a>>,
    people: Vec<Thing<'a>>,
    members: Vec<Thing<'a>>,
    /// What makes no sense to us may hold keys, so it is only counted.
    aside: usize,
}

#[derive(Serialize)]
struct Marked<'a> {
    #[serde(flatten)]
    account: Whole<'a>,
    /// Another one when the key is another: 16 bits, of which no key follows.
    key_mark: Option<String>,
    clashes: Vec<&'static str>,
}

#[derive(Serialize)]
struct Thing<'a> {
    id: String,
    name: String,
    state: &'static str,
    holder: Option<&'a str>,
    note: &'a str,
}

/// Prints it, if no passphrase is needed or one was given, or a person sits there; git's pager has the terminal
/// otherwise.
pub fn show(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.any_desk()?.apart(path(matches, "FILE"));
    let can_ask = session.environment.stdin_is_terminal && session.environment.stdout_is_terminal;
    let is_free = need(&desk)? == Need::Nothing;
    if !is_free && !can_ask && session.globals.passphrase.is_none() {
        return out.line(&Sync::NotShown.say(session.lang));
    }
    let (members, book) =
        session.with_passphrase(slice::from_ref(&desk), |given| open_apart(&desk, given))?;
    let today = platform::now().date();
    let stale_after = session.settings.stale_after_days;
    let person = |id: Option<Id>| id.and_then(|id| book.person(id)).map(|person| &*person.name);
    let accounts = book.accounts.iter().map(|account| Marked {
        account: Whole::of(account, &book, today, stale_after),
        key_mark: mark(account),
        clashes: account.conflicts.iter().map(|conflict| conflict.field).collect(),
    });
    let devices = book.devices.iter().map(|device| Thing {
        id: device.id.to_string(),
        name: device.label.clone(),
        state: device.state.word(),
        holder: person(device.holder),
        note: &device.note,
    });
    let numbers = book.numbers.iter().map(|number| Thing {
        id: number.id.to_string(),
        name: Number::masked(number),
        state: number.state.word(),
        holder: number.device.and_then(|id| book.device(id)).map(|device| &*device.label),
        note: &number.note,
    });
    let people = book.people.iter().map(|person| Thing {
        id: person.id.to_string(),
        name: person.name.clone(),
        state: if person.has_left(today) { "left" } else { "here" },
        holder: None,
        note: "",
    });
    let members = members.iter().map(|member| Thing {
        id: safe(member.recipient.as_str()).to_string(),
        name: member.label.clone(),
        state: "reads",
        holder: None,
        note: "",
    });
    out.json(&Shown {
        accounts: accounts.collect(),
        devices: devices.collect(),
        numbers: numbers.collect(),
        people: people.collect(),
        members: members.collect(),
        aside: book.quarantine.len(),
    })
}

/// A mark of an account's key.
fn mark(account: &Account) -> Option<String> {
    let key = account.key.as_ref()?;
    let mut hash = Sha256::new();
    hash.update(account.id.to_string());
    hash.update(key.secret().expose());
    let digest = hash.finalize();
    Some(format!("{:02x}{:02x}", digest[0], digest[1]))
}
