//! `keyrack activity`: who did what when, newest first.

use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::output::{Output, complain};
use super::record::Ref;
use super::session::Session;
use super::{args, usage};
use crate::activity::{Event, What};
use crate::app::activity::{
    Filter, RecordNames, csv, detail, flaw, moment, reason, skipped, stamp, what, wrong,
};
use crate::app::export;
use crate::i18n::{Activity as Say, Fault, Help, Lang};
use crate::model::{Book, Worded as _};
use crate::platform;
use crate::text::safe;
use crate::time::Zone;
use crate::vault::{Activity, Unread};

/// Events that are shown where nobody says how many.
const USUAL: u32 = 100;

pub fn grammar(lang: Lang) -> Command {
    let words = What::ALL.iter().map(|what| what.word());
    let text = |name, value, help: &Help| args::option(name, value, help, lang);
    let usages = "keyrack activity [--since WHEN] [--until WHEN] [--account QUERY] [--who NAME] [--what WORD] [-n N] [--json|--csv]";
    args::command("activity", usages, &Help::Activity, lang).args([
        text("since", "WHEN", &Help::ActivitySince),
        text("until", "WHEN", &Help::ActivityUntil),
        text("account", "QUERY", &Help::ActivityAccount),
        text("who", "NAME", &Help::ActivityWho),
        text("what", "WORD", &Help::ActivityWhat)
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(words))
            .hide_possible_values(true),
        text("number", "N", &Help::ActivityNumber)
            .short('n')
            .value_parser(usage::whole(0, u32::MAX)),
        args::flag("csv", &Help::ActivityCsv, lang).conflicts_with("json"),
        args::json(lang),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (now, zone, lang) = (platform::now(), platform::zone(), session.lang);
    let when = |name: &str| {
        let text = matches.get_one::<String>(name);
        let not = |text: &String| Failure::usage(Fault::NotAMoment { text: safe(text) });
        text.map(|text| moment(text, now, &zone).ok_or_else(|| not(text))).transpose()
    };
    let (since, until) = (when("since")?, when("until")?);
    let open = session.open()?;
    let book: &Book = &open.book;
    let query = matches.get_one::<String>("account").map_or("", |query| query.trim());
    let accounts = (!query.is_empty())
        .then(|| export::found(book, query).into_iter().map(|account| account.id).collect());
    let words = matches.get_many::<String>("what").into_iter().flatten();
    let filter = Filter {
        since,
        until,
        accounts,
        who: matches.get_one::<String>("who").map(|who| who.trim().to_lowercase()),
        what: words.filter_map(|word| What::from_word(word)).collect(),
    };
    let unread = |error| {
        let error = reason(&error, lang);
        Failure::new(Exit::Failed, Fault::ActivityUnread { error })
    };
    let activity = open.shelf.read_activity().map_err(unread)?;
    let names = RecordNames::new(book, &activity);
    if filter.accounts.as_ref().is_some_and(std::collections::HashSet::is_empty) {
        return Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(query) }));
    }
    let mut found: Vec<&Arc<Event>> =
        activity.events.iter().filter(|event| filter.keeps(event)).collect();
    let asked = matches.get_one::<u32>("number").copied();
    let (as_json, as_csv) = (matches.get_flag("json"), matches.get_flag("csv"));
    let most = asked.unwrap_or(if as_json || as_csv { 0 } else { USUAL });
    let all = found.len();
    if most > 0 {
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    let teller = Teller { names: &names, book, zone: &zone, lang };
    if as_json {
        out.json(&Json::of(&found, &activity, &teller))?;
    } else if as_csv {
        let events = found.iter().map(|event| &***event);
        out.file(&csv(events, &names, book, &zone, lang))?;
    } else {
        teller.table(&found, out)?;
        // Where all of it is gone, that is what is said.
        if found.is_empty() && !(activity.events.is_empty() && activity.has_gap()) {
            let said = if activity.events.is_empty() { Say::Nothing } else { Say::NoEvents };
            complain(&said.say(lang));
        }
        if found.len() < all {
            out.flush()?;
            complain(&Say::More { n: all - found.len() }.say(lang));
        }
    }
    out.flush()?;
    for said in wrong(&activity) {
        complain(&format!("keyrack: {}", said.say(lang)));
    }
    if activity.has_gap() { Err(Failure::silent(Exit::Broken)) } else { Ok(()) }
}

struct Teller<'a> {
    names: &'a RecordNames,
    book: &'a Book,
    zone: &'a Zone,
    lang: Lang,
}

impl Teller<'_> {
    fn table(&self, events: &[&Arc<Event>], out: &mut Output) -> Result<(), Failure> {
        if events.is_empty() {
            return Ok(());
        }
        let heads = [Say::When, Say::Who, Say::Did, Say::To, Say::Detail];
        let mut rows = vec![heads.iter().map(|head| head.say(self.lang)).collect::<Vec<_>>()];
        rows.extend(events.iter().map(|event| self.row(event)));
        out.table(&rows)
    }

    fn row(&self, event: &Event) -> Vec<String> {
        let cell = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        vec![
            stamp(event.at, self.zone),
            cell(self.names.who(event, self.lang)),
            what(&event.deed).say(self.lang),
            cell(self.names.subject(&event.deed, self.book, self.lang)),
            detail(&event.deed, self.lang),
        ]
    }
}

/// `activity --json`.
#[derive(Serialize)]
struct Json<'a> {
    events: Vec<Row<'a>>,
    problems: Vec<Problem<'a>>,
    whole: bool,
}

/// One event.
#[derive(Serialize)]
struct Row<'a> {
    at: String,
    who: &'a str,
    machine: &'a str,
    what: &'static str,
    account: Option<String>,
    thing: Option<Ref>,
    subject: String,
    count: u32,
    detail: &'a str,
}

/// Something that is wrong.
#[derive(Serialize)]
struct Problem<'a> {
    kind: &'static str,
    machine: Option<&'a str>,
    month: Option<String>,
    lines: Option<u64>,
    file: Option<&'a str>,
    message: String,
}

impl<'a> Json<'a> {
    fn of(events: &[&'a Arc<Event>], activity: &'a Activity, teller: &Teller) -> Self {
        let flaws = activity.flaws.iter().map(|wrong| Problem {
            kind: wrong.kind.word(),
            machine: Some(&wrong.machine),
            month: Some(wrong.month.to_string()),
            lines: Some(wrong.lines),
            file: None,
            message: flaw(wrong).say(teller.lang),
        });
        let files = activity.skipped.iter().map(|file| Problem {
            kind: match file.why {
                Unread::Foreign => "foreign",
                Unread::NotAFile => "not-a-file",
                Unread::TooLarge => "too-large",
                Unread::Refused => "refused",
            },
            machine: None,
            month: None,
            lines: None,
            file: Some(&file.name),
            message: skipped(file).say(teller.lang),
        });
        Self {
            events: events.iter().map(|event| Row::of(event, teller)).collect(),
            problems: flaws.chain(files).collect(),
            whole: !activity.has_gap(),
        }
    }
}

impl<'a> Row<'a> {
    fn of(event: &'a Event, teller: &Teller) -> Self {
        let deed = &event.deed;
        Self {
            at: event.at.rfc3339(),
            who: &event.who,
            machine: &event.machine,
            what: deed.what.word(),
            account: deed.account.map(|id| id.to_string()),
            thing: deed.thing.map(|thing| Ref::of(thing, teller.book)),
            subject: teller.names.subject(deed, teller.book, teller.lang),
            count: deed.count,
            detail: &deed.detail,
        }
    }
}
