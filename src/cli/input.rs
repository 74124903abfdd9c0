//! Files that options name, and standard input: read whole, up to a limit, into memory that is wiped.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::exit::{Exit, Failure};
use crate::app::explain;
use crate::i18n::Fault;
use crate::secret::Secret;

/// The longest passphrase that is read, in bytes.
const LONGEST: usize = 4096;

/// Where a passphrase comes from, when not from a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A file descriptor of this process.
    Descriptor(u32),
}

/// Up to `most` bytes of a file, or of standard input for `-`.
pub fn content(path: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let limit = most as u64;
    let mut bytes = Zeroizing::new(Vec::new());
    let read = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::new(Exit::Failed, explain::read(path, &error)))?;
    Ok(bytes)
}

/// The passphrase of a source.
pub fn passphrase(source: &Source) -> Result<Secret, Failure> {
    let most = LONGEST + 3;
    match source {
        Source::File(path) => only_line(path, &content(path, most)?),
        Source::Descriptor(0) => {
            only_line(Path::new("/dev/stdin"), &content(Path::new("-"), most)?)
        }
        Source::Descriptor(number) => {
            let path = PathBuf::from(format!("/dev/fd/{number}"));
            only_line(&path, &content(&path, most)?)
        }
    }
}

/// The password that a new file gets: an empty one opens nothing, and is no passphrase of ours.
pub fn password(source: &Source) -> Result<Secret, Failure> {
    passphrase(source).map_err(|failure| match failure.fault {
        Some(Fault::PassphraseEmpty) => Failure::new(Exit::Failed, Fault::PasswordEmpty),
        _ => failure,
    })
}

/// All of it but one line end at its end.
fn only_line(path: &Path, bytes: &[u8]) -> Result<Secret, Failure> {
    let text =
        bytes.strip_suffix(b"\n").map_or(bytes, |text| text.strip_suffix(b"\r").unwrap_or(text));
    let shut = |fault| Err(Failure::new(Exit::Shut, fault));
    if text.is_empty() {
        return shut(Fault::PassphraseEmpty);
    }
    if text.len() > LONGEST {
        return shut(Fault::PassphraseTooLong { most: LONGEST });
    }
    if std::str::from_utf8(text).is_err() {
        return shut(Fault::PassphraseNotText { path: explain::path(path) });
    }
    Ok(Secret::new(text.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_dropped_and_nothing_else() {
        let long = "x".repeat(LONGEST);
        let longer = "x".repeat(LONGEST + 1);
        let long_line = format!("{long}\r\n");
        let cases = [
            ("plain", "secret", Some("secret")),
            ("newline", "secret\n", Some("secret")),
            ("carriage return", "secret\r\n", Some("secret")),
            ("two newlines", "secret\n\n", Some("secret\n")),
            ("spaces", " secret \n", Some(" secret ")),
            ("a lone carriage return", "secret\r", Some("secret\r")),
            ("the longest", &long, Some(&*long)),
            ("the longest with a line end", &long_line, Some(&*long)),
            ("too long", &longer, None),
            ("empty", "", None),
            ("only a newline", "\n", None),
            ("only a line end", "\r\n", None),
        ];
        for (name, content, expected) in cases {
            let read = only_line(Path::new("p"), content.as_bytes());
            let read = read.as_ref().ok().map(|secret| secret.expose_text().expect(name));
            assert_eq!(read, expected, "{name}");
        }
        assert!(only_line(Path::new("p"), b"\xff\n").is_err());
    }
}
