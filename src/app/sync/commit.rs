//! What is carried: the vault's file as it is, and the activity beside it. Nothing that a person has to
//! look at first.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ATTRIBUTES, Course, OURS, Phase, Purpose, ROUNDS, Trouble};
use crate::model::Book;
use crate::sync::{Git, GitError, Oid};
use crate::text::safe;
use crate::vault::{SaveError, TakeError, Vault, is_known, sealed};

impl<E, O: FnMut(Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Commits the vault and what belongs to it, where it is another than the branch has.
    pub(super) fn commit(
        &mut self,
        git: &Git,
        name: &Path,
        branch: &str,
    ) -> Result<(), Trouble<E>> {
        let head = git.find("HEAD")?;
        let there = sealed(&self.desk.place.file).map_err(Trouble::File)?;
        let vault = match (git.name_for(there)?, git.entry("HEAD", name)?) {
            (Some(there), Some(known)) if there == known => known,
            _ => git.keep(self.file()?)?,
        };
        let mut entries = vec![(name.to_owned(), vault)];
        for path in logs(&self.desk.place.file) {
            let (Some(name), Ok(content)) = (git.name_of(&path), fs::read(&path)) else { continue };
            entries.push((name, git.keep(content)?));
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
        let gone = match &head {
            Some(head) => self.dropped(git, head, &entries)?,
            None => Vec::new(),
        };
        if !gone.is_empty() {
            git.unstage(&gone)?;
        }
        if new.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let tree = git.tree(head.as_ref(), &new, &gone)?;
        let parents: Vec<&Oid> = head.iter().collect();
        let made = self.make(git, &tree, &parents, name)?;
        git.move_branch(branch, &made, head.as_ref(), "keyrack sync")?;
        self.report.committed = true;
        Ok(())
    }

    /// Months of this machine that are over and were dropped here: those before the first one that is still
    /// there. What is missing otherwise was not dropped by us, and stays where git has it.
    fn dropped(
        &self,
        git: &Git,
        head: &Oid,
        entries: &[(PathBuf, Oid)],
    ) -> Result<Vec<(PathBuf, Oid)>, GitError> {
        let start = format!("{}-", self.desk.machine);
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

    /// A commit. Its message says nothing that the file's name does not.
    pub(super) fn make(
        &self,
        git: &Git,
        tree: &Oid,
        parents: &[&Oid],
        name: &Path,
    ) -> Result<Oid, GitError> {
        let verb = if parents.len() > 1 { "Merge" } else { "Update" };
        let file = name.file_name().unwrap_or_default().to_string_lossy();
        let otherwise = format!("{}@keyrack.invalid", self.desk.machine);
        git.commit(tree, parents, &format!("{verb} {}\n", safe(&file)), &otherwise)
    }

    /// The vault's file as it stands. One that this machine has not seen is opened, and doubted as
    /// whenever it is opened.
    pub(super) fn file(&mut self) -> Result<Vec<u8>, Trouble<E>> {
        for _ in 0..ROUNDS {
            let content = sealed(&self.desk.place.file).map_err(Trouble::File)?;
            let is_seen = self.opened.as_ref().is_some_and(|(vault, _)| vault.is_of(&content));
            if is_seen || is_known(&self.desk.place, &content) {
                return Ok(content);
            }
            match &mut self.opened {
                None => self.opened()?,
                Some((vault, book)) => {
                    *book = vault.reload().map_err(Trouble::File)?;
                    if let Some(doubt) = vault.doubt() {
                        return Err(Trouble::Doubtful(doubt.kind));
                    }
                }
            }
        }
        // Somebody saves all the time.
        Err(Trouble::Taking(TakeError::Save(SaveError::Changed { kept: None })))
    }
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
