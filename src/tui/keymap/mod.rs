//! Keys: declared once, in `default.ron`, changed by the user's `keys.ron`.
//!
//! A key means an [`Action`] in a [`Place`]; hints and the help page are looked up backwards, so no
//! text can drift from the binding.

mod key;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

pub use key::{Key, KeyCode};

use crate::i18n::Screen;
use crate::text::safe;

/// What a key can do. The names in the file are these, in `snake_case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its sentence in `i18n::Screen`")]
pub enum Action {
    Copy,
    CopyNext,
    CopyWhenNew,
    CopyLogin,
    Filter,
    Clear,
    Down,
    Up,
    PageDown,
    PageUp,
    Top,
    Bottom,
    Reveal,
    RevealAll,
    Big,
    Details,
    Pin,
    Sort,
    Group,
    Add,
    Edit,
    Delete,
    Undo,
    Save,
    Lock,
    Language,
    Help,
    Commands,
    Redraw,
    Suspend,
    Quit,
    Accept,
    Cancel,
    NextField,
    PreviousField,
    NextChoice,
    PreviousChoice,
    AddDevice,
    AddNumber,
    AddPerson,
    Accounts,
    Devices,
    Health,
    Activity,
    Team,
    Open,
    Lost,
    Found,
    Drill,
    Playbook,
    Ungarble,
    Compare,
    Parts,
    Recovery,
    Snooze,
    Snoozed,
    Tick,
    Export,
    Works,
    Late,
    Garbled,
    Nothing,
    Rejected,
    Coverage,
    Enrol,
    Invert,
    Lean,
    Mouse,
    Import,
    Conflicts,
    Vaults,
    Move,
    Sync,
    Trust,
    ChooseAll,
    ChooseNone,
    Merge,
    KeepBoth,
    Skip,
    MergeAll,
    KeepAll,
    SkipAll,
    Columns,
    Headings,
    NextSheet,
    AddFile,
    FromClipboard,
}

impl fmt::Display for Action {
    /// The name in the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in format!("{self:?}").char_indices() {
            if index > 0 && c.is_ascii_uppercase() {
                f.write_str("_")?;
            }
            write!(f, "{}", c.to_ascii_lowercase())?;
        }
        Ok(())
    }
}

/// The name of the user's file, in the configuration folder.
pub const FILE_NAME: &str = "keys.ron";

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of accounts.
    List,
    /// The board of devices, numbers and people.
    Devices,
    /// The list of findings.
    Health,
    /// What was done.
    Activity,
    /// Who can open the vault.
    Team,
    /// The methods, copies and recovery codes of one account.
    Parts,
    /// What is to be done after a loss.
    Loss,
    /// A drill.
    Drill,
    /// Values that clashed.
    Conflicts,
    /// What is in a file that is imported.
    Import,
    /// What the columns of a table hold.
    Columns,
    /// What of an import did not come as it stood.
    Imported,
    /// A list in an export: which accounts, into what, what is lost.
    Export,
    /// The line that filters it.
    Filter,
    /// A form.
    Form,
    /// The big code.
    Big,
    /// A key as a QR code.
    Qr,
    /// Keys as QR codes, one after the other.
    Codes,
    /// The unlock screen.
    Locked,
    /// A list to choose from: commands, the first steps, help, a question.
    Menu,
}

impl Place {
    /// All of them, in the file's order.
    pub const ALL: [Self; 20] = [
        Self::List,
        Self::Devices,
        Self::Health,
        Self::Activity,
        Self::Team,
        Self::Parts,
        Self::Loss,
        Self::Drill,
        Self::Conflicts,
        Self::Import,
        Self::Columns,
        Self::Imported,
        Self::Export,
        Self::Filter,
        Self::Form,
        Self::Big,
        Self::Qr,
        Self::Codes,
        Self::Locked,
        Self::Menu,
    ];

    /// The name in the file.
    fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Devices => "devices",
            Self::Health => "health",
            Self::Activity => "activity",
            Self::Team => "team",
            Self::Parts => "parts",
            Self::Loss => "loss",
            Self::Drill => "drill",
            Self::Conflicts => "conflicts",
            Self::Import => "import",
            Self::Columns => "columns",
            Self::Imported => "imported",
            Self::Export => "export",
            Self::Filter => "filter",
            Self::Form => "form",
            Self::Big => "big",
            Self::Qr => "qr",
            Self::Codes => "codes",
            Self::Locked => "locked",
            Self::Menu => "menu",
        }
    }
}

type Bindings = BTreeMap<Action, Vec<String>>;

/// A file of keys.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    list: Bindings,
    devices: Bindings,
    health: Bindings,
    activity: Bindings,
    team: Bindings,
    parts: Bindings,
    loss: Bindings,
    drill: Bindings,
    conflicts: Bindings,
    import: Bindings,
    columns: Bindings,
    imported: Bindings,
    export: Bindings,
    filter: Bindings,
    form: Bindings,
    big: Bindings,
    qr: Bindings,
    codes: Bindings,
    locked: Bindings,
    menu: Bindings,
}

impl File {
    fn place(&mut self, place: Place) -> &mut Bindings {
        match place {
            Place::List => &mut self.list,
            Place::Devices => &mut self.devices,
            Place::Health => &mut self.health,
            Place::Activity => &mut self.activity,
            Place::Team => &mut self.team,
            Place::Parts => &mut self.parts,
            Place::Loss => &mut self.loss,
            Place::Drill => &mut self.drill,
            Place::Conflicts => &mut self.conflicts,
            Place::Import => &mut self.import,
            Place::Columns => &mut self.columns,
            Place::Imported => &mut self.imported,
            Place::Export => &mut self.export,
            Place::Filter => &mut self.filter,
            Place::Form => &mut self.form,
            Place::Big => &mut self.big,
            Place::Qr => &mut self.qr,
            Place::Codes => &mut self.codes,
            Place::Locked => &mut self.locked,
            Place::Menu => &mut self.menu,
        }
    }
}

/// What is wrong with a file of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeymapError {
    /// Not the form of `default.ron`.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader expected there.
        problem: String,
    },
    /// A key nobody can press.
    UnknownKey {
        /// The place.
        place: Place,
        /// The action it was meant for.
        action: Action,
        /// The key as written.
        key: String,
    },
    /// One key, two actions.
    Conflict {
        /// The place.
        place: Place,
        /// The key.
        key: Key,
        /// The one action.
        first: Action,
        /// The other.
        second: Action,
    },
}

impl KeymapError {
    /// The sentence for it.
    pub fn explain(&self) -> Screen {
        match self {
            Self::Syntax { line, column, problem } => {
                Screen::KeysSyntax { line: *line, column: *column, problem: safe(problem) }
            }
            Self::UnknownKey { place, action, key } => Screen::KeysUnknown {
                place: safe(place.name()),
                action: safe(&action.to_string()),
                key: safe(key),
            },
            Self::Conflict { place, key, first, second } => Screen::KeysConflict {
                key: safe(&format!("{}: {key}", place.name())),
                first: safe(&first.to_string()),
                second: safe(&second.to_string()),
            },
        }
    }
}

/// Keys to actions, in every place.
#[derive(Clone, Debug)]
pub struct Keymap {
    places: [Vec<(Key, Action)>; Place::ALL.len()],
}

impl Keymap {
    /// The keys of `default.ron`, changed by a user's file. All problems are reported at once.
    pub fn load(user: &str) -> Result<Self, Vec<KeymapError>> {
        let mut file = read(include_str!("default.ron")).map_err(|error| vec![error])?;
        let mut changes = if user.trim().is_empty() {
            File::default()
        } else {
            read(user).map_err(|error| vec![error])?
        };
        let mut keymap = Self { places: Default::default() };
        let mut errors = Vec::new();
        for place in Place::ALL {
            let bindings = file.place(place);
            bindings.append(changes.place(place));
            for (&action, keys) in &*bindings {
                for text in keys {
                    if let Ok(key) = text.parse() {
                        keymap.bind(place, key, action, &mut errors);
                    } else {
                        let key = text.clone();
                        errors.push(KeymapError::UnknownKey { place, action, key });
                    }
                }
            }
        }
        if errors.is_empty() { Ok(keymap) } else { Err(errors) }
    }

    fn bind(&mut self, place: Place, key: Key, action: Action, errors: &mut Vec<KeymapError>) {
        let bindings = &mut self.places[place as usize];
        match bindings.iter().find(|(known, _)| *known == key) {
            Some(&(_, first)) => {
                errors.push(KeymapError::Conflict { place, key, first, second: action });
            }
            None => bindings.push((key, action)),
        }
    }

    /// What a key does in a place.
    pub fn action(&self, place: Place, key: Key) -> Option<Action> {
        self.places[place as usize].iter().find(|(known, _)| *known == key).map(|&(_, a)| a)
    }

    /// The first key of an action in a place: for hints.
    pub fn key(&self, place: Place, action: Action) -> Option<Key> {
        self.places[place as usize].iter().find(|(_, known)| *known == action).map(|&(k, _)| k)
    }

    /// Every key of an action in a place: for the help page.
    pub fn keys(&self, place: Place, action: Action) -> impl Iterator<Item = Key> {
        self.places[place as usize].iter().filter(move |(_, a)| *a == action).map(|&(k, _)| k)
    }

    /// The actions that have a key in a place, in the order of [`Action`].
    pub fn actions(&self, place: Place) -> Vec<Action> {
        let mut actions: Vec<_> = self.places[place as usize].iter().map(|&(_, a)| a).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }
}

fn read(text: &str) -> Result<File, KeymapError> {
    ron::from_str(text).map_err(|error| KeymapError::Syntax {
        line: error.span.start.line,
        column: error.span.start.col,
        problem: error.code.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(user: &str) -> Vec<KeymapError> {
        Keymap::load(user).err().unwrap_or_default()
    }

    #[test]
    fn the_default_file_has_no_conflict() {
        let keymap = Keymap::load("").expect("the default keys load");
        assert_eq!(keymap.action(Place::List, Key::char('n')), Some(Action::CopyNext));
        assert_eq!(keymap.action(Place::Filter, Key::char('n')), None);
    }

    #[test]
    fn a_user_moves_an_action() {
        let keymap = Keymap::load(r#"(list: {copy_next: ["x"]})"#).expect("loads");
        assert_eq!(keymap.action(Place::List, Key::char('x')), Some(Action::CopyNext));
        assert_eq!(keymap.action(Place::List, Key::char('n')), None);
        assert_eq!(keymap.action(Place::Big, Key::char('n')), Some(Action::CopyNext));
    }

    #[test]
    fn problems_are_told_all_at_once_and_by_name() {
        let found = errors(r#"(list: {copy_next: ["q", "hyper-x"], pin: ["s"]})"#);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.contains(&KeymapError::UnknownKey {
            place: Place::List,
            action: Action::CopyNext,
            key: "hyper-x".into()
        }));
        assert!(found.contains(&KeymapError::Conflict {
            place: Place::List,
            key: Key::char('q'),
            first: Action::CopyNext,
            second: Action::Quit
        }));
    }

    #[test]
    fn a_typo_is_shown_where_it_stands() {
        let found = errors("(\n list: {\n  coppy: [\"x\"],\n})");
        assert!(matches!(found[..], [KeymapError::Syntax { line: 3, .. }]), "{found:?}");
    }

    #[test]
    fn names_are_those_of_the_file() {
        assert_eq!(Action::CopyWhenNew.to_string(), "copy_when_new");
    }
}
