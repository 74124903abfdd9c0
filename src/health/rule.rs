//! The rules by code.

use crate::model::{Severity, Worded};

/// Declares the rules: code, usual severity, playbook.
macro_rules! rules {
    ($( $(#[doc = $doc:literal])* $rule:ident $severity:ident $playbook:literal; )+) => {
        /// A rule of health.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[doc = $doc])* $rule ),+ }

        impl Rule {
            /// How bad it usually is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity),+ }
            }

            /// The number of the playbook that says what to do.
            pub fn playbook(self) -> u8 {
                match self { $(Self::$rule => $playbook),+ }
            }
        }

        impl Worded for Rule {
            const ALL: &'static [Self] = &[$(Self::$rule),+];

            fn word(self) -> &'static str {
                match self { $(Self::$rule => stringify!($rule)),+ }
            }
        }
    };
}

rules! {
    /// Nothing works any more and there is no key.
    B01 Critical 8;
    /// A method whose device or number is lost is still registered.
    B02 Critical 4;
    /// Somebody who left still holds something.
    B03 Critical 5;
    /// The key was not replaced since somebody who had it left, or since it was lost.
    B04 Critical 5;
    /// Two-step verification is off where it is required.
    B05 Critical 7;
    /// No backup method.
    B06 High 7;
    /// Main and backup are one number.
    B07 High 7;
    /// Main and backup are one handset.
    B08 High 7;
    /// One number serves different owners.
    B09 High 7;
    /// The last test failed.
    B10 High 3;
    /// A number is about to lapse.
    B11 High 9;
    /// The only number is a rented or virtual one.
    B12 High 3;
    /// A backup was never tested.
    B13 Medium 10;
    /// A backup was tested too long ago.
    B14 Medium 10;
    /// One person holds main and backup.
    B15 Medium 7;
    /// Main and backup are kept in one place.
    B16 Medium 7;
    /// Only authenticators where the platform wants something else as well.
    B17 Medium 7;
    /// Recovery codes run out, or nobody knows.
    B18 Medium 7;
    /// One login is used by several people although each could have their own.
    B19 Medium 5;
    /// A kind of method is about to go.
    B20 Medium 6;
    /// Two accounts have one key.
    B21 Medium 2;
    /// Codes come by text or call although the platform takes an app.
    B22 Low 7;
    /// One number serves several logins of one owner.
    B23 Low 9;
    /// A copy of the key lies outside the team, or somebody who sees the account no more has seen it.
    B24 Low 5;
    /// Something about a device or number is not filled in.
    B25 Low 6;
    /// This computer's clock is off.
    C01 High 2;
}
