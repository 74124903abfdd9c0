//! The open dashboard.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Admit, Block, Care, Compare, Conflicts, Doomed, Drill, Enrol, Exchange, Export, Form, Heading,
    History, Import, Input, Lines, Matter, Notice, Pages, Parts, Pending, Rest, Seat, Shift,
    ShutOut, Snoozing, Stored, Undo, Ungarble, Vaults,
};
use crate::activity::{Deed, Event};
use crate::app::shelf::Face;
use crate::app::team::Roster;
use crate::app::trust::{Concern, Decision};
use crate::health::{Finding, Health, Severity};
use crate::i18n::{Fault, keyrack_for};
use crate::model::group::{Grouping, Sort};
use crate::model::search::Index;
use crate::model::{Account, Book, Catalogue, Home, Id, Person, Thing, merge};
use crate::time::Moment;
use crate::tui::keymap::Place;
use crate::tui::message::Opened;
use crate::vault::Access;

/// The list of accounts and everything around it.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Board {
    /// The records. Shared with the worker while it saves.
    pub book: Arc<Book>,
    /// How many values of it wait for a decision. Every frame shows that, so it is counted once a book.
    pub clashing: usize,
    /// The vaults that are open; at least one.
    pub vaults: Vec<Face>,
    /// Those that stayed shut, and why.
    pub shut: Vec<Fault>,
    /// The one in hand: what is new goes there, and its members are shown.
    pub hand: usize,
    /// The file of the one that was taken in hand, which may be shut by now.
    pub held: PathBuf,
    /// The shift it is open for: then no code is ever shown.
    pub shift: Option<Shift>,
    /// Why what stands in the file now cannot be read, so that nothing can be saved until it can.
    pub unread: Option<Fault>,
    /// Why it may not be the vault that this machine knew.
    pub concern: Option<Box<Concern>>,
    /// The screen of the team.
    pub matters: Lines<Matter, Block>,
    /// Who could open the vault when its lines were made.
    pub counted: Arc<Roster>,
    /// Whether what the cursor was on is gone, so that it is on something else now.
    pub slipped: bool,
    /// How far what each of those who were shut out saw is replaced; `None` where nothing is to be.
    pub replaced: Vec<Option<(usize, usize)>>,
    /// Folded names, made when the first filter is typed.
    pub index: Option<Index>,
    /// The filter.
    pub filter: Input,
    /// Whether keys go to the filter of the screen that is shown.
    pub filtering: bool,
    /// What narrows the screens of devices and of health; every change of screen empties it.
    pub sieve: Input,
    /// Order.
    pub sort: Sort,
    /// Groups.
    pub grouping: Grouping,
    /// Which of the screens.
    pub tab: Tab,
    /// The devices, numbers and people.
    pub things: Lines<Thing, Kind>,
    /// The accounts that hang on each of them, by their place in the book.
    pub loads: HashMap<Thing, Vec<u32>>,
    /// The book `loads` is of.
    pub loaded: Arc<Book>,
    /// When each number was last asked for a code in a drill.
    pub asked: Vec<(Id, Moment)>,
    /// What is known of the platforms on this machine; empty until the worker has read it.
    pub known: Arc<Catalogue>,
    /// The same with what the book says laid over it.
    pub catalogue: Arc<Catalogue>,
    /// What is wrong; `None` until the worker has looked.
    pub health: Option<Health>,
    /// The book `health` is of.
    pub checked: Arc<Book>,
    /// What is wrong, worst first, under its severity and a count; what is put off under none.
    pub findings: Lines<Finding, (Option<Severity>, usize)>,
    /// Whether what is put off is shown, too.
    pub snoozed: bool,
    /// What was done; `None` until the worker has read it.
    pub history: Option<History>,
    /// The events by their place in it, under their days.
    pub events: Lines<u32, Heading>,
    /// What somebody has answered to a doubtful vault, until that is done.
    pub answered: Option<Decision>,
    /// What is written down once the running save is done, besides what the book tells by itself.
    pub deeds: Vec<Deed>,
    /// This machine's name.
    pub machine: String,
    /// The accounts by their place in the book, as they stand under each other.
    pub list: Lines<u32>,
    /// Accounts among the rows.
    pub matches: usize,
    /// The day health was asked for, to ask again at midnight.
    pub checked_on: Option<crate::time::Date>,
    /// Whether every code is shown.
    pub codes_shown: bool,
    /// Why codes are covered for the moment.
    pub veil: Option<Veil>,
    /// The one code shown although the others are not, and until when.
    pub revealed: Option<Revealed>,
    /// Whether the pane is open on a terminal too narrow for both.
    pub details: bool,
    /// What lies over the list.
    pub overlay: Option<Overlay>,
    /// What was said last.
    pub notice: Option<Notice>,
    /// When a key last came that was meant for what somebody else's save has closed.
    pub hushed: Option<Moment>,
    /// What happens when the running save is done.
    pub pending: Option<Pending>,
    /// Whether the file holds what the book holds.
    pub stored: Stored,
    /// The code that was copied last: whose, and which step.
    pub taken: Option<(Id, u64)>,
    /// A copy that waits for the next code.
    pub waiting: Option<Waiting>,
    /// Earlier books, newest last.
    pub undo: Vec<Undo>,
    /// How the exchange with other machines stands.
    pub exchange: Exchange,
    /// Whether an answer to the last look at the file is awaited.
    pub watch: Watch,
    /// When the last key came: locking counts from here.
    pub touched: Moment,
    /// When somebody was last known to look, by a key or by coming back to this window: covering
    /// counts from here.
    pub seen: Moment,
}

/// One of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The accounts and their codes.
    #[default]
    Accounts,
    /// Devices, numbers, people.
    Devices,
    /// Findings.
    Health,
    /// What was done.
    Activity,
    /// Who can open the vault.
    Team,
}

impl Tab {
    /// All of them, from left to right.
    pub const ALL: [Self; 5] =
        [Self::Accounts, Self::Devices, Self::Health, Self::Activity, Self::Team];

    /// Where keys go on it.
    pub fn place(self) -> Place {
        match self {
            Self::Accounts => Place::List,
            Self::Devices => Place::Devices,
            Self::Health => Place::Health,
            Self::Activity => Place::Activity,
            Self::Team => Place::Team,
        }
    }
}

/// A section of the board of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Handsets and tokens.
    Devices,
    /// Phone lines.
    Numbers,
    /// Colleagues.
    People,
}

/// Why codes are covered although nobody asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veil {
    /// Another window is being used.
    Unfocused,
    /// No key was pressed for a while.
    Idle,
}

/// Whether the file is being looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// No: the next second may ask.
    Idle,
    /// It is; looking may be slow, and questions must not pile up before a lock or a save.
    Asked,
}

/// A code shown by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// Whose.
    pub account: Id,
    /// The step it belongs to: a counter key's code outlives its counter.
    pub step: Option<u64>,
    /// When it is hidden again.
    pub until: Moment,
}

/// What lies over the list.
#[derive(Debug)]
pub enum Overlay {
    /// The keys that work here.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// Every command, narrowed by what is typed.
    Commands {
        /// What is typed.
        query: Input,
        /// The selected one.
        cursor: usize,
    },
    /// What hangs on one account.
    Parts(Parts),
    /// A loss being worked through.
    Care(Care),
    /// A drill.
    Drill(Drill),
    /// Values that clashed.
    Conflicts(Conflicts),
    /// A vault that may not be the one this machine knew: what becomes of it.
    Doubt {
        /// The selected answer, of [`Concern::answers`].
        cursor: usize,
    },
    /// The vaults that are open.
    Vaults(Vaults),
    /// Somebody being let in.
    Admit(Admit),
    /// Somebody being shut out.
    ShutOut(ShutOut),
    /// A finding being put off.
    Snoozing(Snoozing),
    /// Playbooks.
    Pages(Pages),
    /// A garbled message.
    Ungarble(Ungarble),
    /// A phone's code, held against ours.
    Compare(Compare),
    /// An import.
    Import(Box<Import>),
    /// What of an import did not come as it stood.
    Rest(Box<Rest>),
    /// An export.
    Export(Box<Export>),
    /// One code, as large as it gets.
    Big {
        /// Whose.
        account: Id,
        /// The code's step; it leaves when the step does.
        step: u64,
    },
    /// Another phone being given the key.
    Enrol(Enrol),
    /// An account being typed.
    Form(Box<Form>),
    /// "Delete this?" The answer is a typed word, which no burst of keys gives by chance.
    Delete {
        /// What.
        what: Doomed,
        /// What is typed so far.
        word: Input,
    },
    /// "There are edits that are not saved. Leave?"
    Leave,
}

/// A copy that waits for the next code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub account: Id,
    /// The step to copy.
    pub step: u64,
    /// When that step begins.
    pub at: Moment,
}

impl Board {
    /// A freshly opened vault, at the seat it was left from.
    pub fn new(opened: Opened, seat: &Seat, codes_shown: bool, now: Moment) -> Self {
        let mut filter = Input::default();
        filter.insert(&seat.filter);
        let asked = || opened.asked.iter();
        let held = seat.hand.as_ref().filter(|file| asked().any(|known| known == *file));
        let held = held.or_else(|| asked().next()).unwrap_or(&opened.vaults[0].file).clone();
        let hand = opened.vaults.iter().position(|face| face.file == held).unwrap_or(0);
        Self {
            clashing: merge::conflicts(&opened.book),
            counted: Arc::clone(&opened.vaults[hand].readers),
            book: opened.book,
            vaults: opened.vaults,
            shut: opened.shut,
            hand,
            held,
            shift: None,
            unread: None,
            concern: opened.concern,
            matters: Lines::default(),
            slipped: false,
            replaced: Vec::new(),
            index: None,
            filter,
            filtering: false,
            sieve: Input::default(),
            sort: seat.sort,
            grouping: seat.grouping,
            tab: seat.tab,
            things: Lines::default(),
            loads: HashMap::new(),
            loaded: Arc::default(),
            known: Arc::default(),
            asked: Vec::new(),
            catalogue: Arc::default(),
            health: None,
            checked: Arc::default(),
            findings: Lines::default(),
            snoozed: false,
            history: None,
            events: Lines::default(),
            answered: None,
            deeds: Vec::new(),
            machine: opened.machine,
            list: Lines::default(),
            matches: 0,
            checked_on: None,
            codes_shown,
            veil: None,
            revealed: None,
            details: seat.details,
            overlay: None,
            notice: None,
            hushed: None,
            pending: None,
            stored: Stored::Yes,
            taken: None,
            waiting: None,
            undo: Vec::new(),
            exchange: Exchange::default(),
            watch: Watch::Idle,
            touched: now,
            seen: now,
        }
    }

    /// Where to return to after unlocking.
    pub fn seat(&self) -> Seat {
        Seat {
            filter: self.filter.text().to_owned(),
            account: self.selected().map(|account| account.id),
            hand: Some(self.held.clone()),
            sort: self.sort,
            grouping: self.grouping,
            details: self.details,
            tab: self.tab,
        }
    }

    /// Whether a key still belongs to what was closed under the fingers: until nothing comes for a second.
    pub fn is_hushed(&mut self, now: Moment) -> bool {
        let is_quick = |last: &Moment| now.millis_since(*last) < 1_000;
        self.hushed = self.hushed.filter(is_quick).map(|_| now);
        self.hushed.is_some()
    }

    /// Who can open the vault in hand.
    pub fn readers(&self) -> &Roster {
        &self.vaults[self.hand].readers
    }

    /// May anything be written? A save that would change a vault that may not be is refused by itself.
    pub fn access(&self) -> Access {
        let all = || self.vaults.iter().map(|face| face.access);
        all()
            .find(|access| *access == Access::ReadWrite)
            .or_else(|| all().next())
            .unwrap_or(Access::Asked)
    }

    /// What people call the vault in hand.
    pub fn hand_name(&self) -> &str {
        &self.vaults[self.hand].name
    }

    /// How a command begins that is about the vault in hand: where several are open, it says which.
    pub fn keyrack(&self) -> String {
        keyrack_for(self.is_several().then(|| &*self.vaults[self.hand].file))
    }

    /// Whether the one that was taken in hand is shut: then nothing is new until another is.
    pub fn is_hand_shut(&self) -> bool {
        self.vaults[self.hand].file != self.held
    }

    /// What people call all of them; where there are several, the one in hand stands in brackets.
    pub fn name(&self) -> String {
        let is_several = self.is_several();
        let name = |(place, face): (usize, &Face)| {
            let is_held = is_several && place == self.hand;
            if is_held { format!("[{}]", face.name) } else { face.name.clone() }
        };
        let names: Vec<String> = self.vaults.iter().enumerate().map(name).collect();
        names.join(" + ")
    }

    /// Their files, in their order: places in the book mean the same as long as these are the same.
    pub fn files(&self) -> Vec<PathBuf> {
        self.vaults.iter().map(|face| face.file.clone()).collect()
    }

    /// Takes over what is open now. The one in hand stays it, also while it is shut.
    pub fn show_vaults(&mut self, vaults: Vec<Face>) {
        let hand = vaults.iter().position(|face| face.file == self.held);
        let before = self.files();
        self.vaults = vaults;
        self.hand = hand.unwrap_or(0);
        let asked_of_another = match self.overlay {
            Some(Overlay::Admit(_) | Overlay::ShutOut(_)) => hand.is_none(),
            Some(Overlay::Vaults(_)) => self.files() != before,
            _ => false,
        };
        if asked_of_another {
            self.overlay = None;
        }
    }

    /// The places that a list of vaults offers: all, or those an account can move to.
    pub fn choices(&self, moving: Option<Id>) -> Vec<usize> {
        let home = moving.and_then(|id| self.book.homes.of(id));
        let is_all = |place: usize| home.is_some_and(|home| home == Home::only(place));
        (0..self.vaults.len()).filter(|place| !is_all(*place)).collect()
    }

    /// What the vaults are called that an account stands in; nothing where there is one.
    pub fn vaults_of(&self, account: Id) -> impl Iterator<Item = &str> {
        let home = self.book.homes.of(account).unwrap_or_default();
        home.places().filter_map(|place| Some(self.vaults.get(place)?.name.as_str()))
    }

    /// Whether several vaults are open.
    pub fn is_several(&self) -> bool {
        self.vaults.len() > 1
    }

    /// The filter of the screen that is shown.
    pub fn query(&self) -> &Input {
        if self.tab == Tab::Accounts { &self.filter } else { &self.sieve }
    }

    /// Whether something that is called all of these falls through the sieve: every word typed is
    /// part of one of them.
    pub fn keeps(&self, names: &[&str]) -> bool {
        let query = self.sieve.text().to_lowercase();
        let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        query.split_whitespace().all(|word| names.iter().any(|name| name.contains(word)))
    }

    /// Whether somebody has left, as of the day the findings are of.
    pub fn has_left(&self, person: &Person) -> bool {
        self.checked_on.map_or(person.left.is_some(), |today| person.has_left(today))
    }

    /// The selected device, number or person.
    pub fn thing(&self) -> Option<Thing> {
        self.things.selected().copied()
    }

    /// The selected event.
    pub fn event(&self) -> Option<&Arc<Event>> {
        self.history.as_ref()?.activity.events.get(*self.events.selected()? as usize)
    }

    /// Who copied the code that an account gives now, on another machine, and how many seconds ago.
    pub fn taken_by(&self, account: &Account, now: Moment) -> Option<(&str, u64)> {
        let window = account.key.as_ref()?.window(now)?;
        let (who, at) = self.history.as_ref()?.taken.get(&account.id)?;
        let lived = u64::from(window.period.saturating_sub(window.left));
        let ago = now.millis_since(*at) / 1000;
        (ago <= lived).then_some((who.as_str(), ago))
    }

    /// The account in a row.
    pub fn account_at(&self, row: usize) -> Option<&Account> {
        self.book.accounts.get(*self.list.item(row)? as usize)
    }

    /// The selected account.
    pub fn selected(&self) -> Option<&Account> {
        self.account_at(self.list.cursor)
    }

    /// Whether codes are shown without being asked for one by one.
    pub fn uncovered(&self) -> bool {
        self.shift.is_none() && self.codes_shown && self.veil.is_none()
    }

    /// Whether an account's code may be on screen now. What was asked for by itself stays: people
    /// read it into another window.
    pub fn shows(&self, account: &Account, now: Moment) -> bool {
        self.uncovered() || self.revealed(account.id, now).is_some()
    }

    /// Somebody looks: codes are covered no longer.
    pub fn look(&mut self, now: Moment) {
        self.seen = now;
        self.veil = None;
    }

    /// Somebody presses keys or pastes.
    pub fn touch(&mut self, now: Moment) {
        self.touched = now;
        self.look(now);
    }

    /// How an account was revealed by itself, while that lasts.
    pub fn revealed(&self, account: Id, now: Moment) -> Option<Revealed> {
        let revealed = self.revealed.filter(|_| self.shift.is_none());
        revealed.filter(|r| r.account == account && r.until > now)
    }
}
