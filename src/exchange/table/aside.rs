//! Rows of a table that are no accounts: titles, sums, rules, and headings that come again; and a table of which the
//! headings stand below each other.

use super::bare::looks;
use super::headings::{Column, is_same};
use super::sample::is_mail;
use crate::exchange::Heading;
use crate::model::Catalogue;

/// What stands before a row of sums.
const SUMS: [&str; 18] = [
    "合计",
    "总计",
    "小计",
    "汇总",
    "共计",
    "总数",
    "合計",
    "總計",
    "小計",
    "total",
    "totals",
    "subtotal",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
];

/// What the headings of another table amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// They stand above the same columns.
    Same,
    /// They stand above others.
    Other,
}

/// Whether a row is none of data: one of sums has figures besides and nothing else, a rule neither
/// letters nor figures.
pub(super) fn is_no_data(cells: &[&str]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let Some(first) = filled.clone().next() else { return false };
    if filled.clone().all(|cell| !cell.contains(char::is_alphanumeric)) {
        return true;
    }
    let end = first.find(|c: char| matches!(c, ':' | '：') || c.is_ascii_digit());
    let (word, figure) = first.split_at(end.unwrap_or(first.len()));
    let figure = figure.trim_start_matches([':', '：']).trim();
    // With a word behind it, perhaps: 12 accounts.
    let is_figure = |cell: &str| {
        !cell.starts_with(char::is_alphabetic)
            && cell.contains(|c: char| c.is_ascii_digit())
            && looks(cell) != Some(Column::Secret)
    };
    SUMS.contains(&&*word.trim().to_lowercase())
        && (figure.is_empty() || is_figure(figure))
        && filled.all(|cell| cell == first || is_figure(cell))
}

/// The only cell of a row with something in it, by its place.
pub(super) fn lone<'a>(cells: &[&'a str]) -> Option<(usize, &'a str)> {
    let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let (place, cell) = filled.next()?;
    filled.next().is_none().then_some((place, cell.trim()))
}

/// Whether a row is a title between others: a name alone, in a table where a login or a key belongs to one.
pub(super) fn is_title(cells: &[&str], headings: &[Heading]) -> bool {
    let Some((place, _)) = lone(cells) else { return false };
    let column = headings.get(place).and_then(|heading| heading.column);
    matches!(column, Some(Column::Issuer | Column::Platform | Column::Store))
        && headings.iter().any(|it| matches!(it.column, Some(Column::Login | Column::Secret)))
}

/// The words that stand beside a platform in a title, and mean nothing more.
const OF_TITLES: [&str; 12] = [
    "accounts", "account", "logins", "shops", "stores", "seller", "平台", "店铺", "账号", "帐号",
    "账户", "卖家",
];

/// The platform that a title names, as it stands there; nothing where it says anything else as well.
pub(super) fn platform<'a>(title: &'a str, platforms: &Catalogue) -> Option<&'a str> {
    let mark = |c: char| !c.is_alphanumeric();
    let mut name = title.trim_matches(mark);
    while name.len() <= LONGEST_TITLE {
        if platforms.of(name).is_some() {
            return Some(name);
        }
        let is_end = |word: &&&str| name.to_lowercase().ends_with(**word);
        let word = OF_TITLES.iter().find(is_end)?;
        let end = name.len().checked_sub(word.len()).filter(|end| name.is_char_boundary(*end))?;
        name = name[..end].trim_end_matches(mark);
    }
    None
}

/// More bytes than the title of a platform has.
const LONGEST_TITLE: usize = 80;

/// Whether a text is a remark, and the name of nobody and nothing: it has the marks of sentences, or many words.
pub(super) fn is_remark(text: &str) -> bool {
    let marks = ['：', '，', '。', '；', '！', '？', '、'];
    let text = text.trim();
    let words = text.split_whitespace().count();
    let is_sentence = text.ends_with(['.', '!', '?']) && words > 2;
    !is_mail(text)
        && text.contains(char::is_alphabetic)
        && (text.contains(marks) || text.contains(": ") || is_sentence || words > 4)
}

/// Whether a row has nothing but a remark beside the names of a platform or a store.
pub(super) fn is_note(cells: &[&str], headings: &[Heading]) -> bool {
    let column = |place: usize| headings.get(place).and_then(|heading| heading.column);
    let is_place = |place: usize| matches!(column(place), Some(Column::Issuer | Column::Platform));
    let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let mut others = filled.filter(|(place, _)| !is_place(*place));
    let (Some((place, cell)), None) = (others.next(), others.next()) else { return false };
    column(place) == Some(Column::Login) && is_remark(cell)
}

/// Whether a row repeats headings: in each of its cells stands one.
pub(super) fn again(cells: &[&str], headings: &[Heading]) -> Option<Again> {
    let filled = || cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let is_own = |(place, cell): &(usize, &&str)| {
        headings.get(*place).is_some_and(|heading| is_same(&heading.title, cell))
    };
    let is_one = |it: &(usize, &&str)| Column::from_plain_heading(it.1).is_some() || is_own(it);
    let is_row = headings.iter().any(|heading| !heading.title.is_empty())
        && filled().nth(1).is_some()
        && filled().all(|it| is_one(&it));
    let means_same = |it: &(usize, &&str)| {
        let column = headings.get(it.0).and_then(|heading| heading.column);
        is_own(it) || column.is_some() && Column::from_plain_heading(it.1) == column
    };
    is_row.then(|| if filled().all(|it| means_same(&it)) { Again::Same } else { Again::Other })
}

/// Whether the headings of a table stand below each other: each of several rows begins with one, and has no
/// other.
pub(super) fn is_on_its_side(rows: &[Vec<String>]) -> bool {
    let mut columns: Vec<Column> = Vec::new();
    for row in rows {
        let [first, rest @ ..] = &row[..] else { continue };
        if rest.iter().any(|cell| Column::from_heading(cell).is_some()) {
            return false;
        }
        columns.extend(Column::from_heading(first).filter(|column| !columns.contains(column)));
    }
    columns.len() > 1
}
