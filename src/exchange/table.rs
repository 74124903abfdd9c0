//! Tables.

use super::{ReadError, Reading, Task};

/// Declares the columns with their words.
macro_rules! columns {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal; )+) => {
        /// What a column of a table holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $( $(#[$doc])* $variant, )+ }

        impl Column {
            /// Every one.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The word in arguments and JSON.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// The column a word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|column| column.word() == word)
            }
        }
    };
}

columns! {
    /// Who issued the key.
    Issuer = "issuer";
    /// The platform.
    Platform = "platform";
    /// The store's name.
    Store = "store";
    /// Country codes or site names.
    Marketplaces = "marketplaces";
    /// The login.
    Login = "login";
    /// The key, or an address.
    Secret = "secret";
    /// The HMAC.
    Algorithm = "algorithm";
    /// Characters of a code.
    Digits = "digits";
    /// Seconds of a period.
    Period = "period";
    /// The next counter.
    Counter = "counter";
    /// What moves codes on.
    Kind = "kind";
    /// Groups.
    Groups = "groups";
    /// Free text.
    Note = "note";
    /// Whether it is a favourite.
    Favourite = "favourite";
    /// Recovery codes.
    Recovery = "recovery";
    /// Who keeps the phone.
    Holder = "holder";
    /// Where the phone lies.
    Location = "location";
    /// The number that is registered first.
    PhoneMain = "phone-main";
    /// The number of the backup.
    PhoneBackup = "phone-backup";
}

pub(super) fn has_headings(_text: &str) -> bool {
    false
}
pub(super) fn is_workbook(_bytes: &[u8]) -> Result<bool, ReadError> {
    Ok(false)
}
pub(super) fn read(_text: &str, _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
pub(super) fn read_workbook(_bytes: &[u8], _task: &mut Task<'_>) -> Result<Reading, ReadError> {
    Err(ReadError::Unknown(super::Sort::Bytes))
}
