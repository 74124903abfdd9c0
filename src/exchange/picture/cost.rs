//! What it would cost to search a picture, found out before.
//!
//! rqrr floods the areas around whatever looks like the corner mark of a code, and tries every three
//! marks that could belong together on a copy of the whole picture. On grain or on a picture made for
//! it that takes minutes. So the marks it will find are counted first, by the test it makes itself: in
//! a row, dark and light in lengths of 1:1:3:1:1, the outer two of one piece, the middle another.

use std::collections::{HashMap, HashSet};

/// Pixels that are flooded, all passes together.
const FLOODED: u64 = 30_000_000;
/// Pixels that are copied for tries, all passes together.
const COPIED: u64 = 4_000_000_000;
/// Tries, all passes together.
const TRIES: u64 = 2000;
/// Pixels that there are for each dark piece at least, or the picture is grain: what every try would
/// cost then, cannot be told before. A code whose modules are single pixels is found enlarged.
const GRAIN: usize = 60;
/// Areas that rqrr keeps in mind at a time.
const KEPT: usize = 250;

/// What may still be spent on a picture.
pub(super) struct Budget {
    flooded: u64,
    copied: u64,
    tries: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { flooded: FLOODED, copied: COPIED, tries: TRIES }
    }
}

impl Budget {
    /// Whether searching a bitmap is within it; if so, that is spent.
    pub(super) fn allows(&mut self, dark: &[bool], width: usize) -> bool {
        let cost = Cost::of(dark, width);
        if cost.pieces > dark.len() / GRAIN {
            return false;
        }
        let marks = cost.marks as u64;
        // Of all pairs of others, those count that stand at right angles: about one in 25.
        let tries = marks.saturating_pow(3) / 25;
        let copied = tries.saturating_mul(dark.len() as u64);
        let left = (
            self.flooded.checked_sub(cost.flooded),
            self.copied.checked_sub(copied),
            self.tries.checked_sub(tries),
        );
        let (Some(flooded), Some(copied), Some(tries)) = left else { return false };
        *self = Self { flooded, copied, tries };
        // Two make no code.
        marks > 2
    }
}

/// What a search finds to do.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    flooded: u64,
    marks: usize,
    pieces: usize,
}

/// Dark pixels side by side in a row: from, to, and the piece they belong to.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    piece: usize,
}

impl Run {
    fn len(self) -> usize {
        self.to - self.from
    }
}

impl Cost {
    fn of(dark: &[bool], width: usize) -> Self {
        let mut pieces = Pieces::default();
        let mut runs: Vec<Run> = Vec::new();
        let mut hits: Vec<[usize; 3]> = Vec::new();
        let mut above = 0..0;
        for row in dark.chunks_exact(width.max(1)) {
            let start = runs.len();
            let mut from = 0;
            for run in row.chunk_by(|a, b| a == b) {
                let to = from + run.len();
                if run[0] {
                    runs.push(Run { from, to, piece: pieces.add(to - from) });
                }
                from = to;
            }
            let (upper, lower) = runs.split_at(start);
            pieces.touch(&upper[above], lower);
            let marks = lower.windows(3).filter(|runs| is_mark(runs));
            hits.extend(marks.map(|runs| [runs[0].piece, runs[1].piece, runs[2].piece]));
            above = start..runs.len();
        }
        let (mut marks, mut areas, mut each) = (HashSet::new(), HashMap::new(), 0);
        for hit in hits {
            let [left, stone, right] = hit.map(|piece| pieces.root(piece));
            let (ring, core) = (pieces.sizes[right], pieces.sizes[stone]);
            each += (ring + core) as u64;
            areas.extend([(right, ring), (stone, core)]);
            if left == right && stone != right && (11..70).contains(&(core * 100 / ring)) {
                marks.insert(right);
            }
        }
        // Beyond what is kept in mind, areas are flooded again and again.
        let once = areas.values().map(|&size| size as u64).sum();
        let flooded = if areas.len() > KEPT { each * 2 } else { once };
        let pieces = pieces.parents.iter().enumerate().filter(|(at, parent)| at == *parent).count();
        Self { flooded, marks: marks.len(), pieces }
    }
}

/// Whether three dark runs in a row are 1:1:3:1:1 with what is between them, as rqrr rounds.
fn is_mark(runs: &[Run]) -> bool {
    let &[left, stone, right] = runs else { return false };
    let lengths =
        [left.len(), stone.from - left.to, stone.len(), right.from - stone.to, right.len()];
    let one = (lengths[0] + lengths[1] + lengths[3] + lengths[4]) / 4;
    let error = one * 3 / 4;
    let fits = |(length, times): (usize, usize)| {
        (one * times - error..=one * times + error).contains(&length)
    };
    lengths.into_iter().zip([1, 1, 3, 1, 1]).all(fits)
}

/// Pieces of dark that grow together: a forest of the pieces they became part of.
#[derive(Default)]
struct Pieces {
    parents: Vec<usize>,
    sizes: Vec<usize>,
}

impl Pieces {
    fn add(&mut self, size: usize) -> usize {
        self.parents.push(self.parents.len());
        self.sizes.push(size);
        self.parents.len() - 1
    }

    fn root(&mut self, mut piece: usize) -> usize {
        while self.parents[piece] != piece {
            self.parents[piece] = self.parents[self.parents[piece]];
            piece = self.parents[piece];
        }
        piece
    }

    /// Joins what touches from one row to the next.
    fn touch(&mut self, upper: &[Run], lower: &[Run]) {
        let (mut up, mut low) = (0, 0);
        while let (Some(a), Some(b)) = (upper.get(up), lower.get(low)) {
            if a.from < b.to && b.from < a.to {
                let (a, b) = (self.root(a.piece), self.root(b.piece));
                if a != b {
                    let (large, small) =
                        if self.sizes[a] < self.sizes[b] { (b, a) } else { (a, b) };
                    self.parents[small] = large;
                    self.sizes[large] += self.sizes[small];
                }
            }
            if a.to < b.to { up += 1 } else { low += 1 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `#` and anything else.
    fn cost(rows: &[&str]) -> Cost {
        let dark: Vec<bool> = rows.concat().bytes().map(|byte| byte == b'#').collect();
        Cost::of(&dark, rows[0].len())
    }

    #[test]
    fn marks_are_counted_as_they_will_be_found() {
        let mark =
            ["#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######."];
        assert_eq!(cost(&mark), Cost { flooded: 24 + 9, marks: 1, pieces: 2 });
        let two: Vec<String> = mark.iter().map(|row| row.repeat(2)).collect();
        let two: Vec<&str> = two.iter().map(String::as_str).collect();
        assert_eq!(cost(&two), Cost { flooded: 2 * (24 + 9), marks: 2, pieces: 4 });
        let open = [mark[0], mark[1], mark[2], "#.###...", mark[4], mark[5], "#.....#."];
        assert_eq!(cost(&open).marks, 1, "a ring with a gap is of one piece");
        let halves = ["#.###.#.", "#.###.#.", "#.###.#."];
        assert_eq!(cost(&halves), Cost { flooded: 3 + 9, marks: 0, pieces: 3 });
        assert_eq!(cost(&["########"]).pieces, 1);
        assert_eq!(cost(&["#.#.#.#.", "########"]).pieces, 1);
    }

    #[test]
    fn what_is_spent_is_gone() {
        let mark = [
            [true, true, true, true, true, true, true, false],
            [true, false, false, false, false, false, true, false],
            [true, false, true, true, true, false, true, false],
            [true, false, true, true, true, false, true, false],
            [true, false, true, true, true, false, true, false],
            [true, false, false, false, false, false, true, false],
            [true, true, true, true, true, true, true, false],
            [false; 8],
        ];
        // In large, for all of it to be no grain.
        let picture = |across: usize, down: usize| -> Vec<bool> {
            let at = |x: usize, y: usize| mark[y / 4 % 8][x / 4 % 8];
            (0..down * 32).flat_map(|y| (0..across * 32).map(move |x| at(x, y))).collect()
        };
        let mut budget = Budget::default();
        assert!(!budget.allows(&picture(2, 1), 64), "two marks make no code");
        assert!(budget.allows(&picture(3, 1), 96));
        assert!(!budget.allows(&picture(40, 1), 1280), "more marks than can be tried");
        assert!(budget.allows(&picture(6, 5), 192), "half of what may be tried");
        assert!(!budget.allows(&picture(6, 6), 192), "and more than the rest");
        assert!(budget.allows(&picture(3, 1), 96));
        let grain: Vec<bool> = (0..10_000).map(|at| at % 3 == 0).collect();
        assert!(!budget.allows(&grain, 100));
        assert!(!budget.allows(&[], 0));
    }
}
