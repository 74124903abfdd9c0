//! From a foreign file to accounts: what is kept, changed, refused, and what is here already.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use crate::exchange::{Ask, ReadError, Record, Refused, Row, read};
use crate::model::{Account, Book, Id};
use crate::otp::{Key, Kind, Refusal};

pub use crate::exchange::{Change, LARGEST_FILE};

/// What became of every entry of a file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The entries.
    pub lines: Vec<Line>,
}

/// What became of one entry.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an entry.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is an account now.
    Added {
        /// The account.
        id: Id,
        /// What was read otherwise than it stood there.
        remarks: Vec<Change>,
        /// The oldest account that had the same key under other names: one of the two may be
        /// superfluous.
        twin: Option<Id>,
    },
    /// The same key with the same names is here already; nothing was added.
    Same {
        /// The account that has it.
        id: Id,
    },
    /// It cannot be read.
    Refused(Refused),
}

impl Report {
    /// How many entries became accounts.
    pub fn added(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Added { .. }))
    }

    /// How many were here already.
    pub fn same(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Same { .. }))
    }

    /// How many were refused.
    pub fn refused(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Refused(_)))
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.lines.iter().filter(|line| is(&line.outcome)).count()
    }
}

/// Adds what a file says to the book. An entry that is refused stops none of the others.
pub fn import(
    book: &mut Book,
    bytes: &[u8],
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Report, ReadError> {
    Ok(add_all(book, read(bytes, Ask::default(), &mut |_| {})?.rows, fresh))
}

fn add_all(book: &mut Book, entries: Vec<Row>, fresh: &mut dyn FnMut() -> Id) -> Report {
    let mut known = Keys::of(book);
    let lines = entries
        .into_iter()
        .map(|entry| {
            let outcome = match entry.outcome {
                Ok(record) => add(book, &mut known, *record, fresh),
                Err(error) => Outcome::Refused(error),
            };
            Line { number: entry.number, outcome }
        })
        .collect();
    book.arrange();
    Report { lines }
}

/// Whether two keys give the same codes. How far a counter has got does not tell them apart: a list
/// written before a code was used must not bring that code back.
fn same(a: &Key, b: &Key) -> bool {
    let counters = matches!((a.kind(), b.kind()), (Kind::Hotp { .. }, Kind::Hotp { .. }));
    a.secret() == b.secret()
        && a.algorithm() == b.algorithm()
        && a.digits() == b.digits()
        && (counters || a.kind() == b.kind())
}

fn add(
    book: &mut Book,
    known: &mut Keys,
    record: Record,
    fresh: &mut dyn FnMut() -> Id,
) -> Outcome {
    let Some(key) = record.key else { return Outcome::Refused(Refusal::NoKey.into()) };
    let mut twin = None;
    for &place in known.places(key.secret().expose()) {
        let other = &book.accounts[place];
        let Some(theirs) = &other.key else { continue };
        if same(theirs, &key) && other.platform == record.issuer && other.login == record.login {
            return Outcome::Same { id: other.id };
        }
        if theirs.secret() == key.secret() {
            twin = Some(twin.map_or(other.id, |oldest: Id| oldest.min(other.id)));
        }
    }
    let id = fresh();
    known.add(key.secret().expose(), book.accounts.len());
    book.accounts.push(Account {
        platform: record.issuer,
        login: record.login,
        tags: record.groups,
        note: record.note,
        pinned: record.favourite,
        key: Some(key),
        ..Account::blank(id)
    });
    Outcome::Added { id, remarks: record.changes, twin }
}

/// Which accounts have which key, by a hash no file can aim at.
struct Keys {
    state: RandomState,
    places: HashMap<u64, Vec<usize>>,
}

impl Keys {
    fn of(book: &Book) -> Self {
        let mut keys = Self { state: RandomState::new(), places: HashMap::new() };
        for (place, account) in book.accounts.iter().enumerate() {
            if let Some(key) = &account.key {
                keys.add(key.secret().expose(), place);
            }
        }
        keys
    }

    fn add(&mut self, secret: &[u8], place: usize) {
        self.places.entry(self.state.hash_one(secret)).or_default().push(place);
    }

    fn places(&self, secret: &[u8]) -> &[usize] {
        self.places.get(&self.state.hash_one(secret)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;

    const A: &str =
        "otpauth://totp/Amazon:ops@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon";

    fn into(book: &mut Book, list: &str) -> Report {
        let mut n = u8::try_from(book.accounts.len()).expect("a small book");
        let mut fresh = || {
            n += 1;
            Id::new(Moment::from_secs(1), [n; 10])
        };
        import(book, list.as_bytes(), &mut fresh).expect("a list")
    }

    #[test]
    fn names_go_where_they_belong() {
        let mut book = Book::default();
        into(&mut book, A);
        let account = &book.accounts[0];
        assert_eq!((&*account.platform, &*account.login), ("Amazon", "ops@hikari.example"));
        assert!(account.key.is_some() && account.store.is_empty());
    }

    #[test]
    fn what_is_here_is_not_added_again() {
        let mut book = Book::default();
        let first = into(&mut book, &format!("{A}\n{A}\n"));
        assert_eq!((first.added(), first.same(), first.refused()), (1, 1, 0));
        let second = into(&mut book, A);
        assert_eq!((second.added(), second.same()), (0, 1));
        assert_eq!(book.accounts.len(), 1);
    }

    #[test]
    fn a_counter_that_was_used_does_not_come_back() {
        let list = "otpauth://hotp/Bank:me?secret=JBSWY3DPEHPK3PXP&counter=0";
        let mut book = Book::default();
        into(&mut book, list);
        let used = book.accounts[0].key.as_ref().and_then(Key::advanced);
        book.accounts[0].key.clone_from(&used);
        let again = into(&mut book, list);
        assert_eq!((again.added(), again.same()), (0, 1));
        assert_eq!(book.accounts[0].key, used);
    }

    #[test]
    fn the_same_key_under_another_name_is_kept_and_told() {
        let mut book = Book::default();
        into(&mut book, A);
        let first = book.accounts[0].id;
        for other in
            [A.replace("ops@", "new@"), A.replace("Amazon", "AWS"), format!("{A}&digits=8")]
        {
            let report = into(&mut book, &other);
            let Outcome::Added { twin, .. } = &report.lines[0].outcome else {
                panic!("{other}: {report:?}");
            };
            assert_eq!(*twin, Some(first), "{other}");
        }
        assert_eq!(book.accounts.len(), 4);
    }

    #[test]
    fn a_refused_line_stops_no_other() {
        let mut book = Book::default();
        let report = into(&mut book, &format!("otpauth://totp/x?secret=1\n{A}\nhello\n"));
        assert_eq!((report.added(), report.refused()), (1, 2));
        let numbers: Vec<_> = report.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
    }
}
