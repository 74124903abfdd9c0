//! The list of vaults: which is in hand, or where an account moves to.

use crate::model::Id;

/// The list, open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vaults {
    /// The account that moves; `None` where a vault is taken in hand.
    pub moving: Option<Id>,
    /// The selected choice, of [`Board::choices`](super::Board::choices).
    pub cursor: usize,
}
