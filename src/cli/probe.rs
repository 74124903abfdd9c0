//! What a terminal says of itself when it is asked: DA1 (`CSI c`), and nothing else, because every
//! terminal since the VT100 knows it and none prints it. The only question that is ever put to a
//! terminal; not to be asked while anything else reads from it.

use std::io::{self, Write as _};
use std::time::Duration;

use super::prompt::Terminal;
use super::raw::Press;

/// A terminal may be silent for forty of these, two seconds in all: twice around the world and a
/// slow machine.
const PAUSE: Duration = Duration::from_millis(50);
const PAUSES: usize = 40;
/// The longest answer that is listened to, in bytes: keys that are held down are none.
const LONGEST: usize = 256;
/// The attribute of a terminal that lets programs write the clipboard.
const CLIPBOARD: u16 = 52;

const CTRL_C: u8 = 3;
/// Primary device attributes.
const QUESTION: &[u8] = b"\x1b[c";

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The attributes of the nearest terminal or multiplexer.
    Attributes(Vec<u16>),
    /// Nothing in time, or nothing that is an answer.
    Silent,
    /// It was not asked, because keys were pressed that are meant for somebody else.
    Busy,
    /// The person gave up, or the terminal is gone.
    Stopped,
}

impl Reply {
    /// Whether the terminal says that it takes copies. That it does not say so means nothing.
    pub fn takes_copies(&self) -> bool {
        self.attributes().is_some_and(|attributes| attributes.contains(&CLIPBOARD))
    }

    /// What it said.
    pub fn attributes(&self) -> Option<&[u16]> {
        match self {
            Self::Attributes(attributes) => Some(attributes),
            Self::Silent | Self::Busy | Self::Stopped => None,
        }
    }
}

/// Asks, and waits. Everything that comes until the answer is taken from the input, so that nothing
/// of it reaches a shell; what comes after it is left.
pub fn ask(terminal: &mut Terminal) -> io::Result<Reply> {
    let mut raw = terminal.raw()?;
    if raw.is_waiting()? {
        return Ok(Reply::Busy);
    }
    terminal.write_all(QUESTION)?;
    terminal.flush()?;
    let answer = listen(|| raw.next(Some(PAUSE)))?;
    if answer == Reply::Silent {
        raw.discard()?;
    }
    Ok(answer)
}

fn listen(mut next: impl FnMut() -> io::Result<Press>) -> io::Result<Reply> {
    let (mut heard, mut pauses) = (Vec::new(), 0);
    while heard.len() < LONGEST && pauses < PAUSES {
        match next()? {
            Press::Byte(CTRL_C) | Press::End => return Ok(Reply::Stopped),
            Press::Nothing => pauses += 1,
            Press::Byte(byte) => heard.push(byte),
        }
        if let Some(attributes) = attributes(&heard) {
            return Ok(Reply::Attributes(attributes));
        }
    }
    Ok(Reply::Silent)
}

/// The attributes, when what was heard ends with an answer: `CSI ? 62 ; 52 c`.
fn attributes(heard: &[u8]) -> Option<Vec<u16>> {
    let inside = heard.strip_suffix(b"c")?;
    let start = inside.windows(3).rposition(|three| three == b"\x1b[?")? + 3;
    let list = str::from_utf8(&inside[start..]).ok()?;
    list.split(';').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        let says = |attributes: &[u16]| Reply::Attributes(attributes.into());
        // What comes, the answer, and how much of it is left.
        let cases: [(&str, &[u8], Reply, usize); 10] = [
            ("one that takes copies", b"\x1b[?62;52c", says(&[62, 52]), 0),
            ("an old one", b"\x1b[?6c", says(&[6]), 0),
            ("keys before it", b"ls\r\x1b[?1;2c", says(&[1, 2]), 0),
            ("keys after it stay", b"\x1b[?1;2cls\r", says(&[1, 2]), 3),
            ("another answer before it", b"\x1bP>|XTerm(379)\x1b\\\x1b[?64c", says(&[64]), 0),
            ("half an answer, then a whole one", b"\x1b[?1;\x1b[?1;2c", says(&[1, 2]), 0),
            ("garbage", b"\x1b[?x;yc\x00\xffabc", Reply::Silent, 0),
            ("nothing", b"", Reply::Silent, 0),
            ("no end of it", &[b'x'; LONGEST + 5], Reply::Silent, 5),
            ("given up", b"\x1b[?6\x03c", Reply::Stopped, 1),
        ];
        for (name, bytes, answer, left) in cases {
            let mut bytes = bytes.iter();
            let next = || Ok(bytes.next().map_or(Press::Nothing, |byte| Press::Byte(*byte)));
            assert_eq!(listen(next).expect(name), answer, "{name}");
            assert_eq!(bytes.len(), left, "{name}");
        }
        assert!(says(&[62, 52]).takes_copies());
        assert!(!says(&[52 + 100, 5, 2]).takes_copies());
        assert!(!Reply::Silent.takes_copies());
    }
}
