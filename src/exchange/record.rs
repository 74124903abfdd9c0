//! What a foreign file says, whatever its format: rows with accounts in them, and a report of what
//! was changed, left aside or refused.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::change::Change;
use super::table::{NoKey, no_key};
use super::{Format, MOST_ENTRIES, Notice};
use crate::model::{Account, Book, MethodKind};
use crate::otp::uri::Address;
use crate::otp::{Key, Material, Parts, Refusal, Remark, Sort};
use crate::secret::Secret;

/// A file that was understood.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it is.
    pub format: Format,
    /// What its rows are numbered by.
    pub numbers: Numbers,
    /// Its rows, in its order.
    pub rows: Vec<Row>,
    /// What stands in it and has no place here, with how often. Never what it said.
    pub ignored: Vec<(Ignored, usize)>,
    /// How many transfer codes of Google Authenticator it has, those that cannot be read among them.
    pub codes: usize,
    /// The parts of Google Authenticator's batches that were seen.
    pub parts: Vec<Part>,
    /// How a table's columns were read.
    pub columns: Vec<Heading>,
    /// What is to be said of the file as a whole.
    pub notices: Vec<Notice>,
    /// Whether it is a table of ours without keys: what it says of an account is all but the key.
    pub is_list: bool,
}

/// What the rows of a file are numbered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// What its format counts: lines, rows, codes, entries.
    #[default]
    Usual,
    /// Entries, because several stand in one line or code.
    Entries,
}

/// One row: a line, an entry, an item.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the file, from 1: of its line in a text, of its row in a table, of its code in a
    /// picture, of its place among the others elsewhere. No other row has it.
    pub number: usize,
    /// What its program calls it, for the report; may be empty. A stranger's text.
    pub name: String,
    /// What it says, or why not. Boxed: a record is large.
    pub outcome: Result<Box<Record>, Refused>,
}

/// One account as another program keeps it.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Who issued the key; may be empty.
    pub issuer: String,
    /// The login; may be empty.
    pub login: String,
    /// The key; only tables have rows without.
    pub key: Option<Key>,
    /// Folders, categories, tags, in order, without repetition; nested ones as `a/b`.
    pub groups: Vec<String>,
    /// Free text.
    pub note: String,
    /// Whether it was marked as a favourite.
    pub favourite: bool,
    /// One-time codes for the day when nothing else works.
    pub recovery: Vec<Secret>,
    /// The address at which one signs in, where nobody knows one of its platform.
    pub console: String,
    /// What only tables say.
    pub extra: Extra,
    /// What the columns of a table say of a key that does not stand in the row: its algorithm and the like.
    pub of_key: Vec<(super::table::Column, String)>,
    /// How codes come, where a table says that instead of a key.
    pub arrives: Option<MethodKind>,
    /// All of it, from a vault.
    pub own: Option<Own>,
    /// What was read otherwise than it stood there.
    pub changes: Vec<Change>,
}

/// An account of a vault.
#[derive(Clone, Debug)]
pub struct Own {
    /// As it stands there.
    pub account: Box<Account>,
    /// What it refers to. It holds no accounts.
    pub book: Arc<Book>,
}

/// What a team's table says of an account besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// The store's name.
    pub store: String,
    /// The platform.
    pub platform: String,
    /// Country codes or site names.
    pub marketplaces: Vec<String>,
    /// Who keeps the phone.
    pub holder: String,
    /// Where it lies.
    pub location: String,
    /// The number that is registered first, as it was written.
    pub phone_main: String,
    /// The number of the backup, as it was written.
    pub phone_backup: String,
}

/// Why a row was left out. Never carries the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its key, or the address it stands in.
    Key(Refusal),
    /// Its secret does not open with the password that opened the file.
    Sealed,
    /// A value that points at another entry, which is not followed.
    Reference,
    /// Two different keys in one row: which one is meant has to be said (by column).
    TwoKeys {
        /// The numbers of their columns, from 1.
        columns: [usize; 2],
    },
    /// More than one key, or address with one, in a cell.
    KeysInCell {
        /// The number of its column, from 1.
        column: usize,
    },
    /// Two keys behind each other where one belongs.
    KeysTogether,
    /// The first row of a table: it has headings that nobody here knows, or a key that is none.
    Headings,
    /// A quotation mark that is never closed, from this line on.
    Unquoted {
        /// The line, from 1.
        line: usize,
    },
    /// No key where one belongs, in a row with more cells than there are headings: a comma that is not
    /// within quotation marks moves all that follow.
    MoreCells {
        /// How many more.
        count: usize,
    },
    /// No key where one belongs, in a row with fewer cells than there are headings.
    FewerCells {
        /// How many are missing.
        count: usize,
    },
    /// The file ends in it, within its key or before what belongs to that.
    Cut,
    /// A part of a Google Authenticator batch that cannot be read: cut off, or no such part.
    Batch {
        /// Which transfer code of the file, from 1.
        code: usize,
    },
    /// A formula of a workbook of which no value is stored, or an error of one.
    Formula {
        /// In which column, from 1.
        column: usize,
    },
    /// What somebody said to be headings, with a key in it.
    KeyAsHeading,
    /// No key where one belongs, and what looks like one among the names.
    KeyElsewhere {
        /// In which column, from 1.
        column: usize,
        /// As what that is read.
        read: super::table::Column,
    },
    /// No key where one belongs, but what looks like one in the note.
    KeyInNote,
    /// No key where one belongs, and fields of one's own that may hold one.
    KeyInFields {
        /// What they are called. Strangers' texts.
        names: Vec<String>,
    },
    /// No key, but passkeys, which no other program can use.
    Passkeys {
        /// How many.
        count: usize,
    },
    /// The address of a web page where a key belongs.
    WebAddress,
    /// A code that a key made, perhaps, where the key belongs.
    Code,
    /// A word where a key belongs.
    Word,
    /// Below headings of another table, of other columns.
    OtherTable {
        /// The row of those headings.
        row: usize,
    },
    /// Neither a key nor a name in a row of a table.
    Nameless,
    /// Something in it is not of the shape its format has.
    Shape,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Key(refusal)
    }
}

/// What stands in foreign files and has no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ignored {
    /// Pictures of issuers, and colours.
    Icons,
    /// How often and when an entry was used.
    Uses,
    /// Places in a list that another program keeps by hand.
    Positions,
    /// Passwords of the entries that were read.
    Passwords,
    /// Logins, cards and notes without a key.
    Others,
    /// What lies in the program's trash.
    Trashed,
    /// Attachments and earlier versions.
    History,
    /// Earlier passwords of the entries that were read.
    OldPasswords,
    /// Fields nobody here knows.
    Fields,
    /// Texts in a picture that are no key, by their scheme only: a web address and the like.
    Texts,
    /// Findings that were put off in a vault.
    Snoozes,
    /// Losses that were worked through in a vault.
    Losses,
    /// What a vault says of platforms.
    Platforms,
    /// Entries of a vault, other than accounts, that make no sense here.
    Unreadable,
}

/// One part of a Google Authenticator batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Which batch.
    pub batch: i32,
    /// Its place in it, from 1.
    pub part: u32,
    /// How many there are.
    pub of: u32,
}

/// How a column of a table was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What stands above it; empty where that is nothing, or may be a secret. A stranger's text.
    pub title: String,
    /// What it holds; `None`: it was left aside.
    pub column: Option<super::table::Column>,
    /// A value or two that stand below it, cut short; dots for what could be a secret. Strangers' texts.
    pub samples: Vec<String>,
    /// What its values look like, whatever it was read as: keys, mailboxes, phone numbers.
    pub looks: Option<super::table::Column>,
}

impl Heading {
    /// One of which no value is known.
    pub fn new(title: String, column: Option<super::table::Column>) -> Self {
        Self { title, column, samples: Vec::new(), looks: None }
    }

    /// Whether it looks like keys, and is read as names or left aside.
    pub fn hides_keys(&self) -> bool {
        use super::table::Column::{Recovery, Secret};
        self.looks == Some(Secret) && !matches!(self.column, Some(Secret | Recovery))
    }

    /// Whether it is one of passwords.
    pub fn names_passwords(&self) -> bool {
        super::table::names_passwords(&self.title)
    }
}

/// What a row is called in the report: issuer and login, as far as there are any.
pub(super) fn title(issuer: &str, login: &str) -> String {
    let (issuer, login) = (issuer.trim(), login.trim());
    if issuer.is_empty() || login.is_empty() {
        return [issuer, login].concat();
    }
    [issuer, ": ", login].concat()
}

/// The kind a word names, and what is to be told of it: no word at all means TOTP.
pub(super) fn sort(word: &str) -> Result<(Sort, Option<Change>), Refused> {
    if word.trim().is_empty() {
        return Ok((Sort::Totp, Some(Change::KindAssumed)));
    }
    let sort = Sort::guess(word).ok_or_else(|| Refusal::unknown_type(word))?;
    Ok((sort, None))
}

impl Reading {
    /// An empty reading of a format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            numbers: Numbers::Usual,
            rows: Vec::new(),
            ignored: Vec::new(),
            codes: 0,
            parts: Vec::new(),
            columns: Vec::new(),
            notices: Vec::new(),
            is_list: false,
        }
    }

    /// Adds the next row, numbered by its place.
    pub fn push(&mut self, name: impl Into<String>, outcome: Result<Record, Refused>) {
        let number = self.rows.len() + 1;
        self.rows.push(Row { number, name: name.into(), outcome: outcome.map(Box::new) });
    }

    /// Counts entries where one line or code holds several: a number is to name one row.
    pub(super) fn part_numbers(&mut self) {
        if self.rows.windows(2).all(|rows| rows[0].number != rows[1].number) {
            return;
        }
        self.numbers = Numbers::Entries;
        for (number, row) in (1..).zip(&mut self.rows) {
            row.number = number;
        }
    }

    /// Counts an entry without a key where one belongs: its note, the `names` of its fields that may hold one, and
    /// how many passkeys it has. One with another way in is refused: that would be lost unsaid.
    pub(super) fn keyless(
        &mut self,
        number: usize,
        name: String,
        note: &str,
        names: Vec<String>,
        passkeys: usize,
    ) {
        let refused = match () {
            () if !names.is_empty() => Refused::KeyInFields { names },
            () if super::table::notes_key(note) => Refused::KeyInNote,
            () if passkeys > 0 => Refused::Passkeys { count: passkeys },
            () => return self.ignore(Ignored::Others, 1),
        };
        self.rows.push(Row { number, name, outcome: Err(refused) });
    }

    /// Refuses a row in which the file ends, and says that it does.
    pub(super) fn cut(&mut self, number: usize, name: String) {
        self.rows.push(Row { number, name, outcome: Err(Refused::Cut) });
        let cut = Notice::Cut { row: Some(number) };
        if !self.notices.contains(&cut) {
            self.notices.push(cut);
        }
    }

    /// Counts something that has no place here.
    pub fn ignore(&mut self, what: Ignored, count: usize) {
        if count == 0 {
            return;
        }
        match self.ignored.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += count,
            None => self.ignored.push((what, count)),
        }
    }

    /// The parts of batches that are missing, in order.
    pub fn missing(&self) -> Vec<Part> {
        let seen: BTreeSet<Part> = self.parts.iter().copied().collect();
        let batches: BTreeSet<(i32, u32)> = seen.iter().map(|p| (p.batch, p.of)).collect();
        let all = batches
            .into_iter()
            .flat_map(|(batch, of)| (1..=of).map(move |part| Part { batch, part, of }));
        // A file says how many there are: no more than could be read.
        all.filter(|part| !seen.contains(part)).take(MOST_ENTRIES).collect()
    }

    /// Notes a part of a batch; one that comes again counts once.
    pub fn part(&mut self, part: Part) {
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

/// Several files as one import, such as the pictures of one batch: rows numbered through, counts and
/// parts together. `None` when there are none.
pub fn join(readings: Vec<Reading>) -> Option<Reading> {
    readings.into_iter().reduce(|mut all, next| {
        all.rows.extend(next.rows);
        for (row, number) in all.rows.iter_mut().zip(1..) {
            row.number = number;
        }
        next.ignored.into_iter().for_each(|(what, count)| all.ignore(what, count));
        next.parts.into_iter().for_each(|part| all.part(part));
        all.columns.extend(next.columns);
        for notice in next.notices {
            if !all.notices.contains(&notice) {
                all.notices.push(notice);
            }
        }
        all
    })
}

impl Record {
    /// Bytes of its longest text.
    pub(super) fn longest(&self) -> usize {
        let Extra { store, platform, marketplaces, holder, location, phone_main, phone_backup } =
            &self.extra;
        let texts = [&self.issuer, &self.login, &self.note, &self.console];
        let texts = texts.into_iter().chain([store, platform, holder, location]);
        let texts = texts.chain([phone_main, phone_backup]);
        let texts = texts.chain(&self.groups).chain(marketplaces).map(String::len);
        texts.chain(self.recovery.iter().map(|code| code.expose().len())).max().unwrap_or(0)
    }

    /// A record with names and a key read from its parts.
    pub fn new(
        issuer: impl Into<String>,
        login: impl Into<String>,
        parts: Parts<'_>,
    ) -> Result<Self, Refused> {
        // Somebody typed what has white space in it; a program's own spelling of a key has none.
        if let Material::Text(text) = &parts.secret
            && parts.sort != Sort::Motp
            && text.trim().contains(char::is_whitespace)
            && no_key(text, &[]) == Some(NoKey::Several)
        {
            return Err(Refused::KeysTogether);
        }
        let mut remarks = Vec::new();
        let key = parts.key(&mut remarks)?;
        let mut record = Self {
            issuer: issuer.into().trim().to_owned(),
            login: login.into().trim().to_owned(),
            key: Some(key),
            changes: remarks.into_iter().map(Change::Key).collect(),
            ..Self::default()
        };
        if record.issuer.is_empty() && record.login.is_empty() {
            record.changes.push(Change::Key(Remark::NoName));
        }
        Ok(record)
    }

    /// Adds a group, unless it is empty or there already.
    pub fn group(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.groups.iter().any(|group| group == name) {
            self.groups.push(name.to_owned());
        }
    }

    /// Adds groups like [`Record::group`], however long a hostile file makes their list.
    pub fn group_all<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let mut known: HashSet<String> = self.groups.iter().cloned().collect();
        for name in names {
            let name = name.trim();
            if !name.is_empty() && !known.contains(name) {
                known.insert(name.to_owned());
                self.groups.push(name.to_owned());
            }
        }
    }

    /// Adds a line to the note.
    pub fn annotate(&mut self, line: &str) {
        if !self.note.is_empty() {
            self.note.push('\n');
        }
        self.note.push_str(line);
    }

    /// Takes `issuer:` off the front of the login, where another program wrote both into one.
    pub fn split_login(&mut self) {
        let Some(head) = self.login.get(..self.issuer.len()) else { return };
        if !self.issuer.is_empty()
            && head.eq_ignore_ascii_case(&self.issuer)
            && let Some(rest) = self.login[self.issuer.len()..].strip_prefix(':')
        {
            self.login = rest.trim().to_owned();
        }
    }
}

impl From<Address> for Record {
    fn from(address: Address) -> Self {
        Self {
            issuer: address.issuer,
            login: address.login,
            key: address.key,
            groups: address.groups,
            note: address.note,
            favourite: address.favourite,
            changes: address.remarks.into_iter().map(Change::Key).collect(),
            ..Self::default()
        }
    }
}
