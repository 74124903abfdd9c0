//! The way out of a vault: every form a file can have, what it would leave out and lose, and its bytes.
//!
//! Pure but for the key derivations: what is lost can be told before anything is asked or written.
//! Random bytes are an argument.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

mod gone;
mod own;
mod scope;
mod sheet;
#[cfg(test)]
mod tests;

use sheet::Keyless;
pub(super) use sheet::numbers;

use super::draft::find;
use super::print::{self, Source};
use crate::activity::{Deed, What};
use crate::exchange::table::{self, KeyColumn, Line, Words};
use crate::exchange::{
    Extra, Holding, Loss, NoMemory, Outgoing, Random, codes, is_beyond_codes, loss, renamed, write,
    write_csv,
};
use crate::i18n::{Export as Say, Lang};
use crate::model::{Account, Book, Homes, Id, Thing};
use crate::secret::Secret;
use crate::time::Date;
use crate::vault::{SaveError, WorkFactor, portable, readable};

pub use crate::exchange::{Lost, Target, Unfit};
pub use gone::Gone;
pub use scope::{Scope, ScopeWords, found};

/// The longest text of a code on paper: one of 97 modules.
const ON_PAPER: usize = 858;

/// What a file can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Another program's.
    Of(Target),
    /// A vault with a passphrase alone: one age file.
    Age,
    /// What is in such a vault, readable.
    Ron,
    /// Accounts with their keys on paper, as plain text.
    Text,
    /// The same as one HTML file.
    Html,
    /// QR codes for Google Authenticator, as one HTML file.
    Codes,
    /// A table without keys.
    List,
}

impl Form {
    /// Every form.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = [Self::Codes, Self::Age, Self::Ron, Self::Text, Self::Html, Self::List];
        Target::ALL.iter().copied().map(Self::Of).chain(own)
    }

    /// The word in arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Of(target) => target.word(),
            Self::Age => "age",
            Self::Ron => "ron",
            Self::Text => "text",
            Self::Html => "html",
            Self::Codes => "google-qr",
            Self::List => "list",
        }
    }

    /// What such a file's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Of(Target::TwoFas) => "2fas",
            Self::Of(Target::Aegis | Target::AegisPlain | Target::BitwardenJson) => "json",
            Self::Of(Target::Csv | Target::BitwardenCsv) | Self::List => "csv",
            Self::Of(Target::UriList | Target::GoogleMigration) | Self::Text => "txt",
            Self::Html | Self::Codes => "html",
            Self::Age => "age",
            Self::Ron => "ron",
        }
    }

    /// What it is and for whom.
    pub fn explain(self) -> Say {
        match self {
            Self::Of(Target::UriList) => Say::FormUriList,
            Self::Of(Target::Aegis) => Say::FormAegis,
            Self::Of(Target::AegisPlain) => Say::FormAegisPlain,
            Self::Of(Target::TwoFas) => Say::FormTwoFas,
            Self::Of(Target::BitwardenJson) => Say::FormBitwardenJson,
            Self::Of(Target::BitwardenCsv) => Say::FormBitwardenCsv,
            Self::Of(Target::GoogleMigration) => Say::FormMigration,
            Self::Of(Target::Csv) => Say::FormCsv,
            Self::Codes => Say::FormCodes,
            Self::Age => Say::FormAge,
            Self::Ron => Say::FormRon,
            Self::Text => Say::FormText,
            Self::Html => Say::FormHtml,
            Self::List => Say::FormList,
        }
    }

    /// The form a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|form| form.word() == word)
    }

    /// Whether it needs a password of its own.
    pub fn has_password(self) -> bool {
        match self {
            Self::Of(target) => target.holds(Holding::Password),
            Self::Age => true,
            Self::Ron | Self::Text | Self::Html | Self::Codes | Self::List => false,
        }
    }

    /// Whether anybody who has the file has the keys.
    pub fn is_plain(self) -> bool {
        !self.has_password() && self != Self::List
    }

    /// Whether it is no text at all: nothing for a terminal.
    pub fn is_binary(self) -> bool {
        self == Self::Age
    }

    /// The target whose limits are its own.
    fn target(self) -> Option<Target> {
        match self {
            Self::Of(target) => Some(target),
            Self::Codes => Some(Target::GoogleMigration),
            _ => None,
        }
    }

    /// Whether accounts without a key have a place in it.
    fn takes_keyless(self) -> bool {
        matches!(self, Self::Age | Self::Ron | Self::List)
    }
}

/// Why an account is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has no key, and there is nothing else to say of it there.
    NoKey,
    /// The form does not hold its key.
    Unfit(Unfit),
}

impl Reason {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoKey => "no-key",
            Self::Unfit(Unfit::Kind) => "kind",
            Self::Unfit(Unfit::Period) => "period",
            Self::Unfit(Unfit::Digits) => "digits",
            Self::Unfit(Unfit::Counter) => "counter",
            Self::Unfit(Unfit::Key) => "key",
            Self::Unfit(Unfit::TooLong) => "too-long",
        }
    }

    /// The sentence.
    pub fn explain(self) -> Say {
        match self {
            Self::NoKey => Say::NoKey,
            Self::Unfit(Unfit::Kind) => Say::UnfitKind,
            Self::Unfit(Unfit::Period) => Say::UnfitPeriod,
            Self::Unfit(Unfit::Digits) => Say::UnfitDigits,
            Self::Unfit(Unfit::Counter) => Say::UnfitCounter,
            Self::Unfit(Unfit::Key) => Say::UnfitKey,
            Self::Unfit(Unfit::TooLong) => Say::UnfitLong,
        }
    }
}

/// What would become of accounts in a form. It is worked out once: writing takes it as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    form: Form,
    /// How many would be in it.
    pub entries: usize,
    /// Which would not, and why.
    pub left_out: Vec<(Id, Reason)>,
    /// What would be lost of those in it, and how much.
    pub lost: Vec<(Gone, usize)>,
    /// Which could not be told apart in it.
    pub twins: Vec<Id>,
    /// Whose numbers have no column in a table, and which, masked.
    pub numbers: Vec<(Id, Vec<String>)>,
}

impl Outlook {
    /// The form it is of.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Whether all of it goes out.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty() && self.lost.is_empty()
    }
}

/// Accounts on their way out.
#[derive(Debug)]
pub struct Cargo<'a> {
    book: &'a Book,
    accounts: Vec<&'a Account>,
    /// Tags without repetition, for each account.
    groups: Vec<Vec<String>>,
    /// Stores, sites and phones, for each account.
    extras: Vec<Extra>,
}

impl<'a> Cargo<'a> {
    /// These accounts of a book, in this order.
    pub fn new(book: &'a Book, accounts: Vec<&'a Account>) -> Self {
        let tags = |account: &&Account| {
            let mut known = BTreeSet::new();
            let tags = account
                .tags
                .iter()
                .map(String::as_str)
                .map(str::trim)
                .filter(|tag| !tag.is_empty());
            tags.filter(|tag| known.insert(*tag)).map(str::to_owned).collect()
        };
        let groups = accounts.iter().map(tags).collect();
        let extras = accounts.iter().map(|account| sheet::extra(account, book)).collect();
        Self { book, accounts, groups, extras }
    }

    /// What would become of them on a day, in a language.
    pub fn outlook(&self, form: Form, today: Date, lang: Lang) -> Outlook {
        let mut outlook = Outlook {
            form,
            entries: 0,
            left_out: Vec::new(),
            lost: Vec::new(),
            twins: Vec::new(),
            numbers: Vec::new(),
        };
        let (with_key, without): (Vec<&Account>, Vec<&Account>) =
            self.accounts.iter().copied().partition(|account| account.key.is_some());
        let no_key = || without.iter().map(|account| (account.id, Reason::NoKey));
        let mut written: Vec<&Account> =
            if form.takes_keyless() { self.accounts.clone() } else { with_key.clone() };
        match (form.target(), form) {
            (Some(target), _) => {
                let outgoing = self.outgoing(&[]);
                let Loss { mut left_out, lost } = loss(target, &outgoing);
                if form == Form::Codes {
                    let beyond = outgoing.iter().enumerate().filter(|(_, it)| is_beyond_codes(it));
                    left_out.extend(beyond.map(|(place, _)| (place, Unfit::TooLong)));
                }
                let unfit = |(place, unfit): &(usize, Unfit)| {
                    Some((with_key.get(*place)?.id, Reason::Unfit(*unfit)))
                };
                outlook.left_out = no_key().chain(left_out.iter().filter_map(unfit)).collect();
                outlook.lost = lost.into_iter().map(|(what, n)| (Gone::Of(what), n)).collect();
                let out = ids(&outlook.left_out);
                written.retain(|account| !out.contains(&account.id));
            }
            (None, Form::Text | Form::Html) => {
                outlook.left_out = no_key().collect();
                let pinned = |account: &&&Account| account.pinned;
                outlook.lose(Gone::Of(Lost::Favourites), written.iter().filter(pinned).count());
                outlook.lose(Gone::Addresses, written.iter().filter(|a| own::is_long(a)).count());
            }
            (None, Form::List) => {
                let codes = written.iter().filter_map(|account| account.recovery.as_ref());
                let codes = codes.map(|recovery| recovery.codes.len()).sum();
                outlook.lose(Gone::Of(Lost::Recovery), codes);
                let rows = self.keyless(today, lang);
                outlook.lose(Gone::NoteKeys, rows.iter().filter(|row| row.hides).count());
                let lines: Vec<Line<'_>> =
                    rows.iter().zip(&self.accounts).map(|(row, it)| row.line(it)).collect();
                outlook.lose(Gone::Of(Lost::Names), renamed(&lines));
            }
            _ => {}
        }
        outlook.entries = written.len();
        outlook.lose_own(form, &written, self.book);
        // Part of a vault leaves them behind, and so does all of it in any other form.
        if matches!(form, Form::Age | Form::Ron) != self.is_all() {
            outlook.lose(Gone::Unreadable, self.book.quarantine.len());
        }
        if matches!(form, Form::Age | Form::Ron) && !self.is_all() {
            outlook.lose(Gone::Losses, self.book.losses.len());
        }
        outlook
    }

    /// Whether nothing of the book is left behind.
    fn is_all(&self) -> bool {
        self.accounts.len() == self.book.accounts.len()
    }

    /// Those with a key that are not left out, as the writers take them.
    fn outgoing(&self, left_out: &[(Id, Reason)]) -> Vec<Outgoing<'_>> {
        let out = ids(left_out);
        let rows = self.accounts.iter().zip(&self.groups).zip(&self.extras);
        let rows = rows.filter(|((account, _), _)| !out.contains(&account.id));
        rows.filter_map(|((account, groups), extra)| {
            let (platform, login) = (account.platform.trim(), account.login.trim());
            // What has no other name would arrive without any.
            let is_nameless = platform.is_empty() && login.is_empty();
            Some(Outgoing {
                issuer: if is_nameless { account.store.trim() } else { platform },
                login,
                key: account.key.as_ref()?,
                groups,
                note: &account.note,
                favourite: account.pinned,
                sign_in: account.console.trim(),
                extra,
                recovery: account.recovery.as_ref().map_or(0, |recovery| recovery.codes.len()),
            })
        })
        .collect()
    }

    /// Rows of a table without keys.
    fn keyless(&self, today: Date, lang: Lang) -> Vec<Keyless> {
        let rows = self.accounts.iter().zip(&self.groups).zip(&self.extras);
        rows.map(|((account, groups), extra)| {
            let devices = sheet::devices(account, self.book, today, lang);
            Keyless::new(account, groups, extra, &devices)
        })
        .collect()
    }

    /// A book of these accounts and the things they refer to. Of all accounts, the whole book. What was
    /// exposed by a loss stays exposed, though the loss itself stays behind.
    fn book(&self, today: Date) -> Book {
        let all = self.book;
        if self.is_all() {
            return all.clone();
        }
        let ids: BTreeSet<Id> = self.accounts.iter().map(|account| account.id).collect();
        let snoozes: Vec<_> = all
            .snoozes
            .iter()
            .filter(|snooze| snooze.account.is_some_and(|id| ids.contains(&id)))
            .cloned()
            .collect();
        let named = self.accounts.iter().flat_map(|account| account.things());
        let things = all.reach(named.chain(snoozes.iter().filter_map(|snooze| snooze.about)));
        let is_named = |thing: Thing| things.contains(&thing);
        let used = |name: &str| self.accounts.iter().any(|a| find::same(&a.platform, name));
        let accounts = all.accounts.iter().filter(|a| ids.contains(&a.id)).cloned().collect();
        let mut part = Book { accounts, snoozes, ..all.clone() };
        part.keep_exposures(today, |part| {
            part.devices.retain(|device| is_named(Thing::Device(device.id)));
            part.numbers.retain(|number| is_named(Thing::Number(number.id)));
            part.people.retain(|person| is_named(Thing::Person(person.id)));
            (part.losses, part.gone) = Default::default();
        });
        part.platforms.retain(|p| used(&p.name) || p.aliases.iter().any(|alias| used(alias)));
        part.quarantine.clear();
        part.homes = Homes::default();
        part
    }

    /// The texts of QR codes for Google Authenticator, as short as `most` where that can be, each with
    /// the accounts in it. `batch` tells them from those of another time; below 128 it takes least room.
    pub fn codes(
        &self,
        outlook: &Outlook,
        batch: u8,
        most: usize,
    ) -> Vec<(Secret, Vec<&'a Account>)> {
        let mut accounts = self.going(outlook);
        let codes = codes(&self.outgoing(&outlook.left_out), batch & 0x7f, most);
        codes.into_iter().map(|(text, n)| (text, accounts.by_ref().take(n).collect())).collect()
    }

    /// What is written down of it. After a leak somebody asks whose key was in the file: each account is
    /// named, unless all of the vault went out.
    pub fn deeds(&self, outlook: &Outlook) -> Vec<Deed> {
        let word = outlook.form.word();
        if self.is_all() {
            return vec![Deed::of(What::Exported, outlook.entries, word)];
        }
        let deed =
            |it: &Account| Deed { detail: word.to_owned(), ..Deed::at(What::Exported, it.id) };
        self.going(outlook).map(deed).collect()
    }

    /// Those that are not left out.
    fn going(&self, outlook: &Outlook) -> impl Iterator<Item = &'a Account> {
        let out = ids(&outlook.left_out);
        self.accounts.iter().copied().filter(move |account| !out.contains(&account.id))
    }

    /// The bytes of the file that was told of. The password counts only where its form has one.
    pub fn write(
        &self,
        outlook: &Outlook,
        source: &Source<'_>,
        sealing: &Sealing<'_>,
        random: Random<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, ExportError> {
        let text = |text: String| Zeroizing::new(text.into_bytes());
        if outlook.form.has_password() && sealing.password.is_empty() {
            return Err(SaveError::EmptyPassphrase.into());
        }
        Ok(match outlook.form {
            Form::Of(Target::Csv) => {
                write_csv(&self.outgoing(&outlook.left_out), words(source.lang))
            }
            Form::Of(target) => {
                write(target, &self.outgoing(&outlook.left_out), sealing.password, random)?
            }
            Form::Age => {
                let id = fresh(random);
                let (password, work) = (sealing.password, sealing.work);
                Zeroizing::new(portable(
                    password,
                    work,
                    id,
                    sealing.machine,
                    &self.book(source.today),
                )?)
            }
            Form::Ron => {
                let id = fresh(random);
                let content = readable(id, sealing.machine, &self.book(source.today))?;
                Zeroizing::new(content.as_bytes().to_vec())
            }
            Form::Text => text(print::text(&print::accounts(source, &self.accounts))),
            Form::Html => text(print::html(&print::accounts(source, &self.accounts))),
            Form::Codes => {
                let mut batch = [0];
                random(&mut batch);
                let codes = self.codes(outlook, batch[0], ON_PAPER);
                text(print::html(&print::codes(source, &codes)))
            }
            Form::List => {
                let rows = self.keyless(source.today, source.lang);
                let lines = rows.iter().zip(&self.accounts).map(|(row, it)| row.line(it));
                table::write(lines, KeyColumn::LeftOut, words(source.lang))
            }
        })
    }
}

fn ids(left_out: &[(Id, Reason)]) -> BTreeSet<Id> {
    left_out.iter().map(|(id, _)| *id).collect()
}

/// The words above the columns of a table.
fn words(lang: Lang) -> Words {
    match lang {
        Lang::En => Words::English,
        Lang::ZhCn => Words::Chinese,
    }
}

fn fresh(random: Random<'_>) -> [u8; 32] {
    let mut id = [0; 32];
    random(&mut id);
    id
}

/// What a file is closed with.
#[derive(Clone, Copy, Debug)]
pub struct Sealing<'a> {
    /// Its password; empty where the form has none.
    pub password: &'a Secret,
    /// How much work it takes to try one on an age file.
    pub work: WorkFactor,
    /// This machine's name, in the revision of a vault.
    pub machine: &'a str,
}

/// Whether an answer is the word that has a readable file written.
pub fn is_word(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("export") || answer == "导出"
}

/// Why there is no file.
#[derive(Debug)]
pub enum ExportError {
    /// No memory to derive a key.
    NoMemory(NoMemory),
    /// No vault could be made.
    Vault(SaveError),
}

impl From<NoMemory> for ExportError {
    fn from(error: NoMemory) -> Self {
        Self::NoMemory(error)
    }
}

impl From<SaveError> for ExportError {
    fn from(error: SaveError) -> Self {
        Self::Vault(error)
    }
}
