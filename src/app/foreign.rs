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
pub enum ImportError {
    /// The system does not give it.
    System(Fault),
    /// What is in it.
    Content(ReadError),
    /// It was to come from the clipboard, and there is none.
    Clipboard(NoPicture),
}

/// Reads a file. Only a file: a pipe or a device would make the dashboard wait for ever.
pub fn read(
    path: &Path,
    ask: Ask<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Reading, ImportError> {
    let bytes = content(path).map_err(|error| ImportError::System(explain::read(path, &error)))?;
    decode(&bytes, ask, tell).map_err(ImportError::Content)
}

/// Reads the QR codes of a picture on the clipboard.
pub fn picture(awaited: Awaited, tell: &mut dyn FnMut(Stage)) -> Result<Reading, ImportError> {
    tell(Stage::Looking);
    let picture = awaited.wait().map_err(ImportError::Clipboard)?;
    read_pixels(picture.width, picture.height, &picture.rgba).map_err(ImportError::Content)
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

/// The files that a line names: one, or several with spaces between or as `*.png`. A name with spaces
/// or stars in it that is there is meant as it stands.
pub fn paths(typed: &str, home: Option<&Path>) -> Vec<PathBuf> {
    let one = path(typed, home);
    if one.exists() {
        return vec![one];
    }
    let words = words(typed);
    let found: Vec<PathBuf> =
        words.iter().flat_map(|word| expand(word, path(word, home))).collect();
    // A name with a space in it that is not there is asked for as one.
    let is_list = words.len() > 1 && found.iter().any(|path| path.exists());
    if is_list || words.len() == 1 && !found.is_empty() { found } else { vec![one] }
}

/// A line taken apart at its spaces, as a shell does it; quotes and backslashes stay.
fn words(typed: &str) -> Vec<&str> {
    let (mut words, mut begin, mut quote, mut escaped) = (Vec::new(), None, None, false);
    for (at, c) in typed.char_indices() {
        match (quote, c) {
            (None, c) if c.is_whitespace() && !escaped => {
                words.extend(begin.take().and_then(|begin: usize| typed.get(begin..at)));
            }
            (None, '"' | '\'') if begin.is_none() => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        if !c.is_whitespace() || escaped || quote.is_some() {
            begin.get_or_insert(at);
        }
        escaped = c == '\\' && !escaped && quote.is_none();
    }
    words.extend(begin.and_then(|begin| typed.get(begin..)));
    words
}

/// The files that a word with stars stands for, in order; itself when it has none or none is there.
fn expand(word: &str, path: PathBuf) -> Vec<PathBuf> {
    let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let pattern =
        pattern.filter(|name| name.contains(['*', '?']) && !word.starts_with(['"', '\'']));
    let Some(pattern) = pattern.filter(|_| !path.exists()) else { return vec![path] };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = fs::read_dir(folder.unwrap_or(Path::new("."))) else { return vec![path] };
    let pattern: Vec<char> = pattern.chars().collect();
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let shown: Vec<char> = name.to_string_lossy().chars().collect();
            let hidden = shown.first() == Some(&'.') && pattern.first() != Some(&'.');
            let path = folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
            (!hidden && fits(&pattern, &shown) && path.is_file()).then_some(path)
        })
        .collect();
    found.sort();
    if found.is_empty() { vec![path] } else { found }
}

/// Whether a name is like a pattern: `*` stands for anything, `?` for one character.
fn fits(pattern: &[char], name: &[char]) -> bool {
    // Where the last star was, and how much of the name it had taken: only that one is tried again.
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => (star, p) = (Some((p + 1, n)), p + 1),
            Some(c) if *c == '?' || *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => {
                let Some((after, taken)) = star else { return false };
                (star, p, n) = (Some((after, taken + 1)), after, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
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
    fn lines_as_shells_take_them_apart() {
        let cases: [(&str, &[&str]); 7] = [
            ("a b", &["a", "b"]),
            ("  a\t b ", &["a", "b"]),
            ("'a b' c", &["'a b'", "c"]),
            ("\"a 'b\" c", &["\"a 'b\"", "c"]),
            (r"a\ b c", &[r"a\ b", "c"]),
            ("it's here", &["it's", "here"]),
            ("", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(words(typed), expected, "{typed}");
        }
    }

    #[test]
    fn stars_and_question_marks() {
        let cases = [
            ("*", "a.png", true),
            ("*.png", "a.png", true),
            ("*.png", "a.jpg", false),
            ("q*r*.p?g", "qr-1-r.png", true),
            ("q*r", "qr-1", false),
            ("?", "二", true),
            ("", "a", false),
            ("a*b*c*d*e*f*g*h", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ];
        for (pattern, name, expected) in cases {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(fits(&chars(pattern), &chars(name)), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn several_files_and_those_that_only_look_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path();
        for name in ["a.png", "b.png", "c d.png", "e*.png", ".f.png"] {
            fs::write(home.join(name), "x").expect("written");
        }
        fs::create_dir(home.join("g.png")).expect("made");
        let cases: [(&str, &[&str]); 9] = [
            ("~/a.png", &["a.png"]),
            ("~/b.png ~/a.png", &["b.png", "a.png"]),
            ("~/*.png", &["a.png", "b.png", "c d.png", "e*.png"]),
            ("~/?.png ~/none.png", &["a.png", "b.png", "none.png"]),
            ("~/c d.png", &["c d.png"]),
            ("~/e*.png", &["e*.png"]),
            (r"'~/c d.png' ~/a.png", &["c d.png", "a.png"]),
            ("~/none d.png", &["none d.png"]),
            ("~/none*", &["none*"]),
        ];
        for (typed, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|name| home.join(name)).collect();
            assert_eq!(paths(typed, Some(home)), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let cases = [("/", "folder"), ("/dev/zero", "device"), ("/nowhere/at/all", "nothing")];
        for (at, name) in cases {
            let result = read(Path::new(at), Ask::default(), &mut |_| {});
            assert!(matches!(result, Err(ImportError::System(_))), "{name}: {result:?}");
        }
    }
}
