//! One line of text being typed.

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// The most bytes a line takes; more is ignored, so that the buffer never moves and leaves copies.
const CAPACITY: usize = 8 * 1024;

/// A line with a cursor. Wiped on drop, because any of them may hold a key.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Input {
    text: Zeroizing<String>,
    /// Bytes before the cursor; always between two characters.
    cursor: usize,
    hidden: bool,
    verbatim: bool,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[input]")
    }
}

impl Input {
    /// A line shown as dots.
    pub fn secret() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(CAPACITY)),
            cursor: 0,
            hidden: true,
            verbatim: false,
        }
    }

    /// A line with a text in it and the cursor at its end.
    pub fn with(text: &str) -> Self {
        Self {
            text: Zeroizing::new(text.to_owned()),
            cursor: text.len(),
            hidden: false,
            verbatim: false,
        }
    }

    /// A line that keeps U+0080 to U+009F: in a garbled message they are what letters became.
    pub fn verbatim() -> Self {
        Self { verbatim: true, ..Self::default() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Whether it is shown as dots.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Takes the text away as a secret.
    pub fn take(&mut self) -> Secret {
        self.cursor = 0;
        let secret = Secret::new(self.text.as_bytes().to_vec());
        self.clear();
        secret
    }

    /// Empties it.
    pub fn clear(&mut self) {
        let capacity = self.text.capacity();
        self.text = Zeroizing::new(String::with_capacity(if self.hidden { capacity } else { 0 }));
        self.cursor = 0;
    }

    /// Types text at the cursor. Line ends and other controls are left out: a paste never submits.
    pub fn insert(&mut self, text: &str) {
        let verbatim = self.verbatim;
        let kept = |c: &char| !c.is_control() || verbatim && ('\u{80}'..='\u{9f}').contains(c);
        for c in text.chars().filter(kept) {
            if self.text.len() + c.len_utf8() > CAPACITY {
                return;
            }
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Deletes the character before the cursor.
    pub fn backspace(&mut self) {
        let from = self.previous();
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
    }

    /// Deletes the character under the cursor.
    pub fn delete(&mut self) {
        let to = self.following();
        self.text.replace_range(self.cursor..to, "");
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        let kept = self.before_cursor().trim_end();
        let from = kept
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + kept[at..].chars().next().map_or(0, char::len_utf8));
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
    }

    /// Deletes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.text.replace_range(..self.cursor, "");
        self.cursor = 0;
    }

    /// Moves one character left.
    pub fn left(&mut self) {
        self.cursor = self.previous();
    }

    /// Moves one character right.
    pub fn right(&mut self) {
        self.cursor = self.following();
    }

    /// Moves to the start.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Moves to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    fn previous(&self) -> usize {
        self.before_cursor().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn following(&self) -> usize {
        let rest = &self.text[self.cursor..];
        self.cursor + rest.graphemes(true).next().map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_between_characters() {
        let mut input = Input::with("光e\u{301}x");
        input.left();
        input.backspace();
        assert_eq!(input.text(), "光x", "an accent goes with its letter");
        input.home();
        input.delete();
        assert_eq!(input.text(), "x");
        input.end();
        input.insert(" two words");
        input.delete_word();
        assert_eq!(input.text(), "x two ");
        input.delete_to_start();
        assert_eq!(input.text(), "");
        input.delete_word();
        input.backspace();
        input.delete();
    }

    #[test]
    fn a_paste_is_one_line() {
        let mut input = Input::default();
        input.insert("a\r\nb\x1b[2Jc");
        assert_eq!(input.text(), "ab[2Jc");
    }

    #[test]
    fn what_letters_became_is_kept_where_that_is_asked_for() {
        let mut input = Input::verbatim();
        input.insert("\u{e9}\u{aa}\u{8c}\u{1b}\n");
        assert_eq!(input.text(), "\u{e9}\u{aa}\u{8c}");
    }

    #[test]
    fn a_secret_never_moves() {
        let mut input = Input::secret();
        let before = input.text().as_ptr();
        input.insert(&"x".repeat(2 * CAPACITY));
        assert_eq!(input.text().len(), CAPACITY);
        assert!(std::ptr::eq(before, input.text().as_ptr()));
        assert_eq!(input.take().expose().len(), CAPACITY);
        assert_eq!(input.text(), "");
    }
}
