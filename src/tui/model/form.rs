//! A record being typed.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::Input;
use crate::app::draft::{Draft, Field, Flaw, Target};
use crate::model::Book;

/// What a form is filled in for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// The record itself.
    #[default]
    Record,
    /// To put the key on the phone that the record is of.
    Enrol,
    /// To say which phone it was that proved to have the key.
    Proof,
}

/// The form of a new or an existing record.
pub struct Form {
    /// Which.
    pub target: Target,
    /// What for.
    pub purpose: Purpose,
    /// The form as it was when it was opened: what somebody else changed meanwhile shows in it.
    pub base: Draft,
    /// The book it was opened from.
    pub book: Arc<Book>,
    /// The files of the vaults that were open then.
    pub vaults: Vec<PathBuf>,
    /// The texts.
    pub draft: Draft,
    /// The field keys go to.
    pub field: Field,
    /// The line of that field.
    pub input: Input,
    /// What is wrong now; shown for a field once it was left or a save was tried.
    pub flaws: Vec<(Field, Flaw)>,
    /// The fields whose flaws are shown.
    pub visited: Vec<Field>,
    /// Whether a save was tried since anything was typed: then the field being typed shows its flaw.
    pub tried: bool,
    /// Whether anything was typed.
    pub changed: bool,
    /// What the book has for this field, and the one of [`Form::offers`] that was taken.
    pub known: Vec<String>,
    /// See `known`.
    pub taken: Option<usize>,
    /// What was typed into the field, while one of the offers stands there instead.
    pub typed: Zeroizing<String>,
    /// What was typed into a field of choices, since anything else was pressed.
    pub word: String,
    /// Whether leaving was asked for once although something was typed.
    pub leaving: bool,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Form")
            .field("target", &self.target)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl Form {
    /// Whether the record, or the account it is a part of, was deleted while the form was open.
    pub fn is_gone(&self, book: &Book) -> bool {
        let Some(id) = self.target.id() else { return false };
        match self.target {
            Target::Device(_) => book.device(id).is_none(),
            Target::Number(_) => book.number(id).is_none(),
            Target::Person(_) => book.person(id).is_none(),
            Target::Account(_) | Target::Method(..) | Target::Copy(..) | Target::Recovery(_) => {
                book.account(id).is_none()
            }
        }
    }

    /// The form of a record at its first field; `None` when the record is not in the book.
    pub fn open(target: Target, book: &Arc<Book>) -> Option<Self> {
        let draft = target.draft(book)?;
        let field = draft.subject().fields()[0];
        let input = Input::with(draft.text(field));
        let known = draft.suggestions(field, book);
        Some(Self {
            target,
            purpose: Purpose::default(),
            base: draft.clone(),
            book: Arc::clone(book),
            vaults: Vec::new(),
            word: String::new(),
            draft,
            field,
            input,
            flaws: Vec::new(),
            visited: Vec::new(),
            tried: false,
            changed: false,
            known,
            taken: None,
            typed: Zeroizing::default(),
            leaving: false,
        })
    }

    /// Goes to a field.
    pub fn go(&mut self, field: Field, book: &Book) {
        self.field = field;
        self.word.clear();
        self.input = Input::with(self.draft.text(field));
        self.known = self.draft.suggestions(field, book);
        self.taken = None;
        self.typed = Zeroizing::default();
        self.flaws = self.draft.flaws();
    }

    /// What the book has that goes with what was typed into this field.
    pub fn offers(&self) -> Vec<&str> {
        let typed = if self.taken.is_some() { &*self.typed } else { self.input.text() };
        let typed = typed.to_lowercase();
        let fits = |known: &&str| {
            known.to_lowercase().contains(&typed)
                && (self.taken.is_some() || *known != self.input.text())
        };
        self.known.iter().map(String::as_str).filter(fits).collect()
    }

    /// Takes the next of the offers into the field, or the one before; beyond the ends stands what
    /// was typed.
    pub fn offer(&mut self, by: isize) -> Option<String> {
        if self.taken.is_none() {
            self.typed = Zeroizing::new(self.input.text().to_owned());
        }
        let offers = self.offers();
        let count = isize::try_from(offers.len()).unwrap_or(0) + 1;
        // Nothing taken stands before the first.
        let here = self.taken.and_then(|at| isize::try_from(at + 1).ok()).unwrap_or(0);
        let next = usize::try_from((here + by).rem_euclid(count)).ok()?;
        let text = match next.checked_sub(1) {
            Some(at) => (*offers.get(at)?).to_owned(),
            None => self.typed.to_string(),
        };
        self.taken = next.checked_sub(1);
        Some(text)
    }

    /// The fields that have a meaning now, in order.
    pub fn fields(&self) -> Vec<Field> {
        self.draft.fields().collect()
    }

    /// The flaw to show at a field.
    pub fn flaw(&self, field: Field) -> Option<&Flaw> {
        let left = self.visited.contains(&field) && (field != self.field || self.tried);
        let shown = left || field == Field::Key;
        self.flaws.iter().find(|(at, _)| *at == field && shown).map(|(_, flaw)| flaw)
    }
}
