//! What is said of an exchange that nobody watched.

use super::{Report, Trouble};
use crate::app::explain;
use crate::i18n::Sync;
use crate::text::safe;
use crate::vault::TakeError;

/// What a person has to know of it, in one sentence; `None` where it went well.
pub fn trouble<E>(done: &Result<Report, Trouble<E>>) -> Option<Sync> {
    let trouble = match done {
        Ok(report) => {
            let remote = || report.remote.clone().unwrap_or(safe(""));
            return match (&report.unreached, report.left.first()) {
                (Some(_), _) => Some(Sync::UnreachedHere { remote: remote() }),
                (None, Some((_, error))) => Some(taking(error)),
                (None, None) if !report.in_git => Some(Sync::NotInGit { keyrack: safe("keyrack") }),
                (None, None) => None,
            };
        }
        Err(trouble) => trouble,
    };
    Some(match trouble {
        Trouble::Opening(_) | Trouble::File(..) => Sync::NotOpened,
        Trouble::Doubtful(..) => Sync::DoubtfulHere,
        Trouble::Git(error) => explain::git(error).0,
        Trouble::Taking(_, error) => taking(error),
        Trouble::NoBranch => Sync::NoBranch,
        Trouble::UnderWay => Sync::UnderWay,
        Trouble::Clashing(files) => Sync::OtherFiles { n: files.len() },
        Trouble::Elsewhere(_) => Sync::Elsewhere,
        Trouble::Unrelated => Sync::Unrelated,
        Trouble::Identity(path) => Sync::IdentityInside { path: path.clone() },
        Trouble::Sending(path) => Sync::IdentitySent { path: path.clone() },
        Trouble::Telling(commit) => Sync::KeyTold { commit: commit.clone() },
        Trouble::InTheWay(_) => Sync::InTheWay,
    })
}

fn taking(error: &TakeError) -> Sync {
    match error {
        TakeError::Stranger => Sync::Stranger,
        TakeError::Older => Sync::Older { keyrack: safe("keyrack") },
        TakeError::NoBase => Sync::NoBase,
        TakeError::Nobody => Sync::NobodyLeft { keyrack: safe("keyrack") },
        TakeError::Recipients { .. } => Sync::Recipients { keyrack: safe("keyrack") },
        TakeError::Open(_) | TakeError::Unwritable(_) => Sync::NotTaken,
        TakeError::Save(_) => Sync::NotKept,
    }
}
