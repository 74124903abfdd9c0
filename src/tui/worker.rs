//! Slow work, one piece at a time, beside the loop: keys are derived and files written here, and
//! the open vaults live nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::courier::{Errand, Errands};
use super::message::{Checked, Message, NotSaved, Opened, Refused, Regrouped, Written};
use super::model::{Manner, cargo};
use crate::activity::Deed;
use crate::app::activity::{self, Scribe};
use crate::app::create::{self, Protection};
use crate::app::demo::Demo;
use crate::app::desk::{self, Desk, Need, Unopened};
use crate::app::export::{Outlook, Scope, Sealing};
use crate::app::import::{Ask, Format};
use crate::app::print::{self, Source};
use crate::app::shelf::{self, Done, Face, Saving, Shelf};
use crate::app::trust::Concern;
use crate::app::{explain, findings, foreign, platforms, sync, trust};
use crate::clipboard::Awaited;
use crate::health::{self, Limits, Terms};
use crate::i18n::{Fault, Lang, Sync};
use crate::model::{Book, Catalogue, Id, Thing};
use crate::platform;
use crate::secret::Secret;
use crate::time::{Date, Moment};
use crate::vault::{Change, Intent, LogError, OpenError, Recipient, SaveError, Voice, WorkFactor};

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
    /// From now on, work with this vault file alone.
    Find(PathBuf),
    /// Make the demo vault and open it.
    Demo(Moment),
    /// Write a book, together with what others have written meanwhile.
    Save(Arc<Book>, Moment),
    /// Write a book that uses something up, unless others have written meanwhile.
    UseUp(Arc<Book>, Moment),
    /// Change who can open the vault, and write a book with it.
    Members {
        /// Which of several vaults.
        at: usize,
        /// The changes.
        changes: Vec<Change>,
        /// The book.
        book: Arc<Book>,
        /// Now.
        now: Moment,
    },
    /// Look whether a vault can be encrypted to a key.
    Reach {
        /// Which of several vaults.
        at: usize,
        /// The key.
        recipient: Recipient,
    },
    /// Look whether the file changed.
    Watch,
    /// Read the file again.
    Reload,
    /// Take what stands in the file for the vault from now on.
    Trust(Moment),
    /// Save what this machine knew last, together with what stands in the file.
    Regain(Moment),
    /// Have the vaults exchanged with other machines; the answer comes when that is done.
    Sync,
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
        /// How a table is to be read.
        manner: Manner,
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
    desks: Vec<Desk>,
    /// The folder with the person's own list of platforms.
    settings: Option<PathBuf>,
    shelf: Option<Shelf>,
    /// Kept for its folder, which goes when this goes.
    demo: Option<Demo>,
    /// What is known of the platforms on this machine, read when it is first needed.
    known: Option<Arc<Catalogue>>,
    scribe: Scribe,
    /// Whether it was said that nothing can be written down. Once is enough.
    said: bool,
    /// Who carries vaults to other machines and back.
    courier: Option<Errands>,
    /// What was given to them.
    out: Vec<Errand>,
    /// The accounts of a shift: nothing else of the vault leaves this place.
    scope: Option<Scope>,
}

impl Worker {
    /// At desks, with nothing open; with the folder of settings, where there is one.
    pub fn new(desks: Vec<Desk>, settings: Option<PathBuf>, scribe: Scribe) -> Self {
        let (shelf, demo, known, courier, scope) = (None, None, None, None, None);
        let (said, out) = (false, Vec::new());
        Self { desks, settings, shelf, demo, known, scribe, said, courier, out, scope }
    }

    /// The same with somebody who carries vaults to other machines.
    pub fn hire(&mut self, courier: Errands) {
        self.courier = Some(courier);
    }

    /// The same where somebody hears what plugins say: nobody may write on the screen but the loop.
    pub fn hear(&mut self, voice: &Voice) {
        for desk in &mut self.desks {
            desk.plugins = desk.plugins.clone().heard(Arc::clone(voice));
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
            Job::Read { asked, from, password, manner } => {
                let Manner { columns, first_row, sheet } = manner;
                // Whoever says what columns hold has said that it is a table.
                let format = (!columns.is_empty()).then_some(Format::Table);
                let password = password.as_ref();
                let ask =
                    Ask { format, password, columns: &columns, first_row, sheet: sheet.as_deref() };
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
                self.shelf = None;
                // Whoever is under way goes on without keys.
                self.out.drain(..).for_each(|errand| errand.forget());
                Some(Message::Needs(shelf::need(&self.desks).map_err(|e| explain::open(&e))))
            }
            Job::Create { protection, random, now } => Some(self.create(&protection, random, now)),
            Job::Find(path) => Some(self.find(path)),
            Job::Demo(now) => Some(self.demo(now)),
            Job::Save(book, now) => Some(self.save(&book, now, Saving::Together, tell)),
            Job::UseUp(book, now) => Some(self.save(&book, now, Saving::Alone, tell)),
            Job::Activity => self.activity(),
            Job::Record(deeds, now) => self.record(&deeds, now),
            Job::Members { at, changes, book, now } => self.regroup(at, &changes, &book, now, tell),
            Job::Reach { at, recipient } => {
                let reached = self.shelf.as_ref()?.vault(at)?.reach(&recipient);
                let result = reached.map_err(|why| explain::foreign::not_let_in(&why));
                Some(Message::Reached { recipient, result })
            }
            Job::Watch => {
                if self.shelf.as_ref().is_some_and(Shelf::has_news)
                    && let Some(message) = self.activity()
                {
                    tell(message);
                }
                let changed = self.shelf.as_ref().is_some_and(Shelf::changed);
                Some(Message::Watched { changed })
            }
            Job::Reload => self.reload(),
            Job::Trust(now) => self.trust(now),
            Job::Regain(now) => self.regain(now),
            Job::IsFree { asked, path } => {
                let path = foreign::path(&path, platform::home().as_deref());
                let result = create::is_free(&path).map_err(|error| explain::exported(&error));
                Some(Message::Free { asked, result })
            }
            Job::Write(takeout) => {
                let revision = self.shelf.as_ref()?.revision();
                let result = take_out(&takeout, revision, self.machine());
                if result.is_ok() {
                    // Not by whoever is told: the dashboard may be locked by then.
                    let deeds = cargo(&takeout.book, &takeout.accounts).deeds(&takeout.outlook);
                    self.record(&deeds, takeout.asked).into_iter().for_each(&mut *tell);
                }
                Some(Message::Written { asked: takeout.asked, result })
            }
            Job::Export { book, catalogue, limits, thing, lang, today } => {
                let revision = self.shelf.as_ref()?.revision();
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
            Job::Sync => self.send_out(),
            Job::Check(book, limits, today) => Some(self.check(book, &limits, today)),
        }
    }

    /// Nothing is carried for a shift, or where nothing is to be written.
    fn send_out(&mut self) -> Option<Message> {
        let keys = self.shelf.as_ref()?.keys();
        let errand = Errand::new(keys);
        self.out.retain(|errand| !errand.is_done());
        self.out.push(errand.clone());
        let sent = self.courier.as_ref().is_some_and(|courier| courier.send(errand).is_ok());
        (!sent).then_some(Message::Synced(Err(Sync::Broke)))
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
        match Shelf::unlock(&self.desks, passphrase, self.terms()) {
            Ok(open) => {
                let unfit = self.unfit(&open).map(|fault| self.refused(fault));
                let unfit = unfit.or_else(|| open.misses().map(Message::NoneFit));
                unfit.unwrap_or_else(|| Message::Unlocked(Ok(self.opened(open))))
            }
            Err(error) => self.refused(explain::unlock(&error)),
        }
    }

    fn refused(&self, fault: Fault) -> Message {
        let need = shelf::need(&self.desks).unwrap_or(Need::Nothing);
        Message::Unlocked(Err(Refused { fault, need }))
    }

    fn terms(&self) -> shelf::Terms {
        shelf::Terms { lang: self.scribe.lang, scope: self.scope.clone() }
    }

    /// This machine's name.
    fn machine(&self) -> &str {
        self.desks.first().map_or("", |desk| &desk.machine)
    }

    /// Why a shift does not go on with a vault: whoever sees all of it has to look first.
    fn unfit(&self, open: &Shelf) -> Option<Fault> {
        self.scope.as_ref().and(open.only())?.doubt().map(|doubt| trust::fault(doubt.kind))
    }

    fn opened(&mut self, open: Shelf) -> Opened {
        self.said = false;
        let opened = self.look(&open);
        self.shelf = Some(open);
        Opened { beside: self.desks.iter().find_map(sync::beside), ..opened }
    }

    /// What is open as the dashboard is told of it.
    fn look(&self, open: &Shelf) -> Opened {
        let book = Arc::clone(open.book());
        let vaults = self.faces(open);
        let machine = self.machine().to_owned();
        let concern = open.only().and_then(|vault| Concern::of(vault, &book, &machine));
        let (concern, shut) = (concern.map(Box::new), open.shut());
        let asked = self.desks.iter().map(|desk| desk.place.file.clone()).collect();
        Opened { book, vaults, shut, asked, concern, beside: None, machine }
    }

    /// What is shown of each vault. Who else can read it is no part of a shift.
    fn faces(&self, open: &Shelf) -> Vec<Face> {
        let mut faces = open.faces();
        if self.scope.is_some() {
            for face in &mut faces {
                face.readers = Arc::default();
            }
        }
        faces
    }

    /// The same of what is open now.
    fn seen(&self) -> Option<Opened> {
        self.shelf.as_ref().map(|open| self.look(open))
    }

    /// That something could not be written down; said once.
    fn unrecorded(&mut self, result: Result<(), LogError>) -> Option<Message> {
        let error = activity::reason(&result.err()?, self.scribe.lang);
        let fault = Fault::NotWrittenDown { error };
        (!std::mem::replace(&mut self.said, true)).then_some(Message::Unrecorded(fault))
    }

    /// Writes down what was done.
    fn record(&mut self, deeds: &[Deed], now: Moment) -> Option<Message> {
        let result = self.shelf.as_ref()?.record(&self.scribe, deeds, now);
        self.unrecorded(result)
    }

    /// The same of what saving has done.
    fn record_done(&mut self, done: &Done, now: Moment, tell: &mut dyn FnMut(Message)) {
        let Some(open) = &self.shelf else { return };
        let result = open.record_done(&self.scribe, done, now);
        self.unrecorded(result).into_iter().for_each(tell);
    }

    fn activity(&mut self) -> Option<Message> {
        let open = self.shelf.as_mut()?;
        let mut read = open.activity()?.map(Box::new);
        // A shift sees what was done to its own accounts.
        if let (Ok(read), Some(_)) = (&mut read, &self.scope) {
            let is_seen = |id| open.book().account(id).is_some();
            read.events.retain(|event| event.deed.account.is_some_and(is_seen));
        }
        let lang = self.scribe.lang;
        let fault = |error| Fault::ActivityUnread { error: activity::reason(&error, lang) };
        Some(Message::Activity(read.map_err(fault)))
    }

    fn create(&mut self, protection: &Protection, random: [u8; 32], now: Moment) -> Message {
        let Some(desk) = self.desks.first() else { return Message::Tick };
        let created = match create::create(desk, protection, WorkFactor::DEFAULT, random, now) {
            Ok(created) => created,
            Err(error) => return Message::Created(Err(explain::create(&error))),
        };
        let passphrase = match protection {
            Protection::Identity { passphrase, .. } => passphrase.as_ref(),
            Protection::Passphrase(passphrase) => Some(passphrase),
        };
        match Shelf::unlock(&self.desks, passphrase, self.terms()) {
            Ok(open) => Message::Created(Ok((self.opened(open), created.recovery))),
            Err(error) => Message::Created(Err(explain::open(&error))),
        }
    }

    fn find(&mut self, path: PathBuf) -> Message {
        let Some(desk) = self.desks.first().map(|desk| desk.with_vault(path)) else {
            return Message::Tick;
        };
        match desk::need(&desk) {
            Ok(Need::Vault) => {
                let path = desk.place.file.clone();
                let error = Unopened::vault(&desk, OpenError::Missing { path });
                Message::Needs(Err(explain::open(&error)))
            }
            Ok(need) => {
                self.desks = vec![desk];
                Message::Needs(Ok(need))
            }
            Err(error) => Message::Needs(Err(explain::open(&error))),
        }
    }

    fn demo(&mut self, now: Moment) -> Message {
        match Demo::make(now) {
            Ok(demo) => {
                self.desks = vec![demo.desk().clone()];
                self.demo = Some(demo);
                match Shelf::unlock(&self.desks, None, self.terms()) {
                    Ok(open) => Message::Created(Ok((self.opened(open), None))),
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
        way: Saving<'_>,
        tell: &mut dyn FnMut(Message),
    ) -> Message {
        // Locked between the edit and its save: `update` never asks for that.
        let Some(mut open) = self.shelf.take() else { return Message::Tick };
        let (result, done) = match open.save(book, now, way) {
            Ok(kept) => {
                let (durability, vaults) = (kept.durability(), self.faces(&open));
                let (merged, book) = (kept.merged.then(|| self.look(&open)), open.book().clone());
                (Ok(Written { durability, vaults, book, merged }), kept.done)
            }
            Err(unkept) => {
                let result = open.record_done(&self.scribe, &unkept.done, now);
                self.unrecorded(result).into_iter().for_each(&mut *tell);
                open.shut_doubtful();
                let fault = unkept.fault(self.scribe.lang);
                let (theirs, unread) =
                    (unkept.theirs.then(|| self.look(&open)), unkept.unread.is_some());
                (Err(NotSaved { fault, unread, theirs, rest: unkept.rest }), Done::new())
            }
        };
        self.shelf = Some(open);
        self.record_done(&done, now, tell);
        Message::Saved(result)
    }

    fn regroup(
        &mut self,
        at: usize,
        people: &[Change],
        book: &Arc<Book>,
        now: Moment,
        tell: &mut dyn FnMut(Message),
    ) -> Option<Message> {
        let way = Saving::Regroup { at, changes: people, id: platform::random() };
        let (result, done) = match self.shelf.as_mut()?.save(book, now, way) {
            Ok(kept) => {
                let (durability, missed) = (kept.durability(), kept.missed(self.scribe.lang));
                (Ok(Regrouped { opened: self.seen()?, durability, missed }), kept.done)
            }
            Err(unkept) => {
                // What was written of it, or by somebody else, is shown.
                if unkept.theirs || !unkept.done.is_empty() {
                    tell(Message::Reloaded(Ok(self.seen()?)));
                }
                (Err(unkept.fault(self.scribe.lang)), unkept.done)
            }
        };
        self.record_done(&done, now, tell);
        Some(Message::Regrouped(result))
    }

    fn reload(&mut self) -> Option<Message> {
        let result = self.shelf.as_mut()?.reload();
        self.reloaded(result)
    }

    fn reloaded(&mut self, result: Result<(), Fault>) -> Option<Message> {
        let open = self.shelf.as_ref()?;
        Some(Message::Reloaded(match (result, self.unfit(open)) {
            (Err(fault), _) | (Ok(()), Some(fault)) => Err(fault),
            (Ok(()), None) => Ok(self.look(open)),
        }))
    }

    /// Reads it once more, too: somebody may have written it since it was looked at.
    fn trust(&mut self, now: Moment) -> Option<Message> {
        if self.desks.iter().any(|desk| desk.intent == Intent::Read) {
            return Some(Message::Reloaded(Err(Fault::ReadOnlyAsked)));
        }
        let result = self.shelf.as_mut()?.trust(now);
        self.reloaded(result)
    }

    fn regain(&mut self, now: Moment) -> Option<Message> {
        if let Err(error) = self.shelf.as_mut()?.regain(&self.scribe, now) {
            let fault = match error {
                SaveError::Changed { kept: None } => Fault::CannotRegain,
                error => explain::save(&error),
            };
            return Some(Message::Reloaded(Err(fault)));
        }
        self.reload()
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
