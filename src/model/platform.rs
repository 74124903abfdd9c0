//! What is known of the platforms: data, not code. It ages, so each record says when it was checked
//! and how sure it is; the user's file and the vault may say otherwise.

use std::collections::BTreeMap;
use std::str::FromStr;

use ron::extensions::Extensions;
use serde::{Deserialize, Deserializer, Serialize};

use super::catalogue::fold;
use super::group::region;
use super::{MethodKind, Worded};
use crate::time::Date;

/// A platform, or what one says differently about it: what is blank says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Platform {
    /// As people call it: `Amazon`.
    pub name: String,
    /// Other names: issuers of keys, local names.
    pub aliases: Vec<String>,
    /// Where sellers sign in.
    pub console: Option<String>,
    /// The same where it differs, by marketplace or region.
    pub consoles: BTreeMap<String, String>,
    /// The kinds of method it offers; `None` when that is not known.
    pub kinds: Option<Kinds>,
    /// Whether an authenticator app may be both main and backup.
    pub app_twice: Option<bool>,
    /// Whether one number can be only one of a login's methods.
    pub one_number: Option<bool>,
    /// Where two-step verification is required.
    pub mandates: Vec<Mandate>,
    /// How many recovery codes it issues, at least: 1 where only that it does is known; 0 for none.
    pub recovery_codes: Option<u32>,
    /// Whether one number or app may serve the accounts of different owners.
    pub sharing: Option<bool>,
    /// Whether each colleague can have a login of their own.
    pub sub_users: Option<bool>,
    /// Whether money lies there: such accounts come first.
    pub money: Option<bool>,
    /// Kinds of method it stops offering.
    pub withdrawing: Vec<Withdrawal>,
    /// The day somebody last looked.
    #[serde(deserialize_with = "optional")]
    pub checked_on: Option<Date>,
    /// Where that was seen.
    pub source: String,
    /// How sure it is.
    pub mark: Mark,
    /// What else is worth knowing, and what in this record is doubtful.
    pub note: String,
}

/// How sure a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Mark {
    /// Seen on the platform's own page, or at two independent sources.
    V,
    /// Seen at one other source.
    S,
    /// Not verified.
    #[default]
    U,
}

/// That two-step verification is required.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mandate {
    /// The regions or marketplaces it holds for; empty for all.
    pub regions: Vec<String>,
    /// Since when.
    #[serde(deserialize_with = "optional")]
    pub since: Option<Date>,
}

/// That a kind of method goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Which.
    #[serde(deserialize_with = "kind")]
    pub kind: MethodKind,
    /// When.
    #[serde(deserialize_with = "day")]
    pub on: Date,
}

/// Kinds of method.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kinds(pub Vec<MethodKind>);

/// What serde is told, to be recognised in [`problem`].
const NO_KIND: &str = "no kind of method has this name";
const NO_DAY: &str = "not a day";

impl<'de> Deserialize<'de> for Kinds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        words.iter().map(|word| named(word)).collect::<Result<_, _>>().map(Self)
    }
}

fn named<E: serde::de::Error>(word: &str) -> Result<MethodKind, E> {
    MethodKind::from_word(word).ok_or_else(|| E::custom(NO_KIND))
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MethodKind, D::Error> {
    named(&String::deserialize(deserializer)?)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    Date::from_str(&text).map_err(|_| serde::de::Error::custom(NO_DAY))
}

fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// Why a list of platforms cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters: of the mistake or just before it.
    pub column: usize,
    /// What it is.
    pub problem: Problem,
}

/// What is wrong at a place in a list of platforms. Carries no content of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no field of this name.
    UnknownField {
        /// The names there are.
        known: &'static [&'static str],
    },
    /// The field knows other words than this one.
    UnknownWord {
        /// The words it knows.
        known: &'static [&'static str],
    },
    /// There is no kind of method of this name.
    UnknownKind,
    /// The field stands there twice.
    Twice {
        /// Its name.
        field: &'static str,
    },
    /// A record has no name. The place is that of the list's beginning.
    NoName {
        /// Which record, from 1.
        nth: usize,
    },
    /// A day like 2026-03-31 is missing.
    Day,
    /// A number is too large, negative or not whole.
    Number,
    /// `true` or `false` is missing.
    Truth,
    /// A text in double quotes is missing.
    Text,
    /// The rest: a bracket, comma, colon or quote that is missing or too many.
    Form,
}

/// Reads a list of platforms: the form of `platforms.ron`. Nothing is an empty list.
pub fn read(bytes: &[u8]) -> Result<Vec<Platform>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let platforms: Vec<Platform> = options.from_bytes(bytes).map_err(|error| {
        let problem = problem(&error.code);
        // A word stands where the span starts; what is missing, where it ends.
        let place = if problem == Problem::Form { error.span.end } else { error.span.start };
        ReadError { line: place.line, column: place.col, problem }
    })?;
    match platforms.iter().position(|platform| fold(&platform.name).is_empty()) {
        Some(index) => {
            Err(ReadError { line: 1, column: 1, problem: Problem::NoName { nth: index + 1 } })
        }
        None => Ok(platforms),
    }
}

fn problem(error: &ron::Error) -> Problem {
    match error {
        ron::Error::NoSuchStructField { expected, .. } => Problem::UnknownField { known: expected },
        ron::Error::NoSuchEnumVariant { expected, .. } => Problem::UnknownWord { known: expected },
        ron::Error::DuplicateStructField { field, .. } => Problem::Twice { field },
        ron::Error::Message(message) if message == NO_KIND => Problem::UnknownKind,
        ron::Error::Message(message) if message == NO_DAY => Problem::Day,
        ron::Error::ExpectedInteger
        | ron::Error::IntegerOutOfBounds
        | ron::Error::InvalidIntegerDigit { .. }
        | ron::Error::FloatUnderscore => Problem::Number,
        ron::Error::ExpectedBoolean => Problem::Truth,
        ron::Error::ExpectedString => Problem::Text,
        _ => Problem::Form,
    }
}

impl Platform {
    /// Its name, whatever its case, width and punctuation: what tells records apart.
    pub fn folded(&self) -> String {
        fold(&self.name)
    }

    /// Where sellers of a marketplace sign in.
    pub fn console_at(&self, site: &str) -> Option<&str> {
        let site = site.to_ascii_uppercase();
        let site = if site == "GB" { "UK" } else { &site };
        let own = self.consoles.get(site).or_else(|| self.consoles.get(region(site)));
        own.or(self.console.as_ref()).map(String::as_str)
    }

    /// Takes over what another record says.
    pub(super) fn take(&mut self, over: Self) {
        fn put<T>(place: &mut Option<T>, value: Option<T>) {
            if value.is_some() {
                *place = value;
            }
        }
        for alias in over.aliases {
            if !self.aliases.contains(&alias) {
                self.aliases.push(alias);
            }
        }
        self.consoles.extend(over.consoles);
        put(&mut self.console, over.console);
        put(&mut self.kinds, over.kinds);
        put(&mut self.app_twice, over.app_twice);
        put(&mut self.one_number, over.one_number);
        put(&mut self.recovery_codes, over.recovery_codes);
        put(&mut self.sharing, over.sharing);
        put(&mut self.sub_users, over.sub_users);
        put(&mut self.money, over.money);
        put(&mut self.checked_on, over.checked_on);
        if !over.mandates.is_empty() {
            self.mandates = over.mandates;
        }
        if !over.withdrawing.is_empty() {
            self.withdrawing = over.withdrawing;
        }
        if !over.source.is_empty() {
            (self.source, self.mark) = (over.source, over.mark);
        }
        if !over.note.is_empty() {
            self.note = over.note;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_of(text: &str) -> (usize, usize, Problem) {
        let error = read(text.as_bytes()).expect_err(text);
        (error.line, error.column, error.problem)
    }

    #[test]
    fn what_is_left_out_says_nothing() {
        for text in ["", " \n", "\u{feff}[]", "[] // none"] {
            assert_eq!(read(text.as_bytes()), Ok(Vec::new()), "{text:?}");
        }
        let only = read(b"[(name: \"X\")]").expect("enough");
        assert_eq!(only, [Platform { name: "X".into(), ..Platform::default() }]);
    }

    #[test]
    fn every_field_is_read() {
        let text = r#"[(
            name: "X", aliases: ["Y"], console: "https://x.example", consoles: {"DE": "z"},
            kinds: ["totp", "security-key"], app_twice: true, one_number: Some(false),
            mandates: [(regions: ["EU"], since: "2020-01-31"), ()], recovery_codes: 8,
            sharing: true, sub_users: false, money: true,
            withdrawing: [(kind: "sms", on: "2027-02-01")], checked_on: "2026-03-31",
            source: "s", mark: V, note: "n",
        )]"#;
        let day = |text: &str| Date::from_str(text).expect("a day");
        let expected = Platform {
            name: "X".into(),
            aliases: vec!["Y".into()],
            console: Some("https://x.example".into()),
            consoles: BTreeMap::from([("DE".into(), "z".into())]),
            kinds: Some(Kinds(vec![MethodKind::Totp, MethodKind::SecurityKey])),
            app_twice: Some(true),
            one_number: Some(false),
            mandates: vec![
                Mandate { regions: vec!["EU".into()], since: Some(day("2020-01-31")) },
                Mandate::default(),
            ],
            recovery_codes: Some(8),
            sharing: Some(true),
            sub_users: Some(false),
            money: Some(true),
            withdrawing: vec![Withdrawal { kind: MethodKind::Sms, on: day("2027-02-01") }],
            checked_on: Some(day("2026-03-31")),
            source: "s".into(),
            mark: Mark::V,
            note: "n".into(),
        };
        assert_eq!(read(text.as_bytes()), Ok(vec![expected]));
    }

    #[test]
    fn mistakes_are_placed_and_named() {
        let marks = Problem::UnknownWord { known: &["V", "S", "U"] };
        let cases = [
            ("a kind", "[\n (name: \"X\",\n  kinds: [\"fax\"])]", 3, Problem::UnknownKind),
            ("a mark", "[(name: \"X\", mark: W)]", 1, marks),
            ("a day", "[(name: \"X\",\n checked_on: \"31.3.2026\")]", 2, Problem::Day),
            ("a day there is not", "[(checked_on: \"2026-02-30\")]", 1, Problem::Day),
            (
                "a withdrawal's day",
                "[(withdrawing: [(kind: \"sms\", on: \"soon\")])]",
                1,
                Problem::Day,
            ),
            ("twice", "[(name: \"X\",\n name: \"Y\")]", 2, Problem::Twice { field: "name" }),
            ("a number", "[(name: \"X\", recovery_codes: -1)]", 1, Problem::Number),
            ("a truth", "[(name: \"X\", money: 1)]", 1, Problem::Truth),
            ("a text", "[(name: X)]", 1, Problem::Text),
            ("unclosed", "[(name: \"X\"", 1, Problem::Form),
            ("no list", "(name: \"X\")", 1, Problem::Form),
            ("no name", "[(name: \"X\"), (aliases: [\"Y\"])]", 1, Problem::NoName { nth: 2 }),
            ("a name of nothing", "[(name: \" - \")]", 1, Problem::NoName { nth: 1 }),
        ];
        for (name, text, line, problem) in cases {
            let (at, _, found) = problem_of(text);
            assert_eq!((at, found), (line, problem), "{name}");
        }
        let (line, column, found) = problem_of("[(\n  name: \"X\",\n  colour: 1)]");
        assert_eq!((line, column), (3, 3));
        assert!(matches!(found, Problem::UnknownField { known } if known.contains(&"console")));
    }

    #[test]
    fn the_console_of_a_marketplace() {
        let mut platform = Platform::default();
        assert_eq!(platform.console_at("DE"), None);
        platform.console = Some("all".into());
        for (site, console) in [("DE", "de"), ("EU", "eu"), ("UK", "uk")] {
            platform.consoles.insert(site.into(), console.into());
        }
        let cases =
            [("DE", "de"), ("de", "de"), ("FR", "eu"), ("GB", "uk"), ("JP", "all"), ("", "all")];
        for (site, console) in cases {
            assert_eq!(platform.console_at(site), Some(console), "{site}");
        }
    }
}
