//! What is to become of every row of one or several files. Choices are data: who makes them, a person
//! at a list or an option of a command, is not known here.

use super::{compare, spelling, weigh};
use crate::app::draft::number::{self, Doubt};
use crate::exchange::table::Column;
use crate::exchange::{
    Change, Format, Heading, Ignored, Notice, Part, Reading, Record, Refused, Spare,
};
use crate::i18n::{Exchange, Lang};
use crate::model::{Book, Id};
use crate::otp::{Key, Remark};

/// A file of an import.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called. A stranger's text.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How a table's columns were read.
    pub columns: Vec<Heading>,
    /// What is to be said of it as a whole.
    pub notices: Vec<Notice>,
}

/// One import: all rows of its files, and what is to become of each.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files, in order.
    pub sources: Vec<Source>,
    /// The rows that were understood, in order.
    pub entries: Vec<Entry>,
    /// The rows that were not.
    pub unread: Vec<Unread>,
    /// What has no place here, with how often.
    pub ignored: Vec<(Ignored, usize)>,
    /// Parts of batches that are in none of the files.
    pub missing: Vec<Part>,
    /// Those that are in one.
    parts: Vec<Part>,
    /// What becomes of rows whose key is here under other names, unless they say otherwise.
    pub same_key: Choice,
}

/// A row that was understood.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which file.
    pub source: usize,
    /// Its number in it, from 1.
    pub row: usize,
    /// What it says.
    pub record: Box<Record>,
    /// What was read otherwise, and what has no place of its own.
    pub told: Vec<Told>,
    /// The numbers it names: the main one and the backup's.
    pub phones: [Phone; 2],
    /// How it stands to what is here.
    pub standing: Standing,
    /// Whether it is to be taken at all.
    pub chosen: bool,
    /// Its key and the one of what it is like.
    pub keys: Keys,
    /// What was chosen for it, where that is not the usual.
    pub choice: Option<Choice>,
    /// Whether what it is like would have more by a merge.
    pub brings: bool,
    /// What is otherwise there; a merge leaves it as it is.
    pub differs: Vec<Differs>,
    /// What is known otherwise of its phone, where it becomes an account; its note says it, too.
    pub held: Vec<Differs>,
}

/// How the key of a row and that of what it is like stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// There is none on either side.
    #[default]
    Neither,
    /// Only what it is like has one.
    Ours,
    /// Only the row has one.
    Theirs,
    /// They give the same codes.
    Same,
    /// The same bytes with another kind, algorithm or number of digits.
    Settings,
    /// Others.
    Other,
}

/// What a row can say of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What tables say.
    Column(Column),
    /// The company.
    Company,
    /// The profile of the browser.
    Profile,
    /// The address for signing in.
    Console,
    /// Values that clash in a vault.
    Clashes,
}

impl Field {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Column(column) => column.word(),
            Self::Company => "company",
            Self::Profile => "profile",
            Self::Console => "console",
            Self::Clashes => "clashes",
        }
    }
}

impl From<Column> for Field {
    fn from(column: Column) -> Self {
        Self::Column(column)
    }
}

/// A field that a row and an account both fill, each otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// Which.
    pub field: Field,
    /// What the account says; nothing for a key. May be a stranger's text.
    pub ours: String,
    /// What the row says.
    pub theirs: String,
}

/// A row that was not understood.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Which file.
    pub source: usize,
    /// Its number in it, from 1.
    pub row: usize,
    /// What its program calls it. A stranger's text.
    pub name: String,
    /// Why.
    pub why: Refused,
}

/// What a table says of a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phone {
    /// Nothing.
    None,
    /// A number, as it will be kept.
    Line(String),
    /// A text that is no number; it goes into the note.
    Text(String),
}

/// What is told of a row that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It was read otherwise than it stands there.
    Read(Change),
    /// A phone is no number; it is in the note.
    PhoneInNote {
        /// Whether it is the backup's.
        backup: bool,
    },
    /// A number without a country code was kept as it is.
    NoCountry,
    /// A number no country gives out.
    Unusual,
    /// Where the phone lies went into the note: there is no phone.
    LocationInNote,
    /// Who keeps the phone became who signs in: there is no phone.
    HolderUses,
}

impl Told {
    /// Whether something of the row is gone, and not only changed.
    pub fn is_loss(&self) -> bool {
        matches!(
            self,
            Self::PhoneInNote { .. }
                | Self::Read(
                    Change::PhoneLost { .. }
                        | Change::MoreCells { .. }
                        | Change::Key(Remark::NotUtf8 | Remark::NoPin)
                )
        )
    }
}

/// How a row stands to what is here, and to the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing like it.
    New,
    /// The same key, or none on either side, with the same names.
    Same(Twin),
    /// The same key under other names, or with other digits and the like.
    SameKey(Twin),
    /// The same platform and login with another key.
    SameName(Twin),
}

/// What a row is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// An account.
    Here(Id),
    /// An earlier entry, by its place.
    Entry(usize),
}

/// What becomes of a row that is like another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// It becomes an account of its own.
    Keep,
    /// It fills what is empty there.
    Merge,
    /// Nothing. The usual for a key that is here under other names: whoever decided nothing has
    /// nothing twice.
    #[default]
    Skip,
}

/// What becomes of a row, everything considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it was not chosen.
    Out,
    /// It becomes an account.
    Add,
    /// It fills what is empty there. An entry named here becomes an account.
    Merge(Twin),
    /// Nothing: it is there already.
    Skip(Twin),
}

/// How many rows fare how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Become accounts.
    pub added: usize,
    /// Fill others.
    pub merged: usize,
    /// Are here already, key and names.
    pub same: usize,
    /// Are skipped, because they were chosen to be.
    pub skipped: usize,
    /// Were not chosen.
    pub out: usize,
    /// Were not understood.
    pub refused: usize,
    /// Are taken, and were read otherwise than they stood there.
    pub changed: usize,
    /// Are taken, and something of them is gone.
    pub lost: usize,
    /// Columns that are not taken.
    pub columns: usize,
}

impl Plan {
    /// The words of what its files are, each once.
    pub fn formats(&self) -> Vec<&'static str> {
        let mut words: Vec<_> = self.sources.iter().map(|source| source.format.word()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Adds a file. `region` as for [`number::normalise`].
    pub fn add(&mut self, name: String, reading: Reading, region: Option<&str>) {
        let source = self.sources.len();
        let Reading { format, rows, ignored, parts, columns, notices } = reading;
        self.sources.push(Source { name, format, columns, notices });
        for row in rows {
            match row.outcome {
                Ok(record) => self.entries.push(Entry::new(source, row.number, record, region)),
                Err(why) => {
                    self.unread.push(Unread { source, row: row.number, name: row.name, why });
                }
            }
        }
        for (what, count) in ignored {
            match self.ignored.iter_mut().find(|(known, _)| *known == what) {
                Some((_, sum)) => *sum += count,
                None => self.ignored.push((what, count)),
            }
        }
        self.parts.extend(parts);
        let parts = self.parts.clone();
        self.missing = Reading { parts, ..Reading::new(Format::GoogleMigration) }.missing();
    }

    /// Looks how every row stands to a book, and what a merge would bring. Choices stay.
    pub fn compare(&mut self, book: &Book) {
        spelling::spell(&mut self.entries, book);
        compare::stand(&mut self.entries, book);
        weigh::weigh(self, book);
        weigh::hold(self, book);
    }

    /// What was chosen for a row, or is usual for one that stands so. One that is here, names and
    /// all, is merged where such keys are, as far as it brings something; so is one of the same name
    /// where no key and no store stands against another.
    pub fn choice(&self, entry: &Entry) -> Choice {
        let usual = match entry.standing {
            Standing::SameName(_) if self.same_key == Choice::Merge && entry.agrees() => {
                Choice::Merge
            }
            Standing::New | Standing::SameName(_) => Choice::Keep,
            Standing::Same(_) if self.same_key == Choice::Merge => Choice::Merge,
            Standing::Same(_) => Choice::Skip,
            // One account cannot give both codes.
            Standing::SameKey(_)
                if entry.keys == Keys::Settings && self.same_key == Choice::Merge =>
            {
                Choice::Keep
            }
            Standing::SameKey(_) => self.same_key,
        };
        match (entry.choice.unwrap_or(usual), entry.standing) {
            (Choice::Merge, Standing::Same(_)) if !entry.brings => Choice::Skip,
            (choice, _) => choice,
        }
    }

    /// What becomes of every row. One that is like a row that was not chosen stands for itself.
    pub fn fates(&self) -> Vec<Fate> {
        let mut fates: Vec<Fate> = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            fates.push(self.fate(entry, resolve(entry, &fates)));
        }
        fates
    }

    /// What becomes of a row, by what it is like once that is settled.
    pub(super) fn fate(&self, entry: &Entry, twin: Option<Twin>) -> Fate {
        if !entry.chosen {
            return Fate::Out;
        }
        match (twin, self.choice(entry)) {
            (None, _) | (_, Choice::Keep) => Fate::Add,
            (Some(twin), Choice::Merge) => Fate::Merge(twin),
            (Some(twin), Choice::Skip) => Fate::Skip(twin),
        }
    }

    /// Whether there is no row in a file, readable or not.
    pub fn is_empty(&self, source: usize) -> bool {
        self.entries.iter().all(|entry| entry.source != source)
            && self.unread.iter().all(|unread| unread.source != source)
    }

    /// Whether a row should be decided on: its key is here under other names, and nobody has said
    /// what is to become of it.
    pub fn is_open(&self, entry: &Entry, fate: Fate) -> bool {
        entry.choice.is_none()
            && matches!(entry.standing, Standing::SameKey(_))
            && matches!(fate, Fate::Skip(_))
    }

    /// How many rows fare how.
    pub fn sums(&self) -> Sums {
        let mut sums = Sums { refused: self.unread.len(), ..Sums::default() };
        for (entry, fate) in self.entries.iter().zip(self.fates()) {
            match fate {
                Fate::Out => sums.out += 1,
                Fate::Add => sums.added += 1,
                Fate::Merge(_) => sums.merged += 1,
                Fate::Skip(_) if matches!(entry.standing, Standing::Same(_)) => sums.same += 1,
                Fate::Skip(_) => sums.skipped += 1,
            }
            if matches!(fate, Fate::Add | Fate::Merge(_)) {
                sums.changed += usize::from(!entry.told.is_empty());
                sums.lost += usize::from(entry.told.iter().any(Told::is_loss));
            }
        }
        sums.columns = self.spare().count();
        sums
    }

    /// The columns that are not taken though something stands in them, each with its file.
    pub fn spare(&self) -> impl Iterator<Item = (usize, &Spare)> {
        self.sources.iter().enumerate().flat_map(|(at, source)| {
            let columns = source.notices.iter().flat_map(|notice| match notice {
                Notice::Columns(spare) => spare.as_slice(),
                _ => &[],
            });
            columns.map(move |spare| (at, spare))
        })
    }

    /// Whether something of what is taken did not arrive: rows that were refused, parts that are
    /// missing, phones and names, whole columns and sheets, what stands on paper beside the keys, what
    /// no account of a vault refers to.
    pub fn is_partial(&self) -> bool {
        let sums = self.sums();
        let mut notices = self.sources.iter().flat_map(|source| &source.notices);
        sums.refused + sums.lost + sums.columns > 0
            || !self.missing.is_empty()
            || notices.any(Notice::is_loss)
    }

    /// What another program calls a row: for a list, and for what is said of it.
    pub fn title(entry: &Entry) -> String {
        let names = entry.names();
        let names = [names.store, names.platform, names.login];
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        names.join(" / ")
    }
}

/// What a row is like after all, by what becomes of the rows before it: where one went, so do those
/// that are like it.
pub(super) fn resolve(entry: &Entry, fates: &[Fate]) -> Option<Twin> {
    let twin = entry.standing.twin()?;
    let Twin::Entry(place) = twin else { return Some(twin) };
    match fates.get(place)? {
        Fate::Out => None,
        Fate::Add => Some(twin),
        Fate::Merge(other) | Fate::Skip(other) => Some(*other),
    }
}

impl Standing {
    /// What it is like.
    pub fn twin(self) -> Option<Twin> {
        match self {
            Self::New => None,
            Self::Same(twin) | Self::SameKey(twin) | Self::SameName(twin) => Some(twin),
        }
    }
}

/// What an account is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    pub(super) platform: &'a str,
    pub(super) store: &'a str,
    pub(super) login: &'a str,
}

impl Entry {
    fn new(source: usize, row: usize, record: Box<Record>, region: Option<&str>) -> Self {
        let mut told: Vec<Told> = record.changes.iter().cloned().map(Told::Read).collect();
        let lost = |backup| record.changes.contains(&Change::PhoneLost { backup });
        let mut phone = |text: &str, backup: bool| {
            let text = text.trim();
            if text.is_empty() {
                return Phone::None;
            }
            if lost(backup) {
                return Phone::Text(text.to_owned());
            }
            if !number::is_plausible(text) {
                told.push(Told::PhoneInNote { backup });
                return Phone::Text(text.to_owned());
            }
            let normal = number::normalise(text, region);
            let doubt = match normal.doubt {
                Some(Doubt::NoCountry) => Some(Told::NoCountry),
                Some(Doubt::Unusual) => Some(Told::Unusual),
                None => None,
            };
            if let Some(doubt) = doubt.filter(|doubt| !told.contains(doubt)) {
                told.push(doubt);
            }
            Phone::Line(normal.number)
        };
        let phones =
            [phone(&record.extra.phone_main, false), phone(&record.extra.phone_backup, true)];
        let has_phone = phones.iter().any(|phone| matches!(phone, Phone::Line(_)));
        if !has_phone && !record.extra.holder.trim().is_empty() {
            told.push(Told::HolderUses);
        }
        if !has_phone && !record.extra.location.trim().is_empty() {
            told.push(Told::LocationInNote);
        }
        let entry = Self {
            source,
            row,
            record,
            told,
            phones,
            standing: Standing::New,
            chosen: true,
            keys: Keys::default(),
            choice: None,
            brings: false,
            differs: Vec::new(),
            held: Vec::new(),
        };
        let issuer = entry.issuer_aside().map(|_| Told::Read(Change::IssuerInNote));
        let told = issuer.filter(|told| !entry.told.contains(told));
        Self { told: entry.told.iter().cloned().chain(told).collect(), ..entry }
    }

    /// What the account is called that it becomes. The issuer is the platform, unless a table says
    /// more; one that only repeats the store's name says nothing of the platform.
    pub(super) fn names(&self) -> Names<'_> {
        let (record, extra) = (&self.record, &self.record.extra);
        let platform = match (extra.platform.trim(), record.issuer.trim()) {
            ("", issuer) if !issuer.is_empty() && issuer == extra.store.trim() => "",
            ("", issuer) => issuer,
            (platform, _) => platform,
        };
        Names { platform, store: extra.store.trim(), login: record.login.trim() }
    }

    /// The issuer, where a table names another platform or store.
    pub(super) fn issuer_aside(&self) -> Option<&str> {
        let (issuer, names) = (self.record.issuer.trim(), self.names());
        let aside = !issuer.is_empty() && issuer != names.platform && issuer != names.store;
        aside.then_some(issuer)
    }

    /// Whether no key and no store of it stands against another in what it is like.
    pub fn agrees(&self) -> bool {
        let is_other_store = |it: &Differs| it.field == Field::Column(Column::Store);
        matches!(self.keys, Keys::Neither | Keys::Ours | Keys::Theirs)
            && !self.differs.iter().any(is_other_store)
    }

    /// Its key.
    pub fn key(&self) -> Option<&Key> {
        self.record.key.as_ref()
    }

    /// Where it signs in, as it will be called.
    pub fn platform(&self) -> &str {
        self.names().platform
    }

    /// Its store.
    pub fn store(&self) -> &str {
        self.names().store
    }

    /// Its login.
    pub fn login(&self) -> &str {
        self.names().login
    }

    /// Its store, else its login.
    pub fn called(&self) -> &str {
        let names = self.names();
        if names.store.is_empty() { names.login } else { names.store }
    }

    /// What has no place of its own, and goes into the note under the name of its column.
    pub(super) fn asides(&self) -> Vec<Aside> {
        let mut asides = Vec::new();
        let mut add = |column, text: &str| asides.push(Aside { column, text: text.to_owned() });
        if let Some(issuer) = self.issuer_aside() {
            add(Column::Issuer, issuer);
        }
        for (phone, column) in self.phones.iter().zip([Column::PhoneMain, Column::PhoneBackup]) {
            if let Phone::Text(text) = phone {
                add(column, text);
            }
        }
        if self.told.contains(&Told::LocationInNote) {
            add(Column::Location, self.record.extra.location.trim());
        }
        asides
    }
}

/// A line of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    pub(super) column: Column,
    pub(super) text: String,
}

impl Aside {
    /// It with the name of its column, as people write it.
    pub(super) fn line(&self, lang: Lang) -> String {
        let label = match self.column {
            Column::PhoneMain => Exchange::ColumnPhoneMain,
            Column::PhoneBackup => Exchange::ColumnPhoneBackup,
            Column::Location => Exchange::ColumnLocation,
            Column::Holder => Exchange::ColumnHolder,
            _ => Exchange::ColumnIssuer,
        };
        let between = match lang {
            Lang::En => ": ",
            Lang::ZhCn => "：",
        };
        format!("{}{between}{}", label.say(lang), self.text)
    }
}
