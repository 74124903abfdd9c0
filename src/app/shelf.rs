//! The vaults that are open together. Each is opened, saved and read again for itself; they are shown
//! as one book (`model::homes`).
//!
//! With one vault nothing here costs anything: its book is the book.

mod one;
mod record;
mod shut;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use self::one::{Away, Open, keys};
use self::shut::{Shut, against, twin, why};
use super::activity::Scribe;
use super::desk::{self, Desk, Need, Unopened};
use super::export::{Scope, ScopeWords};
use super::sync::write_accepted;
use super::team::Roster;
use super::{explain, trust};
use crate::activity::Deed;
use crate::i18n::{self, Fault, Lang};
use crate::model::{Book, Home, Id, join, merge, split};
use crate::secret::Secret;
use crate::text::{safe, whole};
use crate::time::Moment;
use crate::vault::{
    Access, Change, Durability, Keys, OpenError, SaveError, Sealed, Trust, Unchanged, Vault, glance,
};

/// The vaults that are open.
#[derive(Debug)]
pub struct Shelf {
    terms: Terms,
    open: Vec<Open>,
    /// Those that were open, or would be, and are not shown for now.
    away: Vec<Away>,
    /// Those that did not open.
    shut: Vec<Shut>,
    /// The book of all, as the files hold it.
    book: Arc<Book>,
    /// What there was to choose the accounts of a shift by.
    known: ScopeWords,
}

/// What the vaults are open for.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The language of what is said of one of several.
    pub lang: Lang,
    /// The accounts of a shift: nothing else of a vault is kept, and what is done is written down
    /// although nothing else may be.
    pub scope: Option<Scope>,
}

impl Terms {
    /// What is kept of what a vault holds.
    fn kept(&self, book: Book) -> Arc<Book> {
        Arc::new(match &self.scope {
            Some(scope) => scope.excerpt(&book),
            None => book,
        })
    }

    /// Keeps in mind what a shift could choose by.
    fn note(&self, book: &Book, known: &mut ScopeWords) {
        if self.scope.is_some() {
            known.add(book);
        }
    }
}

/// What is shown of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// What people call it, as [`desk::names`].
    pub name: String,
    /// Its file, which tells it from others of that name.
    pub file: PathBuf,
    /// May it be written?
    pub access: Access,
    /// Who can open it.
    pub readers: Arc<Roster>,
}

/// A book that was written.
#[derive(Debug, Default)]
pub struct Kept {
    unsure: bool,
    /// Whether the files hold more than was given: [`Shelf::book`] is that.
    pub merged: bool,
    /// What was done.
    pub done: Done,
    /// Another vault that was not written, at a change of who can open one: it says what it said, and
    /// [`Shelf::book`] shows both.
    missed: Option<Missed>,
}

impl Kept {
    /// How sure that is.
    pub fn durability(&self) -> Durability {
        if self.unsure { Durability::Unconfirmed } else { Durability::Durable }
    }

    /// Why another vault does not have it, where one does not.
    pub fn missed(&self, lang: Lang) -> Option<Fault> {
        let (error, vault) = self.missed.as_ref()?;
        Some(at_vault(vault.as_deref(), explain::unchanged(error), lang))
    }
}

/// A vault that was not written beside others that were: why, what it is called, and its file.
type Missed = (Unchanged, Option<Box<(String, PathBuf)>>);

/// A book that was not written, or not to every vault.
#[derive(Debug)]
pub struct Unkept {
    /// Why.
    pub error: Unchanged,
    /// At which of several vaults: what it is called, and its file.
    pub vault: Option<Box<(String, PathBuf)>>,
    /// Whether the files hold somebody else's version, ours being kept elsewhere: [`Shelf::book`] is
    /// that.
    pub theirs: bool,
    /// Why what stands in the file could not be read, where nobody else has saved: it is gone or damaged.
    pub unread: Option<Box<Unopened>>,
    /// What is still to be written, where that is not the book that was given: another vault holds more
    /// by now.
    pub rest: Option<Arc<Book>>,
    /// What was done.
    pub done: Done,
}

impl Unkept {
    /// The sentence.
    pub fn fault(&self, lang: Lang) -> Fault {
        let unread = self.unread.as_deref().map(explain::underneath);
        let fault = unread.unwrap_or_else(|| explain::unchanged(&self.error));
        at_vault(self.vault.as_deref(), fault, lang)
    }
}

/// What was done with each of several vaults, by their places.
pub type Done = Vec<(usize, Vec<Deed>)>;

/// How a book is saved.
#[derive(Clone, Copy, Debug)]
pub enum Saving<'a> {
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

impl Saving<'_> {
    /// The vault whose members change.
    fn at(self) -> Option<usize> {
        match self {
            Self::Regroup { at, .. } => Some(at),
            Self::Together | Self::Alone => None,
        }
    }
}

/// What it takes to open them all: looks at the files, cheaply. One that is missing among others is no
/// reason to create one.
pub fn need(desks: &[Desk]) -> Result<Need, Unopened> {
    let first = match desks {
        [] => return Ok(Need::Vault),
        [one] => return desk::need(one),
        [first, ..] => first,
    };
    let needs: Vec<Result<Need, Unopened>> = desks.iter().map(desk::need).collect();
    let asks = |need: &Need| needs.iter().any(|found| found.as_ref().is_ok_and(|f| f == need));
    let all = [Need::IdentityPassphrase, Need::Nothing, Need::VaultPassphrase];
    if let Some(need) = all.into_iter().find(asks) {
        return Ok(need);
    }
    let path = first.place.file.clone();
    let missing = || Unopened::vault(first, OpenError::Missing { path });
    Err(needs.into_iter().find_map(Result::err).unwrap_or_else(missing))
}

impl Shelf {
    /// Opens vaults; slow (a key derivation) when a passphrase is needed. Of several, those that do not
    /// open, or may not be the ones this machine knew, stay shut; at least one opens.
    pub fn unlock(
        desks: &[Desk],
        passphrase: Option<&Secret>,
        terms: Terms,
    ) -> Result<Self, Unopened> {
        let mut known = ScopeWords::default();
        if let [desk] = desks {
            let (vault, book) = desk::unlock(desk, passphrase)?;
            terms.note(&book, &mut known);
            return Ok(Self { known, ..Self::of(desk.clone(), vault, book, terms) });
        }
        let (mut open, mut away, mut shut, mut first) = (Vec::new(), Vec::new(), Vec::new(), None);
        // One identity opens them all: its key is derived once.
        let (mut identity, mut unknown) = (None, None::<(Unopened, String)>);
        for (order, (desk, name)) in
            desks.iter().zip(desk::names(desks)).enumerate().take(Home::MOST)
        {
            let file = &desk.place.file;
            let none = Shut::before(order, &name, desk);
            let by_identity = matches!(glance(file), Ok(Sealed::Recipients));
            if let Some((_, why)) = unknown.as_ref().filter(|_| by_identity) {
                shut.push(none.because(why));
                continue;
            }
            let opened = keys(desk, passphrase, &mut identity).and_then(|k| desk::open(desk, k));
            match opened {
                Ok((vault, book)) => {
                    let others = open.iter().chain(away.iter().map(|away: &Away| &away.open));
                    if let Some(why) = twin(others, &vault, terms.lang) {
                        shut.push(none.because(&why));
                        continue;
                    }
                    let kind = vault.doubt().map(|doubt| doubt.kind);
                    terms.note(&book, &mut known);
                    let one = Open::new((order, name), desk.clone(), vault, book, &terms);
                    let Some(kind) = kind else {
                        open.push(one);
                        continue;
                    };
                    let why = trust::fault(kind).say_by(terms.lang, &i18n::keyrack_at(file));
                    away.push(Away::new(one, why));
                    let error = OpenError::Doubtful { kind };
                    first.get_or_insert(Unopened::vault(desk, error));
                }
                // Another may have a passphrase of its own, which this is.
                Err(error) if error.part == desk::Part::Identity => {
                    let why = why(&error, file, terms.lang);
                    shut.push(none.because(&why));
                    unknown = Some((error, why));
                }
                Err(error) => {
                    shut.push(none.because(&why(&error, file, terms.lang)));
                    first.get_or_insert(error);
                }
            }
        }
        let first = unknown.map(|(error, _)| error).or(first);
        if let Some(error) = first.filter(|_| open.is_empty()) {
            return Err(error);
        }
        let mut shelf = Self { terms, open, away, shut, book: Arc::default(), known };
        shelf.join();
        Ok(shelf)
    }

    /// One vault that is open.
    pub fn of(desk: Desk, vault: Vault, book: Book, terms: Terms) -> Self {
        let name = desk::names(std::slice::from_ref(&desk)).remove(0);
        let open = Open::new((0, name), desk, vault, book, &terms);
        let book = Arc::clone(&open.stored);
        let (away, shut, known) = (Vec::new(), Vec::new(), ScopeWords::default());
        Self { terms, open: vec![open], away, shut, book, known }
    }

    /// The language of what is said of them.
    pub fn lang(&self) -> Lang {
        self.terms.lang
    }

    /// The book of all, as the files hold it.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// Those that are not open, and why; the last one that was shut is the last.
    pub fn shut(&self) -> Vec<Fault> {
        let of = |away: &Away| away.open.tells(&away.why);
        self.shut.iter().map(Shut::fault).chain(self.away.iter().map(of)).collect()
    }

    /// Why there is nothing to see in a shift, or a name in its choice that no account has, as far as all
    /// vaults are open.
    pub fn misses(&self) -> Option<Fault> {
        let scope = self.terms.scope.as_ref().filter(|_| self.shut().is_empty())?;
        self.known.misses(scope, self.terms.lang).or_else(|| {
            let query = whole(&scope.words());
            self.book.accounts.is_empty().then_some(Fault::NotFound { query })
        })
    }

    /// Whether one vault was asked for.
    pub fn is_single(&self) -> bool {
        self.open.len() == 1 && self.shut.is_empty() && self.away.is_empty()
    }

    /// Whether a book has records that would go to the first vault, which is not open.
    pub fn has_no_place_for(&self, book: &Book) -> bool {
        let has_first = self.open.first().is_some_and(|open| open.order == 0);
        !has_first && book.has_more_than(&self.book)
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

    /// How often the vault was saved, on all machines together; 0 of several: no file has that sum.
    pub fn revision(&self) -> u64 {
        self.only().map_or(0, Vault::revision)
    }

    /// What is shown of each.
    pub fn faces(&self) -> Vec<Face> {
        self.open.iter().map(Open::face).collect()
    }

    /// Whether any file is another than the one read.
    pub fn changed(&self) -> bool {
        let is_back =
            self.away.iter().any(Away::may_return) || self.shut.iter().any(Shut::may_open);
        is_back || self.open.iter().any(|open| open.vault.changed())
    }

    /// Writes a book, to every vault that it changes, with what is to be kept in mind of the keys before
    /// ([`Book::keep_keys`]): [`Shelf::book`] is what was written. A vault that gets an account comes before one
    /// that loses it: a kill in between leaves it in both.
    pub fn save(&mut self, book: &Arc<Book>, now: Moment, way: Saving<'_>) -> Result<Kept, Unkept> {
        let before = Arc::clone(&self.book);
        // However a key goes by this, that it stood here is known where it comes back.
        let book = &Book::keeping(book, &before, now.date());
        let parts = self.parts(book);
        let places = self.places(&parts, way);
        let asked = way.at();
        // One that is closed does not keep people from being shut out of another.
        let must = |place: &&usize| asked.is_none_or(|at| at == **place);
        let closed = |place: &&usize| self.open[**place].vault.access() != Access::ReadWrite;
        let mut musts = places.iter().filter(must);
        if let Some(place) = musts.find(closed).filter(|_| self.open.len() > 1) {
            let error = SaveError::ReadOnly(self.open[*place].vault.access()).into();
            let vault = self.name_of(*place);
            let (theirs, unread, rest, done) = (false, None, None, Vec::new());
            return Err(Unkept { error, vault, theirs, unread, rest, done });
        }
        let (mut kept, mut failed) = (Kept::default(), None);
        for place in places {
            // What did not arrive elsewhere is not taken away here.
            if failed.is_some() && self.loses(place, &parts[place]) {
                continue;
            }
            match self.open[place].write(&parts[place], place, now, way) {
                Ok(saved) => {
                    kept.merged |= saved.merged.is_some();
                    kept.unsure |= saved.durability == Durability::Unconfirmed;
                    let done = self.open[place].took(&parts[place], saved, [&before, book]);
                    kept.done.push((place, done));
                }
                Err(error) if asked == Some(place) => {
                    failed = Some((place, error));
                    break;
                }
                Err(error) if asked.is_some() => {
                    kept.missed = Some((error, self.name_of(place)));
                }
                Err(error) => {
                    failed.get_or_insert((place, error));
                }
            }
        }
        let Some((place, error)) = failed else {
            if kept.merged || kept.missed.is_some() {
                self.join();
            } else {
                self.book = Arc::clone(book);
            }
            return Ok(kept);
        };
        // Only once ours is kept elsewhere may theirs take its place. What was used up in one vault is
        // used up, whatever becomes of another.
        let is_aside = matches!(error, Unchanged::Save(SaveError::Changed { kept: Some(_) }));
        let read = if is_aside { Some(self.reload_one(place)) } else { None };
        let is_read = matches!(read, Some(Ok(())));
        let unread = read
            .and_then(Result::err)
            .map(|error| Box::new(Unopened::vault(&self.open[place].desk, error)));
        let theirs = is_read || matches!(way, Saving::Alone) && !kept.done.is_empty();
        if theirs || !kept.done.is_empty() {
            self.join();
        }
        let rest = (!theirs && kept.merged).then(|| merge::merge(&before, book, &self.book));
        let (vault, rest) = (self.name_of(place), rest.map(Arc::new));
        Err(Unkept { error, vault, theirs, unread, rest, done: kept.done })
    }

    fn reload_one(&mut self, place: usize) -> Result<(), OpenError> {
        let is_several = self.open.len() > 1;
        let open = &mut self.open[place];
        if is_several { open.look_again(&self.terms) } else { open.reload(&self.terms) }
    }

    /// The vaults that are to be written, in their order.
    fn places(&self, parts: &[Arc<Book>], way: Saving<'_>) -> Vec<usize> {
        if let [_] = parts {
            return vec![0];
        }
        let changed = |place: &usize| *parts[*place] != *self.open[*place].stored;
        let mut places: Vec<usize> = (0..parts.len()).filter(changed).collect();
        places.sort_by_cached_key(|place| self.loses(*place, &parts[*place]));
        places.retain(|place| Some(*place) != way.at());
        places.splice(0..0, way.at());
        places
    }

    /// Whether a vault loses an account by that.
    fn loses(&self, place: usize, part: &Book) -> bool {
        let ids = |book: &Book| -> HashSet<Id> { book.accounts.iter().map(|a| a.id).collect() };
        !ids(&self.open[place].stored).is_subset(&ids(part))
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
    /// or may not be the one this machine knew is shut until it does, or somebody says that it holds.
    /// Where none would be left, all stay as they are and why is said.
    pub fn reload(&mut self) -> Result<(), Fault> {
        let terms = self.terms.clone();
        self.welcome();
        if let [one] = &mut self.open[..]
            && self.away.is_empty()
        {
            let result = one.reload(&terms);
            self.join();
            let desk = &self.open[0].desk;
            return result.map_err(|error| explain::underneath(&Unopened::vault(desk, error)));
        }
        let mut reasons = Vec::new();
        for open in &mut self.open {
            let result = if open.vault.changed() { open.look_again(&terms) } else { Ok(()) };
            reasons.push(against(open, result.err(), terms.lang));
        }
        self.shut_out(reasons)
    }

    /// Shuts those of several that may not be the ones this machine knew: a save has read them again.
    pub fn shut_doubtful(&mut self) {
        if self.open.len() > 1 {
            // Where that would be all, what is shown stays as it was, and nothing can be saved.
            let lang = self.terms.lang;
            let _ = self.shut_out(self.open.iter().map(|open| against(open, None, lang)).collect());
        }
    }

    /// Shuts each for which there is a reason, unless none would be left.
    fn shut_out(&mut self, reasons: Vec<Option<String>>) -> Result<(), Fault> {
        if reasons.iter().all(Option::is_some) {
            let first = self.open.first().zip(reasons.first().and_then(Option::as_ref));
            return first.map_or(Ok(()), |(open, why)| Err(open.tells(why)));
        }
        for (open, why) in std::mem::take(&mut self.open).into_iter().zip(reasons) {
            match why {
                None => self.open.push(open),
                Some(why) => self.away.push(Away::new(open, why)),
            }
        }
        self.join();
        Ok(())
    }

    /// Takes what stands in the file of the only vault for it from now on, unless somebody has written
    /// it since it was looked at; reads it again.
    pub fn trust(&mut self, now: Moment) -> Result<(), Fault> {
        if let [one] = &mut self.open[..]
            && !one.vault.changed()
        {
            let stored = Arc::clone(&one.stored);
            one.vault.settle_for(&stored, now).map_err(|error| explain::save(&error))?;
        }
        self.reload()
    }

    /// Saves what this machine knew last of the only vault, together with what stands in its file, and writes down what
    /// was taken in with that.
    pub fn regain(&mut self, scribe: &Scribe, now: Moment) -> Result<(), SaveError> {
        if let [one] = &mut self.open[..] {
            one.vault.regain(Trust::Asked, now)?;
            if let Some(unaware) = one.vault.accepted() {
                // It never keeps anybody from taking it in.
                let _ = write_accepted(&one.vault, unaware, scribe, now);
            }
        }
        Ok(())
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

    /// What the vaults are called that a record stands in; none where one was asked for.
    pub fn names_of(&self, record: Id) -> Vec<&str> {
        // Of several one may be left over, in whose book nothing has a home.
        let home = self.book.homes.of(record).unwrap_or(Home::only(0));
        let all = home.places().filter(|_| !self.is_single());
        all.filter_map(|place| Some(&*self.open.get(place)?.name)).collect()
    }

    /// The same in one; `None` where one was asked for.
    pub fn called(&self, record: Id) -> Option<String> {
        (!self.is_single()).then(|| self.names_of(record).join(" + "))
    }

    /// How a command begins that is about the vault that a record stands in, or new ones go to.
    pub fn keyrack(&self, record: Option<Id>) -> String {
        let home = record.and_then(|id| self.book.homes.of(id)).unwrap_or(Home::only(0));
        let open = home.places().find_map(|place| self.open.get(place));
        let several = open.filter(|_| !self.is_single());
        i18n::keyrack_for(several.map(|open| &*open.desk.place.file))
    }

    /// What one of several is called, and its file.
    fn name_of(&self, place: usize) -> Option<Box<(String, PathBuf)>> {
        let open = &self.open[place];
        (self.open.len() > 1).then(|| Box::new((open.name.clone(), open.desk.place.file.clone())))
    }
}

/// A sentence, at one of several vaults where it is about one.
fn at_vault(vault: Option<&(String, PathBuf)>, fault: Fault, lang: Lang) -> Fault {
    let Some((name, file)) = vault else { return fault };
    of_vault(name, &fault.say_by(lang, &i18n::keyrack_at(file)))
}

/// What is said of one of several vaults, by name.
fn of_vault(name: &str, said: &str) -> Fault {
    Fault::OfVault { name: safe(name), said: whole(said) }
}

#[cfg(test)]
mod tests;
