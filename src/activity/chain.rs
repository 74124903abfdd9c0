//! What one machine wrote, put in a row: which lines are missing, altered or out of order.
//!
//! Every line names the hash of the one before, how many there were before it and how many of these
//! stand in its file. So a line that was left unfinished (the numbers go on behind it) is told from one
//! that was altered (a number is missing), and whole months that were dropped at the beginning, which is
//! how old activity goes, from lines that were taken out.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::line::{Hash, Line, Sheet, Written};
use super::{Event, KEPT, Month};

/// The last line a machine is known to have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// How many there were before it.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// In which month's file it stands; unknown of what was remembered without it.
    pub month: Option<Month>,
}

impl Tail {
    /// Whether it says more of a machine than what is known: it is further on, or tells the month as well.
    pub fn adds_to(&self, known: &Self) -> bool {
        known.number < self.number || known.month.is_none() && known.hash == self.hash
    }
}

/// Something that is wrong with what a machine wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The machine.
    pub machine: Arc<str>,
    /// In which month's file it shows.
    pub month: Month,
    /// What.
    pub kind: FlawKind,
    /// How many lines.
    pub lines: u64,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// Not there: taken out, or a whole month is gone from the middle.
    Missing,
    /// There, but altered.
    Damaged,
    /// Not where it was written, or there twice.
    Order,
    /// Gone from the end: this machine has seen it before.
    Cut,
    /// Gone with every file of that machine: this one has seen them before.
    Gone,
    /// Written with a key of another vault, or of a time before this one that is not known here.
    Sealed,
    /// Left unfinished by a crash or a full disk; or cut there, and then nothing tells what stood behind it.
    Torn,
}

impl FlawKind {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Order => "order",
            Self::Cut => "cut",
            Self::Gone => "gone",
            Self::Sealed => "sealed",
            Self::Torn => "torn",
        }
    }

    /// Whether something that was written down is not there to be read.
    pub fn is_gap(self) -> bool {
        self != Self::Torn
    }
}

/// What came of looking at everything one machine wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The events, in the order in which they were written.
    pub events: Vec<Arc<Event>>,
    /// What is wrong, in the order in which it shows.
    pub flaws: Vec<Flaw>,
    /// The last line.
    pub tail: Option<Tail>,
}

/// Looks at the files of one machine, oldest first. `known` is its last line, as far as somebody here
/// has seen it.
pub fn check(machine: &Arc<str>, sheets: &[(Month, &Sheet)], known: Option<Tail>) -> Checked {
    let mut row = Row {
        machine,
        month: None,
        checked: Checked::default(),
        hashes: Vec::new(),
        seen: HashSet::new(),
        damaged: 0,
        sealed: 0,
    };
    let mut met = known.is_none();
    for (month, sheet) in sheets {
        row.month = Some(*month);
        for line in &sheet.lines {
            match line {
                Line::Damaged => row.damaged += 1,
                Line::Sealed => row.sealed += 1,
                Line::Whole(written) => {
                    met |= known.is_some_and(|known| known.hash == written.hash);
                    row.take(written);
                }
            }
        }
        // What was not finished is the last line of its file; what follows stands in the next one.
        if sheet.is_torn {
            row.damaged = row.damaged.saturating_sub(1);
            row.flaw(FlawKind::Torn, 1);
        }
    }
    let gap = row.damaged;
    row.between(gap);
    if !met && let Some(known) = known {
        let last = row.checked.tail.map_or(0, |tail| tail.number);
        row.flaw(FlawKind::Cut, known.number.saturating_sub(last).max(1));
    }
    row.checked
}

/// The machines of which nothing is there any more although their last lines were seen here: `is_there` says of
/// which something is. Not those whose last month was old enough to go by the newest that is known of any machine.
pub fn gone(
    seen: &BTreeMap<Arc<str>, Tail>,
    newest: Option<Month>,
    is_there: impl Fn(&str) -> bool,
) -> Vec<Flaw> {
    let newest = seen.values().filter_map(|tail| tail.month).chain(newest).max();
    let flaw = |(machine, tail): (&Arc<str>, &Tail)| {
        let month = tail.month.filter(|_| !is_there(machine))?;
        let is_kept = newest.is_none_or(|newest| month >= newest.back(KEPT));
        let (machine, lines) = (Arc::clone(machine), tail.number.saturating_add(1));
        is_kept.then_some(Flaw { machine, month, kind: FlawKind::Gone, lines })
    };
    seen.iter().filter_map(flaw).collect()
}

/// The lines of a machine, as far as they were looked at.
struct Row<'a> {
    machine: &'a Arc<str>,
    month: Option<Month>,
    checked: Checked,
    /// The hashes of what was read.
    hashes: Vec<Hash>,
    /// The same as a set, once something was out of order.
    seen: HashSet<Hash>,
    /// Lines behind the last one that verified, and are none.
    damaged: u64,
    /// The same with those that another key opens.
    sealed: u64,
}

impl Row<'_> {
    fn flaw(&mut self, kind: FlawKind, lines: u64) {
        let Some(month) = self.month.filter(|_| lines > 0) else { return };
        let known = self.checked.flaws.iter_mut().find(|f| f.month == month && f.kind == kind);
        if let Some(flaw) = known {
            // A member may write any number.
            flaw.lines = flaw.lines.saturating_add(lines);
        } else {
            let machine = Arc::clone(self.machine);
            self.checked.flaws.push(Flaw { machine, month, kind, lines });
        }
    }

    fn take(&mut self, written: &Written) {
        let spot = &written.spot;
        match self.checked.tail {
            // Months before it may be gone; lines of its own file may not.
            None => self.between(spot.place.into()),
            Some(tail) if spot.number > tail.number => {
                let gap = spot.number - tail.number - 1;
                self.between(gap);
                if gap == 0 && tail.hash != spot.before {
                    self.flaw(FlawKind::Order, 1);
                }
            }
            Some(_) => {
                self.between(0);
                self.flaw(FlawKind::Order, 1);
                if self.seen.is_empty() {
                    self.seen.extend(&self.hashes);
                }
                if !self.seen.insert(written.hash) {
                    return;
                }
                // It was missed where it belongs.
                self.miss_one_less();
                // Whoever found nothing to go on from began anew.
                if spot.number != 0 {
                    self.checked.events.push(Arc::clone(&written.event));
                    return;
                }
            }
        }
        if self.seen.is_empty() {
            self.hashes.push(written.hash);
        } else {
            self.seen.insert(written.hash);
        }
        self.checked.tail =
            Some(Tail { number: spot.number, hash: written.hash, month: self.month });
        self.checked.events.push(Arc::clone(&written.event));
    }

    /// So many lines should stand where those stand that cannot be read.
    fn between(&mut self, gap: u64) {
        let (damaged, sealed) =
            (std::mem::take(&mut self.damaged), std::mem::take(&mut self.sealed));
        let altered = damaged.min(gap);
        self.flaw(FlawKind::Damaged, altered);
        // The numbers go on: nothing of it had been written down.
        self.flaw(FlawKind::Torn, damaged - altered);
        self.flaw(FlawKind::Sealed, sealed);
        self.flaw(FlawKind::Missing, gap.saturating_sub(altered + sealed));
    }

    fn miss_one_less(&mut self) {
        let missing = |flaw: &&mut Flaw| flaw.kind == FlawKind::Missing;
        if let Some(flaw) = self.checked.flaws.iter_mut().rev().find(missing) {
            flaw.lines -= 1;
        }
        self.checked.flaws.retain(|flaw| flaw.lines > 0);
    }
}
