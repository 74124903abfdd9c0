//! The bytes that terminals send for keys, pastes, the mouse and their focus (xterm control
//! sequences, ECMA-48). PURE.
//!
//! Answers to questions nobody asked (a device's attributes, colours, the clipboard) are recognised
//! and dropped, so that no part of them counts as a key.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

const ESC: u8 = 0x1b;
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// The most bytes that wait for their end. A paste that is longer is dropped.
const LONGEST: usize = 1 << 20;

/// Whether bytes may follow those that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    /// Something has begun, and its end may be under way.
    Maybe,
    /// Nothing came for a while: an Escape that stands alone is a key.
    No,
    /// Nothing came for so long that the end of what has begun is lost.
    Never,
}

/// What came and is not whole yet.
#[derive(Default)]
pub(super) struct Pending {
    bytes: Zeroizing<Vec<u8>>,
    /// A paste that is too long is being dropped, up to its end.
    dropping: bool,
}

impl Pending {
    /// Whether something has begun whose end has not come.
    pub(super) fn is_begun(&self) -> bool {
        self.dropping || !self.bytes.is_empty()
    }

    /// Adds what was read and takes out what is whole.
    pub(super) fn take(&mut self, read: &[u8], more: More) -> Vec<Event> {
        self.bytes.extend_from_slice(read);
        let mut events = Vec::new();
        let mut at = 0;
        if self.dropping {
            at = self.drop_paste(0, more);
        }
        while at < self.bytes.len() && !self.dropping {
            let rest = &self.bytes[at..];
            if rest.starts_with(PASTE) && rest.len() >= LONGEST {
                self.dropping = true;
                at = self.drop_paste(at, more);
                continue;
            }
            // Nothing else that has begun is waited for beyond this.
            let more = if rest.len() < LONGEST { more } else { More::Never };
            match parse(rest, more) {
                Parsed::Event(event, length) => {
                    events.push(event);
                    at += length;
                }
                Parsed::Nothing(length) => at += length,
                Parsed::Begun => break,
            }
        }
        // A new buffer: the old one is wiped, and most of the time there is nothing to keep.
        let rest = Zeroizing::new(self.bytes[at..].to_vec());
        self.bytes = rest;
        events
    }

    /// Drops a paste from a place on. Returns where to go on: behind its end or, where that has not
    /// come, at what may be the beginning of it.
    fn drop_paste(&mut self, at: usize, more: More) -> usize {
        if let Some(end) = end_of_paste(&self.bytes[at..]) {
            self.dropping = false;
            return at + end + PASTED.len();
        }
        if more == More::Never {
            self.dropping = false;
            return self.bytes.len();
        }
        at.max(self.bytes.len().saturating_sub(PASTED.len() - 1))
    }
}

/// What stands at the start of some bytes, and how many of them it takes.
#[derive(Debug, PartialEq, Eq)]
enum Parsed {
    Event(Event, usize),
    /// Bytes that mean nothing here.
    Nothing(usize),
    /// The end of it is not there yet.
    Begun,
}

/// Reads one thing. `bytes` is not empty.
fn parse(bytes: &[u8], more: More) -> Parsed {
    match bytes {
        [] => Parsed::Begun,
        [ESC] => wait(more, Parsed::Event(key(KeyCode::Esc), 1)),
        [ESC, ESC, ..] => Parsed::Event(key(KeyCode::Esc), 1),
        [ESC, b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_'] => wait(more, alt(bytes, more)),
        [ESC, b'[', ..] => sequence(bytes, more),
        [ESC, b'O', last, ..] => match arrow(*last) {
            Some(code) => Parsed::Event(key(code), 3),
            None => Parsed::Nothing(3),
        },
        [ESC, b']' | b'P' | b'X' | b'^' | b'_', ..] => string(bytes, more),
        [ESC, ..] => alt(bytes, more),
        // A line feed is what Enter becomes while the terminal is still in line mode: typed ahead.
        [b'\r' | b'\n', ..] => Parsed::Event(key(KeyCode::Enter), 1),
        [b'\t', ..] => Parsed::Event(key(KeyCode::Tab), 1),
        [0x7f, ..] => Parsed::Event(key(KeyCode::Backspace), 1),
        [0, ..] => Parsed::Event(control(' '), 1),
        [byte @ 1..=0x1a, ..] => Parsed::Event(control(char::from(byte - 1 + b'a')), 1),
        [byte @ 0x1c..=0x1f, ..] => Parsed::Event(control(char::from(byte - 0x1c + b'4')), 1),
        _ => character(bytes, more),
    }
}

fn wait(more: More, otherwise: Parsed) -> Parsed {
    if more == More::Maybe { Parsed::Begun } else { otherwise }
}

/// The same for what cannot be a key any more. Read as keys, the rest of an answer that a slow line
/// tore apart could do anything.
fn outwait(more: More, otherwise: Parsed) -> Parsed {
    if more == More::Never { otherwise } else { Parsed::Begun }
}

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::empty()))
}

fn control(c: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
}

/// Escape and a key: the key with Alt.
fn alt(bytes: &[u8], more: More) -> Parsed {
    match parse(&bytes[1..], more) {
        Parsed::Event(Event::Key(mut key), length) => {
            key.modifiers |= KeyModifiers::ALT;
            Parsed::Event(Event::Key(key), length + 1)
        }
        Parsed::Event(event, length) => Parsed::Event(event, length + 1),
        Parsed::Nothing(length) => Parsed::Nothing(length + 1),
        Parsed::Begun => Parsed::Begun,
    }
}

/// A character in UTF-8.
fn character(bytes: &[u8], more: More) -> Parsed {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let start = &bytes[..bytes.len().min(length)];
    match std::str::from_utf8(start) {
        Ok(text) => match text.chars().next() {
            Some(c) if c.is_uppercase() => {
                let shifted = KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT);
                Parsed::Event(Event::Key(shifted), length)
            }
            Some(c) => Parsed::Event(key(KeyCode::Char(c)), length),
            None => Parsed::Nothing(1),
        },
        Err(error) if error.error_len().is_none() => wait(more, Parsed::Nothing(start.len())),
        Err(_) => Parsed::Nothing(1),
    }
}

/// An operating system command or a device control string: an answer to a question.
fn string(bytes: &[u8], more: More) -> Parsed {
    for (at, pair) in bytes.windows(2).enumerate().skip(1) {
        match pair {
            [7, _] => return Parsed::Nothing(at + 1),
            [ESC, b'\\'] => return Parsed::Nothing(at + 2),
            _ => {}
        }
    }
    let whole = bytes.last() == Some(&7);
    let nothing = Parsed::Nothing(bytes.len());
    if whole { nothing } else { outwait(more, nothing) }
}

/// A control sequence, `ESC [ … letter`.
fn sequence(bytes: &[u8], more: More) -> Parsed {
    if bytes.starts_with(PASTE) {
        return paste(bytes, more);
    }
    let is_inside = |byte: &&u8| matches!(byte, 0x20..=0x3f);
    let length = bytes[2..].iter().take_while(is_inside).count();
    let Some(last) = bytes.get(2 + length) else {
        return outwait(more, Parsed::Nothing(bytes.len()));
    };
    let taken = length + 3;
    let inside = std::str::from_utf8(&bytes[2..2 + length]).unwrap_or_default();
    // Two that are longer than they look: a function key of the Linux console, a click as of old.
    let extra = match (inside, last) {
        ("", b'[') => 1,
        ("", b'M') => 3,
        _ => 0,
    };
    if bytes.len() < taken + extra {
        return outwait(more, Parsed::Nothing(bytes.len()));
    }
    if !matches!(last, 0x40..=0x7e) {
        // Something else has begun where it should have ended.
        return Parsed::Nothing(taken - 1);
    }
    match meaning(inside, *last) {
        Some(event) => Parsed::Event(event, taken),
        None => Parsed::Nothing(taken + extra),
    }
}

/// Where a paste ends, byte by byte: what searches with wide registers leaves what it read on the
/// stack, unoptimised.
fn end_of_paste(bytes: &[u8]) -> Option<usize> {
    bytes.windows(PASTED.len()).position(|six| six == PASTED)
}

fn paste(bytes: &[u8], more: More) -> Parsed {
    match end_of_paste(bytes) {
        Some(end) => {
            let text = String::from_utf8_lossy(&bytes[PASTE.len()..end]).into_owned();
            Parsed::Event(Event::Paste(text), end + PASTED.len())
        }
        // Never as keys: what is pasted could spell commands. But a terminal that never ends it
        // must not keep what is typed from us for good.
        None if more == More::Never => Parsed::Nothing(bytes.len()),
        None => Parsed::Begun,
    }
}

fn meaning(inside: &str, last: u8) -> Option<Event> {
    if let Some(click) = inside.strip_prefix('<') {
        return mouse(click, last);
    }
    let mut numbers = inside.split(';').map(|text| text.split(':').next().unwrap_or_default());
    let first = numbers.next().unwrap_or_default();
    // One more than a sum of 1 for Shift, 2 for Alt, 4 for Control.
    let held = numbers.next().and_then(|n| n.parse::<u8>().ok()).unwrap_or(1).saturating_sub(1);
    let code = match (first, last) {
        ("", b'I') => return Some(Event::FocusGained),
        ("", b'O') => return Some(Event::FocusLost),
        (_, b'Z') => KeyCode::BackTab,
        ("1" | "7", b'~') => KeyCode::Home,
        ("2", b'~') => KeyCode::Insert,
        ("3", b'~') => KeyCode::Delete,
        ("4" | "8", b'~') => KeyCode::End,
        ("5", b'~') => KeyCode::PageUp,
        ("6", b'~') => KeyCode::PageDown,
        ("9", b'u') => KeyCode::Tab,
        ("13", b'u') => KeyCode::Enter,
        ("27", b'u') => KeyCode::Esc,
        ("127", b'u') => KeyCode::Backspace,
        (number, b'u') => {
            let c = char::from_u32(number.parse().ok()?).filter(|c| !c.is_control())?;
            KeyCode::Char(c)
        }
        ("" | "1", last) => arrow(last)?,
        _ => return None,
    };
    let mut modifiers = KeyModifiers::empty();
    for (bit, modifier) in
        [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)]
    {
        if held & bit != 0 {
            modifiers |= modifier;
        }
    }
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// A report of the mouse (`?1006`): button and modifiers, column, row, `M` or `m` for a release.
fn mouse(report: &str, last: u8) -> Option<Event> {
    let mut numbers = report.split(';').map(str::parse::<u16>);
    let mut next = || numbers.next()?.ok();
    let (bits, column, row) = (next()?, next()?, next()?);
    let buttons = [MouseButton::Left, MouseButton::Middle, MouseButton::Right];
    let button = buttons.get(usize::from(bits & 3)).copied();
    let kind = match (bits & 0xe0, button, last) {
        (0, Some(button), b'M') => MouseEventKind::Down(button),
        (0, Some(button), b'm') => MouseEventKind::Up(button),
        (0x20, Some(button), _) => MouseEventKind::Drag(button),
        (0x20, None, _) => MouseEventKind::Moved,
        (0x40, ..) => match bits & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        _ => return None,
    };
    let mut modifiers = KeyModifiers::empty();
    for (bit, modifier) in
        [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)]
    {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    // Counted from one.
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers }))
}
