//! Values that clashed, side by side.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::conflicts::{Choice, Clash, Codes, values, word};
use crate::app::loss;
use crate::i18n::Team;
use crate::text::safe;
use crate::tui::model::{Board, Conflicts, Model, Row};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(
    model: &Model,
    board: &Board,
    conflicts: &Conflicts,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let area = inset(area);
    pen.text(area, Meaning::Title, &Team::Conflicts.say(pen.lang));
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    pen.text(below, Meaning::Faint, &Team::TwoChanged.say(pen.lang));
    let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    let mut cursor = None;
    for ((index, row), y) in conflicts.lines.shown(list.height.into()).zip(list.y..) {
        let line = Rect { y, height: 1, ..list };
        match row {
            Row::Head(place) => {
                let Some(clash) = conflicts.clashes.get(*place) else { continue };
                // Of several accounts of one store, the login says which.
                let account = board.book.account(clash.id).map(loss::title);
                let title = account.unwrap_or_else(|| safe(&clash.title));
                let head = format!("{} · {title}", word(clash.field).say(pen.lang));
                pen.text(line, Meaning::Group, &head);
            }
            Row::Item((place, choice)) => {
                let Some(clash) = conflicts.clashes.get(*place) else { continue };
                let selected = index == conflicts.lines.cursor;
                if selected {
                    cursor = Some(Position::new(line.x, y));
                }
                let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
                pen.text(line, Meaning::Text, mark);
                let rest = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
                let (meaning, said) = said(model, board, clash, *choice, pen);
                pen.text(rest, if selected { Meaning::Title } else { meaning }, &said);
            }
        }
    }
    cursor
}

fn said(
    model: &Model,
    board: &Board,
    clash: &Clash,
    choice: Choice,
    pen: &Pen,
) -> (Meaning, String) {
    let account = board.book.account(clash.id);
    let codes = match account.filter(|account| board.shows(account, model.now)) {
        Some(_) => Codes::Shown(model.now),
        None => Codes::Hidden,
    };
    let value = |place: usize| {
        values(&board.book, clash, codes, pen.lang).into_iter().nth(place).unwrap_or_default()
    };
    match choice {
        Choice::Value(0) => {
            (Meaning::Text, Team::ShownNow { value: safe(&value(0)) }.say(pen.lang))
        }
        Choice::Value(place) => (Meaning::Text, value(place)),
        Choice::All if clash.field == "note" => (Meaning::Faint, Team::KeepAll.say(pen.lang)),
        Choice::All => (Meaning::Faint, Team::KeepAsAccounts.say(pen.lang)),
    }
}
