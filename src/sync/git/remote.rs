//! Other machines' repositories: where they are, what they have, and what they are sent.

use super::Oid;
use super::{Git, GitError, THERE, refusal, words};
use crate::text::Safe;

/// What became of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It is there.
    Done,
    /// The other end did not take it, and said so.
    Refused(Vec<Safe<'static>>),
}

impl Git {
    /// The names of the remotes.
    pub fn remotes(&self) -> Result<Vec<String>, GitError> {
        let names = self.run("remote", ["remote"])?;
        Ok(String::from_utf8_lossy(&names).lines().map(str::to_owned).collect())
    }

    /// Where a remote is.
    pub fn address(&self, remote: &str) -> Result<String, GitError> {
        let url =
            self.run("remote", ["remote", "get-url", "--push", "--end-of-options", remote])?;
        Ok(String::from_utf8_lossy(&url).trim_end_matches('\n').to_owned())
    }

    /// Whether any of the addresses of a remote, for fetching or for pushing, is a folder of this
    /// machine: git goes to all that it is pushed to.
    fn is_here(&self, remote: &str) -> Result<bool, GitError> {
        for more in [&["--all"][..], &["--push", "--all"]] {
            let args = [&["remote", "get-url"], more, &["--end-of-options", remote]].concat();
            let urls = self.run("remote", args)?;
            if String::from_utf8_lossy(&urls).lines().any(is_local) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds a remote.
    pub fn add_remote(&self, name: &str, url: &str) -> Result<(), GitError> {
        self.run("remote", ["remote", "add", "--end-of-options", name, url]).map(drop)
    }

    /// Asks a remote for all its branches.
    pub fn fetch(&self, remote: &str) -> Result<(), GitError> {
        let local = self.is_here(remote)?;
        let branches = format!("+refs/heads/*:refs/remotes/{remote}/*");
        let pack = "--upload-pack=git -c core.hooksPath=/dev/null upload-pack";
        let mut args = vec!["fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head"];
        args.extend(["--no-recurse-submodules", "--no-auto-maintenance"]);
        args.extend(local.then_some(pack));
        args.extend(["--end-of-options", remote, &branches]);
        let ended = self.try_run("fetch", args, Vec::new(), THERE)?;
        if ended.well { Ok(()) } else { Err(refusal("fetch", &ended)) }
    }

    /// The branches that a remote had when it was asked last.
    pub fn branches(&self, remote: &str) -> Result<Vec<String>, GitError> {
        let start = format!("refs/remotes/{remote}/");
        let listed = self.run("for-each-ref", ["for-each-ref", "--format=%(refname)", &start])?;
        let listed = String::from_utf8_lossy(&listed);
        let names = listed.lines().filter_map(|name| name.strip_prefix(&start));
        Ok(names.filter(|name| *name != "HEAD").map(|name| format!("refs/heads/{name}")).collect())
    }

    /// Says which branch will be begun, where none is yet.
    pub fn begin_on(&self, branch: &str) -> Result<(), GitError> {
        self.run("symbolic-ref", ["symbolic-ref", "HEAD", branch]).map(drop)
    }

    /// Sends a version to a branch of a remote.
    pub fn push(&self, remote: &str, version: &Oid, branch: &str) -> Result<Pushed, GitError> {
        let local = self.is_here(remote)?;
        let what = format!("{}:{branch}", version.0);
        // Programs that a folder on this machine names for its end would run as this person.
        // So would those that keep its working folder in step.
        let pack = "--receive-pack=git -c core.hooksPath=/dev/null -c receive.autogc=false \
                    -c core.alternateRefsCommand=true -c core.fsmonitor=false \
                    -c receive.denyCurrentBranch=refuse \
                    receive-pack";
        let mut args = vec!["push", "--quiet", "--no-verify", "--no-follow-tags"];
        args.push("--recurse-submodules=no");
        args.extend(local.then_some(pack));
        args.extend(["--end-of-options", remote, &what]);
        let ended = self.try_run("push", args, Vec::new(), THERE)?;
        Ok(if ended.well { Pushed::Done } else { Pushed::Refused(words(&ended.complaint)) })
    }
}

/// Whether an address names a folder of this machine, as git tells it.
fn is_local(url: &str) -> bool {
    if url.starts_with("file://") {
        return true;
    }
    match (url.find(':'), url.find('/')) {
        (None, _) => true,
        (Some(colon), slash) => slash.is_some_and(|slash| slash < colon),
    }
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn folders_of_this_machine_by_their_addresses() {
        for url in ["/srv/v.git", "v.git", "./a:b", "file:///srv/v.git", "../x"] {
            assert!(is_local(url), "{url}");
        }
        for url in ["git@host:v.git", "host:/v.git", "ssh://host/v.git", "https://host/v.git"] {
            assert!(!is_local(url), "{url}");
        }
    }
}
