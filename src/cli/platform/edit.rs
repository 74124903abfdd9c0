//! `keyrack platform edit` and `forget`: what the vault says of a platform.

use clap::{Arg, ArgAction, ArgMatches};

use super::{asked, no_platform};
use crate::app::draft::Flaw;
use crate::app::explain;
use crate::cli::args;
use crate::cli::exit::{Exit, Failure};
use crate::cli::gone::day;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::model::group::REGIONS;
use crate::model::{
    Book, Catalogue, Kinds, Mandate, Mark, MethodKind, Platform, Withdrawal, Worded as _,
};
use crate::text::{safe, whole};
use crate::time::Date;

/// What is said of something that is not known.
const UNKNOWN: &str = "unknown";

/// Where a yes or no goes.
type Answer = fn(&mut Platform) -> &mut Option<bool>;

/// Questions with yes or no for an answer.
const ANSWERS: [(&str, Help, Answer); 5] = [
    ("app-twice", Help::PlatformAppTwice, |platform| &mut platform.app_twice),
    ("one-number", Help::PlatformOneNumber, |platform| &mut platform.one_number),
    ("sharing", Help::PlatformSharing, |platform| &mut platform.sharing),
    ("sub-users", Help::PlatformSubUsers, |platform| &mut platform.sub_users),
    ("money", Help::PlatformMoney, |platform| &mut platform.money),
];

/// One option for each field but the name.
pub fn options(lang: Lang) -> impl Iterator<Item = Arg> {
    let one = move |name, value, help: Help| {
        args::option(name, value, &help, lang).allow_hyphen_values(true)
    };
    let many = move |name, value, help| one(name, value, help).action(ArgAction::Append);
    let answers = ANSWERS.into_iter().map(move |(name, help, _)| one(name, "YES", help));
    let rest = [
        many("kinds", "KINDS", Help::PlatformKinds),
        many("console", "[SITE=]URL", Help::PlatformConsole),
        many("alias", "NAME", Help::PlatformAlias),
        many("mandate", "REGIONS[:DAY]", Help::PlatformMandate),
        one("recovery-codes", "N", Help::PlatformRecovery),
        many("withdraw", "KIND:DAY", Help::PlatformWithdraw),
        one("note", "TEXT", Help::PlatformNote),
        one("source", "TEXT", Help::PlatformSource),
        one("mark", "MARK", Help::PlatformMark).requires("source"),
        one("checked", "DAY", Help::PlatformChecked),
    ];
    rest.into_iter().chain(answers)
}

pub fn edit(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    // Before a passphrase is asked for in vain.
    if !fill(&mut Platform::default(), matches, session.lang)? {
        return Err(Failure::usage(Fault::NoPlatformChange));
    }
    let name = asked(matches);
    let mut open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let known = catalogue.of(&name);
    let name = known.map_or(name, |known| known.name.clone());
    let blank = Platform { name, ..Platform::default() };
    if blank.folded().is_empty() {
        return Err(Failure::usage(Fault::PlatformNameBlank));
    }
    let name = safe(&blank.name);
    // The last one goes before the others.
    let place = records(&open.book, &catalogue, &blank.name).last();
    let place = place.unwrap_or_else(|| {
        open.book.platforms.push(blank);
        open.book.platforms.len() - 1
    });
    let record = &mut open.book.platforms[place];
    fill(record, matches, session.lang)?;
    record.checked_on = Some(day(matches, "checked", session.lang)?);
    open.save(session)?;
    let said = match known {
        Some(_) => Say::PlatformNoted { name },
        None => Say::PlatformNew { name },
    };
    out.say(&said.say(session.lang))
}

pub fn forget(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let name = asked(matches);
    let mut open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let platform = catalogue.of(&name).ok_or_else(|| no_platform(&name))?;
    let name = safe(&platform.name);
    let places: Vec<usize> = records(&open.book, &catalogue, &platform.name).collect();
    if places.is_empty() {
        return Err(Failure::new(Exit::NotFound, Fault::NothingNoted { name }));
    }
    for place in places.into_iter().rev() {
        open.book.platforms.remove(place);
    }
    open.save(session)?;
    out.say(&Say::PlatformForgotten { name }.say(session.lang))
}

/// Where in the vault's list it speaks of a platform.
fn records<'a>(
    book: &'a Book,
    catalogue: &'a Catalogue,
    name: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let means = move |record: &Platform| catalogue.of(&record.name).is_some_and(|p| p.name == name);
    let places = book.platforms.iter().enumerate();
    places.filter(move |(_, record)| means(record)).map(|(place, _)| place)
}

/// Puts what was named into a record; says whether anything was.
fn fill(record: &mut Platform, matches: &ArgMatches, lang: Lang) -> Result<bool, Failure> {
    let mut any = false;
    let mut given = |option: &'static str| -> Option<Vec<&str>> {
        let values = matches.get_many::<String>(option)?;
        any = true;
        Some(values.map(|value| value.trim()).filter(|value| !value.is_empty()).collect())
    };
    let last = |values: Vec<&str>| values.last().copied().unwrap_or_default().to_owned();
    for (option, _, place) in ANSWERS {
        if let Some(values) = given(option) {
            *place(record) = match last(values).as_str() {
                "" | UNKNOWN => None,
                "yes" => Some(true),
                "no" => Some(false),
                _ => return Err(bad(option, "yes, no, unknown")),
            };
        }
    }
    if let Some(values) = given("kinds") {
        record.kinds = kinds(&values)?;
    }
    if let Some(values) = given("console") {
        consoles(record, &values);
    }
    if let Some(values) = given("alias") {
        record.aliases = values.into_iter().map(str::to_owned).collect();
    }
    if let Some(values) = given("mandate") {
        let read = |value: &str| mandate(value, lang);
        record.mandates = values.into_iter().map(read).collect::<Result<_, _>>()?;
    }
    if let Some(values) = given("recovery-codes") {
        record.recovery_codes = match last(values).as_str() {
            "" | UNKNOWN => None,
            "none" => Some(0),
            n => Some(n.parse().map_err(|_| bad("recovery-codes", "1, 10 …, none, unknown"))?),
        };
    }
    if let Some(values) = given("withdraw") {
        let read = |value: &str| withdrawal(value, lang);
        record.withdrawing = values.into_iter().map(read).collect::<Result<_, _>>()?;
    }
    if let Some(values) = given("note") {
        record.note = last(values);
    }
    if let Some(values) = given("source") {
        record.source = last(values);
        record.mark = if record.source.is_empty() { Mark::U } else { Mark::S };
    }
    if let Some(values) = given("mark") {
        record.mark = match last(values).to_ascii_uppercase().as_str() {
            "V" => Mark::V,
            "S" => Mark::S,
            "U" => Mark::U,
            _ => return Err(bad("mark", "V, S, U")),
        };
    }
    if given("checked").is_some() {
        day(matches, "checked", lang)?;
    }
    Ok(any)
}

fn kinds(values: &[&str]) -> Result<Option<Kinds>, Failure> {
    let mut kinds = Vec::new();
    for word in words(&values.join(" ")) {
        if word == UNKNOWN {
            return Ok(None);
        }
        let kind = MethodKind::from_word(word).ok_or_else(|| {
            let known = MethodKind::ALL.iter().map(|kind| kind.word());
            bad("kinds", &known.chain([UNKNOWN]).collect::<Vec<_>>().join(", "))
        })?;
        kinds.push(kind);
    }
    Ok((!kinds.is_empty()).then_some(Kinds(kinds)))
}

/// `https://…`, or `JP=https://…` for one marketplace or region.
fn consoles(record: &mut Platform, values: &[&str]) {
    (record.console, record.consoles) = (None, std::collections::BTreeMap::new());
    for value in values {
        match value.split_once('=') {
            Some((site, url)) if is_place(site) => {
                record.consoles.insert(site.to_ascii_uppercase(), url.to_owned());
            }
            _ => record.console = Some((*value).to_owned()),
        }
    }
}

/// `EU,JP:2026-01-31`, `all`.
fn mandate(value: &str, lang: Lang) -> Result<Mandate, Failure> {
    let (places, since) = match value.split_once(':') {
        Some((places, since)) => (places, Some(date("mandate", since, lang)?)),
        None => (value, None),
    };
    let mut regions = Vec::new();
    for place in words(places).filter(|place| !place.eq_ignore_ascii_case("all")) {
        if !is_place(place) {
            let known = format!("all, {}, DE, JP …; EU,JP:2026-01-31", REGIONS.join(", "));
            return Err(bad("mandate", &known));
        }
        regions.push(place.to_ascii_uppercase());
    }
    Ok(Mandate { regions, since })
}

/// `sms:2027-06-30`.
fn withdrawal(value: &str, lang: Lang) -> Result<Withdrawal, Failure> {
    let wrong = || bad("withdraw", "KIND:DAY, sms:2027-06-30 …");
    let (kind, on) = value.split_once(':').ok_or_else(wrong)?;
    let kind = MethodKind::from_word(kind.trim()).ok_or_else(wrong)?;
    Ok(Withdrawal { kind, on: date("withdraw", on, lang)? })
}

/// Whether it can be the code of a marketplace, or is a region.
fn is_place(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code || REGIONS.contains(&text.as_str())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty())
}

fn date(option: &str, text: &str, lang: Lang) -> Result<Date, Failure> {
    text.trim().parse().map_err(|_| {
        let fault = whole(&explain::flaw(&Flaw::NotADay).say(lang));
        Failure::usage(Fault::InField { option: safe(option), fault })
    })
}

fn bad(option: &str, known: &str) -> Failure {
    Failure::usage(Fault::BadValue { option: safe(&format!("--{option}")), known: whole(known) })
}
