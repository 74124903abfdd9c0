//! `keyrack edit`: changes one account; what is not named stays.

use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::add::{
    ask_key, ask_pin, compare, key_in, pin_in, refuse_idle_pin, set_key, set_pin, tell_key,
};
use super::args;
use super::exit::Failure;
use super::form::{Filled, build, doubts, fill, options, rehearse};
use super::output::Output;
use super::pick::pick;
use super::prompt::Terminal;
use super::proof;
use super::session::Session;
use crate::app::draft::{Draft, Subject, Work, same_key};
use crate::health::loss::renewed;
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::platform;
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack edit QUERY [--login NAME] [OPTION …]";
    args::command("edit", usage, &Help::Edit, lang)
        .arg(args::query(lang))
        .args(options(Subject::Account, lang))
        .args([
            args::path("key-file", &Help::KeyFile, lang).conflicts_with("remove-key"),
            args::flag("ask-key", &Help::AskKey, lang)
                .conflicts_with_all(["key-file", "remove-key"]),
            args::path("pin-file", &Help::PinFile, lang).conflicts_with("remove-key"),
            args::flag("ask-pin", &Help::AskPin, lang)
                .conflicts_with_all(["pin-file", "remove-key"]),
            args::flag("remove-key", &Help::RemoveKey, lang),
            args::flag("pin", &Help::Pin, lang),
            args::flag("unpin", &Help::Unpin, lang).conflicts_with("pin"),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    // Before a passphrase is asked for in vain.
    let mut options = Draft::new(Subject::Account);
    let flags = ["ask-key", "ask-pin", "remove-key", "pin", "unpin"];
    let file = matches.get_one::<PathBuf>("key-file");
    let flagged = flags.into_iter().any(|flag| matches.get_flag(flag));
    let pin_file = matches.get_one::<PathBuf>("pin-file");
    if !(fill(&mut options, matches) || file.is_some() || pin_file.is_some() || flagged) {
        return Err(Failure::usage(Fault::NoChange));
    }
    let key = file.map(|path| key_in(path)).transpose()?;
    let pin = pin_file.map(|path| pin_in(path)).transpose()?;
    let mut open = session.open()?;
    let place = pick(&open, &args::query_of(matches))?;
    let account = open.book.accounts[place].clone();
    let base = Draft::of(&account, &open.book);
    let mut draft = base.clone();
    fill(&mut draft, matches);
    if matches.get_flag("remove-key") {
        draft.forget_key();
    }
    if let Some(key) = &key {
        set_key(&mut draft, key);
    }
    if let Some(pin) = &pin {
        set_pin(&mut draft, pin);
    }
    let mut terminal = None;
    if matches.get_flag("ask-key") || matches.get_flag("ask-pin") {
        rehearse(Filled::new(&draft, Some(&base)), Some(&account), &open, session)?;
    }
    if matches.get_flag("ask-key") {
        let mut asked = Terminal::or(Fault::NoTerminalForKey)?;
        ask_key(&mut draft, &mut asked, session.lang)?;
        ask_pin(&mut draft, &mut asked, session.lang)?;
        terminal = Some(asked);
    } else if matches.get_flag("ask-pin") {
        let mut asked = Terminal::or(Fault::NoTerminalForPin)?;
        refuse_idle_pin(true, draft.key().ok().flatten().as_ref())?;
        let typed = asked.secret(&Say::AskPin.say(session.lang))?;
        set_pin(&mut draft, typed.expose());
        terminal = Some(asked);
    }
    let doubts = doubts(&draft, Some(&base), &open, session);
    let filled = Filled::new(&draft, Some(&base));
    let build_on = |work: &mut Work| draft.build_account(Some(&account), work);
    let mut edited = build(filled, &mut open, session, build_on)?;
    refuse_idle_pin(pin.is_some(), edited.key.as_ref())?;
    if edited.key != account.key {
        tell_key(&draft, edited.title(), session);
        if let Some(other) = same_key(&edited, &open.book) {
            session.note(&Say::SameKey { title: safe(&other.full_name()) });
        }
    }
    edited.pinned = (edited.pinned || matches.get_flag("pin")) && !matches.get_flag("unpin");
    let proven = match &mut terminal {
        Some(terminal) => proof::ask(&edited, account.key.as_ref(), &open.book, terminal, session)?,
        None => false,
    };
    // Not before: what is asked for could be read off it.
    if edited.key != account.key && !proven {
        compare(edited.key.as_ref(), terminal.as_mut(), session)?;
    }
    let (title, id) = (safe(edited.title()), edited.id);
    open.book.put(edited);
    renewed(&mut open.book, &account, platform::now().date(), &session.author(None));
    let proof = match terminal.as_mut().filter(|_| proven) {
        Some(terminal) => Some(proof::note(&mut open, id, terminal, session)?),
        None => None,
    };
    open.save(session)?;
    session.note_all(&doubts);
    if let Some(said) = proof {
        proof::tell(&said, session);
    }
    out.say(&Say::Edited { title }.say(session.lang))
}
