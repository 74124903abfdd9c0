//! Enums whose values have one word each: the same in files, options and JSON.

/// A closed set of values, each with its word.
pub trait Worded: Copy + PartialEq + 'static {
    /// All of them, in the order forms offer them; the usual one first, where there is one.
    const ALL: &'static [Self];

    /// The word.
    fn word(self) -> &'static str;

    /// The value a word names.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

/// Declares an enum with a word for each value.
macro_rules! worded {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$inner])* $variant ),+
        }

        impl $crate::model::Worded for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}
pub(crate) use worded;
