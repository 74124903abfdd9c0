//! What the remote has, brought together with what is here: gone on to, or merged vault by vault.

use std::path::{Path, PathBuf};

use super::{Course, Phase, Purpose, Trouble, shown};
use crate::activity;
use crate::app::desk::Desk;
use crate::model::Book;
use crate::sync::{Git, GitError, Oid};
use crate::vault::{OpenError, Recipient, TakeError, Vault, is_known, is_unseen, missed, sealed};

/// Where git keeps the version that the last exchange ended with.
const LAST: &str = "refs/keyrack/last";

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Brings the branch and theirs together; git has that as `tracking`.
    pub(super) fn join(
        &mut self,
        git: &Git,
        branch: &str,
        theirs: &Oid,
        tracking: &str,
    ) -> Result<(), Trouble<E>> {
        let Some(head) = git.find("HEAD")? else {
            return self.follow(git, branch, None, theirs).map_err(|why| self.apart(why));
        };
        self.try_again(git)?;
        let bases = git.bases(&head, &[theirs])?;
        if bases.contains(theirs) {
            self.look_back(git, [&head, theirs])
        } else if bases.contains(&head) && self.cut(git, theirs, &bases)?.is_empty() {
            self.follow(git, branch, Some(&head), theirs)
        } else {
            // Also where only the later part of it was written anew, as by git filter-repo.
            let is_anew = bases.is_empty() || git.is_rewritten(&head, theirs, tracking)?;
            let merged = self.merge(git, branch, [&head, theirs], &bases, is_anew);
            merged.map_err(|why| if bases.is_empty() { self.apart(why) } else { why })
        }
    }

    /// Why theirs was not taken in, where both histories have nothing in common and nothing was exchanged before.
    fn apart(&self, why: Trouble<E>) -> Trouble<E> {
        match why {
            Trouble::Taking(
                path,
                TakeError::Stranger | TakeError::Open(OpenError::NotARecipient),
                touch,
            ) if !self.report.again => Trouble::Begun(path, touch),
            why => why,
        }
    }

    /// Files of the activity that lack lines in theirs which the versions before had, or are gone from it before it
    /// is time. No program takes a line away; whole months go when they are old.
    fn cut(&self, git: &Git, theirs: &Oid, bases: &[Oid]) -> Result<Vec<PathBuf>, Trouble<E>> {
        let mut cut = Vec::new();
        for name in self.names() {
            let folder = name.with_extension("activity");
            let new = git.files(theirs, &folder)?;
            for base in bases {
                let before = git.files(base, &folder)?;
                let [had, has] = [&before, &new]
                    .map(|files| files.iter().map(|(path, _)| &**path).collect::<Vec<&Path>>());
                cut.extend(missed(&had, &has, self.wish.now).into_iter().map(Path::to_owned));
                for (path, old) in before {
                    let is_other = |(it, oid): &&(PathBuf, Oid)| *it == path && *oid != old;
                    let Some((_, oid)) = new.iter().find(is_other) else { continue };
                    if activity::lacks(&git.content(oid)?, &git.content(&old)?) {
                        cut.push(path);
                    }
                }
            }
        }
        Ok(cut)
    }

    /// Looks whether lines of the activity are gone since the last exchange: git by itself may have brought that.
    pub(super) fn pulled(&mut self, git: &Git) -> Result<(), Trouble<E>> {
        if let (Some(last), Some(head)) = (git.find(LAST)?, git.find("HEAD")?)
            && last != head
        {
            self.report.news.pulled_cut |= !self.cut(git, &head, &[last])?.is_empty();
        }
        Ok(())
    }

    /// Takes in what git by itself has put on the branch, where another version stands in the folder: that was never
    /// read here, and ours would be committed over it.
    pub(super) fn brought(&mut self, git: &Git) -> Result<(), Trouble<E>> {
        let (head, last) = (git.find("HEAD")?, git.find(LAST)?);
        let Some(head) = head.filter(|head| last.as_ref() != Some(head)) else { return Ok(()) };
        for at in 0..self.vaults.len() {
            let (path, name) = (self.vaults[at].path(), self.vaults[at].name.clone());
            let Some(there) = git.entry(head.as_str(), &name)? else { continue };
            let last = last.as_ref().map(|last| git.entry(last.as_str(), &name)).transpose()?;
            let stands = sealed(&path).map_err(|error| Trouble::File(path, error))?;
            let is_ours = last.flatten().as_ref() == Some(&there)
                || git.name_for(stands)?.as_ref() == Some(&there)
                || self.is_held(git, at, &there)?;
            if is_ours {
                continue;
            }
            match self.must_take(git, at, &git.content(&there)?, None) {
                Ok(taken) => self.report.merged |= taken,
                // Ours was put back over it by whoever looked.
                Err(Trouble::Taking(_, TakeError::Stranger, _)) if self.report.again => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// Looks whether what is here has all of theirs, as git says. Where somebody has merged here by hand, they may
    /// have let theirs go.
    fn look_back(&mut self, git: &Git, [head, theirs]: [&Oid; 2]) -> Result<(), Trouble<E>> {
        if !git.has_merged(head, theirs)? {
            return Ok(());
        }
        for at in 0..self.vaults.len() {
            let name = self.vaults[at].name.clone();
            let [ours, there] = [head, theirs].map(|of| git.entry(of.as_str(), &name));
            let (ours, there) = (ours?, there?);
            let there = there.filter(|there| Some(there) != ours.as_ref());
            if there.is_some() {
                self.opened(at)?.0.has_gone();
            }
            if let Some(there) = there
                && self.must_take(git, at, &git.content(&there)?, None)?
            {
                self.report.merged = true;
            }
        }
        Ok(())
    }

    /// Whether a vault that did not open is as git has brought it, and nothing that this machine could have
    /// opened: it never did with any, or this one is not for its identity.
    fn is_untouched(&self, at: usize, known: Option<&[u8]>, why: &E) -> Result<bool, Trouble<E>> {
        let vault = &self.vaults[at];
        let there = sealed(&vault.path()).map_err(|error| Trouble::File(vault.path(), error))?;
        let place = &vault.desk.place;
        let is_strange = is_unseen(place) || (self.is_shut)(why) && !is_known(place, &there);
        Ok(is_strange && known == Some(&*there))
    }

    /// The same of one that was not changed here since: then git's own merge has theirs.
    fn is_gits(
        &self,
        git: &Git,
        at: usize,
        ours: Option<&Oid>,
        bases: &[Oid],
        why: &E,
    ) -> Result<bool, Trouble<E>> {
        for base in bases {
            if git.entry(base.as_str(), &self.vaults[at].name)?.as_ref() != ours {
                return Ok(false);
            }
        }
        let known = ours.map(|oid| git.content(oid)).transpose()?;
        Ok(!bases.is_empty() && self.is_untouched(at, known.as_deref(), why)?)
    }

    /// Who can open a vault now.
    fn readers(&mut self, at: usize) -> Result<Vec<Recipient>, Trouble<E>> {
        let (vault, _) = self.opened(at)?;
        Ok(vault.members().iter().map(|member| member.recipient.clone()).collect())
    }

    /// Goes on to theirs, which was made of ours.
    fn follow(
        &mut self,
        git: &Git,
        branch: &str,
        head: Option<&Oid>,
        theirs: &Oid,
    ) -> Result<(), Trouble<E>> {
        (self.tell)(Phase::Merging);
        for at in 0..self.vaults.len() {
            let name = self.vaults[at].name.clone();
            let base = match head {
                Some(head) => git.entry(head.as_str(), &name)?,
                None => None,
            };
            match git.entry(theirs.as_str(), &name)? {
                Some(new) if base.as_ref() == Some(&new) => {}
                Some(new) => {
                    let known = base.map(|oid| git.content(&oid)).transpose()?;
                    let content = git.content(&new)?;
                    // What was left aside opens nothing, and is of no use for that.
                    let common = known.as_deref().filter(|_| !self.vaults[at].is_held);
                    match self.must_take(git, at, &content, common) {
                        Ok(_) => {
                            git.stage(&[(name, new)])?;
                            // Git knew only theirs to go on to, and ours had more.
                            self.report.merged |= self.file(at)? != content;
                        }
                        // As a clone does: whoever was let in only now cannot open what stands here,
                        // so there is nothing to compare it with and nothing to lose.
                        Err(Trouble::Opening(why))
                            if self.is_untouched(at, known.as_deref(), &why)? => {}
                        Err(why) if known.is_some() => {
                            self.hold(git, at, &new, why)?;
                            // What is in the index as they have it is left alone in the folder.
                            git.stage(&[(name, new)])?;
                        }
                        Err(why) => return Err(why),
                    }
                    self.report.received |= !self.vaults[at].is_held;
                }
                None if base.is_some() => {
                    return Err(Trouble::Elsewhere(self.vaults[at].path()));
                }
                None => {}
            }
        }
        git.go(head, theirs).map_err(Trouble::InTheWay)?;
        git.move_branch(branch, theirs, head, "keyrack sync: fast-forward")?;
        for name in self.names() {
            let folder = name.with_extension("activity");
            let before = head.map(|head| git.files(head, &folder)).transpose()?;
            // Also where only activity came.
            let has = git.files(theirs, &folder)?;
            self.report.received |= before.is_some_and(|before| before != has);
        }
        Ok(())
    }

    /// Makes one version of two that were made of another.
    fn merge(
        &mut self,
        git: &Git,
        branch: &str,
        [head, theirs]: [&Oid; 2],
        bases: &[Oid],
        is_anew: bool,
    ) -> Result<(), Trouble<E>> {
        (self.tell)(Phase::Merging);
        let names = self.names();
        // Git's own merge would put back what somebody has begun anew to be rid of.
        let (tree, mut logs) = if is_anew {
            (theirs.clone(), told(git, [head, theirs], &names)?)
        } else {
            let (tree, mut both) = git.merge(head, theirs)?;
            both.retain(|path| !names.contains(path));
            // Two clones on one machine write one file.
            let is_log = |path: &PathBuf| {
                names.iter().any(|name| path.parent() == Some(&name.with_extension("activity")))
            };
            let (logs, both): (Vec<_>, Vec<_>) = both.into_iter().partition(is_log);
            if !both.is_empty() {
                return Err(Trouble::Clashing(shown(&both)));
            }
            (tree, logs)
        };
        let mut cut = self.cut(git, theirs, bases)?;
        // What is gone on both sides stays so.
        let here: Vec<(PathBuf, Oid)> = names
            .iter()
            .map(|name| git.files(head, &name.with_extension("activity")))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        cut.retain(|path| here.iter().any(|(it, _)| it == path));
        self.report.news.cut |= !cut.is_empty();
        logs.extend(cut);
        logs.sort();
        logs.dedup();
        let (mut vaults, mut shuts_out) = (Vec::new(), false);
        for (at, name) in names.iter().enumerate() {
            if let Some(new) = git.entry(theirs.as_str(), name)? {
                let ours = git.entry(head.as_str(), name)?;
                if ours.as_ref() != Some(&new) {
                    let base =
                        self.base(at, git, name, bases)?.filter(|_| !self.vaults[at].is_held);
                    let before = match self.readers(at) {
                        // As git has it: theirs.
                        Err(Trouble::Opening(why))
                            if names.len() > 1
                                && self.is_gits(git, at, ours.as_ref(), bases, &why)? =>
                        {
                            continue;
                        }
                        before => before?,
                    };
                    match self.must_take(git, at, &git.content(&new)?, base.as_deref()) {
                        Ok(has_come) => self.report.received |= has_come,
                        Err(why) if !bases.is_empty() => {
                            self.hold(git, at, &new, why)?;
                            // What was edited here is for readers that theirs does not have.
                            shuts_out = true;
                            vaults.push((name.clone(), new));
                            continue;
                        }
                        Err(why) => return Err(why),
                    }
                    let now = self.readers(at)?;
                    shuts_out |= before.iter().any(|reader| !now.contains(reader));
                }
            } else if bases.is_empty() {
                return Err(Trouble::Unrelated);
            } else {
                // What never was there is new here.
                for base in bases {
                    if git.entry(base.as_str(), name)?.is_some() {
                        return Err(Trouble::Elsewhere(self.vaults[at].path()));
                    }
                }
            }
            vaults.push((name.clone(), git.keep(self.file(at)?)?));
        }
        let mut entries = vaults.clone();
        for log in logs {
            let of = |side: &Oid| -> Result<Vec<u8>, GitError> {
                git.entry(side.as_str(), &log)?.map_or(Ok(Vec::new()), |oid| git.content(&oid))
            };
            let lines = activity::both(&of(head)?, &of(theirs)?);
            entries.push((log, git.keep(lines)?));
        }
        let tree = git.tree(Some(&tree), &entries, &[])?;
        // Whom they shut out could open what was committed here without knowing it: that is not sent, and
        // all it says is in what comes of both. Nor is a history that somebody has begun anew.
        let parents: &[&Oid] = if shuts_out || is_anew { &[theirs] } else { &[head, theirs] };
        let is_theirs =
            is_anew && git.find(format!("{}^{{tree}}", theirs.as_str()))? == Some(tree.clone());
        let made = if is_theirs { theirs.clone() } else { self.make(git, &tree, parents, &names)? };
        git.stage(&vaults)?;
        let from = if is_anew { let_lie(git, head, &made)? } else { head.clone() };
        git.go(Some(&from), &made).map_err(Trouble::InTheWay)?;
        git.move_branch(branch, &made, Some(head), "keyrack sync: merge")?;
        self.report.merged |= !is_theirs;
        self.report.begun_anew = is_anew;
        Ok(())
    }
}

/// Whether an exchange came to its end here before.
pub(super) fn was_exchanged(git: &Git) -> Result<bool, GitError> {
    Ok(git.find(LAST)?.is_some())
}

/// Keeps in mind how far this exchange came.
pub(super) fn remember(git: &Git) -> Result<(), GitError> {
    let (last, head) = (git.find(LAST)?, git.find("HEAD")?);
    match head.filter(|head| Some(head) != last.as_ref()) {
        Some(head) => git.move_branch(LAST, &head, last.as_ref(), "keyrack sync"),
        None => Ok(()),
    }
}

/// The activity of vaults on our side that is another on theirs.
fn told(git: &Git, [head, theirs]: [&Oid; 2], names: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
    let mut logs = Vec::new();
    for name in names {
        let folder = name.with_extension("activity");
        let there = git.files(theirs, &folder)?;
        let ours = git.files(head, &folder)?.into_iter().filter(|log| !there.contains(log));
        logs.extend(ours.map(|(path, _)| path));
    }
    Ok(logs)
}

/// Carries the files no longer that another history does not have: in the folder they stay. What is left of the
/// version that was carried until now.
fn let_lie(git: &Git, from: &Oid, to: &Oid) -> Result<Oid, GitError> {
    let dropped = git.dropped(from, to)?;
    git.unstage(&dropped)?;
    git.tree(Some(from), &[], &dropped)
}
