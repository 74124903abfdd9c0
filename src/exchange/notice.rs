//! What is to be said of a foreign file as a whole, and whether that is a loss.

/// Something to be said of a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The password opened it only in another Unicode form than it was typed in.
    OtherForm,
    /// Only one sheet of a workbook was read, and nobody said which; others, which are not empty, were
    /// not. Strangers' texts.
    Sheets {
        /// The one that was.
        read: String,
        /// Those that were not.
        others: Vec<String>,
    },
    /// Devices, numbers and people of a vault that no account refers to, by name; numbers are masked.
    /// Strangers' texts.
    Things(Vec<String>),
    /// A printout of ours: only its addresses were read.
    Printout,
    /// Rows of a table that are no accounts, a title or sums: their numbers, and how they begin. Strangers'
    /// texts.
    Rows(Vec<(usize, String)>),
    /// Rows of a table that seem to name the platform of those below them, which have none: the same of them.
    Sections(Vec<(usize, String)>),
    /// Rows of a table that have a remark, and are no accounts: the same of them.
    Remarks(Vec<(usize, String)>),
    /// Rows of a table with the name of a platform or a store and nothing else, of which nothing below says that it
    /// is a title: the same of them.
    Alone(Vec<(usize, String)>),
    /// Rows of a table without a platform, by their numbers, below others that have one.
    Blanks(Vec<usize>),
    /// How many comments on cells a workbook has, of which none is read.
    Comments(usize),
    /// How many pictures a workbook has, of which none is read.
    Pictures(usize),
    /// A table without a column of keys: its accounts come without one.
    NoKeys,
    /// The row of a table with this number is read as an account, though it may as well have headings that
    /// nobody here knows.
    FirstRow(usize),
    /// A table that is not in UTF-8, read as GB18030: what Excel writes in China.
    Encoding,
    /// The file ends in the middle: it was cut off when it was written or copied.
    Cut {
        /// In the row with this number, where it has rows with some.
        row: Option<usize>,
    },
    /// Columns with something in them that nothing here takes, and that nobody said to leave aside.
    Columns(Vec<Spare>),
    /// The column of devices in a table of ours without keys: it says for people what the columns of
    /// phones say, and is not read.
    Devices {
        /// What stands above it.
        title: String,
    },
}

impl Notice {
    /// Whether something of the file is not taken.
    pub fn is_loss(&self) -> bool {
        match self {
            Self::OtherForm
            | Self::Encoding
            | Self::NoKeys
            | Self::FirstRow(_)
            | Self::Rows(_)
            | Self::Devices { .. } => false,
            Self::Cut { .. }
            | Self::Sheets { .. }
            | Self::Things(_)
            | Self::Printout
            | Self::Sections(_)
            | Self::Remarks(_)
            | Self::Alone(_)
            | Self::Blanks(_)
            | Self::Comments(_)
            | Self::Pictures(_)
            | Self::Columns(_) => true,
        }
    }
}

/// A column of a table that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spare {
    /// Its number, from 1.
    pub number: usize,
    /// What stands above it, as in [`Heading`](super::Heading). A stranger's text.
    pub title: String,
    /// How many of its cells are filled.
    pub cells: usize,
}
