//! How the exchange with other machines stands.

use crate::i18n::Sync;
use crate::time::Moment;

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// When it is to be done next; `None` for when somebody asks.
    pub due: Option<Moment>,
    /// Whether it is going on.
    pub is_running: bool,
    /// Whether somebody asked for the one that is due or going on, and waits for the answer.
    pub is_asked: bool,
    /// Whether somebody was shut out since it began: it may have read the files before.
    pub is_behind: bool,
    /// When it last went well.
    pub at: Option<Moment>,
    /// What the last one brought, until it was read.
    pub came: Option<Sync>,
    /// Why the last one did not.
    pub trouble: Option<Sync>,
}
