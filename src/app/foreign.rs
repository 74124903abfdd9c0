//! A foreign file that a person names by its path, read whole; or a picture from their clipboard.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::explain;
use super::import::{Ask, LARGEST_FILE, ReadError, Reading, Stage, read as decode};
use crate::clipboard::{Awaited, NoPicture};
use crate::exchange::read_pixels;
use crate::i18n::Fault;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// The system does not give it.
    System(Fault),
    /// What is in it.
    Content(ReadError),
    /// It was to come from the clipboard, and there is none.
    Clipboard(NoPicture),
}

/// Reads a file. Only a file: a pipe or a device would make the dashboard wait for ever.
pub fn read(path: &Path, ask: Ask<'_>, tell: &mut dyn FnMut(Stage)) -> Result<Reading, Unopened> {
    let bytes = content(path).map_err(|error| Unopened::System(explain::read(path, &error)))?;
    decode(&bytes, ask, tell).map_err(Unopened::Content)
}

/// Reads the QR codes of a picture on the clipboard.
pub fn picture(awaited: Awaited, tell: &mut dyn FnMut(Stage)) -> Result<Reading, Unopened> {
    tell(Stage::Looking);
    let picture = awaited.wait().map_err(Unopened::Clipboard)?;
    read_pixels(picture.width, picture.height, &picture.rgba).map_err(Unopened::Content)
}

fn content(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::new());
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path as people paste it: in quotes, with `\ ` for a space as a shell writes it, as a
/// `file://` address, with `~` for the home folder.
pub fn path(typed: &str, home: Option<&Path>) -> PathBuf {
    let typed = typed.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        typed.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.is_empty())
    });
    if let Some(inner) = quoted {
        return at_home(inner, home);
    }
    if let Some(address) = typed.strip_prefix("file://") {
        let path = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
        return PathBuf::from(&*path);
    }
    if Path::new(typed).exists() {
        return PathBuf::from(typed);
    }
    let mut plain = String::with_capacity(typed.len());
    let mut letters = typed.chars();
    while let Some(c) = letters.next() {
        plain.push(if c == '\\' { letters.next().unwrap_or(c) } else { c });
    }
    at_home(&plain, home)
}

fn at_home(path: &str, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_path_buf(),
        (Some(rest), Some(home)) if rest.starts_with('/') => {
            home.join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_people_paste_them() {
        let cases = [
            (" /a/b ", "/a/b"),
            ("~/a b", "/home/li/a b"),
            ("~", "/home/li"),
            ("~li/a", "~li/a"),
            ("'~/a b'", "/home/li/a b"),
            ("\"/a \\b\"", "/a \\b"),
            (r"/a/b\ c\(1\)", "/a/b c(1)"),
            ("file:///a/b%20c", "/a/b c"),
            ("'", "'"),
        ];
        for (typed, expected) in cases {
            assert_eq!(path(typed, Some(Path::new("/home/li"))), Path::new(expected), "{typed}");
        }
        assert_eq!(path("~/a", None), Path::new("~/a"));
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let cases = [("/", "folder"), ("/dev/zero", "device"), ("/nowhere/at/all", "nothing")];
        for (at, name) in cases {
            let result = read(Path::new(at), Ask::default(), &mut |_| {});
            assert!(matches!(result, Err(Unopened::System(_))), "{name}: {result:?}");
        }
    }
}
