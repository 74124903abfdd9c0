//! Who signed the commits of a repository.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::{Git, GitError, Oid, THERE};
use crate::text::{Safe, safe};

/// How a commit is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// By somebody who is allowed.
    Good,
    /// By a key that is right but that nobody vouches for.
    Unknown,
    /// Not at all.
    None,
    /// Wrongly.
    Bad,
}

/// A commit and its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Its name.
    pub oid: Oid,
    /// Its day.
    pub day: Safe<'static>,
    /// Who says to have made it.
    pub author: Safe<'static>,
    /// Who signed, where that is known.
    pub signer: Safe<'static>,
    /// How.
    pub signing: Signing,
}

impl Git {
    /// The newest commits, at most so many, and how they are signed. `signers` is a file of keys that
    /// may sign, from the root.
    pub fn signatures(&self, most: u32, signers: &Path) -> Result<Vec<Signed>, GitError> {
        let mut command = self.bare();
        let mut setting = OsString::from("gpg.ssh.allowedSignersFile=");
        setting.push(signers);
        command.args([OsStr::new("-c"), &setting]);
        // What vouches for signatures of another kind is not this list.
        command.args(["-c", "gpg.program=false", "-c", "gpg.openpgp.program=false"]);
        command.args(["-c", "gpg.x509.program=false"]);
        let most = format!("--max-count={most}");
        let format = "--format=%H%n%G?%n%as%n%an%n%GS";
        command.args(["log", "-z", &most, format, "--end-of-options", "HEAD"]);
        let listed = self.end("log", &mut command, Vec::new(), THERE)?;
        let commits = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let mut lines = entry.split(|byte| *byte == b'\n');
            let oid = Oid::read(lines.next()?)?;
            let signing = match lines.next()? {
                b"G" => Signing::Good,
                b"U" | b"E" | b"X" | b"Y" => Signing::Unknown,
                b"N" => Signing::None,
                _ => Signing::Bad,
            };
            let mut text = || safe(&String::from_utf8_lossy(lines.next().unwrap_or_default()));
            let (day, author, signer) = (text(), text(), text());
            Some(Signed { oid, day, author, signer, signing })
        });
        Ok(commits.collect())
    }
}
