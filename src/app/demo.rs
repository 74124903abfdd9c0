//! The demo: a real vault of invented stores, in a folder that is gone afterwards.
//!
//! Every name is made up, every login ends in `.example` (RFC 2606), and no number can be dialled:
//! they lie in ranges kept for fiction, or have no network behind their prefix.

mod past;
mod stores;
mod upkeep;

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

pub use stores::book;

use super::create::{CreateError, Protection, Recovery, create_with};
use super::desk::{self, Desk};
use crate::model::{Book, Id};
use crate::platform;
use crate::time::Moment;
use crate::vault::{Intent, Log, Place, Plugins, Vault, WorkFactor};

/// The demo's vault on disk: the folder is removed when this is dropped.
#[derive(Debug)]
pub struct Demo {
    desk: Desk,
    folder: PathBuf,
}

impl Demo {
    /// Makes the demo in the system's folder for such things.
    pub fn make(now: Moment) -> Result<Self, CreateError> {
        Self::make_in(&platform::temporary_folder(), now)
    }

    /// Makes a folder for this person alone inside `temporary`, and the vault in it. The identity
    /// has no passphrase.
    pub fn make_in(temporary: &Path, now: Moment) -> Result<Self, CreateError> {
        let name = u64::from_be_bytes(platform::random());
        let folder = temporary.join(format!("keyrack-demo-{name:016x}"));
        DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .map_err(|error| CreateError::Folder { inside: temporary.to_owned(), error })?;
        let place = Place {
            file: folder.join("demo.age"),
            backups: folder.join("backups"),
            known: folder.join("known"),
        };
        let identity = folder.join("identity.txt");
        let (intent, plugins) = (Intent::Write, Plugins::default());
        let desk = Desk { place, identity, machine: "demo".into(), intent, plugins };
        let demo = Self { desk, folder };
        let book = book(now, &mut || Id::new(now, platform::random()), &mut platform::random);
        let protection = Protection::Identity { passphrase: None, recovery: Recovery::Skip };
        let work = WorkFactor::DEFAULT;
        create_with(&demo.desk, &protection, work, &book, platform::random(), now)?;
        demo.remember(&book, now);
        Ok(demo)
    }

    /// Writes down what the invented team has done lately. Without it the demo has an empty screen, no
    /// more.
    fn remember(&self, book: &Book, now: Moment) {
        let Ok(keys) = desk::keys(&self.desk, None) else { return };
        for (machine, deeds) in past::deeds(book) {
            let vault = Vault::open(self.desk.place.clone(), keys.clone(), machine);
            let Some(log) = vault.ok().and_then(|(vault, _)| Log::of(&vault).ok()) else { return };
            for (minutes, who, deed) in deeds {
                let at = Moment::from_millis(now.millis().saturating_sub(minutes * 60_000));
                let _ = log.append(&[deed], who, at, 0, &mut platform::fill);
            }
        }
    }

    /// Where its vault is.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What is left over holds invented stores only.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::app::desk::{Need, need, unlock};
    use crate::health::{Limits, Severity, Terms, check};
    use crate::model::backup;
    use crate::model::{Catalogue, Worded as _};

    pub(crate) fn invented() -> Book {
        let (mut ids, mut keys) = (0_u16, 0);
        let mut fresh = || {
            ids += 1;
            let [a, b] = ids.to_be_bytes();
            Id::new(Moment::from_secs(1_760_000_000), [0, 0, 0, 0, 0, 0, 0, 0, a, b])
        };
        let mut random = || {
            keys += 1;
            [keys; 20]
        };
        book(Moment::from_secs(1_760_000_000), &mut fresh, &mut random)
    }

    #[test]
    fn it_shows_every_status_and_kind() {
        let book = invented();
        let today = Moment::from_secs(1_760_000_000).date();
        let statuses: BTreeSet<u8> = book
            .accounts
            .iter()
            .map(|account| match backup(account, &book, today, 90) {
                crate::model::Backup::Ok { .. } => 0,
                crate::model::Backup::Stale { .. } => 1,
                crate::model::Backup::Untested => 2,
                crate::model::Backup::Failed => 3,
                crate::model::Backup::Retired => 4,
                crate::model::Backup::Lost => 5,
                crate::model::Backup::None => 6,
            })
            .collect();
        assert_eq!(statuses.len(), 7);
        let kinds: BTreeSet<&str> = book
            .accounts
            .iter()
            .map(|account| account.key.as_ref().map_or("none", |key| key.kind().word()))
            .collect();
        assert_eq!(kinds, ["hotp", "none", "steam", "totp"].into());
        assert_eq!(book.accounts.iter().filter(|account| account.pinned).count(), 2);
        for account in &book.accounts {
            let invented = !account.login.contains('@') || account.login.ends_with(".example");
            assert!(invented, "{}", account.login);
        }
    }

    #[test]
    fn it_has_something_of_every_severity_and_something_put_off() {
        let (book, limits) = (invented(), Limits::default());
        let catalogue = Catalogue::shipped();
        let today = Moment::from_secs(1_760_000_000).date();
        let terms = Terms { catalogue: &catalogue, limits: &limits, today, clock_offset: None };
        let health = check(&book, &terms);
        for severity in Severity::ALL {
            assert!(health.counts().of(*severity) > 0, "{severity:?}");
        }
        assert_eq!(health.snoozed().count(), 1);
        let logins = book.accounts.len();
        assert!(health.counts().critical * 4 < logins, "a team as it is, not a heap of ruins");
    }

    #[test]
    fn it_is_a_real_vault_and_leaves_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let now = Moment::from_secs(1_760_000_000);
        let demo = Demo::make_in(root.path(), now).expect("a demo");
        let folder = fs::read_dir(root.path()).expect("a folder").next().expect("one").expect("it");
        let mode = folder.metadata().expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert_eq!(need(demo.desk()).expect("readable"), Need::Nothing);
        let (vault, read) = unlock(demo.desk(), None).expect("opens");
        let activity = Log::of(&vault).expect("a log").read().expect("reads");
        assert!(activity.events.len() > 10 && activity.flaws.is_empty());
        assert!(
            activity.events.iter().all(|event| event.deed.account.is_some()
                || event.deed.thing.is_some()
                || event.deed.count > 1),
            "every login is there"
        );
        assert_eq!(read.accounts.len(), invented().accounts.len());
        assert!(read.quarantine.is_empty());
        drop(demo);
        assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 0);
    }
}
