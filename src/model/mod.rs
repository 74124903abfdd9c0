//! Accounts and the things around them, as plain data.
//!
//! Pure: no file, clock or randomness. Records refer to each other by [`Id`]; the [`Book`] holds
//! them all and is the only place that follows a reference.

mod account;
mod book;
mod catalogue;
mod excerpt;
mod gone;
pub mod group;
mod homes;
pub mod merge;
mod method;
mod open;
mod past;
pub mod platform;
mod refer;
pub mod search;
mod status;
mod thing;
mod tie;
mod trace;
mod upkeep;
mod word;

pub use account::{Account, CopyKind, KeyCopy, PastKey, Recovery, RecoveryCode, TwoStep};
pub use book::{Book, List, Quarantined, Reason};
pub use catalogue::Catalogue;
pub use gone::GoneKey;
pub use homes::{Home, Homes, join, split};
pub use merge::Conflict;
pub use method::{Method, MethodKind, MethodState, Role, Test, TestResult};
pub use platform::{Kinds, Mandate, Mark, Platform, Problem, ReadError, Withdrawal};
pub use status::{Arrival, Backup, arrival, backup, backup_method, is_orphaned};
pub use thing::{
    Device, DeviceKind, DeviceState, Number, NumberKind, NumberState, Person, Thing, mask,
};
pub use trace::{Exposure, Keepers, replaced_since};
pub use upkeep::{Loss, Severity, Snooze, Step, Tick};
pub use word::Worded;
pub(crate) use word::worded;

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::time::{Date, Moment};

/// A record's name for life: a version 7 UUID, so that records sort by creation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Uuid);

impl Id {
    /// A fresh id from a moment and ten random bytes.
    pub fn new(now: Moment, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(now.millis(), &random).into_uuid())
    }

    /// One of the same moment, with bits that follow from something.
    #[must_use]
    pub fn derived(self, bits: [u8; 10]) -> Self {
        let (secs, nanos) = self.0.get_timestamp().map_or((0, 0), |time| time.to_unix());
        let millis = secs.saturating_mul(1000).saturating_add(u64::from(nanos / 1_000_000));
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid())
    }

    /// The day on which it was drawn, UTC; the first day of all where it does not say so.
    pub fn made(self) -> Date {
        let secs = self.0.get_timestamp().map_or(0, |time| time.to_unix().0);
        Moment::from_secs(secs).date()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self)
    }
}
