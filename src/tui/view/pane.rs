//! One account in full.

use ratatui::layout::Rect;

use super::label;
use super::pen::Pen;
use crate::app::words;
use crate::i18n::{Screen, Word};
use crate::model::{Account, Method, MethodKind, Number, backup_method};
use crate::otp::{Key, Kind};
use crate::text::{self, Safe, safe};
use crate::time::days_between;
use crate::tui::model::{Board, Model};
use crate::tui::theme::Meaning;

pub(super) fn draw(model: &Model, board: &Board, area: Rect, pen: &mut Pen) {
    let Some(account) = board.selected() else { return };
    let mut page = Page { pen, area };
    page.line(Meaning::Title, Safe::new(account.title()).as_str());
    page.line(Meaning::Faint, Safe::new(&account.platform).as_str());
    let sites = account.marketplaces.join(" ");
    page.gap();
    if let Some(key) = &account.key {
        codes(model, board, account, key, &mut page);
        page.gap();
    }
    page.field(&Word::Login, &account.login);
    page.field(&Word::Sites, &sites);
    page.field(&Word::Company, &account.company);
    page.field(&Word::Tags, &account.tags.join(" "));
    page.field(&Word::Note, &account.note);
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
        draw_method(model, board, method, &mut page);
    }
}

fn codes(model: &Model, board: &Board, account: &Account, key: &Key, page: &mut Page) {
    let step = match key.window(model.now) {
        Some(window) => board.shows(account, model.now).then_some(window.step),
        None => board.revealed(account.id, model.now).and_then(|revealed| revealed.step),
    };
    if let Some(step) = step {
        page.line(Meaning::Code, &key.code_at_step(step).grouped());
        if key.window(model.now).is_some() {
            let next = key.code_at_step(step.saturating_add(1)).grouped();
            let said = Screen::NextCode { code: safe(&next) }.say(model.lang);
            page.line(Meaning::Faint, &said);
        }
    }
    let algorithm = safe(&key.algorithm().word().to_ascii_uppercase());
    let digits = key.digits();
    let said = match key.kind() {
        Kind::Totp { period } => Screen::EveryPeriod { n: period, digits, algorithm },
        Kind::Hotp { counter } => Screen::CounterAt { n: counter, digits, algorithm },
        Kind::Steam => Screen::SteamCode,
    };
    page.line(Meaning::Faint, &said.say(model.lang));
}

/// `backup  SMS  +86•••1234, P-07`, then who holds it, then how it stands.
fn draw_method(model: &Model, board: &Board, method: &Method, page: &mut Page) {
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
    let status = backup_method(method, book, today, model.look.stale_after);
    let (mark, meaning) = label::backup(status);
    let word = words::backup(status).say(lang);
    let mut line = format!("{} {word}", page.pen.theme.mark(mark));
    if let Some(test) = &method.tested {
        let days = days_between(test.on, today).max(0);
        let said = if test.by.is_empty() {
            Screen::TestedDays { days }
        } else {
            Screen::TestedDaysBy { days, by: safe(&test.by) }
        };
        line.push_str(", ");
        line.push_str(&said.say(lang));
    }
    page.indented(meaning, &line);
}

/// Lines written under each other until there is no room.
struct Page<'a, 'b> {
    pen: &'a mut Pen<'b>,
    area: Rect,
}

impl Page<'_, '_> {
    fn line(&mut self, meaning: Meaning, line: &str) {
        let used = self.pen.wrapped(self.area, meaning, line);
        self.skip(used);
    }

    /// A line that belongs to the one above.
    fn indented(&mut self, meaning: Meaning, line: &str) {
        let area =
            Rect { x: self.area.x + 2, width: self.area.width.saturating_sub(2), ..self.area };
        let used = self.pen.wrapped(area, meaning, line);
        self.skip(used);
    }

    fn field(&mut self, word: &Word, value: &str) {
        if value.is_empty() {
            return;
        }
        let word = word.say(self.pen.lang);
        let label = 9.max(u16::try_from(text::width(&word)).unwrap_or(9) + 1);
        self.pen.text(self.area, Meaning::Faint, &word);
        let rest = Rect {
            x: self.area.x + label.min(self.area.width),
            width: self.area.width.saturating_sub(label),
            ..self.area
        };
        let used = self.pen.wrapped(rest, Meaning::Text, Safe::new(value).as_str());
        self.skip(used.max(1));
    }

    fn gap(&mut self) {
        self.skip(1);
    }

    fn skip(&mut self, lines: u16) {
        let lines = lines.min(self.area.height);
        self.area.y += lines;
        self.area.height -= lines;
    }
}
