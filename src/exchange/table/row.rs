//! One row of a table, made into a record.

use std::collections::HashSet;

use super::cell::{
    self, Instead, SHOWN, codes, instead, is_nothing, is_rounded, is_scientific, is_setting,
    mended_number, parts, phone, setting, sites, unescape,
};
use super::keyed::{NoKey, no_key};
use super::sample::HIDDEN;
use super::{Column, LONGEST_CELL, Width, bare, headings, one_time};
use crate::exchange::change::{Change, Counts};
use crate::exchange::record::title;
use crate::exchange::{Heading, Record, Refused, uri_list};
use crate::model::MethodKind;
use crate::otp::base32::Base32Error;
use crate::otp::uri::{Address, parse};
use crate::otp::{Key, KeyError, Kind, Material, Parts, Refusal, Remark, Sort};
use crate::secret::Secret;

/// What columns say of a key beside it.
const OF_KEY: [Column; 5] =
    [Column::Algorithm, Column::Digits, Column::Period, Column::Counter, Column::Kind];

/// Which cells of a row hold what.
pub(super) struct Layout {
    columns: Vec<Place>,
    /// Whether the table is one of ours: its words are names, and an empty cell is one.
    is_ours: bool,
}

struct Place {
    column: Option<Column>,
    /// Whether a web address in it is nothing to wonder at.
    web: bool,
}

/// What became of a row.
pub(super) struct Read {
    /// What its account is called there.
    pub(super) name: String,
    pub(super) outcome: Result<Record, Refused>,
    /// Whether there was a key in it, right or wrong.
    pub(super) has_key: bool,
    /// The places of web addresses where a key could have been.
    pub(super) web: Vec<usize>,
    /// Whether it says where one signs in.
    pub(super) has_platform: bool,
}

impl Read {
    /// What is left of one-time codes that were left out, because the file ends in them, is no remark.
    pub(super) fn forget_torn_codes(&mut self) {
        let is_out = Change::Cut { dropped: Some(Column::Recovery) };
        if let Ok(record) = &mut self.outcome
            && record.changes.contains(&is_out)
        {
            record.changes.retain(|change| !matches!(change, Change::CodesBeside { .. }));
        }
    }
}

impl Layout {
    pub(super) fn new(
        headings: &[Heading],
        said: &[(usize, Option<Column>)],
        is_ours: bool,
    ) -> Self {
        let place = |(at, heading): (usize, &Heading)| Place {
            column: heading.column,
            web: headings::may_be_web(&heading.title)
                && !said.contains(&(at, Some(Column::Secret))),
        };
        Self { columns: headings.iter().enumerate().map(place).collect(), is_ours }
    }

    /// Whether a column can hold keys.
    pub(super) fn has_keys(&self) -> bool {
        self.columns.iter().any(|place| place.column == Some(Column::Secret))
    }

    /// Whether a column says whose account a row is.
    pub(super) fn has_names(&self) -> bool {
        let names = [Some(Column::Login), Some(Column::Store)];
        self.columns.iter().any(|place| names.contains(&place.column))
    }

    /// Whether every column that can hold keys can as well hold web addresses.
    pub(super) fn is_web(&self) -> bool {
        self.columns.iter().filter(|place| place.column == Some(Column::Secret)).all(|p| p.web)
    }

    /// Reads a row; `formulas` are the places of cells that should have a value and have none.
    pub(super) fn read(&self, cells: &[&str], formulas: &[usize], width: Width) -> Read {
        let mut row = Row {
            layout: self,
            cells: Vec::with_capacity(cells.len()),
            whole: Vec::with_capacity(cells.len()),
            bare: false,
        };
        for cell in cells {
            let (cell, bare) = unescape(cell);
            // We put the apostrophe there ourselves.
            row.bare |= bare && !self.is_ours;
            row.cells.push(cell.trim());
            let is_number = cell.bytes().all(|byte| byte.is_ascii_digit());
            row.whole.push(is_number && (bare || self.is_ours && cell.len() < SHOWN));
        }
        // What says that there is no platform is an answer, unlike a blank.
        let places = [Column::Issuer, Column::Platform];
        let has_answer = places.iter().any(|column| !row.one(*column).is_empty());
        for (place, cell) in self.columns.iter().zip(&mut row.cells) {
            // In one of ours dots stand where a key was left out.
            let is_nothing = if self.is_ours { is_hidden(cell) } else { is_nothing(cell) };
            if place.column != Some(Column::Secret) && is_nothing {
                *cell = "";
            }
        }
        let (keys, web) = row.keys();
        let has_key = !keys.is_empty();
        let too_long = row.cells.iter().any(|cell| cell.len() > LONGEST_CELL);
        let is_meant =
            |place: &&usize| self.columns.get(**place).is_some_and(|it| it.column.is_some());
        let outcome = match formulas.iter().find(is_meant) {
            Some(place) => Err(Refused::Formula { column: place + 1 }),
            None if too_long => Err(Refused::Shape),
            None => row.ragged(row.record(&keys), width),
        };
        let name = if outcome.is_ok() { String::new() } else { row.name() };
        // In an address, perhaps.
        let is_said =
            |record: &Record| !record.issuer.is_empty() && record.issuer != record.extra.store;
        let has_platform = has_answer || outcome.as_ref().is_ok_and(is_said);
        Read { name, outcome, has_key, web, has_platform }
    }
}

struct Row<'a> {
    layout: &'a Layout,
    cells: Vec<&'a str>,
    /// Which of them have all their digits, whatever those look like.
    whole: Vec<bool>,
    /// Whether an apostrophe was taken off.
    bare: bool,
}

/// What stands in a cell for keys.
enum Found<'a> {
    /// A key in base32, or in hexadecimal for mOTP.
    Text(&'a str),
    /// An address.
    Address(&'a str),
}

impl<'a> Row<'a> {
    /// The filled cells of a column.
    fn all(&self, column: Column) -> impl Iterator<Item = &'a str> {
        let places = self.layout.columns.iter().zip(&self.cells);
        places
            .filter(move |(place, cell)| place.column == Some(column) && !cell.is_empty())
            .map(|(_, cell)| *cell)
    }

    /// The first of them, or nothing.
    fn one(&self, column: Column) -> &'a str {
        self.all(column).next().unwrap_or_default()
    }

    /// Whether that one has all its digits.
    fn is_whole(&self, column: Column) -> bool {
        let places = self.layout.columns.iter().zip(&self.cells).zip(&self.whole);
        let mut places =
            places.filter(|((place, cell), _)| place.column == Some(column) && !cell.is_empty());
        places.next().is_some_and(|(_, whole)| *whole)
    }

    /// Issuer and login, as far as columns say them.
    fn names(&self) -> (&'a str, &'a str) {
        let issuers = [Column::Issuer, Column::Platform, Column::Store];
        let issuer =
            issuers.into_iter().map(|column| self.one(column)).find(|cell| !cell.is_empty());
        (issuer.unwrap_or_default(), self.one(Column::Login))
    }

    fn name(&self) -> String {
        let (issuer, login) = self.names();
        let name = title(issuer, login);
        if name.len() > LONGEST_CELL { String::new() } else { name }
    }

    /// The first of the cells for keys that holds several, by its column.
    fn several(&self) -> Option<usize> {
        let mut places = (1..).zip(self.layout.columns.iter().zip(&self.cells));
        let is_it = |(_, (place, cell)): &(usize, (&Place, &&str))| {
            place.column == Some(Column::Secret) && bare::holds_several(cell)
        };
        places.find(is_it).map(|(number, _)| number)
    }

    /// What stands in the columns for keys, by their numbers, and the places of web addresses that stand
    /// there instead.
    fn keys(&self) -> (Vec<(usize, Found<'a>)>, Vec<usize>) {
        let mut keys = Vec::new();
        let mut web = Vec::new();
        for (number, (place, cell)) in (1..).zip(self.layout.columns.iter().zip(&self.cells)) {
            if place.column != Some(Column::Secret) || cell.is_empty() || instead(cell).is_some() {
                continue;
            }
            let cell = labelled(cell).map_or(*cell, |(_, key)| key);
            if uri_list::is_address(cell) {
                keys.push((number, Found::Address(cell)));
            } else if place.web && cell.contains(['.', '/']) {
                web.push(number - 1);
            } else {
                keys.push((number, Found::Text(cell)));
            }
        }
        (keys, web)
    }

    /// The first of the columns of names and notes that holds a key, by its number: they were mixed up.
    fn misplaced(&self) -> Option<(usize, Column)> {
        let places = (1..).zip(self.layout.columns.iter().zip(&self.cells));
        let mut places = places.filter_map(|(number, (place, cell))| {
            let column = place.column?;
            let is_key = match column {
                Column::Note => bare::holds_key(cell),
                Column::Recovery => bare::has_long_code(cell),
                column => column.is_name() && bare::is_misplaced_key(cell),
            };
            is_key.then_some((number, column))
        });
        places.next()
    }

    fn record(&self, keys: &[(usize, Found<'_>)]) -> Result<Record, Refused> {
        if let Some(column) = self.several() {
            return Err(Refused::KeysInCell { column });
        }
        let misplaced = self.misplaced();
        let is_whole = |(_, key): &(usize, Found<'_>)| match key {
            Found::Address(_) => true,
            Found::Text(text) => bare::is_whole_key(text),
        };
        // One-time codes may be as long.
        if let Some((column, read)) = misplaced.filter(|(_, read)| *read != Column::Recovery)
            && !keys.iter().any(is_whole)
        {
            return Err(Refused::KeyElsewhere { column, read });
        }
        let (issuer, login) = self.names();
        let is_address = keys.iter().any(|(_, key)| matches!(key, Found::Address(_)));
        let mut contradictions = Vec::new();
        let mut record = match self.key(keys, issuer)? {
            Some(address) => {
                if is_address {
                    contradictions = self.contradictions(&address);
                }
                Record::from(address)
            }
            None if issuer.is_empty() && login.is_empty() => {
                return Err(Refused::Nameless);
            }
            None => Record::default(),
        };
        // Where both name the account, the columns are the team's own words; but a store is no platform.
        let is_store = self.one(Column::Issuer).is_empty() && self.one(Column::Platform).is_empty();
        let is_better = !is_store || record.issuer.is_empty();
        if !issuer.is_empty() && is_better {
            issuer.clone_into(&mut record.issuer);
        }
        if !login.is_empty() {
            login.clone_into(&mut record.login);
        }
        record.split_login();
        record.changes.append(&mut contradictions);
        let named = !record.issuer.is_empty() || !record.login.is_empty();
        let no_name = Change::Key(Remark::NoName);
        record.changes.retain(|change| *change != no_name);
        if !named {
            record.changes.push(no_name);
        }
        let groups = self.all(Column::Groups).flat_map(parts);
        record.group_all(groups.filter(|part| !self.layout.is_ours || !is_hidden(part)));
        self.all(Column::Note).for_each(|note| record.annotate(note));
        let favourite = self.one(Column::Favourite).to_lowercase();
        record.favourite |= matches!(favourite.as_str(), "1" | "true" | "yes" | "y" | "是");
        let (places, codes): (Vec<_>, Vec<_>) =
            self.all(Column::Recovery).partition(|cell| bare::is_place(cell));
        let elsewhere = |place: &str| Change::CodesElsewhere { place: place.to_owned() };
        record.changes.extend(places.into_iter().map(elsewhere));
        for cell in codes {
            self.recover(&mut record, cell);
        }
        self.extra(&mut record);
        if record.key.is_none() {
            self.without_key(&mut record);
            let said = OF_KEY.map(|column| (column, self.one(column).to_owned()));
            record.of_key = said.into_iter().filter(|(_, cell)| !cell.is_empty()).collect();
        }
        // A platform that is called like its store stands in a column of its own.
        let column = self.one(Column::Issuer);
        if record.extra.platform.is_empty() && column == record.extra.store {
            column.clone_into(&mut record.extra.platform);
        }
        record.changes.extend(self.lost());
        let labels = self.all(Column::Secret).filter_map(|cell| Some(labelled(cell)?.0));
        let label = |label: &str| Change::KeyLabel { label: label.to_owned() };
        record.changes.extend(labels.map(label));
        record.changes.extend(misplaced.map(|(_, column)| Change::KeyLike { column }));
        if self.bare {
            record.changes.push(Change::Apostrophe);
        }
        Ok(record)
    }

    /// The one-time codes of a cell, and what stands beside them.
    fn recover(&self, record: &mut Record, cell: &str) {
        // In one of ours there is nothing else.
        let read = if self.layout.is_ours {
            one_time::Codes { codes: self::codes(cell).collect(), beside: String::new() }
        } else {
            one_time::read(cell)
        };
        let is_none = read.codes.is_empty();
        record.recovery.extend(read.codes.iter().map(|code| Secret::from_text((*code).to_owned())));
        if !read.beside.is_empty() {
            let place = read.beside;
            record.changes.push(if is_none {
                Change::CodesElsewhere { place }
            } else {
                Change::CodesBeside { words: place }
            });
        }
    }

    /// What a row says instead of a key.
    fn without_key(&self, record: &mut Record) {
        let said = self.all(Column::Secret).filter_map(|cell| Some((cell, instead(cell)?)));
        for (cell, instead) in said {
            let word = cell.to_owned();
            let (arrives, change) = match instead {
                Instead::Nothing => continue,
                Instead::Arrives(kind) => (Some(kind), None),
                Instead::App => (Some(MethodKind::Totp), Some(Change::KeyApart { word })),
                Instead::Something => (None, Some(Change::KeyApart { word })),
                Instead::Ditto => (None, Some(Change::KeyDitto { word })),
            };
            record.arrives = record.arrives.or(arrives);
            record.changes.extend(change);
        }
    }

    /// What columns say otherwise than the address of the row: of its names they count, of its codes it does.
    fn contradictions(&self, address: &Address) -> Vec<Change> {
        let mut all = Vec::new();
        let mut hold = |column, said: &str, counts, is_same: &dyn Fn(&str, &str) -> bool| {
            let cell = self.one(column);
            if !cell.is_empty() && !said.is_empty() && !is_same(cell, said) {
                let (address, cell) = (said.to_owned(), cell.to_owned());
                all.push(Change::Contradicts { column, address, cell, counts });
            }
        };
        let is_name = |a: &str, b: &str| a.to_lowercase() == b.trim().to_lowercase();
        // A store is no platform.
        let issuers = [Column::Issuer, Column::Platform].into_iter();
        let issuer = issuers.into_iter().find(|column| !self.one(*column).is_empty());
        if let Some(column) = issuer {
            hold(column, &address.issuer, Counts::Cell, &is_name);
        }
        hold(Column::Login, &address.login, Counts::Cell, &is_name);
        let Some(key) = &address.key else { return all };
        let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
        let counter = match key.kind() {
            Kind::Hotp { counter } => Some(counter),
            _ => None,
        };
        for (column, said) in [
            (Column::Algorithm, key.algorithm().word().to_ascii_uppercase()),
            (Column::Digits, key.digits().to_string()),
            (Column::Period, number(key.period().map(u64::from))),
            (Column::Counter, number(counter)),
            (Column::Kind, key.kind().word().to_owned()),
        ] {
            hold(column, &said, Counts::Address, &|cell, said| {
                let cell = setting(column, cell);
                let whole = mended_number(&cell);
                is_setting(whole.as_deref().unwrap_or(&cell), said)
            });
        }
        all
    }

    /// The columns of texts and codes in which a spreadsheet lost digits.
    fn lost(&self) -> Vec<Change> {
        let is_lost = |column: &Column| {
            let all = || self.all(*column);
            match column {
                Column::Recovery => all().flat_map(codes).any(is_scientific),
                Column::Groups | Column::Marketplaces => all().flat_map(parts).any(is_scientific),
                // A phone number is one, too.
                Column::Login => {
                    let is_whole = self.is_whole(*column);
                    all().any(|cell| is_scientific(cell) || is_rounded(cell) && !is_whole)
                }
                _ => all().any(is_scientific),
            }
        };
        let texts = Column::ALL.iter().copied().filter(|column| column.is_text());
        texts.filter(is_lost).map(|column| Change::DigitsLost { column }).collect()
    }

    /// Says of a row that has more cells than there are headings, or fewer, where that is why a key
    /// is not where it belongs, or may be missing.
    fn ragged(&self, outcome: Result<Record, Refused>, width: Width) -> Result<Record, Refused> {
        let beyond = self.cells.iter().skip(self.layout.columns.len());
        let more = beyond.filter(|cell| !cell.is_empty()).count();
        let missing = self.layout.columns.get(self.cells.len()..).unwrap_or_default();
        let missing = if width == Width::Whole { missing } else { &[] };
        let keyless = missing.iter().any(|place| place.column == Some(Column::Secret));
        let short = Change::Key(Remark::ShortKey);
        match outcome {
            // A word of another cell reads as a key, but a short one.
            Ok(record) if more > 0 && record.changes.contains(&short) => {
                Err(Refused::MoreCells { count: more })
            }
            Ok(mut record) => {
                if more > 0 {
                    record.changes.push(Change::MoreCells { count: more });
                } else if keyless && record.key.is_none() {
                    record.changes.push(Change::FewerCells { count: missing.len() });
                }
                Ok(record)
            }
            Err(
                Refused::Key(_)
                | Refused::Word
                | Refused::Nameless
                | Refused::KeyElsewhere { read: Column::Note, .. },
            ) if more > 0 => Err(Refused::MoreCells { count: more }),
            Err(Refused::Nameless) if keyless => Err(Refused::FewerCells { count: missing.len() }),
            Err(refused) => Err(refused),
        }
    }

    /// The one key of a row, as an address with what stands there of its names.
    fn key(&self, keys: &[(usize, Found<'_>)], issuer: &str) -> Result<Option<Address>, Refused> {
        let mut found: Option<(usize, Address)> = None;
        for (number, key) in keys {
            let (address, says_all) = match key {
                Found::Address(text) => (parse(text)?, true),
                Found::Text(text) => (self.bare_key(*number, text, issuer)?, false),
            };
            match &found {
                None => found = Some((*number, address)),
                Some((first, other)) if secret(other) != secret(&address) => {
                    return Err(Refused::TwoKeys { columns: [*first, *number] });
                }
                // The same key twice: the address says more of it.
                Some((first, _)) if says_all => found = Some((*first, address)),
                Some(_) => {}
            }
        }
        Ok(found.map(|(_, address)| address))
    }

    /// A key by itself, with what the other columns say of it.
    fn bare_key(&self, column: usize, text: &str, issuer: &str) -> Result<Address, Refused> {
        let said = OF_KEY.map(|column| setting(column, self.one(column)));
        let [algorithm, digits, period, counter, kind] = said.each_ref().map(|cell| &**cell);
        let mut remarks = Vec::new();
        if let Some(refused) = none_for_codes(text, kind) {
            return Err(refused);
        }
        if bare::is_wordy(text) {
            return Err(Refused::Word);
        }
        let sort = if !kind.is_empty() {
            Sort::guess(kind).ok_or_else(|| Refusal::unknown_type(kind))?
        } else if !counter.is_empty() {
            Sort::Hotp
        } else if issuer.eq_ignore_ascii_case("steam") {
            // As in an address: Steam's keys make Steam's codes, unless somebody says otherwise.
            let digits = crate::otp::number(digits, "digits", KeyError::Digits)?;
            let period = crate::otp::number(period, "period", KeyError::Period)?;
            if matches!((digits, period), (None | Some(5), None | Some(30))) {
                remarks.push(Remark::SteamByIssuer);
                Sort::Steam
            } else {
                remarks.push(Remark::NotSteam);
                Sort::Totp
            }
        } else {
            Sort::Totp
        };
        let parts = Parts {
            sort,
            secret: Material::Text(text),
            algorithm: algorithm.into(),
            digits: digits.into(),
            period: period.into(),
            counter: counter.into(),
            pin: None,
        };
        let key = parts.key(&mut remarks)?;
        if sort != Sort::Motp && bare::is_word(text) {
            return Err(Refused::Word);
        }
        // Of ours it is known that they are keys, however short.
        if sort != Sort::Motp && !self.layout.is_ours {
            let names = [Column::Issuer, Column::Platform, Column::Store, Column::Login];
            match no_key(text, &names.map(|column| self.one(column))) {
                Some(NoKey::Several) => return Err(Refused::KeysInCell { column }),
                Some(NoKey::Words) => return Err(Refused::Word),
                // It may be the begin of one.
                Some(NoKey::Short) => {
                    let characters = text.chars().count();
                    return Err(Refusal::Key(Base32Error::Length { characters }).into());
                }
                None => {}
            }
        }
        Ok(Address { key: Some(key), remarks, ..Address::default() })
    }

    fn extra(&self, record: &mut Record) {
        let text = |column| self.one(column).to_owned();
        let extra = &mut record.extra;
        extra.store = text(Column::Store);
        extra.platform = text(Column::Platform);
        extra.holder = text(Column::Holder);
        extra.location = text(Column::Location);
        let mut known = HashSet::new();
        let names = self.all(Column::Marketplaces).flat_map(sites);
        let names = names.filter(|name| known.insert(*name));
        extra.marketplaces = names.map(str::to_owned).collect();
        let holder = extra.holder.clone();
        let mut changes = Vec::new();
        let is_several = !self.layout.is_ours && cell::names_several(&holder);
        changes.extend(is_several.then_some(Change::SeveralHolders { holder }));
        let mut phone = |column, backup| {
            let (text, change) = match phone(self.one(column), backup) {
                (text, Some(Change::PhoneLost { .. })) if self.is_whole(column) => (text, None),
                phone => phone,
            };
            changes.extend(change);
            text.into_owned()
        };
        extra.phone_main = phone(Column::PhoneMain, false);
        extra.phone_backup = phone(Column::PhoneBackup, true);
        record.changes.append(&mut changes);
    }
}

/// Whether a cell has dots in the place of keys and nothing else.
fn is_hidden(cell: &str) -> bool {
    let mut words = cell.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| word == HIDDEN)
}

/// The word before the key of a cell that says that it is one, and the key: `Secret: ABCD…`.
fn labelled(cell: &str) -> Option<(&str, &str)> {
    let (label, key) = cell.split_once([':', '：', '='])?;
    let is_label = label.len() <= LONGEST_LABEL && bare::names_key(label);
    (is_label && bare::is_whole_key(key.trim())).then(|| (label.trim(), key.trim()))
}

/// The longest word before a key, in bytes.
const LONGEST_LABEL: usize = 64;
/// How many digits the codes have that people type.
const CODE: std::ops::RangeInclusive<usize> = 6..=8;

/// Why what stands in a cell for keys is none, where its shape says what it is instead.
fn none_for_codes(text: &str, kind: &str) -> Option<Refused> {
    let small = text.trim().to_ascii_lowercase();
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit());
    // A key of mOTP may be any text.
    if Sort::guess(kind) == Some(Sort::Motp) {
        return None;
    }
    if small.starts_with("http://") || small.starts_with("https://") {
        return Some(Refused::WebAddress);
    }
    if small.strip_prefix("0x").is_some_and(is_hex) {
        return Some(Refusal::Key(Base32Error::Hexadecimal).into());
    }
    let bare: String = small.split([' ', '-']).collect();
    let is_code = CODE.contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(Refused::Code)
}

fn secret(address: &Address) -> Option<&Secret> {
    address.key.as_ref().map(Key::secret)
}
