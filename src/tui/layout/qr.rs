//! How a QR code fits on a screen.

use qrcodegen::QrCode;
use ratatui::layout::Rect;

/// The blank frame a reader needs, in modules (ISO/IEC 18004), and what most make do with.
pub const FRAMES: [u16; 2] = [4, 2];
/// The same for a code that cannot be made smaller: the alternative is none at all. What can be divided
/// is divided so that it needs no such frame.
pub const NARROW_FRAMES: [u16; 3] = [4, 2, 1];

/// Columns for the words beside the code, with the gaps round them.
pub const WORDS_BESIDE: u16 = 30;

/// How the modules are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Two blanks a module.
    Whole,
    /// Half a line a module.
    Half,
}

impl Cells {
    /// What may be drawn with, the best to read first.
    pub fn allowed(ascii: bool) -> &'static [Self] {
        if ascii { &[Self::Whole] } else { &[Self::Whole, Self::Half] }
    }
}

/// A way to draw the code that has room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How its modules are drawn.
    pub cells: Cells,
    /// The blank frame, in modules.
    pub frame: u16,
    /// Columns.
    pub width: u16,
    /// Lines.
    pub height: u16,
}

/// The first way that leaves room for the words, the best to read first.
pub fn plan(modules: u16, area: Rect, cells: &[Cells], frames: &[u16]) -> Option<Plan> {
    cells
        .iter()
        .flat_map(|cells| frames.iter().map(|frame| (*cells, *frame)))
        .map(|(cells, frame)| {
            let side = modules + 2 * frame;
            let (width, height) = match cells {
                Cells::Whole => (2 * side, side),
                Cells::Half => (side, side.div_ceil(2)),
            };
            Plan { cells, frame, width, height }
        })
        .find(|plan| {
            let beside = plan.width + WORDS_BESIDE <= area.width && plan.height <= area.height;
            beside || plan.width <= area.width && plan.height + 5 <= area.height
        })
}

/// How a code of an export is drawn, where it has room.
pub fn place(code: &QrCode, area: Rect, ascii: bool) -> Option<Plan> {
    plan(modules(code), area, Cells::allowed(ascii), &NARROW_FRAMES)
}

/// Modules of a side.
pub fn modules(code: &QrCode) -> u16 {
    u16::try_from(code.size()).unwrap_or(u16::MAX)
}

/// Bytes in a code of each version from 1 on, at error correction level L (ISO/IEC 18004 table 7). More
/// modules than those of the last are hard to read from a screen.
const BYTES: [usize; 15] = [17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520];
/// The version that is aimed at where none has room: it has where there are 80 columns and 24 lines.
const USUAL: usize = 6;

/// The longest text whose code has room, with the whole frame where that is as large a code as any
/// terminal has.
pub fn most_bytes(area: Rect, cells: &[Cells]) -> usize {
    let modules = |version: usize| u16::try_from(17 + 4 * version).unwrap_or(u16::MAX);
    let largest = |frames: &[u16]| {
        let has_room = |version: &usize| plan(modules(*version), area, cells, frames).is_some();
        (1..=BYTES.len()).rev().find(has_room)
    };
    let whole = largest(&FRAMES[..1]).filter(|version| *version >= USUAL);
    let version = whole.or_else(|| largest(&FRAMES)).unwrap_or(USUAL);
    // A code of the least versions holds no account at all.
    BYTES[version.max(USUAL) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_way_that_has_room() {
        let room = |width: u16, height: u16, half: bool| {
            let area = Rect::new(0, 0, width, height);
            plan(41, area, Cells::allowed(!half), &FRAMES).map(|plan| (plan.cells, plan.frame))
        };
        let cases = [
            ("wide and high", 200, 60, true, Some((Cells::Whole, 4))),
            ("words below", 98, 54, true, Some((Cells::Whole, 4))),
            ("a little lower", 98, 50, true, Some((Cells::Whole, 2))),
            ("plain terminal", 80, 24, true, Some((Cells::Half, 2))),
            ("one line more", 80, 25, true, Some((Cells::Half, 4))),
            ("without half blocks", 80, 24, false, None),
            ("narrow", 44, 60, true, None),
            ("low", 200, 22, true, None),
        ];
        for (name, width, height, half, expected) in cases {
            assert_eq!(room(width, height, half), expected, "{name}");
        }
    }

    /// On 80 by 24 it was one module, which many readers do not take.
    #[test]
    fn what_can_be_divided_has_a_frame_that_readers_take() {
        for (width, height) in (75..160).flat_map(|w| (22..60).map(move |h| (w, h))) {
            let area = Rect::new(0, 0, width, height);
            let most = most_bytes(area, Cells::allowed(false));
            let version = 1 + BYTES.iter().position(|bytes| *bytes == most).expect("a version");
            let modules = u16::try_from(17 + 4 * version).expect("few");
            let plan = plan(modules, area, Cells::allowed(false), &NARROW_FRAMES);
            let least = if width >= 79 && height >= 25 { 4 } else { 2 };
            let frame = plan.map(|plan| plan.frame);
            let fits = frame.is_some_and(|frame| frame >= least);
            assert!(fits || height < 23, "{width}x{height}: {frame:?}");
        }
    }

    #[test]
    fn the_longest_text_that_has_room() {
        let most = |width: u16, height: u16, ascii: bool| {
            most_bytes(Rect::new(0, 0, width, height), Cells::allowed(ascii))
        };
        assert_eq!(most(80, 24, false), 134);
        assert_eq!(most(40, 10, false), 134, "to be enlarged");
        assert_eq!(most(120, 36, false), 321);
        assert_eq!(most(200, 60, true), 192);
        assert_eq!(most(500, 300, false), 520);
    }
}
