//! One code, readable at arm's length: once as a word to select, once in large digits drawn with
//! reversed spaces, which have the same width in every terminal.

use font8x8::UnicodeFonts;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::pen::Pen;
use crate::i18n::Screen;
use crate::model::Id;
use crate::text::{Safe, safe};
use crate::tui::model::{Board, Model};
use crate::tui::theme::Meaning;

pub(super) fn draw(
    model: &Model,
    board: &Board,
    account: Id,
    step: u64,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let account = board.book.account(account)?;
    let key = account.key.as_ref().filter(|key| !key.lacks_pin())?;
    let code = key.code_at_step(step);
    let area = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    };
    let title = format!("{}  {}", account.title(), account.platform);
    pen.text(area, Meaning::Title, Safe::new(&title).as_str());
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    // Alone on its line and without a space: a double click selects all of it.
    pen.text(line(2), Meaning::Code, code.expose());
    let digits = digits(code.expose(), Rect { y: area.y + 4, ..area }.intersection(area), pen);
    let window = key.window(model.now)?;
    let below = 5 + digits;
    let cells = area.width.min(60);
    let filled =
        u16::try_from(u64::from(window.left) * u64::from(cells) / u64::from(window.period));
    let bar = Rect { width: filled.unwrap_or(cells).max(1), ..line(below) };
    pen.tint(bar, Style::new().add_modifier(Modifier::REVERSED));
    let seconds = Screen::Seconds { n: window.left };
    let meaning = if window.left <= 5 { Meaning::Ending } else { Meaning::Text };
    pen.say(line(below + 1), meaning, &seconds);
    let next = safe(&key.code_at_step(step.saturating_add(1)).grouped());
    pen.say(line(below + 2), Meaning::Faint, &Screen::NextCode { code: next });
    None
}

/// Columns and lines of a dot, the largest first. A cell is about twice as high as it is wide.
const DOTS: [(u16, u16); 5] = [(6, 3), (4, 2), (3, 2), (2, 1), (1, 1)];

/// Draws the digits as large as they fit. Returns their height.
fn digits(code: &str, area: Rect, pen: &mut Pen) -> u16 {
    const SIDE: u16 = 8;
    let count = u16::try_from(code.len()).unwrap_or(u16::MAX);
    // Two halves, as in the list, where the code has halves.
    let gap = if count >= 6 && count % 2 == 0 { SIDE / 2 } else { 0 };
    let dots = count.saturating_mul(SIDE) + gap;
    // Below them are the bar, the seconds and the next code.
    let fits = |&(wide, high): &(u16, u16)| {
        dots.saturating_mul(wide) <= area.width && SIDE * high + 3 <= area.height
    };
    let Some((wide, high)) = DOTS.into_iter().find(fits) else {
        return 0;
    };
    let reversed = pen.theme.style(Meaning::Code).add_modifier(Modifier::REVERSED);
    for (character, place) in code.chars().zip(0..) {
        let glyph = font8x8::BASIC_FONTS.get(character).unwrap_or_default();
        for (bits, line) in glyph.into_iter().zip(0..) {
            for dot in (0..SIDE).filter(|dot| bits >> dot & 1 == 1) {
                let past = if place >= count / 2 { gap } else { 0 };
                let x = area.x + (place * SIDE + past + dot) * wide;
                let y = area.y + line * high;
                pen.tint(Rect { x, y, width: wide, height: high }, reversed);
            }
        }
    }
    SIDE * high
}
