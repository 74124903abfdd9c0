//! Index, trees and files: what is staged, what a version holds, and going from one to another.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::{Git, GitError, HERE, Oid, strange};

/// How many files, and how many bytes of them, are read in one go.
const AT_ONCE: (usize, u64) = (500, 64 << 20);

impl Git {
    /// The tree of a version (an empty one without) with other files in some places, and none in others.
    pub fn tree(
        &self,
        of: Option<&Oid>,
        entries: &[(PathBuf, Oid)],
        gone: &[(PathBuf, Oid)],
    ) -> Result<Oid, GitError> {
        let aside = |args: &[&str], input: Vec<u8>| {
            let mut command = self.command(args.iter().copied());
            command.env("GIT_INDEX_FILE", self.index());
            self.end("write-tree", &mut command, input, HERE)
        };
        match of {
            Some(of) => aside(&["read-tree", &of.0], Vec::new())?,
            None => aside(&["read-tree", "--empty"], Vec::new())?,
        };
        aside(&["update-index", "-z", "--index-info"], index_info(entries, gone))?;
        let name = aside(&["write-tree"], Vec::new())?;
        let _ = fs::remove_file(self.index());
        Oid::read(&name).ok_or_else(|| strange("write-tree"))
    }

    /// Puts contents into the index, whatever is there.
    pub fn stage(&self, entries: &[(PathBuf, Oid)]) -> Result<(), GitError> {
        self.update_index(entries, &[])
    }

    /// Takes files out of the index.
    pub fn unstage(&self, gone: &[(PathBuf, Oid)]) -> Result<(), GitError> {
        self.update_index(&[], gone)
    }

    fn update_index(
        &self,
        entries: &[(PathBuf, Oid)],
        gone: &[(PathBuf, Oid)],
    ) -> Result<(), GitError> {
        let args = ["update-index", "-z", "--index-info"];
        self.patiently(|| self.give("update-index", args, index_info(entries, gone))).map(drop)
    }

    /// The files that a version has in a folder.
    pub fn files(&self, version: &Oid, folder: &Path) -> Result<Vec<(PathBuf, Oid)>, GitError> {
        let mut inside = folder.as_os_str().to_owned();
        inside.push("/");
        let fixed = ["ls-tree", "-z", "--full-tree", &version.0, "--"].map(OsStr::new);
        let listed = self.run("ls-tree", fixed.into_iter().chain([&*inside]))?;
        // "100644 blob NAME", then the path.
        let files = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let name = entry[..tab].strip_prefix(b"100644 blob ".as_slice())?;
            Some((PathBuf::from(OsStr::from_bytes(&entry[tab + 1..])), Oid::read(name)?))
        });
        Ok(files.collect())
    }

    /// Takes the index and the files from one version to another. What was changed here stays; where
    /// that is not possible, nothing happens.
    pub fn go(&self, from: Option<&Oid>, to: &Oid) -> Result<(), GitError> {
        let nothing =
            self.give("hash-object", ["hash-object", "-w", "-t", "tree", "--stdin"], Vec::new());
        let from = match from {
            Some(from) => from.clone(),
            None => Oid::read(&nothing?).ok_or_else(|| strange("hash-object"))?,
        };
        // A file that was only touched or moved here is as it was. It says no where one is not.
        let _ = self.run("update-index", ["update-index", "-q", "--refresh"]);
        self.stage(&self.arrived(&from, to)?)?;
        let args = ["read-tree", "-m", "-u", &from.0, &to.0];
        self.patiently(|| self.run("read-tree", args)).map(drop)
    }

    /// Files that stand already as they will: one that was killed half-way had brought them.
    fn arrived(&self, from: &Oid, to: &Oid) -> Result<Vec<(PathBuf, Oid)>, GitError> {
        let args = ["diff-tree", "-r", "-z", "--no-renames", &from.0, &to.0];
        let listed = self.run("diff-tree", args)?;
        let mut fields = listed.split(|byte| *byte == 0);
        let mut there = Vec::new();
        // ":100644 100644 OLD NEW M", then the path.
        while let (Some(change), Some(path)) = (fields.next(), fields.next()) {
            let words: Vec<&[u8]> = change.split(|byte| *byte == b' ').collect();
            let [_, b"100644", _, new, _] = words[..] else { continue };
            let path = PathBuf::from(OsStr::from_bytes(path));
            let file = self.top.join(&path);
            let is_file = fs::symlink_metadata(&file).is_ok_and(|is| is.is_file());
            let Some(new) = Oid::read(new).filter(|_| is_file) else { continue };
            let Ok(content) = fs::read(&file) else { continue };
            if self.name_for(content)?.as_ref() == Some(&new) {
                there.push((path, new));
            }
        }
        Ok(there)
    }

    /// The files that a version has and another has not.
    pub fn dropped(&self, from: &Oid, to: &Oid) -> Result<Vec<(PathBuf, Oid)>, GitError> {
        let fixed = ["diff-tree", "-r", "-z", "--no-renames", "--diff-filter=D"];
        let listed = self.run("diff-tree", fixed.into_iter().chain([&*from.0, &to.0]))?;
        let mut fields = listed.split(|byte| *byte == 0);
        let mut dropped = Vec::new();
        // ":100644 000000 OLD NEW D", then the path.
        while let (Some(change), Some(path)) = (fields.next(), fields.next()) {
            let old = change.split(|byte| *byte == b' ').nth(2).and_then(Oid::read);
            let path = PathBuf::from(OsStr::from_bytes(path));
            dropped.extend(old.map(|old| (path, old)));
        }
        Ok(dropped)
    }

    /// The tree of the index as it is.
    pub fn index_tree(&self) -> Result<Oid, GitError> {
        Oid::read(&self.run("write-tree", ["write-tree"])?).ok_or_else(|| strange("write-tree"))
    }

    /// An index of our own, so that what a person has in theirs stays.
    pub(super) fn index(&self) -> PathBuf {
        self.folder.join("keyrack.index")
    }

    /// Everything that a version has and another lacks, also what came and went between: the objects, and
    /// where each was met.
    pub fn unsent(
        &self,
        version: &Oid,
        there: Option<&Oid>,
    ) -> Result<Vec<(Oid, PathBuf)>, GitError> {
        let mut args = vec!["rev-list".to_owned(), "--objects".to_owned(), version.0.clone()];
        args.extend(there.map(|there| format!("^{}", there.0)));
        let listed = self.run("rev-list", args)?;
        Ok(listed.split(|byte| *byte == b'\n').filter_map(object).collect())
    }

    /// The contents that a file has had in all that is here, also what no branch leads to any more: the newest
    /// first, at most so many.
    pub fn versions(&self, file: &Path, most: usize) -> Result<Vec<Oid>, GitError> {
        let fixed = ["rev-list", "--objects", "--full-history", "--all", "--reflog", "--"];
        let args = fixed.map(OsStr::new).into_iter().chain([file.as_os_str()]);
        let listed = self.run("rev-list", args)?;
        let objects = listed.split(|byte| *byte == b'\n').filter_map(object);
        Ok(objects.filter(|(_, path)| path == file).map(|(oid, _)| oid).take(most).collect())
    }

    /// Whether a version has a merge behind it that another lacks.
    pub fn has_merged(&self, version: &Oid, since: &Oid) -> Result<bool, GitError> {
        let range = format!("{}..{}", since.0, version.0);
        let found = self.run("rev-list", ["rev-list", "--merges", "--max-count=1", &range])?;
        Ok(!found.is_empty())
    }

    /// Shows the contents of those objects that are files of at most so many bytes, with their places.
    /// Never more than a git's answer may be, nor much more than the largest of them, is in memory at once.
    pub fn read(
        &self,
        objects: &[(Oid, PathBuf)],
        most: u64,
        show: &mut dyn FnMut(usize, &[u8]),
    ) -> Result<(), GitError> {
        let lines = |places: &[usize]| -> Vec<u8> {
            places.iter().flat_map(|at| format!("{}\n", objects[*at].0.0).into_bytes()).collect()
        };
        let all: Vec<usize> = (0..objects.len()).collect();
        let told = self.give("cat-file", ["cat-file", "--batch-check"], lines(&all))?;
        let told = told.split(|byte| *byte == b'\n');
        let sizes = all.iter().zip(told).filter_map(|(at, line)| Some((*at, size_of(line)?)));
        let (count, bytes) = AT_ONCE;
        let (mut part, mut held) = (Vec::new(), 0);
        for (at, size) in sizes.filter(|(_, size)| *size <= most) {
            if part.len() >= count || held + size > bytes && !part.is_empty() {
                self.show_all(&lines(&part), &part, show)?;
                (part, held) = (Vec::new(), 0);
            }
            part.push(at);
            held += size;
        }
        if part.is_empty() { Ok(()) } else { self.show_all(&lines(&part), &part, show) }
    }

    fn show_all(
        &self,
        names: &[u8],
        part: &[usize],
        show: &mut dyn FnMut(usize, &[u8]),
    ) -> Result<(), GitError> {
        let read = self.give("cat-file", ["cat-file", "--batch"], names.to_vec())?;
        let mut rest = &*read;
        for at in part {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
            let size = size_of(&rest[..end]).and_then(|size| usize::try_from(size).ok());
            let content = size.and_then(|size| rest.get(end + 1..)?.get(..size));
            let content = content.ok_or_else(|| strange("cat-file"))?;
            show(*at, content);
            // A line ends behind each.
            rest = rest.get(end + 2 + content.len()..).unwrap_or_default();
        }
        Ok(())
    }

    /// The commits that a version has and another lacks, with all that their makers wrote into them:
    /// names and messages.
    pub fn messages(
        &self,
        version: &Oid,
        there: Option<&Oid>,
    ) -> Result<Vec<(Oid, Vec<u8>)>, GitError> {
        let mut args = ["rev-list", "--header", &version.0].map(str::to_owned).to_vec();
        args.extend(there.map(|there| format!("^{}", there.0)));
        let listed = self.run("rev-list", args)?;
        // The name of the commit on the first line, a zero behind the last.
        let commits = listed.split(|byte| *byte == 0).filter_map(|commit| {
            let end = commit.iter().position(|byte| *byte == b'\n')?;
            Some((Oid::read(&commit[..end])?, commit[end + 1..].to_vec()))
        });
        Ok(commits.collect())
    }
}

/// Whether git has written both sides of a merge into a file: a small vault without a zero byte is a text to a git
/// that has no driver for it.
pub fn has_marks(content: &[u8]) -> bool {
    let has = |mark: &[u8]| content.split(|byte| *byte == b'\n').any(|line| line.starts_with(mark));
    has(b"<<<<<<< ") && has(b">>>>>>> ")
}

/// An object and where it was met: "NAME PATH".
fn object(line: &[u8]) -> Option<(Oid, PathBuf)> {
    let space = line.iter().position(|byte| *byte == b' ')?;
    let path = PathBuf::from(OsStr::from_bytes(&line[space + 1..]));
    (path != Path::new("")).then_some((Oid::read(&line[..space])?, path))
}

/// What `update-index --index-info` reads. The first line of each takes out what a merge left there.
fn index_info(entries: &[(PathBuf, Oid)], gone: &[(PathBuf, Oid)]) -> Vec<u8> {
    let mut input = Vec::new();
    let mut line = |head: &str, path: &Path| {
        input.extend_from_slice(head.as_bytes());
        input.push(b'\t');
        input.extend_from_slice(path.as_os_str().as_bytes());
        input.push(0);
    };
    for (path, oid) in entries.iter().chain(gone) {
        line(&format!("0 {}", "0".repeat(oid.0.len())), path);
    }
    for (path, oid) in entries {
        line(&format!("100644 {}", oid.0), path);
    }
    input
}

/// The size that git tells of a file's object: "NAME blob SIZE".
fn size_of(line: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(line).ok()?;
    let mut words = text.split(' ').skip(1);
    (words.next() == Some("blob")).then(|| words.next()?.parse().ok())?
}
