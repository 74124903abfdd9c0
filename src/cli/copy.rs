//! `keyrack copy`: the code to type now, into the clipboard of the machine the person sits at.
//!
//! A text in this machine's clipboard lives as long as the program that put it there, so the
//! command stays until it was replaced or its time is up, and takes it back.

use std::io::{self, Write};
use std::time::Duration;

use clap::{ArgMatches, Command};

use super::args;
use super::code::{advance, arrives, refuse_without_pin};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick::pick;
use super::prompt::Terminal;
use super::session::{Open, Session};
use super::stop::{Stop, Woken, obey};
use crate::app::copying;
use crate::clipboard::{self, Cleared, Clipboard as _, Doubt, Outcome, Route, System, plan};
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::otp::{Code, Kind};
use crate::platform;
use crate::secret::Secret;
use crate::surroundings::Surroundings;
use crate::text::{Safe, safe};

/// How often the clipboard is looked at while it holds the code.
const GLANCE: Duration = Duration::from_millis(250);
/// Below so many seconds it is said how many are left.
const FEW: u32 = 5;

pub fn grammar(lang: Lang) -> Command {
    args::command("copy", "keyrack copy QUERY [--next|--login]", &Help::Copy, lang).args([
        args::query(lang),
        args::flag("next", &Help::CopyNext, lang).conflicts_with("login"),
        args::flag("login", &Help::CopyLogin, lang),
    ])
}

/// The real clipboard, told to keep a text until it is cleared: here the time is counted outside.
pub type Board<'a> = System<Screen, Box<dyn FnMut() -> Surroundings + 'a>>;

/// The terminal's way to a clipboard, which is never standard output: that may be a pipe.
pub struct Screen(Option<Terminal>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = || io::Error::new(io::ErrorKind::NotConnected, "no terminal");
        self.0.as_mut().ok_or_else(gone)?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Opens it.
pub fn board(session: &Session) -> Board<'_> {
    let wish =
        clipboard::Wish { clear_after: Some(Duration::MAX), ..copying::wish(&session.settings) };
    let surroundings = || session.environment.find_surroundings();
    System::new(wish, Box::new(surroundings), Screen(Terminal::open()))
}

pub fn run(matches: &ArgMatches, session: &Session, _out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let place = pick(&open.book, &args::query_of(matches))?;
    // Before a counter is used up for nothing.
    let wish = copying::wish(&session.settings);
    if wish.mode == clipboard::Mode::Off {
        return Err(Failure::new(Exit::NotCopied, Fault::CopyOff));
    }
    let routes = plan(&session.environment.find_surroundings(), &wish)
        .map_err(|obstacle| nowhere(&clipboard::Failure::NoWay(obstacle)))?;
    let by_terminal = |route: &Route| matches!(route, Route::Terminal(_));
    if routes.iter().all(by_terminal) && Terminal::open().is_none() {
        return Err(Failure::new(Exit::NotCopied, Fault::CopyNoTerminal));
    }
    let title = safe(open.book.accounts[place].title());
    let Text { text, left } = if matches.get_flag("login") {
        login(&open, place)?
    } else {
        code(&mut open, place, matches.get_flag("next"), session)?
    };
    // The keys are not needed while the command stays.
    drop(open);
    let stop = Stop::watch().map_err(|error| {
        Failure::new(Exit::Failed, Fault::TerminalFailed { error: safe(&error.to_string()) })
    })?;
    let mut board = board(session);
    match board.copy(&text) {
        Outcome::Copied => {}
        Outcome::Sent(doubt) => {
            sent(title, doubt, session);
            short_lived(left, session);
            return Ok(());
        }
        Outcome::Off => return Err(Failure::new(Exit::NotCopied, Fault::CopyOff)),
        Outcome::Failed(failure) => return Err(nowhere(&failure)),
    }
    drop(text);
    if !board.holds() {
        // The person's own program has it.
        session.note(&Say::CopyTaken { title });
        short_lived(left, session);
        return Ok(());
    }
    match wish.clear_after {
        Some(time) => session.note(&Say::CopyHeld { title, n: time.as_secs() }),
        None => session.note(&Say::CopyKept { title }),
    }
    short_lived(left, session);
    hold(&mut board, &stop, wish.clear_after, session)
}

/// What is copied, and how long it is good for.
struct Text {
    text: Secret,
    left: Option<u32>,
}

fn login(open: &Open, place: usize) -> Result<Text, Failure> {
    let account = &open.book.accounts[place];
    if account.login.is_empty() {
        let title = safe(account.title());
        return Err(Failure::new(Exit::NoCode, Fault::NoLogin { title }));
    }
    Ok(Text { text: Secret::from_text(account.login.clone()), left: None })
}

fn code(open: &mut Open, place: usize, next: bool, session: &Session) -> Result<Text, Failure> {
    let account = &open.book.accounts[place];
    let Some(key) = account.key.clone() else {
        return Err(Failure::new(Exit::NoCode, arrives(account, &open.book, session.lang)));
    };
    refuse_without_pin(account, &key)?;
    let secret = |code: &Code| Secret::from_text(code.expose().to_owned());
    if let Kind::Hotp { counter } = key.kind() {
        if next {
            return Err(Failure::new(Exit::NoCode, Fault::CounterHasNoNext));
        }
        // As everywhere: the code is only seen once the file says that it is used.
        advance(open, place, &key, session)?;
        return Ok(Text { text: secret(&key.code_at_step(counter)), left: None });
    }
    let now = platform::now();
    if next {
        return Ok(Text { text: secret(&key.next_code(now)), left: None });
    }
    let left = key.window(now).map(|window| window.left);
    Ok(Text { text: secret(&key.code(now)), left })
}

/// Says that it was sent, and what may be in the way.
pub fn sent(title: Safe<'static>, doubt: Doubt, session: &Session) {
    session.note(&Say::CopySent { title });
    if doubt == Doubt::FarTmux {
        session.note(&Say::CopyFarTmux);
    }
}

fn short_lived(left: Option<u32>, session: &Session) {
    if let Some(n) = left.filter(|left| *left <= FEW) {
        session.note(&Say::CopyShortLived { n });
    }
}

/// A copy that is nowhere, as a failure.
pub fn nowhere(failure: &clipboard::Failure) -> Failure {
    Failure::new(Exit::NotCopied, copying::explain(failure))
}

/// Stays until something else was copied, the time is up or a signal comes; then takes it back.
fn hold(
    board: &mut Board<'_>,
    stop: &Stop,
    time: Option<Duration>,
    session: &Session,
) -> Result<(), Failure> {
    let mut held = Duration::ZERO;
    let signal = loop {
        // A clock would not be more exact than a wait, and could be set meanwhile.
        match stop.wait(None, Some(GLANCE)) {
            Ok(Woken::Signal(signal)) => break Some(signal),
            Ok(_) => held += GLANCE,
            Err(_) => break None,
        }
        if !board.holds() {
            session.note(&Say::CopyReplaced);
            return Ok(());
        }
        if time.is_some_and(|time| held >= time) {
            break None;
        }
    };
    if board.clear() == Cleared::Emptied {
        session.note(&Say::CopyBack);
    }
    match signal {
        Some(signal) if signal == signal_hook::consts::SIGINT => {
            Err(Failure::silent(Exit::Interrupted))
        }
        Some(signal) => {
            obey(signal);
            Err(Failure::silent(Exit::Interrupted))
        }
        None => Ok(()),
    }
}
