//! Looks by meaning, never by colour: ANSI 16 on the terminal's own background, and a plain set
//! where colours are not wanted.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};

/// What a piece of screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Text,
    Faint,
    Title,
    Code,
    Ending,
    Good,
    Look,
    Bad,
    Key,
    Group,
    Selected,
}

/// Styles and marks.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    color: bool,
    ascii: bool,
}

impl Theme {
    /// With or without colours, with or without marks outside ASCII.
    pub fn new(color: bool, ascii: bool) -> Self {
        Self { color, ascii }
    }

    /// The style of a meaning. Without colours, modifiers alone carry it.
    pub fn style(self, meaning: Meaning) -> Style {
        let plain = Style::new();
        let color = |color: Color| if self.color { plain.fg(color) } else { plain };
        match meaning {
            Meaning::Text => plain,
            Meaning::Faint => color(Color::DarkGray).add_modifier(if self.color {
                Modifier::empty()
            } else {
                Modifier::DIM
            }),
            Meaning::Title => plain.add_modifier(Modifier::BOLD),
            Meaning::Ending => color(Color::Yellow).add_modifier(Modifier::BOLD),
            Meaning::Code | Meaning::Good => color(Color::Green),
            Meaning::Look => color(Color::Yellow),
            Meaning::Bad => color(Color::Red).add_modifier(Modifier::BOLD),
            Meaning::Key => color(Color::Cyan),
            Meaning::Group => color(Color::Cyan).add_modifier(Modifier::BOLD),
            Meaning::Selected => {
                plain.fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED)
            }
        }
    }

    /// A mark from one of the two sets.
    pub fn mark(self, mark: Mark) -> &'static str {
        let (unicode, ascii) = match mark {
            Mark::Cursor => ("▸", ">"),
            Mark::Pin => ("*", "*"),
            // The key that decides.
            Mark::Clash => ("=", "="),
            Mark::Good => ("✔", "+"),
            Mark::Look => ("!", "!"),
            Mark::Unknown => ("?", "?"),
            Mark::Bad => ("✖", "x"),
            Mark::None => ("-", "-"),
            Mark::Some => ("~", "~"),
            Mark::Little => (".", "."),
            Mark::Ellipsis => ("…", ".."),
            Mark::Bar => ("│", "|"),
        };
        if self.ascii { ascii } else { unicode }
    }

    /// A line in the set of characters that is wanted. Dashes, dots and quotes of print have two
    /// columns in terminals that draw "ambiguous" characters wide (Unicode annex 11).
    pub fn letters(self, line: &str) -> Cow<'_, str> {
        if !self.ascii || line.is_ascii() {
            return Cow::Borrowed(line);
        }
        let mut plain = String::with_capacity(line.len());
        for c in line.chars() {
            match c {
                '–' | '—' | '·' => plain.push('-'),
                '…' => plain.push_str(".."),
                '•' => plain.push('*'),
                '›' | '→' => plain.push('>'),
                '“' | '”' => plain.push('"'),
                '‘' | '’' => plain.push('\''),
                c => plain.push(c),
            }
        }
        Cow::Owned(plain)
    }
}

/// A sign with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Cursor,
    Pin,
    Clash,
    Good,
    Look,
    Unknown,
    Bad,
    None,
    Some,
    Little,
    Ellipsis,
    Bar,
}
