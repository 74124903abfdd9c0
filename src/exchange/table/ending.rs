//! The last row of a table that no line end follows: whether it is whole, and what is taken of it if it is not.

use std::collections::BTreeSet;

use super::headings::may_be_web;
use super::row::Read;
use super::sample::is_mail;
use super::{Column, aside, bare, cell};
use crate::exchange::change::Change;
use crate::exchange::record::title;
use crate::exchange::tail::{self, End, Known};
use crate::exchange::uri_list::is_address;
use crate::exchange::{Heading, Record, Refused};

/// The last row, and what is known of those before it.
pub(super) struct Ending {
    number: usize,
    /// Whether a quotation mark closes its last cell.
    is_closed: bool,
    /// How many cells the shortest of the others has.
    least: Option<usize>,
    /// Whether one of the others has no key.
    has_keyless: bool,
    known: Known,
    /// What the last cells of the others look like.
    before: Before,
}

/// What the last cells of the rows before look like, by what tells nothing of them.
#[derive(Default)]
struct Before {
    /// How many there are, and how many of them are mailboxes.
    count: usize,
    mails: usize,
    /// Where those are.
    hosts: BTreeSet<String>,
    /// How many digits numbers have, and with which they begin.
    digits: BTreeSet<usize>,
    begins: BTreeSet<String>,
    /// How long codes are.
    codes: BTreeSet<usize>,
}

/// How many digits of a number say whose network it is of, perhaps.
const BEGIN: usize = 3;

/// The digits of a number.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a text is no number at all, where one belongs: `app`, `前台`.
fn is_word(text: &str) -> bool {
    digits(text).is_empty() && text.contains(char::is_alphabetic)
}

impl Before {
    fn learn(&mut self, column: Column, text: &str) {
        if cell::is_nothing(text) {
            return;
        }
        self.count += 1;
        match column {
            Column::PhoneMain | Column::PhoneBackup if !is_word(text) => {
                let digits = digits(text);
                self.digits.insert(digits.len());
                self.begins.insert(digits.chars().take(BEGIN).collect());
            }
            Column::Recovery if !bare::is_place(text) => {
                self.codes.extend(cell::codes(text).map(str::len));
            }
            Column::Login if is_mail(text) => {
                self.mails += 1;
                self.hosts.extend(text.split_once('@').map(|(_, host)| host.to_lowercase()));
            }
            _ => {}
        }
    }

    /// Judges the last of them: a number, a code or a mailbox that is shorter than all others.
    fn judge(&self, column: Column, text: &str) -> End {
        if cell::is_nothing(text) {
            return End::Whole;
        }
        match column {
            Column::PhoneMain | Column::PhoneBackup if !is_word(text) => {
                let digits = digits(text);
                let is_shorter = self.digits.first().is_some_and(|least| digits.len() < *least);
                // Of another country, they are of another length.
                let begin: String = digits.chars().take(BEGIN).collect();
                let is_like = self.begins.iter().any(|known| known.starts_with(&begin));
                match () {
                    () if !is_shorter => End::Whole,
                    () if is_like => End::Torn,
                    () => End::Doubtful,
                }
            }
            Column::Recovery if !bare::is_place(text) => {
                let lengths: Vec<usize> = cell::codes(text).map(str::len).collect();
                let Some((last, own)) = lengths.split_last() else { return End::Whole };
                let others: BTreeSet<usize> = self.codes.iter().chain(own).copied().collect();
                match () {
                    () if others.first().is_none_or(|shortest| last >= shortest) => End::Whole,
                    () if others.len() == 1 => End::Torn,
                    () => End::Doubtful,
                }
            }
            Column::Login if self.mails > 0 && self.mails == self.count => {
                // A name, where the others have mailboxes.
                let Some((_, host)) = text.split_once('@').filter(|(name, _)| !name.is_empty())
                else {
                    return End::Doubtful;
                };
                let host = host.to_lowercase();
                let longer = |known: &String| known.len() > host.len() && known.starts_with(&host);
                let is_part = self.hosts.iter().any(longer) && !self.hosts.contains(&host);
                if !is_mail(text) || is_part { End::Torn } else { End::Whole }
            }
            _ => End::Whole,
        }
    }
}

/// The last cell of a row.
struct Last<'a> {
    /// Its place.
    at: usize,
    text: &'a str,
    column: Option<Column>,
}

/// Whether the file is found to be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is.
    Cut,
    /// Nothing says so.
    Whole,
}

impl Ending {
    /// That of a text whose last row has a number; nothing where its line is over.
    pub(super) fn of(text: &str, number: usize) -> Option<Self> {
        let is_closed = text.trim_end_matches([' ', '\t']).ends_with('"');
        let (least, has_keyless) = (None, false);
        let (known, before) = (Known::default(), Before::default());
        let ending = Self { number, is_closed, least, has_keyless, known, before };
        (!tail::is_ended(text)).then_some(ending)
    }

    /// Whether a row is the last one, and ends in the middle: with fewer cells than any other, or than there are
    /// headings, or within a character. What is no row of data may be as short.
    pub(super) fn is_cut(&self, number: usize, cells: &[&str], headings: &[Heading]) -> bool {
        let is_aside = || {
            aside::is_no_data(cells)
                || aside::lone(cells).is_some_and(|(_, text)| aside::is_remark(text))
        };
        let is_broken = || cells.last().is_some_and(|cell| tail::is_broken(cell.trim()));
        number == self.number
            && (cells.len() < self.least.unwrap_or(headings.len()) || is_broken())
            && !is_aside()
    }

    /// Looks at the cells of a row that was read.
    pub(super) fn look(
        &mut self,
        number: usize,
        cells: &[&str],
        headings: &[Heading],
        row: &mut Read,
        is_cut: bool,
    ) -> Found {
        let column = |at: usize| headings.get(at).and_then(|heading| heading.column);
        if number != self.number {
            self.learn(cells, &column);
            return Found::Whole;
        }
        let at = cells.len().saturating_sub(1);
        let text = cells.last().map_or("", |cell| cell.trim());
        let last = Last { at, text, column: column(at) };
        if is_cut {
            self.cut(&last, cells, headings, row);
            return Found::Cut;
        }
        if cells.is_empty() || self.is_closed { Found::Whole } else { self.judge(&last, row) }
    }

    /// Takes nothing of a row that is cut which could be wrong: a row without its key, or without what belongs to
    /// it, nor a number or a code without its end.
    fn cut(&self, last: &Last<'_>, cells: &[&str], headings: &[Heading], row: &mut Read) {
        let column = |at: usize| headings.get(at).and_then(|heading| heading.column);
        let first = if self.is_closed { cells.len() } else { last.at };
        let has_key = row.outcome.as_ref().is_ok_and(|record| record.key.is_some());
        let is_bare =
            |at: usize, cell: &&str| column(at) == Some(Column::Secret) && !is_address(cell);
        let is_bare = has_key && cells.iter().enumerate().any(|(at, cell)| is_bare(at, cell));
        let is_gone = (first..headings.len()).any(|at| match column(at) {
            // A web address may stand there, beside the key.
            Some(Column::Secret) if has_key && may_be_web(&headings[at].title) => {
                at == last.at && is_address(last.text)
            }
            Some(Column::Secret) => true,
            Some(column) => is_bare && setting(column).is_some(),
            None => false,
        });
        match &mut row.outcome {
            Ok(record) if !is_gone => {
                let dropped = last.column.filter(|_| first == last.at && !last.text.is_empty());
                let dropped = dropped.filter(|column| drop_end(record, *column, last.text));
                record.changes.push(Change::Cut { dropped });
            }
            // What is read of a key that is cut is no reason to say anything else of it.
            _ => refuse(row),
        }
    }

    /// Judges a last cell that no quotation mark closes, in a row of as many cells as others have.
    fn judge(&self, last: &Last<'_>, row: &mut Read) -> Found {
        let end = match last.column {
            // A row without a key, where all others have one.
            Some(Column::Secret) if last.text.is_empty() => {
                let is_odd = self.least.is_some() && !self.has_keyless && !row.has_key;
                if is_odd { End::Doubtful } else { End::Whole }
            }
            Some(Column::Secret) if row.has_key => self.known.judge(last.text),
            Some(column) if row.has_key && setting(column).is_some() => {
                setting(column).map_or(End::Whole, |it| self.known.setting(it, last.text))
            }
            Some(column) => self.before.judge(column, last.text),
            None => End::Whole,
        };
        let is_of_key = |column| column == Column::Secret || setting(column).is_some();
        match (end, &mut row.outcome) {
            (End::Torn, Ok(record)) if last.column.is_some_and(|column| !is_of_key(column)) => {
                let dropped = last.column.filter(|column| drop_end(record, *column, last.text));
                record.changes.push(Change::Cut { dropped });
                Found::Cut
            }
            (End::Torn, Ok(_) | Err(Refused::Key(_))) => {
                refuse(row);
                Found::Cut
            }
            (End::Doubtful, Ok(record)) => {
                let column = last.column.unwrap_or(Column::Secret);
                record.changes.push(Change::MayBeCut { column });
                Found::Whole
            }
            // A word is none that was cut.
            (End::Torn | End::Doubtful, Err(_)) | (End::Whole, _) => Found::Whole,
        }
    }

    fn learn(&mut self, cells: &[&str], column: &dyn Fn(usize) -> Option<Column>) {
        self.least = Some(self.least.unwrap_or(usize::MAX).min(cells.len()));
        let mut has_key = false;
        let last = cells.len().saturating_sub(1);
        if let (Some(column), Some(cell)) = (column(last), cells.last()) {
            self.before.learn(column, cell.trim());
        }
        for (at, cell) in cells.iter().enumerate() {
            let cell = cell.trim();
            match column(at) {
                Some(Column::Secret) if !cell.is_empty() && cell::instead(cell).is_none() => {
                    has_key = true;
                    self.known.learn(cell);
                }
                Some(column) => {
                    if let Some(setting) = setting(column) {
                        self.known.set(setting, cell);
                    }
                }
                None => {}
            }
        }
        self.has_keyless |= !has_key;
    }
}

/// Refuses a row for being cut, under the names that were read.
fn refuse(row: &mut Read) {
    if let Ok(record) = &row.outcome {
        row.name = title(&record.issuer, &record.login);
    }
    row.outcome = Err(Refused::Cut);
}

/// What a column says of a key beside it.
fn setting(column: Column) -> Option<&'static str> {
    match column {
        Column::Algorithm => Some("algorithm"),
        Column::Digits => Some("digits"),
        Column::Period => Some("period"),
        Column::Counter => Some("counter"),
        Column::Kind => Some("kind"),
        _ => None,
    }
}

/// Takes out what was read of a cell that is cut, where a part of it is something else: a phone number, one-time
/// codes.
fn drop_end(record: &mut Record, column: Column, cell: &str) -> bool {
    let is_backup = column == Column::PhoneBackup;
    match column {
        Column::PhoneMain | Column::PhoneBackup => {
            let extra = &mut record.extra;
            let phone = if is_backup { &mut extra.phone_backup } else { &mut extra.phone_main };
            phone.clear();
            record.changes.retain(|change| {
                *change != Change::PhoneLost { backup: is_backup }
                    && *change != Change::PhoneMended { backup: is_backup }
            });
            true
        }
        Column::Recovery if !bare::is_place(cell) => {
            let kept = record.recovery.len().saturating_sub(cell::codes(cell).count());
            record.recovery.truncate(kept);
            true
        }
        _ => false,
    }
}
