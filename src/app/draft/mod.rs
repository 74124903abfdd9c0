//! A record while somebody types it: one text per field, checked as a whole.
//!
//! ```text
//!   field     what there is to fill in, and the words it takes
//!   account, key, method, device, number, person, copy, recovery
//!             from a record to its form and back
//!   find      things by the names people type; split: lists in one line
//!   suggest   what is in the book already, to choose from
//!   target    which record a form is about, and saving it
//! ```
//!
//! The commands and the dashboard's forms all fill a [`Draft`]; the names of the fields are the
//! names of the options. A build changes only what was touched: what a form does not show, or cannot
//! write as text, stays as it was. Pure.

mod account;
mod copy;
mod device;
mod field;
pub mod find;
mod key;
mod method;
pub mod number;
mod person;
mod recovery;
mod split;
mod suggest;
mod target;
#[cfg(test)]
mod tests;

pub use field::{Field, Subject};
pub use key::same_key;
pub use method::remove_method;
pub use target::{Done, Target};

use zeroize::Zeroizing;

use crate::exchange::table::veiled;
use crate::model::{Book, Id, RecoveryCode, Worded};
use crate::otp::Refusal;
use crate::otp::base32::Base32Error;
use crate::otp::{Key, KeyError};
use crate::time::{Date, days_between};

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Store, login and platform are all empty: nothing to call it by.
    NoName,
    /// Nothing goes without this field.
    Missing,
    /// Another record is called that.
    Taken,
    /// Several records are called that, and nobody knows which is meant.
    Several {
        /// These.
        found: Vec<Id>,
    },
    /// Only a part of what somebody or something is called, so nobody knows whether it is meant.
    PartOf {
        /// The whole name.
        name: String,
    },
    /// A device is with somebody else: an account is no place to say that it changed hands.
    HeldBy {
        /// Which.
        device: String,
        /// Who has it.
        holder: String,
        /// Who was named.
        named: String,
    },
    /// Not base32.
    Key(Base32Error),
    /// A length no whole number of bytes has: one character is missing or doubled.
    OddLength {
        /// Characters that were typed.
        characters: usize,
    },
    /// Words that read as a key, or words before one.
    Words,
    /// Two keys behind each other.
    Together,
    /// A mOTP key with other characters than hexadecimal digits.
    NotHex,
    /// The key there is was written in another way than keys of the kind chosen now.
    KeyAnew,
    /// Looks like an address, but is none that can be read.
    Address(Refusal),
    /// Out of bounds.
    Bounds(KeyError),
    /// Not a whole number.
    NotANumber,
    /// None of the field's choices.
    NotAChoice,
    /// Not a day written as `2026-03-31`.
    NotADay,
    /// A day that lies ahead, where one is asked for that has come.
    Ahead,
    /// A day on which the key is said to be set up, where the same key got out before.
    SameKey,
    /// Not a phone number: letters, or too few or too many digits.
    NotAPhone,
    /// A device, number or holder for a method that is not there.
    NoMethod,
    /// The result of a test, but not its day.
    NoTest,
    /// The account it belongs to is there no more.
    Gone,
    /// A key where everybody sees it.
    KeyThere,
}

/// A record, or everything that is wrong with its form.
pub type Saved<T> = Result<T, Vec<(Field, Flaw)>>;

/// What a draft is built into.
pub struct Work<'a> {
    /// Where devices, numbers and people are found by their names, or added.
    pub book: &'a mut Book,
    /// The day a change is made on.
    pub today: Date,
    /// Who makes it; may be empty.
    pub by: &'a str,
    /// Where a number without a country code belongs: an ISO 3166 code, `CN`.
    pub region: Option<&'a str>,
    /// Which of several vaults gets what is new.
    pub hand: usize,
    /// Makes a new id.
    pub fresh: &'a mut dyn FnMut() -> Id,
}

/// The texts of a form, and the secrets an edited record had.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    subject: Subject,
    texts: Vec<Zeroizing<String>>,
    key: Option<Key>,
    codes: Vec<RecoveryCode>,
    whole: bool,
}

impl Draft {
    /// An empty form; of an account, one with the fields that a hurried person needs.
    pub fn new(subject: Subject) -> Self {
        Self { whole: subject != Subject::Account, ..Self::whole_of(subject) }
    }

    /// An empty form with every field.
    fn whole_of(subject: Subject) -> Self {
        Self {
            subject,
            texts: vec![Zeroizing::default(); subject.fields().len()],
            key: None,
            codes: Vec::new(),
            whole: true,
        }
    }

    /// What it is about.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// Shows the fields, too, that a hurried person does without.
    pub fn unfold(&mut self) {
        self.whole = true;
    }

    /// The text of a field; nothing of one this form does not have.
    pub fn text(&self, field: Field) -> &str {
        self.place(field).map_or("", |place| &self.texts[place])
    }

    /// Replaces the text of a field; does nothing for one this form does not have.
    pub fn set(&mut self, field: Field, text: &str) {
        if let Some(place) = self.place(field) {
            self.texts[place] = Zeroizing::new(text.to_owned());
        }
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.subject.fields().iter().position(|known| *known == field)
    }

    fn put(&mut self, field: Field, value: impl Worded) {
        self.set(field, value.word());
    }

    fn set_day(&mut self, field: Field, day: Option<Date>) {
        self.set(field, &day.map(|day| day.to_string()).unwrap_or_default());
    }

    /// Whether the account had a key that stays unless another is typed.
    pub fn keeps_key(&self) -> bool {
        self.key.is_some()
    }

    /// Drops the key the account had.
    pub fn forget_key(&mut self) {
        self.key = None;
    }

    /// The fields that have a meaning now, in order.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.subject.fields().iter().copied().filter(|field| self.applies(*field))
    }

    /// Whether a field has a meaning beside the others as they are now.
    pub fn applies(&self, field: Field) -> bool {
        if self.subject == Subject::Account {
            return self.account_applies(field);
        }
        let filled = |field: Field| !self.text(field).trim().is_empty();
        match field {
            Field::Since => {
                let in_use = |field| matches!(self.text(field), "" | "ok");
                filled(field) || !in_use(Field::DeviceState) || !in_use(Field::NumberState)
            }
            Field::Result | Field::TestedBy => filled(field) || filled(Field::Tested),
            field => self.place(field).is_some(),
        }
    }

    /// Everything that is wrong, in the order of the form; empty when the draft can be built, unless
    /// its name is taken.
    pub fn flaws(&self) -> Vec<(Field, Flaw)> {
        let mut flaws = match self.subject {
            Subject::Account => self.account_flaws(),
            Subject::Method => self.method_flaws(),
            Subject::Device => self.missing(Field::Label),
            Subject::Number => self.missing(Field::Number),
            Subject::Person => self.missing(Field::Name),
            Subject::Recovery => self.whole::<u32>(Field::Left, 0).err().into_iter().collect(),
            Subject::Copy => Vec::new(),
        };
        for &field in self.subject.fields() {
            let text = self.text(field).trim();
            let choices = field.choices();
            let flaw = if text.is_empty() || flaws.iter().any(|(known, _)| *known == field) {
                None
            } else if !choices.is_empty() && !choices.contains(&text) {
                Some(Flaw::NotAChoice)
            } else if field.is_day() && text.parse::<Date>().is_err() {
                Some(Flaw::NotADay)
            } else if field.is_number() && !number::is_plausible(text) && !self.takes_id(text) {
                Some(Flaw::NotAPhone)
            } else {
                None
            };
            flaws.extend(flaw.map(|flaw| (field, flaw)));
        }
        flaws.sort_by_key(|(field, _)| self.place(*field));
        flaws
    }

    /// The numbers that may be mistyped, among those that were typed and are not in the book. Asks
    /// the large table of numbers, so not at every key press.
    pub fn doubts(
        &self,
        base: Option<&Self>,
        book: &Book,
        region: Option<&str>,
    ) -> Vec<(Field, number::Doubt)> {
        let fields = self.subject.fields().iter().copied().filter(|field| field.is_number());
        let typed = fields.filter(|&field| {
            let text = self.text(field);
            !text.trim().is_empty()
                && base.is_none_or(|base| base.text(field) != text)
                && find::lines(book, text, region, None).is_empty()
        });
        typed
            .filter_map(|field| Some((field, number::normalise(self.text(field), region).doubt?)))
            .collect()
    }

    /// Whether a text names a line by its id, where one is named that is known.
    fn takes_id(&self, text: &str) -> bool {
        self.subject != Subject::Number && text.parse::<Id>().is_ok()
    }

    fn missing(&self, field: Field) -> Vec<(Field, Flaw)> {
        if self.text(field).trim().is_empty() { vec![(field, Flaw::Missing)] } else { Vec::new() }
    }

    /// Refuses what is wrong, and days that were typed and have not come. Days that stood there
    /// already are let be: whoever edits something else cannot mend them.
    fn check(&self, shown: &Self, today: Date) -> Saved<()> {
        let mut flaws = self.flaws();
        let days = self.subject.fields().iter().filter(|field| field.is_past());
        let typed = days.filter(|field| self.text(**field) != shown.text(**field));
        // It may be tomorrow where the person is.
        let ahead =
            |field: &&Field| self.day(**field).is_some_and(|day| days_between(today, day) > 1);
        flaws.extend(typed.filter(ahead).map(|field| (*field, Flaw::Ahead)));
        let touched = |field: &&Field| self.text(**field) != shown.text(**field);
        let misplaced = self.subject.fields().iter().filter(touched);
        let misplaced = misplaced.filter(|field| self.has_misplaced_key(**field));
        flaws.extend(misplaced.map(|field| (*field, Flaw::KeyThere)));
        flaws.sort_by_key(|(field, _)| self.place(*field));
        if flaws.is_empty() { Ok(()) } else { Err(flaws) }
    }

    /// Whether what everybody sees of a record looks like a key: it was typed or pasted one line off. A
    /// word in capitals alone is let pass: hardly any key has no digit.
    pub fn has_misplaced_key(&self, field: Field) -> bool {
        let text = self.text(field);
        field.is_name() && text.contains(|c: char| c.is_ascii_digit()) && veiled(text) != text
    }

    fn trimmed(&self, field: Field) -> String {
        self.text(field).trim().to_owned()
    }

    /// The day of a field that has passed the check.
    fn day(&self, field: Field) -> Option<Date> {
        self.text(field).trim().parse().ok()
    }

    /// The value of a field that has passed the check; the usual one when it is empty.
    fn choice<T: Worded + Default>(&self, field: Field) -> T {
        T::from_word(self.text(field).trim()).unwrap_or_default()
    }

    fn whole<T: std::str::FromStr>(&self, field: Field, default: T) -> Result<T, (Field, Flaw)> {
        match self.text(field).trim() {
            "" => Ok(default),
            text => text.parse().map_err(|_| (field, Flaw::NotANumber)),
        }
    }
}
