//! A loss: what breaks, what still works, what is done.

use crate::app::findings;
use crate::health::loss::{self, Affected, How, affected, is_hollow, loss_at, loss_of};
use crate::i18n::{Fault, Playbook, Screen};
use crate::model::{Book, Step, Thing, Tick};
use crate::text::{Safe, safe};
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{Board, Care, Lines, Model, Overlay, Row, Said, Stage};

use super::{edit, rows, say, tools};

/// Shows what hangs on a thing.
pub(super) fn open(model: &mut Model, thing: Thing) {
    let today = model.now.date();
    let stale_after = model.look.stale_after;
    let size = model.size;
    let Stage::Open(board) = &mut model.stage else { return };
    let affected = affected(&board.book, &board.catalogue, thing, today, stale_after);
    let mut steps: Lines<(usize, Step), usize> = Lines::default();
    for (place, account) in affected.iter().enumerate() {
        steps.rows.push(Row::Head(place));
        steps.rows.extend(account.steps.iter().map(|step| Row::Item((place, *step))));
    }
    steps.settle(1);
    if let Some(Overlay::Care(care)) = &board.overlay
        && care.thing == thing
    {
        let is_it = |(was, step): &(usize, Step), (is, other): &(usize, Step)| {
            (care.affected[*was].account, step) == (affected[*is].account, other)
        };
        board.slipped |= !steps.keep(&care.steps, is_it);
    }
    steps.follow(rows::page(size));
    let done = loss_of(&board.book, thing).map(|_| {
        let tick = |tick: &Tick| ((tick.account, tick.step), (tick.by.clone(), tick.on));
        let accounts = affected.iter().filter_map(|entry| board.book.accounts.get(entry.place));
        let ticks = accounts.flat_map(|account| {
            let loss = loss_at(&board.book, thing, account).into_iter();
            loss.flat_map(|loss| &loss.ticks).filter(|tick| tick.account == account.id)
        });
        ticks.map(tick).collect()
    });
    board.overlay = Some(Overlay::Care(Care { thing, affected, done, steps }));
}

/// What people call a thing; numbers masked.
fn label(book: &Book, thing: Thing) -> Safe<'static> {
    safe(&findings::label(thing, book))
}

/// Marks the selected thing as lost, lapsed or left, and shows what follows from it.
pub(super) fn lose(model: &mut Model) -> Vec<Effect> {
    let key = hint::name(&model.keymap, Place::Devices, Action::Undo);
    let Model { now, size, ids, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let Some(thing) = meant(board) else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let what = label(&board.book, thing);
    let (how, done) = match thing {
        Thing::Device(_) => (How::Lost, Screen::MarkedLost { what, key }),
        Thing::Number(_) => (How::Lapsed, Screen::MarkedLapsed { what, key }),
        Thing::Person(_) => (How::Left, Screen::MarkedLeft { what, key }),
    };
    let mut book = Book::clone(&board.book);
    if loss::lose(&mut book, thing, how, now.date(), &look.name, ids.fresh(*now)).is_none() {
        return Vec::new();
    }
    let effects = edit::commit(board, book, done, *size);
    open(model, thing);
    effects
}

/// The thing of the list of steps, else the selected one.
fn meant(board: &Board) -> Option<Thing> {
    match &board.overlay {
        Some(Overlay::Care(care)) => Some(care.thing),
        _ => board.thing(),
    }
}

/// Takes that back: it turned up, it works, they are here again.
pub(super) fn find(model: &mut Model) -> Vec<Effect> {
    let key = hint::name(&model.keymap, Place::Devices, Action::Undo);
    let Model { now, size, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some(thing) = board.thing() else { return Vec::new() };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let mut book = Book::clone(&board.book);
    if loss::find(&mut book, thing) == loss::Changed::No {
        let what = label(&board.book, thing);
        let said = match thing {
            Thing::Person(_) => Screen::NotGone { what },
            _ => Screen::NotLost { what },
        };
        say(board, *now, Said::Screen(said));
        return Vec::new();
    }
    let what = label(&board.book, thing);
    let done = match thing {
        Thing::Person(_) => Screen::MarkedBack { what, key },
        _ => Screen::MarkedFound { what, key },
    };
    edit::commit(board, book, done, *size)
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Loss, key);
    let height = rows::page(model.size);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Care(care)) = &mut board.overlay else { return Vec::new() };
    match action {
        Some(Action::Cancel) => board.overlay = None,
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Playbook) => {
            let playbook = match care.thing {
                Thing::Device(_) => Playbook::Lost,
                Thing::Number(_) => Playbook::Lapsing,
                Thing::Person(_) => Playbook::Left,
            };
            tools::open(board, Some(playbook));
        }
        Some(Action::Tick) => return tick(model),
        Some(Action::Export) => return vec![Effect::Export(care.thing)],
        Some(Action::Lost) => return lose(model),
        Some(Action::Undo) => return undo(model),
        action => rows::walk(&mut care.steps, action, height),
    }
    Vec::new()
}

/// Says where the checklist is.
pub(super) fn exported(model: &mut Model, result: Result<String, Fault>) {
    let Stage::Open(board) = &mut model.stage else { return };
    let said = match result {
        Ok(name) => Said::Screen(Screen::Exported { name: safe(&name) }),
        Err(fault) => Said::Fault(fault),
    };
    say(board, model.now, said);
}

/// Ticks the selected step off, or on again.
fn tick(model: &mut Model) -> Vec<Effect> {
    let mark = hint::name(&model.keymap, Place::Loss, Action::Lost);
    let Model { now, size, look, stage: Stage::Open(board), .. } = model else { return Vec::new() };
    let Some((thing, entry, step)) = chosen(board) else { return Vec::new() };
    let (account, hollow) = (entry.account, is_hollow(entry, step));
    let loss = board.book.account(account).and_then(|it| loss_at(&board.book, thing, it));
    let Some(open_loss) = loss.map(|loss| loss.id) else {
        say(board, *now, Said::Screen(Screen::MarkFirst { key: mark }));
        return Vec::new();
    };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let mut book = Book::clone(&board.book);
    let today = now.date();
    let done = if loss::tick(&mut book, open_loss, account, step, today, &look.name)
        == loss::Changed::Yes
    {
        if hollow { Screen::TickedHollow } else { Screen::Ticked }
    } else {
        loss::untick(&mut book, open_loss, account, step);
        Screen::Unticked
    };
    let height = rows::page(*size);
    let effects = edit::commit(board, book, done, *size);
    open(model, thing);
    // On to the next one: that is what the hand wants.
    if let Stage::Open(board) = &mut model.stage
        && let Some(Overlay::Care(care)) = &mut board.overlay
    {
        care.steps.go(1, height);
    }
    effects
}

/// Takes an edit back, with the cursor on the step that was ticked by it.
fn undo(model: &mut Model) -> Vec<Effect> {
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Care(care)) = &board.overlay else { return Vec::new() };
    let (thing, before) = (care.thing, care.done.clone());
    let effects = edit::undo(model);
    open(model, thing);
    let height = rows::page(model.size);
    let Stage::Open(board) = &mut model.stage else { return effects };
    let Some(Overlay::Care(care)) = &mut board.overlay else { return effects };
    if let (Some(before), Some(now)) = (before, &care.done) {
        let is_turned = |(place, step): &(usize, Step)| {
            care.affected.get(*place).is_some_and(|affected| {
                let tick = (affected.account, *step);
                before.contains_key(&tick) != now.contains_key(&tick)
            })
        };
        if care.steps.items().any(is_turned) {
            care.steps.select(is_turned);
            care.steps.follow(height);
        }
    }
    effects
}

fn chosen(board: &Board) -> Option<(Thing, &Affected, Step)> {
    let Some(Overlay::Care(care)) = &board.overlay else { return None };
    let (place, step) = *care.steps.selected()?;
    Some((care.thing, care.affected.get(place)?, step))
}
