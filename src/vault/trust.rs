//! A vault in doubt: what this machine knew of it, and what a person decides.

use std::io;

use super::doubt::{self, DoubtKind, Found};
use super::file::{Place, Saved, not_kept};
use super::meet::{self, Sides, Succession};
use super::pins::{self, Claim};
use super::read::{decode, load_patiently};
use super::unaware::{Unaware, unaware};
use super::{Intent, SaveError, Step, Trust, Vault};
use crate::activity::each;
use crate::model::Book;
use crate::time::Moment;

/// That what is taken for the vault could not be remembered.
fn not_remembered(place: &Place) -> impl FnOnce(io::Error) -> SaveError {
    let path = place.known.clone();
    move |error| SaveError::Io { step: Step::Write, path, error }
}

impl Vault {
    /// Whether what spoke against it does no more: somebody said elsewhere that it holds.
    pub fn is_settled(&self) -> bool {
        let doubt = self.doubt.as_ref();
        doubt.is_some_and(|doubt| {
            let (head, unlisted, digest) = (&self.head, doubt.unlisted, &self.seen.digest);
            // What holds the same was never doubted.
            doubt::doubt(&pins::read(&self.place), Found { head, unlisted, digest }, || false)
                .is_none()
        })
    }

    /// What this machine knew last, where that still opens. As slow as opening the vault.
    pub fn known(&self) -> Option<Book> {
        decode(&pins::version(&self.place)?, &self.keys).ok().map(|(_, book, _)| book)
    }

    /// Takes what stands in the file for the vault from now on. What was known before is kept among the
    /// backups first; where that fails, or where this machine cannot remember it, nothing is taken.
    pub fn trust(&mut self) -> Result<(), SaveError> {
        if self.intent == Intent::Write {
            let _lock = self.target()?.lock()?;
            pins::keep(&self.place, &[self.seen.digest]).map_err(not_kept(&self.place))?;
            self.pin(Claim::Decided).map_err(not_remembered(&self.place))?;
        }
        self.doubt = None;
        Ok(())
    }

    /// The same of a vault that holds `book`. Of a version that this machine knew and that one was made without, it
    /// keeps what is not to be forgotten: what was used up, who was shut out, and which keys had got out. As slow
    /// as opening the vault. Where that cannot be saved, nothing is taken: it would not be known any more.
    pub fn settle_for(&mut self, book: &Book, now: Moment) -> Result<(), SaveError> {
        let Some(kept) = self.with_known(book, now).filter(|kept| kept != book) else {
            return self.trust();
        };
        let doubt = self.doubt.take();
        if self.writable().is_err() {
            self.doubt = doubt;
            return self.trust();
        }
        let saved = self.keep_known().and_then(|()| self.save(&kept, now));
        if saved.is_err() {
            self.doubt = doubt;
        }
        saved.map(drop)
    }

    /// A book with what is not to be forgotten of the version that this machine knew, where what stands in the
    /// file was made without it.
    fn with_known(&self, book: &Book, now: Moment) -> Option<Book> {
        let content = pins::version(&self.place)?;
        let (head, known, _) = decode(&content, &self.keys).ok()?;
        // The same counts may be of two machines of one name.
        let is_without = meet::standing(&self.head.revision, &head.revision) != Succession::Newer;
        if !is_without || !meet::is_one_vault(&self.head, &head) {
            return None;
        }
        let mut kept = book.clone();
        kept.keep_of(&known, now.date());
        Some(kept)
    }

    /// Keeps what was known among the backups; fails also where this machine could not remember what comes next.
    fn keep_known(&self) -> Result<(), SaveError> {
        let _lock = self.target()?.lock()?;
        pins::keep(&self.place, &[self.seen.digest]).map_err(not_kept(&self.place))?;
        pins::rememberable(&self.place).map_err(not_remembered(&self.place))
    }

    /// Saves what this machine knew last over an older version or another vault, or together with one that
    /// was made without it; what stood there is a backup then. [`SaveError::Changed`] where no version is left that both come from, or where
    /// others can read what stands there: that is to be decided first, as is what may be of somebody who is out, unless
    /// somebody was asked.
    pub fn regain(&mut self, trust: Trust, now: Moment) -> Result<Saved, SaveError> {
        let lost = || SaveError::Changed { kept: None };
        let content = pins::version(&self.place).ok_or_else(lost)?;
        let (head, book, _) = decode(&content, &self.keys).map_err(|_| lost())?;
        let theirs = load_patiently(&self.place.file, &self.keys).map_err(|_| lost())?;
        let sides = Sides { head: &head, book: &book, seen: &content, theirs: &theirs };
        let mut accepted = None;
        let (head, both) = match meet::standing(&theirs.head.revision, &head.revision) {
            Succession::Older if meet::is_one_vault(&head, &theirs.head) => (head, book),
            _ if self.is_foreign() => (head, book),
            _ => {
                let (ours, version) = ((&head, &book), (&theirs.head, &theirs.book));
                let unaware = unaware(ours, version, &book, &self.earlier);
                let (next, both) =
                    meet::together(&sides, &self.place, &self.keys, trust, now.date())
                        .ok_or_else(lost)?;
                let changes = || each(&book, &both);
                let taken = unaware.map(|it| Unaware { changes: changes(), ..it });
                accepted = taken.filter(Unaware::is_grave).map(Box::new);
                (next, both)
            }
        };
        let before = (self.head.clone(), self.seen.clone(), self.doubt.take());
        (self.head, self.seen) = (head, theirs.seen);
        let saved = self.save(&both, now);
        match saved {
            Ok(saved) => {
                self.accepted = accepted;
                Ok(Saved { merged: saved.merged.or(Some(both)), ..saved })
            }
            Err(error) => {
                (self.head, self.seen, self.doubt) = before;
                Err(error)
            }
        }
    }

    /// What [`Vault::regain`] took in last that was saved without knowing whom ours had shut out.
    pub fn accepted(&self) -> Option<&Unaware> {
        self.accepted.as_deref()
    }

    fn is_foreign(&self) -> bool {
        self.doubt.as_ref().is_some_and(|doubt| doubt.kind == DoubtKind::Foreign)
    }
}
