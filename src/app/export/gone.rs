//! What an export has no place for, by kind: with a word for scripts and a sentence. It does not know which
//! form has room for what.

use crate::exchange::Lost;
use crate::i18n::Export as Say;

/// What is lost of the accounts that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// What the format has no place for.
    Of(Lost),
    /// Names of stores.
    Stores,
    /// Sites.
    Sites,
    /// What tells accounts of one platform, login and key apart.
    Twins,
    /// Names of companies.
    Companies,
    /// Methods of two-step verification, with the devices and numbers behind them.
    Methods,
    /// What is known of methods beyond their numbers.
    MethodFacts,
    /// What is known of numbers beyond how they read.
    NumberFacts,
    /// What is known of devices beyond who has them and where they lie, and of those people.
    DeviceFacts,
    /// Whether two-step verification is on.
    TwoStep,
    /// Who signs in.
    People,
    /// Addresses for signing in.
    SignIns,
    /// Profiles of browsers.
    Profiles,
    /// The days on which keys were enrolled or got out.
    KeyDays,
    /// The record of where copies of keys are.
    Copies,
    /// How many recovery codes are left, where they are kept, which are used.
    RecoveryFacts,
    /// Values that clash with those that are written.
    Clashes,
    /// Second keys, which clash with those that are written.
    SecondKeys,
    /// Keys in notes, in a table without keys.
    NoteKeys,
    /// Addresses that nobody reads because they are too long; the keys stand there.
    Addresses,
    /// Entries of the vault that this program cannot read.
    Unreadable,
    /// What was lost and who left, with what is done of it. Which keys got out by it stands at the accounts.
    Losses,
}

impl Gone {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Of(Lost::Groups) => "tags",
            Self::Of(Lost::Notes) => "notes",
            Self::Of(Lost::Favourites) => "pins-to-top",
            Self::Of(Lost::Recovery) => "recovery-codes",
            Self::Of(Lost::Pins) => "key-pins",
            Self::Of(Lost::Issuers) => "platforms",
            Self::Of(Lost::Names) => "names-changed",
            Self::Of(Lost::OnIphones) => "on-iphones",
            Self::Stores => "stores",
            Self::Sites => "sites",
            Self::Twins => "twins",
            Self::Companies => "companies",
            Self::Methods => "methods",
            Self::MethodFacts => "method-facts",
            Self::NumberFacts => "number-facts",
            Self::DeviceFacts => "device-facts",
            Self::TwoStep => "two-step",
            Self::People => "people",
            Self::SignIns => "sign-in-pages",
            Self::Profiles => "profiles",
            Self::KeyDays => "key-days",
            Self::Copies => "key-copies",
            Self::RecoveryFacts => "recovery-facts",
            Self::Clashes => "clashes",
            Self::SecondKeys => "second-keys",
            Self::NoteKeys => "note-keys",
            Self::Addresses => "addresses",
            Self::Unreadable => "unreadable",
            Self::Losses => "losses",
        }
    }

    /// The sentence.
    pub fn explain(self, n: usize) -> Say {
        match self {
            Self::Of(Lost::Groups) => Say::LostTags { n },
            Self::Of(Lost::Notes) => Say::LostNotes { n },
            Self::Of(Lost::Favourites) => Say::LostPinned { n },
            Self::Of(Lost::Recovery) => Say::LostRecovery { n },
            Self::Of(Lost::Pins) => Say::LostPins { n },
            Self::Of(Lost::Issuers) => Say::LostIssuers { n },
            Self::Of(Lost::Names) => Say::LostNames { n },
            Self::Of(Lost::OnIphones) => Say::LostOnIphones { n },
            Self::Stores => Say::LostStores { n },
            Self::Sites => Say::LostSites { n },
            Self::Twins => Say::LostTwins { n },
            Self::Companies => Say::LostCompanies { n },
            Self::Methods => Say::LostMethods { n },
            Self::MethodFacts => Say::LostMethodFacts { n },
            Self::NumberFacts => Say::LostNumberFacts { n },
            Self::DeviceFacts => Say::LostDeviceFacts { n },
            Self::TwoStep => Say::LostTwoStep { n },
            Self::People => Say::LostPeople { n },
            Self::SignIns => Say::LostSignIns { n },
            Self::Profiles => Say::LostProfiles { n },
            Self::KeyDays => Say::LostKeyDays { n },
            Self::Copies => Say::LostCopies { n },
            Self::RecoveryFacts => Say::LostRecoveryFacts { n },
            Self::Clashes => Say::LostClashes { n },
            Self::SecondKeys => Say::LostSecondKeys { n },
            Self::NoteKeys => Say::LostNoteKeys { n },
            Self::Addresses => Say::LostAddresses { n },
            Self::Unreadable => Say::LostUnreadable { n },
            Self::Losses => Say::LostLosses { n },
        }
    }
}
