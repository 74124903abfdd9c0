//! What every command starts from: language, settings, the desk, a passphrase, the open vault.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;

use super::exit::{Exit, Failure};
use super::input::{self, Source};
use super::output::complain;
use super::prompt::Terminal;
use crate::activity::{Deed, changes};
use crate::app::activity::{self, Scribe};
use crate::app::desk::{self, Desk, Need, Unopened};
use crate::app::{explain, platforms, sync};
use crate::config::{Color, Settings};
use crate::i18n::{Care, Command, Fault, Lang, Sync, Team, Things};
use crate::model::{Book, Catalogue, Id, merge};
use crate::platform::{self, Environment, Folders, Hardening};
use crate::secret::Secret;
use crate::vault::{Durability, Intent, Log, LogError, OpenError, Saved, Vault};

/// How often a passphrase is asked for before a command gives up.
const TRIES: usize = 3;

/// Options that every command has.
#[derive(Clone, Debug, Default)]
pub struct Globals {
    /// `--vault`.
    pub vault: Option<PathBuf>,
    /// `--identity`.
    pub identity: Option<PathBuf>,
    /// `--passphrase-file` or `--passphrase-fd`.
    pub passphrase: Option<Source>,
    /// `--color`.
    pub color: Option<Color>,
    /// `--lean`: as few bytes as possible.
    pub lean: bool,
    /// `--read-only`: nothing is written.
    pub read_only: bool,
}

/// Everything a command is given.
#[derive(Debug)]
pub struct Session {
    /// The language to speak.
    pub lang: Lang,
    /// What surrounds us.
    pub environment: Environment,
    /// The settings, or the defaults where they are broken.
    pub settings: Settings,
    /// The options that every command has.
    pub globals: Globals,
    /// Whether other programs can look into this one.
    pub hardening: Hardening,
    /// The person's folders, where the system says.
    pub folders: Option<Folders>,
}

/// A vault that is open.
#[derive(Debug)]
pub struct Open {
    /// The vault.
    pub vault: Vault,
    /// What it holds.
    pub book: Pages,
    /// What is done by the next save, besides what the book tells by itself.
    pub deeds: Vec<Deed>,
}

/// A book that remembers, from its first change on, what it was: what most commands never need, and
/// what takes time where a book is large.
#[derive(Debug)]
pub struct Pages {
    book: Book,
    before: Option<Box<Book>>,
}

impl From<Pages> for Book {
    fn from(pages: Pages) -> Self {
        pages.book
    }
}

impl Deref for Pages {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.book
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut Book {
        if self.before.is_none() {
            self.before = Some(Box::new(self.book.clone()));
        }
        &mut self.book
    }
}

impl Open {
    /// Saves the book, together with what somebody else has saved meanwhile. A save that is not sure is
    /// said to be so, and is one.
    pub fn save(&mut self, session: &Session) -> Result<(), Failure> {
        let saved = self.vault.save(&self.book, platform::now())?;
        self.saved(saved, session);
        Ok(())
    }

    /// Says what there is to say of a save, and takes over what somebody else has saved meanwhile.
    pub fn saved(&mut self, saved: Saved, session: &Session) {
        session.doubt(saved.durability);
        self.tell(session);
        if let Some(book) = saved.merged {
            session.say(&Team::merged(merge::conflicts(&book)));
            self.book.book = book;
        }
    }

    /// Saves what is used up by that: not when somebody else may have used up the same.
    pub fn save_alone(&mut self, session: &Session) -> Result<(), Failure> {
        session.doubt(self.vault.save_alone(&self.book, platform::now())?);
        self.tell(session);
        Ok(())
    }

    /// Writes down what the save has done.
    fn tell(&mut self, session: &Session) {
        let mut deeds = std::mem::take(&mut self.deeds);
        if let Some(before) = self.book.before.take() {
            deeds.extend(changes(&before, &self.book));
        }
        session.record(&self.vault, &deeds);
    }
}

impl Session {
    /// Says something on standard error that does not stop the command.
    pub fn warn(&self, fault: &Fault) {
        complain(&format!("keyrack: {}", fault.say(self.lang)));
    }

    /// Writes down what somebody does here. It never keeps them from doing it.
    pub fn record(&self, vault: &Vault, deeds: &[Deed]) {
        self.write_down(&Log::of(vault), deeds);
    }

    /// The same for who has no vault any more when it is done.
    pub fn write_down(&self, log: &Result<Log, LogError>, deeds: &[Deed]) {
        // Nothing is to be written, and this would be.
        if self.globals.read_only {
            return;
        }
        let scribe = Scribe::new(&self.settings, self.author(None), self.lang);
        let refused = match log {
            Ok(log) => scribe.write(log, deeds, platform::now()).err(),
            Err(_) if !scribe.is_on || deeds.is_empty() => None,
            Err(error) => {
                let error = activity::reason(error, self.lang);
                return self.warn(&Fault::NotWrittenDown { error });
            }
        };
        if let Some(error) = refused {
            self.warn(&Fault::NotWrittenDown { error: activity::reason(&error, self.lang) });
        }
    }

    /// Says that a save is not sure, where it is not.
    fn doubt(&self, durability: Durability) {
        if durability == Durability::Unconfirmed {
            self.warn(&Fault::DurabilityUnconfirmed);
        }
    }

    /// The same for what is said of losses and drills.
    pub fn tell(&self, said: &Care) {
        complain(&said.say(self.lang));
    }

    /// The same for a remark that is no fault.
    pub fn note(&self, note: &Command) {
        complain(&note.say(self.lang));
    }

    /// The same for what is said of other people's versions.
    pub fn say(&self, said: &Team) {
        complain(&said.say(self.lang));
    }

    /// The same, once for each.
    pub fn note_all(&self, notes: &[Things]) {
        for note in notes {
            self.note_things(note);
        }
    }

    /// The same for what is said of things.
    pub fn note_things(&self, note: &Things) {
        complain(&note.say(self.lang));
    }

    /// Where phone numbers without a country code belong.
    pub fn region(&self) -> Option<&str> {
        self.settings.region.as_deref()
    }

    /// Who says or does something: the name that was given, else the one in the settings, else the
    /// login name; empty when nobody knows.
    pub fn author(&self, given: Option<&str>) -> String {
        let known = [given, self.settings.name.as_deref(), self.environment.user.as_deref()];
        known.into_iter().flatten().next().unwrap_or_default().trim().to_owned()
    }

    /// A desk where the vault is opened for what was asked.
    pub fn laid(&self, desk: Desk) -> Desk {
        let intent = if self.globals.read_only { Intent::Read } else { Intent::Write };
        Desk { intent, ..desk }
    }

    /// Whether the dashboard may begin: where there is no vault, its first steps write one.
    pub fn may_begin(&self, desk: &Desk, need: Need) -> Result<(), Failure> {
        if need == Need::Vault && desk.intent == Intent::Read {
            let path = desk.place.file.clone();
            return Err(Unopened::vault(desk, OpenError::Missing { path }).into());
        }
        Ok(())
    }

    /// Where the vault is, and this machine's name.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let no_home = || Failure::new(Exit::Failed, Fault::NoHome);
        let folders = self.folders.as_ref().ok_or_else(no_home)?;
        let machine = platform::machine_name(folders)
            .map_err(|error| Failure::new(Exit::Failed, explain::machine(&error)))?;
        let first =
            |option: &Option<PathBuf>, variable: &Option<PathBuf>, set: &Option<PathBuf>| {
                option.as_ref().or(variable.as_ref()).or(set.as_ref()).cloned()
            };
        let (globals, environment, settings) = (&self.globals, &self.environment, &self.settings);
        let vault = first(&globals.vault, &environment.vault, &settings.vault);
        let identity = first(&globals.identity, &environment.identity, &settings.identity);
        Ok(self.laid(Desk::at(folders, vault, identity, machine)))
    }

    /// What is known of the platforms, with the person's own list laid over ours.
    pub fn known(&self) -> Result<Arc<Catalogue>, Failure> {
        let folder = self.folders.as_ref().map(|folders| folders.config.as_path());
        platforms::catalogue(folder)
            .map(Arc::new)
            .map_err(|error| Failure::new(Exit::Failed, explain::platforms(&error)))
    }

    /// The same, with what a vault says laid over it.
    pub fn catalogue(&self, book: &Book) -> Result<Arc<Catalogue>, Failure> {
        Ok(self.known()?.with(book))
    }

    /// The passphrase from a file or descriptor, when one was named.
    pub fn given_passphrase(&self) -> Result<Option<Secret>, Failure> {
        self.globals.passphrase.as_ref().map(input::passphrase).transpose()
    }

    /// Opens the vault; asks for what it needs on the terminal, unless it was given.
    pub fn open(&self) -> Result<Open, Failure> {
        self.open_at(&self.desk()?)
    }

    /// The same, at a desk.
    pub fn open_at(&self, desk: &Desk) -> Result<Open, Failure> {
        let open = self.open_quietly(desk)?;
        match sync::copies(desk).len() {
            0 => {}
            n => complain(&Sync::CopiesThere { n }.say(self.lang)),
        }
        if sync::is_half_merged(desk) {
            complain(&Sync::HalfMerged.say(self.lang));
        }
        Ok(open)
    }

    /// The same without a word about what `keyrack sync` would do.
    pub fn open_quietly(&self, desk: &Desk) -> Result<Open, Failure> {
        let open = self.open_whatever(desk)?;
        match open.vault.doubt() {
            Some(doubt) => Err(doubt.kind.into()),
            None => Ok(open),
        }
    }

    /// The same, even where it may not be the vault that this machine knew: for reading only, then.
    pub fn open_whatever(&self, desk: &Desk) -> Result<Open, Failure> {
        let (vault, book) =
            self.with_passphrase(desk, |passphrase| desk::unlock(desk, passphrase))?;
        if !book.quarantine.is_empty() {
            self.warn(&Fault::Quarantined { n: book.quarantine.len() });
        }
        let book = Pages { book, before: None };
        Ok(Open { vault, book, deeds: Vec::new() })
    }

    /// Does what takes the passphrase of a desk; asks again when it was typed wrong.
    pub fn with_passphrase<T>(
        &self,
        desk: &Desk,
        mut work: impl FnMut(Option<&Secret>) -> Result<T, Unopened>,
    ) -> Result<T, Failure> {
        let prompt = match desk::need(desk)? {
            Need::Vault => {
                let path = desk.place.file.clone();
                return Err(Unopened::vault(desk, OpenError::Missing { path }).into());
            }
            Need::Nothing => return Ok(work(None)?),
            Need::IdentityPassphrase => Command::AskIdentity,
            Need::VaultPassphrase => Command::AskVault,
        };
        if let Some(passphrase) = self.given_passphrase()? {
            return Ok(work(Some(&passphrase))?);
        }
        let mut terminal = Terminal::or(Fault::NoTerminal)?;
        for _ in 1..TRIES {
            match work(Some(&terminal.secret(&prompt.say(self.lang))?)) {
                Err(Unopened {
                    error: OpenError::WrongPassphrase | OpenError::NeedsPassphrase,
                    ..
                }) => terminal.line(&Fault::WrongPassphrase.say(self.lang))?,
                result => return Ok(result?),
            }
        }
        Ok(work(Some(&terminal.secret(&prompt.say(self.lang))?))?)
    }
}

/// A new id.
pub fn fresh() -> Id {
    Id::new(platform::now(), platform::random())
}
