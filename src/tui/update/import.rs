//! An import: a path, perhaps a password, what is in the file, one save. Leaving it leaves no trace.

use std::path::PathBuf;
use std::sync::Arc;

use super::columns::{self, Asks};
use super::list::type_into;
use super::menu::{self, Turned};
use super::{edit, rows, say};
use crate::activity::{Deed, What as Did};
use crate::app::explain;
use crate::app::foreign::ImportError;
use crate::app::import::{
    Choice, Column, Entry, Heading, Notice, Outcome, ReadError, Reading, Sort, Stage as Work,
};
use crate::i18n::{Exchange, Lang, Screen};
use crate::model::Book;
use crate::text::whole;
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Place};
use crate::tui::model::{
    Asked, Board, Columns, Import, ImportStep as Step, ImportWork, Manner, Model, Origin, Overlay,
    Pending, Rest, Said, Sealed, Stage, Taken, sheets,
};

/// Asks which file to import, when an edit could be saved now.
pub(super) fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if edit::may_save(board, model.now) {
        board.overlay = Some(Overlay::Import(Box::new(Import::new())));
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(model.place(), key);
    let (now, lang) = (model.now, model.lang);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let Some(Overlay::Import(import)) = &mut board.overlay else { return Vec::new() };
    if action == Some(Action::Redraw) {
        return vec![Effect::Redraw];
    }
    match &mut import.step {
        Step::Path => match action {
            Some(Action::Cancel | Action::Quit) if import.files.is_empty() => board.overlay = None,
            Some(Action::Cancel | Action::Quit) => {
                (import.step, import.fault) = (Step::Preview, None);
            }
            Some(Action::Accept) if import.path.text().trim().is_empty() => {}
            Some(Action::Accept) => {
                import.named = 1;
                if import.files.is_empty() {
                    import.failed.clear();
                    import.left.clear();
                }
                return begin(import, now, Origin::Typed, Sealed::No);
            }
            Some(Action::FromClipboard) => {
                import.named = 1;
                return begin(import, now, Origin::Clipboard, Sealed::No);
            }
            _ => {
                type_into(&mut import.path, key);
            }
        },
        Step::Password(_) => match action {
            Some(Action::Cancel | Action::Quit) => return leave_out(board, now),
            Some(Action::Accept) if import.password.text().is_empty() => {}
            Some(Action::Accept) => {
                let origin = import.origin.clone();
                return begin(import, now, origin, Sealed::Typed);
            }
            _ => {
                type_into(&mut import.password, key);
            }
        },
        Step::Wait => {
            if matches!(action, Some(Action::Cancel | Action::Quit)) {
                match import.work.take().and_then(|work| work.before) {
                    Some(before) => import.step = before,
                    None => return leave_out(board, now),
                }
            }
        }
        Step::Preview => return preview(model, action),
        Step::Keys(top) => {
            if menu::turn(top, action, key) == Turned::Away {
                import.step = Step::Preview;
            }
        }
        Step::Columns(held) => match columns::press(held, action, key, lang) {
            Asks::Nothing => {}
            Asks::Reading => return read_again(import, now),
            Asks::Sheet | Asks::FirstRow => {
                let manner = match action {
                    Some(Action::NextSheet) => held.manner.next_sheet(&held.sheets),
                    _ => Some(held.manner.turned(&held.headings)),
                };
                let (origin, sheets) = (held.origin.clone(), held.sheets.clone());
                match manner {
                    Some(manner) => return begin_table(import, now, origin, manner, sheets),
                    None => say(board, now, Said::Screen(Screen::ImportOneSheet)),
                }
            }
            Asks::Leave => {
                let origin = held.origin.clone();
                if import.has(&origin) {
                    return go_on(import, now);
                }
                return leave_out(board, now);
            }
        },
    }
    Vec::new()
}

/// A paste goes into the line that is typed.
pub(super) fn paste(import: &mut Import, text: &str) {
    match import.step {
        Step::Path => import.path.insert(text.trim()),
        Step::Password(_) => import.password.insert(text),
        _ => {}
    }
}

fn back_to_path(import: &mut Import) {
    import.step = Step::Path;
    import.password.clear();
    (import.fault, import.work) = (None, None);
    import.queue.clear();
}

/// Leaves the file out that is read or asked about, and says so; the others that were named with it go on.
/// One alone can be named anew.
fn leave_out(board: &mut Board, now: Moment) -> Vec<Effect> {
    let Some(Overlay::Import(import)) = &mut board.overlay else { return Vec::new() };
    let path = match &import.origin {
        Origin::File(path) if import.named > 1 => path.clone(),
        _ => {
            back_to_path(import);
            return Vec::new();
        }
    };
    let said = Screen::FileLeft { name: explain::name(&path) };
    import.password.clear();
    (import.fault, import.work) = (None, None);
    import.left.push(path);
    let effects = go_on(import, now);
    say(board, now, Said::Screen(said));
    effects
}

/// Has something read.
fn begin(import: &mut Import, now: Moment, origin: Origin, password: Sealed) -> Vec<Effect> {
    (import.origin, import.fault, import.sheet) = (origin, None, None);
    import.step = Step::Wait;
    import.work = Some(ImportWork {
        asked: now,
        stage: None,
        manner: Manner::default(),
        sheets: Vec::new(),
        before: None,
        looked: false,
        password,
    });
    vec![Effect::Read]
}

/// Has a table read in some manner. Where it is not, somebody stays where they are.
fn begin_table(
    import: &mut Import,
    now: Moment,
    origin: Origin,
    manner: Manner,
    sheets: Vec<String>,
) -> Vec<Effect> {
    let before = std::mem::replace(&mut import.step, Step::Wait);
    let effects = begin(import, now, origin, Sealed::No);
    if let Some(work) = &mut import.work {
        (work.manner, work.sheets, work.before) = (manner, sheets, Some(before));
    }
    effects
}

/// Reads a table again, with its columns as they were set.
fn read_again(import: &mut Import, now: Moment) -> Vec<Effect> {
    let Step::Columns(columns) = &import.step else { return Vec::new() };
    let manner = Manner { columns: columns.meant(), ..columns.manner.clone() };
    let (origin, sheets) = (columns.origin.clone(), columns.sheets.clone());
    let effects = begin_table(import, now, origin, manner, sheets);
    if let Some(work) = &mut import.work {
        work.looked = true;
    }
    effects
}

fn preview(model: &mut Model, action: Option<Action>) -> Vec<Effect> {
    let (now, height) = (model.now, rows::page(model.size));
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    let book = Arc::clone(&board.book);
    let Some(Overlay::Import(import)) = &mut board.overlay else { return Vec::new() };
    let asked = import.asked.take();
    match action {
        Some(Action::Tick) => {
            let place = import.selected();
            if let Some(entry) = place.and_then(|place| import.plan.entries.get_mut(place)) {
                entry.chosen = !entry.chosen;
            }
            import.plan.hold(&book);
            // One that says what another says that was left out: who ticks it means it.
            if let Some(place) = place
                && import.plan.is_orphan(place)
            {
                import.choose(Choice::Keep);
                import.plan.hold(&book);
            }
        }
        Some(action @ (Action::ChooseAll | Action::ChooseNone)) => {
            for entry in &mut import.plan.entries {
                entry.chosen = action == Action::ChooseAll;
            }
            import.plan.hold(&book);
        }
        Some(Action::Merge) if has_other_key(import) => {
            // The question stands where that is said: it comes again with the next Enter.
            import.reminded = false;
            say(board, now, Said::Screen(Screen::NoMergeOfKeys));
        }
        Some(Action::Merge) if import.has_choice() && !import.may_merge() => {
            import.reminded = false;
            say(board, now, Said::Screen(Screen::NoMergeOfSeveral));
        }
        Some(Action::Merge | Action::KeepBoth | Action::Skip) if !import.has_choice() => {
            say(board, now, Said::Screen(Screen::NothingLikeIt));
        }
        Some(Action::Merge) => {
            choose(import, Choice::Merge, &book, asked, height);
            let entry = import.selected().and_then(|place| import.plan.entries.get(place));
            let is_left =
                |entry: &Entry| import.plan.choice(entry) == Choice::Skip && !entry.says_more();
            if entry.is_some_and(is_left) {
                say(board, now, Said::Screen(Screen::MergeBringsNothing));
            }
        }
        Some(Action::KeepBoth) => choose(import, Choice::Keep, &book, asked, height),
        Some(Action::Skip) => choose(import, Choice::Skip, &book, asked, height),
        Some(Action::Columns) => match import.table() {
            Some(file) => {
                let columns = Columns::of(
                    file.origin.clone(),
                    file.reading.columns.clone(),
                    file.manner.clone(),
                    file.sheets.clone(),
                );
                import.step = Step::Columns(Box::new(columns));
            }
            None => say(board, now, Said::Screen(Screen::ImportNoColumns)),
        },
        Some(action @ (Action::Headings | Action::NextSheet)) => {
            return read_otherwise(board, now, action);
        }
        Some(Action::MergeAll) => import.choose_for_all(Choice::Merge, &book),
        Some(Action::KeepAll) => import.choose_for_all(Choice::Keep, &book),
        Some(Action::SkipAll) => import.choose_for_all(Choice::Skip, &book),
        Some(Action::Help) => import.step = Step::Keys(0),
        Some(Action::AddFile) => {
            import.step = Step::Path;
            import.path.clear();
            import.fault = None;
        }
        Some(Action::Accept) if !import.reminded && go_to_open(import, height) => {
            (import.asked, import.reminded) = (Some(Asked::Open), true);
        }
        Some(Action::Accept) => return confirm(model),
        Some(Action::Cancel) if asked != Some(Asked::Leave) && import.is_touched() => {
            import.asked = Some(Asked::Leave);
        }
        Some(Action::Cancel) => board.overlay = None,
        action => {
            // What is said of the rows stands around them.
            let page = height.saturating_sub(6).max(1);
            if let Some(by) = action.and_then(|action| rows::step(action, page)) {
                import.lines.go(by, height);
            }
        }
    }
    Vec::new()
}

/// Reads the table with its first row for the other thing that it can be, or the next sheet.
fn read_otherwise(board: &mut Board, now: Moment, action: Action) -> Vec<Effect> {
    let Some(Overlay::Import(import)) = &mut board.overlay else { return Vec::new() };
    let Some(file) = import.table() else {
        say(board, now, Said::Screen(Screen::ImportNoColumns));
        return Vec::new();
    };
    let manner = match action {
        Action::NextSheet => file.manner.next_sheet(&file.sheets),
        _ => Some(file.manner.turned(&file.reading.columns)),
    };
    let Some(manner) = manner else {
        say(board, now, Said::Screen(Screen::ImportOneSheet));
        return Vec::new();
    };
    let (origin, sheets) = (file.origin.clone(), file.sheets.clone());
    begin_table(import, now, origin, manner, sheets)
}

/// Whether the selected row has another key than what it is like.
fn has_other_key(import: &Import) -> bool {
    let entry = import.selected().and_then(|place| import.plan.entries.get(place));
    entry.is_some_and(Entry::has_other_key)
}

/// Chooses for the selected row. Where that was asked, the next one that is open comes by itself.
fn choose(import: &mut Import, choice: Choice, book: &Book, asked: Option<Asked>, height: usize) {
    import.choose(choice);
    import.plan.hold(book);
    if asked == Some(Asked::Open) && go_to_open(import, height) {
        import.asked = asked;
    }
}

/// Goes to the next row that somebody should decide on, the first one behind the last. Whether there is
/// one.
fn go_to_open(import: &mut Import, height: usize) -> bool {
    let open = import.open_lines();
    let here = import.lines.cursor;
    let Some(next) = open.iter().find(|line| **line >= here).or(open.first()) else { return false };
    import.lines.cursor = *next;
    import.lines.follow(height);
    true
}

/// Puts what was chosen into the book: one edit, one save, one undo.
fn confirm(model: &mut Model) -> Vec<Effect> {
    let key = hint::name(&model.keymap, Place::List, Action::Undo);
    let keys = [Action::Columns, Action::Headings];
    let keys = keys.map(|action| hint::name(&model.keymap, Place::Import, action));
    let Model { now, size, ids, lang, look, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let Some(Overlay::Import(import)) = &board.overlay else { return Vec::new() };
    let sums = import.plan.sums();
    let (n, merged, missing) = (sums.added, sums.merged, import.plan.missing.len());
    if n + merged == 0 {
        let said = match import.plan.entries.len() {
            0 => Screen::ImportEmpty,
            here if here == sums.same => Screen::ImportAllHere { n: here },
            _ => Screen::ImportNothing,
        };
        say(board, *now, Said::Screen(said));
        return Vec::new();
    }
    if !edit::may_save(board, *now) {
        return Vec::new();
    }
    let Some(Overlay::Import(import)) = board.overlay.take() else { return Vec::new() };
    let applied = import.plan.apply(&board.book, *lang, &mut || ids.fresh(*now));
    let first = applied.outcomes.iter().find_map(|outcome| match outcome {
        Outcome::Added(id) | Outcome::Merged(id) => Some(*id),
        _ => None,
    });
    let done = if merged == 0 {
        Screen::Imported { n, key }
    } else {
        Screen::ImportedMerged { n, merged, key }
    };
    let done = match missing {
        0 => done,
        n => Screen::ImportedPartly { n, done: whole(&done.say(*lang)) },
    };
    let unread = files_left(&import, *lang);
    let rest = Rest::of(&import.plan, &board.book, unread, &keys, &look.settings, *lang);
    board.deeds =
        vec![Deed::of(Did::Imported, applied.accounts(), &import.plan.formats().join(" "))];
    let effects = edit::commit(board, applied.book, done.clone(), *size);
    if let Some(first) = first {
        rows::select(board, first);
        board.list.follow(rows::page(*size));
    }
    // It is here when it is saved: what is to be looked at is said then.
    if let Some(rest) = rest {
        board.pending = Some(Pending::Imported(done, Box::new(rest)));
    }
    effects
}

/// The files that were named and are not in it, and why.
fn files_left(import: &Import, lang: Lang) -> Vec<String> {
    let failed = import.failed.iter().filter_map(|(path, why)| {
        explain::unopened(&explain::name(path), why, lang).into_iter().next()
    });
    let left = import.left.iter().map(|path| {
        let name = explain::name(path);
        Screen::FileLeft { name }.say(lang)
    });
    failed.chain(left).collect()
}

/// What something is called, before it passes through `Safe`.
fn called(origin: &Origin, lang: Lang) -> String {
    match origin {
        Origin::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into(),
        Origin::Typed | Origin::Clipboard => Exchange::OnClipboard.say(lang),
    }
}

/// How far the reading is.
pub(super) fn progressed(model: &mut Model, asked: Moment, stage: Work) {
    let Stage::Open(board) = &mut model.stage else { return };
    if let Some(Overlay::Import(import)) = &mut board.overlay
        && let Some(work) = import.work.as_mut().filter(|work| work.asked == asked)
    {
        work.stage = Some(stage);
    }
}

/// The file was read, or was not.
pub(super) fn read(
    model: &mut Model,
    asked: Moment,
    files: Vec<PathBuf>,
    result: Result<Box<Reading>, ImportError>,
) -> Vec<Effect> {
    let Model { now, look, lang, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let book = Arc::clone(&board.book);
    let Some(Overlay::Import(import)) = &mut board.overlay else { return Vec::new() };
    // Somebody left, or asked for another file.
    let Some(work) = import.work.take_if(|work| work.asked == asked) else { return Vec::new() };
    // Reading takes its time, and is no idleness.
    board.touched = *now;
    // Asked for anew, with a password or other columns, it is this file and no other.
    let mut files = files.into_iter();
    let path = files.next();
    let origin = path.clone().map_or(Origin::Clipboard, Origin::File);
    let first = std::mem::replace(&mut import.origin, origin.clone()) == Origin::Typed;
    if first {
        import.named = 1 + files.len();
    }
    let several = import.named > 1;
    import.queue.extend(files);
    match result {
        // Whether one of its columns holds keys is asked once.
        Ok(reading) if !work.looked && may_have_keys(&reading) => {
            let sheets = sheets(&reading, work.sheets);
            import.step =
                Step::Columns(Box::new(Columns::of(origin, reading.columns, work.manner, sheets)));
        }
        Ok(reading) => {
            import.password.clear();
            import.failed.retain(|(failed, _)| Some(failed) != path.as_ref());
            import.left.retain(|left| Some(left) != path.as_ref());
            let mut name = called(&origin, *lang);
            if let Some(sheet) = &work.manner.sheet {
                name = format!("{name} · {sheet}");
            }
            let sheets = sheets(&reading, work.sheets);
            let taken = Taken { origin, name, reading: *reading, manner: work.manner, sheets };
            import.take(taken, &book, look.region.as_deref());
            return go_on(import, *now);
        }
        Err(ImportError::Content(ReadError::NeedsPassword(format))) => {
            import.step = Step::Password(Some(format));
        }
        // Nothing says so, but it may be encrypted.
        Err(ImportError::Content(ReadError::Unknown(Sort::Bytes)))
            if work.password == Sealed::No && !several && path.is_some() =>
        {
            import.step = Step::Password(None);
        }
        // Which column holds the keys is asked at once.
        Err(ImportError::Content(ReadError::NoKeyColumn { headings })) => {
            // One that was taken for theirs has none.
            let open = |heading: Heading| Heading {
                column: heading.column.filter(|column| *column != Column::Secret),
                ..heading
            };
            let headings: Vec<Heading> = headings.into_iter().map(open).collect();
            let likely = explain::likely_columns(&headings);
            let mut columns = Columns::of(origin, headings, work.manner, work.sheets);
            columns.guess(likely);
            import.step = Step::Columns(Box::new(columns));
            if work.looked {
                let why = ReadError::NoKeyColumn { headings: Vec::new() };
                import.fault = Some(ImportError::Content(why));
            }
        }
        // What was set stays, and the one that cannot be is selected.
        Err(ImportError::Content(ReadError::PasswordColumn { number, column }))
            if work.before.is_some() =>
        {
            refuse(import, work, number, column);
        }
        Err(error) if work.before.is_some() => stay(import, work, error),
        Err(error) => {
            let wrong = matches!(
                error,
                ImportError::Content(
                    ReadError::WrongOrDamaged(_)
                        | ReadError::WrongPassword
                        | ReadError::WrongOrOldSlot
                )
            );
            if wrong && work.password == Sealed::Typed {
                import.step = Step::Password(import.sealed);
            } else if several {
                // One of many stops none of the others.
                import.failed.extend(path.map(|path| (path, error)));
                return go_on(import, *now);
            } else {
                import.step = Step::Path;
            }
            import.fault = Some(error);
        }
    }
    if let Step::Password(format) = import.step {
        import.sealed = format;
    }
    Vec::new()
}

/// Shows the columns of a table of which one, by its number, is not taken as what it was set to.
fn refuse(import: &mut Import, work: ImportWork, number: usize, column: Column) {
    let read = import.files.iter().find(|file| file.origin == import.origin);
    let columns = match (work.before, read) {
        (Some(Step::Columns(columns)), _) => Some(columns),
        (_, Some(Taken { origin, reading, manner, .. })) => {
            let (origin, columns) = (origin.clone(), reading.columns.clone());
            Some(Box::new(Columns::of(origin, columns, manner.clone(), work.sheets)))
        }
        _ => None,
    };
    import.step = columns.map_or(Step::Preview, |mut columns| {
        columns.manner.first_row = work.manner.first_row;
        columns.refuse(number, column);
        Step::Columns(columns)
    });
}

/// Leaves a table as it was read before: why it is not read otherwise is said there, and a sheet that cannot
/// be read is passed by.
fn stay(import: &mut Import, work: ImportWork, error: ImportError) {
    let sheet = work.manner.sheet;
    let mut before = work.before.unwrap_or(Step::Preview);
    let mut files = import.files.iter_mut();
    let known = if let Step::Columns(held) = &mut before {
        Some((&held.manner, &mut held.sheets))
    } else {
        let file = files.find(|file| file.origin == import.origin);
        file.map(|file| (&file.manner, &mut file.sheets))
    };
    if let Some((manner, sheets)) = known
        && manner.sheet != sheet
    {
        sheets.retain(|name| Some(name) != sheet.as_ref());
    }
    (import.step, import.fault, import.sheet) = (before, Some(error), sheet);
}

/// Whether somebody is to be asked for a column of keys. A list of ours has none.
fn may_have_keys(reading: &Reading) -> bool {
    reading.notices.contains(&Notice::NoKeys) && !reading.is_list
}

/// The next file of those that were named together, or what is in them.
fn go_on(import: &mut Import, now: Moment) -> Vec<Effect> {
    if let Some(next) = import.queue.pop_front() {
        return begin(import, now, Origin::File(next), Sealed::No);
    }
    import.step = Step::Preview;
    if import.files.is_empty() {
        // Why the last one was not read is said where a path is typed.
        let last = import.failed.pop().map(|(path, why)| (Origin::File(path), Some(why)));
        (import.origin, import.fault) = last.unwrap_or((Origin::Typed, None));
        import.step = Step::Path;
    }
    Vec::new()
}
