//! What speaks against a vault, and what may become of it.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::trust::Concern;
use crate::i18n::Team;
use crate::text::wrap;
use crate::tui::theme::{Mark, Meaning};

/// How many of some texts stand in so many lines, each whole; where not all do, a line is left for
/// saying so.
fn fitting(parts: &[Vec<&str>], room: usize) -> usize {
    let all: usize = parts.iter().map(Vec::len).sum();
    if all <= room {
        return parts.len();
    }
    let mut used = 1;
    let fits = |part: &&Vec<&str>| {
        used += part.len();
        used <= room
    };
    parts.iter().take_while(fits).count()
}

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
    // The answers stay, however much there is to say; what has no room is counted.
    let room = usize::from(area.height).saturating_sub(answers.len() + 1);
    let left = room.saturating_sub(lines.len());
    let parts: Vec<Vec<&str>> = said.iter().map(|line| wrap(line, width)).collect();
    let shown = fitting(&parts, left);
    let more = Team::DoubtMore { n: said.len() - shown }.say(pen.lang);
    lines.extend(parts[..shown].iter().flatten().map(|part| (Meaning::Text, *part)));
    if shown < said.len() {
        lines.push((Meaning::Faint, &more));
    }
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
