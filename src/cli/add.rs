//! `keyrack add`: one account. What `edit` shares with it is here, too: the key.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use zeroize::Zeroizing;

use super::args;
use super::exit::{Exit, Failure};
use super::form::{Filled, build, doubts, fill, options, rehearse};
use super::input::content;
use super::output::{Output, complain};
use super::prompt::Terminal;
use super::proof;
use super::session::{Open, Session};
use crate::activity::Deed;
use crate::app::draft::{Draft, Field, Subject, same_key};
use crate::app::explain;
use crate::i18n::{Command as Say, Exchange, Fault, Help, Lang, Word};
use crate::model::Account;
use crate::otp::Key;
use crate::otp::base32::Base32Error;
use crate::platform;
use crate::secret::Secret;
use crate::text::{Safe, safe, whole};

pub fn grammar(lang: Lang) -> Command {
    args::command("add", "keyrack add --platform NAME --login NAME [OPTION …]", &Help::Add, lang)
        .args(options(Subject::Account, lang))
        .args([
            args::path("key-file", &Help::KeyFile, lang),
            args::path("pin-file", &Help::PinFile, lang),
            args::flag("no-key", &Help::NoKey, lang).conflicts_with("key-file"),
            args::flag("pin", &Help::Pin, lang),
        ])
}

/// The longest file with a key in it that is read, in bytes; more than any key or address has.
const LONGEST_KEY: usize = 16 << 10;

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut draft = Draft::new(Subject::Account);
    let filled = fill(&mut draft, matches);
    let file = matches.get_one::<PathBuf>("key-file");
    if let Some(path) = file {
        set_key(&mut draft, &key_in(path)?);
    }
    let pin = matches.get_one::<PathBuf>("pin-file");
    if let Some(path) = pin {
        set_pin(&mut draft, &pin_in(path)?);
    }
    let mut open = session.open()?;
    let keyless = matches.get_flag("no-key") || !draft.text(Field::By).is_empty();
    let asks = file.is_none() && !keyless;
    let mut terminal = None;
    if asks {
        rehearse(Filled::new(&draft, None), None, &open, session)?;
        let mut asked = Terminal::or(Fault::NoTerminalForKey)?;
        if !filled {
            ask_names(&mut draft, &mut asked, session.lang)?;
        }
        ask_key(&mut draft, &mut asked, session.lang)?;
        ask_pin(&mut draft, &mut asked, session.lang)?;
        terminal = Some(asked);
    }
    let doubts = doubts(&draft, None, &open, session);
    let filled = Filled::new(&draft, None);
    let mut account = build(filled, &mut open, session, |work| draft.build_account(None, work))?;
    refuse_idle_pin(pin.is_some(), account.key.as_ref())?;
    account.pinned |= matches.get_flag("pin");
    let (title, id) = (safe(account.title()), account.id);
    let platform = account.platform.clone();
    tell_key(&draft, account.title(), session);
    refuse_same_key(&account, terminal.as_mut(), &open, session)?;
    let proven = match &mut terminal {
        Some(terminal) => proof::ask(&account, None, &open.book, terminal, session)?,
        None => false,
    };
    // Not before: what is asked for could be read off it.
    if !proven {
        compare(account.key.as_ref(), terminal.as_mut(), session)?;
    }
    open.book.put(account);
    let proof = match terminal.as_mut().filter(|_| proven) {
        Some(terminal) => Some(proof::note(&mut open, id, terminal, session)?),
        None => None,
    };
    // An account that is new says by itself only that it was added.
    let methods = open.book.account(id).map_or(&[][..], |account| &account.methods);
    let tested = methods.iter().filter_map(|it| Some((it.kind, it.tested.as_ref()?.result)));
    let tested: Vec<Deed> = tested.map(|(kind, result)| Deed::tested(id, kind, result)).collect();
    open.deeds.extend(tested);
    open.save(session)?;
    session.note_all(&doubts);
    if let Some(said) = proof {
        proof::tell(&said, session);
    }
    let id = safe(&id.to_string());
    let added = match platform.trim() {
        // It is called so already.
        "" => Say::Added { title, id },
        name if title.as_str() == Safe::new(name).as_str() => Say::Added { title, id },
        name => Say::AddedAt { title, platform: safe(name), id },
    };
    out.say(&added.say(session.lang))
}

/// Says what is odd about the key that was given, as an import does.
pub fn tell_key(draft: &Draft, title: &str, session: &Session) {
    for remark in draft.key_remarks() {
        let said = whole(&explain::remarked(&remark).say(session.lang));
        complain(&Exchange::At { place: safe(title), said }.say(session.lang));
    }
}

/// Says that another account has the same key, and asks whoever sits there whether that is meant: one login in two
/// places, or the wrong key.
fn refuse_same_key(
    account: &Account,
    terminal: Option<&mut Terminal>,
    open: &Open,
    session: &Session,
) -> Result<(), Failure> {
    let Some(other) = same_key(account, &open.book) else { return Ok(()) };
    let said = Say::SameKey { title: safe(&other.full_name()) };
    let Some(terminal) = terminal else {
        session.note(&said);
        return Ok(());
    };
    terminal.line(&said.say(session.lang))?;
    if terminal.confirm(&Say::AskSameKey.say(session.lang))? {
        return Ok(());
    }
    session.note(&Say::LeftAlone);
    Err(Failure::silent(Exit::Failed))
}

/// Asks for what a row is called by, when no option said it.
fn ask_names(draft: &mut Draft, terminal: &mut Terminal, lang: Lang) -> Result<(), Failure> {
    let questions = [
        (Field::Platform, Word::Platform),
        (Field::Store, Word::Store),
        (Field::Login, Word::Login),
        (Field::Sites, Word::Sites),
    ];
    for (field, word) in questions {
        let question = Say::AskField { field: whole(&word.say(lang)) }.say(lang);
        draft.set(field, &terminal.ask(&question)?);
        while draft.has_misplaced_key(field) {
            terminal.line(&Fault::KeyThere.say(lang))?;
            draft.set(field, &terminal.ask(&question)?);
        }
    }
    Ok(())
}

/// Asks for the key until it is one; an empty answer is none.
pub fn ask_key(draft: &mut Draft, terminal: &mut Terminal, lang: Lang) -> Result<(), Failure> {
    loop {
        let typed: Secret = terminal.secret(&Say::AskKey.say(lang))?;
        set_key(draft, typed.expose());
        match draft.key() {
            Err((Field::Key, flaw)) => terminal.line(&explain::flaw(&flaw).say(lang))?,
            _ => return Ok(()),
        }
    }
}

/// What stands in a file that is said to hold a key: something, at least.
pub fn key_in(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = content(path, LONGEST_KEY)?;
    if bytes.trim_ascii().is_empty() {
        return Err(Failure::usage(explain::base32(Base32Error::Empty)));
    }
    Ok(bytes)
}

/// A key as it stands in a file or was typed: a last line end is no part of it.
pub fn set_key(draft: &mut Draft, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or("\u{fffd}");
    draft.set(Field::Key, text.trim_start_matches('\u{feff}').trim());
}

/// Asks for the PIN of a key that gives no code without it; an empty answer leaves it for later.
pub fn ask_pin(draft: &mut Draft, terminal: &mut Terminal, lang: Lang) -> Result<(), Failure> {
    if matches!(draft.key(), Ok(Some(key)) if key.lacks_pin()) {
        let typed: Secret = terminal.secret(&Say::AskPin.say(lang))?;
        set_pin(draft, typed.expose());
    }
    Ok(())
}

/// What stands in a file that is said to hold a PIN: a text, at least.
pub fn pin_in(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = content(path, LONGEST_KEY)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.trim().is_empty() => Ok(bytes),
        _ => Err(Failure::usage(Fault::PinEmpty)),
    }
}

/// A PIN as it stands in a file or was typed.
pub fn set_pin(draft: &mut Draft, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    draft.set(Field::Pin, text.trim_start_matches('\u{feff}').trim());
}

/// A PIN for a key that has none was meant for another kind: without a word it would be lost.
pub fn refuse_idle_pin(given: bool, key: Option<&Key>) -> Result<(), Failure> {
    if given && key.is_none_or(|key| !key.kind().has_pin()) {
        return Err(Failure::usage(Fault::PinIdle));
    }
    Ok(())
}

/// Shows the code a new key gives, to be compared with the phone: on the terminal where the key was
/// typed, else on standard error if a person looks at the output. Never where a script reads.
pub fn compare(
    key: Option<&Key>,
    terminal: Option<&mut Terminal>,
    session: &Session,
) -> Result<(), Failure> {
    let Some(key) = key else { return Ok(()) };
    let now = platform::now();
    if key.lacks_pin() {
        session.note(&Say::NoCodeYet);
        return Ok(());
    }
    let code = safe(&key.code(now).grouped());
    let said = match key.window(now) {
        Some(window) => Say::Compare { code, left: window.left },
        None => Say::CompareCounter { code },
    };
    match terminal {
        Some(terminal) => terminal.line(&said.say(session.lang)),
        None if session.environment.stdout_is_terminal => {
            session.note(&said);
            Ok(())
        }
        None => Ok(()),
    }
}
