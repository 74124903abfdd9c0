//! What the team has decided and done about its accounts: findings put off, losses worked through.

use super::word::worded;
use super::{Id, Thing};
use crate::time::Date;

/// A finding that was put off.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Snooze {
    /// Stable for life.
    pub id: Id,
    /// The rule's code: `B09`.
    pub rule: String,
    /// The account it was found at.
    pub account: Option<Id>,
    /// The device, number or person it is about.
    pub about: Option<Thing>,
    /// What tells it from others about the same: the place of a copy, a kind of method, a field's name.
    /// May be empty.
    pub detail: String,
    /// How bad it was when it was put off; a worse one is told. `None`: however bad.
    pub severity: Option<Severity>,
    /// The last day on which it stays quiet.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who put it off; may be empty.
    pub by: String,
    /// The day on which that was decided.
    pub on: Date,
}

worded! {
    /// How bad a finding is; the worst first.
    pub enum Severity {
        /// Locked out, or about to be.
        Critical = "critical",
        /// One mishap away from it.
        High = "high",
        /// To be mended soon.
        Medium = "medium",
        /// To be mended some day.
        Low = "low",
    }
}

/// A device, number or person that was lost, and how far the accounts behind it are mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Stable for life.
    pub id: Id,
    /// What was lost.
    pub thing: Thing,
    /// Whether they could open the vault: then they saw every key, recovery code and number in it.
    pub saw: bool,
    /// The day.
    pub on: Date,
    /// Who said so; may be empty.
    pub by: String,
    /// What has been done.
    pub ticks: Vec<Tick>,
}

/// A step of a [`Loss`] that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick {
    /// At which account.
    pub account: Id,
    /// What.
    pub step: Step,
    /// The day.
    pub on: Date,
    /// Who; may be empty.
    pub by: String,
}

worded! {
    /// What is to be done at an account after a loss, in this order.
    pub enum Step {
        /// Ask the platform to let the owner in again: nothing else works.
        Recover = "recover",
        /// Sign in with a method that still works.
        SignIn = "sign-in",
        /// Remove the lost method there.
        Remove = "remove",
        /// Register another one in its place.
        Replace = "replace",
        /// Try it.
        Test = "test",
        /// Replace the key, which was on what is lost.
        Rekey = "rekey",
        /// Have new recovery codes issued.
        Codes = "codes",
        /// Move to another number, or have the carrier lock this one against a swap of its SIM.
        Number = "number",
    }
}
