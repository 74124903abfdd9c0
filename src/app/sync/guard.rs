//! What opens vaults stays on this machine, also where somebody has committed it by hand.

use std::path::{Path, PathBuf};

use super::{Course, Phase, Purpose, Trouble};
use crate::app::desk::{Desk, identity_file};
use crate::model::Book;
use crate::sync::{Git, Oid};
use crate::text::safe;
use crate::vault::{LARGEST_IDENTITY, Vault};

/// How the private half of a key begins, and how many letters behind it no remark about one has.
const SECRET: (&[u8], usize) = (b"AGE-SECRET-KEY-1", 20);

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Stops where the identity that is in use lies in the repository.
    pub(super) fn guard_identity(&self, git: &Git) -> Result<(), Trouble<E>> {
        for vault in &self.vaults {
            let identity = &vault.desk.identity;
            if let Some(name) = git.name_of(identity)
                && git.entry("", &name)?.is_some()
            {
                return Err(Trouble::Identity(safe(&identity.to_string_lossy())));
            }
        }
        Ok(())
    }

    /// Stops where what a push would send has something in it that opens vaults: a file that is called as
    /// identities are, a copy of ours, or the text of a key. Files that are gone since are in the commits.
    pub(super) fn guard_keys(
        &self,
        git: &Git,
        head: &Oid,
        there: Option<&Oid>,
    ) -> Result<(), Trouble<E>> {
        if there == Some(head) {
            return Ok(());
        }
        let sent = git.unsent(head, there)?;
        let mut own = Vec::new();
        for vault in &self.vaults {
            if let Ok(identity) = identity_file(vault.desk) {
                own.extend(git.name_for(identity.expose().to_vec())?);
            }
        }
        let stop = |path: &Path| Err(Trouble::Sending(safe(&path.to_string_lossy())));
        let names = self.names();
        let opens = |(oid, path): &&(Oid, PathBuf)| {
            own.contains(oid) || is_called(path) && !names.contains(path)
        };
        if let Some((_, path)) = sent.iter().find(opens) {
            return stop(path);
        }
        let mut found = None;
        git.read_small(&sent, LARGEST_IDENTITY, &mut |at, content| {
            if found.is_none() && holds_secret(content) {
                found = Some(at);
            }
        })?;
        found.map_or(Ok(()), |at| stop(&sent[at].1))
    }
}

/// Whether a file has the name that identities have, and what Keyrack keeps beside them.
fn is_called(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.starts_with("identity") && format!("{name}.").contains(".age.")
}

fn holds_secret(content: &[u8]) -> bool {
    let (start, more) = SECRET;
    let begins = content.windows(start.len()).enumerate();
    begins.filter(|(_, part)| part.eq_ignore_ascii_case(start)).any(|(at, _)| {
        let rest = content[at + start.len()..].iter();
        rest.take_while(|byte| byte.is_ascii_alphanumeric()).count() >= more
    })
}
