//! What the dashboard wants done. Effects are data and carry no secret: who performs them takes
//! passphrases and codes from the model.

use crate::activity::Deed;
use crate::model::{Id, Thing};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the vault with the passphrase typed into the model.
    Unlock,
    /// Forget the keys and the open vault.
    Forget,
    /// Create a vault as the model's first steps describe.
    Create,
    /// Look for the vault file typed into the model and ask what it needs.
    Find,
    /// Make the demo vault and open it.
    Demo,
    /// Write the book.
    Save,
    /// Ask whether the vault in hand can be encrypted to the key of whom the model says.
    Reach,
    /// Change who can open the vault, as the model says.
    Members,
    /// Look whether the file changed underneath.
    Watch,
    /// Read the file again.
    Reload,
    /// Take what stands in the file for the vault from now on.
    Trust,
    /// Save what this machine knew, together with what stands in the file.
    Regain,
    /// Exchange with other machines.
    Sync,
    /// Look for what is wrong with the book.
    Check,
    /// Read what was done.
    Activity,
    /// Write down what was done.
    Record(Deed),
    /// Read the foreign file that the model names, with the password typed there.
    Read,
    /// Write the checklist of a loss to a file.
    Export(Thing),
    /// Look whether there is nothing yet at the path of the model's export.
    IsFree,
    /// Write the model's export to its path, with the password typed there.
    Write,
    /// Put something into the clipboard.
    Copy(Copy),
    /// Clear the whole screen and draw it again.
    Redraw,
    /// Stop the process until the shell continues it.
    Suspend,
    /// Leave.
    Quit,
}

/// What to put into the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The code of one step: a period since 1970, or a counter.
    Code {
        /// The account.
        account: Id,
        /// The step.
        step: u64,
    },
    /// What was read from a garbled message: one of the candidates.
    Digits {
        /// Which.
        place: usize,
    },
    /// A recovery code, by its place in the set.
    Recovery {
        /// The account.
        account: Id,
        /// Its place.
        code: usize,
    },
    /// The user name.
    Login {
        /// The account.
        account: Id,
    },
}
