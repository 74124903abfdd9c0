//! Why a whole file was not read. Three things are told apart wherever the format allows it: a wrong
//! password, a damaged file, and a file that this program cannot open.

use super::{Format, Heading};

/// Why a file was not read. Never carries anything from its content but numbers and the headings
/// of a table, with values that are no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// White space, a byte order mark, zeros.
    Empty,
    /// It is encrypted, and no password was given.
    NeedsPassword(Format),
    /// A check that depends on the password alone failed.
    WrongPassword,
    /// The same, or a right password that an early Aegis took otherwise: one of over 64 bytes, and a
    /// slot that no newer version has mended since.
    WrongOrOldSlot,
    /// One check covers the password and the content.
    WrongOrDamaged(Format),
    /// Broken, whatever the password.
    Damaged {
        /// What is broken.
        format: Format,
        /// The byte at which it is, from 1, where that can be told.
        at: Option<usize>,
    },
    /// Broken behind a password that was given: another one would not mend it.
    DamagedInside(Format),
    /// A cost of its key derivation with which none can be computed.
    NoDerivation {
        /// What it is called where it is documented.
        what: &'static str,
        /// What it is.
        asked: u64,
    },
    /// Written by a newer program.
    Newer {
        /// What it is.
        format: Format,
        /// Its version.
        version: u64,
        /// The newest that is known here.
        known: u64,
    },
    /// Known, and cannot be opened here at all.
    Unsupported(Unsupported),
    /// It asks for more than is given: decided before the cost is paid.
    Limit(Limit),
    /// Not what somebody said that it is.
    NotThat {
        /// What that was.
        asked: Format,
        /// What it looks like, where that can be told.
        looks: Option<Format>,
    },
    /// JSON, text or bytes of no format that is known here.
    Unknown(Sort),
    /// A table without a column that holds keys.
    NoKeyColumn {
        /// Its columns, as far as they were understood. Strangers' texts.
        headings: Vec<Heading>,
    },
    /// Somebody said what a column holds that the table does not have.
    NoSuchColumn {
        /// Its number, from 1.
        number: usize,
        /// How many there are.
        count: usize,
    },
    /// Somebody said that a column headed as one of passwords holds something else.
    PasswordColumn {
        /// Its number, from 1.
        number: usize,
        /// What it was said to hold.
        column: super::table::Column,
    },
    /// A table whose headings stand below each other in the first column.
    OnItsSide,
    /// A table in an encoding that is not known here: its letters would be guesses.
    Encoding,
    /// Somebody named a sheet that the workbook does not have.
    NoSuchSheet {
        /// Those that it has. Strangers' texts.
        sheets: Vec<String>,
    },
    /// Somebody named a sheet in which nothing stands.
    EmptySheet {
        /// The others. Strangers' texts.
        others: Vec<String>,
    },
    /// Somebody named a sheet of what is no workbook.
    NoSheets,
    /// An archive without the list of what is in it, which stands at its end.
    BrokenArchive,
    /// A picture without a QR code in it.
    NoQrCode,
    /// QR codes, but none with a key: how the first one's text begins (`https`), if that is a
    /// scheme.
    OtherQrCode {
        /// The scheme, lower case, at most sixteen letters; empty when there is none.
        scheme: String,
    },
    /// There is not enough memory for what the file legally asks for, in bytes.
    NoMemory {
        /// How much.
        needed: u64,
    },
}

/// A file that is recognised and cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// An age file to people: a vault, to be opened, not imported.
    Age,
    /// An OpenPGP message.
    OpenPgp,
    /// A database from inside a phone.
    Sqlite,
    /// A spreadsheet in the binary format of before 2007.
    OldSpreadsheet,
    /// A web page with a table, as programs write that call it `.xls`.
    PageTable,
    /// A spreadsheet of another kind: `OpenDocument`, Numbers, binary.
    OtherSpreadsheet,
    /// A workbook that a password opens.
    SealedSpreadsheet,
    /// A text document, with pages.
    Document,
    /// A PDF.
    Pdf,
    /// A picture of a kind that is not read: HEIC, GIF.
    OtherPicture,
    /// An archive of a kind that is not read: RAR, 7z.
    OtherArchive,
    /// Aegis: only a fingerprint or a raw key opens it.
    AegisNoPassword,
    /// Bitwarden: only the account that wrote it opens it.
    BitwardenAccount,
    /// A way to derive a key that no version known here writes.
    KeyDerivation,
    /// A cipher that no version known here writes.
    Cipher,
    /// The browser extension's own encryption.
    ExtensionEncrypted,
    /// KeePass before version 4 of its file.
    OldKeePass,
    /// A key file or a hardware key beside the password.
    KeePassKeyFile,
    /// An archive whose compression is not known here.
    Compression,
    /// A web page without an address in it: its QR codes are drawings.
    Page,
}

/// What a file asks for and does not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Of what.
    pub what: Measure,
    /// How much it asks for; the largest number when it cannot be said.
    pub asked: u64,
    /// How much there is.
    pub most: u64,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of a file.
    FileBytes,
    /// Levels of nesting.
    Depth,
    /// Entries.
    Entries,
    /// Values of a document, of any kind.
    Values,
    /// Columns of a table.
    Columns,
    /// Bytes of a name or a note.
    TextBytes,
    /// Bytes after unpacking.
    UnpackedBytes,
    /// Members of an archive.
    Members,
    /// Document types of XML, of which none is read.
    DocumentTypes,
    /// Password slots of an Aegis file.
    Slots,
    /// Rounds of a key derivation.
    Rounds,
    /// Bytes of memory of a key derivation.
    Memory,
    /// Lanes of a key derivation.
    Lanes,
    /// scrypt's N.
    ScryptN,
    /// scrypt's r.
    ScryptR,
    /// scrypt's p.
    ScryptP,
    /// Pixels of a picture.
    Pixels,
}

/// What a file that nobody knows looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// JSON.
    Json,
    /// XML or HTML.
    Xml,
    /// Text.
    Text,
    /// An archive.
    Archive,
    /// Anything else.
    Bytes,
}

impl Limit {
    /// An error, when more is asked for than there is.
    pub fn hold(what: Measure, asked: u64, most: u64) -> Result<(), ReadError> {
        if asked > most { Err(ReadError::Limit(Self { what, asked, most })) } else { Ok(()) }
    }
}

impl ReadError {
    /// Broken somewhere.
    pub fn damaged(format: Format) -> Self {
        Self::Damaged { format, at: None }
    }

    /// The same without the place: one in a text that was unpacked or decrypted helps nobody.
    pub(super) fn nowhere(self) -> Self {
        match self {
            Self::Damaged { format, .. } => Self::Damaged { format, at: None },
            error => error,
        }
    }
}
