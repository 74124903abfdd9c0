//! One account in full.

use super::label;
use super::page::Page;
use super::pen::Pen;
use ratatui::layout::Rect;

use crate::app::{findings, words};
use crate::i18n::{Activity, Screen, Team, Word};
use crate::model::{
    Account, Book, KeyCopy, Method, MethodKind, Number, Worded as _, backup_method,
};
use crate::otp::{Key, Kind};
use crate::text::{Safe, joined, safe};
use crate::time::days_between;
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Board, Model};
use crate::tui::theme::Meaning;

pub(super) fn draw(model: &Model, board: &Board, page: &mut Page) {
    let Some(account) = board.selected() else { return };
    page.line(Meaning::Title, Safe::new(account.title()).as_str());
    page.line(Meaning::Faint, Safe::new(&account.platform).as_str());
    let has_space = account.marketplaces.iter().any(|site| site.contains(char::is_whitespace));
    let sites = account.marketplaces.join(if has_space { ", " } else { " " });
    if !account.conflicts.is_empty() {
        let key = hint::name(&model.keymap, Place::List, Action::Conflicts);
        let said = Team::ClashingHere { n: account.conflicts.len(), key };
        page.line(Meaning::Look, &said.say(model.lang));
    }
    page.gap();
    if let Some(key) = &account.key {
        codes(model, board, account, key, page);
        page.gap();
    }
    page.field(&Word::Login, &account.login);
    page.field(&Word::Sites, &sites);
    page.field(&Word::Company, &account.company);
    page.field(&Word::Tags, &account.tags.join(" "));
    page.field(&Word::Vault, &board.vaults_of(account.id).collect::<Vec<_>>().join(" + "));
    page.field(&Word::Note, &joined(&account.note));
    page.gap();
    let title = Screen::Methods.say(model.lang);
    page.line(Meaning::Group, &title);
    if account.methods.is_empty() && account.key.is_none() {
        let none = Screen::NoMethods.say(model.lang);
        page.line(Meaning::Faint, &none);
    }
    if account.key.is_some() && !account.methods.iter().any(|m| m.kind == MethodKind::Totp) {
        let line = Screen::OnVault.say(model.lang);
        page.line(Meaning::Text, &line);
    }
    for method in &account.methods {
        draw_method(model, board, (account, method), page);
    }
    for copy in account.copies.iter().filter(|copy| copy.removed.is_none()) {
        draw_copy(account, &board.book, copy, page);
    }
    draw_recovery(account, page);
    draw_findings(model, board, account, page);
}

fn codes(model: &Model, board: &Board, account: &Account, key: &Key, page: &mut Page) {
    let step = match key.window(model.now) {
        Some(window) => board.shows(account, model.now).then_some(window.step),
        None => board.revealed(account.id, model.now).and_then(|revealed| revealed.step),
    };
    if key.lacks_pin() {
        let key = hint::name(&model.keymap, Place::List, Action::Edit);
        page.line(Meaning::Look, &Screen::PinMissing { key }.say(model.lang));
    } else if let Some(step) = step {
        page.line(Meaning::Code, &key.code_at_step(step).grouped());
        if key.window(model.now).is_some() {
            let next = key.code_at_step(step.saturating_add(1)).grouped();
            let said = Screen::NextCode { code: safe(&next) }.say(model.lang);
            page.line(Meaning::Faint, &said);
        }
        if let Some((who, n)) = board.taken_by(account, model.now) {
            page.line(Meaning::Look, &taken_by(model, who, n).say(model.lang));
        }
        if board.taken == Some((account.id, step)) {
            page.line(Meaning::Look, &Screen::CopiedAlready.say(model.lang));
        }
    }
    let algorithm = safe(&key.algorithm().word().to_ascii_uppercase());
    let digits = key.digits();
    let said = match key.kind() {
        Kind::Totp { period } => Screen::EveryPeriod { n: period, digits, algorithm },
        Kind::Hotp { counter } => Screen::CounterAt { n: counter, digits, algorithm },
        Kind::Steam => Screen::SteamCode,
        Kind::Motp => Screen::MotpCode,
        Kind::Yandex => Screen::YandexCode,
    };
    page.line(Meaning::Faint, &said.say(model.lang));
}

/// That somebody else copied the selected code, on one line.
pub(super) fn taken(model: &Model, board: &Board, area: Rect, pen: &mut Pen) {
    let taken = board.selected().and_then(|account| board.taken_by(account, model.now));
    if let Some((who, n)) = taken {
        let said = taken_by(model, who, n).say(model.lang);
        pen.text(area, Meaning::Look, &said);
    }
}

/// The same in a sentence. Over a slow line no seconds are counted.
fn taken_by(model: &Model, who: &str, n: u64) -> Activity {
    let who = safe(who);
    if model.look.lean { Activity::CopiedByNow { who } } else { Activity::CopiedBy { who, n } }
}

/// `key copy  app  P-03, held by Li`
fn draw_copy(account: &Account, book: &Book, copy: &KeyCopy, page: &mut Page) {
    let lang = page.pen.lang;
    let device = copy.device.and_then(|id| book.device(id));
    let holder = copy.holder.or_else(|| device?.holder).and_then(|id| book.person(id));
    let mut places: Vec<String> = Vec::new();
    places.extend(device.map(|device| Safe::new(&device.label).to_string()));
    places.extend((!copy.place.is_empty()).then(|| Safe::new(&copy.place).to_string()));
    places.extend(holder.map(|person| Safe::new(&person.name).to_string()));
    places.extend(words::copy_over(copy).map(|over| over.say(lang)));
    let kind = words::copy(copy).say(lang);
    let is_past = account.is_copy_past(copy);
    places.extend(is_past.then(|| Word::OfKeyBefore.say(lang)));
    let is_odd = copy.kind.is_outside() || is_past;
    let meaning = if is_odd { Meaning::Look } else { Meaning::Text };
    let word = Word::KeyCopy.say(lang);
    page.line(meaning, &format!("{word}  {kind}  {}", places.join(", ")));
}

fn draw_recovery(account: &Account, page: &mut Page) {
    let Some(recovery) = &account.recovery else { return };
    let said = match recovery.left() {
        Some(n) => Screen::RecoveryLeft { n },
        None => Screen::RecoveryUncounted,
    };
    page.line(Meaning::Text, &said.say(page.pen.lang));
    if !recovery.place.is_empty() {
        page.indented(Meaning::Faint, Safe::new(&recovery.place).as_str());
    }
}

/// `! B15 One person holds both`
fn draw_findings(model: &Model, board: &Board, account: &Account, page: &mut Page) {
    let found = board.health.as_ref().map_or(&[][..], |health| health.of(account.id));
    if found.is_empty() {
        return;
    }
    page.gap();
    let key = hint::name(&model.keymap, Place::List, Action::Playbook);
    page.line(Meaning::Group, &Screen::FindingsHead { key }.say(model.lang));
    for finding in found {
        let (mark, meaning) = label::severity(finding.severity);
        let mark = page.pen.theme.mark(mark);
        let said = findings::sentence(finding, Some(account), &board.book, model.lang);
        page.line(meaning, &format!("{mark} {} {said}", finding.rule.word()));
    }
}

/// `backup  SMS  +86•••1234, P-07`, then who holds it, then how it stands.
fn draw_method(
    model: &Model,
    board: &Board,
    (account, method): (&Account, &Method),
    page: &mut Page,
) {
    let lang = model.lang;
    let book = &board.book;
    let role = words::role(method.role).say(lang);
    let kind = words::kind(method.kind).say(lang);
    let mut places = Vec::new();
    places.extend(method.number.and_then(|id| book.number(id)).map(Number::masked));
    places.extend(book.device_of(method).map(|device| Safe::new(&device.label).to_string()));
    page.line(Meaning::Text, &format!("{role}  {kind}  {}", places.join(", ")));
    if let Some(person) = book.holder_of(method) {
        let said = Screen::HeldBy { name: safe(&person.name) }.say(lang);
        page.indented(Meaning::Text, &said);
    }
    let today = model.now.date();
    let status = backup_method(method, account, book, today, model.look.stale_after);
    let (mark, meaning) = label::backup(status);
    let word = words::backup(status).say(lang);
    let mut line = format!("{} {word}", page.pen.theme.mark(mark));
    if let Some(test) = &method.tested {
        let days = days_between(test.on, today).max(0);
        let by = safe(&test.by);
        let said = match (test.by.is_empty(), days) {
            (true, 0) => Screen::DrillToday,
            (true, _) => Screen::TestedDays { days },
            (false, 0) => Screen::TestedToday { by },
            (false, _) => Screen::TestedDaysBy { days, by },
        };
        line.push_str(", ");
        line.push_str(&said.say(lang));
    }
    if account.is_test_past(method) {
        line.push_str(", ");
        line.push_str(&Word::OfKeyBefore.say(lang));
    }
    page.indented(meaning, &line);
}
