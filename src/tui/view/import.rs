//! An import: which file, its password, what is in it, what its columns hold.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use super::{above_notice, inset, notice};
use crate::app::explain::{self, Tried};
use crate::app::import::{Choice, Entry, Fate, Plan, Stage, Standing, Twin};
use crate::i18n::{Exchange, Lang};
use crate::model::{Account, Book};
use crate::text::{self, Safe, safe};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::layout::Areas;
use crate::tui::model::{
    Asked, Board, Columns, Import, ImportStep as Step, ImportWork, Line, Model, Origin, Row,
};
use crate::tui::theme::{Mark, Meaning};

/// Lines below the list for what is to be said of the selected row, where there is little room.
const SAID: u16 = 3;
/// And where there is more.
const MOST_SAID: u16 = 6;
/// From here on the question has room beside what went wrong.
const ROOMY: u16 = 14;

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
        (None, Some(asked)) => question(import, asked, areas.notice, pen),
        (None, None) => notice(model, board, areas.notice, pen),
    }
    cursor
}

/// What was asked about the whole.
fn question(import: &Import, asked: Asked, area: Rect, pen: &mut Pen) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let said = match asked {
        Asked::Open => Exchange::AskOpen { n: import.open_lines().len() },
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
    let area = inset(area);
    match &import.step {
        Step::Path => Some(path(model, import, area, pen)),
        Step::Password(format) => {
            let name = called(import, pen.lang);
            let format = explain::format(*format, pen.lang);
            let ask = Exchange::AskPassword { name, format };
            title(import, area, pen);
            let used = pen.wrapped(below(area, 2), Meaning::Text, &ask.say(pen.lang));
            let cursor = pen.prompt(line(area, 2 + used), &import.password);
            fault(import, Tried::Password, below(area, 4 + used), pen);
            Some(cursor)
        }
        Step::Wait => {
            title(import, area, pen);
            let name = match &import.origin {
                Origin::Typed => safe(import.path.text().trim()),
                _ => called(import, pen.lang),
            };
            pen.text(line(area, 2), Meaning::Text, name.as_str());
            None
        }
        Step::Preview => preview(&board.book, import, area, pen),
        Step::Columns(held) => columns(held, area, pen),
    }
}

fn line(area: Rect, n: u16) -> Rect {
    Rect { y: area.y + n, height: 1, ..area }.intersection(area)
}

fn below(area: Rect, n: u16) -> Rect {
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
            Exchange::TitleOf { name: safe(&names.join(", ")), format: safe(&formats.join(", ")) }
        }
    };
    pen.text(area, Meaning::Title, &said.say(pen.lang));
}

/// What is read is called.
fn called(import: &Import, lang: Lang) -> Safe<'static> {
    match &import.origin {
        Origin::Typed => safe(import.path.text().trim()),
        Origin::File(path) => explain::name(path),
        Origin::Clipboard => safe(&Exchange::OnClipboard.say(lang)),
    }
}

fn path(model: &Model, import: &Import, area: Rect, pen: &mut Pen) -> Position {
    title(import, area, pen);
    if import.fault.is_some() && area.height < ROOMY {
        // The question is known by now.
        let cursor = pen.prompt(line(area, 1), &import.path);
        fault(import, Tried::Nothing, below(area, 2), pen);
        return cursor;
    }
    let used = pen.wrapped(below(area, 2), Meaning::Text, &Exchange::AskPath.say(pen.lang));
    let cursor = pen.prompt(line(area, 2 + used), &import.path);
    let rest = below(area, 4 + used);
    if import.fault.is_some() {
        fault(import, Tried::Nothing, rest, pen);
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
fn fault(import: &Import, tried: Tried, area: Rect, pen: &mut Pen) {
    let Some(why) = &import.fault else { return };
    let said = explain::unopened(&called(import, pen.lang), why, tried, pen.lang);
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

fn preview(book: &Book, import: &Import, area: Rect, pen: &mut Pen) -> Option<Position> {
    let plan = &import.plan;
    title(import, area, pen);
    let mut top = 1 + sums(plan, line(area, 1), pen);
    for (meaning, said) in remarks(plan, pen.lang) {
        // What must not push the list off a small screen.
        if top + SAID + 3 >= area.height {
            break;
        }
        pen.text(line(area, top), meaning, &said);
        top += 1;
    }
    let list = below(area, top + 1);
    let said = MOST_SAID.min(list.height / 3);
    let list = Rect { height: list.height.saturating_sub(said + u16::from(said > 0)), ..list };
    if import.lines.rows.is_empty() {
        pen.text(list, Meaning::Look, &Exchange::NothingInIt.say(pen.lang));
        return None;
    }
    let fates = plan.fates();
    let mut cursor = None;
    for ((index, row), y) in import.lines.shown(list.height.into()).zip(list.y..) {
        let Row::Item(item) = row else { continue };
        let place = Rect { y, height: 1, ..list };
        let selected = index == import.lines.cursor;
        match *item {
            Line::Entry(at) => {
                if let (Some(entry), Some(fate)) = (plan.entries.get(at), fates.get(at)) {
                    draw_entry(plan, entry, *fate, selected, place, pen);
                }
            }
            Line::Unread(at) => {
                if let Some(unread) = plan.unread.get(at) {
                    let format = plan.sources.get(unread.source).map(|source| source.format);
                    let place_said = format.map(|f| explain::place(f, unread.row).say(pen.lang));
                    let name = format!("{} {}", place_said.unwrap_or_default(), unread.name);
                    let cells = Cells {
                        sign: " ".repeat(3),
                        standing: (Exchange::RowRefused, Meaning::Bad),
                        platform: String::new(),
                        name,
                        last: String::new(),
                    };
                    draw_cells(&cells, selected, place, pen);
                }
            }
        }
        if selected {
            cursor = Some(Position::new(place.x, y));
        }
    }
    let mut rest = Rect { y: list.bottom() + 1, height: said, ..list }.intersection(area);
    for (meaning, said) in details(book, import, &fates, pen.lang) {
        let used = pen.wrapped(rest, meaning, &said);
        rest = below(rest, used);
    }
    cursor
}

/// `9 new   1 here already   1 refused   3 read otherwise`. Returns the lines used.
fn sums(plan: &Plan, area: Rect, pen: &mut Pen) -> u16 {
    let sums = plan.sums();
    let open = plan.entries.iter().zip(plan.fates());
    let open = open.filter(|(entry, fate)| plan.is_open(entry, *fate)).count();
    let parts = [
        (sums.added, Exchange::SumNew { n: sums.added }, Meaning::Good),
        (sums.merged, Exchange::SumMerged { n: sums.merged }, Meaning::Good),
        (sums.same, Exchange::SumSame { n: sums.same }, Meaning::Text),
        (open, Exchange::SumOpen { n: open }, Meaning::Look),
        (sums.skipped - open, Exchange::SumSkipped { n: sums.skipped - open }, Meaning::Text),
        (sums.out, Exchange::SumOut { n: sums.out }, Meaning::Text),
        (sums.changed, Exchange::SumChanged { n: sums.changed }, Meaning::Look),
        (sums.refused, Exchange::SumRefused { n: sums.refused }, Meaning::Bad),
    ];
    let mut x = area.x;
    for (count, said, meaning) in parts {
        if count > 0 {
            let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
            x += pen.text(rest, meaning, &said.say(pen.lang)) + 3;
        }
    }
    1
}

/// What is to be said of the files: what is missing first.
fn remarks(plan: &Plan, lang: Lang) -> Vec<(Meaning, String)> {
    let missing = plan.missing.iter().map(|part| explain::missing(*part));
    let mut said: Vec<_> = missing.map(|said| (Meaning::Bad, said.say(lang))).collect();
    let notices = plan.sources.iter().flat_map(|source| &source.notices);
    said.extend(notices.map(|notice| (Meaning::Look, explain::notice(notice).say(lang))));
    let left_aside = explain::left_aside(&plan.ignored, lang);
    said.extend(left_aside.map(|left_aside| (Meaning::Faint, left_aside.say(lang))));
    said
}

/// The cells of a row.
struct Cells {
    sign: String,
    standing: (Exchange, Meaning),
    platform: String,
    name: String,
    last: String,
}

/// `▸ [x] same key     Amazon         ops@hikari.example        keep both`
fn draw_entry(plan: &Plan, entry: &Entry, fate: Fate, selected: bool, area: Rect, pen: &mut Pen) {
    let open = plan.is_open(entry, fate);
    let standing = match entry.standing {
        Standing::New => (Exchange::New, Meaning::Good),
        Standing::Same(_) => (Exchange::Same, Meaning::Faint),
        Standing::SameKey(_) => (Exchange::SameKey, Meaning::Look),
        Standing::SameName(_) => (Exchange::SameName, Meaning::Look),
    };
    let sign = match fate {
        Fate::Add => "[x]",
        Fate::Merge(_) => "[+]",
        Fate::Skip(_) if open => "[?]",
        Fate::Skip(_) => " - ",
        Fate::Out => "[ ]",
    };
    let last = match (entry.standing, fate) {
        (Standing::SameKey(_) | Standing::SameName(_), Fate::Add) => {
            Exchange::MarkKeep.say(pen.lang)
        }
        (_, Fate::Merge(_)) => Exchange::MarkMerge.say(pen.lang),
        (_, Fate::Skip(_)) if open => Exchange::MarkOpen.say(pen.lang),
        (Standing::SameKey(_) | Standing::SameName(_), Fate::Skip(_)) => {
            Exchange::MarkSkip.say(pen.lang)
        }
        _ => match entry.key() {
            Some(key) => key.kind().word().to_owned(),
            None => Exchange::NoKeyWord.say(pen.lang),
        },
    };
    let mut name = entry.called().into_owned();
    if Plan::title(entry).is_empty() {
        name = Exchange::Nameless.say(pen.lang);
    }
    let platform = entry.platform().to_owned();
    let cells = Cells { sign: sign.to_owned(), standing, platform, name, last };
    draw_cells(&cells, selected, area, pen);
}

fn draw_cells(cells: &Cells, selected: bool, area: Rect, pen: &mut Pen) {
    let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
    pen.text(area, Meaning::Text, mark);
    let mut x = area.x + 2;
    let cell =
        |x: u16, width: u16| Rect { x, width: width.min(area.right().saturating_sub(x)), ..area };
    pen.text(cell(x, 3), Meaning::Text, &cells.sign);
    x += 4;
    let (standing, meaning) = &cells.standing;
    pen.text(cell(x, 12), *meaning, &standing.say(pen.lang));
    x += 13;
    let wide = area.width >= 60;
    if wide {
        let width = (area.width / 5).min(24);
        pen.text(cell(x, width), Meaning::Text, Safe::new(&cells.platform).as_str());
        x += width + 1;
    }
    let last = if wide { 12 } else { 0 };
    let name = area.right().saturating_sub(x + last);
    pen.text(cell(x, name), Meaning::Text, Safe::new(&cells.name).as_str());
    if wide {
        pen.text(cell(area.right() - last + 1, last), Meaning::Faint, &cells.last);
    }
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area }, style);
    }
}

/// What is to be said of the selected row: what it is like, what becomes of it, what was changed.
fn details(book: &Book, import: &Import, fates: &[Fate], lang: Lang) -> Vec<(Meaning, String)> {
    let plan = &import.plan;
    let mut said = Vec::new();
    match import.lines.selected() {
        Some(Line::Unread(at)) => {
            if let Some(unread) = plan.unread.get(*at) {
                said.push((Meaning::Bad, explain::row(&unread.why, lang)));
            }
        }
        Some(Line::Entry(at)) => {
            let Some(entry) = plan.entries.get(*at) else { return said };
            if let Some(like) = like(book, plan, entry) {
                let choice = becomes(plan, entry, fates.get(*at).copied(), book);
                let choice = choice.map(|choice| choice.say(lang)).unwrap_or_default();
                let between = if lang == Lang::En { " " } else { "" };
                said.push((Meaning::Look, format!("{}{between}{choice}", like.say(lang))));
            }
            for told in &entry.told {
                let meaning = if told.is_loss() { Meaning::Bad } else { Meaning::Faint };
                let format = plan.sources.get(entry.source).map(|source| source.format);
                let place = format.map(|f| explain::place(f, entry.row).say(lang));
                let place = safe(&place.unwrap_or_default());
                let told = safe(&explain::told(told).say(lang));
                said.push((meaning, Exchange::At { place, said: told }.say(lang)));
            }
            if said.is_empty() {
                said.push((Meaning::Faint, Exchange::KeptAsIs.say(lang)));
            }
        }
        None => {}
    }
    said
}

/// What an entry is like.
fn like(book: &Book, plan: &Plan, entry: &Entry) -> Option<Exchange> {
    let name = |account: &Account| {
        let names = [&account.store, &account.platform, &account.login];
        let names = names.into_iter().map(String::as_str).filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(" / ")
    };
    let title = safe(&match entry.standing.twin()? {
        Twin::Here(id) => name(book.account(id)?),
        Twin::Entry(place) => Plan::title(plan.entries.get(place)?),
    });
    match entry.standing {
        Standing::New => None,
        Standing::Same(_) => Some(Exchange::SameHere { title }),
        Standing::SameKey(_) => Some(Exchange::SameKeyOf { title }),
        Standing::SameName(_) => Some(Exchange::SameNameOf { title }),
    }
}

/// What becomes of an entry that is like something.
fn becomes(plan: &Plan, entry: &Entry, fate: Option<Fate>, book: &Book) -> Option<Exchange> {
    if fate == Some(Fate::Out) {
        return None;
    }
    let other = match entry.standing.twin()? {
        Twin::Here(id) => book.account(id)?.key.as_ref(),
        Twin::Entry(place) => plan.entries.get(place)?.key(),
    };
    let leaves_key =
        matches!(entry.standing, Standing::SameName(_)) && other.is_some() && entry.key().is_some();
    match (entry.standing, plan.choice(entry)) {
        _ if fate.is_some_and(|fate| plan.is_open(entry, fate)) => Some(Exchange::ChoiceOpen),
        (Standing::Same(_), Choice::Skip) => None,
        (_, Choice::Keep) => Some(Exchange::ChoiceKeep),
        (_, Choice::Merge) if leaves_key => Some(Exchange::ChoiceMergeKey),
        (_, Choice::Merge) => Some(Exchange::ChoiceMerge),
        (_, Choice::Skip) => Some(Exchange::ChoiceSkip),
    }
}

/// `▸ 3  登录邮箱        login`
fn columns(held: &Columns, area: Rect, pen: &mut Pen) -> Option<Position> {
    pen.text(area, Meaning::Title, &Exchange::ColumnsTitle.say(pen.lang));
    let headings = &held.headings;
    let mut top = 1;
    if headings.iter().all(|heading| heading.column.is_none()) {
        top += pen.wrapped(below(area, 1), Meaning::Look, &Exchange::WhichColumn.say(pen.lang));
    }
    pen.text(line(area, top), Meaning::Faint, &Exchange::ColumnsNote.say(pen.lang));
    let list = below(area, top + 2);
    let room = usize::from(list.height).max(1);
    let top = (held.cursor + 1).saturating_sub(room);
    let width = headings.iter().map(|h| text::width(Safe::new(&h.title).as_str())).max();
    let width = u16::try_from(width.unwrap_or(0)).unwrap_or(u16::MAX).min(area.width / 2);
    let mut cursor = None;
    let rows = headings.iter().zip(&held.held).enumerate().skip(top).take(room);
    for ((at, (heading, column)), y) in rows.zip(list.y..) {
        let place = Rect { y, height: 1, ..list };
        let selected = at == held.cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let used = pen.text(place, Meaning::Text, &format!("{mark} {:>2}  ", at + 1));
        let title = Rect { x: place.x + used, width, ..place }.intersection(place);
        pen.text(title, Meaning::Text, Safe::new(&heading.title).as_str());
        let x = title.right() + 2;
        let rest = Rect { x, width: place.right().saturating_sub(x), ..place };
        let meaning = match (column, *column == heading.column) {
            (_, false) => Meaning::Look,
            (None, true) => Meaning::Faint,
            (Some(_), true) => Meaning::Good,
        };
        let said = explain::column(*column).say(pen.lang);
        let said = if selected { format!("< {said} >") } else { format!("  {said}") };
        pen.text(rest, meaning, &said);
        if selected {
            cursor = Some(Position::new(place.x, y));
        }
    }
    cursor
}
