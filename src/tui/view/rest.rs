//! After an import: what did not come as it stood, line by line.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{above_notice, corner, inset, menu, notice};
use crate::i18n::Screen;
use crate::text;
use crate::tui::keymap::Place;
use crate::tui::layout::{Areas, losses};
use crate::tui::model::{Board, Model, Rest, Weight};
use crate::tui::theme::Meaning;

/// Which rows somebody has to look after, and below what was said of the import.
pub(super) fn screen(model: &Model, board: &Board, rest: &Rest, areas: &Areas, pen: &mut Pen) {
    if let Some(top) = rest.keys {
        menu::help(model, board, Place::Imported, top, above_notice(areas), pen);
        return;
    }
    let (head, area) = (inset(above_notice(areas)), losses(areas));
    let lines = rest.lines(area.width, pen.lang);
    let height = usize::from(area.height).max(1);
    let top = rest.top.min(lines.len().saturating_sub(height));
    for ((weight, said), y) in lines.iter().skip(top).take(height).zip(area.y..) {
        let meaning = match weight {
            Some(Weight::Refused | Weight::Lost) => Meaning::Bad,
            Some(Weight::Changed) => Meaning::Text,
            None => Meaning::Faint,
        };
        pen.text(Rect { y, height: 1, ..area }, meaning, said);
    }
    let (mut title, more) = (head, lines.len().saturating_sub(top + height));
    if more > 0 {
        let said = Screen::More { n: more };
        corner(&said, head, pen);
        let width = u16::try_from(text::width(&said.say(pen.lang))).unwrap_or(0) + 2;
        title.width = title.width.saturating_sub(width);
    }
    pen.text(title, Meaning::Title, &rest.title(pen.lang));
    notice(model, board, areas, None::<Position>, pen);
}
