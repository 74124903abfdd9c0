//! The lines of the list: filtered, ordered, grouped; the cursor and what is on screen.

use std::cmp::Ordering;

use crate::model::search::Index;
use crate::model::{Backup, Id, backup};
use crate::time::Moment;
use crate::tui::layout::{Details, areas};
use crate::tui::model::{Board, Row, Size};

/// Makes the rows anew from the book, the filter, the order and the groups.
pub(super) fn rebuild(board: &mut Board) {
    let query = board.filter.text().trim().to_owned();
    if query.is_empty() {
        order(board);
    } else {
        let index = board.index.get_or_insert_with(|| Index::new(&board.book));
        let hits = index.find(&query, None);
        show(board, &hits);
    }
}

/// The filter changed: looks at everything again and goes to the best match.
pub(super) fn refilter(board: &mut Board, size: Size) {
    rebuild(board);
    board.cursor = 0;
    board.top = 0;
    settle(board, 1);
    follow(board, size);
}

/// The filter got one more character: only the rows there are can still match.
pub(super) fn narrow(board: &mut Board, size: Size) {
    let query = board.filter.text().trim().to_owned();
    if query.is_empty() || query.chars().count() == 1 {
        return refilter(board, size);
    }
    let index = board.index.get_or_insert_with(|| Index::new(&board.book));
    let within: Vec<u32> = board
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Account(index) => Some(*index),
            Row::Group(_) => None,
        })
        .collect();
    let hits = index.find(&query, Some(&within));
    show(board, &hits);
    board.cursor = 0;
    board.top = 0;
    follow(board, size);
}

fn show(board: &mut Board, hits: &[u32]) {
    board.rows = hits.iter().map(|&index| Row::Account(index)).collect();
    board.matches = hits.len();
}

fn order(board: &mut Board) {
    let book = &board.book;
    let accounts = &book.accounts;
    let (sort, grouping) = (board.sort, board.grouping);
    let mut order: Vec<u32> = (0..u32::try_from(accounts.len()).unwrap_or(u32::MAX)).collect();
    let at = |index: u32| &accounts[index as usize];
    let group = |index: u32| grouping.name(at(index), book);
    order.sort_by(|&a, &b| {
        at(b)
            .pinned
            .cmp(&at(a).pinned)
            .then_with(|| last_if_empty(group(a), group(b)))
            .then_with(|| sort.compare(at(a), at(b)))
    });
    board.matches = order.len();
    board.rows = Vec::with_capacity(order.len());
    let mut head: Option<(bool, &str)> = None;
    for index in order {
        let here = (at(index).pinned, group(index));
        // Pinned rows stand above the groups, in none of them.
        let grouped = grouping != crate::model::group::Grouping::None && !here.0;
        if grouped && head != Some(here) {
            board.rows.push(Row::Group(here.1.to_owned()));
            head = Some(here);
        }
        board.rows.push(Row::Account(index));
    }
}

fn last_if_empty(a: &str, b: &str) -> Ordering {
    a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b))
}

/// Puts the cursor on an account; on the first row when it is not there.
pub(super) fn select(board: &mut Board, id: Id) {
    let found =
        (0..board.rows.len()).find(|&row| board.account_at(row).is_some_and(|a| a.id == id));
    board.cursor = found.unwrap_or(0);
    settle(board, 1);
}

/// Moves the cursor by rows, stopping at the ends.
pub(super) fn go(board: &mut Board, by: isize, size: Size) {
    let last = board.rows.len().saturating_sub(1);
    board.cursor = board.cursor.saturating_add_signed(by).min(last);
    settle(board, by);
    follow(board, size);
}

/// Steps off a group's head: onwards in the direction of travel, else back.
fn settle(board: &mut Board, direction: isize) {
    board.cursor = board.cursor.min(board.rows.len().saturating_sub(1));
    let is_account = |row: &usize| matches!(board.rows.get(*row), Some(Row::Account(_)));
    let forwards = (board.cursor..board.rows.len()).find(is_account);
    let backwards = (0..=board.cursor).rev().find(is_account);
    let found = if direction < 0 { backwards.or(forwards) } else { forwards.or(backwards) };
    board.cursor = found.unwrap_or(0);
}

/// Scrolls so that the cursor is on screen.
pub(super) fn follow(board: &mut Board, size: Size) {
    settle(board, 1);
    let height = page(size);
    let head = board.cursor > 0 && matches!(board.rows.get(board.cursor - 1), Some(Row::Group(_)));
    let first = board.cursor - usize::from(head && height > 1);
    board.top = board.top.min(first).max((board.cursor + 1).saturating_sub(height));
    board.top = board.top.min(board.rows.len().saturating_sub(height));
}

/// Rows of the list on screen; at least one.
pub(super) fn page(size: Size) -> usize {
    usize::from(areas(size, Details::Beside).list.height).max(1)
}

/// Counts the accounts whose backup is gone or fails, and those whose backup needs a look.
pub(super) fn count(board: &mut Board, now: Moment, stale_after: u32) {
    let today = now.date();
    let (mut gone, mut look) = (0, 0);
    for account in &board.book.accounts {
        match backup(account, &board.book, today, stale_after) {
            Backup::Lost | Backup::Failed => gone += 1,
            Backup::Stale { .. } | Backup::Untested | Backup::None | Backup::Retired => look += 1,
            Backup::Ok { .. } => {}
        }
    }
    board.alarms = (gone, look);
    board.counted_on = Some(today);
}
