//! What health has found: kept in step with the book, listed, put off.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::type_into;
use super::{edit, rows, say, screens};
use crate::app::findings::label;
use crate::health::{Finding, Terms};
use crate::i18n::Screen;
use crate::model::{Account, Book, Id, Snooze, Thing, Worded as _};
use crate::time::Date;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::message::Checked;
use crate::tui::model::{Board, Input, Model, Overlay, Row, Said, Size, Snoozing, Stage, Tab};

/// How many days a finding is put off when nothing else is typed.
const USUAL_DAYS: &str = "7";

/// Takes in what the worker found.
pub(super) fn checked(model: &mut Model, checked: Checked) {
    let Stage::Open(board) = &mut model.stage else { return };
    board.known = checked.known;
    board.catalogue = checked.catalogue;
    board.health = Some(checked.health);
    board.checked = checked.book;
    rebuild(board);
    if let Some(fault) = checked.fault {
        say(board, model.now, Said::Fault(fault));
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
    rebuild(board);
    board.findings.follow(height);
}

/// Makes the rows anew, where they are shown; the cursor stays on its finding or its line.
pub(super) fn rebuild(board: &mut Board) {
    if board.tab != Tab::Health {
        return;
    }
    let Some(health) = &board.health else { return };
    let selected = board.findings.selected().cloned();
    let mut rows = Vec::new();
    let mut head = None;
    let accounts = sifted(board);
    let kept = |finding: &&Finding| kept(board, &accounts, finding);
    for finding in health.findings().filter(kept) {
        if head != Some(finding.severity) {
            rows.push(Row::Head(Some(finding.severity)));
            head = Some(finding.severity);
        }
        rows.push(Row::Item(finding.clone()));
    }
    if board.snoozed {
        rows.push(Row::Head(None));
        rows.extend(health.snoozed().filter(kept).cloned().map(Row::Item));
    }
    board.findings.rows = rows;
    let same =
        |a: &Finding, b: &Finding| (a.rule, a.account, a.about) == (b.rule, b.account, b.about);
    let row = board.findings.cursor;
    match selected {
        Some(finding) if board.findings.items().any(|item| same(item, &finding)) => {
            board.findings.select(|item| same(item, &finding));
        }
        _ => {
            board.findings.cursor = row;
            board.findings.settle(1);
        }
    }
}

/// The accounts by id, where the sieve will ask for them: one walk instead of one a finding.
fn sifted(board: &Board) -> HashMap<Id, &Account> {
    if board.sieve.text().is_empty() {
        return HashMap::new();
    }
    board.book.accounts.iter().map(|account| (account.id, account)).collect()
}

/// Whether a finding falls through the sieve.
fn kept(board: &Board, accounts: &HashMap<Id, &Account>, finding: &Finding) -> bool {
    if board.sieve.text().is_empty() {
        return true;
    }
    let account = finding.account.and_then(|id| accounts.get(&id).copied());
    let of = |field: fn(&Account) -> &String| account.map_or("", |account| field(account));
    let label = finding.about.map(|thing| label(thing, &board.book)).unwrap_or_default();
    board.keeps(&[
        finding.rule.word(),
        finding.severity.word(),
        of(|account| &account.store),
        of(|account| &account.platform),
        of(|account| &account.login),
        of(|account| &account.company),
        &label,
    ])
}

/// Does what a command says on the list.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let size = model.size;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match action {
        Action::Open => go(board, size),
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
fn go(board: &mut Board, size: Size) {
    let Some(finding) = board.findings.selected().cloned() else { return };
    match (finding.account, finding.about) {
        (Some(account), _) => {
            board.filter.clear();
            screens::show(board, Tab::Accounts, size);
            rows::rebuild(board);
            rows::select(board, account);
        }
        (None, Some(thing)) => {
            screens::show(board, Tab::Devices, size);
            board.things.select(|other: &Thing| *other == thing);
        }
        (None, None) => {}
    }
    screens::follow(board, size);
}

/// Asks until when and why; a finding that is put off already is taken up again.
fn snooze(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(finding) = board.findings.selected().cloned() else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let is_it = |snooze: &Snooze| {
        snooze.rule == finding.rule.word()
            && snooze.account == finding.account
            && snooze.about == finding.about
    };
    if board.book.snoozes.iter().any(|snooze| is_it(snooze) && snooze.until >= now.date()) {
        let mut book = Book::clone(&board.book);
        book.snoozes.retain(|snooze| !is_it(snooze));
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
            type_into(if asked.second { &mut asked.reason } else { &mut asked.until }, key);
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
    let snooze = Snooze {
        id: ids.fresh(*now),
        rule: asked.finding.rule.word().to_owned(),
        account: asked.finding.account,
        about: asked.finding.about,
        until,
        reason,
        by: look.name.clone(),
        on: today,
    };
    board.overlay = None;
    let mut book = Book::clone(&board.book);
    book.snoozes.push(snooze);
    let day = crate::text::safe(&until.to_string());
    edit::commit(board, book, Screen::PutOff { day }, *size)
}
