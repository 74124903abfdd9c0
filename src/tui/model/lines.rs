//! Lines under each other with a cursor: the mechanics every list of the dashboard shares.

/// A list, its cursor, and what of it is on screen.
#[derive(Debug)]
pub struct Lines<T, H = String> {
    /// The lines.
    pub rows: Vec<Row<T, H>>,
    /// The line the cursor is on: an item wherever there is one.
    pub cursor: usize,
    /// The first line on screen.
    pub top: usize,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row<T, H = String> {
    /// The head of a group: its name, empty for items that fall in none, or what it is.
    Head(H),
    /// What the cursor can stand on.
    Item(T),
}

impl<T, H> Default for Lines<T, H> {
    fn default() -> Self {
        Self { rows: Vec::new(), cursor: 0, top: 0 }
    }
}

impl<T, H> Lines<T, H> {
    /// The item in a line.
    pub fn item(&self, row: usize) -> Option<&T> {
        match self.rows.get(row)? {
            Row::Item(item) => Some(item),
            Row::Head(_) => None,
        }
    }

    /// The item under the cursor.
    pub fn selected(&self) -> Option<&T> {
        self.item(self.cursor)
    }

    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(|row| match row {
            Row::Item(item) => Some(item),
            Row::Head(_) => None,
        })
    }

    /// Puts the cursor on the first item that fits; on the first one of all when none does.
    pub fn select(&mut self, fits: impl Fn(&T) -> bool) {
        let found = (0..self.rows.len()).find(|&row| self.item(row).is_some_and(&fits));
        self.cursor = found.unwrap_or(0);
        self.settle(1);
    }

    /// Puts the cursor where it was in an earlier list: on the same item, else on the next one that is still
    /// there, or the one before. Whether it is on the same.
    pub fn keep(&mut self, before: &Self, same: impl Fn(&T, &T) -> bool) -> bool {
        let find = |item: &T| {
            (0..self.rows.len()).find(|row| self.item(*row).is_some_and(|other| same(item, other)))
        };
        let (here, count) = (before.cursor, before.rows.len());
        let near = (here..count).chain((0..here.min(count)).rev());
        let found = near.into_iter().find_map(|row| Some((row, find(before.item(row)?)?)));
        self.cursor = found.map_or(here, |(_, row)| row);
        self.settle(1);
        self.top = before.top.min(self.cursor.saturating_sub(1));
        before.selected().is_none() || found.is_some_and(|(row, _)| row == here)
    }

    /// Moves the cursor by lines, stopping at the ends, in a list `height` lines high.
    pub fn go(&mut self, by: isize, height: usize) {
        let last = self.rows.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.settle(by);
        self.follow(height);
    }

    /// Moves what is on screen by lines; the cursor stays where it is while that is in sight.
    pub fn scroll(&mut self, by: isize, height: usize) {
        let height = height.max(1);
        let last = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(last);
        self.cursor = self.cursor.clamp(self.top, self.top + height - 1);
        self.settle(by);
        self.follow(height);
    }

    /// The item that stands in a line on screen, counted from the first one there.
    pub fn item_on_screen(&self, line: usize, height: usize) -> Option<usize> {
        let (row, found) = self.shown(height).nth(line)?;
        matches!(found, Row::Item(_)).then_some(row)
    }

    /// Scrolls so that the cursor is on screen, under its head where that has room.
    pub fn follow(&mut self, height: usize) {
        self.settle(1);
        let height = height.max(1);
        let head = self.cursor > 0 && matches!(self.rows.get(self.cursor - 1), Some(Row::Head(_)));
        let first = self.cursor - usize::from(head && height > 1);
        self.top = self.top.min(first).max((self.cursor + 1).saturating_sub(height));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// Steps off a head: onwards in the direction of travel, else back.
    pub fn settle(&mut self, direction: isize) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let is_item = |row: &usize| matches!(self.rows.get(*row), Some(Row::Item(_)));
        let forwards = (self.cursor..self.rows.len()).find(is_item);
        let backwards = (0..=self.cursor).rev().find(is_item);
        let found = if direction < 0 { backwards.or(forwards) } else { forwards.or(backwards) };
        self.cursor = found.unwrap_or(0);
    }

    /// The lines on screen, with their places: those from the first one on, or so many later that
    /// the cursor is among them where there is less room than thought.
    pub fn shown(&self, height: usize) -> impl Iterator<Item = (usize, &Row<T, H>)> {
        let least = (self.cursor + 1).saturating_sub(height);
        self.rows.iter().enumerate().skip(self.top.max(least)).take(height)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Row};

    fn lines(pattern: &str) -> Lines<char> {
        let row = |c: char| match c {
            '#' => Row::Head(String::new()),
            c => Row::Item(c),
        };
        Lines { rows: pattern.chars().map(row).collect(), ..Lines::default() }
    }

    #[test]
    fn the_cursor_steps_over_heads_and_stops_at_the_ends() {
        let mut list = lines("#ab#c#");
        list.follow(3);
        let mut seen = vec![list.selected().copied()];
        for by in [1, 1, 1, -1, -1, -1] {
            list.go(by, 3);
            seen.push(list.selected().copied());
        }
        assert_eq!(seen, "abccbaa".chars().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn the_head_stays_in_sight_where_it_has_room() {
        let mut list = lines("#abc#d");
        list.go(isize::MAX, 2);
        assert_eq!((list.cursor, list.top), (5, 4));
        list.go(isize::MIN, 2);
        assert_eq!((list.cursor, list.top), (1, 0));
        list.go(isize::MAX, 1);
        assert_eq!((list.cursor, list.top), (5, 5));
    }

    #[test]
    fn scrolling_takes_the_cursor_along_only_where_it_must() {
        let mut list = lines("#abc#def");
        list.go(2, 4);
        list.scroll(1, 4);
        assert_eq!((list.cursor, list.top), (2, 1));
        list.scroll(9, 4);
        assert_eq!((list.cursor, list.top), (5, 4));
        list.scroll(-9, 4);
        assert_eq!((list.cursor, list.top), (3, 0));
        assert_eq!([0, 1, 7].map(|line| list.item_on_screen(line, 4)), [None, Some(1), None]);
    }

    #[test]
    fn in_another_list_the_cursor_stays_on_its_item_or_near_it() {
        for (pattern, expected, is_same) in [
            ("#xab#cde", 'c', true),
            ("c#", 'c', true),
            ("#ab#de", 'd', false),
            ("#e#ab", 'e', false),
            ("#ba", 'b', false),
            ("#x#yz", 'z', false),
        ] {
            let mut before = lines("#ab#cde");
            before.select(|item| *item == 'c');
            let mut now = lines(pattern);
            let kept = now.keep(&before, |a, b| a == b);
            assert_eq!((now.selected(), kept), (Some(&expected), is_same), "{pattern}");
        }
    }

    #[test]
    fn nothing_and_only_heads_have_no_selection() {
        for pattern in ["", "##"] {
            let mut list = lines(pattern);
            list.go(1, 4);
            assert_eq!(list.selected(), None, "{pattern:?}");
        }
    }
}
