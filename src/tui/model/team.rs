//! The screen of the team: who can open the vault, who could, and what waits for a person.

use super::Input;
use crate::app::team::Newcomer;
use crate::i18n::{Fault, Team};
use crate::vault::Recipient;

/// A line of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// The vault itself: its fingerprint, how often it was saved.
    Vault,
    /// It may not be the one that this machine knew.
    Doubt,
    /// Values that clash.
    Clashes,
    /// The recovery key, where there is none or it was not tried for long.
    Paper,
    /// Somebody who can open it, by the place in the list.
    Member(usize),
    /// Somebody who could, by the place in the list.
    Removed(usize),
}

/// A section of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// About the vault.
    Vault,
    /// Who can open it.
    Members,
    /// Who could.
    Removed,
}

/// Somebody is being let in.
#[derive(Debug)]
pub enum Admit {
    /// The line they sent is typed or pasted.
    Line {
        /// What is there so far.
        line: Input,
        /// What is wrong with it.
        fault: Option<Flaw>,
        /// Whom it names, while it is asked whether their key can be used here: before anybody is rung up.
        asked: Option<Newcomer>,
    },
    /// The end of their fingerprint is typed, as they read it. It is not shown, so that it has to come
    /// from them.
    Compare {
        /// Who.
        newcomer: Newcomer,
        /// What is typed so far.
        typed: Input,
        /// What was typed before was another one.
        wrong: Option<Team>,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is no key that can be taken.
    Key(Fault),
    /// Something about the name, or who that is.
    Name(Team),
}

/// Somebody is being shut out. The answer is a typed word.
#[derive(Debug)]
pub struct ShutOut {
    /// Whom.
    pub recipient: Recipient,
    /// What is typed so far.
    pub word: Input,
}
