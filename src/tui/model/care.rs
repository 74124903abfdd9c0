//! What is worked through over a screen: a loss, a drill.

use std::collections::HashMap;

use super::{Answer, Input, Lines};
use crate::health::Finding;
use crate::health::drill::{Coverage, Due};
use crate::health::loss::Affected;
use crate::model::{Id, Step, Thing};
use crate::time::Date;

/// The accounts behind a device, a number or a person, and what is to be done at each.
#[derive(Debug)]
pub struct Care {
    /// What is lost, or would be.
    pub thing: Thing,
    /// The accounts, worst first.
    pub affected: Vec<Affected>,
    /// What was done, by account and step: who and when. `None` while it is not marked as lost.
    pub done: Option<HashMap<(Id, Step), (String, Date)>>,
    /// The steps under their accounts: places among the affected.
    pub steps: Lines<(usize, Step), usize>,
}

/// A finding being put off.
#[derive(Debug)]
pub struct Snoozing {
    /// Which.
    pub finding: Finding,
    /// Until when: a day, or how many days from now.
    pub until: Input,
    /// Why.
    pub reason: Input,
    /// Whether the reason is being typed.
    pub second: bool,
}

impl Snoozing {
    /// The line that is being typed.
    pub fn line(&mut self) -> &mut Input {
        if self.second { &mut self.reason } else { &mut self.until }
    }
}

/// A round of testing backups.
#[derive(Debug)]
pub struct Drill {
    /// What is to be tested, under its holder.
    pub queue: Lines<Due, Option<Id>>,
    /// The digits being read out by a holder.
    pub digits: Option<Input>,
    /// What the last digits turned out to be.
    pub answer: Option<Answer>,
    /// How far all backups are tested, while that is shown.
    pub coverage: Option<Coverage>,
}
