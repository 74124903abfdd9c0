//! The rows of an import: how each stands, what it is called, what becomes of it.

use ratatui::layout::Rect;

use crate::app::explain;
use crate::app::import::{Entry, Fate, Likeness, Omission, Plan, Twin, veiled};
use crate::i18n::{Exchange, Lang};
use crate::text::{self, Safe};
use crate::tui::model::Line;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::view::pen::Pen;

/// The cells of a row.
pub(super) struct Cells {
    sign: &'static str,
    /// Whether something of it is gone, or was changed.
    mark: Option<Mark>,
    standing: (Exchange, Meaning),
    names: Names,
    last: String,
}

/// What a row is called.
enum Names {
    /// Store, platform, login, as the list of accounts has them; then what stands for all of them.
    Parts([String; 3], String),
    /// Nothing that could be taken apart.
    Whole(String),
}

/// How wide the columns are; one that is empty all the way down is left out.
pub(super) struct Widths {
    store: u16,
    platform: u16,
    login: u16,
    last: u16,
}

/// Columns before the names: the cursor, the sign, what was changed, how it stands.
const BEFORE: u16 = 21;
/// Columns for what becomes of a row.
const LAST: u16 = 12;

impl Widths {
    pub(super) fn of(plan: &Plan, width: u16) -> Self {
        let rest = width.saturating_sub(BEFORE);
        if width < 60 {
            return Self { store: 0, platform: 0, login: rest, last: 0 };
        }
        let rest = rest.saturating_sub(LAST);
        let has_store = plan.entries.iter().any(|entry| !entry.store().is_empty());
        let store = if has_store { (rest * 3 / 10).min(24) } else { 0 };
        let platform = if has_store { rest / 4 } else { rest / 3 }.min(24);
        let mut widths = Self { store, platform, login: rest - store - platform, last: LAST };
        widths.store_whole(plan);
        widths
    }
}

impl Widths {
    /// Gives the names of stores what the others have too much of: where there is room, none is cut.
    fn store_whole(&mut self, plan: &Plan) {
        let widest = |of: fn(&Entry) -> &str| {
            let names = plan.entries.iter().map(|entry| text::width(of(entry)) + 1);
            u16::try_from(names.max().unwrap_or(0)).unwrap_or(u16::MAX)
        };
        let mut lacking = widest(Entry::store).saturating_sub(self.store);
        if self.store == 0 || lacking == 0 {
            return;
        }
        for (width, widest) in
            [(&mut self.login, widest(Entry::login)), (&mut self.platform, widest(Entry::platform))]
        {
            let given = width.saturating_sub(widest).min(lacking);
            *width -= given;
            self.store += given;
            lacking -= given;
        }
    }
}

/// Where an entry stands: in which file, too, where there are several.
pub(super) fn place(plan: &Plan, entry: &Entry, lang: Lang) -> String {
    let file = plan.sources.get(entry.source);
    file.map_or_else(String::new, |file| {
        explain::of_file(plan, file, explain::place(file, entry.row), lang).say(lang)
    })
}

pub(super) fn cells(plan: &Plan, fates: &[Fate], item: Line, lang: Lang) -> Option<Cells> {
    match item {
        Line::Entry(at) => {
            let (entry, fate) = (plan.entries.get(at)?, *fates.get(at)?);
            Some(entry_cells(plan, entry, fate, plan.is_open(entry), lang))
        }
        Line::Unread(at) => {
            let unread = plan.unread.get(at)?;
            let file = plan.sources.get(unread.source)?;
            let place = explain::refused_at(file, unread);
            let place = explain::of_file(plan, file, place, lang).say(lang);
            Some(Cells {
                sign: "   ",
                mark: Some(Mark::Bad),
                standing: (Exchange::RowRefused, Meaning::Bad),
                names: Names::Whole(format!("{place} {}", unread.name)),
                last: String::new(),
            })
        }
    }
}

fn entry_cells(plan: &Plan, entry: &Entry, fate: Fate, open: bool, lang: Lang) -> Cells {
    let is_skipped = matches!(fate, Fate::Skip(_));
    let standing = match entry.standing {
        _ if is_skipped && plan.omission(entry) == Omission::Doubtful => {
            (Exchange::Unclear, Meaning::Look)
        }
        Likeness::Same(Twin::Entry(_)) => (Exchange::DoubledRow, Meaning::Faint),
        Likeness::New => (Exchange::New, Meaning::Good),
        Likeness::Same(_) => (Exchange::Same, Meaning::Faint),
        Likeness::SameKey(_) if entry.has_other_key() => (Exchange::SameSecret, Meaning::Look),
        Likeness::SameKey(_) => (Exchange::SameKey, Meaning::Look),
        Likeness::SameName(_) => (Exchange::SameName, Meaning::Look),
    };
    let sign = match fate {
        Fate::Add if open => "[?]",
        Fate::Add => "[x]",
        Fate::Merge(_) => "[+]",
        Fate::Skip(_) => " - ",
        Fate::Out => "[ ]",
    };
    let last = match (entry.standing, fate) {
        _ if open => Exchange::MarkOpen.say(lang),
        (Likeness::SameKey(_) | Likeness::SameName(_), Fate::Add) => Exchange::MarkKeep.say(lang),
        (_, Fate::Merge(_)) => Exchange::MarkMerge.say(lang),
        (Likeness::SameKey(_) | Likeness::SameName(_), Fate::Skip(_))
            if plan.omission(entry) != Omission::Same =>
        {
            Exchange::MarkSkip.say(lang)
        }
        _ => match entry.key() {
            Some(key) => key.kind().word().to_owned(),
            None => Exchange::NoKeyWord.say(lang),
        },
    };
    let names = if Plan::title(entry).is_empty() {
        Names::Whole(Exchange::Nameless.say(lang))
    } else {
        let shown = |name: &str| veiled(name).into_owned();
        let parts = [entry.store(), entry.platform(), entry.login()].map(shown);
        Names::Parts(parts, shown(entry.called()))
    };
    // What stands otherwise where it goes, too: that is not in the file, and comes only with the row.
    let is_taken = matches!(fate, Fate::Add | Fate::Merge(_));
    let is_changed = is_taken && (!entry.told.is_empty() || entry.is_renamed())
        || !plan.kept(entry, fate).is_empty();
    let mark =
        if plan.loses(entry, fate) { Some(Mark::Look) } else { is_changed.then_some(Mark::Some) };
    Cells { sign, mark, standing, names, last }
}

/// `▸ [x] same key     Hikari   Amazon   ops@hikari.example   keep both`
pub(super) fn draw(cells: &Cells, widths: &Widths, selected: bool, area: Rect, pen: &mut Pen) {
    let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
    pen.text(area, Meaning::Text, mark);
    let cell =
        |x: u16, width: u16| Rect { x, width: width.min(area.right().saturating_sub(x)), ..area };
    pen.text(cell(area.x + 2, 3), Meaning::Text, cells.sign);
    if let Some(mark) = cells.mark {
        pen.text(cell(area.x + 6, 1), Meaning::Look, pen.theme.mark(mark));
    }
    let (standing, meaning) = &cells.standing;
    pen.text(cell(area.x + 8, 12), *meaning, &standing.say(pen.lang));
    let mut x = area.x + BEFORE;
    match &cells.names {
        Names::Whole(name) => {
            let width = area.right().saturating_sub(x);
            pen.text(cell(x, width), Meaning::Text, Safe::new(name).as_str());
        }
        Names::Parts(_, called) if widths.platform == 0 => {
            pen.text(cell(x, widths.login), Meaning::Text, Safe::new(called).as_str());
        }
        Names::Parts(parts, _) => {
            for (name, width) in parts.iter().zip([widths.store, widths.platform, widths.login]) {
                let place = cell(x, width.saturating_sub(1));
                pen.text(place, Meaning::Text, Safe::new(name).as_str());
                x += width;
            }
        }
    }
    let last = cell(area.right().saturating_sub(widths.last), widths.last);
    pen.text(last, Meaning::Faint, &cells.last);
    if selected {
        let style = pen.theme.style(Meaning::Selected);
        pen.tint(Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area }, style);
    }
}
