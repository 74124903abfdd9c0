//! What is known of the platforms: data, not code. It ages, so each record says when it was checked
//! and how sure it is; the user's file and the vault may say otherwise.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::{MethodKind, Worded};
use crate::time::Date;

/// A platform, or what one says differently about it: what is blank says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Platform {
    /// As people call it: `Amazon`.
    pub name: String,
    /// Other names: issuers of keys, local names.
    pub aliases: Vec<String>,
    /// Where sellers sign in.
    pub console: Option<String>,
    /// The same where it differs by marketplace.
    pub consoles: BTreeMap<String, String>,
    /// The kinds of method it offers; `None` when that is not known.
    pub kinds: Option<Kinds>,
    /// Whether an authenticator app may be both main and backup.
    pub app_twice: Option<bool>,
    /// Whether one number can be only one of a login's methods.
    pub one_number: Option<bool>,
    /// Where two-step verification is required.
    pub mandates: Vec<Mandate>,
    /// How many recovery codes it issues; 0 for none.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mandate {
    /// The regions or marketplaces it holds for; empty for all.
    pub regions: Vec<String>,
    /// Since when.
    #[serde(deserialize_with = "optional")]
    pub since: Option<Date>,
}

/// That a kind of method goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(pub Vec<MethodKind>);

impl<'de> Deserialize<'de> for Kinds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        words.iter().map(|word| named(word)).collect::<Result<_, _>>().map(Self)
    }
}

fn named<E: serde::de::Error>(word: &str) -> Result<MethodKind, E> {
    MethodKind::from_word(word).ok_or_else(|| E::custom("no kind of method has this name"))
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MethodKind, D::Error> {
    named(&String::deserialize(deserializer)?)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    Date::from_str(&text).map_err(|_| serde::de::Error::custom("not a day like 2026-03-31"))
}

fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// The platforms by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    platforms: Vec<Platform>,
    names: HashMap<String, usize>,
}

impl Catalogue {
    /// Lays lists over each other: what a later one says of a platform goes before what an earlier
    /// one says.
    pub fn new(layers: impl IntoIterator<Item = Vec<Platform>>) -> Self {
        let mut catalogue = Self::default();
        for platform in layers.into_iter().flatten() {
            catalogue.lay(platform);
        }
        catalogue
    }

    /// The platform a name or an alias stands for.
    pub fn of(&self, name: &str) -> Option<&Platform> {
        self.names.get(&fold(name)).map(|index| &self.platforms[*index])
    }

    /// All of them.
    pub fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    fn lay(&mut self, over: Platform) {
        let known = self.names.get(&fold(&over.name)).copied();
        let index = known.unwrap_or(self.platforms.len());
        for name in std::iter::once(&over.name).chain(&over.aliases) {
            self.names.insert(fold(name), index);
        }
        match known {
            Some(index) => self.platforms[index].take(over),
            None => self.platforms.push(over),
        }
    }
}

impl Platform {
    /// Takes over what another record says.
    fn take(&mut self, over: Self) {
        fn put<T>(place: &mut Option<T>, value: Option<T>) {
            if value.is_some() {
                *place = value;
            }
        }
        self.aliases.extend(over.aliases);
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

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}
