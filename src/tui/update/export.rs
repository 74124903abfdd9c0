//! An export: which accounts, into what, what is lost, then a file, or QR codes on the screen. A key
//! that was seen is known for good, so who gets it is written down first, part by part, and stays so.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::list::type_into;
use super::menu::{self, Turned};
use super::{edit, enrol, rows, say, screens};
use crate::activity::{Deed, What};
use crate::app::create::{WEAK, strength};
use crate::app::draft::find;
use crate::app::draft::{Field, Flaw, Target, Work};
use crate::app::export::{Outlook, Reason, Unfit, is_word};
use crate::app::{explain, loss, print};
use crate::i18n::{Fault, Lang, Screen};
use crate::model::{Account, Book};
use crate::text::safe;
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key};
use crate::tui::layout::qr::{Cells, most_bytes, place};
use crate::tui::layout::{Details, areas, losses};
use crate::tui::model::{
    Board, CodePart, Codes, Destination, Export, ExportStep as Step, Model, Overlay, Pending, Said,
    Size, Stage,
};

/// Rows that a page of a list is.
const PAGE: usize = 8;

/// How long a code stays on screen, in milliseconds.
const SHOWN: u64 = 120_000;

/// Asks which accounts go out.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    match Export::new(board) {
        Some(export) => board.overlay = Some(Overlay::Export(Box::new(export))),
        None => say(board, model.now, Said::Fault(Fault::NothingToExport)),
    }
}

/// The book is another one. What was worked out is of the one before.
pub(super) fn renew(board: &mut Board, now: Moment, lang: Lang) {
    let Some(Overlay::Export(before)) = board.overlay.take_if(|overlay| {
        matches!(overlay, Overlay::Export(export)
            if !matches!(export.step, Step::Wait | Step::Done(_) | Step::Codes(_)))
    }) else {
        return;
    };
    let again = before.again(board, now.date(), lang);
    let said = match &again {
        None => Some(Screen::ExportStale),
        Some(Export { step: Step::Loss, .. }) => Some(Screen::ExportAgain),
        Some(_) => None,
    };
    board.overlay = again.or_else(|| Export::new(board)).map(Box::new).map(Overlay::Export);
    if let Some(said) = said {
        say(board, now, Said::Screen(said));
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(model.place(), key);
    let (now, size, lang) = (model.now, model.size, model.lang);
    let ascii = model.look.ascii;
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Export(export)) = &mut board.overlay else { return Vec::new() };
    if let Some(top) = &mut export.keys {
        if action == Some(Action::Redraw) {
            return vec![Effect::Redraw];
        }
        if menu::turn(top, action, key) == Turned::Away {
            export.keys = None;
        }
        return Vec::new();
    }
    match action {
        Some(Action::Help) => {
            export.keys = Some(0);
            return Vec::new();
        }
        Some(action @ (Action::Redraw | Action::Lock)) => return screens::act(model, action),
        Some(Action::Cancel | Action::Quit) => {
            back(board, now);
            return Vec::new();
        }
        _ => {}
    }
    let by = action.and_then(|action| rows::step(action, PAGE)).unwrap_or(0);
    let go = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
    let accepts = action == Some(Action::Accept);
    match &mut export.step {
        Step::Which if accepts => export.step = Step::Destination,
        Step::Which => export.choice = go(export.choice, export.choices.len()),
        Step::Destination if accepts => export.look(now.date(), lang),
        Step::Destination => export.way = go(export.way, Destination::all().len()),
        Step::Loss if accepts => return past_loss(board, now),
        Step::Loss => {
            let area = losses(&areas(size, Details::Beside));
            let count = export.losses(area.width, lang).len();
            let last = count.saturating_sub(usize::from(area.height).max(1));
            export.top = export.top.min(last).saturating_add_signed(by).min(last);
        }
        Step::Path if accepts => {
            if !export.path.text().trim().is_empty() {
                export.asked = Some(now);
                return vec![Effect::IsFree];
            }
        }
        Step::Path => type_in(export, key, |export| &mut export.path),
        Step::Password if accepts => {
            export.fault = match export.password.text() {
                "" => Some(Fault::PasswordEmpty),
                text if strength(text) < WEAK => Some(Fault::PasswordWeak),
                _ => None,
            };
            if export.fault.is_none() {
                export.step = Step::Again;
            }
        }
        Step::Password => type_in(export, key, |export| &mut export.password),
        Step::Again if accepts => {
            if export.again.text() == export.password.text() {
                return write(export, now);
            }
            export.again.clear();
            export.password.clear();
            (export.step, export.fault) = (Step::Password, Some(Fault::PasswordsDiffer));
        }
        Step::Again => type_in(export, key, |export| &mut export.again),
        Step::Phone if accepts => past_phone(export, size, ascii),
        Step::Phone => type_in(export, key, |export| &mut export.phone),
        Step::Word if accepts => match export.way() {
            Destination::Screen if export.word.text().trim() == enrol::SHOW_WORD => {
                return record(model);
            }
            Destination::File(_) if is_word(export.word.text()) => return write(export, now),
            _ => {
                if edit::wrong(&mut export.word) {
                    export.fault = Some(Fault::NotTheWord);
                }
            }
        },
        Step::Word => type_in(export, key, |export| &mut export.word),
        Step::Done(_) if accepts => board.overlay = None,
        Step::Codes(codes) => match action {
            Some(Action::Accept) => return next(model),
            Some(Action::PreviousChoice) => turn(codes, -1, now),
            Some(Action::Invert) => codes.inverted = !codes.inverted,
            _ => {}
        },
        Step::Wait | Step::Done(_) => {}
    }
    Vec::new()
}

/// A paste goes into the line that is typed; not into the one that asks for a word.
pub(super) fn paste(export: &mut Export, text: &str) {
    match export.step {
        Step::Path => export.paste_path(text.trim()),
        Step::Password => export.password.insert(text),
        Step::Again => export.again.insert(text),
        Step::Phone => export.phone.insert(text.trim()),
        _ => return,
    }
    retyped(export);
}

fn type_in(export: &mut Export, key: Key, line: fn(&mut Export) -> &mut crate::tui::model::Input) {
    if type_into(line(export), key) {
        retyped(export);
    }
}

/// A line is another one: what was said of the one before, and what was asked of it, is of no use.
fn retyped(export: &mut Export) {
    (export.fault, export.asked) = (None, None);
}

fn turn(codes: &mut Codes, by: isize, now: Moment) {
    codes.at = codes.at.saturating_add_signed(by).min(codes.parts.len().saturating_sub(1));
    codes.until = now.plus_millis(SHOWN);
}

/// One step back; from the first one out.
fn back(board: &mut Board, now: Moment) {
    let Some(Overlay::Export(export)) = &mut board.overlay else { return };
    export.fault = None;
    let plain = export.way().form().is_plain();
    export.step = match &export.step {
        Step::Destination => Step::Which,
        Step::Loss => Step::Destination,
        Step::Path | Step::Phone => Step::Loss,
        Step::Word if export.way() == Destination::Screen => Step::Phone,
        Step::Word | Step::Password => Step::Path,
        Step::Again => Step::Password,
        // What is being written will be there all the same; it is said when it is.
        Step::Wait => return,
        Step::Codes(codes) => {
            let of = codes.parts.len();
            let shown = codes.parts.iter().filter(|part| part.is_recorded).count();
            let unseen = codes.parts.iter().filter(|part| !part.is_recorded);
            let left = unseen.map(|part| part.accounts.len()).sum();
            let said = match left {
                0 => Screen::ExportShown,
                n => Screen::ExportShownPartly { shown, of, n },
            };
            board.overlay = None;
            say(board, now, Said::Screen(said));
            return;
        }
        Step::Which | Step::Done(_) => {
            board.overlay = None;
            return;
        }
    };
    export.asked = None;
    export.word.clear();
    export.again.clear();
    if plain || matches!(export.step, Step::Path) {
        export.password.clear();
    }
}

fn past_loss(board: &mut Board, now: Moment) -> Vec<Effect> {
    let Some(Overlay::Export(export)) = &mut board.overlay else { return Vec::new() };
    if export.outlook.as_ref().is_none_or(|outlook| outlook.entries == 0) {
        say(board, now, Said::Fault(Fault::NothingToExport));
        return Vec::new();
    }
    export.step = match export.way() {
        Destination::Screen => Step::Phone,
        Destination::File(_) => {
            export.offer(now.date());
            Step::Path
        }
    };
    if matches!(export.step, Step::Phone) && !edit::may_save(board, now) {
        back(board, now);
    }
    Vec::new()
}

fn write(export: &mut Export, now: Moment) -> Vec<Effect> {
    export.again.clear();
    export.word.clear();
    export.asked = Some(now);
    export.step = Step::Wait;
    vec![Effect::Write]
}

/// Whether there is nothing at the path yet.
pub(super) fn free(model: &mut Model, asked: Moment, result: Result<(), Fault>) -> Vec<Effect> {
    let Some(export) = awaits(model, asked) else { return Vec::new() };
    if let Err(fault) = result {
        export.fault = Some(fault);
        return Vec::new();
    }
    let form = export.way().form();
    export.step = match () {
        () if form.has_password() => Step::Password,
        () if form.is_plain() => Step::Word,
        () => return write(export, asked),
    };
    Vec::new()
}

/// The file was written, or was not.
pub(super) fn written(
    model: &mut Model,
    asked: Moment,
    result: Result<String, Fault>,
) -> Vec<Effect> {
    let now = model.now;
    let Some(export) = awaits(model, asked) else { return Vec::new() };
    match result {
        Ok(path) => export.step = Step::Done(path),
        Err(fault) => (export.step, export.fault) = (Step::Path, Some(fault)),
    }
    if let Stage::Open(board) = &mut model.stage {
        // Writing takes its time, and is no idleness.
        board.touched = now;
    }
    Vec::new()
}

/// The export that awaits an answer.
fn awaits(model: &mut Model, asked: Moment) -> Option<&mut Export> {
    let Stage::Open(board) = &mut model.stage else { return None };
    let Some(Overlay::Export(export)) = &mut board.overlay else { return None };
    export.asked.take_if(|at| *at == asked)?;
    Some(export)
}

/// The codes, of which the first one is seen once it is written down.
fn record(model: &mut Model) -> Vec<Effect> {
    let Model { now, size, ids, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let Some(Overlay::Export(export)) = &board.overlay else { return Vec::new() };
    let batch = ids.fresh(*now).to_string().bytes().fold(0, u8::wrapping_add);
    let (parts, _) = codes(export, *size, look.ascii, batch);
    let codes = Codes { parts, at: 0, until: *now, inverted: false };
    enter(model, codes)
}

/// The codes for a screen of this size, and those of them that it has no room for. What has none is in no code of
/// the batch: a phone that is told of thirteen waits for all of them. Where nothing has room they are as they
/// would be, so that it can be said how much that is.
fn codes(export: &Export, size: Size, ascii: bool, batch: u8) -> (Vec<CodePart>, Vec<CodePart>) {
    let Some(outlook) = &export.outlook else { return Default::default() };
    let is_shown = |part: &CodePart| has_room(part, size, ascii);
    let all = parts(export, outlook, size, ascii, batch);
    let shown = all.iter().filter(|part| is_shown(part)).count();
    if shown == all.len() {
        return (all, Vec::new());
    }
    let out: Vec<CodePart> = all.into_iter().filter(|part| !is_shown(part)).collect();
    let mut outlook = outlook.clone();
    if shown == 0 {
        return (parts(export, &outlook, size, ascii, batch), out);
    }
    let ids = out.iter().flat_map(|part| &part.accounts).map(|(id, _)| *id);
    outlook.left_out.extend(ids.map(|id| (id, Reason::Unfit(Unfit::TooLong))));
    (parts(export, &outlook, size, ascii, batch), out)
}

/// The codes of what is not left out, as short as a screen of this size has room for where that can be, each with
/// its accounts and what they are called.
fn parts(export: &Export, outlook: &Outlook, size: Size, ascii: bool, batch: u8) -> Vec<CodePart> {
    let screen = Rect::new(0, 0, size.width, size.height);
    let most = most_bytes(screen, Cells::allowed(ascii));
    let named = |account: &Account| (account.id, loss::title(account).to_string());
    let cargo = export.cargo();
    let parts = cargo.codes(outlook, batch, most).into_iter();
    let part = |(text, accounts): (_, Vec<_>)| CodePart {
        text,
        accounts: accounts.into_iter().map(named).collect(),
        is_recorded: false,
    };
    parts.map(part).collect()
}

/// The part on screen if it has room by now; else the next one, and after the last one out.
fn next(model: &mut Model) -> Vec<Effect> {
    let (now, size, ascii) = (model.now, model.size, model.look.ascii);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Export(export)) = &board.overlay else { return Vec::new() };
    let Step::Codes(codes) = &export.step else { return Vec::new() };
    let here = codes.parts.get(codes.at);
    let is_passed = here.is_none_or(|part| part.is_recorded || !has_room(part, size, ascii));
    let at = codes.at + usize::from(is_passed);
    let next = codes.parts.get(at);
    if next.is_none() {
        back(board, now);
        return Vec::new();
    }
    if next.is_some_and(|part| !part.is_recorded) && !edit::may_save(board, now) {
        return Vec::new();
    }
    let Some(Overlay::Export(export)) = &mut board.overlay else { return Vec::new() };
    match std::mem::replace(&mut export.step, Step::Wait) {
        Step::Codes(codes) => enter(model, Codes { at, ..codes }),
        step => {
            export.step = step;
            Vec::new()
        }
    }
}

/// A part comes up. Until it is written down nothing is shown; what has no room is not, and is not
/// written down.
fn enter(model: &mut Model, mut codes: Codes) -> Vec<Effect> {
    let (now, size, ascii) = (model.now, model.size, model.look.ascii);
    let is_new = |part: &CodePart| !part.is_recorded && has_room(part, size, ascii);
    if codes.parts.get(codes.at).is_some_and(is_new) {
        return write_down(model, codes);
    }
    codes.until = now.plus_millis(SHOWN);
    if let Stage::Open(board) = &mut model.stage
        && let Some(Overlay::Export(export)) = &mut board.overlay
    {
        export.step = Step::Codes(codes);
    }
    Vec::new()
}

/// Whether a screen of this size has room for a code.
fn has_room(part: &CodePart, size: Size, ascii: bool) -> bool {
    let screen = Rect::new(0, 0, size.width, size.height);
    print::encode(&part.text).is_some_and(|code| place(&code, screen, ascii).is_some())
}

/// Goes on from the phone that was named, when it is one: a part of a name could be any.
fn past_phone(export: &mut Export, size: Size, ascii: bool) {
    let named = export.phone.text().trim();
    let part = find::devices_in_part(&export.book, named).into_iter().next();
    if let Some(device) = part.and_then(|id| export.book.device(id)) {
        export.fault = Some(Fault::PartOfName { name: safe(&device.label) });
    } else if !named.is_empty() {
        let (ahead, out) = codes(export, size, ascii, 0);
        let named = |parts: &[CodePart]| -> Vec<String> {
            let accounts = parts.iter().flat_map(|part| &part.accounts);
            accounts.map(|(_, name)| name.clone()).collect()
        };
        export.codes = ahead.len();
        export.without_room = named(&out);
        export.shown = named(&ahead).len();
        if !ahead.iter().any(|part| has_room(part, size, ascii)) {
            export.shown = 0;
        }
        export.step = Step::Word;
    }
}

/// Writes down which phone gets the keys of a part. It is seen once that is saved; those that are
/// never reached were not exported.
fn write_down(model: &mut Model, codes: Codes) -> Vec<Effect> {
    let Model { now, size, ids, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let Some(Overlay::Export(export)) = &mut board.overlay else { return Vec::new() };
    export.step = Step::Wait;
    let mut book = Book::clone(&board.book);
    for (id, _) in codes.parts.get(codes.at).map_or(&[][..], |part| &part.accounts) {
        let target = Target::Copy(*id, None);
        let Some(mut draft) = target.draft(&book) else { continue };
        draft.set(Field::CopyKind, "app");
        draft.set(Field::Added, &now.date().to_string());
        draft.set(Field::Device, export.phone.text().trim());
        let (today, region) = (now.date(), look.region.as_deref());
        let fresh = &mut || ids.fresh(*now);
        let hand = board.hand;
        let mut work = Work { book: &mut book, today, by: &look.name, region, hand, fresh };
        if let Err(flaws) = draft.save(target, &mut work) {
            // Nothing but the name of the phone was typed.
            let why = flaws.first().filter(|(_, flaw)| *flaw != Flaw::Gone);
            let why = why.map(|(_, flaw)| Said::Fault(explain::flaw(flaw)));
            board.overlay = None;
            say(board, *now, why.unwrap_or(Said::Screen(Screen::ExportStale)));
            return Vec::new();
        }
    }
    let effects = edit::commit(board, book, Screen::Saved, *size);
    board.pending = Some(Pending::Codes(codes));
    effects
}

/// The phone is in the file: the part may be seen.
pub(super) fn recorded(board: &mut Board, now: Moment, mut codes: Codes) -> Vec<Effect> {
    let Some(part) = codes.parts.get_mut(codes.at) else { return Vec::new() };
    part.is_recorded = true;
    let deed = |id| Deed { detail: "phone".to_owned(), ..Deed::at(What::Exported, id) };
    let ids = part.accounts.iter().map(|(id, _)| *id);
    let effects = ids.map(deed).map(Effect::Record).collect();
    // Taking the record back would not take the keys back.
    board.undo.clear();
    codes.until = now.plus_millis(SHOWN);
    let Some(Overlay::Export(export)) = &mut board.overlay else { return Vec::new() };
    export.book = Arc::clone(&board.book);
    export.step = Step::Codes(codes);
    effects
}

/// The phone is not in the file: nothing is seen.
pub(super) fn unrecorded(board: &mut Board) {
    if matches!(board.overlay, Some(Overlay::Export(_))) {
        board.overlay = None;
    }
}
