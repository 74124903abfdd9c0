//! `keyrack platform`: what Keyrack believes of the platforms, how sure it is, and who says so.

mod edit;

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::session::Session;
use crate::app::desk::Need;
use crate::app::shelf;
use crate::app::{explain, words};
use crate::i18n::{Command as Say, Fault, Help, Lang, Word};
use crate::model::{Catalogue, Mark, MethodKind, Platform, Worded};
use crate::text::{safe, whole, wrap};
use crate::time::Date;

/// The widest lines of a note.
const WIDEST: usize = 80;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack platform list|show NAME [--json]\n       \
                 keyrack platform edit NAME [OPTION …]\n       \
                 keyrack platform forget NAME";
    let name = || args::argument("NAME", &Help::ArgPlatform, lang).required(true).num_args(1..);
    let changing = "keyrack platform edit NAME [--app-twice yes] [--kinds totp,sms] [OPTION …]";
    args::command("platform", usage, &Help::Platform, lang)
        .subcommand_help_heading(Help::Commands.say(lang))
        .subcommands([
            args::command("list", "keyrack platform list [--json]", &Help::PlatformList, lang)
                .arg(args::json(lang)),
            args::command("show", "keyrack platform show NAME [--json]", &Help::PlatformShow, lang)
                .args([name(), args::json(lang)]),
            args::command("edit", changing, &Help::PlatformEdit, lang)
                .arg(name())
                .args(edit::options(lang)),
            args::command("forget", "keyrack platform forget NAME", &Help::PlatformForget, lang)
                .arg(name()),
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

/// Who says something else of a platform than the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
enum By {
    /// The person's own list.
    #[serde(rename = "platforms.ron")]
    File,
    /// The vault.
    #[serde(rename = "vault")]
    Vault,
}

/// What is known, layer by layer.
struct Layers {
    shipped: Catalogue,
    known: Arc<Catalogue>,
    all: Arc<Catalogue>,
}

/// A platform and who changed which of its fields, as JSON.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: Report<'a>,
    changed: BTreeMap<String, By>,
}

impl Layers {
    /// A vault is opened for it if there is one.
    fn read(session: &Session) -> Result<Self, Failure> {
        let known = session.known()?;
        let all = match session.desks() {
            Ok(desks) if shelf::need(&desks)? != Need::Vault => known.with(&session.open()?.book),
            _ => Arc::clone(&known),
        };
        Ok(Self { shipped: Catalogue::shipped(), known, all })
    }

    /// Who gave each field its value, by its name in the JSON; the program's own are not named.
    fn changed(&self, platform: &Platform) -> BTreeMap<String, By> {
        let fields = |platform: &Platform| match serde_json::to_value(Report::of(platform)) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let before = |catalogue: &Catalogue| {
            let named = catalogue.platforms().iter().find(|it| it.name == platform.name);
            fields(named.unwrap_or(&Platform::default()))
        };
        let (shipped, known) = (before(&self.shipped), before(&self.known));
        let by = |(field, value): (String, serde_json::Value)| {
            let by = if known.get(&field) != Some(&value) {
                By::Vault
            } else if shipped.get(&field) != Some(&value) {
                By::File
            } else {
                return None;
            };
            Some((field, by))
        };
        fields(platform).into_iter().filter_map(by).collect()
    }

    fn told<'a>(&self, platform: &'a Platform) -> Told<'a> {
        Told { report: Report::of(platform), changed: self.changed(platform) }
    }
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("edit", matches)) => edit::edit(matches, session, out),
        Some(("forget", matches)) => edit::forget(matches, session, out),
        Some(("show", matches)) => {
            let layers = Layers::read(session)?;
            let name = asked(matches);
            let platform = layers.all.of(&name).ok_or_else(|| no_platform(&name))?;
            if matches.get_flag("json") {
                return out.json(&layers.told(platform));
            }
            tell(platform, &layers.changed(platform), session.lang, out)
        }
        other => {
            let json = other.map_or(matches, |(_, inner)| inner).get_flag("json");
            list(&Layers::read(session)?, json, session.lang, out)
        }
    }
}

/// The name on the command line, as one text.
fn asked(matches: &ArgMatches) -> String {
    let words: Vec<&str> =
        matches.get_many::<String>("NAME").into_iter().flatten().map(String::as_str).collect();
    words.join(" ")
}

fn no_platform(name: &str) -> Failure {
    Failure::new(Exit::NotFound, Fault::NoPlatform { name: safe(name) })
}

fn list(layers: &Layers, json: bool, lang: Lang, out: &mut Output) -> Result<(), Failure> {
    let platforms = layers.all.platforms();
    if json {
        return out.json(&platforms.iter().map(|it| layers.told(it)).collect::<Vec<_>>());
    }
    let heads = [Word::Platform.say(lang), Say::PlatformKinds.say(lang), checked(lang)];
    let rows = platforms.iter().map(|platform| {
        let day = platform.checked_on.map(|day| day.to_string()).unwrap_or_default();
        let sure = format!("{day} {}", mark(platform.mark, lang));
        let changed = layers.changed(platform);
        let by = changed.values().max().map(|by| said_by(*by, changed.get("name"), lang));
        let name = safe(&platform.name).to_string();
        vec![name, said_kinds(platform, lang), sure, by.unwrap_or_default()]
    });
    out.table(&std::iter::once(heads.to_vec()).chain(rows).collect::<Vec<_>>())
}

/// That something was changed, or with its name added.
fn said_by(by: By, name: Option<&By>, lang: Lang) -> String {
    match (by, name == Some(&by)) {
        (By::Vault, true) => Say::AddedInVault,
        (By::Vault, false) => Say::ChangedInVault,
        (By::File, true) => Say::AddedInFile,
        (By::File, false) => Say::ChangedInFile,
    }
    .say(lang)
}

fn tell(
    platform: &Platform,
    changed: &BTreeMap<String, By>,
    lang: Lang,
    out: &mut Output,
) -> Result<(), Failure> {
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
    let by = |field: &str| {
        changed.get(field).map(|by| said_by(*by, changed.get("name"), lang)).unwrap_or_default()
    };
    let mut rows = vec![vec![Word::Platform.say(lang), text(&platform.name), by("name")]];
    let mut row = |field: &str, label: Say, said: String| {
        rows.push(vec![label.say(lang), said, by(field)]);
    };
    if !platform.aliases.is_empty() {
        row("aliases", Say::PlatformAliases, text(&platform.aliases.join(explain::between(lang))));
    }
    if let Some(console) = &platform.console {
        row("console", Say::PlatformConsole, text(console));
    }
    for (site, console) in &platform.consoles {
        row("consoles", Say::PlatformConsoleOf { site: safe(site) }, text(console));
    }
    row("kinds", Say::PlatformKinds, said_kinds(platform, lang));
    row("app_twice", Say::PlatformAppTwice, answer(platform.app_twice));
    row("one_number", Say::PlatformOneNumber, answer(platform.one_number));
    for mandate in &platform.mandates {
        let place = match mandate.regions.as_slice() {
            [] => Say::Everywhere.say(lang),
            regions => regions.join(explain::between(lang)),
        };
        row(
            "mandates",
            Say::PlatformMandate,
            match mandate.since {
                Some(day) => {
                    Say::Since { place: safe(&place), day: safe(&day.to_string()) }.say(lang)
                }
                None => text(&place),
            },
        );
    }
    row("recovery_codes", Say::PlatformRecovery, codes);
    row("sharing", Say::PlatformSharing, answer(platform.sharing));
    row("sub_users", Say::PlatformSubUsers, answer(platform.sub_users));
    row("money", Say::PlatformMoney, answer(platform.money));
    for gone in &platform.withdrawing {
        let kind = whole(&words::kind(gone.kind).say(lang));
        let day = safe(&gone.on.to_string());
        row("withdrawing", Say::PlatformWithdraws, Say::Until { kind, day }.say(lang));
    }
    if let Some(day) = platform.checked_on {
        row("checked_on", Say::PlatformChecked, day.to_string());
    }
    if !platform.source.is_empty() {
        row("source", Say::PlatformSource, text(&platform.source));
    }
    row("mark", Say::PlatformMark, mark(platform.mark, lang));
    out.table(&rows)?;
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
    words.join(explain::between(lang))
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
