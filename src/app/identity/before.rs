//! The identities before the one in use, which are kept beside it: they open the backups of their time, and
//! what others saved before they knew of the new one.

use std::fs;
use std::path::PathBuf;

use super::folder;
use crate::app::desk::{self, Desk, Unopened};
use crate::secret::Secret;
use crate::vault::{Identity, OpenError};

/// The identities before the one in use.
#[derive(Debug, Default)]
pub struct Earlier {
    /// Those that open with the passphrase of now, the latest first.
    pub open: Vec<Identity>,
    /// The files of those that ask for another one.
    pub shut: Vec<PathBuf>,
}

/// Opens the identities before the one in use. As slow as opening each.
pub fn earlier(desk: &Desk, passphrase: Option<&Secret>) -> Earlier {
    let mut earlier = Earlier::default();
    for path in kept(desk).into_iter().rev() {
        match desk::identity(&Desk { identity: path.clone(), ..desk.clone() }, passphrase) {
            Ok(identity) => earlier.open.push(identity),
            Err(Unopened {
                error: OpenError::WrongPassphrase | OpenError::NeedsPassphrase,
                ..
            }) => earlier.shut.push(path),
            Err(_) => {}
        }
    }
    earlier
}

/// Their files, the latest last.
pub fn kept(desk: &Desk) -> Vec<PathBuf> {
    let Some(name) = desk.identity.file_name() else { return Vec::new() };
    let begins = format!("{}.until-", name.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder(&desk.identity)) else { return Vec::new() };
    let is_one = |it: &fs::DirEntry| it.file_name().to_string_lossy().starts_with(&begins);
    let mut kept: Vec<PathBuf> = entries.flatten().filter(is_one).map(|it| it.path()).collect();
    kept.sort();
    kept
}
