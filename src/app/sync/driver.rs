//! What git asks of us about single files, which stand in no vault's place.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::app::desk::{self, Desk, Unopened};
use crate::app::loss::saved_open;
use crate::i18n::Sync;
use crate::model::Book;
use crate::secret::Secret;
use crate::sync::{Asking, Git};
use crate::time::Date;
use crate::vault::{Joined, Keys, Member, TakeError, join, look, sealed};

/// What became of a merge of three files.
#[derive(Debug)]
pub enum Outcome {
    /// Our side's file holds what all come to. What is to be said of it.
    Merged(Vec<Sync>),
    /// It is as it was.
    Refused(TakeError),
    /// So it is, because the system would not let us write it.
    Unwritten(PathBuf, io::Error),
}

/// What a file is to hold, and what is to be said of it.
type New = (Vec<u8>, Vec<Sync>);

/// Merges theirs into ours by way of the version both come from. An empty one is none.
///
/// In a rebase git calls what it puts one's own commits on ours, and one's own theirs: what came is looked at there,
/// too, and not what was done here.
pub fn merge_files(
    desk: &Desk,
    [base, ours, theirs]: [&Path; 3],
    passphrase: Option<&Secret>,
    today: Date,
) -> Result<Outcome, Unopened> {
    let keys = desk::keys(&desk.apart(ours.to_owned()), passphrase)?;
    let is_rebase = Git::around(&desk.place.file, Asking::Never)
        .is_ok_and(|git| git.is_some_and(|git| git.is_rebasing()));
    let read = |path: &Path| sealed(path).map_err(TakeError::Open);
    let merged = || -> Result<Option<New>, TakeError> {
        let base = match fs::metadata(base) {
            Ok(is) if is.len() == 0 => None,
            _ => Some(read(base)?),
        };
        let (mine, other) = (read(ours)?, read(theirs)?);
        let (own, came) = if is_rebase { (&other, &mine) } else { (&mine, &other) };
        let joined = join(base.as_deref(), own, came, &desk.place, &keys, &desk.machine, today)?;
        Ok(match joined {
            Joined::Both(both, books) => {
                let [mine, book] = &*books;
                Some((both, saved_open([mine, book])))
            }
            Joined::Ours if is_rebase => Some((other, Vec::new())),
            Joined::Theirs if !is_rebase => Some((other, Vec::new())),
            Joined::Ours | Joined::Theirs => None,
        })
    };
    match merged() {
        Ok(None) => Ok(Outcome::Merged(Vec::new())),
        Ok(Some((content, said))) => Ok(match write(ours, &content) {
            Ok(()) => Outcome::Merged(said),
            Err(error) => Outcome::Unwritten(ours.to_owned(), error),
        }),
        // A passphrase that does not fit is asked for again.
        Err(TakeError::Open(error)) if matches!(keys, Keys::Passphrase { .. }) => {
            Err(Unopened::vault(desk, error))
        }
        Err(error) => Ok(Outcome::Refused(error)),
    }
}

/// Git waits for the answer under the same name; nobody else knows the file.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// What a file holds, whoever can read it among it. Nothing beside it is touched.
pub fn open_apart(
    desk: &Desk,
    passphrase: Option<&Secret>,
) -> Result<(Vec<Member>, Book), Unopened> {
    let keys = desk::keys(desk, passphrase)?;
    look(&desk.place.file, &keys).map_err(|error| Unopened::vault(desk, error))
}
