//! One way to pass two-step verification.

use super::Id;
use super::word::worded;
use crate::time::Date;

/// One way to pass two-step verification, as registered on the platform.
///
/// A second copy of the key is no method of its own: see [`KeyCopy`](super::KeyCopy).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method {
    /// How the code or approval arrives.
    pub kind: MethodKind,
    /// Main, backup or extra.
    pub role: Role,
    /// The handset or token it is on.
    pub device: Option<Id>,
    /// The line it arrives on.
    pub number: Option<Id>,
    /// The mailbox it arrives in; may be empty.
    pub address: String,
    /// Whether the platform still knows it.
    pub state: MethodState,
    /// The day it was registered there, when that is known.
    pub registered: Option<Date>,
    /// The last time somebody tried it.
    pub tested: Option<Test>,
}

impl Method {
    /// A method in use of which nothing else is known.
    pub fn new(kind: MethodKind, role: Role) -> Self {
        Self {
            kind,
            role,
            device: None,
            number: None,
            address: String::new(),
            state: MethodState::default(),
            registered: None,
            tested: None,
        }
    }
}

worded! {
    /// How a code or an approval arrives.
    pub enum MethodKind {
        /// An authenticator app with the key.
        Totp = "totp",
        /// A text message.
        Sms = "sms",
        /// A call that reads the code out.
        Voice = "voice",
        /// A `WhatsApp` message.
        Whatsapp = "whatsapp",
        /// An e-mail.
        Email = "email",
        /// An approval in the platform's own app.
        Push = "push",
        /// A hardware security key.
        SecurityKey = "security-key",
        /// A passkey.
        Passkey = "passkey",
    }
}

worded! {
    /// Which way in a method is.
    pub enum Role {
        /// The one the platform asks for.
        Main = "main",
        /// The one behind "didn't receive the code?".
        Backup = "backup",
        /// Any further one.
        Extra = "extra",
    }
}

worded! {
    /// Whether a method still works on the platform's side.
    #[derive(Default)]
    pub enum MethodState {
        /// In use.
        #[default]
        Active = "active",
        /// Gone and not yet removed there.
        Lost = "lost",
        /// Removed.
        Retired = "retired",
    }
}

/// One try of a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The day.
    pub on: Date,
    /// What came.
    pub result: TestResult,
    /// Who tried; may be empty.
    pub by: String,
}

worded! {
    /// What came when a method was tried.
    pub enum TestResult {
        /// The code came and was accepted.
        Ok = "ok",
        /// It came after more than a minute.
        Late = "late",
        /// It came as characters nobody can read.
        Garbled = "garbled",
        /// Nothing came.
        None = "none",
        /// It came and was refused.
        Rejected = "rejected",
    }
}

impl TestResult {
    /// Whether a code that arrives so opens the door.
    pub fn works(self) -> bool {
        matches!(self, Self::Ok | Self::Late)
    }
}
