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
    fn nothing_and_only_heads_have_no_selection() {
        for pattern in ["", "##"] {
            let mut list = lines(pattern);
            list.go(1, 4);
            assert_eq!(list.selected(), None, "{pattern:?}");
        }
    }
}
