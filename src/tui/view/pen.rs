//! Writing on a buffer: by meaning, cut to its place, in one language.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::i18n::{Lang, Screen};
use crate::text;
use crate::tui::model::Input;
use crate::tui::theme::{Mark, Meaning, Theme};

/// A buffer with a theme and a language.
pub(super) struct Pen<'a> {
    buffer: &'a mut Buffer,
    /// Styles and marks.
    pub(super) theme: Theme,
    /// The language of sentences.
    pub(super) lang: Lang,
}

impl<'a> Pen<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme, lang: Lang) -> Self {
        Self { buffer, theme, lang }
    }

    /// One line at the start of an area, cut with an ellipsis. Returns the columns used.
    pub(super) fn text(&mut self, area: Rect, meaning: Meaning, line: &str) -> u16 {
        self.styled(area, self.theme.style(meaning), line)
    }

    /// The same with a style.
    pub(super) fn styled(&mut self, area: Rect, style: Style, line: &str) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let line = self.theme.letters(line);
        let fitted = text::fit(&line, area.width.into(), self.theme.mark(Mark::Ellipsis));
        let (end, _) = self.buffer.set_stringn(area.x, area.y, &fitted, area.width.into(), style);
        end - area.x
    }

    /// A sentence on one line.
    pub(super) fn say(&mut self, area: Rect, meaning: Meaning, said: &Screen) {
        let said = said.say(self.lang);
        self.text(area, meaning, &said);
    }

    /// Text over as many lines as it needs, broken between words; where there are fewer, the last one
    /// ends in an ellipsis. Returns the lines used.
    pub(super) fn wrapped(&mut self, area: Rect, meaning: Meaning, said: &str) -> u16 {
        let mut used = 0;
        let lines = text::wrap(said, area.width.into());
        for (n, line) in lines.iter().enumerate().take(area.height.into()) {
            let place = Rect { y: area.y + used, height: 1, ..area };
            used += 1;
            if used == area.height && n + 1 < lines.len() {
                let ellipsis = self.theme.mark(Mark::Ellipsis);
                let room = usize::from(area.width).saturating_sub(text::width(ellipsis));
                let line = text::fit(line, room, "");
                self.text(place, meaning, &format!("{line}{ellipsis}"));
            } else {
                self.text(place, meaning, line);
            }
        }
        used
    }

    /// A line being typed, scrolled so that its cursor is in view; secrets as dots. Returns where
    /// the cursor is.
    pub(super) fn input(&mut self, area: Rect, input: &Input) -> Position {
        let before = input.before_cursor();
        if input.is_hidden() {
            let count = u16::try_from(before.chars().count()).unwrap_or(u16::MAX);
            let shown = count.min(area.width.saturating_sub(1));
            let all = input.text().chars().count().min(area.width.into());
            self.text(area, Meaning::Text, &"*".repeat(all));
            return Position::new(area.x + shown, area.y);
        }
        let room = usize::from(area.width.saturating_sub(1));
        let mut start = 0;
        for (at, _) in before.char_indices() {
            start = at;
            if text::width(&before[at..]) <= room {
                break;
            }
        }
        let shown = text::Safe::new(&input.text()[start..]).into_owned();
        self.text(area, Meaning::Text, shown.as_str());
        let column = text::width(text::Safe::new(&before[start..]).as_str());
        Position::new(
            area.x + u16::try_from(column).unwrap_or(0).min(area.width.saturating_sub(1)),
            area.y,
        )
    }

    /// The same behind a sign that says: type here.
    pub(super) fn prompt(&mut self, area: Rect, input: &Input) -> Position {
        let used = self.text(area, Meaning::Key, "> ");
        let rest = Rect { x: area.x + used, width: area.width.saturating_sub(used), ..area };
        self.input(rest, input)
    }

    /// A mark down a column.
    pub(super) fn column(&mut self, area: Rect, meaning: Meaning, mark: Mark) {
        for y in area.top()..area.bottom() {
            self.text(Rect { y, height: 1, ..area }, meaning, self.theme.mark(mark));
        }
    }

    /// Takes away what stands in an area.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        area.positions().for_each(|at| self.buffer[at].reset());
    }

    /// Sets the style of a whole area, on top of what is there.
    pub(super) fn tint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }
}
