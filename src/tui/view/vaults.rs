//! The list of vaults.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::pen::Pen;
use crate::app::shelf::Face;
use crate::app::sight::{along, sight};
use crate::i18n::Vaults as Say;
use crate::model::{Home, Id};
use crate::text::safe;
use crate::tui::model::{Board, Vaults};
use crate::tui::theme::{Mark, Meaning};
use crate::vault::Access;

pub(super) fn draw(board: &Board, list: Vaults, area: Rect, pen: &mut Pen) -> Option<Position> {
    let area = inset(area);
    let lang = pen.lang;
    let account = list.moving.and_then(|id| board.book.account(id));
    let title = match account {
        Some(account) => Say::MoveTitle { title: safe(account.title()) },
        None => Say::Title,
    };
    pen.text(area, Meaning::Title, &title.say(lang));
    let mut y = area.y + 1;
    if list.moving.is_none() {
        y = below(area, y, Meaning::Faint, &Say::Explained.say(lang), pen);
    }
    y += 1;
    let mut at = None;
    let choices = board.choices(list.moving);
    let held = held(board);
    for (index, place) in choices.iter().enumerate() {
        let selected = index == list.cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let said = row(board, *place, held[*place], list.moving, pen);
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        let line = Rect { y, height: 1, ..area }.intersection(area);
        if selected {
            at = Some(Position::new(line.x, line.y));
        }
        pen.text(line, meaning, mark);
        let words = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        y = below(words, y, meaning, &said, pen);
    }
    match (list.moving, choices.get(list.cursor)) {
        (Some(id), Some(to)) => {
            y += 1;
            for said in consequences(board, id, *to) {
                let meaning = match said {
                    Say::LosesKnow | Say::OpenedByPassphrase { .. } => Meaning::Look,
                    _ => Meaning::Text,
                };
                y = below(area, y, meaning, &said.say(lang), pen);
            }
        }
        _ if !board.shut.is_empty() => {
            y = below(area, y + 1, Meaning::Group, &Say::Shut.say(lang), pen);
            for why in &board.shut {
                y = below(area, y, Meaning::Look, &why.say(lang), pen);
            }
            below(area, y, Meaning::Faint, &Say::ShutAgain.say(lang), pen);
        }
        _ => {}
    }
    at
}

/// Writes a sentence under what stands there; the line behind it.
fn below(area: Rect, y: u16, meaning: Meaning, said: &str, pen: &mut Pen) -> u16 {
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    y + pen.wrapped(rest, meaning, said)
}

/// How many accounts each vault holds.
fn held(board: &Board) -> Vec<usize> {
    let mut held = vec![0; board.vaults.len()];
    for account in &board.book.accounts {
        let home = board.book.homes.of(account.id).unwrap_or(Home::only(0));
        for (place, n) in held.iter_mut().enumerate() {
            *n += usize::from(home.has(place));
        }
    }
    held
}

fn row(board: &Board, place: usize, n: usize, moving: Option<Id>, pen: &Pen) -> String {
    let face = &board.vaults[place];
    let name = safe(&face.name);
    if moving.is_some() {
        return Say::MoveTo { name }.say(pen.lang);
    }
    let members = face.readers.members.len();
    let said = match face.readers.own {
        Some(_) => Say::Row { name, n, members },
        None => Say::RowByPassphrase { name, n },
    };
    let hand = (place == board.hand && board.is_several()).then_some(Say::InHand);
    let locked = (face.access != Access::ReadWrite).then_some(Say::ReadOnly);
    let mut parts = vec![said.say(pen.lang)];
    parts.extend([hand, locked].into_iter().flatten().map(|said| said.say(pen.lang)));
    parts.join(" · ")
}

fn consequences(board: &Board, id: Id, to: usize) -> Vec<Say> {
    let from = board.book.homes.of(id).unwrap_or_default();
    let from: Vec<&Face> = from.places().filter_map(|place| board.vaults.get(place)).collect();
    let mut said = sight(id, &from, &board.vaults[to], &board.book);
    said.extend(along(&board.book, [id], to));
    said
}
