//! The screen of the team. Letting in and shutting out are written at once, with the book: nothing of
//! it is shown before it is in the file.

use std::sync::Arc;

use super::{care, conflicts, doubt, edit, list::type_into, say, sync};
use crate::app::explain;
use crate::app::team::{self, Heard, Newcomer, Roster, Why};
use crate::i18n::{Fault, Lang, Team};
use crate::model::{Book, Home, Id, Thing};
use crate::text::{Safe, quoted, safe, series, whole};
use crate::time::Moment;
use crate::tui::effect::Effect;
use crate::tui::hint;
use crate::tui::keymap::{Action, Key, Keymap, Place};
use crate::tui::message::Regrouped;
use crate::tui::model::{
    Admit, Block, Board, Flaw, Input, Lines, Matter, Model, Overlay, Pending, Row, Said, ShutOut,
    Stage, Stored, Tab,
};
use crate::vault::{Change, Member, MemberKind, Recipient, Removed};

/// The word that shuts somebody out: the same on every keyboard and in every language.
pub const REMOVE_WORD: &str = "remove";

/// The word where somebody else may have the key.
pub const STOLEN_WORD: &str = "stolen";

/// Makes the rows anew; the cursor stays on its line.
pub(super) fn rebuild(board: &mut Board) {
    if board.tab != Tab::Team {
        return;
    }
    // Looked at once a book: every frame would look at every account.
    board.replaced =
        (0..board.readers().removed.len()).map(|place| replaced(board, place)).collect();
    let readers = board.readers();
    let today = board.checked_on;
    // Whoever searches looks for somebody.
    let searches = !board.sieve.text().trim().is_empty();
    let mut rows = Vec::new();
    let mut about = vec![Row::Head(Block::Vault)];
    if board.concern.is_some() {
        about.push(Row::Item(Matter::Doubt));
    }
    if board.clashing > 0 {
        about.push(Row::Item(Matter::Clashes));
    }
    let mut papers = readers.members.iter().filter(|m| m.kind == MemberKind::Recovery).peekable();
    let is_due = papers.peek().is_none()
        || today.is_some_and(|today| papers.any(|member| team::is_due(member, today)));
    if readers.own.is_some() && is_due {
        about.push(Row::Item(Matter::Paper));
    }
    about.push(Row::Item(Matter::Vault));
    if !searches {
        rows.extend(about);
    }
    let book = &board.book;
    if readers.own.is_some() {
        rows.push(Row::Head(Block::Members));
        let members = readers.members.iter().enumerate();
        let kept = members.filter(|(_, m)| board.keeps(&[&team::name(m, book), &m.by]));
        rows.extend(kept.map(|(place, _)| Row::Item(Matter::Member(place))));
    }
    if !readers.removed.is_empty() {
        rows.push(Row::Head(Block::Removed));
        let last = team::shut_out_last(&readers.removed).into_iter();
        let removed = last.map(|place| (place, &readers.removed[place]));
        let kept = removed.filter(|(_, r)| board.keeps(&[&team::name(&r.member, book), &r.by]));
        // Who was shut out last is what there is most to do about.
        let mut kept: Vec<_> = kept.collect();
        kept.sort_by_key(|(_, removed)| std::cmp::Reverse(removed.on));
        rows.extend(kept.into_iter().map(|(place, _)| Row::Item(Matter::Removed(place))));
    }
    let now = Arc::clone(&board.vaults[board.hand].readers);
    let was = std::mem::replace(&mut board.counted, Arc::clone(&now));
    let same = |matter: &Matter, other: &Matter| match (matter, other) {
        (Matter::Member(at), Matter::Member(other)) => {
            let key = |of: &Roster, at: usize| of.members.get(at).map(|it| it.recipient.clone());
            key(&was, *at) == key(&now, *other)
        }
        (Matter::Removed(at), Matter::Removed(other)) => {
            was.removed.get(*at) == now.removed.get(*other)
        }
        (matter, other) => matter == other,
    };
    let before = std::mem::replace(&mut board.matters, Lines { rows, ..Lines::default() });
    let kept = board.matters.keep(&before, same);
    board.slipped |= !kept && board.overlay.is_none();
}

/// Does what a command says on the screen.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Open => open(model),
        Action::Add => ask_line(model),
        Action::Delete => ask_shut_out(model),
        _ => {}
    }
    Vec::new()
}

fn open(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    match board.matters.selected() {
        Some(Matter::Doubt) => doubt::open(model),
        Some(Matter::Clashes) => conflicts::open(model),
        Some(Matter::Removed(place)) => {
            let removed = board.readers().removed.get(*place);
            let thing = removed.and_then(|removed| team::loss_after(removed, &board.book));
            if let Some(thing) = thing {
                care::open(model, thing);
            } else {
                let said = nothing_left(board, *place, model.lang);
                say(board, model.now, said);
            }
        }
        Some(Matter::Vault | Matter::Paper | Matter::Member(_)) => board.details = true,
        None => {}
    }
}

/// Why there is no list of what somebody saw: it is done, or nobody said that the key was stolen.
fn nothing_left(board: &Board, place: usize, lang: Lang) -> Said {
    let readers = board.readers();
    let is_key = |removed: &&Removed| team::is_replaced(&readers.members, removed, &board.book);
    match readers.removed.get(place).filter(is_key) {
        Some(removed) => {
            let words = team::stolen_words(&removed.member.recipient);
            of_hand(board, &Team::OtherKeyHere { words }, lang)
        }
        None => Said::Team(Team::NothingLeft),
    }
}

/// A sentence with a command that is told which vault, where several are open.
fn of_hand(board: &Board, said: &Team, lang: Lang) -> Said {
    if !board.is_several() {
        return Said::Team(said.clone());
    }
    let said = said.say_by(lang, &board.keyrack());
    Said::Fault(Fault::OfVault { name: safe(board.hand_name()), said: whole(&said) })
}

/// The other vaults that are open and open for somebody, too, by name.
pub fn elsewhere<'a>(board: &'a Board, out: &[&Member]) -> Vec<&'a str> {
    let others = board.vaults.iter().enumerate().filter(|(place, _)| *place != board.hand);
    let is_out = |it: &Member| {
        it.kind == MemberKind::Person
            && out.iter().any(|gone| team::is_same((gone, &board.book), (it, &board.book)))
    };
    let opens = others.filter(|(_, face)| face.readers.members.iter().any(is_out));
    opens.map(|(_, face)| &*face.name).collect()
}

/// Whether members can be changed now; says why when they cannot.
fn may_change(board: &mut Board, now: Moment, keymap: &Keymap) -> bool {
    if board.readers().own.is_none() && board.concern.is_none() {
        say(board, now, Said::Fault(Fault::NoMembers));
        return false;
    }
    if board.stored == Stored::No {
        // An edit that could not be saved would come along unasked.
        let key = hint::name(keymap, Place::Team, Action::Save);
        say(board, now, Said::Team(Team::SaveBefore { key }));
        return false;
    }
    edit::may_save(board, now)
}

fn ask_line(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    if may_change(board, model.now, &model.keymap) {
        let line = Input::default();
        board.overlay = Some(Overlay::Admit(Admit::Line { line, fault: None, asked: None }));
    }
}

fn ask_shut_out(model: &mut Model) {
    let Stage::Open(board) = &mut model.stage else { return };
    let Some(Matter::Member(place)) = board.matters.selected().copied() else { return };
    let Some(member) = board.readers().members.get(place) else { return };
    let recipient = member.recipient.clone();
    if board.readers().own.as_ref() == Some(&recipient) {
        let words = team::word(&board.readers().members, member, &board.book);
        let said = Team::OwnHere { words: whole(&quoted(&words)) };
        let said = of_hand(board, &said, model.lang);
        say(board, model.now, said);
    } else if may_change(board, model.now, &model.keymap) {
        board.overlay = Some(Overlay::ShutOut(ShutOut { recipient, word: Input::default() }));
    }
}

/// A paste into the line that somebody sent. What is to be typed is not pasted.
pub(super) fn paste(admit: &mut Admit, text: &str) {
    if let Admit::Line { line, fault, asked } = admit {
        // A mail breaks lines where it likes.
        line.insert(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        (*fault, *asked) = (None, None);
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let Stage::Open(board) = &mut model.stage else { return Vec::new() };
    match action {
        Some(Action::Cancel) => {
            board.overlay = None;
            return Vec::new();
        }
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Quit) => return edit::quit(board),
        Some(Action::Accept) => {}
        _ => {
            match &mut board.overlay {
                Some(Overlay::Admit(Admit::Line { line, fault, asked })) => {
                    type_into(line, key);
                    (*fault, *asked) = (None, None);
                }
                Some(Overlay::Admit(Admit::Compare { typed, wrong, .. })) => {
                    type_into(typed, key);
                    *wrong = None;
                }
                Some(Overlay::ShutOut(asked)) => _ = type_into(&mut asked.word, key),
                _ => {}
            }
            return Vec::new();
        }
    }
    if let Some(Overlay::ShutOut(asked)) = &board.overlay
        && why(board, asked).is_none()
        && let Some(Overlay::ShutOut(asked)) = &mut board.overlay
    {
        if edit::wrong(&mut asked.word) {
            say(board, model.now, Said::Fault(Fault::NotTheWord));
        }
        return Vec::new();
    }
    match &board.overlay {
        Some(Overlay::Admit(Admit::Line { line, .. })) => {
            let read = read(line.text(), board);
            let Some(Overlay::Admit(Admit::Line { fault, asked, .. })) = &mut board.overlay else {
                return Vec::new();
            };
            match read {
                Ok(newcomer) => *asked = Some(newcomer),
                Err(flaw) => (*fault, *asked) = (Some(flaw), None),
            }
            asked.iter().map(|_| Effect::Reach).collect()
        }
        Some(Overlay::Admit(Admit::Compare { .. })) => admit(model),
        Some(Overlay::ShutOut(_)) => shut_out(model),
        _ => Vec::new(),
    }
}

/// Whether a key can be used here: their fingerprint is asked for then, else why not is said.
pub(super) fn reached(model: &mut Model, recipient: &Recipient, result: Result<(), Fault>) {
    let Stage::Open(board) = &mut model.stage else { return };
    let Some(Overlay::Admit(admit)) = &mut board.overlay else { return };
    let Admit::Line { fault, asked, .. } = admit else { return };
    let Some(newcomer) = asked.take_if(|asked| asked.recipient == *recipient) else { return };
    match result {
        Ok(()) => {
            *admit = Admit::Compare { newcomer, typed: Input::default(), wrong: None };
        }
        Err(why) => *fault = Some(Flaw::Key(why)),
    }
}

fn read(line: &str, board: &Board) -> Result<Newcomer, Flaw> {
    let newcomer = Newcomer::read(line).map_err(|error| Flaw::Key(explain::line(&error)))?;
    if board.readers().members.iter().any(|member| member.recipient == newcomer.recipient) {
        return Err(Flaw::Key(Fault::AlreadyMember));
    }
    if newcomer.name.is_empty() {
        return Err(Flaw::Name(Team::NameBehind));
    }
    let known = known_as(&newcomer, board);
    if known.len() > 1 {
        return Err(Flaw::Key(Fault::NameOfSeveral { n: known.len() }));
    }
    let person = known.first().and_then(|id| board.book.person(*id));
    if let Some(person) = person.filter(|person| person.left.is_some()) {
        return Err(Flaw::Name(Team::LeftBefore { name: safe(&person.name) }));
    }
    Ok(newcomer)
}

/// Who it may be, those first who are known in the vault whose members change.
fn known_as(newcomer: &Newcomer, board: &Board) -> Vec<Id> {
    let near = Some(Home::only(board.hand));
    team::known_as(&board.book, &board.readers().removed, newcomer, near)
}

fn admit(model: &mut Model) -> Vec<Effect> {
    let Model { now, ids, look, keymap, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    // The file may be another one than when it was asked.
    if !may_change(board, *now, keymap) {
        return Vec::new();
    }
    let Some(Overlay::Admit(Admit::Compare { newcomer, typed, wrong })) = &mut board.overlay else {
        return Vec::new();
    };
    let heard = team::heard(typed.text(), newcomer.recipient.as_str());
    if heard != Heard::Same {
        // It stays, so that one letter can be mended.
        *wrong = match heard {
            Heard::Short { n: 0, .. } | Heard::Same => None,
            Heard::Short { n, of } => Some(Team::TooFewLetters { n, of }),
            Heard::Other => Some(Team::AdmitWrong),
        };
        return Vec::new();
    }
    let newcomer = newcomer.clone();
    let person = known_as(&newcomer, board).first().copied();
    let mut book = Book::clone(&board.book);
    let member = team::admit(&mut book, &newcomer, person, &look.name, || ids.fresh(*now));
    let done = vec![Team::AdmittedHere { name: safe(&newcomer.name) }];
    change(board, vec![Change::Admit(member)], book, done, None, &look.name)
}

fn shut_out(model: &mut Model) -> Vec<Effect> {
    let Model { now, ids, look, keymap, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    if !may_change(board, *now, keymap) {
        return Vec::new();
    }
    let Some(Overlay::ShutOut(asked)) = &board.overlay else { return Vec::new() };
    let Some(why) = why(board, asked) else { return Vec::new() };
    let members = board.readers().members.clone();
    let Some(member) = members.iter().find(|member| member.recipient == asked.recipient) else {
        board.overlay = None;
        return Vec::new();
    };
    let all = team::together(&members, member, board.readers().own.as_ref(), &board.book);
    let is_key = why == Why::Stolen || team::stays(&members, &all, &board.book);
    let is_person = member.kind == MemberKind::Person;
    let mut book = Book::clone(&board.book);
    let name = safe(&team::name(member, &book));
    let mut done = vec![if is_key && is_person {
        Team::KeyOut { name: name.clone() }
    } else {
        Team::ShutOut { name: name.clone() }
    }];
    let others = elsewhere(board, &all);
    if !others.is_empty() {
        done.push(others_open(name, &others, keymap));
    }
    if is_person {
        done.push(if is_key { Team::SendKeyOutHere } else { Team::AlsoRepositoryHere });
    }
    let by = (now.date(), look.name.as_str());
    let fresh = || ids.fresh(*now);
    let changes = team::shut_out(&mut book, &members, &all, None, why, by, fresh);
    let begun =
        book.losses.last().filter(|loss| loss.saw && board.book.losses.last() != Some(loss));
    let then = begun.map(|loss| loss.thing);
    change(board, changes, book, done, then, &look.name)
}

/// That somebody opens other vaults, too, and which keys shut them out there.
pub fn others_open(name: Safe<'static>, others: &[&str], keymap: &Keymap) -> Team {
    let key = hint::name(keymap, Place::Team, Action::Vaults);
    let out = hint::name(keymap, Place::Team, Action::Delete);
    Team::OpensOthers { name, vaults: series(others, " · "), key, out }
}

/// What the word that was typed says; `None` for another one.
fn why(board: &Board, asked: &ShutOut) -> Option<Why> {
    let is_person =
        |member: &Member| member.recipient == asked.recipient && member.kind == MemberKind::Person;
    match asked.word.text().trim() {
        REMOVE_WORD => Some(Why::Leaves),
        STOLEN_WORD if board.readers().members.iter().any(is_person) => Some(Why::Stolen),
        _ => None,
    }
}

fn change(
    board: &mut Board,
    changes: Vec<Change>,
    mut book: Book,
    done: Vec<Team>,
    then: Option<Thing>,
    author: &str,
) -> Vec<Effect> {
    let readers = board.readers();
    let named = team::introduce(&readers.members, readers.own.as_ref(), author);
    let changes = named.into_iter().chain(changes).collect();
    if board.is_several() {
        book.house(board.hand);
        let seen = book.losses.iter().filter(|loss| loss.saw && Some(loss.thing) == then);
        // Whoever was shut out of another vault before saw this one, too.
        seen.for_each(|loss| book.homes.add(loss.id, board.hand));
    }
    board.overlay = None;
    board.stored = Stored::Soon;
    board.pending = Some(Pending::Members { changes, book: Arc::new(book), done, then });
    vec![Effect::Members]
}

/// What became of it.
pub(super) fn changed(model: &mut Model, result: Result<Regrouped, Fault>) -> Vec<Effect> {
    let Model { now, size, look, shut_out, stage: Stage::Open(board), .. } = model else {
        return Vec::new();
    };
    let pending = board.pending.take();
    board.stored = Stored::Yes;
    match (result, pending) {
        (Ok(Regrouped { opened, durability, missed }), pending) => {
            let before = Arc::clone(&board.vaults[board.hand].readers);
            edit::replace_book(board, opened, *size);
            sync::edited(board, look.sync_every, *now);
            let Some(Pending::Members { changes, book, done, then }) = pending else {
                return Vec::new();
            };
            // It went by what was done here.
            board.slipped = false;
            let shuts_out = changes.iter().any(|it| matches!(it, Change::Remove { .. }));
            *shut_out |= shuts_out;
            board.exchange.is_behind |= shuts_out && board.exchange.is_running;
            let deeds = team::deeds(&changes, &before.members, before.own.as_ref(), &book);
            match (missed, durability) {
                (Some(fault), _) => say(board, *now, Said::Fault(fault)),
                (None, crate::vault::Durability::Durable) => say(board, *now, Said::Teams(done)),
                (None, crate::vault::Durability::Unconfirmed) => {
                    say(board, *now, Said::Fault(Fault::DurabilityUnconfirmed));
                }
            }
            if let Some(thing) = then {
                care::open(model, thing);
            }
            deeds.into_iter().map(Effect::Record).collect()
        }
        (Err(fault), _) => {
            say(board, *now, Said::Fault(fault));
            Vec::new()
        }
    }
}

/// Who is about to be shut out, by name.
pub fn doomed_member(board: &Board, asked: &ShutOut) -> String {
    let member = board.readers().members.iter().find(|member| member.recipient == asked.recipient);
    member.map(|member| team::name(member, &board.book)).unwrap_or_default()
}

/// How far what somebody saw is replaced; `None` where nothing is to be.
fn replaced(board: &Board, place: usize) -> Option<(usize, usize)> {
    // How old a test may be changes no step.
    const STALE_AFTER: u32 = 90;
    let thing = team::loss_after(board.readers().removed.get(place)?, &board.book)?;
    let today = board.checked_on?;
    let list =
        crate::health::loss::affected(&board.book, &board.catalogue, thing, today, STALE_AFTER);
    let (done, of) = crate::health::loss::progress(&board.book, thing, &list);
    (of > 0).then_some((done, of))
}
