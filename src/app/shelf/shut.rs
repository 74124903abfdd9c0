//! Those of several vaults that are not open: why, and when they are tried again.

use std::path::Path;

use super::one::{Away, Open};
use super::{Shelf, of_vault};
use crate::app::desk::{self, Desk, Unopened};
use crate::app::explain;
use crate::i18n::{self, Fault, Lang, Vaults};
use crate::model::Book;
use crate::text::safe;
use crate::vault::{Keys, OpenError, Sealed, Stamp, Vault, glance};

/// One that did not open.
#[derive(Debug)]
pub(super) struct Shut {
    order: usize,
    name: String,
    desk: Desk,
    /// Why, in a sentence.
    why: String,
    /// What stood in its place then.
    tried: Option<Stamp>,
}

impl Shut {
    /// Before it is tried: what is written while it is being read is another file.
    pub(super) fn before(order: usize, name: &str, desk: &Desk) -> Self {
        let tried = Stamp::of(&desk.place.file);
        Self { order, name: name.to_owned(), desk: desk.clone(), why: String::new(), tried }
    }

    pub(super) fn because(self, why: &str) -> Self {
        Self { why: why.to_owned(), ..self }
    }

    /// The sentence.
    pub(super) fn fault(&self) -> Fault {
        of_vault(&self.name, &self.why)
    }

    /// Whether it may open now: another file stands in its place.
    pub(super) fn may_open(&self) -> bool {
        let now = Stamp::of(&self.desk.place.file);
        now.is_some() && now != self.tried
    }
}

impl Shelf {
    /// Opens those that may open by now.
    pub(super) fn welcome(&mut self) {
        let terms = self.terms.clone();
        for away in std::mem::take(&mut self.away) {
            if !away.may_return() {
                self.away.push(away);
                continue;
            }
            let mut open = away.open;
            let failed = open.look_again(&terms).err();
            match against(&open, failed, terms.lang) {
                None => self.open.push(open),
                Some(why) => self.away.push(Away::new(open, why)),
            }
        }
        for shut in std::mem::take(&mut self.shut) {
            if shut.may_open() {
                self.try_again(shut);
            } else {
                self.shut.push(shut);
            }
        }
        self.open.sort_by_key(|open| open.order);
    }

    /// Opens one that did not open before, with what opened the others.
    fn try_again(&mut self, shut: Shut) {
        let lang = self.terms.lang;
        let again = Shut::before(shut.order, &shut.name, &shut.desk);
        let (vault, book) = match self.open_by_others(&shut.desk) {
            Ok(Some(opened)) => opened,
            Ok(None) => {
                // Why it was shut is known, unless it was that there was nothing.
                let said = Vaults::AsksAgain.say(lang);
                let why = if shut.tried.is_some() { &shut.why } else { &said };
                return self.shut.push(again.because(why));
            }
            Err(error) => {
                // What opens the others was not typed for this one.
                let is_typed = matches!(error.error, OpenError::WrongPassphrase);
                let said = if is_typed {
                    Vaults::AsksAgain.say(lang)
                } else {
                    why(&error, &shut.desk.place.file, lang)
                };
                return self.shut.push(again.because(&said));
            }
        };
        let others = self.open.iter().chain(self.away.iter().map(|away| &away.open));
        if let Some(why) = twin(others, &vault, lang) {
            return self.shut.push(again.because(&why));
        }
        self.terms.note(&book, &mut self.known);
        let open = Open::new((shut.order, shut.name), shut.desk, vault, book, &self.terms);
        match against(&open, None, lang) {
            None => self.open.push(open),
            Some(why) => self.away.push(Away::new(open, why)),
        }
    }

    /// Nothing where what opens it is not known any more.
    fn open_by_others(&self, desk: &Desk) -> Result<Option<(Vault, Book)>, Unopened> {
        let sealed = glance(&desk.place.file).map_err(|error| Unopened::vault(desk, error))?;
        let opens = |keys: &&Keys| match sealed {
            Sealed::Recipients => matches!(keys, Keys::Identity(_)),
            Sealed::Passphrase { .. } => matches!(keys, Keys::Passphrase { .. }),
        };
        let all = self.open.iter().chain(self.away.iter().map(|away| &away.open));
        let keys = all.map(|open| open.vault.keys()).find(opens);
        keys.map(|keys| desk::open(desk, keys.clone())).transpose()
    }
}

/// What speaks against one that was read again.
pub(super) fn against(open: &Open, failed: Option<OpenError>, lang: Lang) -> Option<String> {
    let file = &open.desk.place.file;
    if let Some(error) = failed {
        return Some(why(&Unopened::vault(&open.desk, error), file, lang));
    }
    open.doubt().map(|fault| fault.say_by(lang, &i18n::keyrack_at(file)))
}

/// That it is one of those that are open already, by another file.
pub(super) fn twin<'a>(
    mut others: impl Iterator<Item = &'a Open>,
    vault: &Vault,
    lang: Lang,
) -> Option<String> {
    let same = others.find(|other| other.vault.is_same(vault))?;
    Some(Vaults::SameVault { of: safe(&same.name) }.say(lang))
}

/// Why one of several is shut. Nobody is told to create one where it is only away.
pub(super) fn why(error: &Unopened, file: &Path, lang: Lang) -> String {
    match (error.part, &error.error) {
        (desk::Part::Vault, OpenError::Missing { .. }) => {
            Vaults::Away { path: explain::path(&error.path) }.say(lang)
        }
        _ => explain::open(error).say_by(lang, &i18n::keyrack_at(file)),
    }
}
