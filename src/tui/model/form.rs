//! An account being typed.

use super::Input;
use crate::app::draft::{Draft, Field, Flaw};
use crate::model::{Account, Id};

/// The form for a new or an existing account.
pub struct Form {
    /// New, or which.
    pub kind: FormKind,
    /// The account as it was when the form was opened.
    pub base: Option<Account>,
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
    /// Whether anything was typed.
    pub changed: bool,
    /// Whether leaving was asked for once although something was typed.
    pub leaving: bool,
}

/// New, or which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A new account.
    Add,
    /// An existing one.
    Edit(Id),
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Form")
            .field("kind", &self.kind)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl Form {
    /// A form at its first field.
    pub fn new(kind: FormKind, draft: Draft) -> Self {
        let field = Field::ALL[0];
        let input = Input::with(draft.text(field));
        Self {
            kind,
            base: None,
            draft,
            field,
            input,
            flaws: Vec::new(),
            visited: Vec::new(),
            changed: false,
            leaving: false,
        }
    }

    /// The fields that have a meaning now, in order.
    pub fn fields(&self) -> Vec<Field> {
        Field::ALL.into_iter().filter(|&field| self.draft.applies(field)).collect()
    }

    /// The flaw to show at a field.
    pub fn flaw(&self, field: Field) -> Option<&Flaw> {
        let shown = field != self.field && self.visited.contains(&field) || field == Field::Key;
        self.flaws.iter().find(|(at, _)| *at == field && shown).map(|(_, flaw)| flaw)
    }
}
