//! What the columns of a table hold: chosen by the first letters, or one after the other. It reads nothing.

use super::menu::{self, Turned};
use crate::app::explain;
use crate::app::import::Column;
use crate::i18n::Lang;
use crate::model::search;
use crate::tui::keymap::{Action, Key, KeyCode};
use crate::tui::model::Columns;

/// What a key asks for beyond the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing.
    Nothing,
    /// The table is to be read again.
    Reading,
    /// The next sheet is.
    Sheet,
    /// The first row is to be what it was not.
    FirstRow,
    /// Back.
    Leave,
}

pub(super) fn press(columns: &mut Columns, action: Option<Action>, key: Key, lang: Lang) -> Asks {
    if let Some(top) = &mut columns.keys {
        if menu::turn(top, action, key) == Turned::Away {
            columns.keys = None;
        }
        return Asks::Nothing;
    }
    match (action, key.code) {
        (Some(Action::Cancel), _) => return Asks::Leave,
        (Some(Action::Accept), _) => return Asks::Reading,
        (Some(Action::NextSheet), _) => return Asks::Sheet,
        (Some(Action::Headings), _) => return Asks::FirstRow,
        (Some(Action::Help), _) => columns.keys = Some(0),
        (Some(Action::Down), _) => go(columns, 1),
        (Some(Action::Up), _) => go(columns, -1),
        (Some(Action::NextChoice), _) => turn(columns, 1),
        (Some(Action::PreviousChoice), _) => turn(columns, -1),
        (None, KeyCode::Backspace) => {
            columns.typed.pop();
        }
        (None, KeyCode::Char(c)) if !key.ctrl && !key.alt => spell(columns, c, lang),
        _ => {}
    }
    Asks::Nothing
}

fn go(columns: &mut Columns, by: isize) {
    let last = columns.held.len().saturating_sub(1);
    columns.cursor = columns.cursor.saturating_add_signed(by).min(last);
    columns.typed.clear();
}

/// Another meaning for the selected column.
fn turn(columns: &mut Columns, by: isize) {
    let choices: Vec<Option<Column>> = Columns::choices().collect();
    let held = columns.selected();
    let here = choices.iter().position(|choice| *choice == held).unwrap_or(0);
    let next = here.cast_signed() + by;
    let next = next.rem_euclid(choices.len().cast_signed()).cast_unsigned();
    columns.typed.clear();
    columns.put(choices[next]);
}

/// One letter more of what the selected column holds. One that leads nowhere sets nothing.
fn spell(columns: &mut Columns, letter: char, lang: Lang) {
    columns.typed.push(letter);
    match first(&columns.typed, lang) {
        Ok(choice) => columns.put(choice),
        Err(NoSuch) => {
            columns.typed.pop();
        }
    }
}

/// Letters that nothing begins with.
struct NoSuch;

/// The first meaning that begins with what is typed: in the language that is shown, else as arguments
/// and tables say it.
fn first(typed: &str, lang: Lang) -> Result<Option<Column>, NoSuch> {
    let shown = |choice: Option<Column>| {
        let said = explain::column(choice).say(lang);
        search::begins(said.trim_start_matches(['(', '（']), typed)
    };
    let written = |choice: Option<Column>| {
        let word = choice.map_or("none", Column::word);
        search::begins(word, typed)
    };
    let found = Columns::choices().find(|choice| shown(*choice));
    found.or_else(|| Columns::choices().find(|choice| written(*choice))).ok_or(NoSuch)
}
