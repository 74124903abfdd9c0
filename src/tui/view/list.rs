//! The list of accounts: only the rows on screen are looked at, only their codes computed.

use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::label;
use super::pen::Pen;
use crate::app::words;
use crate::health::Severity;
use crate::i18n::{Activity, Screen, Shift, Word};
use crate::model::{Account, arrival, backup};
use crate::otp::Code;
use crate::text::{Safe, safe, width};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::layout::{BAR, Bars, Columns, PREFIX, columns};
use crate::tui::model::{Board, Model, Row};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn heads(model: &Model, area: Rect, pen: &mut Pen) {
    let columns = columns(area.width, bars(model));
    let mut x = area.x + PREFIX;
    let heads = [
        (columns.store, Word::Store),
        (columns.platform, Word::Platform),
        (columns.sites, Word::Sites),
        (columns.code, Word::Code),
        (columns.bar, Word::Left),
        (columns.backup, Word::Backup),
    ];
    for (width, word) in heads {
        if width > 1 {
            let word = word.say(pen.lang);
            pen.text(Rect { x, width, ..area }, Meaning::Faint, &word);
        }
        if width > 0 {
            x += width + 1;
        }
    }
}

pub(super) fn draw(model: &Model, board: &Board, area: Rect, pen: &mut Pen) -> Option<Position> {
    if board.list.rows.is_empty() {
        empty(model, board, area, pen);
        return None;
    }
    let columns = columns(area.width, bars(model));
    let mut cursor = None;
    for ((index, row), y) in board.list.shown(area.height.into()).zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        match row {
            Row::Head(name) => group(name, line, pen),
            Row::Item(_) => {
                let Some(account) = board.account_at(index) else { continue };
                let selected = index == board.list.cursor;
                if selected {
                    cursor = Some(Position::new(area.x, y));
                }
                draw_row(model, board, account, selected, columns, line, pen);
            }
        }
    }
    cursor
}

fn bars(model: &Model) -> Bars {
    if model.look.lean { Bars::Spared } else { Bars::Shown }
}

fn empty(model: &Model, board: &Board, area: Rect, pen: &mut Pen) {
    let area = Rect {
        x: area.x + 2,
        y: area.y + area.height.min(2) / 2,
        width: area.width.saturating_sub(3),
        height: area.height,
    };
    if board.shift.is_some() && board.book.accounts.is_empty() {
        let key = hint::name(&model.keymap, Place::List, Action::Quit);
        let said = Shift::Nobody { key }.say(model.lang);
        pen.wrapped(area, Meaning::Faint, &said);
        return;
    }
    let said = if board.book.accounts.is_empty() {
        Screen::NoAccounts {
            add: hint::name(&model.keymap, Place::List, Action::Add),
            import: hint::name(&model.keymap, Place::List, Action::Import),
        }
    } else {
        Screen::NothingMatches
    };
    let said = said.say(model.lang);
    pen.wrapped(area, Meaning::Faint, &said);
}

fn group(name: &str, line: Rect, pen: &mut Pen) {
    let name = Safe::new(name).to_string();
    let name = if name.is_empty() { Screen::NoGroup.say(pen.lang) } else { name };
    let line = Rect { x: line.x + PREFIX, width: line.width.saturating_sub(PREFIX), ..line };
    pen.text(line, Meaning::Group, &name);
}

fn draw_row(
    model: &Model,
    board: &Board,
    account: &Account,
    selected: bool,
    columns: Columns,
    line: Rect,
    pen: &mut Pen,
) {
    let mut x = line.x + PREFIX;
    let mut next = |width: u16| {
        let cell = Rect { x, width, ..line };
        x += if width > 0 { width + 1 } else { 0 };
        cell
    };
    if selected {
        let mark = pen.theme.mark(Mark::Cursor);
        pen.text(Rect { width: 1, ..line }, Meaning::Text, mark);
    }
    // That a row is pinned is seen by its place; that its values clash only here.
    let clash = (!account.conflicts.is_empty()).then_some(Mark::Clash);
    let mark = clash.or(account.pinned.then_some(Mark::Pin));
    if let Some(mark) = mark {
        let mark = pen.theme.mark(mark);
        pen.text(Rect { x: line.x + 1, width: 1, ..line }, Meaning::Look, mark);
    }
    let worst = board.health.as_ref().and_then(|health| health.worst(account.id));
    // What can wait a day is said on its own screen; a list full of marks says nothing.
    if worst == Some(Severity::Critical) {
        let (mark, meaning) = label::severity(Severity::Critical);
        let mark = pen.theme.mark(mark);
        pen.text(Rect { x: line.x + 2, width: 1, ..line }, meaning, mark);
    }
    pen.text(next(columns.store), Meaning::Text, Safe::new(account.title()).as_str());
    pen.text(next(columns.platform), Meaning::Text, Safe::new(&account.platform).as_str());
    let cell = next(columns.sites);
    pen.text(cell, Meaning::Faint, &label::sites(&account.marketplaces, cell.width.into()));
    let code = next(columns.code);
    let bar = next(columns.bar);
    let filled = if account.key.is_some() {
        draw_code(model, board, account, code, bar, pen)
    } else {
        let wide = Rect { width: code.width + bar.width + u16::from(bar.width > 0), ..code };
        keyless(model, board, account, wide, pen);
        None
    };
    // Whoever is about to type a code somebody else is using must see that first.
    if let Some((who, n)) = board.taken_by(account, model.now).filter(|_| columns.backup > 1) {
        let cell = next(columns.backup);
        let mark = pen.theme.mark(Mark::Look);
        let used = pen.text(cell, Meaning::Look, mark);
        let rest =
            Rect { x: cell.x + used + 1, width: cell.width.saturating_sub(used + 1), ..cell };
        let who = safe(who);
        let said = Activity::ShortBy { who: who.clone(), n }.say(model.lang);
        let short = model.look.lean || width(&said) > usize::from(rest.width);
        pen.text(rest, Meaning::Look, if short { who.as_str() } else { &said });
        finish(selected, line, bar, filled, pen);
        return;
    }
    let status = backup(account, &board.book, model.now.date(), model.look.stale_after);
    let (mark, meaning) = label::backup(status);
    let cell = next(columns.backup);
    let used = pen.text(cell, meaning, pen.theme.mark(mark));
    let rest = Rect { x: cell.x + used + 1, width: cell.width.saturating_sub(used + 1), ..cell };
    let rest = if columns.backup > 1 { rest } else { Rect::default() };
    pen.text(rest, meaning, &words::backup(status).say(model.lang));
    finish(selected, line, bar, filled, pen);
}

/// What goes over everything in a row: that it is selected, and its bar.
fn finish(selected: bool, line: Rect, bar: Rect, filled: Option<Rect>, pen: &mut Pen) {
    if selected {
        select(line, filled.map(|_| bar), pen);
    }
    if let Some(filled) = filled {
        // Code and bar share a colour, so that a roll-over of all rows switches only the reversal;
        // that a code is about to end is said by the header's seconds.
        let style = pen.theme.style(Meaning::Code).add_modifier(Modifier::REVERSED);
        pen.tint(filled, style);
    }
}

/// Reverses a row, in one colour. Its bar stays as it is in every row: reversed spaces on a reversed
/// row would be a hole.
fn select(line: Rect, bar: Option<Rect>, pen: &mut Pen) {
    let style = pen.theme.style(Meaning::Selected);
    let hole =
        bar.filter(|bar| bar.width > 0).unwrap_or(Rect { x: line.right(), width: 0, ..line });
    pen.tint(Rect { width: hole.x - line.x, ..line }, style);
    pen.tint(Rect { x: hole.right(), width: line.right() - hole.right(), ..line }, style);
}

/// A code in halves, for the eye; in one piece over a slow line, where the gap costs each row a third
/// of its bytes.
fn told(model: &Model, code: &Code) -> String {
    if model.look.lean { code.expose().to_owned() } else { code.grouped() }
}

/// Draws the code and returns the filled part of its bar.
fn draw_code(
    model: &Model,
    board: &Board,
    account: &Account,
    code: Rect,
    bar: Rect,
    pen: &mut Pen,
) -> Option<Rect> {
    let key = account.key.as_ref()?;
    if key.lacks_pin() {
        let wide = Rect { width: code.width + bar.width + u16::from(bar.width > 0), ..code };
        pen.text(wide, Meaning::Look, &Word::PinMissing.say(model.lang));
        return None;
    }
    let window = key.window(model.now);
    let shown = board.shows(account, model.now);
    let revealed = board.revealed(account.id, model.now).and_then(|revealed| revealed.step);
    match (window, revealed) {
        (Some(window), _) if shown => {
            pen.text(code, Meaning::Code, &told(model, &key.code_at_step(window.step)));
        }
        (None, Some(step)) => {
            pen.text(code, Meaning::Code, &told(model, &key.code_at_step(step)));
        }
        (Some(_), _) => {
            let half = "*".repeat(usize::from(key.digits()).div_ceil(2));
            pen.text(code, Meaning::Faint, &format!("{half} {half}"));
        }
        (None, _) => {
            let wide = Rect { width: code.width + bar.width + 1, ..code };
            if board.shift.is_some() {
                pen.text(wide, Meaning::Faint, &Shift::Counts.say(model.lang));
            } else {
                let key = hint::name(&model.keymap, Place::List, Action::Copy);
                pen.say(wide, Meaning::Faint, &Screen::PressForCounter { key });
            }
        }
    }
    let window = window?;
    let cells = u32::from(BAR.min(bar.width));
    let filled = (window.left * cells).div_ceil(window.period);
    let width = u16::try_from(filled.min(cells)).unwrap_or(0);
    (width > 0).then_some(Rect { width, ..bar })
}

fn keyless(model: &Model, board: &Board, account: &Account, area: Rect, pen: &mut Pen) {
    let line = match arrival(account, &board.book) {
        Some(arrival) => words::arrival(&arrival, model.lang),
        None => pen.theme.mark(Mark::None).to_owned(),
    };
    pen.text(area, Meaning::Faint, safe(&line).as_str());
}
