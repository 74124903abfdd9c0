//! What the columns of a table hold, with a value or two of each, and all that one may hold below.

use ratatui::layout::{Position, Rect};

use super::corner;
use super::import::{ROOMY, below};
use super::pen::Pen;
use crate::app::explain;
use crate::app::import::{Column, Heading};
use crate::i18n::{Exchange, Lang, Screen};
use crate::text::{self, Safe, safe, whole};
use crate::tui::model::Columns;
use crate::tui::theme::{Mark, Meaning};

/// Columns between what stands beside one another.
const GAP: u16 = 2;

/// `▸ 3  登录邮箱   < login >   ops@hikari.example`
///
/// `name` is the table, `why` is why it is not read otherwise.
pub(super) fn draw(
    held: &Columns,
    name: &str,
    why: Option<&str>,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let headings = &held.headings;
    let mut top = 1;
    if let Some(why) = why {
        top += pen.wrapped(below(area, top), Meaning::Bad, why);
    }
    let taken = held.taken();
    let keyless = taken.iter().all(|column| *column != Some(Column::Secret));
    if why.is_some() {
        // That says what to do.
    } else if held.guessed {
        let said = Exchange::ColumnsGuessed.say(pen.lang);
        top += pen.wrapped(below(area, top), Meaning::Look, &said);
    } else if keyless {
        top += pen.wrapped(below(area, top), Meaning::Look, &Exchange::WhichColumn.say(pen.lang));
    }
    // Where there is little room, the columns have it: the keys are a key away.
    if !(keyless || held.guessed) || area.height >= ROOMY {
        top += pen.wrapped(below(area, top), Meaning::Faint, &Exchange::ColumnsNote.say(pen.lang));
    }
    let refused = held.refused.filter(|(at, column)| held.held.get(*at) == Some(&Some(*column)));
    if let Some((at, column)) = refused {
        let word = |column| whole(&explain::column(column).say(pen.lang));
        let (column, none) = (word(Some(column)), word(None));
        let said = Exchange::PasswordColumnHere { number: at + 1, column, none }.say(pen.lang);
        top += pen.wrapped(below(area, top), Meaning::Bad, &said);
    }
    // Of those that give way, the one that is looked at, or that gives way to it.
    let beaten = (0..taken.len()).filter_map(|at| Some((at, held.rival(at)?)));
    let beaten = beaten.max_by_key(|(at, by)| [*by, *at].contains(&held.cursor));
    if let Some((at, by)) = beaten {
        let column = whole(&explain::column(held.held[at]).say(pen.lang));
        let said = Exchange::ColumnTwice { column, by: by + 1, out: at + 1 }.say(pen.lang);
        top += pen.wrapped(below(area, top), Meaning::Look, &said);
    }
    let gap = u16::from(area.height >= ROOMY);
    let mut list = below(area, top + gap);
    if area.height >= ROOMY {
        let used = choices(held, list, pen);
        list.height = list.height.saturating_sub(used + 1);
    }
    let room = usize::from(list.height).max(1);
    let top = (held.cursor + 1).saturating_sub(room);
    let more = headings.len().saturating_sub(top + room);
    let mut above = Rect { height: area.height.min(1), ..area };
    if more > 0 {
        let said = Screen::More { n: more };
        corner(&said, above, pen);
        let width = u16::try_from(text::width(&said.say(pen.lang))).unwrap_or(0) + GAP;
        above.width = above.width.saturating_sub(width);
    }
    pen.text(above, Meaning::Title, &Exchange::ColumnsTitle { name: safe(name) }.say(pen.lang));
    let widths = Widths::of(headings, area.width, pen.lang);
    let mut cursor = None;
    let rows = headings.iter().zip(&taken).enumerate().skip(top).take(room);
    for ((at, (heading, column)), y) in rows.zip(list.y..) {
        let place = Rect { y, height: 1, ..list };
        let selected = at == held.cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let used = pen.text(place, Meaning::Text, &format!("{mark} {:>2}  ", at + 1));
        let cell = |x: u16, width: u16| Rect { x, width, ..place }.intersection(place);
        let title = cell(place.x + used, widths.title);
        let called = explain::heading(at + 1, &heading.title, pen.lang);
        pen.text(title, Meaning::Text, &called);
        let meaning = match (column, *column == heading.column) {
            (_, false) => Meaning::Look,
            (None, true) => Meaning::Faint,
            (Some(_), true) => Meaning::Good,
        };
        let said = explain::column(*column).say(pen.lang);
        let said = if selected { format!("< {said} >") } else { format!("  {said}") };
        let choice = cell(title.right() + GAP, widths.choice);
        pen.text(choice, meaning, &said);
        let x = choice.right() + GAP;
        let rest = cell(x, place.right().saturating_sub(x));
        let samples: Vec<String> =
            heading.samples.iter().map(|sample| Safe::new(sample).to_string()).collect();
        pen.text(rest, Meaning::Faint, &samples.join(explain::between(pen.lang)));
        if selected {
            cursor = Some(Position::new(place.x, y));
        }
    }
    cursor
}

/// How wide the columns are.
struct Widths {
    title: u16,
    choice: u16,
}

impl Widths {
    fn of(headings: &[Heading], width: u16, lang: Lang) -> Self {
        let wide = |text: &str| u16::try_from(text::width(text)).unwrap_or(u16::MAX);
        let titles = (1..).zip(headings);
        let titles = titles.map(|(n, heading)| wide(&explain::heading(n, &heading.title, lang)));
        let choices = Columns::choices().map(|choice| wide(&explain::column(choice).say(lang)));
        // The brackets round the selected one.
        let choice = choices.max().unwrap_or(0) + 4;
        Self { title: titles.max().unwrap_or(0).min(width / 3), choice }
    }
}

/// All that a column may hold, at the bottom, over as many lines as it takes. Returns how many.
fn choices(held: &Columns, area: Rect, pen: &mut Pen) -> u16 {
    let selected = held.selected();
    let words: Vec<(String, bool)> = Columns::choices()
        .map(|choice| (explain::column(choice).say(pen.lang), choice == selected))
        .collect();
    let mut places = Vec::with_capacity(words.len());
    let (mut x, mut line) = (0, 0);
    for (word, _) in &words {
        let width = u16::try_from(text::width(word)).unwrap_or(u16::MAX);
        if x > 0 && x + width > area.width {
            (x, line) = (0, line + 1);
        }
        places.push((x, line));
        x += width + GAP;
    }
    let lines = line + 1;
    if lines + 2 > area.height {
        return 0;
    }
    for ((word, is_selected), (x, line)) in words.iter().zip(places) {
        let place = Rect {
            x: area.x + x,
            y: area.bottom() - lines + line,
            width: area.width.saturating_sub(x),
            height: 1,
        };
        let meaning = if *is_selected { Meaning::Title } else { Meaning::Faint };
        pen.text(place, meaning, word);
    }
    lines
}
