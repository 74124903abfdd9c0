//! The terminal while the dashboard is on it, and giving it back however the program ends.
//!
//! Whatever happens (a normal quit, a panic, a signal, a window that is closed), the terminal is
//! left in line mode, on its main screen, with its cursor and without any mode of ours. Two threads
//! wait for that without ever waking up: one for signals, one for the terminal to vanish. They are
//! no flag that the event loop looks at, because the loop may be held up: by a line that takes no
//! bytes, or by a tmux that does not answer.
//!
//! Nothing is ever asked of the terminal (its answer would arrive as key presses), and the mouse is
//! taken only where that was wished for (selecting text with it is the last way to copy).

use std::fs::File;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{EnterAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};
use rustix::stdio::stdin;
use rustix::termios::{tcgetpgrp, ttyname};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::platform::{Environment, can_be_continued, own_job};

/// Undoes every mode that a dashboard could have set, ours and those of the libraries under it: end
/// of a synchronised update, mouse, focus and paste reports, alternate screen, attributes, cursor.
const RESTORE: &[u8] = b"\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\
                         \x1b[?2004l\x1b[?1049l\x1b[0m\x1b[?25h";

/// How long a terminal that takes no bytes may hold up the end of the program.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };

/// How long a stop takes at most to reach us; later means that it was refused.
const STOPPING: Duration = Duration::from_millis(200);

/// Why there can be no dashboard here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// `TERM` is `dumb` or not set: a terminal that cannot place text.
    Dumb,
}

/// Says whether a dashboard can run.
pub fn refusal(environment: &Environment) -> Option<Refusal> {
    if !(environment.stdin_is_terminal && environment.stdout_is_terminal) {
        return Some(Refusal::NoTerminal);
    }
    let term = environment.term.as_deref().unwrap_or_default();
    matches!(term, "" | "dumb").then_some(Refusal::Dumb)
}

/// Who gets clicks and the wheel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The terminal: it selects text and scrolls.
    #[default]
    Left,
    /// We do. With Shift held, the terminal still selects.
    Taken,
}

impl Mouse {
    /// Reports of buttons (1000) as numbers in text (1006): not of movement, which would take the
    /// terminal's own selecting away.
    fn sequence(self) -> &'static [u8] {
        match self {
            Self::Left => b"\x1b[?1006l\x1b[?1000l",
            Self::Taken => b"\x1b[?1000h\x1b[?1006h",
        }
    }
}

/// Holds the terminal for the dashboard; gives it back when dropped.
pub struct Guard {
    screen: Arc<Screen>,
}

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, no cursor, pastes in one piece. Once in a process, on the thread
    /// that draws.
    ///
    /// From here on SIGTERM, SIGHUP, SIGINT and SIGQUIT, and the terminal's disappearance (counted
    /// as SIGHUP), give the terminal back and end the process with 128 + the signal's number, without
    /// unwinding. A panic on this thread gives it back and prints `apology`, followed by the place in
    /// the source. A panic on another thread prints nothing and ends only that thread: whoever waits
    /// for it sees its channel closed.
    pub fn enter(apology: String) -> io::Result<Self> {
        let screen = Arc::new(Screen::default());
        watch_signals(Arc::clone(&screen))?;
        watch_terminal(Arc::clone(&screen))?;
        report_panics(apology, Arc::clone(&screen));
        // Exists before anything is set, so that a failure half way is undone.
        let guard = Self { screen };
        guard.screen.take()?;
        Ok(guard)
    }

    /// Says who gets the mouse from now on. Nothing is sent where that is so already.
    pub fn mouse(&self, mouse: Mouse) -> io::Result<()> {
        let mut state = self.screen.state();
        if std::mem::replace(&mut state.mouse, mouse) == mouse || !state.taken {
            return Ok(());
        }
        send(mouse.sequence())
    }

    /// Asks the terminal to say when its window is used and when another one is, from now on.
    pub fn report_focus(&self) -> io::Result<()> {
        let mut state = self.screen.state();
        state.focus = true;
        if state.taken { execute!(io::stdout(), EnableFocusChange) } else { Ok(()) }
    }

    /// Gives the terminal back now. Nothing if that has happened already.
    pub fn restore(&self) {
        self.screen.restore();
    }

    /// What is to be done when somebody asks us to stop (SIGTSTP), from now on; it should lead to
    /// [`suspend`](Self::suspend). Until then such a request stops us as we are.
    pub fn on_stop(&self, act: impl Fn() + Send + 'static) {
        self.screen.state().stop = Some(Box::new(act));
    }

    /// Gives the terminal back, stops the whole job as Ctrl-Z does, and takes the terminal again
    /// when the job is continued. The screen is empty then: clear ratatui's buffer and draw.
    ///
    /// Where no shell could continue us (we lead the session) nothing stops, and it returns soon.
    pub fn suspend(&self) -> io::Result<()> {
        self.screen.restore();
        if can_be_continued() {
            self.screen.state().continued = false;
            // Not the one that Ctrl-Z sends: that comes back to us as a request.
            kill_current_process_group(Signal::STOP)?;
            // The signal goes to any thread, so this one may still be running and must not take the
            // terminal before the stop.
            self.screen.wait_until_continued();
        }
        self.screen.take()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.screen.restore();
    }
}

/// What the guard, the panic hook and the two threads share.
#[derive(Default)]
struct Screen(Mutex<State>, Condvar);

#[derive(Default)]
struct State {
    /// The terminal is ours.
    taken: bool,
    mouse: Mouse,
    /// It says when its window is used.
    focus: bool,
    /// SIGCONT came since this was last cleared.
    continued: bool,
    /// What is done when somebody asks us to stop.
    stop: Option<Box<dyn Fn() + Send>>,
}

impl Screen {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_continued(&self) {
        self.state().continued = true;
        self.1.notify_all();
    }

    /// Somebody asks us to stop.
    fn stop(&self) {
        match &self.state().stop {
            Some(act) => act(),
            None if can_be_continued() => {
                // Nobody could be told of a failure.
                let _ = kill_process(getpid(), Signal::STOP);
            }
            None => {}
        }
    }

    fn wait_until_continued(&self) {
        let waiting = |state: &mut State| !state.continued;
        // Poisoned or out of time: go on either way.
        drop(self.1.wait_timeout_while(self.state(), STOPPING, waiting));
    }

    fn take(&self) -> io::Result<()> {
        let mut state = self.state();
        state.taken = true;
        // crossterm does nothing as long as it believes raw mode to be on.
        disable_raw_mode()?;
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, cursor::Hide, EnableBracketedPaste)?;
        if state.focus {
            execute!(io::stdout(), EnableFocusChange)?;
        }
        if state.mouse == Mouse::Taken { send(state.mouse.sequence()) } else { Ok(()) }
    }

    /// Gives the terminal back if it is ours. Safe on any thread: it waits for no lock of standard
    /// output, which a draw may hold that is blocked by a slow line.
    fn restore(&self) {
        let mut state = self.state();
        if !std::mem::take(&mut state.taken) || in_background() {
            return;
        }
        // The terminal may be gone; then there is nothing to give back.
        let _ = disable_raw_mode();
        let _ = write_whole(RESTORE);
    }
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// The terminal belongs to another job: somebody stopped us from outside. Touching it now would
/// stop us again instead of letting us end.
fn in_background() -> bool {
    let own = own_job();
    tcgetpgrp(stdin()).is_ok_and(|foreground| own.is_some_and(|own| foreground.as_raw_pid() != own))
}

/// Writes to the terminal past all buffers, in one write where the terminal takes it.
fn write_whole(mut bytes: &[u8]) -> io::Result<()> {
    let mut terminal = open_terminal()?;
    while !bytes.is_empty() {
        match terminal.write(bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let mut ready = [PollFd::new(&terminal, PollFlags::OUT)];
                match poll(&mut ready, Some(&PATIENCE)) {
                    Ok(0) => return Err(error),
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Opens the terminal anew. By the name of standard input where we have no controlling terminal.
fn open_terminal() -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let open = |path: &std::ffi::CStr| rustix::fs::open(path, flags, Mode::empty());
    let terminal = open(c"/dev/tty").or_else(|_| open(&ttyname(stdin(), Vec::new())?))?;
    Ok(terminal.into())
}

fn watch_signals(screen: Arc<Screen>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => screen.note_continued(),
                SIGTSTP => screen.stop(),
                ending => leave(&screen, ending),
            }
        }
    })?;
    Ok(())
}

/// Waits for the terminal to vanish. A closed window sends SIGHUP as well, but not to everybody: a
/// process without a controlling terminal gets none.
fn watch_terminal(screen: Arc<Screen>) -> io::Result<()> {
    thread::Builder::new().name("terminal".into()).spawn(move || {
        loop {
            let terminal = stdin();
            // Asking for no event leaves the one that is always reported: its end.
            let mut end = [PollFd::new(&terminal, PollFlags::empty())];
            match poll(&mut end, None) {
                Err(Errno::INTR) => {}
                Ok(_) if end[0].revents().contains(PollFlags::HUP) => leave(&screen, SIGHUP),
                // A system that cannot wait for this terminal; SIGHUP has to do.
                Ok(_) | Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// Ends the process as a signal would. The memory goes back to the system, which wipes it.
fn leave(screen: &Screen, signal: i32) -> ! {
    screen.restore();
    low_level::exit(128 + signal)
}

/// Replaces the panic message: a formatted payload may hold anything, a literal in the source
/// cannot hold a secret.
fn report_panics(apology: String, screen: Arc<Screen>) {
    let drawing = thread::current().id();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        if thread::current().id() != drawing {
            return;
        }
        screen.restore();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let literal = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
        // Standard error may be gone with the terminal; a panic in here would abort.
        let _ = writeln!(io::stderr(), "{apology}\n{place} {literal}");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashboard_needs_a_terminal_that_can_place_text() {
        let cases = [
            ("terminal", true, true, Some("xterm"), None),
            ("input from a file", false, true, Some("xterm"), Some(Refusal::NoTerminal)),
            ("output to a pipe", true, false, Some("xterm"), Some(Refusal::NoTerminal)),
            ("no TERM", true, true, None, Some(Refusal::Dumb)),
            ("dumb", true, true, Some("dumb"), Some(Refusal::Dumb)),
            ("neither", false, false, None, Some(Refusal::NoTerminal)),
        ];
        for (name, stdin_is_terminal, stdout_is_terminal, term, expected) in cases {
            let environment = Environment {
                stdin_is_terminal,
                stdout_is_terminal,
                term: term.map(str::to_owned),
                ..Environment::default()
            };
            assert_eq!(refusal(&environment), expected, "{name}");
        }
    }
}
