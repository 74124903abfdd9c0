//! `keyrack member remove`: somebody shut out, or a key of theirs that somebody else may have.

use std::path::Path;

use clap::ArgMatches;

use super::{ask, called, change, hit};
use crate::app::desk::{self, Desk};
use crate::app::team::{self, Sight, Why};
use crate::app::trust::short;
use crate::app::{identity, loss};
use crate::cli::exit::{Exit, Failure};
use crate::cli::gone;
use crate::cli::output::{Output, complain};
use crate::cli::record::name_of;
use crate::cli::session::{Open, Session, fresh};
use crate::health::loss::loss_of;
use crate::i18n::{Fault, Team, keyrack_at};
use crate::model::{Book, Thing};
use crate::platform;
use crate::text::{Safe, quoted, safe, whole};
use crate::vault::{Intent, Member, MemberKind, Recipient, Removed, Unchanged};

pub(super) fn remove(
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lang = session.lang;
    let asked = name_of(matches);
    let why = if matches.get_flag("stolen") { Why::Stolen } else { Why::Leaves };
    let mut open = session.open()?;
    if !open.shelf.is_single() {
        return Err(of_several(&open, &asked, why, session));
    }
    let own = open.vault()?.own().ok_or(Unchanged::Passphrase)?;
    let members = open.vault()?.members().to_vec();
    if why == Why::Stolen
        && team::named(&members, &open.book, &asked).is_empty()
        && let Some(removed) = out_already(open.vault()?.removed(), &asked)
    {
        return stolen_before(&removed.clone(), open, matches, session, out);
    }
    let member = one(&members, &open.book, &asked)?;
    let all = meant(&members, member, &own, &open.book, matches)?;
    let name = called(member, &open.book);
    let stays = team::stays(&members, &all, &open.book);
    let myself = all.iter().any(|member| member.recipient == own);
    if myself && !matches.get_flag("myself") {
        return Err(Unchanged::Own.into());
    }
    let is_person = member.kind == MemberKind::Person;
    let Sight { keys, codes, numbers } = Sight::of(&open.book, 0);
    match (why, stays) {
        _ if !is_person => {}
        (Why::Stolen, _) => {
            let name = name.clone();
            session.say(&Team::StolenSaw { name, keys, codes, numbers });
            session.say(&Team::NothingComesBack);
        }
        (Why::Leaves, true) => {
            session.say(&Team::StillIn { name: name.clone() });
            session.say(&Team::IfStolen { words: team::stolen_words(&member.recipient) });
        }
        (Why::Leaves, false) => {
            session.say(&Team::WhatTheySaw { keys, codes, numbers });
            session.say(&Team::NothingComesBack);
        }
    }
    if let Some(said) = team::alone(&members, &all, Some(&own), &open.book) {
        session.say(&said);
    }
    let is_key = is_person && (stays || why == Why::Stolen);
    if !matches.get_flag("yes") {
        let name = name.clone();
        ask(&if is_key { Team::AskKeyOut { name } } else { Team::AskShutOut { name } }, session)?;
    }
    let author = session.author(matches.get_one::<String>("by").map(String::as_str));
    let today = platform::now().date();
    let by = (today, author.as_str());
    let changes = team::shut_out(&mut open.book, &members, &all, Some(&own), why, by, fresh);
    let others = elsewhere(&open, &all, why, session);
    change(&mut open, &changes, session)?;
    let done = name.clone();
    let done = if is_key { Team::KeyOut { name: done } } else { Team::ShutOut { name: done } };
    out.say(&done.say(lang))?;
    let is_it = |removed: &&Removed| removed.member.recipient == member.recipient;
    let removed = open.vault()?.removed().iter().rev().find(is_it);
    match removed.and_then(|removed| team::loss_after(removed, &open.book)) {
        Some(_) if stays && why == Why::Leaves => {}
        Some(thing) => replace(thing, myself, &open, session, out)?,
        None if !is_person => session.say(&Team::OnlyPaper),
        None => {}
    }
    if let Some(said) = removed.and_then(|removed| gone::moved_since(&open, removed, session)) {
        complain(&said);
    }
    for said in others {
        complain(&said);
    }
    if is_person {
        session.say(if is_key { &Team::SendKeyOut } else { &Team::AlsoRepository });
    }
    if why == Why::Stolen && !stays && is_person && !myself {
        session.say(&Team::NewKeyFor { name });
    }
    if myself {
        session.say(&Team::LeftSelf);
    }
    Ok(())
}

/// The keys that go together with one that was named.
fn meant<'a>(
    members: &'a [Member],
    member: &'a Member,
    own: &Recipient,
    book: &Book,
    matches: &ArgMatches,
) -> Result<Vec<&'a Member>, Failure> {
    let asked = name_of(matches);
    let is_key = team::is_key(member, &asked);
    // Of one's own keys any could be meant.
    let mine = members.iter().find(|member| member.recipient == *own);
    let mine = mine.map(|it| team::together(members, it, Some(own), book)).unwrap_or_default();
    let is_mine = mine.iter().any(|it| it.recipient == member.recipient);
    match (is_mine && mine.len() > 1, is_key) {
        (true, false) if matches.get_flag("myself") => Ok(mine),
        (true, false) => Err(several_keys(&asked, &mine, book)),
        (_, true) => Ok(vec![member]),
        (false, false) => Ok(team::together(members, member, Some(own), book)),
    }
}

/// How many accounts have something that was seen, and the command that goes through them.
fn replace(
    thing: Thing,
    myself: bool,
    open: &Open,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let n = hit(thing, open, session)?.len();
    if myself && n > 0 {
        // It does not open for whoever is out, and a colleague has it elsewhere.
        let name = loss::label(thing, &open.book);
        let who = whole(&quoted(&loss::word(thing, &open.book)));
        let said = Team::OthersReplace { n, name, who };
        return out.say(&said.say_by(session.lang, "keyrack"));
    }
    out.say(&loss::to_replace(thing, n, &open.book).say(session.lang))
}

/// Who was shut out with a key that was named by its end.
fn out_already<'a>(removed: &'a [Removed], asked: &str) -> Option<&'a Removed> {
    let found = removed.iter().rev();
    found
        .filter(|it| it.member.kind == MemberKind::Person)
        .find(|it| team::is_key(&it.member, asked))
}

/// A key that is out already was stolen, as is known only now: what was open to it until then is listed.
fn stolen_before(
    removed: &Removed,
    mut open: Open,
    matches: &ArgMatches,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let author = session.author(matches.get_one::<String>("by").map(String::as_str));
    let listed = team::loss_after(removed, &open.book);
    let since = listed.and_then(|thing| loss_of(&open.book, thing)).map(|loss| loss.on);
    // What was done since then is not to be done again.
    if since.is_none_or(|on| on < removed.on) {
        let by = (removed.on, author.as_str());
        team::stolen(&mut open.book, &[&removed.member], "", by, &mut fresh);
        open.save(session)?;
    }
    match team::loss_after(removed, &open.book) {
        Some(thing) => replace(thing, false, &open, session, out),
        None => Ok(()),
    }
}

/// Which of several vaults is meant: those that open for whoever was named, with the command for each.
fn of_several(open: &Open, asked: &str, why: Why, session: &Session) -> Failure {
    let faces = open.shelf.faces();
    let opens = faces
        .iter()
        .filter(|face| !team::named(&face.readers.members, &open.book, asked).is_empty());
    let said = opens.map(|face| {
        let (name, vault) = (safe(asked), safe(&face.name));
        let command = command_at(&face.file, asked, why);
        Team::OpensOther { name, vault, command }.say(session.lang)
    });
    Failure { details: said.collect(), ..Failure::usage(Fault::OneVault) }
}

/// That they open other vaults of the settings, too, as far as what opened this one opens those.
fn elsewhere(open: &Open, out: &[&Member], why: Why, session: &Session) -> Vec<String> {
    let (Ok(vault), Ok(here)) = (open.vault(), session.desk()) else { return Vec::new() };
    let listed = session.settings.vault.iter().chain(&session.settings.vaults);
    let listed = listed.map(|path| here.with_vault(path.clone()));
    let listed = listed.filter(|desk| desk.place.known != here.place.known);
    let desks: Vec<Desk> = identity::once(listed);
    let said = desks.iter().zip(desk::names(&desks)).filter_map(|(desk, vault_name)| {
        let desk = Desk { intent: Intent::Read, ..desk.clone() };
        let (other, theirs) = desk::open(&desk, vault.keys().clone()).ok()?;
        let is_out = |it: &&Member| {
            it.kind == MemberKind::Person
                && out.iter().any(|gone| team::is_same((gone, &open.book), (it, &theirs)))
        };
        let member = other.members().iter().find(is_out)?;
        let word = team::word(other.members(), member, &theirs);
        let command = command_at(&desk.place.file, &word, why);
        let (name, vault) = (called(member, &theirs), safe(&vault_name));
        Some(Team::OpensOther { name, vault, command }.say(session.lang))
    });
    said.collect()
}

/// A command that shuts somebody out of one vault.
fn command_at(file: &Path, word: &str, why: Why) -> Safe<'static> {
    let more = if why == Why::Stolen { " --stolen" } else { "" };
    whole(&format!("{} member remove {}{more}", keyrack_at(file), quoted(word)))
}

/// Whether all that were found are keys of one person.
fn is_one_person(members: &[Member], first: &Member, found: &[&Member], book: &Book) -> bool {
    let together = team::together(members, first, None, book);
    found.iter().all(|one| together.iter().any(|key| key.recipient == one.recipient))
}

/// The one member that is called so.
fn one<'a>(members: &'a [Member], book: &Book, asked: &str) -> Result<&'a Member, Failure> {
    let found = team::named(members, book, asked);
    match found.as_slice() {
        [] => Err(Failure::new(Exit::NotFound, Fault::NoSuchMember { name: safe(asked) })),
        [first, ..] if is_one_person(members, first, &found, book) => Ok(first),
        several => Err(several_keys(asked, several, book)),
    }
}

/// A name that several keys go by, which are listed: the end of one says which.
fn several_keys(asked: &str, several: &[&Member], book: &Book) -> Failure {
    let fault = Fault::ManyThings { name: safe(asked), n: several.len() };
    let line = |m: &&Member| format!("  {}  {}", short(m.recipient.as_str()), called(m, book));
    let details = several.iter().map(line).collect();
    Failure { details, ..Failure::new(Exit::Ambiguous, fault) }
}
