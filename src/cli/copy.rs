//! `keyrack copy`: the code to type now, into the clipboard of the machine the person sits at.
//!
//! A text in this machine's clipboard lives as long as the program that put it there, so the
//! command stays until it was replaced or its time is up, and takes it back.

use std::io::{self, Write};
use std::time::Duration;

use clap::{ArgMatches, Command};

use super::args;
use super::code::{advance, arrives, refuse_without_pin, warn_of_clash};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick::pick;
use super::prompt::{Terminal, failed};
use super::session::{Open, Session};
use super::stop::{Stop, Woken};
use crate::activity::{Deed, What as Did};
use crate::app::copying;
use crate::clipboard::{
    self, Cleared, Clipboard as _, Doubt, Keeper, Outcome, Route, System, plan,
};
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::otp::{Code, Key, Kind};
use crate::platform;
use crate::secret::Secret;
use crate::surroundings::Surroundings;
use crate::text::{Safe, safe};
use crate::vault::Log;

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
        let gone = || io::Error::from(io::ErrorKind::NotConnected);
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
    let place = pick(&open, &args::query_of(matches))?;
    // Before a counter is used up for nothing.
    let wish = copying::wish(&session.settings);
    if wish.mode == clipboard::Mode::Off {
        return Err(Failure::new(Exit::NotCopied, Fault::CopyOff));
    }
    let what = if matches.get_flag("login") { What::Login } else { What::Code };
    if what == What::Code {
        key_of(&open, place, session)?;
    }
    let routes = plan(&session.environment.find_surroundings(), &wish)
        .map_err(|obstacle| nowhere(&clipboard::Failure::NoWay(obstacle), what, session))?;
    let by_terminal = |route: &Route| matches!(route, Route::Terminal(_));
    if routes.iter().all(by_terminal) && Terminal::open().is_none() {
        return Err(Failure::new(Exit::NotCopied, Fault::CopyNoTerminal));
    }
    let title = safe(open.book.accounts[place].title());
    let Text { secret: text, left, begins } = match what {
        What::Login => login(&open, place)?,
        What::Code => {
            let which = if matches.get_flag("next") { Which::Next } else { Which::Now };
            code(&mut open, place, which, session)?
        }
    };
    let deed = Deed::at(Did::Copied, open.book.accounts[place].id);
    let logs: Vec<_> = open.shelf.beside(deed.account).map(Log::of).collect();
    let deeds = if what == What::Code { vec![deed] } else { Vec::new() };
    // The keys are not needed while the command stays.
    drop(open);
    let stop = Stop::watch().map_err(|error| failed(&error))?;
    let mut board = board(session);
    let keeper = match board.copy(&text) {
        Outcome::Copied(keeper) => {
            for log in &logs {
                session.write_down(log, &deeds);
            }
            keeper
        }
        Outcome::Sent(doubt) => {
            finish(&mut board, &stop);
            for log in &logs {
                session.write_down(log, &deeds);
            }
            sent(title, doubt, session);
            Text::remark(left, begins, session);
            return Ok(());
        }
        Outcome::Off => return Err(Failure::new(Exit::NotCopied, Fault::CopyOff)),
        Outcome::Failed(failure) => return Err(nowhere(&failure, what, session)),
    };
    drop(text);
    if keeper == Keeper::Command {
        session.note(&Say::CopyTaken { title });
        Text::remark(left, begins, session);
        return Ok(());
    }
    match wish.clear_after {
        Some(time) => session.note(&Say::CopyHeld { title, n: time.as_secs() }),
        None => session.note(&Say::CopyKept { title }),
    }
    Text::remark(left, begins, session);
    hold(&mut board, &stop, wish.clear_after, session)
}

/// What is to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Code,
    Login,
}

/// Which code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Now,
    Next,
}

/// What is copied, and how long it is good for.
struct Text {
    secret: Secret,
    left: Option<u32>,
    /// In how many seconds it begins, where it is the next one.
    begins: Option<u32>,
}

impl Text {
    /// What is to be known of it.
    fn remark(left: Option<u32>, begins: Option<u32>, session: &Session) {
        if let Some(n) = begins {
            session.note(&Say::CopyBegins { n });
        }
        if let Some(n) = left.filter(|left| *left <= FEW) {
            session.note(&Say::CopyShortLived { n });
        }
    }
}

fn login(open: &Open, place: usize) -> Result<Text, Failure> {
    let account = &open.book.accounts[place];
    if account.login.is_empty() {
        let title = safe(account.title());
        return Err(Failure::new(Exit::NoCode, Fault::NoLogin { title }));
    }
    Ok(Text { secret: Secret::from_text(account.login.clone()), left: None, begins: None })
}

/// The key, where it gives codes; why not, whatever may be in the way of copying.
fn key_of(open: &Open, place: usize, session: &Session) -> Result<Key, Failure> {
    let account = &open.book.accounts[place];
    let Some(key) = account.key.clone() else {
        return Err(Failure::new(Exit::NoCode, arrives(account, &open.book, session.lang)));
    };
    refuse_without_pin(account, &key)?;
    warn_of_clash(account, session);
    Ok(key)
}

fn code(open: &mut Open, place: usize, which: Which, session: &Session) -> Result<Text, Failure> {
    let key = key_of(open, place, session)?;
    let secret = |code: &Code| Secret::from_text(code.expose().to_owned());
    if let Kind::Hotp { counter } = key.kind() {
        if which == Which::Next {
            return Err(Failure::new(Exit::NoCode, Fault::CounterHasNoNext));
        }
        // As everywhere: the code is only seen once the file says that it is used.
        advance(open, place, &key, session)?;
        return Ok(Text { secret: secret(&key.code_at_step(counter)), left: None, begins: None });
    }
    let now = platform::now();
    let left = key.window(now).map(|window| window.left);
    Ok(match which {
        Which::Next => Text { secret: secret(&key.next_code(now)), left: None, begins: left },
        Which::Now => Text { secret: secret(&key.code(now)), left, begins: None },
    })
}

/// Says that it was sent, and what may be in the way.
pub fn sent(title: Safe<'static>, doubt: Doubt, session: &Session) {
    session.note(&Say::CopySent { title });
    match doubt {
        Doubt::Usual => {}
        Doubt::FarTmux => session.note(&Say::CopyFarTmux),
        Doubt::NearTmux => session.note(&Say::CopyNearTmux),
        Doubt::PerhapsFarTmux => session.note(&Say::CopyPerhapsFarTmux),
    }
}

/// A code that is nowhere, as a failure, and how to get at it.
fn nowhere(failure: &clipboard::Failure, what: What, session: &Session) -> Failure {
    let mut failed = Failure::new(Exit::NotCopied, copying::explain(failure));
    if what == What::Code {
        failed.details.push(Say::CopyPrint.say(session.lang));
    }
    failed
}

/// Sends what mosh would not have carried together with the rest.
pub fn finish(board: &mut Board<'_>, stop: &Stop) {
    if let Some(pause) = board.unfinished() {
        // A signal is obeyed when the stop is dropped: half a copy would be a space.
        let _ = stop.wait(None, Some(pause));
        board.finish();
    }
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
        // A desktop that is slow to answer has not lost it.
        if board.holds() == Some(false) {
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
    if signal == Some(signal_hook::consts::SIGINT) {
        stop.forget();
    }
    // Any other is obeyed when the stop is dropped.
    signal.map_or(Ok(()), |_| Err(Failure::silent(Exit::Interrupted)))
}
