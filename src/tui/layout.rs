//! Where things stand, as a pure function of the size: `update` scrolls by it, `view` draws by it.
//!
//! ```text
//!  header    Keyrack  team-eu        128 accounts   ✖ 2  ! 7        locks in 4 min   18 s
//!  bar       / hik                                                     by store, no groups
//!  heads     Store            Platform  Sites     Code      Expires Backup       │ Hikari …
//!  list    ▸ Hikari Outdoor   Amazon    DE FR +5  482 913   ▬▬▬▬    ✔ ok 12d     │ pane
//!            …                                                                   │
//!  notice    Copied
//!  hints     Enter copy   n next code   / search   …
//! ```

pub mod qr;

use ratatui::layout::Rect;

use super::model::Size;

/// From this width on, the pane stands beside the list.
const WIDE: u16 = 110;

/// The parts of the open dashboard. A part without room has no height or no width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Vault, counts, countdowns.
    pub header: Rect,
    /// The filter, the order.
    pub bar: Rect,
    /// Column heads.
    pub heads: Rect,
    /// The accounts.
    pub list: Rect,
    /// One account in full.
    pub pane: Rect,
    /// What was said last.
    pub notice: Rect,
    /// Keys.
    pub hints: Rect,
}

/// Whether the pane takes the list's place on a terminal too narrow for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// It does.
    Open,
    /// Only where there is room.
    Beside,
}

/// Cuts the terminal up. On low terminals the parts go in this order: bar, notice, heads, hints.
pub fn areas(size: Size, details: Details) -> Areas {
    let Size { width, height } = size;
    let row = |y: u16, shown: bool| Rect::new(0, y, width, u16::from(shown));
    let (bar, notice, heads, hints) = (height >= 9, height >= 8, height >= 6, height >= 4);
    let header = row(0, height >= 2);
    let bar = row(header.bottom(), bar);
    let bottom = height - u16::from(hints && height > 0);
    let hints = row(bottom, hints);
    let above = bottom - u16::from(notice);
    let notice = row(above, notice);
    let middle = Rect::new(0, bar.bottom(), width, above.saturating_sub(bar.bottom()));
    let pane_width = if width >= WIDE { (width / 3).clamp(40, 56) } else { 0 };
    let list_width = width - pane_width;
    let heads = Rect::new(0, middle.y, list_width, u16::from(heads).min(middle.height));
    let list = Rect::new(0, heads.bottom(), list_width, middle.height - heads.height);
    let mut areas = Areas { header, bar, heads, list, pane: Rect::default(), notice, hints };
    if pane_width > 0 {
        areas.pane = Rect::new(list_width, middle.y, pane_width, middle.height);
    } else if details == Details::Open {
        areas.pane = middle;
    }
    areas
}

/// Everything between the header and the hints.
pub fn under(areas: &Areas) -> Rect {
    let top = areas.header.bottom();
    let bottom = if areas.hints.is_empty() {
        areas.notice.bottom().max(areas.list.bottom())
    } else {
        areas.hints.y
    };
    Rect { x: 0, y: top, width: areas.header.width, height: bottom.saturating_sub(top) }
}

/// The same without the line of notices.
pub fn above_notice(areas: &Areas) -> Rect {
    let under = under(areas);
    Rect { height: under.height.saturating_sub(areas.notice.height), ..under }
}

/// An area with a margin, for what lies over a screen.
pub fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    }
}

/// Where an export says what is lost: below its title and a line that is left empty.
pub fn losses(areas: &Areas) -> Rect {
    let area = inset(above_notice(areas));
    let above = area.height.min(2);
    Rect { y: area.y + above, height: area.height - above, ..area }
}

/// The columns of the list and their widths; 0 for one that is not shown. One cell lies between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The store's name.
    pub store: u16,
    /// The platform.
    pub platform: u16,
    /// Marketplaces.
    pub sites: u16,
    /// The code, or where it arrives.
    pub code: u16,
    /// The expiry bar.
    pub bar: u16,
    /// The backup's mark, with its text where there is room.
    pub backup: u16,
}

/// Cells of an expiry bar: one every six seconds of a 30 s period. Each further cell costs every
/// row one more write per period, and a screen of rows must stay below 210 bytes a second.
pub const BAR: u16 = 5;

/// Cells before the first column: the cursor, a clash or a pin, a mark for what cannot wait, a gap.
pub const PREFIX: u16 = 4;

/// Whether rows have expiry bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// Where there is room.
    Shown,
    /// Their bytes are saved, and their room is the others'.
    Spared,
}

/// Chooses columns for a width. They go in this order: sites, platform, bar, the backup's text.
pub fn columns(width: u16, bars: Bars) -> Columns {
    const STORE: u16 = 14;
    let mut columns = Columns { store: 0, platform: 13, sites: 9, code: 12, bar: BAR, backup: 14 };
    if bars == Bars::Spared {
        columns.bar = 0;
    }
    let used = |c: &Columns| {
        let shown = [c.platform, c.sites, c.code, c.bar, c.backup];
        PREFIX + shown.iter().filter(|w| **w > 0).map(|w| w + 1).sum::<u16>()
    };
    let drops: [fn(&mut Columns); 4] =
        [|c| c.sites = 0, |c| c.platform = 0, |c| c.bar = 0, |c| c.backup = 1];
    for drop in drops {
        if width >= used(&columns) + STORE {
            break;
        }
        drop(&mut columns);
    }
    columns.store = width.saturating_sub(used(&columns));
    if columns.store > 34 {
        let spare = columns.store - 34;
        columns.platform += (spare / 3).min(16);
        columns.sites += (spare / 4).min(14);
        columns.store = width.saturating_sub(used(&columns));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_never_overlap_nor_leave_the_screen() {
        for width in 0..200 {
            for height in 0..60 {
                for details in [Details::Open, Details::Beside] {
                    let a = areas(Size { width, height }, details);
                    let screen = Rect::new(0, 0, width, height);
                    let parts = [a.header, a.bar, a.heads, a.list, a.notice, a.hints];
                    let total: u32 = parts.iter().map(|part| part.area()).sum();
                    assert!(total <= screen.area(), "{width}x{height}");
                    for part in parts.into_iter().chain([a.pane]).filter(|p| !p.is_empty()) {
                        assert_eq!(part.intersection(screen), part, "{width}x{height} {part:?}");
                    }
                    if height > 0 {
                        assert!(a.list.height > 0, "{width}x{height}");
                    }
                }
            }
        }
    }

    #[test]
    fn columns_go_in_order_and_fit() {
        let shown = |width| {
            let c = columns(width, Bars::Shown);
            (c.sites > 0, c.platform > 0, c.bar > 0, c.backup > 1)
        };
        assert_eq!(shown(80), (true, true, true, true));
        assert_eq!(shown(72), (false, true, true, true));
        assert_eq!(shown(61), (false, false, true, true));
        assert_eq!(shown(48), (false, false, false, true));
        assert_eq!(shown(40), (false, false, false, false));
        for width in 30..250 {
            let c = columns(width, if width % 2 == 0 { Bars::Shown } else { Bars::Spared });
            let gaps =
                [c.platform, c.sites, c.code, c.bar, c.backup].iter().filter(|w| **w > 0).count();
            let total = PREFIX + c.store + c.platform + c.sites + c.code + c.bar + c.backup;
            assert_eq!(usize::from(total) + gaps, usize::from(width));
        }
    }
}
