//! The records of a book.

use super::Id;
use crate::otp::Key;
use crate::time::Date;

/// One login at one platform, serving one or more marketplaces of one store.
///
/// Two-step verification hangs on the login, not on the store, and many logins have no key: such a
/// row is as much a row, and its main [`Method`] says where the code arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Stable for life.
    pub id: Id,
    /// Where one signs in, as people call it: `Amazon`, `Coupang`. For imports, the issuer.
    pub platform: String,
    /// The store's name; may be empty, then the login stands for it.
    pub store: String,
    /// What is typed as user name.
    pub login: String,
    /// Country codes or site names: `DE`, `JP`.
    pub marketplaces: Vec<String>,
    /// The legal entity that owns it; may be empty.
    pub company: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Free text.
    pub note: String,
    /// Kept at the top of the list.
    pub pinned: bool,
    /// The shared secret, where the platform gave one.
    pub key: Option<Key>,
    /// The ways to pass two-step verification that the platform knows of.
    pub methods: Vec<Method>,
}

impl Account {
    /// An account with nothing in it.
    pub fn blank(id: Id) -> Self {
        Self {
            id,
            platform: String::new(),
            store: String::new(),
            login: String::new(),
            marketplaces: Vec::new(),
            company: String::new(),
            tags: Vec::new(),
            note: String::new(),
            pinned: false,
            key: None,
            methods: Vec::new(),
        }
    }

    /// What a list calls it: the store, else the login, else the platform.
    pub fn title(&self) -> &str {
        [&self.store, &self.login, &self.platform]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    /// The first method with a role.
    pub fn method(&self, role: Role) -> Option<&Method> {
        self.methods.iter().find(|method| method.role == role)
    }
}

/// One way to pass two-step verification, as registered on the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// How the code or approval arrives.
    pub kind: MethodKind,
    /// Main, backup or extra.
    pub role: Role,
    /// The handset or token it is on.
    pub device: Option<Id>,
    /// The line it arrives on.
    pub number: Option<Id>,
    /// Whether the platform still knows it.
    pub state: MethodState,
    /// The last time somebody tried it.
    pub tested: Option<Test>,
}

/// How a code or an approval arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MethodKind {
    /// An authenticator app with the key.
    Totp,
    /// A text message.
    Sms,
    /// A call that reads the code out.
    Voice,
    /// A `WhatsApp` message.
    Whatsapp,
    /// An e-mail.
    Email,
    /// An approval in the platform's own app.
    Push,
    /// A hardware security key.
    SecurityKey,
    /// A passkey.
    Passkey,
}

impl MethodKind {
    /// All of them, in the order forms offer them.
    pub const ALL: [Self; 8] = [
        Self::Totp,
        Self::Sms,
        Self::Voice,
        Self::Whatsapp,
        Self::Email,
        Self::Push,
        Self::SecurityKey,
        Self::Passkey,
    ];

    /// The word in files, arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Sms => "sms",
            Self::Voice => "voice",
            Self::Whatsapp => "whatsapp",
            Self::Email => "email",
            Self::Push => "push",
            Self::SecurityKey => "security-key",
            Self::Passkey => "passkey",
        }
    }

    /// The kind a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Which way in a method is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The one the platform asks for.
    Main,
    /// The one behind "didn't receive the code?".
    Backup,
    /// Any further one.
    Extra,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Main, Self::Backup, Self::Extra];

    /// The word in files, arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Backup => "backup",
            Self::Extra => "extra",
        }
    }

    /// The role a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Whether a method still works on the platform's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MethodState {
    /// In use.
    #[default]
    Active,
    /// Gone and not yet removed there.
    Lost,
    /// Removed.
    Retired,
}

/// One try of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The day.
    pub on: Date,
    /// What came.
    pub result: TestResult,
    /// Who tried; may be empty.
    pub by: String,
}

/// What came when a method was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestResult {
    /// The code came and was accepted.
    Ok,
    /// It came after more than a minute.
    Late,
    /// It came as characters nobody can read.
    Garbled,
    /// Nothing came.
    None,
    /// It came and was refused.
    Rejected,
}

/// A handset, tablet or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Stable for life.
    pub id: Id,
    /// What stands on its sticker: `P-07`.
    pub label: String,
    /// Who has it.
    pub holder: Option<Id>,
    /// Where it is kept; may be empty.
    pub location: String,
    /// Whether it can still be used.
    pub state: DeviceState,
}

/// Whether a device can still be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceState {
    /// It works.
    #[default]
    Ok,
    /// Nobody knows where it is, or somebody else has it.
    Lost,
    /// It does not work.
    Broken,
    /// Out of use.
    Retired,
}

/// A phone line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Stable for life.
    pub id: Id,
    /// As written, with country code where known; shown masked.
    pub number: String,
    /// The handset its SIM is in.
    pub device: Option<Id>,
    /// Whether it still receives.
    pub state: NumberState,
}

impl Number {
    /// The number with only the country code's start and the last four digits readable:
    /// `+86•••1234`.
    pub fn masked(&self) -> String {
        let digits: Vec<char> = self.number.chars().filter(char::is_ascii_digit).collect();
        let plus = if self.number.trim_start().starts_with('+') { "+" } else { "" };
        let shown = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
        match digits.len() {
            0..=4 => "•••".into(),
            5..=8 => format!("•••{}", shown(digits.len() - 2, digits.len())),
            n => format!("{plus}{}•••{}", shown(0, 2), shown(n - 4, n)),
        }
    }
}

/// Whether a number still receives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberState {
    /// It does.
    #[default]
    Ok,
    /// The carrier paused it.
    Suspended,
    /// The carrier took it back.
    Lapsed,
    /// The SIM is gone.
    Lost,
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Stable for life.
    pub id: Id,
    /// As the team calls them.
    pub name: String,
    /// The day they left, when they did.
    pub left: Option<Date>,
}
