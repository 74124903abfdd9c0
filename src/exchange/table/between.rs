//! What stands between the accounts of a table: titles, which may name the platform of the rows below, remarks,
//! sums, and headings that come again; and where no platform stands beside others that have one.

use super::row::Read;
use super::sample::is_mail;
use super::{Column, aside, begin_of, cell};
use crate::exchange::change::Change;
use crate::exchange::{Heading, Notice, Reading, Row};
use crate::model::Catalogue;

/// Whether all of a row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It is.
    Whole,
    /// There are fewer cells than headings.
    Short,
    /// Formulas have no value.
    Formulas,
}

/// The rows of a table that are no accounts, by their numbers, with how they begin; and what is known by
/// them of those below.
#[derive(Default)]
pub(super) struct Between {
    aside: Vec<(usize, String)>,
    /// Those of them that seem to name the platform of rows below, and which one is not known.
    sections: Vec<(usize, String)>,
    /// Those that say something, and of no account.
    remarks: Vec<(usize, String)>,
    /// The title that the row in hand stands below, until one is found to have no platform.
    title: Option<usize>,
    /// The platform that it names.
    platform: String,
    /// A name that stands alone in its row and is taken for a title, with the row, until one below is read.
    alone: Option<(usize, String)>,
    /// Those that no row below takes anything from: each may be an account.
    unused: Vec<(usize, String)>,
    /// Whether a row above has a platform, since the last title.
    is_placed: bool,
    /// The rows without one below such a row; none is looked for where the table is one of ours.
    blanks: Option<Vec<usize>>,
    /// The rows with a login and nothing else: a title may stand there.
    lone: Vec<usize>,
    /// The platforms that are known, once somebody asks.
    platforms: Option<Catalogue>,
}

impl Between {
    /// The same of a table that is one of ours or not.
    pub(super) fn of(is_ours: bool) -> Self {
        Self { blanks: (!is_ours).then(Vec::new), ..Self::default() }
    }

    pub(super) fn platforms(&mut self) -> &Catalogue {
        self.platforms.get_or_insert_with(Catalogue::shipped)
    }

    /// A row that says nothing of any account.
    pub(super) fn pass(&mut self, number: usize, cells: &[impl AsRef<str>]) {
        self.aside.push((number, begin_of(cells)));
    }

    /// The titles above the headings. Where no column says which platform it is, one of them may.
    pub(super) fn above(&mut self, rows: &[(usize, &[String])], headings: &[Heading]) {
        let is_said = headings.iter().any(is_platform);
        for (number, row) in rows {
            self.pass(*number, row);
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            let Some((_, text)) = aside::lone(&cells).filter(|_| !is_said) else { continue };
            let known = aside::platform(text, self.platforms()).map(str::to_owned);
            if known.is_some() || self.platform.is_empty() {
                (self.title, self.platform) = (Some(*number), known.unwrap_or_default());
            }
        }
    }

    /// Whether a row is a title, or a remark, and takes it in if it is.
    pub(super) fn takes(
        &mut self,
        number: usize,
        cells: &[&str],
        headings: &[Heading],
        cut: Cut,
    ) -> bool {
        // In a table of ours every row is an account, whatever it is called.
        if self.blanks.is_none() {
            return false;
        }
        let is_whole = cut == Cut::Whole;
        let lone = aside::lone(cells);
        let is_key = |(place, _): &(usize, &str)| {
            headings.get(*place).is_some_and(|it| it.column == Some(Column::Secret))
        };
        // With a key or a login to come, a platform alone is no account, in whatever column.
        let named =
            lone.filter(|it| cut != Cut::Formulas && !is_key(it) && may_have_titles(headings));
        let known =
            named.and_then(|(_, text)| aside::platform(text, self.platforms())).map(str::to_owned);
        let is_title = known.is_some() || is_whole && aside::is_title(cells, headings);
        if !is_title && !aside::is_no_data(cells) {
            let is_note = is_whole && aside::is_note(cells, headings);
            if is_note {
                let remark = cells.iter().filter(|cell| aside::is_remark(cell));
                self.remarks.push((number, begin_of(&remark.collect::<Vec<_>>())));
            }
            return is_note;
        }
        let is_remark = |(_, text): (usize, &str)| aside::is_remark(text);
        // Above rows that say their platform themselves.
        if is_title
            && known.is_none()
            && headings.iter().any(is_platform)
            && lone.is_some_and(is_remark)
        {
            self.platform.clear();
            self.remarks.push((number, begin_of(cells)));
            return true;
        }
        self.title = is_title.then_some(number);
        self.pass_over();
        if is_title {
            let name = lone.filter(|_| !aside::is_no_data(cells)).map(|(_, text)| text);
            let name = name.map(|text| known.as_deref().unwrap_or(text).to_owned());
            self.alone = name.map(|name| (number, name));
            self.platform = known.unwrap_or_default();
        }
        self.is_placed &= !is_title;
        self.pass(number, cells);
        true
    }

    /// The name in hand stands above nothing that has to do with it.
    fn pass_over(&mut self) {
        let Some((title, _)) = self.alone.take() else { return };
        self.unused.extend(self.aside.extract_if(.., |(number, _)| *number == title));
    }

    /// Sees whether the name above a row may be its title: the row has no platform of its own, or that one.
    fn match_title(&mut self, row: &Read) {
        let Ok(record) = &row.outcome else { return };
        let Some((_, name)) = &self.alone else { return };
        let same = |text: &str| text.trim().to_lowercase() == name.trim().to_lowercase();
        let own = [&record.issuer, &record.extra.platform, &record.extra.store];
        let is_own = |text: &&String| {
            same(text) || {
                let known =
                    self.platforms.as_ref().and_then(|all| Some((all.of(text)?, all.of(name)?)));
                known.is_some_and(|(one, other)| std::ptr::eq(one, other))
            }
        };
        if !row.has_platform || own.iter().any(is_own) {
            self.alone = None;
        } else {
            self.pass_over();
        }
    }

    /// Gives a row the platform that the title above it names, if it has none; else sees that it has none.
    pub(super) fn place(&mut self, number: usize, row: &mut Read) {
        self.match_title(row);
        if !self.platform.is_empty()
            && !row.has_platform
            && let Ok(record) = &mut row.outcome
        {
            record.issuer.clone_from(&self.platform);
            record.extra.platform.clone_from(&self.platform);
            record.changes.push(Change::FromTitle);
            row.has_platform = true;
        }
        self.is_placed |= row.has_platform;
        if self.is_placed && !row.has_platform && row.outcome.is_ok() {
            self.blanks.iter_mut().for_each(|blanks| blanks.push(number));
        }
        if let Some(title) = self.title.filter(|_| !row.has_platform) {
            self.sections.extend(self.aside.extract_if(.., |(number, _)| *number == title));
            self.title = None;
        }
    }

    /// Keeps in mind that a row has a single cell, for a login.
    pub(super) fn remember(&mut self, number: usize, cells: &[&str], headings: &[Heading]) {
        let column = aside::lone(cells).and_then(|(place, _)| headings.get(place)?.column);
        if column == Some(Column::Login) {
            self.lone.push(number);
        }
    }

    /// Takes the rows for titles that have a word for a login and nothing else, above rows with keys, where all
    /// the logins of those are addresses of mailboxes.
    fn find_titles(&mut self, reading: &mut Reading) {
        fn record(row: &Row) -> Option<&crate::exchange::Record> {
            row.outcome.as_deref().ok()
        }
        if self.lone.is_empty() || !may_have_titles(&reading.columns) {
            return;
        }
        let is_keyed = |row: &Row| record(row).is_some_and(|it| it.key.is_some());
        let login = |row: &Row| record(row).map(|it| it.login.clone()).unwrap_or_default();
        let mut keyed = reading.rows.iter().filter(|row| is_keyed(row)).peekable();
        if keyed.peek().is_none() || !keyed.all(|row| is_mail(&login(row))) {
            return;
        }
        let pairs = reading.rows.windows(2);
        let titles = pairs.filter(|pair| {
            self.lone.contains(&pair[0].number)
                && is_keyed(&pair[1])
                && !login(&pair[0]).contains(['@'])
                && !login(&pair[0]).chars().all(|c| !c.is_alphabetic())
        });
        let titles: Vec<usize> = titles.map(|pair| pair[0].number).collect();
        for row in reading.rows.extract_if(.., |row| titles.contains(&row.number)) {
            let name = row.outcome.map(|record| record.login).unwrap_or_default();
            self.sections.push((row.number, begin_of(&[name])));
        }
        self.sections.sort_by_key(|(number, _)| *number);
    }

    /// Says of the table what is to be said.
    pub(super) fn tell(mut self, reading: &mut Reading) {
        self.pass_over();
        self.find_titles(reading);
        let mut say = |rows: Vec<(usize, String)>, notice: fn(Vec<(usize, String)>) -> Notice| {
            reading.notices.extend((!rows.is_empty()).then(|| notice(rows)));
        };
        say(self.aside, Notice::Rows);
        say(self.sections, Notice::Sections);
        say(self.remarks, Notice::Remarks);
        say(self.unused, Notice::Alone);
        let blanks = self.blanks.filter(|blanks| !blanks.is_empty());
        if reading.columns.iter().any(is_platform) {
            reading.notices.extend(blanks.map(Notice::Blanks));
        }
    }
}

/// Whether a column says where one signs in.
fn is_platform(heading: &Heading) -> bool {
    matches!(heading.column, Some(Column::Issuer | Column::Platform))
}

/// Whether a login or a key belongs to an account of a table.
fn may_have_titles(headings: &[Heading]) -> bool {
    headings.iter().any(|it| it.column == Some(Column::Secret))
        && headings.iter().any(|it| matches!(it.column, Some(Column::Login)))
}

/// Whether a row has a formula that is only a text in quotation marks.
pub(super) fn is_wrapped(cells: &[&str]) -> bool {
    cells.iter().any(|cell| cell::unwrapped(cell).is_some())
}
