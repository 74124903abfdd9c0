//! What the screens share: moving, changing from one to another, the way out.

use super::{
    activity, conflicts, doubt, drill, edit, export, findings, import, list, menu, rows, say, sync,
    team, things, tools, vaults,
};
use crate::i18n::{Lang, Playbook, Screen};
use crate::model::{Id, Thing};
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, Keymap, Place};
use crate::tui::model::{Board, Model, Overlay, Said, Size, Stage, Stored, Tab};
use crate::tui::{hint, shift};

/// A key on a screen with nothing over it.
pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let place = model.place();
    match model.keymap.action(place, key) {
        Some(action) => act(model, action),
        None if place == Place::Filter => {
            type_filter(model, key);
            Vec::new()
        }
        None => {
            // Among many it was no slip of a finger.
            if model.hasty {
                model.heap = Some(model.now);
            }
            Vec::new()
        }
    }
}

/// A key in a filter that is no command.
fn type_filter(model: &mut Model, key: Key) {
    let (size, lang) = (model.size, model.lang);
    let Stage::Open(board) = &mut model.stage else { return };
    if board.tab == Tab::Accounts {
        list::filter_key(board, key, size);
    } else if list::type_into(&mut board.sieve, key) {
        sift(board, size, lang);
    }
}

/// Shows what falls through the sieve, from its first line on.
pub(super) fn sift(board: &mut Board, size: Size, lang: Lang) {
    (board.things.cursor, board.things.top) = (0, 0);
    (board.findings.cursor, board.findings.top) = (0, 0);
    (board.events.cursor, board.events.top) = (0, 0);
    (board.matters.cursor, board.matters.top) = (0, 0);
    rebuild(board, lang);
    follow(board, size);
}

/// Does what a command says on the screen that is shown.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let (size, lang) = (model.size, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    if let Some(why) = shift::refused(board, action, &model.keymap) {
        say(board, model.now, Said::Shift(why));
        return Vec::new();
    }
    if let Some(by) = rows::step(action, rows::page(size)) {
        go(board, by, size);
        return Vec::new();
    }
    match action {
        Action::Filter if board.tab != Tab::Accounts => {
            board.filtering = true;
            board.sieve.clear();
            sift(board, size, lang);
        }
        Action::Accept | Action::Copy if board.tab != Tab::Accounts => board.filtering = false,
        Action::Clear if board.tab != Tab::Accounts => {
            board.details &= board.filtering || !board.sieve.text().is_empty();
            board.filtering = false;
            board.sieve.clear();
            sift_back(board, size, lang);
        }
        Action::Accounts => show(board, Tab::Accounts, size, lang),
        Action::Devices => show(board, Tab::Devices, size, lang),
        Action::Health => show(board, Tab::Health, size, lang),
        Action::Activity => show(board, Tab::Activity, size, lang),
        Action::Team => show(board, Tab::Team, size, lang),
        Action::Details => board.details = !board.details,
        Action::Help => board.overlay = Some(Overlay::Help { top: 0 }),
        Action::Commands => board.overlay = Some(menu::commands()),
        Action::Language => {
            let next = Lang::ALL.iter().position(|lang| *lang == model.lang).map_or(0, |i| i + 1);
            model.lang = Lang::ALL[next % Lang::ALL.len()];
        }
        Action::Lean => model.look.lean = !model.look.lean,
        Action::Mouse => {
            model.look.mouse = !model.look.mouse;
            if model.look.mouse {
                tell_mouse(board, model.now, &model.keymap);
            } else {
                say(board, model.now, Said::Screen(Screen::MouseOff));
            }
        }
        Action::Lock | Action::Suspend => return leave(model, action),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Quit => return edit::quit(board),
        Action::Playbook => playbook(board),
        Action::Drill => drill::open(model),
        Action::Ungarble => tools::ungarble(board),
        Action::Import => import::open(model),
        Action::Conflicts => conflicts::open(model),
        Action::Vaults => vaults::open(model),
        Action::Sync => return sync::ask(model),
        Action::Trust => doubt::open(model),
        Action::Export => export::open(model),
        Action::Undo => return edit::undo(model),
        Action::Save => return edit::retry(model),
        _ => {
            return match board.tab {
                Tab::Accounts => list::act(model, action),
                Tab::Devices => things::act(model, action),
                Tab::Health => findings::act(model, action),
                Tab::Activity => activity::act(model, action),
                Tab::Team => team::act(model, action),
            };
        }
    }
    Vec::new()
}

/// That the mouse comes here now, and how to select text all the same.
pub(super) fn tell_mouse(board: &mut Board, now: Moment, keymap: &Keymap) {
    let key = hint::name(keymap, Place::List, Action::Mouse);
    say(board, now, Said::Screen(Screen::MouseOn { key }));
}

fn go(board: &mut Board, by: isize, size: Size) {
    let height = rows::page(size);
    match board.tab {
        Tab::Accounts => board.list.go(by, height),
        Tab::Devices => board.things.go(by, height),
        Tab::Health => board.findings.go(by, height),
        Tab::Activity => board.events.go(by, height),
        Tab::Team => board.matters.go(by, height),
    }
}

/// The page for what is selected; all of them when nothing is wrong with it.
fn playbook(board: &mut Board) {
    let finding = match board.tab {
        Tab::Accounts => {
            let account = board.selected().map(|account| account.id);
            board.health.as_ref().zip(account).and_then(|(health, id)| health.of(id).first())
        }
        Tab::Health => board.findings.selected(),
        Tab::Devices | Tab::Activity | Tab::Team => None,
    };
    let playbook = finding.and_then(|finding| Playbook::from_number(finding.rule.playbook()));
    tools::open(board, playbook);
}

/// Changes to a screen.
pub(super) fn show(board: &mut Board, tab: Tab, size: Size, lang: Lang) {
    board.tab = tab;
    board.filtering = false;
    board.sieve.clear();
    board.details = false;
    rebuild(board, lang);
    follow(board, size);
}

/// Makes the rows of the screen that is shown anew.
fn rebuild(board: &mut Board, lang: Lang) {
    things::rebuild(board);
    findings::rebuild(board);
    activity::rebuild(board, lang);
    team::rebuild(board);
}

/// Shows everything again; the cursor stays where it is.
fn sift_back(board: &mut Board, size: Size, lang: Lang) {
    rebuild(board, lang);
    follow(board, size);
}

/// Scrolls every screen so that its cursor is in sight.
pub(super) fn follow(board: &mut Board, size: Size) {
    let height = rows::page(size);
    board.list.follow(height);
    board.things.follow(height);
    board.findings.follow(height);
    board.events.follow(height);
    board.matters.follow(height);
}

/// Goes to an account, or else to a device, number or person.
pub(super) fn go_to(
    board: &mut Board,
    account: Option<Id>,
    thing: Option<Thing>,
    size: Size,
    lang: Lang,
) {
    match (account, thing) {
        (Some(account), _) => {
            board.filter.clear();
            show(board, Tab::Accounts, size, lang);
            rows::rebuild(board);
            rows::select(board, account);
        }
        (None, Some(thing)) => {
            show(board, Tab::Devices, size, lang);
            board.things.select(|other: &Thing| *other == thing);
        }
        (None, None) => {}
    }
    follow(board, size);
}

/// Locks, for good or before stopping.
pub(super) fn leave(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        _ if !may_lock(model) => Vec::new(),
        Action::Suspend => vec![Effect::Suspend],
        _ => super::lock(model),
    }
}

/// Whether locking loses nothing; says so when it would.
fn may_lock(model: &mut Model) -> bool {
    if let Stage::Open(board) = &mut model.stage
        && matches!(board.stored, Stored::Soon | Stored::No)
    {
        let key = hint::name(&model.keymap, Place::List, Action::Save);
        say(board, model.now, Said::Screen(Screen::SaveFirst { key }));
        return false;
    }
    true
}
