//! What is told of a row that is taken: what of it is not what stood in the file, or did not come along.

use super::table::Column;
use crate::otp::Remark;

/// Something in a record that is not what stood in the file; with the field it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// On reading the key or the address.
    Key(Remark),
    /// The program said nothing of the kind, and this one may have been lost: read as TOTP.
    KindAssumed,
    /// FreeOTP keeps the counter before the next one; one was added.
    CounterRaised,
    /// A group that the file does not name was dropped.
    GroupUnknown,
    /// A name that another program shows differs from the one in the key; the one that is not shown
    /// here went to the note.
    IssuerInNote,
    /// Aegis wrote MD5 beside a kind that never uses it, by a mistake of its own; read as SHA-1, as it
    /// does itself.
    HashMended,
    /// A phone number whose digits a spreadsheet lost (`1.39E+10`); kept as the text it is.
    PhoneLost {
        /// Whether it is the backup's.
        backup: bool,
    },
    /// A text or a one-time code whose digits a spreadsheet lost (`1.39E+10`); kept as it stands.
    DigitsLost {
        /// In which column.
        column: Column,
    },
    /// A phone number that a spreadsheet or input method disfigured was put right: a lost `+`,
    /// full-width digits, a `.0` behind it.
    PhoneMended {
        /// Whether it is the backup's.
        backup: bool,
    },
    /// Cells beyond the last heading were left aside.
    MoreCells {
        /// How many.
        count: usize,
    },
    /// There are fewer cells than headings, and none for a key.
    FewerCells {
        /// How many are missing.
        count: usize,
    },
    /// An apostrophe that keeps a spreadsheet from computing a cell was taken off.
    Apostrophe,
    /// A formula that is only a text in quotation marks was read as that text.
    Unwrapped,
    /// A word stands where a key belongs: an app has it, or there is one, and it is not here.
    KeyApart {
        /// Which. A stranger's text.
        word: String,
    },
    /// What stands where a key belongs says that it is the same as above, and is not guessed at.
    KeyDitto {
        /// How. A stranger's text.
        word: String,
    },
    /// A cell says that it is the same as above, and what stands there was taken.
    SameAsAbove {
        /// In which column.
        column: Column,
    },
    /// What stands before a key and says that it is one was left out: `Secret: …`.
    KeyLabel {
        /// What. A stranger's text.
        label: String,
    },
    /// The platform stands in a title above the row.
    FromTitle,
    /// Several people stand as the holder of one phone, and are kept as one.
    SeveralHolders {
        /// Who. A stranger's text.
        holder: String,
    },
    /// A number is shown in a format that is not read, as a percentage or with words.
    NumberFormat {
        /// In which column.
        column: Column,
    },
    /// What stands where one-time codes belong says where they are; it goes into the note.
    CodesElsewhere {
        /// What it says. A stranger's text.
        place: String,
    },
    /// Words or marks stand beside one-time codes, or codes that were used; they go into the note.
    CodesBeside {
        /// What they say. A stranger's text.
        words: String,
    },
    /// One-time codes were taken from a field of one's own.
    CodesFrom {
        /// What it is called. A stranger's text.
        field: String,
        /// How many.
        count: usize,
    },
    /// The key was taken from a field of one's own: none stands where one belongs.
    KeyFrom {
        /// What it is called. A stranger's text.
        field: String,
    },
    /// Fields of one's own that are not taken.
    FieldsLeft {
        /// What they are called. Strangers' texts.
        names: Vec<String>,
    },
    /// Web addresses that are not taken.
    AddressesLeft {
        /// Their hosts. Strangers' texts.
        hosts: Vec<String>,
    },
    /// Passkeys, which no other program can use.
    PasskeysLeft {
        /// How many.
        count: usize,
    },
    /// Files that hang on an entry.
    AttachmentsLeft {
        /// How many.
        count: usize,
    },
    /// The file ends in this row: its last cell is kept as far as it goes, and what should follow is missing.
    Cut {
        /// The column of that cell, where it was left out instead: a number without its end is another one.
        dropped: Option<Column>,
    },
    /// The file ends with this, without a line end, and it may be cut: a key, or what belongs to one.
    MayBeCut {
        /// In which column; that of keys where there are none.
        column: Column,
    },
    /// A name or a note looks like a key, beside the key of the row.
    KeyLike {
        /// In which column.
        column: Column,
    },
    /// A column says otherwise than the address in its row.
    Contradicts {
        /// Which.
        column: Column,
        /// What the address says. A stranger's text.
        address: String,
        /// What stands in the column. A stranger's text.
        cell: String,
        /// Which of them counts.
        counts: Counts,
    },
}

/// Which of two counts that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The address.
    Address,
    /// The cell of a column.
    Cell,
}
