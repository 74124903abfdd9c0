//! An import: which file, its password, what is in it.

mod rows;

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{above_notice, columns, corner, inset, menu, notice};
use crate::app::explain;
use crate::app::import::{Choice, Entry, Fate, Likeness, Notice, Omission, Plan, Source, Stage};
use crate::i18n::{Exchange, Lang, Screen};
use crate::model::Book;
use crate::text::{self, Safe, safe, whole};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::layout::Areas;
use crate::tui::model::{
    Asked, Board, Columns, Import, ImportStep as Step, ImportWork, Line, Model, Origin, Row,
};
use crate::tui::theme::Meaning;

/// Lines below the list for what is to be said of the selected row, where there is little room.
const SAID: u16 = 3;
/// And where there is more.
const MOST_SAID: u16 = 6;
/// From here on the question has room beside what went wrong.
pub(super) const ROOMY: u16 = 14;

/// The import, and below it how far the work is, or what was said.
pub(super) fn screen(
    model: &Model,
    board: &Board,
    import: &Import,
    areas: &Areas,
    pen: &mut Pen,
) -> Option<Position> {
    let cursor = draw(model, board, import, above_notice(areas), pen);
    match (&import.work, import.asked) {
        (Some(work), _) => waiting(model, work, areas.notice, pen),
        (None, Some(asked)) => question(model, import, asked, areas.notice, pen),
        (None, None) => notice(model, board, areas, cursor, pen),
    }
    cursor
}

/// What was asked about the whole.
fn question(model: &Model, import: &Import, asked: Asked, area: Rect, pen: &mut Pen) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let said = match asked {
        Asked::Open => Exchange::AskOpen { n: import.open_lines().len() },
        Asked::Leave => {
            let key = hint::name(&model.keymap, Place::Import, Action::Cancel);
            Exchange::AskLeave { key }
        }
    };
    pen.text(area, Meaning::Look, &said.say(pen.lang));
}

fn draw(
    model: &Model,
    board: &Board,
    import: &Import,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let whole = area;
    let area = inset(area);
    match &import.step {
        Step::Keys(top) => {
            menu::help(model, board, Place::Import, *top, whole, pen);
            None
        }
        Step::Path => Some(path(model, import, area, pen)),
        Step::Password(format) => {
            let name = called(import, pen.lang);
            let ask = match format {
                Some(format) => {
                    Exchange::AskPassword { name, format: explain::format(*format, pen.lang) }
                }
                None => Exchange::AskPasswordPerhaps { name },
            };
            title(import, area, pen);
            if area.height < ROOMY {
                // The line that is typed comes before all that could be said.
                let asked = if import.fault.is_some() { 0 } else { area.height.saturating_sub(2) };
                let room = Rect { height: asked, ..below(area, 1) };
                let used = pen.wrapped(room, Meaning::Text, &ask.say(pen.lang));
                let cursor = pen.prompt(line(area, 1 + used), &import.password);
                fault(import, below(area, 2 + used), pen);
                return Some(cursor);
            }
            let used = pen.wrapped(below(area, 2), Meaning::Text, &ask.say(pen.lang));
            let cursor = pen.prompt(line(area, 2 + used), &import.password);
            fault(import, below(area, 4 + used), pen);
            Some(cursor)
        }
        Step::Wait => {
            title(import, area, pen);
            let name = match &import.origin {
                Origin::Typed => text::whole(import.path.text().trim()),
                _ => called(import, pen.lang),
            };
            pen.text(line(area, 2), Meaning::Text, name.as_str());
            None
        }
        Step::Preview => preview(model, &board.book, import, area, pen),
        Step::Columns(held) => {
            if let Some(top) = held.keys {
                menu::help(model, board, Place::Columns, top, whole, pen);
                return None;
            }
            let name = table_name(import, held, pen.lang);
            columns::draw(held, &name, why(import, pen.lang).as_deref(), area, pen)
        }
    }
}

fn line(area: Rect, n: u16) -> Rect {
    Rect { y: area.y + n, height: 1, ..area }.intersection(area)
}

pub(super) fn below(area: Rect, n: u16) -> Rect {
    let n = n.min(area.height);
    Rect { y: area.y + n, height: area.height - n, ..area }
}

/// `Import team.json, more.csv (Aegis)`
fn title(import: &Import, area: Rect, pen: &mut Pen) {
    let said = match (&*import.plan.sources, &import.step) {
        ([], _) | (_, Step::Path | Step::Password(_) | Step::Wait) => Exchange::Title,
        (sources, _) => {
            let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
            let mut formats: Vec<String> = Vec::new();
            for source in sources {
                let format = explain::format(source.format, pen.lang).as_str().to_owned();
                if !formats.contains(&format) {
                    formats.push(format);
                }
            }
            let between = explain::between(pen.lang);
            let (name, format) = (names.join(between), formats.join(between));
            Exchange::TitleOf { name: safe(&name), format: safe(&format) }
        }
    };
    pen.text(area, Meaning::Title, &said.say(pen.lang));
}

/// What is read is called.
fn called(import: &Import, lang: Lang) -> Safe<'static> {
    origin_name(import, &import.origin, lang)
}

/// A sheet of a workbook, where it is known which.
fn of_sheet(name: &str, sheet: Option<&String>) -> String {
    sheet.map_or_else(|| name.to_owned(), |sheet| format!("{name} · {sheet}"))
}

/// The table whose columns are shown; of several files, which it is.
fn table_name(import: &Import, held: &Columns, lang: Lang) -> String {
    let name = origin_name(import, &held.origin, lang);
    let name = of_sheet(name.as_str(), held.manner.sheet.as_ref());
    match import.number().filter(|_| !import.has(&held.origin)) {
        Some(n) => Exchange::NthFile { name: safe(&name), n, of: import.named }.say(lang),
        None => name,
    }
}

/// Why a table stays as it was read.
fn why(import: &Import, lang: Lang) -> Option<String> {
    let error = import.fault.as_ref()?;
    let name = of_sheet(called(import, lang).as_str(), import.sheet.as_ref());
    explain::unopened(&safe(&name), error, lang).into_iter().next()
}

fn origin_name(import: &Import, origin: &Origin, lang: Lang) -> Safe<'static> {
    match origin {
        Origin::Typed => text::whole(import.path.text().trim()),
        Origin::File(path) => explain::name(path),
        Origin::Clipboard => whole(&Exchange::OnClipboard.say(lang)),
    }
}

fn path(model: &Model, import: &Import, area: Rect, pen: &mut Pen) -> Position {
    title(import, area, pen);
    if import.fault.is_some() && area.height < ROOMY {
        // The question is known by now.
        let cursor = pen.prompt(line(area, 1), &import.path);
        fault(import, below(area, 2), pen);
        return cursor;
    }
    let used = pen.wrapped(below(area, 2), Meaning::Text, &Exchange::AskPath.say(pen.lang));
    let cursor = pen.prompt(line(area, 2 + used), &import.path);
    let rest = below(area, 4 + used);
    if import.fault.is_some() {
        fault(import, rest, pen);
    } else {
        let key = hint::name(&model.keymap, Place::Menu, Action::FromClipboard);
        let mut area = rest;
        for said in [Exchange::PathNote, Exchange::ClipboardNote { key }] {
            let used = pen.wrapped(area, Meaning::Faint, &said.say(pen.lang));
            area = below(area, used);
        }
    }
    cursor
}

/// Why the file was not read, and what to do.
fn fault(import: &Import, area: Rect, pen: &mut Pen) {
    let Some(why) = &import.fault else { return };
    let said = explain::unopened(&called(import, pen.lang), why, pen.lang);
    let mut area = area;
    for (n, said) in said.iter().enumerate() {
        let meaning = if n == 0 { Meaning::Bad } else { Meaning::Faint };
        let used = pen.wrapped(area, meaning, said);
        area = below(area, used + 1);
    }
}

/// What takes its time, and for how long it has.
fn waiting(model: &Model, work: &ImportWork, area: Rect, pen: &mut Pen) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let said = work.stage.map_or(Exchange::Reading, explain::stage).say(pen.lang);
    let used = pen.text(area, Meaning::Look, &said) + 2;
    let rest = Rect { x: area.x + used, width: area.width.saturating_sub(used), ..area };
    if let Some(Stage::Reading { done, of: of @ 1.. }) = work.stage {
        let full = u16::try_from(done.min(of) * 20 / of).unwrap_or(0);
        let bar = Rect { width: full.min(rest.width), ..rest };
        pen.tint(bar, pen.theme.style(Meaning::Selected));
        return;
    }
    let seconds = model.now.millis_since(work.asked) / 1000;
    if seconds > 0 {
        pen.text(rest, Meaning::Faint, &Exchange::For { n: seconds }.say(pen.lang));
    }
}

fn preview(
    model: &Model,
    book: &Book,
    import: &Import,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let plan = &import.plan;
    // Blank lines are for those who have them.
    let gap = u16::from(area.height >= ROOMY);
    let mut top = 1 + sums(plan, below(area, 1), pen);
    // What must not push the list off a small screen.
    let room = area.height.saturating_sub(top + SAID + 3);
    let room = Rect { height: room, ..below(area, top) };
    top += lines(&remarks(model, import, pen.lang), room, pen);
    let list = below(area, top + gap);
    let fates = plan.fates();
    // What a merge leaves as it is has to be seen: for that it may be half.
    let said = room_to_say(plan).min(list.height / 3).max(of_merge(plan).min(list.height / 2));
    let under = if said > 0 { gap } else { 0 };
    let list = Rect { height: list.height.saturating_sub(said + under), ..list };
    if import.lines.rows.is_empty() {
        title(import, line(area, 0), pen);
        pen.text(list, Meaning::Look, &Exchange::NothingInIt.say(pen.lang));
        return None;
    }
    let columns = rows::Widths::of(plan, area.width);
    let (mut cursor, mut end) = (None, 0);
    for ((index, row), y) in import.lines.shown(list.height.into()).zip(list.y..) {
        end = index + 1;
        let Row::Item(item) = row else { continue };
        let place = Rect { y, height: 1, ..list };
        let selected = index == import.lines.cursor;
        if let Some(cells) = rows::cells(plan, &fates, *item, pen.lang) {
            rows::draw(&cells, &columns, selected, place, pen);
        }
        if selected {
            cursor = Some(Position::new(place.x, y));
        }
    }
    let more = import.lines.rows.len().saturating_sub(end);
    let mut head = line(area, 0);
    if more > 0 {
        let said = Screen::More { n: more };
        corner(&said, head, pen);
        let width = u16::try_from(text::width(&said.say(pen.lang))).unwrap_or(0) + 2;
        head.width = head.width.saturating_sub(width);
    }
    title(import, head, pen);
    let rest = Rect { y: list.bottom() + under, height: said, ..list }.intersection(area);
    lines(&details(model, book, import, &fates), rest, pen);
    cursor
}

/// Sentences under each other. Where they have no room, the last line says how many lines are missing.
/// Returns the lines used.
fn lines(said: &[(Meaning, String)], area: Rect, pen: &mut Pen) -> u16 {
    let room = usize::from(area.height);
    if let ([(meaning, first), ..], 1) = (said, room) {
        return pen.wrapped(area, *meaning, first);
    }
    let mut all: Vec<(Meaning, &str)> = Vec::new();
    for (meaning, said) in said {
        all.extend(text::wrap(said, area.width.into()).into_iter().map(|part| (*meaning, part)));
    }
    let shown = if all.len() > room { room.saturating_sub(1) } else { all.len() };
    let more = Exchange::MoreSaid { n: all.len() - shown }.say(pen.lang);
    let more = (shown < all.len() && room > 0).then_some((Meaning::Look, &*more));
    let mut y = 0;
    for (meaning, part) in all.into_iter().take(shown).chain(more) {
        pen.text(line(area, y), meaning, part);
        y += 1;
    }
    y
}

/// Lines for what is to be said of a row: so many, whichever is selected and whatever is chosen for it,
/// that the list stays as it is.
fn room_to_say(plan: &Plan) -> u16 {
    let is_plain = |entry: &Entry| {
        entry.standing == Likeness::New
            && entry.told.is_empty()
            && entry.held.is_empty()
            && !entry.is_renamed()
    };
    let says = !plan.unread.is_empty() || !plan.entries.iter().all(is_plain);
    if says { MOST_SAID } else { 2 }
}

/// Lines for what is to be said of a row that is merged: what it is like, what it brings, and each field that stays
/// as it is.
fn of_merge(plan: &Plan) -> u16 {
    let most = plan.entries.iter().map(|entry| entry.differs.len()).max().unwrap_or(0);
    if most == 0 { 0 } else { u16::try_from(most).unwrap_or(u16::MAX).saturating_add(3) }
}

/// `9 new   1 here already   1 refused   3 read otherwise`, over two lines where it must. Returns the
/// lines used.
fn sums(plan: &Plan, area: Rect, pen: &mut Pen) -> u16 {
    let sums = plan.sums();
    let open = plan.entries.iter().filter(|entry| plan.is_open(entry)).count();
    let added = sums.added - open;
    let parts = [
        (added, Exchange::SumNew { n: added }, Meaning::Good),
        (sums.merged, Exchange::SumMerged { n: sums.merged }, Meaning::Good),
        (sums.refused, Exchange::SumRefused { n: sums.refused }, Meaning::Bad),
        (open, Exchange::SumOpen { n: open }, Meaning::Look),
        (sums.same, Exchange::SumSame { n: sums.same }, Meaning::Text),
        (sums.doubled, Exchange::SumDoubled { n: sums.doubled }, Meaning::Text),
        (sums.doubtful, Exchange::SumDoubtful { n: sums.doubtful }, Meaning::Look),
        (sums.skipped, Exchange::SumSkipped { n: sums.skipped }, Meaning::Text),
        (sums.out, Exchange::SumOut { n: sums.out }, Meaning::Text),
        (sums.changed, Exchange::SumChanged { n: sums.changed }, Meaning::Look),
    ];
    let (mut x, mut y) = (area.x, 0);
    for (count, said, meaning) in parts {
        if count == 0 {
            continue;
        }
        let said = said.say(pen.lang);
        let width = u16::try_from(text::width(&said)).unwrap_or(u16::MAX);
        if x > area.x && x.saturating_add(width) > area.right() && y == 0 {
            (x, y) = (area.x, 1);
        }
        let rest = Rect { x, width: area.right().saturating_sub(x), ..line(area, y) };
        x += pen.text(rest, meaning, &said) + 3;
    }
    y + 1
}

/// What is to be said of the files: what is missing first.
fn remarks(model: &Model, import: &Import, lang: Lang) -> Vec<(Meaning, String)> {
    let plan = &import.plan;
    let failed = import.failed.iter().filter_map(|(path, why)| {
        let said = explain::unopened(&explain::name(path), why, lang);
        said.into_iter().next()
    });
    let why = why(import, lang).into_iter();
    let mut said: Vec<_> = why.chain(failed).map(|said| (Meaning::Bad, said)).collect();
    if !import.left.is_empty() {
        let names = import.left.iter().map(|path| explain::name(path).as_str().to_owned());
        let names = whole(&names.collect::<Vec<_>>().join(explain::between(lang)));
        said.push((Meaning::Look, Exchange::FilesLeft { names }.say(lang)));
    }
    let missing = explain::missing(&plan.missing);
    said.extend(missing.map(|said| (Meaning::Bad, said.say(lang))));
    // Of several files, it is said of which.
    let of = |source: &Source, said: Exchange| explain::of_file(plan, source, said, lang).say(lang);
    for (at, source) in plan.sources.iter().enumerate() {
        let spare = plan.spare().filter(|(it, _)| *it == at);
        let spare = spare.map(|(_, it)| explain::heading(it.number, &it.title, lang));
        let spare: Vec<String> = spare.collect();
        if !spare.is_empty() {
            let key = hint::name(&model.keymap, Place::Import, Action::Columns);
            let names = safe(&spare.join(explain::between(lang)));
            let n = spare.len();
            said.push((Meaning::Look, of(source, Exchange::ColumnsOut { n, names, key })));
        }
    }
    let sources = plan.sources.iter();
    let notices = sources.flat_map(|source| source.notices.iter().map(move |it| (source, it)));
    let notices = notices.filter(|(_, notice)| !matches!(notice, Notice::Columns(_)));
    let notices = notices.map(|(source, notice)| {
        (
            source,
            match notice {
                Notice::NoKeys => {
                    let key = hint::name(&model.keymap, Place::Import, Action::Columns);
                    Exchange::NoKeysHere { key }
                }
                Notice::FirstRow(row) => {
                    let key = hint::name(&model.keymap, Place::Import, Action::Headings);
                    Exchange::FirstRowHere { row: *row, key }
                }
                Notice::Sheets { read, others } => {
                    let names = safe(&others.join(explain::between(lang)));
                    let key = hint::name(&model.keymap, Place::Import, Action::NextSheet);
                    Exchange::SheetsNext { read: safe(read), names, key }
                }
                notice => explain::notice(notice, lang),
            },
        )
    });
    said.extend(notices.map(|(source, notice)| (Meaning::Look, of(source, notice))));
    for (at, source) in plan.sources.iter().enumerate() {
        said.extend(plan.unread_keys(at).into_iter().map(|(number, column)| {
            let key = hint::name(&model.keymap, Place::Import, Action::Columns);
            let column = safe(&explain::column(column).say(lang));
            (Meaning::Look, of(source, Exchange::LooksLikeKeysHere { number, column, key }))
        }));
    }
    if let n @ 1.. = plan.shifted() {
        said.push((Meaning::Faint, Exchange::PhonesShift { n }.say(lang)));
    }
    let left_aside = explain::left_aside(&plan.ignored, lang);
    said.extend(left_aside.map(|left_aside| (Meaning::Faint, left_aside.say(lang))));
    said
}

/// What is to be said of the selected row: what it is like, what becomes of it, what was changed.
fn details(model: &Model, book: &Book, import: &Import, fates: &[Fate]) -> Vec<(Meaning, String)> {
    let (plan, lang) = (&import.plan, model.lang);
    let mut said = Vec::new();
    match import.lines.selected() {
        Some(Line::Unread(at)) => {
            if let Some(unread) = plan.unread.get(*at) {
                let key = |action| hint::name(&model.keymap, Place::Import, action);
                let (columns, headings) = (key(Action::Columns), key(Action::Headings));
                let why = explain::row_here(&unread.why, &columns, &headings, lang);
                said.push((Meaning::Bad, why));
            }
        }
        Some(Line::Entry(at)) => {
            let Some(entry) = plan.entries.get(*at) else { return said };
            let gains = fates.get(*at).and_then(|fate| explain::gains(entry, *fate, lang));
            let twin = explain::twin(plan, book, entry, lang);
            if let Some(like) = twin.and_then(|title| explain::like(entry, title, lang)) {
                // What a merge fills says it as well.
                let choice = becomes(plan, entry, fates, *at).filter(|_| gains.is_none());
                let choice = choice.map(|choice| choice.say(lang)).unwrap_or_default();
                let between = if lang == Lang::En { " " } else { "" };
                said.push((Meaning::Look, format!("{}{between}{choice}", like.say(lang))));
            }
            if let Some(fate) = fates.get(*at) {
                said.extend(gains.map(|gains| (Meaning::Look, gains.say(lang))));
                // What is gone comes before what is only otherwise: there may be no room for both.
                let mut kept: Vec<_> = plan.kept(entry, *fate).iter().collect();
                kept.sort_by_key(|differs| !differs.is_loss());
                said.extend(kept.into_iter().map(|it| {
                    let meaning = if it.is_loss() { Meaning::Bad } else { Meaning::Look };
                    (meaning, explain::differs(it, lang).say(lang))
                }));
            }
            if entry.is_renamed() && fates.get(*at) == Some(&Fate::Add) {
                said.push((Meaning::Look, Exchange::RenamedInList.say(lang)));
            }
            if entry.shifts && matches!(fates.get(*at), Some(Fate::Merge(_))) {
                said.push((Meaning::Look, Exchange::KeyBecomesMain.say(lang)));
            }
            if let Some(joined) = &entry.joined {
                said.push((Meaning::Look, explain::joined(joined).say(lang)));
            }
            for told in &entry.told {
                let meaning = if told.is_loss() { Meaning::Bad } else { Meaning::Faint };
                let place = whole(&rows::place(plan, entry, lang));
                let told = whole(&explain::told(told, &model.look.settings, lang).say(lang));
                said.push((meaning, Exchange::At { place, said: told }.say(lang)));
            }
            if said.is_empty() {
                let out = fates.get(*at) == Some(&Fate::Out);
                let becomes = if out { Exchange::StaysOut } else { Exchange::KeptAsIs };
                said.push((Meaning::Faint, becomes.say(lang)));
            }
        }
        None => {}
    }
    said
}

/// What becomes of an entry that is like something.
fn becomes(plan: &Plan, entry: &Entry, fates: &[Fate], at: usize) -> Option<Exchange> {
    if fates.get(at) == Some(&Fate::Out) {
        return None;
    }
    entry.standing.twin()?;
    match (entry.standing, plan.choice(entry)) {
        _ if plan.is_open(entry) => Some(Exchange::ChoiceOpen),
        (Likeness::Same(_), Choice::Skip) => None,
        (_, Choice::Keep) => Some(Exchange::ChoiceKeep),
        (_, Choice::Merge) => Some(Exchange::ChoiceMerge),
        // What was to be merged, and would bring nothing.
        (_, Choice::Skip) if plan.omission(entry) == Omission::Same => Some(Exchange::ChoiceIdle),
        (_, Choice::Skip) => Some(Exchange::ChoiceSkip),
    }
}
