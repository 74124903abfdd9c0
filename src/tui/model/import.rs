//! An import in the making: which file, its password, what is in it, what is to become of it.

use std::collections::VecDeque;
use std::path::PathBuf;

use super::{Input, Lines, Row};
use crate::app::foreign::ImportError;
use crate::app::import::{
    Choice, Column, Entry, FirstRow, Format, Heading, Likeness, Notice, Plan, Reading, Stage,
};
use crate::model::Book;
use crate::secret::Secret;
use crate::time::Moment;

/// An import. Nothing of it is in the book before it is confirmed.
#[derive(Debug)]
pub struct Import {
    /// What is asked or shown.
    pub step: Step,
    /// What is read.
    pub origin: Origin,
    /// The path being typed.
    pub path: Input,
    /// The password being typed.
    pub password: Input,
    /// The files that were read.
    pub files: Vec<Taken>,
    /// Those that were named with the last one and are still to be read.
    pub queue: VecDeque<PathBuf>,
    /// How many were named with the last one, which is among them.
    pub named: usize,
    /// Those of them that were not read, and why.
    pub failed: Vec<(PathBuf, ImportError)>,
    /// Those that somebody left out instead of saying what they hold.
    pub left: Vec<PathBuf>,
    /// What is to become of their rows.
    pub plan: Plan,
    /// The rows under each other.
    pub lines: Lines<Line>,
    /// What the file is whose password is asked for, where that is known.
    pub sealed: Option<Format>,
    /// Why the last file was not read.
    pub fault: Option<ImportError>,
    /// The sheet of it that was not, where the others were.
    pub sheet: Option<String>,
    /// What was asked about the whole of it. The next key is the answer.
    pub asked: Option<Asked>,
    /// Whether somebody was reminded of rows to decide on. Once is enough.
    pub reminded: bool,
    /// The file that is being read, and since when. An answer to anything else is not for us.
    pub work: Option<Work>,
}

/// A question about the whole of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Rows whose key is here under other names are kept, if nobody says otherwise?
    Open,
    /// What was chosen is given up?
    Leave,
}

/// A file that was read.
#[derive(Debug)]
pub struct Taken {
    /// Where it is from.
    pub origin: Origin,
    /// What it is called.
    pub name: String,
    /// What it says.
    pub reading: Reading,
    /// How it was to be read.
    pub manner: Manner,
    /// The sheets that it has, where it has several.
    pub sheets: Vec<String>,
}

/// How a table is to be read, where somebody said so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// What columns hold, by their places.
    pub columns: Vec<(usize, Option<Column>)>,
    /// What the first row is.
    pub first_row: Option<FirstRow>,
    /// Which sheet is meant.
    pub sheet: Option<String>,
}

impl Manner {
    /// With the next of some sheets. What was said is of the one before.
    pub fn next_sheet(&self, sheets: &[String]) -> Option<Self> {
        let is_read = |sheet: &String| Some(sheet) == self.sheet.as_ref();
        let here = sheets.iter().position(is_read).unwrap_or(0);
        let next = sheets.iter().cycle().nth(here + 1).filter(|_| sheets.len() > 1)?;
        Some(Self { sheet: Some(next.clone()), ..Self::default() })
    }

    /// With the first row for the other thing that it can be. `headings` are what it was read as.
    #[must_use]
    pub fn turned(&self, headings: &[Heading]) -> Self {
        let has_titles = headings.iter().any(|heading| !heading.title.is_empty());
        let read = if has_titles { FirstRow::Headings } else { FirstRow::Account };
        let first_row = match self.first_row.unwrap_or(read) {
            FirstRow::Headings => FirstRow::Account,
            FirstRow::Account => FirstRow::Headings,
        };
        Self { first_row: Some(first_row), ..self.clone() }
    }
}

/// The sheets of a workbook, as its reading tells them; else those that are known.
pub fn sheets(reading: &Reading, known: Vec<String>) -> Vec<String> {
    let told = reading.notices.iter().find_map(|notice| match notice {
        Notice::Sheets { read, others } => {
            Some(std::iter::once(read).chain(others).cloned().collect())
        }
        _ => None,
    });
    told.unwrap_or(known)
}

/// Where something is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The path in the line, as it is typed there.
    Typed,
    /// A file.
    File(PathBuf),
    /// The picture on the clipboard, whichever is there then.
    Clipboard,
}

/// A file that is being read.
#[derive(Debug)]
pub struct Work {
    /// When that was asked for; names the work.
    pub asked: Moment,
    /// What takes its time.
    pub stage: Option<Stage>,
    /// How a table is to be read.
    pub manner: Manner,
    /// The sheets that are known of it.
    pub sheets: Vec<String>,
    /// Where somebody is who has a table read otherwise, and stays if it is not.
    pub before: Option<Step>,
    /// Whether somebody has looked at its columns.
    pub looked: bool,
    /// Whether it goes with a password.
    pub password: Sealed,
}

/// Whether a file is read with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// It is not known to need one.
    No,
    /// With the one that was typed.
    Typed,
}

/// What is asked or shown.
#[derive(Debug)]
pub enum Step {
    /// Which file?
    Path,
    /// Its password? Where it has no mark, it may be another file altogether.
    Password(Option<Format>),
    /// It is being read.
    Wait,
    /// What is in it.
    Preview,
    /// What the columns of a table hold.
    Columns(Box<Columns>),
    /// The keys that work on the preview, from this one on.
    Keys(usize),
}

/// The columns of a table, being changed.
#[derive(Debug)]
pub struct Columns {
    /// Where the table is.
    pub origin: Origin,
    /// What stands above them, and what they were read as.
    pub headings: Vec<Heading>,
    /// What each was set to.
    pub held: Vec<Option<Column>>,
    /// How the table was to be read before.
    pub manner: Manner,
    /// The sheets that are known of it.
    pub sheets: Vec<String>,
    /// Whether some are only guessed.
    pub guessed: bool,
    /// Those that were set here, the last one at the end.
    pub set: Vec<usize>,
    /// One that is headed as one of passwords, by its place, and what it was not taken as.
    pub refused: Option<(usize, Column)>,
    /// The selected one.
    pub cursor: usize,
    /// The letters that were typed of what it holds.
    pub typed: String,
    /// While its keys are shown: from this one on.
    pub keys: Option<usize>,
}

/// A row of the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// One that was understood, by its place in the plan.
    Entry(usize),
    /// One that was not.
    Unread(usize),
}

impl Columns {
    /// As they were read.
    pub fn of(origin: Origin, headings: Vec<Heading>, manner: Manner, sheets: Vec<String>) -> Self {
        let held = headings.iter().map(|heading| heading.column).collect();
        let (set, typed) = (Vec::new(), String::new());
        Self {
            origin,
            headings,
            held,
            manner,
            sheets,
            guessed: false,
            set,
            refused: None,
            cursor: 0,
            typed,
            keys: None,
        }
    }

    /// Sets what is likely of columns of which nothing is known.
    pub fn guess(&mut self, likely: impl IntoIterator<Item = (usize, Column)>) {
        for (place, column) in likely {
            if self.held.get(place) == Some(&None) {
                (self.cursor, self.guessed) = (place, true);
                self.put(Some(column));
            }
        }
        self.cursor = 0;
    }

    /// Remembers that one, by its number, is not taken as what it was set to, and selects it.
    pub fn refuse(&mut self, number: usize, column: Column) {
        let place = number.saturating_sub(1);
        if let Some(held) = self.held.get_mut(place) {
            *held = Some(column);
        }
        self.refused = Some((place, column));
        self.cursor = place.min(self.held.len().saturating_sub(1));
        self.typed.clear();
    }

    /// What a column may hold: nothing stands before the rest.
    pub fn choices() -> impl Iterator<Item = Option<Column>> + Clone {
        std::iter::once(None).chain(Column::ALL.iter().copied().map(Some))
    }

    /// What the selected one holds.
    pub fn selected(&self) -> Option<Column> {
        self.held.get(self.cursor).copied().flatten()
    }

    /// Sets the selected one.
    pub fn put(&mut self, column: Option<Column>) {
        let Some(held) = self.held.get_mut(self.cursor) else { return };
        *held = column;
        self.set.retain(|place| *place != self.cursor);
        self.set.push(self.cursor);
    }

    /// The one that holds what this one was set to, too, and was set after it.
    pub fn rival(&self, place: usize) -> Option<usize> {
        let column = self.held.get(place).copied().flatten().filter(|column| column.is_single())?;
        let when = |place: usize| self.set.iter().position(|set| *set == place);
        let same = (0..self.held.len()).filter(|other| self.held[*other] == Some(column));
        same.max_by_key(|other| when(*other)).filter(|other| when(*other) > when(place))
    }

    /// What is known of each by its place, for the next reading. One that holds nothing is left aside
    /// only where somebody said so: of the others it is told that they are lost.
    pub fn meant(&self) -> Vec<(usize, Option<Column>)> {
        let is_meant = |place: &usize| {
            let before = || self.manner.columns.contains(&(*place, None));
            self.held.get(*place) == Some(&None) && (self.set.contains(place) || before())
        };
        let all = self.taken().into_iter().enumerate();
        all.filter(|(place, column)| column.is_some() || is_meant(place)).collect()
    }

    /// What each holds: of two that were set to the same, the one that was set last.
    pub fn taken(&self) -> Vec<Option<Column>> {
        let all = self.held.iter().enumerate();
        all.map(|(place, held)| held.filter(|_| self.rival(place).is_none())).collect()
    }
}

impl Import {
    /// Nothing chosen yet.
    pub fn new() -> Self {
        Self {
            step: Step::Path,
            origin: Origin::Typed,
            path: Input::default(),
            password: Input::secret(),
            files: Vec::new(),
            queue: VecDeque::new(),
            named: 1,
            failed: Vec::new(),
            left: Vec::new(),
            plan: Plan::default(),
            lines: Lines::default(),
            sealed: None,
            fault: None,
            sheet: None,
            asked: None,
            reminded: false,
            work: None,
        }
    }

    /// The password, for the work that needs it.
    pub fn take_password(&mut self) -> Option<Secret> {
        let typed = self.work.as_ref().is_some_and(|work| work.password == Sealed::Typed);
        typed.then(|| self.password.take())
    }

    /// Takes a file in: a new one, or one that is here, read anew. What was chosen for the rows of the
    /// others stays.
    pub fn take(&mut self, taken: Taken, book: &Book, region: Option<&str>) {
        // Codes that come in several pictures go over the clipboard one after another.
        let again = match &taken.origin {
            Origin::Clipboard => None,
            origin => self.files.iter().position(|file| file.origin == *origin),
        };
        match again {
            Some(at) => self.files[at] = taken,
            None => self.files.push(taken),
        }
        let before = std::mem::take(&mut self.plan);
        for file in &self.files {
            self.plan.add(file.name.clone(), file.reading.clone(), region);
        }
        self.plan.same_key = before.same_key.filter(|_| again.is_none());
        self.reminded = false;
        if again.is_none() {
            for (entry, old) in self.plan.entries.iter_mut().zip(before.entries) {
                (entry.chosen, entry.choice) = (old.chosen, old.choice);
            }
        }
        // What was chosen counts in it.
        self.plan.compare(book);
        let selected = self.lines.selected().copied().filter(|_| again.is_none());
        let mut rows: Vec<(bool, usize, usize, Line)> = Vec::new();
        // As in the files, but for what is here already: nobody looks for that first.
        let is_here =
            |entry: &Entry| matches!(entry.standing, Likeness::Same(_)) && !entry.says_more();
        let entries = self.plan.entries.iter().enumerate();
        rows.extend(entries.map(|(at, e)| (is_here(e), e.source, e.row, Line::Entry(at))));
        let unread = self.plan.unread.iter().enumerate();
        rows.extend(unread.map(|(at, u)| (false, u.source, u.row, Line::Unread(at))));
        rows.sort_by_key(|(here, source, row, _)| (*here, *source, *row));
        self.lines.rows = rows.into_iter().map(|(_, _, _, line)| Row::Item(line)).collect();
        match selected {
            Some(selected) => self.lines.select(|line| *line == selected),
            None => self.lines.settle(1),
        }
    }

    /// Whether a file is among those that were read.
    pub fn has(&self, origin: &Origin) -> bool {
        self.files.iter().any(|file| file.origin == *origin)
    }

    /// Which of several that were named together is being read or asked about: its number, from 1.
    pub fn number(&self) -> Option<usize> {
        (self.named > 1).then(|| self.named - self.queue.len())
    }

    /// The place of the selected entry in the plan.
    pub fn selected(&self) -> Option<usize> {
        match self.lines.selected()? {
            Line::Entry(place) => Some(*place),
            Line::Unread(_) => None,
        }
    }

    /// Whether something was chosen that would be lost.
    pub fn is_touched(&self) -> bool {
        let is_chosen = |entry: &Entry| !entry.chosen || entry.choice.is_some();
        self.files.len() > 1
            || self.plan.same_key.is_some()
            || self.plan.entries.iter().any(is_chosen)
    }

    /// The lines of rows that somebody should decide on.
    pub fn open_lines(&self) -> Vec<usize> {
        let entries = &self.plan.entries;
        let is_open = |line: &Row<Line>| match line {
            Row::Item(Line::Entry(at)) => {
                entries.get(*at).is_some_and(|entry| self.plan.is_open(entry))
            }
            _ => false,
        };
        let rows = self.lines.rows.iter().enumerate();
        rows.filter(|(_, line)| is_open(line)).map(|(at, _)| at).collect()
    }

    /// Whether the selected entry is like something, so that there is a choice.
    pub fn has_choice(&self) -> bool {
        self.selected()
            .and_then(|place| self.plan.entries.get(place))
            .is_some_and(|entry| entry.standing.twin().is_some())
    }

    /// Whether the selected entry may be merged: two keys that give other codes never are, nor what could be
    /// one of several accounts.
    pub fn may_merge(&self) -> bool {
        let entry = self.selected().and_then(|place| self.plan.entries.get(place));
        self.has_choice()
            && entry.is_some_and(|entry| !entry.has_other_key() && !entry.is_ambiguous())
    }

    /// The first file that is a table.
    pub fn table(&self) -> Option<&Taken> {
        self.files.iter().find(|file| !file.reading.columns.is_empty())
    }

    /// Chooses what becomes of all entries that are like something, whatever was chosen for one.
    pub fn choose_for_all(&mut self, choice: Choice, book: &Book) {
        self.plan.same_key = Some(choice);
        for entry in &mut self.plan.entries {
            entry.choice = None;
        }
        self.plan.compare(book);
    }

    /// Chooses what becomes of the selected entry.
    pub fn choose(&mut self, choice: Choice) {
        if !self.has_choice() {
            return;
        }
        if let Some(entry) = self.selected().and_then(|place| self.plan.entries.get_mut(place)) {
            (entry.chosen, entry.choice) = (true, Some(choice));
        }
    }
}
