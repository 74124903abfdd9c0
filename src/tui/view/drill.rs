//! A drill: what is to be tested, by holder; one test at a time; how far all of them are.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::{loss, words};
use crate::health::drill::{Count, Coverage, Due, Standing, Trial};
use crate::i18n::{Screen, Word};
use crate::model::{Book, Id, Number};
use crate::text::{Safe, safe};
use crate::time::days_between;
use crate::tui::model::{Board, Drill, Model, Row};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::update::pause;

/// Lines at the bottom that say how the selected one is tested.
const ADVICE: u16 = 4;

pub(super) fn draw(
    model: &Model,
    board: &Board,
    drill: &Drill,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    if let Some(coverage) = &drill.coverage {
        table(&board.book, coverage, area, pen);
        return None;
    }
    let n = drill.queue.items().count();
    if n == 0 {
        pen.say(area, Meaning::Good, &Screen::DrillNone);
        return None;
    }
    pen.say(area, Meaning::Title, &Screen::DrillTitle { n });
    let height = area.height.saturating_sub(2 + ADVICE + 1);
    let list = Rect { y: area.y + 2, height, ..area };
    let mut cursor = None;
    for ((index, row), y) in drill.queue.shown(height.into()).zip(list.y..) {
        let line = Rect { y, height: 1, ..list };
        match row {
            Row::Head(holder) => {
                let name = holder_name(&board.book, *holder, pen);
                pen.text(line, Meaning::Group, &name);
            }
            Row::Item(due) => {
                let selected = index == drill.queue.cursor;
                if selected {
                    cursor = Some(Position::new(line.x, y));
                }
                draw_due(model, board, due, selected, line, pen);
            }
        }
    }
    let foot = Rect { y: area.bottom().saturating_sub(ADVICE), height: ADVICE, ..area };
    advice(model, board, drill, foot, pen).or(cursor)
}

fn holder_name(book: &Book, holder: Option<Id>, pen: &Pen) -> String {
    let person = holder.and_then(|id| book.person(id));
    person.map_or_else(|| Screen::NoHolder.say(pen.lang), |p| Safe::new(&p.name).to_string())
}

/// `▸ Hikari Outdoor · Amazon   SMS +44•••0102 P-02   never tested`
fn draw_due(model: &Model, board: &Board, due: &Due, selected: bool, line: Rect, pen: &mut Pen) {
    let Some(account) = board.book.accounts.get(due.place) else { return };
    let Some(method) = account.methods.get(due.method) else { return };
    let lang = pen.lang;
    let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
    pen.text(line, Meaning::Text, mark);
    let days = due.tested.map_or(0, |on| days_between(on, model.now.date()).max(0));
    let (mark, meaning, said) = match due.standing {
        Standing::Failed if due.tested.is_some() && days == 0 => {
            (Mark::Bad, Meaning::Bad, Screen::DrillFailedToday)
        }
        Standing::Failed if due.tested.is_some() => {
            (Mark::Bad, Meaning::Bad, Screen::DrillFailed { days })
        }
        Standing::Untested if account.is_test_past(method) => {
            (Mark::Unknown, Meaning::Look, Screen::DrillKeyBefore)
        }
        Standing::Failed | Standing::Untested => (Mark::Unknown, Meaning::Look, Screen::DrillNever),
        Standing::Due => (Mark::Look, Meaning::Look, Screen::DrillLast { days }),
        Standing::Tested if days == 0 => (Mark::Good, Meaning::Good, Screen::DrillToday),
        Standing::Tested => (Mark::Good, Meaning::Good, Screen::DrillLast { days }),
    };
    let status = 22.min(line.width / 3);
    let half = line.width.saturating_sub(status + 4) / 2;
    let name = Rect { x: line.x + 2, width: half, ..line };
    pen.text(
        name,
        Meaning::Text,
        Safe::new(&format!("{} · {}", account.title(), account.platform)).as_str(),
    );
    let mut way = words::kind(method.kind).say(lang);
    for part in method
        .number
        .and_then(|id| board.book.number(id))
        .map(Number::masked)
        .into_iter()
        .chain(board.book.device_of(method).map(|device| Safe::new(&device.label).to_string()))
    {
        way.push(' ');
        way.push_str(&part);
    }
    if !method.address.is_empty() {
        way.push(' ');
        way.push_str(Safe::new(&method.address).as_str());
    }
    let place = Rect { x: name.right() + 1, width: half, ..line };
    pen.text(place, Meaning::Faint, &way);
    let at = Rect {
        x: place.right() + 1,
        width: line.right().saturating_sub(place.right() + 1),
        ..line
    };
    let used = pen.text(at, meaning, pen.theme.mark(mark)) + 1;
    let rest = Rect { x: at.x + used, width: at.width.saturating_sub(used), ..at };
    pen.say(rest, meaning, &said);
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(line, style);
    }
}

/// How the selected one is tested, and the line for digits.
fn advice(
    model: &Model,
    board: &Board,
    drill: &Drill,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let due = drill.queue.selected()?;
    let account = board.book.accounts.get(due.place)?;
    let row = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    match (due.trial, &account.key) {
        (Trial::Digits, Some(key)) => {
            pen.say(row(0), Meaning::Text, &Screen::DrillDigits);
            let cursor = drill.digits.as_ref().map(|input| pen.prompt(row(1), input));
            if let Some(answer) = drill.answer {
                let meaning = if answer.is_near() { Meaning::Good } else { Meaning::Bad };
                let said = words::drift(key, answer.drift(), key.reach());
                let said = said.say_by(model.lang, &board.keyrack());
                pen.wrapped(Rect { height: 2, ..row(2) }.intersection(area), meaning, &said);
            }
            return cursor;
        }
        (Trial::SignIn, _) => {
            pen.say(row(0), Meaning::Text, &Screen::DrillSignIn);
            let mut beside = Vec::new();
            if let Some(address) = loss::console(account, &board.catalogue) {
                beside.push(Screen::DrillAt { address: safe(address) }.say(model.lang));
            }
            if !account.profile.is_empty() {
                let profile = safe(&account.profile);
                beside.push(Screen::DrillProfile { profile }.say(model.lang));
            }
            pen.text(row(1), Meaning::Faint, &beside.join("   "));
            let number = account.methods.get(due.method).and_then(|method| method.number);
            if let Some(seconds) = number.and_then(|number| pause(board, number, model.now)) {
                pen.say(row(2), Meaning::Look, &Screen::DrillPause { seconds });
            }
        }
        _ => pen.say(row(0), Meaning::Text, &Screen::DrillByHand),
    }
    None
}

/// Who has how many in which state.
fn table(book: &Book, coverage: &Coverage, area: Rect, pen: &mut Pen) {
    pen.say(area, Meaning::Title, &Screen::CoverageTitle);
    let lang = pen.lang;
    let columns = [
        Screen::CoverageTested,
        Screen::CoverageDue,
        Screen::CoverageFailed,
        Screen::CoverageUntested,
    ];
    let first = area.width.saturating_sub(4 * 10).min(32);
    let cell = |n: u16, y: u16| {
        let x = area.x + first + n * 10;
        Rect { x, y, width: 9, height: 1 }.intersection(area)
    };
    for (n, word) in (0..).zip(columns) {
        let word = word.say(lang);
        pen.text(cell(n, area.y + 2), Meaning::Faint, &word);
    }
    let mut lines: Vec<(Meaning, String, Option<Count>)> =
        vec![(Meaning::Title, Word::All.say(lang), Some(coverage.all))];
    let group = |lines: &mut Vec<_>, word: Word| lines.push((Meaning::Group, word.say(lang), None));
    group(&mut lines, Word::Holder);
    for (holder, count) in &coverage.holders {
        lines.push((Meaning::Text, holder_name(book, *holder, pen), Some(*count)));
    }
    group(&mut lines, Word::Company);
    for (name, count) in &coverage.companies {
        let name =
            if name.is_empty() { Screen::NoGroup.say(lang) } else { Safe::new(name).to_string() };
        lines.push((Meaning::Text, name, Some(*count)));
    }
    for ((meaning, name, count), y) in lines.into_iter().zip(area.y + 3..area.bottom()) {
        pen.text(Rect { y, width: first.saturating_sub(1), height: 1, ..area }, meaning, &name);
        let Some(count) = count else { continue };
        let numbers = [count.tested, count.due, count.failed, count.untested];
        let meanings = [Meaning::Good, Meaning::Look, Meaning::Bad, Meaning::Look];
        for (n, (number, meaning)) in (0..).zip(numbers.into_iter().zip(meanings)) {
            let meaning = if number > 0 { meaning } else { Meaning::Faint };
            pen.text(cell(n, y), meaning, &number.to_string());
        }
    }
}
