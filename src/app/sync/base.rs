//! The version that two come from, where they come from several: two who took each other's version in at the
//! same time.
//!
//! By way of only one of them, what somebody took back to what it was there would look untouched. So they
//! are merged, too, by way of what they come from, as git does it.

use std::path::Path;

use super::{Course, Phase, Purpose, Trouble};
use crate::app::desk::Desk;
use crate::model::Book;
use crate::sync::{Git, GitError, Oid};
use crate::vault::Vault;

/// How many are merged for one: what comes from several again and again, level upon level, would be a
/// multitude, and whoever can write to the remote can make such a history.
const MOST: usize = 64;

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// The vault's file as it was where two versions parted; `None` where it was not there.
    pub(super) fn base(
        &mut self,
        at: usize,
        git: &Git,
        name: &Path,
        bases: &[Oid],
    ) -> Result<Option<Vec<u8>>, Trouble<E>> {
        match bases {
            [] => Ok(None),
            [one] => Ok(content(git, name, one)?),
            several => {
                let (vault, _) = self.opened(at)?;
                Ok(of_several(vault, git, name, several, &mut { MOST })?)
            }
        }
    }
}

fn of_several(
    vault: &Vault,
    git: &Git,
    name: &Path,
    bases: &[Oid],
    left: &mut usize,
) -> Result<Option<Vec<u8>>, GitError> {
    let mut merged: Option<Vec<u8>> = None;
    for (at, base) in bases.iter().enumerate() {
        let Some(next) = content(git, name, base)? else { continue };
        let Some(so_far) = merged.take() else {
            merged = Some(next);
            continue;
        };
        let Some(fewer) = left.checked_sub(1) else { return Ok(Some(so_far)) };
        *left = fewer;
        let before: Vec<&Oid> = bases[..at].iter().collect();
        let parted = git.bases(base, &before)?;
        let parted = of_several(vault, git, name, &parted, left)?;
        // One of a time before we could read it says nothing to us.
        merged = Some(vault.both(parted.as_deref(), &so_far, &next).unwrap_or(so_far));
    }
    Ok(merged)
}

fn content(git: &Git, name: &Path, version: &Oid) -> Result<Option<Vec<u8>>, GitError> {
    git.entry(version.as_str(), name)?.map(|oid| git.content(&oid)).transpose()
}
