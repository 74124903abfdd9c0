//! What every command starts from: language, settings, the desk, a passphrase, the open vault.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::{Exit, Failure};
use super::input::{self, Source};
use super::output::complain;
use super::plugin;
use super::prompt::Terminal;
use crate::activity::Deed;
use crate::app::activity::{self, Scribe};
use crate::app::desk::{self, Desk, Need, Unopened};
use crate::app::shelf::{self, Saving, Shelf, Terms};
use crate::app::{explain, identity, loss, platforms, sync};
use crate::config::{Color, FILE_NAME, Settings};
use crate::i18n::{self, Care, Command, Fault, Foreign, Lang, Sync, Team, Things};
use crate::model::{Book, Catalogue, Home, Id, Number, Thing, merge};
use crate::platform::{self, Environment, Folders, Hardening};
use crate::secret::Secret;
use crate::text::{Safe, quoted, safe, whole};
use crate::vault::{Durability, Intent, Keys, Log, LogError, OpenError, Plugins, Vault, look};

/// How often a passphrase is asked for before a command gives up.
const TRIES: usize = 3;

/// Options that every command has.
#[derive(Clone, Debug, Default)]
pub struct Globals {
    /// `--vault`.
    pub vault: Option<PathBuf>,
    /// `--with`: further vaults.
    pub with: Vec<PathBuf>,
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

/// What is open: one vault or several.
#[derive(Debug)]
pub struct Open {
    /// The vaults.
    pub shelf: Shelf,
    /// What they hold.
    pub book: Pages,
    /// What is done by the next save, besides what the book tells by itself.
    pub deeds: Vec<Deed>,
    /// What an option named that nothing was called, and that is added by the next save.
    pub made: Vec<Thing>,
}

/// A book that is copied at its first change: most commands make none, and a book may be large.
#[derive(Debug)]
pub struct Pages(Arc<Book>);

impl Deref for Pages {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.0
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut Book {
        Arc::make_mut(&mut self.0)
    }
}

impl Open {
    /// The vault, for what is done to one alone.
    pub fn vault(&self) -> Result<&Vault, Failure> {
        let one = self.shelf.only().filter(|_| self.shelf.is_single());
        one.ok_or_else(|| Failure::usage(Fault::OneVault))
    }

    /// The same, to do something to it that leaves its book alone.
    pub fn vault_mut(&mut self) -> Result<&mut Vault, Failure> {
        if !self.shelf.is_single() {
            return Err(Failure::usage(Fault::OneVault));
        }
        self.shelf.only_mut().ok_or_else(|| Failure::usage(Fault::OneVault))
    }

    /// Saves the book, together with what somebody else has saved meanwhile. A save that is not sure is
    /// said to be so, and is one.
    pub fn save(&mut self, session: &Session) -> Result<(), Failure> {
        self.save_by(Saving::Together, session)
    }

    /// Saves what is used up by that: not when somebody else may have used up the same.
    pub fn save_alone(&mut self, session: &Session) -> Result<(), Failure> {
        self.save_by(Saving::Alone, session)
    }

    /// Saves in one of the ways. What is new goes to the first vault.
    pub fn save_by(&mut self, way: Saving<'_>, session: &Session) -> Result<(), Failure> {
        if self.shelf.has_no_place_for(&self.book) {
            return Err(Failure::new(Exit::NotSaved, Fault::FirstShut));
        }
        if self.shelf.only().is_none() {
            self.book.house(0);
        }
        let made: Vec<Things> =
            std::mem::take(&mut self.made).iter().filter_map(|thing| self.added(*thing)).collect();
        let result = self.shelf.save(&self.book.0, platform::now(), way);
        if result.is_ok() {
            session.record(&self.shelf, &std::mem::take(&mut self.deeds));
        }
        let done = match &result {
            Ok(kept) => &kept.done,
            Err(unkept) => &unkept.done,
        };
        for (place, deeds) in done {
            if let Some(vault) = self.shelf.vault(*place) {
                session.write_down(&Log::of(vault), deeds);
            }
        }
        let kept = result.map_err(|unkept| {
            let fault = unkept.fault(session.lang);
            Failure { fault: Some(fault), ..unkept.error.into() }
        })?;
        session.doubt(kept.durability());
        session.note_all(&made);
        let given = std::mem::replace(&mut self.book, Pages(Arc::clone(self.shelf.book())));
        if kept.merged {
            session.say(&Team::merged(merge::conflicts(&self.book)));
            for said in loss::saved_open([&given, &self.book]) {
                complain(&said.say(session.lang));
            }
        }
        Ok(())
    }

    /// That a thing is new; nothing of one that is not in the book.
    fn added(&self, thing: Thing) -> Option<Things> {
        let book = &self.book;
        Some(match thing {
            Thing::Person(id) => Things::NewPerson { name: safe(&book.person(id)?.name) },
            Thing::Device(id) => Things::NewDevice { name: safe(&book.device(id)?.label) },
            Thing::Number(id) => {
                Things::NewNumber { name: safe(&Number::masked(book.number(id)?)) }
            }
        })
    }
}

impl Session {
    /// Says something on standard error that does not stop the command.
    pub fn warn(&self, fault: &Fault) {
        complain(&format!("keyrack: {}", fault.say(self.lang)));
    }

    /// Writes down what somebody does here. It never keeps them from doing it.
    pub fn record(&self, open: &Shelf, deeds: &[Deed]) {
        for (vault, deeds) in open.share(deeds) {
            self.write_down(&Log::of(vault), &deeds);
        }
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

    /// A command as it is to be typed here: with the vaults and the identity that were named for this
    /// one.
    pub fn command(&self, words: &[&str]) -> Safe<'static> {
        let words = words.iter().map(|word| quoted(word));
        let all = std::iter::once(i18n::keyrack().to_owned()).chain(words);
        whole(&all.collect::<Vec<_>>().join(" "))
    }

    /// How a command begins for one vault alone, where several are open.
    pub fn command_for(&self, file: &Path) -> String {
        let is_one = self.desks().is_ok_and(|desks| desks.len() < 2);
        i18n::keyrack_for(Some(file).filter(|_| !is_one))
    }

    /// The same for what any of them answers, but only alone.
    pub fn command_for_any(&self) -> String {
        let desks = self.desks().unwrap_or_default();
        desks
            .first()
            .map_or_else(|| i18n::keyrack().to_owned(), |it| self.command_for(&it.place.file))
    }

    /// How a command begins that is about one of so many vaults, whether they were all named as options or not.
    pub fn command_among(&self, file: &Path, vaults: usize) -> String {
        if vaults < 2 { i18n::keyrack().to_owned() } else { i18n::keyrack_at(file) }
    }

    /// Says once how this program was started, for the commands in all that it says.
    pub fn introduce(&self) {
        let named =
            |option: &str, path: &Path| format!(" --{option} {}", quoted(&path.to_string_lossy()));
        let Globals { vault, with, identity, .. } = &self.globals;
        let vaults = vault.iter().map(|path| named("vault", path));
        let vaults: String = vaults.chain(with.iter().map(|path| named("with", path))).collect();
        let rest: String = identity.iter().map(|path| named("identity", path)).collect();
        i18n::started(&format!("keyrack{vaults}{rest}"), &rest);
    }

    /// Where phone numbers without a country code belong.
    pub fn region(&self) -> Option<&str> {
        self.settings.region.as_deref()
    }

    /// The settings file, whether there is one or not.
    pub fn settings_file(&self) -> PathBuf {
        let folder = self.folders.as_ref().map(|folders| folders.config.as_path());
        folder.unwrap_or(Path::new("")).join(FILE_NAME)
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

    /// Where the vault is, and this machine's name; an error where several are meant.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let mut desks = self.desks()?;
        if desks.len() > 1 {
            return Err(Failure::usage(Fault::OneVault));
        }
        Ok(desks.remove(0))
    }

    /// The same for what concerns no vault, or is told by another program which one: of several the first.
    pub fn any_desk(&self) -> Result<Desk, Failure> {
        Ok(self.desks()?.remove(0))
    }

    /// The same for several: those of the options, else that of the variable, else those of the settings.
    pub fn desks(&self) -> Result<Vec<Desk>, Failure> {
        let no_home = || Failure::new(Exit::Failed, Fault::NoHome);
        let folders = self.folders.as_ref().ok_or_else(no_home)?;
        let machine = platform::machine_name(folders, &platform::machine_mark())
            .map_err(|error| Failure::new(Exit::Failed, explain::machine(&error)))?;
        let (globals, environment, settings) = (&self.globals, &self.environment, &self.settings);
        let plugins =
            Plugins::new(&settings.plugins, self.settings_file()).heard(plugin::voice(self.lang));
        let is_traced = environment.age_debug.as_deref() == Some("plugin");
        if cfg!(feature = "plugin") && is_traced && !settings.plugins.is_empty() {
            return Err(Failure::usage(explain::foreign::fault(|_| Foreign::Traced)));
        }
        let identity = [&globals.identity, &environment.identity, &settings.identity];
        let identity = identity.into_iter().flatten().next();
        let at = |vault: Option<&PathBuf>| {
            let machine = machine.clone();
            let desk = Desk::at(folders, vault.cloned(), identity.cloned(), machine);
            self.laid(Desk { plugins: plugins.clone(), ..desk })
        };
        let said = globals.vault.as_ref().or(environment.vault.as_ref());
        let further = if said.is_none() { settings.vaults.as_slice() } else { &[] };
        let mut desks = vec![at(said.or(settings.vault.as_ref()))];
        for vault in further.iter().chain(&globals.with) {
            let desk = at(Some(vault));
            // The same file by another path is the same vault.
            if desks.iter().all(|known| known.place.known != desk.place.known) {
                desks.push(desk);
            }
        }
        if desks.len() > Home::MOST {
            return Err(Failure::usage(Fault::TooManyVaults { most: Home::MOST }));
        }
        Ok(desks)
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

    /// Opens the vaults; asks for what they need on the terminal, unless it was given.
    pub fn open(&self) -> Result<Open, Failure> {
        let desks = self.desks()?;
        let open = if let [desk] = &desks[..] {
            let (vault, book) = self.open_at(desk)?;
            Shelf::of(desk.clone(), vault, book, self.terms())
        } else {
            let open = self.with_passphrase(&desks, |passphrase| {
                Shelf::unlock(&desks, passphrase, self.terms())
            })?;
            open.shut().iter().for_each(|fault| self.warn(fault));
            self.remark(open.book(), &desks);
            open
        };
        let book = Pages(Arc::clone(open.book()));
        Ok(Open { shelf: open, book, deeds: Vec::new(), made: Vec::new() })
    }

    fn terms(&self) -> Terms {
        Terms { lang: self.lang, scope: None }
    }

    /// Opens a vault of which nothing speaks against that it is the one this machine knew.
    pub fn open_at(&self, desk: &Desk) -> Result<(Vault, Book), Failure> {
        let desks = std::slice::from_ref(desk);
        let (vault, book) =
            self.with_passphrase(desks, |passphrase| desk::unlock(desk, passphrase))?;
        if let Some(doubt) = vault.doubt() {
            return Err(self.about(doubt.kind.into(), &desk.place.file));
        }
        self.remark(&book, desks);
        Ok((vault, book))
    }

    /// The same, even where it may not be the vault that this machine knew: for reading only, then.
    /// What opened one before is tried before anybody is asked.
    pub fn open_whatever(
        &self,
        desk: &Desk,
        known: &mut Option<Keys>,
    ) -> Result<(Vault, Book), Failure> {
        let before = known.clone().and_then(|keys| desk::open(desk, keys).ok());
        let (vault, book) = match before {
            Some(opened) => opened,
            None => self.with_passphrase(std::slice::from_ref(desk), |passphrase| {
                let keys = desk::keys(desk, passphrase)?;
                let opened = desk::open(desk, keys.clone())?;
                *known = Some(keys);
                Ok(opened)
            })?,
        };
        self.remark(&book, &[]);
        Ok((vault, book))
    }

    /// Says what was not understood of a book, and what `keyrack sync` would do.
    fn remark(&self, book: &Book, desks: &[Desk]) {
        if !book.quarantine.is_empty() {
            self.warn(&Fault::Quarantined { n: book.quarantine.len() });
        }
        for desk in desks {
            match sync::copies(desk).len() {
                0 => {}
                n => complain(&Sync::CopiesThere { n }.say(self.lang)),
            }
            if sync::is_half_merged(desk) {
                complain(&Sync::HalfMerged.say(self.lang));
            }
        }
    }

    /// Does what takes the passphrase of desks; asks again when it was typed wrong.
    pub fn with_passphrase<T>(
        &self,
        desks: &[Desk],
        mut work: impl FnMut(Option<&Secret>) -> Result<T, Unopened>,
    ) -> Result<T, Failure> {
        let prompt = match shelf::need(desks).map_err(|why| self.unopened(why, desks, None))? {
            Need::Vault => {
                let desk = &desks[0];
                let path = desk.place.file.clone();
                let failure = Unopened::vault(desk, OpenError::Missing { path }).into();
                return Err(self.about(failure, &desk.place.file));
            }
            Need::Nothing => return work(None).map_err(|why| self.unopened(why, desks, None)),
            Need::IdentityPassphrase => Command::AskIdentity,
            Need::VaultPassphrase => Command::AskVault,
        };
        if let Some(passphrase) = self.given_passphrase()? {
            let done = work(Some(&passphrase));
            return done.map_err(|why| self.unopened(why, desks, Some(&passphrase)));
        }
        let mut terminal = Terminal::or(Fault::NoTerminal)?;
        for _ in 1..TRIES {
            let passphrase = terminal.secret(&prompt.say(self.lang))?;
            match work(Some(&passphrase)) {
                Err(Unopened {
                    error: OpenError::WrongPassphrase | OpenError::NeedsPassphrase,
                    ..
                }) => terminal.line(&Fault::WrongPassphrase.say(self.lang))?,
                result => {
                    return result.map_err(|why| self.unopened(why, desks, Some(&passphrase)));
                }
            }
        }
        let passphrase = terminal.secret(&prompt.say(self.lang))?;
        work(Some(&passphrase)).map_err(|why| self.unopened(why, desks, Some(&passphrase)))
    }

    /// A failure at one vault: where several are meant, its commands name that one.
    pub fn about(&self, failure: Failure, file: &Path) -> Failure {
        let is_one = self.desks().is_ok_and(|desks| desks.len() < 2);
        Failure { at: (!is_one).then(|| Box::new(file.to_owned())), ..failure }
    }

    /// Why one did not open, and the earlier identity beside the present one that opens it, if one does.
    fn unopened(&self, why: Unopened, desks: &[Desk], passphrase: Option<&Secret>) -> Failure {
        let desk = desks.iter().find(|desk| desk.place.file == why.path);
        let about = desk.map(|desk| desk.place.file.clone());
        let desk = desk.filter(|_| matches!(why.error, OpenError::NotARecipient));
        let opens = |desk: &Desk, path: PathBuf| {
            let keys = desk::keys(&Desk { identity: path.clone(), ..desk.clone() }, passphrase);
            look(&desk.place.file, &keys.ok()?).is_ok().then_some(path)
        };
        let path = desk.and_then(|desk| {
            identity::kept(desk).into_iter().rev().find_map(|path| opens(desk, path))
        });
        let said = path.zip(desk).map(|(path, desk)| {
            let [vault, identity] =
                [&desk.place.file, &path].map(|path| quoted(&path.to_string_lossy()));
            let keyrack = format!("keyrack --vault {vault} --identity {identity}");
            let own = whole(&self.command_for(&desk.place.file));
            Sync::EarlierOpens { path: explain::path(&path), own }.say_by(self.lang, &keyrack)
        });
        let failure = Failure { details: said.into_iter().collect(), ..why.into() };
        match about {
            Some(file) => self.about(failure, &file),
            None => failure,
        }
    }
}

/// A new id.
pub fn fresh() -> Id {
    Id::new(platform::now(), platform::random())
}
