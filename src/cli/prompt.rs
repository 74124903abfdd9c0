//! Questions on the terminal, whatever standard input and output are.
//!
//! A secret is read without echo into a buffer of fixed size that is wiped, and with the signal
//! keys taken as bytes: so that Ctrl-C gives the terminal back before anything ends. What was typed
//! ahead for the next question is left for it.

use std::fs::File;
use std::io::{self, Read as _, Write as _};

use rustix::fs::{Mode, OFlags, open};
use zeroize::{Zeroize as _, Zeroizing};

use super::exit::{Exit, Failure};
use super::output::{USUAL, columns_of, wrapped};
use super::raw::{Press, Raw};
use crate::i18n::Fault;
use crate::secret::Secret;
use crate::text::Safe;

/// The longest secret that is read, in bytes: a key of 1,024 bytes in an address.
pub const LONGEST: usize = 8 << 10;

const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;
const CTRL_U: u8 = 21;
const ESCAPE: u8 = 27;

/// The terminal a person sits at.
#[derive(Debug)]
pub struct Terminal {
    file: File,
    /// What is to be written down, and does not stay.
    page: Option<Page>,
    /// From the first secret on until something is asked that may be seen: who types the next answer
    /// ahead, while a key is derived, shows it to nobody.
    hush: Option<Raw>,
}

impl Terminal {
    /// Opens it; `None` when this process has none.
    pub fn open() -> Option<Self> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOCTTY;
        open("/dev/tty", flags, Mode::empty()).ok().map(|terminal| Self {
            file: terminal.into(),
            page: None,
            hush: None,
        })
    }

    /// Turns to the terminal's other screen, until [`Self::turn_back`]: what stands there is in no
    /// scrollback. A terminal that has none shows it as everything else.
    pub fn turn(&mut self, term: Option<&str>) -> Result<(), Failure> {
        if term.is_none_or(|term| term.is_empty() || term == "dumb") {
            return Ok(());
        }
        self.page = Some(Page::begin(&self.file).map_err(|error| failed(&error))?);
        Ok(())
    }

    /// Turns back to what was there before.
    pub fn turn_back(&mut self) {
        self.page = None;
    }

    /// Opens it, or fails with the sentence that says what to use instead.
    pub fn or(otherwise: Fault) -> Result<Self, Failure> {
        let exit = if otherwise == Fault::NoTerminal { Exit::Shut } else { Exit::Usage };
        Self::open().ok_or_else(|| Failure::new(exit, otherwise))
    }

    /// It without echo, until that is dropped.
    pub fn raw(&self) -> io::Result<Raw> {
        Raw::begin(&self.file)
    }

    /// Prints a line, or several where it is longer than one, broken between words.
    pub fn line(&mut self, said: &str) -> Result<(), Failure> {
        let columns = columns_of(&self.file).unwrap_or(USUAL);
        let lines = wrapped(said, columns).join("\n");
        writeln!(self.file, "{lines}").map_err(|error| failed(&error))
    }

    /// Asks for a secret; what is typed is not shown.
    pub fn secret(&mut self, prompt: &str) -> Result<Secret, Failure> {
        let raw = match self.hush.take() {
            Some(raw) => raw.resume().map(|()| raw),
            None => Raw::begin(&self.file),
        };
        let mut raw = raw.map_err(|error| failed(&error))?;
        let asked = write!(self.file, "{prompt}").and_then(|()| self.file.flush());
        let typed = asked.and_then(|()| read_secret(|| raw.next(None)));
        if matches!(typed, Ok(Some(_))) && raw.pause().is_ok() {
            self.hush = Some(raw);
        } else {
            // First: a signal may end us as soon as the echo is back.
            self.page = None;
            drop(raw);
        }
        // Nobody saw the Enter key.
        let ended = writeln!(self.file);
        match typed.and_then(|typed| ended.map(|()| typed)).map_err(|error| failed(&error))? {
            Some(typed) => Ok(typed),
            None => Err(Failure::new(Exit::Interrupted, Fault::Interrupted)),
        }
    }

    /// Asks for a line that may be seen.
    pub fn ask(&mut self, prompt: &str) -> Result<String, Failure> {
        self.hush = None;
        write!(self.file, "{prompt}")
            .and_then(|()| self.file.flush())
            .map_err(|error| failed(&error))?;
        let mut line = Vec::new();
        let mut byte = [0];
        loop {
            match self.file.read(&mut byte) {
                Ok(0) if line.is_empty() => {
                    return Err(Failure::new(Exit::Interrupted, Fault::Interrupted));
                }
                Ok(0) => break,
                Ok(_) if byte[0] == b'\n' || line.len() == LONGEST => break,
                Ok(_) => line.push(byte[0]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(&error)),
            }
        }
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }

    /// Asks a question; only `y` and `yes` are one.
    pub fn confirm(&mut self, question: &str) -> Result<bool, Failure> {
        let answer = self.ask(question)?;
        Ok(["y", "yes", "是"].iter().any(|yes| answer.eq_ignore_ascii_case(yes)))
    }
}

/// A terminal's other screen, until dropped.
#[derive(Debug)]
struct Page(File);

impl Page {
    fn begin(terminal: &File) -> io::Result<Self> {
        let mut page = Self(terminal.try_clone()?);
        page.0.write_all(b"\x1b[?1049h\x1b[H\x1b[2J")?;
        Ok(page)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Wiped first: a multiplexer may have no other screen. When this fails the terminal is gone.
        let _ = self.0.write_all(b"\x1b[H\x1b[2J\x1b[?1049l");
    }
}

impl io::Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A terminal that cannot be used, as a failure.
pub fn failed(error: &io::Error) -> Failure {
    let error = Safe::new(&error.to_string()).into_owned();
    Failure::new(Exit::Failed, Fault::TerminalFailed { error })
}

/// Reads up to Enter; `None` when it was given up.
fn read_secret(mut next: impl FnMut() -> io::Result<Press>) -> io::Result<Option<Secret>> {
    // Never grown, so that no outgrown buffer keeps a part of it.
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut escape = Escape::No;
    loop {
        let byte = match next()? {
            Press::Byte(byte) => byte,
            Press::Nothing => continue,
            Press::End => return Ok(None),
        };
        if escape.takes(byte) {
            continue;
        }
        match byte {
            b'\r' | b'\n' => return Ok(Some(Secret::new(std::mem::take(&mut *typed)))),
            CTRL_C => return Ok(None),
            CTRL_D if typed.is_empty() => return Ok(None),
            CTRL_U => typed.zeroize(),
            8 | 127 => erase(&mut typed),
            0..32 => {}
            _ if typed.len() < LONGEST => typed.push(byte),
            _ => {}
        }
    }
}

/// Takes the last character back: a whole one, however many bytes it has.
fn erase(typed: &mut Vec<u8>) {
    while let Some(byte) = typed.pop() {
        if byte & 0b1100_0000 != 0b1000_0000 {
            break;
        }
    }
}

/// Where a sequence that a key like an arrow sends stands: it is no part of a secret.
enum Escape {
    No,
    Begun,
    Inside,
}

impl Escape {
    /// Whether the byte belongs to such a sequence.
    fn takes(&mut self, byte: u8) -> bool {
        let (next, takes) = match (&self, byte) {
            (Self::No, ESCAPE) => (Self::Begun, true),
            (Self::Begun, b'[' | b'O') => (Self::Inside, true),
            (Self::No | Self::Begun, _) => (Self::No, false),
            (Self::Inside, 0x40..=0x7e) => (Self::No, true),
            (Self::Inside, _) => (Self::Inside, true),
        };
        *self = next;
        takes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(bytes: &[u8]) -> impl FnMut() -> io::Result<Press> {
        let mut bytes = bytes.iter();
        move || Ok(bytes.next().map_or(Press::End, |byte| Press::Byte(*byte)))
    }

    #[test]
    fn what_is_typed_is_what_is_read() {
        let cases: [(&str, &[u8], Option<&str>); 12] = [
            ("plain", b"secret\r", Some("secret")),
            ("newline", b"secret\n", Some("secret")),
            ("only Enter", b"\r", Some("")),
            ("spaces stay", b" a b \r", Some(" a b ")),
            ("backspace", b"sex\x7fcret\r", Some("secret")),
            ("backspace over a wide character", "光之\x7f\r".as_bytes(), Some("光")),
            ("backspace on nothing", b"\x7f\x08a\r", Some("a")),
            ("start again", b"wrong\x15right\r", Some("right")),
            ("arrows are no letters", b"a\x1b[Db\x1bOAc\x1b[1;5Dd\r", Some("abcd")),
            ("Ctrl-C", b"abc\x03", None),
            ("Ctrl-D on nothing", b"\x04", None),
            ("hung up", b"abc", None),
        ];
        for (name, bytes, expected) in cases {
            let read = read_secret(feed(bytes)).expect(name);
            let read = read.as_ref().map(|secret| secret.expose_text().expect(name));
            assert_eq!(read, expected, "{name}");
        }
    }

    #[test]
    fn more_than_fits_is_dropped() {
        let mut bytes = vec![b'a'; LONGEST + 100];
        bytes.push(b'\r');
        let read = read_secret(feed(&bytes)).expect("read").expect("typed");
        assert_eq!(read.expose().len(), LONGEST);
    }
}
