//! A record being typed.

use super::Input;
use crate::app::draft::{Draft, Field, Flaw, Target};
use crate::model::Book;

/// The form of a new or an existing record.
pub struct Form {
    /// Which.
    pub target: Target,
    /// The form as it was when it was opened: what somebody else changed meanwhile shows in it.
    pub base: Draft,
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
    /// The form of a record at its first field; `None` when the record is not in the book.
    pub fn open(target: Target, book: &Book) -> Option<Self> {
        let draft = target.draft(book)?;
        let field = draft.subject().fields()[0];
        let input = Input::with(draft.text(field));
        Some(Self {
            target,
            base: draft.clone(),
            draft,
            field,
            input,
            flaws: Vec::new(),
            visited: Vec::new(),
            tried: false,
            changed: false,
            leaving: false,
        })
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
