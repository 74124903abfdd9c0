//! Lines under each other: what panes and pages are written with.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::i18n::Word;
use crate::text::{self, Safe};
use crate::tui::theme::Meaning;

/// Lines written under each other until there is no room.
pub(super) struct Page<'a, 'b> {
    pub(super) pen: &'a mut Pen<'b>,
    area: Rect,
}

impl<'a, 'b> Page<'a, 'b> {
    pub(super) fn new(area: Rect, pen: &'a mut Pen<'b>) -> Self {
        Self { pen, area }
    }

    pub(super) fn line(&mut self, meaning: Meaning, line: &str) {
        let used = self.pen.wrapped(self.area, meaning, line);
        self.skip(used);
    }

    /// A line that belongs to the one above.
    pub(super) fn indented(&mut self, meaning: Meaning, line: &str) {
        let area =
            Rect { x: self.area.x + 2, width: self.area.width.saturating_sub(2), ..self.area };
        let used = self.pen.wrapped(area, meaning, line);
        self.skip(used);
    }

    pub(super) fn field(&mut self, word: &Word, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let word = word.say(self.pen.lang);
        self.labelled(&word, value);
    }

    /// The same under a label of another kind.
    pub(super) fn labelled(&mut self, word: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let label = 9.max(u16::try_from(text::width(word)).unwrap_or(9) + 1);
        self.pen.text(self.area, Meaning::Faint, word);
        // A note may have lines of its own.
        for line in value.lines().filter(|line| !line.trim().is_empty()) {
            let rest = Rect {
                x: self.area.x + label.min(self.area.width),
                width: self.area.width.saturating_sub(label),
                ..self.area
            };
            let used = self.pen.wrapped(rest, Meaning::Text, Safe::new(line).as_str());
            self.skip(used.max(1));
        }
    }

    pub(super) fn gap(&mut self) {
        self.skip(1);
    }

    /// Whether nothing more fits.
    pub(super) fn is_full(&self) -> bool {
        self.area.height == 0
    }

    fn skip(&mut self, lines: u16) {
        let lines = lines.min(self.area.height);
        self.area.y += lines;
        self.area.height -= lines;
    }
}
