//! Names of groups that entries mention by an id.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use serde_json::Value;

use super::json::{Fields as _, Object};
use super::{Limit, Measure, ReadError};

/// Most bytes of names that entries have copies of: one long name and many entries in it would be
/// gigabytes.
pub(super) const MOST_COPIED: u64 = 16 << 20;

/// Groups by their ids.
pub(super) struct Groups<'a> {
    names: HashMap<Cow<'a, str>, Cow<'a, str>>,
    copied: Cell<u64>,
}

impl<'a> Groups<'a> {
    /// Those of a list of objects with an id and a name.
    pub(super) fn read(list: impl IntoIterator<Item = &'a Value>, id: &str, name: &str) -> Self {
        let groups = list.into_iter().filter_map(Value::as_object);
        let names = groups.map(|group: &Object| (group.text(id), group.text(name))).collect();
        Self { names, copied: Cell::new(0) }
    }

    /// The name for an id, to be copied. An empty one where too much was: [`Groups::hold`] says so.
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        let name = self.names.get(id)?;
        let copied = self.copied.get().saturating_add(name.len() as u64);
        self.copied.set(copied);
        Some(if copied > MOST_COPIED { "" } else { name })
    }

    /// Refuses a file whose entries have copied too much; to be asked after each.
    pub(super) fn hold(&self) -> Result<(), ReadError> {
        Limit::hold(Measure::TextBytes, self.copied.get(), MOST_COPIED)
    }
}
