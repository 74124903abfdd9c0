//! One of several vaults that is not for this identity any more as the remote has it: it stays here as it is, the
//! branch goes on with theirs, and the others are exchanged. Git keeps in mind which version that was, so that ours
//! is never committed over it; each exchange tries that version again.

use std::path::Path;

use super::{Course, Phase, Purpose, Trouble};
use crate::app::desk::Desk;
use crate::model::Book;
use crate::sync::{Git, GitError, Oid};
use crate::vault::{OpenError, TakeError, Vault};

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Leaves a vault as it is here, where that is why theirs was not taken in and others are exchanged beside it;
    /// otherwise the reason again.
    pub(super) fn hold(
        &mut self,
        git: &Git,
        at: usize,
        theirs: &Oid,
        why: Trouble<E>,
    ) -> Result<(), Trouble<E>> {
        let has_others = self.vaults.iter().enumerate().any(|(n, it)| n != at && !it.is_held);
        if !has_others
            || !matches!(why, Trouble::Taking(_, TakeError::Open(OpenError::NotARecipient), _))
        {
            return Err(why);
        }
        let mark = mark(git, &self.vaults[at].name)?;
        let before = git.find(&mark)?;
        if before.as_ref() != Some(theirs) {
            git.move_branch(&mark, theirs, before.as_ref(), "keyrack sync: not ours to open")?;
        }
        self.told(git, at, theirs);
        Ok(())
    }

    /// Whether the branch has the version of a vault that was left aside.
    pub(super) fn is_held(&mut self, git: &Git, at: usize, head: &Oid) -> Result<bool, GitError> {
        let is_held = git.find(mark(git, &self.vaults[at].name)?)?.as_ref() == Some(head);
        if is_held {
            self.told(git, at, head);
        }
        Ok(is_held)
    }

    /// Takes in what was left aside, where that opens now: with another key of the same person's, as a rule.
    pub(super) fn try_again(&mut self, git: &Git) -> Result<(), Trouble<E>> {
        for at in 0..self.vaults.len() {
            if !self.vaults[at].is_held {
                continue;
            }
            let name = self.vaults[at].name.clone();
            let Some(there) = git.entry("HEAD", &name)? else { continue };
            match self.must_take(git, at, &git.content(&there)?, None) {
                Ok(has_come) => {
                    self.report.received |= has_come;
                    git.forget(&mark(git, &name)?)?;
                }
                // Nothing is lost where nobody is there to be asked for a passphrase, either.
                Err(
                    Trouble::Opening(_)
                    | Trouble::Taking(_, TakeError::Open(OpenError::NotARecipient), _),
                ) => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// It opens again.
    pub(super) fn free(&mut self, at: usize) {
        let path = self.vaults[at].path();
        self.vaults[at].is_held = false;
        self.report.shut.retain(|(held, _)| *held != path);
    }

    fn told(&mut self, git: &Git, at: usize, theirs: &Oid) {
        let vault = &mut self.vaults[at];
        if !std::mem::replace(&mut vault.is_held, true) {
            let touch = git.touch(&vault.name, theirs).ok().flatten();
            self.report.shut.push((vault.path(), touch));
        }
    }
}

/// Under which name git keeps in mind which version of a vault was left aside.
pub(super) fn mark(git: &Git, name: &Path) -> Result<String, GitError> {
    let name = git.name_for(name.as_os_str().as_encoded_bytes().to_vec())?;
    Ok(format!("refs/keyrack/shut/{}", name.as_ref().map_or("", Oid::as_str)))
}
