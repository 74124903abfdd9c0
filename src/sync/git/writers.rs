//! Who brought what, as git tells it.

use std::ffi::OsStr;
use std::path::Path;

use super::{Git, GitError, Oid};
use crate::text::{Safe, safe};

/// The commit that brought something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Its name, as short as it is not taken for another.
    pub commit: Safe<'static>,
    /// Who made it, as git was told.
    pub author: Safe<'static>,
    /// The day.
    pub day: Safe<'static>,
}

/// A commit, with the second in which it was made, as git was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub touch: Touch,
    /// Seconds since 1970.
    pub at: u64,
}

impl Git {
    /// The commit that brought a content to a file, in what the remotes have and the branch has not: somebody may
    /// have put the same there before. One that only merges it is named where no other brought it.
    pub fn touch(&self, file: &Path, content: &Oid) -> Result<Option<Touch>, GitError> {
        let found = format!("--find-object={}", content.0);
        let is_new: &[&str] = if self.find("HEAD")?.is_some() { &["--not", "HEAD"] } else { &[] };
        for range in [is_new, &[]] {
            let fixed = ["log", "--remotes", "-m", "--format=%h%x00%an%x00%as%x00%p", &found];
            let args = fixed.iter().chain(range).chain(&["--"]).map(OsStr::new);
            let listed = self.run("log", args.chain([file.as_os_str()]))?;
            let listed = String::from_utf8_lossy(&listed);
            let mut merged = None;
            for line in listed.lines() {
                let fields: Vec<&str> = line.split('\0').collect();
                let [commit, author, day, parents] = fields[..] else { continue };
                // What took it away is listed as well.
                if self.entry(commit, file)?.as_ref() != Some(content) {
                    continue;
                }
                let [commit, author, day] = [commit, author, day].map(safe);
                let touch = Touch { commit, author, day };
                if !parents.contains(' ') {
                    return Ok(Some(touch));
                }
                merged.get_or_insert(touch);
            }
            if merged.is_some() {
                return Ok(merged);
            }
        }
        Ok(None)
    }

    /// Who committed a file in what the remotes have and the branch has not, the newest first.
    pub fn writers(&self, file: &Path) -> Result<Vec<Written>, GitError> {
        let fixed = ["log", "--remotes", "--not", "HEAD", "--format=%h%x00%an%x00%as%x00%ct", "--"];
        let args = fixed.map(OsStr::new).into_iter().chain([file.as_os_str()]);
        let listed = self.run("log", args)?;
        let listed = String::from_utf8_lossy(&listed);
        let read = |line: &str| {
            let fields: Vec<&str> = line.split('\0').collect();
            let [commit, author, day, at] = fields[..] else { return None };
            let [commit, author, day] = [commit, author, day].map(safe);
            Some(Written { touch: Touch { commit, author, day }, at: at.parse().ok()? })
        };
        Ok(listed.lines().filter_map(read).collect())
    }
}
