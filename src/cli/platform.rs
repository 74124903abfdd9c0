//! `keyrack platform`: what Keyrack believes of the platforms, and how sure it is.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::session::Session;
use crate::app::words;
use crate::i18n::{Command as Say, Fault, Help, Lang, Word};
use crate::model::{Mark, MethodKind, Platform, Worded};
use crate::text::{safe, wrap};
use crate::time::Date;

/// The widest lines of a note.
const WIDEST: usize = 80;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack platform list|show NAME [--json]";
    let name = args::argument("NAME", &Help::ArgPlatform, lang).required(true).num_args(1..);
    args::command("platform", usage, &Help::Platform, lang)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command("list", "keyrack platform list [--json]", &Help::PlatformList, lang)
                .arg(args::json(lang)),
            args::command("show", "keyrack platform show NAME [--json]", &Help::PlatformShow, lang)
                .args([name, args::json(lang)]),
        ])
        .arg(args::json(lang))
}

/// A platform, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    name: &'a str,
    aliases: &'a [String],
    console: Option<&'a str>,
    consoles: &'a BTreeMap<String, String>,
    kinds: Option<Vec<&'static str>>,
    app_twice: Option<bool>,
    one_number: Option<bool>,
    mandates: Vec<Mandate<'a>>,
    recovery_codes: Option<u32>,
    sharing: Option<bool>,
    sub_users: Option<bool>,
    money: Option<bool>,
    withdrawing: Vec<Withdrawal>,
    checked_on: Option<String>,
    source: &'a str,
    mark: &'static str,
    note: &'a str,
}

/// Where it is required, as JSON.
#[derive(Serialize)]
struct Mandate<'a> {
    regions: &'a [String],
    since: Option<String>,
}

/// What goes, as JSON.
#[derive(Serialize)]
struct Withdrawal {
    kind: &'static str,
    on: String,
}

impl<'a> Report<'a> {
    fn of(platform: &'a Platform) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self {
            name: &platform.name,
            aliases: &platform.aliases,
            console: platform.console.as_deref(),
            consoles: &platform.consoles,
            kinds: kinds(platform).map(|kinds| kinds.iter().map(|kind| kind.word()).collect()),
            app_twice: platform.app_twice,
            one_number: platform.one_number,
            mandates: platform
                .mandates
                .iter()
                .map(|it| Mandate { regions: &it.regions, since: day(it.since) })
                .collect(),
            recovery_codes: platform.recovery_codes,
            sharing: platform.sharing,
            sub_users: platform.sub_users,
            money: platform.money,
            withdrawing: platform
                .withdrawing
                .iter()
                .map(|it| Withdrawal { kind: it.kind.word(), on: it.on.to_string() })
                .collect(),
            checked_on: day(platform.checked_on),
            source: &platform.source,
            mark: match platform.mark {
                Mark::V => "V",
                Mark::S => "S",
                Mark::U => "U",
            },
            note: &platform.note,
        }
    }
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let catalogue = session.catalogue()?;
    let lang = session.lang;
    let Some(("show", show)) = matches.subcommand() else {
        let inner = matches.subcommand().map_or(matches, |(_, inner)| inner);
        if inner.get_flag("json") {
            return out.json(&catalogue.platforms().iter().map(Report::of).collect::<Vec<_>>());
        }
        let heads = [Word::Platform.say(lang), Say::PlatformKinds.say(lang), checked(lang)];
        let rows = catalogue.platforms().iter().map(|platform| {
            let day = platform.checked_on.map(|day| day.to_string()).unwrap_or_default();
            let sure = format!("{day} {}", mark(platform.mark, lang));
            vec![safe(&platform.name).to_string(), said_kinds(platform, lang), sure]
        });
        return out.table(&std::iter::once(heads.to_vec()).chain(rows).collect::<Vec<_>>());
    };
    let words: Vec<&str> =
        show.get_many::<String>("NAME").into_iter().flatten().map(String::as_str).collect();
    let name = words.join(" ");
    let platform = catalogue
        .of(&name)
        .ok_or_else(|| Failure::new(Exit::NotFound, Fault::NoPlatform { name: safe(&name) }))?;
    if show.get_flag("json") {
        return out.json(&Report::of(platform));
    }
    tell(platform, lang, out)
}

fn tell(platform: &Platform, lang: Lang, out: &mut Output) -> Result<(), Failure> {
    let text = |text: &str| safe(text).to_string();
    let answer = |answer: Option<bool>| match answer {
        Some(true) => Say::Yes.say(lang),
        Some(false) => Say::No.say(lang),
        None => Say::NotKnown.say(lang),
    };
    let codes = match platform.recovery_codes {
        None => Say::NotKnown.say(lang),
        Some(0) => Word::None.say(lang),
        Some(n) => Say::Codes { n }.say(lang),
    };
    let mut rows = vec![(Word::Platform.say(lang), text(&platform.name))];
    let mut row = |label: Say, said: String| rows.push((label.say(lang), said));
    if !platform.aliases.is_empty() {
        row(Say::PlatformAliases, text(&platform.aliases.join(", ")));
    }
    if let Some(console) = &platform.console {
        row(Say::PlatformConsole, text(console));
    }
    for (site, console) in &platform.consoles {
        row(Say::PlatformConsoleOf { site: safe(site) }, text(console));
    }
    row(Say::PlatformKinds, said_kinds(platform, lang));
    row(Say::PlatformAppTwice, answer(platform.app_twice));
    row(Say::PlatformOneNumber, answer(platform.one_number));
    for mandate in &platform.mandates {
        let place = match mandate.regions.as_slice() {
            [] => Say::Everywhere.say(lang),
            regions => regions.join(", "),
        };
        row(
            Say::PlatformMandate,
            match mandate.since {
                Some(day) => {
                    Say::Since { place: safe(&place), day: safe(&day.to_string()) }.say(lang)
                }
                None => text(&place),
            },
        );
    }
    row(Say::PlatformRecovery, codes);
    row(Say::PlatformSharing, answer(platform.sharing));
    row(Say::PlatformSubUsers, answer(platform.sub_users));
    row(Say::PlatformMoney, answer(platform.money));
    for gone in &platform.withdrawing {
        let kind = safe(&words::kind(gone.kind).say(lang));
        let day = safe(&gone.on.to_string());
        row(Say::PlatformWithdraws, Say::Until { kind, day }.say(lang));
    }
    if let Some(day) = platform.checked_on {
        row(Say::PlatformChecked, day.to_string());
    }
    if !platform.source.is_empty() {
        row(Say::PlatformSource, text(&platform.source));
    }
    row(Say::PlatformMark, mark(platform.mark, lang));
    out.table(&rows.into_iter().map(|(label, said)| vec![label, said]).collect::<Vec<_>>())?;
    if platform.note.is_empty() {
        return Ok(());
    }
    out.line("")?;
    // Line by line: a note may be longer than a name ever is.
    wrap(&platform.note, Output::columns().unwrap_or(WIDEST).min(WIDEST))
        .into_iter()
        .try_for_each(|line| out.line(&text(line)))
}

fn kinds(platform: &Platform) -> Option<&[MethodKind]> {
    platform.kinds.as_ref().map(|kinds| kinds.0.as_slice())
}

fn said_kinds(platform: &Platform, lang: Lang) -> String {
    let Some(kinds) = kinds(platform) else { return Say::NotKnown.say(lang) };
    let words: Vec<String> = kinds.iter().map(|kind| words::kind(*kind).say(lang)).collect();
    words.join(", ")
}

fn checked(lang: Lang) -> String {
    Say::PlatformChecked.say(lang)
}

fn mark(mark: Mark, lang: Lang) -> String {
    match mark {
        Mark::V => Say::MarkV,
        Mark::S => Say::MarkS,
        Mark::U => Say::MarkU,
    }
    .say(lang)
}
