//! How a record and its fields stand in the file.
//!
//! serde's derive cannot say what is needed here: leave out every blank field without a word at
//! each one, write `key: "…"` instead of `key: Some("…")`, and refuse fields nobody knows in a file
//! that will be written back, but skip them in one of a newer format.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::Mark;
use crate::otp::base32;
use crate::secret::Secret;

/// A value that is left out of the file while it says nothing.
pub(super) trait Field {
    /// Whether it says nothing.
    fn is_blank(&self) -> bool;
}

/// A value that is read from a record.
pub(super) trait Read<'de>: Default {
    /// Reads it. `room` is how many entries the file can hold, where that is known.
    fn read<M: MapAccess<'de>>(map: &mut M, room: usize) -> Result<Self, M::Error>;
}

impl<'de, T: Deserialize<'de> + Default> Read<'de> for T {
    fn read<M: MapAccess<'de>>(map: &mut M, _room: usize) -> Result<Self, M::Error> {
        map.next_value()
    }
}

/// Reads a record field by field.
pub(super) struct Fields<Record> {
    /// As in [`Read::read`].
    pub(super) room: usize,
    /// What is read.
    pub(super) record: PhantomData<Record>,
}

impl<Record> Fields<Record> {
    /// A reader; `room` as in [`Read::read`].
    pub(super) fn new(room: usize) -> Self {
        Self { room, record: PhantomData }
    }
}

impl<'de, Record> DeserializeSeed<'de> for Fields<Record>
where
    Self: Visitor<'de, Value = Record>,
{
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        // Records have no name in the file, and ron needs no list of fields.
        deserializer.deserialize_struct("", &[], self)
    }
}

impl Field for bool {
    fn is_blank(&self) -> bool {
        !self
    }
}

impl Field for Mark {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

impl<T> Field for Vec<T> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Field for BTreeMap<K, V> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// A text, borrowed from the file where it stands there without escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl Text<'_> {
    /// Free of the borrow.
    pub(super) fn owned(self) -> String {
        self.0.into_owned()
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl Field for Text<'_> {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Borrow)
    }
}

/// A value that is there or is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Maybe<T>(pub(super) Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: PartialEq> Maybe<T> {
    /// The value, left out when it is the usual one.
    pub(super) fn unless(value: T, usual: &T) -> Self {
        Self((value != *usual).then_some(value))
    }
}

impl<T> Field for Maybe<T> {
    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

/// Secret bytes, in base32. Decoded before anything else sees the text, and what is not base32 is
/// [`Bytes::Garbled`] rather than an error: an error could carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Bytes {
    /// Left out.
    #[default]
    None,
    /// The bytes.
    Some(Secret),
    /// A text that no bytes give.
    Garbled,
}

impl Field for Bytes {
    fn is_blank(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Some(bytes) => serializer.serialize_str(&base32::encode(bytes)),
            Self::None | Self::Garbled => serializer.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Decode;
        impl Visitor<'_> for Decode {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
                Ok(match base32::decode(text) {
                    // What would come out otherwise than it went in is left as it is.
                    Ok(decoded) if !decoded.odd_length && !decoded.spare_bits => {
                        Bytes::Some(decoded.secret)
                    }
                    _ => Bytes::Garbled,
                })
            }
        }
        deserializer.deserialize_str(Decode)
    }
}

/// Secret text, as it was issued. Blank is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden(pub(super) Option<Secret>);

impl Field for Hidden {
    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_ref().and_then(Secret::expose_text).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        Ok(Self((!text.is_empty()).then(|| Secret::from_text(text.into_owned()))))
    }
}

/// Declares a record of the file: a struct that stands there as `(field: value, …)`.
///
/// With `STRICT`, a field that is not declared is an error; without, it is skipped.
macro_rules! record {
    (
        $(#[$doc:meta])*
        struct $name:ident<$life:lifetime, $strict:ident $(, $list:ident)*> {
            $($field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name<$life, const $strict: bool $(, $list)*> {
            $(pub(super) $field: $type,)*
            /// Names the lifetime, also where no field borrows.
            pub(super) life: ::std::marker::PhantomData<&$life ()>,
        }

        impl<$life, const $strict: bool $(, $list)*> ::serde::Serialize
            for $name<$life, $strict $(, $list)*>
        where
            $($list: ::serde::Serialize + $crate::vault::schema::fields::Field,)*
        {
            fn serialize<Output: ::serde::Serializer>(
                &self,
                serializer: Output,
            ) -> Result<Output::Ok, Output::Error> {
                use ::serde::ser::SerializeStruct as _;
                use $crate::vault::schema::fields::Field as _;
                let mut record = serializer.serialize_struct(stringify!($name), 1)?;
                $(if !self.$field.is_blank() {
                    record.serialize_field(stringify!($field), &self.$field)?;
                })*
                record.end()
            }
        }

        impl<'de: $life, $life, const $strict: bool $(, $list)*> ::serde::Deserialize<'de>
            for $name<$life, $strict $(, $list)*>
        where
            $($list: $crate::vault::schema::fields::Read<'de>,)*
        {
            fn deserialize<Input>(deserializer: Input) -> Result<Self, Input::Error>
            where
                Input: ::serde::Deserializer<'de>,
            {
                use ::serde::de::DeserializeSeed as _;
                $crate::vault::schema::fields::Fields::new(0).deserialize(deserializer)
            }
        }

        impl<'de: $life, $life, const $strict: bool $(, $list)*> ::serde::de::Visitor<'de>
            for $crate::vault::schema::fields::Fields<$name<$life, $strict $(, $list)*>>
        where
            $($list: $crate::vault::schema::fields::Read<'de>,)*
        {
            type Value = $name<$life, $strict $(, $list)*>;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<Map>(self, mut map: Map) -> Result<Self::Value, Map::Error>
            where
                Map: ::serde::de::MapAccess<'de>,
            {
                use ::serde::de::Error as _;
                use $crate::vault::schema::fields::Read as _;
                let mut record = $name::default();
                $(let mut $field = false;)*
                while let Some(name) = map.next_key::<&'de str>()? {
                    match name {
                        $(stringify!($field) => {
                            if ::std::mem::replace(&mut $field, true) {
                                return Err(Map::Error::duplicate_field(stringify!($field)));
                            }
                            record.$field = <$type>::read(&mut map, self.room)?;
                        })*
                        _ if $strict => return Err(Map::Error::unknown_field("", &[])),
                        _ => {
                            map.next_value::<::serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(record)
            }
        }
    };
}
pub(super) use record;
