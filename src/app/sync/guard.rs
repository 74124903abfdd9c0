//! What opens vaults stays on this machine, also where somebody has committed it by hand.

use std::path::{Path, PathBuf};

use super::{Course, Phase, Purpose, Trouble};
use crate::app::desk::{Desk, identity_file};
use crate::app::explain;
use crate::model::Book;
use crate::sync::{Git, Oid};
use crate::text::safe;
use crate::vault::Vault;

/// The largest file that is searched for the text of a key, in bytes: as much as a vault may have.
const LARGEST: u64 = 64 << 20;

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(Phase)> Course<'_, E, O, T> {
    /// Stops where the identity that is in use lies in the repository.
    pub(super) fn guard_identity(&self, git: &Git) -> Result<(), Trouble<E>> {
        for vault in &self.vaults {
            let identity = &vault.desk.identity;
            if let Some(name) = git.name_of(identity)
                && git.entry("", &name)?.is_some()
            {
                return Err(Trouble::Identity(explain::path(identity)));
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
            own.extend(identity_file(vault.desk).ok());
        }
        let stop = |path: &Path| Err(Trouble::Sending(explain::path(path)));
        let names = self.names();
        let opens = |(oid, path): &&(Oid, PathBuf)| {
            own.iter().any(|own| oid.is_of(own.expose()))
                || is_called(path) && !names.contains(path)
        };
        if let Some((_, path)) = sent.iter().find(opens) {
            return stop(path);
        }
        let mut found = None;
        git.read(&sent, LARGEST, &mut |at, content| {
            if found.is_none() && holds_secret(content) {
                found = Some(at);
            }
        })?;
        if let Some(at) = found {
            return stop(&sent[at].1);
        }
        let talks = |(_, message): &&(Oid, Vec<u8>)| holds_secret(message);
        match git.messages(head, there)?.iter().find(talks) {
            Some((commit, _)) => Err(Trouble::Telling(safe(&commit.as_str()[..12]))),
            None => Ok(()),
        }
    }
}

/// Whether a file has the name that identities have, and what Keyrack keeps beside them.
fn is_called(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.starts_with("identity") && format!("{name}.").contains(".age.")
}

/// How the private half of a key begins, without what stands between letters.
const BEGINS: &[u8] = b"agesecretkey1";
/// The letters of what follows: those of Bech32.
const LETTERS: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// So many of them in a row are no remark about a key.
const IN_A_ROW: usize = 20;
/// So many with spaces, line ends or dashes between them are none either: a key has 58.
const IN_ALL: usize = 50;

/// Whether a text has a key in it, whole or in groups, whatever its letters are encoded in: in UTF-16
/// and UTF-32 there is nothing but zeros between those of a key.
fn holds_secret(content: &[u8]) -> bool {
    let mut met = 0;
    // Letters behind the beginning, and whether all of them stood in a row.
    let mut run: Option<(usize, bool)> = None;
    for byte in content.iter().copied().filter(|byte| *byte != 0) {
        if !byte.is_ascii_alphanumeric() {
            run = run.map(|(n, straight)| (n, straight && n == 0));
            continue;
        }
        let letter = byte.to_ascii_lowercase();
        run = run.filter(|_| LETTERS.contains(&letter)).map(|(n, straight)| (n + 1, straight));
        if run.is_some_and(|(n, straight)| n >= IN_ALL || straight && n >= IN_A_ROW) {
            return true;
        }
        // Its first letter comes once in the beginning, so nothing is met in the middle of it.
        met = if letter == BEGINS[met] { met + 1 } else { usize::from(letter == BEGINS[0]) };
        if met == BEGINS.len() {
            (met, run) = (0, Some((0, true)));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::holds_secret;

    const KEY: &str = "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54";

    fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn the_text_of_a_key_is_known_however_it_is_written() {
        let groups: Vec<&str> = KEY.as_bytes()[16..]
            .chunks(4)
            .map(|it| std::str::from_utf8(it).expect("ASCII"))
            .collect();
        let with = |between: &str| format!("paper:\n> AGE-SECRET-KEY-1 {}\n", groups.join(between));
        let far = format!("{}{KEY}", "x\u{1f511} AGE-SECRET ".repeat(400_000));
        let cases: [(&str, Vec<u8>); 11] = [
            ("plain", KEY.into()),
            ("small", KEY.to_lowercase().into()),
            ("a part of one", KEY[..40].into()),
            ("in groups", with(" ").into()),
            ("with dashes", with("-").into()),
            ("over lines", with("\n> ").into()),
            (
                "behind the beginning of one",
                format!("AGE-SECRET-KEY-1AGE-SECRET-KEY-1{}", &KEY[16..]).into(),
            ),
            ("UTF-16", wide(&format!("\u{feff}{KEY}"), u16::to_le_bytes)),
            ("UTF-16, the other way round", wide(&format!("\u{feff}{KEY}"), u16::to_be_bytes)),
            ("UTF-16 in groups", wide(&with(" "), u16::to_le_bytes)),
            ("far behind", far.into()),
        ];
        for (name, content) in cases {
            assert!(holds_secret(&content), "{name}");
        }
    }

    #[test]
    fn what_is_said_about_keys_is_none() {
        let public = "age1qqpzry9x8gf2tvdw0s3jn54khce6mua7lqqpzry9x8gf2tvdw0s3jn54kh";
        for text in [
            "",
            "Keep AGE-SECRET-KEY-1... to yourself.",
            "A key begins with AGE-SECRET-KEY-1 and has letters, never q or z alone; say them to nobody, please.",
            "AGE-SECRET-KEY-1",
            public,
        ] {
            assert!(!holds_secret(text.as_bytes()), "{text}");
            assert!(!holds_secret(&wide(text, u16::to_le_bytes)), "{text}");
        }
    }
}
