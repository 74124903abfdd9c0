//! Slow work, one piece at a time, beside the loop: keys are derived and files written here, and
//! the open vault lives nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::{Checked, Message, NotSaved, Opened, Refused, Regrouped, Written};
use super::model::cargo;
use crate::activity::{Deed, changes};
use crate::app::activity::{self, Scribe};
use crate::app::create::{self, Protection};
use crate::app::demo::Demo;
use crate::app::desk::{self, Desk, Need, Unopened};
use crate::app::export::{Outlook, Scope, Sealing};
use crate::app::import::{Ask, Column, Format};
use crate::app::print::{self, Source};
use crate::app::team::Readers;
use crate::app::trust::Concern;
use crate::app::{explain, findings, foreign, platforms, sync, trust};
use crate::clipboard::Awaited;
use crate::health::{self, Limits, Terms};
use crate::i18n::{Fault, Lang};
use crate::model::{Book, Catalogue, Id, Thing};
use crate::platform;
use crate::secret::Secret;
use crate::time::{Date, Moment};
use crate::vault::{Access, Change, Intent, Log, OpenError, SaveError, Saved, Vault, WorkFactor};

/// A piece of slow work. It may carry a secret: it goes from the loop to the worker and nowhere
/// else.
pub enum Job {
    /// Open the vault.
    Unlock(Option<Secret>),
    /// Drop the vault and its keys.
    Forget,
    /// Create a vault where the desk says.
    Create {
        /// How it is to be opened.
        protection: Protection,
        /// The secret vault id, and whatever else is random about it.
        random: [u8; 32],
        /// Now.
        now: Moment,
    },
    /// From now on, work with this vault file.
    Find(PathBuf),
    /// Make the demo vault and open it.
    Demo(Moment),
    /// Write a book, together with what others have written meanwhile.
    Save(Arc<Book>, Moment),
    /// Write a book that uses something up, unless others have written meanwhile.
    UseUp(Arc<Book>, Moment),
    /// Change who can open the vault, and write a book with it.
    Members {
        /// The changes.
        changes: Vec<Change>,
        /// The book.
        book: Arc<Book>,
        /// Now.
        now: Moment,
    },
    /// Look whether the file changed.
    Watch,
    /// Read the file again.
    Reload,
    /// Take what stands in the file for the vault from now on.
    Trust,
    /// Save what this machine knew last, together with what stands in the file.
    Regain(Moment),
    /// Look for what is wrong with a book on a day.
    Check(Arc<Book>, Limits, Date),
    /// Read what was done.
    Activity,
    /// Write down what was done.
    Record(Vec<Deed>, Moment),
    /// Read a foreign file.
    Read {
        /// When that was asked for: names the work.
        asked: Moment,
        /// Where it is.
        from: Foreign,
        /// Its password.
        password: Option<Secret>,
        /// What columns of a table hold, where somebody said so.
        columns: Vec<(usize, Option<Column>)>,
    },
    /// Look whether there is nothing yet at a path, as it was typed.
    IsFree {
        /// When that was asked for: names the work.
        asked: Moment,
        /// The path.
        path: String,
    },
    /// Write accounts to a new file.
    Write(Box<Takeout>),
    /// Write the checklist of a loss into the folder we were started in.
    Export {
        /// The records.
        book: Arc<Book>,
        /// What is known of the platforms.
        catalogue: Arc<Catalogue>,
        /// When a test is too old.
        limits: Limits,
        /// What is lost.
        thing: Thing,
        /// The language.
        lang: Lang,
        /// The day.
        today: Date,
    },
}

/// Accounts that are written to a file.
pub struct Takeout {
    /// When that was asked for: names the work.
    pub asked: Moment,
    /// The path, as it was typed.
    pub path: String,
    /// The records.
    pub book: Arc<Book>,
    /// The accounts that are meant.
    pub accounts: Vec<Id>,
    /// What was said of it.
    pub outlook: Outlook,
    /// Its password; empty where it has none.
    pub password: Secret,
    /// What is known of the platforms.
    pub catalogue: Arc<Catalogue>,
    /// When a test is too old.
    pub limits: Limits,
    /// The language.
    pub lang: Lang,
    /// The day.
    pub today: Date,
}

/// Where something foreign comes from.
pub enum Foreign {
    /// A path, as it was typed.
    Typed(String),
    /// A file.
    File(PathBuf),
    /// The clipboard.
    Clipboard(Awaited),
}

/// Who does the jobs.
pub struct Worker {
    desk: Desk,
    /// The folder with the person's own list of platforms.
    settings: Option<PathBuf>,
    vault: Option<Vault>,
    /// Kept for its folder, which goes when this goes.
    demo: Option<Demo>,
    /// What is known of the platforms on this machine, read when it is first needed.
    known: Option<Arc<Catalogue>>,
    scribe: Scribe,
    /// Where it is written down what is done with the open vault.
    log: Option<Log>,
    /// The book that the file holds: what an edit changes is told from it.
    stored: Arc<Book>,
    /// Whether it was said that nothing can be written down. Once is enough.
    said: bool,
    /// The accounts of a shift: nothing else of the vault leaves this place.
    scope: Option<Scope>,
}

impl Worker {
    /// At a desk, with nothing open; with the folder of settings, where there is one.
    pub fn new(desk: Desk, settings: Option<PathBuf>, scribe: Scribe) -> Self {
        Self {
            desk,
            settings,
            vault: None,
            demo: None,
            known: None,
            scribe,
            log: None,
            stored: Arc::default(),
            said: false,
            scope: None,
        }
    }

    /// The same for a shift, which sees these accounts alone.
    #[must_use]
    pub fn only(self, scope: Scope) -> Self {
        Self { scope: Some(scope), ..self }
    }

    /// Does one job and says what came of it; nothing when there is nothing to say. `tell` hears how
    /// far slow work is.
    pub fn perform(&mut self, job: Job, tell: &mut dyn FnMut(Message)) -> Option<Message> {
        match job {
            Job::Read { asked, from, password, columns } => {
                // Whoever says what columns hold has said that it is a table.
                let format = (!columns.is_empty()).then_some(Format::Table);
                let ask = Ask { format, password: password.as_ref(), columns: &columns };
                // A codec may tell of every row; a screen has no use for more than this.
                let mut last: Option<Moment> = None;
                let mut told = |stage| {
                    let now = platform::now();
                    if last.is_none_or(|last| now.millis_since(last) >= PACE) {
                        last = Some(now);
                        tell(Message::Reading { asked, stage });
                    }
                };
                let files = match &from {
                    Foreign::Typed(typed) => foreign::paths(typed, platform::home().as_deref()),
                    Foreign::File(path) => vec![path.clone()],
                    Foreign::Clipboard(_) => Vec::new(),
                };
                let result = match (from, files.first()) {
                    (Foreign::Clipboard(awaited), _) => foreign::picture(awaited, &mut told),
                    (_, Some(path)) => foreign::read(path, ask, &mut told),
                    (_, None) => return None,
                };
                Some(Message::Read { asked, files, result: result.map(Box::new) })
            }
            Job::Unlock(passphrase) => Some(self.unlock(passphrase.as_ref())),
            Job::Forget => {
                self.vault = None;
                self.log = None;
                self.stored = Arc::default();
                Some(Message::Needs(desk::need(&self.desk).map_err(|e| explain::open(&e))))
            }
            Job::Create { protection, random, now } => Some(self.create(&protection, random, now)),
            Job::Find(path) => Some(self.find(path)),
            Job::Demo(now) => Some(self.demo(now)),
            Job::Save(book, now) => {
                Some(self.save(&book, now, tell, |vault| vault.save(&book, now)))
            }
            Job::UseUp(book, now) => Some(self.save(&book, now, tell, |vault| {
                let durability = vault.save_alone(&book, now)?;
                Ok(Saved { durability, merged: None })
            })),
            Job::Activity => self.activity(),
            Job::Record(deeds, now) => self.record(&deeds, now),
            Job::Members { changes, book, now } => self.regroup(&changes, &book, now, tell),
            Job::Watch => {
                if self.log.as_ref().is_some_and(Log::changed)
                    && let Some(message) = self.activity()
                {
                    tell(message);
                }
                let changed = self.vault.as_ref().is_some_and(Vault::changed);
                Some(Message::Watched { changed })
            }
            Job::Reload => self.reload(),
            Job::Trust => self.trust(),
            Job::Regain(now) => self.regain(now),
            Job::IsFree { asked, path } => {
                let path = foreign::path(&path, platform::home().as_deref());
                let result = create::is_free(&path).map_err(|error| explain::exported(&error));
                Some(Message::Free { asked, result })
            }
            Job::Write(takeout) => {
                let revision = self.vault.as_ref()?.revision();
                let result = take_out(&takeout, revision, &self.desk.machine);
                Some(Message::Written { asked: takeout.asked, result })
            }
            Job::Export { book, catalogue, limits, thing, lang, today } => {
                let revision = self.vault.as_ref()?.revision();
                let source = Source {
                    book: &book,
                    catalogue: &catalogue,
                    limits: &limits,
                    today,
                    revision,
                    lang,
                };
                Some(Message::Exported(export(&source, thing)))
            }
            Job::Check(book, limits, today) => Some(self.check(book, &limits, today)),
        }
    }

    fn check(&mut self, book: Arc<Book>, limits: &Limits, today: Date) -> Message {
        let mut fault = None;
        let known = self.known.get_or_insert_with(|| {
            let known = platforms::catalogue(self.settings.as_deref()).unwrap_or_else(|error| {
                fault = Some(explain::platforms(&error));
                Catalogue::shipped()
            });
            Arc::new(known)
        });
        let known = Arc::clone(known);
        let catalogue = known.with(&book);
        let terms = Terms { catalogue: &catalogue, limits, today, clock_offset: None };
        let health = health::check(&book, &terms);
        Message::Checked(Box::new(Checked { book, known, catalogue, health, fault }))
    }

    fn unlock(&mut self, passphrase: Option<&Secret>) -> Message {
        match desk::unlock(&self.desk, passphrase) {
            Ok((vault, book)) => match self.unfit(&vault) {
                None => Message::Unlocked(Ok(self.opened(vault, book))),
                Some(fault) => self.refused(fault),
            },
            Err(error) => self.refused(explain::open(&error)),
        }
    }

    fn refused(&self, fault: Fault) -> Message {
        let need = desk::need(&self.desk).unwrap_or(Need::Nothing);
        Message::Unlocked(Err(Refused { fault, need }))
    }

    /// Why a shift does not go on with a vault: whoever sees all of it has to look first.
    fn unfit(&self, vault: &Vault) -> Option<Fault> {
        self.scope.as_ref()?;
        vault.doubt().map(|doubt| trust::fault(doubt.kind))
    }

    fn opened(&mut self, vault: Vault, book: Book) -> Opened {
        // Without a folder there is nothing to read, and writing will say why.
        self.log = if self.may_write_down(&vault) { Log::of(&vault).ok() } else { None };
        self.said = false;
        let opened = look(&self.desk, self.scope.as_ref(), &vault, book);
        self.stored = Arc::clone(&opened.book);
        self.vault = Some(vault);
        Opened { beside: sync::beside(&self.desk), ..opened }
    }

    /// Whether it is written down what is done: not beside a doubtful vault, nor where nothing is to be
    /// written; but what is done in a shift is.
    fn may_write_down(&self, vault: &Vault) -> bool {
        let is_asked = vault.access() == Access::Asked && self.scope.is_none();
        vault.doubt().is_none() && !is_asked
    }

    /// Writes down what was done. That it cannot be is said once.
    fn record(&mut self, deeds: &[Deed], now: Moment) -> Option<Message> {
        let error = self.scribe.write(self.log.as_ref()?, deeds, now).err()?;
        let error = activity::reason(&error, self.scribe.lang);
        let fault = Fault::NotWrittenDown { error };
        (!std::mem::replace(&mut self.said, true)).then_some(Message::Unrecorded(fault))
    }

    fn activity(&mut self) -> Option<Message> {
        let mut read = self.log.as_mut()?.read().map(Box::new);
        // A shift sees what was done to its own accounts.
        if let (Ok(read), Some(_)) = (&mut read, &self.scope) {
            let is_seen = |id| self.stored.account(id).is_some();
            read.events.retain(|event| event.deed.account.is_some_and(is_seen));
        }
        let lang = self.scribe.lang;
        let fault = |error| Fault::ActivityUnread { error: activity::reason(&error, lang) };
        Some(Message::Activity(read.map_err(fault)))
    }

    fn create(&mut self, protection: &Protection, random: [u8; 32], now: Moment) -> Message {
        let created = create::create(&self.desk, protection, WorkFactor::DEFAULT, random, now);
        let created = match created {
            Ok(created) => created,
            Err(error) => return Message::Created(Err(explain::create(&error))),
        };
        let passphrase = match protection {
            Protection::Identity { passphrase, .. } => passphrase.as_ref(),
            Protection::Passphrase(passphrase) => Some(passphrase),
        };
        match desk::unlock(&self.desk, passphrase) {
            Ok((vault, book)) => Message::Created(Ok((self.opened(vault, book), created.recovery))),
            Err(error) => Message::Created(Err(explain::open(&error))),
        }
    }

    fn find(&mut self, path: PathBuf) -> Message {
        let desk = self.desk.with_vault(path);
        match desk::need(&desk) {
            Ok(Need::Vault) => {
                let path = desk.place.file.clone();
                let error = Unopened::vault(&desk, OpenError::Missing { path });
                Message::Needs(Err(explain::open(&error)))
            }
            Ok(need) => {
                self.desk = desk;
                Message::Needs(Ok(need))
            }
            Err(error) => Message::Needs(Err(explain::open(&error))),
        }
    }

    fn demo(&mut self, now: Moment) -> Message {
        match Demo::make(now) {
            Ok(demo) => {
                self.desk = demo.desk().clone();
                self.demo = Some(demo);
                match desk::unlock(&self.desk, None) {
                    Ok((vault, book)) => Message::Created(Ok((self.opened(vault, book), None))),
                    Err(error) => Message::Created(Err(explain::open(&error))),
                }
            }
            Err(error) => Message::Created(Err(explain::create(&error))),
        }
    }

    fn save(
        &mut self,
        book: &Arc<Book>,
        now: Moment,
        tell: &mut dyn FnMut(Message),
        write: impl FnOnce(&mut Vault) -> Result<Saved, SaveError>,
    ) -> Message {
        let Some(vault) = &mut self.vault else {
            // Locked between the edit and its save: `update` never asks for that.
            return Message::Tick;
        };
        let opened = |book, vault: &Vault| look(&self.desk, self.scope.as_ref(), vault, book);
        let mut done = Vec::new();
        let result = match write(vault) {
            Ok(Saved { durability, merged }) => {
                let merged = merged.map(|book| opened(book, vault));
                done = changes(&self.stored, book);
                let holds = merged.as_ref().map_or(book, |merged| &merged.book);
                self.stored = Arc::clone(holds);
                if let Some(log) = &mut self.log {
                    log.follow(vault);
                }
                Ok(Written { durability, merged })
            }
            Err(error) => {
                let theirs = match error {
                    // Only once ours is kept elsewhere may theirs take its place on screen.
                    SaveError::Changed { kept: Some(_) } => vault.reload().ok(),
                    _ => None,
                };
                let theirs = theirs.map(|book| opened(book, vault));
                if let Some(theirs) = &theirs {
                    self.stored = Arc::clone(&theirs.book);
                }
                Err(NotSaved { fault: explain::save(&error), theirs })
            }
        };
        if let Some(message) = self.record(&done, now) {
            tell(message);
        }
        Message::Saved(result)
    }

    fn regroup(
        &mut self,
        people: &[Change],
        book: &Arc<Book>,
        now: Moment,
        tell: &mut dyn FnMut(Message),
    ) -> Option<Message> {
        let vault = self.vault.as_mut()?;
        let mut done = Vec::new();
        let result = match vault.change(people, platform::random(), book, now) {
            Ok(Saved { durability, merged }) => {
                done = changes(&self.stored, book);
                self.stored = merged.map_or_else(|| Arc::clone(book), Arc::new);
                if let Some(log) = &mut self.log {
                    log.follow(vault);
                }
                let book = Book::clone(&self.stored);
                let opened = look(&self.desk, self.scope.as_ref(), vault, book);
                Ok(Regrouped { opened, durability })
            }
            Err(error) => Err(explain::unchanged(&error)),
        };
        if let Some(message) = self.record(&done, now) {
            tell(message);
        }
        Some(Message::Regrouped(result))
    }

    fn reload(&mut self) -> Option<Message> {
        let result = self.vault.as_mut()?.reload();
        let vault = self.vault.as_ref()?;
        let writes = self.may_write_down(vault);
        match &mut self.log {
            _ if !writes => self.log = None,
            Some(log) => log.follow(vault),
            None => self.log = Log::of(vault).ok(),
        }
        let result = match (result, self.unfit(vault)) {
            (Err(error), _) => Err(explain::open(&Unopened::vault(&self.desk, error))),
            (Ok(_), Some(fault)) => Err(fault),
            (Ok(book), None) => Ok(look(&self.desk, self.scope.as_ref(), vault, book)),
        };
        if let Ok(opened) = &result {
            self.stored = Arc::clone(&opened.book);
        }
        Some(Message::Reloaded(result))
    }

    /// Reads it once more, too: somebody may have written it since it was looked at.
    fn trust(&mut self) -> Option<Message> {
        if self.desk.intent == Intent::Read {
            return Some(Message::Reloaded(Err(Fault::ReadOnlyAsked)));
        }
        let vault = self.vault.as_mut()?;
        if vault.changed() {
            return self.reload();
        }
        vault.trust();
        self.reload()
    }

    fn regain(&mut self, now: Moment) -> Option<Message> {
        let vault = self.vault.as_mut()?;
        if let Err(error) = vault.regain(now) {
            let fault = match error {
                SaveError::Changed { kept: None } => Fault::CannotRegain,
                error => explain::save(&error),
            };
            return Some(Message::Reloaded(Err(fault)));
        }
        self.reload()
    }
}

/// An open vault as the dashboard is told of it.
fn look(desk: &Desk, scope: Option<&Scope>, vault: &Vault, book: Book) -> Opened {
    let book = match scope {
        Some(scope) => scope.excerpt(&book),
        None => book,
    };
    Opened {
        concern: Concern::of(vault, &book, &desk.machine).map(Box::new),
        book: Arc::new(book),
        access: vault.access(),
        name: name(desk),
        machine: desk.machine.clone(),
        beside: None,
        // Who else can read the vault is no part of a shift.
        readers: Arc::new(match scope {
            Some(_) => Readers::default(),
            None => Readers::of(vault, &desk.machine),
        }),
    }
}

/// Writes accounts to a file, and says where it lies.
fn take_out(takeout: &Takeout, revision: u64, machine: &str) -> Result<String, Fault> {
    let Takeout { book, catalogue, limits, lang, today, .. } = takeout;
    let (lang, today) = (*lang, *today);
    let source = Source { book, catalogue, limits, today, revision, lang };
    let work = WorkFactor::DEFAULT;
    let sealing = Sealing { password: &takeout.password, work, machine };
    let bytes = cargo(book, &takeout.accounts)
        .write(&takeout.outlook, &source, &sealing, &mut platform::fill)
        .map_err(|error| explain::unmade(&error))?;
    let path = foreign::path(&takeout.path, platform::home().as_deref());
    create::write_new(&path, &bytes).map_err(|error| explain::exported(&error))?;
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(path.to_string_lossy().into_owned())
}

/// Milliseconds between two tellings of how far work is.
const PACE: u64 = 100;

/// The most names that are tried: nothing is written over.
const NAMES: u32 = 99;

/// Writes a checklist under a name of its own, and says which.
fn export(source: &Source, thing: Thing) -> Result<String, Fault> {
    let text = print::text(&print::checklist(source, thing));
    let mut label = findings::label(thing, source.book);
    label.retain(|c| c.is_alphanumeric() || c == '-');
    let stem = format!("keyrack-{label}-{}", source.today);
    let mut number = 1;
    loop {
        let name = if number == 1 { format!("{stem}.txt") } else { format!("{stem}-{number}.txt") };
        match create::write_new(Path::new(&name), text.as_bytes()) {
            Ok(()) => return Ok(name),
            Err(SaveError::Exists { .. }) if number < NAMES => number += 1,
            Err(error) => return Err(explain::printed(&error)),
        }
    }
}

/// What people call a vault: its file's name without the ending.
fn name(desk: &Desk) -> String {
    desk.place.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
