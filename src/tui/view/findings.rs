//! The list of findings, worst first.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::label;
use super::page::Page;
use super::pen::Pen;
use crate::app::{findings, words};
use crate::health::Finding;
use crate::i18n::{Playbook, Screen, Word};
use crate::model::{Account, Snooze, Worded as _};
use crate::text::{self, Safe, safe};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Board, Model, Row, Snoozing};
use crate::tui::theme::Meaning;
use crate::tui::update::until;

/// Columns of the rule's code, and of who it concerns.
const RULE: u16 = 4;

fn subject_width(width: u16) -> u16 {
    (width / 3).clamp(12, 34)
}

pub(super) fn draw(
    model: &Model,
    board: &Board,
    heads: Rect,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let Some(health) = &board.health else {
        pen.say(inset(area), Meaning::Faint, &Screen::Checking);
        return None;
    };
    if board.findings.rows.is_empty() && !board.sieve.text().is_empty() {
        pen.say(inset(area), Meaning::Faint, &Screen::NothingHere);
        return None;
    }
    if board.findings.rows.is_empty() {
        let n = health.snoozed().count();
        let key = hint::name(&model.keymap, Place::Health, Action::Snoozed);
        let said = match (board.book.accounts.is_empty(), n) {
            (true, _) => Screen::NothingToCheck,
            (false, 0) => Screen::Healthy,
            (false, n) => Screen::OnlyPutOff { n, key },
        };
        pen.wrapped(inset(area), Meaning::Good, &said.say(model.lang));
        return None;
    }
    let subject = subject_width(area.width);
    let words =
        [(5, Word::Rule), (5 + RULE + 1, Word::Account), (6 + RULE + 1 + subject, Word::Finding)];
    for (x, word) in words {
        let word = word.say(pen.lang);
        let cell = Rect { x: heads.x + x, width: heads.width.saturating_sub(x), ..heads };
        pen.text(cell, Meaning::Faint, &word);
    }
    let mut cursor = None;
    for ((index, row), y) in board.findings.shown(area.height.into()).zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        match row {
            Row::Head((severity, n)) => {
                let word = match severity {
                    Some(severity) => words::severity(*severity).say(pen.lang),
                    None => Screen::PutOffHead.say(pen.lang),
                };
                let name = format!("{word}  {n}");
                let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
                pen.text(line, Meaning::Group, &name);
            }
            Row::Item(finding) => {
                let selected = index == board.findings.cursor;
                if selected {
                    cursor = Some(Position::new(area.x, y));
                }
                draw_row(board, finding, selected, line, pen);
            }
        }
    }
    cursor
}

fn draw_row(board: &Board, finding: &Finding, selected: bool, line: Rect, pen: &mut Pen) {
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(line, style);
    }
    let (mark, meaning) = label::severity(finding.severity);
    let meaning_of = |meaning| if selected { Meaning::Selected } else { meaning };
    let at = |x: u16, width: u16| Rect { x: line.x + x, width, ..line }.intersection(line);
    pen.text(at(3, 1), meaning_of(meaning), pen.theme.mark(mark));
    pen.text(at(5, RULE), meaning_of(Meaning::Faint), finding.rule.word());
    let account = finding.account.and_then(|id| board.book.account(id));
    let subject = subject_width(line.width);
    let start = 5 + RULE + 1;
    pen.text(at(start, subject), meaning_of(Meaning::Text), &concerned(board, finding, account));
    let start = start + subject + 1;
    let sentence = findings::sentence(finding, account, &board.book, pen.lang);
    pen.text(at(start, line.width.saturating_sub(start)), meaning_of(Meaning::Text), &sentence);
    if selected {
        let mark = pen.theme.mark(crate::tui::theme::Mark::Cursor);
        pen.text(Rect { width: 1, ..line }, Meaning::Selected, mark);
    }
}

/// The selected sentence on one line.
pub(super) fn whole(board: &Board, area: Rect, pen: &mut Pen) {
    let Some(finding) = board.findings.selected() else { return };
    let account = finding.account.and_then(|id| board.book.account(id));
    let sentence = findings::sentence(finding, account, &board.book, pen.lang);
    pen.text(area, Meaning::Text, &sentence);
}

/// `Hikari Outdoor · Amazon`, or the thing.
fn concerned(board: &Board, finding: &Finding, account: Option<&Account>) -> String {
    match (account, finding.about) {
        (Some(account), _) => {
            Safe::new(&format!("{} · {}", account.title(), account.platform)).to_string()
        }
        (None, Some(thing)) => findings::label(thing, &board.book),
        (None, None) => String::new(),
    }
}

/// The selected one in full, with what to do.
pub(super) fn details(model: &Model, board: &Board, page: &mut Page) {
    let Some(finding) = board.findings.selected() else { return };
    let lang = model.lang;
    let account = finding.account.and_then(|id| board.book.account(id));
    let (mark, meaning) = label::severity(finding.severity);
    let severity = words::severity(finding.severity).say(lang);
    let title = format!("{} {severity} · {}", page.pen.theme.mark(mark), finding.rule.word());
    page.line(meaning, &title);
    page.gap();
    page.line(Meaning::Text, &findings::sentence(finding, account, &board.book, lang));
    page.gap();
    if let Some(account) = account {
        page.field(&Word::Store, account.title());
        page.field(&Word::Platform, &account.platform);
        page.field(&Word::Login, &account.login);
        page.field(&Word::Company, &account.company);
    }
    for thing in findings::things(finding, &board.book) {
        let word = match thing {
            crate::model::Thing::Device(_) => Word::Device,
            crate::model::Thing::Number(_) => Word::Number,
            crate::model::Thing::Person(_) => Word::Holder,
        };
        page.field(&word, &findings::label(thing, &board.book));
    }
    page.gap();
    if let Some(playbook) = Playbook::from_number(finding.rule.playbook()) {
        let key = hint::name(&model.keymap, Place::Health, Action::Playbook);
        page.line(
            Meaning::Key,
            &Screen::SeePlaybook { key, title: safe(playbook.title(lang)) }.say(lang),
        );
    }
    let is_it = |snooze: &&Snooze| finding.is_put_off(snooze, model.now.date());
    if let Some(snooze) = board.book.snoozes.iter().find(is_it) {
        let (day, by) = (safe(&snooze.until.to_string()), safe(&snooze.by));
        page.gap();
        page.line(Meaning::Look, &Screen::PutOffUntil { day, by }.say(lang));
        page.line(Meaning::Faint, Safe::new(&snooze.reason).as_str());
    }
}

pub(super) fn snoozing(
    model: &Model,
    board: &Board,
    asked: &Snoozing,
    area: Rect,
    pen: &mut Pen,
) -> Position {
    let area = inset(area);
    let lang = model.lang;
    let account = asked.finding.account.and_then(|id| board.book.account(id));
    pen.say(area, Meaning::Title, &Screen::SnoozeTitle);
    let said = findings::sentence(&asked.finding, account, &board.book, lang);
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let concerned = concerned(board, &asked.finding, account);
    let used = pen.wrapped(
        below,
        Meaning::Faint,
        &format!("{} {concerned}: {said}", asked.finding.rule.word()),
    );
    let row = |n: u16| Rect { y: below.y + used + n, height: 1, ..area }.intersection(area);
    let day = until(asked, model.now.date());
    pen.say(row(1), Meaning::Text, &Screen::SnoozeUntil);
    let first = pen.prompt(row(2), &asked.until);
    let beside = match day {
        Some(day) => day.to_string(),
        None => Screen::SnoozeNoDay.say(lang),
    };
    let width = u16::try_from(text::width(asked.until.text())).unwrap_or(0);
    let x = (area.x + width + 5).min(area.right());
    let rest = Rect { x, width: area.right().saturating_sub(x), ..row(2) };
    pen.text(rest, if day.is_some() { Meaning::Faint } else { Meaning::Bad }, &beside);
    pen.say(row(4), Meaning::Text, &Screen::SnoozeReason);
    let second = pen.prompt(row(5), &asked.reason);
    if asked.second { second } else { first }
}
