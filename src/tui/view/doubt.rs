//! What speaks against a vault, and what may become of it.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::trust::Concern;
use crate::text::wrap;
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(
    concern: &Concern,
    cursor: usize,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    let answers = concern.answers();
    let width = usize::from(area.width);
    let heading = concern.heading().say(pen.lang);
    let said = concern.lines(pen.lang);
    let mut lines: Vec<(Meaning, &str)> =
        wrap(&heading, width).into_iter().map(|part| (Meaning::Bad, part)).collect();
    lines.push((Meaning::Text, ""));
    lines.extend(said.iter().flat_map(|line| wrap(line, width)).map(|part| (Meaning::Text, part)));
    // The answers stay, however much there is to say.
    let room = usize::from(area.height).saturating_sub(answers.len() + 1);
    lines.truncate(room);
    let mut y = area.y;
    for (meaning, part) in lines {
        pen.text(Rect { y, height: 1, ..area }, meaning, part);
        y += 1;
    }
    let mut at = None;
    for (place, answer) in answers.iter().enumerate() {
        let y = y + 1 + u16::try_from(place).unwrap_or(u16::MAX);
        let row = Rect { y, height: 1, ..area }.intersection(area);
        let selected = place == cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        if selected {
            at = Some(Position::new(row.x, row.y));
        }
        pen.text(row, meaning, mark);
        let words = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
        pen.text(words, meaning, &concern.choice(*answer).say(pen.lang));
    }
    at
}
