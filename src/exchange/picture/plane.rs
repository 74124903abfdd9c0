//! A picture in greys, and the ways to look at it.

use rqrr::PreparedImage;
use zeroize::Zeroizing;

use super::cost::Budget;

/// The most pixels that are searched at a time; larger pictures are shrunk.
const AT_ONCE: usize = 16_000_000;
/// The longest side that is searched: rqrr computes with squares of it.
const LONGEST_SIDE: usize = 16_000;
/// Up to so many pixels a picture is also searched enlarged.
const SMALL: usize = 2_000_000;

/// Brightness, row by row.
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) luma: Zeroizing<Vec<u8>>,
}

/// How a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pass {
    zoom: Zoom,
    tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zoom {
    /// So many pixels become one, in each direction.
    Out(usize),
    /// One pixel becomes so many.
    In(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    /// Dark is what is darker than what is around it.
    Local,
    /// The same, for light codes on dark ground.
    Inverted,
    /// Dark is what is darker than the middle of the whole.
    Global,
}

/// A code that was read.
struct Code {
    /// Its corners in order, across and down, in the pixels of the picture.
    corners: [[i64; 2]; 4],
    text: Zeroizing<String>,
}

impl Plane {
    /// Colours on a ground of one grey.
    pub(super) fn paint(width: usize, height: usize, rgba: &[u8], ground: u8) -> Self {
        let grey = |&[red, green, blue, alpha]: &[u8; 4]| {
            let [red, green, blue, alpha, ground] =
                [red, green, blue, alpha, ground].map(u32::from);
            let luma = (299 * red + 587 * green + 114 * blue) / 1000;
            u8::try_from((luma * alpha + ground * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        let luma = rgba.as_chunks::<4>().0.iter().map(grey).collect();
        Self { width, height, luma: Zeroizing::new(luma) }
    }

    /// The texts of all codes, each once, from top to bottom.
    ///
    /// What was read is blotted out before the next look: rqrr makes a code of marks of several, which
    /// then are missing for their own.
    pub(super) fn texts(&self) -> Vec<Zeroizing<String>> {
        let mut codes: Vec<Code> = Vec::new();
        let mut budget = Budget::default();
        for pass in self.passes() {
            let (mut dark, width) = self.bitmap(pass);
            let mut blotted = 0;
            loop {
                for code in &codes[blotted..] {
                    blot(&mut dark, width, code.corners.map(|corner| pass.zoom.onto(corner)));
                }
                blotted = codes.len();
                if width == 0 || !budget.allows(&dark, width) {
                    break;
                }
                codes.extend(search(&dark, width, pass.zoom));
                if codes.len() == blotted {
                    break;
                }
            }
        }
        codes.sort_by_key(|code| {
            [1, 0].map(|axis| code.corners.map(|c| c[axis]).iter().sum::<i64>())
        });
        let mut texts: Vec<Zeroizing<String>> = Vec::new();
        for Code { text, .. } in codes {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// The ways to look at it: at most four times the pixels that are searched at once.
    fn passes(&self) -> Vec<Pass> {
        let pixels = self.width * self.height;
        let fits = |by: &usize| {
            pixels / (by * by) <= AT_ONCE && self.width.max(self.height) / by <= LONGEST_SIDE
        };
        let full = (1..=self.width.max(self.height)).find(fits).unwrap_or(1);
        let at = |zoom, tone| Pass { zoom, tone };
        let mut passes = vec![
            at(Zoom::Out(full), Tone::Local),
            at(Zoom::Out(full * 2), Tone::Local),
            at(Zoom::Out(full * 3), Tone::Local),
            at(Zoom::Out(full), Tone::Global),
            at(Zoom::Out(full), Tone::Inverted),
        ];
        if pixels <= SMALL {
            passes.push(at(Zoom::In(2), Tone::Local));
        }
        passes
    }

    /// What is dark in a look, and how wide it is.
    fn bitmap(&self, pass: Pass) -> (Vec<bool>, usize) {
        let scaled = self.zoomed(pass.zoom);
        let dark = match pass.tone {
            Tone::Local => scaled.local(),
            Tone::Inverted => scaled.inverted().local(),
            Tone::Global => {
                let middle = scaled.middle();
                scaled.luma.iter().map(|&grey| grey < middle).collect()
            }
        };
        (dark, scaled.width)
    }

    fn zoomed(&self, zoom: Zoom) -> Self {
        let (width, height) = match zoom {
            Zoom::Out(by) => (self.width / by, self.height / by),
            Zoom::In(by) => (self.width * by, self.height * by),
        };
        let mut luma = Zeroizing::new(Vec::with_capacity(width * height));
        for y in 0..height {
            match zoom {
                Zoom::Out(by) => luma.extend((0..width).map(|x| self.mean(x * by, y * by, by))),
                Zoom::In(by) => {
                    let row = &self.luma[y / by * self.width..][..self.width];
                    luma.extend(row.iter().flat_map(|&grey| std::iter::repeat_n(grey, by)));
                }
            }
        }
        Self { width, height, luma }
    }

    /// The mean of a square.
    fn mean(&self, x: usize, y: usize, side: usize) -> u8 {
        let row = |y: usize| &self.luma[y * self.width + x..][..side];
        let sum: usize = (y..y + side).flat_map(row).copied().map(usize::from).sum();
        u8::try_from(sum / (side * side)).unwrap_or(u8::MAX)
    }

    fn inverted(&self) -> Self {
        let luma = self.luma.iter().map(|grey| u8::MAX - grey).collect();
        Self { luma: Zeroizing::new(luma), ..*self }
    }

    /// What is darker than the mean of the square around it, a fifth of the longer side wide; or dark
    /// by any measure, in the middle of something large.
    fn local(&self) -> Vec<bool> {
        let (width, height) = (self.width, self.height);
        let reach = (width.max(height) / 10).max(8);
        let pitch = usize::from(self.middle() / 2);
        let row = |y: usize| &self.luma[y * width..][..width];
        // For each column, the sum of what is within reach above and below.
        let mut columns = vec![0_usize; width];
        let add = |columns: &mut [usize], y: usize| {
            columns.iter_mut().zip(row(y)).for_each(|(sum, &grey)| *sum += usize::from(grey));
        };
        (0..reach.min(height)).for_each(|y| add(&mut columns, y));
        let mut dark = Vec::with_capacity(width * height);
        for y in 0..height {
            if y + reach < height {
                add(&mut columns, y + reach);
            }
            if let Some(gone) = y.checked_sub(reach + 1) {
                let lost = columns.iter_mut().zip(row(gone));
                lost.for_each(|(sum, &grey)| *sum -= usize::from(grey));
            }
            let rows = (y + reach).min(height - 1) - y.saturating_sub(reach) + 1;
            let mut sum: usize = columns[..reach.min(width)].iter().sum();
            for (x, &grey) in row(y).iter().enumerate() {
                if x + reach < width {
                    sum += columns[x + reach];
                }
                if let Some(gone) = x.checked_sub(reach + 1) {
                    sum -= columns[gone];
                }
                let count = ((x + reach).min(width - 1) - x.saturating_sub(reach) + 1) * rows;
                let grey = usize::from(grey);
                // A twentieth below the mean: paper is not even.
                dark.push(grey * count * 20 < sum * 19 || grey < pitch);
            }
        }
        dark
    }

    /// The grey that parts dark from light best: with the most variance between both (Otsu), and in the
    /// middle of all those with the most.
    fn middle(&self) -> u8 {
        let mut counts = [0_u64; 256];
        self.luma.iter().for_each(|&grey| counts[usize::from(grey)] += 1);
        let total: u64 = counts.iter().sum();
        let sum: u64 = (0_u64..).zip(&counts).map(|(grey, count)| grey * count).sum();
        let (mut below, mut sum_below) = (0, 0);
        let (mut most, mut first, mut last) = (0.0, u8::MAX / 2, u8::MAX / 2);
        for (grey, count) in (0..=u8::MAX).zip(&counts) {
            below += count;
            sum_below += u64::from(grey) * count;
            let above = total - below;
            if below == 0 || above == 0 {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
            let [dark, light, n, m] = [sum_below, sum - sum_below, below, above].map(|n| n as f64);
            let gap = dark / n - light / m;
            let variance = n * m * gap * gap;
            if variance > most {
                (most, first) = (variance, grey);
            }
            if variance >= most {
                last = grey;
            }
        }
        first.midpoint(last).saturating_add(1)
    }
}

impl Zoom {
    /// From the pixels of the picture to those of a look.
    fn onto(self, corner: [i64; 2]) -> [i64; 2] {
        corner.map(|n| match self {
            Self::Out(by) => n / i64::try_from(by).unwrap_or(1),
            Self::In(by) => n * i64::try_from(by).unwrap_or(1),
        })
    }

    /// And back.
    fn back(self, corner: [i64; 2]) -> [i64; 2] {
        match self {
            Self::Out(by) => Self::In(by).onto(corner),
            Self::In(by) => Self::Out(by).onto(corner),
        }
    }
}

/// The codes that can be read in a bitmap.
fn search(dark: &[bool], width: usize, zoom: Zoom) -> Vec<Code> {
    let mut image =
        PreparedImage::prepare_from_bitmap(width, dark.len() / width, |x, y| dark[y * width + x]);
    let read = |grid: &rqrr::Grid<_>| {
        let mut bytes = Zeroizing::new(Vec::new());
        grid.decode_to(&mut *bytes).ok()?;
        let corner = |point: rqrr::Point| zoom.back([point.x.into(), point.y.into()]);
        Some(Code { corners: grid.bounds.map(corner), text: text(&bytes) })
    };
    image.detect_grids().iter().filter_map(read).collect()
}

/// Makes everything between four corners light.
fn blot(dark: &mut [bool], width: usize, corners: [[i64; 2]; 4]) {
    let inside = |x: i64, y: i64| {
        let side = |at: usize| {
            let ([ax, ay], [bx, by]) = (corners[at], corners[(at + 1) % 4]);
            (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        };
        let sides = [0, 1, 2, 3].map(side);
        sides.iter().all(|&side| side >= 0) || sides.iter().all(|&side| side <= 0)
    };
    let range = |axis: usize, most: usize| {
        let at = corners.map(|corner| usize::try_from(corner[axis]).unwrap_or(0));
        at.into_iter().min().unwrap_or(0)..at.into_iter().max().map_or(0, |at| at + 1).min(most)
    };
    for y in range(1, dark.len() / width) {
        for x in range(0, width) {
            let (across, down) = (i64::try_from(x), i64::try_from(y));
            if let (Ok(across), Ok(down)) = (across, down)
                && inside(across, down)
            {
                dark[y * width + x] = false;
            }
        }
    }
}

/// The text of a code. What is not UTF-8 is escaped as in an address, where it is reported.
fn text(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 3));
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let escaped =
            chunk.invalid().iter().map(|&byte| percent_encoding::percent_encode_byte(byte));
        text.extend(escaped);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(width: usize, height: usize) -> Vec<Pass> {
        Plane { width, height, luma: Zeroizing::default() }.passes()
    }

    #[test]
    fn large_pictures_are_shrunk_and_small_ones_enlarged() {
        assert_eq!(looks(1920, 1080)[0].zoom, Zoom::Out(1));
        assert_eq!(looks(8000, 8000)[0].zoom, Zoom::Out(2));
        assert_eq!(looks(60_000, 1)[0].zoom, Zoom::Out(4));
        assert_eq!(looks(800, 600).last().map(|pass| pass.zoom), Some(Zoom::In(2)));
        assert!(looks(1920, 1080).iter().all(|pass| pass.zoom != Zoom::In(2)));
    }

    #[test]
    fn pixels_become_one_or_several() {
        let luma = Zeroizing::new((0..15).map(|n| n * 10).collect());
        let plane = Plane { width: 5, height: 3, luma };
        let half = plane.zoomed(Zoom::Out(2));
        assert_eq!((half.width, half.height, &half.luma[..]), (2, 1, &[30, 50][..]));
        let double = plane.zoomed(Zoom::In(2));
        assert_eq!((double.width, double.height), (10, 6));
        assert_eq!(double.luma[10..22], [0, 0, 10, 10, 20, 20, 30, 30, 40, 40, 50, 50]);
        assert_eq!(plane.zoomed(Zoom::Out(4)).luma.len(), 0);
    }

    #[test]
    fn dark_is_what_is_darker_than_around_it() {
        let row = |from: u8| (0..40).map(move |x| if x % 8 < 2 { from - 60 } else { from });
        let luma: Vec<u8> = (0..40).flat_map(|y| row(100 + y * 3)).collect();
        let plane = Plane { width: 40, height: 40, luma: Zeroizing::new(luma) };
        let dark = plane.local();
        let expected: Vec<bool> = (0..1600).map(|at| at % 8 < 2).collect();
        assert_eq!(dark, expected);
        let in_block = |at| (20..80).contains(&(at % 100)) && (2000..8000).contains(&at);
        let luma = (0..10_000).map(|at| if in_block(at) { 9 } else { 250 }).collect();
        let block = Plane { width: 100, height: 100, luma: Zeroizing::new(luma) };
        let dark = block.local().iter().filter(|&&dark| dark).count();
        assert_eq!(dark, 60 * 60, "as dark in the middle as at the rim");
        // Over the whole picture, dark above is as dark as light below.
        assert!(plane.luma[0] < plane.middle() && plane.luma[5] < plane.middle());
    }

    #[test]
    fn what_was_read_is_blotted_out() {
        let mut dark = vec![true; 25];
        blot(&mut dark, 5, [[2, 0], [4, 2], [2, 4], [0, 2]]);
        let rows: Vec<String> = dark
            .chunks(5)
            .map(|row| row.iter().map(|&dark| if dark { '#' } else { '.' }).collect())
            .collect();
        assert_eq!(rows, ["##.##", "#...#", ".....", "#...#", "##.##"]);
        blot(&mut dark, 5, [[-9, -9], [90, -9], [90, 90], [-9, 90]]);
        assert!(!dark.contains(&true));
    }
}
