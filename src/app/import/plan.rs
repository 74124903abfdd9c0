//! What is to become of every row of one or several files. Choices are data: who makes them, a person
//! at a list or an option of a command, is not known here.

use std::collections::HashMap;

use super::entry::{Differs, Entry, Field, KeyMatch, Phone, Told};
use super::{compare, spelling, weigh};
use crate::exchange::table::{Column, veiled};
use crate::exchange::{Format, Heading, Ignored, Notice, Numbers, Part, Reading, Refused, Spare};
use crate::model::{Book, Id};

/// A file of an import.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called. A stranger's text.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// What its rows are numbered by.
    pub numbers: Numbers,
    /// How a table's columns were read.
    pub columns: Vec<Heading>,
    /// What is to be said of it as a whole.
    pub notices: Vec<Notice>,
}

/// One import: all rows of its files, and what is to become of each.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files, in order.
    pub sources: Vec<Source>,
    /// The rows that were understood, in order.
    pub entries: Vec<Entry>,
    /// The rows that were not.
    pub unread: Vec<Unread>,
    /// What has no place here, with how often.
    pub ignored: Vec<(Ignored, usize)>,
    /// Parts of batches that are in none of the files.
    pub missing: Vec<Part>,
    /// Those that are in one.
    parts: Vec<Part>,
    /// What becomes of rows whose key is here under other names, unless they say otherwise. Where
    /// nobody said anything, both are kept: nothing is lost by that.
    pub same_key: Option<Choice>,
    /// Whether what is not chosen was never asked for: nothing is compared with it, then.
    pub only: bool,
}

/// A row that was not understood.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Which file.
    pub source: usize,
    /// Its number in it, from 1.
    pub row: usize,
    /// What its program calls it, but for what looks like a key. A stranger's text.
    pub name: String,
    /// Why.
    pub why: Refused,
}

/// How a row stands to what is here, and to the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Nothing like it.
    New,
    /// The same key, or none on either side, with the same names.
    Same(Twin),
    /// The same key under other names, or with other digits and the like.
    SameKey(Twin),
    /// The same platform and login with another key.
    SameName(Twin),
}

/// What a row is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Twin {
    /// An account.
    Here(Id),
    /// An earlier entry, by its place.
    Entry(usize),
}

/// What becomes of a row that is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It becomes an account of its own.
    Keep,
    /// It fills what is empty there.
    Merge,
    /// Nothing.
    Skip,
}

/// What becomes of a row, everything considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it was not chosen.
    Out,
    /// It becomes an account.
    Add,
    /// It fills what is empty there. An entry named here becomes an account.
    Merge(Twin),
    /// Nothing: it is there already.
    Skip(Twin),
}

/// Why a row is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omission {
    /// It is here already.
    Same,
    /// An earlier row says the same; its place.
    Doubled(usize),
    /// It was to be merged, and could be one of several accounts.
    Doubtful,
    /// It was chosen to be.
    Chosen,
}

/// How many rows fare how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Become accounts.
    pub added: usize,
    /// Fill others.
    pub merged: usize,
    /// Are here already, key and names.
    pub same: usize,
    /// Say what an earlier row says.
    pub doubled: usize,
    /// Stay out, because they could be one of several accounts.
    pub doubtful: usize,
    /// Are skipped, because they were chosen to be.
    pub skipped: usize,
    /// Were not chosen.
    pub out: usize,
    /// Were not understood.
    pub refused: usize,
    /// Are taken, and were read otherwise than they stood there.
    pub changed: usize,
    /// Are taken, or are here already, and something of them is gone.
    pub lost: usize,
    /// Columns that are not taken.
    pub columns: usize,
}

impl Plan {
    /// The words of what its files are, each once.
    pub fn formats(&self) -> Vec<&'static str> {
        let mut words: Vec<_> = self.sources.iter().map(|source| source.format.word()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Adds a file. `region` as for [`crate::app::draft`].
    pub fn add(&mut self, name: String, reading: Reading, region: Option<&str>) {
        let source = self.sources.len();
        let Reading { format, numbers, rows, ignored, parts, columns, notices, is_list, .. } =
            reading;
        self.sources.push(Source { name, format, numbers, columns, notices });
        for row in rows {
            match row.outcome {
                Ok(record) => {
                    let entry = Entry::new(source, row.number, record, region);
                    self.entries.push(Entry { listed: is_list, ..entry });
                }
                Err(why) => {
                    let parts: Vec<_> = row.name.split(": ").map(veiled).collect();
                    let name = parts.join(": ");
                    self.unread.push(Unread { source, row: row.number, name, why });
                }
            }
        }
        for (what, count) in ignored {
            match self.ignored.iter_mut().find(|(known, _)| *known == what) {
                Some((_, sum)) => *sum += count,
                None => self.ignored.push((what, count)),
            }
        }
        self.parts.extend(parts);
        let parts = self.parts.clone();
        self.missing = Reading { parts, ..Reading::new(Format::GoogleMigration) }.missing();
    }

    /// Looks how every row stands to a book, and what a merge would bring. Choices stay.
    pub fn compare(&mut self, book: &Book) {
        spelling::spell(&mut self.entries, book);
        compare::stand(&mut self.entries, book, self.only);
        self.hold(book);
    }

    /// Looks again what every row brings and is known otherwise, once something else is chosen: that
    /// depends on what becomes of the rows before.
    pub fn hold(&mut self, book: &Book) {
        weigh::weigh(self, book);
        weigh::hold(self, book);
    }

    /// What was chosen for a row, or is usual for one that stands so. One that is here, names and
    /// all, is merged where such keys are, as far as it brings something; so is one of the same name
    /// where no key and no store stands against another. Where both are to be kept, it is kept if it
    /// says more. One that gives other codes is left out only by hand.
    pub fn choice(&self, entry: &Entry) -> Choice {
        let usual = match entry.standing {
            Likeness::SameName(_) if self.same_key == Some(Choice::Merge) && entry.agrees() => {
                Choice::Merge
            }
            Likeness::New | Likeness::SameName(_) => Choice::Keep,
            Likeness::Same(_) if self.same_key == Some(Choice::Merge) => Choice::Merge,
            Likeness::Same(_) if self.same_key == Some(Choice::Keep) && entry.says_more() => {
                Choice::Keep
            }
            Likeness::Same(_) => Choice::Skip,
            Likeness::SameKey(_) if entry.has_other_key() => Choice::Keep,
            Likeness::SameKey(_) => self.same_key.unwrap_or(Choice::Keep),
        };
        match (entry.choice.unwrap_or(usual), entry.standing) {
            (Choice::Merge, Likeness::Same(_)) if !entry.brings => Choice::Skip,
            (
                Choice::Merge,
                Likeness::SameKey(Twin::Here(_)) | Likeness::SameName(Twin::Here(_)),
            ) if !entry.brings && !entry.has_other_key() => Choice::Skip,
            // One account cannot give both codes, and a merge drops no key.
            (Choice::Merge, _) if entry.has_other_key() => Choice::Keep,
            // Nobody has said into which.
            (Choice::Merge, _) if entry.is_ambiguous() => Choice::Skip,
            (choice, _) => choice,
        }
    }

    /// What becomes of every row.
    pub fn fates(&self) -> Vec<Fate> {
        let mut fates = Fates::default();
        for entry in &self.entries {
            fates.add(self, entry);
        }
        fates.list
    }

    /// Whether there is no row in a file, readable or not.
    pub fn is_empty(&self, source: usize) -> bool {
        self.entries.iter().all(|entry| entry.source != source)
            && self.unread.iter().all(|unread| unread.source != source)
    }

    /// Whether a row should be decided on: its key is here under other names, and nobody has said
    /// what is to become of it.
    pub fn is_open(&self, entry: &Entry) -> bool {
        let is_undecided = self.same_key.is_none() && entry.choice.is_none() && entry.chosen;
        is_undecided && matches!(entry.standing, Likeness::SameKey(_)) && !entry.has_other_key()
    }

    /// Whether a row stays out because it says what one says that was left out by hand.
    pub fn is_orphan(&self, place: usize) -> bool {
        let fates = self.fates();
        let is_out =
            |twin: Twin| matches!(twin, Twin::Entry(at) if fates.get(at) == Some(&Fate::Out));
        matches!(fates.get(place), Some(Fate::Skip(twin)) if is_out(*twin))
    }

    /// How many rows fare how.
    pub fn sums(&self) -> Sums {
        let mut sums = Sums { refused: self.unread.len(), ..Sums::default() };
        for (entry, fate) in self.entries.iter().zip(self.fates()) {
            match fate {
                Fate::Out => sums.out += 1,
                Fate::Add => sums.added += 1,
                Fate::Merge(_) => sums.merged += 1,
                Fate::Skip(_) => match self.omission(entry) {
                    Omission::Same => sums.same += 1,
                    Omission::Doubled(_) => sums.doubled += 1,
                    Omission::Doubtful => sums.doubtful += 1,
                    Omission::Chosen => sums.skipped += 1,
                },
            }
            if matches!(fate, Fate::Add | Fate::Merge(_)) {
                sums.changed += usize::from(!entry.told.is_empty());
            }
            sums.lost += usize::from(self.loses(entry, fate));
        }
        sums.columns = self.spare().count();
        sums
    }

    /// Whether something of a row does not arrive with it.
    pub fn loses(&self, entry: &Entry, fate: Fate) -> bool {
        entry.told_of(fate).any(Told::is_loss)
            || self.kept(entry, fate).iter().any(Differs::is_loss)
    }

    /// How many rows are taken of which the key is the main way, and therefore a phone is not: theirs, or
    /// that of what they are merged into.
    pub fn shifted(&self) -> usize {
        let has_phone = |entry: &Entry| matches!(entry.phones[0], Phone::Line(_));
        let is_keyed = |entry: &Entry, fate: Fate| match fate {
            Fate::Add => entry.key().is_some(),
            Fate::Merge(_) => entry.key().is_some() || entry.keys == KeyMatch::Ours,
            Fate::Out | Fate::Skip(_) => false,
        };
        let rows = self.entries.iter().zip(self.fates());
        let is_kept = |entry: &Entry, fate: Fate| {
            let is_phone = |it: &Differs| it.field == Field::Column(Column::PhoneMain);
            self.kept(entry, fate).iter().any(is_phone)
        };
        rows.filter(|(entry, fate)| {
            has_phone(entry) && is_keyed(entry, *fate) && !is_kept(entry, *fate)
        })
        .count()
    }

    /// Why a row that is skipped is.
    pub fn omission(&self, entry: &Entry) -> Omission {
        let merges = entry.choice.is_none() && self.same_key == Some(Choice::Merge);
        let is_same = matches!(entry.standing, Likeness::Same(_));
        match entry.standing {
            _ if merges && entry.is_ambiguous() && (entry.says_more() || !is_same) => {
                Omission::Doubtful
            }
            Likeness::Same(Twin::Entry(first)) => Omission::Doubled(first),
            Likeness::Same(_) => Omission::Same,
            // What was to be merged, and would bring nothing.
            Likeness::SameKey(_) | Likeness::SameName(_)
                if entry.choice.or(self.same_key) == Some(Choice::Merge) =>
            {
                Omission::Same
            }
            _ => Omission::Chosen,
        }
    }

    /// What of a row is known otherwise where it goes, and stays so.
    pub fn kept<'a>(&self, entry: &'a Entry, fate: Fate) -> &'a [Differs] {
        let is_merged = || {
            let is_asked = entry.choice.or(self.same_key) == Some(Choice::Merge);
            is_asked && matches!(self.omission(entry), Omission::Same | Omission::Doubled(_))
        };
        match fate {
            Fate::Add => &entry.held,
            Fate::Merge(_) => &entry.differs,
            Fate::Skip(_) if is_merged() => &entry.differs,
            Fate::Out | Fate::Skip(_) => &[],
        }
    }

    /// Whether a row was to be merged and stays out: it could be one of several accounts.
    pub fn doubts(&self) -> bool {
        self.sums().doubtful > 0
    }

    /// Whether a row that is here already says more, and stays out with it.
    pub fn withholds(&self) -> bool {
        let rows = self.entries.iter().zip(self.fates());
        rows.filter(|(_, fate)| matches!(fate, Fate::Skip(_)))
            .any(|(entry, _)| matches!(entry.standing, Likeness::Same(_)) && entry.says_more())
    }

    /// The columns that are not taken though something stands in them, each with its file.
    pub fn spare(&self) -> impl Iterator<Item = (usize, &Spare)> {
        self.sources.iter().enumerate().flat_map(|(at, source)| {
            let columns = source.notices.iter().flat_map(|notice| match notice {
                Notice::Columns(spare) => spare.as_slice(),
                _ => &[],
            });
            columns.map(move |spare| (at, spare))
        })
    }

    /// The columns of a file that look like keys and are read as something else, or left aside without anybody saying
    /// so: by number, with what they are.
    pub fn unread_keys(&self, source: usize) -> Vec<(usize, Option<Column>)> {
        let Some(columns) = self.sources.get(source).map(|source| &source.columns) else {
            return Vec::new();
        };
        let is_spare =
            |number: usize| self.spare().any(|(at, spare)| at == source && spare.number == number);
        let keys = (1..).zip(columns).filter_map(|(number, heading)| {
            let is_open = || heading.column.is_some() || is_spare(number);
            (heading.hides_keys() && is_open()).then_some((number, heading.column))
        });
        keys.collect()
    }

    /// The number of the column of a file that keys are read from.
    pub fn key_column(&self, source: usize) -> Option<usize> {
        let columns = &self.sources.get(source)?.columns;
        let is_it = |heading: &Heading| heading.column == Some(Column::Secret);
        columns.iter().position(is_it).map(|at| at + 1)
    }

    /// Whether something of what is taken did not arrive: rows that were refused, parts that are
    /// missing, phones and names, whole columns and sheets, what stands on paper beside the keys, what
    /// no account of a vault refers to.
    pub fn is_partial(&self) -> bool {
        let sums = self.sums();
        let mut notices = self.sources.iter().flat_map(|source| &source.notices);
        sums.refused + sums.lost + sums.columns > 0
            || !self.missing.is_empty()
            || notices.any(Notice::is_loss)
    }

    /// What another program calls a row: for a list, and for what is said of it. What looks like a key is
    /// not shown.
    pub fn title(entry: &Entry) -> String {
        let names = entry.names();
        let names = [names.store, names.platform, names.login];
        let names = names.into_iter().filter(|name| !name.is_empty()).map(veiled);
        names.collect::<Vec<_>>().join(" / ")
    }
}

/// What becomes of rows, one after the other.
#[derive(Default)]
pub(super) struct Fates {
    list: Vec<Fate>,
    /// Rows that stand in for one that was left out, by its place: what was to be merged with that.
    heirs: HashMap<usize, usize>,
}

impl Fates {
    /// What a row is like after all, by what becomes of the rows before it: where one went, so do those
    /// that are like it.
    pub(super) fn twin(&self, entry: &Entry) -> Option<Twin> {
        let twin = entry.standing.twin()?;
        let Twin::Entry(place) = twin else { return Some(twin) };
        match self.list.get(place)? {
            Fate::Out if matches!(entry.standing, Likeness::Same(_)) => Some(twin),
            Fate::Out => Some(self.heirs.get(&place).map_or(twin, |heir| Twin::Entry(*heir))),
            Fate::Add => Some(twin),
            Fate::Merge(other) | Fate::Skip(other) => Some(*other),
        }
    }

    /// The row that a twin is, where that one was left out.
    fn left_out(&self, twin: Twin) -> Option<usize> {
        let Twin::Entry(place) = twin else { return None };
        (self.list.get(place) == Some(&Fate::Out)).then_some(place)
    }

    /// Settles what becomes of the next row, and says it.
    pub(super) fn add(&mut self, plan: &Plan, entry: &Entry) -> Fate {
        let fate = match (self.twin(entry), plan.choice(entry)) {
            _ if !entry.chosen => Fate::Out,
            (None, _) | (_, Choice::Keep) => Fate::Add,
            (Some(twin), Choice::Skip) => Fate::Skip(twin),
            (Some(twin), Choice::Merge) => match self.left_out(twin) {
                None => Fate::Merge(twin),
                Some(place) => {
                    if let Some(heir) = self.heirs.get(&place) {
                        Fate::Merge(Twin::Entry(*heir))
                    } else {
                        self.heirs.insert(place, self.list.len());
                        Fate::Add
                    }
                }
            },
        };
        self.list.push(fate);
        fate
    }
}

impl Likeness {
    /// What it is like.
    pub fn twin(self) -> Option<Twin> {
        match self {
            Self::New => None,
            Self::Same(twin) | Self::SameKey(twin) | Self::SameName(twin) => Some(twin),
        }
    }
}
