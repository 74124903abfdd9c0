//! Everything the dashboard knows. Plain data; `update` changes it, `view` draws it.

mod activity;
mod board;
mod care;
mod conflicts;
mod edit;
mod enrol;
mod exchange;
mod export;
mod form;
mod import;
mod input;
mod lines;
mod notice;
mod parts;
mod rest;
mod team;
mod tools;
mod vaults;
mod welcome;

pub use activity::{Heading, History};
pub use board::{Board, Kind, Overlay, Revealed, Tab, Veil, Waiting, Watch};
pub use care::{Care, Drill, Snoozing};
pub use conflicts::Conflicts;
pub use edit::{Pending, Stored, Undo};
pub use enrol::Enrol;
pub use exchange::Exchange;
pub use export::{Choice, CodePart, Codes, Destination, Export, Step as ExportStep, What, cargo};
pub use form::{Form, Purpose};
pub use import::{
    Asked, Columns, Import, Line, Manner, Origin, Sealed, Step as ImportStep, Taken,
    Work as ImportWork, sheets,
};
pub use input::Input;
pub use lines::{Lines, Row};
pub use notice::{Notice, Said, Tone};
pub use parts::{Doomed, Part, Parts, Section};
pub use rest::{Rest, Weight};
pub use team::{Admit, Block, Flaw, Matter, ShutOut};
pub use tools::{Answer, Below, Compare, Goal, Pages, Ungarble};
pub use vaults::Vaults;
pub use welcome::{Step, Welcome};

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::keymap::{Key, Keymap, Place};
use crate::app::desk::Need;
use crate::health::Limits;
use crate::i18n::{Fault, Foreign, Lang};
use crate::model::Id;
use crate::text::Safe;
use crate::time::{Moment, Zone};
use crate::tui::message::Ending;

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// The settings the dashboard looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Look {
    /// Codes are dots until revealed.
    pub hide_codes: bool,
    /// Milliseconds without a key until codes are covered; `None` for never.
    pub hide_after: Option<u64>,
    /// Codes are covered while the terminal is not the window that is used.
    pub hide_unfocused: bool,
    /// Milliseconds without a key until the vault locks; `None` for never.
    pub lock_after: Option<u64>,
    /// Days after which a tested backup is stale.
    pub stale_after: u32,
    /// What health is measured against.
    pub limits: Limits,
    /// Who sits here, for what is written down.
    pub name: String,
    /// Where phone numbers without a country code belong: an ISO 3166 code.
    pub region: Option<String>,
    /// The file that says so, for sentences.
    pub settings: PathBuf,
    /// As few bytes as possible: no bars in the rows.
    pub lean: bool,
    /// Milliseconds between two exchanges with other machines; `None`: only when asked.
    pub sync_every: Option<u64>,
    /// Clicks and the wheel come here instead of to the terminal.
    pub mouse: bool,
    /// Only ASCII marks and lines.
    pub ascii: bool,
    /// Whether colours may be used.
    pub color: bool,
    /// What the clock on the wall says of moments.
    pub zone: Zone,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            hide_codes: false,
            hide_after: Some(60_000),
            hide_unfocused: true,
            lock_after: Some(5 * 60_000),
            stale_after: 90,
            limits: Limits::default(),
            name: String::new(),
            region: None,
            settings: PathBuf::from("settings.ron"),
            lean: false,
            sync_every: None,
            mouse: false,
            ascii: false,
            color: true,
            zone: Zone::default(),
        }
    }
}

/// The vault for somebody who only copies codes, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When it ends.
    pub until: Moment,
    /// The same by the clock on the wall, for display.
    pub time: Safe<'static>,
}

/// The dashboard.
pub struct Model {
    /// When the last message came.
    pub now: Moment,
    /// The terminal.
    pub size: Size,
    /// The language on screen.
    pub lang: Lang,
    /// Settings.
    pub look: Look,
    /// Keys.
    pub keymap: Keymap,
    /// What is on screen.
    pub stage: Stage,
    /// The shift it is open for.
    pub shift: Option<Shift>,
    /// The key being taken came among more than a person presses at once.
    pub hasty: bool,
    /// When the last key came that did nothing and came in a heap.
    pub heap: Option<Moment>,
    /// Whether somebody was shut out here, and nothing was exchanged since.
    pub shut_out: bool,
    /// How the program ends, where it is not just left.
    pub ending: Option<Ending>,
    /// Whether it was said that the vault is not kept in git.
    pub told_of_git: bool,
    /// Ids for new records.
    pub ids: Ids,
    /// Where the vault is or will be, for display.
    pub path: String,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// What is on screen.
#[derive(Debug)]
pub enum Stage {
    /// There is no vault yet.
    Welcome(Welcome),
    /// A vault, shut.
    Locked(Locked),
    /// A vault, open.
    Open(Box<Board>),
}

/// The unlock screen.
#[derive(Debug)]
pub struct Locked {
    /// What is needed.
    pub need: Need,
    /// The passphrase.
    pub passphrase: Input,
    /// Whether the answer is awaited.
    pub opening: bool,
    /// Whether nothing was open yet.
    pub is_first: bool,
    /// Why the last try failed.
    pub fault: Option<Fault>,
    /// What a plugin says while the answer is awaited.
    pub heard: Option<Foreign>,
    /// What came while the answer is awaited, for what it opens.
    pub ahead: Ahead,
    /// Where to return to after unlocking. It holds no record of the vault.
    pub seat: Seat,
}

impl Locked {
    /// Shut, waiting for what is needed.
    pub fn new(need: Need) -> Self {
        Self {
            need,
            passphrase: Input::secret(),
            opening: false,
            is_first: false,
            fault: None,
            heard: None,
            ahead: Ahead::default(),
            seat: Seat::default(),
        }
    }
}

/// What was typed and pasted ahead, in order. A passphrase may be among it, so nothing here says what
/// it is.
#[derive(Default)]
pub struct Ahead {
    typed: Vec<Typed>,
    /// How long it is.
    length: usize,
}

/// One thing that was typed ahead.
pub enum Typed {
    /// A key, and whether it came in a heap.
    Key(Key, bool),
    /// A paste.
    Paste(Zeroizing<String>),
}

impl Ahead {
    /// More than anybody types while a vault opens.
    const MOST: usize = 4096;

    /// Keeps a key.
    pub fn push(&mut self, key: Key, hasty: bool) {
        self.keep(Typed::Key(key, hasty), 1);
    }

    /// Keeps a paste.
    pub fn paste(&mut self, text: &str) {
        self.keep(Typed::Paste(Zeroizing::new(text.to_owned())), text.len());
    }

    /// Where something did not fit nothing behind it is kept: it would mean another thing.
    fn keep(&mut self, typed: Typed, length: usize) {
        self.length = self.length.saturating_add(length);
        if self.length <= Self::MOST {
            self.typed.push(typed);
        }
    }

    /// Takes it all out.
    pub fn take(&mut self) -> Vec<Typed> {
        std::mem::take(self).typed
    }
}

impl std::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ahead(..)")
    }
}

/// A place in the dashboard to return to: which row, which filter, which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The filter's text.
    pub filter: String,
    /// The selected account.
    pub account: Option<Id>,
    /// The vault in hand.
    pub hand: Option<PathBuf>,
    /// The order.
    pub sort: crate::model::group::Sort,
    /// The groups.
    pub grouping: crate::model::group::Grouping,
    /// Whether the pane was opened on a narrow terminal.
    pub details: bool,
    /// The screen.
    pub tab: Tab,
}

/// Makes ids from a seed, so that `update` needs no randomness of its own.
#[derive(Clone, Debug)]
pub struct Ids {
    seed: [u8; 10],
    count: u32,
}

impl Ids {
    /// From ten random bytes.
    pub fn new(seed: [u8; 10]) -> Self {
        Self { seed, count: 0 }
    }

    /// The next id; no two of one seed are the same.
    pub fn fresh(&mut self, now: Moment) -> Id {
        self.count = self.count.wrapping_add(1);
        let mut random = self.seed;
        for (byte, count) in random[6..].iter_mut().zip(self.count.to_be_bytes()) {
            *byte ^= count;
        }
        Id::new(now, random)
    }
}

impl Model {
    /// Where a key pressed now goes.
    pub fn place(&self) -> Place {
        match &self.stage {
            Stage::Welcome(_) => Place::Menu,
            Stage::Locked(_) => Place::Locked,
            Stage::Open(board) => match board.overlay {
                Some(Overlay::Form(_)) => Place::Form,
                Some(Overlay::Care(_)) => Place::Loss,
                Some(Overlay::Parts(_)) => Place::Parts,
                Some(Overlay::Conflicts(_)) => Place::Conflicts,
                // While digits are typed, letters are no commands.
                Some(Overlay::Drill(ref drill)) if drill.digits.is_none() => Place::Drill,
                Some(Overlay::Import(ref import)) => match &import.step {
                    ImportStep::Preview => Place::Import,
                    ImportStep::Columns(columns) if columns.keys.is_none() => Place::Columns,
                    _ => Place::Menu,
                },
                Some(Overlay::Rest(ref rest)) if rest.keys.is_none() => Place::Imported,
                Some(Overlay::Big { .. }) => Place::Big,
                Some(Overlay::Enrol(Enrol::Shown { .. })) => Place::Qr,
                Some(Overlay::Export(ref export))
                    if matches!(export.step, ExportStep::Codes(_)) =>
                {
                    Place::Codes
                }
                Some(Overlay::Export(ref export)) if export.is_list() => Place::Export,
                Some(_) => Place::Menu,
                None if board.filtering => Place::Filter,
                None => board.tab.place(),
            },
        }
    }
}
