//! Who can open the vault, who could, and what waits for a person.

use ratatui::layout::{Position, Rect};

use super::inset;
use super::page::Page;
use super::pen::Pen;
use crate::app::team::{self, Sight, shut_out_before, was_shut_out};
use crate::app::trust::short;
use crate::i18n::{Lang, Team, Word};
use crate::text::{self, Safe, safe};
use crate::tui::model::{Admit, Block, Board, Flaw, Matter, Model, Row, ShutOut};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::update::{REMOVE_WORD, STOLEN_WORD, doomed_member, elsewhere, others_open};
use crate::vault::{Member, MemberKind};

/// The columns: name, kind, fingerprint, when and by whom, last tried. Those without room go from the
/// middle: kind, when.
struct Columns {
    name: u16,
    kind: u16,
    key: u16,
    added: u16,
    tried: u16,
}

fn columns(width: u16) -> Columns {
    let mut c = Columns { name: 16, kind: 12, key: 14, added: 18, tried: 12 };
    let used = |c: &Columns| 3 + c.name + c.kind + c.key + c.added + c.tried + 5;
    let drops: [fn(&mut Columns); 3] = [|c| c.kind = 0, |c| c.added = 0, |c| c.tried = 0];
    for drop in drops {
        if width >= used(&c) {
            break;
        }
        drop(&mut c);
    }
    // A day that is long past says so.
    c.tried += if c.tried > 0 { width.saturating_sub(used(&c)).min(16) } else { 0 };
    c.name += width.saturating_sub(used(&c)).min(10);
    c.added += if c.added > 0 { width.saturating_sub(used(&c)).min(10) } else { 0 };
    c
}

impl Columns {
    fn cells(&self, line: Rect) -> [Rect; 5] {
        let mut x = line.x + 3;
        [self.name, self.kind, self.key, self.added, self.tried].map(|width| {
            let cell = Rect { x, width, ..line }.intersection(line);
            x += if width > 0 { width + 1 } else { 0 };
            cell
        })
    }
}

pub(super) fn draw(board: &Board, heads: Rect, area: Rect, pen: &mut Pen) -> Option<Position> {
    let columns = columns(area.width);
    if board.readers().own.is_some() {
        let words = [Word::Called, Word::Kind, Word::Fingerprint, Word::LetIn, Word::LastTried];
        for (cell, word) in columns.cells(heads).into_iter().zip(words) {
            let word = word.say(pen.lang);
            pen.text(cell, Meaning::Faint, &word);
        }
    }
    let mut cursor = None;
    for ((index, row), y) in board.matters.shown(area.height.into()).zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        match row {
            Row::Head(block) => {
                let said = match block {
                    Block::Vault => Team::TheVault,
                    Block::Members => Team::WhoCanOpen,
                    Block::Removed => Team::RemovedHeading,
                };
                let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
                let mut said = said.say(pen.lang);
                if *block == Block::Vault && board.is_several() {
                    said = format!("{said} {}", Safe::new(board.hand_name()));
                }
                pen.text(line, Meaning::Group, &said);
            }
            Row::Item(matter) => {
                let selected = index == board.matters.cursor;
                if selected {
                    cursor = Some(Position::new(area.x, y));
                    let mark = pen.theme.mark(Mark::Cursor);
                    pen.text(Rect { width: 1, ..line }, Meaning::Text, mark);
                }
                draw_row(board, *matter, &columns, line, pen);
                if selected {
                    let style = pen.theme.style(Meaning::Selected);
                    pen.tint(line, style);
                }
            }
        }
    }
    cursor
}

fn draw_row(board: &Board, matter: Matter, columns: &Columns, line: Rect, pen: &mut Pen) {
    let lang = pen.lang;
    let whole = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
    let marked = |mark, meaning, said: &str, pen: &mut Pen| {
        let used = pen.text(whole, meaning, pen.theme.mark(mark)) + 1;
        let rest = Rect { x: whole.x + used, width: whole.width.saturating_sub(used), ..whole };
        pen.text(rest, meaning, said);
    };
    match matter {
        Matter::Vault => _ = pen.text(whole, Meaning::Text, &vault(board).say(lang)),
        Matter::Doubt => {
            let heading = board.concern.as_ref().map(|concern| concern.heading().say(lang));
            marked(Mark::Bad, Meaning::Bad, &heading.unwrap_or_default(), pen);
        }
        Matter::Clashes => {
            let said = Team::Clashing { n: board.clashing }.say(lang);
            marked(Mark::Look, Meaning::Look, &said, pen);
        }
        Matter::Paper => marked(Mark::Look, Meaning::Look, &paper(board, lang), pen),
        Matter::Member(place) => {
            let Some(member) = board.readers().members.get(place) else { return };
            let [name, kind, key, added, tried] = columns.cells(line);
            pen.text(
                name,
                Meaning::Text,
                &team::title(member, &board.book, board.readers().own.as_ref(), lang),
            );
            pen.text(kind, Meaning::Faint, &kind_of(member).say(lang));
            pen.text(key, Meaning::Text, &short(member.recipient.as_str()));
            pen.text(added, Meaning::Faint, &by(member));
            let due = board.checked_on.is_some_and(|today| team::is_due(member, today));
            let meaning = if due { Meaning::Look } else { Meaning::Faint };
            pen.text(tried, meaning, &team::tried(member, board.checked_on, lang));
        }
        Matter::Removed(place) => {
            let Some(removed) = board.readers().removed.get(place) else { return };
            let [name, ..] = columns.cells(line);
            let called = Safe::new(&team::name(&removed.member, &board.book)).to_string();
            pen.text(name, Meaning::Text, &called);
            let day = safe(&removed.on.to_string());
            let mut on = Team::RemovedOn { day, by: named(&removed.by) }.say(lang);
            if team::is_earlier(&board.readers().members, removed, &board.book) {
                let key = safe(&short(removed.member.recipient.as_str()));
                on = Team::EarlierRow { key, on: text::whole(&on) }.say(lang);
            }
            let x = name.right() + 1;
            let rest = Rect { x, width: line.right().saturating_sub(x), ..line };
            let used = pen.text(rest, Meaning::Faint, &on) + 2;
            let rest = Rect { x: x + used, width: rest.width.saturating_sub(used), ..rest };
            let (meaning, said) = match board.replaced.get(place).copied().flatten() {
                Some((done, of)) if done < of => (Meaning::Look, Team::DoneOf { done, of }),
                Some((done, of)) => (Meaning::Good, Team::DoneOf { done, of }),
                None if team::is_replaced(&board.readers().members, removed, &board.book) => {
                    (Meaning::Faint, Team::OtherKey)
                }
                None => (Meaning::Good, Team::NothingOpen),
            };
            if removed.member.kind == MemberKind::Person {
                pen.text(rest, meaning, &said.say(lang));
            }
        }
    }
}

fn vault(board: &Board) -> Team {
    let readers = board.readers();
    let (n, here) = (readers.saves, readers.saves_here);
    match readers.own {
        Some(_) => Team::VaultRow { key: safe(&short(&readers.fingerprint)), n, here },
        None => Team::ByPassphrase { n, here },
    }
}

/// What is to be done about the key on paper, by a command that is told which vault.
fn paper(board: &Board, lang: Lang) -> String {
    let has = board.readers().members.iter().any(|member| member.kind == MemberKind::Recovery);
    let said = if has { Team::PaperDue } else { Team::PaperMissing };
    said.say_by(lang, &board.keyrack())
}

fn kind_of(member: &Member) -> Team {
    match member.kind {
        MemberKind::Person => Team::KindPerson,
        MemberKind::Recovery => Team::KindRecovery,
    }
}

fn named(by: &str) -> Safe<'static> {
    if by.is_empty() { safe("?") } else { safe(by) }
}

/// `2026-11-28 Li`
fn by(member: &Member) -> String {
    let day = member.added.map(|day| day.to_string()).unwrap_or_default();
    format!("{day} {}", Safe::new(&member.by)).trim().to_owned()
}

/// The selected one in full.
pub(super) fn details(model: &Model, board: &Board, page: &mut Page) {
    let Some(matter) = board.matters.selected() else { return };
    let lang = model.lang;
    let member = match matter {
        Matter::Member(place) => board.readers().members.get(*place),
        Matter::Removed(place) => {
            board.readers().removed.get(*place).map(|removed| &removed.member)
        }
        _ => None,
    };
    match (matter, member) {
        (_, Some(member)) => {
            let out = match matter {
                Matter::Removed(place) => board.readers().removed.get(*place),
                _ => None,
            };
            let called = out.map_or_else(
                || safe(&team::name(member, &board.book)),
                |out| team::called_out(&board.readers().members, out, &board.book, lang),
            );
            page.line(Meaning::Title, called.as_str());
            page.line(Meaning::Faint, &kind_of(member).say(lang));
            page.gap();
            page.field(&Word::Fingerprint, &short(member.recipient.as_str()));
            page.field(&Word::LetIn, &by(member));
            page.field(&Word::LastTried, &team::tried(member, board.checked_on, lang));
            page.gap();
            page.line(Meaning::Faint, Safe::new(member.recipient.as_str()).as_str());
            if let Matter::Removed(place) = matter
                && let Some(removed) = board.readers().removed.get(*place)
            {
                page.gap();
                let (day, by) = (safe(&removed.on.to_string()), named(&removed.by));
                page.line(Meaning::Text, &Team::RemovedHeading.say(lang));
                page.line(Meaning::Text, &Team::RemovedOn { day, by }.say(lang));
            }
        }
        (Matter::Paper, _) => page.line(Meaning::Text, &paper(board, lang)),
        (Matter::Doubt, _) => {
            if let Some(concern) = &board.concern {
                page.line(Meaning::Bad, &concern.heading().say(lang));
            }
        }
        (Matter::Clashes, _) => page.line(Meaning::Text, &Team::TwoChanged.say(lang)),
        _ => {
            page.line(Meaning::Title, Safe::new(board.hand_name()).as_str());
            page.gap();
            page.line(Meaning::Text, &vault(board).say(lang));
            if board.readers().own.is_some() {
                page.gap();
                page.line(Meaning::Text, &Team::CompareVault.say(lang));
            }
        }
    }
}

/// Writes sentences under each other, so many lines apart; gives the line behind the last one.
fn below(area: Rect) -> impl FnMut(Meaning, &str, u16, &mut Pen) -> Rect {
    let mut y = 0;
    move |meaning, said, gap, pen| {
        let rest = Rect { y: area.y + y, height: area.height.saturating_sub(y), ..area };
        y += pen.wrapped(rest.intersection(area), meaning, said) + gap;
        Rect { y: area.y + y, height: 1, ..area }.intersection(area)
    }
}

/// A title, with the vault that it is about where several are open.
fn titled(title: &Team, board: &Board, lang: Lang) -> String {
    let title = title.say(lang);
    if board.is_several() { format!("{title} · {}", safe(board.hand_name())) } else { title }
}

/// Somebody is being let in.
pub(super) fn admit(board: &Board, admit: &Admit, area: Rect, pen: &mut Pen) -> Position {
    let area = inset(area);
    let lang = pen.lang;
    let mut put = below(area);
    put(Meaning::Title, &titled(&Team::AdmitTitle, board, lang), 1, pen);
    match admit {
        Admit::Line { line, fault, .. } => {
            put(Meaning::Text, &Team::AdmitHow.say(lang), 1, pen);
            let at = put(Meaning::Text, "", 0, pen);
            let cursor = pen.prompt(at, line);
            if let Some(flaw) = fault {
                let said = match flaw {
                    Flaw::Key(fault) => fault.say(lang),
                    Flaw::Name(said) => said.say(lang),
                };
                put(Meaning::Text, "", 2, pen);
                put(Meaning::Bad, &said, 0, pen);
            }
            cursor
        }
        Admit::Compare { newcomer, typed, wrong } => {
            // The fingerprint is not shown: it has to come from them.
            let name = safe(&newcomer.name);
            put(Meaning::Title, &titled(&Team::AdmitWho { name }, board, lang), 1, pen);
            let removed = &board.readers().removed;
            if let Some(again) = shut_out_before(removed, &newcomer.recipient) {
                put(Meaning::Look, &was_shut_out(again).say(lang), 1, pen);
            }
            put(Meaning::Text, &Team::AdmitRead.say(lang), 1, pen);
            let at = put(Meaning::Text, "", 0, pen);
            let cursor = pen.prompt(at, typed);
            if let Some(said) = wrong {
                put(Meaning::Text, "", 2, pen);
                put(Meaning::Bad, &said.say(lang), 0, pen);
            }
            cursor
        }
    }
}

/// Somebody is being shut out.
pub(super) fn shut_out(
    model: &Model,
    board: &Board,
    asked: &ShutOut,
    area: Rect,
    pen: &mut Pen,
) -> Position {
    let area = inset(area);
    let lang = pen.lang;
    // The answer has its line, however little room there is.
    let above = Rect { height: area.height.saturating_sub(1), ..area };
    let mut put = below(above);
    let name = safe(&doomed_member(board, asked));
    let title = Team::ShutOutTitle { name: name.clone() };
    put(Meaning::Title, &titled(&title, board, lang), 1, pen);
    let members = &board.readers().members;
    let member = members.iter().find(|m| m.recipient == asked.recipient);
    let own = board.readers().own.as_ref();
    let out = member.map(|member| team::together(members, member, own, &board.book));
    let out = out.unwrap_or_default();
    let is_person = member.is_some_and(|member| member.kind == MemberKind::Person);
    if !out.is_empty() && team::stays(members, &out, &board.book) {
        put(Meaning::Text, &Team::StillIn { name: name.clone() }.say(lang), 1, pen);
    } else if is_person {
        let Sight { keys, codes, numbers } = Sight::of(&board.book, board.hand);
        put(Meaning::Text, &Team::WhatTheySaw { keys, codes, numbers }.say(lang), 0, pen);
        put(Meaning::Text, &Team::NothingComesBack.say(lang), 1, pen);
    } else {
        put(Meaning::Text, &Team::OnlyPaper.say_by(lang, &board.keyrack()), 1, pen);
    }
    if let Some(said) = team::alone(members, &out, own, &board.book) {
        put(Meaning::Look, &said.say_by(lang, &board.keyrack()), 1, pen);
    }
    let others = elsewhere(board, &out);
    if !others.is_empty() {
        let said = others_open(name.clone(), &others, &model.keymap);
        put(Meaning::Look, &said.say(lang), 1, pen);
    }
    let ask = Team::ShutOutAsk { word: safe(REMOVE_WORD) };
    put(Meaning::Text, &ask.say(lang), 0, pen);
    if is_person {
        let ask = Team::ShutOutStolen { word: safe(STOLEN_WORD), name };
        put(Meaning::Text, &ask.say(lang), 0, pen);
    }
    let at = put(Meaning::Text, "", 0, pen);
    let last = Rect { y: above.bottom(), height: 1, ..area }.intersection(area);
    pen.prompt(if at.is_empty() { last } else { at }, &asked.word)
}
