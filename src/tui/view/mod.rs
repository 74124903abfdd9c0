//! The model on a buffer. Draws, never changes anything; returns where the cursor goes.

mod activity;
mod big;
mod care;
mod columns;
mod conflicts;
mod doubt;
mod drill;
mod enrol;
mod export;
mod findings;
mod first;
mod form;
mod header;
mod import;
mod label;
mod list;
mod locked;
mod menu;
mod page;
mod pane;
mod parts;
mod pen;
mod qr;
mod rest;
mod team;
mod things;
mod tools;
mod vaults;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layout::{Areas, Details, above_notice, areas, inset, under};
use super::model::{Board, Enrol, Matter, Model, Overlay, Size, Stage, Tab, Tone, Veil};
use super::theme::{Mark, Meaning, Theme};
use super::{hint, hit, keymap};
use crate::health::{Health, Severity};
use crate::i18n::Screen;
use crate::model::Worded as _;
use crate::text;
use keymap::{Action, Place};
use page::Page;
use pen::Pen;

/// The most lines that what was said last takes: a command in it that is cut off helps nobody.
const MOST_SAID: u16 = 5;

/// Draws the whole screen. Returns where the terminal's cursor belongs, so that a screen reader
/// finds the selected row and an input method the line being typed.
pub(super) fn view(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let theme = Theme::new(model.look.color, model.look.ascii);
    let mut pen = Pen::new(buffer, theme, model.lang);
    if area.width < 20 || area.height < 3 {
        pen.say(area, Meaning::Text, &Screen::TooSmall);
        return None;
    }
    match &model.stage {
        Stage::Welcome(welcome) => first::draw(model, welcome, area, &mut pen),
        Stage::Locked(locked) => locked::draw(model, locked, area, &mut pen),
        Stage::Open(board) => open(model, board, area, &mut pen),
    }
}

fn open(model: &Model, board: &Board, area: Rect, pen: &mut Pen) -> Option<Position> {
    let details = if board.details { Details::Open } else { Details::Beside };
    let size = Size { width: area.width, height: area.height };
    let areas = areas(size, details);
    header::draw(model, board, areas.header, pen);
    hints(model, areas.hints, pen);
    if let Some(overlay) = &board.overlay {
        return over(model, board, overlay, &areas, area, pen);
    }
    let filter = bar(model, board, areas.bar, pen);
    let covered = details == Details::Open && areas.pane.x == 0;
    if covered {
        let inner = Rect { x: 2, width: areas.pane.width.saturating_sub(4), ..areas.pane };
        aside(model, board, inner, pen);
        notice(model, board, &areas, filter, pen);
        return filter;
    }
    let cursor = match board.tab {
        Tab::Accounts => {
            list::heads(model, areas.heads, pen);
            list::draw(model, board, areas.list, pen)
        }
        Tab::Devices => things::draw(board, areas.heads, areas.list, pen),
        Tab::Health => findings::draw(model, board, areas.heads, areas.list, pen),
        Tab::Activity => activity::draw(board, areas.heads, areas.list, pen),
        Tab::Team => team::draw(board, areas.heads, areas.list, pen),
    };
    if !areas.pane.is_empty() {
        let line = Rect { width: 1, ..areas.pane };
        pen.column(line, Meaning::Faint, Mark::Bar);
        let inner = Rect { x: areas.pane.x + 2, width: areas.pane.width - 2, ..areas.pane };
        aside(model, board, inner, pen);
    }
    let cursor = filter.or(cursor);
    notice(model, board, &areas, cursor, pen);
    cursor
}

/// What lies over the screens.
fn over(
    model: &Model,
    board: &Board,
    overlay: &Overlay,
    areas: &Areas,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    match overlay {
        Overlay::Form(form) => {
            let cursor = form::draw(model, board, form, under(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Big { .. } | Overlay::Pages(_) | Overlay::Compare(_) => {
            full(model, board, overlay, areas, pen)
        }
        Overlay::Enrol(enrol) => {
            let cursor = enrol::draw(model, board, enrol, area, above_notice(areas), pen);
            if matches!(enrol, Enrol::Asked { .. }) {
                notice(model, board, areas, cursor, pen);
            }
            cursor
        }
        Overlay::Parts(parts) => {
            let cursor = parts::draw(model, board, parts, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Care(care) => {
            let cursor = care::draw(board, care, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Snoozing(asked) => {
            let cursor = findings::snoozing(model, board, asked, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            Some(cursor)
        }
        Overlay::Drill(drill) => {
            let cursor = drill::draw(model, board, drill, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Conflicts(conflicts) => {
            let cursor = conflicts::draw(model, board, conflicts, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Doubt { cursor } => {
            let concern = board.concern.as_ref()?;
            let cursor = doubt::draw(concern, *cursor, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Vaults(list) => {
            let cursor = vaults::draw(board, *list, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Admit(admit) => {
            let cursor = team::admit(board, admit, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            Some(cursor)
        }
        Overlay::ShutOut(asked) => {
            let cursor = team::shut_out(model, board, asked, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            Some(cursor)
        }
        Overlay::Import(import) => import::screen(model, board, import, areas, pen),
        Overlay::Rest(rest) => {
            rest::screen(model, board, rest, areas, pen);
            None
        }
        Overlay::Export(export) => export::screen(model, board, export, areas, area, pen),
        Overlay::Ungarble(line) => {
            let cursor = tools::ungarble(line, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            Some(cursor)
        }
        Overlay::Help { top } => {
            menu::help(model, board, board.tab.place(), *top, under(areas), pen);
            None
        }
        Overlay::Commands { query, cursor } => {
            Some(menu::commands(model, board, query, *cursor, under(areas), pen))
        }
        Overlay::Delete { what, word } => {
            let cursor = menu::delete(model, board, *what, word, above_notice(areas), pen);
            notice(model, board, areas, cursor, pen);
            cursor
        }
        Overlay::Leave => {
            menu::leave(model, under(areas), pen);
            None
        }
    }
}

/// What needs every line it can get: that of notices, too, while nothing is said.
fn full(
    model: &Model,
    board: &Board,
    overlay: &Overlay,
    areas: &Areas,
    pen: &mut Pen,
) -> Option<Position> {
    let said = board.notice.is_some();
    let area = if said { above_notice(areas) } else { under(areas) };
    let cursor = match overlay {
        Overlay::Big { account, step } => big::draw(model, board, *account, *step, area, pen),
        Overlay::Compare(compare) => tools::compare(model, board, compare, area, pen),
        Overlay::Pages(pages) => {
            tools::pages(pages, area, pen);
            None
        }
        _ => None,
    };
    if said {
        notice(model, board, areas, cursor, pen);
    }
    cursor
}

/// What is selected, in full.
fn aside(model: &Model, board: &Board, area: Rect, pen: &mut Pen) {
    let page = &mut Page::new(area, pen);
    match board.tab {
        Tab::Accounts => pane::draw(model, board, page),
        Tab::Devices => things::details(model, board, page),
        Tab::Health => findings::details(model, board, page),
        Tab::Activity => activity::details(model, board, page),
        Tab::Team => team::details(model, board, page),
    }
}

/// A remark in an area's upper right corner.
fn corner(said: &Screen, area: Rect, pen: &mut Pen) {
    let said = said.say(pen.lang);
    let width = u16::try_from(text::width(&said)).unwrap_or(0).min(area.width);
    let place = Rect { x: area.right().saturating_sub(width), width, height: 1, ..area };
    pen.text(place, Meaning::Faint, &said);
}

fn bar(model: &Model, board: &Board, area: Rect, pen: &mut Pen) -> Option<Position> {
    if hit::shows_tabs(board) {
        for (tab, name, place) in hit::tabs(model, area) {
            let meaning = if tab == board.tab { Meaning::Selected } else { Meaning::Faint };
            pen.text(place, meaning, &name);
        }
        return None;
    }
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let (n, of) = match board.tab {
        Tab::Accounts => (board.matches, board.book.accounts.len()),
        Tab::Devices => {
            let book = &board.book;
            let all = book.devices.len() + book.numbers.len() + book.people.len();
            (board.things.items().count(), all)
        }
        Tab::Health => {
            let all = board.health.as_ref().map(Health::counts).unwrap_or_default();
            let open: usize = Severity::ALL.iter().map(|severity| all.of(*severity)).sum();
            let quiet = board.health.as_ref().map_or(0, |health| health.snoozed().count());
            let all = open + if board.snoozed { quiet } else { 0 };
            (board.findings.items().count(), all)
        }
        Tab::Activity => {
            let all = board.history.as_ref().map_or(0, |history| history.activity.events.len());
            (board.events.items().count(), all)
        }
        Tab::Team => {
            let all = board.readers().members.len() + board.readers().removed.len();
            let is_one =
                |matter: &&Matter| matches!(matter, Matter::Member(_) | Matter::Removed(_));
            (board.matters.items().filter(is_one).count(), all)
        }
    };
    let of = Screen::Matches { n, of }.say(model.lang);
    let width = u16::try_from(text::width(&of)).unwrap_or(0).min(area.width);
    pen.text(Rect { x: area.right() - width, width, ..area }, Meaning::Faint, &of);
    let line = Rect { width: area.width.saturating_sub(width + 2), ..area };
    let used = pen.text(line, Meaning::Key, "/ ");
    let line = Rect { x: line.x + used, width: line.width.saturating_sub(used), ..line };
    let cursor = pen.input(line, board.query());
    board.filtering.then_some(cursor)
}

/// A place of at most `width` by `height` in the middle of an area.
fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width.saturating_sub(4)), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

fn notice(
    model: &Model,
    board: &Board,
    areas: &Areas,
    cursor: impl Into<Option<Position>>,
    pen: &mut Pen,
) {
    let area = areas.notice;
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(waiting) = board.waiting {
        let seconds = waiting.at.millis_since(model.now).div_ceil(1000);
        let key = hint::name(&model.keymap, Place::List, Action::Clear);
        pen.say(area, Meaning::Look, &Screen::Waiting { seconds, key });
        return;
    }
    let Some(notice) = &board.notice else {
        if let Some(why) = &board.unread {
            pen.text(area, Meaning::Bad, &why.say(model.lang));
            return;
        }
        if let Some(veil) = board.veil.filter(|_| board.codes_shown && board.tab == Tab::Accounts) {
            let said = match veil {
                Veil::Unfocused => Screen::HiddenUnfocused,
                Veil::Idle => Screen::HiddenIdle,
            };
            pen.say(area, Meaning::Faint, &said);
            return;
        }
        // The column cuts sentences; here the selected one is whole.
        if board.tab == Tab::Health && board.overlay.is_none() {
            findings::whole(board, area, pen);
        }
        if board.overlay.is_none() {
            match board.tab {
                Tab::Activity => activity::whole(board, area, pen),
                Tab::Accounts => pane::taken(model, board, area, pen),
                Tab::Devices | Tab::Health | Tab::Team => {}
            }
        }
        return;
    };
    let meaning = match notice.tone() {
        Tone::Calm => Meaning::Good,
        Tone::Alarm => Meaning::Bad,
    };
    let said = notice.text.say(model.lang);
    // Large digits are there to be read from afar, whatever is said of them.
    let most = if matches!(board.overlay, Some(Overlay::Big { .. })) { 1 } else { MOST_SAID };
    let lines = text::wrap(&said, area.width.into()).len();
    let lines = u16::try_from(lines).unwrap_or(most).min(most);
    if lines < 2 || area.is_empty() {
        pen.text(area, meaning, &said);
        return;
    }
    let place = room(areas, lines, cursor.into());
    pen.clear(place);
    pen.wrapped(Rect { x: area.x, width: area.width, ..place }, meaning, &said);
}

/// The lines that what was said covers: those above the hints, unless the cursor is on one of them. Then those
/// above the cursor, or as many on either side of it as there are.
fn room(areas: &Areas, lines: u16, cursor: Option<Position>) -> Rect {
    let (first, last) = (areas.header.bottom(), areas.notice);
    let lines = lines.min(last.bottom().saturating_sub(first));
    let below = |lines: u16| Rect { y: last.bottom() - lines, height: lines, ..last };
    let Some(row) = cursor.map(|at| at.y).filter(|y| below(lines).y <= *y && *y < last.y) else {
        return below(lines);
    };
    let above = row.saturating_sub(first).min(lines);
    if above >= last.bottom() - row - 1 {
        Rect { y: row - above, height: above, ..last }
    } else {
        below(last.bottom() - row - 1)
    }
}

fn hints(model: &Model, area: Rect, pen: &mut Pen) {
    let mut x = area.x + 1;
    for (key, label) in hint::hints(model) {
        let (key, label) = (key.to_string(), label.say(model.lang));
        let width = u16::try_from(text::width(&key) + 1 + text::width(&label)).unwrap_or(u16::MAX);
        if x.saturating_add(width) > area.right() {
            break;
        }
        x += pen.text(Rect { x, width, ..area }, Meaning::Key, &key) + 1;
        x += pen.text(Rect { x, width, ..area }, Meaning::Faint, &label) + 3;
    }
}
