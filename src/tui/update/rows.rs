//! The lines of the list: filtered, ordered, grouped; the cursor and what is on screen.

use std::cmp::Ordering;

use crate::app::shelf::Face;
use crate::model::group::Grouping;
use crate::model::search::Index;
use crate::model::{Book, Id, Worded as _};
use crate::tui::keymap::Action;
use crate::tui::layout::{Details, areas};
use crate::tui::model::{Board, Lines, Row, Size};

/// Makes the rows anew from the book, the filter, the order and the groups.
pub(super) fn rebuild(board: &mut Board) {
    let query = board.filter.text().trim().to_owned();
    if query.is_empty() {
        order(board);
    } else {
        let hits = find(board, &query, None);
        show(board, &hits);
    }
}

/// The filter changed: looks at everything again and goes to the best match.
pub(super) fn refilter(board: &mut Board, size: Size) {
    rebuild(board);
    board.list.cursor = 0;
    board.list.top = 0;
    board.list.follow(page(size));
}

/// The filter got one more character: only the rows there are can still match.
pub(super) fn narrow(board: &mut Board, size: Size) {
    let query = board.filter.text().trim().to_owned();
    if query.is_empty() || query.chars().count() == 1 {
        return refilter(board, size);
    }
    let within: Vec<u32> = board.list.items().copied().collect();
    // A sign of findings that grows by a letter means something else than before.
    let within = (!query.contains(BANG)).then_some(&*within);
    let hits = find(board, &query, within);
    show(board, &hits);
    board.list.cursor = 0;
    board.list.top = 0;
    board.list.follow(page(size));
}

/// What asks for findings in a query.
const BANG: char = '!';

/// The accounts a query finds, best first. A word that begins with `!` asks for findings: any, of a
/// severity (`!high`), or of a rule (`!b09`).
fn find(board: &mut Board, query: &str, within: Option<&[u32]>) -> Vec<u32> {
    let (asked, words): (Vec<&str>, Vec<&str>) =
        query.split_whitespace().partition(|word| word.starts_with(BANG));
    let words = words.join(" ");
    let mut hits = if words.is_empty() {
        order(board);
        board.list.items().copied().collect()
    } else {
        let index = board.index.get_or_insert_with(|| Index::new(&board.book));
        index.find(&words, within)
    };
    let Some(health) = &board.health else {
        // Nothing is known to be wrong before somebody looked.
        if !asked.is_empty() {
            hits.clear();
        }
        return hits;
    };
    for word in asked {
        let word = word.trim_start_matches(BANG).to_lowercase();
        hits.retain(|index| {
            let account = &board.book.accounts[*index as usize];
            health.of(account.id).iter().any(|finding| {
                let rule = finding.rule.word().to_lowercase();
                rule.starts_with(&word) || finding.severity.word().starts_with(&word)
            })
        });
    }
    hits
}

/// Whether the rows hang on what health finds.
pub(super) fn asks_for_findings(board: &Board) -> bool {
    board.filter.text().contains(BANG)
}

fn show(board: &mut Board, hits: &[u32]) {
    board.list.rows = hits.iter().map(|&index| Row::Item(index)).collect();
    board.matches = hits.len();
}

fn order(board: &mut Board) {
    let (book, vaults) = (&board.book, &board.vaults);
    let accounts = &book.accounts;
    let (sort, grouping) = (board.sort, board.grouping);
    let mut order: Vec<u32> = (0..u32::try_from(accounts.len()).unwrap_or(u32::MAX)).collect();
    let at = |index: u32| &accounts[index as usize];
    let group = |index: u32| match grouping {
        Grouping::Vault => first_vault(book, vaults, at(index).id),
        _ => grouping.name(at(index), book),
    };
    order.sort_by(|&a, &b| {
        at(b)
            .pinned
            .cmp(&at(a).pinned)
            .then_with(|| last_if_empty(group(a), group(b)))
            .then_with(|| sort.compare(at(a), at(b)))
    });
    board.matches = order.len();
    board.list.rows = Vec::with_capacity(order.len());
    let mut head: Option<(bool, &str)> = None;
    for index in order {
        let here = (at(index).pinned, group(index));
        // Pinned rows stand above the groups, in none of them.
        let grouped = grouping != Grouping::None && !here.0;
        if grouped && head != Some(here) {
            board.list.rows.push(Row::Head(here.1.to_owned()));
            head = Some(here);
        }
        board.list.rows.push(Row::Item(index));
    }
}

/// The name of the first vault an account stands in.
fn first_vault<'a>(book: &Book, vaults: &'a [Face], account: Id) -> &'a str {
    let first = book.homes.of(account).and_then(|home| home.places().next());
    first.and_then(|place| vaults.get(place)).map_or("", |face| &face.name)
}

fn last_if_empty(a: &str, b: &str) -> Ordering {
    a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b))
}

/// Puts the cursor on an account; on the first row when it is not there.
pub(super) fn select(board: &mut Board, id: Id) {
    let book = std::sync::Arc::clone(&board.book);
    board.list.select(|&index| book.accounts.get(index as usize).is_some_and(|a| a.id == id));
}

/// Moves the cursor of a list so many lines high, where an action is one that moves.
pub(super) fn walk<T, H>(lines: &mut Lines<T, H>, action: Option<Action>, height: usize) {
    if let Some(by) = action.and_then(|action| step(action, height)) {
        lines.go(by, height);
    }
}

/// How many lines an action moves by, in a list so many lines high.
pub(super) fn step(action: Action, height: usize) -> Option<isize> {
    let page = isize::try_from(height).unwrap_or(1);
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        _ => return None,
    })
}

/// Rows of the list on screen; at least one.
pub(super) fn page(size: Size) -> usize {
    usize::from(areas(size, Details::Beside).list.height).max(1)
}
