//! An export: which accounts, into what, what is lost, where to; and QR codes one after the other.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::qr::{Shades, blank, is_beside, paint, words};
use super::{above_notice, inset, menu, notice};
use crate::app::explain;
use crate::app::print::encode;
use crate::i18n::{Export as Say, Lang, Screen};
use crate::text::{self, safe, wrap};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::layout::Areas;
use crate::tui::layout::qr::{Cells, NARROW_FRAMES, WORDS_BESIDE, modules, place};
use crate::tui::model::{
    Board, Choice, Codes, Destination, Export, ExportStep as Step, Input, Model, What,
};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::update::SHOW_WORD;

/// How many names of what has no room are said, and how many columns each of them takes.
const NAMED: usize = 3;
const NAME_WIDTH: usize = 24;

pub(super) fn screen(
    model: &Model,
    board: &Board,
    export: &Export,
    areas: &Areas,
    whole: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    if let Step::Codes(codes) = &export.step {
        blank(whole, pen);
        shown(model, codes, whole, pen);
        return None;
    }
    if let Some(top) = export.keys {
        menu::help(model, board, Place::Export, top, above_notice(areas), pen);
        return None;
    }
    let cursor = draw(export, inset(above_notice(areas)), pen);
    notice(model, board, areas, cursor, pen);
    cursor
}

fn line(area: Rect, n: u16) -> Rect {
    Rect { y: area.y + n, height: 1, ..area }.intersection(area)
}

fn below(area: Rect, n: u16) -> Rect {
    let n = n.min(area.height);
    Rect { y: area.y + n, height: area.height - n, ..area }
}

fn draw(export: &Export, area: Rect, pen: &mut Pen) -> Option<Position> {
    title(export, area, pen);
    let rest = below(area, 1);
    match &export.step {
        Step::Which => Some(which(export, rest, pen)),
        Step::Destination => Some(way(export, rest, pen)),
        Step::Loss => {
            losses(export, below(rest, 1), pen);
            None
        }
        Step::Path => Some(ask(&[], &Say::AskFile, &export.path, export, below(rest, 1), pen)),
        Step::Password => {
            let path = [path(export)];
            Some(ask(&path, &Say::AskPassword, &export.password, export, rest, pen))
        }
        Step::Again => {
            let path = [path(export)];
            Some(ask(&path, &Say::AskAgain, &export.again, export, rest, pen))
        }
        Step::Phone => {
            let cursor = ask(&[], &Say::AskPhone, &export.phone, export, below(rest, 1), pen);
            let names: Vec<&str> = export.book.devices.iter().map(|d| d.label.as_str()).collect();
            // What is wrong with it may take two lines.
            let fault = if export.fault.is_some() { 2 } else { 0 };
            let under = cursor.y.saturating_sub(area.y) + 2 + fault;
            if !names.is_empty() {
                let said =
                    Say::KnownPhones { names: safe(&names.join(explain::between(pen.lang))) }
                        .say(pen.lang);
                pen.wrapped(below(area, under), Meaning::Faint, &said);
            }
            Some(cursor)
        }
        Step::Word if export.way() == Destination::Screen => {
            let phone = safe(export.phone.text().trim());
            let record = Say::Record { n: export.shown, phone }.say(pen.lang);
            let ahead = Say::CodesAhead { n: export.codes }.say(pen.lang);
            let mut said = vec![(Meaning::Look, Say::WarnShown.say(pen.lang))];
            if export.shown > 0 {
                said.extend([(Meaning::Text, ahead), (Meaning::Faint, record)]);
            }
            if let n @ 1.. = export.without_room.len() {
                let names = safe(&without_room(export, pen.lang));
                said.insert(
                    said.len().min(2),
                    (Meaning::Look, Say::CodesWithoutRoom { n, names }.say(pen.lang)),
                );
            }
            let word = Screen::EnrolAsk { word: safe(SHOW_WORD) }.say(pen.lang);
            Some(ask_in_words(&said, &word, &export.word, export, rest, pen))
        }
        Step::Word => {
            let said = [path(export), (Meaning::Look, Say::WarnPlain.say(pen.lang))];
            Some(ask(&said, &Say::TypeWord, &export.word, export, rest, pen))
        }
        Step::Wait => {
            let (_, path) = path(export);
            // A save for the screen has no file to name.
            if matches!(export.way(), Destination::File(_)) {
                pen.text(line(rest, 1), Meaning::Text, &path);
            }
            pen.text(line(rest, 3), Meaning::Look, &Say::Writing.say(pen.lang));
            None
        }
        Step::Done(path) => {
            let n = export.outlook.as_ref().map_or(0, |outlook| outlook.entries);
            let said = Say::Written { n, path: text::whole(path) }.say(pen.lang);
            let used = pen.wrapped(below(rest, 1), Meaning::Good, &said);
            if export.way().form().is_plain() {
                let said = Say::DeleteAfter.say(pen.lang);
                pen.wrapped(below(rest, used + 2), Meaning::Look, &said);
            }
            None
        }
        Step::Codes(_) => None,
    }
}

/// `Export: platform: Amazon (12)`
fn title(export: &Export, area: Rect, pen: &mut Pen) {
    let chosen = export.choices.get(export.choice);
    let said = match (&export.step, chosen) {
        (Step::Which, _) | (_, None) => Say::Title.say(pen.lang),
        (_, Some(choice)) => {
            let n = choice.accounts.len();
            let what = safe(&name(choice, pen));
            Say::TitleOf { what, n }.say(pen.lang)
        }
    };
    pen.text(area, Meaning::Title, &said);
}

fn name(choice: &Choice, pen: &Pen) -> String {
    let said = match &choice.what {
        What::All => Say::All,
        What::Found(query) => Say::Found { query: safe(query) },
        What::One(title) => Say::One { title: safe(title) },
        What::Platform(name) => Say::OfPlatform { name: safe(name) },
        What::Company(name) => Say::OfCompany { name: safe(name) },
        What::Tag(name) => Say::OfTag { name: safe(name) },
    };
    said.say(pen.lang)
}

/// `▸ platform: Amazon                    12`
fn which(export: &Export, area: Rect, pen: &mut Pen) -> Position {
    pen.text(area, Meaning::Text, &Say::AskWhich.say(pen.lang));
    let list = below(area, gap(area));
    let width = list.width.min(60);
    let rows = visible(export.choice, export.choices.len(), list.height);
    if let n @ 1.. = export.choices.len().saturating_sub(rows.end) {
        super::corner(&Screen::More { n }, line(area, 0), pen);
    }
    for (at, y) in rows.clone().zip(list.y..) {
        let row = Rect { y, height: 1, width, ..list };
        let Some(choice) = export.choices.get(at) else { continue };
        let count = choice.accounts.len().to_string();
        let room = row.width.saturating_sub(10);
        pen.text(Rect { x: row.x + 2, width: room, ..row }, Meaning::Text, &name(choice, pen));
        let x = row.right().saturating_sub(1 + u16::try_from(count.len()).unwrap_or(0));
        pen.text(Rect { x, width: row.right().saturating_sub(x), ..row }, Meaning::Faint, &count);
        mark(at == export.choice, row, pen);
    }
    at(export.choice, rows.start, list)
}

/// `▸ encrypted   Aegis, with a password`
fn way(export: &Export, area: Rect, pen: &mut Pen) -> Position {
    pen.text(area, Meaning::Text, &Say::AskWay.say(pen.lang));
    let ways = Destination::all();
    let rest = below(area, gap(area));
    // The selected one in full, where rows are cut.
    let said = if rest.width < 60 { 2.min(rest.height.saturating_sub(2)) } else { 0 };
    let list = Rect { height: rest.height - said, ..rest };
    let rows = visible(export.way, ways.len(), list.height);
    let explain = |way: Destination| match way {
        Destination::File(form) => form.explain(),
        Destination::Screen => Say::FormScreen,
    };
    for (at, y) in rows.clone().zip(list.y..) {
        let row = Rect { y, height: 1, ..list };
        let Some(way) = ways.get(at).copied() else { continue };
        let (word, meaning) = match way.form() {
            form if form.has_password() => (Say::Sealed, Meaning::Good),
            form if form.is_plain() => (Say::Readable, Meaning::Look),
            _ => (Say::Keyless, Meaning::Faint),
        };
        pen.text(Rect { x: row.x + 2, width: 10, ..row }, meaning, &word.say(pen.lang));
        let text = Rect { x: row.x + 13, width: row.width.saturating_sub(13), ..row };
        pen.text(text, Meaning::Text, &explain(way).say(pen.lang));
        mark(at == export.way, row, pen);
    }
    if said > 0 {
        let area = Rect { y: list.bottom(), height: said, ..rest };
        pen.wrapped(area, Meaning::Faint, &explain(export.way()).say(pen.lang));
    }
    at(export.way, rows.start, list)
}

/// Lines to below a question: one is left empty where there is room.
fn gap(area: Rect) -> u16 {
    if area.height > 8 { 2 } else { 1 }
}

/// The rows on screen of so many, with the selected one among them.
fn visible(selected: usize, count: usize, height: u16) -> std::ops::Range<usize> {
    let height = usize::from(height).max(1);
    let top = (selected + 1).saturating_sub(height);
    top..count.min(top + height)
}

fn at(selected: usize, top: usize, list: Rect) -> Position {
    Position::new(list.x, list.y + u16::try_from(selected - top).unwrap_or(0))
}

fn mark(selected: bool, row: Rect, pen: &mut Pen) {
    if selected {
        pen.text(row, Meaning::Text, pen.theme.mark(Mark::Cursor));
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, style);
    }
}

/// What goes in, what does not, what is lost.
fn losses(export: &Export, area: Rect, pen: &mut Pen) {
    let lines = export.losses(area.width, pen.lang);
    let height = usize::from(area.height).max(1);
    let top = export.top.min(lines.len().saturating_sub(height));
    for ((indent, said), y) in lines.iter().skip(top).take(height).zip(area.y..) {
        let width = area.width.saturating_sub(*indent);
        pen.text(Rect { x: area.x + indent, y, width, height: 1 }, Meaning::Text, said);
    }
    let more = lines.len().saturating_sub(top + height);
    if more > 0 {
        let corner = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
        super::corner(&Screen::More { n: more }, corner, pen);
    }
}

/// What has no room, each name as far as a few of them go on a line.
fn without_room(export: &Export, lang: Lang) -> String {
    let names = export.without_room.iter().take(NAMED);
    let mut names: Vec<String> =
        names.map(|name| text::fit(name, NAME_WIDTH, "..").into()).collect();
    if let n @ 1.. = export.without_room.len().saturating_sub(NAMED) {
        names.push(Say::AndMore { n }.say(lang));
    }
    names.join(explain::between(lang))
}

/// The file, above what is asked of it.
fn path(export: &Export) -> (Meaning, String) {
    (Meaning::Faint, text::whole(export.path.text().trim()).to_string())
}

fn ask(
    said: &[(Meaning, String)],
    question: &Say,
    input: &Input,
    export: &Export,
    area: Rect,
    pen: &mut Pen,
) -> Position {
    let question = question.say(pen.lang);
    ask_in_words(said, &question, input, export, area, pen)
}

/// What is to be known, a question, the line for its answer, and why the last one was none.
fn ask_in_words(
    said: &[(Meaning, String)],
    question: &str,
    input: &Input,
    export: &Export,
    area: Rect,
    pen: &mut Pen,
) -> Position {
    // The line that is typed stays on the screen, whatever is said above it.
    let height = |said: &str| u16::try_from(wrap(said, area.width.into()).len()).unwrap_or(0);
    let room = area.height.saturating_sub(height(question) + 1);
    let above = Rect { height: room, ..area };
    let mut y = 0;
    for (meaning, said) in said {
        y += pen.wrapped(below(above, y), *meaning, said);
    }
    let fault = export.fault.as_ref().map(|fault| fault.say(pen.lang));
    let below_it = fault.as_deref().map_or(0, |fault| height(fault) + 1);
    y += u16::from(!said.is_empty() && y + below_it < room);
    y += pen.wrapped(below(area, y), Meaning::Text, question);
    let cursor = pen.prompt(line(area, y), input);
    if let Some(fault) = fault {
        let under = y + if y + 1 + below_it < area.height { 2 } else { 1 };
        pen.wrapped(below(area, under), Meaning::Bad, &fault);
    }
    cursor
}

/// One code, and beside it or below what it is.
fn shown(model: &Model, codes: &Codes, area: Rect, pen: &mut Pen) {
    let Some(part) = codes.parts.get(codes.at) else { return };
    let names: Vec<&str> = part.accounts.iter().map(|(_, name)| name.as_str()).collect();
    let (n, of) = (codes.at + 1, codes.parts.len());
    let code = encode(&part.text);
    let ascii = model.look.ascii;
    let has_room = code.as_ref().and_then(|code| place(code, area, ascii));
    // Nobody sees a code before it is written down who gets it.
    let plan = has_room.filter(|_| part.is_recorded);
    let beside = plan.is_some_and(|plan| is_beside(plan, area));
    if let (Some(code), Some(plan)) = (&code, plan) {
        let shades = if model.look.color { Shades::Own } else { Shades::Reversed };
        paint(code, plan, codes.inverted, shades, area, pen);
    }
    let words = words(plan, area);
    let lang = pen.lang;
    let name = |action| hint::name(&model.keymap, Place::Codes, action);
    let left = codes.until.millis_since(model.now).div_ceil(1000);
    let next = if n == of {
        Say::LastPart { key: name(Action::Accept) }
    } else {
        Say::NextPart { key: name(Action::Accept) }
    };
    let mut foot = vec![(
        if left <= 10 { Meaning::Ending } else { Meaning::Faint },
        Screen::EnrolLeaves { n: left }.say(lang),
    )];
    // Where there is room by now, the same key shows this one first.
    if plan.is_some() || has_room.is_none() {
        foot.push((Meaning::Text, next.say(lang)));
    }
    if plan.is_some() && beside {
        foot.push((Meaning::Faint, Screen::EnrolInvert { key: name(Action::Invert) }.say(lang)));
    }
    foot.push((Meaning::Faint, Say::Leave { key: name(Action::Cancel) }.say(lang)));
    let mut first = vec![(Meaning::Title, Say::Part { n, of }.say(lang))];
    match (&code, plan) {
        (_, Some(_)) => first.push((Meaning::Text, Say::Scan.say(lang))),
        (None, None) => first.push((Meaning::Look, Screen::EnrolTooLong.say(lang))),
        (Some(_), None) if has_room.is_some() => {
            first.push((Meaning::Look, Say::RoomNow { key: name(Action::Accept) }.say(lang)));
        }
        (Some(code), None) => {
            let least = modules(code).saturating_add(2 * NARROW_FRAMES[2]);
            let half = Cells::allowed(ascii).contains(&Cells::Half);
            let no_room = Say::NoRoom {
                width: if half { least } else { 2 * least } + WORDS_BESIDE,
                height: if half { least.div_ceil(2) } else { least },
                has_width: area.width,
                has_height: area.height,
            };
            first.push((Meaning::Look, no_room.say(lang)));
        }
    }
    let mut y = 0;
    for (meaning, said) in &first {
        y += pen.wrapped(below(words, y), *meaning, said);
    }
    // The names take what the rest leaves.
    let kept: usize = foot.iter().map(|(_, said)| wrap(said, words.width.into()).len()).sum();
    let kept = u16::try_from(kept).unwrap_or(u16::MAX);
    let roomy = u16::from(words.height > 14);
    let room = words.height.saturating_sub(y + kept + 2 * roomy);
    y += roomy;
    let most = usize::from(room);
    let all = names.len() <= most;
    let count = if all { names.len() } else { most.saturating_sub(1) };
    for name in names.iter().take(count) {
        pen.text(line(words, y), Meaning::Faint, name);
        y += 1;
    }
    if !all && most > 0 {
        pen.text(
            line(words, y),
            Meaning::Faint,
            &Say::AndMore { n: names.len() - count }.say(lang),
        );
        y += 1;
    }
    y += roomy;
    for (meaning, said) in &foot {
        y += pen.wrapped(below(words, y), *meaning, said);
    }
}
