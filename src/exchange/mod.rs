//! Other programs' files, in and out. Pure: bytes in, records and a report out.
//!
//! ```text
//!   read ─▸ recognise      which format, from the content alone
//!              │
//!        one file a format: aegis, twofas, bitwarden …      each gives a Reading
//!              │
//!   record  change  error  what they give: rows with Records, changes, refusals; why a file is none
//!   tail                   whether a text was cut off
//!   json  xml  text  crypt what they share: lenient, and held to limits before a cost is paid
//! ```
//!
//! A row that makes no sense stops no other. What would change a code is refused, never guessed; what
//! was changed or has no place here is told. Names are kept as they are, controls and all: they pass
//! through [`Safe`](crate::text::Safe) where they are shown.

mod aegis;
mod andotp;
mod archive;
mod authy;
mod bitwarden;
mod change;
mod cotp;
mod crypt;
mod ente;
mod error;
mod extension;
mod freeotp;
mod freeotp2;
mod groups;
mod json;
mod keepass;
mod keepassxc;
mod lastpass;
mod migration;
mod notice;
mod otpclient;
mod picture;
mod proton;
mod raivo;
mod recognise;
mod record;
mod stratum;
pub mod table;
mod tail;
mod text;
mod twofas;
mod twofauth;
mod uri_list;
mod write;
mod xml;

pub use change::{Change, Counts};
pub use error::{Limit, Measure, ReadError, Sort, Unsupported};
pub use notice::{Notice, Spare};
pub use picture::read_pixels;
pub use recognise::held;
pub use record::{
    Extra, Heading, Ignored, Numbers, Own, Part, Reading, Record, Refused, Row, join,
};
pub use write::{
    Holding, Loss, Lost, NoMemory, Outgoing, Random, Target, Unfit, codes, is_beyond_codes, loss,
    renamed, write, write_csv,
};

use std::cell::Cell;

use unicode_normalization::UnicodeNormalization as _;

use crate::secret::Secret;
use table::Column;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 64 << 20;
/// The most entries that are read from one file.
pub const MOST_ENTRIES: usize = 20_000;
/// The longest name, note or other single text of an entry, in bytes.
pub const LONGEST_TEXT: usize = 64 << 10;

/// Declares the formats with their words and names.
macro_rules! formats {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $name:literal; )+) => {
        /// A format that is read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format { $( $(#[$doc])* $variant, )+ }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The word in arguments and JSON.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// The program's own name for itself, the same in every language; empty where there is no
            /// one program behind it.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name ),+ }
            }
        }
    };
}

formats! {
    /// Addresses, one a line.
    UriList = "uri-list", "";
    /// Addresses of Google Authenticator's export.
    GoogleMigration = "google-migration", "Google Authenticator";
    /// Aegis, plain and encrypted.
    Aegis = "aegis", "Aegis";
    /// 2FAS 1 to 4, plain and encrypted.
    TwoFas = "2fas", "2FAS";
    /// andOTP, plain and encrypted in both of its ways.
    AndOtp = "andotp", "andOTP";
    /// Stratum, formerly Authenticator Pro: plain, strong, legacy.
    Stratum = "stratum", "Stratum";
    /// A page with addresses in it.
    Html = "html", "HTML";
    /// Ente Auth, encrypted.
    Ente = "ente", "Ente Auth";
    /// Ente Auth, a list of items.
    EnteItems = "ente-items", "Ente Auth";
    /// Bitwarden and Bitwarden Authenticator: JSON, plain and with a password.
    Bitwarden = "bitwarden", "Bitwarden";
    /// Bitwarden and Bitwarden Authenticator: CSV.
    BitwardenCsv = "bitwarden-csv", "Bitwarden";
    /// Proton Authenticator, plain and encrypted.
    Proton = "proton", "Proton Authenticator";
    /// FreeOTP 1.
    FreeOtp1 = "freeotp1", "FreeOTP";
    /// FreeOTP+.
    FreeOtpPlus = "freeotp-plus", "FreeOTP+";
    /// FreeOTP 2.
    FreeOtp2 = "freeotp2", "FreeOTP";
    /// KeePass and its kin, version 4 of the database.
    KeePass = "kdbx", "KeePass";
    /// KeePassXC, CSV.
    KeePassXcCsv = "keepassxc-csv", "KeePassXC";
    /// LastPass Authenticator.
    LastPass = "lastpass", "LastPass Authenticator";
    /// Raivo, plain and zipped.
    Raivo = "raivo", "Raivo";
    /// cotp, its export.
    Cotp = "cotp", "cotp";
    /// cotp, its database.
    CotpDatabase = "cotp-db", "cotp";
    /// OTPClient, its export.
    OtpClient = "otpclient", "OTPClient";
    /// OTPClient, its database.
    OtpClientDatabase = "otpclient-db", "OTPClient";
    /// 2FAuth.
    TwoFAuth = "2fauth", "2FAuth";
    /// The Authenticator browser extension.
    Extension = "authenticator-extension", "Authenticator";
    /// Authy, from inside an Android phone.
    Authy = "authy", "Authy";
    /// A table with headings: CSV, TSV, XLSX.
    Table = "table", "";
    /// A picture with QR codes.
    Picture = "qr", "";
    /// A vault of our own, readable or with a passphrase. It is read where vaults are (`app::import`).
    Vault = "vault", "Keyrack";
}

impl Format {
    /// The format a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }
}

/// What is known before a file is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// Its format, where somebody said so; else it is recognised.
    pub format: Option<Format>,
    /// Its password, where it has one.
    pub password: Option<&'a Secret>,
    /// What columns of a table hold, where somebody said so: by place from 0.
    pub columns: &'a [(usize, Option<Column>)],
    /// What the first row of a table is, where somebody said so; else it is recognised.
    pub first_row: Option<FirstRow>,
    /// Which sheet of a workbook is meant, where somebody said so; else the one with accounts is found.
    pub sheet: Option<&'a str>,
}

/// What the first row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRow {
    /// Headings, in whatever words.
    Headings,
    /// An account, as all that follow.
    Account,
}

/// How far reading is, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A key is derived from the password; how much memory that takes, in bytes.
    Deriving {
        /// Bytes; 0 for next to nothing.
        memory: u64,
    },
    /// Entries are read.
    Reading {
        /// How many were.
        done: usize,
        /// Of how many, where that is known.
        of: usize,
    },
    /// A picture is searched for codes.
    Looking,
}

/// What a codec works with besides the bytes.
pub(crate) struct Task<'a> {
    ask: Ask<'a>,
    tell: &'a mut dyn FnMut(Stage),
    /// Whether the password was asked for, and there.
    used: Cell<bool>,
}

impl<'a> Task<'a> {
    fn new(ask: Ask<'a>, tell: &'a mut dyn FnMut(Stage)) -> Self {
        Self { ask, tell, used: Cell::new(false) }
    }

    /// The password, or the error that asks for it.
    fn password(&self, format: Format) -> Result<Secret, ReadError> {
        let password = self.ask.password.cloned().ok_or(ReadError::NeedsPassword(format))?;
        self.used.set(true);
        Ok(password)
    }

    fn tell(&mut self, stage: Stage) {
        (self.tell)(stage);
    }
}

/// Reads a file of any format. `tell` hears how far it is, between pieces of slow work.
///
/// A password outside of ASCII that does not open is tried once more in the other Unicode form:
/// phones and desktops compose letters differently.
pub fn read(bytes: &[u8], ask: Ask<'_>, tell: &mut dyn FnMut(Stage)) -> Result<Reading, ReadError> {
    // What the tests make up is what a fuzzer begins with.
    #[cfg(test)]
    tests::seed(bytes);
    Limit::hold(Measure::FileBytes, bytes.len() as u64, LARGEST_FILE as u64)?;
    if text::is_empty(bytes) {
        return Err(ReadError::Empty);
    }
    let first = once(bytes, ask, tell);
    let (
        Err(ReadError::WrongPassword | ReadError::WrongOrOldSlot | ReadError::WrongOrDamaged(_)),
        Some(password),
    ) = (&first, ask.password)
    else {
        return first;
    };
    let Some(other) = other_form(password) else { return first };
    let ask = Ask { password: Some(&other), ..ask };
    let mut reading = once(bytes, ask, tell).or(first)?;
    reading.notices.push(Notice::OtherForm);
    Ok(reading)
}

/// Reads a file with the password as it is.
fn once(bytes: &[u8], ask: Ask<'_>, tell: &mut dyn FnMut(Stage)) -> Result<Reading, ReadError> {
    let mut task = Task::new(ask, tell);
    recognise::read(bytes, &mut task).map_err(|error| match error {
        ReadError::Damaged { format, .. } if task.used.get() => ReadError::DamagedInside(format),
        error => error,
    })
}

/// A password in the other of the two canonical Unicode forms, when it has one.
fn other_form(password: &Secret) -> Option<Secret> {
    let text = password.expose_text().filter(|text| !text.is_ascii())?;
    let composed: String = text.nfc().collect();
    let other = if composed == text { text.nfd().collect() } else { composed };
    (other != text).then(|| Secret::from_text(other))
}

#[cfg(test)]
mod tests;
