//! What `keyrack device lost`, `number lost`, `number lapsed`, `person left` and their opposites do.

use std::path::Path;

use clap::{Arg, ArgMatches};
use serde::Serialize;

use super::args;
use super::exit::Failure;
use super::output::{Output, complain};
use super::print::source;
use super::record::still_opens;
use super::session::{Open, Session, fresh};
use crate::app::draft::Flaw;
use crate::app::findings::limits;
use crate::app::print::{Page, lines, page};
use crate::app::{activity, explain, loss as say, team, trust};
use crate::health::loss::{
    Affected, By, Changed, How, affected, find, is_gone, is_hollow, is_owed, lose, loss_at,
    loss_of, ticked,
};
use crate::i18n::{Care, Fault, Help, Lang, Team, keyrack_at};
use crate::model::{Account, Book, Catalogue, Number, Thing, Worded};
use crate::platform;
use crate::text::{quoted, safe, whole};
use crate::time::{Date, days_between};
use crate::vault::{MemberKind, Removed, Vault};

/// What stands for a vault that this one does not name.
const OTHER: &str = "OTHER";
/// So many accounts are named that went to another vault.
const NAMED: usize = 20;

/// The options of everything that marks something as gone.
pub fn options(lang: Lang) -> [Arg; 4] {
    [
        args::flag("dry-run", &Help::LossDryRun, lang),
        args::json(lang),
        args::option("by", "NAME", &Help::OptBy, lang),
        args::option("on", "DAY", &Help::OptOn, lang),
    ]
}

/// A loss and the accounts it concerns, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    thing: Named,
    accounts: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Named {
    kind: &'static str,
    id: String,
    label: String,
}

#[derive(Serialize)]
struct Row<'a> {
    account: String,
    store: &'a str,
    platform: &'a str,
    login: &'a str,
    marketplaces: &'a [String],
    console: Option<&'a str>,
    role: Option<&'static str>,
    reason: &'static str,
    still: Vec<Way<'a>>,
    key_exposed: bool,
    steps: Vec<&'static str>,
    done: Vec<Done<'a>>,
}

#[derive(Serialize)]
struct Way<'a> {
    by: &'static str,
    kind: Option<&'static str>,
    role: Option<&'static str>,
    device: Option<&'a str>,
    number: Option<String>,
    holder: Option<&'a str>,
    left: Option<usize>,
}

#[derive(Serialize)]
struct Done<'a> {
    step: &'static str,
    on: String,
    by: &'a str,
    /// It was ticked by hand, and the key is still the one that got out.
    key_unchanged: bool,
}

/// Marks a thing as gone and says which accounts that concerns; with `--dry-run` only says it.
pub fn lost(
    open: &mut Open,
    thing: Thing,
    how: How,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let on = day(matches, "on", session.lang)?;
    let (json, dry) = (matches.get_flag("json"), matches.get_flag("dry-run"));
    let label = say::label(thing, &open.book);
    if !dry {
        lose(&mut open.book, thing, how, on, &author(matches, session), fresh());
        open.save(session)?;
        if !json {
            let said = match how {
                How::Lost => Care::MarkedLost { thing: label },
                How::Stolen => Care::MarkedStolen { thing: label },
                How::Lapsed => Care::MarkedLapsed { thing: label },
                How::Left => Care::MarkedLeft { thing: label },
            };
            out.say(&said.say(session.lang))?;
            if let Some(said) = where_marked(open, thing, how, session) {
                complain(&said);
            }
        }
    }
    show(open, thing, matches, session, out)?;
    // Leaving takes no key away.
    if !json {
        for said in still_opens(open, thing, session) {
            complain(&said);
        }
    }
    Ok(())
}

/// Says which accounts a loss concerns, and what is to be done at each. `--dry-run` on the command
/// line or not, what is not marked as gone is spoken of as if it were.
pub fn show(
    open: &Open,
    thing: Thing,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let catalogue = session.catalogue(&open.book)?;
    let limits = limits(&session.settings);
    let source = source(open, &catalogue, &limits, session);
    let list = affected(&open.book, &catalogue, thing, source.today, limits.stale_after);
    if matches.get_flag("json") {
        return out.json(&report(&open.book, &catalogue, thing, &list));
    }
    let label = say::label(thing, &open.book);
    let n = list.len();
    let left = matches!(thing, Thing::Person(_));
    let is_open = is_gone(&open.book, thing) || loss_of(&open.book, thing).is_some();
    let summary = match (n, is_open) {
        (0, _) => {
            out.say(&Care::AffectsNone { thing: label }.say(session.lang))?;
            return tell_removed(open, thing, session, out);
        }
        (_, false) if left => Care::WouldLeave { thing: label, n },
        (_, false) => Care::WouldAffect { thing: label, n },
        (_, true) => Care::Affects { thing: label, n },
    };
    out.say(&summary.say(session.lang))?;
    out.line("")?;
    // The summary says it already.
    let page = Page { heading: String::new(), ..page(&source, thing, &list) };
    for line in lines(&page) {
        out.line(&line)?;
    }
    tell_removed(open, thing, session, out)?;
    let number = match thing {
        Thing::Device(_) => 4,
        Thing::Number(_) => 9,
        Thing::Person(_) => 5,
    };
    session.tell(&Care::ReadPlaybook { number });
    let removed = open.vault().map(Vault::removed).unwrap_or_default();
    let of = |it: &&Removed| team::loss_after(it, &open.book) == Some(thing);
    if let Some(said) = removed.iter().rev().find(of).and_then(|it| moved_since(open, it, session))
    {
        complain(&said);
    }
    Ok(())
}

/// In which of several vaults something is marked; where one is open and accounts have come or gone, or the
/// settings name others, that those do not know of it.
fn where_marked(open: &Open, thing: Thing, how: How, session: &Session) -> Option<String> {
    if let Some(names) = open.shelf.called(thing.id()) {
        return Some(Care::MarkedIn { names: safe(&names) }.say(session.lang));
    }
    let has_others = !session.settings.vaults.is_empty()
        || open.shelf.read_activity().is_ok_and(|activity| activity::has_moved(&activity));
    let label = say::label(thing, &open.book);
    let word = if how == How::Lapsed { "lapsed" } else { "lost" };
    // A number is shown with letters left out, and the other vault knows the record by its id.
    let words = whole(&match thing {
        Thing::Device(_) if how == How::Stolen => {
            format!("device lost {} --stolen", quoted(label.as_str()))
        }
        Thing::Device(_) => format!("device lost {}", quoted(label.as_str())),
        Thing::Number(id) => format!("number {word} {id}"),
        Thing::Person(_) => format!("person left {}", quoted(label.as_str())),
    });
    let other = keyrack_at(Path::new(OTHER));
    has_others.then(|| Care::OnlyHere { thing: label, words }.say_by(session.lang, &other))
}

/// What somebody who was shut out could see and is in another vault by now, as far as the record tells.
pub fn moved_since(open: &Open, removed: &Removed, session: &Session) -> Option<String> {
    if removed.member.kind != MemberKind::Person {
        return None;
    }
    let activity = open.shelf.read_activity().ok()?;
    let (n, names) = activity::moved_away(&activity, &open.book, removed.member.added);
    let rest = (n > names.len()).then(|| "…".to_owned());
    let names: Vec<String> = names.into_iter().chain(rest).collect();
    let names = trust::names(&names, NAMED, session.lang);
    let who = whole(&quoted(&team::name(&removed.member, &open.book)));
    let said = Team::MovedSince { n, names, who };
    (n > 0).then(|| said.say_by(session.lang, &keyrack_at(Path::new(OTHER))))
}

/// Which accounts were removed with the key that had got out.
fn tell_removed(
    open: &Open,
    thing: Thing,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    match say::removed(&open.book, thing, session.lang) {
        Some(said) => out.say(&said.say(session.lang)),
        None => Ok(()),
    }
}

/// Takes it back.
pub fn found(
    open: &mut Open,
    thing: Thing,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let label = say::label(thing, &open.book);
    let person = matches!(thing, Thing::Person(_));
    if find(&mut open.book, thing) == Changed::No {
        let said = match thing {
            Thing::Person(_) => Care::NeverLeft { thing: label },
            Thing::Number(_) => Care::NothingGone { thing: label },
            Thing::Device(_) => Care::NothingLost { thing: label },
        };
        return out.say(&said.say(session.lang));
    }
    open.save(session)?;
    let said =
        if person { Care::BackAgain { thing: label } } else { Care::FoundAgain { thing: label } };
    out.say(&said.say(session.lang))?;
    if is_owed(&open.book, thing, platform::now().date()) {
        let command = session.command(&["loss", "show", &say::word(thing, &open.book)]);
        let thing = say::label(thing, &open.book);
        session.tell(&Care::StillSeen { thing, command });
    }
    Ok(())
}

fn report<'a>(
    book: &'a Book,
    catalogue: &'a Catalogue,
    thing: Thing,
    list: &[Affected],
) -> Report<'a> {
    let rows = list.iter().filter_map(|entry| {
        let account = book.accounts.get(entry.place)?;
        let loss = loss_at(book, thing, account);
        let done = entry.steps.iter().filter_map(|step| ticked(loss?, entry.account, *step));
        let role = entry.hit.iter().map(|place| account.methods[*place].role).min();
        Some(Row {
            account: account.id.to_string(),
            store: &account.store,
            platform: &account.platform,
            login: &account.login,
            marketplaces: &account.marketplaces,
            console: say::console(account, catalogue),
            role: role.map(Worded::word),
            reason: entry.rank.word(),
            still: entry.still.iter().map(|way| describe(way, account, book)).collect(),
            key_exposed: entry.key_exposed,
            steps: entry.steps.iter().map(|step| step.word()).collect(),
            done: done
                .map(|tick| Done {
                    step: tick.step.word(),
                    on: tick.on.to_string(),
                    by: &tick.by,
                    key_unchanged: is_hollow(entry, tick.step),
                })
                .collect(),
        })
    });
    let label = say::label(thing, book).to_string();
    let named = Named { kind: say::kind(thing), id: thing.id().to_string(), label };
    Report { thing: named, accounts: rows.collect() }
}

fn describe<'a>(way: &crate::health::loss::Way, account: &'a Account, book: &'a Book) -> Way<'a> {
    let holder = way.holder.and_then(|id| book.person(id)).map(|person| &*person.name);
    let blank =
        Way { by: "key", kind: None, role: None, device: None, number: None, holder, left: None };
    match way.by {
        By::Key => blank,
        By::Codes(left) => Way { by: "recovery-codes", left: Some(left), ..blank },
        By::Method(place) => {
            let method = &account.methods[place];
            Way {
                by: "method",
                kind: Some(method.kind.word()),
                role: Some(method.role.word()),
                device: book.device_of(method).map(|device| &*device.label),
                number: method.number.and_then(|id| book.number(id)).map(Number::masked),
                ..blank
            }
        }
        By::Copy(place) => {
            let copy = &account.copies[place];
            let device = copy.device.and_then(|id| book.device(id));
            Way {
                by: "key-copy",
                kind: Some(copy.kind.word()),
                device: device.map(|device| &*device.label),
                ..blank
            }
        }
    }
}

/// Who did it: `--by`, else the name in the settings, else the one this person signs in to the
/// machine with.
pub fn author(matches: &ArgMatches, session: &Session) -> String {
    session.author(matches.get_one::<String>("by").map(String::as_str))
}

/// The day an option names; today where it is left out.
pub fn day(matches: &ArgMatches, option: &'static str, lang: Lang) -> Result<Date, Failure> {
    let today = platform::now().date();
    let Some(text) = matches.get_one::<String>(option) else { return Ok(today) };
    let wrong = |fault: Fault| {
        let fault = whole(&fault.say(lang));
        Failure::usage(Fault::InField { option: safe(option), fault })
    };
    let day: Date = text.parse().map_err(|_| wrong(explain::flaw(&Flaw::NotADay)))?;
    // It may be tomorrow where the person is.
    if days_between(today, day) > 1 { Err(wrong(explain::flaw(&Flaw::Ahead))) } else { Ok(day) }
}
