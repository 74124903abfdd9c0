//! An export in the making: which accounts, into what, what is lost, where to, its password, the word.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Board, Input};
use crate::app::explain;
use crate::app::export::{Cargo, Form, Outlook, found};
use crate::i18n::{Export as Say, Fault, Lang};
use crate::model::{Account, Book, Id};
use crate::secret::Secret;
use crate::text::wrap;
use crate::time::{Date, Moment};

/// An export. Nothing of it is anywhere before the last step.
#[derive(Debug)]
pub struct Export {
    /// What is asked or shown.
    pub step: Step,
    /// The book it is of.
    pub book: Arc<Book>,
    /// The choices of accounts.
    pub choices: Vec<Choice>,
    /// The selected one.
    pub choice: usize,
    /// The selected one of [`Destination::all`].
    pub way: usize,
    /// What becomes of the accounts there.
    pub outlook: Option<Outlook>,
    /// The first line of it on screen.
    pub top: usize,
    /// The path being typed.
    pub path: Input,
    /// The name that was put there to begin with.
    pub offered: String,
    /// The new password.
    pub password: Input,
    /// The same once more.
    pub again: Input,
    /// The phone that gets the keys.
    pub phone: Input,
    /// How many codes there will be on the screen.
    pub codes: usize,
    /// What the accounts are called that have no room there, in a code of any number.
    pub without_room: Vec<String>,
    /// How many accounts have.
    pub shown: usize,
    /// The word being typed.
    pub word: Input,
    /// Why there is no going on.
    pub fault: Option<Fault>,
    /// When the work was asked for whose answer is awaited.
    pub asked: Option<Moment>,
    /// While the keys of its lists are shown: from this one on.
    pub keys: Option<usize>,
}

/// What is asked or shown.
#[derive(Debug)]
pub enum Step {
    /// Which accounts?
    Which,
    /// Into what?
    Destination,
    /// What is lost.
    Loss,
    /// Which file?
    Path,
    /// Which password?
    Password,
    /// Once more?
    Again,
    /// Which phone gets the keys?
    Phone,
    /// The word, for what shows keys.
    Word,
    /// It is being written.
    Wait,
    /// It is written: there.
    Done(String),
    /// The codes are on screen.
    Codes(Codes),
}

/// QR codes that are shown one after the other.
#[derive(Debug)]
pub struct Codes {
    /// Each of them.
    pub parts: Vec<CodePart>,
    /// The one on screen.
    pub at: usize,
    /// When it leaves.
    pub until: Moment,
    /// Light and dark have changed places.
    pub inverted: bool,
}

/// One of several QR codes.
#[derive(Debug)]
pub struct CodePart {
    /// Its text.
    pub text: Secret,
    /// The accounts in it and what they are called.
    pub accounts: Vec<(Id, String)>,
    /// It is written down which phone gets them: it may be seen.
    pub is_recorded: bool,
}

/// A choice of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What they have in common.
    pub what: What,
    /// The accounts.
    pub accounts: Vec<Id>,
}

/// What accounts have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// They are in the vault.
    All,
    /// They are found by what is typed in the search.
    Found(String),
    /// It is the selected one.
    One(String),
    /// They are at a platform.
    Platform(String),
    /// They belong to a company.
    Company(String),
    /// They have a tag.
    Tag(String),
}

/// Where accounts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into a file.
    File(Form),
    /// Onto the screen, as QR codes.
    Screen,
}

impl Destination {
    /// Every one: what is locked first.
    pub fn all() -> Vec<Self> {
        let mut ways: Vec<Self> = Form::all().map(Self::File).collect();
        let codes = ways.iter().position(|way| *way == Self::File(Form::Codes));
        ways.insert(codes.unwrap_or(0), Self::Screen);
        ways.sort_by_key(|way| !way.form().has_password() || *way == Self::Screen);
        ways
    }

    /// The form whose limits it has.
    pub fn form(self) -> Form {
        match self {
            Self::File(form) => form,
            Self::Screen => Form::Codes,
        }
    }
}

impl Export {
    /// Of what is on the board; `None` when there is nothing to take out.
    pub fn new(board: &Board) -> Option<Self> {
        let choices = choices(board);
        let filtered = matches!(choices.get(1), Some(Choice { what: What::Found(_), .. }));
        (!choices.is_empty()).then(|| Self {
            step: Step::Which,
            book: Arc::clone(&board.book),
            choices,
            // Whoever searched for something before meant that.
            choice: usize::from(filtered),
            way: 0,
            outlook: None,
            top: 0,
            path: Input::default(),
            offered: String::new(),
            password: Input::secret(),
            again: Input::secret(),
            phone: Input::default(),
            codes: 0,
            without_room: Vec::new(),
            shown: 0,
            word: Input::default(),
            fault: None,
            asked: None,
            keys: None,
        })
    }

    /// Whether there is a list to go through, and no line to type into.
    pub fn is_list(&self) -> bool {
        self.keys.is_none() && matches!(self.step, Step::Which | Step::Destination | Step::Loss)
    }

    /// The chosen accounts.
    pub fn accounts(&self) -> &[Id] {
        self.choices.get(self.choice).map_or(&[], |choice| &choice.accounts)
    }

    /// The chosen accounts on their way out.
    pub fn cargo(&self) -> Cargo<'_> {
        cargo(&self.book, self.accounts())
    }

    /// The chosen way.
    pub fn way(&self) -> Destination {
        Destination::all().get(self.way).copied().unwrap_or(Destination::Screen)
    }

    /// What goes in, what does not, what is lost, as the command line says it: lines of so many
    /// columns, each with how far in it stands.
    pub fn losses(&self, width: u16, lang: Lang) -> Vec<(u16, String)> {
        let Some(outlook) = &self.outlook else { return Vec::new() };
        let mut lines = explain::outlook(outlook, &self.book, lang);
        if self.way() == Destination::Screen
            && let Some(first) = lines.first_mut()
        {
            *first = Say::OnScreen { n: outlook.entries }.say(lang);
        }
        if outlook.is_whole() {
            lines.push(Say::LosesNothing.say(lang));
        }
        // What belongs to the line above stands further in, also where it is broken.
        let broken = lines.iter().flat_map(|line| {
            let inside = line.trim_start_matches(' ');
            let indent = u16::try_from(line.len() - inside.len()).unwrap_or(0);
            let parts = wrap(inside, width.saturating_sub(indent).into());
            parts.into_iter().map(move |part| (indent, part.to_owned()))
        });
        broken.collect()
    }

    /// Puts a name into the line for the path, unless that name stood there before: what was made of
    /// it stays.
    pub fn offer(&mut self, today: Date) {
        let name = self.name(today);
        if name != self.offered {
            self.path = Input::with(&name);
            self.offered = name;
        }
    }

    /// Pastes a path: instead of a name that nobody has typed.
    pub fn paste_path(&mut self, text: &str) {
        if self.path.text() == self.offered {
            self.path.clear();
        }
        self.path.insert(text);
    }

    /// The same export of another book: back where what is lost is shown, with the path as it is.
    /// `None` when there is no such choice any more.
    pub fn again(self, board: &Board, today: Date, lang: Lang) -> Option<Self> {
        let mut new = Self::new(board)?;
        let chosen = self.choices.get(self.choice)?;
        let is_same = |choice: &Choice| match choice.what {
            // Another account may be called the same.
            What::One(_) => choice == chosen,
            _ => choice.what == chosen.what,
        };
        let choice = new.choices.iter().position(is_same)?;
        (new.choice, new.way) = (choice, self.way);
        (new.path, new.offered, new.phone) = (self.path, self.offered, self.phone);
        match self.step {
            Step::Which | Step::Destination => new.step = self.step,
            _ => new.look(today, lang),
        }
        Some(new)
    }

    /// Shows what becomes of the accounts there.
    pub fn look(&mut self, today: Date, lang: Lang) {
        self.outlook = Some(self.cargo().outlook(self.way().form(), today, lang));
        (self.step, self.top) = (Step::Loss, 0);
    }

    /// A name for the file that says what it is.
    pub fn name(&self, today: Date) -> String {
        let form = self.way().form();
        format!("keyrack-{}-{today}.{}", form.word(), form.ending())
    }
}

/// These accounts of a book on their way out.
pub fn cargo<'a>(book: &'a Book, accounts: &[Id]) -> Cargo<'a> {
    let by_id: BTreeMap<Id, &Account> = book.accounts.iter().map(|a| (a.id, a)).collect();
    Cargo::new(book, accounts.iter().filter_map(|id| by_id.get(id).copied()).collect())
}

/// All, what the search found, the selected one, then by platform, company and tag.
fn choices(board: &Board) -> Vec<Choice> {
    let book = &board.book;
    let all = found(book, "");
    let ids = |accounts: &[&Account]| accounts.iter().map(|account| account.id).collect();
    let mut choices = vec![Choice { what: What::All, accounts: ids(&all) }];
    let query = board.filter.text().trim();
    let listed: Vec<Id> = board
        .list
        .items()
        .filter_map(|place| Some(book.accounts.get(*place as usize)?.id))
        .collect();
    if !query.is_empty() && !listed.is_empty() {
        choices.push(Choice { what: What::Found(query.to_owned()), accounts: listed });
    }
    if let Some(account) = board.selected() {
        choices.push(Choice { what: What::One(account.full_name()), accounts: vec![account.id] });
    }
    let mut by = |names: fn(&Account) -> Vec<&str>, what: fn(String) -> What| {
        let mut named: BTreeMap<String, (String, Vec<Id>)> = BTreeMap::new();
        for account in &all {
            for name in names(account).into_iter().map(str::trim).filter(|name| !name.is_empty()) {
                let (_, ids) = named
                    .entry(name.to_lowercase())
                    .or_insert_with(|| (name.to_owned(), Vec::new()));
                if ids.last() != Some(&account.id) {
                    ids.push(account.id);
                }
            }
        }
        let named = named.into_values();
        choices.extend(named.map(|(name, accounts)| Choice { what: what(name), accounts }));
    };
    by(|account| vec![&account.platform], What::Platform);
    by(|account| vec![&account.company], What::Company);
    by(|account| account.tags.iter().map(String::as_str).collect(), What::Tag);
    if all.is_empty() { Vec::new() } else { choices }
}
