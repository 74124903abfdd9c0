//! One key press, as it is written and shown.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are what stands on the keys")]
pub enum KeyCode {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
}

/// The keys with a name, and what a hint shows for them.
const NAMED: [(KeyCode, &str, &str); 15] = [
    (KeyCode::Char(' '), "space", "Space"),
    (KeyCode::Enter, "enter", "Enter"),
    (KeyCode::Esc, "esc", "Esc"),
    (KeyCode::Tab, "tab", "Tab"),
    (KeyCode::BackTab, "backtab", "Shift-Tab"),
    (KeyCode::Up, "up", "Up"),
    (KeyCode::Down, "down", "Down"),
    (KeyCode::Left, "left", "Left"),
    (KeyCode::Right, "right", "Right"),
    (KeyCode::Home, "home", "Home"),
    (KeyCode::End, "end", "End"),
    (KeyCode::PageUp, "pageup", "PgUp"),
    (KeyCode::PageDown, "pagedown", "PgDn"),
    (KeyCode::Backspace, "backspace", "Backspace"),
    (KeyCode::Delete, "delete", "Del"),
];

/// A key with its modifiers. Shift is in the character itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character as it is typed.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// The character it types into a text field.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (ctrl, text) = text.strip_prefix("ctrl-").map_or((false, text), |rest| (true, rest));
        let (alt, text) = text.strip_prefix("alt-").map_or((false, text), |rest| (true, rest));
        let named = NAMED.iter().find(|(_, name, _)| *name == text).map(|(code, ..)| *code);
        let mut characters = text.chars();
        let code = match (named, characters.next(), characters.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) if !c.is_control() && c != ' ' => KeyCode::Char(c),
            _ => return Err(()),
        };
        Ok(Self { code, ctrl, alt })
    }
}

impl fmt::Display for Key {
    /// As a hint shows it: `Enter`, `Ctrl-S`, `n`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match NAMED.iter().find(|(code, ..)| *code == self.code) {
            Some((_, _, shown)) => f.write_str(shown),
            None => match self.code {
                KeyCode::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
                KeyCode::Char(c) => write!(f, "{c}"),
                _ => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_shown() {
        let cases = [
            ("n", Key::char('n'), "n"),
            ("L", Key::char('L'), "L"),
            ("-", Key::char('-'), "-"),
            ("space", Key::char(' '), "Space"),
            ("ctrl-s", Key { ctrl: true, ..Key::char('s') }, "Ctrl-S"),
            ("ctrl-alt-up", Key { ctrl: true, alt: true, code: KeyCode::Up }, "Ctrl-Alt-Up"),
        ];
        for (text, key, shown) in cases {
            assert_eq!(text.parse(), Ok(key), "{text}");
            assert_eq!(key.to_string(), shown);
        }
        for text in ["", " ", "ctrl-", "enterr", "\u{7}", "hyper-x"] {
            assert_eq!(text.parse::<Key>(), Err(()), "{text:?}");
        }
    }
}
