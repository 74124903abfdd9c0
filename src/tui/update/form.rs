//! The form of a record: opened, filled in, saved.

use std::sync::Arc;

use super::list::type_into;
use super::{edit, enrol, parts, rows, say, screens, tools};
use crate::app::draft::find::PartOfName;
use crate::app::draft::{Field, Flaw, Target, Work, same_key};
use crate::app::{proof, words};
use crate::i18n::{Lang, Screen, Vaults};
use crate::model::{Book, Id, Thing, merge};
use crate::otp;
use crate::text::safe;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::model::{Board, Doomed, Form, Input, Model, Overlay, Purpose, Said, Stage};

pub(super) fn add(model: &mut Model) {
    open(model, Target::Account(None));
}

pub(super) fn edit(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(id) = board.selected().map(|account| account.id) {
        open(model, Target::Account(Some(id)));
    }
}

/// Opens the form of a record, when an edit can be saved now.
pub(super) fn open(model: &mut Model, target: Target) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(mut form) = Form::open(target, &board.book)
        && edit::may_save(board, model.now)
    {
        form.vaults = board.files();
        board.overlay = Some(Overlay::Form(Box::new(form)));
    }
}

/// Goes back from a form or a question to what it was opened from.
pub(super) fn back(board: &mut Board, account: Option<Id>) {
    board.overlay = None;
    if let Some(account) = account {
        parts::show(board, account, None);
    }
}

/// The account whose parts a form belongs to.
fn owner(target: Target) -> Option<Id> {
    match target {
        Target::Method(id, _) | Target::Copy(id, _) | Target::Recovery(id) => Some(id),
        _ => None,
    }
}

/// What a person or a device is called.
fn called(id: Id, book: &Book) -> String {
    let person = book.person(id).map(|person| &person.name);
    person.or_else(|| Some(&book.device(id)?.label)).cloned().unwrap_or_default()
}

/// A record of its own, as what may be deleted.
fn doomed(target: Target) -> Option<Doomed> {
    match target {
        Target::Account(id) => id.map(Doomed::Account),
        Target::Device(id) => id.map(Thing::Device).map(Doomed::Thing),
        Target::Number(id) => id.map(Thing::Number).map(Doomed::Thing),
        Target::Person(id) => id.map(Thing::Person).map(Doomed::Thing),
        Target::Method(..) | Target::Copy(..) | Target::Recovery(_) => None,
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Form, key);
    let (now, lang) = (model.now, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let book = Arc::clone(&board.book);
    let Some(Overlay::Form(form)) = &mut board.overlay else { return Vec::new() };
    let choices = form.field.choices();
    match action {
        Some(Action::Save) => return submit(model),
        Some(Action::Cancel) => {
            if form.changed && !form.leaving {
                form.leaving = true;
            } else {
                let account = match form.purpose {
                    Purpose::Record => owner(form.target),
                    Purpose::Enrol | Purpose::Proof => None,
                };
                let dropped = form.purpose == Purpose::Proof;
                back(board, account);
                if dropped {
                    say(board, now, Said::Screen(Screen::ProofDropped));
                }
            }
            return Vec::new();
        }
        Some(Action::Redraw) => return vec![Effect::Redraw],
        // The Enter that was meant for the code, which counted at its last digit already.
        Some(Action::NextField)
            if form.purpose == Purpose::Proof
                && form.field == Field::Device
                && form.input.text().trim().is_empty() =>
        {
            say(board, now, Said::Screen(tools::where_it_is(&model.keymap)));
            return Vec::new();
        }
        Some(Action::NextField) => step(form, 1, &book),
        Some(Action::PreviousField) => step(form, -1, &book),
        Some(Action::NextChoice) if !choices.is_empty() => choose(form, 1),
        Some(Action::PreviousChoice) if !choices.is_empty() => choose(form, -1),
        // At the end of a line, the arrow goes on through what the book has.
        Some(Action::NextChoice) if at_end(form) => offer(form, 1),
        Some(Action::PreviousChoice) if form.taken.is_some() => offer(form, -1),
        _ if !choices.is_empty() => match key.code {
            KeyCode::Char(' ') => {
                form.word.clear();
                choose(form, 1);
            }
            KeyCode::Char(letter) => choose_letter(form, letter, lang),
            KeyCode::Backspace | KeyCode::Delete => {
                form.word.clear();
                set(form, "");
            }
            _ => {}
        },
        _ => {
            if type_into(&mut form.input, key) {
                form.taken = None;
                store(form);
            }
        }
    }
    form.leaving = false;
    Vec::new()
}

/// A paste into a form goes to the field, as typing does.
pub(super) fn paste(form: &mut Form, text: &str) {
    if form.field.choices().is_empty() {
        // A list of codes has one a line where it is copied from; the field is one line.
        match form.field {
            Field::Codes => form.input.insert(&text.trim().lines().collect::<Vec<_>>().join(", ")),
            _ => form.input.insert(text.trim()),
        }
        store(form);
    }
}

fn store(form: &mut Form) {
    if form.input.text() != form.draft.text(form.field) {
        form.draft.set(form.field, form.input.text());
        form.changed = true;
        form.tried = false;
    }
    form.flaws = form.draft.flaws();
}

fn set(form: &mut Form, word: &str) {
    form.input = Input::with(word);
    store(form);
}

fn choose(form: &mut Form, by: isize) {
    let choices = form.field.choices();
    // Nothing chosen stands before the first.
    let here = choices.iter().position(|word| *word == form.input.text()).map_or(0, |at| at + 1);
    let count = isize::try_from(choices.len() + 1).unwrap_or(1);
    let next = (isize::try_from(here).unwrap_or(0) + by).rem_euclid(count);
    set(
        form,
        usize::try_from(next).ok().and_then(|n| choices.get(n.checked_sub(1)?)).unwrap_or(&""),
    );
}

/// The choice that begins with what was typed, as it is shown or as it stands in the file; where none
/// does, a letter begins a word of its own.
fn choose_letter(form: &mut Form, letter: char, lang: Lang) {
    let choices = form.field.choices();
    let begins = |typed: &str| {
        let shown = |word: &str| words::choice(form.field, word).map(|shown| shown.say(lang));
        let is_shown =
            |word: &&&str| shown(word).is_some_and(|shown| shown.to_lowercase().starts_with(typed));
        let is_it = |word: &&&str| word.starts_with(typed);
        choices.iter().find(is_shown).or_else(|| choices.iter().find(is_it)).copied()
    };
    let letter = letter.to_lowercase().to_string();
    let longer = format!("{}{letter}", form.word);
    let (word, found) = match begins(&longer) {
        Some(found) => (longer, Some(found)),
        None => (letter.clone(), begins(&letter)),
    };
    if let Some(choice) = found {
        set(form, choice);
    }
    form.word = word;
}

fn at_end(form: &Form) -> bool {
    form.input.before_cursor().len() == form.input.text().len() && !form.offers().is_empty()
}

fn offer(form: &mut Form, by: isize) {
    if let Some(text) = form.offer(by) {
        form.input = Input::with(&text);
        store(form);
    }
}

fn step(form: &mut Form, by: isize, book: &Book) {
    form.visited.push(form.field);
    let fields = form.fields();
    let here = fields.iter().position(|field| *field == form.field).unwrap_or(0);
    let next = here.saturating_add_signed(by).min(fields.len().saturating_sub(1));
    form.go(fields[next], book);
}

/// Whether nothing in a form is wrong; what is, is said there.
fn is_filled(form: &mut Form, book: &Book) -> bool {
    form.visited = form.draft.subject().fields().to_vec();
    form.tried = true;
    form.flaws = form.draft.flaws();
    if let Some(field) = form.flaws.first().map(|(field, _)| *field) {
        form.go(field, book);
        return false;
    }
    // Whoever types a part of a name means that one, or somebody new.
    let part = form.draft.parts_of_names(Some(&form.base), book).into_iter().next();
    if let Some(PartOfName { field, found, .. }) = part {
        let name = found.first().map(|id| called(*id, book)).unwrap_or_default();
        form.go(field, book);
        form.flaws = vec![(field, Flaw::PartOf { name })];
        return false;
    }
    true
}

/// What the account is called that has the key already which another one has got.
fn twin(id: Id, book: &Book, before: &Book) -> Option<String> {
    let account = book.account(id)?;
    let known = before.account(id).and_then(|account| account.key.as_ref());
    let is_new = account.key.as_ref().map(otp::Key::secret) != known.map(otp::Key::secret);
    let other = same_key(account, book).filter(|_| is_new)?;
    Some(other.full_name())
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let key = hint::name(&model.keymap, Place::List, Action::Undo);
    let undo = key.clone();
    let decide = hint::name(&model.keymap, Place::List, Action::Conflicts);
    let Model { now, size, ids, look, lang, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let files = board.files();
    let Some(Overlay::Form(form)) = &mut board.overlay else { return Vec::new() };
    // The book it began from means other vaults, and so may "new".
    if form.vaults != files {
        say(board, *now, Said::Vaults(Vaults::OthersOpen));
        return Vec::new();
    }
    if !is_filled(form, &board.book) {
        return Vec::new();
    }
    // What the form began from is not what there is: it goes into the book that it began from, which
    // is merged with this one, so that nobody's edit is taken back. Where somebody deleted the record
    // meanwhile, it comes back as the one it was, with all that the form does not show.
    let stale = form.target.draft(&board.book).is_some_and(|draft| draft != form.base);
    if form.purpose != Purpose::Record && !enrol::names_a_place(&form.draft) {
        say(board, *now, Said::Screen(Screen::EnrolWhere));
        return Vec::new();
    }
    let was_removed = !form.target.is_new() && form.target.draft(&board.book).is_none();
    let removed = was_removed.then(|| doomed(form.target)).flatten();
    let bare = removed.and_then(|what| edit::without(&form.book, what, now.date()));
    let from = if stale || bare.is_some() { &form.book } else { &board.book };
    let mut book = Book::clone(from);
    let fresh = &mut || ids.fresh(*now);
    let (today, region) = (now.date(), look.region.as_deref());
    let hand = board.hand;
    let mut work = Work { book: &mut book, today, by: &look.name, region, hand, fresh };
    let saved = match form.draft.save(form.target, &mut work) {
        Ok(saved) => saved,
        Err(flaws) => {
            if let Some((field, _)) = flaws.first() {
                form.go(*field, &board.book);
            }
            form.flaws = flaws;
            return Vec::new();
        }
    };
    let proved = if form.purpose == Purpose::Proof {
        tools::prove_copy(&mut book, saved.id, today, &look.name, *lang)
    } else {
        None
    };
    let before = merge::conflicts(&board.book);
    if stale {
        book = merge::merge(&form.book, &book, &board.book);
    } else if let Some(bare) = bare {
        book = merge::merge(&bare, &book, &board.book);
        // Again where it was, and in no other vault.
        let home = form.book.homes.of(saved.id).unwrap_or_default();
        home.places().for_each(|place| book.homes.add(saved.id, place));
    }
    let clashing = merge::conflicts(&book) > before;
    if form.purpose == Purpose::Enrol {
        enrol::ask(board, saved.id, book);
        return Vec::new();
    }
    let doubts = form.draft.doubts(Some(&form.base), &board.book, look.region.as_deref());
    let title = safe(&saved.title);
    let twin = twin(saved.id, &book, &board.book);
    let done = match (doubts.is_empty() && twin.is_none(), saved.added) {
        _ if clashing => Screen::EditedClashing { title, key: decide },
        _ if was_removed => Screen::AddedAgain { title, key },
        (false, _) => match twin {
            Some(other) => Screen::SavedSameKey { title, other: safe(&other), key },
            None => Screen::SavedWithDoubt { title, key },
        },
        (true, true) => Screen::Added { title, key },
        (true, false) if stale => Screen::EditedTogether { title, key },
        (true, false) => Screen::Edited { title, key },
    };
    let done = match proved {
        Some(way) if !clashing => Screen::Proved { way, key: undo },
        _ => done,
    };
    let (target, purpose) = (form.target, form.purpose);
    let key = |book: &Book| book.account(saved.id).and_then(|account| account.key.clone());
    let proof = proof::is_due(key(&board.book).as_ref(), key(&book).as_ref());
    board.overlay = None;
    let effects = edit::commit(board, book, done, *size);
    match target {
        Target::Account(_) => {
            rows::select(board, saved.id);
            if proof {
                tools::prove(board, saved.id);
            }
        }
        Target::Device(_) | Target::Number(_) | Target::Person(_) => {
            board.things.select(|thing| thing.id() == saved.id);
        }
        _ => back(board, owner(target).filter(|_| purpose == Purpose::Record)),
    }
    screens::follow(board, *size);
    effects
}
