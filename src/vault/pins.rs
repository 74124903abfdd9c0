//! What this machine remembers of a vault, outside the folder that is kept in step with others:
//! `vault.ron`, and `vault.age`, the last version as it was encrypted.
//!
//! A memory that cannot be written stops nobody: the next opening is a first sight then.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::backups::{HALF_DONE, make_folder};
use super::doubt::{Pin, hex};
use super::meet;
use super::read::read_file;
use super::{LARGEST_FILE, Place, swap};

/// The memory.
const PIN: &str = "vault.ron";
/// The version it is of.
const VERSION: &str = "vault.age";
/// More than a memory ever is, bytes: all of it comes from one vault, and a memory that is not read
/// doubts nothing.
const LONGEST: u64 = 4 * LARGEST_FILE;

/// What is remembered; nothing on the first sight of a vault, or where the memory is damaged.
pub(super) fn read(place: &Place) -> Option<Pin> {
    let path = place.known.join(PIN);
    if fs::metadata(&path).ok()?.len() > LONGEST {
        return None;
    }
    ron::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// Whether these bytes are the version that this machine knew last: whoever carries them elsewhere does
/// not have to open it.
pub fn is_known(place: &Place, content: &[u8]) -> bool {
    read(place).is_some_and(|pin| pin.content == hex(&swap::digest(content)))
}

/// Remembers a version. The highest counts are not forgotten over it.
pub(super) fn write(place: &Place, mut pin: Pin, content: &[u8]) -> io::Result<()> {
    let before = read(place);
    if let Some(before) = &before {
        meet::raise(&mut pin.highest, &before.highest);
    }
    if before.as_ref() == Some(&pin) {
        return Ok(());
    }
    make_folder(&place.known)?;
    if before.is_none_or(|before| before.content != pin.content) {
        put(&place.known, VERSION, content)?;
    }
    let text = ron::ser::to_string_pretty(&pin, ron::ser::PrettyConfig::new())
        .map_err(|_| io::ErrorKind::InvalidData)?;
    put(&place.known, PIN, text.as_bytes())
}

/// The version that is remembered, encrypted as it was.
pub(super) fn version(place: &Place) -> Option<Vec<u8>> {
    read_file(&place.known.join(VERSION)).ok().map(|(content, _)| content)
}

/// Whole or not at all. After a power cut it may be an older one: that doubts less, or somebody whom this
/// machine let in itself.
fn put(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let mut file =
        tempfile::Builder::new().prefix(HALF_DONE.0).suffix(HALF_DONE.1).tempfile_in(folder)?;
    file.write_all(content)?;
    file.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}
