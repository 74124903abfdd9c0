//! `keyrack shift`: which accounts somebody sees in the dashboard, and how long.

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, ArgMatches, Command};

use super::args;
use super::exit::Failure;
use crate::app::export::Scope;
use crate::i18n::{Fault, Help, Lang};

/// How long a shift is where nothing is said.
const USUAL: &str = "8h";
/// Minutes of the longest one.
const LONGEST: u64 = 24 * 60;

pub fn grammar(lang: Lang) -> Command {
    let several = |name, value, help: &Help| {
        args::option(name, value, help, lang)
            .action(ArgAction::Append)
            .allow_hyphen_values(true)
            .value_parser(NonEmptyStringValueParser::new())
    };
    let usage =
        "keyrack shift [--query QUERY] [--tag TAG] [--platform NAME] [--company NAME] [--for TIME]";
    args::command("shift", usage, &Help::Shift, lang).args([
        args::option("query", "QUERY", &Help::ShiftQuery, lang)
            .allow_hyphen_values(true)
            .value_parser(NonEmptyStringValueParser::new()),
        several("tag", "TAG", &Help::ExportTag),
        several("platform", "NAME", &Help::ExportPlatform),
        several("company", "NAME", &Help::ExportCompany),
        args::option("for", "TIME", &Help::ShiftFor, lang).default_value(USUAL),
    ])
}

/// What a shift is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The accounts that are seen.
    pub scope: Scope,
    /// How long, in milliseconds.
    pub millis: u64,
}

impl Wanted {
    /// What the arguments say.
    pub fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let many = |name: &str| -> Vec<String> {
            matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
        };
        let query = matches.get_one::<String>("query").map_or("", String::as_str).trim();
        let scope = Scope {
            query: query.to_owned(),
            tags: many("tag"),
            platforms: many("platform"),
            companies: many("company"),
            only: None,
        };
        // A shift that sees everything is no shift: nobody gets one by leaving something out.
        if scope == Scope::default() {
            return Err(Failure::usage(Fault::ShiftOfAll));
        }
        let time = matches.get_one::<String>("for").map_or(USUAL, String::as_str);
        let minutes = minutes(time).ok_or_else(|| Failure::usage(Fault::NotAShift))?;
        Ok(Self { scope, millis: minutes * 60_000 })
    }
}

/// `8h`, `90m` or `1h30m` in minutes.
fn minutes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (hours, rest) = match text.split_once('h') {
        Some((hours, rest)) => (hours.parse::<u64>().ok()?, rest),
        None => (0, text),
    };
    let minutes = match rest {
        "" if text.len() > rest.len() => 0,
        rest => rest.strip_suffix('m')?.parse::<u64>().ok()?,
    };
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    (1..=LONGEST).contains(&all).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_hours_and_minutes() {
        let cases = [
            ("8h", Some(480)),
            ("90m", Some(90)),
            ("1h30m", Some(90)),
            ("24h", Some(1440)),
            ("1m", Some(1)),
            ("24h1m", None),
            ("0h", None),
            ("0m", None),
            ("", None),
            ("h", None),
            ("m", None),
            ("8", None),
            ("-1h", None),
            ("30m1h", None),
            ("1.5h", None),
            ("99999999999999999999h", None),
        ];
        for (text, expected) in cases {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
