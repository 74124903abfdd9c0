//! What is carried: the vault's file as it is, and the activity beside it. Nothing that a person has to
//! look at first.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ATTRIBUTES, Carried, Course, OURS, Phase, Purpose, ROUNDS, Trouble};
use crate::app::desk::Desk;
use crate::model::Book;
use crate::sync::{Git, GitError, Oid};
use crate::text::safe;
use crate::vault::{SaveError, TakeError, Vault, is_known, sealed};

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Commits the vaults and what belongs to them, where that is another than the branch has.
    pub(super) fn commit(&mut self, git: &Git, branch: &str) -> Result<(), Trouble<E>> {
        let head = git.find("HEAD")?;
        let (mut entries, mut gone) = (Vec::new(), Vec::new());
        for at in 0..self.vaults.len() {
            let (file, name) = (self.vaults[at].path(), self.vaults[at].name.clone());
            let there = sealed(&file).map_err(|error| Trouble::File(file.clone(), error))?;
            let vault = match (git.name_for(there)?, git.entry("HEAD", &name)?) {
                (Some(there), Some(known)) if there == known => known,
                (_, Some(known)) if self.is_held(git, at, &known)? => known,
                _ => git.keep(self.file(at)?)?,
            };
            let first = entries.len();
            entries.push((name, vault));
            for path in logs(&file) {
                let (Some(name), Ok(content)) = (git.name_of(&path), fs::read(&path)) else {
                    continue;
                };
                entries.push((name, git.keep(content)?));
            }
            if let Some(head) = &head {
                gone.extend(dropped(self.vaults[at].desk, git, head, &entries[first..])?);
            }
        }
        if git.entry("HEAD", Path::new(ATTRIBUTES))?.is_none()
            && git.is_set(OURS)?
            && let Ok(content) = fs::read(git.top().join(ATTRIBUTES))
        {
            entries.push((ATTRIBUTES.into(), git.keep(content)?));
        }
        let mut new = Vec::new();
        for (path, oid) in &entries {
            if git.entry("", path)?.as_ref() != Some(oid) {
                git.stage(&[(path.clone(), oid.clone())])?;
            }
            if git.entry("HEAD", path)?.as_ref() != Some(oid) {
                new.push((path.clone(), oid.clone()));
            }
        }
        if !gone.is_empty() {
            git.unstage(&gone)?;
        }
        if new.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let tree = git.tree(head.as_ref(), &new, &gone)?;
        let parents: Vec<&Oid> = head.iter().collect();
        let mut names = self.names();
        let is_touched = |name: &PathBuf| {
            let folder = name.with_extension("activity");
            new.iter().chain(&gone).any(|(p, _)| p == name || p.parent() == Some(&folder))
        };
        if names.iter().any(is_touched) {
            names.retain(is_touched);
        }
        let made = self.make(git, &tree, &parents, &names)?;
        git.move_branch(branch, &made, head.as_ref(), "keyrack sync")?;
        self.report.committed = true;
        Ok(())
    }

    /// A commit. Its message says nothing that the names of the files do not.
    pub(super) fn make(
        &self,
        git: &Git,
        tree: &Oid,
        parents: &[&Oid],
        names: &[PathBuf],
    ) -> Result<Oid, GitError> {
        let verb = if parents.len() > 1 { "Merge" } else { "Update" };
        let file = |name: &PathBuf| {
            safe(&name.file_name().unwrap_or_default().to_string_lossy()).to_string()
        };
        let files: Vec<String> = names.iter().map(file).collect();
        let otherwise = format!("{}@keyrack.invalid", self.vaults[0].desk.machine);
        git.commit(tree, parents, &format!("{verb} {}\n", files.join(", ")), &otherwise)
    }

    /// A vault's file as it stands. One that this machine has not seen is opened, and doubted as
    /// whenever it is opened.
    pub(super) fn file(&mut self, at: usize) -> Result<Vec<u8>, Trouble<E>> {
        let path = self.vaults[at].path();
        for _ in 0..ROUNDS {
            let content = sealed(&path).map_err(|error| Trouble::File(path.clone(), error))?;
            let Carried { desk, opened, .. } = &mut self.vaults[at];
            let is_seen = opened.as_ref().is_some_and(|(vault, _)| vault.is_of(&content));
            if is_seen || is_known(&desk.place, &content) {
                return Ok(content);
            }
            match opened {
                None => drop(self.opened(at)?),
                Some((vault, book)) => {
                    *book = vault.reload().map_err(|error| Trouble::File(path.clone(), error))?;
                    if let Some(doubt) = vault.doubt() {
                        return Err(Trouble::Doubtful(path, doubt.kind));
                    }
                }
            }
        }
        // Somebody saves all the time.
        Err(Trouble::Taking(path, TakeError::Save(SaveError::Changed { kept: None }), None))
    }
}

/// Months of this machine that are over and were dropped here: those before the first one that is still
/// there. What is missing otherwise was not dropped by us, and stays where git has it.
fn dropped(
    desk: &Desk,
    git: &Git,
    head: &Oid,
    entries: &[(PathBuf, Oid)],
) -> Result<Vec<(PathBuf, Oid)>, GitError> {
    let start = format!("{}-", desk.machine);
    let is_own = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && name.len() == start.len() + "2026-11.log".len()
    };
    let own = entries.iter().map(|(path, _)| path).filter(|path| is_own(path));
    let Some(first) = own.min() else { return Ok(Vec::new()) };
    let Some(folder) = first.parent() else { return Ok(Vec::new()) };
    let mut there = git.files(head, folder)?;
    there.retain(|(path, _)| is_own(path) && path < first);
    Ok(there)
}

/// The files of the activity beside a vault.
fn logs(file: &Path) -> Vec<PathBuf> {
    let Ok(file) = fs::canonicalize(file) else { return Vec::new() };
    let Ok(entries) = fs::read_dir(file.with_extension("activity")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}
