//! What health has found: kept in step with the book, listed, put off.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::type_into;
use super::{edit, rows, say, screens};
use crate::app::findings::label;
use crate::health::{Finding, Terms};
use crate::i18n::{Lang, Screen};
use crate::model::{Account, Book, Id, Worded as _};
use crate::time::Date;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::message::Checked;
use crate::tui::model::{
    Board, Input, Lines, Model, Overlay, Row, Said, Size, Snoozing, Stage, Tab,
};

/// How many days a finding is put off when nothing else is typed.
const USUAL_DAYS: &str = "7";

/// Takes in what the worker found.
pub(super) fn checked(model: &mut Model, checked: Checked) {
    let height = rows::page(model.size);
    let Stage::Open(board) = &mut model.stage else { return };
    board.known = checked.known;
    board.catalogue = checked.catalogue;
    board.health = Some(checked.health);
    board.checked = checked.book;
    found(board, height);
    if let Some(fault) = checked.fault {
        say(board, model.now, Said::Fault(fault));
    }
}

/// What was found is new: so are the rows that show it.
fn found(board: &mut Board, height: usize) {
    rebuild(board);
    board.findings.follow(height);
    if rows::asks_for_findings(board) {
        let selected = board.selected().map(|account| account.id);
        rows::rebuild(board);
        if let Some(id) = selected {
            rows::select(board, id);
        }
        board.list.follow(height);
    }
}

/// Brings the findings to the book there is now; looks only at what an edit touched.
pub(super) fn follow(model: &mut Model) {
    let (today, height) = (model.now.date(), rows::page(model.size));
    let Stage::Open(board) = &mut model.stage else { return };
    let Some(health) = &mut board.health else { return };
    if Arc::ptr_eq(&board.checked, &board.book) {
        return;
    }
    if board.checked.platforms != board.book.platforms {
        board.catalogue = board.known.with(&board.book);
    }
    let terms = Terms {
        catalogue: &board.catalogue,
        limits: &model.look.limits,
        today,
        clock_offset: None,
    };
    health.update(&board.checked, &board.book, &terms);
    board.checked = Arc::clone(&board.book);
    found(board, height);
}

/// Makes the rows anew, where they are shown; the cursor stays on its finding or its line.
pub(super) fn rebuild(board: &mut Board) {
    if board.tab != Tab::Health {
        return;
    }
    let Some(health) = &board.health else { return };
    let accounts = sifted(board);
    let kept = |finding: &&Finding| kept(board, &accounts, finding);
    let mut rows = Vec::new();
    let open: Vec<&Finding> = health.findings().filter(kept).collect();
    for group in open.chunk_by(|a, b| a.severity == b.severity) {
        rows.push(Row::Head((group.first().map(|finding| finding.severity), group.len())));
        rows.extend(group.iter().copied().cloned().map(Row::Item));
    }
    if board.snoozed {
        let quiet: Vec<&Finding> = health.snoozed().filter(kept).collect();
        rows.push(Row::Head((None, quiet.len())));
        rows.extend(quiet.into_iter().cloned().map(Row::Item));
    }
    let same =
        |a: &Finding, b: &Finding| (a.rule, a.account, a.about) == (b.rule, b.account, b.about);
    let before = std::mem::replace(&mut board.findings, Lines { rows, ..Lines::default() });
    let kept = board.findings.keep(&before, same);
    board.slipped |= !kept && board.overlay.is_none();
}

/// What each account is called, folded once: what the sieve asks every finding for.
fn sifted(board: &Board) -> HashMap<Id, String> {
    if board.sieve.text().is_empty() {
        return HashMap::new();
    }
    let names = |account: &Account| {
        let names = [&account.store, &account.platform, &account.login, &account.company];
        names.map(|name| name.to_lowercase()).join("\n")
    };
    board.book.accounts.iter().map(|account| (account.id, names(account))).collect()
}

/// Whether a finding falls through the sieve.
fn kept(board: &Board, accounts: &HashMap<Id, String>, finding: &Finding) -> bool {
    if board.sieve.text().is_empty() {
        return true;
    }
    let account = finding.account.and_then(|id| accounts.get(&id)).map_or("", String::as_str);
    let label = finding.about.map(|thing| label(thing, &board.book)).unwrap_or_default();
    board.keeps(&[finding.rule.word(), finding.severity.word(), account, &label])
}

/// Does what a command says on the list.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let (size, lang) = (model.size, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match action {
        Action::Open => go(board, size, lang),
        Action::Snoozed => {
            board.snoozed = !board.snoozed;
            rebuild(board);
            board.findings.follow(rows::page(size));
        }
        Action::Snooze => return snooze(model),
        _ => {}
    }
    Vec::new()
}

/// Goes to the account of the selected finding, or to the thing it is about.
fn go(board: &mut Board, size: Size, lang: Lang) {
    let Some(finding) = board.findings.selected().cloned() else { return };
    screens::go_to(board, finding.account, finding.about, size, lang);
}

/// Asks until when and why; a finding that is put off already is taken up again.
fn snooze(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(finding) = board.findings.selected().cloned() else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    if board.book.snoozes.iter().any(|snooze| finding.is_put_off(snooze, now.date())) {
        let mut book = Book::clone(&board.book);
        book.snoozes.retain(|snooze| !finding.is_of(snooze));
        return edit::commit(board, book, Screen::Woken, *size);
    }
    board.overlay = Some(Overlay::Snoozing(Snoozing {
        finding,
        until: Input::with(USUAL_DAYS),
        reason: Input::default(),
        second: false,
    }));
    Vec::new()
}

pub(super) fn press_snoozing(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let today = model.now.date();
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Snoozing(asked)) = &mut board.overlay else { return Vec::new() };
    match action {
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Cancel | Action::Quit) => board.overlay = None,
        Some(Action::Up) => asked.second = false,
        Some(Action::Down) => asked.second = true,
        Some(Action::Accept) if !asked.second => asked.second = until(asked, today).is_some(),
        Some(Action::Accept) => return put_off(model),
        _ => {
            type_into(asked.line(), key);
        }
    }
    Vec::new()
}

/// The day that was typed, or so many days from today.
pub fn until(asked: &Snoozing, today: Date) -> Option<Date> {
    let text = asked.until.text().trim();
    match text.parse::<i32>() {
        Ok(days) if days > 0 => today.checked_add(jiff::Span::new().try_days(days).ok()?).ok(),
        Ok(_) => None,
        Err(_) => text.parse::<Date>().ok().filter(|day| *day >= today),
    }
}

fn put_off(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, ids, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let today = now.date();
    let Some(Overlay::Snoozing(asked)) = &mut board.overlay else { return Vec::new() };
    let Some(until) = until(asked, today) else {
        asked.second = false;
        return Vec::new();
    };
    let reason = asked.reason.text().trim().to_owned();
    if reason.is_empty() {
        say(board, *now, Said::Screen(Screen::SnoozeNeedsReason));
        return Vec::new();
    }
    let finding = asked.finding.clone();
    board.overlay = None;
    let mut book = Book::clone(&board.book);
    book.snoozes.retain(|snooze| !finding.is_of(snooze));
    let days = (today, until);
    book.snoozes.push(finding.put_off(ids.fresh(*now), days, reason, look.name.clone()));
    let day = crate::text::safe(&until.to_string());
    edit::commit(board, book, Screen::PutOff { day }, *size)
}
