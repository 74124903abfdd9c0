//! Setting a vault's repository up, and saying how it stands. Nothing here opens the vault, and nothing
//! uses the network.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::held::mark;
use super::{ATTRIBUTES, OURS, copies, remote, repository};
use crate::app::desk::Desk;
use crate::app::explain;
use crate::sync::{Asking, Git, GitError};
use crate::text::{Safe, quoted, safe};
use crate::vault::{OpenError, sealed};

/// How a repository is set up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where it is exchanged; as it is where none is named.
    pub remote: Option<String>,
    /// The options that git's merge driver needs to open the vault: `--identity /…`.
    pub options: Vec<PathBuf>,
}

/// What was set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The repository's folder.
    pub top: Safe<'static>,
    /// It is new.
    pub made: bool,
    /// The name and the address of the remote.
    pub remote: Option<(Safe<'static>, Safe<'static>)>,
}

/// Why it was not set up. Nothing was changed, or nothing that hurts.
#[derive(Debug)]
pub enum SetupError {
    /// The vault's file cannot be carried.
    File(OpenError),
    /// Git did not do something.
    Git(GitError),
    /// The identity file lies in the folder that would be carried about.
    Identity(Safe<'static>),
    /// Vaults are known by the end of their names.
    Name,
    /// The address names a program or an option.
    Address,
    /// The remote exists, with another address.
    Remote(Safe<'static>),
    /// A file could not be read.
    Io(PathBuf, io::Error),
    /// A file could not be written.
    Unwritten(PathBuf, io::Error),
}

impl From<GitError> for SetupError {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

/// Makes the repository around the vault ready, or a new one in its folder.
pub fn set_up(desk: &Desk, plan: &Plan) -> Result<Ready, SetupError> {
    let vault = &desk.place.file;
    sealed(vault).map_err(SetupError::File)?;
    let failed = |error| SetupError::Io(vault.clone(), error);
    let vault = fs::canonicalize(vault).map_err(failed)?;
    if vault.extension() != Some(OsStr::new("age")) {
        return Err(SetupError::Name);
    }
    let address = plan.remote.as_deref();
    if address.is_some_and(|url| url.is_empty() || url.starts_with('-') || url.contains("::")) {
        return Err(SetupError::Address);
    }
    let known = Git::around(&vault, Asking::Never)?;
    let folder = vault.parent().unwrap_or(Path::new("/")).to_owned();
    let top = known.as_ref().map_or(&*folder, Git::top);
    let top = fs::canonicalize(top).map_err(|error| SetupError::Io(folder.clone(), error))?;
    if fs::canonicalize(&desk.identity).is_ok_and(|identity| identity.starts_with(&top)) {
        return Err(SetupError::Identity(explain::path(&desk.identity)));
    }
    let made = known.is_none();
    let git = if let Some(git) = known {
        git
    } else {
        Git::make(&folder)?;
        Git::around(&vault, Asking::Never)?.ok_or(SetupError::Git(GitError::Missing))?
    };
    add_attributes(&top)?;
    let mut options = String::new();
    for option in &plan.options {
        options.push_str(&quoted(&option.to_string_lossy()));
        options.push(' ');
    }
    git.set("merge.keyrack.name", "Keyrack vault")?;
    git.set("merge.keyrack.driver", &format!("keyrack {options}git-merge %O %A %B %P"))?;
    git.set("diff.keyrack.textconv", &format!("keyrack {options}git-show"))?;
    // Otherwise git would keep what is shown, in plain text, in the repository.
    git.set("diff.keyrack.cachetextconv", "false")?;
    git.set(OURS, "true")?;
    if let Some(url) = address {
        if git.remotes()?.iter().any(|name| name == "origin") {
            let there = git.address("origin")?;
            if there != url {
                return Err(SetupError::Remote(safe(&without_password(&there))));
            }
        } else {
            git.add_remote("origin", url)?;
        }
    }
    let branch = git.branch()?.unwrap_or_default();
    let remote = match remote(&git, &branch)? {
        Some((name, _)) => Some((safe(&name), safe(&without_password(&git.address(&name)?)))),
        None => None,
    };
    Ok(Ready { top: explain::path(&top), made, remote })
}

/// Adds our line to the attributes, if it is not there. The file is replaced as a whole.
fn add_attributes(top: &Path) -> Result<(), SetupError> {
    const LINE: &str = "*.age -text merge=keyrack diff=keyrack";
    let path = top.join(ATTRIBUTES);
    let mut text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(SetupError::Io(path, error)),
    };
    if text.lines().any(|line| line.trim() == LINE) {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(LINE);
    text.push('\n');
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(top)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        let mode = fs::metadata(&path).map_or_else(|_| shared(), |known| known.permissions());
        file.as_file().set_permissions(mode)?;
        file.persist(&path).map(drop).map_err(|error| error.error)
    };
    write().map_err(|error| SetupError::Unwritten(path.clone(), error))
}

/// It holds nothing that anybody may not read.
fn shared() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o644)
}

/// An address without the password that some have in it.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host = rest.find('/').unwrap_or(rest.len());
    match rest[..host].rfind('@') {
        Some(at) => format!("{scheme}://…{}", &rest[at..]),
        None => url.to_owned(),
    }
}

/// A clone in whose folder a vault was looked for and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bare {
    /// The folder.
    pub top: Safe<'static>,
    /// The only branch that the remote has, where that is another one.
    pub branch: Option<Safe<'static>>,
    /// Git has the vault, and only its file is gone.
    pub has_it: bool,
}

/// Whether a vault that is missing would lie in a clone.
pub fn bare_clone(file: &Path) -> Option<Bare> {
    // The file is not there, so its folder is asked about.
    let git = Git::around(&file.parent()?.join(".git"), Asking::Never).ok()??;
    let name = git.remotes().ok()?.into_iter().next()?;
    let here = git.branch().ok()?;
    let only = match &*git.branches(&name).ok()? {
        [only] if Some(only) != here.as_ref() => only.strip_prefix("refs/heads/").map(safe),
        _ => None,
    };
    let place = fs::canonicalize(file.parent()?).ok()?.join(file.file_name()?);
    let has_it =
        place.strip_prefix(git.top()).is_ok_and(|name| matches!(git.entry("", name), Ok(Some(_))));
    Some(Bare { top: explain::path(git.top()), branch: only, has_it })
}

/// How a vault's repository stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub struct Status {
    /// Its folder.
    pub top: Safe<'static>,
    /// The branch that is checked out.
    pub branch: Option<Safe<'static>>,
    /// The name and the address of the remote.
    pub remote: Option<(Safe<'static>, Safe<'static>)>,
    /// The vault is another than the last commit's.
    pub uncommitted: bool,
    /// How many commits are not sent, and how many came that are not taken in; where something was
    /// fetched before.
    pub apart: Option<(usize, usize)>,
    /// Git has left something half done.
    pub half_done: bool,
    /// Git by itself knows how to merge a vault here.
    pub driver: bool,
    /// New commits are signed.
    pub signing: bool,
}

/// How it stands, without the network, and the copies of synchronisers beside the vault.
pub fn status(desk: &Desk) -> Result<(Option<Status>, Vec<PathBuf>), GitError> {
    let copies = copies(desk);
    let Some((git, name)) = repository(desk, Asking::Never)? else { return Ok((None, copies)) };
    let branch = git.branch()?;
    let remote = match &branch {
        Some(branch) => remote(&git, branch)?,
        None => None,
    };
    let head = git.find("HEAD")?;
    let mut apart = None;
    let mut shown = None;
    if let Some((name, there)) = &remote {
        let short = there.strip_prefix("refs/heads/").unwrap_or(there);
        let theirs = git.find(format!("refs/remotes/{name}/{short}"))?;
        if let (Some(head), Some(theirs)) = (&head, &theirs) {
            apart = Some(git.apart(head, theirs)?);
        }
        shown = Some((safe(name), safe(&without_password(&git.address(name)?))));
    }
    let content = sealed(&desk.place.file).ok();
    let now = content.map(|content| git.name_for(content)).transpose()?.flatten();
    let there = git.entry("HEAD", &name)?;
    // What the remote has is not for us, and ours stays here.
    let is_held = now != there && there.is_some() && git.find(mark(&git, &name)?)? == there;
    let (merging, other) = git.under_way();
    let status = Status {
        top: explain::path(git.top()),
        branch: branch.map(|name| safe(name.strip_prefix("refs/heads/").unwrap_or(&name))),
        remote: shown,
        uncommitted: now != there && !is_held,
        apart,
        half_done: merging || other || git.entry(":2", &name)?.is_some(),
        driver: git.setting("merge.keyrack.name")?.is_some(),
        signing: git.is_set("commit.gpgSign")?,
    };
    Ok((Some(status), copies))
}

/// Whether something was saved here that the remote did not have when it was asked last. Opens nothing.
pub fn waits(desk: &Desk) -> bool {
    let Ok((Some(status), _)) = status(desk) else { return false };
    let ahead = status.apart.is_some_and(|(ahead, _)| ahead > 0);
    status.remote.is_some() && (status.uncommitted || ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let cases = [
            ("https://li:token@host.example/v.git", "https://…@host.example/v.git"),
            ("https://host.example/a@b", "https://host.example/a@b"),
            ("git@host.example:v.git", "git@host.example:v.git"),
            ("/srv/v.git", "/srv/v.git"),
        ];
        for (url, shown) in cases {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted("/home/li/id.age"), "/home/li/id.age");
        assert_eq!(quoted("/it's; rm"), r"'/it'\''s; rm'");
    }
}
