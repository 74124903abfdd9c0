//! What is said of an exchange that nobody watched.

use super::{Report, Trouble};
use crate::app::explain;
use crate::i18n::Sync;
use crate::text::safe;
use crate::vault::{OpenError, TakeError};

/// What a person has to know of it, in one sentence; `None` where it went well.
pub fn trouble<E>(done: &Result<Report, Trouble<E>>) -> Option<Sync> {
    let trouble = match done {
        Ok(report) => {
            let remote = || report.remote.clone().unwrap_or(safe(""));
            // What is no age file keeps nothing from anybody, however often it is met.
            let is_version =
                |error: &TakeError| !matches!(error, TakeError::Open(OpenError::NotAge));
            let left = report.left.iter().find(|(_, error)| is_version(error));
            return match (&report.unreached, report.shut.first(), left) {
                (Some(_), ..) => Some(Sync::UnreachedHere { remote: remote() }),
                (None, Some((file, _)), _) => Some(Sync::HeldHere { name: explain::name(file) }),
                (None, None, Some(_)) => Some(Sync::CopyHere),
                (None, None, None) if !report.in_git => Some(Sync::NotInGitHere),
                (None, None, None) => None,
            };
        }
        Err(trouble) => trouble,
    };
    Some(match trouble {
        Trouble::Opening(_) | Trouble::File(..) => Sync::NotOpened,
        Trouble::Doubtful(..) => Sync::DoubtfulHere,
        Trouble::Taking(_, error, _) => taking(error),
        Trouble::NoBranch => Sync::NoBranch,
        Trouble::Elsewhere(_) => Sync::ElsewhereHere,
        Trouble::Begun(..) => Sync::StrangerHere,
        Trouble::Unrelated => Sync::UnrelatedHere,
        Trouble::Identity(_) | Trouble::Sending(_) | Trouble::Telling(_) => Sync::KeyHere,
        Trouble::Git(_) | Trouble::UnderWay | Trouble::Clashing(_) | Trouble::InTheWay(_) => {
            Sync::StoppedHere
        }
    })
}

fn taking(error: &TakeError) -> Sync {
    match error {
        TakeError::Stranger => Sync::StrangerHere,
        TakeError::Older | TakeError::Before => Sync::OlderHere,
        TakeError::NoBase { .. } => Sync::NoBaseHere,
        TakeError::ShutOut { .. } => Sync::ShutOutHere,
        TakeError::Unaware(_) => Sync::UnawareHere,
        TakeError::Nobody => Sync::NobodyHere,
        TakeError::Recipients { .. } => Sync::RecipientsHere,
        TakeError::Open(_) | TakeError::Unwritable(_) => Sync::NotTaken,
        TakeError::Save(_) => Sync::NotKept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::sync::GitError;
    use crate::text::width;
    use crate::vault::{DoubtKind, Unaware};

    /// Half of it was cut off where a screen has 80 columns.
    #[test]
    fn every_sentence_stands_on_one_line() {
        let taking = |error| Trouble::Taking("v.age".into(), error, None);
        let unaware = || {
            let (out, changes) = (Vec::new(), Vec::new());
            Box::new(Unaware { out, changes, keys: Vec::new(), shut: Vec::new() })
        };
        let remote = Some(safe("origin"));
        let unreached = Some(GitError::Missing);
        let mut done: Vec<Result<Report, Trouble<()>>> = vec![
            Ok(Report { in_git: true, remote, unreached, ..Report::default() }),
            Ok(Report::default()),
        ];
        let left = vec![("v (1).age".into(), TakeError::Stranger)];
        done.push(Ok(Report { in_git: true, left, ..Report::default() }));
        let held = |name: &str| {
            let shut = vec![(name.into(), None)];
            Ok(Report { in_git: true, shut, ..Report::default() })
        };
        done.push(held("team/us.age"));
        let said = trouble(&done[3]).expect("one is not exchanged").say(Lang::En);
        assert!(said.contains("us"), "{said}");
        assert_ne!(said, Sync::NotTaken.say(Lang::En), "the others are exchanged");
        let troubles = [
            Trouble::Opening(()),
            Trouble::Doubtful("v.age".into(), DoubtKind::Foreign),
            Trouble::Git(GitError::Missing),
            Trouble::NoBranch,
            Trouble::UnderWay,
            Trouble::Clashing(vec![safe("a"), safe("b")]),
            Trouble::Elsewhere("v.age".into()),
            Trouble::Unrelated,
            Trouble::Begun("v.age".into(), None),
            Trouble::Identity(safe("/home/li/vaults/team/identity.age")),
            Trouble::Sending(safe("identity.age")),
            Trouble::Telling(safe("0123456789ab")),
            Trouble::InTheWay(GitError::Missing),
            taking(TakeError::Stranger),
            taking(TakeError::Older),
            taking(TakeError::ShutOut { who: "Bo".into(), unaware: unaware() }),
            taking(TakeError::Unaware(unaware())),
            taking(TakeError::NoBase { missing: Vec::new() }),
            taking(TakeError::Open(OpenError::NotARecipient)),
            taking(TakeError::Recipients {
                added: Box::default(),
                removed: Box::default(),
                returning: Box::default(),
                sponsors: Box::default(),
                unaware: None,
            }),
        ];
        done.extend(troubles.map(Err));
        for done in &done {
            let said = trouble(done).expect("it did not go well");
            for lang in [Lang::En, Lang::ZhCn] {
                let said = said.say(lang);
                assert!(width(&said) < 80, "{said}");
            }
        }
    }
}
