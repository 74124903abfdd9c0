//! A repository, by git's command line: the only place that starts git.
//!
//! The person's own git brings their ssh, their credentials and their signing along, which no library
//! does. It is started with arguments and never through a shell, without the variables that steer it,
//! without hooks, and only where the repository's own settings name no program (see `trust`). What it
//! and the other end say passes through [`Safe`]. Contents go through no filter of anybody's: they are
//! given as bytes and taken as bytes.
//!
//! It may not know what a vault is.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::trust;
use crate::platform::{Ended, Ground, Unanswered, converse, variables};
use crate::text::{Safe, safe};

mod index;
mod remote;
mod signed;
mod writers;

pub use index::has_marks;
pub use remote::Pushed;
pub use signed::{Signed, Signing};
pub use writers::{Touch, Written};

/// The longest answer that is taken: more than a vault can be.
const LONGEST: usize = 80 << 20;
/// How long git may work here, and how long with another machine.
const HERE: Duration = Duration::from_mins(1);
const THERE: Duration = Duration::from_mins(5);
/// How often, and after how long each time, the index is tried again while another git has it.
const BUSY: (u32, Duration) = (20, Duration::from_millis(100));
/// A setting that every program which makes a repository writes into it.
const MARK: &str = "core.repositoryformatversion";
/// The most lines of what git said that are kept.
const LINES: usize = 4;

/// What git is told each time. Signatures are shown when asked for; the driver is for git by itself: here a vault
/// is merged in this process, and another one that clashes has to be seen.
const SETTINGS: [&str; 12] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.alternateRefsCommand=true",
    "protocol.ext.allow=never",
    "merge.keyrack.driver=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "push.gpgSign=false",
    "log.showSignature=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
];

/// Whether git may ask a person for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// No: what needs a password fails.
    Never,
    /// On the terminal.
    Terminal,
}

/// The name of an object: hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oid(String);

impl Oid {
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.trim_end();
        let is_name =
            (40..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_name.then(|| Self(text.to_owned()))
    }

    /// Whether git names a file of this content so. What it says is told to no other program.
    pub fn is_of(&self, content: &[u8]) -> bool {
        let head = format!("blob {}\0", content.len());
        let same = |digest: &[u8]| {
            let digits = self.0.as_bytes().chunks(2).zip(digest);
            digest.len() * 2 == self.0.len()
                && digits.into_iter().all(|(two, byte)| {
                    std::str::from_utf8(two)
                        .is_ok_and(|two| u8::from_str_radix(two, 16) == Ok(*byte))
                })
        };
        same(&Sha1::new_with_prefix(&head).chain_update(content).finalize())
            || same(&Sha256::new_with_prefix(&head).chain_update(content).finalize())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why git did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// There is no git.
    Missing,
    /// It took too long and was ended.
    Late {
        /// What it was to do: `fetch`.
        verb: &'static str,
    },
    /// It said no.
    Said {
        /// What it was to do.
        verb: &'static str,
        /// Its words, and those of the other end.
        words: Vec<Safe<'static>>,
    },
    /// The repository's own settings name a program, or may.
    Settings {
        /// The names of those settings.
        keys: Vec<Safe<'static>>,
    },
    /// What git keeps of the repository makes no sense to it.
    Damaged {
        /// Its folder.
        folder: PathBuf,
    },
    /// Another of us is at work in this repository.
    Busy,
    /// The system refused something in git's folder.
    Io {
        /// What the system said.
        error: Safe<'static>,
    },
}

impl GitError {
    fn io(error: &io::Error) -> Self {
        Self::Io { error: safe(&error.to_string()) }
    }
}

/// A repository with files.
#[derive(Debug)]
pub struct Git {
    top: PathBuf,
    folder: PathBuf,
    asking: Asking,
    /// ssh is told not to ask, unless the person starts it in a way of their own.
    ssh: Option<&'static str>,
    /// Held as long as this lives.
    turn: Option<File>,
}

impl Git {
    /// The repository around a file, links followed; `None` where there is none.
    pub fn around(file: &Path, asking: Asking) -> Result<Option<Self>, GitError> {
        let file = fs::canonicalize(file).map_err(|error| GitError::io(&error))?;
        let top = file.parent().unwrap_or(Path::new("/")).to_owned();
        let mut git = Self { top, folder: PathBuf::new(), asking, ssh: None, turn: None };
        let ended = git.try_run("rev-parse", ["rev-parse", "--show-toplevel"], Vec::new(), HERE)?;
        if !ended.well {
            let is_none = ended.complaint.windows(20).any(|w| w == b"not a git repository");
            return match broken(&git.top) {
                Some(folder) if is_none => Err(GitError::Damaged { folder }),
                _ if is_none => Ok(None),
                _ => Err(refusal("rev-parse", &ended)),
            };
        }
        let folder = git.run("rev-parse", ["rev-parse", "--absolute-git-dir"])?;
        git.folder = one_path(&folder);
        git.judge()?;
        git.top = one_path(&ended.output);
        let own_ssh = git.setting("core.sshCommand")?;
        if asking == Asking::Never && own_ssh.is_none() {
            git.ssh = Some("ssh -oBatchMode=yes -oConnectTimeout=15 -oServerAliveInterval=15");
        }
        Ok(Some(git))
    }

    /// Makes a repository in a folder.
    pub fn make(folder: &Path) -> Result<(), GitError> {
        let top = folder.to_owned();
        let git =
            Self { top, folder: PathBuf::new(), asking: Asking::Never, ssh: None, turn: None };
        git.run("init", ["init", "--quiet", "--template=", "--initial-branch=main"]).map(drop)
    }

    /// Refuses a repository whose own settings name a program.
    fn judge(&self) -> Result<(), GitError> {
        let listed =
            self.run("config", ["config", "--list", "--show-scope", "--name-only", "-z"])?;
        let mut fields = listed.split(|byte| *byte == 0);
        let (mut keys, mut is_whole) = (Vec::new(), false);
        while let (Some(scope), Some(key)) = (fields.next(), fields.next()) {
            let key = String::from_utf8_lossy(key);
            is_whole |= scope == b"local" && key == MARK;
            if matches!(scope, b"local" | b"worktree") && !trust::is_harmless(&key) {
                keys.push(safe(&key));
            }
        }
        match (keys.is_empty(), is_whole) {
            (false, _) => Err(GitError::Settings { keys }),
            // Without its settings a repository has no remote, and nothing would be sent unsaid.
            (true, false) => Err(GitError::Damaged { folder: self.folder.clone() }),
            (true, true) => Ok(()),
        }
    }

    /// Makes sure that no other of us works here until this is dropped, and takes away what one that was
    /// killed has left.
    pub fn take_turn(&mut self) -> Result<(), GitError> {
        let path = self.folder.join("keyrack.lock");
        let file = File::options().append(true).create(true).open(path);
        let file = file.map_err(|error| GitError::io(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(GitError::Busy),
            Err(TryLockError::Error(error)) => return Err(GitError::io(&error)),
        }
        for left in [self.index(), self.index().with_extension("index.lock")] {
            let _ = fs::remove_file(left);
        }
        self.turn = Some(file);
        Ok(())
    }

    /// The folder that all files of it are in.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// What a file is called in it; `None` where it lies outside.
    pub fn name_of(&self, file: &Path) -> Option<PathBuf> {
        let file = fs::canonicalize(file).ok()?;
        let top = fs::canonicalize(&self.top).ok()?;
        file.strip_prefix(top).ok().map(Path::to_owned)
    }

    /// Whether a merge that was begun waits for its end, and whether something else does.
    pub fn under_way(&self) -> (bool, bool) {
        let there = |name: &str| self.folder.join(name).exists();
        let others = ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD"];
        (there("MERGE_HEAD"), others.into_iter().any(there))
    }

    /// Whether one's own commits are being put on others.
    pub fn is_rebasing(&self) -> bool {
        ["rebase-merge", "rebase-apply"].iter().any(|name| self.folder.join(name).exists())
    }

    /// A setting, the nearest one.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let ended = self.try_run("config", ["config", "--get", key], Vec::new(), HERE)?;
        let text = String::from_utf8_lossy(&ended.output).trim_end_matches('\n').to_owned();
        Ok(ended.well.then_some(text))
    }

    /// A setting that names a file. Git looks for it from the folder that all files are in, wherever it
    /// is started, and `~` is this person's home.
    pub fn file_setting(&self, key: &str) -> Result<Option<PathBuf>, GitError> {
        let args = ["config", "--type=path", "--get", key];
        let ended = self.try_run("config", args, Vec::new(), HERE)?;
        Ok(ended.well.then(|| self.top.join(one_path(&ended.output))))
    }

    /// A setting that is yes or no.
    pub fn is_set(&self, key: &str) -> Result<bool, GitError> {
        let args = ["config", "--type=bool", "--get", key];
        let ended = self.try_run("config", args, Vec::new(), HERE)?;
        Ok(ended.well && ended.output.trim_ascii() == b"true")
    }

    /// Writes a setting of this repository.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        self.run("config", ["config", "--local", key, value]).map(drop)
    }

    /// The branch that is checked out, `refs/heads/main`; `None` where none is.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let args = ["symbolic-ref", "--quiet", "HEAD"];
        let ended = self.try_run("symbolic-ref", args, Vec::new(), HERE)?;
        let name = String::from_utf8_lossy(&ended.output).trim_end().to_owned();
        Ok((ended.well && name.starts_with("refs/heads/")).then_some(name))
    }

    /// What a name means: `HEAD`, `HEAD:team.age`, `:1:team.age`.
    pub fn find(&self, name: impl AsRef<OsStr>) -> Result<Option<Oid>, GitError> {
        let fixed = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        let args = fixed.into_iter().chain([name.as_ref()]);
        let ended = self.try_run("rev-parse", args, Vec::new(), HERE)?;
        Ok(Oid::read(&ended.output).filter(|_| ended.well))
    }

    /// The object that a version has under a path.
    pub fn entry(&self, version: &str, path: &Path) -> Result<Option<Oid>, GitError> {
        let mut name = OsString::from(version);
        name.push(":");
        name.push(path);
        self.find(name)
    }

    /// The content of an object.
    pub fn content(&self, oid: &Oid) -> Result<Vec<u8>, GitError> {
        self.run("cat-file", ["cat-file", "blob", &oid.0])
    }

    /// Keeps a content, and gives its name.
    pub fn keep(&self, content: Vec<u8>) -> Result<Oid, GitError> {
        let args = ["hash-object", "-w", "--no-filters", "--stdin"];
        let name = self.give("hash-object", args, content)?;
        Oid::read(&name).ok_or_else(|| strange("hash-object"))
    }

    /// The name that a content would have.
    pub fn name_for(&self, content: Vec<u8>) -> Result<Option<Oid>, GitError> {
        let args = ["hash-object", "--no-filters", "--stdin"];
        Ok(Oid::read(&self.give("hash-object", args, content)?))
    }

    /// A commit of a tree, signed where the person's git signs. `otherwise` is whom it is by where git knows
    /// nobody.
    pub fn commit(
        &self,
        tree: &Oid,
        parents: &[&Oid],
        message: &str,
        otherwise: &str,
    ) -> Result<Oid, GitError> {
        let mut args = vec!["commit-tree", "-F", "-"];
        if self.is_set("commit.gpgSign")? {
            args.push("-S");
        }
        for parent in parents {
            args.extend(["-p", &parent.0]);
        }
        args.push(&tree.0);
        let mut command = self.command(args);
        if self.setting("user.email")?.is_none() {
            for who in ["AUTHOR", "COMMITTER"] {
                command.env(format!("GIT_{who}_NAME"), "Keyrack");
                command.env(format!("GIT_{who}_EMAIL"), otherwise);
            }
        }
        let name = self.end("commit", &mut command, message.into(), HERE)?;
        Oid::read(&name).ok_or_else(|| strange("commit"))
    }

    /// Moves a branch, if it still is where it was.
    pub fn move_branch(
        &self,
        branch: &str,
        to: &Oid,
        from: Option<&Oid>,
        why: &str,
    ) -> Result<(), GitError> {
        let from = from.map_or("", |from| &from.0);
        self.run("update-ref", ["update-ref", "-m", why, branch, &to.0, from]).map(drop)
    }

    /// Forgets what a name stands for.
    pub fn forget(&self, name: &str) -> Result<(), GitError> {
        self.run("update-ref", ["update-ref", "-d", name]).map(drop)
    }

    /// The versions that one and what would come of the others come from.
    pub fn bases(&self, one: &Oid, others: &[&Oid]) -> Result<Vec<Oid>, GitError> {
        let others = others.iter().map(|oid| &*oid.0);
        let args = ["merge-base", "--all", &one.0].into_iter().chain(others);
        let ended = self.try_run("merge-base", args, Vec::new(), HERE)?;
        match ended.code {
            Some(0 | 1) => Ok(ended.output.split(|b| *b == b'\n').filter_map(Oid::read).collect()),
            _ => Err(refusal("merge-base", &ended)),
        }
    }

    /// Whether another machine has taken back what it had sent before and `head` was made of: `tracking` is what git
    /// has kept of it, with all that it was.
    pub fn is_rewritten(&self, head: &Oid, now: &Oid, tracking: &str) -> Result<bool, GitError> {
        let args = ["merge-base", "--fork-point", tracking, &head.0];
        let ended = self.try_run("merge-base", args, Vec::new(), HERE)?;
        match Oid::read(&ended.output).filter(|_| ended.well) {
            Some(was) => Ok(!self.bases(&was, &[now])?.contains(&was)),
            // Git has not kept that.
            None => Ok(false),
        }
    }

    /// The tree that two versions come to, and the files in it that both changed.
    pub fn merge(&self, one: &Oid, other: &Oid) -> Result<(Oid, Vec<PathBuf>), GitError> {
        let fixed = ["merge-tree", "--write-tree", "--allow-unrelated-histories", "-z"];
        let args = fixed.into_iter().chain(["--name-only", "--no-messages", &one.0, &other.0]);
        let ended = self.try_run("merge-tree", args, Vec::new(), HERE)?;
        if !matches!(ended.code, Some(0 | 1)) {
            return Err(refusal("merge-tree", &ended));
        }
        let mut fields = ended.output.split(|byte| *byte == 0);
        let tree = fields.next().and_then(Oid::read).ok_or_else(|| strange("merge-tree"))?;
        let paths = fields.filter(|path| !path.is_empty());
        Ok((tree, paths.map(|path| OsStr::from_bytes(path).into()).collect()))
    }

    /// The files that a merge left for somebody to decide.
    pub fn unmerged(&self) -> Result<Vec<PathBuf>, GitError> {
        let listed = self.run("ls-files", ["ls-files", "--unmerged", "-z"])?;
        let paths = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            Some(PathBuf::from(OsStr::from_bytes(&entry[tab + 1..])))
        });
        let mut paths: Vec<_> = paths.collect();
        paths.dedup();
        Ok(paths)
    }

    /// Forgets that a merge was begun; files and index stay.
    pub fn end_merge(&self) -> Result<(), GitError> {
        self.run("merge", ["merge", "--quit"]).map(drop)
    }

    /// How many commits each of two versions has that the other has not.
    pub fn apart(&self, one: &Oid, other: &Oid) -> Result<(usize, usize), GitError> {
        let range = format!("{}...{}", one.0, other.0);
        let counts = self.run("rev-list", ["rev-list", "--left-right", "--count", &range])?;
        let counts = String::from_utf8_lossy(&counts);
        let mut counts = counts.split_whitespace().map(|count| count.parse().unwrap_or(0));
        Ok((counts.next().unwrap_or(0), counts.next().unwrap_or(0)))
    }

    fn bare(&self) -> Command {
        let mut command = Command::new("git");
        for name in variables("GIT_") {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").env_remove("LANGUAGE").env("GIT_OPTIONAL_LOCKS", "0");
        if self.asking == Asking::Never {
            // An empty name is no program, and keeps git from looking for another.
            command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "");
            command.env("SSH_ASKPASS_REQUIRE", "never");
        }
        if let Some(ssh) = self.ssh {
            command.env("GIT_SSH_COMMAND", ssh);
        }
        command.arg("-C").arg(&self.top);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
    }

    fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = self.bare();
        command.args(args);
        command
    }

    fn run<A: AsRef<OsStr>>(
        &self,
        verb: &'static str,
        args: impl IntoIterator<Item = A>,
    ) -> Result<Vec<u8>, GitError> {
        self.give(verb, args, Vec::new())
    }

    fn give<A: AsRef<OsStr>>(
        &self,
        verb: &'static str,
        args: impl IntoIterator<Item = A>,
        input: Vec<u8>,
    ) -> Result<Vec<u8>, GitError> {
        self.end(verb, &mut self.command(args), input, HERE)
    }

    fn end(
        &self,
        verb: &'static str,
        command: &mut Command,
        input: Vec<u8>,
        limit: Duration,
    ) -> Result<Vec<u8>, GitError> {
        let ended = self.start(verb, command, input, limit)?;
        if ended.well { Ok(ended.output) } else { Err(refusal(verb, &ended)) }
    }

    fn try_run<A: AsRef<OsStr>>(
        &self,
        verb: &'static str,
        args: impl IntoIterator<Item = A>,
        input: Vec<u8>,
        limit: Duration,
    ) -> Result<Ended, GitError> {
        self.start(verb, &mut self.command(args), input, limit)
    }

    fn start(
        &self,
        verb: &'static str,
        command: &mut Command,
        input: Vec<u8>,
        limit: Duration,
    ) -> Result<Ended, GitError> {
        let ground = match self.asking {
            Asking::Never => Ground::Back,
            Asking::Terminal => Ground::Front,
        };
        match converse(command, input, LONGEST, ground, limit) {
            Ok(ended) if ended.output.len() > LONGEST => Err(strange(verb)),
            Ok(ended) => Ok(ended),
            Err(Unanswered::Late) => Err(GitError::Late { verb }),
            Err(Unanswered::Unstarted(error)) if error.kind() == io::ErrorKind::NotFound => {
                Err(GitError::Missing)
            }
            Err(Unanswered::Unstarted(error)) => Err(GitError::io(&error)),
        }
    }

    /// Tries again while another git has the index.
    fn patiently<T>(&self, work: impl Fn() -> Result<T, GitError>) -> Result<T, GitError> {
        let (mut times, pause) = BUSY;
        loop {
            match work() {
                Err(GitError::Said { .. }) if times > 0 && self.is_held() => {
                    times -= 1;
                    sleep(pause);
                }
                result => return result,
            }
        }
    }

    fn is_held(&self) -> bool {
        self.folder.join("index.lock").exists()
    }
}

/// The nearest folder of git's, where git finds no repository: an empty one is what is left of one, too.
fn broken(file: &Path) -> Option<PathBuf> {
    file.ancestors().map(|folder| folder.join(".git")).find(|git| git.is_file() || git.is_dir())
}

fn one_path(output: &[u8]) -> PathBuf {
    OsStr::from_bytes(output.strip_suffix(b"\n").unwrap_or(output)).into()
}

fn strange(verb: &'static str) -> GitError {
    GitError::Said { verb, words: Vec::new() }
}

fn refusal(verb: &'static str, ended: &Ended) -> GitError {
    GitError::Said { verb, words: words(&ended.complaint) }
}

/// What was said, line by line, without what only helps those who type git commands.
fn words(complaint: &[u8]) -> Vec<Safe<'static>> {
    let text = String::from_utf8_lossy(complaint);
    let lines = text.split(['\n', '\r']).map(str::trim_end);
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with("hint:"));
    told.take(LINES).map(safe).collect()
}
