//! The first steps: there is no vault yet.

use super::{Input, Said};
use crate::app::create::Recovery;
use crate::i18n::Fault;
use crate::secret::Secret;
use crate::tui::message::Opened;

/// Where in the first steps somebody is.
#[derive(Debug)]
pub struct Welcome {
    /// What is asked now.
    pub step: Step,
    /// The selected choice.
    pub cursor: usize,
    /// The line being typed.
    pub input: Input,
    /// The passphrase chosen so far.
    pub passphrase: Option<Secret>,
    /// Ten words, ready to be offered.
    pub offered: Secret,
    /// Why no vault may be created.
    pub no_room: Option<Fault>,
    /// One file with a passphrase instead of an identity beside it.
    pub one_file: bool,
    /// Whether to make a recovery key.
    pub recovery: Recovery,
    /// The recovery key that was made, until it is written down.
    pub made: Option<(Opened, Secret)>,
    /// Why the last answer did not do.
    pub fault: Option<Said>,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Create, open, demo, leave?
    Start,
    /// Which vault file?
    Open,
    /// Identity and vault, or one file?
    Kind,
    /// These ten words, or an own passphrase?
    Passphrase,
    /// These are the ten words: write them down, then type them.
    Words,
    /// Type a passphrase.
    Type,
    /// Type it again.
    Again,
    /// Make a recovery key?
    Recovery,
    /// Creating.
    Wait,
    /// This is the recovery key: write it down.
    Keep,
}

impl Welcome {
    /// The first question. `offered` is a generated passphrase nobody has seen yet; `no_room` is why no
    /// vault may be created.
    pub fn new(offered: Secret, no_room: Option<Fault>) -> Self {
        Self {
            step: Step::Start,
            cursor: 0,
            input: Input::default(),
            passphrase: None,
            offered,
            no_room,
            one_file: false,
            recovery: Recovery::Skip,
            made: None,
            fault: None,
        }
    }

    /// How many choices the question has; 0 when a line is typed instead.
    pub fn choices(&self) -> usize {
        match self.step {
            Step::Start => 4,
            Step::Kind | Step::Passphrase | Step::Recovery => 2,
            _ => 0,
        }
    }
}
