//! A QR code on the screen.
//!
//! A module of the code is two blanks wide and one line high, coloured from behind: blanks have the
//! same width in every terminal. Where the terminal is too low for that, half blocks hold two
//! modules a line.

use qrcodegen::QrCode;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::inset;
use super::pen::Pen;
use crate::tui::layout::qr::{Cells, Plan, WORDS_BESIDE};

/// What was drawn there goes: the code needs every line.
pub(super) fn blank(area: Rect, pen: &mut Pen) {
    let line = " ".repeat(area.width.into());
    for y in area.top()..area.bottom() {
        pen.styled(Rect { y, height: 1, ..area }, Style::reset(), &line);
    }
}

/// What light and dark are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shades {
    /// White and black, whatever the terminal's own colours are.
    Own,
    /// Reversed and plain, where colours are not wanted.
    Reversed,
}

pub(super) fn paint(
    code: &QrCode,
    plan: Plan,
    inverted: bool,
    shades: Shades,
    area: Rect,
    pen: &mut Pen,
) {
    let frame = i32::from(plan.frame);
    let side = code.size() + 2 * frame;
    // Outside of the code everything is light.
    let light = |x: i32, y: i32| {
        let dark = code.get_module(x - frame, y - frame);
        y >= side || dark == inverted
    };
    // A reversed blank is the lighter one on most terminals.
    let color = shades == Shades::Own;
    let style = |upper: bool, lower: bool| {
        let shade = |light| if light { Color::White } else { Color::Black };
        if color {
            Style::new().fg(shade(upper)).bg(shade(lower))
        } else if upper && lower {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new()
        }
    };
    for y in 0..plan.height {
        for x in 0..plan.width {
            let (upper, lower) = match plan.cells {
                Cells::Whole => {
                    let here = light(i32::from(x) / 2, i32::from(y));
                    (here, here)
                }
                Cells::Half => {
                    let (x, y) = (i32::from(x), i32::from(y) * 2);
                    (light(x, y), light(x, y + 1))
                }
            };
            let symbol = match (upper, lower) {
                (true, false) => "▀",
                (false, true) if color => "▀",
                (false, true) => "▄",
                _ => " ",
            };
            let cell = Rect { x: area.x + x, y: area.y + y, width: 1, height: 1 };
            pen.styled(cell, style(upper, lower), symbol);
        }
    }
}

/// Where the words stand: beside the code where there is room, else below it; by themselves where it
/// has no place.
pub(super) fn words(plan: Option<Plan>, area: Rect) -> Rect {
    let Some(plan) = plan else { return inset(area) };
    if is_beside(plan, area) {
        let x = area.x + plan.width + 2;
        Rect { x, width: area.right() - x - 1, ..area }
    } else {
        let y = area.y + plan.height;
        Rect { x: area.x + 1, y, width: area.width - 2, height: area.bottom() - y }
    }
}

/// Whether words have room beside the code.
pub(super) fn is_beside(plan: Plan, area: Rect) -> bool {
    plan.width + WORDS_BESIDE <= area.width
}
