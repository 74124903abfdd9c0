//! The vaults that are open together. Each is opened, saved and read again for itself; they are shown
//! as one book (`model::homes`).
//!
//! With one vault nothing here costs anything: its book is the book.

use std::collections::HashSet;
use std::sync::Arc;

use super::activity::Scribe;
use super::desk::{self, Desk, Need, Unopened};
use super::team::Readers;
use super::{explain, findings, team, trust};
use crate::activity::{Deed, changes};
use crate::i18n::{Fault, Lang, Vaults as Say};
use crate::model::{Book, Home, Id, join, merge, split};
use crate::secret::Secret;
use crate::text::safe;
use crate::time::Moment;
use crate::vault::{
    Access, Activity, Change, Durability, Identity, Keys, Log, LogError, Member, MemberKind,
    OpenError, SaveError, Saved, Sealed, Unchanged, Vault, glance,
};

/// The vaults that are open.
#[derive(Debug)]
pub struct Shelf {
    terms: Terms,
    open: Vec<Open>,
    /// Those that stayed shut, and why.
    shut: Vec<Fault>,
    /// The book of all, as the files hold it.
    book: Arc<Book>,
}

/// What the vaults are open for.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The language of what is said of one of several.
    pub lang: Lang,
    /// Whether it is written down what is done although nothing else may be written: in a shift.
    pub is_shift: bool,
}

/// One of them.
#[derive(Debug)]
struct Open {
    desk: Desk,
    vault: Vault,
    /// Where it is written down what is done with it; nowhere beside one that is not to be written.
    log: Option<Log>,
    /// What the file holds.
    stored: Arc<Book>,
}

/// What is shown of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// What people call it: its file's name without the ending.
    pub name: String,
    /// May it be written?
    pub access: Access,
    /// Who can open it.
    pub readers: Arc<Readers>,
}

/// A book that was written.
#[derive(Debug, Default)]
pub struct Kept {
    unsure: bool,
    /// Whether the files hold more than was given: [`Shelf::book`] is that.
    pub merged: bool,
    /// What was done.
    pub done: Done,
}

impl Kept {
    /// How sure that is.
    pub fn durability(&self) -> Durability {
        if self.unsure { Durability::Unconfirmed } else { Durability::Durable }
    }
}

/// A book that was not written, or not to every vault.
#[derive(Debug)]
pub struct Unkept {
    /// Why.
    pub error: Unchanged,
    /// At which of several vaults.
    pub vault: Option<String>,
    /// Whether the files hold somebody else's version, ours being kept elsewhere: [`Shelf::book`] is
    /// that.
    pub theirs: bool,
    /// What is still to be written, where that is not the book that was given: another vault holds more
    /// by now.
    pub rest: Option<Arc<Book>>,
    /// What was done.
    pub done: Done,
}

impl Unkept {
    /// The sentence.
    pub fn fault(&self, lang: Lang) -> Fault {
        let fault = explain::unchanged(&self.error);
        self.vault.as_ref().map_or(fault.clone(), |name| of_vault(name, &fault, lang))
    }
}

/// What was done with each of several vaults, by their places.
pub type Done = Vec<(usize, Vec<Deed>)>;

/// How a book is saved.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// Together with what others have saved meanwhile.
    Together,
    /// Not where others have: they may have used up the same.
    Alone,
    /// With a change of who can open one of the vaults, as [`Vault::change`].
    Regroup {
        /// Which vault.
        at: usize,
        /// The changes.
        changes: &'a [Change],
        /// A secret id.
        id: [u8; 32],
    },
}

/// What people call a vault: its file's name without the ending.
pub fn name(desk: &Desk) -> String {
    desk.place.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What it takes to open them all: looks at the files, cheaply. One that is missing among others is no
/// reason to create one.
pub fn need(desks: &[Desk]) -> Result<Need, Unopened> {
    let [one] = desks else {
        let needs: Vec<Result<Need, Unopened>> = desks.iter().map(desk::need).collect();
        let asks = |need: Need| needs.iter().any(|found| found.as_ref().is_ok_and(|f| *f == need));
        return if asks(Need::IdentityPassphrase) {
            Ok(Need::IdentityPassphrase)
        } else if asks(Need::Nothing) {
            Ok(Need::Nothing)
        } else if asks(Need::VaultPassphrase) {
            Ok(Need::VaultPassphrase)
        } else {
            let missing = desks.first().map(|desk| {
                Unopened::vault(desk, OpenError::Missing { path: desk.place.file.clone() })
            });
            Err(needs.into_iter().find_map(Result::err).or(missing).expect("a desk at least"))
        };
    };
    desk::need(one)
}

impl Shelf {
    /// Opens vaults; slow (a key derivation) when a passphrase is needed. Of several, those that do not
    /// open, or may not be the ones this machine knew, stay shut; at least one opens.
    pub fn unlock(
        desks: &[Desk],
        passphrase: Option<&Secret>,
        terms: Terms,
    ) -> Result<Self, Unopened> {
        if let [desk] = desks {
            let (vault, book) = desk::unlock(desk, passphrase)?;
            return Ok(Self::of(desk.clone(), vault, book, terms));
        }
        let (mut open, mut shut, mut first) = (Vec::new(), Vec::new(), None);
        // One identity opens them all: its key is derived once.
        let mut identity = None;
        for desk in desks.iter().take(Home::MOST) {
            let opened = keys(desk, passphrase, &mut identity).and_then(|keys| {
                Vault::open_for(desk.intent, desk.place.clone(), keys, &desk.machine)
                    .map_err(|error| Unopened::vault(desk, error))
            });
            match opened {
                Ok((vault, book)) => match vault.doubt() {
                    None => open.push(Open::new(desk.clone(), vault, Arc::new(book), terms)),
                    Some(doubt) => {
                        shut.push(of_vault(&name(desk), &trust::fault(doubt.kind), terms.lang))
                    }
                },
                Err(error) if error.part == desk::Part::Identity => return Err(error),
                Err(error) => {
                    shut.push(of_vault(&name(desk), &explain::open(&error), terms.lang));
                    first.get_or_insert(error);
                }
            }
        }
        match (open.is_empty(), first) {
            (true, Some(error)) => Err(error),
            (true, None) => {
                let desk = desks.first().expect("a desk at least");
                Err(Unopened::vault(desk, OpenError::NotARecipient))
            }
            _ => {
                let mut shelf = Self { terms, open, shut, book: Arc::default() };
                shelf.join();
                Ok(shelf)
            }
        }
    }

    /// One vault that is open.
    pub fn of(desk: Desk, vault: Vault, book: Book, terms: Terms) -> Self {
        let book = Arc::new(book);
        let open = vec![Open::new(desk, vault, Arc::clone(&book), terms)];
        Self { terms, open, shut: Vec::new(), book }
    }

    /// The book of all, as the files hold it.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// Those that stayed shut, and why.
    pub fn shut(&self) -> &[Fault] {
        &self.shut
    }

    /// The vault, where it is the only one.
    pub fn only(&self) -> Option<&Vault> {
        match self.open.as_slice() {
            [one] => Some(&one.vault),
            _ => None,
        }
    }

    /// The same, to do something to it that leaves its book alone.
    pub fn only_mut(&mut self) -> Option<&mut Vault> {
        match self.open.as_mut_slice() {
            [one] => Some(&mut one.vault),
            _ => None,
        }
    }

    /// A vault by its place.
    pub fn vault(&self, place: usize) -> Option<&Vault> {
        self.open.get(place).map(|open| &open.vault)
    }

    /// What opens each of those that may be written.
    pub fn keys(&self) -> Vec<(Desk, Keys)> {
        let all = self.open.iter().filter(|open| open.vault.access() == Access::ReadWrite);
        all.map(|open| (open.desk.clone(), open.vault.keys().clone())).collect()
    }

    /// How often they were saved, on all machines together.
    pub fn revision(&self) -> u64 {
        self.open.iter().map(|open| open.vault.revision()).sum()
    }

    /// What is shown of each.
    pub fn faces(&self) -> Vec<Face> {
        self.open.iter().map(Open::face).collect()
    }

    /// Whether any file is another than the one read.
    pub fn changed(&self) -> bool {
        self.open.iter().any(|open| open.vault.changed())
    }

    /// Writes a book, to every vault that it changes. A vault that gets an account comes before one that
    /// loses it: a kill in between leaves it in both.
    pub fn save(&mut self, book: &Arc<Book>, now: Moment, way: Way<'_>) -> Result<Kept, Unkept> {
        let before = Arc::clone(&self.book);
        let parts = self.parts(book);
        let places = self.places(&parts, way);
        let shut =
            places.iter().find(|place| self.open[**place].vault.access() != Access::ReadWrite);
        if let Some(place) = shut.filter(|_| self.open.len() > 1) {
            let error = SaveError::ReadOnly(self.open[*place].vault.access()).into();
            let vault = self.called(*place);
            return Err(Unkept { error, vault, theirs: false, rest: None, done: Vec::new() });
        }
        let (mut kept, mut failed) = (Kept::default(), None);
        for place in places {
            let open = &mut self.open[place];
            match open.write(&parts[place], place, now, way) {
                Ok(saved) => {
                    kept.merged |= saved.merged.is_some();
                    kept.unsure |= saved.durability == Durability::Unconfirmed;
                    kept.done.push((place, open.took(&parts[place], saved)));
                }
                Err(failure) => {
                    failed = Some((place, failure));
                    break;
                }
            }
        }
        let Some((place, error)) = failed else {
            if kept.merged {
                self.join();
            } else {
                self.book = Arc::clone(book);
            }
            return Ok(kept);
        };
        // Only once ours is kept elsewhere may theirs take its place.
        let is_aside = matches!(error, Unchanged::Save(SaveError::Changed { kept: Some(_) }));
        let theirs = is_aside && self.open[place].reload(self.terms).is_ok();
        if theirs || !kept.done.is_empty() {
            self.join();
        }
        let rest =
            (!theirs && kept.merged).then(|| Arc::new(merge::merge(&before, book, &self.book)));
        Err(Unkept { error, vault: self.called(place), theirs, rest, done: kept.done })
    }

    /// The vaults that are to be written, in their order.
    fn places(&self, parts: &[Arc<Book>], way: Way<'_>) -> Vec<usize> {
        if let [_] = parts {
            return vec![0];
        }
        let asked = match way {
            Way::Regroup { at, .. } => Some(at),
            Way::Together | Way::Alone => None,
        };
        let ids = |book: &Book| -> HashSet<Id> { book.accounts.iter().map(|a| a.id).collect() };
        let loses = |place: &usize| !ids(&self.open[*place].stored).is_subset(&ids(&parts[*place]));
        let changed = |place: &usize| *parts[*place] != *self.open[*place].stored;
        let mut places: Vec<usize> = (0..parts.len()).filter(changed).collect();
        places.sort_by_cached_key(loses);
        places.retain(|place| Some(*place) != asked);
        places.splice(0..0, asked);
        places
    }

    /// The book of each vault.
    fn parts(&self, book: &Arc<Book>) -> Vec<Arc<Book>> {
        if self.open.len() == 1 {
            return vec![Arc::clone(book)];
        }
        let stored: Vec<&Book> = self.open.iter().map(|open| &*open.stored).collect();
        split(&self.book, book, &stored).into_iter().map(Arc::new).collect()
    }

    /// Reads the files again, those that are others than were read; of several, one that does not open
    /// or may not be the one this machine knew is shut. An error only where none is left.
    pub fn reload(&mut self) -> Result<(), Unopened> {
        if let [one] = &mut self.open[..] {
            let result = one.reload(self.terms);
            self.join();
            return result.map_err(|error| Unopened::vault(&self.open[0].desk, error));
        }
        let (terms, mut first) = (self.terms, None);
        let mut left = Vec::with_capacity(self.open.len());
        for mut open in std::mem::take(&mut self.open) {
            let result = if open.vault.changed() { open.reload(terms) } else { Ok(()) };
            match (result, open.vault.doubt()) {
                (Ok(()), None) => left.push(open),
                (Ok(()), Some(doubt)) => {
                    self.shut.push(of_vault(
                        &name(&open.desk),
                        &trust::fault(doubt.kind),
                        terms.lang,
                    ));
                }
                (Err(error), _) => {
                    let error = Unopened::vault(&open.desk, error);
                    self.shut.push(of_vault(&name(&open.desk), &explain::open(&error), terms.lang));
                    first.get_or_insert(error);
                }
            }
        }
        self.open = left;
        self.join();
        match first {
            Some(error) if self.open.is_empty() => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes what stands in the file of the only vault for it from now on, unless somebody has written
    /// it since it was looked at; reads it again.
    pub fn trust(&mut self) -> Result<(), Unopened> {
        if let [one] = &mut self.open[..]
            && !one.vault.changed()
        {
            one.vault.trust();
        }
        self.reload()
    }

    /// Saves what this machine knew last of the only vault, together with what stands in its file.
    pub fn regain(&mut self, now: Moment) -> Result<(), SaveError> {
        if let [one] = &mut self.open[..] {
            one.vault.regain(now)?;
        }
        Ok(())
    }

    /// The vaults that something done is written down beside: that of the account it was done to, or
    /// all.
    pub fn beside(&self, account: Option<Id>) -> impl Iterator<Item = &Vault> {
        self.places_of(account).map(|place| &self.open[place].vault)
    }

    fn places_of(&self, account: Option<Id>) -> impl Iterator<Item = usize> {
        let home = account.and_then(|id| self.book.homes.of(id));
        (0..self.open.len()).filter(move |place| home.is_none_or(|home| home.has(*place)))
    }

    /// Writes down what somebody did.
    pub fn record(&self, scribe: &Scribe, deeds: &[Deed], now: Moment) -> Result<(), LogError> {
        let mut done: Done = (0..self.open.len()).map(|place| (place, Vec::new())).collect();
        for deed in deeds {
            self.places_of(deed.account).for_each(|place| done[place].1.push(deed.clone()));
        }
        self.record_done(scribe, &done, now)
    }

    /// Writes down what was done with each.
    pub fn record_done(&self, scribe: &Scribe, done: &Done, now: Moment) -> Result<(), LogError> {
        let mut result = Ok(());
        for (place, deeds) in done.iter().filter(|(_, deeds)| !deeds.is_empty()) {
            if let Some(log) = self.open.get(*place).and_then(|open| open.log.as_ref()) {
                result = result.and(scribe.write(log, deeds, now));
            }
        }
        result
    }

    /// Whether somebody else wrote down something since it was read.
    pub fn has_news(&self) -> bool {
        self.open.iter().filter_map(|open| open.log.as_ref()).any(Log::changed)
    }

    /// The same, from files that were never looked at before.
    pub fn read_activity(&self) -> Result<Activity, LogError> {
        let read = |open: &Open| Log::of(&open.vault).and_then(|mut log| log.read());
        let all = self.open.iter().map(read).reduce(|all, one| Ok(all?.with(one?)));
        all.unwrap_or_else(|| Ok(Activity::default()))
    }

    /// What was done, with all of them; `None` where nothing is written down.
    pub fn activity(&mut self) -> Option<Result<Activity, LogError>> {
        let logs = self.open.iter_mut().filter_map(|open| open.log.as_mut());
        logs.map(Log::read).reduce(|all, one| Ok(all?.with(one?)))
    }

    fn join(&mut self) {
        self.book = match self.open.as_slice() {
            [one] => Arc::clone(&one.stored),
            open => {
                let books: Vec<&Book> = open.iter().map(|open| &*open.stored).collect();
                Arc::new(join(&books))
            }
        };
    }

    /// What one of several is called.
    fn called(&self, place: usize) -> Option<String> {
        (self.open.len() > 1).then(|| name(&self.open[place].desk))
    }
}

impl Open {
    fn new(desk: Desk, vault: Vault, stored: Arc<Book>, terms: Terms) -> Self {
        let mut open = Self { desk, vault, log: None, stored };
        open.follow(terms);
        open
    }

    fn face(&self) -> Face {
        Face {
            name: name(&self.desk),
            access: self.vault.access(),
            readers: Arc::new(Readers::of(&self.vault, &self.desk.machine)),
        }
    }

    fn write(
        &mut self,
        book: &Book,
        place: usize,
        now: Moment,
        way: Way<'_>,
    ) -> Result<Saved, Unchanged> {
        match way {
            Way::Regroup { at, changes, id } if at == place => {
                self.vault.change(changes, id, book, now)
            }
            Way::Alone => {
                let durability = self.vault.save_alone(book, now)?;
                Ok(Saved { durability, merged: None })
            }
            Way::Together | Way::Regroup { .. } => Ok(self.vault.save(book, now)?),
        }
    }

    /// Takes over what was saved; what was done by that.
    fn took(&mut self, book: &Arc<Book>, saved: Saved) -> Vec<Deed> {
        let done = changes(&self.stored, book);
        self.stored = saved.merged.map_or_else(|| Arc::clone(book), Arc::new);
        if let Some(log) = &mut self.log {
            log.follow(&self.vault);
        }
        done
    }

    fn reload(&mut self, terms: Terms) -> Result<(), OpenError> {
        let result = self.vault.reload();
        self.follow(terms);
        self.stored = Arc::new(result?);
        Ok(())
    }

    /// Nothing is written down beside a doubtful vault, nor where nothing is to be written; but what is
    /// done in a shift is.
    fn follow(&mut self, terms: Terms) {
        let is_asked = self.vault.access() == Access::Asked && !terms.is_shift;
        match &mut self.log {
            _ if self.vault.doubt().is_some() || is_asked => self.log = None,
            Some(log) => log.follow(&self.vault),
            // Without a folder there is nothing to read, and writing will say why.
            None => self.log = Log::of(&self.vault).ok(),
        }
    }
}

/// What opens a vault, one of several. The identity is the same for all.
fn keys(
    desk: &Desk,
    passphrase: Option<&Secret>,
    identity: &mut Option<Identity>,
) -> Result<Keys, Unopened> {
    let sealed = glance(&desk.place.file).map_err(|error| Unopened::vault(desk, error))?;
    match (sealed, &identity) {
        (Sealed::Passphrase { .. }, _) => desk::keys(desk, passphrase),
        (Sealed::Recipients, Some(identity)) => Ok(Keys::Identity(identity.clone())),
        (Sealed::Recipients, None) => {
            let derived = desk::identity(desk, passphrase)?;
            *identity = Some(derived.clone());
            Ok(Keys::Identity(derived))
        }
    }
}

/// A sentence about a vault, by name.
fn of_vault(name: &str, fault: &Fault, lang: Lang) -> Fault {
    Fault::OfVault { name: safe(name), said: safe(&fault.say(lang)) }
}

/// Who sees an account that moves between vaults, and who sees it no more, in sentences.
pub fn sight(from: &[&Face], to: &Face, book: &Book) -> Vec<Say> {
    let people = |face: &Face| -> Vec<Member> {
        let members = face.readers.members.iter();
        members.filter(|member| member.kind == MemberKind::Person).cloned().collect()
    };
    let (before, after) =
        (from.iter().flat_map(|face| people(face)).collect::<Vec<_>>(), people(to));
    let names = |some: &[Member], others: &[Member]| {
        let is_in = |member: &&Member| others.iter().any(|o| o.recipient == member.recipient);
        let mut names: Vec<String> =
            some.iter().filter(|member| !is_in(member)).map(|m| team::name(m, book)).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then(|| safe(&names.join(" · ")))
    };
    let by_passphrase = |face: &&&Face| face.readers.own.is_none();
    let mut said = Vec::new();
    if to.readers.own.is_none() {
        said.push(Say::OpensByPassphrase { name: safe(&to.name) });
    }
    said.extend(names(&after, &before).map(|names| Say::Gains { names }));
    let loses = names(&before, &after);
    let known = loses.is_some();
    said.extend(loses.map(|names| Say::Loses { names }));
    if known {
        said.push(Say::LosesKnow);
    }
    let knew = from.iter().filter(by_passphrase);
    said.extend(knew.map(|face| Say::OpenedByPassphrase { name: safe(&face.name) }));
    if said.is_empty() {
        said.push(Say::SameSight);
    }
    said
}

/// What goes along with accounts that move to a vault and is not there yet.
pub fn along(book: &Book, accounts: impl IntoIterator<Item = Id>, to: usize) -> Option<Say> {
    let accounts = accounts.into_iter().filter_map(|id| book.account(id));
    let things = book.reach(accounts.flat_map(|account| account.things()));
    let new = things
        .into_iter()
        .filter(|thing| book.homes.of(thing.id()).is_some_and(|home| !home.has(to)));
    let names: Vec<String> = new.map(|thing| findings::label(thing, book)).collect();
    (!names.is_empty()).then(|| Say::Along { names: safe(&names.join(" · ")) })
}
