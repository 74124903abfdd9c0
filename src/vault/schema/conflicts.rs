//! Values that clashed, in the records they belong to.
//!
//! ```ron
//! (id: "…", login: "ops@hikari.example", conflicts: [(field: "login", other: (login: "de@hikari.example"))])
//! ```
//!
//! `other` is a record of the same form without an id, so that every value in it is judged as any
//! other is.

use super::fields::{Field, Maybe, Text};
use super::records::{
    AccountRecord, ConflictRecord, DeviceRecord, Entry, NumberRecord, PersonRecord,
};
use crate::model::merge::Merges;
use crate::model::{Conflict, Reason};

/// A record that stands within another, under the id of that one.
pub(super) trait Within<'a>: Field + Default {
    /// Its id.
    fn id(&mut self) -> &mut Text<'a>;
}

macro_rules! within {
    ($($record:ident)*) => {$(
        impl<const STRICT: bool> Field for $record<'_, STRICT> {
            fn is_blank(&self) -> bool {
                false
            }
        }

        impl<'a, const STRICT: bool> Within<'a> for $record<'a, STRICT> {
            fn id(&mut self) -> &mut Text<'a> {
                &mut self.id
            }
        }
    )*};
}

within!(AccountRecord DeviceRecord NumberRecord PersonRecord);

/// Makes sense of the conflicts of the record with this id.
pub(super) fn read<'a, T, const STRICT: bool>(
    id: &Text<'a>,
    conflicts: Vec<ConflictRecord<'a, STRICT, T::Record<'a, STRICT>>>,
) -> Result<Vec<Conflict<T>>, Reason>
where
    T: Entry + Merges,
    T::Record<'a, STRICT>: Within<'a>,
{
    let unknown = Reason::Value { field: "conflicts" };
    let read = |mut conflict: ConflictRecord<'a, STRICT, T::Record<'a, STRICT>>| {
        let field = T::field(&conflict.field.0).ok_or(unknown)?;
        if !conflict.other.id().0.is_empty() {
            return Err(unknown);
        }
        conflict.other.id().clone_from(id);
        let other = T::read(conflict.other)?;
        // What else it says would come out otherwise than it went in.
        let mut only = other.blank();
        (field.copy)(&other, &mut only);
        if only != other {
            return Err(unknown);
        }
        let round = conflict.round.0.unwrap_or_default();
        Ok(Conflict { field: field.name, other: Box::new(only), round })
    };
    conflicts.into_iter().map(read).collect()
}

/// What [`read`] reads.
pub(super) fn write<'a, T>(
    conflicts: &'a [Conflict<T>],
) -> Vec<ConflictRecord<'a, true, T::Record<'a, true>>>
where
    T: Entry + Merges,
    T::Record<'a, true>: Within<'a>,
{
    let write = |conflict: &'a Conflict<T>| {
        let mut other = conflict.other.record();
        *other.id() = Text::default();
        let (field, round) = (conflict.field.into(), conflict.round);
        let round = Maybe((round > 0).then_some(round));
        ConflictRecord { field, other, round, ..ConflictRecord::default() }
    };
    conflicts.iter().map(write).collect()
}
