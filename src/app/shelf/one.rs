//! One of several vaults: open, or away for now.

use std::sync::Arc;

use super::{Face, Saving, Terms, of_vault};
use crate::activity::{Deed, changes_among};
use crate::app::desk::{self, Desk, Unopened};
use crate::app::team::Roster;
use crate::app::trust;
use crate::i18n::Fault;
use crate::model::Book;
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{
    Access, Identity, Keys, Log, OpenError, Saved, Sealed, Stamp, Unchanged, Vault, glance,
};

/// One of them.
#[derive(Debug)]
pub(super) struct Open {
    /// Which of those that were asked for.
    pub(super) order: usize,
    /// What people call it.
    pub(super) name: String,
    pub(super) desk: Desk,
    pub(super) vault: Vault,
    /// Where it is written down what is done with it; nowhere beside one that is not to be written.
    pub(super) log: Option<Log>,
    /// What the file holds.
    pub(super) stored: Arc<Book>,
}

impl Open {
    pub(super) fn new(
        (order, name): (usize, String),
        desk: Desk,
        vault: Vault,
        book: Book,
        terms: &Terms,
    ) -> Self {
        let stored = terms.kept(book);
        let mut open = Self { order, name, desk, vault, log: None, stored };
        open.follow(terms);
        open
    }

    pub(super) fn face(&self) -> Face {
        Face {
            name: self.name.clone(),
            file: self.desk.place.file.clone(),
            access: self.vault.access(),
            readers: Arc::new(Roster::of(&self.vault, &self.desk.machine)),
        }
    }

    pub(super) fn write(
        &mut self,
        book: &Book,
        place: usize,
        now: Moment,
        way: Saving<'_>,
    ) -> Result<Saved, Unchanged> {
        match way {
            Saving::Regroup { at, changes, id } if at == place => {
                self.vault.change(changes, id, book, now)
            }
            Saving::Alone => {
                let durability = self.vault.save_alone(book, now)?;
                Ok(Saved { durability, merged: None })
            }
            Saving::Together | Saving::Regroup { .. } => Ok(self.vault.save(book, now)?),
        }
    }

    /// Takes over what was saved; what was done by that. `all` is the book of all vaults before and after:
    /// what one of them has no more and another has was moved.
    pub(super) fn took(&mut self, book: &Arc<Book>, saved: Saved, all: [&Book; 2]) -> Vec<Deed> {
        let done = changes_among(&self.stored, book, all);
        self.stored = saved.merged.map_or_else(|| Arc::clone(book), Arc::new);
        if let Some(log) = &mut self.log {
            log.follow(&self.vault);
        }
        done
    }

    /// Why it may not be the one this machine knew.
    pub(super) fn doubt(&self) -> Option<Fault> {
        self.vault.doubt().map(|doubt| trust::fault(doubt.kind))
    }

    /// A sentence about it, where it is one of several.
    pub(super) fn tells(&self, said: &str) -> Fault {
        of_vault(&self.name, said)
    }

    /// Reads it again where it is one of several: what may not be ours is not shown.
    pub(super) fn look_again(&mut self, terms: &Terms) -> Result<(), OpenError> {
        let before = Arc::clone(&self.stored);
        let result = self.reload(terms);
        if self.vault.doubt().is_some() {
            self.stored = before;
        }
        result
    }

    pub(super) fn reload(&mut self, terms: &Terms) -> Result<(), OpenError> {
        let result = self.vault.reload();
        self.follow(terms);
        self.stored = terms.kept(result?);
        Ok(())
    }

    /// Nothing is written down beside a doubtful vault, nor where nothing is to be written; but what is
    /// done in a shift is.
    pub(super) fn follow(&mut self, terms: &Terms) {
        let is_asked = self.vault.access() == Access::Asked && terms.scope.is_none();
        match &mut self.log {
            _ if self.vault.doubt().is_some() || is_asked => self.log = None,
            Some(log) => log.follow(&self.vault),
            // Without a folder there is nothing to read, and writing will say why.
            None => self.log = Log::of(&self.vault).ok(),
        }
    }
}

/// What opens a vault, one of several. The identity is the same for all.
pub(super) fn keys(
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

/// One that was open and is not shown for now.
#[derive(Debug)]
pub(super) struct Away {
    pub(super) open: Open,
    /// Why, in a sentence.
    pub(super) why: String,
    /// What stood in its place then.
    tried: Option<Stamp>,
}

impl Away {
    pub(super) fn new(open: Open, why: String) -> Self {
        let tried = Stamp::of(&open.desk.place.file);
        Self { open, why, tried }
    }

    /// Whether it may open now: another file stands in its place, or somebody has said that it holds.
    pub(super) fn may_return(&self) -> bool {
        let now = Stamp::of(&self.open.desk.place.file);
        now.is_some() && now != self.tried || self.open.vault.is_settled()
    }
}
