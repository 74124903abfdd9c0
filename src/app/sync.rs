//! Exchanging vaults with other machines, step by step. Those of one repository go together.
//!
//! ```text
//!   repair    a merge that a git without our driver left half done
//!   copies    what a synchroniser put beside the vault is taken in and moved to the backups
//!   commit    the vault, its activity and nothing else; where the file is not the one this machine knew last, it
//!             is opened first, and nothing is committed that a person has to look at
//!   fetch     without the network it ends here: everything is committed
//!   join      theirs is taken in by the recipe of every save, then index and files follow, then the branch
//!   push      when somebody was quicker, again from `fetch`
//! ```
//!
//! A kill between any two steps leaves a vault that opens and a branch that holds whole versions; the next run
//! finds what is left to do. The branch is moved last: index and files ahead of it are staged, not lost.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::activity::Scribe;
use super::desk::Desk;
use super::explain;
use crate::i18n::Sync;
use crate::model::Book;
use crate::model::merge::conflicts;
use crate::sync::copies::is_copy;
use crate::sync::{Asking, Git, GitError, Oid, Pushed, Touch, has_marks};
use crate::text::{Safe, safe};
use crate::time::Moment;
use crate::vault::{DoubtKind, OpenError, TakeError, Trust, Vault, reinstate, sealed};

mod base;
mod commit;
pub mod driver;
mod guard;
mod held;
mod join;
pub mod news;
pub mod outcome;
pub mod setup;
mod take;

pub use take::write_accepted;

/// How often somebody may be quicker before we give up.
const ROUNDS: usize = 8;
/// The most earlier versions that are looked at for the one that two come from.
const VERSIONS: usize = 1000;
/// The setting that says that a repository is ours to commit to.
const OURS: &str = "keyrack.sync";
/// The file that tells git how to treat vaults.
const ATTRIBUTES: &str = ".gitattributes";

/// What the vault is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Git has left versions to be put together, and has put one of them in the vault's place, which may
    /// lack what this machine saved last.
    Repair,
    /// A version came that the present identity does not open: those before it are to be tried.
    Rotated,
    /// Everything else: what stands there has to be the vault that this machine knew.
    Usual,
}

/// A vault that was opened for a purpose, if nothing speaks against it. What git put in its place without
/// our last version, as in the middle of a rebase, is put together with that: to bring versions together is
/// what was asked for, to take in what may be of somebody who is out is not. Otherwise why it may not be the one this
/// machine knew.
pub fn beyond_doubt(
    mut vault: Vault,
    book: Book,
    purpose: Purpose,
    wish: Wish<'_>,
) -> Result<(Vault, Book), DoubtKind> {
    match vault.doubt().map(|doubt| doubt.kind) {
        None => Ok((vault, book)),
        Some(DoubtKind::Forked) if purpose == Purpose::Repair => {
            match vault.regain(wish.trust, wish.now) {
                Ok(saved) => {
                    if let (Some(unaware), Some(scribe)) = (vault.accepted(), wish.scribe) {
                        // It never keeps anybody from taking it in.
                        let _ = write_accepted(&vault, unaware, scribe, wish.now);
                    }
                    Ok((vault, saved.merged.unwrap_or(book)))
                }
                Err(_) => Err(DoubtKind::Forked),
            }
        }
        Some(kind) => Err(kind),
    }
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Asking the remote.
    Fetching,
    /// Taking in what came.
    Merging,
    /// Sending.
    Pushing,
}

/// How somebody wants it.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Whether git may ask for a password.
    pub asking: Asking,
    /// What is taken in.
    pub trust: Trust,
    /// Whether somebody waits for it.
    pub is_watched: bool,
    /// Who writes down what a person has said yes to.
    pub scribe: Option<&'a Scribe>,
    /// The time.
    pub now: Moment,
}

impl Wish<'_> {
    /// Where nobody is there to be asked anything.
    pub fn unwatched(now: Moment) -> Self {
        Self { asking: Asking::Never, trust: Trust::Usual, is_watched: false, scribe: None, now }
    }
}

/// What was done.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each happens without the others")]
pub struct Report {
    /// Whether the vault is in a repository at all.
    pub in_git: bool,
    /// A merge that git had left was brought to its end.
    pub repaired: bool,
    /// How many copies of synchronisers were taken in and put away.
    pub copies: usize,
    /// Copies that were left where they are, and why.
    pub left: Vec<(PathBuf, TakeError)>,
    /// Vaults that stay as they are here, because what the remote has of them is not for this identity, and who
    /// brought that.
    pub shut: Vec<(PathBuf, Option<Touch>)>,
    /// Something was committed.
    pub committed: bool,
    /// Something new came.
    pub received: bool,
    /// Both sides had something new.
    pub merged: bool,
    /// The remote's history had nothing in common with ours, and is ours now.
    pub begun_anew: bool,
    /// It was not the first exchange of this folder.
    pub again: bool,
    /// What is another here than it was.
    pub news: news::News,
    /// How many values clash, where the vault was opened.
    pub clashes: usize,
    /// Something was sent.
    pub sent: bool,
    /// The remote, where there is one.
    pub remote: Option<Safe<'static>>,
    /// Why the remote could not be asked, or did not take what was sent.
    pub unreached: Option<GitError>,
}

/// Why it stopped. What was committed and merged until then stays. A path is that of the vault it is about.
#[derive(Debug)]
pub enum Trouble<E> {
    /// A vault did not open.
    Opening(E),
    /// A vault's file cannot be carried.
    File(PathBuf, OpenError),
    /// Git did not do something.
    Git(GitError),
    /// What came is not taken in without asking; which commit of git's brought it, where one did.
    Taking(PathBuf, TakeError, Option<Box<Touch>>),
    /// What stands in a vault's place is not carried on without asking.
    Doubtful(PathBuf, DoubtKind),
    /// No branch is checked out.
    NoBranch,
    /// A person has begun something in git that has to be ended first.
    UnderWay,
    /// Both sides changed other files.
    Clashing(Vec<Safe<'static>>),
    /// A vault is not in their version any more.
    Elsewhere(PathBuf),
    /// Another vault lies at the remote, which was begun apart from this one; who brought it there.
    Begun(PathBuf, Option<Box<Touch>>),
    /// The two histories have nothing in common.
    Unrelated,
    /// The identity file lies in the repository.
    Identity(Safe<'static>),
    /// Something that opens vaults would be sent.
    Sending(Safe<'static>),
    /// The message of a commit that would be sent has a key in it.
    Telling(Safe<'static>),
    /// Files that are changed here are in the way.
    InTheWay(GitError),
}

impl<E> From<GitError> for Trouble<E> {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

/// Vaults that are exchanged together: those of one repository, or one that is in none.
#[derive(Debug)]
pub struct Parcel<'a> {
    vaults: Vec<(&'a Desk, PathBuf)>,
    git: Result<Option<Git>, GitError>,
}

impl<'a> Parcel<'a> {
    /// The desks of its vaults.
    pub fn desks(&self) -> impl Iterator<Item = &'a Desk> {
        self.vaults.iter().map(|(desk, _)| *desk)
    }
}

/// Sorts vaults by the repository they are kept in.
pub fn parcels(desks: &[Desk], asking: Asking) -> Vec<Parcel<'_>> {
    let mut parcels: Vec<Parcel<'_>> = Vec::new();
    for desk in desks {
        let (git, name) = match repository(desk, asking) {
            Ok(Some((git, name))) => (Ok(Some(git)), name),
            Ok(None) => (Ok(None), PathBuf::new()),
            Err(error) => (Err(error), PathBuf::new()),
        };
        let top = |git: &Result<Option<Git>, GitError>| match git {
            Ok(Some(git)) => Some(git.top().to_owned()),
            _ => None,
        };
        let same = top(&git)
            .and_then(|here| parcels.iter_mut().find(|p| top(&p.git).as_ref() == Some(&here)));
        match same {
            Some(parcel) => parcel.vaults.push((desk, name)),
            None => parcels.push(Parcel { vaults: vec![(desk, name)], git }),
        }
    }
    parcels
}

/// Exchanges. `open` is asked only for what has to be merged or is carried and this machine has not
/// seen, and `is_shut` says of its error whether it is that the file is not for this identity; `tell` hears what
/// is going on.
pub fn exchange<E>(
    parcel: Parcel<'_>,
    wish: Wish<'_>,
    open: impl FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>,
    is_shut: fn(&E) -> bool,
    tell: impl FnMut(Phase),
) -> Result<Report, Trouble<E>> {
    let (purpose, report) = (Purpose::Usual, Report::default());
    let carried = |(desk, name)| Carried { desk, name, opened: None, clashes: 0, is_held: false };
    let vaults = parcel.vaults.into_iter().map(carried).collect();
    let mut course = Course { vaults, wish, open, is_shut, tell, purpose, report };
    // Git would complain about its own folder.
    for path in course.vaults.iter().map(Carried::path) {
        if matches!(fs::metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound) {
            return Err(Trouble::File(path.clone(), OpenError::Missing { path }));
        }
    }
    if let Some(mut git) = parcel.git? {
        git.take_turn()?;
        course.report.in_git = true;
        course.report.again = join::was_exchanged(&git)?;
        course.guard_identity(&git)?;
        course.pulled(&git)?;
        course.repair(&git)?;
        course.copies(Some(&git))?;
        course.through(&git)?;
        join::remember(&git)?;
    } else {
        course.copies(None)?;
        // Whoever keeps the folder in step brings versions, too.
        for at in 0..course.vaults.len() {
            course.file(at)?;
        }
    }
    course.let_go();
    course.report.clashes = course.vaults.iter().map(|vault| vault.clashes).sum();
    Ok(course.report)
}

/// The repository that a vault is kept in, and the vault's name there: not any around it, but one that
/// has the vault or was set up for it.
pub fn repository(desk: &Desk, asking: Asking) -> Result<Option<(Git, PathBuf)>, GitError> {
    let Some(git) = Git::around(&desk.place.file, asking)? else { return Ok(None) };
    let Some(name) = git.name_of(&desk.place.file) else { return Ok(None) };
    let has_it =
        git.entry("", &name)?.is_some() || git.entry(":2", &name)?.is_some() || git.is_set(OURS)?;
    Ok(has_it.then_some((git, name)))
}

/// The copies of a vault that synchronisers have put beside it.
pub fn copies(desk: &Desk) -> Vec<PathBuf> {
    let Ok(file) = fs::canonicalize(&desk.place.file) else { return Vec::new() };
    let Some((folder, name)) = file.parent().zip(file.file_name()) else { return Vec::new() };
    let name = name.to_string_lossy();
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let found = entries.flatten().filter(|entry| {
        is_copy(&entry.file_name().to_string_lossy(), &name)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    let mut found: Vec<PathBuf> = found.map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// Whether git has left the vault, or something beside it, for somebody to decide. Looks at names only.
pub fn is_half_merged(desk: &Desk) -> bool {
    let Ok(file) = fs::canonicalize(&desk.place.file) else { return false };
    let git = file.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists());
    // In a worktree or a submodule it is a file that says where git's folder is.
    let elsewhere = |git: &Path| {
        let told = fs::read_to_string(git).ok()?;
        Some(git.parent()?.join(told.trim_end().strip_prefix("gitdir: ")?))
    };
    git.and_then(|git| if git.is_dir() { Some(git) } else { elsewhere(&git) })
        .is_some_and(|git| git.join("MERGE_HEAD").exists())
}

/// What lies beside a vault and is not in it, in one line; no age file is no version of it.
pub fn beside(desk: &Desk) -> Option<Sync> {
    let is_version = |copy: &&PathBuf| !matches!(sealed(copy), Err(OpenError::NotAge));
    match copies(desk).iter().filter(is_version).count() {
        0 => is_half_merged(desk).then_some(Sync::HalfMerged),
        n => Some(Sync::CopiesHere { n }),
    }
}

/// A vault on its way.
struct Carried<'a> {
    desk: &'a Desk,
    /// What the repository calls it.
    name: PathBuf,
    opened: Option<(Vault, Book)>,
    /// How many clashes were in it when it was let go last.
    clashes: usize,
    /// It stays as it is here: what the remote has of it is not for this identity.
    is_held: bool,
}

impl Carried<'_> {
    fn path(&self) -> PathBuf {
        self.desk.place.file.clone()
    }

    /// What is in it, opened where that is not done yet.
    fn opened<E>(
        &mut self,
        open: &mut impl FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>,
        purpose: Purpose,
    ) -> Result<&mut (Vault, Book), Trouble<E>> {
        match &mut self.opened {
            Some(both) => Ok(both),
            none => Ok(none.insert(open(self.desk, purpose).map_err(Trouble::Opening)?)),
        }
    }
}

/// One exchange on its way.
struct Course<'a, E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> {
    vaults: Vec<Carried<'a>>,
    wish: Wish<'a>,
    open: O,
    is_shut: fn(&E) -> bool,
    tell: T,
    purpose: Purpose,
    report: Report,
}

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Opens a vault, where that is not done yet.
    fn opened(&mut self, at: usize) -> Result<&mut (Vault, Book), Trouble<E>> {
        self.vaults[at].opened(&mut self.open, self.purpose)
    }

    /// Keeps nothing open: a network may take minutes, and whoever locks meanwhile leaves nothing behind.
    fn let_go(&mut self) {
        for vault in &mut self.vaults {
            if let Some((_, book)) = vault.opened.take() {
                vault.clashes = conflicts(&book);
            }
        }
    }

    fn copies(&mut self, git: Option<&Git>) -> Result<(), Trouble<E>> {
        for at in 0..self.vaults.len() {
            for copy in copies(self.vaults[at].desk) {
                // What is kept under git on purpose is no left-over.
                if let Some(git) = git
                    && let Some(name) = git.name_of(&copy)
                    && git.entry("", &name)?.is_some()
                {
                    continue;
                }
                let taken = match sealed(&copy) {
                    Ok(content) => {
                        if git.is_none() {
                            // Whoever keeps the folder in step has carried it everywhere.
                            self.opened(at)?.0.has_gone();
                        }
                        self.take(at, &content, None)?
                    }
                    Err(error) => Err(TakeError::Open(error)),
                };
                let put_away = taken.and_then(|_| match &self.vaults[at].opened {
                    Some((vault, _)) => vault.put_away(&copy).map_err(TakeError::Save),
                    None => Err(TakeError::NoBase { missing: Vec::new() }),
                });
                match put_away {
                    Ok(_) => self.report.copies += 1,
                    Err(error) => self.report.left.push((copy, error)),
                }
            }
        }
        Ok(())
    }

    /// Ends a merge in which git could not merge a vault.
    fn repair(&mut self, git: &Git) -> Result<(), Trouble<E>> {
        for at in 0..self.vaults.len() {
            let name = self.vaults[at].name.clone();
            let stage = |number: &str| -> Result<Option<Vec<u8>>, GitError> {
                git.entry(number, &name)?.map(|oid| git.content(&oid)).transpose()
            };
            let (base, sides) = (stage(":1")?, [stage(":2")?, stage(":3")?]);
            if let [Some(ours), Some(theirs)] = &sides {
                (self.tell)(Phase::Merging);
                self.purpose = Purpose::Repair;
                self.mend(at, ours)?;
                // Git makes both of them parts of its history, which is sent.
                self.opened(at)?.0.has_gone();
                for side in [ours, theirs] {
                    self.must_take(git, at, side, base.as_deref())?;
                }
                self.purpose = Purpose::Usual;
                let merged = git.keep(self.file(at)?)?;
                git.stage(&[(name, merged)])?;
                self.report.repaired = true;
            }
        }
        let (merging, other) = git.under_way();
        if !merging && !other {
            return Ok(());
        }
        let rest = git.unmerged()?;
        if !rest.is_empty() {
            return Err(Trouble::Clashing(shown(&rest)));
        }
        let branch = git.branch()?;
        let (Some(branch), Some(head), Some(theirs), true) =
            (branch, git.find("HEAD")?, git.find("MERGE_HEAD")?, merging && !other)
        else {
            return Err(Trouble::UnderWay);
        };
        let tree = git.index_tree()?;
        let merged = self.make(git, &tree, &[&head, &theirs], &self.names())?;
        git.move_branch(&branch, &merged, Some(&head), "keyrack sync: merge")?;
        git.end_merge()?;
        self.report.repaired = true;
        Ok(())
    }

    /// Puts our side of a merge back where git took a vault for a text and wrote both into it.
    fn mend(&self, at: usize, ours: &[u8]) -> Result<(), Trouble<E>> {
        let Carried { desk, .. } = &self.vaults[at];
        let is_torn = fs::read(&desk.place.file).is_ok_and(|content| has_marks(&content));
        if is_torn {
            let put = reinstate(&desk.place, ours, self.wish.now);
            put.map_err(|error| {
                Trouble::Taking(desk.place.file.clone(), TakeError::Save(error), None)
            })?;
        }
        Ok(())
    }

    /// What the repository calls the vaults.
    fn names(&self) -> Vec<PathBuf> {
        self.vaults.iter().map(|vault| vault.name.clone()).collect()
    }

    /// Commits, exchanges with the remote, commits what came of it.
    fn through(&mut self, git: &Git) -> Result<(), Trouble<E>> {
        let mut branch = git.branch()?.ok_or(Trouble::NoBranch)?;
        let remote = remote(git, &branch)?;
        if let Some((remote, there)) = &remote
            && let Some(head) = git.find("HEAD")?
        {
            self.guard_keys(git, &head, tracked(git, remote, there)?.as_ref())?;
        }
        // What has no history yet takes the remote's, where that has one.
        if remote.is_none() || git.find("HEAD")?.is_some() {
            self.brought(git)?;
            self.commit(git, &branch)?;
        }
        let Some((remote, mut there)) = remote else { return Ok(()) };
        self.report.remote = Some(safe(&remote));
        let mut refused: Option<(Option<Oid>, Vec<Safe<'static>>)> = None;
        for _ in 0..ROUNDS {
            self.let_go();
            (self.tell)(Phase::Fetching);
            if let Err(error) = git.fetch(&remote) {
                self.report.unreached = Some(error);
                return self.commit(git, &branch);
            }
            // Whoever joins a history goes on with its branch, whatever that is called.
            if git.find("HEAD")?.is_none()
                && let [only] = &*git.branches(&remote)?
                && *only != there
            {
                git.begin_on(only)?;
                (branch, there) = (only.clone(), only.clone());
            }
            let theirs = tracked(git, &remote, &there)?;
            if let Some((before, words)) = refused.take()
                && before == theirs
            {
                // Nobody was quicker: it does not want it.
                self.report.unreached = Some(GitError::Said { verb: "push", words });
                return Ok(());
            }
            if let Some(theirs) = &theirs {
                self.join(git, &branch, theirs, &tracking(&remote, &there))?;
            }
            self.commit(git, &branch)?;
            let head = git.find("HEAD")?.ok_or(Trouble::NoBranch)?;
            if theirs.as_ref() == Some(&head) {
                return Ok(());
            }
            // Somebody may have committed one by hand.
            for at in 0..self.vaults.len() {
                self.file(at)?;
            }
            self.guard_keys(git, &head, theirs.as_ref())?;
            self.let_go();
            (self.tell)(Phase::Pushing);
            match git.push(&remote, &head, &there)? {
                Pushed::Done => {
                    self.report.sent = true;
                    let short = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
                    let key = format!("branch.{short}.remote");
                    if git.setting(&key)?.is_none() {
                        git.set(&key, &remote)?;
                        git.set(&format!("branch.{short}.merge"), &there)?;
                    }
                    return Ok(());
                }
                Pushed::Refused(words) => refused = Some((theirs, words)),
            }
        }
        let words = refused.map(|(_, words)| words).unwrap_or_default();
        self.report.unreached = Some(GitError::Said { verb: "push", words });
        Ok(())
    }
}

/// Where git keeps what the remote had on its branch when it was asked last.
fn tracking(remote: &str, there: &str) -> String {
    format!("refs/remotes/{remote}/{}", there.strip_prefix("refs/heads/").unwrap_or(there))
}

fn tracked(git: &Git, remote: &str, there: &str) -> Result<Option<Oid>, GitError> {
    git.find(tracking(remote, there))
}

/// The remote of a branch and what the branch is called there.
fn remote(git: &Git, branch: &str) -> Result<Option<(String, String)>, GitError> {
    let short = branch.strip_prefix("refs/heads/").unwrap_or(branch);
    let set = git.setting(&format!("branch.{short}.remote"))?;
    let there = git.setting(&format!("branch.{short}.merge"))?;
    let known = git.remotes()?;
    let remote = match set {
        Some(set) => known.contains(&set).then_some(set),
        None if known.len() == 1 => known.into_iter().next(),
        None => known.into_iter().find(|name| name == "origin"),
    };
    let there = there.filter(|name| name.starts_with("refs/heads/"));
    Ok(remote.map(|remote| (remote, there.unwrap_or_else(|| branch.to_owned()))))
}

fn shown(paths: &[PathBuf]) -> Vec<Safe<'static>> {
    paths.iter().map(|path| explain::path(path)).collect()
}
