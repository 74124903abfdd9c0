//! The names of a book, folded into one buffer, each of them once.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::{Spelling, fold_into};
use crate::model::{Account, Book, Id};

/// Characters up to which a field is a name rather than prose.
pub(super) const LONGEST_NAME: usize = 64;

/// What a field is, as far as a query can ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Tag,
    Holder,
    /// Prose.
    Note,
    Other,
}

/// A field of one or more accounts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

/// Folded fields, one behind the other in one buffer. What many accounts share, such as a
/// platform, is there once, and so is compared once for each key pressed.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    text: String,
    marks: Vec<Mark>,
    /// The accounts that have each field, one field behind the other.
    owners: Vec<u32>,
    /// How many accounts there are.
    accounts: usize,
}

/// Where a field and its owners begin; they end where those of the next one begin.
#[derive(Clone, Copy, Debug)]
struct Mark {
    letters: u64,
    start: u32,
    owners: u32,
    kind: Kind,
}

/// Fields that belong together: one and its pinyin.
type Fields = Range<u32>;

impl Sheet {
    /// All fields of all accounts of a book. Never a key.
    pub(super) fn new(book: &Book) -> Self {
        let mut writer = Writer::new(book);
        for account in &book.accounts {
            writer.write(account);
        }
        writer.finish()
    }

    /// How many accounts there are.
    pub(super) fn accounts(&self) -> usize {
        self.accounts
    }

    /// All fields that have all of `letters`, with the accounts that have them.
    pub(super) fn with(&self, letters: u64) -> impl Iterator<Item = (Field<'_>, &[u32])> {
        let marks = self.marks.iter().enumerate();
        marks.filter(move |(_, mark)| mark.letters & letters == letters).map(|(index, mark)| {
            let next = self.marks.get(index + 1);
            let owners = next.map_or(self.owners.len(), |next| next.owners as usize);
            (self.field(index), &self.owners[mark.owners as usize..owners])
        })
    }

    fn field(&self, index: usize) -> Field<'_> {
        let Mark { start, kind, .. } = self.marks[index];
        let end = self.marks.get(index + 1).map_or(self.text.len(), |next| next.start as usize);
        Field { kind, text: &self.text[start as usize..end] }
    }

    fn push(&mut self, kind: Kind, write: impl FnOnce(&mut String)) {
        // What lies beyond four billion bytes of names is not searched.
        let Ok(start) = u32::try_from(self.text.len()) else { return };
        write(&mut self.text);
        let text = &self.text[start as usize..];
        if !text.is_empty() {
            self.marks.push(Mark { letters: letters(text), start, owners: 0, kind });
        }
    }
}

/// The characters of a text as a set, of which the set of every part is a subset: one bit for each
/// Latin letter and digit, all others share the rest.
pub(super) fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, c| {
        let place = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            '0'..='9' => u32::from(c) - u32::from('0') + 26,
            _ => u32::from(c) % 28 + 36,
        };
        letters | 1 << place
    })
}

struct Writer<'a> {
    sheet: Sheet,
    /// Account and field, in the order of the accounts.
    pairs: Vec<(u32, u32)>,
    spelling: Spelling,
    /// What was written that others may share.
    shared: HashMap<(Kind, &'a str), Fields>,
    /// Label and holder of each device.
    devices: HashMap<Id, [Fields; 2]>,
    /// The device that the SIM of each number is in.
    numbers: HashMap<Id, Id>,
}

impl<'a> Writer<'a> {
    fn new(book: &'a Book) -> Self {
        let numbers = book.numbers.iter().filter_map(|number| Some((number.id, number.device?)));
        // What an account usually has: growing costs as much as filling.
        let accounts = book.accounts.len();
        let (text, marks) =
            (String::with_capacity(96 * accounts), Vec::with_capacity(4 * accounts));
        let mut writer = Self {
            sheet: Sheet { text, marks, ..Sheet::default() },
            pairs: Vec::with_capacity(20 * accounts),
            spelling: Spelling::default(),
            shared: HashMap::new(),
            devices: HashMap::new(),
            numbers: numbers.collect(),
        };
        let people: HashMap<_, _> = book.people.iter().map(|person| (person.id, person)).collect();
        for device in &book.devices {
            let holder = device.holder.and_then(|id| people.get(&id));
            let holder = holder.map_or("", |person| &person.name);
            let fields =
                [writer.own(Kind::Other, &device.label), writer.shared(Kind::Holder, holder)];
            writer.devices.insert(device.id, fields);
        }
        writer
    }

    fn write(&mut self, account: &'a Account) {
        let own = |writer: &mut Self, kind, text| {
            let fields = writer.own(kind, text);
            writer.list(fields);
        };
        let shared = |writer: &mut Self, kind, text: &'a str| {
            let fields = writer.shared(kind, text);
            writer.list(fields);
        };
        own(self, Kind::Other, &account.store);
        shared(self, Kind::Other, &account.platform);
        own(self, Kind::Other, &account.login);
        account.marketplaces.iter().for_each(|site| shared(self, Kind::Other, site));
        shared(self, Kind::Other, &account.company);
        account.tags.iter().for_each(|tag| shared(self, Kind::Tag, tag));
        own(self, Kind::Note, &account.note);
        for method in &account.methods {
            let device = method.device.or_else(|| self.numbers.get(&method.number?).copied());
            if let Some(fields) = device.and_then(|id| self.devices.get(&id)).cloned() {
                let [label, holder] = fields;
                self.list(label);
                self.list(holder);
            }
        }
        self.sheet.accounts += 1;
    }

    fn list(&mut self, fields: Fields) {
        let account = number(self.sheet.accounts);
        self.pairs.extend(fields.map(|field| (account, field)));
    }

    /// Turns the fields of the accounts into the accounts of the fields.
    fn finish(mut self) -> Sheet {
        let marks = &mut self.sheet.marks;
        for (_, field) in &self.pairs {
            marks[*field as usize].owners += 1;
        }
        // First the end of each field's owners; filled from the last one on, so that it is their
        // beginning afterwards.
        let mut end = 0;
        for mark in marks.iter_mut() {
            end += mark.owners;
            mark.owners = end;
        }
        let mut owners = vec![0; self.pairs.len()];
        for (account, field) in self.pairs.iter().rev() {
            let place = &mut marks[*field as usize].owners;
            *place -= 1;
            owners[*place as usize] = *account;
        }
        self.sheet.owners = owners;
        self.sheet
    }

    fn shared(&mut self, kind: Kind, text: &'a str) -> Fields {
        if let Some(fields) = self.shared.get(&(kind, text)) {
            return fields.clone();
        }
        let fields = self.own(kind, text);
        self.shared.insert((kind, text), fields.clone());
        fields
    }

    /// Writes a field and the pinyin of it; nothing for an empty one.
    fn own(&mut self, kind: Kind, text: &str) -> Fields {
        let first = self.sheet.marks.len();
        self.sheet.push(kind, |all| fold_into(text.trim(), all));
        if self.sheet.marks.len() > first {
            let text = self.sheet.field(first).text;
            // The pinyin of prose would match everything.
            if !text.is_ascii() && text.chars().nth(LONGEST_NAME).is_none() {
                self.spelling.spell(text);
                for spelled in self.spelling.all() {
                    self.sheet.push(kind, |all| all.push_str(spelled));
                }
            }
        }
        number(first)..number(self.sheet.marks.len())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("no file that is read holds four billion names")
}
