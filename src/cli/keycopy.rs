//! `keyrack keycopy`: other places that hold an account's key.

use clap::{ArgMatches, Command};

use super::exit::Failure;
use super::method::join;
use super::output::Output;
use super::part::{self, Kind, Part};
use super::report::Copy;
use super::session::{Open, Session};
use super::show;
use crate::app::draft::{Subject, Target};
use crate::i18n::{Help, Lang, Things};
use crate::model::{Account, Book, Worded as _};
use crate::time::Date;

const KIND: Kind = Kind {
    name: "keycopy",
    about: Help::ManageCopy,
    subject: Subject::Copy,
    usage: [
        "keyrack keycopy list|add|edit|remove QUERY …",
        "keyrack keycopy list QUERY [--json]",
        "keyrack keycopy add QUERY OPTION …",
        "keyrack keycopy edit QUERY [--which WHICH] OPTION …",
        "keyrack keycopy remove QUERY [--which WHICH] [--yes]",
    ],
    target: Target::Copy,
    parts,
    without,
    json,
    none: Things::NoCopies,
};

pub fn grammar(lang: Lang) -> Command {
    part::grammar(&KIND, lang)
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    part::run(&KIND, matches, session, out)
}

fn json(account: &Account, open: &Open, _: &Session, out: &mut Output) -> Result<(), Failure> {
    let copies = account.copies.iter().map(|copy| Copy::of(copy, &open.book));
    out.json(&copies.collect::<Vec<_>>())
}

/// The account without the copy at a place.
fn without(account: &Account, at: usize, book: &Book, today: Date) -> Account {
    book.without_copy(account, at, today).unwrap_or_else(|| account.clone())
}

fn parts(account: &Account, open: &Open, session: &Session) -> Vec<Part> {
    let copies = account.copies.iter();
    copies
        .map(|copy| Part {
            words: vec![copy.kind.word().to_owned(), copy.place.clone()],
            line: join(&show::copy(account, copy, &open.book, session.lang)),
        })
        .collect()
}
