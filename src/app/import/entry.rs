//! One row of an import: what it says, how its key and its phones stand to what is known, and what of it goes
//! into the note. What is to become of it is not decided here.

use super::plan::{Choice, Fate, Likeness};
use crate::app::draft::number::{self, Doubt};
use crate::exchange::table::Column;
use crate::exchange::{Change, Record};
use crate::i18n::{Exchange, Lang};
use crate::otp::{Key, Remark};

/// A row that was understood.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of a row")]
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
    /// Whether it stands in a list of ours without keys.
    pub listed: bool,
    /// How it stands to what is here.
    pub standing: Likeness,
    /// How many accounts it could be, as far as names tell.
    pub rivals: usize,
    /// Whether it is to be taken at all.
    pub chosen: bool,
    /// Its key and the one of what it is like.
    pub keys: KeyMatch,
    /// What was chosen for it, where that is not the usual.
    pub choice: Option<Choice>,
    /// Whether what it is like would have more by a merge.
    pub brings: bool,
    /// Of what that would be more, as far as it has a name.
    pub more: Vec<Field>,
    /// What is otherwise there; a merge leaves it as it is.
    pub differs: Vec<Differs>,
    /// What is known otherwise of its phone, where it becomes an account; its note says it, too.
    pub held: Vec<Differs>,
    /// The phone that is known without a number and gets the one of this row, where it is taken.
    pub joined: Option<Joined>,
    /// Whether a merge puts its key before what is the main way there.
    pub shifts: bool,
}

/// A number that goes into a phone that is known without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The number.
    pub number: String,
    /// What the phone is called.
    pub label: String,
}

/// How the key of a row and that of what it is like stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyMatch {
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

impl Differs {
    /// Whether what the row says is gone. Who has a phone and where it lies goes into the note.
    pub fn is_loss(&self) -> bool {
        match self.field {
            Field::Column(Column::Holder | Column::Location) => false,
            // Neither is shown.
            Field::Column(Column::Secret) | Field::Clashes => true,
            _ => !self.theirs.is_empty(),
        }
    }
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
        /// What stands there instead. A stranger's text.
        text: String,
    },
    /// A number without a country code was kept as it is.
    NoCountry,
    /// A number no country gives out.
    Unusual,
    /// The same as a number with its country, perhaps, which is told by nothing.
    Alike {
        /// As it stands in the row, without one.
        number: String,
        /// With it.
        other: String,
        /// The region that would make it the same.
        region: String,
    },
    /// Where the phone lies went into the note: there is no phone.
    LocationInNote,
    /// Who keeps the phone became who signs in: there is no phone.
    HolderUses,
}

impl Told {
    /// Whether it holds of a row that is here already, too: what it is the same as has not what is gone.
    pub fn is_lasting(&self) -> bool {
        *self == Self::Read(Change::Key(Remark::SecondKey))
    }

    /// Whether something of the row is gone, and not only changed.
    pub fn is_loss(&self) -> bool {
        matches!(
            self,
            Self::PhoneInNote { .. }
                | Self::Read(
                    Change::PhoneLost { .. }
                        | Change::KeyApart { .. }
                        | Change::KeyDitto { .. }
                        | Change::NumberFormat { .. }
                        | Change::DigitsLost { .. }
                        | Change::MoreCells { .. }
                        | Change::Cut { .. }
                        | Change::FieldsLeft { .. }
                        | Change::AddressesLeft { .. }
                        | Change::PasskeysLeft { .. }
                        | Change::AttachmentsLeft { .. }
                        | Change::Contradicts { .. }
                        | Change::Key(Remark::NotUtf8 | Remark::NoPin | Remark::SecondKey)
                )
        )
    }
}

/// What an account is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    pub(super) platform: &'a str,
    pub(super) store: &'a str,
    pub(super) login: &'a str,
}

impl Names<'_> {
    /// Whether there is no name at all.
    pub(super) fn is_empty(self) -> bool {
        [self.platform, self.store, self.login].iter().all(|name| name.is_empty())
    }
}

impl Entry {
    pub(super) fn new(
        source: usize,
        row: usize,
        record: Box<Record>,
        region: Option<&str>,
    ) -> Self {
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
                // One row does not say that it was put right, and that it is none.
                told.retain(|told| *told != Told::Read(Change::PhoneMended { backup }));
                told.push(Told::PhoneInNote { backup, text: text.to_owned() });
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
            listed: false,
            standing: Likeness::New,
            rivals: 0,
            chosen: true,
            keys: KeyMatch::default(),
            choice: None,
            brings: false,
            more: Vec::new(),
            differs: Vec::new(),
            held: Vec::new(),
            joined: None,
            shifts: false,
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

    /// What is to be told of it, by what becomes of it.
    pub fn told_of(&self, fate: Fate) -> impl Iterator<Item = &Told> {
        let is_told = move |told: &&Told| match fate {
            Fate::Add | Fate::Merge(_) => true,
            Fate::Skip(_) => told.is_lasting(),
            Fate::Out => false,
        };
        self.told.iter().filter(is_told)
    }

    /// Whether it and what it is like have keys that give other codes.
    pub fn has_other_key(&self) -> bool {
        matches!(self.keys, KeyMatch::Settings | KeyMatch::Other)
    }

    /// Whether it says something that what it is like does not.
    pub fn says_more(&self) -> bool {
        self.brings || !self.differs.is_empty()
    }

    /// Whether no key and no store of it stands against another in what it is like.
    pub fn agrees(&self) -> bool {
        let is_other_store = |it: &Differs| it.field == Field::Column(Column::Store);
        matches!(self.keys, KeyMatch::Neither | KeyMatch::Ours | KeyMatch::Theirs)
            && !self.differs.iter().any(is_other_store)
    }

    /// Whether a list of ours says that it has a key, and no account here is called so: it was given
    /// another name in the list.
    pub fn is_renamed(&self) -> bool {
        self.listed && self.standing == Likeness::New && !self.record.of_key.is_empty()
    }

    /// Whether it comes from a vault, with all that is known of it.
    pub(super) fn is_own(&self) -> bool {
        self.record.own.is_some()
    }

    /// Whether a merge would have to guess into which of several accounts.
    pub fn is_ambiguous(&self) -> bool {
        self.rivals > 1
            && match self.standing {
                Likeness::Same(_) => !self.has_other_key(),
                Likeness::SameName(_) => self.agrees(),
                Likeness::New | Likeness::SameKey(_) => false,
            }
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
        for told in &self.told {
            if let Told::Read(
                Change::CodesElsewhere { place: text } | Change::CodesBeside { words: text },
            ) = told
            {
                asides.push(Aside { column: Column::Recovery, text: text.clone() });
            }
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
            Column::Recovery => Exchange::ColumnRecovery,
            _ => Exchange::ColumnIssuer,
        };
        let between = match lang {
            Lang::En => ": ",
            Lang::ZhCn => "：",
        };
        format!("{}{between}{}", label.say(lang), self.text)
    }
}
