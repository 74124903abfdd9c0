//! The columns of a foreign table in words: what they are called, what they hold, what they look like.

use crate::exchange::Heading;
use crate::exchange::table::Column;
use crate::i18n::{Exchange, Lang};
use crate::text::Safe;

/// What a column is called: by what stands above it, else by its number.
pub fn heading(number: usize, title: &str, lang: Lang) -> String {
    match title.trim() {
        "" => Exchange::ColumnNumber { number }.say(lang),
        title => Safe::new(title).to_string(),
    }
}

/// What a spreadsheet calls a column: A, B … Z, AA.
pub(super) fn letters(number: usize) -> String {
    let mut letters = String::new();
    let mut rest = number;
    while let Some(left) = rest.checked_sub(1) {
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        rest = left / 26;
    }
    letters
}

/// What a column of a table holds.
pub fn column(column: Option<Column>) -> Exchange {
    match column {
        None => Exchange::ColumnNone,
        Some(Column::Issuer) => Exchange::ColumnIssuer,
        Some(Column::Platform) => Exchange::ColumnPlatform,
        Some(Column::Store) => Exchange::ColumnStore,
        Some(Column::Marketplaces) => Exchange::ColumnMarketplaces,
        Some(Column::Login) => Exchange::ColumnLogin,
        Some(Column::Secret) => Exchange::ColumnSecret,
        Some(Column::Algorithm) => Exchange::ColumnAlgorithm,
        Some(Column::Digits) => Exchange::ColumnDigits,
        Some(Column::Period) => Exchange::ColumnPeriod,
        Some(Column::Counter) => Exchange::ColumnCounter,
        Some(Column::Kind) => Exchange::ColumnKind,
        Some(Column::Groups) => Exchange::ColumnGroups,
        Some(Column::Note) => Exchange::ColumnNote,
        Some(Column::Favourite) => Exchange::ColumnFavourite,
        Some(Column::Recovery) => Exchange::ColumnRecovery,
        Some(Column::Holder) => Exchange::ColumnHolder,
        Some(Column::Location) => Exchange::ColumnLocation,
        Some(Column::PhoneMain) => Exchange::ColumnPhoneMain,
        Some(Column::PhoneBackup) => Exchange::ColumnPhoneBackup,
    }
}

/// What columns without headings are likely to hold: by what their values look like, so that no key is taken
/// for a name. Words may be passwords, and are guessed to be no logins. Nothing where there are headings.
pub fn likely_columns(headings: &[Heading]) -> Vec<(usize, Column)> {
    if headings.iter().any(|heading| !heading.title.is_empty()) {
        return Vec::new();
    }
    let looks = |column| headings.iter().position(|heading| heading.looks == Some(column));
    let is_open = |heading: &Heading| heading.looks.is_none() && is_shown(heading);
    let said = [
        (headings.iter().position(is_open), Column::Platform),
        (looks(Column::Login), Column::Login),
        (looks(Column::Secret), Column::Secret),
        (looks(Column::PhoneMain), Column::PhoneMain),
    ];
    let mut said: Vec<(usize, Column)> =
        said.into_iter().filter_map(|(at, column)| Some((at?, column))).collect();
    said.sort_by_key(|(at, _)| *at);
    said
}

/// The same as options.
pub(super) fn columns_like(headings: &[Heading], lang: Lang) -> String {
    let word = |named| column(Some(named)).say(lang).replace(' ', "-");
    let said = likely_columns(headings);
    let option = |(at, named): &(usize, Column)| format!("--column {}={}", at + 1, word(*named));
    let mut options: Vec<String> = said.iter().map(option).collect();
    // Neither key nor login is an account: which one it is, a person knows.
    if !said.iter().any(|(_, named)| matches!(named, Column::Login | Column::Secret)) {
        let number = match lang {
            Lang::En => "N",
            Lang::ZhCn => "列号",
        };
        options.push(format!("--column {number}={}", word(Column::Login)));
    }
    options.join(" ")
}

/// Whether a value of a column may be shown: of passwords and the like there are only dots.
fn is_shown(heading: &Heading) -> bool {
    heading.samples.iter().any(|sample| sample.contains(char::is_alphanumeric))
}

/// The columns that look like keys and are read as names or left aside: by number, and what they are.
pub fn unread_keys(headings: &[Heading]) -> impl Iterator<Item = (usize, Option<Column>)> + '_ {
    (1..)
        .zip(headings)
        .filter_map(|(number, heading)| heading.hides_keys().then_some((number, heading.column)))
}
